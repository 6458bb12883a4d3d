"""Grading a class at once: the marks of nbgrader's own command, whatever is handed in."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from datetime import datetime

import nbformat
import pytest
from distributed import LocalCluster
from nbgrader.api import Gradebook

from autograder.authoring.course import read_lessons
from autograder.authoring.release import release
from autograder.cli import main
from autograder.grading import bulk, pools, regular_files, submissions
from autograder.grading.bulk import grade_week, summary
from autograder.grading.graft import MISSING
from autograder.grading.nbgrader_runs import read_marks, run_nbgrader
from autograder.grading.secret import one_grading
from autograder.made_up_class import (
    hand_in,
    made_up_class,
    reference_answers,
    write_submission,
)
from autograder.tests.conftest import LESSON, ROOT

# nbgrader leaves databases to be closed by the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")

WEEK = "week1_try"
POINTS = {
    "amina": 8,  # the reference
    "bruno": 8,  # other right answers
    "chidi": 3,  # a mistake in exponential, which softmax calls
    "daria": 3,  # several mistakes
    "elena": 3,  # half done
    "farid": 8,  # a cell copied
    "greta": 8,  # all metadata lost
    "hugo": 0,  # nothing done
    "ines": 0,  # not a notebook
}
ANSWER = "answer-softmax"


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A course with the small lesson, released, and a graded class."""
    course = tmp_path_factory.mktemp("school") / "course1_nn_dl"
    (course / "source" / WEEK).mkdir(parents=True)
    shutil.copy(ROOT / "course1_nn_dl" / "nbgrader_config.py", course)
    (course / "source" / WEEK / "softmax.py").write_text(LESSON, encoding="utf-8")
    (lesson,) = read_lessons([course])
    release([lesson])
    released = nbformat.read(course / "release" / WEEK / "softmax.ipynb", 4)
    for student, submission in made_up_class(lesson, released).items():
        write_submission(course, student, WEEK, "softmax", submission)
    grade_week(course, WEEK)
    return course


@pytest.fixture
def course(school, tmp_path):
    """A copy of the graded school, to be changed."""
    return shutil.copytree(school, tmp_path / "course1_nn_dl")


@pytest.fixture
def one(course):
    """The course with one student, amina, who handed in the reference and is not graded."""
    for folder in ("submitted", "autograded"):
        for student in set(os.listdir(course / folder)) - {"amina"}:
            shutil.rmtree(course / folder / student)
    shutil.rmtree(course / "autograded")
    (course / "gradebook.db").unlink()
    return course


def submission_of(course, **answers):
    (lesson,) = read_lessons([course])
    released = nbformat.read(course / "release" / WEEK / "softmax.ipynb", 4)
    replaced = {f"answer-{name}": text for name, text in answers.items()}
    return hand_in(released, reference_answers(lesson) | replaced)


def scores(course):
    return {student: mark.score for student, mark in read_marks(course, WEEK).items()}


def path_of(course, student):
    return course / "submitted" / student / WEEK / "softmax.ipynb"


def test_every_submission_gets_its_marks_and_one_that_is_broken_stops_nobody(school):
    assert scores(school) == POINTS
    marks = read_marks(school, WEEK)
    assert all(mark.graded for mark in marks.values())


def test_marks_comments_and_notebooks_are_those_of_nbgrader_s_own_command(course, tmp_path):
    shutil.rmtree(course / "submitted" / "ines")  # which stops stock grading of that student
    stock = shutil.copytree(course, tmp_path / "stock" / "course1_nn_dl")
    shutil.rmtree(stock / "autograded")
    (stock / "gradebook.db").unlink()
    release(read_lessons([stock]))
    status, output = run_nbgrader(stock, "autograde", WEEK)
    assert status == 0, output

    def everything(course):
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            return {
                submission.student.id: (
                    {g.name: (g.auto_score, g.needs_manual_grade) for g in book.grades},
                    {c.name: c.auto_comment for c in book.comments},
                    book.late_submission_penalty,
                )
                for submission in gradebook.assignment_submissions(WEEK)
                for book in submission.notebooks
                if submission.student.id != "ines"
            }

    assert everything(course) == everything(stock)
    for student in set(POINTS) - {"ines"}:
        ours, theirs = (
            nbformat.read(root / "autograded" / student / WEEK / "softmax.ipynb", 4)
            for root in (course, stock)
        )

        def shown(book):
            return [(cell.source, cell.get("outputs")) for cell in book.cells]

        assert shown(ours) == shown(theirs)


