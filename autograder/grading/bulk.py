"""`autograder grade`: all submissions of a week, in parallel, with marks written by one writer.

Nothing is kept but what nbgrader knows: the notebooks in `autograded/` and the gradebook. A
notebook there says in its metadata from which submission, lesson and secret its marks come, so a
grading that was interrupted, however hard, goes on where it was: only what is not there in full,
in both places, is graded.
"""

import contextlib
import json
import shutil
import statistics
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from tqdm import tqdm

from autograder.authoring.course import read_lessons
from autograder.authoring.files import write_whole
from autograder.authoring.notebooks import build_cells, source_hash
from autograder.authoring.release import ReleaseError, enter_into_gradebook
from autograder.errors import AutograderError
from autograder.grading import pools
from autograder.grading.autograde_steps import RunSafely
from autograder.grading.marks import (
    GradebookError,
    Lateness,
    UnknownWeek,
    WeekOfMarks,
    course_directory,
)
from autograder.grading.nursery import refuse_unprotected
from autograder.grading.regular_files import students_of
from autograder.grading.sandbox import protections
from autograder.grading.secret import course_secret, one_grading
from autograder.grading.submissions import TIMESTAMP, read_submission
from autograder.grading.worker import Record, Week, fingerprint

MOST_LISTED = 10
WIDEST_BAR = 40


@dataclass
class Report:
    """What came of grading a week."""

    course: str
    week: str
    records: dict = field(default_factory=dict)  # student → lesson → Record
    lateness: dict = field(default_factory=dict)  # student → Lateness, of those graded now
    kept: list = field(default_factory=list)  # students whose marks were there already
    ungraded: dict = field(default_factory=dict)  # student → reason
    changes: list = field(default_factory=list)  # (student, lesson, check, old score, new score)
    points: float = 0.0

    @property
    def broken(self):
        """(student, lesson, problem) of what was handed in and could not be graded."""
        return [
            (student, lesson, record.problem)
            for student, lessons in sorted(self.records.items())
            for lesson, record in lessons.items()
            if record.problem
        ]


def grade_week(
    course,
    week,
    *,
    jobs=None,
    executor=None,
    scheduler="",
    again=False,
    dry_run=False,
    trust=False,
):
    """Grade the submissions of a week that are not graded yet; returns a Report.

    Parameters
    ----------
    course : the course's folder.
    week : str, the name of a folder in its `source/`.
    jobs : how many processes; one per core by default.
    executor : of `pools.begin`, with so many processes; new ones are started without it.
    scheduler : address of a Dask scheduler to use in place of processes of this machine.
    again : grade those too whose marks are up to date.
    dry_run : write nothing; the report then holds the changes that there would be.
    trust : go on although this machine lacks a protection that untrusted work needs.

    Raises AutograderError when the course, its gradebook or this machine is not ready.
    """
    course = Path(course).resolve()
    directory = course_directory(course)
    lessons = read_lessons([course / directory.source_directory / week])
    conditions = RunSafely(parent=directory).conditions
    if trust:
        conditions = replace(conditions, trust=True)
    if not scheduler:
        refuse_unprotected(protections(), conditions.trust)
    names = [lesson.name for lesson in lessons]
    submitted = course / directory.submitted_directory
    students = students_of(submitted, week)
    report = Report(course.name, week, points=sum(lesson.points for lesson in lessons))
    with one_grading(course), _marks(directory, lessons, week) as marks:
        setting = Week(
            week,
            {str(lesson.path): source_hash(lesson) for lesson in lessons},
            course_secret(course),
            conditions,
        )
        before = marks.read()
        autograded = course / directory.autograded_directory

        def to_grade():
            for student in students:
                submission = read_submission(submitted, student, week, names)
                folder = autograded / student / week
                records = None if again or dry_run else _records(folder, names)
                if records and _up_to_date(records, setting, submission, before.get(student, {})):
                    report.records[student] = records
                    report.kept.append(student)
                    progress.update()
                else:
                    yield submission

        progress = tqdm(total=len(students), desc=f"grading {week}", unit="submission")
        outcomes = (
            pools.grade_on_cluster(setting, to_grade(), scheduler)
            if scheduler
            else pools.grade_here(setting, to_grade(), jobs or pools.cores(), executor)
        )
        with progress, contextlib.closing(outcomes):
            for submission, outcome in outcomes:
                progress.update()
                student = submission.student
                if isinstance(outcome, pools.Ungraded):
                    report.ungraded[student] = outcome.reason
                    continue
                report.records[student] = {book.lesson: book.record for book in outcome.notebooks}
                report.changes += _changes(outcome, before.get(student, {}))
                if not dry_run:
                    _write_notebooks(autograded / student / week, outcome)
                    report.lateness[student] = marks.write(outcome)
    return report


def _marks(directory, lessons, week):
    """The gradebook's week, entered or brought up to date from the lessons where that is needed."""
    expected = {lesson.name: _points(lesson) for lesson in lessons}
    with contextlib.suppress(UnknownWeek):
        marks = WeekOfMarks(directory, week)
        if marks.points() == expected:
            return marks
        marks.close()
    try:
        enter_into_gradebook(lessons)
    except ReleaseError as error:
        if "submissions associated" not in str(error):
            raise
        raise GradebookError(
            f"the gradebook holds {week} with other checks than its lessons have, and submissions "
            f"that were graded with them. Bring back that version of the lessons, or remove the "
            f"week from the gradebook (`nbgrader db assignment remove {week} --force`), and run "
            f"this again."
        ) from None
    return WeekOfMarks(directory, week)


