"""One thing under two names is seen; two things with names alike are left alone."""

from __future__ import annotations

import pytest

from perfdesk.rules.names import other_name

NAMES = ("居民满意度", "人口数据准确率", None, "（甲类）设备数", "设备数", "率")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("居民满意率", "居民满意度"),
        ("居民 满意度指标", "居民满意度"),
        ("人口数据准确率", None),
        ("人口数据准确性", "人口数据准确率"),
        ("人口数据完整率", None),
        ("设备数", None),
        ("甲类设备数", "（甲类）设备数"),
        ("度", None),
        ("", None),
    ],
)
def test_a_name_written_in_another_way_is_found(name: str, other: str | None) -> None:
    assert other_name(name, NAMES) == other
