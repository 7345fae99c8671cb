"""What the commands work with: editions, fonts, places; and how they refuse.

It imports nothing that takes time: the window holds it before its first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.storage.preferences import PreferenceStore

if TYPE_CHECKING:
    from perfdesk.forms.catalogue import Catalogue
    from perfdesk.models.document import Document, Project
    from perfdesk.models.form import Edition
    from perfdesk.paper.fonts import Faces


class Refusal(Exception):
    """Say in Chinese why something cannot be done, and what to do; `str()` is the sentence."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the commands work with: editions, fonts, samples, and where to keep things.

    `read_catalogue` and `read_faces` read when first called, and give the same from then on.
    `data` is the user's own folder for journals and earlier saves, `library` the program's
    indicator library, where it has one, `font_folders` where the system keeps fonts,
    `report_template` the Word file whose paper and styles reports get.
    `preferences` are remembered on disk only where the store has a file. `unfit` is the memory
    of `why_unfit`, which is asked with every keystroke.
    """

    read_catalogue: Callable[[], Catalogue]
    read_faces: Callable[[], Faces]
    fonts: Path
    samples: Path
    data: Path
    now: Callable[[], datetime]
    library: Path | None = None
    font_folders: Sequence[Path] = ()
    report_template: Path | None = None
    preferences: PreferenceStore = field(default_factory=PreferenceStore)
    unfit: dict[str, str] = field(init=False, default_factory=dict, repr=False, compare=False)

    @property
    def catalogue(self) -> Catalogue:
        return self.read_catalogue()

    @property
    def faces(self) -> Faces:
        return self.read_faces()


@dataclass(frozen=True, slots=True)
class Opened:
    """A project as opened; `path` and `digest` are None where no file of the user's holds it.

    `note` says in Chinese what a person should know about the file, blank for nothing.
    """

    project: Project
    document: Document
    edition: Edition
    path: Path | None = None
    digest: str | None = None
    note: str = ""
