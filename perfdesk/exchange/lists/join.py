"""Join what the sheets of a list say of one project: its row, and its rows in other sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.exchange.labels.label_words import plain
from perfdesk.exchange.lists.grid import FoundList, ListRow
from perfdesk.exchange.lists.read import (
    Fault,
    ListedProject,
    add_rows,
    choose_framework,
    read_list,
)
from perfdesk.exchange.lists.skipped import Skipped, skip
from perfdesk.exchange.lists.uses import ListReading


@dataclass(frozen=True, slots=True)
class Orphan:
    """A row of another sheet that belongs to no project of the list, and why."""

    found: FoundList
    row: ListRow
    fault: Fault

    @property
    def name(self) -> str:
        """Give the project that the row says it is of."""
        cell = self.row.cells.get(self.fault.column)
        return cell.text if cell else ""

    @property
    def place(self) -> str:
        return f"{self.found.sheet} 第 {self.row.number} 行"


@dataclass(frozen=True, slots=True)
class Listed:
    """Everything that a list says: projects, rows that are none, rows that belong to none."""

    projects: tuple[ListedProject, ...]
    skipped: tuple[Skipped, ...]
    orphans: tuple[Orphan, ...] = ()


def read_lists(lists: Sequence[tuple[FoundList, ListReading]]) -> Listed:
    """Read the first list's projects, and the rows that the others have for them by name."""
    (main, reading), *more = lists
    projects, skipped = read_list(main, reading)
    named: dict[str, list[ListedProject]] = {}
    for project in projects:
        named.setdefault(plain(project.name), []).append(project)
    orphans: list[Orphan] = []
    for found, of_rows in more:
        _join(found, of_rows, named, skipped, orphans)
    for project in projects:
        choose_framework(project, reading.edition)
    return Listed(tuple(projects), tuple(skipped), tuple(orphans))


def _join(
    found: FoundList,
    reading: ListReading,
    named: dict[str, list[ListedProject]],
    skipped: list[Skipped],
    orphans: list[Orphan],
) -> None:
    """Add each row to the project that it names; a blank name is that of the row above."""
    column, name = reading.name_column, ""
    for row in found.rows:
        if passed_over := skip(found, row, reading):
            skipped.append(passed_over)
            continue
        cell = row.cells.get(column)
        name = plain(cell.text) if cell is not None else name
        owners = named.get(name, []) if name else []
        if len(owners) == 1:
            add_rows(owners[0], row, reading)
            owners[0].more.append((found, row))
        else:
            orphans.append(Orphan(found, row, Fault(column, _why(name, len(owners)))))


def _why(name: str, owners: int) -> str:
    if not name:
        return "没有填是哪个项目。"
    if owners:
        return f"名单里有 {owners} 个同名的项目，分不清是哪一个的。请把它们的名称写得不同。"
    return "名单里没有叫这个名称的项目。"
