"""The secret that seeds a course's hidden random cases."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from autograder.errors import AutograderError

NAME = ".grading_secret"


def course_secret(course):
    """The course's secret, made when there is none yet: a regrade draws the same cases again.

    It stands in the course's folder, readable by its owner alone, and never in the repository.
    Raises AutograderError when it can neither be read nor written.
    """
    path = Path(course) / NAME
    if not path.exists():
        try:
            with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as new:
                new.write(secrets.token_hex(32))
                new.flush()
                # A link is made whole or not at all, by exactly one of several that ask at once.
                with contextlib.suppress(FileExistsError):
                    os.link(new.name, path)
        except OSError as error:
            raise AutograderError(f"cannot write {path}: {error.strerror}") from None
    try:
        secret = path.read_text(encoding="utf-8")
    except OSError as error:
        raise AutograderError(f"cannot read {path}: {error.strerror}") from None
    if len(secret) != 64:
        raise AutograderError(
            f"{path} is damaged: delete it. Hidden cases will then differ from earlier gradings"
        )
    return secret
