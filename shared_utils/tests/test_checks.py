"""What a check accepts, refuses and shows: in Python, in IPython and in a notebook's kernel."""

import re
import subprocess
import sys
import textwrap
import timeit
import warnings
from collections import Counter, OrderedDict, namedtuple
from pathlib import Path

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.manager import start_new_kernel

from shared_utils import notebook
from shared_utils.checks import CheckFailed, accepts, generator_for, same, slope, untouched

rng = np.random.default_rng(0)
A = rng.standard_normal((3, 4))


def is_same(got, want, **options):
    return accepts(lambda value: same(value, want, **options), got)


# What is the same


RIGHT = {
    "float and int": (1.0, 1),
    "int and float": (1, 1.0),
    "bool and int": (True, 1),
    "int and bool": (0, False),
    "numpy scalar and float": (np.float64(0.5), 0.5),
    "float32 scalar and float": (np.float32(0.1), 0.1),
    "0-d array and float": (np.array(0.5), 0.5),
    "float and 0-d array": (0.5, np.array(0.5)),
    "numpy bool and bool": (np.True_, True),
    "complex numbers": (1j * 1j, -1),
    "large equal integers": (10**30, 10**30),
    "array and itself": (A, A),
    "float32 array": (A.astype(np.float32), A),
    "float32 expected": (A, A.astype(np.float32)),
    "float16 array": (A.astype(np.float16), A),
    "integer array": (np.arange(3), np.array([0.0, 1.0, 2.0])),
    "other integer type": (np.arange(3, dtype=np.uint8), np.arange(3)),
    "bool array for 0 and 1": (np.array([[True, False]]), np.array([[1.0, 0.0]])),
    "0 and 1 for a bool array": (np.array([[1.0, 0.0]]), np.array([[True, False]])),
    "a view": (A.T.copy().T, A),
    "a read-only array": (np.broadcast_to(1.0, (2, 3)), np.ones((2, 3))),
    "empty arrays": (np.zeros((0, 3)), np.zeros((0, 3))),
    "the other order of summation": (A[:, ::-1].sum(axis=1), A.sum(axis=1)),
    "float32 sums": (
        np.cumsum(A.astype(np.float32).ravel())[-1],
        A.sum(),
    ),
    "zero up to rounding": (A - A.mean() - (A - A.mean()).mean(), A - A.mean()),
    "a mean that is zero": ((A - A.mean()).mean(), 0.0),
    "a float32 mean that is zero": ((A - A.mean()).astype(np.float32).mean(), 0.0),
    "another formula": (1 / np.cosh(A) ** 2, 1 - np.tanh(A) ** 2),
    "variance by another formula": ((A**2).mean() - A.mean() ** 2, A.var()),
    "einsum": (np.einsum("ij,kj->ik", A, A), A @ A.T),
    "nan where nan is expected": (np.array([np.nan, 1.0]), np.array([np.nan, 1.0])),
    "inf where inf is expected": (np.array([-np.inf, 1.0]), np.array([-np.inf, 1.0])),
    "large numbers": (np.array([1e300, -1e300]), np.array([1e300, -1e300])),
    "strings": ("cat", "cat"),
    "numpy string": (np.str_("cat"), "cat"),
    "bytes": (b"cat", b"cat"),
    "array of strings": (np.array(["a", "bc"]), np.array(["a", "bc"])),
    "None": (None, None),
    "tuple": ((A, 0.5), (A, 0.5)),
    "list of numbers": ([1, np.float64(2.0)], [1.0, 2]),
    "nested": (
        ({"dw": A, "caches": [(A, None), ("relu", 1)]}, np.float32(0.5)),
        ({"dw": A, "caches": [(A, None), ("relu", 1)]}, 0.5),
    ),
    "dict in another order": ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    "dict with other keys than strings": ({1: "a", ("x", "y"): 2}, {1: "a", ("x", "y"): 2}),
    "empty containers": (([], {}, ()), ([], {}, ())),
}


@pytest.mark.parametrize("case", RIGHT)
def test_accepts_right_results(case):
    assert is_same(*RIGHT[case])


