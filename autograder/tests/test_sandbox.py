"""Every protection, crossed from inside a student's process.

Each test runs as often as there are ways to be confined on this machine: as root and as an
ordinary user, with and without namespaces.
"""

import ast
import ctypes
import errno
import functools
import json
import os
import platform
import secrets
import socket
import struct
import subprocess
import sys
import tempfile
import textwrap
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from autograder.grading import nursery, sandbox
from autograder.grading.nursery import Nursery, ProtectionError, default_readable
from autograder.grading.sandbox import MEGABYTE, Limits

ROOT = Path(__file__).parents[2]
ORDINARY_USER = 54321

LIMITS = Limits(memory=128 * MEGABYTE, threads=40, scratch=16 * MEGABYTE, output=100_000)

# Put before each test's source, in the student's process.
PRELUDE = """
import errno, os

def outcome(attempt, *arguments):
    try:
        attempt(*arguments)
    except OSError as error:
        return errno.errorcode[error.errno]
    except MemoryError:
        return "MemoryError"
    return "done"
"""


# --- ways to be confined -----------------------------------------------------------------------


def launch(as_user, forbidden, without):
    """Become an ordinary user, forbid calls as a container may do, then start the nursery."""
    if os.geteuid() == 0:
        _open_the_way_to_python()
    if as_user:
        os.setgroups([])
        os.setresgid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)
        os.setresuid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)
    for number in forbidden:
        _forbid(number)
    # A new program, as the nursery is one: a process that has changed its user is short of rights.
    code = f"from {__name__} import run_nursery; run_nursery({without})"
    os.execv(sys.executable, [sys.executable, "-P", "-s", "-B", "-c", code, sys.argv[-1]])


def run_nursery(without):
    """Be a nursery on a machine that lacks these layers, or allows no process list of one's own."""
    if "process list" in without:
        mount = sandbox._mount

        def mount_all_but_it(source, *arguments):
            if source == "proc":
                raise PermissionError(errno.EPERM, "not in this test")
            mount(source, *arguments)

        sandbox._mount = mount_all_but_it
    missing = sandbox.missing_layers()
    sandbox.missing_layers = lambda _: missing | dict.fromkeys(without, "left out by a test")
    nursery.main()


def _open_the_way_to_python():
    """Lay open folders over closed ones, such as /root, that Python is in, if that is allowed."""
    needed = [sys.prefix, sys.base_prefix, ROOT, os.path.dirname(sys.executable)]
    closed = {}
    for path in map(Path, sandbox.outermost(needed)):
        for folder in reversed(path.parents):
            if not folder.stat().st_mode & 1:
                closed.setdefault(folder, []).append(path)
                break
    if not closed:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(sandbox.CLONE_NEWNS) < 0:
        return
    assert libc.mount(b"none", b"/", None, sandbox.MS_REC | sandbox.MS_PRIVATE, None) == 0
    for folder, inside in closed.items():
        descriptors = [os.open(path, os.O_PATH) for path in inside]
        assert libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"mode=755") == 0
        for path, descriptor in zip(inside, descriptors, strict=True):
            path.mkdir(parents=True)
            source = f"/proc/self/fd/{descriptor}".encode()
            assert libc.mount(source, os.fsencode(path), None, sandbox.MS_BIND, None) == 0


def _forbid(number):
    """Let a call of the kernel's fail as it does in a container."""
    steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x50001), (0x06, 0, 0, 0x7FFF0000)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    )
    libc = ctypes.CDLL(None, use_errno=True)
    sandbox.forbid_new_privileges()
    arguments = (ctypes.c_ulong(2), ctypes.c_ulong(ctypes.addressof(header)))
    assert libc.prctl(sandbox.PR_SET_SECCOMP, *arguments) == 0


COLUMN = {"x86_64": 0, "aarch64": 1}.get(platform.machine(), 0)
UNSHARE = sandbox._CALLS["unshare"][COLUMN]


