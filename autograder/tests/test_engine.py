"""Grading with the engine: marks, messages, named mistakes, and submissions that cheat or crash."""

from contextlib import ExitStack

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.authoring.lesson import read_lesson
from autograder.authoring.notebooks import build_notebook
from autograder.authoring.trials import try_lesson
from autograder.grading.autograde_steps import RunSafely
from autograder.grading.engine import PreparedLesson
from autograder.grading.graft import graft
from autograder.grading.hide_tests import HideTests
from autograder.grading.nursery import Nursery
from autograder.grading.outputs import write_outputs
from autograder.grading.sandbox import Limits
from autograder.grading.secret import course_secret
from autograder.grading.stand_ins import StudentProcess
from autograder.made_up_class import hand_in, reference_answers, variant_answer
from autograder.tests.conftest import LESSON

SECONDS = 3


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    path = tmp_path_factory.mktemp("course") / "course1_nn_dl" / "source" / "week" / "softmax.py"
    path.parent.mkdir(parents=True)
    path.write_text(LESSON, encoding="utf-8")
    return read_lesson(path)


@pytest.fixture(scope="module")
def prepared(lesson):
    return PreparedLesson(lesson)


@pytest.fixture(scope="module")
def nursery():
    with Nursery(limits=Limits(cpu_seconds=SECONDS, wall_seconds=2 * SECONDS)) as nursery:
        yield nursery


@pytest.fixture
def grade(lesson, prepared, nursery):
    """Grade the reference with some answers replaced and cells put before them."""

    def grade(*cells, name="", **answers):
        replaced = {f"answer-{answer}": text for answer, text in answers.items()}
        master = nbformat.reads(build_notebook(lesson), 4)
        submission = hand_in(master, reference_answers(lesson) | replaced)
        submission.cells[2:2] = [new_code_cell(cell) for cell in cells]
        notebook = graft(submission, nbformat.reads(build_notebook(lesson), 4))
        with ExitStack() as children:

            def start():
                children.close()
                child = children.enter_context(nursery.fork())
                return StudentProcess(child.connection, deadline=SECONDS)

            result = prepared.grade(notebook, start, "secret", name)
        grade.notebook = notebook
        return result

    return grade


def scores(result):
    return {verdict.check.removeprefix("check-"): verdict.score for verdict in result.verdicts}


RIGHT = {"question-sum_of_softmax": 2, "prediction-largest": 1, "exponential": 1, "softmax": 4}
WITHOUT_SOFTMAX = RIGHT | {"softmax": 0}


def test_the_reference_gets_all_points(grade):
    assert scores(grade()) == RIGHT


def test_other_right_answers_get_all_points(grade, lesson):
    result = grade(
        exponential=variant_answer(lesson, "exponential", "as_a_power"),
        softmax=variant_answer(lesson, "softmax", "by_a_log_sum"),
    )
    assert scores(result) == RIGHT


def test_every_known_mistake_is_refused_and_named(grade, lesson):
    assert try_lesson(lesson).failures == []
    for answer, mistakes in {
        "exponential": ("one_more", "base_two", "slope_of_the_square"),
        "softmax": ("sums_over_every_entry", "without_exponential", "squared"),
    }.items():
        for mistake in mistakes:
            result = grade(**{answer: variant_answer(lesson, answer, mistake)})
            verdict = next(v for v in result.verdicts if v.check == f"check-{answer}")
            assert (verdict.score, verdict.mistake) == (0, mistake)
            assert verdict.hint


def test_an_unknown_mistake_is_not_given_a_name(grade):
    result = grade(exponential="def exponential(z):\n    return np.exp(z) + 1e-3")
    verdict = next(v for v in result.verdicts if v.check == "check-exponential")
    assert (verdict.score, verdict.mistake, verdict.hint) == (0, "", "")
    assert verdict.message.startswith("exponential(0.0) is 1.001, but 1 is expected.")


def write(folder, text):
    path = folder / "course1_nn_dl" / "source" / "week" / "softmax.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return read_lesson(path)


