"""A class that tries everything in attacks.py, graded at once beside honest students.

What is an attack by a file, a page or a table rather than by code is pinned where that is read or
written: see ELSEWHERE.
"""

import json
import shutil
import time
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.course import read_lessons
from autograder.authoring.release import release
from autograder.grading.bulk import grade_week
from autograder.grading.nbgrader_runs import read_marks
from autograder.grading.secret import course_secret
from autograder.made_up_class import hand_in, reference_answers, write_submission
from autograder.tests import attacks
from autograder.tests.attacks import ALL, ATTACKS, handed_in
from autograder.tests.conftest import LESSON, ROOT

# nbgrader leaves databases to be closed by the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")

WEEK = "week1_try"
CHECKS = (
    "check-question-sum_of_softmax",
    "check-prediction-largest",
    "check-exponential",
    "check-softmax",
)
HONEST = ("amina", "zora")
SETTINGS = """
c.RunSafely.seconds = 2
c.RunSafely.limits = {"cpu_seconds": 4, "wall_seconds": 8, "memory": 2**30}
"""
OUTSIDE = Path("/tmp/attacked")


ELSEWHERE = {
    "links, pipes, folders and special files for a notebook": "test_bulk.a_submission_that_cannot",
    "archives, huge files, deep JSON, other formats": "test_bulk.a_submission_that_cannot",
    "metadata that is lost, changed or nonsense": "test_bulk.what_happens_to_honest_notebooks",
    "cells copied, deleted or renamed": "test_bulk.every_submission_gets_its_marks",
    "a timestamp that is nonsense": "test_bulk.a_timestamp_that_is_none",
    "marks changed in the gradebook": "test_bulk.what_is_not_there_in_full",
    "a gradebook that is locked or damaged": "test_bulk.a_damaged_gradebook",
    "a grader or a worker that is killed": "test_bulk.a_worker_that_is_killed",
    "archives that unpack to too much or elsewhere": "test_archives.a_bomb_is_refused",
    "names that are formulas": "test_exports.no_cell_is_a_formula",
    "a path that leads out of what is served": "test_validation.a_path_out_of_the_folder",
    "a check that was changed before validating": "test_validation.a_check_that_the_student",
    "frames and values that no honest process sends": "test_codec.",
    "replies out of turn, forged and late": "test_student.",
    "files, network, processes, privileges, memory, time": "test_sandbox.",
}


def student_of(name):
    return name.replace(" ", "_").replace("'", "")


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """The class's course, and the report of its grading."""
    course = tmp_path_factory.mktemp("school") / "course1_nn_dl"
    (course / "source" / WEEK).mkdir(parents=True)
    shutil.copy(ROOT / "course1_nn_dl" / "nbgrader_config.py", course)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(SETTINGS)
    (course / "source" / WEEK / "softmax.py").write_text(LESSON, encoding="utf-8")
    (lesson,) = read_lessons([course])
    release([lesson])
    released = nbformat.read(course / "release" / WEEK / "softmax.ipynb", 4)
    for name, attack in ATTACKS.items():
        submission = handed_in(lesson, released, attack)
        write_submission(course, student_of(name), WEEK, "softmax", submission)
    reference = reference_answers(lesson)
    for student in HONEST:
        write_submission(course, student, WEEK, "softmax", hand_in(released, reference))
    OUTSIDE.unlink(missing_ok=True)
    return course, grade_week(course, WEEK)


@pytest.fixture(scope="module")
def marks(school):
    return read_marks(school[0], WEEK)


@pytest.mark.parametrize("name", ATTACKS)
def test_right_answers_keep_their_points_and_wrong_ones_get_none(marks, name):
    by_check = marks[student_of(name)].by_check
    points = tuple(by_check[check][0] for check in CHECKS)
    if ATTACKS[name].points is None:
        # It can only have harmed itself: wrong answers get nothing, and no more than all is got.
        wrong = "softmax" in ATTACKS[name].answers
        assert all(got <= most for got, most in zip(points, ALL, strict=True))
        assert not wrong or points[-1] == 0
    else:
        assert points == ATTACKS[name].points


def test_nobody_else_is_touched(school, marks):
    _, report = school
    assert report.ungraded == {}
    assert report.broken == []
    assert [marks[student].score for student in HONEST] == [sum(ALL)] * len(HONEST)


def test_nothing_is_left_behind(school):
    course, _ = school
    assert not OUTSIDE.exists()
    students = {student_of(name) for name in ATTACKS} | set(HONEST)
    assert {path.name for path in (course / "autograded").iterdir()} == students
    deadline = time.monotonic() + 20
    while left := orphans():
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def orphans():
    """Processes of a nursery whose grader has ended."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        except OSError:
            continue
        if b"autograder.grading.nursery" in command:
            controller = json.loads(command[-1])["controller"]
            if not Path("/proc", str(controller)).exists():
                found.append(process.name)
    return found


def test_nothing_that_a_submission_prints_holds_a_test_an_answer_or_a_secret(school):
    course, _ = school
    secret = course_secret(course)
    for name in attacks.SPYING:
        path = course / "autograded" / student_of(name) / WEEK / "softmax.ipynb"
        for cell in nbformat.read(path, 4).cells:
            for output in cell.get("outputs", []):
                shown = output.get("text", "") + "\n".join(output.get("traceback", []))
                for forbidden in (secret, "BEGIN HIDDEN", "softmax_reference", "SQLite format 3"):
                    assert forbidden not in shown, name


def test_outputs_are_short_enough_to_be_read(school):
    course, _ = school
    for name in ATTACKS:
        path = course / "autograded" / student_of(name) / WEEK / "softmax.ipynb"
        assert path.stat().st_size < 500_000, name


@pytest.mark.parametrize("attack", ELSEWHERE)
def test_what_is_pinned_elsewhere_is_pinned(attack):
    module, _, test = ELSEWHERE[attack].partition(".")
    text = (Path(__file__).parent / f"{module}.py").read_text(encoding="utf-8")
    assert f"\ndef test_{test}" in text
