"""Templates outside checks: sentences with figures in them, as a report is made of.

They are compiled like the messages of checks, so that a figure in a sentence is the
figure of the form; what is blank is told apart from what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Value
from perfdesk.rules.evaluate.compiled import compile_template
from perfdesk.rules.evaluate.rows import ReadRow
from perfdesk.rules.evaluate.state import State
from perfdesk.rules.formula.cells import Cells
from perfdesk.rules.formula.compiler import Formula
from perfdesk.rules.formula.messages import Slot, shown

NO_ROW = ReadRow("", {}, Cells(), {})


@dataclass(frozen=True, eq=False, slots=True)
class Sentence:
    """A compiled template, for the rows of a table or for outside tables."""

    table: str
    texts: Sequence[str]
    slots: Sequence[Slot]


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence with its figures in; `missing` are the labels of what was blank."""

    text: str
    missing: tuple[str, ...]


# A report repeats its sentences for each row of a table.
@lru_cache(maxsize=2048)
def compile_sentence(edition: Edition, text: str, table: str, where: str) -> Sentence:
    """Compile a template; raises EditionError naming `where`."""
    template = compile_template(edition, text, table, where)
    slots = tuple(slot for slot in template.slots if isinstance(slot, Slot))
    return Sentence(table, template.texts, slots)


def ask(state: State, sentence: Sentence, row: ReadRow = NO_ROW) -> Value:
    """Give the value of the one formula in a sentence, which is nothing but it."""
    (slot,) = sentence.slots
    return _value(state, slot.formula, row)


def fill(state: State, sentence: Sentence, row: ReadRow = NO_ROW) -> Filled:
    """Put the figures of a row, or of the form, into a sentence.

    A slot that divides by zero is blank: the calculation says so elsewhere.
    """
    pieces, missing = [sentence.texts[0]], []
    for slot, text in zip(sentence.slots, sentence.texts[1:], strict=True):
        value = _value(state, slot.formula, row)
        if value is None:
            missing += _labels(state, slot.formula)
        pieces += (shown(value, slot.kind), text)
    return Filled("".join(pieces), tuple(dict.fromkeys(missing)))


def _value(state: State, formula: Formula, row: ReadRow) -> Value:
    try:
        value: Value = formula.run(row.values, state.fields, state.columns)
    except ZeroDivisionError:
        return None
    return value


def _labels(state: State, formula: Formula) -> list[str]:
    """Name what a blank slot would have read, in the words of the form."""
    edition, cells = state.edition, state.document.cells
    return [edition.label(Ref(name, table), cells) for table, name in sorted(formula.reads)]
