"""Reading a lesson: what is understood, and one clear error for each thing that is wrong."""

import pytest

from autograder.authoring.lesson import LessonError, read_lesson
from autograder.tests.conftest import LESSON


def problems(write_lesson, text):
    with pytest.raises(LessonError) as error:
        read_lesson(write_lesson(text))
    return error.value.problems


def test_the_cells_and_their_roles_are_read(lesson):
    assert list(lesson.answers) == ["exponential", "softmax"]
    assert [cell.name for cell in lesson.checks_of("softmax")] == ["softmax"]
    assert lesson.points == 8
    assert lesson.name == "softmax"
    assert lesson.week == "week1_try"
    assert lesson.course.name == "course1_nn_dl"


def test_a_cell_knows_its_lines(lesson):
    lines = lesson.text.splitlines()
    for cell in lesson.cells:
        assert lines[cell.line - 1].startswith("# %%")
        if not cell.is_markdown:
            assert "\n".join(lines[cell.first - 1 : cell.last]).strip() == cell.source.strip()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('check="softmax" points=4', 'check="softmax" point=4', ["`point`", "`points`"]),
        ('check="softmax" points=4', 'check="softmax"', ["has no points"]),
        ('check="softmax" points=4', 'check="softmax" points=0', ["whole number"]),
        ('check="softmax" points=4', 'check="softmax" points=2.5', ["whole number"]),
        ('check="softmax" points=4', 'check="softmax" of="soft" points=4', ["soft", "softmax"]),
        ('check="softmax" points=4', 'check="softmax points=4', ["cannot be read"]),
        ('check="softmax" points=4', 'check="softmax" answer="x" points=4', ["one role"]),
        ('check="softmax" points=4', 'check="soft max" points=4', ["is not a name"]),
        ('check="softmax"', 'check="' + "x" * 50 + '"', ["long name"]),
        ('check="exponential"', 'check="softmax"', ["used twice", "first on line"]),
        ('answer="softmax"', 'answer="softmin"', ["does not define softmin"]),
        ('wrong="softmax"', 'wrong="sotfmax"', ["belongs to no answer", "Did you mean softmax"]),
        ('only="source"', 'only="release"', ['only="source"']),
        ("# %% [markdown]\n# # Softmax", '# %% [markdown] answer="x"\n# x', ["be markdown"]),
        ('# %% [markdown] question="why', '# %% question="why', ["cannot be code"]),
        ("    return e / e.sum(axis=0)\n    ### END SOLUTION", "    pass", ["never closed"]),
        ("    ### BEGIN SOLUTION\n    e =", "    e =", ["without its begin", "marks no solution"]),
        ("    e = exponential", "    ### BEGIN SOLUTION\n    e = exponential", ["inside another"]),
        ("### END HIDDEN TESTS", "", ["never closed"]),
        ('print("shown")', "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS", ["Only check cells"]),
        ('print("shown")', "### BEGIN SOLUTION\n### END SOLUTION", ["Only answer and prediction"]),
        ('print("shown")', "print(", ["Python cannot read this line"]),
        ('same(softmax(z), softmax_reference(z), "random scores")', "z", ["graded by its value"]),
        ("### BEGIN HIDDEN TESTS\nz =", "softmax(z)\n### BEGIN HIDDEN TESTS\nz =", ["its value"]),
        ("softmax_reference(z),", "softmin_reference(z),", ["reference softmin"]),
        ("np.full((2, 3), 0.5)", "softmax_reference(z)", ["outside the hidden tests"]),
        ('    """Which base does exp have?"""\n', "", ["base_two has no hint"]),
        ("return 2.0**z", "return exponential(z)", ["uses exponential", "itself once"]),
        ("def base_two", "def one_more", ["one_more is a variant of exponential twice"]),
        ("They are all pos", "They are *all* pos", ["'*all*'", "printed as text"]),
        ("They are all pos", "They are $> 0$: pos", ["'$'", "printed as text"]),
        ("- [x] 1", "- [ ] 1", ["exactly one right option"]),
        ("- [ ] 0", "- [x] 0", ["exactly one right option"]),
        ("#   > They are all positive.\n", "", ["has no reply"]),
        ("# - [ ] 0\n#   > They are all positive.\n", "", ["1 options"]),
        ("#   > Yes, they are prob", "# Yes, they are prob", ["after its options", "no reply"]),
        ("between=[0, 1]", "", ["what may be written"]),
        ("predicted_largest", "guess", ["does not assign predicted_largest"]),
        ('check="exponential" points=1', 'demo="exponential"', ["exponential has no check"]),
        ("# %%\nimport", '# %% builder="build"\nimport', ["'build' defines no such function"]),
        ('answer="softmax"', 'answer="softmax" builder="softmax"', ["unknown key `builder`"]),
    ],
)
def test_each_mistake_in_a_source_is_named_with_its_line(write_lesson, old, new, words):
    assert old in LESSON
    found = problems(write_lesson, LESSON.replace(old, new, 1))
    message = "\n".join(map(str, found))
    for word in words:
        assert word in message
    for problem in found:
        assert str(problem).startswith(f"{problem.path}:{problem.line}: ")
        assert problem.mend


def test_all_of_a_file_s_errors_come_at_once_in_order(write_lesson):
    text = LESSON.replace("points=4", "point=4").replace('demo="figure"', 'dmeo="figure"')
    lines = [problem.line for problem in problems(write_lesson, text)]
    assert len(lines) >= 3
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no cell"),
        ("import numpy\n", "no cell"),
        ("import numpy\n\n# %%\nx = 1\n", "before the first cell"),
    ],
)
def test_a_file_without_cells_is_refused(write_lesson, text, words):
    assert words in str(problems(write_lesson, text)[0])


def test_a_missing_file_and_one_that_is_no_text_are_refused(tmp_path):
    with pytest.raises(LessonError, match="cannot read the lesson"):
        read_lesson(tmp_path / "none.py")
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LessonError, match="not UTF-8"):
        read_lesson(tmp_path / "binary.py")
