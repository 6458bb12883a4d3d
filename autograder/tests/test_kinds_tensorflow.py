"""Every kind of graded function that TensorFlow lessons have, tried by the author and graded.

They are run in a process of their own, for tests that fork must not have imported TensorFlow.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grading.pools import WORKER
from autograder.tests import tensorflow_kinds

NAMES = [
    *tensorflow_kinds.KINDS,
    *(name for name in vars(tensorflow_kinds) if name.startswith("check_")),
]


@pytest.fixture(scope="module")
def ran():
    """The program, run once."""
    program = Path(tensorflow_kinds.__file__)
    # As grading workers have it, but for what keeps TensorFlow quiet.
    environment = os.environ | WORKER
    del environment["TF_CPP_MIN_LOG_LEVEL"]
    return subprocess.run(
        [sys.executable, "-m", f"autograder.tests.{program.stem}"],
        cwd=program.parents[2],
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", NAMES)
def test_kind(ran, name):
    assert ran.returncode == 0, ran.stderr
    traceback = json.loads(ran.stdout.splitlines()[-1])[name]
    assert not traceback, traceback


def test_tensorflow_says_nothing_on_the_standard_error(ran):
    assert ran.stderr == ""
