"""Shutting a student's process in, with what the Linux kernel offers to any user.

Three layers, each of which holds by itself for most attacks:

- Namespaces: the process has its own view of the machine. Its file tree holds Python, its
  libraries and the `readable` paths, read-only, and a small scratch folder in memory; there is no
  other process in it, and no network.
- Landlock: the kernel's list of paths that a process may open, which needs no privilege. It does
  the work where namespaces are forbidden, as in many containers.
- Seccomp: a filter in front of the kernel's calls. No new process, no new program, no socket, no
  memory that the limits do not count. Threads are allowed.

Added to these: the limits that the kernel keeps for a process (`setrlimit`), no privileges, and,
when root grades, a user id that no account has. A process that cannot start others is bounded by
its own limits, so no control group is needed, which an ordinary user seldom has.

The order of events: `enter_namespaces` in a fresh process, before it starts a thread; a fork;
`enter_tree` in the child, once it has imported what submissions need; then for each submission
`fork_apart`, and `confine` in the process that it makes.

bubblewrap gives the same namespaces, but it starts a new program, and with it a new Python that
imports for a second (TensorFlow: five), for each submission. Here a process is forked from one
that has imported already, so the calls are made directly, through ctypes. So is the filter: it is
a table of numbers, and a library for it would be one more thing to install.

Not stopped: using a hole in the kernel, and learning from how long something takes. With Landlock
alone, names, sizes and dates of files can be seen, and which process numbers are in use.
"""

import ctypes
import errno
import functools
import json
import os
import platform
import re
import site
import socket
import stat
import struct
import subprocess
import sys
import sysconfig
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None

MEGABYTE = 2**20

# Where a student's process may write when it has its own file tree: a file system in memory.
SCRATCH = "/scratch"
# What a file takes there at least, if only for its name.
LEAST_FILE = 4096

# What Python and its libraries read outside their own folders. A path that does not exist on a
# machine is passed over.
SYSTEM_PATHS = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/nix/store",
    "/usr/share/fonts",
    "/usr/share/zoneinfo",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/localtime",
)
# What libraries ask about the machine.
MACHINE_FILES = ("/proc/cpuinfo", "/proc/meminfo", "/proc/stat")
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")

# systemd keeps these for users that exist as long as a service runs: no account has them.
UNPRIVILEGED_USERS = range(61184, 65520)


class SandboxError(Exception):
    """A step of the confinement failed; the message says which one and the kernel's reason."""


@dataclass(frozen=True)
class Limits:
    """What a student's process may use.

    Attributes
    ----------
    memory : bytes, beyond what the libraries take that were imported before it began.
    cpu_seconds : of computing, all threads together. A whole number: the kernel counts so.
    wall_seconds : from its start to its end, waiting included.
    threads : at the same time.
    output : bytes that it may write to its standard output and error, both together.
    scratch : bytes in files of its own.
    open_files : at the same time.
    """

    memory: int = 1536 * MEGABYTE
    cpu_seconds: int = 60
    wall_seconds: float = 300.0
    threads: int = 256
    output: int = MEGABYTE
    scratch: int = 64 * MEGABYTE
    open_files: int = 256


@dataclass(frozen=True)
class Protection:
    """One thing that a student's process is kept from.

    Attributes
    ----------
    name : str
    stops : str, what the process cannot do.
    active : bool
    how : str, what provides it on this machine and what weakens it; or why it is missing.
    mend : str, how to get it, or how to get it in full; empty when there is nothing to do.
    """

    name: str
    stops: str
    active: bool
    how: str
    mend: str = ""


# --- what a machine gives ----------------------------------------------------------------------

# Without these, work of people one does not trust is not graded.
REQUIRED = ("files", "network", "processes", "privileges", "memory", "time")


@functools.cache
def protections():
    """What this machine protects from a submission: a tuple of `Protection`.

    It is tried out in a process of its own, which takes about 0.1 seconds, once.
    """
    if sys.platform != "linux":
        return describe(None)
    process = subprocess.run(
        [sys.executable, "-P", "-B", "-m", __name__], capture_output=True, text=True, check=False
    )
    if process.returncode:
        raise SandboxError(f"the protections could not be tried out: {process.stderr.strip()}")
    return describe(json.loads(process.stdout))


