"""The grader's side of a student's process: stand-ins for what lives there.

A check is written as if the student's functions were at hand. Stand-ins take their place: a call
goes to the student's process as plain data, and plain data comes back. What is not plain (a Keras
model, a layer, a function) stays there behind another stand-in.

Nothing from there is asked here for its truth, equality or hash, and nothing of it is executed
here. What an honest process reports is what the function did. A dishonest one can report what it
likes, but so can a dishonest function: its results are what the checks judge. That holds for
errors too. An AssertionError that nobody raised makes `accepts` return False, and a call that only
claims to have returned makes it return True; either is the verdict of the student's own test,
which the student was free to write so. Neither lets a check pass by itself.
"""

import builtins
import collections
import functools
import inspect
import itertools
import operator
import re
import secrets
import sys
import time
import weakref
from dataclasses import dataclass

import numpy as np

from autograder.grading.bounds import TooLong, bounded, refuse_large
from autograder.grading.codec import (
    KINDS,
    MOST_ITEMS,
    NUMPY_SCALARS,
    SIMPLE,
    CodecError,
    FrameReader,
    Received,
    Weights,
    decode,
    decode_message,
    encode,
    encode_message,
    overwrite,
    send_frames,
    tensor_array,
    variable_types,
)
from autograder.grading.student import (
    LONGEST_MESSAGE,
    LONGEST_TRACEBACK,
    MOST_PRINTED,
    OPERATORS,
    SIGNS,
    clean,
    describe_error,
    is_short,
)
from autograder.state import LARGE_ARRAY, is_large
from shared_utils import checks

DEADLINE = 30.0  # seconds that a student's process has for a request
CALLBACK_SECONDS = 60.0  # that the grader's own functions have within a request
DEEPEST_CALLBACK = 16
MOST_CHANGES = 1_000
MOST_TYPES = 1_000
MOST_ITERATED = 100_000
# So many items are asked for one by one, as a loop needs them; after that so many at once.
ITEMS_ONE_BY_ONE, ITEMS_AT_ONCE = 100, 1_000
# What crosses by its name because every process with the same packages has it.
LIBRARIES = ("builtins", "keras", "math", "numpy", "operator", "tensorflow")
# An iteration here would take these for its own end.
NEVER_RAISED = (StopIteration, StopAsyncIteration)


class StudentError(Exception):
    """An error in the student's process which is no builtin exception.

    student_traceback: the traceback in the lines of the student's cells, a text. Builtin
        exceptions that come from there have it too.
    """

    student_traceback = ""


class StudentProcessEnded(StudentError):
    """The student's process is gone, or was given up. Nothing more can be asked of it."""


class StudentTimeout(StudentError):
    """The student's process did not answer in time, and was given up."""


class ProtocolError(StudentError):
    """What came from the student's process was no answer to what it was asked."""


@dataclass(frozen=True)
class Ran:
    """How a cell ran: its error, an exception that was not raised, or None; what it printed."""

    error: Exception | None
    printed: str


@dataclass(frozen=True)
class Change:
    """A call changed an argument: the function's name, the argument's place (an index, or its
    name where it was passed by name) and the argument as the call left it."""

    function: str
    place: int | str
    value: object


