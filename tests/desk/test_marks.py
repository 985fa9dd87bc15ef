"""Words cut into pieces so that evidence can be marked."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dingxin.desk.marks import Span, pieces, visible


def shown(text, *spans):
    return [(piece.text, piece.kinds) for piece in pieces(text, [Span(*span) for span in spans])]


def test_words_outside_every_span_stand_plain():
    assert shown("账单多了钱", (2, 5, "fact", "")) == [("账单", ()), ("多了钱", ("fact",))]


def test_spans_may_nest_and_overlap():
    cut = shown("abcdef", (0, 4, "risk", "r"), (1, 2, "fact", "f"), (3, 6, "demand", "d"))
    assert cut == [("a", ("risk",)), ("b", ("risk", "fact")), ("c", ("risk",)), ("d", ("risk", "demand")), ("ef", ("demand",))]


def test_the_keyboard_stops_once_where_a_span_begins():
    cut = pieces("abcd", [Span(0, 3, "risk", "r"), Span(1, 2, "fact", "f")])
    assert [piece.first for piece in cut] == [True, True, False, False]


def test_reasons_of_all_spans_are_told_once_each():
    (piece,) = pieces("ab", [Span(0, 2, "risk", "same"), Span(0, 2, "grade", "same"), Span(0, 2, "fact", "other")])
    assert piece.reasons == ("same", "other")


def test_a_part_of_the_text_keeps_the_places_of_the_whole():
    assert [(piece.text, piece.kinds) for piece in pieces("abcdef", [Span(1, 5, "fact", "")], 2, 4)] == [("cd", ("fact",))]


def test_control_and_direction_characters_become_visible():
    assert visible("a\x00b\x1b\u202ec\u2066\ufeff\x85") == "a␀b␛⟦RLO⟧c⟦LRI⟧⟦BOM⟧⟦85⟧"
    assert visible("a\tb\nc") == "a\tb\nc"


def test_towers_of_accents_are_cut_down():
    assert len(visible("e" + "\u0301" * 500)) == 4


def test_emoji_with_joiners_stay_whole():
    assert visible("👩\u200d🔧好") == "👩\u200d🔧好"


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=12))
def test_no_character_is_lost_or_doubled_whatever_the_spans(text, ends):
    cut = pieces(text, [Span(start, end, "fact", "") for start, end in ends])
    assert "".join(piece.text for piece in cut) == "".join(visible(text[a:b]) for a, b in _edges(text, ends))


def _edges(text, ends):
    inside = [(max(start, 0), min(end, len(text))) for start, end in ends if max(start, 0) < min(end, len(text))]
    edges = sorted({0, len(text), *(place for pair in inside for place in pair)})
    return list(pairwise(edges))


def test_a_megabyte_is_cut_whole():
    text = "啊" * 1_000_000
    cut = pieces(text, [Span(place, place + 3, "fact", "") for place in range(0, 900, 3)])
    assert sum(len(piece.text) for piece in cut) == len(text)
