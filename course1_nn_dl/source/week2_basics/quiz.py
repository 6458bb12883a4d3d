# %% [markdown]
# # Quiz · Week 2: one neuron, and numpy
#
# Ten questions on the second week, seven to choose from and three to compute with numbers of your
# own. The replies come with the feedback; if your teacher allows it, you may then hand the quiz
# in again.
#
# *20 minutes.* Each question is worth 1 point, and so is your name. The check below a question
# only sees to it that your answer is of the right kind. No other notebook is needed.
#
# The conventions are those of the lessons. $X$ is $(n_x, m)$, one column per example; $Y$ and $A$
# are $(1, m)$; $w$ is $(n_x, 1)$. $z = w^\top x + b$, $a = \sigma(z)$, and $\log$ is the natural
# logarithm. The cost $J$ is the mean of the losses
# $L = -\bigl(y \log a + (1 - y) \log (1 - a)\bigr)$.

# %%
import math

import numpy as np

from shared_utils.checks import generator_for
from shared_utils.questions import ask, noted_name, real_number, reply_to_answer, shape

# %% [markdown]
# ---
# # Part 1 · Choose
#
# Write one letter between the quotation marks and run the cell.

# %% [markdown] question="train_and_test" points=1
# **1. From week 1.** A network has 3 % error on its training pictures and 19 % on test pictures.
# People have 2 %. What do these numbers say?
#
# - [ ] The network is too small to learn the task.
#   > It learnt its training pictures nearly as well as people do. Could a network that is too
#   > small do that?
# - [x] Much of what it learnt does not carry over.
#   > Yes. The gap of 16 points lies between known and new pictures. More examples, for one thing,
#   > may narrow it.
# - [ ] It was trained for too few iterations.
#   > Then it would not know its training pictures so well. Between which two of the three numbers
#   > is the large gap?
# - [ ] The test pictures must have wrong labels.
#   > That may be looked into, but the numbers do not say it. What else differs between training
#   > and test pictures for the network?

# %% [markdown] question="all_features_at_once" points=1
# **2.** $X$ is $(n_x, m)$, $A$ and $Y$ are $(1, m)$. Which line gives $\partial J / \partial w$, in
# the shape of $w$?
#
# - [ ] `dw = X * (A - Y) / m`
#   > The row is stretched over all features, so this is (n_x, m): the share of each example, not
#   > yet added up. Which operation adds over the examples as well?
# - [ ] `dw = np.mean(X * (A - Y))`
#   > That is a single number for all features together. How many weights need a slope of their
#   > own?
# - [x] `dw = X @ (A - Y).T / m`
#   > Yes: (n_x, m) @ (m, 1) is (n_x, 1). The product adds over the examples, and m turns the sum
#   > into a mean.
# - [ ] `dw = (A - Y) @ X.T / m`
#   > The numbers are right and lie in a row, (1, n_x). Which shape does w have, from which dw is
#   > to be subtracted?

# %% [markdown] question="comparing_shapes" points=1
# **3.** `p` has shape `(50,)` and `Y` has shape `(50, 1)`; both hold 0 and 1. What is
# `(p == Y).mean()`?
#
# - [ ] The share of the 50 answers that are right.
#   > It would be, if entry met entry. Line the shapes up from the right: what becomes of the
#   > missing axis, and of the 1?
# - [ ] An error, because the shapes differ.
#   > numpy objects only if sizes differ and neither is 1. What does broadcasting make of (50,) and
#   > (50, 1)?
# - [ ] Either 0 or 1, as arrays are compared whole.
#   > `==` compares entry by entry and gives an array. Which shape does that have here?
# - [x] The mean of 2,500 comparisons, each p with each Y.
#   > Yes. (50,) counts as (1, 50), and with (50, 1) it makes (50, 50). Nothing is raised, and the
#   > number looks plausible.

# %% [markdown] question="first_db" points=1
# **4.** A neuron starts with $w = 0$ and $b = 0$. Of its 100 training examples 20 have $y = 1$.
# What is $\partial J / \partial b$ before the first step?
#
# - [x] 0.3
#   > Yes. Each a is 0.5, so the mean of a - y is 0.5 - 0.2. The slope is positive, and the first
#   > step lowers b: zeros are more frequent here.
# - [ ] -0.3
#   > The size is right. Is a too large or too small on average, when a is 0.5 and one label in
#   > five is 1?
# - [ ] 0
#   > Zero weights give z = 0, but which a is that? Is the mean of a - y then zero?
# - [ ] 30
#   > That is the sum of a - y over the examples. What does the cost do with the losses, and so
#   > with their slopes?