class LaunchedNursery(Nursery):
    """A nursery in the way that a test asks for; its processes run sources that they are sent.

    It imports little, and so starts fast, unless `imports_all`.
    """

    def __init__(
        self, *, limits=None, as_user=False, forbidden=(), without=(), imports_all=False, **options
    ):
        super().__init__("numpy", limits, serve=f"{__name__}:run", **options)
        self.launch = (as_user, forbidden, without)
        if not imports_all:
            self.imports = ["numpy.random"]

    def _launcher(self):
        code = f"from {__name__} import launch; launch(*{self.launch})"
        return [sys.executable, "-P", "-s", "-B", "-c", code]


def run(connection):
    """In a student's process: run a source and send back what it calls `answer`."""
    with connection.makefile("rwb") as stream:
        source = stream.read(int(stream.readline()))
        namespace = {"connection": connection}
        try:
            exec(compile(source, "<student>", "exec"), namespace)
            reply = {"answer": namespace.get("answer")}
        except BaseException as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        stream.write(repr(reply).encode() + b"\n")


def ask(child, source, **values):
    """Run a source in a student's process, with these values in it; returns its `answer`.

    None when the process ended before it could answer. Raises RuntimeError for its errors.
    """
    given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    source = (PRELUDE + given + textwrap.dedent(source)).encode()
    child.connection.sendall(b"%d\n" % len(source) + source)
    reply = b""
    while not reply.endswith(b"\n"):
        try:
            received = child.connection.recv(65536)
        except ConnectionError:
            received = b""
        if not received:
            return None
        reply += received
    reply = ast.literal_eval(reply.decode())
    if "error" in reply:
        raise RuntimeError(reply["error"])
    return reply["answer"]


@dataclass
class Way:
    """One way to be confined.

    `folder` belongs to the user that the nursery runs as, and stands for an instructor's files;
    student's processes may read `folder / "data"` alone.
    """

    options: dict
    folder: Path
    nursery: Nursery

    @property
    def namespaces(self):
        return "forbidden" not in self.options

    def ask(self, source, **values):
        with self.nursery.fork() as child:
            return ask(child, source, **values)


WAYS = {"namespaces": {}, "no_namespaces": {"forbidden": (UNSHARE,)}}
if hasattr(os, "geteuid") and os.geteuid() == 0:
    WAYS |= {f"user_{name}": {"as_user": True, **options} for name, options in WAYS.items()}
    # Where other users cannot read Python.
    WAYS["root_namespaces"] = {"without": ("user",)}


@pytest.fixture(scope="module", params=WAYS)
def way(request):
    options = WAYS[request.param]
    is_open = sandbox.open_to_others([*sandbox.python_paths(), ROOT], above=True)
    if options.get("as_user") and not is_open and sandbox_layers()["namespaces"]:
        pytest.skip("an ordinary user cannot read Python here")
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        folder = Path(folder).resolve()
        for name in ("gradebook.db", "submitted/ada/week1/lesson.ipynb", "data/set.h5"):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("private")
        if options.get("as_user"):
            for path in (folder, *folder.rglob("*")):
                os.chown(path, ORDINARY_USER, ORDINARY_USER)
        folder.chmod(0o755)
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        monkeypatch.setenv("ACCESS_TOKEN", "a secret of the instructor's")
        readable = [*default_readable(), folder / "data"]
        nursery = LaunchedNursery(limits=LIMITS, readable=readable, imports_all=True, **options)
        try:
            nursery.__enter__()
        except ProtectionError as error:
            pytest.skip(str(error))
        with nursery:
            files = nursery.protections[0]
            if "forbidden" not in options and "own file tree" not in files.how:
                pytest.skip(f"{files.name}: {files.how}; {files.mend}")
            yield Way(options, folder, nursery)


@pytest.fixture
def plain_file(way):
    """Files of the instructor's are as they were when the test has ended."""
    path = way.folder / "gradebook.db"
    before = path.stat()
    yield path
    after = path.stat()
    assert path.read_text() == "private"
    assert (before.st_mode, before.st_uid, before.st_mtime_ns, before.st_nlink) == (
        after.st_mode,
        after.st_uid,
        after.st_mtime_ns,
        after.st_nlink,
    )
    assert os.listxattr(path) == []


# --- files -------------------------------------------------------------------------------------


