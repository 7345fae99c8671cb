"""Compare the forms of one project: what should last through the year, and does not.

Fields of the same name are the same thing in every form (the glossary sees to that); an
edition marks as `lasting` what should not change from stage to stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from perfdesk.models.comparison import same
from perfdesk.models.document import Document
from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.form import Edition, Field
from perfdesk.models.indicator_value import parse_indicator_value
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


def _field_findings(form: Form, other: Form) -> Iterator[Finding]:
    edition, document = form
    for name, field in edition.fields.items():
        theirs = other[0].fields.get(name)
        if field.lasting and theirs is not None and theirs.lasting:
            texts = document.cells.get(name, ""), other[1].cells.get(name, "")
            yield from _difference(form, other, Ref(name), field, theirs, *texts)


def _fixed_row_findings(form: Form, other: Form) -> Iterator[Finding]:
    edition, document = form
    for name, table in edition.tables.items():
        theirs = other[0].tables.get(name)
        if theirs is None or not table.rows or not theirs.rows:
            continue
        their_columns = {column.name: column for column in theirs.columns}
        their_cells = {row.id: row.cells for row in other[1].rows(name)}
        for row in document.rows(name):
            for column in table.columns:
                known = their_columns.get(column.name)
                if column.lasting and known is not None and known.lasting:
                    at = Ref(column.name, name, row.id)
                    there = their_cells.get(row.id, {}).get(column.name, "")
                    here = row.cells.get(column.name, "")
                    yield from _difference(form, other, at, column, known, here, there)


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
    their_columns = {column.name: column for column in their_table.columns}
    for row in document.rows(table.name):
        name = row.cells.get(title, "").strip()
        if name in known:
            for column in table.columns:
                there = their_columns.get(column.name)
                if column.lasting and there is not None and there.lasting and column.name != title:
                    at = Ref(column.name, table.name, row.id)
                    texts = row.cells.get(column.name, ""), known[name].get(column.name, "")
                    yield from _difference(form, other, at, column, there, *texts, of=name)
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
    form: Form,
    other: Form,
    at: Ref,
    ours: Field,
    theirs: Field,
    here: str,
    there: str,
    *,
    of: str = "",
) -> Iterator[Finding]:
    if not here.strip() or not there.strip() or _agree(ours, theirs, here, there):
        return
    row = of or (form[0].tables[at.table].row_label(at.row) if at.table else "")
    what = f"{shorten(row)}的{ours.label}" if row else ours.label
    shown_here, shown_there = _shown(ours, here), _shown(theirs, there)
    message = (
        f"{what}在本表中是 {shown_here}，在{_named(other)}中是 {shown_there}。"
        "同一项目各阶段应一致；确有调整的，请在表中说明。"
    )
    yield _finding("stages_differ", at, form, message, shown_there)


def _agree(ours: Field, theirs: Field, here: str, there: str) -> bool:
    if ours.kind is Kind.INDICATOR_VALUE:
        return _same_target(here, there)
    if ours.kind is Kind.AMOUNT:
        one = parse(ours.kind, here, ours.unit).value
        two = parse(theirs.kind, there, theirs.unit).value
        if isinstance(one, Decimal) and isinstance(two, Decimal):
            return one * yuan_per(ours.unit) == two * yuan_per(theirs.unit)
    return here.split() == there.split()


def _same_target(one: str, two: str) -> bool:
    return same(parse_indicator_value(one), parse_indicator_value(two))


def _shown(field: Field, text: str) -> str:
    value = parse(field.kind, text, field.unit).value
    unit = f" {field.unit}" if field.kind is Kind.AMOUNT and field.unit else ""
    return f"{shorten(written(field.kind, value) or text)}{unit}"


def _named(form: Form) -> str:
    return f"《{form[0].short_title}》"


def _finding(code: str, at: Ref, form: Form, message: str, expected: str) -> Finding:
    edition, document = form
    label = edition.label(at, document.cells)
    basis = "同一项目各阶段的表应前后一致"
    severity, origin = Severity.WARNING, Origin.UNMET
    return Finding(code, severity, origin, at, label, message, expected=expected, basis=basis)
