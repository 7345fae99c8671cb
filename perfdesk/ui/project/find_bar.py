"""Find over the whole form: type a word, see every place, press Enter to go there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten
from perfdesk.ui.kit.layout import vbox
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label
from perfdesk.ui.opened.bridge import Bridge

_MOST = 200
_AROUND = 12
_REF = Qt.ItemDataRole.UserRole


def find(edition: Edition, document: Document, words: str) -> Iterator[tuple[Ref, str, str]]:
    """Find words in labels and texts, case aside; gives cell, label and the text around."""
    wanted = words.strip().casefold()
    if not wanted:
        return
    for table, field in edition.walk():
        if not table:
            text = document.text(Ref(field.name))
            if wanted in field.label.casefold() or wanted in text.casefold():
                yield Ref(field.name), field.label, around(text, wanted)
            continue
        title = edition.tables[table].title_column
        for place, row in enumerate(document.rows(table), start=1):
            text = row.cells.get(field.name, "")
            if wanted in text.casefold():
                known = row.cells.get(title, "") or edition.tables[table].row_label(row.id)
                name = shorten(known, 16) or f"第 {place} 行"
                yield (
                    Ref(field.name, table, row.id),
                    f"{name} · {field.label}",
                    around(text, wanted),
                )


def around(text: str, wanted: str) -> str:
    """Cut a text to what stands around the first hit, on one line."""
    place = max(text.casefold().find(wanted), 0)
    start = max(place - _AROUND, 0)
    cut = text[start : place + len(wanted) + 2 * _AROUND]
    line = " ".join(cut.split())
    return ("…" if start else "") + line + ("…" if start + len(cut) < len(text) else "")


class FindBar(QFrame):
    """Show a line to type into and the places found below it."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self._line = QLineEdit()
        self._line.setPlaceholderText("查找栏目名称或已填内容")
        self._line.setAccessibleName("查找")
        self._line.setClearButtonEnabled(True)
        self._line.textChanged.connect(self._search)
        self._line.returnPressed.connect(self._go)
        self._line.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName("找到的位置")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.itemClicked.connect(self._go)
        self._count = label("", quiet=True)
        self.setLayout(vbox(self._line, self._count, self._list, margin=1, spacing=0.5))
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.hide)
        self.hide()

    def open(self) -> None:
        """Show the bar with the last words selected."""
        self._place()
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()
        self._search(self._line.text())

    def _search(self, words: str) -> None:
        session = self._bridge.session
        self._list.clear()
        found = list(find(session.edition, session.document, words))
        for ref, name, text in found[:_MOST]:
            item = QListWidgetItem(f"{name}　{text}")
            item.setData(_REF, ref)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(found))
        count = f"找到 {len(found)} 处，回车转到" if found else "没有找到"
        self._count.setText(count if words.strip() else "")
        self._count.setVisible(bool(words.strip()))
        self._place()

    def _go(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.hide()
            self._bridge.go_to.emit(item.data(_REF))

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        character = self.fontMetrics().horizontalAdvance("中")
        width = min(32 * character, parent.width() - 4 * GRID)
        rows = min(self._list.count(), 10)
        row = self.fontMetrics().height() + 6
        self._list.setFixedHeight(rows * row + 4)
        self.adjustSize()
        self.setGeometry(parent.width() - width - 2 * GRID, GRID, width, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the cursor stays in the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step and self._list.count():
                row = (self._list.currentRow() + step) % self._list.count()
                self._list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)
