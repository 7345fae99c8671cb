"""The preview shows the real pages, follows the document, and leads back to its cells."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from reportlab.pdfgen.canvas import Canvas

from perfdesk.commands.form import JudgedForm
from perfdesk.models.document import Document
from perfdesk.models.finding import Evaluation
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import SheetCell, Style
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.paper.pages import Fit
from perfdesk.ui.paper.panel import PaperPreview
from perfdesk.ui.paper.pdf import PdfPages
from perfdesk.ui.paper.print_pages import PrinterRefusedError, print_pages
from perfdesk.ui.paper.renderer import Renderer, Wanted
from tests import patience
from tests.ui.grid.sample import EDITION, make_session

MM = 72 / 25.4
NAME = Ref("project_name")
ACTUAL = Ref("actual_value", "indicators", "r3")
BLANK = Ref("name", "indicators")
EMPTY = Evaluation({}, ())


def asked(pages: str) -> JudgedForm:
    return JudgedForm(EDITION, Document("a", "b", {"n": pages}), EMPTY)


@dataclass(frozen=True)
class Piece:
    cell: SheetCell
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Page:
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Paper:
    pdf: bytes
    pages: tuple[Page, ...]


def piece(x, y, width, height, *refs):
    return Piece(SheetCell(0, 0, (), Style(), refs=refs), x, y, width, height)


PAGES = (
    Page((piece(20, 20, 60, 10, NAME), piece(80, 20, 60, 10), piece(20, 60, 60, 10, BLANK))),
    Page((piece(100, 100, 40, 20, ACTUAL),)),
)


def draw_pdf(sizes=((210, 297), (210, 297))) -> bytes:
    """Draw pages with a black square of 10 mm, 20 mm from the left and the top edge."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for width, height in sizes:
        canvas.setPageSize((width * MM, height * MM))
        canvas.rect(20 * MM, (height - 30) * MM, 10 * MM, 10 * MM, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def render(form: JudgedForm) -> Paper:
    document = form.document
    if document.cells.get("project_name") == "坏":
        raise ValueError("no font")
    longer = 1 if document.cells.get("project_name") == "长" else 0
    return Paper(draw_pdf(((210, 297),) * (2 + longer)), PAGES + (Page(()),) * longer)


@pytest.fixture
def preview(qtbot):
    widget = PaperPreview(Bridge(make_session()), render)
    qtbot.addWidget(widget, before_close_func=lambda each: each._renderer.stop())
    widget.resize(700, 600)
    widget.show()
    qtbot.waitUntil(lambda: widget.pages.page_count == 2)
    return widget


def bridge_of(preview) -> Bridge:
    return preview._bridge


def point_of(preview, page, x, y):
    """Give the window's point of a place in rendererimetres on a page."""
    return preview.pages._on_screen(page, QRectF(x, y, 0, 0)).topLeft().toPoint()


def is_settled(preview):
    return bool(preview.pages.wanted()) and not preview.pages.missing()


def test_the_pages_of_the_pdf_are_shown_and_counted(preview, qtbot):
    assert "第 1 页，共 2 页" in preview._count.text()
    preview.pages.go_to_page(1)
    assert "第 2 页，共 2 页" in preview._count.text()


def test_paper_is_white_and_ink_where_the_pdf_has_it(preview, qtbot):
    preview.pages.set_zoom(1)
    qtbot.waitUntil(lambda: is_settled(preview))
    shot = preview.pages.viewport().grab().toImage()
    assert shot.pixelColor(point_of(preview, 0, 25, 25)) == QColor("black")
    assert shot.pixelColor(point_of(preview, 0, 35, 25)) == QColor("white")


def test_a_click_on_a_cell_asks_for_its_field(preview, qtbot):
    asked = []
    bridge_of(preview).go_to.connect(asked.append)
    view = preview.pages.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point_of(preview, 0, 30, 25))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point_of(preview, 0, 90, 25))
    preview.pages.go_to_page(1)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point_of(preview, 1, 110, 110))
    assert asked == [NAME, ACTUAL]


def test_a_click_on_an_empty_printed_row_asks_for_a_new_one(preview, qtbot):
    asked, new = [], []
    bridge_of(preview).go_to.connect(asked.append)
    bridge_of(preview).go_to_new.connect(new.append)
    view = preview.pages.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point_of(preview, 0, 30, 65))
    assert asked == [] and new == [BLANK]


def test_the_place_of_the_cursor_is_tinted_as_it_moves(preview):
    bridge_of(preview).here.emit(NAME)
    assert [page for page, _ in preview.pages._marks] == [0]
    bridge_of(preview).here.emit(ACTUAL)
    assert [page for page, _ in preview.pages._marks] == [1]


def test_the_hand_shows_only_over_fields(preview, qtbot):
    shape = preview.pages.viewport().cursor
    preview.pages.hovered.emit(0, QPointF(30, 25))
    assert shape().shape() is Qt.CursorShape.PointingHandCursor
    preview.pages.hovered.emit(0, QPointF(90, 25))
    assert shape().shape() is Qt.CursorShape.ArrowCursor


