"""What of clocks, promises and policies goes into the API and comes out of it."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it

from ninja import Field, Schema

from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it

MOST = 2**31 - 1


class ClockOut(Schema):
    """A clock of a case. ``basis`` is who set it: house, law or hand; ``limit`` the id of the limit of law it follows."""

    id: int
    duty: str
    basis: str
    limit: str
    state: str
    note: str
    started_at: datetime
    due: datetime
    warn_at: datetime | None
    warned_at: datetime | None
    breached_at: datetime | None
    paused_at: datetime | None
    pause_cause: str
    stopped_at: datetime | None


class StartClock(Schema):
    """A clock by hand: so many of a unit, a limit of law, or until ``due``; ``since`` is when its time began."""

    duty: Words
    amount: int = Field(0, ge=0, le=MOST)
    unit: Words = ""
    limit: Words = ""
    due: datetime | None = None
    since: datetime | None = None
    note: Words = ""


class PauseClock(Schema):
    """What a clock waits for (customer, shelved), and until when at the latest."""

    cause: Words
    until: datetime | None = None


class StopClock(Schema):
    """``needless`` says that nobody needs it any more; otherwise the customer has had what it counts to."""

    needless: bool = False


class RebaseClock(Schema):
    """Another due time, and why: agreed, outside or mistake."""

    due: datetime
    why: Words


class WithdrawPromise(Schema):
    """The customer's words that take a promise off us."""

    consent: Words


class OwedPromise(Schema):
    """A promise the customer still waits for, with its case."""

    id: int
    case: str = Field(alias="case.number")
    text: str
    due: datetime
    state: str
    made_by: str = Field(alias="made_by.username")


class KeptOut(Schema):
    """How promises fell out; ``rate`` is the share kept in time, in percent."""

    name: str
    kept: int
    late: int
    broken: int
    withdrawn: int
    open: int
    rate: int | None


class TermOut(Schema):
    """A term of a policy."""

    id: int
    duty: str
    starts: str
    after: int | None = Field(None, alias="after_id")
    amount: int
    unit: str
    warn_percent: int
    pausable: bool
    limit: str


class PolicyOut(Schema):
    """A policy with the terms in force."""

    id: int
    name: str
    position: int
    by_law: bool
    change: str
    conditions: dict[str, list[str]]
    is_active: bool
    terms: list[TermOut]

    @staticmethod
    def resolve_terms(policy: object) -> list[object]:
        """Leave out what was taken out."""
        terms = policy.terms.all()  # type: ignore[attr-defined]  # a Policy, or what stands for one
        return [term for term in terms if not term.removed]


class TermIn(Schema):
    """A term as it is given: with ``id`` one that is there, without it a new one."""

    duty: Words
    starts: Words = "opened"
    amount: int = Field(0, ge=0, le=MOST)
    unit: Words = ""
    warn_percent: int = Field(25, ge=0, le=99)
    pausable: bool = False
    limit: Words = ""
    after: int | None = None
    id: int = 0


class PolicyIn(Schema):
    """A policy; of a change what is left out stays, and ``terms`` are all it has from then on."""

    name: Words | None = None
    position: int | None = Field(None, ge=0, le=MOST)
    by_law: bool | None = None
    change: Words | None = None
    conditions: dict[Words, list[Words]] | None = None
    is_active: bool | None = None
    terms: list[TermIn] | None = None


class MovedOut(Schema):
    """A clock that would move."""

    clock: int
    case: str
    duty: str
    due: datetime
    moved_to: datetime


class TrialOut(Schema):
    """What a policy would move: how many clocks of how many looked at, and the first of them."""

    number: int
    looked_at: int
    all: bool
    shown: list[MovedOut]


class JurisdictionIn(Schema):
    """Whose law a branch stands under, as in CN-41; empty: China's alone."""

    code: Words


class LimitOut(Schema):
    """A limit of time set by law; ``verified`` says whether it was read in the text of the law."""

    id: str
    name: str
    name_en: str
    trigger: str
    obliged: str
    amount: int
    unit: str
    jurisdiction: str
    statute: str
    article: str
    effective: str
    verified: bool
    note: str
