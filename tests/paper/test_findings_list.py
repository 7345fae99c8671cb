"""The list of findings: in the order of work, whole on every page, for one form or for many."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Sheet
from perfdesk.paper.findings_list import Entry, FormFindings, lay_out_findings
from perfdesk.paper.fonts import Faces
from perfdesk.paper.typeset import TypesetPage, typeset

FACTS = [("街镇", "某镇"), ("表单", "某表"), ("合计", "错误 1"), ("另一项", "内容")]


def entry(severity: Severity, message: str, **more: str) -> Entry:
    found = Finding("code", severity, Origin.UNMET, Ref("a"), "某栏", message, actual="1")
    return Entry("某页\n某栏", replace(found, **more))  # type: ignore[arg-type]


def texts(sheet: Sheet) -> list[str]:
    return [cell.text for band in sheet.bands for cell in band.cells]


def on(page: TypesetPage) -> str:
    lines = (line.text for piece in page.pieces for line in piece.lines)
    return "".join("".join(lines).split())


def test_errors_come_first_then_warnings_then_what_is_answered_and_notes_last() -> None:
    entries = (
        entry(Severity.NOTE, "丁"),
        entry(Severity.WARNING, "丙", answer="无误"),
        entry(Severity.WARNING, "乙"),
        entry(Severity.ERROR, "甲", answer="来不及"),
    )
    found = texts(lay_out_findings(FACTS, "一句话。", [FormFindings(entries)]))
    assert [each for each in found if each in "甲乙丙丁" and each] == ["甲", "乙", "丙", "丁"]
    assert "错误：改正后才能定稿（1 处）" in found
    assert "已说明（1 处）" in found
    assert {"来不及", "无误"} <= set(found)


def test_an_answer_to_other_figures_leaves_room_for_a_new_one() -> None:
    stale = FormFindings((entry(Severity.WARNING, "甲", old_answer="合同追加"),))
    assert "原说明：合同追加\n数字已变，请重新说明：" in texts(lay_out_findings(FACTS, "", [stale]))


def test_a_list_over_many_forms_says_on_each_page_which_one_it_speaks_of(faces: Faces) -> None:
    parts = [
        FormFindings(
            tuple(entry(Severity.ERROR, f"{name}第{n}处。") for n in range(40)), f"单位{name}"
        )
        for name in ("甲", "乙")
    ]
    parts.append(FormFindings((), "单位丙"))
    sheet = lay_out_findings(FACTS, "一句话。", parts, title="退回修改通知", signers=("经办人",))
    # A workbook takes the heights of rows by the names of their bands.
    assert len({band.name for band in sheet.bands}) == len(sheet.bands)
    pages = [on(page) for page in typeset(sheet, faces)]
    assert len(pages) > 6
    for name in "甲乙":
        about = [page for page in pages if f"{name}第" in page]
        assert len(about) > 2
        assert all(f"单位{name}" in page and "发现的问题" in page for page in about)
    whole = "".join(pages)
    assert all(f"{name}第{n}处。" in whole for name in "甲乙" for n in range(40))
    assert "单位丙" in pages[-1]
    assert "未发现问题。" in pages[-1]
    assert "经办人：" in pages[-1]
    assert pages[0].startswith("退回修改通知")


def test_a_message_longer_than_a_page_is_all_there(faces: Faces) -> None:
    long = "".join(f"第{n}句话很长很长。" for n in range(700))
    sheet = lay_out_findings(FACTS, "", [FormFindings((entry(Severity.ERROR, long),))])
    pages = [on(page) for page in typeset(sheet, faces)]
    assert len(pages) > 1
    assert all(f"第{n}句" in "".join(pages) for n in range(0, 700, 50))


def test_what_stands_in_a_narrative_is_only_begun() -> None:
    listed = FormFindings((entry(Severity.WARNING, "甲", actual="长" * 500),))
    assert max(map(len, texts(lay_out_findings(FACTS, "", [listed])))) < 100
