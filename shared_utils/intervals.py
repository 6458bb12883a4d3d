"""Means with their intervals, from differences between pairs of results.

half_width(differences, t)                how far the interval of the mean reaches to each side
interval_plot(groups, x_label, title)     one dot and one bar for each mean
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from shared_utils.figures import new_figure
from shared_utils.plots import MARKERS, PALETTE

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def half_width(differences: Sequence[float] | np.ndarray, t: float) -> float:
    """Return t standard errors of the mean of at least two differences.

    Args:
        differences: k numbers, one for each pair.
        t: the factor of Student's distribution for k numbers and the wanted confidence.

    Raises:
        ValueError: there are fewer than two differences.
    """
    differences = np.asarray(differences, dtype=float)
    if differences.size < 2:
        raise ValueError(f"an interval needs at least two differences, not {differences.size}")
    return t * float(differences.std(ddof=1)) / math.sqrt(differences.size)


def interval_plot(
    groups: Mapping[str, Mapping[str, tuple[float, float]]], x_label: str, title: str = ""
) -> Figure:
    """Means with their intervals: a row for each name, a dot and a bar in it for each group.

    Args:
        groups: for each group its name in the legend, and for each row (mean, half width). All
            groups have the rows of the first one.
        x_label: what the means are. A line marks 0.
        title: over the figure.
    """
    rows = list(next(iter(groups.values())))
    figure = new_figure(5.8, 1.2 + 0.6 * len(rows))
    axes = figure.subplots()
    axes.axvline(0, color="0.4", linewidth=1)
    # Groups share a row, each a little lower than the one before.
    shifts = (np.arange(len(groups)) - (len(groups) - 1) / 2) * 0.25
    for i, (name, intervals) in enumerate(groups.items()):
        means, halves = np.array([intervals[row] for row in rows], dtype=float).T
        axes.errorbar(
            means,
            np.arange(len(rows)) + shifts[i],
            xerr=halves,
            color=PALETTE[i % len(PALETTE)],
            linestyle="none",
            marker=MARKERS[i % len(MARKERS)],
            linewidth=2,
            capsize=4,
            label=name,
        )
    axes.set_yticks(np.arange(len(rows)), rows)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(x_label)
    axes.set_title(title, fontsize=11)
    axes.grid(color="0.9", axis="x")
    figure.legend(loc="outside lower center", ncols=len(groups), fontsize=9, frameon=False)
    return figure
