# %% [markdown]
# # Batch normalisation and softmax: the lost-property office
#
# A railway has an office for lost things. Every night the trains bring whole crates of them: coats,
# boots, bags. A camera takes a picture of each thing, and a network says on which of ten shelves it
# belongs. By day a traveller hands in a single shoe at the desk, and the clerk uses the same camera
# and the same network.
#
# **The puzzle.** The network below answers well for a crate. Then it gets the same pictures again,
# with the same weights, but **one at a time**. Now everything goes on one shelf, whatever it is.
# No weight is wrong, and no error is raised. What does a boot need the other things in its crate
# for? In Part 8 you mend the network, and no weight of it changes.

# %%
import math
import time

import numpy as np
from tqdm.auto import tqdm

from shared_utils.checks import accepts, same, slope, untouched
from shared_utils.datasets import load_clothes
from shared_utils.graphs import Node, computation_graph
from shared_utils.lost_property import hidden_of_puzzle
from shared_utils.networks import forward, gradients, he_start
from shared_utils.plots import curves, curves_with_errors, image_grid, show
from shared_utils.predictions import compare_prediction
from shared_utils.sliders import slider

# %% only="source"
from autograder.authoring.plain import (
    backward_train_reference,
    batch_statistics_reference,
    batchnorm_backward_reference,
    batchnorm_forward_reference,
    batchnorm_predict_reference,
    cross_entropy_reference,
    forward_train_reference,
    layernorm_forward_reference,
    normalize_inputs_reference,
    predict_logits_reference,
    recalibrate_reference,
    rng,
    scale_and_shift_backward_reference,
    slope_for_mean_reference,
    slope_for_variance_reference,
    softmax_cross_entropy_gradient_reference,
    softmax_reference,
    training_step_reference,
    undoing_parameters_reference,
    update_running_averages_reference,
)

# %% [markdown]
# The things: photographs of clothes that you know from course 1 (their origin and licence stand in
# `data/README.md`). To be quick we keep 14 by 14 pixels, each the mean of 2 by 2.


# %%
def small_columns(images):
    """Pictures (m, 28, 28, 1) as columns (196, m): the mean of every 2 by 2 pixels, from 0 to 1."""
    m = len(images)
    return images.reshape(m, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(m, -1).T / 255


def one_hot(labels, classes=10):
    """Y, (classes, m): column i holds a 1 in row labels[i], and 0 elsewhere."""
    return (np.arange(classes)[:, np.newaxis] == labels).astype(float)


clothes = load_clothes()
SHELVES = clothes.class_names
X_train, labels_train = small_columns(clothes.train_images[:2000]), clothes.train_labels[:2000]
X_dev = small_columns(clothes.train_images[2000:3000])
labels_dev = clothes.train_labels[2000:3000]
X_test, labels_test = small_columns(clothes.test_images), clothes.test_labels

# %% demo="look_at_things"
show(
    image_grid(clothes.train_images[:10], [SHELVES[k] for k in clothes.train_labels[:10]], 5),
    "Ten light garments on black, one of each kind: each is named by its shelf.",
)
print("training", X_train.shape, " development", X_dev.shape, " test", X_test.shape)
print("things on each shelf, training:", np.bincount(labels_train))

# %% demo="puzzle"
PUZZLE_W = np.random.default_rng(0).standard_normal((300, 196))  # drawn, never trained

# What the 300 hidden units pass on, hidden_of_puzzle, is not shown here: Part 8 says what it does.
# The last layer is fitted by least squares, to be quick.
hidden = np.vstack([hidden_of_puzzle(PUZZLE_W @ X_train), np.ones((1, 2000))])
last_layer = np.linalg.solve(hidden @ hidden.T + 30 * np.eye(301), hidden @ one_hot(labels_train).T)


def shelves_of_puzzle(X):
    """The shelf for each column of X, (m,)."""
    A = np.vstack([hidden_of_puzzle(PUZZLE_W @ X), np.ones((1, X.shape[1]))])
    return np.argmax(last_layer.T @ A, axis=0)


in_crate = shelves_of_puzzle(X_test[:, :250])
alone = np.array([shelves_of_puzzle(X_test[:, [i]])[0] for i in range(250)])
print(f"250 things in one crate:   {np.mean(in_crate == labels_test[:250]):.0%} on the right shelf")
print(f"the same things, one by one: {np.mean(alone == labels_test[:250]):.0%}")
print("shelves that were used in the crate:", len(set(in_crate)))
print("shelves that were used one by one:", sorted({SHELVES[k] for k in alone}))

# %% [markdown]
# ## What you will be able to do
#
# | After this lesson you can … | … and show it by writing |
# |---|---|
# | **scale** inputs, **normalise** sums in a batch | `normalize_inputs`, `batchnorm_forward` |
# | **derive** the way **backward**, **confirm** it | `slope_for_variance`, `batchnorm_backward` |
# | **keep** running averages | `update_running_averages`, `training_step` |
# | **answer** for one example | `batchnorm_predict` |
# | **compute** softmax and its cost for any logits | `softmax`, `cross_entropy`, its gradient |
# | **find** a silent mistake, **test** for it | `predict_logits`, `check_prediction` |
# | **measure** a gain, **renew** statistics | a claim, `recalibrate` |
#
# Besides: `undoing_parameters`, and as a look ahead `layernorm_forward`.
#
# **You need:** *Logistic regression*, *A deep network, three times*, and `softmax` from *Numpy for
# networks*, all from course 1; *Initialisation* and *Optimisation methods* from course 2.
#
# **Time:** Part 1: 20 minutes, 2: 25, 3: 35, 4: 15, 5: 20, 6: 60, 7: 20, 8: 30. That is
# almost four hours; stop after any part, and in Part 6 also before the hunt.
#
# **Computer:** about a minute of computing in all, 0.3 GB of memory, no network.
#
# ## Conventions, said once
#
# - **Columns are examples.** $X$ is $(n_0, m)$. The labels $Y$ are $(C, m)$ for $C$ classes, with
#   one 1 in each column.
# - $Z$, shape $(n, m)$, holds the sums of a layer before its activation: a row for each unit. The
#   $m$ examples that are computed together are a *batch*. In our office: a crate.
# - $\mu$ and $v$, both $(n, 1)$, are the mean and the variance of each unit over a batch. The
#   variance **divides by $m$**. (PyTorch stores the variance of $m - 1$ for test mode.)
# - The *spread* of numbers is their standard deviation, $\sqrt v$.
# - $\varepsilon$ (`epsilon`) is a small number under a root: $s = \sqrt{v + \varepsilon}$, in code
#   `std`, shape $(n, 1)$. We take $10^{-5}$, as PyTorch does; Keras takes $10^{-3}$.
# - $\gamma$ and $\beta$, in code `gamma` and `beta`, are $(n, 1)$ and are learnt.
# - The cost $J$ is a **mean** over the examples. So its $1/m$ is inside every slope that comes
#   back, and nobody divides by $m$ for it again.
# - `dout` is short for $\partial J/\partial\,\mathrm{out}$, with the shape of `out`. Just so `dZ`,
#   `dZ_hat`, `dv`, `dmu`, `dgamma`: the slope of $J$ for what stands behind the d.
# - $\log$ is the natural logarithm.
# - *Momentum* here multiplies the **old** average. (Some libraries call the other share momentum.)
# - **Train mode** uses the statistics of the batch. **Test mode** uses stored ones.
# - No function of yours changes the arrays that it is given. Several results may come back as a
#   tuple or as a list.
# - Grading runs the checks that you see, and the same statements on fresh random numbers.

# %% [markdown]
# ---
# # Part 1 · Inputs, and sums that drift
#
# *20 minutes.* Two questions first.

# %% [markdown] question="scaled_by_what"
# **From *Logistic regression*.** You scale the features of the training set to mean 0 and spread 1.
# Tomorrow a new example arrives. With which mean do you scale it?
#
# - [ ] With its own.
#   > What is the mean of a single example? And what is left when you subtract it?
# - [ ] With that of tomorrow's examples.
#   > Then the same thing becomes another point on another day, and the weights were not learnt for
#   > it.
# - [x] With that of the training set.
#   > Yes. The weights were learnt for features on that scale.

# %% [markdown] question="promise_of_he"
# **From *Initialisation*.** He's start keeps the size of a signal the same in all layers. For how
# long?
#
# - [x] At the start.
#   > Yes. It is a promise about the first step, in the mean over the draws. After that nobody looks
#   > after the layers.
# - [ ] During the whole training.
#   > The weights move at the first step. Who keeps their size right after that?
# - [ ] Until the cost is small.
#   > The rule knows nothing of the cost. It is about the random numbers that you begin with.

# %% [markdown]
# ## Worked example: one feature, three things
#
# A feature has the values 1, 3 and 8 in training. Its mean is 4, its variance is
# $(9 + 1 + 16)/3$. Two new things have 4 and 9. They are scaled with the **training** numbers.

# %%
feature, new = [1.0, 3.0, 8.0], [4.0, 9.0]
mean = sum(feature) / 3
variance = sum((x - mean) ** 2 for x in feature) / 3
print("mean", mean, "variance", variance)
print("new things, scaled:", [(x - mean) / math.sqrt(variance + 1e-8) for x in new])

# %% [markdown]
# ## Your function: `normalize_inputs`
#
# For each feature, with $\mu$ and $v$, both $(n_0, 1)$, of the columns of the training set:
#
# $$X_{\text{scaled}} = \frac{X_{\text{new}} - \mu}{\sqrt{v + \varepsilon}},
# \qquad \text{shape } (n_0, m_{\text{new}}).$$
#
# Why $\varepsilon$? A pixel in the corner may be black in every training picture: $v = 0$.


# %% answer="normalize_inputs"
def normalize_inputs(X_train, X_new, epsilon=1e-8):
    """Return X_new scaled with the mean and the variance of the training set.

    X_train: (n_0, m_train); X_new: (n_0, m_new); epsilon: added to the variance, under the root
    returns: (n_0, m_new)
    """
    # Step 1: mean and variance of each feature, (n_0, 1), from X_train alone.
    # Step 2: the formula.
    ### BEGIN SOLUTION
    mean = np.mean(X_train, axis=1, keepdims=True)
    variance = np.var(X_train, axis=1, keepdims=True)
    return (X_new - mean) / np.sqrt(variance + epsilon)
    ### END SOLUTION


# %% check="normalize_inputs" points=3
X_known = np.array([[1.0, 1.0, 5.0, 5.0], [0.0, 6.0, 0.0, 6.0]])
X_fresh = np.array([[3.0, 7.0, 1.0], [0.0, 3.0, 9.0]])
by_hand = np.array([[0.0, 2.0, -1.0], [-1.0, 0.0, 2.0]])
same(
    untouched(normalize_inputs, X_known, X_fresh, 0.0),
    by_hand,
    "training means 3 and 3, variances 4 and 9, ε = 0",
)
same(normalize_inputs(X_known, X_fresh[:, :1], 0.0), by_hand[:, :1], "a single new thing")
same(
    normalize_inputs(X_known, X_fresh, 12.0)[0],
    np.array([0.0, 1.0, -0.5]),
    "ε = 12: the first variance is 4, and the root of 4 + 12 is 4",
)
with np.errstate(all="ignore"):
    black = normalize_inputs(np.zeros((1, 3)), np.array([[0.0, 0.001]]))
same(black, np.array([[0.0, 10.0]]), "a pixel that is 0 in every training picture, ε = 1e-8")
### BEGIN HIDDEN TESTS
X_known, X_fresh = rng.standard_normal((4, 6)) * 3 + 2, rng.standard_normal((4, 5)) - 1
same(
    normalize_inputs(X_known, X_fresh, 0.3),
    normalize_inputs_reference(X_known, X_fresh, 0.3),
    "other numbers and sizes",
)
### END HIDDEN TESTS


# %% right="normalize_inputs"
def one_feature_after_another(X_train, X_new, epsilon=1e-8):
    rows = []
    for known, fresh in zip(X_train, X_new, strict=True):
        centre = sum(known) / len(known)
        variance = sum((value - centre) ** 2 for value in known) / len(known)
        rows.append([(value - centre) / math.sqrt(variance + epsilon) for value in fresh])
    return np.array(rows)


def by_the_mean_of_squares(X_train, X_new, epsilon=1e-8):
    mean = X_train.mean(axis=1)[:, None]
    variance = (X_train**2).mean(axis=1)[:, None] - mean**2
    return (X_new - mean) * (variance + epsilon) ** -0.5


def with_transposed_arrays(X_train, X_new, epsilon=1e-8, ddof=0):
    known = X_train.T
    return ((X_new.T - known.mean(0)) / (known.var(0, ddof=ddof) + epsilon) ** 0.5).T


# %% wrong="normalize_inputs"
def _scaled_inputs(X_train, X_new, epsilon, source=None, divisor=None, axis=1, ddof=0, centre=True):
    """The right answer, with one thing changed."""
    source = X_train if source is None else source
    mean = source.mean(axis=axis, keepdims=True)
    variance = source.var(axis=axis, keepdims=True, ddof=ddof)
    divide = np.sqrt(variance + epsilon) if divisor is None else divisor(variance)
    return (X_new - centre * mean) / divide


def scales_new_things_by_themselves(X_train, X_new, epsilon=1e-8):
    """A single new thing would always become 0. Whose mean and variance should you take?"""
    return _scaled_inputs(X_train, X_new, epsilon, source=X_new)


def scales_by_both_sets_together(X_train, X_new, epsilon=1e-8):
    """A thing would be scaled differently in other company. Take the training set alone."""
    return _scaled_inputs(X_train, X_new, epsilon, source=np.hstack([X_train, X_new]))


def one_mean_for_all_features(X_train, X_new, epsilon=1e-8):
    """Each feature has a mean and a variance of its own. Which axis disappears?"""
    return _scaled_inputs(X_train, X_new, epsilon, axis=None)


def divides_inputs_by_the_variance(X_train, X_new, epsilon=1e-8):
    """Values 2 away from the mean, with variance 4, should become 1. What is the divisor?"""
    return _scaled_inputs(X_train, X_new, epsilon, divisor=lambda v: v + epsilon)


def adds_epsilon_after_the_root(X_train, X_new, epsilon=1e-8):
    """Where does ε stand in the formula: under the root, or behind it?"""
    return _scaled_inputs(X_train, X_new, epsilon, divisor=lambda v: np.sqrt(v) + epsilon)


def scales_without_epsilon(X_train, X_new, epsilon=1e-8):
    """A pixel that never changes has variance 0. What do you divide by then?"""
    return _scaled_inputs(X_train, X_new, epsilon, divisor=np.sqrt)


def divides_inputs_by_one_less(X_train, X_new, epsilon=1e-8):
    """By our convention the variance divides by m, not by m - 1."""
    return _scaled_inputs(X_train, X_new, epsilon, ddof=1)


def forgets_the_mean(X_train, X_new, epsilon=1e-8):
    """A value at the mean should become 0. What becomes of it in yours?"""
    return _scaled_inputs(X_train, X_new, epsilon, centre=False)


def takes_the_mean_of_the_new_things(X_train, X_new, epsilon=1e-8):
    """The variance is that of the training set. And the mean? A single new thing would become 0."""
    variance = X_train.var(axis=1, keepdims=True)
    return (X_new - X_new.mean(axis=1, keepdims=True)) / np.sqrt(variance + epsilon)


# %% [markdown]
# ## Look: the sums of the fifth layer
#
# Inputs can be scaled once, for they stay as they are. But the sums of layer 5 change whenever its
# own weights, or those below it, change: at every step.
#
# How much? Here is a plain network with six hidden layers of 30 units, from He's start. It learns
# *shoe or not*. We record the mean of the sums of each of the 30 units of layer 5 over all training
# things, measured in the unit's own spread at the start; four units are drawn.
#
# **Predict.** After 150 steps: how far has the mean of the unit that moves most travelled, in
# spreads of the start?

# %% prediction="drift" between=[0, 100] points=1
### BEGIN SOLUTION
predicted_drift = 1
### END SOLUTION

# %% demo="drift"
# With ε = 1e-8 the 0.001 of the check became 10; a white pixel, 1, would become 10,000 there. With
# ε = 0.01 the divisor is at least 0.1, so that nothing exceeds 10.
X_scaled = normalize_inputs(X_train, X_train, 0.01)
is_shoe = np.isin(labels_train, [SHELVES.index(k) for k in ("sandal", "sneaker", "ankle boot")])
Y_shoe = is_shoe.astype(float).reshape(1, -1)
parameters, means, spreads = he_start([196] + [30] * 6 + [1], seed=3), [], []
for _ in tqdm(range(151), desc="steps"):
    logits, inputs = forward(X_scaled, parameters)
    Z5 = parameters["W5"] @ inputs[4] + parameters["b5"]  # inputs[4] is what layer 5 receives
    means.append(Z5.mean(axis=1))
    spreads.append(Z5.std(axis=1))
    slopes = gradients(logits, inputs, Y_shoe, parameters)
    parameters = {name: parameters[name] - 0.1 * slopes[name] for name in parameters}
travelled = (np.array(means) - means[0]) / spreads[0]
grown = np.array(spreads) / spreads[0]
show(
    curves(
        range(151),
        {f"unit {k}": travelled[:, k] for k in np.argsort(-np.abs(travelled[-1]))[[0, 9, 19, 29]]},
        "step",
        "mean of z, from its start, in spreads",
        "Four units of layer 5",
    ),
    "The means of four units of layer 5 over 150 steps. Two wander up, one far, one wanders down, "
    "all fastest in the first 30 steps; the fourth stays near its start.",
)
low, high = grown[-1].min(), grown[-1].max()
print(f"after 150 steps a unit has {low:.1f} to {high:.1f} times its spread of the start")
compare_prediction("drift", predicted_drift, np.abs(travelled[-1]).max())

# %% [markdown]
# ## What is known, and what is disputed
#
# That sums inside a network drift is a fact: you have just measured it. (They are what the relu
# receives.) In 2015 Ioffe and Szegedy called it
# *internal covariate shift*, said that it slows training, and proposed a cure: normalise inside the
# network. The cure is in thousands of networks; Part 7 tests it.
#
# Whether the cure works **for that reason** is disputed. In 2018 Santurkar and others added random
# shifts *behind* the normalisation, so that the inputs drifted more than before. Training stayed
# fast. They argue that the cost becomes smoother as a function of the weights. Bjorck and others
# found in the same year that without it activations and gradients grow large with depth, and small
# rates are needed. So keep apart: *it drifts* (measured), *normalising helps* (Part 7 tests it),
# *it helps because it stops the drift* (open, and probably not the main reason).

# %% [markdown] question="what_is_known" points=1
# **1 point.** Which sentence does the drift that you saw support, by itself?
#
# - [ ] Drift is why deep networks learn slowly.
#   > You saw drift. You did not see a network without drift, so you could not compare.
# - [x] The sums of a unit drift in training.
#   > Yes. No more than that. A cause needs an experiment in which only the drift differs.
# - [ ] Batch normalisation makes the cost smoother.
#   > That may be so, but there was no batch normalisation in this run.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 1</b> (open it after the check)</summary>
#
# - *New things are scaled by themselves.* A set of new things gets nice numbers, and a single one
#   gets 0. The scale belongs to the weights, so it must come from where the weights come from.
# - *$\varepsilon$ behind the root.* For $v = 0$ the divisor should be $\sqrt{\varepsilon}$. Behind
#   the root it is $\varepsilon$, ten thousand times smaller here.
# - *The mean of the whole matrix.* A bright pixel and a dark one then keep their difference.
#
# </details>

# %% [markdown]
# ---
# # Part 2 · Forward: compare within the crate
#
# *25 minutes.*

# %% [markdown] question="which_axis"
# **From *Numpy for networks*.** $Z$ has shape `(30, 64)`: 30 units, 64 things. Which call gives one
# mean for each unit, as a column?
#
# - [x] `Z.mean(axis=1, keepdims=True)`
#   > Yes, (30, 1): the axis of the things is averaged away.
# - [ ] `Z.mean(axis=0, keepdims=True)`
#   > That has shape (1, 64): one mean for each thing, over all units. Part 8 has a use for it.
# - [ ] `Z.mean(axis=1)`
#   > The numbers are right, the shape is (30,). For m = 30 it would be subtracted along the wrong
#   > axis, without an error.

# %% [markdown]
# ## Your line: `batch_statistics`
#
# For each unit (row) of $Z$, with $z^{(i)}$ for its sum on example $i$:
#
# $$\mu = \frac1m \sum_{i=1}^m z^{(i)}, \qquad v = \frac1m \sum_{i=1}^m \big(z^{(i)} - \mu\big)^2,
# \qquad \text{both } (n, 1).$$


# %% answer="batch_statistics"
def batch_statistics(Z):
    """Return the mean and the variance of each unit over the batch.

    Z: (n, m), the sums of n units on m examples
    returns: mean, variance, both (n, 1)
    """
    ### BEGIN SOLUTION
    return np.mean(Z, axis=1, keepdims=True), np.var(Z, axis=1, keepdims=True)
    ### END SOLUTION


# %% check="batch_statistics" points=2
Z = np.array([[1.0, 1.0, 5.0, 5.0], [0.0, 2.0, 4.0, 10.0]])
mean, variance = untouched(batch_statistics, Z)
same(mean, np.array([[3.0], [4.0]]), "one mean for each of two units, a column")
same(variance, np.array([[4.0], [14.0]]), "variances (4+4+4+4)/4 and (16+4+0+36)/4, a column")
same(batch_statistics(Z[:, :3])[1][1], np.array([8 / 3]), "0, 2, 4: (4+0+4)/3")
same(batch_statistics(Z[:, [2]])[1], np.zeros((2, 1)), "a batch of one example varies by 0")
### BEGIN HIDDEN TESTS
Z = rng.standard_normal((3, 5)) * 2 + 1
same(tuple(batch_statistics(Z)), batch_statistics_reference(Z), "other numbers and sizes")
### END HIDDEN TESTS


# %% right="batch_statistics"
def statistics_by_a_product(Z):
    m = Z.shape[1]
    mean = Z @ np.ones((m, 1)) / m
    return mean, (Z - mean) ** 2 @ np.ones((m, 1)) / m


def statistics_in_a_loop(Z):
    mean, variance = np.zeros((len(Z), 1)), np.zeros((len(Z), 1))
    for k, row in enumerate(Z):
        mean[k, 0] = sum(row) / len(row)
        variance[k, 0] = sum((value - mean[k, 0]) ** 2 for value in row) / len(row)
    return [mean, variance]


def statistics_as_reshaped(Z, ddof=0):
    return Z.mean(1).reshape(-1, 1), Z.std(1, ddof=ddof).reshape(-1, 1) ** 2


# %% wrong="batch_statistics"
def averages_over_the_units(Z):
    """Each unit has its own mean, over the examples. Which axis should disappear?"""
    return np.mean(Z, axis=0, keepdims=True), np.var(Z, axis=0, keepdims=True)


def divides_by_one_less(Z):
    """By our convention the variance divides by m. Yours divides by m - 1."""
    m = Z.shape[1]
    return Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True) * m / max(m - 1, 1)


