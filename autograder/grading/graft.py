"""Setting a student's answers into the instructor's own copy of a notebook.

Nobody grades a notebook as it came: cells may be copied twice, deleted, renamed or stripped of
their metadata. What counts is the answers. They are found by the cell's id, and by the name
that they define where the ids are lost.
"""

import ast

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.lesson import BEGIN_HIDDEN, END_HIDDEN, names_bound

MISSING = 'raise NotImplementedError("This answer is missing from the submission.")'


def graft(submission, master):
    """The master notebook with the submission's answers and the student's own cells in place.

    Parameters
    ----------
    submission : NotebookNode, what a student handed in.
    master : NotebookNode, the instructor's notebook with its answers. An answer that the
        submission lacks becomes an error that says so.

    Returns a new NotebookNode with new cells. Their metadata are the master's own: copying them
    for each submission would take longer than many a check.
    """
    places = _match(submission.cells, master.cells)
    released = {visible_part(cell.source) for cell in master.cells}
    extras = {}
    anchor = None
    for cell in submission.cells:
        place = places.get(id(cell))
        if place is not None:
            anchor = place
        elif cell.source.strip() not in released:
            extras.setdefault(anchor, []).append(_own_cell(cell))
    found = {place: cell for cell in submission.cells if (place := places.get(id(cell)))}
    cells = extras.get(None, [])
    for original in master.cells:
        cell = NotebookNode(original)
        answer = found.get(cell.id)
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = answer.source if answer is not None else MISSING
        elif answer is not None and "nbgrader" not in cell.metadata:
            cell.source = answer.source
        cells.append(cell)
        cells += extras.get(cell.id, [])
    return NotebookNode(master, cells=cells)


def holds_answers(grafted):
    """Whether a grafted notebook holds an answer of the submission that it was made from."""
    solutions = (c for c in grafted.cells if c.metadata.get("nbgrader", {}).get("solution"))
    return any(cell.source != MISSING for cell in solutions)


def _match(cells, master_cells):
    """id() of a submission's cell → the id of the master's cell that it stands for."""
    known = {cell.id: cell for cell in master_cells}
    found = {}
    for cell in cells:
        key = _grade_id(cell)
        if key not in known:
            key = cell.get("id")
        # Of cells that were copied the last one that was worked on counts, as in a run of all.
        if key in known and (key not in found or not _is_stub(cell)):
            found[key] = cell
    places = {id(cell): key for key, cell in found.items()}
    for key, answer in known.items():
        if key in found or not answer.metadata.get("nbgrader", {}).get("solution"):
            continue
        for cell in reversed(cells):
            is_free = id(cell) not in places and cell.cell_type == "code"
            if is_free and _names(answer.source) & _names(cell.source):
                places[id(cell)] = key
                break
    return places


def visible_part(source):
    """A master cell's text as students were given it, without its hidden tests."""
    visible, _, rest = source.partition(BEGIN_HIDDEN + "\n")
    return (visible + rest.partition(END_HIDDEN)[2]).strip()


def _grade_id(cell):
    nbgrader = cell.metadata.get("nbgrader")
    return nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None


def _is_stub(cell):
    return "NotImplementedError" in cell.source


def _own_cell(cell):
    """A cell of the student's own: its text alone, for metadata could pretend to be a check."""
    make = new_markdown_cell if cell.cell_type == "markdown" else new_code_cell
    return make(cell.source)


def _names(source):
    """What a cell defines at its top level, also when it cannot be parsed."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = (line.replace("(", " ").replace(":", " ").split() for line in source.splitlines())
        return {line[1] for line in words if len(line) > 1 and line[0] in ("def", "class")}
    return names_bound(tree)
