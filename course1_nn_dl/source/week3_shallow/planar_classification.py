# %% [markdown]
# # One hidden layer: how straight lines bend
#
# A park has a bed in the shape of a flower. In two of its four petals grows thyme, which likes dry
# soil; in the other two grows mint, which is always thirsty. A watering robot knows where it
# stands: so many metres east and north of the middle. Should it water here?
#
# **The puzzle.** Last week's neuron draws a straight line, and no straight line parts these
# petals. Today you put four such neurons side by side, and a fifth behind them. Each still draws
# only a straight line. Yet together they follow the petals. Where do the curves come from? In Part
# 9 you will take the curve apart, line by line.

# %%
import math
import zlib

import numpy as np
from tqdm.auto import tqdm

from shared_utils.checks import accepts, same, slope, untouched
from shared_utils.graphs import Node, computation_graph
from shared_utils.planar import blobs, circles, flower, moons, no_structure, spirals
from shared_utils.plots import (
    cost_curves,
    curves,
    curves_with_errors,
    decision_line,
    decision_region_grid,
    decision_regions,
    scatter_points,
    show,
)
from shared_utils.predictions import compare_prediction
from shared_utils.sliders import slider

# %% only="source"
from autograder.authoring.plain import (
    backward_propagation_reference,
    compute_cost_reference,
    count_different_units_reference,
    forward_propagation_reference,
    mean_and_standard_error_reference,
    one_line_reference,
    predict_reference,
    relu_gradients_reference,
    rng,
    smallest_good_size_reference,
    tanh_slope_reference,
    update_parameters_reference,
)

# %%
X_flower, Y_flower = flower(seed=0)
X_dev, Y_dev = flower(seed=1000, m=1000)
PLACE = ("metres east of the middle", "metres north of the middle")
HERBS = ("thyme: keep dry", "mint: water")


def sigmoid(z):
    """Last week's sigmoid: 1 / (1 + e^(-z)) of each entry; z of any shape."""
    return 1 / (1 + np.exp(-z))


# %% demo="puzzle"
show(
    scatter_points(X_flower, Y_flower, PLACE, HERBS, "400 plants of the flower bed"),
    "Four petals around the middle. In the petals to the right and to the left stand circles, "
    "thyme; in the upper and the lower petal stand triangles, mint.",
)
print("X_flower", X_flower.shape, " Y_flower", Y_flower.shape, " share of mint", Y_flower.mean())

# %% [markdown]
# ## What you will be able to do
#
# | After this lesson you can … | … and show it by writing |
# |---|---|
# | **build** a hidden layer and **say** what each unit sees | `forward_propagation`, `worst_pair` |
# | **say** what a layer without tanh can do, **derive** the gradients | `one_line`, `dL_dz1` |
# | **find** a mistake by evidence and **write** a test for it | `evidence`, `check_gradients` |
# | **train** it and **measure** whether its units differ | `nn_model`, `count_different_units` |
# | **choose** its size and **apply** it elsewhere | `smallest_good_size`, `is_mint` |
#
# **You need:** *Logistic regression* (sigmoid, cost, gradients, `slope`) and matrix products.
#
# **Time:** Part 1: 10 minutes, 2: 20, 3: 15, 4: 30, 5: 25, 6: 20, 7: 10, 8: 15, 9: 40. That is
# about three hours and five minutes; stop after any part.
#
# **Computer:** about a minute of computing in all, 0.3 GB of memory, no network.
#
# ## How the lesson works
#
# As last week: write where you see `YOUR CODE HERE`, run the *check* below as often as you like.
# Grading runs the same checks and adds **the same statements on fresh random numbers**. A
# prediction earns its point when you make it.
#
# ## Conventions, said once
#
# - **Columns are examples.** $X$ is $(n_x, m)$; $Y$ is $(1, m)$ and holds 0 and 1.
# - Layer 1 is the *hidden* layer with $n_h$ *units* (neurons); layer 2 is the *output*, $n_y$ units
#   (here one).
# - **A number in brackets is the layer, a subscript the unit, a number in round brackets the
#   example:** $a^{[1]}_0$ is what unit 0 of layer 1 hands on, $y^{(i)}$ is the truth of example
#   $i$. Units count from 0, as in code. Capitals hold a whole layer and all examples. In code the
#   layer stands behind the letter: `W1`, `a1`, `dz2`.
# - $W^{[1]}$ is $(n_h, n_x)$, one **row** for each unit; $b^{[1]}$ is $(n_h, 1)$. $W^{[2]}$ is
#   $(n_y, n_h)$, $b^{[2]}$ is $(n_y, 1)$. They live in a dictionary `parameters` with the keys
#   `"W1"`, `"b1"`, `"W2"`, `"b2"`.
# - $Z$ is what a layer sums up, $A$ is what it hands on: $A^{[1]} = \tanh(Z^{[1]})$,
#   $A^{[2]} = \sigma(Z^{[2]})$. tanh and σ are *activation functions*; they are not linear, they
#   bend. What one returns is the unit's *activation*.
# - `dW1` in code is short for $\partial J/\partial W^{[1]}$; it has the shape of $W^{[1]}$. $\log$
#   is the natural logarithm. The cost $J$ is the **mean** loss.
# - `dZ1`, `dZ2` hold for each example the slope of **its own loss** $L$; the mean is taken when
#   the examples are summed up.
# - **Tie rule:** the answer is 1 when $A^{[2]}$ is *strictly* greater than 0.5.
# - No function of yours changes what it is given.
# - `np.random.seed` stands in cells that draw a picture, so that you may see what we saw. With a
#   start from another generator your pictures differ a little. No check depends on a seed.

# %% [markdown]
# ---
# # Part 1 · One line is not enough
#
# *10 minutes.*

# %% [markdown] question="what_one_neuron_draws"
# **From last week.** A single neuron answers 1 where $\sigma(w^\top x + b) > 0.5$. In the plane,
# what does the border between its two answers look like?
#
# - [x] A straight line.
#   > Yes. At the border w·x + b = 0, and that is the equation of a line. The sigmoid only says
#   > how sure the neuron is on each side.
# - [ ] A curve in the shape of the sigmoid.
#   > The sigmoid tells how sure the neuron is. Where is its value exactly 0.5?
# - [ ] A circle around the origin.
#   > That would need squares of the coordinates. Which powers stand in w·x + b?

# %% [markdown]
# Half of the plants are mint, so always answering *thyme* is right for one half.
#
# **Predict.** Last week's neuron trains on the flower bed. On what share of the plants will it be
# right?

# %% prediction="line_accuracy" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_line_accuracy = 0.7
### END SOLUTION


# %%
def train_one_neuron(X, Y, num_iterations=1000, learning_rate=0.5):
    """Last week's model in short: w (n_x, 1) and b of a neuron trained from zeros."""
    w, b = np.zeros((X.shape[0], 1)), 0.0
    for _ in range(num_iterations):
        dZ = sigmoid(w.T @ X + b) - Y
        w = w - learning_rate * X @ dZ.T / Y.size
        b = b - learning_rate * float(dZ.mean())
    return w, b


# %% demo="line_fails"
w, b = train_one_neuron(X_flower, Y_flower)
line_accuracy = np.mean((w.T @ X_flower + b > 0) == Y_flower)
show(
    decision_line(w, b, X_flower, Y_flower, PLACE, HERBS, f"One neuron: {line_accuracy:.1%} right"),
    "The flower bed and the line of one trained neuron, which cuts through petals of both herbs.",
)
compare_prediction("line_accuracy", predicted_line_accuracy, line_accuracy)

# %% [markdown] question="why_a_coin"
# **Explain.** Why does more training not help this neuron?
#
# - [ ] Its learning rate is too small.
#   > A better rate finds the best line sooner. How good can a line be here?
# - [ ] 400 plants are too few.
#   > More plants would show the same petals. Look at both sides of the line.
# - [x] Petals of one herb lie opposite each other: at least one side of any line holds both herbs.
#   > Yes. Where both herbs lie on one side, one of them gets the wrong answer. The model is too
#   > simple; training cannot mend that.

# %% [markdown]
# ## Worked example: two neurons and one behind them
#
# Take a simpler bed: a strip of mint from 1 metre west to 1 metre east of the middle, thyme on both
# sides. Two neurons look at a place $x$ (metres east). They use $\tanh$, which goes from -1 to 1:
#
# $$a^{[1]}_0 = \tanh(3x + 3), \qquad a^{[1]}_1 = \tanh(-3x + 3), \qquad \text{all plain numbers.}$$
#
# The first is near 1 to the right of $-1$, the second is near 1 to the left of $+1$.

# %%
for x in (-3.0, -2.0, 0.0, 2.0, 3.0):
    a1 = [math.tanh(3 * x + 3), math.tanh(-3 * x + 3)]
    print(f"x = {x:4.1f}: unit 0 says {a1[0]:6.3f}, unit 1 says {a1[1]:6.3f}")

# %% [markdown]
# ## Your numbers: the neuron behind
#
# A third neuron, layer 2, sees only what these two say:
#
# $$a^{[2]} = \sigma\bigl(w^{[2]}_0 a^{[1]}_0 + w^{[2]}_1 a^{[1]}_1 + b^{[2]}\bigr).$$
#
# Choose its two weights and its bias so that it says mint ($a^{[2]} > 0.5$) in the strip and thyme
# outside. Look at the table: which sum tells inside from outside?

# %% answer="strip_neuron"
# Write: strip_neuron = (weight of unit 0, weight of unit 1, bias), with your numbers
### BEGIN SOLUTION
# The sum is about 2 inside the strip and about 0 outside. Doubled, that is 4 and 0; the bias puts 0
# in the middle between them.
strip_neuron = (2.0, 2.0, -2.0)
### END SOLUTION

# %% check="strip_neuron" points=2
assert np.size(strip_neuron) == 3, "three numbers are asked for: two weights and a bias"
w2_0, w2_1, b2 = np.ravel(strip_neuron)
for x, herb in ((-3, "thyme"), (-1.3, "thyme"), (-0.7, "mint"), (0, "mint"), (0.7, "mint")):
    for place in (x, -x):
        a2 = sigmoid(w2_0 * math.tanh(3 * place + 3) + w2_1 * math.tanh(-3 * place + 3) + b2)
        says = "mint" if a2 > 0.5 else "thyme"
        assert says == herb, f"at x = {place} grows {herb}, but your neuron says {says} ({a2:.6f})"

# %% right="strip_neuron"
with_larger_weights = [10, 10, -10]
with_another_bias = (1.0, 1.0, -0.8)
as_an_array = np.array([3.0, 3.1, -3.0])

# %% wrong="strip_neuron"
without_a_bias = (2.0, 2.0, 0.0)
uses_one_neuron_only = (2.0, 0.0, -1.0)
has_the_bias_turned = (2.0, 2.0, 2.0)
subtracts_the_second = (2.0, -2.0, 0.0)
says_the_opposite = (-2.0, -2.0, 2.0)

# %% [markdown]
# Two borders from two neurons, joined by a third: no single neuron can do that. The two in front
# are a *hidden layer*. The rest of the lesson is this idea with more units, and without choosing
# the numbers by hand.
#
# ## Your lines: how large is each layer?


# %% answer="layer_sizes"
def layer_sizes(X, Y):
    """Return the sizes of the layers; the hidden layer has 4 units.

    X: (n_x, m), Y: (n_y, m)
    returns: n_x, n_h, n_y (three whole numbers)
    """
    n_h = 4
    ### BEGIN SOLUTION
    # Features and answers are rows; the columns, axis 1, are examples and belong to no layer.
    n_x = X.shape[0]
    n_y = Y.shape[0]
    ### END SOLUTION
    return n_x, n_h, n_y


# %% check="layer_sizes" points=2
same(layer_sizes(np.zeros((2, 7)), np.zeros((1, 7))), (2, 4, 1), "7 places, one answer each")
same(
    layer_sizes(np.zeros((5, 3)), np.zeros((2, 3))), (5, 4, 2), "3 examples, 5 features, 2 answers"
)
same(layer_sizes(np.zeros((3, 1)), np.zeros((1, 1))), (3, 4, 1), "a single example")
### BEGIN HIDDEN TESTS
n_x, n_y, m = (int(size) for size in rng.permutation([6, 3, 8]))
same(layer_sizes(np.zeros((n_x, m)), np.zeros((n_y, m))), (n_x, 4, n_y), "other sizes")
### END HIDDEN TESTS


# %% right="layer_sizes"
def by_counting_rows(X, Y):
    return len(X), 4, len(Y)


def by_unpacking(X, Y):
    (n_x, m), (n_y, _) = X.shape, Y.shape
    return n_x, 4, n_y


def by_dividing_by_the_examples(X, Y, n_h=4):
    m = X.shape[1]
    return X.size // m, n_h, Y.size // m


# %% wrong="layer_sizes"
def counts_the_examples(X, Y):
    """Which axis holds the examples? A layer has a unit for each feature, not for each example."""
    return X.shape[1], 4, Y.shape[1]


def always_one_output(X, Y):
    """n_y is the number of rows of Y. Do you read it from Y?"""
    return X.shape[0], 4, 1


def always_two_inputs(X, Y):
    """n_x is the number of rows of X. Do you read it from X?"""
    return 2, 4, Y.shape[0]


def counts_all_numbers(X, Y):
    """.size counts all numbers of an array. How many stand in one column?"""
    return X.size, 4, Y.size


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 1</b> (open it after the check)</summary>
#
# - *No bias in the neuron behind.* $a^{[1]}_0 + a^{[1]}_1$ is about 2 inside and about 0 outside.
#   The bias puts the border between 0 and 2; without it, every place with a sum a little above 0
#   counts as inside.
# - *Reading the number of examples as the number of features.* Rows are features here, columns are
#   examples.
#
# </details>

# %% [markdown]
# ---
# # Part 2 · A layer of neurons
#
# *20 minutes.*

# %% [markdown] question="rows_and_columns"
# **Recall.** $W$ is $(4, 2)$, $X$ is $(2, 400)$, $b$ is $(4, 1)$. What is the shape of
# `W @ X + b`, and what does `+ b` do?
#
# - [ ] (4, 400); b is added to the first column.
#   > The shape is right. Broadcasting stretches an axis of length 1 over the whole axis.
# - [ ] (4, 2); the examples are summed up.
#   > The inner axis, here 2, is the one that a product sums over.
# - [x] (4, 400); row k gets the number b[k] everywhere.
#   > Yes: one bias for each unit, the same for all examples.

# %% [markdown]
# ## Worked example: three units look at one place
#
# Each row of $W^{[1]}$ is the $w^\top$ of one unit. One product asks all units at once:
#
# $$Z^{[1]} = W^{[1]} X + b^{[1]} \quad (n_h, n_x)(n_x, m) + (n_h, 1) \to (n_h, m), \qquad
# A^{[1]} = \tanh(Z^{[1]}).$$

# %%
W1 = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 2.0]])  # (3, 2): three units, two features
b1 = np.array([[0.5], [-1.0], [0.0]])  # (3, 1)
x = np.array([[2.0], [0.5]])  # (2, 1): one place
print("unit 0 alone: ", W1[0] @ x[:, 0] + b1[0, 0])
print("all at once:\n", W1 @ x + b1)
print("activations:\n", np.tanh(W1 @ x + b1))

# %% [markdown]
# ## Your function: `initialize_parameters`
#
# A neuron alone may start at zeros. A layer must not: Part 7 shows what happens. So we draw the
# weights at random, from a normal distribution with mean 0 and standard deviation 0.01, and set
# the biases to 0:
#
# $$\begin{aligned}
# W^{[1]} &= 0.01 \cdot \mathcal N(0, 1) \;\; (n_h, n_x), & \quad b^{[1]} &= 0 \;\; (n_h, 1), \\
# W^{[2]} &= 0.01 \cdot \mathcal N(0, 1) \;\; (n_y, n_h), & \quad b^{[2]} &= 0 \;\; (n_y, 1).
# \end{aligned}$$
#
# `np.random.randn(rows, columns)` draws from $\mathcal N(0, 1)$. (Why so small? Part 3.)


# %% answer="initialize_parameters"
def initialize_parameters(n_x, n_h, n_y):
    """Return the parameters of a network that knows nothing yet.

    n_x, n_h, n_y: the sizes of the layers
    returns: {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}, all floats;
        weights normal with mean 0 and standard deviation 0.01, biases 0
    """
    ### BEGIN SOLUTION
    # Random, so that no two units start alike; small, so that tanh starts where it is steep.
    W1 = 0.01 * np.random.randn(n_h, n_x)
    # Biases may start alike: the weights already tell the units apart. A column, for broadcasting.
    b1 = np.zeros((n_h, 1))
    W2 = 0.01 * np.random.randn(n_y, n_h)
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    ### END SOLUTION


# %% [markdown]
# Random numbers have no expected values, but they have properties. The check draws many and looks
# at those.

# %% check="initialize_parameters" points=3
small = initialize_parameters(2, 4, 1)
same(
    {key: np.shape(small[key]) for key in small},
    {"W1": (4, 2), "b1": (4, 1), "W2": (1, 4), "b2": (1, 1)},
    "the shapes for n_x = 2, n_h = 4, n_y = 1",
)
large = initialize_parameters(40, 60, 30)
same(large["W1"].shape, (60, 40), "the shape of W1 for n_x = 40, n_h = 60")
same(large["W2"].shape, (30, 60), "the shape of W2 for n_h = 60, n_y = 30")
same(large["b1"], np.zeros((60, 1)), "b1 is a column of zeros")
same(large["b2"], np.zeros((30, 1)), "b2 is a column of zeros")
same(large["b1"].dtype.kind + large["b2"].dtype.kind, "ff", "biases are floats, to learn fractions")
for key in ("W1", "W2"):
    W = np.asarray(large[key])
    print(f"{key}: mean {W.mean():.4f}, standard deviation {W.std():.4f}")
    properties = {
        "no number repeats": np.unique(W).size > 0.99 * W.size,
        "the mean is close to 0": abs(W.mean()) < 0.002,
        "the standard deviation is close to 0.01": 0.009 < W.std() < 0.011,
        "some numbers lie beyond 0.02": np.abs(W).max() > 0.02,
    }
    same(properties, dict.fromkeys(properties, True), f"{key} is normal, with 0.01 as its spread")
### BEGIN HIDDEN TESTS
n_x, n_h, n_y = (int(size) for size in rng.permutation([33, 47, 58]))
other = initialize_parameters(n_x, n_h, n_y)
same(other["W1"].shape, (n_h, n_x), "the shape of W1 for other sizes")
same(other["W2"].shape, (n_y, n_h), "the shape of W2 for other sizes")
for key in ("W1", "W2"):
    spread = float(np.std(other[key]))
    assert 0.009 < spread < 0.011, f"{key}: the standard deviation is {spread:.4f}, not 0.01"
### END HIDDEN TESTS


# %% right="initialize_parameters"
def by_a_generator(n_x, n_h, n_y, seed=None):
    random = np.random.default_rng(seed)
    return {
        "W1": random.normal(0, 0.01, (n_h, n_x)),
        "W2": random.normal(0, 0.01, (n_y, n_h)),
        "b1": np.zeros((n_h, 1)),
        "b2": np.zeros((n_y, 1)),
    }


def with_a_seed_inside(n_x, n_h, n_y):
    np.random.seed(3)
    first, second = np.random.randn(n_y, n_h) / 100, np.random.randn(n_h, n_x) / 100
    return dict(W1=second, b1=np.full((n_h, 1), 0.0), W2=first, b2=np.full((n_y, 1), 0.0))


def in_single_precision(n_x, n_h, n_y):
    parameters = {}
    for layer, (rows, columns) in enumerate([(n_h, n_x), (n_y, n_h)], start=1):
        W = np.random.default_rng().standard_normal((rows, columns), dtype=np.float32)
        parameters[f"W{layer}"] = W * np.float32(0.01)
        parameters[f"b{layer}"] = np.zeros((rows, 1), dtype=np.float32)
    return parameters


# %% wrong="initialize_parameters"
def _start(W1, W2):
    return {"W1": W1, "b1": np.zeros((len(W1), 1)), "W2": W2, "b2": np.zeros((len(W2), 1))}


def all_weights_at_zero(n_x, n_h, n_y):
    """All your weights are 0. The docstring asks for random ones."""
    return _start(np.zeros((n_h, n_x)), np.zeros((n_y, n_h)))


def one_row_for_all_units(n_x, n_h, n_y):
    """All rows of your W1 are equal. Draw every row on its own."""
    row = 0.01 * np.random.randn(1, n_x)
    return _start(np.repeat(row, n_h, axis=0), np.full((n_y, n_h), 0.01))


def has_inputs_in_rows(n_x, n_h, n_y):
    """W1 has one row for each hidden unit. Which size comes first in its shape?"""
    parameters = _start(0.01 * np.random.randn(n_h, n_x), 0.01 * np.random.randn(n_y, n_h))
    return parameters | {"W1": parameters["W1"].T, "W2": parameters["W2"].T}


def forgets_the_factor(n_x, n_h, n_y):
    """The spread of your weights is 1, and 0.01 is asked for. Which factor is missing?"""
    return _start(np.random.randn(n_h, n_x), np.random.randn(n_y, n_h))


