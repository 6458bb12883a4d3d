"""What the checks read from a notebook and show in it: a call's text, a failed line, warnings."""

import ast
import linecache
import sys
import textwrap
import warnings
from itertools import islice
from pathlib import Path

# Characters in a line of text: JupyterLab breaks longer ones in the middle of a word.
LINE = 85
LONGEST_TEXT = 60
LONGEST_CALL = 5
# What the released answer cells raise.
UNANSWERED = "Replace this line with your code."
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


class Argument:
    """One argument of the call that a frame is carrying out, as its author wrote it.

    text: its source ('sigmoid(z)'), or None when the source is not at hand (code run by exec).
    inputs: the values of the variables in it ({'z': ...}), when it calls a function.
    """

    def __init__(self, frame, name):
        """name: the called function's parameter; it is the first one, or passed by keyword."""
        self.text = None
        self.inputs = {}
        self._stands_alone = False
        try:
            source = _call_source(frame)
            node = _argument_node(source, name)
        except (SyntaxError, ValueError, LookupError):
            return
        self._stands_alone = isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
        if any(isinstance(part, ast.Call) for part in ast.walk(node)):
            for variable in _variables(node):
                for namespace in (frame.f_locals, frame.f_globals):
                    if variable in namespace:
                        self.inputs[variable] = namespace[variable]
                        break
        self.text = _one_line(source, node)

    def part(self, path):
        """Return the words for a part of the value: 'sigmoid(z)[0]' for '[0]'."""
        if self.text is None:
            return "The result" + path
        if path and not self._stands_alone:
            return f"({self.text}){path}"
        return self.text + path


