"""Read labels that stand with their values, or with each other, in one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfdesk.exchange.incoming.incoming import Strange
from perfdesk.exchange.labels.anchors import FieldAnchor
from perfdesk.exchange.labels.below import texts_below
from perfdesk.exchange.labels.fields import enter_slots, enter_values, texts_beside
from perfdesk.exchange.labels.label_words import Squeezed, squeezed
from perfdesk.exchange.labels.reading import FormReading
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.labels.values import entry_of_text
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind


def read_labels_inside_texts(form: FormReading) -> None:
    """Read the fields whose labels stand within texts of which nothing is known yet."""
    for cell in list(form.texts.walk()):
        if cell.at not in form.accounted_for and (found := _words_inside(form, cell.text)):
            _read_inside(form, cell, found)


@dataclass(frozen=True, slots=True)
class _WordInside:
    """A label in a text, from where it begins to its value; no anchor for another printed word."""

    begin: int
    end: int
    anchor: FieldAnchor | None = None


def _words_inside(form: FormReading, text: str) -> list[_WordInside]:
    """Find labels in a text, and what else is printed between them; nothing without a label."""
    found_in = squeezed(text)
    found: list[_WordInside] = []
    for anchor in form.anchors.fields:
        if Ref(anchor.fields[0]) in form.known_fields:
            continue
        if spans := [s for s in _spans(found_in, anchor.words) if _is_free(s, found)]:
            found.append(_WordInside(*min(spans), anchor))
    if found:
        # The longest first: one may stand within another.
        for word in sorted(form.anchors.fixed, key=lambda word: (-len(word), word)):
            span = found_in.find(word, numbered=False) if len(word) > 2 else None
            if span and _is_free(span, found):
                found.append(_WordInside(*span))
    return sorted(found, key=lambda each: each.begin)


def _spans(found_in: Squeezed, words: frozenset[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        if len(word) > 1 and (span := found_in.find(word, numbered=False)):
            yield span


def _is_free(span: tuple[int, int], found: Sequence[_WordInside]) -> bool:
    """Tell whether a span shares nothing with what was found before."""
    begin, end = span
    return not any(begin < each.end and each.begin < end for each in found)


def _read_inside(form: FormReading, cell: GridText, found: Sequence[_WordInside]) -> None:
    if lead := cell.text[: found[0].begin].strip():
        form.incoming.strange.append(Strange(lead, cell.place))
    form.account_for(cell)
    stops = [each.begin for each in found[1:]] + [len(cell.text)]
    for each, stop in zip(found, stops, strict=True):
        if each.anchor is not None:
            text = cell.text[each.end : stop].strip()
            _enter_inside(form, each.anchor, text, cell, is_last=stop == len(cell.text))


def _enter_inside(
    form: FormReading, anchor: FieldAnchor, text: str, cell: GridText, *, is_last: bool
) -> None:
    """Enter what stands behind a label in its cell, or beside or below it behind the last."""
    its_field = form.edition.fields[anchor.fields[0]]
    beside = texts_beside(form, cell) if is_last and not text else []
    below = texts_below(form, cell) if is_last and anchor.below else []
    if text and below and its_field.kind is Kind.LONG_TEXT:
        text = "\n".join([text, *(each.text for each in below)])
        form.account_for(*below)
    if not text and (more := beside or below):
        enter_values(form, anchor, more, cell)
    elif anchor.pieces:
        enter_slots(form, anchor, text, [], cell)
    else:
        entry = entry_of_text(its_field, text, form.grid.unit_of_money(cell))
        form.enter(Ref(its_field.name), entry, [cell])
        form.known_fields.add(Ref(its_field.name))