def missing_layers(readable=()):
    """Which layers this machine lacks: {layer: the reason, or ""}.

    They are "namespaces", "landlock", "seccomp" and "user", a user id other than root's.
    Call it in a process that has a single thread and is not used for anything else: it forks.
    """
    namespaces = _try_in_a_fork(_try_namespaces)
    return {
        "namespaces": namespaces,
        "user": _try_in_a_fork(lambda: _try_user(not namespaces, readable)),
        "landlock": _try_in_a_fork(lambda: restrict_files([], [])),
        "seccomp": _try_in_a_fork(lambda: filter_calls(files_are_shared=True)),
    }


def describe(missing):
    """The protections that remain when layers are `missing` (see `missing_layers`).

    None stands for a process without any layer, as on macOS.
    """
    if missing is None:
        reason = "only Linux has namespaces, Landlock and seccomp"
        missing = dict.fromkeys(("namespaces", "landlock", "seccomp", "user"), reason)
        mend_namespaces = mend_landlock = mend_seccomp = "use Linux, for example a virtual machine"
        mend_user = ""
    else:
        mend_namespaces = _mend_namespaces(missing["namespaces"])
        mend_landlock = "use Linux 5.13 or newer with Landlock switched on"
        mend_seccomp = "use a kernel with seccomp, on x86-64 or arm64"
        mend_user = "grade as an ordinary user"
    namespaces, landlock, seccomp, user = (
        not missing[layer] for layer in ("namespaces", "landlock", "seccomp", "user")
    )

    def protection(name, stops, ways, lacking, mend):
        """`ways`: what provides it → whether that is there; `lacking`: layers, one would do."""
        how = ", ".join(way for way, there in ways.items() if there)
        reasons = dict.fromkeys(missing[layer] for layer in lacking)
        return Protection(name, stops, bool(how), how or "; ".join(reasons), mend)

    return (
        protection(
            "files",
            "reading or changing lesson sources, the gradebook, other submissions, home folders",
            {
                "own file tree": namespaces,
                "Landlock": landlock and namespaces,
                "Landlock, which leaves names and sizes of files visible": landlock
                and not namespaces,
            },
            ("namespaces", "landlock"),
            mend_namespaces or ("" if landlock else mend_landlock),
        ),
        protection(
            "network",
            "reaching other machines, and services of this one",
            {"own empty network": namespaces, "no sockets (seccomp)": seccomp},
            ("namespaces", "seccomp"),
            mend_namespaces or ("" if seccomp else mend_seccomp),
        ),
        protection(
            "processes",
            "starting programs, outliving the grading, seeing or stopping other processes",
            {
                "no new processes (seccomp)": seccomp,
                "own process list": seccomp and namespaces,
            },
            ("seccomp",),
            mend_namespaces if seccomp else mend_seccomp,
        ),
        protection(
            "privileges",
            "becoming another user, mounting, loading kernel code",
            {
                "no capabilities, no new privileges, no such calls (seccomp)": seccomp,
                "not as root": seccomp and user,
                f"but as root ({missing['user']})": seccomp and not user,
            },
            ("seccomp",),
            mend_seccomp if not seccomp else "" if user else mend_user,
        ),
        protection(
            "memory",
            "using up the machine's memory",
            {"limited address space, no memory besides it (seccomp)": seccomp},
            ("seccomp",),
            "" if seccomp else mend_seccomp,
        ),
        protection(
            "time",
            "computing or waiting for ever",
            {"limited computing time, watched wall time": resource is not None},
            (),
            "" if resource else mend_seccomp,
        ),
        protection(
            "output and disk",
            "flooding the grader with text, filling the disk",
            {
                "capped output, scratch folder in memory": namespaces,
                "capped output, watched scratch folder": not namespaces,
            },
            (),
            mend_namespaces,
        ),
    )


def _mend_namespaces(reason):
    if not reason:
        return ""
    for setting, forbidding, allowing in (
        ("kernel.unprivileged_userns_clone", "0", "1"),
        ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
        ("user.max_user_namespaces", "0", "10000"),
    ):
        with suppress(OSError):
            if Path("/proc/sys", *setting.split(".")).read_text().strip() == forbidding:
                return f"sudo sysctl {setting}={allowing}"
    return "grade outside a container, or in one that allows user namespaces and mounting"


