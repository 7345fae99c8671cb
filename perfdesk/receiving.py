"""What comes to the program at the window's wish: files of others, to be imported or verified.

It is the part of `desktop.py` that only looks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk import commands
from perfdesk.commands import Office, verification
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import Edit
from perfdesk.models.form import Edition

if TYPE_CHECKING:
    from perfdesk.commands.carried import Carrier
    from perfdesk.exchange.differences import Difference
    from perfdesk.exchange.xlsx_read import Incoming


class Receiving:
    """Read what others made; nothing here changes an open project."""

    _office: Office

    def read_workbook(self, path: Path) -> Sequence[tuple[Edition, Incoming]]:
        """Read all forms of a file from outside."""
        return commands.read_excels(self._office, path)

    def read_pasted(self, text: str) -> Sequence[tuple[Edition, Incoming]]:
        """Read all forms of a text from the clipboard."""
        return commands.read_pasted(self._office, text)

    def look_into(self, path: Path, cancelled: Callable[[], bool]) -> Carrier:
        """Say what a file carries, for 核验."""
        return verification.look_into(self._office, path, cancelled=cancelled)

    def look_at_code(self, text: str) -> Carrier:
        """Take a check code as typed; raises Refusal with what is wrong with it."""
        return verification.look_at_code(self._office, text)

    def look_at_project(self, name: str, project: Project) -> Carrier:
        """Say what an open project carries; give it a copy."""
        return verification.look_at_project(self._office, name, project)

    def differences(
        self, edition: Edition, document: Document, incoming: Incoming
    ) -> Sequence[Difference]:
        """Compare a workbook with a document; raises Refusal for another form."""
        return commands.compare(edition, document, incoming)

    def take_in(
        self,
        edition: Edition,
        document: Document,
        incoming: Incoming,
        chosen: Sequence[Difference],
    ) -> Edit:
        """Make the one edit that brings the chosen differences in."""
        return commands.take_in(edition, document, incoming, chosen)
