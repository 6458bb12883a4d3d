"""Processes for submissions, each forked from one that has imported the libraries already.

A `Nursery` starts one fresh Python, which imports what lessons need and then waits. At each
`Nursery.fork` it forks, and the fork is confined (see sandbox) and serves one submission over a
socket. The nursery never holds a lesson, a test, an expected value, a submission or what one
printed, for its children inherit its memory. Nor may it run a TensorFlow operation: after one,
every fork hangs.

    controller                        the trusted process, which holds a `Nursery`
     └─ guard                         waits; with it ends everything below
         └─ nursery                   forks, watches, stops
             └─ student's process     one for each submission, confined

Where the system has nothing to confine a process with (macOS), the nursery forks before it
imports, for many libraries do not survive a fork there: slower, not safe, and refused without
`trust`.
"""

import contextlib
import gc
import importlib
import io
import itertools
import json
import math
import os
import random
import re
import select
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from autograder.errors import AutograderError
from autograder.grading import sandbox
from autograder.grading.sandbox import Limits, SandboxError
from autograder.seeds import seed_libraries

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

# What is imported before the forks. A submission can import other libraries, in its own time.
_SMALL_LIBRARIES = (
    "numpy.random",
    "numpy.testing",
    "h5py",
    "PIL.Image",
    "matplotlib.pyplot",
    "IPython",
)
LIBRARIES = {
    "numpy": _SMALL_LIBRARIES,
    "tensorflow": (*_SMALL_LIBRARIES, "tensorflow", "keras"),
}
_SHARED_UTILS = ("checks", "datasets", "images", "plots", "predictions", "questions", "sliders")

# Runs in the student's process: a function of one argument, the socket to the trusted process.
SERVE = "autograder.grading.student:serve"

# Seconds for the imports, on a busy machine that has nothing of TensorFlow in memory yet.
START_SECONDS = 180.0
# Seconds for a killed process to be gone.
END_SECONDS = 30.0
# Seconds between looks whether a nursery that is waited for is still there.
LOOK_SECONDS = 0.5
# Seconds between looks at what no limit of the kernel's covers.
WATCH_SECONDS = 0.1

# A request: [seed or null, limits] in JSON, with spaces to this length; three descriptors with it.
_REQUEST_BYTES = 1024

# More than a nursery can have: those from here on are not looked for when a fork closes them.
_DESCRIPTORS = 2**20


class NurseryError(AutograderError):
    """A nursery or a student's process could not start; the message says why."""


class ProtectionError(AutograderError):
    """This machine lacks a protection that work of people one does not trust needs."""


@dataclass(frozen=True)
class Ending:
    """How a student's process ended.

    Attributes
    ----------
    cause : one of
        "exit": by itself; `number` is its exit status.
        "signal": the kernel stopped it for something it did; `number` is the signal.
        "kill": `Child.kill` was called, or the process that held the `Child` ended.
        "cpu", "wall", "threads", "scratch": it passed this limit of its `Limits`.
        "nursery": the nursery ended, and this process with it.
    number : int
    cpu_seconds : float, the computing time that it used.
    peak_memory : int, bytes, with what it shared with the nursery.
    """

    cause: str
    number: int = 0
    cpu_seconds: float = 0.0
    peak_memory: int = 0


class _Reports:
    """The lines of JSON that come over a socket."""

    def __init__(self, connection):
        self.connection = connection
        self._unread = b""

    def next(self, seconds=None, sender=None):
        """The next one, or None when there will be none. Raises TimeoutError.

        sender : the Popen that it comes from; without it the socket's end must tell that it has
            ended, which it does not while a fork of this process holds the other side too.
        """
        deadline = math.inf if seconds is None else time.monotonic() + seconds
        poll = select.poll()
        poll.register(self.connection, select.POLLIN)
        while b"\n" not in self._unread:
            has_ended = sender is not None and sender.poll() is not None
            left = max(deadline - time.monotonic(), 0)
            if not poll.poll(0 if has_ended else min(left, LOOK_SECONDS) * 1000):
                if has_ended:
                    return None
                if time.monotonic() >= deadline:
                    raise TimeoutError
                continue
            try:
                received = self.connection.recv(4096)
            except ConnectionError:
                received = b""
            if not received:
                return None
            self._unread += received
        line, _, self._unread = self._unread.partition(b"\n")
        return json.loads(line)


