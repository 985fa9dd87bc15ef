"""The forms of the case page: one for each verb that asks for something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Staff
from dingxin.accounts.queries import colleagues, staff_list
from dingxin.cases.models import Category, Channel, Grade, Sign
from dingxin.cases.queries import categories
from dingxin.desk.forms.fields import Ids, Words

if TYPE_CHECKING:
    from dingxin.cases.models import Case


class CaseForm(forms.Form):
    """A form about one case. By itself it asks for nothing: the verb says it all."""

    required_css_class = "required"
    tab = ""  # the tab of the panel it stands in, where that has to be shown anew

    def __init__(self, *args: Any, case: Case, user: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user
        self.fit()

    def fit(self) -> None:
        """Fit choices and first values to the case and the person."""


class WordsForm(CaseForm):
    """Words to be added to the case. ``token`` lets the same words sent twice count once."""

    text = Words(label=_("Text"), required=False, strip=False, widget=forms.Textarea)
    token = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Give the text with the line ends that offsets count."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean_token(self) -> str | None:
        """Give the token, or None where the sender has none."""
        return self.cleaned_data["token"] or None


class ReplyForm(WordsForm):
    """A reply, written in the light of the case as it stood at ``revision``; it may keep a promise, and options leave with it."""

    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    keeps = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    offers = Ids(required=False)


class CustomerMessageForm(WordsForm):
    """What the customer said, and where and when."""

    channel = forms.ChoiceField(label=_("Said by way of"), choices=Channel.choices)
    said_at = forms.DateTimeField(
        label=_("When, if not now"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def fit(self) -> None:
        """Let the channel be that of the case."""
        self.fields["channel"].initial = self.case.channel


class HandOverForm(CaseForm):
    """To whom, and what they should know."""

    to = forms.ModelChoiceField(label=_("Colleague"), queryset=Staff.objects.none())
    brief = Words(label=_("What they should know"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def fit(self) -> None:
        """Offer the colleagues, one's own branch first."""
        field = self.fields["to"]
        people = sorted(colleagues(self.user), key=lambda person: person.branch_id != self.user.branch_id)
        field.queryset = colleagues(self.user)  # type: ignore[attr-defined]  # a model choice
        field.choices = [("", "—"), *((person.pk, _person(person)) for person in people)]  # type: ignore[attr-defined]  # a model choice


def _person(person: Staff) -> str:
    where = f" · {person.branch}" if person.branch else ""
    return f"{person} · {person.get_role_display()}{where}"


class OverrideForm(CaseForm):
    """Who is to have the case instead of the one the rules chose; oneself, too."""

    to = forms.ModelChoiceField(label=_("Who is to have it"), queryset=Staff.objects.none())

    def fit(self) -> None:
        """Offer everybody who works here, one's own branch first."""
        field, people = self.fields["to"], staff_list().filter(is_active=True)
        field.queryset = people  # type: ignore[attr-defined]  # a model choice
        near = sorted(people, key=lambda person: person.branch_id != self.user.branch_id)
        field.choices = [("", "—"), *((person.pk, _person(person)) for person in near)]  # type: ignore[attr-defined]  # a model choice


class CorrectGradeForm(CaseForm):
    """The grade a person sees fit."""

    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices, widget=forms.RadioSelect)

    def fit(self) -> None:
        """Begin with the grade as it stands."""
        self.fields["grade"].initial = self.case.grade


class CategoriseForm(CaseForm):
    """Title, category and product."""

    title = Words(label=_("Title"), required=False, max_length=120)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none(), required=False, empty_label="—")
    product = Words(label=_("Product"), required=False, max_length=80)

    def fit(self) -> None:
        """Begin with what is known."""
        self.fields["category"].queryset = categories()  # type: ignore[attr-defined]  # a model choice
        self.initial = {"title": self.case.title, "category": self.case.category_id, "product": self.case.product}


class ObserveForm(CaseForm):
    """What can be seen of the customer (A12)."""

    signs = forms.MultipleChoiceField(label=_("What do you see?"), choices=Sign.choices, widget=forms.CheckboxSelectMultiple)


class VerdictForm(CaseForm):
    """The customer's own word on whether it is solved (F6)."""

    content = forms.TypedChoiceField(
        label=_("Is it really solved, in the customer's eyes?"),
        choices=[("yes", _("Yes, the customer is content")), ("no", _("No, the customer is not content"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = Words(label=_("In the customer's words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class OtherCaseForm(CaseForm):
    """The number of another case."""

    other = forms.CharField(
        label=_("Number of the other case"), max_length=20, widget=forms.TextInput(attrs={"placeholder": "20261122-0017"})
    )
