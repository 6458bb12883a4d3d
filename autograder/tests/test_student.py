"""What crosses between a check and a student's process, and what a hostile process can do: nothing.

The processes here are not confined. Those with TensorFlow are in tensorflow_students.
"""

import collections
import copy
import gc
import inspect
import json
import marshal
import math
import os
import pickle
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from autograder.grading import stand_ins
from autograder.grading.codec import CodecError, encode, encode_message, send_frames
from autograder.grading.stand_ins import (
    Change,
    ProtocolError,
    StandIn,
    StandInClass,
    StandInFunction,
    StandInObject,
    StudentError,
    StudentProcessEnded,
    StudentTimeout,
)
from autograder.grading.student import MOST_PRINTED, MOST_TRACEBACK_LINES, clean
from autograder.tests.students import Liar, Refers, blob, student_process
from shared_utils.checks import CheckFailed, accepts, same, slope, untouched


@pytest.fixture
def student():
    with student_process(deadline=5) as process:
        assert process.run("import numpy as np", "imports").error is None
        yield process


def define(student, source, *names):
    """Run a cell that must work; return stand-ins for names."""
    ran = student.run(textwrap.dedent(source), "answer")
    assert ran.error is None, ran.error.student_traceback
    found = [student.stand_in(name) for name in names]
    return found[0] if len(found) == 1 else found


# Cells


def test_cells_share_one_namespace_and_their_last_expression_does_not_matter(student):
    assert student.run("a = 1\nb = a + 1\na == b", "first").error is None
    assert student.run("if b:\n    c = [a, b, __name__]\nc", "second").error is None
    assert student.stand_in("c") == [1, 2, "__main__"]


def test_what_a_cell_did_before_its_error_stays(student):
    error = student.run("a = 1\na / 0\nb = 2", "cell").error
    assert type(error) is ZeroDivisionError
    assert str(error) == "division by zero"
    assert student.kinds(["a", "b"]) == {"a": "value", "b": "missing"}


def test_a_traceback_shows_the_student_s_lines_and_no_others(student):
    source = """
        def invert(matrix):
            return np.linalg.inv(matrix)

        invert(np.zeros((2, 2)))
    """
    error = student.run(textwrap.dedent(source), "answer-invert").error
    text = error.student_traceback
    assert 'File "<answer-invert>", line 3, in invert' in text
    assert "return np.linalg.inv(matrix)" in text
    assert text.splitlines()[0] == "Traceback (most recent call last):"
    assert text.splitlines()[-1] == "LinAlgError: Singular matrix"
    assert "/" not in text


def test_a_line_that_python_cannot_read_is_shown(student):
    error = student.run("a = 1\nb = = 2", "cell").error
    assert type(error) is SyntaxError
    assert 'File "<cell>", line 2' in error.student_traceback
    assert "b = = 2" in error.student_traceback
    assert student.kinds(["a"]) == {"a": "missing"}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("%matplotlib inline\na = 1", 1),
        ("!pip install thing\nif True:\n    %time 5\n    !ls\n    a = 2", 2),
        ("files = !ls\na = files", None),
        ("a = %timeit -o 5", None),
        ("import math\nmath.sqrt?\n?math\nmath??\na = 3", 3),
        ("%%time\na = 4", 4),
        ("\n\n%%capture out\na = 5", 5),
        ("a = 6\nb = (7\n     % 4)\na += b", 9),
        ('a = """\n%matplotlib inline\n!ls\n"""', "\n%matplotlib inline\n!ls\n"),
        ("%load_ext thing\nb = 7 \\\n  % 4\na = b", 3),
    ],
)
def test_lines_for_ipython_are_left_out(student, source, value):
    assert student.run(source, "cell").error is None
    assert student.stand_in("a") == value


def test_a_cell_for_another_program_is_left_out(student):
    assert student.run("%%bash\nfor file in *; do rm $file; done", "cell").error is None
    assert student.run("%%html\n<b>", "cell").error is None
    assert student.run("", "cell").error is None
    assert student.run("\n# a comment", "cell").error is None


def test_a_mistake_is_not_taken_for_a_line_for_ipython(student):
    assert type(student.run("a = 1\nb = (a ?", "cell").error) is SyntaxError
    assert type(student.run("a = 5 %% 2", "cell").error) is SyntaxError


def test_code_that_was_compiled_before_runs_as_its_source_would(student):
    source = "def f(x):\n    return x / 0"
    code = marshal.dumps(compile(source, "<cell>", "exec"))
    assert student.run(source, "cell", code).error is None
    error = student.run("f(1)", "next").error
    assert 'File "<cell>", line 2, in f\n    return x / 0' in error.student_traceback


def test_code_that_was_compiled_before_gives_way_to_imports_from_the_future(student):
    define(student, "from __future__ import annotations")
    source = "def f(x: unknown): pass"
    code = marshal.dumps(compile(source, "<cell>", "exec"))
    assert student.run(source, "cell", code).error is None


def test_imports_from_the_future_hold_in_later_cells(student):
    define(student, "from __future__ import annotations")
    define(student, "def f(x: not_defined): pass\na = f.__annotations__")
    assert student.stand_in("a") == {"x": "not_defined"}


def test_cells_are_the_main_module(student):
    define(student, "import __main__\na = __main__.__dict__ is globals()")
    assert student.stand_in("a") is True


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("exit()", "SystemExit"),
        ("quit()", "SystemExit"),
        ("import sys; sys.exit(0)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit('x')", "GeneratorExit"),
        ("raise BaseException('x')", "BaseException"),
        ("class Mine(BaseException): pass\nraise Mine", "Mine"),
        ("raise StopIteration", "StopIteration"),
        ("raise BaseExceptionGroup('x', [KeyboardInterrupt()])", "BaseExceptionGroup"),
    ],
)
def test_leaving_ends_the_cell_with_an_error_and_nothing_else(student, source, name):
    error = student.run(f"a = 1\n{source}\na = 2", "cell").error
    assert type(error).__mro__[1:] == StudentError.__mro__
    assert type(error).__name__ == name
    assert student.stand_in("a") == 1
    function = define(student, f"def f():\n    {source.replace(chr(10), chr(10) + '    ')}", "f")
    with pytest.raises(StudentError) as caught:
        function()
    assert type(caught.value).__name__ == name
    assert student.stand_in("a") == 1


def test_what_is_printed_is_kept_and_capped(student):
    ran = student.run(
        "import sys\nprint('a', 1)\nprint('b', file=sys.stderr)\ndisplay([2])", "cell"
    )
    assert ran.printed == "a 1\nb\n[2]\n"
    ran = student.run(f"print('x' * {3 * MOST_PRINTED})\nprint('late')", "cell")
    assert ran.error is None
    assert ran.printed.count("x") == MOST_PRINTED
    assert "more characters" in ran.printed
    assert len(ran.printed) < MOST_PRINTED + 100
    function = define(student, "def f():\n    print('in f')", "f")
    function()
    function()
    assert student.take_printed() == "in f\nin f\n"
    assert student.take_printed() == ""


