"""提前体检: may the form be handed in, what is left, what was answered, and the list on paper.

It stands in the form's place, beside 检查结果; whatever leads to a cell brings the form back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QWidget,
)

from perfdesk.commands.submission import is_between_forms, verdict
from perfdesk.models.finding import Finding, Severity
from perfdesk.models.values import shorten
from perfdesk.ui.findings.model import answer_text, where
from perfdesk.ui.kit.icons import Icons, mark_size
from perfdesk.ui.kit.layout import (
    TOP,
    Part,
    at,
    button,
    grow,
    hbox,
    heading,
    holding,
    scroll_down_only,
    table,
    vbox,
)
from perfdesk.ui.kit.look import GRID, changes_look, quieten, scale
from perfdesk.ui.kit.plain import label
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
        scroll_down_only(self)
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
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

    def focus(self, *words: str) -> None:
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
        whole.setLayout(hbox(grow(), grow(middle, 100), grow(), margin=(4, 3, 4, 4)))
        middle.setLayout(vbox(*self._parts(), grow()))
        self.setWidget(whole)
        self.verticalScrollBar().setValue(place)
        if pressed:
            self.focus(pressed)

    def _parts(self) -> Iterator[Part]:
        """Give what stands on the page, from top to bottom."""
        yield from self._head()
        yield final_part(self._finalising, self._now())
        yield from (1, self._counts())
        yield from self._prints()
        yield from self._fills()
        stands = [each for each in self.bridge.shown if not each.is_quiet]
        between = [each for each in stands if is_between_forms(each)]
        warned = [
            each for each in stands if each.severity is Severity.WARNING and each not in between
        ]
        yield from self._findings("与本项目其他表单不一致", between, "说明…")
        yield from self._findings("请核对，无误的写明理由", warned, "说明…")
        answered = [each for each in self.bridge.shown if each.is_quiet]
        yield from self._findings(_ANSWERED, answered, "修改…")
        yield from self._paper()

    def _head(self) -> Iterator[Part]:
        yield hbox(label("提交前体检", size=1.6), grow(), _button("返回填报", self.left.emit))
        yield label(self.bridge.session.edition.title, wrap=True, quiet=True)
        evaluation = self.bridge.session.evaluation
        box = QFrame()
        box.setAutoFillBackground(True)
        box.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        mark, size = label(), round(1.5 * mark_size(self.fontMetrics()))
        worst = next((each for each in Severity if evaluation.count(each)), None)
        if worst in (Severity.ERROR, Severity.WARNING):
            icon = self._icons.severity(worst, self.palette())
        else:
            icon = self._icons.icon("done", self.palette())
        mark.setPixmap(icon.pixmap(size, size))
        words = verdict(evaluation, self._finalising.standing)
        said = label(words, wrap=True, selectable=True, size=1.2, bold=True)
        box.setLayout(hbox(mark, grow(said), margin=2, spacing=1.5))
        yield from (1, box)

    def _counts(self) -> QGridLayout:
        """Count by tab; a tab leads to its first finding."""
        grid = table(across=3)
        grid.setColumnStretch(0, 1)
        heads = [*(each.word for each in Severity), _ANSWERED]
        for column, word in enumerate(heads, 1):
            head = label(word, quiet=True)
            grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        tabs = self.bridge.session.edition.tabs
        for row, tab in enumerate((*tabs, ""), 1):
            counts = [*self.bridge.counts(tab).values(), self.bridge.answered(tab)]
            first = self._first_on(tab) if tab else None
            if first is not None:
                name: QWidget = _link(tab, self._goer(first))
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
        return grid

    def _first_on(self, tab: str) -> Finding | None:
        edition = self.bridge.session.edition
        stands = (each for each in self.bridge.shown if not each.is_quiet)
        return next((each for each in stands if edition.tab_of(each.at) == tab), None)

    def _fills(self) -> Iterator[Part]:
        """Offer what can be put in at one stroke, a line for each check."""
        groups: dict[str, tuple[Finding, ...]] = {}
        for finding in self.bridge.shown:
            if finding.fill and not finding.is_quiet and finding.code not in groups:
                groups[finding.code] = self.bridge.alike(finding)
        several = [group for group in groups.values() if len(group) > 1]
        if several:
            yield from heading("可以一次填入")
        for group in several:
            fills = list(dict.fromkeys(shorten(each.expected or each.fill, 12) for each in group))
            what = "、".join(fills[:3]) + ("等" if len(fills) > 3 else "")
            words = label(f"“{group[0].label}”应填 {what}", wrap=True)
            fill = _button(f"{len(group)} 处全部填入", self._filler(group))
            yield hbox(at(TOP, words, 1), at(TOP, fill))

    def _findings(self, title: str, findings: Sequence[Finding], do: str) -> Iterator[Part]:
        if findings:
            yield from heading(f"{title}　{len(findings)}")
        for finding in findings[:_MOST]:
            answer = _button(do, self._answerer(finding))
            answer.setAccessibleName(f"{finding.label}：{do.rstrip('…')}")
            mark = label()
            mark.setPixmap(self._icons.pixmap(finding.severity, self.palette(), self.fontMetrics()))
            mark.setAccessibleName(finding.severity.word)
            yield hbox(at(TOP, mark), at(TOP, self._words(finding), 1), at(TOP, answer))
        if len(findings) > _MOST:
            yield label(f"另有 {len(findings) - _MOST} 处，见检查结果。", quiet=True)

    def _words(self, finding: Finding) -> QWidget:
        place = label(where(self.bridge.session, finding), wrap=True, bold=True)
        message = label(finding.message, wrap=True, selectable=True)
        said = answer_text(finding)
        answer = [label(said, wrap=True, selectable=True, quiet=True)] if said else []
        return holding(vbox(place, message, *answer, margin=(0, 0, 0, 0.5), spacing=0.25))

    def _prints(self) -> Iterator[Part]:
        document = self.bridge.session.document
        if document.prints:
            yield from heading(f"已打印和输出的各份　{len(document.prints)}")
            yield prints_part(document, self._finalising.code, self._now())

    def _paper(self) -> Iterator[Part]:
        yield from heading("差错说明单")
        said = "列出每处问题、应为多少、依据和说明，可以随表报送或退回修改。"
        yield label(said, wrap=True, quiet=True)
        buttons = (
            _button("打印…", self.print_wanted.emit),
            _button("保存为 PDF…", self.pdf_wanted.emit),
            _button("导出 Excel…", self.excel_wanted.emit),
        )
        yield hbox(*buttons, grow())

    def _goer(self, finding: Finding) -> Callable[[], object]:
        return lambda: self.bridge.go_to.emit(finding.at)

    def _filler(self, findings: tuple[Finding, ...]) -> Callable[[], object]:
        return lambda: self.bridge.fill_all(findings)

    def _answerer(self, finding: Finding) -> Callable[[], object]:
        return lambda: self.answer_wanted.emit(finding)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event) and hasattr(self, "_soon"):
            self._soon.start()


def _button(words: str, do: Callable[[], object]) -> QPushButton:
    return button(words, do, enters=True)


def _link(words: str, do: Callable[[], object]) -> QPushButton:
    made = _button(words, do)
    made.setFlat(True)
    made.setStyleSheet(f"text-align: left; padding: 4px {GRID}px; color: palette(link);")
    return made
