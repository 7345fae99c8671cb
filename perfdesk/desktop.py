"""The program behind the window: commands, and around them journals, locks and preferences.

It is what `ui/program.py` asks for, and knows no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.batching import Batching
from perfdesk.commands import editions, form, paper_face
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import find_edition
from perfdesk.commands.forms import add_form, forms_of
from perfdesk.commands.projects import (
    is_sample,
    new_project,
    open_forms,
    open_sample,
    sample_projects,
    save_project,
)
from perfdesk.forms.carry import Taken, carry_over
from perfdesk.forms.catalogue import Head
from perfdesk.leftovers import Leftover, find_leftovers
from perfdesk.models.document import Document, Project, place_of
from perfdesk.models.edits import Batch, Edit, edit_to_json
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition
from perfdesk.outgoing import Outgoing
from perfdesk.receiving import Receiving
from perfdesk.session import Change, Session
from perfdesk.storage import lock, recovery
from perfdesk.storage.atomic import Outcome
from perfdesk.storage.journal import Journal
from perfdesk.storage.journal_file import Base
from perfdesk.storage.preferences import Preferences
from perfdesk.storage.project_file import write_project
from perfdesk.storage.reading import read
from perfdesk.storage.temporary import remove_leftovers
from perfdesk.storage.trouble import CannotRead

if TYPE_CHECKING:
    from perfdesk.commands.paper_face import OfferedFace


@dataclass(frozen=True, slots=True)
class Started:
    """A session as started; `note` is for the clerk, as when someone else has the file open."""

    session: Session
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A form that can be added to a project, and what it would take over; maybe nothing."""

    head: Head
    taken: tuple[Taken, ...]


@dataclass(slots=True)
class _Running:
    journal: Journal
    held: lock.Lock | None


