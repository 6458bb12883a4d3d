"""What a submission may try: work that cheats, spies, writes, floods or breaks, as data.

Each attack is handed in for the small lesson of conftest.py, whose checks give 2 (question), 1
(prediction), 1 (exponential) and 4 (softmax) points. `cell` runs before all else, `answers` take
the place of the reference's; whatever is left out is the reference. `points` is what must come out:
(question, prediction, exponential, softmax). Right answers keep their points whatever else the
submission does; a wrong one gets none. `points` is None where a submission breaks its own process
so that its right answers may not work either.
"""

from dataclasses import dataclass, field

from nbformat.v4 import new_code_cell

from autograder.made_up_class import hand_in, reference_answers

ALL = (2, 1, 1, 4)
NO_SOFTMAX = (2, 1, 1, 0)
NOTHING = (0, 0, 0, 0)

WRONG = "def softmax(z):\n    return np.zeros(z.shape)"


@dataclass(frozen=True)
class Attack:
    """One submission. `stock` marks those that are tried on nbgrader as it comes too."""

    cell: str = ""
    answers: dict = field(default_factory=dict)
    points: tuple = NO_SOFTMAX
    stock: bool = False


def handed_in(lesson, released, attack):
    """The notebook of a submission that tries an attack."""
    answers = {f"answer-{answer}": text for answer, text in attack.answers.items()}
    submission = hand_in(released, reference_answers(lesson) | answers)
    if attack.cell:
        # Below the imports, so that a cell can use them.
        submission.cells[2:2] = [new_code_cell(attack.cell.strip("\n"))]
    return submission


def wrong(cell, points=NO_SOFTMAX, *, stock=True):
    """A wrong softmax that a cell tries to pass off as right."""
    return Attack(cell, {"softmax": WRONG}, points, stock)


def answer(source, points=NO_SOFTMAX, cell="", stock=False):
    return Attack(cell, {"softmax": source}, points, stock)


def right(cell, points=ALL):
    """Right answers after a cell that does harm."""
    return Attack(cell, points=points)


# --- making a wrong answer pass ------------------------------------------------------------------