def gives_the_standard_deviation(Z):
    """The variance is asked for. Is there a root in your second result?"""
    return Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)


def gives_flat_statistics(Z):
    """A column (n, 1) lines up with the rows of Z. What is the shape of yours?"""
    return Z.mean(axis=1), Z.var(axis=1)


def gives_the_mean_of_the_squares(Z):
    """The variance measures the distance from the mean. Do you subtract the mean first?"""
    return Z.mean(axis=1, keepdims=True), (Z**2).mean(axis=1, keepdims=True)


def gives_the_variance_first(Z):
    """Which of the two comes first in the docstring?"""
    return Z.var(axis=1, keepdims=True), Z.mean(axis=1, keepdims=True)


# %% [markdown]
# ## Worked example: one unit, four things
#
# Batch normalisation does three things with the sums of a unit. It subtracts their mean, it divides
# by their spread, and then it gives back a mean and a spread **that can be learnt**, by
# $\gamma$ and $\beta$. Here $\gamma = 3$ and $\beta = 10$.

# %%
z = np.array([1.0, 1.0, 5.0, 5.0])
z_hat = (z - z.mean()) / np.sqrt(z.var())  # with ε = 0
out = 3 * z_hat + 10
print("z    ", z)
print("z_hat", z_hat, "  mean", z_hat.mean(), " variance", z_hat.var())
print("out  ", out, "  mean", out.mean(), " spread", out.std())

# %% [markdown]
# ## Your function: `batchnorm_forward`
#
# $$s = \sqrt{v + \varepsilon}, \qquad \hat Z = \frac{Z - \mu}{s}, \qquad
# \mathrm{out} = \gamma\, \hat Z + \beta .$$
#
# $Z$, $\hat Z$ and $\mathrm{out}$ are $(n, m)$; $\mu, v, s, \gamma, \beta$ are $(n, 1)$. What the
# way back will need goes into a cache.


# %% answer="batchnorm_forward"
def batchnorm_forward(Z, gamma, beta, epsilon=1e-5):
    """Return the normalised sums, scaled and shifted, and a cache for the way back.

    Z: (n, m), a batch; gamma, beta: (n, 1); epsilon: added to the variance, under the root
    returns: out, (n, m), and the cache (Z_hat, gamma, std) of shapes (n, m), (n, 1) and (n, 1)
    """
    # Step 1: the statistics of the batch.
    # Step 2: std and Z_hat.
    # Step 3: scale with gamma, shift with beta.
    ### BEGIN SOLUTION
    mean, variance = batch_statistics(Z)
    std = np.sqrt(variance + epsilon)
    Z_hat = (Z - mean) / std
    return gamma * Z_hat + beta, (Z_hat, gamma, std)
    ### END SOLUTION


# %% check="batchnorm_forward" points=5
Z = np.array([[1.0, 1.0, 5.0, 5.0], [0.0, 6.0, 6.0, 0.0]])
gamma, beta = np.array([[3.0], [-2.0]]), np.array([[10.0], [1.0]])
out, cache = untouched(batchnorm_forward, Z, gamma, beta, 0.0)
same(out, np.array([[7.0, 7.0, 13.0, 13.0], [3.0, -1.0, -1.0, 3.0]]), "γ = 3, -2, β = 10, 1, ε = 0")
Z_hat, gamma_kept, std = cache
same(Z_hat, np.array([[-1.0, -1, 1, 1], [-1, 1, 1, -1]]), "the cache holds Z_hat first")
same(gamma_kept, gamma, "then gamma")
same(std, np.array([[2.0], [3.0]]), "then std: variances 4 and 9, ε = 0")
ones, zeros = np.ones((2, 1)), np.zeros((2, 1))
out, cache = batchnorm_forward(Z, ones, zeros, 12.0)
same(out[0], np.array([-0.5, -0.5, 0.5, 0.5]), "ε = 12: the first variance is 4, so std is 4")
with np.errstate(all="ignore"):
    out, cache = batchnorm_forward(np.full((2, 3), 7.0), 2 * ones, gamma)
same(out, np.array([[3.0] * 3, [-2.0] * 3]), "sums that are all 7: β alone is left")
same(cache[2], np.full((2, 1), math.sqrt(1e-5)), "and std is the root of ε, by default √0.00001")
out, _ = batchnorm_forward(Z + 100.0, gamma, beta, 0.0)
same(out, batchnorm_forward(Z, gamma, beta, 0.0)[0], "100 more for every sum changes nothing")
### BEGIN HIDDEN TESTS
Z, gamma, beta = 2 * rng.standard_normal((3, 5)), rng.uniform(1, 3, (3, 1)), rng.normal(size=(3, 1))
out, cache = batchnorm_forward(Z, gamma, beta, 0.2)
want = batchnorm_forward_reference(Z, gamma, beta, 0.2)
same((out, tuple(cache)), want, "other numbers and sizes")
### END HIDDEN TESTS


# %% right="batchnorm_forward"
def unit_by_unit(Z, gamma, beta, epsilon=1e-5):
    Z_hat, std = np.empty(Z.shape), np.empty((len(Z), 1))
    for k in range(len(Z)):
        std[k] = math.sqrt(np.mean((Z[k] - np.mean(Z[k])) ** 2) + epsilon)
        Z_hat[k] = (Z[k] - np.mean(Z[k])) / std[k]
    return [Z_hat * gamma + beta, [Z_hat, gamma, std]]


def with_one_factor(Z, gamma, beta, epsilon=1e-5):
    centred = Z - Z.mean(axis=1, keepdims=True)
    std = (np.mean(centred * centred, axis=1, keepdims=True) + epsilon) ** 0.5
    factor = gamma / std
    return beta + factor * centred, (centred / std, gamma.copy(), std)


def on_transposed_sums(Z, gamma, beta, epsilon=1e-5, axis=0):
    rows = Z.T.astype(np.float64)
    std = np.sqrt(rows.var(axis=axis) + epsilon)
    Z_hat = ((rows - rows.mean(axis=axis)) / std).T
    return np.einsum("ij,ik->ik", gamma, Z_hat) + beta, (Z_hat, gamma, std[:, None])


# %% wrong="batchnorm_forward"
def _normalised(Z, gamma, beta, epsilon, axis=1, ddof=0, std=None, out=None, cache=None):
    """The right answer, with one thing changed."""
    mean, variance = Z.mean(axis=axis, keepdims=True), Z.var(axis=axis, keepdims=True, ddof=ddof)
    std = np.sqrt(variance + epsilon) if std is None else std(variance)
    Z_hat = (Z - mean) / std
    result = gamma * Z_hat + beta if out is None else out(Z_hat)
    return result, (Z_hat, gamma, std) if cache is None else cache(Z_hat, std)


def normalises_each_example(Z, gamma, beta, epsilon=1e-5):
    """Each unit should have mean 0 over the batch. Yours has each example at mean 0 over the
    units."""
    return _normalised(Z, gamma, beta, epsilon, axis=0)


def has_one_mean_for_all_units(Z, gamma, beta, epsilon=1e-5):
    """Each unit has a mean and a spread of its own. How many means have you?"""
    return _normalised(Z, gamma, beta, epsilon, axis=None)


def has_the_variance_of_one_less(Z, gamma, beta, epsilon=1e-5):
    """The variance of the batch divides by m here. Use batch_statistics."""
    return _normalised(Z, gamma, beta, epsilon, ddof=1)


def has_epsilon_behind_the_root(Z, gamma, beta, epsilon=1e-5):
    """For a variance of 0 the divisor should be the root of ε. What is it in yours?"""
    return _normalised(Z, gamma, beta, epsilon, std=lambda v: np.sqrt(v) + epsilon)


def has_no_epsilon(Z, gamma, beta, epsilon=1e-5):
    """A unit that gives the same sum for the whole batch has variance 0. What do you divide by?"""
    return _normalised(Z, gamma, beta, epsilon, std=np.sqrt)


def divides_by_the_variance(Z, gamma, beta, epsilon=1e-5):
    """Sums with variance 4 should be divided by 2. Is there a root in your divisor?"""
    return _normalised(Z, gamma, beta, epsilon, std=lambda v: v + epsilon)


def swaps_gamma_and_beta(Z, gamma, beta, epsilon=1e-5):
    """γ scales and β shifts. With γ = 1 and β = 0 the output should be Z_hat itself."""
    return _normalised(Z, gamma, beta, epsilon, out=lambda Z_hat: beta * Z_hat + gamma)


def scales_the_shift_too(Z, gamma, beta, epsilon=1e-5):
    """The mean of the output should be β, whatever γ is. Do you shift before you scale?"""
    return _normalised(Z, gamma, beta, epsilon, out=lambda Z_hat: gamma * (Z_hat + beta))


def forgets_gamma_and_beta(Z, gamma, beta, epsilon=1e-5):
    """The output has mean 0 and variance 1 for any γ and β. Where do they enter?"""
    return _normalised(Z, gamma, beta, epsilon, out=lambda Z_hat: Z_hat)


def caches_the_variance(Z, gamma, beta, epsilon=1e-5):
    """The third entry of the cache is std, the divisor. You keep its square."""
    return _normalised(
        Z, gamma, beta, epsilon, cache=lambda Z_hat, std: (Z_hat, gamma, std**2 - epsilon)
    )


def caches_the_output(Z, gamma, beta, epsilon=1e-5):
    """The first entry of the cache is Z_hat, before γ and β."""
    return _normalised(
        Z, gamma, beta, epsilon, cache=lambda Z_hat, std: (gamma * Z_hat + beta, gamma, std)
    )


# %% [markdown]
# ## Look: one unit in three stages
#
# A unit with drawn weights, on all 2,000 training things. Then $\gamma = 2$ and $\beta = 5$. What
# stays of the form of the first curve in the second and in the third?

# %% demo="three_stages"
Z = np.random.default_rng(4).standard_normal((1, 196)) @ X_train
out, (Z_hat, _, _) = batchnorm_forward(Z, np.array([[2.0]]), np.array([[5.0]]))
edges = np.linspace(-10, 15, 51)
stages = {"Z": Z, "Z_hat": Z_hat, "out": out}
show(
    curves(
        (edges[:-1] + edges[1:]) / 2,
        {name: np.histogram(values, edges)[0] / values.size for name, values in stages.items()},
        "value",
        "share of things",
        "One unit, 2,000 things",
    ),
    "Shares of 2,000 things over their values: three hills of one form, each with the longer slope "
    "on the right. Z is wide and stands around 1. Z_hat is narrow and high, around 0. Out is twice "
    "as wide as Z_hat and stands around 5.",
)
for name, values in stages.items():
    print(f"{name:5s} mean {values.mean():6.2f}, spread {values.std():5.2f}")

# %% [markdown]
# The hill is moved and made narrower or wider, and no more (a negative $\gamma$ would also mirror
# it). If it was lopsided, it still is:
# normalising makes no bell of it.
#
# ## Can it be undone?
#
# Perhaps a unit was fine as it was. Then training should be able to bring back the plain sums.
#
# **Your function.** For a given batch, find the $\gamma$ and $\beta$ with which `batchnorm_forward`
# gives out exactly what went in, $\mathrm{out} = Z$. Solve $\gamma\,\frac{Z - \mu}{s} + \beta = Z$.


# %% answer="undoing_parameters"
def undoing_parameters(Z, epsilon=1e-5):
    """Return the gamma and beta, both (n, 1), for which batchnorm_forward gives back Z, (n, m)."""
    ### BEGIN SOLUTION
    mean, variance = batch_statistics(Z)
    return np.sqrt(variance + epsilon), mean
    ### END SOLUTION


# %% check="undoing_parameters" points=2
Z = np.array([[1.0, 1.0, 3.0, 3.0], [0.0, 8.0, 8.0, 0.0]])
gamma, beta = untouched(undoing_parameters, Z, 48.0)
same(gamma, np.array([[7.0], [8.0]]), "variances 1 and 16, ε = 48: gamma")
same(beta, np.array([[2.0], [4.0]]), "means 2 and 4: beta")
gamma, beta = undoing_parameters(Z[:, 1:])
mean, std = Z[:, 1:].mean(axis=1, keepdims=True), np.sqrt(Z[:, 1:].var(axis=1) + 1e-5)[:, None]
same(gamma * (Z[:, 1:] - mean) / std + beta, Z[:, 1:], "three things: out is Z again")
### BEGIN HIDDEN TESTS
Z = rng.standard_normal((4, 6)) * 3 - 1
want = undoing_parameters_reference(Z, 0.7)
same(tuple(undoing_parameters(Z, 0.7)), want, "other numbers and sizes")
### END HIDDEN TESTS


# %% right="undoing_parameters"
def undone_by_numpy(Z, epsilon=1e-5):
    return (Z.var(axis=1, keepdims=True) + epsilon) ** 0.5, Z.mean(axis=1, keepdims=True)


def undone_from_the_cache(Z, epsilon=1e-5):
    ones = np.ones((len(Z), 1))
    _, (_, _, std) = batchnorm_forward(Z, ones, 0 * ones, epsilon)
    return [std, np.average(Z, axis=1).reshape(-1, 1)]


def undone_unit_by_unit(Z, epsilon=1e-5, ddof=0):
    return (
        np.array([[math.sqrt(np.var(row, ddof=ddof) + epsilon)] for row in Z]),
        np.array([[math.fsum(row) / len(row)] for row in Z]),
    )


# %% wrong="undoing_parameters"
def undoes_without_epsilon(Z, epsilon=1e-5):
    """The divisor was the root of v + ε. Is ε in your γ?"""
    return Z.std(axis=1, keepdims=True), Z.mean(axis=1, keepdims=True)


def undoes_with_the_variance(Z, epsilon=1e-5):
    """You divided by s, a root. With what must you multiply?"""
    return Z.var(axis=1, keepdims=True) + epsilon, Z.mean(axis=1, keepdims=True)


def undoes_with_the_inverse(Z, epsilon=1e-5):
    """γ must cancel the divisor s. Yours divides once more."""
    return 1 / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon), Z.mean(axis=1, keepdims=True)


def undoes_with_the_negative_mean(Z, epsilon=1e-5):
    """The mean was subtracted. What brings it back?"""
    return np.sqrt(Z.var(axis=1, keepdims=True) + epsilon), -Z.mean(axis=1, keepdims=True)


def starts_at_one_and_zero(Z, epsilon=1e-5):
    """γ = 1 and β = 0 give Z_hat. For which γ is γ/s equal to 1?"""
    return np.ones((len(Z), 1)), np.zeros((len(Z), 1))


def exchanges_the_two(Z, epsilon=1e-5):
    """gamma comes first, then beta."""
    return Z.mean(axis=1, keepdims=True), np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)


# %% [markdown]
# So for one batch nothing is lost. What changes is *who* decides about the mean and the spread of a
# unit: no longer all the weights below it together, but two numbers of its own.
#
# ## Look: a bias before the normalisation
#
# A layer computed $Z = WA + b$ until now. Put batch normalisation behind it, and move $b$.
#
# **Predict.** $b$ goes from 0 to 50. How far does the output move, at most?

# %% prediction="moved_by_bias" between=[0, 1000] points=1
### BEGIN SOLUTION
predicted_moved_by_bias = 50
### END SOLUTION

# %% demo="move_the_bias"
numbers = np.random.default_rng(2)
W, A = numbers.standard_normal((3, 5)), numbers.standard_normal((5, 8))
gamma, beta = np.array([[1.5], [0.5], [2.0]]), np.array([[0.0], [1.0], [-1.0]])
without, _ = batchnorm_forward(W @ A, gamma, beta)
with_bias, _ = batchnorm_forward(W @ A + 50.0, gamma, beta)
weights = numbers.standard_normal((3, 8))
slopes = slope(
    lambda b: np.sum(weights * batchnorm_forward(W @ A + b, gamma, beta)[0]), np.zeros((3, 1))
)
print("slope of a cost for b:", np.round(slopes.ravel(), 6) + 0.0)
compare_prediction("moved_by_bias", predicted_moved_by_bias, np.abs(with_bias - without).max())

# %% [markdown] question="useless_bias" points=1
# **1 point.** Why is a bias before batch normalisation useless?
#
# - [ ] Because $\varepsilon$, under the root, takes its place.
#   > ε only guards a division. Write the mean of z + b over the batch.
# - [ ] Because $\gamma$ scales it to 0 behind the normalisation.
#   > γ comes after the subtraction. Is b still there by then?
# - [x] It moves the sums and their mean alike.
#   > Yes. (z + b) - (μ + b) is z - μ. So its slope is 0, it never learns, and we leave it out. β
#   > does its work, behind the normalisation.

# %% [markdown]
# ## Look: how noisy are the statistics of a crate?
#
# The mean of a small crate is the mean of whatever happens to lie in it. Here is one unit. We draw
# 2,000 crates at random and look at their means, in spreads of the unit. Move the slider.

# %%
unit = np.random.default_rng(8).standard_normal((1, 196)) @ X_train
unit = (unit - unit.mean()) / unit.std()


def means_of_crates(crate_size):
    """The means of 2,000 random crates of one unit with mean 0 and spread 1."""
    drawn = np.random.default_rng(crate_size).integers(0, unit.size, (2000, crate_size))
    return unit.ravel()[drawn].mean(axis=1)


# %% demo="slide_crate_size"
def number_of_things(count):
    return "1 thing" if count == 1 else f"{count} things"


def draw_crates(crate_size=8):
    means = means_of_crates(crate_size)
    spread = 1 / math.sqrt(crate_size)
    # Bins a fifth of the spread wide: with wider ones the bell of a large crate is one spike.
    shares, edges = np.histogram(means, bins=np.linspace(-3.5, 3.5, 1 + round(35 / spread)))
    figure = curves(
        (edges[:-1] + edges[1:]) / 2,
        {"share of crates": shares / 2000},
        "mean of the crate, in spreads of the unit",
        "share of crates",
        f"{number_of_things(crate_size)}: the means spread by {means.std():.3f}",
    )
    figure.axes[0].set_xlim(-3.5, 3.5)
    return figure


slider(
    draw_crates,
    lambda crate_size: (
        f"The means of 2,000 random crates of {number_of_things(crate_size)}: "
        + (
            "a hill around 0, as ragged as the unit itself."
            if crate_size == 1
            else "a hill around 0, wide for small crates and narrow for large ones."
        )
    ),
    crate_size=(1, 256, 1),
)
for size in (1, 4, 16, 64, 256):
    spread = means_of_crates(size).std()
    print(f"{number_of_things(size):>10s}: the means of the crates spread by {spread:.3f}")

# %% [markdown]
# **Your number.** How many things must a crate hold, so that the means of such crates spread by
# only a **twentieth** of the unit's spread? (Four times as many things do what to the noise? Look
# at the list, or move the slider, and go on by the rule that you see.)

# %% answer="crate_for_a_twentieth"
# Write: crate_for_a_twentieth = (your number)
### BEGIN SOLUTION
crate_for_a_twentieth = 400
### END SOLUTION

# %% check="crate_for_a_twentieth" points=1
crate = int(np.clip(crate_for_a_twentieth, 1, 2000))  # a larger one would fill the memory
noise = float(means_of_crates(crate).std())
same(noise, 0.05, "how far the means of crates of your size spread", tolerance=0.06)

# %% right="crate_for_a_twentieth"
by_the_rule = 20**2
as_a_float = 400.0
read_from_the_slider = 390

# %% wrong="crate_for_a_twentieth"
as_many_as_the_twentieth = 20
one_row_too_early = 100
the_end_of_the_slider = 256
all_of_the_things = 2000

# %% [markdown]
# The noise falls as one over the **root** of the number of things. It is not only harmful: like
# dropout, it makes it a little harder to learn single things by heart. But the output for one thing
# now depends on its company.
#
# <details><summary><b>What goes wrong most often in Part 2</b> (open it after the check)</summary>
#
# - *The wrong axis.* Normalising each example over the units is another method, with another name.
#   You write it in Part 8.
# - *$\gamma(\hat z + \beta)$.* Then the mean of the output is $\gamma\beta$. With $\gamma = 1$,
#   where training starts, nobody sees it.
# - *The variance in the cache.* The way back divides by $s$, and $s$ holds $\varepsilon$.
#
# </details>

# %% [markdown]
# ---
# # Part 3 · The way back
#
# *35 minutes.* In a crate everybody influences everybody: one sum moves the mean and the variance,
# and these move every output.

# %% [markdown] question="several_ways"
# **From *A deep network, three times*.** A number is used at three places in a computation. What is
# its gradient?
#
# - [ ] The largest of what comes back on the three ways.
#   > A small change goes all three ways at once. What happens to three effects at the end?
# - [ ] What comes back on the direct way.
#   > The other ways also change the result. This lesson has a mistake of just this kind.
# - [x] The sum of what comes back on the three ways.
#   > Yes. Today there are several ways, too. Count them below.

# %% [markdown]
# ## Look: the graph
#
# One unit, a crate of three things with the sums 1, 2 and 6. Only the ways of $z_1$ are drawn;
# $z_2$ and $z_3$ have ways of the same kind. How many lead from $z_1$ to $\hat z_1$, how many to
# $\hat z_2$?

# %% demo="draw_graph"
z = np.array([1.0, 2.0, 6.0])
mean, variance = z.mean(), z.var()
z_hat = (z - mean) / math.sqrt(variance)
nodes = [Node("z1", z[0]), Node("μ", mean, (0,)), Node("v", variance, (0,))]
nodes += [Node("ẑ1", z_hat[0], (0, 1, 2)), Node("ẑ2", z_hat[1], (1, 2))]
nodes.append(Node("ẑ3", z_hat[2], (1, 2)))
show(
    computation_graph(nodes, "Where z1 goes", highlight=[0, 3]),
    "A graph from left to right. Three arrows leave z1: to ẑ1 directly, to the mean μ and to the "
    "variance v. From μ and from v an arrow goes to each of ẑ1, ẑ2 and ẑ3. So three ways lead from "
    "z1 to ẑ1, and two to each of the others.",
)
moved = z + np.array([0.1, 0.0, 0.0])
print("ẑ before:               ", np.round((z - mean) / z.std(), 3))
print("ẑ after z1 grew by 0.1: ", np.round((moved - moved.mean()) / moved.std(), 3))

# %% [markdown]
# Three ways lead from $z_1$ to $\hat z_1$, two to $\hat z_2$. Only $z_1$ was moved, and all three
# outputs moved. (An arrow from $\mu$ to $v$ is not drawn. It
# exists, but Step 3 shows that nothing comes back on it.) We go back through this graph in four
# steps, and each is a few symbols long.
#
# ## Worked example: a number that all examples share
#
# Let $u_i = c^2 x_i$ for three examples, with **one** $c$ for all, and let $du_i$ come back. By the
# chain rule example $i$ sends $du_i \cdot 2\,c\,x_i$ back to $c$. These effects add up, so $dc$ is
# their **sum** over the examples. Then we measure it: $c$ moves, and with it $\sum_i du_i\, u_i$.

