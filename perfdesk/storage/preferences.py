"""What the program remembers about its user: recent files, window place, font size, theme."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from perfdesk.storage.reading import read
from perfdesk.storage.strict_json import UnreadableJson, dumps, loads
from perfdesk.storage.trouble import CannotRead, Cause

# The window waits for its preferences, not for the means to write them.
if TYPE_CHECKING:
    from perfdesk.storage import atomic

MOST_RECENT = 12
FONT_SIZES = range(8, 33)

Theme = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Recent:
    """One file that was open: its path, its title then, and when."""

    path: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Preferences:
    """Hold all preferences; the defaults are those of a first start.

    `geometry` is base64 of what Qt gives; `font_size` is in points,
    None for the system's own. `paper_face` is the file of an installed face that stands for
    宋体 on paper, blank for the program's own; `#1` behind it means the second of a collection.
    `collect_folder` is what was collected last, `collect_expected` names the units that were to
    send something, `collect_sender` who sent them what they have to mend.
    """

    recent: tuple[Recent, ...] = ()
    geometry: str = ""
    font_size: int | None = None
    theme: Theme = "system"
    last_folder: str = ""
    paper_face: str = ""
    collect_folder: str = ""
    collect_expected: tuple[str, ...] = ()
    collect_sender: str = ""

    def with_recent(self, path: Path, title: str, at: datetime) -> Preferences:
        """Put a file first among the recent ones."""
        others = self.without_recent(path).recent
        return replace(self, recent=(Recent(str(path), title, at), *others)[:MOST_RECENT])

    def without_recent(self, path: Path) -> Preferences:
        """Forget a recent file, for instance one that is gone."""
        return replace(self, recent=tuple(one for one in self.recent if one.path != str(path)))


class PreferenceStore:
    """Hold the preferences of one user: read when first asked for, written with every change.

    Without a path they are forgotten with the program.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._current: Preferences | None = None

    @property
    def current(self) -> Preferences:
        if self._current is None:
            self._current = load(self._path) if self._path else Preferences()
        return self._current

    def remember(self, preferences: Preferences) -> None:
        """Keep these from now on, and for the next start."""
        if preferences != self.current:
            self._current = preferences
            if self._path:
                save(self._path, preferences)

    def change(self, **changes: Any) -> None:
        """Keep other values of some fields."""
        self.remember(replace(self.current, **changes))


def load(path: Path) -> Preferences:
    """Read preferences; never raises.

    What cannot be understood takes its default. A broken file is moved aside, so that
    the next save does not write over what someone may want to look at.
    """
    try:
        value = loads(read(path, max_bytes=1 << 20).data)
    except CannotRead as error:
        if error.cause is Cause.TOO_LARGE:
            _set_aside(path)
        return Preferences()
    except UnreadableJson:
        _set_aside(path)
        return Preferences()
    if not isinstance(value, dict):
        _set_aside(path)
        return Preferences()
    return _understood(value)


def save(path: Path, preferences: Preferences) -> atomic.Outcome:
    """Write preferences whole or not at all; never raises."""
    from perfdesk.storage import atomic

    record = asdict(preferences)
    for one in record["recent"]:
        one["at"] = one["at"].isoformat()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = dumps(record).encode("utf-8")
    except (OSError, ValueError):
        return atomic.NotSaved(Cause.OTHER, "偏好设置没有保存，不影响填报。")
    return atomic.write_output(path, data)


def update(path: Path, change: Callable[[Preferences], Preferences]) -> Preferences:
    """Load, change and save, taking turns with other windows so that none loses its part."""
    from perfdesk.storage import process

    with process.turn(path.with_suffix(".lock"), patience=1.0):
        preferences = change(load(path))
        save(path, preferences)
        return preferences


def _understood(value: dict[str, object]) -> Preferences:
    plain = Preferences()
    recent = value.get("recent")
    entries = map(_recent, recent) if isinstance(recent, list) else ()
    size = value.get("font_size")
    theme = value.get("theme")
    folder = value.get("last_folder")
    face = value.get("paper_face")
    collected = value.get("collect_folder")
    expected = value.get("collect_expected")
    sender = value.get("collect_sender")
    names = expected if isinstance(expected, list) else []
    return Preferences(
        recent=tuple(one for one in entries if one is not None)[:MOST_RECENT],
        geometry=_base64(value.get("geometry")),
        font_size=size if type(size) is int and size in FONT_SIZES else plain.font_size,
        theme=next((known for known in get_args(Theme) if known == theme), plain.theme),
        last_folder=folder if isinstance(folder, str) else plain.last_folder,
        paper_face=face if isinstance(face, str) else plain.paper_face,
        collect_folder=collected if isinstance(collected, str) else plain.collect_folder,
        collect_expected=tuple(each for each in names if isinstance(each, str)),
        collect_sender=sender if isinstance(sender, str) else plain.collect_sender,
    )


def _recent(value: object) -> Recent | None:
    match value:
        case {"path": str(path), "title": str(title), "at": str(at)} if path:
            with suppress(ValueError):
                return Recent(path, title, datetime.fromisoformat(at))
    return None


def _base64(value: object) -> str:
    if isinstance(value, str):
        with suppress(binascii.Error, ValueError):
            b64decode(value, validate=True)
            return value
    return ""


def _set_aside(path: Path) -> None:
    with suppress(OSError):
        path.replace(path.with_suffix(".broken"))
