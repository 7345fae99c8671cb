"""A number is read as its format shows it, and told where it is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.exchange.parse.figures import Figure, figure
from perfdesk.exchange.parse.number_formats import date_as_shown
from perfdesk.exchange.parse.shown import as_shown, text_as_shown

ACCOUNTS = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("1234567.891", "#,##0", "1,234,568"),
        ("713300", "0!.0,", "71.3"),
        ("713300", "0!.0000", "71.3300"),
        ("7133000000", '#,##0.00,,"百万"', "7,133.00百万"),
        ("0.0926", "0.00%", "9.26%"),
        ("9.26", '0.00"%"', "9.26%"),
        ("50", '"≥"0"个"', "≥50个"),
        ("12", '0"月底前"', "12月底前"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("-1234.5", "0.0", "-1234.5"),
        ("-0.001", "0.0", "0.0"),
        ("0", ACCOUNTS, "-"),
        ("-5", ACCOUNTS, "-5.00"),
        ("12", "[$¥-804]#,##0.00", "¥12.00"),
        ("13812345678", "000-0000-0000", "138-1234-5678"),
        ("7", "000", "007"),
        ("0.5", "#.##", ".5"),
        ("1.5", "0.???", "1.5"),
        ("1", '[=1]"是";[=0]"否"', "是"),
        ("5", '[>100]0"大";0"小"', "5小"),
        ("-3.2", "0.00;[Red]0.00", "3.20"),
        ("5", ";;;", ""),
        ("5", 'G/通用格式"个"', "5个"),
        ("2.675", "0.00", "2.68"),
        ("999.995", "#,##0.00", "1,000.00"),
        ("1e15", "#,##0", "1,000,000,000,000,000"),
    ],
)
def test_a_number_is_shown_as_excel_shows_it(number: str, code: str, shown: str) -> None:
    found = as_shown(Decimal(number), code)
    assert found is not None
    assert found.text == shown


@pytest.mark.parametrize("code", ["# ?/?", "[h]:mm", "0;0;0;@;0", "0/0"])
def test_a_format_that_is_not_understood_is_told(code: str) -> None:
    assert as_shown(Decimal("1.5"), code) is None
    assert "1.5" in figure(Decimal("1.5"), code).note


@pytest.mark.parametrize(
    ("number", "code", "kind", "text", "shown"),
    [
        ("36453.4", "#,##0.00", "number", "36453.4", ""),
        ("36453.4", "#,##0", "number", "36453.4", "36,453"),
        ("0.09261", "0.00%", "number", "0.09261", "9.26%"),
        ("713300", "0!.0,", "number", "71.33", ""),
        ("3190.6", '0.00"万元"', "text", "3190.60万元", ""),
        ("3190.596295", '0.00"万元"', "text", "3190.596295万元", "3190.60万元"),
        ("49.6", '"≥"0"个"', "text", "≥49.6个", "≥50个"),
        ("1", '"≥"0%', "text", "≥100%", ""),
        ("0", ACCOUNTS, "number", "0", ""),
        ("-3.2", "0.00;[Red]0.00", "number", "-3.2", "3.20"),
        ("1", '[=1]"是";[=0]"否"', "text", "是", ""),
        ("45535", 'yyyy"年"m"月"', "date", "2024-08-31", "2024年8月"),
        ("5", ";;;", "", "", ""),
    ],
)
def test_what_is_read_is_what_is_seen_unrounded(
    number: str, code: str, kind: str, text: str, shown: str
) -> None:
    found = figure(Decimal(number), code)
    assert (found.kind, found.text, found.shown) == (kind, text, shown)


@pytest.mark.parametrize(("number", "code"), [("713300", "0!.0,"), ("7133000000", '0,,"百万"')])
def test_a_scale_and_a_hidden_value_are_told(number: str, code: str) -> None:
    assert number in figure(Decimal(number), code).note
    assert "5" in figure(Decimal(5), ";;;").note
    assert figure(Decimal(5), "0.00") == Figure("number", "5")


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("甲", '@"镇"', "甲镇"),
        ("甲", '0;0;0;"约"@', "约甲"),
        ("甲", "0.00", "甲"),
        ("甲", ";;;", ""),
    ],
)
def test_a_text_is_shown_under_the_fourth_part_of_a_format(
    text: str, code: str, shown: str
) -> None:
    assert text_as_shown(text, code) == shown


@pytest.mark.parametrize(
    ("iso", "code", "shown"),
    [
        ("2024-08-31", "yyyy/m/d;@", "2024/8/31"),
        ("2024-08-31", 'yyyy"年"m"月"d"日"', "2024年8月31日"),
        ("2024-08-31", "yy-mm-dd", "24-08-31"),
        ("2024-08-31T09:05:00", "yyyy-mm-dd hh:mm", "2024-08-31 09:05"),
        ("09:05:00", "h:mm:ss", "9:05:00"),
        ("2024-08-31", "d-mmm-yy", ""),
    ],
)
def test_a_date_is_shown_as_its_format_says(iso: str, code: str, shown: str) -> None:
    assert date_as_shown(iso, code) == shown
