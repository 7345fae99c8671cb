"""定稿 ties paper to data: drafts, the tie, copies, several forms in one file, the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from perfdesk import cli
from perfdesk.commands import finalising
from perfdesk.commands.carriers import read_carrier
from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.finalising import (
    Standing,
    finalise,
    standing,
    warnings_left,
    why_broken,
    why_draft,
)
from perfdesk.commands.form import JudgedForm
from perfdesk.commands.output import Paper, draw_paper, draw_papers, note_print
from perfdesk.commands.projects import open_first, open_sample
from perfdesk.commands.workbooks import write_excel
from perfdesk.models.document import Document
from perfdesk.models.edits import SetCell, SetFinal
from perfdesk.models.finalised import Final, Print
from perfdesk.models.finding import Evaluation, Finding, Origin, Severity
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.open_projects import OpenProjects
from perfdesk.storage.project_file import read_project
from tests.cli.test_verbs import Run, run
from tests.conftest import RESOURCES

__all__ = ["run"]

SAMPLES = RESOURCES / "samples"
SOUND = SAMPLES / "住宅小区修缮工程.perfdesk"
FAULTY = SAMPLES / "国际社区服务中心运行费用.perfdesk"
CLEAN = Evaluation({}, ())
NOW = datetime(2024, 9, 2, 9, 30, tzinfo=UTC)


def found(severity: Severity) -> Evaluation:
    return Evaluation({}, (Finding("c", severity, Origin.UNMET, Ref("a"), "甲", "错。"),))


WRONG, DOUBTFUL = found(Severity.ERROR), found(Severity.WARNING)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "项目.perfdesk"
    path.write_bytes(SOUND.read_bytes())
    return path


@pytest.mark.parametrize(
    ("final", "evaluation", "is_draft"),
    [
        (None, CLEAN, True),
        (None, WRONG, True),
        (Final("A"), CLEAN, False),
        (Final("A"), DOUBTFUL, False),
        (Final("A"), WRONG, True),
        (Final("B"), CLEAN, True),
        (Final("B"), WRONG, True),
    ],
)
def test_paper_is_a_draft_unless_finalised_unchanged_and_right(
    edition: Edition, final: Final | None, evaluation: Evaluation, is_draft: bool
) -> None:
    document = Document("f", "e", final=final)
    assert finalising.is_draft(document, evaluation, "A") is is_draft
    assert bool(why_draft(JudgedForm(edition, document, evaluation), "A", NOW)) is is_draft


def test_errors_refuse_and_warnings_are_only_counted(
    context: Context, edition: Edition, sound: Document
) -> None:
    with pytest.raises(Refusal, match="还有 1 处错误"):
        finalise(context, JudgedForm(edition, sound, WRONG))
    with pytest.raises(Refusal, match="还没有填写"):
        finalise(context, JudgedForm(edition, Document(edition.form, edition.edition), CLEAN))
    edit = finalise(context, JudgedForm(edition, sound, DOUBTFUL))
    code = code_of(edition, sound)
    assert edit == SetFinal(Final(code, "2024-09-02T09:30+00:00"))
    assert warnings_left(DOUBTFUL) == "还有 1 条警告未说明。"
    assert warnings_left(CLEAN) == ""


def test_the_tie_breaks_with_a_figure_and_holds_again_with_the_same(
    context: Context, edition: Edition, sound: Document
) -> None:
    def now() -> Standing:
        return standing(sound, code_of(edition, sound))

    assert now() is Standing.OPEN
    finalise(context, JudgedForm(edition, sound, CLEAN)).apply(sound)
    assert now() is Standing.HOLDS
    code = code_of(edition, sound)
    sound.prints = (
        Print(code, "2024-09-02T10:00+00:00", 2, "print", draft=False),
        Print(code, "2024-09-02T08:00+00:00", 2, "print", draft=True),
        Print("0000-0000-0000", "2024-09-02T08:00+00:00", 2, "pdf", draft=False),
    )
    back = SetCell(Ref("executed"), "1").apply(sound)
    assert now() is Standing.BROKEN
    said = why_broken(sound, NOW)
    assert said == f"当前数据与 9月2日 09:30 定稿（校验码 {code}，已打印 1 份）不一致。"
    assert "2024年9月2日" in why_broken(sound, NOW.replace(year=2025))
    back.apply(sound)
    assert now() is Standing.HOLDS


def test_a_finalised_form_is_no_draft_on_paper_in_excel_and_beside_its_errors(
    context: Context, edition: Edition, sound: Document
) -> None:
    def drafts() -> tuple[bool, str | None]:
        book = write_excel(context, JudgedForm(edition, sound, CLEAN))
        head = load_workbook(BytesIO(book)).worksheets[0].oddHeader
        return draw_paper(context, JudgedForm(edition, sound, CLEAN)).draft, head.right.text

    assert drafts() == (True, "草稿")
    finalise(context, JudgedForm(edition, sound, CLEAN)).apply(sound)
    assert drafts() == (False, None)
    assert draw_paper(context, JudgedForm(edition, sound, WRONG)).draft
    sound.put(Ref("executed"), "1")
    assert drafts() == (True, "草稿")


def test_the_paper_is_the_same_however_often_and_whenever_it_is_printed(
    context: Context, edition: Edition, sound: Document
) -> None:
    finalise(context, JudgedForm(edition, sound, CLEAN)).apply(sound)
    first = draw_paper(context, JudgedForm(edition, sound, CLEAN), data_page=True)
    note_print(context, first, 2, "print").apply(sound)
    later = replace(context, now=lambda: datetime(2025, 1, 7, tzinfo=UTC))
    finalise(later, JudgedForm(edition, sound, CLEAN)).apply(sound)
    again = draw_paper(later, JudgedForm(edition, sound, CLEAN), data_page=True)
    assert again.pdf == first.pdf


def test_a_pdf_carries_that_it_is_final_and_no_copies(
    context: Context, edition: Edition, sound: Document, tmp_path: Path
) -> None:
    finalise(context, JudgedForm(edition, sound, CLEAN)).apply(sound)
    note_print(context, Paper(b"", (), "A"), 2, "print").apply(sound)
    path = tmp_path / "表.pdf"
    path.write_bytes(draw_paper(context, JudgedForm(edition, sound, CLEAN)).pdf)
    [carried] = read_carrier(context, path)[0].documents
    assert carried.final == Final(code_of(edition, sound))
    assert carried.prints == ()
    assert "与定稿（校验码" in why_broken(carried, NOW)


def test_several_forms_share_a_file_and_keep_their_pages_codes_and_data(
    context: Context, tmp_path: Path
) -> None:
    opened = [open_sample(context, path) for path in (SOUND, FAULTY)]
    forms = [JudgedForm(each.edition, each.document, CLEAN) for each in opened]
    blank = Document(opened[0].edition.form, opened[0].edition.edition)
    forms.insert(1, JudgedForm(opened[0].edition, blank, CLEAN, blank=True))
    path = tmp_path / "全部.pdf"
    pdf, papers = draw_papers(context, forms)
    path.write_bytes(pdf)
    assert [paper.draft for paper in papers] == [True, False, True]
    assert [bool(paper.code) for paper in papers] == [True, False, True]
    with PdfDocument(pdf) as file:
        texts = [page.get_textpage().get_text_range() for page in file]
        outline = [(each.level, each.get_title()) for each in file.get_toc()]
    assert len(texts) == sum(len(paper.pages) for paper in papers)
    feet = [
        (paper.code, f"第 {number} 页 共 {len(paper.pages)} 页")
        for paper in papers
        for number in range(1, len(paper.pages) + 1)
    ]
    for text, (code, foot) in zip(texts, feet, strict=True):
        assert foot in text
        assert (code in text) if code else ("校验码" not in text)
    titles = [each.edition.title for each in forms]
    assert [title for level, title in outline if level == 0] == titles
    carried = read_carrier(context, path)[0].documents
    assert [each.cells for each in carried] == [each.document.cells for each in opened]
    assert draw_papers(context, forms)[0] == pdf


def test_finalise_writes_the_code_and_is_taken_back(run: Run, project: Path) -> None:
    def final() -> Any:
        return run("check", project, "--json").json["summary"]["final"]

    assert final() is None
    said = run("finalise", project)
    assert said.code == cli.DONE
    assert "已定稿，校验码" in said.err and "条警告未说明" in said.err
    code = json.loads(project.read_bytes())["documents"][0]["final"]["code"]
    assert final() == {"code": code, "at": "2024-09-02T09:30+00:00", "holds": True}
    pdf = project.with_suffix(".pdf")
    assert "草稿" not in run("pdf", project, "-o", pdf).err
    refused = run("finalise", pdf)
    assert (refused.code, "已定稿" in refused.err) == (cli.REFUSED, False)
    assert run("set", project, "implementing_unit=别的单位").code == cli.DONE
    assert final()["holds"] is False
    assert f"定稿（校验码 {code}）不一致" in run("pdf", project, "-o", pdf).err
    assert run("finalise", project, "--undo").code == cli.DONE
    assert final() is None
    assert "还没有定稿" in run("export", project, "-o", project.with_suffix(".xlsx")).err
    refused = run("finalise", project, "--undo")
    assert (refused.code, "不用取消" in refused.err) == (cli.REFUSED, True)


def test_finalise_lists_the_errors_and_leaves_the_file_alone(run: Run, project: Path) -> None:
    project.write_bytes(FAULTY.read_bytes())
    said = run("finalise", project)
    errors = run("check", project, "--json").json["summary"]["error"]
    assert said.code == cli.FOUND
    assert len(said.out.splitlines()) == errors > 1
    assert project.read_bytes() == FAULTY.read_bytes()


def test_pdf_of_all_forms_is_one_file(run: Run, project: Path, tmp_path: Path) -> None:
    two, out = tmp_path / "两张.perfdesk", tmp_path / "全部.pdf"
    assert run("carry", project, "self_evaluation/shanghai-2024", "-o", two).code == cli.DONE
    said = run("pdf", two, "--all", "-o", out)
    assert said.code == cli.DONE
    assert len([line for line in said.err.splitlines() if "草稿" in line]) == 2
    with PdfDocument(out.read_bytes()) as file:
        assert len(file) >= 2
    assert run("pdf", two, "--all", "--form", "monitoring", "-o", out).code == cli.REFUSED
    alone = run("pdf", two, "--all", "--blank", "-o", out)
    assert (alone.code, "草稿" in alone.err) == (cli.DONE, False)


def test_final_and_copies_come_back_after_the_program_was_killed(
    context: Context, project: Path
) -> None:
    projects = OpenProjects(context, lambda: 0.0, lambda _: None)
    session = projects.start(open_first(context, project)).session
    form = JudgedForm(session.edition, session.document, session.evaluation)
    session.apply(finalise(context, form))
    paper = draw_paper(context, form)
    fact = note_print(context, paper, len(paper.pages), "print")
    assert fact is not None
    session.note(fact)
    session.undo()
    session.redo()
    projects._running[id(session.project)].journal.close()
    [leftover] = projects.leftovers()
    assert leftover.opened.document.final == session.document.final is not None
    assert leftover.opened.document.prints == session.document.prints == (fact.printed,)
    assert leftover.changes


def test_a_final_is_no_part_of_the_data(edition: Edition, sound: Document) -> None:
    code = code_of(edition, sound)
    sound.final = Final("A", "2024-09-02T09:30+00:00")
    sound.prints = (Print("A", "2024-09-02T09:30+00:00", 1, "pdf", draft=False),)
    assert code_of(edition, sound) == code


def test_the_text_of_a_project_with_a_final_is_read_by_key(run: Run, project: Path) -> None:
    run("finalise", project)
    document = read_project(project.read_bytes()).documents[0]
    assert document.final is not None
    assert "final" not in document.extra
