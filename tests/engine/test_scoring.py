import json
from collections import Counter

import numpy as np
import pytest

from dingxin.engine.scoring import as_text, kappa, macro_f1, score_labels
from dingxin.engine.scoring_votes import nmd, rsnod, satisfaction_as_text, score_satisfaction
from reading import engine


def test_kappa_is_one_for_agreement_and_falls_with_distance():
    assert kappa(Counter({(0, 0): 5, (2, 2): 5})) == 1
    near, far = Counter({(0, 0): 5, (1, 2): 2, (3, 3): 3}), Counter({(0, 0): 5, (0, 3): 2, (3, 3): 3})
    assert kappa(near) > kappa(far)


def test_kappa_agrees_with_a_worked_example():
    # Observed squared distance 1 of 4 pairs; expected by chance 2 (true 0,0,1,1; found 0,1,1,1): 1 - 1 / 2.
    assert kappa(Counter({(0, 0): 1, (0, 1): 1, (1, 1): 2})) == pytest.approx(0.5)


def test_macro_f1_counts_only_classes_that_occur():
    assert macro_f1(Counter({("none", "none"): 3, ("serious", "none"): 1}), ("none", "grumble", "serious")) == pytest.approx(
        (6 / 7 + 0) / 2
    )


def test_the_vote_measures_agree_with_worked_examples():
    left, right = np.array([[1.0, 0, 0, 0, 0]]), np.array([[0, 0, 0, 0, 1.0]])
    assert nmd(left, right) == pytest.approx(1)
    assert nmd(left, left) == 0
    assert rsnod(left, right) == pytest.approx(1)


@pytest.fixture
def labelled(tmp_path):
    turns = [
        {
            "speaker": "customer",
            "text": "把多扣的钱退给我！",
            "emotion": 1,
            "grade": "complaint",
            "demands": ["refund"],
            "risks": [],
            "facts": [],
        },
        {"speaker": "agent", "text": "您好，非常抱歉。", "acts": ["greet", "apology"], "faults": [], "nuggets": {"HNaN": 19}},
    ]
    turns[0]["nuggets"] = {"CNUG0": 19}
    path = tmp_path / "labelled.jsonl"
    votes = {"satisfaction": [-1] * 10 + [0] * 9}
    path.write_text(json.dumps({"id": "a", "turns": turns, "votes": votes}, ensure_ascii=False) + "\n", "utf-8")
    return path


def test_a_labelled_file_is_scored_and_shown(labelled):
    scores = score_labels(engine(), labelled)
    assert scores["demands"]["labels"]["refund"]["true"] == 1
    assert scores["acts"]["labels"]["apology"]["f1"] == 1
    assert sum(map(sum, scores["grade"]["confusion"])) == 1
    assert "refund" in as_text(scores)


def test_a_voted_file_is_scored_and_shown(labelled):
    scores = score_satisfaction(engine(), labelled)
    assert 0 <= scores["nmd"] <= 1
    assert scores["conversations"] == 1
    assert "NMD" in satisfaction_as_text(scores)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(OSError, match="nothing"):
        score_labels(engine(), tmp_path / "nothing.jsonl")
