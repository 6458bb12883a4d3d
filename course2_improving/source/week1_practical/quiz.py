# %% [markdown]
# # Quiz · Week 1: start well, hold back, check
#
# Ten questions on the first week of course 2, seven to choose from and three to compute with
# numbers of your own. The replies come with the feedback; if your teacher allows it, you may then
# hand the quiz in again.
#
# *25 minutes.* Each question is worth 1 point, and so is your name. The check below a question
# only sees to it that your answer is of the right kind. No other notebook is needed.
#
# The conventions are those of the lessons. Columns are examples, and there are $m$ of them. $W_l$
# is $(n_l, n_{l-1})$. Hidden layers use relu, the output is a sigmoid, $\log$ is the natural
# logarithm, and the plain cost is the mean of the losses. The penalty adds
# $\frac{\lambda}{2m} \sum w^2$ to it, over all weights and no biases. `keep_prob` is the
# probability that a unit stays on. The relative difference of two gradients is the length of their
# difference, divided by the sum of their lengths. *Train* is what a network learns from, *dev* is
# what you choose with, *test* is looked at once, at the end.

# %%
import numpy as np

from shared_utils.checks import generator_for
from shared_utils.questions import ask, noted_name, real_number, reply_to_answer, whole_number

# %% [markdown]
# ---
# # Part 1 · Choose
#
# Write one letter between the quotation marks and run the cell.

# %% [markdown] question="row_of_weights" points=1
# **1. From course 1.** `W2` has shape `(20, 50)`. What does its row `W2[3]` hold?
#
# - [ ] The weights with which input 3 reaches all units of layer 2.
#   > Write W2 @ A1 down for a small case. With what is a row multiplied, and whose z comes out?
# - [ ] The weights with which unit 3 of layer 2 reaches layer 3.
#   > Those belong to the next matrix. In which product does a row of W2 occur, and what comes in
#   > there?
# - [x] The weights with which unit 3 of layer 2 hears its inputs.
#   > Yes. A row is as long as what its unit receives, 50 numbers here. This week that length
#   > decides how large the weights may be at the start.
# - [ ] The weights of layer 3, one for each of the 50 examples.
#   > The 2 in the name says which layer it is. And does any weight belong to a single example?

# %% [markdown] question="sheets_of_children" points=1
# **2.** Thirty children wrote forty sheets each. Next year a network is to read the sheets of
# *other* children. You shuffle the 1,200 sheets and put every fifth one into dev. The network reads
# 97 % of the dev sheets, and 78 % of those of the first new class. What is the most likely reason?
#
# - [ ] Dev was so small that its 97 % may be mere luck.
#   > On 240 sheets, 97 % is uncertain by about 2 points. Is that enough for a gap of 19?
# - [x] Train and dev held sheets of the same children.
#   > Yes. Knowing a hand helps with its other sheets, and dev rewarded that. Keep all sheets of a
#   > child together when you split: then dev asks what next year will ask.
# - [ ] The network learnt the dev sheets by heart.
#   > No slope was taken on dev, so it never saw these very sheets. What about them may it have
#   > known all the same?
# - [ ] The network is too small to read handwriting.
#   > It read nearly all of the dev sheets, and it had not trained on them. What is different about
#   > the sheets of the new class?

# %% [markdown] question="faded_logs" points=1
# **3.** A network copies faded weather logs. A trained reader is wrong in 4 % of the entries.
# Errors of the network, in percent (made-up numbers):
#
# | training entries | 500 | 2,000 | 8,000 |
# |---|---|---|---|
# | train | 6.5 | 10.5 | 12.0 |
# | dev | 31.0 | 19.5 | 14.0 |
#
# What do you do first?
#
# - [ ] Look for a mistake in the training, as its error rises.
#   > Which is easier to learn by heart, 500 entries or 8,000? What would you expect of the first
#   > row, then?
# - [ ] Collect 32,000 entries: dev falls each time, down to 4.
#   > More entries bring dev closer to train. Where does train go meanwhile, and can dev fall
#   > below it?
# - [ ] Raise the strength of the penalty, as dev is above train.
#   > That may narrow the gap between the two rows. How large is this gap at 8,000 entries, and how
#   > large is the one between train and the reader?
# - [x] Take a larger network: both rows meet far above 4.
#   > Yes. At 8,000 entries train is 8 points above what is possible, dev only 2 above train. The
#   > larger gap comes first.

