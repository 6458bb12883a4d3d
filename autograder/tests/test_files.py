"""Writing files: whole or not at all."""

import os
import signal
import subprocess
import sys

import pytest

from autograder.authoring import files
from autograder.authoring.files import WriteError, write_whole


def test_a_file_is_written_with_its_folders(tmp_path):
    write_whole(tmp_path / "a" / "b.txt", "text\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"text\n"


def test_an_unchanged_file_keeps_its_time(tmp_path):
    path = tmp_path / "b.txt"
    write_whole(path, "text")
    os.utime(path, (1, 1))
    write_whole(path, "text")
    assert path.stat().st_mtime == 1


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch, call):
    path = tmp_path / "b.txt"
    write_whole(path, "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, call, full)
    with pytest.raises(WriteError, match=r"b\.txt: No space left on device.*[Nn]othing"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WriteError, match="cannot write"):
        write_whole(tmp_path / "file" / "b.txt", "text")


def test_a_process_killed_while_writing_leaves_the_old_file(tmp_path):
    path = tmp_path / "b.txt"
    write_whole(path, "old")
    code = (
        "import os, signal\n"
        "from autograder.authoring import files\n"
        "files.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"files.write_whole({str(path)!r}, 'new')\n"
    )
    process = subprocess.run([sys.executable, "-c", code], check=False)
    assert process.returncode == -signal.SIGKILL
    assert path.read_text() == "old"