def test_files_of_the_course_and_of_people_cannot_be_read(way):
    places = [
        ROOT / "course1_nn_dl" / "source",
        ROOT / "autograder",
        ROOT / "pyproject.toml",
        ROOT / ".git",
        way.folder / "gradebook.db",
        way.folder / "submitted" / "ada" / "week1" / "lesson.ipynb",
        *(path for path in Path.home().iterdir() if not _leads_to_python(path)),
        Path("/etc/passwd"),
        Path("/home"),
        Path("/var"),
    ]
    places = [str(place) for place in places if place.exists()]
    places += [f"/proc/{name}/root/etc/passwd" for name in ("1", "self", os.getpid())]
    outcomes = way.ask(
        """
        def read(place):
            os.listdir(place) if os.path.isdir(place) else open(place).close()

        answer = {place: outcome(read, place) for place in places}
        """,
        places=places,
    )
    assert set(outcomes.values()) <= {"ENOENT", "EACCES"}, outcomes


def _leads_to_python(path):
    return any(f"{place}/".startswith(f"{path}/") for place in (sys.prefix, sys.base_prefix))


def test_the_way_to_python_shows_nothing_else(way):
    folders = [
        str(folder)
        for path in (sys.prefix, ROOT / "data", sys.base_prefix)
        for folder in Path(path).parents
        if folder != Path("/")
    ]
    entries = way.ask(
        """
        answer = []
        for folder in folders:
            try:
                answer += [os.path.join(folder, name) for name in os.listdir(folder)]
            except OSError:
                pass
        """,
        folders=folders,
    )
    readable = sandbox.outermost([*sandbox.library_paths(), *way.nursery.readable])
    for entry in entries:
        assert any(f"{path}/".startswith(f"{entry}/") for path in readable), entry


def test_what_a_lesson_needs_can_be_read(way):
    answer = way.ask(
        """
        from shared_utils import datasets
        import numpy.polynomial, zoneinfo, ctypes, matplotlib.pyplot as plt
        plt.plot([1, 2])
        plt.savefig("figure.png")
        with open("figure.png", "rb") as figure, open(data) as set:
            answer = [
                datasets.load_traffic_lights().train_images.shape[0] > 0,
                len(figure.read()) > 1000,
                set.read(),
                ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 3)(),
                os.path.samefile(os.getcwd(), os.environ["HOME"]),
            ]
        """,
        data=str(way.folder / "data" / "set.h5"),
    )
    assert answer == [True, True, "private", 3, True]


def test_nothing_can_be_written_outside_the_scratch_folder(way, plain_file):
    places = [way.folder / "data" / "new", ROOT / "data" / "new", Path(np.__file__).parent / "new"]
    outcomes = way.ask(
        """
        answer = [outcome(open, place, "w") for place in places]
        answer += [outcome(os.mkdir, place) for place in places]
        answer += [outcome(os.symlink, "target", place) for place in places]
        answer += [outcome(os.mkfifo, "/new"), outcome(os.mkdir, "/dev/new")]
        """,
        places=[str(place) for place in (*places, plain_file, "/new", "/usr/lib/new")],
    )
    assert set(outcomes) <= {"EROFS", "EACCES", "ENOENT", "EEXIST"}, outcomes
    assert not any(place.exists() for place in places)


@pytest.mark.parametrize("name", ["gradebook.db", "data/set.h5"])
def test_no_file_outside_can_be_changed(way, plain_file, name):
    outcomes = way.ask(
        """
        answer = {
            "chmod": outcome(os.chmod, path, 0o777),
            "chown": outcome(os.chown, path, os.getuid(), os.getgid()),
            "utime": outcome(os.utime, path),
            "truncate": outcome(os.truncate, path, 0),
            "unlink": outcome(os.unlink, path),
            "rename": outcome(os.rename, path, path + ".old"),
            "take": outcome(os.rename, path, "mine"),
            "link": outcome(os.link, path, "mine"),
            "setxattr": outcome(os.setxattr, path, "user.note", b"hello"),
            "append": outcome(open, path, "a"),
        }
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except OSError:
            pass
        else:
            answer |= {
                "fchmod": outcome(os.fchmod, descriptor, 0o777),
                "fchown": outcome(os.fchown, descriptor, os.getuid(), os.getgid()),
                "futime": outcome(os.utime, descriptor),
                "fsetxattr": outcome(os.setxattr, descriptor, "user.note", b"hello"),
                "write": outcome(os.write, descriptor, b"hello"),
            }
        """,
        path=str(way.folder / name),
    )
    refusals = {"EROFS", "EACCES", "ENOENT", "EPERM", "EXDEV", "EBADF"}
    assert set(outcomes.values()) <= refusals, outcomes
    assert (way.folder / name).read_text() == "private"


