"""A filled form to PDF in one warm process, and on to the picture of its first page."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from bench.context import make_context, opened_sample
from bench.measure import in_turn
from bench.report import Figure, against
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.output import draw_paper
from perfdesk.models.document import Document
from perfdesk.models.edits import SetCell
from perfdesk.models.refs import Ref

_DPI = 96
_RUNS = 60


def figures(folder: Path) -> Iterator[Figure]:
    """Draw the sample again and again, unchanged, and with every text new."""
    means = make_context(folder)
    opened = opened_sample(means)
    edition, document = opened.edition, opened.document
    evaluation = judge(means, edition, document)
    keys = count(1)

    def draw(drawn: Document) -> bytes:
        return draw_paper(means, JudgedForm(edition, drawn, evaluation)).pdf

    def draw_new() -> bytes:
        return draw(all_new(document, next(keys)))

    def type_and_look() -> None:
        at = Ref("problems")
        SetCell(at, f"{document.text(at)}进").apply(document)
        judged = judge(means, edition, document)
        _look(draw_paper(means, JudgedForm(edition, document, judged)).pdf)

    data = draw(document)
    bare, warm, new = in_turn(_RUNS, _bare_page, lambda: draw(document), draw_new)
    page = "reportlab 空页"
    yield against("填好的表到 PDF", warm, page, bare, most_seconds=0.020)
    yield against("填好的表到 PDF，文字全新", new, page, bare, most_seconds=0.020)
    look, typed = in_turn(_RUNS, lambda: _look(data), type_and_look)
    yield against("按键到新的页面图像（96 dpi）", typed, "只渲染", look)


def _bare_page() -> bytes:
    canvas = Canvas(BytesIO(), invariant=1, pageCompression=1)
    canvas.drawString(72, 720, "PerfDesk")
    data: bytes = canvas.getpdfdata()
    return data


def _look(data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    document[0].render(scale=_DPI / 72).close()
    document.close()


def all_new(document: Document, number: int) -> Document:
    """Copy a document with a new mark inside every text, so that nothing measured before fits."""
    copy, mark = document.copy(), f"第{number}稿"
    for at, text in document.entries():
        copy.put(at, f"{text[: len(text) // 2]}{mark}{text[len(text) // 2 :]}")
    return copy
