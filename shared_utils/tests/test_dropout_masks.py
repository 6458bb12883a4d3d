import numpy as np
import pytest

from shared_utils.dropout_masks import masks_of, with_masks
from shared_utils.networks import forward, he_start


def test_with_masks_by_hand():
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    parameters = {
        "W1": np.array([[1.0], [2.0]]),
        "b1": np.zeros((2, 1)),
        "W2": np.ones((1, 2)),
        "b2": zero,
        "W3": one,
        "b3": -one,
    }
    X = np.array([[1.0, 1.0, -1.0]])
    D1, D2 = np.array([[1, 0, 1], [0, 1, 1]]), np.array([[1, 0, 1]])
    A3, cache = with_masks(X, parameters, D1, D2, 0.5)
    assert len(cache) == 14 and cache[1] is D1 and cache[6] is D2 and cache[11] is A3
    np.testing.assert_allclose(cache[2], [[2.0, 0.0, 0.0], [0.0, 4.0, 0.0]])
    np.testing.assert_allclose(cache[7], [[4.0, 0.0, 0.0]])
    np.testing.assert_allclose(A3, 1 / (1 + np.exp(-np.array([[3.0, -1.0, -1.0]]))))


def test_all_units_on_and_no_factor_is_the_plain_network():
    parameters = he_start((3, 6, 4, 1), seed=1)
    X = np.random.default_rng(2).standard_normal((3, 5))
    A3, _ = with_masks(X, parameters, *masks_of(X, parameters, 1), 1)
    np.testing.assert_allclose(A3, 1 / (1 + np.exp(-forward(X, parameters)[0])))


def test_masks_keep_the_asked_share_and_repeat_with_a_seed_only():
    parameters, X = he_start((2, 200, 100, 1), seed=0), np.zeros((2, 50))
    D1, D2 = masks_of(X, parameters, 0.7, seed=3)
    assert D1.shape == (200, 50) and D2.shape == (100, 50)
    assert D1.mean() == pytest.approx(0.7, abs=0.03) and D2.mean() == pytest.approx(0.7, abs=0.03)
    np.testing.assert_array_equal(masks_of(X, parameters, 0.7, seed=3)[0], D1)
    assert np.any(masks_of(X, parameters, 0.7)[0] != masks_of(X, parameters, 0.7)[0])
