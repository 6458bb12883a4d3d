"""What the reference's functions do when a check runs: do they change their arguments, and are
their results plain? What the grader allows a student's functions depends on it."""

import functools
import inspect
import sys
from dataclasses import dataclass, field

from autograder.grading.codec import CodecError, encode, variable_types
from autograder.grading.stand_ins import weights_of
from autograder.outcomes import alike


@dataclass
class Habit:
    """What one function does.

    changes : set, the places of arguments that it changes: numbers from 0, and their names.
    plain : bool, whether each result is plain data. Not so before the first call.
    comparable : bool, whether each result is of a type that checks compare.
    nothing : bool, whether each result is None.
    """

    changes: set = field(default_factory=set)
    plain: bool = False
    comparable: bool = False
    nothing: bool = False


class Observer:
    """Watches functions while a check runs.

    habits : dict, a Habit for each name that was called.
    symbolic : set of the names that were given a layer's input without numbers, a KerasTensor.

    Only calls from the outside count: what one function of the student's does to the arguments of
    another, the grader never sees.
    """

    def __init__(self):
        self.habits = {}
        self.symbolic = set()
        self._inside = False

    def watched(self, name, function):
        """A function that does the same and is watched."""

        @functools.wraps(function)
        def watched(*args, **kwargs):
            if self._inside:
                return function(*args, **kwargs)
            values = [*args, *kwargs.values()]
            if any(_is_symbolic(value) for value in values):
                self.symbolic.add(name)
            before = [_contents(value) for value in values]
            self._inside = True
            try:
                result = function(*args, **kwargs)
            finally:
                self._inside = False
            habit = self.habits.setdefault(name, Habit(set(), True, True, True))
            habit.plain &= is_plain(result)
            habit.comparable &= alike(result, result)
            habit.nothing &= result is None
            places = [*range(len(args)), *kwargs]
            for place, value, contents in zip(places, values, before, strict=True):
                if _contents(value) != contents:
                    habit.changes |= _both_ways(function, place)
            return result

        return watched


def _is_symbolic(value):
    if type(value) in (list, tuple):
        return any(_is_symbolic(item) for item in value)
    keras = sys.modules.get("keras")
    return isinstance(value, getattr(keras, "KerasTensor", ()))


def is_plain(value):
    """Whether a value can cross to another process whole."""
    try:
        encode(value)
    except CodecError:
        return False
    return True


def _contents(value):
    """What may change in a value, as bytes; an object that is not plain is only itself."""
    try:
        return encode(value, refer=_reference)
    except CodecError:
        return None


def _reference(value):
    return None if type(value) in variable_types() else ["object", id(value), weights_of(value)]


def _both_ways(function, place):
    """An argument's place as a number and as a name, as far as they are known."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return {place}
    if type(place) is str:
        return {place, names.index(place)} if place in names else {place}
    return {place, names[place]} if place < len(names) else {place}
