# %% [markdown]
# # Quiz · Week 3: search, normalise, use a framework
#
# Ten questions on the third week of course 2, seven to choose from and three to compute with
# numbers of your own. The replies come with the feedback; if your teacher allows it, you may then
# hand the quiz in again.
#
# *25 minutes.* Each question is worth 1 point, and so is your name. The check below a question
# only sees to it that your answer is of the right kind. No other notebook is needed.
#
# The conventions are those of the lessons. In numpy columns are examples: $Z$ is $(n, m)$, a row
# for each unit. Batch normalisation gives $\gamma \hat z + \beta$ with $\hat z = (z - \mu)/\sqrt{v
# + \varepsilon}$. In *train mode* $\mu$ and $v$ are the mean and the variance of the batch, in
# *test mode* they are the stored running averages. The softmax of logits $z$ is $p_k = e^{z_k} /
# \sum_j e^{z_j}$; classes count from 0, and $\log$ is the natural logarithm. *Dev* is what you
# choose with, *test* is looked at once, at the end.

# %%
import math

import numpy as np

from shared_utils.checks import generator_for
from shared_utils.questions import ask, noted_name, real_number, reply_to_answer

# %% [markdown]
# ---
# # Part 1 · Choose
#
# Write one letter between the quotation marks and run the cell.

# %% [markdown] question="longer_memory" points=1
# **1. From week 2.** An exponentially weighted average reaches back over about $1/(1 - \beta)$
# steps. Someone raises $\beta$ by 0.009, once from 0.900 and once from 0.990. How does the memory
# change?
#
# - [ ] By about 9 steps each time, as by the same amount.
#   > Put 0.909 into the formula. By how many steps does the memory grow?
# - [x] From 10 to about 11 steps, and from 100 to 1,000.
#   > Yes. Near 1 it is 1 - β that counts. So a search for β draws 1 - β, and on a logarithmic
#   > scale.
# - [ ] By about 1 % each time, as β itself does.
#   > β grows by about 1 %, yes. By which share does 1 - β shrink when β goes to 0.999?
# - [ ] From 10 to about 9 steps, and from 100 to 10.
#   > With a larger β, does the past count for more or for less in the next average?

# %% [markdown] question="five_best" points=1
# **2.** A random search tried 60 settings: rates from 0.00001 to 1, on a logarithmic scale, and
# widths from 8 to 512. The five best on dev (made-up numbers):
#
# | rate | 0.011 | 0.016 | 0.009 | 0.013 | 0.012 |
# |---|---|---|---|---|---|
# | width | 310 | 24 | 75 | 480 | 41 |
#
# Where do you search next?
#
# - [ ] At rates near 0.011 and widths near 310, as the winner has these.
#   > One of the five had to be first. In what do all five agree, and in what do they not?
# - [ ] At all rates and widths near 310, as the widths differ most.
#   > The best settings show widths of every size. What does that say about how much the width
#   > matters?
# - [x] At rates near 0.012 and all widths, as only the rates agree.
#   > Yes. Of five powers of ten the best use less than a third of one. The width seems to matter
#   > little here, so it need not be narrowed, and a small one is cheaper.
# - [ ] At rates up to 100 and all widths, as the range was too small.
#   > A winner at the end of a range would ask for that. How far from both ends do these lie?

# %% [markdown] question="best_of_forty" points=1
# **3.** Of 40 settings, each trained once, you keep the one with the best accuracy on 300 dev
# examples: 93 %. Then you look at test, once: 90 %. A colleague is alarmed. Which reading fits
# best?
#
# - [x] 90 % is fair: the best of 40 also had luck on dev.
#   > Yes. On 300 examples luck makes a point or two, and the largest of 40 numbers collects it.
#   > Test took no part in the choice.
# - [ ] 93 % is fair: no slope was ever taken on dev.
#   > No slope was, but a choice was made there. What do 40 tries do to the largest of 40 numbers?
# - [ ] The test set is too hard: draw another one and look again.
#   > How often may one look, until a number pleases by chance? What was the number on dev chosen
#   > for?
# - [ ] The choice was wrong: take the setting that is best on test.
#   > Then test would have made the choice. Which set would be left for a fair number?

