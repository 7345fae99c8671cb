"""A report composed from a plan: sentences, rows, groups and numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.forms.compose import compose
from perfdesk.forms.load_report import load_report
from perfdesk.forms.prove_report import prove_report
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition
from perfdesk.models.report import Heading, Paragraph, Report, ReportTable, heading_number
from perfdesk.models.report_plan import ReportPlan
from perfdesk.paper.plan import lay_out
from perfdesk.rules.evaluate.compiled import EditionError
from perfdesk.rules.evaluate.engine import evaluate

GROUPED = """
[[block]]
name = "parts"
caption = "分项"
rows_of = "indicators"
group = "level1"
[[block.column]]
head = "类"
width = 1
text = "{level1}"
merged = true
subtotal = "{level1}"
total = "合计"
[[block.column]]
head = "名"
width = 1
text = "{name}"
subtotal = "小计"
[[block.column]]
head = "数"
width = 1
text = "一"
subtotal = "{count_where(indicators.name, indicators.level1, level1)}"
total = "{count_where(indicators.name, indicators.name)}"
"""


def plan(folder: Path, text: str) -> ReportPlan:
    (folder / "report.toml").write_text(f'title = "报告"\n{text}', encoding="utf-8")
    found = load_report(folder)
    assert found is not None
    return found


def made(edition: Edition, document: Document, found: ReportPlan) -> Report:
    evaluation = evaluate(edition, document)
    return compose(found, edition, document, lay_out(edition, document, evaluation))


@pytest.fixture
def document(edition: Edition) -> Document:
    rows = [("甲", "一"), ("甲", "二"), ("乙", "三")]
    return Document(
        edition.form,
        edition.edition,
        {"current_budget": "900000", "executed": "893000", "background": "头一段\n\n 第二段"},
        {
            "indicators": [
                Row(f"r{at}", {"level1": level1, "name": name})
                for at, (level1, name) in enumerate(rows, 1)
            ]
        },
    )


def said(report: Report) -> list[str]:
    return [each.text for each in report.body if isinstance(each, Paragraph)]


def test_a_sentence_carries_the_figures_of_the_form(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    found = plan(tmp_path, '[[block]]\ntext = "执行{executed}元，执行率{execution_rate}。"')
    assert said(made(edition, document, found)) == ["执行893,000.00元，执行率99.22%。"]


def test_a_sentence_without_its_figure_says_which_is_lacking(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    text = '[[block]]\ntext = ["预算{current_budget}元。", "调减{decrease}元。"]\noptional = '
    document.cells["current_budget"] = "900000"
    assert said(made(edition, document, plan(tmp_path, text + "false"))) == [
        "预算900,000.00元。〔待填：调减金额〕"
    ]
    assert said(made(edition, document, plan(tmp_path, text + "true"))) == ["预算900,000.00元。"]


def test_what_a_person_typed_is_no_template(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    document.cells["background"] = "{executed} {table:parts} {"
    found = plan(tmp_path, '[[block]]\nentry = "background"\n[[block]]\ntext = "{background}"')
    assert said(made(edition, document, found)) == ["{executed} {table:parts} {"] * 2


def test_the_lines_of_an_entry_are_paragraphs(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    found = plan(tmp_path, '[[block]]\nentry = "background"\n[[block]]\nentry = "work"')
    assert said(made(edition, document, found)) == ["头一段", "第二段", "〔待填：3、工作内容〕"]


def test_a_block_stands_for_every_row_and_a_condition_leaves_it_out(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    found = plan(
        tmp_path,
        '[[block]]\neach = "indicators"\n[[block.block]]\n'
        'text = "{name}"\nwhen = "level1 == \'甲\'"',
    )
    assert said(made(edition, document, found)) == ["一", "二"]


def test_groups_end_in_subtotals_and_equal_neighbours_are_one_cell(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    (table,) = made(edition, document, plan(tmp_path, GROUPED)).body
    assert isinstance(table, ReportTable)
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    picture = [
        " ".join(cells[row, column].text for column in range(3) if (row, column) in cells)
        for row in range(table.rows)
    ]
    assert picture == ["类 名 数", "甲 一 一", "二 一", "小计 2", "乙 三 一", "小计 1", "合计 3"]
    assert (cells[1, 0].rows, cells[4, 0].rows, cells[6, 0].columns) == (3, 2, 2)


def test_a_sentence_may_speak_of_a_table_that_comes_later(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    found = plan(tmp_path, '[[block]]\ntext = "见{table:parts}。"' + GROUPED)
    assert said(made(edition, document, found)) == ["见表 1。"]


def test_a_table_without_rows_is_left_out_and_no_sentence_counts_it(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    document.tables["indicators"] = []
    found = plan(tmp_path, '[[block]]\ntext = "见{table:parts}。"' + GROUPED)
    assert [type(each) for each in made(edition, document, found).body] == [Paragraph]
    assert said(made(edition, document, found)) == ["〔待填：所指的表〕"]


def test_numbering_begins_anew_under_each_heading_above(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    levels = (0, 1, 2, 2, 1, 2, 3, 4, 0, 1)
    found = plan(
        tmp_path, "".join(f'[[block]]\nheading = "题"\nlevel = {level}\n' for level in levels)
    )
    body = made(edition, document, found).body
    numbers = [each.number for each in body if isinstance(each, Heading)]
    assert numbers == ["", "一、", "（一）", "（二）", "二、", "（一）", "1.", "（1）", "", "一、"]


@pytest.mark.parametrize(
    ("count", "word"), [(1, "一、"), (10, "十、"), (11, "十一、"), (20, "二十、"), (35, "三十五、")]
)
def test_chinese_numbers(count: int, word: str) -> None:
    assert heading_number(1, count) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[[block]]\ntext = "{nothing}"', "nothing"),
        ('[[block]]\ntext = "见{table:nothing}"', "nothing"),
        ('[[block]]\nentry = "nothing"', "nothing"),
        ('[[block]]\neach = "nothing"', "nothing"),
        ('[[block]]\nname = "a"\ncaption = "甲"\nband = "nothing"', "nothing"),
        ('[[block]]\nheading = "题"\nlevel = 7', "level"),
        ('[[block]]\ntext = "甲"\nwhen = "nothing > 1"', "nothing"),
        (GROUPED + GROUPED, "parts"),
        (GROUPED.replace('"{name}"', '"{executed + nothing}"'), "nothing"),
    ],
)
def test_a_fault_in_a_plan_is_named(text: str, word: str, edition: Edition, tmp_path: Path) -> None:
    faults = prove_report(edition, plan(tmp_path, text))
    assert faults
    assert all(word in fault for fault in faults)


def test_composing_with_a_wrong_name_is_refused(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    with pytest.raises(EditionError, match="nothing"):
        made(edition, document, plan(tmp_path, '[[block]]\ntext = "{nothing}"'))


@pytest.mark.parametrize(
    "text",
    [
        '[[block]]\nnothing = "甲"',
        '[[block]]\ntext = "甲"\nlook = 3',
        '[[block]]\nname = "a"\ncaption = "甲"\nwidths = [1]\ngrid = [["甲", "乙"]]',
        "[[block]",
    ],
)
def test_a_slip_of_the_pen_is_refused_with_its_place(text: str, tmp_path: Path) -> None:
    with pytest.raises(FormFault, match=r"report\.toml"):
        plan(tmp_path, text)


def test_an_edition_may_have_no_report(tmp_path: Path) -> None:
    assert load_report(tmp_path) is None


def test_a_table_taken_from_paper_brings_its_heads_and_no_empty_rows(
    edition: Edition, document: Document, tmp_path: Path
) -> None:
    text = '[[block]]\nname = "a"\ncaption = "甲"\nband = "indicators"'
    (table,) = made(edition, document, plan(tmp_path, text)).body
    assert isinstance(table, ReportTable)
    # The band has a title, two rows of heads, and at least eight rows on paper.
    assert (table.heads, table.rows) == (2, 5)
    assert max(cell.row + cell.rows for cell in table.cells) == 5
    assert not any("主要跟踪指标" in cell.text for cell in table.cells)
