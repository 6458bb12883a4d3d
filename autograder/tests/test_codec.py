"""Plain data crosses unchanged, nothing else crosses, and no bytes do harm."""

import collections
import enum
import pickle
import random
import socket
import struct
import threading
import time
import tracemalloc

import msgpack
import numpy as np
import pytest

from autograder.grading import codec
from autograder.grading.codec import (
    DEEPEST,
    FRAME,
    LENGTH,
    MOST_NUMBER_KEYS,
    CodecError,
    FrameReader,
    Received,
    decode,
    decode_message,
    encode,
    encode_message,
    overwrite,
    send_frames,
)

PLAIN = [
    *(None, True, False, 0, -1, 2**63 - 1, 2**63, 2**64, -(2**63), -(2**63) - 1, 7**5000),
    *(0.0, -0.0, 1.5, float("inf"), float("-inf"), 1e-320, 2j, complex(1, -0.0)),
    *("", "a", "ÅΣ→\n\0", "x" * 5000, b"", b"\xff\0", b"y" * 5000),
    *([], [1, [2, [3]]], (), (1,), ((1, 2), [3, (4,)]), set(), {1, "a", (2, 3)}),
    *({}, {"b": 1, "a": 2}, {1: "x", 2.5: None, (1, "k"): [], None: 0, b"z": 1}),
]
ARRAYS = [
    *(np.arange(6.0), np.arange(6).reshape(2, 3), np.arange(6).reshape(2, 3).T, np.array(3.0)),
    *(np.zeros((0, 3)), np.zeros((2, 0)), np.ones((1,) * 20), np.arange(20)[::-3]),
    *(
        np.array([0, 1, 1], dtype=kind)
        for kind in ("?", "i1", "u1", "<i2", ">i2", "u8", "f2", "f4")
    ),
    *(np.arange(3, dtype=kind) for kind in (">f8", "longdouble", "c8", "c16")),
    *(np.array(["a", "bcd", ""]), np.array([b"a", b"bcd"]), np.array(["é"], dtype=">U3")),
    np.array([np.nan, np.inf, -0.0]),
]


class Trap:
    """An object that fails the test when it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("it was executed",))


class Same:
    """An object that claims to be whatever it is compared with, or asked to be."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __bool__(self):
        return True

    def __array__(self, dtype=None, copy=None):
        return np.zeros(3)

    def __array_ufunc__(self, *args, **kwargs):
        return True

    @property
    def __class__(self):
        return list


class ArrayOfItsOwn(np.ndarray):
    pass


class Text(str):
    pass


class Number(enum.IntEnum):
    ONE = 1


def hand_made(first, contents=b""):
    """Bytes of an encoded value whose first part is any msgpack."""
    first = msgpack.packb(first) if not isinstance(first, bytes) else first
    return LENGTH.pack(len(first)) + first + contents


def nested(levels):
    value = []
    for _ in range(levels - 1):
        value = [value]
    return value


