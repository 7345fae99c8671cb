"""Do the main job on a sample where there is no display, and leave what came of it in a folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from perfdesk import cli
from perfdesk.commands.context import Context
from perfdesk.commands.form import judge
from perfdesk.commands.projects import open_sample, sample_projects


def run(context: Context, folder: Path, make_window: Callable[[], tuple[Any, Any, Any]]) -> int:
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
    app, desktop, window = make_window()
    window.show_project(desktop.open(sample))
    window.show()
    window.desk.check_all()
    app.processEvents()
    picture = folder / "窗口.png"
    window.grab().save(str(picture))
    desktop.finish(window.desk.session)
    print(f"已写入 {picture}", file=sys.stderr)
    return 0


def _errs(context: Context, sample: Path) -> bool:
    opened = open_sample(context, sample)
    return judge(context, opened.edition, opened.document).has_errors
