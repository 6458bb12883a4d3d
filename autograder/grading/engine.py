"""Grading one submission: its code runs in a process of its own, its checks in this one.

A lesson is run once with its reference answers (`PreparedLesson`). For a submission the student's
process runs the given cells and the student's, in the notebook's order. Each check runs here, in
the state that the reference run had at that place, with stand-ins under the names of the answers.
What the student's process prints or raises is shown to the student; it never decides.
"""

import ast
import contextlib
import hashlib
import io
import os
import warnings
from dataclasses import dataclass, field

import numpy as np

from autograder.authoring.lesson import names_bound, prediction_variable
from autograder.authoring.notebooks import build_cells
from autograder.grading.diagnosis import Calls, KnownMistakes, copied
from autograder.grading.graft import visible_part
from autograder.grading.stand_ins import StudentError, StudentProcessEnded
from autograder.outcomes import outcome
from autograder.sources import compiled
from shared_utils import checks

# Reference values up to this many bytes are copied at every check; larger arrays are shared.
LARGEST_COPY = 1_000_000

# How often a submission's process may be started. Each end may have cost a whole time limit.
MOST_STARTS = 8


@dataclass(frozen=True)
class Verdict:
    """What came of one check.

    `message` is what the student is told when it did not pass, `printed` what the check and the
    student's functions printed meanwhile, `mistake` the name of the known wrong answer that
    returns the same, if there is just one, and `hint` what helps against it.
    """

    check: str
    points: int
    passed: bool
    message: str = ""
    printed: str = ""
    mistake: str = ""
    hint: str = ""

    @property
    def score(self):
        return self.points if self.passed else 0


@dataclass(frozen=True)
class CellRun:
    """What a cell printed and raised in the student's process."""

    cell: str
    printed: str = ""
    error: str = ""


@dataclass(frozen=True)
class Result:
    """A graded submission: a verdict per check and the runs of the student's cells, in order."""

    verdicts: tuple = ()
    runs: tuple = ()

    @property
    def score(self):
        return sum(verdict.score for verdict in self.verdicts)

    @property
    def points(self):
        return sum(verdict.points for verdict in self.verdicts)


@dataclass
class PreparedCheck:
    """A check's code and the state in which it runs."""

    cell: object
    code: object
    names: tuple
    state: dict = field(repr=False)


class PreparedLesson:
    """A lesson that was run once with its reference answers, ready to grade submissions.

    With `visible_only` its checks are what students see of them, without the hidden tests.

    Raises an error of the lesson's own when its given cells or references do not run.
    """

    def __init__(self, lesson, *, visible_only=False):
        self.lesson = lesson
        self.cells = build_cells(lesson)
        self._tests_of = visible_part if visible_only else str
        self.known_mistakes = KnownMistakes(lesson)
        self.namespace = {"__name__": "__main__"}
        self.checks = {}
        self._run()
        names = set().union(
            *(
                names_bound(ast.parse(cell.source))
                for cell in self.cells
                if cell.kind == "code" and cell.origin.role == "given"
            )
        )
        self.given = {name: self.namespace[name] for name in names if name in self.namespace}

    def _run(self):
        before = os.getcwd()
        try:
            os.chdir(self.lesson.path.parent)
            for cell in self.cells:
                if cell.nbgrader and cell.nbgrader.get("grade"):
                    self.checks[cell.id] = PreparedCheck(
                        cell,
                        compiled(self._tests_of(cell.source), f"check of {cell.origin.name}"),
                        self._answers_at(cell),
                        _snapshot(self.namespace),
                    )
                elif self.runs(cell):
                    with _captured():
                        exec(compiled(cell.source, cell.id), self.namespace)
        finally:
            os.chdir(before)

    def runs(self, cell):
        """Whether grading runs this cell of the notebook: demonstrations and recall it skips."""
        return cell.kind == "code" and (
            cell.origin.role in ("given", "answer", "prediction")
            or bool(cell.nbgrader and cell.nbgrader.get("solution"))
        )

    def _answers_at(self, check):
        """The names that the student's cells above a check may have bound, the latest last."""
        names = []
        for cell in self.cells:
            if cell is check:
                break
            role, name = cell.origin.role, cell.origin.name
            if role == "answer":
                names.append(name)
            elif role == "prediction" and not cell.generated:
                names.append(prediction_variable(name))
            elif role == "question" and cell.nbgrader and cell.nbgrader.get("solution"):
                names.append(f"choice_{name}")
        return tuple(names)

    def grade(self, notebook, start, secret="", name=""):
        """Grade a grafted notebook.

        Parameters
        ----------
        notebook : NotebookNode, as `graft` returns it: the lesson's cells by id, with the
            student's answers and own cells.
        start : called without arguments, returns a fresh StudentProcess and ends the one before.
        secret, name : what seeds the random numbers of the checks. The same secret, name (of the
            submission) and check draw the same numbers again.

        Returns a Result. Errors of the student's code are part of it.
        """
        built = {cell.id: cell for cell in self.cells}
        student = _Student(start, self.given)
        verdicts, runs = [], []
        for cell in notebook.cells:
            known = built.get(cell.id)
            if cell.cell_type != "code":
                continue
            if cell.id in self.checks:
                seed = f"{secret}/{name}/{cell.id}"
                verdicts.append(self.check(self.checks[cell.id], student, seed))
            elif known is None or self.runs(known):
                runs.append(student.run(cell))
        return Result(tuple(verdicts), tuple(runs))

    def check(self, prepared, student, seed):
        """Run one check against a _Student; returns its Verdict."""
        cell = prepared.cell
        answer = cell.origin.of if cell.origin.role == "check" else None
        message = ""
        self._restore(prepared)
        with _captured() as printed, _seeded(seed):
            try:
                process = student.process()
                for name in prepared.names:
                    self.namespace.pop(name, None)
                    # A name that the student never bound stays unknown to the check too.
                    with contextlib.suppress(NameError):
                        self.namespace[name] = process.stand_in(name)
                exec(prepared.code, self.namespace)
            except Exception as error:
                message = _told(error)
        told = printed.getvalue() + student.take_printed()
        mistake, hint = "", ""
        if message and answer is not None:
            mistake, hint = self._diagnose(prepared, answer, student, seed)
        points = cell.nbgrader["points"]
        return Verdict(cell.id, points, not message, message, told, mistake, hint)

    def _restore(self, prepared):
        self.namespace.clear()
        self.namespace.update(_snapshot(prepared.state))

    def _diagnose(self, prepared, answer, student, seed):
        """The known mistake that a failed answer shows, as (name, hint); ("", "") if none.

        It is judged by every call that the check makes of the reference, not only by those before
        the failure: the first wrong number alone may fit several mistakes.
        """
        try:
            value = student.process().stand_in(answer, changes=True)
        except Exception:  # whatever the student's code did to its own process
            return "", ""
        self._restore(prepared)
        reference = self.namespace[answer]
        if callable(reference) != callable(value) or isinstance(reference, type):
            return "", ""
        calls = Calls()
        if not callable(reference):
            return self.known_mistakes.name(answer, value, self.namespace)
        with _captured(), _seeded(seed):
            self.namespace[answer] = calls.record(reference)
            exec(prepared.code, self.namespace)
            calls.outcomes = [outcome(value, *given) for given in calls.inputs]
        student.take_printed()
        self._restore(prepared)
        return self.known_mistakes.name(answer, calls, self.namespace)


