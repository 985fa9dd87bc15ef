"""The forms about an agreement: what the customer chose and accepts, and what became of what is owed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Staff
from dingxin.accounts.queries import colleagues
from dingxin.cases.models import MessageKind
from dingxin.clocks.queries import calendar_of
from dingxin.desk.forms.agreement_rows import FIRST_ROW, ROW, SHAPING, ending, reshaped, rows_of
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.clocks import WHEN
from dingxin.desk.forms.fields import Words
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.agreement_words import yuan
from dingxin.resolution.models import EntryKind, OptionState
from dingxin.resolution.queries.agreement import chosen_option, given_of, options_open, times_told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.forms.boundfield import BoundField

    from dingxin.resolution.models import Obligation, Option

MOST_MESSAGES = 8
SHOWN_CHARS = 36
TWO_LINES = {"rows": 2}


def option_name(option: Option, language: str) -> str:
    """Name an option by its remedy, in a language, with its amount."""
    remedy = option.remedy
    english = language.startswith("en")
    name = (remedy.name_en if english and remedy and remedy.name_en else remedy.name) if remedy else option.get_kind_display()
    if not option.amount:
        return str(name)
    return f"{name} {yuan(option.amount)} {'yuan' if english else '元'}"


class SaidForm(CaseForm):
    """The customer's own words: a message of theirs, or words recorded now; with ``token`` those sent twice count once."""

    message = forms.TypedChoiceField(label=_("The customer said so"), required=False, coerce=int, empty_value=None)
    words = Words(
        label=_("In the customer's own words"), required=False, max_length=2000, widget=forms.Textarea(attrs=TWO_LINES),
        help_text=_("The part of the message that counts, or what was said just now."),
    )  # fmt: skip
    token = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def fit(self) -> None:
        """Offer the customer's last messages, one said after the last offer first of all."""
        rows = self.case.messages.filter(kind=MessageKind.CUSTOMER).order_by("-pk")[:MOST_MESSAGES]
        shown = [(row.pk, f"{timezone.localtime(row.at):%m-%d %H:%M} {Truncator(row.text).chars(SHOWN_CHARS)}") for row in rows]
        self.fields["message"].choices = [("", _("Just now, recorded here")), *shown]  # type: ignore[attr-defined]  # a choice
        self.fields["token"].initial = str(uuid.uuid4())
        after = max((option.message_id or 0 for option in self.on_offer()), default=0)
        newest = shown[0][0] if shown else 0
        self.fields["message"].initial = newest if newest > after else ""

    def on_offer(self) -> list[Option]:
        """Give the options the words may be about."""
        return []

    def said(self) -> Said:
        """Give the words as the action takes them."""
        data = self.cleaned_data
        return Said(words=data["words"], message=data["message"], token=data["token"] or None)


