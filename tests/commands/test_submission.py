"""Before a form is handed in: findings are answered, summed up and listed on paper."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from perfdesk import cli
from perfdesk.commands import submission
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.finalising import Standing, finalise
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.projects import open_first, open_project
from perfdesk.forms.agreement import disagreements
from perfdesk.models.edits import RemoveRow
from perfdesk.models.finding import Evaluation, Severity
from perfdesk.open_projects import OpenProjects
from perfdesk.paper.plan import lay_out
from perfdesk.storage.project_file import read_project
from tests.cli.test_verbs import Run, Said, run
from tests.conftest import RESOURCES

__all__ = ["run"]

SAMPLES = sorted((RESOURCES / "samples").glob("*.perfdesk"))
FULL = next(path for path in SAMPLES if "国际" in path.stem)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "项目.perfdesk"
    path.write_bytes(FULL.read_bytes())
    return path


def judged(context: Context, path: Path) -> tuple[Opened, Evaluation]:
    opened = open_project(context, path)
    return opened, judge(context, opened.edition, opened.document, opened.project)


def of(said: Said, severity: str) -> dict[str, Any]:
    return next(each for each in said.json["findings"] if each["severity"] == severity)


def test_an_answer_is_written_into_the_file_and_taken_back(run: Run, project: Path) -> None:
    first = run("check", project, "--json")
    at, code = (of(first, "warning")[key] for key in ("at", "code"))
    assert run("answer", project, f"{at}=已与街镇核对", "--code", code).code == cli.DONE
    second = run("check", project, "--json")
    answered = next(each for each in second.json["findings"] if each["answer"])
    assert (answered["at"], answered["answer"]) == (at, "已与街镇核对")
    summary = first.json["summary"]
    assert second.json["summary"] == summary | {"warning": summary["warning"] - 1, "answered": 1}
    plain = run("check", project).out
    assert "警告（已说明）" in plain
    assert "说明：已与街镇核对" in plain
    assert run("answer", project, f"{at}=", "--code", code).code == cli.DONE
    assert list(read_project(project.read_bytes()).documents[0].all_answers()) == []
    assert run("check", project, "--json").json["summary"] == summary | {"answered": 0}


def test_an_answered_error_still_fails_a_check(run: Run, project: Path) -> None:
    first = run("check", project, "--json")
    error = of(first, "error")
    assert run("answer", project, f"{error['at']}=来不及", "--code", error["code"]).code == 0
    second = run("check", project, "--json")
    assert second.code == cli.FOUND
    assert second.json["summary"] == first.json["summary"]
    assert of(second, "error")["answer"] == "来不及"


def test_figures_that_changed_ask_for_the_answer_anew(run: Run, project: Path) -> None:
    at = "indicators[5].level1"
    run("answer", project, f"{at}=按区里的框架")
    run("set", project, f"{at}=质量目标")
    found = [each for each in run("check", project, "--json").json["findings"] if each["at"] == at]
    assert [each["answer"] for each in found] == [""]
    assert [each["old_answer"] for each in found] == ["按区里的框架"]
    assert "原说明：按区里的框架，数字已变" in run("check", project).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["town_name=无"], "没有发现问题"),
        (["nothing[9].x=无"], "没有发现问题"),
        (["没有等号"], "没有等号"),
        (["indicators[1].deviation=无", "--code", "other"], "--code deviation_missing"),
    ],
)
def test_an_answer_to_nothing_is_refused_and_changes_nothing(
    run: Run, project: Path, words: list[str], said: str
) -> None:
    before = project.read_bytes()
    refused = run("answer", project, *words)
    assert refused.code == cli.REFUSED
    assert said in refused.err
    assert project.read_bytes() == before


def test_several_findings_at_a_cell_are_listed_and_one_is_to_be_named(
    context: Context, run: Run, project: Path
) -> None:
    opened, evaluation = judged(context, project)
    one = evaluation.findings[0]
    two = Evaluation({}, (one, replace(one, code="other")))
    at = run("check", project, "--json").json["findings"][0]["at"]
    with pytest.raises(Refusal, match=r"2 处问题.*--code.*\n.*\n.*--code other"):
        submission.find_to_answer(two, opened.document, at)
    assert submission.find_to_answer(two, opened.document, at, "other").code == "other"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_the_list_on_paper_says_all_that_was_found(context: Context, path: Path) -> None:
    opened, evaluation = judged(context, path)
    first = evaluation.findings[0]
    submission.answer_edit(evaluation, first, "已核对《批复》第 3 页").apply(opened.document)
    evaluation = judge(context, opened.edition, opened.document, opened.project)
    sheet = submission.list_findings(JudgedForm(opened.edition, opened.document, evaluation))
    data = submission.draw_list(context, sheet)
    with PdfDocument(data) as pdf:
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert all("发现的问题" in page for page in pages), "a page without its head"
    whole = "".join(pages)
    for each in evaluation.findings:
        # There is no button on paper.
        assert "".join(each.message.split("点“填入”")[0].split()) in whole
        assert "".join(each.expected.split()) in whole
    assert "填入" not in whole
    assert "已核对《批复》第3页" in whole
    assert submission.verdict(evaluation) in [
        cell.text for band in sheet.bands for cell in band.cells
    ]
    again = submission.list_findings(JudgedForm(opened.edition, opened.document, evaluation))
    assert submission.draw_list(context, again) == data


def test_the_list_as_a_workbook_opens_with_every_finding_in_a_row(
    context: Context, run: Run, project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "差错说明单.xlsx"
    assert run("checklist", project, "-o", out).code == cli.DONE
    page = load_workbook(BytesIO(out.read_bytes())).worksheets[0]
    texts = {str(cell.value) for row in page.iter_rows() for cell in row if cell.value}
    _, evaluation = judged(context, project)
    assert {each.message for each in evaluation.findings} <= texts
    # It is no form, and is not taken for one.
    said = run("import", out, "-o", tmp_path / "新.perfdesk")
    assert said.code == cli.REFUSED
    assert "差错说明单" in said.err


def test_the_form_on_paper_is_the_same_whatever_was_answered(context: Context) -> None:
    # The file that travels inside the PDF holds the answers; what is drawn does not.
    opened, evaluation = judged(context, FULL)
    plain = lay_out(opened.edition, opened.document, evaluation)
    for each in evaluation.findings:
        submission.answer_edit(evaluation, each, "理由").apply(opened.document)
    answered = judge(context, opened.edition, opened.document, opened.project)
    assert answered.answered
    assert lay_out(opened.edition, opened.document, answered) == plain


def test_a_sound_form_gives_a_list_of_one_line(context: Context, sound: Any, edition: Any) -> None:
    sheet = submission.list_findings(JudgedForm(edition, sound, Evaluation({}, ())))
    assert "未发现问题。" in [cell.text for band in sheet.bands for cell in band.cells]
    with PdfDocument(submission.draw_list(context, sheet)) as pdf:
        assert len(pdf) == 1


def test_the_verdict_follows_errors_first_and_answers_last(context: Context, project: Path) -> None:
    opened, evaluation = judged(context, project)
    errors = evaluation.count(Severity.ERROR)
    assert submission.verdict(evaluation).startswith(f"还有 {errors} 处错误")
    quiet = [each for each in evaluation.findings if each.severity is not Severity.ERROR]
    only = Evaluation({}, tuple(quiet))
    assert submission.verdict(only).startswith("没有错误，可以定稿。还有")
    for each in quiet:
        submission.answer_edit(evaluation, each, "已核对").apply(opened.document)
    evaluation = judge(context, opened.edition, opened.document)
    left = tuple(each for each in evaluation.findings if each.severity is not Severity.ERROR)
    assert submission.verdict(Evaluation({}, left)) == "没有错误，警告都已说明，可以定稿。"
    assert submission.verdict(Evaluation({}, ())) == "没有错误，也没有警告，可以定稿。"


@pytest.mark.parametrize(
    ("stands", "said"), [(Standing.HOLDS, "已经定稿。"), (Standing.BROKEN, "可以重新定稿。")]
)
def test_a_finalised_form_is_not_told_that_it_may_be(stands: Standing, said: str) -> None:
    assert submission.verdict(Evaluation({}, ()), stands) == f"没有错误，也没有警告，{said}"


def test_the_list_knows_that_its_form_is_finalised(
    context: Context, sound: Any, edition: Any
) -> None:
    sound = sound.copy()
    nothing = Evaluation({}, ())
    finalise(context, JudgedForm(edition, sound, nothing)).apply(sound)
    sheet = submission.list_findings(JudgedForm(edition, sound, nothing))
    assert "没有错误，也没有警告，已经定稿。" in [
        cell.text for band in sheet.bands for cell in band.cells
    ]


def test_an_answer_comes_back_after_the_program_was_killed(context: Context, project: Path) -> None:
    projects = OpenProjects(context, lambda: 0.0, lambda _: None)
    session = projects.start(open_first(context, project)).session
    warning = next(each for each in session.evaluation.findings if each.at.table)
    session.apply(submission.answer_edit(session.evaluation, warning, "已核对"))
    session.apply(RemoveRow(warning.at.table, warning.at.row))
    session.undo()
    # What a killed program leaves: the journal, and nobody who holds it.
    projects._running[id(session.project)].journal.close()
    [leftover] = projects.leftovers()
    answers = list(leftover.opened.document.all_answers())
    assert answers == list(session.document.all_answers())
    assert [(code, at) for code, at, _ in answers] == [(warning.code, warning.at)]


def test_what_differs_from_another_form_is_known_as_such(context: Context) -> None:
    opened, _ = judged(context, FULL)
    later = opened.document.copy()
    later.cells["project_name"] = "别的项目"
    row = next(each for each in later.rows("indicators") if each.is_used)
    row.cells["name"] += "情况"
    other = replace(opened.edition, short_title="另一张表")
    found = disagreements((opened.edition, opened.document), [(other, later)])
    assert {each.code for each in found} == set(submission._BETWEEN_FORMS)
    assert all(submission.is_between_forms(each) for each in found)


def test_checklist_names_the_kinds_of_file_it_writes(run: Run, project: Path) -> None:
    said = run("checklist", project, "-o", "差错.doc")
    assert said.code == cli.REFUSED
    assert ".pdf 或 .xlsx" in said.err
