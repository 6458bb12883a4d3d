"""What the message of a failed comparison says, and what it must not say."""

import numpy as np
import pytest

from shared_utils import explain
from shared_utils.checks import CheckFailed, same

rng = np.random.default_rng(0)
COLUMN = np.array([[0.3], [-1.2], [2.5]])
MATRIX = np.array([[0.1, 0.5, -0.7], [1.3, 0.2, 0.9]])
SQUARE = np.array([[0.1, 0.5, -0.7], [1.3, 0.2, 0.9], [0.4, -2.0, 0.8]])
LAST_COLUMN_WRONG = MATRIX + np.array([0, 0, 1])
X = rng.standard_normal((2, 5))


def message(got, want, hint="", **options):
    with pytest.raises(CheckFailed) as caught:
        same(got, want, hint, **options)
    return str(caught.value)


def identity(value, *inputs):
    """A student's function: a call, so that its arguments are looked at."""
    return value


SAYS = {
    "a number": (0.3, 0.5, "got is 0.3, but 0.5 is expected."),
    "close numbers, with enough digits": (
        0.500001,
        np.float64(0.5),
        "got is 0.500001, but 0.5 is expected.",
    ),
    "numbers equal in six digits": (0.1234562, 0.1234564, "is 0.1234562, but"),
    "how many entries": (LAST_COLUMN_WRONG, MATRIX, "differs from what is expected in 2 of 6"),
    "the first difference": (
        LAST_COLUMN_WRONG,
        MATRIX,
        "first difference at [0, 2]: got 0.3, expected -0.7",
    ),
    "the first difference, with enough digits": (
        np.array([1.00000234, 7.0]),
        np.array([1.0, 2.0]),
        "got 1.0000023",
    ),
    "an array with one entry": (np.array([[0.3]]), np.array([[0.5]]), "got holds 0.3, but 0.5 is"),
    "nan in an array with one entry": (np.array([[np.nan]]), np.array([[0.5]]), "got is nan: 0/0"),
    "every entry": (MATRIX + 0.5, MATRIX, "differs from what is expected in all 6 entries"),
    "close arrays": (MATRIX + 1e-4, MATRIX, "is close to what is expected, but differs by up to"),
    "opposite sign": (-MATRIX, MATRIX, "has the opposite sign everywhere"),
    "opposite sign of a number": (-0.7, 0.7, "got has the opposite sign."),
    "opposite sign and scale": (
        -3 * COLUMN,
        COLUMN,
        "has the opposite sign and is 3 times too large everywhere",
    ),
    "twice": (2 * MATRIX, MATRIX, "is 2 times too large everywhere."),
    "half": (MATRIX / 2, MATRIX, "is 2 times too small everywhere."),
    "half a number": (0.25, 0.5, "is 2 times too small."),
    "a whole factor of a number": (1.5, 0.3, "is 5 times too large."),
    "a factor without a name": (1.7 * MATRIX, MATRIX, "is 1.7 times too large everywhere."),
    "a factor, with zeros in it": (
        4 * np.array([0.0, 1.5, -2.0]),
        np.array([0.0, 1.5, -2.0]),
        "is 4 times too large everywhere",
    ),
    "a factor in float32": (
        np.float32(5) * COLUMN.astype(np.float32),
        COLUMN,
        "5 times too large everywhere",
    ),
    "base 10": (np.log10(0.3), np.log(0.3), "the natural and the base-10 logarithm"),
    "base 2": (np.log2(MATRIX + 2), np.log(MATRIX + 2), "the base-2 and the natural logarithm"),
    "percent": (85.0, 0.85, "100 times too large: the factor between a fraction and a percentage"),
    "all zeros": (np.zeros((2, 3)), MATRIX, "is 0 everywhere"),
    "sum for mean": (np.full(3, 3.0), np.ones(3), "exactly a size of its own shape, (3,)"),
    "transpose": (MATRIX.T, MATRIX, "is the transpose of what is expected: shape (3, 2) instead"),
    "transpose of a square": (SQUARE.T, SQUARE, "is the transpose of what is expected"),
    "row for column": (COLUMN.T, COLUMN, "is the transpose of what is expected"),
    "rows moved": (SQUARE[[2, 0, 1]], SQUARE, "holds the expected rows in another order"),
    "columns moved": (MATRIX[:, [1, 0, 2]], MATRIX, "holds the expected columns in another order"),
    "entries moved": (
        SQUARE.ravel()[[3, 1, 2, 0, 8, 5, 6, 7, 4]].reshape(3, 3),
        SQUARE,
        "holds the expected numbers in other places",
    ),
    "a sequence reversed": (
        np.array([3.0, 2.0, 1.0]),
        np.array([1.0, 2.0, 3.0]),
        "holds the expected numbers in another order",
    ),
    "nan": (
        np.array([0.5, np.nan, np.nan]),
        np.array([0.5, 1.0, 1.0]),
        "is nan in 2 of 3 entries: 0/0",
    ),
    "where nan is": (np.array([0.5, np.nan]), np.array([0.5, 1.0]), "at [1]: got nan, expected 1"),
    "a nan": (float("nan"), 0.5, "got is nan: 0/0, inf/inf, 0 * log(0) and log(-1) give nan"),
    "inf": (np.array([1.0, np.inf]), np.array([1.0, 2.0]), "is infinite in 1 of 2 entries: 1/0"),
    "finite for inf": (1.0, float("inf"), "is 1, but inf is expected"),
    "inf of the other sign": (float("-inf"), float("inf"), "is -inf, but inf is expected"),
    "cut off": (
        np.array([0, 0, -1]),
        np.array([0.3, 0.9, -1.7]),
        "is an array of integers: the expected numbers, cut off at the point",
    ),
    "rounded": (np.array([0, 1]), np.array([0.3, 0.9]), "the expected numbers, rounded"),
    "a number cut off": (0, 0.73, "is an integer: the expected number, cut off at the point"),
    "None": (None, MATRIX, "is None, but an array of shape (2, 3) is expected"),
    "no return": (None, 0.5, "A function that ends without return gives None."),
    "something for None": (0.5, None, "is a single number, but None is expected"),
    "function": (np.sin, 0.5, "an object of type ufunc"),
    "method": (MATRIX.sum, 3.1, "runs only with parentheses after its name"),
    "one axis for a row": (
        np.arange(5.0),
        np.arange(5.0).reshape(1, 5),
        "One axis is neither a row, (1, 5), nor a column, (5, 1).",
    ),
    "one axis for a column": (np.ones(5), np.zeros((5, 1)), "has shape (5,), but shape (5, 1)"),
    "right numbers, wrong shape": (
        np.arange(6.0).reshape(3, 2),
        np.arange(6.0).reshape(2, 3),
        "The numbers in it are right, only the shape is not.",
    ),
    "a row met a column": (
        rng.standard_normal((5, 5)),
        np.ones((1, 5)),
        "A row of 5 and a column of 5, combined, give this shape.",
    ),
    "a row met a column, for one axis": (np.ones((4, 4)), np.ones(4), "A row of 4 and a column"),
    "not summed": (
        MATRIX,
        MATRIX.sum(axis=1, keepdims=True),
        "Its sum over axis 1 is what is expected.",
    ),
    "not averaged": (MATRIX, MATRIX.mean(axis=0), "Its mean over axis 0 is what is expected."),
    "losses for a cost": (COLUMN, COLUMN.mean(), "Its mean is what is expected."),
    "array for a number": (np.array([[0.5]]), 0.5, "array of shape (1, 1) with one number in it"),
    "number for an array": (
        0.5,
        np.array([[0.5]]),
        "a single number, but an array of shape (1, 1)",
    ),
    "list for an array": ([1.0, 2.0], np.array([1.0, 2.0]), "np.array(...) makes an array"),
    "list for a tuple": ([1, 2], (1, 2), "is a list of 2 values, but a tuple of 2 values"),
    "tuple for a list": ((1, 2), [1, 2], "is a tuple of 2 values, but a list of 2 values"),
    "array for a list": (np.array([1, 2]), [1, 2], "an array of shape (2,), but a list of 2"),
    "a stray comma": ((0.5,), 0.5, "A comma at the end of a line makes a tuple."),
    "a tuple for nothing": ((0.5,), None, "is a tuple of 1 value, but None is expected"),
    "one of two values": (
        {"dw": 1.0},
        ({"dw": 1.0}, 2.0),
        "is a dict with 1 key, but a tuple of 2",
    ),
    "tuple length": ((1, 2, 3), (1, 2), "is a tuple of 3 values, but 2 should be in it"),
    "tuple order": ((0.5, MATRIX), (MATRIX, 0.5), "holds the expected values in another order"),
    "list length": ([1, 2], [1, 2, 3], "is a list of 2 values, but 3 should be in it"),
    "missing key": ({"dw": 1}, {"dw": 1, "db": 2}, 'lacks the key "db".'),
    "extra key": ({"dw": 1, "db": 2}, {"dw": 1}, 'has the extra key "db".'),
    "key misspelt": ({"dB": 1}, {"db": 1}, 'lacks the key "db" and has the extra key "dB".'),
    "several keys": ({}, {"a": 1, "b": 2, "c": 3, "d": 4}, 'the keys "a", "b", "c" and 1 more'),
    "value of a key": ({"dw": 1.0, "db": 3.0}, {"dw": 1.0, "db": 2.5}, 'got["db"] is 3, but 2.5'),
    "the parts that are right": ({"dw": 1.0, "db": 3.0}, {"dw": 1.0, "db": 2.5}, 'right: ["dw"]'),
    "other wrong parts": ((1, 2, 3), (1, 7, 8), "right: [0]; also different: [2]"),
    "many right parts": (list(range(9)), [0] * 1 + list(range(1, 8)) + [0], "right: 8 other parts"),
    "nested": (
        ({"dw": MATRIX, "db": 5.0}, 0.5),
        ({"dw": MATRIX, "db": 1.0}, 0.5),
        'got[0]["db"] is 5, but 1 is expected',
    ),
    "None in a dict": ({"dw": None}, {"dw": MATRIX}, 'got["dw"] is None, but an array'),
    "string": ("cat", "dog", "is 'cat', but 'dog' is expected"),
    "capitals": ("Cat ", "cat", "only in capital letters or spaces at an end"),
    "long string": ("a" * 60 + "b", "a" * 60 + "c", "from character 60 on"),
    "shorter string": ("a" * 60, "a" * 61, "from character 60 on"),
    "number for a string": (1, "cat", "is a single number, but a string is expected"),
    "text for numbers": (np.array(["1"]), np.array([1]), "holds text, but numbers should be in it"),
    "texts": (np.array(["a", "b"]), np.array(["a", "c"]), "at [1]: got 'b', expected 'c'"),
    "a matrix": (
        MATRIX.view(np.matrix),
        MATRIX,
        "is an object of type matrix, but an array of shape (2, 3) is expected",
    ),
    "masked": (np.ma.array([1.0]), np.array([1.0]), "np.asarray(...) makes one."),
    "objects": (np.array([1.0, None]), np.array([1.0, 2.0]), "is an array of dtype object"),
    "a set": ({1, 2}, [1, 2], "is an object of type set, but a list of 2 values"),
    "a large number of wrong entries": (
        rng.standard_normal((40, 50)),
        rng.standard_normal((40, 50)),
        "an array of shape (40, 50) that starts with",
    ),
}


