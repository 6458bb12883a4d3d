"""Setting answers into the instructor's copy, whatever happened to the notebook on its way."""

from copy import deepcopy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.notebooks import build_notebook
from autograder.grading.graft import MISSING, graft

ANSWER = "def softmax(z):\n    return z / 7"


@pytest.fixture
def master(lesson):
    return nbformat.reads(build_notebook(lesson), as_version=4)


@pytest.fixture
def submission(master):
    """What a student hands in: stubs, one answer written."""
    notebook = deepcopy(master)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = "raise NotImplementedError"
    by_id(notebook)["answer-softmax"].source = ANSWER
    return notebook


def by_id(notebook):
    return {cell.id: cell for cell in notebook.cells}


def sources(notebook, cell_id="answer-softmax"):
    return [cell.source for cell in notebook.cells if cell.id == cell_id]


def test_answers_are_the_student_s_and_all_else_is_the_instructor_s(submission, master):
    check = by_id(master)["check-softmax"].source
    by_id(submission)["check-softmax"].source = "pass"
    by_id(submission)["check-softmax"].metadata.nbgrader.points = 100
    grafted = by_id(graft(submission, master))
    assert grafted["answer-softmax"].source == ANSWER
    assert grafted["check-softmax"].source == check
    assert grafted["check-softmax"].metadata.nbgrader.points == 4


def test_an_answer_cell_that_is_missing_says_so_and_never_holds_the_reference(submission, master):
    submission.cells.remove(by_id(submission)["answer-softmax"])
    assert sources(graft(submission, master)) == [MISSING]


def test_a_deleted_check_comes_back(submission, master):
    submission.cells.remove(by_id(submission)["check-softmax"])
    assert "check-softmax" in by_id(graft(submission, master))


def test_of_a_copied_answer_the_last_one_worked_on_counts(submission, master):
    first = by_id(submission)["answer-softmax"]
    again = deepcopy(first)
    again.id, again.source = "other", ANSWER + " + 1"
    submission.cells.insert(submission.cells.index(first) + 1, again)
    assert sources(graft(submission, master)) == [ANSWER + " + 1"]
    again.source = "raise NotImplementedError"
    assert sources(graft(submission, master)) == [ANSWER]


def test_without_metadata_an_answer_is_found_by_its_cell_id(submission, master):
    for cell in submission.cells:
        cell.metadata = nbformat.NotebookNode()
    assert sources(graft(submission, master)) == [ANSWER]


@pytest.mark.parametrize("answer", [ANSWER, ANSWER + "\n    return ("])
def test_without_ids_an_answer_is_found_by_what_it_defines(submission, master, answer):
    by_id(submission)["answer-softmax"].source = answer
    for number, cell in enumerate(submission.cells):
        cell.metadata = nbformat.NotebookNode()
        cell.id = f"lost-{number}"
    grafted = graft(submission, master)
    assert sources(grafted) == [answer]
    assert len(grafted.cells) == len({cell.id for cell in grafted.cells})


def test_a_student_s_own_cells_stay_in_place_without_their_metadata(submission, master):
    position = submission.cells.index(by_id(submission)["answer-softmax"]) + 1
    mine = new_code_cell("helper = 1", metadata={"tags": ["demo"], "nbgrader": "broken"})
    submission.cells.insert(position, mine)
    submission.cells.insert(0, new_markdown_cell("My notes"))
    grafted = graft(submission, master)
    assert grafted.cells[0].source == "My notes"
    kept = grafted.cells[[cell.id for cell in grafted.cells].index("answer-softmax") + 1]
    assert kept.source == "helper = 1"
    assert kept.metadata == {}


def test_a_tag_on_a_check_does_not_reach_the_grader(submission, master):
    by_id(submission)["check-softmax"].metadata.tags = ["demo"]
    assert "tags" not in by_id(graft(submission, master))["check-softmax"].metadata


def test_a_choice_of_a_recall_question_is_kept(submission, master):
    by_id(submission)["choice-why_exponential"].source = 'choice = "b"'
    assert by_id(graft(submission, master))["choice-why_exponential"].source == 'choice = "b"'


def test_neither_notebook_is_changed(submission, master):
    before = deepcopy((submission, master))
    grafted = graft(submission, master)
    for cell in grafted.cells:
        cell.source, cell.outputs = "", ["something"]
    assert (submission, master) == before
