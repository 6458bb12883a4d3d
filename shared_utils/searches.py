"""The settings of the searches in the lesson on tuning, sixteen for each.

settings_of_search(search, ranges)        the settings of a search
draw_settings(how_many, seed, ranges)     settings, each hyperparameter log-uniform in its range

They stand here, out of sight of the notebook: drawing settings is what students write there.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

SEARCHES, SETTINGS = 20, 16


def settings_of_search(
    search: int, ranges: Mapping[str, tuple[float, float]]
) -> list[dict[str, float]]:
    """Return the sixteen settings of a search.

    Args:
        search: its number, from 0 to 19.
        ranges: the two ends of each hyperparameter, as in `draw_settings`.

    Returns:
        A list of 16 dictionaries with the keys of `ranges`.

    Raises:
        ValueError: there is no such search.
    """
    if search not in range(SEARCHES):
        raise ValueError(f"searches are numbered from 0 to {SEARCHES - 1}; there is no {search!r}")
    return draw_settings(SETTINGS, int(search), ranges)


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
