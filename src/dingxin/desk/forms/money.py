"""The forms of authority: asking for an approval, answering it, limits and budgets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Role, Staff
from dingxin.accounts.queries import branch_list
from dingxin.cases.models import Tier
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.fields import Words
from dingxin.desk.once import once
from dingxin.resolution.authority import Purse, named
from dingxin.resolution.models import Period, RemedyKind
from dingxin.resolution.queries.approvals import askable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dingxin.resolution.models import Approval, Option

ANY: tuple[str, Any] = ("", _("Any"))


def _yuan(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, min_value=0, **more)


class AskForm(CaseForm):
    """Which option somebody else has to approve, and why the customer should have it."""

    option = forms.TypedChoiceField(label=_("Option"), coerce=int)
    reason = Words(label=_("Why should the customer have it?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def fit(self) -> None:
        """Offer what is in the deck, beyond one's authority, and neither approved nor asked for."""
        rows = list(askable(self.case))
        ask = partial(Purse, self.user, self.case, at=timezone.now())
        purse = once(self.case, f"purse of {self.user.pk}", ask) if rows else None
        beyond = [row for row in rows if purse and not purse.grant(kind=row.kind, amount=row.amount, remedy=row.remedy).within]
        self.fields["option"].choices = [(row.pk, _told(row)) for row in beyond]  # type: ignore[attr-defined]  # a choice


def _told(option: Option) -> str:
    label = named(option.remedy) if option.remedy else RemedyKind(option.kind).label
    return f"{label} ¥{option.amount:,.2f}".removesuffix(".00") if option.amount else str(label)


class AnswerForm(forms.Form):
    """The answer to a request: with less money, with words, or by another."""

    amount = _yuan(_("Lower to"), required=False)
    words = Words(label=_("Words to your colleague"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    to = forms.ModelChoiceField(label=_("Somebody else who may"), queryset=Staff.objects.none(), required=False)

    def __init__(self, data: Any = None, *, approval: Approval, people: Sequence[Staff] = ()) -> None:
        super().__init__(data, auto_id=f"answer_{approval.pk}_%s")
        self.fields["to"].queryset = Staff.objects.filter(pk__in=[person.pk for person in people])  # type: ignore[attr-defined]  # a model choice
        self.fields["to"].choices = [("", "—"), *((person.pk, str(person)) for person in people)]  # type: ignore[attr-defined]  # a model choice


class LimitForm(forms.Form):
    """How much people of a role may grant."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    branch = forms.ModelChoiceField(label=_("Branch"), queryset=branch_list(), required=False, empty_label=ANY[1])
    tier = forms.ChoiceField(label=_("Tier"), choices=[ANY, *Tier.choices], required=False)
    kind = forms.ChoiceField(label=_("Remedy"), choices=[ANY, *RemedyKind.choices], required=False)
    per_case = _yuan(_("In a case"), required=False, help_text=_("Yuan; 0 keeps it from them altogether, empty sets no limit."))
    per_day = _yuan(_("In a day"), required=False)
    per_month = _yuan(_("In a month"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class BudgetForm(forms.Form):
    """Money set apart for remedies."""

    name = Words(label=_("Name"), max_length=80)
    branch = forms.ModelChoiceField(label=_("Branch"), queryset=branch_list(), required=False, empty_label=_("The whole house"))
    period = forms.ChoiceField(label=_("Begins anew every"), choices=Period.choices)
    amount = _yuan(_("Amount of a period"), help_text=_("Another amount holds from the next period."))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class FundForm(forms.Form):
    """More money for the present period."""

    amount = forms.DecimalField(label=_("Amount"), max_digits=12, decimal_places=2, min_value=0)
    reference = Words(label=_("Number of the transfer"), required=False, max_length=80)
