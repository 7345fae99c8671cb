"""Old workbooks: compound files and the records in them, sound ones first, then all that lies."""

# ruff: noqa: E501
from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache

from tests.exchange.hostile.form import READ, Stranger, page
from tests.exchange.labels.disfigured import as_web_page

BROKEN, BLOATED, SLOW, UNKNOWN = "不完整", "过大", "用时", "认不出"
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def bof(what: int, version: int = 0x0600) -> bytes:
    return record(0x0809, struct.pack("<4H2I", version, what, 0, 0, 0, 6))


def label(row: int, column: int, text: str) -> bytes:
    body = text.encode("utf-16-le")
    return record(0x0204, struct.pack("<4HB", row, column, 0, len(body) // 2, 1) + body)


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<3Hd", row, column, 0, value))


def dimensions(rows: int, columns: int) -> bytes:
    return record(0x0200, struct.pack("<2I3H", 0, rows, 0, columns, 0))


def merged(*blocks: tuple[int, int, int, int]) -> bytes:
    body = b"".join(struct.pack("<4H", *block) for block in blocks)
    return record(0x00E5, struct.pack("<H", len(blocks)) + body)


def book(sheet: bytes, globals_: bytes = b"", name: str = "表", at: int | None = None) -> bytes:
    """Put one sheet's records behind those of the workbook."""
    title = name.encode("utf-16-le")
    tail = struct.pack("<BBBB", 0, 0, len(name), 1) + title
    head = bof(5) + globals_
    begins = len(head) + 4 + 4 + len(tail) + 4
    where = struct.pack("<I", begins if at is None else at)
    return head + record(0x0085, where + tail) + record(0x000A) + sheet


@cache
def form_records() -> bytes:
    found = [bof(0x10), dimensions(40, 20)]
    for (row, column), value in sorted(page().cells.items()):
        if isinstance(value, int | float):
            found.append(number(row - 1, column - 1, float(value)))
        else:
            found.append(label(row - 1, column - 1, str(value)))
    blocks = [(t - 1, b - 1, left - 1, right - 1) for t, left, b, right in page().merges]
    return b"".join((*found, merged(*blocks), record(0x000A)))


def compound(stream: bytes, name: str = "Workbook", **lies: object) -> bytes:
    """Write a compound file of one stream; `lies` change fields of its head, by offset `h24`."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    fats = -(-(count + 1) // 127)  # a sector of the table holds 128 places, one its own
    chain = [_FAT] * fats + [_END] + [fats + 2 + n for n in range(count - 1)] + [_END]
    chain += [_FREE] * (fats * 128 - len(chain))
    table = lies.get("chain", chain)
    fat = struct.pack(f"<{len(chain)}I", *table)  # type: ignore[misc]
    entry = [("Root Entry", 5, _END, 0), (name, 2, fats + 1, lies.get("size", len(stream)))]
    folder = b"".join(_entry(*each, is_root=n == 0) for n, each in enumerate(entry))  # type: ignore[arg-type]
    head = bytearray(_SECTOR)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[24:34] = struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    head[44:76] = struct.pack("<8I", fats, fats, 0, 4096, _END, 0, _END, 0)
    head[76:] = struct.pack("<109I", *range(fats), *[_FREE] * (109 - fats))
    for where, value in lies.items():
        if where.startswith("h"):
            at = int(where[1:])
            head[at : at + 4] = struct.pack("<I", value)
    return bytes(head) + fat + folder.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, is_root: bool) -> bytes:
    title = (name + "\0").encode("utf-16-le")
    links = (_FREE, _FREE, 1 if is_root else _FREE)
    return (
        title.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(title), kind, 1, *links)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def form() -> bytes:
    return compound(book(form_records()))


def files() -> Iterator[Stranger]:
    """Give all of them; half bear the name of a WPS table."""
    for place, (name, make, expect) in enumerate(_files()):
        ending = "" if "." in name else (".xls", ".et")[place % 2]
        yield Stranger(f"旧表 {name}{ending}", make, expect)


def _files():  # type: ignore[no-untyped-def]
    small = bof(0x10) + dimensions(1, 1) + label(0, 0, "甲") + record(0x000A)
    whole = form()

    def sheet(*records: bytes) -> bytes:
        return compound(book(bof(0x10) + b"".join(records) + record(0x000A)))

    def chained(change) -> bytes:  # type: ignore[no-untyped-def]
        chain = list(struct.unpack_from("<128I", whole, _SECTOR))
        change(chain)
        return compound(book(form_records()), chain=chain)

    def loop(chain: list[int]) -> None:
        chain[10] = 5

    def self_loop(chain: list[int]) -> None:
        chain[5] = 5

    def out(chain: list[int]) -> None:
        chain[6] = 0x0FFFFFFF

    def folder_loop(chain: list[int]) -> None:
        chain[1] = 1

    strings = struct.pack("<2I", 0xFFFFFFFF, 0xFFFFFFFF) + b"\x05\x00\x00hello"
    formula = struct.pack("<3Hd3H", 1, 1, 0, 1.5, 0, 0, 0)
    encrypted = record(0x002F, struct.pack("<3H", 1, 1, 1) + bytes(48))
    return [
        ("好的", lambda: whole, READ),
        ("又一个好的", lambda: whole, READ),
        ("名叫工作簿.xlsx", lambda: whole, READ),
        ("断在头里", lambda: whole[:300], BROKEN),
        ("断在目录", lambda: whole[:1_200], BROKEN),
        ("断在一半", lambda: whole[: len(whole) // 2], BROKEN),
        ("少了末扇区", lambda: whole[:-_SECTOR], BROKEN),
        ("只有魔数", lambda: whole[:8], BROKEN),
        ("扇区成环", lambda: chained(loop), READ),
        ("扇区指自己", lambda: chained(self_loop), BROKEN),
        ("扇区出界", lambda: chained(out), BROKEN),
        ("目录成环", lambda: chained(folder_loop), BROKEN),
        ("扇区位数极大", lambda: compound(book(small), h30=0x0006001F), UNKNOWN),
        ("扇区位数为零", lambda: compound(book(small), h30=0), BROKEN),
        ("扇区表四十亿", lambda: compound(book(small), h44=0xFFFFFFFF), UNKNOWN),
        ("目录在天边", lambda: compound(book(small), h48=0x7FFFFFFF), BROKEN),
        ("小流成环", lambda: compound(book(small), h60=0, h64=0xFFFFFFFF), UNKNOWN),
        ("二级表成环", lambda: compound(book(small), h68=0, h72=0xFFFFFFFF), BROKEN),
        ("版本不认识", lambda: compound(book(small), h24=0xFFFFFFFF), UNKNOWN),
        ("流长谎报很大", lambda: compound(book(small), size=2**40), BROKEN),
        ("流长谎报很小", lambda: compound(book(form_records()), size=4_100), BROKEN),
        ("流长为零", lambda: compound(book(small), size=0), BROKEN),
        ("没有工作簿流", lambda: compound(book(small), "Nothing"), BROKEN),
        ("加密流", lambda: compound(book(small), "EncryptedPackage"), "有密码"),
        ("是文字文档", lambda: compound(b"", "WordDocument"), "Word"),
        ("是演示文稿", lambda: compound(b"", "PowerPoint Document"), "演示文稿"),
        ("加密记录", lambda: compound(book(form_records(), encrypted)), "有密码"),
        (
            "加密记录很短",
            lambda: compound(book(form_records(), record(0x002F, b"\1"))),
            "有密码",
        ),
        ("表起点出界", lambda: compound(book(small, at=0x7FFFFFF0)), BROKEN),
        ("表起点是自己", lambda: compound(book(small, at=0)), BROKEN),
        ("表名极长", lambda: compound(book(form_records(), name="长" * 255)), READ),
        ("字符串表撒谎", lambda: compound(book(form_records(), record(0x00FC, strings))), READ),
        ("字符串表空", lambda: compound(book(form_records(), record(0x00FC))), BROKEN),
        ("维度撒谎很大", lambda: sheet(dimensions(0x7FFFFFFF, 0xFFFF), label(0, 0, "甲")), UNKNOWN),
        ("维度倒过来", lambda: sheet(record(0x0200, struct.pack("<2I3H", 9, 1, 9, 1, 0))), UNKNOWN),
        (
            "最远的两格",
            lambda: sheet(label(0, 0, "甲"), label(65_535, 255, "乙")),
            BLOATED,
        ),
        (
            "列号越界",
            lambda: sheet(label(0, 0, "甲"), label(65_535, 65_535, "乙")),
            BROKEN,
        ),
        ("串号越界", lambda: sheet(record(0x00FD, struct.pack("<3HI", 0, 0, 0, 99))), BROKEN),
        (
            "标签长度撒谎",
            lambda: sheet(record(0x0204, struct.pack("<4HB", 0, 0, 0, 9_999, 1) + b"ab")),
            UNKNOWN,
        ),
        ("记录长度撒谎", lambda: sheet(struct.pack("<2H", 0x0204, 60_000) + b"ab"), BROKEN),
        ("记录成千上万", lambda: sheet(record(0x0203) * 500_000), BROKEN),
        (
            "数值是NaN",
            lambda: compound(
                book(form_records()[:-4] + number(90, 1, float("nan")) + record(0x000A))
            ),
            READ,
        ),
        (
            "数值是无穷",
            lambda: compound(
                book(form_records()[:-4] + number(90, 1, float("inf")) + record(0x000A))
            ),
            READ,
        ),
        ("公式很短", lambda: sheet(record(0x0006, b"\0\0")), BROKEN),
        ("公式怪", lambda: sheet(record(0x0006, formula + b"\xff" * 60)), UNKNOWN),
        ("合并撒谎", lambda: sheet(label(0, 0, "甲"), record(0x00E5, b"\xff\xff")), BROKEN),
        (
            "合并很大",
            lambda: sheet(label(0, 0, "甲"), merged((0, 65_535, 0, 255))),
            BLOATED,
        ),
        ("合并倒着", lambda: sheet(label(0, 0, "甲"), merged((9, 1, 9, 1))), UNKNOWN),
        (
            "近四十万个数",
            lambda: sheet(b"".join(number(i // 200, i % 200, i) for i in range(385_000))),
            BLOATED,
        ),
        ("第二版", lambda: b"\x09\x00\x04\x00\x00\x00\x10\x00" + bytes(100), "不是 Excel"),
        (
            "第五版",
            lambda: compound(
                book(small).replace(b"\x00\x06\x05\x00", b"\x00\x05\x05\x00", 1), "Book"
            ),
            UNKNOWN,
        ),
        (
            "不认识的版",
            lambda: compound(book(small).replace(b"\x00\x06\x05\x00", b"\x99\x99\x05\x00", 1)),
            BROKEN,
        ),
        ("全是FF", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 9_000, BROKEN),
        ("全是零", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9_000), BROKEN),
        (
            "是XML表格",
            lambda: (
                b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
            ),
            "XML 表格",
        ),
        ("是网页", lambda: as_web_page(page()), READ),
        (
            "是网页归档",
            lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html></html>",
            UNKNOWN,
        ),
        ("是空网页", lambda: b"<html></html>", UNKNOWN),
        ("是文字", lambda: "项目\t金额\n".encode("gbk"), UNKNOWN),
    ]
