"""One open project on the screen: its tabs, the paper beside them, and finding things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from perfdesk.commands.library import SharedLibrary
from perfdesk.commands.output import draw_paper
from perfdesk.models.edits import Batch, Edit, SetCell
from perfdesk.models.finding import Severity
from perfdesk.models.form import Table
from perfdesk.models.refs import Ref
from perfdesk.session import Cause, Change
from perfdesk.ui.form.field_box import FieldBox
from perfdesk.ui.form.page import FormPage
from perfdesk.ui.kit.icons import mark_size
from perfdesk.ui.kit.layout import grow, holding, vbox
from perfdesk.ui.kit.look import TABS, changes_look
from perfdesk.ui.kit.plain import caption, tip
from perfdesk.ui.kit.services import Services
from perfdesk.ui.library.opening import make_editor
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.project.find_bar import FindBar

if TYPE_CHECKING:
    from perfdesk.ui.paper.panel import PaperPreview

PAPER = "打印预览"


class FormView(QWidget):
    """Show the pages of a form and 打印预览.

    A page is built when it is first wanted, or when nothing else is to be done: the first
    one must stand at once. `printed` brings the paper that has all gone to the printer, and
    how many pages of it.
    """

    printed = Signal(object, int)

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        library: SharedLibrary,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._icons = services, services.icons
        self._bridge, self._library = bridge, library
        self._names = bridge.session.edition.tabs
        self.names = (*self._names, PAPER)
        self._pages: dict[str, FormPage] = {}
        self._preview: PaperPreview | None = None
        self._counts: dict[str, tuple[int, ...]] = {}
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        for name in self.names:
            self.tabs.addTab(caption(name))
            self._stack.addWidget(holding(vbox()))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._form())
        self.setLayout(vbox(self._splitter))
        self.find_bar = FindBar(bridge, self)
        self.tabs.currentChanged.connect(self._on_tab)
        bridge.go_to.connect(self.show_cell)
        bridge.go_to_new.connect(self.show_new_row)
        bridge.changed.connect(self._on_change)
        bridge.findings_changed.connect(self._show_counts)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        self._on_tab(0)
        self._refresh_look()
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._build_next)

    def _form(self) -> QWidget:
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Plain)
        line.setForegroundRole(QPalette.ColorRole.Mid)
        # A bar with a style sheet stops its parent hearing of a new font: it has one of its own.
        return holding(vbox(holding(vbox(self.tabs)), line, grow(self._stack), spacing=0))

    def build_the_rest(self) -> None:
        """Build the pages not yet seen, one at a time, between other events."""
        self._idle.start()

    def show_cell(self, ref: Ref) -> None:
        """Bring a cell up, on whatever tab it stands, and put the cursor there."""
        tab = self._bridge.session.edition.tab_of(ref)
        self.tabs.setCurrentIndex(self._names.index(tab))
        self._page(tab).show_cell(ref)

    def show_new_row(self, ref: Ref) -> None:
        """Bring a table up and put the cursor into its empty last row."""
        tab = self._bridge.session.edition.tab_of(ref)
        self.tabs.setCurrentIndex(self._names.index(tab))
        self._page(tab).show_new_row(ref)

    def focus(self) -> None:
        """Put the cursor into the first field of the tab on show."""
        page = self._pages.get(self._current())
        if page is not None:
            page.focus()

    def show_tab(self, place: int) -> None:
        """Go to a tab counted from 0; nothing happens for one there is not."""
        if place < self.tabs.count():
            self.tabs.setCurrentIndex(place)
            self.focus()

    def toggle_hint(self) -> bool:
        """Show the hint of the field with the cursor; False where there is none."""
        page = self._pages.get(self._current())
        return bool(page and page.toggle_hint(QApplication.focusWidget()))

    @property
    def is_paper_beside(self) -> bool:
        return self._splitter.count() > 1

    def show_paper_beside(self, is_beside: bool) -> None:
        """Show the paper beside the form, or give it its tab back."""
        if is_beside == self.is_paper_beside:
            return
        preview = self.preview()
        if is_beside:
            if self._current() == PAPER:
                self.tabs.setCurrentIndex(0)
            self.tabs.removeTab(len(self._names))
            self._drop_last_page()
            self._splitter.addWidget(preview)
            preview.show()
            half = max(self.width() // 2, 1)
            self._splitter.setSizes([half, half])
        else:
            self._stack.addWidget(holding(vbox(preview)))
            preview.show()
            self.tabs.addTab(caption(PAPER))

    def _drop_last_page(self) -> None:
        page = self._stack.widget(len(self._names))
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()

    def preview(self) -> PaperPreview:
        """Give the preview of the paper, made when first asked for."""
        if self._preview is None:
            from perfdesk.ui.paper.panel import PaperPreview

            context = self._services.context
            self._preview = PaperPreview(self._bridge, lambda form: draw_paper(context, form), self)
            self._preview.message.connect(self._services.messages.say)
            self._preview.printed.connect(self.printed)
            self._preview.hide()
        return self._preview

    def redraw_paper(self) -> None:
        """Make the paper anew, where it was looked at."""
        if self._preview is not None:
            self._preview.redraw()

    def _current(self) -> str:
        place = self.tabs.currentIndex()
        return self._names[place] if place < len(self._names) else PAPER

    def _page(self, tab: str) -> FormPage:
        if tab not in self._pages:
            page = FormPage(self._bridge, self._icons, tab, self._make_table)
            self._pages[tab] = page
            _fill(self._stack.widget(self._names.index(tab)), page)
        return self._pages[tab]

    def _make_table(self, bridge: Bridge, table: Table, parent: QWidget) -> QWidget:
        return make_editor(bridge, table, parent, self._library)

    def _build_next(self) -> None:
        missing = [tab for tab in self._names if tab not in self._pages]
        if missing:
            self._page(missing[0])
        if len(missing) <= 1:
            self._idle.stop()

    def _on_tab(self, place: int) -> None:
        if place < 0:
            return
        self._stack.setCurrentIndex(place)
        if self._current() != PAPER:
            self._page(self._current())
        elif not self.is_paper_beside:
            _fill(self._stack.widget(place), self.preview())

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        """Tell whose field the keyboard has come to; tables tell of their cells themselves."""
        if now is None or not self.isAncestorOf(now):
            return
        box: QWidget | None = now
        while box is not None and not isinstance(box, FieldBox):
            box = box.parentWidget()
        if box is not None:
            self._bridge.here.emit(box.ref)

    def _on_change(self, change: Change) -> None:
        at = _first_cell(change.edit) if change.edit else None
        if at is not None and change.cause in (Cause.UNDO, Cause.REDO):
            self.show_cell(at)

    def _show_counts(self) -> None:
        for place, name in enumerate(self._names):
            counts = self._bridge.counts(name)
            key = tuple(counts.values())
            if self._counts.get(name) == key:
                continue
            self._counts[name] = key
            heaviest = next((severity for severity in Severity if counts[severity]), None)
            bar = self.tabs
            total = sum(key)
            bar.setTabText(place, caption(f"{name} {total}" if total else name))
            counts_text = "，".join(f"{one.word} {count}" for one, count in counts.items() if count)
            bar.setTabToolTip(place, tip(counts_text))
            if heaviest is None:
                bar.setTabIcon(place, self._icons.nothing)
            else:
                bar.setTabIcon(place, self._icons.severity(heaviest, self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event):
            self._refresh_look()

    def _refresh_look(self) -> None:
        # A style sheet keeps the colours and the font that it was read with.
        self.tabs.setStyleSheet(TABS)
        size = mark_size(self.fontMetrics())
        self.tabs.setIconSize(QSize(size, size))
        self._counts.clear()
        self._show_counts()


def _fill(holder: QWidget | None, content: QWidget) -> None:
    layout = holder.layout() if holder else None
    assert layout is not None
    layout.addWidget(content)
    content.show()


def _first_cell(edit: Edit) -> Ref | None:
    match edit:
        case SetCell(at):
            return at
        case Batch(edits) if edits:
            return _first_cell(edits[0])
    return None
