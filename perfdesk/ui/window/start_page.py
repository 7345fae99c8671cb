"""The first page: begin a form, go on with a recent one, look at a sample, read in a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCommandLinkButton,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.layout import Part, button, grow, hbox, holding, scroll_down_only, vbox
from perfdesk.ui.kit.look import changes_look
from perfdesk.ui.kit.plain import caption, label, tip

if TYPE_CHECKING:
    from perfdesk.forms.catalogue import EditionHead
    from perfdesk.storage.preferences import Recent

# In Chinese characters: the page's greatest width, and the least for two columns.
_WIDEST, _WIDE = 72, 48
_ABOUT = "离线填报、检查、打印财政项目支出绩效表。文件拖到窗口里即可打开。"


@dataclass(frozen=True, slots=True)
class StartOffers:
    """What the start page shows; `is_there` tells whether a recent file still exists."""

    heads: Sequence[EditionHead]
    recent: Sequence[Recent]
    samples: Sequence[tuple[str, Path]]
    is_there: Callable[[Path], bool]
    now: datetime


class StartPage(QScrollArea):
    """Show the ways to begin; asks the window through its signals, for actions by their names."""

    new_wanted = Signal(object)
    open_wanted = Signal(object)
    action_wanted = Signal(str)
    forget_wanted = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._offers: StartOffers | None = None
        self._halves: QBoxLayout | None = None
        scroll_down_only(self)

    def show_offers(self, offers: StartOffers) -> None:
        """Show these offers in place of what was there."""
        self._offers = offers
        whole = QWidget()
        whole.setBackgroundRole(QPalette.ColorRole.Base)
        whole.setAutoFillBackground(True)
        middle = QWidget()
        middle.setMaximumWidth(_WIDEST * self.fontMetrics().horizontalAdvance("中"))
        whole.setLayout(hbox(grow(), grow(middle, 100), grow(), margin=4))
        title = label("绩效填报台", size=1.8)
        about = label(_ABOUT, quiet=True)
        begin = vbox(*heading("新建"), *map(self._form, offers.heads), grow())
        go_on = vbox(*self._second_half(offers), grow())
        self._halves = hbox(grow(begin), grow(go_on), spacing=6)
        middle.setLayout(vbox(title, about, self._halves, grow()))
        self.setWidget(whole)
        self._arrange()

    def _second_half(self, offers: StartOffers) -> Iterator[Part]:
        yield from heading("继续")
        for recent in offers.recent:
            yield self._recent(recent, offers)
        if not offers.recent:
            yield label("最近打开的项目会列在这里。", quiet=True)
        yield self._action("打开其他文件…", "open", "open")
        yield self._action("从 Excel、Word 导入…", "import", "import_excel")
        yield self._action("成批生成：一份名单，一行一个项目…", "batch", "batch")
        yield from heading("收集与核对")
        yield self._action("收集汇总：各单位的表汇成一份…", "collect", "collect")
        yield self._action("核验：两份数据是不是同一份…", "verify", "verify")
        if offers.samples:
            yield from heading("示例项目")
        for words, path in offers.samples:
            yield self._file(words, "file", path)

    def _arrange(self) -> None:
        """Put the two halves side by side where there is room, else one below the other."""
        if self._halves is not None:
            wide = self.viewport().width() >= _WIDE * self.fontMetrics().horizontalAdvance("中")
            directions = QBoxLayout.Direction
            self._halves.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def focus(self) -> None:
        """Put the cursor on the first way to begin."""
        first = self.findChild(QCommandLinkButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form(self, head: EditionHead) -> QWidget:
        made = QCommandLinkButton(caption(head.title), head.due)
        made.setIcon(self._icons.icon("new", self.palette()))
        made.setIconSize(QSize(20, 20))
        made.setAccessibleDescription(head.due)
        made.clicked.connect(lambda: self.new_wanted.emit(head.key))
        return made

    def _recent(self, recent: Recent, offers: StartOffers) -> QWidget:
        path = Path(recent.path)
        is_there = offers.is_there(path)
        when = _when(recent.at, offers.now)
        place = f"{path.parent}　{when}" if is_there else f"文件不在原处：{path}"
        link = self._file(recent.title or path.stem, "file" if is_there else "missing", path)
        link.setEnabled(is_there)
        link.setToolTip(tip(str(path)))
        line = hbox(link, grow(label(place, wrap=True, quiet=True)))
        if not is_there:
            forget = QToolButton()
            forget.setAutoRaise(True)
            forget.setIcon(self._icons.icon("close", self.palette()))
            forget.setToolTip(tip("从列表中去掉"))
            forget.setAccessibleName(f"从列表中去掉 {recent.title}")
            forget.clicked.connect(lambda: self.forget_wanted.emit(path))
            line.addWidget(forget)
        return holding(line)

    def _action(self, words: str, icon: str, action: str) -> QPushButton:
        return self._link(words, icon, lambda: self.action_wanted.emit(action))

    def _file(self, words: str, icon: str, path: Path) -> QPushButton:
        return self._link(words, icon, lambda: self.open_wanted.emit(path))

    def _link(self, words: str, icon: str, do: Callable[[], None]) -> QPushButton:
        made = button(words, do, enters=True)
        made.setIcon(self._icons.icon(icon, self.palette()))
        made.setFlat(True)
        made.setStyleSheet("text-align: left; padding: 4px 8px;")
        return made

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event) and self._offers is not None:
            self.show_offers(self._offers)


def _when(at: datetime, now: datetime) -> str:
    at = at.astimezone(now.tzinfo)
    days = (now.date() - at.date()).days
    if days == 0:
        return f"今天 {at:%H:%M}"
    if days == 1:
        return f"昨天 {at:%H:%M}"
    return f"{at.year}年{at.month}月{at.day}日"


def heading(words: str) -> tuple[Part, ...]:
    made = label(words, size=1.1, bold=True)
    return 2, made
