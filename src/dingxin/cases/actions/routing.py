"""Sending a case where it belongs (A4): by rule, with the reason on record, and by a person who knows better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts.actions import the_house
from dingxin.accounts.models import Staff
from dingxin.accounts.queries import in_charge
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.handover import hand_over
from dingxin.cases.actions.moves import locked, require_live, touch, withdraw_offer
from dingxin.cases.models import Condition, Grade, MessageKind, Method, RoutedFor, RoutingDecision, RoutingTurn
from dingxin.cases.queries import active_rules
from dingxin.cases.routing import AWAY, Subject, candidates, choose, matched

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Case, Message, RoutingRule
    from dingxin.cases.routing import Choice, Held

NOBODY = "nobody"


@transaction.atomic
def route_case(case: Case, *, message: Message, actor: Staff, at: datetime) -> RoutingDecision | None:
    """Let the rules decide on a case that was just opened with a message; None where none of them matches.

    The team is set at once. The person chosen is *offered* the case, and whoever opened it owns it until they accept (A2); a case
    that no person opened goes to them at once, or to who is in charge where nobody is there.
    """
    subject = Subject(case, message)
    for rule in active_rules():
        if (held := matched(rule, subject)) is not None:
            return _decide(case, rule, held, actor=actor, at=at)
    return None


@transaction.atomic
def route_again(case: Case, *, before: str, at: datetime) -> RoutingDecision | None:
    """Let the rules look again at a case whose grade rose (A1); None where they decide nothing else than they did.

    Only a rule that asks for the grade decides anew. Nobody loses the case by it: the team is set, and the person chosen is
    offered it, unless whoever has it is one the rule may choose, or it is offered to somebody already. Safe to run twice.
    """
    case = locked(case)
    grades = [Grade(before), Grade(case.grade)]
    first = case.messages.filter(kind=MessageKind.CUSTOMER).order_by("pk").first()
    if first is None or not case.is_live or grades[1].rank <= grades[0].rank:
        return None
    subject = Subject(case, first, case.grade)
    rule, held = next(((rule, held) for rule in active_rules() if (held := matched(rule, subject)) is not None), (None, []))
    former = RoutingDecision.objects.filter(case=case).first()
    if rule is None or Condition.GRADE not in dict(held) or (former and former.rule_id == rule.pk):
        return None
    return _decide_again(case, rule, held, former, grades, at=at)


def _decide_again(
    case: Case, rule: RoutingRule, held: list[Held], former: RoutingDecision | None, grades: list[Grade], *, at: datetime
) -> RoutingDecision:
    choice = _chosen(case, rule, at=at)
    has = case.handler or case.owner
    stays = has.pk in {candidate.staff for candidate in choice.pool if candidate.spared != AWAY}
    to = has if stays else Staff.objects.filter(pk=choice.staff or 0).first()
    waits = not stays and case.offered_to_id is not None
    reason: dict[str, Any] = _reason(rule, held, choice) | {"grades": grades, "former": _former(former)}
    reason |= {name: True for name, holds in (("stays", stays), ("waits", waits)) if holds}
    decision, _new = RoutingDecision.objects.update_or_create(
        case=case,
        defaults={
            "rule": rule, "rule_name": rule.name, "method": rule.method, "team": rule.team, "to": to, "reason": reason, "at": at,
            "overridden_by": None, "overridden_to": None, "overridden_at": None,
        },
    )  # fmt: skip
    touch(case, at=at, team=rule.team or (to.team if to else None) or case.team)
    if to is not None and not stays and not waits:
        words = _("The grade rose to “%(grade)s”: by the routing rule “%(rule)s”.") % {
            "grade": grades[1].label,
            "rule": rule.name,
        }
        _give(case, to, words, actor=the_house(at=at), at=at)
    _record(decision, RoutedFor.GRADE, at=at)
    return decision


def _former(decision: RoutingDecision | None) -> dict[str, Any]:
    """Give what is kept of a decision that another one takes the place of."""
    if decision is None:
        return {}
    chosen = {"to": decision.to_id or 0, "overridden_to": decision.overridden_to_id or 0}
    return {"rule": decision.rule_name, **chosen, "at": decision.at.isoformat()}


def _decide(case: Case, rule: RoutingRule, held: list[Held], *, actor: Staff, at: datetime) -> RoutingDecision:
    case = locked(case)
    choice = _chosen(case, rule, at=at)
    to = Staff.objects.get(pk=choice.staff) if choice.staff else None
    decision = RoutingDecision.objects.create(
        case=case, rule=rule, rule_name=rule.name, method=rule.method, team=rule.team, to=to,
        reason=_reason(rule, held, choice), at=at,
    )  # fmt: skip
    touch(case, at=at, team=rule.team or (to.team if to else None))
    _give(case, to, _("By the routing rule “%(rule)s”.") % {"rule": rule.name}, actor=actor, at=at)
    _record(decision, RoutedFor.OPENED, at=at)
    return decision


def _reason(rule: RoutingRule, held: list[Held], choice: Choice) -> dict[str, Any]:
    """Give why it was decided so, in ids and numbers."""
    reason: dict[str, Any] = {"matched": held, "pool": [candidate.as_dict() for candidate in choice.pool]}
    return reason | ({NOBODY: True} if rule.method != Method.TEAM and not choice.staff else {})


def _record(decision: RoutingDecision, why: RoutedFor, *, at: datetime) -> None:
    ids = {"decision": decision.pk, "rule": decision.rule_id, "team": decision.team_id or 0, "to": decision.to_id or 0}
    record(Kind.CASE_ROUTED, case=decision.case, actor=None, at=at, why=why.value, **ids)


def _chosen(case: Case, rule: RoutingRule, *, at: datetime) -> Choice:
    """Choose a person; the turn is held meanwhile, so that two openings at once do not choose the same one."""
    RoutingTurn.objects.get_or_create(rule=rule)
    turn = RoutingTurn.objects.select_for_update().get(rule=rule)
    pool = [] if rule.method == Method.TEAM else candidates(rule, [case.branch_id], at=at, without=case.pk)
    choice = choose(rule.method, pool, last=turn.last_id)
    if choice.staff:
        RoutingTurn.objects.filter(rule=rule).update(last=choice.staff)
    return choice


def _give(case: Case, to: Staff | None, brief: str, *, actor: Staff, at: datetime) -> None:
    if case.owner.is_active:
        if to is not None and to.pk != case.owner_id:
            hand_over(case, to=to, brief=brief, actor=actor, at=at)
        return
    charge = in_charge(case.branch, at=at)
    if owner := to or (charge.staff if charge else None):
        touch(case, at=at, owner=owner, handler=to)


@transaction.atomic
def override_routing(case: Case, *, to: Staff, actor: Staff, at: datetime) -> RoutingDecision:
    """Choose somebody else than the rules did; the decision keeps both. The owner keeps the case, anybody else is offered it.

    Raises:
        Refused: the rules decided nothing here, they decided the same, or the person cannot have the case.

    """
    case = locked(case)
    require_live(case)
    decision = RoutingDecision.objects.select_for_update(of=("self",)).filter(case=case).first()
    if decision is None:
        raise Refused(_("No routing rule decided on this case."))
    if to.pk == (decision.overridden_to_id or decision.to_id):
        raise Refused(_("%(name)s was chosen already.") % {"name": to}, field="to")
    if to.pk == case.owner_id:
        withdraw_offer(case, at=at)
        touch(case, at=at, offered_to=None, handler=to)
    else:
        hand_over(case, to=to, brief="", actor=actor, at=at)
    RoutingDecision.objects.filter(pk=decision.pk).update(overridden_by=actor, overridden_to=to, overridden_at=at)
    decision.refresh_from_db()
    record(Kind.ROUTING_OVERRIDDEN, case=case, actor=actor, at=at, decision=decision.pk, to=to.pk)
    return decision
