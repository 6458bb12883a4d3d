"""What the functions among a call's arguments can change beside the arguments themselves.

A check may hand over a function that counts its calls, or that appends to a list of the lesson.
To make such a call twice alike, what it can reach is noted before and put back after.
"""

import functools
import sys
import types

import numpy as np

from autograder.state import copied, is_large
from shared_utils import explain

CONTAINERS = (list, dict, set)


class Surroundings:
    """The variables and containers that functions of a lesson can reach, as they are now."""

    def __init__(self, values):
        """values: the arguments of a call. What is in them without a function is not looked at."""
        self._seen = set()
        self._variables = []  # [read, write, value]
        self._contents = []  # [container, array, generator or __dict__, what is in it]
        for value in values:
            self._look_at_functions(value)

    def changes(self):
        """What is no more as it was, as plain data: the same after two calls that did the same."""
        changed = {}
        for number, (read, _, before) in enumerate(self._variables):
            now = read()
            if now is not before and is_compared(now):
                changed[f"variable {number}"] = copied(now)
        for number, (holder, before) in enumerate(self._contents):
            if not _is_unchanged(holder, before):
                items = _contents(holder)
                changed[f"contents {number}"] = copied(items) if is_compared(items) else ""
        return changed

    def put_back(self):
        """Make everything what it was, in place."""
        for _, write, value in self._variables:
            write(value)
        for holder, before in self._contents:
            if not _is_unchanged(holder, before):
                _fill(holder, before)

    def _look_at_functions(self, value):
        """Look for functions in a value, in its containers too."""
        if type(value) in (list, tuple):
            for item in value:
                self._look_at_functions(item)
        elif type(value) is dict:
            for item in value.values():
                self._look_at_functions(item)
        elif callable(value):
            self._look(value)

    def _look(self, value):
        if id(value) in self._seen:
            return
        self._seen.add(id(value))
        if type(value) is types.FunctionType:
            self._look_into_function(value)
        elif type(value) is types.MethodType:
            self._look(value.__func__)
            self._look(value.__self__)
        elif type(value) is functools.partial:
            for part in (value.func, *value.args, *value.keywords.values()):
                self._look(part)
        elif type(value) is tuple:
            for item in value:
                self._look(item)
        elif type(value) in (np.ndarray, np.random.Generator, *CONTAINERS):
            if not is_large(value):
                self._note(value)
        elif _is_of_the_lesson(type(value)) and hasattr(value, "__dict__"):
            self._note(vars(value))

    def _look_into_function(self, function):
        if not _is_of_the_lesson(function):
            return
        for cell in function.__closure__ or ():
            try:
                value = cell.cell_contents
            except ValueError:
                continue  # a name that is bound later
            write = functools.partial(setattr, cell, "cell_contents")
            self._variables.append(
                [functools.partial(getattr, cell, "cell_contents"), write, value]
            )
            self._look(value)
        names = function.__globals__
        for name in _names(function.__code__):
            if name in names:
                write = functools.partial(names.__setitem__, name)
                self._variables.append([functools.partial(names.get, name), write, names[name]])
                self._look(names[name])
        for value in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            self._look(value)

    def _note(self, holder):
        self._contents.append((holder, _contents(holder)))
        if type(holder) in CONTAINERS:
            for item in holder.values() if type(holder) is dict else holder:
                self._look(item)


def _is_of_the_lesson(definition):
    """Whether a function or class is no library's.

    A lesson's cells run under a name that is no module's, or as `__main__` beside the real one.
    What lies in modules is left alone: from one of them everything can be reached.
    """
    if type(definition) is types.FunctionType:
        names = definition.__globals__
        name = names.get("__name__")
        return name not in sys.modules or (
            name == "__main__" and vars(sys.modules[name]) is not names
        )
    name = definition.__module__
    return name not in sys.modules or (
        name == "__main__"
        and getattr(sys.modules[name], definition.__qualname__, None) is not definition
    )


def _names(code):
    """The global names that a function's code uses, the code within it included."""
    inner = [constant for constant in code.co_consts if type(constant) is types.CodeType]
    return dict.fromkeys([*code.co_names, *(name for each in inner for name in _names(each))])


def _contents(holder):
    """A copy of what is in a holder; the items are the same objects."""
    if type(holder) is np.random.Generator:
        return holder.bit_generator.state
    return holder.copy()


def _is_unchanged(holder, before):
    now = _contents(holder)
    if type(holder) is np.random.Generator:
        return now == before
    if type(now) is np.ndarray:
        same_kind = (now.dtype, now.shape) == (before.dtype, before.shape)
        return same_kind and now.tobytes() == before.tobytes()
    if len(now) != len(before):
        return False
    if type(now) is dict:
        return all(key in before and before[key] is item for key, item in now.items())
    if type(now) is list:
        return all(one is other for one, other in zip(now, before, strict=True))
    return now == before


def _fill(holder, contents):
    if type(holder) is np.ndarray:
        holder[...] = contents
    elif type(holder) is list:
        holder[:] = contents
    elif type(holder) is np.random.Generator:
        holder.bit_generator.state = contents
    else:
        holder.clear()
        holder.update(contents)


def is_compared(value):
    """Whether checks compare such a value, and it is not too large to be copied often."""
    return explain.kind(value) is not None and not is_large(value)
