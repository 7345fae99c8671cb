"""Find work that a killed program left behind, and bring it back as a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import find_edition, why_unfit
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import edit_from_json
from perfdesk.storage import recovery
from perfdesk.storage.project_file import UnreadableProject, read_project, write_project
from perfdesk.storage.reading import digest, read
from perfdesk.storage.recovery import Recovered
from perfdesk.storage.trouble import CannotRead


@dataclass(frozen=True, slots=True)
class Leftover:
    """Unsaved work of a program that was killed.

    `changes` counts the cells that differ from what lay in the file. `opened` has no path
    where it was never saved, or where the file changed meanwhile; then `note` says so.
    """

    recovered: Recovered
    opened: Opened
    changes: int
    note: str = ""

    @property
    def title(self) -> str:
        """Name it for the clerk."""
        project = self.recovered.base.project
        return Path(project).stem if project else "未命名"


def find_leftovers(context: Context, journals: Path) -> tuple[Leftover, ...]:
    """Find what journals of dead programs hold, the latest first.

    A journal whose content stands in its file is only left over, and is removed; one that
    this version does not understand stays where it is.
    """
    found = (_leftover(context, recovered) for recovered in recovery.pending(journals))
    return tuple(each for each in found if each is not None)


def _leftover(context: Context, recovered: Recovered) -> Leftover | None:
    base = recovered.base
    data = base.text.encode("utf-8")
    try:
        before, project = read_project(data), read_project(data)
        edited = _known(context, project, _replay(project, recovered.records))
        edition = find_edition(context, _key(edited))
    except (UnreadableProject, Refusal, LookupError, TypeError, ValueError):
        return None
    changes = _count_changes(before, project)
    path = Path(base.project) if base.project else None
    present = _digest_of(path)
    if not changes or (path and present == digest(write_project(project))):
        recovery.discard(recovered)
        return None
    opened, note = Opened(project, edited, edition, path, base.digest), recovered.damage
    if path is not None and present != base.digest:
        opened = replace(opened, path=None, digest=None)
        note += f"“{path.name}”在此期间被改动或移走了，恢复的内容请另存为新文件，再与它核对。"
    return Leftover(recovered, opened, changes, note)


def _known(context: Context, project: Project, edited: Document) -> Document:
    """Give a form this program has: the one worked on last, or the project's first."""
    known = [each for each in (edited, *project.documents) if not why_unfit(context, each)]
    return known[0] if known else edited


def _key(document: Document) -> str:
    return f"{document.form}/{document.edition}"


def _replay(project: Project, records: Sequence[dict[str, object]]) -> Document:
    """Repeat what a journal holds; give the document that was worked on last."""
    document = project.documents[0]
    for record in records:
        match record:
            case {"document": int(place), "edit": dict(edit)}:
                document = project.documents[place]
                edit_from_json(edit).apply(document)
            case {"add": str(text)}:
                document = read_project(text.encode("utf-8")).documents[0]
                project.documents.append(document)
            case {"drop": int(place)}:
                del project.documents[place]
                document = project.documents[0]
            case _:
                raise TypeError("no record of ours")
    return document


def _count_changes(before: Project, after: Project) -> int:
    """Count the cells that differ; 1 where rows were only moved."""
    old, new = (
        {
            (place, at): text
            for place, document in enumerate(project.documents)
            for at, text in document.entries()
        }
        for project in (before, after)
    )
    changed = sum(old.get(key, "") != new.get(key, "") for key in old.keys() | new.keys())
    return changed or int(write_project(before) != write_project(after))


def _digest_of(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return read(path).digest
    except CannotRead:
        return None