def last_verdict(lesson, nursery, answers):
    """The verdict of a lesson's last check on the reference with some cells replaced."""
    submission = hand_in(nbformat.reads(build_notebook(lesson), 4), answers)
    with nursery.fork() as child:
        process = StudentProcess(child.connection, deadline=SECONDS)
        return PreparedLesson(lesson).grade(submission, lambda: process).verdicts[-1]


OWN_NUMBERS = """\
# %%
from shared_utils.checks import same

# %% answer="size"
### BEGIN SOLUTION
size = 3
### END SOLUTION

# %% check="size" points=1
same(size > 0, True, "any size")

# %%
drawn = size + 1

# %% answer="double"
### BEGIN SOLUTION
double = 2 * drawn
### END SOLUTION

# %% check="double" points=1
same(double, 2 * (size + 1), "twice the number")

# %% wrong="double"
forgets_to_double = drawn
"""


def test_a_mistake_that_follows_from_another_student_s_numbers_is_not_named(tmp_path, nursery):
    lesson = write(tmp_path, OWN_NUMBERS)
    verdict = last_verdict(
        lesson, nursery, {"answer-size": "size = 7", "answer-double": "double = 4"}
    )
    assert (verdict.score, verdict.mistake) == (0, "")


ITSELF = """\
# %%
from shared_utils.checks import same

# %% answer="factorial"
def factorial(n):
    ### BEGIN SOLUTION
    return 1 if n == 0 else n * factorial(n - 1)
    ### END SOLUTION

# %% check="factorial" points=1
same(factorial(4), 24, "by hand")
### BEGIN HIDDEN TESTS
n = int(rng.integers(5, 9))
same(factorial(n), factorial_reference(n), "another number")
### END HIDDEN TESTS

# %% wrong="factorial"
def adds(n):
    '''Which operation joins the numbers?'''
    return 1 if n == 0 else n + adds(n - 1)


def squares(n):
    '''How often does each number come in?'''
    return 1 if n == 0 else n * n * squares(n - 1)
"""


def test_a_mistake_of_a_function_that_calls_itself_is_named(tmp_path, nursery):
    lesson = write(tmp_path, ITSELF)
    mistaken = "def factorial(n):\n    return 1 if n == 0 else n + factorial(n - 1)"
    verdict = last_verdict(lesson, nursery, {"answer-factorial": mistaken})
    assert (verdict.score, verdict.mistake) == (0, "adds")


BY_CHANCE = """\
# %%
import numpy as np
from shared_utils.checks import same

# %% answer="start"
def start(n):
    ### BEGIN SOLUTION
    return np.random.default_rng().standard_normal(n)
    ### END SOLUTION

# %% check="start" points=1
first, second = start(4), start(4)
same(first.shape, (4,), "four numbers")
same(bool(np.any(first == second)), False, "other numbers in each call")

# %% wrong="start"
def one_more(n):
    '''How many numbers are asked for?'''
    return np.random.default_rng().standard_normal(n + 1)


def the_same_every_time(n):
    '''Where does your generator begin?'''
    return np.random.default_rng(1).standard_normal(n)
"""


@pytest.mark.parametrize("mistake", ["one_more", "the_same_every_time"])
def test_a_mistake_in_what_must_differ_between_calls_is_named(tmp_path, nursery, mistake):
    lesson = write(tmp_path, BY_CHANCE)
    answers = {"answer-start": variant_answer(lesson, "start", mistake)}
    assert last_verdict(lesson, nursery, answers).mistake == mistake


BY_NAME = """\
# %%
from shared_utils.checks import same

# %% answer="apply_all"
def apply_all(functions, x):
    ### BEGIN SOLUTION
    return {name: function(x) for name, function in functions.items()}
    ### END SOLUTION

# %% check="apply_all" points=1
same(apply_all({"half": lambda x: x / 2, "abs": abs}, -4), {"half": -2, "abs": 4}, "by hand")

# %% wrong="apply_all"
def one_after_the_other(functions, x):
    '''Does each function begin with the x that was given?'''
    found = {}
    for name, function in functions.items():
        found[name] = x = function(x)
    return found
"""


