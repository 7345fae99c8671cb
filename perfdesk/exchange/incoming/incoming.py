"""What a file from outside was understood to hold, before anything is done with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfdesk.models.document import Document
from perfdesk.models.refs import Ref

PASTED, DOCUMENT = "粘贴的文字", "Word 正文"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the file: its sheet, row and column, counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """Write the place on its sheet; texts have lines and no cells."""
        if self.sheet in (PASTED, DOCUMENT):
            return f"第{self.row}行"
        return f"{column_letters(self.column)}{self.row}"

    @property
    def address(self) -> str:
        """Say to a clerk where it is."""
        return f"{self.sheet} {self.cell}"


def column_letters(column: int) -> str:
    """Write a column's number, from 1, as Excel does."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should look at: where it stands, and what it is, in Chinese.

    `lost` are the places of what was not read because of it.
    """

    where: str
    message: str
    lost: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """One cell that was read: which of ours it is, what was entered, and where it stood."""

    at: Ref
    label: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Strange:
    """A text of which nobody knows what it is, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row as it stood in the sender's file at `place`, and why it was not taken.

    `marked` are the places in `texts` of what is at fault.
    """

    place: str
    texts: tuple[str, ...]
    reasons: tuple[str, ...]
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """The rows of one sheet that come back, under the heads they had there."""

    name: str
    head: tuple[tuple[str, ...], ...]
    rows: tuple[ReturnedRow, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A workbook as a document.

    `stated` are the texts of computed cells, to compare and never to import. `unread` are
    cells of which the workbook says nothing, so that a comparison leaves them alone: a
    field, a cell in a row, a column (no row), or a whole table (no field). `code` is the check
    code of the data when the workbook was exported, blank where it does not say. `understood`
    and `strange` tell cell by cell what was read, where a form was known by its words. `places`
    are where entries stood, and `returned` the rows that failed.
    """

    document: Document
    stated: dict[Ref, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unread: set[Ref] = field(default_factory=set)
    code: str = ""
    understood: list[Understood] = field(default_factory=list)
    strange: list[Strange] = field(default_factory=list)
    places: dict[Ref, Place] = field(default_factory=dict)
    returned: list[ReturnedSheet] = field(default_factory=list)