class Child:
    """A student's process. A context manager; leaving it closes it.

    Attributes
    ----------
    connection : socket, a stream to what serves in the process; it ends when the process does.
    """

    def __init__(self, connection, reports, output, output_limit):
        self.connection = connection
        self._reports = reports
        self._output = output
        self._output_limit = output_limit
        self._ending = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def ended(self):
        """The `Ending`, or None while the process runs."""
        return self.wait(0)

    def wait(self, seconds=None):
        """Wait for the end, no longer than so many seconds; returns the `Ending` or None."""
        if self._ending is None:
            try:
                report = self._reports.next(seconds)
            except TimeoutError:
                return None
            self._ending = Ending(**report) if report else Ending("nursery")
            self._reports.connection.close()
        return self._ending

    def kill(self):
        """End the process and all that it started; returns the `Ending` once they are gone."""
        try:
            if self._ending is None:
                with contextlib.suppress(OSError):
                    self._reports.connection.shutdown(socket.SHUT_WR)
                if self.wait(END_SECONDS) is None:
                    raise NurseryError("a student's process was killed and is still there")
        finally:
            # Only now: a process that saw its connection close could still write a complaint.
            self.connection.close()
        return self._ending

    def close(self):
        """Let go of the process: the nursery ends it, in a moment, and its output is forgotten.

        It does not wait, as `kill` does; `ended` and `output` are no more to be had.
        """
        if self._output is None:
            return
        self.connection.close()
        if self._ending is None:
            with contextlib.suppress(OSError):
                self._reports.connection.shutdown(socket.SHUT_RDWR)
            self._reports.connection.close()
        os.close(self._output)
        self._output = None

    @property
    def output(self):
        """What it wrote to its standard output and error so far: bytes, no more than the limit.

        What Python code prints does not come here when it is caught in the process.
        """
        return os.pread(self._output, self._output_limit, 0).rstrip(b"\0")


