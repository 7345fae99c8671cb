"""Look into a PDF and into pictures, in a worker: what is attached, and what QR codes say.

Answers are plain JSON, bytes in base64, since that is what leaves a worker.
"""

from __future__ import annotations

import re
from base64 import b64encode
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops

from perfdesk.exchange.untrusted.worker import grant
from perfdesk.paper.page_mark import PRINT_ONLY

# Nothing of ours has more; another file need not be looked at longer.
MOST_ATTACHED, MOST_PAGES = 100, 60
_MOST_BYTES = 32 * 1024 * 1024
_MOST_PIXELS = 40_000_000
# The first finds nearly all; the finer one is for codes that came small onto a scan.
_DPI = (200, 300)
# So many pages that are done earn so many seconds for those that follow; a scanned page takes
# a third of its share.
_STRIDE, _EARNED = 3, 2
_PRINTED = re.compile(r"(?<=校验码)[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}(?=第|数据页)")


def attached(data: bytes) -> dict[str, object]:
    """Give the attachments of a PDF that may be projects, and the check codes its pages print.

    `is_print_only` tells of a print of several projects.
    """
    try:
        with pypdfium2.PdfDocument(data) as document:
            keywords = document.get_metadata_value("Keywords").split()
            count = min(document.count_attachments(), MOST_ATTACHED)
            contents = [bytes(document.get_attachment(n).get_data()) for n in range(count)]
            printed = [code for number in _pages(document) for code in _printed(document[number])]
    except pypdfium2.PdfiumError as error:
        # pdfium keeps the last error of the process, which may be that of another file.
        if "password" in str(error).casefold() and b"/Encrypt" in data:
            return {"locked": True}
        raise
    found = [each for each in contents if each.lstrip()[:1] == b"{" and len(each) <= _MOST_BYTES]
    return {
        "codes": list(dict.fromkeys(printed)),
        "is_print_only": PRINT_ONLY in keywords,
        "attached": [b64encode(each).decode() for each in found],
    }


def _pages(document: pypdfium2.PdfDocument) -> range:
    return range(min(len(document), MOST_PAGES))


def _printed(page: pypdfium2.PdfPage) -> list[str]:
    text = "".join(page.get_textpage().get_text_range().split())
    return [each[0] for each in _PRINTED.finditer(text)]


def codes(data: bytes) -> list[str]:
    """Give what the QR codes of a PDF or a picture hold, page by page."""
    found = _on_pages(data) if data[:1024].lstrip().startswith(b"%PDF") else _in_picture(data)
    return [b64encode(each).decode() for each in found]


def _on_pages(data: bytes) -> list[bytes]:
    found: list[bytes] = []
    with pypdfium2.PdfDocument(data) as document:
        for number in _pages(document):
            page = document[number]
            for dpi in _DPI:
                scale = dpi / 72
                pixels = page.get_width() * page.get_height() * scale * scale
                if pixels > _MOST_PIXELS:
                    scale *= (_MOST_PIXELS / pixels) ** 0.5
                there = _read(page.render(scale=scale).to_pil().convert("RGB"))
                if there:
                    found += there
                    break
            if number % _STRIDE == _STRIDE - 1:
                grant(_EARNED)
    return found


def _in_picture(data: bytes) -> list[bytes]:
    with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
        width, height = picture.size
        # A JPEG is read smaller at once; whatever is still too large does not fit the memory.
        shrink = next((n for n in (1, 2, 4) if width * height <= _MOST_PIXELS * n * n), 8)
        if shrink > 1:
            picture.draft("RGB", (width // shrink, height // shrink))
        whole = picture.convert("RGB")
    found = _read(whole)
    if not found and 4 * whole.width * whole.height <= _MOST_PIXELS:
        # Codes of few dots to the module are found in the enlarged picture.
        found = _read(whole.resize((2 * whole.width, 2 * whole.height), Image.Resampling.BICUBIC))
    return found


def _read(picture: Image.Image) -> list[bytes]:
    # Of the three colours the lightest: the red of a stamp over the code is then white as paper.
    red, green, blue = picture.split()
    black = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return [bytes(each.bytes) for each in zxingcpp.read_barcodes(black, _QR)]


_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
