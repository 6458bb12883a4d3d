"""What a lesson's source needs to run as plain Python, `python …/logistic_regression.py`.

A lesson imports from here, in a cell marked `only="source"`, the names that the build gives to
its checks: `rng`, and `softmax_reference` for an answer `softmax`. In a plain run the reference
of an answer is the answer that stands in the file.
"""

import sys

import numpy as np

from autograder.authoring.lesson import REFERENCE

rng = np.random.default_rng(0)


def __getattr__(name):
    if not name.endswith(REFERENCE):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def reference(*args, **kwargs):
        answer = getattr(sys.modules["__main__"], name.removesuffix(REFERENCE))
        return answer(*args, **kwargs)

    return reference