# %% [markdown] question="alike_units" points=1
# **4.** A network has one hidden layer of 40 units. All its weights start at 0.1, all biases at 0.
# After 1,000 steps the 40 units are still alike. You start again, with *one* change. Which change
# makes them differ?
#
# - [x] `W2` is drawn at random, and `W1` stays at 0.1.
#   > Yes. The slope for the row of unit k holds the weight that leads on from it, and these now
#   > differ. After one step the rows of W1 do, too.
# - [ ] `W1` starts at 1 in all places, and `W2` stays at 0.1.
#   > The rows of W1 are larger, and equal. Is there anything in the slope for a row that depends on
#   > the number of the unit?
# - [ ] Each step uses other examples, drawn at random.
#   > Chance does come in. But do units 3 and 4 see different examples in the same step?
# - [ ] Each of the two layers has a learning rate of its own.
#   > Units 3 and 4 are in the same layer. Is there anything in their steps that is not the same?

# %% [markdown] question="mask_turned_round" points=1
# **5.** By mistake a forward pass with dropout has the line `D = rng.random(A.shape) > keep_prob`.
# Then comes `A = A * D / keep_prob`. A test with `keep_prob = 0.5` passed. You train with 0.9. How
# large is the mean of `A` afterwards, compared with before?
#
# - [ ] About the same, as the division keeps the mean.
#   > It does if the share of units that stay on is just what it divides by. Which share of random
#   > numbers from 0 to 1 lies above 0.9?
# - [ ] About 1.1 times, as more units than meant stay on.
#   > Take ten random numbers from 0 to 1. How many of them, about, lie above 0.9?
# - [x] About a ninth, as most of the units are off.
#   > Yes: a tenth stays on and is divided by 0.9. With 0.5 both masks keep one half, so that test
#   > was blind. Take 0.8 and 0.3.
# - [ ] About 0.9 times, as one unit in ten is off.
#   > That would be the right mask without the division. Which entries does this mask keep, and what
#   > does the division do then?

# %% [markdown] question="biases_right_weights_wrong" points=1
# **6.** You have just added the penalty, to the cost and to the backward pass. A gradient check on
# random parameters, with twelve examples, says: the relative difference of every `db` is below
# 1e-9, those of the `dW` lie between 0.006 and 0.03. Where do you look first?
#
# - [ ] At the step of the measurement, which may be too long.
#   > The same step measured the biases to 1e-9. What in this cost do weights have and biases not?
# - [x] At the pull in `dW`, which may be half of its due.
#   > Yes. Each db is a mean of dZ, so the way back is right. What is left is what only weights
#   > have: λ/(2m) in place of λ/m looks like this, as the pull is small beside the rest.
# - [ ] At the cost, which may charge for the biases as well.
#   > Then the measured slopes for the biases would hold a pull that db does not have. Do these two
#   > agree?
# - [ ] At the mean in `dW`, which may be a sum over examples.
#   > That sum is twelve times the mean. What is the relative difference of a block that is twelve
#   > times too large?

# %% [markdown] question="heat_wave" points=1
# **7.** A network opens the windows of a greenhouse. The temperatures of the training set had mean
# 21 and spread 4, and were scaled with these. In a heat wave all readings of a day lie near 35.
# Someone scales them with that day's own mean and spread. What does the network get?
#
# - [ ] Values near 3.5, so it sees how hot it is.
#   > That is (35 - 21) / 4. Which mean and which spread does this program use?
# - [ ] Values near 1.7, so it sees some of the heat.
#   > That is 35 / 21, but no mean is divided by another. What does scaling do first, and with which
#   > mean?
# - [ ] Only nan, since the day's spread is too small.
#   > The readings still differ a little, so nothing is divided by 0. What is subtracted before the
#   > division?
# - [x] Values around 0, so it sees an ordinary day.
#   > Yes. The heat is subtracted away, and the windows stay shut. The weights were learnt on the
#   > scale of the training set, so every new reading needs that one.

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
# **8.** Run the cell: it asks your question. The *mean square* of an array is the mean of its
# squared entries. What you find for one layer holds for the next one too.