def test_files_that_others_read_cannot_be_locked(way):
    outcomes = way.ask(
        """
        import fcntl
        F_SETLEASE = 1024
        with open(path) as file:
            answer = {
                "flock": outcome(fcntl.flock, file, fcntl.LOCK_EX),
                "lockf": outcome(fcntl.lockf, file, fcntl.LOCK_SH),
                "lease": outcome(fcntl.fcntl, file, F_SETLEASE, fcntl.F_RDLCK),
            }
        """,
        path=str(way.folder / "data" / "set.h5"),
    )
    assert set(outcomes.values()) == {"EPERM"}


def test_files_in_the_scratch_folder_are_limited(way):
    with way.nursery.fork() as child:
        answer = ask(
            child,
            """
            def fill():
                for number in range(100):
                    with open(f"file{number}", "wb") as file:
                        file.write(bytes(1_000_000))

            answer = outcome(fill)
            import time
            time.sleep(0 if answer == "ENOSPC" else 5)
            """,
        )
        assert answer == "ENOSPC" if way.namespaces else child.wait(5).cause == "scratch"


def test_deleted_files_count_as_well(way):
    with way.nursery.fork() as child:
        answer = ask(
            child,
            """
            kept = []

            def fill():
                for number in range(100):
                    kept.append(open("file", "wb", buffering=0))
                    os.unlink("file")
                    kept[-1].write(bytes(1_000_000))

            answer = outcome(fill)
            import time
            time.sleep(0 if answer == "ENOSPC" else 5)
            """,
        )
        assert answer == "ENOSPC" if way.namespaces else child.wait(5).cause == "scratch"


def test_deleted_files_in_memory_count_as_well(way):
    with way.nursery.fork() as child:
        answer = ask(
            child,
            """
            import mmap
            kept = []

            def fill():
                for number in range(100):
                    with open("file", "wb+", buffering=0) as file:
                        os.unlink("file")
                        file.write(bytes(1_000_000))
                        kept.append(mmap.mmap(file.fileno(), mmap.PAGESIZE))

            answer = outcome(fill)
            import time
            time.sleep(0 if answer == "ENOSPC" else 5)
            """,
        )
        assert answer == "ENOSPC" if way.namespaces else child.wait(5).cause == "scratch"


def test_empty_files_count_as_well(way):
    with way.nursery.fork() as child:
        answer = ask(
            child,
            """
            def fill():
                for number in range(4_500):
                    os.close(os.open(f"file{number}", os.O_CREAT))

            answer = outcome(fill)
            import time
            time.sleep(0 if answer == "ENOSPC" else 5)
            """,
        )
        assert answer == "ENOSPC" if way.namespaces else child.wait(5).cause == "scratch"


def wait_until_scratch_is_empty(nursery):
    deadline = time.monotonic() + 20
    while nursery._scratch and os.listdir(nursery._scratch):
        assert time.monotonic() < deadline, "something was left behind"
        time.sleep(0.01)


def test_folders_nested_deep_do_not_disturb_the_nursery(way):
    source = """
        for _ in range(1500):
            os.mkdir("folder")
            os.chdir("folder")
        answer = "deep"
        """
    with way.nursery.fork() as child:
        process = way.nursery._process.pid
        if ask(child, source) is None:
            assert child.wait(5).cause == "scratch"
    assert way.ask("answer = 1") == 1
    assert way.nursery._process.pid == process
    wait_until_scratch_is_empty(way.nursery)


def test_a_scratch_folder_is_empty_and_gone_afterwards(way):
    source = """
        answer = os.listdir()
        with open("left_behind", "w") as file:
            file.write("hello")
        """
    assert way.ask(source) == []
    assert way.ask(source) == []
    wait_until_scratch_is_empty(way.nursery)


