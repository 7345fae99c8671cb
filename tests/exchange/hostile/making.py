"""Make the files that strangers send: broken, bloated, disguised, aimed at a parser.

Also a few readers that misbehave, for the worker; so only the standard library here.
"""

import os
import random
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

Parts = dict[str, bytes]


def sheet(rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>', after: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def good_parts(sheet1: bytes = sheet(), strings: str = "<si><t>名称</t></si>") -> Parts:
    """Return the parts of the smallest workbook that our own reader and Excel both read."""

    def rels(*links: tuple[str, str]) -> bytes:
        body = "".join(
            f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for i, (kind, target) in enumerate(links, 1)
        )
        return f'<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'.encode()

    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}"/></Types>'
        ).encode(),
        "_rels/.rels": rels(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": rels(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>'.encode(),
        "xl/worksheets/sheet1.xml": sheet1,
    }


def packed(parts: Parts, method: int = ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with warnings.catch_warnings(), ZipFile(stream, "w", method) as archive:
        warnings.simplefilter("ignore")  # duplicate names are what some of these are about
        for name, body in parts.items():
            archive.writestr(name.replace("<again>", ""), body)
    return stream.getvalue()


def workbook(
    sheet1: bytes = sheet(), strings: str = "<si><t>名称</t></si>", **more: bytes
) -> bytes:
    return packed(good_parts(sheet1, strings) | more)


def with_part(name: str, body: bytes) -> bytes:
    return packed(good_parts() | {name: body})


def without(name: str) -> bytes:
    return packed({key: body for key, body in good_parts().items() if key != name})


def rows(count: int, columns: int) -> str:
    line = "<c><v>1</v></c>" * columns
    return "".join(f"<row>{line}</row>" for _ in range(count))


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le")


def typed(content_type: str) -> bytes:
    return packed({"[Content_Types].xml": f'<Types a="{content_type}"/>'.encode()})


def flagged(bit: int) -> bytes:
    """Set a flag bit in every local and central header."""
    data = bytearray(workbook())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= bit
            at = data.find(magic, at + 4)
    return bytes(data)


def lying_size() -> bytes:
    """Declare that a part of 80 MB inflates to 10 bytes."""
    data = bytearray(with_part("xl/media/a.bin", bytes(80_000_000)))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/media/a.bin"))
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ELSEWHERE = b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">'
CELL = '<row r="{row}"><c r="{place}"><v>1</v></c></row>'

# name -> (maker, a piece of the message; "" where a valid grid is as good an answer)
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "空的"),
    "password": (lambda: compound("EncryptedPackage"), "有密码"),
    "old_doc": (lambda: compound("WordDocument"), "Word"),
    "old_ppt": (lambda: compound("PowerPoint Document"), "演示文稿"),
    "pdf": (lambda: b"%PDF-1.7\n", "PDF"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
    "jpeg": (lambda: b"\xff\xd8\xff\xe0" + bytes(50), "图片"),
    "rar": (lambda: b"Rar!\x1a\x07\x00", "压缩包"),
    "xml_2003": (
        lambda: (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        ),
        "XML 表格",
    ),
    "own_project": (lambda: b'{"perfdesk": 1, "documents": []}', "项目文件"),
    "noise": (lambda: random.Random(1).randbytes(5000), "不是 Excel"),
    "zeros": (lambda: bytes(5000), "不是 Excel"),
    "pptx": (lambda: typed("presentationml.presentation.main+xml"), "演示文稿"),
    "xlsb": (lambda: typed("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), ".xlsb"),
    "other_package": (lambda: typed("something"), "没有工作簿"),
    "plain_zip": (lambda: packed({"a.txt": b"hello"}), "压缩包"),
    "empty_zip": (lambda: packed({}), "压缩包"),
    "half_a_zip": (lambda: workbook()[: len(workbook()) // 2], "不完整"),
    "four_bytes": (lambda: b"PK\x03\x04", "不完整"),
    "wrong_checksum": (lambda: workbook().replace(b"PK\x01\x02", b"PK\x01\x03", 1), "不完整"),
    "zip_encryption": (lambda: flagged(1), "有密码"),
    "lzma": (lambda: packed(good_parts(), ZIP_LZMA), "压缩方式"),
    "bzip2": (lambda: packed(good_parts(), ZIP_BZIP2), "压缩方式"),
    "many_parts": (
        lambda: packed(good_parts() | {f"xl/{i}.bin": b"" for i in range(2_001)}),
        "过大",
    ),
    "zip_bomb": (lambda: with_part("xl/media/a.bin", bytes(65 * 1024 * 1024)), "过大"),
    "lying_size": (lying_size, "不完整"),
    "climbing_name": (lambda: with_part("../evil.xml", b"<a/>"), "路径可疑"),
    "absolute_name": (lambda: with_part("/etc/evil.xml", b"<a/>"), "路径可疑"),
    "duplicate_name": (lambda: with_part("xl/<again>workbook.xml", b"<a/>"), "重复"),
    "duplicate_by_case": (lambda: with_part("XL/Workbook.xml", b"<a/>"), "重复"),
    "billion_laughs": (lambda: workbook(LAUGHS + sheet()), "DOCTYPE"),
    "outside_entity": (lambda: workbook(XXE + sheet()), "DOCTYPE"),
    "outside_definition": (lambda: workbook(ELSEWHERE + sheet()), "DOCTYPE"),
    "merge_upside_down": (
        lambda: workbook(sheet(after='<mergeCells><mergeCell ref="B2:A1"/></mergeCells>')),
        "不完整",
    ),
    "hidden_in_utf16": (
        lambda: workbook(("\ufeff" + (XXE + sheet()).decode()).encode("utf-16-le")),
        "编码",
    ),
    "hidden_in_utf16_unmarked": (
        lambda: workbook((XXE + sheet()).decode().encode("utf-16-le")),
        "编码",
    ),
    "hidden_in_ebcdic": (
        lambda: workbook(b'<?xml version="1.0" encoding="cp037"?>' + sheet()),
        "编码",
    ),
    "long_comment": (lambda: workbook(b"<!--" + b"a" * 40_000_000 + b"-->" + sheet()), "过长"),
    "long_string": (lambda: workbook(strings=f"<si><t>{'a' * 60_000_000}</t></si>"), "过长"),
    "far_cell": (
        lambda: workbook(sheet(CELL.format(row=1048576, place="XFD1048576"))),
        "第 1048576 行",
    ),
    "far_row": (lambda: workbook(sheet('<row r="1048576"/>')), "1048576"),
    "far_dimension": (
        lambda: workbook(sheet().replace(b"<sheetData>", b'<dimension ref="A1:XFD9"/><sheetData>')),
        "A1:XFD9",
    ),
    "whole_sheet_merged": (
        lambda: workbook(sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        "A1:XFD1048576",
    ),
    "large_merge": (
        lambda: workbook(sheet(after='<mergeCells><mergeCell ref="A1:RZ9999"/></mergeCells>')),
        "A1:RZ9999",
    ),
    # Spelled so that the gate's searches do not see it: the reader must.
    "far_cell_disguised": (
        lambda: workbook(sheet("<row><c\tr='&#88;FD104857&#54;'><v>1</v></c></row>")),
        "不完整",
    ),
    "merge_disguised": (
        lambda: workbook(sheet(after="<mergeCells><mergeCell\tref='A&#49;:RZ9999'/></mergeCells>")),
        "不完整",
    ),
    "many_cells": (lambda: workbook(sheet(rows(3_001, 100))), "过大"),
    "many_cells_disguised": (
        lambda: workbook(sheet(rows(3_001, 100).replace("<c>", "<c\n>"))),
        "过大",
    ),
    "many_tags": (lambda: workbook(sheet("<a/>" * 3_100_000)), "过大"),
    "deep": (lambda: workbook(sheet("<a>" * 400_000 + "</a>" * 400_000)), ""),
    "many_attributes": (
        lambda: workbook(sheet("<a " + " ".join(f'b{i}=""' for i in range(20_000)) + "/>")),
        "",
    ),
    "one_string_in_many_cells": (
        lambda: workbook(
            sheet("<row>" + '<c t="s"><v>0</v></c>' * 400 + "</row>"),
            strings=f"<si><t>{'字' * 60_000}</t></si>",
        ),
        "过大",
    ),
    "open_tag": (lambda: workbook(b"<worksheet><sheetData>"), "不完整"),
    "not_utf8": (lambda: workbook(sheet().replace(b"<v>1", b"<v>\xff\xfe1")), "不完整"),
    "bad_string_index": (lambda: workbook(sheet('<row><c t="s"><v>9</v></c></row>')), "不完整"),
    "negative_index": (lambda: workbook(sheet('<row><c t="s"><v>-1</v></c></row>')), "不完整"),
    "same_cell_twice": (
        lambda: workbook(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')),
        "不完整",
    ),
    "row_zero": (lambda: workbook(sheet(CELL.format(row=0, place="A0"))), "不完整"),
    "nonsense_place": (lambda: workbook(sheet(CELL.format(row=1, place="名1"))), "不完整"),
    "no_workbook_part": (lambda: without("xl/workbook.xml"), "不完整"),
    "no_root_relations": (lambda: without("_rels/.rels"), "不完整"),
    "no_sheet_part": (lambda: without("xl/worksheets/sheet1.xml"), "不完整"),
    "no_strings_part": (lambda: without("xl/sharedStrings.xml"), "不完整"),
    "endless_numbers": (
        lambda: workbook(sheet(f"<row><c><v>{'9' * 200_000}</v></c></row>")),
        "",
    ),
    "odd_numbers": (
        lambda: workbook(
            sheet(
                "<row>"
                + "".join(
                    f"<c><v>{text}</v></c>"
                    for text in ("NaN", "1e999", "-1e-999", "1_0", "١", "0x1", "1e9999999", "--1")
                )
                + "</row>"
            )
        ),
        "",
    ),
}

# name -> (maker, what kind the gate finds it to be)
KINDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "old_xls": (lambda: compound("Workbook"), "xls"),
    "csv": (lambda: "项目名称,金额\n道路,3\n".encode(), "text"),
    "csv_gbk": (lambda: "项目名称,金额\n道路,3\n".encode("gbk"), "text"),
    "csv_utf16": (lambda: "项目,3\n".encode("utf-16"), "text"),
    "html": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "page"),
    "docx": (lambda: typed("wordprocessingml.document.main+xml"), "docx"),
    "ods": (
        lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "ods",
    ),
}

# These get through the gate by design; the reader behind it must refuse them.
FOR_THE_READER = {
    "far_cell_disguised",
    "merge_disguised",
    "merge_upside_down",
    "many_cells_disguised",
    "one_string_in_many_cells",
    "open_tag",
    "not_utf8",
    "bad_string_index",
    "negative_index",
    "same_cell_twice",
    "row_zero",
    "nonsense_place",
    "no_workbook_part",
    "no_root_relations",
    "no_sheet_part",
    "no_strings_part",
}


def mutations(original: bytes, count: int, seed: int = 2) -> Iterator[bytes]:
    """Yield copies with a few bytes changed, cut out or doubled; the same ones every time."""
    dice = random.Random(seed)
    for _ in range(count):
        data = bytearray(original)
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(data))
            length = dice.choice((1, 1, 1, 8, 60))
            match dice.randrange(3):
                case 0:
                    data[at : at + length] = dice.randbytes(length)
                case 1:
                    del data[at : at + length]
                case _:
                    data[at:at] = data[at : at + length]
        yield bytes(data)


def markup_mutations(parts: Parts, count: int, seed: int = 3) -> Iterator[bytes]:
    """Yield workbooks whose zip is whole and whose XML is not: these reach the reader."""
    dice = random.Random(seed)
    names = sorted(parts)
    for _ in range(count):
        name = dice.choice(names)
        (body,) = mutations(parts[name], 1, dice.randrange(10**9))
        yield packed(parts | {name: body})


# --- readers that misbehave ----------------------------------------------------------------


def echo(data: bytes) -> object:
    return {"length": len(data), "text": "字\0\ud83d<b>"}


def hang(data: bytes) -> object:
    time.sleep(60)
    return None


def spin(data: bytes) -> object:
    while True:
        pass


def grow(data: bytes) -> object:
    hoard = []
    while True:
        hoard.append(bytearray(16 * 1024 * 1024))


def two_gigabytes(data: bytes) -> object:
    return len(bytearray(2 * 1024**3))


def own_limit(data: bytes) -> object:
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)[0]


def die(data: bytes) -> object:
    import ctypes

    return ctypes.string_at(0)


def leave(data: bytes) -> object:
    raise SystemExit(3)


def recurse(data: bytes) -> object:
    return recurse(data)


def shout(data: bytes) -> object:
    print("not the answer")
    return "answer"


def talk_without_end(data: bytes) -> object:
    sys.__stdout__.buffer.write(b"x" * 100_000_000)  # type: ignore[union-attr]
    return None


def answer_nonsense(data: bytes) -> object:
    return {1, 2}


def call_home(data: bytes) -> object:
    return str(socket.socket())


def start_another(data: bytes) -> object:
    return subprocess.run([sys.executable, "-V"], check=True).returncode


def write_file(data: bytes) -> object:
    return Path(data.decode()).write_text("gone")


def list_modules(data: bytes) -> object:
    return sorted(sys.modules)


def abort(data: bytes) -> None:
    """End as a library does that cannot get the memory it asks for."""
    os.abort()
