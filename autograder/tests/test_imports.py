"""What a student's installation, which lacks the authors' packages, must be able to import."""

import subprocess
import sys

import pytest

AUTHORS_ONLY = ("jupytext", "latex2mathml", "playwright", "pytest", "ruff")


@pytest.mark.parametrize(
    "code",
    [
        "import autograder.cli, autograder.lab",
        "import autograder.grading.graft, autograder.authoring.clear_answers",
        "import autograder.grading.feedback, autograder.grading.formgrader_page",
        "import shared_utils.checks, shared_utils.datasets, shared_utils.images",
        "import shared_utils.plots, shared_utils.predictions, shared_utils.questions",
        "import shared_utils.sliders",
    ],
)
def test_students_need_none_of_the_authors_packages(code):
    hide = f"import sys\nfor name in {AUTHORS_ONLY}: sys.modules[name] = None\n"
    process = subprocess.run(
        [sys.executable, "-c", hide + code], capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr


def test_what_lessons_import_knows_nothing_of_the_autograder():
    code = (
        "import sys; sys.modules['autograder'] = None\n"
        "import shared_utils.checks, shared_utils.plots, shared_utils.questions"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