class StudentProcess:
    """A student's process: what runs `student.serve` at the other end of a connection.

    Attributes
    ----------
    deadline : float, seconds that the process has for each request. What the grader's own
        functions take, where the student's code calls them, does not count.
    ended : None, or why the process was given up (str): a request was not answered in time, the
        process ended, it sent bytes that are no frame, or `close` was called.
    changes : list of Change, what calls did to their arguments, the latest last. Empty it at will.
    prints_here : bool, whether what the student's code prints in a call is printed here at once,
        where a check may look for it, in place of being kept for `take_printed`.

    A request that fails raises StudentProcessEnded, StudentTimeout or ProtocolError. Once `ended`
    is set, every request raises StudentProcessEnded at once. After a ProtocolError that leaves it
    None, later requests are answered as if nothing had been.
    """

    def __init__(self, connection, deadline=DEADLINE, given=None):
        """Take over a connected stream socket.

        given: objects by name; see `give`.
        """
        self.deadline = deadline
        self.ended = None
        self.changes = []
        self.prints_here = False
        self._connection = connection
        self._frames = FrameReader(connection)
        self._numbers = itertools.count(1)
        self._depth = 0
        self._given = {}
        self._given_names = {}
        self._made = _Numbered()
        self._variables = _Numbered()
        self._callbacks = _Numbered()
        self._stand_ins = weakref.WeakValueDictionary()
        self._unused = set()
        self._types = {}
        self._own_types = set()
        self._printed = []
        self._printed_length = 0
        self._seed_first = None
        self._seed_in_force = None
        self._first_call = (None, None)
        self._got = {}
        if given:
            self.give(given)

    def give(self, objects):
        """Let objects that the lesson defines on both sides cross by their names.

        Those that are not plain do, such as a layer or a function, and a large array or container
        that is an argument by itself: a table of word vectors need not be sent at each call.
        Give nothing that the students' notebook lacks.
        """
        self._given.update(
            {name: value for name, value in objects.items() if _is_large(value) is not False}
        )
        self._given_names = {id(value): name for name, value in self._given.items()}
        self._result("given", names=list(self._given))

    def run(self, source, name, code=b"", then=()):
        """Run a cell's code and return how that went, a Ran.

        name: what tracebacks call the cell. code: what compiling the source under this name
            gives, as marshal writes it, if it is known. then: names whose `stand_in` is wanted
            next; what they mean comes with the reply, which saves a request for each.
        """
        self._first_call = (None, None)
        body = {"source": source, "name": name, "code": code, "then": list(then)}
        reply = self._reply("run", body)
        got = reply.get("got")
        self._got = got if type(got) is dict else {}
        error = self._error(reply["error"]) if "error" in reply else None
        return Ran(error, self.take_printed())

    def seed(self, number):
        """Seed the generators of random numbers in the process, before the next request.

        The first call after it is remembered. When just that call is made again, first after the
        same seed, what came of it is given without asking: it may have trained for seconds.
        """
        self._seed_first = self._seed_in_force = number

    def kinds(self, names):
        """Return what each name is: 'value', 'function', 'class', 'object' or 'missing'."""
        kinds = self._result("kinds", names=list(names))
        words = ("value", "function", "class", "object", "missing")
        if type(kinds) is not dict or any(kinds.get(name) not in words for name in names):
            raise ProtocolError("The student's process does not say what its names are.")
        return {name: kinds[name] for name in names}

    def stand_in(self, name, changes=(), plain_results=False):
        """Return what a name means in the process: a plain value, or a stand-in.

        changes: the places of the arguments that the function is meant to change, numbers from 0
            and names; True for all. These, and inside `untouched`, which looks for it, all,
            become here what the call left there, in place. The others stay as they are: a function
            could else make its inputs such that a wrong result of its own is right for them.
            `changes` of this object has all.
        plain_results: whether the function's results should be plain. Objects in them are then
            nothing but containers; see `expect_plain`.
        Raise NameError when the process has no such name.
        """
        if name in self._got:
            value, _ = self._outcome({"result": self._got[name]})
        else:
            value = self._result("get", name=name)
        if issubclass(type(value), StandIn):
            value.__dict__.update(_asked_as=name, _changes=changes, _plain_results=plain_results)
        return value

    def expect_plain(self, value):
        """Have the objects in a value give nothing but their items.

        Where plain data is expected, an object could say of itself what a check wants to hear:
        the shape and the mean of an array, say, that it is not.
        """
        waiting = [value]
        while waiting:
            value = waiting.pop()
            if type(value) in (list, tuple, set):
                waiting += value
            elif type(value) is dict:
                waiting += value.values()
            elif issubclass(type(value), StandIn):
                value.__dict__["_in_place_of_plain"] = True

    def take_printed(self):
        """Return what the student's code has printed since the last time, a text."""
        text = "".join(self._printed)
        self._printed = []
        self._printed_length = 0
        return text

    def close(self):
        """Close the connection. An honest process then ends by itself."""
        self._end("it was closed")

    # Requests

    def _result(self, kind, **body):
        """Send a request and return its result. Raise the error of the student's code, if any."""
        if kind != "get":
            self._seed_in_force = None
        result, _ = self._outcome(self._reply(kind, body))
        return result

    def _outcome(self, reply):
        """Return (result, changed arguments) of a reply, or raise its error."""
        if self.prints_here:
            sys.stdout.write("".join(self._printed))
            self._printed = []
        if "error" in reply:
            raise self._error(reply["error"])
        try:
            result = self._decode(reply["result"]) if "result" in reply else None
            changed = [(index, self._decode(blob)) for index, blob in reply.get("changed", [])]
        except (CodecError, TypeError, ValueError) as error:
            raise ProtocolError(f"The student's process sent no plain data: {error}.") from None
        return result, changed

    def _decode(self, blob):
        return decode(blob, resolve=self._resolve)

    def _reply(self, kind, body):
        """Send a request and return the body of the reply to it."""
        if self.ended:
            raise StudentProcessEnded(f"The student's process cannot be asked: {self.ended}.")
        self._got = {}  # what it says now may be something else
        until = time.monotonic() + self.deadline
        number, nonce = next(self._numbers), secrets.token_bytes(8)
        try:
            request = encode_message([kind, number, nonce, body])
            self._send([*self._sent_before(number), request], until)
            reply = self._await_reply(number, nonce, until)
        except TimeoutError:
            self._end("it did not answer in time")
            raise StudentTimeout("The student's code took too long.") from None
        except (EOFError, OSError):
            self._end("it has ended")
            raise StudentProcessEnded("The student's process has ended.") from None
        self._keep_printed(reply)
        return reply

    def _sent_before(self, number):
        """Yield the messages, to which no reply is awaited, that go before a request."""
        if self._unused:
            numbers = [self._unused.pop() for _ in range(len(self._unused))]
            yield encode_message(["release", number, None, {"numbers": numbers}])
        if self._seed_first is not None:
            yield encode_message(["seed", number, None, {"seed": self._seed_first}])
            self._seed_first = None

    def _send(self, frames, until):
        try:
            send_frames(self._connection, frames, until)
        except BaseException as error:
            if not isinstance(error, Exception):
                self._end("the grader was interrupted")  # perhaps amid a frame
            raise

    def _await_reply(self, number, nonce, until):
        """Return the body of the reply to a request, and answer callbacks until it comes."""
        spent = 0
        while True:
            kind, body = self._message(number, nonce, until + spent)
            if kind == "reply":
                return body
            started = time.monotonic()
            try:
                answer = self._answer(body, CALLBACK_SECONDS - spent)
            except TooLong:
                raise TimeoutError from None
            spent += time.monotonic() - started
            if spent > CALLBACK_SECONDS:
                raise TimeoutError
            self._send([encode_message(["answer", number, None, answer])], until + spent)

    def _message(self, number, nonce, until):
        """Return (kind, body) of the next message that belongs to a request."""
        while True:
            try:
                data = self._frames.receive(until)
            except CodecError:
                self._end("it sent bytes that are no frame")
                raise ProtocolError("The student's process sent bytes that are no frame.") from None
            except BaseException as error:
                if not isinstance(error, Exception):
                    self._end("the grader was interrupted")
                raise
            try:
                message = decode_message(data)
            except CodecError as error:
                raise ProtocolError(f"The student's process sent {error}.") from None
            match message:
                case [("reply" | "callback") as kind, int(its), bytes(echo), dict(body)]:
                    if its == number and echo == nonce:
                        return kind, body
                    if its < number:
                        continue  # left over from a request that failed
            raise ProtocolError("The student's process sent something else than a reply.")

    def _keep_printed(self, reply):
        text, left_out = reply.get("printed"), reply.get("left_out")
        if type(text) is not str or type(left_out) is not int:
            return
        room = MOST_PRINTED - self._printed_length
        if text and room > 0:
            text = clean(text, room)
            self._printed.append(text)
            self._printed_length += len(text)
            if 0 < left_out < 2**63:
                self._printed.append(f"\n(and {left_out} more characters)\n")

    def _end(self, why):
        if self.ended is None:
            self.ended = why
            self._connection.close()

    # Calls

    def _call(self, stand_in, args, kwargs):
        """Call what a stand-in stands for and return the result."""
        values, places = [*args, *kwargs.values()], [*range(len(args)), *kwargs]
        arguments = [self._encode(value) for value in values]
        body = {"target": stand_in._number, "arguments": arguments, "names": list(kwargs)}
        result, changed = self._outcome(self._reply_to_call(stand_in._asked_as, body))
        for index, value in changed:
            if type(index) is not int or not 0 <= index < len(values):
                raise ProtocolError("The student's process changed an argument that is not there.")
            self.changes.append(Change(stand_in.__name__, places[index], value))
            del self.changes[:-MOST_CHANGES]
            meant = stand_in._changes is True or places[index] in stand_in._changes
            if meant or _inside_untouched():
                try:
                    overwrite(values[index], value)
                except (TypeError, ValueError) as error:
                    words = f"{stand_in.__name__} changed what it was given: {error}"
                    raise StudentError(words) from None
        if stand_in._plain_results:
            self.expect_plain(result)
        return result

    def _reply_to_call(self, name, body):
        """Return the reply to a call of what the process has under a name, None for other calls."""
        call = (self._seed_in_force, name, body["arguments"], body["names"])
        first, reply = self._first_call
        if first != call or not _is_plain(*body["arguments"], *_blobs(reply)):
            reply = self._reply("call", body)
            if name is not None and self._seed_in_force is not None:
                self._first_call = call, reply
        self._seed_in_force = None
        return reply

    def _operate(self, operation, asked, *operands):
        """Return what an operator gives, in the process, for objects of the student's own classes.

        The asked one is of one that the grader called. For others there is no such thing: what
        stands in the place of a number could else be computed with.
        """
        if type(asked) not in self._own_types or asked._in_place_of_plain:
            return NotImplemented
        operands = [self._encode(operand) for operand in operands]
        return self._result("operate", operation=operation, operands=operands)

    def _encode(self, value):
        """Return an argument as bytes."""
        name = self._given_names.get(id(value))
        return encode(value if name is None else _Given(name, value), refer=self._refer)

    def _refer(self, value):
        """Return the reference that stands for an object; None when there is none."""
        kind = type(value)
        if kind is _Given:
            return ["given", value.name, weights_of(value.value)]
        if issubclass(kind, StandIn):
            if value._process is not self:
                raise CodecError("an object of another student's process cannot be sent")
            return ["handle", value._number]
        if id(value) in self._given_names:
            return ["given", self._given_names[id(value)], weights_of(value)]
        if kind in variable_types():
            return ["variable", self._variables.number(value), tensor_array(value)]
        if kind is slice:
            return ["slice", value.start, value.stop, value.step]
        if value is ...:
            return ["ellipsis"]
        if issubclass(kind, np.dtype):
            return ["dtype", value.str]
        if _is_of(value, "tensorflow", "DType"):
            return ["tensor_dtype", value.name]
        if _library_name(value):
            return ["library", *_library_name(value)]
        if _is_of(value, "keras", *_KERAS_KINDS):
            return ["made", self._make(value), weights_of(value)]
        if _is_of(value, "keras", "KerasTensor"):
            words = "let a function that the lesson gives, as a builder, make the model there"
            raise CodecError(f"a layer's input without numbers cannot be sent; {words}")
        if callable(value):
            # Without its name, which could say whether it is a right or a wrong one.
            return ["callback", self._callbacks.number(value)]
        return None

    def _make(self, value):
        """Have a Keras object made in the process, once; return its number."""
        if value not in self._made:
            recipe = _plain(sys.modules["keras"].saving.serialize_keras_object(value))
            number = self._made.number(value)
            body = {"number": number, "recipe": encode(recipe)}
            frame = encode_message(["make", number, None, body])
            self._send([frame], time.monotonic() + self.deadline)
        return self._made.number(value)

    # Callbacks

    def _answer(self, body, seconds):
        """Call one of the grader's functions for the student's code and return the answer.

        Raise TooLong when the function takes longer.
        """
        try:
            function = self._callbacks[body["function"]]
            received = Received(body["arguments"], self._resolve)
            names = body["names"]
            position = len(received.values) - len(names)
            named = dict(zip(names, received.values[position:], strict=True))
            if position < 0 or any(type(name) is not str for name in names):
                raise ValueError
        except (CodecError, KeyError, TypeError, ValueError):
            raise ProtocolError("The student's process called no function in a way.") from None
        self._depth += 1
        try:
            if self._depth > DEEPEST_CALLBACK:
                raise RecursionError("maximum recursion depth exceeded")
            refuse_large(received.values)
            call = functools.partial(function, *received.values[:position], **named)
            result = bounded(call, seconds=seconds)
            return {"result": self._encode(result), "changed": received.changes(self._refer)}
        except (StudentProcessEnded, StudentTimeout, ProtocolError, TooLong):
            raise
        except Exception as error:
            return {"error": describe_error(error)}
        finally:
            self._depth -= 1

    # Objects in the student's process

    def _resolve(self, reference):
        """Return what a reference from the student's process stands for."""
        match reference:
            case ["handle", int(number), bytes(description)]:
                return self._stand_in(number, decode(description))
            case ["given", str(name)] if name in self._given:
                return self._given[name]
            case ["callback", int(number)]:
                return self._callbacks[number]
            case ["made", int(number)]:
                return self._made[number]
            case ["weights", list(arrays)]:
                return Weights(arrays)
        raise CodecError("a reference to nothing")

    def _stand_in(self, number, described):
        stand_in = self._stand_ins.get(number)
        if stand_in is None:
            if type(described) is not dict:
                raise CodecError("an object without a description")
            stand_in = self._stand_in_type(described)(self, number, described)
            self._stand_ins[number] = stand_in
            self._unused.discard(number)
            weakref.finalize(stand_in, self._unused.add, number).atexit = False
        return stand_in

    def _stand_in_type(self, described):
        kind = described.get("kind")
        base = _KINDS.get(kind, StandInObject) if type(kind) is str else StandInObject
        return self._type(_plain_name(described.get("type"), base.__name__), base)

    def _type(self, name, *bases):
        """Return the type of that name and bases, made when it is needed first."""
        if (name, bases) not in self._types:
            if len(self._types) >= MOST_TYPES:
                return bases[0]
            self._types[name, bases] = type(name, bases, {"__module__": "student"})
        return self._types[name, bases]

    def _class_of(self, kind, described):
        """Return what an object says that its class is: one of Keras's, or one derived from it."""
        keras_s = _keras_class(described)
        if keras_s is None or keras_s.__name__ == kind.__name__:
            return keras_s or kind
        return self._type(kind.__name__, keras_s)

    def _error(self, described):
        """Return the exception that stands for one in the student's process.

        It is of the same type where that is a builtin exception. Else it is a StudentError, and
        also of the nearest builtin type that it is of there: an `except` in a check catches it.
        """
        if type(described) is not dict:
            raise ProtocolError("The student's process sent an error that is none.")
        name = _plain_name(described.get("type"), "StudentError")
        message = _text(described.get("message"), LONGEST_MESSAGE)
        bases = described.get("bases")
        bases = [_builtin(base) for base in bases[:50]] if type(bases) is list else []
        bases = [base for base in bases if base is not None]
        kinds = [base for base in bases[:1] if base.__name__ == name]
        kinds += [self._type(name, StudentError, base) for base in bases if base is not Exception]
        for kind in [*kinds, self._type(name, StudentError)]:
            try:
                error = kind(_Verbatim(message) if issubclass(kind, KeyError) else message)
            except TypeError:
                continue  # this type needs more than a message
            error.student_traceback = _text(described.get("traceback"), LONGEST_TRACEBACK)
            return error


