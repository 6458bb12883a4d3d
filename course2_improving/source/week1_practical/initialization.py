# %% [markdown]
# # Initialisation: how loudly to start
#
# In a mountain valley a call for help is passed on from hut to hut. Each warden hears a few huts
# below and calls to the huts above. If every warden calls a little too softly, the last hut hears
# nothing. If every warden calls a little too loudly, nobody understands a word. A deep network is
# such a chain of huts, and its starting weights say how loudly it calls.
#
# **The puzzle.** Two networks have thirty hidden layers. They have the same data, the same random
# numbers, the same learning rate and the same number of steps. One thing differs: the second one
# starts with weights that are 1.41 times as large. The first one gets nowhere. The second one
# learns. Why should a number so close to 1 decide that, and why 1.41? In Part 3 you derive the
# number. In Part 6 you measure how far one can count on it.

# %%
import math

import numpy as np
from tqdm.auto import tqdm

from shared_utils.checks import accepts, same, slope, untouched
from shared_utils.networks import forward, gradients, mean_cost, share_right
from shared_utils.planar import circles
from shared_utils.plots import (
    MARKERS,
    PALETTE,
    cost_curves,
    curves,
    decision_region_grid,
    scatter_points,
    show,
    size_histograms,
)
from shared_utils.predictions import compare_prediction
from shared_utils.sliders import slider

# %% only="source"
from autograder.authoring.plain import (
    count_learnt_reference,
    logit_of_equal_units_reference,
    rng,
    scale_draws_reference,
    slope_for_unit_reference,
    spread_by_layer_reference,
)

# %% [markdown]
# The tools that you know from course 1, in short. `forward`, `gradients`, `mean_cost` and
# `share_right` come from `shared_utils/networks.py`: the network of *A deep network, three times*,
# relu in the hidden layers and a sigmoid at the end. `drawn` draws the random numbers and
# sets their size.


# %%
def descend(parameters, X, Y, steps, rate):
    """Parameters after gradient descent, and the cost before every hundredth step."""
    costs = []
    for step in range(steps):
        logits, inputs = forward(X, parameters)
        if step % 100 == 0:
            costs.append(mean_cost(logits, Y))
        slopes = gradients(logits, inputs, Y, parameters)
        parameters = {name: parameters[name] - rate * slopes[name] for name in parameters}
    return parameters, costs


def drawn(layers_dims, seed, scale_of=lambda received: 1.0):
    """Standard normal numbers times scale_of(received) for every W, zeros for every b."""
    numbers, parameters = np.random.default_rng(seed), {}
    for layer, (received, units) in enumerate(zip(layers_dims, layers_dims[1:], strict=False), 1):
        numbers_of_layer = numbers.standard_normal((units, received))
        parameters[f"W{layer}"] = numbers_of_layer * scale_of(received)
        parameters[f"b{layer}"] = np.zeros((units, 1))
    return parameters


# %% demo="puzzle"
THIRTY = [2] + [20] * 30 + [1]
X_puzzle, Y_puzzle = circles(seed=2, m=200)
costs_of_puzzle = {}
for name, factor in (("1/√n", 1.0), ("1.41 times as large", 1.41)):
    start = drawn(THIRTY, 2, lambda n, factor=factor: factor / math.sqrt(n))
    end, costs_of_puzzle[name] = descend(start, X_puzzle, Y_puzzle, steps=401, rate=0.03)
    print(f"{name:20s} cost at the end {costs_of_puzzle[name][-1]:.4f}")
show(
    cost_curves(costs_of_puzzle, title="Thirty hidden layers, two starts"),
    "The cost of two networks during training. The one with the smaller start stays on a flat "
    "line near 0.69, the other falls far below it.",
)

# %% [markdown]
# ## What you will be able to do
#
# | After this lesson you can … | … and show it by writing |
# |---|---|
# | **explain** why equal units stay equal | `initialize_parameters_zeros`, `slope_for_unit` |
# | **derive** the size that keeps a signal alive | `variance_of_sum`, `he_variance` |
# |**implement** starts that are in use|`initialize_parameters_he`, `initialize_parameters_xavier`|
# |**measure** layers, **find** a silent mistake|`spread_by_layer`, `scale_draws`, `check_scale`|
# | **test** a claim over seeds, and **transfer** the rule | `count_learnt`, `steady_start` |
#
# **You need:** *One hidden layer* and *A deep network, three times* from course 1.
#
# **Time:** Part 1: 20 minutes, 2: 8, 3: 20, 4: 15, 5: 12, 6: 10, 7: 20. That is an hour and three
# quarters; stop after any part.
#
# **Computer:** one to two minutes of computing, most of it in Part 6, 0.3 GB of memory, no network.
#
# ## Conventions, said once
#
# - **Columns are examples:** $X$ is $(n_0, m)$, $Y$ is $(1, m)$ and holds 0 and 1.
# - `layers_dims` is a list or tuple of the widths $n_0, n_1, \dots, n_L$. Layer $l$ has
#   $W^{[l]}$ of shape $(n_l, n_{l-1})$ and $b^{[l]}$ of shape $(n_l, 1)$. The dictionary has the
#   keys `"W1"`, `"b1"`, …, `"WL"`, `"bL"`, all floats.
# - A unit of layer $l$ **receives** $n_{l-1}$ numbers (people also say: its *fan in*).
# - $\mathrm{Var}$ is the variance, $\mathrm E$ the mean over all random draws. The *standard
#   deviation* is the root of the variance. In Step 1 of Part 3 the $x_j$ are fixed, and
#   $\mathrm E(x^2)$ is their plain mean.
# - The *root mean square*, rms, of an array is $\sqrt{\text{mean of the squares}}$: how large its
#   entries are, whatever their signs. We call it the *size* of a signal. For weights,
#   *size* and *spread* mean their standard deviation.
# - **Random results.** A check cannot know the numbers that you draw; it looks at their properties:
#   mean, spread, shape. You may draw with any generator, in any order, with or without a seed.
# - **Tie rule:** the answer is 1 when the logit is *strictly* positive.
# - Grading runs the checks that you see, and the same statements on fresh random numbers.

# %% [markdown]
# ---
# # Part 1 · Silence
#
# *20 minutes.* Two questions first.

# %% [markdown] question="relu_at_zero"
# **From *A deep network, three times*.** A relu unit is off for every example: its $z$ is 0 or
# negative everywhere. What are the slopes for its incoming weights, its row of $W$?
#
# - [x] All 0.
#   > Yes. Where relu is flat, no slope passes back, so there is nothing for its weights to follow.
# - [ ] Random, for nothing was learnt yet.
#   > Slopes are computed, never drawn. What is the slope of relu where z is not positive?
# - [ ] Very large, because the unit is wrong everywhere.
#   > How wrong the network is enters the slope as one factor. The slope of relu is another one.

# %% [markdown] question="single_neuron"
# **From *Logistic regression*.** A single neuron learnt well from $w = 0$. Why did that work?
#
# - [ ] Because it had few weights.
#   > It had 784. Think of the slope for weight j: which number in it differs from weight to weight?
# - [x] The slope for weight $j$ is the mean of $x_j \cdot dz$, and the features differ.
#   > Yes. The features themselves tell the weights of one neuron apart. What tells two units of
#   > one layer apart?
# - [ ] Because the sigmoid is never 0.
#   > True, but it does not make two weights different. Look at the slope for weight j.

# %% [markdown]
# ## The data
#
# Two round paths lead around a mountain lake: one along the shore, one along the ridge. A walker is
# lost on one of them and blows a whistle. The rescue team knows roughly where the whistle was
# heard. Shore path or ridge path? (The places are made by a random generator, with half of the
# walkers on each path.)

# %%
NOISE = 0.25
X_train, Y_train = circles(seed=1, m=300, noise=NOISE)
X_test, Y_test = circles(seed=2, m=100, noise=NOISE)
PLACES, PATHS = ("kilometres east", "kilometres north"), ("ridge path", "shore path")

# %% demo="look_at_paths"
show(
    scatter_points(X_train, Y_train, PLACES, PATHS, "300 whistles"),
    "Two noisy rings of points around the origin, the ridge path outside with circles, the shore "
    "path inside with triangles. Between the rings they mix a little.",
)

# %% [markdown]
# ## Worked example: the arrays of a small network
#
# `layers_dims` has one entry more than there are layers with weights, because layer 0 is the input.

# %%
layers_dims = [2, 3, 1]
for layer in range(1, len(layers_dims)):
    units, received = layers_dims[layer], layers_dims[layer - 1]
    print(f"W{layer}: units {units}, numbers received by each {received} → {(units, received)}")

# %% [markdown]
# ## Your lines: a start at zero
#
# $$W^{[l]} = 0, \text{ shape } (n_l, n_{l-1}), \qquad b^{[l]} = 0, \text{ shape } (n_l, 1)$$


# %% answer="initialize_parameters_zeros"
def initialize_parameters_zeros(layers_dims):
    """Return parameters that are all zero.

    layers_dims: list or tuple of the widths n_0, n_1, …, n_L
    returns: {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL": (n_L, n_{L-1}), "bL": (n_L, 1)}, floats
    """
    parameters = {}
    for layer in range(1, len(layers_dims)):
        units, received = layers_dims[layer], layers_dims[layer - 1]
        ### BEGIN SOLUTION
        # A unit is a row of W, and one number of the column b.
        parameters[f"W{layer}"] = np.zeros((units, received))
        parameters[f"b{layer}"] = np.zeros((units, 1))
        ### END SOLUTION
    return parameters


# %% check="initialize_parameters_zeros" points=2
parameters = untouched(initialize_parameters_zeros, [3, 5, 4, 1])
same(sorted(parameters), ["W1", "W2", "W3", "b1", "b2", "b3"], "three layers, counted from 1")
shapes = {name: np.shape(value) for name, value in parameters.items()}
want = {"W1": (5, 3), "b1": (5, 1), "W2": (4, 5), "b2": (4, 1), "W3": (1, 4), "b3": (1, 1)}
same(shapes, want, "W has a row for each unit, b is a column with one bias for each unit")
for name, value in parameters.items():
    same(int(np.count_nonzero(value)), 0, f"how many numbers in {name} are not 0")
    same(value.dtype.kind, "f", f"{name} holds floats, for training adds fractions")
same(len(initialize_parameters_zeros((7, 2))), 2, "no hidden layer, given as a tuple: W1 and b1")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([2, 6, 3, 7, 5])]
shapes = {name: value.shape for name, value in initialize_parameters_zeros(dims).items()}
want = {f"W{layer}": (dims[layer], dims[layer - 1]) for layer in range(1, 5)}
same(shapes, want | {f"b{layer}": (dims[layer], 1) for layer in range(1, 5)}, "other widths")
### END HIDDEN TESTS


# %% right="initialize_parameters_zeros"
def by_pairs_of_widths(layers_dims):
    parameters = {}
    for i, (received, units) in enumerate(zip(layers_dims, layers_dims[1:], strict=False), 1):
        parameters["b" + str(i)] = np.full((units, 1), 0.0)
        parameters["W" + str(i)] = np.full((units, received), 0.0)
    return parameters


def in_single_precision(layers_dims, dtype=np.float32):
    weights = {
        f"W{i}": np.zeros((layers_dims[i], layers_dims[i - 1]), dtype)
        for i in range(1, len(layers_dims))
    }
    return weights | {f"b{i}": np.zeros((n, 1), dtype) for i, n in enumerate(layers_dims) if i}


def random_numbers_times_zero(layers_dims):
    parameters, i = {}, len(layers_dims) - 1
    while i > 0:
        parameters[f"W{i}"] = np.random.randn(layers_dims[i], layers_dims[i - 1]) * 0
        parameters[f"b{i}"] = np.zeros(layers_dims[i])[:, np.newaxis]
        i -= 1
    return parameters


# %% wrong="initialize_parameters_zeros"
def _filled(dims, number=0.0, turned=False, bias=lambda n: (n, 1), layers=None, first=1):
    """Arrays filled with a number, with one thing changed."""
    parameters = {}
    for i in layers or range(1, len(dims)):
        shape = (dims[i - 1], dims[i]) if turned else (dims[i], dims[i - 1])
        parameters[f"W{i + first - 1}"] = np.full(shape, number)
        parameters[f"b{i + first - 1}"] = np.zeros(bias(dims[i]))
    return parameters


def zeros_without_the_last_layer(layers_dims):
    """n_0 to n_L are L + 1 numbers for L layers. Which layer does your loop leave out?"""
    return _filled(layers_dims, layers=range(1, len(layers_dims) - 1))


def zeros_with_inputs_in_rows(layers_dims):
    """W has one row for each unit. How many rows has yours?"""
    return _filled(layers_dims, turned=True)


def zeros_with_flat_biases(layers_dims):
    """A bias of shape (n,) would be added along the examples. It must be a column."""
    return _filled(layers_dims, bias=lambda n: (n,))


def zeros_with_biases_in_a_row(layers_dims):
    """Units are rows, and each unit has one bias. Which shape gives each row one number?"""
    return _filled(layers_dims, bias=lambda n: (1, n))


def zeros_counted_from_layer_zero(layers_dims):
    """Layer 0 is the input and has no weights. Which number does the first key carry?"""
    return _filled(layers_dims, first=0)


def starts_at_one(layers_dims):
    """This start is asked for at exactly zero. What stands in your W1?"""
    return _filled(layers_dims, number=1.0)


def zeros_as_whole_numbers(layers_dims):
    """An array of whole numbers cannot hold the fractions that training adds."""
    return {name: value.astype(int) for name, value in _filled(layers_dims).items()}


# %% [markdown]
# **Predict.** A network with layers 2, 10, 5, 1 starts there and takes 15,000 steps. On what share
# of the **test** places will it be right?

