# %% [markdown]
# # A deep network, three times
#
# Dough rises when it is neither too cold nor too warm, and neither too dry nor too wet. Today you
# build a network that learns this, and you build it three times: by hand while it is tiny, with
# caches to any depth, and on an engine of your own that needs only the slope of each small step.
#
# **The puzzle.** In the cell below a network of ten hidden layers, not yet trained, is asked about
# two very different doughs. It gives both the same answer, to eight decimals. A second network has
# the same layers and the same random numbers, only on another scale, and its two answers differ.
# Nothing is broken in the first one. Why does it hear nothing, and can it learn? In Part 7 you will
# measure it, layer by layer.

# %%
import math
import time

import numpy as np
from tqdm.auto import tqdm

from shared_utils.checks import accepts, same, slope, untouched
from shared_utils.daylight import day_lengths
from shared_utils.graphs import Node, computation_graph, value_graph
from shared_utils.network_checks import (
    cost_of,
    forward_again,
    from_the_last_layer,
    made_up_network,
    measured_gradients,
    small_start,
)
from shared_utils.plots import curves, decision_regions, scatter_points, show, value_map
from shared_utils.predictions import compare_prediction
from shared_utils.sliders import slider

# %% only="source"
from autograder.authoring.plain import (
    L_model_backward_reference,
    L_model_forward_reference,
    compact_backward_reference,
    compare_gradients_reference,
    compute_cost_reference,
    deepest_that_learns_reference,
    descend_reference,
    linear_activation_backward_reference,
    linear_activation_forward_reference,
    linear_backward_reference,
    linear_forward_reference,
    rng,
    signal_by_layer_reference,
    slopes_of_one_example_reference,
    tiny_gradients_reference,
    update_parameters_reference,
    value_gradients_reference,
)


# %%
def two_answers(scale_of):
    """What a network of ten hidden layers of 20 units says to two doughs.

    scale_of: gives the size of the random weights of a unit with n inputs.
    """
    drawn = np.random.default_rng(4)
    A, widths = np.array([[-1.5, 0.2], [1.0, 0.1]]), [2] + [20] * 10 + [1]
    for n_in, n_out in zip(widths[:-1], widths[1:], strict=True):
        Z = scale_of(n_in) * drawn.standard_normal((n_out, n_in)) @ A
        A = np.maximum(Z, 0)
    return 1 / (1 + np.exp(-Z[0]))


# %% demo="puzzle"
for name, scale_of in (("0.01", lambda n: 0.01), ("1/√n", lambda n: 1 / math.sqrt(n))):
    cold, good = two_answers(scale_of)
    print(f"weights of size {name:5s} cold dough: {cold:.8f}   good dough: {good:.8f}")

# %% [markdown]
# ## What you will be able to do
#
# | After this lesson you can … | … and show it by writing |
# |---|---|
# | **implement** the forward pass of any depth, and train it | `L_model_forward`, `descend` |
# | **derive** and **implement** the backward pass | `slopes_of_one_example`, `L_model_backward` |
# | **build** an engine for derivatives | `Value`, `backward`, `value_gradients` |
# | **find** a silent mistake and **test** for it | `compact_backward`, `check_relu_backward` |
# | **measure** depth, and **apply** all of it | `deepest_that_learns`, `day_length` |
#
# **You need:** the lessons *Logistic regression* (week 2) and *One hidden layer* (week 3):
# the slope of the loss, one hidden layer, matrix products.
#
# **Time:** Part 1: 15 minutes, 2: 25, 3: 40, 4: 20, 5: 20, 6: 30, 7: 20, 8: 25. That is a little
# over three hours; stop after any part, and half way through Part 3.
#
# **Computer:** about 40 seconds of computing in all, 0.2 GB of memory, no network connection.
#
# ## How the lesson works
#
# - Write your code where you see `YOUR CODE HERE`. The cell below it is the *check*: run it as
#   often as you like. It says what is right, what is wrong, and on which input.
# - Grading runs the same checks. It adds hidden cases: **the same statements on fresh random
#   numbers**, with other sizes. Nothing else is new there.
# - Questions without points are for you; the reply comes at once. A prediction earns its point
#   when you make it, not when it is right.
#
# ## Conventions, said once
#
# - **Layers** are numbered $l = 1 \dots L$. Layer 0 is the input: $A^{[0]} = X$, $n_0 = n_x$.
#   The *depth* is the number of hidden layers, $L - 1$.
# - $W^{[l]}$ is $(n_l, n_{l-1})$: a row for each unit, a column for each of its inputs.
#   $b^{[l]}$ is $(n_l, 1)$. Columns of $A^{[l]}$ and $Z^{[l]}$, both $(n_l, m)$, are examples.
# - Layers $1$ to $L - 1$ use *relu*, $\max(0, z)$; its slope at exactly 0 is **0**. Layer $L$ uses
#   the sigmoid.
# - In code `parameters["W1"], parameters["b1"], …` is a dictionary, and so is
#   `grads["dW1"], grads["db1"], grads["dA0"], …` *Gradient* (`grad`) is another word for a slope,
#   or for an array of slopes.
# - Formulas count units and examples from 1, code and messages count them from 0.
# - $\log$ is the **natural** logarithm. The loss $\ell$ belongs to one example; the cost $J$ is the
#   mean. (Weeks 2 and 3 wrote $L$ for the loss. Today $L$ is the last layer.)
# - `dW`, `db` are slopes of the **cost**: means over examples. `dZ`, `dA` hold, in column $i$,
#   slopes of the **loss of example $i$**: no mean yet.
# - No function of yours changes what it is given. (Two in Part 6 are meant to; they say so.)

# %% [markdown]
# ---
# # Part 1 · By hand
#
# *15 minutes.* Two questions to warm up. Write a letter, run the cell, read the reply.

# %% [markdown] question="slope_of_logit"
# **From week 2.** A neuron says $a = \sigma(z)$, the truth is $y$, the loss is the cross-entropy
# $-(y \log a + (1 - y) \log(1 - a))$. What is $\partial \ell/\partial z$?
#
# - [x] $a - y$
#   > Yes: what was said minus what is true. Today this is where every backward pass starts.
# - [ ] $(a - y)\, a (1 - a)$
#   > The slope of the sigmoid, a(1 - a), cancels against the slope of the loss. You derived that in
#   > three steps.
# - [ ] $y - a$
#   > If a is too large, the loss rises with z. Is your slope positive then?

# %% [markdown] question="tanh_slope"
# **From week 3.** The hidden layer had $A^{[1]} = \tanh(Z^{[1]})$. Going back through it, you
# multiplied by
#
# - [ ] $1 - (Z^{[1]})^2$
#   > For z = 3 this is -8, but tanh rises everywhere. The rule is written in the activation.
# - [x] $1 - (A^{[1]})^2$
#   > Yes. The slope of the activation. Today the hidden layers use relu: which slopes does that
#   > have?
# - [ ] nothing
#   > The chain rule needs the slope of every step, and the activation is a step.

# %% [markdown]
# ## Worked example: one hidden unit, every number
#
# The smallest network with a hidden layer is a chain: one input, one hidden unit, one output.
#
# $$x \to z_1 = w x + b \to a_1 = \max(0, z_1) \to z = v a_1 + c \to a = \sigma(z) \to \ell$$
#
# Forward from left to right, then **backward from right to left**: each line takes the slope of the
# line before and multiplies by the slope of one step. (`dz` is short for
# $\partial \ell/\partial z$.)

# %%
x, y, w, b, v, c = 2.0, 1.0, 0.5, -0.4, 1.5, 0.3
z_1 = w * x + b
a_1 = max(0.0, z_1)
z = v * a_1 + c
a = 1 / (1 + math.exp(-z))
print(f"forward:  z_1 = {z_1:.4f}  a_1 = {a_1:.4f}  z = {z:.4f}  a = {a:.4f}")

dz = a - y  # of the loss, from week 2
dv, dc = dz * a_1, dz * 1  # z = v·a_1 + c
da_1 = dz * v
dz_1 = da_1 * (1 if z_1 > 0 else 0)  # relu's slope, its mask: 1 lets through, 0 stops
dw, db = dz_1 * x, dz_1 * 1  # z_1 = w·x + b
print(f"backward: dz = {dz:.4f}  dv = {dv:.4f}  dz_1 = {dz_1:.4f}  dw = {dw:.4f}  db = {db:.4f}")

# %% [markdown]
# ## Your lines: two hidden units
#
# Now two inputs and two hidden units; nine numbers in a dictionary `p`.
#
# $$\begin{aligned}
# z_1 &= w_{11} x_1 + w_{12} x_2 + b_1, \quad a_1 = \max(0, z_1) &
# z_2 &= w_{21} x_1 + w_{22} x_2 + b_2, \quad a_2 = \max(0, z_2) \\
# z &= v_1 a_1 + v_2 a_2 + c & a &= \sigma(z) \qquad \text{all plain numbers}
# \end{aligned}$$
#
# **Predict.** For one example unit 1 is on, and unit 2 is *off*: $z_2 < 0$. The inputs are not 0.
# How many of the nine slopes are then exactly 0?

# %% prediction="zero_slopes" between=[0, 9] points=1
### BEGIN SOLUTION
predicted_zero_slopes = 3
### END SOLUTION


# %% [markdown]
# The forward lines and the slopes of the last unit are given. Write the hidden units.


# %%
def tiny_forward(p, x1, x2):
    """z1, z2, a1, a2 and the answer a of the network with the nine numbers in p."""
    z1 = p["w11"] * x1 + p["w12"] * x2 + p["b1"]
    z2 = p["w21"] * x1 + p["w22"] * x2 + p["b2"]
    a1, a2 = max(0.0, z1), max(0.0, z2)
    z = p["v1"] * a1 + p["v2"] * a2 + p["c"]
    return z1, z2, a1, a2, 1 / (1 + math.exp(-z))


def tiny_loss(p, x1, x2, y):
    """The loss of one example."""
    a = tiny_forward(p, x1, x2)[-1]
    return -(y * math.log(a) + (1 - y) * math.log(1 - a))


# %% answer="tiny_gradients"
def tiny_gradients(p, x1, x2, y):
    """Return the slope of the loss of one example for each of the nine numbers.

    p: dictionary of w11, w12, b1, w21, w22, b2, v1, v2, c; x1, x2, y: numbers
    returns: a dictionary with the same nine keys
    """
    z1, z2, a1, a2, a = tiny_forward(p, x1, x2)
    dz = a - y
    slopes = {"v1": dz * a1, "v2": dz * a2, "c": dz}
    # Compute dz1 and dz2, as in the worked example, then the six slopes of the hidden units.
    ### BEGIN SOLUTION
    # Unit 1 reaches the answer through v1 alone, and only while it is on.
    dz1 = dz * p["v1"] * (1 if z1 > 0 else 0)
    dz2 = dz * p["v2"] * (1 if z2 > 0 else 0)
    # A weight moves z by the input that it multiplies, a bias by 1.
    slopes["w11"], slopes["w12"], slopes["b1"] = dz1 * x1, dz1 * x2, dz1
    slopes["w21"], slopes["w22"], slopes["b2"] = dz2 * x1, dz2 * x2, dz2
    ### END SOLUTION
    return slopes


# %% check="tiny_gradients" points=4
p = {"w11": 1.0, "w12": -0.5, "b1": 0.5, "w21": 2.0, "w22": 0.7, "b2": 0.2}
p |= {"v1": 2.0, "v2": -0.8, "c": -1.0}
# By hand: x = (0, 0) gives z1 = 0.5, z2 = 0.2, z = -0.16.
a = 1 / (1 + math.exp(0.16))
slopes = untouched(tiny_gradients, p, 0.0, 0.0, 1.0)
same(sorted(slopes), sorted(p), "nine slopes, with the names of the nine numbers")
same(slopes["b1"], (a - 1) * 2.0, "by hand: b1 reaches the loss through v1 alone")
same(slopes["b2"], (a - 1) * -0.8, "by hand: b2 reaches it through v2")


def measured_slope(key, x1, x2, y):
    return slope(lambda number: tiny_loss({**p, key: number}, x1, x2, y), p[key])


# Unit 1 on and unit 2 off, then off and on, both on, both off.
for x1, x2, y in ((0.3, -1.2, 0.0), (-0.6, 2.0, 1.0), (1.2, 0.5, 0.0), (-3.0, 1.0, 1.0)):
    slopes = tiny_gradients(p, x1, x2, y)
    for key in p:
        measured = measured_slope(key, x1, x2, y)
        same(slopes[key], measured, f"{key} at x = ({x1}, {x2}), y = {y:g}", tolerance=1e-4)
### BEGIN HIDDEN TESTS
for y in (0.0, 1.0):
    numbers = {key: float(rng.normal()) for key in p}
    x1, x2 = float(rng.normal()), float(rng.normal())
    expected = tiny_gradients_reference(numbers, x1, x2, y)
    same(tiny_gradients(numbers, x1, x2, y), expected, "other numbers")
### END HIDDEN TESTS


# %% right="tiny_gradients"
def with_a_loop_over_units(p, x1, x2, y):
    *z, a1, a2, a = tiny_forward(p, x1, x2)
    dz = a - y
    slopes = {"v1": dz * a1, "v2": dz * a2, "c": dz}
    for unit in (1, 2):
        dz_unit = dz * p[f"v{unit}"] if z[unit - 1] > 0 else 0.0
        for name, factor in ((f"w{unit}1", x1), (f"w{unit}2", x2), (f"b{unit}", 1)):
            slopes[name] = dz_unit * factor
    return slopes


def with_the_mask_of_the_activations(p, x1, x2, y):
    _, _, a1, a2, a = tiny_forward(p, x1, x2)
    one, two = (a - y) * p["v1"] * (a1 > 0), (a - y) * p["v2"] * (a2 > 0)
    return {
        **{"w11": one * x1, "w12": one * x2, "b1": one, "w21": two * x1, "w22": two * x2},
        **{"b2": two, "v1": (a - y) * a1, "v2": (a - y) * a2, "c": a - y},
    }


def as_products_of_arrays(p, x1, x2, y, dtype=np.float64):
    z1, z2, a1, a2, a = tiny_forward(p, x1, x2)
    dz = np.array([p["v1"], p["v2"]], dtype=dtype) * (np.array([z1, z2]) > 0) * (a - y)
    dW = np.outer(dz, [x1, x2, 1.0])
    names = ("w11", "w12", "b1", "w21", "w22", "b2")
    slopes = dict(zip(names, dW.ravel(), strict=True))
    return slopes | {"v1": (a - y) * a1, "v2": (a - y) * a2, "c": np.float64(a - y)}


# %% wrong="tiny_gradients"
def _tiny(p, x1, x2, y, through):
    """The nine slopes; through(dz, p, z1, z2) returns dz1 and dz2."""
    z1, z2, a1, a2, a = tiny_forward(p, x1, x2)
    dz = a - y
    dz1, dz2 = through(dz, p, z1, z2)
    slopes = {"v1": dz * a1, "v2": dz * a2, "c": dz}
    slopes |= {"w11": dz1 * x1, "w12": dz1 * x2, "b1": dz1}
    return slopes | {"w21": dz2 * x1, "w22": dz2 * x2, "b2": dz2}


def forgets_that_a_unit_can_be_off(p, x1, x2, y):
    """When a unit is off, its weights do not matter for this example. Are their slopes 0?"""
    return _tiny(p, x1, x2, y, lambda dz, p, z1, z2: (dz * p["v1"], dz * p["v2"]))


def forgets_the_outgoing_weights(p, x1, x2, y):
    """Unit 1 reaches the output through v1, unit 2 through v2. Where are they in your slopes?"""
    return _tiny(p, x1, x2, y, lambda dz, p, z1, z2: (dz * (z1 > 0), dz * (z2 > 0)))


def swaps_the_outgoing_weights(p, x1, x2, y):
    """Which of v1 and v2 does unit 1 go through?"""
    return _tiny(
        p, x1, x2, y, lambda dz, p, z1, z2: (dz * p["v2"] * (z1 > 0), dz * p["v1"] * (z2 > 0))
    )


def sends_both_units_through_v1(p, x1, x2, y):
    """Unit 2 reaches the output through a weight of its own. Which one stands in dz2?"""
    return _tiny(
        p, x1, x2, y, lambda dz, p, z1, z2: (dz * p["v1"] * (z1 > 0), dz * p["v1"] * (z2 > 0))
    )


def multiplies_by_the_activation(p, x1, x2, y):
    """The slope of relu is 1 or 0, not the activation itself."""
    return _tiny(
        p, x1, x2, y, lambda dz, p, z1, z2: (dz * p["v1"] * max(0, z1), dz * p["v2"] * max(0, z2))
    )


def takes_the_slope_of_the_sigmoid(p, x1, x2, y):
    """The hidden units use relu. Which slope does relu have where z is positive?"""

    def slope_of(z):
        return 1 / (1 + math.exp(-z)) * (1 - 1 / (1 + math.exp(-z)))

    return _tiny(
        p,
        x1,
        x2,
        y,
        lambda dz, p, z1, z2: (dz * p["v1"] * slope_of(z1), dz * p["v2"] * slope_of(z2)),
    )


def swaps_the_inputs(p, x1, x2, y):
    """w12 multiplies x2. Which input stands in its slope?"""
    slopes = _tiny(
        p, x1, x2, y, lambda dz, p, z1, z2: (dz * p["v1"] * (z1 > 0), dz * p["v2"] * (z2 > 0))
    )
    return slopes | {
        "w11": slopes["w12"],
        "w12": slopes["w11"],
        "w21": slopes["w22"],
        "w22": slopes["w21"],
    }


def swaps_the_inputs_of_unit_2(p, x1, x2, y):
    """Unit 1 is right. Which input does w22 multiply, and which stands in its slope?"""
    slopes = _tiny(
        p, x1, x2, y, lambda dz, p, z1, z2: (dz * p["v1"] * (z1 > 0), dz * p["v2"] * (z2 > 0))
    )
    return slopes | {"w21": slopes["w22"], "w22": slopes["w21"]}


# %% demo="zero_slopes"
p = {"w11": 1.0, "w12": -0.5, "b1": 0.5, "w21": 2.0, "w22": 0.7, "b2": 0.2}
p |= {"v1": 2.0, "v2": -0.8, "c": -1.0}
slopes = tiny_gradients(p, -0.3, -1.0, 0.0)  # here z2 = -1.1
print({key: round(value, 4) + 0.0 for key, value in slopes.items()})
zeros = sum(value == 0 for value in slopes.values())
compare_prediction("zero_slopes", predicted_zero_slopes, zeros)

# %% [markdown] question="off_unit" points=1
# **1 point.** Unit 2 is off for this example. Why is the slope for $v_2$ zero as well, although
# $v_2$ comes after the unit?
#
# - [ ] Because the mask of relu also multiplies $v_2$'s slope.
#   > The mask stands between a2 and z2. v2 lies on the other side of it: look at the formula of
#   > its slope.
# - [ ] Because $v_2$ is negative.
#   > Its sign plays no part in its own slope. What does v2 multiply?
# - [x] Its slope is $dz \cdot a_2$, and $a_2 = 0$: nothing came through to be weighted.
#   > Yes. A weight learns from what passes through it. A unit that is off passes nothing on in
#   > either direction.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 1</b> (open it after the check)</summary>
#
# - *The slope of relu is left out.* With both units on nobody notices. Take an example that
#   switches one off.
# - *The wrong outgoing weight.* Follow the path of the number with a finger: from $b_1$ you pass
#   $z_1$, $a_1$, $v_1$. Each station is one factor.
# - *Too many lines.* Nine numbers already take a dozen lines, and a real network has thousands of
#   numbers. So: one function for **any** layer, used again and again.
#
# </details>

# %% [markdown]
# ---
# # Part 2 · Forward, to any depth
#
# *25 minutes.* One function for a layer, one for the network. On the way forward each layer puts
# what it will need on the way back into a *cache*.

# %% [markdown] question="why_random"
# **From week 3.** Why do the weights start with random numbers and not with zeros?
#
# - [x] Units that start equal get equal slopes and stay equal.
#   > Yes. Random weights break the symmetry. How large they are is another question: Part 7.
# - [ ] Random numbers are closer to the solution.
#   > Nobody knows where the solution is. Think of two units with equal weights: what do they do
#   > after one step?
# - [ ] With zeros the cost cannot be computed.
#   > It can: every answer is one half, and the cost is log 2.


# %%
def how_many(result):
    """How many things a function returned. The checks ask for it before they take them apart."""
    if result is None:
        return 0
    return len(result) if isinstance(result, (tuple, list)) else 1


# %% [markdown]
# ## Your functions: where it starts
#
# First two layers, as in week 3, then any number. Weights come from the normal distribution, times
# 0.01; biases are zero.
#
# $$W^{[l]} = 0.01 \cdot \text{normal}(n_l, n_{l-1}), \qquad b^{[l]} = 0, \text{ shape } (n_l, 1)$$


# %% answer="initialize_parameters"
def initialize_parameters(n_x, n_h, n_y):
    """Return the start of a network with one hidden layer.

    n_x, n_h, n_y: number of inputs, hidden units and outputs
    returns: {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)};
        weights normal times 0.01, biases zero
    """
    ### BEGIN SOLUTION
    # Random rows, so that no two units start equal; the biases may: the rows tell units apart.
    return {
        "W1": 0.01 * np.random.randn(n_h, n_x),
        "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * np.random.randn(n_y, n_h),
        "b2": np.zeros((n_y, 1)),
    }
    ### END SOLUTION


# %% check="initialize_parameters" points=3
parameters = initialize_parameters(40, 60, 30)
assert isinstance(parameters, dict), (
    f"a dictionary is expected back, not a {type(parameters).__name__}"
)
same(sorted(parameters), ["W1", "W2", "b1", "b2"], "four arrays by name")
# 0 · W: only the shape counts.
same(0 * np.asarray(parameters["W1"]), np.zeros((60, 40)), "W1 has a row for each of 60 units")
same(0 * np.asarray(parameters["W2"]), np.zeros((30, 60)), "W2 has a row for each of 30 outputs")
same(parameters["b1"], np.zeros((60, 1)), "b1 is a column of zeros")
same(parameters["b2"], np.zeros((30, 1)), "b2 is a column of zeros")
for W in (parameters["W1"], parameters["W2"]):
    assert not np.allclose(W[0], W[1]), "two units start equal, so they stay equal for ever"
    assert abs(W.mean()) < 0.002, f"the mean of the weights is {W.mean():.4f}, not about 0"
    same(W.std(), 0.01, "the standard deviation of the weights, about", tolerance=0.12)
    near = np.mean(np.abs(W) < 0.01)
    assert 0.62 < near < 0.75, f"{near:.0%} of the weights are within 0.01; normal: about 68 %"
### BEGIN HIDDEN TESTS
n_x, n_h, n_y = (int(size) for size in rng.permutation([50, 61, 72]))
parameters = initialize_parameters(n_x, n_h, n_y)
same(0 * parameters["W1"], np.zeros((n_h, n_x)), "other sizes: W1")
same(0 * parameters["W2"], np.zeros((n_y, n_h)), "other sizes: W2")
same(parameters["W1"].std(), 0.01, "other sizes: the spread of W1", tolerance=0.12)
### END HIDDEN TESTS


# %% right="initialize_parameters"
def from_a_generator(n_x, n_h, n_y):
    drawn = np.random.default_rng()
    W2 = drawn.normal(0, 0.01, (n_y, n_h))
    W1 = drawn.normal(0, 0.01, (n_h, n_x))
    return {"b2": np.zeros((n_y, 1)), "W2": W2, "b1": np.zeros((n_h, 1)), "W1": W1}


def with_a_seed_inside(n_x, n_h, n_y):
    np.random.seed(2)
    W = [np.random.standard_normal(shape) / 100 for shape in ((n_h, n_x), (n_y, n_h))]
    return {"W1": W[0], "b1": np.full((n_h, 1), 0.0), "W2": W[1], "b2": np.full((n_y, 1), 0.0)}


def in_single_precision(n_x, n_h, n_y, scale=0.01):
    drawn, sizes, parameters = np.random.default_rng(7), (n_x, n_h, n_y), {}
    for layer in (1, 2):
        W = drawn.standard_normal((sizes[layer], sizes[layer - 1]), dtype=np.float32)
        parameters[f"W{layer}"] = scale * W
        parameters[f"b{layer}"] = np.zeros((sizes[layer], 1), dtype=np.float32)
    return parameters


# %% wrong="initialize_parameters"
def _layers(dims, weights, bias=lambda n: np.zeros((n, 1)), last=None, first=1):
    """Parameters of all layers; weights(n_out, n_in) and bias(n) make the arrays."""
    parameters = {}
    for layer in range(1, len(dims) if last is None else last):
        parameters[f"W{layer + first - 1}"] = weights(dims[layer], dims[layer - 1])
        parameters[f"b{layer + first - 1}"] = bias(dims[layer])
    return parameters


def _normal(n_out, n_in):
    return 0.01 * np.random.default_rng(3).standard_normal((n_out, n_in))


def all_weights_zero(n_x, n_h, n_y):
    """With equal weights every unit gets the same slope, for ever. What breaks the tie?"""
    return _layers((n_x, n_h, n_y), lambda n_out, n_in: np.zeros((n_out, n_in)))


def one_row_for_all_units(n_x, n_h, n_y):
    """All rows of W are equal, so all units compute the same. Draw each row by itself."""
    return _layers((n_x, n_h, n_y), lambda n_out, n_in: np.tile(_normal(1, n_in), (n_out, 1)))


def weights_with_inputs_in_rows(n_x, n_h, n_y):
    """W takes n_in numbers to n_out units: a row for each unit."""
    return _layers((n_x, n_h, n_y), lambda n_out, n_in: _normal(n_in, n_out))