def draws_positive_numbers_only(n_x, n_h, n_y):
    """All your weights are positive. rand draws from 0 to 1; which function is centred at 0?"""
    return _start(0.01 * np.random.rand(n_h, n_x), 0.01 * np.random.rand(n_y, n_h))


def has_flat_biases(n_x, n_h, n_y):
    """A bias of shape (n_h,) is added along the examples. It must be a column: (n_h, 1)."""
    parameters = _start(0.01 * np.random.randn(n_h, n_x), 0.01 * np.random.randn(n_y, n_h))
    return parameters | {"b1": np.zeros(n_h), "b2": np.zeros(n_y)}


def draws_the_biases_too(n_x, n_h, n_y):
    """The weights alone break the tie between the units. At what do the biases start?"""
    parameters = _start(0.01 * np.random.randn(n_h, n_x), 0.01 * np.random.randn(n_y, n_h))
    return parameters | {"b1": 0.01 * np.random.randn(n_h, 1)}


# %% [markdown]
# ## Your function: `forward_propagation`
#
# The first layer as above, then the same again with the output neuron. Read the shapes:
#
# $$\begin{aligned}
# Z^{[1]} &= W^{[1]} X + b^{[1]} & (n_h, n_x)(n_x, m) + (n_h, 1) &\to (n_h, m) \\
# A^{[1]} &= \tanh(Z^{[1]}) & &\phantom{\to}\; (n_h, m) \\
# Z^{[2]} &= W^{[2]} A^{[1]} + b^{[2]} & (1, n_h)(n_h, m) + (1, 1) &\to (1, m) \\
# A^{[2]} &= \sigma(Z^{[2]}) & &\phantom{\to}\; (1, m)
# \end{aligned}$$
#
# The backward pass will need some of these, so we keep all four in a *cache*.


# %% answer="forward_propagation"
def forward_propagation(X, parameters):
    """Return the network's output and what the backward pass needs.

    X: (n_x, m); parameters: W1 (n_h, n_x), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1)
    returns: A2 (1, m), cache {"Z1": (n_h, m), "A1": (n_h, m), "Z2": (1, m), "A2": (1, m)}
    """
    # Step 1: take the parameters out of the dictionary.
    # Step 2: the hidden layer, with tanh.
    # Step 3: the output, with the sigmoid.
    ### BEGIN SOLUTION
    W1, b1, W2, b2 = (parameters[key] for key in ("W1", "b1", "W2", "b2"))
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    # What layer 1 hands on is what layer 2 sees: A1 stands where X stood.
    Z2 = W2 @ A1 + b2
    A2 = sigmoid(Z2)
    # Z1 and Z2 are kept for looking at.
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    ### END SOLUTION


# %% check="forward_propagation" points=6
L = math.log(3)  # tanh(L) = 0.8 and tanh(L/2) = 0.5, so these can be done by hand
parameters = {
    "W1": np.array([[L / 2, -L / 2], [0.0, L / 2], [L / 2, L]]),
    "b1": np.array([[L / 2], [L / 2], [-L / 2]]),
    "W2": np.array([[2.0, -1.0, 0.5]]),
    "b2": np.array([[0.3]]),
}
X = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
A2, cache = untouched(forward_propagation, X, parameters)
same(isinstance(cache, dict), True, "A2 comes first; the cache comes second and is a dictionary")
same(cache["Z1"], L * np.array([[1.0, 0.0, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, -1.0]]), "Z1 by hand")
same(cache["A1"], np.array([[0.8, 0.0, 0.0], [0.5, 0.8, 0.5], [0.0, 0.5, -0.8]]), "A1 by hand")
same(cache["Z2"], np.array([[1.4, -0.25, -0.6]]), "Z2 by hand")
same(A2, sigmoid(np.array([[1.4, -0.25, -0.6]])), "A2 is the sigmoid of Z2")
same(cache["A2"], A2, "the cache holds A2 too")
one, _ = forward_propagation(X[:, :1], parameters)
same(one, A2[:, :1], "one place alone gets the same output")
### BEGIN HIDDEN TESTS
for n_x, n_h, m in ((3, 5, 4), (4, 2, 1)):
    parameters = {
        "W1": rng.standard_normal((n_h, n_x)),
        "b1": rng.standard_normal((n_h, 1)),
        "W2": rng.standard_normal((1, n_h)),
        "b2": rng.standard_normal((1, 1)),
    }
    X = rng.standard_normal((n_x, m))
    A2, cache = forward_propagation(X, parameters)
    expected, expected_cache = forward_propagation_reference(X, parameters)
    same(A2, expected, f"A2 for {m} other examples")
    for key in ("Z1", "A1", "Z2", "A2"):
        same(cache[key], expected_cache[key], f"{key} in the cache for {m} other examples")
### END HIDDEN TESTS


