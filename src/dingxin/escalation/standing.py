"""Where a case stands on the ladder, how near the next rung is, and what we must be able to prove there by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dingxin.audit.kinds import Kind
from dingxin.cases.models import FactState, Grade, MessageKind
from dingxin.cases.states import State
from dingxin.clocks.law import limits
from dingxin.clocks.models import PromiseState
from dingxin.clocks.queries import calendar_of
from dingxin.clocks.terms import due_after
from dingxin.escalation.queries import climbs, rungs_for
from dingxin.knowledge.law import rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dingxin.cases.models import Case, Message
    from dingxin.clocks.law import Limit
    from dingxin.clocks.worktime import WorkCalendar
    from dingxin.escalation.models import Escalation, Rung
    from dingxin.knowledge.law import Rule

NEAR, LIKELY, HERE = 1, 2, 3
LAPSES = (Kind.CLOCK_BREACHED, Kind.PROMISE_BROKEN)
ANSWERS = {"solve", "options", "report", "explain", "refuse"}  # acts of a reply that says more than that we look into it
WAYS = re.compile("123(?:15|45|00|05)|申诉|消协|消费者协会|仲裁|起诉|诉讼|调解|ombudsman|mediation|arbitration", re.IGNORECASE)


class Check(StrEnum):
    """What the product can say of a proof by itself."""

    THERE = "there"
    LACKING = "lacking"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Proof:
    """Something we must be able to prove: the words, what can be seen of it, by when it had or has to be so, and the rules."""

    words: str
    check: Check
    by: datetime | None
    rules: list[Rule]


@dataclass(frozen=True, slots=True)
class Step:
    """A rung as a case sees it. ``nearness`` is 0 to 3 (what speaks for it is in ``reasons``); ``open_from`` when it opens."""

    rung: Rung
    here: bool
    climbed: bool
    nearness: int
    reasons: list[str]
    open_from: datetime | None
    bring: list[str]
    proofs: list[Proof]
    limits: list[Limit]


@dataclass(frozen=True, slots=True)
class Standing:
    """The ladder of a case: its rungs, the one it stands on, the next one, the outside one that is nearest, and the climbs."""

    steps: list[Step]
    here: Step
    next: Step | None
    threat: Step | None
    climbs: list[Escalation]


def standing_of(case: Case, messages: Sequence[Message], *, at: datetime) -> Standing:
    """Shape the ladder for a case; ``messages`` are its last words, oldest first. A fixed number of queries."""
    climbed = list(climbs(case))
    top = max((climb.rung.position for climb in climbed), default=0)
    rungs = rungs_for(case)
    reached = {climb.rung_id for climb in climbed}
    here = next((rung for rung in reversed(rungs) if rung.position <= top), rungs[0] if rungs else None)
    look = _Look(case, messages, at)
    steps = [look.step(rung, here=rung == here, climbed=rung.pk in reached) for rung in rungs]
    above = [step for step in steps if step.rung.position > top and not step.here]
    outside = [step for step in above if step.rung.is_outside]
    return Standing(
        steps=steps,
        here=next(step for step in steps if step.here),
        next=above[0] if above else None,
        threat=max(outside, key=lambda step: step.nearness, default=None),
        climbs=climbed,
    )


class _Look:
    """A case looked at once, for all rungs."""

    def __init__(self, case: Case, messages: Sequence[Message], at: datetime) -> None:
        self.case, self.at = case, at
        self.calendar: WorkCalendar = calendar_of(case.branch)
        self.ours = [message for message in messages if message.kind == MessageKind.AGENT]
        self.risks = {risk for message in messages for risk in message.reading.get("risks", [])}
        told = list(case.events.filter(kind__in=[*LAPSES, Kind.CASE_RESOLVED]).order_by("seq").values_list("kind", "at"))
        self.lapses = sum(kind in LAPSES for kind, _at in told)
        self.resolved_at = max((at for kind, at in told if kind == Kind.CASE_RESOLVED), default=None)
        self.answered_at = min(
            (message.at for message in self.ours if ANSWERS & set(message.reading.get("acts", []))), default=None
        )
        place = getattr(case.branch, "jurisdiction", None)
        self.place = place.code if place else ""
        self.promises = set(case.promises.values_list("state", flat=True))
        self.facts = set(case.facts.exclude(state=FactState.REJECTED).values_list("state", flat=True))
        self.zh = (get_language() or "zh").startswith("zh")

    def step(self, rung: Rung, *, here: bool, climbed: bool) -> Step:
        opens = self._end(limits().get(rung.reach))
        nearness, reasons = self._nearness(rung, opens)
        return Step(
            rung=rung, here=here, climbed=climbed, nearness=HERE if climbed else nearness, reasons=reasons, open_from=opens,
            bring=[self._words(line) for line in rung.bring],
            proofs=[self._proof(line) for line in rung.proof],
            limits=[limits()[name] for name in rung.limits if name in limits()],
        )  # fmt: skip

    def _words(self, line: dict[str, Any]) -> str:
        return str(line["zh"] if self.zh else line.get("en") or line["zh"])

    def _nearness(self, rung: Rung, opens: datetime | None) -> tuple[int, list[str]]:
        """Say how near a rung is: named by the customer, opened by law, urged by grade or by times of ours that passed."""
        found: list[tuple[int, str]] = []
        if named := self.risks & set(rung.signals):
            found.append((HERE if len(named) > 1 or self._serious else LIKELY, _("the customer speaks of going there")))
        if self._serious:
            found.append((LIKELY, _("the complaint is serious")))
        if self.lapses:
            found.append((LIKELY if self.lapses > 1 else NEAR, _("%(n)d times of ours have passed") % {"n": self.lapses}))
        if rung.is_outside and opens and self._unsettled:
            when = date_format(timezone.localtime(opens), "SHORT_DATETIME_FORMAT")
            told = _("open to the customer since %(when)s") if opens <= self.at else _("open to the customer from %(when)s")
            found.append((LIKELY if opens <= self.at else 0, told % {"when": when}))
        return max((weight for weight, _why in found), default=0), [why for _weight, why in found]

    @property
    def _serious(self) -> bool:
        return self.case.grade == Grade.SERIOUS

    @property
    def _unsettled(self) -> bool:
        return self.case.state in {State.OPEN, State.WAITING}

    def _proof(self, line: dict[str, Any]) -> Proof:
        kind, _colon, name = line.get("check", "").partition(":")
        by = self._ours_end(name) if name else None
        known = rules()
        return Proof(
            self._words(line), self._check(kind, by), by, [known[rule] for rule in line.get("rules", []) if rule in known]
        )

    def _check(self, kind: str, by: datetime | None) -> Check:
        checks = {
            "received": True,
            "replies": bool(self.ours),
            "promises": not {PromiseState.OPEN, PromiseState.BROKEN} & self.promises,
            "facts": bool(self.facts) and FactState.READ not in self.facts,
            "ways": any(WAYS.search(message.text) for message in self.ours),
            "answered": _in_time(self.answered_at, by),
            "settled": not self._unsettled and _in_time(self.resolved_at, by),
        }
        return Check.LOOK if kind not in checks else Check.THERE if checks[kind] else Check.LACKING

    def _ours_end(self, name: str) -> datetime | None:
        """Give when a limit of law is over for us: the national one, or that of our province where it is earlier."""
        own = [limit for limit in limits().values() if limit.id.startswith(f"{name}-") and limit.jurisdiction == self.place]
        ends = (self._end(limit) for limit in (limits().get(name), *own))
        return min((end for end in ends if end), default=None)

    def _end(self, limit: Limit | None) -> datetime | None:
        """Give when a limit of law is over, counted from the complaint."""
        if limit is None or not limit.is_clock:
            return None
        return due_after(timezone.localtime(self.case.opened_at), limit.amount, limit.unit, self.calendar)


def _in_time(done: datetime | None, by: datetime | None) -> bool:
    return done is not None and (by is None or done <= by)
