"""The form of a routing rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.queries import branch_list, skill_list, team_list
from dingxin.cases.models import LANGUAGES, Channel, Condition, Grade, Method, Tier
from dingxin.cases.queries import categories
from dingxin.desk.forms.fields import Words
from dingxin.desk.labels import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGE_NAMES = {"zh": _("Chinese"), "en": _("English")}
SEPARATORS = re.compile(r"[,，、;；\n]+")
WORDS = (Condition.KEYWORD, Condition.PRODUCT)
ROWS = (Condition.BRANCH, Condition.CATEGORY)
MANY: dict[str, Any] = {"widget": forms.CheckboxSelectMultiple, "required": False}
MOST_CHARS = 2000


class RuleForm(forms.Form):
    """What a rule asks, and whom it chooses. A condition left empty asks nothing."""

    name = Words(label=_("Name of the rule"), max_length=80)
    grade = forms.MultipleChoiceField(label=Condition.GRADE.label, choices=Grade.choices, **MANY)
    channel = forms.MultipleChoiceField(label=Condition.CHANNEL.label, choices=Channel.choices, **MANY)
    tier = forms.MultipleChoiceField(label=Condition.TIER.label, choices=Tier.choices, **MANY)
    kind = forms.MultipleChoiceField(label=Condition.KIND.label, choices=list(KINDS.items()), **MANY)
    language = forms.MultipleChoiceField(
        label=Condition.LANGUAGE.label, choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], **MANY
    )
    branch = forms.ModelMultipleChoiceField(label=Condition.BRANCH.label, queryset=branch_list(), **MANY)
    category = forms.ModelMultipleChoiceField(label=Condition.CATEGORY.label, queryset=categories(), **MANY)
    keyword = Words(
        label=Condition.KEYWORD.label, required=False, max_length=MOST_CHARS,
        help_text=_("One of these words in what the customer says first, divided by commas."),
    )  # fmt: skip
    product = Words(
        label=Condition.PRODUCT.label, required=False, max_length=MOST_CHARS,
        help_text=_("One of these words in the product, divided by commas."),
    )  # fmt: skip
    method = forms.ChoiceField(label=_("How it chooses"), choices=Method.choices, widget=forms.RadioSelect, initial=Method.TEAM)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=team_list(), required=False, empty_label=_("The agents of the case's branch")
    )
    skill = forms.ModelChoiceField(
        label=_("Skill they need"), queryset=skill_list().filter(is_active=True), required=False, empty_label=_("None")
    )

    def fields_of_rule(self) -> dict[str, Any]:
        """Give what was filled in as the action takes it."""
        data = self.cleaned_data
        conditions = {name.value: self._values(name) for name in Condition}
        return {"conditions": conditions} | {name: data[name] for name in ("name", "method", "team", "skill")}

    def _values(self, name: Condition) -> list[Any]:
        given = self.cleaned_data[name.value]
        if name in WORDS:
            return [word.strip() for word in SEPARATORS.split(given) if word.strip()]
        return [row.pk for row in given] if name in ROWS else list(given)


def first_values(conditions: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Give the conditions of a rule as the form shows them."""
    return {name: "、".join(map(str, values)) if name in WORDS else values for name, values in conditions.items()}