# --- network -----------------------------------------------------------------------------------


def test_no_service_can_be_reached(way):
    name = f"autograder-test-{os.getpid()}"
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_UNIX) as by_path,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        path = str(way.folder / "data" / "socket")
        by_path.bind(path)
        by_path.listen()
        os.chmod(path, 0o777)
        abstract.bind(f"\0{name}")
        abstract.listen()
        outcomes = way.ask(
            """
            import socket

            def connect(family, address):
                socket.socket(family).connect(address)

            answer = {
                "tcp": outcome(connect, socket.AF_INET, ("127.0.0.1", port)),
                "internet": outcome(connect, socket.AF_INET, ("192.0.2.1", 80)),
                "path": outcome(connect, socket.AF_UNIX, path),
                "abstract": outcome(connect, socket.AF_UNIX, chr(0) + name),
                "udp": outcome(socket.socket, socket.AF_INET, socket.SOCK_DGRAM),
                "netlink": outcome(socket.socket, 16, socket.SOCK_RAW),
                "listen": outcome(socket.create_server, ("127.0.0.1", 0)),
                "datagram pair": outcome(socket.socketpair, socket.AF_UNIX, socket.SOCK_DGRAM),
                "another family's pair": outcome(socket.socketpair, 30, socket.SOCK_STREAM),
                "reconnect": outcome(connection.connect, path),
                "descriptor": outcome(socket.send_fds, connection, [b"x"], [0]),
            }
            """,
            port=tcp.getsockname()[1],
            path=path,
            name=name,
        )
        os.unlink(path)
    assert set(outcomes.values()) == {"EPERM"}, outcomes


def test_a_pair_of_streams_in_the_process_works(way):
    assert way.ask(
        """
        import asyncio

        async def wait():
            await asyncio.sleep(0)
            return True

        answer = asyncio.run(wait())
        """
    )


# --- processes ---------------------------------------------------------------------------------


def test_no_process_or_program_can_be_started(way):
    outcomes = way.ask(
        """
        import ctypes, multiprocessing, subprocess, sys
        libc = ctypes.CDLL(None, use_errno=True)

        def call(number, *arguments):
            if libc.syscall(number, *arguments) < 0:
                raise OSError(ctypes.get_errno(), "")

        def start():
            process = multiprocessing.get_context("fork").Process(target=print)
            process.start()

        answer = {
            "fork": outcome(os.fork),
            "clone": outcome(call, clone, 17, 0, 0, 0, 0),
            "thread with its own files": outcome(call, clone, 0x10900, 0, 0, 0, 0),
            "clone as a vfork": outcome(call, clone, 0x4100 | 17, 0, 0, 0, 0),
            "clone3": outcome(call, 435, bytes(88), 88),
            "exec": outcome(os.execv, sys.executable, [sys.executable]),
            "execveat": outcome(call, execveat, -100, sys.executable.encode(), 0, 0, 0),
            "subprocess": outcome(subprocess.run, ["/bin/true"]),
            "multiprocessing": outcome(start),
            "system": "done" if os.system("true") == 0 else "EPERM",
        }
        """,
        clone=sandbox._CALLS["clone"][COLUMN],
        execveat=sandbox._CALLS["execveat"][COLUMN],
    )
    assert outcomes.pop("clone3") == "ENOSYS"
    assert set(outcomes.values()) == {"EPERM"}, outcomes


def test_a_fork_bomb_does_nothing(way):
    answer = way.ask(
        """
        forks = 0
        for _ in range(10_000):
            try:
                os.fork()
                forks += 1
            except OSError:
                pass
        answer = forks
        """
    )
    assert answer == 0


def test_threads_work_and_a_bomb_of_them_is_stopped(way):
    with way.nursery.fork() as child:
        answer = ask(
            child,
            """
            import threading, time
            threading.stack_size(65536)
            started = 0
            forever = threading.Event()
            try:
                for _ in range(5_000):
                    threading.Thread(target=forever.wait, daemon=True).start()
                    started += 1
            except RuntimeError:
                pass
            if started > 100:
                time.sleep(5)
            answer = started
            """,
        )
        if answer is None:
            assert child.wait(5).cause == "threads"
        else:
            assert 10 <= answer < LIMITS.threads


