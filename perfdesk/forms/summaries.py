"""Read and prove what an edition says for lists over many forms (`[summary]` in form.toml)."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.forms.reader import Reader
from perfdesk.models.form import Edition
from perfdesk.models.refs import ref_of
from perfdesk.models.summary import FIGURES, ROLES, Summary
from perfdesk.models.values import Kind

_NUMBERS = (Kind.AMOUNT, Kind.PERCENT, Kind.NUMBER, Kind.POINTS)
_AMOUNTS = ("budget", "execution")


def read_summary(reader: Reader) -> Summary:
    """Read the table; a form that says nothing is listed by its title alone."""
    found = {role: reader.one_or_more(role) for role in ROLES if reader.has(role)}
    reader.done()
    return Summary(**found)


def summary_faults(edition: Edition) -> Iterator[str]:
    """Say which cells the form does not have, and which are of the wrong kind."""
    for role in ROLES:
        for name in getattr(edition.summary, role):
            at = ref_of(name)
            rows = edition.tables[at.table].rows if at.table in edition.tables else ()
            try:
                field = edition.field(at)
            except KeyError:
                field = None
            if field is None or (at.table and at.row not in {row.name for row in rows}):
                yield f"summary.{role}：没有名为“{name}”的栏目，或不是固定行的格"
            elif role in _AMOUNTS and field.kind is not Kind.AMOUNT:
                yield f"summary.{role}：“{name}”应是金额"
            elif role in FIGURES and field.kind not in _NUMBERS:
                yield f"summary.{role}：“{name}”应是数"
