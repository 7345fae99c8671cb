"""定稿 in the window: tied, broken, mended; copies are noted; several forms go out at once."""

from __future__ import annotations

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QPushButton

from perfdesk.commands.carriers import read_carrier
from perfdesk.commands.context import Refusal
from perfdesk.commands.finalising import Standing
from perfdesk.commands.output import Paper
from perfdesk.models.refs import Ref
from perfdesk.ui.kit import ask_path
from perfdesk.ui.opened import finalising
from perfdesk.ui.paper import choose_forms, output, print_job
from tests.ui.paper.test_panel import draw_pdf, pdf_printer
from tests.ui.window_sample import settle

TOWN, SPENT = Ref("town"), Ref("spent")


@pytest.fixture
def filled(window, project):
    """Give a form without errors, and one warning."""
    texts = {"town": "华漕镇", "budget": "100", "spent": "150", "cut": "0", "adjusted": "100"}
    for name, text in texts.items():
        window.project.bridge.set_text(Ref(name), text)
    window.project.session.seal()
    assert not window.project.session.evaluation.has_errors
    window.project.finalising.refresh()
    return window.project


def standing(window):
    return window._status._draft.text()


def messages(project):
    return project.finalising.messages


def page(project):
    project.submission.page._build()
    return project.submission.page


def texts(project):
    return [one.text() for one in page(project).findChildren(QLabel)]


def buttons(project):
    return {one.text(): one for one in page(project).findChildren(QPushButton)}


def pressed(within, words):
    next(one for one in within.findChildren(QPushButton) if one.text() == words).click()


def test_with_errors_the_page_says_what_is_left_and_offers_no_final(window, project):
    window.action_set["finalise"].trigger()
    assert any("改正后才能定稿" in text for text in texts(project))
    assert "定稿" not in buttons(project)
    assert standing(window).startswith("草稿：还有")


def test_without_errors_a_button_finalises_and_says_what_is_unanswered(window, filled):
    assert standing(window) == "草稿：可以定稿"
    window.action_set["finalise"].trigger()
    assert any("还有 1 条警告未说明。" in text for text in texts(filled))
    buttons(filled)["定稿"].click()
    code = filled.finalising.code
    assert filled.session.document.final.code == code
    assert (standing(window), window._status._code.text()) == ("已定稿", f"校验码 {code}")
    assert f"已定稿：9月1日 14:02，校验码 {code}。" in texts(filled)
    buttons(filled)["取消定稿"].click()
    assert filled.session.document.final is None
    assert standing(window) == "草稿：可以定稿"


def test_editing_breaks_the_tie_and_undo_restores_it_in_silence(window, filled, qtbot):
    filled.finalising.finalise()
    before, code = window._status.news, filled.finalising.code
    filled.bridge.set_text(SPENT, "80")
    qtbot.waitUntil(lambda: filled.finalising.standing is Standing.BROKEN)
    assert standing(window) == "与定稿不一致"
    assert messages(filled).text == f"当前数据与 9月1日 14:02 定稿（校验码 {code}）不一致。"
    window.action_set["undo"].trigger()
    qtbot.waitUntil(lambda: filled.finalising.standing is Standing.HOLDS)
    assert (standing(window), messages(filled).text) == ("已定稿", "")
    assert window._status.news == before


def test_the_strip_undoes_back_to_the_final_and_each_step_can_be_redone(filled, window):
    filled.finalising.finalise()
    for text in ("80", "70", "60"):
        filled.bridge.set_text(SPENT, text)
        filled.session.seal()
    filled.finalising.refresh()
    pressed(messages(filled), "撤销改动")
    assert filled.session.document.text(SPENT) == "150"
    assert standing(window) == "已定稿"
    filled.session.redo()
    assert filled.session.document.text(SPENT) == "80"


def test_the_strip_finalises_anew_or_leads_to_what_is_wrong(filled, window):
    filled.finalising.finalise()
    filled.bridge.set_text(SPENT, "80")
    filled.finalising.refresh()
    pressed(messages(filled), "重新定稿")
    assert standing(window) == "已定稿"
    filled.bridge.set_text(TOWN, "")
    filled.finalising.refresh()
    pressed(messages(filled), "重新定稿")
    assert filled.submission.page is not None
    assert standing(window) == "与定稿不一致"
    assert "重新定稿" not in buttons(filled)


def test_a_closed_strip_stays_closed_until_the_tie_breaks_anew(filled):
    filled.finalising.finalise()
    filled.bridge.set_text(SPENT, "80")
    filled.finalising.refresh()
    messages(filled).clear()
    filled.bridge.set_text(SPENT, "70")
    filled.finalising.refresh()
    assert messages(filled).text == ""
    filled.finalising.go_back()
    filled.bridge.set_text(SPENT, "60")
    filled.finalising.refresh()
    assert "不一致" in messages(filled).text


