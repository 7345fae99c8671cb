"""What a carrier of data says: a PDF, a workbook, a project file, a scan, a code that was typed.

`look.py` fills these in, `compare.py` compares two of them. Of each form there may be
the data themselves, codes that are claimed for them on pages or in a file, or both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref

MEANING = "说明两份内容相同，不说明是谁填的。"


class Verdict(StrEnum):
    """What came of looking; unsure is what can neither be confirmed nor denied."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"

    @property
    def word(self) -> str:
        """Give the word a clerk reads."""
        return {"same": "一致", "different": "不一致", "unsure": "不能断定"}[self.value]


class Kind(StrEnum):
    """What a carrier is."""

    PROJECT = "project"
    PDF = "pdf"
    WORKBOOK = "workbook"
    PICTURE = "picture"
    CODE = "code"
    OPEN = "open"

    @property
    def word(self) -> str:
        """Give the word a clerk reads."""
        return {
            "project": "项目文件",
            "pdf": "PDF",
            "workbook": "Excel 工作簿",
            "picture": "图片",
            "code": "校验码",
            "open": "打开的项目",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Claim:
    """A code that stands on paper or in a file; a file's own claim has no pages.

    `count` is how many pages the print has, by what its pages say.
    """

    code: str
    pages: tuple[int, ...] = ()
    count: int = 0

    @property
    def missing(self) -> tuple[int, ...]:
        """Give the pages of the print that are not there."""
        return tuple(page for page in range(1, self.count + 1) if page not in self.pages)

    @property
    def words(self) -> str:
        """Say the code and where it stands."""
        if not self.pages:
            return f"{self.code}（文件里写着）"
        return f"{self.code}（第 {spans(self.pages)} 页，共 {self.count} 页）"


@dataclass(frozen=True, slots=True)
class Carried:
    """One form that a carrier carries.

    `names` say whose it is, as label and text. `reckoned` is the code of the data it holds;
    blank for a blank form and where there are no data, or the edition is not known here.
    `unread` are cells of which a workbook says nothing. `remarks` are for people.
    """

    key: str
    title: str
    claims: tuple[Claim, ...] = ()
    edition: Edition | None = None
    document: Document | None = None
    reckoned: str = ""
    names: tuple[tuple[str, str], ...] = ()
    unread: frozenset[Ref] = frozenset()
    is_draft: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def holds_data(self) -> bool:
        """Tell whether there are data that this program can read."""
        return self.document is not None and self.edition is not None

    @property
    def code(self) -> str:
        """Give the code that counts: that of the data, else the one that is claimed."""
        if self.holds_data:
            return self.reckoned
        return self.claims[0].code if self.claims else ""

    @property
    def strange_claims(self) -> tuple[Claim, ...]:
        """Give the claims that the data do not bear out."""
        if not self.holds_data:
            return ()
        return tuple(claim for claim in self.claims if claim.code != self.reckoned)

    @property
    def verdict(self) -> Verdict:
        """Tell whether what is claimed is so."""
        if not self.holds_data or not self.claims:
            return Verdict.UNSURE
        if not self.strange_claims:
            return Verdict.SAME
        # With cells that could not be read the code cannot come out right.
        return Verdict.UNSURE if self.unread else Verdict.DIFFERENT


@dataclass(frozen=True, slots=True)
class Carrier:
    """What was looked into: how it is called, its forms, and what a person should know of it.

    `is_mixed` says that pages of several prints lie together, none of them whole.
    """

    name: str
    kind: Kind
    forms: tuple[Carried, ...]
    notes: tuple[str, ...] = ()
    is_mixed: bool = False

    @property
    def verdict(self) -> Verdict:
        """Tell whether the carrier agrees with itself."""
        verdicts = {each.verdict for each in self.forms}
        if self.is_mixed or Verdict.DIFFERENT in verdicts:
            return Verdict.DIFFERENT
        return Verdict.SAME if verdicts == {Verdict.SAME} else Verdict.UNSURE


def spans(pages: tuple[int, ...]) -> str:
    """Write page numbers shortly: 1–3、5."""
    found: list[list[int]] = []
    for page in sorted(set(pages)):
        if found and page == found[-1][-1] + 1:
            found[-1][1:] = [page]
        else:
            found.append([page])
    return "、".join("–".join(map(str, each)) for each in found)
