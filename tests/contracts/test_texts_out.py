"""What anybody typed leaves as text on every road: never a formula, a field or a command.

It comes back as it was, or is refused with its field named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import pytest

from perfdesk import cli
from perfdesk.commands.carriers import read_carrier
from perfdesk.commands.collect.run import Collection, collect
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.intake import read_excels
from perfdesk.commands.output import has_report, write_word
from perfdesk.commands.workbooks import write_excels, write_template
from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.document import Document, Project
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.storage.project_file import write_project
from tests import libreoffice
from tests.conftest import RESOURCES
from tests.exchange.labels.test_disfigured import sound
from tests.opened import opened

pytestmark = pytest.mark.usefixtures("shared_worker")

CATALOGUE = Catalogue([RESOURCES / "forms"])
KEYS = tuple(CATALOGUE)
FIRST = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "\t=1",
    '=HYPERLINK("http://x","y")',
    "'甲",
    "|calc",
    "%0A=1",
    "＝1+1",
)
OTHERS = (
    "".join(map(chr, range(0x20))) + "\x7f",
    "\ufffe\uffff",
    "_x0041_",
    "_x000D_",
    "_x005F_x0041_",
    "NaN",
    "Infinity",
    "1e400",
    "9" * 300,
    "甲\r乙\r\n丙\n丁",
    "甲\u0085乙\u2028丙\u2029丁",
    "甲\u202e乙\u2066丙\u2069",
    "e" + "\u0301" * 40,
    "]]>&amp;<b>&#x41;</b>{name}%s",
    "\U0010fffd\U0002000b",
)
# What only a formula, a field or a link of ours may hold.
ACTIVE = re.compile(r"cmd\||calc|SUM\(1\)|HYPERLINK|DDE|1\+1", re.IGNORECASE)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def filled(key: str) -> Document:
    """Put every text into every field; with which it begins goes round."""
    edition, document = CATALOGUE[key], sound(key).copy()
    for place, (at, _) in enumerate(list(document.entries())):
        if is_text(edition, at):
            document.put(at, "\n".join((FIRST[place % len(FIRST)], *FIRST, *OTHERS)))
        elif edition.field(at).kind is not Kind.FRAMEWORK:
            document.put(at, FIRST[place % len(FIRST)])
    return document


def is_text(edition: Edition, at: Ref) -> bool:
    field = edition.field(at)
    return field.kind in (Kind.TEXT, Kind.LONG_TEXT) and not field.choices


def texts_of(key: str, document: Document) -> dict[Ref, str]:
    """Give the texts as any carrier may give them back: line ends are one, ends are bare."""
    return {
        at: re.sub("\r\n?", "\n", text).strip()
        for at, text in document.entries()
        if is_text(CATALOGUE[key], at)
    }


@cache
def parts_of(book: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheets_of(book: bytes) -> Iterator[Element]:
    for name, body in parts_of(book).items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield fromstring(body)


def formulas_in(book: bytes) -> list[str]:
    return [f.text or "" for sheet in sheets_of(book) for f in sheet.iter(f"{MAIN}f")]


def check_is_inert(book: bytes) -> None:
    """See that nothing in a workbook does anything but stand there."""
    styles = fromstring(parts_of(book)["xl/styles.xml"])
    looks = styles.findall(f"{MAIN}cellXfs/{MAIN}xf")
    for sheet in sheets_of(book):
        for cell in sheet.iter(f"{MAIN}c"):
            assert cell.get("t") not in ("str", "e"), cell.attrib
            text = "".join(each.text or "" for each in cell.iter(f"{MAIN}t"))
            if text[:1] in tuple("=+-@'\t"):
                # Else a program would read a formula once the cell is edited; 49 is text.
                look = looks[int(cell.get("s", "0"))]
                is_text_cell = look.get("numFmtId") == "49"
                assert is_text_cell or look.get("quotePrefix") == "1", (cell.get("r"), text[:20])
        for rule in (*sheet.iter(f"{MAIN}formula1"), *sheet.iter(f"{MAIN}formula2")):
            assert not ACTIVE.search(rule.text or "")
    for name, body in parts_of(book).items():
        assert "externalLink" not in name and "vbaProject" not in name
        if name == "xl/workbook.xml":
            names = fromstring(body).iter(f"{MAIN}definedName")
            assert not [each.text for each in names if ACTIVE.search(each.text or "")]


def asked(context: Context, key: str, document: Document) -> JudgedForm:
    edition = CATALOGUE[key]
    return JudgedForm(edition, document, judge(context, edition, document))


_BOOKS: dict[str, bytes] = {}


def book_of(context: Context, key: str) -> bytes:
    """Write the filled form as a workbook; two tests send it out."""
    if key not in _BOOKS:
        _BOOKS[key] = write_excels(context, [asked(context, key, filled(key))])
    return _BOOKS[key]


@pytest.mark.parametrize("key", KEYS)
def test_a_workbook_holds_text_and_gives_it_back(
    key: str, context: Context, tmp_path: Path
) -> None:
    document, book = filled(key), book_of(context, key)
    check_is_inert(book)
    assert formulas_in(book) == []
    path = tmp_path / "表.xlsx"
    path.write_bytes(book)
    [(_, incoming)] = read_excels(context, path)
    assert texts_of(key, incoming.document) == texts_of(key, document)
    cells = [c for sheet in opened(path) for line in sheet for c in line]
    assert {c.data_type for c in cells if c.value is not None} <= {"s", "n", "d"}


def test_a_workbook_of_all_forms_gives_each_of_them_back(context: Context, tmp_path: Path) -> None:
    documents = {key: filled(key) for key in KEYS}
    book = write_excels(context, [asked(context, *each) for each in documents.items()])
    check_is_inert(book)
    assert formulas_in(book) == []
    path = tmp_path / "表.xlsx"
    path.write_bytes(book)
    found = {edition.key: one.document for edition, one in read_excels(context, path)}
    assert found.keys() == documents.keys()
    for key, document in documents.items():
        assert texts_of(key, found[key]) == texts_of(key, document)


@pytest.mark.parametrize("key", KEYS)
def test_a_template_reckons_with_the_formulas_of_its_edition_alone(
    key: str, context: Context
) -> None:
    plain = write_template(context, [asked(context, key, sound(key))])
    book = write_template(context, [asked(context, key, filled(key))])
    check_is_inert(book)
    assert not [each for each in formulas_in(book) if ACTIVE.search(each)]
    assert {re.sub(r"\d+", "", each) for each in formulas_in(book)} <= {
        re.sub(r"\d+", "", each) for each in formulas_in(plain)
    }


@pytest.mark.outside
@libreoffice.needed
def test_the_text_survives_libreoffice(context: Context, tmp_path: Path) -> None:
    for key in KEYS:
        (tmp_path / f"{key.replace('/', '__')}.xlsx").write_bytes(book_of(context, key))
    out = tmp_path / "out"
    libreoffice.convert("xlsx", *sorted(tmp_path.glob("*.xlsx")), into=out)
    for key in KEYS:
        path = out / f"{key.replace('/', '__')}.xlsx"
        assert not [each for each in formulas_in(path.read_bytes()) if ACTIVE.search(each)]
        [(_, incoming)] = read_excels(context, path)
        found, wanted = texts_of(key, incoming.document), texts_of(key, filled(key))
        for at, text in wanted.items():
            assert survivor(found[at]) == survivor(text), at


def survivor(text: str) -> str:
    """Leave out what LibreOffice does not keep: controls, blanks, and escapes beside escapes."""
    return re.sub(r"_?x[0-9A-F]{4}_|[\s\x00-\x1f\x7f\ufffe\uffff\ufffd]", "", text)


@pytest.mark.parametrize("key", KEYS)
def test_paper_carries_it_and_the_list_of_findings_is_inert(
    key: str, context: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = filled(key)
    path = tmp_path / "项目.perfdesk"
    path.write_bytes(write_project(Project([document])))
    for name in ("表.pdf", "说明单.pdf", "说明单.xlsx"):
        verb = "pdf" if name == "表.pdf" else "checklist"
        assert cli.run([verb, str(path), "-o", str(tmp_path / name)], context) == cli.DONE
    check_is_inert((tmp_path / "说明单.xlsx").read_bytes())
    assert formulas_in((tmp_path / "说明单.xlsx").read_bytes()) == []
    project, _ = read_carrier(context, tmp_path / "表.pdf")
    assert dict(project.documents[0].entries()) == dict(document.entries())
    for name in ("表.pdf", "说明单.pdf"):
        pdf = re.sub(rb"stream.*?endstream", b"", (tmp_path / name).read_bytes(), flags=re.S)
        assert not re.search(rb"/(?:JavaScript|JS|Launch|URI|SubmitForm|OpenAction\s*<<)\b", pdf)
    capsys.readouterr()
    assert cli.run(["show", str(path), "--json"], context) == cli.DONE
    shown = {each["at"]: each["text"] for each in json.loads(capsys.readouterr().out)}
    assert "=1+1" in "".join(shown.values())
    wanted = {text for text in texts_of(key, document).values() if text}
    assert wanted <= {re.sub("\r\n?", "\n", text).strip() for text in shown.values()}


@pytest.mark.parametrize("key", KEYS)
def test_a_report_holds_no_field_but_its_own(key: str, context: Context, tmp_path: Path) -> None:
    edition = CATALOGUE[key]
    if not has_report(context, edition):
        pytest.skip("this form has no report")
    one = asked(context, key, filled(key))
    parts = parts_of(write_word(context, JudgedForm(edition, one.document, one.evaluation)))
    for name, body in parts.items():
        if name.endswith(".xml"):
            for told in re.findall(r"<w:instrText[^>]*>([^<]*)<", body.decode()):
                assert re.match(r"\s*(?:PAGE|NUMPAGES|TOC|REF|SEQ|PAGEREF|STYLEREF)\b", told)
                assert not ACTIVE.search(told)
            assert b"fldSimple" not in body and b"altChunk" not in body
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in body
    assert "=HYPERLINK(" in re.sub(r"<[^>]+>", "", parts["word/document.xml"].decode())


UNITS = (
    *("../..", "CON", "a/b", "a\\b:c*d?e", "长" * 300, "😀" * 100, "尾点...", " . ", "..."),
    *("", "=1+1", "甲\u202e乙", "甲\n乙", "nul.txt", "<b>", '"', "con", "x" * 300),
)
NAMES = ("a#b", "100%", "空 格", "a'b", 'a"b', "=1+1", "a&b", "%41", "a?b", "😀" * 20, "x" * 240)


def test_a_summary_and_its_slips_are_inert_and_their_names_safe(
    context: Context, tmp_path: Path
) -> None:
    root, out, slips = tmp_path / "各单位", tmp_path / "汇总.xlsx", tmp_path / "通知"
    root.mkdir()
    for place, unit in enumerate(UNITS):
        key = KEYS[place % len(KEYS)]
        document = filled(key)
        for field in ("implementing_unit", "town_name", "unit_name", "department"):
            if field in CATALOGUE[key].fields:
                document.put(Ref(field), unit)
        name = NAMES[place] if place < len(NAMES) else f"表{place}"
        (root / f"{name}.perfdesk").write_bytes(write_project(Project([document])))
    report = collect(context, Collection(root, out, slips=slips))
    assert report.unread == () and report.forms == len(UNITS)
    book = out.read_bytes()
    check_is_inert(book)
    assert formulas_in(book) == []
    check_links(book, tmp_path, {path.name for path in root.iterdir()})
    made = sorted(slips.iterdir())
    assert len(made) == 2 * report.slips and report.slips > 5
    for path in made:
        assert is_safe(path.name), path.name
        if path.suffix == ".xlsx":
            check_is_inert(path.read_bytes())
            assert formulas_in(path.read_bytes()) == []


def check_links(book: bytes, folder: Path, names: set[str]) -> None:
    """See that every link leads to a file that is there, and that some lead to each."""
    reached = set()
    for name, body in parts_of(book).items():
        if not name.startswith("xl/worksheets/_rels/"):
            continue
        for link in fromstring(body):
            if link.get("TargetMode") == "External":
                target = link.get("Target", "")
                assert len(target) <= 2_079 and "://" not in target
                path = folder / unquote(target.partition("#")[0])
                assert path.is_file(), target
                reached.add(path.name)
    assert reached == names


def is_safe(name: str) -> bool:
    """Tell whether Windows and Linux both take a name."""
    return (
        not re.search(r'[\\/:*?"<>|\x00-\x1f\x7f\u202a-\u202e]', name)
        and len(name.encode()) <= 255
        and len(name) <= 200
        and not name.endswith((".", " "))
        and not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name)
    )


@pytest.mark.parametrize("key", KEYS)
def test_the_longest_text_is_whole_and_a_longer_one_is_refused_by_name(
    key: str, context: Context, tmp_path: Path
) -> None:
    edition = CATALOGUE[key]
    at = next(at for at, _ in sound(key).entries() if edition.field(at).kind is Kind.LONG_TEXT)
    for length in (32_767, 32_768):
        document = sound(key).copy()
        document.put(at, "长" * length)
        one = asked(context, key, document)
        if length > 32_767:
            with pytest.raises(Refusal, match=r"32,7\d\d 个字") as refused:
                write_excels(context, [one])
            assert "请缩短" in str(refused.value)
            return
        try:
            book = write_excels(context, [one])
        except Refusal as refusal:
            # Where the cell shows more than the field, the whole has to fit.
            assert "请缩短" in str(refusal)
            continue
        path = tmp_path / "长.xlsx"
        path.write_bytes(book)
        [(_, incoming)] = read_excels(context, path)
        assert incoming.document.text(at) == "长" * length


def test_half_a_character_is_refused_with_its_text(context: Context) -> None:
    for key in KEYS:
        document = sound(key).copy()
        at = next(at for at, _ in document.entries() if is_text(CATALOGUE[key], at))
        document.put(at, "某项目\ud800")
        with pytest.raises(Refusal, match=r"“某项目.*半个字符"):
            write_excels(context, [asked(context, key, document)])
