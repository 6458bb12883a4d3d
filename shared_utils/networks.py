"""A fully connected network in compact form: relu in the hidden layers, a sigmoid at the end.

he_start(layers_dims, seed)                  parameters before training
forward(X, parameters)                       the logits, and what each layer received
mean_cost(logits, Y)                         the mean cross-entropy cost
share_right(X, Y, parameters)                the share of right answers
gradients(logits, inputs, Y, parameters)     the slope of the mean cost for each parameter

`parameters` is a dictionary "W1", "b1", "W2", "b2", …; with n_l units in layer l, "Wl" is
(n_l, n_{l-1}) and "bl" is (n_l, 1). Columns of X are examples.
"""

import math
from collections.abc import Sequence

import numpy as np


def he_start(layers_dims: Sequence[int], seed: int) -> dict[str, np.ndarray]:
    """Return parameters at the start: normal weights of He's size, biases of 0.

    Args:
        layers_dims: the widths n_0, n_1, …, n_L; n_0 is the number of features.
        seed: of the generator that draws the weights.

    Returns:
        "W1" (n_1, n_0), "b1" (n_1, 1), …; the variance of the weights in "Wl" is 2 / n_{l-1}.

    Source: He et al., Delving Deep into Rectifiers (2015), equation 10.
    """
    random, parameters = np.random.default_rng(seed), {}
    for layer, (received, units) in enumerate(zip(layers_dims, layers_dims[1:], strict=False), 1):
        weights = random.standard_normal((units, received))
        parameters[f"W{layer}"] = weights * math.sqrt(2 / received)
        parameters[f"b{layer}"] = np.zeros((units, 1))
    return parameters


def forward(X: np.ndarray, parameters: dict) -> tuple[np.ndarray, list[np.ndarray]]:
    """Run a network up to its logits. The probabilities are the sigmoid of these.

    Args:
        X: (n_x, m), one example per column.
        parameters: "W1", "b1", … of at least one layer.

    Returns:
        The logits of the last layer, (n_L, m); and a list of what each layer received,
        [X, relu of layer 1, …, relu of layer L-1], each (n_{l-1}, m).

    Raises:
        ValueError: a parameter is missing, or the shapes of a layer do not fit together.
    """
    last = _number_of_layers(parameters)
    inputs = [X]
    for layer in range(1, last + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        units = W.shape[0] if W.ndim == 2 else None
        if W.ndim != 2 or W.shape[1] != inputs[-1].shape[0] or b.shape != (units, 1):
            raise ValueError(
                f"layer {layer} has W of shape {W.shape} and b of shape {b.shape}, and it "
                f"receives {inputs[-1].shape}; W must be (units, {inputs[-1].shape[0]}) and b "
                "(units, 1)"
            )
        sums = W @ inputs[-1] + b
        if layer < last:
            inputs.append(np.maximum(sums, 0))
    return sums, inputs


def mean_cost(logits: np.ndarray, Y: np.ndarray) -> float:
    """Return the mean cross-entropy cost of logits for labels Y of 0 and 1, both (1, m)."""
    return float(np.mean(np.logaddexp(0, logits) - Y * logits))


def share_right(X: np.ndarray, Y: np.ndarray, parameters: dict) -> float:
    """Return the share of right answers on X (n_x, m), Y (1, m).

    The answer is 1 where the logit is strictly positive, else 0.
    """
    return float(np.mean((forward(X, parameters)[0] > 0) == Y))


def gradients(
    logits: np.ndarray, inputs: list[np.ndarray], Y: np.ndarray, parameters: dict
) -> dict[str, np.ndarray]:
    """Return the slope of the mean cross-entropy cost with respect to each parameter.

    Args:
        logits, inputs: what `forward` returned for these parameters.
        Y: labels of 0 and 1, of the shape of logits.
        parameters: as in `forward`.

    Returns:
        A dictionary with the keys of `parameters`: under "W1" stands the slope for "W1", of the
        same shape.

    Raises:
        ValueError: Y has another shape than the logits.
    """
    if np.shape(Y) != logits.shape:
        raise ValueError(f"Y has shape {np.shape(Y)}, but the logits have shape {logits.shape}")
    share = 1 / logits.shape[1]
    # (σ(z) - y) / m, with the sigmoid in a form that does not overflow.
    back = (0.5 * (1 + np.tanh(0.5 * logits)) - Y) * share
    slopes = {}
    for layer in range(len(inputs), 0, -1):
        received = inputs[layer - 1]
        slopes[f"W{layer}"] = back @ received.T
        slopes[f"b{layer}"] = back.sum(axis=1, keepdims=True)
        if layer > 1:
            # received is a relu's result, so it is positive just where the relu was on.
            back = (parameters[f"W{layer}"].T @ back) * (received > 0)
    return slopes


def _number_of_layers(parameters: dict) -> int:
    """How many layers W1, b1, W2, b2, … there are, with nothing missing or left over."""
    layers = len(parameters) // 2
    expected = {f"{kind}{layer}" for kind in "Wb" for layer in range(1, layers + 1)}
    if not layers or set(parameters) != expected:
        raise ValueError(
            f"parameters must be W1, b1, W2, b2, … without gaps, not {sorted(parameters)}"
        )
    return layers
