"""The benchmark of satisfaction in service chat: ``python -m dingxin.training.chat VALID [TEST]``; nothing learned here ships.

A line of a file is a list of ``customer|||system`` pairs, the intents (never looked at) and the class of the last customer turn,
separated by tabs: 0 dissatisfied, 1 neutral, 2 satisfied. ``OVERALL`` in place of the last turn stands for the whole dialogue.
The task: Deng, Zhang, Lam, Cheng, Meng, User Satisfaction Estimation with Sequential Dialogue Act Modeling, WWW 2022.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler, normalize

from dingxin.engine import model
from dingxin.engine.model import AgentTurn, Conversation, CustomerTurn, Reading, Turn
from dingxin.playbook import load_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WHOLE = "OVERALL"
FOLDS = 5
DRAWS = 3
"""How often the folds are drawn anew: the figures are means over the draws."""

PASSAGE = 20
"""Characters of an answer and the turns around it from which dialogues that share them count as one."""

READ, SAME_DIALOGUE = 0.03, 0.7
"""How much a value read by the engine and a dialogue's own leaning count beside n-grams of length 1."""

STRENGTH = 0.7
"""Inverse regularisation."""

UNTELLING = 0.3
"""How much an n-gram counts that is as frequent in every class; one that is e times as frequent in some counts 1 more."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A dialogue so far, as (customer, system) pairs, and the class of its last customer turn."""

    pairs: tuple[tuple[str, str], ...]
    label: int

    @property
    def last(self) -> str:
        """Give the words to judge."""
        return self.pairs[-1][0]


def read_instances(path: Path) -> list[Instance]:
    """Read a file; raises ValueError with the number of a line that is not as it should be."""
    instances = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            pairs, _, label = line.split("\t")
            found = [pair.partition("|||") for pair in ast.literal_eval(pairs)]
            instances.append(Instance(tuple((customer, system) for customer, _, system in found), (0, 1, 2).index(int(label))))
            _ = instances[-1].last
        except (ValueError, SyntaxError, AttributeError, TypeError, IndexError) as error:
            message = f"{path.name}, line {number}: not pairs, intents and a class from 0 to 2"
            raise ValueError(message) from error
    return instances


def dialogues(instances: Sequence[Instance]) -> NDArray[np.int64]:
    """Give the number of the dialogue of each instance.

    An instance goes on with the dialogue before it where it adds one turn (long dialogues lose their first turn for it).
    Dialogues that have a passage in common are the same.
    """
    number, before, numbers, links = -1, list[str](), [], []
    owners: dict[tuple[str, str, str], int] = {}
    for instance in instances:
        said = [customer for customer, _ in instance.pairs]
        number += len(said) == 1 or said[:-1] not in (before, before[1:])
        numbers.append(number)
        before = said
        for (customer, system), after in zip(instance.pairs, said[1:], strict=False):
            passage = (customer, system, after)
            if system and after != WHOLE and len("".join(passage)) >= PASSAGE:
                links.append((number, owners.setdefault(passage, number)))
    rows, columns = np.array(links, dtype=np.int64).reshape(-1, 2).T
    graph = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(number + 1, number + 1))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)[numbers]


def conversation(instance: Instance) -> Conversation:
    """Give a dialogue as the engine reads it."""
    turns = []
    for customer, system in instance.pairs:
        turns += [Turn("customer", customer)] if customer != WHOLE else []
        turns += [Turn("agent", system)] if system else []
    return Conversation(tuple(turns), language="zh")


def read_values(instances: Sequence[Instance]) -> NDArray[np.float64]:
    """Give what the engine reads in each dialogue so far: an array [instances, values]."""
    return np.array([_values(reading) for reading in load_engine("zh").pipe(map(conversation, instances))])


def _values(reading: Reading) -> list[float]:
    customer = [turn for turn in reading.turns if isinstance(turn, CustomerTurn)] or [CustomerTurn()]
    agent = [turn for turn in reading.turns if isinstance(turn, AgentTurn)] or [AgentTurn()]
    now, answer = customer[-1], agent[-1]
    facts = {fact.kind for fact in now.facts}
    listed = (
        (now.demands, model.DEMANDS), (now.risks, model.RISKS), (facts, model.FACT_KINDS),
        (now.needs, model.NEEDS), (now.hopes, model.HOPES), (answer.acts, model.ACTS),
    )  # fmt: skip
    return [
        *(float(name in found) for found, names in listed for name in names),
        now.emotion, model.GRADES.index(now.grade), answer.useless, len(answer.faults),
        reading.satisfaction, reading.emotion_peak, model.GRADES.index(reading.grade),
        float(np.mean([turn.emotion for turn in customer])), float(np.mean([bool(turn.demands) for turn in customer])),
        float(np.mean([turn.useless for turn in agent])),
    ]  # fmt: skip


