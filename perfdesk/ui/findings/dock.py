"""检查结果: every finding to be shown, by tab; the chosen one in full, with what mends it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QFrame,
    QListView,
    QToolButton,
    QWidget,
)

from perfdesk.models.finding import Finding, Severity
from perfdesk.models.refs import Ref
from perfdesk.ui.findings.delegate import FindingsDelegate
from perfdesk.ui.findings.detail import FindingDetail
from perfdesk.ui.findings.menu import findings_menu
from perfdesk.ui.findings.model import Entry, FindingsModel, Heading, plain_text
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.layout import grow, hbox, holding, vbox
from perfdesk.ui.kit.look import GRID, free_title
from perfdesk.ui.kit.plain import label, tip
from perfdesk.ui.opened.bridge import Bridge

# With text higher than this many pixels the words of the three filters have no room.
_NARROW = 28


class FindingsDock(QDockWidget):
    """List the findings; a click or Enter goes to the cell."""

    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self.setWindowTitle("检查结果")
        free_title(self)
        self.setAllowedAreas(
            Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        self.bridge, self._icons = bridge, icons
        self._state: object = None
        self.model = FindingsModel(bridge)
        self.model.setParent(self)
        self.view = _FindingsView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(FindingsDelegate(self.view, self.model, icons))
        self.view.setAccessibleName("检查结果")
        self.view.clicked.connect(self._go)
        self.view.activated.connect(self._go)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.selectionModel().currentChanged.connect(self._show_detail)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy)
        self._filters = {severity: self._filter(severity) for severity in Severity}
        self._empty_note = label(wrap=True, quiet=True)
        self._empty_note.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._detail = FindingDetail(bridge)
        self._detail.done.connect(self._focus_list)
        self._here: Ref | None = None
        self.setWidget(self._body())
        bridge.findings_changed.connect(self._refresh)
        bridge.here.connect(self._note_here)
        self.model.dataChanged.connect(self._show_detail)
        self.model.rowsRemoved.connect(self._show_detail)
        self.model.rowsRemoved.connect(self._show_empty_note)
        self.model.rowsInserted.connect(self._show_empty_note)
        self._refresh()

    def _body(self) -> QWidget:
        filters = hbox(*self._filters.values(), grow(), margin=(1, 0.5, 1, 0.5), spacing=0.5)
        whole = holding(vbox(filters, self._empty_note, grow(self.view), self._detail, spacing=0))
        whole.setMinimumWidth(240)
        whole.setBackgroundRole(QPalette.ColorRole.Base)
        whole.setAutoFillBackground(True)
        return whole

    def _filter(self, severity: Severity) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(True)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(self._icons.severity(severity, self.palette()))
        button.toggled.connect(self._on_filter)
        return button

    def _on_filter(self) -> None:
        chosen = {severity for severity, button in self._filters.items() if button.isChecked()}
        self.model.show_severities(chosen)
        self._show_empty_note()

    def walk(self, step: int) -> bool:
        """Go to the next (+1) or previous (-1) finding; False where none is shown."""
        self.model.refresh()
        findings = self.model.findings()
        if not findings:
            return False
        chosen = self.chosen()
        if chosen is not None and chosen in findings:
            place = (findings.index(chosen) + step) % len(findings)
        else:
            place = 0 if step > 0 else len(findings) - 1
        self.view.setCurrentIndex(self.model.index_of(findings[place]))
        self.bridge.go_to.emit(findings[place].at)
        return True

    def chosen(self) -> Finding | None:
        """Give the finding chosen in the list."""
        item = self.model.item(self.view.currentIndex())
        return item.finding if isinstance(item, Entry) else None

    def answer(self, finding: Finding | None = None) -> bool:
        """Begin to answer the finding that is given, or else meant; False where there is none."""
        finding = finding or self._meant()
        if finding is None:
            return False
        if finding.is_quiet:
            self.model.show_answered(True)
        else:
            self._filters[finding.severity].setChecked(True)
        self.model.refresh()
        self.view.setCurrentIndex(self.model.index_of(finding))
        self._detail.begin()
        return True

    def _meant(self) -> Finding | None:
        """Tell which finding a key means: that of the cell with the cursor, else the chosen."""
        chosen, focus = self.chosen(), QApplication.focusWidget()
        is_here = focus is not None and self.isAncestorOf(focus)
        if self._here is None or is_here or (chosen and chosen.at == self._here):
            return chosen
        return next(iter(self.bridge.at(self._here)), chosen)

    def _note_here(self, at: Ref) -> None:
        self._here = at

    def _focus_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, index: QModelIndex) -> None:
        item = self.model.item(index)
        if isinstance(item, Entry):
            self.bridge.go_to.emit(item.finding.at)
        elif isinstance(item, Heading) and item.is_open is not None:
            self.model.show_answered(not self.model.shows_answered)

    def _show_menu(self, place: QPoint) -> None:
        finding = self.chosen()
        if finding is not None:
            menu = findings_menu(self.bridge, finding, self.answer, self._copy, self.view)
            menu.exec(self.view.viewport().mapToGlobal(place))
            menu.deleteLater()

    def _copy(self) -> None:
        rows = sorted(self.view.selectedIndexes(), key=lambda index: index.row())
        items = [item for index in rows if (item := self.model.item(index))]
        QGuiApplication.clipboard().setText("\n".join(plain_text(item) for item in items))

    def _show_detail(self) -> None:
        self._detail.show_finding(self.chosen())

    def _refresh(self) -> None:
        counts = self.bridge.counts()
        answered = self.bridge.answered()
        height = self.fontMetrics().height()
        state = (tuple(counts.values()), answered, self.bridge.all_checked, height)
        if state == self._state:
            return
        self._state = state
        for severity, button in self._filters.items():
            count = counts[severity]
            is_narrow = self.fontMetrics().height() > _NARROW
            button.setText(str(count) if is_narrow else f"{severity.word} {count}")
            button.setToolTip(tip(f"显示{severity.word}"))
            button.setAccessibleName(f"显示{severity.word}，共 {count} 条")
        self._show_empty_note()
        self._show_detail()

    def _show_empty_note(self) -> None:
        is_empty = not self.model.findings()
        if self.bridge.all_checked:
            answered = "问题都已说明。" if self.bridge.answered() else "没有发现问题。"
            is_clear = not any(self.bridge.counts().values())
            words = answered if is_clear else "所选类别中没有问题。"
        else:
            words = "填过的内容在这里显示问题。按 F7 检查全部内容。"
        self._empty_note.setText(words)
        self._empty_note.setVisible(is_empty)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for severity, button in self._filters.items():
                button.setIcon(self._icons.severity(severity, self.palette()))
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_detail"):
            self._refresh()


class _FindingsView(QListView):
    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
