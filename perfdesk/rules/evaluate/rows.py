"""What formulas see: one row, and what they read around it. What is equal is one object.

So what follows from a row and its surroundings can be kept by `lru_cache` and found again
by identity. Of a form with 500 indicators a keystroke changes one; the others cost a look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from perfdesk.models.form import Edition, Field
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, Value, parse, shorten
from perfdesk.rules.formula.cells import Cells
from perfdesk.rules.formula.compiler import ROW_LABEL
from perfdesk.rules.formula.graph import Node


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """One row as read: its texts, their values, and what could not be read, by column.

    A field outside tables is a line of its own, without id and values.
    """

    id: str
    texts: Mapping[str, str]
    values: Cells
    problems: Mapping[str, str]

    @property
    def is_used(self) -> bool:
        """Tell whether anything stands in the row; blanks are nothing."""
        return any(text.strip() for text in self.texts.values())


class Column(tuple[Value, ...]):
    """A column read whole. It equals only itself, and counts once for all who ask."""

    def count(self, value: Any) -> int:
        """Count the cells of one value."""
        return self._tally[value]

    @cached_property
    def _tally(self) -> Counter[Value]:
        return Counter(self)

    __eq__ = object.__eq__
    __hash__ = object.__hash__


@dataclass(frozen=True, eq=False, slots=True)
class Reads:
    """The cells outside tables and the whole columns that a calculation or a check reads.

    One and the same for all that read the same: see `program.reads_of`.
    """

    fields: tuple[str, ...]
    columns: tuple[Node, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Around:
    """What a line's formulas read beyond the line."""

    edition: Edition
    framework: str
    fields: Cells
    columns: Cells

    def label(self, at: Ref) -> str:
        """Give a cell's official label, in the chosen framework's words."""
        return self.edition.label(at, {self.edition.framework_field: self.framework})


@lru_cache(maxsize=4096)
def read_line(edition: Edition, table: str, row_id: str, texts: tuple[str | None, ...]) -> Line:
    """Read a row of a table; `texts` are its cells in the order of the columns."""
    columns = edition.tables[table].columns
    cells = {
        column.name: text if text and column.exists_in(row_id) else ""
        for column, text in zip(columns, texts, strict=True)
    }
    readings = {each.name: read_text(edition, each, cells[each.name]) for each in columns}
    values = Cells({name: value for name, (value, _) in readings.items()})
    if edition.tables[table].rows:
        values[ROW_LABEL] = edition.tables[table].row_label(row_id)
    return Line(
        row_id,
        cells,
        values,
        {name: problem for name, (_, problem) in readings.items() if problem},
    )


@lru_cache(maxsize=512)
def read_field(edition: Edition, name: str, text: str) -> tuple[Value, Line]:
    """Read a field outside tables: its value, and the line of its own that checks ask about."""
    value, problem = read_text(edition, edition.fields[name], text)
    return value, Line("", {name: text}, Cells(), {name: problem} if problem else {})


def with_value(line: Line, name: str, value: Value) -> Line:
    """Give a line with a computed value put in."""
    return _with_value(line, name, value, str(value))


# Numbers that are equal may yet be written in two ways, 1.0 and 1.00, and so may what
# follows from them; therefore their texts are part of the key, here and below.
@lru_cache(maxsize=4096)
def _with_value(line: Line, name: str, value: Value, written: str) -> Line:
    return replace(line, values=Cells({**line.values, name: value}))


@lru_cache(maxsize=256)
def gather(lines: tuple[Line, ...], column: str) -> Column:
    """Gather a column of a table; one and the same while only other columns change."""
    values = tuple([line.values[column] for line in lines])
    return _column(values, tuple([str(each) for each in values if isinstance(each, Decimal)]))


@lru_cache(maxsize=256)
def _column(values: tuple[Value, ...], written: tuple[str, ...]) -> Column:
    return Column(values)


def around(
    edition: Edition,
    framework: str,
    reads: Reads,
    fields: Mapping[str, Value],
    columns: Iterable[Column],
) -> Around:
    """Give the surroundings of whatever reads that much."""
    values = tuple([fields[name] for name in reads.fields])
    written = tuple(map(str, values))
    return _around(edition, framework, reads, values, written, tuple(columns))


@lru_cache(maxsize=512)
def _around(
    edition: Edition,
    framework: str,
    reads: Reads,
    values: tuple[Value, ...],
    written: tuple[str, ...],
    columns: tuple[Column, ...],
) -> Around:
    fields = Cells(zip(reads.fields, values, strict=True))
    return Around(edition, framework, fields, Cells(zip(reads.columns, columns, strict=True)))


def read_text(edition: Edition, field: Field, text: str) -> tuple[Value, str]:
    """Read a cell: its value, and in Chinese why it has none; what is computed is not read."""
    if field.is_computed or not text:
        return None, ""
    reading = parse(field.kind, text, field.unit)
    problem = reading.problem
    if not problem and field.kind in (Kind.CHOICE, Kind.FRAMEWORK) and text.strip():
        problem = _choice_problem(edition, field, text)
    return (None, problem) if problem else (reading.value, "")


def _choice_problem(edition: Edition, field: Field, text: str) -> str:
    if field.open_choices:
        return ""
    frameworks = tuple(each.name for each in edition.frameworks)
    allowed = frameworks if field.kind is Kind.FRAMEWORK else field.choices
    if text in allowed:
        return ""
    return f"“{shorten(text)}”不在选项里。请选：{'、'.join(allowed)}。"
