"""The hints that go with a released notebook: digest of a failed comparison → hint."""

import json

from autograder.authoring.files import write_whole
from autograder.authoring.lesson import variants_in
from autograder.authoring.trials import try_lesson
from autograder.grading.diagnosis import hint_of
from shared_utils.hints import SUFFIX


def hints_of(lesson, report=None):
    """{digest: hint} for the comparisons in which just one known mistake ends.

    report : of the lesson's trials, where they have been run.
    """
    hints = {
        (cell.name, name): hint_of(node)
        for cell in lesson.having("wrong")
        for name, node in variants_in(cell.source).items()
    }
    mistakes = {}
    for (answer, variant), digests in (report or try_lesson(lesson)).digests.items():
        for digest in digests:
            mistakes.setdefault(digest, set()).add((answer, variant))
    found = {digest: hints[next(iter(made))] for digest, made in mistakes.items() if len(made) == 1}
    return {digest: hint for digest, hint in sorted(found.items()) if hint}


def write_hints(lesson, report, folder=None):
    """Write a lesson's hints, from the Report of its trials, beside its notebook."""
    text = json.dumps(hints_of(lesson, report), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    write_whole((folder or lesson.path.parent) / f"{lesson.name}{SUFFIX}", text)
