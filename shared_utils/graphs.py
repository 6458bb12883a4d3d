"""Drawing how a number was computed: its computation graph, in layers from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared_utils.figures import new_figure
from shared_utils.plots import PALETTE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMN, ROW = 1.08, 0.78  # inches
SWEEPS = 4
FONT, PAD = 8.5, 0.3  # points; of a line's height


@dataclass(frozen=True)
class Node:
    """One number of a computation.

    label: a short text, such as "w" or "×".
    value: the number.
    parents: positions, in the list of all nodes, of the numbers that it was computed from.
    gradient: a number, or None while it is not known.
    """

    label: str
    value: float
    parents: tuple[int, ...] = ()
    gradient: float | None = None


def computation_graph(
    nodes: Sequence[Node], title: str = "", highlight: Sequence[int] = ()
) -> Figure:
    """Boxes for numbers, and arrows from each number to those that were computed from it.

    Inputs stand just left of their first use. Each box says the label, the value and, once it is
    known, the gradient. Inputs and computed numbers differ by colour and outline.

    Args:
        nodes: each after its parents.
        title: over the figure.
        highlight: positions of nodes whose boxes get a thick outline.
    """
    nodes = list(nodes)
    if not nodes:
        raise ValueError("a graph needs at least one node")
    for position, node in enumerate(nodes):
        if any(not 0 <= parent < position for parent in node.parents):
            raise ValueError(f"node {position}, {node.label!r}, must come after its parents")
    depths = _depths(nodes)
    heights = _heights(nodes, depths)
    rows = max(heights) - min(heights) + 1
    size = (COLUMN * (max(depths) + 1) + 0.3, ROW * rows + (0.4 if title else 0.1))
    figure = new_figure(*size)
    axes = figure.subplots()
    for position, node in enumerate(nodes):
        for parent in dict.fromkeys(node.parents):
            between = [
                heights[i]
                for i, depth in enumerate(depths)
                if depths[parent] < depth < depths[position]
            ]
            _draw_arrow(
                axes,
                (depths[parent] + _half_width(nodes[parent]), heights[parent]),
                (depths[position] - _half_width(node), heights[position]),
                between,
            )
    for position, node in enumerate(nodes):
        _draw_box(axes, node, depths[position], heights[position], position in set(highlight))
    axes.set_xlim(-0.5, max(depths) + 0.5)
    axes.set_ylim(min(heights) - 0.5, max(heights) + 0.5)
    axes.set_axis_off()
    axes.set_title(title, fontsize=11)
    return figure


def value_graph(
    end: Any,
    title: str = "",
    with_gradients: bool = False,
    known: Sequence[Any] | None = None,
    highlight: Sequence[Any] = (),
) -> Figure:
    """The computation graph of a number that remembers how it was made.

    Args:
        end: an object with `label` (a text), `data` and `grad` (numbers) and `parents` (a tuple
            of such objects), as are all that it was made of.
        title: over the figure.
        with_gradients: whether boxes say the gradient.
        known: the objects whose gradient is drawn; all by default.
        highlight: the objects whose boxes get a thick outline.

    Raises:
        KeyError: an object to highlight is not among those that `end` was made of.
    """
    values = _parents_first(end)
    place = {id(value): position for position, value in enumerate(values)}
    shown = {id(value) for value in (values if known is None else known)}
    nodes = [
        Node(
            value.label,
            value.data + 0.0,  # -0.0 is drawn as 0
            tuple(place[id(parent)] for parent in value.parents),
            value.grad if with_gradients and id(value) in shown else None,
        )
        for value in values
    ]
    return computation_graph(nodes, title, [place[id(value)] for value in highlight])


def _parents_first(end):
    """Everything that end was made of, and end, each after its parents."""
    waiting, numbered = [end], {}
    while waiting:
        value = waiting[-1]
        open_parents = [parent for parent in value.parents if id(parent) not in numbered]
        if open_parents:
            waiting += open_parents
        else:
            waiting.pop()
            numbered[id(value)] = value
    return list(numbered.values())


def _depths(nodes):
    """The column of each node: after its parents; an input just before its first use."""
    depths = []
    for node in nodes:
        depths.append(1 + max((depths[parent] for parent in node.parents), default=-1))
    for position, node in enumerate(nodes):
        uses = [depths[i] for i, other in enumerate(nodes) if position in other.parents]
        if not node.parents and uses:
            depths[position] = min(uses) - 1
    return depths


def _heights(nodes, depths):
    """The row of each node: near the mean of its neighbours, at least 1 apart in a column."""
    neighbours = [list(node.parents) for node in nodes]
    for position, node in enumerate(nodes):
        for parent in node.parents:
            neighbours[parent].append(position)
    columns = {}
    for position, depth in enumerate(depths):
        columns.setdefault(depth, []).append(position)
    heights = [0.0] * len(nodes)
    for column in columns.values():
        _spread(column, heights)
    for _ in range(SWEEPS):
        for depth in [*sorted(columns, reverse=True), *sorted(columns)]:
            column = columns[depth]
            for position in column:
                around = neighbours[position]
                if around:
                    heights[position] = sum(heights[i] for i in around) / len(around)
            _spread(column, heights)
    return heights


def _spread(column, heights):
    """Move the nodes of a column apart, in their order, without moving their centre."""
    order = sorted(column, key=lambda position: (-heights[position], position))
    centre = sum(heights[position] for position in order) / len(order)
    placed = []
    for position in order:
        wanted = heights[position]
        placed.append(min(wanted, placed[-1] - 1) if placed else wanted)
    shift = centre - sum(placed) / len(placed)
    for position, height in zip(order, placed, strict=True):
        heights[position] = height + shift


def _lines(node):
    """What a box says."""
    lines = [node.label, f"{node.value:.3g}"]
    if node.gradient is not None:
        lines.append(f"grad {node.gradient:.3g}")
    return lines


def _half_width(node):
    """From the middle of a box to its edge, in columns."""
    from matplotlib.textpath import TextPath

    lines = [line for line in _lines(node) if line.strip()]  # a blank one has no outline
    points = max(TextPath((0, 0), line, size=FONT).get_extents().width for line in lines)
    return (points / 2 + PAD * FONT) / 72 / COLUMN


def _draw_arrow(axes, start, end, between):
    """An arrow; one that passes over columns bends away from the boxes in them."""
    bend = 0.0
    if between:
        bend = -0.16 if (start[1] + end[1]) / 2 >= sum(between) / len(between) else 0.16
    axes.annotate(
        "",
        xy=end,
        xytext=start,
        arrowprops={
            "arrowstyle": "->",
            "color": "0.45",
            "linewidth": 1.2,
            "shrinkA": 1,
            "shrinkB": 2,
            "connectionstyle": f"arc3,rad={bend}",
        },
        zorder=1,
    )


def _draw_box(axes, node, x, y, thick):
    axes.text(
        x,
        y,
        "\n".join(_lines(node)),
        ha="center",
        va="center",
        fontsize=FONT,
        linespacing=1.15,
        zorder=3,
        bbox={
            "boxstyle": f"{'round' if node.parents else 'square'},pad={PAD}",
            "facecolor": "#eaf3fa" if node.parents else "#fdf1e7",
            "edgecolor": PALETTE[0] if node.parents else PALETTE[1],
            "linewidth": 2.6 if thick else 1.0,
        },
    )