def forgets_the_small_scale(n_x, n_h, n_y):
    """The weights should have a spread of 0.01. Which spread has the normal distribution?"""
    return _layers((n_x, n_h, n_y), lambda n_out, n_in: 100 * _normal(n_out, n_in))


def draws_from_zero_to_one(n_x, n_h, n_y):
    """All your weights are positive. Which numpy function draws around 0?"""
    return _layers(
        (n_x, n_h, n_y), lambda n_out, n_in: 0.01 * np.random.default_rng(3).random((n_out, n_in))
    )


def returns_four_arrays(n_x, n_h, n_y):
    """Four arrays in a row have no names. By which name will somebody look for the first?"""
    return tuple(_layers((n_x, n_h, n_y), _normal).values())


def biases_with_one_axis(n_x, n_h, n_y):
    """(n,) would be added along the examples. A bias belongs to a unit, and units are rows."""
    return _layers((n_x, n_h, n_y), _normal, np.zeros)


# %% [markdown]
# Now any depth. `layer_dims` is the list $[n_0, n_1, \dots, n_L]$: one entry **more** than there
# are layers with weights.


# %% answer="initialize_parameters_deep"
def initialize_parameters_deep(layer_dims):
    """Return the start of a network of any depth.

    layer_dims: list of the widths [n_0, n_1, …, n_L]
    returns: {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL": (n_L, n_L-1), "bL": (n_L, 1)};
        weights normal times 0.01, biases zero
    """
    parameters = {}
    ### BEGIN SOLUTION
    for layer in range(1, len(layer_dims)):  # from 1: layer 0 is the input and has no weights
        parameters[f"W{layer}"] = 0.01 * np.random.randn(layer_dims[layer], layer_dims[layer - 1])
        parameters[f"b{layer}"] = np.zeros((layer_dims[layer], 1))
    ### END SOLUTION
    return parameters


# %% check="initialize_parameters_deep" points=3
dims = [40, 60, 30, 50]
parameters = untouched(initialize_parameters_deep, dims)
assert isinstance(parameters, dict), (
    f"a dictionary is expected back, not a {type(parameters).__name__}"
)
same(sorted(parameters), ["W1", "W2", "W3", "b1", "b2", "b3"], "three layers of weights, 1 to 3")
for layer in (1, 2, 3):
    W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
    expected = np.zeros((dims[layer], dims[layer - 1]))
    same(0 * np.asarray(W), expected, f"W{layer}: a row for each unit, a column for each input")
    same(b, np.zeros((dims[layer], 1)), f"b{layer}: a column of zeros")
    assert not np.allclose(W[0], W[1]), f"two units of layer {layer} start equal"
    assert abs(W.mean()) < 0.002, f"the mean of W{layer} is {W.mean():.4f}, not about 0"
    same(W.std(), 0.01, f"the standard deviation of W{layer}, about", tolerance=0.12)
same(len(initialize_parameters_deep([3, 2])), 2, "a network without hidden layers: W1 and b1")
### BEGIN HIDDEN TESTS
dims = [int(size) for size in rng.permutation([45, 52, 61, 70, 83])]
parameters = initialize_parameters_deep(dims)
shapes = {name: np.shape(array) for name, array in parameters.items()}
expected = {f"W{layer}": (dims[layer], dims[layer - 1]) for layer in range(1, 5)}
same(
    shapes, expected | {f"b{layer}": (dims[layer], 1) for layer in range(1, 5)}, "four other layers"
)
same(parameters["W4"].std(), 0.01, "the spread of the last layer, about", tolerance=0.12)
### END HIDDEN TESTS


# %% right="initialize_parameters_deep"
def by_pairs_of_widths(layer_dims):
    drawn, parameters = np.random.default_rng(), {}
    for layer, (n_in, n_out) in enumerate(zip(layer_dims, layer_dims[1:], strict=False), start=1):
        parameters["W" + str(layer)] = drawn.normal(scale=0.01, size=(n_out, n_in))
        parameters["b" + str(layer)] = np.zeros((n_out, 1))
    return parameters


def from_the_last_layer_down(layer_dims):
    np.random.seed(3)
    parameters = {}
    for layer in range(len(layer_dims) - 1, 0, -1):
        parameters[f"b{layer}"] = np.zeros([layer_dims[layer], 1])
        parameters[f"W{layer}"] = np.random.randn(layer_dims[layer], layer_dims[layer - 1]) / 100
    return parameters


def with_an_optional_scale(layer_dims, scale=0.01, dtype=np.float32):
    drawn, parameters = np.random.default_rng(11), {}
    for layer in range(1, len(layer_dims)):
        shape = (layer_dims[layer], layer_dims[layer - 1])
        parameters[f"W{layer}"] = (scale * drawn.standard_normal(shape)).astype(dtype)
        parameters[f"b{layer}"] = np.zeros((layer_dims[layer], 1), dtype=dtype)
    return parameters


# %% wrong="initialize_parameters_deep"
def _deep(dims, weights=None, bias=lambda n: np.zeros((n, 1)), last=None, first=1):
    """Parameters of all layers; weights(n_out, n_in) and bias(n) make the arrays."""
    drawn, parameters = np.random.default_rng(3), {}
    for layer in range(1, len(dims) if last is None else last):
        W = 0.01 * drawn.standard_normal((dims[layer], dims[layer - 1]))
        parameters[f"W{layer + first - 1}"] = W if weights is None else weights(W)
        parameters[f"b{layer + first - 1}"] = bias(dims[layer])
    return parameters


def leaves_out_the_last_layer(layer_dims):
    """layer_dims has one entry more than there are layers. Where does your range end?"""
    return _deep(layer_dims, last=len(layer_dims) - 1)


def has_inputs_in_rows(layer_dims):
    """W takes n_{l-1} numbers to n_l units: a row for each unit of layer l."""
    return _deep(layer_dims, lambda W: W.T)


def has_flat_biases(layer_dims):
    """(n,) is added along the examples when n equals m. Keep b as a column."""
    return _deep(layer_dims, bias=np.zeros)


def has_biases_in_rows(layer_dims):
    """One bias for each unit, and units are rows: so b is a column."""
    return _deep(layer_dims, bias=lambda n: np.zeros((1, n)))


def returns_a_list_of_arrays(layer_dims):
    """Every array should be found by its name. Which of your list's entries is b2?"""
    return list(_deep(layer_dims).values())


def counts_layers_from_zero(layer_dims):
    """Layer 0 is the input and has no weights. Which number does the first W carry?"""
    return _deep(layer_dims, first=0)


def starts_with_equal_units(layer_dims):
    """Units that start equal stay equal. Draw every row by itself."""
    return _deep(layer_dims, lambda W: np.tile(W[:1], (len(W), 1)))


def starts_a_hundred_times_larger(layer_dims):
    """The weights should have a spread of 0.01. Which spread do yours have?"""
    return _deep(layer_dims, lambda W: 100 * W)


# %% [markdown]
# ## Worked example: one layer, three examples
#
# A layer of two units with three inputs. Each unit weighs all inputs and adds **its own** bias to
# every example.

# %%
W = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])  # (2, 3): 2 units, 3 inputs
b = np.array([[0.5], [-1.0]])  # (2, 1)
A = np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0], [0.0, 4.0, 1.0]])  # (3, 3): 3 inputs, 3 examples
print("unit 0, example 1: 1·0 + 0·1 - 1·4 + 0.5 =", W[0] @ A[:, 1] + b[0])
print("all units, all examples:\n", W @ A + b)

# %% [markdown]
# ## Your function: `linear_forward`
#
# $$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}, \qquad (n_l, n_{l-1})(n_{l-1}, m) \to (n_l, m)$$
#
# It also returns what it used, as the tuple `(A, W, b)`: the *linear cache*.


# %% answer="linear_forward"
def linear_forward(A, W, b):
    """Return the linear part of a layer, and its cache.

    A: (n_prev, m), what the layer reads; W: (n, n_prev); b: (n, 1)
    returns: Z, (n, m); the tuple (A, W, b)
    """
    ### BEGIN SOLUTION
    Z = W @ A + b  # numpy repeats the column b for every example
    return Z, (A, W, b)
    ### END SOLUTION


# %% check="linear_forward" points=3
A = np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0], [0.0, 4.0, 1.0]])
W, b = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]), np.array([[0.5], [-1.0]])
got = untouched(linear_forward, A, W, b)
assert how_many(got) == 2, f"Z and the cache are expected back, two things, not {how_many(got)}"
Z, cache = got
by_hand = np.array([[1.5, -3.5, 1.5], [4.0, 0.0, 3.0]])
same(Z, by_hand, "the worked example")
same(cache, (A, W, b), "the cache is the tuple of what was used")
Z, _ = linear_forward(0 * A, W, b)
same(Z, b @ np.ones((1, 3)), "with inputs 0 the bias is left, in every column")
A, W = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[1.0, -1.0], [4.0, 0.5]])
Z, _ = linear_forward(A, W, b)
same(Z, np.array([[-1.5, -2.5], [4.5, 9.5]]), "all sizes 2: no shape can warn you here")
Z, _ = linear_forward(np.array([[2.0]]), np.array([[3.0], [0.0]]), b)
same(Z, np.array([[6.5], [-1.0]]), "one input, one example")
### BEGIN HIDDEN TESTS
for n, n_prev, m in ((4, 3, 5), (3, 3, 3)):
    A, W = rng.standard_normal((n_prev, m)), rng.standard_normal((n, n_prev))
    b = rng.standard_normal((n, 1))
    expected = linear_forward_reference(A, W, b)
    same(tuple(linear_forward(A, W, b)), expected, f"{n} units, {n_prev} inputs, {m} examples")
### END HIDDEN TESTS


# %% right="linear_forward"
def by_dot_and_add(A, W, b):
    cache = (A, W, b)
    return np.add(np.dot(W, A), b), cache


def by_one_longer_product(A, W, b):
    ones = np.ones((1, A.shape[1]))
    return np.hstack([W, b]) @ np.vstack([A, ones]), (A, W, b)


def one_number_at_a_time(A, W, b):
    Z = np.zeros((W.shape[0], A.shape[1]))
    for k in range(W.shape[0]):
        for i in range(A.shape[1]):
            Z[k, i] = sum(W[k, j] * A[j, i] for j in range(W.shape[1])) + b[k, 0]
    return Z, (A, W, b)


# %% wrong="linear_forward"
def forgets_the_bias(A, W, b):
    """With inputs 0, Z should be b in every column. What is it in yours?"""
    return W @ A, (A, W, b)


def transposes_the_weights(A, W, b):
    """Your product fits only where W is square. Read the shapes (n, n_prev)(n_prev, m)."""
    return W.T @ A + b, (A, W, b)


def multiplies_entry_by_entry(A, W, b):
    """Each unit adds up all its inputs. Which operator multiplies *and* sums?"""
    return W * A + b, (A, W, b)


def adds_the_bias_as_a_row(A, W, b):
    """A bias belongs to a unit: a large bias of unit 0 should move row 0, not column 0."""
    return W @ A + b.T, (A, W, b)


def returns_z_alone(A, W, b):
    """The way back will need what the layer has read. Does it come back beside Z?"""
    return W @ A + b


def keeps_the_result_in_the_cache(A, W, b):
    """The cache holds what the layer *read*: A, W and b. What is the first entry of yours?"""
    Z = W @ A + b
    return Z, (Z, W, b)


def keeps_a_list(A, W, b):
    """The cache is a tuple: round brackets."""
    return W @ A + b, [A, W, b]


# %% [markdown]
# ## The activation
#
# These two are given. Each returns the activation **and** its own input $Z$, which is all that the
# way back will need: the *activation cache*.


# %%
def expect_array(array, name):
    """Say in a sentence that a tuple has come where an array should."""
    assert not isinstance(array, tuple), (
        f"{name} is a tuple of {len(array)} things here; one array is expected"
    )


def sigmoid(Z):
    """A = 1 / (1 + e^(-Z)), and Z itself."""
    expect_array(Z, "Z")
    return 1 / (1 + np.exp(-Z)), Z


def relu(Z):
    """A = max(0, Z), entry by entry, and Z itself."""
    expect_array(Z, "Z")
    return np.maximum(0, Z), Z


# %% answer="linear_activation_forward"
def linear_activation_forward(A_prev, W, b, activation):
    """Return the output of one layer, and its cache.

    A_prev: (n_prev, m), W: (n, n_prev), b: (n, 1)
    activation: "sigmoid" or "relu"
    returns: A, (n, m); the tuple (linear_cache, activation_cache), where linear_cache comes from
        linear_forward and activation_cache is Z
    """
    ### BEGIN SOLUTION
    Z, linear_cache = linear_forward(A_prev, W, b)
    # What the activation hands back beside A is Z, which the way back will need.
    A, activation_cache = sigmoid(Z) if activation == "sigmoid" else relu(Z)
    return A, (linear_cache, activation_cache)
    ### END SOLUTION


# %% check="linear_activation_forward" points=3
A_prev = np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0], [0.0, 4.0, 1.0]])
W, b = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]), np.array([[0.5], [-1.0]])
Z = np.array([[1.5, -3.5, 1.5], [4.0, 0.0, 3.0]])  # by hand, as above
got = untouched(linear_activation_forward, A_prev, W, b, "relu")
assert how_many(got) == 2, f"A and the cache are expected back, two things, not {how_many(got)}"
A, cache = got
same(A, np.array([[1.5, 0.0, 1.5], [4.0, 0.0, 3.0]]), "relu: negative numbers become exactly 0")
same(cache, ((A_prev, W, b), Z), "relu: the cache is ((A_prev, W, b), Z)")
A, cache = untouched(linear_activation_forward, A_prev, W, b, "sigmoid")
same(A, 1 / (1 + np.exp(-Z)), "sigmoid: between 0 and 1")
same(cache, ((A_prev, W, b), Z), "sigmoid: the cache is the same, with Z before the activation")
### BEGIN HIDDEN TESTS
A_prev, W = 2 * rng.standard_normal((4, 6)), rng.standard_normal((3, 4))
b = rng.standard_normal((3, 1))
for activation in ("sigmoid", "relu"):
    expected = linear_activation_forward_reference(A_prev, W, b, activation)
    same(tuple(linear_activation_forward(A_prev, W, b, activation)), expected, activation)
### END HIDDEN TESTS


# %% right="linear_activation_forward"
def with_an_if(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "relu":
        A, activation_cache = relu(Z)
    else:
        A, activation_cache = sigmoid(Z)
    cache = (linear_cache, activation_cache)
    return A, cache


def without_helpers(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    A = Z * (Z > 0) if activation == "relu" else 0.5 * (1 + np.tanh(Z / 2))
    return A, ((A_prev, W, b), Z)


def from_a_table(A_prev, W, b, activation, table=None):
    Z = np.einsum("kj,ji->ki", W, A_prev) + b
    table = table or {"relu": lambda Z: np.where(Z > 0, Z, 0.0), "sigmoid": lambda Z: sigmoid(Z)[0]}
    return table[activation](Z), ((A_prev, W, b), Z)


# %% wrong="linear_activation_forward"
def _layer(A_prev, W, b, activation, relu_like=None, kept=None):
    """One layer; relu_like(Z) in place of relu, kept(Z, A) in place of Z in the cache."""
    Z = W @ A_prev + b
    A = (
        1 / (1 + np.exp(-Z))
        if activation == "sigmoid"
        else (relu_like or (lambda Z: Z * (Z > 0)))(Z)
    )
    return A, ((A_prev, W, b), kept(Z, A) if kept else Z)


def swaps_the_activations(A_prev, W, b, activation):
    """With "relu" a large Z must stay large. Does it?"""
    return _layer(A_prev, W, b, "relu" if activation == "sigmoid" else "sigmoid")


def caches_the_activation(A_prev, W, b, activation):
    """The way back needs Z, before the activation. What do you keep?"""
    return _layer(A_prev, W, b, activation, kept=lambda Z, A: A)


def lets_a_little_through(A_prev, W, b, activation):
    """The plain relu is exactly 0 for negative Z."""
    return _layer(A_prev, W, b, activation, lambda Z: np.where(Z > 0, Z, 0.01 * Z))


def takes_the_size_of_z(A_prev, W, b, activation):
    """For Z = -3.5 a relu unit is off. What does yours return?"""
    return _layer(A_prev, W, b, activation, np.abs)


def always_uses_relu(A_prev, W, b, activation):
    """A sigmoid layer answers between 0 and 1. Do you look at the argument activation?"""
    return _layer(A_prev, W, b, "relu")


def activates_the_pair(A_prev, W, b, activation):
    """linear_forward returns two things. Which of them does the activation want?"""
    pair = linear_forward(A_prev, W, b)
    return relu(pair) if activation == "relu" else sigmoid(pair)


def returns_the_activation_alone(A_prev, W, b, activation):
    """linear_forward has handed you a cache, and so has the activation. Where are they now?"""
    return _layer(A_prev, W, b, activation)[0]


def caches_one_flat_tuple(A_prev, W, b, activation):
    """The cache is a pair: the linear cache, which is a tuple itself, and Z."""
    A, ((A_prev, W, b), Z) = _layer(A_prev, W, b, activation)
    return A, (A_prev, W, b, Z)


# %% [markdown]
# ## Your function: `L_model_forward`
#
# $$X \to \underbrace{\text{linear} \to \text{relu}}_{L - 1 \text{ times}} \to \text{linear} \to
# \text{sigmoid} \to A^{[L]} \qquad A^{[L]} = \texttt{AL}: (n_L, m)$$
#
# Mostly there is one output, $n_L = 1$; your function takes any number.


# %% answer="L_model_forward"
def L_model_forward(X, parameters):
    """Return the network's answers, and the caches of all layers.

    X: (n_x, m); parameters: W1, b1, …, WL, bL
    returns: AL, (n_L, m), relu in layers 1 to L-1 and sigmoid in layer L;
        list of L caches, caches[l - 1] from layer l
    """
    L = len(parameters) // 2
    # Step 1: layers 1 to L - 1 with relu; each reads what the layer before gave.
    # Step 2: layer L with the sigmoid.
    ### BEGIN SOLUTION
    A, caches = X, []
    for layer in range(1, L + 1):
        activation = "relu" if layer < L else "sigmoid"  # only the last one says a probability
        # A on the right is what the layer before gave; it is replaced for the next one.
        A, cache = linear_activation_forward(
            A, parameters[f"W{layer}"], parameters[f"b{layer}"], activation
        )
        caches.append(cache)
    return A, caches
    ### END SOLUTION


# %% check="L_model_forward" points=5
W1, b1 = np.array([[1.0, -1.0], [2.0, 0.5], [-1.0, 1.5]]), np.array([[0.5], [-1.0], [0.2]])
W2, b2 = np.array([[1.0, -0.5, 2.0], [-1.0, 1.0, 0.3]]), np.array([[-0.4], [0.1]])
W3, b3 = np.array([[0.8, -1.2]]), np.array([[0.3]])
parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3}
X = np.array([[1.0, -0.5, 2.0, 0.0], [0.5, 1.0, -1.0, -2.0]])
got = untouched(L_model_forward, X, parameters)
assert how_many(got) == 2, f"AL and the caches are expected back, two things, not {how_many(got)}"
AL, caches = got
Z1 = W1 @ X + b1
A1 = np.maximum(Z1, 0)
Z2 = W2 @ A1 + b2
A2 = np.maximum(Z2, 0)
Z3 = W3 @ A2 + b3
same(AL, 1 / (1 + np.exp(-Z3)), "three layers, written out: widths 2, 3, 2, 1")
same(len(caches), 3, "a cache for each layer")
same(caches[0], ((X, W1, b1), Z1), "layer 1 reads X")
same(caches[1], ((A1, W2, b2), Z2), "layer 2 reads the output of layer 1, after relu")
same(caches[2], ((A2, W3, b3), Z3), "layer 3 reads the output of layer 2")
AL, caches = L_model_forward(X, {"W1": W1[:1], "b1": b1[:1]})
same(AL, 1 / (1 + np.exp(-Z1[:1])), "no hidden layer: the neuron of week 2")
three_outputs = L_model_forward(X, {"W1": W1, "b1": b1})[0]
same(three_outputs, 1 / (1 + np.exp(-Z1)), "no hidden layer, three outputs: a row for each")
### BEGIN HIDDEN TESTS
for dims in ([3, 5, 4, 2, 1], [4, 3, 2]):
    parameters = {}
    for layer in range(1, len(dims)):
        parameters[f"W{layer}"] = rng.standard_normal((dims[layer], dims[layer - 1]))
        parameters[f"b{layer}"] = rng.standard_normal((dims[layer], 1))
    X = rng.standard_normal((dims[0], 6))
    expected = L_model_forward_reference(X, parameters)
    AL, caches = L_model_forward(X, parameters)
    same((AL, list(caches)), expected, f"other numbers, widths {dims}")
### END HIDDEN TESTS


# %% right="L_model_forward"
def relu_in_a_loop_then_sigmoid(X, parameters):
    caches, A, L = [], X, len(parameters) // 2
    for layer in range(1, L):
        A_prev = A
        A, cache = linear_activation_forward(
            A_prev, parameters["W" + str(layer)], parameters["b" + str(layer)], activation="relu"
        )
        caches.append(cache)
    AL, cache = linear_activation_forward(
        A, parameters["W" + str(L)], parameters["b" + str(L)], activation="sigmoid"
    )
    caches.append(cache)
    return AL, caches


def in_plain_products(X, parameters):
    A, caches, layer = X, [], 1
    while f"W{layer}" in parameters:
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W.dot(A) + b
        caches += [((A, W, b), Z)]
        A, layer = np.where(Z > 0, Z, 0), layer + 1
    return 1 / (1 + np.exp(-Z)), caches


def by_recursion(X, parameters, layer=1):
    last = f"W{layer + 1}" not in parameters
    A, cache = linear_activation_forward(
        X, parameters[f"W{layer}"], parameters[f"b{layer}"], "sigmoid" if last else "relu"
    )
    if last:
        return A, [cache]
    AL, caches = by_recursion(A, parameters, layer + 1)
    return AL, [cache, *caches]


# %% wrong="L_model_forward"
def _forward_with(X, parameters, hidden="relu", output="sigmoid", last=None, reads_x=False):
    """The forward pass with one thing changed."""
    A, caches, L = X, [], len(parameters) // 2
    for layer in range(1, (L if last is None else last(L)) + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        read = X if reads_x else A
        Z = W @ read + b
        kind = hidden if layer < L else output
        A = {"relu": np.maximum(Z, 0), "sigmoid": 1 / (1 + np.exp(-Z)), "none": Z}[kind]
        caches.append(((read, W, b), Z))
    return A, caches


def every_layer_reads_x(X, parameters):
    """Each layer reads what the layer before gave. What does layer 2 read in yours?"""
    return _forward_with(X, parameters, reads_x=True)


def sigmoid_in_hidden_layers(X, parameters):
    """All hidden activations lie between 0 and 1. Would relu do that?"""
    return _forward_with(X, parameters, hidden="sigmoid")


def relu_at_the_output(X, parameters):
    """AL must be a probability. Print its largest entry."""
    return _forward_with(X, parameters, output="relu")


def nothing_at_the_output(X, parameters):
    """AL must be a probability. Which function turns any number into one?"""
    return _forward_with(X, parameters, output="none")


def stops_before_the_last_layer(X, parameters):
    """The last layer is missing: relu in layers 1 to L - 1, then one sigmoid layer."""
    return _forward_with(X, parameters, last=lambda L: max(L - 1, 1))


def nothing_in_hidden_layers(X, parameters):
    """Without an activation two layers are one. Where is relu?"""
    return _forward_with(X, parameters, hidden="none")


def returns_the_answers_alone(X, parameters):
    """The way back will start from the caches. Do they come back beside AL?"""
    return _forward_with(X, parameters)[0]


def keeps_only_the_last_cache(X, parameters):
    """There should be a cache for each layer. Do you add to the list inside the loop?"""
    AL, caches = _forward_with(X, parameters)
    return AL, caches[-1:]


# %% [markdown]
# ## Your function: `compute_cost`
#
# The cost is that of week 2, for the answers of the last layer:
#
# $$J = -\frac{1}{m} \sum_{i} \Bigl( y^{(i)} \log a^{[L](i)} + (1 - y^{(i)})
# \log\bigl(1 - a^{[L](i)}\bigr) \Bigr) \qquad \texttt{AL}, Y: (1, m), \quad J: \text{one number}$$


# %% answer="compute_cost"
def compute_cost(AL, Y):
    """Return the mean cross-entropy.

    AL: (1, m), each entry strictly between 0 and 1; Y: (1, m), 0 or 1
    returns: one plain number
    """
    ### BEGIN SOLUTION
    # Of the two terms Y, 0 or 1, leaves the one that is asked for.
    return float(-np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)))
    ### END SOLUTION


# %% check="compute_cost" points=2
AL, Y = np.array([[0.5, 0.25, 0.8]]), np.array([[1.0, 0.0, 1.0]])
by_hand = -(math.log(0.5) + math.log(0.75) + math.log(0.8)) / 3
same(untouched(compute_cost, AL, Y), by_hand, "three answers by hand", examples=3)
twice = compute_cost(np.hstack([AL, AL]), np.hstack([Y, Y]))
same(twice, by_hand, "every example twice: a mean does not change", examples=6)
same(compute_cost(np.array([[0.9]]), np.array([[0.0]])), -math.log(0.1), "sure and wrong")
### BEGIN HIDDEN TESTS
AL, Y = rng.uniform(0.05, 0.95, (1, 9)), (rng.permutation(9) < 4).astype(float).reshape(1, 9)
same(compute_cost(AL, Y), compute_cost_reference(AL, Y), "other answers", examples=9)
### END HIDDEN TESTS


