"""Arrays drawn as grids of boxes: their shapes, what a reduction joins, what broadcasting repeats.

Every function returns a matplotlib Figure that `shared_utils.plots.show(figure, alt)` displays.
An array with one axis is drawn as one row of boxes without a row number, for it has no rows. The
index along axis 0 stands at the left of the boxes and the index along axis 1 above them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from shared_utils.figures import new_figure
from shared_utils.plots import PALETTE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PLAIN = "#e8f1f8"  # a pale blue; black text on it is easy to read
REPEATED = "white"
MOST_BOXES = 400
# Pale versions of the palette, so that black numbers can be read on them.
PALE = ("#a9d3ec", "#f6c6a0", "#9fdcc8", "#eccbdf", "#f5dd9a", "#d9d9d9", "#f4f1b8")


def array_boxes(
    arrays: Mapping[str, np.ndarray],
    title: str = "",
    values: bool = True,
    columns: int = 4,
) -> Figure:
    """Arrays side by side as grids of boxes, each with its name and shape.

    Args:
        arrays: for each array its name and its numbers, of shape (), (n,) or (rows, columns).
        title: over the figure.
        values: False for empty boxes, where only shapes matter.
        columns: how many arrays stand in a row of the figure.
    """
    if not arrays:
        raise ValueError("array_boxes needs at least one array")
    grids = {name: _grid(array) for name, array in arrays.items()}
    count = min(columns, len(grids))
    rows = -(-len(grids) // count)
    figure, all_axes = _panels(rows, count, list(grids.values()), title)
    for axes, (name, array) in zip(all_axes, arrays.items(), strict=False):
        _draw(axes, np.asarray(array), f"{name}\nshape {np.shape(array)}", values=values)
    return figure


def reduction_boxes(
    array: np.ndarray,
    axis: int,
    function: Callable[..., np.ndarray] = np.sum,
    word: str = "sum",
) -> Figure:
    """What a reduction along one axis joins: an array, and the result with and without keepdims.

    Boxes that are joined have one colour and one letter, and so has the box of their result.

    Args:
        array: (rows, columns), at most as many rows or columns as there are colours, 7.
        axis: 0 or 1, the axis that is joined.
        function: a numpy reduction with arguments axis and keepdims.
        word: its name in the titles.
    """
    array = np.asarray(array)
    if array.ndim != 2 or axis not in (0, 1):
        raise ValueError(f"an array with two axes and axis 0 or 1, not {array.shape} and {axis}")
    groups = array.shape[1 - axis]
    if groups > len(PALE):
        raise ValueError(f"at most {len(PALE)} results can be told apart, not {groups}")
    marks = np.arange(groups) if axis == 0 else np.arange(groups)[:, np.newaxis]
    kept, flat = function(array, axis=axis, keepdims=True), function(array, axis=axis)
    drawn = {
        f"A\nshape {array.shape}": (array, np.broadcast_to(marks, array.shape)),
        f"A.{word}(axis={axis}, keepdims=True)\nshape {kept.shape}": (
            kept,
            np.broadcast_to(marks, kept.shape),
        ),
        f"A.{word}(axis={axis})\nshape {flat.shape}": (flat, np.arange(groups)),
    }
    figure, all_axes = _panels(1, 3, [_grid(pair[0]) for pair in drawn.values()], "")
    for axes, (title, (numbers, group)) in zip(all_axes, drawn.items(), strict=True):
        _draw(axes, numbers, title, groups=group)
    return figure


def broadcast_boxes(
    first: np.ndarray,
    second: np.ndarray,
    names: Sequence[str] = ("A", "B"),
    symbol: str = "+",
    function: Callable[[np.ndarray, np.ndarray], np.ndarray] = np.add,
    values: bool = True,
) -> Figure:
    """How two arrays are stretched to one shape, and what comes out entry by entry.

    Filled boxes are the numbers that an array holds; white boxes with a dashed edge repeat them.
    When the shapes do not fit, both arrays are drawn as they are and the figure says so.

    Args:
        first, second: arrays with at most two axes.
        names: what the two are called.
        symbol, function: the operation, as it is written and as numpy does it.
        values: False for empty boxes.
    """
    first, second = np.asarray(first), np.asarray(second)
    try:
        shape = np.broadcast_shapes(first.shape, second.shape)
    except ValueError:
        shape = None
    panels = [
        _grid(array) if shape is None else _grid(np.empty(shape)) for array in (first, second)
    ]
    panels.append((1, 3) if shape is None else panels[0])
    figure, all_axes = _panels(1, 3, panels, "")
    for axes, array, name in zip(all_axes, (first, second), names, strict=False):
        _draw(axes, array, f"{name}\nshape {array.shape}", values=values, stretch_to=shape)
    if shape is None:
        all_axes[2].text(1.5, 0.5, "does not fit", ha="center", va="center", fontsize=12)
        all_axes[2].set_title(f"{names[0]} {symbol} {names[1]}\nno shape", fontsize=10)
    else:
        result = function(first, second)
        title = f"{names[0]} {symbol} {names[1]}\nshape {result.shape}"
        _draw(all_axes[2], result, title, values=values)
    return figure


def _grid(array: np.ndarray) -> tuple[int, int]:
    """How many rows and columns of boxes an array needs."""
    shape = np.shape(array)
    if len(shape) > 2:
        raise ValueError(f"only arrays with at most two axes are drawn, not {shape}")
    rows, columns = ((1, 1) + shape)[-2:]
    if not 0 < rows * columns <= MOST_BOXES:
        raise ValueError(f"{rows} times {columns} boxes cannot be drawn; at most {MOST_BOXES} can")
    return rows, columns


def _panels(rows: int, columns: int, grids: Sequence[tuple[int, int]], title: str):
    """A figure with rows · columns empty panels; boxes have one size in all of them."""
    most_rows, most_columns = (max(sizes) for sizes in zip(*grids, strict=True))
    width, height = max(2.3, 0.46 * most_columns + 0.5), 0.75 + 0.46 * most_rows
    size = (width * columns, height * rows + (0.35 if title else 0.1))
    figure = new_figure(*size)
    all_axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in all_axes:
        axes.set_axis_off()
        axes.set_aspect("equal")
    for axes, grid in zip(all_axes, grids, strict=False):
        # The grid stands in the middle, at the top, with room for the numbers of its axes.
        spare = (most_columns - grid[1]) / 2
        axes.set_xlim(-0.6 - spare, grid[1] + 0.6 + spare)
        axes.set_ylim(most_rows + 0.1, -0.6)
    if title:
        figure.suptitle(title, fontsize=11)
    return figure, all_axes


def _draw(
    axes,
    array: np.ndarray,
    title: str,
    values: bool = True,
    groups: np.ndarray | None = None,
    stretch_to: tuple[int, ...] | None = None,
) -> None:
    """One array in one panel; with stretch_to also the boxes that broadcasting adds."""
    from matplotlib.patches import Rectangle

    own_rows, own_columns = _grid(array)
    stretched = array if stretch_to is None else np.broadcast_to(array, stretch_to)
    rows, columns = _grid(stretched)
    numbers = np.reshape(stretched, (rows, columns))
    group = None if groups is None else np.reshape(groups, (rows, columns))
    for row in range(rows):
        for column in range(columns):
            own = row < own_rows and column < own_columns
            colour = PLAIN if group is None else PALE[group[row, column]]
            axes.add_patch(
                Rectangle(
                    (column, row),
                    1,
                    1,
                    facecolor=colour if own else REPEATED,
                    edgecolor=PALETTE[0] if own else "0.6",
                    linestyle="-" if own else "--",
                    linewidth=1.4 if own else 0.9,
                    zorder=3 if own else 2,
                )
            )
            text = _number(numbers[row, column]) if values else ""
            if group is not None:
                text = f"{text}\n{'abcdefg'[group[row, column]]}"
            axes.text(
                column + 0.5,
                row + 0.5,
                text,
                ha="center",
                va="center",
                fontsize=9,
                color="black" if own else "0.35",
                zorder=4,
            )
    if array.ndim == 2:
        for row in range(own_rows):
            axes.text(-0.15, row + 0.5, str(row), ha="right", va="center", fontsize=8, color="0.4")
    if array.ndim:
        for column in range(own_columns):
            axes.text(column + 0.5, -0.12, str(column), ha="center", fontsize=8, color="0.4")
    axes.set_title(title, fontsize=10)


def _number(number) -> str:
    """A number in a box: at most four characters where that is possible."""
    return f"{number:.3g}" if isinstance(number, float | np.floating) else str(number)
