"""The tests of the checks: every right answer is accepted, every wrong one refused.

A lesson runs once with its reference answers, in one process and without a kernel. At each check
the answer's place is taken in turn by the stub, by every right and by every wrong answer.
"""

import ast
import contextlib
import io
import multiprocessing
import os
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from tqdm import tqdm

from autograder.authoring.lesson import BEGIN_SOLUTION, END_SOLUTION, variants_in
from autograder.authoring.notebooks import build_cells
from autograder.outcomes import alike, is_function, outcome
from autograder.seeds import seed_libraries
from autograder.sources import compiled
from autograder.state import State, copied
from shared_utils.checks import CheckFailed
from shared_utils.hints import digest

FEWEST_WRONG, FEWEST_RIGHT = 3, 1

# So often a refusal must come out the same before its hint is released: a random number may well
# come twice.
REPETITIONS = 6


@dataclass
class Report:
    """What the trials of one lesson showed.

    `failures` are lines for an author to read; `digests` maps (answer, wrong answer) to the digests
    of the comparisons in which its checks ended.
    """

    lesson: str
    answers: int = 0
    right_accepted: int = 0
    wrong_refused: int = 0
    failures: list = field(default_factory=list)
    digests: dict = field(default_factory=dict)

    def fail(self, what):
        self.failures.append(f"{self.lesson}: {what}")


@dataclass(frozen=True)
class Verdict:
    """How a check ended: accepted, or the first line of the reason and what was compared."""

    accepted: bool
    reason: str = ""
    stderr: str = ""
    digest: str = ""


def try_lessons(lessons):
    """The Reports of several lessons, in their order; a process for each core tries them."""
    jobs = min(len(lessons), os.cpu_count() or 1)
    if jobs < 2:
        return [try_lesson(lesson) for lesson in lessons]
    # A fresh process: TensorFlow does not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as executor:
        reports = executor.map(try_lesson, lessons)
        return list(tqdm(reports, total=len(lessons), desc="lessons", disable=None))


def try_lesson(lesson):
    """Run all trials of a lesson and return the Report."""
    report = Report(lesson.name, answers=len(lesson.answers))
    trial = _Trial(lesson, report)
    before = os.getcwd()
    try:
        # A notebook runs in its own folder.
        os.chdir(lesson.path.parent)
        for cell in build_cells(lesson):
            if cell.kind == "markdown" or cell.origin.role in ("demo", "question"):
                continue
            if cell.nbgrader and cell.nbgrader.get("grade"):
                trial.try_check(cell)
            elif not trial.run(cell):
                return report
    finally:
        os.chdir(before)
    trial.judge_wrong_answers()
    trial.count_variants()
    return report


