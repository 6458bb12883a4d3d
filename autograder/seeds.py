"""Seeding the generators of random numbers that code uses without naming a seed."""

import random
import sys


def seed_libraries(seed):
    """Seed Python's, numpy's and TensorFlow's, as far as these are imported.

    After it also a new generator of numpy's that is given no seed, such as `default_rng()`, draws
    the same each time.

    seed : int from 0, below 2**32.
    """
    random.seed(seed)  # Keras draws the seeds of its layers from it
    if "numpy" in sys.modules:
        numpy = sys.modules["numpy"]
        numpy.random.seed(seed)
        # What numpy asks for entropy; it is the operating system's before the first seed.
        numpy.random.bit_generator.randbits = random.Random(seed).getrandbits
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)
