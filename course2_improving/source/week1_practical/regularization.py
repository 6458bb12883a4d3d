# %% [markdown]
# # Regularisation: do not believe every report
#
# On summer nights people walk along a river and listen. On the north bank lives the moor frog, on
# the south bank the tree frog. Each listener sends in a report: the place, and which of the two
# called. But it is dark, and frogs are hard to tell apart. **One report in five names the wrong
# frog**, and nobody knows which ones. From the reports a network will draw the map.
#
# **The puzzle.** Below, a network learns from 150 reports. The longer it trains, the more of the
# reports it gets right. It is proud of that. But a biologist went to many other places with a
# recorder, so there we know the truth. Measured on those, the map is best quite early, and then
# gets slowly **worse**, while the network believes it is improving. What does it learn in
# all those steps? You will measure it in Part 1, and hold it back in three ways. In Part 6 you find
# out which of them help, and when none of them does.

# %%
import math

import numpy as np
from tqdm.auto import tqdm

from shared_utils.checks import accepts, same, slope, untouched
from shared_utils.networks import he_start
from shared_utils.planar import riverbanks, with_wrong_labels
from shared_utils.plots import (
    curves,
    curves_with_errors,
    decision_region_grid,
    decision_regions,
    scatter_points,
    show,
)
from shared_utils.predictions import compare_prediction
from shared_utils.sliders import slider

# %% only="source"
from autograder.authoring.plain import (
    backward_propagation_with_dropout_reference,
    backward_propagation_with_regularization_reference,
    best_record_reference,
    choose_strength_reference,
    compute_cost_with_regularization_reference,
    cost_and_slopes_near_reference,
    early_stopping_accuracy_reference,
    kept_after_steps_reference,
    learnt_by_step_reference,
    map_probabilities_reference,
    mean_after_mask_reference,
    penalty_slope_reference,
    results_of_reference,
    rng,
    scale_back_reference,
    share_believed_reference,
    stop_in_time_reference,
    variance_after_dropout_reference,
    verdict_reference,
)

# %% [markdown]
# What you wrote in course 1, in short, for a network with two hidden relu layers and a sigmoid at
# the end. The caches are plain tuples, for in this lesson you will write into the middle of them.


# %%
def sigmoid(z):
    """1 / (1 + e^(-z)) of each entry, in a form that does not overflow; z of any shape."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def forward_propagation(X, parameters):
    """The probabilities A3 (1, m), and the cache of the three layers."""
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1
    A1 = np.maximum(0, Z1)
    Z2 = W2 @ A1 + b2
    A2 = np.maximum(0, Z2)
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def compute_cost(A3, Y):
    """The mean cross-entropy; probabilities of exactly 0 and 1 are moved a hair inwards."""
    A3 = np.clip(A3, 1e-15, 1 - 1e-15)
    return float(np.mean(-Y * np.log(A3) - (1 - Y) * np.log(1 - A3)))


def backward_propagation(X, Y, cache):
    """The slopes of the mean cross-entropy, by the names dZ3, dW3, db3, dA2, …, db1."""
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = X.shape[1]
    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / m
    db3 = dZ3.mean(axis=1, keepdims=True)
    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (A2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.mean(axis=1, keepdims=True)
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (A1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.mean(axis=1, keepdims=True)
    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2},
        **{"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1},
    }


# %% [markdown]
# `descend` is gradient descent as you know it. One thing is new: it takes a function that computes
# the slopes, so that each way of holding back can bring its own. It keeps a **record** of the
# parameters every hundred steps.


# %%
LAYERS, STEPS, EVERY, RATE = [2, 40, 20, 1], 3000, 100, 0.3


def descend(parameters, X, Y, slopes_of, steps=STEPS, rate=RATE):
    """Gradient descent with slopes_of(X, Y, parameters), a dictionary that holds dW1, db1, …

    returns: a list of the parameters at the start, after step 100, 200, …, and after the last step
    """
    records = [parameters]
    for step in range(1, steps + 1):
        grads = slopes_of(X, Y, parameters)
        parameters = {name: parameters[name] - rate * grads["d" + name] for name in parameters}
        if step % EVERY == 0 or step == steps:
            records.append(parameters)
    return records


def plain_slopes(X, Y, parameters):
    """The slopes of the plain cost."""
    return backward_propagation(X, Y, forward_propagation(X, parameters)[1])


def costs_of(records, X, Y):
    """The plain cost of each record of the parameters on X, Y, an array."""
    return np.array([compute_cost(forward_propagation(X, p)[0], Y) for p in records])


def network_answers(X, parameters):
    """(1, m): 1.0 where the probability is strictly greater than 0.5, else 0.0."""
    return (forward_propagation(X, parameters)[0] > 0.5).astype(float)


def accuracy(parameters, X, Y):
    """The share of right answers."""
    return float(np.mean(network_answers(X, parameters) == Y))


# %%
MISHEARD = 0.2
PLACES = ("kilometres east", "kilometres north")
FROGS = ("tree frog (south)", "moor frog (north)")


def summer(seed, m=150, misheard=MISHEARD):
    """Reports of one summer: the places X (2, m), what was reported (1, m), the truth (1, m)."""
    X, truth = riverbanks(seed, m)
    return X, with_wrong_labels(truth, misheard, seed), truth


# A summer in which it shows clearly. Part 4 looks at five others, Part 6 at sixteen.
X_train, Y_train, truth_train = summer(seed=5)
# The biologist's places. They lie along the same river; their labels are right.
X_dev, Y_dev = riverbanks(seed=10_005, m=500)
X_test, Y_test = riverbanks(seed=20_005, m=2000)

# %% demo="puzzle"
plain_records = descend(he_start(LAYERS, seed=5), X_train, Y_train, plain_slopes)
plain = plain_records[-1]
plain_costs = {
    "on the reports": costs_of(plain_records, X_train, Y_train),
    "on the biologist's dev places": costs_of(plain_records, X_dev, Y_dev),
}
steps = np.arange(0, STEPS + 1, EVERY)
show(
    curves(steps, plain_costs, "step", "cost", "150 reports, one in five wrong"),
    "Two costs against training steps. The cost on the reports falls on the whole, to the end. The "
    "cost on the biologist's places falls first, stays low for a while, then rises again.",
)
turned = int(np.argmin(plain_costs["on the biologist's dev places"]))
for name, record in ((f"step {turned * EVERY}", turned), (f"step {STEPS}", -1)):
    on_reports = accuracy(plain_records[record], X_train, Y_train)
    on_places = accuracy(plain_records[record], X_test, Y_test)
    print(
        f"{name:10s} agrees with {on_reports:.1%} of the reports, right at {on_places:.1%} of test"
    )

# %% [markdown]
# ## What you will be able to do
#
# | After this lesson you can … | … and show it by writing |
# |---|---|
# | **measure** what is learnt by heart, **stop** in time | `share_believed`, `learnt_by_step`, |
# | | `best_record`, `early_stopping_accuracy`, `stop_in_time` |
# | **derive** L2, **choose** λ | `penalty_slope`, `kept_after_steps`, |
# | | `…_with_regularization` (two), `choose_strength` |
# | **implement** dropout that keeps the mean | `mean_after_mask`, `scale_back`, |
# | | `variance_after_dropout`, `…_with_dropout` (three) |
# | **find** a silent mistake and **write** a test for it | `map_probabilities`, `check_map` |
# | **test** a claim, **transfer** the idea | `verdict`, `results_of`, `cost_and_slopes_near` |
#
# **You need:** *A deep network, three times* and *Deep network, applied* from course 1, and
# *Initialisation*.
#
# **Time:** Part 1: 20 minutes, 2: 30, 3: 35, 4: 30, 5: 15, 6: 20, 7: 20. That is about two hours
# and fifty minutes; stop after any part.
#
# **Computer:** about a minute and a half of computing in all, 0.3 GB of memory, no network.
#
# ## How the lesson works
#
# Write where you see `YOUR CODE HERE`, run the *check* below as often as you like. Grading runs the
# same checks and adds **the same statements on fresh random numbers**. A prediction earns its point
# when you make it.
#
# ## Conventions, said once
#
# - **Columns are examples:** $X$ is $(2, m)$, $Y$ is $(1, m)$ and holds 0 and 1.
# - Three layers: $W^{[l]}$ is $(n_l, n_{l-1})$, $b^{[l]}$ is $(n_l, 1)$, $l = 1, 2, 3$; in code
#   `"W1"`, `"b1"`, …, `"b3"`. The cache is the tuple
#   `(Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)`.
# - `dW1` is $\partial J/\partial W^{[1]}$. `dZ1` and `dA1` hold for each example the slope of **its
#   own loss**; the mean is taken where examples are summed up, in `dW` and `db`.
# - $\lambda$ is the *strength* of the penalty. In code it is `lambd`, for `lambda` is a word of
#   Python.
# - `keep_prob` is the probability that a unit **stays on**. A mask $D$ holds **1 for on, 0 for
#   off**.
# - *Train* is what the network learns from, *dev* is what you choose with, *test* is looked at when
#   all is chosen. Our dev and test labels are right, as the biologist checked them. In Parts 1 to 5
#   we print test results to watch, and choose nothing by them. Part 6 judges on fresh summers.
# - **Tie rule:** the answer is 1 when the probability is *strictly* greater than 0.5.
# - **Random results** have no expected values, but they have properties. Checks look at those. Draw
#   with any generator, in any order. A seed may be set once before training, but not inside the
#   function: every call needs new masks.
# - No function of yours changes what it is given.

# %% [markdown]
# ---
# # Part 1 · Too good a listener
#
# *20 minutes.* Two questions first.

# %% [markdown] question="which_set_decides"
# **From *Deep network, applied*.** You try twelve settings and keep the one with the best accuracy
# on the **test** set. You report that accuracy. What is wrong with it?
#
# - [ ] Nothing: the test set was not trained on.
#   > No gradient saw it, but you did. Twelve settings had twelve chances to be lucky on it.
# - [ ] It is too low: with more settings it would rise.
#   > It would rise, and mean less each time. What was the test set for?
# - [x] It is too good: the winner was chosen for doing well on just these examples.
#   > Yes. Choosing is a weak kind of learning. That is why there is a third set, dev, to choose
#   > with.

# %% [markdown] question="loud_weights"
# **From *Initialisation*.** You multiply all weights of a trained network of three layers by 3
# (biases are 0). What happens to its probabilities?
#
# - [ ] Nothing, for each is still right or wrong as before.
#   > The answers stay, but look at the logits: three layers, each times 3.
# - [x] They move towards 0 and 1, for the logits grow 27-fold.
#   > Yes. Large weights mean steep, sure answers. Keep that in mind for Part 2.
# - [ ] They all become 0.5.
#   > That is what weights of 0 do. These grew.

# %% [markdown]
# ## Look at the data first
#
# First the 150 reports, below them what really called there. (River, frogs and listeners
# are made by a random generator, so that the truth is known. Real volunteers' reports hold such
# mistakes too.)

# %% demo="look_at_reports"
for labels, title in ((Y_train, "as reported"), (truth_train, "the truth")):
    show(
        scatter_points(X_train, labels, PLACES, FROGS, f"150 places, {title}"),
        f"Points on both sides of a winding river, {title}. As reported, wrong ones lie scattered "
        "on both banks; in truth no point is on the wrong bank.",
    )
print("reports:", Y_train.size, "  wrong ones:", int(np.sum(Y_train != truth_train)))

# %% [markdown]
# ## Worked example: one wrong report
#
# At one place the truth is 1, but the report says 0. If the network answers 0 there, it **believes
# the wrong report**. If it answers 1, it corrects it. It was never told the truth: it can only know
# better by looking at the neighbours.

# %%
reported, truth, answered = np.array([[0.0]]), np.array([[1.0]]), np.array([[0.0]])
print(
    "wrong report:", reported != truth, "  believed:", (reported != truth) & (answered == reported)
)

# %% [markdown]
# ## Your line: `share_believed`
#
# $$\text{share believed} = \frac{\text{wrong reports that the network repeats}}
# {\text{wrong reports}}$$
#
# It is 0 for a map that corrects every mistake, and 1 for one that learnt them all by heart.


# %% answer="share_believed"
def share_believed(answered, reported, truth):
    """Return which share of the wrong reports the network repeats, one number from 0 to 1.

    answered, reported, truth: (1, m), each of 0 and 1; at least one report is wrong
    """
    ### BEGIN SOLUTION
    # The mask leaves only the wrong reports, so the mean divides by their number.
    return float(np.mean((answered == reported)[reported != truth]))
    ### END SOLUTION


# %% check="share_believed" points=2
truth = np.array([[1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0]])
reported = np.array([[1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0]])
answered = np.array([[1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0]])
share = untouched(share_believed, answered, reported, truth)
same(share, 0.6, "five wrong reports (columns 1, 2, 4, 5, 6); three are repeated")
same(share_believed(truth, reported, truth), 0.0, "a map that is always right believes none")
same(share_believed(reported, reported, truth), 1.0, "a map that repeats all reports: 1")
### BEGIN HIDDEN TESTS
truth = rng.integers(0, 2, (1, 30)).astype(float)
reported = np.where(np.arange(30) < 11, 1 - truth, truth)
answered = rng.integers(0, 2, (1, 30)).astype(float)
same(
    share_believed(answered, reported, truth),
    share_believed_reference(answered, reported, truth),
    "other answers",
)
### END HIDDEN TESTS


# %% right="share_believed"
def with_a_loop(answered, reported, truth):
    believed = wrong = 0
    for a, r, t in zip(answered.ravel(), reported.ravel(), truth.ravel(), strict=True):
        if r != t:
            wrong += 1
            believed += a == r
    return believed / wrong


def by_two_sums(answered, reported, truth):
    wrong = np.abs(reported - truth)
    return np.sum(wrong * (1 - np.abs(answered - reported))) / wrong.sum()


def by_the_answers_that_miss_the_truth(answered, reported, truth):
    # With two frogs, missing the truth at a wrong report is repeating the report.
    wrong = reported != truth
    return np.count_nonzero(wrong & (answered != truth)) / np.count_nonzero(wrong)


# %% wrong="share_believed"
def divides_by_all_reports(answered, reported, truth):
    """Your count is divided by all reports. How many of them are wrong?"""
    return float(np.mean((answered == reported) & (reported != truth)))


def counts_right_reports_too(answered, reported, truth):
    """That is how often the network agrees with any report. Look only at the wrong ones."""
    return float(np.mean(answered == reported))


def counts_the_corrected(answered, reported, truth):
    """A map that repeats every report should get 1. Yours gets 0."""
    return float(np.mean((answered == truth)[reported != truth]))


def returns_a_count(answered, reported, truth):
    """A share lies between 0 and 1. Divide by how many wrong reports there are."""
    return int(np.sum((answered == reported) & (reported != truth)))


def share_of_the_errors(answered, reported, truth):
    """You divide by the network's wrong answers. The question is about the wrong *reports*."""
    wrong_answers = answered != truth
    repeated = (answered == reported) & (reported != truth)
    return float(np.sum(repeated) / max(1, np.sum(wrong_answers)))


def trusts_the_reports(answered, reported, truth):
    """Which reports are wrong? You compare the answers with the truth at the right reports."""
    return float(np.mean((answered != truth)[reported == truth]))


# %% [markdown]
# ## Your function: what is learnt when
#
# The share at the end is one number. `descend` kept records on the way, so you can watch. Write the
# loop that looks at each of them.


# %% answer="learnt_by_step"
def learnt_by_step(records, X, reported, truth):
    """Return two lists: which share of the right reports each record repeats, and of the wrong.

    records: a list of parameters, as descend returns it
    X: (2, m); reported, truth: (1, m), of 0 and 1; some reports are right and some wrong
    returns: of_the_right, of_the_wrong; in each list one number for each record, in their order
    """
    # Step 1: for each record its answers, network_answers(X, parameters).
    # Step 2: the share of the right reports among them that it repeats.
    # Step 3: the share of the wrong reports. You have a function for that.
    ### BEGIN SOLUTION
    of_the_right, of_the_wrong = [], []
    for parameters in records:
        answered = network_answers(X, parameters)
        # The mask leaves only the right reports, so the mean divides by their number.
        repeats = (answered == reported)[reported == truth]
        of_the_right.append(float(np.mean(repeats)))
        of_the_wrong.append(share_believed(answered, reported, truth))
    return of_the_right, of_the_wrong
    ### END SOLUTION


# %% [markdown]
# For the check we need records whose answers we know. `border_at` is a network that answers 1 just
# where the first feature is greater than a border.


# %%
def border_at(border):
    """Parameters of a network 2-1-1-1 that answers 1 where the first feature exceeds border."""
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    return {
        **{"W1": np.array([[1.0, 0.0]]), "b1": zero, "W2": one, "b2": zero},
        **{"W3": 20 * one, "b3": -20 * border * one},
    }


# %% check="learnt_by_step" points=3
places = np.vstack([(np.arange(10) + 0.5) / 10, np.zeros(10)])
truth = (places[:1] > 0.5) * 1.0
reported = truth.copy()
reported[0, [1, 6, 8]] = [1.0, 0.0, 0.0]
records = [border_at(border) for border in (0.0, 0.4, 0.5, 0.9)]
right, wrong = untouched(learnt_by_step, records, places, reported, truth)
# By hand: seven reports are right. With the border at 0 every answer is 1: it repeats the right
# ones in columns 5, 7, 9, and of the wrong ones that in column 1. At 0.9 only column 9 answers 1.
same(list(right), [3 / 7, 6 / 7, 1.0, 5 / 7], "right reports repeated, borders 0, 0.4, 0.5, 0.9")
same(list(wrong), [1 / 3, 0.0, 0.0, 2 / 3], "wrong reports repeated, the same four records")
right, wrong = learnt_by_step(records[3:], places, reported, truth)
same([*right, *wrong], [5 / 7, 2 / 3], "a single record: still two lists, one number in each")
### BEGIN HIDDEN TESTS
records = [border_at(border) for border in rng.uniform(0.1, 0.9, 5)]
places = rng.uniform(0, 1, (2, 40))
truth = (places[:1] > 0.5) * 1.0
reported = np.where(np.arange(40) % 3 == 0, 1 - truth, truth)
got = learnt_by_step(records, places, reported, truth)
for part, want in zip(got, learnt_by_step_reference(records, places, reported, truth), strict=True):
    same(list(part), want, "other records and reports")
### END HIDDEN TESTS


# %% right="learnt_by_step"
def by_two_comprehensions(records, X, reported, truth):
    answers = [network_answers(X, parameters) for parameters in records]
    wrong = reported != truth
    return (
        [np.mean(answered[~wrong] == reported[~wrong]) for answered in answers],
        [np.mean(answered[wrong] == reported[wrong]) for answered in answers],
    )


def in_one_array(records, X, reported, truth):
    repeats = np.vstack([network_answers(X, p) for p in records]) == reported
    right = (reported == truth)[0]
    return repeats[:, right].mean(axis=1), repeats[:, ~right].mean(axis=1)


def by_weighted_sums(records, X, reported, truth):
    wrong, shares = np.abs(reported - truth), []
    for parameters in records:
        repeats = 1 - np.abs(network_answers(X, parameters) - reported)
        shares.append([np.sum(repeats * w) / np.sum(w) for w in (1 - wrong, wrong)])
    return [list(column) for column in zip(*shares, strict=True)]


# %% wrong="learnt_by_step"
def _learnt(records, X, reported, truth, of_right):
    """The lists, with of_right(answered) in place of the share of the right reports."""
    answers = [network_answers(X, parameters) for parameters in records]
    wrong = [share_believed(answered, reported, truth) for answered in answers]
    return [float(of_right(answered)) for answered in answers], wrong


def swaps_the_two(records, X, reported, truth):
    """First the right reports, then the wrong ones. Which of your lists comes first?"""
    right = (reported == truth)[0]
    return _learnt(records, X, reported, truth, lambda a: np.mean((a == reported)[:, right]))[::-1]


def agrees_with_any_report(records, X, reported, truth):
    """Your first list holds the agreement with *all* reports. Leave the wrong ones out."""
    return _learnt(records, X, reported, truth, lambda a: np.mean(a == reported))


def divides_the_right_by_all(records, X, reported, truth):
    """You count right reports, but divide by all. A map that repeats them all should get 1."""
    right = reported == truth
    return _learnt(records, X, reported, truth, lambda a: np.mean((a == reported) & right))


def takes_what_is_left(records, X, reported, truth):
    """The two shares do not add up to 1: each has a whole of its own."""
    return _learnt(records, X, reported, truth, lambda a: 1 - share_believed(a, reported, truth))


def looks_at_the_last_record_only(records, X, reported, truth):
    """One number for *each* record is asked for. Where does your loop collect them?"""
    right = (reported == truth)[0]
    return _learnt(records[-1:], X, reported, truth, lambda a: np.mean((a == reported)[:, right]))


# %% [markdown]
# **Predict.** The network of the puzzle has taken all its steps. Which share of the 30 wrong
# reports does it repeat?

# %% prediction="believed" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_believed = 0.8
### END SOLUTION

# %% demo="what_it_learnt"
right_ones, believed = learnt_by_step(plain_records, X_train, Y_train, truth_train)
learnt = {"of the right reports": right_ones, "of the wrong reports": believed}
show(
    curves(steps, learnt, "step", "share repeated", "What is learnt when"),
    "The share of reports that the network repeats, against steps. For right reports it is near 1 "
    "after few steps. For wrong reports it falls first, as the network finds the river, and climbs "
    "afterwards, with small setbacks.",
)
compare_prediction("believed", predicted_believed, believed[-1])
show(
    decision_regions(
        lambda X: network_answers(X, plain), X_train, Y_train, PLACES, FROGS, "The final map"
    ),
    "The map of the network after all steps. The border is ragged, with bays and islands around "
    "single reports that lie on the wrong bank.",
)

