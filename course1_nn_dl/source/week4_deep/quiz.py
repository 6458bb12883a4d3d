# %% [markdown]
# # Quiz · Week 4: deep networks
#
# Ten questions on the fourth week, seven to choose from and three to compute with numbers of your
# own. The replies come with the feedback; if your teacher allows it, you may then hand the quiz
# in again.
#
# *20 minutes.* Each question is worth 1 point, and so is your name. The check below a question
# only sees to it that your answer is of the right kind. No other notebook is needed.
#
# The conventions are those of the lessons. Columns are examples. Layer 0 is the input, and layer
# $l$ has $n_l$ units: $W_l$ is $(n_l, n_{l-1})$, $b_l$ is $(n_l, 1)$, $Z_l = W_l A_{l-1} + b_l$.
# Hidden layers use relu, the output layer $L$ the sigmoid. `caches[0]` belongs to layer 1.

# %%
import numpy as np

from shared_utils.checks import generator_for
from shared_utils.questions import ask, noted_name, real_number, reply_to_answer, shape

# %% [markdown]
# ---
# # Part 1 · Choose
#
# Write one letter between the quotation marks and run the cell.

# %% [markdown] question="same_start" points=1
# **1. From week 3.** In a network with one hidden layer, $W_1$ starts with small random numbers.
# $W_2$ and both biases start at 0. Can the hidden units come to differ from one another?
#
# - [ ] No: a layer of zeros keeps all units equal for ever.
#   > Units stay equal if they begin equal and get equal gradients. Do the units begin equal here,
#   > with random rows in W₁?
# - [x] Yes: their activations differ, so $W_2$ soon does too.
#   > Yes. In the first step dW₁ is 0, but dW₂ depends on each unit's activation. From the second
#   > step on, everything moves.
# - [ ] No: with $W_2 = 0$ nothing ever flows back to $W_1$.
#   > In the first step that is so. And what is W₂ after the first step, when dW₂ is built from
#   > A₁?
# - [ ] Yes: biases at 0 are what makes units differ.
#   > Equal biases make nothing differ, whatever their value. Which of the parameters differ from
#   > unit to unit at the start?

# %% [markdown] question="why_caches" points=1
# **2.** The forward pass puts $A_{l-1}$, $W_l$, $b_l$ and $Z_l$ of each layer into a cache. What
# for?
#
# - [ ] The next forward pass starts from these values.
#   > It starts from X and the updated parameters, and computes all values anew. Which pass comes
#   > before that one?
# - [ ] If the cost rises, the update can be undone.
#   > Plain gradient descent undoes nothing. In which formula of the step does A of the layer
#   > before appear?
# - [ ] The cost is summed over the layers from them.
#   > The cost needs the last activation and the labels only. Which computation needs Z of a layer
#   > in the middle?
# - [x] The slopes of each layer are computed from them.
#   > Yes. dW needs the A that came in, the slope of relu needs Z, and the layer before gets its
#   > error through W.

# %% [markdown] question="which_units_were_off" points=1
# **3.** The line `dZ = dA * (dA > 0)` is meant to send a gradient back through relu. What is wrong?
#
# - [x] Which units were off is decided by `Z`, not by `dA`.
#   > Yes. Like this every negative gradient is lost, also where the unit was on, and it can push
#   > its weights one way only.
# - [ ] It should be `dA * Z`, since relu passes `Z` on.
#   > Relu passes Z on, and its slope is what counts here. How steep is relu where Z is 3?
# - [ ] It should be `dA * np.maximum(0, dA)`, as in the forward pass.
#   > That computes relu of dA. On the way back you need the slope of relu: at which point?
# - [ ] Nothing: a negative `dA` belongs to a unit that was off.
#   > dA says how the cost changes with the activation, and it may be negative for any unit. What
#   > says whether the unit was on?

# %% [markdown] question="bug_without_an_error" points=1
# **4.** All hidden layers have 16 units. By a slip with an index, layers 2 and 3 get each other's
# cache in the backward pass. No error is raised. Which test shows the mistake?
#
# - [ ] Each gradient has the shape of its parameter.
#   > With equal widths it has, also when it comes from the wrong layer. What differs then, if not
#   > the shape?
# - [ ] The cost falls in the first ten steps.
#   > It may: the last layers still get good gradients. A falling cost says that something is right,
#   > but is everything?
# - [x] The gradients agree with finite differences.
#   > Yes. They are measured from the forward pass alone, so a mistake on the way back cannot hide
#   > in them. Layers of different widths would have shown it, too.
# - [ ] Ten other seeds give similar costs.
#   > The same mistake is made with every seed, so they would agree on it. With what can you compare
#   > that does not use the backward pass?

