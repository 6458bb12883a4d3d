"""A small lesson and a course folder for it."""

import shutil
from pathlib import Path

import pytest

from autograder.authoring.lesson import read_lesson

ROOT = Path(__file__).parents[2]

LESSON = '''\
# %% [markdown]
# # Softmax

# %%
import numpy as np

from shared_utils.checks import same

# %% only="source"
from autograder.authoring.plain import rng, softmax_reference

# %% [markdown] question="why_exponential"
# Why an exponential?
#
# - [x] It makes every score positive.
#   > Yes, also a negative one.
# - [ ] It is fast.
#   > A sum would be faster.

# %% [markdown] question="sum_of_softmax" points=2
# What do the entries of a softmax add up to?
#
# - [ ] 0
#   > They are all positive.
# - [x] 1
#   > Yes, they are probabilities.

# %% prediction="largest" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_largest = 0.8
### END SOLUTION


# %% answer="exponential"
def exponential(z):
    """Return e to the z."""
    ### BEGIN SOLUTION
    return np.exp(z)
    ### END SOLUTION


# %% check="exponential" points=1
same(exponential(0.0), 1.0, "e to the 0 is 1")
same(exponential(2.0), np.e**2, "e times e")


# %% right="exponential"
def as_a_power(z):
    return np.e**z


# %% wrong="exponential"
def one_more(z):
    """Which number to the power of 0 is 1?"""
    return z + 1.0


def base_two(z):
    """Which base does exp have?"""
    return 2.0**z


def slope_of_the_square(z):
    """This is not a power of z."""
    return 2.0 * z + 0.5


# %% answer="softmax"
def softmax(z):
    """Return the softmax of each column of z, an array of shape (classes, examples)."""
    ### BEGIN SOLUTION
    e = exponential(z - z.max(axis=0))
    return e / e.sum(axis=0)
    ### END SOLUTION


# %% start="softmax"
def softmax(z):
    """Return the softmax of each column of z, an array of shape (classes, examples)."""
    e = exponential(z - z.max())
    return e / e.sum(axis=1, keepdims=True)


# %% check="softmax" points=4
z = np.array([[1.0, 0.0, 2.0], [1.0, 0.0, 2.0]])
same(softmax(z), np.full((2, 3), 0.5), "equal scores share the probability equally")
### BEGIN HIDDEN TESTS
z = rng.standard_normal((4, 9))
same(softmax(z), softmax_reference(z), "random scores")
### END HIDDEN TESTS


# %% right="softmax"
def by_a_log_sum(z):
    shifted = z - z.max(axis=0, keepdims=True)
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True)))


# %% wrong="softmax"
def sums_over_every_entry(z):
    """Each column is one example: which axis holds its classes?"""
    e = np.exp(z - z.max())
    return e / e.sum()


def without_exponential(z):
    """Scores can be negative; probabilities cannot."""
    return z / z.sum(axis=0)


def squared(z):
    """What is the sum of a column of yours?"""
    e = np.exp(z - z.max(axis=0))
    return (e / e.sum(axis=0)) ** 2


# %% demo="figure"
print("shown")
'''


@pytest.fixture
def write_lesson(tmp_path):
    """Write a source into a course folder in a temporary place; returns its path."""

    def write(text=LESSON, name="softmax", week="week1_try"):
        folder = tmp_path / "course1_nn_dl" / "source" / week
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "course1_nn_dl" / "nbgrader_config.py", tmp_path / "course1_nn_dl")
        path = folder / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def lesson(write_lesson):
    """The small lesson, read."""
    return read_lesson(write_lesson())