# %% right="compute_cost"
def by_products_of_rows(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / m)


def by_the_probability_of_the_truth(AL, Y):
    return -np.log(np.where(Y == 1, AL, 1 - AL)).mean()


def with_a_loop(AL, Y, smallest=1e-300):
    total = 0.0
    for a, y in zip(AL[0], Y[0], strict=True):
        total -= y * math.log(max(a, smallest)) + (1 - y) * math.log(max(1 - a, smallest))
    return total / AL.size


# %% wrong="compute_cost"
def forgets_the_mean(AL, Y):
    """Every example twice should not change the cost. Where do you divide by m?"""
    return -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))


def forgets_the_minus(AL, Y):
    """The logarithm of a probability is negative, and a cost is not. Where is the minus?"""
    return np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))


def ignores_truth_zero(AL, Y):
    """A sure and wrong answer to a 0 costs nothing in yours. Is that what you want?"""
    return -np.mean(Y * np.log(AL))


def counts_in_base_ten(AL, Y):
    """log is the natural logarithm here. Which numpy function is that?"""
    return -np.mean(Y * np.log10(AL) + (1 - Y) * np.log10(1 - AL))


def multiplies_every_pair(AL, Y):
    """(1, m) times (m, 1) stretches to m by m: every label with every answer."""
    return -np.sum(Y * np.log(AL).T + (1 - Y) * np.log(1 - AL).T) / Y.shape[1]


def adds_too_much_in_the_logarithm(AL, Y):
    """A number inside your logarithm is large enough to change the cost. Is it needed at all?"""
    return -np.mean(Y * np.log(AL + 0.01) + (1 - Y) * np.log(1 - AL + 0.01))


def stays_a_matrix(AL, Y):
    """The cost is one plain number. What is the shape of yours?"""
    return -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL), axis=1, keepdims=True)


# %% [markdown] question="what_is_cached"
# **Explain.** Why does every layer keep its $A^{[l-1]}$ and $Z^{[l]}$?
#
# - [ ] To print them later.
#   > One could, but that is not why. Which numbers stood in the backward lines of Part 1?
# - [x] The way back needs them: dw = dz · x needs what was read, and the mask of relu needs z.
#   > Yes. A cache is what spares the backward pass from computing everything a second time.
# - [ ] So that the layer can be used for other examples.
#   > For that the weights are enough. Look at the backward lines of Part 1.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 2</b> (open it after the check)</summary>
#
# - *The loop ends one layer early.* `range(1, L)` stops at $L - 1$. That is right for the relu
#   layers, and then the sigmoid layer is still to come.
# - *Every layer reads $X$.* With equal widths no shape complains.
# - *The activation in the cache.* The forward pass is right all the same; only the way back is
#   wrong, an hour later.
# - *A pair for an array.* A layer returns $A$ *and* its cache. Who hands both on together reads
#   "inhomogeneous shape" from numpy, in the next layer.
#
# </details>

# %% [markdown]
# ---
# # Part 3 · Backward, to any depth
#
# *40 minutes.* One layer at a time, from the last to the first. The linear part of each layer
# receives $dZ^{[l]}$ and owes three things: $dW^{[l]}$, $db^{[l]}$, and $dA^{[l-1]}$ for the layer
# below.

# %% [markdown] question="shape_of_z"
# **Recall from Part 2.** A layer of 4 units reads 3 numbers of each of 5 examples. Which shape has
# its $Z$?
#
# - [ ] $(4, 3)$
#   > That is W: a row for each unit, a column for each number that it reads.
# - [ ] $(5, 4)$
#   > There are 4 units and 5 examples, yes. Which of them are rows?
# - [x] $(4, 5)$
#   > Yes. And whatever has a shape, its slopes have the same: dZ is (4, 5) too.

# %% [markdown]
# ## Derive it: one example, one layer
#
# For one example the layer computes, for each unit $k$,
#
# $$z_k = \sum_j W_{kj}\, a_j + b_k .$$
#
# Suppose $dz_k = \partial \ell/\partial z_k$ is known. Now nudge one number at a time and ask which
# $z_k$ move.
#
# *A worked step first.* Nudge $b_2$. Only $z_2$ moves, and by just as much:
# $\partial z_2/\partial b_2 = 1$. So $\partial \ell/\partial b_2 = dz_2 \cdot 1$, and as columns
# $db = dz$.
#
# Now you. **Step 1.** Nudge $W_{kj}$: only $z_k$ moves, by how much? So
# $\partial \ell/\partial W_{kj} = dz_k \cdot \;?$ As a matrix of the shape of $W$ this is a column
# times a row.
#
# **Step 2.** Nudge $a_j$: **all** $z_k$ move, $z_k$ by $W_{kj}$. Add up over all ways from $a_j$ to
# the loss: $\partial \ell/\partial a_j = \sum_k \;?$ As a column this is a matrix times $dz$.
#
# Write yours before you read on; what comes after the check uses both.


# %% answer="slopes_of_one_example"
def slopes_of_one_example(dz, a_prev, W):
    """Return the slopes of one example's loss for a layer's weights, biases and inputs.

    dz: (n, 1), a_prev: (n_prev, 1), W: (n, n_prev)
    returns: dW (n, n_prev), db (n, 1), da_prev (n_prev, 1)
    """
    db = dz
    ### BEGIN SOLUTION
    dW = dz @ a_prev.T  # row k, column j: dz_k · a_j
    da_prev = W.T @ dz  # the sum over k: a_j moves every z_k, by W_kj
    ### END SOLUTION
    return dW, db, da_prev


# %% check="slopes_of_one_example" points=4
W, b = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]]), np.array([[0.5], [-0.7]])
a_prev, dz = np.array([[2.0], [-1.0], [4.0]]), np.array([[0.1], [-0.3]])
got = untouched(slopes_of_one_example, dz, a_prev, W)
assert how_many(got) == 3, f"dW, db and da_prev are expected, three things, not {how_many(got)}"
dW, db, da_prev = got


def made_up_loss(W, b, a_prev):
    """A loss whose slope for z is dz: the sum of dz·z."""
    return float(np.sum(dz * (W @ a_prev + b)))


measured = slope(lambda W: made_up_loss(W, b, a_prev), W)
same(dW, measured, "dW against the measured slopes", tolerance=1e-4)
same(db, slope(lambda b: made_up_loss(W, b, a_prev), b), "db: the worked step", tolerance=1e-4)
measured = slope(lambda a_prev: made_up_loss(W, b, a_prev), a_prev)
same(da_prev, measured, "da_prev against the measured slopes", tolerance=1e-4)
dW, _, da_prev = slopes_of_one_example(dz, a_prev[:2], np.array([[1.0, 2.0], [3.0, 4.0]]))
same(dW, np.array([[0.2, -0.1], [-0.6, 0.3]]), "two units, two inputs, by hand: dW")
same(da_prev, np.array([[-0.8], [-1.0]]), "two units, two inputs, by hand: da_prev")
### BEGIN HIDDEN TESTS
dz, a_prev = rng.standard_normal((4, 1)), rng.standard_normal((3, 1))
W = rng.standard_normal((4, 3))
expected = slopes_of_one_example_reference(dz, a_prev, W)
same(tuple(slopes_of_one_example(dz, a_prev, W)), expected, "other numbers")
### END HIDDEN TESTS


# %% right="slopes_of_one_example"
def with_outer_and_dot(dz, a_prev, W):
    return np.outer(dz, a_prev), dz, np.dot(dz.T, W).T


def by_broadcasting(dz, a_prev, W):
    return dz * a_prev.T, 1.0 * dz, np.sum(W * dz, axis=0)[:, np.newaxis]


def number_by_number(dz, a_prev, W):
    n, n_prev = W.shape
    dW = np.array([[dz[k, 0] * a_prev[j, 0] for j in range(n_prev)] for k in range(n)])
    da = np.array([[sum(W[k, j] * dz[k, 0] for k in range(n))] for j in range(n_prev)])
    return dW, dz.copy(), da


# %% wrong="slopes_of_one_example"
def dw_comes_transposed(dz, a_prev, W):
    """A slope has the shape of what it belongs to. Which shape has W?"""
    return a_prev @ dz.T, dz, W.T @ dz


def da_without_a_transpose(dz, a_prev, W):
    """Nudging a_j moves every z_k by W_kj. Over which index do you add up?"""
    return dz @ a_prev.T, dz, W @ dz


def da_adds_the_weights_alone(dz, a_prev, W):
    """Each way from a_j to the loss passes a z_k. Where is its slope dz_k?"""
    return dz @ a_prev.T, dz, W.T @ np.ones_like(dz)


def dw_forgets_what_was_read(dz, a_prev, W):
    """Nudging W_kj moves z_k by a_j times as much. Where is a_j?"""
    return dz @ np.ones_like(a_prev).T, dz, W.T @ dz


def dw_multiplies_by_the_weights(dz, a_prev, W):
    """The slope of W·a with respect to W is a, not W."""
    return dz * W, dz, W.T @ dz


# %% [markdown]
# ## All examples at once: what is averaged, and what is not
#
# The cost is a mean of losses: $J = \frac{1}{m} \sum_i \ell^{(i)}$.
#
# - One weight serves **all** examples. So its slope is a mean: $dW^{[l]} = \frac{1}{m} \sum_i
#   dz^{(i)} a^{(i)\top}$. The sum over examples hides in the matrix product.
# - One bias serves all examples too: $db^{[l]} = \frac{1}{m} \sum_i dz^{(i)}$. There is no product
#   to hide the sum in, so you write it: over the columns.
# - An activation belongs to **one** example. Its column of $dA^{[l-1]}$ holds slopes of that
#   example's loss. There is nothing to average, and no $\frac1m$.
#
# $$dW^{[l]} = \tfrac{1}{m}\, dZ^{[l]} A^{[l-1]\top} \qquad
# db^{[l]} = \tfrac{1}{m} \sum_{i} dZ^{[l](i)} \qquad
# dA^{[l-1]} = W^{[l]\top} dZ^{[l]}$$
#
# Shapes: $(n, m)(m, n_{prev}) \to (n, n_{prev})$; $(n, m) \to (n, 1)$;
# $(n_{prev}, n)(n, m) \to (n_{prev}, m)$.

# %% [markdown] question="where_is_the_mean" points=1
# **1 point.** You write every example down twice, so $m$ doubles. What happens to the numbers?
#
# - [ ] $dW$, $db$ and $dA$ all stay the same.
#   > dW and db do: they are means. dA has a column for each example. How many columns are there
#   > now?
# - [ ] $dW$ and $db$ double, because twice as many terms are summed.
#   > Twice as many terms, and divided by twice as many examples.
# - [x] $dW$ and $db$ stay as they are; $dA$ gets twice as many columns, each as before.
#   > Yes. That is a test you can always make: a mean does not notice duplicates.

# %% [markdown]
# ## Your function: `linear_backward`


# %% answer="linear_backward"
def linear_backward(dZ, cache):
    """Return the slopes for one linear part.

    dZ: (n, m), column i for the loss of example i
    cache: the tuple (A_prev, W, b) from linear_forward
    returns: dA_prev (n_prev, m), dW (n, n_prev), db (n, 1)
    """
    A_prev, W, b = cache
    ### BEGIN SOLUTION
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m  # the product adds up over the examples; a mean divides
    db = np.sum(dZ, axis=1, keepdims=True) / m  # keepdims: db stays a column, like b
    dA_prev = W.T @ dZ  # no mean: each column belongs to one example
    return dA_prev, dW, db
    ### END SOLUTION


# %% check="linear_backward" points=6
A_prev = np.array([[1.0, 0.0, 2.0, -1.0], [3.0, 1.0, 0.0, 2.0], [0.0, 4.0, 1.0, 0.5]])
W, b = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]), np.array([[0.5], [-1.0]])
dZ = np.array([[0.5, -0.25, 0.0, 1.0], [1.0, 2.0, -1.0, 0.0]])
got = untouched(linear_backward, dZ, (A_prev, W, b))
assert how_many(got) == 3, f"dA_prev, dW and db are expected, three things, not {how_many(got)}"
dA_prev, dW, db = got
same(dW, np.array([[-0.5, 3.25, -0.5], [-1.0, 5.0, 7.0]]) / 4, "by hand: dW", examples=4)
same(db, np.array([[1.25], [2.0]]) / 4, "by hand: db, a column like b", examples=4)
by_hand = [[2.5, 3.75, -2.0, 1.0], [1.0, 2.0, -1.0, 0.0], [-0.5, 0.25, 0.0, -1.0]]
same(dA_prev, np.array(by_hand), "by hand: dA_prev, not averaged", examples=4)
_, dW_twice, db_twice = linear_backward(np.hstack([dZ, dZ]), (np.hstack([A_prev, A_prev]), W, b))
same(dW_twice, dW, "every example twice: dW does not change", examples=8)
same(db_twice, db, "every example twice: db does not change", examples=8)
cache = (A_prev[:2, :2], np.array([[1.0, 2.0], [3.0, 5.0]]), b)
dA_prev, dW, db = linear_backward(dZ[:, :2], cache)
same(dA_prev, np.array([[3.5, 5.75], [6.0, 9.5]]), "all sizes 2: dA_prev", examples=2)
same(dW, np.array([[0.25, 0.625], [0.5, 2.5]]), "all sizes 2: dW", examples=2)
same(db, np.array([[0.125], [1.5]]), "all sizes 2: db", examples=2)
### BEGIN HIDDEN TESTS
for n, n_prev, m in ((4, 2, 5), (3, 5, 1)):
    dZ, A_prev = rng.standard_normal((n, m)), rng.standard_normal((n_prev, m))
    cache = (A_prev, rng.standard_normal((n, n_prev)), rng.standard_normal((n, 1)))
    expected = linear_backward_reference(dZ, cache)
    got = tuple(linear_backward(dZ, cache))
    same(got, expected, f"{n} units, {n_prev} inputs", examples=m)
### END HIDDEN TESTS


# %% right="linear_backward"
def by_dot_and_mean(dZ, cache):
    A_prev, W, b = cache
    dW = 1 / A_prev.shape[1] * np.dot(dZ, A_prev.T)
    return np.dot(W.T, dZ), dW, dZ.mean(axis=1, keepdims=True)


def by_einsum(dZ, cache):
    A_prev, W, _ = cache
    m = dZ.shape[1]
    dW = np.einsum("ki,ji->kj", dZ, A_prev) / m
    return np.einsum("kj,ki->ji", W, dZ), dW, (dZ @ np.ones((m, 1))) / m


def example_by_example(dZ, cache):
    A_prev, W, b = cache
    m, columns = dZ.shape[1], []
    dW, db = np.zeros(W.shape), np.zeros((len(W), 1))
    for i in range(m):
        one_dW, one_db, da_prev = slopes_of_one_example(dZ[:, [i]], A_prev[:, [i]], W)
        dW, db = dW + one_dW / m, db + one_db / m
        columns.append(da_prev)
    return np.hstack(columns), dW, db


# %% wrong="linear_backward"
def _backward(dZ, cache, dA=None, dW=None, db=None):
    """The three slopes; functions of (dZ, A_prev, W) replace one of them."""
    A_prev, W, _ = cache
    m = dZ.shape[1]
    return (
        dA(dZ, A_prev, W) if dA else W.T @ dZ,
        dW(dZ, A_prev, W) if dW else dZ @ A_prev.T / m,
        db(dZ, A_prev, W) if db else dZ.sum(axis=1, keepdims=True) / m,
    )


def dw_is_not_averaged(dZ, cache):
    """Every example twice must not change dW. Where do you divide by m?"""
    return _backward(dZ, cache, dW=lambda dZ, A, W: dZ @ A.T)


def db_is_not_averaged(dZ, cache):
    """dW and db are means over the same examples. Do you divide both?"""
    return _backward(dZ, cache, db=lambda dZ, A, W: dZ.sum(axis=1, keepdims=True))


def nothing_is_averaged(dZ, cache):
    """Your dW and db grow with the number of examples. The cost is a mean."""
    A_prev = cache[0]
    return _backward(
        dZ,
        cache,
        dW=lambda dZ, A, W: dZ @ A.T,
        db=lambda dZ, A, W: dZ.sum(axis=1, keepdims=True),
    )


def da_is_averaged_too(dZ, cache):
    """An activation belongs to one example. What should dA_prev be averaged over?"""
    return _backward(dZ, cache, dA=lambda dZ, A, W: W.T @ dZ / dZ.shape[1])


def da_uses_w_as_it_is(dZ, cache):
    """The way back goes from units to inputs: which form of W takes n numbers to n_prev?"""
    return _backward(dZ, cache, dA=lambda dZ, A, W: W @ dZ)


def db_is_summed_over_units(dZ, cache):
    """db has one number for each unit. Which axis holds the examples that should go?"""
    return _backward(dZ, cache, db=lambda dZ, A, W: dZ.sum(axis=0, keepdims=True) / dZ.shape[1])


def db_loses_its_second_axis(dZ, cache):
    """Compare db.shape with b.shape. What keeps the axis that is summed over?"""
    return _backward(dZ, cache, db=lambda dZ, A, W: dZ.sum(axis=1) / dZ.shape[1])


def keeps_da_to_itself(dZ, cache):
    """The layer below needs a slope to start from. Which of your results is it?"""
    return _backward(dZ, cache)[1:]


def divides_by_the_inputs(dZ, cache):
    """m is the number of examples, and examples are columns. Which number do you divide by?"""
    return _backward(
        dZ,
        cache,
        dW=lambda dZ, A, W: dZ @ A.T / A.shape[0],
        db=lambda dZ, A, W: dZ.sum(axis=1, keepdims=True) / A.shape[0],
    )


# %% [markdown]
# ## Back through the activation
#
# From $dA^{[l]}$ to $dZ^{[l]}$ is one factor, entry by entry: the slope of the activation.
#
# $$dZ^{[l]} = dA^{[l]} * g'(Z^{[l]}), \qquad
# g' = \begin{cases} 1 \text{ where } Z > 0 \text{, else } 0 & \text{relu} \\
# \sigma(Z)(1 - \sigma(Z)) & \text{sigmoid} \end{cases} \qquad \text{all } (n_l, m)$$
#
# For relu this slope is an array of ones and zeros, the *mask*: it lets pass what comes back to a
# unit that was on, and stops the rest. These two are given. Both want the activation cache: $Z$.


# %%
def expect_one_layer(dA, Z):
    """Say in a sentence that dA and the activation cache Z do not belong to one layer."""
    expect_array(dA, "dA")
    expect_array(Z, "the activation cache")
    assert np.shape(dA) == np.shape(Z), (
        f"dA has shape {np.shape(dA)}, but Z in the activation cache has shape {np.shape(Z)}"
    )


def relu_backward(dA, cache):
    """dZ from dA and the activation cache Z, for relu."""
    expect_one_layer(dA, cache)
    return dA * (cache > 0)


def sigmoid_backward(dA, cache):
    """dZ from dA and the activation cache Z, for the sigmoid."""
    expect_one_layer(dA, cache)
    A, _ = sigmoid(cache)
    return dA * A * (1 - A)


# %% answer="linear_activation_backward"
def linear_activation_backward(dA, cache, activation):
    """Return the slopes for one layer.

    dA: (n, m), the slopes for what the layer gave
    cache: the tuple (linear_cache, activation_cache) from linear_activation_forward
    activation: "sigmoid" or "relu", as on the way forward
    returns: dA_prev (n_prev, m), dW (n, n_prev), db (n, 1)
    """
    ### BEGIN SOLUTION
    linear_cache, activation_cache = cache
    backward_of = relu_backward if activation == "relu" else sigmoid_backward
    # The way forward ended with the activation, so the way back begins with it.
    return linear_backward(backward_of(dA, activation_cache), linear_cache)
    ### END SOLUTION


# %% check="linear_activation_backward" points=4
A_prev = np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0], [0.0, 4.0, 1.0]])
W, b = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]), np.array([[0.5], [-1.0]])
Z = np.array([[1.5, -3.5, 1.5], [4.0, 0.0, 3.0]])  # W @ A_prev + b, as in Part 2
dA = np.array([[1.0, 2.0, -0.6], [-0.9, 0.3, 1.2]])
cache = ((A_prev, W, b), Z)
got = untouched(linear_activation_backward, dA, cache, "relu")
assert how_many(got) == 3, f"dA_prev, dW and db are expected, three things, not {how_many(got)}"
dA_prev, dW, db = got
dZ = np.array([[1.0, 0.0, -0.6], [-0.9, 0.0, 1.2]])  # unit 0 is off for example 1, unit 1 at 0
same(dA_prev, W.T @ dZ, "relu: dA_prev, where the mask comes from Z and is 0 at Z = 0", examples=3)
same(dW, dZ @ A_prev.T / 3, "relu: dW", examples=3)
same(db, np.array([[0.4], [0.3]]) / 3, "relu: db", examples=3)
dA_prev, dW, db = untouched(linear_activation_backward, dA, cache, "sigmoid")
A = 1 / (1 + np.exp(-Z))
dZ = dA * A * (1 - A)
same(dA_prev, W.T @ dZ, "sigmoid: dA_prev", examples=3)
same(dW, dZ @ A_prev.T / 3, "sigmoid: dW", examples=3)
same(db, dZ.sum(axis=1, keepdims=True) / 3, "sigmoid: db", examples=3)
### BEGIN HIDDEN TESTS
A_prev, W = rng.standard_normal((4, 5)), rng.standard_normal((2, 4))
b, dA = rng.standard_normal((2, 1)), rng.standard_normal((2, 5))
cache = ((A_prev, W, b), W @ A_prev + b)
for activation in ("relu", "sigmoid"):
    expected = linear_activation_backward_reference(dA, cache, activation)
    got = tuple(linear_activation_backward(dA, cache, activation))
    same(got, expected, f"{activation} on other numbers", examples=5)
### END HIDDEN TESTS


