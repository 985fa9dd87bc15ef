from __future__ import annotations

import numpy as np
import pytest

from dingxin.engine.components.satisfaction import PANEL, distribution
from dingxin.training.card import Report
from dingxin.training.votes import readers_votes, stretch


def test_votes_become_shares_of_the_five_scores():
    assert readers_votes([{"votes": {"satisfaction": [-2, 0, 0, 2]}}]).tolist() == [[0.25, 0, 0.5, 0, 0.25]]


def test_a_score_that_not_half_a_reader_would_give_has_no_share():
    few, enough = 0.8 / (2 * PANEL), 1.2 / (2 * PANEL)
    shares = distribution(np.array([[few, few + enough, 0.5, 1.0]]))[0]
    assert shares[0] == 0
    assert shares[1] == pytest.approx(enough / (1 - few))
    assert shares.sum() == pytest.approx(1)


def test_whatever_is_expected_becomes_a_distribution():
    wild = distribution(np.array([[3.0, -2.0, 0.5, 0.1], [-1, -1, -1, -1], [0.2, 0.2, 0.2, 0.2]]))
    assert (wild >= 0).all()
    assert wild.sum(axis=1) == pytest.approx(1)


def test_shares_drawn_towards_their_mean_are_stretched_until_half_is_half():
    report = Report()
    wanted = np.array([0.1, 0.2, 0.3, 0.6, 0.7, 0.1])
    assert stretch((0.2 + 0.45 * wanted).astype(np.float32), wanted, report) == pytest.approx(0.5 / 0.46)
    assert report.figures == [("useless turns of the staff", "F1 1.000, without stretching 0.667")]


def test_shares_that_are_right_stay_as_they_are():
    wanted = np.array([0.1, 0.2, 0.43, 0.5, 0.7])
    assert stretch(wanted.astype(np.float32), wanted, Report()) == 1