WRONG = {
    "a count that is off by one": (50_983_560, 50_983_561),
    "a float count that is off by one": (50_983_560.0, 50_983_561),
    "an index that is off by one": (np.array([5, 1_000_001]), np.array([5, 1_000_000])),
    "a relative difference of 1e-5": (1.00001, 1.0),
    "a small entry beside a large one": (np.array([1000.0, 0.5001]), np.array([1000.0, 0.5])),
    "float32 off by 1e-3": (np.float32(1.001), 1.0),
    "nan for a number": (np.nan, 0.5),
    "a number for nan": (0.5, np.nan),
    "inf for -inf": (np.inf, -np.inf),
    "a number for inf": (1e308, np.inf),
    "None for 0": (None, 0),
    "0 for None": (0, None),
    "False for None": (False, None),
    "a numeral for its number": ("1", 1),
    "bytes for a string": (b"cat", "cat"),
    "(m,) for (m, 1)": (np.ones(3), np.ones((3, 1))),
    "(m,) for (1, m)": (np.ones(3), np.ones((1, 3))),
    "(1, m) for (m,)": (np.ones((1, 3)), np.ones(3)),
    "(1, 1) for a number": (np.ones((1, 1)), 1.0),
    "a number for (1, 1)": (1.0, np.ones((1, 1))),
    "(1,) for a number": (np.ones(1), 1.0),
    "an empty array for a full one": (np.zeros((0, 3)), np.zeros((2, 3))),
    "a list for an array": ([1.0, 2.0], np.array([1.0, 2.0])),
    "an array for a list": (np.array([1.0, 2.0]), [1.0, 2.0]),
    "a list for a tuple": ([1, 2], (1, 2)),
    "a tuple for a list": ((1, 2), [1, 2]),
    "too many values": ((1, 2, 3), (1, 2)),
    "too few values": ((1,), (1, 2)),
    "a missing key": ({"a": 1}, {"a": 1, "b": 2}),
    "an extra key": ({"a": 1, "b": 2}, {"a": 1}),
    "a wrong entry deep inside": (({"a": [1, (2, 3)]},), ({"a": [1, (2, 4)]},)),
}


@pytest.mark.parametrize("case", WRONG)
def test_refuses_wrong_results(case):
    assert not is_same(*WRONG[case])


def test_passing_is_silent_and_returns_none(capsys):
    assert same(A, A, "a hint") is None
    assert capsys.readouterr() == ("", "")


def test_tolerance_is_relative_with_a_hundredth_of_it_absolute():
    assert is_same(1.0009, 1.0, tolerance=1e-3)
    assert not is_same(1.0011, 1.0, tolerance=1e-3)
    assert is_same(0.9e-5, 0.0, tolerance=1e-3)
    assert not is_same(1.1e-5, 0.0, tolerance=1e-3)
    assert is_same(101, 100, tolerance=0.02)
    assert is_same({"a": [1.0009]}, {"a": [1.0]}, tolerance=1e-3)


def test_tolerance_takes_part_in_the_words():
    with pytest.raises(CheckFailed, match="differs from what is expected in 1 of 2 entries"):
        same(np.array([1.0005, 3.0]), np.array([1.0, 2.0]), tolerance=1e-3)


def test_wanted_value_of_a_type_that_is_not_compared_is_the_authors_error():
    with pytest.raises(TypeError, match="an object of type set"):
        same({1}, {1})
    with pytest.raises(TypeError, match="an array of dtype object"):
        same(1, np.array([None]))


def test_numpy_error_settings_do_not_matter():
    with np.errstate(all="raise"):
        assert is_same(np.array([np.inf, np.nan, 1e308]), np.array([np.inf, np.nan, 1e308]))
        assert not is_same(np.array([np.inf, np.nan, -1e308]), np.array([1.0, 2.0, 1e308]))


# Objects that pretend


class AlwaysEqual:
    """Claims to be equal, near, true and an array of whatever is asked."""

    shape, ndim, dtype, size = (3, 4), 2, np.dtype(float), 12

    def __eq__(self, other):
        raise RuntimeError("a method of a strange object was called")

    def _called(self, *args, **kwargs):
        raise RuntimeError("a method of a strange object was called")

    __array__ = __array_ufunc__ = __array_function__ = __bool__ = __float__ = _called
    __len__ = __iter__ = __getitem__ = __repr__ = __str__ = __hash__ = __ne__ = _called
    __class__ = property(_called)


class ArrayPretender(np.ndarray):
    def __array_ufunc__(self, *args, **kwargs):
        raise RuntimeError("a method of a strange object was called")

    __array_function__ = __eq__ = __repr__ = __array_ufunc__