# %% right="linear_activation_backward"
def in_two_branches(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    return dA_prev, dW, db


def copies_and_clears(dA, cache, activation):
    (A_prev, W, b), Z = cache
    dZ = np.array(dA, copy=True)
    if activation == "relu":
        dZ[Z <= 0] = 0
    else:
        dZ *= np.exp(-np.abs(Z)) / (1 + np.exp(-np.abs(Z))) ** 2
    return W.T @ dZ, dZ @ A_prev.T / Z.shape[1], dZ.mean(axis=1, keepdims=True)


def with_a_slope_array(dA, cache, activation="relu"):
    linear_cache, Z = cache
    slopes = {"relu": np.heaviside(Z, 0.0), "sigmoid": 0.25 / np.cosh(Z / 2) ** 2}
    return linear_backward(np.multiply(slopes[activation], dA), linear_cache)


# %% wrong="linear_activation_backward"
def _through(dA, cache, activation, relu_slope=None, sigmoid_slope=None, change=False):
    """Back through a layer; relu_slope(dA, Z) and sigmoid_slope(dA, Z) give dZ."""
    (A_prev, W, b), Z = cache
    s = 1 / (1 + np.exp(-Z))
    if activation == "relu":
        dZ = relu_slope(dA, Z) if relu_slope else dA * (Z > 0)
    else:
        dZ = sigmoid_slope(dA, Z) if sigmoid_slope else dA * s * (1 - s)
    return W.T @ dZ, dZ @ A_prev.T / Z.shape[1], dZ.mean(axis=1, keepdims=True)


def exchanges_the_activations(dA, cache, activation):
    """Go back through the activation that the layer used on the way forward."""
    return _through(dA, cache, "relu" if activation == "sigmoid" else "sigmoid")


def skips_the_activation(dA, cache, activation):
    """dA is not dZ. The slope of the activation is a factor of the chain rule."""
    return _through(dA, cache, activation, lambda dA, Z: dA, lambda dA, Z: dA)


def masks_by_the_slope(dA, cache, activation):
    """Which units were off is decided by Z, on the way forward, not by the sign of dA."""
    return _through(dA, cache, activation, lambda dA, Z: dA * (dA > 0))


def lets_zero_through(dA, cache, activation):
    """At exactly Z = 0 the slope of relu is 0 by our convention."""
    return _through(dA, cache, activation, lambda dA, Z: dA * (Z >= 0))


def loses_what_came_from_above(dA, cache, activation):
    """The slope of the activation is only one factor. Where is dA?"""

    def slope_of_sigmoid(dA, Z):
        s = 1 / (1 + np.exp(-Z))
        return s * (1 - s)

    return _through(dA, cache, activation, lambda dA, Z: 1.0 * (Z > 0), slope_of_sigmoid)


def multiplies_by_z(dA, cache, activation):
    """The slope of relu is 1 or 0, not Z."""
    return _through(dA, cache, activation, lambda dA, Z: np.maximum(0, dA * Z))


def writes_the_slope_in_z(dA, cache, activation):
    """s(1 - s) is written in s = σ(Z), not in Z."""
    return _through(dA, cache, activation, sigmoid_slope=lambda dA, Z: dA * Z * (1 - Z))


def uses_the_rule_of_tanh(dA, cache, activation):
    """At Z = 0 the slope of the sigmoid is 0.25. 1 - s² belongs to another activation."""
    return _through(
        dA, cache, activation, sigmoid_slope=lambda dA, Z: dA * (1 - 1 / (1 + np.exp(-Z)) ** 2)
    )


def applies_the_sigmoid_twice(dA, cache, activation):
    """The activation cache holds Z. Do you apply the sigmoid once, or twice?"""

    def slope_of_sigmoid(dA, Z):
        s = 1 / (1 + np.exp(-1 / (1 + np.exp(-Z))))
        return dA * s * (1 - s)

    return _through(dA, cache, activation, sigmoid_slope=slope_of_sigmoid)


def stops_half_way(dA, cache, activation):
    """dZ is half the way. What do the linear part's weights, biases and inputs get?"""
    backward_of = relu_backward if activation == "relu" else sigmoid_backward
    return backward_of(dA, cache[1])


def hands_on_the_pair(dA, cache, activation):
    """The cache is a pair. Which half of it does the way back through the activation want?"""
    backward_of = relu_backward if activation == "relu" else sigmoid_backward
    return linear_backward(backward_of(dA, cache), cache[0])


def clears_the_caller_s_array(dA, cache, activation):
    """dZ = dA makes no copy: what you clear in one is cleared in the other."""

    def clear(dA, Z):
        dA[Z <= 0] = 0
        return dA

    return _through(dA, cache, activation, clear)


# %% [markdown]
# ## Look: one layer, forward and back
#
# One unit with two inputs, one example. In each box the upper number is from the way forward, left
# to right. The lower one, `grad`, is from the way back, right to left; the layer above handed down
# a slope of 2. Your two functions computed both. Thick boxes are what the cache keeps in between.

# %% demo="one_layer"
A_prev, W, b = np.array([[3.0], [-1.0]]), np.array([[0.5, 2.0]]), np.array([[1.5]])
dA = np.array([[2.0]])
A, cache = linear_activation_forward(A_prev, W, b, "relu")
dA_prev, dW, db = linear_activation_backward(dA, cache, "relu")
slopes, belong_to = (0 * dA_prev, 0 * dW, 0 * db), (0 * A_prev, 0 * W, 0 * b)
same(slopes, belong_to, "dA_prev, dW and db have the shapes of what they belong to")
dZ = relu_backward(dA, cache[1])
one_layer = [
    Node("W: w1", W[0, 0], (), dW[0, 0]),
    Node("A_prev: a1", A_prev[0, 0], (), dA_prev[0, 0]),
    Node("A_prev: a2", A_prev[1, 0], (), dA_prev[1, 0]),
    Node("W: w2", W[0, 1], (), dW[0, 1]),
    Node("b", b[0, 0], (), db[0, 0]),
    Node("w1·a1", W[0, 0] * A_prev[0, 0], (0, 1), dZ[0, 0]),
    Node("w2·a2", W[0, 1] * A_prev[1, 0], (2, 3), dZ[0, 0]),
    Node("Z", cache[1][0, 0], (5, 6, 4), dZ[0, 0]),
    Node("A = relu(Z)", A[0, 0], (7,), dA[0, 0]),
]
show(
    computation_graph(one_layer, "one layer, forward and back", [0, 1, 2, 3, 4, 7]),
    "A graph from left to right. Weights and inputs meet in two products, these and the bias in Z, "
    "and Z passes relu. Every box has a value and a gradient. The boxes of A_prev, W, b and Z have "
    "a thick outline: they are in the cache.",
)

# %% [markdown]
# *One layer is done: a good place for a break.*
#
# ## Your function: `L_model_backward`
#
# It starts at the loss, entry by entry with the slope from week 2:
#
# $$dA^{[L]} = -\frac{Y}{A^{[L]}} + \frac{1 - Y}{1 - A^{[L]}} \qquad (1, m), \text{ no } \tfrac1m$$
#
# Then it goes back through layer $L$ (sigmoid), and through layers $L - 1, \dots, 1$ (relu). What
# layer $l$ returns as `dA_prev` is stored as `dA{l-1}`, and layer $l - 1$ starts from it. The cache
# of layer $l$ is `caches[l - 1]`: a list counts from 0.


# %% answer="L_model_backward"
def L_model_backward(AL, Y, caches):
    """Return the slopes for the whole network.

    AL: (1, m), each entry strictly between 0 and 1; Y: (1, m), 0 or 1
    caches: list of L caches from L_model_forward
    returns: dictionary with dW1, db1, …, dWL, dbL and dA0, …, dA{L-1}
    """
    # Step 1: dAL. Step 2: layer L. Step 3: layers L - 1 down to 1.
    ### BEGIN SOLUTION
    grads, L = {}, len(caches)
    dA = -Y / AL + (1 - Y) / (1 - AL)  # of each example's own loss: no mean yet
    for layer in range(L, 0, -1):
        activation = "sigmoid" if layer == L else "relu"
        # What one layer returns as dA is where the layer below starts.
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], activation)
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = dA, dW, db
    return grads
    ### END SOLUTION


# %% [markdown]
# The check measures every slope. It has a forward pass and a cost of its own, in
# `shared_utils/network_checks.py`, so that no mistake of one can hide a mistake of the other.

# %% check="L_model_backward" points=7
W1, b1 = np.array([[1.0, -1.0], [2.0, 0.5], [-1.0, 1.5]]), np.array([[0.5], [-1.0], [0.2]])
W2, b2 = np.array([[1.0, -0.5, 2.0], [-1.0, 1.0, 0.3]]), np.array([[-0.4], [0.1]])
W3, b3 = np.array([[0.8, -1.2]]), np.array([[0.3]])
parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3}
X, Y = np.array([[1.0, -0.5, 2.0, 0.1], [0.5, 1.0, -1.0, -2.0]]), np.array([[1.0, 0.0, 1.0, 1.0]])
AL, caches = forward_again(X, parameters)
grads = untouched(L_model_backward, AL, Y, caches)
assert isinstance(grads, dict), f"a dictionary is expected back, not a {type(grads).__name__}"
names = ["dA0", "dA1", "dA2", "dW1", "dW2", "dW3", "db1", "db2", "db3"]
same([name for name in names if name not in grads], [], "names that are missing in grads")
for name, measured in from_the_last_layer(measured_gradients(parameters, X, Y)):
    same(grads[name], measured, f"{name} against finite differences", tolerance=1e-4, examples=4)
measured = 4 * slope(lambda X: cost_of(X, parameters, Y), X)
same(grads["dA0"], measured, "dA0: slopes of each example's own loss", tolerance=1e-4, examples=4)
above = {"W1": W2, "b1": b2, "W2": W3, "b2": b3}
measured = 4 * slope(lambda A1: cost_of(A1, above, Y), caches[1][0][0])
same(grads["dA1"], measured, "dA1: for what layer 1 gave", tolerance=1e-4, examples=4)
same(grads["dA2"], W3.T @ (AL - Y), "dA2: for what layer 2 gave", examples=4)
AL, caches = forward_again(X, {"W1": W1[:1], "b1": b1[:1]})
same(L_model_backward(AL, Y, caches)["dW1"], (AL - Y) @ X.T / 4, "no hidden layer: as in week 2")
### BEGIN HIDDEN TESTS
for dims in ([4, 3, 5, 2, 1], [3, 4, 1]):
    parameters, X, Y = made_up_network(dims, 6, rng)
    AL, caches = forward_again(X, parameters)
    expected = L_model_backward_reference(AL, Y, caches)
    grads = L_model_backward(AL, Y, caches)
    for name in expected:
        same(grads[name], expected[name], f"{name}, widths {dims}", examples=6)
### END HIDDEN TESTS


# %% right="L_model_backward"
def last_layer_first_then_a_loop(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = (
        linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    )
    for layer in reversed(range(L - 1)):
        dA_prev, dW, db = linear_activation_backward(
            grads["dA" + str(layer + 1)], caches[layer], "relu"
        )
        grads["dA" + str(layer)] = dA_prev
        grads["dW" + str(layer + 1)] = dW
        grads["db" + str(layer + 1)] = db
    return grads


def starts_from_the_short_form(AL, Y, caches):
    dA, dW, db = linear_backward(AL - Y, caches[-1][0])
    layer = len(caches)
    grads = {f"dA{layer - 1}": dA, f"dW{layer}": dW, f"db{layer}": db}
    for cache in reversed(caches[:-1]):
        layer = layer - 1
        dA, dW, db = linear_activation_backward(dA, cache, "relu")
        grads |= {f"dA{layer - 1}": dA, f"dW{layer}": dW, f"db{layer}": db}
    return grads


def in_plain_products_backwards(AL, Y, caches):
    grads, m = {f"dA{len(caches)}": (AL - Y) / (AL * (1 - AL))}, Y.shape[1]
    dZ = AL - Y
    for layer in range(len(caches), 0, -1):
        (A_prev, W, _), Z = caches[layer - 1]
        dZ = dZ if layer == len(caches) else grads[f"dA{layer}"] * (Z > 0)
        grads[f"dW{layer}"] = np.dot(dZ, A_prev.T) / m
        grads[f"db{layer}"] = np.mean(dZ, axis=1, keepdims=True)
        grads[f"dA{layer - 1}"] = np.dot(W.T, dZ)
    return grads


# %% wrong="L_model_backward"
def _all_layers(AL, Y, caches, dAL=None, cache_of=None, hidden="relu", last=1, shift=0):
    """The backward pass with one thing changed."""
    grads, L, m = {}, len(caches), Y.shape[1]
    dA = dAL(AL, Y) if dAL else -Y / AL + (1 - Y) / (1 - AL)
    for layer in range(L, 0, -1):
        if layer < L and last == "never":
            break
        (A_prev, W, _), Z = (cache_of or (lambda layer: caches[layer - 1]))(layer)
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s) if layer == L or hidden == "sigmoid" else dA * (Z > 0)
        dA = W.T @ dZ
        grads[f"dA{layer - 1 + shift}"] = dA
        grads[f"dW{layer + shift}"] = dZ @ A_prev.T / m
        grads[f"db{layer + shift}"] = dZ.mean(axis=1, keepdims=True)
    return grads


def starts_with_the_sign_turned(AL, Y, caches):
    """For y = 1 a larger AL lowers the loss. Which sign has your dAL there?"""
    return _all_layers(AL, Y, caches, lambda AL, Y: Y / AL - (1 - Y) / (1 - AL))


def forgets_the_minus_of_the_first_term(AL, Y, caches):
    """The two terms of dAL have opposite signs. Which of them is negative?"""
    return _all_layers(AL, Y, caches, lambda AL, Y: Y / AL + (1 - Y) / (1 - AL))


def starts_with_one_term_only(AL, Y, caches):
    """The loss has two terms, and both have a slope. What is yours for y = 0?"""
    return _all_layers(AL, Y, caches, lambda AL, Y: -Y / AL)


def divides_by_m_twice(AL, Y, caches):
    """The mean is taken in dW and db. Do you also divide where you start?"""
    return _all_layers(AL, Y, caches, lambda AL, Y: (-Y / AL + (1 - Y) / (1 - AL)) / Y.shape[1])


def uses_one_cache_for_all_layers(AL, Y, caches):
    """Each layer has its own cache. Which entry of caches belongs to layer l?"""
    return _all_layers(AL, Y, caches, cache_of=lambda layer: caches[-1])


def has_keys_shifted_by_one(AL, Y, caches):
    """dW1 belongs to W1. A list counts from 0, the layers from 1."""
    return _all_layers(AL, Y, caches, shift=-1)


def sigmoid_slope_in_hidden_layers(AL, Y, caches):
    """The hidden layers used relu on the way forward. Which slope is that?"""
    return _all_layers(AL, Y, caches, hidden="sigmoid")


def stops_after_the_last_layer(AL, Y, caches):
    """Print the keys of grads: the earlier layers are missing. From where to where runs your
    loop?"""
    return _all_layers(AL, Y, caches, last="never")


def takes_the_cache_of_the_layer_below(AL, Y, caches):
    """A list counts from 0, the layers from 1. Which entry of caches belongs to layer l?"""
    grads, L = {}, len(caches)
    dA = -Y / AL + (1 - Y) / (1 - AL)
    for layer in range(L, 0, -1):
        activation = "sigmoid" if layer == L else "relu"
        dA, dW, db = linear_activation_backward(dA, caches[layer - 2], activation)
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = dA, dW, db
    return grads


def returns_a_list_of_slopes(AL, Y, caches):
    """Every slope should be found by its name. Which of your list's entries is dW2?"""
    return list(_all_layers(AL, Y, caches).values())


def starts_with_a_minus_y(AL, Y, caches):
    """AL - Y is the slope for Z of the last layer. You use it as the slope for A."""
    return _all_layers(AL, Y, caches, lambda AL, Y: AL - Y)


# %% [markdown]
# ## Your function: `update_parameters`
#
# $$W^{[l]} \leftarrow W^{[l]} - \alpha\, dW^{[l]}, \qquad b^{[l]} \leftarrow b^{[l]} - \alpha\,
# db^{[l]} \qquad \text{for every } l$$


# %% answer="update_parameters"
def update_parameters(params, grads, learning_rate):
    """Return the parameters after one step of gradient descent; params stays as it is.

    params: W1, b1, …; grads: dW1, db1, … (and dA0, …, which are not used); learning_rate: a number
    returns: a new dictionary with the keys of params
    """
    ### BEGIN SOLUTION
    # A new dictionary of new arrays: the caller's stay as they are.
    return {name: params[name] - learning_rate * grads["d" + name] for name in params}
    ### END SOLUTION


# %% check="update_parameters" points=3
params = {
    "W1": np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 0.5]]),
    "b1": np.array([[0.5], [0.0], [-1.0]]),
    "W2": np.array([[2.0, -1.0, 4.0]]),
    "b2": np.array([[0.3]]),
}
grads = {
    "dW1": np.array([[1.0, 0.0], [-2.0, 5.0], [1.0, 1.0]]),
    "db1": np.array([[2.0], [-1.0], [3.0]]),
    "dW2": np.array([[0.5, 1.0, -1.0]]),
    "db2": np.array([[-2.0]]),
    "dA0": np.ones((2, 4)),
    "dA1": np.ones((3, 4)),
}
new = untouched(update_parameters, params, grads, 0.2)
assert isinstance(new, dict), f"a dictionary is expected back, not a {type(new).__name__}"
same(sorted(new), ["W1", "W2", "b1", "b2"], "the same names as before")
same(new["W1"], np.array([[0.8, 2.0], [3.4, -2.0], [-0.2, 0.3]]), "W1, against its slope")
same(new["b1"], np.array([[0.1], [0.2], [-1.6]]), "b1 moves too")
same(new["W2"], np.array([[1.9, -1.2, 4.2]]), "W2, the last layer")
same(new["b2"], np.array([[0.7]]), "b2")
### BEGIN HIDDEN TESTS
params, X, Y = made_up_network([2, 4, 3, 1], 5, rng)
grads = {"d" + name: rng.standard_normal(array.shape) for name, array in params.items()}
rate = float(rng.uniform(0.05, 0.6))
expected = update_parameters_reference(params, grads, rate)
same(update_parameters(params, grads, rate), expected, "other numbers, three layers")
### END HIDDEN TESTS