def test_printed_text_has_no_control_characters(student):
    text = r"\x1b[31mred\x1b[0m \x1b]0;title\x07 \x07bell \x9b31m back\x08 \u202eturned \ud800"
    assert student.run(f"print('{text}')", "cell").printed == "red  bell 31m back turned ?\n"
    assert student.run("print('10%\\r20%\\r30%\\r\\ndone')", "cell").printed == "30%\ndone\n"


@pytest.mark.parametrize(
    "text",
    ["a" * 400_000, "\x1b[" * 200_000, "\x1b[" + "0" * 400_000, "\x1b]" * 200_000, "\r" * 400_000],
)
def test_cleaning_a_text_takes_no_longer_for_hostile_ones(text):
    started = time.perf_counter()
    clean(text, 100_000)
    assert time.perf_counter() - started < 1


# Values and calls


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 3, 2**80, 1.5, 2j, "text", b"bytes", [1, [2]], (1, (2,)), {1, 2}),
        *({"W1": np.ones((2, 3)), 5: [np.zeros(0)]}, np.float32(2), np.array(["a", "bc"])),
        np.arange(6, dtype=np.uint8).reshape(2, 3),
    ],
    ids=repr,
)
def test_values_cross_both_ways(student, value):
    both = define(student, "def both(x, *, y):\n    return x, [y], type(x).__name__", "both")
    first, (second,), name = both(value, y=value)
    assert name == type(value).__name__
    assert type(first) is type(second) is type(value)
    if type(value) is not set:
        same(first, value)
        same(second, value)


def test_a_value_s_name_gives_the_value(student):
    define(student, "bias = -4\nrows = {'a': np.ones(2)}")
    assert student.stand_in("bias") == -4
    same(student.stand_in("rows"), {"a": np.ones(2)})
    with pytest.raises(NameError, match="name 'nothing' is not defined"):
        student.stand_in("nothing")


def test_kinds(student):
    define(
        student,
        """
        import functools
        number, table = 5, {"a": [np.ones(2)]}
        def function(): pass
        short = lambda: 0
        tanh, bound, part = np.tanh, [].append, functools.partial(function)
        class Class: pass
        thing, things = Class(), [Class()]
        """,
    )
    names = {
        "value": ["number", "table"],
        "function": ["function", "short", "tanh", "bound", "part"],
        "class": ["Class"],
        "object": ["thing", "things", "np"],
        "missing": ["nothing", "__builtin__"],
    }
    expected = {name: kind for kind, all_names in names.items() for name in all_names}
    assert student.kinds(expected) == expected


def test_a_function_s_stand_in_has_its_name_and_parameters(student):
    f = define(student, "def f(z, /, scale=1.5, *rest, mode='a', size=(1, 2), **more): pass", "f")
    assert isinstance(f, StandInFunction)
    assert f.__name__ == "f"
    assert str(inspect.signature(f)) == (
        "(z, /, scale=1.5, *rest, mode='a', size=Ellipsis, **more)"
    )
    assert inspect.signature(define(student, "g = lambda: 0", "g")) == inspect.Signature()
    assert define(student, "h = np.tanh", "h").__name__ == "tanh"


def test_a_later_cell_can_replace_a_function(student):
    first = define(student, "def f(): return 1", "f")
    second = define(student, "def f(): return 2", "f")
    assert (first(), second()) == (1, 2)


def test_checks_work_with_stand_ins(student):
    sigmoid = define(student, "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))", "sigmoid")
    z = np.array([[0.0, np.log(3)]])
    same(untouched(sigmoid, z), np.array([[0.5, 0.75]]))
    same(slope(sigmoid, z), np.array([[0.25, 0.1875]]), tolerance=1e-4)
    same(slope(lambda value: sigmoid(value), 0.0), 0.25, tolerance=1e-4)
    with pytest.raises(CheckFailed, match="sigmoid\\(z\\)"):
        same(sigmoid(z), z)


def test_calls_see_the_globals_of_the_cells(student):
    f = define(
        student, "scale = 2\ndef f(x):\n    global count\n    count = x\n    return scale * x", "f"
    )
    assert f(4) == 8
    assert student.stand_in("count") == 4
    define(student, "scale = 3")
    assert f(4) == 12


def test_a_function_that_differs_from_call_to_call_is_seen_as_it_is(student):
    f = define(student, "calls = []\ndef f():\n    calls.append(1)\n    return len(calls)", "f")
    assert [f(), f(), f()] == [1, 2, 3]


def test_results_share_memory_with_nothing(student):
    f = define(student, "def f(x):\n    x = x['a']\n    return x, x, x.view()", "f")
    x = {"a": np.zeros(3)}
    results = f(x)
    arrays = [x["a"], *results]
    for index, array in enumerate(arrays):
        assert not any(np.shares_memory(array, other) for other in arrays[index + 1 :])
    results[0][0] = 1
    assert results[1][0] == 0


def test_what_is_passed_does_not_change_unless_that_is_meant(student):
    source = """
        def zeros_both(z):
            z[...] = 0
            return np.zeros_like(z)
    """
    f = define(student, source, "zeros_both")
    z = np.ones((2, 2))
    # A check that compares f(z) with the reference's own value for z, after the call.
    with pytest.raises(CheckFailed):
        same(f(z), z / 2)
    same(z, np.ones((2, 2)))
    (change,) = student.changes
    assert (change.function, change.place) == ("zeros_both", 0)
    same(change.value, np.zeros((2, 2)))
    f(z=z)
    assert student.changes[-1].place == "z"
    meant = student.stand_in("zeros_both", changes=True)
    meant(z)
    same(z, np.zeros((2, 2)))


CHANGES = {
    "an entry": ("x[0, 1] = 5", np.zeros((2, 2)), "x\\[0, 1\\] was 0 and is now 5"),
    "an entry of a view": ("x[0] = 5", np.zeros(6)[1:3], "x\\[0\\] was 0 and is now 5"),
    "an entry in a dict": ("x['W1'][1] = 5", {"W1": np.zeros(2)}, 'x\\["W1"\\]\\[1\\] was 0'),
    "a key": ("x['new'] = 1", {"W1": 1}, "has the new key"),
    "a lost key": ("del x['W1']", {"W1": 1}, "has lost the key"),
    "a list": ("x.append(1)", [1, 2], "had 2 values and now has 3"),
    "a shorter list": ("x.clear()", [1, 2], "had 2 values and now has 0"),
    "a list in a tuple": ("x[0].append(1)", ([1], 2), "x\\[0\\] had 1 value"),
    "a value in a list": ("x[1] = 'a'", [1, 2], "x\\[1\\] was a single number and"),
    "an object in a list": ("x[1] = object()", [1, 2], "is now an object of type object"),
    "the shape": (
        "x.shape = (3, 1)",
        np.zeros(3),
        "had shape \\(3,\\) and now has shape \\(3, 1\\)",
    ),
    "the dtype": ("x.dtype = np.int64", np.ones(3), "was 1 and is now 4607182418800017408"),
    "nan to a number": ("x[0] = 0", np.array([np.nan]), "was nan and is now 0"),
}


