"""The reference answer under its own name, for hidden tests to compare with."""

import ast
import functools

from autograder.authoring.lesson import BEGIN_SOLUTION, END_SOLUTION, REFERENCE


def reference_code(source, answers):
    """Definitions of every reference that the code of a check uses, or an empty string.

    A reference is the answer itself with `_reference` behind its name. An answer that it calls
    becomes a reference too, so that a mistake in the student's helper cannot move it.

    `answers` maps the name of an answer to its cell.
    """
    wanted = [name for name in answers if f"{name}{REFERENCE}" in _names_used(source)]
    needed = set()
    while wanted:
        name = wanted.pop()
        if name not in needed:
            needed.add(name)
            wanted += _names_used(answers[name].source) & set(answers) - needed
    names = {name: name + REFERENCE for name in needed}
    return "\n\n\n".join(
        renamed(_without_markers(answers[name].source), names) for name in answers if name in needed
    )


# Every check asks this of every answer.
@functools.lru_cache(maxsize=1024)
def _names_used(source):
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}


def renamed(source, names):
    """Code in which names that it defines or uses are replaced, old → new."""
    lines = source.splitlines()
    # Columns of syntax nodes count bytes.
    encoded = [line.encode() for line in lines]
    places = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and node.id in names:
            places.add((node.lineno, node.col_offset, node.id))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names:
            line = encoded[node.lineno - 1]
            places.add((node.lineno, line.index(node.name.encode(), node.col_offset), node.name))
    for number, column, name in sorted(places, reverse=True):
        line = encoded[number - 1]
        end = column + len(name.encode())
        encoded[number - 1] = line[:column] + names[name].encode() + line[end:]
    return "\n".join(line.decode() for line in encoded)


def _without_markers(source):
    lines = source.splitlines()
    kept = [line for line in lines if BEGIN_SOLUTION not in line and END_SOLUTION not in line]
    return "\n".join(kept).strip()
