"""What an offer of a case says: worded by the engine from the facts of the case, and reviewed before anybody sees it.

Neither goal nor bottom line nor cost comes in here: what is not known cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Min

from dingxin.cases.readings import conversation_of, engine_for, last_messages
from dingxin.clocks.models import Clock, ClockState, Duty
from dingxin.clocks.queries import calendar_of
from dingxin.engine.model import CustomerTurn, Policy, Turn
from dingxin.engine.negotiation import Facts, Negotiation
from dingxin.knowledge.law import rules
from dingxin.playbook import load_book
from dingxin.resolution.citing import cite
from dingxin.resolution.models import Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.engine.model import Review
    from dingxin.knowledge.law import Rule
    from dingxin.resolution.models import Remedy, Stand

AT_ONCE = timedelta(hours=2)
HALF_AN_HOUR = timedelta(minutes=30)
REASON_CHARS = 80
NAMED = 2
DENIABLE = frozenset({"refund", "compensate", "replace", "repair", "cancel", "discipline", "hurry"})
"""What may have to be denied; an explanation, an apology or a call back never is."""

DENIED = ("policy", "law", "facts", "precedent")


class Worded(NamedTuple):
    """The wording of an offer, and the same part by part; no parts in the safe form."""

    wording: str
    parts: list[str]


@cache
def negotiation(language: str) -> Negotiation:
    """Give the words of negotiation in the language of a case, or of a page."""
    return Negotiation(load_book(_known(language), learned=False).tables["negotiation"])


@cache
def _demand_words(language: str) -> tuple[dict[str, str], str]:
    tables = load_book(language, learned=False).tables
    return tables["guide"]["demands"], tables["wording"]["lines"].get("or", "、")


def _known(language: str) -> str:
    return "en" if language.startswith("en") else "zh"


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said in a case, read: needs and demands in the order in which they were said most, and how it feels."""

    needs: tuple[str, ...]
    demands: tuple[str, ...]
    feel: str


