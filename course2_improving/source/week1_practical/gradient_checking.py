# %% [markdown]
# # Gradient checking: the plank and the sign
#
# A sign beside the road says *12 %*. You do not trust it. You lay a plank on the road, one end a
# little behind the sign, the other a little ahead of it. You measure how much higher one end lies,
# and divide by the level distance between the ends. Now you know the slope twice: once from the
# sign, once from the plank.
# Backpropagation writes the signs, one for each parameter. Today you build the plank.
#
# **The puzzle.** Two crews train the same network on the same data from the same start. Both
# costs fall, both end low, both networks do well on new data. One of the crews follows signs that
# are **wrong**: its backward pass is faulty. Which crew is it? The curves come in a minute, and
# you decide. In Part 6 you find what is wrong with it, and then you know whether you were right.

# %% [markdown] question="first_plank"
# **Lay the first plank now.** Its ends are 2.00 m apart, measured level. The lower end lies at a
# height of 0.31 m, the higher one at 0.53 m. The sign says 12 %. What does the plank measure?
#
# - [ ] 22 %
#   > 0.53 - 0.31 = 0.22 is how much higher one end lies, in metres. Over which level distance?
# - [x] 11 %
#   > Yes: (0.53 - 0.31) / 2.00 = 0.11. Is the sign wrong, or is the plank not exact? Parts 2 and 3
#   > answer that.
# - [ ] 42 %
#   > That is the sum of the heights over the distance. On a level road, what would that give?

# %%
import math
import time

import numpy as np
from tqdm.auto import tqdm

from shared_utils.broken_gradients import broken_backward
from shared_utils.checks import accepts, same, slope, untouched
from shared_utils.figures import new_figure
from shared_utils.icy_roads import SHAPES, icy_mornings, random_parameters, right_gradients, train
from shared_utils.network_checks import difference_from_measured, measured_gradients
from shared_utils.networks import forward, gradients
from shared_utils.plots import MARKERS, PALETTE, curves, show, value_map
from shared_utils.predictions import compare_prediction
from shared_utils.sliders import slider

# %% only="source"
from autograder.authoring.plain import (
    backward_propagation_n_reference,
    backward_propagation_reference,
    best_epsilon_reference,
    errors_by_block_reference,
    forward_propagation_reference,
    gradient_check_n_reference,
    numerical_gradient_reference,
    numerical_slope_reference,
    one_sided_error_reference,
    relative_difference_reference,
    rng,
    separating_thresholds_reference,
    two_sided_error_reference,
)

# %% [markdown]
# The network of this lesson says whether a road is icy this morning, from four numbers. Its two
# hidden layers have 5 and 3 units with relu; the output is a sigmoid. The cost is the mean
# cross-entropy, written with what enters the sigmoid:
#
# $$J = \frac1m \sum_{i=1}^{m} \left[\log\left(1 + e^{z_i}\right) - y_i z_i\right], \qquad
# z_i,\ y_i \text{ the entries of } Z^{[3]} \text{ and } Y, \text{ both } (1, m).$$
#
# `np.logaddexp(0, z)` is this logarithm, and does not overflow. You wrote all of this in course 1,
# so it is given. Run the cell and go on to the curves; come back to it in Part 4.


