"""Read an edition's folder: form.toml, layout.toml and examples, strictly.

A key that is not known is a fault, so that a slip of the pen never passes silently.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from perfdesk.forms.load_aliases import load_aliases
from perfdesk.forms.reader import FormFault, Reader
from perfdesk.forms.summaries import read_summary
from perfdesk.forms.toml_file import open_toml
from perfdesk.models.finding import Origin, Severity
from perfdesk.models.form import (
    Appearance,
    Basis,
    CarriedTable,
    Carry,
    Check,
    Edition,
    Example,
    Field,
    FixedRow,
    Framework,
    Parameter,
    Section,
    Table,
)
from perfdesk.models.layout import Layout, LayoutBand, LayoutCell, LayoutRow
from perfdesk.models.sheet import Page, Style
from perfdesk.models.values import Kind

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COVERED = re.compile(r"V[0-9]{2}")
_RULE = re.compile(r"R[1-9][0-9]?")
_IT = re.compile(r"\bit\b")
_SLOT = re.compile(r"\{([^{}]+)\}")


def load_edition(folder: Path) -> Edition:
    """Read one edition; raises FormFault naming file, place and key."""
    form = open_toml(folder / "form.toml")
    sections = form.each("section", _section)
    edition = Edition(
        form=form.text("form"),
        edition=form.text("edition"),
        title=form.text("title"),
        short_title=form.text("short_title"),
        due=form.text("due", ""),
        tabs=form.texts("tabs"),
        sections=sections,
        checks=tuple(check for checks in form.each("check", _checks) for check in checks),
        parameters=tuple(_parameter(*each) for each in form.named_tables("parameters")),
        frameworks=form.each("framework", _framework),
        framework_table=form.text("framework_table", ""),
        basis=form.each("basis", _basis),
        layout=load_layout(folder),
        carries=form.each("carry", _carry),
        aliases=load_aliases(folder),
        summary=read_summary(form.table("summary")),
    )
    form.done()
    if folder.name != edition.edition or folder.parent.name != edition.form:
        raise FormFault(f"{folder}：文件夹名应为 {edition.key}")
    return edition


def load_layout(folder: Path) -> Layout:
    """Read the paper of one edition; raises FormFault naming file, place and key."""
    return _layout(open_toml(folder / "layout.toml"))


def load_examples(folder: Path) -> tuple[dict[str, str], tuple[Example, ...]]:
    """Read an edition's sound copy (texts by cell name) and its examples."""
    sound: dict[str, str] = {}
    examples: list[Example] = []
    for path in sorted((folder / "examples").glob("*.toml")):
        file = open_toml(path)
        sound |= file.text_map("sound")
        for each in file.tables("example"):
            examples.append(
                Example(
                    title=each.text("title"),
                    given=each.text_map("given"),
                    found=each.texts("found"),
                    silent=each.texts("silent"),
                    computed=each.text_map("computed"),
                    source=path.name,
                    rule=_rule(each),
                )
            )
            each.done()
        file.done()
    return sound, tuple(examples)


def _rule(reader: Reader) -> str:
    rule = reader.text("rule", "")
    if rule and _RULE.fullmatch(rule) is None:
        raise reader.fault("rule", f"“{rule}”应为 docs/rules.md 里的编号，例如 R2")
    return rule


def _name(reader: Reader) -> str:
    name = reader.text("name")
    if _NAME.fullmatch(name) is None:
        raise reader.fault("name", f"“{name}”应为小写英文字母、数字和下划线")
    return name


def _section(reader: Reader) -> Section | Table:
    name, label, tab = _name(reader), reader.text("label"), reader.text("tab")
    hint = reader.text("hint", "")
    if reader.has("column"):
        columns = reader.each("column", _field)
        rows = reader.each("rows", _fixed_row)
        title = reader.text("title_column", "" if rows else None)
        part: Section | Table = Table(name, label, tab, columns, title, hint, rows)
    else:
        fields = reader.each("field", _field)
        part = Section(name, label, tab, fields, hint)
    reader.done()
    return part


def _fixed_row(reader: Reader) -> FixedRow:
    row = FixedRow(_name(reader), reader.text("label"))
    reader.done()
    return row


def _field(reader: Reader) -> Field:
    field = Field(
        name=_name(reader),
        label=reader.text("label"),
        kind=reader.word("type", Kind),
        unit=reader.text("unit", ""),
        required=_required(reader),
        hint=reader.text("hint", ""),
        example=reader.text("example", ""),
        choices=reader.texts("choices"),
        open_choices=reader.flag("open_choices"),
        calculation=reader.text("calculation", ""),
        merged=reader.flag("merged"),
        level=int(reader.number("level", 0)),
        only=reader.texts("only"),
        lasting=reader.flag("lasting"),
        appearance=reader.word("appearance", Appearance, Appearance.PLAIN),
        covers=_covers(reader),
        basis=reader.text("basis", ""),
    )
    if field.basis and not field.is_computed:
        raise reader.fault("basis", "只有程序计算的栏目才能写 basis")
    if field.covers and not field.is_computed:
        raise reader.fault("covers", "只有程序计算的栏目才能写 covers")
    is_percentage = field.is_computed and field.kind is Kind.PERCENT
    if field.appearance is Appearance.BAR and not is_percentage:
        raise reader.fault("appearance", "只有程序计算的百分比（type = percent）才能显示为 bar")
    reader.done()
    return field


