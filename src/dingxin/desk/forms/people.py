"""The forms of presence: breathers, absences, duty and skills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dingxin.accounts.models import PLANNED, Level, Staff
from dingxin.accounts.queries import colleagues, leaders, skill_list
from dingxin.desk.forms.fields import Words

if TYPE_CHECKING:
    from dingxin.accounts.models import Branch, Skill

MINUTES = (15, 30, 60, 120)
PEOPLE = Staff.objects.none()


class Moment(forms.DateTimeField):
    """A day and an hour."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


def _offer(form: forms.Form, name: str, people: Any) -> None:
    form.fields[name].queryset = people  # type: ignore[attr-defined]  # a model choice


class BreatherForm(forms.Form):
    """For how long, and who has my cases meanwhile."""

    colleague = forms.ModelChoiceField(label=_("Who has your cases meanwhile"), queryset=PEOPLE, empty_label="—")
    minutes = forms.TypedChoiceField(
        label=_("How long"), coerce=int, initial=30, widget=forms.RadioSelect,
        choices=[(number, ngettext_lazy("%(n)d minute", "%(n)d minutes", number) % {"n": number}) for number in MINUTES],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, user: Staff) -> None:
        super().__init__(data, auto_id="breather_%s")
        _offer(self, "colleague", near(user))


class AbsenceForm(forms.Form):
    """Who is away, when, why, and who has their cases."""

    staff = forms.ModelChoiceField(label=_("Who"), queryset=PEOPLE, empty_label="—")
    kind = forms.ChoiceField(label=_("Why"), choices=[(kind.value, kind.label) for kind in PLANNED])
    start = Moment(label=_("From"))
    end = Moment(label=_("Until"))
    stand_in = forms.ModelChoiceField(
        label=_("Stand-in"), queryset=PEOPLE, required=False, empty_label=_("Nobody"),
        help_text=_("Has the cases meanwhile, and gives them back."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, people: Any, stand_ins: Any, user: Staff) -> None:
        super().__init__(data, auto_id="absence_%s", initial={"staff": user.pk})
        _offer(self, "staff", people)
        _offer(self, "stand_in", stand_ins)


class DutyForm(forms.Form):
    """Who is on duty, when, and for how many weeks at the same hour."""

    staff = forms.ModelChoiceField(label=_("Manager on duty"), queryset=PEOPLE, empty_label="—")
    start = Moment(label=_("From"))
    end = Moment(label=_("Until"))
    weeks = forms.IntegerField(label=_("For how many weeks"), min_value=1, max_value=53, initial=1)

    def __init__(self, data: Any = None, *, branch: Branch) -> None:
        super().__init__(data, auto_id="duty_%s")
        _offer(self, "staff", leaders(branch))


class SkillForm(forms.Form):
    """Something that not everybody can do."""

    name = Words(label=_("Name of the skill"), max_length=60, help_text=_("A product, a language, a kind of conversation."))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class SkillsForm(forms.Form):
    """How well somebody can do each thing."""

    def __init__(self, data: Any = None, *, person: Staff) -> None:
        super().__init__(data)
        levels = dict(person.skills.values_list("skill", "level"))
        self.skills = {f"skill_{skill.pk}": skill for skill in skill_list() if skill.is_active or skill.pk in levels}
        for name, skill in self.skills.items():
            self.fields[name] = forms.TypedChoiceField(
                label=skill.name, choices=[(0, _("Not at all")), *Level.choices], coerce=int, initial=levels.get(skill.pk, 0)
            )

    def levels(self) -> dict[Skill, int]:
        """Give the skills this person has, with their levels."""
        return {skill: self.cleaned_data[name] for name, skill in self.skills.items() if self.cleaned_data[name]}


def near(user: Staff) -> Any:
    """Give the colleagues of one's own branch; of the whole house for who works for it."""
    return colleagues(user).filter(branch=user.branch) if user.branch_id else colleagues(user)
