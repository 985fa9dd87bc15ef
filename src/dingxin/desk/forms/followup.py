"""The forms of the follow-up: what came of a call back, what a customer prefers, plans, and programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dingxin.accounts.queries import branch_list
from dingxin.cases.models import Channel, Grade, Tier
from dingxin.desk.forms.fields import Words
from dingxin.followup.models import PLAN_UNITS, Discontent, Outcome, Way

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff

MOST_BYTES = 4_000_000
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
EXAMPLE = "phone,name,reason\n19900001234,周岚,套餐到期未续"


class OutcomeForm(forms.Form):
    """What came of a call back."""

    outcome = forms.ChoiceField(label=gettext_lazy("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect)
    cause = forms.ChoiceField(
        label=gettext_lazy("If not content: why?"), choices=Discontent.choices, required=False, widget=forms.RadioSelect
    )
    words = Words(
        label=gettext_lazy("In the customer's words"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class PreferenceForm(forms.Form):
    """How and when a customer wants to be asked."""

    way = forms.ChoiceField(
        label=gettext_lazy("Way"), choices=[("", gettext_lazy("As they spoke")), *Way.choices], required=False
    )
    earliest = forms.TimeField(label=gettext_lazy("Not before"), required=False, widget=TIME)
    latest = forms.TimeField(label=gettext_lazy("Not after"), required=False, widget=TIME)
    no_calls = forms.BooleanField(label=gettext_lazy("Wants no calls back"), required=False)


class PlanForm(forms.Form):
    """When customers are called back."""

    name = Words(label=gettext_lazy("Name"), max_length=80)
    position = forms.IntegerField(label=gettext_lazy("Asked in this order"), min_value=1, max_value=9999, initial=50)
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), choices=[("", gettext_lazy("Any")), *Grade.choices], required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), choices=[("", gettext_lazy("Any")), *Channel.choices], required=False
    )
    tier = forms.ChoiceField(label=gettext_lazy("Tier"), choices=[("", gettext_lazy("Any")), *Tier.choices], required=False)
    way = forms.ChoiceField(
        label=gettext_lazy("Way"), choices=[("", gettext_lazy("As they spoke")), *Way.choices], required=False
    )
    first_after = forms.IntegerField(label=gettext_lazy("First call after"), min_value=1, max_value=365, initial=1)
    first_unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=PLAN_UNITS, initial="workday")
    second_after = forms.IntegerField(
        label=gettext_lazy("Second call after"), min_value=1, max_value=365, required=False,
        help_text=gettext_lazy("Empty: one call is enough."),
    )  # fmt: skip
    second_unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=PLAN_UNITS, initial="workday")
    attempts = forms.IntegerField(label=gettext_lazy("Tries"), min_value=1, max_value=10, initial=3)
    retry_hours = forms.IntegerField(label=gettext_lazy("Working hours between two tries"), min_value=1, max_value=80, initial=4)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)


class ProgrammeForm(forms.Form):
    """Whom to call who did not complain: a list of customers, or conversations to look through."""

    name = Words(label=gettext_lazy("Name of the programme"), max_length=80)
    branch = forms.ModelChoiceField(label=gettext_lazy("Branch that calls"), queryset=branch_list().filter(is_active=True))
    file = forms.FileField(
        label=gettext_lazy("File"), required=False,
        help_text=gettext_lazy("CSV with phone, name and reason; or conversations (JSON Lines), each with a “phone”."),
    )  # fmt: skip
    list = Words(
        label=gettext_lazy("Or the list itself"), required=False, strip=False, max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": EXAMPLE, "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, user: Staff) -> None:
        super().__init__(data, files)
        if not user.sees_every_branch:
            self.fields["branch"].queryset = branch_list().filter(pk=user.branch_id or 0)  # type: ignore[attr-defined]  # a model choice
        self.fields["branch"].initial = user.branch_id

    def clean_file(self) -> Any:
        """Refuse a file no list is that long."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large: at most 4 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("list", "").strip():
            raise forms.ValidationError(_("Choose a file or write the list down."))
        return given
