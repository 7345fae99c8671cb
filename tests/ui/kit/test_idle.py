"""Garbage is looked for while the window waits."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from perfdesk.ui.kit import idle


class Knot:
    """Something that only a look at everything finds once it is old."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[list[str]]:
    """Give the names of the work beside the window, none at first."""
    before, work = gc.get_threshold(), list[str]()
    # What all tests together have made by now would take most of the time to look through.
    gc.freeze()
    connection = idle.tidy_when_idle(lambda: bool(work))
    yield work
    QObject.disconnect(connection)
    gc.set_threshold(*before)
    gc.unfreeze()


def old_garbage() -> weakref.ref[Knot]:
    knot = Knot()
    gc.collect()  # whatever lives through this is old
    return weakref.ref(knot)


def make_a_look_due() -> None:
    for _ in range(20):
        gc.collect(1)


@pytest.mark.usefixtures("work")
def test_the_window_tidies_before_it_waits(qtbot: QtBot) -> None:
    garbage = old_garbage()
    make_a_look_due()
    assert garbage() is not None
    qtbot.waitUntil(lambda: garbage() is None)


def test_while_work_goes_on_beside_it_the_window_does_not_stop_to_tidy(
    qtbot: QtBot, work: list[str]
) -> None:
    garbage = old_garbage()
    work.append("正在收集汇总")
    make_a_look_due()
    qtbot.wait(50)
    assert garbage() is not None
    work.clear()
    qtbot.waitUntil(lambda: garbage() is None)


@pytest.mark.usefixtures("work")
def test_the_interpreter_does_not_look_at_everything_by_itself() -> None:
    garbage = old_garbage()
    kept = [[place] for place in range(400_000)]
    assert len(kept) == 400_000
    assert garbage() is not None