# %% right="update_parameters"
def layer_by_layer(params, grads, learning_rate):
    new = {}
    for layer in range(1, len(params) // 2 + 1):
        new["W" + str(layer)] = params["W" + str(layer)] - learning_rate * grads["dW" + str(layer)]
        new["b" + str(layer)] = params["b" + str(layer)] - learning_rate * grads["db" + str(layer)]
    return new


def copies_first(params, grads, learning_rate):
    new = {name: array.copy() for name, array in params.items()}
    for layer in range(len(new) // 2):
        new[f"W{layer + 1}"] -= learning_rate * grads[f"dW{layer + 1}"]
        new[f"b{layer + 1}"] -= learning_rate * grads[f"db{layer + 1}"]
    return new


def by_subtracting_arrays(params, grads, learning_rate, decay=0.0):
    names = list(params)
    steps = [np.multiply(grads["d" + name], -learning_rate) for name in names]
    return {n: np.add((1 - decay) * params[n], step) for n, step in zip(names, steps, strict=True)}


# %% wrong="update_parameters"
def _step(params, grads, rate, leave=(), sign=-1):
    return {
        name: params[name] if name in leave else params[name] + sign * rate * grads["d" + name]
        for name in params
    }


def steps_uphill(params, grads, learning_rate):
    """If a slope is positive, the parameter should go down. Does it?"""
    return _step(params, grads, learning_rate, sign=1)


def leaves_the_biases(params, grads, learning_rate):
    """Compare all parameters before and after. Which of them did not move?"""
    return _step(params, grads, learning_rate, [name for name in params if name[0] == "b"])


def stops_one_layer_short(params, grads, learning_rate):
    """The last layer stays as it is. Where does your range end?"""
    L = len(params) // 2
    return _step(params, grads, learning_rate, (f"W{L}", f"b{L}"))


def applies_the_rate_twice(params, grads, learning_rate):
    """With rate 0.2 and slope 1 a parameter moves by 0.2. How far does yours?"""
    return _step(params, grads, learning_rate**2)


def has_a_rate_of_its_own(params, grads, learning_rate):
    """Two different rates give the same result in yours. Do you use the argument?"""
    return _step(params, grads, 0.0075)


def returns_the_arrays_without_names(params, grads, learning_rate):
    """The new arrays should be found by the names of the old ones. What do you return?"""
    return tuple(_step(params, grads, learning_rate).values())


def changes_the_dictionary_it_is_given(params, grads, learning_rate):
    """After the call the caller's dictionary is changed. Put the results into a new one."""
    for name in params:
        params[name] = params[name] - learning_rate * grads["d" + name]
    return params


# %% [markdown]
# ## Your function: `descend`
#
# Your pieces, put together, are a training loop: answers, their cost, slopes, one step down; and
# again.


# %% answer="descend"
def descend(parameters, X, Y, steps, rate):
    """Return the parameters after gradient descent, and the cost before each step.

    parameters: W1, b1, …, of any depth; X: (n_x, m); Y: (1, m)
    steps: how many steps; rate: the learning rate
    returns: the new parameters, and a list of `steps` costs
    """
    costs = []
    # In a loop: four of your functions, in the order of the text above.
    ### BEGIN SOLUTION
    for _ in range(steps):
        AL, caches = L_model_forward(X, parameters)
        costs.append(compute_cost(AL, Y))  # before the step: AL is from the old parameters
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, rate)
    ### END SOLUTION
    return parameters, costs


# %% check="descend" points=3
X, Y = np.array([[1.0, -0.5, 2.0, 0.1], [0.5, 1.0, -1.0, -2.0]]), np.array([[1.0, 0.0, 1.0, 1.0]])
W, b, expected = np.array([[-0.8, 1.2]]), np.array([[0.3]]), []
got = untouched(descend, {"W1": W, "b1": b}, X, Y, 3, 0.4)
assert how_many(got) == 2, f"parameters and costs are expected, two things, not {how_many(got)}"
after, costs = got
assert isinstance(after, dict), "first the parameters by name are expected, then the costs"
for _ in range(3):  # the neuron of week 2, written out
    A = 1 / (1 + np.exp(-(W @ X + b)))
    expected.append(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
    W, b = W - 0.4 * (A - Y) @ X.T / 4, b - 0.4 * np.mean(A - Y, axis=1, keepdims=True)
same(np.size(costs), 3, "three steps: a cost for each")
same(after["W1"], W, "no hidden layer: the weights after three steps")
same(after["b1"], b, "no hidden layer: the bias after three steps")
same(list(costs), expected, "no hidden layer: the costs before steps 1, 2 and 3")
start, X, Y = made_up_network([2, 4, 3, 1], 5, np.random.default_rng(9))
after, _ = descend(start, X, Y, 1, 0.3)
for name, measured in from_the_last_layer(measured_gradients(start, X, Y)):
    expected = start[name[1:]] - 0.3 * measured
    same(after[name[1:]], expected, f"two hidden layers, one step: {name[1:]}", tolerance=1e-4)
### BEGIN HIDDEN TESTS
start, X, Y = made_up_network([3, 4, 2, 1], 6, rng)
expected = descend_reference(start, X, Y, 4, 0.2)
after, costs = descend(start, X, Y, 4, 0.2)
same((after, list(costs)), expected, "other numbers, four steps")
### END HIDDEN TESTS


# %% right="descend"
def by_recursion_over_the_steps(parameters, X, Y, steps, rate):
    if steps == 0:
        return parameters, []
    AL, caches = L_model_forward(X, parameters)
    lower = update_parameters(parameters, L_model_backward(AL, Y, caches), rate)
    last, costs = by_recursion_over_the_steps(lower, X, Y, steps - 1, rate)
    return last, [compute_cost(AL, Y), *costs]


def on_a_copy_that_changes(parameters, X, Y, steps, rate, seen=None):
    own = {name: array.copy() for name, array in parameters.items()}
    costs = [0.0] * steps
    for step in range(steps):
        AL, caches = L_model_forward(X, own)
        grads = L_model_backward(AL, Y, caches)
        for name in own:
            own[name] -= rate * grads["d" + name]
        costs[step] = float(-np.mean(np.log(np.where(Y == 1, AL, 1 - AL))))
    return own, costs


def with_every_state_kept(parameters, X, Y, steps, rate):
    states = [parameters]
    while len(states) <= steps:
        AL, caches = L_model_forward(X, states[-1])
        states.append(update_parameters(states[-1], L_model_backward(AL, Y, caches), rate))
    return states[-1], [compute_cost(L_model_forward(X, p)[0], Y) for p in states[:-1]]


# %% wrong="descend"
def _descended(parameters, X, Y, steps, rate, after=False, again=False, keep=False):
    """Gradient descent with one thing changed."""
    costs, start = [], parameters
    for _ in range(steps):
        read = start if again else parameters
        AL, caches = L_model_forward(X, read)
        new = update_parameters(parameters, L_model_backward(AL, Y, caches), rate)
        costs.append(compute_cost(L_model_forward(X, new)[0] if after else AL, Y))
        parameters = parameters if keep else new
    return parameters, costs


def counts_the_cost_after_the_step(parameters, X, Y, steps, rate):
    """The first cost should be that of the start. When do you compute yours?"""
    return _descended(parameters, X, Y, steps, rate, after=True)


def always_asks_the_first_network(parameters, X, Y, steps, rate):
    """All your costs are the same, and yet the parameters move. Which parameters do you ask?"""
    return _descended(parameters, X, Y, steps, rate, again=True)


def loses_the_new_parameters(parameters, X, Y, steps, rate):
    """update_parameters returns new parameters. Do you keep them for the next step?"""
    return _descended(parameters, X, Y, steps, rate, keep=True)


def takes_one_step(parameters, X, Y, steps, rate):
    """One cost for any number of steps. Does your return stand inside the loop?"""
    return _descended(parameters, X, Y, 1, rate)


def keeps_the_last_cost_only(parameters, X, Y, steps, rate):
    """A list with a cost for each step. Do you add to it inside the loop?"""
    after, costs = _descended(parameters, X, Y, steps, rate)
    return after, costs[-1:]


def climbs(parameters, X, Y, steps, rate):
    """Your cost rises from step to step. update_parameters has the minus already."""
    return _descended(parameters, X, Y, steps, -rate)


def returns_the_parameters_alone(parameters, X, Y, steps, rate):
    """The costs that you collected should come back too."""
    return _descended(parameters, X, Y, steps, rate)[0]


def has_its_own_rate(parameters, X, Y, steps, rate):
    """Two different rates give the same result in yours. Do you hand the argument on?"""
    return _descended(parameters, X, Y, steps, 0.5)


# %% [markdown]
# ## Look: the dough
#
# 300 doughs: how much warmer and how much wetter than in the recipe, and whether they rose. (Made
# by a random generator, so that we know the truth. One unit is about 3 degrees, and about 20 grams
# of water.)


# %%
def doughs(seed, m=200):
    """X (2, m): warmer and wetter than the recipe, from -2 to 2; Y (1, m): did it rise?"""
    days = np.random.default_rng(seed)
    X = days.uniform(-2, 2, (2, m))
    return X, ((X[:1] / 1.3) ** 2 + (X[1:] / 1.1) ** 2 < 1).astype(float)


def rescaled(parameters, scale_of):
    """Parameters drawn with 0.01, brought to scale_of(number of inputs of a unit) instead."""
    return {
        name: array / 0.01 * scale_of(array.shape[1]) if name[0] == "W" else array
        for name, array in parameters.items()
    }


AXES = ("warmer than the recipe", "wetter than the recipe")
ROSE = ("stayed flat", "rose")

# %% demo="look_at_dough"
X_dough, Y_dough = doughs(seed=0, m=300)
show(
    scatter_points(X_dough, Y_dough, AXES, ROSE, "300 doughs"),
    "Doughs in the plane. Those that rose, drawn as triangles, lie in the middle; those that "
    "stayed flat lie all around them.",
)

# %% [markdown]
# No straight line parts the two kinds. What border would you draw? Then let your network draw one.
# (`small_start` draws weights like yours, the same for every reader.)
#
# **Predict.** On what share of 1,000 *new* doughs will it be right after 600 steps?

# %% prediction="right_on_dough" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_right_on_dough = 0.9
### END SOLUTION

# %% demo="train_on_dough"
first = rescaled(small_start([2, 8, 6, 1], seed=1), lambda n: 1 / math.sqrt(n))
baker, costs = descend(first, X_dough, Y_dough, steps=600, rate=0.5)
X_new, Y_new = doughs(seed=1, m=1000)
right = np.mean((L_model_forward(X_new, baker)[0] > 0.5) == Y_new)
print(f"cost {costs[0]:.3f} → {costs[-1]:.3f}; right on {right:.1%} of 1,000 new doughs")
print(f"always answering flat would be right on {1 - Y_new.mean():.1%}")
compare_prediction("right_on_dough", predicted_right_on_dough, right)

show(
    decision_regions(
        lambda points: L_model_forward(points, baker)[0] > 0.5,
        X_dough,
        Y_dough,
        AXES,
        ROSE,
        "A network with two hidden layers",
    ),
    "Doughs in the plane. Those that rose, drawn as triangles, fill an oval in the middle; the "
    "network's border, a closed line of straight pieces, follows its edge.",
)

# %% [markdown] question="straight_pieces"
# **Explain.** The border is made of straight pieces with corners. Where do the corners come from?
#
# - [x] At a corner some relu unit switches on or off; between two corners its logit is linear.
#   > Yes. Each unit adds a fold. Week 3's tanh would bend the border smoothly.
# - [ ] There are too few doughs.
#   > More doughs would move the border, but it would still have corners. What is straight in this
#   > network, and what is not?
# - [ ] The sigmoid of the last layer makes them.
#   > Its border is where its logit is 0. Which layers decide the shape of that logit?

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 3</b> (open it after the check)</summary>
#
# - *$\frac1m$ in the wrong place.* Once for each parameter: in $dW$ and $db$. Write every example
#   down twice and see what moves.
# - *`np.sum(dZ, axis=1)` without `keepdims=True`.* $(n,)$ instead of $(n, 1)$; the update then
#   stretches $b$ to a square.
# - *$W$ instead of $W^\top$.* Forward a unit adds up its inputs; backward an input adds up its
#   units.
#
# </details>

# %% [markdown]
# ---
# # Part 4 · Do two gradients agree? And a bug that hides
#
# *20 minutes.* You now have two ways to a gradient: lines by hand, and caches. An engine of your
# own will be a third, and finite differences measure whether they are right. So first a function
# that compares.

# %% [markdown] question="exact_or_close"
# **Recall.** Two right programs compute the same gradient in a different order of additions. Their
# results
#
# - [ ] are equal to the last digit, for both programs are right.
#   > Sometimes they are. But a computer rounds after each addition, and the order decides how.
# - [x] may differ, by about $10^{-16}$ of the terms that are added.
#   > Yes. So "exact" is too much to ask of right code, and "close" needs a limit.
# - [ ] may differ by any amount, for every addition adds its error.
#   > Rounding is tiny: about 16 digits of each term are kept. Unless large terms cancel, a visible
#   > difference has another reason.

# %% [markdown]
# ## Your function: `compare_gradients`
#
# For this one you get the docstring and a formula. Three answers for a pair of arrays:
#
# $$\text{exact: all } g = w, \qquad
# \text{close: all } |g - w| \le 10^{-7} + 10^{-5} |w|, \qquad
# \text{max difference: } \max |g - w|$$


# %% answer="compare_gradients"
def compare_gradients(got, want):
    """Compare two arrays of slopes, entry by entry.

    got, want: arrays
    returns: exact (True when all entries are equal), close (True when every entry of got is within
        1e-7 + 1e-5 * |want| of want), and the largest |got - want|.
        Arrays of different shapes are never stretched: they give False, False, math.inf
    """
    ### BEGIN SOLUTION
    if got.shape != want.shape:  # numpy would stretch (2, 1) to (2, 3) and compare
        return False, False, math.inf
    difference = np.abs(got - want)  # without the sign: -0.5 is more than 0.1
    close = bool(np.all(difference <= 1e-7 + 1e-5 * np.abs(want)))
    return bool(np.all(got == want)), close, float(np.max(difference))
    ### END SOLUTION


# %% check="compare_gradients" points=4
want = np.array([[1.0, -2.0, 0.0], [100.0, 0.5, -3.0]])
same(untouched(compare_gradients, want.copy(), want), (True, True, 0.0), "the same numbers")
got = want.copy()
got[1, 0] = 100.0005
exact, close, largest = compare_gradients(got, want)
same((exact, close), (False, True), "100.0005 for 100 is within 1e-5 of its size: close, not exact")
same(1000 * largest, 0.5, "1000 times the largest difference of 100.0005 and 100", tolerance=1e-4)
got = want.copy()
got[0, 2] = -0.01
same(compare_gradients(got, want), (False, False, 0.01), "-0.01 for 0 is neither: one entry of six")
got = np.array([[1.0, -2.5, 0.0], [100.0, 0.5, -2.9]])
same(compare_gradients(got, want), (False, False, 0.5), "the larger difference is a negative one")
same(compare_gradients(want, -want), (False, False, 200.0), "the sign turned")
same(compare_gradients(want[:, :1], want[:, 0]), (False, False, math.inf), "(2, 1) and (2,)")
same(compare_gradients(want[:, :1], want), (False, False, math.inf), "(2, 1) and (2, 3)")
### BEGIN HIDDEN TESTS
want = rng.standard_normal((4, 3))
for size in (0.0, 1e-9, 1e-3):
    got = want + size * rng.uniform(0.5, 1, (4, 3))
    same(compare_gradients(got, want), compare_gradients_reference(got, want), "random numbers")
### END HIDDEN TESTS


# %% right="compare_gradients"
def by_allclose(got, want):
    if np.shape(got) != np.shape(want):
        return False, False, np.inf
    largest = np.abs(got - want).max()
    return np.array_equal(got, want), np.allclose(got, want, rtol=1e-5, atol=1e-7), largest


def entry_after_entry(got, want):
    if got.shape != want.shape:
        return False, False, float("inf")
    exact, close, largest = True, True, 0.0
    for g, w in zip(got.ravel(), want.ravel(), strict=True):
        exact, largest = exact and bool(g == w), max(largest, abs(g - w))
        close = close and bool(abs(g - w) <= 1e-7 + 1e-5 * abs(w))
    return exact, close, largest


def by_the_worst_entry(got, want, relative=1e-5, absolute=1e-7):
    if got.shape != want.shape:
        return (False, False, math.inf)
    gap = abs(got - want)
    excess = np.max(gap - absolute - relative * abs(want))
    return (np.max(gap) == 0, excess <= 0, np.max(gap))


# %% wrong="compare_gradients"
def _compared(got, want, exact=None, close=None, largest=None, shapes=True):
    """The three answers; functions of (got, want) replace one of them."""
    if shapes and got.shape != want.shape:
        return False, False, math.inf
    return (
        bool((exact or (lambda g, w: np.all(g == w)))(got, want)),
        bool((close or (lambda g, w: np.all(abs(g - w) <= 1e-7 + 1e-5 * abs(w))))(got, want)),
        float((largest or (lambda g, w: np.max(abs(g - w))))(got, want)),
    )


def largest_with_its_sign(got, want):
    """A difference of -0.5 is larger than one of 0.1. Which comes first, the size or the
    maximum?"""
    return _compared(got, want, largest=lambda g, w: np.max(g - w))


def mean_in_place_of_the_maximum(got, want):
    """One wrong entry among thousands hardly moves a mean. Which number cannot hide it?"""
    return _compared(got, want, largest=lambda g, w: np.mean(abs(g - w)))


def one_entry_is_enough(got, want):
    """All entries must agree. Yours is content with one."""
    return _compared(
        got,
        want,
        exact=lambda g, w: np.any(g == w),
        close=lambda g, w: np.any(abs(g - w) <= 1e-7 + 1e-5 * abs(w)),
    )


def exact_means_close(got, want):
    """100.0005 is close to 100, but not exactly 100."""
    return _compared(got, want, exact=lambda g, w: np.all(abs(g - w) <= 1e-7 + 1e-5 * abs(w)))


def lets_shapes_stretch(got, want):
    """(2, 1) and (2, 3) hold different numbers of slopes. Compare the shapes first."""
    return _compared(got, want, shapes=False)


def forgets_the_size_of_the_slope(got, want):
    """0.0005 is much for a slope of 0.001, and little for one of 100. Where is |want|?"""
    return _compared(got, want, close=lambda g, w: np.all(abs(g - w) <= 1e-7))


def compares_the_lengths(got, want):
    """A gradient and its opposite have the same length. Compare entry by entry."""
    return _compared(
        got,
        want,
        exact=lambda g, w: np.linalg.norm(g) == np.linalg.norm(w),
        close=lambda g, w: math.isclose(np.linalg.norm(g), np.linalg.norm(w), rel_tol=1e-5),
    )


# %% [markdown]
# The table of this lesson: a row for each comparison, filled by your function.


# %%
def print_table(rows):
    """rows: (name, got, want) for each comparison, got and want dictionaries of arrays."""
    print(f"{'':46s} {'':5s} exact  close  max difference")
    for name, got, want in rows:
        for key in want:
            exact, close, largest = compare_gradients(got[key], want[key])
            print(f"{name:46s} {key:5s} {exact!s:5s}  {close!s:5s}  {largest:.1e}")


# %% demo="first_table"
drawn = np.random.default_rng(5)
parameters, X, Y = made_up_network([3, 5, 4, 1], 6, drawn)
AL, caches = L_model_forward(X, parameters)
by_caches = L_model_backward(AL, Y, caches)
print_table(
    [("caches, against finite differences", by_caches, measured_gradients(parameters, X, Y))]
)

# %% [markdown]
# ## Hunt the bug
#
# A colleague had an AI assistant write the backward pass in one go, without helper functions. The
# code is short, it reads well, and it runs: on a network with hidden widths 4, 4 and 4.


# %% start="compact_backward"
def compact_backward(AL, Y, caches):
    """Return dW1, db1, …, dWL, dbL.

    AL, Y: (1, m); caches: list of L caches ((A_prev, W, b), Z), as L_model_forward gives them
    """
    grads, m = {}, Y.shape[1]
    dZ = AL - Y
    for layer in range(len(caches), 0, -1):
        (A_prev, W, b), Z = caches[layer - 1]
        grads[f"dW{layer}"] = dZ @ A_prev.T / m
        grads[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if layer > 1:
            dZ = (W.T @ dZ) * (Z > 0)
    return grads


# %% answer="compact_backward"
def compact_backward(AL, Y, caches):
    """Return dW1, db1, …, dWL, dbL.

    AL, Y: (1, m); caches: list of L caches ((A_prev, W, b), Z), as L_model_forward gives them
    """
    ### BEGIN SOLUTION
    grads, m = {}, Y.shape[1]
    dZ = AL - Y
    for layer in range(len(caches), 0, -1):
        (A_prev, W, b), _ = caches[layer - 1]
        grads[f"dW{layer}"] = dZ @ A_prev.T / m
        grads[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if layer > 1:
            # dZ becomes that of the layer below, so the mask is that of the layer below.
            Z_below = caches[layer - 2][1]
            dZ = (W.T @ dZ) * (Z_below > 0)
    return grads
    ### END SOLUTION


# %% [markdown]
# **Predict.** On widths 3, 4, 4, 4, 1, which of $dW^{[1]}, \dots, dW^{[4]}$ will be right?
#
# - **a** &nbsp; only $dW^{[4]}$, the last
# - **b** &nbsp; only $dW^{[1]}$, the first
# - **c** &nbsp; all of them

# %% prediction="broken_layers" among="abc" points=1
### BEGIN SOLUTION
predicted_broken_layers = "c"
### END SOLUTION

# %% [markdown]
# ## The evidence
#
# First the table on equal widths. Then distinct widths: what does numpy say there?


# %% demo="evidence"
def as_received(AL, Y, caches):
    """The pass as you received it."""
    grads, m = {}, Y.shape[1]
    dZ = AL - Y
    for layer in range(len(caches), 0, -1):
        (A_prev, W, b), Z = caches[layer - 1]
        grads[f"dW{layer}"] = dZ @ A_prev.T / m
        grads[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if layer > 1:
            dZ = (W.T @ dZ) * (Z > 0)
    return grads


equal_widths, X_equal, Y_equal = made_up_network([3, 4, 4, 4, 1], 6, np.random.default_rng(8))
AL, caches = L_model_forward(X_equal, equal_widths)
measured = measured_gradients(equal_widths, X_equal, Y_equal)
weights_only = {key: array for key, array in measured.items() if key[1] == "W"}
found = as_received(AL, Y_equal, caches)
print_table([("as received, against finite differences", found, weights_only)])
close = [compare_gradients(found[key], array)[1] for key, array in weights_only.items()]
outcome = "c" if all(close) else "a" if close == [False, False, False, True] else "b"
compare_prediction("broken_layers", predicted_broken_layers, outcome)
parameters, X, Y = made_up_network([3, 5, 2, 4, 1], 6, np.random.default_rng(8))
AL, caches = L_model_forward(X, parameters)
try:
    as_received(AL, Y, caches)
    print("distinct widths: no error")
except ValueError as error:
    print("distinct widths:", error)

# %% [markdown] question="where_the_bug_enters" points=1
# **1 point.** Read the table above. Where in the code does the mistake enter?
#
# - [ ] In the line that makes `dW` out of `dZ` and `A_prev`.
#   > It is the same line for all layers, and it is right in the last. What does the loop hand down
#   > from one layer to the next?
# - [ ] In the first line, `dZ = AL - Y`.
#   > Then the last layer would be wrong as well.
# - [x] In the line that makes `dZ` of the layer below.
#   > Yes. Now ask of each factor in that line: of which layer is it, and of which should it be?

# %% [markdown]
# **Now repair `compact_backward`** (the cell above the evidence), and run this check.

# %% check="compact_backward" points=4
parameters, X, Y = made_up_network([2, 4, 3, 5, 1], 6, np.random.default_rng(2))
AL, caches = forward_again(X, parameters)
grads = untouched(compact_backward, AL, Y, caches)
for name, measured in from_the_last_layer(measured_gradients(parameters, X, Y)):
    same(grads[name], measured, f"distinct widths: {name}", tolerance=1e-4, examples=6)
parameters, X, Y = made_up_network([3, 3, 3, 3], 5, np.random.default_rng(3))
parameters |= {"W3": parameters["W3"][:1], "b3": parameters["b3"][:1]}
AL, caches = forward_again(X, parameters)
grads = compact_backward(AL, Y, caches)
for name, measured in from_the_last_layer(measured_gradients(parameters, X, Y)):
    same(grads[name], measured, f"equal widths: {name}", tolerance=1e-4, examples=5)
### BEGIN HIDDEN TESTS
for dims in ([4, 6, 2, 3, 1], [3, 4, 4, 4, 1]):
    parameters, X, Y = made_up_network(dims, 7, rng)
    AL, caches = forward_again(X, parameters)
    expected = compact_backward_reference(AL, Y, caches)
    grads = compact_backward(AL, Y, caches)
    for name in expected:
        same(grads[name], expected[name], f"{name}, widths {dims}", examples=7)
### END HIDDEN TESTS


# %% right="compact_backward"
def with_the_mask_of_what_was_read(AL, Y, caches):
    grads, m, dZ = {}, Y.shape[1], AL - Y
    for layer in range(len(caches), 0, -1):
        A_prev, W, b = caches[layer - 1][0]
        grads[f"dW{layer}"], grads[f"db{layer}"] = dZ @ A_prev.T / m, dZ.mean(axis=1, keepdims=True)
        dZ = (W.T @ dZ) * (A_prev > 0)
    return grads


def by_the_function_of_part_3(AL, Y, caches):
    return L_model_backward(AL, Y, caches)


def masks_at_the_top_of_the_loop(AL, Y, caches):
    grads, dA = {}, None
    for layer in range(len(caches), 0, -1):
        (A_prev, W, _), Z = caches[layer - 1]
        dZ = AL - Y if dA is None else np.where(Z > 0, dA, 0.0)
        grads[f"db{layer}"] = np.average(dZ, axis=1).reshape(-1, 1)
        grads[f"dW{layer}"] = np.dot(dZ, A_prev.T) / A_prev.shape[1]
        dA = np.dot(W.T, dZ)
    return grads


# %% wrong="compact_backward"
def _compact(AL, Y, caches, mask, weights=lambda layer, caches: caches[layer - 1][0][1], mean=True):
    """The compact backward pass; mask(l, caches, dA) multiplies dA of layer l - 1."""
    grads, m, dZ = {}, Y.shape[1], AL - Y
    for layer in range(len(caches), 0, -1):
        A_prev = caches[layer - 1][0][0]
        grads[f"dW{layer}"] = dZ @ A_prev.T / m
        grads[f"db{layer}"] = dZ.sum(axis=1, keepdims=True) / (m if mean else 1)
        if layer > 1:
            dA = weights(layer, caches).T @ dZ
            dZ = dA * mask(layer, caches, dA)
    return grads


def keeps_the_mask_of_the_layer_above(AL, Y, caches):
    """The new dZ belongs to the layer below. Whose Z decides its mask? Try distinct widths."""
    return _compact(AL, Y, caches, lambda layer, caches, dA: caches[layer - 1][1] > 0)


def goes_one_layer_too_far_down(AL, Y, caches):
    """Now the mask comes from two layers below. Which index has the cache of layer l - 1?"""
    return _compact(AL, Y, caches, lambda layer, caches, dA: caches[layer - 3][1] > 0)


def drops_the_mask(AL, Y, caches):
    """Without a mask no shape complains any more, but a unit that is off passes nothing back."""
    return _compact(AL, Y, caches, lambda layer, caches, dA: 1.0)


def masks_by_the_sign_of_the_slope(AL, Y, caches):
    """Which units are off is decided by Z, on the way forward."""
    return _compact(AL, Y, caches, lambda layer, caches, dA: dA > 0)


def stretches_the_mask(AL, Y, caches):
    """One mask for all units of a layer: shapes fit, but each unit has a mask of its own."""
    return _compact(AL, Y, caches, lambda layer, caches, dA: caches[layer - 2][1][:1] > 0)


# %% [markdown]
# ## Look: would you have noticed?
#
# Here is the bug at work. The version you received trains a network with equal widths; so does
# your repaired one. Both costs fall.

# %% demo="would_you_notice"
start = rescaled(small_start([2, 8, 8, 8, 1], seed=3), lambda n: 1 / math.sqrt(n))
lines = {}
for name, way in (("yours", compact_backward), ("as received", as_received)):
    now, lines[name] = start, []
    for _ in range(400):
        AL, caches = L_model_forward(X_dough, now)
        lines[name].append(compute_cost(AL, Y_dough))
        now = update_parameters(now, way(AL, Y_dough, caches), 0.3)
show(
    curves(range(400), lines, "step", "cost", "A wrong gradient can still go down"),
    "Two curves of the cost. Both fall; the one as received soon flattens and stays far higher.",
)
print({name: round(costs[-1], 3) for name, costs in lines.items()})

# %% [markdown]
# A cost that falls proves little. Distinct widths and finite differences would have told in a
# second.
#
# ## Write the test that would have caught it
#
# The mask again, in its smallest form: `relu_backward(dA, Z)`. Six versions; three are right.


# %%
def version_a(dA, Z):
    return np.where(Z > 0, dA, 0.0)


def version_b(dA, Z):
    return dA * (dA > 0)


def version_c(dA, Z):
    return dA * np.heaviside(Z, 0.0)


def version_d(dA, Z):
    dA[Z <= 0] = 0
    return dA


def version_e(dA, Z):
    return dA * (Z >= 0)


def version_f(dA, Z):
    dZ = dA.copy()
    dZ[np.maximum(Z, 0) == 0] = 0
    return dZ


# %% [markdown]
# Your test gets one function. It must return quietly for every right version and raise an
# `AssertionError` for every wrong one. Find the three wrong ones first: on which `dA` and `Z` does
# each give itself away? Grading hands your test two more versions, one right and one wrong.
# (`np.array_equal(a, b)` compares two arrays. How a test looks inside is in *Logistic
# regression*, Part 6.)


# %% answer="check_relu_backward"
def check_relu_backward(candidate):
    """Raise an AssertionError unless candidate(dA, Z) goes back through relu."""
    ### BEGIN SOLUTION
    # A negative slope where the unit is on, a positive one where it is off, and Z exactly 0.
    dA, Z = np.array([[3.0, -2.0, 5.0, -4.0]]), np.array([[1.0, 2.0, -1.0, 0.0]])
    before = dA.copy()  # a copy: dA itself may be changed by the call
    dZ = candidate(dA, Z)
    assert np.array_equal(dZ, np.array([[3.0, -2.0, 0.0, 0.0]])), f"it gives {dZ}"
    assert np.array_equal(dA, before), "it changes the array of its caller"
    ### END SOLUTION


# %% check="check_relu_backward" points=5
same(
    accepts(check_relu_backward, version_a), True, "version a is right: your test should accept it"
)
same(
    accepts(check_relu_backward, version_c), True, "version c is right: your test should accept it"
)
same(
    accepts(check_relu_backward, version_f), True, "version f is right: your test should accept it"
)
same(accepts(check_relu_backward, version_b), False, "version b is wrong: your test should object")
same(accepts(check_relu_backward, version_d), False, "version d is wrong: your test should object")
same(accepts(check_relu_backward, version_e), False, "version e is wrong: your test should object")
### BEGIN HIDDEN TESTS
same(accepts(check_relu_backward, lambda dA, Z: dA * (Z > 0)), True, "another right version")
same(accepts(check_relu_backward, lambda dA, Z: 1.0 * (Z > 0)), False, "another wrong version")
### END HIDDEN TESTS


# %% right="check_relu_backward"
def with_several_cases(candidate):
    for dA, Z, dZ in ((2.0, 1.0, 2.0), (-2.0, 1.0, -2.0), (2.0, -1.0, 0.0), (2.0, 0.0, 0.0)):
        given = np.array([[dA]])
        assert candidate(given, np.array([[Z]]))[0, 0] == dZ
        assert given[0, 0] == dA


def calls_it_twice(candidate):
    dA, Z = np.array([[1.0, -2.0], [3.0, 4.0]]), np.array([[-1.0, 2.0], [0.0, 3.0]])
    candidate(dA, -Z)
    np.testing.assert_array_equal(candidate(dA, Z), [[0.0, -2.0], [0.0, 4.0]])


def compares_with_the_given_function(candidate):
    Z = np.arange(-4.0, 5.0).reshape(3, 3)
    dA = np.cos(np.arange(9.0)).reshape(3, 3)
    expected, before = relu_backward(dA, Z), dA.sum()
    assert np.allclose(candidate(dA, Z), expected)
    assert math.isclose(dA.sum(), before)


# %% wrong="check_relu_backward"
def never_objects(candidate):
    """Your test calls the function but accepts whatever comes back. Which values do you expect?"""
    candidate(np.array([[1.0, -1.0]]), np.array([[1.0, -1.0]]))


def masks_agree_by_chance(candidate):
    """Version b masks by the sign of dA. Is there a negative dA where Z is positive?"""
    dA = np.array([[1.0, -2.0, 3.0, -1.0]])
    dZ = candidate(dA, np.array([[1.0, 0.0, 2.0, -1.0]]))
    assert np.array_equal(dZ, np.array([[1.0, 0.0, 3.0, 0.0]]))
    assert np.array_equal(dA, np.array([[1.0, -2.0, 3.0, -1.0]]))


def has_no_z_of_zero(candidate):
    """Version e differs only at exactly 0. Does your Z hold a 0?"""
    dA = np.array([[3.0, -2.0, 5.0]])
    dZ = candidate(dA, np.array([[1.0, 2.0, -1.0]]))
    assert np.array_equal(dZ, np.array([[3.0, -2.0, 0.0]]))
    assert np.array_equal(dA, np.array([[3.0, -2.0, 5.0]]))


def does_not_look_at_the_input(candidate):
    """Version d returns the right array. What has it done to dA?"""
    dZ = candidate(np.array([[3.0, -2.0, 5.0, -4.0]]), np.array([[1.0, 2.0, -1.0, 0.0]]))
    assert np.array_equal(dZ, np.array([[3.0, -2.0, 0.0, 0.0]]))


def sends_only_ones_down(candidate):
    """Every slope that your test sends in is 1. Who could answer right without looking at dA?"""
    dA = np.array([[1.0, 1.0, 1.0]])
    dZ = candidate(dA, np.array([[2.0, -1.0, 0.0]]))
    assert np.array_equal(dZ, np.array([[1.0, 0.0, 0.0]]))
    assert np.array_equal(dA, np.array([[1.0, 1.0, 1.0]]))


def always_objects(candidate):
    """Your test refuses right versions too. Compute the expected values by hand once more."""
    dZ = candidate(np.array([[3.0, -2.0]]), np.array([[1.0, 2.0]]))
    assert np.array_equal(dZ, np.array([[1.0, 1.0]]))


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 4</b> (open it after the check)</summary>
#
# - *The mask is dropped.* The error on distinct widths goes away, and so does half of the chain
#   rule. An error that goes away is not yet a gradient that is right.
# - *A factor from another layer.* $dZ^{[l-1]}$ needs the mask from $Z^{[l-1]}$. With equal widths
#   that of $Z^{[l]}$ fits just as well: test with distinct widths. At the last layer, a single row,
#   numpy stretches the mask over any width: there only the numbers tell.
# - *A tolerance without the size.* A difference of 0.0005 means nothing for a slope of 100 and
#   everything for one of 0.001.
# - *A test with positive slopes only.* Then masking by `dA` and masking by `Z` agree.
#
# </details>

# %% [markdown]
# ---
# # Part 5 · A number that remembers
#
# *20 minutes.* So far you derived every slope yourself. Now for a third way, the one behind all
# deep-learning libraries: the computer writes down how each number was made, and goes back along
# its notes. It is called *automatic differentiation*; going back through layers as in Part 3 is
# *backpropagation*.

# %% [markdown] question="two_ways"
# **Recall from Part 3.** An activation $a_j$ feeds two units. What is its slope?
#
# - [x] The sum of the two slopes that come back.
#   > Yes: every way to the loss counts, and they add up. Keep that for Part 6.
# - [ ] The larger of the two slopes that come back.
#   > A nudge of a_j changes both units, and both changes reach the loss.
# - [ ] The product of the two.
#   > Slopes along one way are multiplied. These are two ways.

# %% [markdown]
# ## Worked example: one sum, one note
#
# A node holds its number (`data`), the nodes that it was made of (`parents`), and for each parent
# one *local slope*: how much does the node move when that parent is nudged? For $s = p + q$ both
# local slopes are 1. For $e = p^2$ it is $2p$.


# %%
class Sketch:
    """The idea in ten lines: a number, its parents, and a local slope for each parent."""

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.parents, self.slopes = data, parents, slopes

    def __add__(self, other):
        return Sketch(self.data + other.data, (self, other), (1.0, 1.0))

    def squared(self):
        return Sketch(self.data**2, (self,), (2 * self.data,))


p, q = Sketch(3.0), Sketch(4.0)
s = p + q  # Python calls p.__add__(q)
e = s.squared()
print("e =", e.data, " local slope to s:", e.slopes, " and from s to p and q:", s.slopes)
print("so the slope of e for p is 14 · 1 =", e.slopes[0] * s.slopes[0])

# %% [markdown]
# ## Your class: `Value`
#
# The frame is given, with the sum and everything that can be made of the others:
# $-a = (-1) \cdot a$ and $a - b = a + (-b)$. Four methods are yours. Each returns a new `Value`
# with its data, its parents and its local slopes, and a short label such as "×" for the drawings.
#
# | method | data | local slopes |
# |---|---|---|
# | `a * b` | $a b$ | for $a$: ?, for $b$: ? |
# | `a.log()` | $\log a$ | ? |
# | `a.relu()` | $\max(0, a)$ | ? (at exactly 0: 0) |
# | `a.sigmoid()` | $s = \sigma(a)$ | ? (written in $s$) |


# %% answer="Value"
class Value:
    """A number that remembers how it was made.

    data: the number (a float); grad: a slope, 0.0 until Part 6
    parents: tuple of the Values that it was made of; slopes: a local slope for each parent
    label: a short text for drawings
    """

    def __init__(self, data, parents=(), slopes=(), label=""):
        self.data = float(data)
        self.grad = 0.0
        self.parents = tuple(parents)
        self.slopes = tuple(slopes)
        self.label = label

    def value_of(self, number):
        """A Value stays as it is; a plain number becomes one without parents."""
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = self.value_of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0), "+")

    def __mul__(self, other):
        other = self.value_of(other)
        ### BEGIN SOLUTION
        # In the order of the parents: nudge self, and the product moves by other.
        return Value(self.data * other.data, (self, other), (other.data, self.data), "×")
        ### END SOLUTION

    def log(self):
        ### BEGIN SOLUTION
        return Value(math.log(self.data), (self,), (1 / self.data,), "log")
        ### END SOLUTION

    def relu(self):
        ### BEGIN SOLUTION
        slope_here = 1.0 if self.data > 0 else 0.0  # at exactly 0: 0, our convention
        return Value(max(0.0, self.data), (self,), (slope_here,), "relu")
        ### END SOLUTION

    def sigmoid(self):
        ### BEGIN SOLUTION
        s = 1 / (1 + math.exp(-self.data))
        return Value(s, (self,), (s * (1 - s),), "σ")  # the slope is written in the output
        ### END SOLUTION

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-self.value_of(other))

    def __rsub__(self, other):  # 1 - value
        return self.value_of(other) - self

    __radd__ = __add__  # 1 + value
    __rmul__ = __mul__  # 2 * value


# %% check="Value" points=6
def local_slopes(node):
    """Label of each parent → local slope for it."""
    return {parent.label: each for parent, each in zip(node.parents, node.slopes, strict=True)}


a, b = Value(3.0, label="a"), Value(-4.0, label="b")
same((a * b).data, -12.0, "3 · (-4)")
same(local_slopes(a * b), {"a": -4.0, "b": 3.0}, "a·b: nudge a, and a·b moves by b")
same((1 - 2 * a).data, -5.0, "plain numbers may stand on either side")
for x in (0.3, 1.7, 4.0):
    node = Value(x, label="a").log()
    same(node.data, math.log(x), f"log {x}")
    measured = slope(lambda x: math.log(x), x)
    same(local_slopes(node), {"a": measured}, f"slope of log at {x}", tolerance=1e-4)
for x, y, each in ((2.5, 2.5, 1.0), (-1.5, 0.0, 0.0), (0.0, 0.0, 0.0)):
    node = Value(x, label="a").relu()
    same(node.data, y, f"relu of {x}")
    same(local_slopes(node), {"a": each}, f"slope of relu at {x}")
for x in (-2.0, 0.4, 3.0):
    node = Value(x, label="a").sigmoid()
    same(node.data, 1 / (1 + math.exp(-x)), f"sigmoid of {x}")
    measured = slope(lambda x: 1 / (1 + math.exp(-x)), x)
    same(local_slopes(node), {"a": measured}, f"slope of σ at {x}", tolerance=1e-4)
same((a.data, b.data), (3.0, -4.0), "a and b keep their numbers")
### BEGIN HIDDEN TESTS
x, y = float(rng.uniform(0.2, 3)), float(rng.uniform(-3, -0.2))
a, b = Value(x, label="a"), Value(y, label="b")
same(local_slopes(b * a), {"a": y, "b": x}, "another product")
same(local_slopes(a.log()), {"a": 1 / x}, "another logarithm")
same(local_slopes(b.sigmoid()), {"b": math.exp(y) / (1 + math.exp(y)) ** 2}, "another sigmoid")
same((b.relu().data, a.relu().data), (0.0, x), "other numbers for relu")
### END HIDDEN TESTS


# %% right="Value"
class _Frame:
    """What the frame gives; made of whatever class is asked."""

    def __init__(self, data, parents=(), slopes=(), label=""):
        self.data, self.grad, self.label = float(data), 0.0, label
        self.parents, self.slopes = tuple(parents), tuple(slopes)

    def of(self, number):
        return number if isinstance(number, _Frame) else type(self)(number)

    def __add__(self, other):
        other = self.of(other)
        return type(self)(self.data + other.data, (self, other), (1.0, 1.0), "+")

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-self.of(other))

    def __rsub__(self, other):
        return self.of(other) - self

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other


class WithAHelperForOneParent(_Frame):
    def one(self, data, local, label):
        return type(self)(data, (self,), (local,), label)

    def __mul__(self, other):
        other = self.of(other)
        return type(self)(self.data * other.data, [self, other], [other.data, self.data])

    def log(self):
        return self.one(np.log(self.data), self.data**-1, "log")

    def relu(self):
        return self.one(self.data * (self.data > 0), float(self.data > 0), "relu")

    def sigmoid(self):
        s = 0.5 * (1 + math.tanh(self.data / 2))
        return self.one(s, s - s**2, "sigmoid")


class WithTheParentsTurnedRound(_Frame):
    def __mul__(self, other):
        other = self.of(other)
        return type(self)(other.data * self.data, (other, self), (self.data, other.data), "*")

    def log(self):
        return type(self)(math.log(self.data), (self,), (1.0 / self.data,))

    def relu(self):
        if self.data <= 0:
            return type(self)(0.0, (self,), (0.0,))
        return type(self)(self.data, (self,), (1.0,))

    def sigmoid(self):
        e = math.exp(self.data)
        return type(self)(e / (1 + e), (self,), (e / (1 + e) ** 2,))


class WithNumpyNumbers(_Frame):
    def __mul__(self, other, label="times"):
        other = self.of(other)
        slopes = np.array([other.data, self.data])
        return type(self)(np.float64(self.data) * other.data, (self, other), slopes.tolist(), label)

    def log(self):
        return type(self)(np.log(self.data), (self,), (np.divide(1.0, self.data),), "log")

    def relu(self):
        return type(self)(np.maximum(self.data, 0), (self,), (np.heaviside(self.data, 0),), "relu")

    def sigmoid(self):
        s = 1 / (1 + np.exp(-np.float64(self.data)))
        return type(self)(s, (self,), (s * (1 - s),), "sigmoid")


# %% wrong="Value"
class _Wrong:
    """A right Value, of which each wrong one changes a thing."""

    def __init__(self, data, parents=(), slopes=(), label=""):
        self.data, self.grad, self.label = float(data), 0.0, label
        self.parents, self.slopes = tuple(parents), tuple(slopes)

    def of(self, number):
        return number if isinstance(number, _Wrong) else type(self)(number)

    def __add__(self, other):
        other = self.of(other)
        return type(self)(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = self.of(other)
        return type(self)(self.data * other.data, (self, other), (other.data, self.data))

    def log(self):
        return type(self)(math.log(self.data), (self,), (1 / self.data,))

    def relu(self):
        return type(self)(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data))
        return type(self)(s, (self,), (s * (1 - s),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-self.of(other))

    def __rsub__(self, other):
        return self.of(other) - self

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other


class SwapsTheSlopesOfAProduct(_Wrong):
    """a·b moves by b when a is nudged. Which local slope stands in the place of a?"""

    def __mul__(self, other):
        other = self.of(other)
        return type(self)(self.data * other.data, (self, other), (self.data, other.data))


class TreatsAProductLikeASum(_Wrong):
    """Both local slopes are 1 in a sum. In a product, how far does a·b move with a?"""

    def __mul__(self, other):
        other = self.of(other)
        return type(self)(self.data * other.data, (self, other), (1.0, 1.0))


class KeepsTheLogarithmAsItsSlope(_Wrong):
    """What is the derivative of log a? Not log a itself."""

    def log(self):
        return type(self)(math.log(self.data), (self,), (math.log(self.data),))


class LetsSlopesThroughAtZero(_Wrong):
    """At exactly 0 the slope of relu is 0 by our convention."""

    def relu(self):
        return type(self)(max(0.0, self.data), (self,), (1.0 if self.data >= 0 else 0.0,))


class NeverSwitchesOff(_Wrong):
    """A relu that is off does not move when its input is nudged. What is its local slope?"""

    def relu(self):
        return type(self)(max(0.0, self.data), (self,), (1.0,))


class WritesTheSlopeOfSigmoidInItsInput(_Wrong):
    """s(1 - s) is written in s = σ(a), not in a."""

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data))
        return type(self)(s, (self,), (self.data * (1 - self.data),))