# %% [markdown] question="every_example_twice" points=1
# **5.** By mistake every training example is in the file twice. How do $J$ and
# $\partial J / \partial w$ change, for the same $w$ and $b$?
#
# - [ ] Both become twice as large.
#   > Twice as many terms are added, and by what is the sum divided?
# - [x] Neither of them changes.
#   > Yes, both are means. That makes a good test: a factor 1/m that is missing somewhere shows at
#   > once.
# - [ ] J stays, and the slopes become twice as large.
#   > The slopes are those of J. If J is the same for every w, can its slopes differ?
# - [ ] Both become half as large.
#   > The divisor doubles, that is right. What happens to the sum above it?

# %% [markdown] question="sure_and_wrong" points=1
# **6.** A neuron says $a = 0.999$, and the truth is 0. Instead of the loss $L$ someone uses the
# squared error $\tfrac{1}{2}(a - y)^2$, whose slope is
# $\frac{\partial}{\partial z} = (a - y)\, a\, (1 - a)$. What follows for this example?
#
# - [ ] It pulls harder, because squares punish large errors.
#   > The error itself is punished, yes. But what enters the step is the slope in z: how large is
#   > a(1 - a) at 0.999?
# - [ ] It pulls as with L; only the cost is another number.
#   > With L the slope is a - y, nearly 1. Put 0.999 into the formula above: what comes out?
# - [ ] It pulls in the wrong direction, away from the truth.
#   > a - y is positive, and so are the other factors: z would fall, as it should. But by how much?
# - [x] It hardly pulls, though the neuron is badly wrong.
#   > Yes: 0.999 · 0.999 · 0.001 is about 0.001. With L the factor a(1 - a) cancels and the slope
#   > is nearly 1.

# %% [markdown] question="changed_in_place" points=1
# **7.** What does this print?
#
# ```python
# def step(w, dw):
#     w -= 0.1 * dw
#     return w
#
# start = np.ones(2)
# first = step(start, np.ones(2))
# second = step(start, np.ones(2))
# print(second)
# ```
#
# - [ ] `[0.9 0.9]`
#   > It would, if each call began at ones. To which array does `-=` write, and does `start` still
#   > hold ones at the second call?
# - [x] `[0.8 0.8]`
#   > Yes. `-=` writes into the array that it was given, so the second call starts at 0.9.
#   > `w = w - 0.1 * dw` makes a new array and leaves `start` alone.
# - [ ] `[1. 1.]`
#   > `second` is what `step` returns, after its line has run. Which array is that?
# - [ ] An error: `start` was made outside `step`.
#   > A function may change an array that it was given, wherever it was made. That it needs no
#   > permission is just the danger. What does `start` hold then?

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
# **8.** Run the cell: it asks your question. Work it out before you try it in Python.


# %%
def draw_shapes(name):
    """Three different sizes and the axis that goes."""
    draws = generator_for(f"{name}/shape_of_sum")
    sizes = draws.permutation(np.arange(2, 10))[:3]
    return [int(size) for size in sizes], int(draws.choice([0, 2]))


(p, q, r), axis = draw_shapes(my_name)
ask(
    my_name,
    f"A has shape ({p}, 1, {r}) and B has shape ({q}, {r}).\n"
    f"Which shape has (A + B).sum(axis={axis})?",
)

# %% start="shape_of_sum"
shape_of_sum = None  # a shape, such as (4, 3)

# %% answer="shape_of_sum"
### BEGIN SOLUTION
sizes = [p, q, r]
shape_of_sum = tuple(sizes[:axis] + sizes[axis + 1 :])
### END SOLUTION

# %% check="shape_of_sum" points=1
sizes = shape(shape_of_sum)
### BEGIN HIDDEN TESTS
(p, q, r), axis = draw_shapes(my_name)


def without(axis):
    """The shape of the sum over an axis of the (p, q, r) that broadcasting makes."""
    return (p, q, r)[:axis] + (p, q, r)[axis + 1 :]


right = (
    without(axis),
    "Yes. B counts as (1, q, r), the two axes of length 1 are stretched, and the axis that you "
    "name is added away.",
)
mistakes = [
    ((p, q, r), "That is A + B. What becomes of the axis over which it is summed?"),
    (
        (p, q, r)[:axis] + (1,) + (p, q, r)[axis + 1 :],
        "That is the shape with keepdims=True. What happens to the axis without it?",
    ),
    (
        (p, q, r)[axis : axis + 1],
        "That is the axis that you named, alone. Does sum(axis=...) keep it or take it away?",
    ),
    (
        (p, 1, r)[:axis] + (p, 1, r)[axis + 1 :],
        "You summed A alone. What does adding B make of the axis of length 1?",
    ),
    *(
        (
            without(other),
            f"You added axis {other} away. The first axis has number 0: which one is axis {axis}?",
        )
        for other in range(3)
        if other != axis
    ),
]
otherwise = "Write the two shapes below each other, flush right. First which shape has A + B?"
told = reply_to_answer(sizes, right, mistakes, otherwise)
### END HIDDEN TESTS

