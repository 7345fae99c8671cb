"""Every rule of the field has an example that a finance officer can read."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.models.form import Example
from tests.conftest import RESOURCES, ROOT

_ROW = re.compile(r"^\| (R[0-9]+) \|", re.MULTILINE)
RULES = _ROW.findall((ROOT / "docs" / "rules.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def examples() -> dict[str, list[Example]]:
    """Give the examples of all editions by the rule they are about."""
    catalogue = Catalogue([RESOURCES / "forms"])
    about: dict[str, list[Example]] = defaultdict(list)
    for key in catalogue:
        for example in load_examples(catalogue.folder(key))[1]:
            about[example.rule].append(example)
    return about


def test_the_page_of_rules_names_every_rule_once() -> None:
    assert [f"R{number}" for number in range(1, 20)] == RULES


def test_every_rule_has_an_example_that_trips_or_computes(
    examples: dict[str, list[Example]],
) -> None:
    missing = [
        rule
        for rule in RULES
        if not any(each.found or each.computed for each in examples.get(rule, []))
    ]
    assert missing == []


def test_no_example_is_about_a_rule_that_is_not_there(
    examples: dict[str, list[Example]],
) -> None:
    assert set(examples) - {""} <= set(RULES)
