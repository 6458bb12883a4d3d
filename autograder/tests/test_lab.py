"""The student's folder: filled, followed, and never overwritten."""

import json

import pytest

from autograder import lab
from autograder.lab import HANDED_OUT, hand_out

NAME = "course1_nn_dl/week1_try/lesson.ipynb"


@pytest.fixture
def root(tmp_path):
    release(tmp_path, "first")
    return tmp_path


def release(root, text):
    path = root / "course1_nn_dl" / "release" / "week1_try" / "lesson.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_released_notebooks_are_handed_out(root):
    assert hand_out(root, root / "work") == []
    assert (root / "work" / NAME).read_text() == "first"


def test_an_untouched_copy_follows_the_release(root):
    hand_out(root, root / "work")
    release(root, "second")
    assert hand_out(root, root / "work") == []
    assert (root / "work" / NAME).read_text() == "second"


def test_a_student_s_work_is_never_overwritten_and_is_named_once_it_is_behind(root):
    hand_out(root, root / "work")
    mine = root / "work" / NAME
    mine.write_text("my answers")
    assert hand_out(root, root / "work") == []
    release(root, "second")
    assert hand_out(root, root / "work") == [mine]
    assert mine.read_text() == "my answers"


def test_opening_and_saving_a_notebook_is_no_work_yet(root):
    notebook = {"cells": [{"source": "x = 1", "outputs": []}], "metadata": {}}
    release(root, json.dumps(notebook))
    hand_out(root, root / "work")
    mine = root / "work" / NAME
    notebook["cells"][0] |= {"source": ["x = 1"], "outputs": ["1"]}
    mine.write_text(json.dumps(notebook | {"metadata": {"version": "3.11"}}))
    release(root, "second")
    assert hand_out(root, root / "work") == []
    assert mine.read_text() == "second"


def test_after_renaming_the_new_version_arrives(root):
    hand_out(root, root / "work")
    mine = root / "work" / NAME
    mine.write_text("my answers")
    release(root, "second")
    mine.rename(mine.with_name("mine.ipynb"))
    assert hand_out(root, root / "work") == []
    assert mine.read_text() == "second"
    assert mine.with_name("mine.ipynb").read_text() == "my answers"


@pytest.mark.parametrize("record", [None, "not JSON"])
def test_without_its_record_nothing_is_overwritten(root, record):
    hand_out(root, root / "work")
    (root / "work" / NAME).write_text("my answers")
    (root / "work" / HANDED_OUT).unlink()
    if record:
        (root / "work" / HANDED_OUT).write_text(record)
    hand_out(root, root / "work")
    assert (root / "work" / NAME).read_text() == "my answers"


def test_numpy_gets_one_thread_unless_the_student_set_another_number(root, monkeypatch):
    class Started:
        def __init__(self, command, cwd, env):
            self.env = env
            started.append(self)

        def wait(self):
            return 0

    started = []
    monkeypatch.setattr(lab.subprocess, "Popen", Started)
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    lab.open_jupyterlab(root)
    assert started[0].env["OPENBLAS_NUM_THREADS"] == "1"
    assert started[0].env["OMP_NUM_THREADS"] == "3"
