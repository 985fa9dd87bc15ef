"""What the events of a resolution, of evidence and of service recovery may carry: ids, states and numbers only."""

from __future__ import annotations

from typing import TypedDict


class EntryRef(TypedDict):
    """One movement of money, by id."""

    entry: int


class CasePayment(TypedDict):
    """Money of a case that moved, by its entry; ``refund`` says how much of its refunds the customer then has.

    It is empty where the money is of no refund, else ``owed``, ``part`` or ``full``.
    """

    entry: int
    refund: str


class ApprovalRef(TypedDict):
    """A request for an approval and whom it is asked of."""

    approval: int
    to: int


class OptionChosen(TypedDict):
    """Which option the customer chose of those offered side by side, and the message in which they said so."""

    option: int
    message: int


class AgreementConfirmed(TypedDict):
    """An agreement, the options it accepts, what is owed by it, and the agreement it replaces (0: none).

    ``refund`` is empty where no money goes back to the customer by it, else ``owed``, ``part`` or ``full``; ``gone`` where one
    that gave money back is replaced.
    """

    id: int
    options: list[int]
    obligations: list[int]
    replaces: int
    refund: str


class Settled(TypedDict):
    """An agreement or an obligation, and what became of it."""

    id: int
    state: str


class EvidenceAdded(TypedDict):
    """A piece of evidence: its size in bytes and the SHA-256 of its content."""

    id: int
    size: int
    digest: str


class EvidenceExported(TypedDict):
    """How many pieces of evidence were taken along."""

    items: int


class RunStarted(TypedDict):
    """A service recovery, by which plan, and the batch it belongs to (0: none)."""

    id: int
    plan: int
    batch: int


class RunStepSettled(TypedDict):
    """A part of a service recovery and what became of it."""

    id: int
    part: str
    outcome: str


class RunEnded(TypedDict):
    """A service recovery that came to its end: done, or ended early."""

    id: int
    outcome: str


class BatchStarted(TypedDict):
    """A recovery for many: its incident and how many customers are in it."""

    id: int
    incident: int
    customers: int


class BatchEnded(TypedDict):
    """A recovery for many that ended: how many customers were told, and how many could not be."""

    id: int
    told: int
    refused: int


class CommitmentInvoked(TypedDict):
    """A commitment called in for a case, the clock it started and the option it gave (0: none)."""

    id: int
    commitment: int
    clock: int
    option: int


class DemandChanged(TypedDict):
    """A demand that became another one, and the one before."""

    id: int
    former: int


class CauseRecorded(TypedDict):
    """A changed demand and why it changed."""

    id: int
    cause: str


class NeedRanked(TypedDict):
    """A need and the place it was moved to."""

    id: int
    rank: int


class Judged(TypedDict):
    """The judgements on a case, and the way they open."""

    complaint: str
    demand: str
    fault: str
    way: str


class OptionsPresented(TypedDict):
    """The options that left with a reply."""

    options: list[int]
    message: int


class Objected(TypedDict):
    """An option the customer did not take, and what kind of reason they had."""

    id: int
    reason: str
