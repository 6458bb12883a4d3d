"""Writing files so that an interruption or a full disk leaves what was there before."""

import os
import tempfile
from pathlib import Path

from autograder.errors import AutograderError


class WriteError(AutograderError):
    """A file could not be written; what stood there before is whole."""


def write_whole(path, text):
    """Write text to a file at once: a reader sees the old file or the new one, never a part.

    Raises WriteError, which names the file and the reason.
    """
    path = Path(path)
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.read_bytes() == text.encode():
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise WriteError(
            f"cannot write {path}: {error.strerror}. Nothing there was changed; "
            f"make room or give yourself the right to write, and run the command again."
        ) from None
    finally:
        if temporary is not None:
            os.unlink(temporary)