def test_other_processes_cannot_be_signalled_or_changed(way):
    with way.nursery.fork() as neighbour:
        outcomes = way.ask(
            """
            import ctypes, resource, signal
            libc = ctypes.CDLL(None, use_errno=True)

            def call(number, *arguments):
                if libc.syscall(number, *arguments) < 0:
                    raise OSError(ctypes.get_errno(), "")

            answer = {}
            for process in (*others, os.getppid(), -1, 1 if os.getpid() != 1 else 2):
                answer[f"kill {process}"] = outcome(os.kill, process, 9)
            for process in others:
                answer[f"group {process}"] = outcome(os.killpg, process, 9)
                answer[f"limit {process}"] = outcome(
                    resource.prlimit, process, resource.RLIMIT_CPU, (1, 1))
                answer[f"priority {process}"] = outcome(
                    os.setpriority, os.PRIO_PROCESS, process, 19)
                answer[f"affinity {process}"] = outcome(os.sched_setaffinity, process, {0})
                answer[f"queue {process}"] = outcome(call, queue, process, 9, bytes(128))
                answer[f"pidfd {process}"] = outcome(os.pidfd_open, process)
            """,
            others=[os.getpid(), way.nursery._process.pid],
            queue=sandbox._CALLS["rt_sigqueueinfo"][COLUMN],
        )
        assert outcomes.pop("kill 0", "EPERM") in ("done", "EPERM")
        assert set(outcomes.values()) == {"EPERM"}, outcomes
        assert ask(neighbour, "answer = 1 + 1") == 2


def test_no_signal_can_be_ordered_for_another_process(way):
    outcomes = way.ask(
        """
        import fcntl, struct
        F_SETSIG, F_SETOWN_EX, FIOSETOWN = 10, 15, 0x8901
        reader, writer = os.pipe()
        answer = {
            "owner": outcome(fcntl.fcntl, reader, fcntl.F_SETOWN, other),
            "owner, extended": outcome(
                fcntl.fcntl, reader, F_SETOWN_EX, struct.pack("ii", 1, other)),
            "signal": outcome(fcntl.fcntl, reader, F_SETSIG, 9),
            "by ioctl": outcome(fcntl.ioctl, connection, FIOSETOWN, struct.pack("i", other)),
        }
        """,
        other=os.getpid(),
    )
    assert set(outcomes.values()) <= {"EPERM", "ENOTTY"}, outcomes


def test_a_signal_to_itself_reaches_the_process_alone(way):
    with way.nursery.fork() as neighbour:
        with way.nursery.fork() as child:
            ask(child, "os.kill(0, 9)\nos.kill(os.getpid(), 9)\nos.abort()")
            assert child.wait(5).cause in ("signal", "exit")
        assert ask(neighbour, "answer = 1 + 1") == 2


def test_other_processes_cannot_be_seen_or_traced(way):
    outcomes = way.ask(
        """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        PTRACE_TRACEME, PTRACE_ATTACH = 0, 16

        def trace(request, process):
            if libc.ptrace(request, process, None, None) < 0:
                raise OSError(ctypes.get_errno(), "")

        def read_memory():
            vector = (ctypes.c_void_p * 2)(0, 0)
            if libc.process_vm_readv(other, vector, 1, vector, 1, 0) < 0:
                raise OSError(ctypes.get_errno(), "")

        answer = {
            "attach": outcome(trace, PTRACE_ATTACH, other),
            "traceme": outcome(trace, PTRACE_TRACEME, 0),
            "memory": outcome(read_memory),
        }
        try:
            processes = [name for name in os.listdir("/proc") if name.isdigit()]
        except PermissionError:
            processes = []
        answer["others"] = [name for name in processes if int(name) != os.getpid()]
        for name in ("environ", "mem", "maps", "cmdline", "fd"):
            path = f"/proc/{other}/{name}"
            answer[name] = outcome(os.listdir if name == "fd" else open, path)
        """,
        other=os.getpid(),
    )
    assert outcomes.pop("others") == []
    assert {outcomes.pop(name) for name in ("attach", "traceme", "memory")} == {"EPERM"}
    assert set(outcomes.values()) <= {"ENOENT", "EACCES"}, outcomes


