"""TeX formulas as MathML, which every browser shows without scripts and without a network."""

import functools
import html
import re

LONGEST = 2_000
# Macros can grow without bound.
DEFINITIONS = re.compile(r"\\(?:re)?new(?:command|environment)|\\[gex]?def")
ENVIRONMENT = re.compile(r"\\(begin|end)\{([^}]*)\}")
# What the converter knows under another name. Of others it would run the rows together.
ENVIRONMENTS = {"aligned": "align*", "gather": "matrix", "gather*": "matrix", "gathered": "matrix"}
ELEMENTS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mmultiscripts",
        "mprescripts",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mphantom",
        "mpadded",
        "menclose",
    ]
)
ATTRIBUTES = frozenset(
    [
        "display",
        "displaystyle",
        "scriptlevel",
        "stretchy",
        "fence",
        "form",
        "separator",
        "minsize",
        "maxsize",
        "width",
        "height",
        "depth",
        "lspace",
        "rspace",
        "accent",
        "accentunder",
        "linethickness",
        "columnalign",
        "movablelimits",
        "symmetric",
        "largeop",
    ]
)
ROWS = ("mrow", "mtd", "mstyle", "mphantom", "msqrt")
THIN_SPACE = '<mspace width="0.167em"></mspace>'
VALUE = re.compile(r"[\w.+% -]{1,40}")
# A longer formula may be wider than the page of a phone: a group of its own scrolls.
WIDEST_IN_LINE = 40


@functools.lru_cache(maxsize=2048)
def formula_to_html(tex, *, block):
    """A formula as HTML: MathML, or its TeX where that cannot be converted.

    Whatever the TeX is, the result holds only elements and attributes of ELEMENTS and ATTRIBUTES.
    """
    try:
        math = _mathml(tex, block)
    except Exception:
        # The converter raises errors of many kinds for TeX that it cannot read.
        math = None
    if math is None:
        return f"<code>{html.escape(tex.strip())}</code>"
    if block:
        return f'<span class="formula" role="group" aria-label="formula" tabindex="0">{math}</span>'
    if len(tex) > WIDEST_IN_LINE:
        return f'<span class="wide" role="group" aria-label="formula" tabindex="0">{math}</span>'
    return math


def _mathml(tex, block):
    # Students have no latex2mathml, but nbgrader's settings, which lead here, are theirs too.
    from latex2mathml.commands import MATRICES
    from latex2mathml.converter import Converter

    if len(tex) > LONGEST or DEFINITIONS.search(tex):
        return None
    tex = re.sub(r"\\(?:begin|end)\{equation\*?\}", "", tex)
    tex = ENVIRONMENT.sub(lambda m: f"\\{m[1]}{{{ENVIRONMENTS.get(m[2], m[2])}}}", tex)
    if any(f"\\{name}" not in MATRICES for _, name in ENVIRONMENT.findall(tex)):
        return None
    display = "block" if block else "inline"
    return _written(Converter(display=display).convert_to_element(tex))


def _are_apart(first, second):
    """Whether TeX puts a thin space between two neighbours: beside a function such as log."""
    if _is_function(second):
        return first.tag not in ("mo", "mspace") or _text(first) in (")", "]", "}")
    return _is_function(first) and second.tag not in ("mo", "mspace")


def _is_function(element):
    return element.tag == "mi" and len(_text(element)) > 1 and _text(element).isalpha()


def _text(element):
    # The converter writes characters as entities.
    return html.unescape(element.text or "")


def _written(element):
    """An element as text; None when it, or anything in it, is not known to be plain MathML."""
    text = _text(element)
    if element.tag not in ELEMENTS or "\\" in text:
        return None
    inside = [_written(child) for child in element]
    if None in inside:
        return None
    if element.tag in ROWS:
        for place in reversed(range(1, len(element))):
            if _are_apart(element[place - 1], element[place]):
                inside.insert(place, THIN_SPACE)
    attributes = "".join(
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in ATTRIBUTES and VALUE.fullmatch(value)
    )
    content = html.escape(text) + "".join(inside)
    return f"<{element.tag}{attributes}>{content}</{element.tag}>"
