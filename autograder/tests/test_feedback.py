"""The page that a student reads: what it says, how it is built, and what it keeps to itself."""

import datetime
import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from traitlets.config import Config

from autograder.authoring.lesson import read_lesson
from autograder.authoring.release import release
from autograder.grading import feedback
from autograder.grading.graft import MISSING
from autograder.grading.marks import course_directory
from autograder.grading.nbgrader_runs import run_nbgrader
from autograder.made_up_class import hand_in, reference_answers, variant_answer, write_submission
from autograder.tests.conftest import LESSON, ROOT
from autograder.tests.hostile import NAME, hostile

# nbgrader leaves databases to be closed by the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")

WEEK = "week1_try"
CSS = (Path(feedback.__file__).parent / "templates" / "feedback.css").read_text(encoding="utf-8")


def handed_in_course(folder, submissions):
    """A course folder with a week that students handed in.

    submissions: function from (lesson, its released notebook) to {student: NotebookNode}.
    """
    course = folder / "course1_nn_dl"
    (course / "source" / WEEK).mkdir(parents=True)
    shutil.copy(ROOT / "course1_nn_dl" / "nbgrader_config.py", course)
    path = course / "source" / WEEK / "softmax.py"
    path.write_text(LESSON, encoding="utf-8")
    lesson = read_lesson(path)
    release([lesson])
    released = nbformat.read(course / "release" / WEEK / "softmax.ipynb", 4)
    for student, content in submissions(lesson, released).items():
        write_submission(course, student, WEEK, "softmax", content)
    return course


def autograde(course):
    status, output = run_nbgrader(course, "autograde", WEEK, "--RunSafely.trust=True")
    assert status == 0, output


def generate_feedback(course):
    status, output = run_nbgrader(course, "generate_feedback", WEEK)
    assert status == 0, output
    assert "WARNING" not in output


def hostile_submissions(lesson, released):
    raising = {"answer-softmax": "def softmax(z):\n    raise ValueError('<b>no</b>')"}
    answers = reference_answers(lesson) | raising
    return {student: hostile(hand_in(released, answers)) for student in ("mallory", NAME)}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with three students as they should be, and two hostile ones."""

    def submissions(lesson, released):
        right = reference_answers(lesson)
        mistaken = {
            "answer-exponential": variant_answer(lesson, "exponential", "one_more"),
            "choice-sum_of_softmax": 'choice_sum_of_softmax = "a"',
        }
        return {
            "amina": hand_in(released, right),
            "chidi": hand_in(released, right | mistaken),
            "hugo": released,
            **hostile_submissions(lesson, released),
        }

    course = handed_in_course(tmp_path_factory.mktemp("class"), submissions)
    beside = course / "submitted" / "mallory" / WEEK
    (beside / "page.html").write_text("<script>hacked()</script>", encoding="utf-8")
    (beside / "folder").mkdir()
    (beside / "folder" / "page.svg").write_text("<svg/>", encoding="utf-8")
    (beside / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC", encoding="utf-8")
    autograde(course)
    return course


@pytest.fixture(scope="module")
def pages(course):
    """Student → page, written by nbgrader's own command."""
    generate_feedback(course)
    paths = (course / "feedback").glob(f"*/{WEEK}/softmax.html")
    return {
        path.parents[1].name: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in paths
    }


def parsed(page):
    return BeautifulSoup(page, "html.parser")


def text(element):
    return " ".join(element.get_text(" ").split())


def check(page, name):
    return page.find(id=f"check-{name}").find_parent(class_="check")


def answer(page, name):
    label = page.find(class_="label", string=f"Your answer: {name}")
    return label.find_parent(class_="answer")


def exported(course, student="chidi", change=None, **settings):
    """A student's page, exported here with settings; `change` may change the notebook before."""
    path = course / "autograded" / student / WEEK / "softmax.ipynb"
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.score = 0.0
    if change:
        change(notebook)
    place = {
        "student": student,
        "assignment": WEEK,
        "notebook": "softmax",
        "db_url": f"sqlite:///{course / 'gradebook.db'}",
        "score": 3.0,
        "max_score": 8.0,
        "late_penalty": settings.pop("late_penalty", 0),
    }
    converter = GenerateFeedback(coursedir=course_directory(course))
    converter.notebooks = [str(path)]
    config = Config(FeedbackExporter=settings)
    exporter = feedback.FeedbackExporter(parent=converter, config=config)
    page, _ = exporter.from_notebook_node(notebook, {"nbgrader": place})
    return parsed(page)


