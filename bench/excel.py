"""A filled form out to a workbook and in again."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl

from bench.context import make_context, opened_sample
from bench.measure import in_turn
from bench.report import Figure, against
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.intake import read_excel
from perfdesk.commands.workbooks import write_excel

_RUNS = 20


def figures(folder: Path) -> Iterator[Figure]:
    """Write the sample's workbook, and read it as an untrusted file: gate, worker and all."""
    means = make_context(folder)
    opened = opened_sample(means)
    evaluation = judge(means, opened.edition, opened.document)

    def write() -> bytes:
        return write_excel(means, JudgedForm(opened.edition, opened.document, evaluation))

    path = folder / "sample.xlsx"
    path.write_bytes(write())
    rows, columns = _shape(path)

    def write_plain() -> None:
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        for _ in range(rows):
            page.append(["格"] * columns)
        book.save(BytesIO())

    out, plain_out = in_turn(_RUNS, write, write_plain)
    yield against("写出 Excel", out, f"openpyxl 写 {rows}×{columns} 个格", plain_out)
    into, plain_in = in_turn(
        _RUNS, lambda: read_excel(means, path), lambda: openpyxl.load_workbook(path)
    )
    yield against("读入 Excel（另起进程）", into, "openpyxl.load_workbook", plain_in)


def _shape(path: Path) -> tuple[int, int]:
    page = openpyxl.load_workbook(path).active
    assert page is not None
    return page.max_row, page.max_column
