"""Which known mistake was made: a wrong answer that does the same when a check runs."""

import ast
import contextlib
import io
import warnings
from functools import partial

from autograder.authoring.lesson import variants_in
from autograder.outcomes import alike, outcome
from autograder.sources import compiled
from autograder.state import copied, holds_tensors

# Stands for the reference among the names of known mistakes.
REFERENCE = ""


class NothingAlike(Exception):
    """Ends a check that is run to see who does the same as the student: nobody is left."""


class Candidate:
    """A function that a student's may do the same as, and what its calls did.

    For a check that always makes the same calls one Candidate serves all submissions: each of
    its calls is made once.
    """

    def __init__(self, function):
        self._function = function
        self._calls = []

    def does(self, place, args, kwargs, seed):
        """The outcome of a check's call number `place`; earlier ones have been asked for before.

        seed : called before the call, if it has not been made yet.
        """
        if place == len(self._calls):
            seed()
            self._calls.append(_quiet_outcome(self._function, args, kwargs))
        return self._calls[place][0]

    def printed(self, place):
        """What the call number `place` printed."""
        return self._calls[place][1]


class Calls:
    """The calls that a check makes of the reference, made of a student's function and of others.

    A call is made of all at once, for what it uses may change while the check runs.

    left : {name: Candidate}, those that have done the same as the student's in each call so far.
        At first REFERENCE is among them.
    """

    def __init__(self, theirs, candidates, seed):
        """seed : called before each call with its place, so that all draw alike.

        Each place has a seed of its own, for a check may ask that two calls draw differently.
        """
        self.left = dict(candidates)
        self._theirs = theirs
        self._seed = seed
        self._place = 0
        self._inside = False

    def watched(self, reference, changes=()):
        """A function that does the same as the reference, and is watched.

        changes : the arguments that the reference changes. Where there are none, its result is
            taken from its candidate: it may have trained for seconds. A tensor is not: the check
            may take its gradient.
        It raises NothingAlike as soon as no candidate is left.
        """
        own = self.left[REFERENCE]

        def watched(*args, **kwargs):
            if self._inside:  # a reference that calls itself
                return reference(*args, **kwargs)
            self._inside = True
            try:
                return compared(args, kwargs)
            finally:
                self._inside = False

        def compared(args, kwargs):
            place, self._place = self._place, self._place + 1
            seed = partial(self._seed, place)
            seed()
            theirs, _ = _quiet_outcome(self._theirs, args, kwargs)
            for name, candidate in list(self.left.items()):
                if not alike(theirs, candidate.does(place, args, kwargs, seed)):
                    del self.left[name]
            if not self.left:
                raise NothingAlike
            result = own.does(place, args, kwargs, seed)[0]
            # The check goes on alike, whether calls were made or remembered.
            seed()
            # A text is perhaps the name of an error. What functions among the arguments change
            # elsewhere was put back.
            can_change_more = any(map(callable, [*args, *kwargs.values()]))
            if changes or can_change_more or type(result) is str or holds_tensors(result):
                return reference(*args, **kwargs)
            print(own.printed(place), end="")
            return copied(result)

        return watched


def _quiet_outcome(function, args, kwargs):
    """What a call comes to, and what it prints."""
    with _quiet() as printed:
        return outcome(function, args, kwargs), printed.getvalue()


class KnownMistakes:
    """The wrong answers of a lesson, ready to be compared with what a student's answer did."""

    def __init__(self, lesson):
        self.sources = {}
        self._texts = {}
        for cell in lesson.having("wrong"):
            self._texts.setdefault(cell.name, []).append(cell.source)
            variants = self.sources.setdefault(cell.name, {})
            code = compiled(cell.source, f"wrong answers of {cell.name}, line {cell.line}")
            for name, node in variants_in(cell.source).items():
                variants[name] = (code, hint_of(node))

    def texts(self, answer):
        """The code of an answer's wrong cells."""
        return self._texts.get(answer, [])

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
    """Let nothing be seen of what runs; yields where it prints to."""
    printed = io.StringIO()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield printed
