"""What can go wrong and is told to the user in words, without a traceback."""


class AutograderError(Exception):
    """The message says what was wrong, where, and what to do."""
