import numpy as np
import pytest

from shared_utils.checks import slope
from shared_utils.networks import forward, gradients, he_start, mean_cost, share_right


def network(dims, seed=0):
    numbers = np.random.default_rng(seed)
    parameters = {}
    for layer in range(1, len(dims)):
        parameters[f"W{layer}"] = numbers.standard_normal((dims[layer], dims[layer - 1]))
        parameters[f"b{layer}"] = numbers.standard_normal((dims[layer], 1))
    return parameters


def test_forward_by_hand():
    parameters = {
        "W1": np.array([[1.0, -1.0], [2.0, 0.0]]),
        "b1": np.array([[0.5], [-3.0]]),
        "W2": np.array([[2.0, 10.0]]),
        "b2": np.array([[-1.0]]),
    }
    X = np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 4.0]])
    logits, inputs = forward(X, parameters)
    np.testing.assert_allclose(inputs[1], [[1.5, 2.5, 0.0], [0.0, 1.0, 0.0]])
    np.testing.assert_allclose(logits, [[2.0, 14.0, -1.0]])
    assert inputs[0] is X and len(inputs) == 2


@pytest.mark.parametrize("dims", [(3, 1), (3, 4, 1), (2, 5, 4, 3, 1), (3, 4, 2)])
def test_gradients_are_the_measured_slopes(dims):
    numbers = np.random.default_rng(1)
    X = numbers.standard_normal((dims[0], 7))
    Y = (numbers.random((dims[-1], 7)) < 0.4).astype(float)
    parameters = network(dims)
    slopes = gradients(*forward(X, parameters), Y, parameters)
    assert set(slopes) == set(parameters)
    for name, value in parameters.items():

        def cost(changed, name=name):
            logits, _ = forward(X, {**parameters, name: changed})
            return float(np.sum(np.logaddexp(0, logits) - Y * logits) / X.shape[1])

        np.testing.assert_allclose(slopes[name], slope(cost, value), atol=1e-7)


def test_large_logits_stay_finite_and_nothing_is_changed():
    parameters = {"W1": np.array([[1000.0]]), "b1": np.array([[0.0]])}
    X, Y = np.array([[-3.0, 3.0]]), np.array([[1.0, 1.0]])
    slopes = gradients(*forward(X, parameters), Y, parameters)
    np.testing.assert_allclose(slopes["W1"], [[1.5]])
    assert parameters["W1"][0, 0] == 1000 and X[0, 0] == -3


@pytest.mark.parametrize("spoil", ["shape", "flat bias", "missing", "empty"])
def test_parameters_that_do_not_fit(spoil):
    parameters = network((3, 4, 1))
    if spoil == "shape":
        parameters["W1"] = parameters["W1"].T
    elif spoil == "flat bias":
        parameters["b1"] = parameters["b1"].ravel()
    elif spoil == "missing":
        del parameters["b1"]
    else:
        parameters = {}
    with pytest.raises(ValueError):
        forward(np.zeros((3, 5)), parameters)


def test_flat_labels_are_refused():
    parameters = network((3, 1))
    logits, inputs = forward(np.zeros((3, 5)), parameters)
    with pytest.raises(ValueError, match="shape"):
        gradients(logits, inputs, np.zeros(5), parameters)


def test_he_s_start_has_biases_of_zero_and_weights_of_its_size():
    parameters = he_start((3, 400, 300, 1), seed=0)
    shapes = {name: value.shape for name, value in parameters.items()}
    assert shapes == {
        "W1": (400, 3),
        "b1": (400, 1),
        "W2": (300, 400),
        "b2": (300, 1),
        "W3": (1, 300),
        "b3": (1, 1),
    }
    assert not any(parameters[f"b{layer}"].any() for layer in (1, 2, 3))
    np.testing.assert_allclose(parameters["W2"].var(), 2 / 400, rtol=0.05)
    again = he_start((3, 400, 300, 1), seed=0)
    assert all(np.array_equal(parameters[name], again[name]) for name in parameters)


def test_mean_cost_is_the_cross_entropy_and_does_not_overflow():
    logits, Y = np.array([[0.0, np.log(3.0), 1000.0]]), np.array([[1.0, 0.0, 1.0]])
    assert mean_cost(logits, Y) == pytest.approx((np.log(2) + np.log(4)) / 3)


def test_a_logit_of_exactly_zero_answers_0():
    parameters = {"W1": np.array([[1.0]]), "b1": np.zeros((1, 1))}
    X, Y = np.array([[-1.0, 0.0, 2.0, 3.0]]), np.array([[0.0, 0.0, 1.0, 0.0]])
    assert share_right(X, Y, parameters) == 0.75
