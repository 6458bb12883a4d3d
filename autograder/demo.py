"""`make demo`: the instructor's side, on a made-up class."""

import shutil
from pathlib import Path

import nbformat

from autograder.authoring.course import read_lessons
from autograder.authoring.release import release
from autograder.grading.bulk import grade_week, summary
from autograder.grading.nbgrader_runs import NbgraderError, read_marks, run_nbgrader
from autograder.made_up_class import hostile_class, made_up_class, write_submission

COURSE, WEEK = "course1_nn_dl", "week2_basics"


def set_up_class(root, folder):
    """Copy a course into a folder, release a week of it, and hand in a class's submissions.

    Returns the course's folder and the students.
    """
    course = Path(folder) / COURSE
    if course.exists():
        shutil.rmtree(course)
    (course / "source").mkdir(parents=True)
    shutil.copy(root / COURSE / "nbgrader_config.py", course)
    sources = (root / COURSE / "source" / WEEK).glob("*.py")
    (course / "source" / WEEK).mkdir()
    for source in sources:
        shutil.copy(source, course / "source" / WEEK)
    lessons = read_lessons([course])
    release(lessons)
    students = {}
    for lesson in lessons:
        path = course / "release" / WEEK / f"{lesson.name}.ipynb"
        released = nbformat.read(path, 4)
        submissions = made_up_class(lesson, released) | hostile_class(lesson, released)
        for student, submission in submissions.items():
            write_submission(course, student, WEEK, lesson.name, submission)
            students[student] = None
    return course, list(students)


def grade_class(course):
    """Grade all submissions, have nbgrader write their feedback; returns a Report."""
    # The class is made up, so it may be graded where a protection is missing.
    graded = grade_week(course, WEEK, again=True, trust=True)
    _enter_names(course, graded.records)
    status, output = run_nbgrader(course, "generate_feedback", WEEK, "--force")
    if status != 0:
        raise NbgraderError(f"nbgrader wrote no feedback:\n{output}")
    return graded


def _enter_names(course, students):
    """Give the class names in the gradebook, as an instructor does from the list of a course."""
    # nbgrader takes seconds to import.
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for student in students:
            names = {"first_name": student.capitalize(), "last_name": "Example"}
            gradebook.update_or_create_student(student, **names)


def report(course):
    """Lines of a table: each student's marks and the checks that failed."""
    lines = [f"{'student':8}  {'points':>10}  not accepted"]
    for student, mark in sorted(read_marks(course, WEEK).items()):
        failed = [
            name.removeprefix("check-")
            for name, (score, points) in mark.by_check.items()
            if score < points
        ]
        shown = ", ".join(failed[:3]) + (f" and {len(failed) - 3} more" if failed[3:] else "")
        points = f"{mark.score:.0f} of {mark.points:.0f}"
        lines.append(f"{student:8}  {points:>10}  {shown or 'nothing'}")
    return lines


def show(root, work):
    """Set up the class, grade it and print the report; returns the course's folder."""
    print("Making up a class: its work is right, mistaken, unfinished, untidy, broken or hostile.")
    course, _ = set_up_class(root, work / "demo")
    graded = grade_class(course)
    print("\n".join([*report(course), "", *summary(graded)]))
    print(f"\nWhat each student is told is in {course / 'feedback'}, a web page per notebook.")
    return course