@pytest.mark.parametrize(("code", "argument", "words"), CHANGES.values(), ids=CHANGES)
def test_a_changed_argument_is_seen_by_untouched(student, code, argument, words):
    define(student, "import warnings\nwarnings.simplefilter('ignore')")  # numpy 2.5 warns of two
    f = define(student, f"def f(x, y=1):\n    {code}\n    return 1", "f")
    with pytest.raises(CheckFailed, match=words) as caught:
        untouched(f, copy.deepcopy(argument))
    assert str(caught.value).startswith("f changed what it was given: x")


def test_a_changed_argument_is_seen_through_a_lambda_and_by_its_name(student):
    f = define(student, "def f(x, y):\n    y[0] = 5\n    return 1", "f")
    y = np.zeros(2)
    with pytest.raises(CheckFailed, match="y\\[0\\] was 0 and is now 5"):
        untouched(lambda y: f(1, y), y)
    with pytest.raises(CheckFailed, match="y\\[0\\] was 0 and is now 5"):
        untouched(f, 1, y=np.zeros(2))


def test_an_argument_that_only_looks_changed_is_untouched(student):
    f = define(student, "def f(x, y):\n    x[0] += 1\n    x[0] -= 1\n    y['a'] = y.pop('a')", "f")
    untouched(f, np.zeros(2), {"a": 1})
    assert student.changes == []


def test_a_change_that_cannot_be_made_here_is_an_error(student):
    f = define(student, "def f(x):\n    x.resize((2, 3), refcheck=False)", "f")
    with pytest.raises(StudentError, match="f changed what it was given.*resized"):
        untouched(f, np.zeros(3))
    same(f(np.zeros(3)), None)


def test_the_same_array_passed_twice_is_seen_changed(student):
    f = define(student, "def f(x, y):\n    x[0] = 5", "f")
    x = np.zeros(2)
    with pytest.raises(CheckFailed, match="x\\[0\\]"):
        untouched(f, x, x)


# Objects


def test_objects_stay_in_the_process(student):
    source = """
        class Layer:
            kind = "dense"
            def __init__(self, units, *, name="layer"):
                self.units, self.name, self.weights = units, name, [np.ones((2, units))]
                self.inner = self.outer = {"self": self}
            def __call__(self, x):
                return x @ self.weights[0]
            def other(self):
                return Layer(self.units + 1)
            def set(self, layer):
                self.weights = layer.weights
            def __len__(self):
                return self.units
            def __getitem__(self, key):
                return repr(key), key
    """
    Layer = define(student, source, "Layer")
    assert isinstance(Layer, StandInClass)
    assert str(inspect.signature(Layer)) == "(units, *, name='layer')"
    layer = Layer(3, name="first")
    assert isinstance(layer, StandInObject)
    assert type(layer).__name__ == "Layer"
    assert (layer.units, layer.name, layer.kind, Layer.kind) == (3, "first", "dense", "dense")
    same(layer.weights, [np.ones((2, 3))])
    same(layer(np.ones((1, 2))), np.full((1, 3), 2.0))
    assert layer.other().units == 4
    assert layer.inner["self"] is layer
    assert len(layer) == 3
    assert layer[1:2, ...][0] == "(slice(1, 2, None), Ellipsis)"
    layer.other().set(layer)
    with pytest.raises(AttributeError, match="nothing"):
        _ = layer.nothing
    assert not hasattr(layer, "nothing")


def test_a_stand_in_equals_nothing_and_is_no_value(student):
    source = """
        class Trick:
            shape, dtype, ndim = (2,), np.dtype(float), 1
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __hash__(self): return hash(1.0)
            def __bool__(self): return True
            def __float__(self): return 1.0
            def __index__(self): return 1
            def __array__(self, *args, **kwargs): return np.ones(2)
            def __array_ufunc__(self, *args, **kwargs): return True
            def __array_function__(self, *args, **kwargs): return True
            def __len__(self): return 2
            def __getitem__(self, key): return 1.0
            def __lt__(self, other): return True
            def __radd__(self, other): return 1.0
            __gt__ = __le__ = __ge__ = __lt__
            @property
            def __class__(self): return np.ndarray
        def f(x): return Trick()
        class Matrix(np.ndarray): pass
        def matrix(x): return np.ones(2).view(Matrix)
        def objects(x): return np.array([Trick(), 1.0], dtype=object)
        class Text(str): pass
        class Number(float): pass
    """
    f, matrix, objects = define(student, source, "f", "matrix", "objects")
    functions = [f, matrix, objects]
    define(student, "from collections import OrderedDict")
    for code in ("Text('a')", "Number(1.0)", "OrderedDict(a=1)", "slice(1)", "range(2)"):
        functions.append(define(student, f"g = lambda x: {code}", "g"))
    for function in functions:
        result = function(1)
        assert issubclass(type(result), StandIn)
        assert isinstance(result, StandIn)
        assert not isinstance(result, np.ndarray)
        for other in (result, 1.0, "a", None, np.ones(2), [], True):
            assert (result == other) is False
            assert (other == result) is False
            assert (result != other) is True
            assert not np.array_equal(result, other)
        for want in (np.ones(2), 1.0, "a", {"a": 1}, [1.0, 1.0], True, None):
            with pytest.raises(CheckFailed, match="is an object of type|follows other rules"):
                same(result, want)
        for use in (
            bool,
            float,
            np.asarray,
            np.exp,
            lambda value: np.allclose(value, 1.0),
            lambda value: np.testing.assert_allclose(value, 1.0),
            lambda value: value + 1,
            lambda value: np.ones(2) + value,
            lambda value: np.testing.assert_array_equal(value, value),
            lambda value: np.testing.assert_equal(value, value),
            lambda value: math.isclose(value, 1.0),
            lambda value: value < 1,
            lambda value: pickle.dumps(value),
            lambda value: setattr(value, "a", 1),
            lambda value: delattr(value, "a"),
            lambda value: [] + value,
            lambda value: [1][value],
        ):
            with pytest.raises((StudentError, AssertionError, AttributeError, TypeError)):
                use(result)
        assert {result: 1}[result] == 1
        assert copy.deepcopy([result])[0] is result
        assert copy.copy(result) is result


def test_a_message_names_the_type_that_the_object_has_there(student):
    f, g = define(
        student,
        "import collections\nf = lambda: collections.OrderedDict(a=1)\ng = lambda: f",
        *("f", "g"),
    )
    with pytest.raises(CheckFailed, match="object of type OrderedDict"):
        same(f(), {"a": 1})
    with pytest.raises(CheckFailed, match="only with parentheses"):
        same(g(), {"a": 1})


def test_objects_within_results_are_stand_ins(student):
    f = define(
        student, "def f():\n    return {'model': f, 'cost': 1.5, 'all': [f, (f, None)]}", "f"
    )
    result = f()
    assert result["cost"] == 1.5
    assert result["model"] is f
    assert result["all"][1][0] is f


def test_items_can_be_gone_through(student):
    f = define(student, "def f(n):\n    return (i * i for i in range(n))", "f")
    assert list(f(4)) == [0, 1, 4, 9]
    endless = define(student, "import itertools\nendless = itertools.count()", "endless")
    assert len(list(endless)) == 100_000


