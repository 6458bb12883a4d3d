"""Bringing an edit made in JupyterLab back into the lesson's source."""

import json
from pathlib import Path

import nbformat

from autograder.authoring.files import write_whole
from autograder.authoring.lesson import read_lesson
from autograder.authoring.notebooks import build_cells, source_hash
from autograder.errors import AutograderError


class PullError(AutograderError):
    """A notebook's edits cannot be brought back; the source is unchanged."""


def pull(notebook_path):
    """Write the edits of an instructor's notebook into the .py beside it.

    Text and code of cells that came from the source are taken over, new cells become given
    cells or text, deleted cells are deleted. Right and wrong answers, which no notebook holds,
    stay. Returns the number of cells that changed.

    Raises PullError when the notebook is not one that was built from the present source, or
    when an edit was made in a cell that the build makes.
    """
    path = Path(notebook_path)
    notebook = _read(path)
    source = path.with_suffix(".py")
    if not source.exists():
        raise PullError(f"{source} does not exist: {path.name} was not built from a lesson here")
    lesson = read_lesson(source)
    built_from = notebook.metadata.get("autograder", {}).get("source_sha256")
    if built_from is None:
        raise PullError(f"{path} was not built by `autograder build`; edit {source} by hand")
    if built_from != source_hash(lesson):
        raise PullError(
            f"{source} is newer than {path.name}: it was edited after the build. Save your "
            f"notebook under another name, run `autograder build {source}` and edit the new one"
        )
    text, changed = _edited(lesson, notebook)
    if changed:
        write_whole(source, text)
        try:
            read_lesson(source)
        except Exception:
            write_whole(source, lesson.text)
            raise
    return changed


def _read(path):
    try:
        return nbformat.read(path, as_version=4)
    except OSError as error:
        raise PullError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        reason = "it is not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
        raise PullError(
            f"{path} is not a notebook that can be read: {reason.splitlines()[0]}"
        ) from None


def _edited(lesson, notebook):
    """The source's new text and the number of cells that changed."""
    built = {cell.id: cell for cell in build_cells(lesson)}
    # A cell that was copied gets a new id, but keeps the metadata of the first.
    grade_ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    for grade_id in built:
        if grade_ids.count(grade_id) > 1:
            raise PullError(f"cell {grade_id} stands twice; delete the copy and save the notebook")
    present = [cell for cell in notebook.cells if cell.id in built]
    order = [cell.id for cell in present]
    if order != [key for key in built if key in set(order)]:
        raise PullError("cells were moved; move them in the .py file, where their checks follow")
    lines = lesson.text.splitlines()
    changed = 0
    new_after, last = {}, None
    for cell in notebook.cells:
        if cell.id in built:
            last = built[cell.id].origin
        else:
            new_after.setdefault(id(last), []).append(_as_source(cell))
            changed += 1
    output, position = _joined(new_after.get(id(None), [])), 0
    texts = {cell.id: cell for cell in present}
    for cell in lesson.cells:
        mine = [key for key, value in built.items() if value.origin is cell]
        output += lines[position : cell.line - 1]
        body = lines[cell.line - 1 : cell.last]
        position = cell.last
        if mine and not any(key in texts for key in mine):
            changed += 1
        else:
            for key in mine:
                new = _new_body(built[key], texts.get(key))
                if new is not None:
                    blank = len(body) - len("\n".join(body).rstrip().splitlines())
                    body = [body[0], *new, *[""] * blank]
                    changed += 1
            output += body
        output += _joined(new_after.get(id(cell), []))
    return "\n".join(output).rstrip("\n") + "\n", changed


def _new_body(built, cell):
    """The lines of an edited cell as the source holds them, or None when it was not edited."""
    if cell is None or cell.source.rstrip() == built.source.rstrip():
        return None
    if built.generated or built.origin.role == "question":
        raise PullError(
            f"cell {built.id} is made by the build from line {built.origin.line} of the source; "
            f"edit it there"
        )
    text = cell.source
    for inserted in built.inserted:
        if inserted not in text:
            raise PullError(
                f"lines that the build put into cell {built.id} were edited (its `rng` or its "
                f"references); edit the cell in the .py file"
            )
        text = text.replace(inserted, "", 1)
    return _commented(text) if built.kind == "markdown" else text.rstrip().splitlines()


def _as_source(cell):
    if cell.cell_type == "markdown":
        return ["# %% [markdown]", *_commented(cell.source), ""]
    return ["# %%", *cell.source.rstrip().splitlines(), ""]


def _commented(text):
    return [f"# {line}".rstrip() for line in text.rstrip().splitlines()]


def _joined(groups):
    return [line for group in groups for line in group]
