"""Read one row of a table, or one field: its texts as values, and what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.values import Kind, Value, parse, shorten
from perfdesk.rules.formula.cells import Cells, Part
from perfdesk.rules.formula.scope import ROW_LABEL
from perfdesk.rules.text.sentences import Passage

# What is longer is read sentence by sentence; names are looked up by the thousand.
_NAME = 24


@dataclass(frozen=True, eq=False, slots=True)
class ReadRow:
    """One row as read: its texts, their values, and what could not be read, by column.

    A field outside tables is a row of its own, without id and values.
    """

    id: str
    texts: Mapping[str, str]
    values: Cells
    problems: Mapping[str, str]

    @property
    def is_used(self) -> bool:
        """Tell whether anything stands in the row; blanks are nothing."""
        return any(text.strip() for text in self.texts.values())


def read_row(
    edition: Edition, table: Table, row_id: str, cells: Mapping[str, str], before: ReadRow | None
) -> ReadRow:
    """Read a row of a table; what did not change stays as it was read before."""
    texts: dict[str, str] = {}
    values, problems = Cells(), {}
    for column in table.columns:
        name = column.name
        text = texts[name] = cells.get(name, "") if column.exists_in(row_id) else ""
        known = None if before is None else before.values[name]
        if before is not None and before.texts[name] == text and not column.is_computed:
            values[name], problem = known, before.problems.get(name, "")
        else:
            values[name], problem = read_text(edition, column, text, known)
        if problem:
            problems[name] = problem
    if table.rows:
        values[ROW_LABEL] = table.row_label(row_id)
    return ReadRow(row_id, texts, values, problems)


def read_field(
    edition: Edition, name: str, text: str, before: Value = None
) -> tuple[Value, ReadRow]:
    """Read a field outside tables: its value, and the row of its own that checks ask about."""
    value, problem = read_text(edition, edition.fields[name], text, before)
    return value, ReadRow("", {name: text}, Cells(), {name: problem} if problem else {})


def with_value(row: ReadRow, name: str, value: Value) -> ReadRow:
    """Put a computed value into a row; the same row where it has that value already."""
    if is_same(row.values[name], value):
        return row
    values = {each: row.values[each] for each in row.values if not isinstance(each, Part)}
    return ReadRow(row.id, row.texts, Cells({**values, name: value}), row.problems)


def read_text(edition: Edition, field: Field, text: str, before: Value = None) -> tuple[Value, str]:
    """Read a cell: its value, and in Chinese why it has none; what is computed is not read.

    A long text takes over what was read in the value `before`.
    """
    if field.is_computed or not text:
        return None, ""
    reading = parse(field.kind, text, field.unit)
    problem = reading.problem
    if not problem and field.kind in (Kind.CHOICE, Kind.FRAMEWORK) and text.strip():
        problem = _choice_problem(edition, field, text)
    if problem:
        return None, problem
    if isinstance(reading.value, str) and len(text) > _NAME:
        return Passage(reading.value, before), ""
    return reading.value, ""


def _choice_problem(edition: Edition, field: Field, text: str) -> str:
    if field.open_choices:
        return ""
    frameworks = tuple(each.name for each in edition.frameworks)
    allowed = frameworks if field.kind is Kind.FRAMEWORK else field.choices
    if text in allowed:
        return ""
    return f"“{shorten(text)}”不在选项里。请选：{'、'.join(allowed)}。"


def is_same(one: object, other: object) -> bool:
    """Tell whether what follows from two values is the same.

    Numbers that are equal may yet be written in two ways, 1.0 and 1.00, and so may what
    follows from them.
    """
    if one is other:
        return True
    if type(one) is not type(other) or one != other:
        return False
    return not isinstance(one, Decimal) or str(one) == str(other)
