"""Compiling pieces of a lesson so that messages and tracebacks can show their lines."""

import linecache


def compiled(source, name):
    """Compile a cell's source under a name, with its text where tracebacks look for it."""
    filename = f"<{name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    return compile(source, filename, "exec")
