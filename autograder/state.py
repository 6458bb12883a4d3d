"""What the names of a lesson mean at one place: copied, kept, and put back.

What TensorFlow and Keras make is not copied. A tensor cannot change; of variables, layers, models
and optimizers the values of their weights are kept and put back.
"""

import copy
import random
import sys

import numpy as np

RANDOM = (np.random.Generator, np.random.RandomState, random.Random)
# Larger than that are only tables and sets of data, which nothing is to change.
LARGE_ARRAY, LARGE_CONTAINER = 16_000_000, 5_000  # bytes, items
# Classes of Keras whose objects have weights.
WITH_WEIGHTS = ("Layer", "Optimizer", "Metric", "Variable")


def copied(value):
    """A copy, as deep as can be: containers, arrays, variables, objects of the lesson's classes.

    Layers, models, functions and whatever else cannot be copied are shared, and what is large.
    """
    return _copied(value, {}, [], keep_variables=False)


class State:
    """What the names of a namespace mean now, to be put back any number of times.

    Parameters
    ----------
    namespace : dict
    largest : arrays and containers of more bytes than that are shared.
    before : a State of the same lesson, to share the values of weights with which have not changed.
    """

    def __init__(self, namespace, largest=LARGE_ARRAY, before=None):
        self._largest = largest
        self._names = dict(namespace)
        self._can_change = {
            name for name, value in namespace.items() if self._may_change(name, value)
        }
        self._names.update(self._own(self._can_change))
        known = before._weights if before else {}
        self._weights = {}
        for variable in _variables(list(self._names.values())):
            value = variable.numpy()
            kept = known.get(id(variable), (variable, None))[1]
            unchanged = kept is not None and _equal(kept, value)
            self._weights[id(variable)] = (variable, kept if unchanged else np.array(value))

    def __contains__(self, name):
        return name in self._names

    def restore(self, namespace, used=None):
        """Make the namespace what it was.

        used : the names that may be changed before the next `restore`, all by default. The others
            are not copied, so nothing may change them in place.
        """
        names = self._can_change if used is None else self._can_change & used
        namespace.clear()
        namespace.update(self._names)
        namespace.update(self._own(names))
        for variable, value in self._weights.values():
            if not _equal(variable.numpy(), value):
                variable.assign(value)

    def _own(self, names):
        """The names with their own copies of what they mean."""
        memo, alive = {}, []
        return {
            name: _copied(self._names[name], memo, alive, keep_variables=True) for name in names
        }

    def _may_change(self, name, value):
        """Whether it is an array, a container or a generator of numbers, of the lesson's own."""
        kinds = (np.ndarray, list, tuple, dict, set, *RANDOM)
        return type(value) in kinds and not name.startswith("__") and self._is_small(value)

    def _is_small(self, value):
        items = total = 0
        waiting = [value]
        while waiting:
            value = waiting.pop()
            items += 1
            if type(value) is np.ndarray:
                total += value.nbytes
            elif type(value) in (list, tuple, set, dict):
                items += len(value)
                if items <= LARGE_CONTAINER:
                    waiting += value.values() if type(value) is dict else value
            if items > LARGE_CONTAINER or total > self._largest:
                return False
        return True


def is_large(value):
    """Whether an array or a container by itself is too large to be copied or sent often."""
    if type(value) is np.ndarray:
        return value.nbytes > LARGE_ARRAY
    return type(value) in (list, dict, set) and len(value) > LARGE_CONTAINER


def holds_tensors(value):
    """Whether a value is TensorFlow's or Keras's, or a container that holds such values."""
    if type(value) in (list, tuple, set):
        return any(holds_tensors(item) for item in value)
    if type(value) is dict:
        return any(holds_tensors(item) for item in value.values())
    return _of_tensorflow(value)


def _copied(value, memo, alive, *, keep_variables):
    """memo: copies made so far by the id() of what they are of; alive: what these are of."""

    def again(value):
        return _copied(value, memo, alive, keep_variables=keep_variables)

    if id(value) in memo:
        return memo[id(value)]
    kind = type(value)
    if is_large(value):
        own = value
    elif kind is list:
        own = memo[id(value)] = []
        own.extend(again(item) for item in value)
    elif kind is dict:
        own = memo[id(value)] = {}
        own.update((key, again(item)) for key, item in value.items())
    elif kind is tuple:
        own = tuple(again(item) for item in value)
    elif kind is np.ndarray and not value.dtype.hasobject:
        own = value.copy(order="K")
    elif _of_keras(value, *WITH_WEIGHTS) or _of_tensorflow(value):
        own = value if keep_variables or not _is_variable(value) else copy.deepcopy(value)
    else:
        try:
            own = copy.deepcopy(value)
        except Exception:
            own = value
    memo[id(value)] = own
    alive.append(value)
    return own


def _variables(values):
    """Each variable among the values, in their containers, layers, models and optimizers, once."""
    found, seen, waiting = [], set(), list(values)
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if type(value) in (list, tuple, set):
            waiting += value
        elif type(value) is dict:
            waiting += value.values()
        elif _is_variable(value):
            found.append(value)
        elif _of_keras(value, *WITH_WEIGHTS):
            waiting += [*value.variables, getattr(value, "optimizer", None)]
    return found


def _is_variable(value):
    # Optimizers too can be told to assign.
    is_tensorflow_s = type(value).__module__.startswith("tensorflow.") and hasattr(value, "assign")
    return is_tensorflow_s or _of_keras(value, "Variable")


def _of_keras(value, *names):
    """Whether a value is of one of these classes of Keras, as far as Keras is imported."""
    keras = sys.modules.get("keras")
    classes = (getattr(keras, name, None) for name in names)
    # By its type: an object may say of itself that it is something else.
    return issubclass(type(value), tuple(each for each in classes if each is not None))


def _of_tensorflow(value):
    return type(value).__module__.partition(".")[0] in ("tensorflow", "keras")


def _equal(first, second):
    return first.shape == second.shape and bool((first == second).all())