# %% [markdown] question="tenfold_weights" points=1
# **4.** A layer computes $Z = WA$, then batch normalisation in train mode, with a tiny
# $\varepsilon$. You multiply all entries of $W$ by 10. What happens to the output of the layer and
# to the slopes of the cost for $W$?
#
# - [ ] The output becomes 10 times as large, the slopes stay.
#   > Z does. What happens to its mean and to its spread, and what is left after the division?
# - [ ] The output becomes a tenth, the slopes a hundredth.
#   > The variance becomes 100 times as large. By what is divided, and what became of the number
#   > above the line?
# - [ ] The output stays as it is, and so do the slopes.
#   > For the output that is right. Now add 0.001 to one weight: does that matter as much beside
#   > weights that are ten times as large?
# - [x] The output stays as it is, the slopes become a tenth.
#   > Yes. The common factor cancels. And the same nudge is a tenth as much beside the larger
#   > weights, so large weights learn more slowly.

# %% [markdown] question="right_in_train_mode_only" points=1
# **5.** A network with batch normalisation sorts pictures, with values from 0 to 255. In train mode
# it gets 80 % of the dev examples right. In test mode it gets 38 %, one at a time or 500 together,
# and each example gets the same answer whatever comes with it. Which slip fits best?
#
# - [ ] Test mode computes with the statistics of its batch.
#   > Then it would matter what comes with an example, and 500 together would do well. Do they?
# - [ ] In training, $\gamma$ and $\beta$ were given too large a rate.
#   > Both modes use the same γ and β. What would that do to the 80 %?
# - [x] In training, the running averages were never updated.
#   > Yes. They are still 0 and 1, fixed numbers that have nothing to do with the sums of this
#   > network. In train mode nobody uses them, so nobody notices.
# - [ ] In training, the variance was divided by $m - 1$.
#   > For batches of 100 that changes the variance by one percent. Would that cost 42 points?

# %% [markdown] question="stuck_loss" points=1
# **6.** You train a network for ten classes in a loop of your own, with `GradientTape`. It gets 97
# % of the training examples right. But the loss, a Keras loss with `from_logits=True`, stays close
# to 1.5, however long you train. Which slip fits best?
#
# - [ ] The last layer has too few units for the classes.
#   > Could it then be right on 97 %? What must be true of the numbers that the loss gets, if even
#   > right answers cost so much?
# - [ ] The loss is a sum over a batch and not a mean.
#   > A sum of small losses also goes towards 0, as the answers become sure. What keeps these losses
#   > large?
# - [ ] The learning rate is too small for these data.
#   > Then the loss would fall slowly, and few answers would be right so far. Here it stays. What is
#   > the smallest value that it can reach?
# - [x] The loss is given the softmax of the last layer.
#   > Yes. It takes a second softmax, of shares between 0 and 1. Even for a perfect answer that
#   > leaves log(1 + 9/e), 1.46. Keras notices a softmax layer in a model and warns you; one in your
#   > own loop it may miss.

# %% [markdown] question="off_the_tape" points=1
# **7.** What do the two calls of `print` show?
#
# ```python
# w = tf.Variable(3.0)
# for step in range(2):
#     with tf.GradientTape() as tape:
#         cost = w**2
#     slope = tape.gradient(cost, w)
#     print(slope)
#     w = w - 0.1 * slope
# ```
#
# - [x] A tensor with 6, then `None`: by then `w` is a plain tensor.
#   > Yes. The last line makes a new tensor and gives it the name w. A tape follows variables
#   > unasked, tensors only by `watch`. (The last line then fails: 0.1 times None.)
#   > `w.assign_sub(0.1 * slope)` keeps the variable.
# - [ ] A tensor with 6, then one with 4.8: by then `w` is 2.4.
#   > The arithmetic is right. But what kind of thing has the name w after the last line, and does a
#   > tape follow it?
# - [ ] A tensor with 6, then one with 6: `w` itself keeps its value 3.
#   > The last line gives the name w to something new. Which number does it hold, and what kind of
#   > thing is it?
# - [ ] Both times `None`: the tape was not told to watch `w`.
#   > Some things are followed without being told. Is w such a thing in the first round, and in the
#   > second?

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
def draw_range(name):
    """The smallest and the largest learning rate, as powers of ten, and a random number."""
    draws = generator_for(f"{name}/drawn_rate")
    lowest, highest = -int(draws.integers(4, 7)), -int(draws.choice([1, 2]))
    return lowest, highest, float(draws.choice([0.3, 0.35, 0.65, 0.7]))


