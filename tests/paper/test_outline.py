from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from perfdesk.paper.fonts import ROLES, load_faces
from perfdesk.paper.outline import draw_outline

FACES = load_faces(Path(__file__).resolve().parents[2] / "resources" / "fonts")


def picture(*, as_text: bool, role: str, text: str) -> tuple[bytes, str]:
    canvas = Canvas("", (400, 200), invariant=1, initialFontName=FACES.face("song").name)
    if as_text:
        FACES.draw(canvas, 30, 60, text, role, 100)
    else:
        draw_outline(canvas, text, FACES.face(role), 30, 60, 100)
    canvas.showPage()
    with pypdfium2.PdfDocument(canvas.getpdfdata()) as document:
        page = document[0]
        return page.render(grayscale=True).to_pil().tobytes(), page.get_textpage().get_text_range()


@pytest.mark.parametrize("role", ROLES)
def test_an_outline_looks_like_the_text_and_cannot_be_copied(role: str) -> None:
    shape, copied = picture(as_text=False, role=role, text="草稿。g")
    text, original = picture(as_text=True, role=role, text="草稿。g")
    differing = sum(abs(one - other) > 128 for one, other in zip(shape, text, strict=True))
    dark = sum(value < 128 for value in text)
    assert dark > 2000
    assert differing < dark / 100
    assert (copied, original) == ("", "草稿。g")


def test_a_character_without_shape_draws_nothing() -> None:
    shape, _ = picture(as_text=False, role="song", text=" ")
    assert set(shape) == {255}
