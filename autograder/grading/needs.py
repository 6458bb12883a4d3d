"""What the processes of submissions of a lesson should have ready, read from its imports.

It imports nothing big itself, so that a nursery can start before everything else.
"""

import ast
from pathlib import Path


def needs_of(path):
    """What to start a `Nursery` with for the lesson at a path; returns (kind, data)."""
    modules, names = set(), set()
    try:
        nodes = ast.walk(ast.parse(Path(path).read_text(encoding="utf-8")))
    except (OSError, SyntaxError, ValueError):
        nodes = ()  # reading the lesson says what is wrong
    for node in nodes:
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module.partition(".")[0])
            if node.module == "shared_utils.datasets":
                names |= {alias.name for alias in node.names}
    kind = "tensorflow" if modules & {"tensorflow", "keras"} else "numpy"
    return kind, tuple(sorted(names))
