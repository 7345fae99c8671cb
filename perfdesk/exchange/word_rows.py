"""Read the tables of a stranger's form into rows of ours."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.exchange.spots import Spot
from perfdesk.exchange.word_labels import table_rows
from perfdesk.exchange.word_state import Form, is_dash, is_figure
from perfdesk.exchange.word_tables import Head, Line, read_fixed, read_lines
from perfdesk.models.document import Row
from perfdesk.models.form import Field, Table
from perfdesk.models.refs import Ref


def read_tables(form: Form) -> None:
    """Read every table under its heads; a head on the next page goes on with it."""
    rows: dict[int, list[int]] = {}
    for row, head in table_rows(form):
        rows.setdefault(id(head), []).append(row)
    for head in form.heads:
        for row in range(head.first, head.last + 1):
            form.used.update(s.key for s in form.spots.row(row) if form.is_known(s))
        _read_table(form, head, rows.get(id(head), []))


def _read_table(form: Form, head: Head, rows: Sequence[int]) -> None:
    table = head.anchor.table
    units = {c.name: form.unit(c.head, head) for c in head.columns}
    if table.rows:
        _read_fixed(form, head, rows, units)
        return
    skipped = form.anchors.fixed | form.anchors.totals
    carried = form.carried.setdefault(table.name, {})
    before = {_content(form, row) for row in form.incoming.document.rows(table.name)}
    for line in read_lines(form.spots, head, rows, form.anchors, skipped):
        leading = form.spots.row(line.row)
        if leading and leading[0].word in form.anchors.totals:
            form.used.update(
                s.key for s in leading if s.word in form.anchors.totals or is_figure(s)
            )
            continue
        own = {name for name, spots in line.cells.items() if name not in line.shared}
        entered = {name for name in own if not table.column(name).is_computed}
        if not entered:
            continue
        _fill_down(form, table, line, carried)
        row = Row(form.incoming.document.new_row_id(table.name))
        form.incoming.document.tables.setdefault(table.name, []).append(row)
        for name, spots in line.cells.items():
            form.take(Ref(name, table.name, row.id), spots, units.get(name, ""))
            if name in line.shared and not table.column(name).merged:
                message = "与上一行合并了单元格，按相同内容读入，请核对。"
                form.note(f"“{table.column(name).label}”（{spots[0].address}）", message)
        if _content(form, row) in before:
            # A scan often gives one table twice, as text and as a table.
            form.incoming.document.tables[table.name].remove(row)
    form.found.update(Ref(c.name, table.name) for c in head.columns)


def _content(form: Form, row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(row.cells.items()))


def _fill_down(form: Form, table: Table, line: Line, carried: dict[str, list[Spot]]) -> None:
    """Give a row the heading that stands only in the first of its group.

    Not where the column has merges left: there, a blank is a blank.
    """
    anew = False
    for column in table.columns:
        if not column.merged:
            continue
        spots = line.cells.get(column.name)
        if spots:
            anew = anew or spots != carried.get(column.name)
            carried[column.name] = spots
        elif anew or column.name not in carried:
            carried.pop(column.name, None)
        elif any(name in line.cells for name in _headed_by(table, column)) and all(
            spot.bottom == spot.row for spot in carried[column.name]
        ):
            line.cells[column.name] = carried[column.name]


def _read_fixed(form: Form, head: Head, rows: Sequence[int], units: dict[str, str]) -> None:
    table = head.anchor.table
    made = {row.id: row for row in form.incoming.document.rows(table.name)}
    all_rows = [made.get(each.name) or Row(each.name) for each in table.rows]
    form.incoming.document.tables[table.name] = all_rows
    for name, line in read_fixed(form.spots, head, rows):
        words = next(words for row, words in head.anchor.rows if row == name)
        form.used.update(s.key for s in form.spots.row(line.row) if s.word in words)
        for column, spots in line.cells.items():
            if table.column(column).exists_in(name):
                form.take(Ref(column, table.name, name), spots, units.get(column, ""))
            else:
                form.used.update(s.key for s in spots if is_dash(s))
        form.found.update(Ref(c.name, table.name, name) for c in head.columns)
    form.found.update(Ref(c.name, table.name) for c in head.columns)


def _headed_by(table: Table, heading: Field) -> list[str]:
    """List the columns whose texts a heading is over: up to the next heading of its level."""
    found: list[str] = []
    after = table.columns[table.columns.index(heading) + 1 :]
    for column in after:
        if column.merged and column.level == heading.level:
            break
        found += [] if column.merged else [column.name]
    return found or [column.name for column in after if not column.merged]
