"""Faults in what staff say or are about to say (C1-C22): patterns of the playbook, weighed in the situation they are said in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from dingxin.engine.components.clauses import ClauseJudge, Judged
from dingxin.engine.components.faults_duty import UPSET, duties, excused, spare, takes_up
from dingxin.engine.components.faults_jargon import Jargon
from dingxin.engine.components.faults_patterns import LONGEST, Match, PatternBook, compiled
from dingxin.engine.components.normalise import punctuated
from dingxin.engine.model import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dingxin.engine.book import Book, Table
    from dingxin.engine.components.normalise import Normal
    from dingxin.engine.model import Personal

STOPPING = frozenset({"abuse", "privacy", "unapproved"})
"""What must not leave at all; ``unapproved`` is a promise of money beyond what the sender may promise."""

DOUBTFUL = frozenset({"bare_no", "pass_buck", "vague_time", "early_admission", "bare_offer", "blame", "taboo"})
"""What a pattern takes for a fault at times, blind to the words around it. An insult stays one in the kindest reply."""

REPORTED = {"unapproved": "blind_promise", "vague_try": "vague_time", "no_say": "pass_buck", "curt": "perfunctory"}
"""Patterns that are kept apart while they are weighed, and the kind under which they are reported."""

MOST = 100
"""Findings reported for one text, the first in it; more would help nobody to write it better."""

WHOLE = 60
"""Characters from which a finding speaks of the whole text, not of its words."""

BRIEF = 28
"""Characters under which an answer is too short to be cold."""

REMEMBERED = 64
"""Texts whose signs are kept."""

SOOTHING = frozenset({"empathy", "apology"})
"""Acts that answer a feeling."""

TONE = (
    "abuse",
    "privacy",
    "blind_promise",
    "early_admission",
    "emotional_refusal",
    "interrupt",
    "provocative",
    "pass_buck",
    "taboo",
    "blame",
)
"""Of these only the first is reported for the same words: they judge one and the same thing."""


@dataclass(slots=True)
class Situation:
    """What the words of the staff answer to; judged with what came before only.

    ``emotion`` is the customer's strongest feeling that nobody has answered yet, ``latest`` that of their last turn; ``open``
    tells whether a problem is open, None where nothing is known; ``checked`` whether staff have said that they checked the
    facts; ``words`` are abbreviations and numbers the customer used; ``closed`` that staff's last turn was a closed question
    and the answer was no; ``content`` that the customer's latest words are those of somebody content; ``limit`` the highest
    amount in yuan that may be promised, None where unknown; ``public`` that everybody reads it;
    ``said`` are the customer's latest words; ``asked`` what the latest yes-or-no question of theirs is about; ``answer`` that a
    plain answer is all they wait for.
    """

    emotion: int = 0
    latest: int = 0
    open: bool | None = None
    checked: bool = False
    closed: bool = False
    content: bool = False
    answer: bool = False
    said: str = ""
    asked: str = ""
    words: set[str] = field(default_factory=set)
    limit: float | None = None
    public: bool = False


class Draft(NamedTuple):
    """A text of the staff with what was found in it: matches by name, in order, and acts where they were read."""

    text: str
    found: Mapping[str, list[Match]]
    personal: Sequence[Personal]
    acts: frozenset[str] = frozenset()

    @property
    def warm(self) -> bool:
        """Tell whether it answers the customer's feeling, by its words or by the acts that were read in it."""
        return self.has("apology", "empathy", "feeling") or not SOOTHING.isdisjoint(self.acts)

    def has(self, *names: str) -> bool:
        """Tell whether one of these signs or patterns was found."""
        return any(name in self.found for name in names)