# %%
def draw_start(name):
    """Width of all layers, standard deviation of the weights, and a number of layers."""
    draws = generator_for(f"{name}/signal_left")
    starts = [(50, 0.3), (100, 0.1), (100, 0.2), (100, 0.3), (200, 0.15), (400, 0.05), (400, 0.15)]
    width, deviation = starts[draws.integers(len(starts))]
    return width, deviation, int(draws.choice([3, 4]))


width, deviation, layers = draw_start(my_name)
ask(
    my_name,
    f"A network has {width} features and relu layers of {width} units each. The biases are 0.\n"
    f"The weights are drawn from the normal distribution, with mean 0 and\n"
    f"standard deviation {deviation}.\n"
    f"From the input to the activations of layer {layers}, by which factor does the mean square\n"
    f"change, on average over all draws of the weights? (Give at least three digits.)",
)

# %% start="signal_left"
signal_left = None  # a number

# %% answer="signal_left"
### BEGIN SOLUTION
factor_of_a_layer = width * deviation**2 / 2
signal_left = factor_of_a_layer**layers
### END SOLUTION

# %% check="signal_left" points=1
signal = real_number(signal_left)
### BEGIN HIDDEN TESTS
width, deviation, layers = draw_start(my_name)
factor = width * deviation**2 / 2
right = (
    factor**layers,
    "Yes. Each layer multiplies the mean square by n times the variance, and relu takes half of "
    "it. He's rule makes this factor 1.",
)
mistakes = [
    (
        (2 * factor) ** layers,
        "That is the size of the sums before the bend. What share of the mean square does relu "
        "let through, in each layer?",
    ),
    (factor, "That is one layer. What does the next one do to the result?"),
    (
        factor ** (layers / 2),
        "That is the root mean square. The question asks for the mean square.",
    ),
    (
        (width * deviation / 2) ** layers,
        "You took the standard deviation. What is multiplied by n, when variances add up?",
    ),
    (
        (deviation**2 / 2) ** layers,
        "That is the share of a single product. How many products does a unit add up?",
    ),
    (factor * layers, "Do layers add, or does each one multiply what it gets?"),
]
otherwise = (
    "Take one layer: n products with the variance of the weights add up, then comes relu. By which "
    "factor does the mean square change?"
)
told = reply_to_answer(signal, right, mistakes, otherwise, within=0.005 * factor**layers)
### END HIDDEN TESTS

# %% right="signal_left"
in_one_power = (width * deviation * deviation * 0.5) ** layers
from_he = (deviation / np.sqrt(2 / width)) ** (2 * layers)
with_three_digits = float(f"{(width * deviation**2 / 2) ** layers:.3g}")

# %% wrong="signal_left"
forgets_relu = (width * deviation**2) ** layers
one_layer_only = width * deviation**2 / 2
root_of_the_mean_square = (width * deviation**2 / 2) ** (layers / 2)
forgets_to_square = (width * deviation / 2) ** layers
forgets_the_width = (deviation**2 / 2) ** layers
adds_the_layers = layers * width * deviation**2 / 2

# %% [markdown]
# **9.** Run the cell. The slope that is asked for is that of the whole cost, with its penalty.


# %%
def draw_weight(name):
    """Activations and dz of four examples, one weight, and the strength of the penalty."""
    draws = generator_for(f"{name}/penalised_slope")
    a = [int(number) for number in draws.permutation([2, 3, 4, 5, 6])[:4]]
    against = int(draws.choice([-1, 1]))
    tenths = draws.permutation([-1, *draws.permutation([4, 5, 7, 8, 9])[:3]]) * against
    weight = int(draws.choice([-7, -6, 6, 7]))
    return a, [int(one) / 10 for one in tenths], weight, float(draws.choice([0.66, 1.42, 2.18]))