class _Given:
    """An object that both sides have, on its way by its name."""

    def __init__(self, name, value):
        self.name = name
        self.value = value


class _Numbered:
    """Objects of any type, each with a number for as long as this lives."""

    def __init__(self):
        self._objects = []
        self._known = {}

    def __contains__(self, value):
        return id(value) in self._known

    def __getitem__(self, number):
        """Return an object. Raise CodecError when no object has that number."""
        if type(number) is not int or not 0 <= number < len(self._objects):
            raise CodecError("a number of nothing")
        return self._objects[number]

    def number(self, value):
        if value not in self:
            self._known[id(value)] = len(self._objects)
            self._objects.append(value)
        return self._known[id(value)]


def _blobs(reply):
    """The values in a reply to a call, as bytes. A dishonest one's are anything."""
    changed = reply.get("changed")
    pairs = [pair for pair in changed if type(pair) is list] if type(changed) is list else []
    return [reply.get("result"), *(blob for pair in pairs for blob in pair[1:])]


def _is_plain(*blobs):
    """Whether encoded values hold no reference to an object on either side."""
    try:
        for blob in blobs:
            if blob is not None:
                decode(blob)
    except (CodecError, TypeError, ValueError):
        return False
    return True


class StandIn:
    """In the place of an object that stays in the student's process.

    Its attributes, but for specials (`__...__`), calls, items, length and iteration are asked for
    there. It equals nothing, not even itself, has no truth value and is no array. Its type is
    called as the object's type is there; `isinstance` also takes it for one of the Keras class
    that the object says it is of. Attributes can be set, and sums, products and the like taken,
    of what the student's own classes make; attributes also of what is Keras's.
    """

    __array_ufunc__ = None
    __hash__ = object.__hash__

    def __init__(self, process, number, described):
        self.__dict__.update(
            _process=process,
            _number=number,
            _asked_as=None,
            _changes=(),
            _plain_results=False,
            _in_place_of_plain=False,
            _class=process._class_of(type(self), described),
        )

    @property
    def __class__(self):
        return self._class

    def __getattr__(self, name):
        if name == "_process" or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(f"a stand-in has no {name}")
        if self._in_place_of_plain:
            raise AttributeError(f"{self._said()}: its {name} does not count")
        return self._process._result("attribute", target=self._number, name=name)

    def _said(self):
        return (
            f"your code gives an object of type {type(self).__name__} where numbers, texts, arrays "
            f"or lists, tuples and dicts of these are expected"
        )

    def __setattr__(self, name, value):
        is_keras_s = self._class is not type(self)
        if not is_keras_s and type(self) not in self._process._own_types:
            raise AttributeError("this object in the student's process cannot be changed from here")
        value = self._process._encode(value)
        self._process._result("change", target=self._number, name=name, value=value)

    def __delattr__(self, name):
        raise AttributeError("an object in the student's process cannot be changed from here")

    def __call__(self, *args, **kwargs):
        if self._in_place_of_plain:
            raise TypeError(f"{self._said()}: what it returns does not count")
        return self._process._call(self, args, kwargs)

    def __getitem__(self, key):
        key = self._process._encode(key)
        return self._item(self._process._result("item", target=self._number, key=key))

    def _item(self, item):
        if self._in_place_of_plain:
            self._process.expect_plain(item)
        return item

    def __len__(self):
        length = self._process._result("length", target=self._number)
        if type(length) is not int or not 0 <= length <= MOST_ITEMS:
            raise ProtocolError("The student's process says a length that cannot be.")
        return length

    def __iter__(self):
        items = self._process._result("iterate", target=self._number)
        if not issubclass(type(items), StandInIterator):
            raise ProtocolError("The student's process gives items that cannot be gone through.")
        return self._item(items)

    def __bool__(self):
        raise StudentError(f"{self!r} is neither true nor false")

    def __array__(self, dtype=None, copy=None):
        raise StudentError(f"{self!r} is no array")

    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    def __repr__(self):
        return f"<{type(self).__name__} in the student's process>"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce_ex__(self, protocol):
        raise TypeError("an object in the student's process cannot be pickled")


