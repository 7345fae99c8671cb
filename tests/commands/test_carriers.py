"""A PDF of ours is opened as the document it carries; any other says kindly what it is."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from perfdesk import cli
from perfdesk.commands.carriers import attached_to
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.output import draw_paper
from perfdesk.commands.projects import open_forms, open_project, save_project
from perfdesk.models.document import Document, Project
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.storage.check_code import check_code

NAME = Ref("project_name")


def by_name(opened: Opened) -> str:
    return opened.document.text(NAME)


@pytest.fixture
def pdf(context: Context, edition: Edition, sound: Document, tmp_path: Path) -> Path:
    return draw(context, edition, sound, tmp_path / "表.pdf")


def draw(context: Context, edition: Edition, document: Document, path: Path, **more: bool) -> Path:
    evaluation = judge(context, edition, document)
    path.write_bytes(draw_paper(context, JudgedForm(edition, document, evaluation), **more).pdf)
    return path


def without_data(pdf: Path, path: Path) -> Path:
    """Copy the pages as a program does that knows nothing of attachments."""
    with PdfDocument(pdf) as source, PdfDocument.new() as target:
        target.import_pages(source)
        target.save(path)
    return path


def test_a_pdf_is_opened_as_a_new_project(context: Context, pdf: Path, sound: Document) -> None:
    opened = open_forms(context, pdf)[0]
    assert opened.document == sound
    assert opened.path is None


def test_answers_travel_with_the_pdf(
    context: Context, edition: Edition, sound: Document, tmp_path: Path
) -> None:
    from perfdesk.models.answers import Answer

    sound.put_answer("any_check", NAME, Answer("情况属实", "甲"))
    path = draw(context, edition, sound, tmp_path / "表.pdf")
    assert open_project(context, path).document == sound


def test_the_command_line_takes_a_pdf_where_it_takes_a_project(
    context: Context, pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back = tmp_path / "回.perfdesk"
    assert cli.run(["import", str(pdf), "-o", str(back)], context) == cli.DONE
    capsys.readouterr()
    shown = []
    for path in (pdf, back):
        assert cli.run(["show", str(path), "--json"], context) == cli.DONE
        shown.append(json.loads(capsys.readouterr().out))
    assert shown[0] == shown[1]
    assert cli.run(["check", str(pdf)], context) == cli.run(["check", str(back)], context)


def test_a_pdf_imported_over_a_project_lists_what_differs(
    context: Context,
    edition: Edition,
    pdf: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "项目.perfdesk"
    opened = open_project(context, pdf)
    code = check_code(edition, opened.document)
    opened.document.put(NAME, "另一个名称")
    save_project(context, opened.project, path, None)
    assert cli.run(["import", str(pdf), "-o", str(path)], context) == cli.FOUND
    assert "另一个名称" in capsys.readouterr().out
    assert open_project(context, path).document.text(NAME) == "另一个名称"
    assert cli.run(["import", str(pdf), "-o", str(path), "--apply"], context) == cli.DONE
    assert check_code(edition, open_project(context, path).document) == code


def test_a_pdf_is_never_written_over(context: Context, pdf: Path) -> None:
    before = pdf.read_bytes()
    assert cli.run(["set", str(pdf), "project_name=甲"], context) == cli.REFUSED
    assert pdf.read_bytes() == before


def test_merged_files_give_all_their_documents(
    context: Context, edition: Edition, sound: Document, pdf: Path, tmp_path: Path
) -> None:
    other = sound.copy()
    other.put(NAME, "另一个项目")
    second = draw(context, edition, other, tmp_path / "另.pdf")
    merged = io.BytesIO()
    with PdfDocument(pdf) as document, PdfDocument(second) as more:
        data = bytes(more.get_attachment(0).get_data())
        document.import_pages(more)
        for name in ("b.perfdesk", "c.perfdesk"):  # the same twice counts once
            document.new_attachment(name).set_data(data)
        document.save(merged)
    path = tmp_path / "合并.pdf"
    path.write_bytes(merged.getvalue())
    opened = open_forms(context, path)
    # Attachments come in the order of their names, which whoever merges may choose.
    assert sorted(map(by_name, opened)) == sorted(each.text(NAME) for each in (sound, other))
    assert sound in [each.document for each in opened]
    assert "2 份" in opened[0].note


def test_pages_whose_data_were_lost_in_merging_are_named(
    context: Context, edition: Edition, sound: Document, pdf: Path, tmp_path: Path
) -> None:
    other = sound.copy()
    other.put(NAME, "另一个项目")
    second = draw(context, edition, other, tmp_path / "另.pdf")
    path = tmp_path / "合并.pdf"
    with PdfDocument(pdf) as document, PdfDocument(second) as more:
        document.import_pages(more)
        document.save(path)
    opened = open_project(context, path)
    assert opened.document == sound
    assert check_code(edition, other) in opened.note
    assert check_code(edition, sound) not in opened.note


def test_a_pdf_without_data_says_what_its_pages_say(
    context: Context, edition: Edition, sound: Document, pdf: Path, tmp_path: Path
) -> None:
    bare = without_data(pdf, tmp_path / "合并.pdf")
    with pytest.raises(Refusal) as refused:
        open_project(context, bare)
    for words in ("没有填报数据", edition.title, check_code(edition, sound)):
        assert words in str(refused.value)


def test_a_strangers_pdf_is_said_to_be_one(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "公文.pdf"
    with PdfDocument.new() as document:
        document.new_page(595, 842)
        document.save(path)
    with pytest.raises(Refusal, match="没有填报数据"):
        open_project(context, path)


def test_a_missing_file_and_a_folder_are_said(context: Context, tmp_path: Path) -> None:
    for path in (tmp_path / "没有.pdf", tmp_path):
        with pytest.raises(Refusal, match="。"):
            attached_to(path, lambda: False)


def test_a_data_page_brings_the_document_back(
    context: Context, edition: Edition, sound: Document, tmp_path: Path
) -> None:
    pdf = draw(context, edition, sound, tmp_path / "表.pdf", data_page=True)
    scan, back = tmp_path / "扫描.jpg", tmp_path / "回.perfdesk"
    with PdfDocument(pdf) as document:
        last = document[len(document) - 1]
        last.render(scale=300 / 72).to_pil().save(scan, quality=70)
    assert cli.run(["import", str(scan), "-o", str(back)], context) == cli.DONE
    assert open_project(context, back).document == sound


def test_a_damaged_attachment_is_refused_whole(context: Context, pdf: Path, tmp_path: Path) -> None:
    with PdfDocument(pdf) as document:
        document.get_attachment(0).set_data(b'{"format": "perfdesk", "version": 1}')
        document.save(tmp_path / "坏.pdf")
    with pytest.raises(Refusal, match="填报数据读不出来"):
        open_project(context, tmp_path / "坏.pdf")


# --- the code in a project file --------------------------------------------------------------


def test_a_project_changed_by_another_program_is_said_so(
    context: Context, sound: Document, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "项目.perfdesk"
    save_project(context, Project([sound]), path, None)
    assert open_project(context, path).note == ""
    content = json.loads(path.read_bytes())
    content["documents"][0]["cells"]["project_name"] = "改过"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    opened = open_project(context, path)
    assert "被别的程序改过" in opened.note
    assert "check_code" not in opened.document.extra
    cli.run(["check", str(path)], context)
    assert "被别的程序改过" in capsys.readouterr().err


@pytest.mark.parametrize("noted", ["7K3F-9QX2", "", 5, None])
def test_a_note_that_is_no_code_says_nothing_of_changes(
    context: Context, sound: Document, tmp_path: Path, noted: object
) -> None:
    path = tmp_path / "项目.perfdesk"
    save_project(context, Project([sound]), path, None)
    content = json.loads(path.read_bytes())
    content["documents"][0]["check_code"] = noted
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert open_project(context, path).note == ""


def test_a_form_this_program_does_not_have_keeps_its_code(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "项目.perfdesk"
    strange = Document("nobody", "knows-1", {"a": "b"}, extra={"check_code": "7K3F-9QX2-MD4T"})
    save_project(context, Project([strange]), path, None)
    assert json.loads(path.read_bytes())["documents"][0]["check_code"] == "7K3F-9QX2-MD4T"
