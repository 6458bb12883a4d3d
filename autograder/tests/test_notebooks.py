"""From a lesson to the instructor's notebook."""

import json

import nbformat
import pytest

from autograder.authoring.build import build
from autograder.authoring.lesson import read_lesson
from autograder.authoring.notebooks import build_notebook
from autograder.authoring.references import reference_code
from autograder.tests.conftest import LESSON


@pytest.fixture
def cells(lesson):
    notebook = nbformat.reads(build_notebook(lesson), as_version=4)
    nbformat.validate(notebook)
    return {cell.id: cell for cell in notebook.cells}


def test_a_build_is_byte_identical_from_run_to_run(lesson):
    assert build_notebook(lesson) == build_notebook(read_lesson(lesson.path))


def test_right_wrong_start_and_source_cells_never_leave_the_source(lesson):
    text = build_notebook(lesson)
    for word in ("as_a_power", "base_two", "authoring.plain"):
        assert word not in text


def test_given_cells_and_checks_are_locked_and_answers_are_not(cells):
    for cell in cells.values():
        nbgrader = cell.metadata.get("nbgrader")
        if cell.id.startswith(("after-", "check-")):
            assert nbgrader.locked
        if cell.id.startswith(("answer-", "prediction-")):
            assert nbgrader.solution and not nbgrader.locked
    assert "nbgrader" not in cells["demo-figure"].metadata
    assert cells["demo-figure"].metadata.tags == ["demo"]


def test_points_are_those_of_the_source(cells, lesson):
    points = [cell.metadata.nbgrader.points for cell in cells.values() if "check-" in cell.id]
    assert sum(points) == lesson.points == 8


def test_a_hidden_test_gets_its_reference_and_what_that_calls(cells):
    visible, hidden = cells["check-softmax"].source.split("### BEGIN HIDDEN TESTS")
    assert "_reference" not in visible
    assert "def softmax_reference(z):" in hidden
    assert "def exponential_reference(z):" in hidden
    assert "e = exponential_reference(z - z.max(axis=0))" in hidden
    assert 'rng = generator_for("softmax")' in hidden


def test_the_generator_stands_above_visible_tests_that_use_it(write_lesson):
    text = LESSON.replace(
        'same(exponential(0.0), 1.0, "e to the 0 is 1")',
        'x = rng.standard_normal()\nsame(exponential(x), np.exp(x), "a random number")',
    )
    notebook = nbformat.reads(build_notebook(read_lesson(write_lesson(text))), as_version=4)
    check = next(cell for cell in notebook.cells if cell.id == "check-exponential")
    assert check.source.startswith("from shared_utils.checks import generator_for")


def test_no_reference_code_where_none_is_used(lesson):
    assert reference_code("x = 1", lesson.answers) == ""


def test_a_recall_question_is_asked_without_its_answer(cells):
    assert "- [x]" not in cells["question-why_exponential"].source
    assert "Yes, also" not in json.dumps(list(cells.values()))
    assert 'recall("softmax", "why_exponential", choice)' in cells["choice-why_exponential"].source
    assert "nbgrader" not in cells["choice-why_exponential"].metadata


def test_a_quiz_question_keeps_its_answer_in_the_hidden_part(cells):
    visible, hidden = cells["check-question-sum_of_softmax"].source.split("### BEGIN HIDDEN TESTS")
    assert "they are probabilities" in hidden
    assert "they are probabilities" not in visible
    assert cells["choice-sum_of_softmax"].metadata.autograder.start.startswith(
        'choice_sum_of_softmax = ""'
    )


def test_a_prediction_starts_empty_and_is_checked_for_being_made(cells):
    assert cells["prediction-largest"].metadata.autograder.start.startswith(
        "predicted_largest = None"
    )
    assert "made(predicted_largest" in cells["check-prediction-largest"].source


def test_an_answer_can_start_from_its_author_s_text(cells):
    assert "keepdims" in cells["answer-softmax"].metadata.autograder.start


def test_replies_stand_in_a_file_beside_the_notebook(lesson):
    notebook = build(lesson)
    replies = json.loads(notebook.with_name("softmax.replies.json").read_text())
    assert replies == {
        "why_exponential": {"a": "Yes, also a negative one.", "b": "A sum would be faster."}
    }


def test_a_build_without_recall_questions_removes_old_replies(write_lesson):
    build(read_lesson(write_lesson()))
    start, end = LESSON.index("# %% [markdown] question="), LESSON.index("# %% prediction")
    notebook = build(read_lesson(write_lesson(LESSON[:start] + LESSON[end:])))
    assert not notebook.with_name("softmax.replies.json").exists()
