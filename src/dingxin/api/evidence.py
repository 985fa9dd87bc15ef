"""The evidence of a case, whom the complaint is about, and the review by a second person."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it
from typing import TYPE_CHECKING, Any

from django.http.response import HttpResponseBase  # noqa: TC002  ninja reads it
from django.utils import timezone
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile  # noqa: TC002  ninja reads it
from ninja.responses import Status

from dingxin.api.cases import router as cases
from dingxin.api.people import allow
from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it
from dingxin.cases.queries import case_for
from dingxin.evidence import actions
from dingxin.evidence.actions import Judgement
from dingxin.evidence.actions.malice import Shown
from dingxin.evidence.criteria import criteria, lawful
from dingxin.evidence.export import Export, zipped
from dingxin.evidence.queries import WAITING_PERMISSION, concerns_of, evidence_of, nameable, reviews_of, reviews_waiting
from dingxin.evidence.vault import vault
from dingxin.streams import attachment

if TYPE_CHECKING:
    from dingxin.requests import StaffRequest

router = Router(tags=["evidence"])
MOST = 500


class ItemOut(Schema):
    """A piece of evidence."""

    id: int
    name: str
    sha256: str = Field(alias="digest")
    size: int
    media_type: str
    source: str
    channel: str
    note: str
    added_by: str = Field(alias="added_by.username")
    at: datetime


class OriginIn(Schema):
    """Where a file is from, and how it came."""

    source: Words
    channel: Words = ""
    note: Words = ""


class ConcernOut(Schema):
    """Whom a complaint is about; no finding against them."""

    id: int
    staff: str = Field(alias="staff.username")
    at: datetime


class ConcernIn(Schema):
    """A member of staff, by user name."""

    staff: Words


class RuleOut(Schema):
    """A rule of law; ``verified`` says whether it was read in the text itself."""

    id: str
    words: str
    statute: str
    article: str
    effective: str
    verified: bool


class CriterionOut(Schema):
    """Something that makes a complaint malicious where it is proven."""

    key: str
    words: str
    proofs: list[str]
    rules: list[RuleOut]


class LawfulOut(Schema):
    """Something that is no malice."""

    words: str
    rules: list[RuleOut]


class CriteriaOut(Schema):
    """The criteria, and what is no malice."""

    criteria: list[CriterionOut]
    lawful: list[LawfulOut]


class AnswerOut(Schema):
    """The answer to a criterion, and the ids of evidence and messages that show it."""

    answer: Words
    items: list[int] = []
    messages: list[int] = []


class ReviewOut(Schema):
    """A review of a complaint. ``stands`` is the outcome that holds, empty while one is awaited."""

    id: int
    case: str = Field(alias="case.number")
    state: str
    stands: str
    grounds: str
    asked_by: str = Field(alias="asked_by.username")
    asked_at: datetime
    outcome: str
    answers: dict[str, AnswerOut]
    reason: str
    decided_at: datetime | None
    appeal_grounds: str
    appeal_outcome: str
    appeal_answers: dict[str, AnswerOut]
    appeal_reason: str
    settled_at: datetime | None


class AskIn(Schema):
    """Why a second person should look, and the evidence."""

    grounds: Words
    items: list[int] = []


class JudgementIn(Schema):
    """What a review comes to."""

    answers: dict[str, AnswerOut]
    outcome: Words
    reason: Words

    def judgement(self) -> Judgement:
        """Give it as the actions take it."""
        answers = {key: Shown(said.answer, tuple(said.items), tuple(said.messages)) for key, said in self.answers.items()}
        return Judgement(answers, self.outcome, self.reason)


class GroundsIn(Schema):
    """What speaks against a decision."""

    grounds: Words


@cases.get("/{number}/evidence", response=list[ItemOut])
def list_evidence(request: StaffRequest, number: str) -> Any:
    """The evidence of a case and of those merged into it."""
    return evidence_of(case_for(request.user, number, "evidence.view_evidence"))[:MOST]


@cases.post("/{number}/evidence", response={201: ItemOut})
def add_evidence(request: StaffRequest, number: str, file: File[UploadedFile], origin: Form[OriginIn]) -> Any:
    """Keep a file as evidence (multipart/form-data)."""
    case = case_for(request.user, number, "evidence.add_evidence")
    item = actions.add_evidence(
        case, file=actions.Incoming(file.name or "", file.chunks()), origin=actions.Origin(**origin.dict()),
        actor=request.user, at=timezone.now(),
    )  # fmt: skip
    return Status(201, item)


@cases.get("/{number}/evidence/{int:item}", response=bytes)
def view_evidence(request: StaffRequest, number: str, item: int) -> HttpResponseBase:
    """A file as it was kept. That it was looked at is recorded."""
    case = case_for(request.user, number, "evidence.view_evidence")
    kept = actions.view_evidence(evidence_of(case).get(pk=item), case=case, actor=request.user, at=timezone.now())
    return attachment(request, vault().chunks(kept.digest), name=kept.name, media_type=kept.media_type, size=kept.size)


@cases.post("/{number}/evidence/export", response=bytes)
def export_evidence(request: StaffRequest, number: str) -> HttpResponseBase:
    """All evidence of a case as one ZIP with its manifest. That it was taken along is recorded."""
    case, at = case_for(request.user, number, "evidence.export_evidence"), timezone.now()
    items = actions.export_evidence(case, actor=request.user, at=at)
    name = f"evidence-{case.number}.zip"
    return attachment(request, zipped(Export(case, items, request.user, at)), name=name, media_type="application/zip")


@cases.get("/{number}/concerns", response=list[ConcernOut])
def list_concerns(request: StaffRequest, number: str) -> Any:
    """Whom the complaint is about."""
    return concerns_of(case_for(request.user, number, "evidence.view_malice_review"))


@cases.post("/{number}/concerns", response={201: ConcernOut})
def name_staff_concerned(request: StaffRequest, number: str, body: ConcernIn) -> Any:
    """Say whom the complaint is about."""
    case = case_for(request.user, number, "evidence.name_staff_concerned")
    staff = nameable(case).get(username=body.staff)
    return Status(201, actions.name_staff_concerned(case, staff=staff, actor=request.user, at=timezone.now()))


@cases.delete("/{number}/concerns/{concern}", response={204: None})
def withdraw_staff_concerned(request: StaffRequest, number: str, concern: int) -> Any:
    """Take back that the complaint is about somebody."""
    case = case_for(request.user, number, "evidence.name_staff_concerned")
    actions.withdraw_staff_concerned(case.concerns.get(pk=concern), actor=request.user, at=timezone.now())
    return Status(204, None)


@cases.get("/{number}/malice-reviews", response=list[ReviewOut])
def list_case_reviews(request: StaffRequest, number: str) -> Any:
    """The reviews of a complaint, the newest first. That they were looked at is recorded."""
    case, at = case_for(request.user, number, "evidence.view_malice_review"), timezone.now()
    return [actions.view_malice_review(row, actor=request.user, at=at) for row in reviews_of(case, request.user, at=at)[:MOST]]


@cases.post("/{number}/malice-reviews", response={201: ReviewOut})
def ask_malice_review(request: StaffRequest, number: str, body: AskIn) -> Any:
    """Ask a second person whether the complaint is malicious."""
    case = case_for(request.user, number, "evidence.ask_malice_review")
    return Status(201, actions.ask_malice_review(case, actor=request.user, at=timezone.now(), **body.dict()))


@cases.post("/{number}/malice-reviews/{review}/decision", response=ReviewOut)
def decide_malice_review(request: StaffRequest, number: str, review: int, body: JudgementIn) -> Any:
    """Decide a review: every criterion answered, and what is met points at what shows it."""
    case, at = case_for(request.user, number, "evidence.decide_malice_review"), timezone.now()
    row = reviews_of(case, request.user, at=at).get(pk=review)
    return actions.decide_malice_review(row, judgement=body.judgement(), actor=request.user, at=at)


@cases.post("/{number}/malice-reviews/{review}/appeal", response=ReviewOut)
def appeal_malice_review(request: StaffRequest, number: str, review: int, body: GroundsIn) -> Any:
    """Ask an administrator to look once more."""
    case, at = case_for(request.user, number, "evidence.appeal_malice_review"), timezone.now()
    row = reviews_of(case, request.user, at=at).get(pk=review)
    return actions.appeal_malice_review(row, grounds=body.grounds, actor=request.user, at=at)


@cases.post("/{number}/malice-reviews/{review}/settlement", response=ReviewOut)
def settle_malice_appeal(request: StaffRequest, number: str, review: int, body: JudgementIn) -> Any:
    """Decide an appeal."""
    case, at = case_for(request.user, number, "evidence.settle_malice_appeal"), timezone.now()
    row = reviews_of(case, request.user, at=at).get(pk=review)
    return actions.settle_malice_appeal(row, judgement=body.judgement(), actor=request.user, at=at)


@router.get("", response=list[ReviewOut])
def list_malice_reviews(request: StaffRequest) -> Any:
    """The reviews you may decide, the oldest first; what they say is on their case."""
    allow(request.user, WAITING_PERMISSION)
    return reviews_waiting(request.user)[:MOST]


@router.get("/criteria", response=CriteriaOut)
def list_malice_criteria(request: StaffRequest) -> Any:
    """What makes a complaint malicious and what does not, each with what is to be proven and the law behind it."""
    allow(request.user, "cases.view_case")
    return {"criteria": list(criteria().values()), "lawful": list(lawful())}
