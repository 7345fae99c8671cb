"""How a computed cell came about reads as it is calculated: brackets stand where they must."""

from __future__ import annotations

import ast

import pytest

from perfdesk.rules.evaluate.explain import spell


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("甲 + 乙 - 丙", "甲 ＋ 乙 － 丙"),
        ("甲 - (乙 - 丙)", "甲 － （乙 － 丙）"),
        ("甲 + (乙 - 丙)", "甲 ＋ 乙 － 丙"),
        ("(甲 + 乙) * 丙", "（甲 ＋ 乙） × 丙"),
        ("甲 * 乙 / 丙", "甲 × 乙 ÷ 丙"),
        ("percent(甲 - 乙, 乙)", "（甲 － 乙） ÷ 乙"),
        ("percent(abs(甲 - 乙), 乙)", "（甲 － 乙）的绝对值 ÷ 乙"),
        ("round(甲 + 乙, 2)", "甲 ＋ 乙"),
    ],
)
def test_brackets_stand_where_they_must(formula: str, words: str) -> None:
    tree = ast.parse(formula, mode="eval").body
    assert spell(tree, lambda _, field: field) == words
