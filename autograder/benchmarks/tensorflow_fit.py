# %% [markdown]
# # A TensorFlow lesson that trains a small model

# %%
import numpy as np
import tensorflow as tf

from shared_utils.checks import same


# %% answer="line_model"
def line_model():
    """Return a compiled Keras model of one unit for one input: mean squared error, SGD of 0.1."""
    ### BEGIN SOLUTION
    model = tf.keras.Sequential([tf.keras.Input((1,)), tf.keras.layers.Dense(1)])
    model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss="mse")
    return model
    ### END SOLUTION


# %% check="line_model" points=2
same(line_model().count_params(), 2, "a weight and a bias")


# %% right="line_model"
def by_adding_layers():
    model = tf.keras.Sequential()
    model.add(tf.keras.Input((1,)))
    model.add(tf.keras.layers.Dense(1))
    model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss="mse")
    return model


# %% wrong="line_model"
def without_bias():
    """A line that need not go through 0 has two numbers."""
    model = tf.keras.Sequential([tf.keras.Input((1,)), tf.keras.layers.Dense(1, use_bias=False)])
    model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss="mse")
    return model


def two_units():
    """How many numbers does the model give for one input?"""
    model = tf.keras.Sequential([tf.keras.Input((1,)), tf.keras.layers.Dense(2)])
    model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss="mse")
    return model


def two_layers():
    """Count the layers between input and output."""
    layers = [tf.keras.layers.Dense(2), tf.keras.layers.Dense(1)]
    model = tf.keras.Sequential([tf.keras.Input((1,)), *layers])
    model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss="mse")
    return model


# %% answer="fitted"
def fitted(x, y, epochs):
    """Train a line_model() on x and y, quietly; return its predictions for x. All are (m, 1)."""
    ### BEGIN SOLUTION
    model = line_model()
    model.fit(x, y, epochs=epochs, verbose=0)
    return model.predict(x, verbose=0)
    ### END SOLUTION


# %% check="fitted" points=4
x = np.linspace(-1.0, 1.0, 64, dtype=np.float32).reshape(-1, 1)
got = fitted(x, 3.0 * x - 1.0, 40)
same(np.shape(got), (64, 1), "one prediction per example")
worst = float(np.max(np.abs(got - (3.0 * x - 1.0))))
assert worst < 0.3, f"after 40 epochs the line is off by {worst:.2f}; 0.3 is allowed"


# %% right="fitted"
def with_the_call(x, y, epochs):
    model = line_model()
    model.fit(x, y, epochs=epochs, verbose=0)
    return model(x).numpy()


# %% wrong="fitted"
def does_not_train(x, y, epochs):
    """Which call changes the weights?"""
    return line_model().predict(x, verbose=0)


def trains_for_one_epoch(x, y, epochs):
    """How often does the model see the examples?"""
    model = line_model()
    model.fit(x, y, verbose=0)
    return model.predict(x, verbose=0)


def trains_on_its_own_answers(x, y, epochs):
    """What should the model learn to predict?"""
    model = line_model()
    model.fit(x, x, epochs=epochs, verbose=0)
    return model.predict(x, verbose=0)
