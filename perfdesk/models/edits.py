"""Changes as values, each with its inverse.

An edit is applied to a document and gives back the edit that undoes it. All edits
travel as plain JSON, so that a journal can replay them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from perfdesk.models.answers import (
    Answer,
    answer_from_json,
    answer_to_json,
    answers_from_json,
    answers_to_json,
)
from perfdesk.models.document import Document, Row
from perfdesk.models.finalised import (
    Final,
    Print,
    final_from_json,
    final_to_json,
    print_from_json,
    print_to_json,
)
from perfdesk.models.refs import Ref


@dataclass(frozen=True, slots=True)
class SetCell:
    """Put a text into a cell."""

    at: Ref
    text: str

    def apply(self, document: Document) -> SetCell:
        before = document.text(self.at)
        document.put(self.at, self.text)
        return SetCell(self.at, before)


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """Answer what a check found at a cell, or take the answer back with None."""

    code: str
    at: Ref
    answer: Answer | None

    def apply(self, document: Document) -> SetAnswer:
        before = document.answer(self.code, self.at)
        document.put_answer(self.code, self.at, self.answer)
        return SetAnswer(self.code, self.at, before)


@dataclass(frozen=True, slots=True)
class SetFinal:
    """Finalise a document with the data of a check code, or open it again with None."""

    final: Final | None

    def apply(self, document: Document) -> SetFinal:
        before, document.final = document.final, self.final
        return SetFinal(before)


@dataclass(frozen=True, slots=True)
class InsertRow:
    """Put a row into a table at a place counted from 0."""

    table: str
    place: int
    row: Row

    def apply(self, document: Document) -> RemoveRow:
        document.tables.setdefault(self.table, []).insert(self.place, self.row.copy())
        return RemoveRow(self.table, self.row.id)


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take a row out of a table; raises KeyError when it is gone."""

    table: str
    row_id: str

    def apply(self, document: Document) -> InsertRow:
        place = document.place(self.table, self.row_id)
        rows = document.tables[self.table]
        row = rows.pop(place)
        if not rows:
            del document.tables[self.table]
        return InsertRow(self.table, place, row)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Move a row to another place in its table, counted from 0 after it was taken out."""

    table: str
    row_id: str
    place: int

    def apply(self, document: Document) -> MoveRow:
        before = document.place(self.table, self.row_id)
        rows = document.tables[self.table]
        rows.insert(self.place, rows.pop(before))
        return MoveRow(self.table, self.row_id, before)


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits as one: they apply in order and are undone together."""

    edits: tuple[Edit, ...]

    def apply(self, document: Document) -> Batch:
        """Change the document and return the edit that undoes this one.

        When an edit fails, those before it are undone before the error goes on.
        """
        undo: list[Edit] = []
        try:
            for edit in self.edits:
                undo.append(edit.apply(document))
        except BaseException:
            for edit in reversed(undo):
                edit.apply(document)
            raise
        return Batch(tuple(reversed(undo)))


Edit = SetCell | SetAnswer | SetFinal | InsertRow | RemoveRow | MoveRow | Batch


@dataclass(frozen=True, slots=True)
class AddPrint:
    """Note a copy that was printed; a fact and no `Edit`: paper cannot be undone."""

    printed: Print

    def apply(self, document: Document) -> None:
        document.prints = (*document.prints, self.printed)


def edit_to_json(edit: Edit | AddPrint) -> dict[str, Any]:
    """Write an edit or a fact as plain JSON."""
    match edit:
        case SetCell(at, text):
            return {"set": text, "field": at.field, "table": at.table, "row": at.row}
        case SetAnswer(code, at, answer):
            said = None if answer is None else answer_to_json(answer)
            place = {"field": at.field, "table": at.table, "row": at.row}
            return {"answer": said, "code": code, **place}
        case SetFinal(final):
            return {"final": None if final is None else final_to_json(final)}
        case AddPrint(printed):
            return {"printed": print_to_json(printed)}
        case InsertRow(table, place, row):
            inserted = {"row": row.id, "cells": row.cells, "extra": row.extra}
            answers = answers_to_json(row.answers)
            return {"insert": table, "place": place, **inserted, "answers": answers}
        case RemoveRow(table, row_id):
            return {"remove": table, "row": row_id}
        case MoveRow(table, row_id, place):
            return {"move": table, "row": row_id, "place": place}
        case Batch(edits):
            return {"batch": [edit_to_json(part) for part in edits]}


def edit_from_json(data: dict[str, Any]) -> Edit | AddPrint:
    """Read an edit or a fact back; raises KeyError, TypeError or ValueError for what is none."""
    if "printed" in data:
        return AddPrint(print_from_json(data["printed"]))
    return _edit_from_json(data)


def _edit_from_json(data: dict[str, Any]) -> Edit:
    if "set" in data:
        at = Ref(_text(data, "field"), _text(data, "table"), _text(data, "row"))
        return SetCell(at, _text(data, "set"))
    if "answer" in data:
        at = Ref(_text(data, "field"), _text(data, "table"), _text(data, "row"))
        said = data["answer"]
        answer = None if said is None else answer_from_json(_of(dict, said))
        return SetAnswer(_text(data, "code"), at, answer)
    if "final" in data:
        final = data["final"]
        return SetFinal(None if final is None else final_from_json(final))
    if "insert" in data:
        cells = _of(dict, data["cells"])
        row = Row(
            _text(data, "row"),
            {name: _text(cells, name) for name in cells},
            dict(_of(dict, data["extra"])),
            # Journals of the first versions have none.
            answers_from_json(data.get("answers", [])),
        )
        return InsertRow(_text(data, "insert"), _place(data), row)
    if "remove" in data:
        return RemoveRow(_text(data, "remove"), _text(data, "row"))
    if "move" in data:
        return MoveRow(_text(data, "move"), _text(data, "row"), _place(data))
    return Batch(tuple(_edit_from_json(part) for part in _of(list, data["batch"])))


def _of(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _text(data: dict[str, Any], key: str) -> str:
    text: str = _of(str, data[key])
    return text


def _place(data: dict[str, Any]) -> int:
    place: int = _of(int, data["place"])
    return place