def test_items_are_computed_when_they_are_asked_for(student):
    source = """
        taken = []
        def squares():
            for i in range(5):
                taken.append(i)
                yield i * i
        class Deck:
            def __len__(self): return 3
            def __getitem__(self, i): return "abc"[i]
        deck = Deck()
    """
    squares, deck = define(student, source, "squares", "deck")
    items = squares()
    assert [next(items), next(items)] == [0, 1]
    assert student.stand_in("taken") == [0, 1]
    assert list(items) == [4, 9, 16]
    assert next(items, "no more") == "no more"
    assert [letter + mark for letter, mark in zip(deck, "12", strict=False)] == ["a1", "b2"]
    failing = define(student, "failing = (1 / (2 - i) for i in range(5))", "failing")
    with pytest.raises(ZeroDivisionError):
        list(failing)


VECTOR = """
class Vector:
    def __init__(self, *entries): self.entries = list(entries)
    def __add__(self, other): return Vector(*(a + b for a, b in zip(self.entries, other.entries)))
    def __mul__(self, number): return Vector(*(number * entry for entry in self.entries))
    __rmul__ = __mul__
    def __matmul__(self, other): return sum(a * b for a, b in zip(self.entries, other.entries))
    def __neg__(self): return -1 * self
    def doubled(self): return self + self
class Number(Vector):
    pass
def vector(): return Vector(1, 2)
def number(): return Number(1)
"""


def test_objects_of_a_class_that_the_check_calls_can_be_computed_with(student):
    Vector, number, vector = define(student, VECTOR, "Vector", "number", "vector")
    with pytest.raises(TypeError):
        vector() * 2  # nobody asked for a class
    a = Vector(1.0, 2.0)
    assert (2 * (a + Vector(0.0, 1.0)) * 3).entries == [6.0, 18.0]
    assert (-a.doubled()).entries == [-2.0, -4.0]
    assert a @ a == 5.0
    assert isinstance(a, Vector)
    assert isinstance(number(), Vector)
    assert not isinstance(2.0, Vector)
    a.entries = [5.0]
    assert a.doubled().entries == [10.0]
    with pytest.raises(TypeError):
        2 * number()
    with pytest.raises(TypeError):
        a - a
    with pytest.raises(AttributeError, match="cannot be changed from here"):
        number().entries = [1]


def test_an_object_in_the_place_of_plain_data_gives_nothing_but_its_items(student):
    source = """
        class Fake:
            shape = (2,)
            def __init__(self, *items): self.items = items
            def __getitem__(self, i): return self.items[i]
            def __len__(self): return len(self.items)
            def __call__(self): return 1
        def fake(): return [Fake(1, Fake(2)), {"a": Fake()}]
        def fakes():
            yield Fake(3)
    """
    define(student, source)
    first, second = student.stand_in("fake", plain_results=True)()
    assert (len(first), first[0], first[1][0]) == (2, 1, 2)
    for fake in (first, second["a"], first[1], list(first)[1]):
        with pytest.raises(AttributeError, match="an object of type Fake where numbers, texts"):
            _ = fake.shape
        with pytest.raises(TypeError, match="what it returns does not count"):
            fake()
    for fake in student.stand_in("fakes", plain_results=True)():
        assert fake[0] == 3
        assert not hasattr(fake, "shape")
    assert student.stand_in("fake")()[0].shape == (2,)


def test_only_meant_arguments_are_changed(student):
    define(student, "def f(x, y, z):\n    x[0] = y[0] = z[0] = 5")
    x, y, z = np.zeros(1), np.zeros(1), np.zeros(1)
    student.stand_in("f", changes={0, "z"})(x, y, z=z)
    assert (x[0], y[0], z[0]) == (5, 0, 5)


def test_a_seed_is_for_both_kinds_of_numbers_and_can_be_set_again(student):
    f = define(student, "import random\ndef f(): return random.random(), np.random.rand()", "f")
    student.seed(3)
    drawn = f()
    assert f() != drawn
    student.seed(3)
    assert f() == drawn


def test_printed_text_can_be_where_a_check_looks_for_it(student, capsys):
    f = define(student, "def f(x):\n    print('f', x)", "f")
    student.prints_here = True
    print("before")
    f(1)
    print("after")
    assert capsys.readouterr().out == "before\nf 1\nafter\n"
    assert student.take_printed() == ""
    flood = define(student, f"def flood():\n    print('x' * {MOST_PRINTED})", "flood")
    for _ in range(3):
        flood()
    assert len(capsys.readouterr().out) < MOST_PRINTED + 500


def test_what_is_not_used_any_more_is_released(student):
    source = """
        import gc, weakref
        class Thing: pass
        things = weakref.WeakSet()
        def make():
            thing = Thing()
            things.add(thing)
            return thing
        def count():
            gc.collect()
            return len(things)
        kept = make()
        def get(): return kept
    """
    make, count, get = define(student, source, "make", "count", "get")
    many = [make() for _ in range(5)]
    assert count() == 6
    del many
    gc.collect()
    assert count() == 1
    for _ in range(3):
        assert type(get()).__name__ == "Thing"  # the one before it is released meanwhile
    assert count() == 1


def test_objects_of_two_processes_do_not_mix(student):
    f = define(student, "def f(x): return x", "f")
    with student_process() as other:
        g = define(other, "def g(x): return x", "g")
        with pytest.raises(CodecError, match="another student's process"):
            g(f)


# Functions and given objects as arguments


def test_a_function_of_the_check_can_be_called_there(student):
    f = define(student, "def f(g, x):\n    return [g(x), g(x=x, n=2)]", "f")
    assert f(lambda x, n=1: x * 10 + n, 3) == [31, 32]
    same(f(lambda x, n=1: {"a": x + n}, np.zeros(2)), [{"a": np.ones(2)}, {"a": np.full(2, 2.0)}])


def test_a_function_of_the_check_can_be_kept_and_given_back(student):
    source = """
        def derivative(f):
            def df(x):
                return (f(x + 1e-4) - f(x - 1e-4)) / 2e-4
            return df
        def give_back(f): return [f, f.__name__]
    """
    derivative, give_back = define(student, source, "derivative", "give_back")
    df = derivative(lambda x: x**2)
    assert df(3.0) == pytest.approx(6.0)

    def mine():
        pass

    # Its name could tell a hidden test's right function from its wrong ones.
    assert give_back(mine) == [mine, "function"]


def test_errors_of_the_check_s_functions_can_be_caught_there(student):
    source = """
        def accepts(test, error):
            try:
                test(1)
            except AssertionError as caught:
                return str(caught)
            return None
    """
    f = define(student, source, "accepts")

    def refuse(x):
        raise CheckFailed("no")

    assert f(refuse, 1) == "no"
    assert f(lambda x: x, 1) is None
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        f(lambda x: x / 0, 1)
    with pytest.raises(ValueError, match="Singular matrix"):
        f(lambda x: np.linalg.inv(np.zeros((2, 2))), 1)


