"""Where the time of a submission goes when one process grades, and nothing else runs."""

import contextlib
import time
from collections import Counter
from pathlib import Path
from unittest import mock

from autograder.benchmarks.classes import WEEK
from autograder.grading import worker
from autograder.grading.codec import FrameReader
from autograder.grading.nursery import Nursery
from autograder.grading.submissions import read_submission

# Part → what is measured for it: (holder, name of a function). The rest are the checks themselves:
# their own code and the reference's, comparing, messages and known mistakes.
PARTS = {
    "where_reading": ((worker, "parse_notebook"), (worker, "graft")),
    "where_starting": ((Nursery, "fork"),),
    "where_student": ((FrameReader, "receive"),),
    "where_writing": ((worker, "write_outputs"), (worker, "_as_text")),
}


def seconds_by_part(course, lesson, size):
    """{part: seconds of a submission, the mean over `size` that are handed in}."""
    week = worker.Week(
        WEEK,
        {str(lesson.path): worker.source_hash(lesson)},
        "benchmark",
        worker.Conditions(),
    )
    handed_in = [
        read_submission(Path(course, "submitted"), f"student{number:04}", WEEK, [lesson.name])
        for number in range(size)
    ]
    worker.grade_submission(week, handed_in[0])  # prepares the lesson
    spent = Counter()
    with contextlib.ExitStack() as patches:
        for part, functions in PARTS.items():
            for holder, name in functions:
                timed = _timed(getattr(holder, name), spent, part)
                patches.enter_context(mock.patch.object(holder, name, timed))
        start = time.perf_counter()
        for submission in handed_in:
            worker.grade_submission(week, submission)
        total = time.perf_counter() - start
    found = {part: spent[part] / size for part in PARTS}
    return found | {"where_checks": total / size - sum(found.values())}


def _timed(function, spent, part):
    def timed(*args, **kwargs):
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent[part] += time.perf_counter() - start

    return timed