class ChooseForm(SaidForm):
    """Which of the options offered side by side the customer chose."""

    option = forms.TypedChoiceField(label=_("The customer chose"), coerce=int, widget=forms.RadioSelect)
    field_order = ("option", "message", "words")

    def fit(self) -> None:
        """Offer what is on the table."""
        self.options = list(self.case.options.filter(state=OptionState.PRESENTED).select_related("remedy"))
        named = [(option.pk, option_name(option, self.case.language)) for option in self.options]
        self.fields["option"].choices = named  # type: ignore[attr-defined]  # a choice
        super().fit()

    def on_offer(self) -> list[Option]:
        """Give what is on the table."""
        return self.options


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to be done for an option: which row it is (``hidden`` carries it), its fields, and the key that removes it."""

    hidden: str
    number: int
    fields: list[BoundField]
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """An option with the things to be done for it; ``left`` is the sum they share."""

    option: Option
    take: BoundField
    rows: list[Row]
    left: Decimal


class AgreementForm(SaidForm):
    """Which options the customer accepts, and for each what will be done, how much, by whom and by when: in one row or several.

    ``row_PK`` names the rows of an option. ``more`` and ``less`` ask for one more or without one: nothing is judged then.
    """

    tab = "resolution"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(reshaped(data) if data else data, **kwargs)

    @property
    def shapes(self) -> bool:
        """Whether it was sent for another row only."""
        return self.is_bound and any(self.data.get(key) for key in SHAPING)

    def full_clean(self) -> None:
        """Judge what was filled in; nothing where another row was asked for."""
        super().full_clean()
        if self.shapes:
            self._errors = ErrorDict()

    def fit(self) -> None:
        """Make the fields of every option that can be agreed, filled in as far as it is known."""
        self.options = list(options_open(self.case))
        if not self.options and not self.is_bound:
            return
        super().fit()
        self.given = given_of(self.options)
        choice = chosen_option(self.case) if len(self.options) > 1 else None
        near = sorted(colleagues(self.user), key=lambda person: person.branch_id != self.case.branch_id)
        names = [(person.pk, str(person)) for person in (self.user, *near)]
        now, calendar, told = timezone.now(), calendar_of(self.case.branch), times_told(self.options)
        for option in self.options:
            days = option.remedy.days if option.remedy else 1
            due = told.get(option.pk)
            taken = option.pk == choice.option_id if choice else len(self.options) == 1
            name = option_name(option, self.case.language)
            self.fields[f"take_{option.pk}"] = forms.BooleanField(label=name, required=False, initial=taken)
            self._add(option, due if due and due > now else calendar.add_days(now, max(days, 1)), names)

    def on_offer(self) -> list[Option]:
        """Give what can be agreed."""
        return self.options

    def left(self, option: Option) -> Decimal:
        """Give what an option still has to give."""
        return option.amount - self.given.get(option.pk, Decimal(0))

    def _add(self, option: Option, due: datetime, names: list[tuple[int, str]]) -> None:
        when = timezone.localtime(due).replace(second=0, microsecond=0)
        for row in rows_of(self.data, option.pk):
            end = ending(option.pk, row)
            what = option_name(option, self.case.language) if row == FIRST_ROW else ""
            self.fields[f"what_{end}"] = Words(label=_("What exactly"), max_length=300, required=False, initial=what)
            if option.amount:
                self.fields[f"amount_{end}"] = forms.DecimalField(
                    label=_("Amount in yuan"), required=False, min_value=0, max_digits=12, decimal_places=2,
                    initial=self.left(option),
                )  # fmt: skip
            self.fields[f"by_{end}"] = forms.TypedChoiceField(
                label=_("By whom"), required=False, choices=names, coerce=int, empty_value=None, initial=self.user.pk
            )
            self.fields[f"due_{end}"] = forms.DateTimeField(label=_("By when"), required=False, widget=WHEN, initial=when)

    def lines(self) -> list[Line]:
        """Give each option with its rows, in their order."""
        return [Line(one, self[f"take_{one.pk}"], list(self._rows(one)), self.left(one)) for one in self.options]

    def _rows(self, option: Option) -> Iterator[Row]:
        for row in rows_of(self.data, option.pk):
            end = ending(option.pk, row)
            fields = [self[f"{name}_{end}"] for name in ROW if f"{name}_{end}" in self.fields]
            yield Row(f"row_{option.pk}", row, fields, "" if row == FIRST_ROW else f"{option.pk}_{row}")

    def clean(self) -> dict[str, Any]:
        """Give what the action asks for."""
        data = super().clean() or {}
        people = Staff.objects.in_bulk([data[key] for key in data if key.startswith("by_") and data[key]])
        taken = [option for option in getattr(self, "options", []) if data.get(f"take_{option.pk}")]
        ends = [(option, ending(option.pk, row)) for option in taken for row in rows_of(self.data, option.pk)]
        owed = [self._owed(option, end, data, people) for option, end in ends]
        self.owed = [one for one in owed if one is not None]
        self.taken = [option.pk for option in taken]
        return data

    def _owed(self, option: Option, end: str, data: dict[str, Any], people: dict[int, Staff]) -> Owed | None:
        """Give what one row says; a row that was added and left empty says nothing."""
        what, amount = data.get(f"what_{end}", ""), data.get(f"amount_{end}") or Decimal(0)
        if end != str(option.pk) and not what.strip() and not amount:
            return None
        by, due = people.get(data.get(f"by_{end}") or 0), data.get(f"due_{end}")
        if by is None or due is None:
            self.add_error(f"due_{end}", _("Say by whom and by when."))
            return None
        return Owed(option.pk, what, by, due, amount)


class PerformForm(CaseForm):
    """That it was done, or how much of it, and by which payment."""

    amount = forms.DecimalField(
        label=_("Amount given, in yuan"), required=False, min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    reference = Words(label=_("Number of the payment"), required=False, max_length=80)
    note = Words(label=_("Note for colleagues"), required=False, max_length=500)

    def shape(self, row: Obligation) -> None:
        """Ask for money only where money is owed."""
        if row.amount:
            self.fields["amount"].initial = row.amount - row.done_amount
        else:
            del self.fields["amount"], self.fields["reference"]


class FailForm(CaseForm):
    """Why it cannot be done; only staff read it."""

    reason = Words(label=_("Why it cannot be done"), max_length=500, help_text=_("Only staff read this."))


class ReverseForm(CaseForm):
    """Which payment came back, and why."""

    entry = forms.TypedChoiceField(label=_("The payment that came back"), coerce=int, empty_value=None)
    reason = Words(label=_("Why it is taken back"), max_length=500)

    def shape(self, row: Obligation) -> None:
        """Offer the payments of an obligation; where it is not about money, ask for none."""
        if not row.amount:
            del self.fields["entry"]
            return
        given = row.entries.filter(kind=EntryKind.PAY, reversed_by=None) if not hasattr(row, "given") else row.given
        named = [(entry.pk, entry.reference or str(entry.pk)) for entry in given]
        self.fields["entry"].choices = named  # type: ignore[attr-defined]  # a choice


def shaped_for(form: CaseForm, row: Obligation) -> CaseForm:
    """Fit a form to what is owed."""
    if isinstance(form, PerformForm | ReverseForm):
        form.shape(row)
    return form
