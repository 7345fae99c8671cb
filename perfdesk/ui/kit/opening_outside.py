"""Open files and folders with the system's own programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_outside(path: Path, trouble: Callable[[str], None]) -> None:
    """Open what lies at a path; `trouble` hears in Chinese why that was not done."""
    if not path.exists():
        trouble(f"“{path}”不在原处了，可能已被移走或改名。")
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        trouble(f"系统没有打开它，请在文件管理器中自己打开：{path}")
