"""Grading many submissions at once: on this machine's cores, or on a Dask cluster.

Both give (submission, outcome) in the order in which they finish. An outcome is a Graded, or an
Ungraded when the process that graded it ended each time, whatever was tried.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path

from autograder.errors import AutograderError
from autograder.grading.regular_files import students_of

# Set before numpy is imported. For matrices as small as those of the lessons a second thread gains
# nothing, and on a busy machine each waits for the other.
ONE_BLAS_THREAD = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
}
# One thread per process: the processes share the cores already.
WORKER = {
    **ONE_BLAS_THREAD,
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "MPLBACKEND": "agg",
}

SECONDS_TO_CONNECT = 10


@dataclass(frozen=True)
class Ungraded:
    """A submission that could not be graded, and why."""

    reason: str


class ClusterError(AutograderError):
    """The Dask cluster cannot be used; the message says why."""


def begin(course, week, jobs, again=False):
    """Start the processes that will grade a week, beside this one's own imports.

    They import what they need and prepare the week's lessons, as many of them as there are
    submissions to grade; of all submissions with `again`. It reads nothing but the names of
    files, where nbgrader has them by default: what is wrong with a course, grading it says.

    Returns an executor for `grade_here`, at once.
    """
    with _environment(WORKER):
        if _context().get_start_method() == "forkserver":
            forkserver.ensure_running()
    lessons = [path.resolve() for path in sorted(Path(course, "source", week).glob("*.py"))]
    executor = _executor(jobs)
    waiting = set()
    with contextlib.suppress(OSError):
        graded = [] if again else students_of(Path(course, "autograded"), week)
        waiting = {*students_of(Path(course, "submitted"), week)} - {*graded}

    def start_workers():
        with contextlib.suppress(RuntimeError):  # nothing was to be graded, and it is over
            for _ in range(min(jobs, len(waiting)) if lessons else 0):
                _submit(executor, _prepare, lessons)

    # Each start waits until the process that forks the workers has made its imports.
    threading.Thread(target=start_workers).start()
    return executor


def grade_here(week, submissions, jobs, executor=None):
    """Grade on this machine, in `jobs` processes: those of an executor of `begin`, or new ones.

    A process that ends (out of memory, killed) takes nobody with it: the submissions that it may
    have been grading are graded once more, each alone.
    """
    submissions = iter(submissions)
    exhausted = False
    while not exhausted:
        running, suspects, submission = {}, [], None
        with executor or _executor(jobs) as executor:
            try:
                while True:
                    # No more than needed is read: a class's notebooks may not fit into memory.
                    while len(running) < jobs + 1 and not exhausted:
                        submission = next(submissions, None)
                        if submission is None:
                            exhausted = True
                            break
                        running[_submit(executor, _grade_quietly, week, submission)] = submission
                        submission = None
                    if not running:
                        break
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        outcome = future.result()
                        yield running.pop(future), outcome
            except BrokenProcessPool:
                # Also the one that was just being sent.
                suspects = [*running.values(), *([submission] if submission else [])]
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                raise
        executor = None
        for submission in suspects:
            yield submission, _grade_alone(week, submission)


def grade_on_cluster(week, submissions, address):
    """Grade on the workers of the Dask scheduler at an address.

    The workers need this repository, at the same path, and its packages.
    Raises ClusterError.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise ClusterError(
            "--scheduler needs Dask: pip install 'deep-learning-notebooks[cluster]'"
        ) from None
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}: {error}") from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise ClusterError(f"the scheduler at {address} has no workers")
        jobs = 2 * sum(client.nthreads().values())
        running = {}
        submissions = iter(submissions)
        finished = as_completed()

        def submit_next():
            submission = next(submissions, None)
            if submission is not None:
                future = client.submit(_grade_quietly, week, submission, pure=False)
                running[future.key] = submission
                finished.add(future)

        for _ in range(jobs):
            submit_next()
        for future in finished:
            submission = running.pop(future.key)
            try:
                outcome = future.result()
            except KilledWorker:
                outcome = Ungraded("each worker that graded it ended")
            yield submission, outcome
            submit_next()


def _executor(jobs):
    context = _context()
    started = context.Value("i", 0) if jobs >= cores() else None
    return ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_start_worker, initargs=(started,)
    )


def _context():
    """How workers start: forked from a fresh process that has imported what they need.

    Not from this one, which may have used TensorFlow, and that does not survive a fork. Windows
    has no forks.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.grading.worker", "matplotlib.pyplot"])
    return context


def _submit(executor, function, *args):
    with _environment(WORKER):
        return executor.submit(function, *args)


def _grade_alone(week, submission):
    with _executor(1) as executor:
        try:
            return _submit(executor, _grade_quietly, week, submission).result()
        except BrokenProcessPool:
            return Ungraded("the process that graded it ended, twice")


def _prepare(lessons):
    """Run in a worker: what it keeps is there when the first submission comes."""
    from autograder.grading.worker import prepare

    for lesson in lessons:
        prepare(lesson)


def _grade_quietly(week, submission):
    """Run in a worker: what grading needs is imported there."""
    from autograder.grading.worker import grade_submission

    try:
        return grade_submission(week, submission)
    except AutograderError:
        raise
    except Exception as error:
        # A fault of ours that one submission brings to light must not stop the others.
        return Ungraded(f"{type(error).__name__}: {error}")


def _start_worker(started):
    """Get a worker ready.

    started : how many workers there are already, where they are to share all cores; or None.
    """
    from autograder.grading.nursery import run_in_turn

    # Ctrl-C is for the process that started the workers; it ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    run_in_turn()
    if started is not None and sys.platform == "linux":
        with started.get_lock():
            number = started.value
            started.value += 1
        # A worker and the student's process take turns, hundreds of times for each submission. On
        # one core the turn passes at once; another core would have to be woken first.
        available = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {available[number % len(available)]})
    parent = multiprocessing.parent_process()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent):
    """End this worker when its parent was killed: nobody would take its results."""
    parent.join()
    os._exit(1)


class _environment:
    """Context manager: these variables are set for the processes started in it.

    One thread at a time: what it puts back at its end would else be what another one has set.
    """

    _lock = threading.Lock()

    def __init__(self, variables):
        self.variables = variables

    def __enter__(self):
        self._lock.acquire()
        self.before = {name: os.environ.get(name) for name in self.variables}
        os.environ.update(self.variables)

    def __exit__(self, *_):
        for name, value in self.before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        self._lock.release()


def cores():
    """How many processes this one may keep busy."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