# %% [markdown] question="first_the_rule" points=1
# **Explain, 1 point.** The right reports are learnt in the first hundreds of steps, the wrong ones
# much later. Why in that order?
#
# - [x] Many neighbours say the same about the rule, so their slopes add up; each wrong report is on
#   its own.
#   > Yes. What many examples share is learnt first. A single exception needs a bay in the border
#   > just for itself, so it needs large, special weights, and these take many steps.
# - [ ] The wrong reports stand at the end of the list.
#   > Gradient descent uses all of them in each step, in no order.
# - [ ] The network knows which reports are wrong.
#   > It never saw the truth. It only sees that a few reports contradict their neighbours.

# %% [markdown]
# That gives three ideas for holding a network back. Make large weights **costly** (Part 2). Make it
# impossible to rely on a single unit (Part 3). Or just **stop** in time (Part 4).
#
# <details><summary><b>What goes wrong most often in Part 1</b> (open it after the check)</summary>
#
# - *Dividing by all examples.* A share needs the right whole: here the wrong reports.
# - *Trusting the training accuracy.* With wrong labels, a perfect score on the reports is a bad
#   sign: whoever knows the frogs disagrees with one report in five.
# - *The cost on dev rises, so the accuracy must fall at once.* The cost also counts how sure the
#   wrong answers are; accuracy may hold on for a while.
#
# </details>

# %% [markdown]
# ---
# # Part 2 · A price on weights: L2
#
# *30 minutes.* A ragged border needs large weights. So let each weight cost something, the more the
# larger it is:
#
# $$J_\lambda = \underbrace{-\frac1m \sum_i \Big( y^{(i)} \log a^{[3](i)} + (1 - y^{(i)}) \log
# (1 - a^{[3](i)}) \Big)}_{\text{the plain cost } J} \;+\; \underbrace{\frac{\lambda}{2m}
# \sum_{l=1}^{3} \sum_{j,k} \big(W^{[l]}_{jk}\big)^2}_{\text{the penalty } P}$$
#
# The penalty is called L2, for it adds up squares. **Biases cost nothing**, by convention: a bias
# moves a border, it does not make it steeper.

# %% [markdown] question="inner_derivative_again"
# **From *Logistic regression*.** The plain cost $J$ is a mean over examples: with ten times as many
# reports of the same kind it stays about as large. With the same weights and the same $\lambda$,
# what becomes of the penalty?
#
# - [x] It shrinks to a tenth: more evidence, less pull.
#   > Yes. Where many reports speak, a weight needs less holding back. So a λ that was good for 150
#   > reports is weak for 1500.
# - [ ] It stays as large too, for both have $\frac1m$ in front.
#   > J adds up m losses before it divides by m. Over what does the penalty add up?
# - [ ] It grows tenfold.
#   > Where does m stand in λ/(2m)?

# %% [markdown]
# ## Worked example: the penalty of a tiny network
#
# Two weights in layer 1, one in each of layers 2 and 3, $\lambda = 0.6$, $m = 3$ examples.

# %%
W1, W2, W3 = np.array([[1.0, -2.0]]), np.array([[3.0]]), np.array([[0.5]])
squares = [float(np.sum(W**2)) for W in (W1, W2, W3)]
print("sums of squares by layer:", squares, " in all:", sum(squares))
print(f"penalty: 0.6 / (2·3) · 14.25 = {0.6 / (2 * 3) * sum(squares):.3f}")

# %% [markdown]
# ## Derive it: how does the penalty pull?
#
# *A worked step first.* All other weights stay; one weight $w$ moves, and with it one of the
# squares in $P$. The others are constants: their slope is 0. That one square has the slope $2 w$.
# Do not believe it: measure.

# %%
for w in (3.0, -0.5):
    print(f"w = {w:4.1f}: measured slope of w² is {slope(lambda w: w**2, w):.4f}, 2w = {2 * w}")

# %% [markdown]
# **Step 1.** Fill the blanks on paper, then write the last one as code:
#
# $$\frac{\partial P}{\partial w} = \underbrace{\;?\;}_{\text{the constant}} \cdot
# \underbrace{\;?\;}_{\text{slope of } w^2} \;+\; \underbrace{\;?\;}_{\text{of all other squares}}
# = \;?$$
#
# (The 2 under $\lambda$ was put there for this moment.)


# %% answer="penalty_slope"
def penalty_slope(w, lambd, m):
    """Return ∂P/∂w, the slope of the penalty for a weight w (a number, or an array of them).

    lambd: the strength λ; m: the number of examples
    """
    ### BEGIN SOLUTION
    # λ/(2m) · 2w + 0: the 2 of the square cancels the 2 under λ.
    return lambd / m * w
    ### END SOLUTION


# %% check="penalty_slope" points=1
for w, lambd, m in ((3.0, 0.6, 3), (-0.5, 0.6, 3), (-0.5, 2.0, 8)):
    measured = slope(lambda w, lambd=lambd, m=m: lambd / (2 * m) * w**2, w)
    same(penalty_slope(w, lambd, m), measured, f"the measured slope of P at w = {w}")
W = np.array([[3.0, -0.5, 0.2], [0.0, 1.5, -4.0]])
measured = slope(lambda W: 1.4 / (2 * 5) * np.sum(W**2), W)
same(untouched(penalty_slope, W, 1.4, 5), measured, "the measured slopes for an array of weights")
### BEGIN HIDDEN TESTS
w, lambd, m = float(rng.standard_normal()), float(rng.uniform(0.1, 3)), int(rng.integers(3, 90))
same(penalty_slope(w, lambd, m), penalty_slope_reference(w, lambd, m), "other numbers")
### END HIDDEN TESTS


# %% right="penalty_slope"
def before_cancelling(w, lambd, m):
    return lambd / (2 * m) * (2 * w)


def in_another_order(w, lambd, m):
    return w * (lambd * m**-1)


def by_adding_twice(w, lambd, m):
    half = np.multiply(w, lambd) / (2.0 * m)
    return half + half


# %% wrong="penalty_slope"
def forgets_the_two_of_the_square(w, lambd, m):
    """The slope of w² is 2w. Is the 2 in your slope?"""
    return lambd / (2 * m) * w


def forgets_the_mean(w, lambd, m):
    """The penalty is divided by m, so its slope is too."""
    return lambd * w


def pulls_away_from_zero(w, lambd, m):
    """For w = 3 a larger w costs more. Which sign has the slope?"""
    return -lambd / m * w


def pulls_with_one_strength(w, lambd, m):
    """Your slope is the same for 0.5 and for 5: that belongs to the penalty |w|, called L1."""
    return lambd / m * np.sign(w)


def keeps_the_square(w, lambd, m):
    """That is the penalty itself. Its slope is asked for."""
    return lambd / (2 * m) * w**2


def lets_the_two_stand(w, lambd, m):
    """Twice too large: the 2 of the square meets the 2 under λ."""
    return 2 * lambd / m * w


# %% [markdown]
# **Step 2.** Suppose the data do not care about $w$: the plain cost has slope 0 for it. Each step
# of gradient descent is then $w \leftarrow w - \alpha\,\partial P/\partial w$, with your slope of
# Step 1 and the learning rate $\alpha$. Which share of $w$ is left after $k$ steps?


# %% answer="kept_after_steps"
def kept_after_steps(rate, lambd, m, k):
    """Return w after k steps, divided by w before them, if only the penalty pulls. A number.

    rate: the learning rate α; lambd: λ; m: the number of examples; k: the number of steps
    """
    ### BEGIN SOLUTION
    # w - α·(λ/m)·w = (1 - α·λ/m)·w: one step multiplies, so k steps are a power.
    return (1 - rate * lambd / m) ** k
    ### END SOLUTION


# %% check="kept_after_steps" points=1
same(kept_after_steps(0.5, 2.0, 10, 1), 0.9, "one step keeps 0.9 of a weight")
same(kept_after_steps(0.5, 2.0, 10, 2), 0.81, "the second step keeps 0.9 of what was left")
w = 7.0
for _ in range(40):
    w = w - 0.3 * slope(lambda w: 1.5 / (2 * 25) * w**2, w)
same(kept_after_steps(0.3, 1.5, 25, 40), w / 7.0, "forty steps, taken one by one")
### BEGIN HIDDEN TESTS
given = float(rng.uniform(0.1, 1)), float(rng.uniform(0.1, 3)), int(rng.integers(9, 90)), 17
same(kept_after_steps(*given), kept_after_steps_reference(*given), "other numbers")
### END HIDDEN TESTS


# %% right="kept_after_steps"
def step_by_step(rate, lambd, m, k):
    kept = 1.0
    for _ in range(k):
        kept -= rate * lambd / m * kept
    return kept


def by_logarithms(rate, lambd, m, k):
    return math.exp(k * math.log(1 - rate * lambd / m))


def as_a_product(rate, lambd, m, k):
    return np.prod(np.full(k, 1 - rate * lambd / m))


# %% wrong="kept_after_steps"
def subtracts_the_same_each_time(rate, lambd, m, k):
    """The second step takes a share of what is *left*. Do the steps multiply or subtract?"""
    return 1 - k * rate * lambd / m


def forgets_the_rate(rate, lambd, m, k):
    """A step is the learning rate times the slope. Where is the rate in yours?"""
    return (1 - lambd / m) ** k


def one_step_only(rate, lambd, m, k):
    """That is one step. k of them follow one another."""
    return 1 - rate * lambd / m


def takes_half_the_pull(rate, lambd, m, k):
    """The pull is λ/m times w: Step 1. Your number has λ/(2m)."""
    return (1 - rate * lambd / (2 * m)) ** k


def says_what_is_lost(rate, lambd, m, k):
    """That is what is gone. What is left was asked for."""
    return 1 - (1 - rate * lambd / m) ** k


def shrinks_without_steps(rate, lambd, m, k):
    """e^(-k α λ/m) is the limit of very many, very small steps. Here each takes α λ/m at once."""
    return math.exp(-k * rate * lambd / m)


def grows_instead(rate, lambd, m, k):
    """Gradient descent *subtracts* the slope. Does your weight shrink?"""
    return (1 + rate * lambd / m) ** k


# %% [markdown]
# So a weight that no example defends fades away, by the same share in each step. That is why L2 is
# also called **weight decay**. A weight that many examples need pulls against it, and stays. With
# plain gradient descent the two names mean the same; with other optimisers they differ (you meet
# one next week).
#
# ## Your function: the cost with its penalty
#
# $$J_\lambda = J + \frac{\lambda}{2m} \sum_{l=1}^{3} \sum_{j,k} \big(W^{[l]}_{jk}\big)^2,
# \qquad W^{[l]} \text{ of shape } (n_l, n_{l-1}),\; m \text{ columns in } Y$$


# %% answer="compute_cost_with_regularization"
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    """Return the plain cost plus the L2 penalty of all weights, one number.

    A3: (1, m), probabilities; Y: (1, m), labels; parameters: W1, b1, W2, b2, W3, b3
    lambd: the strength λ, a number from 0 up
    """
    # Step 1: the plain cost. compute_cost(A3, Y) does that.
    # Step 2: the squares of all weights, all layers, added up.
    # Step 3: weigh the sum as in the formula, and add it.
    ### BEGIN SOLUTION
    m = Y.shape[1]
    # By name, W1 to W3: a loop over all parameters would charge the biases too.
    squares = sum(np.sum(parameters[f"W{layer}"] ** 2) for layer in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / (2 * m) * float(squares)
    ### END SOLUTION


# %% check="compute_cost_with_regularization" points=4
parameters = {
    "W1": np.array([[1.0, -2.0], [0.0, 0.5]]),
    "b1": np.array([[0.7], [-3.0]]),
    "W2": np.array([[2.0, -1.5], [0.0, 1.0], [3.0, -3.0]]),
    "b2": np.array([[1.1], [0.2], [-0.4]]),
    "W3": np.array([[-0.5, 4.0, 1.5]]),
    "b3": np.array([[2.0]]),
}
A3, Y = np.array([[0.5, 0.8, 0.1, 0.4]]), np.array([[1.0, 1.0, 0.0, 0.0]])
data_part = -(math.log(0.5) + math.log(0.8) + math.log(0.9) + math.log(0.6)) / 4
cost = untouched(compute_cost_with_regularization, A3, Y, parameters, 0.8)
# By hand: the squares are 1 + 4 + 0.25, 4 + 2.25 + 1 + 9 + 9 and 0.25 + 16 + 2.25.
same(cost, data_part + 0.8 / 8 * (5.25 + 25.25 + 18.5), "by hand: λ = 0.8, four examples")
same(compute_cost_with_regularization(A3, Y, parameters, 0), data_part, "λ = 0: the plain cost")
for layer, squares in ((1, 5.25), (2, 25.25), (3, 18.5)):
    others = {f"W{k}": 0 * parameters[f"W{k}"] for k in (1, 2, 3) if k != layer}
    cost = compute_cost_with_regularization(A3, Y, parameters | others, 0.8)
    same(cost - data_part, 0.1 * squares, f"only layer {layer} has weights: its penalty alone")
moved = {f"b{k}": parameters[f"b{k}"] + 1 for k in (1, 2, 3)}
cost = compute_cost_with_regularization(A3, Y, parameters | moved, 0.8)
same(cost - data_part, 4.9, "other biases, the same A3: the penalty does not ask for them")
twice = compute_cost_with_regularization(np.hstack([A3, A3]), np.hstack([Y, Y]), parameters, 0.8)
same(twice - data_part, 2.45, "every example twice: half the penalty, the same plain cost")
### BEGIN HIDDEN TESTS
for dims, m in (((3, 4, 2, 1), 5), ((2, 5, 3, 1), 1)):
    parameters = he_start(dims, seed=int(rng.integers(1000)))
    parameters |= {f"b{k}": rng.standard_normal((dims[k], 1)) for k in (1, 2, 3)}
    A3, Y = rng.uniform(0.1, 0.9, (1, m)), (np.arange(m) % 2).astype(float).reshape(1, m)
    given = A3, Y, parameters, float(rng.uniform(0.2, 2))
    want = compute_cost_with_regularization_reference(*given)
    same(compute_cost_with_regularization(*given), want, f"other widths, {m} examples")
### END HIDDEN TESTS


# %% right="compute_cost_with_regularization"
def with_loops_over_all_weights(A3, Y, parameters, lambd):
    total = 0.0
    for name, value in parameters.items():
        if name.startswith("W"):
            for row in value:
                for w in row:
                    total += w * w
    return compute_cost(A3, Y) + lambd * total / 2 / Y.size


def by_squared_norms(A3, Y, parameters, lambd=0.7):
    data = -np.sum(np.log(np.where(Y == 1, A3, 1 - A3))) / Y.shape[1]
    norms = [np.linalg.norm(parameters[name]) for name in ("W1", "W2", "W3")]
    return np.array(data + lambd * np.square(norms).sum() / (2 * Y.shape[1]))


def by_dot_products(A3, Y, parameters, lambd):
    weights = np.concatenate([parameters[f"W{k}"].ravel() for k in (3, 2, 1)])
    return np.float64(compute_cost(A3, Y) + (weights @ weights) * lambd / (A3.shape[1] * 2))


# %% wrong="compute_cost_with_regularization"
def _cost(A3, Y, parameters, lambd, of=lambda W: np.sum(W**2), names=("W1", "W2", "W3"), factor=0):
    """The cost with one thing changed: of(W), which arrays count, or the factor."""
    total = sum(float(of(parameters[name])) for name in names)
    return compute_cost(A3, Y) + (factor or lambd / (2 * Y.shape[1])) * total


def forgets_the_half(A3, Y, parameters, lambd):
    """Your penalty is twice too large. What stands under λ beside m?"""
    return _cost(A3, Y, parameters, 2 * lambd)


def penalty_without_the_mean(A3, Y, parameters, lambd):
    """Your penalty does not ask for the number of examples. Every example twice should halve it."""
    return _cost(A3, Y, parameters, lambd * Y.shape[1])


def counts_the_biases(A3, Y, parameters, lambd):
    """Biases cost nothing. In a fresh network they are 0, so there nobody would notice."""
    return _cost(A3, Y, parameters, lambd, names=tuple(parameters))


def adds_sizes_for_squares(A3, Y, parameters, lambd):
    """A weight of 3 should cost nine times as much as a weight of 1. Does yours?"""
    return _cost(A3, Y, parameters, lambd, lambda W: np.sum(np.abs(W)))


def squares_the_sum(A3, Y, parameters, lambd):
    """Weights of 2 and -2 cancel in your sum. Square first, then add."""
    return _cost(A3, Y, parameters, lambd, lambda W: np.sum(W) ** 2)


def takes_the_norm(A3, Y, parameters, lambd):
    """Twice the weights should cost four times as much. A norm has a root too many."""
    return _cost(A3, Y, parameters, lambd, np.linalg.norm)


def counts_the_last_layer_only(A3, Y, parameters, lambd):
    """Set all layers but the first to zero: does your penalty notice the first?"""
    return _cost(A3, Y, parameters, lambd, names=("W3",))


def leaves_out_the_last_layer(A3, Y, parameters, lambd):
    """Three layers have weights. Where does your loop end?"""
    return _cost(A3, Y, parameters, lambd, names=("W1", "W2"))


def returns_the_penalty_alone(A3, Y, parameters, lambd):
    """With λ = 0 the plain cost should come out. Where is it in yours?"""
    return _cost(A3, Y, parameters, lambd) - compute_cost(A3, Y)


def subtracts_the_penalty(A3, Y, parameters, lambd):
    """Weights should cost something. Yours are paid for."""
    return _cost(A3, Y, parameters, -lambd)


def means_of_squares(A3, Y, parameters, lambd):
    """The squares of a layer are added up, not averaged."""
    return _cost(A3, Y, parameters, lambd, lambda W: np.mean(W**2))


# %% [markdown]
# ## Your function: the way back with the penalty
#
# The penalty looks at the weights and at nothing else. So on the way back only three lines change:
#
# $$dW^{[l]} = \frac1m\, dZ^{[l]} A^{[l-1]\top} \;+\; \underbrace{\partial P/\partial
# W^{[l]}}_{\text{Step 1}}, \qquad l = 1, 2, 3, \qquad A^{[0]} = X .$$


# %% answer="backward_propagation_with_regularization"
def backward_propagation_with_regularization(X, Y, cache, lambd):
    """Return the slopes of the cost with penalty.

    X: (n_0, m); Y: (1, m); cache: (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    returns: a dictionary with dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1
    """
    # You may call backward_propagation(X, Y, cache), or write all of it again from memory.
    ### BEGIN SOLUTION
    grads = backward_propagation(X, Y, cache)
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = X.shape[1]
    # J_λ = J + P, and the slope of a sum is the sum of the slopes. P holds no Z, A or b, so dZ,
    # dA and db stay as they are; the pull enters after the chain, not in it.
    for name, W in (("dW1", W1), ("dW2", W2), ("dW3", W3)):
        grads[name] = grads[name] + penalty_slope(W, lambd, m)
    return grads
    ### END SOLUTION


# %% [markdown]
# The check measures: it nudges each weight and each bias of a small network, and looks at the cost
# with the penalty, written out once more.


# %%
def small_network():
    """A network 2-4-3-1 with weights and biases of mixed sizes, and five examples."""
    parameters = {
        "W1": np.array([[1.2, -0.7], [0.4, 1.5], [-1.1, 0.3], [0.8, 0.9]]),
        "b1": np.array([[0.3], [-0.2], [0.5], [0.1]]),
        "W2": np.array([[0.9, -0.4, 1.3, 0.2], [-0.8, 1.1, 0.6, -0.5], [0.7, 0.5, -1.2, 1.4]]),
        "b2": np.array([[0.2], [0.6], [-0.3]]),
        "W3": np.array([[1.5, -2.1, 0.6]]),
        "b3": np.array([[-0.4]]),
    }
    X = np.array([[1.0, -2.0, 0.5, 1.5, -0.6], [0.4, 1.0, -1.5, 2.0, -0.9]])
    return X, np.array([[1.0, 0.0, 0.0, 1.0, 1.0]]), parameters


PARAMETERS = ("W1", "b1", "W2", "b2", "W3", "b3")

# %% check="backward_propagation_with_regularization" points=4
X, Y, parameters = small_network()
_, cache = forward_propagation(X, parameters)


def cost_with_penalty(parameters, lambd):
    A3, _ = forward_propagation(X, parameters)
    weights = sum(np.sum(parameters[name] ** 2) for name in ("W1", "W2", "W3"))
    return np.mean(-Y * np.log(A3) - (1 - Y) * np.log(1 - A3)) + lambd / (2 * 5) * weights


want = backward_propagation(X, Y, cache)
grads = untouched(backward_propagation_with_regularization, X, Y, cache, 1.5)
same(sorted(grads), sorted(want), "the names of all slopes")
for name in PARAMETERS:
    measured = slope(
        lambda v, name=name: cost_with_penalty(parameters | {name: v}, 1.5), parameters[name]
    )
    same(
        grads["d" + name],
        measured,
        f"d{name} against the measured slopes, λ = 1.5",
        tolerance=1e-4,
        examples=5,
    )
for name in ("dZ3", "dA2", "dZ2", "dA1", "dZ1"):
    same(grads[name], want[name], f"{name} is the one without a penalty")
plain_grads = backward_propagation_with_regularization(X, Y, cache, 0)
same(plain_grads["dW2"], want["dW2"], "λ = 0: dW2 of the plain cost")
### BEGIN HIDDEN TESTS
for dims, m in (((3, 5, 4, 1), 6), ((4, 2, 3, 1), 1)):
    other = he_start(dims, seed=int(rng.integers(1000)))
    other |= {f"b{k}": rng.standard_normal((dims[k], 1)) for k in (1, 2, 3)}
    inputs, labels = rng.standard_normal((dims[0], m)), (np.arange(m) % 2).reshape(1, m) * 1.0
    _, cache = forward_propagation(inputs, other)
    given = inputs, labels, cache, float(rng.uniform(0.5, 3))
    want = backward_propagation_with_regularization_reference(*given)
    same(backward_propagation_with_regularization(*given), want, f"{m} other examples", examples=m)
### END HIDDEN TESTS


# %% right="backward_propagation_with_regularization"
def all_of_it_from_memory(X, Y, cache, lambd):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = Y.size
    dZ3 = A3 - Y
    dW3 = (np.dot(dZ3, A2.T) + lambd * W3) / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(Z2 > 0))
    dW2 = (np.dot(dZ2, A1.T) + lambd * W2) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(Z1 > 0))
    dW1 = (np.dot(dZ1, X.T) + lambd * W1) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return dict(
        dZ3=dZ3,
        dW3=dW3,
        db3=db3,
        dA2=dA2,
        dZ2=dZ2,
        dW2=dW2,
        db2=db2,
        dA1=dA1,
        dZ1=dZ1,
        dW1=dW1,
        db1=db1,
    )


