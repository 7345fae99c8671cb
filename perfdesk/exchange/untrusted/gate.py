"""Judge an untrusted file from outside, before anything parses it.

Only the standard library, only counting and searching: what passes here may still be
wrong, so it is read in a process with hard limits (worker.py) and validated again.
"""

import re
import stat
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from perfdesk.exchange.untrusted.markup import MAX_TOKEN, Markup
from perfdesk.exchange.untrusted.refusal import BLOATED, BROKEN, PASSWORD, RESAVE, Refused

MAX_FILE = 32 * 1024 * 1024
MAX_INFLATED = 64 * 1024 * 1024
MAX_PARTS = 2_000
CHUNK = 64 * 1024

ContainerKind: TypeAlias = Literal["xlsx", "xls", "ods", "docx", "text", "page"]


def admit_any(path: Path) -> tuple[ContainerKind, bytes]:
    """Return what kind of container a file really is, whatever its name says, and its bytes.

    Raises `Refused` for what is not worth reading. The bytes come back so that what was judged
    is what is read, even if the file changes meanwhile. May block on a dead network share.

    An .xls, and an .et that is one, cannot be counted from outside: only its reader's
    limits bound it.
    """
    data = _whole_file(path)
    kind = _recognise(data, path)
    return (_zip_kind(data) if kind == "zip" else kind), data


def _zip_kind(data: bytes) -> ContainerKind:
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _look_inside(archive)
    except Refused:
        raise
    except Exception as error:  # mutated archives raise a dozen kinds; all mean the same
        raise Refused(BROKEN, repr(error)) from error


def _whole_file(path: Path) -> bytes:
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise Refused("这是一个文件夹，请选择其中的 .xlsx 文件。")
        # A named pipe or a device would be read for ever.
        if not stat.S_ISREG(facts.st_mode):
            raise Refused("这不是普通文件，请选择 .xlsx 文件。")
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Refused("找不到这个文件，请检查它是否已被移走或改名，再重新选择。") from error
    except PermissionError as error:
        raise Refused(
            "没有权限读取这个文件，请关闭正在使用它的程序，或复制到桌面后再导入。"
        ) from error
    except (OSError, ValueError) as error:
        raise Refused("文件读不出来，请把它复制到本机桌面后再导入。", repr(error)) from error
    if not data:
        raise Refused("文件是空的（0 字节），请向对方重新索取。")
    if len(data) > MAX_FILE:
        raise Refused(
            f"文件超过 {MAX_FILE // 1024 // 1024} MB，请删去其中的图片和无关的工作表，"
            "另存为 .xlsx 再导入。"
        )
    return data


# --- what is not a zip -----------------------------------------------------------------

_MAGIC = (
    (b"%PDF", "这是 PDF 文件，不是工作簿，请选择 .xlsx 文件。"),
    (b"\x89PNG", "这是图片，不是工作簿，请选择 .xlsx 文件。"),
    (b"\xff\xd8\xff", "这是图片，不是工作簿，请选择 .xlsx 文件。"),
    (b"GIF8", "这是图片，不是工作簿，请选择 .xlsx 文件。"),
    (b"BM", "这是图片，不是工作簿，请选择 .xlsx 文件。"),
    (b"II*\0", "这是图片，不是工作簿，请选择 .xlsx 文件。"),
    (b"MM\0*", "这是图片，不是工作簿，请选择 .xlsx 文件。"),
    (b"Rar!", "这是压缩包，请先解压，再选择其中的 .xlsx 文件。"),
    (b"7z\xbc\xaf", "这是压缩包，请先解压，再选择其中的 .xlsx 文件。"),
    (b"\x1f\x8b", "这是压缩包，请先解压，再选择其中的 .xlsx 文件。"),
    (b"{\\rtf", "这是文字文档，不是工作簿，请选择 .xlsx 文件。"),
)


