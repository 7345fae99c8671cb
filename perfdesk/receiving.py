"""What comes to the program at the window's wish: to be imported, verified, collected.

It is the part of `desktop.py` that only looks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands import intake
from perfdesk.commands.collect import places
from perfdesk.commands.context import Context
from perfdesk.commands.intake import compare, read_excels, write_returned_rows
from perfdesk.commands.verify import look
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import Edit
from perfdesk.models.form import Edition

if TYPE_CHECKING:
    from perfdesk.commands.collect.lists import Lists
    from perfdesk.commands.collect.notice import Notice
    from perfdesk.commands.collect.run import Report
    from perfdesk.commands.verify.evidence import Carrier
    from perfdesk.commands.watch import Progress
    from perfdesk.exchange.incoming.differences import Difference
    from perfdesk.exchange.ours.read import Incoming


class Receiving:
    """Read what others made; nothing here changes an open project."""

    _context: Context

    def read_workbook(
        self, path: Path, preferred: Collection[str]
    ) -> Sequence[tuple[Edition, Incoming]]:
        """Read all forms of a file from outside."""
        return read_excels(self._context, path, preferred=preferred)

    def read_pasted(
        self, text: str, preferred: Collection[str]
    ) -> Sequence[tuple[Edition, Incoming]]:
        """Read all forms of a text from the clipboard."""
        return intake.read_pasted(self._context, text, preferred=preferred)

    def returned_rows(self, name: str, incoming: Incoming) -> bytes:
        """Make the workbook of the rows of a file that failed."""
        return write_returned_rows(name, [incoming])

    def look_into(self, path: Path, cancelled: Callable[[], bool]) -> Carrier:
        """Say what a file carries, for 核验."""
        return look.look_into(self._context, path, cancelled=cancelled)

    def look_at_code(self, text: str) -> Carrier:
        """Take a check code as typed; raises Refusal with what is wrong with it."""
        return look.look_at_code(self._context, text)

    def look_at_project(self, name: str, project: Project) -> Carrier:
        """Say what an open project carries; give it a copy."""
        return look.look_at_project(self._context, name, project)

    def differences(
        self, edition: Edition, document: Document, incoming: Incoming
    ) -> Sequence[Difference]:
        """Compare a workbook with a document; raises Refusal for another form."""
        return compare(edition, document, incoming)

    def take_in(
        self,
        edition: Edition,
        document: Document,
        incoming: Incoming,
        chosen: Sequence[Difference],
    ) -> Edit:
        """Make the one edit that brings the chosen differences in."""
        return intake.take_in(edition, document, incoming, chosen)

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
        """Collect a folder into a summary, and fill the lists."""
        from perfdesk.commands.collect.run import Collection, collect
        from perfdesk.commands.watch import Watch

        asked = Collection(folder, out, again, slips, notice, expected)
        return collect(self._context, asked, Watch(progress, cancelled), lists)

    def summary_of(self, folder: Path) -> Path:
        """Propose where the summary of a folder goes."""
        return places.summary_of(folder)

    def notice_of(self, sender: str, due: str) -> Notice:
        """Take what slips say of sender and day; raises Refusal for what is no date."""
        from perfdesk.commands.collect.notice import notice_of

        return notice_of(sender, due)

    def slips_of(self, summary: Path) -> Path:
        """Propose where the slips that go with a summary go."""
        return places.slips_of(summary)

    def written_at(self, path: Path) -> datetime | None:
        """Tell when the file that stands there was written; None where there is none."""
        return places.written_at(path)

    def read_expected(self, path: Path) -> tuple[str, ...]:
        """Read a list of the units that are to send something."""
        from perfdesk.commands.collect.expected import read_expected

        return read_expected(path)

    def names_in(self, text: str) -> tuple[str, ...]:
        """Read such a list from a text, one unit a line."""
        from perfdesk.commands.collect.expected import names_in

        return names_in(text)