def test_feedback_and_exports_of_nbgrader_s_work_on_what_was_written(course):
    status, output = run_nbgrader(course, "generate_feedback", WEEK)
    assert status == 0, output
    page = (course / "feedback" / "chidi" / WEEK / "softmax.html").read_text(encoding="utf-8")
    assert "e to the 0 is 1" in page
    page = (course / "feedback" / "ines" / WEEK / "softmax.html").read_text(encoding="utf-8")
    assert "The file is damaged" in page
    status, output = run_nbgrader(course, "export", "--to", "grades.csv")
    assert status == 0, output


def test_the_summary_says_what_an_instructor_wants_to_know(course, capsys):
    assert main(["grade", str(course), WEEK, "--again"]) == 1
    output = capsys.readouterr().out
    assert "week1_try of course1_nn_dl, submissions: 9\ngraded: 9\n" in output
    assert "ines, softmax: The file is damaged: it is not JSON" in output
    assert "points, of 8: lowest 0, median 3, highest 8\n" in output
    assert "[ 90 %, 100 %]     4 ####" in output
    assert "  1  softmax, exponential: one more. Which number to the power of 0 is 1?\n" in output
    assert "failed most often:\n     4  softmax, exponential\n     4  softmax, softmax\n" in output


# --- again ---------------------------------------------------------------------------------------


def test_what_is_graded_is_not_graded_again(course):
    notebook = course / "autograded" / "amina" / WEEK / "softmax.ipynb"
    before = notebook.stat().st_mtime_ns
    report = grade_week(course, WEEK)
    assert sorted(report.kept) == sorted(POINTS)
    assert notebook.stat().st_mtime_ns == before
    assert scores(course) == POINTS


def test_a_new_version_of_a_submission_replaces_the_old_marks(course):
    wrong = "def softmax(z):\n    return z"
    write_submission(course, "amina", WEEK, "softmax", submission_of(course, softmax=wrong))
    report = grade_week(course, WEEK)
    assert set(POINTS) - set(report.kept) == {"amina"}
    assert scores(course) == POINTS | {"amina": 4}


@pytest.mark.parametrize(
    "damage",
    [
        lambda course: (course / "autograded" / "amina" / WEEK / "softmax.ipynb").write_text("{"),
        lambda course: shutil.rmtree(course / "autograded" / "amina"),
        lambda course: change_the_gradebook(course, "update grade set auto_score = 100"),
    ],
    ids=["notebook cut", "notebook gone", "marks changed"],
)
def test_what_is_not_there_in_full_is_graded_again(course, damage):
    damage(course)
    assert "amina" not in grade_week(course, WEEK).kept
    assert scores(course) == POINTS


def change_the_gradebook(course, statement):
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute(statement)
    database.close()


def test_a_changed_lesson_grades_everybody_again(course):
    source = course / "source" / WEEK / "softmax.py"
    source.write_text(LESSON.replace('"e times e")', '"e * e")'), encoding="utf-8")
    assert grade_week(course, WEEK).kept == []
    assert scores(course) == POINTS


def test_a_lesson_with_other_points_changes_the_gradebook(course):
    source = course / "source" / WEEK / "softmax.py"
    source.write_text(LESSON.replace("points=4", "points=6"), encoding="utf-8")
    grade_week(course, WEEK)
    assert scores(course)["amina"] == 10


def test_a_lesson_with_other_checks_is_refused_while_there_are_marks(course, capsys):
    source = course / "source" / WEEK / "softmax.py"
    with source.open("a", encoding="utf-8") as file:
        file.write('\n\n# %% check="again" of="softmax" points=1\nassert True\n')
    assert main(["grade", str(course), WEEK]) == 2
    assert "with other checks than its lessons have" in capsys.readouterr().err
    assert scores(course) == POINTS


def test_a_dry_run_says_which_marks_would_change_and_writes_nothing(course, capsys):
    wrong = "def softmax(z):\n    return z"
    write_submission(course, "amina", WEEK, "softmax", submission_of(course, softmax=wrong))
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    main(["grade", str(course), WEEK, "--dry-run"])
    output = capsys.readouterr().out
    assert "marks that would change: 1\n  amina, softmax, softmax: 4 -> 0\n" in output
    assert before == {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}


def test_what_an_instructor_entered_by_hand_stays_and_asks_for_a_look(course):
    change_the_gradebook(course, "update grade set manual_score = 1, needs_manual_grade = 0")
    grade_week(course, WEEK, again=True)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        (book,) = gradebook.find_submission(WEEK, "amina").notebooks
        assert {grade.manual_score for grade in book.grades} == {1}
        assert all(grade.needs_manual_grade for grade in book.grades)


