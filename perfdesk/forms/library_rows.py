"""Between a library and a form's rows: an indicator as cells, and rows as indicators.

Which columns mean level, name and target is the edition's to say: its table that follows a
framework, the levels of its columns, its title column, and the glossary's target value.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from perfdesk.forms.library import Library, once_each
from perfdesk.models.document import Document, Row
from perfdesk.models.edits import Batch, Edit, InsertRow
from perfdesk.models.form import Edition, Framework
from perfdesk.models.library import KnownIndicator, outline
from perfdesk.models.values import Kind

_TARGET = "target_value"
_SECOND = 2


@dataclass(frozen=True, slots=True)
class IndicatorColumns:
    """Where an edition has its indicators; a level or a target it lacks is blank."""

    table: str
    name: str
    level1: str = ""
    level2: str = ""
    target: str = ""


def indicator_columns(edition: Edition) -> IndicatorColumns | None:
    """Find the columns of indicators; None in a form whose table cannot take any."""
    table = edition.tables.get(edition.framework_table)
    if table is None or table.rows or not table.title_column:
        return None
    free = [column for column in table.columns if not column.is_computed]
    names = [column.name for column in free]
    before = free[: names.index(table.title_column)] if table.title_column in names else free
    # Where a table holds two sets of indicators, each stands behind its own second level.
    level = {column.level: column.name for column in before}
    target = _TARGET if _TARGET in names else ""
    return IndicatorColumns(
        table.name, table.title_column, level.get(1, ""), level.get(2, ""), target
    )


def all_indicator_columns(edition: Edition) -> tuple[IndicatorColumns, ...]:
    """Find every set of indicators in the table, the one that rows are known by first.

    A further set, as of another term, is a second level, a text and an indicator value.
    """
    main = indicator_columns(edition)
    if main is None:
        return ()
    found = [main]
    for columns in zip(*(edition.tables[main.table].columns[nth:] for nth in range(3))):  # noqa: B905
        second, name, target = columns
        kinds = name.kind, target.kind
        if (
            second.level == _SECOND
            and second.name != main.level2
            and kinds == (Kind.TEXT, Kind.INDICATOR_VALUE)
            and not any(column.is_computed for column in columns)
        ):
            found.append(
                IndicatorColumns(main.table, name.name, main.level1, second.name, target.name)
            )
    return tuple(found)


def chosen_framework(edition: Edition, document: Document) -> Framework | None:
    return edition.framework(document.cells.get(edition.framework_field, ""))


def neighbours(
    library: Library,
    known: KnownIndicator,
    framework: Framework,
    where: IndicatorColumns,
    cells: Mapping[str, str],
) -> dict[str, str]:
    """Give the texts that go with an indicator's name into the blank cells of its row.

    Levels are given only where they do not contradict what the row has. The target gets
    operator and unit, never a figure.
    """
    texts: dict[str, str] = {}
    has1, has2 = (cells.get(name, "").strip() for name in (where.level1, where.level2))
    level1, level2 = library.levels(known, framework) or ("", "")
    if where.level1 and not has1 and has2 in ("", level2):
        texts[where.level1] = level1
    if where.level2 and not has2 and has1 in ("", level1):
        texts[where.level2] = level2
    if where.target and not cells.get(where.target, "").strip():
        texts[where.target] = outline(known.value)
    return {name: text for name, text in texts.items() if text}


def added(
    library: Library, edition: Edition, document: Document, chosen: Sequence[KnownIndicator]
) -> Batch:
    """Make the edit that adds rows for indicators, each below the last of its level.

    What the table has by name already is left out.
    """
    where, framework = indicator_columns(edition), chosen_framework(edition, document)
    if where is None or framework is None:
        return Batch(())
    rows = list(document.rows(where.table))
    names = {row.cells.get(where.name, "").strip() for row in rows}
    number = int(document.new_row_id(where.table)[1:])
    edits: list[Edit] = []
    for known in chosen:
        if known.name in names:
            continue
        cells = {where.name: known.name, **neighbours(library, known, framework, where, {})}
        row = Row(f"r{number + len(edits)}", cells)
        place = _place(rows, where, framework, cells)
        rows.insert(place, row)
        names.add(known.name)
        edits.append(InsertRow(where.table, place, row))
    return Batch(tuple(edits))


def _place(
    rows: list[Row], where: IndicatorColumns, framework: Framework, cells: Mapping[str, str]
) -> int:
    """Find the place below the last row that comes before, in the order of the framework."""
    order = [
        (level1, level2) for level1, below in framework.levels.items() for level2 in ("", *below)
    ]

    def rank(of: Mapping[str, str]) -> int:
        levels = of.get(where.level1, "").strip(), of.get(where.level2, "").strip()
        return order.index(levels) if levels in order else -1

    mine = rank(cells)
    if mine < 0:
        return len(rows)
    before = [place for place, row in enumerate(rows) if 0 <= rank(row.cells) <= mine]
    if before:
        return before[-1] + 1
    after = [place for place, row in enumerate(rows) if rank(row.cells) > mine]
    return after[0] if after else len(rows)


def learned(
    library: Library,
    edition: Edition,
    document: Document,
    topic: str,
    evidence: str = "",
    rows: Collection[str] | None = None,
) -> tuple[KnownIndicator, ...]:
    """Give the named rows of a form, or all, as indicators of the office's own.

    Of their values only operator and unit are kept.
    """
    known = (
        _known(library, where, row.cells, topic, evidence)
        for where in all_indicator_columns(edition)
        for row in document.rows(where.table)
        if rows is None or row.id in rows
    )
    return once_each(each for each in known if each.name)


def _known(
    library: Library, where: IndicatorColumns, cells: Mapping[str, str], topic: str, evidence: str
) -> KnownIndicator:
    level1, level2 = (cells.get(column, "").strip() for column in (where.level1, where.level2))
    kind = library.kind_of(level2)
    return KnownIndicator(
        name=" ".join(cells.get(where.name, "").split()),
        topic=topic,
        kind=kind,
        level1="" if kind else level1,
        level2="" if kind else level2,
        value=outline(cells.get(where.target, "")),
        evidence=evidence,
        is_own=True,
    )