# Values


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: repr(value)[:20])
def test_plain_values_cross_unchanged(value):
    again = decode(encode(value))
    assert type(again) is type(value)
    assert repr(again) == repr(value) if type(value) is not int else again == value


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: f"{array.dtype}{array.shape}")
def test_arrays_cross_with_their_dtype_and_shape(array):
    again = decode(encode(array))
    assert type(again) is np.ndarray
    assert (again.dtype, again.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(again, array)
    assert again.flags.writeable
    assert again.flags.owndata or again.base.flags.owndata


def test_nan_keeps_its_payload():
    array = np.array([0x7FF8000000000123, 0xFFF0000000000001], dtype=np.uint64).view(float)
    assert decode(encode(array)).tobytes() == array.tobytes()
    value = struct.unpack(">d", bytes.fromhex("7ff8000000000123"))[0]
    assert struct.pack(">d", decode(encode(value))).hex() == "7ff8000000000123"


@pytest.mark.parametrize(
    "scalar",
    [np.float64(1.5), np.float32(0.1), np.int8(-3), np.bool_(True), np.complex64(2j), np.str_("ä")],
    ids=lambda scalar: type(scalar).__name__,
)
def test_scalars_of_numpy_stay_what_they_are(scalar):
    again = decode(encode(scalar))
    assert type(again) is type(scalar)
    assert again == scalar


def test_the_order_of_keys_is_kept_and_that_of_a_set_does_not_matter():
    assert list(decode(encode({"b": 1, "a": 2}))) == ["b", "a"]
    words = [f"word {number}" for number in range(50)]
    assert encode(set(words)) == encode(set(reversed(words)))


def test_memory_order_does_not_matter():
    array = np.arange(12.0).reshape(3, 4)
    assert encode(array) == encode(np.asfortranarray(array)) == encode(array.T.copy().T)


@pytest.mark.parametrize(
    "value",
    [
        *(Same(), Text("a"), Number.ONE, collections.OrderedDict(a=1), collections.Counter("a")),
        *(collections.namedtuple("Pair", "a b")(1, 2), collections.deque(), frozenset(), range(3)),
        *(
            np.zeros(2).view(ArrayOfItsOwn),
            np.ones((1, 1)).view(np.matrix),
            np.ma.array([1], mask=[True]),
        ),
        *(np.array([None]), np.array([len]), np.zeros(2, "f8,i4"), np.datetime64("2020-01-01")),
        *(np.array(["2020-01-01"], "M8[D]"), np.void(b"ab"), np.zeros(2, "V3")),
        *(len, int, Same, object(), slice(1), ..., NotImplemented, ValueError(), bytearray(b"a")),
    ],
    ids=lambda value: f"{type(value).__name__}",
)
@pytest.mark.parametrize("place", ["alone", "in a list", "as a value"])
def test_other_objects_do_not_cross(value, place):
    with pytest.raises(CodecError, match="cannot be sent"):
        encode({"alone": value, "in a list": [[value]], "as a value": {"a": value}}[place])


@pytest.mark.parametrize(
    "key",
    [Same(), Text("a"), Number.ONE, (1, Same()), frozenset(), int, np.datetime64("2020-01-01")],
)
def test_a_key_is_plain_too(key):
    with pytest.raises(CodecError, match="cannot be sent"):
        encode({key: 1})
    with pytest.raises(CodecError, match="cannot be sent"):
        encode({key})


def test_a_text_that_is_not_unicode_does_not_cross():
    with pytest.raises(CodecError, match="Unicode"):
        encode("\ud800")
    with pytest.raises(CodecError):
        decode(encode(np.array(["\ud800"])))


# References


def test_what_is_not_plain_can_cross_by_a_reference():
    things = [Same(), len]
    data = encode({"a": [things[0], (things[1], 1)]}, refer=lambda value: {"number": value is len})
    again = decode(data, resolve=lambda reference: things[reference["number"]])
    assert again["a"][0] is things[0]
    assert again["a"][1][0] is len


def test_a_reference_needs_somebody_who_knows_it():
    data = encode(len, refer=lambda value: "the number 3")
    with pytest.raises(CodecError):
        decode(data)

    def unknown(reference):
        raise CodecError("no such thing")

    with pytest.raises(CodecError, match="no such thing"):
        decode(data, resolve=unknown)


def test_an_object_without_a_reference_does_not_cross():
    with pytest.raises(CodecError, match="type Same cannot be sent"):
        encode([Same()], refer=lambda value: None)


# Limits


def test_values_that_are_too_large_are_refused_in_words_before_they_are_copied():
    large = np.zeros(100_000_000, dtype=np.uint8)
    tracemalloc.start()
    try:
        for value in (large, "x" * 100_000_000, [large[:40_000_000]] * 2):
            with pytest.raises(CodecError, match="64,000,000 bytes"):
                encode(value)
        # The long text itself was made here.
        assert tracemalloc.get_traced_memory()[1] < 101_000_000
    finally:
        tracemalloc.stop()


def test_an_array_that_is_a_broadcast_view_is_measured_by_what_it_would_take():
    with pytest.raises(CodecError, match="64,000,000 bytes"):
        encode(np.broadcast_to(np.zeros(1), (1_000_000_000,)))


def test_a_limit_can_be_lower():
    with pytest.raises(CodecError, match="limit is 1,000 bytes"):
        encode(np.zeros(1000), most_bytes=1000)


def test_nesting_has_an_end():
    assert decode(encode(nested(DEEPEST))) == nested(DEEPEST)
    with pytest.raises(CodecError, match="levels deep"):
        encode(nested(DEEPEST + 1))
    endless = []
    endless.append(endless)
    with pytest.raises(CodecError, match="levels deep"):
        encode(endless)
    for head in (b"\x92\0", b"\x92\1", b"\x81\0", b"\x92\3"):
        for levels in (DEEPEST + 2, 100_000):
            with pytest.raises(CodecError):
                decode(hand_made(head * levels + b"\0"), resolve=lambda reference: reference)


def test_items_have_a_limit(monkeypatch):
    monkeypatch.setattr(codec, "MOST_ITEMS", 100)
    assert len(decode(encode([0] * 100))) == 100
    for value in ([0] * 101, [[0] * 50] * 3, dict.fromkeys("abcdefgh" * 7, [0] * 15)):
        with pytest.raises(CodecError, match="items"):
            encode(value)
    for hostile in (b"\xdc\0\x66\0" + b"\0" * 101, b"\x92\0" * 20 + b"\xdc\0\x64\0" + b"\0" * 99):
        with pytest.raises(CodecError, match="items"):
            decode(hand_made(hostile))


def test_a_dict_cannot_be_made_slow_by_its_keys():
    keys = [number * (2**61 - 1) for number in range(MOST_NUMBER_KEYS + 1)]  # all have the hash 0
    pairs = b"".join(
        msgpack.packb(msgpack.ExtType(1, key.to_bytes(12, "big", signed=True))) + b"\0"
        for key in keys
    )
    started = time.perf_counter()
    with pytest.raises(CodecError, match="keys"):
        decode(hand_made(b"\xdf" + struct.pack(">I", len(keys)) + pairs))
    assert time.perf_counter() - started < 10
    with pytest.raises(CodecError, match="keys"):
        encode(dict.fromkeys(range(MOST_NUMBER_KEYS + 1)))
    words = {f"word {number}": number for number in range(50_000)}
    assert decode(encode(words)) == words


# Hostile bytes


def array_header(dtype, shape):
    return struct.pack(f">B{len(shape)}Q", len(shape), *shape) + dtype


HOSTILE = {
    "nothing": b"",
    "half a length": b"\0\0",
    "a length without a value": LENGTH.pack(0),
    "a length beyond the end": LENGTH.pack(2**32 - 1) + b"\0",
    "a value too many": hand_made(b"\0\0"),
    "a content too many": hand_made(0, b"\0"),
    "a byte that msgpack does not have": hand_made(b"\xc1"),
    "no kind of list": hand_made([]),
    "an unknown kind of list": hand_made([9, 1]),
    "a kind that is no number": hand_made([None, 1]),
    "a reference to two things": hand_made([3, 1, 2]),
    "a list without end": hand_made(b"\xdd\xff\xff\xff\xff"),
    "a dict without end": hand_made(b"\xdf\xff\xff\xff\xff"),
    "a text without end": hand_made(b"\xdb\xff\xff\xff\xff"),
    "bytes without end": hand_made(b"\xc6\xff\xff\xff\xff"),
    "an extension without end": hand_made(b"\xc9\xff\xff\xff\xff\3"),
    "a text that is no UTF-8": hand_made(b"\xa2\xff\xfe"),
    "a time": hand_made(msgpack.Timestamp(5)),
    "an unknown extension": hand_made(msgpack.ExtType(99, b"")),
    "half a complex number": hand_made(msgpack.ExtType(2, b"\0" * 8)),
    "a list as a key": hand_made(b"\x81\x92\0\1\1"),
    "a dict as a key": hand_made(b"\x81\x80\1"),
    "an array as a key": hand_made(b"\x81" + msgpack.packb(msgpack.ExtType(3, b"\0|u1")), b"\0"),
    "a list in a set": hand_made(b"\x92\2\x92\0\1"),
    "long bytes without end": hand_made(msgpack.ExtType(7, struct.pack(">Q", 2**63))),
    "long bytes without a length": hand_made(msgpack.ExtType(7, b"")),
}
for name, dtype, shape, content in [
    ("objects", b"|O8", (1,), b"\0" * 8),
    ("a structure", b"<f8,<i4", (1,), b"\0" * 12),
    ("void", b"|V8", (1,), b"\0" * 8),
    ("times", b"<M8[D]", (1,), b"\0" * 8),
    ("a dtype of much space", b"|S999999999", (1,), b""),
    ("a dtype that numpy does not have", b"<f3", (1,), b"\0" * 3),
    ("a dtype without a size", b"<f", (1,), b"\0" * 8),
    ("a dtype of size zero", b"|S0", (5,), b""),
    ("texts of size zero in a large shape", b"<U0", (2**40,), b""),
    ("a dtype that is no text", b"\xff\xfe", (1,), b"\0" * 8),
    ("too few bytes", b"<f8", (2,), b"\0" * 15),
    ("too many bytes", b"<f8", (2,), b"\0" * 17),
    ("a size that overflows", b"<f8", (2**32, 2**32), b""),
    ("a size that overflows to what is there", b"<f8", (2**61, 8, 1), b""),
    ("an empty array with a huge side", b"<f8", (0, 2**62, 2**62), b""),
    ("a side that is no size", b"<f8", (0, 2**64 - 1), b""),
    ("too many sides", b"|u1", (1,) * 65, b"\0"),
    ("a bool of 2", b"|b1", (1,), b"\2"),
    ("a text beyond Unicode", b"<U1", (1,), b"\xff\xff\xff\x7f"),
    ("a text of surrogates", b">U1", (1,), b"\0\0\xd8\0"),
]:
    header = msgpack.ExtType(3, array_header(dtype, shape))
    HOSTILE[f"an array of {name}"] = hand_made(header, content)
    HOSTILE[f"a scalar of {name}"] = hand_made(msgpack.ExtType(4, header.data), content)
HOSTILE["an array without a header"] = hand_made(msgpack.ExtType(3, b""))
HOSTILE["an array without a dtype"] = hand_made(msgpack.ExtType(3, b"\1" + b"\0" * 8))
HOSTILE["a scalar with a shape"] = hand_made(msgpack.ExtType(4, array_header(b"|u1", (1,))), b"\0")


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_give_an_error_and_take_no_memory(data):
    tracemalloc.start()
    try:
        with pytest.raises(CodecError):
            decode(data)
        # msgpack starts with a buffer of 1 MB.
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("data", [None, 5, "text", [1], np.zeros(3, dtype=object)], ids=repr)
def test_what_is_not_bytes_gives_an_error(data):
    with pytest.raises(CodecError):
        decode(data)


def test_a_pickle_is_never_read():
    data = pickle.dumps(Trap())
    array = hand_made(msgpack.ExtType(3, array_header(b"|O", ())), data)
    for hostile in (data, hand_made(data), array):
        with pytest.raises(CodecError):
            decode(hostile)


MESSAGES = [
    ["call", 3, b"12345678", {"target": 1, "arguments": [encode(np.ones(3))], "names": []}],
    [
        "reply",
        2**64 - 1,
        b"",
        {"printed": "\u00e9\0", "left_out": 0, "changed": [[0, b"x" * 5000]]},
    ],
    ["seed", 1, None, {"seed": 2**32 - 1, "share": 0.5, "yes": True}],
]
# One byte each, and the first begin lists of that many items.
NESTED = b"\xdd\x00\x0f\x00\x00" + b"\x90" * 983_040
HOSTILE_MESSAGES = {
    "nothing": b"",
    "more than a message": encode_message(MESSAGES[0]) + b"\0",
    "half a message": encode_message(MESSAGES[0])[:-3],
    "a list that claims too much": b"\xdd\xff\xff\xff\xff",
    "a dict that claims too much": b"\xdf\xff\xff\xff\xff",
    "a text that claims too much": b"\xdb\xff\xff\xff\xff",
    "lists without an end": b"\x91" * 5_000_000,
    "too many lists": NESTED,
    "a text that is not Unicode": b"\xa1\xff",
    "a key that is a number": b"\x81\x01\x01",
    "a byte that means nothing": b"\xc1",
}


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message[0])
def test_messages_cross_unchanged(message):
    assert decode_message(encode_message(message)) == message


