"""The first page: begin a form, go on with a recent one, look at a sample, read in a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCommandLinkButton,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.look import GRID, quieten, scale
from perfdesk.ui.kit.plain import caption, label, tip

if TYPE_CHECKING:
    from perfdesk.forms.catalogue import EditionHead
    from perfdesk.storage.preferences import Recent

# In Chinese characters: the page's greatest width, and the least for two columns.
_WIDEST, _WIDE = 72, 48


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
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_offers(self, offers: StartOffers) -> None:
        """Show these offers in place of what was there."""
        self._offers = offers
        whole = QWidget()
        whole.setBackgroundRole(QPalette.ColorRole.Base)
        whole.setAutoFillBackground(True)
        middle = QWidget()
        middle.setMaximumWidth(_WIDEST * self.fontMetrics().horizontalAdvance("中"))
        across = QHBoxLayout(whole)
        across.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        title = label("绩效填报台")
        scale(title, 1.8)
        column.addWidget(title)
        column.addWidget(_quiet("离线填报、检查、打印财政项目支出绩效表。文件拖到窗口里即可打开。"))
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(6 * GRID)
        column.addLayout(self._halves)
        begin, go_on = QVBoxLayout(), QVBoxLayout()
        for half in (begin, go_on):
            half.setSpacing(GRID)
            self._halves.addLayout(half, 1)
        self._heading(begin, "新建")
        for head in offers.heads:
            self._add_form(begin, head)
        begin.addStretch(1)
        self._fill_second(go_on, offers)
        column.addStretch(1)
        self.setWidget(whole)
        self._arrange()

    def _fill_second(self, column: QVBoxLayout, offers: StartOffers) -> None:
        self._heading(column, "继续")
        for recent in offers.recent:
            column.addWidget(self._recent(recent, offers))
        if not offers.recent:
            column.addWidget(_quiet("最近打开的项目会列在这里。"))
        column.addWidget(self._link("打开其他文件…", "open", self._asker("open")))
        column.addWidget(self._link("从 Excel、Word 导入…", "import", self._asker("import_excel")))
        words = "成批生成：一份名单，一行一个项目…"
        column.addWidget(self._link(words, "batch", self._asker("batch")))
        self._heading(column, "收集与核对")
        words = "收集汇总：各单位的表汇成一份…"
        column.addWidget(self._link(words, "collect", self._asker("collect")))
        words = "核验：两份数据是不是同一份…"
        column.addWidget(self._link(words, "verify", self._asker("verify")))
        if offers.samples:
            self._heading(column, "示例项目")
        for words, path in offers.samples:
            column.addWidget(self._link(words, "file", self._opener(path)))
        column.addStretch(1)

    def _arrange(self) -> None:
        """Put the two halves side by side where there is room, else one below the other."""
        if self._halves is not None:
            wide = self.viewport().width() >= _WIDE * self.fontMetrics().horizontalAdvance("中")
            directions = QBoxLayout.Direction
            self._halves.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._arrange()

    def take_cursor(self) -> None:
        """Put the cursor on the first way to begin."""
        first = self.findChild(QCommandLinkButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _heading(self, column: QVBoxLayout, words: str) -> None:
        column.addSpacing(2 * GRID)
        heading = label(words)
        scale(heading, 1.1, bold=True)
        column.addWidget(heading)

    def _add_form(self, column: QVBoxLayout, head: EditionHead) -> None:
        button = QCommandLinkButton(caption(head.title), head.due)
        button.setIcon(self._icons.icon("new", self.palette()))
        button.setIconSize(QSize(20, 20))
        button.setAccessibleDescription(head.due)
        button.clicked.connect(lambda: self.new_wanted.emit(head.key))
        column.addWidget(button)

    def _recent(self, recent: Recent, offers: StartOffers) -> QWidget:
        path = Path(recent.path)
        is_there = offers.is_there(path)
        when = _when(recent.at, offers.now)
        place = f"{path.parent}　{when}" if is_there else f"文件不在原处：{path}"
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        link = self._link(
            recent.title or path.stem, "file" if is_there else "missing", self._opener(path)
        )
        link.setEnabled(is_there)
        link.setToolTip(tip(str(path)))
        row.addWidget(link)
        row.addWidget(_quiet(place, wrap=True), 1)
        if not is_there:
            forget = QToolButton()
            forget.setAutoRaise(True)
            forget.setIcon(self._icons.icon("close", self.palette()))
            forget.setToolTip(tip("从列表中去掉"))
            forget.setAccessibleName(f"从列表中去掉 {recent.title}")
            forget.clicked.connect(lambda: self.forget_wanted.emit(path))
            row.addWidget(forget)
        return whole

    def _link(self, words: str, icon: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(caption(words))
        button.setIcon(self._icons.icon(icon, self.palette()))
        button.setFlat(True)
        button.setAutoDefault(True)
        button.setStyleSheet("text-align: left; padding: 4px 8px;")
        button.clicked.connect(lambda: do())
        return button

    def _asker(self, action: str) -> Callable[[], None]:
        return lambda: self.action_wanted.emit(action)

    def _opener(self, path: Path) -> Callable[[], None]:
        return lambda: self.open_wanted.emit(path)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        changes = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in changes and self._offers is not None:
            self.show_offers(self._offers)


def _when(at: datetime, now: datetime) -> str:
    at = at.astimezone(now.tzinfo)
    days = (now.date() - at.date()).days
    if days == 0:
        return f"今天 {at:%H:%M}"
    if days == 1:
        return f"昨天 {at:%H:%M}"
    return f"{at.year}年{at.month}月{at.day}日"


def _quiet(words: str, *, wrap: bool = False) -> QWidget:
    made = label(words, wrap=wrap)
    quieten(made)
    return made
