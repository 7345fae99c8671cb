"""What 收集汇总 is to do: which folder, where the summary goes, and how."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QWidget,
)

from perfdesk.commands.collect.places import slips_of, summary_of, written_at
from perfdesk.storage.preferences import PreferenceStore
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.layout import button, grow, hbox, table, vbox
from perfdesk.ui.kit.plain import caption, label, tip

_SLIPS = "每个有错误或警告的单位一份 PDF 和 Excel，写在汇总表旁边的文件夹里"
_AGAIN = "不用上次读过的结果。平时不用：改过的文件总会重新读"


class CollectSetup(QWidget):
    """Let a person say what is to be collected; the file system is asked only for the line below.

    `ready` comes when it changes whether a run can start.
    """

    ready = Signal()

    def __init__(self, preferences: PreferenceStore, expected: QWidget, notice: QWidget) -> None:
        super().__init__()
        self._preferences, self._expected, self._notice = preferences, expected, notice
        self._proposed = ""
        self.folder_line = self._line("文件夹", "放着各单位文件的文件夹，可以拖到这里")
        self.out_line = self._line("汇总表", "写到哪个 Excel 文件")
        self.browse_button = button("选择…", self.browse)
        self.out_button = button("另选…", self.browse_out)
        self.slips_box = QCheckBox(caption("同时写退回修改通知"))
        self.slips_box.setToolTip(tip(_SLIPS))
        self.again_box = QCheckBox(caption("全部重读"))
        self.again_box.setToolTip(tip(_AGAIN))
        self.note = label(wrap=True, quiet=True)
        self.row = hbox(self.slips_box, self.again_box, expected, grow(self.note), spacing=2)
        self._lay_out()
        self.folder_line.textEdited.connect(self._follow_folder)
        self.out_line.textEdited.connect(lambda _: self.refresh())

    def _lay_out(self) -> None:
        grid = table(across=1, down=1)
        rows = (
            ("文件夹", self.folder_line, self.browse_button),
            ("汇总表", self.out_line, self.out_button),
        )
        for place, (words, line, browse) in enumerate(rows):
            named = label(words)
            named.setBuddy(line)
            for across, part in enumerate((named, line, browse)):
                grid.addWidget(part, place, across)
        grid.setColumnStretch(1, 1)
        self.setLayout(vbox(grid, self.row, self._notice))
        self._notice.hide()
        self.slips_box.toggled.connect(self._notice.setVisible)

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        # A folder that is dropped on the line is for the window, not text for the line.
        line.setAcceptDrops(False)
        return line

    @property
    def folder(self) -> Path | None:
        """Give the folder to collect; None where none is named."""
        return _path(self.folder_line.text())

    @property
    def out(self) -> Path | None:
        """Give the workbook to write; None where none is named."""
        path = _path(self.out_line.text())
        return path.with_name(f"{path.name}.xlsx") if path and not path.suffix else path

    @property
    def slips(self) -> Path | None:
        """Give the folder for the slips; None where they are not wanted."""
        return slips_of(self.out) if self.out and self.slips_box.isChecked() else None

    def choose_folder(self, folder: Path) -> None:
        """Name the folder, and propose where its summary goes."""
        self.folder_line.setText(str(folder))
        self._follow_folder()

    def _follow_folder(self) -> None:
        # What a person chose stays, as long as it is not what was proposed for another folder.
        folder, now = self.folder, self.out_line.text()
        if folder is not None and now in ("", self._proposed):
            self._proposed = str(summary_of(folder))
            self.out_line.setText(self._proposed)
        self.refresh()

    def refresh(self) -> None:
        """Say what stands already where the summary is to go."""
        written = written_at(self.out) if self.out else None
        words = "汇总表已有一份，{:%m-%d %H:%M} 写的，开始后换成新的。"
        self.note.setText(words.format(written) if written is not None else "")
        self.ready.emit()

    @property
    def is_ready(self) -> bool:
        return self.folder is not None and self.out is not None

    def browse(self) -> None:
        """Ask for the folder."""
        before = str(self.folder or self._preferences.current.last_folder)
        folder = ask_path.to_folder(self, "选择各单位文件所在的文件夹", before)
        if folder is not None:
            self.choose_folder(folder)

    def browse_out(self) -> None:
        """Ask for the workbook."""
        place = self.out or Path(self._preferences.current.last_folder) / "汇总.xlsx"
        path = ask_path.to_save(self, "汇总表写到", place, ask_path.NEW_WORKBOOK, "xlsx")
        if path is not None:
            self.out_line.setText(str(path))
            self.refresh()

    def freeze(self, is_frozen: bool) -> None:
        """Let nothing be changed while a run is under way."""
        if is_frozen:
            # Emptied, not hidden: the room it takes keeps the row as it is.
            self.note.clear()
        parts = (self.folder_line, self.out_line, self.browse_button, self.out_button)
        for part in (*parts, self.slips_box, self.again_box, self._expected, self._notice):
            part.setEnabled(not is_frozen)


def _path(text: str) -> Path | None:
    # A path that Windows copies stands in quotes.
    plain = text.strip().strip('"').strip()
    return Path(plain) if plain else None