class NumberPretender(float):
    def __eq__(self, other):
        raise RuntimeError("a method of a strange object was called")

    __sub__ = __rsub__ = __float__ = __repr__ = __format__ = __eq__
    __hash__ = None


class ListPretender(list):
    def __len__(self):
        raise RuntimeError("a method of a strange object was called")

    __getitem__ = __iter__ = __eq__ = __repr__ = __len__


class DictPretender(dict):
    def __getitem__(self, key):
        raise RuntimeError("a method of a strange object was called")

    keys = __iter__ = __eq__ = __repr__ = __len__ = __contains__ = __getitem__


class ScalarPretender(np.float64):
    def __eq__(self, other):
        raise RuntimeError("a method of a strange object was called")

    __array__ = __repr__ = __format__ = __eq__


class StringPretender(str):
    def __eq__(self, other):
        raise RuntimeError("a method of a strange object was called")

    __repr__ = __format__ = __ne__ = strip = __eq__
    __hash__ = None


class Key:
    def __hash__(self):
        return hash("a")

    def __eq__(self, other):
        return True


PRETENDERS = {
    "AlwaysEqual": (AlwaysEqual(), A),
    "AlwaysEqual for a number": (AlwaysEqual(), 0.5),
    "AlwaysEqual for None": (AlwaysEqual(), None),
    "AlwaysEqual in a dict": ({"a": AlwaysEqual()}, {"a": 1}),
    "AlwaysEqual in a tuple": ((AlwaysEqual(), 1), (A, 1)),
    "ArrayPretender": (A.view(ArrayPretender), A),
    "NumberPretender": (NumberPretender(0.5), 0.5),
    "ListPretender": (ListPretender([1, 2]), [1, 2]),
    "DictPretender": (DictPretender(a=1), {"a": 1}),
    "ScalarPretender": (ScalarPretender(0.5), 0.5),
    "StringPretender": (StringPretender("cat"), "cat"),
    "Key": ({Key(): 1}, {"a": 1}),
    "matrix": (A.view(np.matrix), A),
    "MaskedArray": (np.ma.array([1.0, 2.0], mask=[0, 1]), np.array([1.0, 2.0])),
    "recarray": (np.rec.array([1.0]), np.array([1.0])),
    "dtype object": (np.array([1.0, 2.0], dtype=object), np.array([1.0, 2.0])),
    "Pair": (namedtuple("Pair", "a b")(1, 2), (1, 2)),
    "OrderedDict": (OrderedDict(a=1), {"a": 1}),
    "Counter": (Counter("a"), {"a": 1}),
}


@pytest.mark.parametrize("case", PRETENDERS)
def test_refuses_pretenders_by_the_name_of_their_type_alone(case):
    got, want = PRETENDERS[case]
    with pytest.raises(CheckFailed, match=f"type {case.split()[0]}|{case}"):
        same(got, want)


def test_same_is_fast_where_it_passes():
    result = ({"dw": A, "db": 0.5}, 0.25)
    seconds = min(timeit.repeat(lambda: same(result, result), number=50, repeat=5)) / 50
    assert seconds < 1e-3


# TensorFlow


@pytest.fixture(scope="module")
def tf():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import tensorflow
    return tensorflow