# %%
def forward_propagation_n(X, Y, parameters):
    """Return the mean cross-entropy cost, one number, and what the backward pass needs.

    X: (4, m); Y: (1, m), zeros and ones; parameters: a dictionary of arrays, of the SHAPES
    W1 (5, 4), b1 (5, 1), W2 (3, 5), b2 (3, 1), W3 (1, 3), b3 (1, 1)
    cache: (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in SHAPES)
    Z1 = W1 @ X + b1
    A1 = np.maximum(Z1, 0)
    Z2 = W2 @ A1 + b2
    A2 = np.maximum(Z2, 0)
    Z3 = W3 @ A2 + b3
    A3 = 0.5 * (1 + np.tanh(0.5 * Z3))  # the sigmoid, in a form that does not overflow
    cost = np.mean(np.logaddexp(0, Z3) - Y * Z3)
    return float(cost), (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


X_train, Y_train = icy_mornings(seed=0)
X_test, Y_test = icy_mornings(seed=1, m=1000)

# %% [markdown]
# The mornings are made up, so nobody's data are used and the truth is known: `icy_mornings` draws
# four numbers, and a rule with some chance in it decides. Before any training, look at three
# mornings and at the means of both kinds:

# %% demo="look_at_the_mornings"
chosen = (0, 1, int(np.argmax(Y_train)))  # the last one is the first icy one
rows = {f"morning {i}": (X_train[:, i], f"icy: {Y_train[0, i]:.0f}") for i in chosen}
for icy, kind in ((1, "icy"), (0, "not icy")):
    rows[f"mean, {kind}"] = (X_train[:, Y_train[0] == icy].mean(axis=1), "")
print(f"{'':14s}  air    moist  shade  traffic")
for row, (values, answer) in rows.items():
    print(f"{row:14s}", "  ".join(f"{value:5.2f}" for value in values), " ", answer)
print(f"icy: {Y_train.mean():.0%} of {Y_train.size} mornings for training, ", end="")
print(f"{Y_test.mean():.0%} of {Y_test.size} new ones")

# %% [markdown]
# On average, icy mornings are colder, wetter and more shaded. In traffic the means hardly differ:
# the rule takes how far it is from the usual, to either side.

# %% demo="puzzle"
PUZZLE_SEED = 4
by_version = {
    "right": lambda X, Y, cache, parameters: right_gradients(X, Y, parameters),
    "wrong": lambda X, Y, cache, parameters: broken_backward("D", X, Y, cache),
}
drawn_order = np.random.default_rng(PUZZLE_SEED).permutation(["right", "wrong"])
crew_costs = {}
for crew, version in enumerate(drawn_order, start=1):
    crew_start = random_parameters(np.random.default_rng(PUZZLE_SEED))
    backward = by_version[str(version)]
    trained, costs = train(forward_propagation_n, backward, crew_start, X_train, Y_train)
    crew_costs[f"crew {crew}"] = costs
    _, cache = forward_propagation_n(X_test, Y_test, trained)
    score = np.mean((cache[9] > 0.5) == Y_test)
    print(f"crew {crew}: cost at the end {costs[-1]:.3f}, right on new mornings {score:.1%}")
show(
    curves(range(1500), crew_costs, "step of training", "cost", "Which crew follows wrong signs?"),
    "Two curves of the cost over 1,500 steps of training. Both fall, quickly at first, and end "
    "between 0.2 and 0.25. Neither looks broken.",
)

# %% [markdown]
# **Predict.** Which crew follows wrong signs?
#
# - **a** &nbsp; crew 1
# - **b** &nbsp; crew 2

# %% prediction="wrong_crew" among="ab" points=1
### BEGIN SOLUTION
predicted_wrong_crew = "b"
### END SOLUTION

# %% [markdown]
# ## What you will be able to do
#
# | After this lesson you can … | … and show it by writing |
# |---|---|
# | **derive** the error of a plank | `one_sided_error`, `two_sided_error`, `best_epsilon` |
# | **check** a gradient, of a line and of a whole network | `gradient_check`, `gradient_check_n` |
# | **name** a mistake by its pattern, **mend** it | `errors_by_block`, `backward_propagation_n` |
# | **choose** a threshold by experiment | `check_wave_slope`, `separating_thresholds` |
# | **find** the wrong blocks of a program never seen | `faulty_blocks` |
#
# The tools for all of it: `numerical_slope` and `numerical_gradient` measure,
# `relative_difference` compares.
#
# **You need:** the backward pass from *A deep network, three times* (course 1), and
# *Initialisation* from this week.
#
# **Time:** Part 1: 10 minutes, 2: 30, 3: 15, 4: 20, 5: 20, 6: 30, 7: 15, 8: 20, 9: 25. That is
# a little over three hours; stop after any part.
#
# **Computer:** about 20 seconds of computing in all, 0.2 GB of memory, no network connection.
#
# ## Conventions, said once
#
# - $J$ is the cost, one number. $\theta$ is what it depends on: one number in Parts 1 to 3, a
#   column of shape $(n, 1)$ with all parameters from Part 4 on.
# - A *gradient* is what a backward pass claims: the sign. A *measured* slope or gradient comes from
#   values of $J$ alone: the plank. *Sign* always means the road sign; a number below 0 has a minus.
# - $\varepsilon$ (`epsilon`), also called the *step*, is how far an end of the plank lies from
#   $\theta$, measured level. The *length of the plank* is the level distance between its ends,
#   $2\varepsilon$. A step of gradient descent is called a *step of training*.
# - $\lVert v \rVert = \sqrt{\sum_i v_i^2}$ is the *length* of $v$, also for a matrix: the root of
#   the sum of the squares of all its entries. So *length* has two uses: that of a plank, and that
#   of a gradient.
# - Columns are examples: $X$ is $(4, m)$, $Y$ is $(1, m)$. relu has slope 0 at exactly 0.
# - *Truncation* is the error of the plank because the road bends. *Round-off* is the error because
#   a computer keeps about 16 digits (float64) or 7 digits (float32).
# - No function of yours changes what it is given.
# - Grading runs the checks that you see, and the same statements on fresh random numbers.

# %% [markdown]
# ---
# # Part 1 · A straight road
#
# *10 minutes.* Two questions first.

# %% [markdown] question="passes_of_an_engine"
# **From *A deep network, three times*.** Your engine of `Value` objects found the slopes for all
# parameters of a network. How often did it walk back through the graph?
#
# - [x] Once for all of them together.
#   > Yes. Every node hands its slope down once. Keep that in mind: today you measure slopes one by
#   > one, and that takes many passes.
# - [ ] Once for each parameter.
#   > The slopes that reach a node are shared by everything below it. How often is each computed?
# - [ ] Once for each layer and each of its parameters.
#   > A layer is passed once. What does it hand down to the layer below?

# %% [markdown] question="what_a_match_means"
# **Also from there.** By hand, by caches, by the engine: three programs gave the same gradient. Why
# did you compare them with finite differences (planks) too?
#
# - [ ] Finite differences are more exact than all three, so they decide.
#   > They are the least exact of the four. What do they not share with the others?
# - [ ] They are faster, as soon as a network has many parameters.
#   > They need the whole forward pass again for every parameter.
# - [x] They use the cost alone, and share no derivation.
#   > Yes. Three programs made from one wrong formula agree with one another.

# %% [markdown]
# ## Your lines: the road and its sign
#
# The simplest road is straight. At the place $\theta$ it has the height $J$, and its sign says how
# steep it is:
#
# $$J(\theta) = x\,\theta, \qquad \frac{\partial J}{\partial \theta} = \;?\; \qquad
# x,\ \theta,\ J \text{ are plain numbers.}$$


# %% answer="forward_propagation"
def forward_propagation(x, theta):
    """Return the height J of the road at the place theta, a number.

    x: how steep the road is, a number; theta: a number
    """
    ### BEGIN SOLUTION
    return x * theta
    ### END SOLUTION


# %% check="forward_propagation" points=1
same(forward_propagation(2, 4), 8, "a road that rises by 2, at the place 4")
same(forward_propagation(-0.5, 3.0), -1.5, "downhill, at the place 3")
same(forward_propagation(7.0, 0.0), 0.0, "every road starts at height 0")
### BEGIN HIDDEN TESTS
x, theta = float(rng.uniform(1, 5)), float(rng.uniform(-5, -1))
same(forward_propagation(x, theta), forward_propagation_reference(x, theta), "another place")
### END HIDDEN TESTS


# %% right="forward_propagation"
def by_multiply(x, theta):
    return np.multiply(theta, x)


def by_dot(x, theta):
    return np.dot(theta, x)


def as_a_float(x, theta, height=0.0):
    return float(height + theta * x)


# %% wrong="forward_propagation"
def adds_the_two(x, theta):
    """A road that rises by 2 has which height at the place 4?"""
    return x + theta


def returns_the_steepness(x, theta):
    """That is how steep the road is. How high is it at theta?"""
    return x


def bends_the_road(x, theta):
    """This road is straight: J holds theta once, not squared."""
    return x * theta**2


# %% answer="backward_propagation"
def backward_propagation(x, theta):
    """Return the slope of J for theta, a number: what the sign says.

    x, theta: as in forward_propagation
    """
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION


# %% check="backward_propagation" points=1
same(backward_propagation(2, 4), 2, "a road that rises by 2, at the place 4")
same(backward_propagation(-0.5, 3.0), -0.5, "downhill")
measured = slope(lambda theta: 7.0 * theta, -1.5)
same(backward_propagation(7.0, -1.5), measured, "the slope measured at -1.5", tolerance=1e-4)
### BEGIN HIDDEN TESTS
x, theta = float(rng.uniform(1, 5)), float(rng.uniform(-5, -1))
same(backward_propagation(x, theta), backward_propagation_reference(x, theta), "another place")
### END HIDDEN TESTS


# %% right="backward_propagation"
def with_the_power_rule(x, theta):
    return 1 * x * theta**0


def as_a_numpy_float(x, theta):
    return np.float64(x)


def by_a_sum_of_terms(x, theta):
    return x + 0.0 * theta


# %% wrong="backward_propagation"
def returns_the_place(x, theta):
    """That is the slope for x. Which of the two numbers do you move?"""
    return theta


def returns_the_height(x, theta):
    """That is J itself. How much does it change when theta grows by 1?"""
    return x * theta


def takes_every_road_for_the_same(x, theta):
    """A steep road and a flat one get the same sign from you."""
    return 1.0


# %% [markdown]
# ## Worked example: lay the plank
#
# The sign is what `backward_propagation` says. The plank needs `forward_propagation` only: the
# heights of its two ends, and its length.

# %%
x, theta, epsilon = 3.0, 2.0, 0.25
ahead = forward_propagation(x, theta + epsilon)
behind = forward_propagation(x, theta - epsilon)
print("heights:", behind, "and", ahead, " length of the plank:", 2 * epsilon)
print("measured slope:", (ahead - behind) / (2 * epsilon))
print("the sign says: ", backward_propagation(x, theta))

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 1</b> (open it after the check)</summary>
#
# - *Taking $\theta$ for the slope.* That is $\partial J/\partial x$. A gradient check moves
#   $\theta$, so the sign must be the slope for $\theta$.
# - *Trusting a check on a straight road.* On it almost any plank measures right: long or short, to
#   both sides or to one. So from here on roads bend.
#
# </details>

# %% [markdown]
# ---
# # Part 2 · How long should the plank be?
#
# *30 minutes.* Roads bend. Then it matters where the ends of the plank lie.
#
# **Predict.** The road is $J(\theta) = \sin\theta$, the sign stands at $\theta = 1$, and the plank
# has the sign in its **middle**. You make the plank a tenth as long. By which factor does its
# error become smaller?

# %% prediction="factor" between=[1, 10000] points=1
### BEGIN SOLUTION
predicted_factor = 10
### END SOLUTION

# %% [markdown]
# ## Look: planks on a bent road
#
# This plank is far too long, so that you see what goes wrong: $\varepsilon = 0.6$.

# %% demo="bent_road"
place = np.linspace(0, 2, 201)
rise_of_both = (math.sin(1.6) - math.sin(0.4)) / 1.2
rise_ahead = (math.sin(1.6) - math.sin(1)) / 0.6
lines = {
    "road": np.sin(place),
    "what a right sign says": math.sin(1) + math.cos(1) * (place - 1),
    "plank to both sides": math.sin(0.4) + rise_of_both * (place - 0.4),
    "plank ahead only": math.sin(1) + rise_ahead * (place - 1),
}
for name, begins in (("plank to both sides", 0.395), ("plank ahead only", 0.995)):
    lines[name] = np.where((place > begins) & (place < 1.605), lines[name], np.nan)
show(
    curves(place, lines, "θ", "J", "A sign at θ = 1 on the road sin θ"),
    "A bent road and its tangent at 1. A plank from 0.4 to 1.6 is a little flatter than the "
    "tangent. A plank from 1 to 1.6 is much flatter.",
)
print(f"sign {math.cos(1):.3f}, both sides {rise_of_both:.3f}, ahead only {rise_ahead:.3f}")

# %% [markdown]
# ## Derive it: two errors
#
# Near $\theta$ every smooth road is nearly a sum of powers (Taylor):
#
# $$J(\theta + \varepsilon) = J + \varepsilon J' + \frac{\varepsilon^2}{2} J''
# + \frac{\varepsilon^3}{6} J''' + \dots \qquad \text{all on the right at } \theta.$$
#
# *A worked line first.* The end behind has $-\varepsilon$ in place of $\varepsilon$. Even powers do
# not notice, odd powers are multiplied by -1:
#
# $$J(\theta - \varepsilon) = J - \varepsilon J' + \frac{\varepsilon^2}{2} J''
# - \frac{\varepsilon^3}{6} J''' + \dots$$
#
# **One side.** One end *at* the sign: $\;\dfrac{J(\theta + \varepsilon) - J(\theta)}{\varepsilon}
# = J' + \;?\; + \dots$ Write the first term behind $J'$.


# %% answer="one_sided_error"
def one_sided_error(epsilon, J2):
    """Return the first term of (one-sided slope - J'), a number.

    epsilon: a number; J2: the second derivative J'' at theta, a number
    """
    ### BEGIN SOLUTION
    return epsilon * J2 / 2
    ### END SOLUTION


# %% check="one_sided_error" points=1
# J = θ² at 3: J' = 6 and J'' = 2. The plank from 3 to 3.1 measures (9.61 - 9) / 0.1 = 6.1.
same(one_sided_error(0.1, 2.0), 0.1, "J = θ² at 3, epsilon 0.1: 6.1 is measured, 6 is true")
same(one_sided_error(0.5, -8.0), -2.0, "J = -4 θ², epsilon 0.5")
measured = (math.sin(1.01) - math.sin(1)) / 0.01 - math.cos(1)
same(one_sided_error(0.01, -math.sin(1)), measured, "sin, measured", tolerance=0.02)
### BEGIN HIDDEN TESTS
epsilon, J2 = float(rng.uniform(0.1, 1)), float(rng.uniform(3, 9))
same(one_sided_error(epsilon, J2), one_sided_error_reference(epsilon, J2), "other numbers")
### END HIDDEN TESTS


# %% right="one_sided_error"
def half_of_the_product(epsilon, J2):
    return 0.5 * epsilon * J2


def by_dividing_the_term(epsilon, J2):
    return (epsilon**2 / 2 * J2) / epsilon


def as_a_measured_parabola(epsilon, J2, start=1.0):
    road = (J2 / 2 * (start + epsilon) ** 2 - J2 / 2 * start**2) / epsilon
    return road - J2 * start


# %% wrong="one_sided_error"
def forgets_to_divide_by_epsilon(epsilon, J2):
    """The whole difference is divided by epsilon. Is your term?"""
    return epsilon**2 * J2 / 2


def forgets_the_half(epsilon, J2):
    """Which factor stands before J'' in Taylor's sum?"""
    return epsilon * J2


def takes_half_of_the_step_only(epsilon, J2):
    """On a straight road J'' is 0, and then there is no error. Does yours vanish?"""
    return epsilon / 2


# %% [markdown]
# **Both sides.** The sign in the middle:
# $\;\dfrac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2\varepsilon} = J' + \;?\; + \dots$
# Subtract the two sums above. What cancels, and what is left first?


# %% answer="two_sided_error"
def two_sided_error(epsilon, J3):
    """Return the first term of (two-sided slope - J'), a number.

    epsilon: a number; J3: the third derivative J''' at theta, a number
    """
    ### BEGIN SOLUTION
    return epsilon**2 * J3 / 6
    ### END SOLUTION


# %% check="two_sided_error" points=1
# J = θ³ at 1: J' = 3 and J''' = 6. From 0.9 to 1.1: (1.331 - 0.729) / 0.2 = 3.01.
same(two_sided_error(0.1, 6.0), 0.01, "J = θ³ at 1, epsilon 0.1: 3.01 is measured, 3 is true")
same(two_sided_error(0.5, -12.0), -0.5, "J = -2 θ³, epsilon 0.5")
measured = 1e3 * ((math.sin(1.01) - math.sin(0.99)) / 0.02 - math.cos(1))
same(1e3 * two_sided_error(0.01, -math.cos(1)), measured, "sin, measured", tolerance=0.02)
### BEGIN HIDDEN TESTS
epsilon, J3 = float(rng.uniform(0.1, 1)), float(rng.uniform(3, 9))
same(two_sided_error(epsilon, J3), two_sided_error_reference(epsilon, J3), "other numbers")
### END HIDDEN TESTS


# %% right="two_sided_error"
def from_both_sums(epsilon, J3):
    return (epsilon**3 / 6 * J3 - -(epsilon**3) / 6 * J3) / (2 * epsilon)


def with_a_factorial(epsilon, J3):
    return J3 * epsilon**2 / math.factorial(3)


def as_a_measured_cubic(epsilon, J3):
    return (J3 / 6 * epsilon**3 - J3 / 6 * (-epsilon) ** 3) / (epsilon + epsilon)


# %% wrong="two_sided_error"
def divides_by_one_epsilon(epsilon, J3):
    """The ends are 2 epsilon apart, and the term stands in both sums. Count again."""
    return epsilon**2 * J3 / 3


def keeps_the_third_power(epsilon, J3):
    """The whole difference is divided by 2 epsilon. Which power is left?"""
    return epsilon**3 * J3 / 6


def turns_the_term_round(epsilon, J3):
    """Minus a negative term is a positive one. What becomes of the third powers?"""
    return -(epsilon**2) * J3 / 6


def halves_once_more(epsilon, J3):
    """Both sums hold the term; subtracting them doubles it before you divide by 2 epsilon."""
    return epsilon**2 * J3 / 12


def stays_with_the_first_power(epsilon, J3):
    """The term with epsilon squared cancels before the division. Which power is next?"""
    return epsilon * J3 / 6


# %% [markdown]
# ## Your function: `numerical_slope`
#
# From now on the sign lies in the middle:
#
# $$\frac{\partial J}{\partial \theta} \approx
# \frac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2\,\varepsilon}
# \qquad \text{one number.}$$


# %% answer="numerical_slope"
def numerical_slope(f, theta, epsilon=1e-7):
    """Return the two-sided measured slope of f at theta, a number.

    f: a function of one number that returns one number; theta, epsilon: numbers
    """
    ### BEGIN SOLUTION
    return (f(theta + epsilon) - f(theta - epsilon)) / (2 * epsilon)
    ### END SOLUTION


# %% check="numerical_slope" points=3
same(numerical_slope(lambda theta: 5 * theta, 2.0, 0.5), 5.0, "a straight road")
same(numerical_slope(lambda theta: theta**3, 1.0, 0.1), 3.01, "θ³ at 1, by hand: 0.602 / 0.2")
same(numerical_slope(lambda theta: theta**3, -2.0, 0.5), 12.25, "θ³ at -2, from -2.5 to -1.5")
same(numerical_slope(lambda theta: theta**2 + 7, 3.0, 1.0), 6.0, "θ² + 7: two-sided is exact here")
same(numerical_slope(lambda theta: 4.0, 3.0, 0.1), 0.0, "a level road")
same(numerical_slope(math.sin, 1.0), math.cos(1.0), "sin with the step 1e-7", tolerance=1e-4)
### BEGIN HIDDEN TESTS
theta, epsilon, power = float(rng.uniform(1, 2)), float(rng.uniform(0.1, 0.5)), 4


def bent(theta):
    return theta**power - 3 * theta


want = numerical_slope_reference(bent, theta, epsilon)
same(numerical_slope(bent, theta, epsilon), want, "another road, place and step")
### END HIDDEN TESTS


# %% right="numerical_slope"
def from_the_two_ends(f, theta, epsilon=1e-7):
    behind, ahead = theta - epsilon, theta + epsilon
    return (f(ahead) - f(behind)) / (ahead - behind)


def mean_of_two_one_sided_slopes(f, theta, epsilon=1e-7):
    here = f(theta)
    return 0.5 * ((f(theta + epsilon) - here) / epsilon + (here - f(theta - epsilon)) / epsilon)


def in_a_loop_over_the_signs(f, theta, epsilon=1e-7):
    total = 0.0
    for sign in (-1, 1):
        total += sign * f(theta + sign * epsilon)
    return total / epsilon / 2


# %% wrong="numerical_slope"
def looks_ahead_only(f, theta, epsilon=1e-7):
    """Your plank ends at the sign. Lay it to both sides, so that the even terms cancel."""
    return (f(theta + epsilon) - f(theta)) / epsilon


def divides_a_one_sided_rise_by_the_whole_length(f, theta, epsilon=1e-7):
    """From the sign to one end is only half of the plank. Where is the other end?"""
    return (f(theta + epsilon) - f(theta)) / (2 * epsilon)


def multiplies_by_epsilon(f, theta, epsilon=1e-7):
    """`/ 2 * epsilon` divides by 2 and then multiplies by epsilon. Set brackets."""
    return (f(theta + epsilon) - f(theta - epsilon)) / 2 * epsilon


def takes_half_the_length(f, theta, epsilon=1e-7):
    """How far are the two ends apart?"""
    return (f(theta + epsilon) - f(theta - epsilon)) / epsilon


def walks_backwards(f, theta, epsilon=1e-7):
    """The road 5θ rises. Does yours?"""
    return (f(theta - epsilon) - f(theta + epsilon)) / (2 * epsilon)


def adds_the_heights(f, theta, epsilon=1e-7):
    """On a level road the slope is 0. Is there a plus or a minus between your two heights?"""
    return (f(theta + epsilon) + f(theta - epsilon)) / (2 * epsilon)


def has_a_plank_of_its_own(f, theta, epsilon=1e-7):
    """The step is an argument: with epsilon 0.1 the slope of θ³ comes out as 3.01."""
    return (f(theta + 1e-7) - f(theta - 1e-7)) / 2e-7


def divides_before_it_subtracts(f, theta, epsilon=1e-7):
    """Division comes before subtraction. Where do the brackets belong?"""
    return f(theta + epsilon) - f(theta - epsilon) / (2 * epsilon)


# %% demo="factor_measured"
for epsilon in (1e-1, 1e-2, 1e-3):
    one_sided = (math.sin(1 + epsilon) - math.sin(1)) / epsilon - math.cos(1)
    two_sided = numerical_slope(math.sin, 1.0, epsilon) - math.cos(1)
    print(
        f"epsilon {epsilon:g}: one-sided {one_sided:.1e}, your term "
        f"{one_sided_error(epsilon, -math.sin(1)):.1e}; two-sided {two_sided:.1e}, your term "
        f"{two_sided_error(epsilon, -math.cos(1)):.1e}"
    )
errors = [abs(numerical_slope(math.sin, 1.0, epsilon) - math.cos(1)) for epsilon in (1e-1, 1e-2)]
compare_prediction("factor", predicted_factor, errors[0] / errors[1])

# %% [markdown]
# ## Look: shorter is not always better
#
# Every power of ten for $\varepsilon$, from a plank as long as the hill down to nothing. The errors
# are the largest over 40 places on the road $\sin\theta$.


# %%
PLACES = np.linspace(0.3, 6.0, 40)
EXPONENTS = np.arange(-15, 0.25, 0.25)


def largest_errors(epsilon):
    """The largest error over the PLACES of the one-sided and of the two-sided slope of sin."""
    one_sided = (np.sin(PLACES + epsilon) - np.sin(PLACES)) / epsilon
    two_sided = [numerical_slope(math.sin, float(place), epsilon) for place in PLACES]
    return [float(np.max(np.abs(found - np.cos(PLACES)))) for found in (one_sided, two_sided)]


# %% demo="slide_epsilon"
sweep = np.array([largest_errors(10.0**k) for k in EXPONENTS])


def draw_errors(exponent=-2):
    both = largest_errors(10.0**exponent)
    figure = curves(
        10.0**EXPONENTS,
        {"one-sided": sweep[:, 0], "two-sided": sweep[:, 1]},
        "ε, half the length of the plank",
        "largest error of the slope",
        f"ε = 1e{exponent}: one-sided {both[0]:.0e}, two-sided {both[1]:.0e}",
        log_x=True,
        log_y=True,
    )
    figure.axes[0].plot([10.0**exponent] * 2, both, "*", color="black", markersize=13, zorder=5)
    return figure


slider(
    draw_errors,
    lambda exponent: (
        "Errors against ε on logarithmic axes; both curves have the shape of a V. Stars mark ε = "
        f"1e{exponent}. From right to left the two-sided error falls twice as steeply, and it "
        "begins to rise again earlier than the one-sided one."
    ),
    exponent=(-15, 0, 1),
)

# %% [markdown]
# **Your number.** Both curves look like a V with two arms. At which power of ten is the
# **two-sided** error smallest? Move the slider; the title tells the errors. Write the exponent, a
# whole number. (Without sliders: read the figure, or print `largest_errors(10.0**k)` for a few
# `k`.)

# %% answer="best_exponent"
# Write: best_exponent = (your whole number)
### BEGIN SOLUTION
best_exponent = -5
### END SOLUTION

# %% check="best_exponent" points=2
# About the height of the two arms: a sine bends away by this much, and a height is rounded.
error = {k: 1 - math.sin(10.0**k) / 10.0**k + 1.1e-16 / 10.0**k for k in range(-15, 1)}
assert best_exponent in list(error), (
    f"the exponent is a whole number from -15 to 0, such as -3 for 0.001; yours: {best_exponent}"
)
smallest = min(error, key=error.get)
side = "longer" if best_exponent < smallest else "shorter"
assert best_exponent == smallest, (
    f"with 1e{best_exponent} the two-sided error is about {error[best_exponent]:.0e}; with a "
    f"{side} plank it is smaller. Read the two-sided curve"
)

# %% right="best_exponent"
as_a_float = -5.0
as_a_numpy_number = np.int64(-5)
from_the_logarithm = round(math.log10(1e-5))

# %% wrong="best_exponent"
takes_the_one_sided_curve = -8
takes_the_shortest_plank = -15
takes_the_longest_plank = 0

# %% [markdown] question="left_arm" points=1
# **1 point.** Why does the left arm of the V rise when $\varepsilon$ becomes smaller?
#
# - [ ] On a short piece the road bends more, and the plank touches it less well.
#   > On a short piece it bends less: that is the right arm. What happens to two heights that are
#   > almost equal?
# - [ ] Python cannot hold numbers as small as 1e-12, and takes 0 in their place.
#   > It holds 1e-300. The trouble is a difference of two heights near 1: how many digits are left?
# - [x] The difference of two nearly equal heights is little but rounding.
#   > Yes. A height of about 1 is known to about 1e-16. Over a length of 1e-12 that is an error of
#   > about 1e-4 in the slope. (The places θ ± ε are rounded too; that adds an error of the same
#   > kind.)

# %% [markdown]
# ## Your line: where the two arms meet
#
# Round-off makes a height wrong by about $u\,|J|$, where $u$ is about $10^{-16}$ in float64. So the
# error of the two-sided slope is about
#
# $$E(\varepsilon) = |T(\varepsilon)| + \frac{u\,|J|}{\varepsilon}, \qquad
# T \text{ your term for both sides; all are plain numbers.}$$
#
# *A worked example: the one-sided plank.* Two heights are wrong by $u|J|$ each, over the length
# $\varepsilon$. So its error has the form
#
# $$E_1(\varepsilon) = a\,\varepsilon + \frac{b}{\varepsilon}, \qquad b = 2u|J|, \qquad
# E_1'(\varepsilon) = a - \frac{b}{\varepsilon^2} = 0
# \quad\text{at}\quad \varepsilon = \sqrt{b/a},$$
#
# with $a$ from your term for one side. For the sine at 1:

# %% demo="one_sided_lowest_point"
u = float(np.finfo(float).eps) / 2
a, b = abs(one_sided_error(1.0, -math.sin(1))), 2 * u * math.sin(1)
print(f"best one-sided step about {math.sqrt(b / a):.0e}: the lowest point of the one-sided curve")

# %% [markdown]
# **Now two-sided.** Differentiate both terms of $E$ with respect to $\varepsilon$, set the sum to
# 0, and solve.


# %% answer="best_epsilon"
def best_epsilon(J, J3, u):
    """Return the step at which truncation and round-off together are smallest, a number.

    J: the height at theta; J3: the third derivative there, not 0; u: the rounding of one number
    """
    ### BEGIN SOLUTION
    return (3 * u * abs(J) / abs(J3)) ** (1 / 3)
    ### END SOLUTION


# %% check="best_epsilon" points=2
same(best_epsilon(1.0, 3.0, 1e-6), 0.01, "J = 1, J''' = 3, u = 1e-6")
same(best_epsilon(-9.0, 1.0, 1.0), 3.0, "J = -9, J''' = 1, u = 1: a height below 0 has a size too")
same(best_epsilon(4.0, -1.5, 1e-3), 0.2, "J = 4, J''' = -1.5, u = 1e-3: sizes count")
### BEGIN HIDDEN TESTS
J, J3, u = (float(number) for number in rng.uniform(1, 9, 3))
same(best_epsilon(J, -J3, u), best_epsilon_reference(J, -J3, u), "other numbers")
### END HIDDEN TESTS


# %% right="best_epsilon"
def by_cbrt(J, J3, u):
    return np.cbrt(3 * u * np.abs(J / J3))


def by_logarithms(J, J3, u):
    return math.exp((math.log(3 * u) + math.log(abs(J)) - math.log(abs(J3))) / 3)


def by_searching(J, J3, u):
    low, high = 1e-12, 1e6
    for _ in range(200):
        middle = math.sqrt(low * high)
        if middle**3 * abs(J3) / 3 < u * abs(J):
            low = middle
        else:
            high = middle
    return low


# %% wrong="best_epsilon"
def takes_the_square_root(J, J3, u):
    """Bring both terms to one side: which power of epsilon stands there?"""
    return (3 * u * abs(J) / abs(J3)) ** (1 / 2)


def makes_both_errors_equal(J, J3, u):
    """Where both errors are equal their sum is not smallest. Where is its derivative 0?"""
    return (6 * u * abs(J) / abs(J3)) ** (1 / 3)


def turns_the_fraction_round(J, J3, u):
    """A road that bends more needs a shorter plank. Does yours become shorter?"""
    return (3 * u * abs(J3) / abs(J)) ** (1 / 3)


def keeps_the_signs(J, J3, u):
    """A step is a positive number. Which sizes does E use?"""
    return float(np.cbrt(3 * u * J / J3))


def forgets_the_three(J, J3, u):
    """Look at the derivative of the first term of E: which fraction stands before it?"""
    return (u * abs(J) / abs(J3)) ** (1 / 3)


# %% demo="best_steps"
for dtype in (np.float64, np.float32):
    u = float(np.finfo(dtype).eps) / 2
    step = best_epsilon(math.sin(1), -math.cos(1), u)
    print(f"{dtype.__name__}: u = {u:.0e}, best step about {step:.0e}")

# %% [markdown]
# The usual $\varepsilon = 10^{-7}$ lies on the left arm: a little too short, but the figure shows
# that its error is still small. In float32 a step of $10^{-7}$ would measure nothing but
# rounding. Keep that for Part 8.
#
# <details><summary><b>What goes wrong most often in Part 2</b> (open it after the check)</summary>
#
# - *The smaller the better.* Only down to the lowest point of the V.
# - *Dividing by $\varepsilon$ with a plank of length $2\varepsilon$.* The slope is doubled. What a
#   check then says is asked in Part 3.
# - *Losing a term or a factor.* One side:
#   $(\varepsilon J' + \frac{\varepsilon^2}{2} J'') / \varepsilon
#   = J' + \frac{\varepsilon}{2} J''$. Both sides: the even terms cancel, and
#   $(2\varepsilon J' + 2 \cdot \frac{\varepsilon^3}{6} J''') / (2\varepsilon)
#   = J' + \frac{\varepsilon^2}{6} J'''$.
# - *Setting the two terms of $E$ equal.* That is a different step. With
#   $|T| = \frac{\varepsilon^2}{6} |J'''|$ the derivative of $E$ is
#   $\frac{\varepsilon}{3} |J'''| - \frac{u |J|}{\varepsilon^2}$. It is 0 where
#   $\varepsilon^3 = 3u |J| / |J'''|$.
# - *A test on a straight road or a parabola.* On the first, one side is exact; on the second, two
#   sides are. A cubic tells all of them apart.
#
# </details>

# %% [markdown]
# ---
# # Part 3 · How far apart is too far?
#
# *15 minutes.* The sign says 12.0 %, the plank measures 12.1 %. Is the sign wrong?

# %% [markdown] question="scale_of_a_difference"
# **Recall from *Initialisation*.** In a deep network all slopes were tiny from weights times 0.01,
# and all were huge from weights times 1. A check says *wrong* when
# $\lVert \text{claimed} - \text{measured} \rVert > 0.001$. What happens?
#
# - [x] It objects to tiny flaws in huge gradients, and lets gross ones in tiny gradients pass.
#   > Yes. A difference says nothing until you know what it is a difference of.
# - [ ] It treats both starts alike, because the same threshold holds for every one of their slopes.
#   > A gradient of 500 that is off by 0.01 is nearly perfect. What is a gradient of 0.0005 that is
#   > claimed to be 0?
# - [ ] It objects to everything at the start with tiny slopes.
#   > There even a claim of 0 is off by less than 0.001. Does it object?

# %% [markdown]
# ## Worked example: claimed 3, measured 2
#
# The difference 1 is compared with the sizes of both:

# %%
claimed, measured = np.array([[3.0], [0.0]]), np.array([[2.0], [0.0]])
length_of_difference = np.linalg.norm(claimed - measured)
sum_of_lengths = np.linalg.norm(claimed) + np.linalg.norm(measured)
print(length_of_difference, "/", sum_of_lengths, "=", length_of_difference / sum_of_lengths)

# %% [markdown]
# ## Your function: `relative_difference`
#
# $$d(a, b) = \frac{\lVert a - b \rVert}{\lVert a \rVert + \lVert b \rVert}, \qquad
# a, b \text{ of the same shape, } d \text{ one number from 0 to 1.}$$
#
# Where both are 0 there is nothing to tell apart: then $d = 0$.


# %% answer="relative_difference"
def relative_difference(a, b):
    """Return the length of a - b over the sum of the lengths of a and b, a number.

    a, b: two numbers, or two arrays of the same shape
    The result is 0.0 where both are 0 everywhere.
    """
    ### BEGIN SOLUTION
    lengths = np.linalg.norm(a) + np.linalg.norm(b)
    if lengths == 0:
        return 0.0
    return float(np.linalg.norm(np.asarray(a) - b) / lengths)
    ### END SOLUTION


# %% check="relative_difference" points=4
same(relative_difference(3.0, 2.0), 0.2, "two numbers: 1 over 3 + 2")
same(relative_difference(-3.0, 3.0), 1.0, "a slope turned round is as far apart as can be")
a, b = np.array([[3.0], [4.0]]), np.array([[0.0], [5.0]])
same(
    untouched(relative_difference, a, b),
    math.sqrt(10) / 10,
    "(3, 4) and (0, 5): both have length 5",
)
same(relative_difference(1e-6 * a, 1e-6 * b), math.sqrt(10) / 10, "a millionth of both: the same")
a, b = np.array([[2.0, -1.0, 2.0]]), np.array([[1.0, 0.0, 2.0]])
same(relative_difference(a, b), math.sqrt(2) / (3 + math.sqrt(5)), "(2, -1, 2) and (1, 0, 2)")
same(relative_difference(np.zeros((2, 1)), np.zeros((2, 1))), 0.0, "0 and 0: nothing to tell apart")
same(relative_difference(np.zeros((2, 1)), np.ones((2, 1))), 1.0, "0 is claimed, 1 is measured")
### BEGIN HIDDEN TESTS
a, b = rng.standard_normal((7, 1)), rng.standard_normal((7, 1))
same(relative_difference(a, b), relative_difference_reference(a, b), "random vectors")
b = a + 0.01 * b
same(relative_difference(a, b), relative_difference_reference(a, b), "vectors that nearly agree")
### END HIDDEN TESTS


# %% right="relative_difference"
def by_sums_of_squares(a, b):
    def length(v):
        return math.sqrt(float(np.sum(np.square(v, dtype=float))))

    below = length(a) + length(b)
    return length(np.subtract(a, b)) / below if below > 0 else 0.0


def entry_by_entry(a, b):
    above = left = right = 0.0
    for one, other in zip(np.ravel(a), np.ravel(b), strict=True):
        above += (one - other) ** 2
        left += one**2
        right += other**2
    return 0 if left + right == 0 else above**0.5 / (left**0.5 + right**0.5)


def by_dot_products(a, b, smallest=1e-300):
    a, b = np.ravel(a), np.ravel(b)
    return np.sqrt((a - b) @ (a - b)) / max(np.sqrt(a @ a) + np.sqrt(b @ b), smallest)


# %% wrong="relative_difference"
def _compared(a, b, above, below):
    """above(a - b, a, b) over below(a, b), and 0.0 for 0 / 0."""
    a, b = np.ravel(a).astype(float), np.ravel(b).astype(float)
    under = float(below(a, b))
    return float(above(a - b, a, b)) / under if under else 0.0


def _lengths(a, b):
    return np.linalg.norm(a) + np.linalg.norm(b)


def does_not_divide(a, b):
    """A millionth of both vectors must give the same number. Divide by their lengths."""
    return _compared(a, b, lambda d, a, b: np.linalg.norm(d), lambda a, b: 1.0)


def squares_the_lengths(a, b):
    """Squares make 1e-4 look like 1e-8, so that mistakes pass. Take the root."""
    return _compared(a, b, lambda d, a, b: d @ d, lambda a, b: a @ a + b @ b)


def subtracts_the_lengths(a, b):
    """(3, 4) and (0, 5) are equally long, and they differ. Subtract first, then measure."""
    return _compared(
        a,
        b,
        lambda d, a, b: abs(np.linalg.norm(a) - np.linalg.norm(b)),
        lambda a, b: _lengths(a, b),
    )


def lets_errors_cancel(a, b):
    """A mean lets positive and negative errors cancel. Measure the length of the difference."""
    return _compared(a, b, lambda d, a, b: abs(d.mean()), lambda a, b: _lengths(a, b))


def adds_absolute_values(a, b):
    """The length is the root of the sum of squares. Yours is the sum of the absolute values."""
    return _compared(
        a, b, lambda d, a, b: np.abs(d).sum(), lambda a, b: np.abs(a).sum() + np.abs(b).sum()
    )


def divides_by_one_length_only(a, b):
    """Below the line stand the lengths of both, added. Yours has only one of them."""
    return _compared(a, b, lambda d, a, b: np.linalg.norm(d), lambda a, b: np.linalg.norm(a))


def measures_the_sum(a, b):
    """Below stand two lengths. The length of the sum is 0 for opposite vectors."""
    return _compared(a, b, lambda d, a, b: np.linalg.norm(d), lambda a, b: np.linalg.norm(a + b))


def adds_a_small_number_below(a, b):
    """A number added below changes the result for small vectors. Treat 0 and 0 by itself."""
    return _compared(a, b, lambda d, a, b: np.linalg.norm(d), lambda a, b: _lengths(a, b) + 1e-8)


def divides_zero_by_zero(a, b):
    """Two vectors of zeros give nan. What does the docstring ask for?"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    with np.errstate(invalid="ignore"):
        return float(np.float64(np.linalg.norm(a - b)) / np.float64(_lengths(a, b)))


# %% [markdown] question="doubled_slope" points=1
# **1 point.** A sign is exactly twice as large as it should be. What is the relative difference?
#
# - [ ] 2
#   > It never exceeds 1. Put in a = 2 and b = 1.
# - [ ] It depends on how steep the road is.
#   > Put in a = 2b and cancel b.
# - [x] 1/3
#   > Yes: (2 - 1) / (2 + 1). And a positive factor c gives |c - 1| / (c + 1), so it tells the
#   > factor, but cannot tell c from 1/c.

# %% [markdown]
# ## Your function: `gradient_check`
#
# Now join the parts: the plank on `forward_propagation`, the sign from `backward_propagation`, and
# one number that compares them. How small is small enough? For a start: below $10^{-6}$ the sign is
# fine, above $10^{-3}$ it is wrong, in between look closer. (Part 8 tries the first of these.)


# %%
def print_verdict(difference):
    """Say what a relative difference of a float64 check means."""
    words = "fine" if difference < 1e-6 else "wrong" if difference > 1e-3 else "look closer"
    print(f"relative difference {difference:.2e}: {words}")


# %% answer="gradient_check"
def gradient_check(x, theta, epsilon=1e-7, print_msg=False):
    """Return the relative difference between backward_propagation and the two-sided slope.

    x, theta: numbers, as in forward_propagation(x, theta); epsilon: half the length of the plank
    print_msg: True to print the verdict as well
    returns: a number
    """
    # Step 1: measure the slope for theta; x stays as it is.
    # Step 2: ask backward_propagation.
    # Step 3: compare the two.
    ### BEGIN SOLUTION
    measured = numerical_slope(lambda place: forward_propagation(x, place), theta, epsilon)
    difference = relative_difference(backward_propagation(x, theta), measured)
    ### END SOLUTION
    if print_msg:
        print_verdict(difference)
    return difference


# %% [markdown]
# On a straight road a bad plank measures right, so your function must be tried on bent ones too. It
# calls `forward_propagation` and `backward_propagation` by name. So the check can put **another
# road** under these names for the length of one call:


# %% builder="checked_on"
ROADS = {
    "cubic, right sign": (lambda x, theta: x * theta**3, lambda x, theta: 3 * x * theta**2),
    "cubic, sign 2xθ²": (lambda x, theta: x * theta**3, lambda x, theta: 2 * x * theta**2),
    "cubic, sign -3xθ²": (lambda x, theta: x * theta**3, lambda x, theta: -3 * x * theta**2),
}


def checked_on(road, check, x, theta, epsilon=1e-7):
    """Return what check(x, theta, epsilon) says while J is one of the ROADS."""
    names = globals()
    kept = {name: names[name] for name in ("forward_propagation", "backward_propagation")}
    names["forward_propagation"], names["backward_propagation"] = ROADS[road]
    try:
        return check(x, theta, epsilon)
    finally:
        names.update(kept)


# %% check="gradient_check" points=5
straight = gradient_check(2, 4)
assert straight < 1e-6, (
    f"the road 2θ at 4 with its own sign 2: below 1e-6 is expected, yours says {straight:.2g}; "
    "1 means that one slope is uphill and the other downhill, or that one of them is 0"
)
# θ³ at 1, step 0.1: the plank measures 3.01.
want = 0.01 / 6.01
got = checked_on("cubic, right sign", gradient_check, 1.0, 1.0, 0.1)
same(got, want, "the road θ³ at 1 with epsilon 0.1: claimed 3, measured 3.01")
got = checked_on("cubic, right sign", gradient_check, 1000.0, 1.0, 0.1)
same(got, want, "the road 1000 θ³, 1000 times as steep: the same relative difference")
got = checked_on("cubic, sign 2xθ²", gradient_check, 1.0, 1.0, 0.1)
same(got, 1.01 / 5.01, "the road θ³ at 1 with a wrong sign: claimed 2, measured 3.01")
got = checked_on("cubic, sign -3xθ²", gradient_check, 1.0, -2.0, 0.5)
same(got, 1.0, "the road θ³ at -2 with the sign -3θ²: it says -12, the plank 12.25")
got = checked_on("cubic, right sign", gradient_check, 2.0, -1.5)
assert got < 1e-6, f"a right sign on a cubic with the step 1e-7: yours says {got:.1e}"
# Far out nothing but rounding is left. Every program rounds in its own way, but stays in 0 to 1.
for step in (1e-7, 2e-7):
    far_out = float(gradient_check(3.0, 2.0**28, step))
    assert 0 <= far_out <= 1, f"a relative difference lies between 0 and 1, not at {far_out}"
### BEGIN HIDDEN TESTS
x, theta, step = float(rng.uniform(2, 9)), float(rng.uniform(1, 2)), float(rng.uniform(0.1, 0.4))
got = checked_on("cubic, right sign", gradient_check, x, theta, step)
same(got, step**2 / (6 * theta**2 + step**2), "another place and step")
got = checked_on("cubic, sign 2xθ²", gradient_check, x, theta, step)
same(got, (theta**2 + step**2) / (5 * theta**2 + step**2), "a wrong sign, another place and step")
### END HIDDEN TESTS


# %% right="gradient_check"
def without_helpers(x, theta, epsilon=1e-7, print_msg=False):
    ahead = forward_propagation(x, theta + epsilon)
    behind = forward_propagation(x, theta - epsilon)
    approximate = (ahead - behind) / (2 * epsilon)
    claimed = backward_propagation(x, theta)
    return abs(claimed - approximate) / (abs(claimed) + abs(approximate))


def with_norms(x, theta, epsilon=1e-7, print_msg=False):
    places = np.array([theta - epsilon, theta + epsilon])
    heights = [forward_propagation(x, place) for place in places]
    pair = np.array([backward_propagation(x, theta), np.diff(heights)[0] / np.diff(places)[0]])
    difference = np.linalg.norm(pair[:1] - pair[1:])
    difference /= np.linalg.norm(pair[:1]) + np.linalg.norm(pair[1:])
    if print_msg:
        print("the sign is", "right" if difference < 2e-7 else "wrong")
    return difference


def with_a_column(x, theta, epsilon=1e-7, print_msg=False, quiet=True):
    def height(place):
        return float(forward_propagation(x, place))

    claimed = np.array([[backward_propagation(x, theta)]], dtype=float)
    found = np.array([[(height(theta + epsilon) - height(theta - epsilon)) / (2 * epsilon)]])
    return float(
        np.linalg.norm(claimed - found) / (np.linalg.norm(claimed) + np.linalg.norm(found))
    )


# %% wrong="gradient_check"
def _sign_and_plank(x, theta, epsilon, measure=None, compare=None):
    """The check with one thing changed."""

    def height(place):
        return forward_propagation(x, place)

    if measure is None:
        found = (height(theta + epsilon) - height(theta - epsilon)) / (2 * epsilon)
    else:
        found = measure(height)
    claimed = backward_propagation(x, theta)
    if compare is not None:
        return compare(claimed, found)
    return abs(claimed - found) / (abs(claimed) + abs(found))


def lays_the_plank_ahead_only(x, theta, epsilon=1e-7, print_msg=False):
    """On a bent road your measured slope is off by more than epsilon squared. Use both sides."""
    return _sign_and_plank(x, theta, epsilon, lambda J: (J(theta + epsilon) - J(theta)) / epsilon)


def divides_by_half_the_length(x, theta, epsilon=1e-7, print_msg=False):
    """A right sign gets a large number even on a straight road. How long is your plank?"""
    return _sign_and_plank(
        x, theta, epsilon, lambda J: (J(theta + epsilon) - J(theta - epsilon)) / epsilon
    )


def turns_the_plank_round(x, theta, epsilon=1e-7, print_msg=False):
    """A right sign gets 1 from you: your plank goes down where the road goes up."""
    return _sign_and_plank(
        x, theta, epsilon, lambda J: (J(theta - epsilon) - J(theta + epsilon)) / (2 * epsilon)
    )


def adds_the_two_heights(x, theta, epsilon=1e-7, print_msg=False):
    """A slope is made of a difference of heights. Is there a plus or a minus between yours?"""
    return _sign_and_plank(
        x, theta, epsilon, lambda J: (J(theta + epsilon) + J(theta - epsilon)) / (2 * epsilon)
    )


def is_always_content(x, theta, epsilon=1e-7, print_msg=False):
    """A wrong sign gets the same number from you as a right one. What do you compare?"""
    return 1e-7


def compares_the_sign_with_itself(x, theta, epsilon=1e-7, print_msg=False):
    """Your difference is 0 whatever the road does. Where does the plank come in?"""
    claimed = backward_propagation(x, theta)
    return _sign_and_plank(x, theta, epsilon, lambda J: claimed + 0 * J(theta))


def takes_the_plain_difference(x, theta, epsilon=1e-7, print_msg=False):
    """A road 1000 times as steep gives you 1000 times the number. Divide by both sizes."""
    return _sign_and_plank(x, theta, epsilon, compare=lambda a, b: abs(a - b))


def compares_squares(x, theta, epsilon=1e-7, print_msg=False):
    """Squares make a wrong sign look small. Compare sizes."""
    return _sign_and_plank(x, theta, epsilon, compare=lambda a, b: (a - b) ** 2 / (a**2 + b**2))


def compares_sizes_without_signs(x, theta, epsilon=1e-7, print_msg=False):
    """Uphill and downhill are not the same. Subtract the slopes, then take the size."""
    return _sign_and_plank(
        x, theta, epsilon, compare=lambda a, b: abs(abs(a) - abs(b)) / (abs(a) + abs(b))
    )


def divides_by_the_sign_only(x, theta, epsilon=1e-7, print_msg=False):
    """Below the line stand both sizes, the claimed and the measured one."""
    return _sign_and_plank(x, theta, epsilon, compare=lambda a, b: abs(a - b) / abs(a))


def keeps_its_own_step(x, theta, epsilon=1e-7, print_msg=False):
    """epsilon is an argument. With 0.1 the slope of θ³ at 1 comes out as 3.01."""
    return _sign_and_plank(x, theta, 1e-7, lambda J: (J(theta + 1e-7) - J(theta - 1e-7)) / 2e-7)


# %%
difference = gradient_check(2, 4, print_msg=True)

# %% [markdown]
# On a straight road nothing is left but rounding, and the number is far below $10^{-6}$.
#
# <details><summary><b>What goes wrong most often in Part 3</b> (open it after the check)</summary>
#
# - *No denominator.* Then no threshold fits two layers, let alone two networks.
# - *Squared lengths.* A relative error of 1e-4 becomes 1e-8 and passes any threshold.
# - *The difference of the lengths.* A gradient that points elsewhere, with the right length,
#   passes.
#
# </details>

# %% [markdown]
# ---
# # Part 4 · A whole network
#
# *20 minutes.* The network has not one parameter but 47. All of them stand in one column
# $\theta$ of shape $(n, 1)$, and each gets a plank of its own.

# %% [markdown] question="how_many_passes"
# **Recall from Part 2.** How many forward passes does it take to measure all 47 slopes, two-sided?
#
# - [ ] 47
#   > That many planks. How many ends has each?
# - [x] 94
#   > Yes, 2n. One backward pass gives all 47 at once.
# - [ ] 2
#   > If all parameters move at once you get one number. Which slope would it be?

# %% [markdown]
# ## Worked example: from arrays to a column and back
#
# These three functions are given. The first two undo each other.


# %%
def dictionary_to_vector(parameters):
    """All parameters below one another, (47, 1), and for each entry the name of its array."""
    vector = np.concatenate([np.reshape(parameters[name], (-1, 1)) for name in SHAPES])
    keys = [name for name in SHAPES for _ in range(np.size(parameters[name]))]
    return vector, keys


def vector_to_dictionary(theta):
    """The parameters W1, b1, … whose numbers stand in theta (47, 1)."""
    parameters, place = {}, 0
    for name, shape in SHAPES.items():
        size = math.prod(shape)
        parameters[name] = np.reshape(theta[place : place + size], shape)
        place += size
    return parameters


def gradients_to_vector(gradients):
    """dW1, db1, … below one another, (47, 1), in the order of dictionary_to_vector."""
    return np.concatenate([np.reshape(gradients["d" + name], (-1, 1)) for name in SHAPES])


parameters = random_parameters(np.random.default_rng(3), bias=0.5)
theta, keys = dictionary_to_vector(parameters)
print("theta", theta.shape, " entry 20 belongs to", keys[20], " entry 46 to", keys[46])
back = vector_to_dictionary(theta)
print("back again:", all(np.array_equal(back[name], parameters[name]) for name in SHAPES))

# %% [markdown]
# ## Worked example: one entry moves
#
# The function $v_0 v_1^2$ takes a column of two entries. At $v_0 = 2$, $v_1 = 3$ only $v_1$ moves,
# by $\varepsilon = 0.5$ to either side; $v_0$ stays:


# %%
def product_with_a_square(v):
    """v_0 v_1², one number."""
    return float(v[0, 0] * v[1, 0] ** 2)


behind = product_with_a_square(np.array([[2.0], [2.5]]))
ahead = product_with_a_square(np.array([[2.0], [3.5]]))
print("heights:", behind, "and", ahead, " measured slope for v_1:", (ahead - behind) / (2 * 0.5))
print("on paper, 2 v_0 v_1:", 2 * 2.0 * 3.0)

# %% [markdown]
# ## Your function: `numerical_gradient`
#
# Let $e_i$ be the column with 1 at place $i$ and 0 elsewhere. Only **one** parameter moves at a
# time; all others stay where they are:
#
# $$\frac{\partial J}{\partial \theta_i} \approx
# \frac{J(\theta + \varepsilon e_i) - J(\theta - \varepsilon e_i)}{2\,\varepsilon},
# \qquad i = 0 \dots n - 1, \qquad \text{shape } (n, 1).$$
#
# If $\theta$ holds whole numbers, its copies must be floats: into whole numbers a small step does
# not fit.


# %% answer="numerical_gradient"
def numerical_gradient(f, theta, epsilon=1e-7):
    """Return the two-sided measured slopes of f, one for each entry of theta.

    f: a function of a column (n, 1) that returns one number
    theta: (n, 1), floats or whole numbers; epsilon: a number
    returns: (n, 1)
    """
    ### BEGIN SOLUTION
    measured = np.zeros(theta.shape)
    for i in range(len(theta)):
        ahead, behind = theta.astype(float), theta.astype(float)  # two fresh copies
        ahead[i, 0] += epsilon
        behind[i, 0] -= epsilon
        measured[i, 0] = (f(ahead) - f(behind)) / (2 * epsilon)
    return measured
    ### END SOLUTION


# %% check="numerical_gradient" points=5
def bent_product(v):
    """v_0³ + v_0 v_1 + 2 v_1 v_2², one number."""
    return float(v[0, 0] ** 3 + v[0, 0] * v[1, 0] + 2 * v[1, 0] * v[2, 0] ** 2)


theta = np.array([[1.0], [2.0], [-1.0]])
by_hand = np.array([[5.01], [3.0], [-8.0]])
got = untouched(numerical_gradient, bent_product, theta, 0.1)
same(got, by_hand, "epsilon 0.1, one entry moved at a time; the cubic part gives 3.01, not 3")
same(numerical_gradient(bent_product, theta.astype(int), 0.1), by_hand, "theta in whole numbers")
same(numerical_gradient(bent_product, theta), by_hand - [[0.01], [0], [0]], "1e-7", tolerance=1e-4)
got = numerical_gradient(lambda v: float(v[0, 0] ** 3), np.array([[2.0]]), 0.5)
same(got, np.array([[12.25]]), "a column of one entry")
### BEGIN HIDDEN TESTS
theta, step = rng.standard_normal((6, 1)), float(rng.uniform(0.05, 0.2))
weights = rng.standard_normal((6, 6))


def wavy(v):
    return float(np.sum(np.sin(weights @ v) * v**2))


same(
    numerical_gradient(wavy, theta, step),
    numerical_gradient_reference(wavy, theta, step),
    "another function of six numbers",
)
### END HIDDEN TESTS


# %% right="numerical_gradient"
def with_unit_columns(f, theta, epsilon=1e-7):
    steps = epsilon * np.eye(len(theta))
    slopes = [(f(theta + e[:, None]) - f(theta - e[:, None])) / (2 * epsilon) for e in steps]
    return np.array(slopes).reshape(-1, 1)


def steps_and_comes_back(f, theta, epsilon=1e-7):
    moving, slopes = np.array(theta, dtype=float), np.empty((theta.shape[0], 1))
    for i in range(moving.size):
        here = moving[i, 0]
        moving[i, 0] = here + epsilon
        ahead = f(moving.copy())
        moving[i, 0] = here - epsilon
        slopes[i] = (ahead - f(moving.copy())) / (2 * epsilon)
        moving[i, 0] = here
    return slopes


def entry_by_entry_with_slopes(f, theta, epsilon=1e-7):
    def along(i):
        def moved(value):
            place = np.copy(theta).astype(np.float64)
            place[i] = value
            return f(place)

        return moved

    return np.array(
        [[numerical_slope(along(i), float(theta[i, 0]), epsilon)] for i in range(len(theta))]
    )


# %% wrong="numerical_gradient"
def _slopes(f, theta, epsilon, ends=None, rule=None):
    """Slopes from ends(i) = two columns, by rule(height ahead, height behind)."""

    def one_step(i):
        step = np.zeros(theta.shape)
        step[i, 0] = epsilon
        return theta + step, theta - step

    measured = np.zeros(theta.shape)
    for i in range(len(theta)):
        ahead, behind = (ends or one_step)(i)
        measured[i, 0] = (rule or (lambda a, b: (a - b) / (2 * epsilon)))(f(ahead), f(behind))
    return measured


def does_not_step_back(f, theta, epsilon=1e-7):
    """From the second entry on the place has moved. Start from a fresh copy for every i."""
    ahead, behind = theta.astype(float), theta.astype(float)

    def ends(i):
        ahead[i, 0] += epsilon
        behind[i, 0] = theta[i, 0] - epsilon
        return ahead.copy(), behind.copy()

    return _slopes(f, theta, epsilon, ends)


def moves_all_at_once(f, theta, epsilon=1e-7):
    """All your slopes are the same number: every parameter moves. Move one at a time."""
    return _slopes(f, theta, epsilon, lambda i: (theta + epsilon, theta - epsilon))


def has_two_names_for_one_column(f, theta, epsilon=1e-7):
    """`behind = ahead` makes no copy: both ends are the same column, so all slopes are 0."""

    def ends(i):
        ahead = behind = theta.astype(float)
        ahead[i, 0] += epsilon
        behind[i, 0] -= epsilon
        return ahead, behind

    return _slopes(f, theta, epsilon, ends)


def cuts_the_step_off(f, theta, epsilon=1e-7):
    """In a column of whole numbers the step is cut off. Which type should the copies have?"""

    def ends(i):
        ahead, behind = theta.copy(), theta.copy()
        ahead[i, 0] = ahead[i, 0] + epsilon
        behind[i, 0] = behind[i, 0] - epsilon
        return ahead, behind

    return _slopes(f, theta, epsilon, ends)


def changes_the_given_column(f, theta, epsilon=1e-7):
    """The caller's theta is another one after your call. Copy it first."""
    measured = np.zeros(theta.shape)
    for i in range(len(theta)):
        here = theta[i, 0]
        theta[i, 0] = here + epsilon
        ahead = f(theta)
        theta[i, 0] = here - 0.99 * epsilon
        measured[i, 0] = (ahead - f(theta)) / (1.99 * epsilon)
    return measured


def looks_to_one_side(f, theta, epsilon=1e-7):
    """With epsilon 0.1 your slope of the cubic part is 3.31. Two-sided it is 3.01."""
    here = f(theta.astype(float))
    return _slopes(f, theta, epsilon, rule=lambda a, b: (a - here) / epsilon)


def divides_by_epsilon_alone(f, theta, epsilon=1e-7):
    """The ends are 2 epsilon apart."""
    return _slopes(f, theta, epsilon, rule=lambda a, b: (a - b) / epsilon)


def returns_a_flat_array(f, theta, epsilon=1e-7):
    """The slopes should stand in a column (n, 1), as theta does."""
    return _slopes(f, theta, epsilon).ravel()


def ignores_epsilon(f, theta, epsilon=1e-7):
    """epsilon is an argument: with 0.1 the first slope is 5.01."""
    return _slopes(f, theta, 1e-7)


# %% [markdown]
# ## Your function: `gradient_check_n`
#
# The docstring only. The cost is the first thing that `forward_propagation_n` returns.


# %% answer="gradient_check_n"
def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """Return the relative difference between gradients and the measured slopes of the cost.

    parameters: "W1", "b1", …, arrays of the SHAPES; gradients: "dW1", "db1", …, of the same shapes
    X: (4, m); Y: (1, m); epsilon: half the length of a plank
    print_msg: True to print the verdict as well
    returns: a number: all 47 parameters together are one column
    """
    ### BEGIN SOLUTION
    theta, _ = dictionary_to_vector(parameters)

    def cost(column):
        return forward_propagation_n(X, Y, vector_to_dictionary(column))[0]

    measured = numerical_gradient(cost, theta, epsilon)
    difference = relative_difference(gradients_to_vector(gradients), measured)
    ### END SOLUTION
    if print_msg:
        print_verdict(difference)
    return difference


# %% check="gradient_check_n" points=6
drawn = np.random.default_rng(12)
X, Y = drawn.standard_normal((4, 3)), np.array([[1.0, 0.0, 1.0]])
parameters = random_parameters(drawn, bias=0.5)
grads = right_gradients(X, Y, parameters)
got = untouched(gradient_check_n, parameters, grads, X, Y)
assert got < 1e-6, (
    f"right gradients, step 1e-7: below 1e-6 is expected, yours says {got:.1e}. Do claimed and "
    f"measured slopes stand in the same order, and is each plank 2 epsilon long?"
)
want = difference_from_measured(parameters, X, Y, grads, 0.3)
got = gradient_check_n(parameters, grads, X, Y, 0.3)
same(got, want, "right gradients with epsilon 0.3, a plank so long that roads bend")
tripled = {name: 3 * value for name, value in grads.items()}
got = gradient_check_n(parameters, tripled, X, Y, 1e-4)
same(got, 0.5, "all gradients three times too large: 2/4", tolerance=1e-3)
turned = grads | {"dW2": -grads["dW2"]}
got = gradient_check_n(parameters, turned, X, Y, 0.1)
want_turned = difference_from_measured(parameters, X, Y, turned, 0.1)
same(got, want_turned, "dW2 times -1")
wrong_b1 = grads | {"db1": grads["db1"] + 0.2}
got = gradient_check_n(parameters, wrong_b1, X, Y, 0.1)
want_wrong_b1 = difference_from_measured(parameters, X, Y, wrong_b1, 0.1)
same(got, want_wrong_b1, "0.2 added to db1")
mixed = {name: grads[name] for name in reversed(list(grads))}
got = gradient_check_n(parameters, mixed, X, Y, 0.3)
same(got, want, "epsilon 0.3, and the gradients in another order in their dictionary")
### BEGIN HIDDEN TESTS
X, Y = rng.standard_normal((4, 6)), np.array([[1.0, 0.0, 0.0, 1.0, 1.0, 0.0]])
parameters = random_parameters(rng, bias=0.5)
grads = right_gradients(X, Y, parameters)
grads["dW1"] = grads["dW1"] + 0.1 * rng.standard_normal((5, 4))
want = gradient_check_n_reference(parameters, grads, X, Y, 0.2)
same(gradient_check_n(parameters, grads, X, Y, 0.2), want, "other parameters and examples")
### END HIDDEN TESTS


# %% right="gradient_check_n"
def with_a_plain_loop(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    values, _ = dictionary_to_vector(parameters)
    claimed = gradients_to_vector(gradients)
    count = values.shape[0]
    J_plus, J_minus = np.zeros((count, 1)), np.zeros((count, 1))
    for i in range(count):
        theta_plus = np.copy(values)
        theta_plus[i] = theta_plus[i] + epsilon
        J_plus[i], _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))
        theta_minus = np.copy(values)
        theta_minus[i] = theta_minus[i] - epsilon
        J_minus[i], _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus))
    found = (J_plus - J_minus) / (2 * epsilon)
    return np.linalg.norm(found - claimed) / (np.linalg.norm(found) + np.linalg.norm(claimed))


