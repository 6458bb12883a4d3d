"""Multiple-choice questions in a notebook: recall questions and those of a quiz."""

import json
from pathlib import Path

from shared_utils.checks import CheckFailed


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
        print(f"{letter}: {replies[letter]}")


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


def _letter(choice):
    return choice.strip().lower() if type(choice) is str else ""


def _one_of(letters):
    quoted = [f'"{letter}"' for letter in letters]
    return ", ".join(quoted[:-1]) + f" or {quoted[-1]}"
