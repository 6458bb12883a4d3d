# %% [markdown]
# # A TensorFlow lesson whose checks train nothing

# %%
import numpy as np
import tensorflow as tf

from shared_utils.checks import same

# %% only="source"
from autograder.authoring.plain import dense_reference, loss_reference, rng, slopes_reference


# %% answer="dense"
def dense(A, W, b):
    """Return relu(A W + b), a float32 tensor of shape (examples, units).

    A: (examples, inputs), W: (inputs, units), b: (units,), float32 tensors
    """
    ### BEGIN SOLUTION
    return tf.nn.relu(tf.matmul(A, W) + b)
    ### END SOLUTION


# %% check="dense" points=2
A, W, b = tf.constant([[1.0, 2.0]]), tf.constant([[1.0, -1.0], [1.0, 0.0]]), tf.constant([0.0, 0.5])
same(dense(A, W, b), np.array([[3.0, 0.0]], np.float32), "negative sums become 0")
### BEGIN HIDDEN TESTS
A, W = (tf.constant(rng.standard_normal(shape), tf.float32) for shape in ((5, 4), (4, 3)))
same(dense(A, W, tf.ones(3)), dense_reference(A, W, tf.ones(3)), "random numbers")
### END HIDDEN TESTS


# %% right="dense"
def by_a_maximum(A, W, b):
    return tf.maximum(A @ W + b, 0.0)


# %% wrong="dense"
def without_relu(A, W, b):
    """A unit of this layer is never negative."""
    return A @ W + b


def adds_the_bias_last(A, W, b):
    """Does your unit switch off before or after its bias is added?"""
    return tf.nn.relu(A @ W) + b


def forgets_the_bias(A, W, b):
    """What happens to b?"""
    return tf.nn.relu(A @ W)


# %% answer="loss"
def loss(labels, logits):
    """Return the mean cross-entropy of integer labels (m,) and logits (m, classes), a scalar."""
    ### BEGIN SOLUTION
    each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
    return tf.reduce_mean(each)
    ### END SOLUTION


# %% check="loss" points=2
same(loss(tf.constant([0, 1]), tf.zeros((2, 2))), np.float32(np.log(2.0)), "no idea costs log 2")
logits = tf.constant([[2.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
same(loss(tf.constant([0, 2]), logits), np.float32(0.9795259), "two examples of three classes")
### BEGIN HIDDEN TESTS
logits = tf.constant(rng.standard_normal((6, 3)), tf.float32)
labels = tf.constant(rng.integers(0, 3, 6))
same(loss(labels, logits), loss_reference(labels, logits), "random logits")
### END HIDDEN TESTS


# %% right="loss"
def by_log_softmax(labels, logits):
    chosen = tf.gather(tf.nn.log_softmax(logits), labels, axis=1, batch_dims=1)
    return -tf.reduce_mean(chosen)


# %% wrong="loss"
def adds_up(labels, logits):
    """Should twice as many examples cost twice as much?"""
    return tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))


def takes_logits_for_probabilities(labels, logits):
    """The function wants logits. What are you giving it?"""
    return tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels, tf.nn.softmax(logits))
    )


def turns_the_sign_round(labels, logits):
    """A cost falls when the answers get better."""
    return -tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))


# %% answer="slopes"
def slopes(W, X, labels):
    """Return the slope of loss(labels, X W) in W, a tensor like W."""
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        tape.watch(W)
        cost = loss(labels, tf.matmul(X, W))
    return tape.gradient(cost, W)
    ### END SOLUTION


# %% check="slopes" points=3
W, X = tf.zeros((2, 2)), tf.constant([[1.0, 2.0]])
want = np.array([[-0.5, 0.5], [-1.0, 1.0]], np.float32)
same(slopes(W, X, tf.constant([0])), want, "from weights of 0")
### BEGIN HIDDEN TESTS
W, X = (tf.constant(rng.standard_normal(shape), tf.float32) for shape in ((4, 3), (7, 4)))
labels = tf.constant(rng.integers(0, 3, 7))
same(slopes(W, X, labels), slopes_reference(W, X, labels), "random weights")
### END HIDDEN TESTS


# %% right="slopes"
def by_a_formula(W, X, labels):
    errors = tf.nn.softmax(X @ W) - tf.one_hot(labels, W.shape[1])
    return tf.transpose(X) @ errors / X.shape[0]


# %% wrong="slopes"
def of_the_sum(W, X, labels):
    """The cost is a mean over the examples."""
    return tf.transpose(X) @ (tf.nn.softmax(X @ W) - tf.one_hot(labels, W.shape[1])) * 2.0


def downhill(W, X, labels):
    """A slope points uphill."""
    return -(tf.transpose(X) @ (tf.nn.softmax(X @ W) - tf.one_hot(labels, W.shape[1])))


def without_the_labels(W, X, labels):
    """What do the labels do to the slope?"""
    return tf.transpose(X) @ tf.nn.softmax(X @ W)
