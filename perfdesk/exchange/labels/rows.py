"""Read the tables of a form made elsewhere into rows of ours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from perfdesk.exchange.labels.columns import LaidRow, lay_fixed_rows, lay_rows
from perfdesk.exchange.labels.headings import Headings
from perfdesk.exchange.labels.heads import TableHead
from perfdesk.exchange.labels.label_words import plain
from perfdesk.exchange.labels.reading import FormReading, is_dash, is_figure
from perfdesk.exchange.labels.table_ends import table_rows
from perfdesk.exchange.labels.values import holds_several_rows, without_head
from perfdesk.models.document import Row
from perfdesk.models.form import Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten

_PACKED = "这一行里一格有几行的内容，分不开，没有读入。请在原文件中分成几行，或者手工填写。"
_AGAIN = "前面已有同名的一行，内容不同，两行都读入了，请核对。"
_SHARED = "与上一行合并了单元格，按相同内容读入，请核对。"


def read_tables(form: FormReading) -> None:
    """Read every table under its heads; a head on the next page goes on with it."""
    rows: dict[int, list[int]] = {}
    for row, head in table_rows(form.grid):
        rows.setdefault(head.first, []).append(row)
    headings: dict[str, Headings] = {}
    for head in form.grid.heads:
        for row in range(head.first, head.last + 1):
            line = form.texts.row(row)
            form.account_for(*(c for c in line if form.grid.is_printed(c) or head.is_over(c)))
        below = rows.get(head.first, [])
        units = {c.name: form.grid.unit_of_money(c.head, head) for c in head.columns}
        table = head.anchor.table
        if table.rows:
            _read_fixed_rows(form, head, below, units)
            continue
        laid = _rows_with_entries(form, head, below)
        if table.name not in headings:
            headings[table.name] = Headings(form, table, laid)
        _read_rows(form, head, laid, units, headings[table.name])
        _note_foreign(form, head, laid)


def _rows_with_entries(form: FormReading, head: TableHead, rows: Sequence[int]) -> list[LaidRow]:
    """Lay the rows in which something is entered: no totals, no remains of the head."""
    found = []
    totals = form.anchors.totals
    for laid in lay_rows(form.texts, head, rows, form.anchors, form.anchors.fixed | totals):
        line = form.texts.row(laid.row)
        if any(cell.word in totals for cell in line[:2]):
            form.account_for(*(c for c in line if c.word in totals or is_figure(c)))
            continue
        own = laid.cells.keys() - laid.shared
        if any(not head.anchor.table.column(name).is_computed for name in own):
            found.append(laid)
    return found


def _read_rows(
    form: FormReading,
    head: TableHead,
    rows: Sequence[LaidRow],
    units: Mapping[str, str],
    headings: Headings,
) -> None:
    table = head.anchor.table
    words = dict(head.anchor.columns)
    before = list(form.incoming.document.rows(table.name))
    gone: dict[str, str] = {}
    for number, laid in enumerate(rows, 1):
        _account_for_number(form, head, laid, number)
        if headings.begin_group(head, laid):
            continue
        texts = {
            name: without_head(table.column(name), cells[0].text, words[name])
            for name, cells in laid.cells.items()
        }
        if any(holds_several_rows(table.column(name), text) for name, text in texts.items()):
            _refuse(form, table, laid, texts)
            continue
        inherited = headings.fill_down(laid)
        row = _enter_row(form, table, laid, texts, units)
        form.inherited_headings.update(Ref(name, table.name, row.id) for name in inherited)
        same = next((each for each in before if _are_one(each, row)), None)
        if same is not None:
            # A report gives one table twice, whole and by its parts; so does many a scan.
            same.cells.update(row.cells | same.cells)
        else:
            _note_same_title(form, table, before, row, laid)
        if same is not None or not row.cells:
            gone[row.id] = same.id if same else ""
    # Not before: the id of a row that is gone would be given to another.
    form.drop_rows(table.name, gone)
    form.known_fields.update(Ref(c.name, table.name) for c in head.columns)


def _account_for_number(form: FormReading, head: TableHead, laid: LaidRow, number: int) -> None:
    """Know the running number that some put before their rows."""
    first = form.texts.row(laid.row)[0]
    if first.text == str(number) and head.is_foreign(first):
        heads = (c.head for c in head.foreign if c.head and c.left == first.column)
        form.account_for(first, *heads)


def _enter_row(
    form: FormReading,
    table: Table,
    laid: LaidRow,
    texts: Mapping[str, str],
    units: Mapping[str, str],
) -> Row:
    """Enter a row's cells, of those under their own heads the `texts` without these."""
    document = form.incoming.document
    row = Row(document.new_row_id(table.name))
    document.tables.setdefault(table.name, []).append(row)
    for name, (first, *others) in laid.cells.items():
        text = texts.get(name, first.text)
        cell = first if text == first.text else first.with_text(text)
        form.enter_cells(Ref(name, table.name, row.id), [cell, *others], units.get(name, ""))
        if name in laid.shared and not table.column(name).merged:
            form.note(f"“{table.column(name).label}”（{first.address}）", _SHARED)
    return row


