"""Everything that a resolution is made of, by noun."""

from dingxin.resolution.models.agreement import Against, Agreement, AgreementState, Choice, Obligation, ObligationState
from dingxin.resolution.models.authority import Approval, ApprovalState, Budget, Limit, Period
from dingxin.resolution.models.deck import MOST_SHARE, Objection, ObjectionReason, Option, OptionState, Remedy, RemedyKind, alike
from dingxin.resolution.models.ledger import Account, AccountKind, Entry, EntryKind, Posting
from dingxin.resolution.models.stand import (
    Aim,
    ChangeCause,
    DemandVersion,
    Hearing,
    RankedNeed,
    Reasonable,
    ShelfState,
    ShelvedPoint,
    Stand,
    Standing,
    Way,
    WhoseFault,
)

__all__ = [
    "MOST_SHARE",
    "Account",
    "AccountKind",
    "Against",
    "Agreement",
    "AgreementState",
    "Aim",
    "Approval",
    "ApprovalState",
    "Budget",
    "ChangeCause",
    "Choice",
    "DemandVersion",
    "Entry",
    "EntryKind",
    "Hearing",
    "Limit",
    "Objection",
    "ObjectionReason",
    "Obligation",
    "ObligationState",
    "Option",
    "OptionState",
    "Period",
    "Posting",
    "RankedNeed",
    "Reasonable",
    "Remedy",
    "RemedyKind",
    "ShelfState",
    "ShelvedPoint",
    "Stand",
    "Standing",
    "Way",
    "WhoseFault",
    "alike",
]