def _points(lesson):
    return {
        cell.id: float(cell.nbgrader["points"])
        for cell in build_cells(lesson)
        if cell.nbgrader and cell.nbgrader.get("grade")
    }


def _records(folder, names):
    """Lesson → Record from the notebooks in a folder, or None when one is not there in full."""
    records = {}
    for name in names:
        try:
            notebook = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
            graded = notebook["metadata"]["autograder"]["graded"]
            records[name] = Record(**graded)
        except (OSError, ValueError, KeyError, TypeError):
            return None
    return records


def _up_to_date(records, week, submission, scores):
    """Whether records are of this submission, and the gradebook has their scores."""
    for path, handed_in in zip(week.lessons, submission.notebooks, strict=True):
        record = records[handed_in.lesson]
        if record.fingerprint != fingerprint(week, path, handed_in):
            return False
        for check, (score, *_) in record.verdicts.items():
            if scores.get((handed_in.lesson, check)) != score:
                return False
    return True


def _changes(graded, scores):
    return [
        (graded.student, book.lesson, check, scores.get((book.lesson, check)), score)
        for book in graded.notebooks
        for check, (score, *_) in book.record.verdicts.items()
        if scores.get((book.lesson, check)) != score
    ]


def _write_notebooks(folder, graded):
    """Write the notebooks that instructors see; a mark without its notebook would be worse."""
    if folder.is_symlink() or folder.parent.is_symlink():
        raise AutograderError(f"{folder} is a link; move it away and run this again")
    for book in graded.notebooks:
        write_whole(folder / f"{book.lesson}.ipynb", book.text)
    known = {f"{book.lesson}.ipynb" for book in graded.notebooks} | {TIMESTAMP}
    for stale in folder.iterdir():
        if stale.name not in known:
            shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    if graded.timestamp:
        write_whole(folder / TIMESTAMP, graded.timestamp + "\n")


def summary(report, *, dry_run=False):
    """The lines of a report that an instructor wants to read."""
    everyone = len(report.records) + len(report.ungraded)
    graded = (
        f"{'would be graded' if dry_run else 'graded'}: {len(report.records) - len(report.kept)}"
    )
    if report.kept:
        graded += f"; graded before, and nothing changed since: {len(report.kept)}"
    lines = [f"{report.week} of {report.course}, submissions: {everyone}", graded]
    if report.ungraded:
        lines.append(f"not graded, for a reason of ours: {len(report.ungraded)}")
        lines += [f"  {student}: {reason}" for student, reason in sorted(report.ungraded.items())]
    if report.broken:
        lines.append(f"not readable or not handed in, 0 points: {len(report.broken)}")
        lines += [f"  {student}, {lesson}: {problem}" for student, lesson, problem in report.broken]
    late = {student: found for student, found in report.lateness.items() if found.seconds}
    if late:
        lines.append(f"late: {len(late)}")
        lines += [f"  {student}: {_late_words(found)}" for student, found in sorted(late.items())]
    lines += _distribution(report)
    lines += _most_common(report)
    if dry_run:
        lines += _change_lines(report)
    return lines


def _late_words(lateness: Lateness):
    hours = lateness.seconds / 3600
    words = f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.1f} days"
    return words + (f", {lateness.penalty:g} points less" if lateness.penalty else "")


def _distribution(report):
    scores = [
        sum(score for record in lessons.values() for score, *_ in record.verdicts.values())
        for lessons in report.records.values()
    ]
    if not scores:
        return []
    lines = [
        f"points, of {report.points:g}: lowest {min(scores):g}, median "
        f"{statistics.median(scores):g}, highest {max(scores):g}"
    ]
    tenths = Counter(min(int(10 * score / report.points), 9) for score in scores)
    most = max(tenths.values())
    for tenth in range(10):
        count = tenths[tenth]
        bar = "#" * -(-count * min(WIDEST_BAR, most) // most)
        last = "]" if tenth == 9 else ")"
        lines.append(f"  [{tenth * 10:3d} %, {tenth * 10 + 10:3d} %{last} {count:5d} {bar}")
    return lines


def _most_common(report):
    """The mistakes that were named most often, and the checks that failed most often."""
    failed, mistakes = Counter(), Counter()
    for lessons in report.records.values():
        for lesson, record in lessons.items():
            if record.problem:
                continue
            for check, (score, points, mistake, hint) in record.verdicts.items():
                place = f"{lesson}, {check.removeprefix('check-')}"
                if score < points:
                    failed[place] += 1
                if mistake:
                    mistakes[f"{place}: {mistake.replace('_', ' ')}. {hint}"] += 1
    lines = []
    for title, found in (("mistakes made most often", mistakes), ("failed most often", failed)):
        if found:
            ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_LISTED]
            lines += [f"{title}:", *(f"  {count:4d}  {words}" for words, count in ranked)]
    return lines


def _change_lines(report):
    if not report.changes:
        return ["no mark would change"]
    lines = [f"marks that would change: {len(report.changes)}"]
    for student, lesson, check, old, new in sorted(report.changes, key=str):
        shown = "none" if old is None else f"{old:g}"
        lines.append(f"  {student}, {lesson}, {check.removeprefix('check-')}: {shown} -> {new:g}")
    return lines
