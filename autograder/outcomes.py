"""What a function does on given inputs, and whether two functions do the same."""

import inspect

from autograder.state import copied
from autograder.surroundings import Surroundings, is_compared
from shared_utils import explain


def outcome(function, args, kwargs):
    """Call a function on copies of its inputs.

    Returns [result, args after the call, kwargs after the call, what functions among them have
    changed elsewhere]; for a call that raises, the result is the name of the error. Arguments that
    no check compares, such as functions and dictionaries of functions, and those that are large,
    are left out. What functions have changed, such as a list of their calls, is put back.
    """
    args, kwargs = copied((args, kwargs))
    surroundings = Surroundings([*args, *kwargs.values()])
    try:
        result = function(*args, **kwargs)
    except Exception as error:
        result = raised(error)
    changes = surroundings.changes()
    # The result may be one of the things that change back.
    result = copied(result) if changes else result
    surroundings.put_back()
    compared = {name: value for name, value in kwargs.items() if _counts(value)}
    return [result, [value for value in args if _counts(value)], compared, changes]


def _counts(value):
    """Whether an argument is part of an outcome: not if it is a function, or holds one."""
    if not is_compared(value):
        return False
    items = value.values() if type(value) is dict else value if type(value) in (list, tuple) else ()
    return not any(map(inspect.isroutine, items))


def is_function(value):
    """Whether a value is called for its result, and is no class, layer, model or loss."""
    return callable(value) and not isinstance(value, type) and not hasattr(value, "get_config")


def raised(error):
    """What stands in the place of a result where an error was raised."""
    return f"raises {type(error).__name__}"


def alike(first, second):
    """Whether two results or outcomes are the same, as a check compares them."""
    try:
        return explain.same(first, second, None)
    except Exception:
        # Values of types that no check compares are never called the same.
        return False
