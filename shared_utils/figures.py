"""New figures, for the modules that draw.

Matplotlib is imported when the first figure is made, not before: that takes as long as grading a
notebook, and grading draws nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of so many inches, which no window or notebook knows of yet."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")
