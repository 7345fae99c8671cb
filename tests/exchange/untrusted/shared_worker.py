"""Run readers as `pool.read_one` and `read_all` do, for many tests in one process.

Starting a process takes ten times as long as reading a file.
"""

from __future__ import annotations

import importlib
import json
import mmap
import queue
import sys
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from perfdesk.commands import intake_reading
from perfdesk.commands.intake_reading import reading_context
from perfdesk.exchange.untrusted.pool import Answer, Limits, Task, read_all
from perfdesk.exchange.untrusted.refusal import BLOATED, BROKEN, Cancelled, Refused

# Of the 700 MB that a worker has.
_WORN = 300 * 1024 * 1024
_POLL = 0.02
_MOST_POLLS = 12_000


def make_shared(settings: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    """Be the process: each task names the reader it wants, or what makes it.

    The editions are read once; to read them again for each file takes most of its time.
    """
    known = cache(lambda folders: reading_context(list(folders)))
    intake_reading.reading_context = lambda folders: known(tuple(folders))
    made = cache(lambda module, name, asked: _named(module, name)(json.loads(asked)))

    def read(task: dict[str, Any]) -> object:
        # The pool ends a process after every failure, and most damaged files are one.
        answer: dict[str, object] = {}
        try:
            if "settings" in task:
                reader = made(task["module"], task["name"], task["settings"])
                answer["result"] = reader(task["task"])
            else:
                reader = _named(task["module"], task["name"])
                answer["result"] = reader(b64decode(task["data"]))
        except MemoryError:
            if sys.platform != "linux" or _is_worn():
                raise
            answer["failure"] = BLOATED
        except Exception:
            answer["failure"] = BROKEN
        return answer | {"worn": _is_worn()}

    return read


def _named(module: str, name: str) -> Callable[[Any], Any]:
    found: Callable[[Any], Any] = getattr(importlib.import_module(module), name)
    return found


def _is_worn() -> bool:
    """Tell whether so much of what the limit counts is kept that the next file might lack it."""
    try:
        # Not ru_maxrss: that begins with what the program that started this process had.
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return False
    return pages * mmap.PAGESIZE > _WORN


class SharedWorker:
    """One process with the limits of a worker; another one comes where a file ends it."""

    def __init__(self) -> None:
        self._tasks: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._answers: queue.Queue[Answer] = queue.Queue()
        self._turn = threading.Lock()
        self._unwanted = 0
        self._closed = False
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while not self._closed:
            for answer in read_all(make_shared, {}, iter(self._tasks.get, None), 1, Limits()):
                self._answers.put(answer)

    def read_one(
        self,
        reader: Callable[[bytes], object],
        data: bytes,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        cancelled: Callable[[], bool] = lambda: False,
    ) -> object:
        """Stand in for `pool.read_one`; what is cancelled is read to its end, and nobody told."""
        task = {"data": b64encode(data).decode(), "seconds": limits.seconds}
        answer = self._ask(_name(reader) | task, cancelled)
        if answer.failure:
            raise Refused(answer.failure)
        return answer.result

    def read_all(
        self,
        make_reader: Callable[[dict[str, Any]], Callable[[dict[str, Any]], object]],
        settings: Mapping[str, Any],
        tasks: Iterable[Task],
        jobs: int,
        limits: Limits,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Answer]:
        """Stand in for `pool.read_all`: one file after another, however many `jobs` are asked."""
        for task in tasks:
            asked = {"settings": json.dumps(settings), "task": task}
            seconds = {"seconds": task.get("seconds", limits.seconds)}
            try:
                answer = self._ask(_name(make_reader) | asked | seconds, cancelled)
            except Cancelled:
                return
            yield Answer(task, answer.result, answer.failure)

    def _ask(self, task: dict[str, Any], cancelled: Callable[[], bool]) -> Answer:
        with self._turn:
            self._tasks.put(task)
            answer = self._wait(cancelled)
            if answer.failure:
                return answer
            if answer.result["worn"]:
                self._tasks.put(None)
            return Answer(task, answer.result.get("result"), answer.result.get("failure", ""))

    def _wait(self, cancelled: Callable[[], bool]) -> Answer:
        for _ in range(_MOST_POLLS):
            if cancelled():
                self._unwanted += 1
                raise Cancelled("已取消。")
            with suppress(queue.Empty):
                answer = self._answers.get(timeout=_POLL)
                if not self._unwanted:
                    return answer
                self._unwanted -= 1
        raise RuntimeError("the process that reads does not answer")

    def close(self) -> None:
        """End the process."""
        self._closed = True
        self._tasks.put(None)
        self._thread.join()


def _name(function: Callable[..., object]) -> dict[str, Any]:
    return {"module": function.__module__, "name": function.__qualname__}
