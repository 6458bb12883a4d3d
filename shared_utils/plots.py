"""The figures that lessons share, and `show`, which puts a figure into a notebook with its text.

Every function returns a matplotlib Figure that no window or notebook knows of yet, so that a
lesson can add to it before `show(figure, alt)` displays it. Colours are those of Okabe and Ito,
which people with any kind of colour vision can tell apart; classes also differ by marker and
curves by dash, so that nothing is said by colour alone.
"""

from __future__ import annotations

import base64
import html
import io
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from shared_utils.figures import new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
MARKERS = ("o", "^", "s", "D", "v", "P", "X")
DASHES = ("-", "--", ":", "-.", (0, (5, 1)), (0, (3, 1, 1, 1, 1, 1)), (0, (1, 3)))
DIVERGING = "PuOr"
DOTS_PER_INCH = 90
MAX_CLASSES = len(MARKERS)
MOST_NAMED_TICKS = 8


# --- showing -----------------------------------------------------------------------------------


def show(figure: Figure, alt: str) -> None:
    """Display a figure in the notebook, with a text for those who do not see it.

    Args:
        figure: what to show; it is closed, so that a later cell cannot show it again.
        alt: what the figure shows and what to notice in it, in a sentence or two. Screen readers
            speak it, and it stands in the saved notebook in place of a missing picture.

    The figure becomes a PNG in an HTML `<img alt="…">`. JupyterLab gives its own PNG outputs no
    alt text whatever their metadata says; this form is shown with its text by JupyterLab, by
    nbconvert's HTML and in VS Code. The background is white, so it can be read in dark themes.
    Outside a notebook nothing is displayed (but the figure is drawn, so that errors show).
    """
    bundle = image_bundle(figure, alt)
    if in_notebook():
        from IPython.display import display

        display(bundle, raw=True)


def image_bundle(figure: Figure, alt: str) -> dict[str, str]:
    """The figure as Jupyter's display data: HTML with the PNG and its alt text, and plain text."""
    if not alt.strip():
        raise ValueError("show(figure, alt) needs a text that says what the figure shows")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH, facecolor="white")
    # A figure that a lesson made through pyplot; the functions here make theirs without it.
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    text = html.escape(alt, quote=True)
    return {
        "text/html": (
            f'<img alt="{text}" src="data:image/png;base64,{picture}" style="max-width: 100%">'
        ),
        "text/plain": f"[figure: {alt}]",
    }