def test_it_follows_typing_and_keeps_its_place(preview, qtbot):
    preview.pages.set_zoom(1)
    preview.pages.verticalScrollBar().setValue(300)
    bridge_of(preview).set_text(NAME, "长")
    qtbot.waitUntil(lambda: preview.pages.page_count == 3)
    assert preview.pages.verticalScrollBar().value() == 300


def test_a_burst_of_keys_is_one_rendering(qtbot):
    rendered = []

    def count(form):
        rendered.append(form.document.cells.get("project_name"))
        return render(form)

    widget = PaperPreview(Bridge(make_session()), count)
    qtbot.addWidget(widget, before_close_func=lambda each: each._renderer.stop())
    widget.show()
    qtbot.waitUntil(lambda: widget.pages.page_count == 2)
    for text in ("一", "一二", "一二三"):
        bridge_of(widget).set_text(NAME, text)
    qtbot.waitUntil(lambda: len(rendered) == 2)
    assert rendered[1] == "一二三"


def test_nothing_is_rendered_while_nobody_looks(qtbot):
    rendered = []

    def count(form):
        rendered.append(form.document.cells.get("project_name"))
        return render(form)

    widget = PaperPreview(Bridge(make_session()), count)
    qtbot.addWidget(widget, before_close_func=lambda each: each._renderer.stop())
    bridge_of(widget).set_text(NAME, "一")
    qtbot.wait(200)
    assert rendered == []
    widget.show()
    qtbot.waitUntil(lambda: rendered == ["一"])


def test_rendering_gets_a_document_that_typing_does_not_change(qtbot):
    go_on, seen = threading.Event(), []

    def slow(form):
        assert go_on.wait(patience.SECONDS)
        seen.append((form.document.cells.get("project_name"), threading.current_thread().name))
        return render(form)

    widget = PaperPreview(Bridge(make_session()), slow)
    qtbot.addWidget(widget, before_close_func=lambda each: each._renderer.stop())
    widget.show()
    qtbot.waitUntil(lambda: not widget._stale)
    bridge_of(widget).set_text(NAME, "后来")
    go_on.set()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [(None, "preview"), ("后来", "preview")]


def test_what_a_later_request_has_overtaken_is_dropped(qtbot):
    go_on, begun, told = threading.Event(), threading.Event(), []

    def slow(form):
        begun.set()
        assert go_on.wait(patience.SECONDS)
        return Paper(draw_pdf(((210, 297),) * int(form.document.cells["n"])), ())

    renderer = Renderer(slow)
    renderer.paper_ready.connect(lambda made: told.append(len(made.sizes)))
    renderer.make(asked("1"))
    assert begun.wait(patience.SECONDS)
    for pages in "23":
        renderer.make(asked(pages))
    go_on.set()
    qtbot.waitUntil(lambda: told == [3])
    renderer.stop()
    assert told == [3]


def test_trouble_is_said_calmly_and_goes_with_its_cause(preview, qtbot, caplog):
    bridge_of(preview).set_text(NAME, "坏")
    qtbot.waitUntil(lambda: preview._stack.currentWidget() is preview._line)
    assert "可以继续填写" in preview._line.text()
    bridge_of(preview).set_text(NAME, "好")
    qtbot.waitUntil(lambda: preview._stack.currentWidget() is preview.pages)


def test_the_cell_being_typed_into_is_tinted(preview, qtbot):
    preview.show_current(ACTUAL)
    assert preview.pages.page == 1
    assert preview.pages._marks == [(1, QRectF(100, 100, 40, 20))]
    preview.show_current(Ref("unprinted"))
    assert preview.pages._marks == []


def test_sizes_fit_the_window_or_the_paper(preview, qtbot):
    pages = preview.pages
    pages.set_fit(Fit.WIDTH)
    assert pages.horizontalScrollBar().maximum() == 0
    pages.set_fit(Fit.PAGE)
    assert pages.frame(0).height() <= pages.viewport().height()
    pages.set_zoom(1)
    assert pages.frame(0).width() == pytest.approx(210 / 25.4 * pages.logicalDpiX())


def test_zooming_keeps_what_is_under_the_mouse(preview, qtbot):
    preview.pages.set_zoom(1)
    preview.pages.verticalScrollBar().setValue(200)
    point = point_of(preview, 0, 100, 100)
    preview.pages.step_zoom(2, point)
    moved = point_of(preview, 0, 100, 100) - point
    assert abs(moved.x()) <= 2 and abs(moved.y()) <= 2


def test_small_pages_are_drawn_and_lead_to_theirs(preview, qtbot):
    preview._show_thumbs(True)
    qtbot.waitUntil(lambda: not preview._thumbs.missing)
    preview._thumbs.setCurrentRow(1)
    assert preview.pages.page == 1


def test_strips_join_to_the_whole_page():
    pages = PdfPages(draw_pdf())
    whole = pages.draw(0, 3.7)
    joined = QImage(whole.size(), whole.format())
    for top, strip in pages.strips(0, 3.7, 100):
        for row in range(strip.height()):
            for column in (0, 80, 100, strip.width() - 1):
                joined.setPixel(column, top + row, strip.pixel(column, row))
    pages.close()
    for row in range(whole.height()):
        assert joined.pixel(80, row) == whole.pixel(80, row)
    assert top + strip.height() == whole.height()


