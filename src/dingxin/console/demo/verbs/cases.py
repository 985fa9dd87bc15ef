"""What happens in a case: opened, heard, answered, handed over, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.cases import actions as cases
from dingxin.cases.models import HandoverState
from dingxin.cases.readings import engine_for
from dingxin.clocks.actions import follow_case, stop_clock
from dingxin.clocks.models import Duty
from dingxin.console.demo.moments import simple
from dingxin.engine.model import Conversation, Turn
from dingxin.escalation.actions import escalate_case
from dingxin.escalation.models import Rung
from dingxin.replies.actions import send_reply
from dingxin.resolution.agreement_words import encouragement, sum_up
from dingxin.resolution.queries.agreement import agreements_of, owed_in

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Moment, Verb


def _open(part: Moment) -> None:
    story, step = part.story, part.step
    part.open_cases[story["scene"]] = cases.open_case(
        customer=cases.Caller(**story["customer"]), channel=step["channel"], branch=part.house.branches[story["branch"]],
        category=part.house.categories[story["category"]], product=story.get("product", ""), title=story["title"],
        text=step["text"], actor=part.actor, at=part.at,
    )  # fmt: skip


def _arrive(part: Moment) -> None:
    """A conversation held elsewhere comes in; nobody handles it yet."""
    story = part.story
    category = part.house.categories[story["category"]]
    turns = tuple(Turn(turn["speaker"], turn["text"].strip(), part.at) for turn in part.step["turns"])
    said = Conversation(turns, id=story["scene"], channel=part.step["channel"], industry=category.industry)
    arrival = cases.Arrival(said, engine_for(category.industry).read(said), f"demo:{story['scene']}")
    branch = part.house.branches[story["branch"]]
    case = cases.adopt_conversations([arrival], branch=branch, actor=part.actor, at=part.at)[0]
    cases.update_customer(case.customer, actor=part.actor, at=part.at, **story["customer"])
    cases.categorise_case(case, category=category, title=story["title"], actor=part.actor, at=part.at)
    part.open_cases[story["scene"]] = case


def _reply(part: Moment) -> None:
    """A reply: what it offers leaves with it, and ``keeps`` says that it is the answer that was promised."""
    case, options = part.case, [part.option(name) for name in part.step.get("offers", ())]
    promise = case.promises.owed().earliest("due") if part.step.get("keeps") else None
    send_reply(
        case, text=_told(part), offers=[option.pk for option in options],
        keeps=promise.pk if promise else None, actor=part.actor, at=part.at,
    )  # fmt: skip


def _told(part: Moment) -> str:
    """Put into a reply what a press puts into it: the wording of an option (``{code}``), or what was agreed, summed up."""
    text: str = part.step["text"]
    for name in part.step.get("offers", ()):
        text = text.replace(f"{{{name}}}", part.option(name).wording)
    if "{agreed}" in text:
        agreement = agreements_of(part.case).latest("number")
        agreed = encouragement(part.case, agreement) + sum_up(part.case, list(owed_in(part.case)))
        text = text.replace("{agreed}", agreed)
    return text


def _offer(part: Moment) -> None:
    to = part.house.staff[part.step["to"]]
    cases.hand_over(part.case, to=to, brief=part.step["brief"], actor=part.actor, at=part.at)


def _climb(part: Moment) -> None:
    rung = Rung.objects.get(code=part.step["rung"])
    escalate_case(part.case, rung=rung, introduction=part.step["introduction"], actor=part.actor, at=part.at)


def _tier(part: Moment) -> None:
    cases.update_customer(part.case.customer, tier=part.step["tier"], actor=part.actor, at=part.at)


def _keep(part: Moment) -> None:
    promise = part.case.promises.owed().earliest("due")
    cases.keep_promise(promise, actor=part.actor, at=part.at)


def _stop(part: Moment) -> None:
    """Stop the clock for a refund by hand, once the money is there."""
    follow_case(part.case)
    for clock in part.case.clocks.ongoing().filter(duty=Duty.REFUND):
        stop_clock(clock, actor=part.actor, at=part.at)


def _link(part: Moment) -> None:
    cases.link_case(part.case, to=part.open_cases[part.step["to"]], actor=part.actor, at=part.at)


def _refuse(part: Moment) -> None:
    """Give back what the ladder brought to this person, if it did: that hangs on how the words are read."""
    if part.case.handovers.filter(state=HandoverState.OFFERED, offered_to=part.actor).exists():
        cases.refuse_handover(part.case, actor=part.actor, at=part.at)


VERBS: dict[str, Verb] = {
    "open": _open,
    "arrive": _arrive,
    "hear": simple(cases.add_customer_message, "text"),
    "reply": _reply,
    "note": simple(cases.write_note, "text"),
    "observe": simple(cases.observe_customer, "signs"),
    "confirm": simple(cases.confirm_facts),
    "offer": _offer,
    "accept": simple(cases.accept_handover),
    "refuse": _refuse,
    "keep": _keep,
    "tier": _tier,
    "stop": _stop,
    "climb": _climb,
    "resolve": simple(cases.mark_resolved),
    "close": simple(cases.close_case),
    "final": simple(cases.close_case, final_answer=True),
    "link": _link,
}