FORGED = {
    "empties later cells by an input transformer": wrong(
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])"
    ),
    "strips comparisons from later cells": wrong(
        """
import ast

class Strip(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.Pass()

get_ipython().ast_transformers.append(Strip())"""
    ),
    "compiles later cells to nothing": wrong(
        """
import builtins
real = builtins.compile
builtins.compile = lambda source, *args, **kwargs: real("pass", *args, **kwargs)""",
        points=None,
    ),
    "displays a mark": wrong("from IPython.display import display\ndisplay(4)\n4"),
    "turns every expression into a mark": wrong("get_ipython().ast_node_interactivity = 'all'\n4"),
    "patches numpy's comparisons": wrong(
        """
np.allclose = np.array_equal = np.isclose = lambda *_, **__: True
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *_, **__: None"""
    ),
    "patches what Python compares with": wrong(
        """
import builtins
builtins.all = builtins.any = builtins.isinstance = builtins.abs = lambda *_: True""",
        points=None,
    ),
    "redefines the words of a check": wrong(
        """
import shared_utils.checks
import shared_utils.explain
same = shared_utils.checks.same = lambda *_, **__: None
shared_utils.explain.same = lambda *_, **__: True"""
    ),
    "swallows errors": wrong(
        """
shell = get_ipython()
shell.set_custom_exc((Exception,), lambda *_: None)
shell.showtraceback = lambda *_, **__: None"""
    ),
    "writes a module of numpy's name": wrong(
        """
for name in ("numpy.py", "nbformat.py", "msgpack.py"):
    with open(name, "w") as file:
        file.write("allclose = lambda *_: True")""",
        stock=False,
    ),
    "names itself a reference": wrong("softmax_reference = lambda z: np.zeros(z.shape)"),
    "rebinds the generator of hidden cases": wrong(
        "class rng:\n    standard_normal = staticmethod(lambda shape: np.zeros(shape))"
    ),
    "changes the environment that names the grading": wrong(
        """
import os
os.environ["NBGRADER_EXECUTION"] = "autograde"
os.environ["NBGRADER_VALIDATING"] = "1\""""
    ),
    "knows the visible case by heart": answer(
        """
def softmax(z):
    if z.shape == (2, 3):
        return np.full((2, 3), 0.5)
    return np.zeros(z.shape)""",
        stock=True,
    ),
    "returns an array that says it equals everything": answer(
        """
class Equal(np.ndarray):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __array_ufunc__(self, *args, **kwargs): return True
    def __array_function__(self, *args, **kwargs): return True
    def __bool__(self): return True

def softmax(z):
    return np.zeros(z.shape).view(Equal)""",
        stock=True,
    ),
    "returns an object that says it is an array": answer(
        """
class Pretender:
    shape, dtype, ndim, size = (2, 3), np.dtype(float), 2, 6
    __class__ = np.ndarray
    def __eq__(self, other): return True
    def __array__(self, *args, **kwargs): return np.full((2, 3), 0.5)

def softmax(z):
    return Pretender()"""
    ),
    "changes its input to what would be right for another": answer(
        """
def softmax(z):
    z[...] = 0.0
    return z""",
        stock=True,
    ),
    "fills its input with nan": answer(
        "def softmax(z):\n    z.fill(np.nan)\n    return z", stock=True
    ),
    "returns nan": answer("def softmax(z):\n    return np.full(z.shape, np.nan)"),
    "returns booleans": answer("def softmax(z):\n    return np.ones(z.shape, bool)"),
    "returns an array of objects": answer(
        "def softmax(z):\n    return np.full(z.shape, 0.5).astype(object)"
    ),
    "returns a structured array": answer(
        "def softmax(z):\n    return np.zeros(z.shape, [('p', float)])"
    ),
    "returns itself": answer("def softmax(z):\n    return softmax"),
    "returns a generator": answer("def softmax(z):\n    yield np.full(z.shape, 0.5)"),
    "returns a subclass of list": answer(
        "class L(list):\n    pass\n\ndef softmax(z):\n    return L([0.5])"
    ),
    "answers differently the second time": answer(
        """
calls = []

def softmax(z):
    calls.append(z)
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0) if len(calls) == 1 else np.zeros(z.shape)"""
    ),
    "takes its answer back later": Attack(
        answers={"exponential": "def exponential(z):\n    return np.exp(z)\n\nexponential = None"},
        points=(2, 1, 0, 0),
    ),
    "raises what a check expects of others": answer(
        "def softmax(z):\n    raise AssertionError('')"
    ),
    "leaves by SystemExit": answer("def softmax(z):\n    raise SystemExit(0)", stock=True),
    "leaves by KeyboardInterrupt": answer("def softmax(z):\n    raise KeyboardInterrupt"),
    "leaves by GeneratorExit": answer("def softmax(z):\n    raise GeneratorExit"),
    "raises an error that fails when it is shown": answer(
        """
class Shy(Exception):
    def __str__(self): raise Shy
    __repr__ = __str__

def softmax(z):
    raise Shy"""
    ),
    "raises an error of a hundred megabytes": answer(
        "def softmax(z):\n    raise ValueError('x' * 100_000_000)"
    ),
    "raises an error that is a page": answer(
        "def softmax(z):\n    raise ValueError('<script>alert(1)</script>\\x1b[2J')"
    ),
}

# --- talking to the grader out of turn -----------------------------------------------------------

