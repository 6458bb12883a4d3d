"""Plain data as bytes, and frames on a socket: how the grader and a submission's process talk.

Plain are None, bool, int of any size, float, complex, str, bytes, list, tuple, dict, set, numpy's
scalars and arrays of numbers or texts, and TensorFlow's tensors and variables. Only objects of
exactly these types count: a subclass is not plain, for its methods could say anything. Reading
never imports, calls or builds anything else, whatever the bytes are, and the limits below hold
before memory is taken.

An encoded value is the length of its first part, in 4 bytes; the first part, in msgpack; and then
the contents of its arrays and long byte strings one after another. In the first part a list,
tuple, set or reference is an array whose first item says which of them it is, and whatever msgpack
lacks is one of its extension types. Messages, which hold encoded values, are msgpack as it is.
"""

import re
import struct
import sys
import time
import warnings
from dataclasses import dataclass

import msgpack
import numpy as np

MOST_BYTES = 64_000_000  # of one frame, and of one encoded value
MOST_ITEMS = 1_000_000  # in all lists, tuples, dicts and sets of one value together
# Keys that are numbers can be chosen so that a dict compares each with all others; the hashes of
# texts differ from process to process, so nobody can choose them.
MOST_NUMBER_KEYS = 5_000
DEEPEST = 32

LIST, TUPLE, SET, REFERENCE = range(4)
LARGE_INT, COMPLEX, ARRAY, SCALAR, TENSOR, VARIABLE, LONG_BYTES = range(1, 8)

KINDS = "biufcSU"
DTYPE = re.compile(r"[<>|][biufcSU][0-9]{1,9}")
TEXTS = (str, bytes)
SIMPLE = (type(None), bool, int, float, *TEXTS)
NUMPY_SCALARS = frozenset(np.sctypeDict.values())
LONGEST_BYTES = 256  # in the first part
LENGTH = struct.Struct(">I")
FRAME = struct.Struct(">Q")
PIECE = 1 << 16


class CodecError(Exception):
    """A value cannot be sent, or bytes hold no value; the message says why."""


def encode(value, *, refer=None, most_bytes=MOST_BYTES):
    """Return a plain value as bytes: the same bytes for the same value, in every process.

    refer: a function that is given each object in value that is not plain, and each variable of
        TensorFlow. It returns plain data that `decode` hands to its `resolve`, or None: a variable
        then goes as its numbers, and any other object is an error.
    most_bytes: the largest result.
    Raise CodecError when value holds an object that is not plain, or is too large or too deep.
    """
    writer = _Writer(refer, most_bytes)
    try:
        writer.write(value, 0)
    except UnicodeEncodeError:
        raise CodecError("a text that is not valid Unicode cannot be sent") from None
    except (MemoryError, RecursionError, ValueError) as error:
        raise CodecError(f"this value cannot be sent: {error}") from None
    first = writer.packer.bytes()
    data = b"".join((LENGTH.pack(len(first)), first, *writer.contents))
    if len(data) > most_bytes:
        raise CodecError(f"a value of {len(data):,} bytes cannot be sent; {_limit(most_bytes)}")
    return data


def decode(data, *, resolve=None):
    """Return the value that `encode` made into bytes: the same types, dtypes, shapes and order.

    data: bytes, from anywhere.
    resolve: a function that returns what a reference (plain data) stands for; it may raise
        CodecError. Without it a reference is an error.

    Arrays are new and can be written to. Tensors and variables are TensorFlow's where TensorFlow
    is already imported, otherwise arrays.
    Raise CodecError, and nothing else, when the bytes are not a value within the limits.
    """
    if type(data) not in (bytes, bytearray):
        raise CodecError("something else than bytes")
    try:
        reader = _Reader(data, resolve)
        value = reader.read(0)
        reader.finish()
    except CodecError:
        raise
    except (
        *(IndexError, MemoryError, OverflowError, RecursionError, TypeError, ValueError),
        *(msgpack.UnpackException, struct.error),
    ) as error:
        raise CodecError(f"bytes that hold no value ({type(error).__name__})") from None
    return value


def encode_message(message):
    """Return a message as bytes; `decode_message` makes it again what it was.

    message: None, bools, ints of 64 bits, floats, strs, bytes, and lists and dicts of these, where
        the keys are strs. Values that may be anything else are in it as `encode` gives them. It is
        much faster than `encode`, and each call of a student's function takes two messages.
    Raise CodecError when it is something else, or too large.
    """
    try:
        data = msgpack.packb(message, strict_types=True)
    except (OverflowError, TypeError, ValueError) as error:
        raise CodecError(f"this message cannot be sent: {error}") from None
    if len(data) > MOST_BYTES:
        raise CodecError(f"a message of {len(data):,} bytes cannot be sent; {_limit(MOST_BYTES)}")
    return data


