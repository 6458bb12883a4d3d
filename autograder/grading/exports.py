"""`autograder grades`: the marks of a course as a table for a spreadsheet, Canvas or Moodle."""

import csv
import io
from dataclasses import dataclass, field

from nbgrader.api import Gradebook
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import DatabaseError

from autograder.grading.marks import GradebookError, course_directory

FORMATS = ("csv", "canvas", "moodle")

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class WeekOfStudent:
    """What a student has for a week; `lessons` maps a lesson to its points."""

    score: float
    points: float
    seconds_late: float
    needs_a_look: bool
    lessons: dict


@dataclass
class StudentRow:
    """A student with what the gradebook knows of them, and weeks by name."""

    student: str
    first_name: str
    last_name: str
    email: str
    lms_id: str
    weeks: dict = field(default_factory=dict)

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}".strip() or self.student


def export(course, kind):
    """The marks of a course as CSV text.

    Parameters
    ----------
    course : the course's folder.
    kind : "csv", a line for each student and week; "canvas" or "moodle", a line for each student
        as their import of grades takes it.

    Raises GradebookError when there is no gradebook or it cannot be read.
    """
    students, weeks = read(course)
    rows = {"csv": _plain, "canvas": _canvas, "moodle": _moodle}[kind](students, weeks)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def read(course):
    """All students of a course in order, and {week: points of all its lessons}."""
    directory = course_directory(course)
    url = directory.db_url
    try:
        # To open a gradebook that does not exist would make one.
        engine = create_engine(url)
        known = inspect(engine).get_table_names() if _exists(url) else []
        engine.dispose()
        if not known:
            raise GradebookError(f"there is no gradebook at {url}: grade a week first")
        with Gradebook(url, directory.course_id) as gradebook:
            weeks = {week.name: float(week.max_score) for week in gradebook.assignments}
            students = {student.id: _row(student) for student in gradebook.students}
            for week in weeks:
                for submission in gradebook.assignment_submissions(week):
                    students[submission.student.id].weeks[week] = _week(submission)
    except DatabaseError as error:
        raise GradebookError(f"{url} cannot be read: {error.orig}") from None
    return [students[name] for name in sorted(students)], weeks


def _exists(url):
    prefix = "sqlite:///"
    if not url.startswith(prefix):
        return True  # a database server's
    try:
        with open(url.removeprefix(prefix), "rb"):
            return True
    except OSError:
        return False


def _row(student):
    return StudentRow(
        student.id,
        student.first_name or "",
        student.last_name or "",
        student.email or "",
        student.lms_user_id or "",
    )


def _week(submission):
    penalty = sum(book.late_submission_penalty or 0.0 for book in submission.notebooks)
    return WeekOfStudent(
        max(0.0, float(submission.score) - penalty),
        float(submission.max_score),
        float(submission.total_seconds_late),
        bool(submission.needs_manual_grade),
        {book.name: float(book.score) for book in submission.notebooks},
    )


def _plain(students, weeks):
    yield [
        *("student", "first_name", "last_name", "email", "week"),
        *("score", "points", "seconds_late", "needs_a_look", "by_lesson"),
    ]
    for row in students:
        for week in weeks:
            found = row.weeks.get(week)
            if found is None:
                found = WeekOfStudent(0.0, weeks[week], 0.0, False, {})
            by_lesson = "; ".join(f"{name} {score:g}" for name, score in found.lessons.items())
            yield [
                *(row.student, row.first_name, row.last_name, row.email, week),
                *(found.score, found.points, found.seconds_late),
                *("yes" if found.needs_a_look else "no", by_lesson),
            ]


def _canvas(students, weeks):
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *weeks]
    yield ["    Points Possible", "", "", "", "", *weeks.values()]
    for row in students:
        name = f"{row.last_name}, {row.first_name}" if row.last_name else row.name
        scores = [row.weeks[week].score if week in row.weeks else "" for week in weeks]
        yield [name, row.lms_id, row.student, row.email or row.student, "", *scores]


def _moodle(students, weeks):
    yield ["ID number", "Full name", "Email address", *weeks]
    for row in students:
        scores = [row.weeks[week].score if week in row.weeks else "" for week in weeks]
        yield [row.lms_id or row.student, row.name, row.email, *scores]


def _safe(cell):
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, float):
        return f"{cell:g}"
    return f"'{cell}" if cell.startswith(FORMULA) else cell