class Desktop(Receiving, Batching, Outgoing):
    """Serve one window.

    `clock` gives seconds for bursts of typing; `on_trouble` hears, on any thread, that edits
    cannot be written down for now.
    """

    def __init__(
        self, context: Context, clock: Callable[[], float], on_trouble: Callable[[str], None]
    ) -> None:
        super().__init__(context)
        self._clock, self._on_trouble = clock, on_trouble
        self._running: dict[int, _Running] = {}
        self._fonts_known = False

    @property
    def heads(self) -> Sequence[Head]:
        """Give the forms a project can be started with; none of them is read for that."""
        return self._context.catalogue.heads()

    @property
    def samples(self) -> Sequence[tuple[str, Path]]:
        """Give the sample projects: title and file."""
        return sample_projects(self._context)

    @property
    def preferences(self) -> Preferences:
        """Give what is remembered about the user."""
        return self._context.preferences.current

    def remember(self, changed: Preferences) -> None:
        """Keep preferences for the next start."""
        self._context.preferences.remember(changed)

    def now(self) -> datetime:
        """Give the time of day, with its zone."""
        return self._context.now()

    def create(self, key: str) -> Opened:
        """Make an empty project of one form."""
        return new_project(find_edition(self._context, key))

    def learn_fonts(self) -> str:
        """Read the fonts, so that characters without a glyph are found from now on.

        Takes a tenth of a second: beside the window, after its first paint. Gives what a person
        should know of the face chosen for paper, in Chinese.
        """
        self._context.faces.missing("字")
        self._fonts_known = True
        return paper_face.face_trouble(self.preferences.paper_face)

    def paper_faces(self) -> Sequence[OfferedFace]:
        """List the faces that may stand for 宋体 on paper, our own first."""
        return paper_face.offered_faces(self._context, self.preferences.paper_face)

    def why_face_unfit(self, key: str) -> str:
        """Say why a face cannot stand on paper; blank where it can."""
        return paper_face.why_face_unfit(key)

    def start(self, opened: Opened) -> Started:
        """Start a session on a form; the first of a project takes the file's lock where it can.

        All edits to a project go to one journal. Characters without a glyph count once the
        fonts are known.
        """
        project = opened.project
        note = "" if id(project) in self._running else self._begin(opened)
        journal = self._running[id(project)].journal

        def judge(edition: Edition, document: Document) -> Evaluation:
            return form.judge(self._context, edition, document, project, glyphs=self._fonts_known)

        session = Session(project, opened.document, opened.edition, judge, self._clock)

        def write_down(change: Change) -> None:
            done = change.edit or change.fact
            if done is not None:
                place = place_of(project, opened.document)
                journal.append({"document": place, "edit": edit_to_json(done)})

        session.listen(write_down)
        return Started(session, note)

    def _begin(self, opened: Opened) -> str:
        journal = Journal(self._journals, self._base(opened), on_trouble=self._on_trouble)
        held = None
        if opened.path is not None:
            remove_leftovers(opened.path.parent)
            held = self._handed_over(opened.path) or lock.acquire(opened.path, now=self.now())
        ours = held if isinstance(held, lock.Lock) else None
        self._running[id(opened.project)] = _Running(journal, ours)
        return held.message if isinstance(held, lock.Busy) else ""

    def _handed_over(self, path: Path) -> lock.Lock | None:
        """Take the lock from an open project of that file, which makes room for this one."""
        for running in self._running.values():
            if running.held is not None and running.held.path == lock.place(path):
                held, running.held = running.held, None
                return held
        return None

    def forms(self, opened: Opened) -> tuple[Opened, ...]:
        """Give all forms of an open project, in their order."""
        return forms_of(self._context, opened)

    def why_unfit(self, document: Document) -> str:
        """Say why a form of a project cannot be shown; blank where it can."""
        return editions.why_unfit(self._context, document)

    def stages(self, opened: Opened) -> tuple[Stage, ...]:
        """Give the forms a project does not have yet, those that take something over first.

        Beside the window: each is read for it. One with a fault is left out.
        """
        held = {f"{each.form}/{each.edition}" for each in opened.project.documents}
        found = []
        for head in self.heads:
            if head.key not in held:
                with suppress(Refusal):
                    found.append(Stage(head, self.carried(opened, head.key)[1]))
        return tuple(sorted(found, key=lambda stage: not stage.taken))

    def carried(self, opened: Opened, form: str) -> tuple[Edit, tuple[Taken, ...]]:
        """Make the edit that starts an empty form from the opened one, and say what it takes.

        It is for the new form's own session, where it can be undone; nothing changes here.
        """
        edition = find_edition(self._context, form)
        if edition.carry_from(opened.edition.form) is None:
            return Batch(()), ()
        fresh = new_project(edition).document
        return carry_over(opened.edition, opened.document, edition, fresh)

    def add(self, opened: Opened, form: str) -> Opened:
        """Add an empty form to an open project."""
        added = add_form(self._context, opened, form)
        text = write_project(Project([added.document])).decode("utf-8")
        self._running[id(added.project)].journal.append({"add": text})
        return added

    def drop(self, opened: Opened) -> None:
        """Take a form out of its project."""
        place = place_of(opened.project, opened.document)
        del opened.project.documents[place]
        self._running[id(opened.project)].journal.append({"drop": place})

    def mark(self, session: Session) -> int:
        """Name the present place in the journal, at the moment a save takes its copy."""
        return self._running[id(session.project)].journal.mark()

    def saved(self, session: Session, saved: Opened, mark: int) -> None:
        """Note what stands in the file now, so that the journal begins anew from `mark`."""
        running = self._running[id(session.project)]
        running.journal.rebase(self._base(saved), mark)
        if saved.path is not None and (
            running.held is None or running.held.path != lock.place(saved.path)
        ):
            if running.held is not None:
                running.held.release()
            held = lock.acquire(saved.path, now=self.now())
            running.held = held if isinstance(held, lock.Lock) else None

    def finish(self, session: Session) -> None:
        """End a project whose work is saved or given up: drop its journal and its lock."""
        running = self._running.pop(id(session.project))
        running.journal.discard()
        if running.held is not None:
            running.held.release()

    def open(self, path: Path) -> Opened:
        """Read a project; a sample comes without a path."""
        if is_sample(self._context, path):
            return open_sample(self._context, path)
        return open_forms(self._context, path)[0]

    def save(self, project: Project, path: Path, expected: str | None) -> Outcome:
        """Save over the content of that digest, or as a new file for None."""
        return save_project(self._context, project, path, expected)

    def save_over(self, project: Project, path: Path) -> Outcome:
        """Save over whatever file is there, as the clerk has agreed; it is kept in the history."""
        try:
            present: str | None = read(path).digest
        except CannotRead:
            present = None
        return self.save(project, path, present)

    def leftovers(self) -> tuple[Leftover, ...]:
        """Find unsaved work of programs that were killed, the latest first."""
        return find_leftovers(self._context, self._journals)

    def give_up(self, leftover: Leftover) -> None:
        """Delete what was left behind, as the clerk decided, or once it is in a new session."""
        recovery.discard(leftover.recovered)

    @property
    def _journals(self) -> Path:
        folder = self._context.data / "journals"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _base(self, opened: Opened) -> Base:
        text = write_project(opened.project).decode("utf-8")
        return Base(str(opened.path or ""), opened.digest, text, self.now())