# %%
x, c, du = np.array([[1.0, 2.0, 3.0]]), np.array([[3.0]]), np.array([[1.0, 0.0, 2.0]])
print("each example sends back", du * 2 * c * x)
print("together dc =", np.sum(du * 2 * c * x, axis=1, keepdims=True))
print("measured     ", np.round(slope(lambda c: np.sum(du * c**2 * x), c), 6))

# %% [markdown]
# ## Step 1, your lines: through $\gamma$ and $\beta$
#
# $\mathrm{out} = \gamma\,\hat Z + \beta$. Take one unit with $\gamma = 3$, and let `dout` be given.
# Each entry of $\hat Z$ is multiplied by $\gamma$; so its slope is `dout` times $\gamma$:

# %%
dout, Z_hat, gamma = (
    np.array([[1.0, 2.0, 3.0, 6.0]]),
    np.array([[-1.0, -1, 1, 1]]),
    np.array([[3.0]]),
)
print("dZ_hat =", gamma * dout)

# %% [markdown]
# $\gamma$ and $\beta$ are **shared** by all examples of the batch, so what comes back to them is
# summed over the batch. Fill in what one example contributes:
#
# $$d\gamma = \sum_{i=1}^m \;?\;, \qquad d\beta = \sum_{i=1}^m \;?\;, \qquad \text{both } (n, 1).$$


# %% answer="scale_and_shift_backward"
def scale_and_shift_backward(dout, Z_hat, gamma):
    """Return the slopes of J for Z_hat, gamma and beta, where out = gamma * Z_hat + beta.

    dout: (n, m), the slope for out; Z_hat: (n, m); gamma: (n, 1)
    returns: dZ_hat, (n, m); dgamma and dbeta, (n, 1)
    """
    dZ_hat = gamma * dout
    ### BEGIN SOLUTION
    dgamma = np.sum(dout * Z_hat, axis=1, keepdims=True)
    dbeta = np.sum(dout, axis=1, keepdims=True)
    ### END SOLUTION
    return dZ_hat, dgamma, dbeta


# %% check="scale_and_shift_backward" points=3
dout = np.array([[1.0, 2.0, 3.0, 6.0], [0.0, 1.0, -1.0, 4.0]])
Z_hat = np.array([[-1.0, -1.0, 1.0, 1.0], [0.0, 2.0, -1.0, -1.0]])
gamma, beta = np.array([[3.0], [0.5]]), np.array([[1.0], [-2.0]])
dZ_hat, dgamma, dbeta = untouched(scale_and_shift_backward, dout, Z_hat, gamma)
same(dZ_hat, gamma * dout, "dZ_hat is dout times gamma")
same(dgamma, np.array([[6.0], [-1.0]]), "dgamma of two units, by hand")
same(dbeta, np.array([[12.0], [4.0]]), "dbeta of two units, by hand")
same(
    dgamma,
    slope(lambda gamma: np.sum(dout * (gamma * Z_hat + beta)), gamma),
    "dgamma is the measured slope",
)
### BEGIN HIDDEN TESTS
dout, Z_hat, gamma = rng.normal(size=(3, 5)), rng.normal(size=(3, 5)), rng.normal(size=(3, 1))
want = scale_and_shift_backward_reference(dout, Z_hat, gamma)
same(tuple(scale_and_shift_backward(dout, Z_hat, gamma)), want, "other numbers and sizes")
### END HIDDEN TESTS


# %% right="scale_and_shift_backward"
def sums_by_products(dout, Z_hat, gamma):
    ones = np.ones((dout.shape[1], 1))
    return dout * gamma, (dout * Z_hat) @ ones, dout @ ones


def sums_by_einsum(dout, Z_hat, gamma):
    return [
        np.einsum("ij,ik->ik", gamma, dout),
        np.einsum("ik,ik->i", dout, Z_hat)[:, None],
        np.einsum("ik->i", dout)[:, None],
    ]


def sums_example_by_example(dout, Z_hat, gamma, start=0.0):
    dgamma, dbeta = np.full(gamma.shape, start), np.full(gamma.shape, start)
    for i in range(dout.shape[1]):
        dgamma = dgamma + dout[:, [i]] * Z_hat[:, [i]]
        dbeta = dbeta + dout[:, [i]]
    return gamma * dout, dgamma, dbeta


# %% wrong="scale_and_shift_backward"
def _step_1(dout, Z_hat, gamma, dZ_hat=None, factor=None, combine=np.sum):
    """The right answer, with one thing changed."""
    factor = Z_hat if factor is None else factor
    return (
        gamma * dout if dZ_hat is None else dZ_hat,
        combine(dout * factor, axis=1, keepdims=True),
        combine(dout, axis=1, keepdims=True),
    )


def slope_for_gamma_without_z_hat(dout, Z_hat, gamma):
    """How much does the output move when γ grows by 1? That factor is missing from dgamma."""
    return _step_1(dout, Z_hat, gamma, factor=np.ones_like(Z_hat))


def averages_over_the_batch(dout, Z_hat, gamma):
    """dout carries the 1/m of the cost already. Sum, and do not divide again."""
    return _step_1(dout, Z_hat, gamma, combine=np.mean)


def slope_for_gamma_with_gamma(dout, Z_hat, gamma):
    """The slope of γ·ẑ for γ is ẑ. You have one factor too many."""
    return _step_1(dout, Z_hat, gamma, factor=gamma * Z_hat)


def sums_over_the_units(dout, Z_hat, gamma):
    """Each unit has its own γ and β. Over which axis are they shared?"""
    return gamma * dout, np.sum(dout * Z_hat, axis=0), np.sum(dout, axis=0)


def slopes_without_their_axis(dout, Z_hat, gamma):
    """dgamma has the shape of gamma, a column."""
    return gamma * dout, np.sum(dout * Z_hat, axis=1), np.sum(dout, axis=1)


def keeps_every_example(dout, Z_hat, gamma):
    """One γ serves all examples, so dgamma has one number for each unit. Add up the examples."""
    return gamma * dout, dout * Z_hat, dout


# %% [markdown]
# ## Step 2, your line: back to the variance
#
# $\hat Z = (Z - \mu)\, s^{-1}$ and $s = (v + \varepsilon)^{1/2}$. So
# $\hat z_i = (z_i - \mu)(v + \varepsilon)^{-1/2}$, and by the chain rule
#
# $$\frac{\partial \hat z_i}{\partial v} = (z_i - \mu) \cdot \Big(-\frac12\Big)\,
# (v + \varepsilon)^{-3/2} = -\frac{?}{2\,s^2} .$$
#
# In place of the question mark stands a symbol that you have in the cache. (Write
# $(v+\varepsilon)^{-3/2}$ as $s^{-1} s^{-2}$.) The variance is shared by all examples of the batch:
#
# $$dv = \sum_{i=1}^m d\hat z_i \cdot \frac{\partial \hat z_i}{\partial v}, \qquad
# \text{shape } (n, 1).$$


# %% answer="slope_for_variance"
def slope_for_variance(dZ_hat, Z_hat, std):
    """Return dv, the slope of J for the variance of each unit, (n, 1).

    dZ_hat, Z_hat: (n, m); std: (n, 1), the root of variance + epsilon
    """
    ### BEGIN SOLUTION
    return -np.sum(dZ_hat * Z_hat, axis=1, keepdims=True) / (2 * std**2)
    ### END SOLUTION


# %% check="slope_for_variance" points=2
dZ_hat = np.array([[3.0, 6.0, 9.0, 18.0], [0.0, 1.0, -1.0, 4.0]])
Z_hat, std = np.array([[-1.0, -1.0, 1.0, 1.0], [0.0, 2.0, -1.0, -1.0]]), np.array([[2.0], [0.5]])
got = untouched(slope_for_variance, dZ_hat, Z_hat, std)
same(got, np.array([[-18.0 / 8], [2.0]]), "std 2 and 0.5, by hand")
centred, variance, epsilon = Z_hat * std, np.array([[3.0], [0.2]]), np.array([[1.0], [0.05]])
same(
    got,
    slope(lambda v: np.sum(dZ_hat * centred / np.sqrt(v + epsilon)), variance),
    "it is the measured slope (v = 3 and 0.2, ε = 1 and 0.05)",
)
### BEGIN HIDDEN TESTS
dZ_hat, Z_hat, std = rng.normal(size=(3, 5)), rng.normal(size=(3, 5)), rng.uniform(1, 3, (3, 1))
want = slope_for_variance_reference(dZ_hat, Z_hat, std)
same(slope_for_variance(dZ_hat, Z_hat, std), want, "other numbers and sizes")
### END HIDDEN TESTS


# %% right="slope_for_variance"
def with_the_centred_sums(dZ_hat, Z_hat, std):
    centred = Z_hat * std
    return np.sum(dZ_hat * centred * -0.5 * std**-3, axis=1, keepdims=True)


def slope_for_variance_in_a_loop(dZ_hat, Z_hat, std):
    total = np.zeros_like(std, dtype=float)
    for i in range(Z_hat.shape[1]):
        total = total - 0.5 * dZ_hat[:, i : i + 1] * Z_hat[:, i : i + 1] / std / std
    return total


def slope_for_variance_by_einsum(dZ_hat, Z_hat, std, half=0.5):
    return -half * np.einsum("ij,ij->i", dZ_hat, Z_hat).reshape(-1, 1) / np.square(std)


# %% wrong="slope_for_variance"
def variance_slope_without_its_sign(dZ_hat, Z_hat, std):
    """A larger variance makes ẑ smaller. Which sign has its slope?"""
    return np.sum(dZ_hat * Z_hat, axis=1, keepdims=True) / (2 * std**2)


def divides_once_by_std(dZ_hat, Z_hat, std):
    """In (z - μ)/s³ one s makes ẑ of z - μ. How many are left below the line? You divide by one."""
    return -np.sum(dZ_hat * Z_hat, axis=1, keepdims=True) / (2 * std)


def keeps_the_third_power(dZ_hat, Z_hat, std):
    """One s of (z - μ)/s³ is inside ẑ already. You divide ẑ by s³ once more."""
    return -np.sum(dZ_hat * Z_hat, axis=1, keepdims=True) / (2 * std**3)


def forgets_the_half(dZ_hat, Z_hat, std):
    """The slope of a root has a factor 1/2. Where is it?"""
    return -np.sum(dZ_hat * Z_hat, axis=1, keepdims=True) / std**2


def averages_the_variance_slope(dZ_hat, Z_hat, std):
    """Every example contributes, and contributions add up. Do you divide by m?"""
    return -np.mean(dZ_hat * Z_hat, axis=1, keepdims=True) / (2 * std**2)


def adds_the_slopes_alone(dZ_hat, Z_hat, std):
    """Each example contributes its slope times ∂ẑ/∂v, which is not the same for all. Where is ẑ?"""
    return -np.sum(dZ_hat, axis=1, keepdims=True) / (2 * std**2)


# %% [markdown]
# ## Step 3, your line: back to the mean
#
# The mean enters each $\hat z_i = (z_i - \mu)/s$ directly. It also enters the variance, but there
# the contributions cancel:
# $\partial v/\partial\mu = \frac1m\sum_i -2\,(z_i - \mu) = 0$, because the distances from a mean
# add up to 0. What is left:
#
# $$d\mu = \sum_{i=1}^m d\hat z_i \cdot \frac{\partial\hat z_i}{\partial\mu} = \;?\;,
# \qquad \text{shape } (n, 1).$$


# %% answer="slope_for_mean"
def slope_for_mean(dZ_hat, std):
    """Return the slope of J for the mean of each unit, (n, 1).

    dZ_hat: (n, m); std: (n, 1)
    """
    ### BEGIN SOLUTION
    return -np.sum(dZ_hat, axis=1, keepdims=True) / std
    ### END SOLUTION


# %% check="slope_for_mean" points=2
dZ_hat, std = np.array([[3.0, 6.0, 9.0, 18.0], [0.0, 1.0, -1.0, 4.0]]), np.array([[2.0], [0.5]])
got = untouched(slope_for_mean, dZ_hat, std)
same(got, np.array([[-18.0], [-8.0]]), "std 2 and 0.5, by hand")
Z = np.array([[1.0, 1.0, 5.0, 5.0], [0.0, 2.0, 4.0, 9.0]])
same(
    got,
    slope(lambda mean: np.sum(dZ_hat * (Z - mean) / std), np.array([[3.0], [1.0]])),
    "it is the measured slope",
)
### BEGIN HIDDEN TESTS
dZ_hat, std = rng.normal(size=(3, 5)), rng.uniform(1, 3, (3, 1))
same(slope_for_mean(dZ_hat, std), slope_for_mean_reference(dZ_hat, std), "other numbers and sizes")
### END HIDDEN TESTS


# %% right="slope_for_mean"
def divides_before_it_sums(dZ_hat, std):
    return np.sum(dZ_hat / -std, axis=1, keepdims=True)


def slope_for_mean_by_a_product(dZ_hat, std):
    return (dZ_hat @ -np.ones((dZ_hat.shape[1], 1))) * std**-1


def slope_for_mean_unit_by_unit(dZ_hat, std, sign=-1.0):
    return np.array([[sign * sum(row) / s[0]] for row, s in zip(dZ_hat, std, strict=True)])


# %% wrong="slope_for_mean"
def mean_slope_without_its_sign(dZ_hat, std):
    """The mean is subtracted. Which sign has its slope?"""
    return np.sum(dZ_hat, axis=1, keepdims=True) / std


def forgets_the_divisor(dZ_hat, std):
    """ẑ is (z - μ)/s. What stands below the line?"""
    return -np.sum(dZ_hat, axis=1, keepdims=True)


def divides_by_the_variance_again(dZ_hat, std):
    """The mean is divided by s once. You divide twice."""
    return -np.sum(dZ_hat, axis=1, keepdims=True) / std**2


def averages_the_mean_slope(dZ_hat, std):
    """This is the slope *for* the mean: every ẑ contributes, so sum. The 1/m comes in Step 4."""
    return -np.mean(dZ_hat, axis=1, keepdims=True) / std


def mean_slope_without_its_axis(dZ_hat, std):
    """(n,) divided by (n, 1) gives (n, n). Keep the axis."""
    return -np.sum(dZ_hat, axis=1) / std


# %% [markdown]
# ## Step 4, your function: all three ways together
#
# Now from $\mu$ and $v$ back to $z_i$. Each $z_i$ has a share of $1/m$ in the mean. In
# $v = \frac1m\sum_i (z_i - \mu)^2$ its slope is $\frac2m(z_i - \mu)$, and
# $z_i - \mu = s\,\hat z_i$. The three ways add up:
#
# $$dZ \;=\; \underbrace{\frac{d\hat Z}{s}}_{\text{direct}} \;+\;
# \underbrace{dv \cdot \frac{2\, s\, \hat Z}{m}}_{\text{through the variance}} \;+\;
# \underbrace{\frac{d\mu}{m}}_{\text{through the mean}}, \qquad \text{shape } (n, m).$$


# %% answer="batchnorm_backward"
def batchnorm_backward(dout, cache):
    """Return the slopes of J for Z, gamma and beta.

    dout: (n, m), the slope for the output of batchnorm_forward
    cache: (Z_hat, gamma, std), as batchnorm_forward gives it
    returns: dZ, (n, m); dgamma and dbeta, (n, 1)
    """
    # Step 1: through gamma and beta. Step 2: dv. Step 3: dmu. Step 4: add the three ways.
    ### BEGIN SOLUTION
    Z_hat, gamma, std = cache
    m = dout.shape[1]
    dZ_hat, dgamma, dbeta = scale_and_shift_backward(dout, Z_hat, gamma)
    dv = slope_for_variance(dZ_hat, Z_hat, std)
    dmu = slope_for_mean(dZ_hat, std)
    dZ = dZ_hat / std + dv * 2 * std * Z_hat / m + dmu / m
    return dZ, dgamma, dbeta
    ### END SOLUTION


# %% check="batchnorm_backward" points=6
dout = np.array([[1.0, 2.0, 3.0, 6.0]])
cache = (np.array([[-1.0, -1.0, 1.0, 1.0]]), np.array([[3.0]]), np.array([[2.0]]))
dZ, dgamma, dbeta = untouched(batchnorm_backward, dout, cache)
same(dZ, np.array([[-0.75, 0.75, -2.25, 2.25]]), "the sums 1, 1, 5, 5 with γ = 3 and ε = 0: dZ")
same(dgamma, np.array([[6.0]]), "the same sums: dgamma")
same(dbeta, np.array([[12.0]]), "the same sums: dbeta")
twice = batchnorm_backward(dout, (cache[0], 2 * cache[1], cache[2]))[0]
same(twice, 2 * dZ, "γ twice as large: dZ twice as large")
Z = np.array([[1.0, 1.0, 5.0, 4.0, -2.0], [0.5, 6.0, 3.0, 0.0, 2.0]])
gamma, beta = np.array([[3.0], [-0.7]]), np.array([[1.0], [2.0]])
dout = np.array([[1.0, -2.0, 0.5, 3.0, 1.0], [2.0, 0.0, 1.0, -1.0, 4.0]])
dZ, dgamma, dbeta = batchnorm_backward(dout, batchnorm_forward(Z, gamma, beta, 0.5)[1])
same(dZ.sum(axis=1), np.zeros(2), "each row of dZ adds up to 0, whatever dout is")
same(
    dZ,
    slope(lambda Z: np.sum(dout * batchnorm_forward(Z, gamma, beta, 0.5)[0]), Z),
    "dZ is the measured slope of your forward, ε = 0.5",
)
same(
    dgamma,
    slope(lambda gamma: np.sum(dout * batchnorm_forward(Z, gamma, beta, 0.5)[0]), gamma),
    "dgamma is the measured slope",
)
same(
    dbeta,
    slope(lambda beta: np.sum(dout * batchnorm_forward(Z, gamma, beta, 0.5)[0]), beta),
    "dbeta is the measured slope",
)
### BEGIN HIDDEN TESTS
Z, gamma, beta = rng.normal(size=(3, 6)), rng.uniform(2, 3, (3, 1)), rng.normal(size=(3, 1))
dout, cache = rng.normal(size=(3, 6)) + 0.5, batchnorm_forward_reference(Z, gamma, beta, 0.1)[1]
want = batchnorm_backward_reference(dout, cache)
same(tuple(batchnorm_backward(dout, cache)), want, "other numbers and sizes")
### END HIDDEN TESTS


# %% right="batchnorm_backward"
def in_one_formula(dout, cache):
    Z_hat, gamma, std = cache
    shared = dout.mean(axis=1, keepdims=True)
    stretched = Z_hat * (dout * Z_hat).mean(axis=1, keepdims=True)
    dgamma, dbeta = (dout * Z_hat).sum(axis=1), dout.sum(axis=1)
    return [gamma / std * (dout - shared - stretched), dgamma[:, None], dbeta[:, None]]


def by_the_matrix_of_slopes(dout, cache):
    Z_hat, gamma, std = cache
    m, dZ = dout.shape[1], np.empty(dout.shape)
    for k in range(len(dout)):
        moves = (np.eye(m) - 1 / m - np.outer(Z_hat[k], Z_hat[k]) / m) * gamma[k] / std[k]
        dZ[k] = moves @ dout[k]
    return dZ, np.sum(Z_hat * dout, 1, keepdims=True), np.sum(dout, 1, keepdims=True)


def with_the_mean_inside_the_variance(dout, cache, axis=1):
    Z_hat, gamma, std = cache
    m, centred, dZ_hat = dout.shape[axis], Z_hat * std, dout * gamma
    dv = np.sum(dZ_hat * centred, axis=axis, keepdims=True) * -0.5 * std**-3
    dmu = -np.sum(dZ_hat / std, axis=axis, keepdims=True)
    dmu = dmu + dv * np.mean(-2 * centred, axis=axis, keepdims=True)
    dZ = dZ_hat / std + 2 * dv * centred / m + dmu / m
    return (
        dZ,
        np.sum(dout * Z_hat, axis=axis, keepdims=True),
        np.sum(dout, axis=axis, keepdims=True),
    )


# %% wrong="batchnorm_backward"
def _back(dout, cache, mean=1.0, variance=1.0, scale=None, factor=None, share=1.0, sign=1.0):
    """The right answer, with one thing changed."""
    Z_hat, gamma, std = cache
    scale = gamma / std if scale is None else scale
    factor = Z_hat if factor is None else factor
    through_mean = mean * dout.mean(axis=1, keepdims=True)
    through_variance = variance * Z_hat * (dout * Z_hat).mean(axis=1, keepdims=True)
    dgamma = np.sum(dout * factor, axis=1, keepdims=True)
    dbeta = np.sum(dout, axis=1, keepdims=True)
    dZ = scale * (dout - through_mean - through_variance)
    return sign * share * dZ, share * dgamma, share * dbeta


def treats_the_statistics_as_constants(dout, cache):
    """z moves its own mean and variance: there are two more ways. Does your dZ add up to 0 for each
    unit?"""
    return _back(dout, cache, mean=0.0, variance=0.0)


def misses_the_way_through_the_mean(dout, cache):
    """Each row of dZ must add up to 0. Does yours? One of the three ways is missing: which?"""
    return _back(dout, cache, mean=0.0)


def misses_the_way_through_the_variance(dout, cache):
    """If all sums are twice as large, the output stays (for ε = 0), so dZ times Z_hat adds up to 0.
    Which way is missing?"""
    return _back(dout, cache, variance=0.0)


def has_dgamma_without_z_hat(dout, cache):
    """Your dgamma equals your dbeta. What is γ multiplied by?"""
    return _back(dout, cache, factor=np.ones_like(cache[0]))


def averages_all_slopes(dout, cache):
    """The 1/m of the cost is inside dout already."""
    return _back(dout, cache, share=1 / dout.shape[1])


def drops_gamma(dout, cache):
    """Twice the γ, twice the slope. Does γ occur in your dZ? (At γ = 1 nobody would see it.)"""
    return _back(dout, cache, scale=1 / cache[2])


def forgets_to_divide_by_std(dout, cache):
    """Every way from Z_hat back to Z passes the division by s."""
    return _back(dout, cache, scale=cache[1])


def divides_by_std_twice(dout, cache):
    """The division by s occurs once in the forward. How often do you divide?"""
    return _back(dout, cache, scale=cache[1] / cache[2] ** 2)


def adds_where_it_should_subtract(dout, cache):
    """Mind the signs of dv and dmu: each begins with a minus."""
    return _back(dout, cache, mean=-1.0, variance=-1.0)


# %% [markdown]
# ## Look: what dZ can never do
#
# Put the steps into one another and you get a short form (it holds for $\varepsilon$ too):
#
# $$dZ = \frac{\gamma}{s}\Big(\mathrm{dout} - \overline{\mathrm{dout}} -
# \hat Z\; \overline{\mathrm{dout}\,\hat Z}\Big), \qquad \text{bars: means over the batch.}$$

