"""From a keystroke to the findings it brings: one edit, one whole evaluation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from statistics import median

from bench.context import grown, make_context, opened_sample
from bench.measure import Series, Work, in_turn, p99
from bench.report import Figure, seconds
from perfdesk.commands.form import judging
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import SetCell
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.compiled import compiled, watched_by
from perfdesk.rules.evaluate.engine import Evaluator
from perfdesk.session import Evaluate, Session
from perfdesk.ui.kit.idle import leave_to_idle, tidy

_CHARACTERS = 20_000
_SENTENCE = "截至八月底已完成全年任务的三分之二，实际支出25.50万元，服务居民1200人次。"
# What a key may take by the number of indicators, and how often it is measured. A project
# file holds no more than 5,000 rows of a table; 10,000 show that there is no cliff behind.
_MOST, _LARGE, _BEYOND = 500, 5_000, 10_000
_GOALS = {30: 0.008, _MOST: 0.008, _LARGE: 0.016}
_RUNS = {30: 200, _MOST: 200, _LARGE: 100, _BEYOND: 60}


_Places = Callable[[Edition, Document], Iterator[tuple[str, Ref]]]


@dataclass(frozen=True, slots=True)
class _Form:
    """A form to grow and type into; `make` gives a session its means to judge."""

    title: str
    edition: Edition
    document: Document
    make: Callable[[], Evaluate]


def figures(folder: Path) -> Iterator[Figure]:
    """Type into large forms: every column of every edition, then longer and longer ones.

    Garbage is looked for between the keys, as in the window.
    """
    leave_to_idle()
    means = make_context(folder)
    opened = opened_sample(means)
    edition = opened.edition

    def with_glyphs() -> Evaluate:
        return judging(means, edition, None)

    sample = _Form("差错多", edition, opened.document, _evaluator(edition))
    printed = _Form("差错多，含字形检查", edition, opened.document, with_glyphs)
    forms = []
    for key in sorted(means.catalogue.keys()):
        other = means.catalogue[key]
        sound = document_of(other, load_examples(means.catalogue.folder(key))[0])
        forms.append(_Form(f"{other.title}（{key}）", other, sound, _evaluator(other)))
    for form, rows in (
        (sample, 30),
        *((form, _MOST) for form in (sample, *forms)),
        (sample, _LARGE),
    ):
        yield from _cells(form, rows, _places)
    for form, rows in ((printed, _MOST), *((form, _LARGE) for form in (printed, *forms))):
        yield from _cells(form, rows, _dearest_places)
    for form in (sample, *forms):
        yield from _by_row(form)


def _evaluator(edition: Edition) -> Callable[[], Evaluate]:
    return lambda: Evaluator(edition).evaluate


def _cells(form: _Form, rows: int, places: _Places) -> Iterator[Figure]:
    document = grown(form.edition, form.document, rows, _CHARACTERS)
    for words, at in places(form.edition, document):
        yield _typing(f"按键到检查结果：{rows} 个指标，{form.title}，{words}", form, document, at)


def _places(edition: Edition, document: Document) -> Iterator[tuple[str, Ref]]:
    """Give every column of the last row, and what most demands read outside the indicators."""
    table = edition.framework_table
    row = document.row_ids(table)[-1]
    for column in edition.tables[table].columns:
        if not column.is_computed:
            yield column.label, Ref(column.name, table, row)
    words = {Kind.LONG_TEXT: "长文字", Kind.AMOUNT: "金额", Kind.DATE: "日期", Kind.MONTH: "月份"}
    for kind, word in words.items():
        at = _dearest(edition, document, kind)
        if at is not None:
            yield f"处处要用的{word}", at


def _dearest_places(edition: Edition, document: Document) -> Iterator[tuple[str, Ref]]:
    """Give the name of the last row, which is compared with all others, and the dearest rest."""
    title = edition.tables[edition.framework_table].title_column
    for words, at in _places(edition, document):
        if at.table != edition.framework_table or at.field == title:
            yield words, at


def _dearest(edition: Edition, document: Document, kind: Kind) -> Ref | None:
    """Find the cell outside the indicators that most demands read, also through what is computed.

    A demand of the indicators counts once for each.
    """
    table, form = edition.framework_table, compiled(edition)

    def weight(node: tuple[str, str]) -> int:
        touched = {node}
        for each in form.calculations:
            if each.table != table and touched & each.formula.reads:
                touched.add((each.table, each.field.name))
        asked = (each for each in form.demands if touched & watched_by(each.formulas))
        return sum(len(document.rows(each.table)) if each.table else 1 for each in asked)

    nodes = [
        (owner, field.name)
        for owner, field in edition.walk()
        if owner != table and field.kind is kind and not field.is_computed
    ]
    nodes = [(owner, name) for owner, name in nodes if not owner or document.rows(owner)]
    if not nodes:
        return None
    owner, name = max(nodes, key=weight)
    return Ref(name, owner, document.row_ids(owner)[0] if owner else "")


def _typing(what: str, form: _Form, document: Document, at: Ref) -> Figure:
    """Compare a keystroke with the same one that nothing follows from, and with json.dumps.

    The first tells what reading, computing and judging add to an edit, the second, which is
    always the same, how fast the machine was meanwhile. What counts is the processor's time;
    behind it stands what was waited, other programs included.
    """
    rows = len(document.rows(form.edition.framework_table))
    typed, noted, saved = _series(form, document, at, _RUNS[rows])
    middle, slow = median(typed.cpu), p99(typed.cpu)
    waited = f"等待 {seconds(typed.middle)}，{seconds(p99(typed.wall))}"
    other, goal = p99(noted.cpu), _GOALS[rows]
    return Figure(
        what,
        f"p50 {seconds(middle)}，p99 {seconds(slow)}（{waited}）",
        f"只改不查 p99 {seconds(other)}；json.dumps {seconds(median(saved.cpu))}",
        slow / other,
        f"p99 ≤ {seconds(goal)}",
        slow <= goal,
    )


def _by_row(form: _Form) -> Iterator[Figure]:
    """Compare what a key costs by the row at ten thousand rows with what it does at one."""
    by_row: dict[str, list[float]] = {}
    for rows in (1_000, _BEYOND):
        document = grown(form.edition, form.document, rows, _CHARACTERS)
        for words, at in _dearest_places(form.edition, document):
            typed, _, _ = _series(form, document, at, _RUNS[_BEYOND])
            by_row.setdefault(words, []).append(median(typed.cpu) / rows)
    for words, (small, large) in by_row.items():
        what = f"按键，每行的时间：{_BEYOND:,} 个指标，{form.title}，{words}"
        baseline = f"1,000 个指标 {seconds(small)}"
        yield Figure(what, seconds(large), baseline, large / small, "≤ 2×", large <= 2 * small)


def _series(form: _Form, document: Document, at: Ref, runs: int) -> list[Series]:
    plain = asdict(form.document)
    return in_turn(
        runs,
        _typist(form, document, at, form.make()),
        _typist(form, document, at, lambda _: Evaluation({}, ())),
        lambda: json.dumps(plain),
        between=tidy,
    )


def _typist(form: _Form, document: Document, at: Ref, judge: Evaluate) -> Work:
    own = document.copy()
    session = Session(Project([own]), own, form.edition, judge, lambda: 0.0)
    start, words, keys = own.text(at), _SENTENCE * 9, count(1)
    kind = form.edition.field(at).kind

    def type_one() -> None:
        key = next(keys)
        if kind in (Kind.DATE, Kind.MONTH):
            text = f"2024-{key % 12 + 1:02}-{key % 28 + 1:02}"
        elif kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE):
            text = start + words[:key]
        else:
            text = f"{key}.50"
        session.apply(SetCell(at, text))

    return type_one