# %% right="forward_propagation"
def with_dot_and_an_exponential(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = 1 - 2 / (np.exp(2 * Z1) + 1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = 0.5 * (1 + np.tanh(Z2 / 2))
    return A2, dict(A1=A1, A2=A2, Z1=Z1, Z2=Z2)


def one_example_after_another(X, parameters):
    cache = {"Z1": [], "A1": [], "Z2": [], "A2": []}
    for i in range(X.shape[1]):
        z1 = parameters["W1"] @ X[:, [i]] + parameters["b1"]
        z2 = parameters["W2"] @ np.tanh(z1) + parameters["b2"]
        columns = {"Z1": z1, "A1": np.tanh(z1), "Z2": z2, "A2": 1 / (1 + np.exp(-z2))}
        for key, column in columns.items():
            cache[key].append(column)
    cache = {key: np.hstack(columns) for key, columns in cache.items()}
    return cache["A2"], cache


def by_einsum(X, parameters, activation=np.tanh):
    Z1 = np.einsum("ij,jk->ik", parameters["W1"], X) + parameters["b1"]
    A1 = activation(Z1)
    Z2 = np.einsum("ij,jk->ik", parameters["W2"], A1) + parameters["b2"]
    A2 = np.exp(-np.logaddexp(0, -Z2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def with_the_biases_inside_the_products(X, parameters):
    ones = np.ones((1, X.shape[1]))
    Z1 = np.hstack([parameters["W1"], parameters["b1"]]) @ np.vstack([X, ones])
    A1 = 2 * sigmoid(2 * Z1) - 1
    Z2 = np.hstack([parameters["W2"], parameters["b2"]]) @ np.vstack([A1, ones])
    return sigmoid(Z2), {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": sigmoid(Z2)}


# %% wrong="forward_propagation"
def _forward(X, parameters, hidden=np.tanh, output=sigmoid, use_b1=1.0, use_b2=1.0):
    """The forward pass with one thing changed."""
    Z1 = parameters["W1"] @ X + use_b1 * parameters["b1"]
    A1 = hidden(Z1)
    Z2 = parameters["W2"] @ A1 + use_b2 * parameters["b2"]
    A2 = output(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def forgets_the_hidden_bias(X, parameters):
    """Set X to zeros: Z1 should then equal b1 in every column, not 0."""
    return _forward(X, parameters, use_b1=0.0)


def forgets_the_output_bias(X, parameters):
    """The output neuron has a bias too. Is b2 part of your Z2?"""
    return _forward(X, parameters, use_b2=0.0)


def sigmoid_in_the_hidden_layer(X, parameters):
    """Your A1 lies between 0 and 1. Which activation does the hidden layer use here?"""
    return _forward(X, parameters, hidden=sigmoid)


def relu_in_the_hidden_layer(X, parameters):
    """Your A1 has exact zeros and no negative number. Which activation is asked for?"""
    return _forward(X, parameters, hidden=lambda Z: np.maximum(Z, 0))


def no_hidden_activation(X, parameters):
    """Your A1 equals Z1. Which function comes between?"""
    return _forward(X, parameters, hidden=lambda Z: Z)


def transposes_W1(X, parameters):
    """Write the shapes side by side: (n_h, n_x) times (n_x, m). Does your product read like
    that?"""
    return _forward(X, parameters | {"W1": parameters["W1"].T})


def tanh_at_the_output(X, parameters):
    """The output must be a probability. What is the range of tanh?"""
    return _forward(X, parameters, output=np.tanh)


def swaps_A1_and_Z1_in_the_cache(X, parameters):
    """The output is right, but look at the cache: A1 must lie between -1 and 1."""
    A2, cache = _forward(X, parameters)
    return A2, cache | {"Z1": cache["A1"], "A1": cache["Z1"]}


def returns_the_logit(X, parameters):
    """A2 is a probability. Which function is still missing after Z2?"""
    _, cache = _forward(X, parameters)
    return cache["Z2"], cache


# %% [markdown]
# ## Look: what does each hidden unit see?
#
# Here is a network with four hidden units whose numbers we chose by hand for the flower bed.
# Each unit alone says *plus* ($a^{[1]} > 0$) on one side of **its own** straight line: the orange
# one in its panel. `units_off` switches units off: it sets their weights in $W^{[2]}$ to 0, so that
# the output does not hear them.

# %%
ALONG_MINT = np.array([-math.sin(0.4), math.cos(0.4)])  # from the middle into the upper petal
ALONG_THYME = np.array([math.cos(0.4), math.sin(0.4)])  # from the middle into the right petal
flower_network = {
    "W1": 1.5 * np.vstack([ALONG_MINT, -ALONG_MINT, ALONG_THYME, -ALONG_THYME]),
    "b1": np.full((4, 1), -1.5),
    "W2": np.array([[4.0, 4.0, -4.0, -4.0]]),
    "b2": np.array([[-0.5]]),
}


def units_off(parameters, units):
    """The same network, in which the output does not hear the hidden units listed in `units`."""
    W2 = parameters["W2"].copy()
    W2[:, list(units)] = 0
    return {**parameters, "W2": W2}


def share_right(parameters, X, Y):
    """The share of examples on which a network's answer is right, by your forward pass."""
    return float(np.mean((forward_propagation(X, parameters)[0] > 0.5) == Y))


# %% demo="what_units_see"
panels = {}
for unit in range(4):
    w, b = flower_network["W1"][unit], flower_network["b1"][unit, 0]
    panels[f"unit {unit}: plus where orange"] = (
        lambda places, w=w, b=b: w @ places + b > 0,
        X_flower,
        Y_flower,
    )
panels["all four, with the output"] = (
    lambda places: forward_propagation(places, flower_network)[0] > 0.5,
    X_flower,
    Y_flower,
)
show(
    decision_region_grid(panels, PLACE, columns=3),
    "Five panels. In each of the first four a straight line cuts one petal off: the upper, the "
    "lower, the right and the left one. In the last panel the border of the whole network bends "
    "around the petals.",
)
print(f"all four units: {share_right(flower_network, X_flower, Y_flower):.3f} right")

# %% [markdown]
# Now switch units off: 1 is on, 0 is off.


# %% demo="switch_units"
def draw_with_switches(unit_0=1, unit_1=1, unit_2=1, unit_3=1):
    switches = (unit_0, unit_1, unit_2, unit_3)
    network = units_off(flower_network, [k for k, on in enumerate(switches) if not on])
    return decision_regions(
        lambda places: forward_propagation(places, network)[0] > 0.5,
        X_flower,
        Y_flower,
        PLACE,
        HERBS,
        f"switches {switches}: {share_right(network, X_flower, Y_flower):.1%} right",
    )


slider(
    draw_with_switches,
    lambda **switches: f"The flower bed and the regions of the network with switches {switches}.",
    unit_0=(0, 1, 1),
    unit_1=(0, 1, 1),
    unit_2=(0, 1, 1),
    unit_3=(0, 1, 1),
)

# %% [markdown]
# **Your pair.** Which **two** units, switched off together, do the most harm on `X_flower`? Find
# out with the sliders, or try all pairs in code with `units_off` and `share_right`.

# %% answer="worst_pair"
# Write: worst_pair = (one unit, the other unit)
### BEGIN SOLUTION
# Without the thyme units nothing lifts the sum above 0 in the mint petals: every answer is thyme.
worst_pair = (2, 3)
### END SOLUTION

# %% check="worst_pair" points=2
same(np.size(worst_pair), 2, "worst_pair holds two numbers, one for each unit")
first, second = worst_pair
pairs = [(p, q) for p in range(4) for q in range(4) if p != q]
assert (first, second) in pairs, "two different units are asked for, of 0, 1, 2 and 3"
yours = share_right(units_off(flower_network, [int(first), int(second)]), X_flower, Y_flower)
shares = [share_right(units_off(flower_network, pair), X_flower, Y_flower) for pair in pairs]
assert yours <= min(shares), f"without yours {yours:.1%} are right; another pair does more harm"

# %% right="worst_pair"
in_the_other_order = (3, 2)
as_a_list = [2, 3]
as_numpy_numbers = np.array([2, 3])
by_trying_all_pairs = min(
    [(p, q) for p in range(4) for q in range(p)],
    key=lambda pair: share_right(units_off(flower_network, pair), X_flower, Y_flower),
)

# %% wrong="worst_pair"
the_mint_units = (0, 1)
one_of_each = (0, 2)
two_neighbours = (1, 2)
the_same_unit_twice = (2, 2)
counts_from_one = (3, 4)

# %% [markdown] question="why_this_pair" points=1
# **1 point.** What does the output answer without these two units, and why?
#
# - [ ] Mint in the mint petals and by chance elsewhere.
#   > Look at the picture with both switched off: how many regions are left?
# - [x] Thyme everywhere: units 0 and 1 never both say plus, so the sum stays below 0.
#   > Yes. Where one of the two is near plus 1, the other is near minus 1: their sum never rises
#   > above 0, and the bias is negative. It took the other two, which add much in a mint petal and
#   > little in a thyme petal, to lift the mint petals above 0.
# - [ ] Nothing, because a network without half of its units raises an error.
#   > The weights are 0, but the product works as before.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 2</b> (open it after the check)</summary>
#
# - *A bias of shape `(n_h,)`.* With n_h = m it is silently added along the examples, with one
#   example it makes a square table, else it is mostly an error. A column $(n_h, 1)$ always means:
#   one number for each unit.
# - *A forgotten bias.* Right after the start all biases are 0, so nobody sees that one is missing.
#   Try it with biases that are not 0.
# - *$W^{[1]\top}$.* If $n_x = n_h$ the product works and the numbers are wrong. Write the shapes
#   side by side.
#
# </details>

# %% [markdown]
# ---
# # Part 3 · What is tanh good for?
#
# *15 minutes.*

# %% [markdown] question="steepest_sigmoid"
# **From week 2.** Where is $a = \sigma(z)$ steepest, and how steep is it there?
#
# - [ ] Far out, where $a$ is near 1: there its slope is 1.
#   > Far out the curve is flat. What is a(1 - a) for an a near 1?
# - [x] At $z = 0$, where $a = 1/2$: its slope is $a(1 - a) = 1/4$.
#   > Yes. The slope can be written in the value a alone. You will find such a rule for tanh.
# - [ ] Equally steep everywhere.
#   > That would be a line. What is a(1 - a) at a = 0.5, and what at a = 0.9?

# %% [markdown]
# What if we leave the $\tanh$ out? Each layer would be simpler, and the gradient
# too.

# %% [markdown]
# **Predict.** A network has 50 hidden units and no $\tanh$: $A^{[1]} = Z^{[1]}$. It is trained for
# as long as you like on the flower bed. At best it reaches
#
# - **a** &nbsp; over 90 %: 50 lines are plenty,
# - **b** &nbsp; 75 to 90 %: better than one neuron, worse than with $\tanh$,
# - **c** &nbsp; no more than the best single line can.

# %% prediction="without_a_bend" among="abc" points=1
### BEGIN SOLUTION
predicted_without_a_bend = "b"
### END SOLUTION

# %% [markdown]
# ## Worked example: two straight steps are one
#
# Plain numbers first. Step one: $z^{[1]} = 3x + 1$. Step two: $z^{[2]} = 2 z^{[1]} - 5$. Put one
# into the other: $z^{[2]} = 2(3x + 1) - 5 = 6x - 3$. One step, with weight $2 \cdot 3$ and bias $2
# \cdot 1 - 5$.

# %%
for x in (-1.0, 0.0, 4.0):
    print(f"x = {x:4.1f}: in two steps {2 * (3 * x + 1) - 5:5.1f}, in one step {6 * x - 3:5.1f}")

# %% [markdown]
# ## Your function: `one_line`
#
# Now with matrices. Without an activation
#
# $$Z^{[2]} = W^{[2]} (W^{[1]} X + b^{[1]}) + b^{[2]} = W X + b .$$
#
# Multiply out: which $W$, of shape $(n_y, n_x)$, and which $b$, of shape $(n_y, 1)$, do the same in
# one step, for every $X$?


# %% answer="one_line"
def one_line(parameters):
    """Return the one layer that does the same as two layers without an activation between.

    parameters: W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)
    returns: W (n_y, n_x), b (n_y, 1)
    """
    W1, b1, W2, b2 = (parameters[key] for key in ("W1", "b1", "W2", "b2"))
    ### BEGIN SOLUTION
    # b1 passes through the second layer too, b2 does not.
    return W2 @ W1, W2 @ b1 + b2
    ### END SOLUTION


# %% check="one_line" points=3
# With two features, two units and two outputs every product works, also a wrong one.
square = {
    "W1": np.array([[1.0, 2.0], [0.0, -1.0]]),
    "b1": np.array([[1.0], [-2.0]]),
    "W2": np.array([[2.0, 1.0], [0.0, 4.0]]),
    "b2": np.array([[0.5], [1.0]]),
}
W, b = untouched(one_line, square)
same(W, np.array([[2.0, 3.0], [0.0, -4.0]]), "W by hand: two features, two units, two outputs")
same(b, np.array([[0.5], [-7.0]]), "b by hand: two features, two units, two outputs")
parameters = {
    "W1": np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 3.0]]),
    "b1": np.array([[1.0], [-2.0]]),
    "W2": np.array([[2.0, 1.0], [0.0, 4.0], [-1.0, 1.0], [1.0, 1.0]]),
    "b2": np.array([[0.5], [1.0], [0.0], [-3.0]]),
}
W, b = one_line(parameters)
same(W[:1], np.array([[2.0, 3.0, 3.0]]), "the first row of W by hand")
same(b, np.array([[0.5], [-7.0], [-3.0], [-4.0]]), "b by hand")
X = np.array([[1.0, 0.0, -2.0, 0.5, 3.0], [0.0, 1.0, 1.0, -1.0, 2.0], [2.0, 5.0, 0.0, 1.0, -1.0]])
in_two_steps = parameters["W2"] @ (parameters["W1"] @ X + parameters["b1"]) + parameters["b2"]
same(W @ X + b, in_two_steps, "five places: one step gives what two steps give")
### BEGIN HIDDEN TESTS
n_x, n_h, n_y = (int(size) for size in rng.permutation([2, 5, 4]))
parameters = {
    "W1": rng.standard_normal((n_h, n_x)),
    "b1": rng.standard_normal((n_h, 1)),
    "W2": rng.standard_normal((n_y, n_h)),
    "b2": rng.standard_normal((n_y, 1)),
}
W, b = one_line(parameters)
expected_W, expected_b = one_line_reference(parameters)
same(W, expected_W, "W for other sizes")
same(b, expected_b, "b for other sizes")
### END HIDDEN TESTS


# %% right="one_line"
def by_trying_places(parameters):
    def both(X):
        return parameters["W2"] @ (parameters["W1"] @ X + parameters["b1"]) + parameters["b2"]

    n_x = parameters["W1"].shape[1]
    b = both(np.zeros((n_x, 1)))
    return both(np.eye(n_x)) - b, b


def with_an_extra_column(parameters):
    wide = np.hstack([parameters["W1"], parameters["b1"]])
    both = np.dot(parameters["W2"], wide)
    return both[:, :-1], both[:, -1:] + parameters["b2"]


def with_sums(parameters):
    W = np.einsum("kj,ji->ki", parameters["W2"], parameters["W1"])
    b = np.sum(parameters["W2"] * parameters["b1"].T, axis=1, keepdims=True) + parameters["b2"]
    return [W, b]


# %% wrong="one_line"
def forgets_that_b1_is_weighed(parameters):
    """b1 passes through the second layer too. What does W2 do to it?"""
    return parameters["W2"] @ parameters["W1"], parameters["b1"] + parameters["b2"]


def leaves_out_b1(parameters):
    """Set X to zeros: the first layer then gives b1, not 0. What comes out of the second?"""
    return parameters["W2"] @ parameters["W1"], parameters["b2"]


def leaves_out_b2(parameters):
    """Multiply out once more: which term has no factor in front of it?"""
    return parameters["W2"] @ parameters["W1"], parameters["W2"] @ parameters["b1"]


def multiplies_in_the_other_order(parameters):
    """W1 acts first, so it stands next to X. Which matrix stands on the left?"""
    return parameters["W1"] @ parameters["W2"], parameters["W2"] @ parameters["b1"] + parameters[
        "b2"
    ]


def returns_W_transposed(parameters):
    """W has one row for each output. What is the shape of yours?"""
    W, b = parameters["W2"] @ parameters["W1"], parameters["W2"] @ parameters["b1"]
    return W.T, b + parameters["b2"]


# %% [markdown]
# So 50 units without a bend are **one** line. How good is the best of all lines here? We need not
# train: we simply try very many.


# %% demo="all_lines"
def best_line_share(X, Y):
    """The largest share of right answers over 180 directions and 100 positions of a line."""
    best = 0.0
    for angle in np.linspace(0, 2 * np.pi, 180, endpoint=False):
        along = np.array([[math.cos(angle), math.sin(angle)]]) @ X
        for edge in np.linspace(along.min(), along.max(), 100):
            best = max(best, float(np.mean((along > edge) == Y)))
    return best


best_share = best_line_share(X_flower, Y_flower)
print(f"the trained neuron: {line_accuracy:.3f}   the best of 18,000 lines: {best_share:.3f}")
print(f"the four units with tanh: {share_right(flower_network, X_flower, Y_flower):.3f}")
fifty = initialize_parameters(2, 50, 1)
W, b = one_line(fifty)
Z2 = fifty["W2"] @ (fifty["W1"] @ X_flower + fifty["b1"]) + fifty["b2"]
are_one_line = np.allclose(Z2, W @ X_flower + b)
print("50 units without tanh, drawn at random, say the same as one line:", are_one_line)
outcome = "c" if are_one_line else "a" if best_share > 0.9 else "b"
compare_prediction("without_a_bend", predicted_without_a_bend, outcome)

# %% [markdown]
# Two numbers to think about. The best line cuts **one** petal off, and pays with the opposite one:
# three petals of four is all that a line can hope for. And the trained neuron did not even find
# that line, for gradient descent lowers the *cost*, which counts how sure each answer is. It does
# not count right answers.

# %% demo="without_tanh"
W, b = one_line(flower_network)
show(
    decision_region_grid(
        {
            "four units with tanh": (
                lambda places: forward_propagation(places, flower_network)[0] > 0.5,
                X_flower,
                Y_flower,
            ),
            "the same numbers without tanh": (
                lambda places: W @ places + b > 0,
                X_flower,
                Y_flower,
            ),
        },
        PLACE,
        columns=2,
    ),
    "Two panels. With tanh the border follows the petals. Without it, no border is left in the "
    "picture: the four weights cancel, and the whole plane gets one answer.",
)

# %% [markdown]
# ## The slope of the bend
#
# To train through the $\tanh$ we need its slope. By definition
#
# $$\tanh z = \frac{u}{v}, \qquad u = e^z - e^{-z}, \quad v = e^z + e^{-z},
# \qquad \frac{du}{dz} = v, \quad \frac{dv}{dz} = u .$$
#
# **Step 1.** The quotient rule says $\left(\dfrac{u}{v}\right)' = \dfrac{u' v - u v'}{v^2}$. Put in
# what $u'$ and $v'$ are here.


# %% answer="slope_of_quotient"
def slope_of_quotient(u, v):
    """The slope of u/v where u' = v and v' = u; two plain numbers, v above 0."""
    ### BEGIN SOLUTION
    # u' v is v · v, and u v' is u · u, for each of the two is the other's slope.
    return (v * v - u * u) / v**2
    ### END SOLUTION


# %% check="slope_of_quotient" points=2
same(slope_of_quotient(3.0, 5.0), 0.64, "u = 3, v = 5 by hand")
for z in (-1.5, 0.0, 0.4, 2.0):
    u, v = math.exp(z) - math.exp(-z), math.exp(z) + math.exp(-z)
    measured = slope(math.tanh, z)
    same(
        slope_of_quotient(u, v), measured, f"the slope of tanh measured at z = {z}", tolerance=1e-4
    )
### BEGIN HIDDEN TESTS
u, v = float(rng.uniform(-2, 2)), float(rng.uniform(2.5, 4))
same(slope_of_quotient(u, v), (v**2 - u**2) / v**2, "other numbers")
### END HIDDEN TESTS


# %% right="slope_of_quotient"
def as_a_difference(u, v):
    return 1 - (u / v) ** 2


def as_a_product(u, v):
    return (v - u) * (v + u) / (v * v)


def by_the_product_rule(u, v):
    return v * v**-1.0 - u * u * v**-2.0


# %% wrong="slope_of_quotient"
def adds_the_two_terms(u, v):
    """The quotient rule has a minus between its two terms."""
    return (v * v + u * u) / v**2


def does_not_square_the_denominator(u, v):
    """What stands under the fraction bar in the quotient rule?"""
    return (v * v - u * u) / v


def divides_the_slopes(u, v):
    """The slope of a quotient is not the quotient of the slopes. Use the rule above."""
    return v / u if u else 0.0


def has_the_terms_turned_round(u, v):
    """tanh rises everywhere, so its slope is positive. Which term comes first?"""
    return (u * u - v * v) / v**2


# %% [markdown]
# **Step 2.** The forward pass has already computed $a = \tanh z = u / v$. Write the slope in $a$
# alone: $\;\dfrac{da}{dz} = \;?$


# %% answer="tanh_slope"
def tanh_slope(a):
    """The slope of tanh at z, written in a = tanh(z); a number or an array of any shape."""
    ### BEGIN SOLUTION
    # Step 1 divided through by v²: the first term becomes 1, the second (u/v)², which is a².
    return 1 - a**2
    ### END SOLUTION


# %% check="tanh_slope" points=2
a = np.array([[0.5, -0.5], [0.8, -0.9]])
same(untouched(tanh_slope, a), np.array([[0.75, 0.75], [0.36, 0.19]]), "four activations by hand")
same(tanh_slope(0.0), 1.0, "in the middle tanh is as steep as the line a = z")
for z in (-2.0, 0.7, 1.5):
    measured = slope(math.tanh, z)
    same(tanh_slope(math.tanh(z)), measured, f"the slope measured at z = {z}", tolerance=1e-4)
### BEGIN HIDDEN TESTS
a = rng.uniform(-0.95, 0.95, (3, 4))
same(tanh_slope(a), tanh_slope_reference(a), "other activations")
### END HIDDEN TESTS


# %% right="tanh_slope"
def in_two_factors(a):
    return (1 - a) * (1 + a)


def by_the_hyperbolic_cosine(a):
    return 1 / np.cosh(np.arctanh(a)) ** 2


def by_a_power(a):
    return -np.power(a, 2) + 1.0


# %% wrong="tanh_slope"
def rule_of_the_sigmoid(a):
    """That is the slope of the sigmoid. Divide step 1 through by v²: what is left?"""
    return a * (1 - a)


def forgets_the_square(a):
    """tanh is equally steep at z and at -z. Is yours, for a and -a?"""
    return 1 - a


def takes_a_for_z(a):
    """a is already tanh(z). You apply tanh once more."""
    return 1 - np.tanh(a) ** 2


def grows_at_the_ends(a):
    """Near a = 1 the curve is flat. Is your slope near 0 there?"""
    return 1 + a**2


# %% [markdown]
# ## Look: three activations and their slopes
#
# $\text{relu}(z) = \max(z, 0)$ is the third. Its slope is 1 for $z > 0$ and 0 for $z < 0$; at
# exactly 0 we take 0.

# %% demo="look_at_activations"
z = np.linspace(-5, 5, 401)
activations = {"tanh": np.tanh(z), "sigmoid": sigmoid(z), "relu": np.maximum(z, 0)}
figure = curves(z, activations, "z", "activation a", "Three ways to bend")
figure.axes[0].set_ylim(-1.3, 3)
show(
    figure,
    "Three curves. tanh rises from -1 to 1, the sigmoid from 0 to 1, relu is 0 up to z = 0 and "
    "then rises as a straight line.",
)
slopes = {
    "tanh": tanh_slope(np.tanh(z)),
    "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
    "relu": (z > 0).astype(float),
}
show(
    curves(z, slopes, "z", "slope da/dz", "… and how steep they are"),
    "The slopes. That of tanh has a peak of 1 at z = 0 and is almost 0 beyond 3; that of the "
    "sigmoid has a peak of a quarter; that of relu jumps from 0 to 1.",
)

# %% [markdown] question="why_start_small" points=1
# **1 point.** Why did `initialize_parameters` take such small weights?
#
# - [ ] So that the first cost is small.
#   > With small weights every output is about 0.5, so the cost is about log 2, whatever the size.
# - [ ] Because large weights do not fit into memory.
#   > A float takes the same room whatever its value.
# - [x] So that z starts near 0, where tanh is steep. Far out its slope is almost 0, and so is every
#   step.
#   > Yes. Look at the second figure: beyond 3 hardly any slope is left, and the gradient passes
#   > through it as a factor.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 3</b> (open it after the check)</summary>
#
# - *$b = b^{[1]} + b^{[2]}$.* The first bias passes through the second layer: $b = W^{[2]} b^{[1]}
#   + b^{[2]}$.
# - *$W^{[1]} W^{[2]}$.* What acts first stands on the right, next to $X$.
# - *$a(1 - a)$.* That is the slope of the sigmoid. Each bend has its own.
#
# </details>

# %% [markdown]
# ---
# # Part 4 · The cost, and the way back
#
# *30 minutes.*

# %% [markdown] question="known_slope"
# **From last week.** The output neuron is a sigmoid with the loss that you know. What is
# $\partial L / \partial z^{[2]}$, the slope for its logit?
#
# - [ ] $a^{[2]} (1 - a^{[2]})$
#   > That is the slope of the sigmoid alone. The loss brings another factor, and they simplify.
# - [x] $a^{[2]} - y$
#   > Yes, what the network said minus what was true. It does not matter that a hidden layer stands
#   > in front: the last step is last week's neuron.
# - [ ] $y - a^{[2]}$
#   > If a2 is too large, the loss rises with z2, so the slope must be positive.

# %% [markdown]
# ## Your function: `compute_cost`
#
# The cost is last week's, over the outputs $A^{[2]}$:
#
# $$J = -\frac{1}{m} \sum_i \Bigl( y^{(i)} \log a^{[2](i)} + (1 - y^{(i)}) \log\bigl(1 -
# a^{[2](i)}\bigr)
# \Bigr), \qquad A^{[2]}, Y: (1, m), \quad J: \text{one number.}$$
#
# One danger: a network can be so sure that $A^{[2]}$ is stored as exactly 0 or 1. If it is right,
# its loss is 0. But the computer meets $0 \cdot \log 0$, and that is `nan`. Guard against it, for
# instance with `np.clip(A2, tiny, 1 - tiny)`. Choose `tiny` so small that an output of $10^{-9}$
# still gets its own true loss, but not below $10^{-16}$: near there `1 - tiny` becomes exactly 1.


# %% answer="compute_cost"
def compute_cost(A2, Y):
    """Return the mean loss.

    A2: (1, m), outputs from 0 to 1; exactly 0 and 1 may occur
    Y: (1, m), 0 or 1
    returns: J, one plain number, never nan; exact for outputs from 1e-9 to 1 - 1e-9
    """
    ### BEGIN SOLUTION
    # Far below any output that counts, and 1 - 1e-15 is still stored as less than 1.
    A2 = np.clip(A2, 1e-15, 1 - 1e-15)
    return float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))
    ### END SOLUTION


# %% check="compute_cost" points=4
A2, Y = np.array([[0.5, 0.8, 0.25]]), np.array([[1.0, 1.0, 0.0]])
by_hand = -(math.log(0.5) + math.log(0.8) + math.log(0.75)) / 3
same(untouched(compute_cost, A2, Y), by_hand, "outputs 0.5, 0.8, 0.25 by hand", examples=3)
twice = compute_cost(np.hstack([A2, A2]), np.hstack([Y, Y]))
same(twice, by_hand, "every example twice: a mean does not change", examples=3)
same(compute_cost(A2[:, 2:], Y[:, 2:]), -math.log(0.75), "a single example, truth 0")
sure = compute_cost(np.array([[1e-9, 0.5]]), np.array([[1.0, 1.0]]))
by_hand = (9 * math.log(10) + math.log(2)) / 2
same(sure, by_hand, "an output of 1e-9 where the truth is 1 keeps its own loss", examples=2)
with np.errstate(all="ignore"):
    perfect = compute_cost(np.array([[1.0, 0.0, 1.0]]), np.array([[1.0, 0.0, 1.0]]))
same(perfect, 0.0, "sure and right three times costs nothing, and is not nan")
### BEGIN HIDDEN TESTS
A2 = rng.uniform(0.02, 0.98, (1, 9))
Y = (rng.permutation(9) < 4).astype(float).reshape(1, 9)
same(compute_cost(A2, Y), compute_cost_reference(A2, Y), "other outputs", examples=9)
### END HIDDEN TESTS


# %% right="compute_cost"
def from_what_the_truth_got(A2, Y):
    given = np.where(Y == 1, A2, 1 - A2)
    return -np.mean(np.log(np.maximum(given, 1e-300)))


def leaves_out_the_zeros_of_0_log_0(A2, Y):
    with np.errstate(all="ignore"):
        terms = np.nan_to_num(Y * np.log(A2), nan=0) + np.nan_to_num((1 - Y) * np.log1p(-A2), nan=0)
    return -terms.sum() / Y.size


def one_by_one(A2, Y, tiny=1e-12):
    total = 0.0
    for a, y in zip(A2[0], Y[0], strict=True):
        total -= math.log(max(a if y == 1 else 1 - a, tiny))
    return np.float64(total / A2.shape[1])


def adds_something_very_tiny(A2, Y):
    return -np.mean(Y * np.log(A2 + 1e-20) + (1 - Y) * np.log(1 - A2 + 1e-20))


# %% wrong="compute_cost"
def _loss_terms(A2, Y):
    A2 = np.clip(A2, 1e-15, 1 - 1e-15)
    return -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


def has_no_guard(A2, Y):
    """0 times log 0 should count as 0, but the computer says nan. Keep A2 a tiny bit away from 0
    and from 1; 1 - 1e-20 is stored as 1 itself, so not too tiny."""
    with np.errstate(all="ignore"):
        return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


def guards_too_far_out(A2, Y):
    """Your guard changes losses that were fine. It must be far below any output you care about."""
    A2 = np.clip(A2, 1e-5, 1 - 1e-5)
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


def adds_too_much_in_the_logarithm(A2, Y):
    """What you add inside the logarithm changes every loss, and can make a cost negative. Make it
    far smaller, or clip."""
    return -np.mean(Y * np.log(A2 + 1e-3) + (1 - Y) * np.log(1 - A2 + 1e-3))


def leaves_out_truth_zero(A2, Y):
    """Give it a sure and wrong output where the truth is 0: does the cost notice?"""
    return -np.mean(Y * np.log(np.clip(A2, 1e-15, 1)))


def sums_instead_of_averaging(A2, Y):
    """The cost is the mean loss: it should not change when every example comes twice."""
    return float(np.sum(_loss_terms(A2, Y)))


def has_no_minus(A2, Y):
    """The logarithm of a probability is negative, and a cost is 0 or more. Where is the minus?"""
    return -float(np.mean(_loss_terms(A2, Y)))


def returns_a_matrix(A2, Y):
    """The cost should be one plain number. What is the shape of yours?"""
    return np.mean(_loss_terms(A2, Y), axis=1, keepdims=True)


# %% [markdown]
# ## Derive it: one hidden unit, one example
#
# The smallest network with a hidden layer has one feature and one hidden unit. All symbols are
# plain numbers:
#
# $$z^{[1]} = w^{[1]} x + b^{[1]}, \quad a^{[1]} = \tanh z^{[1]}, \quad
# z^{[2]} = w^{[2]} a^{[1]} + b^{[2]}, \quad a^{[2]} = \sigma(z^{[2]}), \quad L(a^{[2]}, y).$$
#
# The chain rule walks back from $L$, one arrow at a time: $\;L \to z^{[2]} \to a^{[1]} \to z^{[1]}
# \to w^{[1]}$.
#
# *A worked step first.* For $b^{[2]}$: a nudge of $b^{[2]}$ moves $z^{[2]}$ by the same amount, so
# $\partial L/\partial b^{[2]} = \partial L/\partial z^{[2]} = a^{[2]} - y$. In code we write `dz2`
# for it.


# %%
def tiny_loss(w1, b1, w2, b2, x, y):
    """The loss of the smallest network on one example; all of them plain numbers."""
    a2 = sigmoid(w2 * math.tanh(w1 * x + b1) + b2)
    return -(y * math.log(a2) + (1 - y) * math.log(1 - a2))


w1, b1, w2, b2, x, y = 0.8, -0.3, 1.7, 0.4, 1.5, 0
a1 = math.tanh(w1 * x + b1)
dz2 = sigmoid(w2 * a1 + b2) - y
print("worked step, dz2:      ", dz2)
print("measured slope for b2:", slope(lambda b: tiny_loss(w1, b1, w2, b, x, y), b2))

# %% [markdown]
# **Step 1.** $z^{[2]} = w^{[2]} a^{[1]} + b^{[2]}$. How does the loss change with $w^{[2]}$?
# $\;\dfrac{\partial L}{\partial w^{[2]}} = \dfrac{\partial L}{\partial z^{[2]}} \cdot
# \dfrac{\partial z^{[2]}}{\partial w^{[2]}} = \;?$


# %% answer="dL_dw2"
def dL_dw2(dz2, a1):
    """∂L/∂w2, from dz2 = ∂L/∂z2 and the activation a1; plain numbers."""
    ### BEGIN SOLUTION
    # A nudge of w2 moves z2 by a1 times as much: a unit that says nothing gets no blame.
    return dz2 * a1
    ### END SOLUTION


# %% check="dL_dw2" points=1
same(dL_dw2(0.5, -0.4), -0.2, "dz2 = 0.5 and a1 = -0.4")
for w1, b1, w2, b2, x, y in ((0.8, -0.3, 1.7, 0.4, 1.5, 0), (-1.2, 0.5, 0.6, -0.8, 0.7, 1)):
    a1 = math.tanh(w1 * x + b1)
    dz2 = sigmoid(w2 * a1 + b2) - y
    measured = slope(lambda w, p=(w1, b1, b2, x, y): tiny_loss(p[0], p[1], w, *p[2:]), w2)
    same(dL_dw2(dz2, a1), measured, f"the slope measured at w2 = {w2}", tolerance=1e-4)
### BEGIN HIDDEN TESTS
dz2, a1 = float(rng.uniform(0.2, 0.9)), float(rng.uniform(-0.9, -0.2))
same(dL_dw2(dz2, a1), dz2 * a1, "other numbers")
### END HIDDEN TESTS


# %% right="dL_dw2"
def in_the_other_order(dz2, a1):
    return a1 * dz2


def by_dividing_twice(dz2, a1):
    return dz2 / (1 / a1)


def with_numpy(dz2, a1):
    return np.multiply(dz2, a1)


# %% wrong="dL_dw2"
def forgets_the_activation(dz2, a1):
    """That is the slope for b2. By how much does z2 move when w2 is nudged?"""
    return dz2


def brings_in_the_slope_of_tanh(dz2, a1):
    """w2 comes after the tanh. Which path leads from w2 to L?"""
    return dz2 * (1 - a1**2)


def leaves_out_dz2(dz2, a1):
    """That is ∂z2/∂w2. The chain has one more link, from z2 to L."""
    return a1


# %% [markdown]
# **Step 2.** The same line, the other factor: how does the loss change with $a^{[1]}$?
# $\;\dfrac{\partial L}{\partial a^{[1]}} = \dfrac{\partial L}{\partial z^{[2]}} \cdot
# \dfrac{\partial z^{[2]}}{\partial a^{[1]}} = \;?$


# %% answer="dL_da1"
def dL_da1(dz2, w2):
    """∂L/∂a1, from dz2 = ∂L/∂z2 and the weight w2; plain numbers."""
    ### BEGIN SOLUTION
    # The same product w2 · a1, now nudged at its other factor.
    return dz2 * w2
    ### END SOLUTION


# %% check="dL_da1" points=1
same(dL_da1(0.5, -3.0), -1.5, "dz2 = 0.5 and w2 = -3")
for a1, w2, b2, y in ((0.6, 1.7, 0.4, 0), (-0.3, -2.5, 0.2, 1)):

    def loss_at(a, w2=w2, b2=b2, y=y):
        a2 = sigmoid(w2 * a + b2)
        return -(y * math.log(a2) + (1 - y) * math.log(1 - a2))

    dz2 = sigmoid(w2 * a1 + b2) - y
    measured = slope(loss_at, a1)
    same(dL_da1(dz2, w2), measured, f"the slope measured at a1 = {a1}", tolerance=1e-4)
### BEGIN HIDDEN TESTS
dz2, w2 = float(rng.uniform(0.2, 0.9)), float(rng.uniform(-3, -1.5))
same(dL_da1(dz2, w2), dz2 * w2, "other numbers")
### END HIDDEN TESTS


# %% right="dL_da1"
def weight_first(dz2, w2):
    return w2 * dz2


def as_a_sum_of_one(dz2, w2):
    return sum([dz2 * w2])


def with_a_product_of_arrays(dz2, w2):
    return np.float64(np.dot([dz2], [w2]))


# %% wrong="dL_da1"
def forgets_the_weight(dz2, w2):
    """A unit with a large weight moves z2 more. Where is w2?"""
    return dz2


def divides_by_the_weight(dz2, w2):
    """z2 = w2 a1 + b2: by how much does it move when a1 moves by 1?"""
    return dz2 / w2


def adds_the_weight(dz2, w2):
    """Slopes along a chain are multiplied."""
    return dz2 + w2


# %% [markdown]
# **Step 3.** Through the bend: $a^{[1]} = \tanh z^{[1]}$, and you know that slope from Part 3.
# $\;\dfrac{\partial L}{\partial z^{[1]}} = \dfrac{\partial L}{\partial a^{[1]}} \cdot
# \dfrac{\partial a^{[1]}}{\partial z^{[1]}} = \;?$


# %% answer="dL_dz1"
def dL_dz1(da1, a1):
    """∂L/∂z1, from da1 = ∂L/∂a1 and the activation a1 = tanh(z1); plain numbers."""
    ### BEGIN SOLUTION
    # One more factor on the way back. Where a1 is near ±1, hardly any slope is left.
    return da1 * (1 - a1**2)
    ### END SOLUTION


# %% check="dL_dz1" points=2
same(dL_dz1(2.0, 0.5), 1.5, "da1 = 2 and a1 = 0.5")
for w1, b1, w2, b2, x, y in ((0.8, -0.3, 1.7, 0.4, 1.5, 0), (-1.2, 0.5, 0.6, -0.8, 1.9, 1)):
    a1 = math.tanh(w1 * x + b1)
    da1 = (sigmoid(w2 * a1 + b2) - y) * w2
    # A nudge of b1 is a nudge of z1.
    measured = slope(lambda b, p=(w1, w2, b2, x, y): tiny_loss(p[0], b, *p[1:]), b1)
    z1 = w1 * x + b1
    same(dL_dz1(da1, a1), measured, f"the slope measured at z1 = {z1:.2f}", tolerance=1e-4)
### BEGIN HIDDEN TESTS
da1, a1 = float(rng.uniform(0.5, 2)), float(rng.uniform(0.3, 0.9))
same(dL_dz1(da1, a1), da1 * (1 - a1 * a1), "other numbers")
### END HIDDEN TESTS


# %% right="dL_dz1"
def with_your_slope(da1, a1):
    return da1 * tanh_slope(a1)


def in_factors(da1, a1):
    return (1 + a1) * (1 - a1) * da1


def multiplied_out(da1, a1):
    return da1 - da1 * a1 * a1


# %% wrong="dL_dz1"
def forgets_the_slope(da1, a1):
    """The tanh lies between a1 and z1. Which slope does it bring?"""
    return da1


def takes_the_slope_of_the_sigmoid(da1, a1):
    """The hidden unit uses tanh. Which slope did you derive in Part 3?"""
    return da1 * a1 * (1 - a1)


def applies_tanh_again(da1, a1):
    """a1 is tanh(z1) already."""
    return da1 * (1 - math.tanh(a1) ** 2)


def forgets_da1(da1, a1):
    """That is ∂a1/∂z1. The chain goes on from a1 to L."""
    return 1 - a1**2


# %% [markdown]
# ## Look: values go forward, slopes come back
#
# Your three lines on one example. Each box says a value, and below it the slope of $L$ for it. Read
# the slopes from the right.

# %% demo="chain"
w1, b1, w2, b2, x, y = 0.8, -0.3, 1.7, 0.4, 1.5, 0
z1 = w1 * x + b1
a1 = math.tanh(z1)
z2 = w2 * a1 + b2
dz2 = sigmoid(z2) - y
da1 = dL_da1(dz2, w2)
dz1 = dL_dz1(da1, a1)
show(
    computation_graph(
        [
            Node("x", x),
            Node("w1", w1, gradient=dz1 * x),
            Node("b1", b1, gradient=dz1),
            Node("z1", z1, (0, 1, 2), dz1),
            Node("a1 = tanh z1", a1, (3,), da1),
            Node("w2", w2, gradient=dL_dw2(dz2, a1)),
            Node("b2", b2, gradient=dz2),
            Node("z2", z2, (4, 5, 6), dz2),
            Node("loss L", tiny_loss(w1, b1, w2, b2, x, y), (7,), 1.0),
        ],
        "One example: value, and slope of L (grad)",
    ),
    "Boxes from left to right: x, w1 and b1 lead to z1, z1 to a1; a1, w2 and b2 lead to z2, and z2 "
    "to the loss. The slope shrinks from a1 to z1, where the tanh is less steep than 1, and b2 and "
    "z2 share theirs.",
)
print(f"the measured slope for w1: {slope(lambda w: tiny_loss(w, b1, w2, b2, x, y), w1):.4f}")

# %% [markdown]
# The last arrow is last week's: $z^{[1]} = w^{[1]} x + b^{[1]}$, so $\partial L/\partial w^{[1]} =
# dz^{[1]} \cdot x$.
#
# ## Worked example: many hidden units
#
# Each hidden unit gets its share of $dz^{[2]}$, through its own weight. For one example and three
# units, $W^{[2]}$ is $(1, 3)$ and $dA^{[1]}$ must be $(3, 1)$: that is $W^{[2]\top} dz^{[2]}$. For
# many examples the same product does all columns.

# %%
W2 = np.array([[2.0, -1.0, 0.5]])  # (1, 3)
dZ2 = np.array([[0.5, -0.25]])  # (1, 2): two examples
dA1 = np.zeros((3, 2))
for i in range(2):
    for k in range(3):
        dA1[k, i] = dZ2[0, i] * W2[0, k]
print("with loops:\n", dA1)
print("as a product, (3, 1) @ (1, 2):\n", W2.T @ dZ2)

# %% [markdown]
# ## Your function: `backward_propagation`
#
# All together, for $m$ examples. $*$ multiplies entry by entry.
#
# $$\begin{aligned}
# dZ^{[2]} &= A^{[2]} - Y & &\phantom{\to}\; (1, m) \\
# dW^{[2]} &= \tfrac1m\, dZ^{[2]} A^{[1]\top} & (1, m)(m, n_h) &\to (1, n_h) \\
# db^{[2]} &= \tfrac1m \textstyle\sum_i dz^{[2](i)} & &\phantom{\to}\; (1, 1) \\
# dA^{[1]} &= W^{[2]\top} dZ^{[2]} & (n_h, 1)(1, m) &\to (n_h, m) \\
# dZ^{[1]} &= dA^{[1]} * \text{your slope of } \tanh & &\phantom{\to}\; (n_h, m) \\
# dW^{[1]} &= \tfrac1m\, dZ^{[1]} X^\top & (n_h, m)(m, n_x) &\to (n_h, n_x) \\
# db^{[1]} &= \tfrac1m \textstyle\sum_i dz^{[1](i)} & &\phantom{\to}\; (n_h, 1)
# \end{aligned}$$


# %% answer="backward_propagation"
def backward_propagation(parameters, cache, X, Y):
    """Return the gradients of the cost.

    parameters: W1 (n_h, n_x), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1)
    cache: Z1, A1 (n_h, m), Z2, A2 (1, m), as forward_propagation returns it
    X: (n_x, m), Y: (1, m)
    returns: {"dW1", "db1", "dW2", "db2"}, each in the shape of what it belongs to
    """
    # Step 1: the output layer.
    # Step 2: back through W2 and through the tanh.
    # Step 3: the hidden layer.
    ### BEGIN SOLUTION
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    # The product sums over the examples, its inner axis.
    dW2 = dZ2 @ A1.T / m
    # keepdims, so that the sum stays a column in the shape of b2.
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    # One column for each example still: the division by m comes where columns are summed.
    dZ1 = (parameters["W2"].T @ dZ2) * tanh_slope(A1)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    ### END SOLUTION


# %% check="backward_propagation" points=5
L = math.log(3)  # tanh(L) = 0.8, tanh(L/2) = 0.5, σ(L) = 0.75
parameters = {
    "W1": np.array([[0.5 * L, 0.0, 0.0], [0.0, -0.375 * L, 0.5 * L]]),
    "b1": np.array([[0.0], [0.0]]),
    "W2": L * np.array([[-1.625, 1.0]]),
    "b2": np.array([[1.8 * L]]),
}
X, Y = np.array([[2.0, 0.0], [0.0, 4.0], [1.0, 1.0]]), np.array([[1.0, 0.0]])
cache = {
    "Z1": L * np.array([[1.0, 0.0], [0.5, -1.0]]),
    "A1": np.array([[0.8, 0.0], [0.5, -0.8]]),
    "Z2": np.array([[L, L]]),
    "A2": np.array([[0.75, 0.75]]),
}
grads = untouched(backward_propagation, parameters, cache, X, Y)
# By hand: dZ2 = -0.25, 0.75. The slopes of tanh: unit 0 has 0.36 and 1, unit 1 has 0.75 and 0.36.
same(grads["dW2"], np.array([[-0.1, -0.3625]]), "dW2 by hand", examples=2)
same(grads["db2"], np.array([[0.25]]), "db2 by hand, shape (1, 1)", examples=2)
by_hand = L * np.array([[-0.53625], [0.04125]])
same(grads["db1"], by_hand, "db1 by hand, in the shape of b1", examples=2)
by_hand = L * np.array([[0.14625, -2.4375, -0.53625], [-0.1875, 0.54, 0.04125]])
same(grads["dW1"], by_hand, "dW1 by hand, in the shape of W1", examples=2)
doubled = {key: np.hstack([value, value]) for key, value in cache.items()}
twice = backward_propagation(parameters, doubled, np.hstack([X, X]), np.hstack([Y, Y]))
for key in ("dW1", "db1", "dW2", "db2"):
    same(twice[key], grads[key], f"every example twice: {key} does not change", examples=4)
### BEGIN HIDDEN TESTS
for n_x, n_h, m in ((3, 4, 6), (2, 5, 1)):
    parameters = {
        "W1": rng.standard_normal((n_h, n_x)),
        "b1": rng.standard_normal((n_h, 1)),
        "W2": rng.standard_normal((1, n_h)),
        "b2": rng.standard_normal((1, 1)),
    }
    X, Y = rng.standard_normal((n_x, m)), (rng.permutation(m) % 2).astype(float).reshape(1, m)
    _, cache = forward_propagation_reference(X, parameters)
    grads = backward_propagation(parameters, cache, X, Y)
    expected = backward_propagation_reference(parameters, cache, X, Y)
    for key in ("dW1", "db1", "dW2", "db2"):
        same(grads[key], expected[key], f"{key} on {m} other examples", examples=m)
### END HIDDEN TESTS

# %% [markdown]
# And the check that needs nobody's numbers: nudge every parameter, measure the slope of **your own
# cost**, and compare it with **your own gradient**. Here that is all 17 parameters.

# %% check="backward_slopes" of="backward_propagation" points=3
parameters = {
    "W1": np.array([[1.5, -0.5], [0.3, 2.0], [-1.0, 0.8], [0.7, -1.2]]),
    "b1": np.array([[0.5], [-1.0], [0.2], [1.1]]),
    "W2": np.array([[2.0, -1.5, 0.5, 1.0]]),
    "b2": np.array([[-0.3]]),
}
X = np.array([[1.0, -0.5, 2.0, 0.3, -1.5], [0.5, 1.5, -1.0, 0.8, -0.2]])
Y = np.array([[1.0, 0.0, 0.0, 1.0, 1.0]])
_, cache = forward_propagation(X, parameters)
grads = backward_propagation(parameters, cache, X, Y)
for key in ("W1", "b1", "W2", "b2"):

    def cost_with(value, key=key):
        return compute_cost(forward_propagation(X, {**parameters, key: value})[0], Y)

    measured = slope(cost_with, parameters[key])
    got = grads["d" + key]
    same(got, measured, f"d{key} against the measured slopes of your cost", tolerance=1e-4)


# %% right="backward_propagation"
def one_example_at_a_time(parameters, cache, X, Y):
    m = X.shape[1]
    grads = {"d" + key: np.zeros_like(value) for key, value in parameters.items()}
    for i in range(m):
        x, a1, dz2 = X[:, [i]], cache["A1"][:, [i]], cache["A2"][:, [i]] - Y[:, [i]]
        dz1 = parameters["W2"].T * dz2 * (1 - a1 * a1)
        grads["dW2"] += dz2 * a1.T / m
        grads["db2"] += dz2 / m
        grads["dW1"] += dz1 @ x.T / m
        grads["db1"] += dz1 / m
    return grads


def with_the_slope_from_Z1(parameters, cache, X, Y):
    m = Y.shape[1]
    dZ2 = (cache["A2"] - Y) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) / np.cosh(cache["Z1"]) ** 2
    ones = np.ones((m, 1))
    return {"db2": dZ2 @ ones, "dW2": dZ2 @ cache["A1"].T, "db1": dZ1 @ ones, "dW1": dZ1 @ X.T}


