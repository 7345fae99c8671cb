"""From whom the slips of 收集汇总 come, and until when: asked for where slips are wanted."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from perfdesk.commands.collect.notice import Notice, notice_of
from perfdesk.ui.form.choice_editors import DateEditor
from perfdesk.ui.kit.layout import Part, grow, hbox
from perfdesk.ui.kit.plain import label
from perfdesk.ui.kit.services import Services

_BLANK = "不写则留空，用手填"


class CollectNotice(QWidget):
    """Hold what stands in the head of each slip; the sender is remembered."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._preferences, self._due = services.preferences, ""
        self.sender_line = QLineEdit(self._preferences.current.collect_sender)
        self.sender_line.setPlaceholderText(_BLANK)
        self.due_editor = DateEditor(services.icons)
        self.due_editor.edited.connect(self._note_due)
        sender = _named("通知的发文单位", self.sender_line, 3)
        self.setLayout(hbox(*sender, 1, *_named("截止日期", self.due_editor, 2)))

    def _note_due(self, text: str) -> None:
        self._due = text

    def read(self) -> Notice:
        """Give it, and remember the sender; raises Refusal for a date that cannot be read."""
        notice = notice_of(self.sender_line.text(), self._due)
        self._preferences.change(collect_sender=notice.sender)
        return notice


def _named(words: str, part: QWidget, share: int) -> tuple[Part, Part]:
    name = label(words)
    name.setBuddy(part)
    part.setAccessibleName(words)
    return name, grow(part, share)
