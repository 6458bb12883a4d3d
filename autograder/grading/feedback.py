"""The page that a student reads about a graded lesson: what came of each check, and why.

`nbgrader generate_feedback` writes it with FeedbackExporter. Everything on it that a student wrote
is text or has gone through safe_html; the page forbids scripts and remote loads besides.
"""

import base64
import datetime
import functools
import hashlib
import re
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import jinja2
from markupsafe import Markup, escape
from nbconvert.exporters import Exporter
from nbconvert.filters import strip_ansi
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.utils import parse_utc
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from traitlets import Bool, default

from autograder.authoring.course_page import TITLE
from autograder.authoring.lesson import BEGIN_SOLUTION, END_SOLUTION, read_lesson, variants_in
from autograder.authoring.notebooks import build_cells
from autograder.grading.diagnosis import hint_of
from autograder.grading.hide_tests import HideTests
from autograder.grading.marks import NO_RESPONSE, NOT_HANDED_IN
from autograder.grading.outputs import shortened
from autograder.grading.safe_html import markdown_to_html, visible_text
from autograder.grading.submissions import TIMESTAMP
from autograder.grading.worker import PROBLEM_CELL

# The page's title is at level 1, its parts are at level 2, the lesson's own headings below.
FIRST_LEVEL = 3
# The names of the errors that grading writes. Any other may quote a hidden test.
OUR_ERRORS = ("CheckFailed", "Error")
HINT = re.compile(r"^Hint: ", re.MULTILINE)
# What a check prints that passes, which the verdict beside it says as well.
NOTED = re.compile(
    r"^(?:\w+: the visible checks pass|Your (?:choice|prediction) is noted\..*)\n?", re.MULTILINE
)


@dataclass(frozen=True)
class Solution:
    """A model solution: the reference's code, or the right option of a question, with reasons."""

    code: str = ""
    right: str = ""
    reasons: tuple = ()


@dataclass(frozen=True)
class Piece:
    """A cell of the lesson as the page shows it.

    `kind` names the part of the template: "text", "given", "answer", "own", "check" or "problem".
    `content` and `code` are HTML, the rest is text.
    """

    kind: str
    content: str = ""
    code: str = ""
    printed: str = ""
    message: str = ""
    hint: str = ""
    is_open: bool = False
    comment: str = ""
    solution: Solution | None = None
    anchor: str = ""
    level: int = 0
    title: str = ""
    score: float = 0.0
    points: float = 0.0

    @property
    def verdict(self):
        """One of "passed", "partly", "open" (nothing was written) and "not passed"."""
        if self.score >= self.points:
            return "passed"
        if self.score > 0:
            return "partly"
        return "open" if self.is_open else "not passed"


@dataclass(frozen=True)
class Page:
    """What the template shows."""

    title: str
    student: str
    week: str
    score: float
    points: float
    penalty: float
    pieces: list = field(default_factory=list)
    shows_solutions: bool = False
    solutions_from: datetime.datetime | None = None

    @property
    def checks(self):
        return [piece for piece in self.pieces if piece.kind == "check"]

    @property
    def problem(self):
        return any(piece.kind == "problem" for piece in self.pieces)

    def having(self, *verdicts):
        return [check for check in self.checks if check.verdict in verdicts]


class FeedbackExporter(Exporter):
    """Writes the feedback page of an autograded notebook."""

    output_mimetype = "text/html"

    show_solutions = Bool(
        True,
        help="Whether the feedback shows model solutions. Where the gradebook has a due date for "
        "the week they are held back until it, and every extension of it, has passed.",
    ).tag(config=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.register_preprocessor(HideTests, enabled=True)

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **kwargs):
        notebook, resources = super().from_notebook_node(nb, resources, **kwargs)
        place = resources["nbgrader"]
        directory = self.parent.coursedir
        self._remove_other_files(directory, place)
        folder = directory.format_path(directory.source_directory, ".", place["assignment"])
        path = (Path(folder) / f"{place['notebook']}.py").resolve()
        lesson = _lesson(path, path.stat().st_mtime_ns if path.exists() else 0)
        held_back = (
            _held_back(place["db_url"], place["assignment"]) if self.show_solutions else None
        )
        shows_solutions = self.show_solutions and held_back is None
        page = Page(
            _title(lesson),
            place["student"],
            place["assignment"],
            place["score"],
            place["max_score"],
            place["late_penalty"],
            _pieces(notebook, lesson, shows_solutions),
            shows_solutions,
            held_back,
        )
        return written(page), resources

    def _remove_other_files(self, directory, place):
        """nbgrader copies whatever stands beside a graded notebook, also what a student put there.

        What belongs is the pages, and the time at which the work was handed in.
        """
        folder = Path(
            directory.format_path(
                directory.feedback_directory, place["student"], place["assignment"]
            )
        )
        if not folder.is_dir():
            return
        pages = {Path(notebook).stem + self.file_extension for notebook in self.parent.notebooks}
        for path in folder.iterdir():
            if path.name in pages or (path.name == TIMESTAMP and _is_time(path)):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def written(page):
    """The Page as HTML."""
    environment = _environment()
    css = environment.loader.get_source(environment, "feedback.css")[0]
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    template = environment.get_template("feedback.html.j2")
    return template.render(page=page, css=Markup(css), css_hash=digest)


@functools.cache
def _environment():
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.grading", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda number: f"{round(number, 2):g}"
    environment.filters["breakable"] = lambda name: escape(name).replace("_", Markup("_<wbr>"))
    return environment


# One command writes the pages of a whole class.
@functools.lru_cache(maxsize=32)
def _lesson(path, _changed):
    return read_lesson(path)


