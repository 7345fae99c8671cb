"""A table ends where what comes after it begins, and not before: a case for each rule."""

from __future__ import annotations

import pytest

from perfdesk.exchange.labels import table_ends
from perfdesk.exchange.labels.table_ends import ends_table, table_rows
from perfdesk.exchange.parse.grid import Block
from perfdesk.forms.catalogue import Catalogue
from tests.exchange.labels.form_grids import form_grid

KEY = "self_evaluation/shanghai-2024"
HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
ROW = ("产出指标", "数量指标", "养护里程", "12公里", "12公里", "10", "10")
FUNDS = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
ACROSS: Block = (3, 1, 3, 7)
DOWN: Block = (2, 1, 3, 1)
LONG = "填报时应当注意的是，" * 6
Line = tuple[str, ...]

# Rule, head, the row after the first of the table and what is merged, and whether it ends it.
CASES: tuple[tuple[str, Line, Line, tuple[Block, ...], bool], ...] = (
    ("_names_fixed_row", FUNDS, ("其他资金", "1", "1", "1"), (), False),
    ("_is_total", HEAD, ("小计", "", "", "", "", "50", "50"), (), False),
    ("_is_torn_off", HEAD, ("的第二行",), (ACROSS,), False),
    ("_begins_with_label", HEAD, ("实施单位", "某某中心"), (), True),
    ("_is_title", HEAD, ("", "绩效自评表"), (), True),
    ("_is_printed_in_group", HEAD, ("", "二级指标", "三级指标"), (DOWN,), False),
    ("_is_printed", HEAD, ("填表人", "", "联系电话"), (), True),
    ("_begins_with_label_inside", HEAD, ("实施单位：某某中心", "", "乙"), (), True),
    ("_is_paragraph", HEAD, ("", "", LONG), (), True),
    ("", HEAD, ROW, (), False),
    ("", HEAD, ("效益指标",), (), False),
)


@pytest.mark.parametrize(
    ("rule", "head", "line", "merges", "ends"), CASES, ids=[f"{c[0]}-{c[2][0]}" for c in CASES]
)
def test_a_row_ends_a_table_or_goes_on_with_it(
    catalogue: Catalogue,
    rule: str,
    head: Line,
    line: Line,
    merges: tuple[Block, ...],
    ends: bool,
) -> None:
    form = form_grid(catalogue[KEY], (head, ROW, line, ROW), merges)
    assert ends_table(form, 3, form.heads[0]) is ends
    assert (3 in dict(table_rows(form))) is not ends


def test_each_rule_has_a_case_that_no_rule_before_it_decides(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = []
    for rule, head, line, merges, _ in CASES:
        form = form_grid(catalogue[KEY], (head, ROW, line, ROW), merges)
        for number, (fits, _) in enumerate(table_ends._RULES):
            with monkeypatch.context() as patched:
                patched.setattr(table_ends, "_RULES", ((fits, True),))
                if ends_table(form, 3, form.heads[0]):
                    decided.append((rule, fits.__name__, number))
                    break
    assert [found for _, found, _ in decided] == [rule for rule, *_ in CASES if rule]
    assert [number for *_, number in decided] == list(range(len(table_ends._RULES)))


def test_a_blank_row_ends_no_table(catalogue: Catalogue) -> None:
    form = form_grid(catalogue[KEY], (HEAD, ROW, (), ROW))
    assert [row for row, _ in table_rows(form)] == [2, 4]