# --- begun early ---------------------------------------------------------------------------------


@pytest.fixture
def started(monkeypatch):
    """The tasks with which processes would be started early, at once and in this process."""
    tasks = []
    monkeypatch.setattr(pools, "_submit", lambda _, *task: tasks.append(task))
    monkeypatch.setattr(pools.threading.Thread, "start", lambda thread: thread.run())
    return tasks


@pytest.mark.parametrize(
    ("again", "graded", "expected"), [(False, 0, 3), (False, 2, 1), (True, 2, 3)]
)
def test_processes_start_early_for_what_is_to_be_graded(one, started, again, graded, expected):
    students = hand_in_slow(one, 3)
    for student in students[:graded]:
        (one / "autograded" / student / WEEK).mkdir(parents=True)
    pools.begin(one, WEEK, 8, again)
    lesson = (one / "source" / WEEK / "softmax.py").resolve()
    assert started == [(pools._prepare, [lesson])] * expected


def test_no_more_processes_start_early_than_are_wanted(one, started):
    hand_in_slow(one, 3)
    pools.begin(one, WEEK, 2)
    assert len(started) == 2
    for course, week in ((one / "no_such_course", WEEK), (one, "no_such_week"), (one, "")):
        pools.begin(course, week, 2)
    assert len(started) == 2


def test_processes_that_started_early_grade_with_the_course_s_own_limits(one):
    config = one / "nbgrader_config.py"
    config.write_text(config.read_text() + 'c.RunSafely.limits = {"open_files": 99}\n')
    code = (
        "import resource\n\ndef exponential(z):\n"
        "    assert resource.getrlimit(resource.RLIMIT_NOFILE)[1] == 99\n    return np.exp(z)"
    )
    write_submission(one, "amina", WEEK, "softmax", submission_of(one, exponential=code))
    assert main(["grade", str(one), WEEK]) == 0
    assert scores(one) == {"amina": 8}


# --- stopped -------------------------------------------------------------------------------------

SLOW = "import time\n\ndef exponential(z):\n    time.sleep(0.2)\n    return np.exp(z)"