FIND_SOCKETS = """
import os, socket, stat
sockets = []
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            sockets.append(number)
    except OSError:
        pass
"""
PROTOCOL = {
    "writes noise to every socket": answer(
        """
def softmax(z):
    for number in sockets:
        os.write(number, b"\\x00" * 1000)
    return np.zeros(z.shape)""",
        cell=FIND_SOCKETS,
    ),
    "claims a frame of four gigabytes": answer(
        """
def softmax(z):
    for number in sockets:
        os.write(number, b"\\xff" * 16)
    return np.zeros(z.shape)""",
        cell=FIND_SOCKETS,
    ),
    "closes every descriptor": answer(
        "import os\n\ndef softmax(z):\n    os.closerange(0, 256)\n    return z"
    ),
    "sends two replies": answer(
        """
def softmax(z):
    from autograder.grading.codec import encode, send_frames
    for number in sockets:
        reply = encode({"number": 1, "outcome": "returned", "value": np.full(z.shape, 0.5)})
        send_frames(socket.socket(fileno=os.dup(number)), [reply])
    return np.zeros(z.shape)""",
        cell=FIND_SOCKETS,
    ),
    "rewrites the server in its process": answer(
        """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("autograder.grading"):
        for word in ("encode", "decode", "same", "outcome"):
            if hasattr(module, word):
                setattr(module, word, lambda *_, **__: b"")

def softmax(z):
    return np.zeros(z.shape)""",
        # What it breaks in its own process is its own loss.
        points=None,
    ),
    "returns data nested without end": answer(
        """
def softmax(z):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested"""
    ),
    "returns a list that holds itself": answer(
        "def softmax(z):\n    loop = []\n    loop.append(loop)\n    return loop"
    ),
    "returns two gigabytes": answer("def softmax(z):\n    return np.zeros(250_000_000)"),
    "returns an array without memory behind it": answer(
        "def softmax(z):\n    return np.broadcast_to(np.float64(0.5), (10**6, 10**6))"
    ),
    "returns a million short strings": answer("def softmax(z):\n    return ['x'] * 10**6"),
    "returns a string of half a character": answer("def softmax(z):\n    return '\\ud800'"),
    "returns an integer of a million digits": answer("def softmax(z):\n    return 10**1_000_000"),
    "returns what unpickles to code": answer(
        """
class Run:
    def __reduce__(self):
        return (print, ("ran",))

def softmax(z):
    return Run()"""
    ),
}

# --- looking for answers -------------------------------------------------------------------------

LOOT = """
found = []


def keep(value):
    found.append(str(value)[:2000])


def softmax(z):
    import gc, inspect, os, sys
    for frame in inspect.stack():
        keep(frame.code_context)
        keep(list(frame.frame.f_locals))
    for thing in gc.get_objects():
        if isinstance(thing, str) and ("HIDDEN" in thing or "_reference" in thing):
            keep(thing)
    for place in ("/proc/self/environ", "/proc/1/environ", "/proc/1/maps", "/etc/shadow"):
        try:
            keep(open(place, "rb").read())
        except OSError:
            pass
    for folder, _, files in os.walk("/"):
        if folder.startswith(("/proc", "/sys")):
            continue
        for name in files:
            if name.endswith((".db", ".ipynb")) or "secret" in name or name == "softmax.py":
                keep(os.path.join(folder, name))
                try:
                    keep(open(os.path.join(folder, name), "rb").read())
                except OSError:
                    pass
    print("LOOT", found)
    return np.zeros(z.shape)
"""
SPYING = {
    "looks through frames, memory, files and processes": answer(LOOT),
    "traces the check": answer(
        """
import sys
seen = []
sys.settrace(lambda frame, *_: seen.append(frame.f_code.co_name) or None)
sys.setprofile(lambda frame, *_: seen.append(frame.f_code.co_filename) or None)

def softmax(z):
    print("LOOT", seen)
    return np.zeros(z.shape)"""
    ),
    "looks into the notebook's history": answer(
        "def softmax(z):\n    return eval(In[-1].partition('same(')[2].partition(',')[2])"
    ),
    "opens the network": answer(
        """
import socket

def softmax(z):
    socket.create_connection(("127.0.0.1", 80), timeout=1)
    return z"""
    ),
    "measures how long the reference takes": answer(
        """
import time

def softmax(z):
    began = time.perf_counter()
    exponential(z)
    return np.full(z.shape, time.perf_counter() - began)"""
    ),
}

# --- harm ----------------------------------------------------------------------------------------

