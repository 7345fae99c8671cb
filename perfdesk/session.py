"""One open project: apply edits, undo them, evaluate, and tell.

Every change of the window, of an import and of the command line comes through here.
Listeners are told after the change, with the evaluation that belongs to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from perfdesk.models.document import Document, Project
from perfdesk.models.edits import (
    AddPrint,
    Batch,
    Edit,
    InsertRow,
    MoveRow,
    SetAnswer,
    SetCell,
    SetFinal,
)
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref

# It belongs to the session, and may keep what followed from the document before.
Evaluate = Callable[[Document], Evaluation]
Clock = Callable[[], float]

# Typing without a pause of this many seconds is one step of undo.
_BURST = 1.0


class Cause(Enum):
    """What brought a change about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    CHECK = "check"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Change:
    """One change as listeners see it: the edit as applied, and what follows from it.

    `edit` is None where only the evaluation is new, or where a fact was noted.
    """

    cause: Cause
    edit: Edit | None
    evaluation: Evaluation
    fact: AddPrint | None = None


@dataclass(slots=True)
class _Step:
    done: Edit
    undo: Edit
    at: float


class Session:
    """Hold one document of an open project and the way back through its changes."""

    def __init__(
        self,
        project: Project,
        document: Document,
        edition: Edition,
        evaluate: Evaluate,
        clock: Clock,
    ) -> None:
        self.project = project
        self.document = document
        self.edition = edition
        self._evaluate = evaluate
        self._clock = clock
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._saved: _Step | None = None
        self._never_saved = False
        self._sealed = True
        self._listeners: list[Callable[[Change], None]] = []
        self.evaluation = evaluate(document)

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Tell a listener of every change from now on; call the result to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, edit: Edit) -> bool:
        """Apply an edit; False where it would change nothing, and then nothing is told.

        Input methods send such empty edits; they must not make a step of undo.
        """
        if _is_empty(edit, self.document):
            return False
        step = _Step(edit, edit.apply(self.document), self._clock())
        self._remember(step)
        self._undone.clear()
        self._tell(Cause.EDIT, edit)
        return True

    def _remember(self, step: _Step) -> None:
        last = self._done[-1] if self._done else None
        joins = last is not None and not self._sealed and last is not self._saved
        done = _joined(last, step) if last is not None and joins else None
        if last is not None and done is not None:
            self._done[-1] = _Step(done, last.undo, step.at)
        else:
            self._done.append(step)
        self._sealed = False

    def seal(self) -> None:
        """End the burst of typing, so that the next key begins a new step of undo."""
        self._sealed = True

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a step to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Tell whether an undone step can come back."""
        return bool(self._undone)

    def undo(self) -> None:
        """Undo the last step; nothing happens where there is none."""
        if self._done:
            step = self._done.pop()
            step.undo.apply(self.document)
            self._undone.append(step)
            self._sealed = True
            self._tell(Cause.UNDO, step.undo)

    def redo(self) -> None:
        """Bring the last undone step back; nothing happens where there is none."""
        if self._undone:
            step = self._undone.pop()
            step.done.apply(self.document)
            self._done.append(step)
            self._sealed = True
            self._tell(Cause.REDO, step.done)

    def note(self, fact: AddPrint) -> None:
        """Keep a fact: it is told and saved like an edit, but is no step of undo."""
        fact.apply(self.document)
        self.mark_unsaved()
        self._tell(Cause.NOTE, None, fact)

    def steps_back_to(self, wanted: Callable[[Document], bool]) -> int:
        """Count the undos that lead to a document as wanted; 0 where none does."""
        before = self.document.copy()
        for count, step in enumerate(reversed(self._done), 1):
            step.undo.apply(before)
            if wanted(before):
                return count
        return 0

    def check_again(self) -> None:
        """Evaluate anew with other means, as when the fonts have become known."""
        self._tell(Cause.CHECK, None)

    @property
    def is_dirty(self) -> bool:
        """Tell whether something is not yet saved."""
        last = self._done[-1] if self._done else None
        return self._never_saved or last is not self._saved

    def mark_saved(self) -> None:
        """Take the present state as the saved one."""
        self._saved = self._done[-1] if self._done else None
        self._never_saved = False

    def mark_unsaved(self) -> None:
        """Take the present state as one that stands in no file, as after a recovery."""
        self._never_saved = True

    def _tell(self, cause: Cause, edit: Edit | None, fact: AddPrint | None = None) -> None:
        self.evaluation = self._evaluate(self.document)
        change = Change(cause, edit, self.evaluation, fact)
        for listener in tuple(self._listeners):
            listener(change)


def _is_empty(edit: Edit, document: Document) -> bool:
    match edit:
        case SetCell(at, text):
            return document.text(at) == text
        case SetAnswer(code, at, answer):
            return document.answer(code, at) == answer
        case SetFinal(final):
            return document.final == final
        case MoveRow(table, row_id, place):
            return document.place(table, row_id) == place
        case Batch(edits):
            # A part may name a row that an earlier part makes; then that one is not empty.
            return all(_is_empty(part, document) for part in edits)
        case _:
            return False


def _joined(last: _Step, step: _Step) -> Edit | None:
    """Give the one edit that two edits of a burst come to; None where they stay apart.

    Typing is into one cell, into cells that are shown merged, or into a row that came with
    the first letter.
    """
    if step.at - last.at > _BURST:
        return None
    match last.done, step.done:
        case InsertRow(table, place, row), SetCell(at, text) if (at.table, at.row) == (
            table,
            row.id,
        ):
            row = row.copy()
            row.cells[at.field] = text
            return InsertRow(table, place, row)
        case SetCell(), SetCell() if _cells(last.done) == _cells(step.done):
            return step.done
        case Batch(), Batch() if _cells(last.done) and _cells(last.done) == _cells(step.done):
            return step.done
    return None


def _cells(edit: Edit) -> tuple[Ref, ...]:
    """Name the cells of an edit that does nothing but write texts."""
    if isinstance(edit, SetCell):
        return (edit.at,)
    if isinstance(edit, Batch) and all(isinstance(part, SetCell) for part in edit.edits):
        return tuple(part.at for part in edit.edits if isinstance(part, SetCell))
    return ()
