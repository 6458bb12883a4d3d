"""A figure with sliders below it, and just the figure where no slider can be shown."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING

from shared_utils.plots import image_bundle, in_notebook

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def slider(
    draw: Callable[..., Figure],
    alt: str | Callable[..., str],
    **ranges: tuple[float, float, float],
) -> None:
    """Show `draw(...)` and, below it, a slider for each of its arguments named in `ranges`.

    Args:
        draw: takes the arguments by name and returns a Figure. Its defaults are where the
            sliders start; an argument without a default starts in the middle of its range.
        alt: the text for those who do not see the figure, or a function that takes the same
            arguments as `draw` and returns the text for the figure as it stands.
        ranges: (lowest, highest, step) for each argument. Three whole numbers make a slider of
            whole numbers.

    The figure is an output of its own, so a notebook that was run and saved without anybody to
    move the sliders holds the figure as it starts. Moving a slider redraws that output (after
    the slider is let go, or at each press of an arrow key). Plain Python draws the figure once
    and shows nothing.
    """
    starts = {name: _start(draw, name, limits) for name, limits in ranges.items()}

    def bundle(values: dict[str, float]) -> dict[str, str]:
        text = alt(**values) if callable(alt) else alt
        return image_bundle(draw(**values), text)

    first = bundle(starts)
    if not in_notebook():
        return
    from IPython.display import display

    handle = display(first, raw=True, display_id=True)
    try:
        import ipywidgets
    except ImportError:
        return
    controls = {
        name: _control(ipywidgets, name, limits, starts[name]) for name, limits in ranges.items()
    }

    def redraw(_change: object) -> None:
        values = {name: control.value for name, control in controls.items()}
        handle.update(bundle(values), raw=True)

    for control in controls.values():
        control.observe(redraw, names="value")
    box = ipywidgets.VBox(list(controls.values()))
    # What a saved notebook says where the widget itself cannot be drawn.
    names = ", ".join(ranges)
    sliders = {**box._repr_mimebundle_(), "text/plain": f"[run this cell to move: {names}]"}
    display(sliders, raw=True)


def _start(draw: Callable[..., Figure], name: str, limits: tuple[float, float, float]) -> float:
    """Where a slider starts: the default of that argument, or the middle of its range."""
    low, high, step = limits
    if not (low < high and 0 < step <= high - low):
        raise ValueError(f"{name}: need (lowest, highest, step), not {limits}")
    parameter = inspect.signature(draw).parameters.get(name)
    if parameter is None:
        raise ValueError(f"draw takes no argument {name!r}")
    start = parameter.default
    if start is inspect.Parameter.empty:
        start = low + step * round((high - low) / (2 * step))
    if not low <= start <= high:
        raise ValueError(f"{name} starts at {start}, outside {low} to {high}")
    return start


def _control(ipywidgets, name: str, limits: tuple[float, float, float], start: float):
    """One labelled slider; it reports a value only when it is let go."""
    low, high, step = limits
    whole = all(isinstance(number, int) for number in (*limits, start))
    return (ipywidgets.IntSlider if whole else ipywidgets.FloatSlider)(
        value=start,
        min=low,
        max=high,
        step=step,
        description=name.replace("_", " "),
        continuous_update=False,
        style={"description_width": "9em"},
        layout={"width": "30em"},
        **({} if whole else {"readout_format": ".2f"}),
    )
