# %% [markdown]
# # Quiz · Week 2: the way down
#
# Ten questions on the second week of course 2, seven to choose from and three to compute with
# numbers of your own. The replies come with the feedback; if your teacher allows it, you may then
# hand the quiz in again.
#
# *25 minutes.* Each question is worth 1 point, and so is your name. The check below a question
# only sees to it that your answer is of the right kind. No other notebook is needed.
#
# The conventions are those of the lesson. $\theta$ is any one parameter, $g$ the slope of the cost
# for it, $\alpha$ the learning rate. An *epoch* is one pass over all examples; epochs count from 0,
# steps $t$ from 1. Mini-batches are cut from the shuffled examples, and the last one of an epoch
# may be smaller. An exponentially weighted average is $v \leftarrow \beta v + (1 - \beta) x$ and
# starts at 0; bias correction divides it by $1 - \beta^t$. Momentum is
# $v \leftarrow \beta v + (1 - \beta) g$, then $\theta \leftarrow \theta - \alpha v$, without a
# correction. Adam divides a corrected average of $g$ by the root of a corrected average of $g^2$.

# %%
import math

import numpy as np

from shared_utils.checks import generator_for
from shared_utils.questions import ask, noted_name, real_number, reply_to_answer, whole_number

# %% [markdown]
# ---
# # Part 1 · Choose
#
# Write one letter between the quotation marks and run the cell.

# %% [markdown] question="wider_below" points=1
# **1. From week 1.** A relu layer of 60 units receives 100 numbers and starts by He's rule. Then
# the layer below it is widened, to 400 units. What becomes of the standard deviation of this
# layer's weights at the start?
#
# - [ ] It stays the same, for there are still 60 units.
#   > Think of the sum of one unit. How many terms does it have before and after the change?
# - [ ] It falls to a quarter, for there are four times as many inputs.
#   > That is what becomes of the variance. And of the number that normal draws are multiplied by?
# - [ ] It doubles, for more inputs must be heard.
#   > If the weights stayed as they are, would a sum of more terms be larger or smaller? What has to
#   > make up for it?
# - [x] It falls to half, for its square falls to a quarter.
#   > Yes. The variance is 2 over the number of inputs, and the standard deviation is its root.

# %% [markdown] question="nothing_learnt" points=1
# **2.** There are 1,000 examples, half of them ones. Trained on all at once, a network comes down
# to the cost 0.12. With mini-batches of 64, the same rate and ten times as many steps, it stays at
# 0.69, and half of its answers are right. Which slip fits that best?
#
# - [x] `X` and `Y` were shuffled by two different orders.
#   > Yes. The labels then belong to other examples, and the best answer is 0.5 for all. Sizes and
#   > shapes are right, so nothing is raised.
# - [ ] The last 40 examples of each epoch were left out.
#   > That would be other examples in each epoch, and 960 remain. Could a network learn nothing from
#   > these?
# - [ ] The examples were shuffled once, not in each epoch.
#   > Then every epoch has the same batches. Do the labels still say something about their examples?
# - [ ] The slopes were divided by 64 in place of 1,000.
#   > A mini-batch has a cost of its own, a mean. Over how many examples does that go?

# %% [markdown] question="wobble" points=1
# **3.** A network trains on mini-batches of 16, at a constant rate. From epoch 30 on the cost on
# *all* examples falls no further: it wobbles around 0.20. A run on all examples at once went down
# to 0.05. What can take the mini-batch run lower?
#
# - [ ] A larger rate from epoch 30 on, to get off the plateau.
#   > The wobble comes from the noise of each batch, times the rate. What would a larger rate do to
#   > it?
# - [ ] Mini-batches of 4, for more steps in each epoch.
#   > There would be more steps. But how well does a mean over 4 examples stand for all, compared
#   > with one over 16?
# - [x] A rate that falls from epoch 30 on, for shorter steps.
#   > Yes. At the bottom each batch still has a slope of its own, and the jumps are the rate times
#   > that. A smaller rate lets the run settle.
# - [ ] The same order in all epochs, for noise that repeats.
#   > Each batch then pulls the same way in every epoch. Does it pull the way all examples do?

