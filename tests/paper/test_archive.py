"""What PDF/A-3b asks of a file, as far as a reader of bytes can tell."""

from __future__ import annotations

import io
import re
import struct
import xml.etree.ElementTree as ElementTree

import pdfplumber
from PIL import ImageCms

from perfdesk.paper.colour_profile import srgb_profile
from perfdesk.paper.pdf import draw
from perfdesk.paper.typeset import typeset
from tests.paper import forms
from tests.paper.test_pdf import FACES

DATA = b'{"format": "perfdesk"}'
PDF = "{http://ns.adobe.com/pdf/1.3/}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"


def drawn() -> bytes:
    from dataclasses import replace

    sheet = replace(forms.key_form(draft=True), code="7K3F-9QX2-MD4T", title="表<一>&二")
    return draw(typeset(sheet, FACES), sheet, FACES, attached=DATA, data_page=True)


FILE = drawn()


def test_the_same_sheet_and_data_give_the_same_bytes() -> None:
    assert drawn() == FILE


def test_the_head_and_the_end_are_as_the_format_asks() -> None:
    first, second, *_ = FILE.split(b"\n")
    assert first == b"%PDF-1.7"
    assert second.startswith(b"%")
    assert all(byte > 127 for byte in second[1:5])
    assert FILE.endswith(b"%%EOF\n")
    assert re.search(rb"/ID \n\[<[0-9a-f]{32}><[0-9a-f]{32}>\]", FILE)
    assert b"/Encrypt" not in FILE


def test_every_stream_has_the_length_it_says_and_a_line_end_after_it() -> None:
    found = 0
    for match in re.finditer(rb"(?s)/Length (\d+)\s.{0,400}?>>\nstream\n", FILE):
        after = FILE[match.end() + int(match[1]) :]
        assert after.startswith(b"\nendstream\nendobj\n")
        found += 1
    assert found == len(re.findall(rb"endstream\n", FILE)) > 8


def test_every_offset_leads_to_its_object() -> None:
    start = int(FILE.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    lines = FILE[start:].split(b"\n")
    assert lines[0] == b"xref"
    count = int(lines[1].split(b" ")[1])
    table = FILE[start:][len(b"\n".join(lines[:2])) + 1 :][: 20 * count]
    for number in range(1, count):
        entry = table[20 * number : 20 * number + 20]
        assert FILE[int(entry[:10]) :].startswith(b"%d 0 obj\n" % number)


def test_all_fonts_are_embedded_and_nothing_is_forbidden() -> None:
    assert FILE.count(b"/Type /Font\n") + FILE.count(b"/Type /Font ") > 0
    assert FILE.count(b"/FontFile2") == FILE.count(b"/Subtype /Type0") > 0
    for name in (
        b"/JavaScript",
        b"/Launch",
        b"/LZWDecode",
        b"/AA ",
        b"/Group",
        b"/SMask",
        b"/XObject",
    ):
        assert name not in FILE


def test_the_colours_are_named_by_a_profile_that_reads_as_srgb() -> None:
    with pdfplumber.open(io.BytesIO(FILE)) as file:
        intents = file.doc.catalog["OutputIntents"]
        intent = intents[0]
        profile = intent["DestOutputProfile"].resolve()
        assert profile.attrs["N"] == 3
        assert profile.get_data() == srgb_profile()
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    theirs = ImageCms.createProfile("sRGB")
    assert len(srgb_profile()) == struct.unpack(">L", srgb_profile()[:4])[0]
    from PIL import Image

    colours = Image.frombytes(
        "RGB", (4, 1), bytes((200, 30, 90, 128, 128, 128, 5, 250, 10, 0, 0, 0))
    )
    changed = ImageCms.profileToProfile(colours, ours, ImageCms.ImageCmsProfile(theirs))
    assert changed is not None
    assert all(abs(a - b) <= 1 for a, b in zip(changed.tobytes(), colours.tobytes(), strict=True))


def test_what_viewers_are_told_archives_are_told_too() -> None:
    with pdfplumber.open(io.BytesIO(FILE)) as file:
        info = file.metadata
        metadata = file.doc.catalog["Metadata"].resolve()
        assert "Filter" not in metadata.attrs
        text = metadata.get_data().decode()
    root = ElementTree.fromstring(text.split("?>", 1)[1].rsplit("<?xpacket", 1)[0])
    words = [element.text for element in root.iter() if element.text and element.text.strip()]
    assert info["Title"] == "表<一>&二"
    for key in ("Title", "Subject", "Keywords", "Creator", "Producer"):
        assert info[key] in words
    assert info["Keywords"] == "7K3F-9QX2-MD4T"
    assert [e.text for e in root.iter() if e.tag.startswith(PDFAID)] == ["3", "B"]


def test_the_attachment_is_the_source_of_the_pages() -> None:
    with pdfplumber.open(io.BytesIO(FILE)) as file:
        catalog = file.doc.catalog
        spec = catalog["AF"][0].resolve()
        assert spec["AFRelationship"].name == "Source"
        names = catalog["Names"].resolve()["EmbeddedFiles"]
        listed = names.get("Names") if isinstance(names, dict) else names.resolve()["Names"]
        assert listed[1].resolve() == spec
        stream = spec["EF"]["F"].resolve()
        assert stream.attrs["Subtype"].name == "application/json"
        assert stream.get_data() == DATA
        assert stream.attrs["Params"]["Size"] == len(DATA)
