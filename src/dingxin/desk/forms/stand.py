"""The forms about where a case stands: one for each verb that asks for something."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dingxin.accounts.models import Industry, Staff
from dingxin.desk import labels
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.clocks import WHEN
from dingxin.desk.forms.fields import Words
from dingxin.desk.forms.grounds import law_part, told_of, topic_choices
from dingxin.resolution.actions import Judgement
from dingxin.resolution.actions.demands import CAUSES
from dingxin.resolution.grounds import SIDES
from dingxin.resolution.models import ChangeCause, Reasonable, WhoseFault
from dingxin.resolution.queries.stand import facts_for_grounds, law_for_grounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dingxin.desk.forms.grounds import LawPart
    from dingxin.resolution.models import Stand

TWO_LINES = {"rows": 2}


def _sum(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=0, max_digits=12, decimal_places=2)


class CorrectDemandForm(CaseForm):
    """What was meant: kind and sum."""

    kind = forms.ChoiceField(label=_("What is demanded"), choices=list(labels.DEMANDS.items()))
    amount = _sum(_("Sum in yuan"))


class RecordDemandForm(CorrectDemandForm):
    """A demand that was not read."""

    words = Words(
        label=_("In their words"), required=False, max_length=500,
        help_text=_("Copied from a message, they show when it was said."),
    )  # fmt: skip
    from_start = forms.BooleanField(label=_("Demanded from the start, only noted now"), required=False)


class RecordCauseForm(CaseForm):
    """Why the demand changed, or that it did not."""

    cause = forms.ChoiceField(
        label=_("What changed it"),
        choices=[
            *((cause.value, cause.label) for cause in CAUSES),
            (ChangeCause.FIRST.value, _("Nothing: they said so from the start")),
        ],
    )
    words = Words(
        label=_("What the customer said when asked"), required=False, max_length=500, widget=forms.Textarea(attrs=TWO_LINES)
    )
    instead = forms.BooleanField(label=_("Instead of what was demanded before"), required=False)


class RecordNeedForm(CaseForm):
    """A need that was not read."""

    kind = forms.ChoiceField(label=_("What they need"), choices=list(labels.NEEDS.items()))
    words = Words(label=_("In their words"), required=False, max_length=500)


class RecordViewForm(CaseForm):
    """The solution the customer has in mind."""

    words = Words(label=_("Their words"), max_length=2000, widget=forms.Textarea(attrs=TWO_LINES))


class RecordExpectationForm(CaseForm):
    """What would content the customer."""

    words = Words(label=_("Their words"), required=False, max_length=2000, widget=forms.Textarea(attrs=TWO_LINES))
    amount = _sum(_("Sum in yuan"))


class AimForm(CaseForm):
    """Goal and bottom line."""

    goal = Words(label=_("Goal"), required=False, max_length=2000, widget=forms.Textarea(attrs=TWO_LINES))
    bottom_line = Words(label=_("Bottom line"), required=False, max_length=2000, widget=forms.Textarea(attrs=TWO_LINES))
    bottom_amount = _sum(_("The most it may cost, in yuan"))


class ShelvePointForm(CaseForm):
    """A point for later: whose it is, why, and until when."""

    point = Words(label=_("Point"), max_length=300)
    reason = Words(label=_("Why not now"), max_length=500)
    owner = forms.ModelChoiceField(label=_("Who takes it up again"), queryset=Staff.objects.none())
    back_at = forms.DateTimeField(label=_("When"), widget=WHEN)

    def fit(self) -> None:
        """Offer those who work on the case, without asking the database for more than is known."""
        field = self.fields["owner"]
        people = {person.pk: person for person in (self.user, self.case.handler, self.case.owner) if person}
        field.queryset = Staff.objects.filter(pk__in=people)  # type: ignore[attr-defined]  # a choice among rows
        field.choices = [(person.pk, str(person)) for person in people.values()]  # type: ignore[attr-defined]  # as above
        field.initial = self.user.pk
        day = timezone.localtime() + timedelta(days=1)
        self.fields["back_at"].initial = day.replace(hour=10, minute=0, second=0, microsecond=0)


REACHES = [
    ("within", pgettext_lazy("reach", "Yes, we can do it")),
    ("beyond", pgettext_lazy("reach", "Reasonable, but more than we can do")),
    ("none", pgettext_lazy("reach", "Nothing we can do would solve it")),
]


class JudgeForm(CaseForm):
    """The two judgements, each with its grounds, and what decides the way beside them."""

    complaint = forms.ChoiceField(label=_("Is there reason to complain?"), choices=Reasonable.choices)
    complaint_facts = forms.MultipleChoiceField(label=_("Facts that speak for it"), required=False)
    complaint_law = forms.MultipleChoiceField(label=_("Law"), required=False)
    complaint_policy = Words(label=_("Policy"), required=False, max_length=300)
    complaint_precedent = Words(label=_("Precedent"), required=False, max_length=300)
    demand = forms.ChoiceField(label=_("Is what is demanded reasonable?"), choices=Reasonable.choices)
    demand_facts = forms.MultipleChoiceField(label=_("Facts that speak for it"), required=False)
    demand_law = forms.MultipleChoiceField(label=_("Law"), required=False)
    demand_policy = Words(label=_("Policy"), required=False, max_length=300)
    demand_precedent = Words(label=_("Precedent"), required=False, max_length=300)
    fault = forms.ChoiceField(label=_("Whose fault was it?"), choices=WhoseFault.choices)
    reach = forms.ChoiceField(label=_("Is it in our power?"), choices=REACHES)

    def fit(self) -> None:
        """Offer the facts the customer confirmed and the rules of law."""
        facts = [
            (str(fact.pk), f"{labels.label(labels.FACTS, fact.kind)} · {fact.text}") for fact in facts_for_grounds(self.case)
        ]
        law = [(rule.id, rule.words) for rule in law_for_grounds()]
        self.told = told_of(self.case)
        for side in SIDES:
            self._look(side)
        for name in list(self.fields):
            offered = facts if name.endswith("_facts") else law if name.endswith("_law") else None
            if offered is not None:
                chosen = set(self.initial.get(name, ()))
                first = sorted(offered, key=lambda choice: choice[0] not in chosen)
                self.fields[name] = forms.MultipleChoiceField(
                    label=self.fields[name].label, required=False, choices=first, widget=forms.CheckboxSelectMultiple
                )

    def _look(self, side: str) -> None:
        """Add what the law is looked through with; it is no part of the judgement."""
        self.fields[f"{side}_find"] = Words(
            label=_("Find in the law"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
        )
        self.fields[f"{side}_topic"] = forms.ChoiceField(label=_("Topic"), required=False, choices=topic_choices)
        trades = [("", _("Every trade")), *Industry.choices]
        self.fields[f"{side}_trade"] = forms.ChoiceField(label=_("Trade"), required=False, choices=trades)

    @property
    def looks(self) -> bool:
        """Whether it was sent to look through the law only."""
        return self.is_bound and bool(self.data.get("find"))

    def full_clean(self) -> None:
        """Judge what was filled in; nothing where the law was looked through."""
        super().full_clean()
        if self.looks:
            self._errors = ErrorDict()

    @property
    def sides(self) -> Iterator[tuple[str, list[forms.BoundField], LawPart]]:
        """The fields of each judgement for its half of the page, and its law; facts are left out where none is confirmed."""
        for side in SIDES:
            bound = [self[f"{side}{part}"] for part in ("", "_facts", "_policy", "_precedent")]
            fields = [field for field in bound if not field.name.endswith("_facts") or len(field)]
            yield side, fields, self._law(side)

    def _law(self, side: str) -> LawPart:
        find = [self[f"{side}_{name}"] for name in ("find", "topic", "trade")]
        query, topic, trade = (str(field.value() or "") for field in find)
        asked = {"query": query, "topic": int(topic) if topic.isascii() and topic.isdigit() else 0, "industry": trade}
        return law_part(side, self[f"{side}_law"], find, self.told, asked)

    @property
    def judgement(self) -> Judgement:
        """What was judged, as the action takes it."""
        data = self.cleaned_data
        grounds = [ground for side in SIDES for ground in _grounds(side, data)]
        unsolvable = data["reach"] == "none"
        beyond = data["reach"] != "within"
        return Judgement(data["complaint"], data["demand"], data["fault"], beyond, unsolvable, grounds)


def _grounds(side: str, data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for fact in data[f"{side}_facts"]:
        yield {"of": side, "ground": "facts", "ref": fact}
    for rule in data[f"{side}_law"]:
        yield {"of": side, "ground": "law", "ref": rule}
    for ground in ("policy", "precedent"):
        if data[f"{side}_{ground}"].strip():
            yield {"of": side, "ground": ground, "words": data[f"{side}_{ground}"]}


def initial_of(stand: Stand) -> dict[str, Any]:
    """Give the judgement of a case as the form shows it, to be judged again."""
    reach = "none" if stand.unsolvable else "beyond" if stand.beyond_us else "within"
    shown: dict[str, Any] = {"complaint": stand.complaint, "demand": stand.demand, "fault": stand.fault, "reach": reach}
    for row in stand.grounds:
        name = f"{row['of']}_{row['ground']}"
        if row["ground"] in {"facts", "law"}:
            shown.setdefault(name, []).append(str(row["ref"]))
        else:
            shown[name] = "；".join(filter(None, (shown.get(name), row["words"])))
    return shown
