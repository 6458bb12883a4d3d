"""Backward passes with a silent mistake each, for the lesson on gradient checking.

Do not read on before you have named the mistakes from their gradients alone.

broken_backward(version, X, Y, cache)    the gradients of a network with two hidden layers, with
                                         the mistake of version "A", "B", "C", "D" or "E"
"""

import numpy as np

VERSIONS = ("A", "B", "C", "D", "E")


def broken_backward(
    version: str, X: np.ndarray, Y: np.ndarray, cache: tuple[np.ndarray, ...]
) -> dict[str, np.ndarray]:
    """Return the gradients of the mean cross-entropy cost, with the mistake of a version.

    The network has layers relu, relu, sigmoid. Each version is right but for this:

    - "A" passes a slope through the units of layer 2 that are off.
    - "B" adds up the slopes of the biases over the examples and does not average them.
    - "C" multiplies by the slope of the sigmoid, which the slope of this cost has taken in already.
    - "D" makes dW3 with Z2 in place of A2, and multiplies by A1 in place of the slope of relu.
    - "E" divides by m - 1 for db3 alone.

    Args:
        version: one of VERSIONS.
        X: (n_x, m), one example per column.
        Y: (1, m), labels of 0 and 1.
        cache: (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3), as the forward pass left it.

    Returns:
        A dictionary "dW1", "db1", "dW2", "db2", "dW3", "db3" of arrays shaped like the parameters.

    Raises:
        ValueError: there is no such version.
    """
    if version not in VERSIONS:
        raise ValueError(f"version must be one of {', '.join(VERSIONS)}, not {version!r}")
    Z1, A1, _, _, Z2, A2, W2, _, _, A3, W3, _ = cache
    m = Y.shape[1]
    dZ3 = A3 - Y
    if version == "C":
        dZ3 = dZ3 * A3 * (1 - A3)
    dZ2 = W3.T @ dZ3
    if version != "A":
        dZ2 = dZ2 * (Z2 > 0)
    dZ1 = (W2.T @ dZ2) * (A1 if version == "D" else Z1 > 0)
    gradients = {}
    received = {1: X, 2: A1, 3: Z2 if version == "D" else A2}
    for layer, dZ in ((1, dZ1), (2, dZ2), (3, dZ3)):
        examples = {"B": 1, "E": m - 1 if layer == 3 else m}.get(version, m)
        gradients[f"dW{layer}"] = dZ @ received[layer].T / m
        gradients[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / examples
    return gradients
