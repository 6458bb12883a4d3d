"""What lessons import: checks, data sets, plots and the questions of a lesson."""

import os

# TensorFlow reads this when it is first imported: its start-up messages would stand in red under
# a lesson's first cell, and nbgrader counts anything on stderr in a check as a failure.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
