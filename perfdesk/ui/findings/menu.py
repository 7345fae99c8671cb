"""What can be done about a finding in the list, as a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from perfdesk.models.finding import Finding
from perfdesk.ui.form.finding_lines import fill_text
from perfdesk.ui.kit.plain import caption
from perfdesk.ui.opened.bridge import Bridge


def findings_menu(
    bridge: Bridge,
    finding: Finding,
    answer: Callable[[Finding], object],
    copy: Callable[[], None],
    parent: QWidget,
) -> QMenu:
    """Make the menu for a finding; `answer` begins to type a reason."""
    menu = QMenu(parent)

    def offer(words: str, do: Callable[[], object]) -> QAction:
        action = menu.addAction(caption(words))
        action.triggered.connect(lambda: do())
        return action

    offer("转到这一格", lambda: bridge.go_to.emit(finding.at))
    if finding.fill:
        offer(fill_text(finding), lambda: bridge.fill(finding))
    alike = bridge.alike(finding)
    if finding.fill and len(alike) > 1:
        offer(f"同类 {len(alike)} 处全部填入", lambda: bridge.fill_all(alike))
    menu.addSeparator()
    if finding.old_answer:
        offer("原说明仍然适用", lambda: bridge.answer(finding, finding.old_answer))
    is_answered = finding.answer or finding.old_answer
    offer("修改说明…" if is_answered else "说明…", lambda: answer(finding))
    if is_answered:
        offer("取消说明", lambda: bridge.answer(finding, ""))
    menu.addSeparator()
    offer("复制", copy)
    return menu
