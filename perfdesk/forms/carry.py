"""Start a form from one of an earlier stage: copy what the edition says stays the same.

The copy is explicit and one-way; nothing stays linked. What was carried is listed, so that
a person can see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.models.document import Document, Row
from perfdesk.models.edits import Batch, Edit, InsertRow, SetCell
from perfdesk.models.form import CarriedTable, Edition, Field
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, parse, shorten, written


@dataclass(frozen=True, slots=True)
class CarriedEntry:
    """One entry carried over: the label there, the label here, and the text."""

    source: str
    label: str
    text: str


class NothingToCarry(ValueError):
    """Two forms between which nothing is carried over."""


def carry_over(
    source: Edition, document: Document, target: Edition, into: Document
) -> tuple[Batch, tuple[CarriedEntry, ...]]:
    """Make the edit that brings an earlier form's entries into an empty one.

    Amounts are converted between 元 and 万元; a chosen framework follows where the target
    knows it. Raises NothingToCarry where the target's edition takes nothing from it.
    """
    carry = target.carry_from(source.form)
    if carry is None:
        raise NothingToCarry(f"“{target.title}”没有可从“{source.title}”带入的内容。")
    work = into.copy()
    edits: list[Edit] = []
    listed: list[CarriedEntry] = []

    def add(edit: Edit, what: CarriedEntry | None = None) -> None:
        edit.apply(work)
        edits.append(edit)
        if what is not None:
            listed.append(what)

    for ours, theirs in carry.fields.items():
        at, there = _ref(target, work, ours), _ref(source, document, theirs)
        text = _converted(source.field(there), target.field(at), document.text(there))
        if text:
            what = CarriedEntry(source.field(there).label, target.field(at).label, shorten(text))
            add(SetCell(at, text), what)
    for table in carry.tables:
        for edit, row in _rows(source, document, target, work, table):
            add(edit)
            title = row.cells.get(target.tables[table.to].title_column, "")
            label = target.tables[table.to].label
            listed.append(CarriedEntry(source.tables[table.source].label, label, shorten(title)))
    return Batch(tuple(edits)), tuple(listed)


def _ref(edition: Edition, document: Document, name: str) -> Ref:
    """Find a field, or a cell of a fixed row written as `funds.total.initial_budget`."""
    if "." not in name:
        return Ref(name)
    table, row, column = name.split(".")
    return Ref(column, table, row)


def _rows(
    source: Edition, document: Document, target: Edition, work: Document, carried: CarriedTable
) -> Iterator[tuple[Edit, Row]]:
    theirs, ours = source.tables[carried.source], target.tables[carried.to]
    for row in document.rows(carried.source):
        texts = {
            here: _converted(theirs.column(there), ours.column(here), row.cells.get(there, ""))
            for here, there in carried.columns.items()
        }
        cells = {name: text for name, text in texts.items() if text}
        # A row known by another name there, as a mid-term indicator is, is no row here.
        if cells and (ours.title_column in cells or ours.title_column not in texts):
            new = Row(work.new_row_id(carried.to), cells)
            yield InsertRow(carried.to, len(work.rows(carried.to)), new), new


def _converted(theirs: Field, ours: Field, text: str) -> str:
    if theirs.kind is not Kind.AMOUNT or ours.kind is not Kind.AMOUNT or theirs.unit == ours.unit:
        return text
    value = parse(theirs.kind, text, theirs.unit).value
    if not isinstance(value, Decimal):
        return text
    here = parse(ours.kind, f"{value:f}{theirs.unit}", ours.unit).value
    return written(ours.kind, here).replace(",", "") if here is not None else text
