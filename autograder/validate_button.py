"""JupyterLab's Validate button on the grading engine: a server extension of ours.

nbgrader's own runs the notebook in a kernel and holds up the whole server meanwhile. This one
answers the same request first, from a process of its own that gives the grader's verdicts.
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

# What a validation may take. The grader's own limits stop a submission long before.
MOST_SECONDS = 600


class ValidateHandler(JupyterHandler):
    """Answers nbgrader's dialog: {"success": …, "value": …}."""

    @web.authenticated
    async def post(self):
        path = self.get_argument("path", None) or (self.get_json_body() or {}).get("path", "")
        notebook = inside(Path(self.settings["server_root_dir"]).expanduser(), path)
        # In a thread: the server goes on with everything else.
        self.finish(await asyncio.to_thread(verdicts, notebook))


def inside(root, path):
    """The file at a path below the folder that is served; raises HTTPError for one outside it."""
    root = root.resolve()
    file = (root / path).resolve()
    if not file.is_relative_to(root):
        raise web.HTTPError(403, "the path leads out of the folder that is served")
    return file


def verdicts(notebook):
    """What `autograder validate --json` prints of a notebook."""
    run = "import sys; from autograder.cli import main; sys.exit(main())"
    try:
        process = subprocess.run(
            [sys.executable, "-c", run, "validate", "--json", str(notebook)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return json.dumps({"success": False, "value": "The validation took too long."})
    return process.stdout or json.dumps({"success": False, "value": process.stderr})


def _jupyter_server_extension_points():
    return [{"module": "autograder.validate_button"}]


def _load_jupyter_server_extension(server):
    """Take nbgrader's address; the server asks extensions in the order in which they load."""
    web_app = server.web_app
    address = url_path_join(web_app.settings["base_url"], "/assignments/validate")
    web_app.add_handlers(".*$", [(address, ValidateHandler)])
