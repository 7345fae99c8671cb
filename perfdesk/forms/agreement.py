"""Compare the forms of one project: what should last through the year, and does not.

Fields of the same name are the same thing in every form (the glossary sees to that); an
edition marks as `lasting` what should not change from stage to stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from perfdesk.models.document import Document, Row
from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.indicator.comparison import same
from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, parse, shorten, written, yuan_per

Form = tuple[Edition, Document]
# Names at least this alike are one indicator under two names; with one target, less will do.
_ALIKE, _ALIKE_OF_ONE_TARGET = 0.85, 0.6


def disagreements(form: Form, others: Sequence[Form]) -> Iterator[Finding]:
    """Give a warning for each lasting entry of a form that another form of its project denies.

    Blank entries deny nothing.
    """
    for other in others:
        yield from _field_findings(form, other)
        yield from _fixed_row_findings(form, other)
        yield from _indicator_findings(form, other)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one form says of a thing."""

    field: Field
    text: str

    @property
    def shown(self) -> str:
        field = self.field
        value = parse(field.kind, self.text, field.unit).value
        unit = f" {field.unit}" if field.kind is Kind.AMOUNT and field.unit else ""
        return f"{shorten(written(field.kind, value) or self.text)}{unit}"


def _lasting(ours: Iterable[Field], theirs: Iterable[Field]) -> Iterator[tuple[Field, Field]]:
    """Pair by name the fields that both forms want to last."""
    known = {field.name: field for field in theirs if field.lasting}
    return ((field, known[field.name]) for field in ours if field.lasting and field.name in known)


def _field_findings(form: Form, other: Form) -> Iterator[Finding]:
    cells, their_cells = form[1].cells, other[1].cells
    for field, known in _lasting(form[0].fields.values(), other[0].fields.values()):
        name = field.name
        ours, theirs = _Entry(field, cells.get(name, "")), _Entry(known, their_cells.get(name, ""))
        yield from _difference(form, other, Ref(name), ours, theirs)


def _fixed_row_findings(form: Form, other: Form) -> Iterator[Finding]:
    edition, document = form
    for name, table in edition.tables.items():
        theirs = other[0].tables.get(name)
        if theirs is None or not table.rows or not theirs.rows:
            continue
        their_cells = {row.id: row.cells for row in other[1].rows(name)}
        for row in document.rows(name):
            there = their_cells.get(row.id, {})
            yield from _row_findings(form, other, (table, theirs), row, there)


def _row_findings(
    form: Form,
    other: Form,
    tables: tuple[Table, Table],
    row: Row,
    there: Mapping[str, str],
    *,
    of: str = "",
) -> Iterator[Finding]:
    """Compare a row with the same one of another form; `of` names it where its table grows."""
    table, their_table = tables
    for column, known in _lasting(table.columns, their_table.columns):
        name = column.name
        if of and name == table.title_column:
            continue
        at = Ref(name, table.name, row.id)
        ours, theirs = _Entry(column, row.cells.get(name, "")), _Entry(known, there.get(name, ""))
        yield from _difference(form, other, at, ours, theirs, of=of)


def _indicator_findings(form: Form, other: Form) -> Iterator[Finding]:
    (edition, document), (their_edition, theirs) = form, other
    table = edition.tables.get(edition.framework_table)
    their_table = their_edition.tables.get(their_edition.framework_table)
    if table is None or their_table is None:
        return
    title = table.title_column
    known = {
        row.cells.get(their_table.title_column, "").strip(): row.cells
        for row in theirs.rows(their_table.name)
    }
    names = {row.cells.get(title, "").strip() for row in document.rows(table.name)}
    strangers = [name for name in known if name and name not in names]
    for row in document.rows(table.name):
        name = row.cells.get(title, "").strip()
        if name in known:
            yield from _row_findings(form, other, (table, their_table), row, known[name], of=name)
        elif name and table.column(title).lasting:
            twin = _twin(name, row.cells.get("target_value", ""), strangers, known)
            if twin:
                message = (
                    f"“{shorten(name)}”与{_named(other)}中的“{shorten(twin)}”像是同一个指标。"
                    "同一指标各阶段的名称应一致。"
                )
                yield _finding(
                    "indicator_renamed", Ref(title, table.name, row.id), form, message, twin
                )


def _twin(
    name: str, target: str, strangers: Sequence[str], known: dict[str, dict[str, str]]
) -> str:
    """Find an indicator of another name with the same target, or a name almost the same."""
    best, likeness = "", 0.0
    for other in strangers:
        alike = SequenceMatcher(None, name, other).ratio()
        same_target = _same_target(target, known[other].get("target_value", ""))
        if alike > likeness and alike >= (_ALIKE_OF_ONE_TARGET if same_target else _ALIKE):
            best, likeness = other, alike
    return best


def _difference(
    form: Form, other: Form, at: Ref, ours: _Entry, theirs: _Entry, *, of: str = ""
) -> Iterator[Finding]:
    if not ours.text.strip() or not theirs.text.strip() or _agree(ours, theirs):
        return
    label = ours.field.label
    row = of or (form[0].tables[at.table].row_label(at.row) if at.table else "")
    what = f"{shorten(row)}的{label}" if row else label
    message = (
        f"{what}在本表中是 {ours.shown}，在{_named(other)}中是 {theirs.shown}。"
        "同一项目各阶段应一致；确有调整的，请在表中说明。"
    )
    yield _finding("stages_differ", at, form, message, theirs.shown)


def _agree(ours: _Entry, theirs: _Entry) -> bool:
    if ours.field.kind is Kind.INDICATOR_VALUE:
        return _same_target(ours.text, theirs.text)
    if ours.field.kind is Kind.AMOUNT:
        one, two = (
            parse(each.field.kind, each.text, each.field.unit).value for each in (ours, theirs)
        )
        if isinstance(one, Decimal) and isinstance(two, Decimal):
            return one * yuan_per(ours.field.unit) == two * yuan_per(theirs.field.unit)
    return ours.text.split() == theirs.text.split()


def _same_target(one: str, two: str) -> bool:
    return same(parse_indicator_value(one), parse_indicator_value(two))


def _named(form: Form) -> str:
    return f"《{form[0].short_title}》"


def _finding(code: str, at: Ref, form: Form, message: str, expected: str) -> Finding:
    edition, document = form
    label = edition.label(at, document.cells)
    basis = "同一项目各阶段的表应前后一致"
    severity, origin = Severity.WARNING, Origin.UNMET
    return Finding(code, severity, origin, at, label, message, expected=expected, basis=basis)