# %% [markdown] question="hyperparameter" points=1
# **5.** Which of these is a *hyperparameter*?
#
# - [ ] The bias of the output unit.
#   > Gradient descent adjusts it in every step. Which of the four stays what you chose before
#   > training?
# - [x] The number of units in layer 2.
#   > Yes. You choose it before training, and no gradient changes it. Held-out data tell whether it
#   > was a good choice.
# - [ ] The slope $\partial J / \partial W_2$.
#   > It is computed from the data in each step. Who sets it: you, or the backward pass?
# - [ ] The largest entry of $A_1$.
#   > That follows from the input and the parameters. Which of the four do you set yourself?

# %% [markdown] question="why_depth" points=1
# **6.** Two networks have equally many parameters; one has a single hidden layer, the other has
# four. Why may the deep one do better, on pictures for example?
#
# - [ ] Each of its layers sees the picture afresh.
#   > Only the first one sees it. What does layer 3 get as its input?
# - [ ] Gradients grow on their way through layers.
#   > They may grow or shrink, and neither is an advantage. What can layer 3 do that no unit of
#   > layer 1 can?
# - [ ] With four layers there is no need for relu.
#   > Without it four layers collapse into one. What does each layer get to work with?
# - [x] Its later layers combine what earlier ones found.
#   > Yes: edges, then parts, then things. What one layer found, all units of the next can use
#   > again. It is no law, though: on small data the shallow one may win.

# %% [markdown] question="new_camera" points=1
# **7.** A network sorts clothes for a second-hand shop. On its test pictures, cut from the same set
# as the training pictures, it is right on 88 %. Two months later the shop has a new camera; gloves
# and head scarves, which were rare in the set, now come in every day. What do the 88 % tell?
#
# - [ ] What to expect: the test pictures were never trained on.
#   > They were new to the network, but made by the old camera, of the old mix of things. Is what
#   > comes in today of that kind?
# - [ ] The lowest value: a better camera can only raise it.
#   > A better camera makes other pictures, and other is what the network does not know. How would
#   > you find out which way it went?
# - [x] Little, until new pictures are labelled and measured by kind.
#   > Yes. It held for pictures like those of the test set. And one number for all would hide that
#   > some things, and the people who bring them, get most of the errors.
# - [ ] That the network must be trained longer on the old set.
#   > Longer training brings it closer to the old pictures. What does it learn there about gloves?

# %% [markdown]
# ---
# # Part 2 · Compute, with numbers of your own
#
# The next three questions draw their numbers from a name. Any name will do, but leave it as it is
# once you have begun: another name means other numbers.

# %% start="my_name"
my_name = ""  # any name, between the quotation marks

# %% answer="my_name"
### BEGIN SOLUTION
my_name = "Noor"
### END SOLUTION

# %% check="my_name" points=1
name = noted_name(my_name)

# %% right="my_name"
another_name = "Tomás"
two_words = "Mei Ling"
no_letters = "42"

# %% wrong="my_name"
nothing = ""
only_blanks = "   "
no_text = 42
none_at_all = None

# %% [markdown]
# **8.** Run the cell: it asks your question.


# %%
def draw_layers(name):
    """Five widths, from the input to the output, a number of examples, and a layer."""
    draws = generator_for(f"{name}/gradient_shape")
    widths = [int(width) for width in draws.permutation(np.arange(3, 13))[:5]]
    return widths, int(draws.integers(30, 80)), int(draws.choice([2, 3]))


layer_dims, m, layer = draw_layers(my_name)
ask(
    my_name,
    f"layer_dims = {layer_dims}, from the input to the output, and there are m = {m} examples.\n"
    f"Which shape has dW{layer}, the slope of the cost with respect to W{layer}?",
)

# %% start="gradient_shape"
gradient_shape = None  # a shape, such as (4, 3)

# %% answer="gradient_shape"
### BEGIN SOLUTION
gradient_shape = (layer_dims[layer], layer_dims[layer - 1])
### END SOLUTION

