"""Build the pieces of a Word document: runs, fields, paragraphs.

Every text of a person goes through `text_run` as plain characters: nothing typed can
become a field, a tab stop or markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# What XML cannot hold; it is shown as a mark, so that the loss can be seen.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def plain(text: str) -> str:
    """Make a text fit for XML: one line, characters that it cannot hold replaced."""
    return _ILLEGAL.sub(_REPLACEMENT, " ".join(re.split(r"[\t\r\n]+", text)))


def element(tag: str, **attributes: object) -> Any:
    """Make an element of the main namespace; attributes are of it, too."""
    made: Any = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def text_run(text: str, *, marked: bool = False, strong: bool = False) -> Any:
    """Make a run of plain text; a marked one is highlighted, a strong one bold."""
    run = element("r")
    looks = element("rPr")
    # “” and … are Chinese here; without the hint Word takes them from the Latin face.
    looks.append(element("rFonts", hint="eastAsia"))
    if strong:
        looks.append(element("b"))
    if marked:
        looks.append(element("highlight", val="yellow"))
    run.append(looks)
    holder = element("t")
    holder.text = plain(text)
    holder.set(qn("xml:space"), "preserve")
    run.append(holder)
    return run


def field_runs(instruction: str, shown: str) -> Iterator[Any]:
    """Make a field with its result in it; `instruction` is the program's own, never a text."""
    yield _field_mark("begin")
    run = element("r")
    holder = element("instrText")
    holder.text = f" {instruction} "
    holder.set(qn("xml:space"), "preserve")
    run.append(holder)
    yield run
    yield _field_mark("separate")
    yield text_run(shown)
    yield _field_mark("end")


def _field_mark(kind: str) -> Any:
    run = element("r")
    run.append(element("fldChar", fldCharType=kind))
    return run


def field_start(instruction: str) -> Iterator[Any]:
    """Open a field whose result goes on over several paragraphs."""
    runs = list(field_runs(instruction, ""))
    yield from runs[:3]


def field_end() -> Any:
    return _field_mark("end")


def bookmark(name: str, number: int, inside: Iterator[Any]) -> Iterator[Any]:
    """Put a bookmark around runs; `number` tells the document's bookmarks apart."""
    yield element("bookmarkStart", id=number, name=name)
    yield from inside
    yield element("bookmarkEnd", id=number)


def paragraph(style: str, *runs: Any) -> Any:
    """Make a paragraph in a style, named by its id."""
    made = element("p")
    looks = element("pPr")
    looks.append(element("pStyle", val=style))
    made.append(looks)
    for run in runs:
        made.append(run)
    return made
