"""The formgrader's page of a submission, which an instructor opens in Jupyter's own origin.

A script of a student's that ran there could do whatever the instructor can. nbgrader shows Markdown
cells as they come; these pieces take the place of its own through nbgrader_config.py.
"""

from pathlib import Path

from markupsafe import escape
from nbconvert.preprocessors import Preprocessor
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.server_extensions.formgrader.handlers import template_path

from autograder.grading.safe_html import markdown_to_html, neutralise

# Where the page's templates are looked for: ours first, then nbgrader's.
TEMPLATES = [str(Path(__file__).parent / "templates"), template_path]


def safe_markdown(source):
    """The filter `markdown2html` of the page: only what is harmless comes out."""
    return markdown_to_html(source)[0]


class EscapeNames(Preprocessor):
    """Escapes the names of students, which nbgrader's template puts into the page as they are."""

    def preprocess(self, notebook, resources):
        for key, value in resources.items():
            if key != "output_extension" and isinstance(value, str):
                resources[key] = str(escape(value))
        return notebook, resources


class NeutralMarkdown(NbGraderPreprocessor):
    """A step of autograding: what is kept of a submission harms no program that shows it.

    JupyterLab may be started where nbgrader_config.py is not read. Then the formgrader shows what
    is in `autograded/` with nbgrader's own filter.
    """

    def preprocess(self, notebook, resources):
        neutralise(notebook)
        return notebook, resources
