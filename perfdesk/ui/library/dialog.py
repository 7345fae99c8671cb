"""指标库: look through what is known, put it into the table, and keep what the table has."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QLineEdit,
    QListWidget,
    QSplitter,
    QWidget,
)

from perfdesk.commands.context import Refusal
from perfdesk.commands.library import OWN_TOPIC
from perfdesk.forms.library import search
from perfdesk.forms.library_rows import IndicatorColumns, added, chosen_framework
from perfdesk.models.edits import InsertRow
from perfdesk.models.library import KnownIndicator
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.ui.kit.layout import button, grow, hbox, vbox
from perfdesk.ui.kit.plain import label, tip
from perfdesk.ui.library.table import KnownTable, Shown

if TYPE_CHECKING:
    from perfdesk.commands.library import SharedLibrary
    from perfdesk.ui.opened.bridge import Bridge

_ALL = "全部"
_ADVICE = (
    "指标库供参考，不是规定。写法中的 __ 是要填的数，加入后由填报人填写；取数依据以实际资料为准。"
)
_LONGEST_TITLE = 60


class LibraryDialog(QDialog):
    """Browse the library beside one table.

    `rows` are the ids of the rows selected in the table; with none of them 收入 takes all.
    """

    def __init__(
        self,
        bridge: Bridge,
        library: SharedLibrary,
        where: IndicatorColumns,
        rows: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._library, self._where, self._rows = bridge, library, where, rows
        self._gone: tuple[KnownIndicator, ...] = ()
        self._first_added: Ref | None = None
        self.setWindowTitle("指标库")
        self.resize(1000, 620)
        self.line = QLineEdit()
        self.line.setPlaceholderText("查找名称、类别、取数依据；几个词用空格隔开")
        self.line.setAccessibleName("在指标库中查找")
        self.line.setClearButtonEnabled(True)
        self.topics = QListWidget()
        self.topics.setAccessibleName("主题")
        self.topics.setSpacing(1)
        self.table = KnownTable()
        self.note = label(wrap=True)
        self._lay_out()
        self._fill_topics()
        self.line.textChanged.connect(self._on_find)
        self.line.installEventFilter(self)
        self.topics.currentRowChanged.connect(self._fill_table)
        self.table.itemSelectionChanged.connect(self._count)
        self.table.add_wanted.connect(self.add)
        self.topics.setCurrentRow(self._likely_topic())
        self._fill_table()
        self.line.setFocus()
        self._say("".join(self._library.whole().notes))

    def _lay_out(self) -> None:
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.setChildrenCollapsible(False)
        middle.addWidget(self.topics)
        middle.addWidget(self.table)
        middle.setSizes([190, 770])
        middle.setStretchFactor(1, 1)
        advice = label(_ADVICE, wrap=True, quiet=True)
        lists = vbox(self.line, grow(middle), advice, self.note, self._buttons(), margin=2)
        self.setLayout(lists)

    def _buttons(self) -> QBoxLayout:
        self.add_button = button("加入到表中", self.add, enters=True)
        self.add_button.setDefault(True)
        chosen = f"把选中的 {len(self._rows)} 行收入指标库" if self._rows else "把本表收入指标库"
        self.learn_button = button(chosen, self.learn)
        self.forget_button = button("删除", self.forget)
        self.restore_button = button("恢复删除的", self.restore)
        self.restore_button.hide()
        close = button("关闭", self.reject)
        kept = self.learn_button, self.forget_button, self.restore_button
        return hbox(*kept, grow(), self.add_button, close)

    # What is shown

    def _fill_topics(self) -> None:
        library, kept = self._library.whole(), self.topics.currentRow()
        self._names = [_ALL, OWN_TOPIC]
        self._names += [each.name for each in library.topics if each.name != OWN_TOPIC]
        self.topics.blockSignals(True)
        self.topics.clear()
        for name in self._names:
            count = len(self._found(name, ""))
            self.topics.addItem(f"{name}  {count}")
        self.topics.setCurrentRow(max(kept, 0))
        self.topics.blockSignals(False)

    def _likely_topic(self) -> int:
        """Begin with the topic that the form's short texts point to, as its project's name."""
        session = self._bridge.session
        fields = session.edition.fields
        titles = [
            text
            for name, text in session.document.cells.items()
            if name in fields and fields[name].kind is Kind.TEXT and len(text) < _LONGEST_TITLE
        ]
        topic = self._library.whole().topic_for(" ".join(titles))
        return self._names.index(topic) if topic in self._names else 0

    def _found(self, topic: str, text: str) -> list[Shown]:
        session, library = self._bridge.session, self._library.whole()
        framework = chosen_framework(session.edition, session.document)
        present = {
            row.cells.get(self._where.name, "").strip()
            for row in session.document.rows(self._where.table)
        }
        shown = []
        for each in search(library, text, topic="" if topic == _ALL else topic):
            levels = library.levels(each, framework) if framework else None
            if levels or each.is_own:
                level2 = levels[1] if levels else each.level2 or each.kind
                shown.append(Shown(each, level2, each.name in present))
        return shown

    def _fill_table(self) -> None:
        topic = self._names[max(self.topics.currentRow(), 0)]
        self.table.show_all(self._found(topic, self.line.text()))
        self._count()

    def _on_find(self, text: str) -> None:
        # Who searches does not know the topic.
        if text.strip() and self.topics.currentRow() != 0:
            self.topics.setCurrentRow(0)
        else:
            self._fill_table()

    def _count(self) -> None:
        chosen = self.table.chosen()
        fresh = [each for each in chosen if not each.is_present]
        self.add_button.setText(f"加入到表中（{len(fresh)}）" if fresh else "加入到表中")
        self.add_button.setEnabled(bool(fresh))
        self.forget_button.setEnabled(any(each.known.is_own for each in chosen))
        self.forget_button.setToolTip(tip("只能删除本单位积累的指标"))

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    # What is done

    def add(self) -> None:
        """Put the chosen indicators into the table, as one step of undo."""
        session = self._bridge.session
        chosen = [each.known for each in self.table.chosen() if not each.is_present]
        edit = added(self._library.whole(), session.edition, session.document, chosen)
        if not edit.edits:
            return
        session.seal()
        self._bridge.apply(edit)
        session.seal()
        first = edit.edits[0]
        if self._first_added is None and isinstance(first, InsertRow):
            column = self._where.target or self._where.name
            self._first_added = Ref(column, first.table, first.row.id)
        self._fill_table()
        self._say(f"加入了 {len(edit.edits)} 行，关闭本窗口后可以一次撤销（Ctrl+Z）。")

    def learn(self) -> None:
        """Put the table's indicators into the office's own library."""
        session = self._bridge.session
        rows = self._rows or None
        try:
            kept = self._library.learn(session.edition, session.document, rows)
        except Refusal as refusal:
            self._say(str(refusal))
            return
        self._refill()
        self._say(f"{kept}只记名称、类别和写法，不记数值。")

    def forget(self) -> None:
        """Take the chosen ones of the office's own out of the library."""
        gone = tuple(each.known for each in self.table.chosen() if each.known.is_own)
        try:
            self._library.forget(gone)
        except Refusal as refusal:
            self._say(str(refusal))
            return
        self._gone = gone
        self.restore_button.show()
        self._refill()
        self._say(f"从指标库删除了 {len(gone)} 条，表中的内容不变。")

    def restore(self) -> None:
        """Bring back what was deleted last."""
        try:
            self._library.keep(self._gone)
        except Refusal as refusal:
            self._say(str(refusal))
            return
        self._refill()
        self._say(f"恢复了 {len(self._gone)} 条。")
        self._gone = ()
        self.restore_button.hide()

    def _refill(self) -> None:
        self._fill_topics()
        self._fill_table()

    def done(self, result: int) -> None:
        """Leave the cursor where the first figure is to be filled in."""
        super().done(result)
        if self._first_added is not None:
            self._bridge.go_to.emit(self._first_added)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search into what it found by the arrow key."""
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and self.table.rowCount()
        ):
            self.table.setFocus()
            self.table.selectRow(0)
            return True
        return super().eventFilter(watched, event)
