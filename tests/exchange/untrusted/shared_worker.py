"""Run readers as `pool.read_one` does, many in one process: starting it is most of the time."""

from __future__ import annotations

import importlib
import queue
import sys
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import cache
from typing import Any

from perfdesk.commands import intake_reading
from perfdesk.commands.intake_reading import reading_context
from perfdesk.exchange.untrusted.pool import Answer, Limits, read_all
from perfdesk.exchange.untrusted.refusal import BLOATED, BROKEN, Refused

# Kilobytes, of the 700 MB that a worker has.
_WORN = 300 * 1024


def make_reader(settings: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    """Be the process: each task names the reader it wants.

    The editions are read once; to read them again for each file takes most of its time.
    """
    known = cache(lambda folders: reading_context(list(folders)))
    intake_reading.reading_context = lambda folders: known(tuple(folders))

    def read(task: dict[str, Any]) -> object:
        reader = getattr(importlib.import_module(task["module"]), task["name"])
        # The pool ends a process after every failure, and most damaged files are one.
        try:
            return {"result": reader(b64decode(task["data"]))}
        except MemoryError:
            if _is_worn():
                raise
            return {"failure": BLOATED}
        except Exception:
            return {"failure": BROKEN}

    return read


def _is_worn() -> bool:
    """Tell whether so much memory was taken that the next file might get none.

    Most files are refused as too large long before.
    """
    if sys.platform != "linux":
        return True
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _WORN


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

    def read_one(
        self,
        reader: Callable[[bytes], object],
        data: bytes,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        cancelled: Callable[[], bool] = lambda: False,
    ) -> object:
        """Stand in for `pool.read_one`."""
        self._tasks.put(
            {
                "module": reader.__module__,
                "name": reader.__qualname__,
                "data": b64encode(data).decode(),
                "seconds": limits.seconds,
            }
        )
        answer = self._answers.get(timeout=120)
        failure = answer.failure or answer.result.get("failure", "")
        if failure:
            raise Refused(failure)
        return answer.result["result"]

    def close(self) -> None:
        """End the process."""
        self._tasks.put(None)
        self._thread.join()
