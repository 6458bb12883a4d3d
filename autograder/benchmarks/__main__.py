"""`make benchmark`: grading by nbgrader as it comes and by ours, side by side in one run.

Prints a table and writes benchmark.json beside this repository's README. Every ratio is of two
measurements of this run, on the same submissions, whose marks must be equal. "Steady" is what one
more submission costs: the time of a larger class less that of a smaller one, per submission between
them; "command" is the whole command, with its start.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
from tqdm import tqdm

from autograder.authoring.course import read_lessons
from autograder.benchmarks.classes import (
    ROOT,
    WEEK,
    course_of,
    forget_grading,
    hand_in_class,
    with_stock_nbgrader,
)
from autograder.benchmarks.where import seconds_by_part
from autograder.errors import AutograderError
from autograder.grading.nbgrader_runs import read_marks
from autograder.made_up_class import write_submission
from autograder.tests.attacks import NO_SOFTMAX, STOCK, handed_in
from autograder.tests.conftest import LESSON

HERE = Path(__file__).parent
NUMPY = ROOT / "course1_nn_dl" / "source" / "week2_basics" / "logistic_regression.py"
TENSORFLOW = HERE / "tensorflow_layers.py"
FIT = HERE / "tensorflow_fit.py"
COURSE_TENSORFLOW = ROOT.joinpath(
    "course2_improving", "source", "week3_tuning", "tensorflow_introduction.py"
)
RESULT = ROOT / "benchmark.json"

# Submissions: (fewer, more) for nbgrader, (fewer, more) for ours.
SIZES = {
    NUMPY: ((2, 20), (20, 120)),
    TENSORFLOW: ((1, 5), (10, 60)),
    FIT: ((1, 5), (10, 40)),
    COURSE_TENSORFLOW: ((1, 3), (4, 16)),
}
SECONDS_BETWEEN_LOOKS = 0.2


class BenchmarkError(AutograderError):
    """A benchmark does not measure what it says; the message says why."""


def main():
    parser = argparse.ArgumentParser(prog="make benchmark", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="leave out the class of 1,000 and TensorFlow"
    )
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # trying its lessons imports TensorFlow here
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        steps = [numpy_figures, validation_figures]
        if not options.quick:
            steps += [tensorflow_figures, thousand_figures, cluster_figures]
        for step in tqdm([*steps, attack_figures], desc="benchmarks"):
            place = Path(folder, step.__name__)
            place.mkdir()
            figures |= step(place)
            # Also what an interrupted run has measured is kept.
            RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    attacks = figures.pop("attacks")
    print("\n".join([*table(figures), "", *attack_table(attacks)]))
    print(f"written to {RESULT}")


def table(figures):
    """The figures as lines: name, value, what it is."""
    wide = max(map(len, figures))
    return [
        f"{name:{wide}}  {value:>9,.3g}  {MEANINGS.get(name, '')}"
        for name, value in figures.items()
    ]


MEANINGS = {
    "numpy_ratio": "times faster than nbgrader per submission, numpy lesson, steady",
    "numpy_stock_seconds": "per submission, nbgrader, steady",
    "numpy_seconds": "per submission, ours, steady, a process per core",
    "command_ratio": "times faster, the whole command for 20 numpy submissions",
    "command_stock_seconds": "the whole command for 20, nbgrader",
    "command_seconds": "the whole command for 20, ours",
    "one_worker_seconds": "per submission, ours, steady, one process",
    "two_worker_ratio": "times faster with two processes than with one",
    "where_reading": "of these in one process: reading the notebook, setting the answers",
    "where_starting": "starting the student's process",
    "where_student": "the student's code, while the grader waits",
    "where_writing": "writing the graded notebook",
    "where_checks": "the checks, comparing, messages, naming mistakes",
    "tensorflow_ratio": "times faster, TensorFlow lesson that trains nothing, steady",
    "tensorflow_fit_ratio": "times faster, TensorFlow lesson with a small fit, steady",
    "tensorflow_course_ratio": "times faster, course 2's introduction to TensorFlow, steady",
    "thousand_seconds": "the whole command for 1,000 numpy submissions",
    "thousand_peak_mb": "most memory of all its processes together, shared pages counted once",
    "linearity": "cost of one of 1,000 submissions in costs of one of 120; 1 is linear",
    "validate_seconds": "`autograder validate` on one notebook, median of 5, warm",
    "cluster_seconds": "the whole command for 120 numpy submissions on a Dask cluster",
}


def numpy_figures(folder):
    figures, course = compare(folder, NUMPY, "numpy")
    stock, ours = figures["numpy_stock_command"], figures["numpy_command"]
    lesson = read_lessons([course])[0]
    one = steady(course, SIZES[NUMPY][1], lesson, jobs=1)
    return {
        "numpy_ratio": figures["numpy_ratio"],
        "numpy_stock_seconds": figures["numpy_stock_seconds"],
        "numpy_seconds": figures["numpy_seconds"],
        "command_ratio": stock / ours,
        "command_stock_seconds": stock,
        "command_seconds": ours,
        "one_worker_seconds": one,
        "two_worker_ratio": one / figures["numpy_seconds"],
        **seconds_by_part(course, lesson, SIZES[NUMPY][1][0]),
    }


def tensorflow_figures(folder):
    found = {}
    lessons = {
        "tensorflow": TENSORFLOW,
        "tensorflow_fit": FIT,
        "tensorflow_course": COURSE_TENSORFLOW,
    }
    for name, source in lessons.items():
        place = folder / name
        place.mkdir()
        figures, _ = compare(place, source, name)
        found |= {key: value for key, value in figures.items() if not key.endswith("_command")}
    return found


def compare(folder, source, name):
    """Steady seconds per submission by nbgrader and by ours; the marks must agree."""
    (few, many), sizes = SIZES[source]
    course, lesson = course_of(folder, source)
    hand_in_class(course, lesson, many)
    stock = with_stock_nbgrader(course, folder / "stock")
    long = timed(stock, *STOCK_COMMAND)
    stock_marks = marks(stock)
    forget_grading(course)
    ours = timed(course, *our_command(course))
    differ = [student for student, mark in marks(course).items() if stock_marks[student] != mark]
    if differ:
        raise BenchmarkError(f"{lesson.name}: nbgrader and ours give {differ} different marks")
    hand_in_class(course, lesson, few)
    stock = with_stock_nbgrader(course, folder / "stock of few")
    short = timed(stock, *STOCK_COMMAND)
    stock_seconds = (long - short) / (many - few)
    seconds = steady(course, sizes, lesson)
    return {
        f"{name}_ratio": stock_seconds / seconds,
        f"{name}_stock_seconds": stock_seconds,
        f"{name}_seconds": seconds,
        f"{name}_stock_command": long,
        f"{name}_command": ours,
    }, course


def steady(course, sizes, lesson, jobs=None):
    """Seconds that one more submission costs ours."""
    few, many = sizes
    found = []
    for size in sizes:
        hand_in_class(course, lesson, size)
        forget_grading(course)
        found.append(timed(course, *our_command(course, jobs)))
    return (found[1] - found[0]) / (many - few)


def thousand_figures(folder):
    course, lesson = course_of(folder, NUMPY)
    hundred = steady(course, (20, 120), lesson)
    seconds, peaks = {}, {}
    for size in (20, 1000):
        hand_in_class(course, lesson, size)
        forget_grading(course)
        with _Memory() as memory:
            seconds[size] = timed(course, *our_command(course))
        peaks[size] = memory.peak
    found = marks(course)
    right = {score for number, (_, score) in enumerate(sorted(found.items())) if number % 3 == 0}
    if len(found) != 1000 or right != {float(lesson.points)}:
        raise BenchmarkError("not all of 1,000 submissions got their marks")
    return {
        "thousand_seconds": seconds[1000],
        "thousand_peak_mb": peaks[1000],
        "linearity": (seconds[1000] - seconds[20]) / 980 / hundred,
    }


def validation_figures(folder):
    course, lesson = course_of(folder, NUMPY)
    hand_in_class(course, lesson, 1)
    notebook = course / "submitted" / "student0000" / WEEK / f"{lesson.name}.ipynb"
    seconds = [timed(course, *AUTOGRADER, "validate", str(notebook)) for _ in range(6)]
    return {"validate_seconds": statistics.median(seconds[1:])}


def cluster_figures(folder):
    """A Dask cluster of two worker processes, one of which is killed on the way."""
    from distributed import LocalCluster

    course, lesson = course_of(folder, NUMPY)
    hand_in_class(course, lesson, 120)
    forget_grading(course)
    timed(course, *our_command(course))
    expected = marks(course)
    forget_grading(course)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        victim = next(iter(cluster.workers.values())).pid
        command = [*our_command(course), "--scheduler", cluster.scheduler_address]
        killer = threading.Thread(target=_kill_after_some, args=(course, victim))
        killer.start()
        seconds = timed(course, *command)
        killer.join()
    if marks(course) != expected:
        raise BenchmarkError("the cluster gave other marks")
    return {"cluster_seconds": seconds}


def _kill_after_some(course, process):
    while len(list(course.glob("autograded/*"))) < 20:
        time.sleep(0.05)
    os.kill(process, 9)


def attack_figures(folder):
    """attacks: {attack: [points by nbgrader, by ours, those that its right answers are worth]}."""
    source = folder / "softmax.py"
    source.write_text(LESSON, encoding="utf-8")
    course, lesson = course_of(folder, source)
    released = nbformat.read(course / "release" / WEEK / "softmax.ipynb", 4)
    for number, attack in enumerate(STOCK.values()):
        submission = handed_in(lesson, released, attack)
        write_submission(course, f"attack{number:02}", WEEK, lesson.name, submission)
    stock = with_stock_nbgrader(course, folder / "stock")
    # It stops with an error for some; what it gave to the others is in its gradebook.
    subprocess.run(STOCK_COMMAND, cwd=stock, capture_output=True, check=False)
    timed(course, *our_command(course))
    theirs, ours = marks(stock), marks(course)
    found = {
        name: [theirs.get(f"attack{number:02}"), ours[f"attack{number:02}"], worth(attack)]
        for number, (name, attack) in enumerate(STOCK.items())
    }
    return {"attacks": found}


def worth(attack):
    return sum(attack.points or NO_SOFTMAX)


def attack_table(attacks):
    lines = ["attacks: points of 8 by nbgrader, by ours, and those that were earned"]
    for name, points in attacks.items():
        shown = ("none" if point is None else f"{point:g}" for point in points)
        lines.append("  {:>5} {:>5} {:>5}  {}".format(*shown, name))
    return lines


RUN = "import sys; from autograder.cli import main; sys.exit(main())"
AUTOGRADER = (sys.executable, "-c", RUN)
STOCK_COMMAND = (sys.executable, "-m", "nbgrader", "autograde", WEEK)


def our_command(course, jobs=None):
    return [*AUTOGRADER, "grade", str(course), WEEK, *(["--jobs", str(jobs)] if jobs else [])]


def timed(course, *command):
    """Seconds of a command in a course's folder; it must succeed."""
    start = time.perf_counter()
    process = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise BenchmarkError(f"{' '.join(command[3:])} failed:\n{process.stdout}{process.stderr}")
    return seconds


def marks(course):
    return {student: mark.score for student, mark in read_marks(course, WEEK).items()}


class _Memory:
    """Context manager: the most memory, in MB, of all that this process starts, together."""

    def __enter__(self):
        self.peak = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()

    def _watch(self):
        while not self._done.wait(SECONDS_BETWEEN_LOOKS):
            self.peak = max(self.peak, sum(map(_own_memory, _started_by(os.getpid()))) / 1e6)


def _started_by(process):
    """The processes that a process started, and those that these started."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                after_name = Path("/proc", name, "stat").read_text().rpartition(")")[2]
            except OSError:
                continue
            parents[int(name)] = int(after_name.split()[1])
    found, waiting = [], [process]
    while waiting:
        parent = waiting.pop()
        children = [child for child, of in parents.items() if of == parent]
        found += children
        waiting += children
    return found


def _own_memory(process):
    """Bytes of a process, with its share of the pages that it shares."""
    try:
        for line in Path("/proc", str(process), "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


if __name__ == "__main__":
    try:
        main()
    except AutograderError as error:
        sys.exit(str(error))
