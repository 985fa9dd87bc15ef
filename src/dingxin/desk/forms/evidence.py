"""The forms of evidence and of the review of a complaint that may be malicious."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Staff
from dingxin.cases.models import Channel, MessageKind
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.fields import Words
from dingxin.evidence.actions import Judgement
from dingxin.evidence.actions.malice import Shown
from dingxin.evidence.criteria import criteria
from dingxin.evidence.models import Answer, Outcome, Source
from dingxin.evidence.queries import evidence_of, nameable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.uploadedfile import UploadedFile
    from django.forms.boundfield import BoundField

    from dingxin.evidence.criteria import Criterion

MOST_MESSAGES = 30


class FilesInput(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Give every file; that none is empty is the action's business."""
        given = data if isinstance(data, list) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in given or [None]]


class AddEvidenceForm(CaseForm):
    """Files that prove something, and where they are from."""

    file = FilesField(label=_("Files"), allow_empty_file=True)
    source = forms.ChoiceField(label=_("Where from"), choices=Source.choices)
    channel = forms.ChoiceField(label=_("How it came"), choices=[("", "—"), *Channel.choices], required=False)
    note = Words(label=_("What it shows"), max_length=500, required=False)


class NameStaffForm(CaseForm):
    """Whom the complaint is about."""

    staff = forms.ModelChoiceField(label=_("Colleague"), queryset=Staff.objects.none(), empty_label="—")

    def fit(self) -> None:
        """Offer those it can be about."""
        self.fields["staff"].queryset = nameable(self.case)  # type: ignore[attr-defined]  # a model choice


class AskReviewForm(CaseForm):
    """Why a second person should look at whether the complaint is malicious."""

    grounds = Words(label=_("What makes you ask"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    items = forms.TypedMultipleChoiceField(label=_("Evidence"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)

    def fit(self) -> None:
        """Offer the evidence of the case."""
        self.fields["items"].choices = item_choices(self.case)  # type: ignore[attr-defined]  # a choice field


class AppealForm(CaseForm):
    """Why the decision should be looked at again."""

    grounds = Words(label=_("What speaks against the decision"), max_length=4000,
                    widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip


def item_choices(case: Any) -> list[tuple[int, str]]:
    """Give the evidence of a case as choices: name and the first letters of its hash."""
    return [(item.pk, f"{item.name} · {item.short}") for item in evidence_of(case)]


def message_choices(case: Any) -> list[tuple[int, str]]:
    """Give the last words of the customer as choices."""
    rows = case.messages.filter(kind=MessageKind.CUSTOMER).order_by("-pk").values_list("pk", "text")[:MOST_MESSAGES]
    return [(pk, " ".join(text.split())[:60]) for pk, text in reversed(rows)]


class Row:
    """One criterion of the form: what it says, the answer, and what shows it."""

    def __init__(self, criterion: Criterion, form: JudgementForm) -> None:
        self.criterion = criterion
        self.answer, self.items, self.messages = (form[f"{part}_{criterion.key}"] for part in ("answer", "items", "messages"))

    @property
    def shown(self) -> list[BoundField]:
        """The fields that point at what shows it, those with something to choose."""
        return [field for field in (self.items, self.messages) if field.field.choices]  # type: ignore[attr-defined]  # choice fields


class JudgementForm(CaseForm):
    """What a review comes to: every criterion answered, and what shows those that are met."""

    def fit(self) -> None:
        """Make three fields of each criterion, then outcome and reason."""
        items, messages = item_choices(self.case), message_choices(self.case)
        for key in criteria():
            self.fields[f"answer_{key}"] = forms.ChoiceField(
                label=_("This criterion is"), choices=Answer.choices, widget=forms.RadioSelect, required=False
            )
            self.fields[f"items_{key}"] = _several(_("Evidence"), items)
            self.fields[f"messages_{key}"] = _several(_("The customer's words"), messages)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("The review comes to"), choices=Outcome.choices, widget=forms.RadioSelect, required=False
        )
        self.fields["reason"] = Words(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def rows(self) -> Iterator[Row]:
        """Give the criteria with their fields."""
        return (Row(criterion, self) for criterion in criteria().values())

    def judgement(self) -> Judgement:
        """Give what was filled in as the action takes it."""
        data = self.cleaned_data
        answers = {
            key: Shown(data[f"answer_{key}"], tuple(data[f"items_{key}"]), tuple(data[f"messages_{key}"])) for key in criteria()
        }
        return Judgement(answers, data["outcome"], data["reason"])


def _several(label: Any, choices: list[tuple[int, str]]) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
    )
