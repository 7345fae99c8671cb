"""Compute the cells that an edition has formulas for, and say how they came about."""

from __future__ import annotations

from perfdesk.models.finding import Computed, Finding, Origin, Severity
from perfdesk.models.form import Field
from perfdesk.models.refs import Ref
from perfdesk.models.values import Value, written
from perfdesk.rules.evaluate.compiled import Calculation, watched_by
from perfdesk.rules.evaluate.explain import spell
from perfdesk.rules.evaluate.rows import ReadRow, with_value
from perfdesk.rules.evaluate.state import State
from perfdesk.rules.evaluate.surroundings import Surroundings
from perfdesk.rules.formula.compiler import Formula
from perfdesk.rules.formula.scope import ROW_LABEL


class ComputedField:
    """A field outside tables with what was computed for it the last time."""

    def __init__(self, calculation: Calculation) -> None:
        self.calculation = calculation
        self.cells: dict[Ref, Computed] = {}
        self._watched = watched_by([calculation.formula])

    def compute(self, state: State) -> list[Finding] | None:
        """Compute it; gives what was found, or None where it follows from nothing that changed."""
        if self.cells and self._watched.isdisjoint(state.changed):
            return None
        name = self.calculation.field.name
        computed, found = _compute(state, self.calculation, state.cells[name])
        self.cells = {Ref(name): computed}
        state.put_value(name, computed.value)
        return found


class ComputedColumn:
    """A column of a table with what was computed for its rows the last time, in their order."""

    def __init__(self, calculation: Calculation) -> None:
        self.calculation = calculation
        self.cells: dict[Ref, Computed] = {}
        self._surroundings = Surroundings([calculation.formula])

    def compute(self, state: State) -> dict[int, list[Finding]]:
        """Compute the rows that changed, or around which it did; gives what was found in them."""
        field, table = self.calculation.field, self.calculation.table
        rows = state.tables[table]
        new: dict[Ref, Computed] = {}
        rows_changed: dict[int, ReadRow] = {}
        found: dict[int, list[Finding]] = {}
        for place in sorted(self._surroundings.stale(state, rows)):
            row = rows.rows[place]
            if field.exists_in(row.id):
                computed, found[place] = _compute(state, self.calculation, row)
                new[Ref(field.name, table, row.id)] = computed
                if (changed := with_value(row, field.name, computed.value)) is not row:
                    rows_changed[place] = changed
        self.cells = {**self.cells, **new}
        if rows.origin is not None:
            refs = (Ref(field.name, table, row.id) for row in rows.rows)
            self.cells = {at: self.cells[at] for at in refs if at in self.cells}
        state.put_rows(table, field.name, rows_changed)
        return found


def _compute(
    state: State, calculation: Calculation, row: ReadRow
) -> tuple[Computed, list[Finding]]:
    """Compute a cell; blank, with a finding, where it would divide by zero."""
    field, formula, found = calculation.field, calculation.formula, []
    rule = _spelled(state, formula, row, figures=False)
    try:
        value: Value = formula.run(row.values, state.fields, state.columns)
    except ZeroDivisionError:
        message = f"“{field.label}”算不出来：{rule}，除数为 0。请核对除数。"
        severity, origin = Severity.ERROR, Origin.UNMET
        at = Ref(field.name, calculation.table, row.id)
        found.append(Finding("division_by_zero", severity, origin, at, field.label, message))
        value = None
    figures = "" if value is None else _spelled(state, formula, row, figures=True)
    basis = state.edition.basis_of(field)
    return Computed(value, written(field.kind, value), rule, figures, basis), found


def _spelled(state: State, formula: Formula, row: ReadRow, *, figures: bool) -> str:
    edition = state.edition

    def name(owner: str, field_name: str) -> str:
        if owner == "parameter":
            return next(each.value for each in edition.parameters if each.name == field_name)
        table, _, fixed = owner.partition(".")
        if fixed:
            known = edition.tables[table].column(field_name)
            if not figures:
                return f"{edition.tables[table].row_label(fixed)}·{known.label}"
            place = [row.name for row in edition.tables[table].rows].index(fixed)
            return written(known.kind, state.columns[table, field_name][place])
        if owner:
            return f"各{edition.tables[owner].column(field_name).label}"
        if field_name == ROW_LABEL:
            return str(row.values[ROW_LABEL])
        field = _find_field(state, row, field_name)
        if not figures:
            return field.label
        values = row.values if field_name in row.values else state.fields
        return written(field.kind, values[field_name])

    return spell(formula.tree, name)


def _find_field(state: State, row: ReadRow, name: str) -> Field:
    """Find the field a formula means by a plain name: its row's column first."""
    if name in row.values:
        for table in state.edition.tables.values():
            if any(column.name == name for column in table.columns):
                return table.column(name)
    return state.edition.fields[name]