def decode_message(data):
    """Return the message that `encode_message` made into bytes.

    data: bytes, from anywhere. What comes out may also hold msgpack's own extension types.
    Raise CodecError, and nothing else, when the bytes are no message within the limits.
    """
    limits = _Limits()

    def counted(items):
        limits.check(len(items) + 1, 0)
        return items

    try:
        return msgpack.unpackb(
            data,
            list_hook=counted,
            object_hook=counted,
            max_array_len=MOST_ITEMS,
            max_map_len=MOST_ITEMS,
        )
    except (
        *(MemoryError, OverflowError, RecursionError, TypeError, ValueError),
        msgpack.UnpackException,
    ) as error:
        raise CodecError(f"bytes that hold no message ({type(error).__name__})") from None


class _Writer:
    def __init__(self, refer, most_bytes):
        self.packer = msgpack.Packer(autoreset=False, strict_types=True, buf_size=1024)
        self.contents = []
        self.refer = refer
        self.most_bytes = most_bytes
        self.bytes = 0
        self.limits = _Limits()

    def write(self, value, depth):
        kind = type(value)
        if kind is int and not -(2**63) <= value < 2**64:
            length = value.bit_length() // 8 + 1
            self._count_bytes(length, "an int")
            self.packer.pack_ext_type(LARGE_INT, value.to_bytes(length, "big", signed=True))
        elif kind is bytes and len(value) > LONGEST_BYTES:
            self.packer.pack_ext_type(LONG_BYTES, struct.pack(">Q", len(value)))
            self._count_bytes(len(value), "a byte string")
            self.contents.append(value)
        elif kind in SIMPLE:
            if kind is str:
                self._count_bytes(len(value), "a text")
            self.packer.pack(value)
        elif kind is np.ndarray and value.dtype.kind in KINDS:
            self._write_array(ARRAY, value)
        elif kind is dict:
            self._write_dict(value, depth)
        elif kind is list:
            self._write_items(LIST, value, depth)
        elif kind is tuple:
            self._write_items(TUPLE, value, depth)
        elif kind is set:
            for key in value:
                self.limits.check_key(key)
            self._write_items(SET, sorted(value, key=encode), depth)
        elif kind is complex:
            self.packer.pack_ext_type(COMPLEX, struct.pack(">dd", value.real, value.imag))
        elif kind in NUMPY_SCALARS and np.asarray(value).dtype.kind in KINDS:
            self._write_array(SCALAR, np.asarray(value))
        else:
            self._write_other(value, depth)

    def _write_other(self, value, depth):
        is_variable = type(value) in variable_types()
        array = tensor_array(value)
        if array is None or is_variable:
            reference = self.refer(value) if self.refer else None
            if reference is not None:
                self._write_items(REFERENCE, [reference], depth)
                return
        if array is not None:
            self._write_array(VARIABLE if is_variable else TENSOR, array)
        elif type(value) is np.ndarray:
            raise CodecError(f"an array of dtype {value.dtype} cannot be sent")
        else:
            raise CodecError(f"an object of type {type(value).__name__} cannot be sent")

    def _write_dict(self, value, depth):
        self.limits.check(2 * len(value), depth)
        self.packer.pack_map_header(len(value))
        for key, item in value.items():
            self.limits.check_key(key)
            self.write(key, depth + 1)
            self.write(item, depth + 1)

    def _write_items(self, kind, items, depth):
        self.limits.check(len(items), depth)
        self.packer.pack_array_header(len(items) + 1)
        self.packer.pack(kind)
        for item in items:
            self.write(item, depth + 1)

    def _write_array(self, code, array):
        dtype = array.dtype.str.encode()
        header = struct.pack(f">B{array.ndim}Q", array.ndim, *array.shape)
        self.packer.pack_ext_type(code, header + dtype)
        self._count_bytes(array.nbytes, "an array")
        self.contents.append(np.ascontiguousarray(array).data)

    def _count_bytes(self, length, noun):
        self.bytes += length
        if self.bytes > self.most_bytes:
            raise CodecError(f"{noun} of {length:,} bytes is too much; {_limit(self.most_bytes)}")


