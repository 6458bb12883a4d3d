import numpy as np
import pytest

from shared_utils.intervals import half_width, interval_plot


def test_half_width_by_hand():
    # Mean 0.5, squared distances 0, 0.25, 0.25, 0: s = √(0.5/3), and √4 = 2.
    assert half_width([0.5, 0.0, 1.0, 0.5], 3) == pytest.approx(1.5 * np.sqrt(0.5 / 3))
    assert half_width(np.full(5, 0.2), 2.78) == pytest.approx(0, abs=1e-12)


def test_one_difference_has_no_interval():
    with pytest.raises(ValueError, match="two"):
        half_width([0.3], 2.0)


def test_interval_plot_has_a_row_for_each_name_and_a_legend_for_the_groups():
    groups = {"noisy": {"L2": (2.0, 1.0), "dropout": (1.0, 0.5)}, "quiet": {}}
    groups["quiet"] = {"dropout": (0.0, 0.3), "L2": (-0.1, 0.2)}
    figure = interval_plot(groups, "gain", "Two ways")
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["L2", "dropout"]
    assert axes.get_xlabel() == "gain" and axes.get_title() == "Two ways"
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["noisy", "quiet"]
    first, second = (container.lines[0].get_xdata() for container in axes.containers)
    np.testing.assert_allclose(first, [2.0, 1.0])
    np.testing.assert_allclose(second, [-0.1, 0.0])
