"""Rows that failed come back whole with their reasons; what is no row does not."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from perfdesk.exchange.books.returned_rows import write_returned
from perfdesk.exchange.incoming.incoming import Incoming, ReturnedSheet
from perfdesk.exchange.parse import xlsx
from perfdesk.exchange.parse.grid import as_grid
from perfdesk.exchange.reading import forms_in, read_pasted
from perfdesk.forms.catalogue import Catalogue
from tests.exchange.labels.disfigured import KEY, Page, as_xlsx, page_of
from tests.exchange.labels.test_disfigured import exported
from tests.exchange.scanned import tabbed

HEAD = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 产地"
SOUND = "产出指标 | 数量指标 | 巡查次数 | 24次 | 24次 | 10 | 10 | 本地"
WORSE = "产出指标 | 质量指标 | 合格率 | 98% | 98% | 十分 | 10 | 外地"


def read_book(catalogue: Catalogue, data: bytes) -> Incoming:
    [found] = forms_in(as_grid(xlsx.parse(data)), catalogue)
    return found


def read_text(catalogue: Catalogue, *lines: str) -> Incoming:
    [found] = forms_in(read_pasted("\n".join(lines)), catalogue, "self_evaluation/shanghai-2024")
    return found


def reasons(sheets: list[ReturnedSheet]) -> list[str]:
    return [reason for sheet in sheets for row in sheet.rows for reason in row.reasons]


def test_a_text_that_is_no_value_brings_its_whole_row_back_under_its_head(
    catalogue: Catalogue,
) -> None:
    [sheet] = read_text(catalogue, tabbed(HEAD, SOUND, WORSE)).returned
    assert sheet.head == (tuple(HEAD.split(" | ")),)
    [row] = sheet.rows
    assert row.texts == tuple(WORSE.split(" | "))
    assert row.marked == {5}
    assert row.place == "粘贴的文字 第3行"
    assert row.reasons == ("“分值”：“十分”不是数字。请只填数字，例如 48.53。",)


def test_titles_captions_and_paragraphs_fail_nobody(catalogue: Catalogue) -> None:
    found = read_text(catalogue, "本表由财政所收集", tabbed(HEAD, SOUND), "", "以上数据仅供参考")
    assert {each.text for each in found.strange} >= {"本表由财政所收集", "以上数据仅供参考"}
    assert found.returned == []


def test_a_column_the_form_has_not_fails_no_row_and_is_told_once(catalogue: Catalogue) -> None:
    found = read_text(catalogue, tabbed(HEAD, SOUND, SOUND.replace("巡查", "清洗")))
    assert found.returned == []
    assert sum("“产地”" in note.message for note in found.notes) == 1


def test_data_beside_a_label_that_nobody_understood_comes_back(catalogue: Catalogue) -> None:
    found = read_text(catalogue, tabbed("项目名称 | 保洁 | | 备案号 | 沪-17"), tabbed(HEAD, SOUND))
    [sheet] = found.returned
    assert sheet.rows[0].texts == ("项目名称", "保洁", "备案号", "沪-17")
    assert len(reasons(found.returned)) == 2


def test_in_a_workbook_of_ours_what_is_given_up_comes_back_too(catalogue: Catalogue) -> None:
    book = load_workbook(BytesIO(exported(KEY)))
    name = book.defined_names["f.current_budget"].attr_text
    title, cell = name.replace("$", "").replace("'", "").split("!")
    book[title][cell.split(":")[0]].value = "约九十万"
    data = BytesIO()
    book.save(data)
    [sheet] = read_book(catalogue, data.getvalue()).returned
    [row] = sheet.rows
    assert "约九十万" in row.texts and "约九十万" in row.reasons[0]
    assert row.texts[min(row.marked)] == "约九十万"


def test_a_sound_copy_has_nothing_to_send_back(catalogue: Catalogue) -> None:
    assert read_book(catalogue, exported(KEY)).returned == []
    assert read_book(catalogue, as_xlsx(page_of(exported(KEY)))).returned == []


def test_rows_sent_back_are_mended_and_come_in(catalogue: Catalogue) -> None:
    cells: dict[tuple[int, int], object] = {
        (1, column): text for column, text in enumerate(HEAD.split(" | ")[:7], 1)
    }
    cells |= {(2, column): text for column, text in enumerate(WORSE.split(" | ")[:7], 1)}
    found = forms_in(
        as_grid(xlsx.parse(as_xlsx(Page(cells)))), catalogue, "self_evaluation/shanghai-2024"
    )
    sent = load_workbook(BytesIO(write_returned("没有读入的行", found[0].returned)))
    sheet = sent.worksheets[0]
    [cell] = [one for row in sheet for one in row if one.value == "十分"]
    cell.value = "10"
    mended = BytesIO()
    sent.save(mended)
    [again] = forms_in(
        as_grid(xlsx.parse(mended.getvalue())), catalogue, "self_evaluation/shanghai-2024"
    )
    assert [row.cells for row in again.document.rows("indicators")] == [
        {
            "level1": "产出指标",
            "level2": "质量指标",
            "name": "合格率",
            "target_value": "98%",
            "actual_value": "98%",
            "weight": "10",
            "score": "10",
        }
    ]
    assert again.strange == [] and again.returned == []
