"""Compose a report: plan, form and document become headings, paragraphs and tables.

It stands on this floor because its sentences are formulas and its tables come from the
paper: here both may be seen. Whatever is counted (headings, tables, totals, rates) is
counted here or in the rules, once, from the one document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby

from perfdesk.forms.report_tables import DrawnRow, draw_band, draw_rows
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.report import (
    Block,
    Heading,
    Paragraph,
    Piece,
    Report,
    ReportTable,
    Run,
    TableMention,
    heading_number,
)
from perfdesk.models.report_plan import (
    TABLE_MENTION,
    BandPlan,
    BlockPlan,
    EachPlan,
    EntryPlan,
    GridPlan,
    HeadingPlan,
    ReportPlan,
    RowsPlan,
    TextPlan,
)
from perfdesk.models.sheet import Band, Sheet
from perfdesk.rules.evaluate.compiled import EditionError
from perfdesk.rules.evaluate.engine import calculated
from perfdesk.rules.evaluate.rows import ReadRow
from perfdesk.rules.evaluate.sentences import NO_ROW, Sentence, ask, compile_sentence, fill
from perfdesk.rules.evaluate.state import State

_LEVELS = 5


def compose(plan: ReportPlan, edition: Edition, document: Document, sheet: Sheet) -> Report:
    """Compose a report; `sheet` is the same document on paper, for tables taken from it.

    It is a draft where the sheet is one.

    Raises EditionError for a plan that names what the form has not.
    """
    state = calculated(edition, document)[0]
    bands = {band.name: band for band in sheet.bands}
    # Sentences may speak of tables that come after them, so a first pass numbers all tables.
    numbers = _TableNumbers()
    list(_Composer(state, bands, numbers).blocks(plan.blocks, _NOWHERE))
    numbers.all_known = True
    composer = _Composer(state, bands, numbers)
    cover = tuple(chain.from_iterable(composer.text(each, _NOWHERE) for each in plan.cover))
    body = tuple(composer.blocks(plan.blocks, _NOWHERE))
    title = composer.words(plan.title, _NOWHERE)
    return Report(title, cover, body, sheet.draft)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: in a row of a table, or outside tables."""

    table: str = ""
    row: ReadRow = NO_ROW


_NOWHERE = _Place()


@dataclass(slots=True)
class _TableNumbers:
    """The numbers of tables, by name and by the row they stand in."""

    numbers: dict[tuple[str, str, str], int] = field(default_factory=dict)
    all_known: bool = False

    def give(self, name: str, place: _Place) -> int:
        """Number a table where it stands; no two of one name may stand in one place."""
        key = name, place.table, place.row.id
        if not self.all_known:
            if key in self.numbers:
                raise EditionError(f"报告里有两张表名为“{name}”")
            self.numbers[key] = len(self.numbers) + 1
        return self.numbers[key]

    def find(self, name: str, place: _Place) -> int:
        """Find the number a sentence means: of the table in its own row first; 0 for none."""
        own = self.numbers.get((name, place.table, place.row.id))
        return own or self.numbers.get((name, "", ""), 0)