# %% [markdown] question="cold_store" points=1
# **4.** The thermometer of a cold store reads -20, minute after minute. Its exponentially weighted
# average has $\beta = 0.95$ and **no** bias correction. What does the average show?
#
# - [ ] At first less than -20, later about -20.
#   > Compute the first value, 0.95 · 0 + 0.05 · (-20). On which side of -20 does it lie?
# - [x] At first far above -20, later about -20.
#   > Yes: -1, then -1.95, and so on. It comes from 0, so it is too close to 0, which is not always
#   > "too low". Divided by 1 - 0.95ᵗ it would be right from the start.
# - [ ] From the first minute on it shows about -20.
#   > It would be, if the weights of the readings added up to 1. To what do they add up after one
#   > reading?
# - [ ] At all times clearly above -20.
#   > What is left of the 0 at the start has the weight 0.95ᵗ. How large is that after 100 minutes?

# %% [markdown] question="forgetful_velocity" points=1
# **5.** `step(theta, v, g, beta, alpha)` should return `theta` and `v` after one step of momentum.
# By mistake the old velocity is dropped: `v = (1 - beta) * g`. Which test finds this?
#
# - [ ] A step from `v = 0` with `beta = 0.9`, compared with one by hand.
#   > Which term is missing in the mistake, and how large is it in your test?
# - [ ] A step from `v = 2` with `beta = 0`, compared with one by hand.
#   > What should be left of the old velocity when beta is 0? Does the mistake differ from that?
# - [ ] Ten steps from `v = 0` with `beta = 0.9`, to see whether the cost falls.
#   > Without a memory it is plain descent with a tenth of the rate. Does the cost fall then, too?
# - [x] A step from `v = 2` with `beta = 0.9`, compared with one by hand.
#   > Yes. The right velocity holds 1.8 of the old one. From 0 the two agree, and that is where most
#   > people test.

# %% [markdown] question="in_millimetres" points=1
# **6.** A cost was counted in metres. Now it is counted in millimetres, so for the same parameters
# it is 1,000 times as large. $\alpha$ stays. What happens to the first step?
#
# - [x] That of plain descent is 1,000 times as long, Adam's stays as it was.
#   > Yes. In Adam the factor occurs above and below the line and cancels. So one α fits costs of
#   > very different scales.
# - [ ] That of plain descent is 1,000 times as long, and so is Adam's.
#   > For plain descent that is right. By what does Adam divide, and how does that change?
# - [ ] That of plain descent is 1,000 times as long, Adam's 1,000 times as short.
#   > Adam divides by something that grows with the slopes, true. What about the number
#   > that it divides: by which factor does that grow?
# - [ ] That of plain descent stays as it was, and so does Adam's.
#   > One of the two multiplies the slope itself by α. By how much does this slope change?

# %% [markdown] question="forty_rates" points=1
# **7.** A report says: *With our optimiser we tried 40 learning rates; the best of them beat Adam
# in 12 of 12 runs with fresh seeds. Adam had its usual rate, 0.001.* What do these runs support?
#
# - [ ] Their optimiser is better: 12 of 12 is no luck.
#   > It is no luck of the seeds. What else, beside the optimiser, was different for the two?
# - [x] Theirs at a chosen rate beats Adam at 0.001.
#   > Yes, that and no more. For a claim about optimisers both need the same budget of trials, and
#   > then fresh seeds.
# - [ ] Nothing at all, for 12 runs are too few.
#   > Twelve heads in a row come once in 4,096 times. So there is a difference: between what and
#   > what?
# - [ ] Adam is better, if its rate is chosen as well.
#   > That may be so or not. Which run in the report tells?

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
# **8.** Run the cell: it asks your question. The first epoch is epoch 0, the first step is step 1.


# %%
def draw_epochs(name):
    """Numbers of examples, of examples in a mini-batch, of an epoch, and of a batch in it."""
    draws = generator_for(f"{name}/step_number")
    size = int(draws.choice([32, 64]))
    m = size * int(draws.integers(6, 12)) + int(draws.integers(5, size - 4))
    return m, size, int(draws.integers(4, 7)), int(draws.choice([2, 3]))


m, size, epoch, batch = draw_epochs(my_name)
ask(
    my_name,
    f"There are {m} examples, in mini-batches of {size}.\n"
    f"Adam makes the step on mini-batch number {batch} (counted from 1) of epoch {epoch}.\n"
    "Which t belongs in its bias correction?",
)

# %% start="step_number"
step_number = None  # a whole number

