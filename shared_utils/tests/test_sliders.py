"""Sliders: one figure for everybody, and controls where a notebook can show them."""

import sys

import pytest

from shared_utils import plots, sliders


def draw(slope=1.0, count=3):
    return plots.curves(range(count), {"line": [slope * x for x in range(count)]}, "x", "y")


class Handle:
    """Stands for IPython's handle of a display."""

    def __init__(self):
        self.updates = []

    def update(self, data, raw):
        self.updates.append(data)


class Notebook:
    """Keeps what is displayed; `controls` are the sliders that were shown."""

    def __init__(self, monkeypatch):
        import ipywidgets

        self.displayed, self.handle, self.controls = [], Handle(), []
        monkeypatch.setattr(sliders, "in_notebook", lambda: True)
        monkeypatch.setattr("IPython.display.display", self.display)
        for name in ("IntSlider", "FloatSlider"):
            monkeypatch.setattr(ipywidgets, name, self.remember(getattr(ipywidgets, name)))

    def display(self, data, raw, display_id=None):
        self.displayed.append(data)
        return self.handle if display_id else None

    def remember(self, kind):
        def make(**settings):
            self.controls.append(kind(**settings))
            return self.controls[-1]

        return make


@pytest.fixture
def notebook(monkeypatch):
    return Notebook(monkeypatch)


def test_plain_python_draws_the_figure_and_shows_nothing(capsys):
    drawn = []
    sliders.slider(lambda slope: drawn.append(slope) or draw(slope), "A line.", slope=(0, 4, 1))
    assert drawn == [2]
    assert capsys.readouterr().out == ""


def test_a_notebook_shows_the_figure_first_and_then_the_sliders(notebook):
    sliders.slider(draw, "A line.", slope=(-2.0, 2.0, 0.5), count=(2, 9, 1))
    figure, controls = notebook.displayed
    assert 'alt="A line."' in figure["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in controls
    assert controls["text/plain"] == "[run this cell to move: slope, count]"


def test_without_ipywidgets_only_the_figure_is_shown(notebook, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    sliders.slider(draw, "A line.", slope=(-2.0, 2.0, 0.5))
    assert len(notebook.displayed) == 1


def test_sliders_start_at_the_defaults_and_report_when_let_go(notebook):
    sliders.slider(draw, "A line.", slope=(-2.0, 2.0, 0.5), count=(2, 9, 1))
    slope, count = notebook.controls
    assert (slope.value, slope.min, slope.max, slope.step) == (1.0, -2.0, 2.0, 0.5)
    assert type(slope).__name__ == "FloatSlider"
    assert (count.value, type(count).__name__) == (3, "IntSlider")
    assert not slope.continuous_update
    assert (slope.description, count.description) == ("slope", "count")


def test_moving_a_slider_redraws_the_same_output(notebook):
    sliders.slider(
        draw,
        lambda slope, count: f"slope {slope:g}, {count} points",
        slope=(-2.0, 2.0, 0.5),
        count=(2, 9, 1),
    )
    slope, count = notebook.controls
    slope.value = -1.5
    count.value = 5
    texts = [update["text/plain"] for update in notebook.handle.updates]
    assert texts == ["[figure: slope -1.5, 3 points]", "[figure: slope -1.5, 5 points]"]
    assert len(notebook.displayed) == 2


def test_an_underscore_in_a_name_becomes_a_space(notebook):
    sliders.slider(lambda w_2: draw(w_2), "A line.", w_2=(0.0, 1.0, 0.5))
    assert notebook.controls[0].description == "w 2"


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        ({"other": (0, 1, 1)}, "no argument 'other'"),
        ({"slope": (2.0, 1.0, 0.5)}, "lowest, highest, step"),
        ({"slope": (0.0, 1.0, 0.0)}, "lowest, highest, step"),
        ({"slope": (2.0, 3.0, 0.5)}, "slope starts at 1.0, outside 2.0 to 3.0"),
    ],
)
def test_ranges_that_cannot_work_are_refused(ranges, words):
    with pytest.raises(ValueError, match=words):
        sliders.slider(draw, "A line.", **ranges)
