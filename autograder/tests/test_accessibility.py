"""The feedback page in a real browser, read by axe-core, a checker of the WCAG's rules."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from autograder.grading.bulk import grade_week
from autograder.made_up_class import hand_in, reference_answers, variant_answer
from autograder.tests.browser import chromium
from autograder.tests.test_feedback import (
    WEEK,
    generate_feedback,
    handed_in_course,
    hostile_submissions,
)

# nbgrader leaves databases to be closed by the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")

OPEN_ALL = "document.querySelectorAll('details').forEach((folded) => { folded.open = true; })"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with the feedback on right, mistaken, untouched, hostile and unreadable work."""

    def submissions(lesson, released):
        right = reference_answers(lesson)
        wrong = {"answer-exponential": variant_answer(lesson, "exponential", "one_more")}
        return {
            "amina": hand_in(released, right),
            "chidi": hand_in(released, right | wrong),
            "hugo": released,
            "ines": "This file was damaged on its way.",
            "mallory": hostile_submissions(lesson, released)["mallory"],
        }

    course = handed_in_course(tmp_path_factory.mktemp("class"), submissions)
    grade_week(course, WEEK, trust=True)
    generate_feedback(course)
    return course


@pytest.fixture(scope="module")
def page():
    with chromium() as browser:
        yield browser.new_page()


def violations(page):
    return Axe().run(page).generate_report()


@pytest.mark.parametrize("student", ["amina", "chidi", "hugo", "ines", "mallory"])
def test_the_feedback_breaks_no_rule(course, page, student):
    page.goto((course / "feedback" / student / WEEK / "softmax.html").as_uri())
    page.evaluate(OPEN_ALL)
    assert violations(page).strip() == "Found 0 accessibility violations:"


def test_the_checker_sees_a_page_that_breaks_rules(page):
    page.goto("about:blank")
    page.set_content("<h3>Title</h3><img src='x'><p style='color: #bbb'>pale</p>")
    found = violations(page)
    for rule in ("image-alt", "color-contrast", "html-has-lang", "document-title"):
        assert rule in found