class _Reader:
    def __init__(self, data, resolve):
        (length,) = LENGTH.unpack_from(data)
        self.data = memoryview(data)
        self.position = LENGTH.size + length  # where the next content starts
        self.first = self.data[LENGTH.size : self.position]
        self.unpacker = msgpack.Unpacker(max_buffer_size=max(len(self.first), 1))
        self.unpacker.feed(self.first)
        self.resolve = resolve
        self.limits = _Limits()

    def read(self, depth):
        byte = self.first[self.unpacker.tell()]
        if 0x90 <= byte <= 0x9F or byte in (0xDC, 0xDD):
            return self._read_items(depth)
        if 0x80 <= byte <= 0x8F or byte in (0xDE, 0xDF):
            return self._read_dict(depth)
        value = self.unpacker.unpack()
        if type(value) in SIMPLE:
            return value
        if type(value) is msgpack.ExtType and value.code in _READ_EXTENSION:
            return _READ_EXTENSION[value.code](self, value.data)
        raise CodecError("bytes that hold a value of an unknown type")

    def finish(self):
        """Raise CodecError unless all bytes have been read."""
        if self.unpacker.tell() != len(self.first) or self.position != len(self.data):
            raise CodecError("bytes that hold more than a value")

    def _read_items(self, depth):
        length = self.unpacker.read_array_header() - 1
        self.limits.check(length, depth)
        kind = self.unpacker.unpack() if self.first[self.unpacker.tell()] <= REFERENCE else None
        if length < 0 or kind is None:
            raise CodecError("bytes that hold an array of an unknown kind")
        if kind == SET:
            return {self._read_key(depth) for _ in range(length)}
        items = [self.read(depth + 1) for _ in range(length)]
        if kind == TUPLE:
            return tuple(items)
        if kind == LIST:
            return items
        if self.resolve is None or length != 1:
            raise CodecError("bytes that hold a reference")
        return self.resolve(items[0])

    def _read_dict(self, depth):
        length = self.unpacker.read_map_header()
        self.limits.check(2 * length, depth)
        return {self._read_key(depth): self.read(depth + 1) for _ in range(length)}

    def _read_key(self, depth):
        key = self.read(depth + 1)
        self.limits.check_key(key)
        return key

    def read_large_int(self, data):
        return int.from_bytes(data, "big", signed=True)

    def read_complex(self, data):
        return complex(*struct.unpack(">dd", data))

    def read_long_bytes(self, data):
        (length,) = struct.unpack(">Q", data)
        return bytes(self._take(length))

    def read_array(self, data):
        start = 1 + 8 * data[0]
        shape = struct.unpack(f">{data[0]}Q", data[1:start])
        name = data[start:].decode("ascii")
        if not DTYPE.fullmatch(name):
            raise CodecError("bytes that hold an array of an unknown dtype")
        dtype = np.dtype(name)
        length = dtype.itemsize
        for size in shape:
            length *= size
        content = self._take(length)
        _check_content(content, dtype)
        # numpy refuses sizes that are too large for it, which an empty array may claim.
        return np.frombuffer(content, dtype).reshape(shape).copy()

    def read_scalar(self, data):
        array = self.read_array(data)
        if array.shape != ():
            raise CodecError("bytes that hold a scalar with a shape")
        return array[()]

    def read_tensor(self, data):
        array, tensorflow = self.read_array(data), _tensorflow()
        return array if tensorflow is None else _made(tensorflow.constant, array)

    def read_variable(self, data):
        array, tensorflow = self.read_array(data), _tensorflow()
        return array if tensorflow is None else _made(tensorflow.Variable, array)

    def _take(self, length):
        content = self.data[self.position : self.position + length]
        if len(content) != length:
            raise CodecError("bytes that end too early")
        self.position += length
        return content


_READ_EXTENSION = {
    LARGE_INT: _Reader.read_large_int,
    COMPLEX: _Reader.read_complex,
    ARRAY: _Reader.read_array,
    SCALAR: _Reader.read_scalar,
    TENSOR: _Reader.read_tensor,
    VARIABLE: _Reader.read_variable,
    LONG_BYTES: _Reader.read_long_bytes,
}


class _Limits:
    """Counts what a value holds. Its methods raise CodecError when that is too much."""

    def __init__(self):
        self.items = 0
        self.number_keys = 0

    def check(self, items, depth):
        self.items += items
        if self.items > MOST_ITEMS:
            raise CodecError(f"a value of more than {MOST_ITEMS:,} items is too much")
        if depth >= DEEPEST:
            raise CodecError(f"a value nested more than {DEEPEST} levels deep is too deep")

    def check_key(self, key):
        if not _can_be_key(key):
            raise CodecError(f"a key of type {type(key).__name__} cannot be sent")
        if type(key) not in TEXTS:
            self.number_keys += 1
            if self.number_keys > MOST_NUMBER_KEYS:
                raise CodecError(f"more than {MOST_NUMBER_KEYS:,} keys that are no texts")


