import numpy as np

from shared_utils.icy_roads import SHAPES, icy_mornings, random_parameters, right_gradients, train
from shared_utils.network_checks import measured_gradients


def test_mornings_have_four_scores_and_a_label():
    X, Y = icy_mornings(3, m=4000)
    assert X.shape == (4, 4000) and Y.shape == (1, 4000)
    assert set(np.unique(Y)) == {0.0, 1.0}
    assert 0.3 < Y.mean() < 0.5
    assert np.abs(X.mean(axis=1)).max() < 0.1 and np.abs(X.std(axis=1) - 1).max() < 0.1


def test_ice_comes_with_cold_moisture_shade_and_usual_traffic():
    X, Y = icy_mornings(4, m=4000)
    icy, dry = X[:, Y[0] == 1], X[:, Y[0] == 0]
    temperature, moisture, shade, traffic = icy.mean(axis=1) - dry.mean(axis=1)
    assert temperature < -0.3 and moisture > 0.3 and shade > 0.3 and abs(traffic) < 0.1
    assert np.abs(icy[3]).mean() < np.abs(dry[3]).mean() - 0.05


def test_the_seed_decides_the_mornings():
    for one, other in zip(icy_mornings(5, 20), icy_mornings(5, 20), strict=True):
        np.testing.assert_array_equal(one, other)
    assert not np.array_equal(icy_mornings(5, 20)[0], icy_mornings(6, 20)[0])


def test_parameters_have_their_shapes_and_sizes():
    generator = np.random.default_rng(1)
    many = [random_parameters(generator, bias=0.5) for _ in range(2000)]
    assert {name: block.shape for name, block in many[0].items()} == SHAPES
    for name, shape in SHAPES.items():
        size = np.std([parameters[name] for parameters in many])
        assert np.isclose(size, np.sqrt(2 / shape[1]) if name[0] == "W" else 0.5, rtol=0.05)


def test_right_gradients_agree_with_measured_ones():
    X, Y = icy_mornings(7, m=9)
    parameters = random_parameters(np.random.default_rng(8), bias=0.5)
    found, measured = right_gradients(X, Y, parameters), measured_gradients(parameters, X, Y)
    assert set(found) == set(measured)
    for name, block in measured.items():
        np.testing.assert_allclose(found[name], block, atol=1e-8)


def test_training_takes_its_steps_and_leaves_the_start_alone():
    def forward(X, Y, parameters):
        return float(parameters["w"] ** 2), parameters["w"]

    def backward(X, Y, cache, parameters):
        assert cache == parameters["w"]
        return {"dw": 2 * cache, "dZ": None}

    start = {"w": np.array(1.0)}
    trained, costs = train(forward, backward, start, None, None, steps=3, rate=0.25)
    assert np.isclose(trained["w"], 0.125)
    np.testing.assert_allclose(costs, [1.0, 0.25, 0.0625])
    assert start == {"w": 1.0}
