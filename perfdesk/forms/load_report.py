"""Read an edition's report.toml, as strictly as the edition itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from perfdesk.forms.reader import Noted, Reader, many, open_toml
from perfdesk.models.report_plan import (
    BandPlan,
    BlockPlan,
    EachPlan,
    EntryPlan,
    GridPlan,
    HeadingPlan,
    ReportPlan,
    RowsPlan,
    TextPlan,
)

FILE = "report.toml"


def load_report(folder: Path, noted: Noted | None = None) -> ReportPlan | None:
    """Read the report of an edition; None where the edition has none.

    Raises FormFault naming file, place and key of every fault, unless they are to be noted.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    file = open_toml(path, noted)
    return file.make(ReportPlan, cover=many("cover", _text), blocks=many("block", _block))


def _block(reader: Reader) -> BlockPlan:
    for key, read in _BLOCKS.items():
        if reader.has(key):
            return read(reader)
    said = "、".join(reader.left()) or "什么也没有"
    reader.note("block", f"应有 {'、'.join(_BLOCKS)} 之一，写的是 {said}")
    return HeadingPlan(0, "")


def _heading(reader: Reader) -> HeadingPlan:
    return reader.make(HeadingPlan, text="heading")


def _text(reader: Reader) -> TextPlan:
    return reader.make(TextPlan, sentences=lambda text: text.one_or_more("text"))


def _entry(reader: Reader) -> EntryPlan:
    return reader.make(EntryPlan, field="entry")


def _rows(reader: Reader) -> RowsPlan:
    return reader.make(RowsPlan, columns="column", only=_only)


def _grid(reader: Reader) -> GridPlan:
    plan = reader.make(GridPlan, rows="grid")
    if any(len(row) != len(plan.widths) for row in plan.rows):
        reader.note("grid", "各行的格数应与 widths 相同")
    return plan


def _band(reader: Reader) -> BandPlan:
    return reader.make(BandPlan)


def _each(reader: Reader) -> EachPlan:
    return reader.make(EachPlan, table="each", blocks=many("block", _block), only=_only)


def _only(reader: Reader) -> tuple[str, str] | None:
    pairs = tuple(reader.text_map("only").items())
    if len(pairs) > 1:
        reader.note("only", "只能写一列")
    return pairs[0] if pairs else None


# A block is what its first word says.
_BLOCKS: dict[str, Callable[[Reader], BlockPlan]] = {
    "heading": _heading,
    "text": _text,
    "entry": _entry,
    "rows_of": _rows,
    "grid": _grid,
    "band": _band,
    "each": _each,
}
