from __future__ import annotations

import numpy as np
import pytest

from dingxin.training import alike

MATTERS, IDLE = 2, 40
"""Values that decide what is voted, and values that say nothing."""


@pytest.fixture(scope="module")
def known():
    draw = np.random.default_rng(7)
    rows = draw.normal(size=(400, MATTERS + IDLE))
    wanted = np.column_stack((np.tanh(rows[:, 0] + rows[:, 1]), rows[:, 0] * rows[:, 1] / 2))
    return rows, wanted, np.zeros((400, 400))


def fitted(known, upto=300):
    rows, wanted, words = known
    return alike.fit(rows[:upto], words[:upto, :upto], wanted[:upto])


def test_what_was_voted_for_others_is_expected_of_what_is_like_them(known):
    rows, wanted, words = known
    found = fitted(known).predict(rows[300:], words[300:, :300])
    assert np.corrcoef(found[:, 0], wanted[300:, 0])[0, 1] > 0.9
    assert np.corrcoef(found[:, 1], wanted[300:, 1])[0, 1] > 0.5


def test_the_directions_are_those_that_matter(known):
    weight = np.linalg.norm(fitted(known).axes, axis=1)
    assert weight[:MATTERS].min() > 3 * weight[MATTERS:].mean()


def test_words_count_beside_what_was_found(known):
    rows, wanted, _ = known
    said = np.where(np.arange(400) % 2, 1.0, -1.0)
    words = 50 * np.outer(said, said)
    its = alike.fit(rows[:300], words[:300, :300], wanted[:300] + said[:300, None])
    found = its.predict(rows[300:], words[300:, :300])[:, 0]
    assert found[said[300:] > 0].mean() - found[said[300:] < 0].mean() == pytest.approx(2, abs=0.4)


def test_what_is_like_nothing_known_is_expected_to_be_as_the_mean(known):
    its = fitted(known)
    assert its.predict(np.full((1, MATTERS + IDLE), 1e6), np.zeros((1, 300)))[0] == pytest.approx(its.level)


def test_fitting_twice_gives_the_same_numbers(known):
    one, other = fitted(known), fitted(known)
    assert np.array_equal(one.axes, other.axes)
    assert np.array_equal(one.dual, other.dual)