def test_nothing_outlives_the_process(way):
    with way.nursery.fork() as child:
        answer = ask(
            child,
            """
            import atexit, signal, threading, time
            atexit.register(time.sleep, 60)
            threading.Thread(target=time.sleep, args=(60,)).start()
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                try:
                    signal.signal(number, signal.SIG_IGN)
                except OSError:
                    pass
            answer = "ready"
            """,
        )
        assert answer == "ready"
        assert child.wait(5) is not None
        assert child.ended.cause == "exit"


# --- privileges --------------------------------------------------------------------------------


def test_no_privilege_can_be_had(way):
    outcomes = way.ask(
        """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)

        def call(name, *arguments):
            if getattr(libc, name)(*arguments) < 0:
                raise OSError(ctypes.get_errno(), "")

        flags = {"mount": 0x20000, "user": 0x10000000, "process": 0x20000000, "net": 0x40000000}
        answer = {f"new {name}": outcome(call, "unshare", flag) for name, flag in flags.items()}
        answer |= {
            "mount": outcome(call, "mount", b"none", b"/tmp", b"tmpfs", 0, None),
            "remount": outcome(call, "mount", b"none", b"/", None, 32 | 4096, None),
            "umount": outcome(call, "umount2", b"/proc", 2),
            "setns": outcome(call, "setns", 0, 0),
            "chroot": outcome(os.chroot, "."),
            "setuid": outcome(os.setuid, 0 if os.getuid() else 1),
            "setgid": outcome(os.setgid, 0 if os.getgid() else 1),
            "setgroups": outcome(os.setgroups, [1]),
            "mknod": outcome(os.mknod, "disk", 0o60660, os.makedev(8, 0)),
            "hostname": outcome(call, "sethostname", b"x", 1),
            "reboot": outcome(call, "reboot", 0),
            "outlive": outcome(call, "prctl", 1, 0, 0, 0, 0),
            "hide": outcome(call, "prctl", 4, 0, 0, 0, 0),
        }
        header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        libc.capget(header, data)
        answer["powers"] = set(data)
        answer["no new"] = libc.prctl(39, 0, 0, 0, 0)
        answer["users"] = {*os.getresuid(), *os.getresgid()}
        """,
    )
    assert outcomes.pop("powers") == {0}
    assert outcomes.pop("no new") == 1
    users = outcomes.pop("users")
    assert len(users) == 1
    assert (users == {0}) == ("user" in way.options.get("without", ()))
    assert set(outcomes.values()) <= {"EPERM", "EACCES", "EINVAL"}, outcomes


# --- memory ------------------------------------------------------------------------------------


def test_memory_is_limited_whatever_it_is_called(way):
    outcomes = way.ask(
        """
        import ctypes, mmap, numpy as np
        libc = ctypes.CDLL(None, use_errno=True)
        kept = []

        def shared():
            for _ in range(20):
                kept.append(mmap.mmap(-1, 50_000_000))
                kept[-1].write(bytes(50_000_000))

        def by_file():
            with open("file", "wb") as file:
                file.truncate(10**12)

        def segment():
            if libc.shmget(0, 10**9, 0o1600) < 0:
                raise OSError(ctypes.get_errno(), "")

        def many():
            while True:
                kept.append(np.ones(1_000_000))

        answer = {
            "array": outcome(np.ones, 10**9),
            "list": outcome(lambda: [0] * 10**9),
            "shared": outcome(shared),
            "memfd": outcome(os.memfd_create, "memory"),
            "segment": outcome(segment),
            "file": outcome(by_file),
        }
        kept.clear()
        answer["many"] = outcome(many)
        kept.clear()
        """
    )
    assert outcomes == {
        "array": "MemoryError",
        "list": "MemoryError",
        "shared": "ENOMEM",
        "memfd": "EPERM",
        "segment": "EPERM",
        "file": "EFBIG",
        "many": "MemoryError",
    }


# --- inheritance -------------------------------------------------------------------------------