class StandInObject(StandIn):
    """In the place of an object; `__name__` is its type's name."""

    @property
    def __name__(self):
        return type(self).__name__


class StandInIterator(StandIn):
    """In the place of a generator or another iterator: `next` has its items computed there."""

    def __init__(self, process, number, described):
        super().__init__(process, number, described)
        self.__dict__.update(_items=collections.deque(), _taken=0)

    def __iter__(self):
        return self

    def __next__(self):
        if not self._items:
            self._items.extend(self._ask())
        if not self._items or self._taken >= MOST_ITERATED:
            raise StopIteration
        self.__dict__["_taken"] += 1
        return self._item(self._items.popleft())

    def _ask(self):
        count = 1 if self._taken < ITEMS_ONE_BY_ONE else ITEMS_AT_ONCE
        items = self._process._result("next", target=self._number, count=count)
        if type(items) is not list or len(items) > count:
            raise ProtocolError("The student's process gives items that are no list.")
        return items


class StandInFunction(StandIn):
    """In the place of a function, with its `__name__` and `__signature__`."""

    def __init__(self, process, number, described):
        super().__init__(process, number, described)
        self.__dict__.update(
            __name__=_plain_name(described.get("name"), "function"),
            __signature__=_signature(described.get("parameters")),
        )


class StandInClass(StandInFunction):
    """In the place of a class. Calling it makes an object in the student's process."""

    def __call__(self, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        if issubclass(type(made), StandInObject) and type(made) is not StandInObject:
            self._process._own_types.add(type(made))
        return made

    def __instancecheck__(self, value):
        if not issubclass(type(value), StandIn) or value._process is not self._process:
            return False
        number = value._number
        return self._process._result("is_instance", target=number, of=self._number) is True


def _operator(operation, *, turned=False):
    def operate(self, other):
        operands = (other, self) if turned else (self, other)
        return self._process._operate(operation, self, *operands)

    return operate


def _sign(operation):
    def operate(self):
        result = self._process._operate(operation, self, self)
        if result is NotImplemented:
            raise TypeError(f"bad operand type for {operation}: {type(self).__name__}")
        return result

    return operate


for _name in OPERATORS:
    setattr(StandInObject, f"__{_name}__", _operator(_name))
    setattr(StandInObject, f"__r{_name}__", _operator(_name, turned=True))
for _name in SIGNS:
    setattr(StandInObject, f"__{_name}__", _sign(_name))


_KERAS_KINDS = ("Layer", "Initializer", "Optimizer", "Loss", "Metric", "Regularizer")
_KINDS = {"function": StandInFunction, "class": StandInClass, "iterator": StandInIterator}
_PARAMETER_KINDS = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
    inspect.Parameter.KEYWORD_ONLY,
    inspect.Parameter.VAR_KEYWORD,
)


