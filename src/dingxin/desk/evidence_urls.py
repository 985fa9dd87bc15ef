"""The addresses of the evidence of a case and of the review of its complaint, below those of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from django.views.decorators.http import require_safe

from dingxin.desk.views import case_evidence, malice
from dingxin.desk.views.doors import signed_in, verb

if TYPE_CHECKING:
    from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    verb("evidence/", case_evidence.add_evidence),
    verb("evidence/export/", case_evidence.export_evidence),
    path("evidence/<int:pk>/", signed_in(require_safe(case_evidence.view_evidence)), name="view_evidence"),
    verb("concerns/", malice.name_staff_concerned),
    verb("concerns/<int:pk>/withdrawal/", case_evidence.withdraw_staff_concerned),
    path("malice/", signed_in(require_safe(malice.malice_review)), name="malice_review"),
    verb("malice/asking/", malice.ask_malice_review),
    verb("malice/<int:pk>/decision/", malice.decide_malice_review),
    verb("malice/<int:pk>/appeal/", malice.appeal_malice_review),
    verb("malice/<int:pk>/settlement/", malice.settle_malice_appeal),
]
