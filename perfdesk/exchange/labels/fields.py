"""Read what stands beside a label, below it, or behind it in the same cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfdesk.exchange.incoming.incoming import Strange
from perfdesk.exchange.labels.anchors import FieldAnchor
from perfdesk.exchange.labels.label_words import plain, squeezed
from perfdesk.exchange.labels.reading import LONG, Form
from perfdesk.exchange.labels.section_numbers import ends_section, is_caption, is_page_number
from perfdesk.exchange.labels.texts import Spot
from perfdesk.exchange.labels.values import entry_of_text, split_slots
from perfdesk.models.form import Field
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, shorten

# What stands within a title is a year, or begins with one; less is what a scan left of it.
_YEAR = re.compile(r"[0-9]{4}")


def read_fields(form: Form) -> None:
    """Read what stands beside or below each label."""
    for spot in list(form.spots.walk()):
        anchor = form.labels.get(spot.key)
        if anchor is None:
            continue
        form.used.add(spot.key)
        beside = _beside(form, spot)
        values = beside
        if anchor.below or not beside:
            crowded = any(s.key in form.labels for s in form.spots.row(spot.row) if s != spot)
            below = _below(form, spot) if anchor.below or not crowded else []
            values = below if below and (anchor.below or not beside) else beside
        _enter(form, anchor, values, spot)


def _stops(form: Form, spot: Spot) -> bool:
    return spot.key in form.used or _is_label(form, spot)


def _is_label(form: Form, spot: Spot) -> bool:
    return (
        spot.key in form.labels
        or (spot.word != "" and spot.word in form.anchors.fixed | form.anchors.titles)
        or form.begins_with_fixed(spot)
    )


def _beside(form: Form, label: Spot) -> list[Spot]:
    found = []
    for spot in form.spots.row(label.row):
        if spot.column <= label.right:
            continue
        if _stops(form, spot):
            break
        found.append(spot)
    return found


def _below(form: Form, label: Spot) -> list[Spot]:
    headed = {head.first for head in form.heads}
    alone = len(form.spots.row(label.row)) == 1
    found: list[Spot] = []
    rows = sorted(r for r in form.spots.rows if r > label.bottom)
    for row, following in zip(rows, [*rows[1:], 0], strict=False):
        line = form.spots.row(row)
        if alone and found and len(line) == 1 and is_page_number(line[0]):
            form.used.add(line[0].key)
            continue
        if alone and following in headed and len(line) == 1 and is_caption(line[0]):
            break
        # Where merges were filled, a heading at the left is repeated in each row.
        fresh = [s for s in line if not _is_repeated(form, s)]
        # A heading of the whole group may stand before its first text instead of its labels.
        if len(fresh) > 1 and fresh[0].column < label.column and _heads_group(form, fresh[0]):
            fresh = fresh[1:]
        if row in headed or not fresh or ends_section(label, found, fresh):
            break
        if _is_label(form, fresh[0]) or _has_label_inside(form, fresh[0]):
            break
        if not found and (own := _in_order(form, label, fresh)):
            return [own]
        here = [s for s in line if alone or (s.column <= label.right and label.column <= s.right)]
        if any(_stops(form, s) for s in here) or (not here and not alone):
            break
        found += here
        if not alone and row > label.bottom + 1 and len(line) > 1:
            break
    return found


def _is_repeated(form: Form, spot: Spot) -> bool:
    above = form.spots.at(spot.row - 1, spot.column)
    return above is not None and above is not spot and above.text == spot.text


def _in_order(form: Form, label: Spot, line: Sequence[Spot]) -> Spot | None:
    """Find a label's text by its order where a row was moved to the left as a whole."""
    labels = [s for s in form.spots.row(label.row) if (a := form.labels.get(s.key)) and a.below]
    if label not in labels or not len(labels) == len(line) > 1:
        return None
    # Not where the first stands right below its label, and another is below that label, too.
    moved = any(s.right < a.column for s, a in zip(line, labels, strict=True))
    return line[labels.index(label)] if moved else None


def _heads_group(form: Form, spot: Spot) -> bool:
    return spot.word in form.anchors.fixed and spot.key not in form.labels


def _has_label_inside(form: Form, spot: Spot) -> bool:
    found_in = squeezed(spot.text[:400])
    return any(
        found_in.find(word, numbered=len(spot.text) > LONG)
        for anchor in form.anchors.fields
        if Ref(anchor.fields[0]) not in form.found
        for word in anchor.words
        if len(word) > 1
    )


