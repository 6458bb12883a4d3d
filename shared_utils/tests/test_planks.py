import numpy as np
import pytest

from shared_utils.network_checks import made_up_network
from shared_utils.networks import forward, gradients, mean_cost
from shared_utils.planks import plank_difference, plank_gradients


def network():
    parameters, X, Y = made_up_network([4, 5, 3, 1], 6, np.random.default_rng(5))
    right = gradients(*forward(X, parameters), Y, parameters)
    return X, Y, parameters, {f"d{name}": block for name, block in right.items()}


def test_short_planks_agree_with_the_derived_gradients():
    X, Y, parameters, right = network()
    measured = plank_gradients(X, Y, parameters)
    assert list(measured) == [f"d{name}" for name in parameters]
    for name, block in right.items():
        np.testing.assert_allclose(measured[name], block, atol=1e-8)


def test_a_long_plank_takes_the_heights_at_its_two_ends():
    X, Y, parameters, _ = network()
    heights = []
    for step in (0.5, -0.5):
        moved = parameters["W2"].copy()
        moved[2, 4] += step
        heights.append(mean_cost(forward(X, parameters | {"W2": moved})[0], Y))
    measured = plank_gradients(X, Y, parameters, 0.5)["dW2"][2, 4]
    assert np.isclose(measured, heights[0] - heights[1])


def test_the_difference_is_small_for_right_gradients_in_any_order():
    X, Y, parameters, right = network()
    mixed = dict(reversed(right.items())) | {"dZ3": np.ones(6)}
    assert plank_difference(X, Y, parameters, mixed, 1e-5) < 1e-8


def test_the_difference_of_doubled_and_of_opposite_gradients():
    X, Y, parameters, right = network()
    for factor, expected in ((2, 1 / 3), (-1, 1)):
        claimed = {name: factor * block for name, block in right.items()}
        assert np.isclose(plank_difference(X, Y, parameters, claimed, 1e-5), expected)


def test_a_missing_gradient_is_refused():
    X, Y, parameters, right = network()
    del right["db2"]
    with pytest.raises(KeyError, match="db2"):
        plank_difference(X, Y, parameters, right, 1e-5)
