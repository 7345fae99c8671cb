"""What a formula may name, and what it then depends on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from perfdesk.rules.formula.cells import IndexPart
from perfdesk.rules.formula.graph import Node

# The name by which a formula in a table of fixed rows reads the label of its own row.
ROW_LABEL = "row_label"


class FormulaError(ValueError):
    """A formula that cannot be compiled; the message says why, for the edition's author."""


@dataclass(frozen=True, eq=False, slots=True)
class Scope:
    """The names a formula may read: fields, columns of its own row, tables, parameters.

    `rows` are the fixed rows of tables that have such, in their order: `funds.total.budget`.
    """

    fields: frozenset[str]
    columns: frozenset[str]
    tables: Mapping[str, frozenset[str]]
    parameters: Mapping[str, Decimal | str]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Whole:
    """What is the same for all rows: a field, a column, or something that follows from one."""

    mapping: str
    key: Hashable


@dataclass(frozen=True, slots=True)
class Search:
    """What a row looks up by its own cell of a column, and by which keys it does.

    `touches` tells of a key of the row and one of the index whether the one leads to the
    other; a row that is led to nothing new stays as it is.
    """

    index: IndexPart
    column: Node
    key: Callable[[Any], Hashable]
    touches: Callable[[Any, Any], bool] | None
