"""Read a workbook of ours back as a document, and say what could not be understood.

Every cell is found by its defined name, never by its place, so that inserted rows and
moved cells do no harm. Nothing is applied here: see differences.py for what follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfdesk.exchange.incoming.incoming import Incoming, Note, Place
from perfdesk.exchange.ours.areas import Area, find_areas, table_lines, together
from perfdesk.exchange.ours.book import Book, note_names
from perfdesk.exchange.ours.marks import Composition, name_of, rows_name, split_text
from perfdesk.exchange.ours.recognise import NotOurForm, recognise
from perfdesk.exchange.parse.cells import (
    CellReading,
    has_boxes,
    is_ticked,
    join_readings,
    read_cell,
    ticked,
)
from perfdesk.exchange.parse.grid import GridCell, WorkbookGrid
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
    book = _BookReading(known, find_areas(grid, names), incoming)
    note_names(book)
    book.read_fields()
    book.read_options()
    book.read_framework()
    for table in known.edition.tables.values():
        book.read_table(table)
    return incoming


@dataclass(frozen=True, slots=True)
class _BookReading(Book):
    """The reading of one workbook, part by part."""

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
            self.enter(at[0], join_readings(readings), where, place)
            return
        text = join_readings([read_cell(cell, _ANY_TEXT) for cell in found]).text
        apart = split_text(text, composition[1])
        for piece in apart.missing if text.strip() else ():
            self.note(where, f"找不到原有的文字“{shorten(piece)}”，前后两项可能没有分开，请核对。")
        if apart.loose:
            self.note(where, f"“{shorten(apart.loose)}”写在填写处之外，没有读入。", place)
        for ref, part in zip(composition[0], apart.parts, strict=False):
            unfilled = "".join(part.split()) in _UNFILLED
            self.enter(ref, CellReading("" if unfilled else part), where, place)

    def composition(self, at: Sequence[Ref]) -> tuple[list[Ref], Composition] | None:
        """Find how the text of some fields in one cell is composed, and in which order."""
        wanted = {name_of(ref): ref for ref in at}
        for names, made in self.known.meta.compositions.items():
            order = names.split(" ")
            if set(order) == set(wanted) and made.template.count(None) == len(order):
                return [wanted[name] for name in order], made
        return None

    def enter(self, at: Ref, reading: CellReading, where: str, place: Place) -> None:
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
            self.enter_choice(at, ticked(reading.text, its_field.choices), where, place)
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
            self.enter_choice(Ref(name), found, where, first.place)

    def enter_choice(self, at: Ref, found: Sequence[str], where: str, place: Place) -> None:
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


_ANY_TEXT = Field("", "", Kind.LONG_TEXT)
# What is left in a sentence where nobody wrote anything.
_UNFILLED = {"", *("".join(room.split()) for room in ROOMS.values())}