@pytest.mark.parametrize("part", [(1,), 2**64, {1: 2} | {(): 1}, np.ones(1), "\ud800", Trap()])
def test_other_things_are_no_message(part):
    with pytest.raises(CodecError, match="this message cannot be sent"):
        encode_message(["call", 1, b"", {"part": part}])


def test_a_message_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(codec, "MOST_BYTES", 1000)
    with pytest.raises(CodecError, match="a message of 1,0.. bytes"):
        encode_message(["run", 1, b"", {"source": "x" * 1000}])


@pytest.mark.parametrize("data", HOSTILE_MESSAGES.values(), ids=HOSTILE_MESSAGES)
def test_hostile_messages_give_an_error_and_take_little_memory(data):
    tracemalloc.start()
    try:
        with pytest.raises(CodecError):
            decode_message(data)
        assert tracemalloc.get_traced_memory()[1] < 80_000_000
    finally:
        tracemalloc.stop()


def test_random_bytes_give_a_value_or_a_codec_error():
    generator = random.Random(1)
    seeds = [encode(value) for value in [*PLAIN[10:], *ARRAYS, [*PLAIN[12:], *ARRAYS]]]
    until = time.perf_counter() + 1.5
    while time.perf_counter() < until:
        data = bytearray(generator.choice(seeds))
        for _ in range(generator.randint(1, 4)):
            place = generator.randrange(len(data) + 1)
            change = generator.randrange(3)
            if change == 0:
                data[place : place + 1] = generator.randbytes(1)
            elif change == 1:
                data[place:place] = generator.randbytes(generator.randint(1, 9))
            else:
                del data[place : place + generator.randint(1, 9)]
        try:
            value = decode(bytes(data), resolve=lambda reference: reference)
        except CodecError:
            continue
        repr(value)


