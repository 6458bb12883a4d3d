"""nbgrader's own commands on every lesson: full marks for the reference, none for the release."""

import shutil

import nbformat
import pytest

from autograder import demo
from autograder.authoring.course import COURSES, read_lessons
from autograder.authoring.release import release
from autograder.cli import main
from autograder.grading.nbgrader_runs import read_marks, run_nbgrader, validate
from autograder.made_up_class import hand_in, reference_answers, write_submission
from autograder.tests.conftest import LESSON, ROOT

# nbgrader leaves databases to be closed by the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")

LESSONS = read_lessons([ROOT / course for course in COURSES if (ROOT / course / "source").is_dir()])
WEEKS = sorted({(lesson.course.name, lesson.week) for lesson in LESSONS})


@pytest.fixture(scope="module", params=WEEKS, ids=lambda place: "/".join(place))
def graded_week(request, tmp_path_factory):
    """A week of a course with two students: one hands in the reference, one the release."""
    name, week = request.param
    course = tmp_path_factory.mktemp("class") / name
    shutil.copytree(ROOT / name / "source" / week, course / "source" / week)
    shutil.copy(ROOT / name / "nbgrader_config.py", course)
    lessons = read_lessons([course])
    release(lessons)
    for lesson in lessons:
        released = nbformat.read(course / "release" / week / f"{lesson.name}.ipynb", 4)
        reference = hand_in(released, reference_answers(lesson))
        write_submission(course, "reference", week, lesson.name, reference)
        write_submission(course, "untouched", week, lesson.name, released)
    status, output = run_nbgrader(course, "autograde", week)
    assert status == 0, output
    return course, week, lessons


def test_the_reference_gets_full_marks_and_the_release_none(graded_week):
    course, week, lessons = graded_week
    marks = read_marks(course, week)
    points = sum(lesson.points for lesson in lessons)
    assert marks["reference"].points == points
    lost = {
        name: score for name, score in marks["reference"].by_check.items() if score[0] < score[1]
    }
    assert lost == {}
    assert marks["reference"].score == points
    earned = {name: score for name, score in marks["untouched"].by_check.items() if score[0] > 0}
    assert earned == {}
    assert marks["untouched"].graded


def test_feedback_and_marks_come_out(graded_week):
    course, week, lessons = graded_week
    status, output = run_nbgrader(course, "generate_feedback", week)
    assert status == 0, output
    for lesson in lessons:
        page = course / "feedback" / "reference" / week / f"{lesson.name}.html"
        assert "Traceback (most recent" not in page.read_text(encoding="utf-8")
    status, output = run_nbgrader(course, "export", "--to", "grades.csv")
    assert status == 0, output
    assert "reference" in (course / "grades.csv").read_text()
    status, output = run_nbgrader(course, "db", "assignment", "list")
    assert status == 0 and week in output


def test_the_demonstration_grades_a_class_and_one_broken_notebook_stops_nobody(
    write_lesson, tmp_path, capsys
):
    write_lesson(week=demo.WEEK)
    course = demo.show(tmp_path, tmp_path / "work")
    marks = read_marks(course, demo.WEEK)
    assert all(mark.graded for mark in marks.values())
    assert {student: mark.score for student, mark in marks.items()} == {
        "amina": 8,  # the reference
        "bruno": 8,  # other right answers
        "chidi": 3,  # a mistake in exponential, which softmax calls
        "daria": 3,  # several mistakes
        "elena": 3,  # half done
        "farid": 8,  # a cell copied
        "greta": 8,  # all metadata lost
        "hugo": 0,  # nothing done
        "ines": 0,  # not a notebook
        "jonas": 0,  # equal to everything
        "kofi": 8,  # ends his process, then answers everything
        "lena": 0,  # looks for the answers
    }
    output = capsys.readouterr().out
    lines = {}
    for line in filter(None, output.splitlines()):
        lines.setdefault(line.split()[0], line)
    assert "8 of 8  nothing" in lines["amina"]
    assert "3 of 8  exponential, softmax" in lines["chidi"]
    assert "ines, softmax: The file is damaged" in output
    feedback = course / "feedback" / "chidi" / demo.WEEK / "softmax.html"
    assert "e to the 0 is 1" in feedback.read_text(encoding="utf-8")


def test_stock_generate_assignment_makes_the_same_release(lesson):
    release([lesson])
    released = lesson.course / "release" / lesson.week
    before = {path.name: path.read_bytes() for path in released.iterdir()}
    status, output = run_nbgrader(lesson.course, "generate_assignment", lesson.week, "--force")
    assert status == 0, output
    assert {path.name: path.read_bytes() for path in released.iterdir()} == before


def test_validation_reads_the_result_and_not_the_exit_status(write_lesson):
    path = write_lesson(LESSON.replace("np.e**2", "2.0"))
    assert main(["build", str(path)]) == 0
    notebook = path.with_suffix(".ipynb")
    status, _ = run_nbgrader(path.parents[2], "validate", str(notebook))
    assert status == 0
    passed, output = validate(notebook)
    assert not passed
    assert "VALIDATION FAILED ON 1 CELL" in output


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: "no notebook", "not a notebook with checks"),
        (lambda text: text.replace('"nbgrader"', '"lost"').replace('"grade"', '"g"'), "lost"),
        (lambda text: text[:-20], "JSON"),
        (lambda text: text.replace('"nbformat": 4', '"nbformat": 99'), "99"),
        (lambda text: text.replace('"schema_version": 3', '"schema_version": 99'), "newer version"),
        (lambda text: text.replace('"schema_version": 3', '"schema_version": 1'), "old version"),
    ],
    ids=[
        "no notebook",
        "no metadata",
        "damaged",
        "newer format",
        "newer nbgrader",
        "older nbgrader",
    ],
)
def test_validation_of_a_bad_notebook_fails_with_a_reason(write_lesson, change, words):
    path = write_lesson()
    assert main(["build", str(path)]) == 0
    notebook = path.with_suffix(".ipynb")
    notebook.write_text(change(notebook.read_text()))
    passed, output = validate(notebook)
    assert not passed
    assert words in output


def test_validation_of_a_missing_notebook_says_so(tmp_path):
    passed, output = validate(tmp_path / "none.ipynb")
    assert not passed
    assert "does not exist" in output


NOISY_LESSON = '''\
# %%
import numpy as np
import tensorflow as tf

from shared_utils.checks import same


# %% answer="sigmoid"
def sigmoid(z):
    """Return 1 / (1 + e^-z) of each entry, as an array."""
    ### BEGIN SOLUTION
    same_numbers = tf.linalg.matvec(tf.eye(len(z)), tf.constant(z, tf.float32)).numpy()
    return 1 / (1 + np.exp(-same_numbers))
    ### END SOLUTION


# %% check="sigmoid" points=1
same(sigmoid(np.array([-1000.0, 0.0])), np.array([0.0, 0.5]), "far out it is 0")
'''


def test_warnings_of_numpy_and_messages_of_tensorflow_cost_no_points(write_lesson):
    path = write_lesson(NOISY_LESSON, "noisy")
    lessons = read_lessons([path])
    release(lessons)
    passed, output = validate(path.with_suffix(".ipynb"))
    assert passed, output
    course, week = path.parents[2], path.parent.name
    released = nbformat.read(course / "release" / week / "noisy.ipynb", 4)
    submission = hand_in(released, reference_answers(lessons[0]))
    write_submission(course, "amina", week, "noisy", submission)
    status, output = run_nbgrader(course, "autograde", week)
    assert status == 0, output
    assert read_marks(course, week)["amina"].score == 1
