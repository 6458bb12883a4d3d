"""The nbgrader settings that all five courses share, each with its reason.

A course's own nbgrader_config.py loads this file and sets its course_id. It is also the
configuration under which a student's notebook is validated.
"""

import os
import sys

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ComputeChecksums,
    GetGrades,
    IncludeHeaderFooter,
    LimitOutput,
    LockCells,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
    SaveCells,
)

from autograder.authoring.clear_answers import ClearAnswers
from autograder.grading.archives import SafeExtractor
from autograder.grading.autograde_steps import Graft, RunSafely
from autograder.grading.feedback import FeedbackExporter
from autograder.grading.formgrader_page import TEMPLATES, EscapeNames, NeutralMarkdown

c = get_config()  # noqa: F821, traitlets puts get_config into a configuration file

# nbgrader starts `alembic` by its name, which is on the path only in an activated environment.
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])

# The .py sources hold every answer: they must not be copied to release/ with the other files.
c.CourseDirectory.ignore = ["*.py", "*.pyc", "__pycache__", ".ipynb_checkpoints"]

# nbgrader's own steps in their own order, but an answer cell may start from its author's text
# (a planted bug, a line to complete) in place of the one stub for all.
c.GenerateAssignment.preprocessors = [
    IncludeHeaderFooter,
    LockCells,
    ClearAnswers,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    SaveCells,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
]
stub = '# YOUR CODE HERE\nraise NotImplementedError("Replace this line with your code.")'
c.ClearAnswers.code_stub = {"python": stub}

# A submission's answers go into the instructor's own copy first. A cell that was copied, deleted
# or stripped of its metadata would otherwise stop the grading of the whole class.
c.Autograde.sanitize_preprocessors = [
    Graft,
    NeutralMarkdown,
    ClearOutput,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]

# The student's code runs in a confined process of its own and never meets a check. The rest are
# nbgrader's own steps in their own order.
c.Autograde.autograde_preprocessors = [
    RunSafely,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]

# nbgrader would unpack an archive whatever is in it.
c.ZipCollectApp.extractor_plugin = SafeExtractor

# nbgrader would print the hidden tests in the feedback, and let a student's HTML be HTML there.
c.GenerateFeedback.exporter_class = FeedbackExporter
c.GenerateFeedback.preprocessors = [GetGrades]

# Model solutions stand in the feedback: once the deadline has passed they teach more than a mark.
# False holds them back, for a class that may hand in again and whose week has no due date.
c.FeedbackExporter.show_solutions = True

# In the formgrader a student's HTML would run with the instructor's rights.
c.HTMLExporter.filters = {"markdown2html": "autograder.grading.formgrader_page.safe_markdown"}
c.HTMLExporter.preprocessors = [EscapeNames]
c.HTMLExporter.extra_template_basedirs = TEMPLATES
c.HTMLExporter.sanitize_html = True
c.WidgetsDataTypeFilter.display_data_priority = ["text/plain"]

# What follows is for `nbgrader validate` and its button, which still run a kernel.

# Demonstrations train and plot; no check needs them.
c.Execute.skip_cells_with_tag = "demo"

# Seconds for one cell. The slowest check takes a few; the rest is for a slow machine.
c.Execute.timeout = 60
