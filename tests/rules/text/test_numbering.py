"""Lists that are numbered through, and lists that are not."""

from __future__ import annotations

import pytest

from perfdesk.rules.text.numbering import misnumbered


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一、甲\n二、乙\n四、丁", "“二、”之后是“四、”"),
        ("1. 甲\n2. 乙\n2. 丙", "“2.”之后是“2.”"),
        ("（一）甲\n（三）丙", "“（一）”之后是“（三）”"),
        ("1、甲\n（1）子\n（2）丑\n3、丙", "“1、”之后是“3、”"),
        ("①甲\n③丙", "“①”之后是“③”"),
        ("一是甲；二是乙；四是丁。", "“二是”之后是“四是”"),
        ("目标1：甲\n目标3：丙", "“目标1”之后是“目标3”"),
        ("九、甲\n十、乙\n十二、丁", "“十、”之后是“十二、”"),
    ],
)
def test_a_number_left_out_or_used_twice_is_said(text: str, said: str) -> None:
    assert misnumbered(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "一、甲\n（一）子\n（二）丑\n二、乙\n（一）子",
        "1、甲\n2、2024年9月已调整\n3、丙",
        "1.5万户\n3.2万人",
        "3、4月集中走访",
        "一、二期工程完工\n三、四期工程开工",
        "1.1 概述\n1.2 内容\n2.1 做法",
        "二、乙\n三、丙",
        "一是甲，二是乙。一是子，二是丑，三是寅。",
        "1、甲\n说明\n2、乙\n\n3、丙",
        "2024年开展三项工作\n2025年继续",
        "十、甲\n十一、乙\n十二、丙",
        "唯一是否达标",
        "（1）甲（2）乙",
        "",
    ],
)
def test_lists_numbered_through_are_left_alone(text: str) -> None:
    assert misnumbered(text) is None
