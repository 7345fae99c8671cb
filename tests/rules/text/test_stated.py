"""A year and a grade are read where a text states them, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from perfdesk.rules.text.stated import choice_said, year_end

GRADES = "优、良、中、差"


@pytest.mark.parametrize("text", ["2024", "2024年", "２０２４年度", " 2024 年 "])
def test_a_year_ends_on_its_last_day(text: str) -> None:
    assert year_end(text) == date(2024, 12, 31)


@pytest.mark.parametrize("text", ["24", "20244", "本年", "2024-2025", "3024", ""])
def test_what_is_no_year_has_no_end(text: str) -> None:
    assert year_end(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("绩效评级为“良”。", "良"),
        ("评级为优秀，总分 95 分", "优"),
        ("绩效等级：中", "中"),
        ("评级是良好", "良"),
        ("绩效评级分优、良、中、差", None),
        ("评级为优、良的项目", None),
        ("在评级中，我们核对了数据", None),
        ("评为优秀供应商", None),
        ("评级为中心工作", None),
        ("评级工作", None),
        ("评级", None),
        ("", None),
    ],
)
def test_a_grade_is_read_where_it_is_stated(text: str, said: str | None) -> None:
    assert choice_said(text, "评级、等级", GRADES) == said
