"""Workbooks that strangers send: bombs, tricks with the zip, with the XML and with the sheet."""

# ruff: noqa: E501
from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED

from tests.exchange.hostile import making as hostile
from tests.exchange.hostile.form import (
    BOOK,
    LINKS,
    OTHER,
    READ,
    SHEET,
    STYLES,
    TYPES,
    Stranger,
    after_data,
    cell,
    changed,
    in_data,
    in_field,
    in_head,
    parts,
    with_part,
    zipped,
)

BROKEN, BLOATED, UNKNOWN = "不完整", "过大", "认不出"
DTD, PATH, CODE, LONG = "DOCTYPE", "路径可疑", "少见的编码", "过长"
_INLINE = '<c r="A900" t="inlineStr"><is><t>{}</t></is></c>'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def files() -> Iterator[Stranger]:
    """Give all of them; names are unique."""
    for name, (make, piece) in hostile.FILES.items():
        # Those of the small workbook that can be read hold no form.
        yield Stranger(f"旧例 {name}.xlsx", make, piece or f"{UNKNOWN}|{BROKEN}|{BLOATED}")
    for group, found in (("压缩", zips()), ("标记", xmls()), ("表格", sheets()), ("部件", links())):
        for name, make, expect in found:
            ending = "" if "." in name else ".xlsx"
            yield Stranger(f"{group} {name}{ending}", make, expect)


def zips():  # type: ignore[no-untyped-def]
    form = parts()
    whole = zipped(form)
    big = bytes(30_000_000)
    return [
        ("存而不压", lambda: zipped(form, ZIP_STORED), READ),
        ("前有数据", lambda: b"MZ" + bytes(600) + whole, "不是 Excel"),
        ("后有数据", lambda: whole + bytes(40_000), READ),
        ("后有很多数据", lambda: whole + bytes(200_000), BROKEN),
        ("长注释", lambda: zipped(form, comment=b"x" * 65_535), READ),
        (
            "注释里有目录",
            lambda: zipped(form, comment=b"PK\x05\x06" + bytes(18)),
            f"{BROKEN}|压缩包",
        ),
        ("加密标志", lambda: hostile.flagged(1), "有密码"),
        ("强加密标志", lambda: hostile.flagged(0x40), "有密码"),
        ("旧式bzip2", lambda: zipped(form, ZIP_BZIP2), "压缩方式"),
        ("lzma", lambda: zipped(form, ZIP_LZMA), "压缩方式"),
        ("deflate64", lambda: methods(whole, 9), "压缩方式"),
        ("不知名的压缩", lambda: methods(whole, 99), "压缩方式"),
        ("两千零一个部件", lambda: zipped(form | {f"a/{i}": b"" for i in range(2_001)}), BLOATED),
        ("十万个部件", many_entries, BLOATED),
        ("一千个空部件", lambda: zipped(form | {f"a/{i}": b"" for i in range(1_000)}), READ),
        ("三个三十兆", lambda: zipped(form | {f"a{i}.bin": big for i in range(3)}), BLOATED),
        ("一个三十兆", lambda: zipped(form | {"a.bin": big}), READ),
        ("套在里面的压缩包", lambda: zipped(form | {"a.zip": zipped({"b": big})}), READ),
        ("谎报变小", lambda: sizes(whole, 10), BROKEN),
        ("谎报变大", lambda: sizes(whole, 4_000_000_000), READ),
        ("偏移重叠", lambda: offsets(whole, 0), BROKEN),
        ("偏移出界", lambda: offsets(whole, 0xFFFFFF), BROKEN),
        ("校验和不对", lambda: checksums(whole), BROKEN),
        ("内容是乱的", lambda: scrambled(whole), BROKEN),
        ("断在一半", lambda: whole[: len(whole) // 2], BROKEN),
        ("少了最后一字节", lambda: whole[:-1], BROKEN),
        ("只有目录", lambda: whole[whole.index(b"PK\x01\x02") :], "不是 Excel"),
        ("目录条数不对", lambda: directory(whole, 10, b"\xff\xff\xff\xff"), BROKEN),
        ("目录位置不对", lambda: directory(whole, 16, b"\x00\x00\x00\x00"), BROKEN),
        ("目录在四吉", lambda: directory(whole, 16, b"\xf0\xff\xff\xff"), BROKEN),
        ("zip64", lambda: zip64(whole), f"{BROKEN}|空的"),
        ("上级路径", lambda: zipped(form | {"../../x.xml": b"<a/>"}), PATH),
        ("绝对路径", lambda: zipped(form | {"/etc/passwd": b"x"}), PATH),
        ("盘符路径", lambda: zipped(form | {"C:/x": b"x"}), PATH),
        ("反斜杠", lambda: renamed(whole, b"xl/styles.xml", b"xl\\styles.xml"), PATH),
        ("名字带引号", lambda: zipped(form | {"xl/\"'&<>.xml": b"<a/>"}), READ),
        (
            "名字带空字符",
            lambda: renamed(whole, b"docProps/app.xml", b"docProps/a\0p.xml"),
            f"{BROKEN}|{READ}",
        ),
        ("名字六万字", lambda: zipped(form | {"x" * 60_000: b""}), READ),
        (
            "名字乱码",
            lambda: renamed(whole, b"docProps/app.xml", b"docProps/\xff\xfe\xfd.xml"),
            READ,
        ),
        ("重名只差大小写", lambda: zipped(form | {"XL/WORKBOOK.XML": b"<a/>"}), "重复"),
        ("没有内容类型", lambda: zipped({k: v for k, v in form.items() if k != TYPES}), "压缩包"),
        ("内容类型全大写", lambda: with_part(TYPES, form[TYPES].upper()), "没有工作簿"),
        ("名是et", lambda: whole, READ),
        ("宏工作簿.xlsm", macros, READ),
        ("其实是表格.xls", lambda: whole, READ),
        ("其实是表格.et", lambda: whole, READ),
        ("其实是表格.docx", lambda: whole, READ),
        ("其实是表格.csv", lambda: whole, READ),
        ("其实是表格.ods", lambda: whole, READ),
    ]


def many_entries() -> bytes:
    """Write a directory of 100,000 entries, all of one file."""
    local = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0) + b"a"
    central = b"PK\x01\x02" + struct.pack(
        "<6H3I5H2I", 20, 20, 0, 0, 0, 33, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0
    )
    whole = b"".join(central + b"%06d" % i for i in range(100_000))
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 34_464, 34_464, len(whole), len(local), 0)
    return local + whole + end


