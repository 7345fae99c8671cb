"""From the start of a process to the first painted window, against a bare PySide6 window."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.context import ROOT, sample
from bench.measure import ratio
from bench.report import Figure, seconds

_RUNS = 11
_MOST = 1.5
_LATE = ("reportlab", "openpyxl", "pypdfium2", "pdfplumber", "docx", "lxml", "xlrd")


@dataclass(frozen=True, slots=True)
class Start:
    """What one start took: seconds of wall and processor, bytes resident then and at most."""

    wall: float
    cpu: float
    resident: int
    peak: int
    modules: tuple[str, ...]


def figures(folder: Path) -> Iterator[Figure]:
    """Start the windows in turn: bare, furnished, the start page, a project."""
    project = folder / "start.perfdesk"
    shutil.copy(sample(), project)
    kinds = {"bare": [], "furnished": [], "page": [], "project": [str(project)]}
    starts: dict[str, list[Start]] = {kind: [] for kind in kinds}
    for run in range(_RUNS + 1):
        for kind, files in kinds.items():
            start = _start(kind, files, folder)
            if run:  # the first round writes bytecode and fills the disk's cache
                starts[kind].append(start)
    bare = starts["bare"]
    for kind, words in (
        ("furnished", "只有菜单、工具栏和中文的窗口"),
        ("page", "起始页"),
        ("project", "打开示例项目"),
    ):
        ours = starts[kind]
        yield _line(f"启动到第一次画出：{words}", ours, bare, lambda each: each.wall, seconds)
        yield _line(f"启动的处理器时间：{words}", ours, bare, lambda each: each.cpu, seconds)
        yield _line(f"内存：{words}", ours, bare, lambda each: each.resident, _megabytes)
        yield _line(f"内存峰值：{words}", ours, bare, lambda each: each.peak, _megabytes)
        early = [name for name in _LATE if name in ours[-1].modules]
        yield Figure(
            f"第一次画出前不该导入的：{words}",
            "、".join(early) or "无",
            f"空窗口共导入 {len(bare[-1].modules)} 个模块",
            len(ours[-1].modules) / len(bare[-1].modules),
            "无",
            not early,
        )


def _start(kind: str, files: Sequence[str], folder: Path) -> Start:
    # As run.py starts the program: with bytecode, and with a user's folder of its own.
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    settings |= {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}
    settings["XDG_DATA_HOME"] = str(folder / "data")
    child = [sys.executable, "-m", "bench.first_paint", kind]
    begin = time.monotonic_ns()
    done = subprocess.run(
        [*child, *files], cwd=ROOT, env=settings, stdout=subprocess.PIPE, check=True, timeout=60
    )
    told = json.loads(done.stdout)
    return Start(
        (told["painted"] - begin) / 1e9,
        told["cpu"],
        told["VmRSS"],
        told["VmHWM"],
        tuple(told["modules"]),
    )


def _line(
    what: str,
    ours: Sequence[Start],
    bare: Sequence[Start],
    get: Callable[[Start], float],
    write: Callable[[float], str],
) -> Figure:
    mine, beside = [get(each) for each in ours], [get(each) for each in bare]
    times = ratio(mine, beside)
    value, other = write(median(mine)), f"空窗口 {write(median(beside))}"
    return Figure(what, value, other, times, f"≤ {_MOST:g}×", times <= _MOST)


def _megabytes(size: float) -> str:
    return f"{size / 1e6:.1f} MB"