def _plain_name(name, otherwise):
    """Return a name from the student's process if it looks like one."""
    is_one = type(name) is str and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,99}|<lambda>", name)
    return name if is_one else otherwise


def _signature(parameters):
    """Return the inspect.Signature that a process describes; f(*args, **kwargs) if it is none."""
    try:
        return inspect.Signature([_parameter(*each) for each in parameters])
    except (IndexError, TypeError, ValueError):
        return inspect.signature(lambda *args, **kwargs: None)


def _parameter(name, kind, has_default, default):
    if type(name) is not str:
        raise TypeError("a name that is no text")
    if has_default is not True:
        default = inspect.Parameter.empty
    elif not is_short(default):
        default = ...
    return inspect.Parameter(name, _PARAMETER_KINDS[kind], default=default)


def _keras_class(described):
    """Return the first of an object's classes that the grader's own Keras has; None if none is."""
    names = described.get("bases")
    for name in names[:50] if type(names) is list else ():
        if type(name) is str and name.startswith("keras."):
            module, _, last = name.rpartition(".")
            found = getattr(sys.modules.get(module), last, None)
            if isinstance(found, type):
                return found
    return None


def _is_large(value):
    """Return whether a plain value is too large to be sent often; None for what is not plain."""
    kind = type(value)
    if (kind is np.ndarray and value.dtype.kind in KINDS) or kind in (list, dict, set):
        return is_large(value)
    is_plain = kind in (*SIMPLE, complex, tuple) or kind in NUMPY_SCALARS
    return False if is_plain or tensor_array(value) is not None else None


