"""成批生成 at the window's wish: lists read, rows looked at, files made.

It is the part of `desktop.py` that makes many projects and holds none open.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.context import Context

if TYPE_CHECKING:
    from perfdesk.commands.batch.plan import Plan
    from perfdesk.commands.batch.preview import Preview
    from perfdesk.commands.batch.run import BatchReport
    from perfdesk.commands.watch import Progress
    from perfdesk.exchange.lists.join import Listed


class Batching:
    """Make projects of lists; nothing here changes an open project."""

    _context: Context

    def open_list(
        self, path: Path, form: str, sheet: str, head: int, cancelled: Callable[[], bool]
    ) -> Plan:
        """Read a list, and propose what its columns are."""
        from perfdesk.commands.batch.read_list import open_list

        return open_list(self._context, path, form, sheet=sheet, head=head, cancelled=cancelled)

    def paste_list(self, text: str, form: str, head: int) -> Plan:
        """Read a list from the clipboard."""
        from perfdesk.commands.batch.read_list import paste_list

        return paste_list(self._context, text, form, head=head)

    def use_mapping(self, plan: Plan, path: Path) -> Plan:
        """Read the columns of a list as a mapping that was handed on says."""
        from perfdesk.commands.batch.read_list import use_mapping

        return use_mapping(plan, path)

    def write_mapping(self, plan: Plan) -> bytes:
        """Write what the columns of a list are, to be handed on."""
        from perfdesk.commands.batch.read_list import write_mapping

        return write_mapping(plan)

    def preview_row(self, plan: Plan, listed: Listed, at: int) -> Preview:
        """Say what one project of a list becomes."""
        from perfdesk.commands.batch.preview import preview

        return preview(self._context, plan, listed, at)

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
        """Make the files of every project, and remember what the columns are."""
        from perfdesk.commands.batch.read_list import remember
        from perfdesk.commands.batch.run import Batch, make_batch
        from perfdesk.commands.watch import Watch

        batch = Batch(plan, folder, kinds, again, printed)
        report = make_batch(self._context, batch, Watch(progress, cancelled))
        remember(self._context, plan)
        return report

    def list_template(self, form: str) -> bytes:
        """Write an empty list of a form."""
        from perfdesk.commands.batch.read_list import list_template

        return list_template(self._context, form)
