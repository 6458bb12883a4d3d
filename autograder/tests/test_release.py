"""The students' notebooks: made by nbgrader, fresh, whole, and without answers."""

import json

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.authoring import release as release_module
from autograder.authoring.course import read_lessons
from autograder.authoring.course_page import BEGIN, END, with_lesson_table
from autograder.authoring.files import WriteError
from autograder.authoring.lesson import read_lesson
from autograder.authoring.release import ReleaseError, release, stale_releases
from autograder.tests.conftest import LESSON

# nbgrader runs `alembic` in a folder of its own and opens databases that it leaves to be closed.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def released(lesson):
    release([lesson])
    return lesson.course / "release" / "week1_try" / "softmax.ipynb"


def test_a_release_holds_no_marker_solution_hidden_test_or_variant(released):
    text = released.read_text()
    for word in ("SOLUTION", "HIDDEN", "_reference", "as_a_power", "base_two", "Yes, they are"):
        assert word not in text


def test_students_start_from_stubs_and_from_authors_texts(released):
    cells = {cell.id: cell for cell in nbformat.read(released, as_version=4).cells}
    assert "YOUR CODE HERE" in cells["answer-exponential"].source
    assert "keepdims=True" in cells["answer-softmax"].source
    assert cells["prediction-largest"].source.startswith("predicted_largest = None")
    assert cells["choice-sum_of_softmax"].source.startswith('choice_sum_of_softmax = ""')
    assert all("autograder" not in cell.metadata for cell in cells.values())


def test_replies_are_released_and_sources_are_not(released):
    assert sorted(path.name for path in released.parent.iterdir()) == [
        "softmax.hints.json",
        "softmax.ipynb",
        "softmax.replies.json",
    ]


def test_a_release_is_fresh_until_students_would_see_a_difference(released, lesson, write_lesson):
    assert stale_releases([lesson]) == []
    right_changed = read_lesson(write_lesson(LESSON.replace("np.e**z", "(np.e**0.5) ** (2 * z)")))
    assert stale_releases([right_changed]) == []
    hint_changed = read_lesson(write_lesson(LESSON.replace("Which base does", "What base does")))
    assert stale_releases([hint_changed]) == [
        "course1_nn_dl/release/week1_try/softmax.hints.json is not fresh"
    ]
    text_changed = read_lesson(write_lesson(LESSON.replace("# # Softmax", "# # The softmax")))
    assert stale_releases([text_changed]) == [
        "course1_nn_dl/release/week1_try/softmax.ipynb is not fresh"
    ]


def test_missing_and_unknown_released_files_are_named(released, lesson):
    released.rename(released.with_name("old.ipynb"))
    assert stale_releases([lesson]) == [
        "course1_nn_dl/release/week1_try/old.ipynb comes from no lesson",
        "course1_nn_dl/release/week1_try/softmax.ipynb is missing",
    ]


def test_a_lesson_that_is_gone_leaves_the_release(released, lesson, write_lesson):
    second = write_lesson(LESSON, "second")
    release(read_lessons([lesson.course]))
    assert released.with_name("second.ipynb").exists()
    second.unlink()
    second.with_suffix(".ipynb").unlink()
    release([lesson])
    assert not released.with_name("second.ipynb").exists()


def test_one_lesson_of_a_week_is_released_and_looked_at_alone(released, lesson, write_lesson):
    second = write_lesson(LESSON, "second")
    release(read_lessons([lesson.course]))
    neighbour = released.with_name("second.ipynb")
    before = neighbour.read_bytes()
    # As in a fresh clone, where no instructor's notebook was made yet.
    for made in (*second.parent.glob("*.ipynb"), *second.parent.glob("*.json")):
        made.unlink()
    write_lesson(LESSON.replace("# # Softmax", "# # The second"), "second")
    assert stale_releases([lesson]) == []
    written = release([lesson])
    assert {path.name.split(".")[0] for path in written} == {"softmax"}
    assert neighbour.read_bytes() == before
    assert released.with_name("second.hints.json").exists()
    assert nbgrader_notebooks(lesson.course) == {"softmax", "second"}


def nbgrader_notebooks(course):
    """The names of the notebooks that the gradebook has for week1_try."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {notebook.name for notebook in gradebook.find_assignment("week1_try").notebooks}


def test_a_failure_of_nbgrader_leaves_the_old_release(released, lesson, monkeypatch):
    before = released.read_bytes()
    (lesson.course / "gradebook.db").write_text("this is no database")
    with pytest.raises(ReleaseError, match="(?s)could not release week1_try.*database"):
        release([lesson])
    assert released.read_bytes() == before
    assert not list(lesson.course.glob(".release-*"))


def test_an_interruption_leaves_the_old_release(released, lesson, monkeypatch, write_lesson):
    before = released.read_bytes()
    changed = read_lesson(write_lesson(LESSON.replace("# # Softmax", "# # The softmax")))

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(release_module, "_generate_assignment", interrupted)
    with pytest.raises(KeyboardInterrupt):
        release([changed])
    assert released.read_bytes() == before
    assert not list(lesson.course.glob(".release-*"))


def test_a_course_that_cannot_be_written_is_named(lesson, monkeypatch):
    def read_only(**_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(release_module.tempfile, "mkdtemp", read_only)
    with pytest.raises(WriteError, match="Read-only file system"):
        release([lesson])


def test_the_notebook_says_which_lesson_it_is(released):
    metadata = json.loads(released.read_text())["metadata"]
    place = {"course": "course1_nn_dl", "week": "week1_try", "lesson": "softmax"}
    assert metadata["autograder"] == place


def test_the_course_s_page_lists_its_lessons(lesson):
    page = lesson.course / "README.md"
    page.write_text(f"# Course\n\n{BEGIN}\n{END}\n\nMore.\n")
    assert "course1_nn_dl/README.md: the table of lessons is not fresh" in stale_releases([lesson])
    release([lesson])
    assert stale_releases([lesson]) == []
    text = page.read_text()
    assert "[Softmax](release/week1_try/softmax.ipynb) | `exponential`, `softmax` | 8 |" in text
    assert text.startswith("# Course\n")
    assert text.endswith("\n\nMore.\n")


def test_a_page_without_a_place_for_the_table_is_left_alone(lesson):
    assert with_lesson_table("# Course\n", [lesson]) == "# Course\n"


def test_the_table_goes_week_by_week_and_keeps_an_author_s_order(write_lesson):
    names = [("week2_b", "alone"), ("week1_a", "quiz"), ("week1_a", "zeros"), ("week1_a", "first")]
    lessons = [read_lesson(write_lesson(LESSON, name, week)) for week, name in names]
    kept = f"{BEGIN}\n(release/week1_a/zeros.ipynb) (release/week1_a/first.ipynb)\n{END}\n"
    table = with_lesson_table(kept, lessons)
    places = [
        table.index(f"release/week{place}.ipynb")
        for place in ("1_a/zeros", "1_a/first", "1_a/quiz", "2_b/alone")
    ]
    assert places == sorted(places)
