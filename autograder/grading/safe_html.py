"""Markdown of anybody's as HTML that cannot hurt whoever opens it.

There is one way in for what a student wrote: `markdown_to_html`. What comes out holds only the
elements, attributes and links that are listed here: no script, style, form, frame or remote load,
and no picture but a PNG or JPEG that was decoded and encoded again.
"""

import base64
import functools
import html
import io
import re
import secrets
import warnings

from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from mistune import HTMLRenderer
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from PIL import Image

from autograder.grading.formulas import formula_to_html
from autograder.grading.outputs import shortened

ELEMENTS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "em",
        "b",
        "i",
        "s",
        "del",
        "sub",
        "sup",
        "kbd",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "img",
        "details",
        "summary",
    ]
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# A relative link would lead to another file of the student's.
LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(?:png|jpe?g);base64,", re.IGNORECASE)
LARGEST_PICTURE = 5_000_000  # characters of base64
MOST_PIXELS = 16_000_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# What makes Markdown more than text: elements, automatic links, links and pictures.
ACTIVE = re.compile(r"<[A-Za-z/!?]|\]\(|\]:")


def markdown_to_html(source, top=1, last=6):
    """Markdown as harmless HTML, as (html, level of its last heading).

    Parameters
    ----------
    source : str, whoever wrote it.
    top : the level that a heading of the first level gets.
    last : the level of the heading above; the next one is at most one level deeper.
    """
    source = shortened(visible_text(source))
    try:
        return _rendered(source, top, last)
    except RecursionError:
        # Nested beyond all reading.
        return f"<pre>{html.escape(source)}</pre>", last


def harmless_markdown(source):
    """Markdown that any renderer shows without elements, links and pictures.

    For notebooks that other programs show: text that has none of these stays as it is, other
    text is shown as it was typed.
    """
    source = visible_text(source)
    if not ACTIVE.search(source):
        return source
    longest = max((len(run) for run in re.findall(r"`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{source}\n{fence}"


def neutralise(notebook):
    """Make the Markdown cells harmless that are not the lesson's own. Changes the notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata:
            cell.source = harmless_markdown(cell.source)


def visible_text(text):
    """Text without characters that have no shape, which HTML does not allow."""
    return CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


# The same lesson is written for every student of a class.
@functools.lru_cache(maxsize=512)
def _rendered(source, top, last):
    renderer = _Renderer()
    raw = MarkdownWithMath(renderer=renderer).render(source)
    outline = _Outline(top, last)
    cleaner = Cleaner(
        tags=ELEMENTS,
        attributes=_is_allowed,
        protocols={"http", "https", "mailto", "data"},
        strip_comments=True,
        filters=[functools.partial(_Page, outline=outline, formulas=renderer.formulas)],
    )
    return renderer.formulas.put_into(cleaner.clean(raw)), outline.last


def _is_allowed(tag, name, value):
    if (tag, name) == ("a", "href"):
        return bool(LINK.match(value))
    if (tag, name) == ("img", "src"):
        return bool(PICTURE.match(value))
    if (tag, name) == ("ol", "start"):
        return value.isdecimal() and len(value) < 6
    return (tag, name) == ("img", "alt")


class _Formulas:
    """The formulas of a text, each with a mark in its place.

    The text is made safe with the marks in it, for MathML and HTML together are hard to sanitise.
    """

    def __init__(self):
        self._word = f"formula{secrets.token_hex(8)}n"
        self._mark = re.compile(rf"{self._word}(\d+)e")
        self._all = []

    def mark(self, tex, *, block):
        self._all.append((tex, block))
        return f"{self._word}{len(self._all) - 1}e"

    def put_into(self, page):
        return self._mark.sub(lambda match: self._html(*self._all[int(match[1])]), page)

    def as_typed(self, text):
        """Text for an attribute, which can hold no element."""
        return self._mark.sub(lambda match: self._all[int(match[1])][0], text)

    @staticmethod
    def _html(tex, block):
        return formula_to_html(tex, block=block)


class _Renderer(HTMLRenderer):
    """Markdown to HTML as raw as it came, but for the formulas."""

    def __init__(self):
        super().__init__(escape=False, allow_harmful_protocols=True)
        self.formulas = _Formulas()

    def inline_math(self, tex):
        return self.formulas.mark(tex, block=False)

    def block_math(self, tex):
        return self.formulas.mark(tex, block=True)

    def latex_environment(self, name, body):
        return self.formulas.mark(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)

    def task_list_item(self, text, checked=False):
        return f"<li>{'☑' if checked else '☐'} {text}</li>\n"


class _Outline:
    """The levels of headings: they begin at `top` and go down by one at a time."""

    def __init__(self, top, last):
        self._top = top
        self.last = last

    def level(self, wanted):
        self.last = min(wanted + self._top - 1, self.last + 1, 6)
        return self.last


class _Page(Filter):
    """What is left after sanitising, made to fit into a page."""

    def __init__(self, source, outline, formulas):
        super().__init__(source)
        self._outline = outline
        self._formulas = formulas

    def __iter__(self):
        open_headings = []
        for token in super().__iter__():
            kind, name = token["type"], token.get("name")
            if kind == "EndTag":
                if name in HEADINGS:
                    token["name"] = open_headings.pop()
            elif kind in ("StartTag", "EmptyTag"):
                attributes = token["data"]
                for key, value in attributes.items():
                    attributes[key] = self._formulas.as_typed(value)
                if name in HEADINGS:
                    token["name"] = f"h{self._outline.level(HEADINGS[name])}"
                    open_headings.append(token["name"])
                elif name == "th":
                    attributes[None, "scope"] = "col"
                elif name == "img":
                    token = self._picture(token)
            yield token

    @staticmethod
    def _picture(token):
        attributes = token["data"]
        alt = attributes.get((None, "alt")) or "a picture without a description"
        source = encoded_again(attributes.get((None, "src"), ""))
        if source is None:
            return {"type": "Characters", "data": f"[{alt}]"}
        token["data"] = {(None, "alt"): alt, (None, "src"): source}
        return token


@functools.lru_cache(maxsize=64)
def encoded_again(source):
    """A PNG's or JPEG's data: address with the same pixels and nothing else, or None."""
    match = PICTURE.match(source)
    if not match or len(source) > LARGEST_PICTURE:
        return None
    try:
        content = base64.b64decode(source[match.end() :])
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of a picture that is too large
            picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
            if picture.width * picture.height > MOST_PIXELS:
                return None
            kind = picture.format
            pixels = picture.convert("RGB" if kind == "JPEG" else "RGBA")
    except Exception:
        # Pillow raises errors of many kinds for a file that is damaged, or no picture.
        return None
    # A new picture, for Pillow carries colour profiles and comments over.
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    written = io.BytesIO()
    fresh.save(written, kind, **({"quality": 90} if kind == "JPEG" else {}))
    data = base64.b64encode(written.getvalue()).decode()
    return f"data:image/{kind.lower()};base64,{data}"