# %% prediction="zeros_accuracy" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_zeros_accuracy = 0.6
### END SOLUTION

# %% [markdown]
# ## Derive it: what equal units learn
#
# Before the run, reason. Take one hidden layer of $n$ units that are **equal**: all have the same
# incoming weights $w$, shape $(n_0, 1)$, bias 0, and the same outgoing weight $v$, a number. One
# example $x$, shape $(n_0, 1)$.
#
# *A worked step first.* Every unit computes the same $z = w^\top x$ and gives the same
# $a = \max(0, z)$. With $w = (2, -1)$ and $x = (1, 0.5)$:

# %%
w, x = np.array([[2.0], [-1.0]]), np.array([[1.0], [0.5]])
z = w.T @ x
print("z = 2·1 - 1·0.5 =", z.item(), " so each unit gives", np.maximum(0, z).item())

# %% [markdown]
# **Step 1.** The logit adds up the $n$ answers, each times $v$ (the bias at the end is 0). Write it
# for $n$ equal units.


# %% answer="logit_of_equal_units"
def logit_of_equal_units(w, v, n, x):
    """Return the logit of a network with n equal hidden units, one plain number.

    w: (n_0, 1), the incoming weights of every unit; v: a number, the outgoing weight of every unit
    n: the number of units; x: (n_0, 1), one example
    """
    ### BEGIN SOLUTION
    # Equal units say the same, so the sum of n answers is n times one of them.
    return float(n * v * np.maximum(0, w.T @ x).item())
    ### END SOLUTION


# %% check="logit_of_equal_units" points=1
w, x = np.array([[2.0], [-1.0]]), np.array([[1.0], [0.5]])
same(logit_of_equal_units(w, 0.5, 3, x), 2.25, "three units say 1.5, each is weighed by 0.5")
logits = [logit_of_equal_units(w, v, 4, x) for v in (1.0, -2.0)]
same(logits, [6.0, -12.0], "four units that say 1.5, with v = 1 and with v = -2")
same(logit_of_equal_units(-w, 0.5, 3, x), 0.0, "z = -1.5: relu gives 0")
### BEGIN HIDDEN TESTS
w, x, n = rng.standard_normal((4, 1)), rng.standard_normal((4, 1)), int(rng.integers(2, 9))
for sign in (1, -1):
    want = logit_of_equal_units_reference(sign * w, 0.7, n, x)
    same(logit_of_equal_units(sign * w, 0.7, n, x), want, "other numbers")
### END HIDDEN TESTS


# %% right="logit_of_equal_units"
def adds_unit_by_unit(w, v, n, x):
    total = 0.0
    for _ in range(n):
        total += v * max(0.0, float(np.sum(w * x)))
    return total


def with_full_matrices(w, v, n, x):
    A = np.maximum(np.tile(w.T, (n, 1)) @ x, 0)
    return (np.full((1, n), v) @ A)[0, 0]


def masks_instead_of_maximum(w, v, n, x):
    z = np.dot(w.ravel(), x.ravel())
    return n * v * z * (z > 0)


# %% wrong="logit_of_equal_units"
def counts_one_unit_only(w, v, n, x):
    """All n units speak. How often do you add what one of them says?"""
    return float(v * np.maximum(0, w.T @ x).item())


def leaves_out_relu(w, v, n, x):
    """What does a unit say when its z is negative?"""
    return float(n * v * (w.T @ x).item())


def puts_relu_around_everything(w, v, n, x):
    """The output has no relu, and a logit may be negative. Where does relu belong?"""
    return float(np.maximum(0, n * v * (w.T @ x)).item())


def averages_over_the_units(w, v, n, x):
    """The output adds up what the units say. It does not average."""
    return float(v * np.maximum(0, w.T @ x).item() / n)


# %% [markdown]
# **Step 2.** Write $e = \partial L/\partial \text{logit}$; you know it from course 1, it is
# $\sigma(\text{logit}) - y$. Now go back to unit number $k$: the logit holds $v\, a_k$, then
# $a_k = \max(0, z_k)$, then $z_k = w_k^\top x$. The chain rule multiplies three slopes with $e$:
#
# $$\frac{\partial L}{\partial w_k} = e \cdot \frac{\partial\,\text{logit}}{\partial a_k} \cdot
# \frac{\partial a_k}{\partial z_k} \cdot \frac{\partial z_k}{\partial w_k} = \;?\qquad
# \text{shape } (n_0, 1).$$


# %% answer="slope_for_unit"
def slope_for_unit(w, v, x, e):
    """Return the slope of the loss for the incoming weights of one unit, (n_0, 1).

    w: (n_0, 1), its incoming weights; v: a number, its outgoing weight; x: (n_0, 1), one example
    e: a number, the slope of the loss for the logit
    relu has slope 1 where z > 0, and 0 elsewhere, also at exactly 0.
    """
    ### BEGIN SOLUTION
    # From the logit back to w: v for a, then relu's slope for z, then x for w.
    z = (w.T @ x).item()
    return e * v * (z > 0) * x
    ### END SOLUTION


# %% check="slope_for_unit" points=2
w, x, v, y, n = np.array([[2.0], [-1.0]]), np.array([[1.0], [0.5]]), -0.4, 1.0, 3
e = 1 / (1 + math.exp(-n * v * 1.5)) - y
same(slope_for_unit(w, v, x, 0.5), np.array([[-0.2], [-0.1]]), "z = 1.5, v = -0.4, e = 0.5")
same(slope_for_unit(-w, v, x, 0.5), np.zeros((2, 1)), "z = -1.5: the unit is off")
same(slope_for_unit(0 * w, v, x, 0.5), np.zeros((2, 1)), "z = 0: off as well")


def loss_of(W):
    """The loss of three units with the rows of W as weights; v and x as above, truth 1."""
    return mean_cost(v * np.ones((1, n)) @ np.maximum(W @ x, 0), y)


measured = slope(loss_of, np.tile(w.T, (n, 1)))
for k in range(n):
    same(
        slope_for_unit(w, v, x, e),
        measured[[k]].T,
        f"the slope measured for unit {k} of three equal ones",
        tolerance=1e-4,
    )
### BEGIN HIDDEN TESTS
w, x, v, e = rng.standard_normal((4, 1)), rng.standard_normal((4, 1)), 1.7, -0.3
for sign in (1, -1):
    want = slope_for_unit_reference(sign * w, v, x, e)
    same(slope_for_unit(sign * w, v, x, e), want, "other numbers")
### END HIDDEN TESTS


# %% right="slope_for_unit"
def in_two_cases(w, v, x, e):
    if float(w[:, 0] @ x[:, 0]) > 0:
        return e * v * x
    return np.zeros_like(x)


def by_back_propagation(w, v, x, e):
    dz = e * v * np.heaviside(w.T @ x, 0.0)
    return (dz @ x.T).T


def entry_by_entry(w, v, x, e):
    z = sum(float(w[j, 0]) * float(x[j, 0]) for j in range(len(x)))
    return np.array([[e * v * x[j, 0] if z > 0 else 0.0] for j in range(len(x))])


# %% wrong="slope_for_unit"
def _unit_slope(w, v, x, e, on=lambda z: z > 0):
    return e * v * on((w.T @ x).item()) * x


def forgets_the_slope_of_relu(w, v, x, e):
    """A unit that is off passes nothing back. What is the slope of relu there?"""
    return _unit_slope(w, v, x, e, lambda z: 1)


def passes_at_exactly_zero(w, v, x, e):
    """At z = 0 the docstring asks for slope 0. Which comparison do you use?"""
    return _unit_slope(w, v, x, e, lambda z: z >= 0)


def forgets_the_outgoing_weight(w, v, x, e):
    """The logit holds v times a. Where is v in your slope?"""
    return _unit_slope(w, 1.0, x, e)


def takes_w_for_x(w, v, x, e):
    """z is w times x. Its slope for w is not w."""
    return _unit_slope(w, v, x, e) / x * w


def multiplies_by_the_activation(w, v, x, e):
    """That is the slope with a in place of relu's slope. The slope of relu is 0 or 1."""
    return _unit_slope(w, v, x, e, lambda z: max(z, 0.0))


# %% [markdown] question="no_k" points=1
# **1 point.** For $n$ equal units, which symbol in your slope depends on the number $k$ of the
# unit?
#
# - [ ] $x$
#   > All units read the same example.
# - [ ] $v$
#   > In general, yes: v could differ from unit to unit. Here the units are equal, so all have the
#   > same v.
# - [x] None.
#   > Yes. The slope for v is e·a, without k as well. So all units take the same steps, in
#   > and out, and stay equal for ever. And at zero it is worse: v = 0 makes the slope for w 0, and
#   > a = 0 the slope for v, so even the common step is missing.

# %% [markdown]
# ## Look: the run from zeros
#
# `model` trains the network with the start that you name.


# %%
def model(X, Y, learning_rate=0.01, num_iterations=15000, print_cost=True, initialization="he"):
    """Train a network with layers n_x, 10, 5, 1 and return its parameters.

    X: (n_x, m), Y: (1, m); initialization: "zeros", "random", "he" or "xavier"
    """
    starts = {
        "zeros": lambda dims: initialize_parameters_zeros(dims),
        "random": lambda dims: initialize_parameters_random(dims),
        "he": lambda dims: initialize_parameters_he(dims),
        "xavier": lambda dims: initialize_parameters_xavier(dims),
    }
    start = starts[initialization]([X.shape[0], 10, 5, 1])
    parameters, costs = descend(start, X, Y, num_iterations, learning_rate)
    if print_cost:
        for step in range(0, len(costs), 30):
            print(f"cost before step {100 * step}: {costs[step]:.4f}")
    return parameters


def print_beside(name, parameters, original):
    """The accuracy on both sets, beside what the course that this one follows reports."""
    found = [share_right(X, Y, parameters) for X, Y in ((X_train, Y_train), (X_test, Y_test))]
    print(f"{name}: training {found[0]:.1%}, test {found[1]:.1%} (reported there: {original})")
    return found


# %% demo="from_zeros"
from_zeros = model(X_train, Y_train, initialization="zeros")
zeros_found = print_beside("zeros", from_zeros, "50 %, 50 %")
print("largest weight after training:", max(np.abs(from_zeros[f"W{k}"]).max() for k in (1, 2, 3)))
compare_prediction("zeros_accuracy", predicted_zeros_accuracy, zeros_found[1])

# %% [markdown]
# All logits stay 0, up to rounding: half of the labels are 1, so even the last bias has slope 0. By
# the tie rule a logit of 0 is answered with 0. Whatever rounding does to it, all places get one and
# the same answer, and that is right for half of them.
#
# *The other data.* In brackets stands what the course reports that made this experiment well known.
# It has two noisy circles as well, 300 points to train on and 100 to test, but from another
# generator, with another distance and another noise. Compare the order of the starts, not the
# digits.
#
# <details><summary><b>What goes wrong most often in Part 1</b> (open it after the check)</summary>
#
# - *Believing that small equal weights would help.* No symbol in the slope carries $k$, whatever
#   $w$ is. Only a difference in the start can part two units.
# - *Drawing the biases at random instead of the weights.* That parts the units too. But it is
#   enough that the weights differ, and biases at 0 treat all units alike.
# - *A bias of shape (n,).* With $m = n$ it is added along the examples, without any error.
#
# </details>

# %% [markdown]
# ---
# # Part 2 · Shouting
#
# *8 minutes.* So the weights must differ. Draw them at random, and **large**, so that nobody
# fails to hear: standard normal numbers times 10.
#
# $$W^{[l]} = 10 \cdot \mathcal N(0, 1), \qquad b^{[l]} = 0$$
#
# **Predict.** A network that knows nothing can have the cost $\log 2 \approx 0.69$. What is the
# **first** cost of this one, on the 300 training places?

# %% prediction="first_cost" between=[0, 1000000] points=1
### BEGIN SOLUTION
predicted_first_cost = 10
### END SOLUTION

# %% [markdown]
# ## Your function: `initialize_parameters_random`
#
# `np.random.randn(rows, columns)` or `np.random.default_rng().standard_normal((rows, columns))`
# draws from $\mathcal N(0, 1)$. Only the weights are drawn; the biases stay 0.


# %%
def one_digit(number):
    """The number to one digit, so that what a check says does not depend on luck."""
    return float(f"{number:.1g}")


# %% answer="initialize_parameters_random"
def initialize_parameters_random(layers_dims):
    """Return large random weights and zero biases.

    layers_dims: list or tuple of the widths n_0, n_1, …, n_L
    returns: {"W1", "b1", …, "WL", "bL"}; weights are normal with mean 0 and standard deviation 10
    """
    ### BEGIN SOLUTION
    parameters = {}
    for layer in range(1, len(layers_dims)):
        units, received = layers_dims[layer], layers_dims[layer - 1]
        # randn has the standard deviation 1, and a factor multiplies it.
        parameters[f"W{layer}"] = 10 * np.random.randn(units, received)
        parameters[f"b{layer}"] = np.zeros((units, 1))
    return parameters
    ### END SOLUTION


# %% check="initialize_parameters_random" points=2
parameters = untouched(initialize_parameters_random, (150, 130, 170))
shapes = {name: np.shape(value) for name, value in parameters.items()}
want = {"W1": (130, 150), "b1": (130, 1), "W2": (170, 130), "b2": (170, 1)}
same(shapes, want, "the shapes for widths 150, 130, 170")
for name in ("W1", "W2"):
    W = parameters[name]
    copies = len(W) - len(np.unique(W, axis=0))
    same(copies, 0, f"how many units in {name} are copies of another")
    same(one_digit(100 * np.mean(W > 0)), 50.0, f"per cent of positive numbers in {name}, about")
    per_cent = one_digit(100 * W.std() / 10)
    same(per_cent, 100.0, f"the standard deviation of {name} in per cent of 10, to one digit")
    same(float(W.std()), 10.0, f"the standard deviation of {name}", tolerance=0.05)
    within = one_digit(100 * np.mean(np.abs(W) < 10))
    same(within, 70.0, f"per cent of {name} between -10 and 10; normal: 68, about 70")
