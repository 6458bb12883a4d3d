"""Multiple-choice questions: how an author writes them and how a student sees them."""

import re
import string
from dataclasses import dataclass

OPTION = re.compile(r"^- \[(?P<mark>[ x])\] (?P<text>.+)$")
REPLY = re.compile(r"^\s+> ?(?P<text>.*)$")
# Emphasis or a formula, after which nothing but plain text would remain to be read.
MARKUP = re.compile(r"\$|(?<![\w*])\*{1,2}\S[^*]*\*")


@dataclass(frozen=True)
class Option:
    text: str
    right: bool
    reply: str


@dataclass(frozen=True)
class Question:
    """A question with one right option and a reply for every option.

    With points it is a quiz question, graded through nbgrader; without, it is for recall and
    answered at once.
    """

    name: str
    text: str
    options: tuple[Option, ...]
    points: int

    @property
    def letters(self):
        return string.ascii_lowercase[: len(self.options)]

    @property
    def right(self):
        """The letter of the right option."""
        return next(
            letter
            for letter, option in zip(self.letters, self.options, strict=True)
            if option.right
        )

    @property
    def replies(self):
        """Letter → what the student is told who chose it."""
        return {
            letter: option.reply for letter, option in zip(self.letters, self.options, strict=True)
        }

    def markdown(self):
        """The question as a student reads it, without marks and replies."""
        options = [
            f"- **{letter}** &nbsp; {option.text}"
            for letter, option in zip(self.letters, self.options, strict=True)
        ]
        return self.text.rstrip() + "\n\n" + "\n".join(options)


def parse_question(name, source, points, problem):
    """Read a question cell's markdown; `problem(what, mend)` is called for what is wrong."""
    text, options = [], []
    for line in source.splitlines():
        if match := OPTION.match(line):
            options.append({"text": match["text"], "right": match["mark"] == "x", "reply": []})
        elif options and (match := REPLY.match(line)):
            options[-1]["reply"].append(match["text"])
        elif options and line.startswith("  ") and not options[-1]["reply"]:
            options[-1]["text"] += " " + line.strip()
        elif options and line.strip():
            problem(
                f"question {name} has text after its options: {line.strip()[:40]!r}",
                "Indent a reply as `  > …`, and put all other text above the options",
            )
        else:
            text.append(line)
    if not 2 <= len(options) <= 6:
        problem(
            f"question {name} has {len(options)} options",
            "Write 2 to 6 lines `- [ ] …`, the right one as `- [x] …`",
        )
    if len([option for option in options if option["right"]]) != 1:
        problem(f"question {name} needs exactly one right option", "Mark one as `- [x]`")
    for option in options:
        if not "".join(option["reply"]).strip():
            problem(
                f"question {name}: option {option['text']!r} has no reply",
                "Add a line `  > …` under it that says why it is right or wrong",
            )
        without_code = re.sub("`[^`]*`", "", " ".join(option["reply"]))
        if markup := MARKUP.search(without_code):
            problem(
                f"question {name}: a reply has {markup[0]!r}, and replies are printed as text",
                "Say it without emphasis, and write a formula in plain letters, such as √n",
            )
    return Question(
        name,
        "\n".join(text).strip(),
        tuple(
            Option(option["text"], option["right"], " ".join(option["reply"]).strip())
            for option in options
        ),
        points,
    )
