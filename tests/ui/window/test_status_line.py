"""The line at the window's foot: news go, and nothing ticks on behind them."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from perfdesk.ui.window.status_line import StatusLine


def test_news_go_and_the_clock_stands_still(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line._silence.setInterval(0)
    line.show_news("已保存。")
    assert line.news == "已保存。"
    qtbot.waitUntil(lambda: line.news == "")
    assert not line._silence.isActive()
