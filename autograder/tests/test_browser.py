"""What a student and an instructor see in JupyterLab, read from a real browser."""

import shutil
import socket

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from autograder.authoring.course import read_lessons
from autograder.authoring.notebooks import KERNEL
from autograder.authoring.release import release
from autograder.demo import set_up_class
from autograder.lab import NEWS, hand_out
from autograder.made_up_class import hand_in, reference_answers, variant_answer
from autograder.tests.browser import TOKEN, Lab, chromium, jupyterlab
from autograder.tests.conftest import LESSON, ROOT

# nbgrader leaves databases to be closed by the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")

COURSE = "course1_nn_dl"
REGRESSION = f"{COURSE}/week2_basics/logistic_regression.ipynb"
ANSWERED = f"{COURSE}/week2_basics/answered.ipynb"
SOFTMAX = f"{COURSE}/week1_try/softmax.ipynb"
PROGRESS = "progress.ipynb"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def lessons(tmp_path_factory):
    """The lesson of the course and the small one, released in a course folder of their own."""
    course = tmp_path_factory.mktemp("repository") / COURSE
    shutil.copytree(
        ROOT / COURSE / "source" / "week2_basics",
        course / "source" / "week2_basics",
        ignore=shutil.ignore_patterns("*.ipynb"),
    )
    shutil.copy(ROOT / COURSE / "nbgrader_config.py", course)
    (course / "source" / "week1_try").mkdir()
    (course / "source" / "week1_try" / "softmax.py").write_text(LESSON, encoding="utf-8")
    lessons = read_lessons([course])
    release(lessons)
    return {lesson.name: lesson for lesson in lessons}


@pytest.fixture(scope="module")
def work(lessons):
    """A student's folder with what was handed out, and with an answered lesson beside it."""
    regression, softmax = lessons["logistic_regression"], lessons["softmax"]
    work = regression.course.parent / "work"
    assert hand_out(regression.course.parent, work) == []
    answered = hand_in(nbformat.read(work / REGRESSION, 4), reference_answers(regression))
    nbformat.write(answered, work / ANSWERED)
    mistaken = reference_answers(softmax)
    mistaken["answer-exponential"] = variant_answer(softmax, "exponential", "one_more")
    nbformat.write(hand_in(nbformat.read(work / SOFTMAX, 4), mistaken), work / SOFTMAX)
    code = "from tqdm.auto import tqdm\n\nfor _ in tqdm(range(3), desc='training'):\n    pass"
    cells, metadata = [new_code_cell(code, id="bar")], {"kernelspec": KERNEL}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), work / PROGRESS)
    return work


@pytest.fixture(scope="module")
def taken_port():
    """A port on which something else is listening."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture(scope="module")
def student_lab(work, taken_port, tmp_path_factory):
    home = tmp_path_factory.mktemp("home") / "student"
    with jupyterlab(work, home, taken_port) as started:
        yield started


@pytest.fixture(scope="module")
def student_page(browser, student_lab, tmp_path_factory):
    return Lab(browser, student_lab[0], tmp_path_factory.mktemp("pictures"))


@pytest.fixture
def student(student_page):
    """A page of a student's JupyterLab; afterwards no error may stand in its console."""
    student_page.faults.clear()
    yield student_page
    assert student_page.faults == []


def test_a_taken_port_is_named_and_another_one_is_used(student_lab, taken_port):
    address, printed = student_lab
    assert f"The port {taken_port} is already in use, trying another port." in printed
    assert not address.endswith(f":{taken_port}")


def test_a_run_of_all_cells_stops_at_the_first_unanswered_exercise(student):
    student.open(REGRESSION)
    student.choose("Run", "Run All Cells")
    student.wait_for_an_error()
    output = student.cell("check-data_shapes").locator(".jp-Cell-outputArea")
    expect(output).to_be_in_viewport()
    expect(output).to_contain_text("data_shapes is not answered yet.")
    student.photograph("unanswered")
    prompt = student.cell("answer-images_to_columns").locator(".jp-InputPrompt")
    expect(prompt).to_have_text("[ ]:")


def test_a_failed_check_says_what_is_wrong_until_the_answer_is_mended(student, lessons):
    wrong = variant_answer(lessons["logistic_regression"], "data_shapes", "forgets_the_channels")
    right = reference_answers(lessons["logistic_regression"])["answer-data_shapes"]
    student.open(REGRESSION)
    student.run_all_above("answer-data_shapes")
    student.write("answer-data_shapes", wrong)
    assert student.run("answer-data_shapes")[1]
    output, passed = student.run("check-data_shapes")
    assert not passed
    expect(output).to_be_in_viewport(ratio=1)
    for words in ("Check failed", "is 12, but 36 is expected.", "five colour pictures"):
        expect(output).to_contain_text(words)
    expect(output).not_to_contain_text("Traceback")
    student.photograph("failed-check")
    student.write("answer-data_shapes", right)
    assert student.run("answer-data_shapes")[1]
    output, passed = student.run("check-data_shapes")
    assert passed
    expect(output).to_have_text("data_shapes: the visible checks pass")
    student.photograph("passed-check")