def by_a_loop_over_layers(X, Y, cache, lambd=0.7):
    A = {0: X, 1: cache[1], 2: cache[5]}
    W = {1: cache[2], 2: cache[6], 3: cache[10]}
    grads, dZ = {}, cache[9] - Y
    for layer in (3, 2, 1):
        grads[f"dZ{layer}"] = dZ
        grads[f"dW{layer}"] = np.einsum("im,jm->ij", dZ, A[layer - 1]) / len(Y[0])
        grads[f"dW{layer}"] += penalty_slope(W[layer], lambd, len(Y[0]))
        grads[f"db{layer}"] = dZ.mean(axis=1).reshape(-1, 1)
        if layer > 1:
            grads[f"dA{layer - 1}"] = W[layer].T @ dZ
            dZ = np.where(A[layer - 1] > 0, grads[f"dA{layer - 1}"], 0)
    return grads


def adds_the_pull_at_the_end(X, Y, cache, lambd):
    pulls = {f"dW{k}": cache[4 * k - 2] * lambd / X.shape[-1] for k in (1, 2, 3)}
    return {name: g + pulls.get(name, 0) for name, g in backward_propagation(X, Y, cache).items()}


# %% wrong="backward_propagation_with_regularization"
def _decayed(X, Y, cache, pull, names=("W1", "W2", "W3")):
    """The plain slopes plus pull(W, m) for the named parameters."""
    grads = backward_propagation(X, Y, cache)
    arrays = dict(
        zip(
            ("W1", "b1", "W2", "b2", "W3", "b3"),
            [cache[i] for i in (2, 3, 6, 7, 10, 11)],
            strict=True,
        )
    )
    return grads | {f"d{n}": grads[f"d{n}"] + pull(arrays[n], X.shape[1]) for n in names}


def pull_without_the_mean(X, Y, cache, lambd):
    """The penalty is divided by m; so is its slope."""
    return _decayed(X, Y, cache, lambda W, m: lambd * W)


def pull_of_half_the_strength(X, Y, cache, lambd):
    """The 2 that comes from the square cancels the 2 under λ. Look at Step 1."""
    return _decayed(X, Y, cache, lambda W, m: lambd / (2 * m) * W)


def pulls_the_biases_too(X, Y, cache, lambd):
    """The penalty holds no b. Can its slope for b be other than 0?"""
    return _decayed(X, Y, cache, lambda W, m: lambd / m * W, PARAMETERS)


def pushes_weights_away(X, Y, cache, lambd):
    """Descent subtracts the slope. With your sign the weights grow."""
    return _decayed(X, Y, cache, lambda W, m: -lambd / m * W)


def pulls_by_the_sign(X, Y, cache, lambd):
    """Your pull is as strong on 0.1 as on 10: that is the L1 penalty."""
    return _decayed(X, Y, cache, lambda W, m: lambd / m * np.sign(W))


def scales_the_slopes(X, Y, cache, lambd):
    """The pull is *added*. Yours is 0 where the plain slope is 0."""
    grads = backward_propagation(X, Y, cache)
    scale = 1 + lambd / X.shape[1]
    return grads | {f"dW{k}": grads[f"dW{k}"] * scale for k in (1, 2, 3)}


def pulls_the_last_layer_only(X, Y, cache, lambd):
    """All three layers have weights that cost something."""
    return _decayed(X, Y, cache, lambda W, m: lambd / m * W, ("W3",))


def forgets_the_pull(X, Y, cache, lambd):
    """These are the slopes of the plain cost. Where does λ enter?"""
    return backward_propagation(X, Y, cache)


def pulls_by_the_features(X, Y, cache, lambd):
    """m is the number of examples, the *columns* of X."""
    return _decayed(X, Y, cache, lambda W, m: lambd / X.shape[0] * W)


def pulls_early_in_the_chain(X, Y, cache, lambd):
    """The pull belongs to dW. If it enters dA or dZ, it travels on to earlier layers."""
    grads = _decayed(X, Y, cache, lambda W, m: lambd / m * W)
    m, A1, W1, W2 = X.shape[1], cache[1], cache[2], cache[6]
    grads["dA1"] = (W2 + lambd / m * W2).T @ grads["dZ2"]
    grads["dZ1"] = grads["dA1"] * (A1 > 0)
    grads["dW1"] = grads["dZ1"] @ X.T / m + lambd / m * W1
    grads["db1"] = grads["dZ1"].mean(axis=1, keepdims=True)
    return grads


# %% [markdown]
# ## Train with it
#
# **Predict.** The same network, the same reports, the same steps, now with $\lambda = 1$. Which
# share of the wrong reports will it repeat? (Without a penalty you saw it above.)

# %% prediction="believed_with_l2" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_believed_with_l2 = 0.4
### END SOLUTION


# %%
STRENGTH = 1.0


def slopes_with_l2(lambd):
    """A function for descend: the slopes of the cost with the penalty of strength lambd."""

    def slopes_of(X, Y, parameters):
        _, cache = forward_propagation(X, parameters)
        return backward_propagation_with_regularization(X, Y, cache, lambd)

    return slopes_of


def print_map(name, parameters):
    """What a map repeats, and where it is right."""
    answered = network_answers(X_train, parameters)
    print(
        f"{name:11s} agrees with {np.mean(answered == Y_train):.1%} of the reports, repeats "
        f"{share_believed(answered, Y_train, truth_train):.0%} of the wrong ones; right at "
        f"{accuracy(parameters, X_test, Y_test):.1%} of test"
    )


# %% demo="train_l2"
l2_records = descend(he_start(LAYERS, seed=5), X_train, Y_train, slopes_with_l2(STRENGTH))
with_l2 = l2_records[-1]
print_map("no penalty", plain)
print_map("L2", with_l2)
for name, parameters in (("no penalty", plain), ("L2", with_l2)):
    A3, _ = forward_propagation(X_train, parameters)
    cost = compute_cost(A3, Y_train)
    price = compute_cost_with_regularization(A3, Y_train, parameters, STRENGTH) - cost
    print(f"{name:11s} plain cost of the reports {cost:.3f}, its weights would cost {price:.3f}")
repeated = share_believed(network_answers(X_train, with_l2), Y_train, truth_train)
compare_prediction("believed_with_l2", predicted_believed_with_l2, repeated)

# %% [markdown]
# ## Your function: choose the strength
#
# How large should $\lambda$ be? Try some strengths, with everything else the same, and let the dev
# places decide. From the docstring; `descend`, `slopes_with_l2` and `accuracy` help.


# %% answer="choose_strength"
def choose_strength(strengths, start, train, dev, steps):
    """Train with each strength, from the same start, and choose by the accuracy on dev.

    strengths: a list of λ; start: parameters; train, dev: pairs (X, Y); steps: for each training
    returns: the chosen λ (the first, if several are equally good), the list of the accuracies on
        train at the end, and that on dev, in the order of strengths
    """
    ### BEGIN SOLUTION
    X, Y = train
    on_train, on_dev = [], []
    for lambd in strengths:
        # From start each time: a network that went on from the last λ would have trained longer.
        trained = descend(start, X, Y, slopes_with_l2(lambd), steps)[-1]
        on_train.append(accuracy(trained, X, Y))
        on_dev.append(accuracy(trained, *dev))
    # On train the smallest λ tends to win: its price is lowest. argmax keeps the first of equals.
    return strengths[int(np.argmax(on_dev))], on_train, on_dev
    ### END SOLUTION


# %% check="choose_strength" points=3
X, Y, _ = summer(seed=31, m=40)
dev, start = riverbanks(seed=10_031, m=60), he_start([2, 12, 8, 1], seed=1)


def by_the_formula(lambd):
    """The accuracies on the reports and on dev after 300 steps, with the pull written out."""

    def slopes_of(X, Y, p):
        grads = plain_slopes(X, Y, p)
        return grads | {f"dW{k}": grads[f"dW{k}"] + lambd / 40 * p[f"W{k}"] for k in (1, 2, 3)}

    trained = descend(start, X, Y, slopes_of, 300)[-1]
    return accuracy(trained, X, Y), accuracy(trained, *dev)


strengths = [0.0, 40.0, 3.0, 3.0, 0.5]
on_train, on_dev = zip(*(by_the_formula(lambd) for lambd in strengths), strict=True)
chosen, got_train, got_dev = untouched(choose_strength, strengths, start, (X, Y), dev, 300)
same(list(got_train), list(on_train), f"accuracies on train, strengths {strengths}")
same(list(got_dev), list(on_dev), f"accuracies on dev, strengths {strengths}")
same(chosen, strengths[on_dev.index(max(on_dev))], "the strength with the best accuracy on dev")
chosen, _, _ = choose_strength([40.0, 40.5], start, (X, Y), dev, 100)
same(chosen, 40.0, "two strengths with the same answers: the first")
### BEGIN HIDDEN TESTS
seed = int(rng.integers(1000))
given = [2.0, 0.0, 30.0], he_start([2, 9, 6, 1], seed), (X, Y), riverbanks(seed, m=80), 200
for part, want in zip(choose_strength(*given), choose_strength_reference(*given), strict=True):
    same(np.asarray(part), np.asarray(want), "another start and other dev places")
### END HIDDEN TESTS


# %% right="choose_strength"
def with_a_best_so_far(strengths, start, train, dev, steps):
    best, highest, shares = None, -1.0, ([], [])
    for lambd in strengths:
        trained = descend(start, train[0], train[1], slopes_with_l2(lambd), steps=steps)[-1]
        for listed, (X, Y) in zip(shares, (train, dev), strict=True):
            listed.append(accuracy(trained, X, Y))
        if shares[1][-1] > highest:
            best, highest = lambd, shares[1][-1]
    return (best, *shares)


def in_arrays(strengths, start, train, dev, steps):
    maps = [descend(start, *train, slopes_with_l2(lambd), steps)[-1] for lambd in strengths]
    shares = np.array([[accuracy(p, *pair) for p in maps] for pair in (train, dev)])
    return np.array(strengths)[shares[1].argmax()], shares[0], shares[1]


def with_a_training_of_its_own(strengths, start, train, dev, steps):
    maps = []
    for lambd in strengths:
        parameters = start
        for _ in range(steps):
            grads = slopes_with_l2(lambd)(*train, parameters)
            parameters = {name: parameters[name] - RATE * grads["d" + name] for name in start}
        maps.append(parameters)
    on_dev = [np.mean(network_answers(dev[0], p) == dev[1]) for p in maps]
    chosen = max(strengths, key=lambda lambd: on_dev[list(strengths).index(lambd)])
    return chosen, [accuracy(p, *train) for p in maps], on_dev


# %% wrong="choose_strength"
def _tried(strengths, start, train, dev, steps, choose):
    maps = [descend(start, *train, slopes_with_l2(lambd), steps)[-1] for lambd in strengths]
    on_train, on_dev = ([accuracy(p, *pair) for p in maps] for pair in (train, dev))
    return choose(on_train, on_dev), on_train, on_dev


def chooses_by_the_reports(strengths, start, train, dev, steps):
    """The reports are what the network learnt, mistakes and all. Which set is for choosing?"""
    return _tried(
        strengths, start, train, dev, steps, lambda on_train, on_dev: strengths[np.argmax(on_train)]
    )


def takes_the_worst(strengths, start, train, dev, steps):
    """An accuracy is better when it is *higher*."""
    return _tried(
        strengths, start, train, dev, steps, lambda _, on_dev: strengths[np.argmin(on_dev)]
    )


def returns_the_best_accuracy(strengths, start, train, dev, steps):
    """That is the best accuracy. The strength that reached it is asked for."""
    return _tried(strengths, start, train, dev, steps, lambda _, on_dev: max(on_dev))


def takes_the_last_of_equal_strengths(strengths, start, train, dev, steps):
    """Of two strengths that are equally good the first is asked for."""
    return _tried(
        strengths,
        start,
        train,
        dev,
        steps,
        lambda _, on_dev: strengths[len(on_dev) - 1 - int(np.argmax(on_dev[::-1]))],
    )


def goes_on_from_the_last_one(strengths, start, train, dev, steps):
    """Your second network begins where the first one ended. All begin at start."""
    on_train, on_dev = [], []
    for lambd in strengths:
        start = descend(start, *train, slopes_with_l2(lambd), steps)[-1]
        on_train.append(accuracy(start, *train))
        on_dev.append(accuracy(start, *dev))
    return strengths[int(np.argmax(on_dev))], on_train, on_dev


def judges_the_start(strengths, start, train, dev, steps):
    """descend returns all records. Yours is the first one, before any step."""
    shares = [[accuracy(start, *pair)] * len(strengths) for pair in (train, dev)]
    return (strengths[0], *shares)


# %% [markdown]
# ## Look: from no price to a high price
#
# Your function tries eight strengths, from 0 to 40, with 2000 steps each to save time. Guess where
# dev will be best. Then move the slider below the figure through the maps. Where no slider can be
# shown, the curves say the same. We go on with λ = 1, chosen on other summers; your figure says how
# far from that dev is here.


# %% demo="slide_lambda"
STRENGTHS = [0, 0.3, 1, 3, 6, 10, 20, 40]
first_map = he_start(LAYERS, seed=5)
chosen, report_shares, dev_shares = choose_strength(
    STRENGTHS, first_map, (X_train, Y_train), (X_dev, Y_dev), 2000
)
show(
    curves(
        np.arange(8),
        {"reports": report_shares, "dev places": dev_shares},
        "number of the strength: " + ", ".join(f"{lambd:g}" for lambd in STRENGTHS),
        "accuracy",
        f"Eight strengths; dev chooses λ = {chosen:g}",
    ),
    "Accuracy against eight strengths from 0 to 40. On the reports it is highest without a price. "
    "On the dev places it rises first, and falls to about one half for the largest strengths.",
)


def draw_map(stop=2):
    trained = descend(first_map, X_train, Y_train, slopes_with_l2(STRENGTHS[stop]), 2000)[-1]
    title = (
        f"λ = {STRENGTHS[stop]:g}: reports {report_shares[stop]:.0%}, "
        f"dev places {dev_shares[stop]:.0%}"
    )
    return decision_regions(
        lambda X: network_answers(X, trained), X_train, Y_train, PLACES, FROGS, title
    )


slider(
    draw_map,
    lambda stop: (
        f"The map for λ = {STRENGTHS[stop]:g}. Near 0 the border has bays around single reports; "
        "in the middle it follows the river; for the largest strengths it is nearly a straight "
        "line, and then there is only one region."
    ),
    stop=(0, 7, 1),
)

# %% [markdown] question="largest_lambda" points=1
# **1 point.** Push the slider to the right end. Which statement fits what you see, and the formula?
#
# - [ ] The more, the better: noise is removed completely.
#   > Look at the share of right dev places there.
# - [ ] Nothing changes any more, for the penalty only counts at the start.
#   > It is part of every step. Which share of a weight does one step take, by Step 2?
# - [x] The bends of the river go too: the price is paid for right and wrong reports alike.
#   > Yes. The penalty does not know which weights are for the rule. Between too little and too much
#   > you must choose, and for that you need dev places that you can trust.

# %% [markdown] question="why_biases_free" points=1
# **1 point.** A colleague's penalty counts the biases too. The check of a *fresh* network, right
# after its start, found no difference. Why?
#
# - [ ] Because biases never matter.
#   > They move every border. Think of what a fresh network's biases are.
# - [x] Because biases start at 0, and 0 costs nothing.
#   > Yes. A check on fresh parameters cannot see what is done with the size of a bias, for all are
#   > 0. The check above therefore used biases such as 0.7 and -3.
# - [ ] Because $m$ is large.
#   > That makes the whole penalty small, not this part of it.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 2</b> (open it after the check)</summary>
#
# - *$\lambda/(2m)$ on the way back.* It looks like the formula of the cost, and the network trains
#   nicely, with half the strength. Only measured slopes tell.
# - *The penalty in the curves.* Compare *plain* costs of train and dev. With the penalty inside,
#   the train curve may lie above the dev curve for no interesting reason.
# - *One $\lambda$ for all sizes of data.* The pull is $\lambda/m$: with ten times as many examples
#   the same $\lambda$ pulls a tenth as hard.
#
# </details>

# %% [markdown]
# ---
# # Part 3 · Some units stay at home: dropout
#
# *35 minutes.* The listeners' club has a rule: in every round each member flips a coin and stays
# at home on tails. Whoever comes cannot rely on any one neighbour. In a network: in **every step**,
# for **every example**, each hidden unit is switched off by chance. A bay in the border that hangs
# on one special unit will not survive that.

# %% [markdown] question="relu_off"
# **From *A deep network, three times*.** A relu unit is off for one example ($a = 0$, since
# $z < 0$). What does this example contribute to the slopes of the unit's incoming weights?
#
# - [x] Nothing.
#   > Yes: no slope passes back through a unit that is off. Dropout switches units off in another
#   > way, and the same must hold.
# - [ ] What it would contribute if it were on.
#   > Its a does not change when its weights change a little. So which slope has the loss?
# - [ ] A negative slope, for z is negative.
#   > The sign of z decides whether the unit is on. Then the slope of relu is 0 or 1.

# %% [markdown]
# ## Worked example: one unit, a mask, a hundred thousand rounds
#
# A unit says $a = 2$. With probability `keep_prob` $= p$ it stays on: the mask $d$ is 1, else 0.
# What does the next layer hear on the average? First by experiment.

# %%
numbers = np.random.default_rng(0)
a, p = 2.0, 0.8
d = numbers.random(100_000) < p  # True, which counts as 1, with probability p
print("first ten masks:", d[:10].astype(int))
print(f"mean of d: {d.mean():.3f}   mean of d·a: {np.mean(d * a):.3f}   and a itself: {a}")

# %% [markdown]
# Why `random() < p` and not `random() > p`? `random()` is spread evenly from 0 to 1, so it lies
# below 0.8 in eight of ten rounds on the average.
#
# ## Derive it: the factor, and the price
#
# A mean over rounds is a sum of each value times its probability. *Worked:* a spinner that shows 1
# with probability $\frac14$ and 5 with $\frac34$ has the mean
# $\frac14 \cdot 1 + \frac34 \cdot 5 = 4$.
#
# **Step 1.** The same for $d \cdot a$:
# $\;\mathrm E(d \cdot a) = p \cdot \underbrace{\;?\;}_{\text{on}} + (1 - p) \cdot
# \underbrace{\;?\;}_{\text{off}} = \;?$


# %% answer="mean_after_mask"
def mean_after_mask(a, keep_prob):
    """Return E(d · a), the mean of a masked activation over all masks; two numbers are given."""
    ### BEGIN SOLUTION
    # On, it says a; off, it says 0, and that term is gone.
    return keep_prob * a
    ### END SOLUTION


# %% check="mean_after_mask" points=1
same(mean_after_mask(2.0, 0.8), 1.6, "a = 2, p = 0.8, as in the worked example")
same(mean_after_mask(-3.0, 0.3), -0.9, "a = -3, p = 0.3")
for a, p in ((5.0, 0.9), (-0.7, 0.25)):
    rounds = (np.random.default_rng(3).random(200_000) < p) * a
    got = mean_after_mask(a, p)
    same(got, float(rounds.mean()), f"200,000 simulated rounds, a = {a}, p = {p}", tolerance=0.02)
### BEGIN HIDDEN TESTS
a, p = float(rng.uniform(2, 4)), float(rng.uniform(0.2, 0.45))
same(mean_after_mask(a, p), mean_after_mask_reference(a, p), "other numbers")
### END HIDDEN TESTS


# %% right="mean_after_mask"
def with_both_terms(a, keep_prob):
    return keep_prob * a + (1 - keep_prob) * 0


def by_what_is_lost(a, keep_prob):
    return a - (1 - keep_prob) * a


def by_a_product_of_vectors(a, keep_prob):
    return np.array([keep_prob, 1 - keep_prob]) @ np.array([a, 0.0])


# %% wrong="mean_after_mask"
def forgets_the_activation(a, keep_prob):
    """That is E(d). When the unit is on, it says a."""
    return keep_prob


def takes_the_chance_of_going(a, keep_prob):
    """p is the probability of staying *on*. Which value belongs to it?"""
    return (1 - keep_prob) * a


def expects_all_of_a(a, keep_prob):
    """In some rounds the unit says 0. Can the mean still be a?"""
    return a


def divides_already(a, keep_prob):
    """The mean of the mask alone is asked for, without a factor."""
    return a / keep_prob


# %% [markdown]
# So the mask makes the sums that the next layer hears smaller on the average. The remedy is called
# *inverted* dropout: multiply what is kept by a factor $c$ at once, **during training**.
#
# **Step 2.** Means let a constant through: $\mathrm E(c \cdot d \cdot a) = c \cdot
# \mathrm E(d \cdot a)$. Which $c$ makes it $a$ again?


# %% answer="scale_back"
def scale_back(keep_prob):
    """Return the factor c by which kept activations are multiplied, so that the mean stays a."""
    ### BEGIN SOLUTION
    # c · p · a = a, so c = 1/p: whoever stays also speaks for those who are away.
    return 1 / keep_prob
    ### END SOLUTION


# %% check="scale_back" points=1
a = 3.0
for keep_prob in (0.8, 0.3, 0.65):
    mean = keep_prob * (scale_back(keep_prob) * 1 * a) + (1 - keep_prob) * 0
    same(mean, a, f"keep_prob = {keep_prob}: the mean over on and off is a again")
same(scale_back(1.0), 1.0, "nobody stays at home: nothing to make up for")
### BEGIN HIDDEN TESTS
keep_prob = float(rng.uniform(0.2, 0.95))
same(scale_back(keep_prob), scale_back_reference(keep_prob), "another keep_prob")
### END HIDDEN TESTS


