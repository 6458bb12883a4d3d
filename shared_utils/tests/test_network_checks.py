import numpy as np
import pytest

from shared_utils.network_checks import (
    cost_of,
    difference_from_measured,
    forward_again,
    from_the_last_layer,
    made_up_network,
    measured_gradients,
    small_start,
)
from shared_utils.networks import forward, gradients, mean_cost


def network():
    return made_up_network([3, 5, 4, 1], 6, np.random.default_rng(2))


def test_the_forward_pass_and_the_cost_are_those_of_networks():
    parameters, X, Y = network()
    logits, inputs = forward(X, parameters)
    AL, caches = forward_again(X, parameters)
    np.testing.assert_allclose(AL, 1 / (1 + np.exp(-logits)))
    assert len(caches) == 3
    for layer, ((A_prev, W, b), Z) in enumerate(caches, start=1):
        np.testing.assert_allclose(A_prev, inputs[layer - 1])
        assert W is parameters[f"W{layer}"]
        assert b is parameters[f"b{layer}"]
        np.testing.assert_allclose(Z, W @ A_prev + b)
    assert np.isclose(cost_of(X, parameters, Y), mean_cost(logits, Y))


def test_a_network_without_layers_is_refused():
    with pytest.raises(ValueError, match="at least one layer"):
        forward_again(np.ones((2, 3)), {})


def test_a_made_up_network_has_the_widths_and_both_labels():
    parameters, X, Y = network()
    shapes = {name: array.shape for name, array in parameters.items()}
    weights = {"W1": (5, 3), "W2": (4, 5), "W3": (1, 4)}
    assert shapes == weights | {"b1": (5, 1), "b2": (4, 1), "b3": (1, 1)}
    assert all(np.all(parameters[f"b{layer}"] != 0) for layer in (1, 2, 3))
    assert X.shape == (3, 6)
    assert sorted(Y.ravel()) == [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]


def test_measured_gradients_agree_with_derived_ones():
    parameters, X, Y = network()
    logits, inputs = forward(X, parameters)
    derived = gradients(logits, inputs, Y, parameters)
    measured = measured_gradients(parameters, X, Y)
    assert list(measured) == ["d" + name for name in parameters]
    for name, expected in derived.items():
        np.testing.assert_allclose(measured["d" + name], expected, atol=1e-8)


def test_a_long_step_takes_the_costs_at_its_two_ends():
    parameters, X, Y = network()
    costs = []
    for step in (0.5, -0.5):
        moved = parameters["W2"].copy()
        moved[2, 4] += step
        costs.append(cost_of(X, parameters | {"W2": moved}, Y))
    measured = measured_gradients(parameters, X, Y, 0.5)["dW2"][2, 4]
    assert np.isclose(measured, costs[0] - costs[1])


def derived_gradients(parameters, X, Y):
    slopes = gradients(*forward(X, parameters), Y, parameters)
    return {f"d{name}": block for name, block in slopes.items()}


def test_the_difference_is_small_for_right_gradients_in_any_order():
    parameters, X, Y = network()
    right = derived_gradients(parameters, X, Y)
    mixed = dict(reversed(right.items())) | {"dZ3": np.ones(6)}
    assert difference_from_measured(parameters, X, Y, mixed) < 1e-8


@pytest.mark.parametrize(("factor", "expected"), [(2, 1 / 3), (-1, 1)])
def test_the_difference_of_doubled_and_of_opposite_gradients(factor, expected):
    parameters, X, Y = network()
    claimed = {k: factor * block for k, block in derived_gradients(parameters, X, Y).items()}
    assert np.isclose(difference_from_measured(parameters, X, Y, claimed), expected)


def test_a_missing_gradient_is_refused():
    parameters, X, Y = network()
    right = derived_gradients(parameters, X, Y)
    del right["db2"]
    with pytest.raises(KeyError, match="db2"):
        difference_from_measured(parameters, X, Y, right)


def test_the_last_layer_comes_first():
    names = ["dW1", "db1", "dW2", "db2", "dW10", "db10"]
    pairs = from_the_last_layer({name: np.zeros(1) for name in names})
    assert [name for name, _ in pairs] == ["dW10", "db10", "dW2", "db2", "dW1", "db1"]


def test_a_small_start_depends_on_its_seed_alone():
    np.random.seed(7)
    expected = 0.01 * np.random.randn(4, 2)  # what a lesson that seeds numpy itself would draw
    start = small_start([2, 4, 1], 7)
    np.testing.assert_array_equal(start["W1"], expected)
    np.testing.assert_array_equal(start["b1"], np.zeros((4, 1)))
    assert start["W2"].shape == (1, 4)
    assert not np.array_equal(small_start([2, 4, 1], 8)["W1"], expected)