# %% right="shape_of_sum"
as_numpy_says = (np.zeros((p, 1, r)) + np.zeros((q, r))).sum(axis=axis).shape
as_a_list = [size for place, size in enumerate([p, q, r]) if place != axis]
as_numpy_numbers = tuple(np.delete(np.array([p, q, r]), axis))

# %% wrong="shape_of_sum"
keeps_every_axis = (p, q, r)
with_keepdims = tuple(1 if place == axis else size for place, size in enumerate((p, q, r)))
names_the_axis_that_goes = ((p, q, r)[axis],)
forgets_to_stretch = tuple(size for place, size in enumerate((p, 1, r)) if place != axis)
takes_the_next_axis = tuple(size for place, size in enumerate((p, q, r)) if place != (axis + 1) % 3)
takes_the_axis_before = tuple(
    size for place, size in enumerate((p, q, r)) if place != (axis - 1) % 3
)
as_one_number = q * r

# %% [markdown]
# **9.** Run the cell. `math.log` is the natural logarithm.


# %%
def draw_activations(name):
    """Three activations and their labels, of which one differs from the other two."""
    draws = generator_for(f"{name}/cost_of_three")
    unsure = draws.permutation([0.1, 0.2, 0.3, 0.4])[:3]
    activations = [round(float(a if draws.integers(2) else 1 - a), 1) for a in unsure]
    return activations, [int(y) for y in draws.permutation([0, 1, draws.integers(2)])]


activations, labels = draw_activations(my_name)
ask(
    my_name,
    f"For three examples your neuron says a = {activations},\n"
    f"and the labels are y = {labels}.\n"
    "What is the cost J? (Give at least three decimals.)",
)

# %% start="cost_of_three"
cost_of_three = None  # a number

# %% answer="cost_of_three"
### BEGIN SOLUTION
losses = [
    -math.log(a) if y == 1 else -math.log(1 - a) for a, y in zip(activations, labels, strict=True)
]
cost_of_three = sum(losses) / 3
### END SOLUTION

# %% check="cost_of_three" points=1
cost = real_number(cost_of_three)
### BEGIN HIDDEN TESTS
activations, labels = draw_activations(my_name)
a, y = np.array(activations), np.array(labels)
of_truth = np.where(y == 1, a, 1 - a)
losses = -np.log(of_truth)
right = (
    float(losses.mean()),
    "Yes. Each loss is minus the logarithm of the probability that went to the truth, and the "
    "cost is their mean.",
)
mistakes = [
    (float(losses.sum()), "That is the sum of the losses. What makes it a mean?"),
    (-float(losses.mean()), "No cost is below 0. Which sign has the logarithm of a probability?"),
    (
        float((y * losses).mean()),
        "The examples with y = 0 cost nothing in your sum. Which term of the loss is theirs?",
    ),
    (
        float(((1 - y) * losses).mean()),
        "The examples with y = 1 cost nothing in your sum. Which term of the loss is theirs?",
    ),
    (
        float(-np.log(a).mean()),
        "You took log a for each example. Which probability went to the truth where y = 0?",
    ),
    (
        float(-np.log(1 - of_truth).mean()),
        "You took the probability of the other answer. For y = 1, is log a or log(1 - a) left?",
    ),
    (
        float(losses.mean() / np.log(10)),
        "That is the logarithm to base 10. Which function of Python is the natural one?",
    ),
    (
        float(np.abs(a - y).mean()),
        "That is the mean distance of a from y. Where is the logarithm of the loss?",
    ),
]
otherwise = "Take one example at a time: which probability did the neuron give to its label?"
told = reply_to_answer(cost, right, mistakes, otherwise, within=0.002)
### END HIDDEN TESTS

# %% right="cost_of_three"
_z = [math.log(a / (1 - a)) for a in activations]
from_the_logits = np.mean(np.logaddexp(0, _z) - np.array(labels) * np.array(_z))
as_one_logarithm = (
    -math.log(math.prod(abs(a + y - 1) for a, y in zip(activations, labels, strict=True))) / 3
)
rounded_to_three_decimals = round(
    -sum(math.log(a if y else 1 - a) for a, y in zip(activations, labels, strict=True)) / 3, 3
)

# %% wrong="cost_of_three"
_a, _y = np.array(activations), np.array(labels)
_of_truth = np.where(_y == 1, _a, 1 - _a)
sums_and_does_not_average = -np.log(_of_truth).sum()
forgets_the_minus = np.log(_of_truth).mean()
forgets_the_zeros = -(_y * np.log(_a)).mean()
forgets_the_ones = -((1 - _y) * np.log(1 - _a)).mean()
takes_log_a_for_all = -np.log(_a).mean()
takes_the_other_answer = -np.log(1 - _of_truth).mean()
counts_in_base_ten = -np.log10(_of_truth).mean()
mean_distance = np.abs(_a - _y).mean()

