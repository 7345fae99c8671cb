"""What the window asks of the program: everything that touches files, paper and workbooks.

`app.py` provides it over `commands`; tests provide a small one of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from perfdesk.ui.batch.program import BatchProgram

if TYPE_CHECKING:
    from perfdesk.commands.collect.lists import Lists
    from perfdesk.commands.collect.notice import Notice
    from perfdesk.commands.collect.run import Report
    from perfdesk.commands.context import Opened
    from perfdesk.commands.form import JudgedForm
    from perfdesk.commands.output import Paper
    from perfdesk.commands.paper_face import OfferedFace
    from perfdesk.commands.verify.evidence import Carrier
    from perfdesk.commands.watch import Progress
    from perfdesk.desktop import Stage, Started
    from perfdesk.exchange.incoming.differences import Difference
    from perfdesk.exchange.ours.read import Incoming
    from perfdesk.forms.carry import Taken
    from perfdesk.forms.catalogue import Head
    from perfdesk.models.document import Document, Project
    from perfdesk.models.edits import AddPrint, Edit, SetFinal
    from perfdesk.models.finalised import How
    from perfdesk.models.finding import Evaluation
    from perfdesk.models.form import Edition
    from perfdesk.session import Session
    from perfdesk.storage.atomic import Outcome
    from perfdesk.storage.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Recovery:
    """Work that a broken-off session left behind, as the clerk is asked about it."""

    title: str
    at: datetime
    changes: int
    path: Path | None


class Program(BatchProgram, Protocol):
    """The program behind the window.

    Methods marked *beside* are called in another thread and must share nothing with the
    window; they raise `commands.Refusal`. The others are quick.
    """

    @property
    def heads(self) -> Sequence[Head]:
        """Give the forms a project can be started with; none of them is read for that."""

    @property
    def samples(self) -> Sequence[tuple[str, Path]]:
        """Give the sample projects: title and file."""

    @property
    def preferences(self) -> Preferences:
        """Give what is remembered about the user."""

    def remember(self, preferences: Preferences) -> None:
        """Keep preferences for the next start."""

    def now(self) -> datetime:
        """Give the time of day, with its zone."""

    def paper_faces(self) -> Sequence[OfferedFace]:
        """Beside: list the faces that may stand for 宋体 on paper, the program's own first."""

    def why_face_unfit(self, key: str) -> str:
        """Beside: say why a face cannot stand on paper; blank where it can."""

    def create(self, key: str) -> Opened:
        """Make an empty project of one form."""

    def forms(self, opened: Opened) -> Sequence[Opened]:
        """Give all forms of a project that this program knows, in their order."""

    def why_unfit(self, document: Document) -> str:
        """Say why a form of a project cannot be shown; blank where it can."""

    def start(self, opened: Opened) -> Started:
        """Start a session on a form; the forms of a project share one journal and one lock."""

    def stages(self, opened: Opened) -> Sequence[Stage]:
        """Beside: give the forms a project does not have, with what each would take over."""

    def carried(self, opened: Opened, form: str) -> tuple[Edit, Sequence[Taken]]:
        """Make the edit that starts an empty form from the opened one, and say what it takes."""

    def add(self, opened: Opened, form: str) -> Opened:
        """Add an empty form to an open project."""

    def drop(self, opened: Opened) -> None:
        """Take a form out of its project."""

    def mark(self, session: Session) -> int:
        """Name the present place in the journal, at the moment a save takes its copy."""

    def saved(self, session: Session, saved: Opened, mark: int) -> None:
        """Note what stands in the file now, so that the journal begins anew from `mark`.

        `saved` has the project as written, where it lies, and its digest.
        """

    def finish(self, session: Session) -> None:
        """End a project whose work is saved or given up: drop its journal and its lock."""

    def open(self, path: Path) -> Opened:
        """Beside: read a project; a sample comes without a path."""

    def save(self, project: Project, path: Path, digest: str | None) -> Outcome:
        """Beside: save over the content of that digest, or as a new file for None."""

    def save_over(self, project: Project, path: Path) -> Outcome:
        """Beside: save over whatever file is there, as the clerk has agreed."""

    def paper(self, edition: Edition, document: Document, evaluation: Evaluation) -> Paper:
        """Beside: draw the paper."""

    def papers(self, asked: Sequence[JudgedForm]) -> tuple[bytes, tuple[Paper, ...]]:
        """Beside: draw several forms into one PDF."""

    def blank(self, opened: Opened) -> JudgedForm:
        """Beside: ask for an empty form like the opened one."""

    def finalise(self, edition: Edition, document: Document, evaluation: Evaluation) -> SetFinal:
        """Make the edit that finalises a form; raises `Refusal` while errors stand."""

    def draft_words(self, edition: Edition, document: Document, evaluation: Evaluation) -> str:
        """Say why paper of a form bears 草稿; blank where it does not."""

    def note_print(self, paper: Paper, pages: int, how: How) -> AddPrint | None:
        """Make the record of a copy that has just gone out; None for one without data."""

    def workbook(self, edition: Edition, document: Document, evaluation: Evaluation) -> bytes:
        """Beside: write the workbook."""

    def workbooks(self, asked: Sequence[JudgedForm]) -> bytes:
        """Beside: write several forms into one workbook."""

    def template(self, edition: Edition, document: Document, evaluation: Evaluation) -> bytes:
        """Beside: write the workbook that is filled in where this program does not run."""

    def findings_pdf(self, edition: Edition, document: Document, evaluation: Evaluation) -> bytes:
        """Beside: draw the list of what was found."""

    def findings_workbook(
        self, edition: Edition, document: Document, evaluation: Evaluation
    ) -> bytes:
        """Beside: write the list of what was found as a workbook."""

    def has_report(self, edition: Edition) -> bool:
        """Tell whether a report in Word belongs to a form."""

    def report(self, edition: Edition, document: Document, evaluation: Evaluation) -> bytes:
        """Beside: write the report in Word."""

    def write(self, path: Path, data: bytes) -> Outcome:
        """Beside: put an export in place, over whatever file is there."""

    def read_workbook(
        self, path: Path, preferred: Collection[str]
    ) -> Sequence[tuple[Edition, Incoming]]:
        """Beside: read all forms of a file from outside; see `read_pasted`."""

    def read_pasted(
        self, text: str, preferred: Collection[str]
    ) -> Sequence[tuple[Edition, Incoming]]:
        """Beside: read all forms of a text from the clipboard.

        Where several editions fit alike, it is one of the preferred.
        """

    def returned_rows(self, name: str, incoming: Incoming) -> bytes:
        """Beside: make the workbook of the rows of a file that failed."""

    def look_into(self, path: Path, cancelled: Callable[[], bool]) -> Carrier:
        """Beside: say what a file carries, for 核验."""

    def look_at_code(self, text: str) -> Carrier:
        """Take a check code as typed; raises `Refusal` with what is wrong with it."""

    def look_at_project(self, name: str, project: Project) -> Carrier:
        """Beside: say what an open project carries; `project` must be a copy."""

    def differences(
        self, edition: Edition, document: Document, incoming: Incoming
    ) -> Sequence[Difference]:
        """Compare a workbook with a document; raises `Refusal` for another form."""

    def take_in(
        self,
        edition: Edition,
        document: Document,
        incoming: Incoming,
        chosen: Sequence[Difference],
    ) -> Edit:
        """Make the one edit that brings the chosen differences in."""

    def collect(
        self,
        folder: Path,
        out: Path,
        *,
        again: bool,
        slips: Path | None,
        notice: Notice,
        expected: Sequence[str],
        lists: Lists,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> Report:
        """Beside: collect a folder into a summary, and fill the lists.

        Raises `commands.collecting.Unwritten` where all was read and yet no workbook written.
        """

    def summary_of(self, folder: Path) -> Path:
        """Propose where the summary of a folder goes."""

    def notice_of(self, sender: str, due: str) -> Notice:
        """Take what slips say of sender and day; raises `Refusal` for what is no date."""

    def slips_of(self, summary: Path) -> Path:
        """Propose where the slips that go with a summary go."""

    def written_at(self, path: Path) -> datetime | None:
        """Tell when the file that stands there was written; None where there is none."""

    def read_expected(self, path: Path) -> Sequence[str]:
        """Beside: read a list of the units that are to send something."""

    def names_in(self, text: str) -> Sequence[str]:
        """Read such a list from a text, one unit a line."""
