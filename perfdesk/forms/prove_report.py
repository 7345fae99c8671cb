"""Prove a report whole: every name in it is one of the form, every table it speaks of is there.

Every fault is one Chinese sentence that names the place, as in prove.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from perfdesk.models.form import Edition
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
from perfdesk.rules.evaluate.compiled import EditionError
from perfdesk.rules.evaluate.sentences import compile_sentence

_DEEPEST = 4


def prove_report(edition: Edition, plan: ReportPlan) -> tuple[str, ...]:
    """List everything wrong with a report; empty when it is whole."""
    names = Counter(_table_names(plan.blocks))
    faults = [f"报告里有 {times} 张表名为“{name}”" for name, times in names.items() if times > 1]
    faults += _text_faults(edition, plan.title, "", set(names))
    faults += _block_faults(edition, plan.cover, "", set(names))
    faults += _block_faults(edition, plan.blocks, "", set(names))
    return tuple(faults)


def _table_names(plans: Sequence[BlockPlan]) -> Iterator[str]:
    for plan in plans:
        if isinstance(plan, RowsPlan | GridPlan | BandPlan):
            yield plan.name
        elif isinstance(plan, EachPlan):
            yield from _table_names(plan.blocks)


def _block_faults(
    edition: Edition, plans: Sequence[BlockPlan], table: str, known: set[str]
) -> Iterator[str]:
    for plan in plans:
        for text in _texts(plan):
            yield from _text_faults(edition, text, table, known)
        match plan:
            case HeadingPlan(level, text) if not 0 <= level <= _DEEPEST:
                yield f"报告的标题“{text}”：level 应在 0 与 {_DEEPEST} 之间"
            case EntryPlan(field):
                columns = {each.name for each in edition.tables[table].columns} if table else set()
                if field not in columns and field not in edition.fields:
                    yield f"报告的 entry：没有名为“{field}”的栏目"
            case BandPlan(name, _, band):
                if band not in {each.name for each in edition.layout.bands}:
                    yield f"报告的表“{name}”：版面里没有名为“{band}”的一段"
            case EachPlan(inner, blocks, only):
                yield from _rows_faults(edition, inner, only, table, known)
                if inner in edition.tables:
                    yield from _block_faults(edition, blocks, inner, known)
            case RowsPlan():
                yield from _rows_faults(edition, plan.rows_of, plan.only, table, known)
                if plan.rows_of in edition.tables:
                    for column in plan.columns:
                        for text in (column.text, column.subtotal):
                            yield from _text_faults(edition, text, plan.rows_of, known)


def _texts(plan: BlockPlan) -> Iterator[str]:
    """Give the templates of a block that read what is around it."""
    match plan:
        case HeadingPlan(_, text):
            yield text
        case TextPlan(sentences, _, _, when):
            yield from sentences
            if when:
                yield f"{{{when}}}"
        case GridPlan(_, caption, _, rows):
            yield caption
            for row in rows:
                yield from row
        case RowsPlan():
            yield plan.caption
            yield from (column.total for column in plan.columns)
        case BandPlan(_, caption):
            yield caption


def _rows_faults(
    edition: Edition, inner: str, only: tuple[str, str] | None, table: str, known: set[str]
) -> Iterator[str]:
    if inner not in edition.tables:
        yield f"报告：没有名为“{inner}”的表格"
        return
    if only:
        if only[0] not in {column.name for column in edition.tables[inner].columns}:
            yield f"报告：表格“{inner}”没有名为“{only[0]}”的列"
        yield from _text_faults(edition, only[1], table, known)


def _text_faults(edition: Edition, text: str, table: str, known: set[str]) -> Iterator[str]:
    pieces = TABLE_MENTION.split(text)
    for name in pieces[1::2]:
        if name not in known:
            yield f"报告里的“{text}”：没有名为“{name}”的表"
    for piece in pieces[::2]:
        try:
            compile_sentence(edition, piece, table, f"报告里的“{text}”")
        except EditionError as error:
            yield str(error)
