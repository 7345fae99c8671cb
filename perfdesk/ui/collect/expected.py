"""The units that are to send something, for 收集汇总: from a file, or from the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton

from perfdesk.commands.collect.expected import names_in, read_expected
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.plain import caption, tip
from perfdesk.ui.kit.services import Services

_NONE = "选一份名单，就会列出没交的单位"
_TITLE = "应交单位名单（文本、表格的一列、往年的汇总表）"
_MOST_SHOWN = 40


class ExpectedUnits(QToolButton):
    """Hold the list, which is remembered; a menu chooses another one or none."""

    changed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._offer(menu, "从文件读名单…", self.browse)
        self._offer(menu, "粘贴复制好的名单", self.paste)
        self._offer(menu, "不核对名单", lambda: self._use(()))
        self.setMenu(menu)
        self._say()

    def _offer(self, menu: QMenu, words: str, do: Callable[[], None]) -> None:
        menu.addAction(caption(words)).triggered.connect(lambda _=False: do())

    @property
    def names(self) -> Sequence[str]:
        """Give the names; none where nobody is missed."""
        return self._services.preferences.current.collect_expected

    def browse(self) -> None:
        """Ask for a file, and take the names in it."""
        folder = self._services.preferences.current.last_folder
        path = ask_path.to_open(self, _TITLE, folder, ask_path.WORKBOOKS)
        if path is None:
            return
        self._services.run(
            f"正在读取“{path.name}”", lambda: read_expected(path), self._use, failed="读取名单"
        )

    def paste(self) -> None:
        """Take the names on the clipboard, one a line."""
        names = names_in(QGuiApplication.clipboard().text())
        if names:
            self._use(names)
        else:
            self._services.messages.warn(
                "剪贴板里没有单位名称。请先在 Excel、Word 或通知里选中名单并复制，每行一个单位。"
            )

    def _use(self, names: Sequence[str]) -> None:
        self._services.preferences.change(collect_expected=tuple(names))
        if names:
            self._services.messages.say(f"名单里有 {len(names)} 个单位，下次收集时核对谁没交。")
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        names = self.names
        self.setText(caption(f"应交单位：{len(names)} 个" if names else "应交单位：不核对"))
        more = ["……"] if len(names) > _MOST_SHOWN else []
        self.setToolTip(tip("\n".join([*names[:_MOST_SHOWN], *more]) if names else _NONE))
