"""Grading what a lesson's author knows to be right or wrong, just as submissions are graded.

The trials of the checks (`autograder check`) run everything in one process. Here the variants are
students' work, in a process of their own: what a check does with their results must work there too.
"""

from contextlib import ExitStack

from nbformat.v4 import new_code_cell

from autograder.authoring.lesson import variants_in
from autograder.authoring.notebooks import instructor_notebook
from autograder.grading.engine import PreparedLesson
from autograder.grading.graft import graft
from autograder.grading.stand_ins import DEADLINE, StudentProcess
from autograder.made_up_class import hand_in, reference_answers, variant_answer


class Rehearsal:
    """A lesson, prepared, and a nursery for the processes of those who hand in its variants.

    deadline : seconds for each call of theirs.
    """

    def __init__(self, lesson, nursery, deadline=DEADLINE):
        self.lesson = lesson
        self.prepared = PreparedLesson(lesson)
        self._nursery = nursery
        self._deadline = deadline

    def grade(self, *cells, name="", **answers):
        """Grade the reference with some answers replaced and cells put first; returns a Result.

        name : of the submission, on which its random numbers depend.
        answers : source by the answer's name.
        """
        replaced = {f"answer-{answer}": source for answer, source in answers.items()}
        master = instructor_notebook(self.lesson)
        submission = hand_in(master, reference_answers(self.lesson) | replaced)
        submission.cells[:0] = [new_code_cell(cell) for cell in cells]
        with ExitStack() as children:

            def start():
                children.close()
                child = children.enter_context(self._nursery.fork())
                return StudentProcess(child.connection, deadline=self._deadline)

            return self.prepared.grade(graft(submission, master), start, "secret", name)

    def verdicts_of(self, answer, source):
        """Grade a source in an answer's place; returns the verdicts of that answer's checks."""
        checks = {f"check-{check.name}" for check in self.lesson.checks_of(answer)}
        result = self.grade(**{answer: source})
        return [verdict for verdict in result.verdicts if verdict.check in checks]

    def try_variants(self):
        """Grade the reference and every variant.

        Returns (lines, named): lines for an author on what is right and refused, or wrong and
        accepted; and for each (answer, wrong variant) the mistake that the feedback names.
        """
        lines, named = [], {}
        for verdict in self.grade().verdicts:
            if not verdict.passed:
                lines.append(f"{verdict.check} refuses the reference: {verdict.message}")
        for cell in self.lesson.having("right", "wrong"):
            for variant in variants_in(cell.source):
                source = variant_answer(self.lesson, cell.name, variant)
                verdicts = self.verdicts_of(cell.name, source)
                refused = [verdict for verdict in verdicts if not verdict.passed]
                if cell.role == "right":
                    lines += [
                        f"{verdict.check} refuses {variant}: {verdict.message}"
                        for verdict in refused
                    ]
                else:
                    if not refused:
                        lines.append(f"the checks of {cell.name} accept {variant}")
                    mistakes = [verdict.mistake for verdict in refused if verdict.mistake]
                    named[cell.name, variant] = mistakes[0] if mistakes else ""
        return lines, named
