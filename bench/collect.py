"""A thousand workbooks into one summary, against opening the same with openpyxl; ten thousand.

One in a hundred is damaged. Memory is that of the program and of its largest reading process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from bench.context import ROOT, make_context
from bench.report import Figure, seconds
from perfdesk.commands.context import Context, Opened
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.projects import open_forms, sample_projects
from perfdesk.commands.workbooks import write_excel
from perfdesk.models.refs import Ref

_FILES, _MANY = 1_000, 10_000
_UNIT = "Unit-X"  # each copy has one of its own; Chinese stands escaped in the parts
_GOAL, _MOST_MEMORY = 1 / 5, 300


def figures(folder: Path) -> Iterator[Figure]:
    """Make the workbooks, collect them twice, then ten times as many."""
    means = make_context(folder / "data")
    made = _make(means, folder / "made")
    files = folder / "files"
    _spread(made, files, _FILES)
    first = _run(files, folder / "汇总.xlsx", folder / "data")
    plain, plain_busy = (each * _FILES for each in _openpyxl(made))
    ratio = first.seconds / plain
    value = (
        f"{seconds(first.seconds)}（处理器 {seconds(first.busy)}），"
        f"每秒 {_FILES / first.seconds:.0f} 份，含写汇总"
    )
    yield Figure(
        f"收集 {_FILES} 份 Excel（{os.cpu_count()} 核）",
        value,
        f"openpyxl.load_workbook 逐份打开 {seconds(plain)}（处理器 {seconds(plain_busy)}）",
        ratio,
        f"≤ {_GOAL:g}×",
        ratio <= _GOAL,
    )
    again = _run(files, folder / "汇总.xlsx", folder / "data")
    again_ratio = again.seconds / first.seconds
    yield Figure("同上，再收一次", seconds(again.seconds), "第一次", again_ratio)
    yield _memory(f"{_FILES} 份的内存", first)
    many = folder / "many"
    _spread(made, many, _MANY)
    yield _memory(f"{_MANY} 份的内存", _run(many, folder / "汇总.xlsx", folder / "data"))


class _Took:
    def __init__(self, line: str, took: float) -> None:
        self.seconds = took
        self.megabytes, self.child_megabytes, self.busy = map(float, line.split())


def _memory(what: str, took: _Took) -> Figure:
    value = f"{took.megabytes:.0f} MB，读文件的进程各 {took.child_megabytes:.0f} MB"
    ratio, most = took.megabytes / _MOST_MEMORY, f"≤ {_MOST_MEMORY} MB"
    return Figure(what, f"{value}（{seconds(took.seconds)}）", most, ratio, most, ratio <= 1)


def _run(files: Path, out: Path, data: Path) -> _Took:
    """Collect in a process of its own, which says at the end what memory it took."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "bench.collect", str(files), str(out), str(data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return _Took(done.stdout, time.perf_counter() - start)


def _openpyxl(made: Sequence[Path]) -> tuple[float, float]:
    """Give the seconds, and those of the processor, that openpyxl takes for one workbook.

    For a thousand it takes minutes; each sample twice stands for them.
    """
    start, busy = time.perf_counter(), time.process_time()
    for path in (*made, *made):
        openpyxl.load_workbook(path)
    count = 2 * len(made)
    return (time.perf_counter() - start) / count, (time.process_time() - busy) / count


def _make(means: Context, folder: Path) -> list[Path]:
    """Write the samples as workbooks of one unit."""
    folder.mkdir(parents=True)
    found: list[Path] = []
    samples = [path for _, path in sample_projects(means)]
    for opened in (each for path in samples for each in _opened(means, path)):
        for role in opened.edition.summary.unit:
            opened.document.put(Ref(role), _UNIT)
        evaluation = judge(means, opened.edition, opened.document)
        path = folder / f"{len(found)}.xlsx"
        path.write_bytes(
            write_excel(means, JudgedForm(opened.edition, opened.document, evaluation))
        )
        found.append(path)
    return found


def _opened(means: Context, path: Path) -> Sequence[Opened]:
    return [replace(each, path=None) for each in open_forms(means, path)]


def _spread(made: Sequence[Path], folder: Path, count: int) -> None:
    """Put so many workbooks of as many units into subfolders, one in a hundred cut off."""
    for number, path in zip(range(count), cycle(made), strict=False):
        place = folder / f"镇{number // 25}" / f"{number}.xlsx"
        place.parent.mkdir(parents=True, exist_ok=True)
        _copy(path, place, f"Unit-{number}")
        if number % 100 == 99:
            place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])


def _copy(path: Path, place: Path, unit: str) -> None:
    with ZipFile(path) as source, ZipFile(place, "w", ZIP_DEFLATED, compresslevel=1) as copy:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.endswith(".xml"):
                data = data.replace(_UNIT.encode(), unit.encode())
            copy.writestr(part, data)


def _collect(files: Path, out: Path, data: Path) -> None:
    import resource

    from perfdesk.commands.collect.run import Collection, collect

    collect(make_context(data), Collection(files, out))
    own, children = (
        resource.getrusage(which).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
        for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    used = [resource.getrusage(which) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(own, children, sum(each.ru_utime + each.ru_stime for each in used))


if __name__ == "__main__":
    _collect(*map(Path, sys.argv[1:4]))