class _Trial:
    """One lesson's namespace and what the trials in it have shown so far."""

    def __init__(self, lesson, report):
        self.lesson = lesson
        self.report = report
        self.namespace = {"__name__": "lesson"}
        self.variants = {name: _Variants(lesson, name) for name in lesson.answers}
        self.refused = {name: set() for name in lesson.answers}
        self.outcomes = {name: {} for name in lesson.answers}

    def run(self, cell):
        """Run a given or reference cell; False when it fails, for nothing after it can work."""
        try:
            with _quiet():
                exec(compiled(cell.source, cell.id), self.namespace)
        except Exception as error:
            line = cell.origin.line
            self.report.fail(f"the cell on line {line} fails: {_first_line(error)}")
            return False
        return True

    def try_check(self, cell):
        code = compiled(cell.source, cell.id)
        role, name = cell.origin.role, cell.origin.name
        if role != "check":
            self._try_unanswered(cell, code)
            return
        answer = cell.origin.of
        verdict = self._verdict(code)
        if not verdict.accepted:
            self.report.fail(f"check {name} refuses the reference: {verdict.reason}")
            return
        if verdict.stderr:
            self.report.fail(f"check {name} writes on stderr: {verdict.stderr.splitlines()[0]}")
        calls, defined = self._record_calls(answer, code)
        variants = self.variants[answer]
        for stub_name, stub in variants.stubs.items():
            if self._verdict(code, lambda stub=stub: self._install_code(answer, stub)).accepted:
                self.report.fail(f"check {name} accepts {stub_name}")
        for variant in variants.right:
            verdict = self._verdict(code, lambda v=variant: variants.install(v, self.namespace))
            if verdict.accepted:
                variants.accepted.add((name, variant))
            else:
                self.report.fail(f"check {name} refuses {variant}: {verdict.reason}")
        for variant in variants.wrong:

            def install(variant=variant):
                variants.install(variant, self.namespace)

            verdict = self._verdict(code, install)
            if not verdict.accepted:
                self.refused[answer].add(variant)
            # A result of random numbers ends in another comparison, if not each time.
            if verdict.digest and all(
                verdict == self._verdict(code, install, draw) for draw in range(1, REPETITIONS)
            ):
                self.report.digests.setdefault((answer, variant), []).append(verdict.digest)
            outcomes = self.outcomes[answer].setdefault(variant, [])
            outcomes += self._outcomes(answer, variant, calls, defined)

    def _try_unanswered(self, cell, code):
        """The check of a prediction or a quiz question: its answer passes, nothing does not."""
        name = cell.id.removeprefix("check-")
        verdict = self._verdict(code)
        if not verdict.accepted:
            self.report.fail(f"check {name} refuses its own answer: {verdict.reason}")
        role, of = cell.origin.role, cell.origin.name
        variable = f"predicted_{of}" if role == "prediction" else f"choice_{of}"
        empty = None if role == "prediction" else ""
        if self._verdict(code, lambda: self.namespace.update({variable: empty})).accepted:
            self.report.fail(f"check {name} accepts an empty answer")

    def judge_wrong_answers(self):
        for answer, variants in self.variants.items():
            checks = self.lesson.checks_of(answer)
            names = ", ".join(check.name for check in checks)
            word = "check" if len(checks) == 1 else "checks"
            verb = "accepts" if len(checks) == 1 else "accept"
            for variant in variants.wrong:
                if variant in self.refused[answer]:
                    self.report.wrong_refused += 1
                else:
                    self.report.fail(f"{word} {names} {verb} {variant}")
            for variant in variants.right:
                if all((check.name, variant) in variants.accepted for check in checks):
                    self.report.right_accepted += 1
            self._find_twins(answer, names)

    def _find_twins(self, answer, names):
        seen = list(self.outcomes[answer].items())
        for position, (first, outcomes) in enumerate(seen):
            for second, others in seen[position + 1 :]:
                if outcomes and alike(outcomes, others):
                    self.report.fail(
                        f"on the inputs of {names}, {first} and {second} behave alike: "
                        f"a hint could name the wrong mistake"
                    )

    def count_variants(self):
        for answer, variants in self.variants.items():
            node = _definition(self.lesson.answers[answer].source, answer)
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            if len(variants.wrong) < FEWEST_WRONG:
                self.report.fail(
                    f"{answer} has {len(variants.wrong)} wrong answers, at least {FEWEST_WRONG} "
                    f"are needed"
                )
            if len(variants.right) < FEWEST_RIGHT:
                self.report.fail(f"{answer} has no right answer beside the reference")

    def _install_code(self, answer, source):
        """Put the text that a student starts from in the answer's place."""
        self.namespace.pop(answer, None)
        with contextlib.suppress(NotImplementedError):
            exec(compiled(source, f"start-{answer}"), self.namespace)

    def _verdict(self, code, install=None, draw=0):
        """Run a check, after `install` has changed the namespace; the namespace is restored.

        draw : another number draws other random numbers.
        """
        with self._restored():
            # What draws without a seed draws the same each time, so that a release can be repeated.
            seed_libraries(draw)
            with _quiet() as stderr:
                try:
                    if install is not None:
                        install()
                    exec(code, self.namespace)
                except CheckFailed as error:
                    return Verdict(False, _first_line(error), digest=digest(*error.compared))
                except Exception as error:
                    return Verdict(False, _first_line(error))
            return Verdict(True, stderr=stderr.getvalue())

    @contextlib.contextmanager
    def _restored(self):
        """Restore every name, the content of arrays and containers and all weights at the end."""
        state = State(self.namespace)
        try:
            yield
        finally:
            state.restore(self.namespace)

    def _record_calls(self, answer, code):
        """Every call that a check makes of an answer that is a function.

        Returns the calls' arguments, and what the check defined: functions that it handed over may
        use it.
        """
        calls = []
        reference = self.namespace.get(answer)
        if not is_function(reference):
            return calls, {}

        def recorder(*args, **kwargs):
            calls.append(copied((args, kwargs)))
            return reference(*args, **kwargs)

        before = set(self.namespace)
        with self._restored(), _quiet():
            self.namespace[answer] = recorder
            exec(code, self.namespace)
            defined = {name: self.namespace[name] for name in set(self.namespace) - before}
        return calls, defined

    def _outcomes(self, answer, variant, calls, defined):
        """What a wrong answer returns, raises and changes on the calls that a check makes."""
        variants, outcomes = self.variants[answer], []
        with self._restored(), _quiet():
            self.namespace.update(defined)
            variants.install(variant, self.namespace)
            function = self.namespace[answer]
            for args, kwargs in calls:
                outcomes.append(outcome(function, args, kwargs))
            if not callable(function):
                outcomes.append([function])
        return outcomes


class _Variants:
    """The right and wrong answers of one answer, and what students start from."""

    def __init__(self, lesson, answer):
        self.answer = answer
        self.sources = {"right": {}, "wrong": {}}
        for cell in lesson.having("right", "wrong"):
            if cell.name == answer:
                for variant in variants_in(cell.source):
                    self.sources[cell.role][variant] = compiled(cell.source, f"{cell.role}")
        self.stubs = {"the stub": stub(lesson.answers[answer].source)}
        start = lesson.start_of(answer)
        if start is not None:
            self.stubs["what students start from"] = start
        self.accepted = set()

    @property
    def right(self):
        return list(self.sources["right"])

    @property
    def wrong(self):
        return list(self.sources["wrong"])

    def install(self, variant, namespace):
        """Define the variant in the namespace and give it the answer's name."""
        code = self.sources["right"].get(variant) or self.sources["wrong"][variant]
        exec(code, namespace)
        namespace[self.answer] = namespace[variant]


def stub(source):
    """An answer cell as students receive it: each solution region raises NotImplementedError."""
    lines, inside = [], False
    for line in source.splitlines():
        if BEGIN_SOLUTION in line:
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(f"{indent}raise NotImplementedError")
            inside = True
        elif END_SOLUTION in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def _definition(source, name):
    for node in ast.parse(source).body:
        if getattr(node, "name", None) == name:
            return node
    return None


@contextlib.contextmanager
def _quiet():
    """Hold back what runs print. Warnings are not noise: notebooks show them on stdout."""
    stderr = io.StringIO()
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(stderr),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield stderr


def _first_line(error):
    text = str(error).strip()
    first = text.splitlines()[0] if text else "no message"
    return first if isinstance(error, CheckFailed) else f"{type(error).__name__}: {first}"