# %% answer="step_number"
### BEGIN SOLUTION
steps_per_epoch = math.ceil(m / size)
step_number = epoch * steps_per_epoch + batch
### END SOLUTION

# %% check="step_number" points=1
t = whole_number(step_number)
### BEGIN HIDDEN TESTS
m, size, epoch, batch = draw_epochs(my_name)
per_epoch = math.ceil(m / size)
right = (
    epoch * per_epoch + batch,
    "Yes. t counts all steps and never starts again: the correction belongs to the age of Adam's "
    "memories, and these live through all epochs.",
)
mistakes = [
    (
        epoch * (per_epoch - 1) + batch,
        "You counted whole batches only. What becomes of the examples that are left over?",
    ),
    (batch, "Do Adam's memories start afresh in each epoch? How many steps have they seen?"),
    (
        (epoch + 1) * per_epoch + batch,
        "You counted one epoch too many. If the first one is epoch 0, how many are complete here?",
    ),
    (
        (epoch - 1) * per_epoch + batch,
        "You counted one epoch too few. If the first one is epoch 0, how many are complete here?",
    ),
    (
        epoch * per_epoch + batch - 1,
        "That is the number of steps before this one. With which number does t begin?",
    ),
    (epoch, "That is the epoch. Does t count epochs or steps?"),
    (
        epoch * m + batch * size,
        "That is how many examples were looked at. How many of them make one step?",
    ),
    (
        epoch * size + batch,
        "A mini-batch has that many examples. How many mini-batches, and so steps, has an epoch?",
    ),
]
otherwise = "How many steps does one epoch make? How many epochs are complete? Then count on."
told = reply_to_answer(t, right, mistakes, otherwise)
### END HIDDEN TESTS

