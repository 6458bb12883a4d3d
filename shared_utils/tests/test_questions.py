"""Questions and predictions: what a student is told, in the notebook and in grading."""

import json

import numpy as np
import pytest

from shared_utils.checks import CheckFailed
from shared_utils.predictions import compare_prediction, made
from shared_utils.questions import (
    ask,
    chosen,
    noted_name,
    real_number,
    recall,
    reply,
    reply_to_answer,
    shape,
    whole_number,
)

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


def test_a_long_reply_is_broken_between_words(folder, capsys):
    words = ["otherwise"] * 40
    (folder / "lesson.replies.json").write_text(json.dumps({"why": {"a": " ".join(words)}}))
    recall("lesson", "why", "a", folder)
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 85
    assert said.split() == ["a:", *words]


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


@pytest.mark.parametrize("name", ["", "  ", None, 7, ["Noor"]])
def test_a_name_is_a_text(name, capsys):
    with pytest.raises(CheckFailed, match="No name yet"):
        noted_name(name)
    assert noted_name("Noor") == "Noor"
    capsys.readouterr()
    ask(name, "How many?")
    assert "Write your name" in capsys.readouterr().out
    ask("Noor", "How many?")
    assert capsys.readouterr().out == "How many?\n"


@pytest.mark.parametrize("answer", [36, 36.0, np.int64(36), np.float32(36), np.array(36)])
def test_a_whole_number_may_be_of_any_type_of_number(answer):
    assert whole_number(answer) == 36
    assert type(whole_number(answer)) is int
    assert real_number(answer) == 36.0


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "No answer yet"),
        ("36", "not str"),
        (True, "not bool"),
        (3.5, "3.5 is none"),
        (float("nan"), "nan is none"),
        (10**400, "inf is none"),
        (np.array([36]), "not ndarray"),
        (1j, "not complex"),
    ],
)
def test_anything_else_is_no_whole_number(answer, words):
    with pytest.raises(CheckFailed, match=words):
        whole_number(answer)


@pytest.mark.parametrize("answer", [(4, 3), [4, 3], (np.int64(4), 3.0)])
def test_a_shape_is_a_tuple(answer):
    assert shape(answer) == (4, 3)
    assert shape(()) == ()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "No answer yet"),
        (5, r"written \(5,\)"),
        ("(4, 3)", "not str"),
        ((4, "3"), "not str"),
        ((4, -3), "whole numbers from 0"),
        ((4, 1.5), "whole numbers from 0"),
    ],
)
def test_anything_else_is_no_shape(answer, words):
    with pytest.raises(CheckFailed, match=words):
        shape(answer)


def test_the_reply_to_a_number_names_a_known_mistake_and_never_the_right_answer(capsys):
    mistakes = [(30, "Where are the biases?"), (8, "Is it a sum?"), (8.004, "Or a product?")]

    def reply_to(answer):
        return reply_to_answer(answer, (36, "Yes."), mistakes, "Draw it.", within=0.01)

    assert reply_to(36.004) == "Yes."
    assert capsys.readouterr().out == "Yes.\n"
    for answer, words in (
        (30.0, "You wrote 30. Where are the biases?"),
        (8, "You wrote 8. Draw it."),  # two mistakes fit
        (35, "You wrote 35. Draw it."),
    ):
        with pytest.raises(CheckFailed) as failed:
            reply_to(answer)
        assert str(failed.value) == words


def test_the_reply_to_a_shape():
    right, mistakes = ((4, 3), "Yes."), [((3, 4), "Which comes first?")]
    assert reply_to_answer((4, 3), right, mistakes, "Draw it.") == "Yes."
    with pytest.raises(CheckFailed, match=r"You wrote \(3, 4\). Which comes first"):
        reply_to_answer((3, 4), right, mistakes, "Draw it.")
    with pytest.raises(CheckFailed, match="Draw it"):
        reply_to_answer((4, 3, 1), right, mistakes, "Draw it.")
