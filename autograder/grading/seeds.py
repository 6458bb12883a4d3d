"""Seeding the generators of random numbers that code uses without naming one."""

import random
import sys


def seed_libraries(seed):
    """Seed Python's, numpy's and TensorFlow's, as far as these are imported.

    seed : int from 0, below 2**32.
    """
    random.seed(seed)  # Keras draws the seeds of its layers from it
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)
