"""The program's means for a bench: its own editions, fonts and samples, a folder to throw away."""

from __future__ import annotations

from datetime import datetime
from itertools import cycle, islice
from pathlib import Path

from perfdesk.commands.context import Context, Opened
from perfdesk.commands.paper_face import faces_for
from perfdesk.commands.projects import open_sample
from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.values import Kind

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"


def make_context(data: Path) -> Context:
    """Make the means, with `data` as the user's own folder."""
    catalogue = Catalogue([RESOURCES / "forms"])
    return Context(
        lambda: catalogue,
        lambda: faces_for(RESOURCES / "fonts", ""),
        fonts=RESOURCES / "fonts",
        samples=RESOURCES / "samples",
        data=data,
        now=lambda: datetime.now().astimezone(),
    )


def sample() -> Path:
    """Give the file of the sample that all benches use; figures of two forms do not compare."""
    return RESOURCES / "samples" / "人房共管服务项目.perfdesk"


def opened_sample(means: Context) -> Opened:
    """Open the sample, a filled form with the mistakes of a real one."""
    return open_sample(means, sample())


def grown(edition: Edition, document: Document, indicators: int, characters: int) -> Document:
    """Copy a filled form, with more indicators and longer texts of the same kind.

    The rows repeat those of the form under names of their own, and the long texts their
    own sentences, so that findings keep their share.
    """
    larger, table = document.copy(), edition.framework_table
    title = edition.tables[table].title_column
    rows = [
        row.copy(f"r{n}") for n, row in enumerate(islice(cycle(document.rows(table)), indicators))
    ]
    for number, row in enumerate(rows):
        row.cells[title] = f"{row.cells[title]}{number}"
    larger.tables[table] = rows
    texts = [
        each.name
        for each in edition.fields.values()
        if each.kind is Kind.LONG_TEXT and document.cells.get(each.name)
    ]
    for name in texts:
        share = characters // len(texts)
        larger.cells[name] = "".join(islice(cycle(document.cells[name]), share))
    return larger
