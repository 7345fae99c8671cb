"""All editions found, by form and edition."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from perfdesk.forms.load import load_edition
from perfdesk.forms.reader import listed
from perfdesk.models.form import Edition


@dataclass(frozen=True, slots=True)
class EditionHead:
    """What a list of forms shows of an edition, without reading all of it."""

    key: str
    title: str
    due: str


class Catalogue(Mapping[str, Edition]):
    """Editions by key `form/edition`, read from disk when first asked for.

    Raises KeyError for an edition that is nowhere, FormFault for one with a fault.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self.roots = tuple(folders)
        self._places = {
            f"{path.parent.parent.name}/{path.parent.name}": path.parent
            for folder in self.roots
            for path in listed(folder, "*/*/form.toml")
        }
        self._loaded: dict[str, Edition] = {}

    def __getitem__(self, key: str) -> Edition:
        if key not in self._loaded:
            self._loaded[key] = load_edition(self._places[key])
        return self._loaded[key]

    def __contains__(self, key: object) -> bool:
        # Mapping would read the edition to tell, and fail where that has a fault.
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def folder(self, key: str) -> Path:
        return self._places[key]

    def misplaced(self) -> Iterator[tuple[Path, Path]]:
        """Give the editions that lie too high or too low to be found, each with its root."""
        for root in self.roots:
            for depth in ("", "*/", "*/*/*/"):
                yield from ((each.parent, root) for each in listed(root, f"{depth}form.toml"))

    def heads(self) -> tuple[EditionHead, ...]:
        """Give the heads of all editions; one that cannot be read is left out.

        Only the keys before the first table are read: a start page must not wait for
        thousands of lines.
        """
        return tuple(filter(None, map(self._head, self._places)))

    def _head(self, key: str) -> EditionHead | None:
        try:
            text = (self._places[key] / "form.toml").read_text(encoding="utf-8")
            data = tomllib.loads(text.partition("\n[")[0])
            return EditionHead(key, str(data["title"]), str(data.get("due", "")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError):
            return None

    def find(self, name: str) -> Edition:
        """Find an edition by `form/edition`, or the newest one by `form` alone.

        Raises KeyError where there is none.
        """
        if "/" in name:
            return self[name]
        keys = [key for key in self._places if key.partition("/")[0] == name]
        if not keys:
            raise KeyError(name)
        return self[max(keys, key=_year)]


def year_of(edition: str) -> str:
    """Give the year that an edition's name ends with; blank where it ends otherwise."""
    last = edition.rpartition("-")[2]
    return last if len(last) == 4 and last.isdecimal() else ""


def _year(key: str) -> tuple[str, str]:
    """Sort editions that end with a year after those that do not."""
    return year_of(key.rpartition("/")[2]), key
