"""The hidden units of the puzzle compare within a crate, so that a thing alone gives zeros."""

import numpy as np

from shared_utils.lost_property import hidden_of_puzzle


def test_compares_each_unit_within_the_crate():
    got = hidden_of_puzzle(np.array([[1.0, 1.0, 5.0, 5.0], [0.0, 6.0, 6.0, 0.0]]))
    want = [[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 1.0, 0.0]]
    assert np.allclose(got, want, atol=1e-5)


def test_a_thing_alone_gives_zeros():
    assert np.array_equal(hidden_of_puzzle(np.array([[3.0], [-2.0]])), np.zeros((2, 1)))
