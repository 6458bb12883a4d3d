import numpy as np
import pytest

from shared_utils.daylight import day_lengths, hours_of_daylight


def test_the_equator_and_the_equinox_have_twelve_hours():
    np.testing.assert_allclose(hours_of_daylight(0.0, np.arange(365)), 12)
    np.testing.assert_allclose(hours_of_daylight(np.linspace(-80, 80, 9), 81), 12)


def test_summer_days_are_long_and_the_two_halves_of_the_earth_mirror_each_other():
    june, december = 172, 355
    assert 18 < hours_of_daylight(60.0, june) < 19
    assert hours_of_daylight(60.0, december) < 6
    assert np.isclose(hours_of_daylight(40.0, june) + hours_of_daylight(-40.0, june), 24)


def test_near_the_poles_the_sun_may_stay_up_or_down():
    assert hours_of_daylight(80.0, 172) == 24
    assert hours_of_daylight(80.0, 355) == 0


def test_a_pole_is_refused():
    with pytest.raises(ValueError, match="between -90 and 90"):
        hours_of_daylight(np.array([0.0, 90.0]), 10)


def test_examples_lie_in_their_ranges_and_depend_on_the_seed():
    X, Y = day_lengths(3, m=200)
    assert X.shape == (2, 200)
    assert Y.shape == (1, 200)
    assert -60 <= X[0].min() < -50
    assert 50 < X[0].max() <= 60
    assert X[1].min() >= 0
    assert X[1].max() <= 365
    np.testing.assert_allclose(Y, hours_of_daylight(X[:1], X[1:]))
    np.testing.assert_array_equal(X, day_lengths(3, m=200)[0])
    assert not np.array_equal(X, day_lengths(4, m=200)[0])