class FaultRules:
    """The rules of a playbook for the words of the staff; built once, safe to share between threads."""

    def __init__(self, book: Book) -> None:
        """Compile patterns, signs and glossary of a pack."""
        tables = [table for name, table in book.tables.items() if name.startswith("faults")]
        words = {key: word for table in tables for key, word in table.get("words", {}).items()}
        groups = [group for table in tables for key in ("pattern", "sign") for group in table.get(key, ())]
        model = book.model
        self._patterns = book.once("faults", lambda: PatternBook([_spelled(group, words) for group in groups], words))
        self.jargon = Jargon(book.tables.get("rules", {}).get("plain", {}), _glossary(book))
        self._clauses = book.once("clauses", lambda: ClauseJudge(model)) if model and "clause_labels" in model else None
        cues = [table["question"]["cue"] for table in tables if "question" in table]
        self._asked = [compiled(cue, words) for cue in cues]
        self._heard: dict[str, Draft] = {}
        self._rules: Mapping[str, Table] = book.wording.get("rules", {}).get("rule", {})

    def hear(self, text: str, personal: Sequence[Personal] = ()) -> Draft:
        """Find every sign and pattern in a text in normal form; remembered, for a review hears a text several times."""
        heard = self._heard.get(text)
        if heard is None:
            plain = punctuated(text.replace("’", "'"))
            found: dict[str, list[Match]] = {}
            for match in self._patterns.find(plain):
                found.setdefault(match.name, []).append(match)
            heard = Draft(plain, found, ())
            if len(self._heard) >= REMEMBERED:
                self._heard.clear()
            self._heard[text] = heard
        return heard._replace(personal=personal) if personal else heard

    def asked(self, text: str) -> str:
        """Give what a yes-or-no question in the customer's words is about, in normal form; empty where they put none."""
        hits = (hit for cue in self._asked if (hit := cue.search(text, 0, LONGEST)))
        return next((hit[1] for hit in hits), "")

    def judge(self, draft: Draft, situation: Situation, normal: Normal, *, said: bool = False) -> tuple[Fault, ...]:
        """Give the faults of a draft in this situation, in the order of their places in the text as given.

        What was ``said`` already is judged by rules alone, what is yet to be said also by what it reads like: that warns,
        and stops nobody.
        """
        matches = [*spare(draft, situation), *self.jargon.find(draft.text, situation.words), *duties(draft, situation)]
        judged = self._clauses.judge(draft.text, situation.latest) if self._clauses and not said else Judged()
        matches = [match for match in matches if match.name not in DOUBTFUL or not judged.clears(match.start, match.end)]
        matches += _whole(draft, situation, judged.whole, matches)
        likely = [match for match in judged.likely if not excused(match.name, draft, situation)]
        faults = [self._fault(match, normal) for match in _chosen(matches)]
        faults += [replace(self._fault(match, normal), weight="warn") for match in _unseen(likely, matches)]
        return tuple(sorted(faults, key=lambda fault: (fault.start, fault.end, fault.kind)))

    def fault(self, kind: str, start: int, end: int, say: str | None = None, *, stop: bool = False) -> Fault:
        """Give a fault of that kind at a span of the text as given."""
        rule = self._rules.get(kind) or self._rules.get(REPORTED.get(kind, kind), {})
        return Fault(
            kind=REPORTED.get(kind, kind),
            rule=rule.get("rule", ""),
            start=start,
            end=end,
            why=rule.get("why", ""),
            rewrite=say,
            principle=rule.get("principle", ""),
            weight="stop" if stop or kind in STOPPING else "warn",
        )

    def _fault(self, match: Match, normal: Normal) -> Fault:
        start, end = normal.span(match.start, match.end)
        return self.fault(match.name, start, end, match.say)


def _glossary(book: Book) -> Table:
    """Give the industry's glossary: its words are those of Chinese trades, and “am” is no lobby manager in English."""
    return book.industry if book.language == "zh" else {"known": book.industry.get("known", ())}


def _spelled(group: Table, words: Mapping[str, str]) -> Table:
    """Put the word lists into what a pattern says."""
    say = group.get("say")
    for key, word in words.items():
        if say and f"%{key}%" in say:
            say = say.replace(f"%{key}%", word)
    return {**group, "say": say} if say is not None else group


def _chosen(matches: Iterable[Match]) -> Iterator[Match]:
    """Leave out what another finding of the same words already says."""
    taken: list[Match] = []
    first = sorted(set(matches), key=lambda match: (match.start, -match.end, match.name))[:MOST]
    ranked = sorted(first, key=lambda match: (_rank(match.name), -(match.end - match.start), match.start, match.say or ""))
    for match in ranked:
        rivals = (other for other in taken if other.start < match.end and match.start < other.end)
        if any(_kind(other) == _kind(match) or (_toned(other.name) and _toned(match.name)) for other in rivals):
            continue
        taken.append(match)
    yield from taken


def _whole(draft: Draft, situation: Situation, kind: str, matches: Iterable[Match]) -> list[Match]:
    """Give the fault of that kind that lies in the whole text, unless a rule has named it or the situation speaks against it."""
    if not kind or _answers(draft, situation, kind) or any(match.name == kind for match in matches):
        return []
    return [Match(kind, len(draft.text) - len(draft.text.lstrip()), len(draft.text.rstrip()), None)]


def _answers(draft: Draft, situation: Situation, kind: str) -> bool:
    """Tell whether a draft that reads like a fault of the whole does answer this customer.

    A plain question can be ignored as a complaint can, and information about another matter has its times as well: only who
    takes up the customer's words or feeling, or says what is ahead, has heard them. A short straight answer is not cold.
    """
    if kind == "ignore":
        return situation.content or draft.warm or draft.has("ahead") or takes_up(draft.text, situation.said)
    if situation.open is False:
        return True
    if kind != "cold_solution":
        return draft.has("time")
    if situation.content or draft.warm or situation.emotion < UPSET or len(draft.text) < BRIEF:
        return True
    return draft.has("time") and situation.latest < UPSET


def _unseen(likely: Iterable[Match], matches: Sequence[Match]) -> Iterator[Match]:
    """Leave out the likely faults in words that another finding already names."""
    named = [match for match in matches if match.end - match.start < WHOLE]
    yield from (match for match in likely if not any(one.start < match.end and match.start < one.end for one in named))


def _kind(match: Match) -> str:
    return REPORTED.get(match.name, match.name)


def _toned(name: str) -> bool:
    return name in TONE or name == "unapproved"


def _rank(name: str) -> int:
    return -1 if name == "unapproved" else TONE.index(name) if name in TONE else len(TONE)
