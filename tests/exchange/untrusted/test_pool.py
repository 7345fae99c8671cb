"""A process of the pool may die, hang or run out of memory: that costs one file, never the run."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from perfdesk.exchange.untrusted import pool
from perfdesk.exchange.untrusted.pool import Answer, CannotStart, Limits, read_all
from tests.exchange.untrusted import pool_readers

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds only the time")
LIMITS = Limits(seconds=20, memory=400 * 1024 * 1024)


def answers(
    tasks: list[dict[str, Any]], jobs: int = 2, limits: Limits = LIMITS
) -> dict[int, Answer]:
    found = read_all(pool_readers.make, {"plus": 100}, tasks, jobs, limits)
    return {each.task["n"]: each for each in found}


def test_every_task_is_answered_once_by_a_few_processes() -> None:
    found = answers([{"n": n} for n in range(200)])
    assert {n: each.result["sum"] for n, each in found.items()} == {n: n + 100 for n in range(200)}
    assert len({each.result["pid"] for each in found.values()}) <= 2


@pytest.mark.parametrize("how", ["leave", "raise", "recurse", "nonsense"])
def test_whatever_kills_a_process_costs_one_file(how: str) -> None:
    found = answers([{"n": n, "how": how if n == 7 else ""} for n in range(20)])
    assert len(found) == 20
    assert [n for n, each in found.items() if each.failure] == [7]
    assert "已损坏" in found[7].failure


@POSIX
@pytest.mark.parametrize("how", ["grow", "die"])
def test_a_memory_bomb_costs_one_file(how: str) -> None:
    # A library in Rust or C that gets no memory does not raise: it aborts.
    found = answers([{"n": n, "how": how if n == 3 else ""} for n in range(8)])
    assert [n for n, each in found.items() if each.failure] == [3]
    assert "过大" in found[3].failure


def test_a_file_that_takes_too_long_is_named_and_the_others_are_read() -> None:
    tasks: list[dict[str, Any]] = [{"n": n} for n in range(8)]
    tasks[2] |= {"how": "hang", "seconds": 0.3}
    found = answers(tasks)
    assert [n for n, each in found.items() if each.failure] == [2]
    assert "用时过长" in found[2].failure


@POSIX
def test_the_process_itself_ends_what_takes_too_much_processor_time() -> None:
    found = answers([{"n": 0, "how": "spin", "seconds": 0.5}, {"n": 1}])
    assert [n for n, each in found.items() if each.failure] == [0]
    assert "用时过长" in found[0].failure


def test_a_reader_may_not_write_nor_start_anything() -> None:
    found = answers([{"n": 0, "how": "write"}, {"n": 1, "how": "spawn"}, {"n": 2}])
    assert [bool(found[n].failure) for n in range(3)] == [True, True, False]


def test_a_process_is_renewed_after_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "FILES_EACH", 5)
    found = answers([{"n": n} for n in range(12)], jobs=1)
    assert len({each.result["pid"] for each in found.values()}) == 3


def test_cancelling_ends_the_run_and_its_processes() -> None:
    before = threading.active_count()
    seen: list[Answer] = []
    tasks = ({"n": n} for n in range(10_000))
    run = read_all(
        pool_readers.make, {"plus": 0}, tasks, 2, LIMITS, cancelled=lambda: len(seen) >= 5
    )
    for answer in run:
        seen.append(answer)
    assert 5 <= len(seen) < 200
    assert threading.active_count() == before


def test_tasks_are_not_taken_long_before_they_are_read() -> None:
    taken = 0

    def tasks() -> Any:
        nonlocal taken
        for n in range(1_000):
            taken += 1
            yield {"n": n}

    run = read_all(pool_readers.make, {"plus": 0}, tasks(), 2, LIMITS)
    next(run)
    time.sleep(0.2)
    assert taken < 30
    run.close()  # type: ignore[attr-defined]


def test_a_reader_that_cannot_be_made_is_said_at_once() -> None:
    make: Callable[[dict[str, Any]], Any] = pool_readers.cannot_make
    with pytest.raises(CannotStart):
        list(read_all(make, {}, [{"n": 1}], 2, LIMITS))
