"""The forms of one open project, each with its own session, findings and way back.

One of them is on the screen; the others keep their undo, what was checked and what is
not saved until they are shown again.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from perfdesk.commands.context import Opened
from perfdesk.commands.editions import why_unfit
from perfdesk.commands.forms import forms_of
from perfdesk.commands.output import Paper, note_print
from perfdesk.models.document import Document
from perfdesk.models.edits import Batch, Edit
from perfdesk.models.finalised import How
from perfdesk.open_projects import OpenProjects
from perfdesk.session import Change, Session
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.opened.changed_cells import ChangedCells


class OpenForm(QObject):
    """One form of the open project."""

    def __init__(self, opened: Opened, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.opened, self.session = opened, session
        self.bridge = Bridge(session, self)
        self.cells = ChangedCells(session)

    @property
    def key(self) -> str:
        return self.opened.edition.key

    @property
    def title(self) -> str:
        return self.opened.edition.short_title


class OpenForms(QObject):
    """Keep the forms of a project, and which one is on the screen.

    `listed` comes when a form came or went, `switched` when another one is to be shown,
    `changed` with every change of any form, `state_changed` when what there is to say about
    one may be different.
    """

    listed = Signal()
    switched = Signal()
    changed = Signal(object, object)
    state_changed = Signal()

    def __init__(self, projects: OpenProjects, opened: Opened) -> None:
        """Start a session for every form; `note` is what the clerk should know of it."""
        super().__init__()
        self._projects, self._context = projects, projects.context
        self.project = opened.project
        self.is_closed = False
        self.forms: list[OpenForm] = []
        self.note = ""
        for each in forms_of(self._context, opened):
            started = projects.start(each)
            self.note = self.note or started.note
            self._open(each, started.session)
        self.current = next(form for form in self.forms if form.opened.document is opened.document)

    def _open(self, opened: Opened, session: Session) -> OpenForm:
        form = OpenForm(opened, session, self)
        self.forms.append(form)

        def forward(change: Change) -> None:
            self.changed.emit(form, change)

        form.bridge.changed.connect(forward)
        form.bridge.findings_changed.connect(self.state_changed)
        return form

    def entries(self) -> Sequence[tuple[Document, OpenForm | None]]:
        """List the project's documents; one whose edition is missing or faulty has no form."""
        by_document = {id(form.opened.document): form for form in self.forms}
        return [(each, by_document.get(id(each))) for each in self.project.documents]

    def why_unfit(self, document: Document) -> str:
        """Say why a document of the project has no form here."""
        return why_unfit(self._context, document)

    def find(self, key: str) -> OpenForm | None:
        return next((form for form in self.forms if form.key == key), None)

    def show(self, form: OpenForm) -> None:
        """Bring a form to the screen, judged anew: the others may have changed beside it."""
        if form is not self.current:
            self.current.session.seal()
            self.current = form
            form.session.check_again()
            self.switched.emit()
            self.state_changed.emit()

    def step(self, step: int) -> None:
        """Go to the next or previous form, around the ends."""
        self.show(self.forms[(self.forms.index(self.current) + step) % len(self.forms)])

    def add(self, key: str, edit: Edit | None = None) -> OpenForm:
        """Add an empty form and show it; an edit on it is its first step of undo."""
        opened = self._projects.add(self.current.opened, key)
        form = self._open(opened, self._projects.start(opened).session)
        form.session.mark_unsaved()
        if edit is not None and edit != Batch(()):
            form.session.apply(edit)
            form.session.seal()
        self.listed.emit()
        self.show(form)
        return form

    def drop(self, form: OpenForm) -> None:
        """Take a form out of the project; the last one stays."""
        if len(self.forms) < 2:
            return
        if form is self.current:
            self.step(-1 if form is self.forms[-1] else 1)
        self.forms.remove(form)
        self._projects.drop(form.opened)
        self.current.session.check_again()
        self.listed.emit()
        self.state_changed.emit()

    def note_print(self, form: OpenForm, paper: Paper, pages: int, how: How) -> None:
        """Note a copy that has gone out, unless its form has gone meanwhile."""
        fact = note_print(self._context, paper, pages, how)
        if fact is not None and form in self.forms and not self.is_closed:
            form.session.note(fact)

    def close(self) -> None:
        """End the project: it has left the window, though work for it may still run."""
        self.is_closed = True
        self._projects.finish(self.project)

    def check_again(self) -> None:
        """Judge all forms anew, as when the fonts have become known."""
        for form in self.forms:
            form.session.check_again()
