"""The form for a customer's details."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.cases.models import Tier
from dingxin.desk.forms.fields import Words


class CustomerForm(forms.Form):
    """Who the customer is and how they are reached."""

    name = Words(label=_("Name"), required=False, max_length=80)
    phone = Words(label=_("Phone number"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)
    tier = forms.ChoiceField(label=_("Kind of customer"), choices=Tier.choices)