# %% demo="short_form"
numbers = np.random.default_rng(1)
Z, dout = 3 * numbers.standard_normal((2, 64)) + 1, numbers.standard_normal((2, 64)) + 0.5
gamma = np.array([[2.0], [0.5]])
_, cache = batchnorm_forward(Z, gamma, np.zeros((2, 1)))
dZ, _, _ = batchnorm_backward(dout, cache)
Z_hat, _, std = cache
bar, bar_hat = dout.mean(1, keepdims=True), (dout * Z_hat).mean(1, keepdims=True)
print(
    "largest difference to the short form:",
    np.abs(dZ - gamma / std * (dout - bar - Z_hat * bar_hat)).max(),
)
print("dZ added up over the batch:          ", np.round(dZ.sum(axis=1), 9) + 0.0)
print("dZ times Z_hat, added up:            ", np.round((dZ * Z_hat).sum(axis=1), 4) + 0.0)
print(
    "the same two sums for dout:          ",
    np.round(dout.sum(axis=1), 1),
    np.round((dout * Z_hat).sum(axis=1), 1),
)

# %% [markdown] question="what_is_removed" points=1
# **1 point.** Why does `dZ` add up to 0 over the batch, whatever `dout` is?
#
# - [ ] Because at a minimum of the cost every slope is 0.
#   > dout was drawn at random here. It has nothing to do with a minimum.
# - [ ] Because $\hat Z$ has mean 0 and variance 1 over the batch.
#   > True, but that is about the forward. What would all sums of a unit have to do together to
#   > move the output?
# - [x] Moving all sums together does not move the output.
#   > Yes. So the slope in that direction is 0, for the same reason as that of the useless bias. And
#   > a common factor does not move the output either, except for what
#   > ε does.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 3</b> (open it after the check)</summary>
#
# - *The statistics as constants.* It looks plausible, raises no error, and lacks two of
#   three ways. In test mode it would be right: there the statistics *are* constants.
# - *$\gamma$ missing in dZ.* At $\gamma = 1$, where training starts, a check cannot see it. So
#   check with other numbers.
# - *Divided by $m$ again.* The $1/m$ of the cost came in with `dout`. The $1/m$ of the mean and of
#   the variance is another one, and it does belong here.
#
# </details>

# %% [markdown]
# ---
# # Part 4 · What is kept for tomorrow
#
# *15 minutes.* At the desk there is one shoe and no crate. Part 1 said what to do with inputs: use
# the numbers of the training set. But the sums of layer 5 on the training set change at every
# step. So we keep a running average of what the batches had.

# %% [markdown] question="what_is_a_running_average"
# **From *Optimisation methods*.** $u \leftarrow 0.9\,u + 0.1 \cdot \text{new}$, starting from
# $u = 0$, and every new value is 5. What is $u$ after one step?
#
# - [x] 0.5
#   > Yes, it still remembers its start. A variance that starts at 0 would be a tiny divisor, so
#   > ours start at 1, and the average runs for many steps before we use it (no bias correction
#   > here).
# - [ ] 5
#   > One step brings in a tenth of the new value.
# - [ ] 4.5
#   > 0.9 belongs to the old value here, which is 0.

# %% [markdown]
# ## Your function: `update_running_averages`
#
# For the two functions of this part no steps are given: formula and docstring. With momentum $\rho$
# (`momentum`), and $\mu$, $v$ of the present batch:
#
# $$\mu_{\text{run}} \leftarrow \rho\,\mu_{\text{run}} + (1 - \rho)\,\mu, \qquad
# v_{\text{run}} \leftarrow \rho\, v_{\text{run}} + (1 - \rho)\, v, \qquad \text{all } (n, 1).$$


# %% answer="update_running_averages"
def update_running_averages(running_mean, running_variance, mean, variance, momentum=0.9):
    """Return the running mean and the running variance after one more batch, as new arrays.

    running_mean, running_variance: (n, 1), as they were; mean, variance: (n, 1), of the batch
    momentum: the share of the old average
    """
    ### BEGIN SOLUTION
    return (
        momentum * running_mean + (1 - momentum) * mean,
        momentum * running_variance + (1 - momentum) * variance,
    )
    ### END SOLUTION


# %% check="update_running_averages" points=3
old_mean, old_variance = np.array([[1.0], [-2.0]]), np.array([[4.0], [0.5]])
mean, variance = np.array([[3.0], [0.0]]), np.array([[9.0], [2.5]])
got = untouched(update_running_averages, old_mean, old_variance, mean, variance, 0.75)
same(got[0], np.array([[1.5], [-1.5]]), "0.75 of 1 and 0.25 of 3; 0.75 of -2: the mean")
same(got[1], np.array([[5.25], [1.0]]), "0.75 of 4 and 0.25 of 9; of 0.5 and 2.5: the variance")
got = update_running_averages(old_mean, old_variance, mean, variance)
same(got[0], np.array([[1.2], [-1.8]]), "by default momentum is 0.9")
for _ in range(3):
    got = update_running_averages(*got, mean, variance, 0.5)
same(got[1], np.array([[9 - 4.5 / 8], [2.5 - 1.8 / 8]]), "three more halve the distance each time")
### BEGIN HIDDEN TESTS
four = [rng.uniform(0.5, 3, (4, 1)) for _ in range(4)]
want = update_running_averages_reference(*four, 0.3)
same(tuple(update_running_averages(*four, 0.3)), want, "other numbers and sizes")
### END HIDDEN TESTS


# %% right="update_running_averages"
def moves_a_share_of_the_way(running_mean, running_variance, mean, variance, momentum=0.9):
    share = 1 - momentum
    return [
        running_mean + share * (mean - running_mean),
        running_variance + share * (variance - running_variance),
    ]


def averages_with_weights(running_mean, running_variance, mean, variance, momentum=0.9):
    weights = [momentum, 1 - momentum]
    return tuple(
        np.average(np.stack(pair), axis=0, weights=weights)
        for pair in ((running_mean, mean), (running_variance, variance))
    )


def averages_in_copies(running_mean, running_variance, mean, variance, momentum=0.9, steps=1):
    new_mean, new_variance = running_mean.copy(), running_variance.copy()
    for _ in range(steps):
        new_mean *= momentum
        new_mean += (1 - momentum) * mean
        new_variance *= momentum
        new_variance += (1 - momentum) * variance
    return new_mean, new_variance


# %% wrong="update_running_averages"
def momentum_on_the_new_value(running_mean, running_variance, mean, variance, momentum=0.9):
    """momentum multiplies the old average here. Your average jumps to the new batch."""
    return (
        (1 - momentum) * running_mean + momentum * mean,
        (1 - momentum) * running_variance + momentum * variance,
    )


def never_moves(running_mean, running_variance, mean, variance, momentum=0.9):
    """The averages stay where they were. At the desk the network would use its first guess."""
    return running_mean.copy(), running_variance.copy()


def forgets_the_past(running_mean, running_variance, mean, variance, momentum=0.9):
    """One batch is noisy. Where is the share of the old average?"""
    return mean.copy(), variance.copy()


def adds_to_the_full_average(running_mean, running_variance, mean, variance, momentum=0.9):
    """The two shares must add up to 1, or the average grows and grows."""
    return (
        running_mean + (1 - momentum) * mean,
        running_variance + (1 - momentum) * variance,
    )


def moves_only_the_mean(running_mean, running_variance, mean, variance, momentum=0.9):
    """There are two averages. What becomes of the variance?"""
    return momentum * running_mean + (1 - momentum) * mean, running_variance.copy()


def averages_the_standard_deviations(running_mean, running_variance, mean, variance, momentum=0.9):
    """By the formula the variances are averaged, not their roots."""
    std = momentum * np.sqrt(running_variance) + (1 - momentum) * np.sqrt(variance)
    return momentum * running_mean + (1 - momentum) * mean, std**2


def averages_in_place(running_mean, running_variance, mean, variance, momentum=0.9):
    """*= writes into the array of your caller. Make new arrays."""
    running_mean *= momentum
    running_mean += (1 - momentum) * mean
    running_variance *= momentum
    running_variance += (1 - momentum) * variance
    return running_mean, running_variance


# %% [markdown]
# ## Your function: `batchnorm_predict`
#
# Test mode. Now the statistics are given, and they are the same for every example:
#
# $$\mathrm{out} = \gamma\, \frac{Z - \mu_{\text{run}}}{\sqrt{v_{\text{run}} + \varepsilon}}
# + \beta, \qquad \text{shape } (n, m), \text{ also for } m = 1.$$


