"""What a folder may hold that is no plain file: pipes, sockets, links in a circle, odd names."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.exchange.hostile.form import KEY, READ
from tests.exchange.labels.test_disfigured import exported

MISSING, FOLDER, DENIED = "找不到|不存在", "文件夹|不是普通文件", "没有权限|没有读取权限"


@dataclass(frozen=True)
class Place:
    """A way in which a path may be odd; `make` puts it into a folder and gives the path.

    `collected` tells whether 收集 lists it: what is no file of the folder is passed over.
    """

    name: str
    make: Callable[[Path], Path]
    expect: str
    collected: bool = True


def places() -> Iterator[Place]:
    """Give all that this system can have."""
    yield Place("没有的文件", lambda folder: folder / "没有.xlsx", MISSING, False)
    yield Place("名叫表的文件夹", _folder, FOLDER, False)
    yield Place("空文件", _named("空.xlsx", b""), "空的")
    yield Place("表情名", _named("表😀.xlsx"), READ)
    yield Place("引号名", _named('a\'b "c" #%&=+.xlsx'), READ)
    yield Place("公式名", _named("=1+1.xlsx"), READ)
    yield Place("从右到左的名", _named("a\u202exslx.xlsx"), READ)
    yield Place("长名", _named("x" * 250 + ".xlsx"), READ)
    yield Place("大写扩展名", _named("表.XLSX"), READ)
    yield Place("两个扩展名", _named("表.pdf.xlsx"), READ)
    yield Place("前后有空格", _named(" 表 .xlsx"), READ)
    yield Place("四十吉的空洞", _sparse, "超过 32 MB")
    if os.name != "posix":
        return
    yield Place("带换行的名", _named("表\n二\t三\x1b[31m.xlsx"), READ)
    yield Place("不是UTF-8的名", _undecodable, READ)
    yield Place("管道", _pipe, FOLDER, False)
    yield Place("套接字", _socket, FOLDER, False)
    yield Place("链接成环", _loop, f"{MISSING}|读不出来", False)
    yield Place("悬空的链接", _dangling, MISSING, False)
    yield Place("链接到设备", _device, FOLDER, False)
    if os.geteuid() != 0:
        yield Place("没有权限", _denied, DENIED)


def _named(name: str, data: bytes | None = None) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(exported(KEY) if data is None else data)
        return path

    return make


def _folder(folder: Path) -> Path:
    path = folder / "夹.xlsx"
    path.mkdir()
    return path


def _sparse(folder: Path) -> Path:
    path = folder / "空洞.xlsx"
    with path.open("wb") as file:
        file.truncate(40 * 1024**3)
    return path


def _undecodable(folder: Path) -> Path:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/\xb1\xed\xff.xlsx"))
    path.write_bytes(exported(KEY))
    return path


def _pipe(folder: Path) -> Path:
    path = folder / "管.xlsx"
    os.mkfifo(path)
    return path


def _socket(folder: Path) -> Path:
    # A socket's address is short, so it is bound from within the folder.
    before = Path.cwd()
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(folder)
        try:
            made.bind("插.xlsx")
        finally:
            os.chdir(before)
    return folder / "插.xlsx"


def _loop(folder: Path) -> Path:
    path = folder / "环.xlsx"
    path.symlink_to(path)
    return path


def _dangling(folder: Path) -> Path:
    path = folder / "悬.xlsx"
    path.symlink_to(folder / "没有这个")
    return path


def _device(folder: Path) -> Path:
    path = folder / "零.xlsx"
    path.symlink_to("/dev/zero")
    return path


def _denied(folder: Path) -> Path:
    path = folder / "锁.xlsx"
    path.write_bytes(exported(KEY))
    path.chmod(0)
    return path