def _note_same_title(
    form: FormReading, table: Table, before: Collection[Row], row: Row, laid: LaidRow
) -> None:
    title = row.cells.get(table.title_column, "")
    if title in [each.cells.get(table.title_column) for each in before]:
        form.note(f"“{shorten(title)}”（{form.texts.row(laid.row)[0].address}）", _AGAIN)


def _note_foreign(form: FormReading, head: TableHead, rows: Sequence[LaidRow]) -> None:
    """Say once of a whole column that the form does not have it."""
    left = [
        cell
        for laid in rows
        for cell in form.texts.row(laid.row)
        if cell.at not in form.accounted_for
    ]
    columns = [
        f"“{shorten(column.head.text)}”"
        for column in head.foreign
        if column.head and any(column.left <= cell.column <= column.right for cell in left)
    ]
    if columns:
        where = f"“{head.anchor.table.label}”（{form.texts.row(head.first)[0].address}）"
        form.note(where, f"表里没有{'、'.join(columns)}这样的列，这些列的内容没有读入。")


def _refuse(form: FormReading, table: Table, laid: LaidRow, texts: Mapping[str, str]) -> None:
    own = [cell for name, cells in laid.cells.items() if name not in laid.shared for cell in cells]
    form.account_for(*own)
    title = shorten(texts.get(table.title_column, "") or own[0].text)
    form.note(f"“{title}”（{own[0].address}）", _PACKED, own)


def _are_one(before: Row, row: Row) -> bool:
    """Tell whether a row says nothing but what another says, as far as both say it."""
    both = before.cells.keys() & row.cells.keys()
    return len(both) > 1 and all(plain(before.cells[n]) == plain(row.cells[n]) for n in both)


def _read_fixed_rows(
    form: FormReading, head: TableHead, rows: Sequence[int], units: Mapping[str, str]
) -> None:
    table = head.anchor.table
    made = {row.id: row for row in form.incoming.document.rows(table.name)}
    all_rows = [made.get(each.name) or Row(each.name) for each in table.rows]
    form.incoming.document.tables[table.name] = all_rows
    for name, laid in lay_fixed_rows(form.texts, head, rows):
        words = next(words for row, words in head.anchor.rows if row == name)
        form.account_for(*(cell for cell in form.texts.row(laid.row) if cell.word in words))
        for column, cells in laid.cells.items():
            if table.column(column).exists_in(name):
                form.enter_cells(Ref(column, table.name, name), cells, units.get(column, ""))
            else:
                form.account_for(*(cell for cell in cells if is_dash(cell)))
        form.known_fields.update(Ref(c.name, table.name, name) for c in head.columns)
    form.known_fields.update(Ref(c.name, table.name) for c in head.columns)