def test_a_student_s_test_judges_functions_of_the_check(student):
    source = """
        from shared_utils.checks import same
        def check_share(f):
            x = np.array([1.0, 3.0])
            assert f(x) == 0.5, "half"
            same(x, np.array([1.0, 3.0]), "it leaves x alone")
    """
    test = define(student, source, "check_share")

    def in_place(x):
        x[0] = 7
        return 0.5

    assert accepts(test, lambda x: 0.5)
    assert not accepts(test, lambda x: 0.4)
    assert not accepts(test, in_place)
    with pytest.raises(ZeroDivisionError):
        accepts(test, lambda x: 1 / 0)


def test_functions_can_call_each_other_across(student):
    f, g = define(
        student, "def f(h, n):\n    return h(n) + 1\ndef g(n):\n    return 2 * n", "f", "g"
    )
    assert f(lambda n: f(lambda m: g(m) + 5, n), 10) == 27
    assert f(g, 10) == 21


def test_calling_each_other_without_end_is_an_error(student):
    f = define(student, "def f(h):\n    return h()", "f")

    def again():
        return f(again)

    with pytest.raises(RecursionError):
        again()
    assert f(lambda: 3) == 3


def test_a_function_of_the_check_is_refused_when_the_check_does_not_wait(student):
    source = """
        import threading, time
        results = []
        def later():
            try:
                results.append(kept(1))
            except RuntimeError as error:
                results.append(str(error))
        def keep(f):
            global kept
            kept = f
            thread = threading.Thread(target=later)
            thread.start()
            thread.join()
        def start():
            global thread
            thread = threading.Timer(0.05, later)
            thread.start()
        def end():
            thread.join()
            return results
    """
    keep, start, end = define(student, source, "keep", "start", "end")
    keep(lambda x: x)
    start()
    time.sleep(0.1)
    results = end()
    assert len(results) == 2
    assert all("can only be called while" in result for result in results)


def test_the_time_of_the_check_s_functions_is_not_the_student_s(student):
    f = define(student, "import time\ndef f(h, seconds):\n    h()\n    time.sleep(seconds)", "f")
    student.deadline = 0.4
    f(lambda: time.sleep(0.6), 0)
    with pytest.raises(StudentTimeout):
        f(lambda: time.sleep(0.6), 0.6)


def test_the_check_s_functions_have_an_end_too(student, monkeypatch):
    monkeypatch.setattr(stand_ins, "CALLBACK_SECONDS", 0.5)
    f = define(student, "def f(h):\n    while True:\n        h()", "f")
    started = time.monotonic()
    with pytest.raises(StudentTimeout):
        f(lambda: time.sleep(0.01))
    assert time.monotonic() - started < 5


def test_a_function_of_the_check_that_runs_for_long_is_stopped(student, monkeypatch):
    monkeypatch.setattr(stand_ins, "CALLBACK_SECONDS", 0.3)
    f = define(student, "def f(h):\n    return h(10**6)", "f")
    started = time.monotonic()
    with pytest.raises(StudentTimeout):
        f(lambda n: sum(1 for i in range(n) for j in range(n)))
    assert time.monotonic() - started < 5


def test_functions_and_types_of_libraries_are_the_process_s_own(student):
    f = define(student, "def f(x):\n    return x is np.tanh, x is np.float32, x is len", "f")
    assert f(np.tanh) == (True, False, False)
    assert f(np.float32) == (False, True, False)
    assert f(len) == (False, False, True)
    g = define(student, "def g(kind):\n    return np.ones(2, dtype=kind)", "g")
    assert g(np.dtype("f2")).dtype == np.float16


def test_given_objects_cross_by_name(student):
    class Layer:
        pass

    def helper(x):
        return "the check's"

    source = """
        class Layer:
            pass
        layer = Layer()
        def helper(x): return "the student's"
        table = {str(i): i for i in range(10_000)}
        m = 5
        def same_objects(*args): return [args[0] is layer, args[1] is helper, args[1](1)]
        def give(): return {"layer": layer, "helper": [helper]}
        def is_table(t): return t is table, len(t)
        def number(x): return x
    """
    define(student, source)
    layer, table = Layer(), {str(i): i for i in range(10_000)}
    student.give({"layer": layer, "helper": helper, "table": table, "m": 5})
    assert student.stand_in("same_objects")(layer, helper) == [True, True, "the student's"]
    assert student.stand_in("give")() == {"layer": layer, "helper": [helper]}
    assert student.stand_in("is_table")(table) == (True, 10_000)
    assert student.stand_in("is_table")(dict(table)) == (False, 10_000)
    define(student, "m = 6\ndef number(x): return x")
    assert student.stand_in("number")(5) == 5
    # By its own name a given function is the student's, to be called there.
    assert student.stand_in("helper")(1) == "the student's"


def test_an_object_that_cannot_cross_is_the_check_s_own_error(student):
    f = define(student, "def f(x): return x", "f")
    for value in (object(), memoryview(b""), collections.OrderedDict(), np.array([None])):
        with pytest.raises(CodecError, match="cannot be sent"):
            f(value)
    assert f(1) == 1


# Errors


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("assert 1 == 2, 'half'", AssertionError, "half"),
        ("raise NotImplementedError", NotImplementedError, ""),
        ("{}['W1']", KeyError, "'W1'"),
        ("[][1]", IndexError, "list index out of range"),
        ("nothing", NameError, "name 'nothing' is not defined"),
        ("raise Exception('x')", Exception, "x"),
        ("raise OSError('no file')", OSError, "no file"),
        ("np.ones(2) @ np.ones(3)", ValueError, None),
        ("f()", RecursionError, None),
        ("b'\\xff'.decode()", None, "'utf-8' codec can't decode byte 0xff"),
        ("raise ExceptionGroup('x', [ValueError()])", None, "x (1 sub-exception)"),
    ],
)
def test_builtin_errors_arrive_as_they_are(student, code, kind, words):
    f = define(student, f"def f():\n    {code}", "f")
    with pytest.raises(Exception) as caught:  # noqa: B017, PT011
        f()
    error = caught.value
    if kind:
        assert type(error) is kind
    else:
        assert isinstance(error, StudentError)
    if words is not None:
        assert str(error).startswith(words)
    assert "in f" in error.student_traceback
    assert len(error.student_traceback.splitlines()) <= MOST_TRACEBACK_LINES


def test_errors_of_other_types_are_of_the_nearest_builtin_type(student):
    source = """
        class AssertionError(Exception): pass
        class Mine(ValueError): pass
        from shared_utils.checks import CheckFailed
        def f(kind): raise globals()[kind]("words")
        def invert(): np.linalg.inv(np.zeros((2, 2)))
    """
    f, invert = define(student, source, "f", "invert")
    with pytest.raises(StudentError, match="words") as caught:
        f("AssertionError")
    assert not isinstance(caught.value, AssertionError)
    with pytest.raises(StudentError, match="words"):
        accepts(f, "AssertionError")
    with pytest.raises(ValueError, match="words") as caught:
        f("Mine")
    assert isinstance(caught.value, StudentError)
    assert type(caught.value).__name__ == "Mine"
    with pytest.raises(ValueError, match="Singular"):
        invert()
    assert accepts(f, "CheckFailed") is False
    with pytest.raises(AssertionError) as caught:
        f("CheckFailed")
    assert not isinstance(caught.value, CheckFailed)


