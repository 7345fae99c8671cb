"""Read an edition's report.toml, as strictly as the edition itself."""

from __future__ import annotations

from pathlib import Path

from perfdesk.forms.reader import Reader
from perfdesk.forms.toml_file import open_toml
from perfdesk.models.report_plan import (
    BandPlan,
    BlockPlan,
    ColumnPlan,
    EachPlan,
    EntryPlan,
    GridPlan,
    HeadingPlan,
    ReportPlan,
    RowsPlan,
    TextPlan,
)

FILE = "report.toml"


def load_report(folder: Path) -> ReportPlan | None:
    """Read the report of an edition; None where the edition has none.

    Raises FormFault naming file, place and key.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    file = open_toml(path)
    plan = ReportPlan(
        title=file.text("title"),
        cover=tuple(_text(each) for each in file.tables("cover")),
        blocks=tuple(_block(each) for each in file.tables("block")),
    )
    file.done()
    return plan


def _block(reader: Reader) -> BlockPlan:
    if reader.has("heading"):
        plan: BlockPlan = HeadingPlan(int(reader.number("level")), reader.text("heading"))
        reader.done()
        return plan
    if reader.has("text"):
        return _text(reader)
    if reader.has("entry"):
        plan = EntryPlan(reader.text("entry"), reader.text("look", "body"), reader.flag("optional"))
    elif reader.has("rows_of"):
        plan = RowsPlan(
            name=reader.text("name"),
            caption=reader.text("caption"),
            rows_of=reader.text("rows_of"),
            columns=tuple(_column(each) for each in reader.tables("column")),
            group=reader.text("group", ""),
            only=_only(reader),
        )
    elif reader.has("grid"):
        rows = reader.text_rows("grid")
        name, caption = reader.text("name"), reader.text("caption")
        plan = GridPlan(name, caption, reader.numbers("widths"), rows)
        if any(len(row) != len(plan.widths) for row in rows):
            raise reader.fault("grid", "各行的格数应与 widths 相同")
    elif reader.has("band"):
        name, caption = reader.text("name"), reader.text("caption")
        plan = BandPlan(name, caption, reader.text("band"), reader.text("unit", ""))
    elif reader.has("each"):
        blocks = tuple(_block(each) for each in reader.tables("block"))
        plan = EachPlan(reader.text("each"), blocks, _only(reader))
    else:
        raise reader.fault("block", "应有 heading、text、entry、rows_of、grid、band、each 之一")
    reader.done()
    return plan


def _text(reader: Reader) -> TextPlan:
    plan = TextPlan(
        sentences=reader.one_or_more("text"),
        look=reader.text("look", "body"),
        optional=reader.flag("optional"),
        when=reader.text("when", ""),
    )
    reader.done()
    return plan


def _only(reader: Reader) -> tuple[str, str] | None:
    pairs = tuple(reader.text_map("only").items())
    if len(pairs) > 1:
        raise reader.fault("only", "只能写一列")
    return pairs[0] if pairs else None


def _column(reader: Reader) -> ColumnPlan:
    plan = ColumnPlan(
        head=reader.text("head"),
        width=reader.number("width"),
        text=reader.text("text"),
        subtotal=reader.text("subtotal", ""),
        total=reader.text("total", ""),
        align=reader.text("align", "center"),
        merged=reader.flag("merged"),
        optional=reader.flag("optional"),
    )
    reader.done()
    return plan
