"""The students' notebooks, made from the instructor's by nbgrader's own generate_assignment."""

import filecmp
import logging
import os
import shutil
import tempfile
from itertools import groupby
from pathlib import Path

from autograder.authoring.build import build
from autograder.authoring.course import read_lessons
from autograder.authoring.course_page import PAGE, with_lesson_table
from autograder.authoring.files import WriteError, write_whole
from autograder.authoring.hints import write_hints
from autograder.authoring.trials import try_lessons
from autograder.errors import AutograderError


class ReleaseError(AutograderError):
    """nbgrader could not make a release; what was released before is whole."""


def release(lessons):
    """Build the lessons' weeks and write the lessons' releases; returns the paths written.

    The assignment is entered into the course's gradebook, as nbgrader does, with all lessons of
    the week. Each file of the release is replaced as a whole, and only after all of the week was
    made. Files of the week's other lessons stay; files that come from no lesson are removed. The
    table of lessons on the course's page follows.
    """
    written = []
    reports = _reports(lessons)
    for (course, week), group in _weeks(lessons):
        _build_week(course, week)
        for lesson in group:
            write_hints(lesson, reports[lesson.path])
        with _generated(course, week) as made:
            target = course / "release" / week
            others = _other_lessons(course, week, group)
            for name in sorted(_names(made, others)):
                write_whole(target / name, (made / name).read_text(encoding="utf-8"))
                written.append(target / name)
            for stale in _names(target, others) - _names(made):
                (target / stale).unlink()
        page = course / PAGE
        if page.exists():
            write_whole(page, _fresh_page(course))
    return written


def enter_into_gradebook(lessons):
    """Enter the lessons' weeks into their course's gradebook; what was released stays.

    Raises ReleaseError, when the gradebook has submissions with other checks for instance.
    """
    for (course, week), _ in _weeks(lessons):
        _build_week(course, week)
        with _generated(course, week):
            pass


def stale_releases(lessons):
    """Lines about released files that differ from a fresh build, empty when all are fresh."""
    lines = []
    reports = _reports(lessons)
    for (course, week), group in _weeks(lessons):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / course.name
            (copy / "source" / week).mkdir(parents=True)
            shutil.copy(course / "nbgrader_config.py", copy)
            for lesson in group:
                build(lesson, copy / "source" / week)
                write_hints(lesson, reports[lesson.path], copy / "source" / week)
            with _generated(copy, week) as made:
                others = _other_lessons(course, week, group)
                lines += _differences(course / "release" / week, made, others)
    for course in sorted({lesson.course for lesson in lessons}):
        page = course / PAGE
        if page.exists() and page.read_text(encoding="utf-8") != _fresh_page(course):
            lines.append(f"{course.name}/{PAGE}: the table of lessons is not fresh")
    return lines


def _reports(lessons):
    """The Report of each lesson's trials by the lesson's path."""
    paths = [lesson.path for lesson in lessons]
    return dict(zip(paths, try_lessons(lessons), strict=True))


def _fresh_page(course):
    text = (course / PAGE).read_text(encoding="utf-8")
    return with_lesson_table(text, read_lessons([course]))


def _weeks(lessons):
    def key(lesson):
        return lesson.course, lesson.week

    return [(place, list(group)) for place, group in groupby(sorted(lessons, key=key), key)]


def _build_week(course, week):
    # A lesson whose notebook is missing would leave the assignment in the gradebook.
    for lesson in read_lessons([course / "source" / week]):
        build(lesson)


def _other_lessons(course, week, group):
    """The names of the week's lessons that are not in the group."""
    names = {path.stem for path in (course / "source" / week).glob("*.py")}
    return names - {lesson.name for lesson in group}


def _differences(released, made, others):
    for name in sorted(_names(released, others) | _names(made)):
        path = f"{released.parents[1].name}/release/{released.name}/{name}"
        if not (made / name).exists():
            yield f"{path} comes from no lesson"
        elif not (released / name).exists():
            yield f"{path} is missing"
        elif not filecmp.cmp(released / name, made / name, shallow=False):
            yield f"{path} is not fresh"


def _names(folder, others=()):
    """The names of the files in a folder, but for those of the other lessons."""
    if not folder.is_dir():
        return set()
    names = {path.name for path in folder.iterdir() if path.is_file()}
    return {name for name in names if name.split(".")[0] not in others}


class _generated:
    """Context manager: the folder of a week's release as generate_assignment makes it."""

    def __init__(self, course, week):
        self.course, self.week = course, week

    def __enter__(self):
        try:
            # Within the course folder, for nbgrader wants its steps under one root.
            self.folder = Path(tempfile.mkdtemp(dir=self.course, prefix=".release-"))
        except OSError as error:
            raise WriteError(
                f"cannot write in {self.course}: {error.strerror}. Nothing there was changed."
            ) from None
        try:
            _generate_assignment(self.course, self.week, self.folder.name)
        except BaseException:
            self.__exit__()
            raise
        return self.folder / self.week

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)


def _generate_assignment(course, week, release_directory):
    """Run `nbgrader generate_assignment WEEK` in the course, into another release directory."""
    # nbgrader takes seconds to import; commands that need no release stay fast.
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.release_directory = release_directory
    before = os.getcwd()
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    try:
        os.chdir(course)
        result = NbGraderAPI(config=config).generate_assignment(week, force=True)
    finally:
        os.chdir(before)
    if not result["success"]:
        error = result.get("error", "").strip().splitlines() or ["no reason was given"]
        raise ReleaseError(
            f"nbgrader could not release {week} of {course.name}: {error[-1]}\n"
            f"What was released before is unchanged. nbgrader's own words:\n{result['log']}"
        )