class Nursery:
    """Forks student's processes. A context manager; leaving it ends them all.

    Threads may share it, and so may forks of the process that made it.

    Parameters
    ----------
    kind : "numpy" or "tensorflow", which libraries are imported before the forks.
    limits : Limits of each student's process.
    data : names from shared_utils.datasets; the sets of those that load one are there in each
        fork when they are asked for.
    readable : paths that student's processes may read besides Python's libraries; the
        repository's `shared_utils` and `data` by default.
    trust : go on although a protection in `sandbox.REQUIRED` is missing.
    serve : "module:function", what a student's process runs; it is given the socket.
    plain : use no layer of confinement, and import after the fork; elsewhere than on Linux
        nothing else is possible.

    Attributes
    ----------
    imports : list of module names, what the nursery imports before it forks.
    limits, trust : as above; they may be set anew, and hold from the next fork on.
    protections : tuple of `sandbox.Protection`, those of this nursery's processes.

    Raises NurseryError when it cannot start, ProtectionError when a protection is missing.
    """

    def __init__(
        self,
        kind="numpy",
        limits=None,
        *,
        data=(),
        readable=None,
        trust=False,
        serve=SERVE,
        plain=sys.platform != "linux",
    ):
        if kind not in LIBRARIES:
            raise ValueError(f"kind {kind!r} is not one of {', '.join(LIBRARIES)}")
        self.imports = [*LIBRARIES[kind], *(f"shared_utils.{name}" for name in _SHARED_UTILS)]
        self.data = data
        self.limits = limits or Limits()
        self.readable = [os.path.abspath(path) for path in readable or default_readable()]
        self.trust = trust
        self.serve = serve
        self.plain = plain
        self.protections = ()
        self._lock = threading.Lock()
        self._control = None
        self._has_reported = False

    def begin(self):
        """Start without waiting for anything; what is missing, `start` or `fork` say."""
        with self._lock:
            if self._control is None:
                self._launch()

    def start(self):
        """Start, if that is still to be done; the first `fork` waits for the imports."""
        with self._lock:
            self._start()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.close()

    def fork(self, seed=None):
        """Make a student's process; returns its `Child` once it is confined.

        A nursery that has ended, whatever the reason, is started again first.

        Parameters
        ----------
        seed : int below 2**32, for the random numbers of Python, numpy and TensorFlow in it;
            without one they differ each time.

        Raises NurseryError when the process could not be made.
        """
        why = ""
        for _ in range(2):
            with self._lock:
                self._start()
                control = self._control
            try:
                return self._request(control, seed)
            except ConnectionError:
                with self._lock:
                    # Another thread may have started a new one already.
                    if self._control is control:
                        why = self._stop()
        raise NurseryError(f"the nursery ended twice before it could fork: {why}")

    def close(self):
        """End the nursery and all student's processes."""
        with self._lock:
            self._stop()

    def _launch(self):
        if not hasattr(os, "fork"):
            raise NurseryError("submissions cannot be run on Windows itself: use Linux in WSL")
        self._control, control = socket.socketpair()
        self._has_reported = False
        self._owner = os.getpid()
        self._scratch = None
        self._messages = tempfile.TemporaryFile()  # noqa: SIM115, it stays until _stop
        options = {
            "imports": self.imports,
            "data": self.data,
            "readable": self.readable,
            "serve": self.serve,
            "plain": self.plain,
            "control": control.fileno(),
            "controller": self._owner,
        }
        with control:
            self._process = subprocess.Popen(
                [*self._launcher(), json.dumps(options)],
                env=_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._messages,
                pass_fds=[control.fileno()],
                # So that Ctrl-C reaches the controller alone, which then ends the nursery.
                start_new_session=True,
            )

    def _start(self):
        """Have it running, with a word of which protections it has."""
        if self._control is None:
            self._launch()
        if not self._has_reported:
            try:
                report = _Reports(self._control).next(START_SECONDS, self._process)
            except TimeoutError:
                report = None
            if report is None:
                raise NurseryError(f"the nursery did not start: {self._stop()}")
            self._has_reported = True
            self._scratch = report["scratch"]
            self.protections = sandbox.describe(report["missing"])
        try:
            refuse_unprotected(self.protections, self.trust)
        except ProtectionError:
            self._stop()
            raise

    def _launcher(self):
        # No folder or variable of the instructor's adds modules (-P -s), and none is written (-B).
        return [sys.executable, "-P", "-s", "-B", "-m", __name__]

    def _request(self, control, seed):
        """Ask for a fork; raises ConnectionError when the nursery has ended."""
        connection, their_connection = socket.socketpair()
        status, their_status = socket.socketpair()
        output = _output_file(self.limits.output)
        reports = _Reports(status)
        child = Child(connection, reports, output, self.limits.output)
        try:
            with their_connection, their_status:
                descriptors = [their_connection.fileno(), their_status.fileno(), output]
                request = json.dumps([seed, asdict(self.limits)]).encode().ljust(_REQUEST_BYTES)
                socket.send_fds(control, [request], descriptors)
            try:
                report = reports.next(START_SECONDS, self._process)
            except TimeoutError:
                raise NurseryError("a fork was asked for and did not come") from None
            if report is None:
                raise ConnectionError("the nursery has ended")
            if "confined" not in report:
                raise NurseryError(f"a student's process could not be made: {report}")
        except BaseException:
            child.close()
            raise
        return child

    def _stop(self):
        """End the nursery, if there is one; returns how it ended."""
        if self._control is None:
            return "it was not running"
        control, self._control = self._control, None
        if os.getpid() != self._owner:
            # A fork of the process that started it: it is not this one's to end.
            control.close()
            self._messages.close()
            return "it was started by another process"
        # A shutdown reaches the nursery even while forks of this process hold the socket too.
        with contextlib.suppress(OSError):
            control.shutdown(socket.SHUT_RDWR)
        control.close()
        try:
            status = self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        if self._scratch:
            _remove(self._scratch)
        with self._messages:
            self._messages.seek(0)
            words = self._messages.read().decode(errors="replace").strip()
        return f"exit status {status}" + (f", {words[-2000:]}" if words else "")


def refuse_unprotected(protections, trust):
    """Raise ProtectionError when one that untrusted work needs is missing, unless `trust`."""
    lacking = [p for p in protections if p.name in sandbox.REQUIRED and not p.active]
    if lacking and not trust:
        raise ProtectionError(
            "Submissions of people you do not trust cannot be run on this machine. Missing: "
            + "; ".join(f"{p.name} ({p.how}; {p.mend})" for p in lacking)
        )


