"""The planar sets: shapes, balance, repeatability, and that each has the form it promises."""

import numpy as np
import pytest

from shared_utils.planar import (
    PLANAR_SETS,
    blobs,
    circles,
    flower,
    moons,
    no_structure,
    riverbanks,
    spirals,
    with_wrong_labels,
)


def best_line(X, Y):
    """The best share of right answers over many straight lines."""
    best = 0.0
    for angle in np.linspace(0, 2 * np.pi, 120, endpoint=False):
        position = np.cos(angle) * X[0] + np.sin(angle) * X[1]
        for offset in np.linspace(position.min(), position.max(), 60):
            best = max(best, np.mean((position > offset) == Y[0]))
    return best


@pytest.mark.parametrize("make", PLANAR_SETS.values(), ids=PLANAR_SETS.keys())
def test_every_set_has_the_course_layout_and_repeats(make):
    X, Y = make(3, m=50)
    assert X.shape == (2, 50) and Y.shape == (1, 50)
    assert X.dtype == Y.dtype == float
    assert set(Y[0]) == {0, 1} and Y.sum() == 25
    again = make(3, m=50)
    assert np.array_equal(X, again[0]) and np.array_equal(Y, again[1])
    assert not np.array_equal(X, make(4, m=50)[0])
    assert not np.array_equal(Y[0], np.arange(50) % 2), "columns should be in random order"


@pytest.mark.parametrize("make", PLANAR_SETS.values(), ids=PLANAR_SETS.keys())
def test_every_set_refuses_fewer_than_two_points(make):
    with pytest.raises(ValueError, match="at least 2"):
        make(0, m=1)


@pytest.mark.parametrize("make", [flower, moons, circles, blobs, spirals, riverbanks])
def test_noise_is_not_negative(make):
    with pytest.raises(ValueError, match="noise"):
        make(0, noise=-0.1)


@pytest.mark.parametrize("make", [flower, circles, no_structure])
def test_no_line_parts_these(make):
    assert best_line(*make(0)) < 0.75


def test_a_line_gets_less_of_the_spirals_than_the_lesson_asks_for():
    # The outer ends of the arms lie on two sides, so a line gets much more than a half.
    assert best_line(*spirals(0)) < 0.88


def test_a_line_parts_the_blobs():
    assert best_line(*blobs(0)) > 0.95


def test_the_label_of_a_petal_is_that_of_its_direction_except_where_petals_overlap():
    for petals in (2, 4, 6, 8):
        X, Y = flower(0, petals=petals, noise=0)
        turn = np.round((np.arctan2(X[1], X[0]) - 0.4) / (2 * np.pi) * petals)
        agrees = turn.astype(int) % 2 == Y[0]
        outside = np.hypot(*X) > 2.3
        assert outside.any() and agrees[outside].all()
        assert agrees.mean() > 0.8
        axis = 0.4 + 2 * np.pi * turn / petals
        assert (X[0] * np.cos(axis) + X[1] * np.sin(axis))[outside].max() <= 3.0


def test_the_inner_ring_is_labelled_1():
    X, Y = circles(0, noise=0)
    assert np.allclose(np.hypot(*X), 2 - Y[0])


def test_a_spiral_without_turns_is_straight_arms():
    X, Y = spirals(0, turns=0, noise=0)
    assert np.array_equal(X[0] < 0, Y[0] == 1)


def test_odd_numbers_of_petals_and_arms_are_refused():
    with pytest.raises(ValueError, match="petals"):
        flower(0, petals=5)
    with pytest.raises(ValueError, match="arms"):
        spirals(0, arms=3)
    with pytest.raises(ValueError, match="turns"):
        spirals(0, turns=-1)


def test_the_banks_follow_the_rule_and_no_line_does():
    X, Y = riverbanks(0)
    assert np.array_equal(X[1] > 1.2 * np.sin(1.3 * X[0]), Y[0] == 1)
    assert best_line(X, Y) < 0.9


def test_wrong_labels_are_as_many_as_asked_for_and_the_given_ones_stay():
    _, Y = riverbanks(0, m=50)
    before = Y.copy()
    wrong = with_wrong_labels(Y, 0.2, seed=3)
    assert np.sum(wrong != Y) == 10 and set(wrong[0]) == {0, 1}
    assert np.array_equal(Y, before)
    assert np.array_equal(wrong, with_wrong_labels(Y, 0.2, seed=3))
    assert not np.array_equal(wrong, with_wrong_labels(Y, 0.2, seed=4))
    with pytest.raises(ValueError, match="share"):
        with_wrong_labels(Y, 1.2, seed=0)
