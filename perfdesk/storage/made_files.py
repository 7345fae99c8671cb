"""Remember the files that runs of 成批生成 made in a folder, to tell ours from edited ones.

    {"format": 1, "files": {name: digest}}

One JSON file for each folder, in the user's own. Where it is lost, files are taken for edited.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from perfdesk.storage import atomic
from perfdesk.storage.reading import read, read_bytes
from perfdesk.storage.strict_json import UnreadableJson, dumps, loads
from perfdesk.storage.trouble import CannotRead

_FORMAT = 1
_MOST_BYTES = 16 << 20


class MadeFiles:
    """The files made in one folder, by name and digest."""

    def __init__(self, data: Path, folder: Path) -> None:
        name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:16]
        self._place = data / "batch" / f"{name}.json"
        self._folder = folder
        self._files = _load(self._place)

    def present(self, name: str) -> str | None:
        """Give the digest of a file as it lies there; None where there is none.

        Raises OSError for one that cannot be read.
        """
        try:
            return read_bytes(self._folder / name).digest
        except FileNotFoundError:
            return None

    def is_as_made(self, name: str, present: str) -> bool:
        """Tell whether a file of that digest is what an earlier run made."""
        return self._files.get(name.casefold()) == present

    def note(self, name: str, digest: str) -> None:
        self._files[name.casefold()] = digest

    def keep(self) -> None:
        """Write it down; without it the next run only asks more."""
        with suppress(OSError, ValueError):
            self._place.parent.mkdir(parents=True, exist_ok=True)
            data = dumps({"format": _FORMAT, "files": self._files}).encode("utf-8")
            atomic.write_output(self._place, data)


def _load(path: Path) -> dict[str, str]:
    try:
        value = loads(read(path, max_bytes=_MOST_BYTES).data)
    except (CannotRead, UnreadableJson):
        return {}
    match value:
        case {"format": 1, "files": dict(files)}:
            pairs = {k: v for k, v in files.items() if isinstance(k, str) and isinstance(v, str)}
            return pairs if len(pairs) == len(files) else {}
    return {}
