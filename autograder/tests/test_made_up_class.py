"""The made-up class of a lesson whose answers are plain values, such as a quiz."""

import nbformat

from autograder.authoring.lesson import read_lesson
from autograder.authoring.notebooks import build_notebook
from autograder.made_up_class import made_up_class, mistaken_answers

QUIZ = """\
# %%
from shared_utils.checks import same

# %% answer="root"
### BEGIN SOLUTION
root = 3
### END SOLUTION

# %% check="root" points=1
same(root * root, 9, "its square")

# %% right="root"
as_a_float = 3.0

# %% wrong="root"
_nine = 9
takes_the_square = _nine
takes_half = _nine / 2
"""


def test_a_lesson_without_functions_has_a_class_too(write_lesson):
    lesson = read_lesson(write_lesson(QUIZ, name="quiz"))
    students = made_up_class(lesson, nbformat.reads(build_notebook(lesson), 4))

    def root_of(student):
        namespace = {}
        cell = next(cell for cell in students[student].cells if cell.id == "answer-root")
        exec(cell.source, namespace)
        return namespace["root"]

    assert root_of("amina") == 3
    assert repr(root_of("bruno")) == "3.0"
    assert root_of("chidi") == 9
    assert [cell for cell, _ in mistaken_answers(lesson)] == ["answer-root"] * 2
