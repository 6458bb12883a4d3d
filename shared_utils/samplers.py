"""Three right versions of a log-uniform draw, for the lesson on tuning.

version_a, version_d, version_f(low, high, how_many, seed)     random numbers, (how_many,)

They stand here, out of sight of the notebook: such a draw is what students write there. Each has a
stream of its own, so their draws differ and only the distribution is the same.
"""

import numpy as np


def version_a(low: float, high: float, how_many: int, seed: int) -> np.ndarray:
    """Return (how_many,) log-uniform draws between low and high, which are above 0."""
    return np.exp(np.random.default_rng(seed).uniform(np.log(low), np.log(high), how_many))


def version_d(low: float, high: float, how_many: int, seed: int) -> np.ndarray:
    """Return draws as `version_a` does, from numpy's older generator."""
    return low * (high / low) ** np.random.RandomState(seed).random_sample(how_many)


def version_f(low: float, high: float, how_many: int, seed: int) -> np.ndarray:
    """Return draws as `version_a` does, one after another, down from the high end."""
    numbers = np.random.default_rng([seed, how_many])
    return high / (high / low) ** np.array([numbers.random() for _ in range(how_many)])
