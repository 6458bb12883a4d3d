"""Hints for known mistakes, looked up by what a check compared.

Beside a released notebook stands `<lesson>.hints.json`: it maps the digest of a failed comparison
to the hint for the one known mistake that leads to it. It holds no code and no result: a digest can
be compared with, but not turned back.
"""

import hashlib
import json
import math
from pathlib import Path

import numpy as np

from shared_utils import explain

SUFFIX = ".hints.json"
# So many digits tell mistakes apart, and machines agree on them: fewer of a number in single
# precision, whose seventh digit is the processor's.
DIGITS, DIGITS_IN_SINGLE = 6, 4
# A larger result is told by its shape and its first numbers.
MOST_NUMBERS = 1000


def digest(got, want, sentence):
    """A word for a failed comparison; "" when too many mistakes could have led to it.

    got, want, sentence: as they were given to `same`. Nothing, an empty result, or one that is the
    same number everywhere is what an unfinished answer gives too, so it names no mistake.
    """
    if _says_little(got):
        return ""
    try:
        text = "\n".join([sentence, _canonical(want), _canonical(got)])
    except TypeError:
        return ""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def hint_for(got, want, sentence, folder="."):
    """The hint in a folder's files for a failed comparison, or ""; no file is never an error."""
    key = digest(got, want, sentence)
    if not key:
        return ""
    for path in sorted(Path(folder).glob(f"*{SUFFIX}")):
        try:
            hint = json.loads(path.read_text(encoding="utf-8")).get(key, "")
        except (OSError, ValueError, AttributeError):
            continue
        if isinstance(hint, str) and hint:
            return hint
    return ""


def _says_little(value):
    if value is None or isinstance(value, str | bytes):
        return not value
    array = explain.as_array(value)
    if array is None:
        return isinstance(value, list | tuple | dict) and not value
    numbers = np.unique(array)
    return numbers.size < 2 and (array.ndim > 0 or numbers.item() in (0, 1))


def _canonical(value):
    """Text that is the same for values that `same` takes to be the same, up to some digits."""
    if value is None or isinstance(value, str | bytes):
        return repr(value)
    if isinstance(value, dict):
        items = sorted(f"{key!r}: {_canonical(item)}" for key, item in value.items())
        return "{" + ", ".join(items) + "}"
    if type(value) in (list, tuple):
        return f"{type(value).__name__}({', '.join(map(_canonical, value))})"
    array = explain.as_array(value)
    if array is None or array.dtype.kind not in "biuf":
        raise TypeError(type(value).__name__)
    in_single = array.dtype.kind == "f" and array.dtype.itemsize <= 4
    digits = DIGITS_IN_SINGLE if in_single else DIGITS
    numbers = ", ".join(_number(float(number), digits) for number in array.ravel()[:MOST_NUMBERS])
    return f"{array.shape}[{numbers}]" if array.ndim else numbers


def _number(number, digits):
    if not math.isfinite(number):
        return repr(number)
    # 0 and -0 are the same, and what is as good as 0 is 0.
    return "0" if abs(number) < 1e-9 else f"{number:.{digits}g}"
