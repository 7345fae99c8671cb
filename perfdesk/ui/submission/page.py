"""提前体检: may the form be handed in, what is left, what was answered, and the list on paper.

It stands in the form's place, beside 检查结果; whatever leads to a cell brings the form back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from perfdesk.commands.submission import is_between_forms, verdict
from perfdesk.models.finding import Finding, Severity
from perfdesk.models.values import shorten
from perfdesk.ui.findings.model import answer_text, where
from perfdesk.ui.kit.icons import Icons, mark_size
from perfdesk.ui.kit.look import GRID, quieten, scale
from perfdesk.ui.kit.plain import caption, label
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.opened.finalising import Finalising
from perfdesk.ui.submission.final_part import final_part, prints_part

_MOMENT = 40
_WIDEST = 56  # Chinese characters
# More lines than these are read in 检查结果.
_MOST = 12
_ANSWERED, _ALL = "已说明", "合计"


class SubmissionPage(QScrollArea):
    """Sum up one form before it is handed in, and follow it while it changes."""

    left = Signal()
    answer_wanted = Signal(object)
    pdf_wanted = Signal()
    excel_wanted = Signal()
    print_wanted = Signal()

    def __init__(
        self, bridge: Bridge, icons: Icons, finalising: Finalising, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self.bridge, self._icons = bridge, icons
        self._finalising, self._now = finalising, now
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QVBoxLayout()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_MOMENT)
        self._soon.timeout.connect(self._build)
        bridge.findings_changed.connect(self._soon.start)
        finalising.changed.connect(self._soon.start)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)
        self._build()

    def close_down(self) -> None:
        """Follow the form no longer."""
        self._soon.stop()
        self.bridge.findings_changed.disconnect(self._soon.start)
        self._finalising.changed.disconnect(self._soon.start)

    def take_cursor(self, *words: str) -> None:
        """Put the cursor on the first button of these words, or on the first of all."""
        buttons = self.findChildren(QPushButton)
        wanted = [each for each in buttons if each.text() in words] or buttons
        wanted[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        place = self.verticalScrollBar().value()
        at = QApplication.focusWidget()
        pressed = at.text() if isinstance(at, QPushButton) and self.isAncestorOf(at) else ""
        whole, middle = QWidget(), QWidget()
        whole.setBackgroundRole(QPalette.ColorRole.Base)
        whole.setAutoFillBackground(True)
        middle.setMaximumWidth(_WIDEST * self.fontMetrics().horizontalAdvance("中"))
        across = QHBoxLayout(whole)
        across.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 4 * GRID)
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._add_head()
        self._column.addWidget(final_part(self._finalising, self._now()))
        self._add_counts()
        self._add_prints()
        self._add_fills()
        stands = [each for each in self.bridge.shown if not each.is_quiet]
        between = [each for each in stands if is_between_forms(each)]
        warned = [
            each for each in stands if each.severity is Severity.WARNING and each not in between
        ]
        self._add_findings("与本项目其他表单不一致", between, "说明…")
        self._add_findings("请核对，无误的写明理由", warned, "说明…")
        answered = [each for each in self.bridge.shown if each.is_quiet]
        self._add_findings(_ANSWERED, answered, "修改…")
        self._add_paper()
        self._column.addStretch(1)
        self.setWidget(whole)
        self.verticalScrollBar().setValue(place)
        if pressed:
            self.take_cursor(pressed)

    def _add_head(self) -> None:
        title = label("提交前体检")
        scale(title, 1.6)
        row = QHBoxLayout()
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(self._button("返回填报", self.left.emit))
        self._column.addLayout(row)
        form = label(self.bridge.session.edition.title, wrap=True)
        quieten(form)
        self._column.addWidget(form)
        evaluation = self.bridge.session.evaluation
        box = QFrame()
        box.setAutoFillBackground(True)
        box.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        line = QHBoxLayout(box)
        line.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        line.setSpacing(GRID + 4)
        mark, size = label(), round(1.5 * mark_size(self.fontMetrics()))
        worst = next((each for each in Severity if evaluation.count(each)), None)
        if worst in (Severity.ERROR, Severity.WARNING):
            icon = self._icons.severity(worst, self.palette())
        else:
            icon = self._icons.icon("done", self.palette())
        mark.setPixmap(icon.pixmap(size, size))
        said = label(verdict(evaluation, self._finalising.standing), wrap=True, selectable=True)
        scale(said, 1.2, bold=True)
        line.addWidget(mark)
        line.addWidget(said, 1)
        self._column.addSpacing(GRID)
        self._column.addWidget(box)

    def _add_counts(self) -> None:
        """Count by tab; a tab leads to its first finding."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        heads = [*(each.word for each in Severity), _ANSWERED]
        for column, word in enumerate(heads, 1):
            head = label(word)
            quieten(head)
            grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        tabs = self.bridge.session.edition.tabs
        for row, tab in enumerate((*tabs, ""), 1):
            counts = [*self.bridge.counts(tab).values(), self.bridge.answered(tab)]
            first = self._first_on(tab) if tab else None
            if first is not None:
                name: QWidget = self._link(tab, self._goer(first))
            else:
                name = label(tab or _ALL)
                name.setContentsMargins(GRID, 4, 0, 4)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignLeft)
            for column, count in enumerate(counts, 1):
                figure = label(str(count) if count else "—")
                if not tab:
                    scale(figure, 1.0, bold=True)
                elif not count:
                    quieten(figure)
                grid.addWidget(figure, row, column, Qt.AlignmentFlag.AlignRight)
        self._column.addSpacing(GRID)
        self._column.addLayout(grid)

    def _first_on(self, tab: str) -> Finding | None:
        edition = self.bridge.session.edition
        stands = (each for each in self.bridge.shown if not each.is_quiet)
        return next((each for each in stands if edition.tab_of(each.at) == tab), None)

    def _add_fills(self) -> None:
        """Offer what can be put in at one stroke, a line for each check."""
        groups: dict[str, tuple[Finding, ...]] = {}
        for finding in self.bridge.shown:
            if finding.fill and not finding.is_quiet and finding.code not in groups:
                groups[finding.code] = self.bridge.alike(finding)
        several = [group for group in groups.values() if len(group) > 1]
        if several:
            self._add_heading("可以一次填入")
        for group in several:
            fills = list(dict.fromkeys(shorten(each.expected or each.fill, 12) for each in group))
            what = "、".join(fills[:3]) + ("等" if len(fills) > 3 else "")
            words = label(f"“{group[0].label}”应填 {what}", wrap=True)
            button = self._button(f"{len(group)} 处全部填入", self._filler(group))
            self._add_line(words, button)

    def _add_findings(self, title: str, findings: Sequence[Finding], do: str) -> None:
        if not findings:
            return
        self._add_heading(title, len(findings))
        for finding in findings[:_MOST]:
            button = self._button(do, self._answerer(finding))
            button.setAccessibleName(f"{finding.label}：{do.rstrip('…')}")
            self._add_line(self._words(finding), button, finding.severity)
        if len(findings) > _MOST:
            rest = label(f"另有 {len(findings) - _MOST} 处，见检查结果。")
            quieten(rest)
            self._column.addWidget(rest)

    def _words(self, finding: Finding) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        place = label(where(self.bridge.session, finding), wrap=True)
        scale(place, 1.0, bold=True)
        for part in (place, label(finding.message, wrap=True, selectable=True)):
            column.addWidget(part)
        if said := answer_text(finding):
            answer = label(said, wrap=True, selectable=True)
            quieten(answer)
            column.addWidget(answer)
        return whole

    def _add_prints(self) -> None:
        document = self.bridge.session.document
        if document.prints:
            self._add_heading("已打印和输出的各份", len(document.prints))
            code = self._finalising.code
            self._column.addWidget(prints_part(document, code, self._now()))

    def _add_paper(self) -> None:
        self._add_heading("差错说明单")
        said = label("列出每处问题、应为多少、依据和说明，可以随表报送或退回修改。", wrap=True)
        quieten(said)
        self._column.addWidget(said)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._button("打印…", self.print_wanted.emit))
        row.addWidget(self._button("保存为 PDF…", self.pdf_wanted.emit))
        row.addWidget(self._button("导出 Excel…", self.excel_wanted.emit))
        row.addStretch(1)
        self._column.addLayout(row)

    def _add_heading(self, words: str, count: int = 0) -> None:
        heading = label(f"{words}　{count}" if count else words)
        scale(heading, 1.1, bold=True)
        self._column.addSpacing(2 * GRID)
        self._column.addWidget(heading)

    def _add_line(self, words: QWidget, button: QWidget, severity: Severity | None = None) -> None:
        top = Qt.AlignmentFlag.AlignTop
        row = QHBoxLayout()
        row.setSpacing(GRID)
        if severity is not None:
            mark = label()
            mark.setPixmap(self._icons.pixmap(severity, self.palette(), self.fontMetrics()))
            mark.setAccessibleName(severity.word)
            row.addWidget(mark, 0, top)
        row.addWidget(words, 1, top)
        row.addWidget(button, 0, top)
        self._column.addLayout(row)

    def _button(self, words: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(caption(words))
        button.setAutoDefault(True)
        button.clicked.connect(lambda: do())
        return button

    def _link(self, words: str, do: Callable[[], object]) -> QPushButton:
        button = self._button(words, do)
        button.setFlat(True)
        button.setStyleSheet(f"text-align: left; padding: 4px {GRID}px; color: palette(link);")
        return button

    def _goer(self, finding: Finding) -> Callable[[], object]:
        return lambda: self.bridge.go_to.emit(finding.at)

    def _filler(self, findings: tuple[Finding, ...]) -> Callable[[], object]:
        return lambda: self.bridge.fill_all(findings)

    def _answerer(self, finding: Finding) -> Callable[[], object]:
        return lambda: self.answer_wanted.emit(finding)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        changes = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in changes and hasattr(self, "_soon"):
            self._soon.start()
