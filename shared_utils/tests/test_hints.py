"""Hints for known mistakes: found by what was compared, and never guessed."""

import json

import numpy as np
import pytest

from shared_utils.hints import digest, hint_for

SENTENCE = "each column adds up to 1"


@pytest.fixture
def folder(tmp_path):
    hints = {digest(np.array([1.0, 3.0]), np.array([1.0, 2.0]), SENTENCE): "Which axis?"}
    (tmp_path / "softmax.hints.json").write_text(json.dumps(hints))
    return tmp_path


def test_a_known_comparison_gets_its_hint(folder):
    assert hint_for(np.array([1.0, 3.0]), np.array([1.0, 2.0]), SENTENCE, folder) == "Which axis?"


def test_noise_of_a_machine_makes_no_difference(folder):
    got = np.array([1.0 + 1e-12, 3.0 - 1e-12])
    assert hint_for(got, np.array([1.0, 2.0]), SENTENCE, folder) == "Which axis?"


@pytest.mark.parametrize(
    ("got", "want", "sentence"),
    [
        (np.array([1.0, 3.01]), np.array([1.0, 2.0]), SENTENCE),
        (np.array([[1.0, 3.0]]), np.array([1.0, 2.0]), SENTENCE),
        ([1.0, 3.0], np.array([1.0, 2.0]), SENTENCE),
        (np.array([1.0, 3.0]), np.array([1.0, 2.5]), SENTENCE),
        (np.array([1.0, 3.0]), np.array([1.0, 2.0]), "another check"),
    ],
)
def test_another_comparison_gets_none(folder, got, want, sentence):
    assert hint_for(got, want, sentence, folder) == ""


@pytest.mark.parametrize(
    "got", [None, 0, 1.0, True, "", [], {}, np.zeros(3), np.full((2, 2), 0.5), object(), [object()]]
)
def test_what_an_unfinished_answer_gives_names_no_mistake(got):
    assert digest(got, 2.5, SENTENCE) == ""


@pytest.mark.parametrize(
    "value", [2.5, "abc", b"x", (1, 2.0), [3, None], {"W": np.eye(2), "b": [1.0]}, np.nan, 10**30]
)
def test_what_says_something_has_a_digest_and_always_the_same(value):
    assert digest(value, 1.5, SENTENCE)
    assert digest(value, 1.5, SENTENCE) == digest(value, 1.5, SENTENCE)


def test_files_that_are_missing_or_damaged_are_no_error(tmp_path):
    assert hint_for(2.5, 1.5, SENTENCE, tmp_path / "nowhere") == ""
    (tmp_path / "a.hints.json").write_text("{")
    (tmp_path / "b.hints.json").write_text("[]")
    (tmp_path / "c.hints.json").write_text(json.dumps({digest(2.5, 1.5, SENTENCE): 3}))
    assert hint_for(2.5, 1.5, SENTENCE, tmp_path) == ""


def test_single_precision_is_told_by_the_digits_on_which_machines_agree():
    first = np.array([0.123461, 2.0], dtype=np.float32)
    second = np.array([0.123464, 2.0], dtype=np.float32)
    third = np.array([0.1236, 2.0], dtype=np.float32)
    assert digest(first, 1.5, SENTENCE) == digest(second, 1.5, SENTENCE)
    assert digest(first, 1.5, SENTENCE) != digest(third, 1.5, SENTENCE)
    assert digest(first.astype(float), 1.5, SENTENCE) != digest(second.astype(float), 1.5, SENTENCE)
