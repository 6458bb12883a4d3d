"""TeX becomes MathML that any browser shows; what cannot be converted stays readable."""

import html
import re
import time

import pytest

from autograder.authoring.course import COURSES, read_lessons
from autograder.grading.formulas import ATTRIBUTES, ELEMENTS, formula_to_html
from autograder.tests.conftest import ROOT

LESSONS = read_lessons([ROOT / course for course in COURSES if (ROOT / course / "source").is_dir()])
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


def text_of(page):
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_formula_of_a_lesson_becomes_mathml(lesson):
    text = "\n\n".join(cell.source for cell in lesson.cells if cell.is_markdown)
    text = re.sub(r"`[^`]*`", "", text)
    formulas = {(block or inline, bool(block)) for block, inline in FORMULA.findall(text)}
    kept = [tex for tex, block in formulas if "<math" not in formula_to_html(tex, block=block)]
    assert kept == []


def test_rows_and_columns_of_aligned_equations_stand_in_a_table():
    page = formula_to_html(r"\begin{aligned} Z &= w \\ dZ &= A - Y \end{aligned}", block=True)
    assert page.count("<mtr>") == 2
    assert re.findall(r'<mtd columnalign="(\w+)">', page) == ["right", "left"] * 2
    assert 'display="block"' in page


def test_cases_stand_under_each_other():
    page = formula_to_html(r"\begin{cases} 1 & \text{if } a > 0.5 \\ 0 \end{cases}", block=True)
    assert page.count("<mtr>") == 2
    assert "if\xa0a>0.5" in text_of(page)


@pytest.mark.parametrize(
    ("tex", "apart"),
    [(r"\log a", 1), (r"y \log a", 2), (r"\log(1 + e)", 0), (r"-\log a", 1), (r"\alpha_{\max}", 0)],
)
def test_functions_stand_apart_from_what_they_are_of(tex, apart):
    assert formula_to_html(tex, block=False).count("<mspace") == apart


@pytest.mark.parametrize(
    "tex",
    [
        r"\unknown x",
        r"\begin{unknown} a \\ b \end{unknown}",
        r"\frac{1}{",
        "x^",
        "",
        r"\left(",
        r"\newcommand{\a}{\b\b} \a",
        r"\def\a{\a\a} \a",
        "{" * 1500,
        "x" * 3000,
    ],
)
def test_tex_that_cannot_be_converted_is_shown_as_it_is(tex):
    assert formula_to_html(tex, block=True) == f"<code>{html.escape(tex.strip())}</code>"


@pytest.mark.parametrize(
    "tex",
    [
        "a < b > c",
        r"\href{javascript:hacked()}{press}",
        r"\class{x\" onclick=\"hacked()}{y}",
        r"\style{background:url(//e.invalid)}{y}",
        r"\text{<img src=x onerror=hacked()>}",
        r"<script>hacked()</script>",
        r"\color{red\" onclick=\"hacked()}{x}",
        r"\mspace{1em\" onclick=\"hacked()}",
    ],
)
def test_only_known_elements_and_attributes_come_out(tex):
    page = formula_to_html(tex, block=False)
    for tag, attributes in re.findall(r"<(\w+)([^>]*)>", page):
        assert tag in ELEMENTS | {"code"}
        assert set(re.findall(r' ([\w-]+)="[\w.+% -]*"', attributes)) <= ATTRIBUTES
        assert re.sub(r' [\w-]+="[\w.+% -]*"', "", attributes) == ""
    assert "&lt;" in page or "<" not in tex


def test_a_wide_formula_can_be_scrolled_with_the_keyboard():
    for page in (
        formula_to_html("x", block=True),
        formula_to_html("x + " * 12 + "x", block=False),
    ):
        assert re.match(r'<span class="\w+" role="group" aria-label="formula" tabindex="0">', page)


def test_no_formula_takes_long():
    start = time.perf_counter()
    for tex in ("{" * 1900, "^" * 1900, r"\frac" * 400, "x_" * 900, r"\left(" * 300, "&" * 1900):
        formula_to_html(tex, block=True)
    assert time.perf_counter() - start < 2
