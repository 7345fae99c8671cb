"""Say on every page which form, which data and which page it is, for a reader of its QR code.

PD1 form/edition 7K3F9QX2MD4T 1/2
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The keyword of a print of several projects, whose data are in the files of each.
PRINT_ONLY = "perfdesk-print-only"
_KIND = "PD1"
_MARK = re.compile(
    rf"{_KIND} (?P<edition>[a-z0-9_-]{{1,60}}/[a-z0-9_-]{{1,60}}) (?P<code>[0-9A-Z]{{12}})"
    r" (?P<page>[1-9][0-9]{0,3})/(?P<count>[1-9][0-9]{0,3})"
)


@dataclass(frozen=True, slots=True)
class PageMark:
    """What the QR code of a page says; `edition` is `form/edition`, the code has no hyphens."""

    edition: str
    code: str
    page: int
    count: int

    @property
    def text(self) -> str:
        """Write it, in ASCII only: not every reader of QR codes knows another alphabet."""
        return f"{_KIND} {self.edition} {self.code} {self.page}/{self.count}"


def read_page_mark(text: str) -> PageMark | None:
    """Read a mark; None for whatever else a QR code may hold."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    return PageMark(found["edition"], found["code"], int(found["page"]), int(found["count"]))
