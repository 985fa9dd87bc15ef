"""Every write to routing rules. A rule is off until it was tried on past cases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.conditions import clean_conditions
from dingxin.cases.models import Method, RoutingRule, RoutingTurn
from dingxin.cases.queries import active_rules, past_openings
from dingxin.cases.routing import Subject, candidates, choose, matched

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.cases.routing import Candidate, Held

DECISIVE = {"conditions", "method", "team", "skill"}  # what a rule decides
TRIED_CASES = 500


@transaction.atomic
def create_rule(*, actor: Staff, at: datetime, **fields: Any) -> RoutingRule:
    """Create a rule behind all others, switched off.

    Raises:
        Refused: a condition or the way it chooses does not fit.

    """
    last = RoutingRule.objects.aggregate(last=Max("place"))["last"]
    rule = _kept(RoutingRule(place=(last or 0) + 1), fields)
    record(Kind.RULE_CREATED, case=None, actor=actor, at=at, id=rule.pk)
    return rule


@transaction.atomic
def update_rule(rule: RoutingRule, *, actor: Staff, at: datetime, **fields: Any) -> RoutingRule:
    """Change a rule. What it asks and whom it chooses change only while it is off, and it has to be tried anew.

    Raises:
        Refused: it is on, or something does not fit.

    """
    rule = _held(rule)
    before = {name: getattr(rule, name) for name in fields}
    changed = [name for name, value in _cleaned(fields).items() if before[name] != value]
    if DECISIVE & set(changed):
        if rule.is_active:
            raise Refused(_("This rule is on: switch it off before you change what it decides."))
        fields["tried_at"] = None
    if changed:
        _kept(rule, fields)
        record(Kind.RULE_UPDATED, case=None, actor=actor, at=at, id=rule.pk, fields=changed)
    return rule


@transaction.atomic
def move_rule(rule: RoutingRule, *, up: bool, actor: Staff, at: datetime) -> RoutingRule:
    """Let a rule be asked before the one above it, or after the one below; the first one that matches decides.

    Raises:
        Refused: it is at the end already.

    """
    rules = list(RoutingRule.objects.select_for_update().order_by("place", "pk"))
    here = next(place for place, other in enumerate(rules) if other.pk == rule.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rules):
        raise Refused(_("This rule is first already.") if up else _("This rule is last already."))
    rules[here], rules[there] = rules[there], rules[here]
    for place, other in enumerate(rules, 1):
        other.place = place
    RoutingRule.objects.bulk_update(rules, ["place"])
    record(Kind.RULE_UPDATED, case=None, actor=actor, at=at, id=rule.pk, fields=["place"])
    return rules[there]


@transaction.atomic
def switch_on_rule(rule: RoutingRule, *, actor: Staff, at: datetime) -> RoutingRule:
    """Let a rule decide on new cases from now on.

    Raises:
        Refused: it was not tried as it stands, or it is on already.

    """
    rule = _held(rule)
    if rule.is_active:
        raise Refused(_("This rule is on already."))
    if rule.tried_at is None:
        raise Refused(_("Try this rule on past cases first."))
    return _switched(rule, Kind.RULE_SWITCHED_ON, on=True, actor=actor, at=at)


@transaction.atomic
def switch_off_rule(rule: RoutingRule, *, actor: Staff, at: datetime) -> RoutingRule:
    """Let a rule decide nothing any more; what it decided stands.

    Raises:
        Refused: it is off already.

    """
    rule = _held(rule)
    if not rule.is_active:
        raise Refused(_("This rule is off already."))
    return _switched(rule, Kind.RULE_SWITCHED_OFF, on=False, actor=actor, at=at)


@transaction.atomic
def remove_rule(rule: RoutingRule, *, actor: Staff, at: datetime) -> None:
    """Remove a rule that is off. Its decisions stay, with its name.

    Raises:
        Refused: it is on.

    """
    rule = _held(rule)
    if rule.is_active:
        raise Refused(_("This rule is on: switch it off before you remove it."))
    pk = rule.pk
    rule.delete()
    record(Kind.RULE_REMOVED, case=None, actor=actor, at=at, id=pk)


def _switched(rule: RoutingRule, kind: Kind, *, on: bool, actor: Staff, at: datetime) -> RoutingRule:
    RoutingRule.objects.filter(pk=rule.pk).update(is_active=on)
    rule.is_active = on
    record(kind, case=None, actor=actor, at=at, id=rule.pk)
    return rule


def _held(rule: RoutingRule) -> RoutingRule:
    return RoutingRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    if "conditions" in fields:
        fields["conditions"] = clean_conditions(fields["conditions"])
    return fields


def _kept(rule: RoutingRule, fields: dict[str, Any]) -> RoutingRule:
    for name, value in _cleaned(fields).items():
        setattr(rule, name, value)
    if rule.method == Method.TEAM and rule.team is None:
        raise Refused(_("Choose the team this rule sends cases to."), field="team")
    if rule.method == Method.SKILL and rule.skill is None:
        raise Refused(_("Choose the skill this rule looks for."), field="skill")
    try:
        rule.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(" ".join(messages), field=field) from error
    rule.save()
    return rule


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A past case a rule would have decided on: by which conditions, for whom, and which rule that is on comes before it."""

    case: Case
    matched: list[Held]
    to: int | None
    before: RoutingRule | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done to the last ``looked`` cases; ``shares`` is how many each person would have got."""

    looked: int
    hits: list[TriedCase]
    shares: dict[int, int]

    @property
    def own(self) -> int:
        """How many cases the rule would have decided on, no other one coming before it."""
        return sum(hit.before is None for hit in self.hits)


def try_rule(rule: RoutingRule, *, actor: Staff, at: datetime) -> Trial:
    """Try a rule on the cases opened last, as it stands, without touching them; then it may be switched on.

    Who would have got them is counted with the people of today, each case taken making them busier. Reading hundreds of cases
    takes seconds where a rule asks for the kind of complainant: nobody who writes waits for it.

    Raises:
        Refused: somebody changed the rule meanwhile.

    """
    rule = RoutingRule.objects.get(pk=rule.pk)
    trial = _tried(rule, at=at)
    with transaction.atomic():
        now = _held(rule)
        if any(getattr(now, name) != getattr(rule, name) for name in DECISIVE):
            raise Refused(_("Somebody has changed this rule meanwhile: try it again."))
        RoutingRule.objects.filter(pk=rule.pk).update(tried_at=at)
        record(Kind.RULE_TRIED, case=None, actor=actor, at=at, id=rule.pk, matched=trial.own, cases=trial.looked)
    return trial


def _tried(rule: RoutingRule, *, at: datetime) -> Trial:
    looked, hits = 0, []
    earlier = [other for other in active_rules() if (other.place, other.pk) < (rule.place, rule.pk)]
    for case, message in past_openings(TRIED_CASES):
        looked += 1
        subject = Subject(case, message)
        if (held := matched(rule, subject)) is not None:
            hits.append((case, held, next((other for other in earlier if matched(other, subject) is not None), None)))
    return _dealt(rule, hits, looked, at=at)


def _dealt(rule: RoutingRule, hits: list[tuple[Case, list[Held], RoutingRule | None]], looked: int, *, at: datetime) -> Trial:
    """Deal the cases a rule takes to people, oldest first."""
    branches = {case.branch_id for case, _held, _before in hits}
    pool = {} if rule.method == Method.TEAM else {one.staff: one for one in candidates(rule, branches, at=at)}
    last = RoutingTurn.objects.filter(rule=rule).values_list("last", flat=True).first()
    tried, shares = [], Counter[int]()
    for case, held, before in reversed(hits):
        to = None if before else choose(rule.method, _of(rule, pool, case), last=last).staff
        if to is not None:
            shares[to] += 1
            pool[to], last = pool[to].with_one_more(), to
        tried.append(TriedCase(case, held, to, before))
    return Trial(looked, tried[::-1], dict(shares.most_common()))


def _of(rule: RoutingRule, pool: dict[int, Candidate], case: Case) -> list[Candidate]:
    return [one for one in pool.values() if rule.team_id or one.branch == case.branch_id]
