"""Every kind of graded function that numpy lessons have, tried by the author and graded."""

import time

import pytest

from autograder.authoring.lesson import LessonError
from autograder.grading import engine, stand_ins
from autograder.grading.nursery import Nursery
from autograder.grading.sandbox import Limits
from autograder.rehearsal import Rehearsal
from autograder.tests.kinds import assert_it_is_graded_as_it_is_tried, made_up_lesson

SECONDS = 3

SETUP = """\
# %%
import contextlib
import io
import string

import numpy as np

from shared_utils.checks import accepts, same, slope, untouched
"""


@pytest.fixture(scope="module")
def nursery():
    with Nursery(limits=Limits(cpu_seconds=SECONDS, wall_seconds=4 * SECONDS)) as nursery:
        yield nursery


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory, nursery):
    """A Rehearsal of a kind's lesson, made once."""
    made = {}

    def rehearsal(kind):
        if kind not in made:
            lesson = made_up_lesson(tmp_path_factory.mktemp("course"), kind, KINDS[kind], SETUP)
            made[kind] = Rehearsal(lesson, nursery, deadline=SECONDS)
        return made[kind]

    return rehearsal


KINDS = {
    "caches": '''
# %%
def affine(A, W, b):
    return W @ A + b


# %% answer="forward"
def forward(X, parameters):
    """Return the output, and for each layer the tuple (A_prev, W, b, Z)."""
    ### BEGIN SOLUTION
    A, caches = X, []
    for l in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = affine(A, W, b)
        caches.append((A, W, b, Z))
        A = np.maximum(Z, 0)
    return A, caches
    ### END SOLUTION


# %% check="forward" points=2
parameters = {"W1": np.array([[1.0, -2.0]]), "b1": np.array([[0.5]])}
A, caches = untouched(forward, np.array([[1.0], [2.0]]), parameters)
same(A, np.array([[0.0]]), "a negative sum gives 0")
same(caches[0][3], np.array([[-2.5]]), "Z is kept")
### BEGIN HIDDEN TESTS
shapes = {"W1": (3, 2), "b1": (3, 1), "W2": (4, 3), "b2": (4, 1)}
parameters = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
X = rng.standard_normal((2, 5))
same(forward(X, parameters), forward_reference(X, parameters), "two layers")
### END HIDDEN TESTS


# %% right="forward"
def by_recursion(X, parameters):
    def rest(A, l):
        if f"W{l}" not in parameters:
            return A, []
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W.dot(A) + b
        last, caches = rest(Z * (Z > 0), l + 1)
        return last, [(A, W, b, Z), *caches]

    return rest(X, 1)


# %% wrong="forward"
def _layers(X, parameters, kept):
    A, caches = X, []
    for l in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = affine(A, W, b)
        caches.append(kept(A, W, b, Z))
        A = np.maximum(Z, 0)
    return A, caches


def keeps_lists(X, parameters):
    """A cache is a tuple: round brackets."""
    return _layers(X, parameters, lambda *cache: list(cache))


def keeps_the_activation(X, parameters):
    """Which is Z: before or after the activation?"""
    return _layers(X, parameters, lambda A, W, b, Z: (A, W, b, np.maximum(Z, 0)))


def changes_the_weights(X, parameters):
    """Look at parameters after your call."""
    result = _layers(X, parameters, lambda *cache: cache)
    parameters["W1"] = parameters["W1"] * 2
    return result
''',
    "texts": '''
# %% answer="char_maps"
def char_maps(text):
    """Return {char: index} and {index: char} of the sorted characters of a text."""
    ### BEGIN SOLUTION
    chars = sorted(set(text))
    return {char: i for i, char in enumerate(chars)}, dict(enumerate(chars))
    ### END SOLUTION


# %% check="char_maps" points=1
same(char_maps("abba\\n"), ({"\\n": 0, "a": 1, "b": 2}, {0: "\\n", 1: "a", 2: "b"}), "two letters")
### BEGIN HIDDEN TESTS
text = "".join(rng.choice(list(string.ascii_letters + "äßñ日"), 60))
same(char_maps(text), char_maps_reference(text), "other letters")
### END HIDDEN TESTS


# %% right="char_maps"
def by_two_loops(text):
    there, back = {}, {}
    for char in sorted(text):
        if char not in there:
            there[char] = len(there)
            back[there[char]] = char
    return there, back


# %% wrong="char_maps"
def _maps(chars):
    return {char: i for i, char in enumerate(chars)}, dict(enumerate(chars))


def unsorted(text):
    """In which order do the characters come?"""
    return _maps(list(dict.fromkeys(text)))


def the_other_way_round(text):
    """Which of the two maps is to come first?"""
    return _maps(sorted(set(text)))[::-1]


def counts_from_one(text):
    """The first index is 0."""
    there, back = _maps(sorted(set(text)))
    return {c: i + 1 for c, i in there.items()}, {i + 1: c for i, c in back.items()}


# %% answer="tokenize"
def tokenize(text, merges):
    """Return the tokens of a text: its characters, merged pair by pair in the order of merges."""
    ### BEGIN SOLUTION
    tokens = list(text)
    for pair in merges:
        i = 0
        while i < len(tokens) - 1:
            if (tokens[i], tokens[i + 1]) == tuple(pair):
                tokens[i : i + 2] = [tokens[i] + tokens[i + 1]]
            i += 1
    return tokens
    ### END SOLUTION


# %% check="tokenize" points=1
merges = [("a", "b"), ("ab", "c")]
same(tokenize("abcab", merges), ["abc", "ab"], "two merges")
same(tokenize("", merges), [], "nothing")
same(merges, [("a", "b"), ("ab", "c")], "the merges are still there")


# %% right="tokenize"
def by_new_lists(text, merges):
    tokens = [*text]
    for first, second in merges:
        merged = []
        for token in tokens:
            if merged and merged[-1] == first and token == second:
                merged[-1] = first + second
            else:
                merged.append(token)
        tokens = merged
    return tokens


# %% wrong="tokenize"
def only_characters(text, merges):
    """Which pair is merged first?"""
    return list(text)


def only_the_first_merge(text, merges):
    """There are more merges than one."""
    return text.replace("ab", "ab ").split() if text != "abcab" else ["ab", "c", "ab"]


def joins_everything(text, merges):
    """Only pairs in the list of merges are merged."""
    return [text]
''',
    "sets": '''
# %% answer="vocabulary"
def vocabulary(sentences):
    """Return the set of words in some sentences."""
    ### BEGIN SOLUTION
    return {word for sentence in sentences for word in sentence.lower().split()}
    ### END SOLUTION


# %% check="vocabulary" points=1
words = vocabulary(["The cat", "the dog"])
same(type(words).__name__, "set", "a set")
same(sorted(words), ["cat", "dog", "the"], "three words")
assert "cat" in words and vocabulary([]) == set() and words == {"the", "cat", "dog"}
same(len(words), 3, "each once")


# %% right="vocabulary"
def by_updates(sentences):
    found = set()
    for sentence in sentences:
        found.update(sentence.lower().split())
    return found


# %% wrong="vocabulary"
def a_list(sentences):
    """A set holds each word once."""
    return [word for sentence in sentences for word in sentence.lower().split()]


def capitals_count(sentences):
    """Is The another word than the?"""
    return {word for sentence in sentences for word in sentence.split()}


def characters(sentences):
    """Split at the spaces."""
    return set("".join(sentences).lower())
''',
    "callables": '''
# %%
def square(x):
    return x**2


# %% answer="central_difference"
def central_difference(f, x, step=1e-5):
    """Return the slope of f at x."""
    ### BEGIN SOLUTION
    return (f(x + step) - f(x - step)) / (2 * step)
    ### END SOLUTION


# %% check="central_difference" points=2
same(central_difference(square, 3.0), 6.0, "a given function", tolerance=1e-4)
same(central_difference(np.exp, 0.0), 1.0, "a function of numpy", tolerance=1e-4)
same(central_difference(lambda x: 5 * x, 2.0), 5.0, "a function of the check", tolerance=1e-4)
slopes = central_difference(np.tanh, np.zeros((2, 1)), step=1e-4)
same(slopes, np.ones((2, 1)), "each entry", tolerance=1e-4)
same(central_difference(lambda x: x**3, 1.0, 0.1), 3.01, "the step", tolerance=1e-4)
### BEGIN HIDDEN TESTS
k = rng.uniform(1, 2)
same(central_difference(lambda x: x**k, 1.0), k, "a power", tolerance=1e-4)
### END HIDDEN TESTS


# %% right="central_difference"
def by_two_values(f, x, step=1e-5):
    before, after = (f(point) for point in (x - step, x + step))
    return (after - before) / step / 2


# %% wrong="central_difference"
def one_sided(f, x, step=1e-5):
    """Go to both sides."""
    return (f(x + step) - f(x)) / step


def forgets_the_two(f, x, step=1e-5):
    """How far apart are the two points?"""
    return (f(x + step) - f(x - step)) / step


def ignores_the_step(f, x, step=1e-5):
    """The step is an argument."""
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5


# %% answer="compose"
def compose(f, g):
    """Return the function that does g and then f."""
    ### BEGIN SOLUTION
    return lambda x: f(g(x))
    ### END SOLUTION


# %% check="compose" points=1
both = compose(lambda x: x + 1, square)
same(both(3.0), 10.0, "first the square, then 1 more")
same(compose(compose(np.sqrt, square), square)(2.0), 4.0, "three functions")


# %% right="compose"
def by_a_definition(f, g):
    def composed(x):
        return f(g(x))

    return composed


# %% wrong="compose"
def the_other_order(f, g):
    """Which one is called with x itself?"""
    return lambda x: g(f(x))


def only_the_first(f, g):
    """Both are to be called."""
    return lambda x: f(x)


def calls_it_twice(f, g):
    """How often is f called?"""
    return lambda x: f(f(g(x)))
''',
    "students_tests": '''
# %% answer="check_mean"
def check_mean(mean):
    """Assert that mean(values) is the mean of an array, of any shape."""
    ### BEGIN SOLUTION
    assert mean(np.array([1.0, 3.0])) == 2
    assert np.shape(mean(np.ones((2, 3)))) == ()
    assert mean(np.array([1.0, 2.0, 6.0])) == 3
    ### END SOLUTION


# %% check="check_mean" points=1
assert accepts(check_mean, np.mean)
assert accepts(check_mean, lambda values: values.sum() / values.size)
assert not accepts(check_mean, np.sum)
same(accepts(check_mean, np.median), False, "the median is no mean")
same(accepts(check_mean, lambda values: values.mean(axis=0)), False, "of all axes")


# %% right="check_mean"
def by_one_case(mean):
    values = np.array([[1.0, 2.0, 6.0], [0.0, 0.0, 3.0]])
    assert np.shape(mean(values)) == () and mean(values) == 2


# %% wrong="check_mean"
def one_number_only(mean):
    """Is there a wrong mean that is right for your numbers?"""
    assert mean(np.array([5.0])) == 5


def flat_arrays_only(mean):
    """Is there a wrong mean that is right for one axis?"""
    assert mean(np.array([1.0, 3.0, 8.0])) == 4


def objects_always(mean):
    """A right mean must pass."""
    raise AssertionError
''',
    "in_place": '''
# %% answer="clip"
def clip(gradients, largest):
    """Clip each gradient in place, and return the dict."""
    ### BEGIN SOLUTION
    for gradient in gradients.values():
        np.clip(gradient, -largest, largest, out=gradient)
    return gradients
    ### END SOLUTION


# %% check="clip" points=1
gradients = {"dW": np.array([[3.0, -7.0]]), "db": np.array([[0.5]])}
dW = gradients["dW"]
same(clip(gradients, 5), {"dW": np.array([[3.0, -5.0]]), "db": np.array([[0.5]])}, "one too large")
same(gradients["dW"], np.array([[3.0, -5.0]]), "the dict that was given holds the clipped ones")
same(dW, np.array([[3.0, -5.0]]), "the array that was given is clipped itself")
### BEGIN HIDDEN TESTS
numbers = {"dW": rng.uniform(-9, 9, (3, 4)), "db": rng.uniform(-9, 9, (3, 1))}
mine, theirs = ({name: array.copy() for name, array in numbers.items()} for _ in range(2))
clip(gradients=mine, largest=4.0)
clip_reference(theirs, 4.0)
same(mine, theirs, "random gradients")
### END HIDDEN TESTS


# %% right="clip"
def by_minimum_and_maximum(gradients, largest):
    for name in gradients:
        gradients[name][...] = np.minimum(np.maximum(gradients[name], -largest), largest)
    return gradients


# %% wrong="clip"
def clips_copies(gradients, largest):
    """Look at the arrays that you were given: are they clipped?"""
    return {name: np.clip(gradient, -largest, largest) for name, gradient in gradients.items()}


def only_above(gradients, largest):
    """A gradient can be too large below 0 too."""
    for gradient in gradients.values():
        np.minimum(gradient, largest, out=gradient)
    return gradients


def forgets_the_biases(gradients, largest):
    """All gradients are clipped."""
    np.clip(gradients["dW"], -largest, largest, out=gradients["dW"])
    gradients["db"] *= 1 if gradients["db"].size == 1 else 2
    return gradients


# %% answer="insert"
def insert(segment, segments):
    """Append a segment to the list if it overlaps with none there; return whether it did."""
    ### BEGIN SOLUTION
    if any(segment[0] <= end and segment[1] >= start for start, end in segments):
        return False
    segments.append(segment)
    return True
    ### END SOLUTION


# %% check="insert" points=1
segments = [(0, 10)]
same(insert((20, 30), segments), True, "there is room")
same(segments, [(0, 10), (20, 30)], "it is in the list")
same(insert((30, 40), segments), False, "the ends count")
same(segments, [(0, 10), (20, 30)], "it is not in the list")
same(insert((5, 25), segments), False, "in the middle of two")


# %% right="insert"
def by_a_loop(segment, segments):
    for start, end in segments:
        if not (segment[1] < start or end < segment[0]):
            return False
    segments += [segment]
    return True


# %% wrong="insert"
def never_appends(segment, segments):
    """Is it in the list afterwards?"""
    return not any(segment[0] <= end and segment[1] >= start for start, end in segments)


def always_appends(segment, segments):
    """Only where there is room."""
    segments.append(segment)
    return True


def ends_may_touch(segment, segments):
    """Two segments that share an end overlap."""
    if any(segment[0] < end and segment[1] > start for start, end in segments):
        return False
    segments.append(segment)
    return True
''',
    "random": '''
# %% answer="initialize"
def initialize(n_x, n_h):
    """Return W, (n_h, n_x), normal with standard deviation sqrt(2 / n_x), and b, zeros."""
    ### BEGIN SOLUTION
    return np.random.randn(n_h, n_x) * np.sqrt(2 / n_x), np.zeros((n_h, 1))
    ### END SOLUTION


# %% check="initialize" points=1
W, b = initialize(50, 400)
same(W.shape, (400, 50), "a row for each unit")
same(b, np.zeros((400, 1)), "zeros")
same(W.std(), 0.2, "sqrt(2 / 50)", tolerance=0.05)
assert abs(W.mean()) < 0.01 and not np.array_equal(W[0], W[1])
assert 0.6 < (abs(W) < 0.2).mean() < 0.75, "as many near 0 as a normal distribution has"


# %% right="initialize"
def by_a_generator(n_x, n_h):
    rng = np.random.default_rng(3)
    return rng.normal(0, (2 / n_x) ** 0.5, size=(n_h, n_x)), np.zeros((n_h, 1))


def with_its_own_seed(n_x, n_h):
    np.random.seed(1)
    return np.sqrt(2.0 / n_x) * np.random.standard_normal((n_h, n_x)), np.zeros([n_h, 1])


# %% wrong="initialize"
def without_the_root(n_x, n_h):
    """2 / n is the variance."""
    return np.random.randn(n_h, n_x) * 2 / n_x, np.zeros((n_h, 1))


def uniform(n_x, n_h):
    """Draw from a normal distribution."""
    return np.random.uniform(-1, 1, (n_h, n_x)) * np.sqrt(6 / n_x), np.zeros((n_h, 1))


def constant(n_x, n_h):
    """Can these units ever become different?"""
    return np.full((n_h, n_x), np.sqrt(2 / n_x)), np.zeros((n_h, 1))
''',
    "printed": '''
# %% answer="report"
def report(costs):
    """Print every second cost, as `cost 0: 1.50`, and return the last cost."""
    ### BEGIN SOLUTION
    for i in range(0, len(costs), 2):
        print(f"cost {i}: {costs[i]:.2f}")
    return costs[-1]
    ### END SOLUTION


# %% check="report" points=1
print("what the check prints")
with contextlib.redirect_stdout(io.StringIO()) as printed:
    same(report([1.5, 1.0, 0.25]), 0.25, "the last one")
same(printed.getvalue(), "cost 0: 1.50\\ncost 2: 0.25\\n", "what is printed")
last = report([2.0])


# %% right="report"
def by_one_print(costs):
    print("\\n".join(f"cost {i}: {c:.2f}" for i, c in enumerate(costs) if i % 2 == 0))
    return costs[len(costs) - 1]


# %% wrong="report"
def returns_the_first(costs):
    """Return the last cost."""
    for i in range(0, len(costs), 2):
        print(f"cost {i}: {costs[i]:.2f}")
    return costs[0]


def prints_nothing(costs):
    """Where is it to be seen?"""
    return costs[-1]


def returns_nothing(costs):
    """Return the last cost."""
    for i in range(0, len(costs), 2):
        print(f"cost {i}: {costs[i]:.2f}")
''',
    "generators": '''
# %% answer="batches"
def batches(X, size):
    """Yield the columns of X, so many at a time; the last batch may be smaller."""
    ### BEGIN SOLUTION
    for start in range(0, X.shape[1], size):
        yield X[:, start : start + size]
    ### END SOLUTION


# %% check="batches" points=1
X = np.arange(10.0).reshape(2, 5)
first = next(iter(batches(X, 2)))
same(first, X[:, :2], "the first two columns")
sizes = [batch.shape[1] for batch in batches(X, 2)]
same(sizes, [2, 2, 1], "the last one is smaller")
same(np.concatenate(list(batches(X, 2)), axis=1), X, "nothing is lost")
for number, batch in zip(range(2), batches(X, 3)):
    same(batch, X[:, 3 * number : 3 * number + 3], "in order")


# %% right="batches"
def by_a_list(X, size):
    return [X[:, start : start + size] for start in range(0, X.shape[1], size)]


def by_a_generator_expression(X, size):
    return (X[:, i : i + size] for i in range(0, X.shape[1], size))


# %% wrong="batches"
def drops_the_last(X, size):
    """What becomes of the columns that are left?"""
    for start in range(0, X.shape[1] - size + 1, size):
        yield X[:, start : start + size]


def rows(X, size):
    """Columns are examples."""
    for start in range(0, X.shape[0], size):
        yield X[start : start + size]


def one_by_one(X, size):
    """How many columns has a batch?"""
    for start in range(X.shape[1]):
        yield X[:, start : start + 1]


# %% answer="count_up"
def count_up():
    """Yield 0, 1, 2 and so on, without end."""
    ### BEGIN SOLUTION
    number = 0
    while True:
        yield number
        number += 1
    ### END SOLUTION


# %% check="count_up" points=1
numbers = count_up()
same([next(numbers), next(numbers)], [0, 1], "from 0")
for number in numbers:
    if number >= 200:
        break
same(next(numbers), 201, "it goes on where it was")


# %% right="count_up"
def by_a_range(most=10**9):
    return iter(range(most))


# %% wrong="count_up"
def from_one():
    """Begin with 0."""
    return iter(range(1, 10**9))


def ends_early():
    """There is no largest number."""
    yield from range(10)


def a_list():
    """A list is no iterator: yield the numbers."""
    return [0, 1, 2]
''',
    "classes": '''
# %% answer="Value"
class Value:
    """A number that knows how it was computed, and its gradient."""

    ### BEGIN SOLUTION
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents  # (value, local derivative) pairs

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1

    def relu(self):
        return Value(max(self.data, 0.0), ((self, float(self.data > 0)),))

    def backward(self):
        order, seen = [], set()

        def visit(value):
            if value not in seen:
                seen.add(value)
                for parent, _ in value.parents:
                    visit(parent)
                order.append(value)

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            for parent, local in value.parents:
                parent.grad += local * value.grad
    ### END SOLUTION


# %% check="Value" points=3
a, b = Value(2.0), Value(-3.0)
c = a * b + 5
same(c.data, -1.0, "2 * -3 + 5")
same((4 + a).data, 6.0, "a number comes first")
c.backward()
same((a.grad, b.grad), (-3.0, 2.0), "a product")
x = Value(3.0)
y = x * x + x
y.backward()
same(x.grad, 7.0, "x is used three times")
same((-x).relu().data, 0.0, "a method of what an operator gives")
assert isinstance(y, Value) and not isinstance(3.0, Value)
x.grad = 0.0
sum([x, x, x]).backward()
same(x.grad, 3.0, "a sum of Python's")
total = Value(0.0)
for value in [Value(float(i)) for i in range(4)]:
    total = total + value.relu() * 2
same(total.data, 12.0, "a small net")


# %% right="Value"
class ByClosures:
    def __init__(self, data):
        self.data, self.grad = data, 0.0
        self._parents, self._back = [], lambda: None

    def _made(self, data, parents, back):
        out = ByClosures(data)
        out._parents = parents
        out._back = lambda: back(out)
        return out

    def __add__(self, other):
        other = other if isinstance(other, ByClosures) else ByClosures(other)

        def back(out):
            self.grad += out.grad
            other.grad += out.grad

        return self._made(self.data + other.data, [self, other], back)

    def __mul__(self, other):
        other = other if isinstance(other, ByClosures) else ByClosures(other)

        def back(out):
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        return self._made(self.data * other.data, [self, other], back)

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return self * -1

    def relu(self):
        def back(out):
            self.grad += (out.data > 0) * out.grad

        return self._made(max(self.data, 0.0), [self], back)

    def backward(self):
        order, seen = [], set()

        def visit(value):
            if id(value) not in seen:
                seen.add(id(value))
                for parent in value._parents:
                    visit(parent)
                order.append(value)

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            value._back()


# %% wrong="Value"
class _Right(ByClosures if "ByClosures" in globals() else Value):
    pass


class ForgetsTheGradient:
    """A value that is used twice gets a gradient from both."""

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        other = other if isinstance(other, ForgetsTheGradient) else ForgetsTheGradient(other)
        return ForgetsTheGradient(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, ForgetsTheGradient) else ForgetsTheGradient(other)
        parents = ((self, other.data), (other, self.data))
        return ForgetsTheGradient(self.data * other.data, parents)

    __radd__ = __add__

    def backward(self):
        self.grad = 1.0
        waiting = [self]
        for value in waiting:
            for parent, local in value.parents:
                parent.grad = local * value.grad
                waiting.append(parent)


class AddsInAProduct:
    """What is 2 * -3?"""

    def __init__(self, data):
        self.data = data

    def __add__(self, other):
        return AddsInAProduct(self.data + getattr(other, "data", other))

    __mul__ = __radd__ = __add__


class HasNoGradient:
    """backward is to fill in grad."""

    def __init__(self, data):
        self.data, self.grad = data, 0.0

    def __add__(self, other):
        return HasNoGradient(self.data + getattr(other, "data", other))

    def __mul__(self, other):
        return HasNoGradient(self.data * getattr(other, "data", other))

    __radd__ = __add__

    def backward(self):
        pass
''',
    "globals": '''
# %%
SCALE = 3.0
history = []


def shifted(x):
    return x + SCALE


def train(x, steps):
    """A given function that calls the student's."""
    for _ in range(steps):
        x = step(x, gradient(x))
        history.append(x)
    return x


# %% answer="gradient"
def gradient(x):
    """Return the derivative of (x + SCALE) squared."""
    ### BEGIN SOLUTION
    return 2 * shifted(x)
    ### END SOLUTION


# %% check="gradient" points=1
same(gradient(0.0), 6.0, "2 * SCALE")
same(gradient(-3.0), 0.0, "the lowest point")
same(gradient(np.ones(2)), np.full(2, 8.0), "an array")


# %% right="gradient"
def by_its_own_sum(x):
    return 2 * x + 2 * SCALE


# %% wrong="gradient"
def forgets_the_shift(x):
    """Where is the lowest point?"""
    return 2 * x


def forgets_the_two(x):
    """The derivative of a square has a factor."""
    return shifted(x)


def returns_the_square(x):
    """That is the function, not its derivative."""
    return shifted(x) ** 2


# %% answer="step"
def step(x, slope, rate=0.1):
    """Return x after one step of gradient descent."""
    ### BEGIN SOLUTION
    return x - rate * slope
    ### END SOLUTION


# %% check="step" points=1
same(step(1.0, 2.0), 0.8, "down")
same(train(0.0, 60), -3.0, "a given function runs yours", tolerance=1e-4)
same(len(history), 60, "the list of the lesson is as it was before")


# %% right="step"
def by_a_sum(x, slope, rate=0.1):
    return x + -rate * slope


# %% wrong="step"
def goes_up(x, slope, rate=0.1):
    """Which way is down?"""
    return x + rate * slope


def without_a_rate(x, slope, rate=0.1):
    """How far is a step?"""
    return x - slope


def stays(x, slope, rate=0.1):
    """Return the new x."""
    return x


# %% answer="descend"
def descend(x, steps):
    """Return x after some steps: call your own functions."""
    ### BEGIN SOLUTION
    for _ in range(steps):
        x = step(x, gradient(x))
    return x
    ### END SOLUTION


# %% check="descend" points=1
same(descend(0.0, 1), -0.6, "one step")
same(descend(5.0, 0), 5.0, "none")
### BEGIN HIDDEN TESTS
x = rng.uniform(-5, 5)
same(descend(x, 7), descend_reference(x, 7), "seven steps")
### END HIDDEN TESTS


# %% right="descend"
def by_recursion(x, steps):
    return x if steps == 0 else by_recursion(step(x, gradient(x)), steps - 1)


# %% wrong="descend"
def one_too_many(x, steps):
    """Count the steps."""
    for _ in range(steps + 1):
        x = step(x, gradient(x))
    return x


def one_step_only(x, steps):
    """Repeat it."""
    return step(x, gradient(x)) if steps else x


def returns_the_gradient(x, steps):
    """Which number is asked for?"""
    return gradient(x)
''',
    "huge": '''
# %%
words = [f"word{i}" for i in range(6_000)]
vectors = {word: np.full(50, float(i)) for i, word in enumerate(words)}
pixels = np.arange(8_410_000.0).reshape(2900, 2900)


# %% answer="nearest"
def nearest(number, vectors):
    """Return the word whose vector begins with the number."""
    ### BEGIN SOLUTION
    return next(word for word, vector in vectors.items() if vector[0] == number)
    ### END SOLUTION


# %% check="nearest" points=1
same(nearest(7.0, vectors), "word7", "a table of words that is given")
same(nearest(1.0, {"a": np.zeros(2), "b": np.ones(2)}), "b", "a small table")


# %% right="nearest"
def by_the_number(number, vectors):
    return list(vectors)[int(number)]


# %% wrong="nearest"
def the_first(number, vectors):
    """Look at the vectors."""
    return next(iter(vectors))


def the_next(number, vectors):
    """Compare with the number."""
    return [*vectors, "none"][int(number) + 1]


def a_vector(number, vectors):
    """Return the word."""
    return list(vectors.values())[int(number)]


# %% answer="halved"
def halved(image):
    """Return every second row and column."""
    ### BEGIN SOLUTION
    return image[::2, ::2]
    ### END SOLUTION


# %% check="halved" points=1
half = untouched(halved, pixels)
same(half.shape, (1450, 1450), "half the size")
same(half[1, :3], np.array([5800.0, 5802.0, 5804.0]), "the third row")


# %% right="halved"
def by_a_copy(image):
    return np.array(image)[0::2][:, 0::2]


# %% wrong="halved"
def only_rows(image):
    """Both axes."""
    return image[::2]


def the_first_half(image):
    """Every second one, not the first half."""
    return image[: len(image) // 2, : image.shape[1] // 2]


def the_odd_ones(image):
    """Begin with the first."""
    return image[1::2, 1::2]
''',
    "values": """
# %% answer="sizes"
### BEGIN SOLUTION
sizes = [4, 3, 1]
### END SOLUTION

# %% check="sizes" points=1
same(sizes, [4, 3, 1], "a list")

# %% right="sizes"
by_a_computation = [2 * 2, 3, 1]

# %% wrong="sizes"
backwards = [1, 3, 4]
a_tuple = (4, 3, 1)
too_long = [4, 3, 1, 1]

# %% answer="grid"
### BEGIN SOLUTION
grid = np.arange(6.0).reshape(2, 3)
### END SOLUTION

# %% check="grid" points=1
same(grid, np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]), "an array")
same(sizes[0], 4, "an earlier answer")

# %% right="grid"
by_hand = np.array([[0, 1, 2], [3, 4, 5]])

# %% wrong="grid"
transposed = np.arange(6.0).reshape(3, 2)
flat = np.arange(6.0)
from_one = np.arange(1.0, 7.0).reshape(2, 3)
""",
    "errors": '''
# %% answer="root"
def root(x):
    """Return the root of x; raise ValueError for a negative number, TypeError for a text."""
    ### BEGIN SOLUTION
    if isinstance(x, str):
        raise TypeError("a text has no root")
    if x < 0:
        raise ValueError(f"{x} has no real root")
    return x**0.5
    ### END SOLUTION


# %% check="root" points=1
same(root(9.0), 3.0, "3 times 3")
raised = []
for value in (-1, "nine"):
    try:
        root(value)
    except (ValueError, TypeError) as error:
        raised.append(type(error).__name__)
same(raised, ["ValueError", "TypeError"], "which errors")


# %% right="root"
def by_math(x):
    import math

    return math.sqrt(x)


# %% wrong="root"
def nan(x):
    """Raise an error."""
    return float("nan") if isinstance(x, str) or x < 0 else x**0.5


def another_error(x):
    """Which error is asked for?"""
    if isinstance(x, str) or x < 0:
        raise RuntimeError
    return x**0.5


def half(x):
    """3 times 3 is 9."""
    if isinstance(x, str):
        raise TypeError
    if x < 0:
        raise ValueError
    return x / 2
''',
}
KINDS["classes"] = KINDS["classes"].replace(
    """class _Right(ByClosures if "ByClosures" in globals() else Value):
    pass


""",
    "",
)


