"""The few small dialogs: lost work, unsaved work, keys, about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from perfdesk import __version__
from perfdesk.leftovers import Leftover
from perfdesk.ui.grid.actions import ACTIONS as GRID_ACTIONS
from perfdesk.ui.grid.actions import key_text
from perfdesk.ui.kit.layout import vbox
from perfdesk.ui.kit.plain import question
from perfdesk.ui.window.actions import ACTIONS

# Keys that Qt's own table has; those of the grid's actions are listed there.
GRID_KEYS = (
    ("表格：改单元格", "F2"),
    ("表格：下一行 / 上一行", "回车 / Shift+回车"),
    ("表格：下一格 / 上一格", "Tab / Shift+Tab"),
    ("表格：全选", "Ctrl+A"),
)


class Answer(Enum):
    """What a clerk wants done with work that a broken-off session left."""

    RECOVER = "recover"
    DISCARD = "discard"
    LATER = "later"


class Closing(Enum):
    """What a clerk wants done with unsaved work."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


def ask_recovery(parent: QWidget | None, leftover: Leftover, now: datetime) -> Answer:
    """Ask what to do with unsaved work from before."""
    at, path = leftover.recovered.last_at.astimezone(now.tzinfo), leftover.opened.path
    where = f"\n文件：{path}" if path else "\n这个项目还没有保存成文件。"
    text = (
        f"上次程序没有正常关闭，“{leftover.title}”有 {leftover.changes} 处修改没有保存。\n"
        f"最后修改：{at.year}年{at.month}月{at.day}日 {at:%H:%M}{where}\n\n"
        "恢复后请核对并保存；放弃则不能再找回。"
    )
    chosen = question(parent, "恢复未保存的内容", text, ("恢复", "放弃", "稍后再说"))
    return (Answer.RECOVER, Answer.DISCARD, Answer.LATER)[chosen]


def ask_closing(parent: QWidget | None, title: str, changed: Sequence[str]) -> Closing:
    """Ask what to do with unsaved work, naming what would be lost."""
    named = "、".join(changed[:5]) + (" 等" if len(changed) > 5 else "")
    lost = f"不保存将失去 {len(changed)} 处修改：{named}。" if changed else "不保存将失去这些内容。"
    text = f"“{title}”还没有保存。\n{lost}"
    chosen = question(parent, "保存修改", text, ("保存", "不保存", "取消"))
    return (Closing.SAVE, Closing.DISCARD, Closing.CANCEL)[chosen]


class ShortcutsDialog(QDialog):
    """List all keys, made from the table of actions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        self.resize(480, 600)
        rows = [
            (one.text.rstrip("…"), " 或 ".join(one.keys.split())) for one in ACTIONS if one.keys
        ]
        rows += GRID_KEYS
        rows += [
            (f"表格：{one.label}", " 或 ".join(map(key_text, dict.fromkeys(one.keys.split()))))
            for one in GRID_ACTIONS
            if one.keys
        ]
        table = QTableWidget(len(rows), 2)
        table.setHorizontalHeaderLabels(["做什么", "按键"])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, texts in enumerate(rows):
            for place, text in enumerate(texts):
                table.setItem(row, place, QTableWidgetItem(text))
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        self.setLayout(vbox(table, buttons, margin=2))


def show_shortcuts(parent: QWidget) -> None:
    dialog = ShortcutsDialog(parent)
    dialog.exec()
    dialog.deleteLater()


def show_about(parent: QWidget, name: str) -> None:
    """Say what the program is, and whose work is in it."""
    text = (
        f"{name}  {__version__}\n\n离线填报、检查、打印财政项目支出绩效表。\n"
        "所有内容只在本机，不联网。\n\n"
        "自由软件（MIT）。界面使用 Qt（LGPL），字体使用思源（OFL）。"
    )
    question(parent, f"关于{name}", text, ("关闭",))
