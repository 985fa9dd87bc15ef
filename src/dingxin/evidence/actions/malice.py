"""The review of a complaint that may be malicious: asked by one person, decided by a second, appealed once to a third (A10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts.models import Role
from dingxin.accounts.queries import staff_list
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked
from dingxin.cases.actions.texts import clean_text
from dingxin.cases.states import State
from dingxin.evidence.criteria import criteria
from dingxin.evidence.models import UNDECIDED_STATES, Answer, MaliceReview, Outcome, ReviewState
from dingxin.evidence.queries import evidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case

EXPIRES = timedelta(days=365)  # then only an administrator still sees it
APPEAL_WITHIN = timedelta(days=30)
MOST_WORDS = 4000
LARGEST_ID = 2**63


class Shown(NamedTuple):
    """The answer to one criterion, and the ids of the evidence and messages that show it."""

    answer: str
    items: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a review comes to: an answer to every criterion, the outcome, and the reason."""

    answers: Mapping[str, Shown]
    outcome: str
    reason: str


@transaction.atomic
def ask_malice_review(case: Case, *, grounds: str, items: Iterable[int] = (), actor: Staff, at: datetime) -> MaliceReview:
    """Ask for a second person to look at whether this complaint is malicious. The customer is served on all the while.

    ``items`` are ids of evidence of the case.

    Raises:
        Refused: no grounds are given, one waits already, the case was merged, the evidence is not of this case, or it was decided
            before and there is no new evidence.

    """
    grounds = _words(grounds, "grounds")
    case = locked(case)
    if case.state == State.MERGED:
        raise Refused(_("This case was merged into %(number)s: go on there.") % {"number": case.merged_into})
    chosen = _items(case, items)
    _require_askable(case, chosen)
    made = MaliceReview.objects.create(
        case=case, grounds=grounds, asked_by=actor, handler_id=case.handler_id or case.owner_id, asked_at=at
    )
    made.items.set(chosen)
    record(Kind.MALICE_REVIEW_ASKED, case=case, actor=actor, at=at, id=made.pk)
    return made


def _words(text: str, field: str) -> str:
    text = clean_text(text, field=field)
    if len(text) > MOST_WORDS:
        raise Refused(_("At most %(most)d characters, please.") % {"most": MOST_WORDS}, field=field)
    return text


def _items(case: Case, ids: Iterable[int]) -> list[int]:
    wanted = set(ids)
    found = set(evidence_of(case).filter(pk__in=_possible(wanted)).values_list("pk", flat=True))
    if wanted - found:
        raise Refused(_("Choose from the evidence of this case."), field="items")
    return sorted(found)


def _possible(ids: Iterable[int]) -> list[int]:
    """Give those ids that a database can hold."""
    return [pk for pk in ids if 0 < pk < LARGEST_ID]


def _require_askable(case: Case, chosen: list[int]) -> None:
    reviews = case.malice_reviews
    if reviews.filter(state__in=UNDECIDED_STATES).exists():
        raise Refused(_("A review of this complaint waits already."))
    last = reviews.first()
    if last and not evidence_of(case).filter(pk__in=chosen, at__gt=last.settled_at or last.decided_at).exists():
        raise Refused(_("This complaint was reviewed before. It is looked at again only on evidence added since."), field="items")


@transaction.atomic
def view_malice_review(review: MaliceReview, *, actor: Staff, at: datetime) -> MaliceReview:
    """Record that somebody looks at a review."""
    record(Kind.MALICE_REVIEW_VIEWED, case=review.case, actor=actor, at=at, id=review.pk)
    return review


@transaction.atomic
def decide_malice_review(review: MaliceReview, *, judgement: Judgement, actor: Staff, at: datetime) -> MaliceReview:
    """Decide a review: every criterion is answered, and what is met points at what shows it.

    Raises:
        Refused: it is decided already, this person had a part in the case, or the judgement does not hold together.

    """
    held = _held(review)
    if held.state != ReviewState.OPEN:
        raise Refused(_("This review is decided already."))
    _require_second(held, actor)
    held.reason, held.answers = _checked(held, judgement)
    held.outcome, held.state = judgement.outcome, ReviewState.DECIDED
    held.decided_by, held.decided_at, held.expires_at = actor, at, at + EXPIRES
    held.save()
    record(Kind.MALICE_REVIEW_DECIDED, case=held.case, actor=actor, at=at, id=held.pk)
    return held