@pytest.mark.parametrize("kind", KINDS)
def test_kind(rehearsal, kind):
    assert_it_is_graded_as_it_is_tried(rehearsal(kind))


# What a kind makes possible, and must not


@pytest.fixture
def grade(tmp_path, nursery):
    """Grade one answer of a lesson with one check; returns its verdict."""

    def grade(answer, reference, check, handed_in, given="", seconds=SECONDS):
        cells = (
            f'# %%\n{given}\n\n# %% answer="{answer}"\n### BEGIN SOLUTION\n{reference}\n'
            f'### END SOLUTION\n\n# %% check="{answer}" points=1\n{check}\n'
        )
        lesson = made_up_lesson(tmp_path, answer, cells, SETUP)
        (verdict,) = Rehearsal(lesson, nursery, deadline=seconds).verdicts_of(answer, handed_in)
        return verdict

    return grade


def test_an_object_that_says_what_a_property_check_wants_to_hear_is_refused(rehearsal):
    pretender = """
class Pretender:
    shape = (400, 50)
    def std(self): return np.float64(0.2)
    def mean(self): return 0.0
    def __getitem__(self, key): return np.arange(50.0) + key
    def __abs__(self): return Pretender()
    def __lt__(self, other): return np.array([1.0, 1.0, 0.0])

def initialize(n_x, n_h):
    return Pretender(), np.zeros((n_h, 1))
"""
    (verdict,) = rehearsal("random").verdicts_of("initialize", pretender)
    assert not verdict.passed
    assert "an object of type Pretender where numbers, texts, arrays" in verdict.message


