"""Read a workbook of ours back as a document, and say what could not be understood.

Every cell is found by its defined name, never by its place, so that inserted rows and
moved cells do no harm. Nothing is applied here: see differences.py for what follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from perfdesk.exchange.incoming import Incoming, Note, Place
from perfdesk.exchange.xlsx_areas import Area, find_areas, table_lines, together
from perfdesk.exchange.xlsx_cells import (
    CellReading,
    has_boxes,
    is_ticked,
    joined,
    read_cell,
    ticked,
)
from perfdesk.exchange.xlsx_grid import GridCell, WorkbookGrid
from perfdesk.exchange.xlsx_marks import Composition, Mark, name_of, rows_name, take_apart
from perfdesk.exchange.xlsx_recognise import NotOurForm, Recognised, recognise
from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import ROOMS
from perfdesk.models.values import Kind, shorten

__all__ = ["Incoming", "NotOurForm", "Note", "read_workbook"]


def read_workbook(grid: WorkbookGrid, editions: Mapping[str, Edition]) -> Incoming:
    """Read a workbook that was exported by us; raises `NotOurForm` for any other."""
    known = recognise(grid, editions)
    incoming = Incoming(Document(known.edition.form, known.edition.edition), code=known.code)
    if known.doubt:
        incoming.notes.append(Note("工作簿", known.doubt))
    names = {name: known.spelled[name] for name in known.marks}
    book = _Book(known, find_areas(grid, names), incoming)
    book.note_strangers()
    book.note_lost()
    book.note_overlaps()
    book.read_fields()
    book.read_options()
    book.read_framework()
    for table in known.edition.tables.values():
        book.read_table(table)
    return incoming


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook as recognised, and what is being made of it."""

    known: Recognised
    areas: Mapping[str, Area]
    incoming: Incoming

    @property
    def edition(self) -> Edition:
        return self.known.edition

    def note(self, where: str, message: str, *lost: Place) -> None:
        self.incoming.notes.append(Note(where, message, lost))

    def label(self, at: Ref) -> str:
        """Give the words by which a clerk knows a cell."""
        try:
            label = self.edition.label(at, self.incoming.document.cells)
        except KeyError:
            return at.field
        return f"{self.edition.tables[at.table].label}·{label}" if at.table else label

    def field_of(self, mark: Mark) -> Field | None:
        """Find what a name of ours is about; None for what the edition has not."""
        try:
            return self.edition.field(Ref(mark.field, mark.table))
        except KeyError:
            return None

    # --- names -----------------------------------------------------------------------------

    def note_strangers(self) -> None:
        """Say which names the edition knows nothing of; of very many, how many there are."""
        tables, marks = self.edition.tables, self.known.marks.items()
        strange = [n for n, m in marks if not (self.field_of(m) if m.field else m.table in tables)]
        for name in strange[:_MOST_NAMED]:
            self.note(name, f"表里没有这一项，{_NOT_OURS}")
        if more := len(strange[_MOST_NAMED:]):
            self.note("工作簿", f"另有 {more} 个名称表里没有，{_NOT_OURS}")

    def note_lost(self) -> None:
        """Take down what no name leads to; say so where the workbook once had the name."""
        had = set(self.known.meta.names)
        by_option = {m.field for n, m in self.known.marks.items() if m.option and n in self.areas}
        for table, its_field in self.edition.walk():
            at = Ref(its_field.name, table)
            if name_of(at) in self.areas or (not table and its_field.name in by_option):
                continue
            self.incoming.unread.add(at)
            options = any(name.startswith(f"o.{its_field.name}.") for name in had)
            if name_of(at) in had or (options and not table):
                self.note(
                    f"“{self.label(at)}”",
                    "工作簿里找不到这一项的单元格（可能整行已被删除），原有内容保持不变。",
                )
        for name, whole in self.edition.tables.items():
            if all(Ref(column.name, name) in self.incoming.unread for column in whole.columns):
                self.incoming.unread.add(Ref("", name))

    def note_overlaps(self) -> None:
        """Say which areas lie across one another."""
        fields = {n: a for n, a in self.areas.items() if self.field_of(self.known.marks[n])}
        for (one, area), (other, second) in combinations(fields.items(), 2):
            if area.overlaps(second):
                labels = [
                    self.label(Ref(mark.field, mark.table))
                    for mark in (self.known.marks[one], self.known.marks[other])
                ]
                self.note(
                    f"“{labels[0]}”和“{labels[1]}”（{second.address}）",
                    "两项的单元格重叠，内容可能重复读入，请逐项核对。",
                )

    # --- single fields -----------------------------------------------------------------------

    def read_fields(self) -> None:
        """Read the cells outside tables; names at one place share a composite text."""
        shared: dict[tuple[int, object], list[Field]] = defaultdict(list)
        for name, area in self.areas.items():
            mark = self.known.marks[name]
            its_field = self.field_of(mark)
            if its_field and not mark.table and not mark.option:
                shared[id(area.page), area.block].append(its_field)
        for fields in shared.values():
            area = self.areas[name_of(Ref(fields[0].name))]
            self.read_cells([Ref(f.name) for f in fields], area.cells(), area.address, area.place)

    def read_cells(
        self, at: Sequence[Ref], found: Sequence[GridCell], address: str, place: Place
    ) -> None:
        """Read what stands in one cell of the form into the fields it shows."""
        composition = self.composition(at)
        where = f"“{'”“'.join(self.label(ref) for ref in at)}”（{address}）"
        if len(found) > 1:
            self.note(where, "同一项的内容分在几个单元格里，已按顺序合并读入，请核对。")
        if composition is None and len(at) > 1:
            self.incoming.unread.update(at)
            self.note(where, "几项写在同一个单元格里，分不开，没有读入。请手工核对。", place)
            return
        if composition is None:
            readings = [read_cell(cell, self.edition.field(at[0])) for cell in found]
            self.take(at[0], joined(readings), where, place)
            return
        text = joined([read_cell(cell, _ANY_TEXT) for cell in found]).text
        apart = take_apart(text, composition[1])
        for piece in apart.missing if text.strip() else ():
            self.note(where, f"找不到原有的文字“{shorten(piece)}”，前后两项可能没有分开，请核对。")
        if apart.loose:
            self.note(where, f"“{shorten(apart.loose)}”写在填写处之外，没有读入。", place)
        for ref, part in zip(composition[0], apart.parts, strict=False):
            unfilled = "".join(part.split()) in _UNFILLED
            self.take(ref, CellReading("" if unfilled else part), where, place)

    def composition(self, at: Sequence[Ref]) -> tuple[list[Ref], Composition] | None:
        """Find how the text of some fields in one cell is composed, and in which order."""
        wanted = {name_of(ref): ref for ref in at}
        for names, made in self.known.meta.compositions.items():
            order = names.split(" ")
            if set(order) == set(wanted) and made.template.count(None) == len(order):
                return [wanted[name] for name in order], made
        return None

    def take(self, at: Ref, reading: CellReading, where: str, place: Place) -> None:
        """Put what was read where it belongs."""
        its_field = self.edition.field(at)
        if its_field.is_computed:
            # It is only compared: a formula of a template that nobody has run is no loss.
            if reading.text:
                self.incoming.stated[at] = reading.text
            return
        if reading.doubt:
            self.note(where, reading.doubt, *([place] if reading.lost else []))
        if reading.lost:
            self.incoming.unread.add(at)
        elif its_field.choices and has_boxes(reading.text):
            self.take_choice(at, ticked(reading.text, its_field.choices), where, place)
        elif reading.text:
            self.incoming.document.put(at, reading.text)
            self.incoming.places[at] = place

    # --- options -------------------------------------------------------------------------------

    def read_options(self) -> None:
        """Read the fields whose options have a cell each."""
        marks: dict[str, dict[int, Area]] = defaultdict(dict)
        for name, area in self.areas.items():
            mark = self.known.marks[name]
            if mark.option and self.field_of(mark):
                marks[mark.field][mark.option] = area
        for name, places in marks.items():
            choices = self.edition.fields[name].choices
            found = []
            for place, area in sorted(places.items()):
                written = self.known.meta.options.get(f"o.{name}.{place}", "")
                option = written or (choices[place - 1] if place <= len(choices) else "")
                if option and any(is_ticked(cell.text) for cell in area.cells()):
                    found.append(option)
            first = next(iter(places.values()))
            where = f"“{self.label(Ref(name))}”（{first.address}）"
            self.take_choice(Ref(name), found, where, first.place)

    def take_choice(self, at: Ref, found: Sequence[str], where: str, place: Place) -> None:
        """Put the one option that is ticked; two are none."""
        if len(found) > 1:
            self.incoming.unread.add(at)
            both = "、".join(f"“{one}”" for one in found)
            self.note(where, f"同时勾选了{both}，没有读入。请只选一项。", place)
        elif found:
            self.incoming.document.put(at, found[0])

    def read_framework(self) -> None:
        """Know the framework by the headings it puts over the indicators.

        It is chosen on screen and has no cell of its own on paper.
        """
        at = Ref(self.edition.framework_field)
        if not at.field or name_of(at) in self.areas:
            return
        pages = {id(area.page): area.page for area in self.areas.values()}
        texts = {cell.text for page in pages.values() for cell in page.sheet.cells.values()}
        fitting = [
            framework.name
            for framework in self.edition.frameworks
            if texts.issuperset(framework.headings.values())
        ]
        if len(fitting) == 1:
            self.incoming.document.put(at, fitting[0])
            self.incoming.unread.discard(at)

    # --- tables --------------------------------------------------------------------------------

    def read_table(self, table: Table) -> None:
        """Read a table's rows; a row in which nothing stands is none."""
        columns = self.columns(table)
        if not columns:
            return
        if table.rows:
            self.read_fixed_rows(table, columns)
            return
        rows = self.areas.get(rows_name(table.name))
        entered = {column.name for column in table.columns if not column.is_computed}
        for line in table_lines(columns, rows):
            if not any(line.columns[name].cells for name in columns if name in entered):
                continue
            row = Row(self.incoming.document.new_row_id(table.name))
            self.incoming.document.tables.setdefault(table.name, []).append(row)
            for names in together(columns):
                at = [Ref(name, table.name, row.id) for name in names]
                cell = line.columns[names[0]]
                address = f"第{line.top}行"
                if cell.shared and not table.column(names[0]).merged:
                    label = table.column(names[0]).label
                    self.note(
                        f"“{label}”（{address}）", "与上一行合并了单元格，按相同内容读入，请核对。"
                    )
                self.read_cells(at, cell.cells, address, columns[names[0]].place_in(line.top))

    def read_fixed_rows(self, table: Table, columns: Mapping[str, Area]) -> None:
        """Read the rows that every copy of the form has, by their order."""
        lines = table_lines(columns, None)
        if len(lines) > len(table.rows):
            message = f"应有 {len(table.rows)} 行，多出的行没有读入。"
            first = next(iter(columns.values()))
            over = [first.place_in(line.top) for line in lines[len(table.rows) :]]
            self.note(f"“{table.label}”", message, *over)
        rows = [Row(each.name) for each in table.rows]
        self.incoming.document.tables[table.name] = rows
        for fixed, line in zip(table.rows, lines, strict=False):
            for names in together(columns):
                there = [name for name in names if table.column(name).exists_in(fixed.name)]
                if there:
                    at = [Ref(name, table.name, fixed.name) for name in there]
                    where = f"“{fixed.label}”（第{line.top}行）"
                    place = columns[there[0]].place_in(line.top)
                    self.read_cells(at, line.columns[there[0]].cells, where, place)

    def columns(self, table: Table) -> dict[str, Area]:
        """Find the columns of a table that lie on one worksheet."""
        found = {
            column.name: self.areas[name]
            for column in table.columns
            if (name := name_of(Ref(column.name, table.name))) in self.areas
        }
        if not found:
            return {}
        pages = [area.page for area in found.values()]
        page = max(pages, key=lambda one: sum(other is one for other in pages))
        for name, area in found.items():
            if area.page is not page:
                self.incoming.unread.add(Ref(name, table.name))
                self.note(f"“{table.column(name).label}”", "这一列在另一张工作表上，没有读入。")
        return {name: area for name, area in found.items() if area.page is page}


_MOST_NAMED = 20
_NOT_OURS = "其内容没有读入。请核对工作簿是否来自同一版本的表。"
_ANY_TEXT = Field("", "", Kind.LONG_TEXT)
# What is left in a sentence where nobody wrote anything.
_UNFILLED = {"", *("".join(room.split()) for room in ROOMS.values())}