def start_grading(course, *options):
    return subprocess.Popen(
        [sys.executable, "-c", "from autograder.cli import main; main()", "grade"]
        + [str(course), WEEK, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def hand_in_slow(course, count=8):
    shutil.rmtree(course / "submitted")
    submission = submission_of(course, exponential=SLOW)
    students = [f"s{number}" for number in range(count)]
    for student in students:
        write_submission(course, student, WEEK, "softmax", submission)
    return students


def wait_for_some(course, students, process):
    # With the second one begun, the first one's marks are written.
    while sum((course / "autograded" / student).exists() for student in students) < 2:
        assert process.poll() is None
        time.sleep(0.01)


def test_grading_that_was_killed_goes_on_where_it_was(one):
    students = hand_in_slow(one)
    process = start_grading(one, "--jobs", "1")
    wait_for_some(one, students, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    report = grade_week(one, WEEK)
    assert 0 < len(report.kept) < len(students)
    assert scores(one) == dict.fromkeys(students, 8)


def children(process):
    with open(f"/proc/{process}/task/{process}/children") as file:
        return [int(number) for number in file.read().split()]


def test_a_worker_that_is_killed_takes_no_submission_with_it(one):
    students = hand_in_slow(one)
    process = start_grading(one, "--jobs", "2")
    wait_for_some(one, students, process)
    # Workers are forks of a process that this one started, and have its command line.
    forked = (child for parent in children(process.pid) for child in children(parent))
    for child in forked:
        with open(f"/proc/{child}/cmdline") as file:
            if "multiprocessing.forkserver" in file.read():
                os.kill(child, signal.SIGKILL)
                break
    else:
        raise AssertionError("there is no worker")
    assert process.wait(120) == 0
    assert scores(one) == dict.fromkeys(students, 8)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process can choose its core")
def test_workers_that_fill_the_machine_keep_to_a_core_each():
    """A worker and the student's process take turns: on one core no other has to be woken."""
    cores = os.sched_getaffinity(0)
    for jobs, alone in ((1, len(cores) == 1), (len(cores), True)):
        with pools._executor(jobs) as executor:
            kept = executor.submit(os.sched_getaffinity, 0).result()
            policy = executor.submit(os.sched_getscheduler, 0).result()
        assert kept <= cores
        assert len(kept) == (1 if alone else len(cores))
        assert policy == os.SCHED_BATCH


def test_a_fault_of_ours_in_one_submission_is_said_and_the_others_are_graded(one, monkeypatch):
    def grade_here(week, submissions, jobs, executor):
        for submission in submissions:
            yield submission, pools.Ungraded("the process that graded it ended, twice")

    monkeypatch.setattr(pools, "grade_here", grade_here)
    report = grade_week(one, WEEK)
    assert report.ungraded == {"amina": "the process that graded it ended, twice"}
    assert "not graded, for a reason of ours: 1" in summary(report)


def test_a_full_disk_is_said_and_what_was_graded_stays(one, monkeypatch, capsys):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    grade_week(one, WEEK)
    before = scores(one)
    monkeypatch.setattr("autograder.authoring.files.tempfile.mkstemp", full)
    wrong = "def softmax(z):\n    return z"
    write_submission(one, "amina", WEEK, "softmax", submission_of(one, softmax=wrong))
    assert main(["grade", str(one), WEEK]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert scores(one) == before
    monkeypatch.undo()
    assert main(["grade", str(one), WEEK]) == 0
    assert scores(one) == {"amina": 4}


def test_two_gradings_of_a_course_do_not_run_at_once(course, capsys):
    with one_grading(course):
        assert main(["grade", str(course), WEEK]) == 2
    assert "is being graded already" in capsys.readouterr().err


def test_a_locked_gradebook_is_said_and_nothing_is_lost(course, monkeypatch, capsys):
    database = sqlite3.connect(course / "gradebook.db")
    database.execute("begin exclusive")
    try:
        assert main(["grade", str(course), WEEK, "--again"]) == 2
    finally:
        database.rollback()
        database.close()
    assert "is locked by another program" in capsys.readouterr().err
    assert scores(course) == POINTS


def test_a_damaged_gradebook_is_said_and_left_alone(course, capsys):
    (course / "gradebook.db").write_text("this is no database" * 100)
    before = (course / "gradebook.db").read_bytes()
    assert main(["grade", str(course), WEEK]) == 2
    assert "is damaged" in capsys.readouterr().err
    assert (course / "gradebook.db").read_bytes() == before


def test_a_gradebook_that_is_not_there_is_made(one):
    grade_week(one, WEEK)
    assert scores(one) == {"amina": 8}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", WEEK], "nbgrader_config.py cannot be read"),
        (["course", "week9"], "week9 does not exist"),
    ],
)
def test_a_course_or_week_that_does_not_exist_is_named(course, arguments, words, capsys):
    place = [str(course) if arguments[0] == "course" else arguments[0], arguments[1]]
    assert main(["grade", *place]) == 2
    assert words in capsys.readouterr().err


# --- what is handed in ---------------------------------------------------------------------------


def a_link_to_another_s_work(path):
    path.unlink()
    path.symlink_to(path.parents[2] / "bruno" / WEEK / "softmax.ipynb")


def a_link_for_a_folder(path):
    shutil.rmtree(path.parents[1])
    path.parents[1].symlink_to(path.parents[2] / "bruno")


def a_pipe(path):
    path.unlink()
    os.mkfifo(path)


def a_zip_bomb(path):
    path.unlink()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../bruno/softmax.ipynb", b"\0" * 50_000_000)


def deep_json(path):
    path.write_text("[" * 1_000_000)


def another_lesson(path):
    cell = nbformat.v4.new_code_cell("def relu(z):\n    return z")
    metadata = {"autograder": {"lesson": "relu"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=metadata), path)


def a_folder(path):
    path.unlink()
    path.mkdir()


def too_large(path):
    with path.open("ab") as file:
        file.truncate(regular_files.LARGEST_NOTEBOOK + 1)


def too_many_cells(path):
    cells = [{"cell_type": "code", "source": ""}] * (submissions.MOST_CELLS + 1)
    path.write_text(json.dumps({"nbformat": 4, "cells": cells}))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (a_link_to_another_s_work, "softmax.ipynb is a link, not a file"),
        (a_link_for_a_folder, "What was handed in is a link"),
        (a_pipe, "softmax.ipynb is a special file"),
        (a_folder, "softmax.ipynb is a folder"),
        (a_zip_bomb, "not text in UTF-8"),
        (deep_json, "nested too deeply"),
        (another_lesson, "This is the notebook of the lesson relu, not of softmax"),
        (too_large, "larger than 50 MB"),
        (too_many_cells, "more than 5,000 cells"),
        (lambda path: path.unlink(), "softmax.ipynb was not handed in"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "not text in UTF-8"),
        (lambda path: path.write_text(""), "not JSON"),
        (lambda path: path.write_text("[]"), "does not say its format"),
        (lambda path: path.write_text('{"nbformat": 5, "cells": []}'), "has format 5"),
        (lambda path: path.write_text('{"nbformat": 4}'), "no list of cells"),
        (lambda path: path.write_text('{"nbformat": 4, "cells": [{"source": 3}]}'), "is no text"),
        (lambda path: path.write_text('{"nbformat": 4, "cells": []}'), "None of the answers"),
    ],
)
def test_a_submission_that_cannot_be_graded_gets_0_points_and_a_reason(
    one, monkeypatch, spoil, words
):
    write_submission(one, "bruno", WEEK, "softmax", submission_of(one))
    spoil(path_of(one, "amina"))
    report = grade_week(one, WEEK, jobs=1)
    ((student, lesson, problem),) = report.broken
    assert (student, lesson) == ("amina", "softmax")
    assert words in problem
    assert scores(one) == {"amina": 0, "bruno": 8}
    notebook = nbformat.read(one / "autograded" / "amina" / WEEK / "softmax.ipynb", 4)
    assert problem in notebook.cells[0].source
    (answer,) = (cell for cell in notebook.cells if cell.id == ANSWER)
    assert answer.source == MISSING


