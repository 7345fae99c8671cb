"""Show what a form from outside would change, what was understood of it and what was not.

Only the differences can be chosen; the other lists are for comparing with the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QTabWidget,
    QWidget,
)

from perfdesk.models.values import shorten
from perfdesk.ui.kit.layout import button, grow, hbox, vbox
from perfdesk.ui.kit.plain import caption, label, tip
from perfdesk.ui.window.import_lists import DifferenceList, ReadList, TextTable

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.differences import Difference
    from perfdesk.exchange.incoming.incoming import Incoming
    from perfdesk.models.form import Edition

_LONGEST_NOTE = 400


class ImportDialog(QDialog):
    """Let each difference be taken or left; nothing happens before.

    `source` names the file. With `is_new` the project does not have the form yet. `send_back`
    is called where the clerk wants the rows that failed in a workbook; what comes of it is
    given to `show_note`.
    """

    def __init__(
        self,
        source: str,
        edition: Edition,
        incoming: Incoming,
        differences: Sequence[Difference],
        parent: QWidget | None = None,
        *,
        is_new: bool = False,
        send_back: Callable[[ImportDialog], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入：核对后写入")
        self.resize(920, 600)
        heading = label(
            f"{source} → “{edition.short_title}”", wrap=True, selectable=True, size=1.1, bold=True
        )
        intro = label(_intro(len(differences), edition, is_new=is_new), wrap=True)
        self._accept = button("", self.accept, enters=True)
        self._accept.setDefault(True)
        self.differences = DifferenceList(differences)
        self.differences.changed.connect(self._count)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        # With nothing but differences, one list needs no tab.
        self.tabs.setTabBarAutoHide(True)
        self.tabs.addTab(self.differences, f"不同 {len(differences)} 处")
        self._add_notes(incoming)
        self._add_read(edition, incoming)
        self._note = label(wrap=True)
        self._note.hide()
        buttons = hbox(grow(), self._accept, button("不导入", self.reject))
        failed = sum(len(sheet.rows) for sheet in incoming.returned)
        if failed and send_back is not None:
            back = button(f"把没读入的 {failed} 行另存为 Excel…", lambda: send_back(self))
            back.setToolTip(tip("每行前面写明原因，可以发回给填表的人改正后再导入。"))
            buttons.insertWidget(0, back)
        self.setLayout(vbox(heading, intro, grow(self.tabs), self._note, buttons, margin=2))
        self._count()
        self.differences.table.setFocus()
        if not differences and self.tabs.count() > 1:
            self.tabs.setCurrentIndex(1)

    def _add_notes(self, incoming: Incoming) -> None:
        if incoming.notes:
            lines = [(each.where, shorten(each.message, _LONGEST_NOTE)) for each in incoming.notes]
            title = f"请留意 {len(lines)} 处"
            self.tabs.addTab(TextTable(title, ("位置", "提示"), lines), title)

    def _add_read(self, edition: Edition, incoming: Incoming) -> None:
        if incoming.understood or incoming.strange:
            read = ReadList(edition, incoming)
            self.tabs.addTab(read, caption(read.title))

    def chosen(self) -> tuple[Difference, ...]:
        return self.differences.chosen()

    def show_note(self, message: str) -> None:
        """Say below the lists what came of something."""
        self._note.setText(message)
        self._note.show()

    def _count(self) -> None:
        count = len(self.chosen())
        self._accept.setText(f"导入 {count} 处")
        self._accept.setEnabled(count > 0)


def _intro(count: int, edition: Edition, *, is_new: bool) -> str:
    if not count:
        return "没有要导入的内容；其余列在下面，供您核对。"
    intro = f"有 {count} 处不同。取消勾选的不导入；导入后可一次撤销。"
    if is_new:
        return f"当前项目里还没有“{edition.short_title}”，导入时添加这张表。{intro}"
    return intro
