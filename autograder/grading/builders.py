"""Given functions that build with what the student wrote: they run where that lives.

A Keras model of a student's block, or a gradient through a student's cost, can only be made in the
student's process. A lesson says so of a given function: `# %% builder="model_of"`.
"""

from autograder.grading.stand_ins import StandIn


class Builder:
    """In the place of such a function while a check runs.

    A call goes to the student's process, with what the student wrote. Only one that is handed a
    reference, and nothing of the student's, is made here, with the reference.
    """

    def __init__(self, name, function, process, given):
        self.__name__ = name
        self._function = function
        self._process = process
        self._given = {id(value) for value in given.values()}

    def __call__(self, *args, **kwargs):
        handed = _parts([args, kwargs])
        theirs = any(issubclass(type(part), StandIn) for part in handed)
        if not theirs and any(self._is_of_the_check(part) for part in handed):
            return self._function(*args, **kwargs)
        return self._process.stand_in(self.__name__)(*args, **kwargs)

    def _is_of_the_check(self, value):
        """Whether a function, a class or an object's class is one that the student lacks."""
        defined = value if hasattr(value, "__qualname__") else type(value)
        is_own = getattr(defined, "__module__", None) == "__main__"
        return is_own and id(defined) not in self._given


def _parts(value):
    """What is in a value's lists, tuples and dicts."""
    if type(value) in (list, tuple):
        return [part for item in value for part in _parts(item)]
    if type(value) is dict:
        return _parts(list(value.values()))
    return [value]