def _title(lesson):
    text = "\n".join(cell.source for cell in lesson.having("text"))
    return match[1] if (match := TITLE.search(text)) else lesson.name


def _held_back(db_url, week):
    """Until when nobody may see the solutions of a week; None when that is over."""
    with Gradebook(db_url) as gradebook:
        assignment = gradebook.find_assignment(week)
        due = assignment.duedate
        extensions = gradebook.db.query(SubmittedAssignment.extension).filter(
            SubmittedAssignment.assignment_id == assignment.id
        )
        longest = max((given for (given,) in extensions if given), default=datetime.timedelta())
    if due is None:
        return None
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)  # the gradebook's are in UTC
    return due + longest if now < due + longest else None


def _is_time(path):
    """Whether a timestamp file holds no more than a time."""
    try:
        parse_utc(path.read_text(encoding="utf-8")[:100].strip())
    except (OSError, ValueError, OverflowError):
        return False
    return path.stat().st_size <= 100


def _pieces(notebook, lesson, shows_solutions):
    built = {cell.id: cell for cell in build_cells(lesson)}
    open_answers = {
        cell.id
        for cell in notebook.cells
        if cell.id in built and _is_open(cell.source, built[cell.id])
    }
    pieces, last = [], FIRST_LEVEL - 1
    for cell in notebook.cells:
        known = built.get(cell.id)
        if cell.cell_type == "markdown":
            content, last = markdown_to_html(cell.source, FIRST_LEVEL, last)
            kind = "problem" if cell.id == PROBLEM_CELL else "text" if known else "own"
            pieces.append(Piece(kind, content=Markup(content)))
            continue
        piece = _code_piece(cell, known)
        if piece.kind == "check":
            answer = _answer_of(known)
            piece = replace(piece, level=min(last + 1, 6), is_open=answer in open_answers)
        elif piece.kind == "answer":
            solution = _solution(lesson, known) if shows_solutions else None
            is_open = cell.id in open_answers
            piece = replace(piece, is_open=is_open, solution=None if is_open else solution)
        pieces.append(piece)
    return pieces


def _code_piece(cell, known):
    nbgrader = cell.metadata.get("nbgrader", {})
    printed, message = _said(cell.get("outputs", []), is_check=bool(nbgrader.get("grade")))
    told, hint = message, ""
    if (parts := HINT.split(message))[1:]:
        told, hint = message[: -len(parts[-1]) - len("Hint: ")].rstrip(), parts[-1]
    piece = Piece("own", code=_highlighted(cell.source), printed=printed, message=told, hint=hint)
    if known is None:
        return piece
    if nbgrader.get("grade"):
        check = replace(
            piece,
            kind="check",
            anchor=cell.id,
            title=_name(known),
            score=nbgrader["score"],
            points=nbgrader["points"],
        )
        if not message:
            check = replace(check, printed=NOTED.sub("", printed).strip("\n"))
        if known.generated:
            # Of a question only the reply says something.
            check = replace(check, code="", printed="", message=told or check.printed)
        return check
    if known.origin.role in ("answer", "prediction", "question"):
        comment = nbgrader.get("comment") or ""
        if comment in (NO_RESPONSE, NOT_HANDED_IN):
            comment = ""
        comment = Markup(markdown_to_html(comment, FIRST_LEVEL + 1)[0]) if comment else ""
        return replace(piece, kind="answer", title=_name(known), comment=comment)
    return replace(piece, kind="given")


def _said(outputs, *, is_check):
    """What a cell printed, and the message of its error."""
    printed, message = [], []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            printed.append(output.get("text", ""))
        elif kind == "error":
            ours = not is_check or output.get("ename") in OUR_ERRORS
            lines = output.get("traceback", []) if ours else []
            message += lines or [f"{output.get('ename')}: {output.get('evalue')}"]
        elif "text/plain" in output.get("data", {}):
            printed.append(output["data"]["text/plain"] + "\n")
    return _plain("".join(printed)), _plain("\n".join(message))


def _plain(text):
    return shortened(visible_text(strip_ansi(text))).strip("\n")


def _highlighted(source):
    source = shortened(visible_text(source))
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n"))


def _is_open(source, built):
    """Whether a student wrote nothing where something was asked for."""
    untouched = built.start if built.start is not None else built.source if built.generated else ""
    return "NotImplementedError" in source or source.strip() == untouched.strip() != ""


def _answer_of(check):
    """The id of the cell that a check grades."""
    role = {"check": "answer", "question": "choice", "prediction": "prediction"}
    return f"{role[check.origin.role]}-{check.origin.of}"


def _name(built):
    """What an answer or a check is called on the page."""
    role, name = built.origin.role, built.origin.name
    return name if role in ("answer", "check") else f"{name.replace('_', ' ')} ({role})"


def _solution(lesson, built):
    """The Solution of an answer's cell; None for a prediction, which has none."""
    if built.origin.question:
        question = built.origin.question
        options = zip(question.letters, question.options, strict=True)
        reasons = [f"**{letter}** · {option.text}\n\n{option.reply}" for letter, option in options]
        return Solution(right=question.right, reasons=tuple(map(_reason, reasons)))
    if built.origin.role != "answer":
        return None
    lines = built.source.splitlines()
    code = [line for line in lines if line.strip() not in (BEGIN_SOLUTION, END_SOLUTION)]
    hints = [
        hint
        for cell in lesson.having("wrong")
        if cell.of == built.origin.name
        for node in variants_in(cell.source).values()
        if (hint := hint_of(node))
    ]
    return Solution(_highlighted("\n".join(code).strip()), reasons=tuple(map(_reason, hints)))


def _reason(markdown):
    return Markup(markdown_to_html(markdown, FIRST_LEVEL + 1)[0])
