# %% [markdown]
# # Quiz · Week 1: what networks learn from
#
# Ten questions on the first week, eight to choose from and two to compute with numbers of your own.
# The replies come with the feedback; if your teacher allows it, you may then hand the quiz in
# again.
#
# *18 minutes.* Each question is worth 1 point, and so is your name. The check below a question
# only sees to it that your answer is of the right kind. No other notebook is needed.

# %%
import numpy as np

from shared_utils.checks import generator_for
from shared_utils.questions import ask, noted_name, real_number, reply_to_answer

# %% [markdown]
# ---
# # Part 1 · Choose
#
# Write one letter between the quotation marks and run the cell.

# %% [markdown] question="label" points=1
# **1.** A ferry line wants to know each evening how many cars will come tomorrow. It has records of
# two years, and a network learns from them. What is $y$, the label of one example?
#
# - [ ] The weekday, the season and the weather of that day.
#   > These are known the evening before, so the network may be given them: they are x. What is it
#   > asked for?
# - [ ] The number that the network foresees for that day.
#   > That is its answer, often written with a hat. With what must the answer be compared, so that
#   > the network can learn from its error?
# - [x] The number of cars that came on that day.
#   > Yes. The records hold what was known before, x, and what came of it, y. That makes it
#   > supervised learning.
# - [ ] The list of all days on which many cars came.
#   > One example is one day. What do the records say of a single day that is not known the evening
#   > before?

# %% [markdown] question="structured" points=1
# **2.** An engineer watches a bridge. She can give a model one of four things for each lorry that
# crosses. Which of them is called *structured* data?
#
# - [x] Its weight, its speed and its number of axles.
#   > Yes. Each number has a meaning of its own, the same for every lorry.
# - [ ] Ten seconds of the bridge's sway, as 500 samples.
#   > All recordings have the same length, but what does sample number 400 mean by itself? Would it
#   > mean the same for a lorry that came a second later?
# - [ ] A photograph, always of 64 by 64 pixels.
#   > Equal sizes make it easy to store. But does pixel (10, 20) mean the same in every photograph,
#   > as "weight" does for every lorry?
# - [ ] The warden's note, always typed into the same form.
#   > The form is always the same, and what about the words in it? Where in a note would a model
#   > find the speed?

# %% [markdown] question="why_now" points=1
# **3.** The main ideas for training networks are decades old. What changed most before large
# networks came into wide use, around 2012?
#
# - [ ] Someone found how to get the gradient for more than one layer.
#   > That is the chain rule, and it was in use for networks in the 1980s. What was it short of
#   > then?
# - [x] There were far more labelled data, and faster hardware.
#   > Yes. Better activations and optimisers helped too, and they could be tried quickly because
#   > the hardware was fast.
# - [ ] It was proved that deep networks always find the best weights.
#   > There is no such proof: training may end in different weights each time. What does a
#   > network need in practice, to get from a bad start to a good answer?
# - [ ] Networks stopped needing labels, so all data could be used.
#   > The networks of that time were trained on pictures with labels, over a million of them. So
#   > what had become larger?

# %% [markdown] question="reading_the_table" points=1
# **4.** A small and a large network were trained on the same data. Their test errors, in percent
# (the numbers are made up):
#
# | training examples | 100 | 1,000 | 10,000 |
# |---|---|---|---|
# | small network | 30 | 24 | 22 |
# | large network | 33 | 22 | 12 |
#
# Which reading fits the table?
#
# - [ ] The large network is better however few examples there are.
#   > Look at the first column once more. Which of the two is ahead at 100 examples?
# - [ ] Both gain about the same from each further example.
#   > From 100 to 10,000 examples the small one gains 8 points. How many does the large one gain?
# - [ ] The small network would overtake if there were more examples.
#   > It is ahead only at 100. Follow both rows to the right: which of them still falls steeply?
# - [x] Many examples help the large network more than the small one.
#   > Yes. With few examples the order may be either way, and luck decides much. With many, the
#   > larger model can make use of them.

# %% [markdown] question="more_data" points=1
# **5.** A small network has 22 % error on its 10,000 training examples and 23 % on test examples.
# People do the same task with 2 % error. You could collect ten times as many examples. What do you
# expect of that?
#
# - [ ] The test error falls to about 2 %, as for people.
#   > More examples bring the test error closer to the training error. How far below 22 % can that
#   > take it?
# - [x] Little: it does not even fit the examples that it has.
#   > Yes. The gap between training and test is 1 point, and more data can close only that gap. A
#   > larger network, or better features, comes first.
# - [ ] The training error falls, since there is more to learn from.
#   > A model that cannot fit 10,000 examples has to fit 100,000 then. Does that make it easier?
# - [ ] The test error rises, because the network forgets old ones.
#   > All examples are used together, so none is forgotten. Compare 22 with 23: what is left to
#   > gain from more data?

