"""The student's process: it runs the cells of a submission and answers the grader's requests.

Nothing that comes from here is believed by the grader, for the submission's code can do whatever
this process can. What this module does well it does for honest students: their cells run as in a
notebook, and their errors are told in their own lines.

A message is a list: its kind, the number and the nonce of the request that it belongs to, and a
dict of plain data. The kinds of requests are the names in `_Student.answers`; each gets one
"reply". While a call runs, this side may send a "callback", for a function that the grader made.
The grader then sends an "answer", and before it perhaps further requests.
"""

import __future__

import builtins
import contextlib
import functools
import inspect
import io
import itertools
import linecache
import marshal
import operator
import re
import sys
import threading
import traceback
import types

import numpy as np

from autograder.grading.codec import (
    CodecError,
    FrameReader,
    Received,
    decode,
    decode_message,
    encode,
    encode_message,
    overwrite,
    send_frames,
    variable_types,
)
from autograder.seeds import seed_libraries

MOST_PRINTED = 100_000  # characters, for each request
LONGEST_MESSAGE = 2_000
LONGEST_TRACEBACK, MOST_TRACEBACK_LINES = 4_000, 40
LONGEST_DEFAULT = 100

# What a check may compute with an object, by the names of these functions.
OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
SIGNS = ("neg", "pos", "abs")

# Cell magics that run the cell's code as well.
RUNNING_MAGICS = ("%%capture", "%%prun", "%%time", "%%timeit")
MAGIC = re.compile(r"(\s*)([%!?]|[\w.]+\?\??\s*$)")
MAGIC_VALUE = re.compile(r"(\s*[\w, ]+=\s*)[%!]")
FUTURE_FLAGS = functools.reduce(
    operator.or_,
    (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names),
)
FUNCTIONS = (
    *(types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc),
    *(functools.partial, type(functools.cache(len))),
)
# Colour codes and the like, other control characters but for new line and tab, and marks that
# turn the direction of the text behind them.
CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def serve(connection):
    """Answer the grader's requests on a connected stream socket until it is closed.

    The process is taken over: what it prints is captured, and `__main__` becomes the module whose
    names the cells define.
    """
    _Student(connection).serve()


def clean(text, longest):
    """Return a text without control characters; of lines that were drawn again, the last state.

    longest: where it is cut, in characters.
    """
    lines = text[: 4 * longest].split("\n")
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in lines]
    text = CONTROL.sub("", "\n".join(lines))
    return text if len(text) <= longest else text[: max(longest - 4, 0)] + " ..."


def describe_error(error):
    """Return an exception as plain data: type (a name), bases, message.

    bases: the names of the builtin exceptions that it is one of, the nearest first. Builtin are
        those that are found in `builtins`, not those that are called so.
    """
    try:
        message = str.__getitem__(str(error), slice(4 * LONGEST_MESSAGE))
    except BaseException:
        message = "(an error whose text cannot be had)"
    kinds = type.mro(type(error))
    return {
        "type": type(error).__name__,
        "bases": [kind.__name__ for kind in kinds if _is_builtin(kind)],
        "message": clean(message, LONGEST_MESSAGE),
    }


def _is_builtin(kind):
    return getattr(builtins, kind.__name__, None) is kind and issubclass(kind, BaseException)


def is_short(default):
    """Return whether a parameter's default value is a simple one that fits into a line."""
    if type(default) is int:
        return abs(default) < 2**63
    return type(default) in (bool, float) or (
        type(default) is str and len(default) <= LONGEST_DEFAULT
    )


class _Printed(io.TextIOBase):
    """A text file that keeps the first MOST_PRINTED characters and counts the others."""

    encoding = "utf-8"

    def __init__(self):
        self._parts = []
        self._kept = self._lost = 0

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        part = text[: MOST_PRINTED - self._kept]
        if part:
            self._parts.append(part)
        self._kept += len(part)
        self._lost += len(text) - len(part)
        return len(text)

    def take(self):
        """Return (text, the number of characters left out) since the last time."""
        taken = "".join(self._parts).encode("utf-8", "replace").decode(), self._lost
        self._parts = []
        self._kept = self._lost = 0
        return taken


