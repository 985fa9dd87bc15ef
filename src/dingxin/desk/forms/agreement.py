"""The forms about an agreement: what the customer chose and accepts, and what became of what is owed."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Staff
from dingxin.accounts.queries import colleagues
from dingxin.cases.models import MessageKind
from dingxin.clocks.queries import calendar_of
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.clocks import WHEN
from dingxin.desk.forms.fields import Words
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.agreement_words import yuan
from dingxin.resolution.models import EntryKind, OptionState
from dingxin.resolution.queries.agreement import chosen_option, given_of, options_open, times_told

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.resolution.models import Obligation, Option

MOST_MESSAGES = 8
SHOWN_CHARS = 36
TWO_LINES = {"rows": 2}
FIELDS = ("take", "what", "amount", "by", "due")


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


class AgreementForm(SaidForm):
    """Which options the customer accepts, and for each what will be done, how much, by whom and by when."""

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
            self._add(option, due if due and due > now else calendar.add_days(now, max(days, 1)), names)
            taken = option.pk == choice.option_id if choice else len(self.options) == 1
            self.fields[f"take_{option.pk}"].initial = taken

    def on_offer(self) -> list[Option]:
        """Give what can be agreed."""
        return self.options

    def _add(self, option: Option, due: datetime, names: list[tuple[int, str]]) -> None:
        name, pk = option_name(option, self.case.language), option.pk
        left = option.amount - self.given.get(pk, Decimal(0))
        self.fields[f"take_{pk}"] = forms.BooleanField(label=name, required=False)
        self.fields[f"what_{pk}"] = Words(label=_("What exactly"), max_length=300, required=False, initial=name)
        if option.amount:
            self.fields[f"amount_{pk}"] = forms.DecimalField(
                label=_("Amount in yuan"), required=False, min_value=0, max_digits=12, decimal_places=2, initial=left
            )
        self.fields[f"by_{pk}"] = forms.TypedChoiceField(
            label=_("By whom"), required=False, choices=names, coerce=int, empty_value=None, initial=self.user.pk
        )
        when = timezone.localtime(due).replace(second=0, microsecond=0)
        self.fields[f"due_{pk}"] = forms.DateTimeField(label=_("By when"), required=False, widget=WHEN, initial=when)

    def lines(self) -> list[list[Any]]:
        """Give the fields of each option, in their order."""
        names = [[f"{name}_{option.pk}" for name in FIELDS] for option in self.options]
        return [[self[name] for name in line if name in self.fields] for line in names]

    def clean(self) -> dict[str, Any]:
        """Give what the action asks for."""
        data = super().clean() or {}
        people = Staff.objects.in_bulk([data[key] for key in data if key.startswith("by_") and data[key]])
        taken = [option for option in getattr(self, "options", []) if data.get(f"take_{option.pk}")]
        self.owed = []
        for option in taken:
            by, due = people.get(data.get(f"by_{option.pk}") or 0), data.get(f"due_{option.pk}")
            if by is None or due is None:
                self.add_error(f"due_{option.pk}", _("Say by whom and by when."))
                continue
            amount = data.get(f"amount_{option.pk}") or Decimal(0)
            self.owed.append(Owed(option.pk, data.get(f"what_{option.pk}", ""), by, due, amount))
        self.taken = [option.pk for option in taken]
        return data


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