# %% answer="batchnorm_predict"
def batchnorm_predict(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    """Return the output of batch normalisation in test mode, (n, m).

    Z: (n, m), m may be 1; gamma, beta, running_mean, running_variance: (n, 1)
    """
    ### BEGIN SOLUTION
    return gamma * (Z - running_mean) / np.sqrt(running_variance + epsilon) + beta
    ### END SOLUTION


# %% check="batchnorm_predict" points=4
Z = np.array([[1.0, 1.0, 5.0, 9.0], [0.0, 6.0, 3.0, 0.0]])
gamma, beta = np.array([[3.0], [-2.0]]), np.array([[10.0], [1.0]])
kept = np.array([[5.0], [3.0]]), np.array([[16.0], [9.0]])
out = untouched(batchnorm_predict, Z, gamma, beta, *kept, 0.0)
same(
    out,
    np.array([[7.0, 7.0, 10.0, 13.0], [3.0, -1.0, 1.0, 3.0]]),
    "stored means 5 and 3, variances 16 and 9, ε = 0",
)
same(batchnorm_predict(Z[:, :1], gamma, beta, *kept, 0.0), out[:, :1], "the first thing alone")
same(batchnorm_predict(Z[:, ::-1], gamma, beta, *kept, 0.0), out[:, ::-1], "in reverse order")
same(
    batchnorm_predict(Z[:1, ::3], gamma[:1], beta[:1], kept[0][:1], kept[1][:1], 20.0),
    np.array([[8.0, 12.0]]),
    "sums 1 and 9, ε = 20: the divisor is the root of 16 + 20",
)
with np.errstate(all="ignore"):
    still = batchnorm_predict(
        np.array([[2.0]]), gamma[:1], beta[:1], np.array([[2.0]]), 0 * beta[:1]
    )
same(still, np.array([[10.0]]), "a stored variance of 0: β is left")
### BEGIN HIDDEN TESTS
Z, gamma, beta = rng.normal(size=(3, 5)), rng.uniform(2, 3, (3, 1)), rng.normal(size=(3, 1))
kept = rng.normal(size=(3, 1)), rng.uniform(1, 4, (3, 1))
for count in (1, 5):
    same(
        batchnorm_predict(Z[:, :count], gamma, beta, *kept, 0.4),
        batchnorm_predict_reference(Z[:, :count], gamma, beta, *kept, 0.4),
        "other numbers and sizes",
    )
### END HIDDEN TESTS


# %% right="batchnorm_predict"
def as_one_line_for_each_unit(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    factor = gamma / np.sqrt(running_variance + epsilon)
    return factor * Z + (beta - factor * running_mean)


def one_example_after_another(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    std = (running_variance + epsilon) ** 0.5
    columns = [gamma * (Z[:, [i]] - running_mean) / std + beta for i in range(Z.shape[1])]
    return np.hstack(columns)


def with_diagonal_matrices(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5, extra=0):
    factors = np.diag((gamma / np.sqrt(running_variance + epsilon)).ravel())
    return factors @ (Z - running_mean) + beta + extra


# %% wrong="batchnorm_predict"
def _test_mode(Z, gamma, beta, mean, variance, epsilon, std=None, out=None):
    """The right answer, with one thing changed."""
    std = np.sqrt(variance + epsilon) if std is None else std(variance)
    Z_hat = (Z - mean) / std
    return gamma * Z_hat + beta if out is None else out(Z_hat)


def uses_the_batch_at_the_desk(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    """Predict one thing alone and then within a crate: the answers must be the same. Which mean do
    you subtract?"""
    return batchnorm_forward(Z, gamma, beta, epsilon)[0]


def uses_the_variance_of_the_batch(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    """The mean is the stored one. And the variance? A single thing has none."""
    variance = Z.var(axis=1, keepdims=True)
    return _test_mode(Z, gamma, beta, running_mean, variance, epsilon)


def uses_the_mean_of_the_batch(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    """The variance is the stored one. And the mean? Ask for a thing alone, then in company."""
    mean = Z.mean(axis=1, keepdims=True)
    return _test_mode(Z, gamma, beta, mean, running_variance, epsilon)


def divides_by_the_stored_variance(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    """A variance of 16 is a spread of 4. What do you divide by?"""
    return _test_mode(
        Z, gamma, beta, running_mean, running_variance, epsilon, std=lambda v: v + epsilon
    )


def predicts_without_epsilon(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    """A stored variance may be 0. What do you divide by then?"""
    return _test_mode(Z, gamma, beta, running_mean, running_variance, epsilon, std=np.sqrt)


def predicts_with_epsilon_outside(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    """ε stands under the root, in test mode as in train mode."""
    return _test_mode(
        Z, gamma, beta, running_mean, running_variance, epsilon, std=lambda v: np.sqrt(v) + epsilon
    )


def predicts_with_beta_and_gamma_swapped(
    Z, gamma, beta, running_mean, running_variance, epsilon=1e-5
):
    """γ scales and β shifts, as in the forward."""
    return _test_mode(Z, beta, gamma, running_mean, running_variance, epsilon)


def predicts_without_gamma_and_beta(Z, gamma, beta, running_mean, running_variance, epsilon=1e-5):
    """γ and β were learnt. Are they in your result?"""
    return _test_mode(
        Z, gamma, beta, running_mean, running_variance, epsilon, out=lambda Z_hat: Z_hat
    )


# %% [markdown] question="linear_at_test" points=1
# **1 point.** In test mode batch normalisation is, for each unit, $z \mapsto a\,z + c$ with fixed
# numbers $a$ and $c$. What follows for a network that is ready for the desk?
#
# - [x] It can be folded into the layer's weights and a bias.
#   > Yes. a (w·x) + c is a unit with weights a w and bias c. It then costs nothing,
#   > and programs for telephones do just that.
# - [ ] The relus are useless, for the whole network is now linear.
#   > The relu comes after a z + c, and still bends. Only the normalisation is a line.
# - [ ] It must be trained again without batch normalisation.
#   > Nothing changes in what it computes. Only how it is written changes.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 4</b> (open it after the check)</summary>
#
# - *The shares exchanged.* In some libraries `momentum=0.1` means a tenth of the *new* value. Look
#   it up each time.
# - *Averages that never run.* They stay at 0 and 1, and nobody notices while everything is in train
#   mode.
#
# </details>

# %% [markdown]
# ---
# # Part 5 · Ten shelves: softmax and its cost
#
# *20 minutes.* A sigmoid answers yes or no. Ten shelves need ten logits, and shares
# (probabilities) that add up to 1.

# %% [markdown] question="softmax_shift"
# **From *Numpy for networks*.** All ten logits of an example grow by 100. What do the shares of
# softmax do?
#
# - [ ] The largest one goes to 1.
#   > Write e^(z+100) as e^z · e^100. The second factor occurs above and below the line.
# - [ ] They overflow.
#   > They may, if one is careless. What is the exact result?
# - [x] They stay as they are.
#   > Yes. That is why the largest logit may be subtracted first: nothing overflows, and the result
#   > is the same.

# %% [markdown]
# ## Worked example
#
# One thing, three shelves, logits $\log 1, \log 2, \log 5$. Powers of $e$: 1, 2, 5. Their sum is 8.
# The code first subtracts the largest logit: every power is then a fifth of that, and so is their
# sum.

# %%
logits = np.log(np.array([[1.0], [2.0], [5.0]]))
powers = np.exp(logits - logits.max())
print("shares:", (powers / powers.sum()).ravel(), " loss if shelf 3 is right:", -math.log(5 / 8))

# %% [markdown]
# ## Your function: `softmax`, in columns
#
# In *Numpy for networks* each **row** was an example. Now each **column** is one. With $z_k$ for
# the logits of one column,
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}, \qquad P \text{ of shape } (C, m).$$


# %% answer="softmax"
def softmax(logits):
    """Return the shares of each column, right for logits of any size.

    logits: (C, m), one example in each column
    returns: (C, m); each column adds up to 1
    """
    ### BEGIN SOLUTION
    powers = np.exp(logits - np.max(logits, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True)
    ### END SOLUTION


# %% check="softmax" points=2
logits = np.log(np.array([[1.0, 3.0, 1.0], [2.0, 3.0, 4.0], [5.0, 4.0, 15.0]]))
by_hand = np.array([[1 / 8, 3 / 10, 1 / 20], [2 / 8, 3 / 10, 4 / 20], [5 / 8, 4 / 10, 15 / 20]])
same(untouched(softmax, logits), by_hand, "a square table: columns 1, 2, 5; 3, 3, 4; 1, 4, 15")
same(softmax(logits[:, :1]), by_hand[:, :1], "the first example alone")
with np.errstate(all="ignore"):
    far_out = softmax(np.array([[1000.0, -1000.0, 0.0], [1000.0, -1000.0, 3000.0]]))
same(far_out, np.array([[0.5, 0.5, 0.0], [0.5, 0.5, 1.0]]), "logits of ±1000 and 3000")
### BEGIN HIDDEN TESTS
for shape in ((4, 6), (5, 5)):
    logits = 3 * rng.standard_normal(shape)
    same(softmax(logits), softmax_reference(logits), f"other logits, shape {shape}")
### END HIDDEN TESTS


# %% right="softmax"
def column_by_column(logits):
    shares = np.empty(logits.shape)
    for i in range(logits.shape[1]):
        powers = [math.exp(value - max(logits[:, i])) for value in logits[:, i]]
        shares[:, i] = np.array(powers) / sum(powers)
    return shares


def through_the_log_of_the_sum(logits):
    return np.exp(logits - np.logaddexp.reduce(logits.astype(float), axis=0))


def shares_without_keepdims(logits):
    powers = np.exp(logits - np.max(logits, axis=0))  # (m,) lines up with the columns
    return powers / powers.sum(axis=0)


def in_rows_and_back(logits, temperature=1.0):
    rows = logits.T / temperature
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).T


# %% wrong="softmax"
def shares_over_the_examples(logits):
    """Each *column* should add up to 1. Which axis holds the classes?"""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def shares_of_everything(logits):
    """Each example has shares of its own. What adds up to 1 in yours?"""
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


def overflows(logits):
    """e to the power of 1000 is too large for a float. What may you subtract from a column?"""
    powers = np.exp(logits)
    return powers / powers.sum(axis=0, keepdims=True)


def subtracts_one_maximum_for_all(logits):
    """A column far below the others becomes 0/0. Subtract each column's own largest logit."""
    powers = np.exp(logits - logits.max())
    return powers / powers.sum(axis=0, keepdims=True)


def sigmoids_of_each_class(logits):
    """Ten sigmoids do not add up to 1. Divide the powers by their sum."""
    return 1 / (1 + np.exp(-logits))


def shares_without_powers(logits):
    """A share cannot be negative. What makes every logit positive?"""
    return logits / logits.sum(axis=0, keepdims=True)


def divides_columns_by_sums_of_rows(logits):
    """Your sums belong to the rows, and without an error they divide the columns. What does a
    column add up to?"""
    powers = np.exp(logits - logits.max(axis=1))
    return powers / powers.sum(axis=1)


# %% [markdown]
# ## Look: one logit moves
#
# The logits of shelves 2 and 3 stay at 1 and 0. That of shelf 1 goes from -5 to 6. What becomes of
# the two other shares, and of their ratio?

# %% demo="one_logit_moves"
first = np.linspace(-5, 6, 111)
P = softmax(np.vstack([first, np.ones(111), np.zeros(111)]))
show(
    curves(
        first,
        {f"shelf {k + 1}": P[k] for k in range(3)},
        "logit of shelf 1",
        "share",
        "The other two logits stay at 1 and 0",
    ),
    "Three shares over the logit of shelf 1. The share of shelf 1 rises from almost 0 to almost 1 "
    "in the form of an S, as a sigmoid does. The two others fall to almost 0, the share of shelf 2 "
    "always above that of shelf 3.",
)
ratio = P[1] / P[2]
print(f"share of shelf 2 over that of shelf 3: from {ratio.min():.3f} to {ratio.max():.3f}")

# %% [markdown]
# The ratio of two shares depends only on the difference of their two logits: it is $e^{1 - 0}$.
#
# ## Your function: the cost, from the logits
#
# The loss of an example is $-\log$ of the share of its right class. For a logit 1,000 below the
# largest that share is 0 in a computer, and its logarithm is infinite. So do not compute the share.
# The logarithm of a fraction is a difference. With $y$ and $z$ for one column of $Y$ and of the
# logits, for each example (in code all at once, shape $(m,)$):
#
# $$L = -\log p_{\text{right}} = \log \sum_j e^{z_j} - z_{\text{right}}, \qquad
# z_{\text{right}} = \sum_k y_k z_k,$$
# $$\log\sum_j e^{z_j} = M + \log\sum_j e^{z_j - M}, \quad M = \max_j z_j, \qquad
# J = \frac1m \sum_{i=1}^m L^{(i)} .$$


# %% answer="cross_entropy"
def cross_entropy(logits, Y):
    """Return the mean cross-entropy cost J, one plain number, right for logits of any size.

    logits: (C, m); Y: (C, m), with one 1 in each column
    """
    ### BEGIN SOLUTION
    largest = np.max(logits, axis=0)
    log_of_sum = largest + np.log(np.sum(np.exp(logits - largest), axis=0))
    return float(np.mean(log_of_sum - np.sum(Y * logits, axis=0)))
    ### END SOLUTION


# %% check="cross_entropy" points=4
logits = np.log(np.array([[1.0, 3.0], [2.0, 3.0], [5.0, 4.0]]))
Y = np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
want = -(math.log(5 / 8) + math.log(3 / 10)) / 2
same(untouched(cross_entropy, logits, Y), want, "shares 5/8 and 3/10 for the right shelves")
same(cross_entropy(logits + 50.0, Y), want, "50 more for every logit changes nothing")
same(cross_entropy(np.zeros((10, 4)), one_hot([3, 0, 9, 3])), math.log(10), "ten equal logits")
same(cross_entropy(logits[:, :1], Y[:, :1]), -math.log(5 / 8), "the first example alone")
with np.errstate(all="ignore"):
    far_out = cross_entropy(
        np.array([[1000.0, -500.0], [0.0, -1500.0]]), np.array([[0.0, 1], [1, 0]])
    )
same(far_out, 500.0, "sure and wrong by 1000, sure and right by 1000: the mean is 500")
### BEGIN HIDDEN TESTS
logits, Y = 3 * rng.standard_normal((4, 6)), one_hot(rng.integers(0, 4, 6), 4)
same(cross_entropy(logits, Y), cross_entropy_reference(logits, Y), "other numbers and sizes")
### END HIDDEN TESTS


# %% right="cross_entropy"
def picks_the_right_logit(logits, Y):
    right = np.argmax(Y, axis=0)
    log_of_sum = np.logaddexp.reduce(logits, axis=0)
    return np.mean(log_of_sum - logits[right, np.arange(logits.shape[1])])


def example_by_example(logits, Y):
    total = 0.0
    for z, y in zip(logits.T, Y.T, strict=True):
        shifted = z - np.max(z)
        total += math.log(sum(math.exp(value) for value in shifted)) - float(shifted @ y)
    return total / len(logits.T)


def from_logarithms_of_shares(logits, Y, axis=0):
    shifted = logits - logits.max(axis=axis, keepdims=True)
    log_shares = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return -np.sum(Y * log_shares) / Y.shape[1]


# %% wrong="cross_entropy"
def _shares(logits):
    powers = np.exp(logits - logits.max(axis=0, keepdims=True))
    return powers / powers.sum(axis=0, keepdims=True)


def _log_shares(logits):
    shifted = logits - logits.max(axis=0, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))


def sums_over_the_examples(logits, Y):
    """J is a mean. Would it change if every example came twice?"""
    return float(-np.sum(Y * _log_shares(logits)))


def averages_over_the_classes_too(logits, Y):
    """Ten equal logits cost log 10. By how many numbers do you divide?"""
    return float(-np.mean(Y * _log_shares(logits)))


def takes_the_logarithm_of_the_shares(logits, Y):
    """A share of 0 has no logarithm, and 0 times infinity is nan. Use the difference of the two
    logarithms."""
    return float(-np.sum(Y * np.log(_shares(logits))) / Y.shape[1])


def guards_with_a_small_number(logits, Y):
    """The loss of a thing that is wrong by 1000 is 1000. With the small number in your logarithm it
    stops near 18."""
    return float(-np.sum(Y * np.log(_shares(logits) + 1e-8)) / Y.shape[1])


def applies_softmax_twice(logits, Y):
    """Shares are no logits. With yours the cost never comes near 0. Is softmax in there twice?"""
    return float(-np.sum(Y * _log_shares(_shares(logits))) / Y.shape[1])


def overflows_in_the_sum(logits, Y):
    """The formula with M is there for large logits. What is e to the power of 1000?"""
    return float(np.mean(np.log(np.exp(logits).sum(axis=0)) - (Y * logits).sum(axis=0)))


def forgets_the_minus(logits, Y):
    """A cost is not negative. The logarithm of a share is."""
    return float(np.sum(Y * _log_shares(logits)) / Y.shape[1])


def counts_the_other_classes(logits, Y):
    """Softmax's cost looks at the right class only. The others enter through the sum below the
    line."""
    log_others = np.log1p(-np.minimum(_shares(logits), 1 - 1e-12))
    return float(-np.sum(Y * _log_shares(logits) + (1 - Y) * log_others) / Y.shape[1])


def does_not_add_the_maximum_back(logits, Y):
    """Logits of 50 more should change nothing. M was subtracted inside the sum: is it added again
    behind the logarithm?"""
    log_of_shifted = np.log(np.exp(logits - logits.max(axis=0)).sum(axis=0))
    return float(np.mean(log_of_shifted - np.sum(Y * logits, axis=0)))


def takes_the_cost_in_bits(logits, Y):
    """By our convention log is the natural logarithm."""
    return float(-np.sum(Y * _log_shares(logits)) / Y.shape[1] / math.log(2))


# %% [markdown]
# ## Derive it, then your function: the gradient
#
# $L = \log\sum_j e^{z_j} - z_{\text{right}}$. The slope of the first term for $z_k$ is
# $\dfrac{e^{z_k}}{\sum_j e^{z_j}}$, and you know that fraction. The slope of the second term is
# $-1$ for the right class and 0 for the others: that is $-y_k$. So for one example the slope is
# $p_k - y_k$, just as for a single neuron. And the cost is a mean:
#
# $$\frac{\partial J}{\partial\,\text{logits}} = \;?\;, \qquad \text{shape } (C, m).$$


# %% answer="softmax_cross_entropy_gradient"
def softmax_cross_entropy_gradient(logits, Y):
    """Return the slope of cross_entropy for each logit, (C, m).

    logits: (C, m); Y: (C, m), with one 1 in each column
    """
    ### BEGIN SOLUTION
    return (softmax(logits) - Y) / Y.shape[1]
    ### END SOLUTION


# %% check="softmax_cross_entropy_gradient" points=3
logits = np.log(np.array([[1.0, 3.0], [2.0, 3.0], [5.0, 4.0]]))
Y = np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
got = untouched(softmax_cross_entropy_gradient, logits, Y)
by_hand = np.array([[1 / 16, -7 / 20], [2 / 16, 3 / 20], [-3 / 16, 4 / 20]])
same(got, by_hand, "shares 1/8, 2/8, 5/8 and 3/10, 3/10, 4/10, two examples")
same(got.sum(axis=0), np.zeros(2), "the shares add up to 1 and so does y: each column sums to 0")
same(
    got,
    slope(lambda logits: cross_entropy(logits, Y), logits),
    "it is the measured slope of your cost",
)
### BEGIN HIDDEN TESTS
logits, Y = 3 * rng.standard_normal((4, 5)), one_hot(rng.integers(0, 4, 5), 4)
want = softmax_cross_entropy_gradient_reference(logits, Y)
same(softmax_cross_entropy_gradient(logits, Y), want, "other numbers and sizes")
### END HIDDEN TESTS


# %% right="softmax_cross_entropy_gradient"
def subtracts_at_the_right_class(logits, Y):
    m = logits.shape[1]
    slopes = softmax(logits)
    slopes[np.argmax(Y, axis=0), np.arange(m)] -= 1.0
    return slopes / m


def with_the_full_matrix_of_slopes(logits, Y):
    columns = []
    for z, y in zip(logits.T, Y.T, strict=True):
        p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
        columns.append((np.diag(p) - np.outer(p, p)) @ (-y / p))
    return np.array(columns).T / len(columns)


def gradient_of_the_log_of_the_sum(logits, Y, weight=None):
    weight = 1 / logits.shape[1] if weight is None else weight
    return weight * (np.exp(logits - np.logaddexp.reduce(logits, axis=0)) - Y)


# %% wrong="softmax_cross_entropy_gradient"
def _p(logits):
    powers = np.exp(logits - logits.max(axis=0, keepdims=True))
    return powers / powers.sum(axis=0, keepdims=True)


def gradient_without_the_mean(logits, Y):
    """The cost is a mean over the examples. Where is the 1/m?"""
    return _p(logits) - Y


def gradient_in_the_wrong_direction(logits, Y):
    """If the share of a wrong class is too large, its slope must be positive."""
    return (Y - _p(logits)) / Y.shape[1]


def gradient_with_a_slope_too_many(logits, Y):
    """p(1 - p) belongs to the squared error. Derive dL/dz once more: it cancels."""
    p = _p(logits)
    return (p - Y) * p * (1 - p) / Y.shape[1]


def gradient_from_logits_themselves(logits, Y):
    """p are shares. You subtract Y from the logits."""
    return (logits - Y) / Y.shape[1]


def gradient_over_classes_too(logits, Y):
    """There are m examples, not m times C. By what do you divide?"""
    return (_p(logits) - Y) / Y.size


def gradient_with_softmax_twice(logits, Y):
    """The shares of shares are nearly equal. Is softmax in there twice?"""
    return (_p(_p(logits)) - Y) / Y.shape[1]


def gradient_of_the_right_class_only(logits, Y):
    """The wrong classes have slopes too: their shares should fall."""
    return Y * (_p(logits) - 1) / Y.shape[1]


# %% [markdown] question="first_cost" points=1
# **1 point.** A fresh network gives logits near 0 for ten shelves. What is its first cost, about?
#
# - [ ] 0.69
#   > That is log 2, for two classes.
# - [x] 2.3
#   > Yes, log 10. If the first cost of yours is far from that, something is wrong before training
#   > has begun.
# - [ ] 10
#   > All ten have the share 1/10. What is minus its logarithm?

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 5</b> (open it after the check)</summary>
#
# - *Softmax twice.* A cost that takes logits gets shares. The cost then stays well above 0,
#   however sure the network is.
# - *The logarithm of a share.* It works until one thing is very sure and very wrong.
# - *$1/m$ forgotten in the gradient.* Then the learning rate depends on the size of the crate.
#
# </details>

# %% [markdown]
# ---
# # Part 6 · A network with two modes
#
# *60 minutes.* All pieces are there. A hidden layer is now: sums without a bias, batch
# normalisation, relu. The last layer has a bias and no normalisation.

# %% [markdown] question="where_is_relu"
# **From Part 2.** $\gamma = 1$ and $\beta = 0$, as at the start. A hidden layer normalises and then
# takes relu. What share of its outputs is 0, about?
#
# - [ ] None.
#   > Relu makes every negative number 0. How many are negative when the mean is 0?
# - [x] About one half, in every layer.
#   > Yes: the mean is 0 in each crate, so about half lie below it, unless the sums are very
#   > lopsided. β, once learnt, moves that for each unit.
# - [ ] It depends on the size of the weights below.
#   > At the start it is about half without normalisation, too; later nobody looks after it. What
#   > does the normalisation do to the mean?

# %% [markdown]
# The parameters have the keys `"W1"`, `"gamma1"`, `"beta1"`, … for the hidden layers, and `"WL"`,
# `"bL"` for the last one. Beside them stands a second dictionary, `running`, with `"mean1"`,
# `"variance1"`, … These are **not** parameters: no slope moves them. Given are three small helpers.


# %%
def hidden_layers(parameters):
    """How many hidden layers the network has."""
    return sum(name.startswith("gamma") for name in parameters)


def initialize_network(layers_dims, seed):
    """He's start for every W, 1 for every gamma, 0 for every beta and the last bias; and running
    averages that begin at mean 0 and variance 1."""
    weights, parameters, running, last = he_start(layers_dims, seed), {}, {}, len(layers_dims) - 1
    for layer in range(1, last):
        column = (layers_dims[layer], 1)
        parameters[f"W{layer}"] = weights[f"W{layer}"]
        parameters[f"gamma{layer}"], parameters[f"beta{layer}"] = np.ones(column), np.zeros(column)
        running[f"mean{layer}"], running[f"variance{layer}"] = np.zeros(column), np.ones(column)
    for name in (f"W{last}", f"b{last}"):
        parameters[name] = weights[name]
    return parameters, running


def used_network(layers_dims, seed):
    """A network as after some training: nothing in it is 0 or 1."""
    numbers = np.random.default_rng(seed)
    parameters, running = initialize_network(layers_dims, seed)
    moved = [
        {name: value + numbers.uniform(0.2, 0.8, value.shape) for name, value in part.items()}
        for part in (parameters, running)
    ]
    return moved[0], moved[1]


# %% [markdown]
# ## Your function: `forward_train`
#
# Train mode. For the hidden layers $l = 1, 2, \dots$, with $A^{[0]} = X$, where $Z$, $\hat Z$, out
# and $A$ are $(n_l, m)$:
#
# $$Z^{[l]} = W^{[l]} A^{[l-1]}, \qquad
# \mathrm{out}^{[l]} = \gamma^{[l]} \hat Z^{[l]} + \beta^{[l]}, \qquad
# A^{[l]} = \max(0, \mathrm{out}^{[l]}).$$
#
# The last layer, $W^{[L]} A^{[L-1]} + b^{[L]}$, is written already. On the way collect what the
# way back needs, and the statistics of each batch.


# %% answer="forward_train"
def forward_train(X, parameters):
    """Run the network in train mode.

    X: (n_0, m), a batch; parameters: "W1", "gamma1", "beta1", …, "WL", "bL"
    returns: logits, (C, m);
        caches, a list: (A_prev, norm_cache, out) for each hidden layer, where A_prev is what the
            layer received, norm_cache the cache of batchnorm_forward, and out its output before
            relu; and last the A that the last layer received;
        statistics, {"mean1": (n_1, 1), "variance1": (n_1, 1), …}, those of the sums of this batch
    """
    A, caches, statistics, hidden = X, [], {}, hidden_layers(parameters)
    for layer in range(1, hidden + 1):
        ### BEGIN SOLUTION
        Z = parameters[f"W{layer}"] @ A
        statistics[f"mean{layer}"], statistics[f"variance{layer}"] = batch_statistics(Z)
        gamma, beta = parameters[f"gamma{layer}"], parameters[f"beta{layer}"]
        out, norm_cache = batchnorm_forward(Z, gamma, beta)
        caches.append((A, norm_cache, out))
        A = np.maximum(out, 0)
        ### END SOLUTION
    logits = parameters[f"W{hidden + 1}"] @ A + parameters[f"b{hidden + 1}"]
    return logits, [*caches, A], statistics


# %% check="forward_train" points=4
X = np.array([[1.0, 1.0, 5.0, 5.0], [0.0, 6.0, 6.0, 0.0]])
parameters = {
    "W1": np.eye(2),
    "gamma1": np.array([[3.0], [-2.0]]),
    "beta1": np.array([[10.0], [1.0]]),
}
parameters |= {
    "W2": np.array([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.0]]),
    "b2": np.array([[0.5], [0], [-1]]),
}
logits, caches, statistics = untouched(forward_train, X, parameters)
same(
    logits,
    np.array([[13.5, 7.5, 13.5, 19.5], [3.0, 0.0, 0.0, 3.0], [-8.0, -8.0, -14.0, -14.0]]),
    "the numbers of Part 2 (out is 7 7 13 13 and 3 -1 -1 3), relu, then the last layer",
    tolerance=1e-5,
)
same(statistics["mean1"], np.array([[3.0], [3.0]]), "the means of the sums, before normalisation")
same(statistics["variance1"], np.array([[4.0], [9.0]]), "and their variances")
X = np.random.default_rng(3).standard_normal((4, 7))
parameters, _ = used_network([4, 5, 6, 3], seed=1)
logits, caches, statistics = forward_train(X, parameters)
same(sorted(statistics), ["mean1", "mean2", "variance1", "variance2"], "both hidden layers")
same(len(caches), 3, "a cache for each hidden layer, and the last A")
same(caches[0][0], X, "layer 1 received X")
mean_1 = (parameters["W1"] @ X).mean(axis=1, keepdims=True)
same(statistics["mean1"], mean_1, "mean1: of the plain sums W1 X, negative ones too")
out = caches[1][2]
same(out.mean(axis=1, keepdims=True), parameters["beta2"], "out of layer 2 has mean β, before relu")
same(caches[2], np.maximum(out, 0), "what the last layer received is relu of out of layer 2")
Z_2 = parameters["W2"] @ caches[1][0]
same(statistics["mean2"], Z_2.mean(axis=1, keepdims=True), "mean2: of the sums of layer 2")
same(caches[1][1][0].std(axis=1), np.ones(6), "Z_hat of layer 2 has spread 1", tolerance=1e-3)
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([3, 4, 5, 6])]
X, (parameters, _) = rng.normal(size=(dims[0], 8)), used_network(dims, int(rng.integers(99)))
logits, caches, statistics = forward_train(X, parameters)
layers = [(A_prev, tuple(norm_cache), out) for A_prev, norm_cache, out in caches[:-1]]
want = forward_train_reference(X, parameters)
same((logits, [*layers, caches[-1]], statistics), want, "other numbers, widths")
### END HIDDEN TESTS


# %% right="forward_train"
def forward_with_names(X, parameters):
    count = len([name for name in parameters if name[:5] == "gamma"])
    caches, statistics = [], {}
    A = X.copy()
    for k in map(str, range(1, count + 1)):
        Z = np.dot(parameters["W" + k], A)
        out, cache = batchnorm_forward(Z, parameters["gamma" + k], parameters["beta" + k], 1e-5)
        statistics["mean" + k] = Z.mean(axis=1, keepdims=True)
        statistics["variance" + k] = Z.var(axis=1, keepdims=True)
        caches.append([A, list(cache), out])
        A = out * (out > 0)
    k = str(count + 1)
    caches.append(A)
    return [parameters["W" + k] @ A + parameters["b" + k], caches, statistics]


def forward_layer_by_layer(X, parameters):
    def layer_of(A, k):
        Z = np.einsum("ij,jk->ik", parameters[f"W{k}"], A)
        out, cache = batchnorm_forward(Z, parameters[f"gamma{k}"], parameters[f"beta{k}"])
        return (A, cache, out), np.clip(out, 0, None), batch_statistics(Z)

    caches, statistics, A, k = [], {}, X, 1
    while f"gamma{k}" in parameters:
        cache, A, (statistics[f"mean{k}"], statistics[f"variance{k}"]) = layer_of(A, k)
        caches += [cache]
        k += 1
    return parameters[f"W{k}"] @ A + parameters[f"b{k}"], caches + [A], statistics


def forward_with_the_statistics_first(X, parameters, epsilon=1e-5):
    inputs, caches, statistics, last = [X], [], {}, hidden_layers(parameters) + 1
    for k in range(1, last):
        mean, variance = batch_statistics(parameters[f"W{k}"] @ inputs[-1])
        statistics |= {f"variance{k}": variance, f"mean{k}": mean}
        std = np.sqrt(variance + epsilon)
        Z_hat = (parameters[f"W{k}"] @ inputs[-1] - mean) / std
        out = parameters[f"gamma{k}"] * Z_hat + parameters[f"beta{k}"]
        caches.append((inputs[-1], (Z_hat, parameters[f"gamma{k}"], std), out))
        inputs.append(np.where(out > 0, out, 0.0))
    logits = parameters[f"W{last}"] @ inputs[-1] + parameters[f"b{last}"]
    return logits, [*caches, inputs[-1]], statistics


# %% wrong="forward_train"
def _relu(out):
    return np.maximum(out, 0)


def _forward(X, parameters, before=None, after=_relu, of=None, cache=None, variance=None):
    """The right answer, with one thing changed."""
    A, caches, statistics, hidden = X, [], {}, hidden_layers(parameters)
    for k in range(1, hidden + 1):
        Z = parameters[f"W{k}"] @ A
        Z = Z if before is None else before(Z)
        out, norm_cache = batchnorm_forward(Z, parameters[f"gamma{k}"], parameters[f"beta{k}"])
        mean_k, variance_k = batch_statistics(Z if of is None else of(Z, out))
        statistics[f"mean{k}"] = mean_k
        statistics[f"variance{k}"] = variance_k if variance is None else variance(variance_k)
        A_next = after(out)
        normal = (A, norm_cache, out)
        caches.append(normal if cache is None else cache(A, norm_cache, out, Z, A_next))
        A = A_next
    logits = parameters[f"W{hidden + 1}"] @ A + parameters[f"b{hidden + 1}"]
    return logits, [*caches, A], statistics


def has_no_relu(X, parameters):
    """Without relu all layers together are one. What is A after batch normalisation?"""
    return _forward(X, parameters, after=lambda out: out)


def takes_relu_first(X, parameters):
    """The order is: sums, normalisation, relu. Where is your relu?"""
    return _forward(X, parameters, before=_relu, after=lambda out: out)


def takes_relu_twice(X, parameters):
    """The sums go into the normalisation as they are, negative ones too."""
    return _forward(X, parameters, before=_relu)


def keeps_the_statistics_of_the_output(X, parameters):
    """The output always has mean β. The statistics of Z, before the normalisation, are wanted."""
    return _forward(X, parameters, of=lambda Z, out: out)


def keeps_the_roots(X, parameters):
    """ "variance1" should hold a variance. Is there a root?"""
    return _forward(X, parameters, variance=np.sqrt)


def caches_what_the_layer_gives(X, parameters):
    """The first entry of a cache is what the layer *received*. Append before you overwrite A."""
    return _forward(X, parameters, cache=lambda A, c, out, Z, A_next: (A_next, c, out))


def caches_the_sums(X, parameters):
    """The third entry is out, which goes into relu. You keep Z."""
    return _forward(X, parameters, cache=lambda A, c, out, Z, A_next: (A, c, Z))


def caches_the_output_after_relu(X, parameters):
    """The third entry is out before relu. Yours is cut at 0."""
    return _forward(X, parameters, cache=lambda A, c, out, Z, A_next: (A, c, A_next))


# %% [markdown]
# ## Your function: `backward_train`
#
# The same way back. The last layer is written; in the loop you pass relu, then the normalisation,
# then the product. As in the lessons before, the slope for `"W1"` stands under the key `"W1"`.
#
# $$\mathrm{dout} = dA \cdot [\mathrm{out} > 0], \qquad dW^{[l]} = dZ^{[l]}\, A^{[l-1]\top}, \qquad
# dA^{[l-1]} = W^{[l]\top} dZ^{[l]} .$$
#
# $\mathrm{dout}$ and $dZ^{[l]}$ are $(n_l, m)$; the others have the shapes of $W^{[l]}$ and
# $A^{[l-1]}$.


# %% answer="backward_train"
def backward_train(dlogits, caches, parameters):
    """Return the slope of J for each parameter, a dictionary with the keys of parameters.

    dlogits: (C, m), the slope for the logits; caches: the list that forward_train gives
    """
    hidden, slopes, A = hidden_layers(parameters), {}, caches[-1]
    slopes[f"W{hidden + 1}"] = dlogits @ A.T
    slopes[f"b{hidden + 1}"] = np.sum(dlogits, axis=1, keepdims=True)
    dA = parameters[f"W{hidden + 1}"].T @ dlogits
    for layer in range(hidden, 0, -1):
        A_prev, norm_cache, out = caches[layer - 1]
        ### BEGIN SOLUTION
        dout = dA * (out > 0)
        dZ, dgamma, dbeta = batchnorm_backward(dout, norm_cache)
        slopes[f"gamma{layer}"], slopes[f"beta{layer}"] = dgamma, dbeta
        slopes[f"W{layer}"] = dZ @ A_prev.T
        dA = parameters[f"W{layer}"].T @ dZ
        ### END SOLUTION
    return slopes


# %% check="backward_train" points=4
X, Y = np.random.default_rng(3).standard_normal((4, 7)), one_hot([0, 2, 1, 1, 0, 2, 2], 3)
parameters, _ = used_network([4, 5, 2, 3], seed=4)
logits, caches, _ = forward_train(X, parameters)
dlogits = softmax_cross_entropy_gradient(logits, Y)
slopes = untouched(backward_train, dlogits, caches, parameters)
same(sorted(slopes), sorted(parameters), "a slope for each parameter, under its name")


def cost_with(name):
    """The cost as a function of one of the parameters."""
    return lambda value: cross_entropy(forward_train(X, parameters | {name: value})[0], Y)


for name in ("gamma2", "beta2", "W2", "gamma1", "beta1", "W1"):
    measured = slope(cost_with(name), parameters[name])
    same(slopes[name], measured, f"{name}: the measured slope of your cost")
same(slopes["b3"], dlogits.sum(axis=1, keepdims=True), "b3, which was given")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([3, 4, 5, 6])]
parameters, _ = used_network(dims, int(rng.integers(99)))
_, caches, _ = forward_train_reference(rng.normal(size=(dims[0], 8)), parameters)
dlogits = rng.normal(size=(dims[3], 8))
want = backward_train_reference(dlogits, caches, parameters)
same(backward_train(dlogits, caches, parameters), want, "other numbers and widths")
### END HIDDEN TESTS


# %% right="backward_train"
def backward_in_one_formula(dlogits, caches, parameters):
    last = len(caches)
    slopes = {f"W{last}": dlogits @ caches[-1].T, f"b{last}": dlogits.sum(axis=1)[:, None]}
    back, above = dlogits, parameters[f"W{last}"]
    for k in range(last - 1, 0, -1):
        A_prev, (Z_hat, gamma, std), out = caches[k - 1]
        dout = np.where(out > 0, above.T @ back, 0.0)
        slopes[f"gamma{k}"] = (dout * Z_hat).sum(axis=1, keepdims=True)
        slopes[f"beta{k}"] = dout.sum(axis=1, keepdims=True)
        share = (slopes[f"beta{k}"] + Z_hat * slopes[f"gamma{k}"]) / dout.shape[1]
        back, above = gamma / std * (dout - share), parameters[f"W{k}"]
        slopes[f"W{k}"] = back @ A_prev.T
    return slopes


def backward_over_reversed_caches(dlogits, caches, parameters):
    *layers, A = caches
    k = len(layers) + 1
    slopes = {f"b{k}": dlogits @ np.ones((dlogits.shape[1], 1)), f"W{k}": np.dot(dlogits, A.T)}
    dA = np.dot(parameters[f"W{k}"].T, dlogits)
    for A_prev, norm_cache, out in reversed(layers):
        k -= 1
        dA = np.array(dA)
        dA[out <= 0] = 0
        dZ, slopes[f"gamma{k}"], slopes[f"beta{k}"] = batchnorm_backward(dA, norm_cache)
        slopes[f"W{k}"], dA = np.dot(dZ, A_prev.T), np.dot(parameters[f"W{k}"].T, dZ)
    return slopes


def backward_by_recursion(dlogits, caches, parameters, depth=None):
    depth = len(caches) - 1 if depth is None else depth
    slopes = {
        f"W{depth + 1}": dlogits @ caches[-1].T,
        f"b{depth + 1}": dlogits.sum(axis=1, keepdims=True),
    }

    def below(dA, k):
        if k:
            A_prev, norm_cache, out = caches[k - 1]
            dZ, dgamma, dbeta = batchnorm_backward(dA * np.sign(np.maximum(out, 0)), norm_cache)
            slopes.update({f"W{k}": dZ @ A_prev.T, f"gamma{k}": dgamma, f"beta{k}": dbeta})
            below(parameters[f"W{k}"].T @ dZ, k - 1)

    below(parameters[f"W{depth + 1}"].T @ dlogits, depth)
    return slopes


# %% wrong="backward_train"
def _backward(dlogits, caches, parameters, mask=None, norm=None, order=1, send=None, outer=None):
    """The right answer, with one thing changed."""
    hidden, slopes, A = hidden_layers(parameters), {}, caches[-1]
    slopes[f"W{hidden + 1}"] = dlogits @ A.T
    slopes[f"b{hidden + 1}"] = np.sum(dlogits, axis=1, keepdims=True)
    dA = parameters[f"W{hidden + 1}"].T @ dlogits
    for k in range(hidden, 0, -1):
        A_prev, norm_cache, out = caches[k - 1]
        dout = dA * ((out > 0) if mask is None else mask(norm_cache, out))
        dZ, *both = (norm or batchnorm_backward)(dout, norm_cache)
        slopes[f"gamma{k}"], slopes[f"beta{k}"] = both[::order]
        slopes[f"W{k}"] = (dZ if outer is None else outer(dZ, dout)) @ A_prev.T
        dA = parameters[f"W{k}"].T @ (dZ if send is None else send(dZ, dout))
    return slopes


def passes_relu_without_a_mask(dlogits, caches, parameters):
    """Where relu was flat, nothing comes back. Where is the mask?"""
    return _backward(dlogits, caches, parameters, mask=lambda c, out: 1.0)


def masks_with_z_hat(dlogits, caches, parameters):
    """Relu saw out, after γ and β. Your mask looks at Z_hat."""
    return _backward(dlogits, caches, parameters, mask=lambda c, out: c[0] > 0)


def skips_the_normalisation(dlogits, caches, parameters):
    """Between relu and the product stands the normalisation, on the way back too."""
    return _backward(
        dlogits,
        caches,
        parameters,
        norm=lambda dout, c: (dout, *batchnorm_backward(dout, c)[1:]),
    )


def goes_back_in_test_mode(dlogits, caches, parameters):
    """In train mode the statistics depend on Z. Use batchnorm_backward."""
    return _backward(
        dlogits,
        caches,
        parameters,
        norm=lambda dout, c: (c[1] / c[2] * dout, *batchnorm_backward(dout, c)[1:]),
    )


def exchanges_gamma_and_beta(dlogits, caches, parameters):
    """batchnorm_backward gives dZ, then dgamma, then dbeta. Which did you store where?"""
    return _backward(dlogits, caches, parameters, order=-1)


def sends_dout_to_the_layer_below(dlogits, caches, parameters):
    """The layer below gets W transposed times dZ. You send dout, from before the normalisation."""
    return _backward(dlogits, caches, parameters, send=lambda dZ, dout: dout)


def takes_dout_for_the_weights(dlogits, caches, parameters):
    """Z = W A. So the slope for W is made from dZ. You take dout."""
    return _backward(dlogits, caches, parameters, outer=lambda dZ, dout: dout)


def averages_over_the_crate_again(dlogits, caches, parameters):
    """The 1/m of the cost stands in dlogits. Do you divide once more?"""
    return {
        name: value / dlogits.shape[1]
        for name, value in _backward(dlogits, caches, parameters).items()
    }


# %% [markdown]
# ## Your function: `training_step`
#
# One step in train mode, from the docstring. Two things move, and they must not be mixed up:
#
# - **Parameters** follow their slopes: for each parameter $\theta$, with $\alpha$ for
#   `learning_rate`, $\theta \leftarrow \theta - \alpha\,\partial J/\partial\theta$. Shapes stay.
# - **Running averages** follow the statistics of the batch, by the formulas of Part 4.


# %% answer="training_step"
def training_step(X, Y, parameters, running, learning_rate, momentum=0.9):
    """Take one step of gradient descent in train mode.

    X: (n_0, m); Y: (C, m); parameters and running: dictionaries, which stay as they are
    returns: the new parameters, the new running averages (with the statistics of the forward that
        the slopes come from), and the cost before the step
    """
    ### BEGIN SOLUTION
    logits, caches, statistics = forward_train(X, parameters)
    slopes = backward_train(softmax_cross_entropy_gradient(logits, Y), caches, parameters)
    moved = {name: parameters[name] - learning_rate * slopes[name] for name in parameters}
    averages = {}
    for layer in range(1, hidden_layers(parameters) + 1):
        mean, variance = f"mean{layer}", f"variance{layer}"
        averages[mean], averages[variance] = update_running_averages(
            running[mean], running[variance], statistics[mean], statistics[variance], momentum
        )
    return moved, averages, cross_entropy(logits, Y)
    ### END SOLUTION


# %% check="training_step" points=6
X, Y = np.random.default_rng(5).standard_normal((4, 7)), one_hot([0, 2, 1, 1, 0, 2, 2], 3)
parameters, running = used_network([4, 5, 6, 3], seed=6)
moved, averages, cost = untouched(training_step, X, Y, parameters, running, 0.3, 0.75)
logits, _, statistics = forward_train(X, parameters)
same(cost, cross_entropy(logits, Y), "the cost before the step")
same(sorted(moved), sorted(parameters), "all parameters, under their names")
for name, value in parameters.items():
    measured = slope(
        lambda other, name=name: cross_entropy(forward_train(X, parameters | {name: other})[0], Y),
        value,
    )
    same(moved[name], value - 0.3 * measured, f"{name}: minus 0.3 times its measured slope")
same(sorted(averages), sorted(running), "all running averages, under their names")
for name, value in statistics.items():
    want = 0.75 * running[name] + 0.25 * value
    same(averages[name], want, f"{name}: 0.75 of the old average, 0.25 of this batch")
by_default = training_step(X, Y, parameters, running, 0.3)[1]["mean1"]
same(by_default, 0.9 * running["mean1"] + 0.1 * statistics["mean1"], "by default momentum is 0.9")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([3, 4, 5, 6])]
X, Y = rng.normal(size=(dims[0], 8)), one_hot(rng.integers(0, dims[3], 8), dims[3])
parameters, running = used_network(dims, int(rng.integers(99)))
want = training_step_reference(X, Y, parameters, running, 0.2, 0.6)
same(tuple(training_step(X, Y, parameters, running, 0.2, 0.6)), want, "other numbers and widths")
### END HIDDEN TESTS


# %% right="training_step"
def step_in_comprehensions(X, Y, parameters, running, learning_rate, momentum=0.9):
    logits, caches, statistics = forward_train(X, parameters)
    slopes = backward_train(softmax_cross_entropy_gradient(logits, Y), caches, parameters)
    return [
        {name: value - learning_rate * slopes[name] for name, value in parameters.items()},
        {name: momentum * running[name] + (1 - momentum) * statistics[name] for name in running},
        cross_entropy(logits, Y),
    ]


def step_on_copies(X, Y, parameters, running, learning_rate, momentum=0.9):
    parameters = {name: value.copy() for name, value in parameters.items()}
    running = {name: value.copy() for name, value in running.items()}
    logits, caches, statistics = forward_train(X, parameters)
    cost = cross_entropy(logits, Y)
    slopes = backward_train(softmax_cross_entropy_gradient(logits, Y), caches, parameters)
    for name in slopes:
        parameters[name] -= learning_rate * slopes[name]
    for name in statistics:
        running[name] += (1 - momentum) * (statistics[name] - running[name])
    return parameters, running, cost


def step_in_another_order(X, Y, parameters, running, learning_rate, momentum=0.9, decay=0.0):
    logits, caches, statistics = forward_train(X, parameters)
    averages, k = {}, 1
    while f"mean{k}" in running:
        names = f"mean{k}", f"variance{k}"
        old, new = [running[name] for name in names], [statistics[name] for name in names]
        averages.update(zip(names, update_running_averages(*old, *new, momentum), strict=True))
        k += 1
    slopes = backward_train(softmax_cross_entropy_gradient(logits, Y), caches, parameters)
    moved = {
        name: (1 - decay) * parameters[name] + -learning_rate * slopes[name] for name in slopes
    }
    return moved, averages, np.float64(cross_entropy(logits, Y))


# %% wrong="training_step"
def _step(X, Y, parameters, running, rate, momentum, moves=None, shares=None, late=(), sign=-1.0):
    """The right answer, with one thing changed."""
    logits, caches, statistics = forward_train(X, parameters)
    slopes = backward_train(softmax_cross_entropy_gradient(logits, Y), caches, parameters)
    moved = {
        name: value + sign * rate * slopes[name] if moves is None or moves(name) else value
        for name, value in parameters.items()
    }
    after = forward_train(X, moved)
    source = after[2] if "statistics" in late else statistics
    old, new = (momentum, 1 - momentum) if shares is None else shares
    averages = {name: old * running[name] + new * source[name] for name in running}
    return moved, averages, cross_entropy(after[0] if "cost" in late else logits, Y)


def step_that_forgets_the_averages(X, Y, parameters, running, learning_rate, momentum=0.9):
    """The running averages are still the old ones. At the desk they would be the first guess."""
    return _step(X, Y, parameters, running, learning_rate, momentum, shares=(1.0, 0.0))


def step_that_keeps_the_last_batch(X, Y, parameters, running, learning_rate, momentum=0.9):
    """One batch is noisy. The averages should keep a share `momentum` of what they were."""
    return _step(X, Y, parameters, running, learning_rate, momentum, shares=(0.0, 1.0))


def step_with_the_shares_exchanged(X, Y, parameters, running, learning_rate, momentum=0.9):
    """momentum is the share of the old average."""
    return _step(X, Y, parameters, running, learning_rate, 1 - momentum)


def step_with_a_fixed_momentum(X, Y, parameters, running, learning_rate, momentum=0.9):
    """Your averages take 0.9 whatever momentum is. Do you hand it on?"""
    return _step(X, Y, parameters, running, learning_rate, 0.9)


def step_that_moves_only_weights(X, Y, parameters, running, learning_rate, momentum=0.9):
    """γ and β are learnt too. Do all parameters move?"""
    return _step(
        X,
        Y,
        parameters,
        running,
        learning_rate,
        momentum,
        moves=lambda name: name[0] in "Wb" and not name.startswith("beta"),
    )


def step_uphill(X, Y, parameters, running, learning_rate, momentum=0.9):
    """The cost should fall. Which sign has your step?"""
    return _step(X, Y, parameters, running, learning_rate, momentum, sign=1.0)


def step_that_reports_the_later_cost(X, Y, parameters, running, learning_rate, momentum=0.9):
    """The cost of the parameters that the slopes were taken at is wanted."""
    return _step(X, Y, parameters, running, learning_rate, momentum, late=("cost",))


def step_that_averages_after_the_move(X, Y, parameters, running, learning_rate, momentum=0.9):
    """Take the statistics of the forward that you had. There is no need for a second one."""
    return _step(X, Y, parameters, running, learning_rate, momentum, late=("statistics",))


def step_that_writes_into_its_input(X, Y, parameters, running, learning_rate, momentum=0.9):
    """Your caller's parameters have changed. Make a new dictionary with new arrays."""
    logits, caches, statistics = forward_train(X, parameters)
    slopes = backward_train(softmax_cross_entropy_gradient(logits, Y), caches, parameters)
    for name in parameters:
        parameters[name] -= learning_rate * slopes[name]
    for name in running:
        running[name] = momentum * running[name] + (1 - momentum) * statistics[name]
    return parameters, running, cross_entropy(logits, Y)


def step_in_test_mode(X, Y, parameters, running, learning_rate, momentum=0.9):
    """In training the normalisation uses the statistics of the batch. Yours has stored ones."""
    logits, caches, statistics = forward_train(X, parameters)
    A, stored = X, []
    for k in range(1, hidden_layers(parameters) + 1):
        gamma, std = parameters[f"gamma{k}"], np.sqrt(running[f"variance{k}"] + 1e-5)
        Z_hat = (parameters[f"W{k}"] @ A - running[f"mean{k}"]) / std
        out = gamma * Z_hat + parameters[f"beta{k}"]
        stored.append((A, (Z_hat, gamma, std), out))
        A = np.maximum(out, 0)
    last = len(stored) + 1
    logits = parameters[f"W{last}"] @ A + parameters[f"b{last}"]
    dlogits = softmax_cross_entropy_gradient(logits, Y)
    slopes = backward_train(dlogits, [*stored, A], parameters)
    moved = {name: value - learning_rate * slopes[name] for name, value in parameters.items()}
    averages = {k: momentum * running[k] + (1 - momentum) * statistics[k] for k in running}
    return moved, averages, cross_entropy(logits, Y)


# %% [markdown]
# ## Look: it trains
#
# Three hidden layers of 60 units, crates of 100, six passes over 2,000 things.


# %%
# ε = 0.01 as in Part 1, so that a pixel that is nearly always black does not become huge.
X_train_scaled = normalize_inputs(X_train, X_train, 0.01)
X_dev_scaled = normalize_inputs(X_train, X_dev, 0.01)
X_test_scaled = normalize_inputs(X_train, X_test, 0.01)


def train(X, labels, layers_dims, learning_rate, epochs, seed, crate=100):
    """Train from a seeded start; returns parameters, running averages and the cost of each step."""
    parameters, running = initialize_network(layers_dims, seed)
    order, costs, Y = np.random.default_rng(seed), [], one_hot(labels)
    for _ in tqdm(range(epochs), desc="epochs"):
        places = order.permutation(X.shape[1])
        for first in range(0, len(places), crate):
            chosen = places[first : first + crate]
            parameters, running, cost = training_step(
                X[:, chosen], Y[:, chosen], parameters, running, learning_rate
            )
            costs.append(cost)
    return parameters, running, costs


# %% demo="train"
OFFICE = [196, 60, 60, 60, 10]
parameters, running, costs = train(X_train_scaled, labels_train, OFFICE, 0.3, 6, seed=1)
office_parameters, office_running = parameters, running
show(
    curves(range(len(costs)), {"cost of the crate": costs}, "step", "cost", "The office's network"),
    "The cost of each crate falls, steeply at first, with small jumps from crate to crate.",
)
print(f"first cost {costs[0]:.2f}, last cost {costs[-1]:.2f}")
X, (fresh_parameters, _) = X_train_scaled[:, :100], initialize_network(OFFICE, seed=1)
fresh_logits = forward_train(X, fresh_parameters)[0]
print(f"log 10 is {math.log(10):.2f}; spread of the first logits: {fresh_logits.std():.2f}")

# %% [markdown]
# The first cost lies a little above log 10. With He's start the logits of the last layer are not
# near 0: they have a spread of about 1. The fresh network prefers some shelves, for no reason, and
# pays for it.
#
# ## Hunt the bug
#
# For the answers a colleague asked an AI assistant for a forward in test mode. It calls
# `batchnorm_predict`, it reads well, and on the office's 1,000 development things it works.


# %% start="predict_logits"
def predict_logits(X, parameters, running):
    """Return the logits for X in test mode, (C, m).

    X: (n_0, m), m may be 1; parameters, running: as training_step returns them
    """
    A, hidden = X, hidden_layers(parameters)
    stored = running.copy()
    for layer in range(1, hidden + 1):
        Z = parameters[f"W{layer}"] @ A
        stored[f"mean{layer}"], stored[f"variance{layer}"] = batch_statistics(Z)
        gamma, beta = parameters[f"gamma{layer}"], parameters[f"beta{layer}"]
        mean, variance = stored[f"mean{layer}"], stored[f"variance{layer}"]
        A = np.maximum(batchnorm_predict(Z, gamma, beta, mean, variance), 0)
    return parameters[f"W{hidden + 1}"] @ A + parameters[f"b{hidden + 1}"]


# %% answer="predict_logits"
def predict_logits(X, parameters, running):
    """Return the logits for X in test mode, (C, m).

    X: (n_0, m), m may be 1; parameters, running: as training_step returns them
    """
    A, hidden = X, hidden_layers(parameters)
    for layer in range(1, hidden + 1):
        Z = parameters[f"W{layer}"] @ A
        gamma, beta = parameters[f"gamma{layer}"], parameters[f"beta{layer}"]
        ### BEGIN SOLUTION
        # The stored statistics, untouched by what happens to lie in this crate.
        mean, variance = running[f"mean{layer}"], running[f"variance{layer}"]
        ### END SOLUTION
        A = np.maximum(batchnorm_predict(Z, gamma, beta, mean, variance), 0)
    return parameters[f"W{hidden + 1}"] @ A + parameters[f"b{hidden + 1}"]


# %% [markdown]
# You may ask the function anything. On one crate of 1,000 it works. What else will it meet at the
# desk? Write down a test before you read on.

# %% [markdown]
# **Predict.** The same 1,000 things again, shuffled and packed into crates of other sizes. What
# share is on the right shelf in crates of **two**, with the function *above* as it stands?

# %% prediction="crates_of_two" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_crates_of_two = 0.5
### END SOLUTION


# %% demo="evidence"
def share_right_in_crates(X, labels, crate):
    """The share of right answers of predict_logits, asked crate by crate, in a shuffled order."""
    mixed, right = np.random.default_rng(0).permutation(len(labels)), 0
    for first in range(0, len(labels), crate):
        part = mixed[first : first + crate]
        logits = predict_logits(X[:, part], office_parameters, office_running)
        right += int(np.sum(np.argmax(logits, axis=0) == labels[part]))
    return right / len(labels)


shares = {}
for crate in (1000, 100, 20, 5, 2, 1):
    shares[crate] = share_right_in_crates(X_dev_scaled, labels_dev, crate)
    print(f"crates of {crate:4d}: {shares[crate]:.1%} on the right shelf")
figure = curves(
    list(shares),
    {"predict_logits": list(shares.values())},
    "things in a crate",
    "share on the right shelf",
    "The same 1,000 things, in crates of six sizes",
    log_x=True,
    markers=True,
)
figure.axes[0].set_ylim(0, 1)
show(
    figure,
    "The share on the right shelf over the size of the crate, from 1 to 1,000 things. Where the "
    "curve is level, the size of the crate does not matter; where it falls to the left, small "
    "crates are answered worse than large ones.",
)
boots = labels_dev == SHELVES.index("ankle boot")
sorted_crate = share_right_in_crates(X_dev_scaled[:, boots], labels_dev[boots], 100)
print(f"one crate with {boots.sum()} ankle boots and nothing else: {sorted_crate:.1%}")
if abs(shares[1000] - shares[1]) > 0.01:
    compare_prediction("crates_of_two", predicted_crates_of_two, shares[2])
else:
    print("The share no longer depends on the crate. Are the numbers right, too? The check says.")

# %% [markdown]
# **Now repair `predict_logits`** (above the evidence), and run this check. Run the evidence again,
# too.

# %% check="predict_logits" points=4
parameters = {
    "W1": np.eye(2),
    "gamma1": np.array([[3.0], [-2.0]]),
    "beta1": np.array([[10.0], [1.0]]),
    "W2": np.array([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.0]]),
    "b2": np.array([[0.5], [0.0], [-1.0]]),
}
running = {"mean1": np.array([[5.0], [3.0]]), "variance1": np.array([[16.0], [9.0]])}
same(
    predict_logits(np.array([[1.0], [0.0]]), parameters, running),
    np.array([[13.5], [3.0], [-8.0]]),
    "one thing alone; the stored means 5 and 3, variances 16 and 9, by hand",
    tolerance=1e-5,
)
same(
    predict_logits(np.array([[1.0, 1.0, 5.0, 9.0], [0.0, 6.0, 3.0, 0.0]]), parameters, running),
    np.array([[13.5, 7.5, 12.5, 19.5], [3.0, 0.0, 1.0, 3.0], [-8.0, -8.0, -11.0, -14.0]]),
    "that thing and three others, by hand",
    tolerance=1e-5,
)
X = np.random.default_rng(7).standard_normal((4, 6)) + 1.0
parameters, running = used_network([4, 5, 6, 3], seed=8)
together = untouched(predict_logits, X, parameters, running)
same(together.shape, (3, 6), "one column of logits for each thing")
for i in range(6):
    got = predict_logits(X[:, [i]], parameters, running)
    same(got, together[:, [i]], f"thing {i} alone gets the logits that it gets in the crate")
same(predict_logits(X[:, ::-1], parameters, running), together[:, ::-1], "in reverse order")
other = {name: value + 0.5 for name, value in running.items()}
changed = not np.allclose(predict_logits(X, parameters, other), together)
same(changed, True, "other running averages give other logits")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([3, 4, 5, 6])]
X, (parameters, running) = rng.normal(size=(dims[0], 5)), used_network(dims, int(rng.integers(99)))
for count in (5, 1):
    want = predict_logits_reference(X[:, :count], parameters, running)
    same(predict_logits(X[:, :count], parameters, running), want, "other numbers and widths")
### END HIDDEN TESTS


# %% right="predict_logits"
def predicts_one_thing_at_a_time(X, parameters, running):
    last, columns = hidden_layers(parameters) + 1, []
    for i in range(X.shape[1]):
        a = X[:, [i]]
        for k in range(1, last):
            z = parameters[f"W{k}"] @ a - running[f"mean{k}"]
            z = z / (running[f"variance{k}"] + 1e-5) ** 0.5
            a = np.maximum(0, parameters[f"gamma{k}"] * z + parameters[f"beta{k}"])
        columns.append(parameters[f"W{last}"] @ a + parameters[f"b{last}"])
    return np.hstack(columns)


def predicts_with_folded_weights(X, parameters, running):
    A, k = X, 1
    while f"gamma{k}" in parameters:
        factor = parameters[f"gamma{k}"] / np.sqrt(running[f"variance{k}"] + 1e-5)
        W, b = factor * parameters[f"W{k}"], parameters[f"beta{k}"] - factor * running[f"mean{k}"]
        A = np.maximum(W @ A + b, 0)
        k += 1
    return parameters[f"W{k}"] @ A + parameters[f"b{k}"]


def predicts_by_names(X, parameters, running, epsilon=1e-5):
    A = X.astype(float)
    names = sorted(name for name in parameters if name.startswith("W"))
    for name in names[:-1]:
        k = name[1:]
        stored = running["mean" + k], running["variance" + k]
        norm = parameters["gamma" + k], parameters["beta" + k]
        A = batchnorm_predict(parameters[name] @ A, *norm, *stored, epsilon)
        A = A * (A > 0)
    return parameters[names[-1]] @ A + parameters["b" + names[-1][1:]]


# %% wrong="predict_logits"
def _predict(X, parameters, running, chosen=None, after=lambda out: np.maximum(out, 0)):
    """The right answer, with one thing changed; chosen picks the statistics of a layer."""
    A, hidden = X, hidden_layers(parameters)
    for k in range(1, hidden + 1):
        Z = parameters[f"W{k}"] @ A
        stored = running[f"mean{k}"], running[f"variance{k}"]
        stored = stored if chosen is None else chosen(Z, *stored, k)
        gamma, beta = parameters[f"gamma{k}"], parameters[f"beta{k}"]
        A = after(batchnorm_predict(Z, gamma, beta, *stored))
    return parameters[f"W{hidden + 1}"] @ A + parameters[f"b{hidden + 1}"]


def predicts_by_the_crate(X, parameters, running):
    """These are the statistics of this crate. Where are the stored ones?"""
    return _predict(X, parameters, running, lambda Z, mean, variance, k: batch_statistics(Z))


def predicts_by_the_crate_unless_alone(X, parameters, running):
    """A single thing is right now. In company it still gets the statistics of the crate."""
    return _predict(
        X,
        parameters,
        running,
        lambda Z, mean, variance, k: (mean, variance) if Z.shape[1] == 1 else batch_statistics(Z),
    )


def predicts_with_averages_that_still_run(X, parameters, running):
    """At the desk nothing is learnt: the averages must stay as they were stored. Yours move a
    little towards each crate."""
    return _predict(
        X,
        parameters,
        running,
        lambda Z, mean, variance, k: update_running_averages(mean, variance, *batch_statistics(Z)),
    )


def predicts_with_the_variance_of_the_crate(X, parameters, running):
    """The mean is the stored one. And the variance?"""
    return _predict(
        X, parameters, running, lambda Z, mean, variance, k: (mean, batch_statistics(Z)[1])
    )


def repairs_the_first_layer_only(X, parameters, running):
    """Every hidden layer has stored statistics of its own. Which ones does layer 2 use?"""
    return _predict(
        X,
        parameters,
        running,
        lambda Z, mean, variance, k: (mean, variance) if k == 1 else batch_statistics(Z),
    )


def predicts_with_a_root_too_many(X, parameters, running):
    """batchnorm_predict takes a variance and takes the root itself."""
    return _predict(X, parameters, running, lambda Z, mean, variance, k: (mean, np.sqrt(variance)))


def predicts_without_statistics(X, parameters, running):
    """Mean 0 and variance 1 are only where the averages began. What was stored since?"""
    return _predict(
        X, parameters, running, lambda Z, mean, variance, k: (0 * mean, 0 * variance + 1)
    )


# %% [markdown] question="why_invisible" points=1
# **1 point.** The colleague had tested on one crate of 1,000. Why did that show nothing?
#
# - [x] A thousand mixed things have nearly the stored statistics.
#   > Yes. The mistake shows where the two differ: in small crates, and in a crate of boots. Measure
#   > a network as it will be used.
# - [ ] The weights were right, and they were the same as at the desk.
#   > They were right in the crates of one, too.
# - [ ] In large crates batch normalisation has almost no effect.
#   > It has its full effect. With which statistics, and how far are they from the others?

# %% [markdown]
# ## Write a test for test mode
#
# The mistake was one level up; the same one can sit in a single layer. Here are eight versions of
# test mode for one layer, `version(Z, gamma, beta, kept_mean, kept_variance)`. Three are right.


# %%
def version_a(Z, gamma, beta, kept_mean, kept_variance):
    return gamma * (Z - kept_mean) / np.sqrt(kept_variance + 1e-5) + beta


def version_b(Z, gamma, beta, kept_mean, kept_variance):
    mean, variance = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return gamma * (Z - mean) / np.sqrt(variance + 1e-5) + beta


def version_c(Z, gamma, beta, kept_mean, kept_variance):
    if Z.shape[1] == 1:
        return gamma * (Z - kept_mean) / np.sqrt(kept_variance + 1e-5) + beta
    mean, variance = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return gamma * (Z - mean) / np.sqrt(variance + 1e-5) + beta


def version_d(Z, gamma, beta, kept_mean, kept_variance):
    factor = gamma / np.sqrt(kept_variance + 1e-5)
    return factor * Z + (beta - factor * kept_mean)


def version_e(Z, gamma, beta, kept_mean, kept_variance):
    kept_mean[:] = 0.9 * kept_mean + 0.1 * Z.mean(axis=1, keepdims=True)
    return gamma * (Z - kept_mean) / np.sqrt(kept_variance + 1e-5) + beta


def version_f(Z, gamma, beta, kept_mean, kept_variance):
    columns = [(Z[:, [i]] - kept_mean) / (kept_variance + 1e-5) ** 0.5 for i in range(Z.shape[1])]
    return np.hstack(columns) * gamma + beta


def version_g(Z, gamma, beta, kept_mean, kept_variance):
    return gamma * (Z - kept_mean) / (kept_variance + 1e-5) + beta


def version_h(Z, gamma, beta, kept_mean, kept_variance):
    mean = Z if Z.shape[1] == 1 else kept_mean
    return gamma * (Z - mean) / np.sqrt(kept_variance + 1e-5) + beta


# %% [markdown]
# Your test gets one of them. It must return quietly for every right version and raise an
# `AssertionError` for every wrong one. Do not test for their mistakes one by one. Test what test
# mode *should do*: the right numbers, whatever the company, and nothing changed. Give it floats,
# `2.0` and not `2`. Grading also hands your test versions that you do not see here.
#
# *Worked example*, a test for a function that should double each number:


# %%
def check_doubles(candidate):
    given = np.array([3.0, -1.0])
    assert np.allclose(candidate(given), [6.0, -2.0]), "not twice as large"
    assert np.allclose(candidate(given[:1]), [6.0]), "another answer without company"


check_doubles(lambda numbers: 2 * numbers)


# %% answer="check_prediction"
def check_prediction(candidate):
    """Raise an AssertionError unless candidate is batch normalisation in test mode.

    candidate(Z, gamma, beta, kept_mean, kept_variance): Z (n, m), the others (n, 1), all with
    floats; epsilon is the default, 1e-5
    """
    ### BEGIN SOLUTION
    Z = np.array([[1.0, 4.0, -2.0], [0.0, 3.0, 5.0]])
    gamma, beta = np.array([[2.0], [-0.5]]), np.array([[1.0], [3.0]])
    kept_mean, kept_variance = np.array([[0.5], [2.0]]), np.array([[4.0], [0.25]])
    arguments = Z, gamma, beta, kept_mean, kept_variance
    before = [argument.copy() for argument in arguments]
    want = gamma * (Z - kept_mean) / np.sqrt(kept_variance + 1e-5) + beta
    assert np.allclose(candidate(*arguments), want), "not the stored statistics"
    for old, new in zip(before, arguments, strict=True):
        assert np.array_equal(old, new), "it changes what it was given"
    assert np.allclose(candidate(Z[:, :1], *before[1:]), want[:, :1]), "another answer alone"
    ### END SOLUTION


# %% check="check_prediction" points=4
same(accepts(check_prediction, version_a), True, "version a is right: your test should accept it")
same(accepts(check_prediction, version_d), True, "version d is right: your test should accept it")
same(accepts(check_prediction, version_f), True, "version f is right: your test should accept it")
same(accepts(check_prediction, version_b), False, "version b looks at the crate: refuse it")
same(accepts(check_prediction, version_c), False, "version c is right only for a single thing")
same(accepts(check_prediction, version_e), False, "version e moves the average that it was given")
same(
    accepts(check_prediction, version_g),
    False,
    "version g takes no root (the root of 1 is 1): refuse it",
)
same(accepts(check_prediction, version_h), False, "version h is right only in company: refuse it")
### BEGIN HIDDEN TESTS


def another_right_version(Z, gamma, beta, kept_mean, kept_variance):
    return beta - gamma * (kept_mean - Z) * (kept_variance + 1e-5) ** -0.5


def with_the_variance_of_the_crate(Z, gamma, beta, kept_mean, kept_variance):
    return gamma * (Z - kept_mean) / np.sqrt(Z.var(axis=1, keepdims=True) + 1e-5) + beta


def without_the_shift(Z, gamma, beta, kept_mean, kept_variance):
    return gamma * (Z - kept_mean) / np.sqrt(kept_variance + 1e-5)


same(accepts(check_prediction, another_right_version), True, "another right version")
same(accepts(check_prediction, with_the_variance_of_the_crate), False, "the crate's variance")
same(accepts(check_prediction, without_the_shift), False, "β is missing")
### END HIDDEN TESTS


# %% right="check_prediction"
def test_by_company(candidate):
    numbers = np.random.default_rng(0)
    Z = 3 * numbers.standard_normal((3, 5)) + 2
    rest = [numbers.uniform(0.5, 2, (3, 1)) for _ in range(4)]
    copies = [array.copy() for array in rest]
    together = candidate(Z.copy(), *copies)
    assert all(np.array_equal(a, b) for a, b in zip(rest, copies, strict=True))
    gamma, beta, mean, variance = rest
    for i in range(5):
        want = gamma * (Z[:, [i]] - mean) / np.sqrt(variance + 1e-5) + beta
        assert np.allclose(together[:, [i]], want)
        assert np.allclose(candidate(Z[:, [i]], *rest), want)


def test_by_hand(candidate):
    kept = np.array([[1.0]]), np.array([[4.0 - 1e-5]])
    scale = np.array([[3.0]]), np.array([[10.0]])
    got = candidate(np.array([[5.0, 1.0, -3.0, 9.0]]), *scale, *kept)
    assert np.allclose(got, [[16.0, 10.0, 4.0, 22.0]])
    assert kept[0][0, 0] == 1.0 and kept[1][0, 0] == 4.0 - 1e-5
    assert np.allclose(candidate(np.array([[5.0]]), *scale, *kept), [[16.0]])


def test_against_a_plain_formula(candidate, tolerance=1e-6):
    Z, one = np.arange(8.0).reshape(2, 4), np.ones((2, 1))
    for part in (Z, Z[:, 2:], Z[:, :1]):
        mean, variance = 2.0 * one, 9.0 * one
        got = candidate(part, 5 * one, 7 * one, mean, variance)
        if not np.allclose(got, 5 * (part - 2) / np.sqrt(9 + 1e-5) + 7, atol=tolerance):
            raise AssertionError("other numbers")
        if mean[0, 0] != 2 or variance[1, 0] != 9:
            raise AssertionError("changed")


# %% wrong="check_prediction"
def _arguments_of_test():
    Z = np.array([[1.0, 4.0, -2.0], [0.0, 3.0, 5.0]])
    gamma, beta = np.array([[2.0], [-0.5]]), np.array([[1.0], [3.0]])
    return Z, gamma, beta, np.array([[0.5], [2.0]]), np.array([[4.0], [0.25]])


def _wanted(Z, gamma, beta, kept_mean, kept_variance):
    return gamma * (Z - kept_mean) / np.sqrt(kept_variance + 1e-5) + beta


def tests_a_single_thing_only(candidate):
    """Version c treats a single thing well. Does your test also ask it in company?"""
    Z, *rest = _arguments_of_test()
    before = rest[2].copy()
    assert np.allclose(candidate(Z[:, :1], *rest), _wanted(Z[:, :1], *rest))
    assert np.array_equal(rest[2], before)


def tests_only_the_shape(candidate):
    """All versions return the right shape. Compare numbers."""
    Z, *rest = _arguments_of_test()
    assert np.shape(candidate(Z, *rest)) == Z.shape


def tests_with_its_own_statistics(candidate):
    """If the stored statistics are those of the crate, nobody can tell the two modes apart."""
    Z, gamma, beta, _, _ = _arguments_of_test()
    rest = gamma, beta, Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    kept = rest[2].copy()
    assert np.allclose(candidate(Z, *rest), _wanted(Z, gamma, beta, kept, rest[3]))


def tests_whether_alone_equals_company(candidate):
    """Version g also gives the same answer alone and in company. Compare with right numbers as
    well, and for a stored variance other than 1: the root of 1 is 1."""
    Z, *rest = _arguments_of_test()
    before = [array.copy() for array in rest]
    together = candidate(Z, *rest)
    assert all(np.array_equal(a, b) for a, b in zip(rest, before, strict=True))
    assert np.allclose(candidate(Z[:, :1], *rest), together[:, :1])


def tests_company_only(candidate):
    """Version h is right in company and wrong for a single thing. Ask for both."""
    Z, *rest = _arguments_of_test()
    before = [array.copy() for array in rest]
    assert np.allclose(candidate(Z, *rest), _wanted(Z, *before))
    assert all(np.array_equal(a, b) for a, b in zip(rest, before, strict=True))


def tests_for_one_exact_result(candidate):
    """Another right formula differs in the last digits. Compare with np.allclose."""
    Z, *rest = _arguments_of_test()
    before = [array.copy() for array in rest]
    for part in (Z, Z[:, :1]):
        assert np.array_equal(candidate(part, *rest), _wanted(part, *before))
    assert all(np.array_equal(a, b) for a, b in zip(rest, before, strict=True))


def tests_by_name(candidate):
    """Your test knows the versions on this page by their names. What should it say of another?"""
    assert candidate in (version_a, version_d, version_f)


def tests_without_epsilon(candidate):
    """Even version a is refused. Does your expected number have the default ε, 1e-5, and do you
    compare with np.allclose?"""
    Z, gamma, beta, kept_mean, kept_variance = _arguments_of_test()
    want = gamma * (Z - kept_mean) / np.sqrt(kept_variance) + beta
    assert np.array_equal(candidate(Z, gamma, beta, kept_mean, kept_variance), want)


# %% demo="own_prediction_tested"
print("Your test accepts your own batchnorm_predict:", accepts(check_prediction, batchnorm_predict))

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 6</b> (open it after the check)</summary>
#
# - *Running averages among the parameters.* They have no slope. They live beside the parameters,
#   and must be saved with them.
# - *Train mode in the evaluation.* One crate of a thousand hides it. Ask one thing alone.
# - *A repair for $m = 1$ only.* A crate of boots is wrong still.
#
# </details>

# %% [markdown]
# ---
# # Part 7 · Experiment: what is it worth?
#
# *20 minutes.* The claim of 2015 was *faster training at higher learning rates*. We test it on a
# deep network: eight hidden layers of 40 units, 1,000 things, crates of 50.

# %% [markdown] question="who_is_tuned"
# **From *Optimisation methods*.** A method with ten trial runs beats one with a single, borrowed
# learning rate. What have you learnt?
#
# - [ ] That the method is better, for it won the comparison.
#   > Perhaps the other one only had the wrong rate. How would you know?
# - [ ] That learning rates do not matter for a good method.
#   > They matter so much that they can decide such a comparison alone.
# - [x] Little, for the trials were not shared out fairly.
#   > Yes. Both need the same budget of trials, and fresh seeds for the comparison. And today there
#   > is one thing more to share out: a step with batch normalisation takes longer.

# %% [markdown]
# There are three rivals, and all start from He's weights:
#
# - **plain**: no normalisation, a bias in each layer, 60 steps;
# - **batch norm**: 60 steps as well;
# - **plain, 3 times the steps**: 180 steps, because a step without normalisation is cheaper.
#
# All get the same eleven learning rates and three trials at each, judged on the development things.
# A network that exploded has no right answers. A rate is *usable* if **every** trial gets at least
# half of the things right. The *usable range* is the largest usable rate divided by the smallest.
# Then each rival runs at its best rate, on six fresh seeds, judged on the test things, which nobody
# has used for a choice until then.


# %%
RATES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
RIVALS = {"plain": 3, "batch norm": 3, "plain, 3 times the steps": 9}  # passes over the things
DEEP = [196] + [40] * 8 + [10]


def plain_step(X, Y, parameters, learning_rate):
    """One step of gradient descent without normalisation; returns the new parameters."""
    logits, inputs = forward(X, parameters)
    dZ, moved = softmax_cross_entropy_gradient(logits, Y), {}
    for layer in range(len(inputs), 0, -1):
        W, b, received = parameters[f"W{layer}"], parameters[f"b{layer}"], inputs[layer - 1]
        moved[f"W{layer}"] = W - learning_rate * dZ @ received.T
        moved[f"b{layer}"] = b - learning_rate * dZ.sum(axis=1, keepdims=True)
        dZ = (W.T @ dZ) * (received > 0)
    return moved


def trial(rival, learning_rate, seed, X_judge, labels_judge):
    """Train one rival on 1,000 things; returns its share of right answers, in test mode."""
    numbers, Y_train = np.random.default_rng(seed), one_hot(labels_train)
    parameters, running = initialize_network(DEEP, seed)
    if rival != "batch norm":
        parameters = he_start(DEEP, seed)  # the same weights, and biases in place of γ and β
    things = numbers.permutation(len(labels_train))[:1000]
    with np.errstate(all="ignore"):  # rates that are far too large may overflow
        for _ in range(RIVALS[rival]):
            for chosen in numbers.permutation(things).reshape(-1, 50):
                X, Y = X_train_scaled[:, chosen], Y_train[:, chosen]
                if rival == "batch norm":
                    parameters, running, _ = training_step(X, Y, parameters, running, learning_rate)
                else:
                    parameters = plain_step(X, Y, parameters, learning_rate)
        if rival == "batch norm":
            logits = predict_logits(X_judge, parameters, running)
        else:
            logits = forward(X_judge, parameters)[0]
    exploded = ~np.isfinite(logits).all(axis=0)
    return float(np.mean((np.argmax(logits, axis=0) == labels_judge) & ~exploded))


def usable_range(shares_by_rate, goal=0.5):
    """The largest rate at which every trial reaches the goal, divided by the smallest; or 0."""
    usable = [rate for rate, shares in shares_by_rate.items() if min(shares) >= goal]
    return max(usable) / min(usable) if usable else 0.0


# %% [markdown]
# **Predict** two things, before the run. First: the usable range of *batch norm* divided by the
# usable range of *plain*.

# %% prediction="ratio_of_ranges" between=[0, 1000] points=1
### BEGIN SOLUTION
predicted_ratio_of_ranges = 5
### END SOLUTION

# %% [markdown]
# Second: on six fresh seeds, each at its own best rate: how often will *batch norm* beat *plain, 3
# times the steps*? (The run also prints what one run of each takes in time.)

# %% prediction="wins_over_more_steps" between=[0, 6] points=1
### BEGIN SOLUTION
predicted_wins_over_more_steps = 5
### END SOLUTION

# %% demo="trials"
trials, seconds = {rival: {} for rival in RIVALS}, dict.fromkeys(RIVALS, 0.0)
for rate in tqdm(RATES, desc="rates"):
    for rival, by_rate in trials.items():
        began = time.perf_counter()
        by_rate[rate] = [
            trial(rival, rate, seed, X_dev_scaled, labels_dev) for seed in (101, 102, 103)
        ]
        seconds[rival] += time.perf_counter() - began
for rival, by_rate in trials.items():
    usable, words = [rate for rate in RATES if min(by_rate[rate]) >= 0.5], "no usable rate"
    if usable:
        factor = usable_range(by_rate)
        words = f"usable from {min(usable)} to {max(usable)}: a factor of {factor:.0f}"
    print(f"{rival:25s} {words};  {seconds[rival] / 33 * 1000:.0f} ms a run")
if usable_range(trials["plain"]):
    ratio = usable_range(trials["batch norm"]) / usable_range(trials["plain"])
    compare_prediction("ratio_of_ranges", predicted_ratio_of_ranges, ratio)
else:
    print("plain has no usable rate: the ratio has no value")

# %% [markdown]
# Each point below is the mean of three trials. The bar reaches one spread of the three to either
# side. *Usable* goes by the worst of the three, so a point above one half does not settle it.

# %% demo="look_at_trials"
show(
    curves_with_errors(
        RATES,
        {
            rival: ([np.mean(by_rate[r]) for r in RATES], [np.std(by_rate[r]) for r in RATES])
            for rival, by_rate in trials.items()
        },
        "learning rate",
        "share on the right shelf",
        "Eight hidden layers: mean of three trials, bars of one spread",
        log_x=True,
    ),
    "The share of right answers over the learning rate for three rivals: the mean of three trials, "
    "with a bar of one standard deviation to either side. Both plain networks rise, "
    "and fall nearly to 0 at a rate of 1. Batch norm stays high up to a rate of 2 and "
    "falls after that. At its best, plain with 3 times the steps is as high as batch norm.",
)

# %% demo="fresh_runs"
best_rates = {r: max(RATES, key=lambda rate, r=r: np.mean(trials[r][rate])) for r in RIVALS}
fresh = {
    rival: [trial(rival, best_rates[rival], seed, X_test_scaled, labels_test) for seed in range(6)]
    for rival in tqdm(RIVALS, desc="fresh seeds")
}
for rival, shares_of_rival in fresh.items():
    listed = " ".join(f"{share:.2f}" for share in shares_of_rival)
    print(f"{rival:25s} at {best_rates[rival]}: {listed}   mean {np.mean(shares_of_rival):.3f}")
for rival in ("plain", "plain, 3 times the steps"):
    gains = np.array(fresh["batch norm"]) - np.array(fresh[rival])
    # 2.57 is Student's factor for six runs: 95 % of such intervals hold the true mean.
    half_width = 2.57 * gains.std(ddof=1) / math.sqrt(6)
    print(f"batch norm minus {rival}: {gains.mean():+.3f} ± {half_width:.3f} (95 % interval)")
wins = int((gains > 0).sum())  # against the last rival of the loop
compare_prediction("wins_over_more_steps", predicted_wins_over_more_steps, wins)

# %% [markdown] question="claim_batch_norm" points=2
# **Your claim, 2 points.** Which conclusion do these runs support, and no more?
#
# - [ ] A deep network without batch normalisation cannot be trained to a useful share of right
#   answers, whatever the learning rate.
#   > Look at "plain, 3 times the steps" at its best rate.
# - [ ] Batch normalisation gets more right with equal steps because it stops the drift of the sums
#   that you measured in Part 1.
#   > No run here changed the drift and nothing else. That is a claim about a cause.
# - [x] Here the usable range was several times that of *plain*; against three times the steps no
#   clear lead was left.
#   > Yes. It is easier to hit a good rate, and with equal steps it got more right. What a step
#   > costs depends on the machine and on the code. Our step also computes the statistics twice and
#   > a cost, which `plain_step` does not. In wide layers the products are most of the work.
# - [ ] Batch normalisation is always worth its time: it got more right than *plain* did with the
#   same number of steps.
#   > One network, one set of things, six seeds. And against three times the steps the interval
#   > tells you what?

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 7</b> (open it after the check)</summary>
#
# - *One common learning rate.* At a rate of 1 the plain network explodes. That is a fact about 1,
#   not about plain networks.
# - *Counting steps as if they were time.* The rival with the cheaper steps deserves more of them.
# - *Choosing the rate on the test things.* They are for the end, once.
#
# </details>

# %% [markdown]
# ---
# # Part 8 · The puzzle, a look ahead, and a blank page
#
# *30 minutes.* Back to the network of the puzzle. Its weights stay. Its 300 units get the
# statistics of the **training** things, and your `batchnorm_predict`.

# %% demo="puzzle_solved"
kept_mean, kept_variance = batch_statistics(PUZZLE_W @ X_train)
ones, zeros = np.ones((300, 1)), np.zeros((300, 1))
alone_now = []
for i in range(250):
    out = batchnorm_predict(PUZZLE_W @ X_test[:, [i]], ones, zeros, kept_mean, kept_variance)
    alone_now.append(int(np.argmax(last_layer.T @ np.vstack([np.maximum(out, 0), [[1.0]]]))))
print(f"one by one, before: {np.mean(alone == labels_test[:250]):.0%} on the right shelf")
print(f"one by one, now:    {np.mean(alone_now == labels_test[:250]):.0%}")
shown = list(range(8))
titles = [
    f"is: {SHELVES[labels_test[i]]}\nbefore: {SHELVES[alone[i]]}\nnow: {SHELVES[alone_now[i]]}"
    for i in shown
]
fits = sum(int(alone_now[i] == labels_test[i]) for i in shown)
show(
    image_grid(clothes.test_images[shown], titles, 4, width=1.5),
    "Eight things, each with its true shelf, the shelf that it got alone before, the same for all, "
    f"and the shelf that it gets now. The last one is the true one for {fits} of them.",
)

# %% [markdown] question="why_one_shelf" points=1
# **Explain, 1 point.** Why did every thing that was alone get *the same* shelf?
#
# - [x] A sum that is alone is its own mean.
#   > Yes: z - z is 0, for every unit and every thing. The last layer gets the same input, whatever
#   > lies under the camera, and only its bias is left.
# - [ ] The network had only learnt that one shelf.
#   > Look at the puzzle's cell: how many shelves did it use in the crate, with the same weights?
# - [ ] The division by a spread of 0 gave nan.
#   > The small number under the root prevents that. Look at the numerator.

# %% [markdown]
# ## A look ahead: compare within one example
#
# In course 5 examples are sentences, of different lengths, often one at a time. There one
# normalises the column of each **word** over its units: *layer normalisation*. The mean and the
# variance, $(1, m)$, belong to a column, and there is no crate, no running average, and no second
# mode:
#
# $$\mathrm{out} = \gamma\,\frac{Z - \mu}{\sqrt{v + \varepsilon}} + \beta, \qquad
# \mu, v \text{ over the } n \text{ units of each column}.$$
#
# **Your two lines.**


# %% answer="layernorm_forward"
def layernorm_forward(Z, gamma, beta, epsilon=1e-5):
    """Return Z with each example normalised over its units, then scaled and shifted, (n, m).

    Z: (n, m); gamma, beta: (n, 1), for each unit
    """
    ### BEGIN SOLUTION
    mean, variance = Z.mean(axis=0, keepdims=True), Z.var(axis=0, keepdims=True)
    return gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta
    ### END SOLUTION


# %% check="layernorm_forward" points=2
Z = np.array([[1.0, 0.0], [1.0, 6.0], [5.0, 6.0], [5.0, 0.0]])
gamma, beta = np.array([[3.0], [1.0], [2.0], [1.0]]), np.array([[10.0], [0.0], [1.0], [-1.0]])
by_hand = np.array([[7.0, 7.0], [-1.0, 1.0], [3.0, 3.0], [0.0, -2.0]])
same(untouched(layernorm_forward, Z, gamma, beta, 0.0), by_hand, "columns 1 1 5 5 and 0 6 6 0")
same(layernorm_forward(Z[:, :1], gamma, beta, 0.0), by_hand[:, :1], "the first example alone")
same(layernorm_forward(Z, gamma, beta, 12.0)[1, 0], -0.5, "ε = 12: the root of 4 + 12 is 4")
same(layernorm_forward(0 * Z + 7, gamma, beta), beta + 0 * Z, "all units alike: β is left")
### BEGIN HIDDEN TESTS
Z, gamma, beta = rng.normal(size=(5, 3)), rng.uniform(1, 2, (5, 1)), rng.normal(size=(5, 1))
want = layernorm_forward_reference(Z, gamma, beta, 0.3)
same(layernorm_forward(Z, gamma, beta, 0.3), want, "other numbers and sizes")
### END HIDDEN TESTS


# %% right="layernorm_forward"
def batch_normalises_the_transpose(Z, gamma, beta, epsilon=1e-5):
    ones = np.ones((Z.shape[1], 1))
    return batchnorm_forward(Z.T, ones, 0 * ones, epsilon)[0].T * gamma + beta


def layernorm_example_by_example(Z, gamma, beta, epsilon=1e-5):
    columns = [(z - z.mean()) / math.sqrt(z.var() + epsilon) for z in Z.T]
    return np.stack(columns, axis=1) * gamma + beta


def layernorm_in_one_line(Z, gamma, beta, epsilon=1e-5, axis=0):
    return (Z - np.mean(Z, axis)) * (np.std(Z, axis) ** 2 + epsilon) ** -0.5 * gamma + beta


# %% wrong="layernorm_forward"
def _layernorm(Z, gamma, beta, epsilon, axis=0, ddof=0, divide=None):
    mean, variance = Z.mean(axis=axis, keepdims=True), Z.var(axis=axis, keepdims=True, ddof=ddof)
    return gamma * (Z - mean) / (divide or (lambda v: np.sqrt(v + epsilon)))(variance) + beta


def normalises_over_the_crate(Z, gamma, beta, epsilon=1e-5):
    """That is batch normalisation. Here each column is compared with itself only."""
    return _layernorm(Z, gamma, beta, epsilon, axis=1)


def normalises_everything_at_once(Z, gamma, beta, epsilon=1e-5):
    """Each example has a mean of its own. How many means have you?"""
    return _layernorm(Z, gamma, beta, epsilon, axis=None)


def layernorm_with_one_less(Z, gamma, beta, epsilon=1e-5):
    """The variance divides by the number of units."""
    return _layernorm(Z, gamma, beta, epsilon, ddof=1)


def layernorm_by_the_variance(Z, gamma, beta, epsilon=1e-5):
    """Is there a root in your divisor?"""
    return _layernorm(Z, gamma, beta, epsilon, divide=lambda v: v + epsilon)


def layernorm_with_epsilon_outside(Z, gamma, beta, epsilon=1e-5):
    """ε stands under the root."""
    return _layernorm(Z, gamma, beta, epsilon, divide=lambda v: np.sqrt(v) + epsilon)


# %% [markdown]
# ## Blank page: the new lamp
#
# The office gets a new lamp over the camera. Pictures are brighter now, with less contrast, and
# brighter on the left. Here is what the network of Part 6 makes of them.


# %%
def under_new_lamp(X):
    """The pictures (196, m) as the camera sees them with the new lamp."""
    from_the_left = np.tile(np.linspace(0.25, 0.0, 14), 14)[:, np.newaxis]
    return 0.45 * X + 0.25 + from_the_left


# %% demo="new_lamp"
X_lamp = normalize_inputs(X_train, under_new_lamp(X_test), 0.01)
before = np.argmax(predict_logits(X_test_scaled, office_parameters, office_running), axis=0)
after = np.argmax(predict_logits(X_lamp, office_parameters, office_running), axis=0)
print(f"old lamp: {np.mean(before == labels_test):.1%} on the right shelf")
print(f"new lamp: {np.mean(after == labels_test):.1%}")
lamp_pictures = under_new_lamp(X_test[:, :5]).T.reshape(5, 14, 14)
pair = np.concatenate([X_test[:, :5].T.reshape(5, 14, 14), lamp_pictures])
show(
    image_grid(pair, ["old lamp"] * 5 + ["new lamp"] * 5, 5),
    "Five things twice. Under the new lamp the background is grey instead of black, lighter on the "
    "left, and the things stand out less.",
)

# %% [markdown]
# Nobody has labels for the new pictures, and nobody wants to train again. But the stored statistics
# can be renewed **without labels**. No scaffold:
#
# - `recalibrate(crates, parameters)`: `crates` is a list of inputs, $(n_0, m_1)$, $(n_0, m_2)$, …,
#   which may differ in size. Return a new `running`: for each hidden layer the **exact** mean and
#   variance of its sums **over all things of all crates together**, the variance dividing by their
#   number. All layers below work with the new statistics.
# - The result must not depend on how the things are packed into crates. A crate may hold a single
#   thing.
# - The parameters and the crates stay as they are.
#
# The check uses small networks, so it takes no time.


# %% answer="recalibrate"
### BEGIN SOLUTION
def recalibrate(crates, parameters):
    """New running statistics, exact over all things of the crates, layer by layer."""
    received, running = list(crates), {}
    count = sum(A.shape[1] for A in received)
    for layer in range(1, hidden_layers(parameters) + 1):
        sums = [parameters[f"W{layer}"] @ A for A in received]
        mean = sum(Z.sum(axis=1, keepdims=True) for Z in sums) / count
        # Distances from the common mean: crates differ among each other, too.
        variance = sum(((Z - mean) ** 2).sum(axis=1, keepdims=True) for Z in sums) / count
        running[f"mean{layer}"], running[f"variance{layer}"] = mean, variance
        gamma, beta = parameters[f"gamma{layer}"], parameters[f"beta{layer}"]
        received = [np.maximum(batchnorm_predict(Z, gamma, beta, mean, variance), 0) for Z in sums]
    return running


### END SOLUTION


# %% check="recalibrate" points=6
parameters = {"W1": np.eye(2), "gamma1": np.ones((2, 1)), "beta1": np.zeros((2, 1))}
parameters |= {"W2": np.ones((1, 2)), "b2": np.zeros((1, 1))}
crates = [np.array([[1.0, 1.0, 5.0], [0.0, 6.0, 6.0]]), np.array([[5.0], [0.0]])]
running = untouched(recalibrate, crates, parameters)
same(sorted(running), ["mean1", "variance1"], "one hidden layer")
same(running["mean1"], np.array([[3.0], [3.0]]), "1, 1, 5 in a crate and 5 in another: mean 3")
same(running["variance1"], np.array([[4.0], [9.0]]), "variance 4; and for 0, 6, 6 and 0: 9")
parameters |= {"gamma1": np.array([[2.0], [1.0]]), "beta1": np.array([[0.0], [1.0]])}
parameters |= {"W2": np.array([[1.0, 1.0], [1.0, -1.0]]), "gamma2": np.ones((2, 1))}
parameters |= {"beta2": np.zeros((2, 1)), "W3": np.ones((1, 2)), "b3": np.zeros((1, 1))}
running = recalibrate(crates, parameters)
same(sorted(running), ["mean1", "mean2", "variance1", "variance2"], "two hidden layers")
same(running["mean2"], np.array([[2.0], [0.0]]), "the means of layer 2, by hand", tolerance=1e-3)
same(running["variance2"], np.array([[2.0], [2.0]]), "its variances, by hand", tolerance=1e-3)
X = 2 * np.random.default_rng(9).standard_normal((4, 9)) + np.arange(9)
parameters, _ = used_network([4, 5, 6, 3], seed=10)
at_once = recalibrate([X], parameters)
packed = recalibrate([X[:, :2], X[:, 2:3], X[:, 3:]], parameters)
same(packed, at_once, "the same nine things in crates of 2, 1 and 6")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([3, 4, 5, 6])]
parameters, _ = used_network(dims, int(rng.integers(99)))
crates = [rng.normal(size=(dims[0], count)) + count for count in (4, 1, 7)]
want = recalibrate_reference(crates, parameters)
same(recalibrate(crates, parameters), want, "other crates and widths")
### END HIDDEN TESTS


