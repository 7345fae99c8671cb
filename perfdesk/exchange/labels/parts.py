"""Cut what lies below each other into parts that may be a form each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfdesk.exchange.labels.anchors import Anchors
from perfdesk.exchange.labels.label_words import squeezed
from perfdesk.exchange.labels.section_numbers import is_page_number
from perfdesk.exchange.labels.texts import GridText, GridTexts
from perfdesk.exchange.untrusted.refusal import BLOATED, Refused

MAX_PARTS = 200
_CONTENTS = "目录"
_LEADERS = re.compile(r".{1,200}?[.…·\s]{3,}[0-9]{1,4}\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a grid; `titled` are the editions whose title stands above them."""

    texts: GridTexts
    titled: frozenset[str]


@dataclass(frozen=True, slots=True)
class _PartStart:
    row: int
    titled: frozenset[str] = frozenset()


def parts_of(texts: GridTexts, known: Sequence[Anchors]) -> Iterator[Part]:
    """Cut the rows before every title, and before a first label that comes again.

    Raises `Refused` for more parts than anybody sends.
    """
    texts = without_contents(texts)
    if not texts.rows:
        return
    first_words = frozenset(word for anchors in known for word in _first_words(anchors))
    starts = _starts(texts, known, first_words)
    ends = [start.row - 1 for start in starts[1:]] + [max(texts.rows)]
    begun: list[_PartStart] = []
    for start, end in zip(starts, ends, strict=True):
        is_same = begun and start.titled and start.titled == begun[-1].titled
        if not (is_same and not _holds(texts.between(start.row, end), first_words)):
            begun.append(start)  # else it is the same title again, on the next page
    for start, following in zip(begun, [*begun[1:], None], strict=True):
        last = following.row - 1 if following else max(texts.rows)
        yield Part(texts.between(start.row, last), start.titled)


def _first_words(anchors: Anchors) -> frozenset[str]:
    """Give the words of the label that a form begins with."""
    return next((each.words for each in anchors.fields if not each.pieces), frozenset())


def _starts(
    texts: GridTexts, known: Sequence[Anchors], first_words: frozenset[str]
) -> list[_PartStart]:
    titles = {
        word: frozenset(a.edition.key for a in known if word in a.titles)
        for anchors in known
        for word in anchors.titles
    }
    starts: list[_PartStart] = []
    seen: set[str] = set()
    for row in sorted(texts.rows):
        line = texts.row(row)
        title = next((word for cell in line if (word := _title_in(cell.word, titles))), "")
        first = line[0].word
        if title:
            starts.append(_PartStart(row, titles[title]))
            seen.clear()
        elif first in first_words:
            if first in seen:
                starts.append(_PartStart(row))
                seen.clear()
            seen.add(first)
    if len(starts) > MAX_PARTS:
        raise Refused(BLOATED, "forms to look over")
    top = min(texts.rows)
    # What stands above the first title is a cover, or a form without one.
    return starts if starts and starts[0].row == top else [_PartStart(top), *starts]


def _title_in(word: str, titles: Mapping[str, frozenset[str]]) -> str:
    """Find a title in a text: the whole of it, or behind a year or a place."""
    if word in titles:
        return word
    if 6 < len(word) <= 40:
        return next((t for t in titles if len(t) > 5 and word.endswith(t)), "")
    return ""


def _holds(texts: GridTexts, words: Iterable[str]) -> bool:
    """Tell whether one of some labels stands there, in a cell by itself or before its value."""
    return any(
        cell.word in words or any(squeezed(cell.text[:200]).find(w, numbered=False) for w in words)
        for cell in texts.walk()
    )


def without_contents(texts: GridTexts) -> GridTexts:
    """Leave out the list of contents of a report: headings there have page numbers behind them."""
    left_out: set[int] = set()
    is_list = False
    for row in sorted(texts.rows):
        line = texts.row(row)
        if len(line) == 1 and line[0].word == _CONTENTS:
            is_list = True
        elif not (is_list and _is_entry(line)):
            is_list = False
            continue
        left_out.add(row)
    if not left_out:
        return texts
    rows = {row: line for row, line in texts.rows.items() if row not in left_out}
    covered = {row: places for row, places in texts.covered.items() if row not in left_out}
    return GridTexts(rows, covered)


def _is_entry(line: Sequence[GridText]) -> bool:
    if len(line) > 1:
        return is_page_number(line[-1])
    return _LEADERS.fullmatch(line[0].text) is not None
