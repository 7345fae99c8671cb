"""定稿 in the window: tied, broken, mended; copies are noted; several forms go out at once."""

from __future__ import annotations

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QPushButton

from perfdesk.commands.finalising import Standing
from perfdesk.models.refs import Ref
from perfdesk.ui.kit import ask_path
from perfdesk.ui.opened import finalising
from perfdesk.ui.paper import choose_forms, print_job
from perfdesk.ui.window import dialogs
from perfdesk.ui.window.dialogs import Closing
from tests.ui.paper.test_panel import draw_pdf, pdf_printer
from tests.ui.window_sample import make_window

TOWN, SPENT = Ref("town"), Ref("spent")


@pytest.fixture
def window(qapp, tmp_path, qtbot, monkeypatch):
    made = make_window(qapp, tmp_path)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.asked["new"].trigger()
    yield made
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.DISCARD)
    made.jobs.wait(5000)
    made.close()
    qtbot.waitUntil(lambda: not made.isVisible())
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def desk(window):
    """Give a form without errors, and one warning."""
    texts = {"town": "华漕镇", "budget": "100", "spent": "150", "cut": "0", "adjusted": "100"}
    for name, text in texts.items():
        window.desk.bridge.set_text(Ref(name), text)
    window.desk.session.seal()
    assert not window.desk.session.evaluation.has_errors
    window.desk.finalising.refresh()
    return window.desk


def standing(window):
    return window._status._draft.text()


def strip(desk):
    return desk.finalising.strip


def page(desk):
    desk.submission.page._build()
    return desk.submission.page


def texts(desk):
    return [one.text() for one in page(desk).findChildren(QLabel)]


def buttons(desk):
    return {one.text(): one for one in page(desk).findChildren(QPushButton)}


def pressed(within, words):
    next(one for one in within.findChildren(QPushButton) if one.text() == words).click()


def test_with_errors_the_page_says_what_is_left_and_offers_no_final(window):
    window.asked["finalise"].trigger()
    assert any("改正后才能定稿" in text for text in texts(window.desk))
    assert "定稿" not in buttons(window.desk)
    assert standing(window).startswith("草稿：还有")


def test_without_errors_a_button_finalises_and_says_what_is_unanswered(window, desk):
    assert standing(window) == "草稿：可以定稿"
    window.asked["finalise"].trigger()
    assert any("还有 1 条警告未说明。" in text for text in texts(desk))
    buttons(desk)["定稿"].click()
    code = desk.finalising.code
    assert desk.session.document.final.code == code
    assert (standing(window), window._status._code.text()) == ("已定稿", f"校验码 {code}")
    assert f"已定稿：9月1日 14:02，校验码 {code}。" in texts(desk)
    buttons(desk)["取消定稿"].click()
    assert desk.session.document.final is None
    assert standing(window) == "草稿：可以定稿"


def test_editing_breaks_the_tie_and_undo_restores_it_in_silence(window, desk, qtbot):
    desk.finalising.finalise()
    before, code = window._status.news, desk.finalising.code
    desk.bridge.set_text(SPENT, "80")
    qtbot.waitUntil(lambda: desk.finalising.standing is Standing.BROKEN)
    assert standing(window) == "与定稿不一致"
    assert strip(desk).text == f"当前数据与 9月1日 14:02 定稿（校验码 {code}）不一致。"
    window.asked["undo"].trigger()
    qtbot.waitUntil(lambda: desk.finalising.standing is Standing.HOLDS)
    assert (standing(window), strip(desk).text) == ("已定稿", "")
    assert window._status.news == before


def test_the_strip_undoes_back_to_the_final_and_each_step_can_be_redone(desk, window):
    desk.finalising.finalise()
    for text in ("80", "70", "60"):
        desk.bridge.set_text(SPENT, text)
        desk.session.seal()
    desk.finalising.refresh()
    pressed(strip(desk), "撤销改动")
    assert desk.session.document.text(SPENT) == "150"
    assert standing(window) == "已定稿"
    desk.session.redo()
    assert desk.session.document.text(SPENT) == "80"


def test_the_strip_finalises_anew_or_leads_to_what_is_wrong(desk, window):
    desk.finalising.finalise()
    desk.bridge.set_text(SPENT, "80")
    desk.finalising.refresh()
    pressed(strip(desk), "重新定稿")
    assert standing(window) == "已定稿"
    desk.bridge.set_text(TOWN, "")
    desk.finalising.refresh()
    pressed(strip(desk), "重新定稿")
    assert desk.submission.page is not None
    assert standing(window) == "与定稿不一致"
    assert "重新定稿" not in buttons(desk)