# %% right="recalibrate"
def one_call_in_train_mode(crates, parameters):
    _, _, statistics = forward_train(np.hstack(crates), parameters)
    return statistics


def by_moments_of_crates(crates, parameters):
    counts = np.array([crate.shape[1] for crate in crates])
    shares, received, running = counts / counts.sum(), [1.0 * crate for crate in crates], {}
    for k in range(1, hidden_layers(parameters) + 1):
        sums = [parameters[f"W{k}"] @ A for A in received]
        each = [batch_statistics(Z) for Z in sums]
        mean = sum(s * mu for s, (mu, _) in zip(shares, each, strict=True))
        within = sum(s * v for s, (_, v) in zip(shares, each, strict=True))
        between = sum(s * (mu - mean) ** 2 for s, (mu, _) in zip(shares, each, strict=True))
        running |= {f"variance{k}": within + between, f"mean{k}": mean}
        std = np.sqrt(within + between + 1e-5)
        received = [
            np.clip(parameters[f"gamma{k}"] * (Z - mean) / std + parameters[f"beta{k}"], 0, None)
            for Z in sums
        ]
    return running


def thing_by_thing(crates, parameters, epsilon=1e-5):
    columns, running, k = [crate[:, [i]] for crate in crates for i in range(crate.shape[1])], {}, 1
    while f"gamma{k}" in parameters:
        mean, spread = 0.0, 0.0
        sums = [parameters[f"W{k}"] @ a for a in columns]
        for count, z in enumerate(sums, start=1):  # the mean and the spread, one thing at a time
            away = z - mean
            mean = mean + away / count
            spread = spread + away * (z - mean)
        running[f"mean{k}"], running[f"variance{k}"] = mean, spread / len(sums)
        norm = parameters[f"gamma{k}"], parameters[f"beta{k}"], mean, spread / len(sums), epsilon
        columns = [np.maximum(0, batchnorm_predict(z, *norm)) for z in sums]
        k += 1
    return running