def test_does_not_import_tensorflow():
    code = (
        "import shared_utils.checks as c, sys; c.same(1, 1); sys.exit('tensorflow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_compares_tensors_and_variables(tf):
    array = A.astype(np.float32)
    assert is_same(tf.constant(array), A)
    assert is_same(A, tf.constant(array))
    assert is_same(tf.Variable(array), tf.constant(array))
    assert is_same(tf.keras.Variable(array), A)
    assert is_same(tf.constant(0.5), 0.5)
    assert is_same(tf.constant([b"a", b"bc"]), np.array([b"a", b"bc"]))
    assert not is_same(tf.constant(array), A + 1)
    assert not is_same(tf.constant([[0.5]]), 0.5)
    with pytest.raises(CheckFailed, match=r"is a tensor of shape \(3, 4\), but a list"):
        same(tf.constant(array), [1, 2])


def test_refuses_tensors_that_hold_no_plain_numbers(tf):
    with pytest.raises(CheckFailed, match="an object of type RaggedTensor"):
        same(tf.ragged.constant([[1], [2, 3]]), A)
    with pytest.raises(CheckFailed, match="an object of type KerasTensor"):
        same(tf.keras.Input((4,)), A)


def test_untouched_looks_into_variables(tf):
    weights = {"W1": tf.Variable([1.0, 2.0])}
    with pytest.raises(CheckFailed, match=r'weights\["W1"\]\[0\] was 1 and is now 2'):
        untouched(lambda weights: weights["W1"].assign_add([1.0, 1.0]), weights)


def test_slope_of_a_function_of_tensors(tf):
    measured = slope(lambda w: tf.reduce_sum(tf.constant(w) ** 2), A)
    same(measured, 2 * A, tolerance=1e-5)


# slope


def test_slope_of_a_number_is_a_float():
    assert type(slope(lambda x: x**2, 3)) is float
    same(slope(lambda x: x**2, 3), 6.0)
    same(slope(lambda x: x**2, np.float32(3)), 6.0)
    same(slope(lambda x: np.array([[x**3]]), -1.5), 6.75)
    same(slope(np.exp, 0.0), 1.0)
    same(slope(lambda x: x**2, 100.0), 200.0)


def test_slope_of_a_scalar_valued_function_has_the_shape_of_x():
    for shape in ((), (1,), (4,), (3, 1), (2, 3, 2)):
        x = rng.standard_normal(shape)
        same(slope(lambda x: np.sum(x**3), x), 3 * x**2 if shape else float(3 * x**2))


def test_slope_of_an_entrywise_function():
    x = rng.standard_normal((2, 3))
    same(slope(np.tanh, x), 1 - np.tanh(x) ** 2)


def test_slope_takes_integers_for_numbers():
    same(slope(lambda x: np.sum(x**2), np.array([1, 2, 3])), np.array([2.0, 4.0, 6.0]))
    same(slope(lambda x: x**2, np.array([1, 2], dtype=np.uint8)), np.array([2.0, 4.0]))


def test_slope_never_changes_x_nor_minds_when_f_does():
    x = np.array([1.0, 2.0])
    kept = x.copy()

    def spoils(x):
        x *= 2
        return np.sum(x)

    same(slope(spoils, x), np.array([2.0, 2.0]))
    assert (x == kept).all()


def test_slope_with_a_larger_step_for_float32():
    same(slope(lambda x: np.float32(x) ** 2, 3.0, step=1e-2), 6.0, tolerance=1e-3)


def test_slope_says_when_there_is_none():
    def forgets_to_return(x):
        x**2

    with pytest.raises(CheckFailed, match=r"^forgets_to_return gives None, which has no slope"):
        slope(forgets_to_return, 1.0)
    with pytest.raises(CheckFailed, match=r"lambda x: x \* np.nan gives nan, so its slope"):
        slope(lambda x: x * np.nan, 1.0)
    with pytest.raises(CheckFailed, match="gives inf"):
        slope(lambda x: np.inf, A)
    with pytest.raises(
        CheckFailed, match=r"gives an array of shape \(4,\), which has no one slope"
    ):
        slope(lambda x: x.sum(axis=0), A)
    with pytest.raises(CheckFailed, match="gives a string"):
        slope(str, 1.0)
    with pytest.raises(CheckFailed, match="gives an object of type AlwaysEqual"):
        slope(lambda x: AlwaysEqual(), 1.0)


def test_slope_lets_the_students_error_through():
    with pytest.raises(ZeroDivisionError):
        slope(lambda x: 1 / 0, 1.0)


def test_slope_of_something_else_is_the_authors_error():
    with pytest.raises(TypeError, match="not a list of 1 value"):
        slope(np.sum, [1.0])


# untouched


def update(params, grads, rate=0.1):
    """Change the caller's arrays."""
    for name in params:
        params[name] -= rate * grads[name]
    return params


def test_untouched_returns_the_result():
    assert untouched(lambda a, b=1: (a, b), 2, b=3) == (2, 3)
    assert untouched(dict, a=1) == {"a": 1}
    array = np.array([np.nan, 1.0, np.inf])
    assert untouched(lambda x: x, array) is array


def test_untouched_passes_the_very_arguments():
    array, model = np.ones(2), AlwaysEqual()
    seen = []
    untouched(lambda *args, **kwargs: seen.extend([*args, kwargs["model"]]), array, model=model)
    assert seen[0] is array
    assert seen[1] is model


def test_untouched_names_the_argument_and_the_entry():
    params, grads = {"W1": np.ones((2, 3)), "b1": np.zeros(2)}, {"W1": np.zeros((2, 3)), "b1": 1.0}
    grads["W1"][1, 2] = 5.0
    with pytest.raises(CheckFailed) as caught:
        untouched(update, params, grads)
    assert str(caught.value).split("\n") == [
        'update changed what it was given: params["W1"][1, 2] was 1 and is now 0.5.',
        "Hint: make a copy first, and change the copy.",
    ]


def set_item(container, key, value):
    container[key] = value


CHANGES = {
    "an entry": (lambda x: set_item(x, 1, 7.5), np.arange(3.0), "x[1] was 1 and is now 7.5"),
    "nan": (lambda x: set_item(x, 1, np.nan), np.arange(3.0), "x[1] was 1 and is now nan"),
    "a tiny change": (lambda x: set_item(x, 0, 1 + 1e-15), np.ones(2), "was 1 and is now 1.0000"),
    "a new key": (lambda x: set_item(x, "dw", 1), {}, 'x has the new key "dw"'),
    "a lost key": (lambda x: x.pop("dw"), {"dw": 1}, 'x has lost the key "dw"'),
    "a longer list": (lambda x: x.append(1), [], "x had 0 values and now has 1"),
    "an item": (lambda x: set_item(x, 0, 2), [1], "x[0] was 1 and is now 2"),
    "a string": (lambda x: set_item(x, 0, "b"), ["a"], "x[0] was 'a' and is now 'b'"),
    "another type": (lambda x: set_item(x, 0, None), ["a"], "x[0] was a string and is now None"),
    "deep inside": (
        lambda x: set_item(x["a"][0][1], (0, 1), 3),
        {"a": [(1, np.zeros((1, 2)))]},
        'x["a"][0][1][0, 1] was 0 and is now 3',
    ),
    "a shape": (lambda x: x.resize(1, 3), np.zeros(3), "had shape (3,) and now has shape (1, 3)"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_untouched_says_what_changed(case):
    f, argument, words = CHANGES[case]
    with pytest.raises(CheckFailed, match=re.escape(words)):
        untouched(f, argument)


def test_untouched_names_arguments_that_have_no_name():
    with pytest.raises(CheckFailed, match=r"given: argument 2\[0\] was"):
        untouched(lambda *args: set_item(args[1], 0, 1.0), 1, np.zeros(1))
    with pytest.raises(CheckFailed, match=r"given: out\[0\] was 0 and is now 1"):
        untouched(np.exp, np.zeros(1), out=np.zeros(1))


def test_untouched_lets_the_students_error_through():
    with pytest.raises(ZeroDivisionError):
        untouched(lambda x: 1 / 0, 1.0)


# accepts and generator_for


def test_accepts():
    def checks_doubling(f):
        assert f(2) == 4

    assert accepts(checks_doubling, lambda x: 2 * x) is True
    assert accepts(checks_doubling, lambda x: x + 1) is False
    assert accepts(lambda f: same(f(2), 4), lambda x: x + 1) is False
    with pytest.raises(ZeroDivisionError):
        accepts(checks_doubling, lambda x: x / 0)


def test_generator_for_depends_on_the_name_alone():
    first = generator_for("propagate").integers(1000, size=3).tolist()
    assert first == generator_for("propagate").integers(1000, size=3).tolist()
    assert first != generator_for("optimize").integers(1000, size=3).tolist()
    # The bits are written down: hash() would give others in every process.
    code = "from shared_utils.checks import generator_for as g; print(g('a').bit_generator.state)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert printed.decode().strip() == str(generator_for("a").bit_generator.state)


# How a failure looks in IPython

DEFINITIONS = """
    import numpy as np
    from shared_utils.checks import accepts, same, slope, untouched

    def half(z):
        return z / 2

    def fails(z):
        return 1 / (z * 0)

    def doubles(f):
        same(f(2.0), 4.0, "twice two is four")
"""


@pytest.fixture(scope="module")
def shell():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shell = InteractiveShell.instance()
        shell.history_manager.enabled = False
        shell.run_cell(textwrap.dedent(DEFINITIONS), store_history=True)
        yield shell
        shell.history_manager.end_session()
        InteractiveShell.clear_instance()


def run(shell, capsys, cell):
    """Return what running a cell prints, without colours."""
    shell.run_cell(textwrap.dedent(cell).strip(), store_history=True)
    return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)


def test_failure_shows_the_line_of_the_cell_and_the_message_alone(shell, capsys):
    text = run(
        shell,
        capsys,
        """
        z = np.array([3.0, 1.0])
        same(half(z), z / 2)
        same(half(z), z, "nothing is lost")
        raise RuntimeError("never reached")
        """,
    )
    assert text.rstrip().split("\n") == [
        "Check failed in line 3 of this cell:",
        '   3  same(half(z), z, "nothing is lost")',
        "",
        "half(z) is 2 times too small everywhere.",
        "  got       [1.5 0.5]",
        "  expected  [3 1]",
        "  first difference at [0]: got 1.5, expected 3",
        "  with      z = [3 1]",
        "This line checks: nothing is lost",
    ]


def test_failure_shows_a_call_of_several_lines(shell, capsys):
    text = run(shell, capsys, 'x = 1\nsame(\n    half(2.0),\n    3.0,\n    "a hint",\n)')
    assert text.startswith(
        "Check failed in line 2 of this cell:\n   2  same(\n   3      half(2.0),\n   4      3.0,\n"
    )


def test_failure_is_bold_and_otherwise_plain(shell, capsys):
    shell.run_cell("same(half(2.0), 3.0)", store_history=True)
    codes = set(re.findall(r"\x1b\[([0-9;]*)m", capsys.readouterr().out))
    assert codes == {"1", "0"}


@pytest.mark.parametrize(
    "cell",
    [
        "slope(lambda x: None, 1.0)",
        "untouched(lambda x: x.fill(1), np.zeros(2))",
        "for k in (1, 2):\n    same(k, 1)",
    ],
)
def test_every_word_fails_in_the_short_form(shell, capsys, cell):
    text = run(shell, capsys, cell)
    assert text.startswith("Check failed in line")
    assert "Traceback" not in text
    assert "checks.py" not in text


@pytest.mark.parametrize(
    "cell", ["same(fails(1.0), 2.0)", "slope(fails, 1.0)", "untouched(fails, 1)"]
)
def test_the_students_own_error_keeps_its_traceback(shell, capsys, cell):
    text = run(shell, capsys, cell)
    assert "ZeroDivisionError" in text
    assert "return 1 / (z * 0)" in text
    assert "Check failed" not in text


def test_a_check_inside_the_students_function_keeps_the_traceback(shell, capsys):
    text = run(shell, capsys, "doubles(half)")
    assert "doubles(half)" in text
    assert 'same(f(2.0), 4.0, "twice two is four")' in text
    assert "This line checks: twice two is four" in text
    assert "checks.py" not in text


def test_an_error_that_was_being_handled_is_shown(shell, capsys):
    text = run(
        shell,
        capsys,
        """
        try:
            fails(1.0)
        except ZeroDivisionError:
            same(half(1.0), 1.0)
        """,
    )
    assert "return 1 / (z * 0)" in text
    assert "During handling of the above exception" in text
    assert "is 2 times too small" in text
    assert "checks.py" not in text


# Warnings in a notebook's kernel


@pytest.fixture(scope="module")
def kernel():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        manager, client = start_new_kernel()
        yield client
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def outputs(kernel, cell):
    """Return what running a cell shows: [(kind, text)], kind 'stdout', 'stderr' or 'error'."""
    shown = []

    def collect(message):
        content = message["content"]
        if message["msg_type"] == "stream":
            shown.append((content["name"], content["text"]))
        if message["msg_type"] == "error":
            shown.append(("error", "\n".join(content["traceback"])))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kernel.execute_interactive(textwrap.dedent(cell).strip(), output_hook=collect, timeout=60)
    return shown


def test_in_a_kernel_a_warning_is_ordinary_output_once_per_cell(kernel):
    assert outputs(kernel, DEFINITIONS) == []
    cell = """
        import warnings
        warnings.simplefilter("always")
        def sigmoid(z):
            z = np.asarray(z)
            return 1 / (1 + np.exp(-z))
        for _ in range(3):
            same(sigmoid(np.array([-1000.0, 0.0])), np.array([0.0, 0.5]))
    """
    line = "Warning: overflow encountered in exp (RuntimeWarning), in sigmoid, line 5\n"
    assert outputs(kernel, cell) == [("stdout", line)]
    assert outputs(kernel, cell) == [("stdout", line)]
    assert outputs(kernel, "np.zeros(1) / 0") == [
        ("stdout", "Warning: invalid value encountered in divide (RuntimeWarning), line 1\n")
    ]


def test_in_a_kernel_a_warning_of_a_library_names_its_file(kernel):
    ((name, text),) = outputs(kernel, "x = np.mean(np.array([]) * 1.0)")[:1]
    assert name == "stdout"
    assert re.fullmatch(
        r"Warning: .* \(RuntimeWarning\), in \w+, \w+\.py, line \d+\n.*", text, re.S
    )


def test_in_a_kernel_a_failure_has_the_short_form(kernel):
    ((name, text),) = outputs(kernel, "same(half(2.0), 3.0)")
    assert name == "error"
    assert text == (
        "\x1b[1mCheck failed\x1b[0m in line 1 of this cell:\n   1  same(half(2.0), 3.0)\n\n"
        "\x1b[1mhalf(2.0) is 1, but 3 is expected.\x1b[0m"
    )


def test_in_a_kernel_an_assert_of_a_check_has_the_short_form(kernel):
    ((name, text),) = outputs(kernel, 'share = 0.5\nassert share > 0.9, f"only {share:.0%}"')
    assert name == "error"
    assert text == (
        "\x1b[1mCheck failed\x1b[0m in line 2 of this cell:\n"
        '   2  assert share > 0.9, f"only {share:.0%}"\n\n\x1b[1monly 50%\x1b[0m'
    )


def test_in_a_kernel_a_long_sentence_and_a_long_statement_are_broken_at_words(kernel):
    cell = "assert (\n    1\n    + 1\n    + 1\n    + 1\n    + 1\n) == 7, 20 * 'uphill '"
    ((_, text),) = outputs(kernel, cell)
    title, *lines = text.replace("\x1b[1m", "").replace("\x1b[0m", "").split("\n")
    assert lines[:6] == [
        "   1  assert (",
        "   2      1",
        *(f"   {n}      + 1" for n in (3, 4, 5)),
        "      ...",
    ]
    assert " ".join(lines[7:]).split() == 20 * ["uphill"]
    assert max(map(len, lines)) <= notebook.LINE


def test_in_a_kernel_an_assert_elsewhere_keeps_its_traceback(kernel):
    outputs(kernel, 'def quarter(z):\n    assert z > 0, "z is above 0"\n    return z / 4')
    for cell in ("quarter(-1)", "assert 1 > 2"):
        ((name, text),) = outputs(kernel, cell)
        assert name == "error"
        assert "Traceback" in text and "AssertionError" in text


def test_outside_a_kernel_warnings_stay_as_they_are():
    code = "import warnings; old = warnings.showwarning; import shared_utils.checks; "
    code += "import sys; sys.exit(warnings.showwarning is not old)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_message_names_the_function_that_untouched_calls(tmp_path):
    source = (
        "import numpy as np\n"
        "from shared_utils.checks import same, untouched\n"
        "def double(z):\n"
        "    return z\n"
        "z = np.array([1.0, 2.0])\n"
        "same(untouched(double, z)[0], 2.0)\n"
    )
    path = tmp_path / "check.py"
    path.write_text(source)
    with pytest.raises(CheckFailed, match=r"^double\(z\)\[0\] is 1, but 2 is expected"):
        exec(compile(source, str(path), "exec"), {})


def test_in_a_kernel_an_unanswered_exercise_is_said_in_two_lines(kernel):
    stub = """
        def softmax(z):
            # YOUR CODE HERE
            raise NotImplementedError("Replace this line with your code.")
    """
    assert outputs(kernel, stub) == []
    ((name, text),) = outputs(kernel, "same(softmax(1.0), 1.0)")
    assert name == "error"
    assert "softmax is not answered yet." in text
    assert len(text.splitlines()) == 2
    ((_, text),) = outputs(kernel, 'raise NotImplementedError("something else")')
    assert "Traceback" in text and "something else" in text


def test_what_the_stub_says_is_what_is_recognised():
    config = (Path(__file__).parents[2] / "autograder" / "nbgrader_config.py").read_text()
    assert notebook.UNANSWERED in config
