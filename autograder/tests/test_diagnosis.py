"""How a check's calls are compared with those of known mistakes."""

import numpy as np

from autograder.grading.diagnosis import REFERENCE, Calls, Candidate
from autograder.seeds import seed_libraries


def noisy(x):
    return x + np.random.random()


def test_a_check_draws_alike_after_calls_that_are_made_and_that_are_remembered():
    candidates = {REFERENCE: Candidate(noisy)}
    seed_libraries(0)
    result = noisy(1.0)
    drawn = []
    for _ in range(2):
        # What the student's function draws, it draws in another process.
        calls = Calls(lambda x: result, candidates, seed_libraries)
        assert calls.watched(noisy)(1.0) == result
        drawn.append(np.random.random())
    assert drawn[0] == drawn[1]
