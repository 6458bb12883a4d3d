"""A network's forward pass, cost and measured slopes, to check a student's own functions with.

They are independent of what the student writes, so that no mistake can hide another.

forward_again(X, parameters)                    the answers, and the caches of all layers
cost_of(X, parameters, Y)                       the mean cross-entropy cost
made_up_network(layer_dims, m, generator)       parameters and examples to try a function on
measured_gradients(parameters, X, Y, step)      the slopes by finite differences
difference_from_measured(parameters, X, Y, claimed, step)    how far claimed slopes are from these
from_the_last_layer(gradients)                  pairs of name and slope, the last layer first
small_start(layer_dims, seed)                   parameters before training, the same for everybody

`parameters` is a dictionary "W1", "b1", "W2", "b2", …; with n_l units in layer l, "Wl" is
(n_l, n_{l-1}) and "bl" is (n_l, 1). Columns of X are examples. The hidden layers use relu, the
last one the sigmoid.
"""

import math
from collections.abc import Sequence

import numpy as np

from shared_utils.checks import slope
from shared_utils.networks import forward, mean_cost


def forward_again(X: np.ndarray, parameters: dict) -> tuple[np.ndarray, list[tuple]]:
    """Return the answers, (n_L, m), and a list of the caches ((A_prev, W, b), Z) of all layers.

    Args:
        X: (n_x, m), one example per column.
        parameters: "W1", "b1", … of at least one layer.

    Raises:
        ValueError: there are no parameters, or the shapes of a layer do not fit together.
    """
    A, caches, L = X, [], len(parameters) // 2
    if not L:
        raise ValueError("a network needs the parameters of at least one layer")
    for layer in range(1, L + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        caches.append(((A, W, b), Z))
        A = np.maximum(0, Z) if layer < L else 1 / (1 + np.exp(-Z))
    return A, caches


def cost_of(X: np.ndarray, parameters: dict, Y: np.ndarray) -> float:
    """Return the mean cross-entropy cost on X (n_x, m), with labels Y (1, m) of 0 and 1."""
    return mean_cost(forward(X, parameters)[0], Y)


def made_up_network(
    layer_dims: Sequence[int], m: int, generator: np.random.Generator
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Return parameters of ordinary size, biases not zero; X (n_x, m); Y (1, m), both labels.

    Args:
        layer_dims: the widths n_0, n_1, …, n_L; n_0 is the number of features.
        m: the number of examples, at least 2 for both labels to occur.
        generator: draws all numbers.
    """
    parameters = {}
    for layer in range(1, len(layer_dims)):
        size = 1.2 / math.sqrt(layer_dims[layer - 1])
        W = size * generator.standard_normal((layer_dims[layer], layer_dims[layer - 1]))
        parameters[f"W{layer}"] = W
        parameters[f"b{layer}"] = 0.3 * generator.standard_normal((layer_dims[layer], 1)) + 0.2
    X = generator.standard_normal((layer_dims[0], m))
    return parameters, X, (generator.permutation(m) % 2).astype(float).reshape(1, m)


def measured_gradients(
    parameters: dict, X: np.ndarray, Y: np.ndarray, step: float = 1e-5
) -> dict[str, np.ndarray]:
    """Return "dW1", "db1", … of the cost: two forward passes for every single number.

    Each has the shape of its parameter, and they stand in the order of `parameters`.

    Args:
        parameters, X, Y: as in `cost_of`.
        step: how far a number is moved to either side.
    """

    def cost_with(name: str):
        return lambda moved: cost_of(X, parameters | {name: moved}, Y)

    return {f"d{name}": slope(cost_with(name), block, step) for name, block in parameters.items()}


def difference_from_measured(
    parameters: dict, X: np.ndarray, Y: np.ndarray, claimed: dict, step: float = 1e-5
) -> float:
    """Return the relative difference of claimed gradients and of the measured ones.

    It is the length of the difference over the sum of both lengths, all parameters in one column.

    Args:
        parameters, X, Y, step: as in `measured_gradients`.
        claimed: "dW1", "db1", …, in any order; other keys are ignored.

    Raises:
        KeyError: the gradient of a parameter is missing.
    """
    measured = measured_gradients(parameters, X, Y, step)
    a, b = (
        np.concatenate([side[name].ravel() for name in measured]) for side in (claimed, measured)
    )
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


def from_the_last_layer(gradients: dict[str, np.ndarray]) -> list[tuple[str, np.ndarray]]:
    """Return pairs of name and array: "dWL", "dbL", …, "dW1", "db1"."""
    return sorted(gradients.items(), key=lambda pair: -int(pair[0][2:]))


def small_start(layer_dims: Sequence[int], seed: int) -> dict[str, np.ndarray]:
    """Return parameters before training: normal weights times 0.01, biases of 0.

    Args:
        layer_dims: the widths n_0, n_1, …, n_L.
        seed: of the random numbers; the same seed gives everybody the same start.
    """
    random, parameters = np.random.RandomState(seed), {}
    for layer in range(1, len(layer_dims)):
        W = 0.01 * random.standard_normal((layer_dims[layer], layer_dims[layer - 1]))
        parameters[f"W{layer}"] = W
        parameters[f"b{layer}"] = np.zeros((layer_dims[layer], 1))
    return parameters
