"""The forms of the page of policies: the policy, its terms as lines, and whose law a branch stands under."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dingxin.accounts.models import Branch, Industry
from dingxin.accounts.queries import branch_list
from dingxin.cases.models import Category, Channel, Grade, Tier
from dingxin.clocks.actions import GivenTerm
from dingxin.clocks.models import Change, Duty, Jurisdiction, Policy, Term, Trigger
from dingxin.clocks.models.policy import MOST_PERCENT, UNITS
from dingxin.clocks.terms import MOST
from dingxin.desk.forms.clocks import law_choices
from dingxin.desk.forms.fields import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

TRAITS = ("grade", "channel", "tier", "industry", "category", "branch")
SPARE_LINES = 3


def _ticks(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class PolicyForm(forms.Form):
    """For which cases a policy holds; nothing ticked means all."""

    name = Words(label=pgettext_lazy("policy", "Name"), max_length=80)
    position = forms.IntegerField(
        label=_("Place"), min_value=0, max_value=MOST, initial=100,
        help_text=_("Of the house's own policies the first that fits sets each term."),
    )  # fmt: skip
    by_law = forms.BooleanField(label=_("Set by law: binds beside all others"), required=False)
    change = forms.ChoiceField(label=_("When grade, category or handler change"), choices=Change.choices)
    grade = _ticks(_("Grade"))
    channel = _ticks(_("Channel"))
    tier = _ticks(_("Kind of customer"))
    industry = _ticks(_("Industry"))
    category = _ticks(_("Category"))
    branch = _ticks(_("Branch"))
    jurisdiction = Words(
        label=_("Jurisdiction"), required=False, max_length=80, help_text=_("As in CN, CN-41 or GB; several with commas.")
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, policy: Policy | None = None) -> None:
        super().__init__(data, initial=_first_values(policy))
        choices: dict[str, Any] = {
            "grade": Grade.choices, "channel": Channel.choices, "tier": Tier.choices, "industry": Industry.choices,
            "category": [(str(row.pk), row.name) for row in Category.objects.filter(is_active=True)],
            "branch": [(str(row.pk), row.name) for row in branch_list()],
        }  # fmt: skip
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a choice

    def clean(self) -> dict[str, Any]:
        """Give what the action asks for: the fields, and the conditions as lists."""
        given = super().clean() or {}
        conditions = {name: given.pop(name, []) for name in TRAITS}
        places = given.pop("jurisdiction", "").replace("，", ",").split(",")
        conditions["jurisdiction"] = [place.strip().upper() for place in places if place.strip()]
        return {**given, "conditions": conditions}


def _first_values(policy: Policy | None) -> dict[str, Any]:
    if policy is None:
        return {}
    own = {name: getattr(policy, name) for name in ("name", "position", "by_law", "change", "is_active")}
    places = ", ".join(policy.conditions.get("jurisdiction", ()))
    return {**own, **{name: policy.conditions.get(name, []) for name in TRAITS}, "jurisdiction": places}


class TermForm(forms.Form):
    """One term; a line without a duty is none."""

    id = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    duty = forms.ChoiceField(label=_("What the customer may count on"), required=False, choices=[("", "—"), *Duty.choices])
    starts = forms.ChoiceField(label=_("Starts when"), required=False, choices=Trigger.choices)
    after = forms.ModelChoiceField(label=_("Which clock"), required=False, queryset=Term.objects.none(), empty_label="—")
    limit = forms.ChoiceField(label=_("By law"), required=False)
    amount = forms.IntegerField(label=_("Time"), required=False, min_value=1, max_value=MOST)
    unit = forms.ChoiceField(label=pgettext_lazy("label", "Unit"), required=False, choices=[("", "—"), *UNITS])
    warn_percent = forms.IntegerField(
        label=_("Warn at % left"), required=False, min_value=0, max_value=MOST_PERCENT, initial=25
    )  # fmt: skip
    pausable = forms.BooleanField(label=_("May be paused"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["limit"].choices = law_choices()  # type: ignore[attr-defined]  # a choice
        after = Term.objects.filter(removed=False).select_related("policy").order_by("policy__position", "pk")
        self.fields["after"].queryset = after  # type: ignore[attr-defined]  # a model choice
        self.fields["after"].label_from_instance = _term_name  # type: ignore[attr-defined]  # a model choice

    def given(self) -> GivenTerm | None:
        """Give the term; None for an empty line."""
        said = self.cleaned_data
        if not said.get("duty"):
            return None
        after = said.get("after")
        return GivenTerm(
            duty=said["duty"], starts=said["starts"] or Trigger.OPENED, amount=said["amount"] or 0, unit=said["unit"],
            warn_percent=said["warn_percent"] or 0, pausable=said["pausable"], limit=said["limit"],
            after=after.pk if after else None, id=said["id"] or 0,
        )  # fmt: skip


def _term_name(term: Term) -> str:
    return f"{term.policy} · {term}"


class BaseTermSet(forms.BaseFormSet[TermForm]):
    """The terms of a policy as lines, with a few empty ones."""

    def given(self) -> list[GivenTerm]:
        """Give the terms, in order, empty lines left out."""
        return [term for term in (form.given() for form in self.forms) if term]


TermSet = forms.formset_factory(TermForm, formset=BaseTermSet, extra=SPARE_LINES, max_num=40, absolute_max=60)


def first_terms(policy: Policy | None) -> list[dict[str, Any]]:
    """Give the terms of a policy as the lines begin with them."""
    if policy is None:
        return []
    names = ("id", "duty", "starts", "after", "limit", "amount", "unit", "warn_percent", "pausable")
    return [{name: getattr(term, name) for name in names} for term in policy.terms.filter(removed=False).order_by("pk")]


class JurisdictionForm(forms.Form):
    """Whose law a branch stands under."""

    branch = forms.ModelChoiceField(label=_("Branch"), queryset=Branch.objects.none())
    code = Words(
        label=_("Jurisdiction"), required=False, max_length=10, help_text=_("As in CN-41 or GB; empty for China's alone.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branch_list()  # type: ignore[attr-defined]  # a model choice


def jurisdictions() -> list[Jurisdiction]:
    """Give the branches that stand under another law than China's alone."""
    return list(Jurisdiction.objects.select_related("branch").order_by("branch__code"))