def _can_be_key(key):
    if type(key) is tuple:
        return all(_can_be_key(item) for item in key)
    return type(key) in SIMPLE or type(key) is complex or type(key) in NUMPY_SCALARS


def _check_content(content, dtype):
    """Raise CodecError for bytes that are not what numpy itself would put into an array."""
    if dtype.itemsize == 0:
        raise CodecError("bytes that hold an array of nothing")
    if dtype.kind == "b" and (np.frombuffer(content, np.uint8) > 1).any():
        raise CodecError("bytes that hold a bool which is neither true nor false")
    if dtype.kind == "U":
        codes = np.frombuffer(content, dtype.str[0] + "u4")
        if ((codes > 0x10FFFF) | ((codes >= 0xD800) & (codes <= 0xDFFF))).any():
            raise CodecError("bytes that hold a text which is not valid Unicode")


def _limit(most_bytes):
    return f"the limit is {most_bytes:,} bytes"


# TensorFlow, without importing it


def variable_types():
    """Return the types of TensorFlow's and Keras's variables, as far as they are imported."""
    return _imported(
        ("tensorflow.python.ops.resource_variable_ops", "ResourceVariable"),
        ("keras.src.backend", "Variable"),
    )


def tensor_array(value):
    """Return a tensor's or variable's numbers or texts as an array; None for anything else."""
    eager = _imported(("tensorflow.python.framework.ops", "EagerTensor"))
    if type(value) not in (*eager, *variable_types()):
        return None
    array = np.asarray(value.numpy())
    if array.dtype.kind == "O":  # how TensorFlow hands over texts
        array = array.astype(bytes)
    return array if array.dtype.kind in KINDS else None


def _imported(*places):
    found = (getattr(sys.modules.get(module), name, None) for module, name in places)
    return tuple(each for each in found if each is not None)


def _tensorflow():
    """Return TensorFlow when it is wholly imported, otherwise None."""
    module = sys.modules.get("tensorflow")
    return module if hasattr(module, "constant") and hasattr(module, "Variable") else None


def _made(make, array):
    try:
        return make(array)
    except Exception as error:  # TensorFlow has errors of its own for what it cannot hold
        raise CodecError(f"a tensor that cannot be made ({type(error).__name__})") from None


# Arguments of a call, which it may change


class Received:
    """The arguments of a call, which came as bytes.

    values: the arguments. Hand these over; afterwards `changes` looks at what became of them.
    """

    def __init__(self, blobs, resolve):
        """blobs: the arguments, each encoded by itself. resolve: as for `decode`."""
        self._blobs = blobs
        self._resolve = resolve
        self._references = {}
        self.values = [decode(blob, resolve=self._remember) for blob in blobs]

    def changes(self, refer):
        """Return [[index, the argument as it is now, encoded], ...] of those that have changed.

        refer: as for `encode`, for objects that have come into the arguments since.
        Objects that came by reference are not looked into, but for variables and for layers and
        models that came with their weights.
        """

        def as_sent(value):
            """Return the reference by which value came; another than any that came if it is new."""
            reference = self._reference(value)
            if type(value) in variable_types():
                return None if reference is None else [*reference[:-1], tensor_array(value)]
            if _has_weights(reference):
                return [*reference[:-1], [reference[-1][0], value.get_weights()]]
            return [] if reference is None else reference

        def as_it_is(value):
            if type(value) in variable_types():
                return None
            reference = self._reference(value)
            if _has_weights(reference):
                return ["weights", value.get_weights()]
            return reference or refer(value)

        changed = []
        for index, (blob, value) in enumerate(zip(self._blobs, self.values, strict=True)):
            reference = self._reference(value)
            is_looked_into = type(value) in variable_types() or _has_weights(reference)
            if (reference is None or is_looked_into) and encode(value, refer=as_sent) != blob:
                changed.append([index, encode(value, refer=as_it_is)])
        return changed

    def _remember(self, reference):
        value = self._resolve(reference)
        self._references[id(value)] = (value, reference)
        return value

    def _reference(self, value):
        return self._references.get(id(value), (None, None))[1]