for name in ("b1", "b2"):
    same(int(np.count_nonzero(parameters[name])), 0, f"how many biases in {name} are not 0")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([110, 140, 180])]
other = initialize_parameters_random(dims)
same(other["W2"].shape, (dims[2], dims[1]), "the shape of W2 for other widths")
same(float(other["W2"].std()), 10.0, "the standard deviation for other widths", tolerance=0.05)
### END HIDDEN TESTS


# %% right="initialize_parameters_random"
def loud_from_a_generator(layers_dims, seed=None):
    numbers, parameters = np.random.default_rng(seed), {}
    for i, (received, units) in enumerate(zip(layers_dims, layers_dims[1:], strict=False), 1):
        parameters[f"W{i}"] = numbers.normal(0.0, 10.0, size=(units, received))
        parameters[f"b{i}"] = np.zeros((units, 1))
    return parameters


def loud_with_a_seed_inside(layers_dims):
    np.random.seed(3)
    parameters = {}
    for i in range(len(layers_dims) - 1, 0, -1):
        parameters[f"b{i}"] = np.zeros([layers_dims[i], 1])
        parameters[f"W{i}"] = np.random.randn(layers_dims[i], layers_dims[i - 1]) * 10
    return parameters


def loud_in_single_precision(layers_dims):
    numbers, parameters = np.random.default_rng(), {}
    for i in range(1, len(layers_dims)):
        rows = [numbers.standard_normal(layers_dims[i - 1]) * 10 for _ in range(layers_dims[i])]
        parameters[f"W{i}"] = np.array(rows, dtype=np.float32)
        parameters[f"b{i}"] = np.zeros((layers_dims[i], 1), dtype=np.float32)
    return parameters


# %% wrong="initialize_parameters_random"
def _loud(dims, draw=None, bias=lambda units: np.zeros((units, 1))):
    """Large random weights with one thing changed: draw(numbers, shape) and bias(units)."""
    numbers, parameters = np.random.default_rng(), {}
    for i in range(1, len(dims)):
        shape = (dims[i], dims[i - 1])
        parameters[f"W{i}"] = draw(numbers, shape) if draw else 10 * numbers.standard_normal(shape)
        parameters[f"b{i}"] = bias(dims[i])
    return parameters


def forgets_the_factor_of_ten(layers_dims):
    """Which spread has the standard normal distribution, and which is asked for?"""
    return _loud(layers_dims, lambda numbers, shape: numbers.standard_normal(shape))


def makes_them_small_instead(layers_dims):
    """That was the start of an earlier lesson, 0.01. Here the weights should be large."""
    return _loud(layers_dims, lambda numbers, shape: 0.01 * numbers.standard_normal(shape))


def draws_from_zero_to_ten(layers_dims):
    """All your weights are positive. Which function draws around 0?"""
    return _loud(layers_dims, lambda numbers, shape: 10 * numbers.random(shape))


def draws_evenly_with_spread_ten(layers_dims):
    """The spread is right, but the numbers are spread evenly. Normal numbers are asked for."""
    top = 10 * math.sqrt(3)
    return _loud(layers_dims, lambda numbers, shape: numbers.uniform(-top, top, shape))


def takes_ten_for_the_variance(layers_dims):
    """10 is the standard deviation. Yours is the root of 10."""
    return _loud(layers_dims, lambda numbers, shape: math.sqrt(10) * numbers.standard_normal(shape))


def copies_one_row(layers_dims):
    """All units of a layer start equal, and Part 1 showed where that leads. Draw every row."""
    return _loud(
        layers_dims,
        lambda numbers, shape: np.tile(10 * numbers.standard_normal(shape[1]), (shape[0], 1)),
    )


def draws_the_biases_too(layers_dims):
    """The weights alone part the units. At what do the biases start?"""
    return _loud(layers_dims, bias=lambda units: 10 * np.random.randn(units, 1))


def loud_with_inputs_in_rows(layers_dims):
    """W has one row for each unit. Look at the shape of W1."""
    return {k: v.T if k[0] == "W" else v for k, v in _loud(layers_dims).items()}


# %% [markdown]
# ## Look: the run from loud weights

# %% demo="from_random"
np.random.seed(3)
first = mean_cost(forward(X_train, initialize_parameters_random([2, 10, 5, 1]))[0], Y_train)
compare_prediction("first_cost", predicted_first_cost, first)
from_random = model(X_train, Y_train, initialization="random")
random_found = print_beside("random × 10", from_random, "83 %, 86 %")

# %% [markdown] question="why_so_dear"
# **Explain.** Why is the first cost so high?
#
# - [ ] Because random weights always give random answers, and these cost much.
#   > A coin costs log 2, whatever the weights. Ask how sure this network is.
# - [x] The logits are huge, so it is very sure; where it is wrong, the loss is about $|z|$.
#   > Yes. Three layers of weights around 10 multiply. Where the sign is wrong, the loss grows with
#   > the logit, and the first steps must undo what chance has drawn.
# - [ ] Because of a numerical overflow.
#   > The cost is computed from the logits and cannot overflow here. The number is true.

# %% [markdown]
# Your numbers will differ from run to run: the start is random. Some loud starts end well, others
# are stuck: of twelve seeds tried for this lesson the best ended at 95 % of the test places, the
# worst at 63 %. That is the second trouble with them.
#
# <details><summary><b>What goes wrong most often in Part 2</b> (open it after the check)</summary>
#
# - *`rand` for `randn`.* `rand` draws from 0 to 1. Then all weights are positive and every unit
#   answers to the same direction.
# - *Judging a start by one run.* A lucky draw proves nothing. Part 6 repeats.
#
# </details>

# %% [markdown]
# ---
# # Part 3 · Neither: derive the right loudness
#
# *20 minutes.* One number decides: the variance of the weights. Ask what a unit does to the size of
# a signal, and choose the variance so that the size stays as it is.

# %% [markdown] question="two_dice"
# **From school.** One die has variance $2.9$, rounded. You throw 100 dice and add them up. What is
# the variance of the sum?
#
# - [ ] 2.9, the dice are all the same.
#   > Throw one die, then a hundred: which of the two results spreads more?
# - [x] 100 times 2.9: variances of independent numbers add up.
#   > Yes. And so the standard deviation, its root, grows only by the factor 10.
# - [ ] 10,000 times 2.9, for variances are squares.
#   > That would be one die whose number is multiplied by 100. Independent dice partly cancel.

# %% [markdown]
# ## Worked example: one unit, many draws
#
# A unit receives $n$ numbers $x_j$ and adds up $n$ products, $z = \sum_j w_j x_j$. The $x_j$ are
# what they are; the $w_j$ are drawn, independently, with mean 0. One product first:
#
# $$\mathrm{Var}(w_j x_j) = \mathrm{Var}(w_j)\; x_j^2 \qquad \text{(a fixed factor comes out
# squared).}$$
#
# Test it: one weight with standard deviation 0.5, drawn 100,000 times, times the number 3.

# %%
many = 0.5 * np.random.default_rng(0).standard_normal(100_000)
print("measured variance of w·3:", (many * 3).var().round(2), "  0.5² · 3² =", 0.5**2 * 3**2)

# %% [markdown]
# **Step 1.** The $n$ products are independent, so their variances add up:
# $\mathrm{Var}(z) = \sum_j \mathrm{Var}(w)\, x_j^2$. Write it with the mean of the squares,
# $\mathrm E(x^2) = \frac1n \sum_j x_j^2$: $\quad \mathrm{Var}(z) = \;?$


# %% answer="variance_of_sum"
def variance_of_sum(n, var_w, mean_square_x):
    """Return Var(z) of a unit that receives n numbers; all arguments are plain numbers.

    n: how many numbers it receives; var_w: the variance of each weight
    mean_square_x: the mean of the squares of what it receives
    """
    ### BEGIN SOLUTION
    # The sum of the x_j² is n times their mean.
    return n * var_w * mean_square_x
    ### END SOLUTION


# %% check="variance_of_sum" points=1
same(variance_of_sum(2, 0.25, 5.0), 2.5, "x = (3, 1): 0.25·9 + 0.25·1")
x, numbers = np.array([[1.0], [-2.0], [0.5], [4.0]]), np.random.default_rng(1)
sums = 0.3 * numbers.standard_normal((100_000, 4)) @ x
same(
    variance_of_sum(4, 0.3**2, float(np.mean(x**2))),
    float(sums.var()),
    "the variance of 100,000 sums of four products, measured",
    tolerance=0.03,
)
### BEGIN HIDDEN TESTS
n, var_w, square = int(rng.integers(3, 50)), float(rng.uniform(0.1, 2)), float(rng.uniform(0.5, 3))
same(variance_of_sum(n, var_w, square), n * var_w * square, "other numbers")
### END HIDDEN TESTS


# %% right="variance_of_sum"
def adds_the_variances_up(n, var_w, mean_square_x):
    total = 0.0
    for _ in range(n):
        total += var_w * mean_square_x
    return total


def squares_the_standard_deviations(n, var_w, mean_square_x):
    return np.square(np.sqrt(n * var_w) * np.sqrt(mean_square_x))


def by_a_sum_of_squares(n, var_w, mean_square_x):
    return var_w * np.full(n, mean_square_x).sum()


# %% wrong="variance_of_sum"
def forgets_to_add_them_up(n, var_w, mean_square_x):
    """That is the variance of one product. A unit adds up n of them."""
    return var_w * mean_square_x


def takes_the_root_of_n(n, var_w, mean_square_x):
    """The standard deviation grows with the root of n. And the variance?"""
    return math.sqrt(n) * var_w * mean_square_x


def squares_once_too_often(n, var_w, mean_square_x):
    """The squares are already taken: the argument is the mean of x²."""
    return n * var_w * mean_square_x**2


def counts_n_twice(n, var_w, mean_square_x):
    """Var(w) times n is there already. Which second n have you put in?"""
    return n**2 * var_w * mean_square_x


def takes_a_root_at_the_end(n, var_w, mean_square_x):
    """That is the standard deviation of z. The variance is asked for."""
    return math.sqrt(n * var_w * mean_square_x)


def divides_by_n(n, var_w, mean_square_x):
    """More terms, more spread. Does your variance grow with n?"""
    return var_w * mean_square_x / n


# %% [markdown]
# **Step 2.** Now relu: $a = \max(0, z)$. The next layer receives $a$, and Step 1 says that only its
# mean square matters. The weights are drawn around 0, so $z$ and $-z$ are equally likely:
#
# $$\mathrm E(a^2) = \tfrac12 \cdot (\text{mean of } a^2 \text{ where } z > 0) + \tfrac12 \cdot
# (\text{mean of } a^2 \text{ where } z \le 0) = \;?$$
#
# Write it with $\mathrm{Var}(z)$, which is $\mathrm E(z^2)$, because $\mathrm E(z) = 0$.
#
# **Step 3.** Put both steps together and demand that the layer hands on what it received,
# $\mathrm E(a^2) = \mathrm E(x^2)$. Solve for the variance of the weights: $\mathrm{Var}(w) = \;?$


# %% answer="mean_square_after_relu"
def mean_square_after_relu(var_z):
    """Step 2: return E(a²) for a = relu(z), where z and -z are equally likely."""
    ### BEGIN SOLUTION
    # Half of the z become 0, and the squares of the other half stay.
    return var_z / 2
    ### END SOLUTION


# %% check="mean_square_after_relu" points=1
z = np.array([-3.0, -1.0, 1.0, 3.0])
same(
    mean_square_after_relu(float(z.var())),
    float(np.mean(np.maximum(z, 0) ** 2)),
    "the mean square of relu of -3, -1, 1, 3",
)
z = 1.7 * np.random.default_rng(2).standard_normal(200_000)
same(
    mean_square_after_relu(1.7**2),
    float(np.mean(np.maximum(z, 0) ** 2)),
    "measured on 200,000 normal numbers",
    tolerance=0.03,
)
### BEGIN HIDDEN TESTS
z = rng.standard_normal(50)
z = np.concatenate([z, -z])
got = mean_square_after_relu(float(z.var()))
same(got, float(np.mean(np.maximum(z, 0) ** 2)), "other numbers with both signs")
### END HIDDEN TESTS


# %% right="mean_square_after_relu"
def as_a_half(var_z):
    return 0.5 * var_z


def by_the_root_of_two(var_z):
    return (math.sqrt(var_z) / math.sqrt(2)) ** 2


def as_a_mean_of_two_cases(var_z):
    return np.mean([var_z, 0.0])


# %% wrong="mean_square_after_relu"
def relu_changes_nothing(var_z):
    """Half of the numbers become 0. What does that do to the mean of the squares?"""
    return var_z


def takes_the_variance_of_a(var_z):
    """That is the variance of a, without its mean. Step 1 asks for the mean of a²."""
    return var_z * (0.5 - 1 / (2 * math.pi))


def halves_the_numbers_before_squaring(var_z):
    """Half of the numbers are lost, but the other half keeps its size. Where did your 4 come
    from?"""
    return var_z / 4


def doubles_instead(var_z):
    """Relu takes away. Can the mean of the squares grow?"""
    return 2 * var_z