def default_readable():
    """The repository's `shared_utils` and `data`."""
    folder = Path(find_spec("shared_utils").origin).resolve().parent
    return [folder, folder.parent / "data"]


def _environment():
    """The variables that a nursery gets: nothing of the instructor's but where libraries are."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    one_thread = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
    variables = {
        "HOME": sandbox.SCRATCH,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",  # the order of a set is the same in a regrade
        "MPLBACKEND": "agg",
        # Where matplotlib remembers the fonts it found: looking for them takes seconds.
        "MPLCONFIGDIR": str(cache / "autograder" / "matplotlib"),
        # Submissions cannot lock files, for others read the same ones.
        "HDF5_USE_FILE_LOCKING": "FALSE",
        "KERAS_BACKEND": "tensorflow",
        "KERAS_HOME": f"{sandbox.SCRATCH}/keras",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTEROP_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "-1",
        # Each of these reserves 64 megabytes of address space, which has a limit.
        "MALLOC_ARENA_MAX": "2",
        # The nursery must have a single thread when it forks.
        **{f"{name}_NUM_THREADS": "1" for name in one_thread},
    }
    if "LD_LIBRARY_PATH" in os.environ:
        variables["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return variables


def _output_file(limit):
    """A descriptor of a new file that takes so many bytes and no more."""
    if not hasattr(os, "memfd_create"):
        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())
    output = os.memfd_create("output", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(output, limit)
    fcntl.fcntl(output, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK)
    return output


def run_in_turn():
    """Let what runs on a core run until it waits, in this process and those that it starts.

    Otherwise one that wakes may interrupt the one that woke it. At the end of each epoch of a
    Keras `fit`, `tf.data` tells a thread of its own to end; one that looks before the word is
    complete goes back to sleep, for some 30 ms.
    """
    if hasattr(os, "SCHED_BATCH"):
        # Where it is not allowed, all is as before.
        with contextlib.suppress(OSError):
            if os.sched_getscheduler(0) == os.SCHED_OTHER:
                os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


# --- in the nursery ----------------------------------------------------------------------------


def main():
    """Run a guard and a nursery; the one argument is what `Nursery._start` says, in JSON."""
    options = json.loads(sys.argv[1])
    control = socket.socket(fileno=options["control"])
    control.set_inheritable(False)
    controller = _watch_process(options["controller"])
    run_in_turn()
    missing = None if options["plain"] else sandbox.missing_layers(options["readable"])
    layers = {layer for layer, reason in missing.items() if not reason} if missing else set()
    with contextlib.suppress(OSError):
        # When memory runs out, the kernel ends submissions before their grader.
        Path("/proc/self/oom_score_adj").write_text("500")
    scratch = None
    if "namespaces" not in layers:
        # Outside a file tree of their own, students' processes get folders in this one.
        scratch = tempfile.mkdtemp(prefix="autograder-")
        os.chmod(scratch, 0o711)
    _report(control.fileno(), missing=missing, scratch=scratch)
    if "namespaces" in layers:
        sandbox.enter_namespaces()
    if missing is not None:
        _guard_a_fork(control)
    _Forks(options, layers, scratch, control, controller).run()


def _watch_process(process):
    """A descriptor that becomes readable when the parent process has ended, or None."""
    try:
        descriptor = os.pidfd_open(process)
    except (AttributeError, OSError):
        return None  # the socket's end must do
    if os.getppid() != process:
        os._exit(0)  # it has ended, and another process may have its number
    return descriptor


def _guard_a_fork(control):
    """Fork; the child goes on and becomes the nursery, this process waits and ends with it."""
    process = os.fork()
    if process == 0:
        sandbox.die_with_parent()
        return
    control.close()
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os._exit(status if status >= 0 else 128 - status)


def _report(descriptor, **words):
    with contextlib.suppress(OSError):
        os.write(descriptor, json.dumps(words).encode() + b"\n")


@dataclass
class _Fork:
    """A student's process as the nursery sees it."""

    process: int
    status: int
    scratch: str
    limits: Limits
    deadline: float
    cause: str = ""


