"""Authoring, checking and grading the course's notebooks."""

import os
import sys

# TensorFlow's start-up messages go to stderr, where nbgrader counts anything as a failure.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# jsonschema, which nbformat imports, would otherwise spend most of a command's start on the grammar
# of international web addresses. A notebook's schema has none; without it jsonschema does without.
sys.modules.setdefault("rfc3987_syntax", None)
