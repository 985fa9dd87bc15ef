"""The forms of service recovery: a plan, a run in a case, a recovery for many, and a commitment."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dingxin.accounts.models import Industry
from dingxin.accounts.queries import branch_list
from dingxin.cases.queries import categories
from dingxin.clocks.models import Duty
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.fields import Words
from dingxin.recovery.actions.batches import Offer
from dingxin.recovery.models import Commitment, Part, PlanPart, RecoveryPlan, Way, When, Who
from dingxin.recovery.models.plans import PART_UNITS
from dingxin.recovery.queries import Affected, plan_list
from dingxin.resolution.authority import named
from dingxin.resolution.models import Remedy, RemedyKind

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff

MOST_BYTES = 2_000_000
AREA = forms.Textarea(attrs={"rows": 2})
MONEY: dict[str, Any] = {"min_value": 0, "max_digits": 12, "decimal_places": 2, "required": False}
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def remedies_to_choose(current: str) -> list[tuple[str, str]]:
    """Give the remedies in use by code and name, and the one that stands there now, whatever became of it."""
    rows = [(row.code, named(row)) for row in Remedy.objects.filter(Q(is_active=True) | Q(code=current))]
    known = {code for code, _name in rows}
    gone = [(current, _("%(code)s (not in the catalogue)") % {"code": current})] if current and current not in known else []
    return [("", "—"), *gone, *sorted(rows, key=lambda row: row[1])]


class StartRunForm(CaseForm):
    """Which plan is started."""

    plan = forms.ModelChoiceField(label=gettext_lazy("Point of failure"), queryset=RecoveryPlan.objects.filter(is_active=True))


class SettleStepForm(CaseForm):
    """What was done by hand, or why it is left out."""

    note = Words(label=gettext_lazy("What was done, or why it is left out"), max_length=300, required=False)
    skipped = forms.BooleanField(label=gettext_lazy("Left out"), required=False)


class TiePromiseForm(CaseForm):
    """The promise that the reinstatement hangs on."""

    promise = forms.IntegerField(label=gettext_lazy("Promise"), min_value=1)


class EndRunForm(CaseForm):
    """Why a run is ended early."""

    why = Words(label=gettext_lazy("Why"), max_length=300, required=False)


class InvokeForm(CaseForm):
    """The commitment that is called in."""

    commitment = forms.ModelChoiceField(
        label=gettext_lazy("Commitment"), queryset=Commitment.objects.filter(is_active=True)
    )  # fmt: skip


class RecoveryPlanForm(forms.Form):
    """A plan: for what, in which trades, and by which words a case of its kind is recognised."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=40)
    position = forms.IntegerField(label=gettext_lazy("Place"), min_value=0, max_value=9999, initial=100)
    name = Words(label=gettext_lazy("Point of failure"), max_length=80)
    name_en = Words(label=gettext_lazy("Point of failure in English"), max_length=80, required=False)
    industries = forms.MultipleChoiceField(
        label=gettext_lazy("Industries"), choices=Industry.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    signs = Words(
        label=gettext_lazy("Words by which a case is recognised"), required=False, max_length=2000,
        help_text=gettext_lazy("With spaces or commas between them."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, data: Any = None, *, plan: RecoveryPlan | None = None) -> None:
        super().__init__(data)
        if plan:
            del self.fields["code"]
            self.initial = {name: getattr(plan, name) for name in self.fields} | {"signs": "，".join(plan.signs)}
        rows = {row.part: row for row in plan.parts.all()} if plan else {}
        self.parts = [PartForm(data, part=part, row=rows.get(part)) for part in Part]

    def is_valid(self) -> bool:
        """Whether the plan and each of its parts are filled well."""
        valid = [super().is_valid(), *(part.is_valid() for part in self.parts)]
        return all(valid)

    def clean_signs(self) -> list[str]:
        """Give the words one by one."""
        return [word for word in re.split(r"[,，、;；\s]+", self.cleaned_data["signs"]) if word]

    def given_parts(self) -> dict[str, dict[str, Any]]:
        """Give the fields of each part, as the action takes them."""
        return {str(part.part): part.cleaned_data for part in self.parts}


class PartForm(forms.Form):
    """One of the five parts of a plan. Only what belongs to the part is asked for."""

    words = Words(label=gettext_lazy("Words for the customer"), required=False, max_length=1000, widget=AREA)
    words_en = Words(label=gettext_lazy("Words in English"), required=False, max_length=1000, widget=AREA)
    remedy = forms.ChoiceField(label=gettext_lazy("Remedy"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Where it is not there, the first of this kind"), required=False,
        choices=[("", "—"), *RemedyKind.choices],
    )  # fmt: skip
    amount = forms.DecimalField(label=gettext_lazy("Amount in yuan"), initial=0, **MONEY)
    who = forms.ChoiceField(label=gettext_lazy("Done by"), choices=Who.choices)
    after = forms.IntegerField(label=gettext_lazy("Within"), min_value=1, max_value=999, initial=1)
    unit = forms.ChoiceField(label=pgettext_lazy("of time", "Unit"), choices=PART_UNITS, initial="workday")
    way = forms.ChoiceField(label=gettext_lazy("Way"), choices=[("", "—"), *Way.choices], required=False)

    def __init__(self, data: Any = None, *, part: Part, row: PlanPart | None = None) -> None:
        super().__init__(data, prefix=str(part))
        self.part = part
        asked = {"who", "after", "unit"} | {
            Part.ATONEMENT: {"remedy", "kind", "amount"}, Part.FOLLOW_UP: {"way"},
        }.get(part, {"words", "words_en"})  # fmt: skip
        for name in set(self.fields) - asked:
            del self.fields[name]
        if part == Part.REINSTATEMENT:
            self.fields["words"].help_text = _("{due} stands for the time by which it is done.")
        if row:
            self.initial = {name: getattr(row, name) for name in self.fields}
        if "remedy" in self.fields:
            self.fields["remedy"].choices = remedies_to_choose(row.remedy if row else "")  # type: ignore[attr-defined]  # a choice

    def clean_amount(self) -> Decimal:
        """Give nothing where nothing was typed."""
        return self.cleaned_data["amount"] or Decimal(0)


class BatchForm(forms.Form):
    """Whom an incident touched, what they are told, and what they are given."""

    incident = Words(
        label=gettext_lazy("Incident"), max_length=80,
        help_text=gettext_lazy("As in “Outage in the east, 10 June”. Nobody is granted something for the same one twice."),
    )  # fmt: skip
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Recovery plan"), queryset=plan_list().filter(is_active=True), empty_label=None
    )
    branch = forms.ModelChoiceField(
        label=gettext_lazy("Branch"), queryset=branch_list(), required=False, empty_label=gettext_lazy("Any")
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"), queryset=categories(), required=False, empty_label=gettext_lazy("Any")
    )
    product = Words(label=gettext_lazy("Product"), max_length=80, required=False)
    since = forms.DateTimeField(label=gettext_lazy("Case opened from"), required=False, widget=MOMENT)
    until = forms.DateTimeField(label=gettext_lazy("Case opened until"), required=False, widget=MOMENT)
    phones = Words(
        label=gettext_lazy("Or phone numbers"), required=False, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("One on a line, or CSV with the number first. With numbers, the choice above is not asked."),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("Or a file of them"), required=False)
    remedy = forms.ModelChoiceField(
        label=gettext_lazy("Remedy"), queryset=Remedy.objects.filter(is_active=True), required=False,
        empty_label=gettext_lazy("None: words only"),
    )  # fmt: skip
    amount = forms.DecimalField(label=gettext_lazy("Amount in yuan for each"), initial=0, **MONEY)
    words = Words(
        label=gettext_lazy("Words to everybody"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Empty: put together from the plan and the remedy when you look at the preview."),
    )  # fmt: skip
    words_en = Words(
        label=gettext_lazy("To those who write English"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, user: Staff) -> None:
        super().__init__(data, files)
        if not user.sees_every_branch:
            self.fields["branch"].queryset = branch_list().filter(pk=user.branch_id or 0)  # type: ignore[attr-defined]  # a model choice
        self.fields["branch"].initial = user.branch_id

    def clean_file(self) -> Any:
        """Refuse a file no list is that long."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large: at most %(most)d MB.") % {"most": MOST_BYTES // 1_000_000})
        return file

    def clean_phones(self) -> str:
        """Give the numbers with those that were kept from a file."""
        return str(self.cleaned_data["phones"]).strip()

    def clean(self) -> dict[str, Any]:
        """Take the numbers of a file into the field, so that the preview carries them on."""
        given = super().clean() or {}
        if file := given.get("file"):
            text = file.read().decode("utf-8-sig", "replace")
            given["phones"] = "\n".join(filter(None, (given.get("phones", ""), text.strip())))
        return given

    def who(self) -> Affected:
        """Give whom the form means."""
        given = self.cleaned_data
        cells = (re.split(r"[,，;；\t]", line)[0].strip().strip('"') for line in given["phones"].splitlines())
        phones = tuple(cell for cell in cells if cell and not cell.isalpha())
        if phones:
            return Affected(phones=phones)
        return Affected(**{name: given[name] for name in ("branch", "category", "product", "since", "until")})

    def offer(self) -> Offer:
        """Give what the form offers."""
        given = self.cleaned_data
        amount = given["amount"] or Decimal(0)
        return Offer(given["plan"], given["words"].replace("\r\n", "\n"), given["words_en"], given["remedy"], amount)


class WhyForm(forms.Form):
    """Why something is stopped or not approved."""

    why = Words(label=gettext_lazy("Why"), max_length=300, required=False)


class SinceForm(forms.Form):
    """From which day on plans are evaluated."""

    since = forms.DateField(label=gettext_lazy("Runs since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_since(self) -> Any:
        """Refuse a day to come."""
        if self.cleaned_data["since"] > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["since"]


class CommitmentForm(forms.Form):
    """A commitment: its words, and the time and remedy that stand behind them."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=40)
    position = forms.IntegerField(label=gettext_lazy("Place"), min_value=0, max_value=9999, initial=100)
    industry = forms.ChoiceField(
        label=gettext_lazy("Industry"), choices=[("", gettext_lazy("Any")), *Industry.choices], required=False
    )
    words = Words(label=gettext_lazy("Words"), max_length=1000, widget=AREA)
    words_en = Words(label=gettext_lazy("Words in English"), max_length=1000, required=False, widget=AREA)
    duty = forms.ChoiceField(
        label=gettext_lazy("Its clock counts to"), choices=[("", gettext_lazy("No clock")), *Duty.choices], required=False
    )
    after = forms.IntegerField(label=gettext_lazy("Within"), min_value=1, max_value=999, required=False)
    unit = forms.ChoiceField(label=pgettext_lazy("of time", "Unit"), choices=[("", "—"), *PART_UNITS], required=False)
    remedy = forms.ChoiceField(label=gettext_lazy("Remedy"), required=False)
    amount = forms.DecimalField(label=gettext_lazy("Amount in yuan"), initial=0, **MONEY)
    when = forms.ChoiceField(label=gettext_lazy("Gives the remedy"), choices=When.choices, required=False)
    is_public = forms.BooleanField(label=gettext_lazy("Shown to the public"), required=False, initial=True)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, data: Any = None, *, commitment: Commitment | None = None) -> None:
        super().__init__(data)
        if commitment:
            del self.fields["code"]
            self.initial = {name: getattr(commitment, name) for name in self.fields}
        self.fields["remedy"].choices = remedies_to_choose(commitment.remedy if commitment else "")  # type: ignore[attr-defined]  # a choice

    def clean_amount(self) -> Decimal:
        """Give nothing where nothing was typed."""
        return self.cleaned_data["amount"] or Decimal(0)
