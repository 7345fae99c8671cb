"""What an edition of a form is: fields, tables, checks and paper, as frozen data.

Editions are read from TOML by `forms/load.py`; nothing here knows a form by name.
Formulas are kept as text; `rules/` compiles them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from functools import cached_property

from perfdesk.models.finding import Origin, Severity
from perfdesk.models.layout import Layout
from perfdesk.models.refs import Ref
from perfdesk.models.summary import Summary
from perfdesk.models.values import Kind


class Appearance(StrEnum):
    """How the window shows a field; paper and workbooks do not ask."""

    PLAIN = ""
    BAR = "bar"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in, or to compute where `calculation` is given.

    `required` is a formula, blank for never. `open_choices` lets a person type what
    the list does not hold, for lists known in part only. `merged` columns show and print
    equal neighbours as one cell; `level` 1 and 2 take their names from the framework.
    `only` names the fixed rows in which a column exists, blank for all. What is `lasting`
    stays the same in all forms of one project: its name, its first budget, a target.
    `appearance` is how the window shows it; a bar is for percentages that are computed.
    What a computed field `covers` (see Check) cannot be wrong, and needs no check.
    Its `basis` names the document that has its rule, one of the edition's.
    """

    name: str
    label: str
    kind: Kind
    unit: str = ""
    required: str = ""
    hint: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    open_choices: bool = False
    calculation: str = ""
    merged: bool = False
    level: int = 0
    only: tuple[str, ...] = ()
    lasting: bool = False
    appearance: Appearance = Appearance.PLAIN
    covers: tuple[str, ...] = ()
    basis: str = ""

    def exists_in(self, row: str) -> bool:
        """Tell whether a column has a cell in a row; in some fixed rows it may have none."""
        return not self.only or row in self.only

    @property
    def is_computed(self) -> bool:
        """Tell whether the program, not a person, fills it in."""
        return bool(self.calculation)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that stand together under one heading on one tab."""

    name: str
    label: str
    tab: str
    fields: tuple[Field, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FixedRow:
    """A row that every copy of the form has, with its official label."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same columns under one heading on one tab.

    `title_column` names the column by which a person knows a row. A table with `rows` has
    just these, in this order, and their names are the ids of its rows; others grow.
    """

    name: str
    label: str
    tab: str
    columns: tuple[Field, ...]
    title_column: str
    hint: str = ""
    rows: tuple[FixedRow, ...] = ()

    def row_label(self, row: str) -> str:
        """Give the label of a fixed row; blank for a row of a table that grows."""
        return next((each.label for each in self.rows if each.name == row), "")

    def column(self, name: str) -> Field:
        """Find a column; raises KeyError for a name it does not have."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Framework:
    """One way to order indicators: its headings, and the level names it allows."""

    name: str
    headings: dict[str, str]
    levels: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of the rules that may differ from place to place."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Basis:
    """A document the edition rests on; `verify` says that its own text was not at hand."""

    document: str
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold.

    `at` is a field, `table[].column` for every row, or `table.row.column` for a fixed row.
    `when` narrows the cases, `holds` is what must be true, `expected` the value that would
    be right and `fill` tells to offer it. Blank inputs make a check silent, unless its
    functions take blanks. `covers` numbers what a careful reader looks for (V01 to V30 in
    docs/findings.md) that the check answers to.
    """

    code: str
    severity: Severity
    at: str
    holds: str
    message: str
    when: str = ""
    expected: str = ""
    fill: bool = False
    origin: Origin = Origin.UNMET
    basis: str = ""
    verify: bool = False
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CarriedTable:
    """How the rows of an earlier form's table come over; `columns` maps ours to theirs."""

    to: str
    source: str
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Carry:
    """What a form takes over from one of an earlier stage; `fields` maps ours to theirs."""

    source: str
    fields: dict[str, str]
    tables: tuple[CarriedTable, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A situation and its outcome, readable by a finance officer.

    `given` holds cell texts by cell name over the edition's sound copy; `found` and
    `silent` are codes of checks, `computed` texts of computed cells; `rule` is the number
    of the rule in docs/rules.md that the example shows, if any.
    """

    title: str
    given: dict[str, str]
    found: tuple[str, ...]
    silent: tuple[str, ...]
    computed: dict[str, str]
    source: str
    rule: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Edition:
    """One edition of one form, whole.

    `aliases` are other words for its fields (`name`), columns (`table.name`), fixed rows
    (`table.row`), its title, and what may be passed over, by which files made elsewhere are read.
    """

    form: str
    edition: str
    title: str
    short_title: str
    due: str = ""
    tabs: tuple[str, ...]
    sections: tuple[Section | Table, ...]
    checks: tuple[Check, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    framework_table: str = ""
    basis: tuple[Basis, ...] = ()
    layout: Layout
    carries: tuple[Carry, ...] = ()
    summary: Summary = Summary()  # noqa: RUF009 - frozen
    aliases: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)

    @property
    def key(self) -> str:
        """Name the edition as files and the command line do: `form/edition`."""
        return f"{self.form}/{self.edition}"

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Map the names of all fields outside tables."""
        return {
            field.name: field
            for section in self.sections
            if isinstance(section, Section)
            for field in section.fields
        }

    @cached_property
    def tables(self) -> dict[str, Table]:
        return {part.name: part for part in self.sections if isinstance(part, Table)}

    def field(self, at: Ref) -> Field:
        """Find the field a cell belongs to; raises KeyError for a cell the form has not."""
        return self.tables[at.table].column(at.field) if at.table else self.fields[at.field]

    def label(self, at: Ref, cells: Mapping[str, str]) -> str:
        """Give a field's official label, in the words of the framework that is chosen.

        `cells` are the document's entries outside tables; `at` may leave its row blank. A
        cell of a fixed row has the row's label before it.
        """
        field = self.field(at)
        if at.table and (row := self.tables[at.table].row_label(at.row)):
            return f"{row}·{field.label}"
        if at.table and at.table == self.framework_table:
            framework = self.framework(cells.get(self.framework_field, ""))
            if framework is not None:
                return framework.headings.get(field.name, field.label)
        return field.label

    def basis_of(self, field: Field) -> str:
        """Say on which document a calculation rests, and whether its own text was at hand."""
        unseen = any(each.verify for each in self.basis if each.document == field.basis)
        return f"{field.basis}（请以原文件为准）" if unseen else field.basis

    def tab_of(self, at: Ref) -> str:
        return self._tabs[at.table or at.field]

    @cached_property
    def _tabs(self) -> dict[str, str]:
        places: dict[str, str] = {}
        for part in self.sections:
            if isinstance(part, Table):
                places[part.name] = part.tab
            else:
                places.update((field.name, part.tab) for field in part.fields)
        return places

    def carry_from(self, form: str) -> Carry | None:
        """Find what this form takes over from another; None where it takes nothing."""
        return next((each for each in self.carries if each.source == form), None)

    @cached_property
    def framework_field(self) -> str:
        """Name the field that chooses the framework; blank where the form has but one."""
        for field in self.fields.values():
            if field.kind is Kind.FRAMEWORK:
                return field.name
        return ""

    def framework(self, name: str) -> Framework | None:
        """Find a framework by name; the first one where nothing is chosen."""
        for framework in self.frameworks:
            if framework.name == name:
                return framework
        return self.frameworks[0] if self.frameworks and not name.strip() else None

    def walk(self) -> Iterator[tuple[str, Field]]:
        """Walk all fields in the order of the form, each with its table's name or blank."""
        for part in self.sections:
            if isinstance(part, Table):
                for column in part.columns:
                    yield part.name, column
            else:
                for field in part.fields:
                    yield "", field
