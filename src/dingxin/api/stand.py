"""Where a case stands. One operation for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.responses import Status

from dingxin.accounts.models import Staff
from dingxin.api import stand_schemas as s
from dingxin.api.cases import router
from dingxin.audit.refusal import Refused
from dingxin.cases.queries import case_for
from dingxin.resolution import actions, queries
from dingxin.resolution.grounds import told
from dingxin.resolution.models import DemandVersion, RankedNeed, ShelvedPoint
from dingxin.resolution.rules_of import TONES, WAYS

if TYPE_CHECKING:
    from django.db.models import Manager

    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest

SHOWN = (
    "view", "view_at", "expectation", "expected_amount", "complaint", "demand", "fault", "beyond_us", "unsolvable", "way",
    "judged_at",
)  # fmt: skip
ANY_ID = 2**62


def _stand_out(case: Case) -> dict[str, Any]:
    standing = queries.stand_of(case)
    stand = standing.stand
    return {name: getattr(stand, name) for name in SHOWN} | {
        "demands": standing.demands, "needs": standing.needs, "hopes": standing.hopes, "claimed": standing.claimed,
        "path": str(WAYS[stand.way]), "tone": str(TONES[stand.fault]), "grounds": told(stand.grounds),
        "notice": stand.notice_id, "points": queries.shelved_points(case),
    }  # fmt: skip


def _do(
    request: StaffRequest, number: str, verb: str, *, of: tuple[Manager[Any], int] | None = None, **fields: Any
) -> dict[str, Any]:
    """Fetch-check, one action on the case or on the row ``of`` it, and the stand of the case as it is then."""
    case = case_for(request.user, number, f"resolution.{verb}")
    subject = of[0].get(case=case, pk=min(of[1], ANY_ID)) if of else case
    getattr(actions, verb)(subject, actor=request.user, at=timezone.now(), **fields)
    return _stand_out(case)


@router.get("/{number}/stand", response=s.StandOut)
def view_stand(request: StaffRequest, number: str) -> Any:
    """Where a case stands: demands and needs, the customer's view, the judgements and what was shelved."""
    return _stand_out(case_for(request.user, number, "resolution.view_resolution"))


@router.post("/{number}/demands", response={201: s.StandOut})
def record_demand(request: StaffRequest, number: str, body: s.DemandRecordIn) -> Any:
    """Add a demand that was not read."""
    return Status(201, _do(request, number, "record_demand", **body.dict()))


@router.post("/{number}/demands/{demand}/confirmation", response=s.StandOut)
def confirm_demand(request: StaffRequest, number: str, demand: int) -> Any:
    """Say that the customer does demand this."""
    return _do(request, number, "confirm_demand", of=(DemandVersion.objects, demand))


@router.put("/{number}/demands/{demand}", response=s.StandOut)
def correct_demand(request: StaffRequest, number: str, demand: int, body: s.DemandIn) -> Any:
    """Put right what was read wrongly: kind and sum."""
    return _do(request, number, "correct_demand", of=(DemandVersion.objects, demand), kind=body.kind, amount=body.amount)


@router.delete("/{number}/demands/{demand}", response=s.StandOut)
def strike_demand(request: StaffRequest, number: str, demand: int) -> Any:
    """Say that it was read wrongly, or is demanded no more."""
    return _do(request, number, "strike_demand", of=(DemandVersion.objects, demand))


@router.put("/{number}/demands/{demand}/cause", response=s.StandOut)
def record_cause(request: StaffRequest, number: str, demand: int, body: s.CauseIn) -> Any:
    """Record why the demand changed, in the customer's words."""
    return _do(request, number, "record_cause", of=(DemandVersion.objects, demand), **body.dict())


@router.post("/{number}/needs", response={201: s.StandOut})
def record_need(request: StaffRequest, number: str, body: s.NeedIn) -> Any:
    """Add a need that was not read."""
    return Status(201, _do(request, number, "record_need", **body.dict()))


