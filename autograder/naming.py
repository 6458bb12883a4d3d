"""`autograder check --diagnosis`: how many known mistakes are named, and none wrongly."""

from dataclasses import dataclass, field

from autograder.authoring.hints import hints_of
from autograder.authoring.lesson import variants_in
from autograder.authoring.trials import try_lesson
from autograder.grading.diagnosis import hint_of
from autograder.grading.needs import needs_of
from autograder.grading.nursery import Nursery
from autograder.rehearsal import Rehearsal


@dataclass
class Naming:
    """What students are told of a lesson's wrong answers: lists of (answer, wrong answer).

    `wrongly` and `wrongly_in_notebook` hold those that get the name or the hint of another.
    """

    lesson: str
    mistakes: int = 0
    named: list = field(default_factory=list)
    wrongly: list = field(default_factory=list)
    unnamed: list = field(default_factory=list)
    named_in_notebook: list = field(default_factory=list)
    wrongly_in_notebook: list = field(default_factory=list)


def name_mistakes(lesson):
    """Hand in every wrong answer of a lesson, and look it up as a notebook does; returns a Naming.

    It takes a grading for each: a minute for a lesson with a hundred of them.
    """
    kind, data = needs_of(lesson.path)
    with Nursery(kind, data=data, trust=True) as nursery:
        _, named = Rehearsal(lesson, nursery).try_variants()
    found = Naming(lesson.name, len(named))
    for (answer, variant), name in named.items():
        group = found.unnamed if not name else found.named if name == variant else found.wrongly
        group.append((answer, variant))
    digests, hints = try_lesson(lesson).digests, hints_of(lesson)
    own = {
        (cell.name, variant): hint_of(node)
        for cell in lesson.having("wrong")
        for variant, node in variants_in(cell.source).items()
    }
    for place in named:
        shown = {hints[digest] for digest in digests.get(place, ()) if digest in hints}
        if shown - {own[place]}:
            found.wrongly_in_notebook.append(place)
        elif shown:
            found.named_in_notebook.append(place)
    return found


def lines(namings):
    """The report of several lessons."""
    total = sum(naming.mistakes for naming in namings)
    counts = {
        "when graded": ("named", "wrongly"),
        "in the notebook": ("named_in_notebook", "wrongly_in_notebook"),
    }
    report = []
    for place, (named, wrongly) in counts.items():
        good, bad = (sum(len(getattr(n, group)) for n in namings) for group in (named, wrongly))
        report.append(f"{place}: {good} of {total} known mistakes named, {bad} wrongly")
    for title, group in (
        ("not named when graded", "unnamed"),
        ("named wrongly when graded", "wrongly"),
        ("named wrongly in the notebook", "wrongly_in_notebook"),
    ):
        found = [
            f"  {naming.lesson}: {answer}, {variant}"
            for naming in namings
            for answer, variant in getattr(naming, group)
        ]
        report += [f"{title}:", *found] if found else []
    return report
