"""The file of one open project: save it, know what is not saved.

Everything slow runs beside the window on copies; what came of it is said in the window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from perfdesk.commands.context import Opened
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import AddPrint, Edit
from perfdesk.models.file_name import safe_name
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten
from perfdesk.session import Change, Session
from perfdesk.storage.atomic import NotConfirmed, NotSaved, Outcome, Saved
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.file_names import last_folder, remember_folder
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.settling import settle
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms
from perfdesk.ui.program import Program

Then = Callable[[], None]


class ProjectFiles(QObject):
    """Keep where a project is stored, and move it between the window and files.

    `changed` comes when the saved state or the path is another.
    """

    changed = Signal()

    def __init__(
        self,
        program: Program,
        opened: Opened,
        forms: OpenForms,
        jobs: Jobs,
        strip: MessageStrip,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._program, self._forms = program, forms
        self._jobs, self._strip, self._window = jobs, strip, window
        self.path = opened.path
        self.saved_at: datetime | None = None
        self._opened, self._digest = opened, opened.digest
        self._saving = self._closed = False
        self._again: Then | None = None
        self._since_snapshot: list[tuple[OpenForm, Edit | AddPrint]] = []
        self._in_file = self._in_snapshot = tuple(forms.forms)
        # Nobody knows what the file holds: after a recovery, or a save that was not confirmed.
        self._in_doubt = False
        forms.changed.connect(self._on_change)
        forms.listed.connect(self.changed)

    @property
    def session(self) -> Session:
        """Give the session of the form on the screen."""
        return self._forms.current.session

    @property
    def title(self) -> str:
        """Name the project for the clerk."""
        names = (form.session.document.text(Ref("project_name")) for form in self._forms.forms)
        name = next(filter(str.strip, names), "")
        return self.path.stem if self.path else shorten(name, 40) or "未命名"

    @property
    def is_dirty(self) -> bool:
        """Tell whether something of the project, in whatever form, is not yet saved."""
        forms = tuple(self._forms.forms)
        dirty = any(form.session.is_dirty for form in forms)
        return self._in_doubt or dirty or self._in_file != forms

    def mark_unsaved(self) -> None:
        """Take the present state as one that stands in no file, as after a recovery."""
        self._in_doubt = True
        self.changed.emit()

    def close(self) -> None:
        """Take no more part: the project has left the window, though a save may still run."""
        self._closed = True

    @property
    def is_closed(self) -> bool:
        """Tell whether the project has left the window."""
        return self._closed

    def changed_labels(self) -> list[str]:
        """Name the fields changed since the last save, and the forms that came or went."""
        forms = self._forms.forms
        labels = [f"新增的“{form.title}”" for form in forms if form not in self._in_file]
        labels += [f"删除的“{form.title}”" for form in self._in_file if form not in forms]
        for form in (form for form in forms if form in self._in_file):
            of = f"{form.title}·" if len(forms) > 1 else ""
            labels += [f"{of}{label}" for label in form.cells.labels()]
        return labels

    def save(self, then: Then | None = None) -> None:
        """Save; `then` is called once the present state stands in the file."""
        if self.path is None:
            self.save_as(then)
            return
        path, digest = self.path, self._digest
        self._write(path, lambda project: self._program.save(project, path, digest), then)

    def save_as(self, then: Then | None = None) -> None:
        """Ask for a file and save there."""
        place = self.path or last_folder(self._program) / safe_name(self.title)
        path = ask_path.to_save(
            self._window, "另存为", place, ask_path.PROJECTS, ask_path.PROJECT_SUFFIX
        )
        if path is not None:
            self._write(path, lambda project: self._program.save_over(project, path), then)

    def _write(self, path: Path, work: Callable[[Project], Outcome], then: Then | None) -> None:
        settle()
        if self._saving:
            # One save after the other: the second expects what the first wrote.
            self._again = then or (lambda: None)
            return
        self._saving = True
        self._since_snapshot.clear()
        self._in_snapshot = tuple(self._forms.forms)
        project, mark = _copy(self._forms.project), self._program.mark(self.session)
        self._jobs.run(
            "正在保存",
            lambda: work(project),
            lambda outcome: self._on_written(project, path, mark, outcome, then),
            lambda error: self._on_failed("保存", error),
        )

    def _on_written(
        self, project: Project, path: Path, mark: int, outcome: Outcome, then: Then | None
    ) -> None:
        self._saving = False
        if self._closed:
            if not isinstance(outcome, Saved):
                self._strip.trouble(outcome.message)
            return
        if isinstance(outcome, NotSaved):
            self._again = None
            self._strip.trouble(outcome.message, ("另存为…", self.save_as))
            self.changed.emit()
            return
        self.path, self._digest = path, outcome.digest
        remember_folder(self._program, path)
        self._note_written(project, path, mark, outcome)
        if isinstance(outcome, Saved):
            self.saved_at = self._program.now()
            if outcome.note:
                self._strip.warn(f"已保存。{outcome.note}")
            else:
                self._strip.clear()
        else:
            self._strip.warn(outcome.message, ("再保存一次", self.save), ("另存为…", self.save_as))
        self.changed.emit()
        again, self._again = self._again, None
        if again is not None:
            self.save(again)
        elif then is not None and not self.is_dirty:
            then()

    def _note_written(
        self, project: Project, path: Path, mark: int, outcome: Saved | NotConfirmed
    ) -> None:
        first = project.documents[0]
        written = replace(self._opened, project=project, document=first, path=path)
        self._program.saved(self.session, replace(written, digest=outcome.digest), mark)
        is_sure = isinstance(outcome, Saved)
        self._in_file, self._in_doubt = self._in_snapshot, not is_sure
        for form in self._in_file:
            later = [edit for changed, edit in self._since_snapshot if changed is form]
            form.cells.restart(later)
            if is_sure and not later:
                form.session.mark_saved()
            else:
                form.session.mark_unsaved()

    def _on_failed(self, what: str, error: Exception) -> None:
        self._saving, self._again = False, None
        if self._closed:
            self._strip.failed(what, error)
            return
        self._strip.failed(what, error, ("另存为…", self.save_as))
        self.changed.emit()

    def _on_change(self, form: OpenForm, change: Change) -> None:
        done = change.edit or change.fact
        if done is not None:
            if self._saving:
                self._since_snapshot.append((form, done))
            form.cells.note(done)
            if not self._saving and not form.session.is_dirty:
                form.cells.restart(())


def _copy(project: Project) -> Project:
    documents: list[Document] = [document.copy() for document in project.documents]
    return Project(documents, dict(project.extra))
