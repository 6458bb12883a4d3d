"""Finding lessons, and what is said when there are none."""

import pytest

from autograder.authoring.course import COURSES, lesson_paths, read_lessons, repository
from autograder.authoring.lesson import LessonError
from autograder.cli import main
from autograder.tests.conftest import LESSON, ROOT


def test_the_five_courses_share_one_config_in_three_lines():
    for course in COURSES:
        lines = (ROOT / course / "nbgrader_config.py").read_text().splitlines()
        assert len(lines) == 3
        assert f'course_id = "{course}"' in lines[-1]


def test_a_lesson_a_week_a_course_and_the_repository_are_found(write_lesson, monkeypatch):
    path = write_lesson()
    course = path.parents[2]
    for place in (path, path.parent, path.parents[1], course):
        assert lesson_paths([place]) == [path]
    monkeypatch.chdir(course)
    assert lesson_paths() == [path]
    assert repository() == course.parent


@pytest.mark.parametrize("command", ["build", "release", "check"])
def test_a_folder_that_does_not_exist_is_named(tmp_path, capsys, command):
    assert main([command, str(tmp_path / "course9")]) == 1
    assert "course9 does not exist; name a lesson" in capsys.readouterr().err


def test_outside_a_repository_the_commands_say_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 1
    assert "no course folder" in capsys.readouterr().err


def test_an_empty_folder_is_said_to_hold_no_lesson(tmp_path, capsys):
    assert main(["build", str(tmp_path)]) == 1
    assert "there is no lesson in" in capsys.readouterr().err


def test_the_problems_of_all_files_come_at_once(write_lesson):
    write_lesson(LESSON.replace("points=4", "point=4"), "first")
    path = write_lesson(LESSON.replace("points=4", "point=4"), "second")
    with pytest.raises(LessonError) as error:
        read_lessons([path.parent])
    assert {problem.path.name for problem in error.value.problems} == {"first.py", "second.py"}
