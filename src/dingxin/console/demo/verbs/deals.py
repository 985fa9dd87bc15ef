"""What was agreed, and what became of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dingxin.cases.models import MessageKind
from dingxin.console.demo.moments import yuan
from dingxin.resolution import actions as resolution

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Moment, Verb
    from dingxin.resolution.models import Obligation


def _agree(part: Moment) -> None:
    """Agree on what the customer said last, or on ``words`` said now: which options, and what is owed by them."""
    step, case = part.step, part.case
    last = case.messages.filter(kind=MessageKind.CUSTOMER).latest("pk")
    said = resolution.Said(words=step["says"]) if "says" in step else resolution.Said(step.get("words", ""), message=last.pk)
    owed = [
        resolution.Owed(
            option=part.option(row["option"]).pk, what=row["what"], by=part.house.staff[row.get("by", step["by"])],
            due=part.time(row["due"]), amount=yuan(row) or Decimal(0),
        )
        for row in step["owed"]
    ]  # fmt: skip
    options = list(dict.fromkeys(row.option for row in owed))
    resolution.confirm_agreement(case, options=options, obligations=owed, said=said, actor=part.actor, at=part.at)


def _obligation(part: Moment) -> Obligation:
    """Give what is owed by the last agreement under its place in it, the first where none is said."""
    agreement = part.case.agreements.latest("number")
    return agreement.obligations.order_by("pk")[part.step.get("place", 0)]


def _perform(part: Moment) -> None:
    step = part.step
    fields = {"reference": step.get("reference", ""), "note": step.get("note", "")}
    resolution.perform_obligation(_obligation(part), amount=yuan(step), actor=part.actor, at=part.at, **fields)


def _fail(part: Moment) -> None:
    resolution.fail_obligation(_obligation(part), reason=part.step["reason"], actor=part.actor, at=part.at)


VERBS: dict[str, Verb] = {"agree": _agree, "perform": _perform, "fail": _fail}