# %% answer="he_variance"
def he_variance(n):
    """Step 3: return the Var(w) for which a relu layer that receives n numbers keeps E(x²)."""
    ### BEGIN SOLUTION
    # n · Var(w) · E(x²) / 2 = E(x²): E(x²) cancels, so one rule serves soft and loud signals.
    return 2 / n
    ### END SOLUTION


# %% check="he_variance" points=1
for n, square in ((2, 1.0), (50, 1.0), (400, 7.0)):
    var_z = variance_of_sum(n, he_variance(n), square)
    same(mean_square_after_relu(var_z), square, f"a layer that receives {n} numbers keeps E(x²)")
same(he_variance(8), 0.25, "eight numbers received")
### BEGIN HIDDEN TESTS
n = int(rng.integers(3, 900))
same(he_variance(n) * n, 2.0, "n times the variance, another n")
### END HIDDEN TESTS


# %% right="he_variance"
def one_over_half_of_them(n):
    return 1 / (n / 2)


def as_a_squared_deviation(n):
    return math.sqrt(2 / n) ** 2


def solved_with_the_two_steps(n):
    return 1.0 / mean_square_after_relu(variance_of_sum(n, 1.0, 1.0))


# %% wrong="he_variance"
def one_over_n(n):
    """With 1/n each layer halves the mean square. Which factor makes up for relu?"""
    return 1 / n


def the_root_already(n):
    """That is the standard deviation. The variance is asked for."""
    return math.sqrt(2 / n)


def half_of_n(n):
    """The more numbers a unit receives, the smaller its weights should be."""
    return n / 2


def relu_counted_the_wrong_way(n):
    """Relu makes the signal smaller, so the weights must be larger than 1/n, not smaller."""
    return 1 / (2 * n)


# %% [markdown]
# So that is where 1.41 comes from: with $\mathrm{Var}(w) = 1/n$ each relu layer makes the size of
# the signal smaller by the factor $1/\sqrt2$. Multiply the weights by $\sqrt2 \approx 1.41$, and it
# stays. The rule is called He's, after the first author of the paper that derived it in 2015.
#
# (The derivation is about a **mean over all draws**. A single layer with few units may be off, and
# the factors of many layers multiply. Part 6 looks at that.)
#
# ## Your function: `initialize_parameters_he`
#
# $$W^{[l]} = \sqrt{\frac{2}{n_{l-1}}}\;\mathcal N(0, 1), \text{ shape } (n_l, n_{l-1}), \qquad
# b^{[l]} = 0, \text{ shape } (n_l, 1).$$


# %% answer="initialize_parameters_he"
def initialize_parameters_he(layers_dims):
    """Return He's start for relu layers.

    layers_dims: list or tuple of the widths n_0, n_1, …, n_L
    returns: {"W1", "b1", …, "WL", "bL"}; weights are normal with mean 0 and the standard deviation
        of the formula, biases are 0
    """
    ### BEGIN SOLUTION
    parameters = {}
    for layer in range(1, len(layers_dims)):
        units, received = layers_dims[layer], layers_dims[layer - 1]
        # The factor of a normal number is its standard deviation, the root of the variance.
        size = math.sqrt(he_variance(received))
        parameters[f"W{layer}"] = size * np.random.randn(units, received)
        parameters[f"b{layer}"] = np.zeros((units, 1))
    return parameters
    ### END SOLUTION


# %% check="initialize_parameters_he" points=6
parameters = untouched(initialize_parameters_he, [3, 5, 4, 1])
shapes = {name: np.shape(value) for name, value in parameters.items()}
want = {"W1": (5, 3), "b1": (5, 1), "W2": (4, 5), "b2": (4, 1), "W3": (1, 4), "b3": (1, 1)}
same(shapes, want, "three layers: W has a row for each unit, b is a column")
wide = initialize_parameters_he((400, 90, 300))
for name, received in (("W1", 400), ("W2", 90)):
    W, expected = wide[name], math.sqrt(2 / received)
    copies = len(W) - len(np.unique(W, axis=0))
    same(copies, 0, f"how many units in {name} are copies of another")
    same(one_digit(100 * np.mean(W > 0)), 50.0, f"{name}: per cent of positive numbers, about")
    ratio = float(W.std()) / expected
    same(one_digit(ratio), 1.0, f"the spread of {name} divided by √(2/{received}), to one digit")
    same(ratio, 1.0, f"the spread of {name} divided by √(2/{received})", tolerance=0.04)
    within = one_digit(100 * np.mean(np.abs(W) < expected))
    same(within, 70.0, f"per cent of {name} within one standard deviation; normal: 68, about 70")
for name in ("b1", "b2"):
    same(int(np.count_nonzero(wide[name])), 0, f"how many biases in {name} are not 0")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([60, 330, 110, 210])]
other = initialize_parameters_he(dims)
for layer in (1, 2, 3):
    same(other[f"W{layer}"].shape, (dims[layer], dims[layer - 1]), f"other widths: W{layer}")
    ratio = float(other[f"W{layer}"].std() / math.sqrt(2 / dims[layer - 1]))
    same(ratio, 1.0, f"other widths: the spread of W{layer} over the formula", tolerance=0.06)
### END HIDDEN TESTS


# %% right="initialize_parameters_he"
def he_from_a_generator(layers_dims):
    numbers, parameters = np.random.default_rng(), {}
    for i, (received, units) in enumerate(zip(layers_dims, layers_dims[1:], strict=False), 1):
        parameters["W" + str(i)] = numbers.normal(0, (2 / received) ** 0.5, (units, received))
        parameters["b" + str(i)] = np.zeros((units, 1))
    return parameters


def he_with_a_seed_inside(layers_dims, seed=3):
    np.random.seed(seed)
    parameters = {}
    for i in range(len(layers_dims) - 1, 0, -1):
        rows = [np.random.randn(layers_dims[i - 1]) for _ in range(layers_dims[i])]
        parameters[f"W{i}"] = np.array(rows) / np.sqrt(layers_dims[i - 1] / 2)
        parameters[f"b{i}"] = np.full((layers_dims[i], 1), 0.0)
    return parameters


def he_in_single_precision(layers_dims, dtype=np.float32):
    numbers = np.random.default_rng(11)
    parameters = {f"b{i}": np.zeros((n, 1), dtype) for i, n in enumerate(layers_dims) if i}
    for i in range(1, len(layers_dims)):
        W = numbers.standard_normal((layers_dims[i - 1], layers_dims[i])).T
        parameters[f"W{i}"] = (math.sqrt(2) * W / math.sqrt(layers_dims[i - 1])).astype(dtype)
    return parameters


def fills_the_zeros(layers_dims):
    parameters = initialize_parameters_zeros(layers_dims)
    for name, value in parameters.items():
        if name[0] == "W":
            parameters[name] = np.random.normal(
                scale=he_variance(value.shape[1]) ** 0.5, size=value.shape
            )
    return parameters


# %% wrong="initialize_parameters_he"
def _he(dims, size=lambda received, units: math.sqrt(2 / received), draw=None, layers=None):
    """He's start with one thing changed: size(received, units) or draw(numbers, shape)."""
    numbers, parameters = np.random.default_rng(), {}
    for i in layers or range(1, len(dims)):
        shape = (dims[i], dims[i - 1])
        W = draw(numbers, shape) if draw else numbers.standard_normal(shape)
        parameters[f"W{i}"] = W * size(dims[i - 1], dims[i])
        parameters[f"b{i}"] = np.zeros((dims[i], 1))
    return parameters


def he_without_the_two(layers_dims):
    """Relu kills half of the mean square. Which factor makes up for it?"""
    return _he(layers_dims, lambda received, units: math.sqrt(1 / received))


def divides_by_the_units(layers_dims):
    """A unit adds up what it *receives*: n of the layer that you come from."""
    return _he(layers_dims, lambda received, units: math.sqrt(2 / units))


def forgets_the_root(layers_dims):
    """2/n is the variance. Which size do you multiply standard normal numbers by?"""
    return _he(layers_dims, lambda received, units: 2 / received)


def uses_both_widths(layers_dims):
    """He asks only how many numbers a unit receives, not how many units there are."""
    return _he(layers_dims, lambda received, units: math.sqrt(2 / (received + units)))


def turns_the_fraction(layers_dims):
    """More inputs need smaller weights. What do yours do as n grows?"""
    return _he(layers_dims, lambda received, units: math.sqrt(received / 2))


def draws_from_zero_to_one(layers_dims):
    """All your weights are positive. Draw from a distribution centred at 0."""
    return _he(layers_dims, draw=lambda numbers, shape: numbers.random(shape))


def draws_evenly_around_zero(layers_dims):
    """The spread is right, but the numbers are spread evenly. Normal numbers are asked for."""
    top = math.sqrt(3)
    return _he(layers_dims, draw=lambda numbers, shape: numbers.uniform(-top, top, shape))


def takes_the_first_width_for_all(layers_dims):
    """Each layer receives its own number of inputs. Does your scale change from layer to layer?"""
    return _he(layers_dims, lambda received, units: math.sqrt(2 / layers_dims[0]))


def stays_at_ten(layers_dims):
    """That is the loud start of Part 2. Which size does the formula ask for?"""
    return _he(layers_dims, lambda received, units: 10)


def he_with_inputs_in_rows(layers_dims):
    """W has one row for each unit. How many rows has yours?"""
    return {k: v.T if k[0] == "W" else v for k, v in _he(layers_dims).items()}


def he_without_the_last_layer(layers_dims):
    """n_0 to n_L are L + 1 numbers for L layers. Which one does your loop leave out?"""
    return _he(layers_dims, layers=range(1, len(layers_dims) - 1))


def he_with_equal_units(layers_dims):
    """All rows of your W are the same. Part 1 showed what equal units learn."""
    return _he(
        layers_dims,
        draw=lambda numbers, shape: np.tile(numbers.standard_normal(shape[1]), (shape[0], 1)),
    )


def he_with_drawn_biases(layers_dims):
    """Only the weights are drawn. At what do the biases start?"""
    biases = {
        f"b{i}": math.sqrt(2 / n) * np.random.randn(n, 1) for i, n in enumerate(layers_dims) if i
    }
    return _he(layers_dims) | biases


# %% demo="from_he"
np.random.seed(3)
from_he = model(X_train, Y_train, initialization="he")
he_found = print_beside("He", from_he, "99.3 %, 96 %")

# %% demo="three_regions"
panels = {
    f"{name}: {found[1]:.0%} of the test": (
        lambda X, parameters=parameters: forward(X, parameters)[0] > 0,
        X_test,
        Y_test,
    )
    for name, parameters, found in (
        ("zeros", from_zeros, zeros_found),
        ("random × 10", from_random, random_found),
        ("He", from_he, he_found),
    )
}
show(
    decision_region_grid(panels, PLACES),
    "Three panels with the test places and the regions of the answers. From zeros there is one "
    "region only. From random times 10 the border is ragged. From He's start the border is a "
    "closed, nearly round line between the rings.",
)

# %% [markdown] question="two_inputs" points=1
# **1 point.** A friend forgot the root and multiplied by $2/n$. On the first layer of *this*
# network nobody noticed. Why?
#
# - [ ] Because the first layer does not matter.
#   > It does: everything else hears only what it hands on. Put the width of the input into both
#   > formulas.
# - [x] It receives $n = 2$ numbers, and $2/2$ is $\sqrt{2/2}$.
#   > Yes. Points in the plane are the classic data for such experiments, and the worst ones for
#   > finding this mistake. That is why the check above used widths such as 400 and 90.
# - [ ] Because 2/n and its root are always close.
#   > Compare them for n = 400.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 3</b> (open it after the check)</summary>
#
# - *$1/n$ in place of $2/n$.* That is the rule for a layer that cuts nothing off. Relu cuts off
#   half of the mean square, in every layer again.
# - *$2/n$ without the root.* $2/n$ is the variance. Standard normal numbers are multiplied by the
#   standard deviation.
# - *The variance of $a$ in place of its mean square.* After relu the mean is not 0, and the next
#   layer adds up $a$ itself, mean included.
#
# </details>

# %% [markdown]
# ---
# # Part 4 · Follow the call from layer to layer
#
# *15 minutes.* A cost that stays flat has many possible reasons. The sizes by layer tell which.

# %% [markdown] question="slope_product"
# **From *A deep network, three times*.** $dW^{[l]} = \frac1m\, dZ^{[l]} A^{[l-1]\top}$. The signal
# $A^{[l-1]}$ that reaches layer $l$ is a millionth of what it should be; $dZ^{[l]}$ is as it should
# be. How large is $dW^{[l]}$?
#
# - [ ] As it should be, for slopes come from behind.
#   > The formula is a product of what comes from behind and what came from in front.
# - [x] A millionth of what it should be.
#   > Yes. A slope is a product of what came forward and what comes back. One silent side is enough.
# - [ ] A million times too large, to make up for it.
#   > Nothing makes up for it: the formula multiplies.

# %% [markdown]
# ## Your function: `spread_by_layer`
#
# Docstring only. `forward(X, parameters)` returns the logits and the list
# $[X, A^{[1]}, \dots, A^{[L-1]}]$. `gradients(logits, inputs, Y, parameters)` returns a dictionary
# with the keys of `parameters`: under `"W1"` stands $\partial J/\partial W^{[1]}$.