def _central(data: bytes) -> Iterator[int]:
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        yield at
        at = data.find(b"PK\x01\x02", at + 4)


def _patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def methods(data: bytes, method: int) -> bytes:
    for at in list(_central(data)):
        data = _patched(data, at + 10, struct.pack("<H", method))
    return data


def sizes(data: bytes, size: int) -> bytes:
    for at in list(_central(data)):
        data = _patched(data, at + 24, struct.pack("<I", size))
    return data


def offsets(data: bytes, offset: int) -> bytes:
    for at in list(_central(data)):
        data = _patched(data, at + 42, struct.pack("<I", offset))
    return data


def checksums(data: bytes) -> bytes:
    for at in list(_central(data)):
        data = _patched(data, at + 16, b"\1\2\3\4")
    return data


def scrambled(data: bytes) -> bytes:
    return _patched(data, 200, bytes(range(256)) * 4)


def directory(data: bytes, offset: int, new: bytes) -> bytes:
    return _patched(data, data.rindex(b"PK\x05\x06") + offset, new)


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    return data.replace(old, new.ljust(len(old), b"x")[: len(old)])


def zip64(data: bytes) -> bytes:
    """Say that the directory stands elsewhere, four exabytes away."""
    end = data.rindex(b"PK\x05\x06")
    far = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 9, 9, 2**62, 2**62)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    return data[:end] + far + locator + _patched(data[end:], 8, b"\xff" * 12)


def macros() -> bytes:
    types = parts()[TYPES].replace(
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
        b"vnd.ms-excel.sheet.macroEnabled.main",
    )
    return zipped(parts() | {TYPES: types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(9_000)})


