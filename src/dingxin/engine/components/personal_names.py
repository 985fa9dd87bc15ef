"""Names of people (C22): surname and title as one (王先生), full names without the title, names after a cue and in lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from dingxin.engine.components.personal_bare import BareNames, letters
from dingxin.engine.components.personal_foreign import dotted, filled_in, free_after, free_before, latin_after
from dingxin.engine.components.personal_rows import labelled, rows
from dingxin.engine.components.personal_words import WordSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from typing import Any

    from dingxin.engine.components.personal_numbers import Span

_HAN = re.compile("[㐀-䶿一-鿿]")
_LIST = re.compile("[、,，/和与及 ]{1,2}")
_CONNECT = re.compile(
    r"(?:上?的?(?:名字)?(?:改|写|填|登记|换|变|留)?的?[成为是]|写的?|显示(?:的?是|为)?|[:：]| ?[是为叫] ?| ){0,2}"
)
_ENDED = re.compile("[^㐀-鿿]|$|件人?[^㐀-鿿]")
_BEHIND_NUMBER = re.compile(r"[ ,，]?[（(]? ?(?P<name>[㐀-鿿]{2,4})(?=[）)]|[，。,]|$)")
_SIGNED = re.compile(r"(?:——|\n) {0,4}(?P<name>[㐀-鿿]{3,4}) {0,4}(?:[敬谨]上 {0,4})?(?=\n|$|20[0-9]{2} ?[年./-])")
_CLOSED = re.compile(r"[祺安礼谢利快][！!。.，, \n]{1,3}(?P<name>[㐀-鿿]{2,4})[。. \n]{0,3}$")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BEFORE_NUMBER = re.compile(r"[ ,，:：/;；、|]{0,2}(?:手机号?码?|联系电话|电话)?[:：]? ?$")
_ENDS_OF_PLACES = frozenset("路街区县市镇村店厅省乡")
_LEADS = frozenset("系服表找跟和给被让的是叫姓位好们请问向由与么致个")
_LEADS_TO_TAKER = _LEADS | frozenset("用以在由替帮下户员妈爸友")
_JOINS = frozenset(" 上的名改写填登换变留显是为叫成：:")
LONGEST = 4
_TAIL = 12
_CLOSERS = frozenset("祺安礼谢利快")


def _automaton(words: Sequence[str]) -> AhoCorasick | None:
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest, store_patterns=False) if words else None


class Names:
    """Finds names with the playbook's table of people."""

    def __init__(self, table: Mapping[str, Any], places: AbstractSet[str] = frozenset()) -> None:
        """Build the automaton; an empty table finds no names. ``places`` are never names of people."""
        self._places, self._cities = places, tuple(places)
        self._take_characters(table)
        self._take_words(table)
        self._bare = BareNames(table, places)
        kinds = (self._titles, self._cues, self._strong | self._first, self._takes, self._compound)
        self._words = sorted(frozenset().union(*kinds))
        self._roles = [(word, *(word in kind for kind in kinds)) for word in self._words]
        self._automaton = _automaton(self._words)

    def _take_characters(self, table: Mapping[str, Any]) -> None:
        self._single, self._given = letters(table, "surnames"), letters(table, "given")
        self._rare, self._frequent = letters(table, "rare"), letters(table, "frequent")
        self._sure_given, self._plain = letters(table, "sure_given"), letters(table, "plain")
        self._foreign = letters(table, "foreign")
        self._halves = self._foreign | letters(table, "sounds")
        self._any_sound = self._foreign | self._given | self._single
        self._ends = letters(table, "not_given")
        self._after_short = frozenset(table.get("after_short", ""))
        self._compound = frozenset(table.get("compound", ()))
        self._starts = self._single | self._rare | {name[0] for name in self._compound}
        self._seconds = self._given | {name[1] for name in self._compound}
        self._closes = self._single | self._seconds
        self._sounds = self._closes | self._halves

    def _take_words(self, table: Mapping[str, Any]) -> None:
        self._sure = frozenset(table.get("sure_titles", ()))
        self._not_surnames, self._not_names = WordSet(table.get("not_surnames", ())), WordSet(table.get("not_names", ()))
        self._others = self._places | frozenset(table.get("not_names", ()))
        self._short = frozenset(table.get("short_titles", ()))
        self._title_set = WordSet(table.get("titles", ()))
        self._titles = self._short.union(table.get("titles", ()))
        self._own, self._first = frozenset(table.get("own_cues", ())), frozenset(table.get("first_cues", ()))
        self._strong = self._own.union(table.get("cues", ()))
        self._cues = self._strong.union(table.get("weak_cues", ()))
        self._cue_ends = WordSet(self._cues)
        self._takes = frozenset(table.get("takes", ()))
        self._shops, self._brands = WordSet(table.get("shops", ())), WordSet(table.get("brands", ()))
        self._no_one = WordSet((*table.get("no_one", ()), *table.get("not_names", ()), *self._cues, *self._titles))
        self._does = WordSet(table.get("after_names", ()))
        self._does_long = WordSet(word for word in table.get("after_names", ()) if len(word) > 1)

    def find(self, text: str, phones: Sequence[tuple[int, int]] = ()) -> list[Span]:
        """Give the names in a normal text; overlapping ones are left to the caller. ``phones`` are where mobile numbers stand."""
        halves = self._foreign and ("·" in text or "•" in text or "・" in text)
        found: list[Span] = [*dotted(text, self._halves, self._cities)] if halves else []
        for index, start, end in self._signs(text):
            word, title, cue, free, takes, wide = self._roles[index]
            if title and text[start - 1 : start] in (self._sounds if word in self._sure else self._closes):
                found += self._titled(text, word, start, end)
            if cue and (free or self._may_begin(text, end)):
                found += self._cued(text, word, end)
            if takes and (text[start - 1 : start] in self._given or text[start - 1 : start] in "(（ 的"):
                found += self._taker(text, start, end)
            if wide:
                found += self._bare.wide(text, start, end)
        found += self._bare.find(text)
        for phone, end in phones:
            found += self._before_number(text, phone)
            found += self._behind_number(text, end)
        return found + self._laid_out(text)

    def _laid_out(self, text: str) -> list[Span]:
        """Give the names that stand where a form, a letter or a row has its names."""
        found = [*labelled(text, self._is_labelled)] if ":" in text or "：" in text else []
        if "\n" in text or "——" in text:
            found += self._signed(_SIGNED.finditer(text))
        if not _CLOSERS.isdisjoint(text[-_TAIL:]):
            found += self._signed(_CLOSED.finditer(text, max(0, len(text) - _TAIL)))
        if "、" in text:
            found += rows(text, lambda name: self._is_name(name, strict=True))
        return found

    def _may_begin(self, text: str, at: int) -> bool:
        first = text[at : at + 1]
        return first in _JOINS or (first in self._starts and text[at + 1 : at + 2] in self._seconds)

    def _signs(self, text: str) -> list[tuple[int, int, int]]:
        if self._automaton is None:
            return []
        try:
            return self._automaton.find_matches_as_indexes(text)
        except UnicodeEncodeError:
            return self._automaton.find_matches_as_indexes(_SURROGATE.sub("?", text))

    def _titled(self, text: str, title: str, at: int, end: int) -> Iterator[Span]:
        if at == 0 or not _HAN.match(text[at - 1]) or (title in self._short and not self._short_fits(text, at, end)):
            return
        length = self._full_before(text, at, title)
        if length:
            yield "name", at - length, at
        elif self._surname_before(text, at, title) and not self._shops.begins(text, end):
            yield "name", at - (2 if text[max(0, at - 2) : at] in self._compound else 1), end
        elif title in self._sure:
            yield from free_before(text, at, self._halves, self._others)

    def _short_fits(self, text: str, at: int, end: int) -> bool:
        if end < len(text) and text[end] not in self._after_short:
            return False
        led = self._led_in(text, at - 1) or self._title_set.ends(text, at - 1) or self._cue_ends.ends(text, at - 1)
        return led if text[at] == "生" else text[at - 1] in self._frequent or (text[at - 1] in self._single and led)

    def _surname_before(self, text: str, at: int, title: str) -> bool:
        if text[max(0, at - 2) : at] in self._compound:
            return True
        if self._brands.begins(text, at - 1):
            return False
        if text[at - 1] not in self._single or self._not_surnames.ends(text, at, at - 4):
            return False
        led = self._led_in(text, at - 1) or self._cue_ends.ends(text, at - 1) or self._title_set.ends(text, at - 1)
        return title in self._sure or text[at - 1] in self._frequent or led

    def _led_in(self, text: str, at: int, leads: AbstractSet[str] = _LEADS) -> bool:
        """Tell whether nothing, a mark or a word that leads up to a name stands before a place."""
        return at == 0 or not _HAN.match(text[at - 1]) or text[at - 1] in leads

    def _full_before(self, text: str, at: int, title: str) -> int:
        """Give the length of a full name that ends at ``at``, 0 where there is none."""
        for length in range(LONGEST, 1, -1):
            start = at - length
            if start >= 0 and self._is_name(text[start:at], strict=True) and not self._inside_word(text, start):
                if length == 2 and text[at - 1] in self._frequent and text[at - 1] not in "林江万":  # noqa: PLR2004 - 高王先生
                    continue
                return length if title not in self._short else 0
        if title in self._sure:
            return next(
                (n for n in (3, 2) if at >= n and self._is_name(text[at - n : at], strict=False) and self._led_in(text, at - n)),
                0,
            )
        return 0

    def _inside_word(self, text: str, start: int) -> bool:
        return self._not_surnames.ends(text, start + 1, start - 3)

    def _is_name(self, words: str, *, strict: bool, rare: bool = False) -> bool:
        wide = 2 if words[:2] in self._compound else 1
        given = words[wide:]
        doubled = len(given) == 3 and (given[0] in self._single or given[1] == given[2])  # noqa: PLR2004 - 张李若彤, 霍思燕燕
        if not (1 <= len(given) <= 2 or doubled):  # noqa: PLR2004 - given names
            return False
        if self._not_names.begins(words, 0) and (len(words) == 2 or words[-1] not in self._sure_given):  # noqa: PLR2004 - a word
            return False
        if wide == 1 and not rare and words[0] not in self._single:
            return False
        if words in self._places or words[-1] in _ENDS_OF_PLACES:
            return False
        allowed = self._given if strict else None
        if doubled:
            return self._given.issuperset(given[1:]) and given[0] in self._given | self._single
        return all(char in allowed if allowed else _HAN.match(char) and char not in self._ends for char in given)

    def _cued(self, text: str, cue: str, end: int) -> Iterator[Span]:
        strong = cue in self._strong
        link = _CONNECT.match(text, end) if text[end : end + 1] in _JOINS else None
        link = None if link and link[0] == "成" and self._full_after(text, end, strict=True) else link
        at = link.end() if link else end
        if not (strong or cue in self._first or text[at : at + 1] in self._starts):
            return
        listed = False
        while at < len(text):
            length = self._full_after(text, at, strict=listed or not strong)
            if not length:
                if strong and not listed:
                    yield from filled_in(text, end, self._no_one)
                if strong or cue in self._first:
                    yield from free_after(text, at, self._any_sound if cue in self._own else self._foreign, self._others)
                    yield from latin_after(text, at)
                return
            yield "name", at, at + length
            more = _LIST.match(text, at + length) if strong else None
            if not more:
                return
            at, listed = more.end(), True

    def _full_after(self, text: str, at: int, *, strict: bool) -> int:
        """Give the length of a full name that begins at ``at``: the longest that ends at a boundary, else the likeliest."""
        rare = text[at] in self._rare
        if not rare and text[at] not in self._single and text[at : at + 2] not in self._compound:
            return 0
        fits = [
            length
            for length in range(3 if rare else 2, LONGEST + 1)
            if at + length <= len(text)
            and self._is_name(text[at : at + length], strict=strict or (rare and not self._ends_at(text, at + length)), rare=rare)
        ]
        for length in reversed(fits):
            if self._bounded(text, at + length, long=length > 2):  # noqa: PLR2004 - two may be a word
                return length
        if strict:
            return next((n for n in reversed(fits) if self._is_sure(text[at : at + n])), 0)
        likely = [length for length in fits if self._is_name(text[at : at + length], strict=True, rare=rare)]
        return max(likely, default=0)

    def _ends_at(self, text: str, end: int) -> bool:
        return end >= len(text) or not _HAN.match(text[end])

    def _is_sure(self, words: str) -> bool:
        """Tell a name by its characters alone: a surname that begins few words and characters that stand in names only."""
        return words[0] in self._plain and self._sure_given.issuperset(words[1:])

    def _bounded(self, text: str, end: int, *, long: bool) -> bool:
        return (
            end >= len(text)
            or (not _HAN.match(text[end]) and text[end] != "·")
            or text[end] in self._ends
            or self._title_set.begins(text, end)
            or (self._does if long else self._does_long).begins(text, end)
        )

    def _signed(self, matches: Iterable[re.Match[str]]) -> Iterator[Span]:
        """Give the full names that sign a letter: alone behind a dash or on their own line, with a date at the most."""
        for match in matches:
            if self._is_name(match["name"], strict=True, rare=match["name"][0] in self._rare):
                yield "name", *match.span("name")

    def _taker(self, text: str, at: int, end: int) -> Iterator[Span]:
        """Give the full name right before a word that follows names (郭凤霞收, 给彭丽华回电)."""
        if end - at == 1 and not _ENDED.match(text, end):
            return
        at -= text[at - 1 : at] in {"(", "（", " ", "的"}
        for length in range(LONGEST, 1, -1):
            start = at - length
            if (
                start >= 0
                and (length > 2 or self._is_sure(text[start:at]) or self._apart(text, start))  # noqa: PLR2004 - two may be a word
                and self._is_name(text[start:at], strict=True, rare=text[start] in self._rare)
                and self._led_in(text, start, _LEADS_TO_TAKER)
            ):
                yield "name", start, at
                return

    def _is_labelled(self, words: str) -> bool:
        return self._is_name(words, strict=False, rare=words[0] in self._rare) and words not in self._others

    def _apart(self, text: str, start: int) -> bool:
        return text[start] in self._plain and (start == 0 or not _HAN.match(text[start - 1]))

    def _behind_number(self, text: str, end: int) -> Iterator[Span]:
        match = _BEHIND_NUMBER.match(text, end)
        if match and self._is_name(match["name"], strict=True) and (len(match["name"]) > 2 or self._is_sure(match["name"])):  # noqa: PLR2004 - two may be a word
            yield "name", *match.span("name")

    def _before_number(self, text: str, phone: int) -> Iterator[Span]:
        link = _BEFORE_NUMBER.search(text, max(0, phone - 10), phone)
        end = link.start() if link else phone
        for length in range(LONGEST, 1, -1):
            start = end - length
            if start >= 0 and self._is_name(text[start:end], strict=True) and (start == 0 or not _HAN.match(text[start - 1])):
                yield "name", start, end
                return