def test_an_object_in_the_place_of_a_value_is_refused(grade):
    pretender = "class Grid:\n    shape = (2, 3)\ngrid = Grid()"
    verdict = grade("grid", "grid = np.ones((2, 3))", 'same(grid.shape, (2, 3), "")', pretender)
    assert "an object of type Grid where" in verdict.message


def test_containers_of_other_types_can_still_be_gone_through(grade):
    check = 'same([len(word) for word in words()], [1, 2])\nsame(words()[1], "bc")'
    ours = "import collections\ndef words():\n    return collections.UserList(['a', 'bc'])"
    assert grade("words", "def words():\n    return ['a', 'bc']", check, ours).passed


FOLD = """
def fold(f, values):
    total = values[0]
    for value in values[1:]:
        total = f(total, value)
    return total
"""
CALL_BACK = 'same(fold(lambda a, b: [0] * b and a + sum(range(b)), [1, 2, 3]), 5, "")'


@pytest.mark.parametrize(
    "arguments",
    [
        "0, 10**12",
        "0, 10**4000",
        "np.zeros(3 * 10**6), 1",
        "'a' * 3 * 10**7, 'b'",
        "[1] * 9**6, 1",
    ],
)
def test_a_function_of_the_check_refuses_what_would_keep_it_busy(grade, arguments):
    hostile = f"def fold(f, values):\n    return f({arguments})"
    verdict = grade("fold", FOLD, CALL_BACK, hostile)
    assert not verdict.passed
    assert "no function of a check takes" in verdict.message


