"""What 成批生成 makes and where: the folder, the kinds of files, start and stop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from perfdesk.commands.batch.project import EXCEL, PDF, PROJECT
from perfdesk.storage.preferences import PreferenceStore
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.layout import button, grow, hbox, vbox
from perfdesk.ui.kit.plain import caption, label, tip

_PRINTED = "全部项目的表依次排在一个 PDF 里，可以一次打印"
_AGAIN = "上次生成、没有人改过的文件换成新的。改过的文件、别处来的同名文件总不会覆盖。"


class BatchOutput(QWidget):
    """Let a person say what is to be made; `changed` comes with every change."""

    changed = Signal()

    def __init__(self, preferences: PreferenceStore) -> None:
        super().__init__()
        self._preferences = preferences
        self._proposed: Path | None = None
        self.line = QLineEdit()
        self.line.setAccessibleName("生成到文件夹")
        self.line.setPlaceholderText("生成的文件放到哪个文件夹")
        self.line.setAcceptDrops(False)
        self.line.textEdited.connect(lambda _: self.changed.emit())
        self.browse_button = button("选择…", self.browse)
        self.kind_boxes = {
            PROJECT: self._box("项目文件", checked=True),
            PDF: self._box("PDF", checked=True),
            EXCEL: self._box("Excel", checked=True),
        }
        self.printed_box = self._box("合成一个 PDF 供打印", _PRINTED)
        self.again_box = self._box("重新生成", _AGAIN)
        boxes = (*self.kind_boxes.values(), self.printed_box, self.again_box)
        self.row = hbox(*boxes, grow(), spacing=2)
        named = label("生成到")
        named.setBuddy(self.line)
        self.setLayout(vbox(hbox(named, grow(self.line), self.browse_button), self.row))

    def _box(self, words: str, hint: str = "", *, checked: bool = False) -> QCheckBox:
        box = QCheckBox(caption(words))
        box.setChecked(checked)
        box.setToolTip(tip(hint))
        box.toggled.connect(lambda _: self.changed.emit())
        return box

    @property
    def folder(self) -> Path | None:
        """Give the folder; None where none is named."""
        # A path that Windows copies stands in quotes.
        plain = self.line.text().strip().strip('"').strip()
        return Path(plain) if plain else None

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind, box in self.kind_boxes.items() if box.isChecked())

    @property
    def is_ready(self) -> bool:
        return self.folder is not None and bool(self.kinds or self.printed_box.isChecked())

    def propose(self, folder: Path) -> None:
        """Name a folder, unless a person has named one.

        Rows that came back lie in the folder of their run, and go on into it.
        """
        if self.folder in (None, self._proposed) and folder.parent != self.folder:
            self._proposed = folder
            self.line.setText(str(folder))
            self.changed.emit()

    def browse(self) -> None:
        """Ask for the folder."""
        before = str(self.folder or self._preferences.current.last_folder)
        folder = ask_path.to_folder(self, "生成的文件放到哪个文件夹", before)
        if folder is not None:
            self.line.setText(str(folder))
            self.changed.emit()

    def freeze(self, is_frozen: bool) -> None:
        """Let nothing be changed while a run is under way."""
        boxes = (*self.kind_boxes.values(), self.printed_box, self.again_box)
        for part in (self.line, self.browse_button, *boxes):
            part.setEnabled(not is_frozen)
