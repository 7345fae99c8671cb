"""The verb `lint`: every fault of an edition's folder, by file, table and key."""

from __future__ import annotations

import argparse

from perfdesk.cli.exit_codes import DONE, FOUND
from perfdesk.cli.report import visible
from perfdesk.cli.telling import say
from perfdesk.commands.context import Context


def lint_folders(options: argparse.Namespace, context: Context) -> int:
    """List the faults of editions; 0 for none, 1 where there are some."""
    from perfdesk.forms.lint import lint

    faults = 0
    for folder in options.folders:
        linted = lint(folder)
        faults += len(linted.faults)
        for each in linted.faults:
            print(visible(each))
        said = f"{len(linted.faults)} 处毛病" if linted.faults else "没有发现问题"
        later = "" if linted.examples_tried else "；示例还没有试，请改正后再运行一次"
        say(f"{folder}：{said}{later}")
    return FOUND if faults else DONE
