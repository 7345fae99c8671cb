"""Codes and data from what comes back from paper: turned, blurred, stamped, torn."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from zlib import crc32

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from pypdfium2 import PdfDocument

from perfdesk.exchange.pdf_read import FoundCodes, attached_data, find_codes
from perfdesk.exchange.untrusted.refusal import Refused
from perfdesk.paper.page_mark import PageMark
from perfdesk.paper.pdf import draw
from perfdesk.paper.typeset import typeset
from tests.paper import forms
from tests.paper.test_pdf import FACES

pytestmark = pytest.mark.usefixtures("shared_worker")

CODE = "7K3F-9QX2-MD4T"
DATA = (
    '{"format": "perfdesk", "words": "' + "".join(map(chr, range(0x4E00, 0x5060))) + '"}'
).encode()
MARK = PageMark("some_form/some-edition", CODE.replace("-", ""), 1, 2)


def paper() -> bytes:
    sheet = forms.key_form()
    sheet = replace(sheet, code=CODE, page=replace(sheet.page, bottom=25))
    return draw(typeset(sheet, FACES), sheet, FACES, attached=DATA, data_page=True)


PAPER = paper()


def page(number: int, dpi: int) -> Image.Image:
    with PdfDocument(PAPER) as document:
        return document[number].render(scale=dpi / 72).to_pil().convert("RGB")


def stamped(picture: Image.Image) -> Image.Image:
    """Put a round red stamp over the code; print shows through its ink."""
    width, height = picture.size
    ink = Image.new("RGB", picture.size, "white")
    box = (width - 560, height - 420, width - 170, height - 30)
    ImageDraw.Draw(ink).ellipse(box, outline=(220, 30, 40), width=10)
    return ImageChops.multiply(picture, ink)


def scanned(picture: Image.Image, degrees: float, blur: float) -> Image.Image:
    turned = picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor="white")
    return turned.filter(ImageFilter.GaussianBlur(blur))


def as_png(picture: Image.Image) -> bytes:
    saved = io.BytesIO()
    picture.save(saved, "PNG")
    return saved.getvalue()


def as_jpeg(picture: Image.Image) -> bytes:
    saved = io.BytesIO()
    picture.save(saved, "JPEG", quality=60)
    return saved.getvalue()


@pytest.mark.parametrize(("degrees", "blur"), [(0, 0), (3, 1.0), (-3, 1.2), (90, 0.5), (180, 1)])
def test_the_code_of_a_stamped_scan_is_read(degrees: float, blur: float) -> None:
    picture = scanned(stamped(page(0, 200)), degrees, blur)
    assert find_codes(as_jpeg(picture), is_pdf=False).marks == (MARK,)


def test_a_scan_inside_a_pdf_is_read() -> None:
    sent = io.BytesIO()
    pictures = [scanned(page(number, 200), 1, 0.8) for number in (0, 1)]
    pictures[0].save(sent, "PDF", save_all=True, append_images=pictures[1:], resolution=200)
    assert find_codes(sent.getvalue(), is_pdf=True).marks == (MARK, replace(MARK, page=2))
    assert attached_data(sent.getvalue()).texts == ()


def test_a_code_under_a_blot_is_not_guessed() -> None:
    picture = page(0, 200)
    width, height = picture.size
    ImageDraw.Draw(picture).rectangle(
        (width - 190, height - 190, width - 130, height - 60), "black"
    )
    assert find_codes(as_png(picture), is_pdf=False) == FoundCodes()


def test_a_scanned_data_page_brings_the_data_back() -> None:
    picture = scanned(page(2, 300).convert("L"), 1.5, 1.5)
    assert find_codes(as_png(picture), is_pdf=False).texts == (DATA,)


def test_one_code_of_a_data_page_may_be_torn_off() -> None:
    picture = page(2, 300).convert("L")
    across = round(72 / 25.4 * 300)
    ImageDraw.Draw(picture).rectangle((0, 300, across, 1000), "white")
    found = find_codes(as_png(scanned(picture, -1, 1)), is_pdf=False)
    assert (found.texts, found.trouble) == ((DATA,), "")


def test_two_missing_codes_are_named() -> None:
    picture = page(2, 300).convert("L")
    ImageDraw.Draw(picture).rectangle((0, 300, round(135 / 25.4 * 300), 1000), "white")
    found = find_codes(as_png(picture), is_pdf=False)
    assert found.texts == ()
    assert "第 1、2 个没有读出来" in found.trouble


def test_the_codes_that_pages_print_are_told() -> None:
    assert attached_data(PAPER).codes == (CODE,)


# --- strangers ---------------------------------------------------------------------------------


def test_all_attachments_that_may_be_projects_are_given_once() -> None:
    merged = io.BytesIO()
    with PdfDocument(PAPER) as document:
        for name, data in (("a.json", b'{"other": 1}'), ("b.json", DATA), ("c.txt", b"words")):
            document.new_attachment(name).set_data(data)
        document.save(merged)
    assert sorted(attached_data(merged.getvalue()).texts) == sorted((DATA, b'{"other": 1}'))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"\x89PNG\r\n\x1a\n"),
        ("a.pdf", b"%PDF-1.7\nnothing more"),
        ("a.pdf", PAPER[: len(PAPER) // 2]),
        ("a.png", PAPER),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("a.jpg", b"\xff\xd8\xff\xe0 broken"),
    ],
)
def test_what_is_no_such_file_is_refused_in_one_sentence(name: str, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        find_codes(data, is_pdf=False) if name != "a.pdf" else attached_data(data)
    assert refused.value.message.endswith("。")
    assert "xlsx" not in refused.value.message


def test_a_picture_that_unpacks_to_gigabytes_is_refused() -> None:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", crc32(kind + data))

    head = struct.pack(">LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    picture = b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", bytes(9))
    with pytest.raises(Refused):
        find_codes(picture, is_pdf=False)
