"""What a clerk is told when the disk says no: system errors as causes and Chinese sentences."""

import errno
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Cause(StrEnum):
    """Name why a file could not be read or written, so that the window can offer a way out."""

    CHANGED = "changed"  # someone else saved since we loaded
    EXISTS = "exists"  # a new file was to be made, and there is one
    GONE = "gone"  # the file, or its folder, is not there any more
    FOLDER = "folder"  # a folder or a device, not a file
    DENIED = "denied"
    READ_ONLY = "read_only"
    FULL = "full"
    NAME = "name"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Hold a cause for the program and a sentence for the clerk."""

    cause: Cause
    message: str


class CannotRead(Exception):
    """Tell that a file cannot be read; `str()` is the Chinese sentence, `cause` the kind."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.cause = trouble.cause


_UNREACHABLE = {
    errno.ESTALE, errno.ENOTCONN, errno.ECONNRESET, errno.ECONNABORTED, errno.EHOSTUNREACH,
    errno.ENETUNREACH, errno.ENETDOWN, errno.ETIMEDOUT, errno.ENODEV, errno.ENXIO,
    getattr(errno, "EHOSTDOWN", errno.EHOSTUNREACH), getattr(errno, "ENOLINK", errno.ESTALE),
}  # fmt: skip

# Windows says these in its own numbers: not ready, bad network path, network busy or gone,
# semaphore timeout, device not connected, network location cannot be reached.
_UNREACHABLE_WINDOWS = {21, 53, 54, 55, 59, 64, 67, 121, 1167, 1222, 1231}
_BUSY_WINDOWS = {32, 33}
_NAME_WINDOWS = {123, 206}


def shown(text: str) -> str:
    """Cut untrusted text to what a message can bear: one short line of visible characters."""
    cut = text if len(text) <= 40 else text[:39] + "…"
    return "".join(c if c.isprintable() else "□" for c in cut)


def explain(error: OSError | ValueError, path: Path, action: str = "保存") -> Trouble:
    """Turn a system error into a cause and a sentence: what, where, what to do.

    `action` is the Chinese verb of what was tried (“保存”, “打开”).
    """
    # A NUL or half a surrogate pair in a name is a ValueError.
    cause = _cause(error, path) if isinstance(error, OSError) else Cause.NAME
    name = shown(path.name or str(path))
    reading = action == "打开"
    where = f"“{path.parent}”"
    match cause:
        case Cause.FULL:
            text = "磁盘空间已满（或超过配额）。请删除不用的文件腾出空间后再试，或另存到别的磁盘。"
        case Cause.DENIED if reading:
            text = "没有读取权限。请向文件所有人或管理员申请权限。"
        case Cause.DENIED:
            text = f"没有写入权限（文件夹{where}）。请另存到自己的文件夹，或向管理员申请权限。"
        case Cause.READ_ONLY:
            text = f"{where}所在的磁盘是只读的。请另存到别的位置。"
        case Cause.GONE if reading:
            text = "文件不存在，可能已被移动、改名或删除。请在原来的文件夹里找一找。"
        case Cause.GONE:
            text = f"文件夹{where}不存在，可能已移走，或 U 盘、网络盘已断开。请接好后再试，或另存。"
        case Cause.NAME:
            text = "文件名太长，或含有不允许的字符。请换一个短些的文件名。"
        case Cause.FOLDER:
            text = "这是文件夹或设备，不是文件。请另选一个文件名。"
        case Cause.UNREACHABLE:
            text = f"{where}连接不上，U 盘或网络盘可能已断开。请接好后再试，或先另存到本机。"
        case Cause.BUSY:
            text = "文件正被另一个程序占用。请关闭正在打开它的程序后再试。"
        case Cause.DAMAGED:
            text = "磁盘读写出错，磁盘或 U 盘可能有故障。请换一个位置，并尽快备份。"
        case Cause.TOO_LARGE if reading:
            text = "文件太大，不像本程序的文件。请核对是否选错了文件。"
        case Cause.TOO_LARGE:
            text = "这个磁盘放不下这么大的文件。请另存到别的磁盘。"
        case _:
            number = getattr(error, "errno", None)
            said = f"系统报告错误（编号 {number}）" if number else "系统没有说明原因"
            text = f"{said}。请再试一次，或换一个位置。"
    return Trouble(cause, f"无法{action}“{name}”：{text}")


def _cause(error: OSError, path: Path) -> Cause:
    number = error.errno
    windows = getattr(error, "winerror", None)
    if windows in _UNREACHABLE_WINDOWS or number in _UNREACHABLE:
        return Cause.UNREACHABLE
    if windows in _BUSY_WINDOWS or number in (errno.EBUSY, errno.ETXTBSY):
        return Cause.BUSY
    if windows in _NAME_WINDOWS or number in (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ):
        return Cause.NAME
    match number:
        case errno.ENOSPC | errno.EDQUOT:
            return Cause.FULL
        case errno.EFBIG:
            return Cause.TOO_LARGE
        case errno.EACCES | errno.EPERM:
            return Cause.FOLDER if _is_folder(path) else Cause.DENIED
        case errno.EROFS:
            return Cause.READ_ONLY
        case errno.ENOENT | errno.ENOTDIR:
            return Cause.GONE
        case errno.EISDIR:
            return Cause.FOLDER
        case errno.EIO:
            return Cause.DAMAGED
        case _:
            return Cause.OTHER


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
