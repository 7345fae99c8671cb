"""Be the separate process that reads untrusted files, one or many, and may fall over.

It takes requests on standard input, each a line with its size and seconds and then its bytes, and
answers each with a line of JSON. On Linux and macOS its memory and processor time are bounded;
on Windows only pool.py, which starts it, bounds the time. Nothing is imported here that a
reader does not need: its start is most of what a usual file costs.
See docs/decisions/0004-untrusted-files.md.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import ceil
from typing import IO, Any

# A frozen program has no other interpreter than itself: main.py looks for this first.
FLAG = "--perfdesk-worker"
# What is named: the reader of one file, or what makes a reader of many, given settings.
ONE, MANY = "one", "many"
MAX_ANSWER = 64 * 1024 * 1024
START = 60.0
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def serve(arguments: Sequence[str]) -> None:
    """Answer one request, or all that come.

    main.py calls this, before it imports anything else, when its first argument is `FLAG`.
    """
    _, how, name, memory = arguments
    # By number: a frozen program without a console may have no sys.stdin.
    answer_to = os.fdopen(1, "wb", closefd=False)
    sys.stdout = sys.stderr  # whatever a library prints is not the answer
    # Ctrl+C goes to every process of the terminal; only the first one is to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(0, "rb", closefd=False) as asked:
        for reply in (_one if how == ONE else _many)(_requests(asked), name, int(memory)):
            answer_to.write(reply.encode() + b"\n")
            answer_to.flush()


_Requests = Iterator[tuple[bytes, float]]


def _one(requests: _Requests, name: str, memory: int) -> Iterator[str]:
    """Answer a request; all that the process does is counted, its start included."""
    data, seconds = next(requests)
    # In a life of one answer, looking for cycles took half the time.
    gc.disable()
    bound(memory, seconds)

    def read() -> object:
        reader = _named(name)
        sys.addaudithook(deny)
        return reader(data)

    yield _reply(read)


def _many(requests: _Requests, name: str, memory: int) -> Iterator[str]:
    """Make the reader of the first request, then answer all others."""
    bound(memory, START)
    settings, _ = next(requests)
    reader = _named(name)(json.loads(settings))
    sys.addaudithook(deny)
    yield "{}"
    for data, seconds in requests:
        task = json.loads(data)
        # Should the program be killed, a process that spins ends by itself.
        bound(memory, seconds, time.process_time())
        yield _reply(partial(reader, task))


def _requests(asked: IO[bytes]) -> _Requests:
    while head := asked.readline():
        size, seconds = json.loads(head)
        yield asked.read(size), seconds


def _named(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def _reply(read: Callable[[], object]) -> str:
    try:
        reply = json.dumps({"result": read()})
        return reply if len(reply) < MAX_ANSWER else json.dumps({"failure": "memory"})
    except MemoryError:
        return json.dumps({"failure": "memory"})
    except Exception as error:  # 4,500 mutated workbooks gave 11 kinds; none may pass
        detail = f"{type(error).__name__}: {error}"[:300]
        return json.dumps({"failure": "broken", "detail": detail})


def bound(memory: int, seconds: float, used: float = 0) -> None:
    """Limit this process from here on: memory, and processor time beyond what is `used`.

    The time may be set again for another file, the memory only lower.
    """
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    for kind, bounds in (
        (resource.RLIMIT_AS, (memory, memory)),
        (resource.RLIMIT_CPU, (ceil(used + seconds), most)),
        (resource.RLIMIT_CORE, (0, 0)),
    ):
        # macOS refuses some of these; the watchdog stays.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, bounds)


def grant(seconds: int) -> None:
    """Let this process go on a little longer, because it has got on."""
    if sys.platform == "win32":
        return
    import resource

    soft, most = resource.getrlimit(resource.RLIMIT_CPU)
    if soft != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_CPU, (soft + seconds, most))


def deny(event: str, arguments: tuple[object, ...]) -> None:
    """Let a reader read: no network, no other process, no file written."""
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix", "os.spawn")):
        raise PermissionError(event)
    if event == "os.system":
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        raise PermissionError(event)
