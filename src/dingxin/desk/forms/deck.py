"""The forms of the deck of options, and of the catalogue of remedies."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dingxin.accounts.models import Industry, Role
from dingxin.cases.models import Tier
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.fields import Words
from dingxin.desk.labels import DEMANDS, NEEDS
from dingxin.resolution.models import MOST_SHARE, Budget, ObjectionReason, RemedyKind, WhoseFault

if TYPE_CHECKING:
    from dingxin.resolution.models import Remedy

MOST_YUAN = Decimal(9_999_999)
SERVED = [(0, "—"), (1, _("a little")), (2, _("well")), (3, _("very well"))]
NEED = "need_"
BETWEEN = re.compile("[、，,\n]")
TOLD = ("code", "kind", "name", "name_en", "wording", "wording_en", "wording_own", "wording_own_en")


class OptionForm(CaseForm):
    """What the customer is told, and how much it is."""

    amount = forms.DecimalField(label=_("Amount in yuan"), min_value=0, max_value=MOST_YUAN, decimal_places=2, required=False)
    wording = Words(label=_("Wording"), max_length=3000, strip=False, widget=forms.Textarea(attrs={"rows": 7}))


class ObjectionForm(CaseForm):
    """Why the customer does not take it."""

    reason = forms.ChoiceField(label=_("Why not?"), choices=ObjectionReason.choices, widget=forms.RadioSelect)
    words = Words(label=_("In the customer's words"), required=False, max_length=500)


def _money(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=MOST_YUAN, decimal_places=2, required=required, help_text=help_text
    )


def _several(label: Any, choices: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class RemedyForm(forms.Form):
    """A remedy of the catalogue: what it is, what it says, what it serves, what it costs and who grants it."""

    code = forms.SlugField(label=pgettext_lazy("label", "Code"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=RemedyKind.choices)
    name = Words(label=_("What it is called"), max_length=80)
    name_en = Words(label=_("What it is called in English"), max_length=80, required=False)
    wording = Words(
        label=_("Wording"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the customer is told; {amount}, {product} and {due} are filled in."),
    )  # fmt: skip
    wording_en = Words(label=_("Wording in English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    wording_own = Words(
        label=_("Wording of whoever grants it"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where they say it themselves. Empty: as above."),
    )  # fmt: skip
    wording_own_en = Words(
        label=_("The same in English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    demands = _several(_("Demands it meets"), DEMANDS.items())
    industries = _several(_("Industries (none: all)"), Industry.choices)
    faults = _several(_("Whose fault allows it (none: any)"), WhoseFault.choices)
    tiers = _several(_("Tiers (none: all)"), Tier.choices)
    about = Words(
        label=_("Only where one of these words was said"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Separated by commas; with a minus in front, not where it was said. Empty: everywhere."),
    )  # fmt: skip
    share = forms.DecimalField(
        label=_("Share of the money in question"), min_value=0, max_value=MOST_SHARE, decimal_places=2, initial=0,
        help_text=_("0 for none, 0.5 for half, 1 for all of it, 4 for all of it and three times as much."),
    )  # fmt: skip
    worth = _money(_("Value for the customer in yuan"), required=True, help_text=_("Added to the share, as for a gift."))
    amount_max = _money(_("Highest amount in a case"))
    cost_fixed = _money(_("Fixed cost"), required=True)
    cost_rate = forms.DecimalField(label=_("Cost per yuan given"), min_value=0, max_value=9, decimal_places=4, initial=1)
    days = forms.IntegerField(
        label=_("Working days until it is done"), min_value=0, max_value=365, initial=1, help_text=_("0: within two hours.")
    )
    effort = forms.BooleanField(label=_("The customer has something to do for it"), required=False)
    stock = forms.IntegerField(label=_("Stock"), min_value=0, max_value=1_000_000, required=False, help_text=_("Empty: no end."))
    budget = forms.ModelChoiceField(label=_("Budget"), queryset=Budget.objects.none(), required=False, empty_label="—")
    granted_by = forms.ChoiceField(label=_("Granted by"), choices=Role.choices, initial=Role.AGENT)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, remedy: Remedy | None = None, **kwargs: Any) -> None:
        """Begin with a remedy as it is."""
        super().__init__(*args, **kwargs)
        self.fields["budget"].queryset = Budget.objects.filter(is_active=True)  # type: ignore[attr-defined]  # a model choice
        served = remedy.needs if remedy else {}
        for need, label in NEEDS.items():
            field = forms.TypedChoiceField(label=label, choices=SERVED, coerce=int, empty_value="", required=False)
            self.fields[f"{NEED}{need}"] = field
            self.initial[f"{NEED}{need}"] = served.get(need, 0)
        known = {name: getattr(remedy, name) for name in self.base_fields} if remedy else {"worth": 0, "cost_fixed": 0}
        self.initial.update(known)
        self.initial["about"] = "、".join(remedy.about) if remedy else ""

    def clean(self) -> dict[str, Any]:
        """Give the fields of a remedy: the needs served as one."""
        given = super().clean() or {}
        needs = {name.removeprefix(NEED): given.pop(name) for name in list(given) if name.startswith(NEED)}
        given["about"] = [word for typed in BETWEEN.split(given.get("about", "")) if (word := typed.strip())]
        return given | {"needs": {need: weight for need, weight in needs.items() if weight}}

    @property
    def telling(self) -> list[forms.BoundField]:
        """The fields that say what it is and what is told."""
        return [self[name] for name in TOLD]

    @property
    def serving(self) -> list[forms.BoundField]:
        """How well it serves each need."""
        return [self[name] for name in self.fields if name.startswith(NEED)]

    @property
    def fitting(self) -> list[forms.BoundField]:
        """The fields that say where it fits."""
        return [self[name] for name in ("demands", "industries", "faults", "tiers", "about")]

    @property
    def bounds(self) -> list[forms.BoundField]:
        """The fields that say what it gives, costs and takes."""
        names = ("share", "worth", "amount_max", "cost_fixed", "cost_rate", "days", "stock", "budget", "granted_by")
        return [self[name] for name in (*names, "effort", "is_active")]
