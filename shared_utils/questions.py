"""Questions in a notebook: recall questions, and those of a quiz, with options or with a number.

A quiz question with a number draws its numbers from a name that the student writes, so that
neighbours compute different things. `ask` prints it; `whole_number`, `real_number` and `shape`
look at the kind of an answer and at nothing else; `reply_to_answer` judges it, in grading only.
"""

import json
import math
import textwrap
from pathlib import Path

import numpy as np

from shared_utils.checks import CheckFailed
from shared_utils.notebook import LINE

NOTED = "Your answer is noted. The reply comes with the feedback."


def recall(lesson, question, choice, folder="."):
    """Print the reply to a chosen option of a recall question.

    The replies stand in the file `<lesson>.replies.json` beside the notebook, so that reading
    the question does not give them away. Nothing is graded, and nothing here raises an error.

    Parameters
    ----------
    lesson : str, the lesson's name.
    question : str, the question's name.
    choice : str, a letter such as "a", or "" while there is none.
    folder : where the file of replies is, the notebook's own folder.
    """
    path = Path(folder) / f"{lesson}.replies.json"
    try:
        replies = json.loads(path.read_text(encoding="utf-8"))[question]
    except (OSError, ValueError, KeyError):
        print(
            f"The replies to this question are not here: {path.name} should stand beside this "
            f"notebook. Copy it from the course's release folder."
        )
        return
    letter = _letter(choice)
    if letter == "":
        print(f"Write {_one_of(replies)} as your choice and run this cell.")
    elif letter not in replies:
        print(f"{choice!r} is not an option. Write {_one_of(replies)}.")
    else:
        print(textwrap.fill(f"{letter}: {replies[letter]}", LINE))


def chosen(choice, letters):
    """Say that a choice in a quiz is noted; object unless it is one of the question's letters.

    Raises CheckFailed while no option, or none that exists, is chosen.
    """
    if _letter(choice) == "":
        raise CheckFailed(f"No option is chosen yet: write {_one_of(letters)}.")
    if _letter(choice) not in set(letters):
        raise CheckFailed(f"Your choice is not an option: write {_one_of(letters)}.")
    print("Your choice is noted. The reply comes with the feedback.")


def reply(choice, right, replies):
    """Say the reply to a chosen option of a quiz question.

    Prints it when the option is the right one.

    Raises CheckFailed, with the reply, when it is not.
    """
    letter = _letter(choice)
    if letter != right:
        raise CheckFailed(f"{letter}: {replies[letter]}")
    print(f"{letter}: {replies[letter]}")


def noted_name(name):
    """Return the name that a student wrote for a quiz; object to anything but a text."""
    if type(name) is not str or not name.strip():
        raise CheckFailed('No name yet: write one between quotation marks, such as "Noor".')
    print("Your name is noted. The numbers of your questions are drawn from it.")
    return name


def ask(name, question):
    """Print a question whose numbers were drawn from a name; ask for the name if there is none.

    Parameters
    ----------
    name : str, what `noted_name` accepts; anything else counts as none.
    question : str, the question with the numbers in it.
    """
    if type(name) is not str or not name.strip():
        print("Write your name further up, run that cell, then run this one again.")
    else:
        print(question)


def whole_number(answer):
    """Return an answer to a quiz question as an int; object unless it is a whole number.

    It may be of any type that holds numbers, such as float or np.int64.
    """
    number = _number(answer, "a whole number")
    if number != math.floor(number):
        raise CheckFailed(f"The answer is a whole number, and {number} is none.")
    print(NOTED)
    return int(number)


def real_number(answer):
    """Return an answer to a quiz question as a float; object unless it is a finite number."""
    number = _number(answer, "a number")
    print(NOTED)
    return number


def shape(answer):
    """Return an answer to a quiz question as a tuple of int; object unless it is a shape.

    A list is taken for a tuple.
    """
    if answer is None:
        raise CheckFailed("No answer yet: write a shape such as (4, 3) in place of None.")
    if type(answer) in (int, float):
        raise CheckFailed(f"A shape is a tuple. With one axis it is written ({answer},).")
    if type(answer) not in (tuple, list):
        raise CheckFailed(f"A shape is a tuple such as (4, 3), not {type(answer).__name__}.")
    sizes = [_number(size, "a shape of whole numbers") for size in answer]
    if any(size < 0 or size != math.floor(size) for size in sizes):
        raise CheckFailed("The sizes in a shape are whole numbers from 0.")
    print(NOTED)
    return tuple(int(size) for size in sizes)


def reply_to_answer(answer, right, mistakes, otherwise, within=0.0):
    """Return and print the reply to a right number or shape; object, with a reply, to another.

    The right answer is never part of what is said, for a quiz may be handed in again.

    Parameters
    ----------
    answer : what `whole_number`, `real_number` or `shape` returned.
    right : (number or tuple, reply).
    mistakes : list of (number or tuple, reply), what known mistakes come to. The reply is used
        when just one of them fits.
    otherwise : str, the reply to any other answer.
    within : how far a number may be from another that counts as the same.

    Raises CheckFailed when the answer is not right.
    """

    def fits(value):
        if isinstance(answer, tuple) or isinstance(value, tuple):
            return answer == value
        return abs(answer - value) <= within + 1e-9

    value, praise = right
    if fits(value):
        print(praise)
        return praise
    replies = [told for mistake, told in mistakes if fits(mistake)]
    told = replies[0] if len(replies) == 1 else otherwise
    raise CheckFailed(f"You wrote {_shown(answer)}. {told}")


def _number(answer, what):
    """An answer as a float. Raise CheckFailed, which names `what` is asked for, if it is none."""
    if answer is None:
        raise CheckFailed(f"No answer yet: write {what} in place of None.")
    single = type(answer) is np.ndarray and answer.shape == ()
    value = answer[()] if single else answer
    if type(value) not in (int, float) and not isinstance(value, np.integer | np.floating):
        raise CheckFailed(f"The answer is {what}, not {type(answer).__name__}.")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise CheckFailed(f"The answer is {what}; {number} is none.")
    return number


def _shown(answer):
    return f"{answer:.6g}" if type(answer) is float else str(answer)


def _letter(choice):
    return choice.strip().lower() if type(choice) is str else ""


def _one_of(letters):
    quoted = [f'"{letter}"' for letter in letters]
    return ", ".join(quoted[:-1]) + f" or {quoted[-1]}"
