"""A missing prerequisite gets one plain line that says what to install."""

import shutil
import subprocess

import pytest

from autograder.tests.conftest import ROOT


@pytest.fixture
def fresh(tmp_path):
    """A folder with the Makefile and no environment."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(folder, target, python):
    process = subprocess.run(
        ["make", "-s", target, f"PYTHON={python}", "apt-get-install=false"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode != 0
    return process.stdout.strip().splitlines()


def fake_python(folder, body):
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("target", ["lab", "demo", "test"])
def test_no_python_at_all(fresh, target):
    lines = make(fresh, target, "no-such-python")
    assert lines == [
        "Python 3.11, 3.12 or 3.13 is needed: sudo apt-get install python3 python3-venv"
    ]


def test_a_python_that_is_too_old_or_too_new(fresh):
    body = 'case "$*" in *version_info*) exit 1;; *) echo "Python 3.9.2";; esac'
    (line,) = make(fresh, "lab", fake_python(fresh, body))
    assert "3.11, 3.12 or 3.13 is needed" in line
    assert "Python 3.9.2" in line


def test_a_python_without_its_venv_module(fresh):
    body = 'case "$*" in *ensurepip*) exit 1;; esac'
    (line,) = make(fresh, "lab", fake_python(fresh, body))
    assert line == "Python's venv module is incomplete: sudo apt-get install python3-venv"


def test_packages_that_cannot_be_installed_leave_no_half_made_set_up(fresh):
    body = (
        'case "$*" in *"-m venv"*) mkdir -p .venv/bin; cp python .venv/bin/python;; '
        '*"pip install"*) exit 1;; esac'
    )
    lines = make(fresh, "lab", fake_python(fresh, body))
    assert lines[-1].startswith("The packages could not be installed")
    assert not (fresh / ".venv" / "students").exists()
