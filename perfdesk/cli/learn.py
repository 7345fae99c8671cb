"""The verb learn: keep the indicators of past projects in the office's own library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk.cli.report import visible
from perfdesk.commands import library
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.projects import open_forms


def learn(paths: Sequence[Path], context: Context, say: Callable[[str], None]) -> bool:
    """Take the indicators of projects in, file by file; False where one could not be read."""
    well = True
    for path in paths:
        try:
            forms = open_forms(context, path)
        except Refusal as refusal:
            say(str(refusal))
            well = False
            continue
        known = library.load_library(context)
        for note in known.notes:
            say(note)
        found = [
            indicator
            for each in forms
            for indicator in library.learn(known, each.edition, each.document, path.stem)
        ]
        kept = library.keep(context, known, found)
        for each in kept.added:
            print(visible("\t".join((each.name, each.kind or each.level2, each.value))))
        say(f"“{path.name}”：{kept}")
    return well
