"""Random settings of hyperparameters, for lessons in which students write such a draw themselves.

draw_settings(how_many, seed, ranges)     settings, each hyperparameter log-uniform in its range

It stands here, out of sight of the notebook.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def draw_settings(
    how_many: int, seed: int, ranges: Mapping[str, tuple[float, float]]
) -> list[dict[str, float]]:
    """Return random settings: every hyperparameter log-uniform, independently of the others.

    Args:
        how_many: settings to draw.
        seed: of the generator; the same seed draws the same settings.
        ranges: the two ends of each hyperparameter, positive numbers. Where both are of type int
            the draws are rounded to whole numbers.

    Returns:
        A list of dictionaries with the keys of `ranges`.

    Raises:
        ValueError: a range does not begin above 0, or ends below its beginning.
    """
    for name, (low, high) in ranges.items():
        if not 0 < low <= high:
            raise ValueError(f"{name} must range from above 0 upwards, not from {low} to {high}")
    settings = []
    for row in np.random.default_rng(seed).random((how_many, len(ranges))):
        setting = {}
        for u, (name, (low, high)) in zip(row, ranges.items(), strict=True):
            value = float(low * (high / low) ** u)
            whole = isinstance(low, int) and isinstance(high, int)
            setting[name] = round(value) if whole else value
        settings.append(setting)
    return settings
