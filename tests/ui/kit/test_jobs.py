"""Work beside the window never keeps other work waiting for long."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from perfdesk.ui.kit.jobs import Jobs
from tests import patience


def test_long_runs_leave_room_for_opening_and_saving(qtbot: QtBot) -> None:
    jobs, go_on, done = Jobs(), threading.Event(), list[str]()
    try:
        for name in ("正在收集汇总", "正在成批生成"):
            jobs.run(name, lambda: go_on.wait(patience.SECONDS), lambda _: None, pytest.fail)
        for name in ("正在打开", "正在保存"):
            jobs.run(name, lambda name=name: name, done.append, pytest.fail)
        qtbot.waitUntil(lambda: len(done) == 2)
        assert jobs.running == ("正在收集汇总", "正在成批生成")
    finally:
        go_on.set()
        jobs.wait(patience.MILLISECONDS)
    qtbot.waitUntil(lambda: not jobs.running)
