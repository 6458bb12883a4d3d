# %% [markdown]
# # Quiz · Week 3: one hidden layer
#
# Ten questions on the third week, seven to choose from and three to compute with numbers of your
# own. The replies come with the feedback; if your teacher allows it, you may then hand the quiz
# in again.
#
# *20 minutes.* Each question is worth 1 point, and so is your name. The check below a question
# only sees to it that your answer is of the right kind. No other notebook is needed.
#
# The conventions are those of the lessons. Columns are examples. $W_1$ is $(n_h, n_x)$, $b_1$ is
# $(n_h, 1)$, $W_2$ is $(n_y, n_h)$, $b_2$ is $(n_y, 1)$. $Z_1 = W_1 X + b_1$, $A_1 = \tanh(Z_1)$
# where nothing else is said, $Z_2 = W_2 A_1 + b_2$, $A_2 = \sigma(Z_2)$.

# %%
import numpy as np

from shared_utils.checks import generator_for
from shared_utils.questions import ask, noted_name, real_number, reply_to_answer, whole_number

# %% [markdown]
# ---
# # Part 1 · Choose
#
# Write one letter between the quotation marks and run the cell.

# %% [markdown] question="flat_bias" points=1
# **1. From week 2.** Five units, five examples: `W @ X` has shape `(5, 5)`. By mistake `b` has
# shape `(5,)`. What does `W @ X + b` do?
#
# - [ ] It adds `b[i]` to unit `i`, as it should.
#   > Units are rows. Shapes are lined up from the right: with which axis of (5, 5) does the only
#   > axis of b go together?
# - [ ] It raises an error, since `b` is no column.
#   > It would with 5 units and 7 examples. Which sizes meet here, and do they agree?
# - [x] It adds `b[i]` to example `i`, without an error.
#   > Yes. (5,) counts as (1, 5), a row. With five examples nobody notices; a column (5, 1) is safe
#   > for any number.
# - [ ] It adds the sum of `b` to every entry.
#   > Broadcasting stretches and never sums. Along which axis is b stretched here?

# %% [markdown] question="no_activation" points=1
# **2.** Someone leaves tanh out of the hidden layer, $A_1 = Z_1$, and uses 100 hidden units. Which
# lines can the network draw between two classes in the plane?
#
# - [x] Straight ones, like a single neuron.
#   > Yes. W₂(W₁x + b₁) + b₂ is again one matrix times x plus one bias, however many units there
#   > are.
# - [ ] Curved ones, since there are 100 units.
#   > Each unit passes on a weighted sum. Multiply W₂(W₁x + b₁) out: what kind of function of x is
#   > left?
# - [ ] Curved ones, because of the sigmoid at the end.
#   > The sigmoid rises everywhere, so a = 0.5 lies where z = 0. What shape has z = 0 here?
# - [ ] Bent ones, with at most 100 corners.
#   > A corner needs a unit whose slope changes somewhere. At which place does a unit without
#   > activation change its slope?

# %% [markdown] question="equal_weights" points=1
# **3.** All entries of $W_1$ and of $W_2$ start at 0.5, the biases at 0. There are four hidden
# units. What do they look like after 1,000 steps of gradient descent?
#
# - [ ] They differ, as the gradient tells each its own task.
#   > The gradient of a unit depends on its own weights and on those that lead out of it. In what
#   > do the four differ before the first step?
# - [ ] They are unchanged: equal weights have gradient 0.
#   > The output is wrong for some examples, so there is something to improve. Which gradient does
#   > each of the four get, compared with the others?
# - [x] They are equal to one another, whatever they learnt.
#   > Yes. Equal units get equal gradients and stay equal: the network has one unit, four times.
#   > Small random weights make them differ from the start.
# - [ ] They differ, because the examples come in random order.
#   > All four see the same examples at the same time. Can the order of the examples then tell them
#   > apart?

