"""One thing under two names is seen; two things with names alike are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.rules.kept import Kept
from perfdesk.rules.text.similar_names import longer_name, other_name

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


@pytest.mark.parametrize(
    ("name", "names", "found"),
    [
        ("服务及时性", ["安装、维修等服务及时性", "满意度"], "安装、维修等服务及时性"),
        ("安装、维修等服务及时性", ["服务及时性"], "服务及时性"),
        ("服务及时性", ["服务及时性", "安装服务及时性"], None),
        ("“服务”及时性", ["服务及时性"], None),
        ("满意度", ["居民满意度", "单位满意度"], None),
        ("到货数量", ["安装数量"], None),
        ("、", ["安装数量"], None),
        ("安装数量", ["、", "到货"], None),
        ("长" * 60, ["长" * 50, "满意度"], "长" * 50),
        ("到货数量", [None, None], None),
    ],
)
def test_a_name_is_held_by_one_longer_name(
    name: str, names: list[str | None], found: str | None
) -> None:
    assert longer_name(name, Kept(names)) == found


def held(name: str, names: list[str]) -> str | None:
    """Look at every name: what the index must agree with."""
    near = [each for each in names if each in name or name in each]
    return near[0] if name not in names and len(near) == 1 else None


SHORT = st.text("甲乙丙", min_size=1, max_size=4)


@given(SHORT, st.lists(SHORT, max_size=24))
def test_the_index_finds_what_looking_at_every_name_finds(name: str, names: list[str]) -> None:
    assert longer_name(name, Kept(names)) == held(name, names)
