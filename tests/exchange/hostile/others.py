"""Tables of LibreOffice, Word documents, plain text and web pages that strangers send."""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape

from tests.exchange.hostile.form import OTHER, READ, Stranger, page, unzipped, zipped
from tests.exchange.labels.disfigured import as_docx, as_text, as_web_page

BROKEN, BLOATED, SLOW, UNKNOWN = "不完整", "过大", "用时", "认不出"
DTD, PATH, CODE, LONG, FAR = "DOCTYPE", "路径可疑", "少见的编码", "过长", "超出了能读取的范围"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(f'xmlns:{n}="{_OASIS}:{n}:1.0"' for n in ("office", "table", "text", "style"))


def files() -> Iterator[Stranger]:
    """Give all of them."""
    for group, ending, found in (
        ("开放表格", ".ods", ods_files()),
        ("文字文档", ".docx", docx_files()),
        ("文本", ".csv", text_files()),
        ("网页", ".html", web_files()),
    ):
        for name, make, expect in found:
            yield Stranger(f"{group} {name}{'' if '.' in name else ending}", make, expect)


# --- .ods -----------------------------------------------------------------------------------


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def line(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


@cache
def form_rows() -> str:
    spans = {(t, left): (b - t + 1, r - left + 1) for t, left, b, r in page().merges}
    rows = []
    for row in range(1, page().last_row + 1):
        cells = []
        for column in range(1, page().last_column + 1):
            down, across = spans.get((row, column), (1, 1))
            more = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
            value = page().cells.get((row, column))
            if value is None:
                cells.append("<table:table-cell/>")
            elif isinstance(value, int | float):
                cells.append(
                    f'<table:table-cell office:value-type="float" office:value="{value}"{more}/>'
                )
            else:
                text = "</text:p><text:p>".join(escape(str(value)).split("\n"))
                cells.append(cell(text, more))
        rows.append(line(*cells))
    return "".join(rows)


def ods(rows: str = "", more: str = "", table: str = "", head: str = "", **files_: bytes) -> bytes:
    """Put rows below those of the form."""
    body = f'<table:table table:name="表"{table}>{form_rows()}{rows}</table:table>{more}'
    body = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    content = f"{head}<office:document-content {_SPACES}>{body}</office:document-content>"
    return zipped(
        {
            "mimetype": _MIME,
            "META-INF/manifest.xml": b"<m/>",
            "content.xml": content.encode(),
            **files_,
        }
    )


def ods_files():  # type: ignore[no-untyped-def]
    many = ' table:number-rows-repeated="1048000"'
    wide = ' table:number-columns-repeated="1000000"'
    nested = (
        "<table:table-row><table:table-cell>" * 500 + "</table:table-cell></table:table-row>" * 500
    )
    return [
        ("好的", ods, READ),
        ("空行百万", lambda: ods(line("<table:table-cell/>", more=many)), READ),
        ("空列百万", lambda: ods(line(f"<table:table-cell{wide}/>")), READ),
        ("满行百万", lambda: ods(line(cell("甲"), more=many)), BLOATED),
        ("满列百万", lambda: ods(line(cell("甲", wide))), BLOATED),
        ("满行满列", lambda: ods(line(cell("甲", wide), more=many)), BLOATED),
        (
            "两万行各五百列",
            lambda: ods(
                line(
                    cell("甲", ' table:number-columns-repeated="500"'),
                    more=' table:number-rows-repeated="15000"',
                )
            ),
            BLOATED,
        ),
        ("重复为负", lambda: ods(line(cell("甲", ' table:number-columns-repeated="-5"'))), READ),
        ("重复不是数", lambda: ods(line(cell("甲", ' table:number-columns-repeated="九"'))), READ),
        (
            "重复极大",
            lambda: ods(line(cell("甲", f' table:number-columns-repeated="{"9" * 9_000}"'))),
            READ,
        ),
        (
            "合并极大",
            lambda: ods(
                line(
                    cell(
                        "甲",
                        ' table:number-columns-spanned="99999999" table:number-rows-spanned="99999999"',
                    )
                )
            ),
            f"{BLOATED}|{BROKEN}",
        ),
        (
            "合并积少成多",
            lambda: ods(line(*[cell("甲", ' table:number-rows-spanned="9999"')] * 30)),
            BLOATED,
        ),
        (
            "被盖住的格",
            lambda: ods(
                line(
                    "<table:covered-table-cell><text:p>藏着</text:p></table:covered-table-cell>"
                    * 900
                )
            ),
            READ,
        ),
        ("表中有表", lambda: ods(line(f"<table:table-cell>{nested}</table:table-cell>")), READ),
        (
            "表套表一万层",
            lambda: ods(line("<table:table-cell>" * 10_000 + "</table:table-cell>" * 10_000)),
            f"{BROKEN}|{BLOATED}|{READ}",
        ),
        (
            "段落套一万层",
            lambda: ods(line(cell("<text:span>" * 10_000 + "</text:span>" * 10_000))),
            f"{BROKEN}|{BLOATED}",
        ),
        ("空格一亿", lambda: ods(line(cell('<text:s text:c="99999999"/>'))), READ),
        ("空格很多处", lambda: ods(line(cell('<text:s text:c="9999"/>' * 30_000))), BLOATED),
        (
            "表三百张",
            lambda: ods(more='<table:table table:name="x"/>' * 300),
            f"{BLOATED}|{BROKEN}",
        ),
        ("表同名", lambda: ods(more='<table:table table:name="表"/>'), BROKEN),
        (
            "名字十万",
            lambda: ods(
                more="<table:named-expressions>"
                + '<table:named-range table:name="a" table:cell-range-address="$表.$A$1"/>'
                * 100_000
                + "</table:named-expressions>"
            ),
            READ,
        ),
        (
            "数值NaN",
            lambda: ods(line('<table:table-cell office:value-type="float" office:value="NaN"/>')),
            READ,
        ),
        (
            "数值极大",
            lambda: ods(
                line('<table:table-cell office:value-type="float" office:value="1e999999999"/>')
            ),
            READ,
        ),
        (
            "数值百万位",
            lambda: ods(
                line(
                    f'<table:table-cell office:value-type="float" office:value="{"9" * 200_000}"/>'
                )
            ),
            READ,
        ),
        (
            "日期怪",
            lambda: ods(
                line(
                    '<table:table-cell office:value-type="date" office:date-value="9999999-99-99"/>'
                )
            ),
            READ,
        ),
        (
            "公式命令",
            lambda: ods(
                line(
                    '<table:table-cell table:formula="msoxl:=cmd|x!A0" office:value-type="string"><text:p>#REF!</text:p></table:table-cell>'
                )
            ),
            READ,
        ),
        (
            "宏与脚本",
            lambda: ods(**{"Basic/x.xml": b"<script/>", "Scripts/python/a.py": b"import os"}),
            READ,
        ),
        ("实体", lambda: ods(head='<!DOCTYPE x [<!ENTITY a "b">]>'), DTD),
        (
            "外部实体",
            lambda: ods(head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            DTD,
        ),
        ("注释四十兆", lambda: ods(head=f"<!--{'a' * 40_000_000}-->"), LONG),
        ("内容六十五兆", lambda: ods("<a/>\n" * 13_200_000), f"{BLOATED}|{LONG}"),
        ("内容是UTF-16", lambda: ods(**{"content.xml": "<a/>".encode("utf-16")}), CODE),
        ("内容断了", lambda: ods(**{"content.xml": b"<a><b>"}), BROKEN),
        ("没有内容", lambda: zipped({"mimetype": _MIME}), BROKEN),
        ("没有清单", lambda: zipped({"mimetype": _MIME, "content.xml": b"<a/>"}), BROKEN),
        (
            "加密清单",
            lambda: ods(**{"META-INF/manifest.xml": b"<m><e><manifest:encryption-data/></e></m>"}),
            "有密码",
        ),
        ("元数据坏了", lambda: ods(**{"meta.xml": b"<a"}), BROKEN),
        ("上级路径", lambda: ods(**{"../../x": b""}), PATH),
        (
            "零张表",
            lambda: zipped(
                {"mimetype": _MIME, "META-INF/manifest.xml": b"<m/>", "content.xml": b"<a/>"}
            ),
            UNKNOWN,
        ),
        ("其实是开放表格.xlsx", ods, READ),
        ("其实是开放表格.et", ods, READ),
    ]


# --- .docx ----------------------------------------------------------------------------------


@cache
def word_parts() -> dict[str, bytes]:
    return unzipped(as_docx(page()))


def docx(below: str = "", above: str = "", head: str = "", **files_: bytes) -> bytes:
    """Put something below what the form says, or above it."""
    body = word_parts()["word/document.xml"].decode()
    at = body.index("<w:sectPr")
    body = body[:at] + below + body[at:]
    start = body.index("<w:body>") + 8
    body = body[:start] + above + body[start:]
    if head:
        body = head + body[body.index("<w:document") :]
    return zipped(word_parts() | {"word/document.xml": body.encode()} | files_)


def docx_files():  # type: ignore[no-untyped-def]
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format
    open_ = "<w:tbl><w:tr><w:tc>"
    close = "</w:tc></w:tr></w:tbl>"

    def table(properties: str, text: str = "甲", count: int = 1) -> str:
        one = f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"
        return f"<w:tbl>{f'<w:tr>{one}</w:tr>' * count}</w:tbl>"

    runs = "<w:smartTag>" * 5_000 + "</w:smartTag>" * 5_000
    frame = '<w:altChunk r:id="rId99"/>'
    template = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://a.invalid/x.dotm" TargetMode="External"/></Relationships>'
    return [
        ("好的", docx, READ),
        ("表套表八层", lambda: docx(open_ * 7 + close * 7), READ),
        ("表套表千层", lambda: docx(open_ * 1_000 + close * 1_000), f"{BLOATED}|{BROKEN}"),
        ("表套表三万层", lambda: docx(open_ * 30_000 + close * 30_000), f"{BLOATED}|{BROKEN}"),
        ("跨列百万", lambda: docx(table('<w:gridSpan w:val="1000000"/>')), f"{BLOATED}|{READ}"),
        ("跨列九万", lambda: docx(table('<w:gridSpan w:val="99999"/>')), BLOATED),
        ("跨列为负", lambda: docx(table('<w:gridSpan w:val="-5"/>')), READ),
        (
            "跨列跨行极多",
            lambda: docx(table('<w:gridSpan w:val="499"/><w:vMerge/>', count=5_000)),
            f"{BLOATED}|{BROKEN}",
        ),
        (
            "空出极多列",
            lambda: docx(
                '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="99999"/></w:trPr><w:tc/></w:tr></w:tbl>'
            ),
            BLOATED,
        ),
        ("空段两万五", lambda: docx("<w:p/>" * 25_000), BLOATED),
        ("空段百万", lambda: docx("<w:p/>" * 1_000_000), BLOATED),
        ("段落一万", lambda: docx(paragraph("甲") * 10_000), f"{BLOATED}|{OTHER}|{READ}"),
        ("一段十兆", lambda: docx(paragraph("甲" * 4_000_000)), LONG),
        (
            "一段很多截",
            lambda: docx("<w:p>" + "<w:r><w:t>甲乙丙</w:t></w:r>" * 300_000 + "</w:p>"),
            f"{BLOATED}|{OTHER}|{READ}",
        ),
        ("标签套五千层", lambda: docx(f"<w:p>{runs}</w:p>"), f"{BLOATED}|{BROKEN}"),
        (
            "控件套五千层",
            lambda: docx("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000),
            f"{BLOATED}|{BROKEN}|{READ}",
        ),
        (
            "嵌入别的文件",
            lambda: docx(
                frame.replace("r:id", "w:id"), **{"word/a.html": b"<script>alert(1)</script>"}
            ),
            READ,
        ),
        ("外部模板", lambda: docx(**{"word/_rels/settings.xml.rels": template}), READ),
        (
            "域代码",
            lambda: docx("<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p>"),
            READ,
        ),
        (
            "删去的文字",
            lambda: docx("<w:p><w:del><w:r><w:delText>项目名称</w:delText></w:r></w:del></w:p>"),
            READ,
        ),
        ("实体", lambda: docx(head='<!DOCTYPE x [<!ENTITY a "b">]>'), DTD),
        (
            "外部实体",
            lambda: docx(head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            DTD,
        ),
        ("编码UTF-7", lambda: docx(head='<?xml version="1.0" encoding="UTF-7"?>'), CODE),
        ("注释四十兆", lambda: docx(head=f"<!--{'a' * 40_000_000}-->"), LONG),
        (
            "图片六十五兆",
            lambda: docx(**{"word/media/a.png": bytes(65_000_000)}),
            f"{BLOATED}|{READ}",
        ),
        ("图片七十兆", lambda: docx(**{"word/media/a.png": bytes(70_000_000)}), BLOATED),
        (
            "没有正文部件",
            lambda: zipped({k: v for k, v in word_parts().items() if k != "word/document.xml"}),
            BROKEN,
        ),
        ("正文断了", lambda: zipped(word_parts() | {"word/document.xml": b"<a><b>"}), BROKEN),
        ("正文是空的", lambda: zipped(word_parts() | {"word/document.xml": b"<a/>"}), UNKNOWN),
        ("断在一半", lambda: docx()[:9_000], BROKEN),
        (
            "题目一万次",
            lambda: docx(paragraph("项目支出绩效目标申报表") * 10_000),
            f"{BLOATED}|{OTHER}|{READ}|{SLOW}",
        ),
        ("其实是文档.xlsx", docx, READ),
    ]


# --- text and web pages -------------------------------------------------------------------------


def text_files():  # type: ignore[no-untyped-def]
    good = as_text(page())
    text = good.decode()
    return [
        ("好的", lambda: good, READ),
        ("国标码", lambda: text.encode("gb18030"), READ),
        ("UTF-16", lambda: text.encode("utf-16"), READ),
        ("UTF-16大端", lambda: b"\xfe\xff" + text.encode("utf-16-be"), READ),
        ("UTF-16无记号", lambda: text.encode("utf-16-le"), "不是 Excel"),
        ("半个UTF-16", lambda: text.encode("utf-16")[:-1], f"{BROKEN}|编码"),
        ("UTF-32", lambda: text.encode("utf-32"), READ),
        ("有BOM", lambda: b"\xef\xbb\xbf" + good, READ),
        ("大五码", lambda: "項目名稱\t某\n".encode("big5") * 9, UNKNOWN),
        ("夹着坏字节", lambda: good[:300] + b"\xff\xff\xfe" + good[300:], f"{BROKEN}|编码"),
        ("夹着空字符", lambda: good + b"\n" + bytes(9_000), f"{READ}|不是 Excel"),
        ("开头是空字符", lambda: bytes(100) + good, "不是 Excel"),
        ("一行三十兆", lambda: b"a" * 30_000_000, BLOATED),
        ("一行一百万字", lambda: good + b"\n" + b"a" * 1_000_000, BLOATED),
        ("四十兆", lambda: b"a\n" * 20_000_000, "超过 32 MB"),
        ("制表符百万", lambda: good + b"\n" + b"\t" * 1_000_000, BLOATED),
        ("行十万", lambda: good + b"\n" * 100_000, f"{BLOATED}|{READ}"),
        ("竖线百万", lambda: good + b"\n" + b"|" * 1_000_000, READ),
        ("引号不闭合", lambda: b'"' + good, "note:没有找到"),
        ("引号很多", lambda: b'"' * 1_000_000, f"{UNKNOWN}|{BROKEN}|{BLOATED}"),
        (
            "逗号里有大格",
            lambda: (b"a,b,c\n" * 9) + b'"' + b"x" * 200_000 + b'",b,c\n',
            BLOATED,
        ),
        ("公式", lambda: good + b"\n=cmd|' /C calc'!A0\t@SUM(1)\n", f"{READ}|{OTHER}"),
        ("尖括号百万", lambda: b"<" * 1_000_000, f"{BLOATED}|{UNKNOWN}|{SLOW}"),
        ("空白百万", lambda: good + b"\n" + b" " * 1_000_000, READ),
        ("其实是文本.txt", lambda: good, READ),
        ("说是工作簿.xlsx", lambda: good, READ),
    ]


def web_files():  # type: ignore[no-untyped-def]
    good = as_web_page(page())

    def web(more: str) -> bytes:
        return good.replace(b"</html>", more.encode("gb18030") + b"</html>")

    inner = "<table><tr><td>" * 500 + "</td></tr></table>" * 500
    return [
        ("好的", lambda: good, READ),
        ("跨列十亿", lambda: web('<table><tr><td colspan="1000000000">甲</td></tr></table>'), READ),
        ("跨行十亿", lambda: web('<table><tr><td rowspan="1000000000">甲</td></tr></table>'), READ),
        (
            "跨列跨行很多格",
            lambda: web(
                "<table>" + '<tr><td rowspan="200" colspan="100">甲</td></tr>' * 15_000 + "</table>"
            ),
            f"{BLOATED}|{BROKEN}",
        ),
        ("表套表五百层", lambda: web(inner), f"{READ}|{OTHER}|{BLOATED}"),
        ("十万个表", lambda: web("<table></table>" * 100_000), f"{READ}|{BLOATED}"),
        ("十万个大写的表", lambda: web("<TABLE></TABLE>" * 100_000), f"{READ}|{BLOATED}"),
        ("十万个不闭合的表", lambda: web("<table>" * 100_000), BLOATED),
        ("表不闭合", lambda: good.replace(b"</table>", b""), READ),
        ("格不闭合", lambda: good.replace(b"</td>", b"").replace(b"</tr>", b""), READ),
        ("标签不闭合", lambda: web("<table><tr><td" * 50_000), f"{READ}|{OTHER}|{BLOATED}"),
        ("属性很长", lambda: web(f'<table><tr><td a="{"x" * 300_000}">甲</td></tr></table>'), READ),
        ("实体很多", lambda: web("&amp;" * 300_000), READ),
        (
            "脚本",
            lambda: web("<script>while(1);</script><img src='file:///etc/passwd'>"),
            f"{READ}|{OTHER}",
        ),
        ("注释百万", lambda: web("<!--" * 250_000), READ),
        ("勾选框很多", lambda: web("<input type=checkbox>" * 90_000), f"{READ}|{OTHER}"),
        ("超过两百万字", lambda: web("<p>" * 700_000), BLOATED),
        ("其实是网页.xls", lambda: good, READ),
        ("其实是网页.xlsx", lambda: good, READ),
    ]