lowest, highest, u = draw_range(my_name)
ask(
    my_name,
    f"You search for a learning rate from 10^{lowest} to 10^{highest}, evenly on a logarithmic "
    f"scale.\n"
    f"A generator of numbers that are spread evenly from 0 to 1 gives {u}.\n"
    f"(0 would mean the smallest rate, 1 the largest.)\n"
    "Which learning rate is that? (Give three digits, such as 0.00123 or 1.23e-3.)",
)

# %% start="drawn_rate"
drawn_rate = None  # a number

# %% answer="drawn_rate"
### BEGIN SOLUTION
drawn_rate = 10 ** (lowest + u * (highest - lowest))
### END SOLUTION

# %% check="drawn_rate" points=1
rate = real_number(drawn_rate)
### BEGIN HIDDEN TESTS
lowest, highest, u = draw_range(my_name)
exponent = lowest + u * (highest - lowest)
right = (
    10.0**exponent,
    "Yes. The exponent is drawn evenly, so each power of ten gets the same number of trials.",
)
mistakes = [
    (
        10.0**lowest + u * (10.0**highest - 10.0**lowest),
        "You drew evenly between the ends. How many of a hundred such draws lie below a tenth of "
        "the largest rate?",
    ),
    (exponent, "No learning rate is negative. You have an exponent: of which number?"),
    (
        10.0 ** (highest - u * (highest - lowest)),
        "You started from the other end. Which rate belongs to 0?",
    ),
    (
        10.0 ** (lowest - u * lowest),
        "Your range of exponents goes up to 0. Which is the exponent of the largest rate?",
    ),
    (
        10.0 ** round(exponent),
        "You rounded the exponent. Which rates could such a search never try?",
    ),
    (math.exp(exponent), "Your exponent is one of ten. Which base did you take?"),
    (
        10.0 ** (u * (highest - lowest)),
        "That is how far above the smallest rate you are, as a factor. Where does it start?",
    ),
]
otherwise = (
    "Write both ends as powers of ten. Which exponent lies at your share of the way between them?"
)
told = reply_to_answer(rate, right, mistakes, otherwise, within=0.006 * 10.0**exponent)
### END HIDDEN TESTS

# %% right="drawn_rate"
by_factors = 10.0**lowest * (10.0**highest / 10.0**lowest) ** u
by_natural_logarithms = math.exp((1 - u) * math.log(10.0**lowest) + u * math.log(10.0**highest))
with_three_digits = float(f"{10 ** (lowest + u * (highest - lowest)):.3g}")

# %% wrong="drawn_rate"
_exponent = lowest + u * (highest - lowest)
evenly_between_the_ends = 10.0**lowest + u * (10.0**highest - 10.0**lowest)
gives_the_exponent = _exponent
from_the_other_end = 10.0 ** (highest - u * (highest - lowest))
goes_up_to_one = 10.0 ** (lowest - u * lowest)
rounds_the_exponent = 10.0 ** round(_exponent)
takes_another_base = math.exp(_exponent)
forgets_the_start = 10.0 ** (u * (highest - lowest))

# %% [markdown]
# **9.** Run the cell. Take $\varepsilon = 0$.


# %%
def draw_unit(name):
    """Four sums of a unit, its stored mean and variance, gamma and beta."""
    draws = generator_for(f"{name}/test_output")
    spread, mean = int(draws.choice([8, 10])), int(draws.choice([28, 35]))
    first = mean + int(draws.choice([-5, -3, 3, 5])) * spread // 2
    others = first + draws.permutation([-5, 7, 9, 11])[:3]
    gamma, beta = int(draws.choice([2, 3, 4])), int(draws.choice([-13, -11, 9, 13]))
    return [first, *(int(other) for other in others)], mean, spread**2, gamma, beta


z, kept_mean, kept_variance, gamma, beta = draw_unit(my_name)
ask(
    my_name,
    f"In test mode four examples arrive together. A unit has the sums z = {z}.\n"
    f"Its running mean is {kept_mean}, its running variance {kept_variance},\n"
    f"and it has learnt gamma = {gamma} and beta = {beta}.\n"
    "What does batch normalisation make of the first sum?",
)

