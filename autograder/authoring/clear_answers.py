"""The nbgrader step that takes the answers out of a notebook before release."""

from nbgrader.preprocessors import ClearSolutions


class ClearAnswers(ClearSolutions):
    """nbgrader's ClearSolutions, but a cell may say itself what students start from.

    The build puts that text into the cell's metadata: a planted bug, a line to complete, an
    empty choice. Any other solution becomes nbgrader's stub.
    """

    def preprocess(self, notebook, resources):
        # Only `autograder pull` needs it, and it changes with every wrong answer that is added.
        notebook.metadata.get("autograder", {}).pop("source_sha256", None)
        return super().preprocess(notebook, resources)

    def preprocess_cell(self, cell, resources, cell_index):
        start = cell.metadata.pop("autograder", {}).get("start")
        if start is None:
            return super().preprocess_cell(cell, resources, cell_index)
        cell.source = start
        return cell, resources