def test_a_closed_strip_stays_closed_until_the_tie_breaks_anew(desk):
    desk.finalising.finalise()
    desk.bridge.set_text(SPENT, "80")
    desk.finalising.refresh()
    strip(desk).clear()
    desk.bridge.set_text(SPENT, "70")
    desk.finalising.refresh()
    assert strip(desk).text == ""
    desk.finalising.go_back()
    desk.bridge.set_text(SPENT, "60")
    desk.finalising.refresh()
    assert "不一致" in strip(desk).text


def test_a_form_opened_with_a_broken_tie_offers_no_undo(desk):
    desk.finalising.finalise()
    desk.bridge.set_text(SPENT, "80")
    desk.session._done.clear()
    desk.finalising.refresh()
    assert [one.text() for one in strip(desk).findChildren(QPushButton)] == ["重新定稿"]


def test_a_pdf_is_noted_with_what_it_was_and_asks_to_be_saved(
    desk, window, monkeypatch, tmp_path, qtbot
):
    monkeypatch.setattr(ask_path, "to_save", lambda *_: tmp_path / "表.pdf")
    window.asked["export_pdf"].trigger()
    qtbot.waitUntil(lambda: not window.jobs.running)
    desk.finalising.finalise()
    window.asked["export_pdf"].trigger()
    qtbot.waitUntil(lambda: not window.jobs.running)
    code = desk.finalising.code
    copies = [(each.code, each.how, each.draft) for each in desk.session.document.prints]
    assert copies == [(code, "pdf", True), (code, "pdf", False)]
    assert "打印记录" in desk.files.changed_labels()
    desk.bridge.set_text(SPENT, "80")
    window.asked["finalise"].trigger()
    shown = texts(desk)
    assert shown.count("不一致") == 2
    assert shown.index("草稿") > shown.index("定稿"), "the latest first"
    assert any("已打印 1 份" in text for text in shown)
    while desk.session.can_undo:
        desk.session.undo()
    assert len(desk.session.document.prints) == 2


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


def test_several_forms_are_printed_as_one_job_and_noted(desk, window, monkeypatch, tmp_path, qtbot):
    printer = pdf_printer(tmp_path)
    monkeypatch.setattr(print_job, "ask_printer", lambda *_: printer)
    program = window._program
    monkeypatch.setattr(program, "papers", lambda asked: (draw_pdf(), [_paper(desk)]))
    assert choose(monkeypatch) == []
    window.asked["print_several"].trigger()
    qtbot.waitUntil(lambda: bool(desk.session.document.prints))
    [copy] = desk.session.document.prints
    assert (copy.how, copy.pages, copy.draft) == ("print", 2, True)
    assert "已送到打印机" in window._status.news


def test_a_part_of_the_pages_is_no_copy(desk, window, monkeypatch, tmp_path, qtbot):
    printer = pdf_printer(tmp_path)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 1)
    monkeypatch.setattr(print_job, "ask_printer", lambda *_: printer)
    monkeypatch.setattr(window._program, "papers", lambda asked: (draw_pdf(), [_paper(desk)]))
    choose(monkeypatch)
    window.asked["print_several"].trigger()
    qtbot.waitUntil(lambda: "已送到打印机" in window._status.news)
    assert desk.session.document.prints == ()


def test_a_blank_form_is_saved_with_no_project_open_and_notes_nothing(
    window, monkeypatch, tmp_path, qtbot
):
    window.leave(window.show_start)
    monkeypatch.setattr(ask_path, "to_save", lambda *_: tmp_path / "空白.pdf")
    seen = choose(monkeypatch, to_file=True)
    window.asked["print_blank"].trigger()
    qtbot.waitUntil(lambda: (tmp_path / "空白.pdf").exists() and not window.jobs.running)
    assert seen == ["样表全称"]
    assert (tmp_path / "空白.pdf").read_bytes() == b"%PDF-"


def test_a_form_wanted_blank_leaves_no_copy(desk, window, monkeypatch, tmp_path, qtbot):
    monkeypatch.setattr(ask_path, "to_save", lambda *_: tmp_path / "空白.pdf")
    choose(monkeypatch, blank=(0,), to_file=True)
    window.asked["print_several"].trigger()
    qtbot.waitUntil(lambda: (tmp_path / "空白.pdf").exists() and not window.jobs.running)
    assert (tmp_path / "空白.pdf").read_bytes() == b"%PDF-"
    assert desk.session.document.prints == ()


def _paper(desk):
    from perfdesk.commands.output import Paper

    return Paper(b"", (None, None), desk.finalising.code, draft=True)


def test_typing_on_reckons_no_code_for_the_way_back(desk, monkeypatch):
    desk.finalising.finalise()
    for text in map(str, range(30)):
        desk.bridge.set_text(SPENT, text)
        desk.session.seal()
    asked = []
    real = finalising.code_of
    monkeypatch.setattr(finalising, "code_of", lambda *of: asked.append(of) or real(*of))
    desk.finalising.refresh()
    assert desk.finalising.can_go_back
    assert len(asked) == 1
