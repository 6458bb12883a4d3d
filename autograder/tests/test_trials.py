"""The tests of the checks fail whenever a check is too weak, too strict or too vague."""

import pytest

from autograder.authoring.lesson import read_lesson
from autograder.authoring.trials import try_lesson, try_lessons
from autograder.cli import main
from autograder.tests.conftest import LESSON


def failures(write_lesson, old, new):
    assert old in LESSON
    return try_lesson(read_lesson(write_lesson(LESSON.replace(old, new, 1)))).failures


def test_a_good_lesson_has_no_failures(lesson):
    report = try_lesson(lesson)
    assert report.failures == []
    assert (report.answers, report.right_accepted, report.wrong_refused) == (2, 2, 6)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param(
            "    return e / e.sum(axis=1, keepdims=True)",
            "    return e / e.sum(axis=0)",
            "softmax: check softmax accepts what students start from",
            id="a planted bug is accepted",
        ),
        pytest.param(
            'same(exponential(2.0), np.e**2, "e times e")',
            "",
            "softmax: check exponential accepts one_more",
            id="a wrong answer is accepted",
        ),
        pytest.param(
            "    return np.e**z",
            "    return np.e**z + 1",
            "softmax: check exponential refuses as_a_power",
            id="a right answer is refused",
        ),
        pytest.param(
            "    return np.exp(z)\n    ### END",
            "    return 2 * np.exp(z)\n    ### END",
            "softmax: check exponential refuses the reference",
            id="the reference is refused",
        ),
        pytest.param(
            'same(exponential(0.0), 1.0, "e to the 0 is 1")\n'
            'same(exponential(2.0), np.e**2, "e times e")',
            "x = exponential",
            "softmax: check exponential accepts the stub",
            id="the stub is accepted",
        ),
        pytest.param(
            "    e = np.exp(z - z.max(axis=0))\n    return (e / e.sum(axis=0)) ** 2",
            "    e = np.exp(z - 1)\n    return e / e.sum()",
            "softmax: on the inputs of softmax, sums_over_every_entry and squared behave alike",
            id="two wrong answers are alike",
        ),
        pytest.param(
            'def base_two(z):\n    """Which base does exp have?"""\n    return 2.0**z\n',
            "",
            "softmax: exponential has 2 wrong answers",
            id="too few wrong answers",
        ),
        pytest.param(
            '# %% right="exponential"\ndef as_a_power(z):\n    return np.e**z\n',
            "",
            "softmax: exponential has no right answer beside",
            id="no other right answer",
        ),
        pytest.param(
            "import numpy as np\n",
            "import numpy as np\nimport sys\nprint(1 / 0)\n",
            "softmax: the cell on line 4 fails: ZeroDivisionError",
            id="a given cell fails",
        ),
        pytest.param(
            'same(exponential(0.0), 1.0, "e to the 0 is 1")',
            'import sys\nprint("noise", file=sys.stderr)\nsame(exponential(0.0), 1.0)',
            "softmax: check exponential writes on stderr: noise",
            id="a check is not silent",
        ),
        pytest.param(
            "predicted_largest = 0.8",
            "predicted_largest = 8.0",
            "softmax: check prediction-largest refuses its own answer",
            id="an author's prediction is out of bounds",
        ),
    ],
)
def test_a_fault_gives_one_line_that_names_the_pair(write_lesson, old, new, line):
    found = failures(write_lesson, old, new)
    assert [text for text in found if text.startswith(line)], found


def test_a_wrong_answer_that_changes_a_given_array_spoils_no_other_trial(write_lesson):
    text = LESSON.replace(
        'same(exponential(0.0), 1.0, "e to the 0 is 1")',
        'same(exponential(given), np.array([1.0, np.e]), "two numbers")',
    ).replace(
        "from shared_utils.checks import same\n",
        "from shared_utils.checks import same\n\ngiven = np.array([0.0, 1.0])\n",
    )
    text = text.replace("    return z + 1.0", "    z += 1.0\n    return z")
    assert try_lesson(read_lesson(write_lesson(text))).failures == []


def test_the_command_prints_a_line_per_pair_and_the_counts(write_lesson, capsys):
    path = write_lesson()
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == (
        "1 lesson, 2 functions, 2 right answers accepted, 6 wrong answers refused, 0 failures\n"
    )
    write_lesson(LESSON.replace("np.e**2, ", "2.0, "))
    assert main(["check", str(path)]) == 1
    assert "softmax: check exponential refuses the reference" in capsys.readouterr().out


def test_several_lessons_are_tried_beside_each_other_with_the_same_result(write_lesson):
    lessons = [read_lesson(write_lesson(LESSON, name)) for name in ("first", "second", "third")]
    assert try_lessons(lessons) == [try_lesson(lesson) for lesson in lessons]