@pytest.mark.parametrize("case", SAYS)
def test_says(case):
    got, want, words = SAYS[case]
    assert words in message(got, want).replace("\n  ", " ")


MUST_NOT_SAY = {
    "a random array has no constant ratio": (
        rng.standard_normal(6),
        rng.standard_normal(6),
        "times",
    ),
    "one number of two has no ratio": (np.array([2.0, 5.0]), np.array([1.0, 2.0]), "times"),
    "two numbers have no ratio": (0.31, 0.5, "times"),
    "counts have no ratio": (4, 2, "times"),
    "whole numbers have no ratio": (6.0, 2.0, "times"),
    "a large factor is near a whole number": (np.float32(3000.2), 0.7, "times"),
    "a ratio needs zeros to stay zeros": (np.array([2.0, 2.0]), np.array([1.0, 0.0]), "times"),
    "zeros have no ratio": (np.array([1.0, 2.0]), np.zeros(2), "times"),
    "a zero has no ratio": (0.0, 0.5, "times"),
    "nearly opposite": (np.array([-1.0, -2.1]), np.array([1.0, 2.0]), "sign"),
    "one sign flipped": (np.array([-1.0, 2.0]), np.array([1.0, 2.0]), "opposite sign"),
    "not a transpose": (SQUARE.T + 0.1, SQUARE, "transpose"),
    "shape of a transpose only": (MATRIX.T + 0.1, MATRIX, "transpose"),
    "labels moved": (np.array([0, 1, 1, 0]), np.array([1, 0, 0, 1]), "order"),
    "a row of labels moved": (np.array([[0, 1, 1]]), np.array([[1, 0, 1]]), "order"),
    "rows with other numbers": (SQUARE[[2, 0, 1]] + 0.1, SQUARE, "order"),
    "tuple with other values": ((0.4, MATRIX), (MATRIX, 0.5), "order"),
    "integers that are wrong": (np.array([0, 2]), np.array([0.3, 0.9]), "integers"),
    "floats that are whole": (np.array([0.0, 0.0]), np.array([0.3, 0.9]), "integers"),
    "wrong counts": (np.array([0, 2]), np.array([0, 1]), "integers"),
    "nan only where expected": (np.array([np.nan, 2.0]), np.array([np.nan, 1.0]), "nan in"),
    "wrong numbers in another shape": (np.ones(5), np.zeros((5, 1)), "numbers in it are right"),
    "not a sum": (MATRIX + 1, MATRIX.sum(axis=1), "Its sum"),
    "not close": (MATRIX + 0.5, MATRIX, "close"),
    "return is there": (0.5, None, "return"),
    "a list is no stray comma": ([0.5], 0.5, "comma"),
    "a square that may be square": (np.ones((5, 5)), np.ones((2, 5)), "combined"),
    "nothing right": ((1, 2), (3, 4), "right:"),
}


