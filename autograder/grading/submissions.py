"""What students handed in, read so that no file can mislead, flood or stop the grader.

Only regular files below `submitted/<student>/<week>/` are opened. Whatever is wrong with a
submission is a sentence for its student, not an error.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.corpus.words import generate_corpus_id

from autograder.errors import AutograderError
from autograder.grading.regular_files import kind_of, read_notebook, read_text

MOST_CELLS = 5_000
MOST_TEXT = 5_000_000
TIMESTAMP = "timestamp.txt"


class UnreadableNotebook(AutograderError):
    """A file is no notebook that can be graded; the message says why, to its student."""


@dataclass(frozen=True)
class HandedIn:
    """One lesson of a submission: the text of its notebook, or the problem with it."""

    lesson: str
    text: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Submission:
    """What a student handed in for a week: one HandedIn per lesson.

    `timestamp` is the text of `timestamp.txt`, as the exchange writes it; empty without one.
    """

    student: str
    notebooks: tuple
    timestamp: str = ""


def read_submission(submitted, student, week, lessons):
    """Read a student's submission of a week.

    Parameters
    ----------
    submitted : the folder with a folder per student.
    student, week : str
    lessons : list of names of the week's lessons.
    """
    folder = Path(submitted, student)
    for part in (folder, folder / week):
        kind = kind_of(part)
        if kind != "a folder":
            problem = f"What was handed in is {kind}, not a folder of notebooks."
            return Submission(student, tuple(HandedIn(name, problem=problem) for name in lessons))
    folder = folder / week
    others = _other_notebooks(folder, lessons)
    notebooks = []
    for name in lessons:
        path = folder / f"{name}.ipynb"
        if kind_of(path) == "missing":
            path = _renamed(name, others, only=len(lessons) == 1) or path
        text, problem = read_notebook(path)
        notebooks.append(HandedIn(name, text, problem))
    timestamp, _ = read_text(folder / TIMESTAMP, 1000)
    return Submission(student, tuple(notebooks), timestamp.strip())


def parse_notebook(text):
    """A notebook with the cells of a file's text: source, id and nbgrader's metadata, no outputs.

    Nothing else of the file is kept, so nothing else in it can be wrong. Formats 3 and 4 are read.
    Raises UnreadableNotebook.
    """
    try:
        content = json.loads(text)
    except RecursionError:
        raise UnreadableNotebook("The file is nested too deeply for a notebook.") from None
    except ValueError as error:
        raise UnreadableNotebook(f"The file is damaged: it is not JSON ({error}).") from None
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        raise UnreadableNotebook("The file is not a notebook: it does not say its format.")
    version = content["nbformat"]
    if version == 3:
        try:
            content = nbformat.reads(text, as_version=4)
        except Exception as error:
            raise UnreadableNotebook(f"The notebook is damaged: {error}.") from None
    elif version != 4:
        raise UnreadableNotebook(
            f"The notebook has format {version}; formats 3 and 4 can be read. Save it again in "
            f"JupyterLab."
        )
    cells = content.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise UnreadableNotebook("The notebook is damaged: it has no list of cells.")
    if len(cells) > MOST_CELLS:
        raise UnreadableNotebook(f"The notebook has more than {MOST_CELLS:,} cells.")
    # nbformat's new_notebook validates, as its new_code_cell does.
    notebook = NotebookNode(
        nbformat=nbformat.v4.nbformat,
        nbformat_minor=nbformat.v4.nbformat_minor,
        metadata=NotebookNode(),
        cells=[_plain_cell(cell) for cell in cells],
    )
    if sum(len(cell.source) for cell in notebook.cells) > MOST_TEXT:
        raise UnreadableNotebook(f"The cells hold more than {MOST_TEXT:,} characters.")
    metadata = content.get("metadata")
    ours = metadata.get("autograder") if isinstance(metadata, dict) else None
    if isinstance(ours, dict):
        keys = ("course", "week", "lesson")
        notebook.metadata["autograder"] = {k: ours[k] for k in keys if isinstance(ours.get(k), str)}
    return notebook


def _plain_cell(cell):
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise UnreadableNotebook("The notebook is damaged: the text of a cell is no text.")
    if not source.isascii():
        # A lone half of a character, which JSON can hold and no file can.
        source = source.encode("utf-8", "replace").decode()
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    kept = NotebookNode()
    if isinstance(nbgrader, dict) and isinstance(nbgrader.get("grade_id"), str):
        kept = NotebookNode(nbgrader=NotebookNode(grade_id=nbgrader["grade_id"]))
    is_code = cell.get("cell_type") == "code"
    # nbformat's new_code_cell validates each cell, which takes longer than all the rest.
    return NotebookNode(
        id=cell["id"] if isinstance(cell.get("id"), str) else generate_corpus_id(),
        cell_type="code" if is_code else "markdown",
        metadata=kept,
        source=source,
        **({"execution_count": None, "outputs": []} if is_code else {}),
    )


def _other_notebooks(folder, lessons):
    """Notebooks under names that the week does not have."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [
        folder / name
        for name in names
        if name.endswith(".ipynb")
        and name.removesuffix(".ipynb") not in lessons
        and kind_of(folder / name) == "file"
    ]


def _renamed(lesson, others, *, only):
    """The notebook of a lesson under another name: it says itself which lesson it is."""
    for path in others:
        text, _ = read_notebook(path)
        try:
            said = parse_notebook(text).metadata.get("autograder", {}).get("lesson")
        except UnreadableNotebook:
            continue
        if said == lesson or (said is None and only and len(others) == 1):
            return path
    return None
