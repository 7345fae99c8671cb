"""From a keystroke to the findings it brings: one edit, one whole evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import count
from operator import attrgetter
from pathlib import Path
from statistics import median

from bench.measure import Work, in_turn, p99
from bench.office import grown, office, opened_sample
from bench.report import Figure, seconds
from perfdesk import commands
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import SetCell
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition, Field
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.rules.engine import evaluate
from perfdesk.rules.program import compiled
from perfdesk.session import Evaluate, Session

_wall, _cpu = attrgetter("wall"), attrgetter("cpu")
_FRAME = 0.016
_CHARACTERS = 20_000
_SENTENCE = "截至八月底已完成全年任务的三分之二，实际支出25.50万元，服务居民1200人次。"
_RUNS = 300


def figures(folder: Path) -> Iterator[Figure]:
    """Type into an account that checks of every indicator read, into a cell, and into a figure.

    Of the figures it is the one that most is computed and judged by. The cell is the name of
    the last indicator, which all others are compared with.
    """
    means = office(folder)
    opened = opened_sample(means)
    edition = opened.edition

    def judge(edition: Edition, document: Document) -> Evaluation:
        return commands.judge(means, edition, document)

    for indicators in (30, 500):
        document = grown(edition, opened.document, indicators, _CHARACTERS)
        table = edition.framework_table
        cell = Ref(edition.tables[table].title_column, table, document.row_ids(table)[-1])
        account, figure = (Ref(_most_read(edition, kind)) for kind in (Kind.LONG_TEXT, Kind.AMOUNT))
        for words, at in (("长文字", account), ("指标名称", cell), ("处处要用的金额", figure)):
            for more, how in (("", evaluate), ("，含字形检查", judge)):
                what = f"按键到检查结果：{indicators} 个指标，{words}{more}"
                yield from _typing(what, document, edition, at, how)


def _most_read(edition: Edition, kind: Kind) -> str:
    """Name the field of a kind that most checks of rows read, also through what is computed."""
    program = compiled(edition)

    def weight(field: Field) -> int:
        touched = {field.name}
        for calculation in program.calculations:
            if not calculation.table and touched & set(calculation.reads.fields):
                touched.add(calculation.field.name)
        asked = (each for each in program.groups if touched & set(each.reads.fields))
        return sum(len(each.checks) for each in asked if each.table)

    fields = (each for each in edition.fields.values() if each.kind is kind)
    return max((each for each in fields if not each.is_computed), key=weight).name


def _typing(
    what: str, document: Document, edition: Edition, at: Ref, how: Evaluate
) -> Iterator[Figure]:
    """Compare a keystroke with the same one that nothing follows from, and with json.dumps.

    The first tells what reading, computing and judging add to an edit, the second how fast
    the machine was meanwhile.
    """
    plain = asdict(document)
    typed, noted, saved = in_turn(
        _RUNS,
        _typist(document, edition, at, how),
        _typist(document, edition, at, lambda *_: Evaluation({}, ())),
        lambda: json.dumps(plain),
    )
    for name, took in (("", _wall), ("（处理器时间）", _cpu)):
        value, other, dumps = (p99(took(each)) for each in (typed, noted, saved))
        half = median(took(typed))
        yield Figure(
            f"{what}{name}",
            f"p50 {seconds(half)}，p99 {seconds(value)}",
            f"只改不查 p99 {seconds(other)}；json.dumps p99 {seconds(dumps)}",
            value / other,
            f"p99 ≤ {seconds(_FRAME)}",
            value <= _FRAME,
        )


def _typist(document: Document, edition: Edition, at: Ref, how: Evaluate) -> Work:
    own = document.copy()
    session = Session(Project([own]), own, edition, how, lambda: 0.0)
    start, words, keys = own.text(at), _SENTENCE * _RUNS, count(1)
    in_words = edition.field(at).kind is not Kind.AMOUNT

    def type_one() -> None:
        key = next(keys)
        session.apply(SetCell(at, start + words[:key] if in_words else f"{key}.50"))

    return type_one