@router.post("/{number}/needs/{need}/confirmation", response=s.StandOut)
def confirm_need(request: StaffRequest, number: str, need: int) -> Any:
    """Say that this does stand under the demands."""
    return _do(request, number, "confirm_need", of=(RankedNeed.objects, need))


@router.put("/{number}/needs/{need}/rank", response=s.StandOut)
def rank_need(request: StaffRequest, number: str, need: int, body: s.RankIn) -> Any:
    """Move a need one place up or down."""
    return _do(request, number, "rank_need", of=(RankedNeed.objects, need), up=body.up)


@router.delete("/{number}/needs/{need}", response=s.StandOut)
def strike_need(request: StaffRequest, number: str, need: int) -> Any:
    """Say that it was read wrongly."""
    return _do(request, number, "strike_need", of=(RankedNeed.objects, need))


@router.put("/{number}/view", response=s.StandOut)
def record_view(request: StaffRequest, number: str, body: s.ViewIn) -> Any:
    """Record which solution the customer has in mind."""
    return _do(request, number, "record_view", words=body.words)


@router.put("/{number}/expectation", response=s.StandOut)
def record_expectation(request: StaffRequest, number: str, body: s.ExpectationIn) -> Any:
    """Record what the customer expected and would be content with."""
    return _do(request, number, "record_expectation", **body.dict())


@router.put("/{number}/judgement", response=s.StandOut)
def judge_case(request: StaffRequest, number: str, body: s.JudgementIn) -> Any:
    """Judge the complaint and the demand, each with its grounds: the way follows."""
    return _do(request, number, "judge_case", judgement=actions.Judgement(**body.dict()))


@router.put("/{number}/judgement/notice", response=s.StandOut)
def record_notice(request: StaffRequest, number: str, body: s.NoticeIn) -> Any:
    """Say which reply told the customer that it cannot be solved."""
    case = case_for(request.user, number, "resolution.record_notice")
    message = case.messages.get(pk=min(body.message, ANY_ID))
    return _do(request, number, "record_notice", message=message)


@router.get("/{number}/aim", response=s.AimOut)
def view_aim(request: StaffRequest, number: str) -> Any:
    """Goal and bottom line of a case, for those who handle, lead or inspect it; 404 where none is set."""
    return case_for(request.user, number, "resolution.view_aim").aim


@router.put("/{number}/aim", response=s.AimOut)
def set_aim(request: StaffRequest, number: str, body: s.AimIn) -> Any:
    """Set goal and bottom line of a case and the most it may cost."""
    case = case_for(request.user, number, "resolution.set_aim")
    return actions.set_aim(case, actor=request.user, at=timezone.now(), **body.dict())


@router.post("/{number}/points", response={201: s.StandOut})
def shelve_point(request: StaffRequest, number: str, body: s.PointIn) -> Any:
    """Shelve a point until its owner takes it up again on a day."""
    fields = body.dict()
    fields["owner"] = Staff.objects.filter(username=body.owner).first()
    if fields["owner"] is None:
        raise Refused(_("“%(name)s” is nobody's user name.") % {"name": body.owner}, field="owner")
    if timezone.is_naive(body.back_at):
        fields["back_at"] = timezone.make_aware(body.back_at)
    return Status(201, _do(request, number, "shelve_point", **fields))


@router.post("/{number}/points/{point}/taking-up", response=s.StandOut)
def take_up_point(request: StaffRequest, number: str, point: int) -> Any:
    """Take a shelved point up again."""
    return _do(request, number, "take_up_point", of=(ShelvedPoint.objects, point))


@router.post("/{number}/points/{point}/settlement", response=s.StandOut)
def settle_point(request: StaffRequest, number: str, point: int) -> Any:
    """Say that a shelved point is settled."""
    return _do(request, number, "settle_point", of=(ShelvedPoint.objects, point))
