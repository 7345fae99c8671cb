"""PDFs and pictures that strangers send: bombs, loops, lies, and codes that say odd things."""

# ruff: noqa: E501
from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO

import segno
from PIL import Image

from perfdesk.models.document import Project
from perfdesk.storage.project_file import write_project
from tests.exchange.hostile.form import KEY, OTHER, READ, Stranger
from tests.exchange.labels.test_disfigured import sound

BROKEN, BLOATED, SLOW = "读不出来", "内容过大", "用时过长"
NOTHING = "没有填报数据"
NO_CODE = "没有看到本程序的二维码|没有读到本程序的二维码"


def files() -> Iterator[Stranger]:
    """Give all of them."""
    for group, ending, found in (("版式", ".pdf", pdfs()), ("图片", ".png", pictures())):
        for name, make, expect in found:
            yield Stranger(f"{group} {name}{'' if '.' in name else ending}", make, expect)


def pdf(*objects: bytes, root: int = 1, more: bytes = b"", lie: int = 0) -> bytes:
    """Write objects, numbered from 1, with their table; `lie` shifts its offsets."""
    out, places = BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell() + lie)
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    trailer = (len(objects) + 1, root, more, start)
    out.write(b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % trailer)
    return out.getvalue()


def stream(data: bytes, head: bytes = b"", length: int | None = None) -> bytes:
    size = len(data) if length is None else length
    return b"<</Length %d%s>>stream\n%s\nendstream" % (size, head, data)


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R%s>>", b"<</Type/Pages/Kids[%s]/Count %d>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]%s>>"


def paged(content: bytes = b"", size: bytes = b"300 300", catalog: bytes = b"") -> bytes:
    """Write one page that draws something."""
    return pdf(
        CATALOG % catalog,
        PAGES % (b"3 0 R", 1),
        PAGE % (size, b"/Contents 4 0 R"),
        stream(zlib.compress(content, 1), b"/Filter/FlateDecode"),
    )


def attached(*contents: bytes, filters: int = 1) -> bytes:
    """Attach files, each squeezed some times over."""
    names, objects = [], []
    for place, content in enumerate(contents):
        at = 4 + 2 * place
        for _ in range(filters):
            content = zlib.compress(content, 1)
        how = b"/Filter[" + b"/FlateDecode" * filters + b"]"
        objects.append(b"<</Type/Filespec/F(a.json)/EF<</F %d 0 R>>>>" % (at + 1))
        objects.append(stream(content, b"/Type/EmbeddedFile" + how))
        names.append(b"(%06d) %d 0 R" % (place, at))
    tree = b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % b" ".join(names)
    return pdf(CATALOG % tree, PAGES % (b"3 0 R", 1), PAGE % (b"300 300", b""), *objects)


@cache
def project() -> bytes:
    return write_project(Project([sound(KEY)]))


def marked(**changes: object) -> bytes:
    return json.dumps({**json.loads(project()), **changes}).encode()


@cache
def locked() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, encrypt="secret")
    canvas.drawString(100, 100, "x")
    canvas.save()
    return out.getvalue()


def many_pages(count: int, content: bytes = b"") -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(count))
    page = PAGE % (b"300 300", b"/Contents 3 0 R" if content else b"")
    shared = stream(zlib.compress(content, 1), b"/Filter/FlateDecode")
    return pdf(CATALOG % b"", PAGES % (kids, count), shared, *[page] * count)


