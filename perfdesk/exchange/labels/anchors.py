"""The words by which a form is known: its labels and heads, and what stands beside or below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from perfdesk.exchange.labels.label_words import core
from perfdesk.models.form import Edition, Table
from perfdesk.models.refs import Ref


@dataclass(frozen=True, slots=True)
class FieldAnchor:
    """A label and the fields behind it: one, or several in the order of the paper.

    `below` tells that the paper has them under the label. `pieces` are the fixed words before,
    between and behind them where they stand in one text.
    """

    words: frozenset[str]
    fields: tuple[str, ...]
    below: bool = False
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableAnchor:
    """A table's columns from left to right, each with its words, and its fixed rows' words.

    `title` are the words over a table whose columns have no heads.
    """

    table: Table
    columns: tuple[tuple[str, frozenset[str]], ...]
    rows: tuple[tuple[str, frozenset[str]], ...] = ()
    title: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ResultAnchor:
    """A row of computed figures behind a word, in the order of the paper."""

    word: str
    cells: tuple[Ref, ...]


@dataclass(frozen=True)
class Anchors:
    """All by which one edition is known.

    `texts` are the texts with a field in them and no label, such as a title with the year.
    """

    edition: Edition
    titles: frozenset[str]
    fields: tuple[FieldAnchor, ...]
    tables: tuple[TableAnchor, ...]
    texts: tuple[FieldAnchor, ...]
    fixed: frozenset[str]
    totals: frozenset[str]
    words: frozenset[str]
    results: tuple[ResultAnchor, ...]

    @cached_property
    def labels(self) -> frozenset[str]:
        return frozenset(word for anchor in self.fields for word in anchor.words)

    @cached_property
    def levels(self) -> frozenset[str]:
        """Give the words of all levels that the edition's frameworks name."""
        return self.level_words(1) | self.level_words(2)

    def level_words(self, level: int) -> frozenset[str]:
        """Give the names that the edition's frameworks have for a level."""
        names: set[str] = set()
        for framework in self.edition.frameworks:
            for one, two in framework.levels.items():
                names.update([one] if level == 1 else two)
        return frozenset(core(name) for name in names)