# %% right="scale_back"
def by_a_power(keep_prob):
    return keep_prob**-1


def on_and_off(keep_prob):
    return 1 + (1 - keep_prob) / keep_prob


def by_numpy(keep_prob):
    return np.reciprocal(np.float64(keep_prob))


# %% wrong="scale_back"
def scales_down_once_more(keep_prob):
    """The mean is already too small. Does your factor make it larger?"""
    return keep_prob


def divides_by_the_chance_of_going(keep_prob):
    """That is the probability of being switched *off*. Which one stands in E(d)?"""
    return 1 / (1 - keep_prob)


def changes_nothing(keep_prob):
    """With a factor of 1 the mean stays at p times a."""
    return 1.0


def adds_what_is_lost(keep_prob):
    """For p = 0.8 you get 1.2; then 0.8 · 1.2 = 0.96. Solve p · c = 1."""
    return 1 + (1 - keep_prob)


# %% [markdown]
# **Step 3.** The mean stays; but single rounds jump between 0 and $c\,a$. How much do they spread?
# The **variance** measures it (*Initialisation*). With $\mathrm{Var}(x) = \mathrm E(x^2) -
# \mathrm E(x)^2$ and $x = c\,d\,a$:
#
# $$\mathrm{Var} = \Big(p \cdot \underbrace{\;?\;}_{\text{on}} + (1 - p) \cdot
# \underbrace{\;?\;}_{\text{off}}\Big) - \;?\; = \;?$$


# %% answer="variance_after_dropout"
def variance_after_dropout(a, keep_prob):
    """Return the variance of c · d · a, with your c, over all masks d; two numbers are given."""
    ### BEGIN SOLUTION
    # a²/p - a² with a² taken out; for p = 1 it is 0, as it must be.
    return a**2 * (1 - keep_prob) / keep_prob
    ### END SOLUTION


# %% check="variance_after_dropout" points=1
same(variance_after_dropout(3.0, 0.8), 2.25, "a = 3, p = 0.8: by hand")
same(variance_after_dropout(2.0, 0.5), 4.0, "a = 2, p = 0.5: 0 or 4, each 2 away from the mean")
same(variance_after_dropout(2.0, 1.0), 0.0, "nobody stays at home: no spread")
same(variance_after_dropout(-3.0, 0.9), 1.0, "a = -3, p = 0.9: by hand")
for a, p in ((3.0, 0.8), (1.5, 0.3)):
    rounds = (np.random.default_rng(5).random(200_000) < p) * a
    rounds = rounds * a / rounds.mean()  # the mean is a again
    got = variance_after_dropout(a, p)
    same(got, float(rounds.var()), f"200,000 simulated rounds, a = {a}, p = {p}", tolerance=0.03)
### BEGIN HIDDEN TESTS
a, p = float(rng.uniform(1, 4)), float(rng.uniform(0.2, 0.45))
same(variance_after_dropout(a, p), variance_after_dropout_reference(a, p), "other numbers")
### END HIDDEN TESTS


# %% right="variance_after_dropout"
def as_it_stands(a, keep_prob):
    return keep_prob * (a / keep_prob) ** 2 - a**2


def from_the_mask(a, keep_prob):
    return (a / keep_prob) ** 2 * keep_prob * (1 - keep_prob)


def around_the_mean(a, keep_prob):
    return keep_prob * (a / keep_prob - a) ** 2 + (1 - keep_prob) * a**2


# %% wrong="variance_after_dropout"
def mean_square_only(a, keep_prob):
    """That is E(x²). The square of the mean must still be taken off."""
    return a**2 / keep_prob


def variance_without_the_factor(a, keep_prob):
    """That is the variance of d · a. Kept activations are divided by keep_prob."""
    return a**2 * keep_prob * (1 - keep_prob)


def variance_of_the_mask(a, keep_prob):
    """How far the rounds spread depends on a. Yours does not."""
    return (1 - keep_prob) / keep_prob


def turns_on_and_off_round(a, keep_prob):
    """For p = 1 nothing spreads. Does yours give 0 there?"""
    return a**2 * keep_prob / (1 - keep_prob) if keep_prob < 1 else math.inf


def gives_the_deviation(a, keep_prob):
    """That is the standard deviation. The variance is its square."""
    return abs(a) * math.sqrt((1 - keep_prob) / keep_prob)


# %% [markdown]
# So dropout adds noise that keeps the mean: the larger an activation and the smaller `keep_prob`,
# the more. A network that leans on few large activations is shaken hardest. It does better to
# spread its weight over many units.
#
# ## Look: what keeps the mean
#
# A unit with $a = 2$, twenty thousand rounds for each `keep_prob`.

