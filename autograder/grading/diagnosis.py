"""Which known mistake was made: a wrong answer that does the same on the inputs of a check."""

import ast
import contextlib
import copy
import io
import warnings

from autograder.authoring.lesson import variants_in
from autograder.outcomes import alike, outcome
from autograder.sources import compiled


class Calls:
    """The calls that a check makes of a function, and what a student's function does on them."""

    def __init__(self):
        self.inputs = []
        self.outcomes = []

    def record(self, function):
        """A function that does the same as `function` and remembers its inputs."""

        def recorded(*args, **kwargs):
            self.inputs.append(copied((args, kwargs)))
            return function(*args, **kwargs)

        return recorded


def copied(value):
    """A copy, deep where that is possible: what a check changes later must not count."""
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


class KnownMistakes:
    """The wrong answers of a lesson, ready to be compared with what a student's answer did."""

    def __init__(self, lesson):
        self.sources = {}
        for cell in lesson.having("wrong"):
            variants = self.sources.setdefault(cell.name, {})
            code = compiled(cell.source, f"wrong answers of {cell.name}, line {cell.line}")
            for name, node in variants_in(cell.source).items():
                variants[name] = (code, hint_of(node))

    def name(self, answer, calls, namespace):
        """The one known mistake that explains the calls, as (name, hint); ("", "") otherwise.

        Parameters
        ----------
        answer : str, the answer's name.
        calls : Calls, or for an answer that is no function its value.
        namespace : dict, the lesson's state with its reference answers; not changed.
        """
        found = [
            (name, hint)
            for name, (code, hint) in self.sources.get(answer, {}).items()
            if self._explains(name, code, calls, namespace)
        ]
        return found[0] if len(found) == 1 else ("", "")

    def _explains(self, name, code, calls, namespace):
        namespace = dict(namespace)
        with _quiet():
            try:
                exec(code, namespace)
            except Exception:
                return False
            variant = namespace[name]
            if not isinstance(calls, Calls):
                return not callable(variant) and alike(calls, variant)
            return bool(calls.inputs) and all(
                alike(seen, outcome(variant, *given))
                for given, seen in zip(calls.inputs, calls.outcomes, strict=True)
            )


def hint_of(node):
    """The hint in a wrong answer's docstring, on one line; empty for one without."""
    is_definition = isinstance(node, ast.FunctionDef | ast.ClassDef)
    return " ".join((ast.get_docstring(node) or "").split()) if is_definition else ""


@contextlib.contextmanager
def _quiet():
    hidden = io.StringIO()
    with (
        contextlib.redirect_stdout(hidden),
        contextlib.redirect_stderr(hidden),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield
