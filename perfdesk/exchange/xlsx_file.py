"""Make a workbook a file in which every time is the one given: equal ones are equal bytes."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter


def packed(book: Workbook, moment: datetime) -> bytes:
    """Give the bytes of a workbook that was made, and changed, at a moment."""
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
