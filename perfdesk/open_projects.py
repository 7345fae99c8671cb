"""The projects that are open in a window: their sessions, journals and locks; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perfdesk.commands import paper_face
from perfdesk.commands.context import Context, Opened
from perfdesk.commands.form import judging
from perfdesk.commands.forms import add_form
from perfdesk.leftovers import Leftover, find_leftovers
from perfdesk.models.document import Document, Project, place_of
from perfdesk.models.edits import edit_to_json
from perfdesk.models.finding import Evaluation
from perfdesk.session import Change, Session
from perfdesk.storage import lock, recovery
from perfdesk.storage.journal import Journal
from perfdesk.storage.journal_file import Base
from perfdesk.storage.project_file import write_project
from perfdesk.storage.temporary import remove_leftovers


@dataclass(frozen=True, slots=True)
class Started:
    """A session as started; `note` is for the clerk, as when someone else has the file open."""

    session: Session
    note: str = ""


@dataclass(slots=True)
class _Running:
    journal: Journal
    held: lock.Lock | None


class OpenProjects:
    """Keep what is open in one window.

    `clock` gives seconds for bursts of typing; `on_trouble` hears, on any thread, that edits
    cannot be written down for now. Characters without a glyph count once the fonts are known.
    """

    def __init__(
        self, context: Context, clock: Callable[[], float], on_trouble: Callable[[str], None]
    ) -> None:
        self.context = context
        self._clock, self._on_trouble = clock, on_trouble
        self._running: dict[int, _Running] = {}
        self._fonts_known = False

    def read_fonts(self) -> str:
        """Read the fonts, so that characters without a glyph are found from now on.

        Takes a tenth of a second: beside the window, after its first paint. Gives what a person
        should know of the face chosen for paper, in Chinese.
        """
        self.context.faces.missing("字")
        self._fonts_known = True
        return paper_face.face_trouble(self.context.preferences.current.paper_face)

    def start(self, opened: Opened) -> Started:
        """Start a session on a form; the first of a project takes the file's lock where it can.

        All edits to a project go to one journal.
        """
        project = opened.project
        note = "" if id(project) in self._running else self._begin(opened)
        journal = self._running[id(project)].journal

        judge = judging(self.context, opened.edition, project)

        def evaluate(document: Document) -> Evaluation:
            return judge(document, glyphs=self._fonts_known)

        session = Session(project, opened.document, opened.edition, evaluate, self._clock)

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
            now = self.context.now()
            held = self._handed_over(opened.path) or lock.acquire(opened.path, now=now)
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

    def add(self, opened: Opened, form: str) -> Opened:
        """Add an empty form to an open project."""
        added = add_form(self.context, opened, form)
        text = write_project(Project([added.document])).decode("utf-8")
        self._running[id(added.project)].journal.append({"add": text})
        return added

    def drop(self, opened: Opened) -> None:
        """Take a form out of its project."""
        place = place_of(opened.project, opened.document)
        del opened.project.documents[place]
        self._running[id(opened.project)].journal.append({"drop": place})

    def mark(self, project: Project) -> int:
        """Name the present place in the journal, at the moment a save takes its copy."""
        return self._running[id(project)].journal.mark()

    def saved(self, project: Project, saved: Opened, mark: int) -> None:
        """Note what stands in the file now, so that the journal begins anew from `mark`.

        `saved` has the project as written, where it lies, and its digest.
        """
        running = self._running[id(project)]
        running.journal.rebase(self._base(saved), mark)
        if saved.path is not None and (
            running.held is None or running.held.path != lock.place(saved.path)
        ):
            if running.held is not None:
                running.held.release()
            held = lock.acquire(saved.path, now=self.context.now())
            running.held = held if isinstance(held, lock.Lock) else None

    def finish(self, project: Project) -> None:
        """End a project whose work is saved or given up: drop its journal and its lock."""
        running = self._running.pop(id(project))
        running.journal.discard()
        if running.held is not None:
            running.held.release()

    def leftovers(self) -> tuple[Leftover, ...]:
        """Find unsaved work of programs that were killed, the latest first."""
        return find_leftovers(self.context, self._journals)

    def give_up(self, leftover: Leftover) -> None:
        """Delete what was left behind, as the clerk decided, or once it is in a new session."""
        recovery.discard(leftover.recovered)

    @property
    def _journals(self) -> Path:
        return self.context.data / "journals"

    def _base(self, opened: Opened) -> Base:
        text = write_project(opened.project).decode("utf-8")
        return Base(str(opened.path or ""), opened.digest, text, self.context.now())