# %% check="gradient_shape" points=1
sizes = shape(gradient_shape)
### BEGIN HIDDEN TESTS
layer_dims, m, layer = draw_layers(my_name)
before, units, after = layer_dims[layer - 1 : layer + 2]
right = (
    (units, before),
    "Yes. A slope has the shape of its parameter: a row for each unit, a column for each of its "
    "inputs.",
)
mistakes = [
    ((before, units), "You have one row for each input. What does a row of W hold, by convention?"),
    (
        (after, units),
        "That is the next layer. The input is layer 0: which entry of the list is the width of "
        f"layer {layer}?",
    ),
    ((units, after), "To which layer do these weights lead? The input is layer 0."),
    (
        (before, layer_dims[layer - 2]),
        "That is the layer before. The input is layer 0: which entry of the list is the width of "
        f"layer {layer}?",
    ),
    ((units, m), "That is the shape of dZ. Is there a weight for each example?"),
    ((before, m), "That is the shape of the activations that come in. Which has W?"),
    ((units, 1), "That is the shape of db. How many weights has one unit?"),
    (
        (units, before, m),
        "One matrix for each example? J is a mean over them: how many slopes has one weight?",
    ),
]
otherwise = "Which shape has W itself, so that W times A of the layer before gives Z?"
told = reply_to_answer(sizes, right, mistakes, otherwise)
### END HIDDEN TESTS

# %% right="gradient_shape"
as_a_list = [layer_dims[layer], layer_dims[layer - 1]]
from_a_product = (np.zeros((layer_dims[layer], m)) @ np.zeros((layer_dims[layer - 1], m)).T).shape
as_numpy_numbers = tuple(np.array(layer_dims)[[layer, layer - 1]])

# %% wrong="gradient_shape"
turned_round = (layer_dims[layer - 1], layer_dims[layer])
takes_the_next_layer = (layer_dims[layer + 1], layer_dims[layer])
next_layer_turned_round = (layer_dims[layer], layer_dims[layer + 1])
takes_the_layer_before = (layer_dims[layer - 1], layer_dims[layer - 2])
shape_of_the_logits = (layer_dims[layer], m)
shape_of_the_input = (layer_dims[layer - 1], m)
shape_of_the_bias = (layer_dims[layer], 1)
one_for_each_example = (layer_dims[layer], layer_dims[layer - 1], m)
as_a_count = layer_dims[layer] * layer_dims[layer - 1]

# %% [markdown]
# **9.** Run the cell. `dA` holds the slope of each example's loss with respect to the unit's
# activation; the cost is the mean of the losses.


# %%
def draw_unit(name):
    """Z and dA of one relu unit on four examples: two lists of numbers."""
    draws = generator_for(f"{name}/bias_slope")
    Z = draws.permutation(np.arange(31, 40))[:4] * np.array([1, 1, -1, -1])
    up, down = draws.choice([[2, 1], [1, 2], [5, 2], [2, 5], [9, 2], [2, 9]])
    dA = np.array([up, -down, draws.choice([20, 30, 40]), -10])
    order = draws.permutation(4)
    Z, dA = Z[order], dA[order]
    return [int(z) for z in Z], [int(da) for da in dA]


Z, dA = draw_unit(my_name)
ask(
    my_name,
    f"One relu unit, four examples: Z = {Z} and dA = {dA}.\n"
    "What is db, the slope of the cost with respect to the bias of this unit?",
)

# %% start="bias_slope"
bias_slope = None  # a number

# %% answer="bias_slope"
### BEGIN SOLUTION
bias_slope = sum(da for z, da in zip(Z, dA, strict=True) if z > 0) / 4
### END SOLUTION

# %% check="bias_slope" points=1
db = real_number(bias_slope)
### BEGIN HIDDEN TESTS
Z, dA = (np.array(numbers) for numbers in draw_unit(my_name))
dZ = dA * (Z > 0)
right = (
    float(dZ.mean()),
    "Yes. Where the unit was off nothing comes back; the mean still goes over all four examples.",
)
mistakes = [
    (float(dA.mean()), "In which examples was the unit off? What is the slope of relu there?"),
    (float((dA * (dA > 0)).mean()), "You left out negative slopes. What says whether relu was on?"),
    (float(dZ.sum()), "That is the sum over the examples. The cost is a mean: what about db?"),
    (
        float(dZ.sum() / 2),
        "You averaged over the examples in which the unit was on. J is a mean over how many?",
    ),
    (
        float((dA * np.maximum(Z, 0)).mean()),
        "You multiplied by Z. Relu passes Z on, but how steep is it where Z is positive?",
    ),
    (float((dA * (Z < 0)).mean()), "You kept the examples in which the unit was off."),
    (float(-dZ.mean()), "The size is right. Where does your minus come from?"),
    (
        float(np.maximum(Z, 0).mean()),
        "That is the mean activation. What came back, dA, is missing.",
    ),
]
otherwise = "First dZ: for each example dA times the slope of relu at its Z. Then which mean?"
told = reply_to_answer(db, right, mistakes, otherwise, within=0.0005)
### END HIDDEN TESTS