class _Callback:
    """In the place of a function that the grader made: a call of it is answered there."""

    __name__ = "function"

    def __init__(self, student, number):
        self._student = student
        self._number = number

    def __call__(self, *args, **kwargs):
        return self._student.call_back(self._number, args, kwargs)


class _Student:
    def __init__(self, connection):
        self.connection = connection
        self.frames = FrameReader(connection)
        self.thread = threading.get_ident()
        self.request = None  # (number, nonce) of the one that is carried out
        self.main = types.ModuleType("__main__")
        self.namespace = self.main.__dict__
        self.files = set()
        self.future_flags = 0
        self.printed = _Printed()
        self.given = []
        self.objects = {}  # what the grader has a stand-in for, by number
        self.numbers = {}  # the numbers, by id()
        self.next_number = itertools.count(1)
        # What the grader made and sent, by its numbers.
        self.made = {}
        self.variables = {}
        self.callbacks = {}
        self.answers = {
            "given": self._given,
            "seed": self._seed,
            "run": self._run,
            "kinds": self._kinds,
            "get": self._get,
            "call": self._call,
            "attribute": self._attribute,
            "item": self._item,
            "length": self._length,
            "iterate": self._iterate,
            "next": self._next,
            "operate": self._operate,
            "change": self._change,
            "is_instance": self._is_instance,
            "release": self._release,
            "make": self._make,
        }

    def serve(self):
        sys.modules["__main__"] = self.main
        builtins.display = _display
        while True:
            try:
                message = self._receive()
            except (EOFError, OSError):
                return
            self._answer(message)

    def _receive(self):
        return decode_message(self.frames.receive())

    def _send(self, kind, request, body):
        send_frames(self.connection, [encode_message([kind, *request, body])])

    def _answer(self, message):
        """Carry out a request and reply to it."""
        kind, number, nonce, body = message
        before, self.request = self.request, (number, nonce)
        sys.stdout = sys.stderr = self.printed
        try:
            reply = self.answers[kind](**body)
        except BaseException as error:
            reply = {"error": self._told(error)}
        self.request = before
        if nonce is None:
            return  # no reply is awaited
        text, left_out = self.printed.take()
        printed = {"printed": text, "left_out": left_out}
        try:
            self._send("reply", (number, nonce), reply | printed)
        except CodecError as error:
            self._send("reply", (number, nonce), {"error": self._told(error)} | printed)

    def _told(self, error):
        return {**describe_error(error), "traceback": self._traceback(error)}

    def _traceback(self, error):
        """Return a traceback's text: the steps that lie in the student's cells, and the error."""
        steps = traceback.extract_tb(error.__traceback__)
        steps = [step for step in steps if step.filename in self.files]
        lines = traceback.StackSummary.from_list(steps).format()
        if lines:
            lines.insert(0, "Traceback (most recent call last):\n")
        if type(error) in (SyntaxError, IndentationError, TabError):
            lines += traceback.format_exception_only(error)
        else:
            described = describe_error(error)
            lines.append(f"{described['type']}: {described['message']}")
        lines = "".join(lines).splitlines()
        if len(lines) > MOST_TRACEBACK_LINES:
            half = MOST_TRACEBACK_LINES // 2
            lines[half : 1 - half] = ["  ..."]
        return clean("\n".join(lines), LONGEST_TRACEBACK)

    # Requests

    def _given(self, names):
        self.given = names
        return {}

    def _seed(self, seed):
        seed_libraries(seed)
        return {}

    def _run(self, source, name, code, then):
        filename = f"<{name}>"
        self.files.add(filename)
        lines = source.splitlines(keepends=True)
        linecache.cache[filename] = (len(source), None, lines, filename)
        if code and not self.future_flags:
            code = marshal.loads(code)
        else:
            code = self._compiled(source, filename)
        # What one cell imports from __future__ holds for those after it.
        self.future_flags |= code.co_flags & FUTURE_FLAGS
        exec(code, self.namespace)
        got = {}
        for name in then:
            with contextlib.suppress(CodecError, NameError):  # it is told when it is asked for
                got[name] = self._get(name)["result"]
        return {"got": got}

    def _compiled(self, source, filename):
        """Compile a cell, without the lines for IPython that Python cannot read."""
        lines = source.split("\n")
        first = next((index for index, line in enumerate(lines) if line.strip()), 0)
        if lines[first].startswith("%%"):
            runs = lines[first].split()[0] in RUNNING_MAGICS
            lines = [""] * (first + 1) + (lines[first + 1 :] if runs else [])
        while True:
            text = "\n".join(lines)
            try:
                return compile(text, filename, "exec", self.future_flags, dont_inherit=True)
            except SyntaxError as error:
                place = (error.lineno or 0) - 1
                line = _without_magic(lines[place]) if 0 <= place < len(lines) else None
                if line is None:
                    raise
                lines[place] = line

    def _kinds(self, names):
        kinds = {
            name: self._kind(self.namespace[name]) if name in self.namespace else "missing"
            for name in names
        }
        return {"result": encode(kinds)}

    def _kind(self, value):
        if _is_class(value):
            return "class"
        if type(value) in FUNCTIONS or _is_tensorflow_function(value):
            return "function"
        try:
            encode(value)
        except CodecError:
            return "object"
        return "value"

    def _get(self, name):
        value = self._named(name)
        is_container = type(value) in (list, tuple, dict, set)
        return self._result(value, self._refer if is_container else self._handle)

    def _call(self, target, arguments, names):
        received = Received(arguments, self._resolve)
        position = len(arguments) - len(names)
        named = dict(zip(names, received.values[position:], strict=True))
        function = self._named(target) if type(target) is str else self.objects[target]
        result = function(*received.values[:position], **named)
        return {**self._result(result), "changed": received.changes(self._refer)}

    def _attribute(self, target, name):
        return self._result(getattr(self.objects[target], name))

    def _item(self, target, key):
        return self._result(self.objects[target][decode(key, resolve=self._resolve)])

    def _length(self, target):
        return self._result(len(self.objects[target]))

    def _iterate(self, target):
        return self._result(iter(self.objects[target]), self._handle)

    def _next(self, target, count):
        return self._result(list(itertools.islice(self.objects[target], count)))

    def _operate(self, operation, operands):
        operands = [decode(blob, resolve=self._resolve) for blob in operands]
        if operation not in OPERATORS + SIGNS:
            raise ValueError(f"no operation: {operation}")
        return self._result(getattr(operator, operation)(*operands))

    def _change(self, target, name, value):
        setattr(self.objects[target], name, decode(value, resolve=self._resolve))
        return {}

    def _is_instance(self, target, of):
        return self._result(isinstance(self.objects[target], self.objects[of]))

    def _release(self, numbers):
        for number in numbers:
            value = self.objects.pop(number, None)
            self.numbers.pop(id(value), None)
        return {}

    def _make(self, number, recipe):
        """Make a Keras object as the grader describes it. An error is told when it is used."""
        keras = sys.modules["keras"]
        classes = {name: value for name, value in self.namespace.items() if _is_class(value)}
        try:
            with keras.saving.custom_object_scope(classes):
                value = keras.saving.deserialize_keras_object(decode(recipe))
        except Exception as error:
            value = CodecError(f"an object cannot be made here ({type(error).__name__})")
        self.made[number] = value
        return {}

    def _result(self, value, refer=None):
        try:
            return {"result": encode(value, refer=refer or self._refer)}
        except CodecError as error:
            raise CodecError(f"This result cannot be graded: {error}.") from None

    def _named(self, name):
        if name not in self.namespace:
            raise NameError(f"name '{name}' is not defined")
        return self.namespace[name]

    # Objects that are not plain

    def _refer(self, value):
        """Return the reference that stands for an object; None for a variable."""
        if type(value) is _Callback:
            return ["callback", value._number]
        for name in self.given:
            if self.namespace.get(name) is value:
                return ["given", name]
        return self._handle(value)

    def _handle(self, value):
        if type(value) in variable_types():
            return None
        number = self.numbers.get(id(value))
        if number is None:
            number = next(self.next_number)
            self.numbers[id(value)] = number
            self.objects[number] = value
        return ["handle", number, encode(_description(value, self._kind(value)))]

    def _resolve(self, reference):
        """Return the object that a reference of the grader stands for."""
        kind, *parts = reference
        return getattr(self, f"_resolve_{kind}")(*parts)

    def _resolve_handle(self, number):
        return self.objects[number]

    def _resolve_given(self, name, weights=None):
        return _with_weights(self._named(name), weights)

    def _resolve_made(self, number, weights=None):
        value = self.made[number]
        if type(value) is CodecError:
            raise value
        return _with_weights(value, weights)

    def _resolve_variable(self, number, array):
        """Return the variable that is the grader's, with its numbers, the same one each time."""
        variable = self.variables.get(number)
        if variable is None:
            variable = self.variables[number] = sys.modules["tensorflow"].Variable(array)
        else:
            variable.assign(array)
        return variable

    def _resolve_callback(self, number):
        if number not in self.callbacks:
            self.callbacks[number] = _Callback(self, number)
        return self.callbacks[number]

    def _resolve_library(self, module, name):
        return operator.attrgetter(name)(sys.modules[module])

    def _resolve_slice(self, *parts):
        return slice(*parts)

    def _resolve_ellipsis(self):
        return ...

    def _resolve_dtype(self, name):
        return np.dtype(name)

    def _resolve_tensor_dtype(self, name):
        return sys.modules["tensorflow"].as_dtype(name)

    # Functions of the grader

    def call_back(self, function, args, kwargs):
        """Have the grader call one of its functions. Return its result or raise its error."""
        if self.request is None or threading.get_ident() != self.thread:
            raise RuntimeError("this function can only be called while the grader waits for yours")
        values = [*args, *kwargs.values()]
        arguments = [encode(value, refer=self._refer) for value in values]
        body = {"function": function, "arguments": arguments, "names": list(kwargs)}
        self._send("callback", self.request, body)
        while True:
            message = self._receive()
            if message[0] == "answer":
                break
            self._answer(message)
        answer = message[3]
        if "error" in answer:
            raise _same_error(answer["error"])
        for index, blob in answer["changed"]:
            overwrite(values[index], decode(blob, resolve=self._resolve))
        return decode(answer["result"], resolve=self._resolve)