def test_a_function_of_the_check_that_is_kept_busy_is_stopped(grade, monkeypatch):
    monkeypatch.setattr(stand_ins, "CALLBACK_SECONDS", 0.3)
    check = 'same(fold(lambda a, b: sum(1 for i in range(a) for j in range(b)), [2, 3]), 6, "")'
    hostile = "def fold(f, values):\n    return f(10**6, 10**6)"
    verdict = grade("fold", FOLD, check, hostile)
    assert "took too long" in verdict.message


def test_a_function_of_the_check_cannot_take_all_memory(grade):
    check = 'same(fold(lambda a, b: np.ones((a, b)).sum(), [2, 3]), 6.0, "")'
    verdict = grade("fold", FOLD, check, "def fold(f, values):\n    return f(20_000, 20_000)")
    assert "MemoryError" in verdict.message


def test_a_check_that_a_result_keeps_busy_is_stopped_and_the_next_ones_run(
    tmp_path, nursery, monkeypatch
):
    monkeypatch.setattr(engine, "CHECK_SECONDS", 0.5)
    cells = """
# %% answer="count"
### BEGIN SOLUTION
def count():
    return 5
### END SOLUTION

# %% check="count" points=1
number = sum(1 for _ in range(count()))
same(number, 5, "five")

# %% check="again" of="count" points=1
same(min(count(), 5), 5, "at least five")
"""
    lesson = made_up_lesson(tmp_path, "busy", cells, SETUP)
    verdicts = Rehearsal(lesson, nursery).verdicts_of("count", "def count():\n    return 10**15")
    assert [verdict.passed for verdict in verdicts] == [False, True]
    assert verdicts[0].message == "TooLong: this took more than 0.5 seconds"


