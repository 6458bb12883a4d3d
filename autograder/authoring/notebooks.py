"""From a lesson to the instructor's notebook: the same lesson always gives the same bytes."""

import ast
import hashlib
import json
from dataclasses import dataclass, replace

import nbformat
from nbformat import from_dict

from autograder.authoring.lesson import (
    BEGIN_HIDDEN,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SOLUTION,
    prediction_variable,
)
from autograder.authoring.references import reference_code

# Cells of these roles never leave source/.
SOURCE_ONLY = ("right", "wrong", "start", "only")
DEMO_TAG = "demo"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class BuiltCell:
    """A cell of the instructor's notebook before nbformat: what it is and where it came from.

    `origin` is the lesson's cell and `inserted` the text that the build put into it: what
    `autograder pull` needs to carry an edit back. A cell that the build made whole has
    `generated` set.
    """

    id: str
    kind: str
    source: str
    origin: object
    nbgrader: dict | None = None
    tags: tuple = ()
    start: str | None = None
    inserted: tuple = ()
    generated: bool = False


def build_cells(lesson):
    """The cells of the instructor's notebook, in order."""
    built, anchor, since = [], "top", 0
    for cell in lesson.cells:
        if cell.role in SOURCE_ONLY:
            continue
        if cell.name:
            anchor, since = f"{cell.role}-{cell.name}", 0
            cell_id = anchor
        else:
            since += 1
            cell_id = f"after-{anchor}-{since}"
        built += _BUILDERS[cell.role](lesson, cell, cell_id)
    return built


def build_notebook(lesson):
    """The instructor's notebook as text (nbformat 4.5, nbgrader metadata, no outputs)."""
    return nbformat.writes(instructor_notebook(lesson)) + "\n"


def instructor_notebook(lesson):
    """The instructor's notebook, a NotebookNode. It is validated when it is written."""
    cells = []
    for built in build_cells(lesson):
        metadata = {}
        if built.tags:
            metadata["tags"] = list(built.tags)
        if built.nbgrader is not None:
            metadata["nbgrader"] = _nbgrader_metadata(built)
        if built.start is not None:
            metadata["autograder"] = {"start": built.start}
        cell = {"id": built.id, "cell_type": built.kind, "metadata": metadata}
        if built.kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(from_dict(cell | {"source": built.source}))
    # nbformat's new_notebook and new_code_cell would validate it here, each cell twice.
    return from_dict(
        {
            "nbformat": nbformat.v4.nbformat,
            "nbformat_minor": nbformat.v4.nbformat_minor,
            "cells": cells,
            "metadata": {
                "kernelspec": KERNEL,
                "language_info": {"name": "python"},
                "autograder": {
                    "course": lesson.course.name,
                    "week": lesson.week,
                    "lesson": lesson.name,
                    "source_sha256": source_hash(lesson),
                },
            },
        }
    )


def build_replies(lesson):
    """The replies to the lesson's recall questions as JSON text, or None when it asks none."""
    replies = {
        cell.name: cell.question.replies
        for cell in lesson.having("question")
        if not cell.question.points
    }
    return json.dumps(replies, indent=1, ensure_ascii=False) + "\n" if replies else None


def source_hash(lesson):
    return hashlib.sha256(lesson.text.encode()).hexdigest()


def _nbgrader_metadata(built):
    return {
        "schema_version": 3,
        "grade_id": built.id,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        **built.nbgrader,
    }


def _text(lesson, cell, cell_id):
    return [BuiltCell(cell_id, "markdown", cell.source, cell, {"locked": True})]


def _given(lesson, cell, cell_id):
    return [BuiltCell(cell_id, "code", cell.source, cell, {"locked": True})]


def _demo(lesson, cell, cell_id):
    return [BuiltCell(cell_id, "code", cell.source, cell, tags=(DEMO_TAG,))]


def _answer(lesson, cell, cell_id):
    start = lesson.start_of(cell.name)
    return [BuiltCell(cell_id, "code", cell.source, cell, {"solution": True}, start=start)]