def _required(reader: Reader) -> str:
    value = reader.text("required", "never")
    return {"never": "", "always": "True"}.get(value, value)


def _checks(reader: Reader) -> list[Check]:
    """Read a check; one that names several cells in `at` becomes one check for each.

    In its formulas `it` stands for the cell.
    """
    cells = reader.one_or_more("at")
    code, severity = reader.text("code"), reader.word("severity", Severity)
    holds, message = reader.text("holds"), reader.text("message")
    when, expected = reader.text("when", ""), reader.text("expected", "")
    fill, origin = reader.flag("fill"), reader.word("origin", Origin, Origin.UNMET)
    basis, verify = reader.text("basis", ""), reader.flag("verify")
    covers = _covers(reader)
    reader.done()
    checks = []
    for at in cells:
        it = at.rpartition(".")[2]
        checks.append(
            Check(
                code=code,
                severity=severity,
                at=at,
                holds=_IT.sub(it, holds),
                message=_SLOT.sub(lambda slot, it=it: "{" + _IT.sub(it, slot[1]) + "}", message),  # type: ignore[misc]
                when=_IT.sub(it, when),
                expected=_IT.sub(it, expected),
                fill=fill,
                origin=origin,
                basis=basis,
                verify=verify,
                covers=covers,
            )
        )
    return checks


def _covers(reader: Reader) -> tuple[str, ...]:
    numbers = reader.texts("covers")
    for number in numbers:
        if _COVERED.fullmatch(number) is None:
            raise reader.fault("covers", f"“{number}”应为 docs/findings.md 里的编号，例如 V08")
    return numbers


def _parameter(name: str, reader: Reader) -> Parameter:
    parameter = Parameter(name, reader.text("value"), reader.text("label"))
    reader.done()
    return parameter


def _framework(reader: Reader) -> Framework:
    levels = {}
    for each in reader.tables("level1"):
        levels[each.text("name")] = each.texts("level2")
        each.done()
    framework = Framework(reader.text("name"), reader.text_map("headings"), levels)
    reader.done()
    return framework


def _basis(reader: Reader) -> Basis:
    basis = Basis(reader.text("document"), reader.flag("verify"))
    reader.done()
    return basis


def _carry(reader: Reader) -> Carry:
    tables = []
    for each in reader.tables("table"):
        tables.append(CarriedTable(each.text("to"), each.text("from"), each.text_map("columns")))
        each.done()
    carry = Carry(reader.text("from"), reader.text_map("fields"), tuple(tables))
    reader.done()
    return carry


def _layout(reader: Reader) -> Layout:
    page = reader.table("page")
    sides = ("width", "height", "top", "bottom", "left", "right")
    paper = replace(Page(*map(page.number, sides)), tighten=page.number("tighten", 1))
    page.done()
    styles = {name: _style(each) for name, each in reader.named_tables("style")}
    bands = reader.each("band", lambda each: _band(each, styles))
    reader.done()
    return Layout(paper, styles, bands)


def _style(reader: Reader) -> Style:
    plain = Style()
    style = Style(
        role=reader.text("role", plain.role),
        size=reader.number("size", plain.size),
        align=reader.text("align", plain.align),
        vertical=reader.text("vertical", plain.vertical),
        leading=reader.number("leading", plain.leading),
        indent=int(reader.number("indent", plain.indent)),
        padding=reader.number("padding", plain.padding),
        least_size=reader.number("least_size", plain.least_size),
    )
    reader.done()
    return style


def _band(reader: Reader, styles: dict[str, Style]) -> LayoutBand:
    band = LayoutBand(
        name=reader.text("name"),
        columns=reader.numbers("columns"),
        rows=reader.each("row", lambda each: _row(each, styles)),
        whole=reader.flag("whole"),
        only_with=reader.text("only_with", ""),
        least_rows=int(reader.number("least_rows", 0)),
    )
    reader.done()
    return band


def _row(reader: Reader, styles: dict[str, Style]) -> LayoutRow:
    row = LayoutRow(
        cells=reader.each("cells", lambda each: _cell(each, styles)),
        height=reader.number("height", 0),
        repeat=reader.text("repeat", ""),
        head=reader.flag("head"),
        with_next=reader.flag("with_next"),
    )
    reader.done()
    return row


def _cell(reader: Reader, styles: dict[str, Style]) -> LayoutCell:
    cell = LayoutCell(
        text=reader.text("text", ""),
        label=reader.text("label", ""),
        field=reader.text("field", ""),
        option=reader.text("option", ""),
        tail=reader.text("tail", ""),
        row_label=reader.flag("row_label"),
        shows=reader.text("shows", ""),
        span=int(reader.number("span", 1)),
        rows=int(reader.number("rows", 1)),
        down=reader.flag("down"),
        style=reader.text("style", "value"),
        borders=reader.text("borders", "tblr"),
        blank=reader.text("blank", ""),
    )
    if cell.style not in styles:
        raise reader.fault("style", f"没有名为“{cell.style}”的样式")
    reader.done()
    return cell
