"""What a lesson is: its cells and their roles, read from one percent-format Python file."""

import ast
import difflib
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring.percent import read_cells
from autograder.authoring.questions import Question, parse_question
from autograder.errors import AutograderError

# Each role is a key in the cell marker; its value is the name that the role refers to.
# The further keys are those a cell of that role may carry.
ROLES = {
    "answer": (),
    "start": (),
    "check": ("of", "points"),
    "right": (),
    "wrong": (),
    "demo": (),
    "question": ("points",),
    "prediction": ("between", "among", "points"),
    "only": (),
}
# What a given cell, which has no role, may carry.
GIVEN_OPTIONS = ("builder",)
BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
REFERENCE = "_reference"
CHECK_WORDS = ("same", "untouched")
# A cell id, which has a word or two around the name, may hold 64 characters.
LONGEST_NAME = 40


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a source file, and how to mend it."""

    path: Path
    line: int
    what: str
    mend: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}. {self.mend}."


class LessonError(AutograderError):
    """A lesson's source cannot be used. `problems` holds everything wrong with it."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Cell:
    """One cell of the source.

    `role` is a key of ROLES, or "text" (markdown) or "given" (code) for a cell without one.
    `name` is the value of that key. `line` is the line of the cell's marker in the file (from 1),
    `first` and `last` are those of its body.
    """

    role: str
    name: str
    source: str
    line: int
    first: int
    last: int
    options: dict = field(default_factory=dict)
    question: Question | None = None

    @property
    def points(self):
        return self.options.get("points", 0)

    @property
    def of(self):
        """The answer that this cell belongs to."""
        return self.options.get("of", self.name)

    @property
    def is_markdown(self):
        return self.role in ("text", "question")


@dataclass(frozen=True)
class Lesson:
    """A lesson: the file it was read from, its exact text, and its cells in order."""

    path: Path
    text: str
    cells: tuple[Cell, ...]

    @property
    def name(self):
        return self.path.stem

    @property
    def week(self):
        return self.path.parent.name

    @property
    def course(self):
        """The nbgrader course root: the folder that holds `source/`."""
        return self.path.parents[2]

    def having(self, *roles):
        """The cells of these roles, in order."""
        return [cell for cell in self.cells if cell.role in roles]

    @property
    def answers(self):
        """Answer cells by name."""
        return {cell.name: cell for cell in self.having("answer")}

    def checks_of(self, answer):
        return [cell for cell in self.having("check") if cell.of == answer]

    def start_of(self, answer):
        """What the student receives in place of the stub, or None."""
        return next((cell.source for cell in self.having("start") if cell.name == answer), None)

    @property
    def points(self):
        return sum(cell.points for cell in self.cells)