@pytest.mark.parametrize("case", MUST_NOT_SAY)
def test_does_not_say(case):
    got, want, words = MUST_NOT_SAY[case]
    assert words not in message(got, want)


def test_random_arrays_are_given_no_cause():
    draws = np.random.default_rng(1)
    for _ in range(200):
        shape = tuple(draws.integers(1, 5, size=draws.integers(1, 4)))
        got, want = draws.standard_normal((2, *shape))
        text = message(got, want)
        if want.size > 1:
            assert text.startswith("got differs from what is expected")


def test_factor_is_named_after_the_number_of_examples_when_it_is_given():
    assert "is 5 times too large: exactly the number of examples." in message(5.5, 1.1, examples=5)
    assert "exactly the number of examples" in message(COLUMN / 5, COLUMN, examples=5)
    assert "exactly the square of the number of examples" in message(
        COLUMN / 49, COLUMN, examples=7
    )
    assert "examples" not in message(4 * COLUMN, COLUMN, examples=5)


def test_factor_of_a_whole_number_needs_a_name():
    assert "is 5 times too large: exactly the number of examples" in message(10.0, 2.0, examples=5)
    assert "times" not in message(10.0, 2.0, examples=4)
    assert "times" not in message(10, 2, examples=5)


def test_factor_of_an_expected_value_that_is_rounded():
    assert "5 times too large: exactly the number of" in message(
        5 * np.log(2), 0.6931, tolerance=1e-3, examples=5
    )
    assert "times" not in message(5.1 * 0.7, 0.7, tolerance=0.1, examples=5)