HARM = {
    "ends its process in a cell": right("import os\nos._exit(0)"),
    "ends its process in an answer": answer("import os\n\ndef softmax(z):\n    os._exit(0)"),
    "crashes": answer("import ctypes\n\ndef softmax(z):\n    ctypes.string_at(0)"),
    "quits": right("quit()"),
    "exits": right("import sys\nsys.exit(1)"),
    "loops for ever in a cell": right("while True:\n    pass"),
    "loops for ever in an answer": answer("def softmax(z):\n    while True:\n        pass"),
    "loops and ignores every signal": answer(
        """
import signal

def softmax(z):
    for number in range(1, 64):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass"""
    ),
    "sleeps for ever": answer("import time\n\ndef softmax(z):\n    time.sleep(10**6)"),
    "recurses without end": answer("def softmax(z):\n    return softmax(z)"),
    "recurses past Python's own guard": answer(
        "import sys\nsys.setrecursionlimit(10**9)\n\ndef softmax(z):\n    return softmax(z)"
    ),
    "forks without end": right("import os\nwhile True:\n    os.fork()"),
    "starts threads without end": right(
        """
import threading, time
while True:
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()"""
    ),
    "takes all memory": right("hoard = []\nwhile True:\n    hoard.append(bytearray(10**8))"),
    "takes all memory that is shared": right(
        "import mmap\nhoard = []\nwhile True:\n    hoard.append(mmap.mmap(-1, 10**8))"
    ),
    "fills the disk": right(
        "with open('full', 'wb') as file:\n    while True:\n        file.write(bytes(10**7))"
    ),
    "prints fifty megabytes": right("print('x' * 50_000_000)"),
    "prints past Python": right("import os\nfor _ in range(500):\n    os.write(1, b'x' * 100_000)"),
    "prints to the error stream": right("import sys\nprint('oh', file=sys.stderr)"),
    "prints from a thread, later": right(
        """
import sys, threading
threading.Timer(0.05, lambda: print("late", file=sys.stderr)).start()"""
    ),
    "warns": right("import warnings\nwarnings.warn('look out')"),
    "waits for someone to type": right("input('name? ')"),
    "starts a shell": right("import subprocess\nsubprocess.run(['touch', '/tmp/attacked'])"),
    "uses the notebook's own commands": right("!touch /tmp/attacked\n%reset -f"),
    "leaves a process behind": right(
        """
import os
if os.fork() == 0:
    os.setsid()
    while True:
        pass"""
    ),
    "does something when Python ends": right(
        "import atexit\natexit.register(lambda: open('/tmp/attacked', 'w'))"
    ),
    "kills whatever it can": right(
        """
import os, signal
for number in (os.getppid(), -1, 0, *range(2, 5000)):
    try:
        os.kill(number, signal.SIGKILL)
    except OSError:
        pass"""
    ),
    "writes where it was started": right(
        "open('/tmp/attacked', 'w')\nopen('../gradebook.db', 'w')"
    ),
    "closes what it was given": right("import os\nos.close(0)\nos.close(1)\nos.close(2)"),
    "deletes what is imported": Attack(
        "import sys\nfor name in list(sys.modules):\n    del sys.modules[name]", points=None
    ),
    "empties its builtins": Attack("import builtins\nvars(builtins).clear()", points=None),
}

# --- what only looks like one --------------------------------------------------------------------

HONEST = {
    "names variables as the lesson does": right("same, rng, np2, check = 1, 2, 3, 4"),
    "defines helpers above": Attack(
        "def shifted(z):\n    return z - z.max(axis=0)",
        {"softmax": "def softmax(z):\n    e = exponential(shifted(z))\n    return e / e.sum(0)"},
        ALL,
    ),
    "prints while it computes": answer(
        "def softmax(z):\n    print(z)\n    e = np.exp(z - z.max(axis=0))\n    return e / e.sum(0)",
        ALL,
    ),
    "warns while it computes": answer(
        """
def softmax(z):
    np.log(np.zeros(1))
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(0)""",
        ALL,
    ),
    "answers with a view": answer(
        "def softmax(z):\n    e = np.exp(z - z.max(axis=0))\n    return (e / e.sum(0))[:, :]", ALL
    ),
    "has a cell that fails": right("1 / 0"),
    "has a cell that is no Python": right("this is not a program"),
    "draws": right("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"),
}

ATTACKS = FORGED | PROTOCOL | SPYING | HARM | HONEST
STOCK = {name: attack for name, attack in ATTACKS.items() if attack.stock}
