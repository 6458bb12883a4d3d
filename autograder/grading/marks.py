"""A week of a course's gradebook, written by one writer in one transaction per submission."""

import contextlib
import math
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

# nbgrader's own tables: the gradebook stays one that its formgrader and exports read.
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy import insert, select
from sqlalchemy.exc import DatabaseError, OperationalError, SAWarning
from traitlets.config import PyFileConfigLoader

from autograder.errors import AutograderError
from autograder.grading.graft import MISSING

NO_RESPONSE = "No response."
NOT_HANDED_IN = "This answer is missing from the submission."


class GradebookError(AutograderError):
    """The gradebook cannot be used as it is; the message says what to do."""


class UnknownWeek(GradebookError):
    """The gradebook does not hold the week."""


@dataclass(frozen=True)
class Lateness:
    """How late a submission was: seconds, and the points that it lost by that."""

    seconds: float = 0.0
    penalty: float = 0.0


def course_directory(course):
    """nbgrader's CourseDirectory for a course folder, with the course's own configuration."""
    course = Path(course).resolve()
    before = os.getcwd()
    try:
        os.chdir(course)
        config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    except Exception as error:
        raise GradebookError(f"{course / 'nbgrader_config.py'} cannot be read: {error}") from error
    finally:
        os.chdir(before)
    config.CourseDirectory.root = str(course)
    return CourseDirectory(config=config)


