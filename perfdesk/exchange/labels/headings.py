"""Give each row of a table made elsewhere the headings of its group.

On paper a heading is one cell over its rows. Where the merge is lost it stands in the first of
them, as a rule, and is filled down; where it does not, nobody can tell how far it reaches.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.exchange.labels.columns import LaidRow
from perfdesk.exchange.labels.heads import TableHead
from perfdesk.exchange.labels.label_words import core
from perfdesk.exchange.labels.reading import FormReading
from perfdesk.exchange.labels.texts import GridText
from perfdesk.models.form import Field, Framework, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten


class Headings:
    """The headings of one table, row by row from its first."""

    def __init__(self, form: FormReading, table: Table, rows: Sequence[LaidRow]) -> None:
        self._form, self._table = form, table
        self._carried: dict[str, list[GridText]] = {}
        aside = [c for c in table.columns if c.merged and _begins_late(c, rows)]
        self._are_first = not aside
        if aside:
            labels = "、".join(f"“{column.label}”" for column in aside)
            form.note(
                f"“{table.label}”（{form.texts.row(rows[0].row)[0].address}）",
                f"{labels}不在各组的第一行，空着的格分不清属于上面还是下面，没有代填，请补上。",
            )

    def begin_group(self, head: TableHead, row: LaidRow) -> bool:
        """Tell whether a row is a heading by itself across its group's columns, and carry it on."""
        cells = [cell for cells in row.cells.values() for cell in cells]
        if len(cells) != 1 or cells[0].column == cells[0].right or not head.is_spanned_by(cells[0]):
            return False
        (name,) = row.cells
        if not self._table.column(name).merged:
            return False
        self._form.account_for(cells[0])
        for column in self._table.columns[self._table.columns.index(self._table.column(name)) :]:
            self._carried.pop(column.name, None)
        self._carried[name] = cells
        return True

    def fill_down(self, row: LaidRow) -> set[str]:
        """Give a row the headings that stand only in the first of its group; name the columns.

        Not where the column has merges left: there, a blank is a blank.
        """
        inherited: set[str] = set()
        anew = False
        for column in self._table.columns:
            if not column.merged:
                continue
            cells = row.cells.get(column.name)
            if cells:
                anew = anew or cells != self._carried.get(column.name)
                self._carried[column.name] = cells
            elif anew or column.name not in self._carried:
                self._carried.pop(column.name, None)
            elif self._reaches(column, row):
                row.cells[column.name] = self._carried[column.name]
                inherited.add(column.name)
        return inherited

    def _reaches(self, column: Field, row: LaidRow) -> bool:
        if not self._are_first:
            return False
        has_texts = any(name in row.cells for name in _headed_by(self._table, column))
        return has_texts and all(map(_is_unmerged, self._carried[column.name]))


def _is_unmerged(cell: GridText) -> bool:
    return cell.bottom == cell.row


def _begins_late(column: Field, rows: Sequence[LaidRow]) -> bool:
    """Tell whether a column's first heading is not in the first row, with no merge to show why."""
    if not rows or column.name in rows[0].cells:
        return False
    cells = [cell for row in rows for cell in row.cells.get(column.name, ())]
    return bool(cells) and all(map(_is_unmerged, cells))


def _headed_by(table: Table, heading: Field) -> list[str]:
    """List the columns whose texts a heading is over: up to the next heading of its level."""
    found: list[str] = []
    after = table.columns[table.columns.index(heading) + 1 :]
    for column in after:
        if column.merged and column.level == heading.level:
            break
        found += [] if column.merged else [column.name]
    return found or [column.name for column in after if not column.merged]


def follow_framework(form: FormReading, framework: Framework) -> None:
    """Correct a first level that was filled down where the framework has another for the second.

    A scan that loses a merge puts the heading of a group into the middle of it.
    """
    table = form.edition.tables[form.edition.framework_table]
    one, two = (next((c for c in table.columns if c.level == level), None) for level in (1, 2))
    if one is None or two is None:
        return
    corrected: dict[tuple[str, str, str], list[str]] = {}
    for row in form.incoming.document.rows(table.name):
        at = Ref(one.name, table.name, row.id)
        under = core(row.cells.get(two.name, ""))
        owners = [name for name, own in framework.levels.items() if under in map(core, own)]
        if (
            at not in form.inherited_headings
            or len(owners) != 1
            or owners[0] == row.cells[one.name]
        ):
            continue
        was = form.incoming.document.text(at)
        form.correct(at, owners[0])
        title = row.cells.get(table.title_column, "")
        corrected.setdefault((was, row.cells[two.name], owners[0]), []).append(title)
    for (was, second, first), titles in corrected.items():
        form.note(
            f"“{'”“'.join(shorten(title) for title in titles)}”",
            f"原文件没有在行里写明{one.label}，上面的是“{was}”；按指标体系，“{second}”属于"
            f"“{first}”，读作“{first}”，请核对。",
        )
