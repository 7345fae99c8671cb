"""The paper as it will print, beside the form or on a tab of its own.

    preview = PaperPreview(bridge, render)
    preview.print_to(printer)

The pages are the real PDF. They follow the document a moment after the last key, and only
while they can be seen; everything that takes time happens in a thread of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from perfdesk.models.edits import SetCell
from perfdesk.models.refs import Ref
from perfdesk.session import Change
from perfdesk.ui.kit.layout import grow, hbox, vbox
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label, tip
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.paper.pages import Fit, PageView
from perfdesk.ui.paper.renderer import Picture, ReadyPaper, Render, Renderer, Wanted
from perfdesk.ui.paper.thumbs import TALL, Thumbs

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from perfdesk.commands.output import Paper
    from perfdesk.ui.paper.print_job import PrintJob

_PAUSE = 120
_AT_WORK = "正在排版…"
_TROUBLE = "现在排不出打印页面。填写的内容没有受影响，可以继续填写和保存。"


class PaperPreview(QWidget):
    """Show the pages of the document; a click on a cell goes to it in the form.

    `message` gives a line about a print under way, `printed` the paper that has all gone to the
    printer, and how many pages of it.
    """

    message = Signal(str)
    printed = Signal(object, int)

    def __init__(self, bridge: Bridge, render: Render, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._render = bridge, render
        self._paper: Paper | None = None
        self._stale = True
        self._marked: Ref | None = None
        self._job: PrintJob | None = None
        self._renderer = Renderer(render)
        self._renderer.paper_ready.connect(self._on_made)
        self._renderer.picture_ready.connect(self._on_drawn)
        self._renderer.failed.connect(self._on_failed)
        self.destroyed.connect(self._renderer.stop)
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._renderer.stop)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._make)
        bridge.changed.connect(self._on_change)
        bridge.go_to.connect(self.show_current)
        bridge.here.connect(self.show_current)
        self.pages = PageView()
        self._thumbs = Thumbs()
        self._line = label(_AT_WORK, wrap=True)
        self._line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count = label()
        self._zoom = label()
        self._state = label()
        self._give_up = _button("取消打印", "还没有打印的页面不再打印", self._stop_printing)
        self._give_up.hide()
        self._build()
        self._connect_pages()

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._line)
        self._stack.addWidget(self.pages)
        middle = hbox(self._thumbs, grow(self._stack), spacing=0)
        self.setLayout(vbox(self._bar(), grow(middle), spacing=0.5))
        self.setFocusProxy(self.pages)

    def _bar(self) -> QBoxLayout:
        pages = self.pages
        shown = _button("缩略图", "显示或收起左边的小页面", self._show_thumbs)
        shown.setCheckable(True)
        shown.setChecked(False)
        self._thumbs.hide()
        self._zoom.setMinimumWidth(self._zoom.fontMetrics().horizontalAdvance("500%") + GRID)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left = shown, 1, self._count, 2, self._state, self._give_up
        right = (
            _button("－", "缩小（Ctrl+滚轮）", lambda: pages.step_zoom(-1)),
            self._zoom,
            _button("＋", "放大（Ctrl+滚轮）", lambda: pages.step_zoom(1)),
            _button("适合宽度", "页面与窗口同宽", lambda: pages.set_fit(Fit.WIDTH)),
            _button("整页", "看到完整的一页", lambda: pages.set_fit(Fit.PAGE)),
            _button("100%", "与纸张同样大小", lambda: pages.set_zoom(1)),
        )
        return hbox(*left, grow(), *right, margin=(1, 0.5, 1, 0), spacing=0.5)

    def _connect_pages(self) -> None:
        self.pages.wanted_changed.connect(self._ask_for_pictures)
        self.pages.page_changed.connect(self._show_count)
        self.pages.zoomed.connect(lambda zoom: self._zoom.setText(f"{zoom * 100:.0f}%"))
        self.pages.pressed.connect(self._on_pressed)
        self.pages.hovered.connect(self._on_hovered)
        self._thumbs.chosen.connect(self.pages.go_to_page)

    # Following the document

    def show_current(self, ref: Ref | None) -> None:
        """Tint the place of a cell on paper, and bring it up where it is out of sight."""
        self._marked = ref
        self._mark(bring_up=True)

    def redraw(self) -> None:
        """Make the paper anew though the document is the same."""
        self._stale = True
        if self.isVisible():
            self._pause.start()

    def _on_change(self, change: Change) -> None:
        if isinstance(change.edit, SetCell):
            self._marked = change.edit.at
        self.redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._pause.start(0)
            self._pause.setInterval(_PAUSE)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._pause.stop()

    def _make(self) -> None:
        self._stale = False
        self._renderer.make(self._bridge.snapshot())

    def _ask_for_pictures(self) -> None:
        missing = self.pages.missing()
        if self._thumbs.isVisible():
            missing += tuple(map(self._thumb, sorted(self._thumbs.missing)))
        if self._paper is not None and missing:
            self._renderer.draw(missing)

    def _on_made(self, made: ReadyPaper) -> None:
        self._paper = made.paper
        self._stack.setCurrentWidget(self.pages)
        self.pages.show_pages(made.sizes)
        self._thumbs.show_pages(len(made.sizes))
        self._show_count(self.pages.page)
        self._mark(bring_up=False)
        self._ask_for_pictures()

    def _on_drawn(self, picture: Picture) -> None:
        if picture.wanted in self.pages.wanted():
            self.pages.show_picture(picture.wanted, picture.image)
            self.pages.forget_far_pictures()
        elif picture.wanted.page in self._thumbs.missing:
            self._thumbs.show_picture(picture.wanted.page, picture.image)

    def _on_failed(self, error: Exception) -> None:
        self._line.setText(_TROUBLE)
        self._stack.setCurrentWidget(self._line)

    # Pages and places

    def _show_count(self, page: int) -> None:
        count = self.pages.page_count
        self._count.setText(f"第 {page + 1} 页，共 {count} 页" if count else "")
        self._thumbs.show_current(page)

    def _cells(self, page: int) -> Iterator[tuple[tuple[Ref, ...], QRectF]]:
        """Give the cells on a page, each with its place in millimetres."""
        if self._paper is not None and 0 <= page < len(self._paper.pages):
            for piece in self._paper.pages[page].pieces:
                if piece.cell.refs:
                    place = QRectF(piece.x, piece.y, piece.width, piece.height)
                    yield piece.cell.refs, place

    def _ref_at(self, page: int, point: QPointF) -> Ref | None:
        here = (refs[0] for refs, place in self._cells(page) if place.contains(point))
        return next(here, None)

    def _on_pressed(self, page: int, place: QPointF) -> None:
        ref = self._ref_at(page, place)
        if ref is not None and ref.table and not ref.row:
            self._bridge.go_to_new.emit(ref)
        elif ref is not None:
            self._bridge.go_to.emit(ref)

    def _on_hovered(self, page: int, place: QPointF) -> None:
        hand = self._ref_at(page, place) is not None
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.pages.viewport().setCursor(shape)

    def _mark(self, bring_up: bool) -> None:
        marks = [
            (page, place)
            for page in range(self.pages.page_count)
            for refs, place in self._cells(page)
            if self._marked in refs
        ]
        self.pages.mark(marks)
        if marks and bring_up:
            self.pages.bring_up(*marks[0])

    # Small pages

    def _show_thumbs(self, shown: bool) -> None:
        self._thumbs.setVisible(shown)
        self._ask_for_pictures()

    def _thumb(self, page: int) -> Wanted:
        dots = TALL * self.devicePixelRatioF() / self.pages.height_of(page)
        return Wanted(page, round(dots, 3))

    # Print

    def print_to(self, printer: QPrinter) -> None:
        """Print the document as it stands now, a strip at a time beside the typing.

        `message` says how far it is, and in the end how it went.
        """
        # Late: printing is rare, and its libraries are not read from the disk before.
        from perfdesk.ui.paper.print_job import PrintJob

        self._stop_printing()
        try:
            paper = self._render(self._bridge.snapshot())
        except Exception:
            logging.getLogger(__name__).exception("the paper to print could not be made")
            self._show_state(_TROUBLE)
            return
        self._job = PrintJob(paper.pdf, printer, self)
        self._job.moved.connect(self._show_state)
        self._job.failed.connect(self._on_print_failed)
        self._job.sent.connect(lambda pages: self._on_sent(paper, pages))
        self._give_up.show()

    def _on_sent(self, paper: Paper, pages: int) -> None:
        self._end_printing("已送往打印机。")
        self.printed.emit(paper, pages)

    def _on_print_failed(self, error: Exception) -> None:
        logging.getLogger(__name__).error("the print came to nothing", exc_info=error)
        self._end_printing("没有打印成功。请检查打印机是否就绪、页码范围是否正确，再打印一次。")

    def _stop_printing(self) -> None:
        if self._job is not None:
            self._job.stop()
            self._end_printing("打印已取消。")

    def _end_printing(self, text: str) -> None:
        self._job = None
        self._give_up.hide()
        self._show_state(text)

    def _show_state(self, text: str) -> None:
        self._state.setText(text)
        self.message.emit(text)


def _button(text: str, hint: str, does: object) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip(hint))
    button.setAccessibleName(hint)
    button.setAutoRaise(True)
    button.clicked.connect(does)
    return button
