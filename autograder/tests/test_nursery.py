"""The life of student's processes: made, limited in time, ended with whoever made them."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading import sandbox
from autograder.grading.nursery import Ending, Nursery, NurseryError, ProtectionError
from autograder.grading.sandbox import Limits
from autograder.tests.test_sandbox import LaunchedNursery, ask

RUN = "autograder.tests.test_sandbox:run"
LIMITS = Limits(cpu_seconds=1, wall_seconds=3, output=100_000)
# What a busy machine may take for something that takes an instant.
PATIENCE = 20


@pytest.fixture(scope="module")
def nursery():
    with start(LIMITS) as nursery:
        yield nursery


def start(limits=None, **options):
    """A nursery whose processes run sources; skips the test where that is refused."""
    nursery = LaunchedNursery(limits=limits, **options)
    try:
        return nursery.__enter__()
    except ProtectionError as error:
        pytest.skip(str(error))


def processes_below(process):
    """The numbers of all processes that this one started, and that those started."""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found = []
    waiting = [process]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def is_gone(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


# --- one process -------------------------------------------------------------------------------


def test_a_process_answers_until_it_is_killed(nursery):
    with nursery.fork() as child:
        assert ask(child, "answer = 6 * 7") == 42
        assert child.wait(PATIENCE).cause == "exit"
    child = nursery.fork()
    assert child.ended is None
    ending = child.kill()
    assert ending.cause == "kill"
    assert ending.peak_memory > 10_000_000
    assert child.kill() is ending
    assert child.ended is ending
    assert child.output == b""
    child.close()


def test_limits_hold_from_the_next_process_on(nursery):
    limit = "import resource\nanswer = resource.getrlimit(resource.RLIMIT_NOFILE)[1]"
    usual = nursery.limits
    with nursery.fork() as before:
        nursery.limits = replace(usual, open_files=99)
        with nursery.fork() as after:
            nursery.limits = usual
            assert ask(after, limit) == 99
            assert ask(before, limit) == usual.open_files


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no such policy")
def test_no_thread_of_a_process_interrupts_another_by_waking_up(nursery):
    with nursery.fork() as child:
        assert ask(child, "import os\nanswer = os.sched_getscheduler(0)") == os.SCHED_BATCH


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no such policy")
def test_who_grades_while_the_machine_is_idle_goes_on_to():
    source = """
        import os
        from autograder.grading.nursery import run_in_turn
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        run_in_turn()
        print(os.sched_getscheduler(0) == os.SCHED_IDLE)
    """
    command = [sys.executable, "-c", textwrap.dedent(source)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed == "True\n"


def test_a_closed_child_s_process_ends_at_once(nursery):
    child = nursery.fork()
    # The guard's only child is the nursery.
    inside = processes_below(nursery._process.pid)[1:]
    assert inside
    child.close()
    child.close()
    wait_until(lambda: all(is_gone(process) for process in inside))


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        ("os._exit(7)", ("exit", 7)),
        ("raise SystemExit", ("exit", 0)),
        ("import ctypes; ctypes.string_at(0)", ("signal", signal.SIGSEGV)),
    ],
)
def test_an_ending_says_how(nursery, source, ending):
    with nursery.fork() as child:
        if ending == ("exit", 0):
            with pytest.raises(RuntimeError):
                ask(child, source)
        else:
            assert ask(child, source) is None
        got = child.wait(PATIENCE)
        assert (got.cause, got.number) == ending


def test_an_endless_loop_is_stopped_whatever_it_ignores(nursery):
    with nursery.fork() as child:
        answer = ask(
            child,
            """
            import resource, signal
            for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (100, 100))
            except ValueError:
                pass
            while True:
                pass
            """,
        )
        assert answer is None
        ending = child.wait(PATIENCE)
        assert ending.cause == "cpu"
        assert 0.9 < ending.cpu_seconds < 2


def test_waiting_for_ever_is_stopped(nursery):
    started = time.monotonic()
    with nursery.fork() as child:
        assert ask(child, "import time\ntime.sleep(1000)") is None
        assert child.wait(PATIENCE).cause == "wall"
    assert time.monotonic() - started >= LIMITS.wall_seconds


def test_a_flood_of_output_is_cut_off(nursery):
    with nursery.fork() as child:
        written = ask(
            child,
            """
            import ctypes
            answer = 0
            line = b"x" * 10_000
            try:
                for _ in range(10_000):
                    answer += os.write(1, line)
            except OSError:
                pass
            ctypes.CDLL(None).printf(b"from C")
            """,
        )
        assert written <= LIMITS.output
        assert child.output == b"x" * LIMITS.output


def test_output_from_python_and_c_arrives(nursery):
    with nursery.fork() as child:
        ask(
            child,
            """
            import ctypes, sys
            libc = ctypes.CDLL(None)
            print("from Python", flush=True)
            print("as an error", file=sys.stderr, flush=True)
            libc.printf(b"from C")
            libc.fflush(None)
            """,
        )
        child.wait(PATIENCE)
        assert child.output == b"from Python\nas an error\nfrom C"


def test_random_numbers_differ_unless_a_seed_is_given(nursery):
    source = """
        import random
        import numpy as np
        answer = random.random(), float(np.random.rand())
        """

    def draw(seed=None):
        with nursery.fork(seed) as child:
            return ask(child, source)

    first, second = draw(), draw()
    assert first[0] != second[0]
    assert first[1] != second[1]
    assert draw(3) == draw(3)
    assert draw(3) != draw(4)
    assert draw(2**32 - 1)


def test_sets_have_the_same_order_in_a_regrade(nursery):
    variables = {**os.environ, "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-c", "print(hash('alpha'))"]
    here = subprocess.run(command, env=variables, capture_output=True, check=True)
    with nursery.fork() as child:
        assert ask(child, "answer = hash('alpha')") == int(here.stdout)


# --- many processes ----------------------------------------------------------------------------


def test_threads_may_share_a_nursery(nursery):
    def compute(number):
        with nursery.fork() as child:
            return ask(child, f"answer = {number} ** 2")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(compute, range(20))) == [number**2 for number in range(20)]


def test_a_nursery_outlives_the_thread_that_started_it():
    started = []
    thread = threading.Thread(target=lambda: started.append(start()))
    thread.start()
    thread.join()
    if not started:
        pytest.skip("see the other tests")
    with started[0] as nursery, nursery.fork() as child:
        process = nursery._process.pid
        assert ask(child, "answer = 1") == 1
        assert nursery._process.pid == process


def test_forks_of_the_process_that_made_it_may_share_a_nursery():
    code = """
        import os
        from autograder.tests.test_sandbox import LaunchedNursery, ask

        with LaunchedNursery(trust=True) as nursery:
            workers = []
            for number in range(3):
                worker = os.fork()
                if worker == 0:
                    with nursery.fork() as child:
                        os._exit(ask(child, f"answer = {number} + 1"))
                workers.append(worker)
            print([os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) for worker in workers])
            with nursery.fork() as child:
                print(ask(child, "answer = 0"))
        """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.stdout.split("\n") == ["[1, 2, 3]", "0", ""], process.stderr


# --- endings -----------------------------------------------------------------------------------


def test_a_killed_nursery_is_noticed_and_replaced():
    with start() as nursery:
        child = nursery.fork()
        inside = processes_below(nursery._process.pid)
        # The guard starts the nursery, which starts the student's process.
        os.kill(inside[0], signal.SIGKILL)
        assert child.wait(PATIENCE) == Ending("nursery")
        assert child.connection.recv(1) == b""
        child.close()
        wait_until(lambda: all(is_gone(process) for process in inside))
        with nursery.fork() as child:
            assert ask(child, "answer = 'again'") == "again"


def test_a_nursery_that_died_is_noticed_although_another_process_holds_its_socket(monkeypatch):
    held = []

    def send_and_hold(control, messages, descriptors):
        held.extend(os.dup(descriptor) for descriptor in descriptors)
        if len(held) == len(descriptors):  # the first time: the request never arrives
            os.kill(nursery._process.pid, signal.SIGKILL)
            return
        usual(control, messages, descriptors)

    with start() as nursery:
        usual = socket.send_fds
        monkeypatch.setattr(socket, "send_fds", send_and_hold)
        started = time.monotonic()
        with nursery.fork() as child:
            assert ask(child, "answer = 1") == 1
        assert time.monotonic() - started < PATIENCE
    for descriptor in held:
        os.close(descriptor)


def test_nothing_is_left_when_the_controller_is_killed():
    code = """
        import os, time
        from autograder.tests.test_sandbox import LaunchedNursery
        nursery = LaunchedNursery(trust=True).__enter__()
        child = nursery.fork()
        # A worker that holds the same sockets as the controller, and lives on.
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        print(nursery._process.pid, flush=True)
        time.sleep(30)
        """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as controller:
        guard = int(controller.stdout.readline())
        inside = [guard, *processes_below(guard)]
        workers = set(processes_below(controller.pid)) - set(inside)
        controller.kill()
        try:
            assert len(inside) == 3
            assert len(workers) == 1
            wait_until(lambda: all(is_gone(process) for process in inside))
        finally:
            for worker in workers:
                os.kill(worker, signal.SIGKILL)


def test_closing_a_nursery_ends_all():
    with start() as nursery:
        children = [nursery.fork() for _ in range(3)]
        inside = processes_below(nursery._process.pid)
        assert len(inside) == 4
    wait_until(lambda: all(is_gone(process) for process in inside))
    for child in children:
        assert child.wait(PATIENCE).cause in ("nursery", "kill")
        child.close()


def test_a_nursery_that_cannot_import_says_why():
    with Nursery(serve="autograder.no_such_module:run", trust=True) as nursery:  # noqa: SIM117
        with pytest.raises(NurseryError, match="no_such_module"):
            nursery.fork()


# --- without protections -----------------------------------------------------------------------


def test_without_protections_only_trusted_work_is_run():
    with pytest.raises(ProtectionError, match="files"):
        Nursery(plain=True).__enter__()
    nursery = Nursery(plain=True)
    nursery.begin()
    with pytest.raises(ProtectionError, match="files"):
        nursery.fork()
    nursery = Nursery(serve=RUN, plain=True, trust=True)
    nursery.imports = ["numpy"]
    nursery.begin()
    with nursery, nursery.fork(seed=3) as child:
        active = {protection.name for protection in nursery.protections if protection.active}
        assert active == {"time", "output and disk"}
        assert ask(child, "print('hello', flush=True)\nanswer = os.listdir()") == []
        assert child.wait(PATIENCE).cause == "exit"
        assert child.output == b"hello\n"


def test_protections_are_those_of_the_machine(nursery):
    assert nursery.protections == sandbox.protections()
    required = [p for p in nursery.protections if p.name in sandbox.REQUIRED]
    assert len(required) == len(sandbox.REQUIRED)
    assert all(protection.active for protection in required)


@pytest.mark.parametrize("lacking", ["namespaces", "landlock", "seccomp", "user"])
def test_what_is_missing_is_said_with_a_remedy(lacking):
    missing = dict.fromkeys(("namespaces", "landlock", "seccomp", "user"), "")
    everything = sandbox.describe(missing)
    assert all(protection.active and not protection.mend for protection in everything)
    weakened = sandbox.describe(missing | {lacking: "not in this kernel"})
    assert json.dumps([str(protection) for protection in weakened])
    changed = [p for p, before in zip(weakened, everything, strict=True) if p != before]
    assert changed
    assert all(p.mend for p in changed)


# --- TensorFlow --------------------------------------------------------------------------------


def test_tensorflow_trains_in_a_process():
    nursery = Nursery("tensorflow", serve=RUN)
    try:
        nursery.__enter__()
    except ProtectionError as error:
        pytest.skip(str(error))
    with nursery:
        with nursery.fork(seed=1) as child:
            loss = ask(
                child,
                """
                import keras, numpy as np
                import tensorflow as tf
                model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
                model.compile("sgd", "mse")
                x = np.random.rand(64, 2).astype("float32")
                history = model.fit(x, x.sum(axis=1), epochs=2, verbose=0)
                model.save("model.keras")
                keras.models.load_model("model.keras").predict(x, verbose=0)
                answer = history.history["loss"]
                """,
            )
            assert loss is not None, (child.wait(PATIENCE), child.output)
            assert len(loss) == 2
        with nursery.fork() as first, nursery.fork() as second:
            source = "import tensorflow as tf\nanswer = float(tf.random.uniform(()))"
            assert ask(first, source) != ask(second, source)
