"""The nbgrader step that grades a submission with the engine in place of a kernel."""

import atexit
import functools
import hashlib
from contextlib import ExitStack
from pathlib import Path

from nbformat.v4 import new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder.authoring.lesson import read_lesson
from autograder.grading.engine import PreparedLesson
from autograder.grading.nursery import Nursery
from autograder.grading.secret import course_secret
from autograder.grading.stand_ins import StudentProcess


class RunSafely(NbGraderPreprocessor):
    """Takes the place of nbgrader's Execute.

    The student's code runs in a confined process of its own, the checks in this one. What nbgrader
    reads marks and feedback from are the outputs that this step writes: nothing that the student's
    code prints or displays can pass for a verdict.
    """

    trust = Bool(
        False,
        help="Grade although this machine lacks a protection that untrusted work needs.",
    ).tag(config=True)

    def preprocess(self, notebook, resources):
        directory = CourseDirectory(parent=self)
        place = resources["nbgrader"]
        folder = Path(directory.format_path(directory.source_directory, ".", place["assignment"]))
        lesson, nursery = _ready(folder / f"{place['notebook']}.py", self.trust)
        answers = "\0".join(cell.source for cell in notebook.cells).encode()
        name = f"{place['assignment']}/{hashlib.sha256(answers).hexdigest()}"
        with ExitStack() as children:

            def start():
                children.close()
                return StudentProcess(children.enter_context(nursery.fork()).connection)

            result = lesson.grade(notebook, start, course_secret(directory.root), name)
        write_outputs(notebook, result)
        return notebook, resources


def write_outputs(notebook, result):
    """Write what came of a submission into its notebook's outputs, where nbgrader looks."""
    verdicts = {verdict.check: verdict for verdict in result.verdicts}
    runs = {run.cell: run for run in result.runs}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        done = verdicts.get(cell.id) or runs.get(cell.id)
        if done is None:
            continue
        if done.printed:
            cell.outputs.append(new_output("stream", name="stdout", text=done.printed))
        if cell.id in verdicts and not done.passed:
            cell.outputs.append(_error("CheckFailed", told(done)))
        elif cell.id in runs and done.error:
            cell.outputs.append(_error("Error", done.error))


def told(verdict):
    """What a student is told of a check that did not pass: the message, and the hint if any."""
    if not verdict.hint:
        return verdict.message
    return f"{verdict.message}\nHint: {verdict.hint}"


def _error(name, message):
    first = message.strip().splitlines()[-1] if message.strip() else name
    return new_output("error", ename=name, evalue=first, traceback=message.splitlines())


@functools.cache
def _ready(path, trust):
    """The prepared lesson and the nursery for its submissions, kept for the whole command."""
    lesson = read_lesson(path)
    nursery = Nursery(kind_of(lesson), trust=trust).__enter__()
    atexit.register(nursery.close)
    return PreparedLesson(lesson), nursery


def kind_of(lesson):
    """Which libraries the processes of a lesson's submissions have imported."""
    given = "\n".join(cell.source for cell in lesson.having("given"))
    return "tensorflow" if "import tensorflow" in given or "keras" in given else "numpy"
