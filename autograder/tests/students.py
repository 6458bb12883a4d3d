"""Student's processes for tests: forked and not confined, or made up to lie."""

import contextlib
import faulthandler
import os
import signal
import socket
import warnings

from autograder.grading.codec import (
    FrameReader,
    decode_message,
    encode,
    encode_message,
    send_frames,
)
from autograder.grading.stand_ins import StudentProcess
from autograder.grading.student import serve


@contextlib.contextmanager
def student_process(serve=serve, **options):
    """Fork a process in which `serve` gets a socket; give the StudentProcess at its other end."""
    ours, theirs = socket.socketpair()
    with warnings.catch_warnings():
        # Python warns of threads, which numpy's libraries have; they are made for being forked.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        try:
            faulthandler.disable()
            ours.close()
            serve(theirs)
        finally:
            os._exit(0)
    theirs.close()
    student = None
    try:
        student = StudentProcess(ours, **options)
        student.pid = pid
        yield student
    finally:
        if student is not None:
            student.close()
        ours.close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


class Liar:
    """What a process may do that does not follow the protocol. Used in the child."""

    def __init__(self, connection):
        self.connection = connection
        self.frames = FrameReader(connection)

    def request(self):
        """Return the next request that awaits a reply: [kind, number, nonce, body]."""
        while True:
            message = decode_message(self.frames.receive())
            if message[2] is not None or message[0] == "answer":
                return message

    def reply(self, request, **body):
        _, number, nonce, _ = request
        self.send(["reply", number, nonce, body])

    def call_back(self, request, **body):
        _, number, nonce, _ = request
        self.send(["callback", number, nonce, body])

    def give_function(self, **described):
        """Reply to the next request with a handle of a function."""
        described = encode({"kind": "function"} | described)
        self.reply(self.request(), result=blob(Refers("handle", 7, described)))

    def send(self, message):
        send_frames(self.connection, [encode_message(message)])


def blob(value):
    """Encode a value with Refers in it."""
    return encode(value, refer=lambda value: value.reference)


class Refers:
    """Crosses as a reference of any content."""

    def __init__(self, *reference):
        self.reference = list(reference)
