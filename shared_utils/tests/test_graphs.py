"""The drawing of a computation graph: where boxes stand, what they say, what is refused."""

from types import SimpleNamespace

import pytest

from shared_utils.graphs import Node, computation_graph, value_graph

# e = (a * b + a) * a: a is used three times, at three depths.
SHARED = [
    Node("a", 2.0),
    Node("b", -3.0),
    Node("c", -6.0, (0, 1)),
    Node("d", -4.0, (2, 0)),
    Node("e", -8.0, (3, 0), 1.0),
]


def boxes(figure):
    """The boxes by their label: (x, y, all lines)."""
    texts = [text for text in figure.axes[0].texts if text.get_bbox_patch()]
    return {
        text.get_text().split("\n")[0]: (*text.get_position(), text.get_text().split("\n"))
        for text in texts
    }


def arrows(figure):
    return [text for text in figure.axes[0].texts if text.get_bbox_patch() is None]


def test_every_box_stands_right_of_its_parents():
    drawn = boxes(computation_graph(SHARED))
    for node in SHARED:
        for parent in node.parents:
            assert drawn[SHARED[parent].label][0] < drawn[node.label][0]


def test_boxes_of_a_column_do_not_overlap():
    wide = [Node(f"x{i}", 1.0) for i in range(6)] + [Node("sum", 6.0, tuple(range(6)))]
    heights = sorted(y for x, y, _ in boxes(computation_graph(wide)).values() if x == 0)
    assert len(heights) == 6
    assert all(b - a > 0.99 for a, b in zip(heights, heights[1:], strict=False))


def test_an_input_stands_just_before_its_first_use():
    late = [*SHARED[:4], Node("k", 5.0), Node("f", -20.0, (3, 4))]
    drawn = boxes(computation_graph(late))
    assert drawn["k"][0] == drawn["f"][0] - 1


def test_a_box_says_label_value_and_a_known_gradient():
    drawn = boxes(computation_graph(SHARED))
    assert drawn["e"][2] == ["e", "-8", "grad 1"]
    assert drawn["d"][2] == ["d", "-4"]


def test_there_is_one_arrow_for_each_use_and_one_for_a_square():
    assert len(arrows(computation_graph(SHARED))) == 6
    assert len(arrows(computation_graph([Node("x", 3.0), Node("y", 9.0, (0, 0))]))) == 1


def test_a_highlighted_box_has_a_thicker_outline():
    figure = computation_graph(SHARED, "a title", highlight=[2])
    widths = [text.get_bbox_patch().get_linewidth() for text in figure.axes[0].texts[-5:]]
    assert widths[2] > max(widths[:2] + widths[3:])
    assert figure.axes[0].get_title() == "a title"


def test_a_single_number_is_a_graph():
    assert boxes(computation_graph([Node("x", 0.5)])).keys() == {"x"}


def test_an_empty_graph_is_refused():
    with pytest.raises(ValueError, match="at least one node"):
        computation_graph([])


@pytest.mark.parametrize("parents", [(1,), (0,), (-1,)])
def test_a_node_before_its_parents_is_refused(parents):
    with pytest.raises(ValueError, match="must come after its parents"):
        computation_graph([Node("x", 1.0, parents), Node("y", 2.0)])


def test_arrows_begin_and_end_at_the_edges_of_their_boxes():
    figure = computation_graph([Node("x", 3.0), Node("a longer label", 9.0, (0,))])
    figure.draw_without_rendering()
    axes = figure.axes[0]
    edges = {
        text.get_text().split("\n")[0]: text.get_bbox_patch().get_window_extent()
        for text in axes.texts
        if text.get_bbox_patch()
    }
    (arrow,) = arrows(figure)
    start, _ = axes.transData.transform(arrow.get_position())
    end, _ = axes.transData.transform(arrow.xy)
    assert start == pytest.approx(edges["x"].x1, abs=8)
    assert end == pytest.approx(edges["a longer label"].x0, abs=8)


def test_only_an_arrow_over_other_columns_bends():
    bends = [
        arrow.arrow_patch.get_connectionstyle().rad for arrow in arrows(computation_graph(SHARED))
    ]
    assert sum(bend != 0 for bend in bends) == 2


def test_a_label_may_be_empty():
    figure = computation_graph([Node("", 2.0), Node("y", 4.0, (0,))])
    figure.draw_without_rendering()
    assert len(arrows(figure)) == 1


def remembered(label, data, parents=(), grad=0.0):
    return SimpleNamespace(label=label, data=data, parents=parents, grad=grad)


def test_a_number_that_remembers_is_drawn_with_all_that_it_was_made_of():
    a, b = remembered("a", 2.0, grad=5.0), remembered("b", -0.0)
    c = remembered("c", -0.0, (a, b), 1.0)
    d = remembered("d", 2.0, (c, a), 1.0)
    drawn = boxes(value_graph(d))
    assert {label: lines for label, (_, _, lines) in drawn.items()} == {
        "a": ["a", "2"],
        "b": ["b", "0"],
        "c": ["c", "0"],
        "d": ["d", "2"],
    }
    assert boxes(value_graph(d, "", True))["a"][2] == ["a", "2", "grad 5"]
    known = boxes(value_graph(d, "", True, [d]))
    assert len(known["d"][2]) == 3
    assert len(known["a"][2]) == 2


def test_only_what_it_was_made_of_can_be_highlighted():
    a = remembered("a", 2.0)
    d = remembered("d", 4.0, (a, a))
    value_graph(d, highlight=[a])
    with pytest.raises(KeyError):
        value_graph(d, highlight=[remembered("z", 1.0)])