class _Student:
    """A student's process that is started again when it has ended.

    Code that ends its process, or never answers, costs what was asked of it and no other point:
    a fresh process runs the cells again, without the one that ended the last.
    """

    def __init__(self, start, given):
        self._start = start
        self._given = given
        self._starts = 0
        self._process = None
        self._cells = []

    def process(self):
        """The process, with every cell run so far; raises StudentError when there is none."""
        while self._process is None or self._process.ended:
            if self._starts == MOST_STARTS:
                raise StudentProcessEnded(f"The student's process ended {MOST_STARTS} times.")
            self._starts += 1
            self._process = self._start()
            with contextlib.suppress(StudentError):
                self._process.give(self._given)
                for cell in list(self._cells):
                    ending = cell
                    self._process.run(cell.source, cell.id)
            if self._process.ended and self._cells:
                self._cells.remove(ending)
        return self._process

    def run(self, cell):
        """Run a cell; returns its CellRun."""
        try:
            ran = self.process().run(cell.source, cell.id)
        except StudentError as error:
            return CellRun(cell.id, error=_told(error))
        self._cells.append(cell)
        return CellRun(cell.id, ran.printed, _told(ran.error) if ran.error else "")

    def take_printed(self):
        return self._process.take_printed() if self._process else ""


def _told(error):
    """What a student is told of an error that ended a check."""
    if isinstance(error, checks.CheckFailed):
        return str(error)
    trace = getattr(error, "student_traceback", "")
    return trace or f"{type(error).__name__}: {error}"


def _snapshot(namespace):
    """The namespace with its own copies of containers and of arrays that are not large."""

    def own(name, value):
        if isinstance(value, np.ndarray):
            return value.copy() if value.nbytes <= LARGEST_COPY else value
        is_container = type(value) in (list, dict, set) and not name.startswith("__")
        return copied(value) if is_container else value

    return {name: own(name, value) for name, value in namespace.items()}


@contextlib.contextmanager
def _captured():
    """Capture what runs here print; warnings are for authors, not for a student's feedback."""
    printed = io.StringIO()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield printed


@contextlib.contextmanager
def _seeded(seed):
    """Let `generator_for` draw from a seed of the grader's own."""
    usual = checks.generator_for
    digest = hashlib.sha256(seed.encode()).digest()
    checks.generator_for = lambda name: np.random.default_rng(int.from_bytes(digest))
    try:
        yield
    finally:
        checks.generator_for = usual
