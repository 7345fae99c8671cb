"""How an official document looks in Word: paper, faces, sizes, distances (GB/T 9704 habits).

Faces are named as Word has them; the document also names what may stand in for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from perfdesk.exchange.docx.xml import element

PAGE = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
TEXT_WIDTH = PAGE[0] - LEFT - RIGHT
LINE = 28.95
"""The fixed distance of lines in points: 22 lines to a page."""
BODY = 16.0
FANG, KAI, HEI, SONG, TITLE = (
    "仿宋_GB2312",
    "楷体_GB2312",
    "黑体",
    "宋体",
    "方正小标宋简体",
)
_LATIN = "Times New Roman"
# A machine without the face on the left uses the one on the right.
_INSTEAD = {FANG: "仿宋", KAI: "楷体", TITLE: "宋体"}


@dataclass(frozen=True, slots=True)
class Look:
    """One style: face and size in points, and how its paragraphs stand.

    Text is not justified: in justified lines LibreOffice drops the mark at the line's end.

    `line` is the fixed distance of lines, 0 for single; `indent` the first line's in
    characters; `outline` the level in the table of contents from 0, -1 for none.
    """

    face: str = FANG
    size: float = BODY
    bold: bool = False
    align: str = "left"
    line: float = LINE
    indent: int = 0
    before: float = 0
    after: float = 0
    with_next: bool = False
    new_page: bool = False
    outline: int = -1
    left: float = 0
    tab: float = 0


LOOKS: dict[str, tuple[str, Look]] = {
    # id: (Word's name, look); names of Word's own styles keep their meaning in Word
    "Body": ("报告正文", Look(indent=2)),
    "Item": ("报告条目", Look(indent=2)),
    "Indicator": ("指标标题", Look(KAI, bold=True, indent=2, with_next=True)),
    "CoverTop": ("封面首行", Look(TITLE, 26, align="center", line=42, before=90)),
    "CoverTitle": ("封面标题", Look(TITLE, 26, align="center", line=42)),
    "CoverFirst": ("封面首项", Look(FANG, 16, line=36, before=120, left=60)),
    "CoverLine": ("封面各项", Look(FANG, 16, line=36, left=60)),
    "CoverDate": ("封面日期", Look(FANG, 16, align="center", line=36, before=90)),
    "ContentsTitle": ("目录标题", Look(TITLE, 22, align="center", line=40, after=14)),
    "TOC1": ("toc 1", Look(HEI, 12, line=18, tab=TEXT_WIDTH)),
    "TOC2": ("toc 2", Look(FANG, 12, line=18, left=12, tab=TEXT_WIDTH)),
    "TOC3": ("toc 3", Look(FANG, 12, line=18, left=24, tab=TEXT_WIDTH)),
    "Heading1": (
        "heading 1",
        Look(
            TITLE, 22, align="center", line=40, after=14, with_next=True, new_page=True, outline=0
        ),
    ),
    "Heading2": ("heading 2", Look(HEI, with_next=True, indent=2, outline=1)),
    "Heading3": ("heading 3", Look(KAI, with_next=True, indent=2, outline=2)),
    "Heading4": (
        "heading 4",
        Look(FANG, bold=True, with_next=True, indent=2, outline=3),
    ),
    "Heading5": ("heading 5", Look(FANG, with_next=True, indent=2, outline=4)),
    "Caption": (
        "caption",
        Look(HEI, 12, align="center", line=0, before=8, after=4, with_next=True),
    ),
    "AfterTable": ("表后", Look(FANG, 6, line=10)),
    "Foot": ("页码", Look(SONG, 14, align="center", line=0)),
    "Draft": ("草稿标记", Look(HEI, 10.5, align="right", line=0)),
    **{
        f"Cell{size}{align.title()}": (
            f"表格{size}{align}",
            Look(SONG, size / 2, align=align, line=0),
        )
        for size in (16, 18, 20, 21)
        for align in ("left", "center", "right")
    },
}
STYLE_OF = {
    "body": "Body",
    "item": "Item",
    "indicator": "Indicator",
    "cover_top": "CoverTop",
    "cover_title": "CoverTitle",
    "cover_first": "CoverFirst",
    "cover_line": "CoverLine",
    "cover_date": "CoverDate",
}
"""The style of each look that a report names; any other is set as body text."""


def cell_style(size: float, align: str) -> str:
    """Name the style of a table's text."""
    return f"Cell{round(size * 2)}{align.title()}"


def dress(document: Document) -> None:
    """Give a document its styles and say which faces may stand in for others."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    faces = next(iter(defaults.iter(qn("w:rFonts"))))
    for name in list(faces.attrib):
        del faces.attrib[name]
    _set_faces(faces, FANG)
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    known = {style.element.get(qn("w:styleId")): style for style in document.styles}
    for style_id, (name, look) in LOOKS.items():
        style = known.get(style_id)
        if style is None:
            kind, own = WD_STYLE_TYPE.PARAGRAPH, name.startswith("toc")
            style = document.styles.add_style(style_id, kind, builtin=own)
            style.element.find(qn("w:name")).set(qn("w:val"), name)
        _set(style.element, look)
    _name_stand_ins(document)


def _set(style: Any, look: Look) -> None:
    for tag in ("w:pPr", "w:rPr", "w:next"):
        for old in style.findall(qn(tag)):
            style.remove(old)
    style.append(_paragraph_looks(look))
    looks = element("rPr")
    faces = element("rFonts")
    _set_faces(faces, look.face)
    looks.append(faces)
    if look.bold:
        looks.append(element("b"))
    looks.append(element("color", val="000000"))
    looks.append(element("sz", val=round(look.size * 2)))
    looks.append(element("szCs", val=round(look.size * 2)))
    style.append(looks)


def _paragraph_looks(look: Look) -> Any:
    made = element("pPr")
    if look.with_next:
        made.append(element("keepNext"))
    if look.new_page:
        made.append(element("pageBreakBefore"))
    if look.tab:
        tabs = element("tabs")
        tabs.append(element("tab", val="right", leader="dot", pos=twips_of_mm(look.tab)))
        made.append(tabs)
    # Chinese official documents never hang marks into the margin.
    made.append(element("overflowPunct", val="0"))
    rule = {"line": round(look.line * 20), "lineRule": "exact"} if look.line else {"line": 240}
    before, after = round(look.before * 20), round(look.after * 20)
    made.append(element("spacing", before=before, after=after, **rule))
    indent = {"left": round(look.left * 20)} if look.left else {}
    if look.indent:
        indent |= {"firstLineChars": look.indent * 100}
        indent |= {"firstLine": round(look.indent * look.size * 20)}
    made.append(element("ind", **(indent or {"firstLine": 0})))
    made.append(element("jc", val=look.align))
    if look.outline >= 0:
        made.append(element("outlineLvl", val=look.outline))
    return made


def _set_faces(faces: Any, face: str) -> None:
    for name in ("ascii", "hAnsi", "cs"):
        faces.set(qn(f"w:{name}"), _LATIN)
    faces.set(qn("w:eastAsia"), face)


def _name_stand_ins(document: Document) -> None:
    part = next(
        each.target_part
        for each in document.part.rels.values()
        if each.reltype.endswith("/fontTable")
    )
    entries = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for face, instead in _INSTEAD.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")


def twips_of_mm(millimetres: float) -> int:
    """Turn millimetres into the twentieths of a point that Word counts in."""
    return round(millimetres * 1440 / 25.4)
