"""The verb `import`: bring a workbook, a PDF of ours or a scanned data page into a project."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfdesk import commands
from perfdesk.cli import DONE, FOUND
from perfdesk.cli.report import visible
from perfdesk.cli.telling import print_json, saved, say
from perfdesk.commands import Office
from perfdesk.models.document import Project, place_of
from perfdesk.models.form import Edition

if TYPE_CHECKING:
    from perfdesk.exchange.incoming import Incoming


def import_file(options: argparse.Namespace, office: Office) -> int:
    """Make a new project of what a file holds, or list what it would change in one, or do that."""
    project, incoming = _read(options, office)
    notes = [asdict(note) for _, each in incoming for note in each.notes]
    if not _is_there(options.out):
        code = saved(commands.save_project(office, project, options.out, None), options.out)
        return _told(options, notes, [], code)
    opened = [commands.open_project(office, options.out, edition.key) for edition, _ in incoming]
    first = opened[0]
    listed = []
    for each, (edition, theirs) in zip(opened, incoming, strict=True):
        ours = first.project.documents[place_of(each.project, each.document)]
        commands.conform(edition, ours)
        found = commands.compare(edition, ours, theirs)
        listed += [{"label": d.label, "before": d.before, "after": d.after} for d in found]
        commands.take_in(edition, ours, theirs).apply(ours)
    if not listed or not options.apply:
        return _told(options, notes, listed, FOUND if listed else DONE)
    outcome = commands.save_project(office, first.project, options.out, first.digest)
    return _told(options, notes, listed, saved(outcome, options.out))


def _read(
    options: argparse.Namespace, office: Office
) -> tuple[Project, Sequence[tuple[Edition, Incoming]]]:
    if commands.is_carrier(options.file):
        project, note = commands.read_carrier(office, options.file, options.form)
        if note:
            say(note)
        return project, [commands.as_incoming(office, each) for each in project.documents]
    found = commands.read_excels(office, options.file, options.form)
    project = Project([])
    for edition, incoming in found:
        document = commands.new_project(edition).document
        document.cells.update(incoming.document.cells)
        document.tables.update(incoming.document.tables)
        project.documents.append(document)
    return project, found


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True  # opening it will say what is the matter


def _told(
    options: argparse.Namespace,
    notes: list[dict[str, Any]],
    differences: list[dict[str, str]],
    code: int,
) -> int:
    if options.json:
        print_json({"notes": notes, "differences": differences})
        return code
    for note in notes:
        say(f"{note['where']}：{note['message']}")
    for each in differences:
        before, after = each["before"] or "（空）", each["after"] or "（空）"
        print(visible(f"{each['label']}：{before} → {after}"))
    if differences and code == FOUND:
        say(f"有 {len(differences)} 处不同，还没有写入。确认无误后加上 --apply 再运行一次。")
    return code
