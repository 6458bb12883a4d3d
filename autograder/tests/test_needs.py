"""What a nursery has ready for a lesson."""

import ast

import pytest

from autograder.authoring.course import read_lessons
from autograder.benchmarks.classes import ROOT
from autograder.grading.needs import needs_of
from shared_utils.datasets import LOADERS

LESSONS = read_lessons(sorted(ROOT.glob("course*")))


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("import numpy as np\n", ("numpy", ())),
        ("import tensorflow as tf\n", ("tensorflow", ())),
        ("def build():\n    from keras import layers\n", ("tensorflow", ())),
        ("# from tensorflow on, everything is a tensor\n", ("numpy", ())),
        (
            "from shared_utils.datasets import (\n    load_b,\n    load_a,\n)\n",
            ("numpy", ("load_a", "load_b")),
        ),
        ("def broken(:\n", ("numpy", ())),
    ],
)
def test_needs_are_read_from_a_lesson_s_words(tmp_path, text, needs):
    path = tmp_path / "lesson.py"
    path.write_text(text, encoding="utf-8")
    assert needs_of(path) == needs


def test_a_lesson_that_cannot_be_read_needs_nothing_special(tmp_path):
    assert needs_of(tmp_path / "none.py") == ("numpy", ())


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: f"{lesson.week}-{lesson.name}")
def test_the_needs_of_every_lesson_are_what_it_imports(lesson):
    """No word of a lesson's prose makes its nursery import TensorFlow for nothing."""
    modules, names = set(), set()
    for node in ast.walk(ast.parse(lesson.text)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module.partition(".")[0])
            if node.module == "shared_utils.datasets":
                names |= {alias.name for alias in node.names}
    kind, data = needs_of(lesson.path)
    assert (kind == "tensorflow") == bool(modules & {"tensorflow", "keras"})
    assert set(data) & set(LOADERS) == names & set(LOADERS)