# %% [markdown] question="slope_from_z" points=1
# **4.** In the backward pass someone writes `1 - Z1**2` for the slope of tanh. A test with weights
# of about 0.01 finds nothing: the gradients agree with finite differences to six digits. Why?
#
# - [ ] `1 - Z1**2` is right; `A1` would be the mistake.
#   > The slope of tanh is 1 - tanh(z)², and tanh(Z1) is A1. Try z = 2: can the slope of a curve
#   > that only rises be 1 - 4?
# - [ ] With small weights no gradient reaches the first layer.
#   > It is small, but a relative comparison would see a mistake in it. Compare 0.01 with
#   > tanh(0.01): what do you notice?
# - [ ] Finite differences are too coarse to show any difference.
#   > They are good to six digits and more. For which z are z² and tanh(z)² nearly equal?
# - [x] For small z, tanh(z) is nearly z, so both slopes agree.
#   > Yes. At z = 0.01 they differ by about a hundred-millionth. A test of a gradient needs weights
#   > that make some |z| larger than 1.

# %% [markdown] question="large_start" points=1
# **5.** The weights of a tanh layer are drawn a hundred times larger than usual. What do you see in
# the first steps?
#
# - [ ] $W_1$ learns faster, as gradients grow with the weights.
#   > On the way back the error is multiplied by W₂, true, but also by the slope of tanh. How large
#   > is 1 - a² when a is 0.9999?
# - [x] Most units are near -1 or 1, and $W_1$ hardly moves.
#   > Yes. There the curve is flat, its slope is nearly 0, and so is the gradient of W₁.
# - [ ] All units become equal, as with a start at zero.
#   > The weights are still random, so the units differ. Where on the curve of tanh do they lie?
# - [ ] Nothing unusual: tanh keeps all values in bounds.
#   > It keeps a between -1 and 1, yes. What is the slope of tanh close to these bounds?

# %% [markdown] question="output_activation" points=1
# **6.** A network says whether a light bulb will fail within a year, $y$ is 0 or 1. Its output unit
# uses tanh, its cost is the mean of $-\bigl(y \log a + (1 - y) \log(1 - a)\bigr)$. What goes wrong?
#
# - [x] An output may be negative, and then its logarithm is nan.
#   > Yes. The loss needs a probability, strictly between 0 and 1. The sigmoid gives just that.
# - [ ] Nothing: tanh is centred at 0, which suits every layer.
#   > That is an argument for hidden layers. Which values must a have, so that log a exists?
# - [ ] Training is slower, because tanh is flatter than sigmoid.
#   > tanh is steeper: its slope at 0 is 1 against 0.25. Try a = -0.4 in the loss: what comes out?
# - [ ] The network can no longer answer 1, only less than 1.
#   > The sigmoid never reaches 1 either. Which values can tanh give that are no probability?

# %% [markdown] question="how_many_units" points=1
# **7.** You train with different numbers of hidden units, five seeds each. The error on held-out
# data in percent, as mean ± spread of the seeds (made-up numbers):
#
# | 2 units | 5 units | 20 units | 100 units |
# |---|---|---|---|
# | 18 ± 2 | 11.0 ± 1.2 | 10.6 ± 1.4 | 10.9 ± 1.3 |
#
# Which claim do these runs support?
#
# - [ ] 20 units are the best number for these data.
#   > Its mean is the smallest, by 0.3. How far do single seeds lie from one another?
# - [ ] More hidden units always lower this error.
#   > Compare 20 with 100. Does the error still fall there, beyond the spread?
# - [ ] With 2 units the training was stopped too early.
#   > Nothing in the table is about the length of the training. What can two units draw, and what
#   > can they not?
# - [x] 5 are clearly better than 2; from 5 on all do alike.
#   > Yes. From 2 to 5 the error falls by much more than the spread. The later differences are
#   > smaller than that between seeds.

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
# **8.** Run the cell: it asks your question. Draw the network if that helps.


