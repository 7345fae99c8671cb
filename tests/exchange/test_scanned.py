"""Of a scanned or copied text nothing is guessed: what is not certain is named."""

from __future__ import annotations

import pytest

from perfdesk.exchange.incoming.incoming import Incoming
from perfdesk.exchange.reading import forms_in, read_pasted
from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.refs import Ref
from tests.exchange import scanned
from tests.exchange.scanned import tabbed


def read(catalogue: Catalogue, text: str) -> Incoming:
    [found] = forms_in(read_pasted(text), catalogue)
    return found


def rows(incoming: Incoming, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [
        tuple(row.cells.get(name, "") for name in columns) for row in incoming.document.rows(table)
    ]


def said(incoming: Incoming) -> str:
    return "\n".join(f"{note.where} {note.message}" for note in incoming.notes)


def left(incoming: Incoming) -> set[str]:
    return {each.text for each in incoming.strange}


def test_a_table_that_is_there_as_markup_and_flat_comes_once(catalogue: Catalogue) -> None:
    found = read(catalogue, scanned.web_page_in_text())
    assert found.document.cells | {"framework": ""} == {
        "framework": "",
        "project_name": "河道保洁设备更新",
        "budget_unit": "水务办",
        "implementing_unit": "河道组",
        "period_start": "2024年01月01日",
        "period_end": "2024年08月31日",
        "recurring": "否",
        "current_budget": "120,000.00",
        "executed": "118,000.00",
        "needs_adjustment": "是",
        "key_reason": "镇、街道认为需开展重点跟踪的项目",
        "background": "原有设备老化。",
        "arrangement": "年初预算12.00万元。",
        "work": "更换设备。",
        "schedule": "年底前完成。",
        "conclusion": "2、运行基本正常（执行率和目标完成度均在45%以上）",
        "budget_likelihood": "确定能完成",
        "goal_likelihood": "有可能完成",
    }
    columns = ("number", "name", "description", "target", "actual")
    assert rows(found, "stage_targets", *columns) == list(scanned._TARGETS)
    assert found.stated == {Ref("execution_rate"): "98.33%"}
    assert left(found) == set()


def test_a_first_level_the_scan_misplaced_follows_the_framework_and_is_told(
    catalogue: Catalogue,
) -> None:
    found = read(catalogue, scanned.headings_in_the_middle())
    assert rows(found, "indicators", "level1", "level2", "name", "target_value") == [
        ("投入与管理", "项目立项", "立项依据充分性", "充分"),
        ("投入与管理", "资金落实", "资金到位率", "100%"),
        ("产出目标", "数量目标", "巡查次数", "24次"),
        ("产出目标", "数量目标", "维修次数", "6次"),
        ("产出目标", "质量目标", "维修合格率", "100%"),
        ("效果目标", "社会效益目标", "河道整洁度", "提升"),
    ]
    assert "“巡查次数”“维修次数” 原文件没有在行里写明" in said(found)
    assert "“河道整洁度” 原文件没有在行里写明" in said(found)
    told = {each.text for each in found.understood if each.at.field == "level1"}
    assert told == {"投入与管理", "产出目标", "效果目标"}


def test_what_a_scan_ran_together_is_taken_only_where_it_is_one_row(catalogue: Catalogue) -> None:
    found = read(catalogue, scanned.cells_run_together())
    columns = ("name", "target_value", "actual_value", "weight", "score", "deviation_reason")
    assert rows(found, "indicators", *columns) == [
        ("巡查次数", "24次", "24次", "10", "10", ""),
        ("维修合格率", "100%", "98%", "1 200", "10", "已返工"),
    ]
    assert "“巡查次数 维修次数”（粘贴的文字 第12行） 这一行里一格有几行的内容" in said(found)
    [sheet] = [sheet for sheet in found.returned if sheet.head]
    assert [row.place for row in sheet.rows] == ["粘贴的文字 第12行"]
    cells = found.document.cells
    assert cells["expected_goal"] == "保持河道整洁,及时维修设备。"
    assert cells["actual_account"] == "全年巡查24次,维修6次。"
    # The year of a torn title is no year, and a name of two cells is to be looked at.
    assert "year" not in cells and "“年度”" in said(found)
    assert cells["project_name"] == "(河道组)保洁" and "拼成，请核对" in said(found)
    assert {"(2024", "1年度)", "Q"} <= left(found)


def test_of_a_report_sections_end_and_other_tables_stay_apart(catalogue: Catalogue) -> None:
    found = read(catalogue, scanned.report())
    cells = found.document.cells
    assert cells["project_name"] == "河道保洁设备更新"
    assert cells["commissioner"] == "镇财政所"
    assert cells["summary"] == "设备用了九年。\n维修费逐年上升。"
    assert cells["background"] == "河道多,人手少。"
    assert cells["plan"] == "四月采购。"
    assert rows(found, "policies", "policy_level", "policy", "requirement", "relevance") == [
        ("国家层面", "《河道管理条例》", "明确管护责任", "管护依据"),
        ("国家层面", "《水污染防治法》", "明确防治责任", "防治依据"),
    ]
    assert rows(found, "materials", "material", "quantity", "unit_price", "amount") == [
        ("打捞船", "2", "30000", "60000"),
        ("围油栏", "10", "580", "5800"),
    ]
    assert "没有“产地”这样的列" in said(found)
    assert {
        "总体良好。",
        "已经完成。",
        "北段",
        "300",
        "本地",
        "逐项说明如下:立项依据充分。",
    } <= left(found)
    assert not {"摘 要", "得", "分", "2"} & left(found)


def test_a_table_given_twice_is_one_and_where_it_differs_both_stand(catalogue: Catalogue) -> None:
    found = read(catalogue, scanned.report())
    assert rows(found, "scores", "level1", "level2", "name", "weight", "score") == [
        ("决策", "立项", "立项依据充分性", "5", "5"),
        ("决策", "目标", "目标合理性", "5", "4"),
        ("", "目标", "目标合理性", "5", "3"),
    ]
    assert "“目标合理性”（粘贴的文字 第" in said(found) and "内容不同，两行都读入了" in said(found)
    ids = {row.id for row in found.document.rows("scores")}
    assert {each.at.row for each in found.understood if each.at.table == "scores"} == ids


def test_a_heading_that_does_not_begin_its_group_is_not_filled_down(catalogue: Catalogue) -> None:
    found = read(
        catalogue,
        tabbed(
            *scanned.HEAD_OF_KEY,
            " | 巡查 | 巡查次数 | 24次 | 16次 | 16次",
            "日常 | | 维修次数 | 6次 | 4次 | 4次",
            " | | 清洗次数 | 3次 | 2次 | 2次",
        ),
    )
    assert [one for one, *_ in rows(found, "indicators", "level1")] == ["", "日常", ""]
    assert "“一级指标”不在各组的第一行" in said(found) or "“一级目标”不在各组的第一行" in said(
        found
    )


@pytest.mark.parametrize(
    ("beside", "read_as"),
    [("36,453.40 | 元", "36,453.40元"), ("36,453.40 | 40,000.00", ""), ("36,453.40", "36,453.40")],
)
def test_of_several_figures_beside_one_label_none_is_taken(
    catalogue: Catalogue, beside: str, read_as: str
) -> None:
    text = tabbed("项目名称 | 保洁", f"当年预算数（元） | {beside}", "预算执行数（元） | 3")
    [found] = forms_in(read_pasted(text), catalogue, "monitoring_key")
    assert found.document.cells.get("current_budget", "") == read_as
    assert ("分不清是哪一个" in said(found)) is (not read_as)
    assert (Ref("current_budget") in found.unread) is (not read_as)


def test_fields_without_any_table_are_read(catalogue: Catalogue) -> None:
    text = tabbed("项目名称 | 保洁", "预算单位 | 水务办", "跟踪时段 | 2024-01-01至2024-08-31")
    [found] = forms_in(read_pasted(text), catalogue, "monitoring_key")
    assert found.document.cells["period_end"] == "2024-08-31"


def test_of_editions_that_fit_alike_the_one_at_hand_is_taken(catalogue: Catalogue) -> None:
    head = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分"
    text = tabbed(head, "产出指标 | 数量指标 | 巡查次数 | 24次 | 24次 | 10 | 10")
    for key in ("self_evaluation/shanghai-2024", "self_evaluation/variant-20-80"):
        [found] = forms_in(read_pasted(text), catalogue, preferred=[key])
        assert f"{found.document.form}/{found.document.edition}" == key