# %% [markdown] question="hidden_layer" points=1
# **6.** A parcel costs the same up to 2 kg; beyond, the price rises evenly with the weight $x$. A
# straight line fits badly. A network with hidden units $\mathrm{relu}(wx + b)$ fits exactly, and
# one unit is enough. What does the unit add?
#
# - [x] A place at which the slope of the price changes.
#   > Yes. The unit bends where wx + b = 0. With w = 1 and b = -2 that is at 2 kg: below it adds
#   > nothing, above it adds a rising line.
# - [ ] One more example, which lies on the line.
#   > Units are no examples; the data are what they were. What can relu do to a line that no choice
#   > of its slope can?
# - [ ] A larger slope, as the two weights are multiplied.
#   > A single line can be as steep as you like. What does the price do at 2 kg that no straight
#   > line does?
# - [ ] An average of lines, which has less noise.
#   > The average of straight lines is a straight line again. So what must the unit do to its line
#   > first?

# %% [markdown] question="fresh_start" points=1
# **7.** In your notebook all checks pass. The Validate button says for one of them:
# `NameError: name 'widths' is not defined`. What is the most likely reason?
#
# - [ ] Validate uses other data, in which there are no widths.
#   > It runs the cells of your own notebook. What is different when they all run from the top, in
#   > a fresh Python?
# - [ ] The hidden cases of that check are harder than the visible ones.
#   > Validate has no hidden cases. And would a harder case make a name unknown?
# - [ ] The check was run too often, so it has used up the name.
#   > A check may run any number of times; it takes nothing away. In which cell was `widths` made,
#   > and is that cell still there?
# - [x] You made `widths` in a cell that is gone or stands further down.
#   > Yes. The running Python still remembers the name, the notebook no longer makes it in time.
#   > "Restart and run all" shows this before you hand in.

# %% [markdown] question="assistant" points=1
# **8.** An assistant program wrote a function for you. It runs, raises no error, and returns arrays
# of the right shape. Your course allows such help if you say so. What should come next?
#
# - [ ] Hand it in with a note: code that runs with the right shapes is right.
#   > Most mistakes in this field raise no error and keep the shape; only the numbers are wrong.
#   > How would you find out about the numbers?
# - [ ] Ask the assistant whether the function is right, then say that it helped.
#   > It may well say yes either way, and sound sure. Which evidence does not depend on what it
#   > says?
# - [x] Test it on a small case that you worked out by hand, then say that it helped.
#   > Yes. You answer for what you hand in, so you need evidence of your own. You will write such
#   > tests yourself in this course.
# - [ ] Rename its variables, so that the function looks like your own work.
#   > That hides where it came from and tells nothing about the numbers. What would show you, and
#   > others, that they are right?

# %% [markdown]
# ---
# # Part 2 · Compute, with numbers of your own
#
# The next two questions draw their numbers from a name. Any name will do, but leave it as it is
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
# **9.** Run the cell: it asks your question. You may compute by hand or let Python do it.


# %%
def draw_errors(name):
    """Wrong and all pictures of a training and a test set: four whole numbers."""
    draws = generator_for(f"{name}/error_gap")
    train_size, test_size = int(draws.choice([200, 400])), int(draws.choice([600, 800, 1000]))
    train_wrong = int(draws.integers(2, 6)) * train_size // 100
    test_wrong = int(draws.integers(9, 21)) * test_size // 100
    return train_wrong, train_size, test_wrong, test_size


train_wrong, train_size, test_wrong, test_size = draw_errors(my_name)
ask(
    my_name,
    f"Your network answers {train_wrong} of its {train_size} training pictures wrongly,\n"
    f"and {test_wrong} of {test_size} test pictures.\n"
    "By how many percentage points is the test error above the training error?\n"
    "(Errors of 3 % and 5 % are 2 percentage points apart.)",
)

# %% start="error_gap"
error_gap = None  # a number

# %% answer="error_gap"
### BEGIN SOLUTION
error_gap = 100 * test_wrong / test_size - 100 * train_wrong / train_size
### END SOLUTION

# %% check="error_gap" points=1
gap = real_number(error_gap)
### BEGIN HIDDEN TESTS
train_wrong, train_size, test_wrong, test_size = draw_errors(my_name)
train_error, test_error = 100 * train_wrong / train_size, 100 * test_wrong / test_size
right = (
    test_error - train_error,
    "Yes. The training error says how well the model fits what it knows, the gap says how much of "
    "that does not carry over to new pictures.",
)
mistakes = [
    (
        test_wrong - train_wrong,
        "You subtracted numbers of pictures, but the two sets differ in size. What share of each "
        "set is wrong?",
    ),
    (
        test_error,
        "That is the test error alone. How much of it does the network have on pictures that it "
        "knows, too?",
    ),
    (
        (test_error - train_error) / 100,
        "That is the difference of two fractions. How many percentage points is it?",
    ),
    (
        train_error - test_error,
        "The size is right. The question asks how far the test error lies above the other one: "
        "which sign has that?",
    ),
    (
        test_error / train_error,
        "That says how many times as large the test error is. How many points lie between them?",
    ),
]
otherwise = "First compute each error in percent: wrong pictures over all pictures of that set."
told = reply_to_answer(gap, right, mistakes, otherwise, within=0.01)
### END HIDDEN TESTS