# %% right="bias_slope"
by_a_mask = (np.array(dA) * (np.array(Z) > 0)).mean()
by_where = np.sum(np.where(np.array(Z) > 0, dA, 0)) / len(Z)
by_a_product = float(np.heaviside(np.array(Z), 0.0) @ np.array(dA) / 4)

# %% wrong="bias_slope"
_Z, _dA = np.array(Z), np.array(dA)
forgets_relu = _dA.mean()
masks_by_the_slope = (_dA * (_dA > 0)).mean()
sums_and_does_not_average = (_dA * (_Z > 0)).sum()
averages_over_active_examples = (_dA * (_Z > 0)).sum() / 2
multiplies_by_z = (_dA * np.maximum(_Z, 0)).mean()
keeps_the_wrong_half = (_dA * (_Z < 0)).mean()
turns_the_sign = -(_dA * (_Z > 0)).mean()
takes_the_mean_activation = np.maximum(_Z, 0).mean()

# %% [markdown]
# **10.** Run the cell. Draw the graph with its four nodes that are computed, and go backwards.


# %%
def draw_graph(name):
    """Three whole numbers a, b, c."""
    draws = generator_for(f"{name}/shared_slope")
    a, b = (int(number) for number in draws.permutation([2, 3, 4, 5, 7])[:2])
    return a, b, int(draws.choice([1, 11, 13, 17]))


a, b, c = draw_graph(my_name)
ask(
    my_name,
    f"a = {a}, b = {b}, c = {c}\n"
    "d = a * b\n"
    "e = d + c\n"
    "f = e * a\n"
    "What is the slope of f with respect to a? (a is used twice.)",
)

# %% start="shared_slope"
shared_slope = None  # a number

# %% answer="shared_slope"
### BEGIN SOLUTION
shared_slope = (a * b + c) + a * b
### END SOLUTION

# %% check="shared_slope" points=1
slope_of_f = real_number(shared_slope)
### BEGIN HIDDEN TESTS
a, b, c = draw_graph(my_name)
right = (
    2 * a * b + c,
    "Yes. Two paths lead from a to f, and their slopes add up. In an autograd that is the += at "
    "every node.",
)
mistakes = [
    (a * b + c, "That is the path from a straight to f. Which other path begins at a?"),
    (a * b, "That is the path by way of d and e. Which other path begins at a?"),
    (b, "That is the slope of d. How does f change with d, and which other path is there?"),
    (a * (a * b + c), "That is the value of f. How does it change when a grows a little?"),
    (
        (a * b + c) * a * b,
        "You multiplied the slopes of the two paths. Along a path they multiply: what do paths do?",
    ),
    (a * b + c + b, "Your second path ends at e. By what is e multiplied to make f?"),
    (2 * a * b, "Does c take part in the path from a straight to f?"),
]
otherwise = (
    "Nudge a by a thousandth and compute f twice: what is the slope? Then find the two paths."
)
told = reply_to_answer(slope_of_f, right, mistakes, otherwise, within=0.02)
### END HIDDEN TESTS

# %% right="shared_slope"
multiplied_out = 2 * a * b + c
as_a_float = float(a * b + (a * b + c))
measured = (((a + 1e-5) * b + c) * (a + 1e-5) - ((a - 1e-5) * b + c) * (a - 1e-5)) / 2e-5

# %% wrong="shared_slope"
takes_the_straight_path_only = a * b + c
takes_the_long_path_only = a * b
takes_the_first_step_only = b
takes_the_value = a * (a * b + c)
multiplies_the_paths = (a * b + c) * a * b
ends_the_long_path_at_e = a * b + c + b
forgets_c = 2 * a * b

# %% [markdown]
# ---
# # Where to read up
#
# | question | read up in | on |
# |---|---|---|
# | 1 | *One hidden layer* (week 3), part 7 | the start: small, random, not equal |
# | 2 | *A deep network, three times*, part 2 | caches |
# | 3, 8, 9 | *A deep network, three times*, part 3 | the backward pass of a layer |
# | 4 | *A deep network, three times*, part 4 | comparing gradients with finite differences |
# | 5, 6 | *Deep network, applied*, part 3 | layers, their widths, and what depth brings |
# | 7 | *Deep network, applied*, parts 4 and 6 | errors by kind, and a new camera |
# | 10 | *A deep network, three times*, parts 5 and 6 | a value that is used twice |
