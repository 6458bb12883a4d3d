"""The steps of `nbgrader autograde` that are ours: grading a submission with the engine."""

from pathlib import Path

import nbformat
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict, Float, TraitError, validate

from autograder.grading.graft import graft
from autograder.grading.sandbox import Limits
from autograder.grading.secret import course_secret
from autograder.grading.stand_ins import DEADLINE
from autograder.grading.worker import Conditions, grade_notebook


class Graft(NbGraderPreprocessor):
    """The nbgrader step that grafts each submission before anything else is done with it."""

    def preprocess(self, notebook, resources):
        directory = CourseDirectory(parent=self)
        folder = directory.format_path(
            directory.source_directory, ".", resources["nbgrader"]["assignment"]
        )
        path = Path(folder) / f"{resources['nbgrader']['notebook']}.ipynb"
        if not path.exists():
            raise FileNotFoundError(
                f"{path} is not built, so nothing can be graded: run `autograder build` first"
            )
        return graft(notebook, nbformat.read(path, as_version=4)), resources


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
    seconds = Float(
        DEADLINE,
        help="How long a call of a student's function, or a cell, may take, waiting included.",
    ).tag(config=True)
    limits = Dict(
        help="Limits of a student's process that differ from the defaults, by the names in "
        "autograder.grading.sandbox.Limits: memory, cpu_seconds, wall_seconds, threads, output, "
        "scratch, open_files.",
    ).tag(config=True)

    @validate("limits")
    def _known_limits(self, proposal):
        try:
            Limits(**proposal["value"])
        except TypeError as error:
            raise TraitError(f"RunSafely.limits: {error}") from None
        return proposal["value"]

    @property
    def conditions(self):
        return Conditions(self.trust, self.seconds, Limits(**self.limits))

    def preprocess(self, notebook, resources):
        directory = CourseDirectory(parent=self)
        place = resources["nbgrader"]
        week = place["assignment"]
        folder = Path(directory.format_path(directory.source_directory, ".", week))
        path = (folder / f"{place['notebook']}.py").resolve()
        secret = course_secret(directory.root)
        grade_notebook(path, notebook, week, secret, self.conditions)
        return notebook, resources
