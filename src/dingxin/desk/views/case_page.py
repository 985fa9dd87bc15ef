"""The case page put together: every verb of a case answers with it when it is refused."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from dingxin.cases.models import Case, FactState, HandoverState, MessageKind
from dingxin.cases.queries import Box, case_for, inbox
from dingxin.cases.readings import conversation_of, engine_for
from dingxin.cases.states import State
from dingxin.desk.feed import newest_event
from dingxin.desk.forms import case as forms
from dingxin.desk.once import once
from dingxin.desk.views.case_clocks import clocks_of, notice_of
from dingxin.desk.views.case_conversation import page_of, read_for, shown_messages
from dingxin.desk.views.case_deck import offered_in
from dingxin.desk.views.case_draft import button_words, draft_of
from dingxin.desk.views.case_history import history_of
from dingxin.desk.views.case_moves import Standing, last_said, moves_for
from dingxin.desk.views.case_panel import fact_lines, facts_of, panel_of
from dingxin.desk.views.case_rail import rail_of
from dingxin.desk.views.case_resolution import resolution_of
from dingxin.desk.views.doors import UNPROCESSABLE, done
from dingxin.desk.views.evidence_part import evidence_part
from dingxin.desk.views.followup_words import followup_of, surveyed_in
from dingxin.desk.views.inbox import NAMES
from dingxin.desk.views.rule_words import routing_of
from dingxin.escalation.standing import standing_of
from dingxin.replies.queries import review_draft
from dingxin.resolution.queries.agreement import not_agreed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from django.http import HttpResponse

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Handover, Message
    from dingxin.desk.forms.case import CaseForm, WordsForm
    from dingxin.desk.views.case_draft import Draft
    from dingxin.escalation.standing import Standing as Ladder
    from dingxin.requests import StaffRequest

    Tried = tuple[str, CaseForm]

QUEUE = 40
WORDS: dict[str, tuple[str, type[WordsForm]]] = {
    "send_reply": ("replies.send_reply", forms.ReplyForm),
    "add_customer_message": ("cases.add_customer_message", forms.CustomerMessageForm),
    "write_note": ("cases.write_note", forms.WordsForm),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the composer with its form; ``token`` goes with the words so that they count once."""

    verb: str
    form: WordsForm
    token: str
    current: bool


def explain_in() -> str:
    """Give the language in which the engine words its reasons: that of the page."""
    return "zh" if (translation.get_language() or "zh").startswith("zh") else "en"


def box_of(request: StaffRequest) -> Box:
    """Give the view of the inbox one came from."""
    typed = request.GET.get("box", "")
    return Box(typed) if typed in set(Box) else Box.MINE


