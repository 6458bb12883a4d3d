"""What a student is told of a notebook before handing it in."""

import json

import nbformat
import pytest
from tornado import web

from autograder.authoring.lesson import read_lesson
from autograder.authoring.notebooks import build_notebook
from autograder.cli import main
from autograder.grading import nbgrader_runs, validation
from autograder.made_up_class import hand_in, reference_answers
from autograder.tests.conftest import LESSON
from autograder.validate_button import inside, verdicts


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    path = tmp_path_factory.mktemp("repository") / "course1_nn_dl/source/week1_try/softmax.py"
    path.parent.mkdir(parents=True)
    path.write_text(LESSON, encoding="utf-8")
    return read_lesson(path)


@pytest.fixture
def write(lesson):
    """Write a notebook with the reference's answers, some of them replaced; returns its path."""

    def write(change=lambda text: text, **answers):
        replaced = {f"answer-{name}": text for name, text in answers.items()}
        built = nbformat.reads(build_notebook(lesson), 4)
        notebook = hand_in(built, reference_answers(lesson) | replaced)
        path = lesson.course.parent / "work" / "mine.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(change(nbformat.writes(notebook)), encoding="utf-8")
        return path

    return write


def test_right_answers_pass(write, capsys):
    assert main(["validate", str(write())]) == 0
    assert capsys.readouterr().out.endswith("mine.ipynb: 4 of 4 checks pass\n")


def test_a_failing_check_is_named_with_its_points_and_the_known_mistake(write, capsys):
    notebook = write(exponential="def exponential(z):\n    return z + 1.0")
    assert main(["validate", str(notebook)]) == 1
    output = capsys.readouterr().out
    assert "mine.ipynb: 3 of 4 checks pass" in output
    assert "\nexponential (1 point)\n  exponential(2.0) is 3, but 7.38906 is expected.\n" in output
    assert "Hint: Which number to the power of 0 is 1?" in output


def test_hidden_tests_are_left_to_the_grading(write):
    fits_the_visible_case = "def softmax(z):\n    return np.full(z.shape, 0.5)"
    assert validation.validate(write(softmax=fits_the_visible_case)).passed


def test_a_check_that_the_student_changed_is_tried_as_the_lesson_has_it(write):
    def weaken(text):
        return text.replace("same(exponential(2.0), np.e**2", "same(1, 1")

    wrong = "def exponential(z):\n    return z + 1.0"
    assert not validation.validate(write(weaken, exponential=wrong)).passed


def test_the_dialog_gets_what_nbgrader_s_own_would_say(write):
    answer = json.loads(verdicts(write(exponential="def exponential(z):\n    return '<b>' + z")))
    assert answer["success"]
    (failed,) = answer["value"]["failed"][:1]
    assert failed["source"].startswith("same(exponential(0.0), 1.0")
    assert "&lt;b&gt;" in failed["error"]
    assert "<b>" in failed["raw_error"]
    assert json.loads(verdicts(write())) == {"success": True, "value": {}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[:-20], "The file is damaged: it is not JSON"),
        (lambda text: "[" * 100_000, "nested too deeply"),
        (lambda text: text.replace('"nbformat": 4', '"nbformat": 5'), "has format 5"),
        (lambda text: text.replace('"lesson": "softmax"', '"x": 1'), "does not say any more"),
        (lambda text: text.replace('"course1_nn_dl"', '".."'), "does not say any more"),
        (
            lambda text: json.dumps(json.loads(text) | {"cells": []}),
            "none of the answers of softmax",
        ),
    ],
    ids=["cut", "nested", "newer", "no lesson", "a path that leads elsewhere", "empty"],
)
def test_a_notebook_that_cannot_be_tried_is_refused_with_a_reason(write, change, words):
    found = validation.validate(write(change))
    assert not found.passed
    assert words in found.problem
    assert not json.loads(validation.as_dialog(found))["success"]


def test_a_missing_notebook_is_named(tmp_path, capsys):
    assert main(["validate", str(tmp_path / "none.ipynb")]) == 1
    assert "none.ipynb does not exist" in capsys.readouterr().out


def test_windows_falls_back_to_a_kernel(write, monkeypatch):
    monkeypatch.setattr(validation.sys, "platform", "win32")
    monkeypatch.setattr(nbgrader_runs, "validate", lambda path: (False, "one cell failed"))
    assert validation.validate(write()).problem == "one cell failed"


def test_a_path_out_of_the_folder_that_is_served_is_refused(tmp_path):
    (tmp_path / "work").mkdir()
    with pytest.raises(web.HTTPError, match="leads out of the folder"):
        inside(tmp_path / "work", "../secret.ipynb")
    (tmp_path / "work" / "link.ipynb").symlink_to(tmp_path / "secret.ipynb")
    with pytest.raises(web.HTTPError, match="leads out of the folder"):
        inside(tmp_path / "work", "link.ipynb")
    assert inside(tmp_path / "work", "week/mine.ipynb") == tmp_path / "work" / "week" / "mine.ipynb"
