"""Our paper against other means to the same paper: LibreOffice and Typst."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from bench.context import RESOURCES, ROOT, make_context, opened_sample, sample
from bench.measure import Series, in_turn
from bench.paper import all_new
from bench.report import Figure, against, seconds
from bench.typst_form import source
from perfdesk.commands.context import Context, Opened
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.output import draw_paper
from perfdesk.commands.workbooks import write_excel
from perfdesk.models.document import Document
from perfdesk.paper.plan import lay_out
from perfdesk.rules.evaluate.engine import evaluate

_RUNS = 15
_PROCESS_RUNS = 3
_BATCH = 10
_FORMS = 200


def figures(folder: Path) -> Iterator[Figure]:
    """Draw the sample by each means in turn; a means that is not there is left out, and said."""
    means = make_context(folder)
    opened = opened_sample(means)
    yield from _against_typst(means, opened)
    yield from _against_libreoffice(means, opened, folder)
    yield _many(means, opened)


def _against_typst(means: Context, opened: Opened) -> Iterator[Figure]:
    try:
        typst: Any = importlib.import_module("typst")
    except ImportError:
        print(
            "没有 typst（pip install typst 到别处，再设 PYTHONPATH），这一项略过", file=sys.stderr
        )
        return
    compiler = typst.Compiler(font_paths=[str(RESOURCES / "fonts")], ignore_system_fonts=True)
    keys = count(1)

    def sheet_of(document: Document) -> str:
        return source(lay_out(opened.edition, document, evaluate(opened.edition, document)))

    # Both get a form that they have not seen, Typst its source ready-made: it remembers too.
    sources = [sheet_of(all_new(opened.document, 1000 + n)) for n in range(_RUNS + 1)]
    given = iter(sources)

    def ours() -> bytes:
        return _drawn(means, opened, all_new(opened.document, next(keys)))

    def theirs() -> None:
        compiler.compile(next(given).encode())

    drawn, compiled = in_turn(_RUNS, ours, theirs)
    yield against("填好的表到 PDF，文字全新（一个进程内）", drawn, "Typst", compiled)


def _against_libreoffice(means: Context, opened: Opened, folder: Path) -> Iterator[Figure]:
    soffice = shutil.which("soffice")
    if not soffice:
        print("没有 LibreOffice，这一项略过", file=sys.stderr)
        return
    evaluation = judge(means, opened.edition, opened.document)
    book = write_excel(means, JudgedForm(opened.edition, opened.document, evaluation))
    books = [folder / f"{number}.xlsx" for number in range(_BATCH)]
    for path in books:
        path.write_bytes(book)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"

    def convert(*paths: Path) -> None:
        ask = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*ask, *map(str, paths)], check=True, capture_output=True)

    def whole() -> None:
        ask = [sys.executable, "main.py", "pdf", str(sample()), "-o", str(folder / "ours.pdf")]
        subprocess.run(ask, cwd=ROOT, check=True, capture_output=True)

    def many() -> None:
        for number in range(_BATCH):
            _drawn(means, opened, all_new(opened.document, number))

    ours, theirs, batch, many_ours = in_turn(
        _PROCESS_RUNS, whole, lambda: convert(books[0]), lambda: convert(*books), many
    )
    yield against("一份表到 PDF，整个进程，含启动", ours, "LibreOffice 转 Excel", theirs)
    start = ((b - a) / (_BATCH - 1) for a, b in zip(theirs.wall, batch.wall, strict=True))
    each = Series(tuple(max(one, 1e-6) for one in start), theirs.cpu)
    per_form = Series(
        tuple(one / _BATCH for one in many_ours.wall),
        tuple(one / _BATCH for one in many_ours.cpu),
    )
    yield against("一份表到 PDF，不含启动", per_form, "LibreOffice 多转一份", each)


def _many(means: Context, opened: Opened) -> Figure:
    """Draw two hundred forms in this process, each with texts of its own."""
    ours = in_turn(1, lambda: _drawn(means, opened, all_new(opened.document, 5000)))[0]
    memory, begun, computed = [_resident()], time.perf_counter(), time.thread_time()
    for number in range(1, _FORMS + 1):
        _drawn(means, opened, all_new(opened.document, 6000 + number))
        if number % (_FORMS // 2) == 0:
            memory.append(_resident())
    taken, computed = time.perf_counter() - begun, time.thread_time() - computed
    first, second = memory[1] - memory[0], memory[2] - memory[1]
    return Figure(
        f"一个进程里 {_FORMS} 份表到 PDF",
        f"{seconds(taken)}（处理器 {seconds(computed)}），"
        f"内存前一半多 {first:.0f} MB，后一半多 {second:.0f} MB",
        f"一份 {seconds(ours.middle)}",
        taken / ours.middle,
    )


def _drawn(means: Context, opened: Opened, document: Document) -> bytes:
    evaluation = evaluate(opened.edition, document)
    return draw_paper(means, JudgedForm(opened.edition, document, evaluation)).pdf


def _resident() -> float:
    """Give this process's memory in MB; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6
