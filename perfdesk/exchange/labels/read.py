"""Know forms made elsewhere by their words: which there are, and what each of them holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from perfdesk.exchange.incoming.incoming import PASTED, Incoming
from perfdesk.exchange.labels.anchors import Anchors
from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.labels.form import read_form
from perfdesk.exchange.labels.heads import TableHead, find_heads
from perfdesk.exchange.labels.label_words import squeezed
from perfdesk.exchange.labels.margin import without_margin
from perfdesk.exchange.labels.parts import Part, parts_of
from perfdesk.exchange.labels.texts import GridTexts, codes_in, texts_of
from perfdesk.exchange.ours.marks import GUIDE_TITLE, NO_ROWS
from perfdesk.exchange.ours.recognise import NotOurForm
from perfdesk.exchange.parse.grid import WorkbookGrid
from perfdesk.exchange.untrusted.refusal import BLOATED, Refused
from perfdesk.models.form import Edition

MAX_TEXTS, MAX_WORDS = 40_000, 600_000
_LEAST_WORDS = 4
_LEAST_SHARE = 0.3
# A table by itself is known by this share of its columns, and as many.
_TABLE_SHARE, _TABLE_COLUMNS = 0.75, 5


def read_by_words(
    grid: WorkbookGrid, editions: Iterable[Edition], preferred: Collection[str] = ()
) -> list[Incoming]:
    """Read every form that a grid holds; raises `NotOurForm` where there is none.

    With one edition given, the grid is read as that one, whatever it looks like. `preferred` are
    keys of editions that are at hand: of two that fit alike it is one of them.
    """
    texts = texts_of(without_margin(_without_guide(grid)))
    if sum(map(len, texts.rows.values())) > MAX_TEXTS:
        raise Refused(BLOATED, "texts to look over")
    if sum(len(cell.text) for cell in texts.walk()) > MAX_WORDS:
        raise Refused(BLOATED, "words to look over")
    known = [anchors_of(edition) for edition in editions]
    is_pasted = all(sheet.title == PASTED for sheet in grid.sheets)
    found = [
        read_form(part.texts, chosen)
        for part in parts_of(texts, known)
        if (chosen := _choose(part, known, preferred, is_pasted=is_pasted))
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


def _without_guide(grid: WorkbookGrid) -> WorkbookGrid:
    """Leave out what a template says of itself; its sheet of hints has every label."""
    return replace(
        grid,
        sheets=tuple(
            replace(sheet, cells={at: c for at, c in sheet.cells.items() if c.text != NO_ROWS})
            for sheet in grid.sheets
            if sheet.title != GUIDE_TITLE
        ),
    )


def _choose(
    part: Part, known: Sequence[Anchors], preferred: Collection[str], *, is_pasted: bool
) -> Anchors | None:
    """Pick the edition of which most labels stand there.

    What was copied may be one table of a form; a file with such a table may be any list.
    """
    counts = [_count(part.texts, anchors) for anchors in known]
    if len(known) == 1:
        return known[0] if counts[0].words >= 2 else None
    scored = []
    for place, (anchors, count) in enumerate(zip(known, counts, strict=True)):
        titled = anchors.edition.key in part.titled
        at_hand = anchors.edition.key in preferred
        is_form = count.words >= _LEAST_WORDS and count.share >= _LEAST_SHARE
        is_table = count.has_table and (is_pasted or at_hand)
        if is_form or is_table or (titled and count.words >= 2):
            score = count.share + 0.4 * titled + 0.1 * at_hand
            scored.append((score, count.words, -place))
    return known[-max(scored)[2]] if scored else None


@dataclass(frozen=True, slots=True)
class _Count:
    """How many labels and heads stand there, their share of all, and whether a whole table does."""

    words: int
    share: float
    has_table: bool


def _count(texts: GridTexts, anchors: Anchors) -> _Count:
    words = {cell.word for cell in texts.walk() if cell.word}
    with_colon = [squeezed(c.text) for c in texts.walk() if ":" in c.text or "：" in c.text]
    found = 0
    for anchor in anchors.fields:
        inside = any(
            t.find(w, numbered=False) for t in with_colon for w in anchor.words if len(w) > 1
        )
        found += bool(anchor.words & words) or inside
    columns = sum(len(table.columns) for table in anchors.tables)
    heads: dict[str, TableHead] = {}
    for head in find_heads(texts, anchors):
        name = head.anchor.table.name
        heads[name] = max(heads.get(name, head), head, key=lambda one: one.share)
    found += sum(len(head.columns) for head in heads.values())
    has_table = any(
        head.share >= _TABLE_SHARE and len(head.columns) >= _TABLE_COLUMNS
        for head in heads.values()
    )
    total = len(anchors.fields) + columns
    return _Count(found, found / total if total else 0.0, has_table)