def test_the_text_of_an_error_is_harmless(student):
    source = r"""
        class Nasty(Exception):
            def __str__(self): raise KeyboardInterrupt
        class Bytes(Exception):
            def __str__(self): return b"x"
        class Text(str):
            def __getitem__(self, key): raise SystemExit
        class Odd(Exception):
            def __str__(self): return Text("odd")
        def f(kind):
            if kind == 1: raise Nasty
            if kind == 2: raise Bytes
            if kind == 3: raise Odd
            if kind == 4: raise ValueError("x" * 10_000_000)
            if kind == 5: raise ValueError("\x1b[31m<b>red</b>\x1b[0m\a \u202e\ud800")
            if kind == 6: raise type("<script>" * 100, (Exception,), {})("x")
            if kind == 7: raise type("A\udfff", (Exception,), {})("x")
            if kind == 8: raise ValueError("line\n" * 1000)
            if kind == 9: exec("\n" * 10 + "def g(n): g(n + 1)\ng(0)", {})
            if kind == 10:
                error = ValueError()
                error.__cause__ = error.__context__ = error
                raise error
    """
    f = define(student, source, "f")
    for kind in range(1, 11):
        with pytest.raises(Exception) as caught:  # noqa: B017, PT011
            f(kind)
        error = caught.value
        assert len(str(error)) <= 2000
        assert len(error.student_traceback) <= 4000
        assert len(error.student_traceback.splitlines()) <= MOST_TRACEBACK_LINES
        for text in (str(error), error.student_traceback, type(error).__name__):
            text.encode()
            assert "\x1b" not in text
            assert "\u202e" not in text
        if kind == 5:
            assert str(error) == "<b>red</b> "
        if kind == 6:
            assert type(error).__name__ == "StudentError"
    assert f(0) is None


# Accidents


def test_results_that_cannot_cross_are_errors_in_words(student):
    source = """
        nested = []
        for _ in range(100): nested = [nested]
        endless = []; endless.append(endless)
        results = {
            "large": np.zeros(10**8, dtype=np.uint8),
            "broadcast": np.broadcast_to(0.0, (10**6, 10**6)),
            "text": "x" * 100_000_000,
            "many": [0] * 2_000_000,
            "nested": nested,
            "endless": endless,
            "keys": dict.fromkeys(range(100_000)),
            "odd keys": {type: 1},
            "surrogate": "\\ud800",
            "odd texts": np.array(["\\ud800"]),
        }
        def f(kind): return results[kind]
        def g(x): x.append(results["large"])
    """
    f, g = define(student, source, "f", "g")
    for kind, words in {
        "large": "100,000,000 bytes",
        "broadcast": "limit is 64,000,000",
        "text": "100,000,000 bytes",
        "many": "1,000,000 items",
        "nested": "32 levels",
        "endless": "32 levels",
        "keys": "5,000 keys",
        "odd keys": "key of type type",
        "surrogate": "not valid Unicode",
        "odd texts": "not valid Unicode",
    }.items():
        with pytest.raises(StudentError, match=words):
            f(kind)
    with pytest.raises(StudentError, match="100,000,000 bytes"):
        g([])
    assert student.ended is None
    digits = define(student, "def digits(): return 10**1_000_000", "digits")
    assert digits() == 10**1_000_000
    with pytest.raises(CheckFailed):
        same(digits(), 5)


def test_numbers_that_are_not_finite_are_fine(student):
    f = define(student, "def f(): return [np.nan, np.array([np.inf, -np.nan]), -0.0]", "f")
    same(f(), [np.nan, np.array([np.inf, np.nan]), 0.0])


@pytest.mark.parametrize(
    "code",
    [
        "os._exit(0)",
        "os.kill(os.getpid(), 9)",
        "os.abort()",
        "[os.close(fd) for fd in range(3, 100) if stat.S_ISSOCK(mode(fd))]",
        "ctypes.string_at(0)",
    ],
)
def test_a_process_that_ends_is_an_error_and_stays_one(student, code):
    source = f"""
        import ctypes, os, resource, stat, sys
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        def mode(fd):
            try:
                return os.fstat(fd).st_mode
            except OSError:
                return 0
        def f(): {code}
    """
    f = define(student, source, "f")
    with pytest.raises(StudentProcessEnded):
        f()
    assert student.ended == "it has ended"
    started = time.monotonic()
    for ask in (f, lambda: student.run("1", "cell"), lambda: student.stand_in("f")):
        with pytest.raises(StudentProcessEnded, match="cannot be asked"):
            ask()
    assert time.monotonic() - started < 1


def test_silence_is_a_timeout_and_the_end(student):
    f = define(student, "import time\ndef f(x):\n    time.sleep(x)\n    return 1", "f")
    student.deadline = 0.3
    started = time.monotonic()
    with pytest.raises(StudentTimeout, match="too long"):
        f(60)
    with pytest.raises(StudentProcessEnded):
        f(0)
    assert time.monotonic() - started < 2


def test_a_cell_has_a_deadline(student):
    student.deadline = 0.2
    with pytest.raises(StudentTimeout):
        student.run("while True: pass", "cell")


def test_threads_that_go_on_do_not_matter(student):
    source = """
        import threading, time
        def count():
            while True:
                print("thread", flush=True)
                time.sleep(0.001)
        threading.Thread(target=count, daemon=True).start()
        def f(x): return 2 * x
    """
    f = define(student, source, "f")
    assert [f(x) for x in range(50)] == list(range(0, 100, 2))
    time.sleep(0.05)
    f(1)
    assert "thread" in student.take_printed()


