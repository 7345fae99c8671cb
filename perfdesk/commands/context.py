"""What the commands work with: editions, fonts, places; and how they refuse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Document, Project
from perfdesk.models.form import Edition
from perfdesk.rules.evaluate.compiled import EditionError, compiled

if TYPE_CHECKING:
    from perfdesk.paper.fonts import Faces


class Refusal(Exception):
    """Say in Chinese why something cannot be done, and what to do; `str()` is the sentence."""


@dataclass(frozen=True)
class Context:
    """What the commands work with: editions, fonts, samples, and where to keep things.

    `data` is the user's own folder for journals and earlier saves, `library` the program's
    indicator library, where it has one, `font_folders` where the system keeps fonts.
    """

    catalogue: Catalogue
    fonts: Path
    samples: Path
    data: Path
    now: Callable[[], datetime]
    library: Path | None = None
    font_folders: Sequence[Path] = ()

    @cached_property
    def faces(self) -> Faces:
        """Give the faces, read when first asked for: the person's own choice before ours.

        A chosen face that is gone or may not be embedded is passed over: paper comes first.
        """
        from perfdesk.commands.paper_face import chosen_face, why_face_unfit
        from perfdesk.paper.fonts import SONG, load_faces
        from perfdesk.storage import preferences

        key = preferences.load(self.data / "preferences.json").paper_face
        chosen = None if why_face_unfit(key) else chosen_face(key)
        return load_faces(self.fonts, {SONG: chosen} if chosen else None)

    def renew_faces(self) -> None:
        """Read the person's choice of a face anew when faces are next asked for."""
        self.__dict__.pop("faces", None)

    @cached_property
    def unfit(self) -> dict[str, str]:
        """Remember what `why_unfit` said of an edition; it is asked with every keystroke."""
        return {}


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


def find_edition(context: Context, name: str) -> Edition:
    """Find an edition by `form` or `form/edition`."""
    try:
        edition = context.catalogue.find(name)
        compiled(edition)
    except KeyError:
        known = "、".join(context.catalogue)
        raise Refusal(f"没有名为“{name}”的表单。本程序有：{known}。") from None
    except (FormFault, EditionError) as fault:
        raise Refusal(f"表单“{name}”的定义有误：{fault}。") from fault
    return edition


def why_unfit(context: Context, document: Document) -> str:
    """Say why a form of a project cannot be shown; blank where it can.

    One edition that is missing or faulty must not close the project's other forms.
    """
    key = key_of(document)
    if key not in context.unfit:
        context.unfit[key] = _why_unfit(context, key)
    return context.unfit[key]


def _why_unfit(context: Context, key: str) -> str:
    if key not in context.catalogue:
        return f"本程序没有表单“{key}”。请升级程序，或把它的表单文件夹放到用户表单目录。"
    try:
        find_edition(context, key)
    except Refusal as refusal:
        return f"{refusal}请改正它的表单文件夹，再重新打开程序；用 lint 可以列出每一处毛病。"
    return ""


def key_of(document: Document) -> str:
    """Name a document's edition as `form/edition`."""
    return f"{document.form}/{document.edition}"