def by_einsum(parameters, cache, X, Y, activation_slope=tanh_slope):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.einsum("ok,oi->ki", parameters["W2"], dZ2) * activation_slope(cache["A1"])
    return {
        "dW1": np.einsum("ki,ji->kj", dZ1, X) / m,
        "db1": dZ1.mean(axis=1)[:, np.newaxis],
        "dW2": np.einsum("oi,ki->ok", dZ2, cache["A1"]) / m,
        "db2": dZ2.mean(axis=1).reshape(1, 1),
    }


# %% wrong="backward_propagation"
def _backward(parameters, cache, X, Y, tanh_part=None, weights=None, extra=1.0, sign=1.0):
    """The gradients with one thing changed; tanh_part(cache) is the slope of the tanh."""
    m = X.shape[1]
    dZ2 = sign * (cache["A2"] - Y)
    dW2 = dZ2 @ cache["A1"].T / m
    part = 1 - cache["A1"] ** 2 if tanh_part is None else tanh_part(cache)
    dZ1 = (parameters["W2"] if weights is None else weights(dW2)).T @ dZ2 * part * extra
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
        "dW2": dW2,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
    }


def slope_written_in_z(parameters, cache, X, Y):
    """Your slope is written in the sum, but the rule 1 - a² wants the activation. Which one of the
    cache is tanh of the other?"""
    return _backward(parameters, cache, X, Y, lambda cache: 1 - cache["Z1"] ** 2)


def forgets_the_slope_of_tanh(parameters, cache, X, Y):
    """dW2 is right. On the way from A1 to Z1 lies the tanh: which factor does it bring?"""
    return _backward(parameters, cache, X, Y, lambda cache: 1.0)


def takes_the_sigmoid_slope(parameters, cache, X, Y):
    """The hidden units use tanh, not the sigmoid. Which slope did you derive in Part 3?"""
    return _backward(parameters, cache, X, Y, lambda cache: cache["A1"] * (1 - cache["A1"]))


def goes_back_through_dW2(parameters, cache, X, Y):
    """The error flows back through the weights W2, not through their gradient."""
    return _backward(parameters, cache, X, Y, weights=lambda dW2: dW2)


def does_not_transpose_W2(parameters, cache, X, Y):
    """(1, n_h) times (1, m) does not fit. Going backwards means the transpose."""
    dZ1 = parameters["W2"] @ (cache["A2"] - Y) * (1 - cache["A1"] ** 2)
    return {"dW1": dZ1 @ X.T}


def averages_the_hidden_layer_twice(parameters, cache, X, Y):
    """The gradients of layer 1 are too small by the number of examples. Divide by m once, where
    you sum over the examples."""
    return _backward(parameters, cache, X, Y, extra=1 / X.shape[1])


def never_averages(parameters, cache, X, Y):
    """All gradients are too large by the number of examples. The cost is a mean: where is 1/m?"""
    m = X.shape[1]
    return {key: m * value for key, value in _backward(parameters, cache, X, Y).items()}


def flat_db1(parameters, cache, X, Y):
    """db1 must have the shape of b1, (n_h, 1). What becomes of b1 after one update with yours?"""
    grads = _backward(parameters, cache, X, Y)
    return grads | {"db1": grads["db1"].ravel()}


def sums_db1_over_units(parameters, cache, X, Y):
    """db1 has one number for each unit. Over which axis do the examples lie?"""
    m = X.shape[1]
    dZ1 = parameters["W2"].T @ (cache["A2"] - Y) * (1 - cache["A1"] ** 2)
    return _backward(parameters, cache, X, Y) | {"db1": dZ1.sum(axis=0, keepdims=True) / m}


def has_the_signs_turned(parameters, cache, X, Y):
    """If the output is too large, the loss rises with Z2. Is your dZ2 positive then?"""
    return _backward(parameters, cache, X, Y, sign=-1.0)


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 4</b> (open it after the check)</summary>
#
# - *The slope of $\tanh$ left out.* Then $dW^{[2]}$ is right and $dW^{[1]}$ wrong, mostly too
#   large: the error came back through the weights, but not through the bend.
# - *$1/m$ twice.* Once in $dZ^{[1]}$ and once more in $dW^{[1]}$: then the first layer learns $m$
#   times too slowly. Divide only where you sum over examples.
# - *`np.sum(dZ1, axis=1)` without `keepdims=True`.* Shape $(n_h,)$. The next update turns $b^{[1]}$
#   from $(n_h, 1)$ into $(n_h, n_h)$, without an error.
# - *$dW^{[2]}$ in place of $W^{[2]}$ on the way back.* The network was run with $W^{[2]}$; the
#   error goes back along the same weights.
#
# </details>

# %% [markdown]
# ---
# # Part 5 · Hunt the bug, then write the test
#
# *25 minutes.*

# %% [markdown] question="what_a_gradient_check_needs"
# **Recall.** To check a gradient with `slope` you need
#
# - [ ] the right gradient, computed by somebody else.
#   > Then nobody could check the first one. What did the last check of Part 4 compare with?
# - [x] only the cost, as a function of the parameters.
#   > Yes: nudge a parameter, see how the cost moves. That needs no derivative at all.
# - [ ] a trained network.
#   > A slope can be measured at any parameters. Does the network have to know anything for that?

# %% [markdown]
# A colleague wants the forward and the backward pass in one function, and an AI assistant wrote it.
# He did not believe it before he had checked it: fresh parameters from `initialize_parameters`,
# every slope measured. All gradients agreed. Then he trained with it.


# %%
def colleague_gradients(parameters, X, Y):
    """Return dW1, db1, dW2, db2: forward pass and backward pass in one. Something is wrong here."""
    m = X.shape[1]
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    dZ2 = sigmoid(parameters["W2"] @ A1 + parameters["b2"]) - Y
    dZ1 = (parameters["W2"].T @ dZ2) * (1 - Z1**2)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
        "dW2": dZ2 @ A1.T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
    }


def measured_slopes(parameters, X, Y):
    """The slopes of your cost for each parameter, under the names of the gradients."""
    slopes = {}
    for key in ("W1", "b1", "W2", "b2"):

        def cost_with(value, key=key):
            return compute_cost(forward_propagation(X, {**parameters, key: value})[0], Y)

        slopes["d" + key] = slope(cost_with, parameters[key])
    return slopes


def differences(candidate, parameters, X, Y):
    """For each gradient of candidate(parameters, X, Y) the largest difference to the measured
    slopes, as a share of the largest of them."""
    found, measured = candidate(parameters, X, Y), measured_slopes(parameters, X, Y)
    return {
        key: float(np.abs(found[key] - measured[key]).max() / np.abs(measured[key]).max())
        for key in measured
    }


# %% demo="symptom"
np.random.seed(5)
network = initialize_parameters(2, 4, 1)
for key, share in differences(
    colleague_gradients, network, X_flower[:, :20], Y_flower[:, :20]
).items():
    print(f"his check, fresh parameters: {key} differs by a share of {share:.0e}")
with np.errstate(all="ignore"):
    for i in range(121):
        if i % 20 == 0:
            cost = compute_cost(forward_propagation(X_flower, network)[0], Y_flower)
            print(f"iteration {i:3d}: cost {cost:.4f}")
        grads = colleague_gradients(network, X_flower, Y_flower)
        for key in ("W1", "b1", "W2", "b2"):
            network[key] = network[key] - 1.2 * grads["d" + key]

# %% [markdown]
# His check was honest, and his training falls apart all the same. You may see the mistake by
# reading. Say nothing yet: a suspicion is not evidence.
#
# **Predict.** Somewhere at least one gradient differs from its slope. Which ones will it be?
#
# - **a** &nbsp; all four,
# - **b** &nbsp; only those of the hidden layer, `dW1` or `db1`,
# - **c** &nbsp; only those of the output, `dW2` or `db2`.

# %% prediction="wrong_gradients" among="abc" points=1
### BEGIN SOLUTION
predicted_wrong_gradients = "a"
### END SOLUTION

# %% [markdown]
# ## Your evidence
#
# Find a place, that is `parameters`, `X` and `Y`, where one of his gradients is wrong by a tenth or
# more. What was special about the place where he looked? List it, then change **one** thing at a
# time. Print `differences` for each try.


# %%
def parameters_of_size(size, n_h=3, seed=5):
    """Parameters, biases included, drawn from a normal distribution with this spread."""
    random = np.random.default_rng(seed)
    shapes = {"W1": (n_h, 2), "b1": (n_h, 1), "W2": (1, n_h), "b2": (1, 1)}
    return {key: size * random.standard_normal(shape) for key, shape in shapes.items()}


