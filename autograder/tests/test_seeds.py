import random

import numpy as np
import pytest

from autograder.seeds import seed_libraries


@pytest.fixture(autouse=True)
def with_the_usual_entropy():
    usual = np.random.bit_generator.randbits
    yield
    np.random.bit_generator.randbits = usual


@pytest.mark.parametrize(
    "draw",
    [
        random.random,
        np.random.rand,
        lambda: np.random.default_rng().random(),
        lambda: np.random.Generator(np.random.PCG64()).random(),
        lambda: np.random.RandomState().rand(),
    ],
    ids=["random", "numpy.random", "default_rng", "Generator", "RandomState"],
)
def test_what_draws_without_a_seed_draws_the_same_after_the_same_seed(draw):
    drawn = []
    for seed in (1, 1, 2):
        seed_libraries(seed)
        drawn.append([draw(), draw()])
    first, again, other = drawn
    assert first == again and first[0] != first[1]
    assert first != other


def test_a_generator_with_a_seed_of_its_own_draws_as_ever():
    before = np.random.default_rng(7).random()
    seed_libraries(1)
    assert np.random.default_rng(7).random() == before