def test_a_form_opened_with_a_broken_tie_offers_no_undo(filled):
    filled.finalising.finalise()
    filled.bridge.set_text(SPENT, "80")
    filled.session._done.clear()
    filled.finalising.refresh()
    assert [one.text() for one in messages(filled).findChildren(QPushButton)] == ["重新定稿"]


def test_a_pdf_is_noted_with_what_it_was_and_asks_to_be_saved(
    filled, window, monkeypatch, tmp_path, qtbot
):
    monkeypatch.setattr(ask_path, "to_save", lambda *_: tmp_path / "表.pdf")
    window.action_set["export_pdf"].trigger()
    settle(window, qtbot)
    filled.finalising.finalise()
    window.action_set["export_pdf"].trigger()
    settle(window, qtbot)
    code = filled.finalising.code
    copies = [(each.code, each.how, each.draft) for each in filled.session.document.prints]
    assert copies == [(code, "pdf", True), (code, "pdf", False)]
    assert "打印记录" in filled.files.changed_labels()
    filled.bridge.set_text(SPENT, "80")
    window.action_set["finalise"].trigger()
    shown = texts(filled)
    assert shown.count("不一致") == 2
    assert shown.index("草稿") > shown.index("定稿"), "the latest first"
    assert any("已打印 1 份" in text for text in shown)
    while filled.session.can_undo:
        filled.session.undo()
    assert len(filled.session.document.prints) == 2


def choose(monkeypatch, *, blank=(), leave=(), to_file=False):
    """Answer the dialog: which rows are wanted blank, which not at all."""
    seen = []

    def answer(dialog):
        for place, (box, how) in enumerate(dialog._rows):
            seen.append(box.text())
            box.setChecked(place not in leave)
            if how is not None and place in blank:
                how.setCurrentIndex(1)
        dialog.to_file = to_file
        return 1

    monkeypatch.setattr(choose_forms.ChooseForms, "exec", answer)
    return seen


def test_several_forms_are_printed_as_one_job_and_noted(
    filled, window, monkeypatch, tmp_path, qtbot
):
    printer = pdf_printer(tmp_path)
    monkeypatch.setattr(print_job, "ask_printer", lambda *_: printer)
    monkeypatch.setattr(output, "draw_papers", lambda *_: (draw_pdf(), [_paper(filled)]))
    assert choose(monkeypatch) == []
    window.action_set["print_several"].trigger()
    qtbot.waitUntil(lambda: bool(filled.session.document.prints))
    [copy] = filled.session.document.prints
    assert (copy.how, copy.pages, copy.draft) == ("print", 2, True)
    assert "已送到打印机" in window._status.news


def test_a_part_of_the_pages_is_no_copy(filled, window, monkeypatch, tmp_path, qtbot):
    printer = pdf_printer(tmp_path)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 1)
    monkeypatch.setattr(print_job, "ask_printer", lambda *_: printer)
    monkeypatch.setattr(output, "draw_papers", lambda *_: (draw_pdf(), [_paper(filled)]))
    choose(monkeypatch)
    window.action_set["print_several"].trigger()
    qtbot.waitUntil(lambda: "已送到打印机" in window._status.news)
    assert filled.session.document.prints == ()


def test_a_blank_form_is_saved_with_no_project_open_and_notes_nothing(
    window, monkeypatch, tmp_path, qtbot
):
    window.show_start()
    monkeypatch.setattr(ask_path, "to_save", lambda *_: tmp_path / "空白.pdf")
    seen = choose(monkeypatch, to_file=True)
    window.action_set["print_blank"].trigger()
    qtbot.waitUntil(lambda: (tmp_path / "空白.pdf").exists() and not window.jobs.running)
    assert seen == ["样表全称"]
    assert is_blank(window, tmp_path / "空白.pdf")


def test_a_form_wanted_blank_leaves_no_copy(filled, window, monkeypatch, tmp_path, qtbot):
    monkeypatch.setattr(ask_path, "to_save", lambda *_: tmp_path / "空白.pdf")
    choose(monkeypatch, blank=(0,), to_file=True)
    window.action_set["print_several"].trigger()
    qtbot.waitUntil(lambda: (tmp_path / "空白.pdf").exists() and not window.jobs.running)
    assert is_blank(window, tmp_path / "空白.pdf")
    assert filled.session.document.prints == ()


def is_blank(window, path):
    """Tell whether a PDF is there that carries no data."""
    with pytest.raises(Refusal, match="没有填报数据"):
        read_carrier(window.services.context, path)
    return path.read_bytes().startswith(b"%PDF-")


def _paper(project):
    return Paper(b"", (None, None), project.finalising.code, draft=True)


def test_typing_on_reckons_no_code_for_the_way_back(filled, monkeypatch):
    filled.finalising.finalise()
    for text in map(str, range(30)):
        filled.bridge.set_text(SPENT, text)
        filled.session.seal()
    asked = []
    real = finalising.code_of
    monkeypatch.setattr(finalising, "code_of", lambda *of: asked.append(of) or real(*of))
    filled.finalising.refresh()
    assert filled.finalising.can_go_back
    assert len(asked) == 1
