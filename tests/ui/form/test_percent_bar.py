"""Percentages side by side: what the edition marks as bars, with the figures behind them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.commands.projects import new_project
from perfdesk.models.refs import Ref
from perfdesk.rules.evaluate.engine import Evaluator
from perfdesk.session import Session
from perfdesk.ui.form.page import FormPage
from perfdesk.ui.form.percent_bar import PercentBar
from perfdesk.ui.opened.bridge import Bridge
from tests.ui.window_sample import LATER, TableStandIn, icons


@pytest.fixture
def page(qtbot):
    opened = new_project(LATER)
    session = Session(
        opened.project, opened.document, LATER, Evaluator(LATER).evaluate, lambda: 0.0
    )
    made = FormPage(Bridge(session), icons(), "进度", TableStandIn)
    qtbot.addWidget(made)
    made.resize(700, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_bars_follow_the_figures_and_stop_at_the_full_width(page):
    bars = page.findChildren(PercentBar)
    assert [bar.share for bar in bars] == [None, None]
    for name, text in (("planned", "50"), ("done", "20")):
        page._bridge.set_text(Ref(name), text)
    assert [bar.share for bar in bars] == [0.4, 1.0]
    assert "20.00 ÷ 50.00" in page._boxes[Ref("output")].toolTip()
    assert "250.00%" in page._boxes[Ref("half")]._value.text()


def test_bars_in_a_row_stand_side_by_side(page):
    one, other = (page._boxes[Ref(name)] for name in ("output", "half"))
    assert one.parentWidget() is other.parentWidget()
    assert one.y() == other.y() and one.x() < other.x()
    page.show_cell(Ref("half"))


def test_a_bar_is_filled_as_far_as_its_share(qtbot):
    bar = PercentBar()
    qtbot.addWidget(bar)
    bar.resize(200, 8)
    role = bar.palette().ColorRole
    for percent, ground in ((Decimal(25), role.Midlight), (Decimal(75), role.Highlight)):
        bar.show_percent(percent)
        # By name: a palette's colours may be finer than a picture's.
        middle = bar.grab().toImage().pixelColor(100, 4)
        assert middle.name() == bar.palette().color(ground).name()
