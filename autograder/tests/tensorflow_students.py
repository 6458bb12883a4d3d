"""Checks on a student's process with TensorFlow. Run as a program: prints a JSON object with the
name of each `check_...` function here, and its traceback or an empty text.

The student's process is forked here right after the import, for TensorFlow cannot be forked once
it has computed anything.
"""

import inspect
import json
import sys
import traceback

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder.grading.codec import CodecError
from autograder.grading.stand_ins import StandIn, StudentError
from autograder.tests.students import student_process
from shared_utils.checks import CheckFailed, same, untouched

CELLS = """
import keras
import numpy as np
import tensorflow as tf
from keras import layers


def happy_model():
    return keras.Sequential([
        keras.Input((8, 8, 3)),
        layers.Conv2D(4, 3, name="conv"),
        layers.BatchNormalization(axis=3),
        layers.ReLU(),
        layers.Flatten(),
        layers.Dense(1, activation="sigmoid"),
    ])


class EncoderLayer(layers.Layer):
    def __init__(self, embedding_dim, num_heads, dropout_rate=0.1, **options):
        super().__init__(**options)
        self.attention = layers.MultiHeadAttention(num_heads, embedding_dim, dropout=dropout_rate)
        self.norm = layers.LayerNormalization()

    def call(self, x, training=False, mask=None):
        attended = self.attention(x, x, x, attention_mask=mask, training=training)
        return self.norm(x + attended)


def djmodel(Tx, LSTM_cell, densor, reshaper):
    X, a0, c0 = keras.Input((Tx, 5)), keras.Input((4,)), keras.Input((4,))
    a, c, outputs = a0, c0, []
    for t in range(Tx):
        a, _, c = LSTM_cell(reshaper(X[:, t, :]), initial_state=[a, c])
        outputs.append(densor(a))
    return keras.Model([X, a0, c0], outputs)


given_layer = layers.Dense(2)


def is_given(layer):
    return layer is given_layer


def square(x):
    return tf.matmul(x, x)


def double_in_place(variable, parameters):
    variable.assign(2 * variable)
    parameters["W"].assign_add([[1.0]])


optimizer = keras.optimizers.Adam(0.01)


@tf.function
def train_step(generated_image):
    with tf.GradientTape() as tape:
        J = tf.reduce_sum(generated_image**2)
    optimizer.apply_gradients([(tape.gradient(J, generated_image), generated_image)])
    generated_image.assign(tf.clip_by_value(generated_image, 0.0, 1.0))
    return J


def identity_block(X, f, filters, initializer=keras.initializers.RandomUniform):
    Y = layers.Conv2D(filters[0], f, padding="same", kernel_initializer=initializer(seed=0))(X)
    return layers.ReLU()(layers.Add()([Y, X]))


def model_of(block, shape, *arguments):
    X = keras.Input(shape)
    return keras.Model(X, block(X, *arguments))


def weights_of(layer):
    return layer.get_weights()


def set_to_zero(layer):
    layer.set_weights([0 * weight for weight in layer.get_weights()])
    return layer(np.ones((1, 3)))


def apply(function, x):
    return function(x)


def initial(initializer):
    return initializer(seed=1)((2, 3))


def cast(x, dtype):
    return tf.cast(x, dtype)


def parameters():
    return {"W1": tf.Variable(np.ones((2, 3))), "b1": tf.Variable([[0.0]])}


def texts():
    return tf.constant(["a", "bcd"])


def ragged():
    return tf.ragged.constant([[1], [2, 3]])


def bfloat():
    return tf.constant([1.0], tf.bfloat16)


def fit():
    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model.fit(np.ones((4, 2)), np.ones((4, 1)), epochs=2, verbose=2)


def wrong_shape():
    return tf.matmul(tf.ones((2, 3)), tf.ones((2, 3)))


def claims():
    class Claims(keras.layers.Dense):
        @property
        def __class__(self):
            return np.ndarray
    return Claims(1)
"""