def _check(lesson, cell, cell_id):
    source, inserted = check_code(lesson, cell)
    return [_grade_cell(cell_id, source, cell, inserted)]


def _question(lesson, cell, cell_id):
    question = cell.question
    text = BuiltCell(cell_id, "markdown", question.markdown(), cell, {"locked": True})
    choice_id = f"choice-{question.name}"
    choose = f"write a letter, {_spoken(question.letters)}"
    if not question.points:
        code = (
            "from shared_utils.questions import recall\n\n"
            f'choice = ""  # {choose}, and run this cell\n'
            f'recall("{lesson.name}", "{question.name}", choice)'
        )
        return [text, BuiltCell(choice_id, "code", code, cell, generated=True)]
    variable = f"choice_{question.name}"
    solution = f'{BEGIN_SOLUTION}\n{variable} = "{question.right}"\n{END_SOLUTION}'
    choice = BuiltCell(
        choice_id,
        "code",
        solution,
        cell,
        {"solution": True},
        start=f'{variable} = ""  # {choose}',
        generated=True,
    )
    code = (
        "from shared_utils.questions import chosen\n\n"
        f'chosen({variable}, "{question.letters}")\n'
        f"{BEGIN_HIDDEN}\n"
        "from shared_utils.questions import reply\n\n"
        f"replies = {json.dumps(question.replies, indent=4, ensure_ascii=False)}\n"
        f'reply({variable}, "{question.right}", replies)\n'
        f"{END_HIDDEN}"
    )
    check = _grade_cell(f"check-question-{question.name}", code, cell)
    return [text, choice, replace(check, generated=True)]


def _prediction(lesson, cell, cell_id):
    variable = prediction_variable(cell.name)
    between, among = cell.options.get("between"), cell.options.get("among")
    if between:
        what, limits = f"a number from {between[0]} to {between[1]}", f"between={between}"
    else:
        what, limits = _spoken(among), f'among="{among}"'
    start = f"{variable} = None  # {what}"
    code = f"from shared_utils.predictions import made\n\nmade({variable}, {limits})"
    check = _grade_cell(f"check-prediction-{cell.name}", code, cell)
    return [
        BuiltCell(cell_id, "code", cell.source, cell, {"solution": True}, start=start),
        replace(check, generated=True),
    ]


def _grade_cell(cell_id, source, cell, inserted=()):
    nbgrader = {"grade": True, "locked": True, "points": cell.points}
    return BuiltCell(cell_id, "code", source, cell, nbgrader, inserted=inserted)


def _spoken(letters):
    quoted = [f'"{letter}"' for letter in letters]
    return ", ".join(quoted[:-1]) + " or " + quoted[-1]


def check_code(lesson, cell):
    """A check's code as the notebook holds it, and the pieces of it that the build inserted.

    The pieces are the generator `rng`, where the check uses it, the references that its hidden
    tests compare with, and a line that says to the student that the visible part passes.
    """
    code = cell.source
    visible, marker, hidden = code.partition(BEGIN_HIDDEN + "\n")
    passed = f'\nprint("{cell.name}: the visible checks pass")'
    generator = (
        f'from shared_utils.checks import generator_for\n\nrng = generator_for("{cell.name}")\n'
    )
    visible = visible.rstrip("\n") + passed + ("\n" if marker else "")
    inserted = [passed]
    if _uses_rng(visible):
        visible = generator + visible
        inserted.append(generator)
    elif hidden and _uses_rng(hidden):
        marker += generator
        inserted.append(generator)
    references = reference_code(code, lesson.answers)
    if references:
        marker += references + "\n\n\n"
        inserted.append(references + "\n\n\n")
    return visible + marker + hidden, tuple(inserted)


def _uses_rng(code):
    return any(
        isinstance(node, ast.Name) and node.id == "rng" for node in ast.walk(ast.parse(code))
    )


_BUILDERS = {
    "text": _text,
    "given": _given,
    "demo": _demo,
    "answer": _answer,
    "check": _check,
    "question": _question,
    "prediction": _prediction,
}