def test_the_summary_says_the_total_each_verdict_and_what_to_do_next(pages):
    page = pages["chidi"]
    summary = text(page.find(id="summary").parent)
    assert "1 of 8 points" in summary
    rows = [
        [text(cell) for cell in row.find_all(["th", "td"])] for row in page.tbody.find_all("tr")
    ]
    assert rows == [
        ["sum_ of_ softmax (question)".replace("_ ", " "), "0 of 2", "not passed"],
        ["largest (prediction)", "1 of 1", "passed"],
        ["exponential", "0 of 1", "not passed"],
        ["softmax", "0 of 4", "not passed"],
    ]
    assert "Begin with sum of softmax (question) : what comes later may build on it." in summary
    assert "Then look at exponential , softmax ." in summary
    assert "You left open: sum of softmax (question) , largest" in text(pages["hugo"])
    assert "Every check passes." in text(pages["amina"])


def test_a_failed_check_says_the_message_and_the_hint_of_the_named_mistake(pages):
    failed = check(pages["chidi"], "exponential")
    assert "not passed, 0 of 1 points" in text(failed)
    assert "exponential(0.0)" not in failed.find(class_="message").get_text()
    assert "exponential(2.0) is 3, but 7.38906 is expected." in failed.pre.get_text()
    assert text(failed.find(class_="hint")) == "Hint Which number to the power of 0 is 1?"
    passed = check(pages["amina"], "exponential")
    assert passed.find(class_="hint") is None
    assert "passed, 1 of 1 points" in text(passed)


def test_a_question_shows_the_reply_to_the_chosen_option(pages):
    assert "They are all positive." in text(check(pages["chidi"], "question-sum_of_softmax"))
    assert "Yes, they are probabilities." in text(check(pages["amina"], "question-sum_of_softmax"))


def test_a_hidden_test_stands_on_no_page(pages):
    for student in ("amina", "hugo", "mallory"):
        assert "standard_normal" not in pages[student].get_text(), student
        assert "softmax_reference" not in pages[student].get_text(), student
        shown = check(pages[student], "softmax").find(class_="lesson")
        assert "equal scores share" in shown.get_text()
        assert "and hidden cases like these" in shown.get_text()


def test_a_traceback_of_another_program_which_may_quote_a_hidden_test_is_not_shown(course):
    def change(notebook):
        cell = next(cell for cell in notebook.cells if cell.id == "check-softmax")
        lines = ["---> 9 same(softmax(z), softmax_reference(z))", "TypeError: no"]
        cell.outputs = [new_output("error", ename="TypeError", evalue="no", traceback=lines)]

    shown = check(exported(course, change=change), "softmax").find(class_="message")
    assert shown.get_text() == "TypeError: no"


def test_a_model_solution_with_reasons_stands_under_each_answer_that_was_tried(pages):
    for student in ("amina", "chidi"):
        solution = answer(pages[student], "exponential").find("details", class_="solution")
        assert not solution.has_attr("open")
        assert "return np.exp(z)" in solution.pre.get_text()
        assert "SOLUTION" not in solution.get_text()
        assert "Which base does exp have?" in [text(reason) for reason in solution.find_all("li")]
    question = answer(pages["chidi"], "sum of softmax (question)").find(class_="solution")
    assert "The right option is b" in text(question)
    assert "Yes, they are probabilities." in text(question)
    assert answer(pages["chidi"], "largest (prediction)").find(class_="solution") is None


def test_an_answer_that_was_not_tried_keeps_its_solution(pages):
    page = pages["hugo"]
    assert page.find(class_="solution") is None
    assert "np.exp(z)" not in page.get_text()
    assert "Nothing was written here yet." in text(answer(page, "exponential"))
    assert "open, 0 of 4 points" in text(check(page, "softmax"))


def test_one_setting_holds_back_all_solutions(course):
    page = exported(course, show_solutions=False)
    assert page.find(class_="solution") is None
    assert "np.exp(z)" not in page.get_text() and "Which base does exp" not in page.get_text()
    assert "model solution" not in page.get_text().lower()
    assert exported(course).find(class_="solution")


@pytest.mark.parametrize(
    ("due", "extension", "shown"),
    [(-1, 0, True), (1, 0, False), (-1, 2, False), (-3, 2, True), (None, 2, True)],
)
def test_solutions_wait_for_the_due_date_and_every_extension(course, due, extension, shown):
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assignment = gradebook.find_assignment(WEEK)
        submission = gradebook.find_submission(WEEK, "amina")
        assignment.duedate = None if due is None else now + datetime.timedelta(days=due)
        submission.extension = datetime.timedelta(days=extension) if extension else None
        gradebook.db.commit()
        try:
            page = exported(course)
        finally:
            assignment.duedate = submission.extension = None
            gradebook.db.commit()
    assert bool(page.find(class_="solution")) is shown
    assert ("Model solutions are shown after" in text(page)) is not shown


def test_an_answer_that_is_missing_is_called_so(course):
    def change(notebook):
        next(cell for cell in notebook.cells if cell.id == "answer-exponential").source = MISSING

    page = exported(course, change=change)
    assert "Nothing was written here yet." in text(answer(page, "exponential"))


