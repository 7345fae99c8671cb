"""Read the tables of a form made elsewhere into rows of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfdesk.exchange.labels.columns import Line, read_fixed, read_lines
from perfdesk.exchange.labels.headings import Headings
from perfdesk.exchange.labels.label_words import plain
from perfdesk.exchange.labels.labels import table_rows
from perfdesk.exchange.labels.reading import Form, is_dash, is_figure
from perfdesk.exchange.labels.tables import Head
from perfdesk.exchange.labels.values import is_packed, without_head
from perfdesk.models.document import Row
from perfdesk.models.form import Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten

_PACKED = "这一行里一格有几行的内容，分不开，没有读入。请在原文件中分成几行，或者手工填写。"
_AGAIN = "前面已有同名的一行，内容不同，两行都读入了，请核对。"


def read_tables(form: Form) -> None:
    """Read every table under its heads; a head on the next page goes on with it."""
    rows: dict[int, list[int]] = {}
    for row, head in table_rows(form):
        rows.setdefault(id(head), []).append(row)
    headings: dict[str, Headings] = {}
    for head in form.heads:
        for row in range(head.first, head.last + 1):
            form.used.update(
                s.key for s in form.spots.row(row) if form.is_known(s) or head.is_over(s)
            )
        units = {c.name: form.unit(c.head, head) for c in head.columns}
        table = head.anchor.table
        if table.rows:
            _read_fixed(form, head, rows.get(id(head), []), units)
            continue
        lines = list(_entered_lines(form, head, rows.get(id(head), [])))
        if table.name not in headings:
            headings[table.name] = Headings(form, table, lines)
        _read_table(form, head, lines, units, headings[table.name])
        _tell_foreign(form, head, lines)


def _entered_lines(form: Form, head: Head, rows: Sequence[int]) -> list[Line]:
    """Give the rows in which something is entered: no totals, no remains of the head."""
    found = []
    skipped = form.anchors.fixed | form.anchors.totals
    for line in read_lines(form.spots, head, rows, form.anchors, skipped):
        leading = form.spots.row(line.row)
        if any(spot.word in form.anchors.totals for spot in leading[:2]):
            form.used.update(
                s.key for s in leading if s.word in form.anchors.totals or is_figure(s)
            )
            continue
        own = {name for name in line.cells if name not in line.shared}
        if any(not head.anchor.table.column(name).is_computed for name in own):
            found.append(line)
    return found


def _read_table(
    form: Form, head: Head, lines: Sequence[Line], units: Mapping[str, str], headings: Headings
) -> None:
    table = head.anchor.table
    words = dict(head.anchor.columns)
    before = list(form.incoming.document.rows(table.name))
    gone: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        _use_number(form, head, line, number)
        if headings.take_alone(head, line):
            continue
        texts = {
            name: without_head(table.column(name), spots[0].text, words[name])
            for name, spots in line.cells.items()
        }
        if any(is_packed(table.column(name), text) for name, text in texts.items()):
            _refuse(form, table, line, texts)
            continue
        filled = headings.fill_down(line)
        row = Row(form.incoming.document.new_row_id(table.name))
        form.incoming.document.tables.setdefault(table.name, []).append(row)
        for name, spots in line.cells.items():
            at = Ref(name, table.name, row.id)
            if texts.get(name, spots[0].text) != spots[0].text:
                spots = [spots[0].saying(texts[name]), *spots[1:]]
            form.take(at, spots, units.get(name, ""))
            if name in filled:
                form.filled.add(at)
            if name in line.shared and not table.column(name).merged:
                message = "与上一行合并了单元格，按相同内容读入，请核对。"
                form.note(f"“{table.column(name).label}”（{spots[0].address}）", message)
        same = next((each for each in before if _are_one(each, row)), None)
        title = row.cells.get(table.title_column, "")
        if same is None and title in [each.cells.get(table.title_column) for each in before]:
            form.note(f"“{shorten(title)}”（{form.spots.row(line.row)[0].address}）", _AGAIN)
        if same is not None:
            # A report gives one table twice, whole and by its parts; so does many a scan.
            same.cells.update(row.cells | same.cells)
        if same is not None or not row.cells:
            gone[row.id] = same.id if same else ""
    # Not before: the id of a row that is gone would be given to another.
    form.drop_rows(table.name, gone)
    form.found.update(Ref(c.name, table.name) for c in head.columns)


def _use_number(form: Form, head: Head, line: Line, number: int) -> None:
    """Know the running number that some put before their rows."""
    first = form.spots.row(line.row)[0]
    if first.text == str(number) and head.is_foreign(first):
        form.used.add(first.key)
        form.used.update(c.head.key for c in head.foreign if c.head and c.left == first.column)


def _tell_foreign(form: Form, head: Head, lines: Sequence[Line]) -> None:
    """Say once of a whole column that the form does not have it."""
    left = [
        spot for line in lines for spot in form.spots.row(line.row) if spot.key not in form.used
    ]
    columns = [
        f"“{shorten(column.head.text)}”"
        for column in head.foreign
        if column.head and any(column.left <= spot.column <= column.right for spot in left)
    ]
    if columns:
        where = f"“{head.anchor.table.label}”（{form.spots.row(head.first)[0].address}）"
        form.note(where, f"表里没有{'、'.join(columns)}这样的列，这些列的内容没有读入。")


def _refuse(form: Form, table: Table, line: Line, texts: Mapping[str, str]) -> None:
    own = [spot for name, spots in line.cells.items() if name not in line.shared for spot in spots]
    form.used.update(spot.key for spot in own)
    title = shorten(texts.get(table.title_column, "") or own[0].text)
    form.note(f"“{title}”（{own[0].address}）", _PACKED, own)


def _are_one(before: Row, row: Row) -> bool:
    """Tell whether a row says nothing but what another says, as far as both say it."""
    both = before.cells.keys() & row.cells.keys()
    return len(both) > 1 and all(plain(before.cells[n]) == plain(row.cells[n]) for n in both)


def _read_fixed(form: Form, head: Head, rows: Sequence[int], units: Mapping[str, str]) -> None:
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
