"""What the columns of a list may be: every cell of a form, with all words by which it is known.

Everything is derived from the edition and its other words for the same things; the code knows
no form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.labels.label_words import core
from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.refs import Ref, path_of, ref_of


@dataclass(frozen=True)
class Target:
    """A cell of the form, or a column of its rows that grow (`at` has no row then).

    `label` is what a person chooses it by, no two of a form alike; `words` are all words for it,
    `loose` those that may be part of a heading, `hints` those that mean it only where nothing
    better is known. `is_main` ones stand in the section of the budget that a summary lists.
    """

    at: Ref
    label: str
    section: str
    field: Field
    words: frozenset[str]
    loose: frozenset[str]
    hints: frozenset[str] = frozenset()
    is_main: bool = False

    @property
    def path(self) -> str:
        """Name it in one word, as mappings do."""
        return path_of(self.at)

    @cached_property
    def heading(self) -> str:
        """Write it as the head of a column, with the unit that figures stand in."""
        return f"{self.label}（{self.field.unit}）" if self.field.unit else self.label

    @property
    def is_of_rows(self) -> bool:
        """Tell whether it is a column of rows that grow."""
        return bool(self.at.table) and not self.at.row


@cache
def targets_of(edition: Edition) -> tuple[Target, ...]:
    """List all that the columns of a list may be, in the order of the form."""
    made = list(_targets(edition))
    budget = set(map(ref_of, edition.summary.budget))
    main = {each.section for each in made if each.at in budget}
    counts = Counter(core(each.label) for each in made)
    return tuple(
        Target(
            each.at,
            f"{each.section}·{each.label}" if counts[core(each.label)] > 1 else each.label,
            each.section,
            each.field,
            each.words - {""},
            each.loose - {""},
            each.hints - {""},
            each.section in main,
        )
        for each in made
    )


@cache
def vocabulary(edition: Edition) -> frozenset[str]:
    """Give all words by which a head is known to be one of this form's."""
    return frozenset(word for each in targets_of(edition) for word in each.words | each.hints)


def project_target(edition: Edition) -> Target | None:
    """Find the cell that names the project; None where the edition does not say."""
    wanted = ref_of(edition.summary.project[0]) if edition.summary.project else None
    return next((each for each in targets_of(edition) if each.at == wanted), None)


@cache
def row_targets(edition: Edition) -> tuple[Target, ...]:
    """List what the columns of a list with more rows of the projects may be."""
    named = project_target(edition)
    return tuple(each for each in targets_of(edition) if each.is_of_rows or each is named)


def _targets(edition: Edition) -> Iterator[Target]:
    printed: dict[str, frozenset[str]] = {}
    for anchor in anchors_of(edition).fields:
        if len(anchor.fields) == 1:
            printed.setdefault(anchor.fields[0], anchor.words)
    columns = {
        (each.table.name, name): words
        for each in anchors_of(edition).tables
        for name, words in each.columns
    }
    for part in edition.sections:
        if not isinstance(part, Table):
            for field in part.fields:
                words = _words(edition, field.name, field.label)
                words |= printed.get(field.name, frozenset())
                yield Target(Ref(field.name), field.label, part.label, field, words, words)
        elif part.rows:
            yield from _fixed(edition, part)
        else:
            for field in part.columns:
                words = _words(edition, f"{part.name}.{field.name}", field.label)
                words |= columns.get((part.name, field.name), frozenset())
                at, label = Ref(field.name, part.name), f"{part.label}·{field.label}"
                yield Target(at, label, part.label, field, words, words)


def _fixed(edition: Edition, table: Table) -> Iterator[Target]:
    """Give the cells of fixed rows: known by row and column, the first of them by either."""
    first, main = _main_cell(edition, table)
    for row in table.rows:
        of_row = _words(edition, f"{table.name}.{row.name}", row.label)
        for field in table.columns:
            if not field.exists_in(row.name):
                continue
            of_column = _words(edition, f"{table.name}.{field.name}", field.label)
            both = {a + b for a in of_row for b in of_column}
            words = both | {b + a for a in of_row for b in of_column}
            loose = of_column if row.name == first else frozenset[str]()
            hints = of_row if field.name == main else frozenset[str]()
            at, label = Ref(field.name, table.name, row.name), f"{row.label}·{field.label}"
            yield Target(at, label, table.label, field, frozenset(words | loose), loose, hints)


def _main_cell(edition: Edition, table: Table) -> tuple[str, str]:
    """Say which row and column are meant where a list names but one: those of the summary."""
    for path in edition.summary.budget:
        at = ref_of(path)
        if at.table == table.name:
            return at.row, at.field
    return table.rows[0].name, table.columns[0].name


def _words(edition: Edition, name: str, label: str) -> frozenset[str]:
    return frozenset(core(word) for word in (label, *edition.aliases.get(name, ())))
