"""What `autograder doctor` prints: whether this machine can grade, and how safely."""

import os
import platform
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from autograder.grading.sandbox import MEGABYTE, REQUIRED, SandboxError, protections

OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 13)
SET_UP = "set up as README.md says"


def report():
    """Look at this machine; returns (lines, ready).

    Each line says one thing, and how to mend it where it needs mending. `ready` is True when
    submissions of people one does not trust can be graded. Takes about 0.2 seconds.
    """
    needed = [_python(), _package("nbgrader", SET_UP)]
    try:
        found = protections()
    except SandboxError as error:
        needed.append((str(error), False))
        found = ()
    lines = [
        *(line for line, _ in needed),
        _package("tensorflow", f"lessons that use it cannot be graded; {SET_UP}")[0],
        _size(),
        *map(_protection, found),
    ]
    lacking = [p.name for p in found if p.name in REQUIRED and not p.active]
    if lacking:
        lines.append(
            f"Not ready: {', '.join(lacking)} missing. With --trust submissions are graded all the "
            f"same; they could then do what is not stopped."
        )
    elif not all(good for _, good in needed):
        lines.append("Not ready: see above.")
    else:
        lines.append("Ready: submissions of people you do not trust can be graded.")
    return lines, lines[-1].startswith("Ready")


def _python():
    good = OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON
    line = f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    oldest, newest = (".".join(map(str, number)) for number in (OLDEST_PYTHON, NEWEST_PYTHON))
    return line if good else f"{line}: use Python {oldest} to {newest}", good


def _package(name, without):
    """Says the version of a package; it is not imported, which may take seconds."""
    if find_spec(name) is None:
        return f"{name} is missing: {without}", False
    try:
        return f"{name} {version(name)}", True
    except PackageNotFoundError:
        return f"{name}, under another name such as tensorflow-cpu", True


def _size():
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    parts = [f"{cores} {'core' if cores == 1 else 'cores'}"]
    if "SC_PHYS_PAGES" in getattr(os, "sysconf_names", ()):
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        parts.append(f"{_gigabytes(memory)} of memory")
    for folder in dict.fromkeys((os.getcwd(), tempfile.gettempdir())):
        parts.append(f"{_gigabytes(shutil.disk_usage(folder).free)} free in {folder}")
    return ", ".join(parts)


def _gigabytes(size):
    return f"{size / (1024 * MEGABYTE):.1f} GB"


def _protection(protection):
    state = "on" if protection.active else "MISSING"
    line = f"{protection.name}: {state} ({protection.how}). It stops {protection.stops}."
    if not protection.mend:
        return line
    return f"{line} To {'strengthen' if protection.active else 'get'} it: {protection.mend}."