# %%
def draw_sizes(name):
    """Numbers of features, hidden units and outputs."""
    draws = generator_for(f"{name}/parameter_count")
    return int(draws.integers(4, 9)), int(draws.integers(10, 30)), int(draws.integers(2, 7))


n_x, n_h, n_y = draw_sizes(my_name)
ask(
    my_name,
    f"Your network has {n_x} features, one hidden layer of {n_h} units, and {n_y} outputs.\n"
    "How many numbers does training adjust in it, weights and biases together?",
)

# %% start="parameter_count"
parameter_count = None  # a whole number

# %% answer="parameter_count"
### BEGIN SOLUTION
parameter_count = n_h * n_x + n_h + n_y * n_h + n_y
### END SOLUTION

# %% check="parameter_count" points=1
count = whole_number(parameter_count)
### BEGIN HIDDEN TESTS
n_x, n_h, n_y = draw_sizes(my_name)
weights = n_h * n_x + n_y * n_h
right = (
    weights + n_h + n_y,
    "Yes. Each unit has a weight for each of its inputs, and one bias.",
)
mistakes = [
    (weights, "These are the weights alone. What else does each unit have?"),
    (weights + 2, "One bias for each layer? Which shape has b1?"),
    (weights + n_x + n_h + n_y, "Do features have a bias, too? They are numbers that are given."),
    (n_h * n_x + n_h, "That is the hidden layer. Which parameters do the outputs have?"),
    (weights + n_h, "You counted the biases of the hidden units. What about those of the outputs?"),
    (n_x + n_h + n_y, "You counted features and units. How many weights lead to one hidden unit?"),
    (
        n_x * n_h * n_y,
        "Do weights lead from each feature through each unit to each output? Or from "
        "one layer to the next?",
    ),
]
otherwise = "Begin with one hidden unit: how many numbers belong to it? Then multiply."
told = reply_to_answer(count, right, mistakes, otherwise)
### END HIDDEN TESTS

# %% right="parameter_count"
unit_by_unit = n_h * (n_x + 1) + n_y * (n_h + 1)
from_arrays = sum(np.zeros(size).size for size in ((n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1)))
as_a_float = float(n_h * (n_x + n_y + 1) + n_y)

# %% wrong="parameter_count"
weights_alone = n_h * n_x + n_y * n_h
one_bias_per_layer = n_h * n_x + n_y * n_h + 2
biases_for_features_too = n_h * n_x + n_y * n_h + n_x + n_h + n_y
hidden_layer_alone = n_h * n_x + n_h
forgets_the_biases_of_the_outputs = n_h * n_x + n_y * n_h + n_h
counts_units = n_x + n_h + n_y
one_product_of_all = n_x * n_h * n_y

# %% [markdown]
# **9.** Run the cell. All numbers are whole, so you can do it by hand. (The relu of a number is the
# number itself where it is positive, and 0 elsewhere.)


# %%
def draw_network(name):
    """x (2, 1), W1 (2, 2), b1 (2, 1), W2 (1, 2), b2 (1, 1): arrays of whole numbers."""
    draws = generator_for(f"{name}/output_logit")
    x = draws.permutation([1, 2, 3])[:2].reshape(2, 1)
    W1 = np.array([draws.choice([1, 3], size=2), [-int(draws.integers(6, 9)), 2]])
    b1 = np.array([[draws.choice([1, 3])], [-1]])
    sign = draws.choice([-1, 1])
    W2 = np.array([[sign * draws.choice([3, 5]), -2 * sign]])
    order = draws.permutation(2)
    return x, W1[order], b1[order], W2[:, order], draws.choice([7, 11, 13], size=(1, 1))


x, W1, b1, W2, b2 = draw_network(my_name)
ask(
    my_name,
    f"A network with two hidden relu units: A1 = relu(W1 x + b1), z2 = W2 A1 + b2.\n"
    f"x  = {x.tolist()}\n"
    f"W1 = {W1.tolist()}\nb1 = {b1.tolist()}\n"
    f"W2 = {W2.tolist()}\nb2 = {b2.tolist()}\n"
    "What is the logit z2, one whole number?",
)

