"""Every command that README.md names works, in the order in which it stands there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.course import read_lessons
from autograder.authoring.lesson import read_lesson
from autograder.authoring.trials import try_lesson
from autograder.cli import main
from autograder.made_up_class import hand_in, reference_answers, write_submission
from autograder.tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore")

README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
WEEK = Path("course1_nn_dl/source/week2_basics")
RELEASED = Path("course1_nn_dl/release/week2_basics")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A copy of the repository's own files, with one week of lessons and this environment."""
    folder = tmp_path_factory.mktemp("repository")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        is_lesson = re.match(r"course\w+/(source|release)/", name)
        # `make test` tries every lesson before.
        is_left_out = is_lesson and not name.startswith((f"{WEEK}/", f"{RELEASED}/"))
        if (ROOT / name).is_file() and not is_left_out:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(BIN.parent)
    return folder


def run(folder, script):
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    process = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def test_the_three_make_commands_run_their_targets():
    first = blocks("sh")[0]
    assert re.findall(r"^make (\w+)", first, re.MULTILINE) == ["lab", "demo", "test"]
    # `make test` runs this test, so its lines are only looked up here.
    assert run(ROOT, "make -s lab OPTIONS=--version").split()[-1][0].isdigit()
    assert "--no-browser" in run(ROOT, "make -s demo OPTIONS=--help")
    assert "pytest" in run(ROOT, "make -n test")


def test_the_instructor_s_commands_grade_a_submission(repository):
    course = repository / "course1_nn_dl"
    lessons = read_lessons([repository / WEEK])
    for lesson in lessons:
        released = nbformat.read(course / "release" / lesson.week / f"{lesson.name}.ipynb", 4)
        content = hand_in(released, reference_answers(lesson))
        write_submission(course, "amina", lesson.week, lesson.name, content)
    script = next(block for block in blocks("sh") if "autograder grade" in block)
    output = run(repository, script)
    assert "Ready: " in output
    assert "\ngraded: 1\n" in output
    rows = (course / "grades.csv").read_text().splitlines()
    row = next(row for row in rows if row.startswith(f"{WEEK.name},"))
    assert f"{float(sum(lesson.points for lesson in lessons))}" in row


def test_the_author_s_commands_run(repository):
    for script in blocks("sh"):
        if "make" not in script and "nbgrader" not in script:
            run(repository, script)


def test_the_exercise_of_the_readme_is_added_by_one_file_and_one_command(tmp_path, capsys):
    week = tmp_path / "course1_nn_dl" / "source" / "week2_basics"
    week.mkdir(parents=True)
    shutil.copy(ROOT / "course1_nn_dl" / "nbgrader_config.py", tmp_path / "course1_nn_dl")
    path = week / "numbers.py"
    exercise = next(block for block in blocks("python") if 'answer="relu"' in block)
    setup = "# %%\nimport numpy as np\n\nfrom shared_utils.checks import same\n\n"
    path.write_text(setup + exercise)
    assert main(["check", str(path)]) == 0
    assert "1 right answer accepted, 3 wrong answers refused" in capsys.readouterr().out


def test_the_question_of_the_readme_is_one(tmp_path):
    path = tmp_path / "course" / "source" / "week" / "lesson.py"
    path.parent.mkdir(parents=True)
    path.write_text(blocks("markdown")[0])
    assert try_lesson(read_lesson(path)).failures == []


def test_the_windows_commands_name_what_there_is(repository):
    lines = blocks("powershell")[0].replace("\\", "/").replace("Scripts", "bin").splitlines()
    assert lines[0] == "py -m venv .venv"
    assert lines[1] == ".venv/bin/python -m pip install -c requirements.txt -e ."
    assert run(repository, f"{lines[2]} --version").strip()[0].isdigit()


@pytest.mark.parametrize(
    "path",
    sorted(
        {
            (readme.parent, target)
            for readme in [ROOT / "README.md", *ROOT.glob("course*/README.md")]
            for target in re.findall(r"\]\(([^)#:]+)\)", readme.read_text(encoding="utf-8"))
        },
        key=str,
    ),
    ids=lambda path: f"{path[0].name}/{path[1]}",
)
def test_links_lead_somewhere(path):
    folder, target = path
    assert (folder / target).exists()