def test_random_bytes_give_a_message_or_a_codec_error():
    generator = random.Random(2)
    seeds = [encode_message(message) for message in MESSAGES]
    until = time.perf_counter() + 0.5
    while time.perf_counter() < until:
        data = bytearray(generator.choice(seeds))
        for _ in range(generator.randint(1, 4)):
            place = generator.randrange(len(data) + 1)
            data[place : place + generator.randint(0, 3)] = generator.randbytes(2)
        try:
            repr(decode_message(data))
        except CodecError:
            continue


# Arguments


def test_a_change_of_an_argument_is_seen():
    blobs = [encode(value) for value in ([1, 2], np.zeros(2), {"a": np.ones(1)}, 5, "x")]
    received = Received(blobs, None)
    assert received.changes(None) == []
    received.values[1][0] = 3
    received.values[2]["b"] = 1
    changes = {index: decode(blob) for index, blob in received.changes(None)}
    assert changes.keys() == {1, 2}
    np.testing.assert_array_equal(changes[1], [3, 0])
    assert changes[2] == {"a": np.ones(1), "b": 1}


def test_objects_that_came_by_reference_are_no_change():
    thing = Same()
    blobs = [encode(value, refer=lambda value: ["thing", 4]) for value in (thing, [thing, 1])]
    received = Received(blobs, lambda reference: thing)
    assert received.changes(None) == []
    received.values[1].append(thing)
    ((index, blob),) = received.changes(None)
    assert index == 1
    assert decode(blob, resolve=tuple) == [("thing", 4), 1, ("thing", 4)]


