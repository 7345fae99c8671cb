"""What a report of an edition consists of, as read from its report.toml.

Texts are templates: names and formulas in braces stand for figures of the form, and
`{table:name}` for the number of a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TABLE_MENTION = re.compile(r"\{table:([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class HeadingPlan:
    """A heading; level 0 opens a part, and numbering begins anew in it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class TextPlan:
    """One paragraph of one or more sentences, each a template.

    A sentence of which a figure is blank is not printed half: a mark says what is lacking,
    or nothing stands for it where it is `optional`. `when` is a formula; the paragraph is
    left out unless it holds.
    """

    sentences: tuple[str, ...]
    look: str = "body"
    optional: bool = False
    when: str = ""


@dataclass(frozen=True, slots=True)
class EntryPlan:
    """A long entry of the form, each of its lines a paragraph; a mark stands for a blank one."""

    field: str
    look: str = "body"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column of a table that is drawn from a table of the form.

    `text` is filled in for every row, `subtotal` at the end of each group, `total` once.
    An `optional` column is left out where none of its cells has a text.
    """

    head: str
    width: float
    text: str
    subtotal: str = ""
    total: str = ""
    align: str = "center"
    merged: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class RowsPlan:
    """A table of one row per row of a table of the form.

    `group` is the column whose change ends a group; where `only` is given, that column must
    read as the template does for the row around.
    """

    name: str
    caption: str
    rows_of: str
    columns: tuple[ColumnPlan, ...]
    group: str = ""
    only: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class GridPlan:
    """A table of fixed rows; the first is its head."""

    name: str
    caption: str
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BandPlan:
    """A table taken over from the paper form as it is; `band` is its name in the layout."""

    name: str
    caption: str
    band: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class EachPlan:
    """Blocks that are repeated for every row of a table of the form.

    `only` narrows the rows as in `RowsPlan`.
    """

    table: str
    blocks: tuple[BlockPlan, ...]
    only: tuple[str, str] | None = None


BlockPlan = HeadingPlan | TextPlan | EntryPlan | RowsPlan | GridPlan | BandPlan | EachPlan


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """A whole report as data."""

    title: str
    cover: tuple[TextPlan, ...]
    blocks: tuple[BlockPlan, ...]
