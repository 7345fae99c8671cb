"""Compile a formula: one line of Python expression syntax, of which little is allowed.

Names, numbers, strings, + - * /, comparison, and/or/not, `a if b else c` and calls of
the named functions; everything else is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache, partial
from types import CodeType
from typing import Any

from perfdesk.rules.formula.builder import Builder
from perfdesk.rules.formula.cells import Cells
from perfdesk.rules.formula.graph import Node
from perfdesk.rules.formula.runtime import Unknown, foreseeing, running
from perfdesk.rules.formula.scope import FormulaError, Scope, Search, Whole

Run = Callable[[Cells, Cells, Cells], Any]
Foresee = Callable[[Cells, Unknown, Unknown], Any]


@dataclass(frozen=True, slots=True)
class Formula:
    """A compiled formula.

    `reads` names the cells it depends on as (table, field), the table blank outside
    tables; `gathers` those of them that are whole columns. `run(row, fields, columns)`
    gives its value from `cells`, the mappings and keys that it reads. For the rows of a
    table, `around` is all by which what stands around them can change the value, and
    `foresee` makes a `run` that gives UNKNOWN where the value depends on that.
    """

    text: str
    reads: frozenset[Node]
    gathers: frozenset[Node]
    cells: frozenset[tuple[str, Hashable]]
    around: tuple[Whole | Search, ...]
    run: Run
    foresee: Callable[[], Foresee]
    tree: ast.expr


# The formulas of an edition repeat each other, and editions of one form all the more. Lost
# ones are compiled again when an edition is opened, never at a key.
@lru_cache(maxsize=1024)
def compile_formula(text: str, scope: Scope, table: str = "") -> Formula:
    """Compile a formula for cells outside tables, or for the rows of one table.

    Raises FormulaError naming what is not allowed or not known.
    """
    source = " ".join(text.splitlines()).strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"公式“{text}”写法有误") from error
    builder = Builder(scope, table, source.encode())
    try:
        code = compile(builder.program(tree), "<formula>", "eval")
    except (RecursionError, MemoryError) as error:
        raise FormulaError(f"公式“{text[:40]}…”套得太深") from error
    run: Run
    run, *pieces = eval(code, running(builder.names))
    builder.fill_in(pieces)
    gathers = frozenset(builder.gathers)
    return Formula(
        text,
        frozenset(builder.reads) | gathers,
        gathers,
        frozenset(builder.cells),
        tuple(dict.fromkeys(builder.around)),
        run,
        partial(_foresee, code, builder.names),
        tree,
    )


def _foresee(code: CodeType, names: dict[str, Any]) -> Foresee:
    run: Foresee = eval(code, foreseeing(names))[0]
    return run