# %% start="test_output"
test_output = None  # a number

# %% answer="test_output"
### BEGIN SOLUTION
test_output = gamma * (z[0] - kept_mean) / math.sqrt(kept_variance) + beta
### END SOLUTION

# %% check="test_output" points=1
output = real_number(test_output)
### BEGIN HIDDEN TESTS
z, kept_mean, kept_variance, gamma, beta = draw_unit(my_name)
spread = math.sqrt(kept_variance)
scaled = (z[0] - kept_mean) / spread
right = (
    gamma * scaled + beta,
    "Yes. The other three do not matter: alone or with others, an example gets the same answer.",
)
mistakes = [
    (
        gamma * (z[0] - np.mean(z)) / np.std(z) + beta,
        "You took the statistics of these four. What would an example get that arrives alone?",
    ),
    (
        gamma * (z[0] - np.mean(z)) / spread + beta,
        "You subtracted the mean of these four. Which mean belongs to test mode?",
    ),
    (
        gamma * (z[0] - kept_mean) / np.std(z) + beta,
        "You divided by the spread of these four. Which spread belongs to test mode?",
    ),
    (
        gamma * scaled / spread + beta,
        "You divided by the variance. What has the unit of z itself?",
    ),
    (
        gamma * (scaled + beta),
        "Your shift is scaled as well. Which comes first, gamma or beta?",
    ),
    (beta * scaled + gamma, "Which of the two scales, gamma or beta, and which one shifts?"),
    (scaled, "Now the sum is normalised. What did the unit learn to do after that?"),
    (gamma * scaled, "Which of the two learnt numbers is not used yet?"),
    (scaled + beta, "Which of the two learnt numbers is not used yet?"),
    (
        gamma * z[0] / spread + beta,
        "What is subtracted from the sum before it is divided?",
    ),
    (
        gamma * (z[0] - kept_mean) + beta,
        "By what is the distance from the mean divided?",
    ),
]
otherwise = (
    "In four steps: subtract a mean, divide by a spread, multiply, add. Which number belongs where?"
)
told = reply_to_answer(output, right, mistakes, otherwise, within=0.006)
### END HIDDEN TESTS

# %% right="test_output"
_scale = gamma / kept_variance**0.5
folded_into_one_line = _scale * z[0] + (beta - _scale * kept_mean)
for_the_whole_batch = (gamma * (np.array(z) - kept_mean) / np.sqrt(kept_variance) + beta)[0]
rounded_to_two_decimals = round(beta + gamma * (z[0] - kept_mean) * kept_variance**-0.5, 2)

# %% wrong="test_output"
_spread = math.sqrt(kept_variance)
_scaled = (z[0] - kept_mean) / _spread
takes_the_batch = gamma * (z[0] - np.mean(z)) / np.std(z) + beta
takes_the_mean_of_the_batch = gamma * (z[0] - np.mean(z)) / _spread + beta
takes_the_spread_of_the_batch = gamma * (z[0] - kept_mean) / np.std(z) + beta
divides_by_the_variance = gamma * (z[0] - kept_mean) / kept_variance + beta
scales_the_shift = gamma * (_scaled + beta)
exchanges_gamma_and_beta = beta * _scaled + gamma
normalises_only = _scaled
forgets_beta = gamma * _scaled
forgets_the_mean = gamma * z[0] / _spread + beta
forgets_to_divide = gamma * (z[0] - kept_mean) + beta

# %% [markdown]
# **10.** Run the cell. `math.log` is the natural logarithm. Classes count from 0.


# %%
def draw_logits(name):
    """Three different logits and the number of the right class."""
    draws = generator_for(f"{name}/loss_of_one")
    sets = [[1, 2, 4], [-1, 1, 2], [-2, 1, 2], [-1, 2, 3], [1, 3, 4], [-2, -1, 1], [-2, 1, 3]]
    logits = draws.permutation(sets[draws.integers(len(sets))])
    return [int(logit) for logit in logits], int(draws.choice([1, 2]))


logits, label = draw_logits(my_name)
ask(
    my_name,
    f"For one example a network gives the logits {logits}, and class {label} is right.\n"
    "What is the loss, minus the logarithm of the share that softmax gives to the right class?\n"
    "(Give at least three decimals.)",
)

# %% start="loss_of_one"
loss_of_one = None  # a number

