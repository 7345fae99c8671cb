"""Give each row of a table made elsewhere the headings of its group.

On paper a heading is one cell over its rows. Where the merge is lost it stands in the first of
them, as a rule, and is filled down; where it does not, nobody can tell how far it reaches.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.exchange.labels.columns import Line
from perfdesk.exchange.labels.label_words import core
from perfdesk.exchange.labels.reading import Form
from perfdesk.exchange.labels.tables import Head
from perfdesk.exchange.labels.texts import Spot
from perfdesk.models.form import Field, Framework, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten


class Headings:
    """The headings of one table, row by row from its first."""

    def __init__(self, form: Form, table: Table, lines: Sequence[Line]) -> None:
        self._form, self._table = form, table
        self._carried: dict[str, list[Spot]] = {}
        aside = [c for c in table.columns if c.merged and _begins_late(c, lines)]
        self._is_told = not aside
        if aside:
            labels = "、".join(f"“{column.label}”" for column in aside)
            form.note(
                f"“{table.label}”（{form.spots.row(lines[0].row)[0].address}）",
                f"{labels}不在各组的第一行，空着的格分不清属于上面还是下面，没有代填，请补上。",
            )

    def take_alone(self, head: Head, line: Line) -> bool:
        """Take a heading that stands by itself across its group's columns; tell whether it is."""
        spots = [spot for spots in line.cells.values() for spot in spots]
        if len(spots) != 1 or spots[0].column == spots[0].right or not head.spans(spots[0]):
            return False
        (name,) = line.cells
        if not self._table.column(name).merged:
            return False
        self._form.used.add(spots[0].key)
        for column in self._table.columns[self._table.columns.index(self._table.column(name)) :]:
            self._carried.pop(column.name, None)
        self._carried[name] = spots
        return True

    def fill_down(self, line: Line) -> set[str]:
        """Give a row the headings that stand only in the first of its group; name the columns.

        Not where the column has merges left: there, a blank is a blank.
        """
        filled: set[str] = set()
        anew = False
        for column in self._table.columns:
            if not column.merged:
                continue
            spots = line.cells.get(column.name)
            if spots:
                anew = anew or spots != self._carried.get(column.name)
                self._carried[column.name] = spots
            elif anew or column.name not in self._carried:
                self._carried.pop(column.name, None)
            elif self._reaches(column, line):
                line.cells[column.name] = self._carried[column.name]
                filled.add(column.name)
        return filled

    def _reaches(self, column: Field, line: Line) -> bool:
        if not self._is_told:
            return False
        has_texts = any(name in line.cells for name in _headed_by(self._table, column))
        spots = self._carried[column.name]
        return has_texts and all(_is_unmerged(spot) for spot in spots)


def _is_unmerged(spot: Spot) -> bool:
    return spot.bottom == spot.row


def _begins_late(column: Field, lines: Sequence[Line]) -> bool:
    """Tell whether a column's first heading is not in the first row, with no merge to show why."""
    if not lines or column.name in lines[0].cells:
        return False
    spots = [spot for line in lines for spot in line.cells.get(column.name, ())]
    return bool(spots) and all(_is_unmerged(spot) for spot in spots)


def _headed_by(table: Table, heading: Field) -> list[str]:
    """List the columns whose texts a heading is over: up to the next heading of its level."""
    found: list[str] = []
    after = table.columns[table.columns.index(heading) + 1 :]
    for column in after:
        if column.merged and column.level == heading.level:
            break
        found += [] if column.merged else [column.name]
    return found or [column.name for column in after if not column.merged]


def follow_framework(form: Form, framework: Framework) -> None:
    """Mend a first level that was filled down where the framework has another for the second.

    A scan that loses a merge puts the heading of a group into the middle of it.
    """
    table = form.edition.tables[form.edition.framework_table]
    one, two = (next((c for c in table.columns if c.level == level), None) for level in (1, 2))
    if one is None or two is None:
        return
    mended: dict[tuple[str, str, str], list[str]] = {}
    for row in form.incoming.document.rows(table.name):
        at = Ref(one.name, table.name, row.id)
        under = core(row.cells.get(two.name, ""))
        owners = [name for name, own in framework.levels.items() if under in map(core, own)]
        if at not in form.filled or len(owners) != 1 or owners[0] == row.cells[one.name]:
            continue
        was = form.incoming.document.text(at)
        form.incoming.document.put(at, owners[0])
        form.mend(at, owners[0])
        title = row.cells.get(table.title_column, "")
        mended.setdefault((was, row.cells[two.name], owners[0]), []).append(title)
    for (was, second, first), titles in mended.items():
        form.note(
            f"“{'”“'.join(shorten(title) for title in titles)}”",
            f"原文件没有在行里写明{one.label}，上面的是“{was}”；按指标体系，“{second}”属于"
            f"“{first}”，读作“{first}”，请核对。",
        )