# %% answer="spread_by_layer"
def spread_by_layer(X, Y, parameters):
    """Return the size (root mean square) of the signal and of the slopes in each layer.

    X: (n_0, m), Y: (1, m), parameters: W1, b1, …, WL, bL
    returns: {"activations": list of L - 1 numbers, the rms of A1, …, A{L-1};
              "slopes": list of L numbers, the rms of ∂J/∂W1, …, ∂J/∂WL}
    """
    ### BEGIN SOLUTION
    logits, inputs = forward(X, parameters)
    slopes = gradients(logits, inputs, Y, parameters)

    # Not array.std(): it takes the mean off, but the next layer adds up the mean as well.
    def rms(array):
        return float(np.sqrt(np.mean(array**2)))

    # inputs[0] is X, which no layer has made. The slopes are asked for by name, for the
    # dictionary holds them in the order of the way back.
    layers = range(1, len(inputs) + 1)
    return {
        "activations": [rms(A) for A in inputs[1:]],
        "slopes": [rms(slopes[f"W{layer}"]) for layer in layers],
    }
    ### END SOLUTION


# %% check="spread_by_layer" points=4
X, Y = np.array([[3.0, -4.0, 0.0], [0.0, 1.0, 2.0]]), np.array([[1.0, 0.0, 0.0]])
parameters = {
    "W1": np.array([[1.0, 0.0], [0.0, -1.0], [1.0, 2.0]]),
    "b1": np.array([[0.1], [1.2], [0.5]]),
    "W2": np.array([[1.0, -1.0, 0.5], [0.3, 0.8, -0.2]]),
    "b2": np.array([[0.3], [0.1]]),
    "W3": np.array([[0.7, -1.1]]),
    "b3": np.array([[0.3]]),
}
spread = untouched(spread_by_layer, X, Y, parameters)
same(sorted(spread), ["activations", "slopes"], "two lists by name")
measured = []
for name in ("W1", "W2", "W3"):
    slopes = slope(
        lambda W, name=name: mean_cost(forward(X, parameters | {name: W})[0], Y), parameters[name]
    )
    measured.append(float(np.sqrt(np.mean(slopes**2))))
same(
    list(spread["slopes"]),
    measured,
    "the root mean square of the slopes for W1, W2, W3, measured",
    tolerance=1e-4,
)
# By hand: A1 = [[3.1, 0, 0.1], [1.2, 0.2, 0], [3.5, 0, 4.5]] and
# A2 = [[3.95, 0.1, 2.65], [1.29, 0.26, 0]].
by_hand = [
    math.sqrt((3.1**2 + 0.1**2 + 1.2**2 + 0.2**2 + 3.5**2 + 4.5**2) / 9),
    math.sqrt((3.95**2 + 0.1**2 + 2.65**2 + 1.29**2 + 0.26**2) / 6),
]
same(list(spread["activations"]), by_hand, "by hand: the root mean square of A1 and of A2")
### BEGIN HIDDEN TESTS
dims = [3, *(int(size) for size in rng.permutation([4, 5, 7, 8])), 1]
parameters = drawn(dims, int(rng.integers(1000)), lambda n: math.sqrt(3 / n))
parameters = {name: value + 0.1 for name, value in parameters.items()}
X, Y = rng.standard_normal((3, 6)), (rng.permutation(6) < 2).astype(float).reshape(1, 6)
got, want = spread_by_layer(X, Y, parameters), spread_by_layer_reference(X, Y, parameters)
same(list(got["activations"]), want["activations"], "other numbers: activations of five layers")
same(list(got["slopes"]), want["slopes"], "other numbers: slopes of five layers")
### END HIDDEN TESTS


