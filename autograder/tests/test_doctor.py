"""What the doctor says of machines with and without protections."""

import subprocess
import sys

import pytest

from autograder.grading import doctor, sandbox

LAYERS = ("namespaces", "landlock", "seccomp", "user")


@pytest.fixture
def report_without(monkeypatch):
    """The report of a machine that lacks some layers."""

    def report(layers):
        missing = dict.fromkeys(LAYERS, "") | dict.fromkeys(layers, "not in this test")
        monkeypatch.setattr(doctor, "protections", lambda: sandbox.describe(missing))
        return doctor.report()

    return report


def line_of(name, lines):
    (line,) = (line for line in lines if line.startswith(f"{name}:"))
    return line


def test_this_machine_is_looked_at():
    lines, ready = doctor.report()
    assert lines[0].startswith(f"Python {sys.version_info[0]}.{sys.version_info[1]}")
    assert any(line.startswith("nbgrader ") for line in lines)
    assert any(line.startswith("tensorflow ") for line in lines)
    assert any(" cores, " in line or " core, " in line for line in lines)
    for protection in sandbox.protections():
        line = line_of(protection.name, lines)
        assert protection.stops in line
        assert (": on" in line) == protection.active
    required = [p for p in sandbox.protections() if p.name in sandbox.REQUIRED]
    assert ready == all(p.active for p in required)


def test_a_machine_with_all_layers_is_ready(report_without):
    lines, ready = report_without(())
    assert ready
    assert not any("MISSING" in line or "To " in line for line in lines)


def test_a_container_without_namespaces_is_ready_and_told_what_is_weaker(report_without):
    lines, ready = report_without({"namespaces"})
    assert ready
    assert "names and sizes of files visible" in line_of("files", lines)
    assert "To strengthen it: " in line_of("files", lines)


@pytest.mark.parametrize(
    ("layers", "name"), [({"namespaces", "landlock"}, "files"), ({"seccomp"}, "processes")]
)
def test_a_machine_that_lacks_a_required_layer_is_not_ready(report_without, layers, name):
    lines, ready = report_without(layers)
    assert not ready
    line = line_of(name, lines)
    assert ": MISSING (not in this test)" in line
    assert "To get it: " in line
    assert name in lines[-1]


def test_elsewhere_than_on_linux_the_doctor_says_so(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    sandbox.protections.cache_clear()
    try:
        lines, ready = doctor.report()
    finally:
        sandbox.protections.cache_clear()
    assert not ready
    assert "only Linux has" in line_of("files", lines)


def test_the_engine_can_be_imported_where_linux_s_parts_are_missing():
    code = """
import os, sys
sys.platform = "darwin"
sys.modules["resource"] = sys.modules["fcntl"] = None
for name in ("memfd_create", "pidfd_open", "sched_getaffinity", "fork"):
    delattr(os, name)
from autograder.grading import doctor, nursery
lines, ready = doctor.report()
assert not ready
try:
    nursery.Nursery(trust=True).__enter__()
except nursery.NurseryError as error:
    print(error)
"""
    command = [sys.executable, "-c", code]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "use Linux" in process.stdout, process.stderr


def test_an_old_python_and_a_missing_package_are_said(monkeypatch, report_without):
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (3, 99))
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    lines, ready = report_without(())
    assert not ready
    assert "use Python 3.99" in lines[0]
    assert "nbgrader is missing" in lines[1]
    assert lines[-1] == "Not ready: see above."