def written(change):
    def spoil(path):
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    return spoil


def as_format_3(path):
    old = nbformat.convert(nbformat.read(path, 4), 3)
    path.write_text(nbformat.writes(old, version=3), encoding="utf-8")


def without_ids(path):
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        del cell["id"]
    path.write_text(json.dumps(notebook))


def with_strange_metadata(path):
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["metadata"] = {"nbgrader": "yes", "tags": 3}
    path.write_text(json.dumps(notebook))


def with_an_archive_beside_it(path):
    path.with_name("more.zip").touch()
    a_zip_bomb(path.with_name("more.zip"))


def under_another_name(path):
    path.rename(path.with_name("my softmax (1).ipynb"))


@pytest.mark.parametrize(
    "change",
    [
        as_format_3,
        without_ids,
        with_strange_metadata,
        with_an_archive_beside_it,
        under_another_name,
        written(lambda text: text.replace('"schema_version": 3', '"schema_version": 99')),
        written(lambda text: text.replace('"grade": true', '"grade": false')),
        written(lambda text: text.replace('"points": 4', '"points": 1000')),
        written(lambda text: text.replace("python3", "julia")),
    ],
)
def test_what_happens_to_honest_notebooks_costs_no_points(one, change):
    change(path_of(one, "amina"))
    report = grade_week(one, WEEK, jobs=1)
    assert report.broken == []
    assert scores(one) == {"amina": 8}


def test_late_submissions_are_counted_and_lose_what_the_course_says(one, capsys):
    with (one / "nbgrader_config.py").open("a") as file:
        file.write(
            "\nfrom nbgrader.plugins import LateSubmissionPlugin\n\n\n"
            "class OnePointPerHour(LateSubmissionPlugin):\n"
            "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
            "        return total_seconds_late / 3600\n\n\n"
            "c.AssignLatePenalties.plugin_class = OnePointPerHour\n"
        )
    release(read_lessons([one]))
    with Gradebook(f"sqlite:///{one / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(WEEK, duedate=datetime(2026, 3, 1, 12, 0))
    timestamp = path_of(one, "amina").with_name("timestamp.txt")
    timestamp.write_text("2026-03-01 14:00:00.000000 UTC")
    assert main(["grade", str(one), WEEK]) == 0
    assert "late: 1\n  amina: 2.0 hours, 2 points less" in capsys.readouterr().out
    with Gradebook(f"sqlite:///{one / 'gradebook.db'}") as gradebook:
        (book,) = gradebook.find_submission(WEEK, "amina").notebooks
        assert book.late_submission_penalty == 2


def test_a_timestamp_that_is_none_is_as_good_as_none(one):
    path_of(one, "amina").with_name("timestamp.txt").write_text("yesterday, honestly")
    assert bulk.grade_week(one, WEEK, jobs=1).lateness["amina"].seconds == 0


# --- on a cluster --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


def test_a_cluster_gives_the_same_marks_although_one_worker_is_killed(one, cluster):
    students = hand_in_slow(one, count=12)
    victim = next(iter(cluster.workers.values())).pid
    process = start_grading(one, "--scheduler", cluster.scheduler_address)
    wait_for_some(one, students, process)
    os.kill(victim, signal.SIGKILL)
    assert process.wait(120) == 0
    assert scores(one) == dict.fromkeys(students, 8)


def test_a_scheduler_that_does_not_answer_is_named(one, capsys, monkeypatch):
    monkeypatch.setattr(pools, "SECONDS_TO_CONNECT", 0.5)
    assert main(["grade", str(one), WEEK, "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err
