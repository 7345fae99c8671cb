"""Read an edition's folder: form.toml, layout.toml, aliases.toml and examples, strictly.

A key that is not known is a fault, so that a slip of the pen never passes silently. Each file
is read to its end whatever is wrong in it, and so are the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from perfdesk.forms.reader import FormFault, Noted, Reader, given, many, open_toml
from perfdesk.models import summary
from perfdesk.models.form import (
    Appearance,
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
from perfdesk.models.sheet import ALIGNS, ROLES, SIDES, VERTICALS, Page, Style
from perfdesk.models.summary import Summary
from perfdesk.models.values import Kind

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COVERED = re.compile(r"V[0-9]{2}")
_RULE = re.compile(r"R[1-9][0-9]?")
_IT = re.compile(r"\bit\b")
_SLOT = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class EditionRead:
    """An edition as far as its files can be read, and what is wrong in each."""

    edition: Edition
    form: Noted
    layout: Noted
    aliases: Noted

    @property
    def faults(self) -> tuple[str, ...]:
        """List all that is wrong."""
        return (*self.form.faults, *self.layout.faults, *self.aliases.faults)


@dataclass(frozen=True, slots=True)
class ExamplesRead:
    """An edition's sound copy (texts by cell name) and its examples, and what is wrong there."""

    sound: dict[str, str]
    examples: tuple[Example, ...]
    noted: Noted


def load_edition(folder: Path) -> Edition:
    """Read one edition; raises FormFault naming file, place and key of every fault."""
    read = read_edition(folder)
    if read.faults:
        raise FormFault(*read.faults)
    return read.edition


def load_examples(folder: Path) -> tuple[dict[str, str], tuple[Example, ...]]:
    """Read an edition's sound copy and its examples; raises FormFault as `load_edition` does."""
    read = read_examples(folder)
    if read.noted.faults:
        raise FormFault(*read.noted.faults)
    return read.sound, read.examples


def read_edition(folder: Path) -> EditionRead:
    """Read as much of one edition as can be read."""
    noted = of_form, of_layout, of_aliases = Noted(), Noted(), Noted()
    edition = open_toml(folder / "form.toml", of_form).make(
        Edition,
        sections=many("section", _section),
        layout=given(_layout(folder, of_layout)),
        checks=_checks,
        parameters=_parameters,
        frameworks=many("framework", _framework),
        carries=many("carry", _carry),
        summary=lambda form: _summary(form.table("summary")),
        aliases=given(_aliases(folder, of_aliases)),
    )
    place = f"{folder.parent.name}/{folder.name}"
    if edition.form and edition.edition and edition.key != place:
        of_form.faults.append(
            f"{folder}：文件夹名应为 {edition.key}（先表单，再版本，"
            f"与 form.toml 里的 form、edition 相同），现为 {place}"
        )
    return EditionRead(edition, *noted)


def read_examples(folder: Path) -> ExamplesRead:
    """Read as many of an edition's examples as can be read."""
    sound: dict[str, str] = {}
    examples: list[Example] = []
    noted = Noted()
    for path in sorted((folder / "examples").glob("*.toml")):
        file = open_toml(path, noted)
        sound |= file.text_map("sound")
        for each in file.tables("example"):
            examples.append(each.make(Example, source=given(path.name), rule=_rule))
        file.done()
    return ExamplesRead(sound, tuple(examples), noted)


def _layout(folder: Path, noted: Noted) -> Layout:
    """Read the paper of an edition."""
    file = open_toml(folder / "layout.toml", noted)
    page = file.table("page").make(Page)
    styles = {name: _style(each) for name, each in file.named_tables("style")}

    def band(reader: Reader) -> LayoutBand:
        return reader.make(LayoutBand, rows=many("row", row))

    def row(reader: Reader) -> LayoutRow:
        return reader.make(LayoutRow, cells=many("cells", cell))

    def cell(reader: Reader) -> LayoutCell:
        made = reader.make(LayoutCell)
        if made.style not in styles:
            reader.note("style", f"没有名为“{made.style}”的样式")
        if not set(made.borders) <= set(SIDES):
            reader.note("borders", f"“{made.borders}”只能由 {SIDES} 这四个字母组成")
        return made

    layout = Layout(page, styles, file.each("band", band))
    file.done()
    return layout


