"""Where courses and their lessons are."""

from pathlib import Path

from autograder.authoring.lesson import LessonError, read_lesson
from autograder.errors import AutograderError

COURSES = (
    "course1_nn_dl",
    "course2_improving",
    "course3_structuring",
    "course4_cnn",
    "course5_sequence",
)


class CourseError(AutograderError):
    """A path names no course, week or lesson."""


def repository():
    """The folder that holds the five courses, seen from the working directory.

    Raises CourseError outside of it.
    """
    for folder in (Path.cwd(), *Path.cwd().parents):
        if any((folder / course / "source").is_dir() for course in COURSES):
            return folder
    raise CourseError(
        f"no course folder in {Path.cwd()} or above it; run this in the repository, "
        f"or name the lessons"
    )


def lesson_paths(paths=()):
    """The sources under each path: a lesson, a week, a course; all five courses by default."""
    if not paths:
        root = repository()
        paths = [root / course for course in COURSES if (root / course).is_dir()]
    found = []
    for path in map(Path, paths):
        if path.is_file():
            found.append(path)
        elif (path / "nbgrader_config.py").exists():
            found += sorted(path.glob("source/*/*.py"))
        elif path.is_dir():
            found += sorted(path.glob("*.py")) or sorted(path.glob("*/*.py"))
        else:
            raise CourseError(f"{path} does not exist; name a lesson, a week's or a course folder")
    if not found:
        raise CourseError(
            "there is no lesson in " + ", ".join(str(path) for path in paths) + "; "
            "a lesson is a .py file in a course's source/<week>/"
        )
    return [path.resolve() for path in found]


def read_lessons(paths=()):
    """All lessons under the paths.

    Raises LessonError with the problems of all their files at once.
    """
    lessons, problems = [], []
    for path in lesson_paths(paths):
        try:
            lessons.append(read_lesson(path))
        except LessonError as error:
            problems += error.problems
    if problems:
        raise LessonError(problems)
    return lessons
