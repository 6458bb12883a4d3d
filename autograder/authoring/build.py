"""Writing the instructor's notebooks beside their sources."""

from autograder.authoring.files import write_whole
from autograder.authoring.notebooks import build_notebook, build_replies


def build(lesson, folder=None):
    """Write a lesson's notebook, and the replies to its recall questions, into a folder.

    Returns the notebook's path. The folder is the lesson's own by default.
    """
    folder = folder or lesson.path.parent
    notebook = folder / f"{lesson.name}.ipynb"
    write_whole(notebook, build_notebook(lesson))
    replies = build_replies(lesson)
    replies_path = folder / f"{lesson.name}.replies.json"
    if replies is not None:
        write_whole(replies_path, replies)
    elif replies_path.exists():
        replies_path.unlink()
    return notebook
