"""What 成批生成 asks of the program; see `ui/program.py` for what *beside* means."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from perfdesk.commands.batch.plan import Plan
    from perfdesk.commands.batch.preview import Preview
    from perfdesk.commands.batch.run import BatchReport
    from perfdesk.commands.watch import Progress
    from perfdesk.exchange.lists.join import Listed


class BatchProgram(Protocol):
    """The program behind the window of 成批生成."""

    def open_list(
        self, path: Path, form: str, sheet: str, head: int, cancelled: Callable[[], bool]
    ) -> Plan:
        """Beside: read a list for a form, and propose what its columns are.

        `head` is the row in which its head ends; 0 to look for it.
        """

    def paste_list(self, text: str, form: str, head: int) -> Plan:
        """Beside: read a list from the clipboard."""

    def use_mapping(self, plan: Plan, path: Path) -> Plan:
        """Beside: read the columns of a list as a mapping that was handed on says."""

    def write_mapping(self, plan: Plan) -> bytes:
        """Beside: write what the columns of a list are, to be handed on."""

    def preview_row(self, plan: Plan, listed: Listed, at: int) -> Preview:
        """Beside: say what one project of a list becomes."""

    def make_batch(
        self,
        plan: Plan,
        folder: Path,
        *,
        kinds: Collection[str],
        again: bool,
        printed: bool,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> BatchReport:
        """Beside: make the files of every project, and remember what the columns are."""

    def list_template(self, form: str) -> bytes:
        """Beside: write an empty list of a form."""
