"""What the case page shows of evidence, of whom the complaint is about, and of a review of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from dingxin.cases.states import State
from dingxin.desk.forms.evidence import AddEvidenceForm
from dingxin.evidence.queries import concerns_of, evidence_of, reviews_of

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Case
    from dingxin.evidence.models import Concern, Item, MaliceReview
    from dingxin.requests import StaffRequest

MOST = 50


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """The part of the case page. ``most`` is how many bytes a file may have; ``review`` is None for whom it is no concern."""

    items: list[Item]
    concerns: list[Concern]
    review: MaliceReview | None
    add: AddEvidenceForm | None
    names: bool
    may: dict[str, bool]
    most: int

    @property
    def is_protected(self) -> bool:
        """Whether a review protects whom the complaint is about."""
        return self.review is not None and self.review.protects


def evidence_part(request: StaffRequest, case: Case, at: datetime) -> EvidencePart | None:
    """Shape the part for a member of staff, None for whom it is no concern. Three queries at most."""
    user = request.user
    if not user.has_perm("evidence.view_evidence", case):
        return None
    verbs = ("export_evidence", "name_staff_concerned", "view_malice_review", "ask_malice_review")
    may = {verb: user.has_perm(f"evidence.{verb}", case) for verb in verbs}
    open_still = case.state != State.MERGED
    adds = open_still and user.has_perm("evidence.add_evidence", case)
    names = open_still and may["name_staff_concerned"]
    return EvidencePart(
        items=list(evidence_of(case)[:MOST]),
        concerns=list(concerns_of(case)) if may["view_malice_review"] else [],
        review=reviews_of(case, user, at=at).first() if may["view_malice_review"] else None,
        add=AddEvidenceForm(case=case, user=user, auto_id="add_evidence_%s") if adds else None,
        names=names,
        may=may,
        most=settings.EVIDENCE_MAX_BYTES,
    )
