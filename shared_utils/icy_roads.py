"""Made-up mornings with ice on the road or not, and what a small network needs to learn from them.

SHAPES                                       of the parameters of a network 4-5-3-1
icy_mornings(seed, m)                        examples: four numbers each, and whether there is ice
random_parameters(generator, bias)           parameters before training, biases other than 0
right_gradients(X, Y, parameters)            the gradients under the keys "dW1", "db1", …
train(forward, backward, parameters, X, Y)   gradient descent with a given backward pass

Columns of X are examples.
"""

import math
from collections.abc import Callable

import numpy as np

from shared_utils import networks

SHAPES = {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}


def icy_mornings(seed: int, m: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Return made-up mornings: X (4, m), and Y (1, m), 1 where the road is icy and 0 elsewhere.

    The rows of X are standard scores of the temperature of the air, moisture, shade and traffic.
    Cold, moisture in the cold and shade make ice; traffic far from the usual, to either side,
    keeps it off; the rest is chance.

    Args:
        seed: decides all that is drawn.
        m: how many mornings.
    """
    drawn = np.random.default_rng(seed)
    X = drawn.standard_normal((4, m))
    cold, wet, shade, traffic = -X[:1], X[1:2] * (X[:1] < 0.5), X[2:3], np.abs(X[3:])
    ice = 1.2 * cold + 1.5 * wet + shade - 0.8 * traffic + 0.3
    return X, (ice + 0.5 * drawn.logistic(size=(1, m)) > 0).astype(float)


def random_parameters(generator: np.random.Generator, bias: float = 0.1) -> dict[str, np.ndarray]:
    """Return normal parameters of the SHAPES: weights of He's size, biases of the size bias."""
    return {
        name: generator.standard_normal(shape)
        * (math.sqrt(2 / shape[1]) if name[0] == "W" else bias)
        for name, shape in SHAPES.items()
    }


def right_gradients(X: np.ndarray, Y: np.ndarray, parameters: dict) -> dict[str, np.ndarray]:
    """Return "dW1", "db1", … of the mean cross-entropy cost, by `shared_utils.networks`.

    Args:
        X: (4, m), one example per column.
        Y: (1, m), labels of 0 and 1.
        parameters: arrays of the SHAPES.
    """
    found = networks.gradients(*networks.forward(X, parameters), Y, parameters)
    return {f"d{name}": value for name, value in found.items()}


def train(
    forward: Callable,
    backward: Callable,
    parameters: dict,
    X: np.ndarray,
    Y: np.ndarray,
    steps: int = 1500,
    rate: float = 0.1,
) -> tuple[dict, list[float]]:
    """Descend with any backward pass; return the parameters at the end, and the cost before each
    step.

    Args:
        forward: forward(X, Y, parameters) returns the cost and what the backward pass needs.
        backward: backward(X, Y, cache, parameters) returns a dictionary with "d" and the name of
            each parameter as keys; others are ignored.
        parameters: arrays, left as they are.
        X, Y: handed to both.
        steps, rate: how many steps of training, and their learning rate.
    """
    costs = []
    for _ in range(steps):
        cost, cache = forward(X, Y, parameters)
        costs.append(cost)
        grads = backward(X, Y, cache, parameters)
        parameters = {name: parameters[name] - rate * grads["d" + name] for name in parameters}
    return parameters, costs
