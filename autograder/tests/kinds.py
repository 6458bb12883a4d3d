"""Small made-up lessons, one for each kind of graded function, and what must hold for each."""

from autograder.authoring.lesson import read_lesson
from autograder.authoring.trials import try_lesson


def made_up_lesson(folder, name, cells, setup):
    """Write a lesson of these cells into a course's folder and read it."""
    path = folder / "course1_nn_dl" / "source" / "week" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{setup}\n{cells}", encoding="utf-8")
    return read_lesson(path)


def assert_it_is_graded_as_it_is_tried(rehearsal):
    """The trials in one process and grading agree on all variants, and feedback names mistakes."""
    lines, named = rehearsal.try_variants()
    failures = [*try_lesson(rehearsal.lesson).failures, *lines]
    for (answer, mistake), name in named.items():
        if name != mistake:
            failures.append(f"{answer}: {mistake} is named {name!r}")
    assert not failures, "\n".join(failures)
