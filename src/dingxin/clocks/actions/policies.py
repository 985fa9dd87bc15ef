"""Every write to policies. A clock that has stopped never feels one; those that run move with the terms they were made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.clocks.choosing import CHINA, TRAITS
from dingxin.clocks.law import limits
from dingxin.clocks.models import Jurisdiction, Policy, Term, Trigger
from dingxin.clocks.moving import Moves, moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dingxin.accounts.models import Branch, Staff

FIELDS = ("name", "position", "by_law", "change", "is_active")
MOST_TERMS = 30
CODE_CHARS = 10


class GivenTerm(NamedTuple):
    """A term as it is given: ``id`` is that of one there already, 0 of a new one; a ``limit`` of law sets its length."""

    duty: str
    starts: str = Trigger.OPENED
    amount: int = 0
    unit: str = ""
    warn_percent: int = 25
    pausable: bool = False
    limit: str = ""
    after: int | None = None
    id: int = 0


@transaction.atomic
def create_policy(*, terms: Sequence[GivenTerm], actor: Staff | None, at: datetime, **fields: Any) -> Policy:
    """Create a policy; ``conditions`` are lists of values by trait (choosing.TRAITS), the other fields those of the model.

    Raises:
        Refused: the fields do not fit, or its clocks would wait for each other.

    """
    policy = _assigned(Policy(), fields)
    _write(policy, terms)
    record(Kind.POLICY_CREATED, case=None, actor=actor, at=at, id=policy.pk)
    return policy


@transaction.atomic
def update_policy(
    policy: Policy, *, terms: Sequence[GivenTerm] | None = None, actor: Staff, at: datetime, **fields: Any
) -> Policy:
    """Change a policy; ``terms`` are all it has from now on. The clocks that run move afterwards (``move_clocks``).

    Raises:
        Refused: the fields do not fit, or its clocks would wait for each other.

    """
    policy = _held(policy)
    before = _said(policy)
    _assigned(policy, fields)
    _write(policy, terms)
    if changed := [name for name, value in _said(policy).items() if before[name] != value]:
        record(Kind.POLICY_UPDATED, case=None, actor=actor, at=at, id=policy.pk, fields=changed)
    return policy


def try_policy(policy: Policy | None, *, terms: Sequence[GivenTerm], actor: Staff, at: datetime, **fields: Any) -> Moves:
    """Give the clocks that would move if a policy were created or changed so; nothing is kept of the trial.

    Raises:
        Refused: the change itself would be.

    """
    with transaction.atomic():
        if policy is None:
            create_policy(terms=terms, actor=actor, at=at, **fields)
        else:
            update_policy(policy, terms=terms, actor=actor, at=at, **fields)
        found = moves(at=at)
        transaction.set_rollback(rollback=True)  # of a trial nothing is kept
    return found


@transaction.atomic
def set_jurisdiction(branch: Branch, *, code: str, actor: Staff, at: datetime) -> None:
    """Say whose law a branch stands under, as in CN-41 (Henan) or GB; nothing means China's alone.

    Raises:
        Refused: the code is none.

    """
    code = code.strip().upper()
    country, _dash, part = code.partition("-")
    if code and (len(code) > CODE_CHARS or len(country) != len(CHINA) or not (country + part).isalnum() or not code.isascii()):
        raise Refused(_("“%(code)s” is no jurisdiction: write one as in CN-41 or GB.") % {"code": code[:20]}, field="code")
    if code in {"", CHINA}:
        Jurisdiction.objects.filter(branch=branch).delete()
    else:
        Jurisdiction.objects.update_or_create(branch=branch, defaults={"code": code})
    record(Kind.JURISDICTION_SET, case=None, actor=actor, at=at, id=branch.pk)


def _held(policy: Policy) -> Policy:
    return Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)


def _said(policy: Policy) -> dict[str, Any]:
    """Give all that a policy says, for telling what was changed."""
    terms = policy.terms.filter(removed=False).order_by("pk").values() if policy.pk else ()
    return {**{name: getattr(policy, name) for name in (*FIELDS, "conditions")}, "terms": list(terms)}


def _assigned(policy: Policy, fields: Mapping[str, Any]) -> Policy:
    for name in FIELDS:
        if name in fields:
            setattr(policy, name, fields[name])
    if "conditions" in fields:
        policy.conditions = _conditions(fields["conditions"])
    return policy


def _conditions(given: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    if unknown := set(given) - set(TRAITS):
        raise Refused(_("“%(name)s” is nothing a policy can ask of a case.") % {"name": min(unknown)[:40]}, field="conditions")
    return {name: sorted({str(value) for value in given[name]}) for name in TRAITS if given.get(name)}


def _write(policy: Policy, terms: Sequence[GivenTerm] | None) -> None:
    _checked(policy)
    policy.save()
    if terms is None:
        return
    if len(terms) > MOST_TERMS:
        raise Refused(_("At most %(most)d terms can stand in one policy.") % {"most": MOST_TERMS}, field="terms")
    there = {term.pk: term for term in policy.terms.all()}
    kept = [_term(policy, given, there) for given in terms]
    policy.terms.exclude(pk__in=[term.pk for term in kept]).update(removed=True)
    _refuse_cycles()


def _term(policy: Policy, given: GivenTerm, there: Mapping[int, Term]) -> Term:
    if given.id and given.id not in there:
        raise Refused(_("A term of this policy is not there any more: look at it again."), field="terms")
    term = there.get(given.id) or Term(policy=policy)
    amount, unit, pausable = given.amount, given.unit, given.pausable
    if given.limit:
        limit = limits().get(given.limit)
        if limit is None or not limit.is_clock:
            raise Refused(_("“%(limit)s” is not a limit a clock can count to.") % {"limit": given.limit[:20]}, field="terms")
        amount, unit, pausable = limit.amount, limit.unit, False
    term.duty, term.starts, term.amount, term.unit = given.duty, given.starts, amount, unit
    term.warn_percent, term.pausable, term.limit, term.removed = (
        given.warn_percent,
        pausable and not policy.by_law,
        given.limit,
        False,
    )
    term.after_id = given.after if given.starts == Trigger.AFTER else None
    if given.starts == Trigger.AFTER and not Term.objects.filter(pk=given.after or 0, removed=False).exists():
        raise Refused(_("Say which clock this one follows."), field="terms")
    _checked(term)
    term.save()
    return term


def _refuse_cycles() -> None:
    """Refuse clocks that would wait for each other: none of them would ever begin."""
    after = dict(Term.objects.exclude(after=None).values_list("pk", "after_id"))
    for start in after:
        seen, place = {start}, after.get(start)
        while place is not None:
            if place in seen:
                raise Refused(_("These clocks would wait for each other, and none would ever begin."), field="terms")
            seen.add(place)
            place = after.get(place)


def _checked(row: Policy | Term) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(" ".join(messages), field=field if isinstance(row, Policy) else "terms") from error
