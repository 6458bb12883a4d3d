"""The table of lessons on a course's page: what a student writes, for how many points, how long."""

import re

PAGE = "README.md"
# Each week has one lesson of this name: ten questions.
QUIZ = "quiz"
BEGIN = "<!-- The table of lessons is written by `autograder release`. -->"
END = "<!-- end of the table -->"
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
# The parts of a lesson begin by saying how long they take.
MINUTES = re.compile(r"^\*(\d+) minutes\.\*", re.MULTILINE)


def with_lesson_table(page, lessons):
    """The page's text with a fresh table between its two marker lines.

    The weeks follow one another. Within a week, lessons that stand in the table keep their order,
    which an author may change; others follow, the quiz last.
    A page without the markers is returned as it is.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        return page
    rows = ["| week | lesson | you write | points | time |", "|---|---|---|---|---|"]
    rows += [_row(lesson) for lesson in sorted(lessons, key=lambda each: _place(rest, each))]
    total = sum(lesson.points for lesson in lessons)
    rows.append(f"| | | | **{total}** | |")
    return "\n".join([before + begin, "", *rows, "", end + after])


def _place(table, lesson):
    place = table.find(_link(lesson))
    return lesson.week, place if place >= 0 else len(table), lesson.name == QUIZ


def _link(lesson):
    return f"(release/{lesson.week}/{lesson.name}.ipynb)"


def _row(lesson):
    text = "\n".join(cell.source for cell in lesson.having("text"))
    title = match[1] if (match := TITLE.search(text)) else lesson.name
    minutes = sum(int(number) for number in MINUTES.findall(text))
    hours, rest = divmod(minutes, 60)
    time = f"{hours} h {rest} min" if hours else f"{rest} min"
    functions = ", ".join(f"`{name}`" for name in lesson.answers)
    if lesson.name == QUIZ:
        functions = "answers to ten questions"
    return f"| {lesson.week} | [{title}]{_link(lesson)} | {functions} | {lesson.points} | {time} |"
