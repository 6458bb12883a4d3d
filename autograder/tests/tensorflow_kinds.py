"""Every kind of graded function that TensorFlow lessons have, tried by the author and graded. Run
as a program: prints a JSON object with the name of each kind, and of each `check_...` function, and
its traceback or an empty text.
"""

import functools
import json
import sys
import tempfile
import time
import traceback
from pathlib import Path

import pytest

from autograder.authoring.lesson import LessonError
from autograder.grading.nursery import Nursery
from autograder.rehearsal import Rehearsal
from autograder.tests.kinds import assert_it_is_graded_as_it_is_tried, made_up_lesson

SETUP = """\
# %%
import keras
import numpy as np
import tensorflow as tf
from keras import layers

from shared_utils.checks import same, slope, untouched
"""

KINDS = {
    "tensors": '''
# %% answer="parameters"
def parameters():
    """Return W (2, 3), ones, and b (2, 1), zeros: variables in a dict."""
    ### BEGIN SOLUTION
    return {"W": tf.Variable(tf.ones((2, 3))), "b": tf.Variable(tf.zeros((2, 1)))}
    ### END SOLUTION


# %% check="parameters" points=1
got = parameters()
same(got, {"W": np.ones((2, 3)), "b": np.zeros((2, 1))}, "the numbers")
same([isinstance(value, tf.Variable) for value in got.values()], [True, True], "variables")
same(got["W"].dtype.name, "float32", "single precision")


# %% right="parameters"
def by_keras():
    ones, zeros = keras.initializers.Ones(), keras.initializers.Zeros()
    return {"W": tf.Variable(ones((2, 3))), "b": tf.Variable(zeros((2, 1)))}


# %% wrong="parameters"
def constants():
    """What is to be trained is a variable."""
    return {"W": tf.ones((2, 3)), "b": tf.zeros((2, 1))}


def ones_for_both():
    """The bias begins at 0."""
    return {"W": tf.Variable(tf.ones((2, 3))), "b": tf.Variable(tf.ones((2, 1)))}


def flat_bias():
    """b is a column."""
    return {"W": tf.Variable(tf.ones((2, 3))), "b": tf.Variable(tf.zeros(2))}


# %% answer="total_loss"
@tf.function
def total_loss(logits, labels):
    """Return the sum of the cross-entropies; logits and labels are (classes, examples)."""
    ### BEGIN SOLUTION
    losses = keras.losses.categorical_crossentropy(
        tf.transpose(labels), tf.transpose(logits), from_logits=True
    )
    return tf.reduce_sum(losses)
    ### END SOLUTION


# %% check="total_loss" points=1
logits, labels = tf.constant([[0.0, 2.0], [0.0, 1.0]]), tf.constant([[1.0, 0.0], [0.0, 1.0]])
loss = total_loss(logits, labels)
assert tf.is_tensor(loss)
same(loss, np.log(2) + np.log(1 + np.e), "two examples by hand")
### BEGIN HIDDEN TESTS
logits = tf.constant(rng.standard_normal((4, 5)), tf.float32)
labels = tf.one_hot(rng.integers(0, 4, 5), 4, axis=0)
same(total_loss(logits, labels), total_loss_reference(logits, labels), "five examples")
### END HIDDEN TESTS


# %% right="total_loss"
def by_its_formula(logits, labels):
    right = tf.reduce_sum(labels * logits, axis=0)
    return tf.reduce_sum(tf.reduce_logsumexp(logits, axis=0) - right)


# %% wrong="total_loss"
def a_mean(logits, labels):
    """Duplicate every example: should a sum change?"""
    return by_its_formula(logits, labels) / logits.shape[1]


def without_transposing(logits, labels):
    """Which axis holds the classes?"""
    return tf.reduce_sum(tf.reduce_logsumexp(logits, 1) - tf.reduce_sum(labels * logits, 1))


def from_probabilities(logits, labels):
    """Logits are no probabilities."""
    return tf.reduce_sum(
        keras.losses.categorical_crossentropy(tf.transpose(labels), tf.transpose(logits))
    )
''',
    "a variable changed in place": '''
# %%
optimizer = keras.optimizers.SGD(0.25)


# %% answer="train_step"
@tf.function
def train_step(image):
    """Take one step on an image's sum of squares, in place; clip to 0 ... 1; return the sum."""
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        J = tf.reduce_sum(image**2)
    optimizer.apply_gradients([(tape.gradient(J, image), image)])
    image.assign(tf.clip_by_value(image, 0.0, 1.0))
    return J
    ### END SOLUTION


# %% check="train_step" points=1
image = tf.Variable([[0.5, 4.0]])
same(train_step(image), 16.25, "before the step")
same(image, np.array([[0.25, 1.0]]), "the image after it")
same(train_step(image), 1.0625, "the second step begins there")


# %% right="train_step"
def without_an_optimizer(image):
    with tf.GradientTape() as tape:
        J = tf.reduce_sum(tf.square(image))
    image.assign(tf.clip_by_value(image - 0.25 * tape.gradient(J, image), 0.0, 1.0))
    return J


# %% wrong="train_step"
def without_clipping(image):
    """A picture holds numbers from 0 to 1."""
    image.assign(image - 0.5 * image)
    return tf.reduce_sum(image**2) * 4


def changes_nothing(image):
    """Look at the image after your step."""
    return tf.reduce_sum(image**2)


def the_wrong_way(image):
    """Is the cost smaller after the step?"""
    J = tf.reduce_sum(image**2)
    image.assign(tf.clip_by_value(1.5 * image, 0.0, 1.0))
    return J
''',
    "a model": '''
# %% answer="happy_model"
def happy_model(size=8):
    """Return a model: convolution, batch normalization, relu, pooling, one sigmoid unit."""
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((size, size, 3)),
            layers.Conv2D(4, 3, name="first"),
            layers.BatchNormalization(axis=3),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    ### END SOLUTION


# %% check="happy_model" points=3
model = happy_model()
kinds = ["Conv2D", "BatchNormalization", "ReLU", "MaxPooling2D", "Flatten", "Dense"]
got = [type(layer).__name__ for layer in model.layers]
same([kind for kind in got if kind != "InputLayer"], kinds, "the layers")
same((model.input_shape, model.output_shape), ((None, 8, 8, 3), (None, 1)), "the shapes")
same(model.count_params(), 165, "how many weights")
same(model.layers[-1].get_config()["activation"], "sigmoid", "a probability")
same(happy_model(10).count_params(), 193, "the size is an argument")
assert isinstance(model, keras.Model) and isinstance(model.layers[-1], layers.Dense)
x = np.ones((2, 8, 8, 3))
same(tuple(model(x, training=False).shape), (2, 1), "one number each")
same(model.predict(x, verbose=0), model(x), "predict")
model.summary()
model.trainable = False
same(len(model.trainable_weights), 0, "an attribute can be set")
### BEGIN HIDDEN TESTS
mine, theirs = happy_model(9), happy_model_reference(9)
weights = [rng.uniform(0.1, 1.0, weight.shape) for weight in theirs.get_weights()]
mine.set_weights(weights)
theirs.set_weights(weights)
x = rng.standard_normal((3, 9, 9, 3))
same(mine(x, training=False), theirs(x, training=False), "with the same weights")
### END HIDDEN TESTS


# %% right="happy_model"
def functional(size=8):
    X = keras.Input((size, size, 3))
    A = layers.Conv2D(4, (3, 3))(X)
    A = layers.MaxPooling2D((2, 2))(layers.ReLU()(layers.BatchNormalization()(A)))
    A = layers.Dense(1, activation=keras.activations.sigmoid)(layers.Flatten()(A))
    return keras.Model(X, A)


# %% wrong="happy_model"
def _model(size, *more, activation="sigmoid"):
    return keras.Sequential(
        [keras.Input((size, size, 3)), layers.Conv2D(4, 3), *more, layers.MaxPooling2D()]
        + [layers.Flatten(), layers.Dense(1, activation=activation)]
    )


def without_normalization(size=8):
    """Which layer comes after the convolution?"""
    return _model(size, layers.ReLU())


def logits(size=8):
    """A probability lies between 0 and 1."""
    return _model(size, layers.BatchNormalization(), layers.ReLU(), activation=None)


def relu_first(size=8):
    """First normalize."""
    return _model(size, layers.ReLU(), layers.BatchNormalization())


def of_one_size(size=8):
    """Pictures come in more sizes than one."""
    return _model(8, layers.BatchNormalization(), layers.ReLU())
''',
    "blocks of layers": '''
# %% builder="model_of"
def model_of(block, *shapes, **options):
    """Return the model that a block makes of inputs of these shapes."""
    inputs = [keras.Input(shape) for shape in shapes]
    return keras.Model(inputs, block(*inputs, **options))


# %% answer="identity_block"
def identity_block(X, filters, initializer=keras.initializers.RandomUniform):
    """Two 3x3 convolutions with a shortcut around them."""
    ### BEGIN SOLUTION
    Y = layers.Conv2D(filters, 3, padding="same", kernel_initializer=initializer(seed=0))(X)
    Y = layers.ReLU()(layers.BatchNormalization(axis=3)(Y))
    Y = layers.Conv2D(X.shape[-1], 3, padding="same", kernel_initializer=initializer(seed=1))(Y)
    return layers.ReLU()(layers.Add()([Y, X]))
    ### END SOLUTION


# %% check="identity_block" points=3
model = model_of(identity_block, (4, 4, 2), filters=3)
same(model.output_shape, (None, 4, 4, 2), "the shape of the input")
same(model.count_params(), 57 + 12 + 56, "how many weights")
x = np.random.default_rng(0).standard_normal((2, 4, 4, 2))
model.set_weights([0 * weight for weight in model.get_weights()])
same(model(x, training=False), np.maximum(x, 0), "with weights of 0 only the shortcut is left")
ones = model_of(
    identity_block, (4, 4, 2), filters=1, initializer=lambda seed=0: keras.initializers.Ones()
)
same(ones.get_weights()[0], np.ones((3, 3, 2, 1)), "the initializer is an argument")
### BEGIN HIDDEN TESTS
shape = (5, 6, 3)
mine = model_of(identity_block, shape, filters=2)
theirs = model_of(identity_block_reference, shape, filters=2)
weights = [rng.uniform(0.1, 1.0, weight.shape) for weight in theirs.get_weights()]
mine.set_weights(weights)
theirs.set_weights(weights)
x = rng.standard_normal((2, *shape))
same(mine(x, training=False), theirs(x, training=False), "with the same weights")
### END HIDDEN TESTS


# %% right="identity_block"
def by_a_sum(X, filters, initializer=keras.initializers.RandomUniform):
    Y = layers.Conv2D(filters, (3, 3), padding="same", kernel_initializer=initializer())(X)
    Y = layers.Activation("relu")(layers.BatchNormalization()(Y))
    Y = layers.Conv2D(X.shape[-1], (3, 3), padding="same", kernel_initializer=initializer())(Y)
    return layers.Activation("relu")(Y + X)


# %% wrong="identity_block"
def _block(X, filters, initializer, shortcut, last=layers.ReLU):
    Y = layers.Conv2D(filters, 3, padding="same", kernel_initializer=initializer(seed=0))(X)
    Y = layers.ReLU()(layers.BatchNormalization(axis=3)(Y))
    Z = layers.Conv2D(X.shape[-1], 3, padding="same", kernel_initializer=initializer(seed=1))(Y)
    return last()(shortcut(X, Y, Z))


def no_shortcut(X, filters, initializer=keras.initializers.RandomUniform):
    """What is left when all weights are 0?"""
    return _block(X, filters, initializer, lambda X, Y, Z: Z)


def no_relu_at_the_end(X, filters, initializer=keras.initializers.RandomUniform):
    """What comes after the sum?"""
    return _block(X, filters, initializer, lambda X, Y, Z: Z + X, layers.Identity)


def its_own_initializer(X, filters, initializer=None):
    """The initializer is an argument."""
    return _block(X, filters, keras.initializers.RandomUniform, lambda X, Y, Z: Z + X)


# %% answer="down"
def down(X, pool=True):
    """Return what goes on, pooled unless pool is False, and what the shortcut takes."""
    ### BEGIN SOLUTION
    skip = layers.Conv2D(2, 1)(X)
    return (layers.MaxPooling2D()(skip) if pool else skip), skip
    ### END SOLUTION


# %% answer="up"
def up(small, large):
    """Return small, doubled in size by a transposed convolution, joined with large."""
    ### BEGIN SOLUTION
    larger = layers.Conv2DTranspose(3, 3, strides=2, padding="same")(small)
    return layers.concatenate([larger, large], axis=3)
    ### END SOLUTION


# %% check="down" points=1
model = model_of(down, (4, 6, 1))
same(model.output_shape, [(None, 2, 3, 2), (None, 4, 6, 2)], "both outputs")
same(model_of(down, (4, 6, 1), pool=False).output_shape, [(None, 4, 6, 2)] * 2, "not pooled")
got = model(np.ones((1, 4, 6, 1)))
same(got[0], got[1][:, ::2, ::2], "the first is the second, pooled")


# %% right="down"
def by_a_model(X, pool=True):
    skip = layers.Conv2D(2, (1, 1), padding="same")(X)
    if pool:
        return layers.MaxPooling2D((2, 2))(skip), skip
    return skip, skip


# %% wrong="down"
def swapped(X, pool=True):
    """Which one goes on?"""
    skip = layers.Conv2D(2, 1)(X)
    return skip, (layers.MaxPooling2D()(skip) if pool else skip)


def always_pools(X, pool=True):
    """The last block is not pooled."""
    skip = layers.Conv2D(2, 1)(X)
    return layers.MaxPooling2D()(skip), skip


def pools_both(X, pool=True):
    """The shortcut keeps its size."""
    skip = layers.Conv2D(2, 1)(X)
    skip = layers.MaxPooling2D()(skip) if pool else skip
    return skip, skip


# %% check="up" points=1
model = model_of(up, (2, 3, 5), (4, 6, 2))
same(model.output_shape, (None, 4, 6, 5), "twice the size; 3 channels and 2")
x = np.arange(48.0).reshape(1, 4, 6, 2)
same(model([np.zeros((1, 2, 3, 5)), x])[..., 3:], x, "the large one comes second")


# %% right="up"
def by_a_layer(small, large):
    larger = layers.Conv2DTranspose(3, (3, 3), strides=(2, 2), padding="same")(small)
    return layers.Concatenate()([larger, large])


# %% wrong="up"
def large_first(small, large):
    """In which order are they joined?"""
    larger = layers.Conv2DTranspose(3, 3, strides=2, padding="same")(small)
    return layers.concatenate([large, larger], axis=3)


def without_large(small, large):
    """Where does the shortcut come in?"""
    return layers.Conv2DTranspose(3, 3, strides=2, padding="same")(small)


def without_padding(small, large):
    """Its size is just twice the size."""
    return layers.Conv2DTranspose(5, 3, strides=2)(small)
''',
    "layers as arguments": '''
# %%
keras.utils.set_random_seed(4)
LSTM_cell = layers.LSTM(4, return_state=True)
densor = layers.Dense(5, activation="softmax")
reshaper = layers.Reshape((1, 5))
encoder = keras.Sequential([keras.Input((3,)), layers.Dense(2)])


# %% answer="unrolled"
def unrolled(Tx, LSTM_cell, densor, reshaper):
    """Return the model [X, a0, c0] → list of Tx outputs, with the same layers at each step."""
    ### BEGIN SOLUTION
    X, a0, c0 = keras.Input((Tx, 5)), keras.Input((4,)), keras.Input((4,))
    a, c, outputs = a0, c0, []
    for t in range(Tx):
        a, _, c = LSTM_cell(reshaper(X[:, t, :]), initial_state=[a, c])
        outputs.append(densor(a))
    return keras.Model([X, a0, c0], outputs)
    ### END SOLUTION


# %%
jazz = unrolled(4, LSTM_cell, densor, reshaper)


# %% check="unrolled" points=3
model = unrolled(3, LSTM_cell, densor, reshaper)
kinds = [type(layer).__name__ for layer in model.layers]
same((kinds.count("LSTM"), kinds.count("Dense")), (1, 1), "the same layers at each step")
x = [np.random.default_rng(0).standard_normal((2, 3, 5)), np.zeros((2, 4)), np.ones((2, 4))]
outputs = model(x)
same([tuple(output.shape) for output in outputs], [(2, 5)] * 3, "three outputs")
fresh = unrolled(2, layers.LSTM(4, return_state=True), layers.Dense(5), layers.Reshape((1, 5)))
same(fresh.count_params(), model.count_params(), "other layers of the same kinds")
same(len(jazz.outputs), 4, "a model that a given cell made with your function")
### BEGIN HIDDEN TESTS
x = [rng.standard_normal((2, 3, 5)), rng.standard_normal((2, 4)), rng.standard_normal((2, 4))]
theirs = unrolled_reference(3, LSTM_cell, densor, reshaper)
same(model(x), theirs(x), "the given layers' weights")
### END HIDDEN TESTS


# %% right="unrolled"
def by_keras_slices(Tx, LSTM_cell, densor, reshaper):
    inputs = [keras.Input((Tx, 5)), keras.Input((4,)), keras.Input((4,))]
    a, c = inputs[1:]
    outputs = []
    for t in range(Tx):
        x = layers.Lambda(lambda X, t=t: X[:, t])(inputs[0])
        _, a, c = LSTM_cell(reshaper(x), initial_state=[a, c])
        outputs += [densor(a)]
    return keras.Model(inputs, outputs)


# %% wrong="unrolled"
def _unrolled(Tx, step):
    X, a0, c0 = keras.Input((Tx, 5)), keras.Input((4,)), keras.Input((4,))
    state, outputs = (a0, c0), []
    for t in range(Tx):
        output, state = step(X[:, t, :], state, (a0, c0))
        outputs.append(output)
    return keras.Model([X, a0, c0], outputs)


def a_new_layer_each_step(Tx, LSTM_cell, densor, reshaper):
    """The weights are shared between the steps."""

    def step(x, state, first):
        a, _, c = layers.LSTM(4, return_state=True)(reshaper(x), initial_state=list(state))
        return densor(a), (a, c)

    return _unrolled(Tx, step)


def starts_again_each_step(Tx, LSTM_cell, densor, reshaper):
    """The state goes from step to step."""

    def step(x, state, first):
        a, _, c = LSTM_cell(reshaper(x), initial_state=list(first))
        return densor(a), (a, c)

    return _unrolled(Tx, step)


def without_the_dense_layer(Tx, LSTM_cell, densor, reshaper):
    """An output is a distribution over the values."""

    def step(x, state, first):
        a, _, c = LSTM_cell(reshaper(x), initial_state=list(state))
        return a, (a, c)

    return _unrolled(Tx, step)


# %% answer="nearest"
def nearest(x, database, model):
    """Return (distance, name) of the entry whose encoding is next to that of x."""
    ### BEGIN SOLUTION
    code = model(x[np.newaxis])[0]
    distances = {name: float(tf.norm(entry - code)) for name, entry in database.items()}
    name = min(distances, key=distances.get)
    return distances[name], name
    ### END SOLUTION


# %% check="nearest" points=2
x = np.array([1.0, -2.0, 0.5])
database = {"far": np.full(2, 100.0), "near": encoder(x[np.newaxis])[0].numpy()}
same(nearest(x, database, encoder), (0.0, "near"), "a given model", tolerance=1e-3)
own = keras.Sequential([keras.Input((3,)), layers.Dense(2, kernel_initializer="ones")])
same(nearest(x, {"a": np.zeros(2)}, own), (0.5**0.5, "a"), "a model that the check makes")
before = encoder.get_weights()
encoder.set_weights([0 * weight for weight in before])
same(nearest(x, {"a": np.ones(2)}, encoder), (2**0.5, "a"), "a model with other weights")


# %% right="nearest"
def by_a_list(x, database, model):
    code = model.predict(x.reshape(1, -1), verbose=0)[0]
    return min((float(np.linalg.norm(entry - code)), name) for name, entry in database.items())


# %% wrong="nearest"
def _found(x, database, model, distance, best=min):
    code = model(x[np.newaxis])[0]
    return best((float(distance(entry - code)), name) for name, entry in database.items())


def squared(x, database, model):
    """A distance is a root."""
    return _found(x, database, model, lambda gap: tf.reduce_sum(gap**2))


def farthest(x, database, model):
    """Which one is next?"""
    return _found(x, database, model, tf.norm, max)


def largest_gap(x, database, model):
    """Both gaps count."""
    return _found(x, database, model, lambda gap: tf.reduce_max(tf.abs(gap)))
''',
    "classes of layers": '''
# %%
def feed_forward(width, hidden):
    return keras.Sequential([layers.Dense(hidden, activation="relu"), layers.Dense(width)])


# %% answer="EncoderLayer"
class EncoderLayer(layers.Layer):
    """Self-attention, then a feed-forward net, each with a sum and a normalization."""

    def __init__(self, width, num_heads, hidden, dropout_rate=0.1):
        super().__init__()
        self.attention = layers.MultiHeadAttention(num_heads, width, dropout=dropout_rate)
        self.net = feed_forward(width, hidden)
        self.norm1, self.norm2 = layers.LayerNormalization(), layers.LayerNormalization()
        self.dropout = layers.Dropout(dropout_rate)

    def call(self, x, training=False, mask=None):
        ### BEGIN SOLUTION
        attended = self.attention(x, x, x, attention_mask=mask, training=training)
        x = self.norm1(x + attended)
        return self.norm2(x + self.dropout(self.net(x), training=training))
        ### END SOLUTION


# %% check="EncoderLayer" points=3
layer = EncoderLayer(4, num_heads=2, hidden=8)
x = np.random.default_rng(0).standard_normal((2, 3, 4)).astype("float32")
assert isinstance(layer, EncoderLayer) and isinstance(layer, layers.Layer)
same(tuple(layer(x, training=False).shape), (2, 3, 4), "the shape of x")
same(tf.reduce_mean(layer(x), axis=-1), np.zeros((2, 3)), "normalized", tolerance=1e-3)
same(layer(x, training=False), layer(x, training=False), "without dropout always the same")
assert not np.allclose(layer(x, training=True), layer(x, training=True)), "dropout"
mask = np.tril(np.ones((2, 3, 3)))
changed = np.concatenate([x[:, :2], x[:, 2:] + 1], axis=1)
first = layer(x, training=False, mask=mask)
same(layer(changed, training=False, mask=mask)[:, :2], first[:, :2], "the future is not seen")
layer.net.set_weights([0 * weight for weight in layer.net.get_weights()])
again = layer.norm1(x + layer.attention(x, x, x, attention_mask=mask))
same(layer(x, mask=mask), layer.norm2(again), "its parts", tolerance=1e-3)
### BEGIN HIDDEN TESTS
mine, theirs = EncoderLayer(6, 2, 5), EncoderLayer_reference(6, 2, 5)
x = rng.standard_normal((2, 4, 6)).astype("float32")
mine(x), theirs(x)
weights = [rng.standard_normal(weight.shape) for weight in theirs.get_weights()]
mine.set_weights(weights)
theirs.set_weights(weights)
mask = np.tril(np.ones((2, 4, 4)))
got, wanted = mine(x, training=False, mask=mask), theirs(x, training=False, mask=mask)
same(got, wanted, "with the same weights", tolerance=1e-3)
### END HIDDEN TESTS


# %% right="EncoderLayer"
class ByNames(layers.Layer):
    def __init__(self, width, num_heads, hidden, dropout_rate=0.1):
        super().__init__()
        self.attention = layers.MultiHeadAttention(num_heads, width, dropout=dropout_rate)
        self.net = feed_forward(width, hidden)
        self.norm1, self.norm2 = (layers.LayerNormalization() for _ in range(2))
        self.dropout = layers.Dropout(dropout_rate)

    def call(self, x, training=False, mask=None):
        attended = self.attention(
            query=x, value=x, attention_mask=mask, training=training
        )
        first = self.norm1(layers.add([attended, x]))
        net = self.dropout(self.net(first), training=training)
        return self.norm2(first + net)


# %% wrong="EncoderLayer"
class _Parts(layers.Layer):
    def __init__(self, width, num_heads, hidden, dropout_rate=0.1):
        super().__init__()
        self.attention = layers.MultiHeadAttention(num_heads, width, dropout=dropout_rate)
        self.net = feed_forward(width, hidden)
        self.norm1, self.norm2 = layers.LayerNormalization(), layers.LayerNormalization()
        self.dropout = layers.Dropout(dropout_rate)


class IgnoresTheMask(_Parts):
    """Change the future: may the earlier outputs move?"""

    def call(self, x, training=False, mask=None):
        x = self.norm1(x + self.attention(x, x, x, training=training))
        return self.norm2(x + self.dropout(self.net(x), training=training))


class NoShortcut(_Parts):
    """What is added to what the net gives?"""

    def call(self, x, training=False, mask=None):
        x = self.norm1(x + self.attention(x, x, x, attention_mask=mask, training=training))
        return self.norm2(self.dropout(self.net(x), training=training))


class NoSecondNormalization(_Parts):
    """The last step is a normalization."""

    def call(self, x, training=False, mask=None):
        x = self.norm1(x + self.attention(x, x, x, attention_mask=mask, training=training))
        return x + self.dropout(self.net(x), training=training)


# %% answer="Encoder"
class Encoder(layers.Layer):
    """An embedding and a stack of EncoderLayers."""

    ### BEGIN SOLUTION
    def __init__(self, num_layers, width, num_heads, hidden, vocabulary):
        super().__init__()
        self.embedding = layers.Embedding(vocabulary, width)
        self.width = width
        self.encoders = [EncoderLayer(width, num_heads, hidden) for _ in range(num_layers)]

    def call(self, x, training=False, mask=None):
        x = self.embedding(x) * self.width**0.5
        weights = {}
        for i, encoder in enumerate(self.encoders):
            x = encoder(x, training=training, mask=mask)
            weights[f"layer{i + 1}"] = tf.reduce_mean(x)
        return x, weights
    ### END SOLUTION


# %% check="Encoder" points=2
encoder = Encoder(2, 4, 2, 8, vocabulary=10)
output, weights = encoder(np.array([[1, 2, 3], [4, 5, 0]]), training=False)
same(tuple(output.shape), (2, 3, 4), "a vector for each word")
same(sorted(weights), ["layer1", "layer2"], "a dict with a key for each layer")
same(len(encoder.encoders), 2, "two layers")
kinds = [type(encoder.encoders[0]), encoder.encoders[0].__class__]
same([kind.__name__ for kind in kinds], ["EncoderLayer"] * 2, "of yours")
weights = [np.random.default_rng(1).normal(0, 2, w.shape) for w in encoder.get_weights()]
encoder.set_weights(weights)
words = encoder.embedding(np.array([[7, 8]])) * 2
for layer in encoder.encoders:
    words = layer(words, training=False)
same(encoder(np.array([[7, 8]]), training=False)[0], words, "embedding, root of 4, layers")


# %% right="Encoder"
class WithMoreArguments(layers.Layer):
    def __init__(self, num_layers, width, num_heads, hidden, vocabulary, rate=0.1, **options):
        super().__init__(**options)
        self.encoders = [EncoderLayer(width, num_heads, hidden, rate) for _ in range(num_layers)]
        self.embedding = layers.Embedding(input_dim=vocabulary, output_dim=width)
        self.scale = tf.math.sqrt(tf.cast(width, tf.float32))

    def call(self, x, training=False, mask=None):
        x, weights = self.scale * self.embedding(x), {}
        for encoder in self.encoders:
            x = encoder(x, training=training, mask=mask)
            weights[f"layer{len(weights) + 1}"] = tf.reduce_sum(x)
        return x, weights


# %% wrong="Encoder"
class _Base(layers.Layer):
    def __init__(self, num_layers, width, num_heads, hidden, vocabulary):
        super().__init__()
        self.embedding, self.width = layers.Embedding(vocabulary, width), width
        self.encoders = [EncoderLayer(width, num_heads, hidden) for _ in range(num_layers)]

    def stacked(self, x, training, mask):
        weights = {}
        for i, encoder in enumerate(self.encoders):
            x = encoder(x, training=training, mask=mask)
            weights[f"layer{i + 1}"] = tf.reduce_mean(x)
        return x, weights


class NotScaled(_Base):
    """The embedding is scaled by the root of its width."""

    def call(self, x, training=False, mask=None):
        return self.stacked(self.embedding(x), training, mask)


class CountsFromZero(_Base):
    """The first layer is number 1."""

    def call(self, x, training=False, mask=None):
        x, weights = self.stacked(self.embedding(x) * 2, training, mask)
        return x, {f"layer{i}": weight for i, weight in enumerate(weights.values())}


class OnlyTheOutput(_Base):
    """Return the dict too."""

    def call(self, x, training=False, mask=None):
        return self.stacked(self.embedding(x) * 2, training, mask)[0]
''',
    "a layer with given weights": '''
# %%
word_to_index = {"cat": 1, "dog": 2}
word_to_vec_map = {"cat": np.array([0.0, 1.0]), "dog": np.array([2.0, 3.0])}


# %% answer="embedding_layer"
def embedding_layer(word_to_vec_map, word_to_index):
    """Return a built Embedding that is not trained; row i is the vector of word i."""
    ### BEGIN SOLUTION
    matrix = np.zeros((len(word_to_index) + 1, 2))
    for word, index in word_to_index.items():
        matrix[index] = word_to_vec_map[word]
    layer = layers.Embedding(*matrix.shape, trainable=False)
    layer.build((None,))
    layer.set_weights([matrix])
    return layer
    ### END SOLUTION


# %% check="embedding_layer" points=1
layer = embedding_layer(word_to_vec_map, word_to_index)
same(layer.get_weights()[0], np.array([[0.0, 0.0], [0.0, 1.0], [2.0, 3.0]]), "a row for each word")
same(layer(np.array([[2, 0]])), np.array([[[2.0, 3.0], [0.0, 0.0]]]), "two words")
same(layer.trainable, False, "not trained")
same((type(layer).__name__, layer.name[:9]), ("Embedding", "embedding"), "an Embedding")


# %% right="embedding_layer"
def by_an_initializer(word_to_vec_map, word_to_index):
    rows = [np.zeros(2)] + [word_to_vec_map[word] for word in sorted(word_to_index)]
    constant = keras.initializers.Constant(np.array(rows))
    layer = layers.Embedding(3, 2, embeddings_initializer=constant)
    layer.trainable = False
    layer.build()
    return layer


# %% wrong="embedding_layer"
def _layer(rows, trainable=False):
    layer = layers.Embedding(*np.shape(rows), trainable=trainable)
    layer.build((None,))
    layer.set_weights([np.array(rows)])
    return layer


def trained(word_to_vec_map, word_to_index):
    """These vectors were learnt elsewhere: they stay."""
    return _layer([[0.0, 0.0], [0.0, 1.0], [2.0, 3.0]], True)


def no_row_for_padding(word_to_vec_map, word_to_index):
    """The first word has index 1: what is row 0?"""
    return _layer([[0.0, 1.0], [2.0, 3.0]])


def in_the_wrong_rows(word_to_vec_map, word_to_index):
    """The index says the row."""
    return _layer([[0.0, 0.0], [2.0, 3.0], [0.0, 1.0]])
''',
    "objects that are no functions": """
# %% answer="loss_function"
### BEGIN SOLUTION
loss_function = keras.losses.BinaryCrossentropy(from_logits=True)
### END SOLUTION

# %% answer="optimizer"
### BEGIN SOLUTION
optimizer = keras.optimizers.Adam(learning_rate=0.001)
### END SOLUTION

# %% check="loss_function" points=1
same(loss_function.__class__.__name__, "BinaryCrossentropy", "for yes and no")
same(loss_function(np.array([[1.0]]), np.array([[0.0]])), np.log(2), "a logit of 0")

# %% right="loss_function"
as_a_subclass = keras.losses.BinaryCrossentropy(True, name="mine")

# %% wrong="loss_function"
of_probabilities = keras.losses.BinaryCrossentropy()
of_many_classes = keras.losses.CategoricalCrossentropy(from_logits=True)
of_distances = keras.losses.MeanSquaredError()

# %% check="optimizer" points=1
assert isinstance(optimizer, keras.optimizers.Adam)
same(float(optimizer.learning_rate.numpy()), 0.001, "a tenth of the rate before")

# %% right="optimizer"
by_its_default = keras.optimizers.Adam()

# %% wrong="optimizer"
too_large = keras.optimizers.Adam(0.01)
of_another_kind = keras.optimizers.SGD(0.001)
too_small = keras.optimizers.Adam(0.0001)

# %% answer="network"
### BEGIN SOLUTION
network = keras.Sequential([keras.Input((2,)), layers.Dense(3)])
### END SOLUTION

# %% check="network" points=1
same(network.count_params(), 9, "two inputs, three units")
same([type(layer).__name__ for layer in network.layers], ["Dense"], "one layer")

# %% right="network"
of_two_parts = keras.models.Sequential([layers.InputLayer(shape=(2,)), layers.Dense(units=3)])

# %% wrong="network"
of_four_units = keras.Sequential([keras.Input((2,)), layers.Dense(4)])
of_two_layers = keras.Sequential([keras.Input((2,)), layers.Dense(3), layers.ReLU()])
no_bias = keras.Sequential([keras.Input((2,)), layers.Dense(3, use_bias=False)])
""",
    "datasets": '''
# %%
numbers = tf.data.Dataset.range(6).map(lambda i: (2 * i, i % 2))


# %% answer="batched"
def batched(X, Y, size):
    """Return a dataset of batches (X, Y), in their order."""
    ### BEGIN SOLUTION
    return tf.data.Dataset.from_tensor_slices((X, Y)).batch(size).prefetch(1)
    ### END SOLUTION


# %% check="batched" points=1
X, Y = np.arange(10.0).reshape(5, 2), np.arange(5)
batches = batched(X, Y, 2)
same([tuple(y.shape) for _, y in batches], [(2,), (2,), (1,)], "the last one is smaller")
x, y = next(iter(batches))
same((x, y), (X[:2], Y[:2]), "the first batch")
for x, y in batches.skip(1).take(1):
    same((x, y), (X[2:4], Y[2:4]), "the second")
endless = batches.repeat()
for number, (_, y) in enumerate(endless):
    if number == 3:
        break
same(y, Y[:2], "again from the start")


# %% right="batched"
def by_zipping(X, Y, size):
    slices = [tf.data.Dataset.from_tensor_slices(each) for each in (X, Y)]
    return tf.data.Dataset.zip(*slices).batch(size)


# %% wrong="batched"
def drops_the_last(X, Y, size):
    """What becomes of the last example?"""
    return tf.data.Dataset.from_tensor_slices((X, Y)).batch(size, drop_remainder=True)


def without_labels(X, Y, size):
    """A batch has two parts."""
    return tf.data.Dataset.from_tensor_slices((X, X)).batch(size)


def backwards(X, Y, size):
    """Keep the order."""
    return tf.data.Dataset.from_tensor_slices((X[::-1], Y[::-1])).batch(size)


# %% answer="share_odd"
def share_odd(dataset):
    """Return the share of the examples whose label is 1."""
    ### BEGIN SOLUTION
    labels = [int(label) for _, label in dataset]
    return sum(labels) / len(labels)
    ### END SOLUTION


# %% check="share_odd" points=1
same(share_odd(numbers), 0.5, "a given dataset")
mine = batched(np.zeros(4), np.array([0, 0, 0, 1]), 2)
same(share_odd(mine.unbatch()), 0.25, "a dataset of yours")


# %% right="share_odd"
def by_numpy(dataset):
    return float(np.mean([label for _, label in dataset.as_numpy_iterator()]))


# %% wrong="share_odd"
def of_the_first_part(dataset):
    """Which part of an example is its label?"""
    return float(np.mean([x for x, _ in dataset]))


def a_number(dataset):
    """A share is at most 1."""
    return float(sum(int(label) for _, label in dataset))


def share_even(dataset):
    """Which label is counted?"""
    return 1 - float(np.mean([int(label) for _, label in dataset])) / 2
''',
    "training": '''
# %%
X = np.linspace(-1, 1, 20).reshape(-1, 1).astype("float32")
Y = 3 * X + 1


def trained_for(X, Y, epochs):
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.5), loss="mse", run_eagerly=True)
    history = model.fit(X, Y, batch_size=len(X), epochs=epochs, verbose=0)
    return model, history.history["loss"]


# %% answer="trained"
def trained(X, Y, epochs):
    """Return a linear model trained by SGD (rate 0.5, full batches), and the list of its losses."""
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.5), loss="mse", run_eagerly=True)
    history = model.fit(X, Y, batch_size=len(X), epochs=epochs, verbose=0)
    return model, history.history["loss"]
    ### END SOLUTION


# %% check="trained" points=3
model, losses = trained(X, Y, 8)
same(len(losses), 8, "a loss for each epoch")
assert losses[-1] < losses[0] / 10, "it learns"
same(model.predict(np.array([[0.0]]), verbose=0), np.array([[1.0]]), "the bias", tolerance=0.05)
same(model.evaluate(X, Y, verbose=0), 0.0, "what is left", tolerance=2.0)


# %% right="trained"
def by_a_loop(X, Y, epochs):
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
    optimizer, losses = keras.optimizers.SGD(0.5), []
    model.compile(loss=keras.losses.MeanSquaredError(), run_eagerly=True)
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(X) - Y) ** 2)
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        losses.append(float(loss))
    return model, losses


# %% wrong="trained"
def one_epoch(X, Y, epochs):
    """Count the losses."""
    return trained_for(X, Y, 1)


def untrained(X, Y, epochs):
    """Does the loss become smaller?"""
    model, losses = trained_for(X, Y, 1)
    return model, losses * epochs


def without_a_bias(X, Y, epochs):
    """What does it say for 0?"""
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1, use_bias=False)])
    model.compile(optimizer=keras.optimizers.SGD(0.5), loss="mse", run_eagerly=True)
    model.fit(X, Y, batch_size=len(X), epochs=epochs, verbose=0)
    return model, [100.0] * (epochs - 1) + [1.0]


# %% builder="gradient_of"
def gradient_of(cost, x):
    """The gradient of the student's cost at x, by TensorFlow."""
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        value = cost(x)
    return tape.gradient(value, x)


# %% builder="descend"
def descend(x, steps):
    """Gradient descent on the student's cost."""
    for _ in range(steps):
        x = x - 0.25 * gradient_of(cost, x)
    return x


# %% answer="cost"
def cost(x):
    """Return the sum of the squares of x - 2."""
    ### BEGIN SOLUTION
    return tf.reduce_sum((x - 2.0) ** 2)
    ### END SOLUTION


# %% check="cost" points=2
x = np.array([1.0, 5.0])
same(cost(x), 10.0, "1 and 9")
same(gradient_of(cost, x), np.array([-2.0, 6.0]), "its gradient")
same(slope(cost, x), np.array([-2.0, 6.0]), "measured", tolerance=1e-3)
same(descend(x, 20), np.full(2, 2.0), "down to 2", tolerance=1e-3)
### BEGIN HIDDEN TESTS
x = rng.standard_normal(4)
same(gradient_of(cost, x), gradient_of(cost_reference, x), "at other places")
### END HIDDEN TESTS


# %% right="cost"
def by_its_norm(x):
    return tf.norm(x - 2.0) ** 2


# %% wrong="cost"
def a_mean_of_squares(x):
    """A sum."""
    return tf.reduce_mean((x - 2.0) ** 2)


def of_numbers_without_gradient(x):
    """Can TensorFlow follow what numpy does?"""
    return tf.constant(np.sum((np.asarray(x) - 2.0) ** 2))


def absolute(x):
    """Squares."""
    return tf.reduce_sum(tf.abs(x - 2.0))
''',
    "a model that is frozen": '''
# %% builder="small_model"
def small_model():
    return keras.Sequential([keras.Input((2,)), *(layers.Dense(2) for _ in range(4))])


# %% answer="freeze"
def freeze(model, count):
    """Freeze the first layers of a model, so many, and return it."""
    ### BEGIN SOLUTION
    for layer in model.layers[:count]:
        layer.trainable = False
    return model
    ### END SOLUTION


# %% check="freeze" points=1
model = small_model()
frozen = freeze(model, 3)
same([layer.trainable for layer in model.layers], [False] * 3 + [True], "three of four")
same(len(frozen.trainable_weights), 2, "the last layer has two")
same(small_model().count_params(), 24, "another model")


# %% right="freeze"
def by_numbers(model, count):
    for i in range(count):
        model.layers[i].trainable = False
    return model


# %% wrong="freeze"
def all_layers(model, count):
    """Only the first."""
    model.trainable = False
    return model


def the_last(model, count):
    """Which end of the model sees the picture?"""
    for layer in model.layers[-count:]:
        layer.trainable = False
    return model


def one_too_few(model, count):
    """Count them."""
    for layer in model.layers[: count - 1]:
        layer.trainable = False
    return model
''',
}


