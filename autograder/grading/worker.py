"""Grading a submission in this process: what `nbgrader autograde` and `autograder grade` share.

A process that grades keeps the lessons that it has prepared and the nurseries of their students'
processes for the next submission.
"""

import atexit
import functools
import gc
import hashlib
import json
import threading
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.authoring.lesson import read_lesson
from autograder.authoring.notebooks import instructor_notebook, source_hash
from autograder.errors import AutograderError
from autograder.grading.engine import PreparedLesson, Result, Verdict
from autograder.grading.graft import graft, holds_answers
from autograder.grading.needs import needs_of
from autograder.grading.nursery import Nursery
from autograder.grading.outputs import write_outputs
from autograder.grading.sandbox import Limits
from autograder.grading.stand_ins import DEADLINE, StudentProcess
from autograder.grading.submissions import Submission, UnreadableNotebook, parse_notebook

PROBLEM_CELL = "problem"


class GradingError(AutograderError):
    """A submission cannot be graded for a reason that is not its own."""


@dataclass(frozen=True)
class Conditions:
    """Under which submissions run.

    Attributes
    ----------
    trust : go on although this machine lacks a protection that untrusted work needs.
    seconds : for each call of a function and for each cell, waiting included.
    limits : Limits of the student's process.
    """

    trust: bool = False
    seconds: float = DEADLINE
    limits: Limits = Limits()


@dataclass(frozen=True)
class Week:
    """What is the same for all submissions of a week.

    `lessons` maps the path of each lesson to the hash of its text: a worker that reads another
    text, on another machine say, must not grade with it.
    """

    name: str
    lessons: dict
    secret: str = field(repr=False)
    conditions: Conditions = Conditions()


@dataclass(frozen=True)
class Record:
    """What a graded notebook says of itself, in its metadata.

    `fingerprint` is what its marks come from, `problem` why nothing of it could be graded, and
    `verdicts` maps each check to [score, points, name of the mistake, hint].
    """

    fingerprint: str
    problem: str
    verdicts: dict


@dataclass(frozen=True)
class GradedNotebook:
    """One lesson of a graded submission.

    `text` is the notebook for `autograded/`, and `answers` maps each cell that a student writes
    to what was written there.
    """

    lesson: str
    text: str
    answers: dict
    record: Record


@dataclass(frozen=True)
class Graded:
    """A graded submission: a GradedNotebook per lesson."""

    student: str
    timestamp: str
    notebooks: tuple


# One at a time: a lesson's state is one, and so is this process's standard output. A scheduler
# may give a process several tasks at once.
_LOCK = threading.Lock()


def grade_submission(week: Week, submission: Submission):
    """Grade what a student handed in for a week; returns a Graded.

    The same submission, lessons and secret always give the same marks.
    """
    with _LOCK:
        notebooks = tuple(
            _grade(week, Path(path), handed_in)
            for path, handed_in in zip(week.lessons, submission.notebooks, strict=True)
        )
    return Graded(submission.student, submission.timestamp, notebooks)


def fingerprint(week, path, handed_in):
    """A word that changes when anything changes on which a notebook's marks depend."""
    parts = (week.name, week.secret, week.lessons[str(path)], handed_in.text, handed_in.problem)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def grade_notebook(path, notebook, week, secret, conditions):
    """Grade a grafted notebook of the lesson at a path and write its outputs; returns a Result."""
    ready = prepare(path)
    ready.nursery.limits, ready.nursery.trust = conditions.limits, conditions.trust
    ready.nursery.start()
    name = f"{week}/{_answers_hash(notebook)}"
    with ExitStack() as children:

        def start():
            children.close()
            child = children.enter_context(ready.nursery.fork())
            return StudentProcess(child.connection, deadline=conditions.seconds)

        result = ready.lesson.grade(notebook, start, secret, name)
    write_outputs(notebook, result)
    return result


@dataclass(frozen=True)
class Ready:
    """A lesson ready to grade: prepared, with a nursery and the instructor's notebook.

    texts : {cell's id: (its source, the cell as JSON)} of the instructor's notebook; most cells of
        a graded one are the same.
    """

    lesson: PreparedLesson
    nursery: Nursery
    master: nbformat.NotebookNode
    texts: dict


@functools.cache
def prepare(path):
    """The lesson at a path, Ready, kept to the end of the process."""
    # Imports in the nursery go on while the lesson is read and its reference answers run here.
    nursery = _nursery(*needs_of(path))
    lesson = read_lesson(path)
    try:
        master = instructor_notebook(lesson)
        texts = {cell.id: (cell.source, _json(cell)) for cell in master.cells}
        ready = Ready(PreparedLesson(lesson), nursery, master, texts)
    except Exception as error:
        raise GradingError(
            f"{path} does not run with its own answers: {type(error).__name__}: {error}. Run "
            f"`autograder check` on it."
        ) from error
    # The lesson and the libraries stay to the end. Looking for garbage among them takes longer
    # than the checks of a submission.
    gc.collect()
    gc.freeze()
    return ready


@functools.cache
def _nursery(kind, data):
    nursery = Nursery(kind, data=data)
    nursery.begin()
    atexit.register(nursery.close)
    return nursery


def _grade(week, path, handed_in):
    ready = prepare(path)
    lesson = ready.lesson.lesson
    if source_hash(lesson) != week.lessons[str(path)]:
        raise GradingError(
            f"{path} is another version here than where the grading was started. Bring all "
            f"machines to one version and run it again."
        )
    problem = handed_in.problem
    if not problem:
        try:
            submission = parse_notebook(handed_in.text)
            notebook = graft(submission, ready.master)
            if not holds_answers(notebook):
                problem = _foreign(submission, lesson.name)
        except UnreadableNotebook as error:
            problem = str(error)
    if problem:
        notebook = graft(new_notebook(), ready.master)
        verdicts = tuple(
            Verdict(check, prepared_check.cell.nbgrader["points"], False, problem)
            for check, prepared_check in ready.lesson.checks.items()
        )
        write_outputs(notebook, Result(verdicts))
        words = f"**This notebook could not be graded.** {problem}"
        notebook.cells.insert(0, new_markdown_cell(words, id=PROBLEM_CELL))
    else:
        verdicts = grade_notebook(path, notebook, week.name, week.secret, week.conditions).verdicts
    answers = {
        cell.id: cell.source
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    record = Record(
        fingerprint(week, path, handed_in),
        problem,
        {v.check: [v.score, v.points, v.mistake, v.hint] for v in verdicts},
    )
    notebook.metadata = {
        **notebook.metadata,
        "autograder": {**notebook.metadata["autograder"], "graded": asdict(record)},
    }
    return GradedNotebook(lesson.name, _as_text(notebook, ready.texts), answers, record)


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _as_text(notebook, texts):
    """A notebook as JSON with a line for each cell. Python takes ten times as long to indent it."""

    def text_of(cell):
        source, text = texts.get(cell["id"], (None, ""))
        return text if cell["source"] == source and not cell.get("outputs") else _json(cell)

    rest = _json({key: value for key, value in notebook.items() if key != "cells"})
    cells = ",\n".join(map(text_of, notebook.cells))
    return f'{{"cells": [\n{cells}\n],\n{rest.removeprefix("{")}\n'


def _foreign(submission, name):
    said = submission.metadata.get("autograder", {}).get("lesson")
    if said and said != name:
        return f"This is the notebook of the lesson {said}, not of {name}."
    return f"None of the answers of {name} is in this file: it looks like another notebook."


def _answers_hash(notebook):
    answers = "\0".join(cell.source for cell in notebook.cells)
    return hashlib.sha256(answers.encode()).hexdigest()
