"""Findings as lines under their field: icon, word, sentence, and 填入 where it is known."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from perfdesk.models.finding import Finding
from perfdesk.models.values import shorten
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.layout import TOP, at, button, hbox, vbox
from perfdesk.ui.kit.look import changes_look
from perfdesk.ui.kit.plain import caption, label, tip
from perfdesk.ui.opened.bridge import Bridge


class FindingLines(QWidget):
    """Show the findings of one cell, the heaviest first; hidden where there is none.

    `editor` is the widget after which Tab comes to the buttons here.
    """

    def __init__(
        self, bridge: Bridge, icons: Icons, editor: QWidget | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._bridge, self._icons = bridge, icons
        self._findings: tuple[Finding, ...] = ()
        self._lines: list[_Line] = []
        self._column = vbox(spacing=0.5)
        self.setLayout(self._column)
        self.hide()

    def show_findings(self, findings: tuple[Finding, ...]) -> bool:
        """Show these findings; False where they are shown already."""
        if findings == self._findings:
            return False
        self._findings = findings
        while len(self._lines) < len(findings):
            line = _Line(self._bridge, self._icons, self)
            if self.editor is not None:
                # Made late, it would else come last in the whole window.
                QWidget.setTabOrder(self.editor, line.fill)
            self._lines.append(line)
            self._column.addWidget(line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(findings))
            if place < len(findings):
                line.show_finding(findings[place])
        self.setVisible(bool(findings))
        return True


class _Line(QWidget):
    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget) -> None:
        self._finding: Finding | None = None
        super().__init__(parent)
        self._bridge, self._icons = bridge, icons
        self._mark = label()
        self._text = label(wrap=True, selectable=True, size=0.95)
        self.fill = button("", self._on_fill)
        parts = at(TOP, self._mark), at(TOP, self._text, 1), at(TOP, self.fill)
        self.setLayout(hbox(*parts, spacing=0.75))

    def show_finding(self, finding: Finding) -> None:
        self._finding = finding
        word = finding.severity.word
        self._mark.setPixmap(
            self._icons.pixmap(finding.severity, self.palette(), self.fontMetrics())
        )
        self._mark.setAccessibleName(word)
        self._text.setText(f"{word}：{finding.message}")
        self._text.setToolTip(tip(basis_text(finding)))
        self.fill.setVisible(bool(finding.fill))
        self.fill.setText(caption(fill_text(finding)))
        self.fill.setAccessibleName(f"{finding.label}：{fill_text(finding)}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if changes_look(event) and self._finding is not None:
            self.show_finding(self._finding)

    def _on_fill(self) -> None:
        if self._finding:
            self._bridge.fill(self._finding)


def fill_text(finding: Finding) -> str:
    """Say what 填入 would put in."""
    return f"填入 {shorten(finding.expected or finding.fill, 20)}"


def basis_text(finding: Finding) -> str:
    """Say on what a finding rests, and when the document itself was not at hand."""
    if not finding.basis:
        return ""
    return f"依据：{finding.basis}" + ("（请以原文件为准）" if finding.verify else "")
