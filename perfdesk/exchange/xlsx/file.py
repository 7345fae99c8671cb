"""The file of a workbook: its bytes, in which every time is the one given, and titles of sheets.

Equal workbooks of one moment are equal bytes.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml.etree import LxmlError
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.writer.excel import ExcelWriter

from perfdesk import __version__
from perfdesk.exchange.ours.marks import NO_FORM_PROPERTY
from perfdesk.exchange.xlsx.text import list_text

_NO_MOMENT = datetime(2000, 1, 1)
_LONGEST_TITLE = 31
_BARRED = re.compile("[][:*?/\\\\'\x00-\x1f\ufffe\uffff\ud800-\udfff]")


def workbook_bytes(book: Workbook, title: str, moment: datetime = _NO_MOMENT) -> bytes:
    """Give the bytes of a workbook; `moment` is when it was made, where that belongs to it."""
    book.properties.title, book.properties.creator = list_text(title), f"perfdesk {__version__}"
    # A workbook's times are those of Greenwich and say no zone.
    plain = (moment.astimezone(UTC) if moment.tzinfo else moment).replace(
        tzinfo=None, microsecond=0
    )
    book.properties.created = book.properties.modified = plain
    buffer = BytesIO()
    with _Archive(buffer, "w", ZIP_DEFLATED) as archive:
        # `save` of openpyxl would put the clock's time in.
        ExcelWriter(book, archive).save()
    return buffer.getvalue()


def list_bytes(book: Any, title: str, moment: datetime = _NO_MOMENT) -> bytes:
    """Give the bytes of a workbook that holds no form: who collects passes it over."""
    book.custom_doc_props.append(StringProperty(name=NO_FORM_PROPERTY, value="1"))
    return workbook_bytes(book, title, moment)


def discard(book: Any, error: BaseException | None) -> None:
    """Let go of a workbook that is written row by row, finished or not.

    Its sheets lie in files of their own, which would stay until the program ends. Raises
    OSError where the `error` that ended it says that these could not be written.
    """
    for page in book.worksheets:
        writer = page._writer
        if writer is None:
            continue
        with suppress(OSError, LxmlError):
            # Left to the interpreter, half-written rows complain where a clerk reads it.
            if not page.closed:
                page.close()
        with suppress(OSError):
            writer.cleanup()
    if isinstance(error, LxmlError):
        raise OSError(str(error)) from error


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


class _Archive(ZipFile):
    """An archive in which nothing says when its parts were written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *rest: Any) -> None:
        super().writestr(_entry(str(zinfo_or_arcname)), data, *rest)

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        # Sheets written row by row lie in files; they may be larger than what is to be held.
        with Path(filename).open("rb") as part, self.open(_entry(str(arcname)), "w") as target:
            shutil.copyfileobj(part, target)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry
