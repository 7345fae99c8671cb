"""No test gives up on what is slow: every wait is counted in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from perfdesk.exchange.untrusted.pool import Limits
from tests.conftest import ROOT
from tests.patience import SECONDS

# The bot's own wait lets time pass and awaits nothing.
LETS_TIME_PASS = "qtbot.wait"


def test_every_wait_has_the_patience_of_all() -> None:
    own = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for line in waits_of_their_own(path.read_text("utf-8"))
    ]
    assert own == []


def test_a_reader_may_wait_for_the_processor_like_any_test() -> None:
    assert Limits().patience >= SECONDS
    assert Limits(seconds=0.3).patience < 1


def test_a_wait_of_its_own_is_seen() -> None:
    assert list(waits_of_their_own("done.wait(5)\nqtbot.wait(5)\nqueue.get(timeout=5)")) == [1, 3]


def waits_of_their_own(source: str) -> Iterator[int]:
    """Give the lines that say themselves how long they wait."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        limits = [each.value for each in call.keywords if each.arg == "timeout"]
        if isinstance(call.func, ast.Attribute) and call.func.attr == "wait":
            limits += call.args
        names = {type(node) for limit in limits for node in ast.walk(limit)}
        if limits and ast.Name not in names and ast.unparse(call.func) != LETS_TIME_PASS:
            yield call.lineno
