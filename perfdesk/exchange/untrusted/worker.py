"""Run a reading function on a stranger's bytes in a process that may fall over.

A fresh interpreter gets the bytes on its standard input and answers with JSON, never
pickle: an answer from a process that parsed hostile bytes is itself a stranger's data.
On Linux and macOS the process has bounded memory and processor time; on Windows only the
time is bounded, by the watchdog here. See docs/decisions/0004-strangers-files.md.
"""

import contextlib
import gc
import importlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import IO

from perfdesk.exchange.untrusted.refusal import BLOATED, BROKEN, TIMED_OUT, Cancelled, Refused

# A frozen program has no other interpreter than itself: main.py looks for this first.
FLAG = "--perfdesk-worker"
MAX_ANSWER = 64 * 1024 * 1024
_MESSAGES = {
    "time": TIMED_OUT,
    "memory": BLOATED,
    "start": "没能启动读取文件的进程，请关闭一些程序，或重新启动本程序后再试。",
    "broken": BROKEN,
}
# How a process ends whose time is up (SIGXCPU), and whose library in C or Rust got no memory.
ENDED = {-24: "time", -6: "memory"}
NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW: no console flashes up on Windows
_POLL = 0.02


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a worker may use: processor time, and address space in bytes.

    The time is kept to whole seconds, upwards, and what is before and after it takes half a
    second: so that a person has her answer within five. A reader of many pages may be granted
    more as it gets on, up to `longest`.
    """

    seconds: float = 3.5
    memory: int = 700 * 1024 * 1024
    longest: float = 0

    @property
    def patience(self) -> float:
        """Give the seconds after which a worker is killed that has not ended by itself.

        Where the system counts processor time, a busy machine or a slow share gets longer.
        """
        most = max(self.seconds, self.longest)
        return most if sys.platform == "win32" else 3 * most


def run(
    reader: Callable[[bytes], object],
    data: bytes,
    limits: Limits = Limits(),
    cancelled: Callable[[], bool] = lambda: False,
) -> object:
    """Return what `reader(data)` gives, as plain JSON data, or raise `Refused`.

    `reader` is a function at the top of a module that the worker can import. `cancelled`
    is asked every 20 ms; when it says yes the worker is killed and `Cancelled` raised.
    """
    try:
        child = subprocess.Popen(
            _command(reader, limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=NO_WINDOW if sys.platform == "win32" else 0,
        )
    except OSError as error:
        raise Refused(_MESSAGES["start"], repr(error)) from error
    assert child.stdin and child.stdout
    answer: list[bytes] = []
    feed = threading.Thread(target=_feed, args=(child.stdin, data), daemon=True)
    drain = threading.Thread(target=_drain, args=(child.stdout, answer), daemon=True)
    deadline = time.monotonic() + limits.patience
    try:
        feed.start()
        drain.start()
        while drain.is_alive():
            drain.join(_POLL)
            if cancelled():
                raise Cancelled("已取消。")
            if time.monotonic() > deadline:
                raise Refused(_MESSAGES["time"], "wall clock")
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(1)
    finally:
        child.kill()
        child.wait()
        feed.join()
        drain.join()
        child.stdout.close()
    return _result(b"".join(answer), child.returncode)


def _command(reader: Callable[[bytes], object], limits: Limits) -> list[str]:
    name = f"{reader.__module__}:{reader.__qualname__}"
    task = [FLAG, name, str(limits.memory), str(limits.seconds)]
    if getattr(sys, "frozen", False):
        return [sys.executable, *task]
    # -I: nothing from the environment or the current folder can slip into the worker.
    root = str(Path(__file__).resolve().parents[3])
    start = f"import sys; sys.path.insert(0, {root!r}); from {__name__} import serve; "
    return [sys.executable, "-I", "-B", "-X", "utf8", "-c", start + "serve(sys.argv[1:])", *task]


def _feed(stdin: IO[bytes], data: bytes) -> None:
    # A worker that died early has closed its end; what it answered tells why.
    with contextlib.suppress(OSError):
        stdin.write(data)
    with contextlib.suppress(OSError):
        stdin.close()


def _drain(stdout: IO[bytes], answer: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        answer.append(stdout.read(MAX_ANSWER + 1))


def _result(answer: bytes, status: int) -> object:
    if len(answer) > MAX_ANSWER:
        raise Refused(BLOATED, "answer too long")
    try:
        reply = json.loads(answer)
        failure, detail = reply.get("failure"), str(reply.get("detail", ""))
    except (ValueError, RecursionError, AttributeError) as error:
        raise Refused(
            _MESSAGES[ENDED.get(status, "broken")], f"worker ended with {status}"
        ) from error
    if failure is not None:
        raise Refused(_MESSAGES.get(failure, BROKEN), detail)
    return reply.get("result")


# --- inside the worker -------------------------------------------------------------------


def serve(arguments: Sequence[str]) -> None:
    """Be the worker: read standard input, answer on standard output.

    main.py calls this, before it imports anything else, when its first argument is `FLAG`.
    """
    _, name, memory, seconds = arguments
    # By number: a frozen program without a console may have no sys.stdin.
    answer_to = os.fdopen(1, "wb", closefd=False)
    sys.stdout = sys.stderr  # whatever a library prints is not the answer
    with os.fdopen(0, "rb", closefd=False) as given:
        data = given.read()
    # A worker lives for one answer; looking for cycles took half its time.
    gc.disable()
    bound(int(memory), float(seconds))
    try:
        module, _, function = name.partition(":")
        reader = getattr(importlib.import_module(module), function)
        sys.addaudithook(deny)
        reply = json.dumps({"result": reader(data)})
        if len(reply) > MAX_ANSWER:
            reply = json.dumps({"failure": "memory", "detail": "answer too long"})
    except MemoryError:
        reply = json.dumps({"failure": "memory"})
    except Exception as error:  # 4,500 mutated workbooks gave 11 kinds; none may pass
        detail = f"{type(error).__name__}: {error}"[:300]
        reply = json.dumps({"failure": "broken", "detail": detail})
    answer_to.write(reply.encode())
    answer_to.flush()


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


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def deny(event: str, arguments: tuple[object, ...]) -> None:
    """Let a reader read: no network, no other process, no file written."""
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix", "os.spawn")):
        raise PermissionError(event)
    if event == "os.system":
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        raise PermissionError(event)