def _try_in_a_fork(step):
    """Run a step that cannot be undone in a fork; returns why it failed, or ""."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        reason = "it was tried and ended without a word"
        try:
            step()
            reason = ""
        except OSError as error:
            reason = error.strerror
        except SandboxError as error:
            reason = str(error)
        finally:
            os.write(writer, reason.encode())
            os._exit(0)
    os.close(writer)
    with open(reader, encoding="utf-8") as pipe:
        reason = pipe.read()
    os.waitpid(process, 0)
    return reason


def _try_namespaces():
    """Do, with an almost empty tree, what is done for submissions."""
    enter_namespaces()
    reason = _try_in_a_fork(_try_tree)
    if reason:
        raise SandboxError(reason)


def _try_tree():
    own_processes = enter_tree([], libraries=False)
    process = fork_apart(own_processes)
    if process == 0:
        try:
            _enter_own_view(Limits())
        except OSError:
            os._exit(1)
        os._exit(0)
    if os.waitpid(process, 0)[1]:
        raise SandboxError("namespaces inside namespaces are not allowed")


def _try_user(namespaces, readable):
    """Take another user id as a submission's process would, if this one is root's."""
    if os.geteuid() != 0:
        return
    # In a tree of its own the folders above these paths are new ones, open to all.
    if not open_to_others([*python_paths(), *readable], above=not namespaces):
        raise SandboxError("the folders of Python or of the course are closed to other users")
    if namespaces:
        enter_namespaces()
    try:
        _become(UNPRIVILEGED_USERS[0])
    except OSError:
        raise SandboxError("this container has no other user ids") from None


# --- the kernel's calls ------------------------------------------------------------------------

# Numbers of calls that libc has no function for; since 2019 they are the same everywhere.
SYS_MOUNT_SETATTR = 442
SYS_LANDLOCK_CREATE_RULESET = 444
SYS_LANDLOCK_ADD_RULE = 445
SYS_LANDLOCK_RESTRICT_SELF = 446

CLONE_NEWNS = 0x00020000  # file systems
CLONE_NEWUTS = 0x04000000  # the machine's name
CLONE_NEWIPC = 0x08000000  # shared memory and message queues
CLONE_NEWUSER = 0x10000000  # users and privileges
CLONE_NEWPID = 0x20000000  # processes
CLONE_NEWNET = 0x40000000  # network

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000
_PROCESS_LIST = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC
MNT_DETACH = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID = 1, 2
AT_RECURSIVE = 0x8000

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3 = 0x20080522
SIGKILL = 9


@functools.cache
def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _check(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _unshare(flags):
    _check(_libc().unshare(flags), "new namespaces")


def _mount(source, target, kind, flags, options=""):
    _check(
        _libc().mount(
            os.fsencode(source),
            os.fsencode(target),
            kind.encode() if kind else None,
            ctypes.c_ulong(flags),
            options.encode() or None,
        ),
        f"mounting {target}",
    )


def _prctl(what, option, *arguments):
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    return _check(_libc().prctl(option, *padded), what)


def _syscall(what, number, *arguments):
    return _check(_libc().syscall(ctypes.c_long(number), *arguments), what)


# --- namespaces --------------------------------------------------------------------------------


def enter_namespaces():
    """Give this process its own view of the machine; the next fork is process 1 in it.

    When that process ends, the kernel ends everything it started. Raises OSError where
    namespaces are forbidden or the process has several threads.
    """
    views = CLONE_NEWNS | CLONE_NEWPID
    try:
        _unshare(views)  # as root
    except PermissionError:
        user, group = os.geteuid(), os.getegid()
        _unshare(CLONE_NEWUSER | views)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    # No mount made from here on reaches the rest of the machine.
    _mount("none", "/", None, MS_REC | MS_PRIVATE)


def enter_tree(readable, *, libraries=True):
    """Replace the file tree of this process by a small read-only one.

    It holds `readable` (paths of files and folders) and, unless `libraries` is False, Python and
    its libraries. Needs `enter_namespaces` and a fork before. Returns a descriptor of this
    process's list of processes, which `fork_apart` needs. Raises OSError.
    """
    own_processes = os.open("/proc/self/ns/pid", os.O_RDONLY)
    paths = [*(library_paths() if libraries else ()), *readable, *DEVICES]
    # By descriptor, for the new tree is laid over /tmp, and some of the paths may be in there.
    sources = [(path, os.open(path, os.O_PATH)) for path in outermost(paths)]
    root = "/tmp"
    _mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, "size=4m,mode=755")
    for path, source in sources:
        target = root + path
        if stat.S_ISDIR(os.fstat(source).st_mode):
            os.makedirs(target, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY))
        _mount(f"/proc/self/fd/{source}", target, None, MS_BIND | MS_REC)
        os.close(source)
    for folder in ("/proc", SCRATCH):
        os.makedirs(root + folder, exist_ok=True)
    os.symlink(SCRATCH, root + "/dev/shm")
    if not os.path.lexists(root + "/tmp"):
        os.symlink(SCRATCH, root + "/tmp")
    try:
        _mount("proc", root + "/proc", "proc", _PROCESS_LIST)
    except PermissionError:
        # A container that hides parts of /proc allows no other one. Python does without, but
        # TensorFlow must find a name for its program; for one with "python" in it, it asks more.
        os.mkdir(root + "/proc/self")
        os.symlink("/student", root + "/proc/self/exe")
        for path in MACHINE_FILES:
            os.close(os.open(root + path, os.O_CREAT | os.O_WRONLY))
            _mount(path, root + path, None, MS_BIND)
    # Read-only, with all that is mounted in it; no program in it gives the rights of its owner.
    attributes = struct.pack("QQQQ", MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0, 0, 0)
    _syscall(
        "making the tree read-only",
        SYS_MOUNT_SETATTR,
        -1,
        root.encode(),
        AT_RECURSIVE,
        attributes,
        len(attributes),
    )
    # The new tree takes the old one's place, and the old one is let go of.
    os.chdir(root)
    _syscall("entering the tree", _number("pivot_root"), b".", b".")
    _check(_libc().umount2(b".", MNT_DETACH), "leaving the old file tree")
    os.chdir("/")
    return own_processes


def library_paths():
    """What a submission may read besides its own: Python, its libraries, theirs in the system."""
    return [*SYSTEM_PATHS, *python_paths()]


def python_paths():
    """The folders of Python and its libraries.

    Not Python's prefix as a whole: a virtual environment may have been made in the repository
    itself, and then its prefix holds the course.
    """
    places = sysconfig.get_paths()
    return [
        *(f"{sys.base_prefix}/{name}" for name in ("lib", "lib64")),
        *(places[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *site.getsitepackages(),
    ]


def outermost(paths):
    """The paths that exist, as given and with links resolved, without those inside another."""
    existing = {str(path) for path in paths if os.path.exists(path)}
    existing |= {os.path.realpath(path) for path in existing}
    found = []
    for path in sorted(map(os.path.normpath, existing)):
        if not any(path == other or path.startswith(other + "/") for other in found):
            found.append(path)
    return found


def fork_apart(own_processes):
    """Fork; the child is alone in a new list of processes. Returns as os.fork does.

    `own_processes` is what `enter_tree` returned.
    """
    _unshare(CLONE_NEWPID)
    process = -1
    try:
        process = os.fork()
    finally:
        if process != 0:
            _check(_libc().setns(own_processes, CLONE_NEWPID), "returning to the own processes")
    return process


def _enter_own_view(limits):
    """In a child of `fork_apart`: own mounts with an empty scratch folder, own empty network."""
    _unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS)
    if os.path.exists("/proc/self/status"):  # if not, see enter_tree
        _mount("proc", "/proc", "proc", _PROCESS_LIST)
    options = f"size={limits.scratch},nr_inodes={limits.scratch // LEAST_FILE},mode=777"
    _mount("tmpfs", SCRATCH, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)


# --- Landlock ----------------------------------------------------------------------------------

# Rights on files, in the order of the kernel's bits.
_FILE_RIGHTS = (
    *("execute", "write_file", "read_file", "read_dir", "remove_dir", "remove_file"),
    *("make_char", "make_dir", "make_reg", "make_sock", "make_fifo", "make_block", "make_sym"),
    *("refer", "truncate", "ioctl_dev"),
)
# How many of these each version of Landlock knows, from version 1 on.
_RIGHTS_BY_VERSION = (13, 14, 15, 15, 16)
LANDLOCK_CREATE_RULESET_VERSION = 1
LANDLOCK_RULE_PATH_BENEATH = 1
LANDLOCK_FORBID_TCP = 3  # bind, connect
LANDLOCK_FORBID_OUTSIDE = 3  # abstract unix sockets and signals to those outside


def _rights(*names):
    return sum(1 << _FILE_RIGHTS.index(name) for name in names)


_READ = _rights("read_file", "read_dir")
_WRITE = _rights(
    "write_file", "remove_dir", "remove_file", "make_dir", "make_reg", "make_fifo", "make_sym",
    "refer", "truncate",
)  # fmt: skip
_OF_A_FILE = _rights("read_file", "write_file", "truncate")


def restrict_files(readable, writable):
    """Let this process open nothing but these paths and what is in them; it cannot be undone.

    It also closes TCP, and signals to processes outside, where the kernel's version of Landlock
    can. Raises OSError where the kernel has no Landlock.
    """
    forbid_new_privileges()
    version = _syscall(
        "Landlock",
        SYS_LANDLOCK_CREATE_RULESET,
        None,
        ctypes.c_size_t(0),
        LANDLOCK_CREATE_RULESET_VERSION,
    )
    known = (1 << _RIGHTS_BY_VERSION[min(version, len(_RIGHTS_BY_VERSION)) - 1]) - 1
    # Files since version 1, TCP since 4, what lies outside since 6.
    fields = [known, LANDLOCK_FORBID_TCP, LANDLOCK_FORBID_OUTSIDE]
    fields = fields[: 1 if version < 4 else 2 if version < 6 else 3]
    attributes = struct.pack(f"{len(fields)}Q", *fields)
    rules = _syscall(
        "Landlock", SYS_LANDLOCK_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0
    )
    for path, rights in [(p, _READ) for p in readable] + [(p, _READ | _WRITE) for p in writable]:
        try:
            descriptor = os.open(path, os.O_PATH)
        except (FileNotFoundError, PermissionError):
            continue
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_A_FILE
        rule = struct.pack("=Qi", rights & known, descriptor)
        _syscall("Landlock", SYS_LANDLOCK_ADD_RULE, rules, LANDLOCK_RULE_PATH_BENEATH, rule, 0)
        os.close(descriptor)
    _syscall("Landlock", SYS_LANDLOCK_RESTRICT_SELF, rules, 0)
    os.close(rules)


def forbid_new_privileges():
    """No program that this process could start would get more rights than it has."""
    _prctl("giving up privileges", PR_SET_NO_NEW_PRIVS, 1)


# --- seccomp -----------------------------------------------------------------------------------

# The processors whose calls are known: the kernel's number for it, and the column below.
_PROCESSORS = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

# A kernel's calls by number, on x86-64 and on arm64 (None: not there).
_CALLS = {
    # new processes and programs
    "fork": (57, None),
    "vfork": (58, None),
    "clone": (56, 220),
    "clone3": (435, 435),
    "execve": (59, 221),
    "execveat": (322, 281),
    # network; io_uring does what other calls do without making them
    "socket": (41, 198),
    "socketpair": (53, 199),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "connect": (42, 203),
    "sendmsg": (46, 211),  # the ones that can send descriptors; libc's send is another call
    "sendmmsg": (307, 269),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    # memory that the limit on address space does not count
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "semget": (64, 190),
    "semop": (65, 193),
    "semtimedop": (220, 192),
    "semctl": (66, 191),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    # other processes
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "kcmp": (312, 272),
    "prlimit64": (302, 261),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "prctl": (157, 167),
    # files that others use at the same time: a lock, or a flush of all disks, would stop them
    "flock": (73, 32),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "sync": (162, 81),
    "syncfs": (306, 267),
    # privileges and views of the machine
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    # parts of the kernel that programs for learning do not need and that often had holes
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "personality": (135, 92),
    "modify_ldt": (154, None),
    "fanotify_init": (300, 262),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "inotify_add_watch": (254, 27),
    "io_setup": (206, 0),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
}
# Of these, those whose first argument is a process: allowed for the caller itself (0 means that).
_CALLS_FOR_A_PROCESS = (
    *("kill", "tgkill", "prlimit64", "migrate_pages", "move_pages"),
    *("sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler"),
)
# Changes to files that take their owner, not a right to write, so that Landlock lets them pass
# (truncate: before Linux 6.2). Where all files are in sight these are refused too.
_CALLS_OF_OWNERS = {
    "truncate": (76, 45),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "chown": (92, None),
    "lchown": (94, None),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
}
# Calls with a higher number are younger than this table. They are said not to exist: programs
# are used to that, for they run on older kernels too.
_LAST_KNOWN_CALL = 450

# A thread as pthread_create makes it, which shares its folder and its open files.
_THREAD = 0x00010000 | 0x00000200 | 0x00000400
_ANY_BIT = 0xFFFFFFFF
# Operations on a descriptor that programs need. Others lock files, change their owner's settings
# or choose which process gets a signal when data comes.
_FCNTL_ALLOWED = (0, 1, 2, 3, 4, 1030)  # duplicate, get and set its flags
_IOCTL_ALLOWED = (0x541B, 0x5421, 0x5450, 0x5451)  # bytes to read, blocking, closing at exec

# A filter is a program for a machine with one register; each instruction: code, how many to skip
# when a comparison holds and when not, operand. It reads the call's number at offset 0, the
# processor at 4, the low half of argument n at 16 + 8 n.
_LOAD, _EQUAL, _GREATER, _AND, _RETURN = 0x20, 0x15, 0x25, 0x54, 0x06
_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_FAIL = 0x00050000  # plus the error's number


def _processor():
    machine = platform.machine()
    if machine not in _PROCESSORS:
        raise SandboxError(f"seccomp: the numbers of the kernel's calls on {machine} are not known")
    return _PROCESSORS[machine]


def _number(name):
    """The number of a kernel's call on this machine."""
    return _CALLS[name][_processor()[1]]


