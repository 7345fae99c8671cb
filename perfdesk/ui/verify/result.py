"""What came of 核验: the verdict, large and calm, and the cells that differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from perfdesk.commands.verify.compare import CellDifference, Comparison, Match
from perfdesk.commands.verify.evidence import Kind, Verdict
from perfdesk.models.severity import Severity
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.layout import TOP, at, grow, hbox, vbox
from perfdesk.ui.kit.look import changes_look, severity_color
from perfdesk.ui.kit.plain import label, tip

_MARKS = {
    Verdict.SAME: ("same", Severity.NOTE),
    Verdict.DIFFERENT: ("different", Severity.ERROR),
    Verdict.UNSURE: ("unsure", Severity.WARNING),
}
_BIG = 40
_LEAST_LINES = 5
_HEADS = ("位置", "左边", "右边")


class VerifyResult(QWidget):
    """Show one verdict; `cell_wanted` asks for a cell of the left side, with the form it is in."""

    cell_wanted = Signal(object, object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._verdict: Verdict | None = None
        self._rows: tuple[tuple[Match, CellDifference], ...] = ()
        self._leads = False
        self._mark = label()
        self._mark.setFixedSize(_BIG, _BIG)
        self.word = label(size=1.7, bold=True)
        self.sentence = label(wrap=True, selectable=True)
        self.notes = label(wrap=True, selectable=True)
        self.table = self._make_table()
        self.hint = label("单击一行，转到表单中的那一格。", quiet=True)
        self._rest = QWidget()
        words = vbox(self.word, self.sentence, self.notes, spacing=0.5)
        head = hbox(at(TOP, self._mark), grow(words), spacing=2)
        self.setLayout(vbox(head, self.hint, grow(self.table), grow(self._rest), spacing=2))
        self.invite("", "")

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADS))
        table.setHorizontalHeaderLabels(list(_HEADS))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setWordWrap(True)
        table.setFrameShape(QFrame.Shape.StyledPanel)
        table.verticalHeader().hide()
        table.setAccessibleName("不同之处")
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.itemClicked.connect(lambda item: self._go(item.row()))
        table.itemActivated.connect(lambda item: self._go(item.row()))
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy)
        return table

    def invite(self, word: str, sentence: str) -> None:
        """Show no verdict, only what to do."""
        self._show(None, word, sentence, ())

    def show_alone(self, verdict: Verdict, sentence: str) -> None:
        """Show whether one side agrees with itself."""
        if verdict is Verdict.UNSURE:
            self.invite("还要一份来比", sentence)
        else:
            self._show(verdict, verdict.word, sentence, ())

    def show_comparison(self, found: Comparison) -> None:
        """Show what came of both sides."""
        self._leads = found.left.kind is Kind.OPEN
        notes = found.notes
        if len(found.matches) > 1:
            notes = (*(f"“{one.left.title}”：{one.sentence}" for one in found.matches), *notes)
        rows = tuple((match, part) for match in found.matches for part in match.differences)
        self._show(found.verdict, found.verdict.word, found.sentence, notes, rows)

    def _show(
        self,
        verdict: Verdict | None,
        word: str,
        sentence: str,
        notes: Sequence[str],
        rows: tuple[tuple[Match, CellDifference], ...] = (),
    ) -> None:
        self._verdict, self._rows = verdict, rows
        self.word.setText(word)
        self.word.setVisible(bool(word))
        # The word stands above, large.
        self.sentence.setText(sentence.removeprefix(f"{word}：") if word else sentence)
        self.sentence.setVisible(bool(sentence))
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self._fill()
        self._refresh_look()

    def _fill(self) -> None:
        several = len({id(match) for match, _ in self._rows}) > 1
        self.table.setRowCount(len(self._rows))
        for row, (match, part) in enumerate(self._rows):
            place = f"{match.left.title}·{part.label}" if several else part.label
            for column, text in enumerate((place, part.left or "（空）", part.right or "（空）")):
                item = QTableWidgetItem(text)
                item.setToolTip(tip(text))
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()
        self.table.setMinimumHeight(_LEAST_LINES * self.fontMetrics().height())
        self.table.setVisible(bool(self._rows))
        self._rest.setVisible(not self._rows)
        self.hint.setVisible(bool(self._rows) and self._leads)

    def _go(self, row: int) -> None:
        match, part = self._rows[row]
        self.cell_wanted.emit(match, part)

    def text(self) -> str:
        """Give the whole result as text, for the clipboard."""
        lines = [self.word.text(), self.sentence.text(), self.notes.text()]
        lines += ["\t".join(_HEADS)] if self._rows else []
        lines += [
            "\t".join(_flat(each) for each in (part.label, part.left, part.right))
            for _, part in self._rows
        ]
        return "\n".join(each for each in lines if each)

    def copy(self) -> None:
        """Put the whole result on the clipboard."""
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(self.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event) and hasattr(self, "table"):
            self._refresh_look()
            self.table.resizeRowsToContents()

    def _refresh_look(self) -> None:
        self._mark.setVisible(self._verdict is not None)
        if self._verdict is not None:
            name, weight = _MARKS[self._verdict]
            color = severity_color(weight, self.palette())
            icon = self._icons.coloured(name, color, self.palette())
            self._mark.setPixmap(icon.pixmap(_BIG, _BIG))
            self._mark.setAccessibleName(self._verdict.word)


def _flat(text: str) -> str:
    return " ".join(text.split())
