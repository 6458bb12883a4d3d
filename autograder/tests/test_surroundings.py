"""What a function that is handed over changes elsewhere is seen, and put back."""

import functools
import types

import numpy as np
import pytest

from autograder.outcomes import alike, outcome
from autograder.surroundings import Surroundings

NOTED = []
LESSON = """
def counting():
    calls = 0

    def count():
        nonlocal calls
        calls += 1

    return count, lambda: calls


class Sealed:
    looks = 0

    def look(self):
        self.looks += 1


def change_list():
    held[0] = None
    held.append(5)


def change_dict():
    held["b"] = 2


def change_array():
    held[1] = 9


def draw():
    held.random()


def change_in_a_list():
    outer[0].append(2)
    outer.clear()


def appending():
    items.append(len(items))


def rebinding():
    global held
    held = 7
"""


def note():
    NOTED.append(1)


@pytest.fixture
def lesson():
    """The names of a lesson."""
    names = {"__name__": "lesson"}
    exec(LESSON, names)
    return names


def test_a_counter_is_put_back(lesson):
    count, calls = lesson["counting"]()
    around = Surroundings([count])
    assert around.changes() == {}
    count()
    assert list(around.changes().values()) == [1]
    around.put_back()
    assert calls() == 0


def test_a_name_is_put_back(lesson):
    lesson["held"] = 3
    around = Surroundings([lesson["rebinding"]])
    lesson["rebinding"]()
    assert list(around.changes().values()) == [7]
    around.put_back()
    assert lesson["held"] == 3


@pytest.mark.parametrize(
    ("held", "change"),
    [
        ([3], "change_list"),
        ([[1], [2]], "change_list"),
        ({"a": 1}, "change_dict"),
        (np.arange(3.0), "change_array"),
    ],
)
def test_what_a_function_uses_is_put_back_in_place(lesson, held, change):
    lesson["held"], before = held, str(held)
    around = Surroundings([lesson[change]])
    lesson[change]()
    assert str(held) != before
    assert around.changes()
    around.put_back()
    assert str(held) == before
    assert lesson["held"] is held


def test_a_generator_draws_the_same_again(lesson):
    lesson["held"] = np.random.default_rng(1)
    around = Surroundings([lesson["draw"]])
    assert around.changes() == {}
    lesson["draw"]()
    assert around.changes()
    around.put_back()
    assert lesson["held"].random() == np.random.default_rng(1).random()


def test_lists_in_lists_stay_the_same_objects(lesson):
    inner = [1]
    lesson["outer"] = outer = [inner]
    around = Surroundings([lesson["change_in_a_list"]])
    lesson["change_in_a_list"]()
    around.put_back()
    assert outer[0] is inner
    assert inner == [1]


@pytest.mark.parametrize(
    "wrap", [lambda f: f, functools.partial, lambda f: [f], lambda f: {"f": f}]
)
def test_methods_partial_functions_and_functions_in_containers(lesson, wrap):
    sealed = lesson["Sealed"]()
    around = Surroundings([wrap(sealed.look)])
    sealed.look()
    assert around.changes()
    around.put_back()
    assert sealed.looks == 0


def test_what_a_library_s_functions_use_is_left_alone():
    around = Surroundings([note, np.linalg.norm])
    note()
    assert around.changes() == {}
    NOTED.clear()


def test_what_lies_in_modules_is_left_alone(lesson):
    lesson["module"] = module = types.ModuleType("module")
    module.calls = []
    exec("def use():\n    module.calls.append(1)", lesson)
    around = Surroundings([lesson["use"]])
    lesson["use"]()
    assert around.changes() == {}
    around.put_back()
    assert module.calls == [1]


def test_a_call_is_pure_and_tells_what_the_handed_over_function_did(lesson):
    lesson["items"] = items = []

    def twice(f):
        f()
        f()
        return 0

    def once(f):
        f()
        return 0

    arguments = (lesson["appending"],), {}
    first = outcome(twice, *arguments)
    assert items == []
    assert alike(first, outcome(twice, *arguments))
    assert not alike(first, outcome(once, *arguments))
