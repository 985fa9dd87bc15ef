"""When something failed: a plan at work in a case, or for many at once, and a commitment called in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.console.demo.moments import yuan
from dingxin.recovery import actions as recovery
from dingxin.recovery.actions.batches import Offer
from dingxin.recovery.models import Commitment, RecoveryPlan, RunStep, StepState
from dingxin.recovery.queries import Affected, whole_words
from dingxin.resolution.models import Remedy

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Moment, Verb


def _plan(part: Moment) -> None:
    plan = RecoveryPlan.objects.get(code=part.step["plan"])
    recovery.start_run(plan, part.case, actor=part.actor, at=part.at)


def _settle(part: Moment) -> None:
    """Settle a step of the plan that goes on by hand, with a note."""
    step = RunStep.objects.get(run__case=part.case, part=part.step["part"], state=StepState.OPEN)
    recovery.settle_step(step, note=part.step["note"], actor=part.actor, at=part.at)


def _commit(part: Moment) -> None:
    commitment = Commitment.objects.get(code=part.step["commitment"])
    recovery.invoke_commitment(part.case, commitment, actor=part.actor, at=part.at)


def _batch(part: Moment) -> None:
    """Recover many at once, with the words that the plan gives, and let the sweep tell them all."""
    step = part.step
    plan, remedy = RecoveryPlan.objects.get(code=step["plan"]), Remedy.objects.get(code=step["remedy"])
    branch, amount = part.house.branches[step["branch"]], yuan(step) or remedy.worth
    words = whole_words(plan, remedy, amount, branch, at=part.at)
    offer = Offer(plan=plan, words=words["zh"], words_en=words["en"], remedy=remedy, amount=amount)
    who = Affected(branch=branch, category=part.house.categories[step["category"]])
    recovery.start_batch(incident=step["incident"], who=who, offer=offer, actor=part.actor, at=part.at)
    recovery.work_batches(at=part.at)


VERBS: dict[str, Verb] = {"plan": _plan, "settle": _settle, "commit": _commit, "batch": _batch}
