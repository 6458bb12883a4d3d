"""Nothing that a student writes in Markdown comes out as more than text, links and pictures."""

import base64
import io
import time

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from PIL import Image

from autograder.authoring.notebooks import build_notebook
from autograder.grading.formgrader_page import EscapeNames
from autograder.grading.formulas import ATTRIBUTES
from autograder.grading.formulas import ELEMENTS as MATHML
from autograder.grading.graft import graft
from autograder.grading.safe_html import (
    ELEMENTS,
    LARGEST_PICTURE,
    encoded_again,
    harmless_markdown,
    markdown_to_html,
    neutralise,
)
from autograder.tests.hostile import MARKDOWN, NAME, hostile, picture

WRITTEN = {"a": {"href"}, "img": {"alt", "src"}, "ol": {"start"}, "th": {"scope"}}
OF_FORMULAS = {"class", "role", "aria-label", "tabindex"}


def assert_harmless(page):
    for element in BeautifulSoup(page, "html.parser").find_all(True):
        if element.name in MATHML:
            assert set(element.attrs) <= ATTRIBUTES, element
        elif element.name == "span":
            assert set(element.attrs) <= OF_FORMULAS, element
        else:
            assert element.name in ELEMENTS, element
            assert set(element.attrs) <= WRITTEN.get(element.name, set()), element
        assert element.get("href", "#").startswith(("http://", "https://", "mailto:", "#"))
        if "src" in element.attrs:
            assert encoded_again(element["src"])


@pytest.mark.parametrize("text", MARKDOWN)
def test_hostile_markdown_comes_out_harmless(text):
    assert_harmless(markdown_to_html(text)[0])


def test_hostile_texts_together_come_out_harmless():
    # shortened() would cut them: each half is shorter than its limit.
    middle = len(MARKDOWN) // 2
    for texts in (MARKDOWN[:middle], MARKDOWN[middle:]):
        assert_harmless(markdown_to_html("\n\n".join(texts))[0])
        assert_harmless(markdown_to_html(" ".join(texts))[0])


@pytest.mark.parametrize("text", MARKDOWN)
def test_kept_markdown_is_harmless_in_a_program_that_shows_all_html(text):
    page = BeautifulSoup(markdown2html_mistune(harmless_markdown(text)), "html.parser")
    assert {element.name for element in page.find_all(True)} <= {"pre", "code", "p"}


def test_harmless_markdown_stays_as_it_is():
    text = "# Mine\n\nwith **bold**, $a < b$, `code` and\n\n- a list"
    assert harmless_markdown(text) == text


def test_a_fence_in_the_text_does_not_end_the_fence_around_it():
    text = "````\n<b>\n````\n<script>"
    page = BeautifulSoup(markdown2html_mistune(harmless_markdown(text)), "html.parser")
    assert page.find("pre").get_text().strip() == text


def test_only_cells_of_the_student_s_own_are_made_harmless(lesson):
    built = build_notebook(lesson)
    master = nbformat.reads(built, as_version=4)
    master.cells[0].source += "\n\n<details><summary>Open</summary>Yes.</details>"
    first = master.cells[0].source
    grafted = graft(hostile(nbformat.reads(built, as_version=4)), master)
    neutralise(grafted)
    assert next(cell.source for cell in grafted.cells if cell.id == master.cells[0].id) == first
    known = {cell.id for cell in nbformat.reads(built, as_version=4).cells}
    own = [c.source for c in grafted.cells if c.cell_type == "markdown" and c.id not in known]
    assert own == [harmless_markdown(text) for text in MARKDOWN]


def test_what_lessons_use_stays():
    text = (
        "# Title\n\nA **bold** and *slanted* word, `code`, $x < 1$.\n\n"
        "<details><summary><b>Open</b> me</summary>\n\n- one\n- two\n\n</details>\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n[there](https://example.org/?a=1&b=2)\n\n"
        "- [x] done\n- [ ] to do\n\n---"
    )
    page = BeautifulSoup(markdown_to_html(text)[0], "html.parser")
    assert page.h1.get_text() == "Title"
    assert page.details.summary.b.get_text() == "Open"
    assert [item.get_text() for item in page.details.find_all("li")] == ["one", "two"]
    assert page.a["href"] == "https://example.org/?a=1&b=2"
    assert [head["scope"] for head in page.find_all("th")] == ["col", "col"]
    assert "☑ done" in page.get_text() and "☐ to do" in page.get_text()
    assert page.math and page.hr and page.strong and page.em and page.code


