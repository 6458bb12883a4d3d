"""What a function does on given inputs, and whether two functions do the same."""

import copy

from shared_utils import explain


def outcome(function, args, kwargs):
    """Call a function on copies of its inputs.

    Returns [result, args after the call, kwargs after the call]; for a call that raises, the
    result is the name of the error. Arguments that no check compares, such as functions, are left
    out.
    """
    args, kwargs = copy.deepcopy((args, kwargs))
    try:
        result = function(*args, **kwargs)
    except Exception as error:
        result = raised(error)
    compared = {name: value for name, value in kwargs.items() if explain.kind(value)}
    return [result, [value for value in args if explain.kind(value)], compared]


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
