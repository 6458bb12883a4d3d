"""Bringing an edit made in a notebook back into the source."""

from copy import deepcopy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.build import build
from autograder.authoring.lesson import LessonError, read_lesson
from autograder.authoring.pull import PullError, pull
from autograder.tests.conftest import LESSON


@pytest.fixture
def edited(lesson):
    """Edit the built notebook with a function of its cells by id; returns its path."""

    def edit(change):
        path = build(lesson)
        notebook = nbformat.read(path, as_version=4)
        change(notebook, {cell.id: cell for cell in notebook.cells})
        nbformat.write(notebook, path)
        return path

    return edit


def test_a_notebook_without_edits_changes_nothing(lesson):
    assert pull(build(lesson)) == 0
    assert lesson.path.read_text() == LESSON


@pytest.mark.parametrize(
    ("cell", "old", "new"),
    [
        ("after-top-1", "# Softmax", "# Softmax\n\nIt turns scores into probabilities."),
        ("after-top-2", "import numpy as np", "import numpy as np  # numbers"),
        ("answer-softmax", "e / e.sum(axis=0)", "np.divide(e, e.sum(axis=0))"),
        ("check-softmax", '"random scores"', '"other random scores"'),
        ("prediction-largest", "0.8", "0.7"),
        ("demo-figure", "shown", "drawn"),
    ],
)
def test_an_edit_reaches_its_cell_and_no_other_line(edited, lesson, cell, old, new):
    def change(_, cells):
        assert old in cells[cell].source
        cells[cell].source = cells[cell].source.replace(old, new)

    assert pull(edited(change)) == 1
    new = new.replace("\n\n", "\n#\n# ")
    assert lesson.path.read_text() == LESSON.replace(old, new, 1)


def test_an_edit_with_pull_and_build_is_a_round_trip(edited, lesson):
    def change(_, cells):
        cells["answer-softmax"].source = cells["answer-softmax"].source.replace("e =", "e =  ")

    path = edited(change)
    wanted = nbformat.read(path, as_version=4).cells
    pull(path)
    made = nbformat.read(build(read_lesson(lesson.path)), as_version=4).cells
    assert made[8].source == wanted[8].source


def test_new_cells_become_given_cells_and_text(edited, lesson):
    def change(notebook, _):
        notebook.cells.insert(2, new_code_cell("classes = 3"))
        notebook.cells.insert(3, new_markdown_cell("Three classes."))

    assert pull(edited(change)) == 2
    source = lesson.path.read_text()
    assert "# %%\nclasses = 3\n" in source
    assert "# %% [markdown]\n# Three classes.\n" in source
    assert "as_a_power" in source
    read_lesson(lesson.path)


def test_a_deleted_cell_is_deleted(edited, lesson):
    def change(notebook, cells):
        notebook.cells.remove(cells["demo-figure"])

    assert pull(edited(change)) == 1
    assert 'demo="figure"' not in lesson.path.read_text()


def test_a_newer_source_is_not_overwritten(lesson):
    path = build(lesson)
    newer = LESSON.replace("Softmax", "Softmax, revised")
    lesson.path.write_text(newer)
    with pytest.raises(PullError, match="is newer than"):
        pull(path)
    assert lesson.path.read_text() == newer


def duplicate(notebook, cells):
    copied = deepcopy(cells["answer-softmax"])
    copied.id = "copied"
    notebook.cells.append(copied)


def move(notebook, cells):
    notebook.cells.append(notebook.cells.pop(1))


def edit_question(_, cells):
    cells["question-why_exponential"].source += "?"


def edit_generated(_, cells):
    cells["check-prediction-largest"].source += "\n"
    cells["check-prediction-largest"].source += "x = 1"


def edit_reference(_, cells):
    cells["check-softmax"].source = cells["check-softmax"].source.replace("_reference", "_other")


def forget_origin(notebook, _):
    del notebook.metadata["autograder"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (duplicate, "stands twice"),
        (move, "moved"),
        (edit_question, "made by the build from line"),
        (edit_generated, "made by the build from line"),
        (edit_reference, "lines that the build put into"),
        (forget_origin, "was not built by"),
    ],
)
def test_an_edit_that_cannot_be_carried_is_refused(edited, lesson, change, words):
    with pytest.raises(PullError, match=words):
        pull(edited(change))
    assert lesson.path.read_text() == LESSON


def test_an_edit_that_breaks_the_source_is_refused_and_the_source_stays(edited, lesson):
    def change(_, cells):
        cells["answer-softmax"].source = "def softmax(z:"

    with pytest.raises(LessonError, match="Python cannot read"):
        pull(edited(change))
    assert lesson.path.read_text() == LESSON


@pytest.mark.parametrize("content", ["", "not JSON", "[]", '{"cells": 1}', '{"nbformat": 99}'])
def test_what_is_no_notebook_is_refused(lesson, content):
    path = lesson.path.with_suffix(".ipynb")
    path.write_text(content)
    with pytest.raises(PullError, match=r"is not a notebook|was not built"):
        pull(path)


def test_a_notebook_without_a_source_is_refused(lesson):
    path = build(lesson)
    other = path.rename(path.with_name("other.ipynb"))
    with pytest.raises(PullError, match="does not exist"):
        pull(other)
    with pytest.raises(PullError, match="cannot read"):
        pull(path)
