"""The command `autograder`."""

import argparse
import atexit
import gc
import sys
from pathlib import Path

from autograder.authoring.course import read_lessons, repository
from autograder.errors import AutograderError


def main(arguments=None):
    """Run one command; returns its exit status: 0 done, 1 something is wrong, 2 misused."""
    parser = _parser()
    options, jupyter_options = parser.parse_known_args(arguments)
    if options.run is _lab:
        options.jupyter_options = jupyter_options
    elif jupyter_options:
        parser.error(f"unrecognized arguments: {' '.join(jupyter_options)}")
    try:
        return options.run(options)
    except AutograderError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. Files that were written are whole; run it again.", file=sys.stderr)
        return 130


def _parser():
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name, run, help):
        command = commands.add_parser(name, help=help, description=help)
        command.set_defaults(run=run)
        return command

    paths = {"nargs": "*", "type": Path, "metavar": "PATH"}
    lessons = "a lesson, a week's or a course folder; all courses by default"
    command = add("build", _build, "Write the instructor's notebooks.")
    command.add_argument("paths", **paths, help=lessons)
    command = add("release", _release, "Write the students' notebooks.")
    command.add_argument("paths", **paths, help=lessons)
    command.add_argument(
        "--check", action="store_true", help="only say whether the released ones are fresh"
    )
    command = add("check", _check, "Run the tests of the checks.")
    command.add_argument("paths", **paths, help=lessons)
    command.add_argument(
        "--diagnosis", action="store_true", help="say how many known mistakes are named; slower"
    )
    command = add("pull", _pull, "Bring an edited notebook back into its source.")
    command.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    command = add("validate", _validate, "Say whether a notebook passes its visible checks.")
    command.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    command.add_argument("--json", action="store_true", help="for JupyterLab's dialog")
    add("lab", _lab, "Open the student's notebooks, in JupyterLab; its options may follow.")
    command = add("grade", _grade, "Grade all submissions of a week.")
    command.add_argument("course", type=Path, metavar="COURSE", help="a course's folder")
    command.add_argument("week", metavar="WEEK", help="the name of a folder in its source/")
    command.add_argument("--jobs", type=_positive, help="processes; one per core by default")
    command.add_argument(
        "--scheduler", metavar="ADDRESS", default="", help="grade on a Dask cluster"
    )
    command.add_argument("--again", action="store_true", help="grade what is graded already too")
    command.add_argument("--dry-run", action="store_true", help="show what would change")
    command.add_argument(
        "--trust", action="store_true", help="grade although this machine lacks a protection"
    )
    command = add("grades", _grades, "Export the marks of a course.")
    command.add_argument("course", type=Path, metavar="COURSE", help="a course's folder")
    command.add_argument("--format", choices=("csv", "canvas", "moodle"), default="csv")
    command.add_argument("--output", type=Path, metavar="FILE", help="printed without it")
    add("doctor", _doctor, "Say whether this machine can grade, and what protects it.")
    command = add("demo", _demo, "Grade a made-up class, then open the formgrader on it.")
    command.add_argument("--no-browser", action="store_true", help="grade and report only")
    return parser


def _build(options):
    from autograder.authoring.build import build

    lessons = read_lessons(options.paths)
    for lesson in lessons:
        build(lesson)
    print(f"{_count(len(lessons), 'notebook')} built")
    return 0


def _release(options):
    from autograder.authoring.release import release, stale_releases

    lessons = read_lessons(options.paths)
    if not options.check:
        print(f"{_count(len(release(lessons)), 'file')} released")
        return 0
    stale = stale_releases(lessons)
    for line in stale:
        print(line)
    if stale:
        print("Run `autograder release` and commit what it writes.")
        return 1
    print(f"the release of {_count(len(lessons), 'lesson')} is fresh")
    return 0


def _check(options):
    from autograder.authoring.trials import try_lessons

    lessons = read_lessons(options.paths)
    if options.diagnosis:
        from autograder.naming import lines, name_mistakes

        namings = [name_mistakes(lesson) for lesson in lessons]
        print("\n".join(lines(namings)))
        return 1 if any(n.wrongly or n.wrongly_in_notebook for n in namings) else 0
    reports = try_lessons(lessons)
    failures = [line for report in reports for line in report.failures]
    for line in failures:
        print(line)
    counts = (
        _count(len(reports), "lesson"),
        _count(sum(report.answers for report in reports), "function"),
        _count(sum(report.right_accepted for report in reports), "right answer") + " accepted",
        _count(sum(report.wrong_refused for report in reports), "wrong answer") + " refused",
        _count(len(failures), "failure"),
    )
    print(", ".join(counts))
    return 1 if failures else 0


def _pull(options):
    from autograder.authoring.pull import pull

    changed = pull(options.notebook)
    source = options.notebook.with_suffix(".py")
    print(f"{_count(changed, 'cell')} changed in {source}")
    return 0


def _validate(options):
    from autograder.grading.validation import as_dialog, lines, validate

    failed = 0
    for notebook in options.notebooks:
        validation = validate(notebook)
        failed += not validation.passed
        print(as_dialog(validation) if options.json else "\n".join(lines(notebook, validation)))
    return 1 if failed else 0


def _lab(options):
    from autograder.lab import hand_out, open_jupyterlab

    root = repository()
    for kept in hand_out(root, root / "work"):
        print(
            f"You have worked on {kept.relative_to(root)}, so it stays as it is. The course has "
            f"a newer version: rename yours to receive it."
        )
    return open_jupyterlab(root / "work", options.jupyter_options)


def _grade(options):
    from autograder.grading import pools

    jobs, executor = options.jobs or pools.cores(), None
    if not options.scheduler:
        again = options.again or options.dry_run
        executor = pools.begin(options.course, options.week, jobs, again)
    # What is imported stays. Looking for garbage among it, now and at the end, would take a quarter
    # of a second.
    gc.disable()
    from autograder.grading.bulk import grade_week, summary  # takes a second

    gc.freeze()
    gc.enable()
    atexit.register(gc.freeze)
    try:
        report = grade_week(
            options.course,
            options.week,
            jobs=jobs,
            executor=executor,
            scheduler=options.scheduler,
            again=options.again,
            dry_run=options.dry_run,
            trust=options.trust,
        )
    except AutograderError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        if executor:
            executor.shutdown(wait=False, cancel_futures=True)
    print("\n".join(summary(report, dry_run=options.dry_run)))
    return 1 if report.ungraded or report.broken else 0


def _grades(options):
    from autograder.authoring.files import write_whole
    from autograder.grading.exports import export

    try:
        text = export(options.course, options.format)
        if options.output:
            write_whole(options.output, text)
        else:
            print(text, end="")
    except AutograderError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _doctor(options):
    from autograder.grading.doctor import report

    lines, ready = report()
    print("\n".join(lines))
    return 0 if ready else 1


def _demo(options):
    from autograder.demo import show
    from autograder.lab import NEWS, open_jupyterlab

    root = repository()
    course = show(root, root / "work")
    if options.no_browser:
        return 0
    print("JupyterLab opens with the formgrader: choose Nbgrader, Formgrader in its menu.")
    return open_jupyterlab(course, config_folder=course, without=NEWS)


def _count(number, word):
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
