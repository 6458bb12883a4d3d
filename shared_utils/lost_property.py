"""The hidden units of the puzzle in the lost-property office. The lesson says what they do."""

import numpy as np


def hidden_of_puzzle(Z):
    """What the hidden units pass on for their sums Z, (n, m): an array of the same shape."""
    compared = (Z - Z.mean(axis=1, keepdims=True)) / np.sqrt(Z.var(axis=1, keepdims=True) + 1e-5)
    return np.maximum(compared, 0)
