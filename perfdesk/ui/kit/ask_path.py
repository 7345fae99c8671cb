"""Ask for a file by the system's own dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

PROJECT_SUFFIX = "perfdesk"
PROJECTS = f"绩效填报台项目 (*.{PROJECT_SUFFIX})"
OPENABLE = f"项目、本程序的 PDF、扫描的数据页 (*.{PROJECT_SUFFIX} *.pdf *.png *.jpg *.jpeg)"
VERIFIABLE = (
    "PDF、Excel、项目、扫描件或照片 "
    f"(*.{PROJECT_SUFFIX} *.pdf *.xlsx *.xls *.et *.ods *.png *.jpg *.jpeg)"
)
WORKBOOKS = (
    "工作簿、Word 文档、文字 (*.xlsx *.xlsm *.xls *.et *.ods *.docx *.txt *.csv *.htm *.html)"
)
LISTS = "名单 (*.xlsx *.xlsm *.xls *.et *.ods *.csv *.txt *.docx *.htm *.html)"
MAPPINGS = "对应表 (*.json)"
NEW_WORKBOOK = "Excel 工作簿 (*.xlsx)"
REPORTS = "Word 文档 (*.docx)"
PAPERS = "PDF 文件 (*.pdf)"


def to_open(parent: QWidget, title: str, folder: str, kinds: str) -> Path | None:
    """Ask for a file to read; None where the clerk thought better of it."""
    dialog = _dialog(parent, title, folder, f"{kinds};;所有文件 (*)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _answer(dialog)


def to_save(parent: QWidget, title: str, place: Path, kinds: str, suffix: str) -> Path | None:
    """Ask for a file to write; the dialog asks before one that exists is taken."""
    dialog = _dialog(parent, title, str(place.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # The suffix is added before the dialog looks whether the file exists.
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(place.name)
    return _answer(dialog)


def to_folder(parent: QWidget, title: str, folder: str) -> Path | None:
    """Ask for a folder; None where the clerk thought better of it."""
    dialog = _dialog(parent, title, folder, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    return _answer(dialog)


def _dialog(parent: QWidget, title: str, folder: str, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder, kinds)
    # Qt's Chinese translation leaves these two in English.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "位置：")
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, "类型：")
    return dialog


def _answer(dialog: QFileDialog) -> Path | None:
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None