def test_a_recall_question_replies_to_a_typed_letter(student, lessons):
    questions = {cell.name: cell for cell in lessons["logistic_regression"].having("question")}
    student.open(REGRESSION)
    student.click_into("choice-why_a_test_set", "choice =")
    student.page.keyboard.press("Home")
    for _ in 'choice = "':
        student.page.keyboard.press("ArrowRight")
    student.page.keyboard.type("a")
    assert 'choice = "a"' in student.source("choice-why_a_test_set")
    output, _ = student.run("choice-why_a_test_set")
    expect(output).to_contain_text(questions["why_a_test_set"].question.replies["a"])
    student.photograph("recall")


def test_validation_names_the_failed_check_until_the_answer_is_mended(student, lessons):
    student.open(SOFTMAX)
    dialog = student.validate()
    expect(dialog).to_contain_text("exponential(2.0) is 3, but 7.38906 is expected.")
    student.save_picture("validation-failed")
    student.close_dialog()
    student.write("answer-exponential", reference_answers(lessons["softmax"])["answer-exponential"])
    dialog = student.validate()
    expect(dialog).to_contain_text("Success! Your notebook passes all the tests.")
    student.save_picture("validation-passed")
    student.close_dialog()


def test_the_button_asks_the_grader_and_not_a_kernel(student):
    student.open(PROGRESS)
    # In nbgrader's own validation a notebook without checks is a success.
    expect(student.validate()).to_contain_text("is not a notebook of these courses")
    student.close_dialog()


def test_figures_have_a_text_and_a_slider_changes_its_figure(student):
    student.open(ANSWERED)
    student.run_all_above("answer-bias_through_star")
    figure = student.cell("demo-look_at_clothes").locator("img")
    figure.evaluate("(image) => image.decode()")
    assert len(figure.get_attribute("alt")) > 20
    student.save_picture("figure")
    cell = student.cell("demo-slide_the_line")
    figure, handle = cell.locator("img"), cell.get_by_role("slider").first
    value = handle.get_attribute("aria-valuenow")
    picture, text = figure.get_attribute("src"), figure.get_attribute("alt")
    handle.focus()
    student.page.keyboard.press("ArrowRight")
    expect(handle).not_to_have_attribute("aria-valuenow", value)
    expect(figure).not_to_have_attribute("src", picture)
    expect(figure).not_to_have_attribute("alt", text)
    for label in cell.locator(".widget-label").all():
        assert label.evaluate("(label) => label.scrollWidth <= label.clientWidth")
    handle.scroll_into_view_if_needed()
    student.photograph("slider")


def test_a_progress_bar_fills(student):
    student.open(PROGRESS)
    output, _ = student.run("bar")
    expect(output.locator(".progress-bar")).to_be_visible()
    expect(output).to_contain_text("training: 100%")
    expect(output).to_contain_text("3/3")
    student.save_picture("progress")


def test_a_student_is_asked_nothing_and_shown_no_panel_of_an_instructor(student):
    expect(student.page.get_by_text("Jupyter news")).to_have_count(0)
    expect(student.page.get_by_role("tab", name="Create Assignment")).to_have_count(0)


@pytest.fixture
def instructor(browser, tmp_path):
    """A page of an instructor's JupyterLab on the class of `make demo`, with the small lesson."""
    week = tmp_path / COURSE / "source" / "week2_basics"
    week.mkdir(parents=True)
    shutil.copy(ROOT / COURSE / "nbgrader_config.py", tmp_path / COURSE)
    (week / "softmax.py").write_text(LESSON, encoding="utf-8")
    course, _ = set_up_class(tmp_path, tmp_path / "work")
    arguments = {"config_folder": str(course), "without": NEWS}
    with jupyterlab(course, tmp_path / "home", 0, **arguments) as (address, _):
        yield Lab(browser, address, tmp_path / "pictures", width=1500)


def test_an_instructor_grades_a_submission_and_reads_its_feedback(instructor):
    page = instructor.page
    instructor.choose("Nbgrader", "Formgrader")
    formgrader = page.frame_locator("iframe")
    week = formgrader.get_by_role("row").filter(has_text="week2_basics")
    expect(week.locator(".num-submissions")).to_have_text("12")
    instructor.save_picture("formgrader")

    week.locator(".num-submissions a").click()
    chidi = formgrader.get_by_role("row").filter(has_text="chidi")
    expect(chidi).to_contain_text("needs autograding")
    chidi.locator(".autograde a").click()
    dialog = formgrader.get_by_role("dialog")
    expect(dialog).to_contain_text("Successfully autograded 'week2_basics' for student 'chidi'.")
    dialog.get_by_role("button", name="OK").click()
    expect(chidi.locator(".score")).to_have_text("3 / 8")
    instructor.save_picture("formgrader-graded")

    chidi.locator(".generate-feedback a").click()
    expect(dialog).to_contain_text("Successfully generated feedback")
    assert instructor.faults == []
    page.goto(f"{instructor.address}/files/feedback/chidi/week2_basics/softmax.html?token={TOKEN}")
    expect(page.locator("body")).to_contain_text("3 of 8 points")
    expect(page.get_by_text("exponential(2.0) is 3, but 7.38906 is expected.")).to_be_visible()
    instructor.save_picture("feedback")
