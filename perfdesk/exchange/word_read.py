"""Know a stranger's forms by their words: which there are, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from perfdesk.exchange.anchors import Anchors, anchors_of
from perfdesk.exchange.incoming import Incoming
from perfdesk.exchange.label_words import squeezed
from perfdesk.exchange.refusal import BLOATED, Refused
from perfdesk.exchange.returned_margin import without_margin
from perfdesk.exchange.spots import Spots, codes_in, spots_of
from perfdesk.exchange.word_form import read_form
from perfdesk.exchange.word_tables import find_heads
from perfdesk.exchange.xlsx_grid import WorkbookGrid
from perfdesk.exchange.xlsx_marks import GUIDE_TITLE
from perfdesk.exchange.xlsx_recognise import NotOurForm
from perfdesk.models.form import Edition

MAX_SPOTS = 40_000
_LEAST_WORDS = 4
_LEAST_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows of a grid, and what forms they may be: `title` where one stands above them."""

    spots: Spots
    titled: frozenset[str]


def read_by_words(grid: WorkbookGrid, editions: Iterable[Edition]) -> list[Incoming]:
    """Read every form that a grid holds; raises `NotOurForm` where there is none.

    With one edition given, the grid is read as that one, whatever it looks like.
    """
    spots = spots_of(without_margin(grid))
    if sum(map(len, spots.rows.values())) > MAX_SPOTS:
        raise Refused(BLOATED, "texts to look over")
    known = [anchors_of(edition) for edition in editions]
    found: list[Incoming] = []
    for part in _parts(spots, known):
        chosen = _choose(part, known)
        if chosen is not None:
            found.append(read_form(part.spots, chosen))
    codes = codes_in(grid)
    if len(found) == len(codes) == 1:
        found = [replace(found[0], code=codes[0])]
    if not found:
        raise NotOurForm(
            "认不出是哪张表：里面没有足够的栏目名称与本程序的表对得上。请核对是否选对了文件；"
            "也可以在表的上方写上表的全名，再导入。"
        )
    return found


def _without_guide(grid: WorkbookGrid) -> WorkbookGrid:
    """Leave out the sheet of a template that says how it is filled in: it has every label."""
    sheets = tuple(each for each in grid.sheets if each.title != GUIDE_TITLE)
    return replace(grid, sheets=sheets)


def _parts(spots: Spots, known: list[Anchors]) -> Iterator[_Part]:
    """Cut the rows before every title, and before a first label that comes again."""
    titles: Mapping[str, frozenset[str]] = {
        word: frozenset(a.edition.key for a in known if word in a.titles)
        for anchors in known
        for word in anchors.titles
    }
    firsts = [
        next((a.words for a in known_one.fields if not a.pieces), frozenset())
        for known_one in known
    ]
    begin_words = frozenset(word for words in firsts for word in words)
    starts: list[tuple[int, frozenset[str]]] = []
    seen: set[str] = set()
    rows = sorted(spots.rows)
    for row in rows:
        line = spots.row(row)
        title = next((w for s in line if (w := _title_in(s.word, titles))), "")
        first = line[0].word
        if title:
            starts.append((row, titles[title]))
            seen.clear()
        elif first in begin_words:
            if first in seen:
                starts.append((row, frozenset()))
                seen.clear()
            seen.add(first)
    if not starts or starts[0][0] > rows[0]:
        starts.insert(0, (rows[0] if rows else 1, frozenset()))
    cuts: list[tuple[int, frozenset[str]]] = []
    for place, (row, keys) in enumerate(starts):
        stop = starts[place + 1][0] if place + 1 < len(starts) else (rows[-1] if rows else 0) + 1
        has_first = any(
            spot.word in begin_words or _holds(spot.text, begin_words)
            for spot in spots.cut(row, stop - 1).walk()
        )
        if cuts and keys and keys == cuts[-1][1] and not has_first:
            continue  # the same title again, on the next page
        if place == 0 and not keys and not has_first and len(starts) > 1:
            row = row  # what stands above the first title: a cover, or the title's own row
        cuts.append((row, keys))
    for place, (row, keys) in enumerate(cuts):
        last = cuts[place + 1][0] - 1 if place + 1 < len(cuts) else (rows[-1] if rows else 0)
        yield _Part(spots.cut(row, last), keys)


def _title_in(word: str, titles: Mapping[str, frozenset[str]]) -> str:
    """Find a title in a text: the whole of it, or behind a year or a place."""
    if word in titles:
        return word
    if 6 < len(word) <= 40:
        return next((t for t in titles if len(t) > 5 and word.endswith(t)), "")
    return ""


def _holds(text: str, words: Iterable[str]) -> bool:
    found_in = squeezed(text[:200])
    return any(found_in.find(word, numbered=False) for word in words)


def _choose(part: _Part, known: list[Anchors]) -> Anchors | None:
    """Pick the edition of which most labels stand there."""
    if len(known) == 1:
        words, _ = _count(part.spots, known[0])
        return known[0] if words >= 2 else None
    scored = []
    for place, anchors in enumerate(known):
        words, share = _count(part.spots, anchors)
        titled = anchors.edition.key in part.titled
        if (words >= _LEAST_WORDS and share >= _LEAST_SHARE) or (titled and words >= 2):
            scored.append((share + (0.4 if titled else 0), words, -place))
    return known[-max(scored)[2]] if scored else None


def _count(spots: Spots, anchors: Anchors) -> tuple[int, float]:
    """Count the labels and column heads that stand there, and their share of all."""
    words = {spot.word for spot in spots.walk() if spot.word}
    texts = [squeezed(s.text) for s in spots.walk() if ":" in s.text or "：" in s.text]
    found = 0
    for anchor in anchors.fields:
        inside = any(t.find(w, numbered=False) for t in texts for w in anchor.words if len(w) > 1)
        found += bool(anchor.words & words) or inside
    columns = sum(len(table.columns) for table in anchors.tables)
    heads: dict[str, int] = {}
    for head in find_heads(spots, anchors):
        name = head.anchor.table.name
        heads[name] = max(heads.get(name, 0), len(head.columns))
    found += sum(heads.values())
    total = len(anchors.fields) + columns
    return found, found / total if total else 0.0
