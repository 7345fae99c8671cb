"""What the hostile files are made of: one sound form, whole and in parts, and how a file is told."""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.exchange.labels.disfigured import Page, page_of
from tests.exchange.labels.test_disfigured import exported

KEY = "goal_declaration/mof-2020"
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
LINKS, STYLES, TYPES = "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml"
READ, OTHER = "read", "other"


@dataclass(frozen=True)
class Stranger:
    """A file as it may arrive: its name, how it is made, and what is to be said of it.

    `expect` holds pieces divided by |, one of which stands in what comes of it: READ where the
    sound form comes back, OTHER where a form comes back that says something else. What begins
    with "note:" is read, and one of its notes says so.
    """

    name: str
    make: Callable[[], bytes]
    expect: str

    @property
    def suffix(self) -> str:
        return "." + self.name.rpartition(".")[2]


@cache
def parts() -> dict[str, bytes]:
    """Give the parts of the sound form's workbook."""
    return unzipped(exported(KEY))


def page() -> Page:
    """Give the sound form as texts and merges."""
    return page_of(exported(KEY))


def zipped(files: dict[str, bytes], method: int = ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", method, compresslevel=1) as archive:
        for name, body in files.items():
            archive.writestr(ZipInfo(name, (2024, 1, 1, 0, 0, 0)), body, compress_type=method)
        archive.comment = comment
    return stream.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(name: str, *pairs: tuple[str, str], count: int = 1) -> bytes:
    """Pack the form with texts of one part replaced."""
    body = parts()[name].decode()
    for old, new in pairs:
        assert old in body, (name, old)
        body = body.replace(old, new, count)
    return with_part(name, body.encode())


def with_part(name: str, body: bytes) -> bytes:
    return zipped(parts() | {name: body})


def in_head(xml: str) -> bytes:
    """Put something before everything in the sheet's XML."""
    return with_part(SHEET, xml.encode() + parts()[SHEET])


def before_data(xml: str) -> bytes:
    return changed(SHEET, ("<sheetData>", xml + "<sheetData>"))


def in_data(xml: str) -> bytes:
    """Put more rows below those of the form."""
    return changed(SHEET, ("</sheetData>", xml + "</sheetData>"))


def after_data(xml: str) -> bytes:
    return changed(SHEET, ("</sheetData>", "</sheetData>" + xml))


def cell(xml: str) -> bytes:
    """Put one cell far below the form, where nothing is read from."""
    return in_data(f'<row r="900">{xml}</row>')


def in_field(xml: str, old: str = '<c r="C3"') -> bytes:
    """Put another cell in the place of the project's name."""
    body = parts()[SHEET].decode()
    at = body.index(old)
    end = body.index("</c>", at) + 4
    return with_part(SHEET, (body[:at] + xml + body[end:]).encode())
