"""What was entered: the texts of one form, and the project that holds several.

A document knows texts and the order of rows, nothing of what they mean; that is the
edition's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from perfdesk.models.answers import Answer, Answers
from perfdesk.models.finalised import Final, Print
from perfdesk.models.refs import Ref


@dataclass(slots=True)
class Row:
    """One row of a table; its id never changes and is not shown.

    It holds the answers to its own findings, so that these go and come back with it.
    """

    id: str
    cells: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)

    @property
    def is_used(self) -> bool:
        """Tell whether anything stands in the row; blanks are nothing."""
        return any(text.strip() for text in self.cells.values())

    def copy(self, row_id: str | None = None) -> Row:
        """Copy the row; under a new id, where one is given, it has nothing answered."""
        answers = {} if row_id else dict(self.answers)
        return Row(row_id or self.id, dict(self.cells), dict(self.extra), answers)


@dataclass(slots=True)
class Document:
    """One form as filled in so far.

    `answers` are those to findings outside tables, `prints` the copies that were printed, the
    oldest first. `extra` holds keys of the file that this version does not know, so that they
    survive a save. Change a document through edits only
    (`models/edits.py`).
    """

    form: str
    edition: str
    cells: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    final: Final | None = None
    prints: tuple[Print, ...] = ()

    def text(self, at: Ref) -> str:
        """Give the text of a cell; blank for a cell never filled."""
        if not at.table:
            return self.cells.get(at.field, "")
        return self.row(at.table, at.row).cells.get(at.field, "")

    def put(self, at: Ref, text: str) -> None:
        """Put a text into a cell; blank text removes the entry."""
        cells = self.row(at.table, at.row).cells if at.table else self.cells
        if text:
            cells[at.field] = text
        else:
            cells.pop(at.field, None)

    def answer(self, code: str, at: Ref) -> Answer | None:
        """Give the answer to what a check found at a cell; None where there is none."""
        return self._answers_at(at).get((code, at.field))

    def put_answer(self, code: str, at: Ref, answer: Answer | None) -> None:
        """Answer what a check found at a cell; None and a blank reason take the answer back."""
        answers = self._answers_at(at)
        if answer is not None and answer.reason.strip():
            answers[code, at.field] = answer
        else:
            answers.pop((code, at.field), None)

    def _answers_at(self, at: Ref) -> Answers:
        return self.row(at.table, at.row).answers if at.table else self.answers

    def rows(self, table: str) -> list[Row]:
        """Give a table's rows in order; an unused table has none."""
        return self.tables.get(table, [])

    def row_ids(self, table: str) -> list[str]:
        return [row.id for row in self.rows(table)]

    def row(self, table: str, row_id: str) -> Row:
        """Find a row by id; raises KeyError when it is gone."""
        for row in self.rows(table):
            if row.id == row_id:
                return row
        raise KeyError((table, row_id))

    def place(self, table: str, row_id: str) -> int:
        """Find a row's place counted from 0; raises KeyError when it is gone."""
        for place, row in enumerate(self.rows(table)):
            if row.id == row_id:
                return place
        raise KeyError((table, row_id))

    def new_row_id(self, table: str) -> str:
        """Make an id no row of the table has; the same document gives the same id."""
        used = [int(row.id[1:]) for row in self.rows(table) if row.id[1:].isdecimal()]
        return f"r{max(used, default=0) + 1}"

    def texts(self) -> Iterator[str]:
        """Walk every entry without naming its cell, for a look at all of them at once."""
        yield from self.cells.values()
        for rows in self.tables.values():
            for row in rows:
                yield from row.cells.values()

    def entries(self) -> Iterator[tuple[Ref, str]]:
        """Walk every filled cell, fields first, then tables row by row."""
        for name, text in self.cells.items():
            yield Ref(name), text
        for table, rows in self.tables.items():
            for row in rows:
                for name, text in row.cells.items():
                    yield Ref(name, table, row.id), text

    def all_answers(self) -> Iterator[tuple[str, Ref, Answer]]:
        """Walk every answer: the code of the check, the cell, and what was answered."""
        for (code, name), answer in self.answers.items():
            yield code, Ref(name), answer
        for table, rows in self.tables.items():
            for row in rows:
                for (code, name), answer in row.answers.items():
                    yield code, Ref(name, table, row.id), answer

    def copy(self) -> Document:
        """Copy everything, sharing nothing that an edit can change."""
        tables = {name: [row.copy() for row in rows] for name, rows in self.tables.items()}
        return Document(
            self.form,
            self.edition,
            dict(self.cells),
            tables,
            dict(self.extra),
            dict(self.answers),
            self.final,
            self.prints,
        )


@dataclass(slots=True)
class Project:
    """One project's year: its documents, and what else its file holds."""

    documents: list[Document]
    extra: dict[str, Any] = field(default_factory=dict)


def place_of(project: Project, document: Document) -> int:
    """Find a document's place in its project, by identity: two forms may be equal."""
    return next(place for place, each in enumerate(project.documents) if each is document)