def filter_calls(*, files_are_shared):
    """Refuse this process the kernel's calls that a submission has no use for.

    It cannot be undone, and the process must not have other threads yet. Threads stay allowed,
    new processes and programs do not. `files_are_shared`: the process has no file tree of its own.

    Raises SandboxError on a processor whose calls are not known, OSError where the kernel has no
    filters.
    """
    code = filter_code(os.getpid(), files_are_shared=files_are_shared)
    forbid_new_privileges()
    buffer = ctypes.create_string_buffer(code)
    header = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    pointer = ctypes.create_string_buffer(header)
    _prctl("seccomp", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(pointer))


@functools.cache
def filter_code(own_process, *, files_are_shared):
    """The filter of `filter_calls` for the process with this number, as the kernel takes it.

    It is kept: who makes it before forking saves each fork a millisecond.
    """
    processor, column = _processor()
    allow = (_RETURN, 0, 0, _ALLOW)
    refuse = (_RETURN, 0, 0, _FAIL | errno.EPERM)
    absent = (_RETURN, 0, 0, _FAIL | errno.ENOSYS)

    def when(argument, values, then, otherwise, bits=_ANY_BIT):
        """Steps: `then` if these bits of the argument have one of the values, or `otherwise`."""
        steps = [(_LOAD, 0, 0, 16 + 8 * argument), (_AND, 0, 0, bits)]
        for value in values:
            steps += [(_EQUAL, 0, 1, value), then]
        return [*steps, otherwise]

    for_itself = when(0, (own_process, 0), allow, refuse)
    exceptions = {
        # libc then makes a thread by clone, whose flags a filter can read.
        "clone3": [absent],
        "clone": when(0, (_THREAD,), allow, refuse, bits=_THREAD),
        # A pair of streams is connected for good; a pair of datagram sockets could send elsewhere.
        "socketpair": [
            (_LOAD, 0, 0, 16),
            (_EQUAL, 1, 0, socket.AF_UNIX),
            refuse,
            *when(1, (socket.SOCK_STREAM,), allow, refuse, bits=0xF),
        ],
        **dict.fromkeys(_CALLS_FOR_A_PROCESS, for_itself),
        # Nobody may decline to die with the process that watches it, or to be watched.
        "prctl": when(0, (PR_SET_PDEATHSIG, PR_SET_DUMPABLE), refuse, allow),
        "fcntl": when(1, _FCNTL_ALLOWED, allow, refuse),
        # "Not a terminal" is what a file says to an operation that it does not know.
        "ioctl": when(1, _IOCTL_ALLOWED, allow, (_RETURN, 0, 0, _FAIL | errno.ENOTTY)),
    }
    program = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, processor),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_GREATER, 0, 1, _LAST_KNOWN_CALL),
        absent,
    ]
    calls = _CALLS | (_CALLS_OF_OWNERS if files_are_shared else {})
    for name, numbers in calls.items():
        if numbers[column] is not None:
            steps = exceptions.get(name, [refuse])
            program += [(_EQUAL, 0, len(steps), numbers[column]), *steps]
    program.append(allow)
    return b"".join(struct.pack("HBBI", *step) for step in program)