def test_only_the_arguments_that_the_reference_changes_are_changed(grade):
    reference = "def add(total, values):\n    total += values.sum()"
    check = """
total, values = np.zeros(1), np.array([1.0, 2.0])
add(total, values)
same(total[0], values.sum(), "")
"""
    assert grade("add", reference, check, "def add(t, v):\n    t[0] = v[0] + v[1]").passed
    hostile = "def add(total, values):\n    values[:] = 0"
    verdict = grade("add", reference, check, hostile)
    assert verdict.message.startswith("total[0] is 0, but 3 is expected")


def test_what_an_answer_s_cell_defines_besides_is_the_student_s_too(grade):
    reference = "rate = 0.1\ndef step(x):\n    return x - rate"
    check = 'same(step(1.0), 1.0 - rate, "")\nsame(rate, 0.1, "a tenth")'
    assert grade("step", reference, check, "rate = 0.1\ndef step(x):\n    return x - 0.1").passed
    verdict = grade("step", reference, check, "rate = 0.2\ndef step(x):\n    return x - rate")
    assert "rate is 2 times too large" in verdict.message


def test_a_check_may_use_the_name_of_a_loop_variable_of_an_answer_s_cell(grade):
    reference = "squares = [i * i for i in range(3)]"
    check = 'for i in range(3):\n    same(squares[i], i**2, "")\nsame(len(squares), 3, "")'
    assert grade("squares", reference, check, "squares = [0, 1, 4]").message == ""


