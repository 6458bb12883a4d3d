"""What libraries write to the standard error while they start is dropped; errors are not."""

import os
import subprocess
import sys

import pytest

from shared_utils.quiet_start import quiet_start

PROGRAM = """
import os, sys
from shared_utils.quiet_start import quiet_start

os.write(2, b"before ")
with quiet_start():
    os.write(2, b"from a library ")
    print("from Python", file=sys.stderr, flush=True)
os.write(2, b"after")
"""


def test_only_what_the_block_writes_is_dropped():
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert ran.stderr == "before after"


def test_an_exception_goes_through_and_the_standard_error_is_back():
    before = os.fstat(2)
    with pytest.raises(ImportError), quiet_start():
        raise ImportError
    after = os.fstat(2)
    assert (before.st_dev, before.st_ino) == (after.st_dev, after.st_ino)