# %% answer="evidence"
# Write: evidence = (parameters, X, Y, key), where key is "dW1", "db1", "dW2" or "db2"
### BEGIN SOLUTION
# Only the size has changed: same plants, same number of plants, biases as before. Size 1 is what a
# trained network has.
evidence = (parameters_of_size(1.0), X_flower[:, :20], Y_flower[:, :20], "dW1")
### END SOLUTION

# %% check="evidence" points=2
things = len(evidence) if isinstance(evidence, tuple | list) else 1
same(things, 4, "evidence holds four things: parameters, X, Y and key")
place, key = evidence[:3], evidence[3]
sizes = {name: float(np.abs(value).max()) for name, value in measured_slopes(*place).items()}
assert key in sizes, f"key is one of {', '.join(sizes)}, not {key!r}"
assert sizes[key] > 1e-5, (
    f"all slopes for {key} are below 1e-5 there: they drown in the error of measuring"
)
share = differences(colleague_gradients, *place)[key]
assert share >= 0.1, (
    f"there {key} differs from its slopes by a share of {share:.0e}, not by 0.1 or more. "
    "Print all four differences, and change one thing about the place"
)

# %% right="evidence"
with_large_plants = (parameters_of_size(0.01), 200 * X_flower[:, :9], Y_flower[:, :9], "dW1")
with_one_plant = [parameters_of_size(1.5, seed=2), X_flower[:, :1], Y_flower[:, :1], "db1"]
with_large_biases_only = (
    {**parameters_of_size(0.1), "b1": np.array([[1.0], [-2.0], [1.5]])},
    X_flower[:, :30],
    Y_flower[:, :30],
    "db1",
)

# %% wrong="evidence"
looks_where_he_looked = (parameters_of_size(0.01), X_flower[:, :20], Y_flower[:, :20], "dW1")
takes_more_plants_only = (parameters_of_size(0.01), X_flower, Y_flower, "db1")
accuses_the_output = (parameters_of_size(1.0), X_flower[:, :20], Y_flower[:, :20], "dW2")
goes_too_far_out = (parameters_of_size(900.0), X_flower[:, :20], Y_flower[:, :20], "dW1")

# %% demo="look_at_evidence"
found = differences(colleague_gradients, *evidence[:3])
for key, share in found.items():
    print(f"at your place {key} differs by a share of {share:.1e}")
wrong = {key for key, share in found.items() if share > 1e-3}
if not wrong:
    print("nothing differs at your place yet")
else:
    outcome = "b" if wrong <= {"dW1", "db1"} else "c" if wrong <= {"dW2", "db2"} else "a"
    compare_prediction("wrong_gradients", predicted_wrong_gradients, outcome)

# %% [markdown] question="which_line"
# **Narrow it down.** Which line of `colleague_gradients` can spoil these gradients, and leave the
# others right?
#
# - [ ] `dZ2 = …`
#   > The gradients of the output are made from it as well. Are they wrong?
# - [ ] `"db1": dZ1.sum(axis=1, keepdims=True) / m`
#   > Then dW1 would be right: it is not made from db1.
# - [x] `dZ1 = …`
#   > Yes: what is wrong rests on it, and what is right does not. Print its factors at your place,
#   > and beside each one what you can measure with slope. Which one leaves the truth?

# %% [markdown]
# ## Your function: `gradients`
#
# Copy his function and mend the one factor that your evidence convicts. (Or write it afresh.)


# %% answer="gradients"
def gradients(parameters, X, Y):
    """Return the gradients of the cost: forward pass and backward pass in one.

    parameters: W1 (n_h, n_x), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1); X: (n_x, m), Y: (1, m)
    returns: {"dW1", "db1", "dW2", "db2"}, each in the shape of what it belongs to
    """
    ### BEGIN SOLUTION
    m = X.shape[1]
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    dZ2 = sigmoid(parameters["W2"] @ A1 + parameters["b2"]) - Y
    # The slope of tanh is written in its value A1, not in its argument Z1.
    dZ1 = (parameters["W2"].T @ dZ2) * (1 - A1**2)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
        "dW2": dZ2 @ A1.T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
    }
    ### END SOLUTION


# %% check="gradients" points=2
parameters = {
    "W1": np.array([[1.5, -0.5], [0.3, 2.0], [-1.0, 0.8]]),
    "b1": np.array([[0.5], [-1.0], [0.2]]),
    "W2": np.array([[2.0, -1.5, 0.5]]),
    "b2": np.array([[-0.3]]),
}
X = np.array([[1.0, -0.5, 2.0, 0.3, -1.5], [0.5, 1.5, -1.0, 0.8, -0.2]])
Y = np.array([[1.0, 0.0, 0.0, 1.0, 1.0]])
got = untouched(gradients, parameters, X, Y)
for key in ("W2", "b2", "W1", "b1"):

    def cost_with(value, key=key):
        p = {**parameters, key: value}
        A2 = sigmoid(p["W2"] @ np.tanh(p["W1"] @ X + p["b1"]) + p["b2"])
        return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

    measured = slope(cost_with, parameters[key])
    same(got["d" + key], measured, f"d{key} with large parameters", tolerance=1e-4, examples=5)
### BEGIN HIDDEN TESTS
parameters = {
    "W1": rng.standard_normal((4, 3)),
    "b1": rng.standard_normal((4, 1)),
    "W2": rng.standard_normal((1, 4)),
    "b2": rng.standard_normal((1, 1)),
}
X, Y = rng.standard_normal((3, 7)), (rng.permutation(7) % 2).astype(float).reshape(1, 7)
_, cache = forward_propagation_reference(X, parameters)
expected = backward_propagation_reference(parameters, cache, X, Y)
got = gradients(parameters, X, Y)
for key in ("dW1", "db1", "dW2", "db2"):
    same(got[key], expected[key], f"{key} on other numbers", examples=7)
### END HIDDEN TESTS


# %% right="gradients"
def from_your_two_functions(parameters, X, Y):
    _, cache = forward_propagation(X, parameters)
    return backward_propagation(parameters, cache, X, Y)


def with_the_hyperbolic_cosine(parameters, X, Y):
    m = Y.size
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    dZ2 = (sigmoid(np.dot(parameters["W2"], np.tanh(Z1)) + parameters["b2"]) - Y) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) / np.cosh(Z1) ** 2
    return {
        "db1": dZ1.sum(axis=1, keepdims=True),
        "dW1": np.dot(dZ1, X.T),
        "db2": dZ2.sum(axis=1, keepdims=True),
        "dW2": np.dot(dZ2, np.tanh(Z1).T),
    }


def by_measuring(parameters, X, Y):
    def cost_with(key, value):
        p = {**parameters, key: value}
        A2 = sigmoid(p["W2"] @ np.tanh(p["W1"] @ X + p["b1"]) + p["b2"])
        return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

    return {
        "d" + key: slope(lambda value, key=key: cost_with(key, value), parameters[key])
        for key in parameters
    }


# %% wrong="gradients"
def _mended(parameters, X, Y, part):
    """The colleague's function with another slope of tanh, part(Z1, A1)."""
    m = X.shape[1]
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    dZ2 = sigmoid(parameters["W2"] @ A1 + parameters["b2"]) - Y
    dZ1 = (parameters["W2"].T @ dZ2) * part(Z1, A1)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
        "dW2": dZ2 @ A1.T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
    }


def still_has_the_slope_in_z(parameters, X, Y):
    """The gradients of layer 1 are wrong when |z| is large. In which variable did you derive the
    slope of tanh?"""
    return _mended(parameters, X, Y, lambda Z1, A1: 1 - Z1**2)


def keeps_the_slope_positive(parameters, X, Y):
    """Cutting off at 0 hides that the slope is wrong before. In which variable is it 1 - a²?"""
    return _mended(parameters, X, Y, lambda Z1, A1: np.maximum(1 - Z1**2, 0))


def leaves_the_slope_out(parameters, X, Y):
    """Without the slope, layer 1 is wrong for small numbers too. Which slope belongs there?"""
    return _mended(parameters, X, Y, lambda Z1, A1: np.ones_like(Z1))


def has_the_slope_of_the_sigmoid(parameters, X, Y):
    """The hidden layer uses tanh. Whose slope is a(1 - a)?"""
    return _mended(parameters, X, Y, lambda Z1, A1: A1 * (1 - A1))


# %% [markdown]
# ## Look: where his check looked
#
# The same check for both versions, from fresh parameters to those of a trained network.

# %% demo="evidence_by_size"
SIZES = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0]
few = X_flower[:, :20], Y_flower[:, :20]
worst = {"his version": [], "yours": []}
for size in SIZES:
    for name, version in zip(worst, (colleague_gradients, gradients), strict=True):
        shares = differences(version, parameters_of_size(size), *few)
        worst[name].append(max(shares.values()))
show(
    curves(
        SIZES,
        worst,
        "size of the parameters",
        "largest share that differs",
        "One check, six places",
        log_x=True,
        log_y=True,
        markers=True,
    ),
    "The largest difference against the size of the parameters, both axes logarithmic. His version "
    "rises steeply by many powers of ten; yours stays flat near the bottom.",
)
# %% [markdown] question="why_hidden" points=1
# **1 point.** Why did his check on fresh parameters not see the mistake?
#
# - [x] With such small z, tanh z is almost z, so 1 - z² and 1 - tanh² z are almost the same.
#   > Yes. Small inputs make every smooth function look like a line, and hide how it bends. Check
#   > gradients where |z| goes beyond 1.
# - [ ] On fresh parameters all gradients are 0.
#   > They are small, but not 0, and the check compares them relative to their size.
# - [ ] Measured slopes are not exact enough.
#   > They are good to many digits. With large parameters the same measurement found the mistake.

# %% [markdown]
# ## Write the test that would have caught it
#
# Five versions of `gradients`. Two are right, three are wrong, and each wrong one looks right on
# some inputs. Which inputs would let it through?


# %%
def _all_of(parameters, X, Y):
    """What versions b to e share: A1, dZ2, m and S, the slope of tanh at each Z1, measured."""
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    dZ2 = sigmoid(parameters["W2"] @ A1 + parameters["b2"]) - Y
    return A1, dZ2, X.shape[1], slope(np.tanh, Z1)


version_a = colleague_gradients


def version_b(parameters, X, Y):
    A1, dZ2, m, S = _all_of(parameters, X, Y)
    dZ1 = (parameters["W2"].T * S) * dZ2
    dW1, db1 = dZ1 @ X.T / m, dZ1.mean(axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dZ2 @ A1.T / m, "db2": dZ2.mean(keepdims=True)}


def version_c(parameters, X, Y):
    A1, dZ2, m, S = _all_of(parameters, X, Y)
    dZ1 = parameters["W2"].T @ dZ2 * S / m
    dW1, db1 = dZ1 @ X.T / m, np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dZ2 @ A1.T / m, "db2": dZ2.mean(keepdims=True)}


def version_d(parameters, X, Y):
    A1, dZ2, m, S = _all_of(parameters, X, Y)
    dZ1 = parameters["W2"].T @ dZ2 * S
    dW1, db1 = dZ1 @ X.T / m, np.sum(dZ1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dZ2 @ A1.T / m, "db2": dZ2.mean(keepdims=True)}


def version_e(parameters, X, Y):
    A1, dZ2, m, S = _all_of(parameters, X, Y)
    dZ1 = parameters["W2"].T @ dZ2 * S
    dW1, db1 = dZ1 @ X.T / m, np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dZ2 @ A1.T / m, "db2": dZ2.mean(keepdims=True)}


# %% [markdown]
# ## Worked example: a test for a slope of tanh
#
# The test takes any candidate for the slope of tanh **in z**. Its first line lets the mistake
# $1 - z^2$ through, its second does not.


# %%
def check_slope(candidate):
    """Raise an AssertionError unless candidate(z) looks like the slope of tanh at z."""
    assert math.isclose(candidate(0.001), slope(math.tanh, 0.001), rel_tol=1e-4), "at z = 0.001"
    assert math.isclose(candidate(1.5), slope(math.tanh, 1.5), rel_tol=1e-4), "at z = 1.5"


print("1 - tanh² accepted:", accepts(check_slope, lambda z: 1 - math.tanh(z) ** 2))
print("1 - z² accepted:   ", accepts(check_slope, lambda z: 1 - z**2))

# %% [markdown]
# ## Your test
#
# Your test gets one of them, calls it with parameters, `X` and `Y` that **you
# choose**, and must
#
# - return quietly for both right versions (their last digits may differ: `np.allclose(p, q)`);
# - raise an `AssertionError` for every wrong one.
#
# For the expected gradients use your own `forward_propagation` and `backward_propagation`, or
# `slope`. `parameters_of_size` may help with the inputs.


# %% answer="check_gradients"
def check_gradients(candidate):
    """Raise an AssertionError unless candidate(parameters, X, Y) returns the gradients."""
    ### BEGIN SOLUTION
    # Large parameters, several units and several examples: each makes one mistake visible.
    parameters = parameters_of_size(1.0)
    X = np.array([[1.0, -2.0, 0.5, 1.5], [0.5, 1.0, -1.0, 2.0]])
    Y = np.array([[1.0, 0.0, 0.0, 1.0]])
    _, cache = forward_propagation(X, parameters)
    expected = backward_propagation(parameters, cache, X, Y)
    got = candidate(parameters, X, Y)
    for key in ("dW1", "db1", "dW2", "db2"):
        assert got[key].shape == expected[key].shape, f"{key} has shape {got[key].shape}"
        assert np.allclose(got[key], expected[key]), f"{key} differs"
    ### END SOLUTION


# %% check="check_gradients" points=4
versions = {"a": version_a, "b": version_b, "c": version_c, "d": version_d, "e": version_e}
accepted = {letter: accepts(check_gradients, version) for letter, version in versions.items()}
# The right verdicts stand here as check sums, so that reading does not give them away.
check_sums = {
    "a": 2603560240,
    "b": 1236606041,
    "c": 212876313,
    "d": 3373728407,
    "e": 1420831969,
}
judged_rightly = {
    letter: zlib.crc32(f"{letter} {accepted[letter]}".encode()) == check_sums[letter]
    for letter in versions
}
same(
    judged_rightly,
    dict.fromkeys(versions, True),
    "which of the five your test accepts: two are right, three are not",
)


# %% right="check_gradients"
def measures_slopes(candidate):
    parameters, X, Y = parameters_of_size(1.5, n_h=4), X_flower[:, :6], Y_flower[:, :6]
    got = candidate(parameters, X, Y)
    for key in parameters:

        def cost_with(value, key=key):
            return compute_cost(forward_propagation(X, {**parameters, key: value})[0], Y)

        np.testing.assert_allclose(got["d" + key], slope(cost_with, parameters[key]), atol=1e-6)


def looks_at_the_hidden_layer_only(candidate):
    parameters = {
        "W1": np.array([[2.0, 1.0], [-1.0, 3.0]]),
        "b1": np.array([[1.0], [0.5]]),
        "W2": np.array([[1.0, -2.0]]),
        "b2": np.array([[0.1]]),
    }
    X, Y = np.array([[0.5, 0.1, -0.4], [0.2, -0.3, 0.1]]), np.array([[0.0, 1.0, 1.0]])
    A2, cache = forward_propagation(X, parameters)
    dZ1 = parameters["W2"].T @ (A2 - Y) * (1 - cache["A1"] ** 2)
    assert np.abs(candidate(parameters, X, Y)["db1"] - dZ1.mean(axis=1, keepdims=True)).max() < 1e-8


def uses_random_inputs_without_a_seed(candidate):
    random = np.random.default_rng()
    parameters = parameters_of_size(1.0, n_h=3, seed=int(random.integers(1000)))
    X, Y = random.standard_normal((2, 30)), (np.arange(30) % 2).astype(float).reshape(1, 30)
    expected = backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)
    got = candidate(parameters, X, Y)
    assert all(np.abs(got[key] - expected[key]).max() < 1e-9 for key in expected)


def compares_with_the_mended_gradients(candidate):
    random = np.random.default_rng(0)
    parameters = parameters_of_size(1.0, seed=8)
    X, Y = random.standard_normal((2, 6)), np.array([[1.0, 0.0, 1.0, 1.0, 0.0, 1.0]])
    got = candidate(parameters, X, Y)
    for key, expected in gradients(parameters, X, Y).items():
        np.testing.assert_allclose(got[key], expected, rtol=1e-4, atol=1e-7)


# %% wrong="check_gradients"
def _compare(candidate, parameters, X, Y, close=np.allclose):
    _, cache = forward_propagation(X, parameters)
    expected = backward_propagation(parameters, cache, X, Y)
    got = candidate(parameters, X, Y)
    assert all(close(got[key], expected[key]) for key in expected)


def never_objects(candidate):
    """Your test lets all five through. Does it compare every gradient, also dW1 and db1, and does
    an assert see the result? A False that is returned refuses nothing."""
    candidate(parameters_of_size(1.0), X_flower[:, :5], Y_flower[:, :5])


def has_small_parameters(candidate):
    """Version a shows its mistake only where |z| is large. How large are your parameters?"""
    _compare(candidate, parameters_of_size(0.01), X_flower[:, :8], Y_flower[:, :8])


def has_a_single_example(candidate):
    """Version c divides by m once too often. What is 1/m in your test?"""
    _compare(candidate, parameters_of_size(1.0), X_flower[:, :1], Y_flower[:, :1])


def has_a_single_hidden_unit(candidate):
    """Version d adds up all units. How many does the network of your test have?"""
    _compare(candidate, parameters_of_size(1.0, n_h=1), X_flower[:, :8], Y_flower[:, :8])


def wants_every_digit(candidate):
    """Your test refuses right versions too. Do you compare each gradient with its own expected
    one, and with np.allclose rather than digit by digit?"""
    _compare(
        candidate,
        parameters_of_size(1.0),
        X_flower[:, :50],
        Y_flower[:, :50],
        close=lambda got, want: np.array_equal(got, want),
    )


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 5</b> (open it after the check)</summary>
#
# - *Checking where it is easy.* Fresh parameters, biases of 0, one example, one unit: each of these
#   makes some mistake invisible. A good test point has large and different numbers everywhere.
# - *Cutting the negative slope off.* It treats the symptom. The slope was wrong long before it
#   became negative.
# - *Asking for equal digits.* Sums in another order differ in the last ones. Compare with a
#   tolerance.
#
# </details>

# %% [markdown]
# ---
# # Part 6 · Training
#
# *20 minutes.* You have everything but the loop.

# %% [markdown] question="who_owns_the_dictionary"
# **From last week.** A function gets the dictionary `parameters` and does
# `parameters["W1"] = parameters["W1"] - rate * dW1`. What does its caller notice?
#
# - [ ] Nothing: a new array was made.
#   > The array is new, but it was put into the caller's own dictionary.
# - [x] The caller's dictionary now holds the new W1.
#   > Yes. The array was not changed, but the dictionary was. Build a new dictionary and return it.
# - [ ] An error: dictionaries cannot be changed in a function.
#   > They can, and without a word. That is the danger.

# %% [markdown]
# ## Your function: `update_parameters`
#
# One step down for all four, with the learning rate $\alpha$:
#
# $$W^{[l]} \leftarrow W^{[l]} - \alpha \, dW^{[l]}, \qquad
# b^{[l]} \leftarrow b^{[l]} - \alpha \, db^{[l]}, \qquad l = 1, 2, \qquad \text{shapes stay.}$$


# %% answer="update_parameters"
def update_parameters(parameters, grads, learning_rate=1.2):
    """Return the parameters after one step of gradient descent.

    parameters: W1, b1, W2, b2; grads: dW1, db1, dW2, db2 in the same shapes; neither is changed
    returns: a new dictionary with W1, b1, W2, b2
    """
    ### BEGIN SOLUTION
    # A new dictionary and new arrays: -= would write into those of the caller.
    return {key: value - learning_rate * grads["d" + key] for key, value in parameters.items()}
    ### END SOLUTION


# %% check="update_parameters" points=4
parameters = {
    "W1": np.array([[1.0, -2.0], [0.5, 3.0], [0.0, 1.0]]),
    "b1": np.array([[0.1], [-0.2], [0.3]]),
    "W2": np.array([[2.0, 0.0, -1.0]]),
    "b2": np.array([[0.7]]),
}
grads = {
    "dW1": np.array([[0.5, 1.0], [-2.0, 0.0], [3.0, -1.0]]),
    "db1": np.array([[1.0], [2.0], [-4.0]]),
    "dW2": np.array([[-1.0, 0.5, 2.0]]),
    "db2": np.array([[3.0]]),
}
after = untouched(update_parameters, parameters, grads, 0.1)
same(after["W1"], np.array([[0.95, -2.1], [0.7, 3.0], [-0.3, 1.1]]), "W1 by hand, rate 0.1")
same(after["b1"], np.array([[0.0], [-0.4], [0.7]]), "b1 by hand, rate 0.1")
same(after["W2"], np.array([[2.1, -0.05, -1.2]]), "W2 by hand, rate 0.1")
same(after["b2"], np.array([[0.4]]), "b2 by hand, rate 0.1")
same(update_parameters(parameters, grads)["b2"], np.array([[-2.9]]), "b2 with the default rate 1.2")
### BEGIN HIDDEN TESTS
shapes = {"W1": (5, 2), "b1": (5, 1), "W2": (1, 5), "b2": (1, 1)}
parameters = {key: rng.standard_normal(shape) for key, shape in shapes.items()}
grads = {"d" + key: rng.standard_normal(shape) for key, shape in shapes.items()}
got = update_parameters(parameters, grads, 0.37)
same(got, update_parameters_reference(parameters, grads, 0.37), "other numbers, rate 0.37")
### END HIDDEN TESTS


