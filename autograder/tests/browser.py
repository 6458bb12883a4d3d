"""JupyterLab as `make lab` and `make demo` start it, and a page of Chromium that works in it."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

TOKEN = "browser-tests"
SECONDS = 90
OPTIONS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing may need the network: every other name is unknown, also where there is a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# The cell with this id comes into view and becomes the active one.
GO_TO = """async (id) => {
    const notebook = jupyterapp.shell.currentWidget.content;
    const index = notebook.widgets.findIndex((cell) => cell.model.id === id);
    if (index < 0) throw new Error(`the notebook has no cell ${id}`);
    notebook.activeCellIndex = index;
    notebook.deselectAll();
    await notebook.scrollToItem(index, 'smart');
}"""
IS_OPEN = """(path) => {
    const panel = jupyterapp.shell.currentWidget;
    return panel?.context?.path === path && panel.context.isReady
        && panel.sessionContext.session?.kernel?.status === 'idle';
}"""
HAS_STOPPED = """() => {
    const cells = jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model);
    return cells.every((cell) => cell.type !== 'code' || cell.executionState !== 'running')
        && cells.some((cell) => cell.outputs?.toJSON().some((o) => o.output_type === 'error'));
}"""
START = """async () => {
    await jupyterapp.restored;
    await jupyterapp.allPluginsActivated;
}"""
HAS_THEME = """(theme) => document.body.dataset.jpThemeName === theme
    && !document.getElementById('jupyterlab-splash')"""
EXECUTE = """async ([command, settings, seconds]) => true === await Promise.race([
    jupyterapp.commands.execute(command, settings),
    new Promise((_, reject) => setTimeout(reject, 1000 * seconds, `${command} does not end`)),
])"""
SOURCE = "() => jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.source"


@contextmanager
def chromium():
    """A browser. The tests fail without one: skipped, they would test nothing in silence."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("These tests need Chromium: sudo apt-get install chromium", pytrace=False)
    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=OPTIONS)
        yield browser
        browser.close()


@contextmanager
def jupyterlab(folder, home, port, **arguments):
    """JupyterLab on a folder, with settings of its own; yields (its address, what it printed).

    Parameters
    ----------
    folder, arguments : as in autograder.lab.open_jupyterlab.
    home : Path, a folder for settings and for what JupyterLab prints; made here.
    port : the port that it should want, 0 for any.
    """
    home.mkdir()
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    folders = {name: str(home / name.lower()) for name in names}
    options = [
        "--no-browser",
        "--expose-app-in-browser",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={TOKEN}",
    ]
    code = (
        "import sys; from autograder.lab import open_jupyterlab; "
        f"sys.exit(open_jupyterlab({str(folder)!r}, {options!r}, **{arguments!r}))"
    )
    printed = home / "printed.txt"
    with printed.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=os.environ | folders,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = _address(process, printed)
    try:
        yield address, printed.read_text()
    finally:
        _shut_down(process, address)


def _address(process, printed):
    """The address that JupyterLab prints when it is ready."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"is running at:\n.* (http://127\.0\.0\.1:\d+)/lab", printed.read_text())
        if found:
            return found[1]
        time.sleep(0.05)
    _kill(process)
    raise AssertionError(f"JupyterLab did not start. It printed:\n{printed.read_text()}")


def _shut_down(process, address):
    """Ask JupyterLab to stop, as its menu does, and to stop its kernels before."""
    try:
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=SECONDS)
        connection.request("POST", "/api/shutdown", headers={"Authorization": f"token {TOKEN}"})
        connection.getresponse().read()
        connection.close()
        assert process.wait(SECONDS) == 0
    finally:
        _kill(process)


def _kill(process):
    """End a process and what it started, if they are still there."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


class Lab:
    """A page with JupyterLab in it: what its user does there, sees and photographs.

    `faults` collects the errors that the browser reports.
    """

    def __init__(self, browser, address, pictures, width=1280, height=900):
        self.address = address
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.page.set_default_timeout(SECONDS * 1000)
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._read_console)
        self._themes = ["Light", "Dark"]
        self._folders = [pictures]
        if os.environ.get("SCREENSHOTS"):
            self._folders.append(Path(os.environ["SCREENSHOTS"]))
        self.page.goto(f"{address}/lab?token={TOKEN}")
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate(START)
        self.page.wait_for_function("() => jupyterapp.shell.currentWidget")
        expect(self.page.locator("#jupyterlab-splash")).to_have_count(0)

    def _read_console(self, message):
        if message.type == "error" and "favicon" not in message.location["url"]:
            self.faults.append(f"{message.text} ({message.location['url']})")

    def execute(self, command, **settings):
        """Carry out a command of JupyterLab; returns, when it is done, whether it gave true."""
        return self.page.evaluate(EXECUTE, [command, settings, SECONDS])

    def choose(self, menu, entry):
        """Choose an entry of a menu with the mouse."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=entry, exact=True).click()

    def open(self, path):
        """Open a notebook and wait for its kernel."""
        self.execute("docmanager:open", path=path)
        self.page.wait_for_function(IS_OPEN, arg=path)

    def cell(self, cell_id):
        """The cell with this id, brought into view."""
        self.page.evaluate(GO_TO, cell_id)
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell.jp-mod-active")

    def source(self, cell_id):
        self.cell(cell_id)
        return self.page.evaluate(SOURCE)

    def click_into(self, cell_id, text):
        """Click into the first line with this text of a cell, so that keys go to its editor."""
        editor = self.cell(cell_id).locator(".cm-content")
        editor.locator(".cm-line", has_text=text).first.click()
        expect(editor).to_be_focused()

    def write(self, cell_id, text):
        """Replace a cell's text in its editor."""
        self.click_into(cell_id, "")
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)
        assert self.page.evaluate(SOURCE) == text

    def run(self, cell_id):
        """Run one cell; returns its output, and whether it ran without an error."""
        cell = self.cell(cell_id)
        succeeded = self.execute("notebook:run-cell")
        return cell.locator(".jp-Cell-outputArea"), succeeded

    def run_all_above(self, cell_id):
        self.cell(cell_id)
        assert self.execute("notebook:run-all-above"), f"a cell above {cell_id} fails"

    def wait_for_an_error(self):
        """Wait until a run of several cells has stopped at an error."""
        self.page.wait_for_function(HAS_STOPPED)

    def validate(self):
        """Press nbgrader's button; returns the dialog that it opens."""
        self.page.get_by_role("button", name="Validate", exact=True).click()
        return self.page.get_by_role("dialog")

    def close_dialog(self):
        self.page.get_by_role("dialog").get_by_role("button", name="Ok", exact=True).click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def photograph(self, name):
        """Save a picture of the window in the light and in the dark theme."""
        for theme in self._themes:
            self.execute("apputils:change-theme", theme=f"JupyterLab {theme}")
            self.page.wait_for_function(HAS_THEME, arg=f"JupyterLab {theme}")
            self.save_picture(f"{name}-{theme.lower()}")
        # The next picture begins with the theme that is shown already.
        self._themes.reverse()

    def save_picture(self, name):
        for folder in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png", full_page=True)
