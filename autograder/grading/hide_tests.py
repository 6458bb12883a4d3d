"""The nbgrader step that keeps hidden tests out of a student's feedback."""

from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.authoring.lesson import BEGIN_HIDDEN
from autograder.grading.graft import visible_part


class HideTests(NbGraderPreprocessor):
    """Shows of each check what students were given; what came of it stays."""

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.cell_type == "code" and BEGIN_HIDDEN in cell.source:
            hidden = cell.source.partition(BEGIN_HIDDEN)[2]
            cell.source = visible_part(cell.source)
            if "same(" in hidden:
                cell.source += "\n# and hidden cases like these"
        return cell, resources