def _recognise(data: bytes, path: Path) -> Literal["zip", "xls", "text", "page"]:
    """Tell what the file really is; raise, naming it, where nobody here can read it."""
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(b"PK\x05\x06"):
        raise Refused("这是空的压缩包，不是工作簿，请选择 .xlsx 文件。")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _check_compound(data)
        return "xls"
    for magic, message in _MAGIC:
        if data.startswith(magic):
            raise Refused(message)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if path.suffix.lower() == ".perfdesk" or (head.startswith(b"{") and b"perfdesk" in head):
        raise Refused("这是本程序的项目文件，不是工作簿，请用“打开”来打开它。")
    if b"schemas-microsoft-com:office:spreadsheet" in head:
        raise Refused("这是旧的 XML 表格，" + RESAVE)
    if head.startswith(b"<") and (b"<html" in head or b"<table" in head or b"<meta" in head):
        return "page"
    if b"\0" not in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if path.name.startswith("~$"):
        raise Refused("这是 Excel 或 Word 打开文件时放的临时文件，请选择名称里没有“~$”的那一个。")
    raise Refused("这不是 Excel 工作簿，请选择 .xlsx 文件。")


# The first record of an old workbook's stream, and behind it the one that says it is encrypted.
_FILE_PASS = re.compile(
    rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})(?:\x86\x00\x00\x00)?\x2f\x00.\x00", re.DOTALL
)


def _check_compound(data: bytes) -> None:
    """Tell apart what Office before 2007 wrote; stream names stand there in UTF-16."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or _FILE_PASS.search(data):
        raise Refused(PASSWORD)
    # A workbook may hold a Word document as an object, so it is looked for first.
    if holds("Workbook") or holds("Book"):
        return
    if holds("WordDocument"):
        raise Refused(
            "这是旧版 Word 文档（.doc），请用 Word 或 WPS 打开后另存为 .docx 再导入，"
            "或改用 .xlsx 工作簿。"
        )
    if holds("PowerPoint Document"):
        raise Refused("这是旧版演示文稿，不是工作簿，请选择 .xlsx 文件。")


# --- what is a zip -----------------------------------------------------------------------


def _look_inside(archive: ZipFile) -> ContainerKind:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise Refused(BLOATED, f"{len(parts)} parts")
    _check_directory(parts)
    kind = _kind_of(archive)
    markup = Markup()
    inflated = 0
    for part in parts:
        is_markup = part.filename.lower().endswith((".xml", ".rels"))
        with archive.open(part) as stream:
            # The declared size may lie; only what really comes out counts.
            while chunk := stream.read(CHUNK):
                inflated += len(chunk)
                if inflated > MAX_INFLATED:
                    raise Refused(BLOATED, "inflated size")
                if is_markup:
                    markup.feed(chunk)
        markup.close()
    return kind


def _check_directory(parts: list[ZipInfo]) -> None:
    seen = set()
    for part in parts:
        name = part.filename
        if part.flag_bits & 0x41:
            raise Refused(PASSWORD)
        # bzip2 and lzma inflate without a bound inside zipfile; no office program writes them.
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refused("文件用了少见的压缩方式，" + RESAVE)
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name:
            raise Refused("文件内部的路径可疑，不予读取，请向对方核实后重新索取。", name[:80])
        if name.lower() in seen:
            raise Refused("文件内部有重复的部分，不予读取，请向对方核实后重新索取。", name[:80])
        seen.add(name.lower())


def _kind_of(archive: ZipFile) -> ContainerKind:
    def opening(name: str) -> bytes:
        try:
            with archive.open(name) as stream:
                return stream.read(MAX_TOKEN)
        except KeyError:
            return b""

    types = opening("[Content_Types].xml")
    if b"spreadsheetml.sheet.main+xml" in types or b"spreadsheetml.template.main+xml" in types:
        return "xlsx"
    if b"ms-excel.sheet.macroEnabled.main" in types or (
        b"ms-excel.template.macroEnabled.main" in types
    ):
        return "xlsx"
    if b"ms-excel.sheet.binary" in types:
        raise Refused("这是二进制工作簿 .xlsb，" + RESAVE)
    if b"wordprocessingml" in types or b"ms-word" in types:
        return "docx"
    if b"presentationml" in types:
        raise Refused("这是演示文稿，不是工作簿，请选择 .xlsx 文件。")
    if b"opendocument.spreadsheet" in opening("mimetype"):
        return "ods"
    if types:
        raise Refused("里面没有工作簿，请选择 .xlsx 文件。")
    raise Refused("这是普通压缩包，不是工作簿，请先解压，再选择其中的 .xlsx 文件。")
