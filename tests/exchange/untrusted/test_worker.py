"""A worker may hang, grow, crash or lie: the program goes on and says one sentence."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.exchange.untrusted import pool
from perfdesk.exchange.untrusted.pool import Limits, read_one
from perfdesk.exchange.untrusted.refusal import Cancelled, Refused
from perfdesk.exchange.untrusted.worker import FLAG, ONE
from tests.exchange.hostile import making as hostile

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds only the time")


def refusal(
    reader: Callable[[bytes], object], data: bytes = b"", limits: Limits | None = None
) -> Refused:
    with pytest.raises(Refused) as caught:
        read_one(reader, data, limits or Limits())
    return caught.value


def test_plain_data_comes_back_as_it_was() -> None:
    assert read_one(hostile.echo, bytes(3_000_000)) == hostile.echo(bytes(3_000_000))


def test_what_a_reader_prints_is_not_its_answer() -> None:
    assert read_one(hostile.shout, b"") == "answer"


@pytest.mark.parametrize("reader", [hostile.hang, hostile.spin])
def test_a_worker_is_killed_when_its_time_is_over(reader: Callable[[bytes], object]) -> None:
    before = worker_threads()
    assert "用时过长" in refusal(reader, limits=Limits(seconds=0.3)).message
    assert worker_threads() == before


def test_a_worker_that_never_reads_does_not_hold_the_program() -> None:
    before = worker_threads()
    # The bytes do not fit the pipe, and no interpreter starts within a millisecond.
    assert refusal(hostile.echo, bytes(30_000_000), Limits(seconds=0.001)).message
    assert worker_threads() == before


@POSIX
def test_a_memory_bomb_is_contained() -> None:
    assert "过大" in refusal(hostile.grow, limits=Limits(memory=200 * 1024 * 1024)).message


@pytest.mark.parametrize(
    "reader", [hostile.die, hostile.leave, hostile.recurse, hostile.answer_nonsense]
)
def test_every_way_to_fail_is_one_sentence(reader: Callable[[bytes], object]) -> None:
    assert "已损坏" in refusal(reader).message


def test_an_endless_answer_is_cut_off() -> None:
    assert "过大" in refusal(hostile.talk_without_end).message


@pytest.mark.parametrize("reader", [hostile.call_home, hostile.start_another])
def test_a_worker_reaches_no_network_and_no_program(reader: Callable[[bytes], object]) -> None:
    assert "PermissionError" in refusal(reader).detail


def test_a_worker_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "kept.txt"
    target.write_text("kept")
    assert "PermissionError" in refusal(hostile.write_file, str(target).encode()).detail
    assert target.read_text() == "kept"


def test_a_worker_loads_no_window_and_no_workbook_library() -> None:
    modules = read_one(hostile.list_modules, b"")
    assert isinstance(modules, list)
    loaded = {str(name).partition(".")[0] for name in modules}
    assert not loaded & {"PySide6", "shiboken6", "reportlab", "openpyxl", "PIL"}


def test_a_read_can_be_cancelled() -> None:
    before = worker_threads()
    asked = threading.Event()
    threading.Timer(0.1, asked.set).start()
    with pytest.raises(Cancelled):
        read_one(hostile.hang, b"", cancelled=asked.is_set)
    assert worker_threads() == before


def test_a_machine_that_starts_no_process_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool.sys, "executable", "/no/such/interpreter")
    assert "没能启动" in refusal(hostile.echo).message


def test_a_frozen_program_calls_itself_with_the_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool.sys, "frozen", True, raising=False)
    command = pool._command(ONE, hostile.echo, Limits())
    assert command[:4] == [sys.executable, FLAG, ONE, "tests.exchange.hostile.making:echo"]


def worker_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == pool.THREAD}
