"""The tables that the benchmarks print."""

from __future__ import annotations

from pathlib import Path

from bench.house.__main__ import table
from bench.house.source import read_house
from bench.report import aligned


def test_columns_stand_under_each_other_though_chinese_is_wide() -> None:
    assert aligned([("项目", "n"), ("a", "12")]).splitlines() == [
        "| 项目 | n  |",
        "|------|----|",
        "| a    | 12 |",
    ]


def test_the_table_of_the_house_has_a_column_for_before_only_if_there_is_one(
    tmp_path: Path,
) -> None:
    (tmp_path / "perfdesk").mkdir()
    (tmp_path / "perfdesk" / "one.py").write_text("import ast\n", encoding="utf-8")
    house = read_house(tmp_path)
    alone, both = table(house, None).splitlines(), table(house, house).splitlines()
    assert "之前" not in alone[0] and "之前" in both[0]
    assert len({line.count("|") for line in alone}) == len({line.count("|") for line in both}) == 1
    assert len(alone) == len(both)