def _with_weights(value, weights):
    """Give a layer or model the weights that the grader's has; returns it."""
    if weights is not None:
        build, arrays = weights
        if not value.built:
            value.build_from_config(build)
        value.set_weights(arrays)
    return value


def _without_magic(line):
    """Return what Python can read in the place of a line for IPython; None for other lines."""
    magic, value = MAGIC.match(line), MAGIC_VALUE.match(line)
    if value:
        return value[1] + "None"
    return magic[1] + "pass" if magic else None


def _is_class(value):
    return issubclass(type(value), type)


def _is_tensorflow_function(value):
    return type(value).__module__.startswith("tensorflow.python.eager.polymorphic_function")


def _description(value, kind):
    """Return what the grader may know of an object without asking: plain data."""
    if kind == "object" and hasattr(type(value), "__next__"):
        kind = "iterator"
    described = {
        "kind": kind,
        "type": type(value).__name__,
        "bases": [
            f"{each.__module__}.{each.__qualname__}"
            for each in type.mro(type(value))
            if each.__module__.startswith("keras.")
        ],
    }
    if kind in ("function", "class"):
        described["name"] = getattr(value, "__name__", type(value).__name__)
        described["parameters"] = _parameters(value)
    return described


def _parameters(function):
    """Return [[name, kind, has a default, the default if it is short and simple], ...] or None."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    return [
        [
            each.name,
            int(each.kind),
            each.default is not each.empty,
            each.default if is_short(each.default) else None,
        ]
        for each in parameters
    ]


def _same_error(described):
    """Return an exception of the nearest builtin type that one in the grader's function has."""
    for name in described["bases"]:
        try:
            return getattr(builtins, name)(described["message"])
        except TypeError:
            continue  # this type needs more than a message
    return RuntimeError(described["message"])


def _display(*values):
    """Print values, in the place of a notebook's display()."""
    for value in values:
        print(value)
