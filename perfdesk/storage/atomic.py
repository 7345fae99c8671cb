"""Put a file in place whole or not at all, and say honestly which of three things happened."""

import errno
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from perfdesk.storage import process
from perfdesk.storage.reading import digest, read_bytes
from perfdesk.storage.temporary import sync_folder, written_beside
from perfdesk.storage.trouble import Cause, explain, shown


@dataclass(frozen=True, slots=True)
class Saved:
    """The new content is in place, read back and, as far as the system can tell, durable.

    `digest` is what the next save expects to find. `note` is a Chinese sentence when the
    old content could not be kept in the history; otherwise empty.
    """

    digest: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotSaved:
    """The file is what it was; `message` says why and what to do."""

    cause: Cause
    message: str


@dataclass(frozen=True, slots=True)
class NotConfirmed:
    """The new content was put in place, but the system would not vouch for it.

    It may be lost in a power cut, or the file could not be read again. `message` asks the clerk
    to save once more; `digest` is what that save expects.
    """

    digest: str
    message: str


Outcome = Saved | NotSaved | NotConfirmed


def write(
    path: Path,
    data: bytes,
    *,
    expected_hash: str | None,
    keep: Callable[[bytes], Outcome] | None = None,
    guard: Path | None = None,
) -> Outcome:
    """Save the user's file; never raises for what a disk or another program may do.

    `expected_hash` is the digest at load or at the last save; None means that there must
    be no file yet. Anything else on disk is someone else's work and is not replaced; a clerk who
    insists is served by passing the digest of what is there now.
    `keep` receives the old content before it is replaced (see `history.keep`); when it
    cannot keep it, the save goes on and says so in `Saved.note`. `guard` is a local file at which
    the windows of this machine take turns, so that of two saves at once one is refused.
    A symbolic link is followed. Blocks until the disk has answered: call it beside the window.
    """
    try:
        target = _real(path)
        with process.turn(guard) as ours:
            if not ours:
                return _not_saved(Cause.BUSY, path, "本程序的另一个窗口正在保存它。请稍后再试。")
            return _save(target, data, expected_hash, keep)
    except OSError as error:
        trouble = explain(error, path)
        return NotSaved(trouble.cause, trouble.message)


def write_output(path: Path, data: bytes) -> Outcome:
    """Put an export (PDF, workbook) in place, over whatever file is there.

    The user has already agreed to overwrite. As whole and as honest as `write`.
    """
    try:
        target = _real(path)
        _check_replaceable(target)
        return _put(target, data, name_is_free=lambda: False)
    except _Refused as refused:
        return refused.outcome
    except OSError as error:
        trouble = explain(error, path)
        return NotSaved(trouble.cause, trouble.message)


def _real(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path))
    except ValueError as error:  # a NUL or half a surrogate pair in the name
        raise OSError(errno.EINVAL, "name") from error


class _Refused(Exception):
    """Carry the outcome of a save that must not go on."""

    def __init__(self, outcome: NotSaved) -> None:
        super().__init__(outcome.message)
        self.outcome = outcome


def _save(
    target: Path,
    data: bytes,
    expected: str | None,
    keep: Callable[[bytes], Outcome] | None,
) -> Outcome:
    note = ""
    try:
        _check_replaceable(target)
        old = _expect(target, expected, data)
        if old is not None and keep is not None and old != data:
            kept = keep(old)
            note = "" if isinstance(kept, Saved) else f"旧版本没有留底。{kept.message}"
        # Looked at again when the new content is written and synced: what remains unguarded
        # is the instant between this look and the rename.
        outcome = _put(target, data, name_is_free=lambda: _expect(target, expected, data) is None)
    except _Refused as refused:
        return refused.outcome
    return Saved(outcome.digest, note) if isinstance(outcome, Saved) else outcome


def _check_replaceable(target: Path) -> None:
    """Refuse what a rename would replace although nobody may write to it."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise _Refused(_not_saved(Cause.FOLDER, target, "这是文件夹或设备。请另选一个文件名。"))
    if not mode & 0o222 or not os.access(target, os.W_OK):
        text = "文件是只读的。请另存为新文件，或先取消文件的只读属性。"
        raise _Refused(_not_saved(Cause.DENIED, target, text))


def _expect(target: Path, expected: str | None, data: bytes) -> bytes | None:
    """Return the content to be replaced, or refuse when it is not what was loaded."""
    try:
        found = read_bytes(target)
    except FileNotFoundError:
        if expected is None or not target.parent.is_dir():
            return None  # without a folder the temporary file will say what is the matter
        text = "原来的文件已不在那里，可能被移动、改名或删除了。请用“另存为”保存。"
        raise _Refused(_not_saved(Cause.GONE, target, text)) from None
    # Equal to ours: an earlier attempt that arrived although the share reported an error.
    if found.digest == expected or found.data == data:
        return found.data
    if expected is None:
        text = "已经有同名文件。请换一个文件名，或先打开那个文件看看。"
        raise _Refused(_not_saved(Cause.EXISTS, target, text))
    text = "文件已被别人改过，为免覆盖对方的内容，没有保存。请用“另存为”保存，再与原文件核对。"
    raise _Refused(_not_saved(Cause.CHANGED, target, text))


def _put(target: Path, data: bytes, name_is_free: Callable[[], bool]) -> Outcome:
    temporary = written_beside(target, data)
    try:
        _move(temporary, target, data, only_new=name_is_free())
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return _confirm(target, data)


def _move(temporary: Path, target: Path, data: bytes, *, only_new: bool) -> None:
    if only_new and _link(temporary, target):
        return
    for pause in (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, None):
        try:
            temporary.replace(target)
            return
        except OSError as error:
            # A virus scanner or a search index holds a file for a moment on Windows.
            if pause is not None and getattr(error, "winerror", None) in (5, 32, 33):
                time.sleep(pause)
                continue
            # A share may have done it and lost the answer; the reading back will tell.
            if not temporary.exists() and _content(target) == data:
                return
            raise


def _link(temporary: Path, target: Path) -> bool:
    """Make a new file under its name only if the name is free; False where links are unknown."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        text = "刚刚出现了同名文件。请换一个文件名，或先打开那个文件看看。"
        raise _Refused(_not_saved(Cause.EXISTS, target, text)) from None
    except (OSError, NotImplementedError):
        return False
    with suppress(OSError):
        temporary.unlink()
    return True


def _confirm(target: Path, data: bytes) -> Outcome:
    """Sync the folder and read the file again; from here on the new content is in place."""
    name = digest(data)
    try:
        sync_folder(target.parent)
        found = read_bytes(target).data
    except OSError:
        text = "已写入，但系统没有确认写到磁盘上。请再保存一次；若仍如此，请另存到别的磁盘。"
        return NotConfirmed(name, f"“{shown(target.name)}”{text}")
    if found == data:
        return Saved(name)
    # Somebody's save came right after ours, or the disk gives back something else.
    ours = target.with_name(f"{target.stem}（本机另存 {name[:8]}）{target.suffix}")
    copied = False
    with suppress(OSError, _Refused):
        _move(written_beside(ours, data), ours, data, only_new=True)
        copied = True
    where = f"您的内容已另存为“{shown(ours.name)}”" if copied else "请用“另存为”保存您的内容"
    return _not_saved(Cause.CHANGED, target, f"保存的同时别人也改了这个文件。{where}，请核对。")


def _content(path: Path) -> bytes | None:
    try:
        return read_bytes(path).data
    except OSError:
        return None


def _not_saved(cause: Cause, path: Path, text: str) -> NotSaved:
    return NotSaved(cause, f"无法保存“{shown(path.name)}”：{text}")
