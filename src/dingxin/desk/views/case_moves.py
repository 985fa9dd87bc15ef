"""Which moves a case allows to whom, as the case page offers them. The rules themselves stand in the actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dingxin.cases.models import Channel, MessageKind
from dingxin.cases.states import State
from dingxin.desk.forms import case as forms
from dingxin.desk.forms.escalation import EscalateForm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django_stubs_ext import StrPromise

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case, Message, Verdict
    from dingxin.desk.forms.case import CaseForm


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a move makes sense now."""

    case: Case
    user: Staff
    last: Message | None
    verdict: Verdict | None

    @property
    def answered(self) -> bool:
        """Whether the last word of the conversation is ours."""
        return self.last is not None and self.last.kind == MessageKind.AGENT

    @property
    def answered_by_me(self) -> bool:
        """Whether the last word is this person's own."""
        return self.answered and self.last is not None and self.last.author_id == self.user.pk

    @property
    def routed(self) -> bool:
        """Whether a routing rule decided on this case."""
        return getattr(self.case, "routing", None) is not None

    @property
    def content(self) -> bool:
        """Whether the customer has said that it is solved."""
        return self.case.state == State.RESOLVED and self.verdict is not None and self.verdict.content


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the case page: its words, when it makes sense, what it asks for; whether it ``leads`` as a button of its own."""

    name: str
    permission: str
    label: StrPromise
    hint: StrPromise
    icon: str
    fits: Callable[[Standing], bool]
    form: type[CaseForm] = forms.CaseForm
    leads: bool = False


VERBS = (
    Verb(
        "take_case", "cases.take_case", _("Take"), _("You become owner and handler of this case."), "user-check",
        lambda here: here.case.is_live and here.case.handler_id is None, leads=True,
    ),
    Verb(
        "record_verdict", "cases.record_verdict", _("Record the verdict"),
        _("Ask whether it is really solved; the case closes only when it is."), "thumb-up",
        lambda here: here.case.state == State.RESOLVED and not here.content, forms.VerdictForm, leads=True,
    ),
    Verb(
        "close_case", "cases.close_case", _("Close the case"), _("The customer is content: the case is done."), "circle-check",
        lambda here: here.content, leads=True,
    ),
    Verb(
        "mark_resolved", "cases.mark_resolved", _("Mark resolved"),
        _("What was agreed is done; next the customer is asked for a verdict."), "check",
        lambda here: here.case.state in {State.OPEN, State.WAITING} and here.answered, leads=True,
    ),
    Verb(
        "observe_customer", "cases.observe_customer", _("Note what you see"), _("Body language tells more than words."), "eye",
        lambda here: here.case.is_live and here.case.channel == Channel.HALL, forms.ObserveForm, leads=True,
    ),
    Verb(
        "hand_over", "cases.hand_over", _("Hand over"),
        _("You stay responsible until your colleague accepts."), "arrows-exchange",
        lambda here: here.case.is_live, forms.HandOverForm, leads=True,
    ),
    Verb(
        "override_routing", "cases.override_routing", _("Override the routing"),
        _("Choose somebody else than the rules did; the record keeps both."), "sitemap",
        lambda here: here.case.is_live and here.routed, forms.OverrideForm,
    ),
    Verb(
        "escalate_case", "escalation.escalate_case", _("Bring somebody in"),
        _("They get the brief; you have told the customer who comes. The page of the ladder shows what goes along."), "stairs",
        lambda here: here.case.is_live, EscalateForm,
    ),
    Verb(
        "create_survey", "followup.create_survey", _("Link for the verdict"),
        _("A link for the customer; it stands under “History” and counts only what they press."), "link",
        lambda here: here.case.state in {State.RESOLVED, State.CLOSED},
    ),
    Verb(
        "reopen_case", "cases.reopen_case", _("Reopen"), _("The case is live again."), "rotate",
        lambda here: here.case.state in {State.CLOSED, State.RESOLVED},
    ),
    Verb(
        "give_final_answer", "cases.give_final_answer", _("Close with the final answer"),
        _("Your last reply is the final answer; the case closes with it."), "gavel",
        lambda here: here.case.is_live and here.answered_by_me,
    ),
    Verb(
        "categorise_case", "cases.categorise_case", _("Category and title"), _("Put the case where it is found."), "category",
        lambda here: here.case.is_live, forms.CategoriseForm,
    ),
    Verb(
        "link_case", "cases.link_case", _("Link with another case"), _("Both stay as they are and point to each other."), "link",
        lambda here: here.case.state != State.MERGED, forms.OtherCaseForm,
    ),
    Verb(
        "merge_case", "cases.merge_case", _("Merge into another case"),
        _("All words and promises go on there. This cannot be undone."), "git-merge",
        lambda here: here.case.is_live, forms.OtherCaseForm,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """A verb that this person may do now, with its form; ``open`` where the form came back with a refusal."""

    verb: Verb
    form: CaseForm
    open: bool


def moves_for(here: Standing, tried: tuple[str, CaseForm] | None) -> list[Move]:
    """Give the moves that state and permission allow, each with its form or with the one that was tried and refused."""
    name, refused = tried or ("", None)
    found = []
    for verb in VERBS:
        if verb.fits(here) and here.user.has_perm(verb.permission, here.case):
            fresh = verb.form(case=here.case, user=here.user, auto_id=f"{verb.name}_%s")
            found.append(Move(verb, refused or fresh, open=True) if name == verb.name else Move(verb, fresh, open=False))
    return found


def last_said(messages: Sequence[Message]) -> Message | None:
    """Give the last word of the conversation, notes left out."""
    return next((message for message in reversed(messages) if message.kind != MessageKind.NOTE), None)
