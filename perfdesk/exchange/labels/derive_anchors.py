"""Derive from an edition's layout by which words it is known in files made elsewhere.

Its other words for the same things (aliases.toml) are added; the code knows no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from perfdesk.exchange.labels.anchors import Anchors, FieldAnchor, ResultAnchor, TableAnchor
from perfdesk.exchange.labels.label_words import core
from perfdesk.models.form import Edition, FixedRow, Table
from perfdesk.models.layout import LayoutBand, LayoutCell
from perfdesk.models.refs import Ref

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@cache
def anchors_of(edition: Edition) -> Anchors:
    maker = _Derivation(edition)
    for band in edition.layout.bands:
        maker.read(band)
    return maker.made()


@dataclass(frozen=True, slots=True)
class _PlacedCell:
    cell: LayoutCell
    row: int
    left: int
    right: int


class _Derivation:
    """The anchors as they are gathered from band to band."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.fields: list[FieldAnchor] = []
        self.tables: list[TableAnchor] = []
        self.texts: list[FieldAnchor] = []
        self.fixed: set[str] = set()
        self.results: list[ResultAnchor] = []

    def read(self, band: LayoutBand) -> None:
        """Take one band's labels, fields and tables in."""
        placed = list(_place(band))
        for row, line in enumerate(band.rows):
            own = [each for each in placed if each.row == row]
            if line.repeat:
                self._table(self.edition.tables[line.repeat], own, placed)
                continue
            if any(each.cell.shows for each in own):
                self._results(own)
            for each in own:
                self._cell(each, placed)

    def _cell(self, each: _PlacedCell, placed: Sequence[_PlacedCell]) -> None:
        cell = each.cell
        if cell.field:
            label, below = self._label(each, placed)
            row = [p for p in placed if p.row == each.row and p.right <= each.left]
            if any(p.cell.shows for p in row):
                return  # the last of a row of results: computed, and printed elsewhere, too
            self._add((cell.field,), label, below)
        elif cell.text and (names := tuple(_SLOT.findall(cell.text))):
            pieces = tuple(_SLOT.split(cell.text)[::2])
            first = core(pieces[0])
            if first:
                self._add(names, first, False, pieces)
                return
            label, below = self._label(each, placed)
            if label and not below:
                self._add(names, label, False, pieces)
            else:
                self.texts.append(FieldAnchor(frozenset(), names, False, pieces))
        elif words := self._words(cell):
            self.fixed.add(words)

    def _results(self, own: Sequence[_PlacedCell]) -> None:
        cells = [each.cell.shows or each.cell.field for each in own]
        word = self._words(own[0].cell)
        refs = tuple(_shown(cell) for cell in cells if cell)
        if word and all(self.edition.field(ref).is_computed for ref in refs):
            self.results.append(ResultAnchor(word, refs))

    def _add(
        self, names: tuple[str, ...], label: str, below: bool, pieces: tuple[str, ...] = ()
    ) -> None:
        last = self.fields[-1] if self.fields else None
        if last and last.fields[-1:] == names:
            return  # the boxes of one choice
        words = {label} if label else set()
        if len(names) == 1:
            words.add(core(self.edition.fields[names[0]].label))
        for name in names:
            words.update(core(word) for word in self.edition.aliases.get(name, ()))
        again = last and label and label in last.words and not pieces and not below
        if last and again and (label in self._totals() or self._is_row(last, names)):
            self.fields[-1] = FieldAnchor(last.words, last.fields + names)
            return
        self.fields.append(FieldAnchor(frozenset(words - {""}), names, below, pieces))

    def _is_row(self, last: FieldAnchor, names: tuple[str, ...]) -> bool:
        """Tell whether a label has several fields in its row, all of them computed."""
        return all(self.edition.fields[name].is_computed for name in (*last.fields, *names))

    def _totals(self) -> frozenset[str]:
        return frozenset(core(word) for word in self.edition.aliases.get("totals", ()))

    def _label(self, each: _PlacedCell, placed: Sequence[_PlacedCell]) -> tuple[str, bool]:
        """Find the label of a field: left of it in its row, else above it in its band."""
        for other in reversed([p for p in placed if p.row == each.row and p.right <= each.left]):
            if words := self._words(other.cell):
                return words, False
        above = [p for p in placed if p.row < each.row]
        for other in sorted(above, key=lambda p: -p.row):
            if other.left < each.right and each.left < other.right and not other.cell.down:
                return self._words(other.cell), True
        return "", False

    def _words(self, cell: LayoutCell) -> str:
        if cell.label:
            table, _, name = cell.label.rpartition(".")
            return core(self.edition.label(Ref(name, table), {}))
        return "" if _SLOT.search(cell.text) else core(cell.text)

    def _table(
        self, table: Table, own: Sequence[_PlacedCell], placed: Sequence[_PlacedCell]
    ) -> None:
        columns = []
        title, has_heads = {core(table.label)}, False
        for each in own:
            if not each.cell.field:
                continue
            name = each.cell.field
            words = self._column_words(table, name)
            over = self._over(each, placed)
            if over is not None and over.right - over.left <= each.right - each.left:
                words.add(self._words(over.cell))
                has_heads = True
            elif over is not None:
                title.add(self._words(over.cell))
            columns.append((name, frozenset(words - {""})))
        rows = tuple((row.name, self._row_words(table, row)) for row in table.rows)
        over_all = frozenset[str]() if has_heads else frozenset(title - {""})
        self.tables.append(TableAnchor(table, tuple(columns), rows, over_all))

    def _column_words(self, table: Table, name: str) -> set[str]:
        words = {core(table.column(name).label)}
        words.update(core(w) for w in self.edition.aliases.get(f"{table.name}.{name}", ()))
        if table.name == self.edition.framework_table:
            frameworks = self.edition.frameworks
            words.update(core(f.headings[name]) for f in frameworks if name in f.headings)
        return words

    def _row_words(self, table: Table, row: FixedRow) -> frozenset[str]:
        other = self.edition.aliases.get(f"{table.name}.{row.name}", ())
        return frozenset(core(word) for word in (row.label, *other))

    def _over(self, each: _PlacedCell, placed: Sequence[_PlacedCell]) -> _PlacedCell | None:
        """Find the nearest cell with words that stands over a column."""
        above = sorted((p for p in placed if p.row < each.row), key=lambda p: (-p.row, p.left))
        over = (p for p in above if p.left <= each.left < p.right)
        return next((p for p in over if self._words(p.cell)), None)

    def made(self) -> Anchors:
        edition = self.edition
        titles = {core(edition.title), *(core(t) for t in edition.aliases.get("title", ()))}
        for text in self.texts:
            titles.update(w for w in (core(p) for p in text.pieces) if len(w) > 4)
        first = edition.layout.bands[0].rows[0].cells[0].text if edition.layout.bands else ""
        titles.add(core(_SLOT.sub("", first)))
        self.fixed.update(core(word) for word in edition.aliases.get("ignored", ()))
        for section in edition.sections:
            self.fixed.add(core(section.label))
        words = set().union(*(each.words for each in self.fields)) if self.fields else set()
        for table in self.tables:
            for _, each in table.columns:
                words |= each
        titles.discard("")
        return Anchors(
            edition,
            frozenset(titles),
            tuple(self.fields),
            tuple(self.tables),
            tuple(self.texts),
            frozenset(self.fixed - {""}),
            self._totals(),
            frozenset(words),
            tuple(self.results),
        )


def _shown(name: str) -> Ref:
    table, _, rest = name.partition(".")
    row, _, column = rest.partition(".")
    return Ref(column, table, row) if rest else Ref(name)


def _place(band: LayoutBand) -> Iterator[_PlacedCell]:
    """Say in which columns each cell of a band stands."""
    busy: dict[int, int] = {}  # column -> first row that is free again
    for row, line in enumerate(band.rows):
        column = 0
        for cell in line.cells:
            while busy.get(column, 0) > row:
                column += 1
            last = len(band.rows) if cell.down else row + cell.rows
            for each in range(column, column + cell.span):
                busy[each] = last
            yield _PlacedCell(cell, row, column, column + cell.span)
            column += cell.span
