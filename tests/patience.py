"""How long a test waits for what has to come.

A wait ends when that is there, so only a failure takes so long. It is a dozen times what a quiet
machine needs for anything awaited here: a busy one is not a fault.
"""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 60
MILLISECONDS = 1000 * SECONDS


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait where no window does; fail where it never comes."""
    end = time.monotonic() + SECONDS
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError("it never came")
        time.sleep(0.01)