def _enter(form: Form, anchor: FieldAnchor, values: Sequence[Spot], label: Spot) -> None:
    fields = [form.edition.fields[name] for name in anchor.fields]
    if len(fields) > 1 and not anchor.pieces:  # a row of totals, all computed
        if len(values) == len(fields):
            for its_field, spot in zip(fields, values, strict=True):
                form.take(Ref(its_field.name), [spot], form.unit(label))
        form.used.update(s.key for s in values)
        form.found.update(Ref(f.name) for f in fields)
        return
    if len(fields) > 1 or (anchor.pieces and values and values[0].content.kind == "text"):
        text = " ".join(s.text for s in values)
        _enter_slots(form, anchor, fields, text, values, label)
        return
    own = values if fields[0].choices else _close(values)
    form.take(Ref(fields[0].name), own, form.unit(label), label)


def _close(values: Sequence[Spot]) -> list[Spot]:
    """Give the texts of a row that stand side by side; what is further off is another matter."""
    kept: list[Spot] = []
    for spot in values:
        if kept and spot.row == kept[-1].row and spot.column > kept[-1].right + 1:
            continue
        kept.append(spot)
    return kept


def _enter_slots(
    form: Form,
    anchor: FieldAnchor,
    fields: Sequence[Field],
    text: str,
    values: Sequence[Spot],
    label: Spot,
) -> None:
    parts, is_clear = split_slots(fields, anchor.pieces, text)
    if not is_clear:
        form.note(
            f"“{'”“'.join(f.label for f in fields)}”（{label.address}）",
            f"“{shorten(text)}”里分不出各项，没有读入。请手工填写。",
        )
        form.incoming.unread.update(Ref(f.name) for f in fields)
    else:
        form.used.update(s.key for s in values)
        for its_field, part in zip(fields, parts, strict=True):
            entry = entry_of_text(its_field, part, form.unit(label))
            form.put(Ref(its_field.name), entry, [values[0] if values else label])
    form.found.update(Ref(f.name) for f in fields)


def read_inside_texts(form: Form) -> None:
    """Read labels that stand with their values, or with each other, in one cell."""
    for spot in list(form.spots.walk()):
        if spot.key in form.used:
            continue
        _read_inside(form, spot)


def _read_inside(form: Form, spot: Spot) -> None:
    found_in = squeezed(spot.text)
    found: list[tuple[int, int, FieldAnchor | None]] = []
    for each in form.anchors.fields:
        if Ref(each.fields[0]) in form.found:
            continue
        spans = [
            s
            for w in sorted(each.words, key=len, reverse=True)
            if len(w) > 1
            if (s := found_in.find(w, numbered=False))
        ]
        taken = [s for s in spans if not any(s[0] < e and b < s[1] for b, e, _ in found)]
        if taken:
            found.append((*min(taken), each))
    if not found:
        return
    for word in form.anchors.fixed:
        span = found_in.find(word, numbered=False) if len(word) > 2 else None
        if span and not any(span[0] < e and b < span[1] for b, e, _ in found):
            found.append((*span, None))
    found.sort(key=lambda each: each[0])
    ends = [begin for begin, _, _ in found[1:]] + [len(spot.text)]
    if lead := spot.text[: found[0][0]].strip():
        form.incoming.strange.append(Strange(lead, spot.place))
    form.used.add(spot.key)
    for (_, end, anchor), stop in zip(found, ends, strict=True):
        if anchor is None:
            continue
        fields = [form.edition.fields[name] for name in anchor.fields]
        text = spot.text[end:stop].strip()
        beside = _beside(form, spot) if stop == len(spot.text) and not text else []
        below = _below(form, spot) if anchor.below and stop == len(spot.text) else []
        more = beside or below
        if text and below and fields[0].kind is Kind.LONG_TEXT:
            text = "\n".join([text, *(s.text for s in below)])
            form.used.update(s.key for s in below)
        if text or not more:
            if anchor.pieces:
                _enter_slots(form, anchor, fields, text, [], spot)
            else:
                entry = entry_of_text(fields[0], text, form.unit(spot))
                form.put(Ref(fields[0].name), entry, [spot])
                form.found.add(Ref(fields[0].name))
        else:
            _enter(form, anchor, more, spot)


def read_texts(form: Form) -> None:
    """Read a field that stands within a fixed text, such as the year in a title."""
    for anchor in form.anchors.texts:
        its_field = form.edition.fields[anchor.fields[0]]
        if len(anchor.fields) > 1 or Ref(its_field.name) in form.found:
            continue
        before, after = (plain(piece).strip("()") for piece in anchor.pieces)
        for spot in list(form.spots.walk())[:12]:
            text = plain(spot.text).strip("()")
            at = text.find(after[:2]) if after else -1
            value = text[len(before) : at] if text.startswith(before) else ""
            value = value.strip("()_ ")
            if at > 0 and 0 < len(value) <= 12 and _YEAR.match(value):
                form.put(Ref(its_field.name), entry_of_text(its_field, value), [spot])
                form.found.add(Ref(its_field.name))
                form.used.add(spot.key)
                break
