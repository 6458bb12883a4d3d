"""The secret that seeds a course's hidden random cases."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from autograder.errors import AutograderError

try:
    import fcntl
except ImportError:  # Windows, where nothing is graded
    fcntl = None

NAME = ".grading_secret"


@contextlib.contextmanager
def one_grading(course):
    """Hold a lock on the course: two gradings at once would write each other's marks.

    The system lets go of it when this process ends, however it ends.
    """
    course_secret(course)
    with open(Path(course) / NAME, encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AutograderError(
                f"{course} is being graded already: wait until that has finished"
            ) from None
        yield


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
