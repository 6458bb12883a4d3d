"""Running nbgrader's own commands in a course folder and reading what came of them."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError

SUCCESS = "Success! Your notebook passes all the tests."


class NbgraderError(AutograderError):
    """An nbgrader command failed; the message holds its own words."""


@dataclass(frozen=True)
class Mark:
    """The marks of one student's week. `by_check` maps a check's cell id to (score, points)."""

    student: str
    score: float
    points: float
    by_check: dict
    graded: bool


def run_nbgrader(course, *arguments, on_line=None):
    """Run `nbgrader …` in a course folder as an instructor would.

    Returns (exit status, output); the output holds stderr too. `on_line` is called with each
    line as it comes, to show progress.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    with process:
        for line in process.stdout:
            lines.append(line)
            if on_line is not None:
                on_line(line)
    return process.returncode, "".join(lines)


def validate(notebook):
    """Run `nbgrader validate` on a notebook; returns (passed, its output).

    The exit status says nothing: it is 0 when checks fail. The text is read instead. nbgrader
    calls a notebook without any checks a success; here it fails, for its metadata was lost.
    """
    notebook = Path(notebook)
    if not notebook.is_file():
        return False, f"{notebook} does not exist"
    if '"grade": true' not in notebook.read_text(encoding="utf-8", errors="replace"):
        return False, (
            f"{notebook} is not a notebook with checks, or its metadata was lost. Take a fresh "
            f"copy from the course's release folder and copy your answers into it"
        )
    course = next(
        (folder for folder in notebook.parents if (folder / "nbgrader_config.py").exists()),
        notebook.parent,
    )
    status, output = run_nbgrader(course, "validate", str(notebook.resolve()))
    return status == 0 and SUCCESS in output, output


def read_marks(course, week):
    """The marks of a week by student, as the course's gradebook holds them."""
    # nbgrader takes seconds to import.
    from nbgrader.api import Gradebook

    marks = {}
    with Gradebook(f"sqlite:///{Path(course).resolve() / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(week):
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            marks[submission.student.id] = Mark(
                submission.student.id,
                submission.score,
                submission.max_score,
                {grade.name: (grade.score, grade.max_score) for grade in grades},
                all(grade.auto_score is not None for grade in grades),
            )
    return marks
