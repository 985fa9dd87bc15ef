"""The forms of the settings pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Industry, Role
from dingxin.accounts.queries import branch_list, leaders, team_list
from dingxin.desk.forms.fields import Words

INDUSTRIES = [("", _("Any")), *Industry.choices]


class BranchForm(forms.Form):
    """A hall, a hotline, a shop."""

    code = Words(label=_("Code"), max_length=20, help_text=_("Short and lasting: imports and the API name the branch by it."))
    name = Words(label=_("Name"), max_length=80)
    industry = forms.ChoiceField(
        label=_("Industry"), choices=INDUSTRIES, required=False, help_text=_("Decides which words of the trade are understood.")
    )
    manager = forms.ModelChoiceField(
        label=_("Branch manager"), queryset=leaders(), required=False, empty_label=_("Nobody named"),
        help_text=_("Answers for the branch when nobody is on duty."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class TeamForm(forms.Form):
    """People of one branch who share work."""

    branch = forms.ModelChoiceField(label=_("Branch"), queryset=branch_list())
    name = Words(label=_("Name"), max_length=80)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class CategoryForm(forms.Form):
    """A kind of problem."""

    name = Words(label=_("Name"), max_length=80)
    industry = forms.ChoiceField(label=_("Industry"), choices=INDUSTRIES, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class StaffForm(forms.Form):
    """Who works here, where, as what, and what they may promise."""

    name = Words(label=_("Name"), max_length=80)
    username = Words(label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    branch = forms.ModelChoiceField(
        label=_("Branch"), queryset=branch_list(), required=False, empty_label=_("The whole house"),
        help_text=_("An agent or manager works in a branch."),
    )  # fmt: skip
    team = forms.ModelChoiceField(label=_("Team"), queryset=team_list(), required=False, empty_label=_("No team"))
    authority_cny = forms.DecimalField(
        label=_("Authority in yuan"), min_value=0, max_digits=10, decimal_places=2, initial=0,
        help_text=_("The highest amount this person may promise."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), strip=False, required=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("May sign in"), required=False, initial=True)

    def __init__(self, *args: Any, new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.required = new
        password.help_text = _("At least 10 characters.") if new else _("Leave empty to keep the present one.")


class TokenForm(forms.Form):
    """What a token of the API is for."""

    label = Words(label=_("What is it for?"), max_length=80)
