"""Arrays as boxes: how many boxes, which are repeated, and what the titles say."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from shared_utils import boxes
from shared_utils.plots import image_bundle


def rectangles(axes):
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def own_and_repeated(axes):
    drawn = rectangles(axes)
    own = sum(patch.get_linestyle() in ("-", "solid") for patch in drawn)
    return own, len(drawn) - own


@pytest.mark.parametrize(("shape", "count"), [((), 1), ((3,), 3), ((2, 4), 8), ((1, 1), 1)])
def test_an_array_has_a_box_for_each_number_and_its_shape_as_title(shape, count):
    figure = boxes.array_boxes({"A": np.zeros(shape)})
    assert len(rectangles(figure.axes[0])) == count
    assert figure.axes[0].get_title() == f"A\nshape {shape}"


def test_empty_boxes_show_no_numbers():
    figure = boxes.array_boxes({"A": np.full((1, 2), 7.5)}, values=False)
    assert "7.5" not in [text.get_text() for text in figure.axes[0].texts]


def test_a_row_without_a_second_axis_has_no_row_number():
    flat, row = boxes.array_boxes({"flat": np.zeros(3), "row": np.zeros((1, 3))}).axes
    assert len(row.texts) == len(flat.texts) + 1


@pytest.mark.parametrize(("axis", "kept", "flat"), [(0, (1, 3), (3,)), (1, (2, 1), (2,))])
def test_a_reduction_shows_both_results(axis, kept, flat):
    figure = boxes.reduction_boxes(np.arange(6).reshape(2, 3), axis)
    titles = [axes.get_title() for axes in figure.axes]
    assert titles[1].endswith(f"shape {kept}")
    assert titles[2].endswith(f"shape {flat}")


def test_joined_boxes_share_the_colour_of_their_result():
    figure = boxes.reduction_boxes(np.arange(6).reshape(2, 3), axis=0)
    first, kept, _ = ([patch.get_facecolor() for patch in rectangles(axes)] for axes in figure.axes)
    assert first[:3] == first[3:] == kept
    assert len(set(kept)) == 3


def test_broadcasting_repeats_the_boxes_that_an_array_lacks():
    figure = boxes.broadcast_boxes(np.zeros((4, 1)), np.zeros(3))
    column, flat, result = figure.axes
    assert own_and_repeated(column) == (4, 8)
    assert own_and_repeated(flat) == (3, 9)
    assert own_and_repeated(result) == (12, 0)
    assert result.get_title() == "A + B\nshape (4, 3)"


def test_shapes_that_do_not_fit_are_drawn_as_they_are():
    figure = boxes.broadcast_boxes(np.zeros((4, 3)), np.zeros(4))
    assert own_and_repeated(figure.axes[0]) == (12, 0)
    assert own_and_repeated(figure.axes[1]) == (4, 0)
    assert "does not fit" in [text.get_text() for text in figure.axes[2].texts]


def test_the_operation_is_the_one_that_is_asked_for():
    figure = boxes.broadcast_boxes(
        np.array([[2.0]]), np.array([3.0, 4.0]), ("A", "b"), "*", np.multiply
    )
    texts = [text.get_text() for text in figure.axes[2].texts]
    assert {"6", "8"} <= set(texts)


@pytest.mark.parametrize("shape", [(2, 2, 2), (30, 30), (0, 3)])
def test_what_cannot_be_drawn_is_refused(shape):
    with pytest.raises(ValueError, match="drawn"):
        boxes.array_boxes({"A": np.zeros(shape)})


def test_a_reduction_needs_two_axes_and_few_results():
    with pytest.raises(ValueError, match="two axes"):
        boxes.reduction_boxes(np.zeros(3), 0)
    with pytest.raises(ValueError, match="told apart"):
        boxes.reduction_boxes(np.zeros((2, 9)), 0)
    with pytest.raises(ValueError, match="at least one"):
        boxes.array_boxes({})


def test_the_figures_can_be_shown():
    for figure in (
        boxes.array_boxes({"A": np.eye(2), "b": np.float64(3)}, "two arrays"),
        boxes.reduction_boxes(np.eye(3), 1, np.max, "max"),
        boxes.broadcast_boxes(np.eye(3), np.zeros((3, 1)), values=False),
    ):
        assert "png;base64" in image_bundle(figure, "Boxes.")["text/html"]
