"""The hints that go with a release, and the report on how many mistakes are named."""

import json

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring.hints import hints_of
from autograder.authoring.lesson import read_lesson
from autograder.authoring.release import release, stale_releases
from autograder.cli import main
from autograder.made_up_class import hand_in, reference_answers, variant_answer
from autograder.tests.conftest import LESSON

pytestmark = pytest.mark.filterwarnings("ignore")


def test_the_release_carries_hints_and_no_code(lesson):
    release([lesson])
    path = lesson.course / "release" / lesson.week / "softmax.hints.json"
    hints = json.loads(path.read_text(encoding="utf-8"))
    assert hints == hints_of(lesson)
    assert "Which number to the power of 0 is 1?" in hints.values()
    assert all(len(digest) == 20 for digest in hints)
    assert stale_releases([lesson]) == []
    path.write_text("{}")
    assert stale_releases([lesson]) == [
        "course1_nn_dl/release/week1_try/softmax.hints.json is not fresh"
    ]


def test_two_mistakes_that_look_alike_get_no_hint(write_lesson):
    twin = '\n\ndef plus_one(z):\n    """Another hint."""\n    return z + 1.0 + 0.1 * (z == 5)\n'
    text = LESSON.replace("\n\ndef base_two(z)", twin + "\n\ndef base_two(z)")
    hints = hints_of(read_lesson(write_lesson(text)))
    assert "Another hint." not in hints.values()
    assert "Which number to the power of 0 is 1?" not in hints.values()
    assert "Which base does exp have?" in hints.values()


def test_a_student_s_notebook_names_the_mistake(lesson):
    release([lesson])
    folder = lesson.course / "release" / lesson.week
    answers = reference_answers(lesson) | {
        "answer-exponential": variant_answer(lesson, "exponential", "one_more")
    }
    notebook = hand_in(nbformat.read(folder / "softmax.ipynb", 4), answers)
    client = NotebookClient(notebook, resources={"metadata": {"path": folder}}, allow_errors=True)
    client.execute()
    (check,) = (cell for cell in notebook.cells if cell.id == "check-exponential")
    shown = "\n".join(check.outputs[0].traceback)
    assert "exponential(2.0) is 3, but 7.38906 is expected." in shown
    assert "Hint: Which number to the power of 0 is 1?" in shown


def test_the_report_counts_what_is_named_and_fails_when_a_name_is_false(
    lesson, monkeypatch, capsys
):
    assert main(["check", "--diagnosis", str(lesson.path)]) == 0
    output = capsys.readouterr().out
    assert "when graded: 6 of 6 known mistakes named, 0 wrongly" in output
    assert "in the notebook: 5 of 6 known mistakes named, 0 wrongly" in output
    false = dict.fromkeys(hints_of(lesson), "Another hint.")
    monkeypatch.setattr("autograder.naming.hints_of", lambda lesson: false)
    assert main(["check", "--diagnosis", str(lesson.path)]) == 1
    assert "named wrongly in the notebook:\n  softmax: exponential" in capsys.readouterr().out
