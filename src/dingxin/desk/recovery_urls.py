"""The addresses of service recovery for the house, and of its verbs below a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from dingxin.desk.views import commitments, recovery, recovery_moves, settings_recovery
from dingxin.desk.views.doors import verb

if TYPE_CHECKING:
    from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    path("recovery/", recovery.view_recovery, name="view_recovery"),
    path("recovery/batches/", recovery.list_batches, name="list_batches"),
    path("recovery/batches/new/", recovery.start_batch, name="start_batch"),
    path("recovery/batches/<int:pk>/", recovery.batch, name="batch"),
    path("recovery/batches/<int:pk>/approval/", recovery.approve_batch, name="approve_batch"),
    path("recovery/batches/<int:pk>/refusal/", recovery.refuse_batch, name="refuse_batch"),
    path("recovery/batches/<int:pk>/stop/", recovery.stop_batch, name="stop_batch"),
    path("commitments/", commitments.list_commitments, name="list_commitments"),
    path("commitments/new/", commitments.create_commitment, name="create_commitment"),
    path("commitments/check/", commitments.check_commitment, name="check_commitment"),
    path("commitments/<int:pk>/", commitments.update_commitment, name="update_commitment"),
    path("settings/recovery-plans/", settings_recovery.list_recovery_plans, name="list_recovery_plans"),
    path("settings/recovery-plans/new/", settings_recovery.create_recovery_plan, name="create_recovery_plan"),
    path("settings/recovery-plans/<int:pk>/", settings_recovery.update_recovery_plan, name="update_recovery_plan"),
]

of_case: list[URLPattern] = [
    verb("recoveries/", recovery_moves.start_run),
    verb("recoveries/steps/<int:pk>/", recovery_moves.settle_step),
    verb("recoveries/steps/<int:pk>/promise/", recovery_moves.tie_promise),
    verb("recoveries/<int:pk>/end/", recovery_moves.end_run),
    verb("commitments/", recovery_moves.invoke_commitment),
]
