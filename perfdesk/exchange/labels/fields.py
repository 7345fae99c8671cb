"""Read the fields whose labels stand in cells of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfdesk.exchange.labels.anchors import FieldAnchor
from perfdesk.exchange.labels.below import texts_below
from perfdesk.exchange.labels.label_words import plain
from perfdesk.exchange.labels.reading import FormReading
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.labels.values import entry_of_text, split_slots
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten

# What stands within a title is a year, or begins with one; less is what a scan left of it.
_YEAR = re.compile(r"[0-9]{4}")
_TITLE_TEXTS, _LONGEST_YEAR = 12, 12


def read_fields(form: FormReading) -> None:
    """Read what stands beside or below each label."""
    for label in list(form.texts.walk()):
        anchor = form.labels.get(label.at)
        if anchor is None:
            continue
        form.account_for(label)
        beside = texts_beside(form, label)
        values = beside
        if anchor.below or not beside:
            others = (c for c in form.texts.row(label.row) if c != label)
            is_crowded = any(c.at in form.labels for c in others)
            below = texts_below(form, label) if anchor.below or not is_crowded else []
            values = below or beside
        enter_values(form, anchor, values, label)


def texts_beside(form: FormReading, label: GridText) -> list[GridText]:
    """Give the texts at the right of a label, up to the next one."""
    found = []
    for cell in form.texts.row(label.row):
        if cell.column <= label.right:
            continue
        if cell.at in form.accounted_for or form.is_label(cell):
            break
        found.append(cell)
    return found


def enter_values(
    form: FormReading, anchor: FieldAnchor, values: Sequence[GridText], label: GridText
) -> None:
    """Enter the texts that belong to a label."""
    fields = [form.edition.fields[name] for name in anchor.fields]
    unit = form.grid.unit_of_money(label)
    if len(fields) > 1 and not anchor.pieces:  # a row of totals, all computed
        if len(values) == len(fields):
            for its_field, cell in zip(fields, values, strict=True):
                form.enter_cells(Ref(its_field.name), [cell], unit)
        form.account_for(*values)
        form.known_fields.update(Ref(f.name) for f in fields)
    elif len(fields) > 1 or (anchor.pieces and values and values[0].content.kind == "text"):
        enter_slots(form, anchor, " ".join(cell.text for cell in values), values, label)
    else:
        own = values if fields[0].choices else _close(values)
        form.enter_cells(Ref(fields[0].name), own, unit, label)


def _close(values: Sequence[GridText]) -> list[GridText]:
    """Give the texts of a row that stand side by side; what is further off is another matter."""
    kept: list[GridText] = []
    for cell in values:
        if kept and cell.row == kept[-1].row and cell.column > kept[-1].right + 1:
            continue
        kept.append(cell)
    return kept


def enter_slots(
    form: FormReading,
    anchor: FieldAnchor,
    text: str,
    values: Sequence[GridText],
    label: GridText,
) -> None:
    """Enter the fields that one text shows between fixed words."""
    fields = [form.edition.fields[name] for name in anchor.fields]
    parts, is_clear = split_slots(fields, anchor.pieces, text)
    if not is_clear:
        form.note(
            f"“{'”“'.join(f.label for f in fields)}”（{label.address}）",
            f"“{shorten(text)}”里分不出各项，没有读入。请手工填写。",
        )
        form.incoming.unread.update(Ref(f.name) for f in fields)
    else:
        form.account_for(*values)
        for its_field, part in zip(fields, parts, strict=True):
            entry = entry_of_text(its_field, part, form.grid.unit_of_money(label))
            form.enter(Ref(its_field.name), entry, [values[0] if values else label])
    form.known_fields.update(Ref(f.name) for f in fields)


def read_years_in_titles(form: FormReading) -> None:
    """Read a field that stands within a fixed text, such as the year in a title."""
    for anchor in form.anchors.texts:
        its_field = form.edition.fields[anchor.fields[0]]
        if len(anchor.fields) > 1 or Ref(its_field.name) in form.known_fields:
            continue
        before, after = (plain(piece).strip("()") for piece in anchor.pieces)
        for cell in list(form.texts.walk())[:_TITLE_TEXTS]:
            if value := _between(plain(cell.text).strip("()"), before, after):
                form.enter(Ref(its_field.name), entry_of_text(its_field, value), [cell])
                form.known_fields.add(Ref(its_field.name))
                form.account_for(cell)
                break


def _between(text: str, before: str, after: str) -> str:
    """Give the year between two pieces of a title; blank where there is none."""
    at = text.find(after[:2]) if after else -1
    value = text[len(before) : at] if text.startswith(before) else ""
    value = value.strip("()_ ")
    is_it = at > 0 and 0 < len(value) <= _LONGEST_YEAR and _YEAR.match(value)
    return value if is_it else ""
