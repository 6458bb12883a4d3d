"""Submissions that real students could have handed in, made from a lesson's own variants."""

import ast
import copy

import nbformat
from nbformat.v4 import new_code_cell

from autograder.authoring.lesson import variants_in
from autograder.authoring.notebooks import build_cells
from autograder.authoring.references import renamed


def reference_answers(lesson):
    """Cell id → text of every answer, choice and prediction as the reference has it."""
    return {
        cell.id: cell.source
        for cell in build_cells(lesson)
        if cell.nbgrader and cell.nbgrader.get("solution")
    }


def variant_answer(lesson, answer, variant):
    """The text of an answer cell in which a right or wrong variant stands under its name."""
    for cell in lesson.having("right", "wrong"):
        variants = variants_in(cell.source)
        if cell.name == answer and variant in variants:
            others = set(variants) - {variant}
            kept = [
                ast.get_source_segment(cell.source, node)
                for node in ast.parse(cell.source).body
                if getattr(node, "name", None) not in others
            ]
            return renamed("\n\n\n".join(kept), {variant: answer})
    raise KeyError(f"{lesson.name} has no variant {variant} of {answer}")


def mistaken_answers(lesson):
    """(cell id, text) of every known mistake, each as the answer's cell would hold it."""
    return [
        (f"answer-{answer}", variant_answer(lesson, answer, variant))
        for answer in lesson.answers
        for variant in _variants(lesson, "wrong", answer)
    ]


def hand_in(released, answers):
    """A copy of a released notebook in which the cells named by id hold these answers."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    return notebook


def write_submission(course, student, week, name, content):
    """Put one notebook (a NotebookNode, or any text) into a course's `submitted/` folder."""
    folder = course / "submitted" / student / week
    folder.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else nbformat.writes(content)
    (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")


def made_up_class(lesson, released):
    """Student → submission: right, wrong, unfinished, untidy and broken ones.

    The submissions are a NotebookNode, or text for a file that is no notebook.
    """
    reference = reference_answers(lesson)
    functions = list(lesson.answers)
    right = {
        f"answer-{name}": variant_answer(lesson, name, next(iter(variants)))
        for name in functions
        if (variants := _variants(lesson, "right", name))
    }
    mistaken = [name for name in functions if _variants(lesson, "wrong", name)]

    def with_mistakes(*positions):
        answers = dict(reference)
        for position in positions:
            name = mistaken[position % len(mistaken)]
            variants = list(_variants(lesson, "wrong", name))
            answers[f"answer-{name}"] = variant_answer(
                lesson, name, variants[position % len(variants)]
            )
        return hand_in(released, answers)

    unfinished = {
        cell_id: text
        for cell_id, text in reference.items()
        if list(reference).index(cell_id) < len(reference) // 2
    }
    copied = hand_in(released, reference)
    answer = next(cell for cell in copied.cells if cell.id.startswith("answer-"))
    again = copy.deepcopy(answer)
    again.id = "copied"
    copied.cells.insert(copied.cells.index(answer), again)
    stripped = hand_in(released, reference)
    for cell in stripped.cells:
        cell.metadata = nbformat.NotebookNode()
    return {
        "amina": hand_in(released, reference),
        "bruno": hand_in(released, reference | right),
        "chidi": with_mistakes(0),
        "daria": with_mistakes(1, 2, 3),
        "elena": hand_in(released, unfinished),
        "farid": copied,
        "greta": stripped,
        "hugo": released,
        "ines": "This file was damaged on its way.",
    }


# Cells that a submission of the hostile class runs before everything else.
FORGE_EQUALITY = """\
import builtins
import numpy as np


class Equal(np.ndarray):
    def __eq__(self, other): return True
    def __array_ufunc__(self, *args, **kwargs): return True


builtins.all = builtins.isinstance = lambda *_: True
np.allclose = np.array_equal = lambda *_, **__: True
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *_, **__: None"""
END_THE_PROCESS = """\
import os

os._exit(0)"""
READ_THE_ANSWERS = """\
import os
import urllib.request

for folder, _, files in os.walk("/"):
    for name in files:
        if name in ("gradebook.db", ".grading_secret") or folder.endswith("/source"):
            print(open(os.path.join(folder, name), "rb").read())
print(urllib.request.urlopen("http://example.org", timeout=1).read())"""


def hostile_class(lesson, released):
    """Student → submission that tries to get points, answers or others into trouble.

    Those of jonas and lena answer nothing, that of kofi everything.
    """

    def with_cell(source, answers):
        submission = hand_in(released, answers)
        submission.cells.insert(0, new_code_cell(source))
        return submission

    return {
        "jonas": with_cell(FORGE_EQUALITY, {}),
        "kofi": with_cell(END_THE_PROCESS, reference_answers(lesson)),
        "lena": with_cell(READ_THE_ANSWERS, {}),
    }


def _variants(lesson, role, answer):
    """An answer's right or wrong variants, functions first: a quiz has only plain values."""
    found = [
        (name, node, cell)
        for cell in lesson.having(role)
        if cell.name == answer
        for name, node in variants_in(cell.source).items()
    ]
    functions = [each for each in found if isinstance(each[1], ast.FunctionDef | ast.ClassDef)]
    return {name: cell for name, _, cell in functions or found}
