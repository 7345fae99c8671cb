from __future__ import annotations

import io
import struct
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from perfdesk.paper.embedding import _by_segments
from perfdesk.paper.fonts import (
    HEI,
    HEI_BOLD,
    ROLES,
    SONG,
    ChosenFace,
    Faces,
    load_faces,
    why_unfit,
)
from perfdesk.paper.printable import on_a_line

ROOT = Path(__file__).resolve().parents[2]
STANDARD = "".join(
    line
    for line in (ROOT / "scripts" / "standard_characters.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
)
FACES = load_faces(ROOT / "resources" / "fonts")


def draw(lines: list[str], role: str = SONG, faces: Faces = FACES, size: float = 10) -> bytes:
    """Draw the lines from the top of A4 pages, 50 to a page."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, initialFontName=faces.face(role).name)
    for number, line in enumerate(lines):
        if number and number % 50 == 0:
            canvas.showPage()
        faces.draw(canvas, 20, 800 - number % 50 * 15, line, role, size)
    canvas.save()
    return out.getvalue()


def copied(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            line for page in document for line in page.get_textpage().get_text_range().split("\r\n")
        ]


def picture(pdf: bytes) -> bytes:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=2).to_pil().tobytes()


def test_the_list_of_standard_characters_is_whole():
    assert len(set(STANDARD)) == len(STANDARD) == 8105
    assert sum(ord(character) > 0xFFFF for character in STANDARD) == 196


@pytest.mark.parametrize("role", ROLES)
def test_every_standard_character_is_in_every_face(role):
    assert [c for c in STANDARD if c not in FACES.face(role)] == []


def test_song_has_all_of_gbk_but_one():
    def in_gbk(character):
        try:
            return bool(character.encode("gbk"))
        except UnicodeEncodeError:
            return False

    gbk = [c for c in map(chr, range(0x20, 0x10000)) if in_gbk(c) and c.isprintable()]
    assert len(gbk) > 21_000
    assert FACES.missing("".join(gbk)) == ("≒",)


@pytest.mark.parametrize("role", [HEI, HEI_BOLD])
def test_no_face_has_what_song_lacks(role):
    codes = FACES.face(role).font.face.charToGlyph
    assert FACES.missing("".join(map(chr, codes))) == ()


def test_every_standard_character_is_copied_as_it_was_drawn():
    lines = [STANDARD[start : start + 50] for start in range(0, len(STANDARD), 50)]
    assert copied(draw(lines)) == lines


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "line",
    [
        "☐是 ☑否 ☒不适用 □ ■",
        "一⼀二⼆",  # a character and the radical that shares its glyph
        "“街道”与‘居委会’——负责……实施·买买提；〔2024〕10号",
        "执行率 99.22%（893,000.00 ÷ 900,000.00）, R&D <b> \\ (x) CO₂",
        "李𬍛与王𫖯，周喆堃",
        "臺灣龘鬱",
    ],
)
def test_a_line_is_copied_whole_and_in_order(line, role):
    pdf = draw([line], role)
    assert copied(pdf) == [line]
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert "".join(char["text"] for char in document.pages[0].chars) == line


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("character", ["𰻞", "😀", "𗀀", "\ue000", "\u0e01"])
def test_a_character_without_glyph_is_reported_and_marked_and_still_copied(character, role):
    name = f"张{character}三"
    assert FACES.missing(name + character) == (character,)
    pdf = draw([name], role)
    assert picture(pdf) == picture(draw(["张〓三"], role))
    assert copied(pdf) == [name]


def test_half_a_surrogate_pair_is_reported_and_does_not_break_the_drawing():
    assert FACES.missing("a\ud83d") == ("\ufffd",)
    assert picture(draw(["a\ud83d"])) == picture(draw(["a〓"]))


def test_characters_that_cannot_be_drawn_do_not_survive_to_paper():
    hostile = "甲\u202e乙\u2066丙\u200b丁\x00戊\x1b\x7f\ufeff\u00ad己\ufe0f\U000e0041"
    assert FACES.missing(hostile) == ()
    assert draw([hostile]) == draw(["甲乙丙丁戊己"])
    assert FACES.width(hostile, SONG, 10) == FACES.width("甲乙丙丁戊己", SONG, 10)


@pytest.mark.parametrize("role", ROLES)
def test_chinese_marks_take_a_full_em(role):
    advances = FACES.advances(role)
    marks = "国，。；：？！、（）《》〈〉【】〔〕“”‘’…—·￥％×÷±℃①☐☑☒□■√"
    assert {mark: advances[mark] for mark in marks} == dict.fromkeys(marks, 1000)


@pytest.mark.parametrize("role", ROLES)
def test_all_digits_are_equally_wide(role):
    assert len({FACES.advances(role)[digit] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("role", ROLES)
def test_a_line_is_measured_as_it_is_drawn(role):
    line = "资金 893,000.00 元𬍛·臺灣😀“完”"
    with pdfplumber.open(io.BytesIO(draw([line], role, size=11))) as document:
        chars = document.pages[0].chars
    assert chars[-1]["x1"] - chars[0]["x0"] == pytest.approx(FACES.width(line, role, 11), abs=0.01)


@settings(deadline=None)
@given(st.text(), st.sampled_from(ROLES))
def test_runs_hold_the_whole_line_and_their_widths_add_up(text, role):
    runs = FACES.runs(text, role)
    assert "".join(run for _, run in runs) == on_a_line(text)
    assert all(left[0] is not right[0] for left, right in pairwise(runs))
    advances = FACES.advances(role)
    assert FACES.width(text, role, 7) == pytest.approx(sum(advances[c] for c in text) * 7 / 1000)


def test_what_a_face_lacks_is_drawn_by_the_next():
    runs = FACES.runs("收入臺账", HEI_BOLD)
    assert [(face.role, run) for face, run in runs] == [
        (HEI_BOLD, "收入"),
        (SONG, "臺"),
        (HEI_BOLD, "账"),
    ]


def test_the_same_lines_give_the_same_bytes():
    lines = ["财政项目支出", "☑𬍛 1,234.50"]
    assert draw(lines) == draw(lines, faces=load_faces(ROOT / "resources" / "fonts"))
    assert draw(lines) != draw(lines[::-1])


def test_two_documents_drawn_at_once_do_not_mix():
    def page(canvas, line):
        FACES.draw(canvas, 20, 800, line, SONG, 10)

    outs = io.BytesIO(), io.BytesIO()
    first, second = (Canvas(out, invariant=1) for out in outs)
    page(first, "甲乙")
    page(second, "丙丁")
    first.save()
    page(second, "甲")
    second.save()
    assert copied(outs[0].getvalue()) == ["甲乙"]
    assert "".join(copied(outs[1].getvalue())) == "丙丁甲"


def test_no_file_is_read_before_a_face_is_used(tmp_path):
    load_faces(tmp_path / "nowhere")


@pytest.mark.parametrize("role", ROLES)
def test_the_em_box_of_a_face_is_as_high_as_the_size(role):
    face = FACES.face(role)
    assert face.ascent + face.descent == pytest.approx(1)
    assert face.ascent > face.descent > 0


SANS = (ROOT / "resources" / "fonts" / "PerfDeskSans-Regular.ttf").read_bytes()


def tables(font: bytes, start: int = 0) -> dict[bytes, tuple[int, int]]:
    """Give for each table of a font where its entry stands and where the table does."""
    count = struct.unpack_from(">H", font, start + 4)[0]
    entries = (start + 12 + 16 * number for number in range(count))
    return {font[at : at + 4]: (at, struct.unpack_from(">L", font, at + 8)[0]) for at in entries}


def collection(font: bytes) -> bytes:
    """Put a font behind the head of a collection, as its second face."""
    head = struct.pack(">4sLL2L", b"ttcf", 0x10000, 2, 20, 20)
    moved = bytearray(font)
    for entry, place in tables(font).values():
        struct.pack_into(">L", moved, entry + 8, place + len(head))
    return head + bytes(moved)


def changed(font: bytes, table: bytes, offset: int, value: int) -> bytes:
    spoiled = bytearray(font)
    struct.pack_into(">H", spoiled, tables(font)[table][1] + offset, value)
    return bytes(spoiled)


def test_a_chosen_face_of_a_collection_draws_its_role_and_ours_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "simsun.ttc"
    path.write_bytes(collection(SANS))
    chosen = ChosenFace(path, 1)
    assert why_unfit(chosen) == ""
    faces = load_faces(ROOT / "resources" / "fonts", {SONG: chosen})
    assert [run for _, run in faces.runs("預算ABC预算", SONG)] == ["預", "算ABC预算"]
    drawn_by = [face.name for face, _ in faces.runs("預算", SONG)]
    assert drawn_by[0] == "PerfDeskSerif-Regular"
    assert drawn_by[1].endswith("simsun.ttc#1")
    assert [face.name for face, _ in faces.runs("预", HEI)] == ["PerfDeskSans-Regular"]
    assert faces.missing("算") == ()
    assert faces.width("A", SONG, 10) == FACES.width("A", HEI, 10)
    assert copied(draw(["預算ABC预算喆𬱖"], faces=faces)) == ["預算ABC预算喆𬱖"]


@pytest.mark.parametrize(
    ("font", "said"),
    [
        (b"OTTO" + SANS[4:], "PostScript"),
        (changed(SANS, b"OS/2", 8, 2), "授权"),
        (changed(SANS, b"OS/2", 8, 0x100), "授权"),
        (SANS[:2000], "读不出来"),
        (b"", "读不出来"),
    ],
)
def test_a_face_that_cannot_be_embedded_is_refused_with_a_reason(
    font: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{abs(hash(font))}.ttf"
    path.write_bytes(font)
    assert said in why_unfit(ChosenFace(path))
    assert "读不出来" in why_unfit(ChosenFace(tmp_path / "gone.ttf"))


def test_a_map_of_segments_is_read() -> None:
    """Two segments: one by a difference, one by a list of glyphs, and the closing one."""
    segments = 3
    ends, starts = (0x42, 0x4E01, 0xFFFF), (0x41, 0x4E00, 0xFFFF)
    deltas, offsets = ((5 - 0x41) % 65536, 1, 1), (0, 4, 0)
    table = struct.pack(">7H", 4, 0, 0, 2 * segments, 0, 0, 0)
    table += struct.pack(">3H", *ends) + b"\0\0" + struct.pack(">9H", *starts, *deltas, *offsets)
    table += struct.pack(">2H", 7, 0)
    assert _by_segments(table, 0) == {0x41: 5, 0x42: 6, 0x4E00: 8}