class TakesTheRuleOfTanh(_Wrong):
    """1 - s² is the slope of tanh. At a = 0 the sigmoid has slope 0.25."""

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data))
        return type(self)(s, (self,), (1 - s * s,))


class ForgetsItsParents(_Wrong):
    """Without parents nobody can go back. What does the new Value remember of self and other?"""

    def __mul__(self, other):
        return type(self)(self.data * self.of(other).data)


# %% [markdown]
# ## Look: the graph of a small expression
#
# `value_graph` draws your nodes: squares are inputs, rounded boxes were computed. (A square without
# a name is a constant, such as -1.) Here is $d = (a \cdot b + a) \cdot a$; $a$ is used three times,
# at three depths.


# %%
def small_expression():
    """a, b, u = ab, v = u + a and d = va, which is (ab + a)a."""
    a, b = Value(3.0, label="a"), Value(-4.0, label="b")
    u = a * b
    v = u + a
    d = v * a
    u.label, v.label, d.label = "u ×", "v +", "d ×"
    return a, b, u, v, d


# %% demo="draw_forward"
a, b, u, v, d = small_expression()
show(
    value_graph(d, "d = (a·b + a)·a, forward"),
    f"A graph from left to right. Squares a = {a.data:g} and b = {b.data:g} lead to a product, "
    f"{u.data:g}; with a again to a sum, {v.data:g}; with a again to a product, {d.data:g}.",
)

# %% [markdown] question="slope_of_d" points=1
# **1 point.** $d = (ab + a)a = a^2 b + a^2$. What is its slope for $a$ at $a = 3$, $b = -4$? (Use
# the formula; your engine will have to find the same.)
#
# - [x] -18
#   > Yes: 2ab + 2a = -24 + 6. In the graph it is a sum over three ways: -9, +3 and -12.
# - [ ] -9
#   > That is the last way only: d = (…)·a moves by (…) = -9. Two more lead through the bracket.
# - [ ] -12
#   > That is one of three ways, the one through the product a·b.
# - [ ] -27
#   > That is the number d itself. How far does d move when a moves a little?

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 5</b> (open it after the check)</summary>
#
# - *Local slopes in the wrong order.* They stand in the order of the parents: for $a \cdot b$ with
#   parents $(a, b)$ first $b$, then $a$. With $a = b$ nobody sees the difference.
# - *The slope of the sigmoid in its input.* $s(1 - s)$ wants the output.
# - *Returning a plain number.* It has forgotten where it came from.
#
# </details>

# %% [markdown]
# ---
# # Part 6 · Back along the notes
#
# *30 minutes.* To fill in the gradients, go from the end to the inputs. A node may hand its
# gradient down only when it is complete: when **all** nodes that use it have handed theirs. So the
# order matters.

# %% [markdown] question="slope_of_a_product"
# **Recall from Part 5.** `u = a * b` with $a = 3$ and $b = -4$. Which local slope does `u` keep for
# its parent $a$?
#
# - [ ] 3
#   > That is a itself. Nudge a a little: how many times as much does the product move?
# - [x] -4
#   > Yes, the other factor. A slope of the end for u will be multiplied by it on the way to a.
# - [ ] -12
#   > That is the number of u. A local slope says how u moves, not where it is.

# %% [markdown]
# ## Worked example: an order by hand
#
# In $d = (ab + a)a$ name the product $u = ab$ and the sum $v = u + a$. A *topological order* lists
# each node after its parents: $a, b, u, v, d$ is one, $b, a, u, v, d$ another. $a, u, b, v, d$ is
# none: $u$ stands before its parent $b$. Backward we go from the last to the first: $d, v, u, b,
# a$. When $a$'s turn comes, all three of its users have been there.
#
# ## Your function: `topological_order`
#
# A hint for the way: visit a node's parents first, then add the node. And remember which nodes you
# have been to; two different nodes may hold the same number.


# %% answer="topological_order"
def topological_order(end):
    """Return a list of end and all Values that it was made of, directly or not.

    Each stands there once, and after all its parents; end is last. Any such order is right.
    """
    ### BEGIN SOLUTION
    order, seen = [], set()

    def visit(node):
        if id(node) in seen:  # the node itself, not its number: two nodes may hold the same
            return
        seen.add(id(node))
        for parent in node.parents:
            visit(parent)
        order.append(node)  # after its parents, which are all in the list now

    visit(end)
    return order
    ### END SOLUTION


# %% check="topological_order" points=4
def order_of(end, names):
    """What is wrong with the order of the nodes below end; "in order" where nothing is."""
    order = topological_order(end)
    if not isinstance(order, (list, tuple)):
        return f"no list, but {type(order).__name__}"
    if not all(hasattr(node, "parents") for node in order):
        return "a list of something else than nodes"
    labels = [node.label for node in order]
    found = [f"{name} stands there {labels.count(name)} times" for name in names]
    found = [text for name, text in zip(names, found, strict=True) if labels.count(name) != 1]
    pairs = [(node.label, parent.label) for node in order for parent in node.parents]
    found += [
        f"{node} stands before its parent {parent}"
        for node, parent in pairs
        if parent in labels and labels.index(parent) > labels.index(node)
    ]
    return "; ".join(found[:2]) or "in order"


a, b = Value(2.0, label="a"), Value(2.0, label="b")  # two nodes with the same number
u = Value(4.0, (a, b), (2.0, 2.0), "u")
v = Value(6.0, (u, a), (1.0, 1.0), "v")
d = Value(12.0, (v, a), (2.0, 6.0), "d")
found = order_of(d, "abuvd")
assert found == "in order", f"The worked example: {found}. (a and b hold the same number.)"
turned = Value(12.0, (a, Value(6.0, (a, u), (1.0, 1.0), "v")), (6.0, 2.0), "d")
found = order_of(turned, "abuvd")
assert found == "in order", f"The parents of d the other way round: {found}."
same([node.label for node in topological_order(a)], ["a"], "an input alone")
square = Value(4.0, (a, a), (2.0, 2.0), "s")
end = Value(8.0, (square, u), (1.0, 1.0), "e")
found = order_of(end, "absue")
assert found == "in order", f"A square, and u again: {found}."
### BEGIN HIDDEN TESTS
names = "pqrstuvwxyz"
nodes = [Value(1.0, label=names[0]), Value(1.0, label=names[1])]
for name in names[2:]:
    first, second = (int(i) for i in rng.choice(len(nodes), size=2))
    nodes.append(Value(1.0, (nodes[first], nodes[second]), (1.0, 1.0), name))
end = Value(1.0, tuple(nodes), (1.0,) * len(nodes), "end")
found = [node.label for node in topological_order(end)]
same(sorted(found), sorted([*names, "end"]), "a random graph: each node once")
wrong = [
    (parent.label, node.label)
    for node in nodes
    for parent in node.parents
    if found.index(parent.label) > found.index(node.label)
]
same(wrong, [], "a random graph: parents that stand after a node")
### END HIDDEN TESTS


# %% right="topological_order"
def with_a_stack(end):
    order, done, stack = [], set(), [(end, False)]
    while stack:
        node, expanded = stack.pop()
        if id(node) in done:
            continue
        if expanded:
            done.add(id(node))
            order.append(node)
        else:
            stack.append((node, True))
            stack += [(parent, False) for parent in node.parents]
    return order


def by_counting_users(end):
    nodes, waiting = {id(end): end}, [end]
    for node in waiting:
        for parent in node.parents:
            if id(parent) not in nodes:
                nodes[id(parent)] = parent
                waiting.append(parent)
    users = dict.fromkeys(nodes, 0)
    for node in nodes.values():
        for parent in node.parents:
            users[id(parent)] += 1
    backwards, ready = [], [end]
    while ready:
        node = ready.pop()
        backwards.append(node)
        for parent in node.parents:
            users[id(parent)] -= 1
            if users[id(parent)] == 0:
                ready.append(parent)
    return backwards[::-1]


def by_recursion_with_a_list(end, order=None):
    order = [] if order is None else order
    for parent in reversed(end.parents):
        if not any(parent is node for node in order):
            by_recursion_with_a_list(parent, order)
    order.append(end)
    return order


# %% wrong="topological_order"
def starts_at_the_end(end):
    """The end should stand last, its parents before it. Do you add a node before or after you
    visited its parents?"""
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            order.append(node)
            for parent in node.parents:
                visit(parent)

    visit(end)
    return order


def goes_level_by_level(end):
    """A node used at two depths comes too late in yours: levels are not enough. Visit the parents
    of a node to the end, then add the node."""
    order, seen = [end], {id(end)}
    for node in order:
        for parent in node.parents:
            if id(parent) not in seen:
                seen.add(id(parent))
                order.append(parent)
    return order[::-1]


def lists_shared_nodes_twice(end):
    """A node that is used twice stands in your list twice. How do you know where you have been?"""
    order = []

    def visit(node):
        for parent in node.parents:
            visit(parent)
        order.append(node)

    visit(end)
    return order


def tells_nodes_apart_by_their_number(end):
    """Two inputs may both be 2.0 and still be two inputs. Remember the nodes, not their data."""
    order, seen = [], set()

    def visit(node):
        if node.data not in seen:
            seen.add(node.data)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(end)
    return order


def leaves_out_the_inputs(end):
    """Nodes without parents belong to the list too: their gradients are what we want."""
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen and node.parents:
            seen.add(id(node))
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(end)
    return order


def goes_down_one_level_only(end):
    """Parents have parents. Does your function visit those too?"""
    return [*{id(parent): parent for parent in end.parents}.values(), end]


# %% [markdown]
# ## Your line: hand it down
#
# A node whose gradient is complete gives each parent its share, by the chain rule:
#
# $$\text{parent.grad} \mathrel{+}= \text{local slope} \cdot \text{node.grad}
# \qquad \text{plain numbers}$$
#
# Why `+=`: another user of the parent may have been there already.


# %% answer="pass_back"
def pass_back(node):
    """Add to the grad of each parent of node what comes through node. Changes the parents.

    node.grad is complete; node.slopes holds a local slope for each of node.parents.
    returns: list of the grad of each parent afterwards
    """
    for parent, local_slope in zip(node.parents, node.slopes, strict=True):
        ### BEGIN SOLUTION
        parent.grad += local_slope * node.grad  # added: other users may have been here
        ### END SOLUTION
    return [parent.grad for parent in node.parents]


# %% check="pass_back" points=2
a, b = Value(3.0, label="a"), Value(-4.0, label="b")
node = Value(-12.0, (a, b), (-4.0, 3.0), "u")
node.grad = 0.5
a.grad = 10.0  # another user was there already
same(pass_back(node), [8.0, 1.5], "a had 10, and -4 · 0.5 is added; b gets 3 · 0.5")
same((a.grad, b.grad), (8.0, 1.5), "and that is what the parents hold now")
same(node.grad, 0.5, "the node keeps its own gradient")
square = Value(16.0, (b, b), (-4.0, -4.0), "b·b")
square.grad = 2.0
pass_back(square)
same(b.grad, -14.5, "b is both factors of b·b: twice -4 · 2 is added to 1.5")
### BEGIN HIDDEN TESTS
parents = [Value(float(each)) for each in rng.standard_normal(3)]
slopes, given = rng.standard_normal(3), float(rng.standard_normal())
node = Value(1.0, tuple(parents), tuple(float(each) for each in slopes))
node.grad = given
pass_back(node)
same([parent.grad for parent in parents], [float(s) * given for s in slopes], "three parents")
### END HIDDEN TESTS


# %% right="pass_back"
def by_position(node):
    for i in range(len(node.parents)):
        node.parents[i].grad = node.parents[i].grad + node.grad * node.slopes[i]
    return [parent.grad for parent in node.parents]


def from_the_last_parent(node):
    for parent, local in reversed(list(zip(node.parents, node.slopes, strict=True))):
        parent.grad += node.grad * local
    return [parent.grad for parent in node.parents]


def adds_with_an_optional_scale(node, scale=1.0):
    for parent, local in zip(node.parents, node.slopes, strict=True):
        parent.grad -= -scale * local * node.grad
    return [parent.grad for parent in node.parents]


# %% wrong="pass_back"
def overwrites_the_gradient(node):
    """a had 10 already, from another user. Is it still counted in yours?"""
    for parent, local in zip(node.parents, node.slopes, strict=True):
        parent.grad = local * node.grad
    return [parent.grad for parent in node.parents]


def forgets_the_gradient_of_the_node(node):
    """The chain rule has two factors: the local slope and the node's own gradient."""
    for parent, local in zip(node.parents, node.slopes, strict=True):
        parent.grad += local
    return [parent.grad for parent in node.parents]


def forgets_the_local_slope(node):
    """Each parent moves the node by its local slope. Where is it?"""
    for parent in node.parents:
        parent.grad += node.grad
    return [parent.grad for parent in node.parents]


def multiplies_by_the_data(node):
    """What comes from above is node.grad, not the node's number."""
    for parent, local in zip(node.parents, node.slopes, strict=True):
        parent.grad += local * node.data
    return [parent.grad for parent in node.parents]


def multiplies_what_was_there(node):
    """Slopes along one way are multiplied, but different ways are added."""
    for parent, local in zip(node.parents, node.slopes, strict=True):
        parent.grad = (parent.grad or 1.0) * local * node.grad
    return [parent.grad for parent in node.parents]


# %% [markdown]
# ## Your function: `backward`
#
# Docstring only. Two of your functions do most of it.


# %% answer="backward"
def backward(end, inputs=()):
    """Fill in grad of end and of every Value that it was made of: the slope of end for it.

    What stood in their grad before does not count: a second call gives the same. Changes grad.
    inputs: some Values that end was made of
    returns: list of the grad of each of inputs
    """
    ### BEGIN SOLUTION
    order = topological_order(end)
    for node in order:
        node.grad = 0.0  # in all nodes: an earlier call may have left something in each
    end.grad = 1.0  # nudge the end, and the end moves by just as much
    for node in reversed(order):  # so that all users of a node come before it
        pass_back(node)
    return [node.grad for node in inputs]
    ### END SOLUTION


# %% check="backward" points=5
a, b = Value(3.0, label="a"), Value(-4.0, label="b")
u = a * b
v = u + a
d = v * a
found = backward(d, [b, a])
same(d.grad, 1.0, "the end: nudge d, and d moves just as much")
same((v.grad, u.grad), (3.0, 3.0), "the nodes in between")
same(b.grad, 9.0, "by hand: the slope of a²b + a² for b is a²")
same(a.grad, -18.0, "by hand: 2ab + 2a, the sum of three ways")
same(found, [9.0, -18.0], "it returns the slopes that were asked for, in their order")
same(backward(d, [a, b, u]), [-18.0, 9.0, 3.0], "a second call gives the same")
found = backward(v, [v, a, b])
same(found, [1.0, -3.0, 3.0], "from v = ab + a: nothing is left of the calls before")
found = backward(u * u + u, [u, a, b])
same(found, [-23.0, 92.0, -69.0], "u² + u with u = ab: u is complete before it hands down")
x = Value(0.6)
y = (x * x + x).sigmoid() * x - (2 * x).relu().log()
found = backward(y, [x])


def by_numpy(x):
    return x / (1 + np.exp(-(x * x + x))) - np.log(2 * x)


same(found, [slope(by_numpy, 0.6)], "against the measured slope", tolerance=1e-4)
### BEGIN HIDDEN TESTS
x = float(rng.uniform(0.3, 1.5))
value = Value(x)
part = (value * value + value).sigmoid() * value - (2 * value).relu().log()
end = part * part * value
measured = slope(lambda x: by_numpy(x) ** 2 * x, x)
same(backward(end, [value]), [measured], "another number, another end", tolerance=1e-4)
### END HIDDEN TESTS


# %% right="backward"
def clears_while_it_lists(end, inputs=()):
    order = topological_order(end)[::-1]
    for node in order:
        node.grad = 1.0 if node is end else 0.0
    for node in order:
        pass_back(node)
    return [node.grad for node in inputs]


def without_the_other_functions(end, inputs=()):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(end)
    grads = {id(node): 0.0 for node in order}
    grads[id(end)] = 1.0
    while order:
        node = order.pop()
        node.grad = grads[id(node)]
        for parent, local in zip(node.parents, node.slopes, strict=True):
            grads[id(parent)] += local * node.grad
    return [node.grad for node in inputs]