def weights_of(value):
    """Return [how it was built, its weights] of a layer or model of the grader's; else None.

    So both sides compute with the same numbers, although each drew its own at first. Of models
    whose weights are large both have to read them from one file.
    """
    if not _is_of(value, "keras", "Layer") or not value.built:
        return None
    weights = value.get_weights()
    if not weights or sum(array.nbytes for array in weights) > LARGE_ARRAY:
        return None
    return [_plain(value.get_build_config()), weights]


def _plain(value):
    """Return a value with plain containers in the place of Keras's own."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return (list if isinstance(value, list) else tuple)(_plain(item) for item in value)
    return value


def _is_of(value, module, *names):
    """Return whether value is of one of a module's classes, without importing the module."""
    kinds = (getattr(sys.modules.get(module), name, None) for name in names)
    return isinstance(value, tuple(kind for kind in kinds if kind is not None))


def _library_name(value):
    """Return (module, name) where value is found in a library, such as np.tanh; otherwise None."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if type(value) is np.ufunc:
        module, name = "numpy", value.__name__
    if type(module) is not str or module.partition(".")[0] not in LIBRARIES:
        return None
    try:
        found = operator.attrgetter(name)(sys.modules[module])
    except (AttributeError, KeyError, TypeError):
        return None
    return (module, name) if found is value else None


def _inside_untouched():
    """Return whether `shared_utils.checks.untouched` makes this call, directly or not."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code is not checks.untouched.__code__:
        frame = frame.f_back
    return frame is not None


class _Verbatim(str):
    """A text that a KeyError shows as it is, where it shows the repr of others."""

    __repr__ = str.__str__


def _text(text, longest):
    return clean(text, longest) if type(text) is str else ""


def _builtin(name):
    """Return the builtin exception of that name which the student's code may raise here."""
    kind = getattr(builtins, name, None) if type(name) is str else None
    is_one = isinstance(kind, type) and issubclass(kind, Exception)
    return kind if is_one and not issubclass(kind, NEVER_RAISED) else None
