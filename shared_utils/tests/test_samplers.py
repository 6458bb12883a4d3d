import numpy as np
import pytest

from shared_utils.samplers import version_a, version_d, version_f

VERSIONS = (version_a, version_d, version_f)


@pytest.mark.parametrize("version", VERSIONS)
def test_draws_are_log_uniform_between_the_ends(version):
    draws = version(0.02, 50.0, 5000, 1)
    assert draws.shape == (5000,)
    assert draws.min() >= 0.02 and draws.max() <= 50
    u = np.sort(np.log(draws / 0.02) / np.log(2500))
    assert np.abs(u - np.linspace(0, 1, 5000)).max() < 0.03


@pytest.mark.parametrize("version", VERSIONS)
def test_the_seed_decides(version):
    draws = version(0.02, 50.0, 100, 1)
    assert np.array_equal(draws, version(0.02, 50.0, 100, 1))
    assert not np.any(draws == version(0.02, 50.0, 100, 2))


def test_versions_draw_different_numbers():
    firsts = [version(0.02, 50.0, 10, 1)[0] for version in VERSIONS]
    assert len(set(firsts)) == 3
