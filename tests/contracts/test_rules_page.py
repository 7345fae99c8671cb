"""The page of rules names each rule, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from perfdesk.forms.catalogue import Catalogue
from perfdesk.rules.formula.functions import FUNCTIONS
from tests.conftest import RESOURCES

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
ROWS = {row[1]: row[0] for row in re.finditer(r"^\| (R[0-9]+) \|.*$", PAGE, re.MULTILINE)}


def test_each_rule_stands_on_the_page_once_and_in_order() -> None:
    assert list(ROWS) == [f"R{number}" for number in range(1, 20)]


def test_what_is_said_to_do_a_rule_exists() -> None:
    catalogue = Catalogue([RESOURCES / "forms"])
    checks = {check.code for key in catalogue for check in catalogue[key].checks}
    named = {name for row in ROWS.values() for name in re.findall(r"`([a-z_]+)`", row)}
    assert named
    assert named <= checks | set(FUNCTIONS)