def _span(code, instruction):
    """Return (first line, last line, first column, end column) of an instruction, columns in bytes.

    Raise LookupError when the code carries no positions.
    """
    span = next(islice(code.co_positions(), instruction // 2, None))
    if None in span:
        raise LookupError("this code carries no positions")
    return span


def _call_source(frame):
    """Return the text of the call that frame is carrying out. Raise LookupError without it."""
    first, last, start, end = _span(frame.f_code, frame.f_lasti)
    lines = linecache.getlines(frame.f_code.co_filename, frame.f_globals)[first - 1 : last]
    if len(lines) != last - first + 1:
        raise LookupError("the source is not at hand")
    lines = [line.encode() for line in lines]
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    return b"".join(lines).decode()


def _argument_node(source, name):
    """Return the syntax tree of a call's first argument. Raise LookupError when it has none."""
    call = ast.parse(source, mode="eval").body
    if not isinstance(call, ast.Call):
        raise LookupError("not a call")
    if call.args and not isinstance(call.args[0], ast.Starred):
        return _PlainCall().visit(call.args[0])
    for keyword in call.keywords:
        if keyword.arg == name:
            return _PlainCall().visit(keyword.value)
    raise LookupError("the argument is not written out")


class _PlainCall(ast.NodeTransformer):
    """Turns untouched(f, z) into f(z): a message speaks of the student's function."""

    def visit_Call(self, node):
        self.generic_visit(node)
        is_untouched = isinstance(node.func, ast.Name) and node.func.id == "untouched"
        if not (is_untouched and node.args):
            return node
        function, *args = node.args
        # Without the places of the source, its text is not taken from there.
        return ast.Call(function, args, node.keywords)


def _one_line(source, node):
    """Return an expression's source on one line, with '...' for arguments when it is long."""
    text = ast.get_source_segment(source, node)
    if text is None or "untouched(" in text or "\n" in text:
        text = ast.unparse(node)
    if len(text) > LONGEST_TEXT:
        for part in ast.walk(node):
            if isinstance(part, ast.Call):
                part.args, part.keywords = [ast.Constant(...)], []
        text = ast.unparse(node)
    return text if len(text) <= LONGEST_TEXT else None


def _variables(node):
    """Return the names that an expression reads, in order, without the functions it calls."""
    parts = list(ast.walk(node))
    names = [part for part in parts if isinstance(part, ast.Name)]
    bound_inside = {part.arg for part in parts if isinstance(part, ast.arg)}
    bound_inside |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
    called = [part.func for part in parts if isinstance(part, ast.Call)]
    names.sort(key=lambda name: (name.lineno, name.col_offset))
    read = [name.id for name in names if name not in called and name.id not in bound_inside]
    return list(dict.fromkeys(read))


def failure_lines(error):
    """Return the lines that IPython shows for a failed check.

    They are the failing line of the cell and the message; or a traceback where one tells more: the
    check failed inside a function of the notebook, or while another error was being handled. The
    steps inside this package are left out of either.
    """
    steps = []
    step = error.__traceback__.tb_next  # the first step is IPython's own, which runs the cell
    while step is not None:
        steps.append(step)
        step = step.tb_next
    outside = [step for step in steps if not _is_ours(step.tb_frame.f_code)]
    context = None if error.__suppress_context__ else error.__context__
    if len(outside) == 1 and context is None and error.__cause__ is None:
        cell = outside[0]
        first, *rest = str(error).split("\n")
        if type(error) is AssertionError:  # what `same` says is wrapped already
            first = "\n".join(wrapped(first))
            rest = [part for line in rest for part in wrapped(line)]
        title = f"{BOLD}Check failed{PLAIN} in line {cell.tb_lineno} of this cell:"
        return [title, *_numbered_lines(cell), "", BOLD + first + PLAIN, *rest]
    if outside:
        outside[-1].tb_next = None
    shell = sys.modules["IPython"].get_ipython()
    return shell.InteractiveTB.structured_traceback(
        type(error), error, error.__traceback__, tb_offset=1
    )


def wrapped(text):
    """Return the lines of a text, each short enough for JupyterLab."""
    return textwrap.wrap(text, LINE, subsequent_indent="  ", break_on_hyphens=False)


def _is_ours(code):
    return Path(code.co_filename).parent == Path(__file__).parent


def _numbered_lines(step):
    """Return the source lines of the call at one step of a traceback, with their numbers."""
    code = step.tb_frame.f_code
    try:
        first, last, _, _ = _span(code, step.tb_lasti)
    except LookupError:
        first = last = step.tb_lineno
    source = linecache.getlines(code.co_filename, step.tb_frame.f_globals)
    shown = range(first, min(last, first + LONGEST_CALL - 1, len(source)) + 1)
    lines = [f"{number:>4}  {source[number - 1].rstrip()}" for number in shown]
    return [*lines, "      ..."] if shown and shown[-1] < last else lines


def is_notebook():
    """Whether this runs in a notebook's kernel."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return getattr(shell, "kernel", None) is not None


def show_warnings_as_text():
    """In a notebook, print Python's warnings as one line of ordinary output, once per cell each.

    nbgrader counts any text on the error stream of a check's cell as a failure, so a right answer
    such as 1 / (1 + np.exp(-x)), which warns of an overflow, would lose its points. Outside a
    notebook nothing changes.
    """
    if not is_notebook():
        return
    shell = sys.modules["IPython"].get_ipython()
    shown = set()

    def show(message, category, filename, lineno, file=None, line=None):
        first_line = str(message).strip().split("\n")[0]
        text = f"Warning: {first_line} ({category.__name__}){_place(shell, filename, lineno)}"
        if text not in shown:
            shown.add(text)
            print(text)

    warnings.showwarning = show
    shell.events.register("pre_run_cell", lambda info: shown.clear())


def show_failures_briefly():
    """In a notebook, show no traceback where a sentence tells all.

    Of an exercise that is not answered yet just that is said. An `assert` of a check is shown as
    `failure_lines` says. Both stay errors: a run of all cells stops there, and no check passes.
    Outside a notebook nothing changes.
    """
    if not is_notebook():
        return

    def show(shell, kind, error, traceback, tb_offset=None):
        if str(error) == UNANSWERED:
            step = traceback
            while step.tb_next is not None:
                step = step.tb_next
            function = step.tb_frame.f_code.co_name
            what = "This cell" if function == "<module>" else function
            lines = [
                f"{BOLD}{what} is not answered yet.{PLAIN}",
                "Put your code where YOUR CODE HERE stands, in place of the line below it.",
            ]
        elif isinstance(error, AssertionError) and str(error):
            lines = failure_lines(error)
        else:
            lines = shell.InteractiveTB.structured_traceback(kind, error, traceback, tb_offset=1)
        shell._showtraceback(kind, error, lines)
        return lines

    sys.modules["IPython"].get_ipython().set_custom_exc((NotImplementedError, AssertionError), show)


def _place(shell, filename, lineno):
    """Return ', in sigmoid, line 3' for the running line that warns."""
    frame = sys._getframe(2)
    while frame and (frame.f_code.co_filename, frame.f_lineno) != (filename, lineno):
        frame = frame.f_back
    function = frame.f_code.co_name if frame else "<module>"
    words = "" if function == "<module>" else f", in {function}"
    if frame and frame.f_globals is shell.user_ns:
        return f"{words}, line {lineno}"
    return f"{words}, {Path(filename).name}, line {lineno}"
