"""Whether two values are the same, and if not, how they differ in words a student can act on.

Only values of exactly these types are looked into: numbers (Python's and numpy's), strings, bytes,
None, lists, tuples, dicts, numpy arrays, and TensorFlow's tensors and variables (with Keras's
variables). Any other object is known by the name of its type alone: none of its methods is called,
so an object that claims to equal everything equals nothing here.
"""

import json
import sys

import numpy as np

PYTHON_NUMBERS = (bool, int, float, complex)
NUMPY_SCALARS = frozenset(np.sctypeDict.values())
NUMBERS, TEXTS = "biufc", "US"
WORDS = {
    **{type(None): "None", str: "string", np.str_: "string", bytes: "bytes", np.bytes_: "bytes"},
    **{list: "list", tuple: "tuple", dict: "dict"},
}
LONGEST_VALUE = 80
LONGEST_STRING = 40
MOST_ROWS_TO_PAIR = 50
KNOWN_FACTORS = (
    (2.0, ""),  # a common mistake of its own, whatever has the size 2
    (100.0, ": the factor between a fraction and a percentage"),
    (np.log(10), ": the factor between the natural and the base-10 logarithm"),
    (1 / np.log(2), ": the factor between the base-2 and the natural logarithm"),
)


# What kind of value it is


def tensor_types():
    """Return the types of TensorFlow's tensors and variables, as far as TensorFlow is imported."""
    places = (
        ("tensorflow.python.framework.ops", "EagerTensor"),
        ("tensorflow.python.ops.resource_variable_ops", "ResourceVariable"),
        ("keras.src.backend", "Variable"),
    )
    found = (getattr(sys.modules.get(module), name, None) for module, name in places)
    return tuple(each for each in found if each is not None)


def as_array(value):
    """Return the numbers or texts of a number, array or tensor as an np.ndarray, otherwise None.

    The array may share memory with value. Arrays of Python objects and subclasses give None.
    """
    if type(value) is int and not -(2**63) <= value < 2**64:
        limit = 2**1023
        return np.array(float(value) if abs(value) < limit else np.inf if value > 0 else -np.inf)
    if type(value) in PYTHON_NUMBERS or type(value) is np.ndarray or type(value) in NUMPY_SCALARS:
        array = np.asarray(value)
    elif type(value) in tensor_types():
        array = np.asarray(value.numpy())
        if array.dtype.kind == "O":  # how TensorFlow hands over an array of strings
            array = array.astype(bytes)
    else:
        return None
    return array if array.dtype.kind in NUMBERS + TEXTS else None


def kind(value):
    """Return 'None', 'string', 'bytes', 'list', 'tuple', 'dict' or 'numbers'; None for others."""
    if type(value) in WORDS:
        return WORDS[type(value)]
    return None if as_array(value) is None else "numbers"


def describe(value):
    """Return what a value is, without its content: 'an array of shape (2, 3)'."""
    word = kind(value)
    if word in ("list", "tuple"):
        return f"a {word} of {_count(len(value), 'value')}"
    if word == "dict":
        return f"a dict with {_count(len(value), 'key')}"
    if word == "numbers":
        array = as_array(value)
        if array.ndim == 0:
            return "a single number"
        noun = "a tensor" if type(value) in tensor_types() else "an array"
        return f"{noun} of shape {array.shape}"
    if word is not None:
        return {"None": "None", "string": "a string", "bytes": "a bytes object"}[word]
    if type(value) is np.ndarray:
        return f"an array of dtype {value.dtype}"
    return f"an object of type {type(value).__name__}"