def in_notebook() -> bool:
    """True when an IPython shell is there to display something."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return get_ipython() is not None


# --- pictures ----------------------------------------------------------------------------------


def image_grid(
    images: np.ndarray,
    titles: Sequence[str] | None = None,
    columns: int = 8,
    caption: str = "",
    width: float = 1.15,
) -> Figure:
    """Pictures side by side, each with a title.

    Args:
        images: (m, height, width, channels) or (m, height, width); uint8, or floats in 0…1.
            One channel is drawn in grey, three as red, green, blue.
        titles: m short texts; without them each picture is titled with its index.
        columns: how many pictures stand in a row.
        caption: a text over all of them.
        width: of each picture with its margin, in inches; longer titles need more.
    """
    images = np.asarray(images)
    if images.ndim not in (3, 4) or len(images) == 0:
        raise ValueError(f"images must be (m, height, width, channels), not {images.shape}")
    if titles is None:
        titles = [str(i) for i in range(len(images))]
    if len(titles) != len(images):
        raise ValueError(f"{len(images)} images need as many titles, not {len(titles)}")

    columns = min(columns, len(images))
    rows = math.ceil(len(images) / columns)
    most_lines = max(title.count("\n") + 1 for title in titles)
    height = 0.92 * width * images.shape[1] / images.shape[2] + 0.17 * most_lines
    size = (width * columns, height * rows + (0.3 if caption else 0))
    figure = new_figure(*size)
    all_axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, image, title in zip(all_axes, images, titles, strict=False):
        _draw_image(axes, image)
        axes.set_title(title, fontsize=9)
    for axes in all_axes[len(images) :]:
        axes.set_visible(False)
    if caption:
        figure.suptitle(caption, fontsize=11)
    return figure


def _draw_image(axes, image: np.ndarray) -> None:
    """One picture without axes: grey for one channel, colours for three."""
    if image.ndim == 3 and image.shape[-1] == 1:
        image = image[..., 0]
    top = 255 if image.dtype == np.uint8 else 1
    axes.imshow(image, cmap="gray", vmin=0, vmax=top, interpolation="nearest")
    axes.set_xticks([])
    axes.set_yticks([])


def weights_image(
    w: np.ndarray,
    shape: tuple[int, ...],
    title: str = "weights of the neuron",
    picture: np.ndarray | None = None,
    picture_title: str = "picture",
    label: str = "weight",
) -> Figure:
    """The weights of one neuron, each drawn at the pixel that it multiplies.

    Orange and violet are the two signs, white is 0, and the colour bar gives the numbers.

    Args:
        w: the weights, in any shape with height·width·channels entries.
        shape: (height, width) or (height, width, channels) of a picture. Several channels are
            drawn in a panel each.
        title: over the panel (over each panel, with the channel's name after it).
        picture: drawn on the left for comparison, if given.
        picture_title: the title over `picture`.
        label: what the colour bar says (one may draw other numbers per pixel than weights).
    """
    w = np.asarray(w, dtype=float)
    height, width, channels = (*shape, 1)[:3]
    if w.size != height * width * channels:
        raise ValueError(f"{w.size} weights do not fill a picture of shape {tuple(shape)}")
    panels = np.moveaxis(w.reshape(height, width, channels), -1, 0)
    names = [""] if channels == 1 else [", red", ", green", ", blue"][:channels]

    count = len(panels) + (picture is not None)
    figure = new_figure(2.9 * count + 0.9, 3.3)
    axes = figure.subplots(1, count, squeeze=False)[0]
    if picture is not None:
        _draw_image(axes[0], np.asarray(picture))
        axes[0].set_title(picture_title, fontsize=10)
        axes = axes[1:]
    limit = np.abs(w).max() or 1.0
    for ax, panel, name in zip(axes, panels, names, strict=True):
        drawn = ax.imshow(panel, cmap=DIVERGING, vmin=-limit, vmax=limit, interpolation="nearest")
        ax.set_title(title + name, fontsize=10)
        ax.set_xlabel("pixel column")
        ax.set_ylabel("pixel row")
    figure.colorbar(drawn, ax=list(axes), label=label, shrink=0.85)
    return figure


# --- points in the plane -----------------------------------------------------------------------


def scatter_points(
    X: np.ndarray,
    Y: np.ndarray,
    names: Sequence[str] = ("first feature", "second feature"),
    class_names: Sequence[str] | None = None,
    title: str = "",
) -> Figure:
    """Points in the plane, each class with a colour and a marker of its own.

    Args:
        X: (2, m), one point per column.
        Y: (1, m) or (m,), the class of each point: 0, 1, …
        names: what the two axes show.
        class_names: what class 0, 1, … is called in the legend.
        title: over the figure.
    """
    X, Y = np.asarray(X), np.asarray(Y).ravel().astype(int)
    if X.ndim != 2 or X.shape[0] != 2 or X.shape[1] != len(Y):
        raise ValueError(f"X must be (2, m) and Y (1, m), not {X.shape} and {np.shape(Y)}")
    if len(Y) and not 0 <= Y.min() <= Y.max() < MAX_CLASSES:
        raise ValueError(f"classes must be 0 to {MAX_CLASSES - 1}")
    figure = new_figure(5.8, 4.4)
    axes = figure.subplots()
    for c in np.unique(Y):
        axes.scatter(
            *X[:, c == Y],
            c=PALETTE[c],
            marker=MARKERS[c],
            s=36,
            edgecolors="white",
            linewidths=0.5,
            label=class_names[c] if class_names else f"y = {c}",
            zorder=3,
        )
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    axes.set_title(title, fontsize=11)
    axes.grid(color="0.9")
    _legend_below(figure)
    return figure


def _legend_below(figure: Figure) -> None:
    """One legend under the axes, where it hides no point; it replaces an earlier one."""
    for legend in list(figure.legends):
        legend.remove()
    figure.legend(loc="outside lower center", ncols=4, frameon=False, fontsize=9)


def decision_line(
    w: np.ndarray,
    b: float,
    X: np.ndarray,
    Y: np.ndarray,
    names: Sequence[str] = ("first feature", "second feature"),
    class_names: Sequence[str] | None = None,
    title: str = "",
) -> Figure:
    """The points of `scatter_points`, and the line wᵀx + b = 0 that parts the plane.

    The side where wᵀx + b > 0, so that the neuron answers 1, is shaded.

    Args:
        w: two weights, in any shape.
        b: the bias, a number.
        X, Y, names, class_names, title: as in `scatter_points`.
    """
    weights = np.asarray(w, dtype=float).ravel()
    if weights.size != 2:
        raise ValueError(f"a line in the plane has two weights, not {weights.size}")
    z_at = _logit_of(weights, float(np.squeeze(b)))
    figure = scatter_points(X, Y, names, class_names, title)
    axes = figure.axes[0]
    low, high = _limits(np.asarray(X))
    grid_x, grid_y = np.meshgrid(*(np.linspace(low[i], high[i], 200) for i in range(2)))
    z = z_at(grid_x, grid_y)
    axes.contourf(
        grid_x, grid_y, (z > 0).astype(float), levels=[0.5, 1.5], colors=[PALETTE[1]], alpha=0.12
    )
    if z.min() < 0 < z.max():
        axes.contour(grid_x, grid_y, z, levels=[0], colors="black", linewidths=2)
        axes.plot([], [], color="black", linewidth=2, label="wᵀx + b = 0")
    axes.fill([], [], color=PALETTE[1], alpha=0.12, label="answer is 1")
    _legend_below(figure)
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    return figure


def decision_regions(
    answer: Callable[[np.ndarray], np.ndarray],
    X: np.ndarray,
    Y: np.ndarray,
    names: Sequence[str] = ("first feature", "second feature"),
    class_names: Sequence[str] | None = None,
    title: str = "",
) -> Figure:
    """The points of `scatter_points` on the answers that a classifier gives around them.

    Each region has the colour of its class, and a black line parts regions.

    Args:
        answer: takes points (2, k), one per column, and returns the class of each, 0, 1, … (or
            False and True), as (1, k) or (k,).
        X, Y, names, class_names, title: as in `scatter_points`.
    """
    figure = scatter_points(X, Y, names, class_names, title)
    _draw_regions(figure.axes[0], answer, np.asarray(X))
    _legend_below(figure)
    return figure


def decision_region_grid(
    panels: Mapping[str, tuple[Callable[[np.ndarray], np.ndarray], np.ndarray, np.ndarray]],
    names: Sequence[str] = ("first feature", "second feature"),
    columns: int = 3,
) -> Figure:
    """Several pictures of `decision_regions` side by side, smaller and without a legend.

    Args:
        panels: for each panel its title and (answer, X, Y), as in `decision_regions`.
        names: what the two axes of every panel show.
        columns: how many panels stand in a row.
    """
    columns = min(columns, len(panels))
    rows = math.ceil(len(panels) / columns)
    figure = new_figure(3.0 * columns, 2.8 * rows)
    all_axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, (title, (answer, X, Y)) in zip(all_axes, panels.items(), strict=False):
        X, classes = np.asarray(X), np.asarray(Y).ravel().astype(int)
        for c in np.unique(classes):
            axes.scatter(
                *X[:, c == classes],
                c=PALETTE[c],
                marker=MARKERS[c],
                s=12,
                edgecolors="white",
                linewidths=0.3,
                zorder=3,
            )
        _draw_regions(axes, answer, X)
        axes.set_title(title, fontsize=10)
        axes.set_xlabel(names[0], fontsize=9)
        axes.set_ylabel(names[1], fontsize=9)
    for axes in all_axes[len(panels) :]:
        axes.set_visible(False)
    return figure


def _draw_regions(axes, answer: Callable[[np.ndarray], np.ndarray], X: np.ndarray) -> None:
    """Shade what `answer` says on a grid around the points X (2, m)."""
    side = 200
    low, high = _limits(X)
    grid_x, grid_y = np.meshgrid(*(np.linspace(low[i], high[i], side) for i in range(2)))
    answers = np.asarray(answer(np.vstack([grid_x.ravel(), grid_y.ravel()])))
    if answers.size != side * side:
        raise ValueError(f"answer gave shape {answers.shape} for {side * side} points")
    classes = answers.reshape(side, side).astype(float)
    levels = np.arange(MAX_CLASSES + 1) - 0.5
    axes.contourf(grid_x, grid_y, classes, levels=levels, colors=PALETTE, alpha=0.18)
    borders = [level for level in levels if classes.min() < level < classes.max()]
    if borders:
        axes.contour(grid_x, grid_y, classes, levels=borders, colors="black", linewidths=1.5)
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])


def _logit_of(weights: np.ndarray, b: float) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    return lambda x1, x2: weights[0] * x1 + weights[1] * x2 + b


def _limits(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The corners of the picture: the points and a margin of a twelfth around them."""
    low, high = X.min(axis=1), X.max(axis=1)
    margin = np.where(high > low, (high - low) / 12, 1.0)
    return low - margin, high + margin


# --- curves ------------------------------------------------------------------------------------


def curves(
    x: Sequence[float] | np.ndarray,
    lines: Mapping[str, Sequence[float] | np.ndarray],
    x_label: str,
    y_label: str,
    title: str = "",
    log_x: bool = False,
    log_y: bool = False,
    markers: bool = False,
) -> Figure:
    """Curves over the same x, told apart by colour and dash (and by marker if asked).

    Args:
        x: the values along the horizontal axis.
        lines: for each curve its name in the legend and its values; a curve may be shorter than
            x (it stops there), and values that are not finite leave a gap.
        x_label, y_label: what the axes show.
        title: over the figure.
        log_x, log_y: True for a logarithmic axis.
        markers: True to mark each value, for few values; a logarithmic axis then names each x.
    """
    figure = new_figure(5.8, 3.7)
    axes = figure.subplots()
    x = np.asarray(x, dtype=float)
    for i, (name, values) in enumerate(lines.items()):
        y = np.asarray(values, dtype=float).ravel()
        axes.plot(
            x[: len(y)],
            np.where(np.isfinite(y), y, np.nan),
            color=PALETTE[i % len(PALETTE)],
            linestyle=DASHES[i % len(DASHES)],
            marker=MARKERS[i % len(MARKERS)] if markers else None,
            linewidth=2,
            label=name,
        )
    if log_x:
        axes.set_xscale("log")
        if markers and len(x) <= MOST_NAMED_TICKS:
            _name_each(x, axes)
    if log_y:
        axes.set_yscale("log")
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.set_title(title, fontsize=11)
    axes.grid(color="0.9")
    if len(lines) > 1:
        axes.legend(framealpha=0.9, fontsize=9)
    return figure


def _name_each(x: Sequence[float] | np.ndarray, axes: Axes) -> None:
    """Let the horizontal axis name just these values."""
    axes.set_xticks(list(x), [f"{value:g}" for value in x])
    axes.minorticks_off()


def curves_with_errors(
    x: Sequence[float] | np.ndarray,
    lines: Mapping[str, tuple[Sequence[float] | np.ndarray, Sequence[float] | np.ndarray]],
    x_label: str,
    y_label: str,
    title: str = "",
    log_x: bool = False,
) -> Figure:
    """Curves over the same x with an error bar at each value.

    Args:
        x: the values along the horizontal axis; each of them is named there.
        lines: for each curve its name in the legend and (values, errors); a bar goes from
            value - error to value + error.
        x_label, y_label: what the axes show.
        title: over the figure.
        log_x: True for a logarithmic axis.
    """
    figure = new_figure(5.8, 3.7)
    axes = figure.subplots()
    for i, (name, (values, errors)) in enumerate(lines.items()):
        axes.errorbar(
            x,
            np.asarray(values, dtype=float).ravel(),
            yerr=np.asarray(errors, dtype=float).ravel(),
            color=PALETTE[i % len(PALETTE)],
            linestyle=DASHES[i % len(DASHES)],
            marker=MARKERS[i % len(MARKERS)],
            linewidth=2,
            capsize=4,
            label=name,
        )
    if log_x:
        axes.set_xscale("log")
    _name_each(x, axes)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.set_title(title, fontsize=11)
    axes.grid(color="0.9")
    axes.legend(framealpha=0.9, fontsize=9)
    return figure


def cost_curves(
    costs: Mapping[str, Sequence[float]],
    every: int = 100,
    title: str = "",
    log_y: bool = False,
) -> Figure:
    """How the cost falls during training, one curve for each run.

    Args:
        costs: for each run its name in the legend and its recorded costs.
        every: how many iterations lie between two recorded costs.
        title: over the figure.
        log_y: True for a logarithmic axis, when costs differ by orders of magnitude.
    """
    longest = max((len(values) for values in costs.values()), default=0)
    return curves(
        np.arange(longest) * every,
        costs,
        "iteration",
        "cost",
        title=title,
        log_y=log_y,
        markers=longest <= 30,
    )


def size_histograms(
    panels: Mapping[str, Mapping[str, np.ndarray]], x_label: str, columns: int = 4
) -> Figure:
    """How large numbers are, whatever their sign: histograms of |value| on one logarithmic axis.

    All panels share their axes, so numbers that shrink or grow stand further left or right. Zeros
    have no place on such an axis: they are left out, and a panel without any other number says so.

    Args:
        panels: for each panel its title, and for each histogram in it its name and its numbers,
            of any shape.
        x_label: what the numbers are.
        columns: how many panels stand in a row.
    """
    sizes = {
        title: {name: _positive_sizes(values) for name, values in lines.items()}
        for title, lines in panels.items()
    }
    every = np.concatenate([np.ones(1)] + [v for lines in sizes.values() for v in lines.values()])
    low, high = math.floor(np.log10(every.min())), math.ceil(np.log10(every.max()))
    edges = np.logspace(low, max(high, low + 1), 3 * max(high - low, 8))
    columns = min(columns, len(panels))
    rows = math.ceil(len(panels) / columns)
    figure = new_figure(2.6 * columns, 2.5 * rows + 0.4)
    all_axes = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True).ravel()
    for axes, (title, lines) in zip(all_axes, sizes.items(), strict=False):
        for i, (name, values) in enumerate(lines.items()):
            share = np.full(len(values), 1 / max(len(values), 1))
            axes.hist(
                values,
                edges,
                weights=share,
                histtype="step",
                color=PALETTE[i % len(PALETTE)],
                linestyle=DASHES[i % len(DASHES)],
                linewidth=2,
                label=name,
            )
        if not any(len(values) for values in lines.values()):
            axes.text(0.5, 0.5, "all are 0", ha="center", transform=axes.transAxes)
        axes.set_xscale("log")
        axes.set_title(title, fontsize=10)
        axes.grid(color="0.9")
    for place, axes in enumerate(all_axes):
        axes.set_visible(place < len(panels))
        if place + columns >= len(panels):
            axes.set_xlabel(x_label, fontsize=9)
            axes.tick_params(labelbottom=True)
        if place % columns == 0:
            axes.set_ylabel("share of numbers", fontsize=9)
    handles, names = all_axes[0].get_legend_handles_labels()
    if len(names) > 1:
        figure.legend(handles, names, loc="outside lower center", ncols=4, frameon=False)
    return figure