# %% right="update_parameters"
def one_after_the_other(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def copies_and_then_changes(parameters, grads, learning_rate=1.2):
    parameters = {key: value.copy() for key, value in parameters.items()}
    for key in parameters:
        parameters[key] -= learning_rate * grads[f"d{key}"]
    return parameters


def layer_by_layer(parameters, grads, learning_rate=1.2, layers=2):
    new = dict(parameters)
    for layer in range(1, layers + 1):
        for letter in "Wb":
            key = f"{letter}{layer}"
            new[key] = np.add(parameters[key], -learning_rate * grads["d" + key])
    return new


# %% wrong="update_parameters"
def _step(parameters, grads, rate, keys=("W1", "b1", "W2", "b2")):
    moved = {key: parameters[key] - rate * grads["d" + key] for key in keys}
    return {**parameters, **moved}


def climbs(parameters, grads, learning_rate=1.2):
    """If the slope is positive, should the parameter go up or down to lower the cost?"""
    return _step(parameters, grads, -learning_rate)


def leaves_the_biases(parameters, grads, learning_rate=1.2):
    """Print all four before and after a step. Which of them did not move?"""
    return _step(parameters, grads, learning_rate, ("W1", "W2"))


def stops_one_layer_short(parameters, grads, learning_rate=1.2):
    """There are two layers; yours moves one. The end of a range is not part of it."""
    return _step(parameters, grads, learning_rate, ("W1", "b1"))


def uses_the_rate_twice(parameters, grads, learning_rate=1.2):
    """Rate 0.1, slope 1: how far should a parameter move, and how far does yours?"""
    return _step(parameters, grads, learning_rate**2)


def has_a_fixed_rate(parameters, grads, learning_rate=1.2):
    """Your step is the same for every learning_rate. Do you use the argument?"""
    return _step(parameters, grads, 1.2)


def writes_into_the_given_dictionary(parameters, grads, learning_rate=1.2):
    """The caller's parameters have changed too. Build a new dictionary."""
    for key in ("W1", "b1", "W2", "b2"):
        parameters[key] = parameters[key] - learning_rate * grads["d" + key]
    return parameters


# %% [markdown]
# ## Your function: `nn_model`
#
# Start at random, then repeat: forward, backward, update. The cost is for looking at. A long loop
# should show that it is alive: `for i in tqdm(range(n), disable=not print_cost):` counts as
# `range(n)` does, and draws a bar when `print_cost` is True.


# %% answer="nn_model"
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    """Train a network with n_h hidden units by gradient descent from a random start.

    X: (n_x, m), Y: (1, m), n_h: the number of hidden units
    returns: parameters W1, b1, W2, b2 after num_iterations steps of update_parameters
        with its own default learning rate
    If print_cost is True, show a bar and print the cost at every thousandth iteration.
    """
    ### BEGIN SOLUTION
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for i in tqdm(range(num_iterations), disable=not print_cost):
        A2, cache = forward_propagation(X, parameters)
        if print_cost and i % 1000 == 0:
            tqdm.write(f"iteration {i:5d}: cost {compute_cost(A2, Y):.4f}")
        # Inside the loop: after each step the slopes are others.
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters
    ### END SOLUTION


# %% [markdown]
# Every start is another one, so the check looks at what holds for all of them. With fresh weights
# every output is very close to 0.5, so the first steps of $b^{[2]}$ can be computed by hand.

# %% check="nn_model" points=6
X = np.array([[0.5, -1.0, 1.0, -0.5], [1.0, 0.5, -0.5, -1.0]])
Y = np.array([[1.0, 1.0, 0.0, 1.0]])
one = untouched(nn_model, X, Y, 3, 1)
shapes = {key: np.shape(value) for key, value in one.items()}
same(shapes, {"W1": (3, 2), "b1": (3, 1), "W2": (1, 3), "b2": (1, 1)}, "shapes for n_h = 3")
# Refuses quickly when ten thousand steps are taken whatever was asked for.
W1_stands = "near its start" if np.max(np.abs(one["W1"])) < 0.2 else "far away from its start"
same(W1_stands, "near its start", "one iteration is asked for, and it moves W1 only a little")
# By hand: every output is about 0.5, three labels of four are 1, so db2 is about -0.25.
b2, by_hand, b2_by_hand = {}, {}, 0.0
for steps in (1, 2, 3):
    b2[f"steps: {steps}"] = round(float(np.squeeze(nn_model(X, Y, 3, steps)["b2"])), 2)
    b2_by_hand = b2_by_hand - 1.2 * (1 / (1 + math.exp(-b2_by_hand)) - 0.75)
    by_hand[f"steps: {steps}"] = round(b2_by_hand, 2)
same(b2, by_hand, "b2 after one, two and three steps, to two decimals", tolerance=0.05)
# A strip of mint: thyme, mint, thyme from west to east.
X = np.array(
    [[-2.0, -1.5, -1.2, -0.3, 0.0, 0.4, 1.1, 1.6, 2.0], [0.5, -1, 0.3, 1, -0.5, -1, 0.2, -0.7, 1]]
)
Y = np.array([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]])
on_strip = nn_model(X, Y, 6, 1000)
cost = compute_cost(forward_propagation(X, on_strip)[0], Y)
assert cost < 0.35, (
    f"1000 steps on an easy strip should bring the cost below 0.35; yours: {cost:.2f}"
)
### BEGIN HIDDEN TESTS
n_x, n_h = (int(size) for size in rng.permutation([3, 5]))
X = rng.uniform(-1, 1, (n_x, 8))
Y = (rng.permutation(8) < 2).astype(float).reshape(1, 8)
got = nn_model(X, Y, n_h, 2)
same(got["W1"].shape, (n_h, n_x), "W1 for other sizes")
by_hand = 1.2 * -0.25
by_hand = by_hand - 1.2 * (1 / (1 + math.exp(-by_hand)) - 0.25)
b2 = float(np.squeeze(got["b2"]))
assert abs(b2 - by_hand) < 0.02, f"after 2 steps: b2 = {b2:.2f}, by hand {by_hand:.2f}"
### END HIDDEN TESTS


# %% right="nn_model"
def with_a_seed_of_its_own(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    n_x, n_y = len(X), len(Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    i = 0
    while i < num_iterations:
        _, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
        i += 1
    return parameters


def with_everything_written_out(X, Y, n_h, num_iterations=10000, print_cost=False, rate=1.2):
    random, m = np.random.default_rng(), X.shape[1]
    W1, b1 = 0.01 * random.standard_normal((n_h, len(X))), np.zeros((n_h, 1))
    W2, b2 = 0.01 * random.standard_normal((1, n_h)), np.zeros((1, 1))
    for _ in range(num_iterations):
        A1 = np.tanh(W1 @ X + b1)
        dZ2 = (1 / (1 + np.exp(-(W2 @ A1 + b2))) - Y) / m
        dZ1 = W2.T @ dZ2 * (1 - A1**2)
        W2, b2 = W2 - rate * dZ2 @ A1.T, b2 - rate * dZ2.sum(axis=1, keepdims=True)
        W1, b1 = W1 - rate * dZ1 @ X.T, b1 - rate * dZ1.sum(axis=1, keepdims=True)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def with_the_mended_gradients(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, 1)
    costs = []
    for _ in range(num_iterations):
        costs.append(compute_cost(forward_propagation(X, parameters)[0], Y))
        parameters = update_parameters(parameters, gradients(parameters, X, Y), 1.2)
    return parameters


# %% wrong="nn_model"
def _train(X, Y, n_h, n, start=None, rate=1.2, fixed=False):
    """Training with one thing changed."""
    parameters = initialize_parameters(len(X), n_h, len(Y)) if start is None else start
    grads = gradients(parameters, X, Y)
    for _ in range(n):
        parameters = update_parameters(parameters, grads, rate)
        if not fixed:
            grads = gradients(parameters, X, Y)
    return parameters


def returns_the_start(X, Y, n_h, num_iterations=10000, print_cost=False):
    """The result has not learnt anything: b2 is still 0. Do you keep what update_parameters
    returns?"""
    return _train(X, Y, n_h, 0)


def stops_after_the_first_step(X, Y, n_h, num_iterations=10000, print_cost=False):
    """However many iterations are asked for, yours gets as far as one. Does return stand inside the
    loop, or does each round begin with fresh parameters?"""
    return _train(X, Y, n_h, 1)


def computes_the_gradients_once(X, Y, n_h, num_iterations=10000, print_cost=False):
    """After each step the slopes are others. Are forward and backward pass inside your loop?"""
    return _train(X, Y, n_h, num_iterations, fixed=True)


def always_four_hidden_units(X, Y, n_h, num_iterations=10000, print_cost=False):
    """The shapes do not follow n_h. What do you hand to initialize_parameters?"""
    return _train(X, Y, 4, num_iterations)


def has_a_fixed_number_of_steps(X, Y, n_h, num_iterations=10000, print_cost=False):
    """The result does not depend on num_iterations. Over which range does your loop run?"""
    return _train(X, Y, n_h, 100)


def starts_with_equal_weights(X, Y, n_h, num_iterations=10000, print_cost=False):
    """All hidden units start alike. Which function draws the start?"""
    start = {"W1": np.full((n_h, len(X)), 0.01), "b1": np.zeros((n_h, 1))}
    start |= {"W2": np.full((1, n_h), 0.01), "b2": np.zeros((1, 1))}
    return _train(X, Y, n_h, num_iterations, start)


def uses_another_rate(X, Y, n_h, num_iterations=10000, print_cost=False):
    """Your steps have another length. The rate here is the default of update_parameters."""
    return _train(X, Y, n_h, num_iterations, rate=0.1)


def takes_one_step_too_few(X, Y, n_h, num_iterations=10000, print_cost=False):
    """You take one step too few. Where does your range begin and end?"""
    return _train(X, Y, n_h, num_iterations - 1)


# %% [markdown]
# ## Your function: `predict`
#
# Docstring only; mind the tie rule.


# %% answer="predict"
def predict(parameters, X):
    """Return the network's answers: True where the output is strictly greater than 0.5.

    parameters: W1, b1, W2, b2; X: (n_x, m)
    returns: (1, m), True or False (1 and 0 are as good)
    """
    ### BEGIN SOLUTION
    # Strictly: at exactly 0.5 the answer is 0.
    return forward_propagation(X, parameters)[0] > 0.5
    ### END SOLUTION


# %% check="predict" points=3
parameters = {
    "W1": np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]),
    "b1": np.array([[-1.0], [2.0], [0.0]]),
    "W2": np.array([[2.0, -1.0, 0.5]]),
    "b2": np.array([[0.0]]),
}
X = np.array([[1.0, 3.0, 0.0, 2.0], [-1.0, -2.0, 1.0, -0.8]])
# By hand: in column 0 all three hidden sums are 0, so the output is exactly 0.5: a tie.
# The others have Z2 of about 3.4, -2.1 and 1.6.
same(untouched(predict, parameters, X), np.array([[False, True, False, True]]), "a tie and others")
low, high = {**parameters, "b2": np.array([[-9.0]])}, {**parameters, "b2": np.array([[9.0]])}
same(predict(low, X), np.zeros((1, 4)), "b2 = -9: never")
same(predict(high, X), np.ones((1, 4)), "b2 = 9: always")
near = {**parameters, "b2": np.array([[0.3]])}
same(predict(near, X[:, :1]), np.array([[True]]), "a single place with Z2 = 0.3")
### BEGIN HIDDEN TESTS
shapes = {"W1": (4, 3), "b1": (4, 1), "W2": (1, 4), "b2": (1, 1)}
parameters = {key: rng.standard_normal(shape) for key, shape in shapes.items()}
X = rng.standard_normal((3, 40))
same(predict(parameters, X), predict_reference(parameters, X), "other random numbers")
### END HIDDEN TESTS


# %% right="predict"
def by_the_sign_of_Z2(parameters, X):
    A1 = np.tanh(parameters["W1"] @ X + parameters["b1"])
    return (parameters["W2"] @ A1 + parameters["b2"] > 0).astype(int)


def by_rounding(parameters, X):
    # numpy rounds a half to the even neighbour, and that is 0.
    A2, _ = forward_propagation(X, parameters)
    return np.round(A2)


def place_by_place(parameters, X, threshold=0.5):
    outputs = [forward_propagation(X[:, [i]], parameters)[0].item() for i in range(X.shape[1])]
    return np.array([[1.0 if a > threshold else 0.0 for a in outputs]])


# %% wrong="predict"
def compares_Z2_with_a_half(parameters, X):
    """0.5 is the limit for the output A2. Which Z2 belongs to it?"""
    return forward_propagation(X, parameters)[1]["Z2"] > 0.5


def returns_probabilities(parameters, X):
    """These are probabilities. The answer is yes or no."""
    return forward_propagation(X, parameters)[0]


def says_yes_at_a_tie(parameters, X):
    """What is the answer at exactly 0.5? Read the tie rule."""
    return forward_propagation(X, parameters)[0] >= 0.5


def returns_a_flat_array(parameters, X):
    """(m,) is not (1, m). Return the shape of Y."""
    return forward_propagation(X, parameters)[0].ravel() > 0.5


def answers_the_opposite(parameters, X):
    """A high output means mint. Which side of 0.5 gets the True in yours?"""
    return forward_propagation(X, parameters)[0] < 0.5


def compares_the_hidden_layer(parameters, X):
    """The answer comes from the output, one for each example. Which A do you compare?"""
    return forward_propagation(X, parameters)[1]["A1"] > 0.5


# %% [markdown]
# ## Predict, then train
#
# Four hidden units, 10,000 iterations on the 400 plants. What share of the **1,000 other plants**
# `X_dev`, which no training has seen, will the network get right?

# %% prediction="flower_accuracy" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_flower_accuracy = 0.8
### END SOLUTION

# %% [markdown]
# Gradient descent goes down into the valley that it starts above, and not every valley is equally
# deep. So we train from three random starts and keep the network with the lowest cost on the
# training plants.

# %% demo="train_on_flower"
np.random.seed(1)
attempts = []
for start in range(3):
    network = nn_model(X_flower, Y_flower, 4, 10000, print_cost=start == 0)
    cost = compute_cost(forward_propagation(X_flower, network)[0], Y_flower)
    attempts.append((cost, network))
    right = np.mean(predict(network, X_flower) == Y_flower)
    print(f"start {start}: cost {cost:.4f}, {right:.3f} of the training plants right")
trained = min(attempts, key=lambda attempt: attempt[0])[1]
dev_accuracy = np.mean(predict(trained, X_dev) == Y_dev)
print(f"one neuron got {line_accuracy:.3f} of the training plants right")
compare_prediction("flower_accuracy", predicted_flower_accuracy, dev_accuracy)

# %% demo="look_at_regions"
show(
    decision_regions(
        lambda places: predict(trained, places),
        X_flower,
        Y_flower,
        PLACE,
        HERBS,
        f"Four hidden units: {np.mean(predict(trained, X_flower) == Y_flower):.1%} right",
    ),
    "The flower bed and the regions of the trained network, whose border bends between the petals; "
    "near the middle, where the petals overlap, plants of both herbs lie on either side.",
)

# %% [markdown]
# None of the three gets near 100 %. Close to the middle the petals overlap, and each plant stands a
# little off its place, so there both herbs grow at the same spots. No border can part them.
#
# Did your cost jump up now and then? The rate 1.2 is large. Some steps overshoot, and the network
# needs a while to come back down.

# %% [markdown] question="why_starts_differ" points=1
# **1 point.** Several starts need not end at the same cost, though data and program are the same.
# Why?
#
# - [ ] The gradients are computed with random errors.
#   > The gradients are exact, as you checked. What is random is something else.
# - [ ] The learning rate changes between the starts.
#   > It is 1.2 each time. What does nn_model do before its loop?
# - [x] Each start lies above another place of the cost, and descent ends in the valley below it.
#   > Yes. Last week's cost had one valley, and every start found it. With a hidden layer there are
#   > several.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 6</b> (open it after the check)</summary>
#
# - *Forward or backward outside the loop.* Then all steps go the same way.
# - *The result of `update_parameters` is not kept.* It returns a new dictionary; without
#   `parameters = …` nothing ever changes.
# - *Writing into the caller's dictionary.* The first run works; a second run with the same
#   parameters starts somewhere else.
#
# </details>

# %% [markdown]
# ---
# # Part 7 · Why a random start?
#
# *10 minutes.* Last week's neuron started at zeros and learnt well. Here we were told not to. What
# would happen?
#
# **Predict.** All weights of a network with four hidden units start at the **same** number, 0.5.
# After 2,000 iterations
#
# - **a** &nbsp; each unit has found a line of its own,
# - **b** &nbsp; the weights have changed, but all four units are still alike,
# - **c** &nbsp; no weight has changed.

# %% prediction="equal_start" among="abc" points=1
### BEGIN SOLUTION
predicted_equal_start = "a"
### END SOLUTION

# %% [markdown]
# ## Worked example: twins
#
# Units 0 and 1 below see the same and say the same. Nobody could tell them from **one** unit that
# says it twice as loudly:

# %%
twins = {
    "W1": np.array([[1.0, 2.0], [1.0, 2.0], [1.0, -1.0]]),
    "b1": np.array([[0.5], [0.5], [0.5]]),
    "W2": np.array([[2.0, 2.0, 3.0]]),
    "b2": np.array([[-1.0]]),
}
without_the_twin = {
    "W1": twins["W1"][1:],
    "b1": twins["b1"][1:],
    "W2": np.array([[4.0, 3.0]]),
    "b2": twins["b2"],
}
for name, network in (("three units:", twins), ("two units:", without_the_twin)):
    print(name, forward_propagation(X_flower[:, :4], network)[0].round(6))

# %% [markdown]
# ## Your function: `count_different_units`
#
# So count: how many units are really there? In the example, two. Two hidden units are *alike* when
# they have the same row in $W^{[1]}$, the same entry in $b^{[1]}$ **and** the same column in
# $W^{[2]}$. Docstring only.


# %% answer="count_different_units"
def count_different_units(parameters):
    """Return how many different hidden units a network has; units that are alike count once.

    parameters: W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)
    returns: a whole number from 1 to n_h; numbers count as equal when they agree to 9 decimals
    """
    ### BEGIN SOLUTION
    # One row for each unit: what it sees (W1, b1) and what it says (W2).
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T])
    # Rounded first: twins that were computed may differ in their last digits.
    return len(np.unique(np.round(units, 9), axis=0))
    ### END SOLUTION


# %% check="count_different_units" points=3
parameters = {
    "W1": np.array([[1.0, 2.0], [3.0, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]),
    "b1": np.array([[0.5], [0.5], [0.5], [-0.5], [0.5]]),
    "W2": np.array([[2.0, 2.0, 2.0, 2.0, -2.0]]),
    "b2": np.array([[0.1]]),
}
# By hand: units 0 and 2 are alike; 1 has another row in W1, 3 another bias, 4 another weight in W2.
same(untouched(count_different_units, parameters), 4, "five units, of which 0 and 2 are alike")
alike = {
    "W1": np.full((3, 2), 0.7) + 1e-13 * np.array([[0.0], [1.0], [2.0]]),
    "b1": np.zeros((3, 1)),
    "W2": np.full((2, 3), 0.7),
    "b2": np.zeros((2, 1)),
}
same(count_different_units(alike), 1, "three units that differ in the 13th decimal only")
W2 = np.array([[0.7, 0.7, 0.7], [0.1, 0.2, 0.1]])
same(
    count_different_units({**alike, "W2": W2}), 2, "with two outputs, one of them tells units apart"
)
### BEGIN HIDDEN TESTS
units = rng.standard_normal((4, 5))
rows = units[rng.permutation([0, 1, 2, 3, 3, 1, 1])]
parameters = {"W1": rows[:, :3], "b1": rows[:, 3:4], "W2": rows[:, 4:].T, "b2": np.ones((1, 1))}
same(count_different_units(parameters), count_different_units_reference(parameters), "other units")
### END HIDDEN TESTS


# %% right="count_different_units"
def with_a_set(parameters):
    units = np.vstack([parameters["W1"].T, parameters["b1"].T, parameters["W2"]])
    return len({tuple(np.round(column, 9)) for column in units.T})


def with_two_loops(parameters):
    W1, b1, W2 = parameters["W1"], parameters["b1"], parameters["W2"]
    found = []
    for k in range(len(W1)):
        unit = np.concatenate([W1[k], b1[k], W2[:, k]])
        if not any(np.abs(unit - other).max() < 5e-10 for other in found):
            found.append(unit)
    return len(found)


def by_comparing_every_pair(parameters, tolerance=1e-9):
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T])
    alike = np.abs(units[:, np.newaxis] - units).max(axis=2) < tolerance
    first_of_its_kind = np.argmax(alike, axis=1) == np.arange(len(units))
    return np.sum(first_of_its_kind)


