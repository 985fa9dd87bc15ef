"""Where a case stands: demands and needs, the customer's own view, the judgements with their grounds, aims, shelved points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dingxin.cases.models import Fact, FactState
from dingxin.console.demo.moments import simple, yuan
from dingxin.resolution import actions as resolution
from dingxin.resolution.models import RankedNeed, Standing
from dingxin.resolution.queries.stand import stand_of

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Moment, Table, Verb

BOTH = ("complaint", "demand")


def _demand(part: Moment) -> None:
    """Settle a demand as a person does: confirm what was read, put right its kind (``read``) or sum, or add it."""
    step, amount = part.step, yuan(part.step)
    found = {row.kind: row.current for row in stand_of(part.case).demands}
    read = found.get(step["kind"]) or found.get(step.get("read", ""))
    if read is None:
        resolution.record_demand(part.case, kind=step["kind"], amount=amount, words=step["words"], actor=part.actor, at=part.at)
    elif (read.kind, read.amount) == (step["kind"], amount):
        resolution.confirm_demand(read, actor=part.actor, at=part.at)
    else:
        resolution.correct_demand(read, kind=step["kind"], amount=amount, actor=part.actor, at=part.at)


def _strike(part: Moment) -> None:
    """Strike the demands of these kinds, where they were read."""
    for row in stand_of(part.case).demands:
        if row.kind in part.step["kinds"]:
            resolution.strike_demand(row.current, actor=part.actor, at=part.at)


def _change(part: Moment) -> None:
    """Record why the customer demands another sum than before, asked for in their own words (A9)."""
    step, changed = part.step, stand_of(part.case).unasked
    version = changed[0] if changed else None
    if version is None:
        fields = {"kind": step["kind"], "amount": yuan(step), "words": step["words"]}
        version = resolution.record_demand(part.case, actor=part.actor, at=part.at, **fields)
    cause = {"cause": step["cause"], "words": step["words"], "instead": True}
    resolution.record_cause(version, actor=part.actor, at=part.at, **cause)


def _needs(part: Moment) -> None:
    """Bring the needs that are most pressing to the top, in this order; each moved is confirmed."""
    for place, kind in enumerate(part.step["kinds"]):
        row = RankedNeed.objects.filter(case=part.case, kind=kind).exclude(state=Standing.STRUCK).first()
        row = row or resolution.record_need(part.case, kind=kind, actor=part.actor, at=part.at)
        before = RankedNeed.objects.filter(case=part.case, rank__lt=row.rank).exclude(state=Standing.STRUCK).count()
        for _step in range(before - place):
            row = resolution.rank_need(row, up=True, actor=part.actor, at=part.at)
        resolution.confirm_need(row, actor=part.actor, at=part.at)


def _expect(part: Moment) -> None:
    words, amount = part.step["words"], yuan(part.step)
    resolution.record_expectation(part.case, words=words, amount=amount, actor=part.actor, at=part.at)


def _judge(part: Moment) -> None:
    step = part.step
    judgement = resolution.Judgement(
        step["complaint"], step["demand"], step["fault"],
        grounds=[_ground(part, row, of) for row in step["grounds"] for of in row.get("of", BOTH)],
    )  # fmt: skip
    resolution.judge_case(part.case, judgement=judgement, actor=part.actor, at=part.at)


def _ground(part: Moment, row: Table, of: str) -> dict[str, Any]:
    """Give a ground as the page sends it: the fact that says most, a rule of law by its id, or the words of a policy."""
    if "law" in row:
        return {"of": of, "ground": "law", "ref": row["law"], "words": ""}
    if "policy" in row:
        return {"of": of, "ground": "policy", "ref": "", "words": row["policy"]}
    confirmed = Fact.objects.filter(case=part.case, state=FactState.CONFIRMED)
    told = max(confirmed, key=lambda fact: (len(fact.text), -fact.pk))
    return {"of": of, "ground": "facts", "ref": told.pk, "words": ""}


def _aim(part: Moment) -> None:
    fields = {"goal": part.step["goal"], "bottom_line": part.step["bottom_line"], "bottom_amount": yuan(part.step)}
    resolution.set_aim(part.case, actor=part.actor, at=part.at, **fields)


def _shelve(part: Moment) -> None:
    step = part.step
    resolution.shelve_point(
        part.case, point=step["point"], reason=step["reason"], owner=part.house.staff[step["owner"]],
        back_at=part.time(step["back"]), actor=part.actor, at=part.at,
    )  # fmt: skip


VERBS: dict[str, Verb] = {
    "demand": _demand,
    "strike": _strike,
    "change": _change,
    "needs": _needs,
    "view": simple(resolution.record_view, "words"),
    "expect": _expect,
    "judge": _judge,
    "aim": _aim,
    "shelve": _shelve,
}
