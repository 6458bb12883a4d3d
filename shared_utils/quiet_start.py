"""Importing TensorFlow without the messages of its libraries.

with quiet_start():
    import tensorflow as tf
"""

import contextlib
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def quiet_start() -> Iterator[None]:
    """Drop what is written to the standard error while the block runs, past Python too.

    TensorFlow's libraries report there, whatever the level of its log, that they found no graphics
    card. In a notebook that stands in red under the first cell. An exception goes through.
    """
    sys.stderr.flush()
    usual = os.dup(2)
    try:
        with open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(usual, 2)
        os.close(usual)