class _Forks:
    """The nursery: it forks when asked, and watches what it forked."""

    def __init__(self, options, layers, scratch, control, controller):
        self.options = options
        self.layers = layers
        self.scratch = scratch
        self.control = control
        self.controller = controller
        self.running = {}
        self.serve = None
        if not options["plain"]:
            self.import_all()
            if len(os.listdir("/proc/self/task")) > 1:
                raise SandboxError("an import started a thread; a fork would be without it")
        users = [None]
        if os.geteuid() == 0 and "user" in layers:
            # Shuffled, so that two nurseries hardly ever use the same ones.
            users = random.sample(sandbox.UNPRIVILEGED_USERS, len(sandbox.UNPRIVILEGED_USERS))
        self.users = itertools.cycle(users)
        self.readable = sandbox.outermost(
            [*sandbox.library_paths(), *sandbox.DEVICES, *options["readable"]]
        )
        self.address_space = _address_space()
        if "namespaces" in layers:
            self.own_processes = sandbox.enter_tree(options["readable"])
        if {"namespaces", "seccomp"} <= layers:
            sandbox.filter_code(1, files_are_shared=False)
        sandbox.kernel_version()
        # Without this, looking for garbage would copy the nursery's memory in each fork.
        gc.collect()
        gc.freeze()

    def import_all(self):
        """Import what submissions and their server need."""
        module, _, function = self.options["serve"].partition(":")
        self.serve = getattr(importlib.import_module(module), function)
        for name in self.options["imports"]:
            importlib.import_module(name)
        if datasets := sys.modules.get("shared_utils.datasets"):
            for name in set(self.options["data"]) & set(datasets.LOADERS):
                datasets.make_ready(name)
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            # The first figure takes longest; its fonts and tables are then there in every fork.
            figure = pyplot.figure()
            figure.text(0, 0, "0")
            figure.savefig(io.BytesIO())
            pyplot.close(figure)

    def run(self):
        """Answer requests until the controller ends; never returns."""
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.poll = select.poll()
        for descriptor in (woken, self.control.fileno(), self.controller):
            if descriptor is not None:
                self.poll.register(descriptor, select.POLLIN)
        while True:
            timeout = WATCH_SECONDS * 1000 if self.running else None
            for descriptor, _ in self.poll.poll(timeout):
                if descriptor == woken:
                    os.read(woken, 4096)
                elif descriptor == self.controller:
                    self.end()
                elif descriptor == self.control.fileno():
                    self.fork()
                else:
                    # The holder of the `Child` wants the end, or has itself ended.
                    for fork in self.running.values():
                        if fork.status == descriptor:
                            self.stop(fork, "kill")
            self.collect()
            self.watch()

    def fork(self):
        """Read one request and answer it."""
        message, descriptors, _, _ = socket.recv_fds(self.control, _REQUEST_BYTES, 3)
        if not message:
            self.end()
        seed, limits = json.loads(message)
        limits = Limits(**limits)
        connection, status, output = descriptors
        user = next(self.users)
        try:
            if "namespaces" in self.layers:
                scratch = sandbox.SCRATCH
                process = sandbox.fork_apart(self.own_processes)
            else:
                scratch = tempfile.mkdtemp(dir=self.scratch)
                if user is not None:
                    os.chown(scratch, user, user)
                process = os.fork()
        except OSError as error:
            _report(status, error=str(error))
            os.close(status)
        else:
            if process == 0:
                self.become_student(connection, status, output, scratch, user, seed, limits)
            deadline = time.monotonic() + limits.wall_seconds
            self.running[process] = _Fork(process, status, scratch, limits, deadline)
            self.poll.register(status, select.POLLIN)
        os.close(connection)
        os.close(output)

    def become_student(self, connection, status, output, scratch, user, seed, limits):
        """Be confined and serve; never returns."""
        exit_status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.control.detach()
            _keep_only(connection, status, output)
            if self.options["plain"]:
                self.import_all()
            try:
                sandbox.confine(
                    limits,
                    layers=self.layers,
                    readable=self.readable,
                    scratch=scratch,
                    address_space=self.address_space,
                    user=user,
                )
            except (OSError, SandboxError) as error:
                _report(status, error=str(error))
                return
            os.environ.update(HOME=scratch, TMPDIR=scratch)
            tempfile.tempdir = None
            _seed(seed)
            _report(status, confined=True)
            os.close(status)
            with socket.socket(fileno=connection) as to_controller:
                self.serve(to_controller)
            exit_status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            with contextlib.suppress(BaseException):
                sys.stdout.flush()
                sys.stderr.flush()
            # Nothing that a submission registered for the end of Python is run.
            os._exit(exit_status)

    def watch(self):
        """Stop forks that passed a limit which the kernel does not keep."""
        now = time.monotonic()
        for fork in self.running.values():
            if now > fork.deadline:
                self.stop(fork, "wall")
            elif _threads(fork.process) > fork.limits.threads:
                self.stop(fork, "threads")
            elif self.scratch:
                most = fork.limits.scratch
                if _bytes_in_files(fork, most) > most:
                    self.stop(fork, "scratch")

    def stop(self, fork, cause):
        """Kill a fork and all that it started."""
        if not fork.cause:
            fork.cause = cause
            self.poll.unregister(fork.status)
            for kill in (os.killpg, os.kill):
                with contextlib.suppress(OSError):
                    kill(fork.process, signal.SIGKILL)

    def collect(self):
        """Report the forks that have ended."""
        for fork in list(self.running.values()):
            process, status, usage = os.wait4(fork.process, os.WNOHANG)
            if process == 0:
                continue
            del self.running[process]
            cpu_seconds = usage.ru_utime + usage.ru_stime
            number = os.waitstatus_to_exitcode(status)
            if not fork.cause:
                self.poll.unregister(fork.status)
                fork.cause = "exit" if number >= 0 else "signal"
                # The kernel kills at the limit, which it counts in ticks.
                if number == -signal.SIGKILL and cpu_seconds > fork.limits.cpu_seconds - 0.1:
                    fork.cause = "cpu"
            if self.scratch:
                _remove(fork.scratch)
            _report(
                fork.status,
                cause=fork.cause,
                number=abs(number) if fork.cause in ("exit", "signal") else 0,
                cpu_seconds=cpu_seconds,
                peak_memory=usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            )
            os.close(fork.status)

    def end(self):
        """Leave nothing behind."""
        for fork in self.running.values():
            self.stop(fork, "kill")
        if self.scratch:
            _remove(self.scratch)
        os._exit(0)