def test_overwriting_is_done_in_place():
    inner, array = [1], np.zeros(2)
    target = {"a": array, "b": inner, "c": 1, "d": (array, inner)}
    same = target["a"], target["b"]
    overwrite(target, {"b": [1, 2], "a": np.ones(2), "e": {1}, "d": (np.ones(2), [1, 2])})
    assert list(target) == ["b", "a", "e", "d"]
    assert (target["a"], target["b"]) == same
    assert array.tolist() == [1, 1]
    assert inner == [1, 2]
    assert target["e"] == {1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (np.arange(6.0), np.zeros((2, 3))),
        (np.arange(6.0).reshape(2, 3), np.zeros((3, 2), dtype=np.int64)),
        (np.arange(2.0), np.zeros((2, 2), dtype=np.float32)),
        (np.arange(6)[2:4], np.array([7, 8])),
        (np.arange(6)[::2], np.array([7, 8, 9])),
    ],
)
def test_an_array_takes_over_dtype_and_shape(old, new):
    overwrite(old, new)
    assert (old.dtype, old.shape) == (new.dtype, new.shape)
    np.testing.assert_array_equal(old, new)


def test_what_cannot_be_done_in_place_is_an_error():
    read_only = np.zeros(2)
    read_only.flags.writeable = False
    for target, source in [
        (np.zeros(3), np.zeros(4)),
        (np.zeros(6)[::2], np.zeros((3, 1))),
        (np.zeros(3), [1, 2, 3]),
        (np.zeros(1), None),
        (read_only, np.ones(2)),
    ]:
        before = target.copy()
        with pytest.raises(ValueError, match="array"):
            overwrite(target, source)
        np.testing.assert_array_equal(target, before)


