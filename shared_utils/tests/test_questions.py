"""Questions and predictions: what a student is told, in the notebook and in grading."""

import json

import pytest

from shared_utils.checks import CheckFailed
from shared_utils.predictions import compare_prediction, made
from shared_utils.questions import chosen, recall, reply

REPLIES = {"a": "Think of x = 0.", "b": "Yes, that is why."}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lesson.replies.json").write_text(json.dumps({"why": REPLIES}))
    return tmp_path


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("a", "a: Think of x = 0."),
        (" B ", "b: Yes, that is why."),
        ("", 'Write "a" or "b" as your choice and run this cell.'),
        ("c", '\'c\' is not an option. Write "a" or "b".'),
        (None, 'Write "a" or "b" as your choice and run this cell.'),
    ],
)
def test_a_recall_question_is_answered_at_once(folder, capsys, choice, said):
    recall("lesson", "why", choice, folder)
    assert capsys.readouterr().out.strip() == said


def test_missing_or_damaged_replies_are_said_and_stop_nothing(folder, capsys):
    recall("lesson", "unknown", "a", folder)
    recall("other", "why", "a", folder)
    (folder / "lesson.replies.json").write_text("{")
    recall("lesson", "why", "a", folder)
    assert capsys.readouterr().out.count("should stand beside this notebook") == 3


@pytest.mark.parametrize("choice", ["", None, 1, "c", "ab"])
def test_a_quiz_question_wants_one_of_its_letters(choice):
    with pytest.raises(CheckFailed, match='write "a" or "b"'):
        chosen(choice, "ab")
    chosen("B", "ab")


def test_the_reply_of_a_quiz_comes_with_the_grade(capsys):
    with pytest.raises(CheckFailed, match="a: Think of x = 0"):
        reply("a", "b", REPLIES)
    reply("b", "b", REPLIES)
    assert capsys.readouterr().out == "b: Yes, that is why.\n"


@pytest.mark.parametrize("prediction", [0, 0.5, 1])
def test_a_number_within_its_limits_is_a_prediction(prediction):
    made(prediction, between=[0, 1])


@pytest.mark.parametrize(
    ("prediction", "words"),
    [
        (None, "No prediction yet"),
        (1.5, "1.5 lies outside"),
        (float("nan"), "not float"),
        ("0.5", "not str"),
        (True, "not bool"),
    ],
)
def test_anything_else_is_no_number(prediction, words):
    with pytest.raises(CheckFailed, match=words):
        made(prediction, between=[0, 1])


def test_a_choice_is_one_of_its_letters():
    made("B", among="abc")
    for prediction in (None, "d", "", 1):
        with pytest.raises(CheckFailed, match="prediction"):
            made(prediction, among="abc")


@pytest.mark.parametrize(
    ("prediction", "outcome", "said"),
    [
        (0.5, 0.8, "Your prediction was 0.3 too low."),
        (90, 30, "Your prediction was 60 too high."),
        (0.8, 0.8, "Your prediction came true."),
        ("a", "a", "Your prediction came true."),
        ("a", "b", "What made you expect something else?"),
        (None, 0.8, "You made no prediction."),
    ],
)
def test_a_prediction_stands_beside_its_outcome(capsys, prediction, outcome, said):
    compare_prediction("test_accuracy", prediction, outcome)
    printed = capsys.readouterr().out
    assert printed.startswith("test accuracy: ")
    assert said in printed