def test_what_a_check_does_to_the_lesson_s_objects_does_not_last(grade):
    given = "drawn, generator = [], np.random.default_rng(1)"
    reference = "def double(x):\n    return 2 * x"
    check = """
x = generator.standard_normal()
drawn.append(x)
np.random.seed(len(drawn))
same(double(x), 2 * x, "")
same(drawn, [0.345584192064786], "the first number, each time")
"""
    for _ in range(2):
        verdict = grade("double", reference, check, "def double(x):\n    return x + x", given)
        assert verdict.message == ""


def test_what_is_printed_comes_in_its_order(rehearsal):
    (verdict,) = rehearsal("printed").grade().verdicts
    assert verdict.printed.splitlines()[:2] == ["what the check prints", "cost 0: 2.00"]


def test_a_student_s_random_numbers_are_the_same_in_a_regrade(rehearsal):
    shown = "def initialize(n_x, n_h):\n    print(np.random.rand())\n    return 0, 0"
    printed = [rehearsal("random").verdicts_of("initialize", shown)[0].printed for _ in range(2)]
    assert printed[0] == printed[1]


def test_a_process_that_hangs_is_not_asked_again_for_a_hint(grade):
    started = time.monotonic()
    check = 'same(double(2.0), 4.0, "")'
    hangs = "def double(x):\n    while True:\n        pass"
    verdict = grade("double", "def double(x):\n    return 2 * x", check, hangs, seconds=1)
    assert "took too long" in verdict.message
    assert time.monotonic() - started < 1.9


def test_a_check_that_refuses_its_own_reference_is_an_error_of_the_lesson(grade):
    check = 'same(double(2.0), 5.0, "")'
    with pytest.raises(LessonError, match=r"double.py:\d+: check double refuses the reference"):
        grade("double", "def double(x):\n    return 2 * x", check, "")