@transaction.atomic
def appeal_malice_review(review: MaliceReview, *, grounds: str, actor: Staff, at: datetime) -> MaliceReview:
    """Ask an administrator to look once more; once, within 30 days.

    Raises:
        Refused: it waits still, was appealed before, it is too late, or no other administrator could decide.

    """
    grounds = _words(grounds, "grounds")
    held = _held(review)
    if held.state != ReviewState.DECIDED:
        raise Refused(_("Only a decision can be appealed, and only once."))
    if held.decided_at and at > held.decided_at + APPEAL_WITHIN:
        raise Refused(_("A decision can be appealed within %(days)d days.") % {"days": APPEAL_WITHIN.days})
    if not _third_people(held).exists():
        raise Refused(_("No administrator is left who had no part in this case."))
    held.state, held.appeal_grounds, held.appealed_by, held.appealed_at = ReviewState.APPEALED, grounds, actor, at
    held.save()
    record(Kind.MALICE_REVIEW_APPEALED, case=held.case, actor=actor, at=at, id=held.pk)
    return held


@transaction.atomic
def settle_malice_appeal(review: MaliceReview, *, judgement: Judgement, actor: Staff, at: datetime) -> MaliceReview:
    """Decide an appeal; that is the end of it.

    Raises:
        Refused: none waits, this person had a part in it, or the judgement does not hold together.

    """
    held = _held(review)
    if held.state != ReviewState.APPEALED:
        raise Refused(_("No appeal waits here."))
    _require_second(held, actor)
    if actor.pk == held.decided_by_id:
        raise Refused(_("An appeal is decided by somebody else than the decision was."))
    held.appeal_reason, held.appeal_answers = _checked(held, judgement)
    held.appeal_outcome, held.state = judgement.outcome, ReviewState.SETTLED
    held.settled_by, held.settled_at, held.expires_at = actor, at, at + EXPIRES
    held.save()
    record(Kind.MALICE_REVIEW_SETTLED, case=held.case, actor=actor, at=at, id=held.pk)
    return held


def _held(review: MaliceReview) -> MaliceReview:
    """Give the review and its case as they stand, held; the case first, as every other action does."""
    case = locked(review.case)
    held = MaliceReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    held.case = case
    return held


def _part_in(review: MaliceReview) -> set[int | None]:
    """Give who cannot decide: who asked, who handled then and handles now, and whom the complaint is about."""
    case = review.case
    named = case.concerns.filter(withdrawn_at=None).values_list("staff", flat=True)
    return {review.asked_by_id, review.handler_id, case.handler_id or case.owner_id, *named}


def _require_second(review: MaliceReview, actor: Staff) -> None:
    if actor.pk in _part_in(review):
        raise Refused(_("Somebody else has to decide: not who asked, not who handles the case, not whom the complaint is about."))


def _third_people(review: MaliceReview) -> QuerySet[Staff]:
    """Give the administrators who could decide an appeal."""
    part = [pk for pk in (*_part_in(review), review.decided_by_id) if pk]
    return staff_list().filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk__in=part)


def _checked(review: MaliceReview, judgement: Judgement) -> tuple[str, dict[str, Any]]:
    """Give reason and answers as they are kept, or refuse a judgement that does not hold together."""
    reason = _words(judgement.reason, "reason")
    if judgement.outcome not in Outcome.values:
        raise Refused(_("Say what the review comes to."), field="outcome")
    if set(judgement.answers) != set(criteria()) or any(
        shown.answer not in Answer.values for shown in judgement.answers.values()
    ):
        raise Refused(_("Answer every criterion: met, not met, or not proven."), field="outcome")
    met = [shown for shown in judgement.answers.values() if shown.answer == Answer.MET]
    if any(not shown.items and not shown.messages for shown in met):
        raise Refused(_("A criterion that is met has to point at evidence or at a message that shows it."), field="outcome")
    if bool(met) != (judgement.outcome == Outcome.MALICIOUS):
        raise Refused(
            _("A complaint is malicious when a criterion is met and proven, and only then. Look at your answers again."),
            field="outcome",
        )
    _require_shown(review.case, judgement.answers.values())
    return reason, {key: _kept(judgement.answers[key]) for key in criteria()}


def _kept(shown: Shown) -> dict[str, Any]:
    return {"answer": shown.answer, "items": sorted(set(shown.items)), "messages": sorted(set(shown.messages))}


def _require_shown(case: Case, answers: Iterable[Shown]) -> None:
    """Refuse answers that point at what is not of this case."""
    answers = list(answers)
    items, messages = ({pk for shown in answers for pk in getattr(shown, name)} for name in ("items", "messages"))
    found = (
        evidence_of(case).filter(pk__in=_possible(items)).count(),
        case.messages.conversation().filter(pk__in=_possible(messages)).count(),
    )
    if found != (len(items), len(messages)):
        raise Refused(_("Point at evidence and messages of this case only."), field="outcome")