def test_an_instructor_s_comment_and_a_late_penalty_are_shown(course):
    def change(notebook):
        cell = next(cell for cell in notebook.cells if cell.id == "answer-exponential")
        cell.metadata.nbgrader.comment = "See **page 3** <script>x</script>"

    page = exported(course, change=change, late_penalty=2)
    comment = answer(page, "exponential").find(class_="comment")
    assert "See page 3" in text(comment) and comment.strong
    assert "It was handed in late, which cost 2 points." in text(page)


def test_a_notebook_that_could_not_be_graded_says_why(course):
    def change(notebook):
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell("**It is empty.**", id="problem"))

    page = exported(course, change=change)
    assert text(page.find(id="problem")) == "It is empty."
    assert page.find("a", href="#problem")
    assert "Begin with" not in text(page)


def test_only_pages_and_the_time_of_handing_in_come_into_the_feedback(course, pages):
    kept = {path.name for path in (course / "feedback" / "mallory" / WEEK).iterdir()}
    assert kept == {"softmax.html", "timestamp.txt"}
    assert (course / "autograded" / "mallory" / WEEK / "softmax.replies.json").exists()
    kept = {path.name for path in (course / "feedback" / "amina" / WEEK).iterdir()}
    assert kept == {"softmax.html"}


@pytest.mark.parametrize(
    ("content", "is_time"),
    [("2026-03-01 12:00:00 UTC", True), ("root:x:0:0", False), ("2026-03-01 12:00" * 99, False)],
)
def test_a_timestamp_is_a_time(tmp_path, content, is_time):
    path = tmp_path / "timestamp.txt"
    path.write_text(content)
    assert feedback._is_time(path) is is_time


@pytest.mark.parametrize("student", ["mallory", NAME])
def test_a_hostile_submission_gives_a_page_without_anything_active(pages, student):
    page = pages[student]
    assert "hacked" in page.get_text()  # it is shown, as text
    for element in page.find_all(True):
        assert element.name not in ("script", "iframe", "object", "embed", "form", "svg", "base")
        names = set(element.attrs)
        assert not [name for name in names if name.startswith("on") or name in ("style", "srcset")]
        if element.name != "meta":
            assert "action" not in names and "http-equiv" not in names
        assert element.get("href", "#").startswith(("#", "http://", "https://", "mailto:"))
        assert element.get("src", "data:image/").startswith("data:image/")
    assert len(page.find_all("style")) == 1
    assert len(page.find_all("meta", attrs={"http-equiv": True})) == 1


def test_the_page_forbids_scripts_and_remote_loads_before_anything_else(pages):
    head = pages["amina"].head.find_all(True)
    assert head[0].attrs == {"charset": "utf-8"}
    assert head[1]["http-equiv"] == "Content-Security-Policy"
    rules = dict(rule.split(" ", 1) for rule in head[1]["content"].split("; "))
    assert rules.pop("style-src").startswith("'sha256-")
    assert rules == {
        "default-src": "'none'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


@pytest.mark.parametrize("student", ["amina", "chidi", "hugo", "mallory"])
def test_the_page_is_built_so_that_every_reader_finds_the_way(pages, student):
    page = pages[student]
    assert page.html["lang"] == "en"
    assert page.title.string == f"Softmax: feedback for {student}"
    assert len(page.find_all("h1")) == 1
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels)), levels
    assert len(page.find_all("main")) == len(page.body.find_all("header")) == 1
    for section in page.find_all("section"):
        assert page.find(id=section["aria-labelledby"]).name == "h2"
    ids = Counter(element["id"] for element in page.find_all(id=True))
    assert [name for name, count in ids.items() if count > 1] == []
    for link in page.find_all("a", href=re.compile("^#")):
        assert page.find(id=link["href"][1:]), link
        assert text(link)
    for head in page.find_all("th"):
        assert head["scope"] in ("col", "row")
    assert page.find(class_="checks").caption
    for image in page.find_all("img"):
        assert image["alt"]
    for folded in page.find_all("details"):
        assert folded.find(True).name == "summary"
        assert text(folded.summary)
    for focusable in page.find_all(tabindex="0"):
        assert focusable["role"] and focusable["aria-label"]
    assert "In [" not in page.get_text()


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_of_a_text_is_readable_on_every_background():
    colours = set(re.findall(r"[{ ;]color: (#\w{6})", CSS))
    backgrounds = set(re.findall(r"background: (#\w{6})", CSS))
    assert len(colours) > 5 and len(backgrounds) > 2
    assert len(re.findall(r"(?:[{ ;]color|background):", CSS)) == len(
        re.findall(r"(?:[{ ;]color|background): #\w{6}[;\s]", CSS)
    )
    for colour in colours:
        for background in backgrounds:
            light, dark = sorted((luminance(colour), luminance(background)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (colour, background)


def test_what_has_the_focus_is_outlined_and_paper_is_thought_of():
    assert re.search(r":focus-visible[^{]*\{ outline: \dpx solid", CSS)
    assert "outline: none" not in CSS and "outline: 0" not in CSS
    assert "@media print" in CSS
    assert "url(" not in CSS and "@import" not in CSS