# %% [markdown]
# **10.** Run the cell. At $w = 0$ and $b = 0$ you need no computer for $a$.


# %%
def draw_examples(name):
    """The feature and the label of four examples, and a learning rate."""
    draws = generator_for(f"{name}/weight_after_step")
    x = draws.permutation([draws.choice([1, 3, 5]), *draws.permutation([2, 4, 6, 8])[:3]])
    return [int(one) for one in x], [1, 0, 0, 0], float(draws.choice([0.1, 0.2, 0.4]))


x, y, learning_rate = draw_examples(my_name)
ask(
    my_name,
    f"Four examples with one feature: x = {x}, labels y = {y}.\n"
    f"Your neuron starts at w = 0 and b = 0, and the learning rate is {learning_rate}.\n"
    "What is w after one step of gradient descent on the cost J?",
)

# %% start="weight_after_step"
weight_after_step = None  # a number

# %% answer="weight_after_step"
### BEGIN SOLUTION
dw = sum(one_x * (0.5 - one_y) for one_x, one_y in zip(x, y, strict=True)) / 4
weight_after_step = 0 - learning_rate * dw
### END SOLUTION

# %% check="weight_after_step" points=1
weight = real_number(weight_after_step)
### BEGIN HIDDEN TESTS
x, y, learning_rate = draw_examples(my_name)
dw = float(np.mean(np.array(x) * (0.5 - np.array(y))))
right = (
    -learning_rate * dw,
    "Yes. All a are 0.5, dw is the mean of x(a - y), and the step goes against it.",
)
mistakes = [
    (
        learning_rate * dw,
        "The size is right. The slope says where J rises: in which direction should w go?",
    ),
    (
        -4 * learning_rate * dw,
        "Your slope is a sum over the examples. J is a mean: what about its slope?",
    ),
    (4 * learning_rate * dw, "Two things: is the slope a sum or a mean, and which way is down?"),
    (-dw, "You went the whole slope. What does the learning rate do?"),
    (dw, "That is the slope dw. How does w change with it, and how far?"),
    (
        -learning_rate * dw / 4,
        "Your step is 4 times too small. With this loss the factor a(1 - a) cancels; or did you "
        "divide by m twice?",
    ),
    (
        -learning_rate * float(np.mean(0.5 - np.array(y))),
        "That is the step of the bias b. Which factor does z = wx + b bring in for w?",
    ),
    (
        -learning_rate * float(np.mean(np.array(x) * (0.0 - np.array(y)))),
        "You put a = 0. The logit is 0: what is the sigmoid of 0?",
    ),
]
otherwise = (
    "Work along the chain: z, then a, then a - y, then the mean of x(a - y). Where is yours?"
)
told = reply_to_answer(weight, right, mistakes, otherwise, within=0.0005)
### END HIDDEN TESTS

# %% right="weight_after_step"
by_products = (-learning_rate * np.array([x]) @ (0.5 - np.array([y])).T / 4).item()
as_a_numpy_float = np.float64(-learning_rate * (sum(x) - 2 * x[0]) / 8)
rounded_to_four_decimals = round(-learning_rate * (sum(x) / 2 - x[0]) / 4, 4)

# %% wrong="weight_after_step"
_dw = (sum(x) / 2 - x[0]) / 4
steps_uphill = learning_rate * _dw
sums_and_does_not_average = -learning_rate * 4 * _dw
sums_and_steps_uphill = learning_rate * 4 * _dw
forgets_the_learning_rate = -_dw
returns_the_slope = _dw
keeps_the_slope_of_the_sigmoid = -learning_rate * _dw / 4
forgets_the_feature = -learning_rate * 0.25
takes_a_as_zero = learning_rate * x[0] / 4

# %% [markdown]
# ---
# # Where to read up
#
# | question | read up in | on |
# |---|---|---|
# | 1 | *What deep learning does* (week 1), part 4 | known and unseen examples |
# | 2 | *Logistic regression*, part 4 | slopes without a loop |
# | 3 | *Logistic regression*, part 6 | comparing (m,) with (m, 1) |
# | 4 | *Logistic regression*, parts 3 and 4 | an untrained neuron, and the mean of a - y |
# | 5, 9 | *Logistic regression*, part 3 | the cost, a mean of losses |
# | 6 | *Logistic regression*, part 3 | why this loss goes with the sigmoid |
# | 7 | *Numpy for networks*, part 4; *Logistic regression*, part 5 | copies, and changes in place |
# | 8 | *Numpy for networks*, parts 1 and 2 | axes and broadcasting |
# | 10 | *Logistic regression*, part 5 | one step of training |
