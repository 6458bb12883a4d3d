"""`make lab`: the student's notebooks in `work/`, opened in JupyterLab."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import autograder
from autograder.authoring.course import COURSES
from autograder.authoring.files import write_whole
from autograder.grading.pools import ONE_BLAS_THREAD

HANDED_OUT = ".handed_out.json"

# JupyterLab asks about news from the network at its first start; nothing here needs it.
NEWS = ("@jupyterlab/apputils-extension:announcements",)
# Menus of nbgrader's that are for instructors, or for a shared exchange folder.
FOR_INSTRUCTORS = tuple(
    f"@jupyter/nbgrader:{name}"
    for name in ("assignment-list", "course-list", "create-assignment", "formgrader", "menu")
)
# What stands behind these menus in the server would complain that there is no course here.
SERVER_PARTS_FOR_INSTRUCTORS = tuple(
    f"nbgrader.server_extensions.{name}"
    for name in ("assignment_list", "course_list", "formgrader")
)


def hand_out(root, work):
    """Copy released notebooks to a student's folder and never overwrite their work.

    A copy that the student has not touched follows the release; one that was edited stays as
    it is. Returns the files that stayed although the course has a newer version.

    Parameters
    ----------
    root : Path, the repository.
    work : Path, the student's folder; made when it is missing.
    """
    record_path = work / HANDED_OUT
    try:
        record = json.loads(record_path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        record = {}
    kept = []
    for released in sorted(
        path for course in COURSES for path in (root / course / "release").glob("*/*")
    ):
        course = released.parents[2].name
        name = f"{course}/{released.parent.name}/{released.name}"
        text = released.read_text(encoding="utf-8")
        mine = work / name
        if not mine.exists() or _hash(mine.read_bytes()) == record.get(name):
            write_whole(mine, text)
            record[name] = _hash(text.encode())
        elif _hash(text.encode()) not in (record.get(name), _hash(mine.read_bytes())):
            kept.append(mine)
    write_whole(record_path, json.dumps(record, indent=1, sort_keys=True) + "\n")
    return kept


def open_jupyterlab(folder, arguments=(), config_folder=None, without=NEWS + FOR_INSTRUCTORS):
    """Run JupyterLab on a folder until it is stopped; returns its exit status.

    JupyterLab itself looks for the next free port when the one it wants is taken.

    Parameters
    ----------
    folder : Path, what JupyterLab shows.
    arguments : further command-line arguments for JupyterLab.
    config_folder : Path, where the nbgrader_config.py is under which notebooks are validated
        and graded; the settings that all courses share by default.
    without : names of JupyterLab's extensions that stay off.
    """
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        *arguments,
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    # nbgrader's server extension reads its configuration from the server's working directory.
    config_folder = config_folder or Path(autograder.__file__).parent
    with tempfile.TemporaryDirectory() as settings:
        page = {"disabledExtensions": dict.fromkeys(without, True)}
        write_whole(Path(settings) / "labconfig" / "page_config.json", json.dumps(page))
        parts = {"autograder.validate_button": True}
        if set(FOR_INSTRUCTORS) <= set(without):
            parts |= dict.fromkeys(SERVER_PARTS_FOR_INSTRUCTORS, False)
        write_whole(
            Path(settings) / "jupyter_server_config.d" / "autograder.json",
            json.dumps({"ServerApp": {"jpserver_extensions": parts}}),
        )
        paths = [settings, *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
        settings_path = {"JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
        environment = {**ONE_BLAS_THREAD, **os.environ, **settings_path}
        process = subprocess.Popen(command, cwd=config_folder, env=environment)
        while True:
            # Control-C reaches JupyterLab too, which asks whether it should stop.
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()


def _hash(content):
    """What tells a file from its earlier state: of a notebook, the text of its cells.

    Opening and saving a notebook adds outputs and the Python version, which is no work yet.
    """
    with contextlib.suppress(ValueError, TypeError, KeyError):
        cells = json.loads(content)["cells"]
        content = json.dumps(["".join(cell["source"]) for cell in cells]).encode()
    return hashlib.sha256(content).hexdigest()
