"""Every lesson's notebook runs in a kernel from its first cell to its last, all checks pass, and
nothing breaks when every cell is run twice: students run cells in any rhythm.

Demonstrations, which train for a minute or two, run twice only where the environment says
DEMOS_TWICE=1."""

import os
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring.build import build
from autograder.authoring.course import COURSES, read_lessons
from autograder.authoring.lesson import read_lesson
from autograder.grading.pools import ONE_BLAS_THREAD
from autograder.tests.conftest import LESSON, ROOT

LESSONS = read_lessons([ROOT / course for course in COURSES if (ROOT / course / "source").is_dir()])


def run_each_cell_twice(path):
    """Build a lesson's notebook beside its source and run its code cells twice, one by one."""
    notebook_path = build(read_lesson(path))
    notebook = nbformat.read(notebook_path, 4)
    doubled = []
    for cell in notebook.cells:
        doubled.append(cell)
        is_demo = "demo" in cell.metadata.get("tags", [])
        if cell.cell_type == "code" and not (is_demo and os.environ.get("DEMOS_TWICE") != "1"):
            again = nbformat.from_dict(cell)
            again.id = f"again-{cell.id}"[:64]
            doubled.append(again)
    notebook.cells = doubled
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(notebook_path.parent)}},
    ).execute(env=os.environ | ONE_BLAS_THREAD)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: f"{lesson.week}/{lesson.name}")
def test_every_cell_of_a_lesson_may_be_run_twice(lesson, tmp_path):
    folder = tmp_path / lesson.course.name / "source" / lesson.week
    folder.mkdir(parents=True)
    shutil.copy(lesson.course / "nbgrader_config.py", tmp_path / lesson.course.name)
    run_each_cell_twice(shutil.copy(lesson.path, folder))


def test_a_cell_that_changes_what_it_was_given_is_found(write_lesson):
    path = write_lesson(
        LESSON.replace(
            '# %% demo="figure"\n',
            '# %%\nleft = [1]\n\n# %%\nleft.remove(1)\n\n# %% demo="figure"\n',
        )
    )
    with pytest.raises(Exception, match="ValueError"):
        run_each_cell_twice(path)
