"""A small file beside the project that tells others who is working on it."""

import getpass
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from perfdesk.storage import process
from perfdesk.storage.reading import read_bytes
from perfdesk.storage.strict_json import UnreadableJson, loads
from perfdesk.storage.trouble import explain, shown


@dataclass(frozen=True, slots=True)
class Holder:
    """Name who works on a file: computer, user, process, and since when.

    `mark` tells this run of the process from a later one with the same number.
    """

    host: str
    user: str
    pid: int
    mark: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Lock:
    """The file is ours to edit until `release`; the lock goes stale when we die."""

    path: Path
    holder: Holder

    def release(self) -> None:
        """Remove the lock if it is still ours; never raises."""
        with suppress(OSError):
            if _read(self.path) == self.holder:
                self.path.unlink()


@dataclass(frozen=True, slots=True)
class Busy:
    """Someone is editing the file; `message` asks the clerk what to do."""

    holder: Holder
    message: str


@dataclass(frozen=True, slots=True)
class NoLock:
    """No lock can be made here (a read-only folder, a share without rights); work goes on."""

    message: str


def acquire(project: Path, *, now: datetime, insist: bool = False) -> Lock | Busy | NoLock:
    """Take the lock of a project file.

    A lock whose process on this computer has ended is taken over silently; one of another computer
    cannot be judged and counts as live. `insist` takes it in any case, after the
    clerk said so. `now` is a time with its zone.
    """
    project, path = Path(os.path.realpath(project)), place(project)
    pid = os.getpid()
    mine = Holder(process.host(), _user(), pid, process.mark_of(pid) or str(pid), now)
    try:
        for _ in range(3):
            if _create(path, mine):
                return Lock(path, mine)
            other = _read(path)
            if other is not None and not insist and _lives(other):
                return Busy(other, _busy(other, project, mine))
            _set_aside(path, other)
        return NoLock(f"“{shown(project.name)}”的编辑标记被反复改动，没有建立。")
    except (OSError, ValueError) as error:
        return NoLock(explain(error, project, "标记正在编辑").message)


def place(project: Path) -> Path:
    """Tell where a project's lock lies: beside it, its links followed."""
    target = Path(os.path.realpath(project))
    return target.with_name(f".~lock.{target.name}#")


def _create(path: Path, holder: Holder) -> bool:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
    try:
        fd = os.open(path, flags, 0o644)
    except FileExistsError:
        return False
    try:
        try:
            os.write(fd, _text(holder))
        finally:
            os.close(fd)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise
    return True


def _text(holder: Holder) -> bytes:
    record = {
        "host": holder.host,
        "user": holder.user,
        "pid": holder.pid,
        "mark": holder.mark,
        "since": holder.since.isoformat(),
    }
    return json.dumps(record, ensure_ascii=True).encode("ascii")


def _read(path: Path) -> Holder | None:
    """Read who holds a lock; None when it is gone or says nothing, as after a crash."""
    for pause in (0.02, 0.1, None):
        try:
            match loads(read_bytes(path).data, max_bytes=4096):
                case {
                    "host": str(host),
                    "user": str(user),
                    "pid": int(pid),
                    "mark": str(mark),
                    "since": str(since),
                }:
                    return Holder(host, user, pid, mark, datetime.fromisoformat(since))
            return None
        except FileNotFoundError:
            return None
        except (UnreadableJson, ValueError):
            # Its owner may be between making and writing it.
            if pause is None:
                return None
            time.sleep(pause)
    return None


def _lives(holder: Holder) -> bool:
    if holder.host != process.host():
        return True
    return process.mark_of(holder.pid) == holder.mark


def _set_aside(path: Path, judged: Holder | None) -> None:
    """Remove the lock that was judged, and not one that was made meanwhile."""
    aside = path.with_name(f"{path.name}{os.getpid()}")
    try:
        path.replace(aside)
    except FileNotFoundError:
        return
    try:
        if _read(aside) != judged:
            with suppress(OSError, NotImplementedError):
                os.link(aside, path)
    finally:
        aside.unlink()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _busy(other: Holder, project: Path, mine: Holder) -> str:
    name = shown(project.name)
    if (other.host, other.mark) == (mine.host, mine.mark):
        return f"“{name}”已在本程序的另一个窗口中打开。"
    who = shown(other.user) or "有人"
    where = "本机" if other.host == mine.host else f"电脑“{shown(other.host)}”"
    since = other.since
    with suppress(OverflowError, OSError, ValueError):
        since = since.astimezone(mine.since.tzinfo)
    when = f"{since.month} 月 {since.day} 日 {since:%H:%M}"
    return (
        f"{who}（{where}）从 {when} 起正在编辑“{name}”。"
        "可以只读打开；若确认对方已不再编辑，也可以继续编辑。"
    )
