"""From a keystroke to the findings it brings: one edit, one whole evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import count
from pathlib import Path

from bench.measure import Work, in_turn, p99
from bench.office import grown, office, opened_sample
from bench.report import Figure, seconds
from perfdesk import commands
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import SetCell
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.rules.engine import evaluate
from perfdesk.session import Evaluate, Session

_FRAME = 0.016
_CHARACTERS = 20_000
_SENTENCE = "截至八月底已完成全年任务的三分之二，实际支出25.50万元，服务居民1200人次。"
_RUNS = 300


def figures(folder: Path) -> Iterator[Figure]:
    """Type into the account of goals, which checks of every indicator read, and into a cell."""
    means = office(folder)
    opened = opened_sample(means)
    edition = opened.edition

    def judge(edition: Edition, document: Document) -> Evaluation:
        return commands.judge(means, edition, document)

    for indicators in (30, 500):
        document = grown(edition, opened.document, indicators, _CHARACTERS)
        table = edition.framework_table
        cell = Ref(edition.tables[table].title_column, table, document.row_ids(table)[-1])
        account = Ref(_text_read_by_rows(edition))
        for words, at, how in (
            ("长文字", account, evaluate),
            ("长文字，含字形检查", account, judge),
            ("指标格", cell, evaluate),
            ("指标格，含字形检查", cell, judge),
        ):
            yield from _typing(
                f"按键到检查结果：{indicators} 个指标，{words}", document, edition, at, how
            )


def _text_read_by_rows(edition: Edition) -> str:
    """Name the first long text that checks of the rows read: to type there costs most."""
    read = " ".join(check.holds for check in edition.checks if "[]" in check.at)
    return next(
        name
        for name, field in edition.fields.items()
        if field.kind is Kind.LONG_TEXT and name in read
    )


def _typing(
    what: str, document: Document, edition: Edition, at: Ref, how: Evaluate
) -> Iterator[Figure]:
    own = document.copy()
    session = Session(Project([own]), own, edition, how, lambda: 0.0)
    plain = asdict(own)
    typed, saved = in_turn(_RUNS, _typist(session, at), lambda: json.dumps(plain))
    for name, took in (("", typed.wall), ("（处理器时间）", typed.cpu)):
        beside = saved.wall if took is typed.wall else saved.cpu
        value, other = p99(took), p99(beside)
        half = sorted(took)[len(took) // 2]
        yield Figure(
            f"{what}{name}",
            f"p50 {seconds(half)}，p99 {seconds(value)}",
            f"json.dumps p99 {seconds(other)}",
            value / other,
            f"p99 ≤ {seconds(_FRAME)}",
            value <= _FRAME,
        )


def _typist(session: Session, at: Ref) -> Work:
    start = session.document.text(at)
    keys = count(1)

    def type_one() -> None:
        written = "".join(_SENTENCE[n % len(_SENTENCE)] for n in range(next(keys)))
        session.apply(SetCell(at, start + written))

    return type_one
