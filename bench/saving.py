"""What it costs to save so that nothing can be lost, and to write every edit down."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from bench.context import sample
from bench.measure import Series, in_turn
from bench.report import Figure, against
from perfdesk.models.edits import SetCell, edit_to_json
from perfdesk.models.refs import Ref
from perfdesk.storage import atomic
from perfdesk.storage.journal import Journal
from perfdesk.storage.journal_file import Base

_AT_ONCE = 100


def figures(folder: Path) -> Iterator[Figure]:
    """Save a sample's bytes over themselves, and append edits to a journal."""
    data = sample().read_bytes()
    careful, naive = folder / "careful.perfdesk", folder / "naive.perfdesk"
    careful.write_bytes(data)
    digest = sha256(data).hexdigest()
    saved, written = in_turn(
        300,
        lambda: atomic.write(careful, data, expected_hash=digest),
        lambda: naive.write_bytes(data),
    )
    yield against("保存一个项目", saved, "直接写", written)
    appended, raw = _appending(folder)
    yield against("日志记一笔", appended, "os.write", raw)


def _appending(folder: Path) -> tuple[Series, Series]:
    base = Base("", None, "{}", datetime.now().astimezone())
    journal = Journal(folder / "journals", base, on_trouble=print)
    record = {"document": 0, "edit": edit_to_json(SetCell(Ref("work"), "一段正在写的文字。" * 20))}
    line = str(record).encode()
    plain = os.open(folder / "plain", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append() -> None:
        for _ in range(_AT_ONCE):
            journal.append(record)

    def write() -> None:
        for _ in range(_AT_ONCE):
            os.write(plain, line)

    series = in_turn(50, append, write)
    os.close(plain)
    journal.discard()
    appended, raw = (Series(_each(one.wall), _each(one.cpu)) for one in series)
    return appended, raw


def _each(times: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(time / _AT_ONCE for time in times)