def pdfs():  # type: ignore[no-untyped-def]
    whole = attached(project())
    slow = b"q 0.1 w " + b"".join(b"%d 0 m 300 %d l S " % (n % 300, n % 299) for n in range(60_000))
    nested = b'{"format":"perfdesk","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    loop = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999>>"
    form_loop = stream(
        b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"
    )
    js = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    launch = b"/OpenAction<</S/Launch/F(calc.exe)>>"
    image = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    return [
        ("好的", lambda: whole, READ),
        ("前有空白", lambda: b" \n" * 20 + whole, f"{READ}|{BROKEN}"),
        ("后有数据", lambda: whole + bytes(9_000), f"{READ}|{BROKEN}"),
        ("断在一半", lambda: whole[: len(whole) // 2], f"{BROKEN}|{NOTHING}"),
        ("少了末尾", lambda: whole[:-60], f"{READ}|{BROKEN}"),
        ("只有魔数", lambda: b"%PDF-1.7\n", BROKEN),
        ("其实是图片", lambda: png(), "扩展名写错"),
        ("其实是空的", lambda: b"", "扩展名写错|空的"),
        ("有密码", locked, "有密码"),
        ("零页", lambda: pdf(CATALOG % b"", PAGES % (b"", 0)), f"{NOTHING}|{BROKEN}"),
        ("没有页树", lambda: pdf(b"<</Type/Catalog>>"), f"{NOTHING}|{BROKEN}"),
        ("没有根", lambda: pdf(b"<<>>", root=99), BROKEN),
        ("十万页", lambda: many_pages(100_000), NOTHING),
        (
            "谎报九百万页",
            lambda: pdf(CATALOG % b"", PAGES % (b"3 0 R", 9_000_000), PAGE % (b"9 9", b"")),
            NOTHING,
        ),
        (
            "页数为负",
            lambda: pdf(CATALOG % b"", PAGES % (b"3 0 R", -5), PAGE % (b"9 9", b"")),
            f"{NOTHING}|{BROKEN}",
        ),
        ("页树成环", lambda: pdf(CATALOG % b"", loop), f"{NOTHING}|{BROKEN}"),
        (
            "页树很深",
            lambda: pdf(
                CATALOG % b"",
                *[b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % n for n in range(3, 9_000)],
            ),
            f"{NOTHING}|{BROKEN}",
        ),
        (
            "画自己",
            lambda: pdf(
                CATALOG % b"",
                PAGES % (b"3 0 R", 1),
                PAGE % (b"9 9", b"/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>"),
                form_loop,
                stream(b"/X Do"),
            ),
            NOTHING,
        ),
        ("偏移全错", lambda: pdf(CATALOG % b"", PAGES % (b"", 0), lie=7), f"{NOTHING}|{BROKEN}"),
        (
            "上一表成环",
            lambda: pdf(CATALOG % b"", PAGES % (b"", 0), more=b"/Prev 15"),
            f"{NOTHING}|{BROKEN}",
        ),
        (
            "长度谎报",
            lambda: pdf(
                CATALOG % b"",
                PAGES % (b"3 0 R", 1),
                PAGE % (b"9 9", b"/Contents 4 0 R"),
                stream(b"q Q", length=2**31),
            ),
            f"{NOTHING}|{BROKEN}",
        ),
        (
            "长度指自己",
            lambda: pdf(
                CATALOG % b"",
                PAGES % (b"3 0 R", 1),
                PAGE % (b"9 9", b"/Contents 4 0 R"),
                b"<</Length 4 0 R>>stream\nq\nendstream",
            ),
            f"{NOTHING}|{BROKEN}",
        ),
        ("页面极大", lambda: paged(b"q Q", b"9999999 9999999"), f"{NOTHING}|{BROKEN}|{BLOATED}"),
        ("页面为零", lambda: paged(b"q Q", b"0 0"), f"{NOTHING}|{BROKEN}"),
        ("页面极细", lambda: paged(b"q Q", b"1 14400"), f"{NOTHING}|{BROKEN}"),
        ("页面是NaN", lambda: paged(b"q Q", b"nan inf"), f"{NOTHING}|{BROKEN}"),
        ("内容炸弹", lambda: paged(b" " * 200_000_000), f"{BLOATED}|{NOTHING}|{BROKEN}|{SLOW}"),
        ("画个不停", lambda: paged(slow * 20), f"{SLOW}|{NOTHING}"),
        ("六十页画个不停", lambda: many_pages(60, slow * 4), f"{SLOW}|{NOTHING}"),
        ("括号很深", lambda: paged(b"[" * 500_000), f"{NOTHING}|{BROKEN}"),
        ("对象很深", lambda: pdf(b"[" * 100_000 + b"]" * 100_000), f"{NOTHING}|{BROKEN}"),
        (
            "保存图形状态百万次",
            lambda: paged(b"q " * 2_000_000),
            f"{NOTHING}|{BROKEN}|{SLOW}|{BLOATED}",
        ),
        (
            "图像六万见方",
            lambda: pdf(
                CATALOG % b"",
                PAGES % (b"3 0 R", 1),
                PAGE % (b"9 9", b"/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>"),
                stream(b"9 0 0 9 0 0 cm /X Do"),
                stream(zlib.compress(bytes(9)), image),
            ),
            f"{NOTHING}|{BLOATED}|{BROKEN}",
        ),
        ("脚本", lambda: attached_with(js), READ),
        ("启动程序", lambda: attached_with(launch), READ),
        ("附件炸弹", lambda: attached(b"{" + b" " * 300_000_000), f"{BLOATED}|{BROKEN}"),
        (
            "附件双层炸弹",
            lambda: attached(b"{" + b" " * 300_000_000, filters=2),
            f"{BLOATED}|{BROKEN}",
        ),
        (
            "附件四十兆",
            lambda: attached(b'{"perfdesk"' + b" " * 40_000_000),
            f"{NOTHING}|{BLOATED}|附件",
        ),
        (
            "附件三十兆",
            lambda: attached(b'{"format": "perfdesk", "x": "' + b"a" * 30_000_000 + b'"}'),
            f"{BROKEN}|{BLOATED}",
        ),
        ("一万个附件", lambda: attached(*[b"{}"] * 10_000), NOTHING),
        ("一百个附件", lambda: attached(*[b"{}"] * 99, project()), READ),
        ("附件不是数据", lambda: attached(b"hello"), NOTHING),
        ("附件是别的数据", lambda: attached(b'{"a": 1}'), NOTHING),
        ("附件嵌套很深", lambda: attached(nested), "嵌套超过"),
        ("附件是更新的格式", lambda: attached(marked(version=99)), "更新版"),
        (
            "附件是没有的表",
            lambda: attached(project().replace(b"mof-2020", b"mof-2999")),
            f"{OTHER}|本程序没有",
        ),
        ("附件类型不对", lambda: attached(marked(documents="x")), "没有表单"),
        (
            "附件重复键",
            lambda: attached(project().replace(b'"version"', b'"version": 1, "version"', 1)),
            "写了两次",
        ),
        ("附件是NaN", lambda: attached(b'{"format": "perfdesk", "version": NaN}'), "不是数"),
        ("附件断了", lambda: attached(project()[:500]), "中断"),
        ("两个相同附件", lambda: attached(project(), project()), READ),
        (
            "附件流长谎报",
            lambda: whole.replace(b"/Length ", b"/Length 9"),
            f"{READ}|{NOTHING}|{BROKEN}",
        ),
    ]


def attached_with(catalog: bytes) -> bytes:
    return attached(project()).replace(b"/Type/Catalog", b"/Type/Catalog" + catalog, 1)


# --- pictures -------------------------------------------------------------------------------------


def png(width: int = 40, height: int = 40, kind: str = "PNG", **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind, **more)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def bomb(width: int, height: int, depth: int = 8, color: int = 2, rows: int = 0) -> bytes:
    head = struct.pack(">LLBBBBB", width, height, depth, color, 0, 0, 0)
    line = bytes(1 + width * depth * (3 if color == 2 else 1) // 8)
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(line) for _ in range(rows)) + packer.flush()
    chunks = chunk(b"IHDR", head), chunk(b"IDAT", body), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def code(text: str | bytes, kind: str = "png") -> bytes:
    out = BytesIO()
    segno.make(text, micro=False).save(out, kind=kind, scale=3)
    return out.getvalue()


def several(words: Sequence[str]) -> bytes:
    """Put many codes on one picture."""
    whole = Image.new("RGB", (3_000, 3_000), "white")
    for place, word in enumerate(words):
        with Image.open(BytesIO(code(word))) as one:
            whole.paste(one.convert("RGB"), (300 * (place % 10), 300 * (place // 10)))
    out = BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()


def pictures():  # type: ignore[no-untyped-def]
    jpeg = png(900, 900, "JPEG")
    text = b"zTXtcomment\0\0" + zlib.compress(bytes(50_000_000), 1)
    frames = [Image.new("RGB", (60, 60), (n, n, n)) for n in range(200)]
    moving = BytesIO()
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:])
    huge = f"{BLOATED}|{BROKEN}|{SLOW}|{NO_CODE}"
    return [
        ("白纸", png, NO_CODE),
        ("五万见方", lambda: bomb(50_000, 50_000), huge),
        ("五万见方有内容", lambda: bomb(50_000, 50_000, 1, 0, 50_000), huge),
        ("一万二见方有内容", lambda: bomb(12_000, 12_000, 8, 2, 12_000), huge),
        ("零见方", lambda: bomb(0, 0), BROKEN),
        ("宽四十亿", lambda: bomb(0xFFFFFFFF, 1), f"{BROKEN}|{BLOATED}"),
        ("内容太少", lambda: bomb(900, 900, rows=3), f"{BROKEN}|{NO_CODE}"),
        (
            "文字块炸弹",
            lambda: png()[:33] + chunk(b"zTXt", text[4:]) + png()[33:],
            f"{NO_CODE}|{BROKEN}",
        ),
        (
            "颜色表炸弹",
            lambda: (
                png()[:33]
                + chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(90_000_000), 1))
                + png()[33:]
            ),
            f"{NO_CODE}|{BROKEN}",
        ),
        (
            "块长谎报",
            lambda: png()[:33] + b"\xff\xff\xff\xffIDAT" + png()[41:],
            f"{BROKEN}|{NO_CODE}",
        ),
        ("动图", moving.getvalue, NO_CODE),
        ("断在一半", lambda: png(900, 900)[:100], BROKEN),
        ("魔数后是乱码", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, BROKEN),
        ("其实是文字", lambda: b"hello", "不是 PNG 或 JPG"),
        ("其实是PDF", lambda: pdf(CATALOG % b""), "不是 PNG 或 JPG"),
        ("其实是动图", lambda: png(9, 9, "GIF"), "不是 PNG 或 JPG"),
        ("其实是空的", lambda: b"", "不是 PNG 或 JPG"),
        ("断了.jpg", lambda: jpeg[: len(jpeg) // 2], f"{BROKEN}|{NO_CODE}"),
        ("六万见方.jpg", lambda: jpeg_sized(jpeg, 65_500), huge),
        ("九千见方.jpeg", lambda: png(9_000, 9_000, "JPEG"), NO_CODE),
        (
            "附加信息乱.jpg",
            lambda: jpeg[:2] + b"\xff\xe1\xff\xffExif\0\0" + jpeg[2:],
            f"{BROKEN}|{NO_CODE}",
        ),
        ("码里是网址", lambda: code("http://a.invalid/?q=<script>"), NO_CODE),
        ("码里是公式", lambda: code("=cmd|' /C calc'!A0"), NO_CODE),
        ("码里是路径", lambda: code("PERFDESK:../../etc/passwd:AAAA:1:1"), NO_CODE),
        ("码里是二进制", lambda: code(bytes(range(256))), NO_CODE),
        ("码里是数据页开头", lambda: code(b"PD1\x00\x01" + bytes(200)), f"{NO_CODE}|对不上"),
        ("一百个码", lambda: several([f"x{n}" for n in range(100)]), NO_CODE),
        ("彩色棋盘", noise, NO_CODE),
        ("极长条", lambda: png(60_000, 20), f"{BROKEN}|{NO_CODE}"),
    ]


def jpeg_sized(data: bytes, size: int) -> bytes:
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">2H", size, size) + data[at + 9 :]


def noise() -> bytes:
    out = BytesIO()
    board = Image.new("L", (1_500, 1_500))
    board.putdata([255 * ((x ^ y) & 1) for y in range(1_500) for x in range(1_500)])
    board.save(out, "PNG")
    return out.getvalue()
