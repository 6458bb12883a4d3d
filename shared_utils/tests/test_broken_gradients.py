import numpy as np
import pytest

from shared_utils.broken_gradients import VERSIONS, broken_backward
from shared_utils.networks import forward, gradients

WRONG = {
    "A": {"dW2", "db2", "dW1", "db1"},
    "B": {"db3", "db2", "db1"},
    "C": {"dW3", "db3", "dW2", "db2", "dW1", "db1"},
    "D": {"dW3", "dW1", "db1"},
    "E": {"db3"},
}


def network():
    numbers = np.random.default_rng(4)
    parameters = {}
    for layer, (received, units) in enumerate(((4, 5), (5, 3), (3, 1)), start=1):
        parameters[f"W{layer}"] = numbers.standard_normal((units, received))
        parameters[f"b{layer}"] = 0.5 * numbers.standard_normal((units, 1))
    X = numbers.standard_normal((4, 9))
    return X, (np.arange(9) % 2).reshape(1, 9).astype(float), parameters


def run(version):
    X, Y, parameters = network()
    logits, (_, A1, A2) = forward(X, parameters)
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1, Z2, A3 = W1 @ X + b1, W2 @ A1 + b2, 1 / (1 + np.exp(-logits))
    cache = (Z1, A1, W1, b1, Z2, A2, W2, b2, logits, A3, W3, b3)
    right = gradients(logits, [X, A1, A2], Y, parameters)
    return broken_backward(version, X, Y, cache), {f"d{name}": g for name, g in right.items()}


@pytest.mark.parametrize("version", VERSIONS)
def test_wrong_is_what_the_version_says(version):
    found, right = run(version)
    assert set(found) == set(right)
    assert all(found[name].shape == right[name].shape for name in right)
    assert {name for name in right if not np.allclose(found[name], right[name])} == WRONG[version]


def test_the_biases_of_b_are_as_many_times_too_large_as_there_are_examples():
    found, right = run("B")
    np.testing.assert_allclose(found["db2"], 9 * right["db2"])


def test_an_unknown_version_is_refused():
    with pytest.raises(ValueError, match="'F'"):
        run("F")