def check_a_model_stays_there_and_is_read(student):
    model = student.stand_in("happy_model")()
    assert isinstance(model, keras.Sequential)
    assert not isinstance(model, keras.layers.Conv2D)
    assert issubclass(type(model), StandIn)
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds == ["Conv2D", "BatchNormalization", "ReLU", "Flatten", "Dense"]
    assert [layer.__class__ for layer in model.layers][0] is keras.layers.Conv2D
    conv = model.layers[0]
    config = conv.get_config()
    assert (config["filters"], config["kernel_size"], config["name"]) == (4, (3, 3), "conv")
    assert conv.kernel.shape == (3, 3, 3, 4)
    assert model.layers[4].activation.__name__ == "sigmoid"
    assert (model.input_shape, model.output_shape) == ((None, 8, 8, 3), (None, 1))
    assert model.count_params() == sum(weight.size for weight in model.get_weights())
    assert model.get_layer("conv") is conv


def check_a_model_computes_there(student):
    model = student.stand_in("happy_model")()
    x = np.random.default_rng(0).standard_normal((2, 8, 8, 3))
    prediction = model.predict(x, verbose=0)
    assert type(prediction) is np.ndarray
    assert tf.is_tensor(model(x))
    same(model(x), prediction)
    model.summary()
    assert "Conv2D" in student.take_printed()


def check_a_layer_of_the_student_s_own(student):
    EncoderLayer = student.stand_in("EncoderLayer")
    assert list(inspect.signature(EncoderLayer).parameters)[:2] == ["embedding_dim", "num_heads"]
    layer = EncoderLayer(4, num_heads=2)
    assert isinstance(layer, keras.layers.Layer)
    assert type(layer).__name__ == "EncoderLayer"
    x = tf.ones((1, 3, 4))
    assert layer(x, training=False, mask=tf.ones((1, 3, 3))).shape == (1, 3, 4)
    assert [weight.shape for weight in layer.get_weights()][-1] == (4,)
    assert type(layer.attention).__name__ == "MultiHeadAttention"
    with pytest.raises(ValueError, match="text"):
        layer("text")


def check_layers_of_the_check_are_made_there(student):
    cell = keras.layers.LSTM(4, return_state=True)
    densor, reshaper = keras.layers.Dense(5, activation="softmax"), keras.layers.Reshape((1, 5))
    model = student.stand_in("djmodel")(3, cell, densor, reshaper)
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds.count("LSTM") == kinds.count("Dense") == 1  # the same one at each step
    inputs = [np.zeros((2, 3, 5)), np.zeros((2, 4)), np.zeros((2, 4))]
    assert [output.shape for output in model.predict(inputs, verbose=0)] == [(2, 5)] * 3
    again = student.stand_in("djmodel")(2, cell, densor, reshaper)
    for mine, other in zip(model.get_weights(), again.get_weights(), strict=True):
        same(mine, other)


def check_weights_go_along(student):
    dense = keras.layers.Dense(2)
    dense.build((None, 3))
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.ReLU()])
    for value in (dense, model):
        same(student.stand_in("weights_of")(value), value.get_weights())
        before = value.get_weights()
        same(student.stand_in("set_to_zero")(value), np.zeros((1, 2)))
        same(value.get_weights(), before)


def check_given_layers_cross_by_name(student):
    layer = keras.layers.Dense(2)
    assert student.stand_in("is_given")(layer) is False
    student.give({"given_layer": layer})
    assert student.stand_in("is_given")(layer) is True


def check_tensors_cross_as_tensors(student):
    square = student.stand_in("square")
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    result = untouched(square, x)
    assert type(result) is type(x)
    assert result.dtype == tf.float32
    same(result, np.array([[7.0, 10.0], [15.0, 22.0]]))
    for dtype in (tf.int32, tf.float64, tf.bool, tf.complex64, tf.uint8):
        assert student.stand_in("cast")(x, dtype).dtype == dtype
    same(student.stand_in("texts")(), tf.constant(["a", "bcd"]))
    parameters = student.stand_in("parameters")()
    assert isinstance(parameters["W1"], tf.Variable)
    same(parameters, {"W1": np.ones((2, 3)), "b1": np.zeros((1, 1))})