def check_a_given_model_is_itself_again_for_the_next_submission(rehearsal_of):
    given = "keras.utils.set_random_seed(1)\ngiven = keras.Sequential([keras.Input((2,)), "
    given += "layers.Dense(1)])\ngiven.compile('sgd', 'mse', run_eagerly=True)"
    rehearsal = rehearsal_of(
        f"""
# %%
{given}

# %% answer="trained"
def trained(model):
    ### BEGIN SOLUTION
    model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)
    return model.get_weights()
    ### END SOLUTION


# %% check="trained" points=1
before = given.get_weights()[0]
assert not np.allclose(trained(given)[0], before)
given.set_weights([0 * weight for weight in given.get_weights()])
same(trained(given)[1], np.array([0.02]), "from weights of 0")
same(given.get_weights()[1], np.array([0.02]), "the given model itself is trained")
given.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)
same(given.get_weights()[1], np.array([0.0388]), "the check trains it too", tolerance=1e-3)
"""
    )
    model = rehearsal.prepared.given["given"]
    for _ in range(2):
        assert [verdict.message for verdict in rehearsal.grade().verdicts] == [""]
        rehearsal.prepared.checks["check-trained"].restore(rehearsal.prepared.namespace)
        assert model.get_weights()[1] == 0, "the bias with which the given cell made it"