def test_a_mistake_is_named_that_was_given_a_dictionary_of_functions(tmp_path, nursery):
    lesson = write(tmp_path, BY_NAME)
    mistaken = variant_answer(lesson, "apply_all", "one_after_the_other")
    verdict = last_verdict(lesson, nursery, {"answer-apply_all": mistaken})
    assert verdict.mistake == "one_after_the_other"


def test_a_planted_mistake_that_was_left_as_it_was_is_not_named(tmp_path, nursery):
    planted = "e = exponential(z - z.max())\n    return e / e.sum(axis=1, keepdims=True)"
    assert planted in LESSON
    lesson = write(tmp_path, LESSON.replace(planted, "return z / z.sum(axis=0)"))
    start = lesson.start_of("softmax")
    changed = start.replace("return z", "return 1 * z")
    for text, mistake in ((start, ""), (changed, "without_exponential")):
        answers = reference_answers(lesson) | {"answer-softmax": text}
        assert last_verdict(lesson, nursery, answers).mistake == mistake


def test_a_student_s_error_is_shown_with_its_line(grade):
    result = grade(softmax="def softmax(z):\n    return z / undefined_name")
    verdict = result.verdicts[-1]
    assert verdict.score == 0
    assert "return z / undefined_name" in verdict.message
    assert "NameError" in verdict.message
    assert "stand_ins" not in verdict.message


def test_hidden_cases_depend_on_the_submission_and_a_regrade_draws_them_again(grade):
    shown = "def softmax(z):\n    print(z.sum())\n    e = np.exp(z)\n    return e / e.sum(axis=0)"

    def drawn(name):
        result = grade(softmax=shown, name=name)
        assert result.verdicts[-1].passed
        return result.verdicts[-1].printed

    assert drawn("amina") == drawn("amina")
    assert drawn("amina") != drawn("bruno")


PRETENDER = """
class Equal(np.ndarray):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __array_ufunc__(self, *args, **kwargs): return True
    def __bool__(self): return True

def softmax(z):
    return np.zeros((2, 3)).view(Equal)
"""
HARD_CODED = "def softmax(z):\n    return np.full((2, 3), 0.5)"
CHANGES_ITS_INPUT = "def softmax(z):\n    z[...] = np.nan\n    return z"


@pytest.mark.parametrize(
    "softmax",
    [
        pytest.param(PRETENDER, id="an object that is equal to everything"),
        pytest.param(HARD_CODED, id="the visible result, written down"),
        pytest.param(CHANGES_ITS_INPUT, id="an input filled with nan"),
        pytest.param("def softmax(z):\n    raise SystemExit", id="SystemExit"),
        pytest.param("def softmax(z):\n    raise KeyboardInterrupt", id="KeyboardInterrupt"),
        pytest.param("import sys\nsys.exit(0)", id="sys.exit in the cell"),
        pytest.param("def softmax(z):\n    return softmax(z)", id="endless recursion"),
        pytest.param("softmax = lambda z: (lambda: z)", id="a function as a result"),
        pytest.param("def softmax(z:", id="a cell that is no Python"),
        pytest.param("softmax = 0.5", id="a number in place of a function"),
        pytest.param("pass", id="nothing defined"),
    ],
)
def test_a_wrong_answer_in_any_disguise_costs_only_its_own_points(grade, softmax):
    assert scores(grade(softmax=softmax)) == WITHOUT_SOFTMAX


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("np.allclose = np.testing.assert_allclose = lambda *a, **k: True", id="numpy"),
        pytest.param("import builtins\nbuiltins.all = builtins.isinstance = lambda *a: True"),
        pytest.param("from shared_utils import checks\nchecks.same = lambda *a, **k: None"),
        pytest.param("import shared_utils.explain as e\ne.same = lambda *a: True", id="explain"),
        pytest.param(
            "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])",
            id="an input transformer",
        ),
        pytest.param("import sys\nsys.modules['numpy.testing'] = None", id="modules"),
        pytest.param("open('numpy.py', 'w').write('raise SystemExit')", id="a file numpy.py"),
    ],
)
def test_patching_the_libraries_earns_nothing(grade, cell):
    wrong = "def softmax(z):\n    return np.ones((2, 3))"
    assert scores(grade(cell, softmax=wrong))["softmax"] == 0