# %% answer="loss_of_one"
### BEGIN SOLUTION
loss_of_one = math.log(sum(math.exp(logit) for logit in logits)) - logits[label]
### END SOLUTION

# %% check="loss_of_one" points=1
loss = real_number(loss_of_one)
### BEGIN HIDDEN TESTS
logits, label = draw_logits(my_name)


def losses_of(logits):
    """Minus the logarithms of the softmax of logits: one for each class."""
    powers = np.exp(np.array(logits, dtype=float))
    return -np.log(powers / powers.sum())


losses = losses_of(logits)
shares = np.exp(-losses)
right = (
    float(losses[label]),
    "Yes. The logarithm of the sum of the powers, minus the right logit: no share need be computed "
    "for it, so nothing overflows.",
)
mistakes = [
    (float(shares[label]), "That is the share of the right class. What does a loss make of it?"),
    (-float(losses[label]), "No loss is below 0. Which sign does the logarithm of a share have?"),
    (
        float(losses[label - 1]),
        "You took the class before. With which number does the first class begin?",
    ),
    (
        float(losses[label] / np.log(10)),
        "That is the logarithm to base 10. Which function of Python is the natural one?",
    ),
    (
        float(losses_of(shares)[label]),
        "You took the softmax of shares. How often is it needed?",
    ),
    (
        float(np.log1p(np.exp(-logits[label]))),
        "That is a sigmoid of one logit. What do the other classes do to the share?",
    ),
    (
        float(losses.mean()),
        "You averaged over the classes. Which of them enters the loss?",
    ),
    (
        float(losses.sum()),
        "You summed over the classes. Which of them enters the loss?",
    ),
    (
        float(np.log(np.exp(logits).sum())),
        "That is the logarithm of the sum below the line. What stands above it?",
    ),
    (-float(logits[label]), "That is minus the logit. Where is the sum over all classes?"),
    (
        float(1 - shares[label]),
        "That is the share of the wrong classes. Where is the logarithm?",
    ),
]
otherwise = "First the powers of e and their sum, then the share of the right class. What next?"
told = reply_to_answer(loss, right, mistakes, otherwise, within=0.0012)
### END HIDDEN TESTS

# %% right="loss_of_one"
by_the_share = -math.log(math.exp(logits[label]) / sum(np.exp(logits)))
from_the_largest_logit = (
    max(logits) - logits[label] + np.log(np.exp(np.array(logits) - max(logits)).sum())
)
by_differences = math.log(sum(math.exp(logit - logits[label]) for logit in logits))
rounded_to_three_decimals = round(by_differences, 3)

# %% wrong="loss_of_one"
_powers = np.exp(np.array(logits, dtype=float))
_shares = _powers / _powers.sum()
gives_the_share = _shares[label]
forgets_the_minus = np.log(_shares[label])
counts_from_one = -np.log(_shares[label - 1])
counts_in_base_ten = -np.log10(_shares[label])
softmax_twice = -np.log(np.exp(_shares[label]) / np.exp(_shares).sum())
takes_a_sigmoid = np.log(1 + np.exp(-logits[label]))
averages_the_classes = -np.log(_shares).mean()
sums_the_classes = -np.log(_shares).sum()
forgets_the_right_logit = np.log(_powers.sum())
takes_minus_the_logit = -float(logits[label])
share_of_the_others = 1 - _shares[label]

# %% [markdown]
# ---
# # Where to read up
#
# | question | read up in | on |
# |---|---|---|
# | 1 | *Optimisation methods* (week 2), part 2 | how long an average remembers |
# | 2 | *Tuning*, part 3 | from coarse to fine |
# | 3 | *Tuning*, part 5 | the best of many, and an honest test |
# | 4 | *Batch normalisation and softmax*, parts 2 and 3 | what is removed from sums and slopes |
# | 5, 9 | *Batch normalisation and softmax*, part 4 | what is kept for test mode |
# | 6 | *TensorFlow in three levels*, part 7 | a softmax too many |
# | 7 | *TensorFlow in three levels*, parts 2 and 3 | what a tape hears, and `assign` |
# | 8 | *Tuning*, part 1 | a rate on a logarithmic scale |
# | 10 | *Batch normalisation and softmax*, part 5 | softmax and its cost, from the logits |