@dataclass(slots=True)
class _Composer:
    state: State
    bands: Mapping[str, Band]
    numbers: _TableNumbers
    counts: list[int] = field(default_factory=lambda: [0] * _LEVELS)

    def blocks(self, plans: Sequence[BlockPlan], place: _Place) -> Iterator[Block]:
        for plan in plans:
            match plan:
                case HeadingPlan(level, text):
                    yield self.heading(level, self.words(text, place))
                case TextPlan():
                    yield from self.text(plan, place)
                case EntryPlan():
                    yield from self.entry(plan, place)
                case EachPlan(table, blocks, only):
                    for line in self.lines(table, only, place):
                        yield from self.blocks(blocks, _Place(table, line))
                case RowsPlan():
                    yield from self.rows(plan, place)
                case GridPlan():
                    yield self.grid(plan, place)
                case BandPlan():
                    yield from self.band(plan, place)

    def heading(self, level: int, title: str) -> Heading:
        self.counts[level] += 1
        self.counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return Heading(level, heading_number(level, self.counts[level]), title)

    def text(self, plan: TextPlan, place: _Place) -> Iterator[Paragraph]:
        if plan.when:
            asked = self._compiled(f"{{{plan.when}}}", place)
            if not ask(self.state, asked, place.row):
                return
        pieces: list[Piece] = []
        for sentence in plan.sentences:
            found = list(self.pieces(sentence, place))
            if not (plan.optional and _lacks(found)):
                pieces += found
        if pieces:
            yield Paragraph(tuple(_joined(pieces)), plan.look)

    def pieces(self, text: str, place: _Place) -> Iterator[Piece]:
        """Fill in one sentence; where a figure is blank, a mark says which instead."""
        pieces: list[Piece] = []
        missing: list[str] = []
        for at, part in enumerate(TABLE_MENTION.split(text)):
            if at % 2:
                number = self.numbers.find(part, place)
                missing += [] if number or not self.numbers.all_known else ["所指的表"]
                pieces.append(TableMention(number))
            elif part:
                filled = fill(self.state, self._compiled(part, place), place.row)
                pieces.append(Run(filled.text))
                missing += filled.missing
        return iter([_lacking(missing)] if missing else pieces)

    def words(self, text: str, place: _Place) -> str:
        """Fill in a text that stands alone, as a caption or in a table; blanks stay blank."""
        return fill(self.state, self._compiled(text, place), place.row).text

    def entry(self, plan: EntryPlan, place: _Place) -> Iterator[Paragraph]:
        at = Ref(plan.field, place.table, place.row.id)
        if plan.field not in place.row.texts:
            at = Ref(plan.field)
        try:
            label = self.edition.label(at, self.state.document.cells)
        except KeyError:
            raise EditionError(f"报告的 entry：没有名为“{plan.field}”的栏目") from None
        text = place.row.texts[plan.field] if at.table else self.state.document.text(at)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        yield from (Paragraph((Run(line),), plan.look) for line in lines)
        if not lines and not plan.optional:
            yield Paragraph((_lacking([label]),), plan.look)

    def lines(self, table: str, only: tuple[str, str] | None, place: _Place) -> Iterator[ReadRow]:
        """Give the rows in use, or those whose column reads as the row around says."""
        if table not in self.edition.tables:
            raise EditionError(f"报告：没有名为“{table}”的表格")
        fixed = bool(self.edition.tables[table].rows)
        wanted = self.words(only[1], place).strip() if only else ""
        for row in self.state.tables[table].rows:
            if only and row.texts.get(only[0], "").strip() != wanted:
                continue
            if fixed or row.is_used:
                yield row

    # --- tables ------------------------------------------------------------------------------

    def rows(self, plan: RowsPlan, place: _Place) -> Iterator[ReportTable]:
        lines = list(self.lines(plan.rows_of, plan.only, place))
        places = [_Place(plan.rows_of, line) for line in lines]
        columns = [
            each
            for each in plan.columns
            if not each.optional or any(self.words(each.text, here) for here in places)
        ]
        if not lines:
            return

        def row(texts: Iterable[str], here: _Place, *, closing: bool = False) -> DrawnRow:
            return DrawnRow(tuple(self.words(text, here) for text in texts), closing)

        drawn = [DrawnRow(tuple(each.head for each in columns), head=True)]
        for at, line in enumerate(lines):
            here = places[at]
            drawn.append(row((each.text for each in columns), here))
            after = lines[at + 1] if at + 1 < len(lines) else NO_ROW
            if plan.group and after.texts.get(plan.group) != line.texts.get(plan.group):
                drawn.append(row((each.subtotal for each in columns), here, closing=True))
        if any(each.total for each in columns):
            drawn.append(row((each.total for each in columns), place, closing=True))
        yield draw_rows(
            self.numbers.give(plan.name, place),
            self.words(plan.caption, place),
            [each.width for each in columns],
            drawn,
            [each.align for each in columns],
            [each.merged for each in columns],
        )

    def grid(self, plan: GridPlan, place: _Place) -> ReportTable:
        rows = [
            DrawnRow(tuple(self.words(text, place) for text in texts), head=at == 0)
            for at, texts in enumerate(plan.rows)
        ]
        number, caption = self.numbers.give(plan.name, place), self.words(plan.caption, place)
        return draw_rows(number, caption, plan.widths, rows)

    def band(self, plan: BandPlan, place: _Place) -> Iterator[ReportTable]:
        if plan.band not in {band.name for band in self.edition.layout.bands}:
            raise EditionError(f"报告：版面里没有名为“{plan.band}”的一段")
        band = self.bands.get(plan.band)
        if band and any(row.row_id for row in band.rows):
            number = self.numbers.give(plan.name, place)
            yield draw_band(number, self.words(plan.caption, place), band, plan.unit)

    @property
    def edition(self) -> Edition:
        return self.state.edition

    def _compiled(self, text: str, place: _Place) -> Sentence:
        return compile_sentence(self.edition, text, place.table, f"报告里的“{text}”")


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Join neighbouring stretches of plain text into one."""
    for is_text, group in groupby(pieces, lambda each: isinstance(each, Run) and not each.lacking):
        found = list(group)
        if is_text:
            yield Run("".join(each.text for each in found if isinstance(each, Run)))
        else:
            yield from found


def _lacks(pieces: Sequence[Piece]) -> bool:
    return any(isinstance(each, Run) and each.lacking for each in pieces)


def _lacking(labels: Sequence[str]) -> Run:
    return Run(f"〔待填：{'、'.join(dict.fromkeys(labels))}〕", lacking=True)