def along_every_way(end, inputs=(), factor=1.0, first=True):
    if first:
        for node in topological_order(end):
            node.grad = 0.0
    end.grad += factor
    for parent, local in zip(end.parents, end.slopes, strict=True):
        along_every_way(parent, (), factor * local, False)
    return [node.grad for node in inputs]


# %% wrong="backward"
def _listed(end):
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(end)
    return order


def _hand_down(node, add=True):
    for parent, local in zip(node.parents, node.slopes, strict=True):
        parent.grad = (parent.grad if add else 0.0) + local * node.grad


def does_not_clear_the_gradients(end, inputs=()):
    """A second call gives other numbers in yours. What should grad be before you start?"""
    end.grad = 1.0
    for node in reversed(_listed(end)):
        _hand_down(node)
    return [node.grad for node in inputs]


def does_not_start_with_one(end, inputs=()):
    """Everything is 0. What is the slope of end for itself?"""
    for node in _listed(end):
        node.grad = 0.0
    for node in reversed(_listed(end)):
        _hand_down(node)
    return [node.grad for node in inputs]


def starts_with_the_data(end, inputs=()):
    """The slope of end for itself is 1, whatever its number is."""
    for node in _listed(end):
        node.grad = 0.0
    end.grad = end.data
    for node in reversed(_listed(end)):
        _hand_down(node)
    return [node.grad for node in inputs]


def goes_from_the_inputs_to_the_end(end, inputs=()):
    """The inputs have no users' gradients yet when you start with them. Which end comes first?"""
    for node in _listed(end):
        node.grad = 0.0
    end.grad = 1.0
    for node in _listed(end):
        _hand_down(node)
    return [node.grad for node in inputs]


def overwrites_shared_nodes(end, inputs=()):
    """a is used three times. Its gradient is the sum of three ways; yours has one."""
    for node in _listed(end):
        node.grad = 0.0
    end.grad = 1.0
    for node in reversed(_listed(end)):
        _hand_down(node, add=False)
    return [node.grad for node in inputs]


def hands_down_too_early(end, inputs=()):
    """A shared node handed its gradient down before all its users had been there, and then did so
    again. Which order prevents this?"""
    for node in _listed(end):
        node.grad = 0.0
    end.grad = 1.0

    def down(node):
        _hand_down(node)
        for parent in node.parents:
            down(parent)

    down(end)
    return [node.grad for node in inputs]


def clears_only_the_inputs(end, inputs=()):
    """The nodes in between keep what the first call left there. Which nodes have to be cleared?"""
    for node in _listed(end):
        if not node.parents:
            node.grad = 0.0
    end.grad = 1.0
    for node in reversed(_listed(end)):
        _hand_down(node)
    return [node.grad for node in inputs]


# %% [markdown]
# ## Look: the graph after each step
#
# Move the slider: after each step one more node has handed its gradient down. Watch $a$: its
# gradient is not complete before the last of its three users has been there. (b and a, last in the
# order, have nobody to hand down to.) The figures below it show steps 1 to 3.


# %% demo="step_by_step"
def backward_steps(step):
    """The small expression after some backward steps.

    Return its five Values by name, those that have been reached, and those that have handed down.
    """
    values = dict(zip("abuvd", small_expression(), strict=True))
    handed_down = topological_order(values["d"])[::-1][:step]
    values["d"].grad = 1.0
    for node in handed_down:
        pass_back(node)
    parents = [parent for node in handed_down for parent in node.parents]
    return values, [values["d"], *parents], handed_down


def draw_step(step=0):
    values, reached, handed_down = backward_steps(step)
    title = f"after step {step}: the slope for a so far is {values['a'].grad:g}"
    return value_graph(values["d"], title, True, reached, handed_down[-1:])


def text_of_step(step):
    values, reached, handed_down = backward_steps(step)
    grads = [f"{name} {value.grad:g}" for name, value in values.items() if value in reached]
    done = [name for node in handed_down for name, value in values.items() if value is node]
    return (
        f"The graph of d after backward step {step}, with product u = ab and sum v = u + a. "
        f"Gradients in the boxes: {', '.join(grads)}. These have handed theirs down, the last with "
        f"a thick outline: {', '.join(done) or 'none yet'}."
    )


slider(draw_step, text_of_step, step=(0, 3, 1))

# %% demo="every_step"
for step in (1, 2, 3):
    show(draw_step(step), text_of_step(step))

# %% [markdown] question="when_complete" points=1
# **1 point.** Stop the slider after step 2 (or look at the second figure). Which gradient does $a$
# show there, and may $a$ be used already?
#
# - [ ] -9, and it may: its users are done.
#   > -9 is what the end alone has handed down, after step 1. Count the arrows that leave a.
# - [ ] -18, and it may: its users are done.
#   > That is the complete gradient. After which step does it stand there for the first time?
# - [x] -6, and it may not: the product u has not handed down its share.
#   > Yes: -9 from the end and 3 from the sum; -12 is to come. That is what the topological order is
#   > for: a node's turn comes after all its users.

# %% [markdown]
# ## Your function: the network on your engine
#
# The third way to the same network, docstring only. Build the cost out of `Value`s, number by
# number, call `backward`, and collect the gradients. (For a unit: $z_k = b_k + \sum_j W_{kj} a_j$.
# For the cost: the mean of $-(y \log a + (1 - y) \log (1 - a))$. The engine has no division:
# multiply by `1 / m`.)


# %% answer="value_gradients"
def value_gradients(parameters, X, Y):
    """Return dW1, db1, …, dWL, dbL of the mean cross-entropy, found by backward.

    parameters: W1, b1, …, as for L_model_forward, with n_L = 1; X: (n_x, m); Y: (1, m)
    returns: a dictionary of arrays; each has the shape of its parameter
    """
    ### BEGIN SOLUTION
    # One Value for each weight, used by all examples: its gradient adds up over them.
    values = {
        name: [[Value(number) for number in row] for row in array]
        for name, array in parameters.items()
    }
    L, m = len(parameters) // 2, X.shape[1]
    cost = Value(0.0)
    for i in range(m):
        activations = [Value(number) for number in X[:, i]]
        for layer in range(1, L + 1):
            outputs = []
            for row, (bias,) in zip(values[f"W{layer}"], values[f"b{layer}"], strict=True):
                z = bias
                for weight, activation in zip(row, activations, strict=True):
                    z = z + weight * activation
                outputs.append(z.relu() if layer < L else z.sigmoid())
            activations = outputs
        a = activations[0]
        # Only the term that Y leaves; 1/m makes the sum a mean.
        cost = cost - (a.log() if Y[0, i] == 1 else (1 - a).log()) * (1 / m)
    backward(cost)
    return {
        "d" + name: np.array([[value.grad for value in row] for row in rows])
        for name, rows in values.items()
    }
    ### END SOLUTION


# %% check="value_gradients" points=6
parameters, X, Y = made_up_network([2, 3, 2, 1], 3, np.random.default_rng(6))
Y = np.array([[1.0, 0.0, 1.0]])
grads = untouched(value_gradients, parameters, X, Y)
assert isinstance(grads, dict), f"a dictionary is expected back, not a {type(grads).__name__}"
names = ["dW1", "dW2", "dW3", "db1", "db2", "db3"]
same(sorted(grads), names, "a gradient for each parameter")
for name, measured in from_the_last_layer(measured_gradients(parameters, X, Y)):
    same(grads[name], measured, f"{name} against finite differences", tolerance=1e-4, examples=3)
single = {"W1": parameters["W1"][:1], "b1": parameters["b1"][:1]}
grads = value_gradients(single, X, Y)
dZ = 1 / (1 + np.exp(-(single["W1"] @ X + single["b1"]))) - Y
same(grads["dW1"], dZ @ X.T / 3, "no hidden layer: as in week 2", examples=3)
same(grads["db1"], dZ.mean(axis=1, keepdims=True), "no hidden layer: db", examples=3)
### BEGIN HIDDEN TESTS
parameters, X, Y = made_up_network([3, 4, 2, 1], 4, rng)
expected = value_gradients_reference(parameters, X, Y)
grads = value_gradients(parameters, X, Y)
for name in expected:
    same(grads[name], expected[name], f"{name}, other numbers", examples=4)
### END HIDDEN TESTS


# %% right="value_gradients"
def with_arrays_of_values(parameters, X, Y):
    make = np.vectorize(Value, otypes=[object])
    values = {name: make(array) for name, array in parameters.items()}
    L, m, cost = len(parameters) // 2, X.shape[1], 0.0
    for i in range(m):
        A = make(X[:, [i]])
        for layer in range(1, L + 1):
            Z = values[f"W{layer}"] @ A + values[f"b{layer}"]
            squeeze = (lambda z: z.relu()) if layer < L else (lambda z: z.sigmoid())
            A = np.array([[squeeze(z)] for z in Z[:, 0]], dtype=object)
        y, a = float(Y[0, i]), A[0, 0]
        cost = cost + -(y * a.log() + (1 - y) * (1 - a).log())
    backward(cost * (1 / m))
    read = np.vectorize(lambda value: value.grad, otypes=[float])
    return {f"d{name}": read(array) for name, array in values.items()}


def one_example_after_another(parameters, X, Y):
    m, total = Y.shape[1], {"d" + name: np.zeros(p.shape) for name, p in parameters.items()}
    for i in range(m):
        values = {n: [[Value(v) for v in row] for row in p] for n, p in parameters.items()}
        read = [Value(v) for v in X[:, i]]
        for layer in range(1, len(parameters) // 2 + 1):
            rows = zip(values[f"W{layer}"], values[f"b{layer}"], strict=True)
            z = [sum((w * a for w, a in zip(r, read, strict=True)), b[0]) for r, b in rows]
            read = [each.relu() for each in z]
        a = z[0].sigmoid()
        y = float(Y[0, i])
        backward(-(y * a.log() + (1 - y) * (1 - a).log()))
        for name, rows in values.items():
            total["d" + name] += np.array([[v.grad for v in row] for row in rows]) / m
    return total


def by_a_sum_of_losses_divided_last(parameters, X, Y, label="w"):
    values = {
        name: {place: Value(p[place], label=label) for place in np.ndindex(p.shape)}
        for name, p in parameters.items()
    }
    L, m, losses = len(parameters) // 2, X.shape[1], []
    for i in range(m):
        A = [Value(x) for x in X[:, i]]
        for layer in range(1, L + 1):
            W, b = values[f"W{layer}"], values[f"b{layer}"]
            Z = []
            for k in range(len(b)):
                z = b[k, 0]
                for j in range(len(A)):
                    z = z + A[j] * W[k, j]
                Z.append(z)
            A = [z.relu() for z in Z]
        p = Z[0].sigmoid()
        losses.append(-((p if Y[0, i] else 1 - p).log()))
    backward(sum(losses))
    grads = {}
    for name, p in parameters.items():
        grads["d" + name] = np.zeros(p.shape)
        for place, value in values[name].items():
            grads["d" + name][place] = value.grad / m
    return grads


# %% wrong="value_gradients"
def _by_values(parameters, X, Y, mean=True, hidden="relu", read=None, examples=None, both=True):
    """The gradients by Values, with one thing changed."""
    values = {n: [[Value(v) for v in row] for row in p] for n, p in parameters.items()}
    L, m, cost = len(parameters) // 2, X.shape[1], Value(0.0)
    for i in range(m) if examples is None else examples(m):
        A = [Value(v) for v in X[:, i]]
        for layer in range(1, L + 1):
            rows = zip(values[f"W{layer}"], values[f"b{layer}"], strict=True)
            Z = [sum((w * a for w, a in zip(row, A, strict=True)), b[0]) for row, b in rows]
            A = [z.sigmoid() if layer == L or hidden == "sigmoid" else z.relu() for z in Z]
            A = Z if layer < L and hidden == "none" else A
        y = float(Y[0, i])
        loss = y * A[0].log() + ((1 - y) * (1 - A[0]).log() if both else 0.0)
        cost = cost - loss * (1 / m if mean else 1.0)
    backward(cost)
    read = read or (lambda rows: np.array([[v.grad for v in row] for row in rows]))
    return {"d" + name: read(rows) for name, rows in values.items()}


def adds_up_the_losses(parameters, X, Y):
    """The cost is a mean. Where do you divide by m?"""
    return _by_values(parameters, X, Y, mean=False)


def puts_sigmoid_everywhere(parameters, X, Y):
    """The hidden layers use relu; only the last uses the sigmoid."""
    return _by_values(parameters, X, Y, hidden="sigmoid")


def has_no_hidden_activation(parameters, X, Y):
    """Without relu the hidden layer is linear. Where do you call it?"""
    return _by_values(parameters, X, Y, hidden="none")


def returns_the_numbers(parameters, X, Y):
    """These are the parameters themselves. Which attribute holds the gradient?"""
    return _by_values(
        parameters, X, Y, read=lambda rows: np.array([[v.data for v in row] for row in rows])
    )


def returns_flat_gradients(parameters, X, Y):
    """Each gradient has the shape of its parameter. What is the shape of yours?"""
    return _by_values(
        parameters, X, Y, read=lambda rows: np.array([v.grad for row in rows for v in row])
    )


def counts_only_the_last_example(parameters, X, Y):
    """The cost is the mean over all examples. Does your loop keep what it had?"""
    return _by_values(parameters, X, Y, mean=False, examples=lambda m: [m - 1])


def skips_examples_with_label_zero(parameters, X, Y):
    """An example with y = 0 costs -log(1 - a). Is that term in your cost?"""
    return _by_values(parameters, X, Y, both=False)


# %% [markdown]
# ## Look: one network, every number of it
#
# A network of two inputs and two hidden units, one example, and its loss: the computation that
# Part 1 wrote in a dozen lines, drawn by your engine, with all gradients.

# %% demo="draw_network"
numbers = {"w11": 1.0, "w12": -0.5, "b1": 0.5, "w21": 2.0, "w22": 0.7, "b2": 0.2}
numbers |= {"v1": 2.0, "v2": -0.8, "c": -1.0}
n = {key: Value(number, label=key) for key, number in numbers.items()}
x1, x2 = Value(0.3, label="x1"), Value(-1.2, label="x2")
h1 = (n["w11"] * x1 + n["w12"] * x2 + n["b1"]).relu()
h2 = (n["w21"] * x1 + n["w22"] * x2 + n["b2"]).relu()
tiny_value_loss = -((1 - (n["v1"] * h1 + n["v2"] * h2 + n["c"]).sigmoid()).log())  # truth 0
backward(tiny_value_loss)
show(
    value_graph(tiny_value_loss, "the tiny network and its loss, with gradients", True),
    "A wide graph. Weights, inputs and biases on the left meet in products and sums, pass two relu "
    "boxes, meet again and pass sigmoid and log. Unit 2 is off: its weights have gradient 0.",
)

# %% [markdown]
# ## The table
#
# All of today's gradients in one table, filled by your `compare_gradients`. First one example of
# the tiny network: by hand, with caches, on your engine, and by finite differences. Then a deeper
# network, for which nobody wants to write lines by hand.
#
# **Predict.** The largest difference between your caches and your engine will be
#
# - **a** &nbsp; exactly 0,
# - **b** &nbsp; about $10^{-10}$ (anything from $10^{-13}$ up),
# - **c** &nbsp; about $10^{-16}$ (below $10^{-13}$, but not 0).

# %% prediction="difference" among="abc" points=1
### BEGIN SOLUTION
predicted_difference = "a"
### END SOLUTION


# %%
def arranged(p):
    """The nine numbers of the tiny network (or their slopes) as arrays."""
    return {
        "W1": np.array([[p["w11"], p["w12"]], [p["w21"], p["w22"]]]),
        "b1": np.array([[p["b1"]], [p["b2"]]]),
        "W2": np.array([[p["v1"], p["v2"]]]),
        "b2": np.array([[p["c"]]]),
    }


def three_ways(parameters, X, Y):
    """Gradients with caches, on the engine, and by finite differences."""
    AL, caches = L_model_forward(X, parameters)
    by_caches = L_model_backward(AL, Y, caches)
    return by_caches, value_gradients(parameters, X, Y), measured_gradients(parameters, X, Y)


# %% demo="big_table"
X_one, Y_one = np.array([[0.3], [0.4]]), np.array([[0.0]])
hand = {"d" + key: g for key, g in arranged(tiny_gradients(numbers, 0.3, 0.4, 0.0)).items()}
by_caches, by_engine, measured = three_ways(arranged(numbers), X_one, Y_one)
print_table(
    [
        ("tiny: caches, against by hand", by_caches, hand),
        ("tiny: engine, against by hand", by_engine, hand),
        ("tiny: by hand, against finite differences", hand, measured),
    ]
)
parameters, X, Y = made_up_network([3, 5, 4, 2, 1], 8, np.random.default_rng(12))
by_caches, by_engine, measured = three_ways(parameters, X, Y)
print_table(
    [
        ("deep: engine, against caches", by_engine, {key: by_caches[key] for key in by_engine}),
        ("deep: caches, against finite differences", by_caches, measured),
    ]
)
largest = max(compare_gradients(by_engine[key], by_caches[key])[2] for key in by_engine)
outcome = "a" if largest == 0 else "c" if largest < 1e-13 else "b"
compare_prediction("difference", predicted_difference, outcome)

# %% [markdown] question="why_not_exact" points=1
# **1 point.** Which reading fits the table?
#
# - [x] The derived gradients agree to rounding; finite differences are close, some digits worse.
#   > Yes. A finite difference is a measurement: its step is not infinitely small, and it subtracts
#   > two nearly equal numbers. It also takes two forward passes for every single number: good as a
#   > check, too slow to train with.
# - [ ] Only the rows with *exact* are right gradients.
#   > Look at the sizes: a difference in the sixteenth digit comes from the order of additions.
# - [ ] Finite differences are the exact ones, the others approximate them.
#   > It is the other way round: the chain rule has no step size.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 6</b> (open it after the check)</summary>
#
# - *`=` for `+=`.* Right as long as every node is used once. The expression $x \cdot x$ is enough
#   to tell.
# - *Gradients of yesterday.* They are added to today's. PyTorch adds like this and has a call that
#   clears them; many forget it once.
# - *A wrong order.* A shared node hands down too early, an incomplete gradient, and later again.
# - *Speed.* Your engine makes a node for every single product. Libraries do the same with whole
#   arrays: one node for $WA$; on the way back it turns $dZ$ into $dW$ and $dA$ by the formulas of
#   Part 3.
# - *Recursion.* Python limits how deep calls may nest (`sys.getrecursionlimit()` says how deep). A
#   cost summed over thousands of examples is a chain that long. A list of waiting nodes has no
#   such limit.
#
# </details>

# %% [markdown]
# ---
# # Part 7 · Experiment: how deep can a network be and still learn?
#
# *20 minutes.* Back to the puzzle: weights of size 0.01 against $1/\sqrt{n}$, with $n$ inputs to a
# unit.

# %% [markdown] question="product_of_sizes"
# **Recall from Part 3.** $dA^{[l-1]} = W^{[l]\top} dZ^{[l]}$. Every layer of a network makes its
# slopes ten times smaller on the way back. After ten layers they are
#
# - [ ] 100 times smaller.
#   > Ten times ten is only two layers. Layers multiply.
# - [ ] ten times smaller, for the last layer sets the size.
#   > Each layer multiplies what it receives.
# - [x] ten thousand million times smaller.
#   > Yes, 10 to the power of 10. The same holds for the signal on the way forward.

# %% [markdown]
# ## Your function: `signal_by_layer`
#
# Docstring only. The *root mean square* of an array says how large its entries are, whatever their
# sign:
#
# $$\text{rms}(A) = \sqrt{\text{mean of all } a^2}$$


# %% answer="signal_by_layer"
def signal_by_layer(X, parameters):
    """Return how large the numbers are that each layer reads.

    X: (n_x, m); parameters: W1, b1, …, WL, bL
    returns: list of L numbers, the root mean square of A0 = X, A1, …, A{L-1}
    """
    ### BEGIN SOLUTION
    _, caches = L_model_forward(X, parameters)
    # What a layer read stands in its cache already.
    return [float(np.sqrt(np.mean(A_prev**2))) for (A_prev, W, b), Z in caches]
    ### END SOLUTION


# %% check="signal_by_layer" points=3
X = np.array([[3.0, -4.0, 0.0, 0.0], [0.0, 0.0, 5.0, 2.0]])
W1, b1 = np.array([[1.0, 0.0], [0.0, -1.0], [1.0, 2.0]]), np.array([[0.0], [1.0], [0.5]])
W2, b2 = np.array([[1.0, -1.0, 0.5]]), np.array([[0.2]])
# By hand: A1 = [[3, 0, 0, 0], [1, 1, 0, 0], [3.5, 0, 10.5, 4.5]].
sizes = untouched(signal_by_layer, X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})
same(np.size(sizes), 2, "two layers read something: X and A1")
same(sizes[0], math.sqrt(54 / 8), "the root mean square of X: squares 9, 16, 25, 4, and zeros")
by_hand = math.sqrt((9 + 1 + 1 + 3.5**2 + 10.5**2 + 4.5**2) / 12)
same(sizes[1], by_hand, "the root mean square of A1, after relu")
small = {"W1": W1 / 100, "b1": b1 / 100, "W2": W2, "b2": b2}
same(100 * signal_by_layer(X, small)[1], by_hand, "layer 1 a hundred times smaller")
### BEGIN HIDDEN TESTS
parameters, X, Y = made_up_network([3, 6, 4, 5, 1], 7, rng)
expected = signal_by_layer_reference(X, parameters)
same(list(signal_by_layer(X, parameters)), expected, "other numbers, four layers")
### END HIDDEN TESTS


# %% right="signal_by_layer"
def by_the_norm(X, parameters):
    _, caches = L_model_forward(X, parameters)
    return [np.linalg.norm(cache[0][0]) / math.sqrt(cache[0][0].size) for cache in caches]


