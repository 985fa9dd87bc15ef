"""The forms of the ladder: bringing somebody in, a rung, and what makes a case climb by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Industry
from dingxin.accounts.queries import team_list
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.fields import Words
from dingxin.desk.once import once
from dingxin.escalation.models import Cause, Post, Rung
from dingxin.escalation.queries import height, rung_list, rungs_for

if TYPE_CHECKING:
    from dingxin.escalation.models import Trigger

TEXTS = ("name", "name_en", "hours", "hours_en", "number", "deadline", "deadline_en", "risk", "risk_en")


class EscalateForm(CaseForm):
    """Who is brought in, what the customer was told of it, and the heart of the matter."""

    rung = forms.ModelChoiceField(label=_("To"), queryset=Rung.objects.none(), empty_label="—")
    introduction = Words(
        label=_("What you told the customer"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who comes, what about, and that the customer agrees. Of an outside body: how we know."),
    )  # fmt: skip
    crux = Words(
        label=_("The crux"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Empty: put together from the customer's words."),
    )  # fmt: skip
    reference = Words(label=_("Number of the outside body"), required=False, max_length=80)

    def _rungs(self) -> tuple[int, list[Rung]]:
        """Give how high the case stands, and the rungs it can climb."""
        return height(self.case), rungs_for(self.case)

    def fit(self) -> None:
        """Offer the rungs above the one the case stands on, and every outside body."""
        top, climbable = once(self.case, "rungs", self._rungs)
        rungs = [rung for rung in climbable if rung.post != Post.OWNER and (rung.is_outside or rung.position > top)]
        field = self.fields["rung"]
        field.queryset = Rung.objects.filter(pk__in=[rung.pk for rung in rungs])  # type: ignore[attr-defined]  # a model choice
        field.choices = [("", "—"), *((rung.pk, str(rung)) for rung in rungs)]  # type: ignore[attr-defined]  # a model choice


class RungForm(forms.Form):
    """One rung. What is to be brought and proven stands one on a line."""

    code = forms.SlugField(label=_("Code"), max_length=30, help_text=_("Short and lasting: the API names the rung by it."))
    position = forms.IntegerField(label=_("Place from below"), min_value=1, max_value=999)
    name = Words(label=_("Name"), max_length=80)
    name_en = Words(label=_("Name in English"), max_length=80, required=False)
    post = forms.ChoiceField(label=_("Who stands there"), choices=Post.choices)
    team = forms.ModelChoiceField(label=_("Team"), queryset=team_list(), required=False, empty_label=_("No team"))
    industry = forms.ChoiceField(label=_("Industry"), choices=[("", _("Any")), *Industry.choices], required=False)
    number = Words(label=_("Number"), max_length=160, required=False)
    hours = Words(label=_("Hours"), max_length=120, required=False)
    hours_en = Words(label=_("Hours in English"), max_length=160, required=False)
    deadline = Words(label=_("Deadline"), max_length=200, required=False)
    deadline_en = Words(label=_("Deadline in English"), max_length=240, required=False)
    risk = Words(label=_("What it means for us"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    risk_en = Words(label=_("What it means for us, in English"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    bring = Words(label=_("What to bring, one on a line"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    proof = Words(label=_("What must be proven, one on a line"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    verified = forms.BooleanField(label=_("Number, hours and deadline were looked up and hold"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, data: Any = None, *, rung: Rung | None = None) -> None:
        super().__init__(data)
        if rung:
            del self.fields["code"]
            self.initial = {name: getattr(rung, name) for name in self.fields}
            self.initial |= {name: "\n".join(line["zh"] for line in getattr(rung, name)) for name in ("bring", "proof")}

    def values(self) -> dict[str, Any]:
        """Give what the action takes."""
        given = dict(self.cleaned_data)
        return given | {name: given[name].splitlines() for name in ("bring", "proof")}


class TriggerForm(forms.Form):
    """After how often a case climbs by itself, and to where."""

    times = forms.IntegerField(label=_("Times"), min_value=1, max_value=20)
    rung = forms.ModelChoiceField(label=_("Rung"), queryset=Rung.objects.none(), empty_label=None)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, data: Any = None, *, trigger: Trigger) -> None:
        first = {"times": trigger.times, "rung": trigger.rung_id, "is_active": trigger.is_active}
        super().__init__(data, initial=first, prefix=trigger.cause)
        self.trigger = trigger
        self.fields["rung"].queryset = rung_list().exclude(post__in=[Post.OUTSIDE, Post.OWNER])  # type: ignore[attr-defined]  # a model choice
        if trigger.cause not in {Cause.BREACH, Cause.BROKEN}:
            self.fields["times"].widget = forms.HiddenInput()
