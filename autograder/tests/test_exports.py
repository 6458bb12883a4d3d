"""Marks as tables: right, quoted, and never a formula."""

import csv
import io
import shutil

import pytest
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.grading.exports import export
from autograder.grading.marks import course_directory
from autograder.tests.conftest import ROOT

# nbgrader leaves databases to be closed by the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")

HOSTILE = '=HYPERLINK("http://example.org","marks")'


@pytest.fixture
def course(tmp_path):
    """A course of two weeks and three students, one with the name of a formula."""
    course = tmp_path / "course1_nn_dl"
    course.mkdir()
    shutil.copy(ROOT / "course1_nn_dl" / "nbgrader_config.py", course)
    directory = course_directory(course)
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        for week in ("week1", "week2"):
            gradebook.add_assignment(week)
            gradebook.add_notebook("lesson", week)
            gradebook.add_grade_cell("check", "lesson", week, max_score=8, cell_type="code")
        gradebook.add_student("amina", first_name="Amina", last_name='O"Neil, Jr.')
        gradebook.add_student("bruno", first_name="Brünö\nII", email="bruno@example.org")
        gradebook.add_student("mallory", first_name=HOSTILE, lms_user_id="+49")
        for student, score in (("amina", 7.5), ("mallory", 8)):
            gradebook.add_submission("week1", student)
            (grade,) = gradebook.find_submission_notebook("lesson", "week1", student).grades
            grade.auto_score, grade.needs_manual_grade = score, False
        late = gradebook.find_submission_notebook("lesson", "week1", "amina")
        late.late_submission_penalty = 2.0
        gradebook.db.commit()
    return course


def table(course, kind):
    return list(csv.reader(io.StringIO(export(course, kind), newline="")))


def test_csv_has_a_line_for_each_student_and_week(course):
    header, *rows = table(course, "csv")
    assert header[:5] == ["student", "first_name", "last_name", "email", "week"]
    assert len(rows) == 6
    assert rows[0] == [
        *("amina", "Amina", 'O"Neil, Jr.', "", "week1", "5.5", "8", "0", "no", "lesson 7.5")
    ]
    assert rows[2][1] == "Brünö\nII"
    assert rows[3][4:7] == ["week2", "0", "8"]


def test_canvas_has_points_possible_and_a_line_for_each_student(course):
    header, possible, *rows = table(course, "canvas")
    assert header[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert header[5:] == ["week1", "week2"]
    assert possible[0].strip() == "Points Possible"
    assert possible[5:] == ["8", "8"]
    assert rows[0] == ['O"Neil, Jr., Amina', "", "amina", "amina", "", "5.5", ""]


def test_moodle_has_the_columns_of_its_import(course):
    header, *rows = table(course, "moodle")
    assert header == ["ID number", "Full name", "Email address", "week1", "week2"]
    assert rows[1] == ["bruno", "Brünö\nII", "bruno@example.org", "", ""]


@pytest.mark.parametrize("kind", ["csv", "canvas", "moodle"])
def test_no_cell_is_a_formula(course, kind):
    cells = [cell for row in table(course, kind) for cell in row]
    assert any(HOSTILE in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_command_writes_a_file_or_prints(course, tmp_path, capsys):
    path = tmp_path / "grades.csv"
    assert main(["grades", str(course), "--format", "moodle", "--output", str(path)]) == 0
    assert main(["grades", str(course), "--format", "moodle"]) == 0
    written = path.read_text(encoding="utf-8")
    assert capsys.readouterr().out.splitlines()[-1] in written


def test_a_gradebook_that_is_missing_or_damaged_is_named(course, capsys):
    (course / "gradebook.db").write_text("no database" * 100)
    assert main(["grades", str(course)]) == 2
    assert "cannot be read: file is not a database" in capsys.readouterr().err
    (course / "gradebook.db").unlink()
    assert main(["grades", str(course)]) == 2
    assert "there is no gradebook" in capsys.readouterr().err
    assert not (course / "gradebook.db").exists()