def carry_out(
    request: StaffRequest, case: Case, verb: str, form: CaseForm, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Do what a form asks for and go on where the case goes on; when it is refused, show the case with what was typed (422)."""
    results: list[object] = []
    if not done(form, lambda data: results.append(act(data))):
        return case_page(request, case.number, tried=(verb, form), status=UNPROCESSABLE)
    to = results[0] if isinstance(results[0], Case) else case
    if not Case.objects.visible_to(request.user).filter(pk=to.pk).exists():  # refused a hand-over from elsewhere
        return redirect("inbox")
    return redirect(f"{reverse('case', args=[to.number])}?box={box_of(request)}")


def case_page(request: StaffRequest, number: str, *, tried: Tried | None = None, status: int = 200) -> HttpResponse:
    """Show a case; ``tried`` is the verb that was refused (or the draft to be checked) with its form.

    Asked by htmx, it is only the parts that live.
    """
    user, at, part = request.user, timezone.now(), bool(request.htmx)
    last = newest_event()
    case = case_for(user, number)
    context = _words_context(request, case) | _desk_context(request, case, user)
    recent = context.pop("recent")
    context["standing"] = _ladder(case, recent, at)
    here = Standing(case, user, last_said(recent), case.verdicts.first())
    context |= {"case": case, "at": at, "last": last, "moves": moves_for(here, tried)}
    context |= {
        "verdict": here.verdict,
        "refusal": refusal_of(tried),
        "tab": tried[1].tab if tried else "",
    }
    context |= {"followup": followup_of(case, request, at), "seen": case.observations.first()}
    context |= {"clocks": clocks_of(request, case, at), "resolution": resolution_of(request, case, at)}
    context["evidence"] = evidence_part(request, case, at)
    if not part:
        begun = tried or notice_of(request, case) or offered_in(request, case) or surveyed_in(request, case)
        context |= composer_context(case, user, begun, at) | _queue_context(request, case, user, at)
    response = render(request, "desk/case/live.html" if part else "desk/case.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _number_in(request: StaffRequest, key: str) -> int | None:
    typed = request.GET.get(key, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None  # noqa: PLR2004  what an id can hold


def _words_context(request: StaffRequest, case: Case) -> dict[str, Any]:
    """What was said and what was read in it."""
    before = _number_in(request, "before")
    messages, earlier = page_of(case, before=before)
    recent = messages if before is None else page_of(case)[0]
    explain = explain_in()
    reading = read_for(case, recent, explain)
    shown_reading = reading if before is None else read_for(case, messages, explain)
    engine, conversation = engine_for(case.industry, explain), conversation_of(case, recent)
    guidance = engine.guide(conversation, reading)
    facts = facts_of(case)
    return {
        "recent": recent,
        "shown": shown_messages(case, messages, shown_reading, facts, whole=_number_in(request, "whole")),
        "earlier": earlier,
        "before": before,
        "rail": rail_of(guidance),
        "guidance": guidance,
        "opening": "" if any(message.kind == MessageKind.AGENT for message in recent) else guidance.opening,
        "panel": panel_of(recent, reading, guidance, engine.course(conversation, reading), facts),
        "facts": fact_lines(facts),
        "unconfirmed": any(fact.state == FactState.READ for fact in facts),
    }


def _desk_context(request: StaffRequest, case: Case, user: Staff) -> dict[str, Any]:
    """What stands around the conversation."""
    verbs = ("confirm_facts", "reject_fact", "correct_grade", "keep_promise")
    return {
        "box": box_of(request),
        "history": history_of(case, user),
        "routing": routing_of(case),
        "handover": _handover(case),
        "grade_form": forms.CorrectGradeForm(case=case, user=user, auto_id="correct_grade_%s"),
        "may": {verb: case.is_live and user.has_perm(f"cases.{verb}", case) for verb in verbs},
    }


def _handover(case: Case) -> Handover | None:
    if case.offered_to_id is None:
        return None
    return case.handovers.select_related("offered_by", "offered_to").filter(state=HandoverState.OFFERED).first()


def _ladder(case: Case, recent: Sequence[Message], at: datetime) -> Ladder:
    """Give the ladder of a case; the form that climbs it needs no more than that."""
    ladder = standing_of(case, recent, at=at)
    top = max((climb.rung.position for climb in ladder.climbs), default=0)
    once(case, "rungs", lambda: (top, [step.rung for step in ladder.steps]))
    return ladder


def _queue_context(request: StaffRequest, case: Case, user: Staff, at: datetime) -> dict[str, Any]:
    """The list one came from, and the cases before and after this one in it."""
    box = box_of(request)
    queue = list(inbox(user, box, at=at)[:QUEUE])
    place = next((index for index, other in enumerate(queue) if other.pk == case.pk), -1)
    return {
        "queue": queue,
        "box_name": NAMES[box],
        "next_case": queue[place + 1] if place + 1 < len(queue) else None,
        "previous_case": queue[place - 1] if place > 0 else None,
    }


def composer_context(case: Case, user: Staff, tried: Tried | None, at: datetime) -> dict[str, Any]:
    """The tabs of the composer that this person may use now, with the draft as it was judged."""
    name, form = tried or ("", None)
    verbs = [
        verb
        for verb, (permission, _form) in WORDS.items()
        if user.has_perm(permission, case) and case.state != State.MERGED and (verb != "send_reply" or case.is_live)
    ]
    current = name if name in verbs else (verbs or [""])[0]
    tabs = [_tab(verb, case, user, form if verb == name else None, current) for verb in verbs]
    draft = _reviewed(case, user, form, at) if name == "send_reply" and form else None
    return {"tabs": tabs, "draft": draft, "button": draft.button if draft else button_words(None, [], at)}


def _tab(verb: str, case: Case, user: Staff, tried: Any, current: str) -> Tab:
    form = tried or WORDS[verb][1](case=case, user=user, auto_id=f"{verb}_%s")
    token = tried.data.get("token") if tried else ""
    return Tab(verb, form, token or str(uuid.uuid4()), verb == current)


def _reviewed(case: Case, user: Staff, form: CaseForm, at: datetime) -> Draft | None:
    text = str(form.data.get("text", "")).replace("\r\n", "\n")
    if not text.strip():
        return None
    offers = form.cleaned_data.get("offers", []) if form.is_bound and form.errors is not None else []
    review = review_draft(case, draft=text, actor=user, at=at, explain=explain_in(), offers=offers)
    return draft_of(text, review, at, not_agreed(case, review.promises))


def refusal_of(tried: Tried | None) -> list[str]:
    """Give every sentence that says why it was refused, for the top of the page."""
    return [str(text) for texts in tried[1].errors.values() for text in texts] if tried and tried[1].is_bound else []
