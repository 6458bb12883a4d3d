"""What came of a submission, written as the outputs of its notebook's cells."""

from nbformat import NotebookNode

# More than that nobody reads; what a student's code printed may be a megabyte.
MOST_LINES = 1000
MOST_CHARACTERS = 20_000


def write_outputs(notebook, result):
    """Write a Result into the notebook's outputs, where nbgrader looks for marks and feedback."""
    verdicts = {verdict.check: verdict for verdict in result.verdicts}
    runs = {run.cell: run for run in result.runs}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        # As items: NotebookNode looks through its class at each attribute that is set.
        cell["outputs"], cell["execution_count"] = [], None
        done = verdicts.get(cell.id) or runs.get(cell.id)
        if done is None:
            continue
        if done.printed:
            cell.outputs.append(_output("stream", name="stdout", text=shortened(done.printed)))
        if cell.id in verdicts and not done.passed:
            cell.outputs.append(_error("CheckFailed", told(done)))
        elif cell.id in runs and done.error:
            cell.outputs.append(_error("Error", done.error))


def told(verdict):
    """What a student is told of a check that did not pass: the message, and the hint if any."""
    if not verdict.hint:
        return verdict.message
    return f"{verdict.message}\nHint: {verdict.hint}"


def shortened(text):
    """The beginning and the end of a text that is too long to be read."""
    lines = text.splitlines(keepends=True)
    if len(lines) > MOST_LINES:
        half = MOST_LINES // 2
        left_out = f"… {len(lines) - MOST_LINES:,} lines are left out …\n"
        text = "".join([*lines[:half], left_out, *lines[-half:]])
    if len(text) > MOST_CHARACTERS:
        half = MOST_CHARACTERS // 2
        left_out = len(text) - MOST_CHARACTERS
        text = f"{text[:half]}\n… {left_out:,} characters are left out …\n{text[-half:]}"
    return text


def _error(name, message):
    message = shortened(message)
    first = message.strip().splitlines()[-1] if message.strip() else name
    return _output("error", ename=name, evalue=first, traceback=message.splitlines())


def _output(kind, **content):
    # nbformat's new_output validates each one, which takes longer than many a check.
    return NotebookNode(output_type=kind, **content)
