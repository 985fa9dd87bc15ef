"""The forms of calendars: the hours of a week, single days, and lists of days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dingxin.accounts.queries import branch_list
from dingxin.clocks.models import DayKind, ordinary_week
from dingxin.desk.forms.fields import Words

if TYPE_CHECKING:
    from dingxin.clocks.models import Calendar

MOST_BYTES = 2_000_000
LIST_EXAMPLE = "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-09,makeup,元旦"


class CalendarForm(forms.Form):
    """The name of a calendar, the hours of its week, and what else decides when work is done."""

    name = Words(label=gettext_lazy("Name of the calendar"), max_length=80)

    def __init__(self, data: Any = None, *, calendar: Calendar | None = None) -> None:
        week = calendar.week if calendar else ordinary_week()
        super().__init__(data)
        self.fields["zone"] = Words(label=_("Time zone"), max_length=60, initial=calendar.zone if calendar else "Asia/Shanghai")
        for number, hours in enumerate(week):
            self.fields[f"day_{number}"] = Words(
                label=WEEKDAYS[number], max_length=120, required=False, initial=hours,
                widget=forms.TextInput(attrs={"placeholder": _("closed"), "autocomplete": "off"}),
            )  # fmt: skip
        if not (calendar and calendar.is_house):
            self.fields["follows_house"] = forms.BooleanField(
                label=_("Closed on the public holidays, open on their make-up working days"),
                required=False, initial=calendar.follows_house if calendar else True,
            )  # fmt: skip
        self.fields["name"].initial = calendar.name if calendar else ""
        self.fields["day_0"].help_text = _("As in 09:00-12:00 13:30-18:00; empty on a day off.")

    def values(self) -> dict[str, Any]:
        """Give what the action takes."""
        given = dict(self.cleaned_data)
        return {"week": [given.pop(f"day_{number}") for number in range(7)], **given}


class DayForm(forms.Form):
    """How one day differs from its weekday."""

    day = forms.DateField(
        label=gettext_lazy("Day"), input_formats=["%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DayKind.choices)
    hours = Words(
        label=gettext_lazy("Hours"), max_length=120, required=False, widget=forms.TextInput(attrs={"placeholder": "10:00-16:00"})
    )
    name = Words(label=gettext_lazy("Occasion"), max_length=80, required=False)


class ImportForm(forms.Form):
    """A list of days, as a file or written down."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, help_text=gettext_lazy("iCalendar (.ics) or CSV."))
    text = Words(
        label=gettext_lazy("Or the list itself"), required=False, strip=False, max_length=1_000_001,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": LIST_EXAMPLE, "spellcheck": "false"}),
    )  # fmt: skip
    source = Words(
        label=gettext_lazy("Source"), max_length=200, required=False,
        help_text=gettext_lazy("Which notice the days stand in, so that others can look it up."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Refuse a file no list is that long."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large: at most 2 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("text", "").strip():
            raise forms.ValidationError(_("Choose a file or write the list down."))
        return given


class AssignForm(forms.Form):
    """Which branch works by this calendar."""

    branch = forms.ModelChoiceField(label=gettext_lazy("Branch"), queryset=branch_list().filter(is_active=True))
