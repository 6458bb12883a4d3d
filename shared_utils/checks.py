"""The words of a check: is this result right, what is this slope, did this call change its input?

same(got, want, hint)       got is what you returned, want what is expected
slope(f, x)                 the numerical slope of f at x, to compare a derivative with
untouched(f, *args)         the result of f(*args), which must leave args as they were
accepts(test, candidate)    whether a test that you wrote accepts a function
generator_for(name)         random numbers that are the same each time

A check that passes says nothing. One that fails raises CheckFailed, with a message of a few lines.
"""

import hashlib
import inspect
import sys

import numpy as np

from shared_utils import explain, hints, notebook

# Of a line with numbers; what is cut is lost, so it may be longer than a line of text.
LONGEST_LINE = 100
MOST_LINES = 8


class CheckFailed(AssertionError):
    """A result is not what a check expects; the message says how it differs.

    compared: what `same` compared: (got, want, the author's sentence); of nothing by default.
    """

    compared = (None, None, "")

    def _render_traceback_(self):
        """Return the lines that IPython shows instead of a traceback (IPython calls this)."""
        return notebook.failure_lines(self)


def same(got, want, hint="", *, tolerance=None, examples=None):
    """Check that got, a student's result, is the same as want.

    got, want: numbers, strings, bytes, None, numpy arrays, TensorFlow tensors and variables, and
        lists, tuples and dicts of these, nested as you like. Types must match as follows.
        - Numbers are equal by value: 1, 1.0, True, np.float32(1) and an array of shape () are one.
        - An array is never a number or a list; its shape must be that of want, so (3,) is not
          (3, 1). Its dtype is free. A tensor is the same as an array of its numbers.
        - A list is never a tuple. A dict needs the keys of want, no fewer and no more.
        - nan is the same as nan.
        - Objects of other types, subclasses included, are never the same as anything.
    hint: the author's sentence, the last line of the message.
    tolerance: how far numbers may be apart: tolerance * |want| + tolerance / 100. Without it whole
        numbers must be exact and others agree within 1e-6; 1e-4 if one side is float32, 1e-2 if
        one is float16. Numbers below a hundredth of the tolerance all count as 0: multiply them
        first if they matter.
    examples: the number of examples in the input, to name it if got is too large by just that.
    Raise CheckFailed when they differ, TypeError when want is of a type that is not compared.
    """
    if explain.same(got, want, tolerance):
        return
    argument = notebook.Argument(sys._getframe(1), "got")
    message = _message(got, want, hint, tolerance, examples, argument)
    if notebook.is_notebook() and (known := hints.hint_for(got, want, hint)):
        message += "\n" + "\n".join(notebook.wrapped(f"Hint: {known}"))
    failed = CheckFailed(message)
    failed.compared = (got, want, hint)
    raise failed


def slope(f, x, step=1e-5):
    """Return the slope of f at x, measured from values of f a little before and after x.

    f: a function of one argument like x. Its value is one number (a number, or an array with one
        entry) or, where f works on each entry by itself, an array of the shape of x.
    x: a number, an array of any shape, or a tensor. f is given copies in float64.
    step: how far to go to either side. The result is good to about 9 digits of the value of f;
        for an f that computes in float32 pass step=1e-2 and expect 3 digits.
    Return a float for a number; for an array one of its shape: entry i says how f(x), or entry i
    of it, changes with entry i of x. Raise CheckFailed when f gives no number (None, nan, inf).
    """
    array = explain.as_array(x)
    if array is None or array.dtype.kind not in "biuf":
        raise TypeError(f"slope needs a number or an array of numbers, not {explain.describe(x)}")
    caller = sys._getframe(1)
    slopes = np.empty(array.shape)
    for index in np.ndindex(array.shape):
        places, values = [], []
        for away in (step, -step):
            point = array.astype(float)
            point[index] += away
            places.append(point[index])
            result = f(point if point.ndim else float(point))
            values.append(_one_number(result, array.shape, index, caller))
        slopes[index] = (values[0] - values[1]) / (places[0] - places[1])
    return slopes if array.ndim else float(slopes)


