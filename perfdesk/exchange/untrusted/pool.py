"""Read many strangers' files in a few processes that may fall over, one file after another.

Like worker.py, but a process lives for many files: starting one takes as long as reading ten.
Tasks and answers are lines of JSON. A process that dies, hangs or runs out of memory costs the
one file it was at, which is named; another process takes its place.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from perfdesk.exchange.untrusted.refusal import BLOATED, BROKEN, TIMED_OUT
from perfdesk.exchange.untrusted.worker import ENDED, NO_WINDOW, Limits, bound, deny

# main.py looks for it first, as it does for that of worker.py.
FLAG = "--perfdesk-pool"
MAX_ANSWER = 32 * 1024 * 1024
# What a process keeps of the files it read is given back by ending it.
FILES_EACH = 1_000
_POLL = 0.05
_START = 60.0
_MOST_FAILED_STARTS = 3

Task: TypeAlias = Mapping[str, Any]
Read: TypeAlias = Callable[[dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one task: the reader's result, or why there is none, in Chinese."""

    task: Task
    result: Any = None
    failure: str = ""


class CannotStart(Exception):
    """Say that no process could be started, so that nothing can be read."""


def read_all(
    make_reader: Callable[[dict[str, Any]], Read],
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
    pool = _Pool(_command(make_reader, limits), json.dumps(settings), limits)
    waiting = iter(tasks)
    turn = threading.Lock()

    def take() -> Task | None:
        with turn:
            return None if pool.stopped else next(waiting, None)

    slots = [_Slot(pool, take) for _ in range(max(jobs, 1))]
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
        for slot in slots:
            slot.kill()
        _drain(pool.answers, slots)


def _drain(answers: queue.Queue[Answer], slots: Sequence[_Slot]) -> None:
    """Let threads end that wait for room."""
    while any(slot.thread.is_alive() for slot in slots):
        with contextlib.suppress(queue.Empty):
            answers.get(timeout=0.01)


@dataclass(slots=True)
class _Pool:
    """What the slots share; the queue is short, so that results never pile up."""

    command: list[str]
    settings: str
    limits: Limits
    answers: queue.Queue[Answer] = field(default_factory=lambda: queue.Queue(16))
    stopped: bool = False
    failed_starts: int = 0


class _Slot:
    """One process at a time, and the thread that talks with it."""

    def __init__(self, pool: _Pool, take: Callable[[], Task | None]) -> None:
        self._pool, self._take = pool, take
        self._child: subprocess.Popen[bytes] | None = None
        self._deadline: float | None = None
        self._overdue = False
        self._left = 0
        self.thread = threading.Thread(target=self._work, daemon=True)

    def end_if_overdue(self) -> None:
        """Kill a process that takes too long; its thread then finds the pipe closed."""
        if self._deadline is not None and time.monotonic() > self._deadline:
            self._overdue = True
            self.kill()

    def kill(self) -> None:
        """End the process, whatever it does."""
        if (child := self._child) is not None:
            child.kill()

    def _work(self) -> None:
        try:
            while (task := self._take()) is not None:
                while not self._ready():
                    if self._pool.stopped or self._pool.failed_starts >= _MOST_FAILED_STARTS:
                        return
                answer = self._ask(task)
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
                creationflags=NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError:
            self._pool.failed_starts += 1
            return False
        if self._exchange(self._pool.settings, _START) != b"{}\n":
            self._end()
            self._pool.failed_starts += 1
            return False
        self._left = FILES_EACH
        self._pool.failed_starts = 0
        return True

    def _ask(self, task: Task) -> Answer:
        seconds = float(task.get("seconds", self._pool.limits.seconds))
        reply = self._exchange(json.dumps(task), Limits(seconds).patience)
        self._left -= 1
        try:
            plain = json.loads(reply)
            if failure := plain.get("failure"):
                # After a MemoryError nothing in there can be relied on.
                self._left = 0
                return Answer(task, failure=BLOATED if failure == "memory" else BROKEN)
            return Answer(task, plain["result"])
        except (ValueError, RecursionError, AttributeError, KeyError):
            self._left = 0
            too_long = len(reply) > MAX_ANSWER
            return Answer(task, failure=self._cause(too_long))

    def _cause(self, too_long: bool) -> str:
        child = self._child
        if self._overdue or child is None:
            return TIMED_OUT
        if too_long:
            return BLOATED
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(1)
        return {"time": TIMED_OUT, "memory": BLOATED}.get(ENDED.get(child.returncode, ""), BROKEN)

    def _exchange(self, line: str, seconds: float) -> bytes:
        child = self._child
        assert child is not None and child.stdin and child.stdout
        self._overdue, self._deadline = False, time.monotonic() + seconds
        try:
            child.stdin.write(line.encode() + b"\n")
            child.stdin.flush()
            return child.stdout.readline(MAX_ANSWER + 1)
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


def _command(make_reader: Callable[..., object], limits: Limits) -> list[str]:
    name = f"{make_reader.__module__}:{make_reader.__qualname__}"
    task = [FLAG, name, str(limits.memory), str(limits.seconds)]
    if getattr(sys, "frozen", False):
        return [sys.executable, *task]
    root = str(Path(__file__).resolve().parents[3])
    start = f"import sys; sys.path.insert(0, {root!r}); from {__name__} import serve; "
    return [sys.executable, "-I", "-B", "-X", "utf8", "-c", start + "serve(sys.argv[1:])", *task]


# --- inside the process ------------------------------------------------------------------


def serve(arguments: Sequence[str]) -> None:
    """Be one of the processes: a line with settings, then a line for each file."""
    _, name, memory, seconds = arguments
    answer_to = os.fdopen(1, "wb", closefd=False)
    sys.stdout = sys.stderr
    module, _, function = name.partition(":")
    # Ctrl+C goes to every process of the terminal; only the first one is to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(0, "rb", closefd=False) as asked:
        bound(int(memory), _START)
        make_reader = getattr(importlib.import_module(module), function)
        read: Read = make_reader(json.loads(asked.readline()))
        sys.addaudithook(deny)
        _answer(answer_to, "{}")
        for line in asked:
            task = json.loads(line)
            # Should the program be killed, a process that spins ends by itself.
            bound(int(memory), float(task.get("seconds", seconds)), time.process_time())
            _answer(answer_to, _reply(read, task))


def _reply(read: Read, task: dict[str, Any]) -> str:
    try:
        reply = json.dumps({"result": read(task)})
        return reply if len(reply) < MAX_ANSWER else json.dumps({"failure": "memory"})
    except MemoryError:
        return json.dumps({"failure": "memory"})
    except Exception as error:  # whatever a mutated file brings about, the others are read
        detail = f"{type(error).__name__}: {error}"[:300]
        return json.dumps({"failure": "broken", "detail": detail})


def _answer(answer_to: Any, reply: str) -> None:
    answer_to.write(reply.encode() + b"\n")
    answer_to.flush()