def without_caches(X, parameters):
    A, sizes = X, []
    for layer in range(1, len(parameters) // 2 + 1):
        sizes.append(np.sqrt((A * A).sum() / A.size))
        A = np.maximum(parameters[f"W{layer}"] @ A + parameters[f"b{layer}"], 0)
    return sizes


def by_mean_and_spread(X, parameters, power=2):
    caches = L_model_forward(X, parameters)[1]
    return [math.sqrt(c[0][0].mean() ** power + c[0][0].var()) for c in caches]


# %% wrong="signal_by_layer"
def _sizes(X, parameters, size, of=lambda cache: cache[0][0]):
    return [float(size(of(cache))) for cache in forward_again(X, parameters)[1]]


def means_without_squares(X, parameters):
    """Positive and negative numbers cancel in a mean. Square first."""
    return _sizes(X, parameters, np.mean)


def forgets_the_root(X, parameters):
    """A mean of squares is not a size yet. What undoes the square?"""
    return _sizes(X, parameters, lambda A: np.mean(A**2))


def takes_the_spread(X, parameters):
    """The standard deviation takes the mean off first. Here it counts."""
    return _sizes(X, parameters, np.std)


def looks_before_the_activation(X, parameters):
    """Z is what a layer computed, A_prev what it read. Which of them is asked for?"""
    return _sizes(X, parameters, lambda A: np.sqrt(np.mean(A**2)), lambda cache: cache[1])


def adds_without_a_mean(X, parameters):
    """Yours grows with the number of units and examples. Take the mean of the squares."""
    return _sizes(X, parameters, lambda A: np.sqrt(np.sum(A**2)))


def takes_the_mean_of_sizes(X, parameters):
    """That is the mean of |a|. The root mean square weighs large numbers more."""
    return _sizes(X, parameters, lambda A: np.mean(np.abs(A)))


# %% demo="look_at_signal"
np.random.seed(7)
deep = initialize_parameters_deep([2] + [20] * 10 + [1])
X, Y = doughs(seed=0)
SCALES = {"0.01": lambda n: 0.01, "1/√n": lambda n: 1 / math.sqrt(n)}
forward_sizes, backward_sizes = {}, {}
for name, scale_of in SCALES.items():
    start = rescaled(deep, scale_of)
    forward_sizes[name] = signal_by_layer(X, start)
    AL, caches = L_model_forward(X, start)
    grads = L_model_backward(AL, Y, caches)
    backward_sizes[name] = [np.sqrt(np.mean(grads[f"dW{layer}"] ** 2)) for layer in range(1, 12)]
show(
    curves(
        range(11),
        forward_sizes,
        "layer l",
        "root mean square of A",
        "Forward: how loud is the signal?",
        log_y=True,
        markers=True,
    ),
    "The size of the activations by layer, for two sizes of weights. From layer 0 to 10 it goes "
    + " and ".join(f"from {s[0]:.1e} to {s[-1]:.1e} at {n}" for n, s in forward_sizes.items())
    + ".",
)
show(
    curves(
        range(1, 12),
        backward_sizes,
        "layer l",
        "root mean square of dW",
        "Backward: how large are the slopes?",
        log_y=True,
        markers=True,
    ),
    "The size of the weight gradients by layer, for two sizes of weights. It lies "
    + " and ".join(f"from {min(s):.1e} to {max(s):.1e} at {n}" for n, s in backward_sizes.items())
    + ".",
)
for name in SCALES:
    sizes = forward_sizes[name]
    factor = (sizes[0] / sizes[-1]) ** (1 / 10)
    print(f"{name:5s} A10 has size {sizes[-1]:.1e}, dW1 {backward_sizes[name][0]:.1e}")
    print(f"{name:5s} each layer makes the signal {factor:.1f} times smaller, on average")

# %% [markdown] question="why_quiet" points=1
# **1 point.** A unit's $z$ is positive about half the time, so relu keeps about half of the
# squares. With weights of 0.01 and 20 inputs, by about which factor does one layer shrink the
# signal? (The mean printed above counts layer 1, too, which has only 2 inputs.)
#
# - [ ] 0.01, for that is the size of the weights.
#   > A unit adds up 20 products. Random signs do not cancel fully: sums of n such terms have the
#   > size of √n of them.
# - [ ] $0.01 \cdot 20$, that is 0.2: twenty inputs add up.
#   > If all had the same sign. Their signs are random, and then sums grow only with √n.
# - [x] About $0.01 \cdot \sqrt{20} / \sqrt{2}$: a sum of 20 terms, half of whose squares are kept.
#   > Yes, some 0.03: about 30 times smaller. With 1/√n the root cancels, and relu's 1/√2 is left.

# %% [markdown]
# The second figure is nearly level, though slopes shrink on the way back. $dW^{[l]}$ is what came
# back times what had come in (Part 3). With weights of 0.01 the last layers get more back, and less
# has come in to them. So all layers stand still alike.
#
# ## The experiment
#
# Networks with 1, 2, 3, 5 and 10 hidden layers of 20 units. Two scales. For each of five seeds 200
# new doughs and new random numbers, the same for both scales. 500 steps at rate 0.5.
#
# A run *has learnt* when its last cost, the one before step 500, is at most **half** of the cost of
# knowing nothing but the share of doughs that rose. A depth *works* when **all five** seeds have
# learnt. `small_start` draws the weights again, so that all readers see one table.
#
# **Predict.** With weights of 0.01, what is the largest depth that works (0, 1, 2, 3, 5 or 10
# hidden layers)?

# %% prediction="deepest_small" between=[0, 10] points=1
### BEGIN SOLUTION
predicted_deepest_small = 3
### END SOLUTION

# %% demo="depth_runs"
DEPTHS = np.array([1, 2, 3, 5, 10])


def experiment(seeds, steps=500, rate=0.5, m=200):
    """Final costs, scale → (depths, seeds), and for each seed the cost at which it has learnt."""
    costs = {name: np.full((len(DEPTHS), len(seeds)), np.nan) for name in SCALES}
    limits = np.zeros(len(seeds))
    with tqdm(total=len(DEPTHS) * len(seeds) * len(SCALES), desc="training") as progress:
        for s, seed in enumerate(seeds):
            X, Y = doughs(seed, m)
            share = Y.mean()
            limits[s] = -(share * math.log(share) + (1 - share) * math.log(1 - share)) / 2
            for d, depth in enumerate(DEPTHS):
                drawn = small_start([2] + [20] * int(depth) + [1], 100 + seed)
                for name, scale_of in SCALES.items():
                    start = rescaled(drawn, scale_of)
                    costs[name][d, s] = descend(start, X, Y, steps, rate)[1][-1]
                    progress.update()
    return costs, limits


final, final_limits = experiment(range(5))

# %% demo="look_at_depths"
rows = np.array([final[name][d] <= final_limits for name in SCALES for d in range(len(DEPTHS))])
row_names = [f"{name}, {depth} hidden" for name in SCALES for depth in DEPTHS]
complete = [name for name, row in zip(row_names, rows, strict=True) if row.all()]
show(
    value_map(
        rows,
        [f"seed {seed}" for seed in range(5)],
        row_names,
        "doughs and random numbers",
        "scale and depth",
        "Which networks have learnt?",
    ),
    "A table of yes and no, a row for each scale and depth, a column for each seed. All five seeds "
    "have learnt in these rows: " + "; ".join(complete),
)

# %% [markdown]
# ## Your function: `deepest_that_learns`


# %% answer="deepest_that_learns"
def deepest_that_learns(depths, costs, limits):
    """Return the largest depth at which every seed has learnt; 0 if there is none.

    depths: (k,), whole numbers in any order
    costs: (k, s), the final cost for each depth and seed; may hold nan, which has not learnt
    limits: (s,), a seed has learnt when its cost is at most its limit
    """
    ### BEGIN SOLUTION
    works = np.all(np.asarray(costs) <= np.asarray(limits), axis=1)  # nan <= … is False
    # The depths come in any order, so the largest is looked for; default: none works.
    return max((int(depth) for depth, each in zip(depths, works, strict=True) if each), default=0)
    ### END SOLUTION


# %% check="deepest_that_learns" points=3
depths, limits = np.array([2, 3, 5, 9]), np.array([0.3, 0.2, 0.4])
costs = np.array([[0.1, 0.1, 0.1], [0.3, 0.2, 0.4], [0.1, 0.25, 0.1], [0.5, 0.6, 0.1]])
got = untouched(deepest_that_learns, depths, costs, limits)
same(got, 3, "depth 3 is just at the limits of all three; at depth 5 one seed fails")
same(deepest_that_learns(depths[::-1], costs[::-1], limits), 3, "the depths in another order")
costs[3] = 0.1
same(deepest_that_learns(depths, costs, limits), 9, "depth 9 works, although depth 5 does not")
costs[3, 1] = np.nan
same(deepest_that_learns(depths, costs, limits), 3, "nan has not learnt")
same(deepest_that_learns(depths, costs + 1, limits), 0, "no depth works")
### BEGIN HIDDEN TESTS
depths = rng.permutation(np.arange(3, 23, 4))
costs, limits = rng.uniform(0.1, 0.5, (5, 4)), rng.uniform(0.35, 0.48, 4)
costs[rng.integers(5)] = 0.2
expected = deepest_that_learns_reference(depths, costs, limits)
same(deepest_that_learns(depths, costs, limits), expected, "other depths and costs")
### END HIDDEN TESTS


# %% right="deepest_that_learns"
def with_two_loops(depths, costs, limits):
    deepest = 0
    for depth, row in zip(depths, costs, strict=True):
        learnt = 0
        for cost, limit in zip(row, limits, strict=True):
            learnt += bool(cost <= limit)
        if learnt == len(limits) and depth > deepest:
            deepest = depth
    return deepest


def by_the_worst_seed(depths, costs, limits):
    gaps = np.nan_to_num(costs, nan=np.inf) - limits
    working = np.asarray(depths)[gaps.max(axis=1) <= 0]
    return working.max() if working.size else 0


def by_multiplying(depths, costs, limits, nothing=0):
    share = (np.asarray(costs) <= limits).mean(axis=1)
    return np.max(np.append(np.where(share == 1, depths, nothing), nothing))


# %% wrong="deepest_that_learns"
def _deepest(depths, works):
    return max((int(d) for d, each in zip(depths, works, strict=True) if each), default=0)


def is_content_with_one_seed(depths, costs, limits):
    """A depth works when *all* seeds have learnt. One lucky seed is not enough."""
    return _deepest(depths, np.any(costs <= limits, axis=1))


def takes_the_mean_over_seeds(depths, costs, limits):
    """A mean lets good seeds hide a bad one. Ask every seed by itself."""
    return _deepest(depths, np.mean(costs, axis=1) <= np.mean(limits))


def leaves_out_the_limit_itself(depths, costs, limits):
    """A cost *equal* to the limit has learnt too: at most."""
    return _deepest(depths, np.all(costs < limits, axis=1))


def returns_the_position(depths, costs, limits):
    """That is where the depth stands in the list. Which depth is it?"""
    return int(np.flatnonzero([*np.all(costs <= limits, axis=1), True])[:-1].max(initial=0))


def takes_the_last_that_works(depths, costs, limits):
    """The depths come in any order. Is the last that works always the largest?"""
    works = np.flatnonzero(np.all(costs <= limits, axis=1))
    return int(depths[works[-1]]) if works.size else 0


def counts_nan_as_learnt(depths, costs, limits):
    """nan is no low cost: every comparison with nan is False. Which one do you use?"""
    return _deepest(depths, ~np.any(costs > limits, axis=1))


def stops_at_the_first_failure(depths, costs, limits):
    """A larger depth may work although a smaller one does not. Ask every depth by itself."""
    deepest = 0
    for depth, each in sorted(zip(depths, np.all(costs <= limits, axis=1), strict=True)):
        if not each:
            break
        deepest = int(depth)
    return deepest


# %% demo="your_numbers"
def print_depths(costs, limits):
    """For each scale: the seeds that have learnt at each depth, and the largest that works."""
    for name in SCALES:
        learnt = (costs[name] <= limits).sum(axis=1).tolist()
        by_depth = dict(zip(DEPTHS.tolist(), learnt, strict=True))
        print(f"{name:5s} seeds that have learnt, by depth:", by_depth)
        deepest = deepest_that_learns(DEPTHS, costs[name], limits)
        print(f"{name:5s} the largest depth that works: {deepest}")


print_depths(final, final_limits)
compare_prediction(
    "deepest_small",
    predicted_deepest_small,
    deepest_that_learns(DEPTHS, final["0.01"], final_limits),
)

# %% [markdown]
# ## Before you claim: five fresh seeds
#
# We chose 500 steps and rate 0.5 after we had looked at seeds 0 to 4. Numbers that helped to choose
# a setting cannot test it. So run the experiment once more, on five seeds by which nothing was
# chosen.
#
# **Predict.** With $1/\sqrt{n}$ and ten hidden layers, how many of the five fresh seeds will learn?

# %% prediction="fresh_at_ten" between=[0, 5] points=1
### BEGIN SOLUTION
predicted_fresh_at_ten = 5
### END SOLUTION

# %% demo="fresh_seeds"
fresh, fresh_limits = experiment(range(20, 25))
print_depths(fresh, fresh_limits)
learnt_at_ten = (fresh["1/√n"][-1] <= fresh_limits).sum()
compare_prediction("fresh_at_ten", predicted_fresh_at_ten, learnt_at_ten)

# %% [markdown] question="claim_depth" points=2
# **Your claim, 2 points.** Which conclusion do both sets of seeds support?
#
# - [ ] $1/\sqrt{n}$ works with any number of hidden layers.
#   > You measured up to ten. And at ten: have all ten seeds of both sets learnt?
# - [ ] Deep networks cannot be trained.
#   > Look at the rows of 1/√n: the same depths, the same number of steps.
# - [ ] Networks with weights of 0.01 could never learn, whatever the number of steps and the rate.
#   > You measured 500 steps at one rate. Slopes are tiny, not zero: what might a hundred thousand
#   > steps do? That was not measured.
# - [x] In 500 steps 0.01 worked with one hidden layer only, $1/\sqrt{n}$ at all depths up to five.
#   > Yes, by both sets of seeds. With ten hidden layers luck decides; course 2 looks for a better
#   > scale.

# %% [markdown]
# **How far the claim reaches.** At the edge, here ten hidden layers, five seeds can be lucky: set
# your two lists for $1/\sqrt{n}$ side by side. And would another setting have told the same? Half
# the steps, a smaller rate, fewer doughs:

# %% demo="other_setting"
other, other_limits = experiment(range(5), steps=250, rate=0.3, m=150)
print_depths(other, other_limits)

# %% [markdown]
# The limits move: a number of layers belongs to one setting. What stays is the order. In each of
# the three tables the small start gives up long before $1/\sqrt{n}$ does.
#
# **The puzzle, solved.** The ten-layer network of the first cell is not broken. Each layer makes
# the signal smaller by a factor like the one you printed. What reaches the last layer is too small
# to tell two doughs apart, and with what comes back networks like it did not learn in the 500 steps
# that they had.
#
# <details><summary><b>What goes wrong most often in Part 7</b> (open it after the check)</summary>
#
# - *One seed.* A lucky start learns at a depth where the next one does not. Hence *all five*; and
#   at the edge even five can be lucky. Hence the fresh ones.
# - *Different random numbers for the two scales.* Then two things differ. Here both scales use the
#   same draw, and only its size changes.
# - *Looking only at the cost.* A flat cost has many reasons. The sizes by layer tell which.
#
# </details>

# %% [markdown]
# ---
# # Part 8 · A blank page: how long is the day?
#
# *25 minutes.* New data, another kind of answer, no scaffold. How many hours is the sun above the
# horizon, at a latitude between 60° south and 60° north, on a day of the year? Astronomy has a
# formula; your network gets only examples of it.

# %% [markdown] question="where_the_loss_is"
# **Recall from Part 3.** Two of your functions have the cross-entropy built in. One is
# `compute_cost`. Which is the other?
#
# - [ ] `update_parameters`
#   > It moves every parameter against its slope, whatever it is a slope of.
# - [ ] `linear_backward`
#   > It takes the dZ that it is handed and never asks which loss it came from.
# - [x] `L_model_backward`
#   > Yes, where it starts. What it calls takes any slope that it is handed.


# %%
X_days, Y_days = day_lengths(seed=0)
print(
    "five places and days:\n",
    X_days[:, :5].round(1),
    "\nhours of daylight:",
    Y_days[0, :5].round(2),
)

# %% [markdown]
# Build a network that knows it, and a function that asks the network.
#
# - `day_length(X)`: $X$ is $(2, m)$ as above. Return $(1, m)$, hours.
# - The check wants a mean error of at most **half an hour** on 1,000 new places and days, and no
#   single error above **4 hours**.
# - The answer for a column must not depend on which other columns stand beside it.
# - Train in the same cell, **outside the function**: the check calls it several times. Not longer
#   than about 10 seconds.
# - The check sees answers only, from whatever learnt them; the formula itself does not count.
# - You may use everything that you wrote today. But the answer is a number of hours, not a yes or
#   no. So think first: what should the last layer do? Which loss? What is $dZ^{[L]}$ then? (Derive
#   it; your engine, or `slope`, can confirm it.) And the features: are they of a size that your
#   start was made for?
# - The hidden cases are new places and days.

# %% answer="day_length"
### BEGIN SOLUTION
# The numbers of the training set, once: an answer must not depend on the other columns.
CENTRE, SPREAD = X_days.mean(axis=1, keepdims=True), X_days.std(axis=1, keepdims=True)
MEAN_HOURS, SPREAD_HOURS = Y_days.mean(), Y_days.std()


def hours_forward(X, parameters):
    """The last layer stays linear: the logit of the last cache is the answer."""
    _, caches = L_model_forward((X - CENTRE) / SPREAD, parameters)
    return caches[-1][1], caches


def hours_backward(Z, T, caches):
    """Half the mean squared error has dZ = Z - T; below the last layer nothing changes."""
    L, grads = len(caches), {}
    dA, grads[f"dW{L}"], grads[f"db{L}"] = linear_backward(Z - T, caches[-1][0])
    for layer in range(L - 1, 0, -1):
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], "relu")
        grads[f"dW{layer}"], grads[f"db{layer}"] = dW, db
    return grads


np.random.seed(5)
# √(2/n): relu keeps about half of the squares, and the 2 makes up for it.
sundial = rescaled(initialize_parameters_deep([2, 20, 20, 1]), lambda n: math.sqrt(2 / n))
for _ in range(800):
    Z, caches = hours_forward(X_days, sundial)
    grads = hours_backward(Z, (Y_days - MEAN_HOURS) / SPREAD_HOURS, caches)
    sundial = update_parameters(sundial, grads, 0.2)


def day_length(X):
    """Hours of daylight, (1, m), for latitudes and days X, (2, m)."""
    return MEAN_HOURS + SPREAD_HOURS * hours_forward(X, sundial)[0]


### END SOLUTION


# %% check="day_length" points=7
X, Y = day_lengths(seed=1234, m=1000)
hours = untouched(day_length, X)
same(np.shape(hours), (1, 1000), "a row (1, m), a number of hours for each column")
same(np.isfinite(hours).all(), True, "every answer a number (nan: large steps, raw features?)")
errors = np.abs(hours - Y)
assert errors.mean() <= 0.5, f"the mean error is {errors.mean():.2f} hours; 0.5 is asked for"
assert errors.max() <= 4, f"the largest error is {errors.max():.1f} hours; at most 4 is asked for"
assert errors.max() > 1e-6, "these are the formula's own numbers; learn from the examples instead"
same(day_length(X[:, :1]), hours[:, :1], "the first column alone gets the same answer")
same(day_length(X[:, 400::-1]), hours[:, 400::-1], "in another order the answers move along")
### BEGIN HIDDEN TESTS
X, Y = day_lengths(seed=int(rng.integers(10**6)), m=1000)
errors = np.abs(day_length(X) - Y)
assert errors.mean() <= 0.55, f"new places: the mean error is {errors.mean():.2f} hours"
### END HIDDEN TESTS


# %% right="day_length"
def random_units_and_least_squares(X):
    drawn = np.random.default_rng(1)
    W, b = 2 * drawn.standard_normal((200, 2)), 2 * drawn.standard_normal((200, 1))
    centre, spread = X_days.mean(axis=1, keepdims=True), X_days.std(axis=1, keepdims=True)

    def hidden(X):
        return np.vstack([np.maximum(W @ ((X - centre) / spread) + b, 0), np.ones((1, X.shape[1]))])

    H = hidden(X_days)
    v = np.linalg.solve(H @ H.T + 0.1 * np.eye(201), H @ Y_days.T)
    return v.T @ hidden(X)


def from_the_nearest_examples(X, count=4):
    scale = np.array([[60.0], [182.0]])
    answers = np.empty((1, X.shape[1]))
    for i in range(X.shape[1]):
        gaps = np.sum(((X_days - X[:, [i]]) / scale) ** 2, axis=0)
        nearest = np.argsort(gaps)[:count]
        near = 1 / (gaps[nearest] + 1e-6)
        answers[0, i] = np.sum(near * Y_days[0, nearest]) / near.sum()
    return answers


def one_hidden_layer_of_tanh(X):
    drawn = np.random.default_rng(0)
    centre, spread = X_days.mean(axis=1, keepdims=True), X_days.std(axis=1, keepdims=True)
    W, b = drawn.standard_normal((16, 2)), drawn.standard_normal((16, 1))
    v, c, S, T = np.zeros((1, 16)), 0.0, (X_days - centre) / spread, Y_days - 12
    for _ in range(1500):
        A = np.tanh(W @ S + b)
        dZ2 = v @ A + c - T
        dZ1 = v.T @ dZ2 * (1 - A**2)
        v, c = v - 0.05 * dZ2 @ A.T / T.size, c - 0.05 * dZ2.mean()
        W, b = W - 0.05 * dZ1 @ S.T / T.size, b - 0.05 * dZ1.mean(axis=1, keepdims=True)
    return 12 + v @ np.tanh(W @ ((X - centre) / spread) + b) + c


# %% wrong="day_length"
def _hours(X, hidden=200, target=lambda Y: Y, back=lambda Y: Y, scale=True):
    """Random relu units and least squares, with one thing changed."""
    drawn = np.random.default_rng(1)
    W, b = 2 * drawn.standard_normal((hidden, 2)), 2 * drawn.standard_normal((hidden, 1))
    centre, spread = X_days.mean(axis=1, keepdims=True), X_days.std(axis=1, keepdims=True)

    def units(X):
        S = (X - centre) / spread if scale else X
        return np.vstack([np.maximum(W @ S + b, 0), np.ones((1, X.shape[1]))])

    H = units(X_days)
    v = np.linalg.solve(H @ H.T + 0.1 * np.eye(hidden + 1), H @ target(Y_days).T)
    return back(v.T @ units(X))


def keeps_the_sigmoid(X):
    """A sigmoid answers between 0 and 1. How many hours can it say?"""
    return _hours(X, back=lambda Y: 1 / (1 + np.exp(-Y)))


def forgets_to_scale_back(X):
    """Your network learnt scaled hours. Bring its answers back to hours."""
    mean, spread = Y_days.mean(), Y_days.std()
    return _hours(X, target=lambda Y: (Y - mean) / spread)


def always_says_twelve(X):
    """Your answer is always the mean. Do your features reach the last layer at all?"""
    return np.full((1, X.shape[1]), 12.0)


def answers_with_one_axis(X):
    """The answers should have the shape (1, m)."""
    return _hours(X).ravel()


def draws_a_plane(X):
    """The day is long in June in the north and in December in the south. A plane cannot do that:
    where are your hidden units?"""
    H = np.vstack([X_days, np.ones((1, X_days.shape[1]))])
    v = np.linalg.lstsq(H.T, Y_days.T, rcond=None)[0]
    return v.T @ np.vstack([X, np.ones((1, X.shape[1]))])


def asks_the_formula(X):
    """Exact to the last digit: that is the formula itself. What can be learnt from the examples?"""
    from shared_utils.daylight import hours_of_daylight

    return hours_of_daylight(X[:1], X[1:])


def scales_by_the_other_columns(X):
    """An answer changes with the columns beside it. Scale with the numbers of the training set."""
    centre, spread = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True) + 1e-9
    own = X_days.mean(axis=1, keepdims=True), X_days.std(axis=1, keepdims=True)
    return _hours((X - centre) / spread * own[1] + own[0])


# %% [markdown]
# ## Look: your sundial
#
# Write your own latitude (south is negative) and look at a year of yours.

# %% demo="your_latitude"
from shared_utils.daylight import hours_of_daylight

my_latitude = 20.0
days = np.arange(0, 365, 5.0)
own = np.vstack([np.full(len(days), my_latitude), days])
formula = hours_of_daylight(my_latitude, days)
largest = np.abs(day_length(own)[0] - formula).max()
show(
    curves(
        days,
        {"your network": day_length(own)[0], "the formula": formula},
        "day of the year",
        "hours of daylight",
        f"A year at latitude {my_latitude:g}°",
    ),
    "Hours of daylight over a year, from the network and from the formula. The network's curve has "
    f"small corners; from the smooth wave of the formula it is up to {largest:.2f} hours away.",
)
print(f"largest difference over this year: {largest:.2f} hours")

# %% [markdown] question="outside" points=1
# **Before somebody uses it.** Someone at 69° north asks for a day in December. Your network answers
# with some number of hours. Why should you not print it?
#
# - [ ] The network makes errors of some minutes.
#   > It does, everywhere. Something worse happens at 69° north: compare with the training data.
# - [x] No example came from beyond 60°.
#   > Yes. There the sun may stay down all day, which nothing in the data shows. A
#   > network answers every question, also those it was never taught. Who is left out of the data
#   > gets answers made for others.
# - [ ] The latitude is too large a number for a network.
#   > Features are scaled; 69 is hardly larger than 60. What matters is what was in the data.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 8</b> (open it after the check)</summary>
#
# - *A sigmoid at the end.* It can only answer between 0 and 1. For a number of hours the last layer
#   stays linear.
# - *The slope of another loss.* For $\frac12 (z - t)^2$ it is $z - t$: the same form as $a - y$,
#   from another derivation.
# - *Raw features.* A latitude of 60 and a day of 300 drown the start of the network. Week 2
#   measured it: scale, with the numbers of the training set.
#
# </details>

# %% [markdown]
# ## All of it, in one cell
#
# A network on twenty doughs: drawn, trained, listened to. Then its slopes in three ways, each of
# which you wrote or repaired, and for one dough those of the last layer as you derived them. Nearly
# every function of today has a part in this.

# %% demo="all_of_it"
np.random.seed(2)
few_X, few_Y = doughs(seed=3, m=20)
drawn = rescaled(initialize_parameters_deep([2, 6, 4, 1]), lambda n: 1 / math.sqrt(n))
trained, costs = descend(drawn, few_X, few_Y, steps=300, rate=0.5)
AL, caches = L_model_forward(few_X, trained)
print(f"cost {costs[0]:.3f} → {compute_cost(AL, few_Y):.3f}")
print("signal by layer:", [round(float(size), 2) for size in signal_by_layer(few_X, trained)])
check_relu_backward(relu_backward)  # an AssertionError here would be bad news
compact = compact_backward(AL, few_Y, caches)
by_caches = L_model_backward(AL, few_Y, caches)
by_engine = value_gradients(trained, few_X, few_Y)
a, one_dough = L_model_forward(few_X[:, :1], trained)
(a_prev, W, _), _ = one_dough[-1]
dW, db, _ = slopes_of_one_example(a - few_Y[:, :1], a_prev, W)
of_one_dough = L_model_backward(a, few_Y[:, :1], one_dough)
print_table(
    [
        ("engine, against caches", by_engine, {key: by_caches[key] for key in compact}),
        ("compact, against caches", compact, {key: by_caches[key] for key in compact}),
        (
            "one dough, your derivation against caches",
            {"dW3": dW, "db3": db},
            {key: of_one_dough[key] for key in ("dW3", "db3")},
        ),
    ]
)

# %% [markdown]
# ## Further, if you like (no points)
#
# **Train on your engine.** One hidden layer of four units on ten doughs, with `value_gradients` and
# `update_parameters`. Set `my_steps`; the cell says how far the cost fell, and how long your engine
# and your caches took for the same steps. How many times slower is the engine, and why?

# %% demo="further"
my_steps = 0  # such as 50
if my_steps:
    np.random.seed(0)
    few_X, few_Y = doughs(seed=3, m=10)
    small = rescaled(initialize_parameters(2, 4, 1), lambda n: 1 / math.sqrt(n))
    before = cost_of(few_X, small, few_Y)
    began = time.perf_counter()
    descend(small, few_X, few_Y, my_steps, 0.5)
    with_caches = time.perf_counter() - began
    began = time.perf_counter()
    for _ in tqdm(range(my_steps)):
        small = update_parameters(small, value_gradients(small, few_X, few_Y), 0.5)
    on_engine = time.perf_counter() - began
    after = cost_of(few_X, small, few_Y)
    print(f"{my_steps} steps: caches {with_caches:.3f} s, engine {on_engine:.3f} s")
    print(f"cost {before:.3f} → {after:.3f}, goal 0.4:", "met" if after < 0.4 else "not yet")

# %% [markdown]
# ## What you can do now
#
# You built one network three times, and all its gradients agree: by hand while it is tiny, with
# caches to any depth, and on an engine that needs only the slope of each small step. You know why
# $dW$ and $db$ are means and $dA$ is not, how a wrong cache index hides behind equal widths and
# behind stretching, and why a network with too small a start hears nothing. The next lesson, *Deep
# network, applied*, trains such networks on pictures. There a compact forward and backward pass is
# given: you know what is in it.
