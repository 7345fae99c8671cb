"""Prove an edition whole: tabs, formulas, other words and examples agree with its fields.

Every fault is one Chinese sentence that names the place, for whoever writes an edition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from perfdesk.forms.prove_paper import paper_faults
from perfdesk.models.document import Document, Row
from perfdesk.models.finding import Evaluation, Severity
from perfdesk.models.form import Edition, Example, Table
from perfdesk.models.refs import Ref, cell_name, ref_of, split_cell_name
from perfdesk.models.summary import FIGURES, ROLES
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.compiled import EditionError, compiled
from perfdesk.rules.evaluate.engine import Evaluator

# What is no field among the aliases: the form's title, words of rows that add up, words to
# pass over.
_GENERAL = ("title", "totals", "ignored")
_AMOUNTS = ("budget", "execution")


def prove(
    edition: Edition, sound: Mapping[str, str], examples: Sequence[Example]
) -> tuple[str, ...]:
    """List everything wrong with an edition; empty when it is whole."""
    faults = tuple(fault for _, fault in placed_faults(edition))
    tried = example_faults(edition, sound, examples) if can_be_tried(edition) else ()
    return (*faults, *tried)


def placed_faults(edition: Edition) -> Iterator[tuple[str, str]]:
    """List what is wrong but for examples, each with the file in which it is to be mended."""
    found = (
        ("form.toml", _formula_faults(edition)),
        ("form.toml", _form_faults(edition)),
        ("form.toml", _carry_faults(edition)),
        ("form.toml", _summary_faults(edition)),
        ("layout.toml", paper_faults(edition)),
        ("aliases.toml", (f"没有名为“{each}”的栏目" for each in _strange_aliases(edition))),
    )
    return ((file, fault) for file, faults in found for fault in faults)


def can_be_tried(edition: Edition) -> bool:
    """Tell whether examples can be tried on an edition: not while its formulas make no sense."""
    return not any((*_formula_faults(edition), *_form_faults(edition)))


def _formula_faults(edition: Edition) -> Iterator[str]:
    try:
        compiled(edition)
    except EditionError as error:
        yield from str(error).splitlines()


def document_of(edition: Edition, texts: Mapping[str, str]) -> Document:
    """Make a document of texts by cell name, with as many rows as they name.

    Fixed rows are there in any case; raises ValueError for one that the form has not.
    """
    document = Document(edition.form, edition.edition)
    for name, each in edition.tables.items():
        if each.rows:
            document.tables[name] = [Row(row.name) for row in each.rows]
    for name, text in texts.items():
        table, place, field = split_cell_name(name)
        if not table:
            document.put(Ref(field), text)
            continue
        rows = document.tables.setdefault(table, [])
        if edition.tables[table].rows and place > len(rows):
            raise ValueError(name)
        while len(rows) < place:
            rows.append(Row(document.new_row_id(table)))
        document.put(Ref(field, table, rows[place - 1].id), text)
    return document


def _form_faults(edition: Edition) -> Iterator[str]:
    names = Counter(field.name for table, field in edition.walk() if not table)
    columns = {field.name for table, field in edition.walk() if table}
    for name, times in names.items():
        if times > 1:
            yield f"栏目 {name} 定义了 {times} 次"
        if name in columns:
            yield f"{name} 既是栏目又是表格的列，公式里分不清"
    for part in edition.sections:
        if part.tab not in edition.tabs:
            yield f"{part.name} 的 tab“{part.tab}”不在 tabs 里"
        if isinstance(part, Table):
            yield from _table_faults(part)
    yield from _field_faults(edition)
    if edition.frameworks:
        ordered = edition.tables.get(edition.framework_table)
        if ordered is None:
            yield f"framework_table“{edition.framework_table}”不是表格"
        elif not {1, 2} <= {column.level for column in ordered.columns}:
            yield f"{ordered.name} 的列里没有 level = 1 和 level = 2，指标体系无处可用"


def _field_faults(edition: Edition) -> Iterator[str]:
    for table, field in edition.walk():
        where = f"{table}.{field.name}" if table else field.name
        if field.kind is Kind.CHOICE and not field.choices:
            yield f"{where} 是选择项，却没有 choices"
        if field.kind is Kind.FRAMEWORK and not edition.frameworks:
            yield f"{where} 选择指标体系，却没有 [[framework]]"
        if field.calculation and field.required:
            yield f"{where} 由程序计算，不能同时 required"
        if field.basis and field.basis not in {each.document for each in edition.basis}:
            yield f"{where} 的 basis“{field.basis}”不是 [[basis]] 里的 document"


def _table_faults(table: Table) -> Iterator[str]:
    columns = {column.name for column in table.columns}
    rows = {row.name for row in table.rows}
    if table.title_column not in columns and not (table.rows and not table.title_column):
        yield f"{table.name} 的 title_column“{table.title_column}”不是它的列"
    for column in table.columns:
        for row in column.only:
            if row not in rows:
                yield f"{table.name}.{column.name} 的 only“{row}”不是它的固定行"


def _carry_faults(edition: Edition) -> Iterator[str]:
    for carry in edition.carries:
        for name in carry.fields:
            table, _, column = name.rpartition(".")
            table, _, row = table.partition(".")
            rows = edition.tables[table].rows if table in edition.tables else ()
            if not _has(edition, table, column) or (table and row not in {r.name for r in rows}):
                yield f"carry[{carry.source}]：没有名为“{name}”的栏目"
        for each in carry.tables:
            for column in each.columns:
                if not _has(edition, each.to, column):
                    yield f"carry[{carry.source}]：表格“{each.to}”没有名为“{column}”的列"


def _summary_faults(edition: Edition) -> Iterator[str]:
    """Say which cells the form does not have, and which are of the wrong kind."""
    for role in ROLES:
        for name in getattr(edition.summary, role):
            at = ref_of(name)
            rows = edition.tables[at.table].rows if at.table in edition.tables else ()
            try:
                field = edition.field(at)
            except KeyError:
                field = None
            if field is None or (at.table and at.row not in {row.name for row in rows}):
                yield f"summary.{role}：没有名为“{name}”的栏目，或不是固定行的格"
            elif role in _AMOUNTS and field.kind is not Kind.AMOUNT:
                yield f"summary.{role}：“{name}”应是金额"
            elif role in FIGURES and not field.kind.is_figure:
                yield f"summary.{role}：“{name}”应是数"


def _strange_aliases(edition: Edition) -> Iterator[str]:
    """List the names in aliases.toml that the form has not."""
    known = {*_GENERAL, *edition.fields}
    for table in edition.tables.values():
        known |= {f"{table.name}.{column.name}" for column in table.columns}
        known |= {f"{table.name}.{row.name}" for row in table.rows}
    return (name for name in edition.aliases if name not in known)


def _has(edition: Edition, table: str, name: str) -> bool:
    try:
        return bool(edition.field(Ref(name, table)))
    except KeyError:
        return False


def example_faults(
    edition: Edition, sound: Mapping[str, str], examples: Sequence[Example]
) -> Iterator[str]:
    """Say which examples do not hold, and which checks have none on either side."""
    yield from strange_cells(edition, sound, examples)
    if not all(_is_cell(edition, name) for name in sound):
        return
    evaluator = Evaluator(edition)
    for finding in evaluator.evaluate(document_of(edition, sound)).findings:
        if finding.severity is not Severity.NOTE:
            yield f"正确的样表却有{finding.severity.word} {finding.code}：{finding.message}"
    tripped: set[str] = set()
    passed: set[str] = set()
    for example in examples:
        where = _where(example)
        if not all(_is_cell(edition, name) for name in example.given):
            continue
        given = {**sound, **example.given}
        document = document_of(edition, {name: text for name, text in given.items() if text})
        evaluation = evaluator.evaluate(document)
        codes = {finding.code for finding in evaluation.findings}
        found, silent = set(example.found), set(example.silent)
        tripped |= found & codes
        passed |= silent - codes
        yield from (
            f"{where}：应发现 {code}，没有发现" for code in example.found if code not in codes
        )
        yield from (f"{where}：不该发现 {code}" for code in example.silent if code in codes)
        yield from _computed_faults(where, example, document, evaluation)
    yield from _unproved(edition, tripped, passed)


def strange_cells(
    edition: Edition, sound: Mapping[str, str], examples: Sequence[Example]
) -> Iterator[str]:
    """Say which names in the examples are none of a cell."""
    yield from (f"sound：“{name}”不是格的名字" for name in sound if not _is_cell(edition, name))
    for example in examples:
        for name in example.given:
            if not _is_cell(edition, name):
                yield f"{_where(example)}：“{name}”不是格的名字"


def _where(example: Example) -> str:
    return f"{example.source}“{example.title}”"


def _unproved(edition: Edition, tripped: set[str], passed: set[str]) -> Iterator[str]:
    """Tell which checks no example trips, and which none passes."""
    for code in sorted({check.code for check in edition.checks}):
        if code not in tripped:
            yield f"检查 {code} 没有触发它的示例"
        if code not in passed:
            yield f"检查 {code} 没有通过它的示例"


def _is_cell(edition: Edition, name: str) -> bool:
    try:
        table, place, field = split_cell_name(name)
    except ValueError:
        return False
    rows = edition.tables[table].rows if table in edition.tables else ()
    return _has(edition, table, field) and not (rows and place > len(rows))


def _computed_faults(
    where: str, example: Example, document: Document, evaluation: Evaluation
) -> Iterator[str]:
    texts = {cell_name(at, document): each.text for at, each in evaluation.computed.items()}
    for name, text in example.computed.items():
        if texts.get(name) != text:
            yield f"{where}：{name} 应为 {text}，算得 {texts.get(name)}"
