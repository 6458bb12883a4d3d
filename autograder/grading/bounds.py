"""Bounds on what the grader's own code may do with a student's values: seconds, memory, sizes."""

import contextlib
import ctypes
import itertools
import sys
import threading
import time

import numpy as np

from autograder.grading.codec import NUMPY_SCALARS, tensor_array

try:
    import resource
except ImportError:  # Windows
    resource = None

SECONDS_BETWEEN_LOOKS = 0.1
MOST_MEMORY = 2_000_000_000  # bytes, beyond what the process has already
# Of what a student's code gives to a function of the grader's, all arguments together. A whole
# number may say how often something is done, or how large an array is to be.
LARGEST_NUMBER = 1_000_000
MOST_BYTES = 16_000_000
MOST_ITEMS = 100_000


class TooLong(Exception):
    """A function was stopped, for it took too long."""


def bounded(function, *args, seconds):
    """Call function(*args) and return its result, or stop it after so many seconds.

    Raise TooLong then; MemoryError when it takes more than MOST_MEMORY, where that can be known.

    Python is stopped between two of its steps, in any thread: a signal would reach the main thread
    alone, and a Dask worker computes in another. One long step, such as numpy's of a large matrix,
    is waited for; `refuse_large` keeps these short.
    """

    class Stopped(BaseException):  # one of its own: bounds may lie within bounds
        pass

    lock, over = threading.Lock(), False
    thread = ctypes.c_ulong(threading.get_ident())

    def stop():
        with lock:
            if not over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(Stopped))

    alarm = None
    try:
        try:
            alarm = _alarms.set(seconds, stop)
            with _memory(MOST_MEMORY):
                return function(*args)
        finally:
            with lock:
                over = True
            _alarms.forget(alarm)  # also a step at which a Stopped that is on its way arrives
    except Stopped:
        raise TooLong(f"this took more than {seconds:g} seconds") from None


class _Alarms:
    """Functions to be called at their times, by one thread that looks after all of them.

    A thread for each, as a threading.Timer is, would take longer than most checks. There are no
    locks: a thread that is stopped while it holds one could leave it closed.
    """

    def __init__(self):
        self._due = {}  # number of an alarm → (time, function)
        self._numbers = itertools.count()
        self._thread = None

    def set(self, seconds, function):
        """Have a function called in so many seconds; returns what `forget` takes."""
        number = next(self._numbers)
        self._due[number] = time.monotonic() + seconds, function
        if self._thread is None or not self._thread.is_alive():  # as it is after a fork
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()
        return number

    def forget(self, number):
        self._due.pop(number, None)

    def _look(self):
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            now = time.monotonic()
            for number, (at, function) in list(self._due.items()):
                if at <= now and self._due.pop(number, None):
                    function()


_alarms = _Alarms()


@contextlib.contextmanager
def _memory(most):
    """Let the process take so many bytes more, for as long as this lasts."""
    if resource is None or sys.platform != "linux":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with open("/proc/self/statm", "rb", buffering=0) as file:
        pages = int(file.read().split()[5])
    limit = pages * resource.getpagesize() + most
    lower = [each for each in (soft, hard, limit) if each != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(lower), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def refuse_large(values):
    """Raise OverflowError when there is too much in some plain values, or too large a number."""
    total = items = 0
    waiting = [values]
    while waiting:
        value = waiting.pop()
        if type(value) in (list, tuple, set, dict):
            items += len(value)
            if items <= MOST_ITEMS:
                waiting += [*value, *value.values()] if type(value) is dict else value
        elif type(value) in (str, bytes):
            total += len(value)
        elif type(value) is int or (type(value) in NUMPY_SCALARS and value.dtype.kind in "iu"):
            if abs(int(value)) > LARGEST_NUMBER:
                words = f"no function of a check takes a number above {LARGEST_NUMBER:,}"
                raise OverflowError(words)
        else:
            array = value if type(value) is np.ndarray else tensor_array(value)
            total += array.nbytes if array is not None else 0
        if items > MOST_ITEMS or total > MOST_BYTES:
            words = f"{MOST_BYTES:,} bytes or {MOST_ITEMS:,} items"
            raise OverflowError(f"no function of a check takes more than {words}")