# %% wrong="count_different_units"
def _different(units):
    return len(np.unique(np.round(units, 9), axis=0))


def looks_at_W1_only(parameters):
    """Two units with the same row in W1 may differ in their bias or in W2. Compare all three."""
    return _different(parameters["W1"])


def leaves_out_b1(parameters):
    """Two units that differ only in their bias see different half-planes. Do you compare b1?"""
    return _different(np.hstack([parameters["W1"], parameters["W2"].T]))


def leaves_out_W2(parameters):
    """Two units may see the same and speak for different answers. Do you compare W2?"""
    return _different(np.hstack([parameters["W1"], parameters["b1"]]))


def counts_all_units(parameters):
    """Units that are alike count once."""
    return len(parameters["W1"])


def compares_neighbours_only(parameters):
    """Units that are alike need not stand next to each other."""
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T])
    return 1 + int(np.sum(np.abs(np.diff(units, axis=0)).max(axis=1) > 1e-9))


def wants_all_digits_equal(parameters):
    """Computed numbers differ in their last digits. Round to 9 decimals before you compare."""
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T])
    return len(np.unique(units, axis=0))


# %% [markdown]
# ## Look: three starts
#
# Equal weights, zero weights, and `initialize_parameters`. `states` takes one step after another
# from a start that we choose.


# %%
def states(step, start, n):
    """Yield start, step(start), step(step(start)) and so on: start and n more."""
    yield start
    for _ in range(n):
        start = step(start)
        yield start


def step_on_flower(parameters):
    """The parameters after one step down on the flower bed."""
    return update_parameters(parameters, gradients(parameters, X_flower, Y_flower))


def filled_with(number, n_h=4):
    """A start with every weight at the same number and biases at 0."""
    return {
        "W1": np.full((n_h, 2), number),
        "b1": np.zeros((n_h, 1)),
        "W2": np.full((1, n_h), number),
        "b2": np.zeros((1, 1)),
    }


# %% demo="three_starts"
starts = {"all 0.5": filled_with(0.5), "all 0": filled_with(0.0)}
np.random.seed(2)
starts["random"] = initialize_parameters(2, 4, 1)
ends, costs = {}, {}
for name, start in starts.items():
    costs[name] = []
    for i, network in enumerate(states(step_on_flower, start, 2000)):
        if i % 100 == 0:
            A2, _ = forward_propagation(X_flower, network)
            costs[name].append(compute_cost(A2, Y_flower))
    ends[name] = network
    moved = max(np.abs(ends[name][key] - start[key]).max() for key in ("W1", "W2"))
    print(
        f"{name:8s} {count_different_units(ends[name])} different units, weights moved by up to "
        f"{moved:.2g}, {share_right(ends[name], X_flower, Y_flower):.3f} right"
    )
show(
    cost_curves(costs, title="Three starts"),
    "The cost over 2,000 iterations: "
    + "; ".join(f"{name} from {c[0]:.3f} to {c[-1]:.3f}" for name, c in costs.items())
    + ".",
)
*_, one_unit = states(step_on_flower, filled_with(0.5, n_h=1), 2000)
print(f"one hidden unit alone: {share_right(one_unit, X_flower, Y_flower):.3f} right")
equal_end = ends["all 0.5"]
outcome = "b" if count_different_units(equal_end) == 1 else "a"
if all(np.array_equal(equal_end[key], starts["all 0.5"][key]) for key in ("W1", "W2")):
    outcome = "c"
compare_prediction("equal_start", predicted_equal_start, outcome)

# %% [markdown] question="why_alike" points=1
# **Your claim, 1 point.** Which explanation fits the first three lines that you printed?
#
# - [x] Units that are alike get the same gradient, so they stay alike; from zeros dW1 and dW2 are
#   even 0.
#   > Yes. Row k of dW1 depends on k only through W2 and A1, and these are equal. With zeros,
#   > W2 = 0 blocks the way back and A1 = 0 makes dW2 zero: only b2 could move.
# - [ ] Equal weights are too large; smaller equal weights would part the units.
#   > Try 0.01 in filled_with. Which term of dW1 could differ between two equal units?
# - [ ] Gradient descent needs random numbers at every step.
#   > Only the start is random; after that every step is computed.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 7</b> (open it after the check)</summary>
#
# - *Looking at $W^{[1]}$ alone.* A unit is what it sees ($W^{[1]}$, $b^{[1]}$) and what it says
#   ($W^{[2]}$).
# - *Believing that zeros are always wrong.* One neuron may start there, and so may all biases. What
#   must differ is something between the units of one layer.
#
# </details>

# %% [markdown]
# ---
# # Part 8 · Experiment: how many hidden units?
#
# *15 minutes.* More units bend more. Is more always better?

# %% [markdown] question="why_dev"
# **From week 1.** We choose the number of units by the error on plants that no training has seen.
# Why not by the error on the training plants?
#
# - [x] A large network can follow the accidents of its training plants, and that error rewards it.
#   > Yes. Such plants will not come again; other ones will.
# - [ ] The training error cannot be computed for large networks.
#   > It can, and it will even be small. Is small there also small elsewhere?
# - [ ] Both errors are always the same.
#   > You will measure both in a moment.

# %% [markdown]
# We train on small beds of 100 plants, ten beds, the same ten for every size, and measure the
# share of **wrong** answers on the training plants and on 1,000 others (*dev*). One bed may be
# lucky, so we average over the beds and say how well the average is known: for $n$ errors
# $e_1, \dots, e_n$ with mean $\bar e$,
#
# $$s = \sqrt{\frac{1}{n-1} \sum_k (e_k - \bar e)^2}, \qquad
# \text{standard error of the mean} = \frac{s}{\sqrt n} .$$
#
# **Worked example.** Errors 0.1, 0.2, 0.3: the mean is 0.2, $s = \sqrt{0.02 / 2} = 0.1$, the
# standard error $0.1/\sqrt 3 \approx 0.058$.
#
# ## Your function: `mean_and_standard_error`


# %% answer="mean_and_standard_error"
def mean_and_standard_error(errors):
    """Return the mean over the seeds and its standard error, for each size of the network.

    errors: (number of sizes, number of seeds), at least 2 seeds
    returns: means, standard_errors, each of shape (number of sizes,)
    """
    ### BEGIN SOLUTION
    n = errors.shape[1]
    # axis=1 holds the seeds and goes. ddof=1 divides by n - 1 under the root: the mean was
    # computed from the same errors, and they lie closer to it than to the true one.
    return errors.mean(axis=1), errors.std(axis=1, ddof=1) / np.sqrt(n)
    ### END SOLUTION


# %% check="mean_and_standard_error" points=3
errors = np.array([[0.1, 0.2, 0.3], [0.5, 0.5, 0.8]])
means, standard_errors = untouched(mean_and_standard_error, errors)
same(means, np.array([0.2, 0.6]), "the two means by hand")
by_hand = np.array([0.1, math.sqrt(0.03)]) / math.sqrt(3)
same(standard_errors, by_hand, "the two standard errors by hand")
same(mean_and_standard_error(errors[:, [2, 0, 1]])[1], by_hand, "the order of the seeds is free")
same(mean_and_standard_error(np.array([[0.4, 0.2]]))[1], np.array([0.1]), "one size, two seeds")
### BEGIN HIDDEN TESTS
errors = rng.uniform(0, 1, (4, 7))
means, standard_errors = mean_and_standard_error(errors)
expected = mean_and_standard_error_reference(errors)
same(means, expected[0], "other means")
same(standard_errors, expected[1], "other standard errors")
### END HIDDEN TESTS


# %% right="mean_and_standard_error"
def with_the_formula(errors):
    n = errors.shape[1]
    means = np.sum(errors, axis=1) / n
    squares = np.sum((errors - means[:, np.newaxis]) ** 2, axis=1)
    return means, np.sqrt(squares / (n - 1) / n)


def row_by_row(errors):
    means = [sum(row) / len(row) for row in errors]
    variances = [
        sum((e - mean) ** 2 for e in row) / (len(row) - 1)
        for row, mean in zip(errors, means, strict=True)
    ]
    n = errors.shape[1]
    return np.array(means), np.array([math.sqrt(variance / n) for variance in variances])


def with_the_variance(errors, axis=1):
    return errors.mean(axis), (errors.var(axis, ddof=1) / errors.shape[axis]) ** 0.5


# %% wrong="mean_and_standard_error"
def divides_by_n(errors):
    """Under the root stands n - 1, not n. numpy has an argument for this: ddof."""
    return errors.mean(axis=1), errors.std(axis=1) / np.sqrt(errors.shape[1])


def returns_the_standard_deviation(errors):
    """That says how far single beds spread. How well is their mean known?"""
    return errors.mean(axis=1), errors.std(axis=1, ddof=1)


def averages_over_the_sizes(errors):
    """One mean for each size: which axis holds the seeds and must go?"""
    return errors.mean(axis=0), errors.std(axis=0, ddof=1) / np.sqrt(errors.shape[0])


def divides_by_n_without_the_root(errors):
    """With four times as many beds the standard error halves. Does yours?"""
    return errors.mean(axis=1), errors.std(axis=1, ddof=1) / errors.shape[1]


def forgets_the_root_of_the_variance(errors):
    """s is a square root. What is the unit of yours?"""
    return errors.mean(axis=1), errors.var(axis=1, ddof=1) / np.sqrt(errors.shape[1])


# %% [markdown]
# ## Your function: `smallest_good_size`
#
# Which size do we take? Not simply the best mean: it may be best by accident. A careful rule: take
# the **smallest** size whose mean error is at most one standard error *of the best size* above the
# best mean.
#
# **Worked example.** Sizes 1, 2, 4, 8 have means 0.40, 0.22, 0.16, 0.15 with standard errors 0.03,
# 0.02, 0.01, 0.02. The best mean is 0.15, its standard error 0.02, so the limit is 0.17: the answer
# is 4.


# %% answer="smallest_good_size"
def smallest_good_size(sizes, means, standard_errors):
    """Return the smallest size within one standard error of the best.

    sizes, means, standard_errors: (k,) each, sizes in any order
    returns: the smallest size whose mean is at most (best mean + standard error of the best)
    """
    ### BEGIN SOLUTION
    best = np.argmin(means)
    # One limit for all, from the best size. Its bar says how far its mean may be luck.
    limit = means[best] + standard_errors[best]
    return min(size for size, mean in zip(sizes, means, strict=True) if mean <= limit)
    ### END SOLUTION


# %% check="smallest_good_size" points=3
sizes = np.array([1, 2, 4, 8, 16])
means = np.array([0.40, 0.165, 0.154, 0.15, 0.16])
bars = np.array([0.30, 0.08, 0.005, 0.02, 0.03])
same(untouched(smallest_good_size, sizes, means, bars), 2, "the limit is 0.15 + 0.02")
mixed = np.array([3, 0, 2, 4, 1])
same(smallest_good_size(sizes[mixed], means[mixed], bars[mixed]), 2, "the same in another order")
same(smallest_good_size(sizes, means, bars / 4), 4, "shorter bars: the limit is 0.155")
means, bars = np.array([0.5, 0.25, 0.125, 0.375]), np.array([0.25, 0.0625, 0.125, 0.25])
same(smallest_good_size(sizes[:4], means, bars), 2, "a mean that equals the limit is good enough")
### BEGIN HIDDEN TESTS
sizes, means = rng.permutation(np.arange(1, 12)), rng.uniform(0.1, 0.5, 11)
bars = rng.uniform(0.02, 0.2, 11)
expected = smallest_good_size_reference(sizes, means, bars)
same(smallest_good_size(sizes, means, bars), expected, "other sizes and errors")
### END HIDDEN TESTS


# %% right="smallest_good_size"
def with_a_mask(sizes, means, standard_errors):
    best = int(np.argmin(means))
    return np.min(sizes[means <= means[best] + standard_errors[best]])


def by_sorting(sizes, means, standard_errors):
    best_mean, its_error = min(zip(means, standard_errors, strict=True))
    for size, mean in sorted(zip(sizes, means, strict=True)):
        if mean - best_mean <= its_error:
            return int(size)


def with_a_loop(sizes, means, standard_errors, steps=1.0):
    best = list(means).index(min(means))
    answer = sizes[best]
    for k in range(len(sizes)):
        if means[k] <= means[best] + steps * standard_errors[best] and sizes[k] < answer:
            answer = sizes[k]
    return answer


# %% wrong="smallest_good_size"
def takes_the_best_mean(sizes, means, standard_errors):
    """The best mean may be best by accident. Is there a smaller size within the limit?"""
    return sizes[np.argmin(means)]


def uses_each_own_standard_error(sizes, means, standard_errors):
    """The limit is one number, from the best size. You let each size bring its own."""
    return np.min(sizes[means - standard_errors <= means.min()])


def takes_the_first_within_the_limit(sizes, means, standard_errors):
    """The sizes come in any order: the first one within the limit need not be the smallest."""
    best = np.argmin(means)
    return sizes[means <= means[best] + standard_errors[best]][0]


def takes_the_largest_within_the_limit(sizes, means, standard_errors):
    """Of all good sizes, which one is asked for?"""
    best = np.argmin(means)
    return np.max(sizes[means <= means[best] + standard_errors[best]])


def leaves_out_the_limit_itself(sizes, means, standard_errors):
    """A mean that *equals* the limit is good enough: the docstring says at most."""
    best = np.argmin(means)
    good = (means < means[best] + standard_errors[best]) | (np.arange(len(means)) == best)
    return np.min(sizes[good])


def adds_the_smallest_standard_error(sizes, means, standard_errors):
    """Whose standard error belongs into the limit? That of the size with the best mean."""
    return np.min(sizes[means <= means.min() + standard_errors.min()])


# %% [markdown]
# **Predict.** From 1 to 20 hidden units, the **dev** error will
#
# - **a** &nbsp; fall all the way,
# - **b** &nbsp; fall at first and then stay about level,
# - **c** &nbsp; fall at first and then rise again clearly.

# %% prediction="dev_error" among="abc" points=1
### BEGIN SOLUTION
predicted_dev_error = "c"
### END SOLUTION

# %% demo="size_runs"
UNITS = np.array([1, 2, 4, 6, 10, 20])
SEEDS = range(10)
train_errors, dev_errors = np.zeros((2, len(UNITS), len(SEEDS)))
np.random.seed(2)
for run in tqdm(range(train_errors.size), desc="networks"):
    row, seed = divmod(run, len(SEEDS))
    X, Y = flower(seed, m=100)
    network = nn_model(X, Y, int(UNITS[row]), num_iterations=2500)
    train_errors[row, seed] = 1 - share_right(network, X, Y)
    dev_errors[row, seed] = 1 - share_right(network, X_dev, Y_dev)

# %% demo="look_at_sizes"
train_means, train_bars = mean_and_standard_error(train_errors)
dev_means, dev_bars = mean_and_standard_error(dev_errors)
show(
    curves_with_errors(
        UNITS,
        {"train": (train_means, train_bars), "dev": (dev_means, dev_bars)},
        "hidden units",
        "share of wrong answers",
        "Ten beds for each size; bars: one standard error",
        log_x=True,
    ),
    "Two curves with error bars against the number of hidden units. With 1, 4 and 20 units train "
    "is "
    + ", ".join(f"{train_means[row]:.3f}" for row in (0, 2, 5))
    + " and dev is "
    + ", ".join(f"{dev_means[row]:.3f}" for row in (0, 2, 5))
    + ".",
)
for row, size in enumerate(UNITS):
    print(
        f"{size:2d} units: train {train_means[row]:.3f} ± {train_bars[row]:.3f}, "
        f"dev {dev_means[row]:.3f} ± {dev_bars[row]:.3f}"
    )
for before, after in ((0, 1), (1, 2), (2, 3), (2, len(UNITS) - 1)):
    fall, bar = dev_means[before] - dev_means[after], max(dev_bars[before], dev_bars[after])
    print(f"from {UNITS[before]} to {UNITS[after]} units dev falls by {fall / bar:.1f} bars")
first_four = (dev_means[0] - dev_means[2]) / (dev_means[0] - dev_means[-1])
print(f"of the whole fall of the dev error, {first_four:.0%} come with the first four units")
good_size = smallest_good_size(UNITS, dev_means, dev_bars)
print("smallest good size:", good_size)
outcome = "b"
if dev_means[-1] > dev_means.min() + 2 * dev_bars[-1]:
    outcome = "c"
elif dev_means[-1] < dev_means[:-1].min() - 2 * dev_bars[-1]:
    outcome = "a"
compare_prediction("dev_error", predicted_dev_error, outcome)

# %% [markdown] question="claim_size" points=2
# **Your claim, 2 points.** Which conclusion do your numbers support?
#
# - [ ] The more units the better: the training error says so.
#   > The training error is that of known plants. What does the dev error do after four units?
# - [ ] Two units are enough: more units bring nothing that the bars could not explain.
#   > Compare the dev errors of 2 and 4 units. How many bars lie between them?
# - [x] Most of the fall of the dev error comes with the first four units; all larger networks
#   together add little.
#   > Yes: compare the falls that you printed. Beyond four units the curve is so level that chance
#   > has a say in which size the rule names. Run the cell again without its seed: does the rule
#   > name the same size?
# - [ ] Four units are best for every problem.
#   > You measured one flower, beds of 100 plants and one way to train.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 8</b> (open it after the check)</summary>
#
# - *Bars that show the spread.* The standard deviation says how far single beds differ. The
#   standard error says how well their mean is known, and shrinks with more beds.
# - *Taking the lowest point.* With ten beds the lowest of several nearly equal means is a matter of
#   luck. Among equals take the smallest.
# - *Choosing and reporting with the same plants.* The dev error of the chosen size is a little too
#   good, for we picked it. A final number needs a third set, the test set.
#
# </details>

# %% [markdown]
# ---
# # Part 9 · The puzzle, other beds, and a blank page
#
# *40 minutes.*

# %% [markdown] question="jumping_cost"
# **From week 2.** You train, and the cost jumps up and down, higher each time. What do you change
# first? (You will need this on the blank page.)
#
# - [ ] More iterations: it will calm down.
#   > Steps that overshoot grow. What makes a step too long?
# - [x] A smaller learning rate.
#   > Yes: the steps are too long for the valley. And if the cost falls without a jump, but
#   > hardly, try a larger one.
# - [ ] More training examples.
#   > The cost is computed on those that you have, and gradient descent overshoots on them.

# %% [markdown]
# Back to the question of the beginning: where do the curves come from? Take your
# trained network apart. First, what each of its units sees; then a walk.

# %% demo="puzzle_units"
panels = {}
for unit in range(4):
    w, b = trained["W1"][unit], trained["b1"][unit, 0]
    panels[f"unit {unit}, weight {trained['W2'][0, unit]:.1f} in W2"] = (
        lambda places, w=w, b=b: w @ places + b > 0,
        X_flower,
        Y_flower,
    )
panels["all together"] = (lambda places: predict(trained, places), X_flower, Y_flower)
show(
    decision_region_grid(panels, PLACE, columns=3),
    "Four panels with a straight line each, one for each trained unit, and a fifth with the bent "
    "border of the whole network.",
)

# %% [markdown]
# Walk around the middle in a circle of 2 metres. Along the way each unit adds its share
# $w^{[2]}_k\, a^{[1]}_k$ to the sum $Z^{[2]}$. The answer is mint where the sum is above 0.

# %% demo="puzzle_walk"
degrees = np.linspace(0, 360, 361)
walk = 2 * np.vstack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
_, cache = forward_propagation(walk, trained)
lines = {f"unit {k}": trained["W2"][0, k] * cache["A1"][k] for k in range(4)}
lines["sum Z2, with the bias"] = cache["Z2"][0]
figure = curves(degrees, lines, "direction in degrees", "share of Z2", "Once around the middle")
figure.axes[0].get_lines()[-1].set(color="black", linestyle="-", linewidth=3)
figure.axes[0].axhline(0, color="0.5", linewidth=1)
figure.axes[0].set_xticks([0, 90, 180, 270, 360])
figure.axes[0].legend(bbox_to_anchor=(1.02, 1), loc="upper left", fontsize=9)
show(
    figure,
    "Five curves against the direction, 0 degrees in the east and 90 in the north. The share of "
    "each unit steps up and down between two levels; their sum, a thick black curve, crosses 0 "
    "several times, once at each change of petals.",
)

# %% [markdown] question="where_curves_come_from" points=1
# **The puzzle, 1 point.** Each unit draws a straight line. Where do the curves come from?
#
# - [ ] From the sigmoid at the output, which bends the border.
#   > The border is where Z2 = 0; the sigmoid does not move it. How is Z2 made?
# - [ ] From the number of training iterations: lines become curves slowly.
#   > Each unit is still straight at the end: look at the four panels.
# - [x] The border is where a weighted sum of soft steps is 0, and each step has its own line.
#   > Yes. Near its own line a unit changes softly from minus to plus. Where several change at once,
#   > the border of the sum bends from one line to the next.

