"""The deck of options of a case, and the catalogue of remedies."""

from __future__ import annotations

from decimal import Decimal  # noqa: TC003  the schemas read it
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from ninja.responses import Status

from dingxin.api.cases import router as cases
from dingxin.api.paging import Pages
from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it
from dingxin.audit.refusal import Refused
from dingxin.cases.queries import case_for
from dingxin.resolution import actions
from dingxin.resolution.models import MOST_SHARE, Budget, Option
from dingxin.resolution.queries.deck import remedy_list
from dingxin.resolution.telling import deck_as_object

if TYPE_CHECKING:
    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest

router = Router(tags=["remedies"])
MANAGE = "resolution.manage_remedies"
MOST_YUAN = 9_999_999


class OptionOut(Schema):
    """What may be offered in a case, or was; ``cost`` is for staff only."""

    id: int | None
    remedy: str | None
    name: str
    kind: str
    needs_served: list[str]
    amount: float
    cost: float
    within_authority: bool
    approved: bool
    reason: str
    wording: str
    state: str
    step: int
    objections: list[dict[str, str]]


class StepOut(Schema):
    """A step of the retreat ladder with its words."""

    step: int
    option: int | None
    remedy: str | None
    amount: float
    reason: str
    words: dict[str, str]
    wording: str


class DeckOut(Schema):
    """The options of a case in their order; ``id`` is null where no deck is built yet."""

    case: str
    way: str
    options: list[OptionOut]
    ladder: list[StepOut]


class OptionIn(Schema):
    """Other words or another amount; another amount needs its approval anew."""

    wording: Words | None = None
    amount: Decimal | None = Field(None, ge=0, le=MOST_YUAN, decimal_places=2)


class ObjectionIn(Schema):
    """Why the customer does not take it, in kind and in their own words."""

    reason: Words
    words: Words = ""


class RemedyOut(Schema):
    """A remedy of the catalogue."""

    id: int
    code: str
    kind: str
    name: str
    name_en: str
    wording: str
    wording_en: str
    wording_own: str
    wording_own_en: str
    needs: dict[str, int]
    demands: list[str]
    industries: list[str]
    faults: list[str]
    tiers: list[str]
    about: list[str]
    share: Decimal
    worth: Decimal
    cost_fixed: Decimal
    cost_rate: Decimal
    amount_max: Decimal | None
    days: int
    effort: bool
    stock: int | None
    budget: str | None = Field(None, alias="budget.name")
    granted_by: str
    is_active: bool


class RemedyIn(Schema):
    """What to set of a remedy; what is left out stays."""

    code: Words | None = None
    kind: Words | None = None
    name: Words | None = None
    name_en: Words | None = None
    wording: Words | None = None
    wording_en: Words | None = None
    wording_own: Words | None = Field(None, description="What whoever grants it says themselves; empty: as the others.")
    wording_own_en: Words | None = None
    needs: dict[str, int] | None = None
    demands: list[Words] | None = None
    industries: list[Words] | None = None
    faults: list[Words] | None = None
    tiers: list[Words] | None = None
    about: list[Words] | None = Field(
        None, max_length=100, description="It fits only where one of these words was said; with a minus, where it was not."
    )
    share: Decimal | None = Field(None, ge=0, le=MOST_SHARE, decimal_places=2)
    worth: Decimal | None = Field(None, ge=0, le=MOST_YUAN, decimal_places=2)
    cost_fixed: Decimal | None = Field(None, ge=0, le=MOST_YUAN, decimal_places=2)
    cost_rate: Decimal | None = Field(None, ge=0, le=9, decimal_places=4)
    amount_max: Decimal | None = Field(None, ge=0, le=MOST_YUAN, decimal_places=2)
    days: int | None = Field(None, ge=0, le=365)
    effort: bool | None = None
    stock: int | None = Field(None, ge=0, le=1_000_000)
    budget: Words | None = Field(None, description="Name of the budget it is paid from; empty: none.")
    granted_by: Words | None = None
    is_active: bool | None = None


@cases.get("/{number}/options", response=DeckOut)
def list_options(request: StaffRequest, number: str) -> Any:
    """The options of a case, and the retreat ladder; where no deck is built, what would be dealt."""
    return _told(request, case_for(request.user, number, "resolution.view_resolution"))


@cases.post("/{number}/options", response={201: DeckOut})
def build_deck(request: StaffRequest, number: str) -> Any:
    """Deal the deck from what is known now."""
    case = case_for(request.user, number, "resolution.build_deck")
    actions.build_deck(case, actor=request.user, at=timezone.now())
    return Status(201, _told(request, case))


@cases.patch("/{number}/options/{option}", response=DeckOut)
def edit_option(request: StaffRequest, number: str, option: int, body: OptionIn) -> Any:
    """Give an option of the deck other words or another amount."""
    case = case_for(request.user, number, "resolution.edit_option")
    actions.edit_option(_option(case, option), actor=request.user, at=timezone.now(), **body.dict())
    return _told(request, case)


@cases.post("/{number}/options/{option}/objection", response=DeckOut)
def object_option(request: StaffRequest, number: str, option: int, body: ObjectionIn) -> Any:
    """Record that the customer did not take it; what is left is ranked anew."""
    case = case_for(request.user, number, "resolution.object_option")
    actions.object_option(_option(case, option), actor=request.user, at=timezone.now(), **body.dict())
    return _told(request, case)


@cases.delete("/{number}/options/{option}", response=DeckOut)
def put_aside_option(request: StaffRequest, number: str, option: int) -> Any:
    """Put an option aside: it is not dealt again in this case."""
    case = case_for(request.user, number, "resolution.put_aside_option")
    actions.put_aside_option(_option(case, option), actor=request.user, at=timezone.now())
    return _told(request, case)


@router.get("", response=list[RemedyOut])
@paginate(Pages)
def list_remedies(request: StaffRequest) -> Any:
    """The catalogue of remedies."""
    _check(request)
    return remedy_list()


@router.post("", response={201: RemedyOut})
def create_remedy(request: StaffRequest, body: RemedyIn) -> Any:
    """Add a remedy."""
    _check(request)
    return Status(201, actions.create_remedy(actor=request.user, at=timezone.now(), **_fields(body)))


@router.patch("/{remedy}", response=RemedyOut)
def update_remedy(request: StaffRequest, remedy: int, body: RemedyIn) -> Any:
    """Change a remedy, or take it out of use; ``amount_max`` and ``stock`` null mean: no bound."""
    _check(request)
    return actions.update_remedy(remedy_list().get(pk=remedy), actor=request.user, at=timezone.now(), **_fields(body))


def _fields(body: RemedyIn) -> dict[str, Any]:
    given = body.dict(exclude_unset=True)
    fields = {name: value for name, value in given.items() if value is not None or name in {"amount_max", "stock"}}
    if "budget" in fields:
        name = fields.pop("budget")
        fields["budget"] = Budget.objects.filter(name=name).first()
        if name and fields["budget"] is None:
            raise Refused(_("There is no budget “%(name)s”.") % {"name": name[:40]}, field="budget")
    return fields


def _check(request: StaffRequest) -> None:
    if not request.user.has_perm(MANAGE):
        raise PermissionDenied(MANAGE)


def _option(case: Case, pk: int) -> Option:
    return case.options.get(pk=pk)


def _told(request: StaffRequest, case: Case) -> Any:
    language = "zh" if (translation.get_language() or "zh").startswith("zh") else "en"
    return deck_as_object(case, actor=request.user, at=timezone.now(), language=language)
