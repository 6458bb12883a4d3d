import numpy as np
import pytest

from shared_utils.searches import draw_settings, settings_of_search

RANGES = {"rate": (0.001, 10.0), "units": (2, 64), "strength": (0.000001, 0.1)}


def test_sixteen_settings_the_same_each_time():
    settings = settings_of_search(3, RANGES)
    assert len(settings) == 16
    assert settings == settings_of_search(3, RANGES)
    assert settings != settings_of_search(4, RANGES)
    for setting in settings:
        assert 0.001 <= setting["rate"] <= 10
        assert 2 <= setting["units"] <= 64


@pytest.mark.parametrize("search", [-1, 20, 0.5])
def test_refuses_a_search_that_was_not_made(search):
    with pytest.raises(ValueError, match="from 0 to 19"):
        settings_of_search(search, RANGES)


def test_each_hyperparameter_is_log_uniform_in_its_range():
    settings = draw_settings(4000, 3, RANGES)
    assert len(settings) == 4000
    for name, (low, high) in RANGES.items():
        u = np.log([setting[name] / low for setting in settings]) / np.log(high / low)
        assert u.min() >= 0 and u.max() <= 1
        assert abs(u.mean() - 0.5) < 0.03
        assert abs(u.std() - np.sqrt(1 / 12)) < 0.02


def test_hyperparameters_are_independent():
    logs = np.log([list(setting.values()) for setting in draw_settings(4000, 5, RANGES)])
    assert np.abs(np.corrcoef(logs.T) - np.eye(3)).max() < 0.08


def test_whole_numbers_where_both_ends_are_whole():
    setting = draw_settings(1, 0, RANGES)[0]
    assert list(setting) == list(RANGES)
    assert [type(value) for value in setting.values()] == [float, int, float]


def test_the_seed_decides():
    assert draw_settings(5, 1, RANGES) == draw_settings(5, 1, RANGES)
    assert draw_settings(5, 1, RANGES) != draw_settings(5, 2, RANGES)
    assert draw_settings(0, 1, RANGES) == []


@pytest.mark.parametrize("ends", [(0, 3), (-1.0, 3.0), (4, 2)])
def test_refuses_a_range_without_factors(ends):
    with pytest.raises(ValueError, match="units must range"):
        draw_settings(1, 0, {"units": ends})