# %% start="output_logit"
output_logit = None  # a whole number

# %% answer="output_logit"
### BEGIN SOLUTION
output_logit = (W2 @ np.maximum(W1 @ x + b1, 0) + b2).item()
### END SOLUTION

# %% check="output_logit" points=1
logit = whole_number(output_logit)
### BEGIN HIDDEN TESTS
x, W1, b1, W2, b2 = draw_network(my_name)


def logit_of(hidden):
    """What the output unit makes of the hidden activations, (2, 1): one number."""
    return int((W2 @ hidden + b2).item())


z1 = W1 @ x + b1
right = (
    logit_of(np.maximum(z1, 0)),
    "Yes. One hidden unit is on and passes its sum on, the other is off and says nothing.",
)
mistakes = [
    (
        logit_of(z1),
        "A hidden unit of yours passes a negative number on. What does relu make of it?",
    ),
    (logit_of(np.abs(z1)), "For a negative number relu gives 0. What did yours give?"),
    (logit_of(np.maximum(W1 @ x, 0)), "What became of b1? It is added before relu."),
    (
        logit_of(np.maximum(z1, 0)) - int(b2.item()),
        "The output unit has a bias, too. Where does yours come in?",
    ),
    (
        logit_of(np.maximum(W1.T @ x + b1, 0)),
        "Row i of W1 holds the weights of unit i. Did you take columns?",
    ),
    (
        max(logit_of(np.maximum(z1, 0)), 0),
        "Relu belongs to the hidden units. Does the formula for z2 have one?",
    ),
    (
        int(np.maximum(z1, 0).sum()),
        "You added the hidden activations up. By what is each multiplied on its way?",
    ),
]
otherwise = "Write z1 of each unit down first, then a1. Which of the two units is off?"
told = reply_to_answer(logit, right, mistakes, otherwise)
### END HIDDEN TESTS

# %% right="output_logit"
unit_by_unit = (
    sum(W2[0, i] * max(sum(W1[i, j] * x[j, 0] for j in range(2)) + b1[i, 0], 0) for i in range(2))
    + b2[0, 0]
)
by_a_mask = float((W2 @ ((W1 @ x + b1) * (W1 @ x + b1 > 0)) + b2).item())
as_a_python_number = int(W2[0] @ np.clip(W1 @ x + b1, 0, None)[:, 0] + b2[0, 0])

# %% wrong="output_logit"
without_relu = (W2 @ (W1 @ x + b1) + b2).item()
takes_the_size = (W2 @ np.abs(W1 @ x + b1) + b2).item()
forgets_the_first_bias = (W2 @ np.maximum(W1 @ x, 0) + b2).item()
forgets_the_second_bias = (W2 @ np.maximum(W1 @ x + b1, 0)).item()
takes_columns_for_rows = (W2 @ np.maximum(W1.T @ x + b1, 0) + b2).item()
adds_the_units_up = np.maximum(W1 @ x + b1, 0).sum()

# %% [markdown]
# **10.** Run the cell. It is one step of the backward pass.


# %%
def draw_backward_step(name):
    """a1 and w2 of a hidden tanh unit, a2 and y of one example."""
    draws = generator_for(f"{name}/hidden_slope")
    a1 = float(draws.choice([-0.8, -0.7, -0.6, -0.4, 0.4, 0.6, 0.7, 0.8]))
    w2 = float(draws.choice([-5, -3, -2, 2, 3, 5]))
    return a1, w2, float(draws.choice([0.1, 0.3, 0.4, 0.7, 0.9])), int(draws.integers(2))


a1, w2, a2, y = draw_backward_step(my_name)
ask(
    my_name,
    f"For one example with label y = {y} the output of a network is a2 = {a2} (a sigmoid).\n"
    f"One of its hidden tanh units has the activation a1 = {a1},\n"
    f"and the weight from there to the output is w2 = {w2}.\n"
    "What is dz1, the slope of the loss L with respect to the z of this hidden unit?\n"
    "(Give at least three decimals.)",
)

