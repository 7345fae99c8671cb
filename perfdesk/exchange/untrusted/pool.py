"""Read untrusted files in separate processes that may fall over: one by itself, or many in a few.

A process that dies, hangs or runs out of memory costs the one file it was at, which is named.
Answers are JSON, never pickle: an answer from a process that parsed hostile bytes is itself
untrusted. What goes on inside the process is in worker.py.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from perfdesk.exchange.untrusted import worker
from perfdesk.exchange.untrusted.refusal import BLOATED, BROKEN, TIMED_OUT, Cancelled, Refused

# What one of many processes may answer; theirs wait for each other in memory.
_MOST_EACH = 32 * 1024 * 1024
# What a process keeps of the files it read is given back by ending it.
FILES_EACH = 1_000
# How a process ends whose time is up (SIGXCPU), and whose library in C or Rust got no memory.
_ENDED = {-24: TIMED_OUT, -6: BLOATED}
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW: no console flashes up on Windows
_NOT_STARTED = "没能启动读取文件的进程，请关闭一些程序，或重新启动本程序后再试。"
_POLL = 0.02
THREAD = "untrusted file"
_MOST_FAILED_STARTS = 3

Task: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a process may use for a file: processor time, and address space in bytes.

    The time is kept to whole seconds, upwards, and what is before and after it takes half a
    second: so that a person has her answer within five. A reader of many pages may be granted
    more as it gets on, up to `longest`.
    """

    seconds: float = 3.5
    memory: int = 700 * 1024 * 1024
    longest: float = 0

    @property
    def patience(self) -> float:
        """Give the seconds after which a process is killed that has not ended by itself.

        Where the system counts processor time, a busy machine or a slow share gets longer.
        """
        most = max(self.seconds, self.longest)
        return most if sys.platform == "win32" else 3 * most


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one task: the reader's result, or why there is none, in Chinese.

    `detail` is for whoever mends the program; it is never shown.
    """

    task: Task
    result: Any = None
    failure: str = ""
    detail: str = ""


class CannotStart(Exception):
    """Say that no process could be started, so that nothing can be read."""


def read_one(
    reader: Callable[[bytes], object],
    data: bytes,
    limits: Limits = Limits(),
    cancelled: Callable[[], bool] = lambda: False,
) -> object:
    """Return what `reader(data)` gives, as plain JSON data, or raise `Refused`.

    `reader` is a function at the top of a module that a process can import. `cancelled` is
    asked every 20 ms; when it says yes the process is killed and `Cancelled` raised.
    """
    pool = _Pool(_command(worker.ONE, reader, limits), None, worker.MAX_ANSWER)
    request = _Request({}, data, limits.seconds, limits.patience)
    try:
        for answer in _read(pool, iter([request]), 1, cancelled):
            if answer.failure:
                raise Refused(answer.failure, answer.detail)
            return answer.result
    except CannotStart as error:
        raise Refused(_NOT_STARTED) from error
    raise Cancelled("已取消。")


def read_all(
    make_reader: Callable[[dict[str, Any]], Callable[[dict[str, Any]], object]],
    settings: Mapping[str, Any],
    tasks: Iterable[Task],
    jobs: int,
    limits: Limits,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Answer]:
    """Give the answers as they come, in no order; ends early, without a word, when cancelled.

    `make_reader` is a function at the top of a module; in each process it is called once with
    `settings`, and what it gives is called with every task. A task may ask for more time than
    `limits` has, under "seconds". Raises CannotStart.
    """
    begun = _Request({}, json.dumps(settings).encode(), worker.START, worker.START)
    pool = _Pool(_command(worker.MANY, make_reader, limits), begun, _MOST_EACH)
    return _read(pool, (_request(task, limits) for task in tasks), jobs, cancelled)


def _command(how: str, reader: Callable[..., object], limits: Limits) -> list[str]:
    name = f"{reader.__module__}:{reader.__qualname__}"
    task = [worker.FLAG, how, name, str(limits.memory)]
    if getattr(sys, "frozen", False):
        return [sys.executable, *task]
    # -I: nothing from the environment or the current folder can slip into the process.
    root = str(Path(__file__).resolve().parents[3])
    start = f"import sys; sys.path.insert(0, {root!r}); from {worker.__name__} import serve; "
    return [sys.executable, "-I", "-B", "-X", "utf8", "-c", start + "serve(sys.argv[1:])", *task]


@dataclass(frozen=True, slots=True)
class _Request:
    """The bytes for a process, the seconds they may cost it, and how long they are waited for."""

    task: Task
    data: bytes
    seconds: float
    patience: float


def _request(task: Task, limits: Limits) -> _Request:
    seconds = float(task.get("seconds", limits.seconds))
    return _Request(task, json.dumps(task).encode(), seconds, Limits(seconds).patience)


@dataclass(slots=True)
class _Pool:
    """What the slots share; the queue is short, so that results never pile up.

    `begun` is what a process is asked before all files; None where it lives for one.
    """

    command: list[str]
    begun: _Request | None
    longest: int
    answers: queue.Queue[Answer] = field(default_factory=lambda: queue.Queue(16))
    stopped: bool = False
    failed_starts: int = 0


def _read(
    pool: _Pool, requests: Iterator[_Request], jobs: int, cancelled: Callable[[], bool]
) -> Iterator[Answer]:
    turn = threading.Lock()

    def following() -> _Request | None:
        with turn:
            return None if pool.stopped else next(requests, None)

    slots = [_Slot(pool, following) for _ in range(max(jobs, 1))]
    try:
        for slot in slots:
            slot.thread.start()
        while any(slot.thread.is_alive() for slot in slots) or not pool.answers.empty():
            if cancelled():
                return
            for slot in slots:
                slot.end_if_overdue()
            with contextlib.suppress(queue.Empty):
                yield pool.answers.get(timeout=_POLL)
        if pool.failed_starts >= _MOST_FAILED_STARTS:
            raise CannotStart
    finally:
        pool.stopped = True
        while any(slot.thread.is_alive() for slot in slots):
            # A thread may be about to start a process, or wait for room for its answer.
            for slot in slots:
                slot.kill()
            with contextlib.suppress(queue.Empty):
                pool.answers.get(timeout=0.01)


class _Slot:
    """One process at a time, and the thread that talks with it."""

    def __init__(self, pool: _Pool, following: Callable[[], _Request | None]) -> None:
        self._pool, self._following = pool, following
        self._child: subprocess.Popen[bytes] | None = None
        self._deadline: float | None = None
        self._overdue = False
        self._left = 0
        self.thread = threading.Thread(target=self._work, name=THREAD, daemon=True)

    def end_if_overdue(self) -> None:
        """Kill a process that takes too long; its thread then finds the pipe closed."""
        if self._deadline is not None and time.monotonic() > self._deadline:
            self._overdue = True
            self.kill()

    def kill(self) -> None:
        if (child := self._child) is not None:
            child.kill()

    def _work(self) -> None:
        try:
            while (request := self._following()) is not None:
                while not self._ready():
                    if self._pool.stopped or self._pool.failed_starts >= _MOST_FAILED_STARTS:
                        return
                answer = self._ask(request)
                if self._pool.stopped:
                    return
                self._pool.answers.put(answer)
        finally:
            self._end()

    def _ready(self) -> bool:
        if self._child is not None and self._left > 0:
            return True
        self._end()
        try:
            self._child = subprocess.Popen(
                self._pool.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError:
            self._pool.failed_starts += 1
            return False
        begun = self._pool.begun
        if begun is not None and self._exchange(begun) != b"{}\n":
            self._end()
            self._pool.failed_starts += 1
            return False
        self._left = FILES_EACH
        self._pool.failed_starts = 0
        return True

    def _ask(self, request: _Request) -> Answer:
        reply = self._exchange(request)
        self._left -= 1
        try:
            plain = json.loads(reply)
            if failure := plain.get("failure"):
                # After a MemoryError nothing in there can be relied on.
                self._left = 0
                cause = BLOATED if failure == "memory" else BROKEN
                return Answer(request.task, failure=cause, detail=str(plain.get("detail", "")))
            return Answer(request.task, plain["result"])
        except (ValueError, RecursionError, AttributeError, KeyError):
            self._left = 0
            cause, detail = self._cause(is_too_long=len(reply) > self._pool.longest)
            return Answer(request.task, failure=cause, detail=detail)

    def _cause(self, *, is_too_long: bool) -> tuple[str, str]:
        child = self._child
        if self._overdue or child is None:
            return TIMED_OUT, "wall clock"
        if is_too_long:
            return BLOATED, "answer too long"
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(1)
        return _ENDED.get(child.returncode, BROKEN), f"process ended with {child.returncode}"

    def _exchange(self, request: _Request) -> bytes:
        child = self._child
        assert child is not None and child.stdin and child.stdout
        self._overdue, self._deadline = False, time.monotonic() + request.patience
        try:
            child.stdin.write(json.dumps([len(request.data), request.seconds]).encode() + b"\n")
            child.stdin.write(request.data)
            child.stdin.flush()
            return child.stdout.readline(self._pool.longest + 1)
        except (OSError, ValueError):
            return b""
        finally:
            self._deadline = None

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()
