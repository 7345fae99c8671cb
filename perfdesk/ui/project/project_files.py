"""The file of one open project: save it, know what is not saved.

Everything slow runs beside the window on copies; what came of it is said in the window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from perfdesk.commands.context import Opened
from perfdesk.commands.projects import save_over, save_project
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import AddPrint, Edit
from perfdesk.models.file_name import safe_name
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten
from perfdesk.open_projects import OpenProjects
from perfdesk.session import Change
from perfdesk.storage.atomic import NotConfirmed, NotSaved, Outcome, Saved
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.services import Services
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms

Then = Callable[[], None]


class ProjectFiles(QObject):
    """Keep where a project is stored, and move it between the window and files.

    `changed` comes when the saved state or the path is another.
    """

    changed = Signal()

    def __init__(
        self, services: Services, projects: OpenProjects, opened: Opened, forms: OpenForms
    ) -> None:
        super().__init__(forms)
        self._services, self._projects, self._forms = services, projects, forms
        self._messages = services.messages
        self.path = opened.path
        self.saved_at: datetime | None = None
        self._opened, self._digest = opened, opened.digest
        self._saving = False
        self._again: Then | None = None
        self._since_snapshot: list[tuple[OpenForm, Edit | AddPrint]] = []
        self._in_file = self._in_snapshot = tuple(forms.forms)
        # Nobody knows what the file holds: after a recovery, or a save that was not confirmed.
        self._in_doubt = False
        forms.changed.connect(self._on_change)
        forms.listed.connect(self.changed)

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
        path, digest, context = self.path, self._digest, self._services.context
        self._write(path, lambda project: save_project(context, project, path, digest), then)

    def save_as(self, then: Then | None = None) -> None:
        """Ask for a file and save there."""
        services = self._services
        place = self.path or services.last_folder / safe_name(self.title)
        path = ask_path.to_save(
            services.window, "另存为", place, ask_path.PROJECTS, ask_path.PROJECT_SUFFIX
        )
        if path is not None:
            context = services.context
            self._write(path, lambda project: save_over(context, project, path), then)

    def _write(self, path: Path, work: Callable[[Project], Outcome], then: Then | None) -> None:
        finish_typing()
        if self._saving:
            # One save after the other: the second expects what the first wrote.
            self._again = then or (lambda: None)
            return
        self._saving = True
        self._since_snapshot.clear()
        self._in_snapshot = tuple(self._forms.forms)
        whole = self._forms.project
        project, mark = _copy(whole), self._projects.mark(whole)
        self._services.jobs.run(
            "正在保存",
            lambda: work(project),
            lambda outcome: self._on_written(project, path, mark, outcome, then),
            lambda error: self._on_failed("保存", error),
        )

    def _on_written(
        self, project: Project, path: Path, mark: int, outcome: Outcome, then: Then | None
    ) -> None:
        self._saving = False
        if self._forms.is_closed:
            if not isinstance(outcome, Saved):
                self._messages.trouble(outcome.message)
            return
        if isinstance(outcome, NotSaved):
            self._again = None
            self._messages.trouble(outcome.message, ("另存为…", self.save_as))
            self.changed.emit()
            return
        self.path, self._digest = path, outcome.digest
        self._services.remember_folder(path)
        self._note_written(project, path, mark, outcome)
        if isinstance(outcome, Saved):
            self.saved_at = self._services.context.now()
            if outcome.note:
                self._messages.warn(f"已保存。{outcome.note}")
            else:
                self._messages.clear()
        else:
            self._messages.warn(
                outcome.message, ("再保存一次", self.save), ("另存为…", self.save_as)
            )
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
        written = replace(written, digest=outcome.digest)
        self._projects.saved(self._forms.project, written, mark)
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
        if self._forms.is_closed:
            self._messages.failed(what, error)
            return
        self._messages.failed(what, error, ("另存为…", self.save_as))
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
