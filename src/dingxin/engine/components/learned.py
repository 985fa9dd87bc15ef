"""The component that learned: a linear model over n-grams, phrases and shape that gives each label its chance in each turn.

All labels of one speaker are columns of one matrix, so that the n-grams of a batch are gathered once for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from dingxin.engine.components.blocks import product
from dingxin.engine.components.by_clause import ByClause
from dingxin.engine.components.context import SPEAKERS
from dingxin.engine.features import BUCKETS, Grams, grams, shape
from dingxin.engine.phrases import SURE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dingxin.engine.components.by_clause import Told
    from dingxin.engine.doc import Utterance
    from dingxin.engine.phrases import Hit, Phrase, PhraseBook

SLOT_VALUE = 0.5
"""How much a single phrase counts beside its group."""

GRAM_VALUE = 5.0
"""Length of the n-grams of a turn taken together, beside its phrases and shape."""

BOUND = 6.0
"""Log-odds of the first stage beyond which more changes nothing in the second."""

LOGS = np.array((0.0, 0.69, 1.1, 1.39))
"""log(1 + count) for small counts; more than three of a kind count as three."""

JOINED = ("emotion:", "grade:")
"""Labels whose reasons are those of other labels as well: what is asked or threatened says how grave a turn is."""


class Layout:
    """Where a phrase stands in the rows of a model: one row for each phrase known when it was trained, two values a group."""

    def __init__(self, book: PhraseBook, groups: Sequence[str], keys: Sequence[int], signs: Sequence[str]) -> None:
        """Match a book's phrases to the groups, phrase keys and signs of a model; what the model does not know has no weight."""
        place = {name: index for index, name in enumerate(groups)}
        self.signs = {name: 2 * len(groups) + index for index, name in enumerate(signs)}
        row = {key: index for index, key in enumerate(keys)}
        groups_of = [place.get(phrase.name, -1) for phrase in book.phrases]
        columns = [2 * group + (phrase.kind == SURE) for group, phrase in zip(groups_of, book.phrases, strict=True)]
        self._columns = np.array([column if column >= 0 else -1 for column in columns], dtype=np.int64)
        self._rows = np.array([row.get(phrase_key(phrase), -1) for phrase in book.phrases], dtype=np.int64)
        self._width = 2 * len(groups) + len(signs)
        self._phrases = len(keys)

    def dense(self, turns: Sequence[Utterance]) -> NDArray[np.float64]:
        """Give the dense values of turns (log counts of groups' hints and sure phrases, of signs; shape): [turns, values]."""
        slots, owner = _slots(turns)
        column = self._columns[slots]
        known = column >= 0
        counts = np.bincount(owner[known] * self._width + column[known], minlength=len(turns) * self._width)
        counts = counts.reshape(len(turns), self._width)
        for index, here in enumerate(turns):
            for sign, count in here.signs.items():
                if sign in self.signs:
                    counts[index, self.signs[sign]] = count
        values = LOGS[np.minimum(counts, len(LOGS) - 1)]
        return np.hstack((values, np.array([shape(here.text) for here in turns])))

    def of(self, slots: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the phrase row and the dense column of places in the phrase book, -1 where the model knows neither."""
        places = np.array(slots, dtype=np.int64)
        return self._rows[places], self._columns[places]

    def phrases(self, turns: Sequence[Utterance]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the turns and the rows of the phrases found in them, each phrase once a turn, in order of the turns."""
        slots, owner = _slots(turns)
        row = self._rows[slots]
        keys = np.unique((owner * (self._phrases + 1) + row)[row >= 0])
        return keys // (self._phrases + 1), keys % (self._phrases + 1)


def _slots(turns: Sequence[Utterance]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the place in the phrase book of every phrase found, and the turn it was found in."""
    slots = np.array([slot for here in turns for slot in here.slots], dtype=np.int64)
    return slots, np.repeat(np.arange(len(turns)), [len(here.slots) for here in turns])


def phrase_key(phrase: Phrase) -> int:
    """Give the number by which a model remembers a phrase."""
    return crc32(f"{phrase.name}|{phrase.kind}|{phrase.text}".encode())


class Vocabulary:
    """The n-grams a model knows, and their weight by rarity."""

    def __init__(
        self, buckets: NDArray[np.int64], rarity: NDArray[np.float32], longest: int, row: NDArray[np.int32] | None = None
    ) -> None:
        """Take the known buckets, the inverse document frequency of each, and the length of the longest n-gram.

        ``row`` is the row of every bucket (``rows_of``), where it is already there.
        """
        self.longest = longest
        self.size = len(buckets)
        self.rarity = rarity
        self.buckets = buckets
        self._row = rows_of(buckets) if row is None else row

    def sparse(self, texts: Sequence[str]) -> tuple[Grams, NDArray[np.int64], NDArray[np.float32]]:
        """Give the known n-grams of all texts, the row of each, and its value; the values of a text have length GRAM_VALUE."""
        found = grams(texts, self.longest)
        every = self._row[found.bucket]
        known = np.flatnonzero(every >= 0)
        found = Grams(*(column[known] for column in found))
        rows: NDArray[np.int64] = every[known].astype(np.int64)
        value = self.rarity[rows]
        norm = np.sqrt(np.bincount(found.turn, value * value, minlength=len(texts)))
        return found, rows, (GRAM_VALUE * value / np.maximum(norm, 1e-9)[found.turn]).astype(np.float32)


def rows_of(buckets: NDArray[np.int64]) -> NDArray[np.int32]:
    """Give the row of every bucket, -1 for those a model does not know."""
    row: NDArray[np.int32] = np.full(BUCKETS, -1, dtype=np.int32)
    row[buckets] = np.arange(len(buckets))
    return row


def unpacked(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Give a model's arrays in the types of the arithmetic, once for all engines of a process that share them.

    The weights of n-grams stay in eight bits: few are looked up, and those are brought to scale when they are summed.
    """
    out = dict(arrays)
    for speaker in SPEAKERS:
        out[f"{speaker}_buckets"] = arrays[f"{speaker}_buckets"].astype(np.int64)
        out[f"{speaker}_row"] = rows_of(out[f"{speaker}_buckets"])
        out[f"{speaker}_rarity"] = arrays[f"{speaker}_rarity"].astype(np.float32)
        out[f"{speaker}_phrases"] = arrays[f"{speaker}_phrases"].astype(np.float32) * np.float32(SLOT_VALUE)
        for name in ("dense", "own", "context"):
            out[f"{speaker}_{name}"] = arrays[f"{speaker}_{name}"].astype(np.float64)
        out[f"{speaker}_cuts"] = arrays[f"{speaker}_cuts"].astype(np.float32)
    return out


class Learned:
    """The trained model of one language and one speaker: first a turn by itself, then in the light of those before."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], speaker: str, book: PhraseBook) -> None:
        """Take the unpacked arrays that training wrote (see its model card) for one speaker."""
        self.labels = _strings(arrays[f"{speaker}_labels"])
        self._place = {label: index for index, label in enumerate(self.labels)}
        self.layout = Layout(
            book,
            _strings(arrays[f"{speaker}_groups"]),
            arrays[f"{speaker}_phrase_keys"].tolist(),
            _strings(arrays[f"{speaker}_signs"]),
        )
        buckets, rarity = arrays[f"{speaker}_buckets"], arrays[f"{speaker}_rarity"]
        self.vocabulary = Vocabulary(buckets, rarity, int(arrays["longest"][0]), arrays[f"{speaker}_row"])
        self._grams, self._scale = arrays[f"{speaker}_grams"], arrays[f"{speaker}_scale"]
        self._phrases, self._dense = arrays[f"{speaker}_phrases"], arrays[f"{speaker}_dense"]
        self._by_clause = ByClause(arrays, speaker)
        self._cuts, self._own, self._context = (arrays[f"{speaker}_{name}"] for name in ("cuts", "own", "context"))

    def first(self, turns: Sequence[Utterance]) -> NDArray[np.float32]:
        """Give the log-odds of every label in every turn by itself, then what its words say to the judge of conversations.

        An array [turns, labels + columns of the judge].
        """
        out = np.zeros((len(turns), self._grams.shape[1]), dtype=np.float32)
        if not turns:
            return out
        found, rows, value = self.vocabulary.sparse([turn.text for turn in turns])
        _add_rows(out, found.turn, self._grams[rows] * value[:, None])
        out *= self._scale
        told = self._by_clause.hear([turn.text for turn in turns], found, rows)
        ends = np.searchsorted(found.turn, np.arange(len(turns) + 1))
        for index, turn in enumerate(turns):
            its = slice(ends[index], ends[index + 1])
            turn.weigher = Weigher(self, rows[its], value[its], found.place[its], found.size[its], told, index)
        owner, phrase_rows = self.layout.phrases(turns)
        _add_rows(out, owner, self._phrases[phrase_rows])
        out += product(self.layout.dense(turns), self._dense)
        out[:, : len(self.labels)] = self._by_clause.judge(out[:, : len(self.labels)], told)
        return out

    def second(self, first: NDArray[np.float32], context: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the log-odds of every label in the light of the turns before: an array [turns, labels]."""
        return product(np.clip(first, -BOUND, BOUND), self._own) + product(context, self._context)

    def decide(self, final: NDArray[np.float32]) -> list[set[str]]:
        """Give the labels of each turn whose chance reaches their cut."""
        found: list[set[str]] = [set() for _ in final]
        for turn, label in zip(*(places.tolist() for places in np.nonzero(final >= self._cuts)), strict=True):
            found[turn].add(self.labels[label])
        return found

    def weights(self, rows: NDArray[np.int64], label: str) -> NDArray[np.float64]:
        """Give the weights of n-grams for a label: through its own verdict and through those that speak for it."""
        voices = self._voices(label)
        return np.asarray(self._grams[rows, : len(voices)] @ (self._scale[: len(voices)] * voices))

    def spoken_for(self, slots: Sequence[int], label: str) -> NDArray[np.float64]:
        """Give the weights of phrases, given by their places in the book, for a label, each with its share of its group."""
        voices = self._voices(label)
        row, column = self.layout.of(slots)
        single = np.where(row >= 0, self._phrases[row, : len(voices)] @ voices, 0.0)
        alike = np.bincount(column + 1)[column + 1]
        group = LOGS[np.minimum(alike, len(LOGS) - 1)] / alike
        return np.where(column >= 0, single + group * (self._dense[column, : len(voices)] @ voices), single)

    def column(self, label: str) -> int:
        """Give the place of a label."""
        return self._place[label]

    def shares(self, label: str) -> NDArray[np.float64]:
        """Give how much the verdicts on a turn as a whole and on its clauses count for a label, and the level."""
        return self._by_clause.shares[:, self._place[label]]

    def _voices(self, label: str) -> NDArray[np.float64]:
        """Give how much the first verdict on each label counts as a reason for this one."""
        place = self._place[label]
        return np.asarray(self._own[:, place] if label.startswith(JOINED) else np.eye(len(self.labels))[place])


@dataclass(frozen=True, slots=True)
class Weigher:
    """Weighs the words of one turn for a label."""

    model: Learned
    rows: NDArray[np.int64]
    value: NDArray[np.float32]
    place: NDArray[np.int64]
    size: NDArray[np.int64]
    told: Told
    turn: int

    def weigh(self, label: str, hits: Sequence[Hit], length: int) -> NDArray[np.float64]:
        """Give how much each of the turn's characters (``length``) speaks for the label: n-grams and phrases spread over them."""
        start, size, share = self.place, self.size, self.model.weights(self.rows, label) * self.value / self.size
        if hits:
            wide = np.array([hit.end - hit.start for hit in hits])
            start = np.concatenate((start, [hit.start for hit in hits]))
            size = np.concatenate((size, wide))
            share = np.concatenate((share, self.model.spoken_for([hit.slot for hit in hits], label) / wide))
        change = np.bincount(start, share, minlength=length + 1) - np.bincount(start + size, share, minlength=length + 1)
        return np.cumsum(change[:length])

    def by_clause(self, label: str, places: Sequence[int]) -> tuple[float, NDArray[np.float64]]:
        """Give how much the words of the turn count for a label, and what the clauses at these places add to theirs."""
        told = self.told.of(self.turn)
        whole, clauses, _ = self.model.shares(label)
        at = np.searchsorted(told.cut.start, places, side="right") - 1
        read = np.asarray(places) < told.cut.end[-1]
        return whole, np.where(read, clauses * told.logits[at, self.model.column(label)], 0.0)


def _add_rows(out: NDArray[np.float32], owner: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
    """Add rows to the rows of ``out`` they belong to; ``owner`` ascends."""
    if len(owner):
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        out[owner[starts]] += np.add.reduceat(rows, starts, axis=0)


def _strings(array: NDArray[Any]) -> list[str]:
    return [str(item) for item in array]