def _aliases(folder: Path, noted: Noted) -> Mapping[str, tuple[str, ...]]:
    """Read the other words by which files made elsewhere call things; the file may be absent."""
    path = folder / "aliases.toml"
    if not path.exists():
        return {}
    file = open_toml(path, noted)
    return {name: file.texts(name) for name in file.left()}


# --- what of a table is special -------------------------------------------------------------


def _name(reader: Reader) -> str:
    name = reader.text("name")
    if _NAME.fullmatch(name) is None:
        reader.note("name", f"“{name}”应为小写英文字母、数字和下划线")
    return name


def _rule(reader: Reader) -> str:
    rule = reader.text("rule", "")
    if rule and _RULE.fullmatch(rule) is None:
        reader.note("rule", f"“{rule}”应为 docs/rules.md 里的编号，例如 R2")
    return rule


def _covers(reader: Reader) -> tuple[str, ...]:
    numbers = reader.texts("covers")
    for number in numbers:
        if _COVERED.fullmatch(number) is None:
            reader.note("covers", f"“{number}”应为 docs/findings.md 里的编号，例如 V08")
    return numbers


def _required(reader: Reader) -> str:
    value = reader.text("required", "never")
    return {"never": "", "always": "True"}.get(value, value)


def _title_column(reader: Reader) -> str:
    return reader.text("title_column", "" if reader.has("rows") else None)


def _style(reader: Reader) -> Style:
    style = reader.make(Style)
    words = (("role", ROLES), ("align", ALIGNS), ("vertical", VERTICALS))
    for key, known in words:
        if (value := getattr(style, key)) not in known:
            reader.note(key, f"“{value}”不认识，可用：{'、'.join(known)}")
    return style


def _section(reader: Reader) -> Section | Table:
    if not reader.has("column"):
        return reader.make(Section, name=_name, fields=many("field", _field))
    return reader.make(
        Table,
        name=_name,
        columns=many("column", _field),
        title_column=_title_column,
        rows=many("rows", lambda row: row.make(FixedRow, name=_name)),
    )


def _field(reader: Reader) -> Field:
    field = reader.make(Field, name=_name, kind="type", required=_required, covers=_covers)
    if field.basis and not field.is_computed:
        reader.note("basis", "只有程序计算的栏目才能写 basis")
    if field.covers and not field.is_computed:
        reader.note("covers", "只有程序计算的栏目才能写 covers")
    is_percentage = field.is_computed and field.kind is Kind.PERCENT
    if field.appearance is Appearance.BAR and not is_percentage:
        reader.note("appearance", "只有程序计算的百分比（type = percent）才能显示为 bar")
    return field


def _checks(form: Reader) -> tuple[Check, ...]:
    return tuple(check for checks in form.each("check", _checks_of) for check in checks)


def _checks_of(reader: Reader) -> list[Check]:
    """Read a check; one that names several cells in `at` becomes one check for each."""
    cells = reader.one_or_more("at")
    check = reader.make(Check, at=given(""), covers=_covers)
    return [_at(check, cell) for cell in cells]


def _at(check: Check, cell: str) -> Check:
    """Let `it` in a check's formulas stand for a cell."""

    def named(formula: str) -> str:
        return _IT.sub(cell.rpartition(".")[2], formula)

    return replace(
        check,
        at=cell,
        holds=named(check.holds),
        message=_SLOT.sub(lambda slot: f"{{{named(slot[1])}}}", check.message),
        when=named(check.when),
        expected=named(check.expected),
    )


def _parameters(form: Reader) -> tuple[Parameter, ...]:
    tables = form.named_tables("parameters")
    return tuple(each.make(Parameter, name=given(name)) for name, each in tables)


def _framework(reader: Reader) -> Framework:
    return reader.make(Framework, levels=_levels)


def _levels(reader: Reader) -> dict[str, tuple[str, ...]]:
    levels = {}
    for each in reader.tables("level1"):
        levels[each.text("name")] = each.texts("level2")
        each.done()
    return levels


def _carry(reader: Reader) -> Carry:
    return reader.make(Carry, source="from", tables=many("table", _carried))


def _carried(reader: Reader) -> CarriedTable:
    return reader.make(CarriedTable, source="from")


def _summary(reader: Reader) -> Summary:
    found = {role: reader.one_or_more(role) for role in summary.ROLES if reader.has(role)}
    reader.done()
    return Summary(**found)