@pytest.mark.parametrize(
    ("text", "top", "last", "levels"),
    [
        ("# a\n\n## b\n\n#### c\n\n# d", 3, 2, ["h3", "h4", "h5", "h3"]),
        ("###### a\n\n###### b", 3, 3, ["h4", "h5"]),
        ("<h1>a</h1><h6>b</h6>", 3, 5, ["h3", "h4"]),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e", 3, 2, ["h3", "h4", "h5", "h6", "h6"]),
        ("# a\n\n### b", 1, 6, ["h1", "h2"]),
    ],
)
def test_headings_take_their_place_in_the_page_and_skip_no_level(text, top, last, levels):
    page, deepest = markdown_to_html(text, top, last)
    headings = BeautifulSoup(page, "html.parser").find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
    assert [heading.name for heading in headings] == levels
    assert deepest == int(levels[-1][1])


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_keeps_its_pixels_and_loses_what_hides_in_its_file(kind):
    source = picture("secret", kind)
    assert b"secret" in base64.b64decode(source.partition(",")[2])
    page = BeautifulSoup(markdown_to_html(f'<img alt="teal" src="{source}">')[0], "html.parser")
    assert page.img["alt"] == "teal"
    content = base64.b64decode(page.img["src"].partition(",")[2])
    assert b"secret" not in content
    image = Image.open(io.BytesIO(content)).convert("RGB")
    assert image.size == (4, 3)
    assert all(abs(a - b) < 4 for a, b in zip(image.getpixel((1, 1)), (0, 128, 128), strict=True))


def test_what_hides_behind_a_picture_is_cut_off():
    source = picture()
    kind, _, data = source.partition(",")
    behind = base64.b64encode(base64.b64decode(data) + b"<script>hacked()</script>").decode()
    again = encoded_again(f"{kind},{behind}")
    assert b"script" not in base64.b64decode(again.partition(",")[2])


@pytest.mark.parametrize(
    "source",
    [
        "data:image/png;base64,",
        "data:image/png;base64,AAAA",
        "data:image/png;base64," + base64.b64encode(b"GIF89a").decode(),
        "data:image/gif;base64," + picture().partition(",")[2],
        "data:image/svg+xml;base64," + picture().partition(",")[2],
        "http://elsewhere.invalid/x.png",
        "data:image/png;base64," + "A" * LARGEST_PICTURE,
        "",
    ],
    ids=["empty", "damaged", "a gif inside", "a gif", "svg", "remote", "too long", "none"],
)
def test_anything_else_is_no_picture(source):
    assert encoded_again(source) is None
    page = markdown_to_html(f'<img alt="a cat" src="{source[:1000]}">')[0]
    assert page.strip() == "[a cat]"


def test_a_picture_of_too_many_pixels_is_not_decoded():
    written = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    source = "data:image/png;base64," + base64.b64encode(written.getvalue()).decode()
    start = time.perf_counter()
    assert encoded_again(source) is None
    assert time.perf_counter() - start < 1


def test_a_picture_without_a_description_gets_one():
    page = BeautifulSoup(markdown_to_html(f'<img src="{picture()}">')[0], "html.parser")
    assert page.img["alt"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 19_000,
        "*a " * 6_000,
        "<b>" * 6_000,
        "> " * 9_000,
        "<" * 19_000,
        "\\begin{a}" * 2_000,
        "\\\\[" * 5_000,
        "\\\\(" * 5_000,
        "$a" * 9_000,
        "`a``b```" * 2_400,
        "[![" * 6_000,
        "|a" * 4_000 + "\n" + "|-" * 4_000,
        "<b><i>" * 2_000 + "</b><p>" * 800,
    ],
    ids=lambda text: text[:9],
)
def test_no_text_takes_long(text):
    start = time.perf_counter()
    markdown_to_html(text)
    assert time.perf_counter() - start < 5


def test_characters_without_a_shape_are_marked():
    page = markdown_to_html("a\x00b\x1bc\ud800d")[0]
    assert "a\ufffdb\ufffdc\ufffdd" in page
    page.encode()


def test_names_are_text_in_the_formgrader_s_page():
    resources = {"student": NAME, "last_name": '"><script>', "first_name": None, "index": 3}
    _, escaped = EscapeNames().preprocess(None, resources | {"output_extension": ".html"})
    assert "<" not in escaped["student"] + escaped["last_name"]
    assert (escaped["first_name"], escaped["index"]) == (None, 3)