def test_factor_is_named_after_an_input():
    alpha = 0.01
    keep_prob = 0.8
    keys = np.ones((7, 11))
    with pytest.raises(CheckFailed, match=r"exactly a size of X, whose shape is \(2, 5\)"):
        same(identity(1.5, X), 0.3)
    with pytest.raises(CheckFailed, match="is 100 times too small everywhere"):
        same(identity(0.01 * COLUMN, alpha), COLUMN)
    with pytest.raises(
        CheckFailed, match=r"1\.25 times too small everywhere: exactly 1\n  / keep_prob"
    ):
        same(identity(COLUMN * keep_prob, keep_prob), COLUMN)
    with pytest.raises(CheckFailed, match=r"exactly the\n  square root of a size of keys"):
        same(identity(COLUMN * np.sqrt(11), keys), COLUMN)


def test_names_the_compared_expression():
    z = np.array([1.0, 2.0])
    with pytest.raises(CheckFailed, match=r"^identity\(z\) is 2 times"):
        same(identity(z), z / 2)
    with pytest.raises(CheckFailed, match=r"^identity\(z\)\[0\] is 1, but 3 is expected"):
        same(identity(z)[0], 3)
    with pytest.raises(CheckFailed, match=r"^identity\(\(1, 2\)\)\[1\] is 2, but 3 is expected"):
        same(identity((1, 2)), (1, 3))
    with pytest.raises(CheckFailed, match=r"^\(\[1\] \+ \[2\]\)\[0\] is 1"):
        same([1] + [2], [3, 2])  # noqa: RUF005
    with pytest.raises(CheckFailed, match=r"^z has shape \(2,\), but a single number"):
        same(want=0, got=z)
    with pytest.raises(CheckFailed, match=r"^identity\(z, z\) is 2 times"):
        same(
            identity(
                z,
                z,
            ),
            z / 2,
        )