class Judge:
    """Logistic regression over the last turn's character n-grams and the engine's reading of the dialogue so far.

    An n-gram counts the more, the more its frequency differs between the classes: the log-count ratios of Wang and Manning,
    Baselines and Bigrams, ACL 2012.
    Readers of some dialogues call nearly every turn neutral, readers of others hardly any. Each dialogue it learns from
    therefore has a leaning of its own; a dialogue it does not know is judged by the mean over all those leanings.
    """

    def __init__(self) -> None:
        """Choose the features; nothing is learned yet."""
        self._grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, binary=True, use_idf=False, norm=None)
        self._weight = np.ones(0)
        self._scale = StandardScaler()
        self._model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=200)

    def fit(self, instances: Sequence[Instance], values: NDArray[np.float64], groups: NDArray[np.int64]) -> Judge:
        """Learn from instances with their ``values`` (``read_values``) and ``groups`` (``dialogues``)."""
        found = self._grams.fit_transform(map(_marked, instances))
        self._weight = UNTELLING + telling(found, classes(instances))
        read = READ * self._scale.fit_transform(values)
        _, owner = np.unique(groups, return_inverse=True)
        leanings = sparse.csr_matrix((np.full(len(owner), SAME_DIALOGUE), (np.arange(len(owner)), owner)))
        self._model.fit(sparse.hstack([self._weighed(found), read, leanings]).tocsr(), classes(instances))
        return self

    def predict(self, instances: Sequence[Instance], values: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give the class of each instance."""
        grams = self._weighed(self._grams.transform(map(_marked, instances)))
        known = sparse.hstack([grams, READ * self._scale.transform(values)]).tocsr()
        weights, leanings = np.split(self._model.coef_, [known.shape[1]], axis=1)
        score = known @ weights.T + self._model.intercept_
        chance = softmax(score[:, None, :] + SAME_DIALOGUE * leanings.T, axis=2).mean(axis=1)
        return np.asarray(self._model.classes_[chance.argmax(axis=1)], dtype=np.int64)

    def _weighed(self, found: sparse.csr_matrix) -> sparse.csr_matrix:
        return normalize(found @ sparse.diags(self._weight))


def telling(found: sparse.csr_matrix, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give how much each n-gram tells of the classes: the mean size of its log-count ratios, each class against the others.

    ``found`` [instances, n-grams] holds 1 where an n-gram stands in an instance; every n-gram counts once more than it is found.
    """
    ratios = []
    for label in np.unique(labels):
        here, elsewhere = (np.asarray(found[rows].sum(axis=0)).ravel() + 1 for rows in (labels == label, labels != label))
        ratios.append(np.abs(np.log(here / here.sum() * elsewhere.sum() / elsewhere)))
    return np.asarray(np.mean(ratios, axis=0))


def _marked(instance: Instance) -> str:
    return f"\x02{instance.last}\x03"  # n-grams know where a turn begins and ends


def classes(instances: Sequence[Instance]) -> NDArray[np.int64]:
    """Give the classes that readers gave."""
    return np.array([instance.label for instance in instances])


def figures(wanted: NDArray[np.int64], found: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give accuracy and macro-F1."""
    return np.array([accuracy_score(wanted, found), f1_score(wanted, found, average="macro")])


def held_out(
    instances: Sequence[Instance], values: NDArray[np.float64], groups: NDArray[np.int64], draw: int
) -> NDArray[np.int64]:
    """Give the class of each instance by a judge that saw nothing of its dialogue."""
    found = np.zeros(len(instances), dtype=np.int64)
    for kept, test in GroupKFold(FOLDS, shuffle=True, random_state=draw).split(instances, groups=groups):
        judge = Judge().fit([instances[at] for at in kept], values[kept], groups[kept])
        found[test] = judge.predict([instances[at] for at in test], values[test])
    return found


def main(arguments: Sequence[str]) -> None:
    """Train on the first file; print the figures on the second, or by cross-validation on the first where there is none."""
    instances, *tests = [read_instances(Path(argument)) for argument in arguments]
    values, groups, wanted = read_values(instances), dialogues(instances), classes(instances)
    if tests:
        judge = Judge().fit(instances, values, groups)
        score, how = figures(classes(tests[0]), judge.predict(tests[0], read_values(tests[0]))), "test file"
    else:
        draws = [figures(wanted, held_out(instances, values, groups, draw)) for draw in range(DRAWS)]
        score, how = np.mean(draws, axis=0), f"{FOLDS}-fold cross-validation by dialogue, mean of {DRAWS} draws"
    sys.stdout.write(f"accuracy {score[0]:.3f}  macro-F1 {score[1]:.3f}  ({how})\n")


if __name__ == "__main__":
    main(sys.argv[1:])
