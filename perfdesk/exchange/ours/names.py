"""Tell what is the matter with the names of a workbook: foreign ones, lost ones, crossing ones."""

from __future__ import annotations

from itertools import combinations

from perfdesk.exchange.ours.book import Book
from perfdesk.exchange.ours.marks import name_of
from perfdesk.models.refs import Ref

_MOST_NAMED = 20
_NOT_OURS = "其内容没有读入。请核对工作簿是否来自同一版本的表。"


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