def array_by_array(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    apart = claimed = found = 0.0
    for name, value in parameters.items():
        for index in np.ndindex(value.shape):
            heights = []
            for step in (epsilon, -epsilon):
                moved = {key: np.array(array, dtype=float) for key, array in parameters.items()}
                moved[name][index] += step
                heights.append(forward_propagation_n(X, Y, moved)[0])
            measured = (heights[0] - heights[1]) / (2 * epsilon)
            apart += (measured - gradients["d" + name][index]) ** 2
            found += measured**2
            claimed += gradients["d" + name][index] ** 2
    return math.sqrt(apart) / (math.sqrt(found) + math.sqrt(claimed))


def all_planks_from_a_matrix(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    theta = dictionary_to_vector(parameters)[0]
    places = np.hstack([theta + epsilon * np.eye(47), theta - epsilon * np.eye(47)])
    J = [forward_propagation_n(X, Y, vector_to_dictionary(place[:, None]))[0] for place in places.T]
    return relative_difference(
        gradients_to_vector(gradients).ravel(), (np.array(J[:47]) - np.array(J[47:])) / epsilon / 2
    )


# %% wrong="gradient_check_n"
def _n_check(parameters, grads, X, Y, epsilon, rule=None, ends=None, compare=None):
    """The check of all parameters with one thing changed."""
    theta = dictionary_to_vector(parameters)[0]

    def cost(column):
        return forward_propagation_n(X, Y, vector_to_dictionary(column))[0]

    here, slopes = cost(theta), np.zeros((47, 1))
    for i in range(47):
        step = np.zeros((47, 1))
        step[i] = epsilon
        ahead, behind = ends(theta, i) if ends else (theta + step, theta - step)
        a, b = cost(ahead), cost(behind)
        slopes[i] = rule(a, b, here) if rule else (a - b) / (2 * epsilon)
    claimed = gradients_to_vector(grads)
    if compare:
        return float(compare(claimed, slopes))
    lengths = np.linalg.norm(claimed) + np.linalg.norm(slopes)
    return float(np.linalg.norm(claimed - slopes) / lengths) if lengths else 0.0


def n_looks_ahead_only(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """With a long plank your number is too large: measure to both sides."""
    return _n_check(parameters, gradients, X, Y, epsilon, lambda a, b, here: (a - here) / epsilon)


def n_divides_by_half_the_length(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """Right gradients get 1/3 from you. How far are the two ends apart?"""
    return _n_check(parameters, gradients, X, Y, epsilon, lambda a, b, here: (a - b) / epsilon)


def n_is_always_content(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """Wrong gradients get the same number from you as right ones."""
    return 1e-9


def n_does_not_step_back(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """When parameter i has its turn, the earlier ones must be back at their places."""

    def ends(theta, i):
        ahead, behind = theta.copy(), theta.copy()
        ahead[: i + 1] += epsilon
        behind[i] -= epsilon
        return ahead, behind

    return _n_check(parameters, gradients, X, Y, epsilon, ends=ends)


def n_moves_all_at_once(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """All your measured slopes are equal. Move one parameter at a time."""

    def ends(theta, i):
        return theta + epsilon, theta - epsilon

    return _n_check(parameters, gradients, X, Y, epsilon, ends=ends)


def n_has_one_column_for_both_ends(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """All your measured slopes are 0: both ends are the same column. Copy it."""

    def ends(theta, i):
        return theta, theta

    return _n_check(parameters, gradients, X, Y, epsilon, ends=ends)


def n_takes_the_plain_difference(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """Your number depends on the size of the gradients. Divide by the sum of both lengths."""

    def compare(a, b):
        return np.linalg.norm(a - b)

    return _n_check(parameters, gradients, X, Y, epsilon, compare=compare)


def n_adds_absolute_values(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """A length is the root of a sum of squares, not a sum of absolute values."""

    def compare(a, b):
        return np.abs(a - b).sum() / (np.abs(a).sum() + np.abs(b).sum())

    return _n_check(parameters, gradients, X, Y, epsilon, compare=compare)


def n_squares_the_lengths(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """Squares make a mistake look small. Take the roots."""

    def compare(a, b):
        return np.sum((a - b) ** 2) / (np.sum(a**2) + np.sum(b**2))

    return _n_check(parameters, gradients, X, Y, epsilon, compare=compare)


def n_subtracts_the_lengths(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """Equal lengths do not mean equal directions. Subtract first, then take the length."""

    def compare(a, b):
        long, short = np.linalg.norm(a), np.linalg.norm(b)
        return abs(long - short) / (long + short)

    return _n_check(parameters, gradients, X, Y, epsilon, compare=compare)


def n_lets_errors_cancel(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """Positive and negative errors cancel in a mean. Take the length of the difference."""

    def compare(a, b):
        return abs(np.mean(a - b)) / (np.linalg.norm(a) + np.linalg.norm(b))

    return _n_check(parameters, gradients, X, Y, epsilon, compare=compare)


def n_leaves_out_the_biases(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """0.2 added to db1 leaves your number as it was. Are the biases in your column?"""
    places = np.array([key[0] == "W" for key in dictionary_to_vector(parameters)[1]])

    def compare(a, b):
        a, b = a[places], b[places]
        return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))

    return _n_check(parameters, gradients, X, Y, epsilon, compare=compare)


def n_keeps_its_own_step(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """epsilon is an argument: with a plank of 0.3 even right gradients are some way off."""
    return _n_check(parameters, gradients, X, Y, 1e-6)


def n_takes_the_dictionary_s_order(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """The gradients may stand in any order in their dictionary. gradients_to_vector sorts them."""

    def compare(_, b):
        a = np.concatenate([np.reshape(value, (-1, 1)) for value in gradients.values()])
        return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))

    return _n_check(parameters, gradients, X, Y, epsilon, compare=compare)


# %% demo="first_n_check"
X_small, Y_small = icy_mornings(seed=2, m=12)
first_start = random_parameters(np.random.default_rng(3), bias=0.5)
print("the right backward pass:")
first_claimed = right_gradients(X_small, Y_small, first_start)
first_difference = gradient_check_n(first_start, first_claimed, X_small, Y_small, print_msg=True)

# %% [markdown]
# ## Look: what it costs
#
# **Predict.** A network has about 5,000 parameters. How many times as long as one backward pass
# (with its forward pass) does one gradient check take?

# %% prediction="times_as_long" between=[1, 1000000] points=1
### BEGIN SOLUTION
predicted_times_as_long = 1000
### END SOLUTION


# %% demo="cost_of_checking"
def seconds_for_50(passes):
    """How long 50 calls of passes() take."""
    began = time.perf_counter()
    for _ in range(50):
        passes()
    return time.perf_counter() - began


sizes, ratios = [], []
for width in tqdm((4, 8, 16, 32, 64)):
    drawn = np.random.default_rng(width)
    shapes = {"W1": (width, 4), "b1": (width, 1), "W2": (width, width), "b2": (width, 1)}
    shapes |= {"W3": (1, width), "b3": (1, 1)}
    wide = {name: 0.3 * drawn.standard_normal(shape) for name, shape in shapes.items()}

    def there(wide=wide):
        forward_propagation_n(X_small, Y_small, wide)

    def there_and_back(wide=wide):
        gradients(*forward(X_small, wide), Y_small, wide)

    # The smallest of many short timings: other programs only ever make one longer.
    timings = [(seconds_for_50(there), seconds_for_50(there_and_back)) for _ in range(30)]
    forward_only, both = np.min(timings, axis=0)
    n = sum(value.size for value in wide.values())
    sizes.append(n)
    ratios.append(2 * n * forward_only / both)
    print(
        f"n = {n:5d}: {2 * n:5d} forward passes take as long as {ratios[-1]:5.0f} passes "
        "there and back"
    )
below = sum(ratio < 2 * n for n, ratio in zip(sizes, ratios, strict=True))
show(
    curves(
        sizes,
        {"a check, measured": ratios, "2n": [2 * n for n in sizes]},
        "number of parameters n",
        "time, in passes there and back",
        "A check takes many passes",
        log_x=True,
        log_y=True,
        markers=True,
    ),
    "The time of a gradient check over the time of a forward and a backward pass, on logarithmic "
    f"axes. The measured line rises with n and lies below 2n at {below} of {len(sizes)} sizes.",
)
per_parameter = ratios[-1] / sizes[-1]
compare_prediction("times_as_long", predicted_times_as_long, 5000 * per_parameter)

# %% [markdown]
# A check needs $2n$ forward passes. The measured line lies below $2n$ because a forward pass alone
# takes less time than a forward and a backward pass together. But it rises with $n$ all the same.

# %% [markdown] question="when_to_check" points=1
# **1 point.** So when do you check gradients?
#
# - [ ] In every step of training, so that none of them ever goes the wrong way.
#   > With a million parameters one step of training would then take as long as about a million.
# - [x] Once after each change of the backward pass, on a small network.
#   > Yes, and on few examples: a mistake in the formula is there at every size. Afterwards the
#   > check is switched off.
# - [ ] After training, on the trained network, before anybody uses it.
#   > Then you have trained with a gradient that nobody checked.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 4</b> (open it after the check)</summary>
#
# - *`behind = ahead`.* Two names, one array. All measured slopes are 0, and the relative difference
#   is 1 for right and wrong gradients alike.
# - *The step is not taken back.* From the second parameter on you stand beside the sign.
# - *The wrong order.* Claimed and measured slopes must stand in the same order, or right gradients
#   look wrong.
#
# </details>

# %% [markdown]
# ---
# # Part 5 · Four sign painters
#
# *20 minutes.* Four painters wrote signs for the same network: four backward passes, A, B, C and D.
# Each runs without an error and returns the right shapes. **Each of them is wrong.** You do not get
# their code. You get their gradients, and a plank.

# %% [markdown] question="below_the_mistake"
# **Recall from *A deep network, three times*.** A mistake is made when the slope passes from layer
# 3 to layer 2, in $dZ^{[2]}$. Which gradients can be wrong?
#
# - [ ] Those of layer 3.
#   > The backward pass comes from the top. Was layer 3 finished before the mistake?
# - [ ] Only those of layer 2.
#   > From what is dZ of layer 1 made?
# - [x] Those of layers 2 and 1.
#   > Yes. Everything below the mistake is made from it. So look for the highest wrong layer.

# %% [markdown]
# ## Worked example: what a number tells
#
# One number for all 47 parameters says *that* something is wrong. One for each **block**, that is
# for each array, says *where*. And some numbers speak for themselves: a block that is $c$ times as
# large as it should be has the relative difference $|c - 1| / (c + 1)$.

# %%
print("5 times as large:", relative_difference(5.0, 1.0), "= 4 / 6")
print("times -1:        ", relative_difference(-1.0, 1.0))
print("the same length, at a right angle:", relative_difference(*np.eye(2)))

# %% [markdown]
# ## Your function: `errors_by_block`
#
# $$\text{for each name, such as } \texttt{dW1}: \quad d(\text{claimed block}, \text{measured
# block})$$


# %% answer="errors_by_block"
def errors_by_block(claimed, measured):
    """Return the relative difference of every block.

    claimed, measured: dictionaries "dW1", "db1", … of arrays, with the same keys
    returns: a dictionary with the keys of measured; each value is a number
    """
    ### BEGIN SOLUTION
    return {name: relative_difference(claimed[name], measured[name]) for name in measured}
    ### END SOLUTION


# %% check="errors_by_block" points=3
measured = {"dW1": np.array([[3.0, 0.0], [0.0, 4.0]]), "dW2": np.array([[1e-4, 0.0], [0.0, 0.0]])}
claimed = {"dW2": 3 * measured["dW2"], "dW1": measured["dW1"].copy()}
got = untouched(errors_by_block, claimed, measured)
same(got, {"dW1": 0.0, "dW2": 0.5}, "dW1 is right; the small dW2 is three times too large: 2/4")
claimed["dW1"] = -measured["dW1"]
same(errors_by_block(claimed, measured)["dW1"], 1.0, "dW1 times -1")
claimed["dW1"] = np.array([[0.0, 3.0], [4.0, 0.0]])
want = math.sqrt(50) / 10
same(
    errors_by_block(claimed, measured)["dW1"], want, "dW1 with its columns exchanged: √50 / (5 + 5)"
)
### BEGIN HIDDEN TESTS
measured = {name: rng.standard_normal((3, 2)) for name in ("dW1", "dW2", "db2", "db1")}
claimed = {name: value + 0.3 * rng.standard_normal((3, 2)) for name, value in measured.items()}
want = errors_by_block_reference(claimed, measured)
same(errors_by_block(claimed, measured), want, "four other blocks")
### END HIDDEN TESTS


# %% right="errors_by_block"
def in_a_loop(claimed, measured):
    found = {}
    for name in measured:
        a, b = claimed[name], measured[name]
        found[name] = np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    return found


def from_the_claimed_side(claimed, measured):
    return {name: relative_difference(measured[name], value) for name, value in claimed.items()}


def with_flat_arrays(claimed, measured, smallest=0.0):
    names = sorted(claimed)
    flat = [(np.ravel(claimed[name]), np.ravel(measured[name])) for name in names]
    differences = [max(relative_difference(a, b), smallest) for a, b in flat]
    return dict(zip(names, differences, strict=True))


# %% wrong="errors_by_block"
def _blocks(claimed, measured, compare):
    return {name: float(compare(claimed[name], measured[name])) for name in measured}


def gives_all_blocks_one_number(claimed, measured):
    """A small block drowns in the column of all. Compare every block by itself."""
    names = list(measured)
    a = np.concatenate([claimed[name].ravel() for name in names])
    b = np.concatenate([measured[name].ravel() for name in names])
    return dict.fromkeys(names, relative_difference(a, b))


def pairs_blocks_by_their_order(claimed, measured):
    """The two dictionaries may be sorted differently. Pair the blocks by their names."""
    pairs = zip(measured, claimed.values(), strict=True)
    return {name: relative_difference(value, measured[name]) for name, value in pairs}


def gives_the_lengths_of_differences(claimed, measured):
    """A difference says nothing without the sizes. You have a function for that."""
    return _blocks(claimed, measured, lambda a, b: np.linalg.norm(a - b))


def gives_the_ratio_of_lengths(claimed, measured):
    """A block times -1 keeps its length. Use the relative difference."""
    return _blocks(claimed, measured, lambda a, b: np.linalg.norm(a) / np.linalg.norm(b))


def compares_the_lengths_of_blocks(claimed, measured):
    """A block times -1 keeps its length. Subtract first, then take the length."""
    return _blocks(
        claimed, measured, lambda a, b: relative_difference(np.linalg.norm(a), np.linalg.norm(b))
    )


def looks_at_the_first_entry(claimed, measured):
    """A block has many entries. Which of them did you compare?"""
    return _blocks(claimed, measured, lambda a, b: relative_difference(a[0, 0], b[0, 0]))


# %% [markdown]
# ## The evidence
#
# The measured gradients come from your `numerical_gradient`. For each painter and block the table
# shows your relative difference, and two numbers more: the *ratio* of the lengths, and the *cosine*
# of the angle between both (1: the same direction, -1: the opposite one). There are $m = 12$
# mornings.


# %%
def planks_by_block(parameters, X, Y, epsilon=1e-5):
    """The measured gradients, dW1, db1, …, in the shapes of the parameters."""
    theta, _ = dictionary_to_vector(parameters)
    column = numerical_gradient(
        lambda moved: forward_propagation_n(X, Y, vector_to_dictionary(moved))[0], theta, epsilon
    )
    return {f"d{name}": block for name, block in vector_to_dictionary(column).items()}


def print_pattern(who, claimed, measured):
    """One line for each block: relative difference, ratio of lengths, cosine."""
    print(f"{who:10s}   relative difference   ratio   cosine")
    for name, difference in errors_by_block(claimed, measured).items():
        a, b = claimed[name], measured[name]
        ratio = np.linalg.norm(a) / np.linalg.norm(b)
        cosine = np.sum(a * b) / (np.linalg.norm(a) * np.linalg.norm(b))
        print(f"      {name:4s}   {difference:19.1e}   {ratio:5.2f}   {cosine:6.2f}")


# %% demo="patterns"
begin = random_parameters(np.random.default_rng(4), bias=0.5)
_, cache = forward_propagation_n(X_small, Y_small, begin)
measured_blocks = planks_by_block(begin, X_small, Y_small)
marks = []
for painter in "ABCD":
    claimed = broken_backward(painter, X_small, Y_small, cache)
    print_pattern(f"painter {painter}", claimed, measured_blocks)
    marks.append([error < 1e-6 for error in errors_by_block(claimed, measured_blocks).values()])
show(
    value_map(
        marks,
        list(measured_blocks),
        list("ABCD"),
        "block",
        "painter",
        "Right blocks (relative difference below 1e-6)",
    ),
    "A table of four painters and six blocks; right blocks are marked. A: dW3 and db3 are right. "
    "B: dW1, dW2 and dW3 are right. C: none is. D: db1, dW1 and dW3 are wrong, the rest is right.",
)

# %% [markdown] question="painter_a" points=2
# **Painter A, 2 points.** Which mistake, or which mistakes, leave this pattern?
#
# - [ ] The first line is wrong: $dZ^{[3]}$ has an extra factor $A^{[3]}(1 - A^{[3]})$.
#   > Then dW3 and db3, which are made from the first line, would be wrong as well.
# - [x] From layer 3 to layer 2 the slope also passes through units that are off.
#   > Yes. Layer 3 is right, and everything from layer 2 down is wrong, with no common factor and in
#   > other directions: entries of dZ2 that should be 0 are not.
# - [ ] From layer 2 to layer 1 the slope also passes through units that are off.
#   > Then layer 2 would still be right. Look for the highest wrong layer.
# - [ ] Layer 2 is averaged twice.
#   > Then dW2 and db2 would be 12 times too small and keep their directions, and layer 1 would be
#   > right. Look at the ratios and at the cosines.

# %% [markdown] question="painter_b" points=2
# **Painter B, 2 points.** Which mistake, or which mistakes, leave this pattern?
#
# - [ ] The gradients of the biases are all 0.
#   > A claim of 0 gives the relative difference 1 and the ratio 0.
# - [ ] No gradient is averaged over the examples: all six are sums.
#   > Then the dW would be 12 times too large too.
# - [x] The gradients of the biases are sums and not means.
#   > Yes. The directions are right and the ratio is m = 12. A block 12 times too large has the
#   > relative difference 11/13, about 0.85.
# - [ ] dZ is 12 times too large.
#   > dW is made from dZ as well. Is it wrong?

# %% [markdown] question="painter_c" points=2
# **Painter C, 2 points.** Which mistake, or which mistakes, leave this pattern?
#
# - [ ] It starts with $Y - A^{[3]}$.
#   > Then all relative differences would be 1 and all cosines -1.
# - [ ] Every gradient is divided by $m$ twice.
#   > Then all ratios would be the same, 1/12, and all cosines 1. Compare the ratios.
# - [ ] The slope of relu is left out in both hidden layers.
#   > Layer 3 is finished before the first relu. Is it right?
# - [x] The first line multiplies $A^{[3]} - Y$ by the slope of the sigmoid.
#   > Yes. All blocks are wrong, so it begins at the top. That slope is 1/4 at most and differs from
#   > example to example: the ratios are small and differ, and most directions are off as well.

# %% [markdown] question="painter_d" points=2
# **Painter D, 2 points.** Which mistake, or which mistakes, leave this pattern?
#
# - [x] Two mistakes: $dZ^{[3]}$ has a wrong partner in dW3, and $dZ^{[1]}$ is wrong.
#   > Yes. db3 and all of layer 2 are right, so dZ3 is right, and its partner in dW3 is not. The
#   > second mistake comes after layer 2: in dZ1.
# - [ ] One mistake, at the top: what comes first spoils all that is made from it, down to layer 1.
#   > Between dW3 and the blocks of layer 1 lie right ones: db3, dW2, db2.
# - [ ] Two mistakes: one in $dZ^{[3]}$, one in $dZ^{[2]}$, from which layer 1 is made.
#   > db3 is nothing but the mean of dZ3. Is it right? And db2?
# - [ ] The weights are not averaged.
#   > Then dW2 would be wrong too, and the ratio of all three dW would be 12.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 5</b> (open it after the check)</summary>
#
# - *Looking at the largest error first.* A mistake spreads to all that is made from it, and the
#   largest number may stand there. The cause sits at the highest wrong block.
# - *Forgetting the biases.* $db^{[l]}$ is the mean of $dZ^{[l]}$ and nothing else. If it is right,
#   then $dZ^{[l]}$ most likely is right too. If $dW^{[l]}$ is wrong all the same, look at what it
#   multiplies $dZ^{[l]}$ by.
# - *Only one number for all parameters.* A small mistake in $db^{[3]}$, one of 47 entries, hardly
#   moves it; and the number does not say where.
#
# </details>

# %% [markdown]
# ---
# # Part 6 · Mend one, and know when a plank misleads
#
# *30 minutes.* Now you get the code of painter D, such as an AI assistant might write. It is short,
# it reads well, and it runs. **Find what is wrong with it**; you know where to look. (Answer the
# questions of Part 5 first: the code shows what they ask.)
#
# $Z^{[l]}$, $A^{[l]}$ and $dZ^{[l]}$ have the shape $(n_l, m)$, and $A^{[0]}$ is $X$. Write the
# four right steps on paper before you read the code: $dZ^{[3]}$, and then $dW^{[l]}$, $db^{[l]}$
# and $dZ^{[l-1]}$ from $dZ^{[l]}$. You derived them in *A deep network, three times*.


# %% start="backward_propagation_n"
def backward_propagation_n(X, Y, cache):
    """Return the gradients of the mean cross-entropy cost.

    X: (4, m); Y: (1, m); cache: as forward_propagation_n returns it
    returns: a dictionary "dZ3", "dW3", "db3", "dA2", "dZ2", …, "dW1", "db1"
    """
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = X.shape[1]
    dZ3 = A3 - Y
    dW3 = dZ3 @ Z2.T / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (A2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * A1
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    top = {"dZ3": dZ3, "dW3": dW3, "db3": db3}
    middle = {"dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    return top | middle | {"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}


# %% answer="backward_propagation_n"
def backward_propagation_n(X, Y, cache):
    """Return the gradients of the mean cross-entropy cost.

    X: (4, m); Y: (1, m); cache: as forward_propagation_n returns it
    returns: a dictionary "dZ3", "dW3", "db3", "dA2", "dZ2", …, "dW1", "db1"
    """
    ### BEGIN SOLUTION
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = X.shape[1]
    dZ3 = A3 - Y
    # Layer 3 read A2, not Z2.
    dW3 = dZ3 @ A2.T / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (A2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = W2.T @ dZ2
    # The slope of relu is 1 or 0, not its value.
    dZ1 = dA1 * (A1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    top = {"dZ3": dZ3, "dW3": dW3, "db3": db3}
    middle = {"dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    return top | middle | {"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
    ### END SOLUTION


# %% demo="evidence"
_, cache = forward_propagation_n(X_small, Y_small, begin)
claimed = backward_propagation_n(X_small, Y_small, cache)
print_pattern("your cell", {name: claimed[name] for name in measured_blocks}, measured_blocks)
as_received = gradient_check_n(
    begin, broken_backward("D", X_small, Y_small, cache), X_small, Y_small
)
now = gradient_check_n(begin, claimed, X_small, Y_small)
print(f"\nas received: {as_received:.2e}")
print(f"as it is now: {now:.2e}")

# %% [markdown]
# **Now repair `backward_propagation_n`** (the cell above the evidence),
# and run this check.

# %% check="backward_propagation_n" points=4
drawn = np.random.default_rng(21)
X, Y = drawn.standard_normal((4, 7)), np.array([[1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0]])
parameters = random_parameters(drawn, bias=0.5)
_, cache = forward_propagation_n(X, Y, parameters)
found = untouched(backward_propagation_n, X, Y, cache)
planks = measured_gradients(parameters, X, Y)
for name in ("db3", "dW3", "db2", "dW2", "db1", "dW1"):
    same(found[name], planks[name], f"{name}, against planks", tolerance=1e-4, examples=7)
### BEGIN HIDDEN TESTS
X, Y = rng.standard_normal((4, 9)), (np.arange(9) % 2).reshape(1, 9).astype(float)
parameters = random_parameters(rng, bias=0.5)
_, cache = forward_propagation_n(X, Y, parameters)
found, want = backward_propagation_n(X, Y, cache), backward_propagation_n_reference(X, Y, cache)
for name in ("db3", "dW3", "db2", "dW2", "db1", "dW1"):
    same(found[name], want[name], f"{name}, other parameters and mornings", examples=9)
### END HIDDEN TESTS


# %% right="backward_propagation_n"
def in_a_loop_over_the_layers(X, Y, cache):
    Z, W = {1: cache[0], 2: cache[4]}, {2: cache[6], 3: cache[10]}
    received, m, dZ, found = {1: X, 2: cache[1], 3: cache[5]}, Y.size, cache[9] - Y, {}
    for layer in (3, 2, 1):
        found |= {f"dZ{layer}": dZ, f"dW{layer}": dZ @ received[layer].T / m}
        found[f"db{layer}"] = dZ.mean(axis=1, keepdims=True)
        if layer > 1:
            dZ = np.where(Z[layer - 1] > 0, W[layer].T @ dZ, 0)
    return found


def from_the_parameters(X, Y, cache):
    _, _, W1, b1, _, _, W2, b2, _, _, W3, b3 = cache
    return right_gradients(X, Y, dict(zip(SHAPES, (W1, b1, W2, b2, W3, b3), strict=True)))


def example_by_example(X, Y, cache, scale=1.0):
    Z1, A1, _, _, Z2, A2, W2, _, _, A3, W3, _ = cache
    m, found = X.shape[1], {f"d{name}": np.zeros(shape) for name, shape in SHAPES.items()}
    for i in range(m):
        d3 = (A3[:, [i]] - Y[:, [i]]) * scale / m
        d2 = (W3.T @ d3) * np.sign(A2[:, [i]])
        d1 = (W2.T @ d2) * np.heaviside(Z1[:, [i]], 0)
        for layer, (d, a) in enumerate(((d1, X), (d2, A1), (d3, A2)), start=1):
            found[f"dW{layer}"] += np.outer(d, a[:, i])
            found[f"db{layer}"] += d
    return found


# %% wrong="backward_propagation_n"
def _painted(X, Y, cache, read3=None, through2=None, through1=None, start=None, biases=None):
    """The right backward pass with one thing changed."""
    Z1, A1, _, _, Z2, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y if start is None else start
    dZ2 = (W3.T @ dZ3) * ((Z2 > 0) if through2 is None else through2)
    dZ1 = (W2.T @ dZ2) * ((Z1 > 0) if through1 is None else through1)
    found, m = {}, Y.shape[1]
    pairs = ((dZ1, X), (dZ2, A1), (dZ3, A2 if read3 is None else read3))
    for layer, (dZ, read) in enumerate(pairs, start=1):
        found[f"dW{layer}"] = dZ @ read.T / m
        found[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / (biases or m)
    return found


def mends_only_the_product(X, Y, cache):
    """dW3 is right now. The blocks of layer 1 are not: look at dZ1."""
    return _painted(X, Y, cache, through1=cache[1])


def mends_only_the_mask(X, Y, cache):
    """dW3 is not right: what did layer 3 receive in the forward pass?"""
    return _painted(X, Y, cache, read3=cache[4])


def drops_the_mask_of_layer_one(X, Y, cache):
    """Without A1 nothing stops the slope at units that are off. What is the slope of relu?"""
    return _painted(X, Y, cache, through1=1)


def takes_z_for_the_mask(X, Y, cache):
    """The slope of relu is 1 or 0. Is Z1 that?"""
    return _painted(X, Y, cache, through1=cache[0])


def turns_the_start_round(X, Y, cache):
    """Every gradient is multiplied by -1: the first line was right before."""
    return _painted(X, Y, cache, start=Y - cache[9])


def sums_the_biases(X, Y, cache):
    """The biases are m times too large: they were averaged before."""
    return _painted(X, Y, cache, biases=1)


def multiplies_by_the_sigmoid_s_slope(X, Y, cache):
    """A3 - Y has the slope of the sigmoid in it already. That line was right before."""
    A3 = cache[9]
    return _painted(X, Y, cache, start=(A3 - Y) * A3 * (1 - A3))


# %% [markdown]
# ## The puzzle, solved
#
# Painter D wrote the signs of one of the two crews. Which one?

# %% demo="puzzle_solved"
wrong_crew = list(drawn_order).index("wrong") + 1
print(f"crew {wrong_crew} followed the signs of painter D.")
for crew, costs in crew_costs.items():
    print(f"{crew}: cost at the end {costs[-1]:.3f}")
compare_prediction("wrong_crew", predicted_wrong_crew, "ab"[wrong_crew - 1])


def mended(X, Y, cache, parameters):
    """The gradients that your backward pass claims."""
    return backward_propagation_n(X, Y, cache)


_, your_costs = train(forward_propagation_n, mended, crew_start, X_train, Y_train)
print(f"a crew with your mended signs, from the same start: {your_costs[-1]:.3f}")

# %% [markdown]
# The crew with the wrong signs ended **lower**. Yours follows the other crew. A wrong gradient that
# still points roughly downhill trains the network, and from some starts it even ends lower. This
# start was chosen for the puzzle because it does. So a falling cost does not show that a gradient
# is right. Is the luck reliable? Six starts, your signs and those of all four painters, 1,000 steps
# of training each (the puzzle took 1,500, from start 4):

# %% demo="six_starts"
ends_lower = dict.fromkeys("ABCD", 0)
print("start   yours   A       B       C       D")
for seed in tqdm(range(6), leave=False):
    row = []
    for version in ("yours", *"ABCD"):

        def backward(X, Y, cache, parameters, version=version):
            if version == "yours":
                return mended(X, Y, cache, parameters)
            return broken_backward(version, X, Y, cache)

        begin_here = random_parameters(np.random.default_rng(seed))
        costs = train(forward_propagation_n, backward, begin_here, X_train, Y_train, 1000)[1]
        row.append(costs[-1])
    print(f"{seed:5d}   " + "   ".join(f"{cost:.3f}" for cost in row))
    for painter, cost in zip("ABCD", row[1:], strict=True):
        ends_lower[painter] += cost < row[0]
print("starts from which a painter ends lower than you:", ends_lower)

# %% [markdown]
# The luck is not reliable: from most starts the right signs end lower. And only B gives itself
# away. With 200 mornings its biases jump 200 times too far, and its cost stays high. The costs of
# A, C and D look like those of any training. What wrong signs take from you is that you no longer
# know what your program computes; a plank tells you at once.

# %% [markdown]
# ## Where a plank misleads
#
# **First: a kink.** relu bends sharply at 0. **Predict:** what slope does a two-sided plank measure
# for relu at *exactly* 0, where the backward pass says 0?

# %% prediction="slope_at_kink" between=[-1, 2] points=1
### BEGIN SOLUTION
predicted_slope_at_kink = 0.0
### END SOLUTION

# %% demo="kink"
for z in (0.0, 0.5e-4, 2e-4):
    measured_there = numerical_slope(lambda z: max(z, 0.0), z, 1e-4)
    print(f"relu at z = {z:g} with ε = 1e-4: measured {measured_there:.2f}, the sign {int(z > 0)}")
measured_there = numerical_slope(lambda z: max(z, 0.0), 0.0, 1e-4)
compare_prediction("slope_at_kink", predicted_slope_at_kink, measured_there)
z = np.linspace(-2, 2, 401)  # in units of 1e-4
lines = {"relu": np.maximum(z, 0), "plank": np.where(np.abs(z) < 1.005, (z + 1) / 2, np.nan)}
show(
    curves(z, lines, "z, in units of 1e-4", "height, in units of 1e-4", "A kink, ε = 1e-4"),
    "relu is level up to 0 and rises with slope 1 from there. A plank from -1e-4 to 1e-4 bridges "
    "the kink, with a slope between both.",
)

# %% [markdown] question="a_kink_within" points=1
# **1 point.** A gradient check says 0.003. One unit is at $z = 0.00005$ for one example, and
# $\varepsilon = 10^{-4}$. What do you do?
#
# - [x] Check again at other random parameters, or with a shorter plank.
#   > Yes. Then most likely no kink lies between the ends. If the difference stays, it is the sign.
# - [ ] Report a wrong backward pass, because 0.003 is above the threshold of 0.001.
#   > The ends of the plank lie on different sides of the kink. Whose fault is the difference?
# - [ ] Raise the threshold to 0.01.
#   > Then real mistakes pass as well, at every place.

# %% [markdown]
# **Second: dropout**, from this week's lesson on regularisation: in every forward pass some units
# are switched off at random. Then the road itself moves between the two readings. The cell below
# switches off single weights of layer 2, which is shorter to write and moves the road as well.

# %% demo="dropout_moves_the_road"
drops = np.random.default_rng(8)


def cost_with_dropout(moved):
    """The cost while each entry of W2 is dropped with probability 0.2, drawn anew each time."""
    parameters = vector_to_dictionary(moved)
    parameters["W2"] = parameters["W2"] * (drops.random((3, 5)) < 0.8) / 0.8
    return forward_propagation_n(X_small, Y_small, parameters)[0]


theta, _ = dictionary_to_vector(begin)
right_column = gradients_to_vector(right_gradients(X_small, Y_small, begin))
for epsilon in (1e-2, 1e-5, 1e-7):
    moving = numerical_gradient(cost_with_dropout, theta, epsilon)
    print(
        f"ε = {epsilon:g}: steepest measured slope {np.max(np.abs(moving)):.0e}, "
        f"relative difference {relative_difference(right_column, moving):.3f}"
    )

# %% [markdown] question="dropout_off" points=1
# **1 point.** How do you check a network with dropout?
#
# - [ ] With a shorter plank, so that less can change between its ends.
#   > Look at the lines above: what happens to the measured slopes when ε falls?
# - [ ] With many more examples, so that the masks average out.
#   > They make the jump between two readings smaller, but it stays, and it is divided by ε.
# - [x] Switch dropout off, or keep one mask for all passes.
#   > Yes, for both ends and for the backward pass. Then the road stands still. With dropout off,
#   > the check says nothing about the mask itself.

# %% [markdown]
# **Third: a place where everything is 0**, and **fourth: too few examples.** Here painters A to D
# are checked at parameters that are all 0, on a single morning, and twice at random parameters:

# %% demo="blind_places"
zeros = {name: np.zeros(shape) for name, shape in SHAPES.items()}
places = {
    "random parameters, 12 mornings": (begin, X_small, Y_small),
    "random parameters, 200 mornings": (begin, X_train, Y_train),
    "all parameters 0, 200 mornings": (zeros, X_train, Y_train),
    "random parameters, 1 morning": (begin, X_small[:, :1], Y_small[:, :1]),
}
for place, (parameters_there, X_there, Y_there) in places.items():
    _, cache = forward_propagation_n(X_there, Y_there, parameters_there)
    row = {
        painter: gradient_check_n(
            parameters_there,
            broken_backward(painter, X_there, Y_there, cache),
            X_there,
            Y_there,
            1e-5,
        )
        for painter in "ABCD"
    }
    print(f"{place:32s}", "  ".join(f"{painter} {error:.0e}" for painter, error in row.items()))

# %% [markdown] question="blind_inputs" points=1
# **1 point.** Which place is good enough to find all four?
#
# - [ ] A start with all parameters at 0: then the numbers are simple.
#   > Look at A and D in that row. As in "Initialisation", all slopes but that of b3 are 0 there, in
#   > a right backward pass and in a wrong one.
# - [ ] One morning: if it is right for one, it is right for all.
#   > Look at painter B. What is 1/m for m = 1?
# - [x] Random parameters, and a dozen mornings.
#   > Yes. 200 mornings find the same, and take longer. One small batch is enough, but not a batch
#   > of one.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 6</b> (open it after the check)</summary>
#
# - *No right steps to compare with.* They are
#
#   $$dZ^{[3]} = A^{[3]} - Y, \quad dW^{[l]} = \tfrac1m\, dZ^{[l]} A^{[l-1]\top}, \quad
#   db^{[l]} = \tfrac1m \textstyle\sum_i dZ^{[l](i)}, \quad
#   dZ^{[l-1]} = W^{[l]\top} dZ^{[l]} * [Z^{[l-1]} > 0].$$
#
#   $dZ^{[l](i)}$ is column $i$ of $dZ^{[l]}$. The star multiplies entry by entry; $[Z > 0]$ is 1
#   where $Z > 0$ and 0 elsewhere. `A > 0` says the same, because $A$ is 0 exactly where $Z$ is not
#   above 0.
# - *One mend, then no second look.* After the first mend the number falls, but not to 1e-7. Look at
#   the blocks again.
# - *`dA1 * A1` instead of `dA1 * (A1 > 0)`.* The value of relu is not its slope. Where activations
#   happen to be near 1 you hardly see it.
# - *Checking at the start with zeros.* All gradients but $db^{[3]}$ are 0 there, so right and wrong
#   agree in them.
#
# </details>

# %% [markdown]
# ---
# # Part 7 · Write the test
#
# *15 minutes.* A gradient check is a test. Here is one cost and five backward passes for it, from
# five sources. Two are right.
#
# $$J(\theta) = \frac1n \sum_i \sin(\pi\,\theta_i), \qquad \theta \text{ and its gradient have
# shape } (n, 1).$$


# %%
def wave_cost(theta):
    """The mean of sin(π θ_i), one number."""
    return float(np.mean(np.sin(math.pi * theta)))


def version_a(theta):
    return math.pi * np.cos(math.pi * theta) / len(theta)


def version_b(theta):
    return math.pi * np.cos(math.pi * theta)


def version_c(theta):
    return 3.14 * np.cos(3.14 * theta) / theta.size


def version_d(theta):
    return math.pi * np.sin(math.pi * (0.5 - theta)) / theta.shape[0]


def version_e(theta):
    return math.pi * np.sqrt(1 - np.sin(math.pi * theta) ** 2) / theta.size


# %% [markdown]
# ## Worked example: a test for one slope
#
# This test takes any candidate for the slope of $\theta^2$. It chooses places at which mistakes
# show, and a threshold with room for round-off. `accepts(test, candidate)` says whether the test
# returns quietly (`True`) or raises an `AssertionError` (`False`).


# %%
def check_square_slope(candidate):
    """Raise an AssertionError unless candidate(theta) is the slope of θ² (theta a number)."""
    for theta in (1.5, -0.7):  # 1 would hide 2θ² in place of 2θ
        measured = numerical_slope(lambda place: place**2, theta, 1e-5)
        difference = relative_difference(candidate(theta), measured)
        assert difference < 1e-6, f"at {theta}: relative difference {difference:.1e}"


print("2θ accepted: ", accepts(check_square_slope, lambda theta: 2 * theta))
print("2θ² accepted:", accepts(check_square_slope, lambda theta: 2 * theta**2))
print("2|θ| accepted:", accepts(check_square_slope, lambda theta: 2 * abs(theta)))

# %% [markdown]
# ## Your test
#
# It gets one version at a time. It must return quietly for every right one, and raise an
# `AssertionError` for every wrong one; what it returns does not count. Each wrong version is right
# somewhere, or nearly right: choose $\theta$ and the threshold with care. Grading hands your test
# two more versions, a right one and a wrong one.


# %% answer="check_wave_slope"
def check_wave_slope(candidate):
    """Raise an AssertionError unless candidate(theta) is the gradient of wave_cost, (n, 1)."""
    ### BEGIN SOLUTION
    theta = np.array([[0.2], [-0.7], [1.4], [0.9]])
    measured = numerical_gradient(wave_cost, theta, 1e-5)
    difference = relative_difference(candidate(theta), measured)
    assert difference < 1e-6, f"relative difference {difference:.1e}"
    ### END SOLUTION


# %% check="check_wave_slope" points=5
same(accepts(check_wave_slope, version_a), True, "version a is right: your test should accept it")
same(accepts(check_wave_slope, version_d), True, "version d is right: your test should accept it")
level = accepts(check_wave_slope, lambda theta: 0 * theta)
same(level, False, "slopes of 0 everywhere are wrong: does your test assert anything?")
for name, version in (("b", version_b), ("c", version_c), ("e", version_e)):
    accepted = accepts(check_wave_slope, version)
    same(
        accepted, False, f"version {name} is wrong, and your test accepts it: what differs from a?"
    )
### BEGIN HIDDEN TESTS
factor = float(rng.uniform(1.01, 1.1))


def by_half_the_angle(theta):
    return math.pi * (1 - 2 * np.sin(math.pi * theta / 2) ** 2) / len(theta)


accepted = accepts(check_wave_slope, by_half_the_angle)
same(accepted, True, "another right version: your test should accept it")
accepted = accepts(check_wave_slope, lambda theta: factor * version_a(theta))
same(accepted, False, "another wrong version, a few percent off: your test should raise")
### END HIDDEN TESTS


# %% right="check_wave_slope"
def at_random_places(candidate):
    for seed in range(3):
        theta = np.random.default_rng(seed).uniform(-2, 2, (5, 1))
        measured = numerical_gradient(wave_cost, theta, 1e-6)
        np.testing.assert_allclose(candidate(theta), measured, rtol=1e-5, atol=1e-7)


def with_a_loop_of_its_own(candidate):
    theta = np.array([[0.3], [0.8], [-1.3]])
    claimed = candidate(theta)
    for i in range(3):
        ahead, behind = theta.copy(), theta.copy()
        ahead[i] += 1e-4
        behind[i] -= 1e-4
        measured = (wave_cost(ahead) - wave_cost(behind)) / 2e-4
        assert abs(claimed[i, 0] - measured) < 1e-5 * abs(measured)


def against_the_derivative_on_paper(candidate):
    theta = np.linspace(-1, 1, 6).reshape(6, 1)
    want = math.pi * np.cos(math.pi * theta) / 6
    assert np.linalg.norm(candidate(theta) - want) < 1e-9 * np.linalg.norm(want)


# %% wrong="check_wave_slope"
def _tests_at(candidate, places, threshold=1e-6):
    theta = np.array(places).reshape(-1, 1)
    difference = relative_difference(candidate(theta), numerical_gradient(wave_cost, theta, 1e-5))
    assert difference < threshold


def objects_to_nothing(candidate):
    """Your test accepts whatever it is given. Which difference is too large? Assert it."""
    theta = np.array([[0.2], [-0.7], [1.4]])
    relative_difference(candidate(theta), numerical_gradient(wave_cost, theta, 1e-5))


def looks_at_one_number_only(candidate):
    """Version b forgets the mean over n entries. With a single entry that does not show."""
    for place in (0.2, 0.9, 1.4):
        _tests_at(candidate, [place])


def is_too_generous(candidate):
    """Version c is nearly right. Your threshold lets it pass; what does a right version reach?"""
    _tests_at(candidate, [0.2, -0.7, 1.4, 0.9], 1e-2)


def looks_where_the_cosine_is_positive(candidate):
    """Version e is right wherever the wave rises. Is there a place in your test where it falls?"""
    _tests_at(candidate, [0.2, -0.3, 0.4, 1.9])


def knows_the_two_right_ones(candidate):
    """Your test must judge versions that it has never seen. Compare slopes, not names."""
    assert candidate in (version_a, version_d)


def is_too_strict(candidate):
    """Your test refuses right versions: the plank itself is not exact to so many digits."""
    _tests_at(candidate, [0.2, -0.7, 1.4, 0.9], 1e-14)


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 7</b> (open it after the check)</summary>
#
# - *One entry.* A forgotten mean hides there, as a forgotten $1/m$ hides behind one example.
# - *Places of one kind.* A rising wave hides a lost minus. Take places on both sides.
# - *A threshold from nowhere.* It must lie above what right versions reach and below what wrong
#   ones reach. The next part measures both.
#
# </details>

# %% [markdown]
# ---
# # Part 8 · Experiment: which threshold?
#
# *20 minutes.* You have used $10^{-6}$ on trust. Now you measure: 20 times random parameters and
# random mornings, for the right backward pass and for a nearly right one. The nearly right one
# divides $db^{[3]}$ by $m - 1$ in place of $m$, and $m$ is 100: one entry of 47 is 1 % too large.
#
# All of it is done three times: in float64 with $\varepsilon = 10^{-5}$, about the best step of
# Part 2, and in float32, as networks on graphics cards compute, with $\varepsilon = 10^{-3}$ and
# with $10^{-2}$. The best float32 step of Part 2 lies between these two.

# %% [markdown] question="why_a_longer_plank"
# **Recall from Part 2.** Why is the plank longer in float32?
#
# - [x] Because round-off is larger, and the V moves right.
#   > Yes: heights are known to 7 digits only, and the best step is the cube root of something
#   > proportional to u.
# - [ ] Because float32 cannot hold a number as small as $10^{-5}$.
#   > It holds numbers down to about 1e-38. How many digits has a height in float32?
# - [ ] Because roads are straighter in float32, which loses fine detail.
#   > The road is the same. What changes is how exactly you read its height.

# %% [markdown]
# ## Your function: `separating_thresholds`
#
# A threshold separates when every right run lies below it and every wrong run above it. *Worked
# example:* right runs reach 1e-9 and 4e-8, wrong ones 1e-3 and 2e-5. Every threshold between 4e-8
# and 2e-5 separates. If a right run reached 1e-4, none would.


# %% answer="separating_thresholds"
def separating_thresholds(right, wrong):
    """Return (low, high), the limits between which every threshold separates, or None.

    right, wrong: lists, not empty, of relative differences of right and of wrong backward passes
    low and high are as far apart as possible
    None if no threshold lies strictly between the two kinds
    """
    ### BEGIN SOLUTION
    low, high = max(right), min(wrong)
    return (low, high) if low < high else None
    ### END SOLUTION


# %% check="separating_thresholds" points=3
def limits_from(right, wrong):
    """The student's answer; a list of two numbers is as good as a tuple."""
    found = separating_thresholds(right, wrong)
    return tuple(found) if isinstance(found, list) else found


got = limits_from([0.1, 0.4, 0.2], [8.0, 2.0, 6.0])
same(got, (0.4, 2.0), "right runs up to 0.4, wrong ones from 2 on")
same(limits_from([0.1, 5.0, 0.2], [8.0, 2.0]), None, "a right run lies above a wrong one")
same(limits_from([0.1, 2.0], [2.0, 8.0]), None, "equal: no threshold lies strictly between")
same(limits_from([3.0], [4.0]), (3.0, 4.0), "one run of each")
same(limits_from([8.0, 6.0], [1.0, 2.0]), None, "all the wrong way round")
### BEGIN HIDDEN TESTS
right, wrong = rng.uniform(0, 1, 6).tolist(), rng.uniform(2, 3, 5).tolist()
for pair in ((right, wrong), (right + [2.5], wrong + [2.2]), (wrong, right)):
    same(limits_from(*pair), separating_thresholds_reference(*pair), "random runs")
### END HIDDEN TESTS


# %% right="separating_thresholds"
def by_sorting(right, wrong):
    low, high = sorted(right)[-1], sorted(wrong)[0]
    if low >= high:
        return None
    return low, high


def as_a_list(right, wrong):
    limits = [max(right), min(wrong)]
    return limits if limits[0] < limits[1] else None


def by_numpy(right, wrong):
    limits = np.max(right), np.min(wrong)
    return limits if limits[0] < limits[1] else None


def by_comparing_every_pair(right, wrong, places=None):
    if any(one >= other for one in right for other in wrong):
        return None
    return (max(float(one) for one in right), min(float(other) for other in wrong))


# %% wrong="separating_thresholds"
def compares_the_means(right, wrong):
    """One right run above one wrong run is enough: no threshold separates all. Look at extremes."""
    low, high = float(np.mean(right)), float(np.mean(wrong))
    return (low, high) if low < high else None


def gives_the_outer_limits(right, wrong):
    """The smallest right run limits nothing. Which right run comes closest to the wrong ones?"""
    low, high = min(right), max(wrong)
    return (low, high) if low < high else None


def never_says_none(right, wrong):
    """When the two kinds overlap there is no such threshold: return None."""
    return max(right), min(wrong)


def lets_equal_runs_pass(right, wrong):
    """With equal limits nothing lies strictly between."""
    low, high = max(right), min(wrong)
    return (low, high) if low <= high else None


def sorts_the_limits(right, wrong):
    """Limits in the wrong order mean that the kinds overlap, and not that you should swap them."""
    low, high = sorted((max(right), min(wrong)))
    return (low, high) if low < high else None


# %% [markdown]
# **Predict.** In which precision does one threshold separate right from nearly right in all 20
# pairs of runs? (In float32 it counts if one of the two steps will do.)
#
# - **a** &nbsp; in both
# - **b** &nbsp; in float64 only
# - **c** &nbsp; in neither

# %% prediction="separable" among="abc" points=1
### BEGIN SOLUTION
predicted_separable = "a"
### END SOLUTION


# %%
def two_differences(seed, dtype, epsilon, m=100):
    """The relative differences of the right and of the nearly right backward pass, in a dtype."""
    X, Y = (array.astype(dtype) for array in icy_mornings(seed, m))
    exact = random_parameters(np.random.default_rng(seed), bias=0.5)
    parameters = {name: value.astype(dtype) for name, value in exact.items()}

    def cost(moved):
        Z3, _ = forward(X, vector_to_dictionary(moved.astype(dtype)))
        return float(np.mean(np.logaddexp(np.zeros(1, dtype), Z3) - Y * Z3, dtype=dtype))

    theta, _ = dictionary_to_vector(parameters)
    measured = numerical_gradient(cost, theta, epsilon)
    claimed = right_gradients(X, Y, parameters)
    nearly = claimed | {"db3": claimed["db3"] * m / (m - 1)}
    return [relative_difference(gradients_to_vector(each), measured) for each in (claimed, nearly)]


# %% demo="threshold_runs"
SEEDS = range(100, 120)  # no other cell has used them
runs, limits = {}, {}
for dtype, epsilon in ((np.float64, 1e-5), (np.float32, 1e-3), (np.float32, 1e-2)):
    name = f"{dtype.__name__}, ε = {epsilon:g}"
    pairs = [two_differences(seed, dtype, epsilon) for seed in tqdm(SEEDS, leave=False)]
    runs[f"{name}, right"], runs[f"{name}, nearly right"] = zip(*pairs, strict=True)
    limits[name] = separating_thresholds(runs[f"{name}, right"], runs[f"{name}, nearly right"])
    for kind in ("right", "nearly right"):
        values = runs[f"{name}, {kind}"]
        print(f"{name}, {kind:12s} from {min(values):.1e} to {max(values):.1e}")
    between = "none" if limits[name] is None else "from {:.1e} to {:.1e}".format(*limits[name])
    print(f"{name}: thresholds that separate: {between}\n")
figure = new_figure(8.4, 3.4)
panels = figure.subplots(1, len(limits), sharey=True)
for axes, name in zip(panels, limits, strict=True):
    for i, (kind, dash) in enumerate((("right", "-"), ("nearly right", "--"))):
        values = np.sort(runs[f"{name}, {kind}"])
        style = {"color": PALETTE[i], "marker": MARKERS[i], "linestyle": dash, "markersize": 4}
        axes.plot(range(1, len(SEEDS) + 1), values, label=kind, **style)
    axes.set(title=name, xlabel="run, sorted", yscale="log", xticks=(1, 5, 10, 15, 20))
    axes.grid(color="0.9")
panels[0].set_ylabel("relative difference")
panels[0].legend(loc="center")
show(
    figure,
    "Three panels with the sorted relative differences of 20 right and 20 nearly right runs, on a "
    "logarithmic axis. In float64 the right runs lie orders of magnitude below the nearly right "
    "ones. In float32 the values of both kinds overlap, for either step.",
)
in_float64, *in_float32 = (pair is not None for pair in limits.values())
outcome = {(True, True): "a", (True, False): "b"}.get((in_float64, any(in_float32)), "c")
compare_prediction("separable", predicted_separable, outcome)

# %% [markdown] question="claim_threshold" points=2
# **Your claim, 2 points.** Which conclusion do the 120 runs support?
#
# - [ ] Right runs give 0 in float64, so there every threshold above 0 separates all pairs.
#   > Look at the smallest right run. Is it 0? And would 0.1 have noticed the nearly right ones?
# - [ ] In float32 the threshold only has to be larger than in float64, such as 0.001.
#   > Compare the largest right run with the smallest nearly right one, in float32.
# - [x] In float64 a threshold of $10^{-6}$ separates; in float32 none did.
#   > Yes. So check in float64 also what will later run in float32: the formula is the same.
# - [ ] In float32 the backward pass is wrong.
#   > It is the same formula. What is measured badly is the slope to compare it with.

# %% [markdown]
# **How far the claim reaches.** Twenty places, one network, one mistake, three steps. A mistake
# that changes the gradient by less than the plank's own error stays unseen. And a kink can raise a
# false alarm. Here are 200 other places, with the same plank and with one ten times as long:

# %% demo="false_alarm"
OTHER_SEEDS = range(200, 400)
for epsilon in (1e-4, 1e-5):
    others = [two_differences(seed, np.float64, epsilon)[0] for seed in OTHER_SEEDS]
    alarms = sum(value > 1e-6 for value in others)
    print(f"ε = {epsilon:g}: {alarms} of 200 right runs lie above 1e-6")
worst = OTHER_SEEDS[int(np.argmax(others))]
for epsilon in (1e-4, 1e-5, 1e-6):
    print(f"place {worst}, ε = {epsilon:g}: {two_differences(worst, np.float64, epsilon)[0]:.1e}")

# %% [markdown]
# Now and then a right run raises an alarm, more often with the longer plank. At the worst place a
# still shorter one ends it: a kink lay between the ends. A real mistake would not care how long the
# plank is.
#
# <details><summary><b>What goes wrong most often in Part 8</b> (open it after the check)</summary>
#
# - *Judging by the mean.* A threshold is used on single runs. One overlap spoils it.
# - *Checking in float32 because training is in float32.* The plank then measures rounding.
# - *Moving the threshold after an alarm.* First ask whether it is the sign or the plank: change the
#   place, change $\varepsilon$.
#
# </details>

# %% [markdown]
# ---
# # Part 9 · A blank page
#
# *25 minutes.*

# %% [markdown] question="two_planks_only"
# **From Part 4, one step further.** A network has a million parameters. Somebody moves **all** of
# them at once, along one random direction $v$ of length 1, with a single two-sided plank. What
# should come out if the gradient $g$ is right?
#
# - [ ] The length of $g$, because $v$ has length 1.
#   > Only if v points the way g does. A random v hardly ever does.
# - [ ] The mean of all slopes, because all of them move.
#   > Each slope counts with its entry of v. These differ in size, and some are below 0.
# - [x] $g^\top v$, the part of the gradient along $v$.
#   > Yes, and that costs two forward passes instead of two million. It says that something is
#   > wrong, most of the time; it does not say where.

# %% [markdown]
# ## Blank page: which signs are wrong?
#
# A road office in another town uses a program that you have never seen. You get three things:
# a function `cost` that takes a dictionary of arrays and returns one number; the dictionary
# `parameters`; and `gradients`, a dictionary with the **same** names (`"K"`, not `"dK"`) and
# shapes. Write `faulty_blocks(cost, parameters, gradients)`. It returns the sorted list of the
# names whose gradient is wrong, an empty list if none is. No scaffold.
#
# - The arrays are floats (float64) with any number of axes, also with none: then the block is one
#   number, such as `np.array(1.5)`.
# - Blocks may differ in length by several orders of magnitude. A wrong block must be found however
#   small it is beside the others, as long as its right or its claimed length is at least 0.01.
# - Wrong blocks are off by at least 1 % of the larger of the two lengths, claimed and right. Right
#   ones are right up to rounding.
# - A block on which the cost does not depend has gradient 0. If 0 is claimed there, that is right,
#   though your plank may measure a little rounding.
# - The cost is smooth near `parameters`. Values of it have sizes up to about 100.
# - What you are given stays as it was.


# %% answer="faulty_blocks"
### BEGIN SOLUTION
def faulty_blocks(cost, parameters, gradients):
    """The sorted names of the blocks whose gradient is not the measured one."""
    faulty = []
    for name, block in parameters.items():

        def cost_of_column(column, name=name, shape=block.shape):
            return cost(parameters | {name: column.reshape(shape)})

        measured = numerical_gradient(cost_of_column, block.reshape(-1, 1), 1e-5)
        claimed = np.reshape(gradients[name], (-1, 1))
        # Round-off: a cost of about 100 is known to 1e-14, over a plank of 2e-5 that is 1e-9.
        beyond_rounding = np.linalg.norm(claimed - measured) > 1e-6
        if beyond_rounding and relative_difference(claimed, measured) > 1e-4:
            faulty.append(name)
    return sorted(faulty)


### END SOLUTION


# %% check="faulty_blocks" points=8
def road_case(drawn):
    """A cost of five blocks of very different sizes, its parameters and right gradients."""
    parameters = {
        "K": drawn.uniform(0.5, 1.5, (2, 3, 2)),
        "scale": np.array(drawn.uniform(1, 2)),
        "b": drawn.uniform(-1, 1, 4),
        "A": drawn.uniform(0.5, 1.5, (3, 2)),
        "idle": drawn.uniform(0.5, 1.5, (3, 4)),
    }
    parameters["A"][1] *= -1

    def cost(p):
        # 1 but for rounding, whatever idle is
        one = np.prod(np.sin(p["idle"]) ** 2 + np.cos(p["idle"]) ** 2)
        steep = np.sum(np.exp(p["K"])) * float(p["scale"]) * one
        return float(steep + 0.02 * np.sum(np.sin(p["b"])) + 0.02 * np.sum(p["A"] ** 3))

    right = {
        "K": np.exp(parameters["K"]) * parameters["scale"],
        "scale": np.array(np.sum(np.exp(parameters["K"]))),
        "b": 0.02 * np.cos(parameters["b"]),
        "A": 0.06 * parameters["A"] ** 2,
        "idle": np.zeros((3, 4)),
    }
    return cost, parameters, right


def found(cost, parameters, gradients):
    """The student's answer, its order and type left as they are. Each gradient is an array."""
    arrays = {name: np.array(block) for name, block in gradients.items()}
    return untouched(faulty_blocks, cost, parameters, arrays)


# At this place planks of any usual length measure a little rounding for the idle block.
cost, parameters, right = road_case(np.random.default_rng(18))
same(found(cost, parameters, right), [], "all five are right, also the idle one, which claims 0")
got = found(cost, parameters, right | {"b": 1.011 * right["b"]})
same(got, ["b"], "the small b, 1.1 % too large")
got = found(cost, parameters, right | {"scale": 0.989 * right["scale"]})
same(got, ["scale"], "scale, which is one number, 1.1 % too small")
turned = np.concatenate([right["A"][:1], -right["A"][1:]])
same(found(cost, parameters, right | {"A": turned}), ["A"], "A with two rows times -1")
swapped = right | {"K": right["K"][:, ::-1], "scale": 2 * right["scale"]}
same(found(cost, parameters, swapped), ["K", "scale"], "K with entries exchanged; scale doubled")
last = right["K"].copy()
last[1, 2, 1] = 0.0
same(
    found(cost, parameters, right | {"K": last}), ["K"], "only the last of 12 entries of K is wrong"
)
lost = right | {"idle": np.full((3, 4), 0.01), "A": 0 * right["A"]}
same(found(cost, parameters, lost), ["A", "idle"], "0.01 claimed for the idle one; 0 claimed for A")
three = {"scale": -right["scale"], "b": right["b"][::-1], "A": right["A"] * 1.5}
same(found(cost, parameters, right | three), ["A", "b", "scale"], "three at once, sorted by name")
### BEGIN HIDDEN TESTS
for _ in range(6):  # at about one place in ten a plank measures no rounding at all
    cost, parameters, right = road_case(rng)
    same(found(cost, parameters, right), [], "another place, all right")
for name in ("K", "scale", "b", "A"):
    claimed = right | {name: right[name] * float(rng.uniform(1.011, 1.1))}
    same(found(cost, parameters, claimed), [name], f"another place, {name} too large")
### END HIDDEN TESTS


# %% right="faulty_blocks"
def entry_by_entry_with_copies(cost, parameters, gradients):
    names = []
    for name in sorted(parameters):
        apart = size = 0.0
        for index in np.ndindex(parameters[name].shape):
            heights = []
            for step in (1e-4, -1e-4):
                moved = {key: np.array(value) for key, value in parameters.items()}
                moved[name][index] += step
                heights.append(cost(moved))
            measured = (heights[0] - heights[1]) / 2e-4
            apart += (measured - gradients[name][index]) ** 2
            size += measured**2
        if math.sqrt(apart) > 1e-3 * math.sqrt(size) + 1e-7:
            names.append(name)
    return names


def with_allclose(cost, parameters, gradients):
    wrong = set()
    for name in parameters:
        size = parameters[name].size
        for i in range(size):
            e = np.zeros(size)
            e[i] = 1e-5
            e = e.reshape(parameters[name].shape)
            ahead = cost({**parameters, name: parameters[name] + e})
            behind = cost({**parameters, name: parameters[name] - e})
            claimed = np.ravel(gradients[name])[i]
            if not np.isclose((ahead - behind) / 2e-5, claimed, rtol=1e-4, atol=1e-6):
                wrong.add(name)
    return sorted(wrong)


def in_one_long_column(cost, parameters, gradients, epsilon=1e-5, threshold=1e-3):
    names = list(parameters)
    ends = np.cumsum([parameters[name].size for name in names])

    def blocks_of(column):
        parts = np.split(np.ravel(column), ends[:-1])
        return {n: part.reshape(parameters[n].shape) for n, part in zip(names, parts, strict=True)}

    theta = np.concatenate([parameters[name].ravel() for name in names]).reshape(-1, 1)
    measured = blocks_of(numerical_gradient(lambda v: cost(blocks_of(v)), theta, epsilon))

    def differs(name):
        d = np.linalg.norm(measured[name] - gradients[name])
        return d > 1e-7 and d > threshold * np.linalg.norm(measured[name])

    return sorted(name for name in names if differs(name))


# %% wrong="faulty_blocks"
def _faulty(cost, parameters, gradients, differs, epsilon=1e-5, one_sided=False, flat=None):
    """The names of the blocks for which differs(claimed, measured) holds."""
    names, here = [], cost(parameters)
    for name, block in parameters.items():
        measured = np.zeros(block.shape)
        for index in list(np.ndindex(block.shape))[:flat]:
            step = np.zeros(block.shape)
            step[index] = epsilon
            ahead = cost(parameters | {name: block + step})
            behind = here if one_sided else cost(parameters | {name: block - step})
            measured[index] = (ahead - behind) / (epsilon if one_sided else 2 * epsilon)
        if differs(np.asarray(gradients[name]), measured):
            names.append(name)
    return sorted(names)


def _apart(a, b):
    return np.linalg.norm(a - b)


def _relative(a, b):
    return _apart(a, b) / max(np.linalg.norm(a) + np.linalg.norm(b), 1e-300)


def accuses_the_idle_block(cost, parameters, gradients):
    """0 against a little rounding has the relative difference 1. How small a difference is none?"""
    return _faulty(cost, parameters, gradients, lambda a, b: _relative(a, b) > 1e-4)


def uses_an_absolute_threshold(cost, parameters, gradients):
    """A small block that is off by 1 % differs by little. Compare with its own length."""
    return _faulty(cost, parameters, gradients, lambda a, b: _apart(a, b) > 0.01)


def lets_one_percent_pass(cost, parameters, gradients):
    """Which relative difference has a block that is 1 % too large? Your threshold lies above it."""
    return _faulty(
        cost, parameters, gradients, lambda a, b: _apart(a, b) > 1e-6 and _relative(a, b) > 9e-3
    )


def takes_a_small_block_for_rounding(cost, parameters, gradients):
    """How much is 1 % of a block of length 0.01? What you call rounding is more than that."""
    return _faulty(
        cost, parameters, gradients, lambda a, b: _apart(a, b) > 1e-3 and _relative(a, b) > 1e-4
    )


def compares_only_lengths(cost, parameters, gradients):
    """Exchanged entries and a factor -1 keep the length. Subtract first."""

    def differs(a, b):
        a, b = np.linalg.norm(a), np.linalg.norm(b)
        return abs(a - b) > 1e-6 and abs(a - b) > 1e-4 * (a + b)

    return _faulty(cost, parameters, gradients, differs)


def judges_all_blocks_together(cost, parameters, gradients):
    """One number for all blocks: the small ones drown, and the right ones share the blame."""
    pairs = []
    _faulty(cost, parameters, gradients, lambda a, b: pairs.append((a.ravel(), b.ravel())))
    a, b = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return sorted(parameters) if _relative(a, b) > 1e-4 else []


def looks_at_the_first_entries(cost, parameters, gradients):
    """A block may have three axes and a mistake in its last entry. Did you move all entries?"""

    def differs(a, b):
        a, b = a.ravel()[:4], b.ravel()[:4]
        return _apart(a, b) > 1e-6 and _relative(a, b) > 1e-4

    return _faulty(cost, parameters, gradients, differs)


def lays_a_plank_to_one_side(cost, parameters, gradients):
    """A right block is called wrong: the error of your plank is larger than your threshold."""
    return _faulty(
        cost,
        parameters,
        gradients,
        lambda a, b: _apart(a, b) > 1e-6 and _relative(a, b) > 1e-4,
        epsilon=1e-2,
        one_sided=True,
    )


def returns_them_unsorted(cost, parameters, gradients):
    """Sort the names: the order of the dictionary says nothing."""
    names = _faulty(
        cost, parameters, gradients, lambda a, b: _apart(a, b) > 1e-6 and _relative(a, b) > 1e-4
    )
    return [name for name in parameters if name in names]


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 9</b> (open it after the check)</summary>
#
# - *A relative difference for a block of zeros.* 0 against 1e-12 gives 1. A floor for the
#   difference itself says what counts as rounding.
# - *One column for everything.* The large blocks decide, and a small wrong block drowns.
# - *`for row in block`.* It moves rows and not entries; `np.ndindex` or a reshape reaches every
#   entry of an array of any shape.
#
# </details>
#
# ## Everything at once
#
# Back to the ice. The step comes from your `best_epsilon` (with $J''$ and $J'''$ taken as about 1),
# the threshold from your experiment. First the step is tried on the straight road of Part 1, and
# your test on the five versions of Part 7. Then five painters and you are judged; painter E is the
# nearly right one of Part 8, here on 12 mornings. Compare the last column with the table of Part 5.


# %% demo="all_at_once"
def ice_cost(moved):
    """The cost of the network on a dozen mornings."""
    return forward_propagation_n(X_small, Y_small, moved)[0]


step = best_epsilon(ice_cost(begin), 1.0, float(np.finfo(float).eps) / 2)
threshold = math.sqrt(math.prod(limits["float64, ε = 1e-05"]))  # in the middle, in powers of ten
print(f"step {step:.0e}, threshold {threshold:.0e}; truncation about ", end="")
print(f"{two_sided_error(step, 1.0):.0e}, one-sided {one_sided_error(step, 1.0):.0e}")
print(f"the straight road, checked with this step: {gradient_check(2, 4, step):.0e}")
versions = {"a": version_a, "b": version_b, "c": version_c, "d": version_d, "e": version_e}
accepted = [name for name, version in versions.items() if accepts(check_wave_slope, version)]
print(f"your test accepts versions {', '.join(accepted)}\n")
_, cache = forward_propagation_n(X_small, Y_small, begin)
all_signs = {f"painter {p}": broken_backward(p, X_small, Y_small, cache) for p in "ABCDE"}
all_signs["your own"] = backward_propagation_n(X_small, Y_small, cache)
print("            all 47  worst  verdict  wrong blocks")
for who, claimed in all_signs.items():
    difference = gradient_check_n(begin, claimed, X_small, Y_small, step)
    verdict = "wrong" if difference > threshold else "fine"
    worst_block = max(errors_by_block(claimed, measured_blocks).values())
    names = faulty_blocks(ice_cost, begin, {name: claimed["d" + name] for name in SHAPES})
    print(f"{who:10s}  {difference:.0e}  {worst_block:.0e}  {verdict:7s}  {', '.join(names)}")

# %% [markdown]
# ## Further, if you like (no points)
#
# **A million parameters.** Write `my_quick_check(f, theta, gradient, drawn)`: move along random
# directions of length 1 (from the generator `drawn`), as in the last question, and return one
# number that is small for a right gradient. The cell tries it on the function below, right and
# with one block of 100 entries doubled. The goal: right below 1e-5, wrong above 1e-2, with 20
# calls of `f` for each.

# %% demo="further"
my_quick_check = None
if my_quick_check is not None:
    drawn = np.random.default_rng(1)
    theta = drawn.standard_normal((1000, 1))
    calls = []

    def counted(v):
        calls.append(1)
        return float(np.mean(np.sin(v) * v))

    claimed = (np.cos(theta) * theta + np.sin(theta)) / 1000
    doubled = np.concatenate([2 * claimed[:100], claimed[100:]])
    good = my_quick_check(counted, theta, claimed, drawn)
    bad = my_quick_check(counted, theta, doubled, drawn)
    met = good < 1e-5 and bad > 1e-2 and len(calls) <= 40
    print(f"right {good:.1e}, wrong {bad:.1e}, {len(calls)} calls:", "met" if met else "not yet")

# %% [markdown]
# ## Before you trust a check
#
# A passed check says that the gradient belongs to the cost. It does not say that the cost is the
# one you want: a network that decides which roads are gritted first has a cost that weighs some
# people's mornings against others', and no plank measures whether the weights are fair.
#
# ## What you can do now
#
# You derived why a plank should reach to both sides of the sign, and how long it should be. You
# wrote the check for one parameter and for a whole network, and tried it on bent roads. You named
# the mistakes of four painters from their patterns, mended those of one, and solved the puzzle:
# the crew with the lower cost followed wrong signs. You know when a plank misleads, you chose a
# threshold from runs and not from hearsay, and you can say of a program that you have never seen
# which of its signs are wrong. Next week you trust your gradients, and walk downhill in better
# ways.
