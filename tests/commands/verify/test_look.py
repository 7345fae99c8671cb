"""核验 says what a carrier carries, and of two whether the data are the same, and where not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from pypdfium2 import PdfDocument

from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.output import draw_paper
from perfdesk.commands.projects import save_project
from perfdesk.commands.verify.compare import compare_carriers
from perfdesk.commands.verify.evidence import Carrier, Claim, Kind, Verdict
from perfdesk.commands.verify.look import look_at_code, look_at_project, look_into
from perfdesk.commands.verify.words import described, judged
from perfdesk.commands.workbooks import write_excel, write_excels
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.finalised import Final, Print
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.storage.check_code import check_code
from perfdesk.storage.project_file import write_project

pytestmark = pytest.mark.usefixtures("shared_worker")

NAME, BUDGET = Ref("project_name"), Ref("current_budget")


@pytest.fixture
def other(sound: Document) -> Document:
    changed = sound.copy()
    changed.put(BUDGET, "900,001")
    return changed


def pdf(context: Context, edition: Edition, document: Document, path: Path, **more: bool) -> Path:
    evaluation = judge(context, edition, document, glyphs=False)
    path.write_bytes(draw_paper(context, JudgedForm(edition, document, evaluation), **more).pdf)
    return path


def book(context: Context, edition: Edition, document: Document, path: Path) -> Path:
    evaluation = judge(context, edition, document, glyphs=False)
    path.write_bytes(write_excel(context, JudgedForm(edition, document, evaluation)))
    return path


def project(context: Context, path: Path, *documents: Document) -> Path:
    save_project(context, Project(list(documents)), path, None)
    return path


def pages(path: Path, *sources: tuple[Path, int]) -> Path:
    """Put pages of prints together, as a program does that knows nothing of attachments."""
    with PdfDocument.new() as target:
        for source, page in sources:
            with PdfDocument(source) as one:
                target.import_pages(one, [page])
        target.save(path)
    return path


def photo(path: Path, page: Image.Image, degrees: float, blur: float) -> Path:
    turned = page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    turned.filter(ImageFilter.GaussianBlur(blur)).save(path, quality=70)
    return path


def compared(context: Context, one: Path | str, two: Path | str):
    return compare_carriers(look_into(context, one), look_into(context, two))


def only(carrier: Carrier):
    (form,) = carrier.forms
    return form


# --- one carrier --------------------------------------------------------------------------------


def test_a_print_agrees_with_the_data_it_carries(context, edition, sound, tmp_path) -> None:
    carrier = look_into(context, pdf(context, edition, sound, tmp_path / "表.pdf"))
    form, code = only(carrier), check_code(edition, sound)
    assert (carrier.kind, carrier.verdict, carrier.notes) == (Kind.PDF, Verdict.SAME, ())
    assert form.claims == (Claim(code, (1, 2), 2),)
    assert form.reckoned == code
    assert sound.text(NAME)[:12] in "".join(described(form))
    assert "不说明是谁填的" in judged(carrier)


def test_a_workbook_whose_cells_changed_no_longer_bears_its_code_out(
    context, edition, sound, tmp_path
) -> None:
    path = book(context, edition, sound, tmp_path / "表.xlsx")
    assert look_into(context, path).verdict is Verdict.SAME
    content = load_workbook(path)
    target = content.defined_names["f.current_budget"].attr_text
    sheet, _, cell = target.replace("$", "").partition("!")
    content[sheet.strip("'")][cell.partition(":")[0]].value = 900_001
    content.save(path)
    carrier = look_into(context, path)
    assert carrier.verdict is Verdict.DIFFERENT
    assert only(carrier).claims == (Claim(check_code(edition, sound)),)
    assert only(carrier).reckoned != check_code(edition, sound)
    assert "数据后来改过" in judged(carrier)


def test_a_project_file_changed_by_another_program_is_found(context, sound, tmp_path) -> None:
    path = project(context, tmp_path / "甲.perfdesk", sound)
    assert look_into(context, path).verdict is Verdict.SAME
    content = json.loads(path.read_bytes())
    content["documents"][0]["cells"]["current_budget"] = "1"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert look_into(context, path).verdict is Verdict.DIFFERENT


def test_missing_pages_are_named_and_are_no_fault(context, edition, sound, tmp_path) -> None:
    whole = pdf(context, edition, sound, tmp_path / "表.pdf")
    carrier = look_into(context, pages(tmp_path / "第二页.pdf", (whole, 1)))
    assert carrier.verdict is Verdict.UNSURE
    assert only(carrier).claims == (Claim(check_code(edition, sound), (2,), 2),)
    assert "缺第 1 页" in "".join(only(carrier).remarks)


def test_pages_of_two_prints_mixed_are_said(context, edition, sound, other, tmp_path) -> None:
    one, two = (
        pdf(context, edition, each, tmp_path / f"{n}.pdf") for n, each in enumerate((sound, other))
    )
    mixed = pages(tmp_path / "混.pdf", (one, 0), (two, 1))
    carrier = look_into(context, mixed)
    assert carrier.is_mixed
    assert carrier.verdict is Verdict.DIFFERENT
    notes = "".join(carrier.notes)
    assert check_code(edition, sound) in notes
    assert check_code(edition, other) in notes
    assert compared(context, mixed, one).verdict is Verdict.DIFFERENT


def test_a_foreign_page_among_pages_with_data_is_said(
    context, edition, sound, other, tmp_path
) -> None:
    one, two = (
        pdf(context, edition, each, tmp_path / f"{n}.pdf") for n, each in enumerate((sound, other))
    )
    with PdfDocument(one) as document, PdfDocument(two) as more:
        del document[1]
        document.import_pages(more, [1])
        document.save(tmp_path / "换页.pdf")
    carrier = look_into(context, tmp_path / "换页.pdf")
    assert carrier.is_mixed
    assert carrier.verdict is Verdict.DIFFERENT


def test_whole_prints_merged_into_one_file_are_no_mixture(
    context, edition, sound, other, tmp_path
) -> None:
    one, two = (
        pdf(context, edition, each, tmp_path / f"{n}.pdf") for n, each in enumerate((sound, other))
    )
    with PdfDocument(one) as document, PdfDocument(two) as more:
        document.import_pages(more)
        document.save(tmp_path / "合.pdf")
    carrier = look_into(context, tmp_path / "合.pdf")
    assert not carrier.is_mixed
    assert [(each.code, each.holds_data) for each in carrier.forms] == [
        (check_code(edition, sound), True),
        (check_code(edition, other), False),
    ]
    assert compared(context, tmp_path / "合.pdf", two).verdict is Verdict.SAME


def test_a_draft_is_said_until_the_form_is_finalised(context, edition, sound) -> None:
    assert only(look_at_project(context, "稿", Project([sound]))).is_draft
    sound.final = Final(check_code(edition, sound))
    form = only(look_at_project(context, "定", Project([sound])))
    assert (form.is_draft, form.remarks) == (False, ())


def test_a_blank_form_has_nothing_to_be_held_against(context, edition, tmp_path) -> None:
    blank = Document(edition.form, edition.edition)
    carrier = look_into(context, project(context, tmp_path / "空.perfdesk", blank))
    assert (carrier.verdict, only(carrier).code) == (Verdict.UNSURE, "")
    again = look_into(context, book(context, edition, blank, tmp_path / "空.xlsx"))
    assert compare_carriers(carrier, again).verdict is Verdict.SAME


def test_a_form_this_program_does_not_have_is_still_known_by_its_code(
    context, edition, sound, tmp_path
) -> None:
    code = check_code(edition, sound)
    strange = Document("nobody", "knows-1", {"a": "b"}, extra={"check_code": code})
    path = tmp_path / "奇.perfdesk"
    path.write_bytes(write_project(Project([strange])))
    form = only(look_into(context, path))
    assert (form.holds_data, form.code, form.key) == (False, code, "nobody/knows-1")
    assert compared(context, path, code).verdict is Verdict.SAME


def test_a_pdf_with_data_of_a_form_not_known_is_not_said_to_have_none(
    context, edition, sound, tmp_path
) -> None:
    path = pdf(context, edition, sound, tmp_path / "奇.pdf")
    strange = Document("nobody", "knows-1", {"a": "b"})
    with PdfDocument(path) as document:
        document.get_attachment(0).set_data(write_project(Project([strange])))
        document.save(tmp_path / "奇二.pdf")
    carrier = look_into(context, tmp_path / "奇二.pdf")
    assert carrier.notes == ()
    assert any("本程序没有表单“nobody/knows-1”" in each for each in carrier.forms[0].remarks)


# --- two carriers -------------------------------------------------------------------------------


def test_a_changed_digit_is_found_between_print_and_workbook(
    context, edition, sound, other, tmp_path
) -> None:
    one = pdf(context, edition, sound, tmp_path / "表.pdf")
    two = book(context, edition, other, tmp_path / "表.xlsx")
    left, right = look_into(context, one), look_into(context, two)
    found = compare_carriers(left, right)
    (match,) = found.matches
    (part,) = match.differences
    assert found.verdict is Verdict.DIFFERENT
    assert (part.at, part.name, part.label) == (BUDGET, "current_budget", "当年预算数")
    assert (part.left, part.right) == ("900,000.00", "900,001.00")
    (turned,) = compare_carriers(right, left).matches[0].differences
    assert (turned.left, turned.right) == ("900,001.00", "900,000.00")


def test_rows_that_came_and_went_are_told_from_the_left(context, edition, sound, tmp_path) -> None:
    other = sound.copy()
    gone = other.tables["indicators"].pop(0)
    other.tables["indicators"].append(Row("r99", {"name": "新增的一项"}))
    one, two = (look_at_project(context, "甲", Project([each])) for each in (sound, other))
    parts = {each.what: each for each in compare_carriers(one, two).matches[0].differences}
    assert parts["removed"].at.row == gone.id
    assert parts["removed"].name == "indicators[1]"
    assert "新增的一项" in parts["inserted"].right


def test_of_a_code_only_it_is_said_that_it_differs_and_what_tells_more(
    context, edition, sound, other, tmp_path
) -> None:
    path = project(context, tmp_path / "甲.perfdesk", sound)
    code = check_code(edition, sound)
    assert compared(context, path, code.lower().replace("-", " ")).verdict is Verdict.SAME
    found = compared(context, path, check_code(edition, other))
    assert (found.verdict, found.matches[0].are_differences_known) == (Verdict.DIFFERENT, False)
    assert "看不出是哪几格" in found.sentence
    assert "PDF、Excel 或项目文件" in found.sentence


def test_a_code_that_was_printed_before_is_known_by_its_date(
    context, edition, sound, other
) -> None:
    code = check_code(edition, sound)
    other.prints = (Print(code, "2024-09-02T09:30+00:00", 2, "print", False),)
    project = look_at_project(context, "甲", Project([other]))
    found = compare_carriers(project, look_at_code(context, code))
    assert found.verdict is Verdict.DIFFERENT
    assert "2024-09-02 09:30" in found.sentence


def test_forms_are_matched_by_edition_and_the_rest_is_named(
    context, catalogue, edition, sound, other, tmp_path
) -> None:
    goals = catalogue.find("goal_declaration")
    goal = Document(goals.form, goals.edition, {"project_name": "甲"})
    path = project(context, tmp_path / "全.perfdesk", goal, sound)
    whole, part = look_into(context, path), look_at_project(context, "表", Project([sound]))
    found = compare_carriers(whole, part)
    assert found.verdict is Verdict.SAME
    assert goals.title in "".join(found.notes)
    alone = compare_carriers(look_at_project(context, "目标", Project([goal])), part)
    assert alone.verdict is Verdict.DIFFERENT
    assert "不是同一种表" in alone.sentence
    strange = compare_carriers(whole, look_at_code(context, check_code(edition, other)))
    assert strange.verdict is Verdict.DIFFERENT
    assert "2 张表的校验码都不同" in strange.sentence
    (kept,) = look_into(context, path, form="goal_declaration").forms
    assert kept.key == goals.key


def test_a_workbook_of_several_forms_is_held_against_the_project(
    context, catalogue, edition, sound, tmp_path
) -> None:
    goals = catalogue.find("goal_declaration")
    goal = Document(goals.form, goals.edition, {"project_name": "甲"})
    asked = [
        JudgedForm(each, document, judge(context, each, document, glyphs=False))
        for each, document in ((goals, goal), (edition, sound))
    ]
    path = tmp_path / "全.xlsx"
    path.write_bytes(write_excels(context, asked))
    whole = look_at_project(context, "全", Project([goal, sound]))
    found = compare_carriers(whole, look_into(context, path))
    assert (found.verdict, len(found.matches), found.notes) == (Verdict.SAME, 2, ())


def test_cells_a_workbook_has_lost_are_not_called_different(
    context, edition, sound, tmp_path
) -> None:
    path = book(context, edition, sound, tmp_path / "缺.xlsx")
    content = load_workbook(path)
    del content.defined_names["f.current_budget"]
    content.save(path)
    carrier = look_into(context, path)
    assert carrier.verdict is Verdict.UNSURE
    assert "当年预算数" in "".join(only(carrier).remarks)
    whole = look_at_project(context, "甲", Project([sound]))
    for pair in ((whole, carrier), (carrier, whole)):
        found = compare_carriers(*pair)
        assert (found.verdict, found.matches[0].differences) == (Verdict.UNSURE, ())


# --- paper in the hand --------------------------------------------------------------------------


def stamped_page(path: Path, page: int = 0) -> Image.Image:
    """Render at 200 dpi, with a red stamp that touches the code."""
    with PdfDocument(path) as document:
        picture = document[page].render(scale=200 / 72).to_pil().convert("RGB")
    width, height = picture.size
    ink = Image.new("RGB", picture.size, "white")
    box = (width - 560, height - 420, width - 170, height - 30)
    ImageDraw.Draw(ink).ellipse(box, outline=(220, 30, 40), width=10)
    return ImageChops.multiply(picture, ink)


@pytest.mark.parametrize("degrees", [3, 177])
def test_a_turned_blurred_stamped_photo_agrees_with_the_data(
    context, edition, sound, other, tmp_path, degrees
) -> None:
    printed = pdf(context, edition, sound, tmp_path / "表.pdf")
    shot = photo(tmp_path / "照片.jpg", stamped_page(printed), degrees, 1.0)
    carrier = look_into(context, shot)
    assert only(carrier).claims == (Claim(check_code(edition, sound), (1,), 2),)
    same = look_into(context, project(context, tmp_path / "甲.perfdesk", sound))
    assert compare_carriers(carrier, same).verdict is Verdict.SAME
    later = look_into(context, project(context, tmp_path / "乙.perfdesk", other))
    assert compare_carriers(carrier, later).verdict is Verdict.DIFFERENT


def test_a_scan_as_pdf_and_its_data_page_are_read(context, edition, sound, tmp_path) -> None:
    printed = pdf(context, edition, sound, tmp_path / "表.pdf", data_page=True)
    with PdfDocument(printed) as document:
        scans = [page.render(scale=200 / 72).to_pil().convert("RGB") for page in document]
    path = tmp_path / "扫描.pdf"
    scans[0].save(path, save_all=True, append_images=scans[1:], resolution=200)
    carrier = look_into(context, path)
    assert carrier.verdict is Verdict.SAME
    assert only(carrier).reckoned == check_code(edition, sound)
    assert only(look_into(context, printed)).reckoned == check_code(edition, sound)


# --- typed codes and refusals -------------------------------------------------------------------


def test_misread_marks_are_forgiven_and_a_slip_is_said(context, edition, sound) -> None:
    code = check_code(edition, sound)
    typed = code.replace("0", "O").replace("1", "l").replace("-", " ")
    assert only(look_at_code(context, f" 校验码：{typed} ")).code == code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    with pytest.raises(Refusal, match="抄错"):
        look_at_code(context, wrong)
    with pytest.raises(Refusal, match="应为 12 位"):
        look_at_code(context, code[:-1])


def test_the_text_that_a_phone_reads_off_the_page_is_taken(context, edition, sound) -> None:
    code = check_code(edition, sound)
    carrier = look_at_code(context, f"PD1 {edition.key} {code.replace('-', '')} 1/2")
    assert only(carrier).title == edition.title
    assert only(carrier).claims == (Claim(code, (1,), 2),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("没有.xlsx", None),
        ("没有.pdf", None),
        ("没有.perfdesk", None),
        ("照片.heic", b"x"),
        ("a.perfdesk", b"{}"),
        ("a.pdf", b"%PDF-1.7 broken"),
        ("a.png", b"\x89PNG\r\n\x1a\nbroken"),
        ("a.docx", b"PK\x03\x04broken"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0"),
    ],
)
def test_what_cannot_be_read_is_refused_kindly(context, tmp_path, name, content) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        look_into(context, path)
    assert str(refused.value).endswith("。")
    assert "Error" not in str(refused.value)
    assert str(refused.value).count(name) == 1


def test_a_picture_without_a_code_says_how_to_take_a_better_one(context, tmp_path) -> None:
    path = tmp_path / "猫.jpg"
    Image.new("RGB", (400, 300), "white").save(path)
    with pytest.raises(Refusal, match="对准页脚的二维码"):
        look_into(context, path)


def test_nothing_is_called_proof_against_forgery(context, edition, sound, other, tmp_path) -> None:
    one = look_into(context, project(context, tmp_path / "甲.perfdesk", sound))
    two = look_at_project(context, "甲", Project([other]))
    sentences = [
        judged(one),
        judged(two),
        compare_carriers(one, two).sentence,
        compare_carriers(one, one).sentence,
    ]
    assert not any("防伪" in each or "真伪" in each for each in sentences)


def test_cancelling_ends_the_reading(context, edition, sound, tmp_path) -> None:
    path = pdf(context, edition, sound, tmp_path / "表.pdf")
    with pytest.raises(Refusal):
        look_into(context, path, cancelled=lambda: True)


def test_looking_changes_nothing(context, sound) -> None:
    before = sound.copy()
    look_at_project(context, "甲", Project([sound]))
    assert sound == before
