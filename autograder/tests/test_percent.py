import jupytext
import pytest

from autograder.authoring.course import COURSES
from autograder.authoring.percent import read_cells
from autograder.tests.conftest import ROOT

SOURCES = [path for course in COURSES for path in sorted(ROOT.glob(f"{course}/source/*/*.py"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_lesson_is_read_as_jupytext_reads_it(path):
    text = path.read_text(encoding="utf-8")
    cells = jupytext.reads(text, fmt="py:percent").cells
    for cell in cells:
        cell.metadata.pop("lines_to_next_cell", None)
    # Ours begins no cell with blank lines, which ruff puts above a function.
    theirs = [
        (cell.cell_type == "markdown", dict(cell.metadata), cell.source.lstrip("\n"))
        for cell in cells
    ]
    ours = [(cell.is_markdown, cell.options, cell.source) for cell in read_cells(text)]
    assert ours == theirs


def test_a_cell_knows_its_lines():
    first, second = read_cells("\n# %%\nx = 1\n\n# %% [markdown]\n# text\n")
    assert (first.marker, first.end) == (2, 4)
    assert (second.marker, second.end) == (5, 6)


@pytest.mark.parametrize(
    ("marker", "options"),
    [
        ("", {}),
        ('check="sigmoid" points=4', {"check": "sigmoid", "points": 4}),
        ('prediction="share" between=[0, 1.5]', {"prediction": "share", "between": [0, 1.5]}),
        ('answer="a = b"', {"answer": "a = b"}),
        ("a title", None),
        ("check=sigmoid", None),
        ('check="sigmoid', None),
        ('"sigmoid"', None),
    ],
)
def test_options_are_read_or_the_marker_is_refused(marker, options):
    (cell,) = read_cells(f"# %% {marker}\nx = 1\n")
    assert cell.options == options


def test_a_text_without_markers_has_no_cells():
    assert read_cells("import numpy\n# %%% not a marker\n") == []


def test_a_text_that_is_not_closed_spoils_no_other_cell():
    first, second = read_cells('# %%\nx = """\n\n# %% points=2\ny = 1\n')
    assert (first.source, second.source) == ('x = """', "y = 1")
    assert second.options == {"points": 2}
