"""The file of a workbook: its bytes, always the same for the same cells, and titles it may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

from perfdesk import __version__
from perfdesk.exchange.xlsx_text import escaped

_SAME_MOMENT = datetime(2000, 1, 1)
_LONGEST_TITLE = 31
_BARRED = re.compile("[][:*?/\\\\'\x00-\x1f\ufffe\uffff\ud800-\udfff]")


def packed(book: Workbook, title: str) -> bytes:
    """Save the workbook with every date in it fixed, so that equal cells give equal bytes."""
    book.properties.title = escaped(title)
    book.properties.creator = f"perfdesk {__version__}"
    book.properties.created = _SAME_MOMENT
    raw, fixed = BytesIO(), BytesIO()
    book.save(raw)
    with ZipFile(raw) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            data = source.read(part)
            if part == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data)
            entry = ZipInfo(part)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, data)
    return fixed.getvalue()


_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def sheet_title(wanted: str, taken: Sequence[str]) -> str:
    """Make a worksheet's title that Excel takes and no other sheet has."""
    plain = _BARRED.sub(" ", wanted).strip() or "Sheet"
    titles = (plain[: _LONGEST_TITLE - len(end)].strip() + end for end in _endings())
    others = {title.casefold() for title in taken}
    return next(title for title in titles if title.casefold() not in others)


def _endings() -> Iterator[str]:
    yield ""
    for number in count(2):
        yield f" {number}"
