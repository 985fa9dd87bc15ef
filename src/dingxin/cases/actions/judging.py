"""What people know better than the engine: grade, facts, category, and what can be seen of the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.indexing import index_case
from dingxin.cases.actions.moves import locked, require_live, touch
from dingxin.cases.actions.opening import PRODUCT_CHARS, TITLE_CHARS
from dingxin.cases.actions.reading import heat_of
from dingxin.cases.actions.texts import clean_line
from dingxin.cases.models import Category, Fact, FactState, Grade, MessageKind, Observation, Sign
from dingxin.cases.seen import weighed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case


@transaction.atomic
def correct_grade(case: Case, *, grade: str, actor: Staff, at: datetime) -> Case:
    """Set the grade a person sees fit (A1). It stands until a graver one is read in a new message."""
    case = locked(case)
    require_live(case)
    if grade not in Grade.values:
        raise Refused(_("“%(grade)s” is not a grade.") % {"grade": grade[:20]}, field="grade")
    before = case.grade
    heat = heat_of(Grade(grade), case.emotion_now)
    touch(case, at=at, grade=grade, grade_corrected_by=actor, heat=heat)
    record(Kind.GRADE_CORRECTED, case=case, actor=actor, at=at, before=before, after=grade)
    return case


@transaction.atomic
def confirm_facts(case: Case, *, actor: Staff, at: datetime) -> list[Fact]:
    """Record that the customer said yes to the facts as restated (B4).

    Raises:
        Refused: nothing is left to confirm.

    """
    case = locked(case)
    require_live(case)
    facts = list(case.facts.filter(state=FactState.READ))
    if not facts:
        raise Refused(_("There is no fact left to confirm."))
    case.facts.filter(pk__in=[fact.pk for fact in facts]).update(state=FactState.CONFIRMED, settled_by=actor)
    touch(case, at=at, facts_confirmed_at=at)
    record(Kind.FACTS_CONFIRMED, case=case, actor=actor, at=at, ids=[fact.pk for fact in facts])
    return list(case.facts.filter(pk__in=[fact.pk for fact in facts]))


@transaction.atomic
def reject_fact(fact: Fact, *, actor: Staff, at: datetime) -> Fact:
    """Strike a fact that was read wrongly; it stays on record as struck."""
    require_live(locked(fact.case))
    if not Fact.objects.filter(pk=fact.pk).exclude(state=FactState.REJECTED).update(state=FactState.REJECTED, settled_by=actor):
        raise Refused(_("This fact is already struck."))
    fact.refresh_from_db()
    record(Kind.FACT_REJECTED, case=fact.case, actor=actor, at=at, id=fact.pk)
    return fact


@transaction.atomic
def observe_customer(case: Case, *, signs: Sequence[str], actor: Staff, at: datetime) -> Observation:
    """Note what can be seen of the customer (A12). Body language weighs in the emotion of the moment (``weighed``).

    Raises:
        Refused: no sign, or one that is not on the pad.

    """
    case = locked(case)
    require_live(case)
    if not signs or not set(signs) <= set(Sign.values):
        raise Refused(_("Choose at least one sign from the pad."), field="signs")
    observation = Observation.objects.create(case=case, signs=sorted(set(signs)), seen_by=actor, at=at)
    emotion = weighed(_read_last(case), observation, at=at)
    peak = max(case.emotion_peak, emotion)
    touch(case, at=at, emotion_now=emotion, emotion_peak=peak, heat=heat_of(Grade(case.grade), emotion))
    record(Kind.CUSTOMER_OBSERVED, case=case, actor=actor, at=at, id=observation.pk)
    return observation


def _read_last(case: Case) -> int:
    """Give the emotion read in the customer's last words."""
    last = case.messages.filter(kind=MessageKind.CUSTOMER).order_by("pk").last()
    return int(last.reading.get("emotion", 0)) if last else 0


@transaction.atomic
def categorise_case(
    case: Case, *, actor: Staff, at: datetime, category: Category | None, product: str = "", title: str = ""
) -> Case:
    """Set category, product and title of a case."""
    case = locked(case)
    require_live(case)
    fields: dict[str, Any] = {"category": category, "product": clean_line(product, PRODUCT_CHARS)}
    if title := clean_line(title, TITLE_CHARS):
        fields["title"] = title
    changed = [name for name, value in fields.items() if getattr(case, name) != value]
    if changed:
        touch(case, at=at, **fields, industry=(category.industry if category else "") or case.industry)
        index_case(case)
        record(Kind.CASE_CATEGORISED, case=case, actor=actor, at=at, id=case.pk, fields=changed)
    return case


@transaction.atomic
def create_category(*, actor: Staff | None, at: datetime, name: str, industry: str = "", is_active: bool = True) -> Category:
    """Create a category."""
    category = _checked(Category(name=name, industry=industry, is_active=is_active))
    record(Kind.CATEGORY_CREATED, case=None, actor=actor, at=at, id=category.pk)
    return category


@transaction.atomic
def update_category(category: Category, *, actor: Staff, at: datetime, **fields: str | bool) -> Category:
    """Change a category."""
    changed = [name for name, value in fields.items() if getattr(category, name) != value]
    for name in changed:
        setattr(category, name, fields[name])
    if changed:
        _checked(category)
        record(Kind.CATEGORY_UPDATED, case=None, actor=actor, at=at, id=category.pk, fields=changed)
    return category


def _checked(category: Category) -> Category:
    try:
        category.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    category.save()
    return category