def test_a_tuple_of_one_value_is_shown_with_its_comma():
    assert [explain.show(value) for value in ((4,), (4, 2), [4])] == ["(4,)", "(4, 2)", "[4]"]


def test_shortens_a_long_expression():
    first_rather_long_name = second_rather_long_name = third_rather_long_name = 1
    with pytest.raises(CheckFailed, match=r"^identity\(\.\.\.\) is 1, but 2 is expected"):
        same(identity(first_rather_long_name, second_rather_long_name, third_rather_long_name), 2)


def test_does_without_the_source():
    namespace = {"same": same}
    for call in ("same(1, 2)", "same(*(1, 2))", "(lambda: same(1, 2))()"):
        with pytest.raises(CheckFailed, match=r"^The result is 1, but 2 is expected"):
            exec(call, namespace)
    with pytest.raises(CheckFailed, match=r"^The result is 1"):
        same(*(1, 2))


def test_shows_the_inputs():
    z = np.array([1.0, -2.0])
    text, axis = "cat", 1
    with pytest.raises(CheckFailed) as caught:
        same(identity(0, z, X, text, axis), 1)
    expected = "  with      z = [1 -2], X of shape (2, 5), text = 'cat', axis = 1"
    assert expected in str(caught.value).split("\n")


def test_shows_no_variable_that_is_bound_inside_the_expression():
    v = 7
    with pytest.raises(CheckFailed) as caught:
        same(identity((lambda v: v + 1)(v=2), *[v for v in (1, 2)]), 1 + v)  # noqa: C416
    assert "v = 7" not in str(caught.value)


def test_hint_stands_last_on_its_own_line():
    assert message(1, 2, "average over the examples").split("\n")[-1] == (
        "This line checks: average over the examples"
    )
    assert "This line checks" not in message(1, 2)


@pytest.mark.parametrize("case", SAYS)
def test_is_short(case):
    got, want, _ = SAYS[case]
    some, more, inputs = np.arange(3), X, MATRIX
    hint = "a hint that takes some room: " + 12 * "many words "
    with pytest.raises(CheckFailed) as caught:
        same((identity(got, some, more, inputs), 1), (want, 1), hint, examples=3)
    lines = str(caught.value).split("\n")
    assert len(lines) <= 8
    assert max(map(len, lines)) <= 100


def test_is_short_for_large_and_odd_values():
    large = rng.standard_normal((10, 28, 28, 3))
    for got, want in (
        (large, large + 1),
        (large, large[0]),
        (large * 1e300, large),
        ({("key" * 40, n): large for n in range(100)}, {"key" * 50: large}),
        ({"key" * 50: large}, {"key" * 50: large + 1}),
        ("x\n\x1b[31m" * 1000, "y\n" * 1000),
        (np.array(["x" * 500] * 10), np.array(["y" * 500] * 10)),
        ([[large]] * 1000, [[large]] * 999 + [[large + 1]]),
        (10**400, 1),
        (np.arange(1000), np.arange(1000) + 1),
        (tuple(range(500)), tuple(range(1, 501))),
    ):
        lines = message(got, want).split("\n")
        assert len(lines) <= 8
        assert max(map(len, lines)) <= 100
        assert "\x1b" not in "".join(lines)


def test_any_pair_of_values_is_the_same_or_has_a_short_message():
    values = [value for got, want, _ in SAYS.values() for value in (got, want)]
    expected = [value for value in values if explain.kind(value) is not None]
    for want in expected[::3]:
        for got in values[::2]:
            if not explain.same(got, want):
                assert len(message(got, want).split("\n")) <= 8


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ([1, 2], [1, 2]),
        ([1, 2], [2, 1]),
        ((1, 2), (2, 1)),
        ((1, 2), [1, 2]),
        ([1], [1, 2]),
        ([1, [2, {"a": (3, None)}]], [1, [2, {"a": (3, None)}]]),
        ([1, [2, {"a": (3, None)}]], [1, [2, {"a": (3, 0)}]]),
        ([], []),
    ],
)
def test_same_says_whether_all_parts_are_right(got, want):
    assert explain.same(got, want) == all(right for *_, right in explain.parts(got, want))


def test_same_looks_no_further_than_the_first_difference():
    assert not explain.same([1, object()], [2, object()])
    with pytest.raises(TypeError):
        explain.same([1, object()], [1, object()])
