"""Put the files of a run into a folder, and never lose what somebody has made of one there.

What an earlier run made, and is still as it was made, may be made anew; anything else stays.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from perfdesk.commands.context import Context, Refusal
from perfdesk.models.file_name import numbered
from perfdesk.storage import atomic
from perfdesk.storage.atomic import NotSaved, Outcome
from perfdesk.storage.made_files import MadeFiles
from perfdesk.storage.reading import digest
from perfdesk.storage.trouble import Cause, explain

# What would stop every other file as well.
_OF_THE_FOLDER = (Cause.FULL, Cause.READ_ONLY, Cause.UNREACHABLE, Cause.GONE)
_MOST_REPORTS = 50
CHANGED = "名单里的内容变了，上次生成的文件没有换。要换请选“重新生成”（命令行 --again）。"
_NOT_OURS = "已有同名文件，而且不是上次生成的样子（可能有人改过）。请移走或改名后再生成。"


class Wrote(StrEnum):
    """What became of a file."""

    NEW = "new"
    REPLACED = "replaced"
    SAME = "same"
    KEPT = "kept"


class Stuck(Exception):
    """Say in Chinese why no file of this run can be written any more."""


class OutFolder:
    """The folder of a run; `again` makes files anew that are as an earlier run made them."""

    def __init__(self, context: Context, folder: Path, *, again: bool = False) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise Refusal(f"“{folder}”是一个文件。请写明放生成文件的文件夹。") from None
        except OSError as error:
            raise Refusal(explain(error, folder, "使用").message) from error
        self.path, self._again = folder, again
        self._made = MadeFiles(context.data, folder)

    def is_same_data(self, stem: str, data: bytes) -> bool:
        """Tell whether an earlier run made the files of that name from the same entries."""
        return self._made.is_as_made(stem, digest(data))

    def note_data(self, stem: str, data: bytes) -> None:
        """Note from what the files of that name were made."""
        self._made.note(stem, digest(data))

    def keep_notes(self) -> None:
        """Write down what was made, so that the next run knows it again."""
        self._made.keep()

    def put(
        self,
        name: str,
        make: Callable[[], bytes],
        *,
        is_same: bool,
        save: Callable[[Path, bytes, str | None], Outcome] | None = None,
    ) -> tuple[Wrote, str]:
        """Make a file unless it is there; says in Chinese what a person should know of it.

        `is_same` tells that an earlier run made it from the same entries. Raises Refusal where
        it cannot be written, and Stuck where no other can.
        """
        path = self.path / name
        try:
            present = self._made.present(name)
        except OSError as error:
            return Wrote.KEPT, explain(error, path, "覆盖").message
        is_ours = present is not None and self._made.is_as_made(name, present)
        if is_ours and is_same and not self._again:
            return Wrote.SAME, ""
        data = make()
        if present is not None and digest(data) == present:
            self._made.note(name, present)
            return Wrote.SAME, ""
        if present is not None and not (is_ours and self._again):
            return Wrote.KEPT, CHANGED if is_ours else _NOT_OURS
        message = self._write(path, data, present, save)
        return Wrote.NEW if present is None else Wrote.REPLACED, message

    def put_report(self, stem: str, suffix: str, data: bytes) -> tuple[Path, str]:
        """Write a report over the one of an earlier run, beside one that was changed since.

        Also beside one that cannot be written: on Windows Excel holds what is open in it.
        Raises Stuck where there is no place for it.
        """
        used: dict[str, int] = {}
        trouble = f"“{stem}”已有 {_MOST_REPORTS} 份改过的，没有再写。请移走一些再生成。"
        for _ in range(_MOST_REPORTS):
            path = self.path / f"{numbered(stem, used)}{suffix}"
            try:
                present = self._made.present(path.name)
                if present is None or self._made.is_as_made(path.name, present):
                    return path, self._write(path, data, present, None)
            except OSError as error:
                trouble = explain(error, path, "覆盖").message
            except Refusal as refusal:
                trouble = str(refusal)
        raise Stuck(trouble)

    def _write(
        self,
        path: Path,
        data: bytes,
        present: str | None,
        save: Callable[[Path, bytes, str | None], Outcome] | None,
    ) -> str:
        if save is not None:
            outcome = save(path, data, present)
        else:
            outcome = atomic.write(path, data, expected_hash=present)
        if isinstance(outcome, NotSaved):
            if outcome.cause in _OF_THE_FOLDER:
                raise Stuck(outcome.message)
            raise Refusal(outcome.message)
        self._made.note(path.name, outcome.digest)
        return getattr(outcome, "message", "") or getattr(outcome, "note", "")
