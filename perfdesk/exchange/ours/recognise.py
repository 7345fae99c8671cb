"""Know which form and edition a workbook is, or say why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from perfdesk.exchange.ours.marks import (
    CODE_PROPERTY,
    FORMAT,
    META_SHEET,
    PROPERTY,
    SEVERAL,
    Composition,
    Mark,
    Meta,
    name_of,
    read_meta,
    read_name,
)
from perfdesk.exchange.parse.grid import WorkbookGrid
from perfdesk.models.check_code import normalised
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class NotOurForm(Exception):
    """Say to the clerk, in Chinese, why a workbook is not taken for a form, and what to do.

    `by_words` tells that its words may still say what it is; `key` the edition it claims.
    """

    def __init__(self, message: str, *, by_words: bool = True, key: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.by_words = by_words
        self.key = key


@dataclass(frozen=True, slots=True)
class Recognised:
    """The edition of a workbook, what its hidden sheet says, and its names of ours.

    `spelled` maps our names to what the workbook calls them; `code` is the check code that
    the data had when the workbook was exported, blank where it does not say.
    """

    edition: Edition
    meta: Meta
    marks: Mapping[str, Mark]
    spelled: Mapping[str, str]
    doubt: str = ""
    code: str = ""


def recognise(grid: WorkbookGrid, editions: Mapping[str, Edition]) -> Recognised:
    """Find the edition by property, hidden sheet or names; raises `NotOurForm`."""
    meta = _meta(grid)
    # LibreOffice writes the names of an .xls with _ for the dots.
    ours = {name.replace(".", "_"): name for name in meta.names}
    spelled = {ours.get(name, name): name for name in grid.names}
    marks = {name: mark for name in spelled if (mark := read_name(name))}
    if meta.format not in ("", FORMAT):
        raise NotOurForm(
            "这个工作簿由更新版本的程序导出，本程序读不懂。请先升级程序再导入。",
            by_words=meta.format == SEVERAL,
        )
    code = normalised(meta.code or grid.properties.get(CODE_PROPERTY, "")) or ""
    claimed = f"{meta.form}/{meta.edition}" if meta.form else ""
    stamped = grid.properties.get(PROPERTY, "")
    key = claimed or stamped
    if key and not marks:
        raise NotOurForm(
            "这个工作簿是本程序导出的，但单元格的名称已全部丢失（常见于转换格式或只复制了内容），"
            "无法对应到各项。请重新导出一份，在其中填写后再导入。",
            key=key,
        )
    if key:
        doubt = ""
        if claimed and stamped and claimed != stamped:
            doubt = f"工作簿里有两种说法（{claimed} 和 {stamped}），按前一种读入，请核对。"
        edition = _edition(key, editions)
        return Recognised(edition, _completed(meta, edition), marks, spelled, doubt, code)
    fitting = [edition for edition in editions.values() if marks and _has(edition, marks)]
    if len(fitting) == 1:
        doubt = f"工作簿没有写明是哪张表，按单元格名称认作“{fitting[0].title}”，请核对。"
        edition = fitting[0]
        return Recognised(edition, _completed(meta, edition), marks, spelled, doubt, code)
    raise NotOurForm(
        "这个工作簿不是本程序导出的，认不出是哪张表。请先在本程序中导出一份 Excel，"
        "把内容填进那一份，再导入。"
    )


def _meta(grid: WorkbookGrid) -> Meta:
    for sheet in grid.sheets:
        if sheet.title == META_SHEET:
            rows = sorted({row for row, _ in sheet.cells})
            return read_meta(
                [
                    cell.text if (cell := sheet.cells.get((row, column))) else ""
                    for column in (1, 2, 3)
                ]
                for row in rows
            )
    return Meta("", "", "", format="")


def _completed(meta: Meta, edition: Edition) -> Meta:
    """Where the hidden sheet is lost, know composite texts by the layout they are printed by."""
    if meta.compositions:
        return meta
    texts = [cell.text for band in edition.layout.bands for row in band.rows for cell in row.cells]
    compositions = {}
    for pieces in map(_SLOT.split, texts):
        template = tuple(None if n % 2 else piece for n, piece in enumerate(pieces))
        if any(template) and len(template) > 1:
            names = " ".join(name_of(Ref(field)) for field in pieces[1::2])
            compositions[names] = Composition(template)
    return replace(meta, compositions=compositions)


def _edition(key: str, editions: Mapping[str, Edition]) -> Edition:
    if key in editions:
        return editions[key]
    form, _, name = key.partition("/")
    for edition in editions.values():
        if edition.form == form:
            raise NotOurForm(
                f"这个工作簿是“{edition.title}”的另一版本（{name}），本程序没有这个版本。"
                "请升级程序，或用现有版本重新导出一份来填写。",
                by_words=False,
            )
    raise NotOurForm(
        f"这个工作簿是另一张表（{key}），本程序没有这张表。请核对文件，或升级程序后再导入。",
        by_words=False,
    )


def _has(edition: Edition, marks: Mapping[str, Mark]) -> bool:
    known = {(table, field.name) for table, field in edition.walk()}
    known |= {(table, "") for table in edition.tables}
    return all((mark.table, mark.field) in known for mark in marks.values())
