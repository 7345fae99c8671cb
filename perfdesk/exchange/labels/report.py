"""Say what a form made elsewhere lacks, and list what of it was not understood."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.exchange.incoming.incoming import Strange
from perfdesk.exchange.labels.reading import FormReading, is_dash, is_figure
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.parse.cells import has_boxes, is_ticked
from perfdesk.models.form import Field, FixedRow, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind

# So many words of one row that all stand elsewhere, too, are a copy: scans give a table twice.
_COPY = 4


def report_missing(form: FormReading) -> None:
    """Name what was not found; what was not is left as it is by whoever compares."""
    form.incoming.unread.update(_unread(form))
    if missing := [f"“{each}”" for each in _missing(form)]:
        message = f"文件里没有找到{'、'.join(missing)}，这些项没有读入，保持不变。"
        form.note(form.edition.short_title, message)


def _unread(form: FormReading) -> Iterator[Ref]:
    for table, its_field in form.edition.walk():
        at = Ref(its_field.name, table)
        if at not in form.known_fields and not its_field.is_computed:
            yield at
    for whole in form.edition.tables.values():
        if _is_missing(form, whole):
            yield Ref("", whole.name)
        else:
            for row in _missing_rows(form, whole):
                yield from _cells(whole, row)


def _missing(form: FormReading) -> Iterator[str]:
    """Give the labels of what was not found and somebody has to enter."""
    for table, its_field in form.edition.walk():
        is_known = Ref(its_field.name) in form.known_fields
        if not (table or is_known or its_field.is_computed or its_field.kind is Kind.FRAMEWORK):
            yield its_field.label
    for whole in form.edition.tables.values():
        if _is_missing(form, whole):
            yield f"{whole.label}（整张表）"
            continue
        for column in _missing_columns(form, whole):
            if not column.is_computed:
                yield f"{whole.label}·{column.label}"
        for row in _missing_rows(form, whole):
            yield f"{whole.label}·{row.label}"


def _is_missing(form: FormReading, table: Table) -> bool:
    return len(_missing_columns(form, table)) == len(table.columns)


def _missing_columns(form: FormReading, table: Table) -> list[Field]:
    return [c for c in table.columns if Ref(c.name, table.name) not in form.known_fields]


def _missing_rows(form: FormReading, table: Table) -> list[FixedRow]:
    known = form.known_fields
    return [row for row in table.rows if known.isdisjoint(_cells(table, row))]


def _cells(table: Table, row: FixedRow) -> list[Ref]:
    return [Ref(c.name, table.name, row.name) for c in table.columns if c.exists_in(row.name)]


def report_unread(form: FormReading) -> None:
    """List the texts of which nobody knows what they are."""
    read = {cell.text for cell in form.texts.walk() if cell.at in form.accounted_for}
    for row in sorted(form.texts.rows):
        left = [cell for cell in form.texts.row(row) if not _is_accounted_for(form, cell)]
        words = sum(not is_figure(cell) for cell in left)
        if words < _COPY or any(cell.text not in read for cell in left):
            form.incoming.strange.extend(Strange(cell.text, cell.place) for cell in left)


def _is_accounted_for(form: FormReading, cell: GridText) -> bool:
    """Tell whether a text was read, or is printed on the form for nobody to fill in."""
    return (
        cell.at in form.accounted_for
        or form.grid.is_printed(cell)
        or cell.word in form.anchors.titles | form.anchors.totals
        or form.grid.begins_as_printed(cell)
        or (has_boxes(cell.text) and not is_ticked(cell.text))  # an option nobody chose
        or is_dash(cell)
        or _is_total(form, cell)
    )


def _is_total(form: FormReading, cell: GridText) -> bool:
    """Tell whether a figure stands in a row of totals, which the form computes."""
    leading = form.texts.row(cell.row)[0]
    return leading.word in form.anchors.totals and leading != cell and is_figure(cell)