def test_print_is_as_large_as_the_paper(qapp, tmp_path):
    printer = pdf_printer(tmp_path)
    sizes = ((210, 297), (297, 210))
    told = list(print_pages(draw_pdf(sizes), printer))
    assert sorted(set(told)) == [(1, 2), (2, 2)] and told == sorted(told)
    printed = PdfPages((tmp_path / "out.pdf").read_bytes())
    for size, wanted in zip(printed.sizes, sizes, strict=True):
        assert size == pytest.approx(wanted, abs=0.4)
    for page in (0, 1):
        image = printed.draw(page, 10)
        for x, y, dark in (
            (205, 205, True),
            (295, 295, True),
            (195, 205, False),
            (305, 295, False),
        ):
            assert (image.pixelColor(x, y).lightness() < 128) is dark
    printed.close()


def test_only_the_pages_asked_for_are_printed(qapp, tmp_path):
    printer = pdf_printer(tmp_path)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    list(print_pages(draw_pdf(((210, 297), (297, 210))), printer))
    printed = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert printed.sizes == [pytest.approx((297, 210), abs=0.4)]
    printed.close()


def test_a_printer_that_does_not_begin_is_an_answer_and_no_crash(qapp, tmp_path):
    printer = pdf_printer(tmp_path)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(7, 9)
    with pytest.raises(PrinterRefusedError):
        list(print_pages(draw_pdf(), printer))


def test_the_window_lives_while_it_prints_what_stands_there_now(preview, qtbot, tmp_path):
    printer = pdf_printer(tmp_path)
    told = []
    preview.message.connect(told.append)
    bridge_of(preview).set_text(NAME, "长")
    preview.print_to(printer)
    assert not told and preview._give_up.isVisible()
    qtbot.waitUntil(lambda: told[-1:] == ["已送往打印机。"])
    assert "正在打印第 2 页，共 3 页" in told and not preview._give_up.isVisible()
    printed = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert len(printed.sizes) == 3
    printed.close()


def test_a_print_can_be_given_up(preview, qtbot, tmp_path):
    told = []
    preview.message.connect(told.append)
    preview.print_to(pdf_printer(tmp_path))
    qtbot.waitUntil(lambda: bool(told))
    qtbot.mouseClick(preview._give_up, Qt.MouseButton.LeftButton)
    assert told[-1] == "打印已取消。"
    qtbot.wait(30)
    assert told[-1] == "打印已取消。"


def pdf_printer(folder) -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "out.pdf"))
    printer.setResolution(150)
    return printer


def test_a_finding_s_cell_is_shown_on_paper_too(preview):
    bridge_of(preview).go_to.emit(ACTUAL)
    assert preview.pages.page == 1 and preview.pages._marks


def test_a_renderer_that_was_never_used_stops_at_once():
    renderer = Renderer(render)
    renderer.stop()
    renderer.draw((Wanted(0, 1.0),))
    assert renderer._thread is None


def test_leaving_the_window_ends_the_thread(qtbot):
    widget = PaperPreview(Bridge(make_session()), render)
    widget.show()
    qtbot.waitUntil(lambda: widget.pages.page_count == 2)
    thread = widget._renderer._thread
    widget.deleteLater()
    qtbot.waitUntil(lambda: not thread.is_alive())


def test_the_ground_follows_the_palette_and_the_paper_does_not(preview, qtbot):
    qtbot.waitUntil(lambda: is_settled(preview))
    palette = preview.palette()
    palette.setColor(palette.ColorRole.Mid, QColor("#202020"))
    preview.setPalette(palette)
    preview.event(QEvent(QEvent.Type.PaletteChange))
    shot = preview.pages.viewport().grab().toImage()
    assert shot.pixelColor(3, 3) == QColor("#202020")
    assert shot.pixelColor(point_of(preview, 0, 60, 60)) == QColor("white")


def test_a_print_that_went_out_whole_is_told_with_its_paper_and_pages(preview, qtbot, tmp_path):
    printed = []
    preview.printed.connect(lambda paper, pages: printed.append((paper, pages)))
    preview.print_to(pdf_printer(tmp_path))
    preview._stop_printing()
    assert printed == []
    preview.print_to(pdf_printer(tmp_path))
    qtbot.waitUntil(lambda: bool(printed))
    [(paper, pages)] = printed
    assert (len(paper.pages), pages) == (2, 2)


def test_the_preview_says_that_it_is_at_work_before_the_first_page(qtbot):
    widget = PaperPreview(Bridge(make_session()), render)
    qtbot.addWidget(widget, before_close_func=lambda each: each._renderer.stop())
    assert widget._stack.currentWidget() is widget._line
    assert widget._line.text() == "正在排版…"
    widget.show()
    qtbot.waitUntil(lambda: widget.pages.page_count == 2)
    assert widget._stack.currentWidget() is widget.pages