# %% right="error_gap"
with_one_denominator = (
    100 * (test_wrong * train_size - train_wrong * test_size) / (test_size * train_size)
)
as_a_whole_number = round(100 * test_wrong / test_size - 100 * train_wrong / train_size)
from_the_right_answers = 100 * (1 - train_wrong / train_size) - 100 * (1 - test_wrong / test_size)

# %% wrong="error_gap"
subtracts_numbers_of_pictures = test_wrong - train_wrong
takes_the_test_error_alone = 100 * test_wrong / test_size
as_a_fraction = test_wrong / test_size - train_wrong / train_size
turned_round = 100 * train_wrong / train_size - 100 * test_wrong / test_size
as_a_ratio = (test_wrong / test_size) / (train_wrong / train_size)

# %% [markdown]
# **10.** Is it worth collecting more examples? A trend that you have measured may tell.


# %%
def draw_trend(name):
    """An error in percent, the factor for each doubling, and how many doublings follow."""
    draws = generator_for(f"{name}/error_later")
    return (
        int(draws.integers(20, 41)),
        float(draws.choice([0.6, 0.7, 0.8])),
        int(draws.choice([2, 3])),
    )


error_now, factor, doublings = draw_trend(my_name)
ask(
    my_name,
    f"With 1,000 training examples the test error of your network is {error_now} %.\n"
    f"So far each doubling of the examples multiplied the error by {factor}.\n"
    f"If that goes on: what is the error, in percent, with {2**doublings},000 examples?\n"
    "(Give at least one decimal.)",
)

# %% start="error_later"
error_later = None  # a number

# %% answer="error_later"
### BEGIN SOLUTION
error_later = error_now * factor**doublings
### END SOLUTION

# %% check="error_later" points=1
error = real_number(error_later)
### BEGIN HIDDEN TESTS
error_now, factor, doublings = draw_trend(my_name)
right = (
    error_now * factor**doublings,
    "Yes. Each further point costs more examples than the last. And a trend may end: wrong labels, "
    "or features that do not tell, leave an error that no amount of data removes.",
)
mistakes = [
    (
        error_now * factor,
        "That is the error after one doubling. How many doublings lead from 1,000 to your number?",
    ),
    (
        error_now * factor ** (2**doublings),
        "You multiplied once for every 1,000 examples. How often is 1,000 doubled on the way?",
    ),
    (
        error_now / 2**doublings,
        "You divided the error by what the data were multiplied with. Which factor did the trend "
        "have, and how often does it apply?",
    ),
    (
        error_now * (1 - doublings * (1 - factor)),
        "You took away the same number of points each time. The second doubling starts from a "
        "smaller error: by what is that multiplied?",
    ),
    (
        error_now * (1 - factor) ** doublings,
        "You multiplied by what each doubling takes away. What is left of the error each time?",
    ),
    (
        error_now * factor**doublings / 100,
        "That is a fraction. What is it in percent?",
    ),
]
otherwise = "Write a small table: the examples double from row to row. What happens to the error?"
told = reply_to_answer(error, right, mistakes, otherwise, within=0.06)
### END HIDDEN TESTS

# %% right="error_later"
rounded_to_one_decimal = round(error_now * factor**doublings, 1)
step_by_step = error_now * factor * factor * (factor if doublings == 3 else 1)
as_a_numpy_float = np.float64(error_now) * np.power(factor, doublings)

# %% wrong="error_later"
one_doubling_only = error_now * factor
once_for_every_thousand = error_now * factor ** (2**doublings)
divides_like_the_data = error_now / 2**doublings
the_same_points_each_time = error_now * (1 - doublings * (1 - factor))
multiplies_by_what_is_lost = error_now * (1 - factor) ** doublings
as_a_fraction_of_one = error_now * factor**doublings / 100

# %% [markdown]
# ---
# # Where to read up
#
# All of it is in the lesson *What deep learning does*.
#
# | question | about | part |
# |---|---|---|
# | 1, 2 | labels, and the kinds of data | 3 |
# | 3 | why deep learning came when it did | 4 |
# | 4, 5, 10 | what more data, and a larger network, can do | 4 |
# | 6 | hidden units and their bends | 2 |
# | 7 | restart and run all | 1 |
# | 8 | code that an assistant wrote | 5 |
# | 9 | the error on known and on unseen examples | 4 |
