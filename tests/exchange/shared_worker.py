"""Run readers as `worker.run` does, many in one process: starting it is most of the time."""

from __future__ import annotations

import importlib
import queue
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from perfdesk.exchange.refusal import Refused
from perfdesk.exchange.worker import Limits
from perfdesk.exchange.worker_pool import Answer, read_all


def make_reader(settings: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    """Be the process: each task names the reader it wants."""

    def read(task: dict[str, Any]) -> object:
        reader = getattr(importlib.import_module(task["module"]), task["name"])
        return reader(b64decode(task["data"]))

    return read


class SharedWorker:
    """One process with the limits of a worker; another one comes where a file ends it."""

    def __init__(self) -> None:
        self._tasks: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._answers: queue.Queue[Answer] = queue.Queue()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        for answer in read_all(make_reader, {}, iter(self._tasks.get, None), 1, Limits()):
            self._answers.put(answer)

    def run(
        self,
        reader: Callable[[bytes], object],
        data: bytes,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        cancelled: Callable[[], bool] = lambda: False,
    ) -> object:
        """Stand in for `worker.run`."""
        self._tasks.put(
            {
                "module": reader.__module__,
                "name": reader.__qualname__,
                "data": b64encode(data).decode(),
                "seconds": limits.seconds,
            }
        )
        answer = self._answers.get(timeout=120)
        if answer.failure:
            raise Refused(answer.failure)
        return answer.result

    def close(self) -> None:
        """End the process."""
        self._tasks.put(None)
        self._thread.join()
