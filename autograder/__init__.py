"""Authoring, checking and grading the course's notebooks."""

import sys

# jsonschema, which nbformat imports, would otherwise spend most of a command's start on the grammar
# of international web addresses. A notebook's schema has none; without it jsonschema does without.
sys.modules.setdefault("rfc3987_syntax", None)
