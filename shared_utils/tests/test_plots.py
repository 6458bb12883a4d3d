"""The shared figures: what they show, that they refuse what they cannot, and their alt text."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from shared_utils import plots

POINTS = np.array([[0.0, 1.0, 2.0, 3.0], [1.0, -1.0, 0.5, 2.0]])
LABELS = np.array([[0, 1, 1, 0]])


def axes_of(figure):
    """The axes that show data, without colour bars."""
    return [axes for axes in figure.axes if axes.get_visible() and axes.get_label() != "<colorbar>"]


# show


class Shell:
    """Stands for a notebook: keeps what is displayed."""

    def __init__(self, monkeypatch):
        self.displayed = []
        monkeypatch.setattr(plots, "in_notebook", lambda: True)
        monkeypatch.setattr(
            "IPython.display.display", lambda data, raw: self.displayed.append(data)
        )


def test_a_figure_is_displayed_as_png_with_its_alt_text(monkeypatch):
    shell = Shell(monkeypatch)
    plots.show(
        plots.curves([0, 1], {"a": [1, 2]}, "x", "y"), 'A line that "rises" & ends at 2 < 3.'
    )
    (data,) = shell.displayed
    assert '<img alt="A line that &quot;rises&quot; &amp; ends at 2 &lt; 3."' in data["text/html"]
    assert 'src="data:image/png;base64,iVBOR' in data["text/html"]
    assert data["text/plain"] == '[figure: A line that "rises" & ends at 2 < 3.]'


def test_show_displays_nothing_outside_a_notebook(capsys):
    plots.show(plots.curves([0, 1], {"a": [1, 2]}, "x", "y"), "A line.")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_figure_needs_an_alt_text(alt):
    with pytest.raises(ValueError, match="what the figure shows"):
        plots.show(plots.curves([0, 1], {"a": [1, 2]}, "x", "y"), alt)


def test_show_closes_a_figure_of_pyplot():
    figure, axes = plt.subplots()
    plots.show(figure, "Empty axes.")
    assert not plt.fignum_exists(figure.number)


def test_figures_are_small_enough_for_a_saved_notebook():
    images = np.random.default_rng(0).integers(0, 256, (16, 28, 28, 1)).astype(np.uint8)
    html = plots.image_bundle(plots.image_grid(images), "Noise.")["text/html"]
    assert len(html) < 100_000 * 4 / 3


def test_no_function_opens_a_window_or_a_figure_of_pyplot():
    plots.curves([0, 1], {"a": [1, 2]}, "x", "y")
    plots.image_grid(np.zeros((2, 4, 4)))
    assert plt.get_fignums() == []


# pictures


@pytest.mark.parametrize("shape", [(3, 5, 4), (3, 5, 4, 1), (3, 5, 4, 3)])
def test_image_grid_titles_every_picture(shape):
    figure = plots.image_grid(np.zeros(shape), ["a", "b", "c"], columns=2)
    assert [axes.get_title() for axes in axes_of(figure)] == ["a", "b", "c"]


def test_image_grid_numbers_pictures_without_titles():
    figure = plots.image_grid(np.zeros((2, 4, 4)))
    assert [axes.get_title() for axes in axes_of(figure)] == ["0", "1"]


def test_image_grid_shows_brightness_on_a_fixed_scale():
    dark = np.full((1, 4, 4, 1), 10, dtype=np.uint8)
    (axes,) = axes_of(plots.image_grid(dark))
    assert axes.images[0].get_clim() == (0, 255)
    (axes,) = axes_of(plots.image_grid(dark / 255))
    assert axes.images[0].get_clim() == (0, 1)


@pytest.mark.parametrize("images", [np.zeros((4, 4)), np.zeros((0, 4, 4, 1))])
def test_image_grid_refuses_what_is_no_batch_of_pictures(images):
    with pytest.raises(ValueError, match="must be"):
        plots.image_grid(images)


def test_image_grid_refuses_another_number_of_titles():
    with pytest.raises(ValueError, match="2 images need as many titles"):
        plots.image_grid(np.zeros((2, 4, 4)), ["one"])


def test_weights_are_drawn_around_zero_with_a_colour_bar():
    figure = plots.weights_image(np.array([[-1.0], [0.5], [0.0], [0.2], [0.1], [3.0]]), (2, 3))
    (axes,) = axes_of(figure)
    assert axes.images[0].get_clim() == (-3, 3)
    assert axes.images[0].get_array().tolist() == [[-1, 0.5, 0], [0.2, 0.1, 3]]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("pixel column", "pixel row")
    bars = [axes for axes in figure.axes if axes.get_label() == "<colorbar>"]
    assert [bar.get_ylabel() for bar in bars] == ["weight"]


def test_weights_of_colour_pictures_get_a_panel_for_each_channel():
    figure = plots.weights_image(np.arange(12.0), (2, 2, 3), title="weights")
    titles = [axes.get_title() for axes in axes_of(figure)]
    assert titles == ["weights, red", "weights, green", "weights, blue"]
    assert axes_of(figure)[1].images[0].get_array().tolist() == [[1, 4], [7, 10]]


def test_weights_that_are_all_zero_can_be_drawn():
    (axes,) = axes_of(plots.weights_image(np.zeros((4, 1)), (2, 2)))
    assert axes.images[0].get_clim() == (-1, 1)


def test_weights_may_stand_beside_a_picture():
    figure = plots.weights_image(np.ones(4), (2, 2), picture=np.zeros((2, 2, 1)), picture_title="p")
    assert [axes.get_title() for axes in axes_of(figure)] == ["p", "weights of the neuron"]


def test_weights_must_fill_the_picture():
    with pytest.raises(ValueError, match="5 weights do not fill"):
        plots.weights_image(np.zeros(5), (2, 2))


# points


def test_classes_differ_by_colour_and_marker():
    (axes,) = axes_of(plots.scatter_points(POINTS, LABELS, ("width", "height"), ("no", "yes")))
    first, second = axes.collections
    assert first.get_facecolor().tolist() != second.get_facecolor().tolist()
    assert first.get_paths()[0].vertices.shape != second.get_paths()[0].vertices.shape
    assert first.get_offsets().tolist() == [[0, 1], [3, 2]]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("width", "height")


def legend_of(figure):
    (legend,) = figure.legends
    return [text.get_text() for text in legend.get_texts()]


def test_the_legend_names_the_classes():
    assert legend_of(plots.scatter_points(POINTS, LABELS)) == ["y = 0", "y = 1"]
    named = plots.scatter_points(POINTS, LABELS.ravel(), class_names=("no", "yes"))
    assert legend_of(named) == ["no", "yes"]


@pytest.mark.parametrize(
    ("X", "Y"), [(POINTS.T, LABELS), (POINTS, LABELS[:, :2]), (POINTS, LABELS - 1)]
)
def test_points_and_labels_that_do_not_fit_are_refused(X, Y):
    with pytest.raises(ValueError):
        plots.scatter_points(X, Y)


@pytest.mark.parametrize("w", [np.array([[1.0], [-2.0]]), np.array([1.0, -2.0]), [1, -2]])
@pytest.mark.parametrize("b", [0.5, np.float64(0.5), np.array([[0.5]])])
def test_the_line_is_where_the_logit_is_zero(w, b):
    (axes,) = axes_of(plots.decision_line(w, b, POINTS, LABELS))
    curves = [c for c in axes.collections if type(c).__name__ == "QuadContourSet"]
    vertices = np.concatenate([path.vertices for path in curves[1].get_paths()])
    assert np.abs(vertices @ [1.0, -2.0] + 0.5).max() < 1e-9


def test_a_line_outside_the_figure_is_left_out():
    figure = plots.decision_line([1, 1], 100.0, POINTS, LABELS)
    assert legend_of(figure) == ["y = 0", "y = 1", "answer is 1"]
    assert "wᵀx + b = 0" in legend_of(plots.decision_line([1, 1], -1.0, POINTS, LABELS))


def test_no_line_without_weights_is_still_a_figure():
    assert isinstance(plots.decision_line([0, 0], 0.0, POINTS, LABELS), Figure)


def test_a_line_needs_two_weights():
    with pytest.raises(ValueError, match="two weights, not 3"):
        plots.decision_line([1, 2, 3], 0.0, POINTS, LABELS)


# curves


def test_curves_are_told_apart_by_more_than_colour():
    figure = plots.curves([1, 2], {"a": [1, 2], "b": [2, 3]}, "x axis", "y axis", "title")
    (axes,) = axes_of(figure)
    first, second = axes.lines
    assert first.get_color() != second.get_color()
    assert first.get_linestyle() != second.get_linestyle()
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["a", "b"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("x axis", "y axis")
    assert axes.get_title() == "title"


def test_values_that_are_not_finite_leave_a_gap():
    (axes,) = axes_of(plots.curves([1, 2, 3], {"a": [1, np.inf, np.nan]}, "x", "y"))
    assert np.isnan(axes.lines[0].get_ydata()).tolist() == [False, True, True]


def test_axes_can_be_logarithmic():
    (axes,) = axes_of(plots.curves([1, 10], {"a": [1, 10]}, "x", "y", log_x=True, log_y=True))
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


@pytest.mark.parametrize(("count", "named"), [(6, True), (20, False)])
def test_few_marked_values_on_a_logarithmic_axis_are_named(count, named):
    x = [2**k for k in range(count)]
    figure = plots.curves(x, {"a": x}, "width", "y", log_x=True, markers=True)
    labels = [label.get_text() for label in axes_of(figure)[0].get_xticklabels()]
    assert (labels == [f"{value}" for value in x]) == named


def test_more_curves_than_colours_can_be_drawn():
    lines = {str(i): [i, i + 1] for i in range(20)}
    assert len(axes_of(plots.curves([0, 1], lines, "x", "y"))[0].lines) == 20


def test_cost_curves_count_iterations():
    figure = plots.cost_curves({"slow": [0.7, 0.6, 0.5], "short": [0.7]}, every=100)
    (axes,) = axes_of(figure)
    assert axes.lines[0].get_xdata().tolist() == [0, 100, 200]
    assert axes.lines[1].get_xdata().tolist() == [0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("iteration", "cost")


def test_cost_curves_of_no_run_are_an_empty_figure():
    assert isinstance(plots.cost_curves({}), Figure)


# maps


def test_a_value_map_marks_every_yes():
    values = np.array([[True, False, True], [False, False, True]])
    figure = plots.value_map(values, ["a", "b", "c"], ["r", "s"], "column", "row")
    (axes,) = axes_of(figure)
    marks = {tuple(int(part) for part in text.get_position()) for text in axes.texts}
    assert marks == {(0, 0), (2, 0), (2, 1)}
    assert [label.get_text() for label in axes.get_xticklabels()] == ["a", "b", "c"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("column", "row")


@pytest.mark.parametrize("colour", plots.PALETTE)
def test_the_palette_is_that_of_okabe_and_ito(colour):
    assert re.fullmatch("#[0-9A-F]{6}", colour)


# decision regions


def half_plane(points):
    return points[:1] > 1


def test_decision_regions_draws_points_regions_and_their_border():
    figure = plots.decision_regions(half_plane, POINTS, LABELS, ("east", "north"), ("no", "yes"))
    (axes,) = axes_of(figure)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("east", "north")
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["no", "yes"]
    low, high = axes.get_xlim()
    assert low < 0 and high > 3
    assert len(axes.collections) == 4  # two classes of points, the regions, the border


@pytest.mark.parametrize("kind", [np.ravel, lambda answers: answers.astype(int)])
def test_decision_regions_takes_flat_and_whole_number_answers(kind):
    figure = plots.decision_regions(lambda points: kind(half_plane(points)), POINTS, LABELS)
    assert len(axes_of(figure)[0].collections) == 4


def test_decision_regions_with_one_answer_everywhere_has_no_border():
    figure = plots.decision_regions(lambda points: np.ones(points.shape[1]), POINTS, LABELS)
    assert len(axes_of(figure)[0].collections) == 3


def test_decision_regions_refuses_answers_for_other_points():
    with pytest.raises(ValueError, match="shape"):
        plots.decision_regions(lambda points: np.ones((1, 3)), POINTS, LABELS)


def test_decision_region_grid_has_a_panel_for_each_title():
    panels = {name: (half_plane, POINTS, LABELS) for name in ("a", "b", "c", "d")}
    figure = plots.decision_region_grid(panels, columns=3)
    assert [axes.get_title() for axes in axes_of(figure)] == ["a", "b", "c", "d"]


def test_curves_with_errors_names_each_x_and_each_curve():
    lines = {"train": ([0.3, 0.1], [0.02, 0.01]), "dev": ([0.4, 0.2], [0.02, 0.01])}
    figure = plots.curves_with_errors([1, 10], lines, "units", "error", log_x=True)
    (axes,) = axes_of(figure)
    assert [label.get_text() for label in axes.get_xticklabels()] == ["1", "10"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["train", "dev"]


# histograms of sizes


def test_size_histograms_share_one_logarithmic_axis_and_leave_zeros_out():
    panels = {
        "small": {"layer 1": np.array([[0.01, -0.02, 0.0]]), "layer 2": np.array([1.0, -2.0])},
        "nothing": {"layer 1": np.zeros(3), "layer 2": np.zeros((2, 2))},
    }
    figure = plots.size_histograms(panels, "size")
    first, second = axes_of(figure)
    assert first.get_xscale() == "log" and first.get_xlim() == second.get_xlim()
    assert first.get_xlabel() == "size" and first.get_ylabel() == "share of numbers"
    assert [text.get_text() for text in second.texts] == ["all are 0"] and not first.texts
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["layer 1", "layer 2"]
    heights = [sum(np.diff(patch.get_xy()[:, 1]).clip(0)) for patch in first.patches]
    np.testing.assert_allclose(heights, 1)


def test_size_histograms_stand_numbers_that_are_not_finite():
    plots.size_histograms({"wild": {"layer 1": np.array([np.nan, np.inf, 3.0])}}, "size")