class Voice:
    """Words the offers of one case; made anew for each deck, for the conversation goes on."""

    def __init__(self, case: Case, *, at: datetime, explain: str = "", speaker: Staff | None = None) -> None:
        """Read the conversation; ``explain`` is the language of the reasons of findings, ``speaker`` who deals the options."""
        self.case = case
        self._own = speaker is not None and speaker.leads and speaker.pk == (case.handler_id or case.owner_id)
        self.language = _known(case.language)
        self.words = negotiation(self.language)
        self._engine = engine_for(case.industry, explain)
        self._conversation = conversation_of(case, last_messages(case))
        self._calendar = calendar_of(case.branch)
        self._now = at.astimezone(self._calendar.zone)

    def talk(self) -> Talk:
        """Read what was said."""
        reading = self._engine.read(self._conversation)
        turns = [turn for turn in reading.turns if isinstance(turn, CustomerTurn)]
        lines = self._engine.reader(self._conversation).replies.lines
        feel = lines.feeling(self._conversation, reading.emotion_peak) if self.language == "zh" else ""
        feel = self.words.felt(lines.trouble(self._conversation), feel)
        needs = _most_said([need for turn in turns for need in turn.needs])
        return Talk(needs, _most_said([demand for turn in turns for demand in turn.demands]), feel)

    @property
    def matter(self) -> str:
        """What the case is about: title, product and the customer's words, in small letters."""
        said = [turn.text for turn in self._conversation.turns if turn.speaker == "customer"]
        return "\n".join([self.case.title, self.case.product, *said]).lower()

    def due(self, days: int) -> datetime:
        """Give the time by which a remedy that takes so many working days is done; none means within two hours, at any hour.

        It is never later than the case has to be answered: a later time is nobody's to give.
        """
        due = self._calendar.add_days(self._now, days) if days else self._soon
        return min(due, self._latest) if self._latest else due

    @cached_property
    def _soon(self) -> datetime:
        soon = self._now + AT_ONCE  # who has no bed tonight cannot wait for the office to open
        over = timedelta(minutes=soon.minute % 30, seconds=soon.second, microseconds=soon.microsecond)
        return soon + (HALF_AN_HOUR - over if over else over)

    @cached_property
    def _latest(self) -> datetime | None:
        """The earliest time by which the case has to be answered or resolved, where there is time left to do anything by then."""
        running = Clock.objects.filter(case=self.case, state=ClockState.RUNNING, duty__in=[Duty.ANSWER, Duty.RESOLUTION])
        first = running.aggregate(first=Min("due"))["first"]
        return first.astimezone(self._calendar.zone) if first and first >= self._soon else None

    def facts(
        self, remedy: Remedy, amount: Decimal, stand: Stand, talk: Talk, *, further: bool = False, demands: Sequence[str] = ()
    ) -> Facts:
        """Give what the words of an offer are made of; ``further``: on the ladder it follows one that gave as much or more."""
        english = self.language == "en"
        return Facts(
            way=Way(stand.way).value, step=1 + further, amount=amount, due=self.due(remedy.days), now=self._now,
            offer=self._offer(remedy),
            name=remedy.name_en if english and remedy.name_en else remedy.name,
            product=self.case.product, industry=self.case.industry, feel=talk.feel, reason=reason_for(stand, self.language),
            demand=self.demand(denied(demands or talk.demands, remedy)),
        )  # fmt: skip

    def _offer(self, remedy: Remedy) -> str:
        """Give the wording of a remedy: a manager who handles the case says themselves what others say of the manager."""
        own, plain = (remedy.wording_own, remedy.wording)
        if self.language == "en" and remedy.wording_en:
            own, plain = (remedy.wording_own_en, remedy.wording_en)
        return own if self._own and own else plain

    def demand(self, kinds: Sequence[str]) -> str:
        """Give what is demanded as a clause in the language of the case."""
        words, joint = _demand_words(self.language)
        return joint.join(words[kind] for kind in kinds[:NAMED] if kind in words)

    def word(self, facts: Facts) -> Worded:
        """Word an offer: as it is meant where the review finds nothing, or plainer, or in the safe form."""
        for given in _plainer(facts):
            wording = self.words.wording(given)
            if not self.review(wording).faults:
                return Worded(wording, self.words.steps(given))
        return Worded(self.words.wording(replace(facts, feel=""), safe=True), [])

    def review(self, text: str) -> Review:
        """Judge a wording as a reply in this conversation; what its sender may promise is the gate's business."""
        draft = Turn("agent", text, self._now)
        return self._engine.review(self._conversation, draft, Policy(industry=self.case.industry), self._calendar)


def denied(demands: Sequence[str], remedy: Remedy) -> list[str]:
    """Give what a remedy leaves unmet of what is demanded: all of it where it gives only a part."""
    whole = remedy.share == 1 or not (remedy.share or remedy.worth)
    met = set(remedy.demands) if whole else set()
    return [kind for kind in demands if kind in DENIABLE and kind not in met]


def _plainer(facts: Facts) -> Iterator[Facts]:
    """Give the facts as they are, then without what people said or noted, which may hold what must not be repeated."""
    yield facts
    yield replace(facts, reason="")
    yield replace(facts, reason="", feel="", product="")


def reason_for(stand: Stand, language: str) -> str:
    """Give why a demand cannot be met, as staff noted it: the firm's policy first, then law, facts and precedent.

    A rule of law is named with its statute, article and the day since when it is in force.
    """
    noted = [item for item in stand.grounds if item.get("of") == "demand" and (item.get("words") or item.get("ref") in rules())]
    ranked = sorted(noted, key=lambda item: DENIED.index(item["ground"]) if item.get("ground") in DENIED else len(DENIED))
    if not ranked:
        return ""
    words = " ".join(str(ranked[0].get("words", "")).split())
    if (rule := rules().get(str(ranked[0].get("ref", "")))) is not None:
        return _cited(rule, words if len(words) <= REASON_CHARS else "", language)
    return words if len(words) <= REASON_CHARS else ""


def _cited(rule: Rule, words: str, language: str) -> str:
    table = load_book(_known(language), learned=False).tables["negotiation"]
    return cite(rule, table["law"], table["law_names"], english=_known(language) == "en", words=words)


def _most_said(kinds: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(kinds), key=lambda kind: (-kinds.count(kind), kinds.index(kind))))