# Frames


@pytest.fixture
def pair():
    one, other = socket.socketpair()
    yield one, other
    one.close()
    other.close()


def test_frames_keep_their_borders(pair):
    sent = [b"one", b"", b"three" * 1000, b"long" * 50_000, b"last"]
    sender = threading.Thread(target=send_frames, args=(pair[0], sent))
    sender.start()
    reader = FrameReader(pair[1])
    assert [reader.receive() for _ in sent] == sent
    sender.join()
    pair[0].close()
    with pytest.raises(EOFError):
        reader.receive()


def test_the_end_amid_a_frame_is_an_end(pair):
    pair[0].sendall(FRAME.pack(10) + b"half")
    pair[0].close()
    with pytest.raises(EOFError):
        FrameReader(pair[1]).receive()


@pytest.mark.parametrize("length", [2**60, 64_000_001])
def test_a_frame_that_is_too_long_is_not_waited_for(pair, length):
    pair[0].sendall(FRAME.pack(length))
    with pytest.raises(CodecError, match="limit"):
        FrameReader(pair[1]).receive()


def test_a_frame_that_claims_much_takes_no_memory(pair):
    pair[0].sendall(FRAME.pack(60_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(TimeoutError):
            FrameReader(pair[1]).receive(until=time.monotonic() + 0.1)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_frame_that_drips_does_not_move_the_deadline(pair):
    reader = FrameReader(pair[1])
    pair[0].sendall(FRAME.pack(1000))
    until = time.monotonic() + 0.3
    pair[0].sendall(b"a")
    with pytest.raises(TimeoutError):
        reader.receive(until)
    pair[0].sendall(b"a" * 500)
    with pytest.raises(TimeoutError):
        reader.receive(until)
    assert time.monotonic() < until + 0.5


def test_sending_to_one_who_does_not_read_has_an_end(pair):
    with pytest.raises(TimeoutError):
        send_frames(pair[0], [b"x" * 30_000_000], until=time.monotonic() + 0.2)
