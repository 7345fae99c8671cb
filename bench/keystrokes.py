"""From a keystroke to the findings it brings: one edit, one whole evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import count
from pathlib import Path
from statistics import median

from bench.context import grown, make_context, opened_sample
from bench.measure import Work, in_turn, p99
from bench.report import Figure, seconds
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import SetCell
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.compiled import compiled
from perfdesk.rules.evaluate.engine import evaluate
from perfdesk.rules.evaluate.rows import Reads
from perfdesk.session import Evaluate, Session
from perfdesk.ui.kit.idle import leave_to_idle, tidy

_FRAME = 0.016
_CHARACTERS = 20_000
_SENTENCE = "截至八月底已完成全年任务的三分之二，实际支出25.50万元，服务居民1200人次。"
_RUNS = 200
_FORMS = ("self_evaluation/shanghai-2024", "post_evaluation/minhang-2024")


def figures(folder: Path) -> Iterator[Figure]:
    """Type into the cells of large forms that cost most: first a form with many mistakes.

    Garbage is looked for between the keys, as in the window.
    """
    leave_to_idle()
    means = make_context(folder)
    opened = opened_sample(means)

    def judge(edition: Edition, document: Document) -> Evaluation:
        return form.judge(means, edition, document)

    small = grown(opened.edition, opened.document, 30, _CHARACTERS)
    large = grown(opened.edition, opened.document, 500, _CHARACTERS)
    yield from _cells("30 个指标，差错多", small, opened.edition, evaluate)
    yield from _cells("500 个指标，差错多", large, opened.edition, evaluate)
    yield from _cells("500 个指标，差错多，含字形检查", large, opened.edition, judge)
    for key in _FORMS:
        edition = means.catalogue[key]
        example = load_examples(means.catalogue.folder(key))[0]
        form = grown(edition, document_of(edition, example), 500, _CHARACTERS)
        yield from _cells(f"500 个指标，{edition.title}", form, edition, evaluate)


def _cells(what: str, document: Document, edition: Edition, how: Evaluate) -> Iterator[Figure]:
    """Type into the account that most checks read, a row's cells, and the dearest amount.

    The row is the last; its name is compared with all others.
    """
    table = edition.framework_table
    row, columns = document.row_ids(table)[-1], edition.tables[table].columns
    cells = [("长文字", _dearest(edition, document, Kind.LONG_TEXT))]
    cells.append(("指标名称", Ref(edition.tables[table].title_column, table, row)))
    for words, kind in (("完成值", Kind.INDICATOR_VALUE), ("分值", Kind.POINTS)):
        names = [each.name for each in columns if each.kind is kind and not each.is_computed]
        cells += [(words, Ref(name, table, row)) for name in names[-1:]]
    cells.append(("处处要用的金额", _dearest(edition, document, Kind.AMOUNT)))
    for words, at in cells:
        yield _typing(f"按键到检查结果：{what}，{words}", document, edition, at, how)


def _dearest(edition: Edition, document: Document, kind: Kind) -> Ref:
    """Find the cell outside the indicators that most checks read, also through what is computed.

    A check of the indicators counts once for each.
    """
    program, table = compiled(edition), edition.framework_table

    def weight(node: tuple[str, str]) -> int:
        touched = {node}
        for each in program.calculations:
            if each.table != table and touched & each.formula.reads:
                touched.add((each.table, each.field.name))
        asked = (g for g in program.groups if touched & {*g.reads.columns, *_outside(g.reads)})
        return sum(len(g.checks) * (len(document.rows(g.table)) if g.table else 1) for g in asked)

    nodes = [
        (owner, field.name)
        for owner, field in edition.walk()
        if owner != table and field.kind is kind and not field.is_computed
    ]
    owner, name = max(nodes, key=weight)
    return Ref(name, owner, document.row_ids(owner)[0] if owner else "")


def _outside(reads: Reads) -> Iterator[tuple[str, str]]:
    return (("", name) for name in reads.fields)


def _typing(what: str, document: Document, edition: Edition, at: Ref, how: Evaluate) -> Figure:
    """Compare a keystroke with the same one that nothing follows from, and with json.dumps.

    The first tells what reading, computing and judging add to an edit, the second how fast
    the machine was meanwhile. What counts is the processor's time; behind it stands what
    was waited, other programs included.
    """
    plain = asdict(document)
    typed, noted, saved = in_turn(
        _RUNS,
        _typist(document, edition, at, how),
        _typist(document, edition, at, lambda *_: Evaluation({}, ())),
        lambda: json.dumps(plain),
        between=tidy,
    )
    middle, slow = median(typed.cpu), p99(typed.cpu)
    waited = f"等待 {seconds(typed.middle)}，{seconds(p99(typed.wall))}"
    other, dumps = p99(noted.cpu), p99(saved.cpu)
    return Figure(
        what,
        f"p50 {seconds(middle)}，p99 {seconds(slow)}（{waited}）",
        f"只改不查 p99 {seconds(other)}；json.dumps {seconds(dumps)}",
        slow / other,
        f"p99 ≤ {seconds(_FRAME)}",
        slow <= _FRAME,
    )


def _typist(document: Document, edition: Edition, at: Ref, how: Evaluate) -> Work:
    own = document.copy()
    session = Session(Project([own]), own, edition, how, lambda: 0.0)
    start, words, keys = own.text(at), _SENTENCE * _RUNS, count(1)
    kind = edition.field(at).kind

    def type_one() -> None:
        key = next(keys)
        text = start + words[:key] if kind in (Kind.TEXT, Kind.LONG_TEXT) else f"{key}.50"
        session.apply(SetCell(at, text))

    return type_one