def xmls():  # type: ignore[no-untyped-def]
    sheet = parts()[SHEET].decode()
    head = '<?xml version="1.0" encoding="{}"?>'
    laughs = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9))
    deep = "<a>" * 100_000 + "</a>" * 100_000
    many = "".join(f' b{i}="1"' for i in range(10_000))
    return [
        ("十亿次笑", lambda: in_head(f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'), DTD),
        ("二次方实体", lambda: in_head(f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'), DTD),
        (
            "外部实体",
            lambda: in_head('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            DTD,
        ),
        ("外部定义", lambda: in_head('<!DOCTYPE x SYSTEM "http://example.invalid/a.dtd">'), DTD),
        (
            "参数实体",
            lambda: in_head('<!DOCTYPE x [<!ENTITY % p SYSTEM "ftp://a.invalid/">%p;]>'),
            DTD,
        ),
        ("定义在关系里", lambda: with_part(LINKS, b"<!DOCTYPE x>" + parts()[LINKS]), DTD),
        ("定义在样式里", lambda: with_part(STYLES, b"<!DOCTYPE x>" + parts()[STYLES]), DTD),
        ("定义换行", lambda: in_head("<!DOCTYPE\n x [\n<!ENTITY a 'b'>]>"), DTD),
        ("未定义的实体", lambda: cell(_INLINE.format("&nichts;")), BROKEN),
        ("字符零", lambda: cell(_INLINE.format("&#0;")), BROKEN),
        ("字符超界", lambda: cell(_INLINE.format("&#x110000;")), BROKEN),
        ("半个字符", lambda: cell(_INLINE.format("&#xD800;")), BROKEN),
        ("控制字符", lambda: cell(_INLINE.format("\x01")), BROKEN),
        (
            "空字符",
            lambda: with_part(SHEET, sheet.encode().replace(b"<sheetData>", b"\0<sheetData>")),
            BROKEN,
        ),
        (
            "UTF-16",
            lambda: with_part(SHEET, (head.format("UTF-16") + sheet).encode("utf-16")),
            CODE,
        ),
        ("UTF-16无记号", lambda: with_part(SHEET, sheet.encode("utf-16-be")), CODE),
        ("UTF-32", lambda: with_part(SHEET, sheet.encode("utf-32")), f"{CODE}|{BROKEN}"),
        ("UTF-7", lambda: with_part(SHEET, (head.format("UTF-7") + sheet).encode()), CODE),
        (
            "EBCDIC",
            lambda: with_part(SHEET, (head.format("IBM037") + sheet).encode("cp037", "replace")),
            f"{CODE}|{BROKEN}|{LONG}",
        ),
        ("GBK", lambda: with_part(SHEET, (head.format("GBK") + sheet).encode("gbk")), CODE),
        ("声明为别的", lambda: in_head(head.format("ISO-8859-1")), CODE),
        (
            "声明单引号UTF-8",
            lambda: in_head("<?xml version='1.0' encoding='utf-8' standalone='yes'?>"),
            READ,
        ),
        ("有BOM", lambda: with_part(SHEET, b"\xef\xbb\xbf" + sheet.encode()), READ),
        ("两个BOM", lambda: with_part(SHEET, b"\xef\xbb\xbf" * 2 + sheet.encode()), BROKEN),
        (
            "不是UTF-8",
            lambda: with_part(
                SHEET, sheet.encode().replace(b"<sheetData>", b"<!-- \xff --><sheetData>")
            ),
            BROKEN,
        ),
        ("深十万层", lambda: after_data(deep), f"{BROKEN}|{BLOATED}|{READ}"),
        (
            "深一万层",
            lambda: after_data("<a>" * 10_000 + "</a>" * 10_000),
            f"{BROKEN}|{BLOATED}|read",
        ),
        (
            "深在单元格里",
            lambda: cell(
                f'<c r="A900" t="inlineStr"><is>{"<r>" * 20_000}{"</r>" * 20_000}</is></c>'
            ),
            f"{BROKEN}|{BLOATED}|read",
        ),
        ("一万个属性", lambda: after_data(f"<a{many}/>"), READ),
        (
            "百万个属性",
            lambda: after_data("<a" + "".join(f' b{i}="1"' for i in range(1_000_000)) + "/>"),
            LONG,
        ),
        ("重复的属性", lambda: after_data('<a b="1" b="2"/>'), BROKEN),
        ("一个属性十兆", lambda: after_data(f'<a b="{"x" * 10_000_000}"/>'), LONG),
        ("属性里有尖括号", lambda: after_data('<a b="' + "&gt;" * 1_000 + '"/>'), READ),
        (
            "属性里有很多大于号",
            lambda: after_data('<a b="' + ">" * 9_000_000 + '"/>'),
            f"{BROKEN}|{BLOATED}|用时|read",
        ),
        (
            "名字空间很多",
            lambda: after_data(
                "<a" + "".join(f' xmlns:n{i}="urn:{i}"' for i in range(9_000)) + "/>"
            ),
            READ,
        ),
        (
            "名字空间不认识",
            lambda: with_part(SHEET, sheet.replace("spreadsheetml/2006/main", "none", 1).encode()),
            READ,
        ),
        ("前缀没有定义", lambda: after_data("<x:a/>"), BROKEN),
        ("带前缀的表", lambda: with_part(SHEET, prefixed(sheet).encode()), READ),
        ("CDATA", lambda: cell(_INLINE.format("<![CDATA[<b>&]]>")), READ),
        ("CDATA不闭合", lambda: cell(_INLINE.format("<![CDATA[ x")), BROKEN),
        ("CDATA很长", lambda: cell(_INLINE.format(f"<![CDATA[{'x' * 300_000}]]>")), READ),
        ("处理指令", lambda: in_head('<?xml-stylesheet href="http://a.invalid/x.xsl"?>'), READ),
        ("处理指令很长", lambda: in_head(f"<?a {'x' * 9_000_000}?>"), LONG),
        ("注释很多", lambda: after_data("<!-- a -->" * 100_000), READ),
        ("注释四十兆", lambda: in_head(f"<!--{'a' * 40_000_000}-->"), LONG),
        ("注释里全是大于号", lambda: in_head(f"<!--{'a>' * 5_000_000}-->"), "用时|read|过长"),
        ("注释里有定义", lambda: in_head("<!-- <!DOCTYPE x> -->"), DTD),
        ("注释不闭合", lambda: after_data("<!-- x"), BROKEN),
        ("标签不闭合", lambda: after_data("<a>"), BROKEN),
        ("标签交错", lambda: after_data("<a><b></a></b>"), BROKEN),
        ("两个根", lambda: with_part(SHEET, sheet.encode() * 2), BROKEN),
        ("空的部件", lambda: with_part(SHEET, b""), BROKEN),
        ("不是XML的部件", lambda: with_part(SHEET, b"hello"), BROKEN),
        ("一亿个空格", lambda: after_data(" " * 60_000_000), f"{LONG}|{BLOATED}"),
        ("换行写的空白", lambda: after_data("\n<a/>" * 500_000), READ),
        ("版本一点一", lambda: in_head('<?xml version="1.1"?>'), READ),
    ]


def prefixed(xml: str) -> str:
    return re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x=", 1)


def sheets():  # type: ignore[no-untyped-def]
    def merges(*refs: str) -> bytes:
        more = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
        return changed(SHEET, ("</mergeCells>", more + "</mergeCells>"))

    def number(text: str) -> bytes:
        return in_field(f'<c r="C3"><v>{text}</v></c>')

    def names(xml: str) -> bytes:
        return changed(BOOK, ("</definedNames>", xml + "</definedNames>"))

    def name(n: str, to: str) -> str:
        return f'<definedName name="{n}">{to}</definedName>'

    table = "'项目支出绩效目标申报表'!"
    return [
        (
            "最远的单元格",
            lambda: in_data('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            "超出了能读取的范围",
        ),
        (
            "最远的两个角",
            lambda: in_data(
                '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
            ),
            "超出了能读取的范围",
        ),
        ("远处的列", lambda: cell('<c r="XFD900"><v>1</v></c>'), "超出了能读取的范围"),
        ("远处藏着写", lambda: cell("<c\nr='XF&#68;900'><v>1</v></c>"), BROKEN),
        ("不存在的列", lambda: cell('<c r="ZZZZ900"><v>1</v></c>'), f"{BROKEN}|超出"),
        ("行号零", lambda: in_data('<row r="0"><c r="A0"><v>1</v></c></row>'), BROKEN),
        ("行号负", lambda: in_data('<row r="-5"><c><v>1</v></c></row>'), BROKEN),
        (
            "行号很大",
            lambda: in_data(f'<row r="{"9" * 5_000}"><c><v>1</v></c></row>'),
            f"{BROKEN}|超出",
        ),
        ("行号不是数", lambda: in_data('<row r="一"><c><v>1</v></c></row>'), BROKEN),
        (
            "维度谎报很远",
            lambda: changed(SHEET, ('ref="A1:K27"', 'ref="A1:XFD1048576"')),
            "超出了能读取的范围",
        ),
        ("维度谎报很小", lambda: changed(SHEET, ('ref="A1:K27"', 'ref="A1"')), READ),
        ("维度不是维度", lambda: changed(SHEET, ('ref="A1:K27"', 'ref="啊"')), READ),
        ("合并整张表", lambda: merges("A1:XFD1048576"), "超出了能读取的范围"),
        ("合并倒过来", lambda: merges("D950:A900"), BROKEN),
        ("合并互相重叠", lambda: merges("A900:D950", "B910:E960"), READ),
        ("合并面积很大", lambda: merges("A1000:RZ1999"), "超出了能读取的范围"),
        (
            "合并面积藏着写",
            lambda: merges(
                *(
                    f"A&#4{8 + i % 2};{900 + i}:RZ{1300 + i}".replace("&#48;", "").replace(
                        "&#49;", ""
                    )
                    for i in range(4)
                )
            ),
            "超出|不完整",
        ),
        ("合并一万次", lambda: merges(*(f"A{i}" for i in range(900, 10_900))), READ),
        ("两百张表各合并", many_merged_sheets, f"{BROKEN}|超出"),
        ("共享串越界", lambda: cell('<c r="A900" t="s"><v>5</v></c>'), BROKEN),
        ("共享串为负", lambda: cell('<c r="A900" t="s"><v>-1</v></c>'), BROKEN),
        ("共享串不是数", lambda: cell('<c r="A900" t="s"><v>x</v></c>'), BROKEN),
        ("数值一千次方", lambda: number("1e999"), "note:错误值|没有读"),
        ("数值NaN", lambda: number("NaN"), "note:错误值|没有读"),
        ("数值INF", lambda: number("INF"), "note:错误值|没有读"),
        ("数值负无穷", lambda: number("-Infinity"), "note:错误值|没有读"),
        ("数值全角", lambda: number("１２"), "note:错误值|没有读"),
        ("数值十六进制", lambda: number("0x1F"), "note:错误值|没有读"),
        ("数值三十万位", lambda: number("9" * 200_000), "note:错误值|没有读"),
        ("数值空白", lambda: cell('<c r="A900"><v> </v></c>'), f"{BROKEN}|read"),
        (
            "日期溢出",
            lambda: in_data('<row r="900"><c r="A900" s="3"><v>99999999999</v></c></row>'),
            READ,
        ),
        ("日期为负", lambda: cell('<c r="A900" t="d"><v>-9999-99-99</v></c>'), READ),
        ("行内文字很长", lambda: cell(_INLINE.format("字" * 80_000)), READ),
        ("行内文字三十兆", lambda: cell(_INLINE.format("字" * 10_000_000)), LONG),
        ("公式没有值", lambda: in_field('<c r="C3"><f>1+1</f></c>'), "note:公式还没有算出"),
        (
            "公式有值",
            lambda: cell('<c r="A900" t="str"><f>HYPERLINK("http://a.invalid")</f><v>点我</v></c>'),
            READ,
        ),
        (
            "公式命令",
            lambda: cell('<c r="A900" t="str"><f>cmd|\'/C calc\'!A0</f><v>x</v></c>'),
            READ,
        ),
        ("错误值", lambda: in_field('<c r="C3" t="e"><v>#REF!</v></c>'), "note:错误值"),
        ("布尔值怪", lambda: cell('<c r="A900" t="b"><v>maybe</v></c>'), READ),
        ("类型不认识", lambda: cell('<c r="A900" t="zz"><v>1</v></c>'), READ),
        ("样式越界", lambda: cell('<c r="A900" s="99999"><v>1</v></c>'), READ),
        ("样式为负", lambda: cell('<c r="A900" s="-7"><v>1</v></c>'), READ),
        ("样式不是数", lambda: cell('<c r="A900" s="x"><v>1</v></c>'), BROKEN),
        ("样式表空", lambda: with_part(STYLES, b"<styleSheet/>"), "read"),
        ("样式表乱", lambda: with_part(STYLES, b"<a><b><c/></b></a>"), "read"),
        (
            "样式一百万",
            lambda: changed(STYLES, ("</cellXfs>", "<xf/>" * 1_000_000 + "</cellXfs>")),
            READ,
        ),
        (
            "格式代码很长",
            lambda: changed(
                STYLES,
                (
                    ">",
                    f'><numFmts><numFmt numFmtId="200" formatCode="{"0[y" * 40_000}"/></numFmts>',
                ),
            ),
            READ,
        ),
        ("行倒着写", lambda: reversed_rows(), READ),
        ("单元格重复", lambda: in_data('<row r="3"><c r="C3"><v>1</v></c></row>'), BROKEN),
        ("单元格没有地址", lambda: in_data("<row><c><v>1</v></c><c><v>2</v></c></row>"), READ),
        ("三十万个单元格", lambda: in_data(hostile.rows(3_001, 100)), BLOATED),
        ("九万个单元格", lambda: in_data(hostile.rows(900, 100)), READ),
        ("两万个空行", lambda: in_data("<row/>" * 19_000), READ),
        (
            "宏表",
            lambda: changed(LINKS, ("relationships/worksheet", "relationships/xlMacrosheet")),
            OTHER,
        ),
        (
            "富文本",
            lambda: in_field(
                '<c r="C3" t="inlineStr"><is><r><rPr><b/></rPr><t>某</t></r><r><t>项目</t></r></is></c>'
            ),
            OTHER,
        ),
        (
            "注音",
            lambda: cell('<c r="A900" t="inlineStr"><is><t>字</t><rPh><t>zi</t></rPh></is></c>'),
            READ,
        ),
        ("转义文字", lambda: cell(_INLINE.format("_x0041__x005F_x0041__xD800__xFFFF_")), READ),
        ("名字一百万", lambda: names(name("a", "Sheet!$A$1") * 1_000_000), f"{BLOATED}|用时|read"),
        ("名字循环", lambda: names(name("a", "b") + name("b", "a")), READ),
        ("名字指向别的表", lambda: names(name("f.nothing", "'没有'!$A$1")), READ),
        ("名字指向外部", lambda: names(name("f.nothing", "[1]Sheet!$A$1")), READ),
        ("名字是命令", lambda: names(name("f.nothing", "cmd|' /C calc'!A0")), READ),
        ("名字指向整列", lambda: names(name("f.nothing", table + "$A:$XFD")), READ),
        (
            "名字指向极大区域",
            lambda: names(name("t.indicators.nothing", table + "$A$1:$XFD$1048576")),
            "note:表里没有这一项",
        ),
        (
            "两万个我们的名字",
            lambda: names(
                "".join(name(f"f.a{i}", table + f"$A$1:$K${i % 90 + 1}") for i in range(19_000))
            ),
            "note:表里没有|过大",
        ),
        (
            "九百九十九张表的名字",
            lambda: names("".join(name(f"s{i}.f.year", table + "$A$1") for i in range(1, 1_000))),
            OTHER,
        ),
        ("名字串行号极大", lambda: names(name("f.nothing", table + f"$A${'9' * 5_000}")), READ),
        (
            "区域链接",
            lambda: after_data(
                '<hyperlinks><hyperlink ref="A1" location="file:///etc/passwd"/></hyperlinks>'
            ),
            READ,
        ),
        (
            "数据连接",
            lambda: zipped(
                parts()
                | {
                    "xl/connections.xml": b'<connections><connection id="1"><dbPr connection="ODBC;DSN=x"/></connection></connections>'
                }
            ),
            READ,
        ),
        ("题目两万次", lambda: in_data(lines("项目支出绩效目标申报表", 19_000)), "read|过大"),
        (
            "题目一千次不带名字",
            lambda: nameless(lines("项目支出绩效目标申报表", 1_000)),
            "read|过大|认不出",
        ),
        (
            "题目两万次不带名字",
            lambda: nameless(lines("项目支出绩效目标申报表", 19_000)),
            "read|过大|用时|认不出",
        ),
        (
            "栏名四万次不带名字",
            lambda: nameless(lines("项目名称", 19_000)),
            "read|过大|用时|认不出",
        ),
        (
            "表头一万次不带名字",
            lambda: nameless(lines("一级指标", 4_000, "二级指标", "三级指标", "指标值")),
            "read|过大|用时",
        ),
    ]


def lines(*texts: object) -> str:
    """Write many rows of the same texts; the count is the number among them."""
    [count] = [each for each in texts if isinstance(each, int)]
    words = [each for each in texts if isinstance(each, str)]
    row = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in words)
    return f"<row>{row}</row>" * count


def nameless(rows: str) -> bytes:
    """Take names and hidden sheet off the form, and put rows below it."""
    form = dict(parts())
    book = re.sub(rb"<definedNames>.*</definedNames>", b"", form[BOOK], flags=re.DOTALL)
    book = re.sub(rb'<sheet [^>]*name="_perfdesk"[^>]*/>', b"", book)
    body = form[SHEET].decode().replace("</sheetData>", rows + "</sheetData>")
    form["docProps/custom.xml"] = b"<Properties/>"
    return zipped(form | {BOOK: book, SHEET: body.encode()})


def reversed_rows() -> bytes:
    body = parts()[SHEET].decode()
    rows = re.findall(r"<row .*?</row>", body, re.DOTALL)
    start, end = body.index("<sheetData>") + 11, body.index("</sheetData>")
    return with_part(SHEET, (body[:start] + "".join(reversed(rows)) + body[end:]).encode())


def many_merged_sheets() -> bytes:
    """Spell merges so that the gate does not see them, a little on each of many sheets."""
    form = dict(parts())
    link = f'<Relationship Type="{_REL}/worksheet" Target="worksheets/x.xml" Id="rId9"/>'
    form[LINKS] = form[LINKS].replace(b"</Relationships>", f"{link}</Relationships>".encode())
    listed = "".join(
        f'<sheet xmlns:r="{_REL}" name="n{i}" sheetId="{i}" r:id="rId9"/>' for i in range(9, 150)
    )
    form[BOOK] = form[BOOK].replace(b"</sheets>", f"{listed}</sheets>".encode())
    body = hostile.sheet(after="<mergeCells><mergeCell\tref='A&#49;:RZ400'/></mergeCells>")
    return zipped(form | {"xl/worksheets/x.xml": body})


def links():  # type: ignore[no-untyped-def]
    def target(new: str, old: str = "/xl/worksheets/sheet1.xml") -> bytes:
        return changed(LINKS, (f'Target="{old}"', f'Target="{new}"'))

    def more(xml: str) -> bytes:
        return changed(LINKS, ("</Relationships>", xml + "</Relationships>"))

    external = 'TargetMode="External"'
    return [
        ("关系指向文件", lambda: target("file:///etc/passwd"), BROKEN),
        ("关系指向网络", lambda: target("http://example.invalid/x.xml"), BROKEN),
        ("关系指向上级", lambda: target("../../../../etc/passwd"), BROKEN),
        ("关系指向自己", lambda: target("workbook.xml"), OTHER),
        ("关系指向绝对", lambda: target("/etc/passwd"), BROKEN),
        ("关系指向没有的", lambda: target("worksheets/none.xml"), BROKEN),
        ("关系是相对的", lambda: target("./worksheets/../worksheets/sheet1.xml"), READ),
        (
            "关系指向媒体",
            lambda: zipped(
                parts()
                | {
                    "xl/a.bin": b"<!DOCTYPE x><a/>",
                    LINKS: parts()[LINKS].replace(b"/xl/worksheets/sheet1.xml", b"/xl/a.bin"),
                }
            ),
            BROKEN,
        ),
        (
            "外部链接",
            lambda: more(
                f'<Relationship Id="e1" Type="{_REL}/externalLink" Target="file:///c:/x.xlsx" {external}/>'
            ),
            READ,
        ),
        (
            "外部图片",
            lambda: more(
                f'<Relationship Id="e1" Type="{_REL}/image" Target="http://a.invalid/x.png" {external}/>'
            ),
            READ,
        ),
        (
            "外部共享串",
            lambda: more(
                f'<Relationship Id="e1" Type="{_REL}/sharedStrings" Target="http://a.invalid/x" {external}/>'
            ),
            READ,
        ),
        (
            "两个样式部件",
            lambda: more(f'<Relationship Id="e1" Type="{_REL}/styles" Target="styles.xml"/>'),
            READ,
        ),
        (
            "一千个共享串部件",
            lambda: zipped(
                parts()
                | {
                    "xl/s.xml": b"<sst><si><t>a</t></si></sst>",
                    LINKS: parts()[LINKS].replace(
                        b"</Relationships>",
                        b"".join(
                            f'<Relationship Id="e{i}" Type="{_REL}/sharedStrings" Target="s.xml"/>'.encode()
                            for i in range(1_000)
                        )
                        + b"</Relationships>",
                    ),
                }
            ),
            READ,
        ),
        (
            "十万个共享串部件",
            lambda: zipped(
                parts()
                | {
                    "xl/s.xml": b"<sst>" + b"<si><t>a</t></si>" * 2_000 + b"</sst>",
                    LINKS: parts()[LINKS].replace(
                        b"</Relationships>",
                        b"".join(
                            f'<Relationship Id="e{i}" Type="{_REL}/sharedStrings" Target="s.xml"/>'.encode()
                            for i in range(100_000)
                        )
                        + b"</Relationships>",
                    ),
                }
            ),
            f"{BLOATED}|用时|{BROKEN}",
        ),
        (
            "工作表循环",
            lambda: changed(
                BOOK,
                (
                    "</sheets>",
                    f'<sheet xmlns:r="{_REL}" name="再来" sheetId="7" r:id="rId1"/></sheets>',
                ),
            ),
            READ,
        ),
        (
            "工作表同名",
            lambda: changed(
                BOOK,
                (
                    "</sheets>",
                    f'<sheet xmlns:r="{_REL}" name="_perfdesk" sheetId="7" r:id="rId1"/></sheets>',
                ),
            ),
            BROKEN,
        ),
        (
            "工作表三百张",
            lambda: changed(
                BOOK,
                (
                    "</sheets>",
                    "".join(
                        f'<sheet xmlns:r="{_REL}" name="n{i}" sheetId="{i}" r:id="rId1"/>'
                        for i in range(9, 309)
                    )
                    + "</sheets>",
                ),
            ),
            f"{BROKEN}|{BLOATED}",
        ),
        (
            "没有工作表",
            lambda: with_part(BOOK, b"<workbook><sheets/></workbook>"),
            f"{BROKEN}|丢失|认不出",
        ),
        (
            "没有关系",
            lambda: zipped({k: v for k, v in parts().items() if k != LINKS}),
            OTHER,
        ),
        (
            "没有根关系",
            lambda: zipped({k: v for k, v in parts().items() if k != "_rels/.rels"}),
            BROKEN,
        ),
        (
            "自定义属性很多",
            lambda: with_part(
                "docProps/custom.xml",
                b"<p>" + b'<property name="a"><x>1</x></property>' * 100_000 + b"</p>",
            ),
            READ,
        ),
        (
            "自定义属性撒谎",
            lambda: changed(
                "docProps/custom.xml", ("goal_declaration/mof-2020", "../../etc/passwd")
            ),
            "note:两种说法",
        ),
        (
            "说是没有的表",
            lambda: (
                changed("xl/worksheets/sheet2.xml", ("mof-2020", "mof-2999"))
                if b"mof-2020" in parts()["xl/worksheets/sheet2.xml"]
                else zlib.compress(b"")
            ),
            "没有这个版本",
        ),
    ]