# %% right="spread_by_layer"
def by_the_norm(X, Y, parameters):
    logits, inputs = forward(X, parameters)
    slopes = gradients(logits, inputs, Y, parameters)
    return {
        "slopes": [
            np.linalg.norm(slopes[f"W{k}"]) / math.sqrt(slopes[f"W{k}"].size)
            for k in range(1, len(parameters) // 2 + 1)
        ],
        "activations": [np.linalg.norm(A) / math.sqrt(A.size) for A in inputs[1:]],
    }


def layer_by_layer(X, Y, parameters):
    A, activations, last = X, [], len(parameters) // 2
    for k in range(1, last):
        A = np.maximum(parameters[f"W{k}"] @ A + parameters[f"b{k}"], 0)
        activations.append(np.sqrt((A * A).sum() / A.size))
    slopes = gradients(*forward(X, parameters), Y, parameters)
    weights = sorted((name for name in slopes if name[0] == "W"), key=lambda name: int(name[1:]))
    return {
        "activations": activations,
        "slopes": [np.sqrt(np.mean(np.square(slopes[name]))) for name in weights],
    }


def by_mean_and_variance(X, Y, parameters):
    logits, inputs = forward(X, parameters)
    slopes = gradients(logits, inputs, Y, parameters)
    spread = {"activations": [], "slopes": []}
    for k, A in enumerate(inputs, start=1):
        if k > 1:
            spread["activations"].append((A.mean() ** 2 + A.var()) ** 0.5)
        dW = slopes[f"W{k}"]
        spread["slopes"].append((dW.mean() ** 2 + dW.var()) ** 0.5)
    return spread


# %% wrong="spread_by_layer"
def _rms(array):
    return float(np.sqrt(np.mean(array**2)))


def _spread(X, Y, parameters, size=_rms, first=1, of_slopes=None):
    logits, inputs = forward(X, parameters)
    slopes = gradients(logits, inputs, Y, parameters)
    shown = of_slopes(slopes) if of_slopes else [slopes[f"W{k + 1}"] for k in range(len(inputs))]
    return {
        "activations": [float(size(A)) for A in inputs[first:]],
        "slopes": [float(size(dW)) for dW in shown],
    }


def counts_the_input_as_a_layer(X, Y, parameters):
    """The first activations asked for are A1. What stands first in the list from forward?"""
    return _spread(X, Y, parameters, first=0)


def takes_plain_means(X, Y, parameters):
    """Positive and negative numbers cancel in a mean. Square first."""
    return _spread(X, Y, parameters, np.mean)


def takes_means_of_squares(X, Y, parameters):
    """A mean of squares is not a size yet. What undoes the square?"""
    return _spread(X, Y, parameters, lambda array: np.mean(array**2))


def takes_the_standard_deviation(X, Y, parameters):
    """The standard deviation takes the mean off first. Here it counts."""
    return _spread(X, Y, parameters, np.std)


def takes_the_mean_size(X, Y, parameters):
    """That is the mean of |a|. Root mean square: square, mean, root."""
    return _spread(X, Y, parameters, lambda array: np.mean(np.abs(array)))


def adds_up_without_a_mean(X, Y, parameters):
    """Yours grows with the number of units. Take the mean of the squares."""
    return _spread(X, Y, parameters, np.linalg.norm)


def keeps_the_order_of_going_back(X, Y, parameters):
    """gradients goes from the last layer to the first. In which order are your slopes?"""
    return _spread(X, Y, parameters, of_slopes=lambda s: [s[name] for name in s if name[0] == "W"])


def measures_the_weights(X, Y, parameters):
    """These are the sizes of the weights themselves. The slopes for them are asked for."""
    return _spread(
        X,
        Y,
        parameters,
        of_slopes=lambda s: [parameters[f"W{k}"] for k in range(1, len(parameters) // 2 + 1)],
    )


def measures_the_biases(X, Y, parameters):
    """These are the slopes for the biases. Which keys belong to the weights?"""
    return _spread(
        X,
        Y,
        parameters,
        of_slopes=lambda s: [s[f"b{k}"] for k in range(1, len(parameters) // 2 + 1)],
    )


# %% [markdown]
# **Predict.** Ten hidden layers of 50 units. The weights are normal times 0.01. By how many
# **powers of ten** is the signal in layer 10 smaller than in layer 1? (Write 3 for a factor of
# 1,000. Steps 1 and 2 of Part 3 say what one layer does.)

# %% prediction="powers_lost" between=[0, 300] points=1
### BEGIN SOLUTION
predicted_powers_lost = 9
### END SOLUTION

# %% demo="measure_starts"
TEN = [2] + [50] * 10 + [1]
SIZES = {
    "zeros": lambda n: 0.0,
    "0.01": lambda n: 0.01,
    "1": lambda n: 1.0,
    "He": lambda n: math.sqrt(he_variance(n)),
}
spreads = {}
for name, scale_of in SIZES.items():
    spreads[name] = spread_by_layer(X_train, Y_train, drawn(TEN, 0, scale_of))
    sizes, slopes = spreads[name]["activations"], spreads[name]["slopes"]
    print(
        f"{name:5s} A1 {sizes[0]:.1e}   A10 {sizes[9]:.1e}   "
        f"dW1 {slopes[0]:.1e}   dW10 {slopes[9]:.1e}"
    )
sizes = spreads["0.01"]["activations"]
compare_prediction("powers_lost", predicted_powers_lost, math.log10(sizes[0] / sizes[9]))

# %% [markdown]
# ## Look: histograms, layer by layer
#
# The same four starts; now all entries, not only their root mean square. The axis is logarithmic,
# and zeros are left out (relu makes about half of the activations 0).

# %% demo="histograms"
activations, slopes_of = {}, {}
for name, scale_of in SIZES.items():
    start = drawn(TEN, 0, scale_of)
    logits, inputs = forward(X_train, start)
    slopes = gradients(logits, inputs, Y_train, start)
    activations[f"start: {name}"] = {f"layer {k}": inputs[k] for k in (1, 5, 10)}
    slopes_of[f"start: {name}"] = {f"layer {k}": slopes[f"W{k}"] for k in (1, 5, 10)}
show(
    size_histograms(activations, "size of an activation"),
    "Histograms of the sizes of activations in layers 1, 5 and 10. From zeros all are 0. From "
    "0.01 the three layers stand far apart, each further left than the one before. From 1 they "
    "stand far apart to the right. From He's start the three histograms lie on one another.",
)
show(
    size_histograms(slopes_of, "size of a slope for a weight"),
    "Histograms of the sizes of the slopes for the weights in layers 1, 5 and 10. From zeros all "
    "are 0. From 0.01 all are tiny, from 1 all are huge, from He's start all are moderate. In each "
    "panel the three layers lie close together.",
)

# %% [markdown] question="tiny_everywhere" points=1
# **1 point.** From 0.01 the slopes are tiny in layer 10 too, which sits next to the output and
# gets its $dZ$ nearly fresh. Why?
#
# - [ ] Because slopes die out on the way back.
#   > They do, but the way back to layer 10 is short. The slope is a product of two things; look at
#   > the other one.
# - [x] Because the signal that reaches layer 10 is tiny, and it is a factor of the slope.
#   > Yes. In the first layers the signal is loud and what comes back is silent; in the last ones it
#   > is the other way round. The product is tiny everywhere.
# - [ ] Because relu has switched layer 10 off.
#   > About half of its entries are on, as from any start around 0. How large are they?

# %% [markdown]
# ## Look: from a whisper to a roar
#
# Move the slider: `factor` times He's size, twenty hidden layers of 50 units.


# %% demo="slide_the_factor"
TWENTY = [2] + [50] * 20 + [1]


def draw_sizes(factor=1.0):
    start = drawn(TWENTY, 1, lambda n: factor * math.sqrt(2 / n))
    spread = spread_by_layer(X_train, Y_train, start)
    lines = {"activations": spread["activations"], "slopes for the weights": spread["slopes"]}
    figure = curves(
        range(1, 22),
        lines,
        "layer",
        "root mean square",
        f"{factor:.2f} times He's size",
        log_y=True,
    )
    figure.axes[0].set_ylim(1e-12, 1e12)
    figure.axes[0].set_xticks(range(1, 22, 2))
    return figure


slider(
    draw_sizes,
    lambda factor: (
        f"The sizes of activations and of slopes by layer, for weights of {factor:.2f} times He's "
        "size. At 1 both lines are about level; below 1 the activations fall from layer to layer "
        "and the slopes lie low; above 1 the activations rise and the slopes lie high."
    ),
    factor=(0.35, 3.0, 0.01),
)

# %% [markdown]
# **Your number.** Where on this slider stands the smaller start of the puzzle, weights of size
# $1/\sqrt n$? Give the factor, to two decimals: what, times $\sqrt{2/n}$, is $1/\sqrt n$? Then set
# the slider there.

# %% answer="factor_of_one_over_root_n"
# Write: factor_of_one_over_root_n = (your number)
### BEGIN SOLUTION
# 1/√n over √(2/n) is 1/√2: the n cancels, so the factor is the same for all widths.
factor_of_one_over_root_n = 0.71
### END SOLUTION

# %% check="factor_of_one_over_root_n" points=1
size_for_50 = factor_of_one_over_root_n * math.sqrt(2 / 50)
same(
    size_for_50,
    1 / math.sqrt(50),
    "for n = 50, your factor times He's size √(2/50) should be 1/√50",
    tolerance=0.015,
)

# %% right="factor_of_one_over_root_n"
as_a_root = 1 / math.sqrt(2)
as_half_a_root = np.sqrt(2) / 2
a_little_less_exact = 0.70

# %% wrong="factor_of_one_over_root_n"
turned_round = 1.41
forgets_to_take_the_root = 0.5
takes_the_whole_size = 0.14

# %% [markdown]
# **And over the layers.** How many **powers of ten** does the signal then lose from layer 1 to
# layer 20? Compute it from your factor, to one decimal, and look whether the slider agrees.

# %% answer="powers_lost_by_layer_20"
# Write: powers_lost_by_layer_20 = (your number)
### BEGIN SOLUTION
# From layer 1 to layer 20 the signal passes 19 layers, and each multiplies by the factor.
powers_lost_by_layer_20 = 2.9
### END SOLUTION

# %% check="powers_lost_by_layer_20" points=1
assert 2.7 < powers_lost_by_layer_20 < 3.4, (
    f"{powers_lost_by_layer_20} powers of ten are too few or too many. Each of the layers 2 to 20 "
    "multiplies by your factor: what is the product, and which power of ten is that?"
)

# %% right="powers_lost_by_layer_20"
by_the_logarithm = 19 * math.log10(math.sqrt(2))
by_numpy = -np.log10(0.71**19)
read_off_the_slider = 3.1
a_round_number = 3

# %% wrong="powers_lost_by_layer_20"
counts_one_layer_only = 0.15
takes_the_natural_logarithm = 6.6
counts_the_mean_square = 5.7
adds_the_factors = 13.5
gives_the_ratio_itself = 724.0
turns_the_sign = -2.9

# %% [markdown] question="thirty_layers"
# **And in the puzzle?** With that factor, what is left of the size of the signal after **thirty**
# layers?
#
# - [ ] The factor itself: it is what it is.
#   > That is one layer. Each layer multiplies again.
# - [ ] Thirty times what one layer takes off is missing, so nothing at all.
#   > Layers multiply, they do not subtract.
# - [x] The factor to the power 30, about a thirty thousandth.
#   > Yes: 0.71 to the power 30 is about 2 to the power -15, which is 1 in 32,768. All places on the
#   > map then get nearly the same answer, and the slopes for the weights are as small. That is the
#   > first network of the puzzle.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 4</b> (open it after the check)</summary>
#
# - *The order of a dictionary.* `gradients` walks from the last layer to the first, and a
#   dictionary keeps the order in which it was filled. Ask by name.
# - *The standard deviation in place of the root mean square.* After relu the mean is not 0, and it
#   is part of the signal.
# - *Looking only at the last layer.* Vanishing is a matter of factors: you see it by comparing
#   layers.
#
# </details>

# %% [markdown]
# ---
# # Part 5 · Hunt the bug, then write the test
#
# *12 minutes.* The rescue wants all its networks to start from **the same** random numbers, so
# that starts can be compared. A colleague asked an AI assistant for a function that scales given
# standard normal draws by He's rule:
#
# $$W^{[l]} \leftarrow \sqrt{\frac{2}{n_{l-1}}}\; W^{[l]}, \qquad W^{[l]} \text{ has shape }
# (n_l, n_{l-1}), \text{ biases stay.}$$
#
# It is short, it reads well, and the colleague's network, four hidden layers of 50 units on 50
# features, trained at once.


# %% start="scale_draws"
def scale_draws(parameters):
    """Return He's start made from given standard normal draws, which stay as they are.

    parameters: "W1" (n_1, n_0), "b1" (n_1, 1), …; every W holds standard normal numbers
    returns: a new dictionary with the same keys and shapes
    """
    start = {}
    for name, value in parameters.items():
        if name.startswith("W"):
            fan = len(value)
            start[name] = value * math.sqrt(2 / fan)
        else:
            start[name] = value.copy()
    return start


# %% answer="scale_draws"
def scale_draws(parameters):
    """Return He's start made from given standard normal draws, which stay as they are.

    parameters: "W1" (n_1, n_0), "b1" (n_1, 1), …; every W holds standard normal numbers
    returns: a new dictionary with the same keys and shapes
    """
    start = {}
    for name, value in parameters.items():
        if name.startswith("W"):
            ### BEGIN SOLUTION
            # A row of W belongs to one unit, so a row is as long as what the unit receives.
            fan = value.shape[1]
            ### END SOLUTION
            start[name] = value * math.sqrt(2 / fan)
        else:
            start[name] = value.copy()
    return start


# %% [markdown]
# ## The evidence
#
# By He's rule the size of the signal is about the same in all layers, whatever their widths. Here
# are the sizes for two networks, from the function as it stands. Do both keep the promise?

# %% demo="evidence"
X_noise = np.random.default_rng(5).standard_normal((50, 400))
Y_noise = (X_noise[:1] > 0).astype(float)
for widths in ([50, 50, 50, 50, 50, 1], [50, 400, 50, 400, 50, 1]):
    spread = spread_by_layer(X_noise, Y_noise, scale_draws(drawn(widths, seed=4)))
    print(widths, "sizes of the signal:", [round(size, 2) for size in spread["activations"]])

# %% [markdown]
# **Now repair `scale_draws`** (the cell above the evidence), run the evidence again, and then this
# check.

# %% check="scale_draws" points=3
parameters = {
    "W1": np.array([[2.0, -1.0, 0.5, 1.0, -3.0, 1.5, 0.0, 1.0]]),
    "b1": np.array([[0.3]]),
    "W2": np.array([[1.0], [-2.0], [0.5], [3.0]]),
    "b2": np.array([[1.0], [0.0], [-1.0], [2.0]]),
}
start = untouched(scale_draws, parameters)
same(start["W1"], parameters["W1"] / 2, "one unit that receives 8 numbers: times √(2/8), a half")
same(start["W2"], parameters["W2"] * math.sqrt(2), "four units that receive 1 number: times √(2/1)")
added = start["b2"] - parameters["b2"]
same(added, np.zeros((4, 1)), "the biases stay: what was added to b2")
same(start["b1"], parameters["b1"], "the biases stay: b1")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([3, 7, 4, 9])]
parameters = drawn(dims, seed=int(rng.integers(1000)))
parameters["b2"] = parameters["b2"] + 0.7
same(scale_draws(parameters), scale_draws_reference(parameters), "other widths and draws")
### END HIDDEN TESTS


# %% right="scale_draws"
def by_the_columns(parameters):
    start = {name: np.array(value) for name, value in parameters.items()}
    for layer in range(1, len(parameters) // 2 + 1):
        units, received = start[f"W{layer}"].shape
        start[f"W{layer}"] = start[f"W{layer}"] / np.sqrt(received / 2)
    return start


def by_the_first_row(parameters):
    return {
        name: value * (2 / len(value[0])) ** 0.5 if "W" in name else 1 * value
        for name, value in parameters.items()
    }


def from_the_layer_before(parameters, gain=2.0):
    start, received = {}, parameters["W1"].size // parameters["b1"].size
    for layer in range(1, len(parameters) // 2 + 1):
        start[f"W{layer}"] = math.sqrt(gain / received) * parameters[f"W{layer}"]
        start[f"b{layer}"] = parameters[f"b{layer}"].copy()
        received = len(parameters[f"b{layer}"])
    return start


# %% wrong="scale_draws"
def _rescaled(parameters, size, biases=lambda b: b.copy()):
    return {
        name: value * size(*value.shape) if name[0] == "W" else biases(value)
        for name, value in parameters.items()
    }


def counts_all_weights(parameters):
    """size counts the whole matrix. How many numbers does *one* unit receive?"""
    return _rescaled(parameters, lambda units, received: math.sqrt(2 / (units * received)))


def scales_without_a_root(parameters):
    """The formula has a root around 2 over n."""
    return _rescaled(parameters, lambda units, received: 2 / received)


def scales_without_the_two(parameters):
    """Relu halves the mean square. Is the 2 in your factor?"""
    return _rescaled(parameters, lambda units, received: math.sqrt(1 / received))


def averages_the_two_widths(parameters):
    """He's rule asks only for what a unit receives. Which of the two widths is that?"""
    return _rescaled(parameters, lambda units, received: math.sqrt(4 / (units + received)))


def scales_the_biases_to_zero(parameters):
    """The biases should stay as they were given."""
    return _rescaled(
        parameters, lambda units, received: math.sqrt(2 / received), lambda b: np.zeros_like(b)
    )


def writes_into_the_draws(parameters):
    """The draws are needed again for the next network. Make new arrays."""
    for name in parameters:
        if name[0] == "W":
            parameters[name] *= math.sqrt(2 / parameters[name].shape[1])
    return parameters


# %% [markdown] question="when_invisible" points=1
# **1 point.** For which layers does the mistake that you have repaired change nothing at all?
#
# - [ ] For those near the input.
#   > Take one hidden layer of 400 units on 50 features. Which two numbers does the function mix up?
# - [x] For those that are as wide as what they receive.
#   > Yes, and many networks are built so. Where widths go up and down, one layer is too soft and
#   > the next too loud, and the sizes at the end look right again. So print every layer.
# - [ ] For those without relu.
#   > The 2 belongs to relu. The mistake is in the number below it.

# %% [markdown]
# ## Write the test that would have caught it
#
# Here are six versions of the heart of the matter, `version(W)` for one array of draws. Three are
# right.


# %%
def version_a(W):
    return W * math.sqrt(2 / W.shape[1])


def version_b(W):
    return W * math.sqrt(2 / W.shape[0])


def version_c(W):
    return W / np.sqrt(len(W[0]) / 2)


def version_d(W):
    return W * 2 / W.shape[1]


def version_e(W):
    W[:] = W * math.sqrt(2 / W.shape[1])
    return W


def version_f(W):
    return np.sqrt(2) * W / np.sqrt(W.size / len(W))


# %% [markdown]
# Your test gets one of them. It must return quietly for every right version and raise an
# `AssertionError` for every wrong one. Choose your array with care: some wrong versions
# agree with the right ones on some arrays, and returning the right numbers is not all that a
# function does.
#
# *Worked example*, a test for a function that should halve an array:


# %%
def check_halves(candidate):
    given = np.array([3.0, -1.0])
    assert np.allclose(candidate(given), [1.5, -0.5]), "not half of it"


check_halves(lambda array: array / 2)


# %% answer="check_scale"
def check_scale(candidate):
    """Raise an AssertionError unless candidate(W) is W times √(2/n).

    W, an array (units, n), must stay unchanged.
    """
    ### BEGIN SOLUTION
    # Two rows and eight columns: rows are not columns, and 2/8 is not its own root.
    W = np.array(
        [[1.0, -2.0, 3.0, 0.5, 1.0, 2.0, -1.0, 4.0], [0.0, 1.0, 2.0, 1.0, 1.0, 3.0, 5.0, 1.0]]
    )
    before = W.copy()  # a second name for W would change with it
    assert np.allclose(candidate(W), before / 2), "eight numbers received: the factor is a half"
    assert np.array_equal(W, before), "it changes the array of its caller"
    ### END SOLUTION


# %% check="check_scale" points=4
versions = (version_a, version_b, version_c, version_d, version_e, version_f)
accepted = {version.__name__: accepts(check_scale, version) for version in versions}
right = {"version_a": True, "version_c": True, "version_f": True}
wrong = {"version_b": False, "version_d": False, "version_e": False}
same(accepted, right | wrong, "three are right, three wrong; work out each on your array by hand")


# %% right="check_scale"
def measures_the_spread(candidate):
    W = np.random.default_rng(0).standard_normal((50, 200))
    first = float(W[0, 0])
    ratio = np.std(candidate(W)) / np.std(np.random.default_rng(0).standard_normal((50, 200)))
    assert abs(ratio - 0.1) < 0.001
    assert W[0, 0] == first


def tries_two_shapes(candidate):
    for shape in ((3, 5), (4, 18)):
        got = candidate(np.ones(shape))
        np.testing.assert_allclose(got, np.full(shape, math.sqrt(2 / shape[1])))
        again = np.ones(shape)
        candidate(again)
        assert again.sum() == shape[0] * shape[1]


def calls_it_twice_on_one_array(candidate):
    W = np.array([[2.0, -4.0, 6.0, 0.0, 1.0, 1.0, 1.0, 2.0]])
    want = [[1.0, -2.0, 3.0, 0.0, 0.5, 0.5, 0.5, 1.0]]
    assert np.allclose(candidate(W), want)
    assert np.allclose(candidate(W), want)


def counts_up_in_whole_numbers(candidate):
    W = np.arange(16).reshape(2, 8)
    assert np.allclose(candidate(W), np.arange(16).reshape(2, 8) / 2), "not half of it"


def compares_with_the_array_afterwards(candidate):
    W = np.random.default_rng(0).standard_normal((4, 7))
    assert np.allclose(candidate(W), W * np.sqrt(2 / 7))


# %% wrong="check_scale"
def never_objects(candidate):
    """Your test calls the function but accepts whatever comes back. Which values do you expect?"""
    candidate(np.ones((3, 5)))


def tests_a_square_array(candidate):
    """Version b counts rows for columns. Do rows and columns differ in your array?"""
    W = np.full((8, 8), 3.0)
    assert np.allclose(candidate(W), 1.5)
    assert W[0, 0] == 3.0


def tests_two_columns(candidate):
    """Version d forgets the root. For two columns 2/2 is its own root."""
    W = np.full((5, 2), 3.0)
    assert np.allclose(candidate(W), 3.0)
    assert W[0, 0] == 3.0


def never_looks_at_the_draws(candidate):
    """Version e returns the right numbers. What has it done to the array that it was given?"""
    assert np.allclose(candidate(np.full((3, 8), 4.0)), 2.0)


def compares_only_shapes(candidate):
    """A right shape says nothing about the numbers."""
    W = np.ones((3, 8))
    assert candidate(W).shape == (3, 8)
    assert W.sum() == 24


def always_objects(candidate):
    """Your test refuses right versions too. Compute the factor for your array once more."""
    assert np.allclose(candidate(np.full((3, 8), 4.0)), 4.0)


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 5</b> (open it after the check)</summary>
#
# - *`len(W)`.* It counts rows, and rows are units. A row is as **long** as what its unit receives.
#   In libraries that store $W$ the other way round it is the other axis: look before you count.
# - *A test on a square array, or with two columns.* There two of the wrong versions agree with the
#   right ones.
# - *A test of the result alone.* What a function does to its argument is part of what it does.
#
# </details>

# %% [markdown]
# ---
# # Part 6 · Experiment: can one count on it?
#
# *10 minutes.* The puzzle showed one pair of networks, at one learning rate. Perhaps the draw was
# lucky, or the rate suited one of them. So repeat, and be fair: networks of 10 and of 30 hidden
# layers with 20 units each, three sizes of the weights, and **every size may try the same three
# rates**. Five seeds; every seed gives new places and new random numbers, the same for all sizes.
# Every run takes 400 steps. All 90 together take about a minute.
#
# A run *has learnt* when its cost at the end is at most **half** of $\log 2$.
#
# ## Your function: `count_learnt`


# %% answer="count_learnt"
def count_learnt(costs, limit):
    """Return for each setting how many seeds have learnt.

    costs: (settings, seeds), the final costs; may hold nan or inf, which has not learnt
    limit: a run has learnt when its cost is at most this
    returns: (settings,), whole numbers
    """
    ### BEGIN SOLUTION
    # A comparison with nan is False, so "at most" leaves nan out. Seeds are axis 1.
    return np.sum(np.asarray(costs) <= limit, axis=1)
    ### END SOLUTION


# %% check="count_learnt" points=2
costs = np.array([[0.1, 0.35, 0.3, 0.2], [0.69, 0.1, np.nan, 0.3], [np.inf, 0.7, np.nan, 0.69]])
same(untouched(count_learnt, costs, 0.35), np.array([4, 2, 0]), "limit 0.35, which still counts")
same(count_learnt(costs, 0.15), np.array([1, 1, 0]), "limit 0.15: one seed in two settings")
same(count_learnt(costs[:2, :1], 0.35), np.array([1, 0]), "a single seed")
### BEGIN HIDDEN TESTS
costs = rng.uniform(0, 1, (4, 6))
costs[1, 2] = np.nan
same(count_learnt(costs, 0.4), count_learnt_reference(costs, 0.4), "other costs")
### END HIDDEN TESTS


# %% right="count_learnt"
def with_two_loops(costs, limit):
    counts = np.zeros(len(costs), dtype=int)
    for i, row in enumerate(costs):
        for cost in row:
            if cost <= limit:
                counts[i] += 1
    return counts


def by_counting_nonzero(costs, limit):
    return np.count_nonzero(np.nan_to_num(costs, nan=np.inf) <= limit, axis=-1)


def by_a_mean(costs, limit):
    return np.round((costs <= limit).mean(axis=1) * np.shape(costs)[1])


# %% wrong="count_learnt"
def counts_for_each_seed(costs, limit):
    """One number for each setting. Which axis holds the seeds?"""
    return np.sum(costs <= limit, axis=0)


def counts_everything(costs, limit):
    """That is one number for all settings together."""
    return np.sum(costs <= limit)


def leaves_out_the_limit(costs, limit):
    """At most: a cost equal to the limit has learnt too."""
    return np.sum(costs < limit, axis=1)


def counts_nan_as_learnt(costs, limit):
    """Every comparison with nan is False. Which one do you use?"""
    return np.sum(~(costs > limit), axis=1)


def counts_the_failures(costs, limit):
    """A *low* cost is a success. Which side do you count?"""
    return np.sum(costs > limit, axis=1)


def returns_shares(costs, limit):
    """How many seeds, not which share of them."""
    return np.mean(costs <= limit, axis=1)


# %% [markdown]
# **Predict.** With He's size, thirty hidden layers and the best of the three rates, how many of the
# five seeds will learn?

# %% prediction="he_at_thirty" between=[0, 5] points=1
### BEGIN SOLUTION
predicted_he_at_thirty = 3
### END SOLUTION

# %% demo="depth_runs"
DEPTHS, RATES, SEEDS = (10, 30), (0.01, 0.03, 0.1), range(100, 105)
FACTORS = {"1/√n": 1.0, "He": math.sqrt(2), "2/√n": 2.0}
final = {(depth, name): np.full((len(RATES), 5), np.nan) for depth in DEPTHS for name in FACTORS}
with tqdm(total=len(DEPTHS) * len(SEEDS) * len(FACTORS) * len(RATES), desc="training") as progress:
    for s, seed in enumerate(SEEDS):
        X, Y = circles(seed, m=200)
        for depth, name in final:
            widths = [2] + [20] * depth + [1]
            start = drawn(widths, seed, lambda n, factor=FACTORS[name]: factor / math.sqrt(n))
            for r, rate in enumerate(RATES):
                with np.errstate(all="ignore"):  # steps that are far too large may overflow
                    end, _ = descend(start, X, Y, steps=400, rate=rate)
                    final[depth, name][r, s] = mean_cost(forward(X, end)[0], Y)
                progress.update()

# %% demo="your_counts"
LIMIT = math.log(2) / 2
print("seeds of five that have learnt, at the rates", RATES)
for (depth, name), costs in final.items():
    print(f"{depth} hidden layers, {name:5s}", [int(n) for n in count_learnt(costs, LIMIT)])
best = max(count_learnt(final[30, "He"], LIMIT))
compare_prediction("he_at_thirty", predicted_he_at_thirty, best)

# %% demo="dots_by_rate"
figure = curves(
    RATES,
    {"at most this: learnt": [LIMIT] * len(RATES)},
    "learning rate",
    "cost at the end",
    "Thirty hidden layers, a dot for each seed",
    log_x=True,
)
axes = figure.axes[0]
for i, name in enumerate(FACTORS):
    beside = np.repeat(RATES, len(SEEDS)) * 1.1 ** (i - 1)  # so that no size hides another
    costs = np.nan_to_num(final[30, name], nan=1.0).clip(max=1.0).ravel()
    axes.plot(beside, costs, MARKERS[i], color=PALETTE[i + 1], label=name, alpha=0.8)
axes.set_xticks(RATES, [str(rate) for rate in RATES])
axes.minorticks_off()
axes.set_ylabel("cost at the end (1: that or more, or nan)")
axes.set_ylim(-0.05, 1.25)
axes.legend(fontsize=8, loc="upper center", ncols=4)
show(
    figure,
    "The final costs of networks with thirty hidden layers at three learning rates. Of He's size "
    "most dots lie below the line of half of log 2 at the smallest rate and fewer at the larger "
    "ones, with others near 0.69 or at 1. Of 1/√n nearly all lie at 0.69. Of 2/√n all lie at 1.",
)

# %% [markdown] question="claim_he" points=2
# **Your claim, 2 points.** Which conclusion do your numbers support?
#
# - [ ] He's size makes a network of thirty hidden layers learn.
#   > In how many of the five seeds, and at how many of the three rates? Read the row again.
# - [ ] The size of the weights does not matter, if one looks for the right rate.
#   > With ten layers it looks so. Compare the three rows of thirty layers.
# - [x] With ten layers each size learnt at some rate; with thirty only He's did, not at every rate.
#   > Yes. With ten layers each of the three sizes found a rate that suits it. With thirty, two of
#   > them found none, and He's own row still has seeds and rates that fail.
# - [ ] The larger the weights, the deeper the network may be.
#   > Look at the largest of the three sizes with thirty layers.

# %% [markdown]
# **How far the claim reaches.** Three rates, 400 steps, 20 units, one kind of data. (The setting
# was chosen on other seeds than these.) Read He's row for thirty layers from left to right: a
# start that keeps the signal does not replace the search for a rate. And in narrow layers the
# factor of one layer is itself a matter of luck: the rule holds in the mean over draws.
#
# **The puzzle, solved.** With $1/\sqrt n$ every relu layer halves the mean square of the signal.
# After thirty layers, by the rule, about a thirty thousandth of its size is left, too little to
# learn from in these steps. The factor 1.41 is $\sqrt 2$, the root of what relu takes away.
#
# <details><summary><b>What goes wrong most often in Part 6</b> (open it after the check)</summary>
#
# - *Comparing at one rate.* Loud starts like small steps, soft ones large steps. At a single rate
#   you may measure the rate and call it the start.
# - *`~(costs > limit)`.* It looks like *at most*, but nan passes.
# - *Different draws for the sizes.* Then two things differ. Here the sizes share a seed's draws.
#
# </details>

# %% [markdown]
# ---
# # Part 7 · Other activations, and a blank page
#
# *20 minutes.*

# %% [markdown] question="which_step_changes"
# **Recall from Part 3.** The hidden layers use another activation than relu. Which step of the
# derivation changes?
#
# - [ ] Step 1, the variance of the sum.
#   > The sum knows nothing of what comes after it.
# - [x] Step 2, what the activation does to the mean square.
#   > Yes. The rest is the same: demand that the mean square stays, and solve.
# - [ ] All steps: one must start again.
#   > Look at what enters each step. Where does relu stand?

# %% [markdown]
# ## Xavier's rule, for tanh
#
# Near 0, $\tanh z \approx z$: nothing is cut off, and Step 2 becomes $\mathrm E(a^2) \approx
# \mathrm{Var}(z)$. So on the way **forward** the signal keeps its size when
# $n_{l-1} \mathrm{Var}(w) = 1$. The way **back** uses the same weights, transposed,
# $dA^{[l-1]} = W^{[l]\top} dZ^{[l]}$: each sum has $n_l$ terms, so the slopes keep their size when
# $n_l \mathrm{Var}(w) = 1$. Both at once is possible only if the widths agree. The compromise takes
# the mean of the two widths. For $W^{[l]}$ of shape $(n_l, n_{l-1})$:
#
# $$\mathrm{Var}(w) = \frac{1}{(n_{l-1} + n_l)/2} = \frac{2}{n_{l-1} + n_l}$$
#
# This is called Xavier's (or Glorot's) rule, after Xavier Glorot, the first author of a paper
# of 2010. Docstring only.


# %% answer="initialize_parameters_xavier"
def initialize_parameters_xavier(layers_dims):
    """Return Xavier's start for tanh layers.

    layers_dims: list or tuple of the widths n_0, n_1, …, n_L
    returns: {"W1", "b1", …, "WL", "bL"}; weights have mean 0 and the variance of the formula, drawn
        from a normal or a uniform distribution as you like; biases are 0
    """
    ### BEGIN SOLUTION
    parameters = {}
    for layer in range(1, len(layers_dims)):
        units, received = layers_dims[layer], layers_dims[layer - 1]
        # One over the mean of the two widths, and the root because randn wants a deviation.
        size = math.sqrt(2 / (received + units))
        parameters[f"W{layer}"] = size * np.random.randn(units, received)
        parameters[f"b{layer}"] = np.zeros((units, 1))
    return parameters
    ### END SOLUTION


# %% check="initialize_parameters_xavier" points=3
parameters = untouched(initialize_parameters_xavier, [160, 440, 50])
shapes = {name: np.shape(value) for name, value in parameters.items()}
want = {"W1": (440, 160), "b1": (440, 1), "W2": (50, 440), "b2": (50, 1)}
same(shapes, want, "the shapes for widths 160, 440, 50")
for name, widths in (("W1", 160 + 440), ("W2", 440 + 50)):
    W, expected = parameters[name], math.sqrt(2 / widths)
    copies = len(W) - len(np.unique(W, axis=0))
    same(copies, 0, f"how many units in {name} are copies of another")
    same(one_digit(100 * np.mean(W > 0)), 50.0, f"per cent of {name} that are positive, about")
    ratio = float(W.std()) / expected
    same(round(ratio, 1), 1.0, f"the spread of {name} divided by √(2/{widths}), to one decimal")
    same(ratio, 1.0, f"the spread of {name} divided by √(2/{widths})", tolerance=0.04)
same(int(np.count_nonzero(parameters["b1"])), 0, "how many biases in b1 are not 0")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([120, 260, 410])]
other = initialize_parameters_xavier(dims)
for layer in (1, 2):
    ratio = float(other[f"W{layer}"].std() / math.sqrt(2 / (dims[layer] + dims[layer - 1])))
    same(ratio, 1.0, f"other widths: the spread of W{layer} over the formula", tolerance=0.05)
### END HIDDEN TESTS


# %% right="initialize_parameters_xavier"
def evenly_spread(layers_dims):
    numbers, parameters = np.random.default_rng(), {}
    for i, (received, units) in enumerate(zip(layers_dims, layers_dims[1:], strict=False), 1):
        top = math.sqrt(6 / (received + units))
        parameters[f"W{i}"] = numbers.uniform(-top, top, (units, received))
        parameters[f"b{i}"] = np.zeros((units, 1))
    return parameters


def scales_the_given_draws(layers_dims):
    start = drawn(layers_dims, seed=8)
    for i in range(1, len(layers_dims)):
        start[f"W{i}"] = start[f"W{i}"] / math.sqrt(sum(start[f"W{i}"].shape) / 2)
    return start


def xavier_in_single_precision(layers_dims, gain=1.0):
    np.random.seed(2)
    parameters = {}
    for i in range(len(layers_dims) - 1, 0, -1):
        size = gain * np.sqrt(1 / np.mean(layers_dims[i - 1 : i + 1]))
        W = np.random.normal(0, size, (layers_dims[i], layers_dims[i - 1]))
        parameters[f"W{i}"] = W.astype(np.float32)
        parameters[f"b{i}"] = np.zeros((layers_dims[i], 1), dtype=np.float32)
    return parameters


# %% wrong="initialize_parameters_xavier"
def _both(dims, size, draw=None):
    """A start whose weights have the given size(received, units)."""
    numbers, parameters = np.random.default_rng(), {}
    for i in range(1, len(dims)):
        shape = (dims[i], dims[i - 1])
        W = draw(numbers, shape) if draw else numbers.standard_normal(shape)
        parameters[f"W{i}"] = W * size(dims[i - 1], dims[i])
        parameters[f"b{i}"] = np.zeros((dims[i], 1))
    return parameters


def stays_with_he(layers_dims):
    """That is He's size. Xavier's rule asks for both widths."""
    return _both(layers_dims, lambda received, units: math.sqrt(2 / received))


def looks_forward_only(layers_dims):
    """With 1/n of the layer before, only the way forward is right. Take the mean of both widths."""
    return _both(layers_dims, lambda received, units: math.sqrt(1 / received))


def looks_back_only(layers_dims):
    """With 1/n of the layer itself, only the way back is right. Take the mean of both widths."""
    return _both(layers_dims, lambda received, units: math.sqrt(1 / units))


def adds_the_widths_without_halving(layers_dims):
    """The mean of two widths is half of their sum."""
    return _both(layers_dims, lambda received, units: math.sqrt(1 / (received + units)))


def multiplies_by_the_variance(layers_dims):
    """The formula is the variance. Standard normal numbers are multiplied by its root."""
    return _both(layers_dims, lambda received, units: 2 / (received + units))


def takes_the_deviation_for_the_end(layers_dims):
    """Numbers spread evenly from -s to s have standard deviation s/√3. Which s do you need?"""
    return _both(
        layers_dims,
        lambda received, units: math.sqrt(2 / (received + units)),
        lambda numbers, shape: numbers.uniform(-1, 1, shape),
    )


def xavier_from_zero_to_one(layers_dims):
    """All your weights are positive. The mean should be 0."""
    return _both(
        layers_dims,
        lambda received, units: math.sqrt(24 / (received + units)),
        lambda numbers, shape: numbers.random(shape),
    )


# %% [markdown]
# ## Blank page: wardens of another kind
#
# In the next valley the wardens are of another kind: their activation is not relu. What you know of
# it is that it scales with its input, $f(c \cdot z) = c \cdot f(z)$ for every $c > 0$, and that it
# takes an array and works on each entry. Relu is one such function; $|z|$ is another; so is one
# that whispers everything negative at a third of its size.
#
# Write `steady_start(layers_dims, activation)`: parameters for which a signal keeps its size, in
# the mean over all draws, through layers with this activation. No scaffold. Shapes and keys as
# always, biases 0, normal weights. You may compute on paper, or measure what the activation does to
# normal numbers of your own; a hundred thousand of them cost nothing. (The last layer gets the same
# rule as the others.)
#
# The check looks at the spread of the weights, and sends a signal through eight layers.


# %% answer="steady_start"
### BEGIN SOLUTION
def steady_start(layers_dims, activation):
    """Parameters that keep E(x²) through layers with activation(c z) = c activation(z), c > 0."""
    # Half of the sums are positive, half negative: E(f(z)²) = Var(z) (f(1)² + f(-1)²) / 2.
    kept = float(np.mean(np.asarray(activation(np.array([1.0, -1.0]))) ** 2))
    numbers, parameters = np.random.default_rng(), {}
    for layer in range(1, len(layers_dims)):
        units, received = layers_dims[layer], layers_dims[layer - 1]
        W = numbers.standard_normal((units, received))
        parameters[f"W{layer}"] = W / math.sqrt(received * kept)
        parameters[f"b{layer}"] = np.zeros((units, 1))
    return parameters


### END SOLUTION


# %% check="steady_start" points=6
def turns_the_negative(z):
    """Positive numbers at half their size, negative ones turned and half as large again."""
    return np.where(z > 0, z / 2, -1.5 * z)


def whispers_the_negative(z):
    """Positive numbers as they are, negative ones at a third."""
    return np.where(z > 0, z, z / 3)


# What each kind keeps of the mean square:
kinds = {
    "one that turns the negative": (turns_the_negative, 1.25),
    "relu": (lambda z: np.maximum(z, 0), 0.5),
    "the size |z|": (np.abs, 1.0),
    "one that whispers the negative": (whispers_the_negative, 0.5556),
}
for name, (activation, kept) in kinds.items():
    parameters = untouched(steady_start, [120, 300, 200], activation)
    shapes = {key: np.shape(value) for key, value in parameters.items()}
    want = {"W1": (300, 120), "b1": (300, 1), "W2": (200, 300), "b2": (200, 1)}
    same(shapes, want, f"{name}: W has a row for each unit, b is a column")
    for layer, received in ((1, 120), (2, 300)):
        W = parameters[f"W{layer}"]
        same(one_digit(100 * np.mean(W > 0)), 50.0, f"{name}: per cent of positive weights, about")
        ratio = float(W.std()) / math.sqrt(1 / (received * kept))
        shown = round(ratio, 1) if ratio < 3 else one_digit(ratio)
        same(shown, 1.0, f"{name}: the spread of W{layer} over the right one, rounded")
    same(parameters["b1"], np.zeros((300, 1)), f"{name}: biases at 0")
    deep = steady_start([200] * 9, activation)
    A = np.random.default_rng(6).standard_normal((200, 100))
    for layer in range(1, 9):
        A = activation(deep[f"W{layer}"] @ A + deep[f"b{layer}"])
    size = float(np.sqrt(np.mean(A**2)))
    assert 0.2 < size < 5, (
        f"{name}: after eight layers a signal of size 1 has size {size:.2g}; it should stay "
        "between 0.2 and 5. What does one layer do to the mean square?"
    )
### BEGIN HIDDEN TESTS
up, down = float(rng.uniform(0.5, 2)), float(rng.uniform(-2, -0.5))
parameters = steady_start((250, 160), lambda z: np.where(z > 0, up * z, down * z))
same(parameters["W1"].shape, (160, 250), "other widths: a row for each unit")
ratio = float(parameters["W1"].std()) / math.sqrt(2 / (250 * (up**2 + down**2)))
same(ratio, 1.0, "an activation with two other slopes", tolerance=0.05)
### END HIDDEN TESTS


# %% right="steady_start"
def by_simulation(layers_dims, activation):
    numbers = np.random.default_rng(4)
    kept = np.mean(np.square(activation(numbers.standard_normal(50_000))))
    parameters = {}
    for i, (received, units) in enumerate(zip(layers_dims, layers_dims[1:], strict=False), 1):
        parameters[f"W{i}"] = numbers.normal(0, (1 / (received * kept)) ** 0.5, (units, received))
        parameters[f"b{i}"] = np.zeros((units, 1))
    return parameters


def by_slopes_on_paper(layers_dims, activation):
    up, down = (
        float(activation(np.array([[1.0]]))[0, 0]),
        float(activation(np.array([[-1.0]]))[0, 0]),
    )
    start = {name: value.astype(np.float32) for name, value in drawn(layers_dims, seed=9).items()}
    for i in range(1, len(layers_dims)):
        start[f"W{i}"] = start[f"W{i}"] * math.sqrt(2 / (layers_dims[i - 1] * (up**2 + down**2)))
    return start


def measures_what_he_would_do(layers_dims, activation):
    start = initialize_parameters_he(layers_dims)
    z = np.linspace(-1, 1, 2001)
    too_much = np.sqrt(np.mean(activation(z) ** 2) / np.mean(np.maximum(z, 0) ** 2))
    return {name: value / too_much if name[0] == "W" else value for name, value in start.items()}


# %% wrong="steady_start"
def _steady(dims, kept, of=lambda received, units: received):
    """A start with variance 1 / (of(received, units) · kept)."""
    numbers, parameters = np.random.default_rng(), {}
    for i in range(1, len(dims)):
        W = numbers.standard_normal((dims[i], dims[i - 1]))
        parameters[f"W{i}"] = W / math.sqrt(of(dims[i - 1], dims[i]) * kept)
        parameters[f"b{i}"] = np.zeros((dims[i], 1))
    return parameters


def takes_he_for_every_activation(layers_dims, activation):
    """He's 2 belongs to relu. What does this activation do to the mean square?"""
    return _steady(layers_dims, 1 / 2)


def looks_at_the_positive_side_only(layers_dims, activation):
    """Half of the sums are negative. What becomes of them?"""
    return _steady(layers_dims, float(activation(np.array([1.0]))[0] ** 2) / 2)


def averages_before_squaring(layers_dims, activation):
    """The mean of the squares is asked for, not the square of the mean size."""
    return _steady(layers_dims, float(np.mean(np.abs(activation(np.array([1.0, -1.0]))))) ** 2)


def adds_the_two_sides(layers_dims, activation):
    """Each side gets only half of the sums. Add the squares, or take their mean?"""
    return _steady(layers_dims, float(np.sum(activation(np.array([1.0, -1.0])) ** 2)))


def takes_the_variance_of_the_activation(layers_dims, activation):
    """The variance takes the mean off. The next layer adds up the activations with their mean."""
    z = np.random.default_rng(1).standard_normal(100_000)
    return _steady(layers_dims, float(np.var(activation(z))))


def counts_the_units_of_the_layer(layers_dims, activation):
    """A unit adds up what it receives. Which width is that?"""
    kept = float(np.mean(activation(np.array([1.0, -1.0])) ** 2))
    return _steady(layers_dims, kept, lambda received, units: units)


def steady_with_inputs_in_rows(layers_dims, activation):
    """W has one row for each unit. How many rows has yours?"""
    kept = float(np.mean(activation(np.array([1.0, -1.0])) ** 2))
    start = _steady(layers_dims, kept)
    return {name: value.T if name[0] == "W" else value for name, value in start.items()}


def keeps_the_size_without_the_number(layers_dims, activation):
    """A sum of many products is larger than one product. Where is n?"""
    kept = float(np.mean(activation(np.array([1.0, -1.0])) ** 2))
    return _steady(layers_dims, kept, lambda received, units: 1)


# %% [markdown]
# ## All of it, in one cell
#
# What you wrote today, side by side on the lake. First your own test looks at your own function.
# Then each start runs three times for 1,000 steps. Two columns of numbers belong together: by which
# factor layer 2 changes the mean square of the signal, by your derivation and as measured. The
# derivation holds in the mean over draws; measured is the last run, one draw of five units. (The
# network is of relu, so a start made for $|z|$ is too soft for it.)

# %% demo="all_of_it"
check_scale(lambda W: scale_draws({"W1": W, "b1": np.zeros((len(W), 1))})["W1"])
np.random.seed(5)
LAKE = [2, 10, 5, 1]
lake_starts = {
    "zeros": lambda seed: (initialize_parameters_zeros(LAKE), 0.0),
    "random × 10": lambda seed: (initialize_parameters_random(LAKE), 100.0),
    "He": lambda seed: (initialize_parameters_he(LAKE), he_variance(10)),
    "Xavier": lambda seed: (initialize_parameters_xavier(LAKE), 2 / (10 + 5)),
    "scaled draws": lambda seed: (scale_draws(drawn(LAKE, seed)), he_variance(10)),
    "steady, for |z|": lambda seed: (steady_start(LAKE, np.abs), 1 / 10),
}
lake_costs, last_costs = {}, []
for name, start_and_variance in lake_starts.items():
    last_costs.append([])
    for seed in range(3):
        start, variance = start_and_variance(seed)
        end, lake_costs[name] = descend(start, X_train, Y_train, steps=1001, rate=0.03)
        last_costs[-1].append(lake_costs[name][-1])
    first, second = spread_by_layer(X_train, Y_train, start)["activations"]
    print(
        f"{name:16s} derived {mean_square_after_relu(variance_of_sum(10, variance, 1.0)):6.2f}   "
        f"measured {(second / first) ** 2 if first else 0:7.2f}   "
        f"first cost {lake_costs[name][0]:7.2f}   "
        f"test {share_right(X_test, Y_test, end):.0%}"
    )
learnt = count_learnt(np.array(last_costs), math.log(2) / 2)
pairs = zip(lake_starts, learnt.tolist(), strict=True)
print("below half of log 2 after 1,000 steps, of three:", dict(pairs))
show(
    cost_curves(lake_costs, title="Six starts on the lake, the last run of each", log_y=True),
    "The cost during 1,000 steps on a logarithmic axis, from six starts. Zeros stays flat at 0.69. "
    "Random times 10 starts in the hundreds or thousands and needs hundreds of steps to come near "
    "1. The other four start near 1 and fall slowly, to below 0.5.",
)

# %% [markdown]
# ## Before you trust a start
#
# What the rules promise is modest: a mean over draws, at the first step, for layers like these.
# Where a wrong answer costs more than time, as in a mountain rescue, train from several seeds and
# report how far the results differ. A single lucky seed is not a result.
#
# ## Further, if you like (no points)
#
# **Fifty layers.** Which start lets a network of 50 hidden layers of 20 units learn, in 600 steps
# at a rate of your choice, for three seeds of three? Let `my_start` be a function of the widths and
# set `my_rate`. (One idea: rows of $W$ at right angles to one another, by `np.linalg.qr`, times
# $\sqrt2$.) The cell says whether the goal is met.

# %% demo="further"
my_start, my_rate = None, 0.1
if my_start is not None:
    for seed in range(3):
        X, Y = circles(seed=200 + seed, m=200)
        end, _ = descend(my_start([2] + [20] * 50 + [1]), X, Y, steps=600, rate=my_rate)
        cost = mean_cost(forward(X, end)[0], Y)
        print(f"seed {seed}: cost {cost:.3f}, goal 0.35:", "met" if cost <= 0.35 else "not yet")

# %% [markdown]
# ## What you can do now
#
# You know why equal units stay equal, and what a start that shouts costs. You derived the size at
# which a signal passes through relu layers, wrote it down, and measured it layer by layer. You
# found a mistake that hides in square layers, and wrote the test for it. You know how far the
# promise of such a rule goes, and you can make a rule of your own for another activation. In the
# next lesson networks learn too much, and you hold them back.
#
# <details><summary><b>What goes wrong most often in Part 7</b> (open it after the check)</summary>
#
# - *He's 2 for every activation.* It stands for *relu keeps half*. Where more is kept, the weights
#   must be smaller.
# - *The mean size in place of the mean square.* Step 1 adds up variances, and these are squares.
# - *The uniform distribution from $-s$ to $s$ with $s$ for the standard deviation.* Its standard
#   deviation is $s/\sqrt3$. For Xavier's rule $s = \sqrt{6/(n_{l-1}+n_l)}$; that is where the 6 in
#   many libraries comes from.
#
# </details>
