"""All editions found, by form and edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from perfdesk.forms.load import load_edition
from perfdesk.models.form import Edition


class Catalogue(Mapping[str, Edition]):
    """Editions by key `form/edition`, read from disk when first asked for.

    Raises KeyError for an edition that is nowhere, FormFault for one with a fault.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._places = {
            f"{path.parent.parent.name}/{path.parent.name}": path.parent
            for folder in folders
            for path in sorted(folder.glob("*/*/form.toml"))
        }
        self._loaded: dict[str, Edition] = {}

    def __getitem__(self, key: str) -> Edition:
        if key not in self._loaded:
            self._loaded[key] = load_edition(self._places[key])
        return self._loaded[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def folder(self, key: str) -> Path:
        """Give the folder an edition is read from."""
        return self._places[key]

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


def _year(key: str) -> tuple[str, str]:
    return key.rpartition("-")[2], key