def _positive_sizes(values: np.ndarray) -> np.ndarray:
    """The sizes of the entries that are neither 0 nor infinite nor nan, in one row."""
    sizes = np.abs(np.asarray(values, dtype=float)).ravel()
    return sizes[np.isfinite(sizes) & (sizes > 0)]


def value_map(
    values: np.ndarray,
    x_ticks: Sequence[str],
    y_ticks: Sequence[str],
    x_label: str,
    y_label: str,
    title: str = "",
) -> Figure:
    """A table of yes and no as coloured fields, with a mark in each yes.

    Args:
        values: (rows, columns) of True and False.
        x_ticks, y_ticks: the name of each column and of each row.
        x_label, y_label: what the axes show.
        title: over the figure.
    """
    from matplotlib.colors import ListedColormap

    values = np.asarray(values, dtype=bool)
    rows, columns = values.shape
    figure = new_figure(0.42 * columns + 1.8, 0.36 * rows + 1.4)
    axes = figure.subplots()
    axes.imshow(values, cmap=ListedColormap(["#f2f2f2", PALETTE[4]]), vmin=0, vmax=1, aspect="auto")
    for row, column in np.argwhere(values):
        axes.text(column, row, "✓", ha="center", va="center", fontsize=10)
    axes.set_xticks(range(columns), x_ticks, rotation=60, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(rows), y_ticks)
    axes.set_xticks(np.arange(columns) - 0.5, minor=True)
    axes.set_yticks(np.arange(rows) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=2)
    axes.tick_params(which="minor", length=0)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.set_title(title, fontsize=11)
    return figure
