"""Predictions that a student makes before a run, and what came of them."""

import math

import numpy as np

from shared_utils.checks import CheckFailed


def made(prediction, between=None, among=None):
    """Say that a prediction is noted; object unless one was made. It need not come true.

    Parameters
    ----------
    prediction : what the student wrote; None while nothing is written.
    between : (low, high), the limits of a number, both included; or None.
    among : str, the letters of which a choice is one; or None.

    Raises CheckFailed when nothing, or something else, is written.
    """
    what = f"a number from {between[0]} to {between[1]}" if between else f"one letter of {among}"
    if prediction is None:
        raise CheckFailed(f"No prediction yet: write {what} in place of None, then run on.")
    if between:
        is_number = isinstance(prediction, (int, float, np.number)) and type(prediction) is not bool
        if not is_number or math.isnan(prediction):
            raise CheckFailed(f"A prediction here is {what}, not {type(prediction).__name__}.")
        if not between[0] <= prediction <= between[1]:
            raise CheckFailed(f"A prediction here is {what}; {prediction} lies outside.")
    elif type(prediction) is not str or prediction.strip().lower() not in set(among):
        raise CheckFailed(f"A prediction here is {what}, in quotation marks.")
    print("Your prediction is noted.")


def compare_prediction(name, prediction, outcome):
    """Print a prediction beside its outcome, in words.

    Parameters
    ----------
    name : str, what was predicted, such as "test_accuracy".
    prediction : a number, a letter, or None when no prediction was made.
    outcome : what came out, of the same kind.
    """
    label = name.replace("_", " ")
    if prediction is None:
        print(f"{label}: it came out as {_shown(outcome)}. You made no prediction.")
        return
    print(f"{label}: you predicted {_shown(prediction)}, it came out as {_shown(outcome)}.")
    if isinstance(outcome, str):
        same = str(prediction).strip().lower() == outcome.strip().lower()
        print("Your prediction came true." if same else "What made you expect something else?")
        return
    difference = float(prediction) - float(outcome)
    if math.isclose(difference, 0, abs_tol=1e-3 * max(1, abs(float(outcome)))):
        print("Your prediction came true.")
    else:
        word = "high" if difference > 0 else "low"
        print(f"Your prediction was {_shown(abs(difference))} too {word}.")


def _shown(value):
    return value if isinstance(value, str) else f"{float(value):.4g}"
