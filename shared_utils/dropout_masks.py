"""A network of three layers run with given dropout masks, and masks for it.

with_masks(X, parameters, D1, D2, keep_prob)     the probabilities, and the cache of the layers
masks_of(X, parameters, keep_prob, seed)         masks for the two hidden layers

They stand here, out of sight of the notebook in which students write dropout themselves.
`parameters` is a dictionary "W1", "b1", …, "b3"; "Wl" is (n_l, n_{l-1}), "bl" is (n_l, 1), and n_3
is 1. Columns of X are examples. In a mask 1 (or True) stands for a unit that is on, 0 for off.
"""

from __future__ import annotations

import numpy as np


def with_masks(
    X: np.ndarray, parameters: dict, D1: np.ndarray, D2: np.ndarray, keep_prob: float
) -> tuple[np.ndarray, tuple]:
    """Run a network with two hidden relu layers and a sigmoid at the end, with inverted dropout.

    Args:
        X: (n_0, m), one example per column.
        parameters: "W1", "b1", "W2", "b2", "W3", "b3".
        D1, D2: the masks, (n_1, m) and (n_2, m).
        keep_prob: kept activations are divided by it.

    Returns:
        A3, (1, m), and the cache (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3), in which
        A1 and A2 are the activations after mask and factor.
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1
    A1 = np.maximum(0, Z1) * D1 / keep_prob
    Z2 = W2 @ A1 + b2
    A2 = np.maximum(0, Z2) * D2 / keep_prob
    Z3 = W3 @ A2 + b3
    # The sigmoid in a form that does not overflow.
    A3 = 0.5 * (1 + np.tanh(0.5 * Z3))
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def masks_of(
    X: np.ndarray, parameters: dict, keep_prob: float, seed: int | None = None
) -> list[np.ndarray]:
    """Return masks for the two hidden layers, drawn with a seed or, if it is None, without one.

    Args:
        X, parameters: as in `with_masks`.
        keep_prob: the probability that a unit is on.

    Returns:
        Two arrays of True and False, (n_1, m) and (n_2, m).
    """
    numbers = np.random.default_rng(seed)
    return [numbers.random((len(parameters[b]), X.shape[1])) < keep_prob for b in ("b1", "b2")]
