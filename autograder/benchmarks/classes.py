"""Classes of any size for the benchmarks, in a course folder of their own."""

import shutil
from pathlib import Path

import nbformat

from autograder.authoring.lesson import read_lesson
from autograder.authoring.release import release
from autograder.made_up_class import (
    hand_in,
    mistaken_answers,
    reference_answers,
    write_submission,
)

ROOT = Path(__file__).resolve().parents[2]
WEEK = "benchmark"
RELEASED_GRADEBOOK = "gradebook.released"

# With these the last exercise of the lesson trains for a hundred times as long, on a matrix where
# a column should be: nobody hands that in as it is.
NOT_HANDED_IN = {"answer-initialize_with_zeros"}

# The course's own settings, and those of nbgrader as it comes. What costs it points or stops it for
# a reason that has nothing to do with grading is set as an instructor would set it.
STOCK = """\
import os
import sys

c = get_config()
c.CourseDirectory.course_id = "benchmark"
c.CourseDirectory.ignore = ["*.py", "*.pyc", "__pycache__", ".ipynb_checkpoints"]
c.Execute.skip_cells_with_tag = "demo"
c.Execute.timeout = 60
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
"""


def course_of(folder, source):
    """A course whose one week is the lesson at a path, released; returns (course, lesson)."""
    course = Path(folder) / "course1_nn_dl"
    (course / "source" / WEEK).mkdir(parents=True)
    shutil.copy(ROOT / "course1_nn_dl" / "nbgrader_config.py", course)
    lesson = read_lesson(shutil.copy(source, course / "source" / WEEK))
    release([lesson])
    shutil.copy(course / "gradebook.db", course / RELEASED_GRADEBOOK)
    return course, lesson


def hand_in_class(course, lesson, size):
    """Hand in for `size` students: every third is right, the others have one mistake each."""
    shutil.rmtree(course / "submitted", ignore_errors=True)
    released = nbformat.read(course / "release" / WEEK / f"{lesson.name}.ipynb", 4)
    reference = reference_answers(lesson)
    mistakes = [
        (cell, text) for cell, text in mistaken_answers(lesson) if cell not in NOT_HANDED_IN
    ]
    for number in range(size):
        answers = dict(reference)
        if number % 3:
            cell, text = mistakes[number % len(mistakes)]
            answers[cell] = text
        submission = hand_in(released, answers)
        write_submission(course, f"student{number:04}", WEEK, lesson.name, submission)


def forget_grading(course):
    """Leave a course as it was when it was released."""
    shutil.rmtree(course / "autograded", ignore_errors=True)
    shutil.copy(course / RELEASED_GRADEBOOK, course / "gradebook.db")


def with_stock_nbgrader(course, folder):
    """A copy of a course that is graded by nbgrader as it comes."""
    stock = shutil.copytree(course, Path(folder) / course.name)
    forget_grading(stock)
    (stock / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    return stock
