"""Reading a Python file in percent format, in which a line `# %%` begins each cell.

    # %% [markdown] question="axes" points=2
    # The text of a markdown cell stands in comments.

    # %% answer="softmax"
    code

It is the format of jupytext and of many editors
(https://jupytext.readthedocs.io/en/latest/formats-scripts.html), as far as lessons use it. jupytext
itself takes longer to import than a notebook takes to be graded, and students do not have it.
"""

import json
import re
from dataclasses import dataclass

MARKER = re.compile(r"# %%(?!%)(.*)")
OPTION = re.compile(r"\s*(\w+)=")


@dataclass(frozen=True)
class PercentCell:
    """A cell of a file.

    Attributes
    ----------
    is_markdown : bool
    options : dict of what its marker says; None when that cannot be read.
    source : str, its text: of a markdown cell without the comment signs.
    marker : int, the number of the line with its marker, from 1.
    end : int, the number of its last line, blank ones included.
    """

    is_markdown: bool
    options: dict | None
    source: str
    marker: int
    end: int


def read_cells(text):
    """The cells of a file's text. What stands above the first marker is not looked at."""
    lines = text.splitlines()
    markers = [number for number, line in enumerate(lines, start=1) if MARKER.match(line)]
    ends = [*(number - 1 for number in markers[1:]), len(lines)][: len(markers)]
    return [_cell(lines, marker, end) for marker, end in zip(markers, ends, strict=True)]


def _cell(lines, marker, end):
    words = MARKER.match(lines[marker - 1])[1].strip()
    is_markdown = words.startswith("[markdown]")
    body = "\n".join(lines[marker:end]).strip("\n").rstrip()
    if is_markdown:
        body = re.sub(r"^# ?", "", body, flags=re.MULTILINE)
    return PercentCell(is_markdown, _options(words.removeprefix("[markdown]")), body, marker, end)


def _options(words):
    """{key: value} of a marker's options, `key=` and a value as in JSON; None for anything else."""
    options = {}
    place = 0
    while words[place:].strip():
        option = OPTION.match(words, place)
        if option is None:
            return None
        try:
            value, place = json.JSONDecoder().raw_decode(words, option.end())
        except ValueError:
            return None
        options[option[1]] = value
    return options
