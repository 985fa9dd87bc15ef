"""The forms about the clocks and promises of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dingxin.clocks.actions import Length
from dingxin.clocks.law import running_limits
from dingxin.clocks.models import Duty, PauseCause, RebaseCause
from dingxin.clocks.models.policy import UNITS
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.fields import Words

if TYPE_CHECKING:
    from dingxin.clocks.law import Limit

WHEN = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def law_choices() -> list[tuple[str, str]]:
    """Give the limits of law a clock can count to, in the language of the page; those that were not verified say so."""
    return [("", "—"), *((limit.id, _law_name(limit)) for limit in running_limits())]


def _law_name(limit: Limit) -> str:
    name = limit.name if (get_language() or "zh").startswith("zh") else limit.name_en
    words = f"{name} · {limit.amount} {dict(UNITS)[limit.unit]}"  # type: ignore[index]  # a unit by its value
    return words if limit.verified else f"{words} · {_('not verified')}"


class StartClockForm(CaseForm):
    """A clock by hand: what it counts to, and how long it runs."""

    duty = forms.ChoiceField(label=_("What the customer may count on"), choices=Duty.choices, initial=Duty.OUTSIDE)
    limit = forms.ChoiceField(label=_("By law"), required=False)
    amount = forms.IntegerField(label=_("Or for how long"), required=False, min_value=1, max_value=9999)
    unit = forms.ChoiceField(label=pgettext_lazy("label", "Unit"), required=False, choices=[("", "—"), *UNITS])
    due = forms.DateTimeField(label=_("Or until when"), required=False, widget=WHEN)
    note = Words(label=_("Number or note"), required=False, max_length=120)

    def fit(self) -> None:
        """Offer the limits of law."""
        self.fields["limit"].choices = law_choices()  # type: ignore[attr-defined]  # a choice

    def clean(self) -> dict[str, Any]:
        """Give what the action asks for."""
        given = super().clean() or {}
        length = Length(given.get("amount") or 0, given.get("unit", ""), given.get("limit", ""), given.get("due"))
        return {"duty": given.get("duty", ""), "length": length, "note": given.get("note", "")}


class PauseClockForm(CaseForm):
    """What a clock waits for."""

    cause = forms.ChoiceField(label=_("What it waits for"), choices=PauseCause.choices)
    until = forms.DateTimeField(label=_("Until when at the latest"), required=False, widget=WHEN)


class StopClockForm(CaseForm):
    """Whether the customer has had it, or nobody needs it any more."""

    needless = forms.TypedChoiceField(
        label=_("Why it stops"),
        choices=[("", _("The customer has had it")), ("yes", _("Nobody needs it any more"))],
        coerce=lambda value: value == "yes", required=False,
    )  # fmt: skip

    def clean_needless(self) -> bool:
        """Give whether nobody needs it."""
        return bool(self.cleaned_data.get("needless"))


class RebaseClockForm(CaseForm):
    """Another due time, and why."""

    due = forms.DateTimeField(label=_("Due"), widget=WHEN)
    why = forms.ChoiceField(
        label=_("Why it moves"),
        choices=[(cause.value, cause.label) for cause in (RebaseCause.AGREED, RebaseCause.OUTSIDE, RebaseCause.MISTAKE)],
    )


class WithdrawPromiseForm(CaseForm):
    """The customer's words that take a promise off us."""

    consent = Words(label=_("The customer's words"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
