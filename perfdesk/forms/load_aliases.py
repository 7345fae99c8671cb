"""Read the other words by which strangers' files call the things of an edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from perfdesk.forms.toml_file import open_toml
from perfdesk.models.form import Edition

# What is no field: the form's title, words of rows that add up, words to pass over.
GENERAL = ("title", "totals", "ignored")


def load_aliases(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Read aliases.toml, which may be absent; raises FormFault where it is no lists of words."""
    path = folder / "aliases.toml"
    if not path.exists():
        return {}
    file = open_toml(path)
    return {name: file.texts(name) for name in file.left()}


def strange_aliases(edition: Edition) -> Iterator[str]:
    """List the names in aliases.toml that the form has not."""
    known = {*GENERAL, *edition.fields}
    for table in edition.tables.values():
        known |= {f"{table.name}.{column.name}" for column in table.columns}
        known |= {f"{table.name}.{row.name}" for row in table.rows}
    return (name for name in edition.aliases if name not in known)