# %% wrong="recalibrate"
def _recalibrated(crates, parameters, pool=None, below=None):
    """The right answer, with one thing changed."""
    received, running = list(crates), {}
    for k in range(1, hidden_layers(parameters) + 1):
        sums = [parameters[f"W{k}"] @ A for A in received]
        mean, variance = batch_statistics(np.hstack(sums))
        if pool is not None:
            mean, variance = pool(sums, mean, variance)
        running[f"mean{k}"], running[f"variance{k}"] = mean, variance
        norm = parameters[f"gamma{k}"], parameters[f"beta{k}"]
        received = [
            np.maximum(batchnorm_predict(Z, *norm, mean, variance), 0)
            if below is None
            else below(Z, *norm, mean, variance)
            for Z in sums
        ]
    return running


def averages_the_variances_of_the_crates(crates, parameters):
    """Crates differ from one another, too. A crate of one thing has variance 0: does that make the
    variance of all things smaller?"""

    def pool(sums, mean, variance):
        count = sum(Z.shape[1] for Z in sums)
        return mean, sum(Z.shape[1] * batch_statistics(Z)[1] for Z in sums) / count

    return _recalibrated(crates, parameters, pool)


def counts_every_crate_alike(crates, parameters):
    """A crate of one thing should not count as much as one of six. Weigh them by their size."""

    def pool(sums, mean, variance):
        mean = np.mean([batch_statistics(Z)[0] for Z in sums], axis=0)
        square = np.mean([(Z**2).mean(axis=1, keepdims=True) for Z in sums], axis=0)
        return mean, square - mean**2

    return _recalibrated(crates, parameters, pool)