def _count(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# How a value looks on one line


def show_number(number):
    """Return a number of any type on a few characters: '0.333333', '2', 'True'."""
    return f"{number:.6g}" if np.asarray(number).dtype.kind in "fc" else str(number)


def show_pair(first, second):
    """Return two different numbers or texts with as many digits as it takes to tell them apart."""
    if np.asarray(first).dtype.kind in TEXTS:
        return tuple(_shorten(repr(each.item()), LONGEST_STRING) for each in (first, second))
    texts = show_number(first), show_number(second)
    for digits in (8, 10, 13, 17):
        if texts[0] != texts[1]:
            break
        texts = f"{first:.{digits}g}", f"{second:.{digits}g}"
    return texts


def show(value):
    """Return a value on one line of at most LONGEST_VALUE characters."""
    word = kind(value)
    if word == "numbers":
        return _show_array(as_array(value))
    if word in ("None", "string", "bytes"):
        return _shorten(repr(value), LONGEST_VALUE)
    short = word in ("list", "tuple") and len(value) <= 8
    if short and all(describe(item) in ("a string", "a single number") for item in value):
        items = ", ".join(show(item) for item in value)
        comma = "," if len(value) == 1 else ""
        return _shorten(f"[{items}]" if word == "list" else f"({items}{comma})", LONGEST_VALUE)
    return describe(value)


def _show_array(array):
    if array.ndim == 0 and array.dtype.kind in NUMBERS:
        return show_number(array[()])
    digits = {"float_kind": "{:.5g}".format, "complex_kind": "{:.5g}".format}
    if array.dtype.kind in "fc":
        array = array + 0.0  # -0.0 becomes 0.0
    text = np.array2string(
        array, threshold=12, edgeitems=2, max_line_width=10_000, formatter=digits
    )
    text = " ".join(text.split()).replace("[ ", "[")
    if len(text) <= LONGEST_VALUE:
        return text
    start = ", ".join(show_number(number) for number in array.ravel()[:3])
    return f"an array of shape {array.shape} that starts with {_shorten(start, LONGEST_STRING)}"


def _shorten(text, longest):
    return text if len(text) <= longest else text[: longest - 3] + "..."


def show_key(key):
    """Return a dict's key as it is written in code: '"W1"'."""
    return _shorten(json.dumps(key, ensure_ascii=False) if type(key) is str else repr(key), 30)


# Whether two values are the same


def precision(*arrays):
    """Return (default tolerance, rounding unit) of the least precise of some arrays."""
    units = [np.finfo(array.dtype).eps for array in arrays if array.dtype.kind in "fc"]
    unit = float(max(units, default=np.finfo(float).eps))
    if unit < 1e-10:
        return 1e-6, unit
    return (1e-4 if unit < 1e-5 else 1e-2), unit


def differing(got, want, tolerance=None):
    """Return a boolean array: where got and want, two arrays of one shape, differ.

    A difference counts when it exceeds tolerance * |want| + tolerance / 100, and 32 rounding units
    of the largest expected entry besides, so that the order of a summation never counts. The
    default tolerance is 1e-6; 1e-4 when one side is float32; 1e-2 when one is float16. Whole
    numbers are compared exactly, unless a tolerance is given. nan equals nan.
    """
    if got.dtype.kind in TEXTS or want.dtype.kind in TEXTS:
        return got != want
    equal = got == want
    if equal.all():  # most are, and what follows takes far longer
        return ~equal
    exact = tolerance is None and want.dtype.kind in "biu"
    if exact and got.dtype.kind in "biu":
        return ~equal
    default, unit = precision(got, want)
    tolerance = default if tolerance is None else tolerance
    number = complex if "c" in (got.dtype.kind, want.dtype.kind) else float
    got, want = got.astype(number), want.astype(number)
    with np.errstate(all="ignore"):
        largest = np.max(np.abs(want[np.isfinite(want)]), initial=0.0)
        allowed = tolerance * np.abs(want) + tolerance / 100 + 32 * unit * largest
        close = np.isfinite(want) & (np.abs(got - want) <= allowed)
    if exact and unit < 1e-10:
        # A float64 count that is off by one is wrong, however large the count.
        close &= got != np.rint(got)
    return ~(close | equal | (np.isnan(got) & np.isnan(want)))


def parts(got, want, tolerance=None, path=""):
    """Yield (path, got, want, right) for each number, array or text in want, from left to right.

    path: where it is, as in code: '' or '[1]["db"]'. A list, tuple or dict that does not fit as a
    whole (another length, other keys) is one part. Raise TypeError when want is of a type that is
    not compared.
    """
    word = kind(want)
    if word is None:
        raise TypeError(f"the expected value is {describe(want)}, which checks do not compare")
    if kind(got) != word:
        yield path, got, want, False
    elif word in ("list", "tuple"):
        inside = []
        if len(got) == len(want):
            for index, pair in enumerate(zip(got, want, strict=True)):
                inside += parts(*pair, tolerance, f"{path}[{index}]")
        if len(got) != len(want) or (word == "tuple" and _reordered(got, want, inside, tolerance)):
            yield path, got, want, False
        else:
            yield from inside
    elif word == "dict":
        if not all(_plain_key(key) for key in got) or got.keys() != want.keys():
            yield path, got, want, False
        else:
            for key in want:
                yield from parts(got[key], want[key], tolerance, f"{path}[{show_key(key)}]")
    elif word == "numbers":
        first, second = as_array(got), as_array(want)
        right = first.shape == second.shape and _same_sort(first, second)
        right = right and not differing(first, second, tolerance).any()
        yield path, got, want, bool(right)
    else:
        yield path, got, want, got == want


def same(got, want, tolerance=None):
    """Return whether got is the same as want: whether all `parts` are right.

    It looks no further than the first that is not. Raise as `parts` does for what it looks into.
    """
    word = kind(want)
    if word in ("list", "tuple") and kind(got) == word:
        pairs = zip(got, want, strict=False)
        return len(got) == len(want) and all(same(*pair, tolerance) for pair in pairs)
    return all(right for *_, right in parts(got, want, tolerance))


def _same_sort(first, second):
    """Return whether two arrays both hold numbers, or both hold texts."""
    return (first.dtype.kind in NUMBERS) == (second.dtype.kind in NUMBERS)


def _plain_key(key):
    """Return whether comparing a dict's key runs no code but Python's and numpy's own."""
    if type(key) is tuple:
        return all(_plain_key(item) for item in key)
    return type(key) in (str, bytes, type(None), *PYTHON_NUMBERS) or type(key) in NUMPY_SCALARS


def _reordered(got, want, inside, tolerance):
    """Return whether a wrong tuple holds just the expected values in another order."""
    if all(right for *_, right in inside) or not 2 <= len(want) <= 6:
        return False
    left = list(got)
    for value in want:
        fitting = [index for index, each in enumerate(left) if same(each, value, tolerance)]
        if not fitting:
            return False
        del left[fitting[0]]
    return True


# How two values differ, in words


def explain(got, want, tolerance=None, sizes=()):
    """Return (sentence, details) on how a part that is not right differs from the expected one.

    sentence: what got is or does, without a subject: 'is None, but a list of 2 values is expected'.
    details: at most three further lines.
    sizes: (number, its name) pairs; a constant factor that equals one is given its name.
    """
    word = kind(want)
    if kind(got) != word:
        return _explain_kind(got, want)
    if word == "dict":
        return _explain_keys(got, want)
    if word in ("list", "tuple"):
        if len(got) == len(want):
            return "holds the expected values in another order", []
        return f"is {describe(got)}, but {len(want)} should be in it", _got_line(got)
    if word != "numbers":
        return _explain_text(got, want)
    got, want = as_array(got), as_array(want)
    if not _same_sort(got, want):
        words = ("numbers", "text") if got.dtype.kind in NUMBERS else ("text", "numbers")
        return f"holds {words[0]}, but {words[1]} should be in it", _got_line(got)
    if got.shape != want.shape:
        return _explain_shape(got, want, tolerance)
    return _explain_values(got, want, tolerance, sizes)


def _got_line(got):
    """Return the line that shows got, unless it would say no more than what got is."""
    return [] if show(got) == describe(got) else ["got       " + show(got)]


def _explain_kind(got, want):
    sentence = f"is {describe(got)}, but {describe(want)} is expected"
    there, here = kind(got), kind(want)
    if there == "None":
        return sentence, ["A function that ends without return gives None."]
    if type(got).__name__ in ("function", "method", "builtin_function_or_method", "ufunc"):
        return sentence, ["A function or method runs only with parentheses after its name."]
    if type(got) is np.ndarray and there != "numbers":
        return sentence, ["It holds something else than plain numbers: None or lists, perhaps?"]
    if issubclass(type(got), np.ndarray):
        return sentence, ["It follows other rules than a plain array; np.asarray(...) makes one."]
    if there == "tuple" and len(got) == 1 and kind(got[0]) == here:
        return sentence, ["A comma at the end of a line makes a tuple."]
    advice = {
        ("list", "numbers"): "np.array(...) makes an array from a list.",
        ("list", "tuple"): "return a, b gives a tuple.",
        ("tuple", "list"): "Square brackets make a list: [a, b].",
    }
    lines = _got_line(got)
    if (there, here) in advice:
        lines.append(advice[there, here])
    return sentence, lines


def _explain_keys(got, want):
    strange = [key for key in got if not _plain_key(key)]
    if strange:
        return f"has a key of type {type(strange[0]).__name__}", []
    faults = []
    for words, keys in (
        ("lacks the key", [key for key in want if key not in got]),
        ("has the extra key", [key for key in got if key not in want]),
    ):
        if keys:
            more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
            plural = "s" if len(keys) > 1 else ""
            faults.append(f"{words}{plural} {', '.join(map(show_key, keys[:3]))}{more}")
    return " and ".join(faults), []


def _explain_text(got, want):
    details = ["got       " + show(got), "expected  " + show(want)]
    if got.strip().lower() == want.strip().lower():
        return "differs from what is expected only in capital letters or spaces at an end", details
    if max(len(got), len(want)) <= LONGEST_STRING:
        return f"is {show(got)}, but {show(want)} is expected", []
    pairs = enumerate(zip(got, want, strict=False))
    first = next((index for index, (a, b) in pairs if a != b), min(len(got), len(want)))
    around = slice(max(first - 10, 0), first + 20)
    return f"differs from what is expected from character {first} on", [
        f"got       ... {got[around]!r} ...",
        f"expected  ... {want[around]!r} ...",
    ]


def _explain_shape(got, want, tolerance):
    there, here = got.shape, want.shape
    if there == ():
        return f"is a single number, but an array of shape {here} is expected", []
    if here == () and got.size == 1:
        sentence = f"is an array of shape {there} with one number in it, but a number is expected"
        return sentence, ["float(np.squeeze(...)) makes a number of it."]
    if _transposed(got, want, tolerance):
        return f"is the transpose of what is expected: shape {there} instead of {here}", []
    length = want.size
    details = []
    if there == (length, length) and max(here, default=0) == length > 1:
        details.append(f"A row of {length} and a column of {length}, combined, give this shape.")
    elif there == (length,) and here in ((1, length), (length, 1)):
        details.append(f"One axis is neither a row, (1, {length}), nor a column, ({length}, 1).")
    if got.size == length and not differing(got.ravel(), want.ravel(), tolerance).any():
        details.append("The numbers in it are right, only the shape is not.")
    if not details:
        details = _summary(got, want, tolerance)
    expected = f"shape {here}" if here else "a single number"
    return f"has shape {there}, but {expected} is expected", details


def _summary(got, want, tolerance):
    """Return a line when a sum or a mean of got is just what is expected, otherwise none."""
    if got.dtype.kind in TEXTS or got.size == 0:
        return []
    axes = range(got.ndim) if want.ndim else [None]
    for axis in axes:
        for word, function in (("sum", np.sum), ("mean", np.mean)):
            reduced = function(got, axis=axis)
            kept = function(got, axis=axis, keepdims=True)
            for value in (reduced, kept):
                if value.shape == want.shape and not differing(value, want, tolerance).any():
                    over = "" if axis is None else f" over axis {axis}"
                    return [f"Its {word}{over} is what is expected."]
    return []


def _explain_values(got, want, tolerance, sizes):
    wrong = differing(got, want, tolerance)
    count = "all" if wrong.all() else f"{np.count_nonzero(wrong)} of"
    entries = f"{count} {wrong.size} entries"
    place = tuple(int(index) for index in np.argwhere(wrong)[0])
    pair = show_pair(got[place], want[place])
    details = ["got       " + show(got), "expected  " + show(want)]
    if want.size > 1:
        at = ", ".join(map(str, place))
        details.append(f"first difference at [{at}]: got {pair[0]}, expected {pair[1]}")
    if got.dtype.kind in NUMBERS:
        lost = ~np.isfinite(got) & np.isfinite(want)
        if lost.any():
            return _explain_lost(got[lost], want), details
        fault = (
            _cut_off(got, want)
            or _factor(got, want, tolerance, sizes)
            or _moved(got, want, tolerance)
        )
        if fault:
            return fault, details
    if want.size == 1:
        verb = "holds" if want.ndim else "is"
        return f"{verb} {pair[0]}, but {pair[1]} is expected", []
    if want.dtype.kind == "f" and got.dtype.kind in NUMBERS:
        gap = np.max(np.abs(got[wrong] - want[wrong]))
        if gap < 1e-3 * np.max(np.abs(want[np.isfinite(want)]), initial=0.0):
            sentence = f"is close to what is expected, but differs by up to {gap:.2g} in {entries}"
            return sentence, details
    return f"differs from what is expected in {entries}", details


def _explain_lost(lost, want):
    """lost: the entries that are nan or infinite where a finite number is expected."""
    count = "" if want.size == 1 else f" in {lost.size} of {want.size} entries"
    if np.isnan(lost).any():
        return f"is nan{count}: 0/0, inf/inf, 0 * log(0) and log(-1) give nan"
    return f"is infinite{count}: 1/0, log(0) and exp(1000) are infinite"


def _cut_off(got, want):
    """Words for whole numbers where the expected ones have something after the point."""
    if got.dtype.kind not in "iu" or want.dtype.kind != "f" or (want == np.rint(want)).all():
        return None
    what = (
        "array of integers: the expected numbers" if want.ndim else "integer: the expected number"
    )
    for function, words in ((np.trunc, "cut off at the point"), (np.rint, "rounded")):
        if (got == function(want)).all():
            return f"is an {what}, {words}"
    return None


def _factor(got, want, tolerance, sizes):
    """Words for a constant ratio of got to want, if there is one."""
    counts = got.dtype.kind in "biu" and want.dtype.kind in "biu"
    default, unit = precision(got, want)
    # A wide tolerance, for results that vary, must not make any two numbers look like a factor.
    tolerance = min(max(default, tolerance or 0), 1e-3)
    number = complex if "c" in (got.dtype.kind, want.dtype.kind) else float
    got, want = got.astype(number), want.astype(number)
    largest = np.unravel_index(np.argmax(np.abs(want)), want.shape)
    if not (np.isfinite(got).all() and np.isfinite(want).all()) or want[largest] == 0:
        return None
    if not got.any():
        return "is 0 everywhere" if want.size > 1 else None
    ratio = got[largest] / want[largest]
    slack = tolerance * np.abs(want) + 64 * unit * abs(want[largest])
    if number is complex or (np.abs(got - ratio * want) > abs(ratio) * slack).any():
        return None
    everywhere = " everywhere" if want.size > 1 else ""
    factor = max(abs(ratio), 1 / abs(ratio))
    if abs(factor - 1) <= tolerance:
        return f"has the opposite sign{everywhere}" if ratio < 0 else None
    own = [(size, f"a size of its own shape, {want.shape}") for size in want.shape if size > 2]
    name = _factor_name(factor, [*sizes, *own], tolerance)
    if factor < 1.001:
        return None
    if np.count_nonzero(want) == 1:
        # One number is some multiple of any other: only a special factor is worth a word.
        whole = (got == np.rint(got)).all() and (want == np.rint(want)).all()
        if counts or name is None or (whole and name == ""):
            return None
    sign = "has the opposite sign and is" if ratio < 0 else "is"
    size = "large" if abs(ratio) > 1 else "small"
    return f"{sign} {factor:.4g} times too {size}{everywhere}{name or ''}"


def _factor_name(factor, sizes, tolerance):
    """Return words for a factor greater than 1: '' for a plain whole number, otherwise None."""

    def is_about(number):
        return abs(factor - number) <= tolerance * factor

    for number, name in sizes:
        if is_about(number):
            return f": exactly {name}"
    for number, words in KNOWN_FACTORS:
        if is_about(number):
            return words
    for number, name in sizes:
        if is_about(1 / number):
            return f": exactly 1 / {name}"
        if is_about(number**2):
            return f": exactly the square of {name}"
        if number > 4 and is_about(number**0.5):
            return f": exactly the square root of {name}"
    # Within the tolerance of a large enough factor there is always a whole number.
    return "" if tolerance * factor < 0.01 and is_about(round(factor)) else None


def sizes_of(name, value):
    """Return the (number, its name) pairs by which an input called name can scale a result."""
    array = as_array(value)
    if array is None or array.dtype.kind not in "iuf":
        return []
    if array.ndim:
        # 1 changes nothing and 2 is too common a factor to tell anything.
        words = f"a size of {name}, whose shape is {array.shape}"
        return [(size, words) for size in array.shape if size > 2]
    number = abs(float(array))
    return [(number, name)] if np.isfinite(number) and number not in (0, 1) else []


def _transposed(got, want, tolerance):
    """Return whether got is the transpose of want, two arrays with two axes each."""
    if got.ndim != 2 or got.shape != want.shape[::-1]:
        return False
    return not differing(got.T, want, tolerance).any()


def _moved(got, want, tolerance):
    """Words for the expected numbers in other places."""
    if _transposed(got, want, tolerance):
        return "is the transpose of what is expected"
    if differing(np.sort(got, axis=None), np.sort(want, axis=None), tolerance).any():
        return None
    if want.ndim == 2:
        for word, first, second in (("rows", got, want), ("columns", got.T, want.T)):
            if _rows_moved(first, second, tolerance):
                return f"holds the expected {word} in another order"
    # Where few numbers differ from each other, as in labels, finding them again tells nothing.
    distinct = np.unique(want).size
    if distinct < 3 or distinct <= want.size / 2:
        return None
    where = "in another order" if want.ndim == 1 else "in other places"
    return f"holds the expected numbers {where}"


def _rows_moved(got, want, tolerance):
    """Return whether got has the rows of want in another order, and they tell something."""
    rows, columns = want.shape
    if columns == 1 or rows > MOST_ROWS_TO_PAIR or len(np.unique(want, axis=0)) <= rows / 2:
        return False
    left = list(got)
    for row in want:
        fitting = [i for i, each in enumerate(left) if not differing(each, row, tolerance).any()]
        if not fitting:
            return False
        del left[fitting[0]]
    return True


# What a call changed


def snapshot(value):
    """Return a copy of value, with its arrays and tensors as new arrays, to hold against it later.

    Objects of other types stay the same object.
    """
    if type(value) is dict:
        return {key: snapshot(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(snapshot(item) for item in value)
    array = as_array(value)
    return value if array is None else array.copy()


def change(before, after, path=""):
    """Return (path, words) for the first change since the snapshot before, or None: no change.

    path: where it is, as in code: '["W1"][0, 2]'. words: what it was and is, as in 'was 1 and is
    now 2'.
    """
    if before is after:
        return None
    if type(before) is np.ndarray:
        return _changed_entry(before, after, path)
    if type(before) is not type(after):
        return path, f"was {describe(before)} and is now {describe(after)}"
    if type(before) is dict:
        for keys, words in (
            ([key for key in before if key not in after], "has lost the key"),
            ([key for key in after if key not in before], "has the new key"),
        ):
            if keys:
                return path, f"{words} {show_key(keys[0])}"
        steps = [(key, show_key(key)) for key in before]
    elif type(before) in (list, tuple):
        if len(before) != len(after):
            return path, f"had {_count(len(before), 'value')} and now has {len(after)}"
        steps = [(index, index) for index in range(len(before))]
    else:
        texts = show(before), show(after)
        return None if before == after else (path, f"was {texts[0]} and is now {texts[1]}")
    found = (change(before[key], after[key], f"{path}[{name}]") for key, name in steps)
    return next((each for each in found if each), None)


def _changed_entry(before, after, path):
    now = as_array(after)
    if now is None:
        return path, f"was {describe(before)} and is now {describe(after)}"
    if before.shape != now.shape:
        return path, f"had shape {before.shape} and now has shape {now.shape}"
    changed = before != now
    if changed.any():
        changed &= ~((before != before) & (now != now))  # nan is not nan's equal
    if not changed.any():
        return None
    place = tuple(int(index) for index in np.argwhere(changed)[0])
    was, is_now = show_pair(before[place], now[place])
    return path + (str(list(place)) if place else ""), f"was {was} and is now {is_now}"