def test_closing_ends_the_process(student):
    student.close()
    with pytest.raises(StudentProcessEnded, match="was closed"):
        student.stand_in("f")
    until = time.monotonic() + 5
    while os.waitid(os.P_PID, student.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_cells_do_to_the_standard_streams_does_not_last(student):
    define(student, "import io, sys\nsys.stdout = sys.stderr = None")
    f = define(student, "def f(x):\n    sys.stdout = io.StringIO()\n    return x", "f")
    assert f(1) == 1
    assert student.run("print('here')", "cell").printed == "here\n"


# Names that come with a cell's reply


def test_a_name_that_is_wanted_next_comes_with_the_cell_s_reply(student, monkeypatch):
    student.run("def f(x):\n    return x + 1\nlevel = 3", "cell", then=["f", "level", "nothing"])
    with monkeypatch.context() as silent:
        silent.setattr(student, "_reply", None)
        assert student.stand_in("level") == 3
        f = student.stand_in("f")
    assert f(2) == 3
    with pytest.raises(NameError):
        student.stand_in("nothing")


@pytest.mark.parametrize(
    "meanwhile", ["def f(x):\n    return -x", "raise ValueError", "level = globals().pop('f')"]
)
def test_a_name_is_what_it_was_last(student, meanwhile):
    source = "def f(x):\n    return x\ndef change():\n    global f\n    f = abs"
    student.run(source, "cell", then=["f"])
    student.run(meanwhile, "cell")
    student.run("if 'f' not in globals():\n    f = level\n", "cell", then=["f", "change"])
    assert student.stand_in("f")(3) == (-3 if meanwhile.startswith("def") else 3)
    student.stand_in("change")()
    assert student.stand_in("f")(-3) == 3


@pytest.mark.parametrize("got", [5, [], {"f": 5}, {"f": b"garbage"}, {"g": encode(1)}])
def test_names_of_any_kind_with_a_reply_are_no_answers(got):
    def serve(liar):
        while True:
            _, number, nonce, _ = liar.request()
            liar.send(["reply", number, nonce, {"got": got, "printed": "", "left_out": 0}])

    with lying(serve) as student:
        student.run("f = 1", "cell", then=["f"])
        if type(got) is dict and "f" in got:
            with pytest.raises(ProtocolError):
                student.stand_in("f")
        else:
            assert student.stand_in("f") is None


# Forged replies, from the process itself

SOCKETS = """
    import gc, os, socket, stat, struct
    from autograder.grading.codec import FRAME, encode, encode_message
    def sockets():
        for fd in range(3, 256):
            try:
                if stat.S_ISSOCK(os.fstat(fd).st_mode):
                    yield socket.socket(fileno=os.dup(fd))
            except OSError:
                continue
    def write(data):
        for found in sockets():
            found.sendall(data)
    def frame(data): return FRAME.pack(len(data)) + data
    def reply(number, nonce, result):
        return frame(encode_message(["reply", number, nonce, {"result": encode(result)}]))
    def f(x): return x
"""


def test_a_reply_forged_early_harms_one_call_at_most(student):
    source = """
        def forge(x):
            for number in range(1, 40):
                write(reply(number, b"12345678", "forged"))
            return x
    """
    define(student, SOCKETS)
    forge, f = define(student, source, "forge", "f")
    with pytest.raises(ProtocolError):
        forge(1)
    assert student.ended is None
    # The frames with numbers to come are in the way of those calls, and of no others.
    seen = []
    for x in range(60):
        try:
            seen.append((x, f(x)))
        except ProtocolError:
            continue
    assert all(x == result for x, result in seen)
    assert len(seen) > 20


def test_a_forged_reply_to_its_own_call_is_just_a_result(student):
    source = """
        def forge(x):
            (server,) = [each for each in gc.get_objects() if type(each).__name__ == "_Student"]
            write(reply(*server.request, "forged"))
            return x
    """
    define(student, SOCKETS)
    forge, f = define(student, source, "forge", "f")
    assert forge(1) == "forged"
    assert [f(x) for x in range(5)] == [0, 1, 2, 3, 4]
    assert [forge(2), f(3), forge(4), f(5)] == ["forged", 3, "forged", 5]


@pytest.mark.parametrize(
    "code",
    [
        "write(b'garbage' * 100)",
        "write(struct.pack('>Q', 2**60))",
        "write(struct.pack('>Q', 2**60) + b'x' * 1000)",
        "write(struct.pack('>Q', 64_000_001))",
    ],
)
def test_bytes_that_are_no_frame_end_the_process_s_credit(student, code):
    define(student, SOCKETS)
    f, g = define(student, f"def g(x):\n    {code}\n    return x", "f", "g")
    with pytest.raises(ProtocolError, match="no frame"):
        g(1)
    with pytest.raises(StudentProcessEnded, match="no frame"):
        f(1)


def test_a_frame_without_a_value_harms_one_call_only(student):
    define(student, SOCKETS)
    f, g = define(student, "def g(x):\n    write(frame(b'garbage'))\n    return x", "f", "g")
    with pytest.raises(ProtocolError):
        g(1)
    assert [f(x) for x in range(5)] == [0, 1, 2, 3, 4]


def test_a_call_that_was_given_up_amid_a_callback_harms_no_other(student):
    source = """
        def g(h):
            write(frame(b"garbage"))
            return h(1)
    """
    define(student, SOCKETS)
    f, g = define(student, source, "f", "g")
    with pytest.raises(ProtocolError):
        g(lambda x: x)
    assert [f(x) for x in range(5)] == [0, 1, 2, 3, 4]


def test_half_a_frame_is_silence(student):
    student.deadline = 0.3
    define(student, SOCKETS)
    g = define(
        student, "def g():\n    write(struct.pack('>Q', 1000) + b'x')\n    while True: pass", "g"
    )
    with pytest.raises(StudentTimeout):
        g()


# A process that lies from the start


def lying(serve):
    """Return a context that gives a StudentProcess, with `serve(liar)` at its other end."""
    return student_process(lambda connection: serve(Liar(connection)), deadline=2)


BODIES = {
    "nothing": {},
    "no bytes": {"result": 5},
    "no value": {"result": b"garbage"},
    "an unknown reference": {"result": Refers("nothing")},
    "a handle without a description": {"result": Refers("handle", 1)},
    "a handle without a number": {"result": Refers("handle", "a", encode({}))},
    "a handle with a description that is none": {"result": Refers("handle", 1, encode(5))},
    "a handle with a handle as description": {
        "result": Refers("handle", 1, Refers("handle", 2, encode({})))
    },
    "a handle described by a handle": {
        "result": Refers("handle", 1, blob({"parameters": Refers("handle", 2, encode({}))}))
    },
    "a handle with a handle as number": {
        "result": Refers("handle", Refers("handle", 2, encode({})), encode({}))
    },
    "a given object that is none": {"result": Refers("given", "secret")},
    "a callback that is none": {"result": Refers("callback", 0)},
    "a callback from the end": {"result": Refers("callback", -1)},
    "an object that was not made": {"result": Refers("made", 0)},
    "a library": {"result": Refers("library", "os", "system")},
    "an error of no kind": {"error": None},
    "changes that are none": {"result": encode(1), "changed": 5},
    "changes without a value": {"result": encode(1), "changed": [[0]]},
    "a change of what is not there": {"result": encode(1), "changed": [[9, encode(1)]]},
    "a change of an odd index": {"result": encode(1), "changed": [["a", encode(1)]]},
    "a change from the end": {"result": encode(1), "changed": [[-1, encode(1)]]},
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_replies_of_any_content_are_protocol_errors(body):
    body = {key: blob(each) if type(each) is Refers else each for key, each in body.items()}

    def serve(liar):
        liar.give_function()
        while True:
            request = liar.request()
            if request[3]["names"] == ["honest"]:
                liar.reply(request, result=encode("honest"))
            else:
                liar.reply(request, **body)

    with lying(serve) as student:
        f = student.stand_in("f")
        try:
            result = f(np.zeros(2))
        except ProtocolError:
            pass
        else:
            assert result is None
            assert body == {}
        with pytest.raises(ProtocolError):
            student.kinds(["f"])
        assert f(honest=1) == "honest"


DESCRIPTIONS = [
    {},
    {"kind": [], "type": {}, "name": 5, "bases": 7, "parameters": 3},
    {"kind": "function", "type": "../x", "name": "a" * 1000, "parameters": [[]]},
    {"kind": "function", "parameters": [["x", 99, True, 1]]},
    {"kind": "function", "parameters": [["not a name", 1, True, 1]]},
    {"kind": "function", "parameters": [["x", 1, True, 1], ["x", 1, True, 1]]},
    {"kind": "function", "parameters": [["x", 1, True, 1], ["y", 1, False, 1]]},
    {"kind": "function", "parameters": [[5, 1, True, 1]]},
    {"kind": "function", "parameters": [["x", 1, True, 10**10_000], ["y", 1, True, "a" * 9999]]},
    {"kind": "class", "type": "StandIn", "bases": ["numpy.ndarray", "builtins.str", "os.system"]},
    {"kind": "object", "bases": ["keras.", "keras", "keras.no.Such", 5, None] * 1000},
]


@pytest.mark.parametrize("described", DESCRIPTIONS)
def test_descriptions_of_any_content_make_a_harmless_stand_in(described):
    def serve(liar):
        while True:
            liar.reply(liar.request(), result=blob(Refers("handle", 7, encode(described))))

    with lying(serve) as student:
        f = student.stand_in("f")
        assert isinstance(f, StandIn)
        assert not isinstance(f, np.ndarray | str)
        assert type(f).__name__.isidentifier()
        assert f.__name__.isidentifier()
        repr(f)
        if isinstance(f, StandInFunction):
            assert len(str(inspect.signature(f))) < 1000
        for ask in (lambda: len(f), lambda: list(f)):
            with pytest.raises(ProtocolError):
                ask()


@pytest.mark.parametrize(
    "error",
    [
        {},
        {"type": 5, "bases": 5, "message": 5, "traceback": 5},
        {"type": "SystemExit", "bases": ["SystemExit", "BaseException"]},
        {"type": "KeyboardInterrupt", "bases": ["KeyboardInterrupt"]},
        {"type": "StopIteration", "bases": ["StopIteration"]},
        {"type": "eval", "bases": ["eval", "print", "__import__", "exit", "int", None, []]},
        {"type": "CheckFailed", "bases": ["CheckFailed"]},
        {"type": "a\x1bb", "bases": ["ValueError"] * 10_000, "message": "\x1b[0m" * 100_000},
    ],
    ids=str,
)
def test_errors_of_any_content_are_errors(error):
    def serve(liar):
        while True:
            liar.reply(liar.request(), error=error)

    with lying(serve) as student:
        with pytest.raises(StudentError) as caught:
            student.stand_in("f")
        assert not isinstance(caught.value, CheckFailed | StudentProcessEnded)
        assert len(str(caught.value)) <= 2000
        assert "\x1b" not in str(caught.value) + caught.value.student_traceback
        assert isinstance(student.run("1", "cell").error, StudentError)


@pytest.mark.parametrize(
    "message",
    [
        *(5, None, [], ["reply"], ["reply", 1, b"", {}, 5], {"reply": 1}, "reply"),
        *(["reply", 999, b"12345678", {}], ["reply", None, b"", {}], ["reply", 2.5, b"", {}]),
        *(["run", 1, b"", {}], ["callback", 1, b"12345678", {}], [[], 1, b"", {}]),
        *(["reply", 2**64 - 1, b"", {}], ["reply", True, b"12345678", {}]),
    ],
    ids=str,
)
def test_messages_of_any_content_are_protocol_errors(message):
    def serve(liar):
        while True:
            liar.request()
            liar.send(message)

    with lying(serve) as student, pytest.raises((ProtocolError, StudentTimeout)):
        student.deadline = 0.3
        student.stand_in("f")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"function": 1, "arguments": [], "names": []},
        {"function": -1, "arguments": [], "names": []},
        {"function": "print", "arguments": [], "names": []},
        {"function": [], "arguments": [], "names": []},
        {"function": 0, "arguments": 5, "names": []},
        {"function": 0, "arguments": [5], "names": []},
        {"function": 0, "arguments": [b"garbage"], "names": []},
        {"function": 0, "arguments": [], "names": ["a"]},
        {"function": 0, "arguments": [encode(1)], "names": [5]},
        {"function": 0, "arguments": [encode(1)], "names": [[]]},
        {"function": 0, "arguments": [encode(1)], "names": 5},
    ],
    ids=str,
)
def test_callbacks_of_any_content_are_protocol_errors(body):
    def serve(liar):
        liar.give_function()
        liar.call_back(liar.request(), **body)
        liar.request()

    calls = []
    with lying(serve) as student:
        f = student.stand_in("f")
        with pytest.raises(ProtocolError):
            f(calls.append)
    assert calls == []