# %% [markdown]
# ## Other beds
#
# Crescents, rings, two clouds, spirals; and a meadow in which thyme and mint grow anywhere. The
# network gets 200 plants of each and is measured on 500 others. In the figure thyme stands as blue
# circles and mint as orange triangles.

# %% demo="other_beds"
panels = {}
beds = {"crescents": moons, "rings": circles, "two clouds": blobs, "spirals": spirals}
beds["meadow"] = no_structure
np.random.seed(4)
for name, make in tqdm(beds.items(), desc="beds"):
    X, Y = make(seed=1, m=200)
    network = nn_model(X, Y, 12, num_iterations=4000)
    train, dev = share_right(network, X, Y), share_right(network, *make(seed=2, m=500))
    print(f"{name}: {train:.2f} of the training plants right, {dev:.2f} of the others")
    panels[f"{name}: train {train:.2f}, dev {dev:.2f}"] = (
        lambda places, network=network: predict(network, places),
        X,
        Y,
    )
show(
    decision_region_grid(panels, PLACE, columns=3),
    "Five panels, with thyme as blue circles and mint as orange triangles. The border follows the "
    "crescents, rings and spirals, and is nearly straight between the two clouds. On the meadow it "
    "winds without a pattern.",
)

# %% [markdown] question="meadow" points=1
# **1 point.** On the meadow the network is right on clearly more than half of the training plants,
# and on about half of the others. What did it learn?
#
# - [x] Where single training plants stand; that says nothing about other plants.
#   > Yes. A training accuracy alone is no evidence that there is anything to learn.
# - [ ] A weak rule, which more training would sharpen.
#   > The labels were drawn without looking at the places: there is no rule. What does more
#   > training do then?
# - [ ] Nothing: both numbers are chance.
#   > Half is chance. The training number is above it, and not by luck.

# %% [markdown]
# ## Transfer: another bend
#
# Now the hidden units use relu, $A^{[1]} = \max(Z^{[1]}, 0)$, as many networks do. Everything
# else stays. Its slope is 1 where $Z^{[1]} > 0$, else 0 (also at exactly 0). No steps this time.
# Check yourself before you run the check: measure slopes, with large numbers.


# %% answer="relu_gradients"
def relu_gradients(parameters, X, Y):
    """Return the gradients of the cost for a network with relu in its hidden layer.

    parameters: W1 (n_h, n_x), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1); X: (n_x, m), Y: (1, m)
    returns: {"dW1", "db1", "dW2", "db2"}, each in the shape of what it belongs to
    """
    ### BEGIN SOLUTION
    m = X.shape[1]
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.maximum(Z1, 0)
    dZ2 = sigmoid(parameters["W2"] @ A1 + parameters["b2"]) - Y
    # The slope of relu: 1 where the unit is on, 0 where it is off.
    dZ1 = (parameters["W2"].T @ dZ2) * (Z1 > 0)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
        "dW2": dZ2 @ A1.T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
    }
    ### END SOLUTION


# %% check="relu_gradients" points=4
parameters = {
    "W1": np.array([[1.5, -0.5], [0.3, 2.0], [-1.0, 0.8]]),
    "b1": np.array([[0.5], [-1.0], [0.2]]),
    "W2": np.array([[2.0, -1.5, 0.5]]),
    "b2": np.array([[-0.3]]),
}
X = np.array([[1.0, -0.5, 2.0, 0.3, -1.5], [0.5, 1.5, -1.0, 0.8, -0.2]])
Y = np.array([[1.0, 0.0, 0.0, 1.0, 1.0]])
got = untouched(relu_gradients, parameters, X, Y)
for key in ("W1", "b1", "W2", "b2"):

    def relu_cost(value, key=key):
        p = {**parameters, key: value}
        A2 = sigmoid(p["W2"] @ np.maximum(p["W1"] @ X + p["b1"], 0) + p["b2"])
        return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

    measured = slope(relu_cost, parameters[key])
    same(got["d" + key], measured, f"d{key} against measured slopes", tolerance=1e-4, examples=5)
# One unit, one place, Z1 = 2 · 3 - 6 = 0: the unit counts as off.
parameters = {"W1": np.array([[2.0]]), "b1": np.array([[-6.0]]), "W2": np.array([[1.0]])}
parameters["b2"] = np.array([[0.0]])
got = relu_gradients(parameters, np.array([[3.0]]), np.array([[1.0]]))
same(got["db2"], np.array([[-0.5]]), "db2 where Z1 is exactly 0: the output is 0.5, the truth 1")
same(got["db1"], np.array([[0.0]]), "db1 where Z1 is exactly 0: there the slope is 0")
### BEGIN HIDDEN TESTS
shapes = {"W1": (4, 3), "b1": (4, 1), "W2": (1, 4), "b2": (1, 1)}
parameters = {key: rng.standard_normal(shape) for key, shape in shapes.items()}
X, Y = rng.standard_normal((3, 7)), (rng.permutation(7) % 2).astype(float).reshape(1, 7)
got, expected = relu_gradients(parameters, X, Y), relu_gradients_reference(parameters, X, Y)
for key in ("dW1", "db1", "dW2", "db2"):
    same(got[key], expected[key], f"{key} on other numbers", examples=7)
### END HIDDEN TESTS


# %% right="relu_gradients"
def with_the_mask_from_A1(parameters, X, Y):
    m = X.shape[1]
    A1 = np.maximum(np.dot(parameters["W1"], X) + parameters["b1"], 0)
    dZ2 = (sigmoid(np.dot(parameters["W2"], A1) + parameters["b2"]) - Y) / m
    dZ1 = np.where(A1 > 0, np.dot(parameters["W2"].T, dZ2), 0.0)
    return {
        "db2": dZ2.sum(axis=1, keepdims=True),
        "dW2": np.dot(dZ2, A1.T),
        "db1": dZ1.sum(axis=1, keepdims=True),
        "dW1": np.dot(dZ1, X.T),
    }


def example_by_example(parameters, X, Y):
    W2, m = parameters["W2"], X.shape[1]
    grads = {"d" + key: np.zeros_like(value) for key, value in parameters.items()}
    for i in range(m):
        z1 = parameters["W1"] @ X[:, [i]] + parameters["b1"]
        a1 = z1 * (z1 > 0)
        dz2 = sigmoid(W2 @ a1 + parameters["b2"]) - Y[0, i]
        dz1 = W2.T @ dz2
        dz1[z1 <= 0] = 0
        grads["dW1"] += dz1 @ X[:, [i]].T / m
        grads["db1"] += dz1 / m
        grads["dW2"] += dz2 @ a1.T / m
        grads["db2"] += dz2 / m
    return grads


def by_half_of_one_plus_the_sign(parameters, X, Y, activation=lambda Z: (Z + np.abs(Z)) / 2):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    dZ2 = sigmoid(parameters["W2"] @ activation(Z1) + parameters["b2"]) - Y
    dZ1 = parameters["W2"].T * dZ2 * np.heaviside(Z1, 0)
    return {
        "dW1": np.einsum("ki,ji->kj", dZ1, X) / Y.size,
        "db1": dZ1.mean(axis=1)[:, None],
        "dW2": np.einsum("oi,ki->ok", dZ2, activation(Z1)) / Y.size,
        "db2": dZ2.mean(axis=1)[:, None],
    }


# %% wrong="relu_gradients"
def _relu_network(parameters, X, Y, activation, part, m=None):
    """Gradients with another activation, or another slope of it, part(Z1, A1)."""
    m = X.shape[1] if m is None else m
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = activation(Z1)
    dZ2 = sigmoid(parameters["W2"] @ A1 + parameters["b2"]) - Y
    dZ1 = (parameters["W2"].T @ dZ2) * part(Z1, A1)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
        "dW2": dZ2 @ A1.T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
    }


def _relu(Z):
    return np.maximum(Z, 0)


def keeps_the_slope_of_tanh(parameters, X, Y):
    """The forward pass has relu, the way back still has tanh. Each activation has its own slope."""
    return _relu_network(parameters, X, Y, _relu, lambda Z1, A1: 1 - A1**2)


def keeps_tanh_on_the_way_forward(parameters, X, Y):
    """The slope is that of relu, but dW2 shows another activation. Which one runs forward?"""
    return _relu_network(parameters, X, Y, np.tanh, lambda Z1, A1: Z1 > 0)


def still_the_network_with_tanh(parameters, X, Y):
    """These are the gradients with tanh. Two places change with relu."""
    return _relu_network(parameters, X, Y, np.tanh, lambda Z1, A1: 1 - A1**2)


def lets_everything_back(parameters, X, Y):
    """A unit that is off, Z1 < 0, does not move when it is nudged. What is its slope?"""
    return _relu_network(parameters, X, Y, _relu, lambda Z1, A1: np.ones_like(Z1))


def counts_zero_as_on(parameters, X, Y):
    """Your slope of relu is right nearly everywhere. What is it where Z1 is exactly 0?"""
    return _relu_network(parameters, X, Y, _relu, lambda Z1, A1: Z1 >= 0)


def multiplies_by_the_activation(parameters, X, Y):
    """Where relu is on, it rises by 1 for each 1 of z. Is your slope 1 there?"""
    return _relu_network(parameters, X, Y, _relu, lambda Z1, A1: A1)


def forgets_the_average(parameters, X, Y):
    """All gradients are too large by the number of examples. The cost is a mean."""
    return _relu_network(parameters, X, Y, _relu, lambda Z1, A1: Z1 > 0, m=1)


# %% [markdown]
# ## Blank page: the herb spiral
#
# A new bed: two spirals, wound into each other one and a half times, thyme in one and mint in the
# other. `spirals(seed, m, turns=1.5)` gives plants of it. Build a robot that says where mint grows.
# No scaffold; you may use everything from today, and relu is a good choice.
#
# - `is_mint(X)`: places $(2, m)$. Return $(1, m)$: 1 for mint, 0 for thyme.
# - Train in the same cell, outside the function, on `spirals(seed, m, turns=1.5)` with a seed below
#   1000 and at most 400 plants. The cell should not take longer than about 10 seconds.
# - The check wants at least 90 % right on other plants; grading takes plants of other seeds. A
#   straight line reaches about two thirds.
# - The answer for a place must not depend on which other places stand beside it.
# - Decide: how many units, how large a start, which rate, how many steps. A start of size 0.01
#   takes long to leave here: try larger ones. Look at your regions with `decision_regions`.

# %% answer="is_mint"
### BEGIN SOLUTION
# Many units, for a spiral has many bends; a large start, for relu is as steep far out as near 0.
X_spiral, Y_spiral = spirals(seed=0, m=400, turns=1.5)
random = np.random.default_rng(0)
spiral_network = {
    "W1": random.standard_normal((30, 2)),
    "b1": random.standard_normal((30, 1)),
    "W2": 0.3 * random.standard_normal((1, 30)),
    "b2": np.zeros((1, 1)),
}
for _ in range(3000):
    spiral_network = update_parameters(
        spiral_network, relu_gradients(spiral_network, X_spiral, Y_spiral), 0.5
    )


def is_mint(X):
    """1 where mint grows, 0 where thyme grows: (1, m)."""
    A1 = np.maximum(spiral_network["W1"] @ X + spiral_network["b1"], 0)
    Z2 = spiral_network["W2"] @ A1 + spiral_network["b2"]
    # σ(z) > 0.5 just where z > 0, so the sigmoid itself is not needed.
    return (Z2 > 0).astype(float)


### END SOLUTION


# %% check="is_mint" points=7
X, Y = spirals(seed=1001, m=600, turns=1.5)
answers = untouched(is_mint, X)
same(np.shape(answers), (1, 600), "the shape for 600 places")
same(answers, np.where(answers == 1, 1, 0), "every answer is 0 or 1")
right = float(np.mean(answers.ravel() == Y[0]))
assert right >= 0.9, f"{right:.1%} of 600 other plants are right, not 90 %. Look at your regions."
same(is_mint(X[:, :6]), answers[:, :6], "the first six places alone get the same answers")
same(is_mint(X[:, :1]), answers[:, :1], "the first place alone gets the same answer")
same(is_mint(X[:, ::-1]), answers[:, ::-1], "in reverse order the answers turn round too")
### BEGIN HIDDEN TESTS
X, Y = spirals(seed=int(rng.integers(2000, 10000)), m=400, turns=1.5)
right = float(np.mean(np.ravel(is_mint(X)) == Y[0]))
assert right >= 0.9, f"{right:.1%} of 400 plants of another seed are right; 90 % are asked for"
### END HIDDEN TESTS


# %% right="is_mint"
def _trained_spiral(n_h=30, size=1.0, rate=0.5, steps=3000, use_tanh=False, seed=None):
    """A network trained on the spiral, relu or tanh, once for each time this cell is run."""
    key = (n_h, size, rate, steps, use_tanh)
    if key not in _spiral_networks:
        random = np.random.default_rng(seed)
        X, Y = spirals(seed=7, m=400, turns=1.5)
        network = {"W1": size * random.standard_normal((n_h, 2)), "b1": np.zeros((n_h, 1))}
        network |= {"W2": size * random.standard_normal((1, n_h)), "b2": np.zeros((1, 1))}
        for _ in range(steps):
            grads = gradients(network, X, Y) if use_tanh else relu_gradients(network, X, Y)
            network = update_parameters(network, grads, rate)
        _spiral_networks[key] = network
    return _spiral_networks[key]


_spiral_networks = {}


def relu_from_a_random_start(X):
    network = _trained_spiral()
    A1 = np.maximum(network["W1"] @ X + network["b1"], 0)
    return (network["W2"] @ A1 + network["b2"] > 0).astype(int)


def tanh_from_a_large_start(X):
    return predict(_trained_spiral(n_h=20, rate=1.2, use_tanh=True), X)


def without_a_network(X, neighbours=5):
    X_known, Y_known = spirals(seed=3, m=400, turns=1.5)
    distances = ((X[:, :, np.newaxis] - X_known[:, np.newaxis]) ** 2).sum(axis=0)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :neighbours]
    return (Y_known[0][nearest].mean(axis=1) > 0.5).reshape(1, -1)


# %% wrong="is_mint"
def _from_neighbours(X):
    X_known, Y_known = spirals(seed=3, m=400, turns=1.5)
    distances = ((X[:, :, np.newaxis] - X_known[:, np.newaxis]) ** 2).sum(axis=0)
    return Y_known[:, np.argmin(distances, axis=1)]


def one_neuron_only(X):
    """A straight line cannot follow a spiral. Where is your hidden layer?"""
    w, b = train_one_neuron(*spirals(seed=0, m=300, turns=1.5))
    return (w.T @ X + b > 0).astype(float)


def mint_everywhere(X):
    """All your answers are the same. Do your costs fall?"""
    return np.ones((1, X.shape[1]))


def turns_the_herbs_round(X):
    """You are right nearly nowhere, so your network knows the answer. Which herb is the 1?"""
    return 1 - _from_neighbours(X)


def answers_in_a_flat_array(X):
    """The answers should have the shape of Y, (1, m)."""
    return _from_neighbours(X).ravel()


def returns_probabilities_of_mint(X):
    """The answers are 0 and 1, not probabilities."""
    return 0.1 + 0.8 * _from_neighbours(X)


def depends_on_the_other_places(X):
    """A place gets another answer when other places stand beside it. What do you compute from the
    whole batch?"""
    return _from_neighbours(X - X.mean(axis=1, keepdims=True))


# %% [markdown]
# ## Look: the robot is inspected
#
# Before it may roll into the spiral bed, nearly everything that you wrote today is put to work at
# once. First the gradients that it learns by, then the size of its network, then its answers.

# %% demo="inspection_gradients"
np.random.seed(6)
X_bed, Y_bed = spirals(seed=10, m=200, turns=1.5)
X_other, Y_other = spirals(seed=1011, m=1000, turns=1.5)  # to choose the size
X_new, Y_new = spirals(seed=1012, m=1000, turns=1.5)  # to report how good the chosen one is
n_x, _, n_y = layer_sizes(X_bed, Y_bed)


def scaled_start(n_h, times=100):
    """Your start, with numbers that are larger by the factor times."""
    return {key: times * value for key, value in initialize_parameters(n_x, n_h, n_y).items()}


def step_on_spiral(parameters):
    """The parameters after one step on the spiral bed, at rate 0.5."""
    return update_parameters(parameters, gradients(parameters, X_bed, Y_bed), 0.5)


start = scaled_start(8)
_, cache = forward_propagation(X_bed, start)
grads, at_once = backward_propagation(start, cache, X_bed, Y_bed), gradients(start, X_bed, Y_bed)
apart = max(np.abs(grads[key] - at_once[key]).max() for key in grads)
print(f"backward_propagation and gradients differ by {apart:.0e}")
print("your test accepts gradients:", accepts(check_gradients, gradients))
print("and his version:", accepts(check_gradients, colleague_gradients))
x, y, tiny = X_bed[:, :1], Y_bed[:, :1], scaled_start(1)
A2, cache = forward_propagation(x, tiny)
a1, dz2 = cache["A1"].item(), (A2 - y).item()
grads = backward_propagation(tiny, cache, x, y)
print(f"one unit, one plant: dW2 {dL_dw2(dz2, a1):.6f} by steps, {grads['dW2'].item():.6f} at once")
db1 = dL_dz1(dL_da1(dz2, tiny["W2"].item()), a1)
print(f"one unit, one plant: db1 {db1:.6f} by steps, {grads['db1'].item():.6f} at once")

# %% demo="inspection_answers"
# Your is_mint may read a network, a robot, W or b of yours: this cell leaves those names alone.
SPIRAL_UNITS = np.array([2, 8, 16, 32])
errors, networks = np.zeros((len(SPIRAL_UNITS), 4)), {}
for row, size in enumerate(tqdm(SPIRAL_UNITS, desc="sizes")):
    for attempt in range(errors.shape[1]):
        *_, spiral_end = states(step_on_spiral, scaled_start(size), 1500)
        errors[row, attempt] = np.mean(predict(spiral_end, X_other) != Y_other)
    networks[size] = spiral_end
means, bars = mean_and_standard_error(errors)
for size, mean, bar in zip(SPIRAL_UNITS, means, bars, strict=True):
    print(f"tanh, {size:2d} units: {mean:.3f} ± {bar:.3f} wrong")
chosen = networks[smallest_good_size(SPIRAL_UNITS, means, bars)]
print("different units of the chosen one:", count_different_units(chosen))
print(f"its cost: {compute_cost(forward_propagation(X_bed, chosen)[0], Y_bed):.4f}")
W_chosen, b_chosen = one_line(chosen)
# Everything as before but the start: the same size, rate and number of steps.
*_, from_small = states(step_on_spiral, scaled_start(len(chosen["W1"]), times=1), 1500)
robots = {
    "the same without tanh": lambda places: W_chosen @ places + b_chosen > 0,
    "chosen size, from 0.01": lambda places: predict(from_small, places),
    "chosen size, from 1": lambda places: predict(chosen, places),
    "is_mint": is_mint,
}
panels = {}
for name, says_mint in robots.items():
    # On plants that had no say in the choice.
    share = np.mean(says_mint(X_new) == Y_new)
    panels[f"{name}: {share:.0%}"] = (says_mint, X_bed, Y_bed)
show(
    decision_region_grid(panels, PLACE, columns=2),
    "Four panels with the share of right answers on other plants in their titles. Without tanh one "
    "straight border; from a small start the border hardly winds after so few steps; from a large "
    "start and for your robot it follows the spiral.",
)

# %% [markdown]
# ## Further, if you like (no points)
#
# **More turns.** `spirals(seed, m, turns=2)` winds further, and `arms=4` makes four lanes.
# Set `my_answer` to a function like `is_mint` for one of them; the cell says whether you reach 95
# %.

# %% demo="further"
my_answer, my_turns, my_arms = None, 2.0, 2
if my_answer is not None:
    X, Y = spirals(seed=1001, m=1000, turns=my_turns, arms=my_arms)
    share = float(np.mean(np.ravel(my_answer(X)) == Y[0]))
    print(f"{share:.3f} right, goal 0.95:", "met" if share >= 0.95 else "not yet")

# %% [markdown]
# ## What you can do now
#
# You put neurons side by side and saw what each one sees. You proved that without a bend many
# layers are one line. You derived the way back through a hidden layer, and found a mistake that
# only large numbers show. You trained the network, saw why its units must start differently, and
# chose its size from numbers that say how well they are known. And the robot knows where the curves
# come from: from straight lines with soft edges, added up. Next week the layers become many.
#
# <details><summary><b>What goes wrong most often in Part 9</b> (open it after the check)</summary>
#
# - *Half of the change to relu.* The activation changes on the way forward **and** its slope on the
#   way back. With only one of them changed, nothing crashes.
# - *Too small a start with relu.* Its slope is the same for every $z > 0$, however large, so it
#   needs no tiny start. From 0.01 it comes later: compare the costs after 200 steps.
# - *Is small always good?* Too large, and tanh is flat. Too small, and the way back is blocked by
#   the tiny $W^{[2]}$: units grow slowly. Here a spread of 1 lies between.
# - *Looking only at the training plants.* A border that winds around single plants is right on all
#   of them.
#
# </details>
