"""Do the main job on a sample where there is no display, and leave what came of it in a folder."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from perfdesk import cli
from perfdesk.commands.context import Context
from perfdesk.commands.form import judge
from perfdesk.commands.projects import open_sample, sample_projects
from perfdesk.models.finding import Severity

_SIZE = (1440, 900)
# Seconds between two pictures that must be the same; a machine that never rests gets its last.
_MOMENT, _NAP, _MOST_PICTURES = 0.2, 0.01, 20


def run(context: Context, folder: Path, make_window: Callable[[], tuple[Any, Any]]) -> int:
    """Check the first sample with errors, write PDF and workbook, and draw a picture of the window.

    Gives the exit code 0 although the sample holds mistakes: that they are found is the
    point.
    """
    folder.mkdir(parents=True, exist_ok=True)
    title, sample = next(each for each in sample_projects(context) if _errs(context, each[1]))
    print(f"示例项目：{title}", file=sys.stderr)
    cli.run(["check", str(sample)], context)
    cli.run(["pdf", str(sample), "-o", str(folder / "示例.pdf")], context)
    cli.run(["export", str(sample), "-o", str(folder / "示例.xlsx")], context)
    app, window = make_window()
    window.resize(*_SIZE)
    window.show_project(open_sample(context, sample))
    window.show()
    _go_to_the_indicators(window.project)
    picture = folder / "窗口.png"
    _finished(app, window).save(str(picture))
    window.show_start()
    print(f"已写入 {picture}", file=sys.stderr)
    return 0


def _go_to_the_indicators(project: Any) -> None:
    """Check everything, and walk to the first error among the indicators, or to any error."""
    project.findings.check_all()
    errors = [each for each in project.bridge.shown if each.severity is Severity.ERROR]
    table = project.session.edition.framework_table
    wanted = next((each for each in errors if each.at.table == table), errors[0])
    while project.dock.chosen() != wanted:
        project.findings.walk(1)


def _finished(app: Any, window: Any) -> Any:
    """Draw the window once it stands still: lists and rows are measured a moment after."""
    drawn = None
    for _ in range(_MOST_PICTURES):
        end = time.monotonic() + _MOMENT
        while time.monotonic() < end:
            app.processEvents()
            time.sleep(_NAP)
        before, drawn = drawn, window.grab().toImage()
        if drawn == before:
            break
    return drawn


def _errs(context: Context, sample: Path) -> bool:
    opened = open_sample(context, sample)
    return judge(context, opened.edition, opened.document).has_errors
