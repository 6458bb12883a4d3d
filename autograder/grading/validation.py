"""`autograder validate`: what the grader would say of the checks that a student sees."""

import contextlib
import html
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import autograder
from autograder.grading.needs import needs_of
from autograder.grading.nursery import Nursery
from autograder.grading.regular_files import read_notebook

SECRET = "the student's own check"


@dataclass(frozen=True)
class Failure:
    """A check that does not pass: its name, its points, its text as students see it, and why."""

    check: str
    points: int
    source: str
    message: str


@dataclass(frozen=True)
class Validation:
    """What came of a notebook: a problem that kept it from being tried, or its checks."""

    checks: int = 0
    failures: tuple = ()
    problem: str = ""

    @property
    def passed(self):
        return not (self.problem or self.failures)


def validate(path):
    """Try the visible checks of a notebook in a process of its own; returns a Validation.

    The given cells and the checks are those of the lesson, whatever became of them in the
    notebook. Where a protection is missing it is done all the same: the code is one's own.
    """
    path = Path(path)
    if sys.platform == "win32":
        return _in_a_kernel(path)
    text, problem = read_notebook(path)
    if not path.exists():
        problem = f"{path.name} does not exist."
    if problem:
        return Validation(problem=problem)
    source = find_lesson(path, text)
    kind, data = needs_of(source) if source else ("numpy", ())
    nursery = Nursery(kind, data=data, trust=True)
    if source:
        nursery.begin()
    with contextlib.closing(nursery):
        return _try_checks(path, text, source, nursery)


def _try_checks(path, text, source, nursery):
    # Imported while the nursery makes its own imports.
    from autograder.authoring.lesson import read_lesson
    from autograder.authoring.notebooks import instructor_notebook
    from autograder.grading.engine import PreparedLesson
    from autograder.grading.graft import graft, holds_answers, visible_part
    from autograder.grading.outputs import shortened, told
    from autograder.grading.stand_ins import StudentProcess
    from autograder.grading.submissions import UnreadableNotebook, parse_notebook

    try:
        notebook = parse_notebook(text)
    except UnreadableNotebook as error:
        return Validation(problem=str(error))
    if source is None:
        return Validation(
            problem=f"{path.name} is not a notebook of these courses, or does not say any more "
            f"which one. Take a fresh copy from the course and copy your answers into it."
        )
    lesson = read_lesson(source)
    master = instructor_notebook(lesson)
    grafted = graft(notebook, master)
    if not holds_answers(grafted):
        return Validation(problem=f"{path.name} holds none of the answers of {lesson.name}.")
    sources = {cell.id: visible_part(cell.source) for cell in master.cells}
    with contextlib.ExitStack() as children:

        def start():
            children.close()
            return StudentProcess(children.enter_context(nursery.fork()).connection)

        prepared = PreparedLesson(lesson, visible_only=True)
        verdicts = prepared.grade(grafted, start, SECRET).verdicts
    failures = tuple(
        Failure(
            verdict.check.removeprefix("check-"),
            verdict.points,
            sources[verdict.check],
            shortened(told(verdict)),
        )
        for verdict in verdicts
        if not verdict.passed
    )
    return Validation(len(verdicts), failures)


def _in_a_kernel(path):
    """nbgrader's own validation: Windows cannot run a submission beside the grader."""
    from autograder.grading import nbgrader_runs

    passed, output = nbgrader_runs.validate(path)
    return Validation() if passed else Validation(problem=output)


def find_lesson(path, text):
    """The source of the lesson that a notebook's text names, or None.

    It is looked for in a repository around the notebook, or in ours.
    """
    try:
        place = json.loads(text)["metadata"]["autograder"]
        inside = Path(place["course"], "source", place["week"], f"{place['lesson']}.py")
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if ".." in inside.parts or inside.is_absolute():
        return None
    installed = Path(autograder.__file__).resolve().parents[1]
    for folder in (*path.resolve().parents, installed):
        if (folder / inside).is_file():
            return folder / inside
    return None


def lines(path, validation):
    """What is printed of a notebook."""
    if validation.problem:
        return [f"{path}: {validation.problem}"]
    if not validation.checks:
        return [f"{path}: every check passes"]
    passed = validation.checks - len(validation.failures)
    found = [f"{path}: {passed} of {validation.checks} checks pass"]
    for failure in validation.failures:
        points = f"{failure.points} {'point' if failure.points == 1 else 'points'}"
        found.append(f"\n{failure.check} ({points})")
        found += [f"  {line}" for line in failure.message.splitlines()]
    return found


def as_dialog(validation):
    """The same as JSON, in the words of nbgrader's dialog in JupyterLab."""
    if validation.problem:
        return json.dumps({"success": False, "value": validation.problem})
    failed = [
        {
            "source": failure.source,
            "error": html.escape(failure.message),
            "raw_error": failure.message,
        }
        for failure in validation.failures
    ]
    return json.dumps({"success": True, "value": {"failed": failed} if failed else {}})