def check_other_tensors_stay_there(student):
    for name in ("ragged", "bfloat"):
        result = student.stand_in(name)()
        assert issubclass(type(result), StandIn)
        assert not tf.is_tensor(result)
        with pytest.raises(CheckFailed):
            same(result, np.ones(1))


def check_an_assigned_variable_is_seen_by_untouched(student):
    f = student.stand_in("double_in_place")
    variable, parameters = tf.Variable([1.0, 2.0]), {"W": tf.Variable([[3.0]])}
    with pytest.raises(CheckFailed, match=r"variable\[0\] was 1 and is now 2"):
        untouched(f, variable, parameters)
    same(variable, np.array([2.0, 4.0]))
    same(parameters["W"], np.array([[4.0]]))
    f(variable, parameters)
    same(variable, np.array([2.0, 4.0]))


def check_a_variable_is_the_same_one_at_each_call(student):
    image = tf.Variable([[0.5, 2.0]])
    step = student.stand_in("train_step", changes=True)
    assert step.__name__ == "train_step"
    assert str(inspect.signature(step)) == "(generated_image)"
    same(step(image), 4.25)
    same(image, np.array([[0.49, 1.0]]), tolerance=1e-3)
    same(step(image), 1.2401, tolerance=1e-3)


def check_blocks_take_numbers_or_are_built_there(student):
    block = student.stand_in("identity_block")
    x = np.ones((1, 4, 4, 2), dtype=np.float32)
    assert block(x, 3, [2]).shape == (1, 4, 4, 2)
    assert block(x, 3, [2], initializer=keras.initializers.GlorotUniform).shape == (1, 4, 4, 2)
    model = student.stand_in("model_of")(block, (4, 4, 2), 3, [2])
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds == ["InputLayer", "Conv2D", "Add", "ReLU"]
    with pytest.raises(CodecError, match="function that the lesson gives"):
        block(keras.Input((4, 4, 2)), 3, [2])


def check_functions_of_libraries_and_of_the_check(student):
    apply = student.stand_in("apply")
    x = tf.constant([-1.0, 1.0])
    same(apply(tf.nn.relu, x), np.array([0.0, 1.0]))
    same(apply(keras.activations.relu, x), np.array([0.0, 1.0]))
    same(apply(lambda x: tf.reduce_sum(x * x), x), 2.0)
    same(apply(keras.layers.ReLU(), x), np.array([0.0, 1.0]))
    initializer = keras.initializers.GlorotUniform
    same(student.stand_in("initial")(initializer), initializer(seed=1)((2, 3)))


def check_a_training_gives_its_history(student):
    history = student.stand_in("fit")()
    assert type(history).__name__ == "History"
    assert len(history.history["loss"]) == 2
    assert "loss" in student.take_printed()


def check_an_error_of_tensorflow_is_told(student):
    with pytest.raises(StudentError, match="Matrix size-incompatible") as caught:
        student.stand_in("wrong_shape")()
    assert type(caught.value).__name__ == "InvalidArgumentError"
    assert "in wrong_shape" in caught.value.student_traceback


def check_a_claimed_class_is_no_array(student):
    claims = student.stand_in("claims")()
    assert not isinstance(claims, np.ndarray)
    assert isinstance(claims, keras.layers.Dense)


def main():
    results = {}
    with student_process(deadline=120) as student:
        ran = student.run(CELLS, "cells")
        if ran.error:
            sys.exit(ran.error.student_traceback)
        for name, check in list(globals().items()):
            if name.startswith("check_"):
                try:
                    check(student)
                    results[name] = ""
                except Exception:
                    results[name] = traceback.format_exc()
    print(json.dumps(results))


if __name__ == "__main__":
    main()