def read_lesson(path):
    """Read and validate a lesson source.

    Raises LessonError with all problems of the file at once.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        mend = "Give the path of a lesson's .py file that can be read"
        raise LessonError([Problem(path, 1, f"cannot read the lesson: {reason}", mend)]) from None
    problems = []
    cells = _read_cells(path, text, problems)
    _find_problems(path, cells, problems)
    if problems:
        raise LessonError(sorted(problems, key=lambda problem: problem.line))
    return Lesson(path.resolve(), text, tuple(cells))


def _read_cells(path, text, problems):
    cells = read_cells(text)
    if not cells:
        problems.append(
            Problem(path, 1, "there is no cell in this file", "Begin each cell with `# %%`")
        )
        return []
    for number, line in enumerate(text.splitlines()[: cells[0].marker - 1], start=1):
        if line.strip():
            problems.append(
                Problem(path, number, "text before the first cell", "Put a `# %%` marker above it")
            )
            return []
    return [_read_cell(path, cell, problems) for cell in cells]


def _read_cell(path, cell, problems):
    marker, end = cell.marker, cell.end
    role, name = ("text" if cell.is_markdown else "given"), ""

    def problem(what, mend):
        problems.append(Problem(path, marker, what, mend))

    if cell.options is None:
        problem(
            "the cell marker cannot be read",
            'Write keys as name="text" or name=number, for example check="softmax" points=4',
        )
        return Cell(role, name, cell.source, marker, marker + 1, end)
    options = dict(cell.options)
    roles = [key for key in options if key in ROLES]
    if len(roles) > 1:
        problem(f"a cell has one role, this one has {' and '.join(roles)}", "Keep one of them")
    if roles:
        role = roles[0]
        name = options.pop(role)
    known = set(GIVEN_OPTIONS if role == "given" else ROLES.get(role, ()))
    for key in sorted(set(options) - known - set(roles)):
        close = difflib.get_close_matches(key, [*ROLES, *known], n=1)
        mend = f"Did you mean `{close[0]}`?"[:-1] if close else "Remove it"
        problem(f"unknown key `{key}` in a cell of role `{role}`", mend)
    if role == "only" and name != "source":
        problem(f'only="{name}" means nothing', 'Write only="source"')
    if roles and not (isinstance(name, str) and name.isidentifier()):
        problem(f"{role}={name!r} is not a name", "Use letters, digits and underscores")
        name = "unnamed"
    elif len(name) > LONGEST_NAME:
        problem(f"{role} {name} has a long name", f"Use at most {LONGEST_NAME} characters")
    if cell.is_markdown != (role in ("text", "question")):
        kind = "markdown" if cell.is_markdown else "code"
        mend = "Remove `[markdown]`" if kind == "markdown" else "Write `# %% [markdown] question=…`"
        problem(f"a {role} cell cannot be {kind}", mend)
        return Cell("text", "", cell.source, marker, marker + 1, end)
    question = None
    if role == "question":
        question = parse_question(name, cell.source, options.get("points", 0), problem)
    return Cell(role, name, cell.source, marker, marker + 1, end, options, question)


def _find_problems(path, cells, problems):
    """Everything that can be wrong between cells, or in their code."""

    def problem(cell, what, mend, line=None):
        problems.append(Problem(path, line or cell.line, what, mend))

    answers = {cell.name for cell in cells if cell.role == "answer"}
    checked = {cell.of for cell in cells if cell.role == "check"}
    _find_repeated_names(cells, problem)
    for cell in cells:
        if cell.role in ("start", "right", "wrong") and cell.name not in answers:
            problem(cell, *_no_answer(cell.role, cell.name, answers))
        if cell.role == "check" and cell.of not in answers:
            problem(cell, *_no_answer(cell.role, cell.of, answers))
        if cell.role in ("check", "prediction") or "points" in cell.options:
            points = cell.options.get("points")
            if points is None:
                problem(cell, f"{cell.role} {cell.name} has no points", "Add points=1 or more")
            elif not isinstance(points, int) or isinstance(points, bool) or points < 1:
                problem(cell, f"points={points!r} is not a whole number from 1", "Write points=1")
        if cell.role == "answer" and cell.name not in checked:
            problem(
                cell, f"answer {cell.name} has no check", f'Add a cell `# %% check="{cell.name}"`'
            )
        if not cell.is_markdown:
            _find_code_problems(cell, answers, problem)


def _no_answer(role, name, answers):
    close = difflib.get_close_matches(name, answers, n=1)
    mend = f"Did you mean {close[0]}" if close else f'Add a cell `# %% answer="{name}"` before it'
    return f"{role} {name} belongs to no answer", mend


def _find_repeated_names(cells, problem):
    seen = {}
    for cell in cells:
        if cell.role in ("answer", "start", "check", "demo", "question", "prediction"):
            first = seen.setdefault((cell.role, cell.name), cell)
            if first is not cell:
                what = f"{cell.role} {cell.name} is used twice, first on line {first.line}"
                problem(cell, what, "Give each its own name")
    variants = {}
    for cell in cells:
        if cell.role in ("right", "wrong"):
            for name, node in _variants(cell.source):
                line = cell.line + node.lineno
                first = variants.setdefault((cell.name, name), line)
                if first != line:
                    what = f"{name} is a variant of {cell.name} twice, first on line {first}"
                    problem(cell, what, "Give each its own name", line)


def _find_code_problems(cell, answers, problem):
    solution = _regions(cell, BEGIN_SOLUTION, END_SOLUTION, problem)
    hidden = _regions(cell, BEGIN_HIDDEN, END_HIDDEN, problem)
    if solution and cell.role not in ("answer", "prediction"):
        mend = "Only answer and prediction cells hold a solution; remove the markers"
        problem(cell, f"solution markers in a {cell.role} cell", mend)
    if hidden and cell.role != "check":
        mend = "Only check cells hold hidden tests; remove the markers"
        problem(cell, f"hidden test markers in a {cell.role} cell", mend)
    if cell.role in ("answer", "prediction") and not solution:
        problem(
            cell,
            f"{cell.role} {cell.name} marks no solution",
            f"Put `{BEGIN_SOLUTION}` and `{END_SOLUTION}` around what students write",
        )
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1)
        problem(cell, f"Python cannot read this line: {error.msg}", "Mend the syntax", line)
        return
    if cell.role == "prediction":
        _find_prediction_problems(cell, tree, problem)
    builder = cell.options.get("builder")
    if builder is not None and builder not in _functions_in(tree):
        what = f"the cell of the builder {builder!r} defines no such function"
        problem(cell, what, "Define it there: builder is the name of a given function")
    if cell.role in ("answer", "start") and cell.name not in names_bound(tree):
        mend = f"Define a function, class or variable called {cell.name}"
        problem(cell, f"{cell.role} {cell.name} does not define {cell.name}", mend)
    if cell.role in ("right", "wrong"):
        _find_variant_problems(cell, tree, problem)
    if cell.role == "check":
        _find_check_problems(cell, tree, hidden, answers, problem)


def _regions(cell, begin, end, problem):
    """Line numbers (within the cell, from 1) of each region between two markers."""
    regions, start = [], None
    for number, line in enumerate(cell.source.splitlines(), start=1):
        if begin in line:
            if start is not None:
                problem(cell, f"`{begin}` inside another", "Close the first", cell.line + number)
            start = number
        elif end in line:
            if start is None:
                problem(cell, f"`{end}` without its begin", f"Add `{begin}`", cell.line + number)
            else:
                regions.append((start, number))
            start = None
    if start is not None:
        problem(cell, f"`{begin}` is never closed", f"Add `{end}`", cell.line + start)
    return regions


def _find_prediction_problems(cell, tree, problem):
    variable = prediction_variable(cell.name)
    if variable not in names_bound(tree):
        what = f"prediction {cell.name} does not assign {variable}"
        problem(cell, what, f"Write `{variable} = …`, your own guess")
    between, among = cell.options.get("between"), cell.options.get("among")
    numbers = isinstance(between, list) and len(between) == 2
    letters = isinstance(among, str) and len(among) > 1
    if numbers == letters:
        mend = 'Write between=[0, 1] for a number, or among="abc" for a choice'
        problem(cell, f"prediction {cell.name} does not say what may be written", mend)


def _find_variant_problems(cell, tree, problem):
    variants = variants_in(cell.source)
    if not variants:
        problem(cell, f"this {cell.role} cell defines nothing", "Define at least one function")
    for name, node in variants.items():
        is_definition = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if cell.role == "wrong" and is_definition and not ast.get_docstring(node):
            mend = "Say in its docstring what helps a student who made this mistake"
            problem(cell, f"wrong answer {name} has no hint", mend, cell.line + node.lineno)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == cell.name and isinstance(node.ctx, ast.Load):
            what = f"a {cell.role} variant uses {cell.name}, which is itself once it is handed in"
            problem(cell, what, "Compute what it needs in the variant", cell.line + node.lineno)


def _find_check_problems(cell, tree, hidden, answers, problem):
    if len(hidden) > 1:
        problem(cell, "more than one hidden region in a check", "Join them at its end")
    inside = range(hidden[0][0], hidden[0][1] + 1) if hidden else range(0)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id.endswith(REFERENCE):
            line = cell.line + node.lineno
            answer = node.id.removesuffix(REFERENCE)
            if answer not in answers:
                problem(cell, *_no_answer("reference", answer, answers), line)
            elif node.lineno not in inside:
                what = f"{node.id} stands outside the hidden tests"
                problem(cell, what, "Students would read the answer; move it", line)
    # nbgrader takes the value of a cell's last expression as its score.
    visible = [node for node in tree.body if node.lineno not in inside]
    for last in {id(body[-1]): body[-1] for body in (visible, tree.body) if body}.values():
        is_word = (
            isinstance(last, ast.Expr)
            and isinstance(last.value, ast.Call)
            and isinstance(last.value.func, ast.Name)
            and last.value.func.id in CHECK_WORDS
        )
        if isinstance(last, ast.Expr) and not is_word:
            problem(
                cell,
                "a check that ends in an expression would be graded by its value",
                "End with same(...), or assign the value to a name",
                cell.line + last.lineno,
            )


def _functions_in(tree):
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def prediction_variable(name):
    """The variable in which a student writes the prediction called `name`."""
    return f"predicted_{name}"


def names_bound(tree):
    """Names that the top level of a module defines: functions, classes, variables."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        else:
            names |= {
                child.id
                for child in ast.walk(node)
                if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store)
            }
    return names


def variants_in(source):
    """The variants that a right or wrong cell defines: name → its syntax node.

    Names that begin with an underscore are helpers of the variants.
    """
    return dict(_variants(source))


def _variants(source):
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append((node.name, node))
        elif isinstance(node, ast.Assign):
            found += [(target.id, node) for target in node.targets if isinstance(target, ast.Name)]
    return [(name, node) for name, node in found if not name.startswith("_")]