# %% demo="simulate_means"
numbers = np.random.default_rng(1)
chances = np.array([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
masked = [(numbers.random(20_000) < p) * 2.0 for p in chances]
scaled = [rounds * scale_back(p) for rounds, p in zip(masked, chances, strict=True)]
# For each keep_prob the mean and the spread.
bare, scaled = (np.array([(r.mean(), r.std()) for r in kind]).T for kind in (masked, scaled))
show(
    curves_with_errors(
        chances,
        {"mask alone": bare, "mask and factor 1/p": scaled},
        "keep_prob",
        "activation: mean ± one standard deviation",
        "A unit that says 2",
    ),
    "Mean and spread of an activation of 2 after dropout, for keep_prob from 0.2 to 1. With the "
    "mask alone the mean falls in proportion to keep_prob. With the factor the mean stays at 2 "
    "everywhere, and the spread grows as keep_prob gets smaller.",
)
formula = [math.sqrt(variance_after_dropout(2.0, p)) for p in chances]
print("spread, simulated: ", scaled[1].round(2))
print("spread, by Step 3: ", np.round(formula, 2))

# %% [markdown]
# ## Your function: forward with dropout
#
# For the two hidden layers, $l = 1, 2$, with $p$ = `keep_prob`:
#
# $$D^{[l]}_{ji} = 1 \text{ with probability } p, \text{ else } 0; \qquad
# A^{[l]} = \frac{1}{p}\, D^{[l]} * \max(0, Z^{[l]}), \qquad \text{all of shape } (n_l, m)$$
#
# where $*$ multiplies entry by entry. **Each unit and each example has a draw of its own, in every
# call.** Layer 2 gets the $A^{[1]}$ after dropout. The output layer always stays: there is only one
# unit, and we want its answer.


# %% answer="forward_propagation_with_dropout"
def forward_propagation_with_dropout(X, parameters, keep_prob=0.5):
    """Return A3 (1, m) and the cache, with inverted dropout in the layers 1 and 2.

    X: (n_0, m); parameters: W1, b1, W2, b2, W3, b3; keep_prob: chance that a unit stays on
    returns: A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
        D1, D2: the masks, 1 (or True) where a unit is on and 0 where it is off
        A1, A2: after mask and factor, as the next layer gets them
    """
    # Step 1: for each hidden layer the sum, relu, a fresh mask, then mask and factor.
    # Step 2: the output layer, without dropout.
    # Step 3: the cache, in the order of the docstring.
    ### BEGIN SOLUTION
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1
    A1 = np.maximum(0, Z1)
    # As many draws as A1 has entries: each unit has its own for each example.
    D1 = (np.random.rand(*A1.shape) < keep_prob).astype(int)
    # The factor goes into the activation, so that layer 2 and the cache get the same A1.
    A1 = A1 * D1 / keep_prob
    Z2 = W2 @ A1 + b2
    A2 = np.maximum(0, Z2)
    D2 = (np.random.rand(*A2.shape) < keep_prob).astype(int)
    A2 = A2 * D2 / keep_prob
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    ### END SOLUTION


# %% [markdown]
# Your masks are random, so the check does not expect certain ones. It asks for what is true of all
# of them: which share is kept, that each unit and example has its own draw, that the mean stays.


# %% check="forward_propagation_with_dropout" points=6
def one_digit(number):
    """The number to one digit, so that what a check says does not depend on luck."""
    return float(f"{number:.1g}")


parameters = he_start([4, 300, 200, 1], seed=3)
parameters |= {"b1": np.linspace(-1, 2, 300).reshape(-1, 1), "b2": np.full((200, 1), 0.4)}
X = np.random.default_rng(7).standard_normal((4, 250))
for keep_prob in (0.7, 0.3):
    A3, cache = untouched(forward_propagation_with_dropout, X, parameters, keep_prob)
    shapes = [np.shape(value) for value in cache]
    three = (300, 250), (300, 250), (300, 250)
    want = [*three, (300, 4), (300, 1), (200, 250), (200, 250), (200, 250), (200, 300), (200, 1)]
    want += [(1, 250), (1, 250), (1, 200), (1, 1)]
    same(shapes, want, "the shapes of the 14 parts of the cache")
    Z1, D1, A1, _, _, Z2, D2, A2, _, _, Z3, cached_A3, _, _ = cache
    for layer, Z, D, A in ((1, Z1, D1, A1), (2, Z2, D2, A2)):
        where = f"keep_prob = {keep_prob}, layer {layer}"
        D = np.asarray(D).astype(float)
        same(np.unique(D).tolist(), [0.0, 1.0], f"{where}: the mask holds 0 and 1")
        kept = float(D.mean())
        same(one_digit(100 * kept), 100 * keep_prob, f"{where}: per cent of the mask that are 1")
        same(kept, keep_prob, f"{where}: the share that is 1, more exactly", tolerance=0.03)
        always = int(np.sum(D.all(axis=1) | ~D.any(axis=1)))
        same(always, 0, f"{where}: units that are on (or off) for all 250 examples alike")
        always = int(np.sum(D.all(axis=0) | ~D.any(axis=0)))
        same(always, 0, f"{where}: examples for which all units are on (or all are off)")
        signs = "some are below 0" if np.any(A < 0) else "none is below 0"
        same(signs, "none is below 0", f"{where}: activations after relu, mask and factor")
        ratio = float(A.mean() / np.maximum(0, Z).mean())
        same(round(ratio, 1), 1.0, f"{where}: mean activation after dropout over that before it")
        same(
            A, np.maximum(0, Z) * D / keep_prob, f"{where}: A is relu of Z, masked, over keep_prob"
        )
    same(Z1, parameters["W1"] @ X + parameters["b1"], "Z1: the first layer gets all of X")
    undropped = parameters["W2"] @ np.maximum(0, Z1) + parameters["b2"]
    heard = "A1 before dropout" if np.allclose(Z2, undropped) else "A1 after dropout"
    same(heard, "A1 after dropout", f"keep_prob = {keep_prob}: from what Z2 is computed")
    same(Z2, parameters["W2"] @ A1 + parameters["b2"], "Z2: layer 2 gets A1 after dropout")
    same(A3, sigmoid(parameters["W3"] @ A2 + parameters["b3"]), "A3: no dropout in the last layer")
    same(cached_A3, A3, "A3 stands in the cache too")
A3, _ = forward_propagation_with_dropout(X, parameters, 1)
same(A3, forward_propagation(X, parameters)[0], "keep_prob = 1: nobody stays at home")
shape = np.shape(forward_propagation_with_dropout(X[:, :1], parameters)[0])
same(shape, (1, 1), "a single example, and keep_prob left out")
### BEGIN HIDDEN TESTS
keep_prob, m = float(rng.choice([0.4, 0.6, 0.9])), int(rng.integers(280, 320))
other, inputs = (
    he_start([3, 260, 190, 1], seed=int(rng.integers(1000))),
    rng.standard_normal((3, m)),
)
A3, cache = forward_propagation_with_dropout(inputs, other, keep_prob)
for layer, place in ((1, 0), (2, 5)):
    Z, D, A = (np.asarray(part).astype(float) for part in cache[place : place + 3])
    same(
        float(D.mean()), keep_prob, f"another network, share kept in layer {layer}", tolerance=0.04
    )
    same(A, np.maximum(0, Z) * D / keep_prob, f"another network: A of layer {layer}")
same(A3, sigmoid(other["W3"] @ cache[7] + other["b3"]), "another network: A3")
### END HIDDEN TESTS


# %% right="forward_propagation_with_dropout"
def with_a_generator_and_booleans(X, parameters, keep_prob=0.5, seed=None):
    numbers = np.random.default_rng(seed)
    Z1 = parameters["W1"] @ X + parameters["b1"]
    D1 = numbers.random(Z1.shape) > 1 - keep_prob
    A1 = np.where(D1, np.maximum(0, Z1) / keep_prob, 0)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    D2 = numbers.random(Z2.shape) > 1 - keep_prob
    A2 = np.where(D2, np.maximum(0, Z2) / keep_prob, 0)
    Z3 = parameters["W3"] @ A2 + parameters["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    W1, b1, W2, b2, W3, b3 = (parameters[f"{k}{i}"] for i in (1, 2, 3) for k in "Wb")
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def with_a_seed_inside_and_masks_drawn_first(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    m, masks, parts, A = X.shape[1], {}, [], X
    for layer in (2, 1):
        units = len(parameters[f"b{layer}"])
        masks[layer] = np.random.binomial(1, keep_prob, size=(units, m))
    for layer in (1, 2):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = np.dot(W, A) + b
        A = Z * (Z > 0) * masks[layer]
        A = A / keep_prob
        parts += [Z, masks[layer], A, W, b]
    Z3 = np.dot(parameters["W3"], A) + parameters["b3"]
    A3 = sigmoid(Z3)
    return A3, (*parts, Z3, A3, parameters["W3"], parameters["b3"])


def one_example_at_a_time(X, parameters, keep_prob=0.5):
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in PARAMETERS)

    def layer(W, b, received):
        Z, D = np.empty((len(b), received.shape[1])), np.empty((len(b), received.shape[1]))
        for i in range(received.shape[1]):
            Z[:, i] = W @ received[:, i] + b[:, 0]
            D[:, i] = np.random.uniform(0, 1, len(b)) < keep_prob
        return Z, D, np.maximum(Z * D, 0) * scale_back(keep_prob)

    Z1, D1, A1 = layer(W1, b1, X)
    Z2, D2, A2 = layer(W2, b2, A1)
    Z3 = W3 @ A2 + b3
    return sigmoid(Z3), (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, sigmoid(Z3), W3, b3)


# %% wrong="forward_propagation_with_dropout"
def _dropped(
    X,
    parameters,
    keep_prob,
    draw=None,
    factor=lambda p: 1 / p,
    hides=False,
    last=False,
    first=False,
):
    """Dropout with one thing changed: draw(shape, p), factor(p), what is cached, other layers."""
    draw = draw or (lambda shape, p: np.random.rand(*shape) < p)
    parts, A = [], X
    if first:
        A = A * draw(A.shape, keep_prob) / keep_prob
    for layer in (1, 2):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        D = draw(Z.shape, keep_prob).astype(int)
        A = np.maximum(0, Z) * D * factor(keep_prob)
        parts += [Z, D, np.maximum(0, Z) if hides else A, W, b]
    Z3 = parameters["W3"] @ A + parameters["b3"]
    A3 = sigmoid(Z3)
    if last:
        A3 = A3 * draw(A3.shape, keep_prob) / keep_prob
    return A3, (*parts, Z3, A3, parameters["W3"], parameters["b3"])


def drops_without_the_factor(X, parameters, keep_prob=0.5):
    """The mean activation shrinks to keep_prob of what it was. Step 1 says what makes up for it."""
    return _dropped(X, parameters, keep_prob, factor=lambda p: 1)


def keeps_the_wrong_ones(X, parameters, keep_prob=0.5):
    """With keep_prob = 0.7, seven of ten should stay on. Count the ones in your mask."""
    return _dropped(X, parameters, keep_prob, lambda shape, p: np.random.rand(*shape) > p)


def divides_by_the_share_dropped(X, parameters, keep_prob=0.5):
    """Divide by the probability of *staying*."""
    return _dropped(X, parameters, keep_prob, factor=lambda p: 1 / (1 - p) if p < 1 else 1)


def multiplies_where_it_should_divide(X, parameters, keep_prob=0.5):
    """The mean was made smaller by the mask. Your factor makes it smaller once more."""
    return _dropped(X, parameters, keep_prob, factor=lambda p: p)


def one_draw_per_unit(X, parameters, keep_prob=0.5):
    """Some of your units are off for all examples. Each example needs draws of its own."""
    return _dropped(
        X,
        parameters,
        keep_prob,
        lambda shape, p: np.ones(shape) * (np.random.rand(shape[0], 1) < p),
    )


def one_draw_per_example(X, parameters, keep_prob=0.5):
    """For some examples all your units are off. Each unit needs a draw of its own."""
    return _dropped(
        X,
        parameters,
        keep_prob,
        lambda shape, p: np.ones(shape) * (np.random.rand(1, shape[1]) < p),
    )


def draws_normal_numbers(X, parameters, keep_prob=0.5):
    """P(u < p) = p holds for numbers spread evenly from 0 to 1: rand, not randn."""
    return _dropped(
        X,
        parameters,
        keep_prob,
        lambda shape, p: np.random.randn(*shape) < p if p < 1 else np.ones(shape),
    )


def caches_what_was_before_dropout(X, parameters, keep_prob=0.5):
    """A1 and A2 in the cache should be what the next layer gets: after mask and factor."""
    return _dropped(X, parameters, keep_prob, hides=True)


def drops_the_output_too(X, parameters, keep_prob=0.5):
    """The last layer has one unit, and we want its answer. No dropout there."""
    return _dropped(X, parameters, keep_prob, last=True)


def drops_the_input_too(X, parameters, keep_prob=0.5):
    """Only the hidden layers 1 and 2 are asked for. The first layer should get all of X."""
    return _dropped(X, parameters, keep_prob, first=True)


def drops_in_the_first_layer_only(X, parameters, keep_prob=0.5):
    """Layer 2 is a hidden layer as well. Is anything off there?"""
    draws = iter((True, False))

    def draw(shape, p):
        return np.random.rand(*shape) < p if next(draws) else np.ones(shape)

    return _dropped(X, parameters, keep_prob, draw)


def never_drops(X, parameters, keep_prob=0.5):
    """All units are on. Where is the mask?"""
    return _dropped(X, parameters, keep_prob, lambda shape, p: np.ones(shape), lambda p: 1)


def keeps_the_factor_in_the_mask(X, parameters, keep_prob=0.5):
    """The mask in the cache says who is on: 1 or 0. The factor belongs to the activation."""
    A3, cache = _dropped(X, parameters, keep_prob)
    return A3, tuple(p / keep_prob if i in (1, 6) else p for i, p in enumerate(cache))


def forgets_relu(X, parameters, keep_prob=0.5):
    """A masked sum may be negative. Which step comes between the sum and the mask?"""
    parts, A = [], X
    for layer in (1, 2):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        D = np.random.rand(*Z.shape) < keep_prob
        A = Z * D / keep_prob
        parts += [Z, D, A, W, b]
    Z3 = parameters["W3"] @ A + parameters["b3"]
    return sigmoid(Z3), (*parts, Z3, sigmoid(Z3), parameters["W3"], parameters["b3"])


def gives_layer_two_the_undropped(X, parameters, keep_prob=0.5):
    """Layer 2 still hears the dropped units. It should get the A1 that is in the cache."""
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in PARAMETERS)
    Z1 = W1 @ X + b1
    D1 = np.random.rand(*Z1.shape) < keep_prob
    Z2 = W2 @ np.maximum(0, Z1) + b2
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A1, A2 = np.maximum(0, Z1) * D1 / keep_prob, np.maximum(0, Z2) * D2 / keep_prob
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def keeps_a_fixed_number_of_first_units(X, parameters, keep_prob=0.5):
    """The same units stay on every time. Who stays is decided by chance."""

    def draw(shape, p):
        return np.ones(shape) * (np.arange(shape[0])[:, np.newaxis] < round(p * shape[0]))

    return _dropped(X, parameters, keep_prob, draw)


# %% [markdown]
# ## Your function: backward with dropout
#
# Now the chain rule. $A^{[l]} = \frac1p D^{[l]} * \max(0, Z^{[l]})$, so what comes back to the
# activation **before** dropout passes the **same** mask and the **same** factor. In the dictionary,
# `dA2` and `dA1` are meant with both:
#
# $$dA^{[2]} = \frac1p\, D^{[2]} * \big(W^{[3]\top} dZ^{[3]}\big), \qquad
# dA^{[1]} = \frac1p\, D^{[1]} * \big(W^{[2]\top} dZ^{[2]}\big), \qquad \text{shape } (n_l, m)$$
#
# So in this part `dA1`, `dA2` are the slopes for the activations *before* dropout, unlike A1, A2 in
# the cache. All other lines are those of `backward_propagation`. Docstring only.


# %% answer="backward_propagation_with_dropout"
def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    """Return the slopes of the plain cost of a network with the masks of the cache.

    X: (n_0, m); Y: (1, m)
    cache: (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3), from the way forward
    returns: a dictionary with dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1
    """
    ### BEGIN SOLUTION
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = X.shape[1]
    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / m
    db3 = dZ3.mean(axis=1, keepdims=True)
    # The way forward multiplied by D2 / keep_prob, a constant now: so does the chain rule.
    dA2 = (W3.T @ dZ3) * D2 / keep_prob
    # Where A2 is 0, relu or mask was off; either way no slope passes.
    dZ2 = dA2 * (A2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.mean(axis=1, keepdims=True)
    dA1 = (W2.T @ dZ2) * D1 / keep_prob
    dZ1 = dA1 * (A1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.mean(axis=1, keepdims=True)
    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2},
        **{"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1},
    }
    ### END SOLUTION


# %% [markdown]
# A cost that is random cannot be nudged and measured: the noise of the masks is far larger than the
# effect of a nudge. But with **fixed** masks the network is a plain function again.
# `with_masks(X, parameters, D1, D2, keep_prob)` runs it so and returns A3 and the cache, and the
# check measures its slopes.


# %%
from shared_utils.dropout_masks import with_masks

# %% check="backward_propagation_with_dropout" points=6
X, Y, parameters = small_network()
D1 = np.array([[1, 0, 1, 1, 0], [0, 1, 1, 0, 1], [1, 1, 0, 1, 1], [1, 1, 1, 0, 0]])
D2 = np.array([[1, 1, 0, 1, 1], [0, 1, 1, 1, 0], [1, 0, 1, 1, 1]])
for keep_prob in (0.8, 0.3):
    _, cache = with_masks(X, parameters, D1, D2, keep_prob)
    grads = untouched(backward_propagation_with_dropout, X, Y, cache, keep_prob)
    names = ["dA1", "dA2", *("d" + name for name in PARAMETERS), "dZ1", "dZ2", "dZ3"]
    same(sorted(grads), sorted(names), "the names of all slopes")
    for name in PARAMETERS[::-1]:

        def cost_at(value, name=name, keep_prob=keep_prob):
            return compute_cost(with_masks(X, parameters | {name: value}, D1, D2, keep_prob)[0], Y)

        same(
            grads["d" + name],
            slope(cost_at, parameters[name]),
            f"d{name} against the measured slopes with these masks, keep_prob = {keep_prob}",
            tolerance=1e-4,
            examples=5,
        )
    same(grads["dA2"][D2 == 0], np.zeros(4), "dA2 of units that were off: no slope passes")
    same(grads["dA1"][D1 == 0], np.zeros(7), "dA1 of units that were off: no slope passes")
_, cache = with_masks(X, parameters, np.ones((4, 5)), np.ones((3, 5)), 1)
grads = backward_propagation_with_dropout(X, Y, cache, 1)
want = backward_propagation(X, Y, forward_propagation(X, parameters)[1])
for name in want:
    same(grads[name], want[name], f"{name} when nobody stays at home, as without dropout")
### BEGIN HIDDEN TESTS
for dims, m in (((3, 6, 4, 1), 7), ((2, 5, 6, 1), 1)):
    other, keep_prob = he_start(dims, seed=int(rng.integers(1000))), float(rng.uniform(0.4, 0.9))
    other |= {f"b{k}": rng.standard_normal((dims[k], 1)) for k in (1, 2, 3)}
    inputs, labels = rng.standard_normal((dims[0], m)), (np.arange(m) % 2).reshape(1, m) * 1.0
    masks = (rng.random((dims[1], m)) < keep_prob) * 1, (rng.random((dims[2], m)) < keep_prob) * 1
    _, cache = with_masks(inputs, other, *masks, keep_prob)
    given = inputs, labels, cache, keep_prob
    want = backward_propagation_with_dropout_reference(*given)
    same(backward_propagation_with_dropout(*given), want, f"{m} other examples", examples=m)
### END HIDDEN TESTS


# %% right="backward_propagation_with_dropout"
def in_the_classic_form(X, Y, cache, keep_prob):
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    m = Y.shape[1]
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dA1 = np.dot(W2.T, dZ2)
    dA1 = np.multiply(D1, dA1)
    dA1 = dA1 / keep_prob
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    grads = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for k, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        grads[f"dW{k}"] = 1.0 / m * np.dot(dZ, A.T)
        grads[f"db{k}"] = 1.0 / m * np.sum(dZ, axis=1, keepdims=True)
    return grads


def by_a_loop_with_where(X, Y, cache, keep_prob):
    A, D = {0: X, 1: cache[2], 2: cache[7]}, {1: cache[1], 2: cache[6]}
    Z, W = {1: cache[0], 2: cache[5]}, {1: cache[3], 2: cache[8], 3: cache[12]}
    grads, dZ = {}, cache[11] - Y
    for k in (3, 2, 1):
        grads |= {f"dZ{k}": dZ, f"dW{k}": np.einsum("im,jm->ij", dZ, A[k - 1]) / X.shape[1]}
        grads[f"db{k}"] = np.mean(dZ, axis=1)[:, np.newaxis]
        if k > 1:
            back = np.where(D[k - 1], W[k].T @ dZ * scale_back(keep_prob), 0.0)
            grads[f"dA{k - 1}"] = back
            dZ = back * (Z[k - 1] > 0)
    return grads


def example_by_example(X, Y, cache, keep_prob):
    D1, A1, D2, A2, A3 = cache[1], cache[2], cache[6], cache[7], cache[11]
    W1, W2, W3 = cache[3], cache[8], cache[12]
    grads, m = {}, X.shape[1]
    columns = {name: [] for name in ("dZ3", "dA2", "dZ2", "dA1", "dZ1")}
    for i in range(m):
        columns["dZ3"].append(A3[:, i] - Y[:, i])
        columns["dA2"].append(W3.T @ columns["dZ3"][-1] * D2[:, i] / keep_prob)
        columns["dZ2"].append(columns["dA2"][-1] * (A2[:, i] > 0))
        columns["dA1"].append(W2.T @ columns["dZ2"][-1] * D1[:, i] / keep_prob)
        columns["dZ1"].append(columns["dA1"][-1] * (A1[:, i] > 0))
    grads = {name: np.array(values).T for name, values in columns.items()}
    for k, received in ((1, X), (2, A1), (3, A2)):
        grads[f"dW{k}"] = grads[f"dZ{k}"] @ received.T / m
        grads[f"db{k}"] = grads[f"dZ{k}"].sum(axis=1, keepdims=True) / m
    return grads


# %% wrong="backward_propagation_with_dropout"
def _back(X, Y, cache, keep_prob, pass2=None, pass1=None, mean=True):
    """The way back with pass2(dA, D, p) and pass1(dA, D, p) in place of mask and factor."""
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    usual = lambda dA, D, p: dA * D / p  # noqa: E731
    m = X.shape[1] if mean else 1
    dZ3 = A3 - Y
    dA2 = (pass2 or usual)(W3.T @ dZ3, D2, keep_prob)
    dZ2 = dA2 * (Z2 > 0)
    dA1 = (pass1 or pass2 or usual)(W2.T @ dZ2, D1, keep_prob)
    dZ1 = dA1 * (Z1 > 0)
    grads = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for k, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        grads |= {f"dW{k}": dZ @ A.T / m, f"db{k}": dZ.sum(axis=1, keepdims=True) / m}
    return grads


def lets_dropped_units_learn(X, Y, cache, keep_prob):
    """A unit that was off passes no slope. Where do D1 and D2 enter?"""
    return _back(X, Y, cache, keep_prob, lambda dA, D, p: dA / p)


def forgets_mask_and_factor(X, Y, cache, keep_prob):
    """That is the way back without dropout. Both the mask and the factor belong to the chain."""
    return _back(X, Y, cache, keep_prob, lambda dA, D, p: dA)


def forgets_the_factor_on_the_way_back(X, Y, cache, keep_prob):
    """The way forward divided by keep_prob. What does the chain rule make of a constant factor?"""
    return _back(X, Y, cache, keep_prob, lambda dA, D, p: dA * D)


def draws_new_masks(X, Y, cache, keep_prob):
    """The units that were off in this step must be the ones that are off now. Use the cache."""
    return _back(X, Y, cache, keep_prob, lambda dA, D, p: dA * (np.random.rand(*dA.shape) < p) / p)


def applies_the_factor_twice(X, Y, cache, keep_prob):
    """You are too large by 1/keep_prob in each layer. Compare with the measured slopes."""
    return _back(X, Y, cache, keep_prob, lambda dA, D, p: dA * D / p / p)


def multiplies_by_keep_prob_on_the_way_back(X, Y, cache, keep_prob):
    """The factor on the way back is the one of the way forward, not its inverse."""
    return _back(X, Y, cache, keep_prob, lambda dA, D, p: dA * D * p)


def masks_the_first_layer_only(X, Y, cache, keep_prob):
    """Layer 2 had a mask as well. Does dA2 know it?"""
    return _back(X, Y, cache, keep_prob, lambda dA, D, p: dA, lambda dA, D, p: dA * D / p)


def masks_the_second_layer_only(X, Y, cache, keep_prob):
    """Layer 1 had a mask as well. Does dA1 know it?"""
    return _back(X, Y, cache, keep_prob, lambda dA, D, p: dA * D / p, lambda dA, D, p: dA)


def passes_the_dropped_ones(X, Y, cache, keep_prob):
    """You let through just those that were off. 1 means on."""
    return _back(X, Y, cache, keep_prob, lambda dA, D, p: dA * (1 - D) / p)


def sums_without_a_mean(X, Y, cache, keep_prob):
    """dW and db are means over the examples, with dropout as without."""
    return _back(X, Y, cache, keep_prob, mean=False)


# %% [markdown]
# ## Your function: slopes for `descend`
#
# `slopes_with_l2` of Part 2 is a function that returns a function. Write its sister for dropout,
# from the docstring.


# %% answer="slopes_with_dropout"
def slopes_with_dropout(keep_prob):
    """Return a function slopes_of(X, Y, parameters) for descend, with dropout.

    Each call of slopes_of draws new masks, and returns the dictionary of the slopes with them.
    """

    ### BEGIN SOLUTION
    def slopes_of(X, Y, parameters):
        # Drawn in here, so that every step has new masks. The cache carries them to the way back.
        _, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
        return backward_propagation_with_dropout(X, Y, cache, keep_prob)

    return slopes_of
    ### END SOLUTION


# %% check="slopes_with_dropout" points=3
X, Y, parameters = small_network()
grads = slopes_with_dropout(1)(X, Y, parameters)
want = plain_slopes(X, Y, parameters)
for name in PARAMETERS:
    same(grads["d" + name], want["d" + name], f"keep_prob = 1: d{name} as without dropout")
# One example, and biases so large that every relu is on: what is off, a mask switched off.
X, Y = np.array([[0.4], [-0.3]]), np.array([[1.0]])
parameters = he_start([2, 500, 30, 1], seed=4)
parameters |= {"b1": np.full((500, 1), 9.0), "b2": np.full((30, 1), 400.0)}
parameters["W3"] = parameters["W3"] / 1000
W2 = parameters["W2"]
for keep_prob in (0.7, 0.4):
    slopes_of = slopes_with_dropout(keep_prob)
    calls = [untouched(slopes_of, X, Y, parameters) for _ in range(25)]
    masks = np.array([grads["db1"][:, 0] != 0 for grads in calls])
    redrawn = "new masks" if np.any(masks != masks[0]) else "the same masks"
    hint = "25 calls of slopes_of (a seed set in the way forward repeats the masks)"
    same(redrawn, "new masks", f"keep_prob = {keep_prob}: {hint}")
    same(float(masks.mean()), keep_prob, "the share of units that pass a slope", tolerance=0.06)
    for grads, on in zip(calls[:3], masks, strict=False):
        heard = np.any(grads["dW2"] != 0, axis=0)
        same(np.sum(heard != on), 0, "units that are on forwards and off backwards, or reversed")
        back = (W2.T @ grads["db2"])[:, 0] * on / keep_prob
        same(grads["db1"][:, 0], back, f"db1 from db2, mask and factor, keep_prob = {keep_prob}")
### BEGIN HIDDEN TESTS
keep_prob, m = float(rng.uniform(0.5, 0.9)), int(rng.integers(4, 9))
inputs, labels = rng.standard_normal((3, m)), (np.arange(m) % 2).reshape(1, m) * 1.0
other = he_start([3, 80, 60, 1], seed=int(rng.integers(1000)))
grads = slopes_with_dropout(keep_prob)(inputs, labels, other)
for name in PARAMETERS:
    same(grads["d" + name].shape, other[name].shape, f"another network: the shape of d{name}")
other |= {"b1": np.full((80, 1), 30.0), "b2": np.full((60, 1), 400.0), "W3": other["W3"] / 1000}
grads = slopes_with_dropout(keep_prob)(inputs[:, :1], labels[:, :1], other)
on, heard = grads["db1"][:, 0] != 0, np.any(grads["dW2"] != 0, axis=0)
same(np.sum(heard != on), 0, "another network: units on forwards and off backwards, or reversed")
back = (other["W2"].T @ grads["db2"])[:, 0] * on / keep_prob
same(grads["db1"][:, 0], back, "another network: db1 from db2, mask and factor")
### END HIDDEN TESTS


# %% right="slopes_with_dropout"
def in_one_expression(keep_prob):
    return lambda X, Y, parameters: backward_propagation_with_dropout(
        X, Y, forward_propagation_with_dropout(X, parameters, keep_prob)[1], keep_prob
    )


def with_a_generator_of_its_own(keep_prob):
    numbers = np.random.default_rng(1)

    def slopes_of(X, Y, parameters):
        D1, D2 = (
            numbers.random((len(parameters[b]), X.shape[1])) < keep_prob for b in ("b1", "b2")
        )
        _, cache = with_masks(X, parameters, D1, D2, keep_prob)
        return backward_propagation_with_dropout(X, Y, cache, keep_prob)

    return slopes_of


def with_six_slopes_only(keep_prob):
    def slopes_of(X, Y, parameters):
        given = forward_propagation_with_dropout(X, parameters, keep_prob)
        grads = backward_propagation_with_dropout(X, Y, given[1], keep_prob)
        return {"d" + name: grads["d" + name] for name in parameters}

    return slopes_of


# %% wrong="slopes_with_dropout"
def forgets_dropout(keep_prob):
    """All units are on in your steps. Which way forward draws masks?"""
    return plain_slopes


def keeps_the_first_masks(keep_prob):
    """The same units stay at home in every step. Draw new masks in each call of slopes_of, and set
    no seed on the way forward."""
    drawn = {}

    def slopes_of(X, Y, parameters):
        if X.shape not in drawn:
            drawn[X.shape] = forward_propagation_with_dropout(X, parameters, keep_prob)[1]
        cache = drawn[X.shape]
        _, cache = with_masks(X, parameters, cache[1], cache[6], keep_prob)
        return backward_propagation_with_dropout(X, Y, cache, keep_prob)

    return slopes_of


def forgets_keep_prob_forwards(keep_prob):
    """Without keep_prob the way forward takes 0.5. Hand it on."""

    def slopes_of(X, Y, parameters):
        _, cache = forward_propagation_with_dropout(X, parameters)
        return backward_propagation_with_dropout(X, Y, cache, keep_prob)

    return slopes_of


def draws_again_for_the_way_back(keep_prob):
    """Units that were off in the way forward are on in the way back. Use one cache for both."""

    def slopes_of(X, Y, parameters):
        _, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
        _, others = forward_propagation_with_dropout(X, parameters, keep_prob)
        mixed = [others[i] if i in (1, 6) else part for i, part in enumerate(cache)]
        return backward_propagation_with_dropout(X, Y, tuple(mixed), keep_prob)

    return slopes_of


def goes_back_without_the_factor(keep_prob):
    """The way back needs the same keep_prob as the way forward."""

    def slopes_of(X, Y, parameters):
        _, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
        return backward_propagation_with_dropout(X, Y, cache, 1)

    return slopes_of


# %% [markdown]
# ## Train with it
#
# **Predict.** With `keep_prob` = 0.7, which share of the wrong reports will the trained network
# repeat?

# %% prediction="believed_with_dropout" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_believed_with_dropout = 0.4
### END SOLUTION


# %%
KEEP = 0.7


# %% demo="train_dropout"
np.random.seed(5)
dropout_records = descend(he_start(LAYERS, seed=5), X_train, Y_train, slopes_with_dropout(KEEP))
with_dropout = dropout_records[-1]
for name, parameters in (("plain", plain), ("L2", with_l2), ("dropout", with_dropout)):
    print_map(name, parameters)
repeated = share_believed(network_answers(X_train, with_dropout), Y_train, truth_train)
compare_prediction("believed_with_dropout", predicted_believed_with_dropout, repeated)

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 3</b> (open it after the check)</summary>
#
# - *`> keep_prob` for `< keep_prob`.* With 0.5 nobody notices. Test with 0.7 and 0.3.
# - *`randn` for `rand`.* At 0.8 normal numbers keep 79 of a hundred: too close to see. At 0.3 they
#   keep 62.
# - *New masks on the way back.* The slopes then belong to another network than the cost. Training
#   still moves, only badly.
# - *No factor on the way back.* What multiplies on the way forward multiplies on the way back.
#
# </details>

# %% [markdown]
# ---
# # Part 4 · Stop in time
#
# *30 minutes.* The third way costs no computing, only dev places: look at dev during training, and
# go home when it no longer gets better.

# %% [markdown] question="which_curve_stops"
# **Recall from Part 1.** Which curve tells when to stop?
#
# - [ ] The cost on the reports.
#   > It falls on the whole to the end, for the network learns the wrong reports too.
# - [x] The cost on the dev places.
#   > Yes. The dev places are then no longer fresh: they helped to choose. So the final number comes
#   > from the test places.
# - [ ] The cost on the test places.
#   > Then you would have chosen by the test places, and their result would be too good.

# %% [markdown]
# ## Worked example: patience by hand
#
# Dev costs of seven records: 0.9, 0.6, 0.5, 0.55, 0.52, 0.45, 0.7. With a *patience* of 2 we give
# up after two records **in a row** that are not below the best so far. 0.55 is the first such,
# 0.52 the second: stop there. The answer is record 2, with 0.5. (The 0.45 is never seen. With a
# patience of 3 it is, and record 5 is the answer.)
#
# ## Your function: `best_record`


# %% answer="best_record"
def best_record(costs, patience):
    """Return the number of the record to keep when training stops early.

    costs: the dev costs of record 0, 1, 2, … (a list or an array, at least one)
    patience: stop after so many records in a row that are not below the best so far, 1 or more
    returns: the number of the best record seen until then; the first one, if several are equal
    """
    ### BEGIN SOLUTION
    best = 0
    for record in range(1, len(costs)):
        # Strictly below: of equal ones the first stays the best.
        if costs[record] < costs[best]:
            best = record
        # All records since the best were not below it, so their number is how long we waited.
        elif record - best >= patience:
            break
    return best
    ### END SOLUTION


# %% check="best_record" points=4
long = [0.9, 0.5, 0.6, 0.55, 0.45, 0.46, 0.47, 0.4, 0.41, 0.42, 0.43, 0.3]
same(best_record(long, 2), 1, "patience 2: 0.6 and 0.55 are not below 0.5; stop, and keep 0.5")
costs = [0.9, 0.6, 0.5, 0.55, 0.52, 0.45, 0.7]
same(untouched(best_record, costs, 2), 2, "patience 2: 0.55 and 0.52 are not below 0.5")
same(best_record(costs, 3), 5, "patience 3: 0.45 comes just in time")
same(best_record(np.array(costs), 1), 2, "patience 1, costs in an array: stop at once at 0.55")
same(best_record([0.8, 0.9, 0.7, 0.75, 0.6, 0.65, 0.5], 2), 6, "a better one starts the count anew")
same(best_record([0.8, 0.5, 0.5, 0.5, 0.3], 3), 4, "equal is not below: 0.5, 0.5, then 0.3 in time")
same(best_record([0.8, 0.5, 0.5, 0.5, 0.3], 2), 1, "of equal ones the first")
same(best_record([0.4, 0.5, 0.6, 0.55, 0.5], 2), 0, "never better than at the start")
same(best_record([0.9, 0.8, 0.7, 0.6], 2), 3, "better to the end: the last one")
### BEGIN HIDDEN TESTS
for patience in (1, 2, 4):
    costs = np.round(np.abs(np.linspace(1, -0.7, 25)) + 0.3 * rng.random(25), 2)
    same(best_record(costs, patience), best_record_reference(costs, patience), "other costs")
### END HIDDEN TESTS


# %% right="best_record"
def with_a_counter(costs, patience):
    best, best_cost, waited = 0, math.inf, 0
    for record, cost in enumerate(costs):
        if cost < best_cost:
            best, best_cost, waited = record, cost, 0
        else:
            waited += 1
        if waited == patience:
            return best
    return best


def by_looking_ahead(costs, patience):
    costs = np.asarray(costs)
    best = 0
    while True:
        ahead = np.flatnonzero(costs[best + 1 : best + 1 + patience] < costs[best])
        if not len(ahead):
            return best
        best += 1 + int(ahead[0])


def by_running_minima(costs, patience):
    lowest = np.minimum.accumulate(costs)
    firsts = [0] + [i for i in range(1, len(costs)) if lowest[i] < lowest[i - 1]]
    for this, following in zip(firsts, [*firsts[1:], math.inf], strict=True):
        if following - this > patience:
            return this
    return firsts[-1]


# %% wrong="best_record"
def _stops_at(costs, patience):
    best = 0
    for record in range(1, len(costs)):
        if costs[record] < costs[best]:
            best = record
        elif record - best >= patience:
            return record
    return len(costs) - 1


def looks_at_the_whole_future(costs, patience):
    """When you stop, later costs are not known yet. Yours has seen them all."""
    return int(np.argmin(costs))


def keeps_the_last_one(costs, patience):
    """That is where training stops. The record to keep is the best one before."""
    return _stops_at(costs, patience)


def goes_back_by_the_patience(costs, patience):
    """If nothing got worse, there is nothing to go back from. Remember the best instead."""
    return max(0, _stops_at(costs, patience) - patience)


def compares_with_the_record_before(costs, patience):
    """0.55 is below 0.6, but not below the best so far. Which of them do you compare with?"""
    best, waited = 0, 0
    for record in range(1, len(costs)):
        waited = 0 if costs[record] < costs[record - 1] else waited + 1
        if costs[record] < costs[best]:
            best = record
        if waited >= patience:
            break
    return best


def never_resets_the_count(costs, patience):
    """A new best starts the count anew: patience counts records *in a row*."""
    best, waited = 0, 0
    for record in range(1, len(costs)):
        if costs[record] < costs[best]:
            best = record
        else:
            waited += 1
            if waited >= patience:
                break
    return best


def waits_one_too_long(costs, patience):
    """With patience 1, the first record that is not below the best ends it."""
    best = 0
    for record in range(1, len(costs)):
        if costs[record] < costs[best]:
            best = record
        elif record - best > patience:
            break
    return best


def takes_the_last_of_equal_ones(costs, patience):
    """Equal is not below. Which of two equal records do you keep?"""
    best = 0
    for record in range(1, len(costs)):
        if costs[record] <= costs[best]:
            best = record
        elif record - best >= patience:
            break
    return best


def returns_the_cost(costs, patience):
    """The *number* of the record is asked for, to find its parameters."""
    best = 0
    for record in range(1, len(costs)):
        if costs[record] < costs[best]:
            best = record
        elif record - best >= patience:
            break
    return costs[best]


# %% [markdown]
# ## Your function: choose with one set, report on another
#
# `best_record` only looks at numbers. Now the whole way, docstring only. `costs_of(records, X, Y)`
# and `accuracy(parameters, X, Y)` from the top help.


# %% answer="early_stopping_accuracy"
def early_stopping_accuracy(records, dev, test, patience):
    """Return the accuracy on test of the record that early stopping on dev keeps, one number.

    records: a list of parameters as descend returns it; dev, test: pairs (X, Y)
    patience: as in best_record, which looks at the plain costs on dev
    """
    ### BEGIN SOLUTION
    X_choose, Y_choose = dev
    X_judge, Y_judge = test
    # Dev chooses and is used up by that; only test may say how good the choice is.
    keep = best_record(costs_of(records, X_choose, Y_choose), patience)
    return accuracy(records[keep], X_judge, Y_judge)
    ### END SOLUTION


# %% check="early_stopping_accuracy" points=2
records = [border_at(border) for border in (0.1, 0.3, 0.45, 0.7, 0.65, 0.5, 0.9)]
places = np.vstack([(np.arange(100) + 0.5) / 100, np.zeros(100)])
dev, test = (places, (places[:1] > 0.5) * 1.0), (places, (places[:1] > 0.62) * 1.0)
# By hand: on dev the border is 0.5; 0.45 is near it, 0.7 and 0.65 are not nearer: record 2 is kept.
# On test the border is 0.62; between 0.45 and 0.62 lie 17 of a hundred places.
share = untouched(early_stopping_accuracy, records, dev, test, 2)
same(share, 0.83, "patience 2: record 2 is kept, wrong at 17 of 100 test places")
share = early_stopping_accuracy(records, dev, test, 3)
same(share, 0.88, "patience 3: record 5 comes in time, wrong at 12 of 100 test places")
share = early_stopping_accuracy(records[:2], dev, test, 2)
same(share, 0.68, "two records, the second is better: wrong at 32 of 100 test places")
### BEGIN HIDDEN TESTS
records = [border_at(border) for border in rng.uniform(0.1, 0.9, 12)]
places = rng.uniform(0, 1, (2, 200))
dev, test = (places, (places[:1] > 0.5) * 1.0), (places[:, ::2], (places[:1, ::2] > 0.4) * 1.0)
for patience in (1, 3):
    given = records, dev, test, patience
    same(
        early_stopping_accuracy(*given), early_stopping_accuracy_reference(*given), "other records"
    )
### END HIDDEN TESTS


# %% right="early_stopping_accuracy"
def with_stars(records, dev, test, patience):
    kept = records[best_record(costs_of(records, *dev), patience)]
    return np.mean(network_answers(test[0], kept) == test[1])


def one_record_at_a_time(records, dev, test, patience):
    best, lowest, waited = records[0], math.inf, 0
    for parameters in records:
        cost = compute_cost(forward_propagation(dev[0], parameters)[0], dev[1])
        if cost < lowest:
            best, lowest, waited = parameters, cost, 0
        else:
            waited += 1
            if waited == patience:
                break
    return accuracy(best, *test)


def by_the_errors(records, dev, test, patience=2):
    costs = [compute_cost(forward_propagation(dev[0], p)[0], dev[1]) for p in records]
    answered = network_answers(test[0], records[best_record(costs, patience)])
    return 1 - np.abs(answered - test[1]).sum() / test[1].size


# %% wrong="early_stopping_accuracy"
def chooses_by_test(records, dev, test, patience):
    """You chose the record with the test places. Then their accuracy is too good."""
    return accuracy(records[best_record(costs_of(records, *test), patience)], *test)


def reports_dev(records, dev, test, patience):
    """The record was chosen for doing well on dev. Which places are still fresh?"""
    return accuracy(records[best_record(costs_of(records, *dev), patience)], *dev)


def judges_the_last_record(records, dev, test, patience):
    """That is the accuracy at the end of training. Which record is kept?"""
    return accuracy(records[-1], *test)


def sees_all_records(records, dev, test, patience):
    """Training stopped before the lowest of all costs came. Where does patience enter?"""
    return accuracy(records[int(np.argmin(costs_of(records, *dev)))], *test)


def returns_the_number(records, dev, test, patience):
    """That is the number of the record. How often is that record right on test?"""
    return best_record(costs_of(records, *dev), patience)


def returns_the_cost_on_test(records, dev, test, patience):
    """An accuracy is the share of right answers. Yours is a cost."""
    keep = best_record(costs_of(records, *dev), patience)
    return float(costs_of([records[keep]], *test)[0])


# %%
PATIENCE = 5

# %% [markdown]
# ## Your function: really stop
#
# So far training ran to the end, and you looked back. To save the steps, the rule must stand **in**
# the loop. Write it from the docstring: gradient descent, the record of both costs, patience.


# %% answer="stop_in_time"
def stop_in_time(start, train, dev, slopes_of, patience, steps=STEPS, every=EVERY, rate=RATE):
    """Gradient descent on train that stops when patience with the dev costs is used up.

    start: parameters; train, dev: pairs (X, Y); slopes_of(X, Y, parameters): as for descend
    The plain costs are recorded at step 0 and after each `every` steps. Stop after `patience`
    records in a row whose dev cost is not below the best so far, or after `steps` steps.
    returns: the parameters of the best record, the list of the train costs, that of the dev costs
    """
    ### BEGIN SOLUTION
    X, Y = train
    parameters = kept = start
    train_costs, dev_costs = costs_of([start], X, Y).tolist(), costs_of([start], *dev).tolist()
    waited = 0
    for step in range(1, steps + 1):
        grads = slopes_of(X, Y, parameters)
        # A new dictionary: changing the old one in place would change the kept record too.
        parameters = {name: parameters[name] - rate * grads["d" + name] for name in parameters}
        if step % every == 0:
            train_costs.append(float(costs_of([parameters], X, Y)[0]))
            cost = float(costs_of([parameters], *dev)[0])
            # Compare before the new cost joins the list; else nothing is ever below the best.
            if cost < min(dev_costs):
                kept, waited = parameters, 0
            else:
                waited += 1
            dev_costs.append(cost)
            if waited == patience:
                break
    return kept, train_costs, dev_costs
    ### END SOLUTION


# %% check="stop_in_time" points=5
# A network is led along a given path of borders, one step from each to the next.
def led_along(path, rate):
    """A function slopes_of whose steps move border_at(path[0]) to path[1], path[2], …"""

    def slopes_of(X, Y, parameters):
        here = parameters["b3"].item() / -20
        place = int(np.argmin(np.abs(np.array(path) - here)))
        grads = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
        # Asked for the slopes of other places than the 40 of train, it does not move.
        if X.shape[1] == 40 and place + 1 < len(path):
            grads["db3"] = (parameters["b3"] + 20 * path[place + 1]) / rate
        return grads

    return slopes_of


path = [0.1, 0.3, 0.45, 0.7, 0.65, 0.5, 0.9, 0.8, 0.85]
dev_places = np.vstack([(np.arange(100) + 0.5) / 100, np.zeros(100)])
train_places = np.vstack([(np.arange(40) + 0.5) / 40, np.zeros(40)])
dev, train = (
    (dev_places, (dev_places[:1] > 0.5) * 1.0),
    (train_places, (train_places[:1] > 0.8) * 1.0),
)
for patience, every, kept, stops in ((2, 1, 2, 4), (3, 1, 5, 8), (1, 1, 2, 3), (2, 2, 2, 6)):
    leader = led_along(path, 0.5)
    case = f"patience {patience}, a record every {every}"
    got, on_train, on_dev = untouched(
        stop_in_time, border_at(0.1), train, dev, leader, patience, 8, every, 0.5
    )
    seen = [border_at(border) for border in path[: stops + 1 : every]]
    # By hand: dev likes 0.5 best, then 0.45; 0.65 and 0.7 are worse. Train likes 0.8.
    same(len(on_dev), len(seen), f"{case}: how many records until it stops")
    same(list(on_dev), list(costs_of(seen, *dev)), f"{case}: the dev costs")
    same(list(on_train), list(costs_of(seen, *train)), f"{case}: the train costs")
    same(got["b3"].item() / -20, path[kept], f"{case}: the border of the record that is kept")
got, _, on_dev = stop_in_time(border_at(0.1), train, dev, led_along(path, 0.5), 9, 4, 1, 0.5)
same(len(on_dev), 5, "four steps in all, and patience left: five records with that of the start")
same(got["b3"].item() / -20, 0.45, "four steps in all: the best of five records is kept")
got, _, on_dev = stop_in_time(
    border_at(0.5), train, dev, led_along([0.5, 0.6, 0.7], 1.0), 2, 9, 1, 1.0
)
same(got["b3"].item() / -20, 0.5, "it only gets worse: the start is kept")
### BEGIN HIDDEN TESTS
path = [float(border) for border in rng.permutation(np.linspace(0.1, 0.9, 12))]
for patience in (1, 3):
    given = border_at(path[0]), train, dev, led_along(path, 0.25), patience, 11, 1, 0.25
    (got, *costs), (want, *right_costs) = stop_in_time(*given), stop_in_time_reference(*given)
    same(got["b3"].item(), want["b3"].item(), "another path: the record that is kept")
    for part, listed in zip(costs, right_costs, strict=True):
        same(list(part), listed, "another path: the costs")
### END HIDDEN TESTS


# %% right="stop_in_time"
def with_record_0_in_the_loop(
    start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3
):
    now, best, lowest, waited, costs = start, start, math.inf, 0, ([], [])
    for step in range(steps + 1):
        if step > 0:
            grads = slopes_of(*train, now)
            now = {name: value - rate * grads["d" + name] for name, value in now.items()}
        if step % every:
            continue
        for listed, (X, Y) in zip(costs, (train, dev), strict=True):
            listed.append(compute_cost(forward_propagation(X, now)[0], Y))
        best, lowest, waited = (
            (now, costs[1][-1], 0) if costs[1][-1] < lowest else (best, lowest, waited + 1)
        )
        if waited >= patience:
            break
    return best, *costs


def by_calling_descend(start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3):
    # descend takes `every` steps at a time.
    records = [start]
    for _ in range(steps // every):
        records.append(descend(records[-1], *train, slopes_of, every, rate)[-1])
        if len(records) - 1 - best_record(costs_of(records, *dev), patience) >= patience:
            break
    kept = records[best_record(costs_of(records, *dev), patience)]
    return kept, costs_of(records, *train), costs_of(records, *dev)


def with_copies(start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3):
    now = {name: value.copy() for name, value in start.items()}
    kept, at, costs, step = start, 0, [costs_of([start], *pair)[0] for pair in (train, dev)], 0
    train_costs, dev_costs = [costs[0]], [costs[1]]
    while step < steps and len(dev_costs) - 1 - at < patience:
        grads = slopes_of(*train, now)
        for name in now:
            now[name] -= rate * grads["d" + name]
        step += 1
        if step % every == 0:
            train_costs.append(costs_of([now], *train)[0])
            dev_costs.append(costs_of([now], *dev)[0])
            if dev_costs[-1] < dev_costs[at]:
                at, kept = len(dev_costs) - 1, {name: value.copy() for name, value in now.items()}
    return kept, train_costs, dev_costs


# %% wrong="stop_in_time"
def _until(start, train, dev, slopes_of, patience, steps, every, rate, keep="best", by=1, late=0):
    """The loop with one thing changed: what is kept, by which costs, how long it waits."""
    now = kept = start
    costs = [[costs_of([start], *pair)[0]] for pair in (train, dev)]
    waited = 0
    for step in range(1, steps + 1):
        grads = slopes_of(*train, now)
        now = {name: now[name] - rate * grads["d" + name] for name in now}
        if step % every == 0:
            new = [costs_of([now], *pair)[0] for pair in (train, dev)]
            if new[by] < (costs[by][-1] if keep == "previous" else min(costs[by])):
                kept, waited = now, 0
            else:
                waited += 1
            for listed, cost in zip(costs, new, strict=True):
                listed.append(cost)
            if waited == patience + late:
                break
    return now if keep == "last" else kept, *costs


def keeps_the_parameters_at_the_stop(
    start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3
):
    """When patience is used up, the best record lies some records back. Did you keep it?"""
    return _until(start, train, dev, slopes_of, patience, steps, every, rate, keep="last")


def stops_by_the_train_cost(
    start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3
):
    """The cost on train falls on. Which of the two decides when to stop?"""
    return _until(start, train, dev, slopes_of, patience, steps, every, rate, by=0)


def trains_on_dev(start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3):
    """The slopes come from train. Dev is only looked at."""

    def dev_slopes(X, Y, parameters):
        return slopes_of(*dev, parameters)

    return _until(start, train, dev, dev_slopes, patience, steps, every, rate)


def waits_one_record_more(start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3):
    """With patience 1 the first record that is not below the best ends it."""
    return _until(start, train, dev, slopes_of, patience, steps, every, rate, late=1)


def never_stops(start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3):
    """Your loop goes on to the last step, and so sees records that come too late."""
    return _until(start, train, dev, slopes_of, steps + 1, steps, every, rate)


def compares_with_the_previous_record(
    start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3
):
    """0.65 is better than 0.7 before it, but not the best so far. Compare with the best."""
    return _until(start, train, dev, slopes_of, patience, steps, every, rate, keep="previous")


def records_every_step(start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3):
    """A record is due after each `every` steps. Yours come after each single one."""
    return _until(start, train, dev, slopes_of, patience, steps, 1, rate)


def leaves_out_the_start(start, train, dev, slopes_of, patience, steps=3000, every=100, rate=0.3):
    """Record 0 is that of the start, before any step."""
    kept, on_train, on_dev = _until(start, train, dev, slopes_of, patience, steps, every, rate)
    return kept, on_train[1:], on_dev[1:]


# %% demo="stopped"
in_time, train_costs, dev_costs = stop_in_time(
    he_start(LAYERS, seed=5), (X_train, Y_train), (X_dev, Y_dev), plain_slopes, PATIENCE
)
print(f"stopped after {(len(dev_costs) - 1) * EVERY} of {STEPS} steps, at a dev cost of", end=" ")
print(f"{dev_costs[-1]:.3f}; kept: {min(dev_costs):.3f}")
print_map("in time", in_time)
print_map("to the end", plain)

# %% [markdown]
# ## Look: train and dev, five summers
#
# One summer may be lucky. Here are five, each with its own places, reports, starting weights and
# masks. Lines are means over the five; bars are one standard deviation.
#
# **Predict.** Which of the networks will have the **lowest** cost on the *reports* at the end?
# `"a"`: plain, `"b"`: L2, `"c"`: dropout.

# %% prediction="lowest_on_reports" among="abc" points=1
### BEGIN SOLUTION
predicted_lowest_on_reports = "a"
### END SOLUTION

# %%
WAYS = {
    "plain": plain_slopes,
    "L2": slopes_with_l2(STRENGTH),
    "dropout": slopes_with_dropout(KEEP),
}


def one_summer(seed, misheard=MISHEARD, ways=WAYS):
    """Train each way on one summer, all from one start.

    returns: the records of each way, and the sets "reports", "dev", "test" as pairs (X, Y)
    """
    X, reported, _ = summer(seed, misheard=misheard)
    sets = {"reports": (X, reported)}
    sets |= {"dev": riverbanks(10_000 + seed, m=500), "test": riverbanks(20_000 + seed, m=2000)}
    np.random.seed(seed)
    start = he_start(LAYERS, seed)
    return {name: descend(start, X, reported, way) for name, way in ways.items()}, sets


# %% demo="five_summers"
FIVE = range(5)
five = [one_summer(seed) for seed in tqdm(FIVE, desc="summers")]
summer_costs = {
    (name, part): np.array([costs_of(runs[name], *sets[part]) for runs, sets in five])
    for name in WAYS
    for part in ("reports", "dev")
}
for part in ("reports", "dev"):
    lines = {}
    for name in WAYS:
        chosen = summer_costs[name, part][:, 3::3]
        lines[name] = chosen.mean(axis=0), chosen.std(axis=0, ddof=1)
    figure = curves_with_errors(
        np.arange(0, STEPS + 1, EVERY)[3::3], lines, "step", "plain cost", f"Cost on {part}"
    )
    show(
        figure,
        "The cost on the reports from step 300 on, means of five summers. Plain falls lowest, L2 "
        "and dropout stay above it at the end."
        if part == "reports"
        else "The cost on the dev places from step 300 on. Plain stops falling and ends a little "
        "above its lowest value; L2 stays level; dropout comes down slowly. The bars overlap.",
    )
ends = {name: summer_costs[name, "reports"][:, -1].mean() for name in WAYS}
lowest = min(ends, key=ends.get)
compare_prediction(
    "lowest_on_reports", predicted_lowest_on_reports, "abc"[list(WAYS).index(lowest)]
)
for number, (runs, sets) in zip(FIVE, five, strict=True):
    stopped = early_stopping_accuracy(runs["plain"], sets["dev"], sets["test"], PATIENCE)
    at_the_end = accuracy(runs["plain"][-1], *sets["test"])
    print(f"summer {number}: test accuracy {stopped:.1%} in time, {at_the_end:.1%} at the end")

# %% [markdown] question="two_jobs" points=1
# **1 point.** Early stopping is cheap. What is its drawback, compared with L2?
#
# - [x] Fitting the reports and not fitting them too well hang on one knob, the number of steps.
#   > Yes. If you stop early, you also stop lowering the plain cost. With L2 or dropout you may
#   > train on, and turn another knob for the rest. Course 3 comes back to knobs that do two jobs.
# - [ ] It needs more steps.
#   > It needs fewer: that is why it is cheap.
# - [ ] It cannot be used together with L2.
#   > It can, and often is.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 4</b> (open it after the check)</summary>
#
# - *Keeping the last record.* When patience is used up, the parameters are already some records
#   past the best.
# - *Comparing with the record before.* A cost that creeps up and jiggles is then never stopped.
# - *Reporting the dev result.* The record was chosen for its dev cost. Report test.
#
# </details>

# %% [markdown]
# ---
# # Part 5 · Hunt the bug, then write the test
#
# *15 minutes.* The club puts its map, trained with dropout, on a web page. A member asked an AI
# assistant for the function behind it. Someone types a place; the page shows the probability that a
# moor frog calls there.

# %% [markdown] question="shaken_hardest"
# **Recall from Part 3.** Two sums of weight times activation are both 4. One is $1 \cdot 4$, from
# one unit. The other is $1 \cdot 1 + 1 \cdot 1 + 1 \cdot 1 + 1 \cdot 1$, from four. Which is
# shaken harder by dropout?
#
# - [ ] Both alike, for their means are the same.
#   > The means are. The variance of one unit grows with the square of what it says.
# - [x] The one from a single unit.
#   > Yes. The variance of each goes with a²: 16 parts for the one, and 4 times 1 for the four,
#   > as each has its own mask. So training with dropout spreads the weight.
# - [ ] The one from four units, for four masks are drawn.
#   > Four draws, but each moves a quarter. Add up four variances with a = 1.


# %% start="map_probabilities"
def map_probabilities(X, parameters, keep_prob):
    """Return the probabilities (1, m) of a network that was trained with dropout, for use.

    X: (n_0, m); parameters: W1, b1, W2, b2, W3, b3; keep_prob: the one of the training
    """
    A3, _ = forward_propagation_with_dropout(X, parameters, keep_prob)
    return A3


# %% answer="map_probabilities"
def map_probabilities(X, parameters, keep_prob):
    """Return the probabilities (1, m) of a network that was trained with dropout, for use.

    X: (n_0, m); parameters: W1, b1, W2, b2, W3, b3; keep_prob: the one of the training
    """
    ### BEGIN SOLUTION
    # All units on. The factor 1/keep_prob of the training has kept the means right.
    A3, _ = forward_propagation(X, parameters)
    ### END SOLUTION
    return A3


# %% [markdown]
# ## The evidence
#
# It works: no error, right shapes, probabilities between 0 and 1. Yet three neighbours who type the
# same place argue about what the page said. Run the cell, with the function as it stands.

# %% demo="evidence"
place = np.array([[0.9], [1.25]])
asked = [map_probabilities(place, with_dropout, KEEP).item() for _ in range(6)]
print("one place, asked six times:", [round(p, 2) for p in asked])
right = [
    float(np.mean((map_probabilities(X_test, with_dropout, KEEP) > 0.5) == Y_test))
    for _ in range(6)
]
print("test accuracy, asked six times:", [f"{share:.1%}" for share in right])
print(f"as print_map measured it in Part 3: {accuracy(with_dropout, X_test, Y_test):.1%}")

# %% [markdown]
# **Now repair `map_probabilities`** (the cell above the evidence), and run this check.

# %% check="map_probabilities" points=3
X = np.vstack([(np.arange(40) + 0.5) / 40, np.zeros(40)])
parameters = border_at(0.5) | {"b1": np.array([[0.3]])}
# By hand: the single units hand on x + 0.3, and 20 (x + 0.3) - 10 is 20 (x - 0.2).
want = sigmoid(20 * (X[:1] - 0.2))
got = untouched(map_probabilities, X, parameters, 0.5)
again = map_probabilities(X, parameters, 0.5)
asked_twice = "one answer" if np.array_equal(got, again) else "two answers"
same(asked_twice, "one answer", "the same forty places, asked twice")
same(got, want, "keep_prob = 0.5 in training: the probabilities by hand")
same(map_probabilities(X, parameters, 0.9), want, "keep_prob = 0.9: the same probabilities")
same(map_probabilities(X[:, 8:9], parameters, 0.5), want[:, 8:9], "a single place")
### BEGIN HIDDEN TESTS
other, inputs = he_start((3, 9, 7, 1), seed=int(rng.integers(1000))), rng.standard_normal((3, 8))
got = map_probabilities(inputs, other, 0.6)
same(got, map_probabilities_reference(inputs, other, 0.6), "another network")
### END HIDDEN TESTS


# %% right="map_probabilities"
def by_keeping_everybody(X, parameters, keep_prob):
    return forward_propagation_with_dropout(X, parameters, keep_prob=1.0)[0]


def layer_by_layer(X, parameters, keep_prob=None):
    A = X
    for layer in (1, 2):
        A = np.maximum(parameters[f"W{layer}"] @ A + parameters[f"b{layer}"], 0)
    return 1 / (1 + np.exp(-(parameters["W3"] @ A + parameters["b3"])))


def by_full_masks(X, parameters, keep_prob):
    m = X.shape[1]
    on1, on2 = (np.ones((len(parameters[name]), m), dtype=bool) for name in ("b1", "b2"))
    return with_masks(X, parameters, on1, on2, 1)[0]


# %% wrong="map_probabilities"
def _all_on(X, parameters, factor=1.0):
    on1, on2 = (np.ones((len(parameters[name]), X.shape[1])) for name in ("b1", "b2"))
    return with_masks(X, parameters, on1, on2, 1 / factor)[0]


def leaves_dropout_on(X, parameters, keep_prob):
    """Asked twice, it gives two answers. Who is at home when the map is used?"""
    return forward_propagation_with_dropout(X, parameters, keep_prob)[0]


def hides_the_masks_behind_a_seed(X, parameters, keep_prob):
    """The answers no longer change, but some units are still off. All should be on."""
    numbers = np.random.default_rng(0)
    masks = (numbers.random((len(parameters[b]), X.shape[1])) < keep_prob for b in ("b1", "b2"))
    return with_masks(X, parameters, *masks, keep_prob)[0]


def scales_down_in_use(X, parameters, keep_prob):
    """Times keep_prob belongs to the older dropout, which does not divide in training."""
    return _all_on(X, parameters, keep_prob)


def scales_up_in_use(X, parameters, keep_prob):
    """All units are on, so the sums have their full size. Why divide?"""
    return _all_on(X, parameters, 1 / keep_prob)


def averages_ten_rounds(X, parameters, keep_prob):
    """A mean over rounds jumps less, but it still jumps. All units on needs no rounds."""
    rounds = [forward_propagation_with_dropout(X, parameters, keep_prob)[0] for _ in range(10)]
    return np.mean(rounds, axis=0)


def answers_for_probabilities(X, parameters, keep_prob):
    """The probabilities are asked for, not the answers 0 and 1."""
    return network_answers(X, parameters)


# %% [markdown] question="use_without_masks"
# **Explain.** Inverted dropout divides by `keep_prob` during training. What must be done when the
# network is **used**?
#
# - [ ] Multiply each activation by `keep_prob`.
#   > That belongs to the older kind, which does not divide during training. With ours the means are
#   > right already.
# - [ ] Draw the masks as in training, for the weights are used to it.
#   > Then the same question gets different answers. What did the factor keep right?
# - [x] Nothing: all units on, no factor.
#   > Yes. That is the point of doing the work in training.

# %% [markdown] question="seed_as_a_cure" points=1
# **1 point.** The assistant suggests: *Set a seed at the top of the function, then it gives the
# same answer every time.* Is the bug gone?
#
# - [ ] Yes: the answers no longer change.
#   > They no longer change. Are they right? Which units take part in them?
# - [ ] Yes, if the seed is that of the training.
#   > The training drew thousands of masks. Which of them would be the right one?
# - [x] No: it is hidden. About three units in ten are still off, now always the same ones.
#   > Yes. The answers belong to a network that nobody trained, and the sign by which one could
#   > notice is gone.

# %% [markdown] question="cost_jumps" points=1
# **1 point, back to Part 3.** A colleague plots, at each step, the cost from the A3 of
# `forward_propagation_with_dropout`. The curve jumps up and down and lies higher than without
# dropout. She suspects a bug. What do you say?
#
# - [x] That is expected: each point belongs to other masks. Plot the cost with all units on.
#   > Yes. What falls on the whole is the mean over masks. To compare networks, use them as they
#   > will be used: all units on.
# - [ ] The learning rate must be too large.
#   > It may be, but this curve would jump at any rate. What differs from step to step?
# - [ ] Dropout has no gradient, so the cost cannot fall.
#   > With the masks of one step the network is a plain function; you measured its slopes.

# %% [markdown]
# ## Write the test that would have caught it
#
# Five versions of the function. Two are right. `masks_of(X, parameters, keep_prob, seed)` draws the
# two masks, with a seed or without one.


# %%
from shared_utils.dropout_masks import masks_of


def version_a(X, parameters, keep_prob):
    return forward_propagation(X, parameters)[0]


def version_b(X, parameters, keep_prob):
    return with_masks(X, parameters, *masks_of(X, parameters, keep_prob), keep_prob)[0]


def version_c(X, parameters, keep_prob):
    return with_masks(X, parameters, *masks_of(X, parameters, 1), 1)[0]


def version_d(X, parameters, keep_prob):
    return with_masks(X, parameters, *masks_of(X, parameters, keep_prob, 1), keep_prob)[0]


def version_e(X, parameters, keep_prob):
    return with_masks(X, parameters, *masks_of(X, parameters, 1), 1 / keep_prob)[0]


# %% [markdown]
# Your test gets one of them. It must return quietly for every right version and raise an
# `AssertionError` for every wrong one. Asking twice finds one of the three wrong ones; the other
# two give the same answer every time. So you need a probability that you know: compute it by hand,
# for a network so small that you can (one unit in each layer is enough), or take it from a function
# that you trust. Returning `False` is no objection: use `assert`.
#
# *Worked example*, a test for a function that should double:


# %%
def check_doubles(candidate):
    assert candidate(3.0) == 6.0, "twice 3 is 6"


check_doubles(lambda x: x + x)


# %% answer="check_map"
def check_map(candidate):
    """Raise an AssertionError unless candidate(X, parameters, keep_prob) has all units on."""
    ### BEGIN SOLUTION
    X, _, parameters = small_network()
    want, _ = forward_propagation(X, parameters)
    # Probabilities, not answers: a scaled network may still answer alike. Two values of keep_prob,
    # for the result must not depend on it.
    for keep_prob in (0.5, 0.8):
        assert np.allclose(candidate(X, parameters, keep_prob), want), "units are off, or scaled"
    ### END SOLUTION


# %% check="check_map" points=4
same(accepts(check_map, version_a), True, "version a is right: your test should accept it")
same(accepts(check_map, version_c), True, "version c is right: your test should accept it")
same(accepts(check_map, version_b), False, "version b is wrong: your test should object")
same(accepts(check_map, version_d), False, "version d is wrong: your test should object")
same(accepts(check_map, version_e), False, "version e is wrong: your test should object")


# %% right="check_map"
def by_hand_for_one_unit_each(candidate):
    ones = {"W1": np.eye(1), "b1": np.zeros((1, 1)), "W2": np.eye(1), "b2": np.zeros((1, 1))}
    ones |= {"W3": np.eye(1), "b3": np.zeros((1, 1))}
    for _ in range(3):
        got = candidate(np.full((1, 20), math.log(3)), ones, 0.5)
        assert np.allclose(got, 0.75)


def by_many_units(candidate):
    parameters = he_start([2, 50, 30, 1], seed=1)
    X = np.random.default_rng(2).standard_normal((2, 40))
    np.testing.assert_allclose(
        candidate(X, parameters, 0.3), forward_propagation(X, parameters)[0], rtol=1e-6
    )


def by_the_logit(candidate):
    X, _, parameters = small_network()
    p = candidate(X, parameters, 0.6)
    logits = forward_propagation(X, parameters)[1][8]
    assert np.abs(np.log(p / (1 - p)) - logits).max() < 1e-6


# %% wrong="check_map"
def never_objects(candidate):
    """Your test calls the function but accepts whatever comes back. What do you expect?"""
    X, _, parameters = small_network()
    candidate(X, parameters, 0.5)


def asks_twice(candidate):
    """Versions d and e give the same wrong answer every time. Which value is right?"""
    X, _, parameters = small_network()
    assert np.array_equal(candidate(X, parameters, 0.5), candidate(X, parameters, 0.5))


def compares_only_the_answers(candidate):
    """Version e shrinks the logits, and the answers 0 and 1 stay. Compare probabilities."""
    parameters = he_start([2, 50, 30, 1], seed=1)
    X = np.random.default_rng(2).standard_normal((2, 200))
    want = network_answers(X, parameters)
    assert np.array_equal((candidate(X, parameters, 0.5) > 0.5).astype(float), want)


def expects_the_older_dropout(candidate):
    """In the dropout of this lesson nothing is scaled in use. Your test wants it scaled."""
    X, _, parameters = small_network()
    assert np.allclose(candidate(X, parameters, 0.5), version_e(X, parameters, 0.5))


def always_objects(candidate):
    """Your test refuses right versions too. Compute the probability once more."""
    X, _, parameters = small_network()
    assert np.allclose(candidate(X, parameters, 0.5), 0.5)


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 5</b> (open it after the check)</summary>
#
# - *One function for training and for use.* Then somebody must remember to pass 1. In libraries it
#   is a switch, `training=True`, and forgetting it is as common there.
# - *A seed as a cure.* A seed makes a random error repeatable. It does not make it right.
# - *A test that only asks twice.* It tests whether the answer is steady, not whether it is right.
#
# </details>

# %% [markdown]
# ---
# # Part 6 · Experiment: which of the three helps?
#
# *20 minutes.* $\lambda$, `keep_prob` and the patience were chosen with the five summers of Part 4
# and others like them. So those summers no longer count. Here are **sixteen fresh ones**. In each
# summer all ways share the places, the reports and the start, so differences are taken summer by
# summer. What counts is the accuracy at the biologist's test places.
#
# For $k$ differences $d_1, \dots, d_k$ (regularised minus plain) with mean $\bar d$:
#
# $$s = \sqrt{\frac{1}{k-1} \sum_i (d_i - \bar d)^2}, \qquad
# \text{interval } \; \bar d \pm t\,\frac{s}{\sqrt k}, \qquad
# t = 2.13 \text{ for sixteen, at } 95\,\% .$$
#
# ## Your function: `verdict`
#
# You wrote such an interval in *Deep network, applied*. Write it again from memory, and let it
# decide. Docstring only.


# %% answer="verdict"
def verdict(regularised, plain_results, t):
    """Say what the interval of the paired differences allows.

    regularised, plain_results: k results each, of the same summers in the same order
    t: the factor for k differences
    returns: "helps" if the whole interval lies above 0, "hurts" if it lies below 0, else "open"
    """
    ### BEGIN SOLUTION
    differences = np.asarray(regularised) - np.asarray(plain_results)
    # ddof=1 divides by k - 1, for the mean was taken from the same k numbers.
    half = t * differences.std(ddof=1) / math.sqrt(len(differences))
    # The end next to 0 decides: if that one is above 0, the whole interval is.
    if differences.mean() - half > 0:
        return "helps"
    return "hurts" if differences.mean() + half < 0 else "open"
    ### END SOLUTION


# %% check="verdict" points=4
# By hand: differences 0.5, 0, 1, 0.5; mean 0.5, s = √(0.5/3) = 0.408, s/√4 = 0.204.
plain_results = [0.25, 0.5, 0.0, 0.25]
better = [0.75, 0.5, 1.0, 0.75]
same(untouched(verdict, better, plain_results, 2.4), "helps", "0.5 ± 0.490: just above 0")
steady = np.array([0.9, 0.3, 0.6, 0.1])
jumpy = steady + [1.0, -0.8, 0.5, -0.3]
same(verdict(jumpy, steady, 3.18), "open", "mean 0.1, but s/√4 = 0.40: a mean alone says nothing")
same(verdict(better, plain_results, 10), "open", "t = 10: 0.5 ± 2.04")
same(verdict(better, plain_results, 3), "open", "t = 3: 0.5 ± 0.612")
same(verdict(better, plain_results, 2.5), "open", "0.5 ± 0.510: reaches below 0")
same(verdict(plain_results, better, 2.4), "hurts", "turned round: -0.5 ± 0.490")
same(verdict(plain_results, better, 2.5), "open", "turned round: -0.5 ± 0.510")
same(verdict(steady + 0.01, steady, 3.18), "helps", "the summers differ, the gain does not")
same(verdict(steady, steady, 3.18), "open", "no difference at all")
### BEGIN HIDDEN TESTS
for shift in (0.3, 0.0, -0.3):
    first, second = rng.normal(0.6 + shift, 0.1, 8), rng.normal(0.6, 0.1, 8)
    same(verdict(first, second, 2.36), verdict_reference(first, second, 2.36), "eight others")
### END HIDDEN TESTS


# %% right="verdict"
def with_a_loop_over_summers(regularised, plain_results, t):
    d = [a - b for a, b in zip(regularised, plain_results, strict=True)]
    mean = sum(d) / len(d)
    s = math.sqrt(sum((x - mean) ** 2 for x in d) / (len(d) - 1))
    low, high = mean - t * s / len(d) ** 0.5, mean + t * s / len(d) ** 0.5
    return "open" if low <= 0 <= high else "helps" if mean > 0 else "hurts"


def by_a_t_value(regularised, plain_results, t):
    d = np.subtract(regularised, plain_results)
    error = np.sqrt(np.var(d, ddof=1) / d.size)
    if abs(d.mean()) <= t * error:
        return "open"
    return ("hurts", "helps")[int(d.mean() > 0)]


def from_the_population_spread(regularised, plain_results, t):
    d = np.array(regularised, dtype=float) - np.array(plain_results, dtype=float)
    half = t * d.std() / np.sqrt(len(d) - 1)
    return {(True, False): "helps", (False, True): "hurts", (False, False): "open"}[
        bool(d.mean() > half), bool(d.mean() < -half)
    ]


# %% wrong="verdict"
def _decide(d, half):
    return "helps" if np.mean(d) - half > 0 else "hurts" if np.mean(d) + half < 0 else "open"


def looks_at_the_mean_only(regularised, plain_results, t):
    """A mean above 0 may be luck. How far does the interval reach?"""
    return _decide(np.subtract(regularised, plain_results), 0)


def forgets_the_root_of_k(regularised, plain_results, t):
    """That is how much single summers spread. The mean of k summers spreads less."""
    d = np.subtract(regularised, plain_results)
    return _decide(d, t * d.std(ddof=1))


def divides_by_k_in_s(regularised, plain_results, t):
    """s divides by k - 1. Which argument of std says so?"""
    d = np.subtract(regularised, plain_results)
    return _decide(d, t * d.std() / math.sqrt(len(d)))


def ignores_the_pairs(regularised, plain_results, t):
    """A difficult summer is difficult for both. Take the differences first, then their spread."""
    spread = np.var(regularised, ddof=1) + np.var(plain_results, ddof=1)
    d = np.subtract(regularised, plain_results)
    return _decide(d, t * math.sqrt(spread / len(d)))


def subtracts_the_wrong_way(regularised, plain_results, t):
    """Regularised minus plain: a positive difference speaks for regularising."""
    d = np.subtract(plain_results, regularised)
    return _decide(d, t * d.std(ddof=1) / math.sqrt(len(d)))


def forgets_the_factor(regularised, plain_results, t):
    """Your interval does not depend on t. Few summers need a wider one."""
    d = np.subtract(regularised, plain_results)
    return _decide(d, d.std(ddof=1) / math.sqrt(len(d)))


def never_says_that_it_hurts(regularised, plain_results, t):
    """An interval that lies wholly below 0 says something too."""
    d = np.subtract(regularised, plain_results)
    decided = _decide(d, t * d.std(ddof=1) / math.sqrt(len(d)))
    return "open" if decided == "hurts" else decided


# %% [markdown]
# ## Your function: `results_of`
#
# The last loop: over summers and ways. Docstring only. `one_summer` of Part 4 returns a pair
# `(runs, sets)`.


# %% answer="results_of"
def results_of(summers, patience):
    """Return the accuracy on test of each way in each summer, and that of early stopping.

    summers: a list of pairs (runs, sets), one for each summer: runs holds for each way ("plain" and
        others, the same in all summers) its list of records; sets holds "reports", "dev" and
        "test", each a pair (X, Y)
    patience: of early stopping, which looks at the records of "plain"
    returns: a dictionary with an array for each way (the accuracy of its last record, summer by
        summer) and one for "early stopping"
    """
    ### BEGIN SOLUTION
    results = {}
    for runs, sets in summers:
        # setdefault makes the list at the first summer, whatever ways there are.
        for name, records in runs.items():
            results.setdefault(name, []).append(accuracy(records[-1], *sets["test"]))
        # The same records as "plain", so the pair differs in the stop and in nothing else.
        stopped = early_stopping_accuracy(runs["plain"], sets["dev"], sets["test"], patience)
        results.setdefault("early stopping", []).append(stopped)
    return {name: np.array(shares) for name, shares in results.items()}
    ### END SOLUTION


# %% check="results_of" points=3
places = np.vstack([(np.arange(100) + 0.5) / 100, np.zeros(100)])
borders = {"plain": [(0.1, 0.45, 0.7, 0.65, 0.5, 0.9), (0.2, 0.6, 0.3)]}
borders["another"] = [(0.2, 0.6), (0.1, 0.3, 0.55)]
summers = []
for number, test_border in enumerate((0.62, 0.4)):
    runs = {name: [border_at(b) for b in paths[number]] for name, paths in borders.items()}
    edges = {"reports": 0.8, "dev": 0.5, "test": test_border}
    sets = {part: (places, (places[:1] > edge) * 1.0) for part, edge in edges.items()}
    summers.append((runs, sets))
results = untouched(results_of, summers, 2)
same(sorted(results), ["another", "early stopping", "plain"], "the ways")
# By hand: test has its border at 0.62, then at 0.4; what lies between is answered wrongly.
same(list(results["plain"]), [0.72, 0.9], "plain ends at the borders 0.9 and 0.3")
same(list(results["another"]), [0.98, 0.85], "another way ends at 0.6 and 0.55")
same(list(results["early stopping"]), [0.83, 0.8], "patience 2: dev keeps 0.45, then 0.6")
same(list(results_of(summers, 3)["early stopping"]), [0.88, 0.8], "patience 3: 0.5, then 0.6")
### BEGIN HIDDEN TESTS
many = []
for _ in range(3):
    runs = {name: [border_at(b) for b in rng.uniform(0.1, 0.9, 6)] for name in ("plain", "b", "c")}
    edges = dict(zip(("reports", "dev", "test"), rng.uniform(0.3, 0.7, 3), strict=True))
    many.append((runs, {part: (places, (places[:1] > e) * 1.0) for part, e in edges.items()}))
got, want = results_of(many, 2), results_of_reference(many, 2)
for name, shares in want.items():
    same(list(got[name]), list(shares), f"three other summers, {name}")
### END HIDDEN TESTS


# %% right="results_of"
def one_way_after_the_other(summers, patience):
    results = {
        name: np.array([accuracy(runs[name][-1], *sets["test"]) for runs, sets in summers])
        for name in summers[0][0]
    }
    results["early stopping"] = np.array(
        [early_stopping_accuracy(r["plain"], s["dev"], s["test"], patience) for r, s in summers]
    )
    return results


def from_a_table(summers, patience):
    names, rows = list(summers[0][0]), []
    for runs, sets in summers:
        X, Y = sets["test"]
        kept = runs["plain"][best_record(costs_of(runs["plain"], *sets["dev"]), patience)]
        maps = [runs[name][-1] for name in names] + [kept]
        rows.append([float((network_answers(X, p) == Y).mean()) for p in maps])
    return dict(zip([*names, "early stopping"], np.array(rows).T, strict=True))


def filled_place_by_place(summers, patience):
    results = {name: np.zeros(len(summers)) for name in ("early stopping", *summers[0][0])}
    for place, (runs, sets) in enumerate(summers):
        stopped = early_stopping_accuracy(runs["plain"], sets["dev"], sets["test"], patience)
        results["early stopping"][place] = stopped
        for name in runs:
            results[name][place] = accuracy(runs[name][-1], sets["test"][0], sets["test"][1])
    return results


# %% wrong="results_of"
def _results(summers, patience, part="test", stopped="plain", record=-1):
    """The results with one thing changed: where they are judged, what is stopped or taken."""
    results = {name: [] for name in (*summers[0][0], "early stopping")}
    for runs, sets in summers:
        for name in runs:
            results[name].append(accuracy(runs[name][record], *sets[part]))
        results["early stopping"].append(
            early_stopping_accuracy(runs[stopped], sets["dev"], sets["test"], patience)
        )
    return {name: np.array(shares) for name, shares in results.items()}


def judges_on_dev(summers, patience):
    """Dev chose when to stop. Judge all ways on the test places."""
    return _results(summers, patience, part="dev")


def judges_on_the_reports(summers, patience):
    """One report in five is wrong. Which places are right and fresh?"""
    return _results(summers, patience, part="reports")


def stops_another_way(summers, patience):
    """Early stopping looks at the records of "plain"."""
    return _results(summers, patience, stopped=list(summers[0][0])[-1])


def takes_the_start(summers, patience):
    """A list of records ends with the trained network. Yours is the first one."""
    return _results(summers, patience, record=0)


def averages_over_summers(summers, patience):
    """One number for each summer is asked for: the pairs are needed afterwards."""
    return {name: [np.mean(shares)] for name, shares in _results(summers, patience).items()}


def starts_anew_each_summer(summers, patience):
    """Only the last summer is left. Does your loop empty the lists?"""
    return _results(summers[-1:], patience)


def forgets_early_stopping(summers, patience):
    """The way "early stopping" is missing. It is no run of its own: take it from "plain"."""
    results = _results(summers, patience)
    return {name: results[name] for name in summers[0][0]}


# %% [markdown]
# **Predict.** For how many of the three (L2, dropout, early stopping) will the verdict be *helps*?

# %% prediction="how_many_help" between=[0, 3] points=1
### BEGIN SOLUTION
predicted_how_many_help = 2
### END SOLUTION


# %%
from shared_utils.intervals import half_width, interval_plot

FRESH, QUIET = range(100, 116), range(100, 108)
FACTOR_T = {16: 2.13, 8: 2.36}  # by the number of summers


def gains_of(results):
    """For each way but plain its mean gain, and how far the interval reaches, in points of 100."""
    gains = {name: 100 * (shares - results["plain"]) for name, shares in results.items()}
    del gains["plain"]
    return {name: (g.mean(), half_width(g, FACTOR_T[len(g)])) for name, g in gains.items()}


def print_verdicts(results):
    """One line for each way: its accuracy, its gain with the interval, and the verdict."""
    print(f"{'plain':14s} {results['plain'].mean():.1%}")
    decided = {}
    for name, (gain, half) in gains_of(results).items():
        shares = results[name]
        decided[name] = verdict(shares, results["plain"], FACTOR_T[len(shares)])
        print(
            f"{name:14s} {shares.mean():.1%}   gain {gain:+.1f} ± {half:.1f} points of a hundred: "
            f"{decided[name]}"
        )
    return decided


# %% demo="fresh_summers"
noisy = results_of([one_summer(seed) for seed in tqdm(FRESH, desc="summers")], PATIENCE)
decided = print_verdicts(noisy)
compare_prediction(
    "how_many_help", predicted_how_many_help, sum(v == "helps" for v in decided.values())
)

# %% [markdown]
# Before you claim anything: does it hang on the wrong reports? Eight of these summers once
# more, but now nobody mishears.
#
# **Predict.** Without wrong reports, what will the verdict for L2 be? `"a"`: helps, `"b"`: open,
# `"c"`: hurts.

# %% prediction="l2_without_noise" among="abc" points=1
### BEGIN SOLUTION
predicted_l2_without_noise = "b"
### END SOLUTION

# %% demo="quiet_summers"
silent = [one_summer(seed, misheard=0.0) for seed in tqdm(QUIET, desc="summers")]
quiet = results_of(silent, PATIENCE)
decided_quiet = print_verdicts(quiet)
outcome = {"helps": "a", "open": "b", "hurts": "c"}[decided_quiet["L2"]]
compare_prediction("l2_without_noise", predicted_l2_without_noise, outcome)
show(
    interval_plot(
        {"one in five wrong": gains_of(noisy), "none wrong": gains_of(quiet)},
        "gain over plain, points of a hundred",
        "Mean gain on test and its interval",
    ),
    "For L2, dropout and early stopping a dot for the mean gain and a bar for its interval. With "
    "one report in five wrong all three dots lie right of 0, that of early stopping nearest to it; "
    "with none wrong they lie close to 0, and their bars reach across it.",
)

# %% [markdown] question="claim_regularisers" points=2
# **Your claim, 2 points.** Which conclusion do your two tables support?
#
# - [ ] Each of the three makes a network better, whatever the data.
#   > Does the second table say so as well?
# - [x] With one wrong report in five L2 and dropout helped; without wrong reports no gain is shown.
#   > Yes. Each takes away means to learn exceptions. Where exceptions are mistakes, that helps;
#   > where there are none, little is left to gain. (Eight summers that stay open do not prove that
#   > a gain is 0. The interval of early stopping may touch 0 on your machine: sums are rounded
#   > differently, and long runs drift apart.)
# - [ ] L2 is the best of the three.
#   > Its mean may be the highest here. But each interval compares with "plain", none compares two
#   > regularisers, and their intervals overlap.
# - [ ] None of them helps: the gains are within luck.
#   > Read the intervals of the first table. Does 0 lie inside?

# %% [markdown]
# **How far the claim reaches.** One kind of border, 150 reports, one network. The wrong reports are
# spread evenly; where listeners err in the same way at the same places, neighbours confirm each
# other, and no regulariser can know better. The race is not quite fair either: early stopping looks
# at 500 of the biologist's places in *every* summer, while $\lambda$ and `keep_prob` were chosen
# once. And *which of the three is best* was not asked: for that, take the differences between them.
#
# **Beside a famous course.** For its own data, 211 training points of another kind and 200 test
# points, it reports from a single run each: no regularisation 91.5 % on test, L2 93 %, dropout
# 95 %. The order there and the size of the gains need not be yours. Its data have no known truth,
# its test points follow the same labels as its training points, and 200 points leave a single
# result uncertain by a few in a hundred. Here one label in five is wrong in training, none is in
# the test, and each number is a mean over many summers.
#
# **The puzzle, solved.** In its early steps the network learns what many reports share, the river.
# In the later ones it learns single reports, the wrong ones too, for it cannot tell them apart. A
# price on weights, a coin for each unit, and a stop in time all take away the means for that.
#
# <details><summary><b>What goes wrong most often in Part 6</b> (open it after the check)</summary>
#
# - *Choosing and judging on the same summers.* A strength chosen on some summers looks good on
#   just these. Judge on others.
# - *Two separate intervals in place of one of differences.* Hard summers are hard for all ways;
#   pairs take that out.
# - *"open" read as "no effect".* It says that these summers do not decide it.
#
# </details>

# %% [markdown]
# ---
# # Part 7 · A blank page: next summer
#
# *20 minutes.*

# %% [markdown] question="what_shrinks"
# **Recall from Part 2.** A weight that no example defends loses the same share in each step. Where
# does it end?
#
# - [x] At 0, for the penalty is smallest there.
#   > Yes. L2 says: without evidence, be 0. In the task below 0 is not the best place.
# - [ ] At its start.
#   > The penalty has no memory of the start. For which w is w² smallest?
# - [ ] At 1.
#   > w² still falls below 1. Where is its slope 0?

# %% [markdown]
# ## Blank page: stay near last year
#
# The next summer brings only sixty reports, and the river has moved a little. Last year's map is
# still quite good. So a weight without evidence should not go to 0, it should **stay where it was
# last year**. The price is to be paid for the *change* of each weight: $\frac{\lambda}{2m}$ times
# the square of how far it lies from last year's. All weights count, no biases.
#
# Write `cost_and_slopes_near(X, Y, parameters, last_year, lambd)`:
#
# - `parameters` and `last_year` have the keys `"W1"` to `"b3"` and the same shapes.
# - Return two things: the cost with this penalty, one number; and a dictionary with exactly the
#   slopes `"dW1"`, `"db1"`, `"dW2"`, `"db2"`, `"dW3"`, `"db3"`.
# - No dropout. You may use all that you wrote or were given.
#
# The check measures the slopes of **your** cost, and compares the cost with numbers by hand.


# %% answer="cost_and_slopes_near"
### BEGIN SOLUTION
def cost_and_slopes_near(X, Y, parameters, last_year, lambd):
    """The cost with a price on each weight's distance from last year's, and its slopes."""
    A3, cache = forward_propagation(X, parameters)
    # The new penalty is the old one, of other "weights": those measured from last year's.
    away = {f"W{k}": parameters[f"W{k}"] - last_year[f"W{k}"] for k in (1, 2, 3)}
    cost = compute_cost_with_regularization(A3, Y, away, lambd)
    slopes = backward_propagation(X, Y, cache)
    grads = {"d" + name: slopes["d" + name] for name in parameters}
    # Last year's is a constant, so the slope for the distance is the slope for the weight.
    for name, distance in away.items():
        grads["d" + name] = grads["d" + name] + penalty_slope(distance, lambd, Y.shape[1])
    return cost, grads


### END SOLUTION


# %% check="cost_and_slopes_near" points=8
X, Y, parameters = small_network()
last_year = {name: value.copy() for name, value in parameters.items()}
last_year["W1"] = last_year["W1"] + np.array([[1.0, 0], [0, -2], [0, 0], [0, 0]])
last_year["W2"] = last_year["W2"] - np.array([[0, 0, 3.0, 0], [0, 0, 0, 0], [0, 0, 0, 0.5]])
last_year["W3"] = last_year["W3"] + np.array([[0.5, 0, -1.5]])
last_year["b1"] = last_year["b1"] + 2
last_year["b3"] = last_year["b3"] - 1
plain_cost = compute_cost(forward_propagation(X, parameters)[0], Y)
cost, grads = untouched(cost_and_slopes_near, X, Y, parameters, last_year, 2.0)
# By hand: squared distances 1 + 4, 9 + 0.25 and 0.25 + 2.25; 2/(2·5) of their sum 16.75.
same(cost, plain_cost + 0.2 * 16.75, "by hand: λ = 2, five examples")
for layer, squares in ((1, 5.0), (2, 9.25), (3, 2.5)):
    near = last_year | {f"W{k}": parameters[f"W{k}"] for k in (1, 2, 3) if k != layer}
    moved_cost, _ = cost_and_slopes_near(X, Y, parameters, near, 2.0)
    same(moved_cost - plain_cost, 0.2 * squares, f"only W{layer} lies away from last year's")
same(cost_and_slopes_near(X, Y, parameters, parameters, 2.0)[0], plain_cost, "no change: no price")
same(sorted(grads), sorted("d" + name for name in PARAMETERS), "the names of the slopes")
for name in PARAMETERS:

    def cost_near(value, name=name):
        return cost_and_slopes_near(X, Y, parameters | {name: value}, last_year, 2.0)[0]

    measured = slope(cost_near, parameters[name])
    same(grads["d" + name], measured, f"d{name}: measured slopes of your cost", tolerance=1e-4)
### BEGIN HIDDEN TESTS
dims = (3, 5, 4, 1)
now, before = (he_start(dims, seed=int(rng.integers(1000))) for _ in range(2))
now |= {f"b{k}": rng.standard_normal((dims[k], 1)) for k in (1, 2, 3)}
inputs, labels = rng.standard_normal((3, 6)), (np.arange(6) % 2).reshape(1, 6) * 1.0
given = inputs, labels, now, before, float(rng.uniform(0.5, 2))
got, want = cost_and_slopes_near(*given), cost_and_slopes_near_reference(*given)
same(got[0], want[0], "the cost of another network")
same(dict(got[1]), want[1], "the slopes of another network", examples=6)
### END HIDDEN TESTS


# %% right="cost_and_slopes_near"
def with_the_plain_parts(X, Y, parameters, last_year, lambd):
    m = X.shape[1]
    A3, cache = forward_propagation(X, parameters)
    full = backward_propagation(X, Y, cache)
    cost, grads = -np.mean(np.log(np.where(Y == 1, A3, 1 - A3))), {}
    for name in parameters:
        grads["d" + name] = full["d" + name]
        if name in ("W1", "W2", "W3"):
            away = parameters[name] - last_year[name]
            cost = cost + lambd * np.linalg.norm(away) ** 2 / (2 * m)
            grads["d" + name] = grads["d" + name] + lambd * away / m
    return cost, grads


def from_l2_and_a_correction(X, Y, parameters, last_year, lambd):
    # (w - u)² = w² - 2wu + u²: L2 with two more terms.
    m = Y.size
    A3, cache = forward_propagation(X, parameters)
    grads = backward_propagation_with_regularization(X, Y, cache, lambd)
    cost = compute_cost_with_regularization(A3, Y, parameters, lambd)
    for k in (1, 2, 3):
        w, u = parameters[f"W{k}"], last_year[f"W{k}"]
        cost += lambd / (2 * m) * np.sum(u * u - 2 * w * u)
        grads[f"dW{k}"] = grads[f"dW{k}"] - lambd / m * u
    return [cost, {key: grads[key] for key in grads if key[1] in "Wb"}]


def with_loops(X, Y, parameters, last_year, lambd=1.0):
    A3, cache = forward_propagation(X, parameters)
    price = 0.0
    slopes = backward_propagation(X, Y, cache)
    grads = {f"d{kind}{k}": slopes[f"d{kind}{k}"].copy() for k in (3, 2, 1) for kind in "Wb"}
    for k in (1, 2, 3):
        for index in np.ndindex(parameters[f"W{k}"].shape):
            away = parameters[f"W{k}"][index] - last_year[f"W{k}"][index]
            price += away**2
            grads[f"dW{k}"][index] += lambd / len(X[0]) * away
    return float(compute_cost(A3, Y) + lambd / 2 / len(X[0]) * price), grads


# %% wrong="cost_and_slopes_near"
def _near(X, Y, parameters, last_year, lambd, price=None, pull=None, names=("W1", "W2", "W3")):
    """The answer with one thing changed: price(away, m) of an array, or pull(w, u, m)."""
    m = X.shape[1]
    price = price or (lambda away, m: lambd / (2 * m) * np.sum(away**2))
    pull = pull or (lambda w, u, m: lambd / m * (w - u))
    A3, cache = forward_propagation(X, parameters)
    slopes = backward_propagation(X, Y, cache)
    cost = compute_cost(A3, Y)
    grads = {"d" + name: slopes["d" + name] for name in parameters}
    for name in names:
        cost += float(price(parameters[name] - last_year[name], m))
        grads["d" + name] = grads["d" + name] + pull(parameters[name], last_year[name], m)
    return cost, grads


def pulls_to_zero(X, Y, parameters, last_year, lambd):
    """That is plain L2. Without evidence a weight should stay at last year's, not go to 0."""
    A3, cache = forward_propagation(X, parameters)
    grads = backward_propagation_with_regularization(X, Y, cache, lambd)
    cost = compute_cost_with_regularization(A3, Y, parameters, lambd)
    return cost, {"d" + name: grads["d" + name] for name in parameters}


def right_price_but_pulls_to_zero(X, Y, parameters, last_year, lambd):
    """Your cost is right, your slopes are not its slopes. Where does last year enter them?"""
    return _near(X, Y, parameters, last_year, lambd, pull=lambda w, u, m: lambd / m * w)


def pulls_away_from_last_year(X, Y, parameters, last_year, lambd):
    """Your cost is right, but the pull has the wrong sign."""
    return _near(X, Y, parameters, last_year, lambd, pull=lambda w, u, m: lambd / m * (u - w))


def pulls_with_half_the_strength(X, Y, parameters, last_year, lambd):
    """The 2 of the square cancels the 2 under λ."""
    return _near(X, Y, parameters, last_year, lambd, pull=lambda w, u, m: lambd / (2 * m) * (w - u))


def pays_without_pulling(X, Y, parameters, last_year, lambd):
    """The price is in your cost. It must be in the slopes too."""
    return _near(X, Y, parameters, last_year, lambd, pull=lambda w, u, m: 0 * w)


def forgets_the_mean_in_both(X, Y, parameters, last_year, lambd):
    """Cost and slopes agree, but the price is λ/2 in place of λ/(2m)."""
    return _near(X, Y, parameters, last_year, lambd * X.shape[1])


def forgets_the_two_in_both(X, Y, parameters, last_year, lambd):
    """Cost and slopes agree, but the price is λ/m in place of λ/(2m)."""
    return _near(X, Y, parameters, last_year, 2 * lambd)


def makes_biases_pay_too(X, Y, parameters, last_year, lambd):
    """Biases are free to move. In your cost they pay."""
    return _near(X, Y, parameters, last_year, lambd, names=PARAMETERS)


def compares_the_squares(X, Y, parameters, last_year, lambd):
    """Subtract first, then square: the square of a difference is no difference of squares."""
    m, (cost, grads) = X.shape[1], pulls_to_zero(X, Y, parameters, last_year, lambd)
    squares = sum(np.sum(last_year[name] ** 2) for name in ("W1", "W2", "W3"))
    return cost - lambd / (2 * m) * float(squares), grads


def keeps_all_slopes(X, Y, parameters, last_year, lambd):
    """Exactly six slopes are asked for: those of the weights and the biases."""
    cost, grads = _near(X, Y, parameters, last_year, lambd)
    full = backward_propagation(X, Y, forward_propagation(X, parameters)[1])
    return cost, full | grads


# %% [markdown]
# ## Look: sixty reports of next summer
#
# The river now runs 400 metres further east. Three ways to go on, for five new summers with sixty
# reports each. All start from last year's map; they differ in their price. (The strengths, 1 for L2
# and 8 for the change, were chosen on other summers.)


# %% demo="next_summer"
def moved_east(X):
    """Places of the same frogs after the river has moved by 0.4 km."""
    return X + np.array([[0.4], [0.0]])


last_year = with_dropout
ways_on = {
    "no price": plain_slopes,
    "L2": slopes_with_l2(1.0),
    "near last year": lambda X, Y, p: cost_and_slopes_near(X, Y, p, last_year, 8.0)[1],
}
next_results = {name: [] for name in (*ways_on, "unchanged")}
for seed in tqdm(range(220, 225), desc="summers"):
    X_few, Y_few, _ = summer(seed, m=60)
    places, frogs = riverbanks(30_000 + seed, m=2000)
    for name, way in ways_on.items():
        trained = descend(last_year, moved_east(X_few), Y_few, way, steps=1500)[-1]
        next_results[name].append(accuracy(trained, moved_east(places), frogs))
    next_results["unchanged"].append(accuracy(last_year, moved_east(places), frogs))
for name, shares in next_results.items():
    listed = " ".join(f"{share:.1%}" for share in shares)
    print(f"{name:15s} {listed}   mean {np.mean(shares):.1%}")
for other in ("L2", "unchanged"):  # t = 2.78 for five differences
    decided = verdict(next_results["near last year"], next_results[other], 2.78)
    print(f"near last year against {other}: {decided}")

# %% [markdown]
# Training on from known parameters is called *fine-tuning*, and a pull towards them is one way of
# not forgetting. How far is it from plain L2 in your numbers, and what is the verdict? Compare
# the line *unchanged* too: whoever trains on must first do better than whoever does nothing.

# %% [markdown] question="whose_reports" points=1
# **Before somebody uses it.** From twelve listeners of a village who know a rare frog well come
# reports that contradict all the others. Your regularised map shows none of them. What should the
# club do?
#
# - [ ] Nothing: contradicting reports are noise, that is what regularisation is for.
#   > To the penalty a rare truth and a mistake look the same: few reports against many. Who could
#   > tell them apart?
# - [ ] Set λ to 0, so that everybody is heard.
#   > Then every mistake is drawn into the map as well. Which reports are right cannot be read from
#   > the map.
# - [x] Check some of these places with the recorder before smoothing them away.
#   > Yes. Regularisation favours what the many say. Where the few may be right, and where it
#   > matters, one needs a measurement, not a strength λ.

# %% [markdown]
# ## All of it, in one cell
#
# Five maps of one new summer with what you wrote today.

# %% demo="all_of_it"
X_new, reported_new, truth_new = summer(77)
new, start = (X_new, reported_new), he_start(LAYERS, 77)
dev_new = riverbanks(10_077, m=500)
strength, _, _ = choose_strength([0.3, 1.0, 3.0], start, new, dev_new, 1500)
ways = {
    "plain": plain_slopes,
    f"L2 of {strength:g}": slopes_with_l2(strength),
    "dropout": slopes_with_dropout(KEEP),
    "near last year": lambda X, Y, p: cost_and_slopes_near(X, Y, p, with_dropout, 8.0)[1],
}
runs, sets = one_summer(77, ways=ways)
shares = results_of([(runs, sets)], PATIENCE)
maps = {name: records[-1] for name, records in runs.items()}
maps["early stopping"], _, _ = stop_in_time(start, new, dev_new, plain_slopes, PATIENCE)
check_map(map_probabilities)  # an AssertionError here would be bad news
panels = {}
for name, parameters in maps.items():
    _, (repeated,) = learnt_by_step([parameters], X_new, reported_new, truth_new)
    A3 = map_probabilities(X_new, parameters, KEEP)
    price = compute_cost_with_regularization(A3, reported_new, parameters, strength)
    print(
        f"{name:14s} repeats {repeated:4.0%} of the wrong reports, right at "
        f"{shares[name].item():.1%}, cost with the penalty {price:.3f}"
    )
    panels[f"{name}: {shares[name].item():.0%} right"] = (
        lambda X, parameters=parameters: map_probabilities(X, parameters, KEEP) > 0.5,
        X_new,
        reported_new,
    )
kept = kept_after_steps(RATE, strength, 150, STEPS)
heard = scale_back(KEEP) * mean_after_mask(1.0, KEEP)
spread = math.sqrt(variance_after_dropout(1.0, KEEP))
print(f"a weight that no report defends keeps {kept:.1%}")
print(f"a unit that says 1 is heard in training as {heard:.1f} ± {spread:.2f}")
show(
    decision_region_grid(panels, PLACES, columns=2),
    "Five maps of one summer with the reports. The plain map has bays and an island around single "
    "reports. With dropout and early stopping fewer bays are left, with L2 and the pull to "
    "last year's map hardly any.",
)

# %% [markdown]
# ## Further, if you like (no points)
#
# **Two at once.** Write `my_slopes(X, Y, parameters)`, which uses dropout **and** a penalty (or any
# idea of your own), and beat the better of the two on sixteen fresh summers. The cell says whether
# the interval of the differences lies above 0.

# %% demo="further"
my_slopes = None
if my_slopes is not None:
    ways = {"L2": WAYS["L2"], "dropout": WAYS["dropout"], "mine": my_slopes}
    shares = {name: [] for name in ways}
    for seed in tqdm(range(300, 316), desc="summers"):
        runs, sets = one_summer(seed, ways=ways)
        for name in ways:
            shares[name].append(accuracy(runs[name][-1], *sets["test"]))
    best = max(("L2", "dropout"), key=lambda name: np.mean(shares[name]))
    print({name: f"{np.mean(values):.1%}" for name, values in shares.items()})
    print("mine against", best + ":", verdict(shares["mine"], shares[best], FACTOR_T[16]))

# %% [markdown]
# ## What you can do now
#
# You measured what a network learns by heart, and when. You derived the pull of a penalty and did
# not believe it before you had measured it. You wrote dropout both ways, with one set of masks, and
# know why the factor stands in training and not in use. You judged three ways on fresh summers, by
# intervals of paired differences. In the next lesson, *Gradient checking*, the measuring of slopes
# becomes a tool of its own.
#
# <details><summary><b>What goes wrong most often in Part 7</b> (open it after the check)</summary>
#
# - *The price in the cost, the pull to 0 in the slopes.* Each reads well. Only measured slopes show
#   that they do not belong together.
# - *$w^2 - u^2$ for $(w - u)^2$.* It is 0 where nothing changed, so it passes a quick look. It can
#   be negative; a price should not be.
# - *A missing $\frac1m$ in both.* Cost and slopes then agree with each other, and the measured
#   slopes are content. That is why the check also has numbers by hand.
#
# </details>