# --- a student's process -----------------------------------------------------------------------


def confine(limits, *, layers, readable, scratch, address_space, user=None):
    """Shut this process in; it cannot be undone.

    The process was just forked, has a single thread and its standard streams in place. What
    descriptors it has it keeps: close the others before. Afterwards its working folder is the
    scratch folder.

    Parameters
    ----------
    limits : Limits
    layers : set of the layers to use, of "namespaces", "landlock" and "seccomp". With
        "namespaces" the process was made by `fork_apart`.
    readable : paths that it may read. With namespaces its tree holds nothing else anyway.
    scratch : path of the folder that it may write to; with namespaces it is `SCRATCH`.
    address_space : bytes of address space that the process took before it began.
    user : int, the user id that it runs under when root grades, or None to keep the own one.

    Raises SandboxError or OSError; the process must then end.
    """
    os.setsid()
    if "namespaces" in layers:
        _enter_own_view(limits)
    os.chdir(scratch)
    if user is not None:
        _become(user)
    elif "namespaces" in layers and os.geteuid() != 0:
        # The kernel counts a user's threads in each user namespace, so that the limit on threads
        # counts this process alone. Before Linux 5.14 it counted all that the user had.
        _unshare(CLONE_NEWUSER)
    if sys.platform == "linux":
        die_with_parent()
        drop_capabilities()
        forbid_new_privileges()
    counts_alone = "namespaces" in layers and kernel_version() >= (5, 14)
    set_limits(limits, address_space, count_threads=user is not None or counts_alone)
    if "landlock" in layers:
        own = ["/"] if "namespaces" in layers else [*readable, *MACHINE_FILES, "/proc/self"]
        restrict_files(own, [scratch, "/dev/null", "/dev/zero"])
    if "seccomp" in layers:
        filter_calls(files_are_shared="namespaces" not in layers)