class WeekOfMarks:
    """The marks of one week. A context manager.

    Parameters
    ----------
    directory : CourseDirectory
    week : str, the name of an assignment in the gradebook.

    Raises GradebookError when the gradebook is damaged or locked, or when it does not know the
    week. Every method may raise it; what was written before is kept.
    """

    def __init__(self, directory, week):
        self.week = week
        self._path = directory.db_url
        with warnings.catch_warnings(), self._explained():
            warnings.simplefilter("ignore")
            self._gradebook = Gradebook(directory.db_url, directory.course_id)
        self._penalties = AssignLatePenalties(parent=directory)
        self._penalties.init_plugin()
        self._session = self._gradebook.db
        try:
            self._load_cells()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._gradebook.close()
        self._gradebook.engine.dispose()

    def _load_cells(self):
        with self._explained():
            try:
                self._assignment = self._gradebook.find_assignment(self.week)
            except MissingEntry:
                raise UnknownWeek(f"the gradebook does not know {self.week}") from None
            self.duedate = self._assignment.duedate
            self._assignment_id = self._assignment.id
            self._notebooks = {}
            for notebook in self._assignment.notebooks:
                stubs = {cell.name: cell.source for cell in notebook.source_cells}
                self._notebooks[notebook.name] = (
                    notebook.id,
                    {cell.name: (cell.id, cell.max_score) for cell in notebook.grade_cells},
                    {
                        cell.name: (cell.id, stubs.get(cell.name))
                        for cell in notebook.solution_cells
                    },
                )

    def points(self):
        """{lesson: {check: points}} as the gradebook has them."""
        return {
            lesson: {name: points for name, (_, points) in checks.items()}
            for lesson, (_, checks, _) in self._notebooks.items()
        }

    def read(self):
        """{student: {(lesson, check): the automatic score or None}}."""
        query = (
            select(
                SubmittedAssignment.student_id,
                SubmittedNotebook.notebook_id,
                Grade.cell_id,
                Grade.auto_score,
            )
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .where(SubmittedAssignment.assignment_id == self._assignment_id)
        )
        lessons = {notebook_id: lesson for lesson, (notebook_id, _, _) in self._notebooks.items()}
        checks = {
            cell_id: name
            for _, graded, _ in self._notebooks.values()
            for name, (cell_id, _) in graded.items()
        }
        scores = {}
        with self._explained():
            for student, notebook_id, cell_id, score in self._session.execute(query):
                place = (lessons[notebook_id], checks.get(cell_id))
                scores.setdefault(student, {})[place] = score
            self._session.rollback()
        return scores

    def write(self, graded):
        """Enter a Graded submission; returns its Lateness.

        Automatic scores and comments are replaced, whatever they were. What an instructor entered
        by hand stays, and is marked for another look, as nbgrader does.
        """
        with self._explained(), warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            try:
                lateness = self._enter(graded)
                self._session.commit()
                return lateness
            finally:
                self._session.rollback()
                # Otherwise each submission would make the next one slower.
                self._session.expunge_all()

    def _enter(self, graded):
        session = self._session
        if session.get(Student, graded.student) is None:
            session.add(Student(id=graded.student))
        submission = self._one(
            SubmittedAssignment, assignment_id=self._assignment_id, student_id=graded.student
        )
        submission.timestamp = _time(graded.timestamp)
        session.flush()
        notebooks = []
        for book in graded.notebooks:
            notebook_id, checks, answers = self._notebooks[book.lesson]
            notebook = self._one(
                SubmittedNotebook, assignment_id=submission.id, notebook_id=notebook_id
            )
            session.flush()
            notebooks.append(notebook)
            self._enter_scores(notebook.id, checks, book.record.verdicts)
            self._enter_comments(notebook.id, answers, book.answers)
        session.flush()
        seconds = self._seconds_late(submission)
        penalty = sum(self._penalize(notebook, graded.student, seconds) for notebook in notebooks)
        return Lateness(seconds, penalty)

    def _enter_scores(self, notebook_id, checks, verdicts):
        known = self._by_cell(Grade, notebook_id)
        new = []
        for name, (cell_id, points) in checks.items():
            score, *_ = verdicts.get(name, [0.0])
            score = min(max(score, 0.0), points) if math.isfinite(score) else 0.0
            if cell_id in known:
                known[cell_id].auto_score = score
                known[cell_id].needs_manual_grade = known[cell_id].manual_score is not None
            else:
                new.append({"cell_id": cell_id, "auto_score": score, "needs_manual_grade": False})
        self._insert(Grade, notebook_id, new)

    def _enter_comments(self, notebook_id, cells, answers):
        known = self._by_cell(Comment, notebook_id)
        new = []
        for name, (cell_id, stub) in cells.items():
            told = {stub: NO_RESPONSE, MISSING: NOT_HANDED_IN}.get(answers.get(name, MISSING))
            if cell_id in known:
                known[cell_id].auto_comment = told
            else:
                new.append({"cell_id": cell_id, "auto_comment": told})
        self._insert(Comment, notebook_id, new)

    def _insert(self, table, notebook_id, rows):
        """Add rows that are new. One object for each would take several times as long."""
        if rows:
            self._session.execute(insert(table), [{"notebook_id": notebook_id, **r} for r in rows])

    def _seconds_late(self, submission):
        if submission.timestamp is None or self.duedate is None:
            return 0.0
        due = self.duedate + (submission.extension or self.duedate - self.duedate)
        return max(0.0, (submission.timestamp - due).total_seconds())

    def _penalize(self, notebook, student, seconds):
        notebook.late_submission_penalty = None
        if seconds > 0:
            self._session.flush()
            self._session.refresh(notebook)
            penalty = self._penalties.plugin_inst.late_submission_penalty(
                student, notebook.score, seconds
            )
            if penalty is not None:
                penalty = self._penalties._check_late_penalty(notebook, penalty)
                notebook.late_submission_penalty = penalty
        return notebook.late_submission_penalty or 0.0

    def _one(self, table, **columns):
        """The row with these columns, added when there is none."""
        row = self._session.execute(select(table).filter_by(**columns)).scalar_one_or_none()
        if row is None:
            row = table(**columns)
            self._session.add(row)
        return row

    def _by_cell(self, table, notebook_id):
        rows = self._session.execute(select(table).filter_by(notebook_id=notebook_id)).scalars()
        return {row.cell_id: row for row in rows}

    @contextlib.contextmanager
    def _explained(self):
        """Turn what goes wrong in the database into words for the instructor."""
        try:
            yield
        except OperationalError as error:
            reason = str(error.orig)
            if "locked" in reason:
                raise GradebookError(
                    f"{self._path} is locked by another program, such as another grading: wait "
                    f"until it has finished and run this again. What was graded is kept."
                ) from None
            raise GradebookError(
                f"{self._path} cannot be used: {reason}. What was graded is kept; mend it and run "
                f"this again."
            ) from None
        except DatabaseError as error:
            raise GradebookError(
                f"{self._path} is damaged ({error.orig}). It was not changed. Put your copy of it "
                f"in its place, or move it away and release the week again, and run this again."
            ) from None


def _time(text):
    """What a timestamp file says, in UTC; None for nonsense."""
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError, TypeError):
        return None
