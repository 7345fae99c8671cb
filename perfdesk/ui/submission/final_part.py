"""What 提交前体检 says of 定稿: may it be, is it, does it still hold; and the copies printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QPushButton, QWidget

from perfdesk.commands.finalising import Standing, moment, warnings_left
from perfdesk.models.document import Document
from perfdesk.models.finalised import Print
from perfdesk.ui.kit.layout import TOP, at, button, grow, hbox, holding, table, vbox
from perfdesk.ui.kit.look import quieten, scale
from perfdesk.ui.kit.plain import label
from perfdesk.ui.opened.finalising import Finalising
from perfdesk.ui.submission.words import AGAIN, FINALISE

_HEADS = ("时间", "校验码", "页数", "方式", "打印件", "与当前数据")
_HOW = {"print": "打印", "pdf": "PDF"}
# More copies than these are in the project file.
_MOST = 12


def final_part(finalising: Finalising, now: datetime) -> QWidget:
    """Make the part anew; it is thrown away when anything changes."""
    words, offers = _standing(finalising, now)
    text = grow(label(words, wrap=True, selectable=True))
    buttons = (at(TOP, _button(text, do)) for text, do in offers)
    return holding(vbox(*([hbox(text, *buttons)] if words else []), margin=(0, 1, 0, 0)))


def prints_part(document: Document, code: str, now: datetime) -> QWidget:
    """List the copies that were printed, the latest first."""
    grid = table(across=3)
    grid.setColumnStretch(len(_HEADS), 1)
    for column, word in enumerate(_HEADS):
        head = label(word, quiet=True)
        grid.addWidget(head, 0, column)
    latest = tuple(reversed(document.prints))
    for row, printed in enumerate(latest[:_MOST], 1):
        same = printed.code == code
        for column, text in enumerate(_texts(printed, same, now)):
            cell = label(text, selectable=True)
            if not same:
                quieten(cell)
            grid.addWidget(cell, row, column)
    if len(latest) > _MOST:
        rest = label(f"另有更早的 {len(latest) - _MOST} 份。", quiet=True)
        grid.addWidget(rest, _MOST + 1, 0, 1, len(_HEADS))
    return holding(grid)


def _texts(printed: Print, same: bool, now: datetime) -> tuple[str, ...]:
    return (
        moment(printed.at, now),
        printed.code,
        f"{printed.pages} 页",
        _HOW[printed.how],
        "草稿" if printed.draft else "定稿",
        "一致" if same else "不一致",
    )


def _standing(
    finalising: Finalising, now: datetime
) -> tuple[str, list[tuple[str, Callable[[], object]]]]:
    evaluation, final = finalising.session.evaluation, finalising.session.document.final
    can = not evaluation.has_errors and bool(finalising.code)
    undo: tuple[str, Callable[[], object]] = ("取消定稿", finalising.reopen)
    if final is None or finalising.standing is Standing.OPEN:
        words = "定稿以后，打印件不再带“草稿”字样，并与现在的数据对应。"
        left = warnings_left(evaluation)
        return (words + left, [(FINALISE, finalising.finalise)]) if can else ("", [])
    if finalising.standing is Standing.HOLDS:
        when = f"：{moment(final.at, now)}" if final.at else ""
        return f"已定稿{when}，校验码 {final.code}。", [undo]
    again: list[tuple[str, Callable[[], object]]] = [(AGAIN, finalising.finalise)] if can else []
    if finalising.can_go_back:
        again.append(("撤销改动", finalising.go_back))
    return finalising.words(), [*again, undo]


def _button(words: str, do: Callable[[], object]) -> QPushButton:
    made = button(words, do, enters=True)
    if words in (FINALISE, AGAIN):
        scale(made, 1.0, bold=True)
    return made