def check_a_check_that_hands_over_a_symbolic_input_is_an_error_of_the_lesson(rehearsal_of):
    with pytest.raises(
        LessonError, match=r"hands block a layer's input without.*builder="
    ) as found:
        rehearsal_of(
            """
# %% answer="block"
def block(X):
    ### BEGIN SOLUTION
    return layers.ReLU()(X)
    ### END SOLUTION


# %% check="block" points=1
X = keras.Input((2,))
model = keras.Model(X, block(X))
same(model.count_params(), 0, "none")
"""
        )
    assert found.value.problems[0].line == 17


def main():
    tracebacks, seconds = {}, {}
    with Nursery("tensorflow") as nursery, tempfile.TemporaryDirectory() as folder:

        def rehearsal_of(cells):
            lesson = made_up_lesson(Path(folder), f"lesson{len(tracebacks)}", cells, SETUP)
            return Rehearsal(lesson, nursery)

        def try_kind(cells):
            assert_it_is_graded_as_it_is_tried(rehearsal_of(cells))

        trials = {kind: functools.partial(try_kind, cells) for kind, cells in KINDS.items()}
        for name, check in list(globals().items()):
            if name.startswith("check_"):
                trials[name] = functools.partial(check, rehearsal_of)
        for name, run in trials.items():
            started = time.monotonic()
            try:
                run()
                tracebacks[name] = ""
            except Exception:
                tracebacks[name] = traceback.format_exc()
            seconds[name] = time.monotonic() - started
    if "--seconds" in sys.argv:
        print("\n".join(f"{spent:6.2f}  {name}" for name, spent in seconds.items()))
    print(json.dumps(tracebacks))


if __name__ == "__main__":
    main()
