"""The command line: what it takes, what it refuses, and how it ends."""

import pytest

from autograder import cli
from autograder.cli import main


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["build", "--unknown"], ["pull"]])
def test_a_misused_command_ends_with_2_and_says_how_it_is_used(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: autograder" in capsys.readouterr().err


def test_options_of_jupyterlab_are_handed_on(monkeypatch, tmp_path, capsys):
    handed = []
    monkeypatch.setattr(cli, "repository", lambda: tmp_path)
    monkeypatch.setattr(
        "autograder.lab.open_jupyterlab", lambda folder, options: handed.extend(options) or 0
    )
    assert main(["lab", "--no-browser", "--port", "9999"]) == 0
    assert handed == ["--no-browser", "--port", "9999"]


def test_an_interruption_ends_quietly(monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "read_lessons", interrupted)
    assert main(["check"]) == 130
    assert "run it again" in capsys.readouterr().err