def _become(user):
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def die_with_parent():
    """Have the kernel kill this process when its parent ends."""
    _prctl("dying with the parent", PR_SET_PDEATHSIG, SIGKILL)


def drop_capabilities():
    """Give up every privilege that Linux splits root's power into."""
    for capability in range(64):
        try:
            _prctl("giving up privileges", PR_CAPBSET_DROP, capability)
        except OSError:
            # Past the last one that this kernel knows; or without the right to give any up, and
            # then they are out of reach: see below.
            break
    _prctl("giving up privileges", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    _check(_libc().capset(header, bytes(24)), "giving up privileges")


def set_limits(limits, address_space, *, count_threads):
    """Set the limits that the kernel keeps for this process, so that it cannot raise them."""
    bounds = {
        # What it has computed before, if it has just been importing.
        "RLIMIT_CPU": limits.cpu_seconds + round(time.process_time()),
        "RLIMIT_FSIZE": max(limits.scratch, limits.output),
        "RLIMIT_NOFILE": limits.open_files,
        # With 0 a program that collects crash reports would still be run; with 1 it is not.
        "RLIMIT_CORE": 1,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    if address_space is not None:
        bounds["RLIMIT_AS"] = address_space + limits.memory
    if count_threads:
        bounds["RLIMIT_NPROC"] = limits.threads
    for name, bound in bounds.items():
        if hasattr(resource, name):
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            if hard != resource.RLIM_INFINITY:
                bound = min(bound, hard)
            resource.setrlimit(kind, (bound, bound))


@functools.cache
def kernel_version():
    """Its first two numbers. Kept, as `filter_code` is."""
    return tuple(map(int, re.match(r"(\d+)\.(\d+)", os.uname().release).groups()))


def open_to_others(paths, *, above):
    """Whether another user can read these files and folders, and what is right in them.

    `above`: whether the folders above them count too.
    """
    for path in map(Path, paths):
        needed = dict.fromkeys(path.parents, 0o001) if above else {}
        for place in (path, *path.glob("*")):
            needed[place] = 0o005 if place.is_dir() else 0o004
        for place, bits in needed.items():
            with suppress(FileNotFoundError):
                if place.stat().st_mode & bits != bits:
                    return False
    return True


if __name__ == "__main__":
    json.dump(missing_layers(), sys.stdout)
