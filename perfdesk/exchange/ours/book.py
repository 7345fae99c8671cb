"""A workbook of ours as it was recognised, and what is the matter with the names in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from perfdesk.exchange.incoming.incoming import Incoming, Note, Place
from perfdesk.exchange.ours.areas import Area
from perfdesk.exchange.ours.marks import Mark, name_of
from perfdesk.exchange.ours.recognise import Recognised
from perfdesk.models.form import Edition, Field
from perfdesk.models.refs import Ref

_MOST_NAMED = 20
_NOT_OURS = "其内容没有读入。请核对工作簿是否来自同一版本的表。"


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook, where its names lead, and what was read of it so far."""

    known: Recognised
    areas: Mapping[str, Area]
    incoming: Incoming

    @property
    def edition(self) -> Edition:
        return self.known.edition

    def note(self, where: str, message: str, *lost: Place) -> None:
        """Tell a person to look at something; `lost` are places of what was not read."""
        self.incoming.notes.append(Note(where, message, lost))

    def label(self, at: Ref) -> str:
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


def note_names(book: Book) -> None:
    """Note whatever keeps a cell from being found by its name, or finds it for two."""
    _note_foreign(book)
    _note_lost(book)
    _note_overlaps(book)


def _note_foreign(book: Book) -> None:
    """Say which names the edition knows nothing of; of very many, how many there are."""
    tables, marks = book.edition.tables, book.known.marks.items()
    strange = [n for n, m in marks if not (book.field_of(m) if m.field else m.table in tables)]
    for name in strange[:_MOST_NAMED]:
        book.note(name, f"表里没有这一项，{_NOT_OURS}")
    if more := len(strange[_MOST_NAMED:]):
        book.note("工作簿", f"另有 {more} 个名称表里没有，{_NOT_OURS}")


def _note_lost(book: Book) -> None:
    """Take down what no name leads to; say so where the workbook once had the name."""
    had = set(book.known.meta.names)
    by_option = {m.field for n, m in book.known.marks.items() if m.option and n in book.areas}
    for table, its_field in book.edition.walk():
        at = Ref(its_field.name, table)
        if name_of(at) in book.areas or (not table and its_field.name in by_option):
            continue
        book.incoming.unread.add(at)
        options = any(name.startswith(f"o.{its_field.name}.") for name in had)
        if name_of(at) in had or (options and not table):
            book.note(
                f"“{book.label(at)}”",
                "工作簿里找不到这一项的单元格（可能整行已被删除），原有内容保持不变。",
            )
    for name, whole in book.edition.tables.items():
        if all(Ref(column.name, name) in book.incoming.unread for column in whole.columns):
            book.incoming.unread.add(Ref("", name))


def _note_overlaps(book: Book) -> None:
    """Say which areas lie across one another."""
    fields = {n: a for n, a in book.areas.items() if book.field_of(book.known.marks[n])}
    for (one, area), (other, second) in combinations(fields.items(), 2):
        if area.overlaps(second):
            labels = [
                book.label(Ref(mark.field, mark.table))
                for mark in (book.known.marks[one], book.known.marks[other])
            ]
            book.note(
                f"“{labels[0]}”和“{labels[1]}”（{second.address}）",
                "两项的单元格重叠，内容可能重复读入，请逐项核对。",
            )
