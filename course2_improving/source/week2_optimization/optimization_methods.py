# %% [markdown]
# # Optimisation methods: the way down
#
# Pike is a diving robot. It looks for the deepest point of a lake, where a ravine runs through
# the ground: steep walls, and a floor that falls only gently. The water is murky. Pike feels
# nothing but the slope right below itself, and takes one step after the other.
#
# **The puzzle.** Below you see two dives. They start at the same place and use the same learning
# rate. The first is thrown from wall to wall and is out of the lake after three steps. The second
# swings a little, and arrives in twenty. Their programs differ in *one line*. Which line is it, and
# does it always help? In Part 3 you write it. In Part 8 you say what it is worth.

# %%
import functools
import math

import numpy as np
from tqdm.auto import tqdm

from shared_utils.checks import accepts, same, slope, untouched
from shared_utils.networks import forward, gradients, he_start, mean_cost, share_right
from shared_utils.planar import moons, spirals
from shared_utils.plots import (
    curves,
    curves_with_errors,
    decision_region_grid,
    scatter_points,
    show,
)
from shared_utils.predictions import compare_prediction
from shared_utils.sliders import slider

# %% only="source"
from autograder.authoring.plain import (
    choose_learning_rate_reference,
    clip_by_global_norm_reference,
    exponentially_weighted_average_reference,
    learning_rate_range_test_reference,
    learning_rates_reference,
    rng,
    schedule_lr_decay_reference,
    swing_factor_reference,
    update_lr_reference,
    update_parameters_with_adam_reference,
    update_parameters_with_adamw_reference,
    update_parameters_with_gd_reference,
    update_parameters_with_momentum_reference,
    update_parameters_with_rmsprop_reference,
    warmup_cosine_lr_reference,
)

# %%
ALONG, ACROSS = 0.1, 3.0  # how fast the slope grows along the ravine and across it
START = (-9.0, 1.5)  # metres east and north of the deepest point


def slopes_of_ravine(east, north):
    """The slope of the ground, J = (0.1·east² + 3·north²) / 2, at one place: two numbers."""
    return ALONG * east, ACROSS * north


def draw_dives(dives, title):
    """The ravine from above with the places of one or more dives, (2, steps + 1) each."""
    figure = curves([], {}, "metres east", "metres north", title)
    axes = figure.axes[0]
    east, north = np.meshgrid(np.linspace(-10, 4, 120), np.linspace(-3, 3, 120))
    ground = (ALONG * east**2 + ACROSS * north**2) / 2
    axes.contour(east, north, ground, levels=[0.1, 0.5, 1, 2, 4, 8, 12], colors="0.7")
    axes.plot(0, 0, "*", color="gold", markeredgecolor="black", markersize=16, zorder=4)
    looks = (("#D55E00", "--", "^"), ("#0072B2", "-", "o"), ("#009E73", ":", "s"))
    for (name, places), (color, dash, marker) in zip(dives.items(), looks, strict=False):
        axes.plot(*places, color=color, linestyle=dash, marker=marker, markersize=4, label=name)
    axes.set_xlim(-10, 4)
    axes.set_ylim(-3, 3)
    axes.legend(fontsize=9, loc="upper right")
    return figure


# %% demo="puzzle"
TWO_DIVES = {
    "dive 1": [[-9.0, -7.65, -6.5, -5.53], [1.5, -5.25, 18.38, -64.31]],
    "dive 2": [
        [
            -9.0, -8.53, -7.77, -6.87, -5.93, -5.0, -4.14, -3.36, -2.68, -2.09, -1.6,
            -1.2, -0.88, -0.62, -0.42, -0.27, -0.16, -0.07, -0.02, 0.02, 0.04,
        ],
        [
            1.5, -0.86, -1.04, 0.48, 0.71, -0.26, -0.48, 0.13, 0.32, -0.06, -0.21,
            0.02, 0.14, -0.01, -0.09, -0.0, 0.06, 0.01, -0.04, -0.01, 0.02,
        ],
    ],
}  # fmt: skip
show(
    draw_dives(TWO_DIVES, "Two dives, one learning rate"),
    "The ravine from above: long narrow ovals around a star, the deepest point. Dive 1 jumps over "
    "the ravine and out of the picture at once. Dive 2 swings about the floor less and less "
    "and comes close to the star.",
)

# %% [markdown]
# ## What you will be able to do
#
# | After this lesson you can … | … and show it by writing |
# |---|---|
# | **cut** data into mini-batches and step with them | `random_mini_batches`, `update_…_with_gd` |
# | **derive**, **build**, **test** optimisers | `swing_factor`, `…_adam`, `check_momentum` |
# | **plan** rates, **find** a plan that goes wrong | `learning_rates`, `warmup_cosine_lr` |
# | **tame** gradients, **look for** a rate | `clip_by_global_norm`, `learning_rate_range_test` |
# | **compare** optimisers fairly, **train** with any | `choose_learning_rate`, `train` |
#
# **You need:** course 1 (*Deep network, step by step*: parameters, gradients, He's start) and the
# first week of this course.
#
# **Time:** Part 1: 25 minutes, 2: 20, 3: 35, 4: 35, 5: 20, 6: 35, 7: 20, 8: 25. That is a little
# over three and a half hours; stop after any part.
#
# **Computer:** about half a minute of computing in all, 0.3 GB of memory, no network.
#
# ## How the lesson works
#
# - Write your code where you see `YOUR CODE HERE`. The cell below it is the *check*: run it as
#   often as you like.
# - Grading runs the same checks. It adds hidden cases: **the same statements on fresh random
#   numbers**. Nothing else is new there.
# - A prediction earns its point when you make it, not when it is right.
#
# ## Conventions, said once
#
# - **Columns are examples**: $X$ is $(n_x, m)$, $Y$ is $(1, m)$.
# - `parameters` has the keys `"W1"`, `"b1"`, …, `"WL"`, `"bL"`. `grads` has `"dW1"`, `"db1"`, …:
#   the slope of the cost for each, of the same shape. Memories of optimisers, `v` and `s`, have the
#   keys of `grads`.
# - $\theta$ stands for any one of the parameters, and $g$ for its slope: the formulas hold for each
#   number of each array by itself.
# - $\alpha$ is the learning rate. $t = 1, 2, 3, \dots$ counts **steps** and starts at 1. An
#   **epoch** is one pass over all examples; epochs count from 0.
# - A function never changes what it is given: it returns new dictionaries.

# %% [markdown]
# ---
# # Part 1 · One step, and many small ones
#
# *25 minutes.* Two questions to warm up.

# %% [markdown] question="sign_of_step"
# **From *Logistic regression*.** The slope for a weight is $g = -2$, and $\alpha = 0.1$. Gradient
# descent changes the weight by
#
# - [x] +0.2
#   > Yes. The step is -α·g = -0.1·(-2). The cost falls as this weight grows, so it grows.
# - [ ] -0.2
#   > That goes uphill: a negative slope says that the cost falls when the weight grows.
# - [ ] +2.0
#   > The direction is right. By which number is the slope multiplied?

# %% [markdown] question="mean_or_sum"
# **From *Deep network, step by step*.** Every gradient there carries a factor $1/m$. You compute it
# on 64 of 300 examples. What is $m$ now?
#
# - [ ] 300, for that is how many examples there are.
#   > The cost whose slope you take is the mean over the examples that you used. How many
#   > are they?
# - [x] 64, the examples in this computation.
#   > Yes. So a gradient on part of the data is an estimate of the same mean: right on average, but
#   > noisy.
# - [ ] It does not matter.
#   > A factor 64/300 in each step would be like another learning rate.

# %% [markdown]
# ## The data
#
# On the lake's floor lie two crescent-shaped banks: reeds (0) and mussels (1). Pike's sonar gives a
# position for each find. Positions are a little wrong, so the banks touch. A small network shall
# say what grows where. (The points are made by a random generator, so that we can have fresh ones.)


# %%
def cost_and_grads(X, Y, parameters):
    """The mean cost on X (n_x, m), Y (1, m), and its slopes {"dW1": …, "db1": …, …}."""
    logits, inputs = forward(X, parameters)
    slopes = gradients(logits, inputs, Y, parameters)
    return mean_cost(logits, Y), {"d" + name: slope for name, slope in slopes.items()}


def banks(seed, m=300):
    """X (2, m), positions; Y (1, m), 0 for reeds and 1 for mussels."""
    return moons(seed, m, noise=0.2)


LAYERS = (2, 5, 2, 1)  # two coordinates, 5 and 2 hidden units, one answer
PLACE = ("metres east", "metres north")
KINDS = ("reeds", "mussels")
X_banks, Y_banks = banks(seed=3)
X_fresh, Y_fresh = banks(seed=4, m=1000)

# %% demo="look_at_banks"
show(
    scatter_points(X_banks, Y_banks, PLACE, KINDS, "300 finds on two banks"),
    "Two crescents that reach into each other: reeds, circles, above and open below; mussels, "
    "triangles, below and open above. Where they meet, a few mix.",
)

# %% [markdown]
# ## Worked example: one step with two parameters
#
# $\theta \leftarrow \theta - \alpha\, g$, for every parameter, all shapes unchanged.

# %%
tiny = {"W1": np.array([[1.0, -2.0]]), "b1": np.array([[0.5]])}
tiny_grads = {"dW1": np.array([[4.0, -1.0]]), "db1": np.array([[2.0]])}
alpha = 0.1
print("W1 becomes", tiny["W1"] - alpha * tiny_grads["dW1"])
print("b1 becomes", tiny["b1"] - alpha * tiny_grads["db1"])

# %% [markdown]
# ## Your line: `update_parameters_with_gd`
#
# The loop over the names is given.


# %% answer="update_parameters_with_gd"
def update_parameters_with_gd(parameters, grads, learning_rate):
    """Return the parameters after one step of gradient descent.

    parameters: {"W1": …, "b1": …, …}; grads: {"dW1": …, "db1": …, …}
    returns: a new dictionary with the keys and shapes of parameters
    """
    new = {}
    for name in parameters:
        ### BEGIN SOLUTION
        # Minus: the slope points uphill. A new array, so the caller's parameters stay as they were.
        new[name] = parameters[name] - learning_rate * grads["d" + name]
        ### END SOLUTION
    return new


# %% [markdown]
# The checks of this lesson use a small network with three numbers $a, b, c$ in changing places. So
# one worked line tests every parameter.


# %%
def arranged(prefix, a, b, c):
    """Three numbers as the parameters of a network (1, 3, 1); prefix "d" for slopes."""
    return {
        prefix + "W1": np.array([[a], [b], [c]], dtype=float),
        prefix + "b1": np.array([[c], [a], [b]], dtype=float),
        prefix + "W2": np.array([[b, c, a]], dtype=float),
        prefix + "b2": np.array([[c]], dtype=float),
    }


# %% check="update_parameters_with_gd" points=2
parameters, grads = arranged("", 1.0, -2.0, 0.5), arranged("d", 4.0, -1.0, 2.0)
new = untouched(update_parameters_with_gd, parameters, grads, 0.1)
same(new, arranged("", 0.6, -1.9, 0.3), "1 - 0.1·4, -2 + 0.1·1, 0.5 - 0.1·2, wherever they stand")
new = update_parameters_with_gd(parameters, grads, 0.0)
same(new, parameters, "with learning rate 0 nothing moves")
### BEGIN HIDDEN TESTS
parameters, grads = arranged("", *rng.normal(0, 2, 3)), arranged("d", *rng.normal(0, 2, 3))
rate = float(rng.uniform(0.05, 0.4))
got = update_parameters_with_gd(parameters, grads, rate)
same(got, update_parameters_with_gd_reference(parameters, grads, rate), "other numbers")
### END HIDDEN TESTS


