import pytest

from shared_utils.searches import settings_of_search

RANGES = {"rate": (0.001, 10.0), "units": (2, 64)}


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
