"""Know a stranger's forms by their words: which there are, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from perfdesk.exchange.anchors import Anchors
from perfdesk.exchange.derive_anchors import anchors_of
from perfdesk.exchange.incoming import Incoming
from perfdesk.exchange.label_words import squeezed
from perfdesk.exchange.refusal import BLOATED, Refused
from perfdesk.exchange.returned_margin import without_margin
from perfdesk.exchange.spots import Spots, codes_in, spots_of
from perfdesk.exchange.word_form import read_form
from perfdesk.exchange.word_parts import Part, parts_of
from perfdesk.exchange.word_tables import find_heads
from perfdesk.exchange.xlsx_grid import WorkbookGrid
from perfdesk.exchange.xlsx_marks import GUIDE_TITLE
from perfdesk.exchange.xlsx_recognise import NotOurForm
from perfdesk.models.form import Edition

MAX_SPOTS = 40_000
_LEAST_WORDS = 4
_LEAST_SHARE = 0.3


def read_by_words(grid: WorkbookGrid, editions: Iterable[Edition]) -> list[Incoming]:
    """Read every form that a grid holds; raises `NotOurForm` where there is none.

    With one edition given, the grid is read as that one, whatever it looks like.
    """
    spots = spots_of(without_margin(grid))
    if sum(map(len, spots.rows.values())) > MAX_SPOTS:
        raise Refused(BLOATED, "texts to look over")
    known = [anchors_of(edition) for edition in editions]
    found = [
        read_form(part.spots, chosen)
        for part in parts_of(spots, known)
        if (chosen := _choose(part, known))
    ]
    codes = codes_in(grid)
    if len(found) == len(codes) == 1:
        found = [replace(found[0], code=codes[0])]
    if not found:
        raise NotOurForm(
            "认不出是哪张表：里面没有足够的栏目名称与本程序的表对得上。请核对是否选对了文件；"
            "也可以在表的上方写上表的全名，再导入。"
        )
    return found


def _choose(part: Part, known: Sequence[Anchors]) -> Anchors | None:
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