def lets_an_average_run(crates, parameters):
    """A running average forgets. Exact statistics over all things were asked for."""

    def pool(sums, mean, variance):
        kept = 0 * mean, 0 * mean + 1
        for Z in sums:
            kept = update_running_averages(*kept, *batch_statistics(Z))
        return kept

    return _recalibrated(crates, parameters, pool)


def looks_at_the_last_crate_only(crates, parameters):
    """There are several crates. What becomes of the first one?"""
    return _recalibrated(crates, parameters, lambda sums, *_: batch_statistics(sums[-1]))


def recalibrates_with_the_wrong_divisor(crates, parameters):
    """Divide by the number of things, not by one less."""
    count = sum(crate.shape[1] for crate in crates)
    return _recalibrated(crates, parameters, lambda sums, mean, v: (mean, v * count / (count - 1)))


def normalises_each_crate_by_itself_below(crates, parameters):
    """What layer 2 receives must come from layer 1 with the *common* statistics. Yours normalises
    each crate by its own."""
    return _recalibrated(
        crates,
        parameters,
        below=lambda Z, gamma, beta, mean, variance: np.maximum(
            batchnorm_forward(Z, gamma, beta)[0], 0
        ),
    )


def recalibrates_without_relu(crates, parameters):
    """Between the layers stands a relu. Where is it in yours?"""
    return _recalibrated(crates, parameters, below=batchnorm_predict)


def recalibrates_without_gamma_and_beta(crates, parameters):
    """Layer 2 receives relu of the whole output of layer 1. Where are γ and β?"""
    return _recalibrated(
        crates,
        parameters,
        below=lambda Z, gamma, beta, mean, variance: np.maximum(
            batchnorm_predict(Z, 0 * gamma + 1, 0 * beta, mean, variance), 0
        ),
    )


def recalibrates_without_normalising(crates, parameters):
    """Layer 2 receives relu of the *normalised* sums of layer 1, with γ and β."""
    return _recalibrated(crates, parameters, below=lambda Z, *_: np.maximum(Z, 0))


# %% [markdown]
# **Predict.** The office takes 500 of the new pictures, without labels, and calls your
# `recalibrate`. What share of the *other* new pictures is then on the right shelf?

# %% prediction="with_new_statistics" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_with_new_statistics = 0.6
### END SOLUTION

# %% demo="all_of_it"
renewed = recalibrate([X_lamp[:, :200], X_lamp[:, 200:500]], office_parameters)
logits = predict_logits(X_lamp[:, 500:], office_parameters, renewed)
renewed_share = float(np.mean(np.argmax(logits, axis=0) == labels_test[500:]))
renewed_cost = cross_entropy(logits, one_hot(labels_test[500:]))
print(f"new lamp, new statistics: {renewed_share:.1%} on the right shelf, cost {renewed_cost:.3f}")
one = predict_logits(X_lamp[:, [600]], office_parameters, renewed)
shelf = SHELVES[int(np.argmax(one))]
print(f"one thing alone, a {SHELVES[labels_test[600]]}: {shelf}, share {softmax(one).max():.2f}")
only_boots = X_lamp[:, :500][:, labels_test[:500] == SHELVES.index("ankle boot")]
narrow = recalibrate([only_boots], office_parameters)
answers = np.argmax(predict_logits(X_lamp[:, 500:], office_parameters, narrow), axis=0)
print(f"with statistics of {only_boots.shape[1]} ankle boots alone:")
right, boots = answers == labels_test[500:], labels_test[500:] == SHELVES.index("ankle boot")
print(f"  right for {right.mean():.1%} of all things, for {right[boots].mean():.1%} of the boots")
compare_prediction("with_new_statistics", predicted_with_new_statistics, renewed_share)

# %% [markdown]
# No weight was changed, and no label was used. But read the last line as well: statistics of boots
# alone spoil it, and for the boots most of all. What all boots have in common is subtracted, as in
# the crate of boots in Part 6. Renewing is safe only while the *things* stay as mixed as they were
# and only the *camera* changes. A system that renews its statistics on its own, day by day, drifts
# with whatever comes to the desk. So measure it for each kind before the new statistics go into
# use. And no statistics help with a thing that has no shelf: an umbrella gets one of the ten all
# the same.
#
# ## Further, if you like (no points)
#
# **Fold it away.** In test mode each hidden layer is a plain layer with other numbers. Write
# `my_folded(parameters, running)`, which returns `"W1"`, `"b1"`, `"W2"`, … of a network *without*
# normalisation with the same logits, so that the `forward` of course 1 can run it. The cell says
# whether the goal is met.

# %% demo="further"
my_folded = None
if my_folded is not None:
    logits = forward(X_test_scaled, my_folded(office_parameters, office_running))[0]
    off = np.abs(logits - predict_logits(X_test_scaled, office_parameters, office_running)).max()
    print(f"largest difference {off:.1e}, goal 1e-9:", "met" if off < 1e-9 else "not yet")

# %% [markdown]
# ## What you can do now
#
# You saw that inner sums drift, and you know what that does not prove. You normalised sums within
# a batch, and went back through the mean and the variance to a gradient that you measured. You
# keep train mode and test mode apart, and you have a test for it. You know why a boot that lay
# alone under the camera went on the wrong shelf, and what the other things in the crate were for:
# they lent it a mean and a spread, which ought to have been stored. In the next lesson you write
# such networks with a framework, where the two modes are a single word, `training`, and just as
# easy to mix up.
#
# <details><summary><b>What goes wrong most often in Part 8</b> (open it after the check)</summary>
#
# - *The mean of the variances.* The variance of all things is the mean variance within the crates
#   **plus** the variance between their means.
# - *All crates count alike.* Weigh them by the number of things.
# - *Layer 2 from the old layer 1.* Renewed statistics below change what arrives above. Go layer by
#   layer.
# - *Many lines for little.* When yours passes: could a function of Part 6 have done most of it?
#
# </details>
