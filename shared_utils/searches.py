"""The settings of the searches in the lesson on tuning, sixteen for each.

settings_of_search(search, ranges)     the settings of a search

They stand here, out of sight of the notebook: drawing settings is what students write there.
"""

from __future__ import annotations

from collections.abc import Mapping

from shared_utils.draw_settings import draw_settings

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