def _has_weights(reference):
    """Return whether a layer or model came by a reference, with its weights."""
    match reference:
        case ["given" | "made", _, [_, list()]]:
            return True
    return False


@dataclass(frozen=True)
class Weights:
    """The weights that a call left in a layer or model."""

    arrays: list


def overwrite(target, source):
    """Make target what source is, in place: an array, variable, list, dict or set, or parts of one.

    For a layer or model source is its new Weights.

    Arrays and containers inside target stay the same objects where source has one of the type in
    the same place. What cannot change, such as a number, stays as it is.
    Raise ValueError when an array would have to change its size in memory, or is read-only.
    """
    if type(target) is np.ndarray:
        _overwrite_array(target, source)
    elif type(target) in variable_types():
        array = tensor_array(source)
        target.assign(source if array is None else array)
    elif type(source) is Weights:
        _overwrite_weights(target, source.arrays)
    elif type(target) is not type(source):
        return
    elif type(target) is dict:
        items = {key: _overwritten(target.get(key), item) for key, item in source.items()}
        target.clear()
        target.update(items)
    elif type(target) is list:
        olds = target + [None] * (len(source) - len(target))
        target[:] = [_overwritten(old, new) for old, new in zip(olds, source, strict=False)]
    elif type(target) is set:
        target.clear()
        target.update(source)
    elif type(target) is tuple:
        for old, new in zip(target, source, strict=False):
            overwrite(old, new)


def _overwritten(old, new):
    """Return old, made what new is, where that can be done in place; otherwise new."""
    if type(old) is not type(new) or type(old) not in (
        *(np.ndarray, dict, list, set),
        *variable_types(),
    ):
        return new
    overwrite(old, new)
    return old


def _overwrite_weights(target, arrays):
    usual = [(array.dtype, array.shape) for array in target.get_weights()]
    if usual != [(getattr(each, "dtype", None), np.shape(each)) for each in arrays]:
        raise ValueError("the weights of a layer or model would become others")
    target.set_weights(arrays)


def _overwrite_array(target, source):
    if type(source) is not np.ndarray:
        raise ValueError("an array would become something else")
    if not target.flags.writeable:
        raise ValueError("the array is read-only")
    if (target.dtype, target.shape) != (source.dtype, source.shape):
        if target.nbytes != source.nbytes or not target.flags.c_contiguous:
            words = f"shape {target.shape} would become {source.shape}"
            raise ValueError(f"an array cannot be resized here: {words}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            target.shape = (-1,)
            target.dtype = source.dtype
            target.shape = source.shape
    target[...] = source


# Frames


def send_frames(connection, frames, until=None):
    """Send the bytes of frames on a stream socket, each with its length before it.

    until: the moment, on time.monotonic(), at which to give up; None waits as long as it takes.
    Raise TimeoutError, or another OSError when the connection is broken.

    Short ones go in one piece: each time that the other process is woken costs as much as a
    small calculation.
    """
    piece = bytearray()
    for data in frames:
        piece += FRAME.pack(len(data))
        if len(data) < PIECE:
            piece += data
            continue
        for part in (piece, data):  # what is long is not copied
            connection.settimeout(_left(until))
            connection.sendall(part)
        piece = bytearray()
    if piece:
        connection.settimeout(_left(until))
        connection.sendall(piece)


class FrameReader:
    """Reads the frames that come on a stream socket, several at once where they have come."""

    def __init__(self, connection):
        self._connection = connection
        self._come = bytearray()

    def receive(self, until=None, most_bytes=MOST_BYTES):
        """Return the bytes of the next frame.

        until: as for `send_frames`.
        Raise EOFError at the end of the connection, TimeoutError or another OSError, and
        CodecError for a frame longer than most_bytes, which is not waited for.
        """
        self._await(FRAME.size, until)
        (length,) = FRAME.unpack_from(self._come)
        if length > most_bytes:
            raise CodecError(f"a frame of {length:,} bytes; {_limit(most_bytes)}")
        end = FRAME.size + length
        self._await(end, until)
        with memoryview(self._come) as come:  # a slice of a bytearray would be one more copy
            data = bytes(come[FRAME.size : end])
        del self._come[:end]
        return data

    def _await(self, length, until):
        """Read until so many bytes are there. Memory is taken as they come, not as announced."""
        while len(self._come) < length:
            self._connection.settimeout(_left(until))
            data = self._connection.recv(PIECE)
            if not data:
                raise EOFError("the connection has ended")
            self._come += data


def _left(until):
    """Return the seconds until a moment. Raise TimeoutError when it has passed."""
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