def _one_number(result, shape, index, caller):
    """Return what the function of a slope gave as a float: its one entry, or its entry index.

    shape: that of its argument; caller: the frame in which `slope` was called. Raise CheckFailed
    when there is no such number.
    """
    value = explain.as_array(result)
    if value is None or value.dtype.kind not in "biuf":
        advice = "\nA function that ends without return gives None." if result is None else ""
        words = f"gives {explain.describe(result)}, which has no slope.{advice}"
        raise CheckFailed(f"{_function_of(caller)} {words}")
    if value.size != 1 and value.shape != shape:
        words = f"gives an array of shape {value.shape}, which has no one slope."
        raise CheckFailed(f"{_function_of(caller)} {words}")
    number = float(value.item() if value.size == 1 else value[index])
    if not np.isfinite(number):
        words = f"gives {number}, so its slope cannot be measured."
        raise CheckFailed(f"{_function_of(caller)} {words}")
    return number


def _function_of(caller):
    """How the function of a call of `slope` or `untouched` is written in the caller's frame."""
    return notebook.Argument(caller, "f").text or "The function"


def untouched(f, /, *args, **kwargs):
    """Call f(*args, **kwargs) and return its result. f must leave its arguments as they were.

    Looked into are arrays, TensorFlow variables, and dicts, lists and tuples of these. Raise
    CheckFailed, which names the argument and the first changed entry, when the call changed one.
    """
    before = explain.snapshot([args, kwargs])
    result = f(*args, **kwargs)
    for old, new, name in _arguments(f, before, args, kwargs):
        change = explain.change(old, new)
        if change:
            path, words = change
            called = _function_of(sys._getframe(1))
            raise CheckFailed(
                f"{called} changed what it was given: {name}{path} {words}.\n"
                "Hint: make a copy first, and change the copy."
            )
    return result


def accepts(test, candidate):
    """Return whether test(candidate) passes: True when it returns, False on an AssertionError.

    test: a function of one argument that asserts something about it. What it returns is ignored,
        and every other error it raises goes through.
    """
    try:
        test(candidate)
    except AssertionError:
        return False
    return True


def generator_for(name):
    """Return a numpy Generator whose numbers depend on name alone, on every machine."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()))


def _message(got, want, hint, tolerance, examples, argument):
    """Return what a failed comparison says: at most MOST_LINES lines, with hints of two lines.

    argument: got as it is written in the check, a notebook.Argument.
    """
    sizes = [(examples, "the number of examples")] if examples else []
    for name, value in argument.inputs.items():
        sizes += explain.sizes_of(name, value)
    parts = list(explain.parts(got, want, tolerance))
    path, part_got, part_want, _ = next(part for part in parts if not part[3])
    with np.errstate(all="ignore"):
        sentence, details = explain.explain(part_got, part_want, tolerance, sizes)
    first = notebook.wrapped(f"{argument.part(path)} {sentence}.")
    last = notebook.wrapped(f"This line checks: {hint}") if hint else []
    for line in (_other_parts(parts, path), _inputs(argument.inputs)):
        if line and len(first) + len(details) + len(last) < MOST_LINES:
            details.append(line)
    return "\n".join([*first, *(_cut("  " + line) for line in details), *last])


def _arguments(f, before, args, kwargs):
    """Yield (value before, value after, name in f) for each argument of a call."""
    try:
        parameters = list(inspect.signature(f).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    named = [parameter.name for parameter in parameters if parameter.kind in positional]
    for index, (old, new) in enumerate(zip(before[0], args, strict=True)):
        yield old, new, named[index] if index < len(named) else f"argument {index + 1}"
    for name, new in kwargs.items():
        yield before[1][name], new, name


def _other_parts(parts, path):
    """Return a line on the parts of a result beside the one that the message is about."""
    right = [where for where, _, _, is_right in parts if is_right]
    wrong = [where for where, _, _, is_right in parts if not is_right and where != path]
    words = []
    for label, places in (("right", right), ("also different", wrong)):
        if places:
            listed = ", ".join(places) if len(places) <= 4 else f"{len(places)} other parts"
            words.append(f"{label}: {listed}")
    return "; ".join(words)


def _inputs(inputs):
    """Return a line with the values of the variables that the compared expression uses."""
    words = []
    for name, value in inputs.items():
        array = explain.as_array(value)
        if explain.kind(value) == "string" or (array is not None and array.size <= 6):
            words.append(f"{name} = {explain.show(value)}")
        elif array is not None:
            words.append(f"{name} of shape {array.shape}")
    return "with      " + ", ".join(words) if words else ""


def _cut(line):
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 3] + "..."


notebook.show_warnings_as_text()
notebook.show_failures_briefly()
