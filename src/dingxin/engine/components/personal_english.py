"""Names of people in Latin letters (C22): behind a title or a cue, first names in use, and names in pinyin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.personal_english_words import BODIES, BRANDS, COMMON, FIRST, SURNAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dingxin.engine.components.personal_numbers import Span

_WORD = (
    r"(?:[A-Z](?:[a-z]{1,20}|'[A-Z][a-z]{1,20}|[a-z]{1,3}[A-Z][a-z]{2,20})(?:-[A-Za-z][a-z]{1,14})?|[A-Z]\.?(?= [A-Z]))"
    "(?![A-Za-z0-9])"
)
_CAPITALS = r"[A-Z]{2,15}(?![A-Za-z0-9])"
_NAME = (
    rf"(?:{_WORD}(?: {_WORD}| (?:van|de|der|von|bin|al|da|la|Al) {_WORD}){{0,3}}|"
    rf"{_CAPITALS}(?:,? (?:{_WORD}|{_CAPITALS})){{0,2}})"
)
_PEOPLE = (
    "agent|courier|driver|manager|engineer|technician|receptionist|waiter|waitress|supervisor|representative|rep|operator|clerk|"
    "assistant|seller|buyer|boss|neighbou?r|roommate|colleague|wife|husband|son|daughter|mother|father|mum|mom|dad|brother|"
    "sister|friend|partner|girlfriend|boyfriend|uncle|aunt|cousin|nephew|niece|housekeeper|guard|cashier|host|doctor|nurse|"
    "lawyer|secretary|director|boy|girl|guy|lady|man|woman|person|staff(?: member)?|employee|salesman|saleswoman|advis[eo]r"
)
_GREETS = (
    "[Dd]ear|[Hh]i|[Hh]ello|[Hh]ey|[Tt]hanks|[Tt]hank you|[Rr]egards|[Ww]ishes|[Ss]incerely|[Ff]aithfully|[Tt]ruly|[Yy]ours|"
    "[Cc]heers|[Ll]ove"
)
_FILLED_IN = "[Cc]ontact(?: person)?|[Rr]ecipient|[Rr]eceiver|[Cc]onsignee|[Ss]ender|[Gg]uests?|(?:[Cc]ard ?)?[Hh]older|[Aa]ttn"
_TITLED = re.compile(
    r"(?<![A-Za-z])(?:[Mm]r|[Mm]rs|[Mm]s|Miss|Mister|Dr|Prof|Professor|Sir|Madam|Madame|Mme|MR|MS|MRS)\.?"
    rf"(?P<gap> ?)(?P<name>{_NAME})"
)
_CUED = re.compile(
    r"(?<![A-Za-z])"
    r"(?:(?:(?:[Mm]y|[Hh]is|[Hh]er|[Tt]he|[Gg]uest|[Cc]ustomer|[Ff]ull|[Uu]ser|[Aa]ccount|[Rr]ecipient|[Cc]ontact)"
    r"(?:'s)? ?)?[Nn]ame(?:'s| is| was|s|d| of| on (?:the |my )?card)?|[Ii](?:'m| am| was)|[Tt]his is|[Ii]t'?s|[Ss]?[Hh]e is|"
    rf"[Cc]all(?:ed)? (?:me|himself|herself)|called|calls? (?:him|her)|{_FILLED_IN}|[Cc]ustomer|[Pp]assenger|[Cc]lient|[Tt]enant|"
    r"[Aa]ttention|[Ss]igned(?: by| for)?|[Bb]ooked by|[Bb]ooking for|[Rr]eservation for|[Aa]sk(?:ed)?(?: for)?|[Tt]old|"
    rf"[Ss]p(?:eak|oke|oken|eaking) (?:to|with)|{_GREETS}|[Bb]est|"
    r"(?:[Mm]y|[Yy]our|[Tt]he|[Oo]ur|[Hh]is|[Hh]er|[Aa]|[Nn]ight|[Dd]uty|[Ss]hop|[Ff]ront desk|[Ss]ervice) "
    rf"(?:{_PEOPLE})(?: is| was)?|(?:{_PEOPLE})(?:,| named| called)|Xiao|Lao)(?: ?[:：,-])?[ \n]{{1,2}}(?P<name>{_NAME})"
)
_LOWER = re.compile(
    r"(?<![A-Za-z])[Mm]y name(?:'s| is) (?P<name>[a-z]{2,15}(?: [a-z]{2,15})?)(?=[,.!?;，。]|$| and | but | from )"
)
_POSSIBLE = re.compile(rf"(?<![A-Za-z0-9.@_'-])(?P<name>{_NAME})")

_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?(?:a|ai|an|ang|ao|e|ei|en|eng|er|o|ong|ou|i|ia|ian|iang|iao|ie|in|ing|"
    "iong|iu|u|ua|uai|uan|uang|ue|ui|un|uo)"
)
_PINYIN = re.compile(f"{_SYLLABLE}(?:-?{_SYLLABLE})?", re.IGNORECASE)


def find_english_names(text: str) -> Iterator[Span]:
    """Give the names in Latin letters of a normal text; overlapping ones are left to the caller."""
    for start, end in _candidates(BRANDS.sub(lambda brand: "x" * len(brand[0]), text)):
        yield "name", start, end


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    for match in _TITLED.finditer(text):
        end = _end(match, least=1)
        if end and (match["gap"] or match[0][-len(match["name"]) - 1] == "."):
            yield (match.start("name") if " " in text[match.start("name") : end] else match.start()), end
    for match in _CUED.finditer(text):
        end = _end(match, least=1)
        words = match.string[match.start("name") : end].split() if end else []
        if not (len(words) > 1 or FIRST.issuperset(words) or _is_sure(match, words[0])):
            continue
        if end:
            yield match.start("name"), end
    for match in _LOWER.finditer(text):
        yield match.span("name")
    for match in _POSSIBLE.finditer(text):
        end = _known(match)
        if end:
            yield match.start("name"), end


_SURE = re.compile(
    rf"[Nn]ame|(?:{_GREETS}|{_FILLED_IN}|called|Xiao|Lao|[Ss]igned by)[ :：,\n-]{{0,3}}$|[Ii](?:'m| am) $|"
    rf"(?:{_PEOPLE}),? (?:named |called )?$"
)


def _is_sure(match: re.Match[str], word: str) -> bool:
    """Tell whether what stands before a single word of no known name says that it is one."""
    cue = match[0][: -len(match["name"])]
    return bool(_SURE.search(cue)) and (not word.isupper() or "ame" in cue)


def _end(match: re.Match[str], least: int) -> int:
    """Give the end of the words of a name before the first that is common; 0 where fewer than ``least`` are left."""
    start, end, count = match.start("name"), 0, 0
    for word in re.finditer("[^ ,]+", match["name"]):
        if word[0] in BODIES and not (count == 1 and match["name"].split()[0] in FIRST):
            return 0
        if word[0].rstrip(".") in COMMON or (word[0].isupper() and word[0].title() in COMMON):
            break
        end, count = start + word.end(), count + 1
    return end if count >= least else 0


def _known(match: re.Match[str]) -> int:
    """Give the end of a name that is known as one: a first name in use, with what follows; or a surname and pinyin."""
    end = _end(match, least=1)
    words = match.string[match.start("name") : end].split() if end else []
    if not words:
        return 0
    if words[0] in FIRST and words[0] not in SURNAMES:
        return end
    if len(words) in {2, 3} and words[0] in SURNAMES and all(_PINYIN.fullmatch(word) for word in words[1:]):
        return end
    if len(words) == 2 and words[1] in SURNAMES and _PINYIN.fullmatch(words[0]):  # noqa: PLR2004 - given name and surname
        return end
    return 0
