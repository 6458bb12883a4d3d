"""What the names of a lesson mean is put back, however it was changed."""

import random

import numpy as np

from autograder.state import LARGE_ARRAY, LARGE_CONTAINER, State, copied


def test_containers_arrays_and_generators_are_put_back():
    namespace = {
        "array": np.zeros(2),
        "table": {"a": [np.ones(2)], "b": {1}},
        "rows": ([1],),
        "rng": np.random.default_rng(1),
        "python_rng": random.Random(1),
        "number": 1,
    }
    state = State(namespace)
    drawn = []
    for _ in range(2):
        state.restore(namespace)
        assert namespace["array"][0] == namespace["table"]["a"][0][0] - 1 == 0
        assert namespace["table"]["b"] == {1}
        assert namespace["rows"] == ([1],)
        assert namespace["number"] == 1
        assert "new" not in namespace
        drawn.append((namespace["rng"].random(), namespace["python_rng"].random()))
        namespace["array"][0] = namespace["table"]["a"][0][0] = 5
        namespace["table"]["b"].add(2)
        namespace["rows"][0].append(2)
        namespace["number"] = namespace["new"] = 2
    assert drawn[0] == drawn[1]


def test_one_array_under_two_names_stays_one():
    array = np.zeros(2)
    namespace = {"a": array, "all": [array, array[:1]]}
    State(namespace).restore(namespace)
    namespace["a"][0] = 1
    assert namespace["all"][0] is namespace["a"]
    assert array[0] == 0


def test_what_is_large_is_shared():
    large = np.zeros(LARGE_ARRAY // 8 + 1)
    table = {number: [] for number in range(LARGE_CONTAINER + 1)}
    namespace = {"large": large, "table": table, "small": np.zeros(200)}
    State(namespace).restore(namespace)
    assert namespace["large"] is large
    assert namespace["table"] is table
    small = namespace["small"]
    State(namespace, largest=1000).restore(namespace)
    assert namespace["small"] is small
    copies = copied([large, table, small])
    assert copies[0] is large
    assert copies[1] is table
    assert copies[2] is not small


def test_a_copy_holds_itself_where_its_original_does():
    rows = [1]
    rows.append(rows)
    again = copied({"rows": rows})["rows"]
    assert again is not rows
    assert again[1] is again
