"""Find the files of a folder to collect: its own, in their order, and nothing that is not meant."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from perfdesk.commands.context import Refusal
from perfdesk.storage.collected import Identity

# What systems and programs leave lying about, beside what begins with a dot.
_LITTER = frozenset(("thumbs.db", "desktop.ini"))
_LITTER_BEGINS, _LITTER_ENDS = (".", "~$", "~wrl"), (".tmp", ".lock", ".bak", "~")


@dataclass(frozen=True, slots=True)
class Walked:
    """The files found, by paths relative to the folder; folders that could not be entered."""

    files: tuple[Identity, ...]
    closed: tuple[str, ...]


def walk(folder: Path, leave_out: Collection[Path] = ()) -> Walked:
    """List the files of a folder and its subfolders; links are not followed.

    Hidden, temporary and lock files are passed over, and so is what is to be left out. Raises
    Refusal where there is no folder to read.
    """
    if not folder.is_dir():
        raise Refusal(f"“{folder}”不是文件夹。请选择放着各单位文件的文件夹。")
    apart = {os.path.realpath(each) for each in leave_out}
    closed: list[str] = []
    files = tuple(_walk(Path(os.path.realpath(folder)), "", apart, closed))
    if not files and closed == [""]:
        raise Refusal(f"文件夹“{folder}”打不开，请检查权限。")
    return Walked(files, tuple(closed))


def _walk(
    folder: Path, inside: str, apart: Collection[str], closed: list[str]
) -> Iterator[Identity]:
    try:
        with os.scandir(folder) as scanned:
            entries = sorted(scanned, key=lambda each: each.name)
    except OSError:
        closed.append(inside)
        return
    for entry in entries:
        path = f"{inside}/{entry.name}" if inside else entry.name
        if _is_litter(entry.name) or entry.is_symlink() or entry.path in apart:
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), path, apart, closed)
            elif entry.is_file(follow_symlinks=False):
                facts = entry.stat(follow_symlinks=False)
                yield Identity(path, facts.st_size, facts.st_mtime_ns)
        except OSError:
            closed.append(path)


def _is_litter(name: str) -> bool:
    plain = name.casefold()
    return plain in _LITTER or plain.startswith(_LITTER_BEGINS) or plain.endswith(_LITTER_ENDS)