def _keep_only(connection, status, output):
    """Close all descriptors but these; the standard ones become /dev/null and the output."""
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    kept = sorted((2, connection, status))
    for low, high in zip(kept, [*kept[1:], _DESCRIPTORS], strict=True):
        os.closerange(low + 1, high)


def _seed(seed):
    """Seed Python's, numpy's and TensorFlow's random numbers, which forks would share."""
    if seed is None:
        seed = int.from_bytes(os.urandom(4), "little")
    seed_libraries(seed)


def _address_space():
    """Bytes of address space of this process, or None where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[0]
    except OSError:
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _threads(process):
    try:
        return len(os.listdir(f"/proc/{process}/task"))
    except OSError:
        return 0


def _bytes_in_files(fork, most):
    """What a fork takes on disk: in its scratch folder, and in deleted files that it still uses.

    Stops counting when it is more than `most`.
    """
    total = 0
    waiting = [fork.scratch]
    while waiting and total <= most:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    size = entry.stat(follow_symlinks=False).st_blocks * 512
                    total += max(size, sandbox.LEAST_FILE)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except FileNotFoundError:
            continue
        except OSError:
            return most + 1  # so deep or so closed that it cannot be counted
    about = Path("/proc", str(fork.process))
    with contextlib.suppress(OSError):
        for descriptor in os.listdir(about / "fd"):
            with contextlib.suppress(OSError):
                opened = os.stat(about / "fd" / descriptor)
                if stat.S_ISREG(opened.st_mode) and opened.st_nlink == 0:
                    total += opened.st_blocks * 512
        # The size of a deleted file that is mapped into memory is not to be had.
        if re.search(rf"{re.escape(fork.scratch)}/.* \(deleted\)\n", (about / "maps").read_text()):
            return most + 1
    return total


def _remove(folder):
    """Remove a folder that a submission filled; rm follows it to any depth, Python does not."""
    subprocess.run(["rm", "-rf", folder], stderr=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    main()