def test_endless_frames_are_a_timeout():
    def serve(liar):
        liar.request()
        while True:
            send_frames(liar.connection, [encode_message(["reply", 0, b"", {"a": b"x" * 10_000}])])

    with lying(serve) as student:
        student.deadline = 0.5
        started = time.monotonic()
        with pytest.raises(StudentTimeout):
            student.stand_in("f")
        assert time.monotonic() - started < 3


def test_endless_callbacks_are_a_timeout():
    def serve(liar):
        liar.give_function()
        request = liar.request()
        while True:
            liar.call_back(request, function=0, arguments=[], names=[])
            liar.request()

    with lying(serve) as student:
        student.deadline = 0.5
        f = student.stand_in("f")
        started = time.monotonic()
        with pytest.raises(StudentTimeout):
            f(lambda: 1)
        assert time.monotonic() - started < 5


def test_one_who_reads_nothing_is_a_timeout():
    with lying(lambda liar: time.sleep(60)) as student:
        student.deadline = 0.3
        with pytest.raises(StudentTimeout):
            student.run("x" * 20_000_000, "cell")


def test_printed_text_of_any_content_is_harmless():
    def serve(liar):
        for printed in (5, "x" * 1_000_000, "\x1b[31m" * 100_000, "late"):
            request = liar.request()
            liar.reply(request, printed=printed, left_out=2**64 - 1)

    with lying(serve) as student:
        for _ in range(4):
            printed = student.run("1", "cell").printed
            assert len(printed) <= MOST_PRINTED + 100
            assert "\x1b" not in printed


def test_lies_about_changes_of_what_cannot_change_do_nothing():
    def serve(liar):
        liar.give_function()
        while True:
            request = liar.request()
            changed = [[index, encode({"a": 1})] for index in range(len(request[3]["arguments"]))]
            liar.reply(request, result=encode(1), changed=changed)

    with lying(serve) as student:
        f = student.stand_in("f", changes=True)
        assert f(1, "a", None, (1, 2), [3]) == 1
        assert student.changes[0] == Change("function", 0, {"a": 1})
        with pytest.raises(StudentError, match="something else"):
            f(np.zeros(2))


def test_a_process_that_is_gone_before_it_is_asked():
    with lying(lambda liar: None) as student, pytest.raises(StudentProcessEnded):
        student.stand_in("f")


# TensorFlow


@pytest.fixture(scope="module")
def tensorflow_results():
    """Run all checks of tensorflow_students in one process; return their tracebacks."""
    program = Path(__file__).with_name("tensorflow_students.py")
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    ran = subprocess.run(
        [sys.executable, "-m", f"autograder.tests.{program.stem}"],
        cwd=program.parents[2],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


CHECKS = re.findall(
    r"^def (check_\w+)", Path(__file__).with_name("tensorflow_students.py").read_text(), re.M
)


@pytest.mark.parametrize("name", CHECKS)
def test_with_tensorflow(tensorflow_results, name):
    assert not tensorflow_results[name], tensorflow_results[name]
