"""A template is filled in where the program does not run, and comes back like any workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.commands.context import Context
from perfdesk.commands.form import JudgedForm
from perfdesk.commands.intake import read_excel, read_excels
from perfdesk.commands.projects import new_project
from perfdesk.commands.workbooks import write_excel, write_template
from perfdesk.exchange.incoming.differences import differences
from perfdesk.exchange.xlsx.choices import LISTS_SHEET, Lists
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.engine import evaluate
from tests import libreoffice
from tests.conftest import RESOURCES
from tests.opened import opened

pytestmark = pytest.mark.usefixtures("shared_worker")

CATALOGUE = Catalogue([RESOURCES / "forms"])
EDITIONS = [CATALOGUE[key] for key in CATALOGUE]
every_edition = pytest.mark.parametrize("edition", EDITIONS, ids=lambda each: each.key)


def sound(edition: Edition) -> Document:
    return document_of(edition, load_examples(CATALOGUE.folder(edition.key))[0])


def template(context: Context, edition: Edition, document: Document | None = None) -> bytes:
    made = document or new_project(edition).document
    return write_template(context, [JudgedForm(edition, made, evaluate(edition, made))])


_FILLED: dict[str, Workbook] = {}


def filled_template(context: Context, edition: Edition) -> Workbook:
    """Give the template of a filled form to be looked at only: opening it takes a second."""
    if edition.key not in _FILLED:
        data = template(context, edition, sound(edition))
        _FILLED[edition.key] = load_workbook(BytesIO(data))
    return _FILLED[edition.key]


def saved(book: Workbook) -> bytes:
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def place(book: Workbook, name: str, below: int = 0) -> tuple[Worksheet, str]:
    """Give the sheet and the first cell under a name, or one so many rows below it."""
    title, block = book.defined_names[name].attr_text.rsplit("!", 1)
    column, row = re.findall(r"\$([A-Z]+)\$(\d+)", block)[0]
    page = book[title.strip("'")]
    assert isinstance(page, Worksheet)
    return page, f"{column}{int(row) + below}"


def fill(book: Workbook, edition: Edition, document: Document) -> None:
    """Fill a template in as a clerk does: choices from their lists, the rest as it is said."""
    composed = {}
    for name, text in document.cells.items():
        field = edition.fields[name]
        if f"f.{name}" in book.defined_names:
            page, at = place(book, f"f.{name}")
            items = choices_at(book, page, at)
            ticked = [item for item in items if f"{text} ☑" in item]
            shared = [
                other
                for other in edition.fields
                if f"f.{other}" in book.defined_names and place(book, f"f.{other}")[1] == at
            ]
            printed = page[at].value
            if (len(shared) > 1 or printed) and not ticked:
                composed[at] = (page, shared)
            else:
                assert not field.choices or field.open_choices or (ticked or text in items)
                put(page, at, ticked[0] if ticked else text)
        for number in range(1, len(field.choices) + 1):
            if f"o.{name}.{number}" in book.defined_names:
                page, at = place(book, f"o.{name}.{number}")
                if page[at].value.startswith(text):
                    page[at].value = next(i for i in choices_at(book, page, at) if "☑" in i)
    fill_composed(book, edition, document, composed)
    for table, rows in document.tables.items():
        for below, row in enumerate(rows):
            for column, text in row.cells.items():
                if not edition.tables[table].column(column).is_computed:
                    page, at = place(book, f"t.{table}.{column}", below)
                    assert not page[at].protection.locked, at
                    put(page, at, text)


def put(page: Worksheet, at: str, text: str) -> None:
    """Type into a cell; in the format of text =100% stays what it is."""
    page[at].value = text
    if text.startswith("="):
        assert page[at].number_format == "@", at
        page[at].data_type = "s"


def fill_composed(
    book: Workbook,
    edition: Edition,
    document: Document,
    composed: dict[str, tuple[Worksheet, list[str]]],
) -> None:
    """Write between the words that stand in a cell, as they are told apart by the layout."""
    texts = [cell.text for band in edition.layout.bands for row in band.rows for cell in row.cells]
    for at, (page, names) in composed.items():
        wanted = {*names}
        text = next(t for t in texts if set(re.findall(r"\{(\w+)\}", t)) == wanted)
        page[at].value = re.sub(r"\{(\w+)\}", lambda m: document.cells.get(m[1], ""), text)


def choices_at(book: Workbook, page: Worksheet, at: str) -> list[str]:
    for rule in page.data_validations.dataValidation:
        if at in rule.sqref and rule.type == "list":
            if rule.formula1.startswith('"'):
                return rule.formula1.strip('"').split(",")
            block = book.defined_names[rule.formula1].attr_text.split("!")[1].replace("$", "")
            return [cell.value for (cell,) in book[LISTS_SHEET][block]]
    return []


def came_back(
    data: bytes, context: Context, edition: Edition, document: Document, to: Path
) -> None:
    path = to / "交回.xlsx"
    path.write_bytes(data)
    found, incoming = read_excel(context, path)
    assert found.key == edition.key
    kept = {name: text for name, text in document.cells.items() if name != edition.framework_field}
    expected = Document(document.form, document.edition, kept, document.tables)
    incoming.document.cells.pop(edition.framework_field, None)
    assert differences(edition, expected, incoming.document) == ()
    assert incoming.notes == []


@every_edition
def test_what_a_clerk_fills_in_comes_back(
    edition: Edition, context: Context, tmp_path: Path
) -> None:
    document = sound(edition)
    if edition.framework_field:
        document.cells.pop(edition.framework_field, None)
    document.tables = {table: rows[:12] for table, rows in document.tables.items()}
    book = opened(template(context, edition))
    fill(book, edition, document)
    came_back(saved(book), context, edition, document, tmp_path)


@every_edition
def test_a_template_of_a_filled_form_brings_it_back(
    edition: Edition, context: Context, tmp_path: Path
) -> None:
    document = sound(edition)
    came_back(template(context, edition, document), context, edition, document, tmp_path)


@every_edition
def test_labels_and_computed_cells_are_locked_and_only_entries_are_open(
    edition: Edition, context: Context
) -> None:
    book = filled_template(context, edition)
    page = book.worksheets[0]
    assert page.protection.sheet
    assert not page.protection.password
    assert not page.protection.insertRows  # what Excel calls allowed
    open_names = set()
    for name in book.defined_names:
        if name[0] not in "ft" or name == "check_code":
            continue
        _, *middle, last = name.split(".")
        field = edition.tables[middle[0]].column(last) if middle else edition.fields[last]
        cells = [cell for row in cells_under(book, name) for cell in row]
        open_names |= {cell.coordinate for cell in cells if not cell.protection.locked}
        assert any(not cell.protection.locked for cell in cells) != field.is_computed, name
    for name in (each for each in book.defined_names if each.startswith("o.")):
        open_names |= {cell.coordinate for row in cells_under(book, name) for cell in row}
    unlocked = {c.coordinate for row in page.iter_rows() for c in row if not c.protection.locked}
    assert unlocked <= open_names


def cells_under(book: Workbook, name: str) -> tuple[tuple[object, ...], ...]:
    title, block = book.defined_names[name].attr_text.rsplit("!", 1)
    found = book[title.strip("'")][block.replace("$", "")]
    return found if isinstance(found, tuple) else ((found,),)


@every_edition
def test_tables_that_grow_have_room(edition: Edition, context: Context) -> None:
    document = sound(edition)
    book = filled_template(context, edition)
    for table in edition.tables.values():
        if table.rows:
            continue
        first, last = re.findall(r"\$(\d+)", book.defined_names[f"r.{table.name}"].attr_text)
        rows = int(last) - int(first) - 1
        assert rows >= len(document.rows(table.name)) + 12


def rules_of(book: Workbook) -> Iterator[tuple[Worksheet, object]]:
    for page in book.worksheets:
        for rule in page.data_validations.dataValidation:
            yield page, rule


@every_edition
@pytest.mark.parametrize("as_template", [False, True])
def test_choices_are_lists_within_the_limits_of_excel(
    edition: Edition, as_template: bool, context: Context
) -> None:
    if as_template:
        book = filled_template(context, edition)
    else:
        document = sound(edition)
        data = write_excel(context, JudgedForm(edition, document, evaluate(edition, document)))
        book = opened(data)
    lists = [rule for _, rule in rules_of(book) if rule.type == "list"]
    for rule in lists:
        assert len(rule.formula1) <= 257  # the quotes are not counted
        assert rule.formula1.startswith('"') or rule.formula1 in book.defined_names
        assert rule.errorStyle == "warning"
    for _, rule in rules_of(book):
        assert len(rule.prompt or "") <= 255
        assert len(rule.promptTitle or "") <= 32
        assert len(rule.error or "") <= 255
    for page in book.worksheets:
        ruled = [cell for r in page.data_validations.dataValidation for cell in r.sqref.ranges]
        assert len(ruled) == len({str(each) for each in ruled})
    for table, field in edition.walk():
        if field.level or (field.choices and not any(n.startswith("o.") for n in [field.name])):
            name = f"t.{table}.{field.name}" if table else f"f.{field.name}"
            if name in book.defined_names:
                page, at = place(book, name)
                items = choices_at(book, page, at)
                assert items, name
                assert len(items) >= len(field.choices)
    assert max(map(len, book.sheetnames)) <= 31
    names = [name.casefold() for name in book.defined_names]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 255


def test_a_list_that_no_rule_holds_stands_on_the_hidden_sheet() -> None:
    lists = Lists()
    many, comma = tuple(f"第{n}种很长的选项" for n in range(60)), ("甲,乙", "丙")
    assert lists.formula(("是", "否")) == '"是,否"'
    assert [lists.formula(many), lists.formula(comma), lists.formula(many)] == ["l.1", "l.2", "l.1"]
    book = Workbook()
    lists.write_to(book)
    assert book[LISTS_SHEET].sheet_state == "veryHidden"
    assert [cell.value for cell in book[LISTS_SHEET]["B"][:2]] == ["甲,乙", "丙"]
    assert book.defined_names["l.1"].attr_text == f"{LISTS_SHEET}!$A$1:$A$60"


def test_formulas_stand_only_in_computed_cells_and_never_come_from_a_text(context: Context) -> None:
    for edition in (CATALOGUE.find("self_evaluation"), CATALOGUE.find("monitoring_key")):
        document = sound(edition)
        for at, _ in list(document.entries()):
            if edition.field(at).kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.INDICATOR_VALUE):
                document.put(at, "=1+1")
        book = opened(template(context, edition, document))
        for page in book.worksheets:
            for row in page.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        assert cell.value.startswith("=IFERROR("), cell.value
                        assert cell.protection.locked


@every_edition
def test_the_guide_names_every_field_that_is_filled_in(edition: Edition, context: Context) -> None:
    book = filled_template(context, edition)
    said = {cell.value for row in book["填报说明"].iter_rows() for cell in row}
    asked = [field for _, field in edition.walk() if not field.is_computed]
    assert {f.label for f in asked if f.kind is not Kind.FRAMEWORK} <= said


def test_a_template_carries_no_code(context: Context) -> None:
    book = filled_template(context, EDITIONS[0])
    assert "check_code" not in book.defined_names
    assert "perfdesk-check-code" not in book.custom_doc_props.names


def test_rows_of_a_table_may_be_filled_in_anywhere_between(
    context: Context, tmp_path: Path
) -> None:
    edition = CATALOGUE.find("self_evaluation")
    table = edition.framework_table
    title = edition.tables[table].title_column
    book = opened(template(context, edition))
    for below in (0, 3, 19):
        page, at = place(book, f"t.{table}.{title}", below)
        page[at].value = f"指标{below}"
    path = tmp_path / "交回.xlsx"
    path.write_bytes(saved(book))
    _, incoming = read_excel(context, path)
    rows: list[Row] = incoming.document.rows(table)
    assert [row.cells for row in rows] == [{title: f"指标{n}"} for n in (0, 3, 19)]


def converted(context: Context, folder: Path, kind: str) -> dict[str, Path]:
    """Save every edition's template of a filled form in LibreOffice, by the edition's key."""
    names = {edition.key: f"{edition.form}-{edition.edition}" for edition in EDITIONS}
    for edition in EDITIONS:
        data = template(context, edition, sound(edition))
        (folder / f"{names[edition.key]}.xlsx").write_bytes(data)
    files = [folder / f"{name}.xlsx" for name in names.values()]
    libreoffice.convert(kind, *files, into=folder / "out")
    return {key: folder / "out" / f"{name}.{kind}" for key, name in names.items()}


@pytest.mark.outside
@pytest.mark.slow
def test_libreoffice_reckons_as_the_program_does_and_brings_it_back(
    context: Context, tmp_path: Path
) -> None:
    reckoned = 0
    files = converted(context, tmp_path, "xlsx")
    for edition in EDITIONS:
        document = sound(edition)
        found, incoming = read_excel(context, files[edition.key])
        assert found.key == edition.key
        assert differences(edition, document, incoming.document) == ()
        assert incoming.notes == []
        computed = evaluate(edition, document).computed
        for at, text in incoming.stated.items():
            reckoned += 1
            assert text.rstrip("%").rstrip("0").rstrip(".") == (
                computed[at].text.replace(",", "").rstrip("%").rstrip("0").rstrip(".")
            ), at
    assert reckoned >= 20


@pytest.mark.outside
@pytest.mark.slow
def test_a_template_saved_as_xls_comes_back_by_its_words(context: Context, tmp_path: Path) -> None:
    files = converted(context, tmp_path, "xls")
    for edition in EDITIONS:
        [(found, incoming)] = read_excels(context, files[edition.key])
        assert found.key == edition.key
        assert differences(edition, sound(edition), incoming.document) == ()
        # LibreOffice writes a zero for a formula of a word; our line of advice is no entry.
        assert incoming.notes == []
        assert all(each.text.replace(".", "").isdecimal() for each in incoming.strange)


@every_edition
def test_it_says_below_the_form_what_to_do_when_rows_run_out(
    edition: Edition, context: Context
) -> None:
    page = opened(template(context, edition)).worksheets[0]
    last = page.cell(page.max_row, 1)
    grows = any(not table.rows for table in edition.tables.values())
    assert str(last.value).startswith("空行不够时") == grows
    assert int(str(page.print_area).rsplit("$", 1)[-1]) < last.row
