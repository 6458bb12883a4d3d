"""Bounds on what the grader's own code may do with a student's values: seconds, memory, sizes."""

import contextlib
import ctypes
import sys
import threading
from pathlib import Path

import numpy as np

from autograder.grading.codec import NUMPY_SCALARS, tensor_array

try:
    import resource
except ImportError:  # Windows
    resource = None

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

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    try:
        try:
            timer.start()
            with _memory(MOST_MEMORY):
                return function(*args)
        finally:
            with lock:
                over = True
            timer.cancel()  # also a step at which a Stopped that is on its way arrives
    except Stopped:
        raise TooLong(f"this took more than {seconds:g} seconds") from None


@contextlib.contextmanager
def _memory(most):
    """Let the process take so many bytes more, for as long as this lasts."""
    if resource is None or sys.platform != "linux":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    pages = int(Path("/proc/self/statm").read_text().split()[5])
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
