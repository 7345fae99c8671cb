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
        found = lint(folder)
        faults += len(found)
        for each in found:
            print(visible(each))
        say(f"{folder}：{len(found)} 处毛病" if found else f"{folder}：没有发现问题")
    return FOUND if faults else DONE