def test_no_descriptor_is_inherited_but_the_connection(way):
    answer = way.ask(
        """
        import stat
        answer = []
        for descriptor in range(10_000):
            try:
                mode = os.fstat(descriptor).st_mode
            except OSError:
                continue
            if descriptor not in (0, 1, 2, connection.fileno()):
                answer.append((descriptor, stat.filemode(mode)))
        """
    )
    assert answer == []


def test_standard_input_is_empty(way):
    assert way.ask("answer = os.read(0, 10)") == b""
    with pytest.raises(RuntimeError, match="EOFError"):
        way.ask("input()")


def test_the_environment_holds_no_secret(way):
    environment, first = way.ask(
        """
        try:
            with open("/proc/self/environ") as file:
                first = file.read()
        except OSError:
            first = ""
        answer = dict(os.environ), first
        """
    )
    assert "ACCESS_TOKEN" in os.environ
    assert "ACCESS_TOKEN" not in environment
    assert "secret" not in first
    assert set(environment) & {"PATH", "USER", "LOGNAME", "SSH_AUTH_SOCK", "PYTHONPATH"} == set()


def test_what_one_submission_was_sent_is_not_in_the_next_one_s_memory(way):
    secret = secrets.token_hex()
    with way.nursery.fork() as first:
        ask(first, "os.write(1, text.encode())", text=secret)
        assert first.output == secret.encode()
    found = way.ask(
        """
        import ctypes
        answer = 0
        with open("/proc/self/maps" if os.path.exists("/proc/self/maps") else os.devnull) as maps:
            for line in maps.read().splitlines():
                places, rights = line.split()[:2]
                low, high = (int(place, 16) for place in places.split("-"))
                if "rw" in rights and "[v" not in line:
                    memory = ctypes.string_at(low, high - low)
                    place = memory.find(part)
                    while place >= 0:
                        answer += memory[place + len(part) :].startswith(rest)
                        place = memory.find(part, place + 1)
        """,
        # In two parts, or the search would find itself.
        part=secret[:6].encode(),
        rest=secret[6:].encode(),
    )
    assert found == 0


def test_a_container_that_allows_no_process_list_shows_no_process():
    if reason := sandbox_layers()["namespaces"]:
        pytest.skip(f"namespaces: {reason}")
    with LaunchedNursery(without=("process list",)) as nursery, nursery.fork() as child:
        answer = ask(
            child,
            """
            answer = sorted(os.listdir("/proc")), os.listdir("/proc/self")
            assert open("/proc/cpuinfo").read()
            # TensorFlow ends the process if it cannot read this.
            assert "python" not in os.readlink("/proc/self/exe")
            """,
        )
    assert answer == (["cpuinfo", "meminfo", "self", "stat"], ["exe"])


# --- each layer by itself ----------------------------------------------------------------------


def only(layer):
    """A nursery with one layer of confinement, or a skipped test."""
    if reason := sandbox_layers()[layer]:
        pytest.skip(f"{layer}: {reason}")
    others = {"namespaces", "landlock", "seccomp", "user"} - {layer}
    return LaunchedNursery(limits=LIMITS, without=tuple(others), trust=True)


@functools.cache
def sandbox_layers():
    command = [sys.executable, "-P", "-B", "-m", sandbox.__name__]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


PROBE = """
import socket

def connect():
    socket.create_connection(("127.0.0.1", port), timeout=1)

answer = {
    "read": outcome(open, path),
    "connect": outcome(connect),
    "signal": outcome(os.kill, process, 0),
    "fork": outcome(lambda: os.fork() or os._exit(0)),
}
"""


@pytest.mark.parametrize(
    ("layer", "stopped"),
    [
        ("namespaces", {"read": "ENOENT", "connect": "ENETUNREACH", "signal": "ESRCH"}),
        ("landlock", {"read": "EACCES"}),
        ("seccomp", {"connect": "EPERM", "signal": "EPERM", "fork": "EPERM"}),
    ],
)
def test_each_layer_holds_without_the_others(layer, stopped):
    with (
        only(layer) as nursery,
        nursery.fork() as child,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        outcomes = ask(
            child,
            PROBE,
            path=str(ROOT / "pyproject.toml"),
            port=server.getsockname()[1],
            process=os.getpid(),
        )
    assert {name: outcomes[name] for name in stopped} == stopped
