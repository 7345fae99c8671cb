"""The indicator library in use: the program's, what the office wrote, what it learned."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.commands.context import Context, Refusal
from perfdesk.forms.library import Library, extend, join, once_each, read_library
from perfdesk.forms.library_rows import learned
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.library import KnownIndicator
from perfdesk.storage import atomic, own_library
from perfdesk.storage.own_library import OwnLibrary

# Where the office's own stand in the list of topics.
OWN_TOPIC = "本单位积累"


@dataclass(frozen=True, slots=True)
class Kept:
    """What came into the office's library, and how many it had already."""

    added: tuple[KnownIndicator, ...]
    known: int

    def __str__(self) -> str:
        if not self.added and not self.known:
            return "没有可以收入的指标。"
        already = f"，另有 {self.known} 条指标库里已有" if self.known else ""
        return f"新收入 {len(self.added)} 条{already}。"


def program_library(context: Context) -> Library:
    """Read all but what the office learned; a fault in it is noted, and what is sound is used."""
    library = Library()
    if context.library is not None:
        try:
            library = read_library(context.library)
        except FormFault as fault:
            library = Library(notes=(f"程序自带的指标库没有读入：{fault}。",))
    return extend(library, context.data / "library")


def with_own(library: Library, own: OwnLibrary) -> Library:
    """Put what the office learned before the rest."""
    return join(library, own.indicators, (own.note,) if own.note else ())


def load_library(context: Context) -> Library:
    """Read the whole library; never refuses."""
    return with_own(program_library(context), own_library.load(_place(context)))


def learn(
    library: Library,
    edition: Edition,
    document: Document,
    source: str,
    rows: Collection[str] | None = None,
) -> tuple[KnownIndicator, ...]:
    """Give a form's rows, or those named, as indicators of the office's own."""
    return learned(library, edition, document, OWN_TOPIC, f"取自：{source}", rows)


def keep(context: Context, library: Library, found: Sequence[KnownIndicator]) -> Kept:
    """Put indicators into the office's own library, each once, but for those the library has.

    The forms of one project bring the same indicators.
    """
    keys = {each.key for each in library.indicators}
    found = once_each(found)
    added: list[KnownIndicator] = []

    def add(present: tuple[KnownIndicator, ...]) -> Sequence[KnownIndicator]:
        held = keys | {each.key for each in present}
        added[:] = [each for each in found if each.key not in held]
        return (*present, *added)

    _change(context, add)
    return Kept(tuple(added), len(found) - len(added))


def forget(context: Context, gone: Collection[KnownIndicator]) -> None:
    """Take indicators out of the office's own library."""
    keys = {each.key for each in gone}
    _change(context, lambda present: [each for each in present if each.key not in keys])


def _change(context: Context, how: own_library.How) -> None:
    _, outcome = own_library.change(_place(context), how)
    if isinstance(outcome, atomic.NotSaved):
        raise Refusal(outcome.message)


def _place(context: Context) -> Path:
    return context.data / "library.json"


class SharedLibrary:
    """The library as the window uses it: read once when first asked for, and again after a change.

    Reading takes some milliseconds; the first paint must not wait for it.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._program: Library | None = None
        self._whole: Library | None = None

    def whole(self) -> Library:
        """Give the whole library."""
        if self._program is None:
            self._program = program_library(self._context)
        if self._whole is None:
            self._whole = with_own(self._program, own_library.load(_place(self._context)))
        return self._whole

    def learn(
        self, edition: Edition, document: Document, rows: Collection[str] | None = None
    ) -> Kept:
        """Put a form's rows, or those named, into the office's own library."""
        found = learn(self.whole(), edition, document, edition.short_title, rows)
        return self.keep(found)

    def keep(self, found: Sequence[KnownIndicator]) -> Kept:
        """Put indicators into the office's own library, but for those it has."""
        kept = keep(self._context, self.whole(), found)
        self._whole = None
        return kept

    def forget(self, gone: Collection[KnownIndicator]) -> None:
        """Take indicators out of the office's own library."""
        forget(self._context, gone)
        self._whole = None
