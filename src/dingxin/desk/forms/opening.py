"""The form that opens a case."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.queries import branch_list
from dingxin.cases.models import Channel, Sign
from dingxin.cases.queries import categories
from dingxin.desk.forms.fields import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dingxin.accounts.models import Staff

TOKEN_BYTES = 16
BY_HAND = [channel for channel in Channel if channel is not Channel.IMPORT]


def new_token() -> str:
    """Give what makes a form that is sent twice count once."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class OpenCaseForm(forms.Form):
    """Who speaks, on which way, and their words. ``signs`` is what is seen of a customer who stands here (A12)."""

    phone = Words(label=_("Phone number"), required=False, max_length=40)
    name = Words(label=_("Name"), required=False, max_length=80)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(channel.value, channel.label) for channel in BY_HAND], widget=forms.RadioSelect
    )
    text = Words(label=_("The customer's words"), widget=forms.Textarea(attrs={"rows": 6}))
    signs = forms.MultipleChoiceField(
        label=_("What do you see?"), choices=Sign.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    branch = forms.ModelChoiceField(label=_("Branch"), queryset=branch_list().filter(is_active=True), empty_label=None)
    category = forms.ModelChoiceField(label=_("Category"), queryset=categories(), required=False, empty_label=_("Not yet known"))
    product = Words(label=_("Product"), required=False, max_length=80)
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Mapping[str, Any] | None = None, *, user: Staff) -> None:
        branch = user.branch if user.branch and user.branch.is_active else None
        super().__init__(data, initial={"token": new_token(), "branch": branch, "channel": Channel.HALL})
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "off", "autofocus": True}
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["text"].widget.attrs["placeholder"] = _("As they say it, in their own words")