a, dz, weight, strength = draw_weight(my_name)
ask(
    my_name,
    f"For m = 4 examples one input of a unit is a = {a},\n"
    f"and what comes back to the unit is dz = {dz}.\n"
    f"The weight of this input is w = {weight}, and the strength of the penalty is {strength}.\n"
    "What is the slope of the cost with its penalty for this weight?\n"
    "(Each dz is the slope of its own example's loss. Give at least three decimals.)",
)

# %% start="penalised_slope"
penalised_slope = None  # a number

# %% answer="penalised_slope"
### BEGIN SOLUTION
plain_slope = sum(one_dz * one_a for one_dz, one_a in zip(dz, a, strict=True)) / 4
penalised_slope = plain_slope + strength / 4 * weight
### END SOLUTION

# %% check="penalised_slope" points=1
slope_of_cost = real_number(penalised_slope)
### BEGIN HIDDEN TESTS
a, dz, weight, strength = draw_weight(my_name)
plain = float(np.mean(np.array(dz) * np.array(a)))
pull = strength / 4 * weight
right = (
    plain + pull,
    "Yes. The mean of dz times a is what the data want; the penalty pulls the weight towards 0.",
)
mistakes = [
    (plain, "That is the slope of the plain cost. What does the penalty add to it?"),
    (
        plain + pull / 2,
        "Your penalty pulls half as hard as it should. What is the slope of w squared?",
    ),
    (
        plain + 4 * pull,
        "Your penalty pulls 4 times too hard. What stands in front of the sum of the squares?",
    ),
    (
        plain - pull,
        "The sizes are right. With a positive weight, does the penalty rise or fall when w grows?",
    ),
    (
        4 * plain + pull,
        "You added dz times a up. The plain cost is a mean: what about its slope?",
    ),
    (
        4 * (plain + pull),
        "Both parts are 4 times too large. By what is each divided in the cost?",
    ),
    (
        plain + pull * weight / 2,
        "You added the penalty itself. How does it change when w grows a little?",
    ),
    (
        plain + strength / 4 * np.sign(weight),
        "Your pull is the same for a small and a large weight. What is the slope of a square?",
    ),
    (pull, "That is the pull of the penalty. What do the data add?"),
    (
        float(np.mean(dz)) + pull,
        "Your first part is the slope for the bias. Which factor does a weight bring in?",
    ),
]
otherwise = (
    "Two parts add up: the mean of dz times a, and the slope of the penalty. Which is yours?"
)
told = reply_to_answer(slope_of_cost, right, mistakes, otherwise, within=0.0006)
### END HIDDEN TESTS

# %% right="penalised_slope"
by_a_product = (np.array([dz]) @ np.array([a]).T / 4).item() + strength * weight / 4
in_one_mean = np.mean(np.array(dz) * np.array(a) + strength * weight / 4)
rounded_to_three_decimals = round(float(np.dot(dz, a)) / 4 + strength / 4 * weight, 3)

# %% wrong="penalised_slope"
_plain, _pull = float(np.dot(dz, a)) / 4, strength / 4 * weight
forgets_the_penalty = _plain
pulls_half_as_hard = _plain + _pull / 2
pulls_without_the_mean = _plain + 4 * _pull
pushes_away_from_zero = _plain - _pull
sums_the_data = 4 * _plain + _pull
sums_everything = 4 * (_plain + _pull)
adds_the_penalty_itself = _plain + strength / 8 * weight**2
pulls_with_the_sign = _plain + strength / 4 * (1 if weight > 0 else -1)
forgets_the_data = _pull
takes_the_slope_of_the_bias = sum(dz) / 4 + _pull

# %% [markdown]
# **10.** Run the cell. Records count from 0. With a *patience* of 2, training ends as soon as two
# records in a row were not below the best one so far.


