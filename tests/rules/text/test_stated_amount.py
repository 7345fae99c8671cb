"""An amount is taken from a text only where it is surely said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.rules.text.stated_amount import amount_said


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2024年预算申报60.00万元，核定的预算数为3.65万元。", Decimal(600_000)),
        ("年初申报 90.00万元，预算批复89.60万元。", Decimal(900_000)),
        ("申报单位共 3 家，资金 20 万元。", None),
        ("拟申报60万元。", None),
        ("没有申报数。", None),
    ],
)
def test_what_was_applied_for(text: str, amount: Decimal | None) -> None:
    assert amount_said(text, "申报、申请") == amount