# %% right="update_parameters_with_gd"
def layer_by_layer(parameters, grads, learning_rate):
    new = {}
    for layer in range(1, len(parameters) // 2 + 1):
        for kind in "Wb":
            name = f"{kind}{layer}"
            new[name] = parameters[name] - learning_rate * grads["d" + name]
    return new


def copies_and_subtracts_in_place(parameters, grads, learning_rate):
    new = {name: array.copy() for name, array in parameters.items()}
    for name in new:
        new[name] -= learning_rate * grads["d" + name]
    return new


def by_a_comprehension(parameters, grads, learning_rate, sign=-1):
    return {n: np.add(p, sign * learning_rate * grads["d" + n]) for n, p in parameters.items()}


# %% wrong="update_parameters_with_gd"
def _moved(parameters, grads, rate, leave=()):
    return {
        name: value if name in leave else value - rate * grads["d" + name]
        for name, value in parameters.items()
    }


def steps_uphill(parameters, grads, learning_rate):
    """A positive slope means: the cost rises with this parameter. Which way should it go?"""
    return _moved(parameters, grads, -learning_rate)


def forgets_the_biases(parameters, grads, learning_rate):
    """Compare each parameter before and after. Which kind of them stays where it was?"""
    return _moved(parameters, grads, learning_rate, leave=("b1", "b2"))


def stops_before_the_last_layer(parameters, grads, learning_rate):
    """W2 and b2 do not move. Where does your loop over the layers end?"""
    return _moved(parameters, grads, learning_rate, leave=("W2", "b2"))


def forgets_the_learning_rate(parameters, grads, learning_rate):
    """Your step is the whole slope. What is it multiplied by in the formula?"""
    return _moved(parameters, grads, 1.0)


def writes_into_what_it_is_given(parameters, grads, learning_rate):
    """The caller's dictionary holds the new values afterwards. Put them into a new one."""
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters


# %% [markdown]
# ## Worked example: cutting a shuffled set
#
# Gradient descent on *all* examples uses 300 finds to make one step. With *mini-batches* of 64, the
# same 300 finds, each used once, buy several steps.
#
# First shuffle, because finds come in the order in which Pike swam. Then cut. One `order` serves
# $X$ and $Y$, so each find keeps its label.

# %%
X_seven = np.array([[0, 1, 2, 3, 4, 5, 6]])
Y_seven = np.array([["a", "b", "c", "d", "e", "f", "g"]])
order = np.array([4, 0, 6, 2, 5, 1, 3])  # from generator.permutation(7), for example
for first in range(0, 7, 3):
    columns = order[first : first + 3]
    print("columns", columns, " X:", X_seven[:, columns], " Y:", Y_seven[:, columns])

# %% [markdown]
# **Predict.** 300 examples, mini-batches of 64. How many steps does one epoch make?

# %% prediction="steps_per_epoch" between=[1, 300] points=1
### BEGIN SOLUTION
predicted_steps_per_epoch = 5
### END SOLUTION

# %% [markdown]
# ## Your function: `random_mini_batches`


# %% answer="random_mini_batches"
def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    """Shuffle the examples and cut them into mini-batches.

    X: (n_x, m), Y: (1, m)
    mini_batch_size: examples in a batch; the last batch holds the rest, and may be smaller
    seed: another seed gives another order
    returns: a list of pairs (X_b, Y_b), of shapes (n_x, size) and (1, size); no batch is empty
    """
    # Step 1: a random order of the m columns, the same for X and Y.
    # Step 2: cut it into pieces.
    ### BEGIN SOLUTION
    m = X.shape[1]
    order = np.random.default_rng(seed).permutation(m)  # one order, so each label stays in place
    # A slice that reaches beyond the end stops there: the rest, and small m, need no extra case.
    pieces = [order[first : first + mini_batch_size] for first in range(0, m, mini_batch_size)]
    return [(X[:, columns], Y[:, columns]) for columns in pieces]
    ### END SOLUTION


# %% [markdown]
# A random result has no single right value. So the check asks for *properties*: sizes, every
# example once, labels in place, another order for another seed.


# %%
def numbered(m):
    """X (2, m) with rows i and i², and Y (1, m) with 10·i: every column can be recognised."""
    i = np.arange(float(m)).reshape(1, m)
    return np.vstack([i, i**2]), 10 * i


# %% check="random_mini_batches" points=6
X, Y = numbered(10)
batches = untouched(random_mini_batches, X, Y, 4, 1)
same([X_b.shape for X_b, _ in batches], [(2, 4), (2, 4), (2, 2)], "10 examples in fours: X")
same([Y_b.shape for _, Y_b in batches], [(1, 4), (1, 4), (1, 2)], "10 examples in fours: Y")
joined = np.hstack([X_b for X_b, _ in batches])
same(np.sort(joined[0]), np.arange(10.0), "every example stands in exactly one batch")
same(joined[1], joined[0] ** 2, "a column stays whole: its second number is its first, squared")
labels = np.hstack([Y_b for _, Y_b in batches])
moved = {"X": bool((joined[0] != X[0]).any()), "Y": bool((labels != Y).any())}
same(moved, {"X": True, "Y": True}, "shuffled: is X in another order than it came in, and is Y?")
same(labels, 10 * joined[:1], "each example still has its own label, 10 times its number")
sizes = {m: [X_b.shape[1] for X_b, _ in random_mini_batches(*numbered(m), 4, 2)] for m in (8, 3, 1)}
hint = "8, 3 and 1 examples in fours: two full batches and no third, one of 3, one of 1"
same(sizes, {8: [4, 4], 3: [3], 1: [1]}, hint)
X, Y = numbered(100)
one, two = (np.hstack([b[0] for b in random_mini_batches(X, Y, 50, s)])[0] for s in (1, 2))
mixed = [bool((one != two).any()), set(one[:50]) != set(X[0, :50])]
hint = "another seed gives another order; the first batch is not just the first examples"
same(mixed, [True, True], hint)
### BEGIN HIDDEN TESTS
m, size = int(rng.integers(20, 40)), int(rng.integers(3, 9))
X, Y = numbered(m)
batches = random_mini_batches(X, Y, size, int(rng.integers(1000)))
joined = np.hstack([X_b for X_b, _ in batches])
same(np.sort(joined[0]), np.arange(float(m)), "every example once, other sizes")
same(np.hstack([Y_b for _, Y_b in batches]), 10 * joined[:1], "labels in place, other sizes")
same(len(batches), math.ceil(m / size), "the number of batches, other sizes")
### END HIDDEN TESTS


# %% right="random_mini_batches"
def shuffles_copies_with_the_old_generator(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m, batches = X.shape[1], []
    order = list(np.random.permutation(m))
    X, Y = X[:, order], Y[:, order].reshape((1, m))
    whole = math.floor(m / mini_batch_size)
    for k in range(whole):
        part = slice(k * mini_batch_size, (k + 1) * mini_batch_size)
        batches.append((X[:, part], Y[:, part]))
    if m % mini_batch_size:
        batches.append((X[:, whole * mini_batch_size :], Y[:, whole * mini_batch_size :]))
    return batches


def by_stacking_and_splitting(X, Y, mini_batch_size=64, seed=0):
    both = np.random.default_rng(seed).permutation(np.vstack([X, Y]), axis=1)
    cuts = np.arange(mini_batch_size, X.shape[1], mini_batch_size)
    return [(part[:-1], part[-1:]) for part in np.split(both, cuts, axis=1)]


def without_any_seed(X, Y, mini_batch_size=64, seed=None):
    left, batches = list(range(X.shape[1])), []
    np.random.default_rng().shuffle(left)
    while left:
        part, left = left[:mini_batch_size], left[mini_batch_size:]
        batches.append([np.take(X, part, axis=1), np.take(Y, part, axis=1)])
    return batches


# %% wrong="random_mini_batches"
def _cut(X, Y, size, order_X, order_Y, starts=None, longer=0):
    starts = range(0, X.shape[1], size) if starts is None else starts
    return [
        (X[:, order_X[i : i + size + longer]], Y[:, order_Y[i : i + size + longer]]) for i in starts
    ]


def _order(X, seed):
    return np.random.default_rng(seed).permutation(X.shape[1])


def shuffles_X_and_Y_separately(X, Y, mini_batch_size=64, seed=0):
    """Follow one example through both shuffles: does its label arrive at the same place?"""
    return _cut(X, Y, mini_batch_size, _order(X, seed), _order(X, seed + 1))


def shuffles_X_without_Y(X, Y, mini_batch_size=64, seed=0):
    """X moves and Y stays. Where is the label of the example that is first now?"""
    return _cut(X, Y, mini_batch_size, _order(X, seed), np.arange(X.shape[1]))


def shuffles_Y_without_X(X, Y, mini_batch_size=64, seed=0):
    """The labels move and X stays. One order has to serve both."""
    return _cut(X, Y, mini_batch_size, np.arange(X.shape[1]), _order(X, seed))


def never_shuffles(X, Y, mini_batch_size=64, seed=0):
    """Your batches are in the order of the data. Which step comes before cutting?"""
    return _cut(X, Y, mini_batch_size, np.arange(X.shape[1]), np.arange(X.shape[1]))


def has_one_order_for_all_seeds(X, Y, mini_batch_size=64, seed=0):
    """Two seeds give the same order. Then every epoch sees the same batches: use the argument."""
    order = _order(X, 0)
    return _cut(X, Y, mini_batch_size, order, order)


def shuffles_inside_the_batches_only(X, Y, mini_batch_size=64, seed=0):
    """The first batch always holds the first examples. Shuffle before you cut, not after."""
    generator, m = np.random.default_rng(seed), X.shape[1]
    parts = [np.arange(m)[i : i + mini_batch_size] for i in range(0, m, mini_batch_size)]
    parts = [generator.permutation(part) for part in parts]
    return [(X[:, part], Y[:, part]) for part in parts]


def loses_the_rest(X, Y, mini_batch_size=64, seed=0):
    """Add up the sizes of your batches: where are the examples of the last, smaller one?"""
    order = _order(X, seed)
    whole = X.shape[1] // mini_batch_size * mini_batch_size
    return _cut(X, Y, mini_batch_size, order, order, range(0, whole, mini_batch_size))


def fails_with_few_examples(X, Y, mini_batch_size=64, seed=0):
    """What do you return when there are fewer examples than one batch would hold?"""
    order = _order(X, seed)
    return [] if X.shape[1] < mini_batch_size else _cut(X, Y, mini_batch_size, order, order)


def fills_the_last_batch_up(X, Y, mini_batch_size=64, seed=0):
    """Your last batch is as large as the others: which examples did you use twice for that?"""
    m = X.shape[1]
    order = np.resize(_order(X, seed), math.ceil(m / mini_batch_size) * mini_batch_size)
    return _cut(X, Y, mini_batch_size, order, order)


def adds_an_empty_batch(X, Y, mini_batch_size=64, seed=0):
    """8 examples in fours are two batches, and yours has a third without any. Add a rest only if
    there is one."""
    order = _order(X, seed)
    starts = range(0, X.shape[1] + 1, mini_batch_size)
    return _cut(X, Y, mini_batch_size, order, order, starts)


def cuts_one_too_many(X, Y, mini_batch_size=64, seed=0):
    """A slice of Python ends *before* its second number. How long are your batches?"""
    order = _order(X, seed)
    return _cut(X, Y, mini_batch_size, order, order, longer=1)


def starts_the_rest_too_early(X, Y, mini_batch_size=64, seed=0):
    """Some examples stand in two batches. At which column should the last batch begin?"""
    order, m = _order(X, seed), X.shape[1]
    batches = _cut(X, Y, mini_batch_size, order, order)
    rest = m % mini_batch_size
    if rest and m > mini_batch_size:
        last = order[m - mini_batch_size - rest :]
        batches[-1] = (X[:, last], Y[:, last])
    return batches


def draws_with_replacement(X, Y, mini_batch_size=64, seed=0):
    """Some examples come twice and some never. An epoch visits each exactly once."""
    order = np.random.default_rng(seed).integers(0, X.shape[1], X.shape[1])
    return _cut(X, Y, mini_batch_size, order, order)


def shuffles_along_the_features(X, Y, mini_batch_size=64, seed=0):
    """Within a column the numbers changed places. Along which axis do the examples lie?"""
    order = _order(X, seed)
    return _cut(X[::-1], Y, mini_batch_size, order, order)


# %% demo="count_steps"
steps = len(random_mini_batches(X_banks, Y_banks, 64))
compare_prediction("steps_per_epoch", predicted_steps_per_epoch, steps)

# %% [markdown]
# ## Look: smaller batches, more steps, more noise
#
# Three trainings see the same number of examples; only the size of the batches differs.


# %%
def plain_costs(mini_batch_size, num_epochs, learning_rate):
    """The cost on all finds after each epoch of plain descent on mini-batches."""
    parameters, costs = he_start(LAYERS, seed=1), []
    for epoch in range(num_epochs):
        for X_b, Y_b in random_mini_batches(X_banks, Y_banks, mini_batch_size, seed=epoch):
            _, grads = cost_and_grads(X_b, Y_b, parameters)
            parameters = update_parameters_with_gd(parameters, grads, learning_rate)
        costs.append(cost_and_grads(X_banks, Y_banks, parameters)[0])
    return costs


# %% demo="batch_sizes"
by_size = {f"batches of {size}": plain_costs(size, 60, 0.2) for size in (300, 64, 4)}
show(
    curves(range(1, 61), by_size, "epochs", "cost on all finds", "Same finds, other batch sizes"),
    "Three falling curves. All finds at once is slowest and smooth. Batches of 64 fall faster. "
    "Batches of 4 are lowest at first, but jump up and down.",
)
for name, costs in by_size.items():
    print(f"{name}: cost {costs[-1]:.3f} after {len(costs)} epochs")

# %% [markdown] question="why_noisy" points=1
# **1 point.** Why does the curve for batches of 4 jump?
#
# - [x] The mean over four finds is a noisy estimate of the mean over all.
#   > Yes. It is right on average, but each single step may go astray.
# - [ ] Its learning rate is larger.
#   > All three use the same rate. What does a gradient from four finds say about all 300?
# - [ ] It sees each find only once in 60 epochs.
#   > Every epoch visits every find once, whatever the size. What differs is how many a step uses.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 1</b> (open it after the check)</summary>
#
# - *X and Y get orders of their own.* Shapes and counts are all right. The network learns nothing,
#   since labels belong to other finds. One order for both.
# - *The rest is lost.* When $m$ is a multiple of the size nobody sees it. Otherwise some finds are
#   never used in that epoch.
# - *Fewer examples than one batch.* Whole batches only would be none, and nothing would train.
#
# </details>

# %% [markdown]
# ---
# # Part 2 · An average that forgets
#
# *20 minutes.* Noise is cured by averaging. But over what? Old slopes belong to places that Pike
# has left. It needs an average in which old numbers fade.

# %% [markdown] question="geometric_sum"
# **From school.** $1 + q + q^2 + \dots + q^{t-1}$ (for $q \ne 1$) is
#
# - [x] $\frac{1 - q^t}{1 - q}$
#   > Yes. Multiply the sum by 1 - q: everything cancels except 1 and -q^t.
# - [ ] $\frac{1}{1 - q}$
#   > That is the sum without an end. After t terms a piece is missing.
# - [ ] $q^t$
#   > Try q = 0.5 and t = 2: the sum is 1.5.

# %% [markdown]
# ## Worked example: a thermometer on a cord
#
# Pike lowers a thermometer; each reading is off by a little. The *exponentially weighted average*
# starts at $v_0 = 0$ and mixes in one reading after the other:
#
# $$v_t = \beta\, v_{t-1} + (1 - \beta)\, x_t, \qquad \text{all of them plain numbers.}$$
#
# With $\beta = 0.9$ the past counts for nine tenths, the new reading for one tenth.

# %%
readings, beta, v = [8.0, 10.0, 9.0], 0.9, 0.0
for x in readings:
    v = beta * v + (1 - beta) * x
    print(f"reading {x}: v = {v:.3f}")

# %% [markdown]
# The readings are near 9, and the average says about 2.5. It is far too low, because it began
# at 0.
#
# ## Derive it: how much too low?
#
# Unroll the formula: $v_3 = (1 - \beta)\,(x_3 + \beta x_2 + \beta^2 x_1)$. So $v_t$ is a weighted
# sum of readings, and the weights are $(1-\beta)$, $(1-\beta)\beta$, …, $(1-\beta)\beta^{t-1}$. A
# fair average has weights that add up to 1. What do these add up to, in closed form (best without
# a loop)?


# %% answer="weight_sum"
def weight_sum(beta, t):
    """What the weights of x_1, …, x_t in v_t add up to. beta: from 0 to below 1; t: 1, 2, …"""
    ### BEGIN SOLUTION
    # (1 - β)(1 + β + … + β^(t-1)): by the formula from school the factor 1 - β cancels.
    return 1 - beta**t
    ### END SOLUTION


# %% check="weight_sum" points=2
same(weight_sum(0.5, 3), 0.875, "after three readings, β = 0.5: 0.5 + 0.25 + 0.125")
same(weight_sum(0.9, 2), 0.19, "after two: 0.1 + 0.1·0.9")
same(weight_sum(0.9, 1), 0.1, "after one reading there is one weight, 1 - β")
same(weight_sum(0.98, 400), 0.999691, "after 400 almost nothing is missing", tolerance=1e-5)
### BEGIN HIDDEN TESTS
beta, t = float(rng.uniform(0.6, 0.95)), int(rng.integers(4, 12))
same(weight_sum(beta, t), sum((1 - beta) * beta**i for i in range(t)), "other numbers")
### END HIDDEN TESTS


# %% right="weight_sum"
def by_adding_up(beta, t):
    return sum((1 - beta) * beta**i for i in range(t))


def by_the_school_formula(beta, t):
    return (1 - beta) * (1 - np.power(beta, t)) / (1 - beta)


def by_what_is_missing(beta, t):
    missing = 1.0
    for _ in range(t):
        missing *= beta
    return 1 - missing


# %% wrong="weight_sum"
def forgets_the_factor(beta, t):
    """That is 1 + β + β² + …, which starts at 1. Which factor does every weight carry besides?"""
    return (1 - beta**t) / (1 - beta)


def never_depends_on_t(beta, t):
    """That is the first weight alone. Each reading adds one more."""
    return 1 - beta


def multiplies_instead_of_raising(beta, t):
    """β·t is not β to the power t. What is left of the start after t mixings?"""
    return 1 - beta * t


def counts_one_too_few(beta, t):
    """After one reading the sum is 1 - β, not 0. Which power belongs to t = 1?"""
    return 1 - beta ** (t - 1)


def counts_one_too_many(beta, t):
    """After one reading there is one weight, 1 - β. You count one reading too many."""
    return 1 - beta ** (t + 1)


def what_is_missing_itself(beta, t):
    """That is the part that is still missing. How much is there?"""
    return beta**t


# %% [markdown]
# Divide $v_t$ by that sum, and the average is fair from the first reading on. This is *bias
# correction*:
#
# $$\hat v_t = \frac{v_t}{w_t}, \qquad w_t : \text{your weight sum for } \beta \text{ and } t.$$
#
# ## Your function: `exponentially_weighted_average`
#
# $v_t$ itself stays uncorrected; only what you hand out is corrected.


# %% answer="exponentially_weighted_average"
def exponentially_weighted_average(values, beta):
    """Return the bias-corrected average after each value.

    values: (T,), the values x_1, …, x_T; beta: from 0 to below 1
    returns: (T,) floats; entry 0 is the corrected average for t = 1
    """
    # Start with v = 0. For each value: mix, correct, note.
    ### BEGIN SOLUTION
    v, averages = 0.0, np.zeros(len(values))
    for i, x in enumerate(values):
        v = beta * v + (1 - beta) * x
        averages[i] = v / (1 - beta ** (i + 1))  # i counts from 0, t from 1; v stays as it is
    return averages
    ### END SOLUTION


# %% check="exponentially_weighted_average" points=4
values = np.array([8.0, 10.0, 9.0])
averages = untouched(exponentially_weighted_average, values, 0.9)
same(averages[0], 8.0, "after one value its average is that value")
same(averages[1], (0.9 * 8 + 10) / 1.9, "two values: weights 0.9 and 1, over their sum")
same(averages[2], (0.81 * 8 + 0.9 * 10 + 9) / 2.71, "three values: weights 0.81, 0.9 and 1")
same(exponentially_weighted_average(values, 0.0), values, "β = 0 remembers nothing")
level = exponentially_weighted_average(np.full(6, 5.0), 0.8)
same(level, np.full(6, 5.0), "six times 5: the average is 5 from the start")
jump = exponentially_weighted_average(np.array([0, 0, 0, 1]), 0.8)
same(jump[3], 0.2 / (1 - 0.8**4), "whole numbers; a jump at the end counts for a fifth, corrected")
### BEGIN HIDDEN TESTS
values, beta = rng.normal(3, 2, 9), float(rng.uniform(0.6, 0.95))
got = exponentially_weighted_average(values, beta)
same(got, exponentially_weighted_average_reference(values, beta), "other values")
### END HIDDEN TESTS


# %% right="exponentially_weighted_average"
def by_explicit_weights(values, beta):
    averages = []
    for t in range(1, len(values) + 1):
        weights = [beta ** (t - 1 - i) for i in range(t)]
        averages.append(sum(w * x for w, x in zip(weights, values[:t], strict=True)) / sum(weights))
    return np.array(averages)


def by_numerator_and_denominator(values, beta):
    top, bottom, averages = 0.0, 0.0, []
    for x in np.asarray(values, dtype=float):
        top, bottom = beta * top + x, beta * bottom + 1
        averages.append(top / bottom)
    return np.asarray(averages)


def by_a_matrix(values, beta, dtype=np.float64):
    T = len(values)
    age = np.arange(T)[:, np.newaxis] - np.arange(T)
    weights = np.where(age >= 0, float(beta) ** np.maximum(age, 0), 0).astype(dtype)
    return weights @ values / weights.sum(axis=1)


# %% wrong="exponentially_weighted_average"
def _average(values, beta, correct, new=None, start=0.0):
    new = beta if new is None else new
    v, averages = start, []
    for t, x in enumerate(values, start=1):
        v = new * v + (1 - new) * x
        averages.append(correct(v, t))
    return np.array(averages, dtype=float)


def never_corrects(values, beta):
    """The first average of 8.0 should be 8.0. By what must you divide 0.1 · 8?"""
    return _average(values, beta, lambda v, t: v)


def corrects_with_a_fixed_number(values, beta):
    """Only the first value needs the whole correction. Which power of β belongs to step t?"""
    return _average(values, beta, lambda v, t: v / (1 - beta))


def corrects_as_for_two_values(values, beta):
    """You divide by 1 - β² every time. The exponent is the number of values so far."""
    return _average(values, beta, lambda v, t: v / (1 - beta**2))


def corrects_the_first_value_only(values, beta):
    """The first average is right, the second is not: a part of the weights is missing there too."""
    return _average(values, beta, lambda v, t: v / (1 - beta) if t == 1 else v)


def counts_t_from_zero(values, beta):
    """At the first value you divide by 1 - β⁰, and that is 0. With which t do steps begin?"""
    with np.errstate(all="ignore"):
        return _average(values, beta, lambda v, t: np.float64(v) / (1 - beta ** (t - 1)))


def feeds_the_corrected_value_back(values, beta):
    """Only what you hand out is corrected. Which v goes into the next mix?"""
    v, averages = 0.0, []
    for t, x in enumerate(values, start=1):
        v = (beta * v + (1 - beta) * x) / (1 - beta**t)
        averages.append(v)
    return np.array(averages)


def swaps_the_weights(values, beta):
    """With β = 0.9 the new value counts for a tenth. For how much does it count in yours?"""
    return _average(values, beta, lambda v, t: v / (1 - (1 - beta) ** t or 1), new=1 - beta)


def starts_at_the_first_value(values, beta):
    """The definition starts at v = 0 and then corrects. Where does yours start?"""
    return _average(values, beta, lambda v, t: v, start=values[0])


def takes_the_plain_mean(values, beta):
    """Yours never forgets: all values count alike. What does β do?"""
    return np.cumsum(values) / np.arange(1, len(values) + 1)


# %% [markdown]
# ## Look: how long is its memory?
#
# A hundred readings, going down into cold water. The dots are what the thermometer said, the blue
# line is the truth. Move $\beta$.

# %%
DEPTH = np.arange(1, 101)
TRUE_WARMTH = 6 + 6 / (1 + np.exp((DEPTH - 50) / 6))
READINGS = TRUE_WARMTH + np.random.default_rng(5).normal(0, 1, 100)


def error_of_average(beta):
    """How far the average lies from the truth: the root of the mean squared difference."""
    difference = exponentially_weighted_average(READINGS, beta) - TRUE_WARMTH
    return float(np.sqrt(np.mean(difference**2)))


# %% demo="slide_beta"
def draw_average(beta=0.95):
    average = exponentially_weighted_average(READINGS, beta)
    lines = {
        "truth": TRUE_WARMTH,
        f"average, β = {beta:g}": average,
        "not corrected": average * [weight_sum(beta, int(t)) for t in DEPTH],
    }
    title = f"β = {beta:g}: off by {error_of_average(beta):.2f} degrees"
    figure = curves(DEPTH, lines, "depth in metres", "degrees", title)
    figure.axes[0].plot(DEPTH, READINGS, ".", color="0.6", zorder=1)
    return figure


slider(
    draw_average,
    lambda beta: (
        f"A hundred noisy readings that fall from 12 to 6 degrees, and their average for "
        f"β = {beta:g}. A small β follows the noise; a large one is smooth, but late. A third line "
        "is not corrected: it begins the nearer to 0, the larger β is, and nears the average later."
    ),
    beta=(0.0, 0.98, 0.02),
)

# %% [markdown]
# **Your number.** For which $\beta$ on the slider is the average closest to the truth? Without a
# slider, begin with this table and try values in between.

# %%
for beta in (0.0, 0.5, 0.9, 0.98):
    print(f"β = {beta:.2f}: off by {error_of_average(beta):.2f} degrees")

# %% answer="best_memory"
# Write: best_memory = (your number)
### BEGIN SOLUTION
# Shorter memories let more noise through, longer ones lag further behind: the sum is least here.
best_memory = 0.74
### END SOLUTION

# %% check="best_memory" points=2
worst_allowed = 1.03 * min(error_of_average(beta / 50) for beta in range(50))
off = error_of_average(best_memory)
assert off <= worst_allowed, (
    f"it is off by {off:.3f}; some β is off by less than {worst_allowed:.3f}"
)

# %% right="best_memory"
a_little_less = 0.72
as_a_numpy_float = np.float64(0.74)
as_a_quotient = 37 / 50

# %% wrong="best_memory"
no_memory_at_all = 0.0
half_and_half = 0.5
as_usual_for_momentum = 0.94
the_longest_memory = 0.98

# %% [markdown] question="length_of_memory" points=1
# **1 point.** A value that is $1/(1-\beta)$ steps old has about a third of the weight of a new one.
# With $\beta = 0.98$, an average reaches back over about
#
# - [ ] 2 steps
#   > 1 - β is 0.02. What is 1 divided by that?
# - [x] 50 steps
#   > Yes, and that is why it lags so far behind when the water turns cold.
# - [ ] 98 steps
#   > The memory is 1/(1 - β), not 100·β.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 2</b> (open it after the check)</summary>
#
# - *No correction, or one with a fixed exponent.* The first needs 0.1, the second 0.19, and so on.
#   At $t = 400$ nobody sees a difference; at $t = 3$ everybody does.
# - *The corrected value goes back into the mix.* Then the correction is applied again and again.
# - *$v$ begins at the first value.* A fair idea, but then the first value keeps too much weight.
#
# </details>

# %% [markdown]
# ---
# # Part 3 · Momentum
#
# *35 minutes.* First: what throws dive 1 out? Then average the *slopes*, and step along that.

# %% [markdown] question="what_cancels"
# **Recall from Part 2.** Across the ravine the slopes are +4, -4, +4, -4, …; along it they are
# 1, 1, 1, 1, … What does a long exponentially weighted average say?
#
# - [ ] About 4 across and about 1 along.
#   > Add up neighbours across: +4 and -4. What is left?
# - [x] About 0 across and about 1 along.
#   > Yes. What changes its sign cancels, what stays adds up. That is all of momentum.
# - [ ] About 0 both ways.
#   > Along the ravine nothing cancels: all slopes there have the same sign.

# %% [markdown]
# ## Derive it: what throws dive 1 out?
#
# Take one direction of the ravine by itself: $x$ is the distance from the deepest point, and the
# slope is $k\, x$, with $k = 3$ across and $k = 0.1$ along; all plain numbers. Plain descent,
#
# $$x \leftarrow x - \alpha\, k\, x$$
#
# multiplies $x$ by a factor that is the same wherever Pike is. By which?


# %% answer="swing_factor"
def swing_factor(learning_rate, k):
    """What one step of plain descent multiplies x by, where the slope is k·x: a plain number."""
    ### BEGIN SOLUTION
    # Take x out of x - α·k·x. The sign matters: below 0 the step lands on the other wall.
    return 1 - learning_rate * k
    ### END SOLUTION


# %% check="swing_factor" points=2
same(swing_factor(1.5, 3.0), -5.25 / 1.5, "across: dive 1 goes from 1.5 to -5.25 metres north")
same(swing_factor(1.5, 0.1), 7.65 / 9, "along: dive 1 goes from -9 to -7.65 metres east")
same(swing_factor(0.25, 2.0), 0.5, "k = 2 and α = 0.25: every step halves the distance")
same(slope(lambda rate: swing_factor(rate, 3.0), 0.4), -3.0, "α larger by 1: smaller by k = 3")
### BEGIN HIDDEN TESTS
rate, k = float(rng.uniform(0.1, 2)), float(rng.uniform(0.5, 4))
same(swing_factor(rate, k), swing_factor_reference(rate, k), "other numbers")
### END HIDDEN TESTS


# %% right="swing_factor"
def by_one_step_from_one(learning_rate, k):
    x = 1.0
    return x - learning_rate * (k * x)


def by_a_ratio(learning_rate, k):
    return (2.5 - learning_rate * k * 2.5) / 2.5


def in_single_numbers_of_numpy(learning_rate, k, dtype=np.float64):
    return np.subtract(1, np.multiply(learning_rate, k), dtype=dtype)


# %% wrong="swing_factor"
def forgets_what_was_there(learning_rate, k):
    """That is the step alone. Where would Pike be with α = 0, and by what was x multiplied?"""
    return -learning_rate * k


def adds_the_step(learning_rate, k):
    """Descent goes against the slope. With which sign does α·k·x come in?"""
    return 1 + learning_rate * k


def leaves_the_rate_out(learning_rate, k):
    """With α = 0 nothing moves, so the factor is 1 then. Yours does not know α."""
    return 1 - k


def leaves_the_steepness_out(learning_rate, k):
    """Across and along the ravine your factor is the same. Where is k?"""
    return 1 - learning_rate


def loses_the_side(learning_rate, k):
    """The size is right. But dive 1 changes sides at each step: which sign tells that?"""
    return abs(1 - learning_rate * k)


# %% [markdown] question="when_swings_die"
# The swings across ($k = 3$) grow or die with that factor. For which rates do they die out?
#
# - [ ] Only for $\alpha < 1/3$.
#   > There the factor is positive, so Pike does not change sides. At α = 0.5 it does, by the factor
#   > -0.5. Do such swings grow?
# - [x] For $0 < \alpha < 2/3$.
#   > Yes: the factor lies between -1 and 1. At 1.5 it is -3.5, and dive 1 leaves the lake.
# - [ ] For every $\alpha > 0$, if Pike takes enough steps.
#   > At α = 1.5 the factor is -3.5. What do more steps do to (-3.5) to the power t?

# %% [markdown]
# ## Worked example: three steps in the ravine
#
# The memory $v$, called *velocity*, has the shape of the slope and starts at 0:
#
# $$v \leftarrow \beta\, v + (1 - \beta)\, g, \qquad \theta \leftarrow \theta - \alpha\, v.$$
#
# (No bias correction here: the first steps are short, and that is often welcome.)

# %%
beta, alpha, (east, north), v_east, v_north = 0.9, 1.5, START, 0.0, 0.0
for t in (1, 2, 3):
    g_east, g_north = slopes_of_ravine(east, north)
    v_east, v_north = beta * v_east + 0.1 * g_east, beta * v_north + 0.1 * g_north
    east, north = east - alpha * v_east, north - alpha * v_north
    print(
        f"t = {t}: slope ({g_east:.2f}, {g_north:.2f}), v ({v_east:.2f}, {v_north:.2f}), now at "
        f"({east:.2f}, {north:.2f})"
    )

# %% [markdown]
# ## Your functions: a velocity, and a step with it


# %% answer="initialize_velocity"
def initialize_velocity(parameters):
    """Return a velocity that knows nothing yet.

    parameters: {"W1": …, "b1": …, …}
    returns: v, {"dW1": …, "db1": …, …}: float zeros of the shape of each parameter
    """
    ### BEGIN SOLUTION
    # np.zeros makes floats; zeros_like would copy whole numbers, too, and those cannot hold 0.1.
    return {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}
    ### END SOLUTION


# %% check="initialize_velocity" points=2
parameters = arranged("", 1.0, -2.0, 0.5)
v = untouched(initialize_velocity, parameters)
same(v, arranged("d", 0, 0, 0), "zeros under dW1, db1, dW2, db2, each of its parameter's shape")
v = initialize_velocity({"W1": np.array([[1, 2]]), "b1": np.array([[3]])})
same(v["dW1"].dtype.kind, "f", "floats, also for parameters of whole numbers")
### BEGIN HIDDEN TESTS
n = int(rng.integers(2, 7))
v = initialize_velocity({"W1": np.ones((n, 2)), "b1": np.ones((n, 1))})
same(v, {"dW1": np.zeros((n, 2)), "db1": np.zeros((n, 1))}, "one layer of another size")
### END HIDDEN TESTS


# %% right="initialize_velocity"
def layer_by_layer_zeros(parameters):
    v = {}
    for layer in range(len(parameters) // 2):
        v[f"dW{layer + 1}"] = np.zeros_like(parameters[f"W{layer + 1}"], dtype=float)
        v[f"db{layer + 1}"] = np.zeros((parameters[f"b{layer + 1}"].shape[0], 1))
    return v


def by_multiplying_with_zero(parameters):
    return {f"d{name}": 0.0 * value for name, value in parameters.items()}


def in_single_precision(parameters, dtype=np.float32):
    return {"d" + name: np.full(np.shape(parameters[name]), 0, dtype) for name in parameters}


# %% wrong="initialize_velocity"
def keys_without_the_d(parameters):
    """A velocity averages slopes, so it has the keys of grads: dW1, db1, …"""
    return {name: np.zeros(value.shape) for name, value in parameters.items()}


def starts_with_the_parameters(parameters):
    """Before the first step nothing has been averaged yet. What is the average of nothing here?"""
    return {"d" + name: value * 1.0 for name, value in parameters.items()}


def plain_numbers_instead_of_arrays(parameters):
    """Every single weight has a velocity of its own. Which shape is that?"""
    return {"d" + name: 0.0 for name in parameters}


def leaves_out_the_biases(parameters):
    """Biases move as well. Where is their velocity?"""
    return {"d" + name: np.zeros(value.shape) for name, value in parameters.items() if "W" in name}


def zeros_of_whole_numbers(parameters):
    """zeros_like takes over the type as well: from whole numbers come whole numbers."""
    return {"d" + name: np.zeros_like(value) for name, value in parameters.items()}


# %% answer="update_parameters_with_momentum"
def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    """Return the parameters and the velocity after one step of momentum.

    parameters: {"W1": …, …}; grads and v: {"dW1": …, …}; beta: from 0 to below 1
    returns: parameters, v (two new dictionaries)
    """
    # For each parameter: the new velocity first, then the step with it.
    ### BEGIN SOLUTION
    new_v = {key: beta * v[key] + (1 - beta) * grads[key] for key in v}
    # The new velocity moves Pike: the old one does not know the slope of this place.
    new = {name: parameters[name] - learning_rate * new_v["d" + name] for name in parameters}
    return new, new_v
    ### END SOLUTION


# %% [markdown]
# A memory shows only when there is something to remember. So the check starts from a velocity that
# is **not** zero.

# %% check="update_parameters_with_momentum" points=6
parameters, grads = arranged("", 1.0, -2.0, 0.5), arranged("d", 4.0, -1.0, 2.0)
v = arranged("d", -1.0, 3.0, 2.0)
new, new_v = untouched(update_parameters_with_momentum, parameters, grads, v, 0.8, 0.5)
# By hand: 0.8·(-1) + 0.2·4 = 0, then 0.8·3 - 0.2·1 = 2.2, then 0.8·2 + 0.2·2 = 2.
same(new_v, arranged("d", 0.0, 2.2, 2.0), "from v = -1, 3, 2 and β = 0.8: the new velocity")
same(new, arranged("", 1.0, -3.1, -0.5), "a step of 0.5 times the new velocity")
new, new_v = update_parameters_with_momentum(parameters, arranged("d", 0, 0, 0), v, 0.8, 0.5)
same(new, arranged("", 1.4, -3.2, -0.3), "slope 0: Pike still glides with 0.8 of its old velocity")
new, new_v = update_parameters_with_momentum(parameters, grads, v, 0.0, 0.5)
same(new, arranged("", -1.0, -1.5, -0.5), "β = 0 is plain gradient descent")
### BEGIN HIDDEN TESTS
parameters, grads = arranged("", *rng.normal(0, 2, 3)), arranged("d", *rng.normal(0, 2, 3))
v, beta, rate = arranged("d", *rng.normal(0, 2, 3)), float(rng.uniform(0.6, 0.95)), 0.3
got = update_parameters_with_momentum(parameters, grads, v, beta, rate)
want = update_parameters_with_momentum_reference(parameters, grads, v, beta, rate)
same(got[1], want[1], "the velocity, other numbers")
same(got[0], want[0], "the parameters, other numbers")
### END HIDDEN TESTS


# %% right="update_parameters_with_momentum"
def moves_the_velocity_towards_the_slope(parameters, grads, v, beta, learning_rate):
    v = {key: v[key] + (1 - beta) * (grads[key] - v[key]) for key in v}
    return {n: p - learning_rate * v["d" + n] for n, p in parameters.items()}, v


def layer_by_layer_with_copies(parameters, grads, v, beta, learning_rate):
    parameters, v = dict(parameters), dict(v)
    for layer in range(1, len(parameters) // 2 + 1):
        for kind in ("W", "b"):
            key = f"d{kind}{layer}"
            v[key] = np.multiply(beta, v[key]) + np.multiply(1 - beta, grads[key])
            parameters[key[1:]] = parameters[key[1:]] - learning_rate * v[key]
    return parameters, v


def number_by_number(parameters, grads, v, beta, learning_rate, nesterov=False):
    new = {name: np.array(value, dtype=float) for name, value in parameters.items()}
    new_v = {key: np.array(value, dtype=float) for key, value in v.items()}
    for name in new:
        for place in np.ndindex(new[name].shape):
            g = grads["d" + name][place]
            new_v["d" + name][place] = beta * v["d" + name][place] + (1 - beta) * g
            new[name][place] -= learning_rate * new_v["d" + name][place]
    return [new, new_v]


# %% wrong="update_parameters_with_momentum"
def _with_velocity(parameters, grads, v, beta, rate, velocity=None, step=None):
    """One step with a piece exchanged: velocity(v, g) is the new v; step(new, old, g) is taken."""
    velocity = velocity or (lambda v, g: beta * v + (1 - beta) * g)
    step = step or (lambda new, old, g: rate * new)
    new_v = {key: velocity(v[key], grads[key]) for key in v}
    new = {
        name: value - step(new_v["d" + name], v["d" + name], grads["d" + name])
        for name, value in parameters.items()
    }
    return new, new_v


def forgets_its_memory(parameters, grads, v, beta, learning_rate):
    """Your new velocity knows only this slope. Where does the old velocity come in?"""
    return _with_velocity(parameters, grads, v, beta, learning_rate, lambda v, g: (1 - beta) * g)


def lets_the_new_slope_count_fully(parameters, grads, v, beta, learning_rate):
    """This course averages: the two weights are β and 1 - β, and add up to 1."""
    return _with_velocity(parameters, grads, v, beta, learning_rate, lambda v, g: beta * v + g)


def swaps_old_and_new(parameters, grads, v, beta, learning_rate):
    """With β = 0.8 the new slope counts for a fifth. For how much does it count in yours?"""
    return _with_velocity(
        parameters, grads, v, beta, learning_rate, lambda v, g: (1 - beta) * v + beta * g
    )


def steps_with_the_old_velocity(parameters, grads, v, beta, learning_rate):
    """Your step ignores the slope of this place. Which of the two velocities moves Pike?"""
    return _with_velocity(
        parameters, grads, v, beta, learning_rate, step=lambda new, old, g: learning_rate * old
    )


def puts_the_rate_into_the_velocity(parameters, grads, v, beta, learning_rate):
    """A velocity is an average of slopes: it does not change when you choose another α."""
    return _with_velocity(
        parameters, grads, v, beta, 1.0, lambda v, g: beta * v + (1 - beta) * learning_rate * g
    )


def never_uses_the_velocity(parameters, grads, v, beta, learning_rate):
    """You compute a velocity, and then subtract the raw slope. Which one should move Pike?"""
    return _with_velocity(
        parameters, grads, v, beta, learning_rate, step=lambda new, old, g: learning_rate * g
    )


def replaces_a_weight_by_the_rate(parameters, grads, v, beta, learning_rate):
    """α belongs to the step, not to the average. What multiplies g in the formula of v?"""
    return _with_velocity(
        parameters, grads, v, beta, 1.0, lambda v, g: beta * v + learning_rate * g
    )


def hands_back_the_old_velocity(parameters, grads, v, beta, learning_rate):
    """The velocity that you return is the one you were given: the next step learns nothing."""
    return _with_velocity(parameters, grads, v, beta, learning_rate)[0], dict(v)


def glides_uphill(parameters, grads, v, beta, learning_rate):
    """A positive velocity means: the cost rises this way. So where should Pike go?"""
    return _with_velocity(parameters, grads, v, beta, -learning_rate)


def corrects_a_bias_nobody_asked_about(parameters, grads, v, beta, learning_rate):
    """The formula of this part has no correction; it would need t. Leave the velocity as it is."""
    return _with_velocity(parameters, grads, v, beta, learning_rate / (1 - beta))


def changes_the_velocity_it_is_given(parameters, grads, v, beta, learning_rate):
    """The caller's v holds the new velocity afterwards. Put it into a new dictionary."""
    for key in v:
        v[key] = beta * v[key] + (1 - beta) * grads[key]
    return {n: p - learning_rate * v["d" + n] for n, p in parameters.items()}, v


# %% [markdown]
# ## Look: the ravine with momentum
#
# Pike's place is two parameters: $W_1$ is metres east, $b_1$ metres north. The learning rate is
# 1.5, as in the puzzle. Move $\beta$.


# %%
def momentum_dive(beta, steps=20, learning_rate=1.5):
    """The places of a dive, (2, steps + 1)."""
    place = {"W1": np.array([[START[0]]]), "b1": np.array([[START[1]]])}
    v = {"dW1": np.zeros((1, 1)), "db1": np.zeros((1, 1))}
    places = [START]
    for _ in range(steps):
        slope_east, slope_north = slopes_of_ravine(place["W1"], place["b1"])
        grads = {"dW1": slope_east, "db1": slope_north}
        place, v = update_parameters_with_momentum(place, grads, v, beta, learning_rate)
        places.append((place["W1"].item(), place["b1"].item()))
    return np.array(places).T


def metres_to_go(places):
    """How far the last place is from the deepest point."""
    return float(np.hypot(*places[:, -1]))


# %% demo="slide_momentum"
def draw_momentum(beta=0.9):
    places = momentum_dive(beta)
    title = f"β = {beta:.2f}: {metres_to_go(places):.3g} m to go after 20 steps"
    return draw_dives({"with momentum": places}, title)


slider(
    draw_momentum,
    lambda beta: (
        f"A dive of 20 steps with β = {beta:.2f}. It ends {metres_to_go(momentum_dive(beta)):.3g} "
        "m from the star."
    ),
    beta=(0.0, 0.95, 0.05),
)

# %% [markdown]
# **Your number.** For which $\beta$ on the slider does Pike come closest? It is less than 0.1 m
# from the deepest point then. Without a slider, begin with this table and try values in between.

# %%
for beta in (0.0, 0.4, 0.8, 0.95):
    print(f"β = {beta:.2f}: {metres_to_go(momentum_dive(beta)):.3g} m to go")

# %% answer="best_beta"
# Write: best_beta = (your number)
### BEGIN SOLUTION
# Less memory keeps the swings across; more carries Pike past the star and back again.
best_beta = 0.65
### END SOLUTION

# %% check="best_beta" points=2
places = momentum_dive(best_beta)
assert metres_to_go(places) < 0.1, f"still {metres_to_go(places):.2f} m to go after 20 steps"

# %% right="best_beta"
the_next_on_the_slider = 0.6
as_a_float_of_numpy = np.float64(0.65)
in_between = 0.62

# %% wrong="best_beta"
no_momentum = 0.0
the_usual_value = 0.9
nearly_all_memory = 0.95
a_little_too_short = 0.5

# %% [markdown] question="read_the_ravine" points=1
# **1 point.** Which reading fits what you saw?
#
# - [ ] The larger β, the better.
#   > What happened at 0.95? A heavy Pike needs long to turn round.
# - [ ] Momentum makes each slope larger, so Pike needs fewer steps along the ravine.
#   > The weights β and 1 - β add up to 1: an average is never larger than the largest slope.
# - [x] Averaging makes a larger learning rate usable; too long a memory overshoots.
#   > Yes. At rate 1.5 plain descent is thrown out. Averaged, each single push counts only 1 - β,
#   > and the swings across cancel. But a long memory also carries Pike past the deepest point.

# %% [markdown]
# ## Write the test
#
# Mistakes in an optimiser are quiet: the cost still falls, only slower. And the numbers that come
# to mind first for a test hide nearly all of them.
#
# ## Worked example: a test for one step of plain descent


# %%
def check_descent(candidate):
    """Raise an AssertionError unless candidate(w, dw, learning_rate) is one step down."""
    w = candidate(3.0, 2.0, 0.25)
    assert math.isclose(w, 2.5), "3 - 0.25·2"  # catches uphill steps and a forgotten rate


print("right one accepted:", accepts(check_descent, lambda w, dw, rate: w - rate * dw))
print("uphill accepted:   ", accepts(check_descent, lambda w, dw, rate: w + rate * dw))
print("no rate accepted:  ", accepts(check_descent, lambda w, dw, rate: w - dw))

# %% [markdown]
# ## Your test
#
# Six versions of a step of momentum for **one** weight. They take plain numbers and return
# `(w, v)`. Two are right, though they may differ in the last digit: compare with `math.isclose`.


# %%
def version_a(w, dw, v, beta, learning_rate):
    v = (1 - beta) * dw
    return w - learning_rate * v, v


def version_b(w, dw, v, beta, learning_rate):
    v = v + (1 - beta) * (dw - v)
    return w - learning_rate * v, v


def version_c(w, dw, v, beta, learning_rate):
    v = (1 - beta) * v + beta * dw
    return w - learning_rate * v, v


def version_d(w, dw, v, beta, learning_rate):
    new_v = beta * v + (1 - beta) * dw
    return w - learning_rate * v, new_v


def version_e(w, dw, v, beta, learning_rate):
    v = np.average([v, dw], weights=[beta, 1 - beta])
    return w - learning_rate * v, v


def version_f(w, dw, v, beta, learning_rate):
    new_v = beta * v + (1 - beta) * dw
    return w - learning_rate * dw, new_v


# %% answer="check_momentum"
def check_momentum(candidate):
    """Raise an AssertionError unless candidate(w, dw, v, beta, learning_rate) returns (w, v)
    after one right step of momentum."""
    ### BEGIN SOLUTION
    # v is not 0, β is not 1/2, and v differs from the slope: no two terms can stand in for another.
    w, v = candidate(1.0, 4.0, -2.0, 0.8, 0.5)
    assert math.isclose(v, -0.8), "0.8·(-2) + 0.2·4"
    assert math.isclose(w, 1.4), "1 - 0.5·(-0.8)"
    ### END SOLUTION


# %% check="check_momentum" points=5
versions = version_a, version_b, version_c, version_d, version_e, version_f
verdicts = {name: accepts(check_momentum, f) for name, f in zip("abcdef", versions, strict=True)}
want = {"a": False, "b": True, "c": False, "d": False, "e": True, "f": False}
same(verdicts, want, "b and e are right: is your test content with these, and with no other?")


# %% right="check_momentum"
def compares_the_place_only(candidate):
    w, _ = candidate(2.0, 1.0, 3.0, 0.9, 0.1)
    assert abs(w - (2 - 0.1 * (0.9 * 3 + 0.1 * 1))) < 1e-9


def takes_two_steps(candidate):
    w, v = candidate(0.0, 1.0, 0.5, 0.75, 0.2)
    w, v = candidate(w, -2.0, v, 0.75, 0.2)
    np.testing.assert_allclose([w, v], [-0.125 + 0.01875, -0.03125 - 0.0], atol=1)
    np.testing.assert_allclose(v, 0.75 * 0.625 - 0.5)
    np.testing.assert_allclose(w, -0.2 * (0.625 + v))


def tests_properties(candidate):
    for v in (0.5, -3.0):
        glided, _ = candidate(0.0, 0.0, v, 0.9, 1.0)
        assert round(float(glided + 0.9 * v), 9) == 0, "with slope 0 it glides"
    first, _ = candidate(0.0, 1.0, 0.0, 0.9, 1.0)
    assert round(float(first + 0.1), 9) == 0, "from rest it moves by a tenth"


# %% wrong="check_momentum"
def never_objects(candidate):
    """Your test calls the function and accepts whatever comes back. Which values do you expect?"""
    candidate(1.0, 4.0, -2.0, 0.8, 0.5)


def starts_from_rest(candidate):
    """From v = 0 a version without memory looks right. Give it something to remember."""
    w, v = candidate(1.0, 4.0, 0.0, 0.8, 0.5)
    assert math.isclose(v, 0.8) and math.isclose(w, 0.6)


def takes_beta_one_half(candidate):
    """With β = 0.5 old and new count alike, so nobody sees that they are swapped (version c)."""
    w, v = candidate(1.0, 4.0, -2.0, 0.5, 0.5)
    assert math.isclose(v, 1.0) and math.isclose(w, 0.5)


def looks_at_the_velocity_only(candidate):
    """Versions d and f compute a right velocity, and then step with something else."""
    _, v = candidate(1.0, 4.0, -2.0, 0.8, 0.5)
    assert math.isclose(v, -0.8)


def only_looks_at_the_direction(candidate):
    """A wrong version may go the same way. Which *number* do you expect?"""
    w, v = candidate(1.0, 4.0, -2.0, 0.8, 0.5)
    assert w > 1.0


def asks_for_exact_equality_of_types(candidate):
    """A float of numpy is as good as one of Python, and your test refuses version e."""
    w, v = candidate(1.0, 4.0, -2.0, 0.8, 0.5)
    assert type(v) is float and math.isclose(v, -0.8) and math.isclose(w, 1.4)


def always_objects(candidate):
    """Your test refuses right versions too. Compute the expected numbers once more by hand."""
    w, v = candidate(1.0, 4.0, -2.0, 0.8, 0.5)
    assert math.isclose(v, 2.4)


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 3</b> (open it after the check)</summary>
#
# - *The old velocity is dropped.* What remains is plain descent with a smaller step. A test from
#   $v = 0$ cannot see it.
# - *A test with $\beta = 0.5$, or with $v$ equal to the slope.* There old and new look alike.
# - *Another tradition.* Some programs use $v \leftarrow \beta v + g$. Their learning rate must be
#   this one times $1 - \beta$. Both are fine; mixing them up is not.
#
# </details>

# %% [markdown]
# ---
# # Part 4 · A step for each parameter: RMSprop and Adam
#
# *35 minutes.* Across the ravine the slope grows thirty times as fast as along it, and both share
# one learning rate. Could each parameter have a step of its own?

# %% [markdown] question="zigzag"
# **Recall from the ravine.** What limits the learning rate of plain descent there?
#
# - [x] The steep direction: it is the first to be thrown out.
#   > Yes. And the gentle one then has to crawl.
# - [ ] The gentle direction: it needs the smallest steps.
#   > It could stand far larger ones. Which way did Pike leave the lake?
# - [ ] The number of steps.
#   > More steps do not stop a dive whose swings grow.

# %% [markdown]
# ## Worked example: divide by the usual size
#
# *RMSprop* keeps an average $s$ of the **squared** slopes. Its root is the usual size of the slope
# (root mean square). Each step is divided by it:
#
# $$s \leftarrow \beta_2\, s + (1 - \beta_2)\, g^2, \qquad
# \theta \leftarrow \theta - \alpha\, \frac{g}{\sqrt{s} + \varepsilon},$$
#
# for each number by itself; $\varepsilon$ only prevents a division by zero.

# %%
beta2, alpha, epsilon = 0.9, 0.1, 1e-8
for g in (200.0, 0.02):  # a steep and a gentle direction
    s = 0.0
    for _ in range(3):
        s = beta2 * s + (1 - beta2) * g**2
    print(
        f"slope {g}: plain step {alpha * g}, RMSprop's third step "
        f"{alpha * g / (math.sqrt(s) + epsilon):.3f}"
    )

# %% [markdown]
# Both steps are the same, though one slope is ten thousand times the other. They are longer than
# $\alpha$, for $s$ began at 0 and is still too small; Adam will correct that.
#
# ## Your function: `update_parameters_with_rmsprop`


# %% answer="update_parameters_with_rmsprop"
def update_parameters_with_rmsprop(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """Return the parameters and the averages of squares after one step of RMSprop.

    parameters: {"W1": …, …}; grads and s: {"dW1": …, …}
    returns: parameters, s (two new dictionaries)
    """
    ### BEGIN SOLUTION
    # Squares are averaged, so +g and -g do not cancel; the root brings back the unit of a slope.
    new_s = {key: beta2 * s[key] + (1 - beta2) * grads[key] ** 2 for key in s}
    new = {
        name: value - learning_rate * grads["d" + name] / (np.sqrt(new_s["d" + name]) + epsilon)
        for name, value in parameters.items()
    }
    return new, new_s
    ### END SOLUTION


# %% check="update_parameters_with_rmsprop" points=4
parameters, grads = arranged("", 1.0, -2.0, 0.5), arranged("d", 2.0, -4.0, 0.0)
s = arranged("d", 4.0, 16.0, 12.0)
new, new_s = untouched(update_parameters_with_rmsprop, parameters, grads, s, 0.75, 0.5, 1.0)
# By hand: 0.75·4 + 0.25·4 = 4, then 0.75·16 + 0.25·16 = 16, then 0.75·12 = 9.
same(new_s, arranged("d", 4.0, 16.0, 9.0), "from s = 4, 16, 12 and β₂ = 0.75: the new averages")
same(new, arranged("", 1 - 1 / 3, -1.6, 0.5), "steps 0.5·2/(2 + 1), 0.5·(-4)/(4 + 1) and 0")
rest = arranged("d", 0, 0, 0)
new, _ = update_parameters_with_rmsprop(parameters, arranged("d", 3, -1, 0.1), rest, 0.75, 0.1)
same(new, arranged("", 0.8, -1.8, 0.3), "from s = 0: slopes 3, -1, 0.1 all step by 0.2")
### BEGIN HIDDEN TESTS
parameters, grads = arranged("", *rng.normal(0, 2, 3)), arranged("d", *rng.normal(0, 2, 3))
s, beta2 = arranged("d", *rng.uniform(1, 9, 3)), float(rng.uniform(0.6, 0.95))
got = update_parameters_with_rmsprop(parameters, grads, s, beta2, 0.3, 0.1)
want = update_parameters_with_rmsprop_reference(parameters, grads, s, beta2, 0.3, 0.1)
same(got[1], want[1], "the averages, other numbers")
same(got[0], want[0], "the parameters, other numbers")
### END HIDDEN TESTS


# %% right="update_parameters_with_rmsprop"
def in_a_loop(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    new, new_s = {}, {}
    for name in parameters:
        g = grads["d" + name]
        new_s["d" + name] = s["d" + name] + (1 - beta2) * (g * g - s["d" + name])
        new[name] = parameters[name] - learning_rate * g / (new_s["d" + name] ** 0.5 + epsilon)
    return new, new_s


def with_a_rate_for_each_number(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    s = {key: np.square(grads[key]) * (1 - beta2) + old * beta2 for key, old in s.items()}
    rates = {key: np.divide(learning_rate, epsilon + np.sqrt(s[key])) for key in s}
    return {
        name: parameters[name] - rates["d" + name] * grads["d" + name] for name in parameters
    }, s


def layer_after_layer(parameters, grads, s, beta2, learning_rate, epsilon=1e-8, centered=False):
    parameters, s = parameters.copy(), s.copy()
    for layer in range(1, len(parameters) // 2 + 1):
        for kind in "Wb":
            key = f"d{kind}{layer}"
            s[key] = beta2 * s[key] + (1 - beta2) * np.power(grads[key], 2)
            step = grads[key] / (np.sqrt(s[key]) + epsilon)
            parameters[f"{kind}{layer}"] = parameters[f"{kind}{layer}"] - learning_rate * step
    return parameters, s


# %% wrong="update_parameters_with_rmsprop"
def _rms(given, average=None, divisor=None):
    """One step with a piece exchanged: average(s, g) is the new s; divisor(new, old) divides g."""
    parameters, grads, s, beta2, rate, epsilon = given
    average = average or (lambda s, g: beta2 * s + (1 - beta2) * g**2)
    divisor = divisor or (lambda new, old: np.sqrt(new) + epsilon)
    with np.errstate(all="ignore"):
        new_s = {key: average(s[key], grads[key]) for key in s}
        new = {
            name: value - rate * grads["d" + name] / divisor(new_s["d" + name], s["d" + name])
            for name, value in parameters.items()
        }
    return new, new_s


def averages_sizes_instead_of_squares(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """s is the average of *squares*; only then has its root the unit of a slope."""
    given = (parameters, grads, s, beta2, learning_rate, epsilon)
    return _rms(given, lambda s, g: beta2 * s + (1 - beta2) * np.abs(g))


def averages_the_slopes_themselves(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """You average g, which may be negative and has no root then. What is averaged in s?"""
    given = (parameters, grads, s, beta2, learning_rate, epsilon)
    return _rms(given, lambda s, g: beta2 * s + (1 - beta2) * g)


def divides_without_the_root(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """Multiply all slopes by 10: the step should stay about as large. Yours shrinks."""
    given = (parameters, grads, s, beta2, learning_rate, epsilon)
    return _rms(given, divisor=lambda new, old: new + epsilon)


def puts_epsilon_under_the_root(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """ε is added to the root, not to what stands under it."""
    given = (parameters, grads, s, beta2, learning_rate, epsilon)
    return _rms(given, divisor=lambda new, old: np.sqrt(new + epsilon))


def remembers_no_squares(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """The old average is dropped. What should s be when the slope is 0 once?"""
    given = (parameters, grads, s, beta2, learning_rate, epsilon)
    return _rms(given, lambda s, g: (1 - beta2) * g**2)


def divides_by_the_old_average(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """Your divisor does not know this slope yet. Which of the two averages contains it?"""
    given = (parameters, grads, s, beta2, learning_rate, epsilon)
    return _rms(given, divisor=lambda new, old: np.sqrt(old) + epsilon)


def lets_the_square_count_fully(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """An average has weights that add up to 1. What multiplies the new square?"""
    given = (parameters, grads, s, beta2, learning_rate, epsilon)
    return _rms(given, lambda s, g: beta2 * s + g**2)


def swaps_old_and_new_squares(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """With β₂ = 0.75 the new square counts for a quarter. For how much does it count in yours?"""
    given = (parameters, grads, s, beta2, learning_rate, epsilon)
    return _rms(given, lambda s, g: (1 - beta2) * s + beta2 * g**2)


# %% [markdown]
# ## Both at once: Adam
#
# *Adam* keeps both averages: $v$ of the slopes (momentum), $s$ of their squares (RMSprop). Both
# start at 0, so both need the correction that you derived in Part 2, with $t$ the number of this
# step:
#
# $$\begin{aligned}
# v &\leftarrow \beta_1 v + (1 - \beta_1)\, g & \hat v &= v / (1 - \beta_1^t) \\
# s &\leftarrow \beta_2 s + (1 - \beta_2)\, g^2 & \hat s &= s / (1 - \beta_2^t) \\
# \theta &\leftarrow \theta - \alpha\, \hat v \big/ \bigl(\sqrt{\hat s} + \varepsilon\bigr) & &
# \text{each number by itself.}
# \end{aligned}$$
#
# **Predict.** The very first step of Adam, $t = 1$, from $v = s = 0$, with $\alpha = 0.1$. The
# slope is 1000. By how much does the parameter move? ($\beta_1 = 0.9$, $\beta_2 = 0.999$.)

# %% prediction="first_step" between=[0, 1000000] points=1
### BEGIN SOLUTION
predicted_first_step = 100
### END SOLUTION

# %% [markdown]
# ## Your functions: `initialize_adam` and `update_parameters_with_adam`


# %% answer="initialize_adam"
def initialize_adam(parameters):
    """Return the two averages of Adam before the first step.

    parameters: {"W1": …, "b1": …, …}
    returns: v, s, each {"dW1": …, "db1": …, …}: float zeros of the shape of each parameter
    """
    ### BEGIN SOLUTION
    # Two calls: the same arrays under two names would change together.
    return initialize_velocity(parameters), initialize_velocity(parameters)
    ### END SOLUTION


# %% check="initialize_adam" points=2
parameters = arranged("", 1.0, -2.0, 0.5)
v, s = untouched(initialize_adam, parameters)
same(v, arranged("d", 0, 0, 0), "v: zeros under dW1, db1, dW2, db2")
same(s, arranged("d", 0, 0, 0), "s: zeros under dW1, db1, dW2, db2")
v["dW1"] += 1
same(s["dW1"], np.zeros((3, 1)), "v changed, s did not: they are two different sets of arrays")
### BEGIN HIDDEN TESTS
n = int(rng.integers(2, 7))
zeros = {"dW1": np.zeros((n, 4)), "db1": np.zeros((n, 1))}
v, s = initialize_adam({"W1": np.ones((n, 4)), "b1": np.ones((n, 1))})
same(v, zeros, "v, one layer of another size")
same(s, zeros, "s, one layer of another size")
### END HIDDEN TESTS


# %% right="initialize_adam"
def in_one_loop(parameters):
    v, s = {}, {}
    for name, value in parameters.items():
        v["d" + name], s["d" + name] = np.zeros_like(value, float), np.zeros_like(value, float)
    return v, s


def as_a_list_of_two(parameters):
    return [{"d" + n: np.zeros(p.shape) for n, p in parameters.items()} for _ in range(2)]


def layer_by_layer_for_both(parameters):
    v, s = {}, {}
    for memory in (v, s):
        for layer in range(1, len(parameters) // 2 + 1):
            memory[f"dW{layer}"] = np.zeros(np.shape(parameters[f"W{layer}"]))
            memory[f"db{layer}"] = np.zeros(np.shape(parameters[f"b{layer}"]))
    return v, s


# %% wrong="initialize_adam"
def returns_one_memory_twice(parameters):
    """v and s are the same arrays here. Whoever changes one of them changes both."""
    v = {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}
    return v, v


def starts_the_squares_at_one(parameters):
    """Both averages start at 0; the correction relies on it."""
    v = {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}
    return v, {key: np.ones(value.shape) for key, value in v.items()}


def names_them_like_parameters(parameters):
    """Both have the keys of grads: dW1, db1, …"""
    v = {name: np.zeros(value.shape) for name, value in parameters.items()}
    return v, {name: value.copy() for name, value in v.items()}


def gives_the_biases_no_memory(parameters):
    """Biases move as well. Where are their averages?"""
    v = {"d" + n: np.zeros(p.shape) for n, p in parameters.items() if n.startswith("W")}
    return v, {key: value.copy() for key, value in v.items()}


# %% answer="update_parameters_with_adam"
def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """Return the parameters, the averages and the corrected averages after one step of Adam.

    parameters: {"W1": …, …}; grads, v, s: {"dW1": …, …}
    t: the number of this step, from 1
    returns: parameters, v, s, v_corrected, s_corrected (five new dictionaries)
    """
    # For each key: v and s; their corrected forms, in dictionaries of their own; the step.
    ### BEGIN SOLUTION
    v = {key: beta1 * v[key] + (1 - beta1) * grads[key] for key in v}
    s = {key: beta2 * s[key] + (1 - beta2) * grads[key] ** 2 for key in s}
    # Dictionaries of their own: v and s go into the next step uncorrected. Each has its own β.
    v_corrected = {key: v[key] / (1 - beta1**t) for key in v}
    s_corrected = {key: s[key] / (1 - beta2**t) for key in s}
    new = {}
    for name in parameters:
        size = np.sqrt(s_corrected["d" + name]) + epsilon  # beside the root, as in the formula
        new[name] = parameters[name] - learning_rate * v_corrected["d" + name] / size
    return new, v, s, v_corrected, s_corrected
    ### END SOLUTION


# %% [markdown]
# Again from memories that are not zero, and at $t = 1$, $3$ and $400$: mistakes with $t$ show at
# some of them and hide at others.

# %% check="adam_averages" of="update_parameters_with_adam" points=5
parameters, grads = arranged("", 1.0, -2.0, 0.5), arranged("d", 2.0, -4.0, 0.0)
v, s = arranged("d", 1.0, 3.0, -2.0), arranged("d", 4.0, 16.0, 12.0)
for t, part_v, part_s in ((1, 0.2, 0.25), (3, 0.488, 0.578125), (400, 1.0, 1.0)):
    got = untouched(
        update_parameters_with_adam, parameters, grads, v, s, t, 0.5, beta1=0.8, beta2=0.75
    )
    # By hand: v is 0.8·1 + 0.2·2 = 1.2, then 1.6, then -1.6; s is 4, 16 and 9, as in RMSprop.
    want_v, want_s = arranged("d", 1.2, 1.6, -1.6), arranged("d", 4.0, 16.0, 9.0)
    hint = f"t = {t}: v from 1, 3, -2 and s from 4, 16, 12, not corrected"
    same({"v": got[1], "s": got[2]}, {"v": want_v, "s": want_s}, hint)
    want_v = arranged("d", 1.2 / part_v, 1.6 / part_v, -1.6 / part_v)
    want_s = arranged("d", 4 / part_s, 16 / part_s, 9 / part_s)
    hint = f"t = {t}: v and s corrected; 1 - 0.8^t is {part_v:g}, 1 - 0.75^t is {part_s:g}"
    same({"v": got[3], "s": got[4]}, {"v": want_v, "s": want_s}, hint)
### BEGIN HIDDEN TESTS
parameters, grads = arranged("", *rng.normal(0, 2, 3)), arranged("d", *rng.normal(0, 2, 3))
v, s = arranged("d", *rng.normal(0, 2, 3)), arranged("d", *rng.uniform(1, 9, 3))
for t in (1, 3, 400):
    got = update_parameters_with_adam(parameters, grads, v, s, t, 0.3, 0.85, 0.9, 0.1)
    want = update_parameters_with_adam_reference(parameters, grads, v, s, t, 0.3, 0.85, 0.9, 0.1)
    for i, name in enumerate(("v", "s", "v_corrected", "s_corrected"), start=1):
        same(got[i], want[i], f"{name} at t = {t}, other numbers")
### END HIDDEN TESTS

# %% check="adam_step" of="update_parameters_with_adam" points=4
parameters, grads = arranged("", 1.0, -2.0, 0.5), arranged("d", 2.0, -4.0, 0.0)
v, s = arranged("d", 1.0, 3.0, -2.0), arranged("d", 4.0, 16.0, 12.0)
new, _, _, v_hat, s_hat = update_parameters_with_adam(
    parameters, grads, v, s, 1, 0.5, 0.8, 0.75, 1.0
)
# By hand: v̂ is 6, 8, -8 and √ŝ is 4, 8, 6; ε is 1, so that one sees where it stands.
want = {
    "v": arranged("d", 6.0, 8.0, -8.0),
    "s": arranged("d", 16.0, 64.0, 36.0),
    "new": arranged("", 1 - 3 / 5, -2 - 4 / 9, 0.5 + 4 / 7),
}
hint = "t = 1: v and s corrected; the steps 0.5·6/(4 + 1) and so on"
same({"v": v_hat, "s": s_hat, "new": new}, want, hint)
new = update_parameters_with_adam(parameters, grads, v, s, 400, 0.5, 0.8, 0.75, 1.0)[0]
same(new, arranged("", 0.8, -2.16, 0.7), "t = 400: 0.5·1.2/(2 + 1), 0.5·1.6/(4 + 1), …")
new = update_parameters_with_adam(parameters, grads, v, s, 3, 0.5, 0.8, 0.75, 0.0)[0]
part = 0.5 * math.sqrt(0.578125) / 0.488
want = arranged("", 1 - 0.6 * part, -2 - 0.4 * part, 0.5 + 1.6 / 3 * part)
same(new, want, "t = 3: both averages corrected, each with its own β")
zero = arranged("d", 0, 0, 0)
new = update_parameters_with_adam(parameters, arranged("d", 50, -1, 0.01), zero, zero, 1)[0]
same(new, arranged("", 0.99, -1.99, 0.49), "the first step is α = 0.01, whatever the slope's size")
### BEGIN HIDDEN TESTS
parameters, grads = arranged("", *rng.normal(0, 2, 3)), arranged("d", *rng.normal(0, 2, 3))
v, s = arranged("d", *rng.normal(0, 2, 3)), arranged("d", *rng.uniform(1, 9, 3))
for t in (1, 3, 400):
    got = update_parameters_with_adam(parameters, grads, v, s, t, 0.3, 0.85, 0.9, 0.1)
    want = update_parameters_with_adam_reference(parameters, grads, v, s, t, 0.3, 0.85, 0.9, 0.1)
    same(got[0], want[0], f"the parameters at t = {t}, other numbers")
### END HIDDEN TESTS


# %% right="update_parameters_with_adam"
def layer_by_layer_on_copies(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    parameters, v, s, v_corrected, s_corrected = dict(parameters), dict(v), dict(s), {}, {}
    for layer in range(1, len(parameters) // 2 + 1):
        for kind in "Wb":
            key = f"d{kind}{layer}"
            v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
            v_corrected[key] = v[key] / (1 - np.power(beta1, t))
            s[key] = beta2 * s[key] + (1 - beta2) * np.power(grads[key], 2)
            s_corrected[key] = s[key] / (1 - np.power(beta2, t))
            step = v_corrected[key] / (np.sqrt(s_corrected[key]) + epsilon)
            parameters[key[1:]] = parameters[key[1:]] - learning_rate * step
    return parameters, v, s, v_corrected, s_corrected


def through_momentum_and_its_square(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    squares = {key: np.square(value) for key, value in grads.items()}
    _, v = update_parameters_with_momentum(parameters, grads, v, beta1, learning_rate)
    _, s = update_parameters_with_momentum(parameters, squares, s, beta2, learning_rate)
    v_hat = {key: value / weight_sum(beta1, t) for key, value in v.items()}
    s_hat = {key: value / weight_sum(beta2, t) for key, value in s.items()}
    steps = {key: learning_rate * v_hat[key] / (s_hat[key] ** 0.5 + epsilon) for key in v}
    return {n: p - steps["d" + n] for n, p in parameters.items()}, v, s, v_hat, s_hat


def with_one_corrected_rate(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8,
    amsgrad=False,
):  # fmt: skip
    one, two = 1 - beta1**t, 1 - beta2**t
    v = {key: v[key] + (1 - beta1) * (grads[key] - v[key]) for key in v}
    s = {key: s[key] + (1 - beta2) * (grads[key] * grads[key] - s[key]) for key in s}
    rate, small = learning_rate * math.sqrt(two) / one, epsilon * math.sqrt(two)
    new = {n: p - rate * v["d" + n] / (np.sqrt(s["d" + n]) + small) for n, p in parameters.items()}
    return [new, v, s, {k: a / one for k, a in v.items()}, {k: a / two for k, a in s.items()}]


# %% wrong="update_parameters_with_adam"
def _adam(given, v_of=None, s_of=None, correct=None, step=None, keep=False):
    """A step of Adam with a piece exchanged; given: all nine arguments in a tuple.

    v_of(v, g), s_of(s, g): the new averages; correct(average, beta, t, is_v); step(v̂, ŝ, ε).
    """
    parameters, grads, v, s, t, rate, beta1, beta2, epsilon = given
    v_of = v_of or (lambda v, g: beta1 * v + (1 - beta1) * g)
    s_of = s_of or (lambda s, g: beta2 * s + (1 - beta2) * g**2)
    correct = correct or (lambda average, beta, t, is_v: average / (1 - beta**t))
    step = step or (lambda v_hat, s_hat, epsilon: v_hat / (np.sqrt(s_hat) + epsilon))
    with np.errstate(all="ignore"):
        v = {key: v_of(v[key], grads[key]) for key in v}
        s = {key: s_of(s[key], grads[key]) for key in s}
        v_hat = {key: correct(v[key], beta1, t, True) for key in v}
        s_hat = {key: correct(s[key], beta2, t, False) for key in s}
        new = {
            name: value - rate * step(v_hat["d" + name], s_hat["d" + name], epsilon)
            for name, value in parameters.items()
        }
    return (new, v_hat, s_hat, v_hat, s_hat) if keep else (new, v, s, v_hat, s_hat)


def _corrected(
    correct, parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """A step of Adam with another correction of v and s."""
    given = (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    return _adam(given, correct=correct)


def forgets_both_memories(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """The old v and s are dropped. Start from v that is not 0: a part of it must remain."""
    return _adam(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon),
        v_of=lambda v, g: (1 - beta1) * g,
        s_of=lambda s, g: (1 - beta2) * g**2,
    )


def forgets_only_the_slopes(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """Nothing of the old v is in your step. Does v̂ move the parameter, and is the old v in it?"""
    return _adam(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon),
        v_of=lambda v, g: (1 - beta1) * g,
    )


def forgets_only_the_squares(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """The old s is dropped. When a slope is 0 once, a part of s must remain."""
    return _adam(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon),
        s_of=lambda s, g: (1 - beta2) * g**2,
    )


def hands_back_the_old_averages(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """v and s come back as they were given: the next step would remember nothing of this one."""
    got = _adam((parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon))
    return (got[0], dict(v), dict(s), *got[3:])


def corrects_both_with_beta1(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """s has a β of its own, in its correction too. By which sum of weights do you divide it?"""
    return _adam(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon),
        correct=lambda average, beta, t, is_v: average / (1 - beta1**t),
    )


def stops_counting_at_three(*given, **named):
    """Your exponent stops growing. At t = 400 it is 400."""
    return _corrected(lambda a, beta, t, is_v: a / (1 - beta ** min(t, 3)), *given, **named)


def never_corrects_the_averages(*given, **named):
    """Both averages began at 0. By what did you divide in Part 2 to make them fair?"""
    return _corrected(lambda a, beta, t, is_v: a, *given, **named)


def corrects_only_v(*given, **named):
    """s began at 0 as well, so it is too small at first. Correct both."""
    return _corrected(lambda a, beta, t, is_v: a / (1 - beta**t) if is_v else a, *given, **named)


def corrects_only_s(*given, **named):
    """v began at 0 as well, so it is too small at first. Correct both."""
    return _corrected(lambda a, beta, t, is_v: a if is_v else a / (1 - beta**t), *given, **named)


def always_corrects_as_in_step_one(*given, **named):
    """Your corrections are the same in every step. At t = 400 hardly any is left."""
    return _corrected(lambda a, beta, t, is_v: a / (1 - beta), *given, **named)


def corrects_v_as_in_step_one(*given, **named):
    """v is divided by 1 - β₁ in every step; s has the right power. Give v its t as well."""
    return _corrected(
        lambda a, beta, t, is_v: a / (1 - beta ** (1 if is_v else t)), *given, **named
    )


def corrects_s_as_in_step_one(*given, **named):
    """s is divided by 1 - β₂ in every step; v has the right power. Give s its t as well."""
    return _corrected(
        lambda a, beta, t, is_v: a / (1 - beta ** (t if is_v else 1)), *given, **named
    )


def always_corrects_as_in_step_two(*given, **named):
    """At t = 1 you divide by 1 - β². Which power of β belongs to step t?"""
    return _corrected(lambda a, beta, t, is_v: a / (1 - beta**2), *given, **named)


def corrects_v_as_in_step_two(*given, **named):
    """v is divided by 1 - β₁² in every step. Which power of β₁ belongs to step t?"""
    return _corrected(
        lambda a, beta, t, is_v: a / (1 - beta ** (2 if is_v else t)), *given, **named
    )


def corrects_s_as_in_step_two(*given, **named):
    """s is divided by 1 - β₂² in every step. Which power of β₂ belongs to step t?"""
    return _corrected(
        lambda a, beta, t, is_v: a / (1 - beta ** (t if is_v else 2)), *given, **named
    )


def corrects_in_the_first_step_of_all_only(*given, **named):
    """At t = 3 a part of both averages is still missing. Correct in every step."""
    return _corrected(lambda a, beta, t, is_v: a / (1 - beta) if t == 1 else a, *given, **named)


def counts_steps_from_zero(*given, **named):
    """The first call has t = 1, and 1 - β⁰ would be 0. Use t as it comes."""
    return _corrected(lambda a, beta, t, is_v: a / np.float64(1 - beta ** (t - 1)), *given, **named)


def multiplies_beta_by_t(*given, **named):
    """At t = 3 the missing part is β·β·β. What is β·t?"""
    return _corrected(lambda a, beta, t, is_v: a / (1 - beta * t), *given, **named)


def stores_the_corrected_averages(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """v and s go on uncorrected; the corrected ones are only for this step."""
    return _adam((parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon), keep=True)


def has_epsilon_under_the_root(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """ε is added to the root. In yours the root is taken of the sum."""
    return _adam(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon),
        step=lambda v_hat, s_hat, epsilon: v_hat / np.sqrt(s_hat + epsilon),
    )


def averages_sizes_of_slopes(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """s is an average of squared slopes, so that its root has the unit of a slope."""
    return _adam(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon),
        s_of=lambda s, g: beta2 * s + (1 - beta2) * np.abs(g),
    )


def averages_slopes_without_square(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """You average g in s, which may be negative. What is averaged there?"""
    return _adam(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon),
        s_of=lambda s, g: beta2 * s + (1 - beta2) * g,
    )


def uses_beta1_for_the_squares(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """s has a memory of its own length. Which β belongs to it?"""
    return _adam(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon),
        s_of=lambda s, g: beta1 * s + (1 - beta1) * g**2,
    )


def takes_no_root(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """Multiply all slopes by 10: a step of Adam stays about the same. Yours shrinks."""
    return _adam(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon),
        step=lambda v_hat, s_hat, epsilon: v_hat / (s_hat + epsilon),
    )


def steps_with_the_raw_slope(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """Nothing of the old v is in your step. Does v̂ move the parameter, and is the old v in it?"""
    got = _adam((parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon))
    new = {
        name: value - learning_rate * grads["d" + name] / (np.sqrt(got[4]["d" + name]) + epsilon)
        for name, value in parameters.items()
    }
    return (new, *got[1:])


def steps_with_uncorrected_averages(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """You compute the corrected averages and then step with the others."""
    got = _adam((parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon))
    new = {
        name: value - learning_rate * got[1]["d" + name] / (np.sqrt(got[2]["d" + name]) + epsilon)
        for name, value in parameters.items()
    }
    return (new, *got[1:])


# %% demo="first_step"
for g in (1000.0, 0.001):
    place = {"W1": np.array([[0.0]]), "b1": np.array([[0.0]])}
    slope_here = {"dW1": np.array([[g]]), "db1": np.array([[g]])}
    moved = update_parameters_with_adam(place, slope_here, *initialize_adam(place), 1, 0.1)[0]
    print(f"slope {g}: the first step is {-moved['W1'].item():.4f}")
    if g == 1000.0:
        compare_prediction("first_step", predicted_first_step, -moved["W1"].item())

# %% [markdown] question="why_alpha" points=1
# **1 point.** Why is Adam's first step $\alpha$, whatever the slope?
#
# - [ ] Because the slope is clipped to 1.
#   > Nothing is clipped. Put t = 1 and v = s = 0 into the formulas: what are v̂ and ŝ?
# - [ ] Because ε makes the denominator 1.
#   > ε is 0.00000001. What else stands in the denominator?
# - [x] At t = 1 the correction gives v̂ = g and ŝ = g², and g divided by √g² is +1 or -1.
#   > Yes. So in the first step α alone says how far, and the slope only which way. Later a step is
#   > at most about α, and less where slopes change sign. So one α fits costs of very different
#   > scales.

# %% [markdown]
# ## Look: three dives at one rate
#
# Plain descent, momentum (with your $\beta$) and Adam, all with the same $\alpha$. Move it.


# %%
def adam_dive(learning_rate, steps=20):
    """The places of a dive with Adam, (2, steps + 1)."""
    place = {"W1": np.array([[START[0]]]), "b1": np.array([[START[1]]])}
    (v, s), places = initialize_adam(place), [START]
    for t in range(1, steps + 1):
        slope_east, slope_north = slopes_of_ravine(place["W1"], place["b1"])
        grads = {"dW1": slope_east, "db1": slope_north}
        place, v, s, _, _ = update_parameters_with_adam(place, grads, v, s, t, learning_rate)
        places.append((place["W1"].item(), place["b1"].item()))
    return np.array(places).T


def three_dives(alpha):
    """The places of twenty steps by each method, at one rate."""
    plain, averaged = (momentum_dive(beta, learning_rate=alpha) for beta in (0.0, best_beta))
    return {"plain": plain, "momentum": averaged, "Adam": adam_dive(alpha)}


# %% demo="slide_rate"
slider(
    lambda alpha=0.6: draw_dives(three_dives(alpha), f"Twenty steps each, α = {alpha:.2f}"),
    lambda alpha: (
        f"Three dives with α = {alpha:.2f}. Plain descent zigzags, and is thrown out above 2/3. "
        "Momentum swings in. Adam goes diagonally, at the same pace both ways."
    ),
    alpha=(0.1, 1.5, 0.1),
)
for alpha in (0.2, 0.6, 0.7, 1.5):
    dives = three_dives(alpha)
    to_go = ", ".join(f"{name} {metres_to_go(dive):.3g} m" for name, dive in dives.items())
    print(f"α = {alpha}, to go: {to_go}")

# %% [markdown] question="one_rate_for_three"
# Which reading fits the slider, or the table below the figure?
#
# - [ ] All three are thrown out once $\alpha$ exceeds 2/3.
#   > That is the limit of plain descent, which you derived. What do the other two do at 1.5?
# - [x] Only plain descent is thrown out; the best rate is another one for each method.
#   > Yes. Momentum averages the swings away. A step of Adam is mostly at most α, and never more
#   > than a few times α, however steep the ground: its swings cannot grow without end. With a large
#   > α it overshoots.
# - [ ] Adam comes closest at every rate.
#   > Compare it with momentum at 1.5.

# %% [markdown] question="saddle"
# Elsewhere in the lake the ground is $J = (x^2 - y^2)/2$. At $(0, 0)$ both slopes are 0. Is that
# the deepest point around?
#
# - [ ] Yes, for the slopes are 0.
#   > Walk a little along y. Does J rise there, or fall?
# - [x] No: along x it is the lowest place, along y the highest.
#   > Yes: a saddle. Near it slopes are tiny, and plain descent crawls. Adam divides by their
#   > usual size, so it gets away sooner.
# - [ ] That depends on $\alpha$.
#   > α changes the steps, not the ground.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 4</b> (open it after the check)</summary>
#
# - *A fixed exponent in the correction*, such as $1 - \beta^2$. It is right in a single step.
# - *The corrected averages are stored.* Then they are corrected again in the next step.
# - *$\varepsilon$ under the root.* With $10^{-8}$ hardly anyone sees it. The check takes 1.
# - *The counter $t$ starts at 0, or starts again in every epoch.* The first divides by zero; the
#   second makes the steps of each epoch jump.
#
# </details>

# %% [markdown]
# ---
# # Part 5 · A rate that falls, and a plan that goes wrong
#
# *20 minutes.* Near the goal the noise of mini-batches keeps Pike dancing: its steps are too long
# to settle. So let the learning rate fall.

# %% [markdown] question="why_dance"
# **Recall from Part 1.** Close to the bottom the slope of *all* finds is almost 0. Why do steps on
# mini-batches still jump about?
#
# - [ ] Because the mean slope of mini-batches is not 0 there.
#   > On average it is that of all finds, almost 0. What about each single one?
# - [x] Each mini-batch has a slope of its own, and it is not 0 there.
#   > Yes. The jumps are α times that noise. With a smaller α they are smaller.
# - [ ] Because the learning rate grows.
#   > It was constant. That is the point: the noise stays, and so does α.

# %% [markdown]
# ## Worked example
#
# With *decay rate* $d$, epoch $e = 0, 1, 2, \dots$ gets
#
# $$\alpha = \frac{\alpha_0}{1 + d\, e} \qquad \text{a plain number.}$$

# %%
alpha0, d = 0.2, 0.5
print([round(alpha0 / (1 + d * e), 4) for e in range(5)], "for e = 0, 1, 2, 3, 4")

# %% [markdown]
# That falls from the first epoch on, and often too soon. The second plan waits: it changes only
# after every *interval* $\Delta$ of epochs,
#
# $$\alpha = \frac{\alpha_0}{1 + d\, \lfloor e / \Delta \rfloor} , \qquad
# \lfloor\cdot\rfloor : \text{rounded down, the number of whole intervals that have passed.}$$
#
# ## Your functions: `update_lr` and `schedule_lr_decay`


# %% answer="update_lr"
def update_lr(learning_rate0, epoch_num, decay_rate):
    """Return the learning rate of an epoch when it falls from epoch to epoch.

    learning_rate0: α_0; epoch_num: e, from 0; decay_rate: d
    returns: a plain number
    """
    ### BEGIN SOLUTION
    # A quotient: it falls for ever and never reaches 0. The 1 leaves epoch 0 at α_0.
    return learning_rate0 / (1 + decay_rate * epoch_num)
    ### END SOLUTION


# %% check="update_lr" points=2
same(update_lr(0.5, 0, 1), 0.5, "epoch 0 has the rate of the start")
same(update_lr(0.5, 4, 1), 0.1, "epoch 4, d = 1: a fifth")
same(update_lr(0.6, 10, 0.2), 0.2, "epoch 10, d = 0.2: a third")
same(update_lr(0.6, 1000, 2), 0.6 / 2001, "it never becomes 0 or negative")
### BEGIN HIDDEN TESTS
rate, epoch, d = float(rng.uniform(0.1, 0.9)), int(rng.integers(3, 90)), float(rng.uniform(0.2, 3))
same(update_lr(rate, epoch, d), update_lr_reference(rate, epoch, d), "other numbers")
### END HIDDEN TESTS


# %% right="update_lr"
def by_a_power(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 * (1 + decay_rate * epoch_num) ** -1


def in_numpy(learning_rate0, epoch_num, decay_rate):
    return np.divide(learning_rate0, np.add(1.0, np.multiply(decay_rate, epoch_num)))


def by_adding_up(learning_rate0, epoch_num, decay_rate, start=1.0):
    for _ in range(epoch_num):
        start += decay_rate
    return learning_rate0 / start


# %% wrong="update_lr"
def falls_geometrically(learning_rate0, epoch_num, decay_rate):
    """(1 + d)^e is not 1 + d·e. Compare both for d = 1 and e = 4."""
    return learning_rate0 / (1 + decay_rate) ** epoch_num


def falls_in_a_line(learning_rate0, epoch_num, decay_rate):
    """Your rate becomes negative in later epochs. The formula divides."""
    return learning_rate0 * (1 - decay_rate * epoch_num)


def forgets_the_one(learning_rate0, epoch_num, decay_rate):
    """In epoch 0 nothing has fallen yet. What do you divide by there?"""
    return learning_rate0 / (decay_rate * epoch_num) if epoch_num else math.inf


def counts_epochs_from_one(learning_rate0, epoch_num, decay_rate):
    """Epochs count from 0, and epoch 0 still has α_0."""
    return learning_rate0 / (1 + decay_rate * (epoch_num + 1))


def falls_exponentially(learning_rate0, epoch_num, decay_rate):
    """That is another plan, e^(-d·e). This one is a fraction."""
    return learning_rate0 * math.exp(-decay_rate * epoch_num)


# %% answer="schedule_lr_decay"
def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """Return the learning rate of an epoch when it falls once after every interval.

    learning_rate0: α_0; epoch_num: e, from 0; decay_rate: d; time_interval: Δ, in epochs
    returns: a plain number
    """
    ### BEGIN SOLUTION
    # // counts whole intervals, and first: d · e // Δ would round the product instead.
    return learning_rate0 / (1 + decay_rate * (epoch_num // time_interval))
    ### END SOLUTION


# %% check="schedule_lr_decay" points=3
for epoch, divisor in ((0, 1), (430, 3), (170, 1.5), (99, 1), (100, 1.5), (199, 1.5), (200, 2)):
    got = schedule_lr_decay(0.6, epoch, 0.5, 100)
    same(got, 0.6 / divisor, f"epoch {epoch}, d = 0.5, an interval of 100 epochs")
same(schedule_lr_decay(0.6, 35, 1, 10), 0.15, "epoch 35, d = 1, an interval of 10")
same(schedule_lr_decay(0.6, 999, 1), 0.6, "without an interval it is 1000: epoch 999")
same(schedule_lr_decay(0.6, 2500, 1), 0.2, "without an interval it is 1000: epoch 2500")
### BEGIN HIDDEN TESTS
rate, d = float(rng.uniform(0.1, 0.9)), float(rng.uniform(0.2, 3))
for epoch in (7, 39, 123):
    want = schedule_lr_decay_reference(rate, epoch, d, 20)
    same(schedule_lr_decay(rate, epoch, d, 20), want, f"epoch {epoch}, an interval of 20")
### END HIDDEN TESTS


# %% right="schedule_lr_decay"
def by_floor(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return 1 / (1 + decay_rate * np.floor(epoch_num / time_interval)) * learning_rate0


def through_the_first_plan(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return update_lr(learning_rate0, int(epoch_num / time_interval), decay_rate)


def by_counting_intervals(learning_rate0, epoch_num, decay_rate, time_interval=1000, lowest=0.0):
    passed = 0
    while (passed + 1) * time_interval <= epoch_num:
        passed += 1
    return max(lowest, learning_rate0 / (1 + decay_rate * passed))


# %% wrong="schedule_lr_decay"
def rounds_after_multiplying(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """You round d·e/Δ down. Round e/Δ down by itself, and multiply by d afterwards."""
    return learning_rate0 / (1 + math.floor(decay_rate * epoch_num / time_interval))


def never_rounds_down(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """Inside an interval the rate stays. Only *whole* intervals count."""
    return learning_rate0 / (1 + decay_rate * epoch_num / time_interval)


def springs_back(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """% is what is left over in this interval, so your rate jumps up again. How many intervals have
    passed?"""
    return learning_rate0 / (1 + decay_rate * (epoch_num % time_interval))


def ignores_the_interval(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """With an interval of 100 nothing may change before epoch 100."""
    return learning_rate0 / (1 + decay_rate * epoch_num)


def falls_only_at_the_marks(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """At epoch 170 the first interval has passed too, not only exactly at epoch 100."""
    if epoch_num % time_interval:
        return learning_rate0
    return learning_rate0 / (1 + decay_rate * (epoch_num // time_interval))


def falls_by_a_factor(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """After two intervals it is 1/(1 + 2d), not 1/(1 + d)². Try d = 0.5."""
    return learning_rate0 / (1 + decay_rate) ** (epoch_num // time_interval)


def falls_in_a_straight_line(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """Your rate becomes 0 and then negative. The formula divides."""
    return learning_rate0 * (1 - decay_rate * (epoch_num // time_interval))


def rounds_to_the_nearest(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """At epoch 170 *one* whole interval has passed, and you count two. Round down."""
    return learning_rate0 / (1 + decay_rate * round(epoch_num / time_interval))


# %% [markdown]
# ## Hunt the bug
#
# A colleague asked an AI assistant for a list of the learning rates of a whole training. It calls
# your function, it reads well, it runs. It should give, for each epoch $e$ from 0,
#
# $$\alpha_e = \frac{\alpha_0}{1 + d\, \lfloor e / \Delta \rfloor}.$$


# %% start="learning_rates"
def learning_rates(learning_rate0, num_epochs, decay_rate, time_interval):
    """Return the list of the learning rates of epochs 0, 1, …, num_epochs - 1."""
    learning_rate, rates = learning_rate0, []
    for epoch in range(num_epochs):
        learning_rate = schedule_lr_decay(learning_rate, epoch, decay_rate, time_interval)
        rates.append(learning_rate)
    return rates


# %% answer="learning_rates"
def learning_rates(learning_rate0, num_epochs, decay_rate, time_interval):
    """Return the list of the learning rates of epochs 0, 1, …, num_epochs - 1."""
    ### BEGIN SOLUTION
    # Every rate is computed from the first one; none from the rate before it.
    return [
        schedule_lr_decay(learning_rate0, epoch, decay_rate, time_interval)
        for epoch in range(num_epochs)
    ]
    ### END SOLUTION


# %% [markdown]
# ## The evidence
#
# **Predict.** Pike trains for 400 epochs with $\alpha_0 = 0.5$, $d = 1$ and $\Delta = 50$. By the
# formula, the last epoch has $0.5 / 8$. What does the list *above* end with, as it stands? About
#
# - **a** &nbsp; 0.06,
# - **b** &nbsp; 0.001,
# - **c** &nbsp; far less than a billionth.

# %% prediction="last_rate" among="abc" points=1
### BEGIN SOLUTION
predicted_last_rate = "b"
### END SOLUTION

# %% demo="evidence"
rates = learning_rates(0.5, 400, 1, 50)
print("epoch     list           formula")
for epoch in (0, 49, 50, 51, 52, 99, 399):
    print(f"{epoch:5d}     {rates[epoch]:<12.3g}   {0.5 / (1 + epoch // 50):.3g}")
if rates[399] < 0.06:
    ending = "abc"[sum(rates[399] < limit for limit in (0.03, 1e-9))]
    compare_prediction("last_rate", predicted_last_rate, ending)
else:
    print("The list agrees with the formula: you have repaired it.")

# %% [markdown] question="first_wrong" points=1
# **1 point.** At which epoch does the list first differ from the formula (before the repair)?
#
# - [ ] 49
#   > In epochs 0 to 49 no interval has passed, so each call divides by 1.
# - [ ] 50
#   > There the rate is halved for the first time, and rightly: the rate before it was still α_0.
# - [x] 51
#   > Yes. Epoch 50 divides α_0 by 2; epoch 51 divides that by 2 again, and so does every epoch.
# - [ ] 100
#   > Look at epochs 51 and 52: what is each of them divided by?

# %% [markdown]
# **Now repair `learning_rates`** (above the evidence), and run this check.

# %% check="learning_rates" points=4
rates = learning_rates(0.6, 7, 1, 3)
same(list(rates), [0.6] * 3 + [0.3] * 3 + [0.2], "seven epochs, an interval of 3, d = 1")
rates = learning_rates(0.5, 400, 1, 50)
same(len(rates), 400, "one rate for each epoch")
same(rates[51], 0.25, "epoch 51 has the same rate as epoch 50")
same(1000 * rates[399], 62.5, "the last of 400 epochs, times 1000: 0.5/8")
same(list(learning_rates(0.4, 3, 0.5, 1)), [0.4, 0.4 / 1.5, 0.2], "an interval of a single epoch")
### BEGIN HIDDEN TESTS
rate, d = float(rng.uniform(0.1, 0.9)), float(rng.uniform(0.2, 3))
want = learning_rates_reference(rate, 30, d, 7)
same(list(learning_rates(rate, 30, d, 7)), want, "thirty epochs, an interval of 7")
### END HIDDEN TESTS


# %% right="learning_rates"
def in_a_loop_with_another_name(learning_rate0, num_epochs, decay_rate, time_interval):
    rates = []
    for epoch in range(num_epochs):
        learning_rate = schedule_lr_decay(learning_rate0, epoch, decay_rate, time_interval)
        rates.append(learning_rate)
    return rates


def by_the_formula_on_an_array(learning_rate0, num_epochs, decay_rate, time_interval):
    passed = np.arange(num_epochs) // time_interval
    return (learning_rate0 / (1 + decay_rate * passed)).tolist()


def interval_by_interval(learning_rate0, num_epochs, decay_rate, time_interval):
    rates, passed = [], 0
    while len(rates) < num_epochs:
        rates += [learning_rate0 / (1 + decay_rate * passed)] * time_interval
        passed += 1
    return rates[:num_epochs]


# %% wrong="learning_rates"
def decays_the_decayed_rate(learning_rate0, num_epochs, decay_rate, time_interval):
    """Epoch 50 is right and epoch 51 is not. Which number goes into your call in epoch 51?"""
    rates, rate = [], learning_rate0
    for epoch in range(num_epochs):
        rate = rate / (1 + decay_rate * (epoch // time_interval))
        rates.append(rate)
    return rates


def decays_the_decayed_rate_at_the_marks(learning_rate0, num_epochs, decay_rate, time_interval):
    """The second mark is wrong: what you divide there has been divided already."""
    rates, rate = [], learning_rate0
    for epoch in range(num_epochs):
        if epoch and epoch % time_interval == 0:
            rate = rate / (1 + decay_rate * (epoch // time_interval))
        rates.append(rate)
    return rates


def forgets_to_round_down(learning_rate0, num_epochs, decay_rate, time_interval):
    """Your list falls inside the first interval too. Only *whole* intervals count."""
    return [learning_rate0 / (1 + decay_rate * e / time_interval) for e in range(num_epochs)]


def springs_back_after_each_mark(learning_rate0, num_epochs, decay_rate, time_interval):
    """Your list falls at a mark and is back at α_0 one epoch later. Passed is passed."""
    passed = [0 if e % time_interval else e // time_interval for e in range(num_epochs)]
    return [learning_rate0 / (1 + decay_rate * k) for k in passed]


def falls_inside_and_springs_back(learning_rate0, num_epochs, decay_rate, time_interval):
    """Your rate falls inside an interval and jumps up at its end: % is what is left over."""
    return [learning_rate0 / (1 + decay_rate * (e % time_interval)) for e in range(num_epochs)]


def never_decays(learning_rate0, num_epochs, decay_rate, time_interval):
    """All your rates are alike. Does the epoch reach the formula?"""
    return [learning_rate0] * num_epochs


def starts_at_epoch_one(learning_rate0, num_epochs, decay_rate, time_interval):
    """The first rate belongs to epoch 0. Where does your range start?"""
    epochs = range(1, num_epochs + 1)
    return [learning_rate0 / (1 + decay_rate * (e // time_interval)) for e in epochs]


def returns_the_last_rate_only(learning_rate0, num_epochs, decay_rate, time_interval):
    """A list with a rate for each epoch is asked for."""
    return [learning_rate0 / (1 + decay_rate * ((num_epochs - 1) // time_interval))]


def falls_in_every_epoch(learning_rate0, num_epochs, decay_rate, time_interval):
    """Within an interval the rate stays. What became of the interval?"""
    return [learning_rate0 / (1 + decay_rate * epoch) for epoch in range(num_epochs)]


# %% [markdown]
# ## Look: what the bug costs
#
# The finds, plain descent, 400 epochs. Nothing crashes with the compounding list; the curve is even
# nice and smooth. It just stops.


# %%
def costs_with_rates(rates):
    """The cost on all finds after each epoch, with the rate that `rates` gives to it."""
    parameters, costs = he_start(LAYERS, seed=1), []
    for epoch, rate in enumerate(rates):
        for X_b, Y_b in random_mini_batches(X_banks, Y_banks, 64, seed=epoch):
            _, grads = cost_and_grads(X_b, Y_b, parameters)
            parameters = update_parameters_with_gd(parameters, grads, rate)
        costs.append(cost_and_grads(X_banks, Y_banks, parameters)[0])
    return costs


# %% demo="look_at_bug"
compounding = [0.5]
for epoch in range(1, 400):
    compounding.append(compounding[-1] / (1 + epoch // 50))
falls = {
    "α stays 0.5": costs_with_rates([0.5] * 400),
    "by the formula": costs_with_rates([0.5 / (1 + epoch // 50) for epoch in range(400)]),
    "compounding": costs_with_rates(compounding),
}
show(
    curves(range(400), falls, "epoch", "cost on all finds", "One start, three plans", log_y=True),
    "With a constant rate the cost falls furthest and jitters. By the formula it falls smoothly "
    "and ends near it. With the compounding list it is frozen from epoch 55 on, far above.",
)
for name, costs in falls.items():
    print(f"{name}: cost {costs[-1]:.4f} at the end")

# %% [markdown]
# Look at the other two as well: here the constant rate ends lowest, though it jitters. By the
# formula the cost is still falling after 400 epochs: the plan cut the rate before the descent was
# over. A falling rate pays once only noise is left.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 5</b> (open it after the check)</summary>
#
# - *Decay compounds.* `learning_rate = f(learning_rate, …)` overwrites the start. Keep
#   `learning_rate0` apart, and compute each rate from it.
# - *`%` in place of `//`.* The rate falls inside an interval and springs back at its end.
# - *No rounding down.* The curve is smooth where it should have steps.
# - *Falling too soon.* A rate that falls before the valley is reached ends the training on the
#   slope.
#
# </details>

# %% [markdown]
# ---
# # Part 6 · What is used today
#
# *35 minutes.* Large networks are mostly trained with three things beside Adam: weight decay that
# is *decoupled* (AdamW), a warm-up with a cosine after it, and clipped gradients. A fourth, a quick
# test for the learning rate, is for you and your small networks. From here on you get docstrings
# only.

# %% [markdown] question="l2_slope"
# **From the week before, with $\lambda$ for what was $\lambda/m$ there.** L2 regularisation adds
# $\frac{\lambda}{2} \theta^2$ to the cost, for each weight. What does it add to the slope of
# $\theta$?
#
# - [x] $\lambda\, \theta$
#   > Yes. In plain descent each step then shrinks θ by the share α·λ: weight decay.
# - [ ] $\lambda$
#   > Differentiate θ² once more: which θ is left?
# - [ ] nothing, since it is only a penalty
#   > A penalty that changes no slope would change no step.

# %% [markdown]
# ## Worked example: why Adam needs a decay of its own
#
# Two weights are both 1. One has large slopes, the other small ones. We add $\lambda \theta$ to the
# slope and let Adam divide by the usual size of the slope, 10 and 0.1.

# %%
decay, weight = 0.01, 1.0
for usual_size in (10.0, 0.1):
    print(
        f"usual slope {usual_size}: the decay's part of the step is α · "
        f"{decay * weight / usual_size:g}"
    )

# %% [markdown]
# The same $\lambda$ shrinks one weight a hundred times as strongly as the other, only because of
# the size of its slopes. *AdamW* leaves the slope alone and shrinks every parameter by the same
# share, beside the step of Adam:
#
# $$\theta \leftarrow \theta - \alpha \Bigl( \frac{\hat v}{\sqrt{\hat s} + \varepsilon}
# + \lambda\, \theta \Bigr), \qquad \theta \text{ on the right: as before the step.}$$
#
# (Practice often spares the biases; here all parameters decay.)
#
# ## Your function: `update_parameters_with_adamw`


# %% answer="update_parameters_with_adamw"
def update_parameters_with_adamw(
    parameters,
    grads,
    v,
    s,
    t,
    learning_rate=0.001,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
    weight_decay=0.01,
):
    """Return the parameters and the two averages (not corrected) after one step of AdamW.

    parameters: {"W1": …, …}; grads, v, s: {"dW1": …, …}; t: the number of this step, from 1
    weight_decay: λ; every parameter decays
    returns: parameters, v, s (three new dictionaries)
    """
    ### BEGIN SOLUTION
    stepped, v, s, _, _ = update_parameters_with_adam(
        parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon
    )
    # The old parameter shrinks, beside Adam: the decay passes through neither v nor s.
    shrink = learning_rate * weight_decay
    return {name: stepped[name] - shrink * parameters[name] for name in parameters}, v, s
    ### END SOLUTION


# %% check="update_parameters_with_adamw" points=5
parameters, grads = arranged("", 1.0, -2.0, 0.5), arranged("d", 2.0, -4.0, 0.0)
v, s = arranged("d", 1.0, 3.0, -2.0), arranged("d", 4.0, 16.0, 12.0)
new, new_v, new_s = untouched(
    update_parameters_with_adamw, parameters, grads, v, s, 1, 0.5, 0.8, 0.75, 1.0, 0.2
)
same(new_v, arranged("d", 1.2, 1.6, -1.6), "v as in Adam: the decay is not in it")
same(new_s, arranged("d", 4.0, 16.0, 9.0), "s as in Adam: the decay is not in it")
want = arranged("", 1 - 3 / 5 - 0.1, -2 - 4 / 9 + 0.2, 0.5 + 4 / 7 - 0.05)
same(new, want, "t = 1: Adam's step, and a tenth (0.5·0.2) of the old parameter less")
zero = arranged("d", 0, 0, 0)
new, _, _ = update_parameters_with_adamw(parameters, zero, zero, zero, 3, 0.5, weight_decay=0.2)
same(new, arranged("", 0.9, -1.8, 0.45), "no slope, no memory: every parameter shrinks by a tenth")
new, _, _ = update_parameters_with_adamw(parameters, grads, v, s, 3, 0.5, 0.8, 0.75, 0.0, 0.2)
part = 0.5 * math.sqrt(0.578125) / 0.488
want = arranged("", 0.9 - 0.6 * part, -1.8 - 0.4 * part, 0.45 + 1.6 / 3 * part)
same(new, want, "t = 3: Adam's step with both corrections for t = 3, and a tenth less")
new, _, _ = update_parameters_with_adamw(parameters, grads, v, s, 3, 0.0, weight_decay=0.2)
same(new, parameters, "with learning rate 0 nothing moves, whatever the decay")
new, _, _ = update_parameters_with_adamw(parameters, grads, v, s, 400, 0.5, 0.8, 0.75, 1.0, 0.0)
same(new, arranged("", 0.8, -2.16, 0.7), "t = 400 without decay: just Adam")
### BEGIN HIDDEN TESTS
parameters, grads = arranged("", *rng.normal(0, 2, 3)), arranged("d", *rng.normal(0, 2, 3))
v, s = arranged("d", *rng.normal(0, 2, 3)), arranged("d", *rng.uniform(1, 9, 3))
for t in (1, 3, 400):
    numbers = (parameters, grads, v, s, t, 0.3, 0.85, 0.9, 0.1, 0.4)
    got, want = (
        update_parameters_with_adamw(*numbers),
        update_parameters_with_adamw_reference(*numbers),
    )
    for i, name in enumerate(("the parameters", "v", "s")):
        same(got[i], want[i], f"{name} at t = {t}, other numbers")
### END HIDDEN TESTS


# %% right="update_parameters_with_adamw"
def shrinks_first_and_steps_then(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    shrunk = {name: (1 - learning_rate * weight_decay) * p for name, p in parameters.items()}
    return update_parameters_with_adam(
        shrunk, grads, v, s, t, learning_rate, beta1, beta2, epsilon
    )[:3]


def in_one_loop_over_the_names(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    new, new_v, new_s = {}, {}, {}
    for name, value in parameters.items():
        key = "d" + name
        new_v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
        new_s[key] = beta2 * s[key] + (1 - beta2) * grads[key] * grads[key]
        step = new_v[key] / (1 - beta1**t) / (np.sqrt(new_s[key] / (1 - beta2**t)) + epsilon)
        new[name] = value - learning_rate * (step + weight_decay * value)
    return new, new_v, new_s


def with_a_step_taken_from_zero(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01, maximize=False,
):  # fmt: skip
    zero = {name: 0.0 * value for name, value in parameters.items()}
    step, v, s, *_ = update_parameters_with_adam(
        zero, grads, v, s, t, learning_rate, beta1, beta2, epsilon
    )
    keep = 1 - learning_rate * weight_decay
    return [{name: keep * parameters[name] + step[name] for name in step}, v, s]


# %% wrong="update_parameters_with_adamw"
def _adamw(given, shrink=None, first=None):
    """shrink(stepped, old, rate, decay): the new parameter; first(grads): what Adam is given."""
    parameters, grads, v, s, t, rate, beta1, beta2, epsilon, decay = given
    grads = first(grads) if first else grads
    got = update_parameters_with_adam(parameters, grads, v, s, t, rate, beta1, beta2, epsilon)
    shrink = shrink or (lambda stepped, old, rate, decay: stepped)
    new = {name: shrink(got[0][name], parameters[name], rate, decay) for name in parameters}
    return new, got[1], got[2]


def _decays_beside(stepped, old, rate, decay):
    """The decay as it should be, for mistakes that lie elsewhere."""
    return stepped - rate * decay * old


def adds_the_decay_to_the_slope(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """That is L2: the decay passes through v and s and is divided away. Decoupled means beside."""
    return _adamw(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay),
        first=lambda g: {k: g[k] + weight_decay * parameters[k[1:]] for k in g},
    )


def never_decays_at_all(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """With slope 0 the parameters should shrink a little. Where does λ come in?"""
    return _adamw((parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay))


def decays_without_the_rate(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """With learning rate 0 nothing may move. What multiplies λ·θ in the formula?"""
    return _adamw(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay),
        lambda stepped, old, rate, decay: stepped - decay * old,
    )


def grows_instead_of_shrinking(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """With slope 0 your parameters grow. Which sign stands before α?"""
    return _adamw(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay),
        lambda stepped, old, rate, decay: stepped + rate * decay * old,
    )


def decays_what_has_already_stepped(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """The θ on the right of the formula is the one from before the step."""
    return _adamw(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay),
        lambda stepped, old, rate, decay: stepped - rate * decay * stepped,
    )


def takes_a_fixed_amount_off(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """You take the same amount off every parameter. A share of *itself* is asked for."""
    return _adamw(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay),
        lambda stepped, old, rate, decay: stepped - rate * decay * np.sign(old),
    )


def corrects_as_in_the_first_step(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """Your correction is that of t = 1 in every step. Does your t reach the formula?"""
    return _adamw(
        (parameters, grads, v, s, 1, learning_rate, beta1, beta2, epsilon, weight_decay),
        _decays_beside,
    )


def corrects_in_the_first_step_only(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """At t = 3 a part of both averages is still missing. Correct in every step."""
    t = 1 if t == 1 else 400
    return _adamw(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay),
        _decays_beside,
    )


def drops_its_memories(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """The old v and s are not in your averages. Which memories do you hand to Adam?"""
    nothing = {key: 0.0 * value for key, value in v.items()}
    given = parameters, grads, nothing, nothing, t, learning_rate, beta1, beta2, epsilon
    return _adamw(
        (*given, weight_decay),
        _decays_beside,
    )


def keeps_the_usual_betas(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """You use 0.9 and 0.999 whatever is asked for. Pass beta1 and beta2 on."""
    return _adamw(
        (parameters, grads, v, s, t, learning_rate, 0.9, 0.999, epsilon, weight_decay),
        _decays_beside,
    )


def spares_the_biases(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    """In this exercise every parameter decays. What about b1 and b2?"""
    new, v, s = _adamw(
        (parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay)
    )
    share = {name: learning_rate * weight_decay * ("W" in name) for name in new}
    return {name: new[name] - share[name] * parameters[name] for name in new}, v, s


# %% [markdown]
# ## Your function: `warmup_cosine_lr`
#
# At first Adam's averages rest on very few slopes, so large steps are a gamble. *Warm-up* raises
# the rate in a straight line during the first $T_w$ steps. Then half a cosine wave brings it down,
# and it reaches $\alpha_{\min}$ at step $T$ and stays there:
#
# $$\alpha_t = \begin{cases}
# \alpha_{\max}\, t / T_w & t \le T_w \\
# \alpha_{\min} + \tfrac12 (\alpha_{\max} - \alpha_{\min})(1 + \cos \pi p) & T_w < t \le T,
# \quad p = (t - T_w)/(T - T_w) \\
# \alpha_{\min} & t > T
# \end{cases}$$
#
# Here $t$ counts steps, from 1, as in Adam.


# %% answer="warmup_cosine_lr"
def warmup_cosine_lr(t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0):
    """Return the learning rate of step t: straight up, then down along half a cosine.

    t: from 1; warmup_steps: T_w, from 0; total_steps: T, larger than T_w
    returns: a plain number
    """
    ### BEGIN SOLUTION
    if t <= warmup_steps:  # never for T_w = 0, since t starts at 1: nothing is divided by 0
        return learning_rate_max * t / warmup_steps
    # The cosine would rise again after step T; min holds it at its lowest point.
    progress = min(1.0, (t - warmup_steps) / (total_steps - warmup_steps))
    height = 0.5 * (1 + math.cos(math.pi * progress))  # from 1 down to 0
    return learning_rate_min + (learning_rate_max - learning_rate_min) * height
    ### END SOLUTION


# %% check="warmup_cosine_lr" points=4
for t, want, hint in (
    (3, 0.6, "the third of four warm-up steps: three quarters of the way up"),
    (1, 0.2, "the first of four: a quarter of the way up"),
    (4, 0.8, "at the end of the warm-up it is the maximum"),
    (7, 0.5 + 0.3 * math.sqrt(0.5), "a quarter of the way down: cos is √½ there"),
    (10, 0.5, "half-way down: in the middle between 0.8 and 0.2"),
    (16, 0.2, "at the last step it is the minimum"),
    (20, 0.2, "and there it stays"),
):
    same(warmup_cosine_lr(t, 4, 16, 0.8, 0.2), want, f"step {t} of 16: {hint}")
same(warmup_cosine_lr(8, 0, 24, 0.4), 0.3, "no warm-up, no minimum: a third of the way down")
### BEGIN HIDDEN TESTS
top, low = float(rng.uniform(0.5, 0.9)), float(rng.uniform(0.01, 0.2))
for t in (2, 5, 9, 23, 38, 55):
    want = warmup_cosine_lr_reference(t, 7, 41, top, low)
    same(warmup_cosine_lr(t, 7, 41, top, low), want, f"step {t} of 41, 7 of them warm-up")
### END HIDDEN TESTS


# %% right="warmup_cosine_lr"
def by_a_squared_cosine(t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0):
    if warmup_steps and t <= warmup_steps:
        return t / warmup_steps * learning_rate_max
    p = np.clip((t - warmup_steps) / (total_steps - warmup_steps), 0, 1)
    share = np.cos(np.pi * p / 2) ** 2
    return share * learning_rate_max + (1 - share) * learning_rate_min


def in_three_cases(t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0):
    if t > total_steps:
        return learning_rate_min
    if t > warmup_steps:
        angle = math.pi * (t - warmup_steps) / (total_steps - warmup_steps)
        middle = (learning_rate_max + learning_rate_min) / 2
        return middle + math.cos(angle) * (learning_rate_max - learning_rate_min) / 2
    return learning_rate_max / warmup_steps * t


def from_a_whole_table(
    t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0, cycles=0.5
):
    up = learning_rate_max * np.arange(1, warmup_steps + 1) / max(warmup_steps, 1)
    p = np.arange(1, total_steps - warmup_steps + 1) / (total_steps - warmup_steps)
    wave = (1 + np.cos(2 * np.pi * cycles * p)) / 2
    down = learning_rate_min + (learning_rate_max - learning_rate_min) * wave
    return np.concatenate([up, down])[min(t, total_steps) - 1]


# %% wrong="warmup_cosine_lr"
def _cosine(t, warm, total, top, low, height=None, up=None, clamp=True):
    if t <= warm:
        return up(t) if up else top * t / warm
    p = (t - warm) / (total - warm)
    p = min(1.0, p) if clamp else p
    height = height or (lambda p: 0.5 * (1 + math.cos(math.pi * p)))
    return low + (top - low) * height(p)


def wastes_the_first_step(t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0):
    """Your first step has rate 0 and does nothing. Which share belongs to t = 1?"""
    return _cosine(
        t, warmup_steps, total_steps, learning_rate_max, learning_rate_min,
        up=lambda t: learning_rate_max * (t - 1) / warmup_steps,
    )  # fmt: skip


def warms_up_from_the_minimum(
    t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0
):
    """The way up starts at 0, not at the minimum: step t has the share t/T_w of the maximum."""
    rise = learning_rate_max - learning_rate_min
    return _cosine(
        t, warmup_steps, total_steps, learning_rate_max, learning_rate_min,
        up=lambda t: learning_rate_min + rise * t / warmup_steps,
    )  # fmt: skip


def has_no_warmup(t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0):
    """The first steps should be smaller than the maximum."""
    return _cosine(
        t, warmup_steps, total_steps, learning_rate_max, learning_rate_min,
        up=lambda t: learning_rate_max,
    )  # fmt: skip


def counts_progress_from_the_first_step(
    t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0
):
    """p is 0 at the end of the warm-up, or the rate jumps there. From which step do you count?"""
    if t <= warmup_steps:
        return learning_rate_max * t / warmup_steps
    height = 0.5 * (1 + math.cos(math.pi * min(1.0, t / total_steps)))
    return learning_rate_min + (learning_rate_max - learning_rate_min) * height


def runs_through_a_whole_wave(
    t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0
):
    """Your rate falls and then rises again. How much of a cosine wave goes only down?"""
    return _cosine(
        t, warmup_steps, total_steps, learning_rate_max, learning_rate_min,
        height=lambda p: 0.5 * (1 + math.cos(2 * math.pi * p)),
    )  # fmt: skip


def forgets_the_minimum(t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0):
    """At the last step the rate is the minimum. Yours goes down to 0."""
    return _cosine(t, warmup_steps, total_steps, learning_rate_max, 0.0)


def becomes_negative(t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0):
    """A cosine goes from 1 to -1. Which two operations bring that to 1 … 0?"""
    return _cosine(
        t, warmup_steps, total_steps, learning_rate_max, learning_rate_min,
        height=lambda p: math.cos(math.pi * p),
    )  # fmt: skip


def rises_again_after_the_end(
    t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0
):
    """After step T the wave goes on and your rate rises. Where should it stay?"""
    return _cosine(t, warmup_steps, total_steps, learning_rate_max, learning_rate_min, clamp=False)


def falls_in_a_line_after_the_warmup(
    t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0
):
    """Yours falls evenly. A cosine starts gently and is steepest half-way."""
    return _cosine(
        t, warmup_steps, total_steps, learning_rate_max, learning_rate_min, height=lambda p: 1 - p
    )


def adds_the_minimum_on_top(t, warmup_steps, total_steps, learning_rate_max, learning_rate_min=0.0):
    """Between the two ends lies the *difference* of maximum and minimum. Is your wave that high?"""
    if t <= warmup_steps:
        return learning_rate_max * t / warmup_steps
    p = min(1.0, (t - warmup_steps) / (total_steps - warmup_steps))
    return learning_rate_min + learning_rate_max * 0.5 * (1 + math.cos(math.pi * p))


# %% demo="look_at_plans"
steps = np.arange(1, 401)
plans = {
    "falls after every 100": [schedule_lr_decay(0.1, int(t) - 1, 1, 100) for t in steps],
    "warm-up and cosine": [warmup_cosine_lr(int(t), 40, 400, 0.1, 0.005) for t in steps],
}
show(
    curves(steps, plans, "step t (for the first plan: epoch)", "learning rate α", "Two plans"),
    "The first plan goes down in stairs. The second rises in a straight line to its maximum at "
    "step 40, then falls along half a cosine wave, steepest half-way, to 0.005.",
)

# %% [markdown]
# ## Your function: `clip_by_global_norm`
#
# Sometimes a single mini-batch has a monstrous slope: a sonar glitch, a wrong label, a cliff. One
# step then destroys what a thousand built. *Clipping* looks at **all** gradients as one long arrow.
# Its length is the global norm
#
# $$\lVert g \rVert = \sqrt{\textstyle\sum_{\text{all numbers of all gradients}} g_i^2}.$$
#
# If it exceeds $c$ (the argument `max_norm`), every gradient is multiplied by
# $c / \lVert g \rVert$: the arrow becomes shorter and keeps its direction.


# %% answer="clip_by_global_norm"
def clip_by_global_norm(grads, max_norm):
    """Return gradients whose global norm is at most max_norm, and the norm before.

    grads: {"dW1": …, "db1": …, …}; max_norm: a positive number
    returns: clipped (a new dictionary), global_norm (a plain number)
    """
    ### BEGIN SOLUTION
    global_norm = math.sqrt(sum(float(np.sum(g**2)) for g in grads.values()))
    # One factor for all, so the arrow keeps its direction; at most 1, so short ones stay short.
    scale = min(1.0, max_norm / global_norm) if global_norm > 0 else 1.0
    return {key: scale * g for key, g in grads.items()}, global_norm
    ### END SOLUTION


# %% check="clip_by_global_norm" points=4
grads = {"dW1": np.array([[2.0, 1.0]]), "db1": np.array([[-2.0]])}
clipped, norm = untouched(clip_by_global_norm, grads, 1.5)
same(norm, 3.0, "2, 1 and -2: the norm before, √(4 + 1 + 4)")
same(clipped["dW1"], np.array([[1.0, 0.5]]), "2 and 1, shortened to norm 1.5: one half")
same(clipped["db1"], np.array([[-1.0]]), "-2, shortened by the same factor")
clipped, norm = clip_by_global_norm(grads, 8.0)
same(clipped, grads, "shorter than allowed: nothing changes")
same(norm, 3.0, "and the norm is told all the same")
clipped, norm = clip_by_global_norm(arranged("d", 0, 0, 0), 2.0)
same(clipped, arranged("d", 0, 0, 0), "all zeros stay zeros, without nan")
clipped, norm = clip_by_global_norm({"dW1": np.array([[30, 40]]), "db1": np.array([[0]])}, 10)
same(clipped["dW1"], np.array([[6.0, 8.0]]), "whole numbers work too")
### BEGIN HIDDEN TESTS
grads = arranged("d", *rng.normal(0, 4, 3))
for limit in (0.5, 1000.0):
    got, want = clip_by_global_norm(grads, limit), clip_by_global_norm_reference(grads, limit)
    same(got[0], want[0], f"the clipped gradients, other numbers, limit {limit:g}")
    same(got[1], want[1], f"the norm, other numbers, limit {limit:g}")
### END HIDDEN TESTS


# %% right="clip_by_global_norm"
def through_one_long_vector(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([np.ravel(g) for g in grads.values()]))
    if norm <= max_norm:
        return dict(grads), norm
    return {key: g / norm * max_norm for key, g in grads.items()}, norm


def by_the_larger_of_both(grads, max_norm):
    norm = np.sqrt(np.sum([np.vdot(g, g) for g in grads.values()]))
    return {key: g * (max_norm / max(norm, max_norm)) for key, g in grads.items()}, float(norm)


def by_norms_of_norms(grads, max_norm, norm_type=2):
    norm = math.hypot(*(np.linalg.norm(g) for g in grads.values()))
    clipped = {key: np.array(g, dtype=float) for key, g in grads.items()}
    if norm > max_norm:
        for g in clipped.values():
            g *= max_norm / norm
    return [clipped, norm]


# %% wrong="clip_by_global_norm"
def _norm(grads):
    return math.sqrt(sum(float(np.sum(np.square(g))) for g in grads.values()))


def clips_each_array_by_itself(grads, max_norm):
    """You shorten each array by a factor of its own, so the arrow turns. One norm for all."""
    clipped = {}
    for key, g in grads.items():
        norm = np.linalg.norm(g)
        clipped[key] = g * (max_norm / norm) if norm > max_norm else g * 1.0
    return clipped, _norm(grads)


def cuts_each_number(grads, max_norm):
    """Cutting single numbers turns the arrow. Multiply all of them by the same factor."""
    return {key: np.clip(g, -max_norm, max_norm) for key, g in grads.items()}, _norm(grads)


def always_scales(grads, max_norm):
    """Gradients that are short enough stay as they are. Yours are made longer."""
    norm = _norm(grads)
    return {key: g * (max_norm / norm) if norm else g for key, g in grads.items()}, norm


def sums_without_squares(grads, max_norm):
    """The length of an arrow (2, 1, -2) is 3, not 5. What stands under the root?"""
    norm = float(sum(np.abs(g).sum() for g in grads.values()))
    return {key: g * min(1.0, max_norm / max(norm, 1e-300)) for key, g in grads.items()}, norm


def forgets_the_root_of_the_sum(grads, max_norm):
    """4 + 1 + 4 is 9. What is still to do for the length?"""
    norm = _norm(grads) ** 2
    return {key: g * min(1.0, max_norm / max(norm, 1e-300)) for key, g in grads.items()}, norm


def tells_the_norm_afterwards(grads, max_norm):
    """The norm *before* clipping is asked for: it tells whether something unusual happened."""
    norm = _norm(grads)
    scale = min(1.0, max_norm / max(norm, 1e-300))
    return {key: g * scale for key, g in grads.items()}, norm * scale


def divides_zero_by_zero(grads, max_norm):
    """When all slopes are 0 you divide by 0. What is min(1, …) worth then?"""
    norm = np.float64(_norm(grads))
    with np.errstate(all="ignore"):
        return {
            key: g * np.minimum(1.0, max_norm * (norm / norm) / norm) for key, g in grads.items()
        }, norm


def shortens_the_gradients_it_is_given(grads, max_norm):
    """*= writes into the caller's arrays. Make new ones."""
    norm = _norm(grads)
    if norm > max_norm:
        for g in grads.values():
            g *= max_norm / norm
    return grads, norm


# %% [markdown]
# ## Look: one glitch
#
# Pike trains on the finds with plain descent, 60 epochs. In epoch 30 the sonar reports a single
# mini-batch in millimetres instead of metres.


# %%
def costs_with_glitch(max_norm):
    """The cost on all finds after each of 60 epochs of plain descent; one glitch in epoch 30."""
    parameters, costs = he_start(LAYERS, seed=1), []
    for epoch in range(60):
        for i, (X_b, Y_b) in enumerate(random_mini_batches(X_banks, Y_banks, 64, seed=epoch)):
            scale = 1000 if (epoch, i) == (30, 0) else 1
            _, grads = cost_and_grads(scale * X_b, Y_b, parameters)
            clipped, _ = clip_by_global_norm(grads, max_norm)
            parameters = update_parameters_with_gd(parameters, clipped, 0.5)
        costs.append(cost_and_grads(X_banks, Y_banks, parameters)[0])
    return costs


# %% demo="look_at_glitch"
with_glitch = {
    "not clipped": costs_with_glitch(1e100),
    "clipped at norm 1": costs_with_glitch(1.0),
}
show(
    curves(
        range(60), with_glitch, "epoch", "cost on all finds", "A glitch in epoch 30", log_y=True
    ),
    "Both curves fall alike until epoch 30. Then the one without clipping leaps up and does not "
    "come back; the clipped one hardly twitches.",
)
for name, costs in with_glitch.items():
    print(f"{name}: cost {costs[29]:.3f} before, {costs[30]:.3f} after, {costs[-1]:.3f} at the end")

# %% [markdown] question="clip_direction" points=1
# **1 point.** Why one norm for all gradients, instead of cutting every number at 1?
#
# - [x] One factor keeps the direction; cutting single numbers turns the step.
#   > Yes. (3, -4) becomes (0.6, -0.8): the same way down, only less far.
# - [ ] One norm is faster to compute.
#   > Both are quick. Cut (3, -4) at 1, and compare the direction with that of (3, -4).
# - [ ] Single numbers are never too large.
#   > One huge number is enough. The question is what to do with the others then.

# %% [markdown]
# ## Your function: `learning_rate_range_test`
#
# Which learning rate should one try first? A *range test* needs one short run: start with a tiny
# rate, make it larger at every step, and watch the cost. At first nothing happens, then the cost
# falls, at last it explodes. A tenth of the rate at which the cost was lowest is a good first
# guess.


# %% answer="learning_rate_range_test"
def learning_rate_range_test(X, Y, parameters, rates):
    """Take one step of plain descent on all of X, Y with each rate, one after the other.

    X: (n_x, m), Y: (1, m); parameters: the start; rates: growing numbers
    returns:
        costs: a list; costs[i] is the cost right after the step with rates[i]
        suggestion: a tenth of the learning rate with the lowest cost; a cost that is nan is never
            the lowest
    """
    ### BEGIN SOLUTION
    costs = []
    for rate in rates:
        _, grads = cost_and_grads(X, Y, parameters)
        parameters = update_parameters_with_gd(parameters, grads, rate)
        costs.append(cost_and_grads(X, Y, parameters)[0])
    # argmin takes nan for the lowest; infinite, it never is. The rate at the lowest cost is nearly
    # too large already, hence a tenth of it.
    comparable = [math.inf if math.isnan(cost) else cost for cost in costs]
    return costs, rates[int(np.argmin(comparable))] / 10
    ### END SOLUTION


# %% check="learning_rate_range_test" points=5
X, Y, start = X_banks[:, :40], Y_banks[:, :40], he_start((2, 3, 1), seed=7)
rates = [0.05, 0.5, 2.0, 60.0]
costs, suggestion = untouched(learning_rate_range_test, X, Y, start, rates)
_, grads = cost_and_grads(X, Y, start)
one = {name: start[name] - 0.05 * grads["d" + name] for name in start}
same(costs[0], cost_and_grads(X, Y, one)[0], "the cost right after the first step")
_, grads = cost_and_grads(X, Y, one)
two = {name: one[name] - 0.5 * grads["d" + name] for name in one}
same(costs[1], cost_and_grads(X, Y, two)[0], "the second step goes on from where the first ended")
same(len(costs), 4, "one cost for each rate")
same(suggestion, 0.2, "the cost was lowest after the step with rate 2: a tenth of it")
with np.errstate(all="ignore"):
    costs, suggestion = learning_rate_range_test(X, Y, start, [0.5, 2.0, 1e200, 1e200, 1e200])
same(suggestion, 0.2, "the last costs are nan; the lowest real one belongs to rate 2")
### BEGIN HIDDEN TESTS
start, rates = he_start((2, 4, 1), int(rng.integers(100, 999))), [0.02, 0.1, 0.5, 1.5, 40.0]
got, want = (
    learning_rate_range_test(X, Y, start, rates),
    learning_rate_range_test_reference(X, Y, start, rates),
)
same(list(got[0]), want[0], "the costs from another start")
same(got[1], want[1], "the suggestion from another start")
### END HIDDEN TESTS


# %% right="learning_rate_range_test"
def with_its_own_step(X, Y, parameters, rates):
    place, costs = dict(parameters), []
    for rate in rates:
        slopes = gradients(*forward(X, place), Y, place)
        place = {name: place[name] - rate * slopes[name] for name in place}
        costs.append(cost_and_grads(X, Y, place)[0])
    return costs, 0.1 * rates[int(np.nanargmin(costs))]


def keeps_the_best_so_far(X, Y, parameters, rates, share=10):
    costs, best, best_cost = [], None, math.inf
    cost, grads = cost_and_grads(X, Y, parameters)
    for rate in rates:
        parameters = update_parameters_with_gd(parameters, grads, rate)
        cost, grads = cost_and_grads(X, Y, parameters)
        costs.append(cost)
        if cost < best_cost:
            best, best_cost = rate, cost
    return costs, best / share


def by_sorting_pairs(X, Y, parameters, rates):
    costs = []
    for rate in rates:
        parameters = update_parameters_with_gd(
            parameters, cost_and_grads(X, Y, parameters)[1], rate
        )
        costs += [cost_and_grads(X, Y, parameters)[0]]
    pairs = [(c, r) for c, r in zip(costs, rates, strict=True) if c == c]
    return costs, min(pairs)[1] / 10


# %% wrong="learning_rate_range_test"
def _range_test(X, Y, parameters, rates, again=False, before=False):
    costs, place = [], parameters
    for rate in rates:
        place = parameters if again else place
        cost, grads = cost_and_grads(X, Y, place)
        place = {name: place[name] - rate * grads["d" + name] for name in place}
        costs.append(cost if before else cost_and_grads(X, Y, place)[0])
    return costs


def starts_afresh_for_each_rate(X, Y, parameters, rates):
    """It is one run: each step goes on from where the step before ended."""
    costs = _range_test(X, Y, parameters, rates, again=True)
    return costs, rates[int(np.nanargmin(costs))] / 10


def notes_the_cost_before_the_step(X, Y, parameters, rates):
    """costs[i] is the cost right *after* the step with rate i. Yours is one step late."""
    costs = _range_test(X, Y, parameters, rates, before=True)
    return costs, rates[int(np.nanargmin(costs))] / 10


def suggests_the_rate_itself(X, Y, parameters, rates):
    """At the lowest cost the rate is already at the edge. Which part of it is asked for?"""
    costs = _range_test(X, Y, parameters, rates)
    return costs, rates[int(np.nanargmin(costs))]


def suggests_the_lowest_cost(X, Y, parameters, rates):
    """You divide the lowest cost by 10. Which *learning rate* belongs to it?"""
    costs = _range_test(X, Y, parameters, rates)
    return costs, np.nanmin(costs) / 10


def takes_nan_for_the_lowest(X, Y, parameters, rates):
    """np.argmin takes nan for the lowest. What should happen to costs that are no number?"""
    costs = _range_test(X, Y, parameters, rates)
    return costs, rates[int(np.argmin(costs))] / 10


def suggests_a_tenth_of_the_largest(X, Y, parameters, rates):
    """The largest rate is where the cost explodes. At which rate is it lowest?"""
    return _range_test(X, Y, parameters, rates), rates[-1] / 10


# %% demo="look_at_range"
RANGE = list(np.geomspace(1e-3, 100, 60))
with np.errstate(all="ignore"):
    range_costs, first_guess = learning_rate_range_test(
        X_banks, Y_banks, he_start(LAYERS, 1), RANGE
    )
figure = curves(
    RANGE, {"cost": np.minimum(range_costs, 2)}, "learning rate α", "cost (cut at 2)",
    "Range test of plain descent", log_x=True,
)  # fmt: skip
figure.axes[0].axvline(first_guess, color="0.4", linestyle="--")
show(
    figure,
    "The cost against growing learning rates, in one run: flat at small rates, then falling, "
    "then leaping up, with one short fall back. A dashed line marks a tenth of the rate at the "
    "lowest point.",
)
print(f"first guess for α: {first_guess:.2f}")

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 6</b> (open it after the check)</summary>
#
# - *L2 inside Adam.* Added to the slope, the decay is divided by the size of the slopes, and a busy
#   weight hardly decays. Decoupled, all shrink by the same share.
# - *A warm-up from 0.* The first step does nothing. With $t$ from 1 it is $\alpha_{\max} / T_w$.
# - *Clipping number by number.* That turns the step.
# - *`np.argmin` with nan.* It answers with the first nan. Rates that explode would look best.
#
# </details>

# %% [markdown]
# ---
# # Part 7 · Experiment: is Adam better than momentum?
#
# *20 minutes.* First the usual comparison, then a fair one.

# %% [markdown] question="one_run"
# **From *Deep network, applied*.** Optimiser A beat B in one run each. What do you need before you
# may say *A is better*?
#
# - [ ] Nothing more, when the difference is large.
#   > One start can be a lucky one. How would you know?
# - [x] Several runs that share their data and starts in pairs.
#   > Yes. And there is one more trap, which this part is about: how was each of them set up?
# - [ ] A larger network.
#   > That is another question. This one is about how sure you are of the answer.

# %% [markdown]
# The training loop is given; every piece of it is yours.

# %%
WIDER = (2, 16, 8, 1)  # for the fair comparison below


def model(X, Y, optimizer, learning_rate, num_epochs, seed=0, wide=False, show_bar=False):
    """Train on mini-batches of 64 with "gd", "momentum" or "adam".

    returns: the parameters, and the cost on all of X, Y after the last epoch
    """
    parameters = he_start(WIDER if wide else LAYERS, seed)
    v, (_, s), t = initialize_velocity(parameters), initialize_adam(parameters), 0
    for epoch in tqdm(range(num_epochs), desc=optimizer, disable=not show_bar):
        for X_b, Y_b in random_mini_batches(X, Y, 64, seed=1000 * seed + epoch):
            t = t + 1
            _, grads = cost_and_grads(X_b, Y_b, parameters)
            if optimizer == "gd":
                parameters = update_parameters_with_gd(parameters, grads, learning_rate)
            elif optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(
                    parameters, grads, v, 0.9, learning_rate
                )
            else:
                parameters, v, s, _, _ = update_parameters_with_adam(
                    parameters, grads, v, s, t, learning_rate
                )
    return parameters, cost_and_grads(X, Y, parameters)[0]


# %% [markdown]
# ## The usual comparison
#
# All three with $\alpha = 0.0007$, 1,000 epochs.
#
# **Predict.** The share of fresh finds that **plain descent** gets right.

# %% prediction="gd_share" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_gd_share = 0.75
### END SOLUTION

# %% demo="usual_comparison"
shares, trained = {}, {}
for optimizer in ("gd", "momentum", "adam"):
    trained[optimizer], cost = model(
        X_banks, Y_banks, optimizer, 0.0007, 1000, seed=1, show_bar=True
    )
    shares[optimizer] = share_right(X_fresh, Y_fresh, trained[optimizer])
    print(f"{optimizer:9s} cost {cost:.3f}, {shares[optimizer]:.1%} of the fresh finds right")
compare_prediction("gd_share", predicted_gd_share, shares["gd"])
print("A famous course, on crescents of its own, 5,000 epochs at 0.0007, counted on the training")
print("points: plain 71.7 %, momentum 71.7 %, Adam 94.3 %.")

# %% demo="look_at_usual"
panels = {
    f"{name}: {shares[name]:.0%}": (
        lambda points, parameters=parameters: forward(points, parameters)[0] > 0,
        X_banks,
        Y_banks,
    )
    for name, parameters in trained.items()
}
show(
    decision_region_grid(panels, PLACE),
    "Three panels with the finds and the answers around them. Plain descent and momentum, which "
    "look alike, part the banks by a border like a flat roof; Adam's border bends between them.",
)

# %% [markdown]
# The picture is that of the famous course, though the numbers differ: other points, another start,
# fewer epochs, and we count on *fresh* points. Adam is far ahead. Is it the better optimiser?
#
# Think of Part 4: while the slopes agree, a step of Adam is about $\alpha$ long, however small they
# are. A step of plain descent is $\alpha$ times a slope that may be 0.01. **The same $\alpha$ does
# not mean the same pace.** So who chose 0.0007, and for whom?
#
# ## A fair comparison
#
# 1. Both get the **same budget**: the same nine learning rates, three trial runs for each.
# 2. Each keeps the rate with the lowest mean cost in its trials.
# 3. Then both run at their own best rate, on **fresh** seeds: other points, other starts.
#
# The network is a little wider here, (2, 16, 8, 1). In the small one a layer of two units
# sometimes goes dead as a whole, and such accidents would drown what we want to see.
#
# ## Your function: `choose_learning_rate`
#
# A run that has exploded gives nan or inf. Its rate must not be chosen, however well its other runs
# went.


# %% answer="choose_learning_rate"
def choose_learning_rate(costs_by_rate):
    """Return the learning rate whose costs have the lowest mean.

    costs_by_rate: a dictionary from learning rate to the list of the costs of its trial runs; a
        rate with a cost that is nan or inf is never chosen
    returns: one of the learning rates
    """
    ### BEGIN SOLUTION
    means = {}
    for rate, costs in costs_by_rate.items():
        # One exploded run rules the rate out: leaving it out of the mean would reward luck.
        means[rate] = np.mean(costs) if np.all(np.isfinite(costs)) else math.inf
    return min(means, key=means.get)
    ### END SOLUTION


# %% check="choose_learning_rate" points=3
trials = {0.01: [0.5, 0.6, 0.55], 0.03: [0.5] * 3, 0.1: [0.3, 0.3, 0.36], 2.0: [0.1, 0.9, 0.2]}
same(untouched(choose_learning_rate, trials), 0.1, "means 0.55, 0.5, 0.32 and 0.4")
exploded = {0.2: [0.4, 0.4, 0.4], 0.3: [0.05, float("nan"), 0.05], 3.0: [float("inf"), 0.1, 0.1]}
same(choose_learning_rate(exploded), 0.2, "one rate has a nan, another an inf: neither is chosen")
first = {5.0: [float("nan")] * 3, 0.7: [0.6, 0.61, 0.62], 0.5: [0.5, 0.7, 0.66]}
same(choose_learning_rate(first), 0.7, "the first rate has exploded; means 0.61 and 0.62")
### BEGIN HIDDEN TESTS
numbers = rng.uniform(0.1, 0.9, (4, 5))
trials = {rate: list(row) for rate, row in zip((0.001, 0.02, 0.3, 4.0), numbers, strict=True)}
trials[7.0] = [float("nan")] * 5
same(choose_learning_rate(trials), choose_learning_rate_reference(trials), "other costs")
### END HIDDEN TESTS


# %% right="choose_learning_rate"
def by_the_sum_in_a_loop(costs_by_rate):
    best, lowest = None, math.inf
    for rate, costs in costs_by_rate.items():
        total = sum(costs) / len(costs)
        if total < lowest:
            best, lowest = rate, total
    return best


def with_nan_made_infinite(costs_by_rate):
    table = np.array(list(costs_by_rate.values()), dtype=float)
    means = np.where(np.isfinite(table), table, np.inf).mean(axis=1)
    return list(costs_by_rate)[int(np.argmin(means))]


def among_those_that_survived(costs_by_rate, allowed=math.inf):
    good = {r: c for r, c in costs_by_rate.items() if all(x < allowed for x in c)}
    return sorted(good, key=lambda rate: np.average(good[rate]))[0]


# %% wrong="choose_learning_rate"
def takes_the_best_single_run(costs_by_rate):
    """One lucky run is no recommendation. Compare means."""
    return min(costs_by_rate, key=lambda rate: min(costs_by_rate[rate]))


def leaves_nan_out_of_the_mean(costs_by_rate):
    """A rate at which one run of three exploded is no good rate. You left that run out."""
    means = {}
    for rate, costs in costs_by_rate.items():
        kept = [cost for cost in costs if math.isfinite(cost)]
        means[rate] = sum(kept) / len(kept) if kept else math.inf
    return min(means, key=means.get)


def compares_with_nan(costs_by_rate):
    """Every comparison with nan is False, so a nan that comes first stays the minimum."""
    means = {rate: float(np.mean(costs)) for rate, costs in costs_by_rate.items()}
    return min(means, key=means.get)


def takes_the_largest_cost(costs_by_rate):
    """The *lowest* mean cost is wanted."""
    means = {r: np.mean(c) if np.all(np.isfinite(c)) else -1.0 for r, c in costs_by_rate.items()}
    return max(means, key=means.get)


def returns_the_cost(costs_by_rate):
    """That is the lowest mean. Which rate does it belong to?"""
    return min(float(np.mean(c)) for c in costs_by_rate.values() if np.all(np.isfinite(c)))


def takes_the_steadiest(costs_by_rate):
    """That rate's runs differ least. But is their cost low?"""
    spread = {r: np.std(c) if np.all(np.isfinite(c)) else 9.0 for r, c in costs_by_rate.items()}
    return min(spread, key=spread.get)


# %% [markdown]
# **Predict.** 50 epochs, each at its own best rate, twelve fresh seeds. In how many of the twelve
# pairs will Adam have the lower cost than momentum?

# %% prediction="adam_wins" between=[0, 12] points=1
### BEGIN SOLUTION
predicted_adam_wins = 10
### END SOLUTION

# %% demo="trials"
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
trial_costs = {"momentum": {}, "adam": {}}
with np.errstate(all="ignore"):  # rates that are far too large may overflow
    for rate in tqdm(RATES, desc="rates"):
        for optimizer, by_rate in trial_costs.items():
            by_rate[rate] = [
                model(*banks(seed), optimizer, rate, 50, seed, True)[1] for seed in (101, 102, 103)
            ]
best_rates = {name: choose_learning_rate(by_rate) for name, by_rate in trial_costs.items()}
for optimizer, rate in best_rates.items():
    print(f"{optimizer}: best rate {rate}, mean cost {np.mean(trial_costs[optimizer][rate]):.3f}")

# %% demo="look_at_trials"
show(
    curves_with_errors(
        RATES,
        {
            optimizer: (
                [np.mean(by_rate[rate]) for rate in RATES],
                [np.std(by_rate[rate]) for rate in RATES],
            )
            for optimizer, by_rate in trial_costs.items()
        },
        "learning rate α",
        "cost after 50 epochs",
        "The same nine rates for both, three trials each",
        log_x=True,
    ),
    "Two valleys of cost over the learning rate. Adam's lies further to the left, momentum's at "
    "rates about thirty times as large. Their floors are about equally deep.",
)

# %% demo="fair_runs"
fresh = {"momentum": [], "adam": []}
for seed in tqdm(range(12), desc="fresh seeds"):
    for optimizer, rate in best_rates.items():
        fresh[optimizer].append(model(*banks(seed), optimizer, rate, 50, seed, True)[1])
gains = np.array(fresh["momentum"]) - np.array(fresh["adam"])
for seed in range(12):
    print(f"seed {seed:2d}: momentum {fresh['momentum'][seed]:.3f}, adam {fresh['adam'][seed]:.3f}")
# 2.2 is Student's t for a 95 % interval from twelve differences.
half_width = 2.2 * gains.std(ddof=1) / math.sqrt(12)
print(f"own rates: momentum minus adam {gains.mean():+.4f} ± {half_width:.4f} (95 % interval)")
common = np.mean(trial_costs["momentum"][0.001]) - np.mean(trial_costs["adam"][0.001])
print(f"both at 0.001 (the three trials): momentum minus adam {common:+.4f}")
compare_prediction("adam_wins", predicted_adam_wins, int((gains > 0).sum()))

# %% [markdown] question="claim_adam" points=2
# **Your claim, 2 points.** Which conclusion do all these runs support?
#
# - [ ] Adam is the better optimiser: 1,000 epochs at 0.0007 have shown it.
#   > They showed that 0.0007 suits Adam. What became of the lead when each had its own rate?
# - [ ] Momentum is the better optimiser: once it has a rate of its own, its cost after 50 epochs is
#   lower than that of Adam.
#   > Does the whole interval lie below 0? Momentum minus Adam would have to be negative.
# - [x] At a common small rate Adam is far ahead; with rates chosen by equal budgets at most a
#   small part of that lead is left.
#   > Yes. Compare the lines "own rates" and "both at 0.001". Most of the famous lead was the choice
#   > of the rate. What is left is small, but its interval lies above 0: on this problem it is real.
#   > What Adam also brings is a scale of rates that is easy to guess, and that is worth a lot when
#   > trials are expensive.
# - [ ] Optimisers never matter.
#   > Twelve seeds on one small problem cannot say that. On larger networks, with slopes of very
#   > different sizes, Adam often does lead.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 7</b> (open it after the check)</summary>
#
# - *A favourite with many trials against a rival with one.* Most of "my method is better" is
#   "my method was tuned longer". Equal budgets.
# - *The seeds of the trials judge as well.* The chosen rate was the luckiest there. Fresh seeds.
# - *Exploded runs are left out of the mean.* Then the most reckless rate looks best.
#
# </details>

# %% [markdown]
# ---
# # Part 8 · The puzzle, and a blank page
#
# *25 minutes.* Back to the two dives. Here they are again, computed by you. Their programs differ
# in one line: dive 1 has $\beta = 0$.

# %% demo="puzzle_solved"
again = {"dive 1: β = 0": momentum_dive(0.0, steps=3), "dive 2: β = 0.65": momentum_dive(0.65)}
show(
    draw_dives(again, "The line v ← β v + (1 - β) g"),
    "The two dives of the beginning: without memory Pike leaves the picture; with β = 0.65 it "
    "comes to rest at the star.",
)
for name, recorded in TWO_DIVES.items():
    computed = list(again.values())[name == "dive 2"][:, : len(recorded[0])]
    print(f"{name}: largest difference to yours {np.abs(computed - recorded).max():.3f} m")
print(f"dive 2: {metres_to_go(again['dive 2: β = 0.65']):.3g} m to go")
shorter = momentum_dive(0.0, learning_rate=1.5 * 0.35)
print(f"plain descent at 1.5 · 0.35, without memory: {metres_to_go(shorter):.3g} m to go")

# %% [markdown] question="does_it_always_help" points=1
# **Explain, 1 point.** Does that line always help?
#
# - [ ] Yes: the more memory, the better.
#   > You saw β = 0.95 sway about the star. Was that better than β = 0.65?
# - [x] It makes larger rates usable where slopes swing; with too long a memory it overshoots, and
#   with more steps a smaller rate does without.
#   > Yes. Part of it is the factor 1 - β, which shortens each single push; the line "plain descent"
#   > has that part alone. The rest is the memory. No line in an optimiser is good by itself. It is
#   > good together with a rate, and one finds out by fair trials.
# - [ ] No: it only helped by luck of the start. From another place in the lake, dive 1 would have
#   arrived at the star, and dive 2 would have been thrown out.
#   > The start is the same in both dives, and at this rate every start but the floor itself is
#   > thrown out without memory.

# %% [markdown]
# ## Blank page: the weed spiral
#
# New data, no scaffold. Around a spring on the lake's floor, weed and moss grow in two spiral arms.
# `spirals(seed, m)` of the course gives such positions: $X$ $(2, m)$, $Y$ $(1, m)$.
#
# - Write `train(X, Y, layers_dims)`: train a network of these sizes (relu inside, one logit at the
#   end) and return its `parameters`, with the keys `"W1"`, `"b1"`, … and the shapes that
#   `layers_dims` asks for.
# - Any optimiser, any plan of rates, any batches. You may use everything that you wrote today.
#   `model` of Part 7 has sizes of its own; write your own loop.
# - The check trains on 400 positions with sizes `(2, 24, 16, 1)`. It wants at least 93 % right on
#   1,000 fresh positions, and a network that answers by `forward(X_new, parameters)`: nothing is
#   scaled outside of it. Ten seconds are plenty; grading stops a call after half a minute.
# - Change nothing that you are given. The hidden cases are other spirals, also mirrored ones, and
#   other sizes; there 90 % are enough.

# %% demo="look_at_spirals"
X_weed, Y_weed = spirals(seed=0, m=400)
show(
    scatter_points(X_weed, Y_weed, PLACE, ("moss", "weed"), "Weed and moss around a spring"),
    "Two arms that wind around the origin once, one of circles and one of triangles, each between "
    "the turns of the other.",
)


# %% answer="train"
### BEGIN SOLUTION
def train(X, Y, layers_dims, num_epochs=150):
    """Parameters of a network, trained with Adam along a warm-up and a cosine."""
    parameters, t = he_start(layers_dims, seed=0), 0
    v, s = initialize_adam(parameters)
    total_steps = num_epochs * math.ceil(X.shape[1] / 64)  # where the cosine is to end
    for epoch in range(num_epochs):
        for X_b, Y_b in random_mini_batches(X, Y, 64, seed=epoch):  # other batches in each epoch
            t = t + 1  # steps, not epochs: both the correction and the plan count them
            _, grads = cost_and_grads(X_b, Y_b, parameters)
            rate = warmup_cosine_lr(t, 50, total_steps, 0.03)
            parameters, v, s, _, _ = update_parameters_with_adam(parameters, grads, v, s, t, rate)
    return parameters


### END SOLUTION

# %% check="train" points=8
(X, Y), (X_new, Y_new) = spirals(seed=201, m=400), spirals(seed=202, m=1000)
parameters = untouched(train, X, Y, (2, 24, 16, 1))
got = {name: np.shape(value) for name, value in parameters.items()}
want = {"W1": (24, 2), "b1": (24, 1), "W2": (16, 24), "b2": (16, 1), "W3": (1, 16), "b3": (1, 1)}
same(got, want, "the shapes of the parameters of a network (2, 24, 16, 1)")
right = share_right(X_new, Y_new, parameters)
assert right >= 0.93, f"{right:.1%} of the fresh positions are right; 93 % are asked for"
### BEGIN HIDDEN TESTS
(X, Y), (X_new, Y_new) = spirals(int(rng.integers(1000, 9999)), 400), spirals(5, 1000)
parameters = train(-X[::-1], Y, (2, 20, 18, 1))
same(np.shape(parameters["W2"]), (18, 20), "W2 of a network (2, 20, 18, 1)")
right = share_right(-X_new[::-1], Y_new, parameters)
assert right >= 0.90, f"{right:.1%} are right in a mirrored spiral; 90 % are asked for"
### END HIDDEN TESTS


# %% right="train"
def with_momentum_and_stairs(X, Y, layers_dims):
    parameters = he_start(layers_dims, seed=3)
    v = initialize_velocity(parameters)
    for epoch in range(300):
        rate = schedule_lr_decay(0.6, epoch, 1, 100)
        for X_b, Y_b in random_mini_batches(X, Y, 64, epoch):
            grads = cost_and_grads(X_b, Y_b, parameters)[1]
            parameters, v = update_parameters_with_momentum(parameters, grads, v, 0.9, rate)
    return parameters


def with_rmsprop(X, Y, layers_dims, rounds=250):
    parameters = he_start(layers_dims, seed=4)
    _, s = initialize_adam(parameters)
    for epoch in range(rounds):
        rate = update_lr(0.02, epoch, 0.02)
        for X_b, Y_b in random_mini_batches(X, Y, 64, epoch):
            clipped, _ = clip_by_global_norm(cost_and_grads(X_b, Y_b, parameters)[1], 5.0)
            parameters, s = update_parameters_with_rmsprop(parameters, clipped, s, 0.99, rate)
    return parameters


def with_plain_descent_on_small_batches(X, Y, layers_dims):
    parameters = he_start(layers_dims, seed=5)
    for epoch in range(250):
        for X_b, Y_b in random_mini_batches(X, Y, 32, epoch):
            slopes = gradients(*forward(X_b, parameters), Y_b, parameters)
            rate = 0.4 if epoch < 180 else 0.1
            parameters = {name: parameters[name] - rate * slopes[name] for name in parameters}
    return parameters


# %% wrong="train"
@functools.cache
def _trained(kind, sizes=(2, 24, 16, 1), rate=0.03, epochs=60):
    """Parameters after Adam on a spiral of its own, with one thing done wrong."""
    X, Y = spirals(seed=201, m=400)
    parameters = he_start(sizes, seed=0)
    if kind == "zeros":
        parameters = {name: 0 * value for name, value in parameters.items()}
    if kind == "unpaired":
        Y = Y[:, np.random.default_rng(0).permutation(400)]
    if kind == "reversed":
        Y = 1 - Y
    (v, s), t = initialize_adam(parameters), 0
    for epoch in range(epochs):
        for X_b, Y_b in random_mini_batches(X, Y, 64, epoch):
            t = t + 1
            grads = cost_and_grads(X_b, Y_b, parameters)[1]
            if kind == "plain":
                parameters = update_parameters_with_gd(parameters, grads, rate)
            else:
                parameters, v, s, *_ = update_parameters_with_adam(parameters, grads, v, s, t, rate)
    return parameters


def starts_at_zero(X, Y, layers_dims):
    """With all weights at 0, relu passes no slope. Which start has the course given you?"""
    return _trained("zeros")


def shuffles_the_labels_away(X, Y, layers_dims):
    """Your network learns nothing. Do positions and labels stand in the same order?"""
    return _trained("unpaired")


def stops_far_too_early(X, Y, layers_dims):
    """Look at the cost: is it still falling when you stop?"""
    return _trained("adam", epochs=3)


def crawls_with_a_tiny_rate(X, Y, layers_dims):
    """Plain descent at 0.0007 hardly moves in that time. Try a range test."""
    return _trained("plain", rate=0.0007)


def takes_one_for_zero(X, Y, layers_dims):
    """Far fewer than half are right: the network has learnt everything, the wrong way round."""
    return _trained("reversed")


def returns_the_start(X, Y, layers_dims):
    """These parameters never moved. Do you keep what the update returns?"""
    return he_start(layers_dims, seed=0)


def builds_another_network(X, Y, layers_dims):
    """The sizes are an argument. Which network did you build instead?"""
    return _trained("adam", sizes=(2, 30, 1))


# %% [markdown]
# ## Everything that you wrote, in one place
#
# *Read on when your `train` passes.* Below it runs beside four recipes from the functions of this
# lesson. A range test guesses a rate, short trials choose, gradients are clipped, each recipe has
# its plan, your average smooths the costs. This is a look, not a race: what of Part 7 is missing
# for a claim?


# %%
WEED_SIZES, WEED_EPOCHS = (2, 24, 16, 1), 60


def one_weight(w, dw, v, beta, learning_rate):
    """Your step of momentum for one plain number, in the form that your test expects."""
    w, dw, v = ({key: np.array([[x]])} for key, x in (("W1", w), ("dW1", dw), ("dW1", v)))
    w, v = update_parameters_with_momentum(w, dw, v, beta, learning_rate)
    return w["W1"].item(), v["dW1"].item()


def train_by(recipe, rate, num_epochs=WEED_EPOCHS):
    """The parameters, and the cost at each step, of a training on the weed by one recipe."""
    parameters, costs = he_start(WEED_SIZES, seed=0), []
    v, (_, s) = initialize_velocity(parameters), initialize_adam(parameters)
    stairs = learning_rates(rate, num_epochs, 1, WEED_EPOCHS // 2)
    for epoch in range(num_epochs):
        batches = random_mini_batches(X_weed, Y_weed, 64, seed=epoch)
        for X_b, Y_b in batches:
            t = len(costs) + 1
            cost, grads = cost_and_grads(X_b, Y_b, parameters)
            grads, _ = clip_by_global_norm(grads, 5.0)
            costs.append(cost)
            if recipe == "plain":
                parameters = update_parameters_with_gd(parameters, grads, stairs[epoch])
            elif recipe == "momentum":
                parameters, v = update_parameters_with_momentum(
                    parameters, grads, v, 0.9, stairs[epoch]
                )
            elif recipe == "RMSprop":
                falling = update_lr(rate, epoch, 0.02)
                parameters, s = update_parameters_with_rmsprop(parameters, grads, s, 0.99, falling)
            else:
                plan = warmup_cosine_lr(t, 30, WEED_EPOCHS * len(batches), rate)
                parameters, v, s = update_parameters_with_adamw(parameters, grads, v, s, t, plan)
    return parameters, costs


# %% demo="look_at_weed"
print("my test accepts my momentum:", accepts(check_momentum, one_weight))
with np.errstate(all="ignore"):
    _, guess = learning_rate_range_test(X_weed, Y_weed, he_start(WEED_SIZES, seed=0), RANGE)
answers, smooth = {"train": train(X_weed, Y_weed, WEED_SIZES)}, {}
for recipe in tqdm(("plain", "momentum", "RMSprop", "AdamW"), desc="recipes"):
    first = guess if recipe in ("plain", "momentum") else guess / 20  # a rule of thumb
    trials_here = {rate: train_by(recipe, rate, 20)[1][-7:] for rate in (first, 3 * first)}
    rate = choose_learning_rate(trials_here)
    answers[recipe], costs = train_by(recipe, rate)
    smooth[f"{recipe}, α = {rate:.2g}"] = exponentially_weighted_average(np.array(costs), 0.95)
steps = range(1, len(costs) + 1)
show(
    curves(steps, smooth, "step t", "cost, averaged", "Four recipes on the weed", log_y=True),
    "Four curves of averaged cost. All fall; RMSprop and AdamW, at smaller rates, end lower "
    "than plain descent and momentum. A legend gives the rate that was chosen for each.",
)

# %% demo="look_at_answers"
panels = {}
for name, parameters in answers.items():
    right = share_right(*spirals(seed=77, m=1000), parameters)
    panels[f"{name}: {right:.1%}"] = (
        lambda points, parameters=parameters: forward(points, parameters)[0] > 0, X_weed, Y_weed
    )  # fmt: skip
show(
    decision_region_grid(panels, PLACE),
    "Five panels with the two arms and the regions of the answers: your train and four recipes. "
    "Over each stands its share of fresh positions that are right.",
)

# %% [markdown]
# ## Further, if you like (no points)
#
# **A budget of 200.** How far do you come with 200 steps on mini-batches of 64, and not one more?
# Set `my_parameters` to what your best 200 steps reach on `X_weed`, sizes `(2, 24, 16, 1)`. The
# goal: 85 % of fresh positions.

# %% demo="further"
my_parameters = None
if my_parameters is not None:
    share = share_right(*spirals(seed=77, m=1000), my_parameters)
    print(f"{share:.1%} of fresh positions, goal 85 %:", "met" if share >= 0.85 else "not yet")

# %% [markdown]
# **What it costs.** Every trial takes electricity, and trials on large networks take a great deal.
# A search over nine rates costs nine trainings. So report how many trials you made; a range test, a
# good default and an honest stop are worth something, too.
#
# ## What you can do now
#
# You cut data into mini-batches and averaged away their noise. You derived a correction, built
# momentum, RMSprop, Adam and AdamW around it, and tested that they remember. You found a plan that
# decays its own decay. You clipped, warmed up, tested a range. And you saw most of a famous lead
# go away once both sides were tuned with equal care.
#
# **The puzzle**, in one sentence: dive 2 averages its slopes, so each single push is shorter, the
# swings across the ravine cancel, and a rate that throws dive 1 out becomes usable.
#
# <details><summary><b>What goes wrong most often in Part 8</b> (open it after the check)</summary>
#
# - *$t$ starts afresh in each epoch.* Adam's correction then belongs to step 1 again and again.
# - *The memory is created inside the loop.* `initialize_adam` belongs before it.
# - *One seed for all epochs.* Then every epoch has the same batches. It works, but less well.
# - *A rate that was right for another optimiser.* Each has a scale of its own.
#
# </details>