# %%
def draw_records(name):
    """Dev costs of a training, of which the lowest comes too late, and a patience."""
    draws = generator_for(f"{name}/kept_record")
    lead, patience = int(draws.integers(2, 6)), int(draws.choice([2, 3]))
    bumps = int(draws.integers(1, patience))
    falling = 95 - np.cumsum(draws.integers(4, 9, size=lead))
    best = int(falling[-1]) - int(draws.integers(5, 9))
    late = best - int(draws.integers(5, 9))
    costs = [
        *falling,
        *(falling[-1] + draws.permutation([1, 2, 3])[:bumps]),
        best,
        *(best + np.array([6, 3, 5])[:patience]),
        late,
        late + int(draws.integers(2, 9)),
    ]
    return [round(float(cost) / 100, 2) for cost in costs], patience


costs, patience = draw_records(my_name)
ask(
    my_name,
    f"The dev costs of the records of a training would be\n{costs}.\n"
    f"You train with a patience of {patience}.\n"
    "The parameters of which record do you keep? (Give its number; the first one is record 0.)",
)

# %% start="kept_record"
kept_record = None  # a whole number

# %% answer="kept_record"
### BEGIN SOLUTION
kept_record, waited = 0, 0
for place, cost in enumerate(costs):
    if place == 0 or cost < costs[kept_record]:
        kept_record, waited = place, 0
    else:
        waited += 1
    if waited == patience:
        break
### END SOLUTION

# %% check="kept_record" points=1
record = whole_number(kept_record)
### BEGIN HIDDEN TESTS
costs, patience = draw_records(my_name)
stop = next(
    place
    for place in range(patience, len(costs))
    if min(costs[place - patience + 1 : place + 1]) >= min(costs[: place - patience + 1])
)
first_rise = next(place for place in range(1, len(costs)) if costs[place] >= costs[place - 1])
right = (
    stop - patience,
    "Yes. When the patience is used up, the best record lies some way back. It was chosen by its "
    "dev cost, so its fair result comes from the test set.",
)
mistakes = [
    (stop, "That is where training ends. Which of the records seen so far was the best?"),
    (
        stop - patience + 1,
        "One too many: the first record has the number 0.",
    ),
    (
        int(np.argmin(costs)),
        "That is the lowest cost of all. Does training ever get there with this patience?",
    ),
    (
        first_rise - 1,
        "You gave up at the first record that was not better. How many in a row may there be?",
    ),
]
otherwise = (
    "Go from record to record. Note the best so far, and how many in a row were not below it."
)
told = reply_to_answer(record, right, mistakes, otherwise)
### END HIDDEN TESTS

# %% right="kept_record"
_ends = [
    place
    for place in range(len(costs) - patience)
    if min(costs[place + 1 : place + 1 + patience]) >= min(costs[: place + 1])
]
the_first_that_nobody_beats_in_time = _ends[0]
as_a_float = float(_ends[0])
as_a_numpy_number = np.argmin(costs[: _ends[0] + patience + 1])

# %% wrong="kept_record"
_kept = next(
    place
    for place in range(len(costs) - patience)
    if min(costs[place + 1 : place + 1 + patience]) >= min(costs[: place + 1])
)
keeps_the_last_record = _kept + patience
counts_from_one = _kept + 1
takes_the_lowest_of_all = int(np.argmin(costs))
has_no_patience = next(place for place in range(len(costs)) if costs[place + 1] >= costs[place])
takes_the_cost = costs[_kept]

# %% [markdown]
# ---
# # Where to read up
#
# | question | read up in | on |
# |---|---|---|
# | 1 | *One hidden layer* (course 1, week 3), part 2 | the shapes of a layer |
# | 2 | *Bias, variance, and what to do next*, part 2 | split by what belongs together |
# | 3 | *Bias, variance, and what to do next*, parts 5 and 6 | learning curves, and two gaps |
# | 4 | *Initialisation*, part 1 | what equal units learn |
# | 5 | *Regularisation*, part 3 | masks, and the factor that keeps the mean |
# | 6 | *Gradient checking*, part 5; *Regularisation*, part 2 | naming a mistake by its pattern |
# | 7 | *Bias, variance, and what to do next*, part 3 | one scale, from the training set |
# | 8 | *Initialisation*, part 3 | what a layer does to the mean square |
# | 9 | *Regularisation*, part 2 | the pull of the penalty |
# | 10 | *Regularisation*, part 4 | patience, and the record that is kept |