# %% start="hidden_slope"
hidden_slope = None  # a number

# %% answer="hidden_slope"
### BEGIN SOLUTION
dz2 = a2 - y
hidden_slope = w2 * dz2 * (1 - a1**2)
### END SOLUTION

# %% check="hidden_slope" points=1
dz1 = real_number(hidden_slope)
### BEGIN HIDDEN TESTS
a1, w2, a2, y = draw_backward_step(my_name)
dz2 = a2 - y
right = (
    w2 * dz2 * (1 - a1**2),
    "Yes. The error a2 - y goes back through the weight and is multiplied by the slope of tanh.",
)
mistakes = [
    (
        w2 * dz2,
        "That is the slope with respect to a1. What is the slope of tanh, by which it reaches z1?",
    ),
    (dz2 * (1 - a1**2), "Through which weight does the error come back to this unit?"),
    (-w2 * dz2 * (1 - a1**2), "The size is right. Is dz2 equal to a2 - y or to y - a2?"),
    (
        w2 * dz2 * a1 * (1 - a1),
        "a(1 - a) is the slope of the sigmoid. Which is that of tanh, in terms of a1?",
    ),
    (
        w2 * dz2 * a2 * (1 - a2) * (1 - a1**2),
        "With this loss the slope of the sigmoid cancels. What is left for dz2?",
    ),
    (
        w2 * dz2 * (1 - np.tanh(a1) ** 2),
        "a1 is tanh(z1) already. Do you need tanh once more?",
    ),
    (w2 * dz2 * (1 - a1), "The slope of tanh is 1 minus a square. The square of what?"),
    (
        w2 * dz2 * a1,
        "Multiplying by a1 gives the slope for a weight. Which factor leads from a1 back to z1?",
    ),
]
otherwise = "Go back in three factors: dz2, then the weight, then the slope of tanh. What is each?"
told = reply_to_answer(dz1, right, mistakes, otherwise, within=0.0006)
### END HIDDEN TESTS

# %% right="hidden_slope"
with_a_difference_of_squares = (a2 - y) * w2 * (1 - a1) * (1 + a1)
by_way_of_z = (a2 - y) * w2 / np.cosh(np.arctanh(a1)) ** 2
rounded_to_three_decimals = round(w2 * (a2 - y) * (1 - a1 * a1), 3)

# %% wrong="hidden_slope"
forgets_the_slope_of_tanh = w2 * (a2 - y)
forgets_the_weight = (a2 - y) * (1 - a1**2)
turned_round = w2 * (y - a2) * (1 - a1**2)
slope_of_the_sigmoid = w2 * (a2 - y) * a1 * (1 - a1)
keeps_the_slope_of_the_output = w2 * (a2 - y) * a2 * (1 - a2) * (1 - a1**2)
applies_tanh_again = w2 * (a2 - y) * (1 - np.tanh(a1) ** 2)
forgets_the_square = w2 * (a2 - y) * (1 - a1)
multiplies_by_the_activation = w2 * (a2 - y) * a1

# %% [markdown]
# ---
# # Where to read up
#
# | question | read up in | on |
# |---|---|---|
# | 1 | *Numpy for networks* (week 2), part 2 | broadcasting, and shapes with one axis |
# | 2 | *One hidden layer*, part 3 | why a network without activations is one line |
# | 3, 5 | *One hidden layer*, parts 3 and 7 | the start: small, random, not equal |
# | 4, 10 | *One hidden layer*, parts 4 and 5 | the backward pass and the slope of tanh |
# | 6 | *Logistic regression* (week 2), part 3 | a loss that needs a probability |
# | 7 | *One hidden layer*, part 8 | how many hidden units, with several seeds |
# | 8, 9 | *One hidden layer*, part 2 | the shapes of a layer and the forward pass |
