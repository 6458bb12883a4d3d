"""A hostile submission in a real browser: as its student reads it, and as an instructor does."""

import re

import nbformat
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from autograder.lab import NEWS
from autograder.tests.browser import TOKEN, chromium, jupyterlab
from autograder.tests.hostile import MARKDOWN, NAME, SCRIPT
from autograder.tests.test_feedback import (
    WEEK,
    autograde,
    generate_feedback,
    handed_in_course,
    hostile_submissions,
)

# nbgrader leaves databases to be closed by the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")

HACKED = "() => window.hacked === true || window.length > 0"  # or frames
# Press and open everything that a student put there.
PRESS_ALL = """(places) => document.querySelectorAll(places).forEach((place) => {
    place.querySelectorAll('details').forEach((folded) => { folded.open = true; });
    place.querySelectorAll('*').forEach((element) => {
        element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
        element.focus?.();
    });
})"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two hostile submissions, graded, as a program leaves them that keeps Markdown as it was."""
    course = handed_in_course(tmp_path_factory.mktemp("class"), hostile_submissions)
    autograde(course)
    for path in (course / "autograded").glob(f"*/{WEEK}/*.ipynb"):
        notebook = nbformat.read(path, 4)
        own = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
        own = [cell for cell in own if "nbgrader" not in cell.metadata]
        assert len(own) == len(MARKDOWN)
        for cell, text in zip(own, MARKDOWN, strict=True):
            cell.source = text
        path.chmod(0o644)
        nbformat.write(notebook, path)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for student in gradebook.students:
            student.first_name = student.last_name = NAME
        gradebook.db.commit()
    generate_feedback(course)
    return course


@pytest.fixture
def watched(browser):
    """Makes pages that ignore their own Content-Security-Policy, with the requests they make."""
    contexts = []

    def open_page(**settings):
        context = browser.new_context(**({"bypass_csp": True} | settings))
        contexts.append(context)
        page, requests = context.new_page(), []

        def ask(route):
            # What the page's own rules forbid does not come here.
            requests.append(route.request.url)
            route.continue_()

        context.route(re.compile("^(?!data:)"), ask)
        return page, requests

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("student", ["mallory", NAME])
def test_a_feedback_page_runs_no_script_and_asks_nothing_of_the_network(course, watched, student):
    path = course / "feedback" / student / WEEK / "softmax.html"
    page, requests = watched()
    page.goto(path.as_uri())
    page.evaluate(PRESS_ALL, "main")
    page.wait_for_timeout(300)
    assert not page.evaluate(HACKED)
    assert page.url.partition("#")[0] == path.as_uri()
    assert requests == [path.as_uri()]
    expect(page.get_by_text(SCRIPT).first).to_be_attached()


def test_the_page_s_own_rules_stop_what_would_slip_through(course, watched):
    path = course / "feedback" / "mallory" / WEEK / "softmax.html"
    slipped = (
        f"<script>{SCRIPT}</script><img src=x onerror={SCRIPT}>"
        "<style>h1 { color: red }</style><h1 style='color: red'>red</h1>"
        "<img src='http://elsewhere.invalid/x.png'><iframe srcdoc='<p>framed'></iframe>"
    )
    other = path.with_name("slipped.html")
    other.write_text(path.read_text(encoding="utf-8").replace("</main>", slipped + "</main>"))
    page, requests = watched(bypass_csp=False)
    page.goto(other.as_uri())
    page.wait_for_timeout(300)
    assert not page.evaluate("() => window.hacked === true")
    assert requests == [other.as_uri()]
    colours = "() => [...document.querySelectorAll('h1')].map((h) => getComputedStyle(h).color)"
    # The page's own style is let through: its text is not black, and not red.
    assert set(page.evaluate(colours)) == {"rgb(28, 36, 48)"}


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_of_a_page_is_wider_than_the_screen(course, watched, width):
    page, _ = watched(viewport={"width": width, "height": 800}, java_script_enabled=True)
    page.goto((course / "feedback" / "mallory" / WEEK / "softmax.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_formgrader_runs_no_script_of_a_student_s(course, watched, tmp_path):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found = gradebook.notebook_submissions("softmax", WEEK)
        submissions = [submission.id for submission in found]
    arguments = {"config_folder": str(course), "without": NEWS}
    with jupyterlab(course, tmp_path / "home", 0, **arguments) as (address, _):
        for submission in submissions:
            page, requests = watched()
            page.goto(f"{address}/formgrader/submissions/{submission}/?token={TOKEN}")
            expect(page.locator(".score").first).to_be_visible()
            place = page.url
            page.evaluate(PRESS_ALL, ".text_cell_render, .output_wrapper")
            page.locator(".glyphicon-eye-open").first.click()
            page.wait_for_timeout(300)
            assert not page.evaluate(HACKED)
            assert page.url.partition("#")[0] == place.partition("#")[0]
            assert [url for url in requests if not url.startswith(address)] == []
            for link in page.locator(".text_cell_render a[href]").all():
                assert link.get_attribute("href").startswith(("#", "https://", "http://"))
            expect(page.get_by_text(SCRIPT).first).to_be_attached()