@pytest.mark.parametrize(
    "softmax",
    [
        pytest.param("def softmax(z):\n    import os\n    os._exit(0)", id="os._exit"),
        pytest.param("def softmax(z):\n    while True:\n        pass", id="an endless loop"),
        pytest.param(
            "import time\ndef softmax(z):\n    time.sleep(1000)",
            id="an endless sleep",
        ),
        pytest.param("def softmax(z):\n    return np.zeros(10**11)", id="all the memory"),
    ],
)
def test_a_process_that_ends_or_hangs_is_said_to_and_earlier_points_stay(grade, softmax):
    result = grade(softmax=softmax)
    assert scores(result) == WITHOUT_SOFTMAX
    assert result.verdicts[-1].message


@pytest.mark.parametrize(
    "ending", ["import os\nos._exit(0)", "while True:\n    pass"], ids=["exit", "loop"]
)
def test_code_that_ends_its_process_costs_no_other_points(grade, ending):
    assert scores(grade(ending)) == RIGHT
    early = f"def exponential(z):\n    {ending.replace(chr(10), chr(10) + '    ')}"
    own_softmax = "def softmax(z):\n    e = np.exp(z)\n    return e / e.sum(axis=0)"
    result = grade(exponential=early, softmax=own_softmax)
    assert scores(result) == RIGHT | {"exponential": 0}


def test_sources_gradebook_and_other_submissions_are_out_of_sight(grade, lesson):
    cell = (
        "import os\n"
        f"for path in ({str(lesson.path)!r}, {str(lesson.course)!r}, '/etc/shadow', '/home'):\n"
        "    try:\n"
        "        found = os.listdir(path) if os.path.isdir(path) else open(path).read()\n"
        "    except OSError:\n"
        "        found = ''\n"
        "    print(len(found), end=' ')\n"
    )
    result = grade(cell)
    printed = next(run.printed for run in result.runs if run.printed)
    assert printed == "0 0 0 0 "
    assert scores(result) == RIGHT


def test_a_flood_of_output_is_cut(grade):
    result = grade(softmax="def softmax(z):\n    print('x' * 10**7)\n    return z")
    assert len(result.verdicts[-1].printed) < 200_000


def test_outputs_tell_nbgrader_the_verdict_and_nothing_that_a_student_displays(grade):
    result = grade("print('5.0')\n5.0", softmax="def softmax(z):\n    print(4)\n    return z")
    write_outputs(grade.notebook, result)
    cells = {cell.id: cell for cell in grade.notebook.cells}
    kinds = [output.output_type for output in cells["check-softmax"].outputs]
    assert kinds == ["stream", "error"]
    assert [output.output_type for output in cells["check-exponential"].outputs] == ["stream"]
    assert not any(
        output.output_type == "execute_result"
        for cell in grade.notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )


def test_feedback_shows_the_visible_part_of_a_check_only(lesson):
    notebook = nbformat.reads(build_notebook(lesson), 4)
    shown, _ = HideTests().preprocess(notebook, {})
    text = nbformat.writes(shown)
    assert "HIDDEN" not in text
    assert "_reference" not in text
    assert "they are probabilities" not in text
    assert "equal scores share the probability equally" in text


def test_a_course_s_secret_is_made_once_and_is_its_owner_s_alone(tmp_path):
    secret = course_secret(tmp_path)
    assert course_secret(tmp_path) == secret
    assert (tmp_path / ".grading_secret").stat().st_mode & 0o077 == 0
    (tmp_path / ".grading_secret").write_text("")
    with pytest.raises(Exception, match="is damaged: delete it"):
        course_secret(tmp_path)


def test_work_is_not_trusted_unless_that_is_said():
    assert RunSafely().trust is False