# %% right="step_number"
from_cuts = epoch * len(range(0, m, size)) + batch
rounded_up_without_math = float(epoch * -(-m // size) + batch)
as_a_numpy_number = np.int64(epoch * (m // size + 1) + batch)

# %% wrong="step_number"
_per_epoch = math.ceil(m / size)
loses_the_rest = epoch * (m // size) + batch
starts_again_in_each_epoch = batch
one_epoch_too_many = (epoch + 1) * _per_epoch + batch
one_epoch_too_few = (epoch - 1) * _per_epoch + batch
counts_steps_from_zero = epoch * _per_epoch + batch - 1
counts_epochs = epoch
counts_examples = epoch * m + batch * size
takes_the_size_for_the_steps = epoch * size + batch

# %% [markdown]
# **9.** Run the cell. The velocity at the start is not 0: these are not the first steps.


# %%
def draw_two_steps(name):
    """theta, v, two slopes, beta and alpha."""
    draws = generator_for(f"{name}/after_two_steps")
    sign = int(draws.choice([-1, 1]))
    first, second = (int(number) for number in draws.permutation([31, 43, 59, 67])[:2])
    v = sign * int(draws.choice([7, 13]))
    beta, alpha = float(draws.choice([0.9, 0.8])), float(draws.choice([0.1, 0.2]))
    return int(draws.integers(11, 20)), v, sign * first, -sign * second, beta, alpha


theta, v, first_slope, second_slope, beta, alpha = draw_two_steps(my_name)
ask(
    my_name,
    f"A parameter is {theta}, its velocity is {v}. Two steps of momentum follow,\n"
    f"with beta = {beta} and alpha = {alpha}.\n"
    f"The slope is {first_slope} at the first place and {second_slope} at the second.\n"
    "Where is the parameter after both steps? (Give at least three decimals.)",
)

# %% start="after_two_steps"
after_two_steps = None  # a number

# %% answer="after_two_steps"
### BEGIN SOLUTION
first_velocity = beta * v + (1 - beta) * first_slope
second_velocity = beta * first_velocity + (1 - beta) * second_slope
after_two_steps = theta - alpha * first_velocity - alpha * second_velocity
### END SOLUTION

# %% check="after_two_steps" points=1
place = real_number(after_two_steps)
### BEGIN HIDDEN TESTS
theta, v, first_slope, second_slope, beta, alpha = draw_two_steps(my_name)


def velocities(v, old, new):
    """The velocities of the two steps, with the shares of the old velocity and of the slope."""
    first = old * v + new * first_slope
    return first, old * first + new * second_slope


first, second = velocities(v, beta, 1 - beta)
right = (
    theta - alpha * (first + second),
    "Yes. Two slopes that pull against each other hardly move the velocity, and the old one "
    "carries on.",
)
mistakes = [
    (
        theta - alpha * sum(velocities(0, beta, 1 - beta)),
        "You started from a velocity of 0. What is it here?",
    ),
    (
        theta - alpha * (first_slope + second_slope),
        "That is plain descent. What does momentum subtract in place of the slope?",
    ),
    (
        theta - alpha * sum(velocities(v, 1 - beta, beta)),
        "Which of the two shares belongs to the old velocity, and which to the new slope?",
    ),
    (
        theta - alpha * sum(velocities(v, beta, 1)),
        "Your velocity is no average: its shares add up to more than 1. What multiplies the slope?",
    ),
    (
        theta - alpha * sum(velocities(v, 0, 1 - beta)),
        "Each velocity of yours forgets the one before. Which term is missing?",
    ),
    (
        theta - alpha * (v + first),
        "You stepped with the velocity of the step before. Is it renewed first, or used first?",
    ),
    (
        theta + alpha * (first + second),
        "The sizes are right. The velocity is an average of slopes: which way is down?",
    ),
    (theta - alpha * first, "That is the place after one step. How does it go on?"),
    (
        theta - alpha * second,
        "Your second step begins at the old place. Where did the first one lead?",
    ),
    (theta - first - second, "You went the whole velocity. What does alpha do?"),
    (
        theta - alpha * (first / (1 - beta) + second / (1 - beta**2)),
        "You corrected the velocities. Momentum has no correction here; and are these the first "
        "steps?",
    ),
]
otherwise = "Make a table: velocity, then place, after the first step; then both once more."
told = reply_to_answer(place, right, mistakes, otherwise, within=0.0006)
### END HIDDEN TESTS

# %% right="after_two_steps"
unrolled = theta - alpha * (
    (beta + beta**2) * v + (1 - beta) * ((1 + beta) * first_slope + second_slope)
)
_velocity = v + (1 - beta) * (first_slope - v)
by_differences = (
    theta - alpha * _velocity - alpha * (_velocity + (1 - beta) * (second_slope - _velocity))
)
rounded_to_three_decimals = round(np.float64(unrolled), 3)

# %% wrong="after_two_steps"
_first = beta * v + (1 - beta) * first_slope
_second = beta * _first + (1 - beta) * second_slope
starts_from_rest = theta - alpha * (1 - beta) * ((1 + beta) * first_slope + second_slope)
steps_along_the_slopes = theta - alpha * (first_slope + second_slope)
swaps_the_shares = theta - alpha * (
    (1 - beta + (1 - beta) ** 2) * v + beta * ((2 - beta) * first_slope + second_slope)
)
adds_the_whole_slope = theta - alpha * (
    (beta + beta**2) * v + (1 + beta) * first_slope + second_slope
)
forgets_the_old_velocity = theta - alpha * (1 - beta) * (first_slope + second_slope)
steps_before_it_renews = theta - alpha * (v + _first)
goes_uphill = theta + alpha * (_first + _second)
makes_one_step = theta - alpha * _first
begins_again_at_the_old_place = theta - alpha * _second
forgets_alpha = theta - _first - _second
corrects_the_velocity = theta - alpha * (_first / (1 - beta) + _second / (1 - beta**2))

# %% [markdown]
# **10.** Run the cell. All gradients together have one length, the global norm: the root of the sum
# of the squares of all their numbers.


# %%
def draw_gradients(name):
    """dW1 (1, 2) and db1 (1, 1) whose global norm is whole, and the largest norm allowed."""
    draws = generator_for(f"{name}/clipped_slope")
    small, middle, large = draws.permutation(
        [[2, 3, 6], [1, 4, 8], [2, 6, 9], [3, 4, 12], [2, 5, 14], [2, 10, 11], [8, 9, 12]]
    )[0]
    partner, alone = draws.permutation([small, large])
    signs = draws.choice([-1, 1], size=3)
    dW1 = [[int(signs[0] * middle), int(signs[1] * partner)]]
    return dW1, [[int(signs[2] * alone)]], float(draws.choice([1.5, 2.0, 2.5]))


dW1, db1, max_norm = draw_gradients(my_name)
ask(
    my_name,
    f"dW1 = {dW1}, db1 = {db1}; there are no other gradients.\n"
    f"They are clipped together, to a global norm of at most {max_norm}.\n"
    "What is the first number of dW1 afterwards? (Give at least three decimals.)",
)

# %% start="clipped_slope"
clipped_slope = None  # a number

# %% answer="clipped_slope"
### BEGIN SOLUTION
norm = math.sqrt(dW1[0][0] ** 2 + dW1[0][1] ** 2 + db1[0][0] ** 2)
clipped_slope = dW1[0][0] * min(1, max_norm / norm)
### END SOLUTION

# %% check="clipped_slope" points=1
clipped = real_number(clipped_slope)
### BEGIN HIDDEN TESTS
dW1, db1, max_norm = draw_gradients(my_name)
numbers = np.array([*dW1[0], *db1[0]], dtype=float)
norm = float(np.linalg.norm(numbers))
right = (
    numbers[0] * max_norm / norm,
    "Yes. One factor for all numbers: the step becomes shorter and keeps its direction.",
)
mistakes = [
    (numbers[0], "The norm is larger than allowed. So what happens to every number?"),
    (
        np.sign(numbers[0]) * max_norm,
        "You cut this number by itself. What would that do to the direction of the step?",
    ),
    (
        numbers[0] * max_norm / np.linalg.norm(numbers[:2]),
        "That is the norm of dW1 alone. Which gradients belong to the global norm?",
    ),
    (
        numbers[0] * max_norm / np.abs(numbers).sum(),
        "You added sizes up. What is squared, and what is the root taken of?",
    ),
    (numbers[0] * max_norm / norm**2, "You divided by the sum of the squares. What is a length?"),
    (numbers[0] / norm, "Now the global norm is 1. How long may it be?"),
    (
        numbers[0] * norm / max_norm,
        "Your gradient became larger. Which way round is the factor?",
    ),
    (
        numbers[0] * max_norm / np.abs(numbers).max(),
        "You divided by the largest number. What is the length of all of them together?",
    ),
    (
        abs(numbers[0]) * max_norm / norm * -np.sign(numbers[0]),
        "The size is right. Which sign does this number have before it is clipped?",
    ),
    (
        numbers[0] * max_norm,
        "You multiplied by the allowed norm. By what is it divided first?",
    ),
]
otherwise = "First the global norm of all three numbers. Then the one factor that makes it fit."
told = reply_to_answer(clipped, right, mistakes, otherwise, within=0.0006)
### END HIDDEN TESTS

# %% right="clipped_slope"
_norm = np.linalg.norm([*dW1[0], *db1[0]])
by_a_unit_vector = (np.array([*dW1[0], *db1[0]]) / _norm)[0] * max_norm
divided_twice = dW1[0][0] / (_norm / max_norm)
rounded_to_three_decimals = round(float(dW1[0][0] * max_norm / _norm), 3)

# %% wrong="clipped_slope"
_all = np.array([*dW1[0], *db1[0]], dtype=float)
does_not_clip = _all[0]
cuts_each_number = np.clip(_all, -max_norm, max_norm)[0]
forgets_the_bias = _all[0] * max_norm / np.linalg.norm(_all[:2])
adds_sizes = _all[0] * max_norm / np.abs(_all).sum()
forgets_the_root = _all[0] * max_norm / (_all**2).sum()
clips_to_one = _all[0] / np.linalg.norm(_all)
turns_the_factor_round = _all[0] * np.linalg.norm(_all) / max_norm
divides_by_the_largest = _all[0] * max_norm / np.abs(_all).max()
loses_the_sign = -_all[0] * max_norm / np.linalg.norm(_all)
multiplies_only = _all[0] * max_norm

# %% [markdown]
# ---
# # Where to read up
#
# | question | read up in | on |
# |---|---|---|
# | 1 | *Initialisation* (week 1), part 3 | He's rule |
# | 2, 3 | *Optimisation methods*, parts 1 and 5 | mini-batches, their noise, a rate that falls |
# | 4 | *Optimisation methods*, part 2 | an average that starts at 0 |
# | 5, 9 | *Optimisation methods*, part 3 | momentum, and a test that sees the memory |
# | 6, 8 | *Optimisation methods*, part 4 | Adam's scale, and its correction |
# | 7 | *Optimisation methods*, part 7 | a fair comparison |
# | 10 | *Optimisation methods*, part 6 | clipping by one norm |
