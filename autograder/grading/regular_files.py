"""Files of people one does not trust: only regular ones are opened, never what a link points to.

Nothing big is imported: `autograder validate` looks into a notebook, and `autograder grade` for
students, before their other imports.
"""

import os
import stat
from pathlib import Path

# A lesson with all its plots saved takes a few megabytes.
LARGEST_NOTEBOOK = 50_000_000


def students_of(folder, week):
    """The students, in order, for whom there is something under `<folder>/<student>/<week>`."""
    if not os.path.isdir(folder):
        return []
    return sorted(
        entry.name
        for entry in os.scandir(folder)
        if not entry.name.startswith(".")
        and os.path.lexists(os.path.join(folder, entry.name, week))
    )


def read_notebook(path):
    """The text of a notebook's file, as (text, problem): one of them is empty."""
    return read_text(Path(path), LARGEST_NOTEBOOK)


def kind_of(path):
    """What stands at a path: "missing", "file", or words for a sentence."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return "missing"
    if stat.S_ISLNK(mode):
        return "a link"
    if stat.S_ISDIR(mode):
        return "a folder"
    return "file" if stat.S_ISREG(mode) else "a special file"


def read_text(path, most):
    """The text of a regular file of at most so many bytes, as (text, problem)."""
    kind = kind_of(path)
    if kind == "missing":
        return "", f"{path.name} was not handed in."
    if kind != "file":
        return "", f"{path.name} is {kind}, not a file that can be graded."
    try:
        # Without waiting, should it have become a pipe meanwhile.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        return "", f"{path.name} cannot be read: {error.strerror}."
    if len(content) > most:
        return "", f"{path.name} is larger than {most // 1_000_000} MB. Clear its outputs."
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return "", f"{path.name} is damaged: it is not text in UTF-8."
