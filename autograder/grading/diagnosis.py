"""Which known mistake was made: a wrong answer that does the same when a check runs."""

import ast
import contextlib
import io
import warnings

from autograder.authoring.lesson import variants_in
from autograder.outcomes import outcome
from autograder.sources import compiled


class Calls:
    """The calls that a check makes of the reference, made of other functions too.

    A call is made of all at once, for what it uses may change while the check runs.
    """

    def __init__(self, functions, seed):
        """seed : called before each call, so that all draw alike.

        outcomes : for each function, in their order, a list of what its calls did.
        """
        self.outcomes = [[] for _ in functions]
        self._functions = functions
        self._seed = seed

    def watched(self, reference):
        """A function that does the same as the reference, and is watched."""

        def watched(*args, **kwargs):
            for function, outcomes in zip(self._functions, self.outcomes, strict=True):
                self._seed()
                with _quiet():
                    outcomes.append(outcome(function, args, kwargs))
            return reference(*args, **kwargs)

        return watched


class KnownMistakes:
    """The wrong answers of a lesson, ready to be compared with what a student's answer did."""

    def __init__(self, lesson):
        self.sources = {}
        for cell in lesson.having("wrong"):
            variants = self.sources.setdefault(cell.name, {})
            code = compiled(cell.source, f"wrong answers of {cell.name}, line {cell.line}")
            for name, node in variants_in(cell.source).items():
                variants[name] = (code, hint_of(node))

    def values(self, answer, namespace):
        """What each mistake's name means in a lesson's state, which is not changed."""
        values = {}
        for name, (code, _) in self.sources.get(answer, {}).items():
            own = dict(namespace)
            with contextlib.suppress(Exception), _quiet():
                exec(code, own)
                values[name] = own[name]
        return values

    def only(self, answer, found):
        """(name, hint) of the only mistake found; ("", "") for none or several."""
        found = list(found)
        return (found[0], self.sources[answer][found[0]][1]) if len(found) == 1 else ("", "")


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
