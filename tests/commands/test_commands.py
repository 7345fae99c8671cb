"""The use cases: what each does, and the one sentence it says when it cannot."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from perfdesk import app
from perfdesk.commands import paper_face
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.editions import find_edition, why_unfit
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.forms import forms_of
from perfdesk.commands.intake import compare, import_edit, read_excel
from perfdesk.commands.output import draw_paper
from perfdesk.commands.projects import (
    cell_edit,
    new_project,
    open_forms,
    open_project,
    open_sample,
    sample_projects,
    save_project,
)
from perfdesk.commands.workbooks import write_excel
from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.edits import Batch, SetCell
from perfdesk.models.finding import Severity
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.storage import preferences
from perfdesk.storage.atomic import NotSaved, Saved
from perfdesk.storage.reading import read
from tests.conftest import RESOURCES

pytestmark = pytest.mark.usefixtures("shared_worker")


def saved(context: Context, project: Project, path: Path, expected: str | None = None) -> None:
    assert isinstance(save_project(context, project, path, expected), Saved)


def test_what_was_saved_is_opened(context: Context, edition: Edition, tmp_path: Path) -> None:
    opened = new_project(edition)
    opened.document.put(Ref("town_name"), "华漕镇")
    path = tmp_path / "项目.perfdesk"
    saved(context, opened.project, path)
    again = open_project(context, path)
    assert again.document == opened.document
    assert again.edition is edition
    assert again.path == path
    again.document.put(Ref("town_name"), "新虹街道")
    saved(context, again.project, path, again.digest)


def test_what_another_hand_wrote_is_not_written_over(
    context: Context, edition: Edition, tmp_path: Path
) -> None:
    path = tmp_path / "项目.perfdesk"
    saved(context, new_project(edition).project, path)
    opened = open_project(context, path)
    theirs = path.read_bytes() + b"\n"
    path.write_bytes(theirs)
    opened.document.put(Ref("town_name"), "华漕镇")
    outcome = save_project(context, opened.project, path, opened.digest)
    assert isinstance(outcome, NotSaved)
    assert path.read_bytes() == theirs


def test_a_document_of_blanks_and_empty_tables_can_be_saved(
    context: Context, edition: Edition, tmp_path: Path
) -> None:
    opened = new_project(edition)
    opened.document.cells["town_name"] = ""
    opened.document.tables["indicators"] = []
    opened.document.tables["stage_targets"] = [Row("r1", {"name": ""})]
    saved(context, opened.project, tmp_path / "项目.perfdesk")


def test_a_workbook_is_sent_to_the_import(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "表.XLSX"
    path.write_bytes(b"PK\x03\x04\xff")
    with pytest.raises(Refusal, match="请先导入"):
        open_project(context, path)


def test_what_cannot_be_a_file_is_refused_and_the_old_file_stays(
    context: Context, edition: Edition, tmp_path: Path
) -> None:
    path = tmp_path / "项目.perfdesk"
    opened = new_project(edition)
    saved(context, opened.project, path)
    before = path.read_bytes()
    digest = open_project(context, path).digest
    opened.document.tables["indicators"] = [Row(f"r{n}", {"name": "x"}) for n in range(5_001)]
    with pytest.raises(Refusal, match="5000 行"):
        save_project(context, opened.project, path, digest)
    assert path.read_bytes() == before


def test_a_project_of_several_forms_asks_which(
    context: Context, edition: Edition, tmp_path: Path
) -> None:
    path = tmp_path / "项目.perfdesk"
    one = Document(edition.form, edition.edition, {"town_name": "华漕镇"})
    other = Document("some_form", "here-1", {"a": "甲"})
    saved(context, Project([one, other]), path)
    with pytest.raises(Refusal, match="some_form/here-1"):
        open_project(context, path)
    for name in (edition.form, edition.key):
        opened = open_project(context, path, name)
        assert opened.document == one
        assert opened.project.documents[1] == other
    with pytest.raises(Refusal, match="没有表单“nothing”"):
        open_project(context, path, "nothing")


def test_an_edition_that_is_not_there_is_named(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "项目.perfdesk"
    saved(context, Project([Document("monitoring_key", "minhang-2031")]), path)
    with pytest.raises(Refusal, match="monitoring_key/minhang-2031"):
        open_project(context, path)
    for name in ("monitoring_key/minhang-2031", "nothing", ""):
        with pytest.raises(Refusal, match="本程序有"):
            find_edition(context, name)


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        ("form = 5", "form：应为文字"),
        ("form = ", "TOML"),
        ("", "缺少"),
        (None, "calculation"),
    ],
)
def test_a_broken_edition_of_a_users_own_is_named_with_its_place(
    context: Context, tmp_path: Path, edition: Edition, spoiled: str | None, words: str
) -> None:
    folder = tmp_path / edition.form / "here-2024"
    shutil.copytree(RESOURCES / "forms" / edition.form / edition.edition, folder)
    form = folder / "form.toml"
    text = form.read_text(encoding="utf-8").replace(f'"{edition.edition}"', '"here-2024"')
    if spoiled is None:
        spoiled = text.replace("percent(executed, current_budget)", "percent(executed, no_such)")
    form.write_text(spoiled, encoding="utf-8")
    mine = replace(context, read_catalogue=lambda: Catalogue([tmp_path]))
    with pytest.raises(Refusal) as refused:
        find_edition(mine, f"{edition.form}/here-2024")
    assert words in str(refused.value)


def test_a_sample_is_never_saved_over(context: Context, tmp_path: Path) -> None:
    copied = tmp_path / "samples"
    shutil.copytree(context.samples, copied)
    mine, linked = replace(context, samples=copied), tmp_path / "link"
    linked.symlink_to(copied, target_is_directory=True)
    for _, path in sample_projects(mine):
        opened = open_sample(mine, path)
        assert (opened.path, opened.digest) == (None, None)
        before = path.read_bytes()
        for digest in (None, open_forms(mine, path)[0].digest):
            for place in (path, linked / path.name):
                with pytest.raises(Refusal, match="示例"):
                    save_project(mine, Project([Document("a", "b")]), place, digest)
        assert path.read_bytes() == before


def test_judging_adds_what_cannot_be_printed_in_the_forms_order(
    context: Context, edition: Edition, sound: Document
) -> None:
    sound.put(Ref("town_name"), "镇\U0010fffd")
    sound.put(Ref("period_end"), "2023-01-01")
    codes = [each.code for each in judge(context, edition, sound).findings]
    assert codes[:2] == ["no_glyph", "period_order"]


def test_a_blank_form_is_no_draft(context: Context, edition: Edition) -> None:
    blank = Document(edition.form, edition.edition)
    evaluation = judge(context, edition, blank)
    assert evaluation.count(Severity.ERROR)
    drafted = draw_paper(context, JudgedForm(edition, blank, evaluation))
    clean = draw_paper(context, JudgedForm(edition, blank, evaluation, blank=True))
    assert len(drafted.pdf) != len(clean.pdf)
    assert len(drafted.pages) == len(clean.pages)


def test_a_cell_is_named_as_people_do(edition: Edition, sound: Document) -> None:
    row = sound.row_ids("indicators")[1]
    edit = cell_edit(edition, sound, "indicators[2].name", "甲")
    assert edit == SetCell(Ref("name", "indicators", row), "甲")
    before = sound.copy()
    grown = cell_edit(edition, sound, "indicators[12].name", "甲")
    assert sound == before
    assert isinstance(grown, Batch)
    undo = grown.apply(sound)
    assert [row.cells.get("name", "") for row in sound.rows("indicators")][-2:] == ["", "甲"]
    undo.apply(sound)
    assert sound == before


def test_a_workbook_of_another_form_is_not_compared(
    context: Context, edition: Edition, sound: Document, tmp_path: Path
) -> None:
    book = tmp_path / "表.xlsx"
    evaluation = judge(context, edition, sound)
    book.write_bytes(write_excel(context, JudgedForm(edition, sound, evaluation)))
    _, incoming = read_excel(context, book)
    other = replace_key(edition)
    with pytest.raises(Refusal, match="另一种表"):
        compare(other, Document(other.form, other.edition), incoming)


def replace_key(edition: Edition) -> Edition:
    return replace(edition, edition="elsewhere-2024")


def test_a_workbook_taken_in_part_changes_that_part(
    context: Context, edition: Edition, sound: Document, tmp_path: Path
) -> None:
    changed = sound.copy()
    changed.put(Ref("town_name"), "新虹街道")
    changed.put(Ref("executed"), "890000")
    book = tmp_path / "表.xlsx"
    book.write_bytes(
        write_excel(context, JudgedForm(edition, changed, judge(context, edition, changed)))
    )
    _, incoming = read_excel(context, book)
    found = compare(edition, sound, incoming)
    assert [each.label for each in found] == ["街镇名称", "预算执行数"]
    before = sound.copy()
    undo = import_edit(edition, sound, incoming, found[:1]).apply(sound)
    assert sound.text(Ref("town_name")) == "新虹街道"
    assert sound.text(Ref("executed")) == before.text(Ref("executed"))
    undo.apply(sound)
    assert sound == before


def test_one_faulty_edition_does_not_close_the_other_forms(
    context: Context, edition: Edition, sound: Document, tmp_path: Path
) -> None:
    broken = tmp_path / "forms" / "some_form" / "here-2024"
    broken.mkdir(parents=True)
    (broken / "form.toml").write_text("form = 5", encoding="utf-8")
    shelf = Catalogue([RESOURCES / "forms", tmp_path / "forms"])
    mine = replace(context, read_catalogue=lambda: shelf)
    other = Document("some_form", "here-2024", {"a": "甲"})
    path = tmp_path / "项目.perfdesk"
    saved(context, Project([other, sound]), path)
    opened = open_forms(mine, path)
    assert [each.document for each in opened] == [sound]
    assert [each.document for each in forms_of(mine, opened[0])] == [sound]
    assert judge(mine, edition, sound, opened[0].project).count(Severity.ERROR) == 0
    assert "here-2024/form.toml" in why_unfit(mine, other)
    assert why_unfit(mine, sound) == ""
    saved(mine, opened[0].project, path, opened[0].digest)
    assert open_project(context, path, edition.form).project.documents[0] == other
    saved(context, Project([other]), path, _digest(path))
    with pytest.raises(Refusal, match=r"here-2024/form\.toml"):
        open_forms(mine, path)


def _digest(path: Path) -> str:
    return read(path).digest


def test_a_faulty_edition_is_in_the_way_of_its_own_workbooks_only(
    context: Context, edition: Edition, sound: Document, tmp_path: Path
) -> None:
    broken = tmp_path / "a_form" / "here-2024"
    broken.mkdir(parents=True)
    (broken / "form.toml").write_text("form = 5", encoding="utf-8")
    shelf = Catalogue([tmp_path, RESOURCES / "forms"])
    mine = replace(context, read_catalogue=lambda: shelf)
    book = tmp_path / "表.xlsx"
    evaluation = judge(context, edition, sound)
    for key, words in (("a_form", r"here-2024/form\.toml"), ("no_form", "没有导入")):
        stranger = replace(edition, form=key, edition="here-2024")
        book.write_bytes(write_excel(context, JudgedForm(stranger, sound, evaluation)))
        with pytest.raises(Refusal, match=words):
            read_excel(mine, book)
    book.write_bytes(write_excel(context, JudgedForm(edition, sound, evaluation)))
    assert read_excel(mine, book)[0].key == edition.key


@pytest.mark.parametrize(
    ("file", "drawn_by"), [("own.ttf", "own.ttf#0"), ("gone.ttf", "PerfDeskSerif-Regular")]
)
def test_the_face_that_a_person_chose_is_on_paper_while_it_is_there(
    tmp_path: Path, file: str, drawn_by: str
) -> None:
    shutil.copyfile(RESOURCES / "fonts" / "PerfDeskSans-Regular.ttf", tmp_path / "own.ttf")
    chosen = preferences.Preferences(paper_face=str(tmp_path / file))
    preferences.save(tmp_path / "preferences.json", chosen)
    faces = app.make_context(tmp_path).faces
    assert faces.runs("项目", "song")[0][0].name.endswith(drawn_by)
    assert bool(paper_face.face_trouble(chosen.paper_face)) == (file == "gone.ttf")


def test_another_choice_of_a_face_is_on_the_next_paper(tmp_path: Path) -> None:
    context = app.make_context(tmp_path)
    opened = new_project(find_edition(context, "monitoring"))
    evaluation = judge(context, opened.edition, opened.document)

    def drawn() -> bytes:
        return draw_paper(context, JudgedForm(opened.edition, opened.document, evaluation)).pdf

    before, file = drawn(), context.data / "own.ttf"
    shutil.copyfile(RESOURCES / "fonts" / "PerfDeskSans-Regular.ttf", file)
    context.preferences.change(paper_face=f"{file}#0")
    assert drawn() != before
    context.preferences.change(paper_face="")
    assert drawn() == before
