"""Which cells of a table look like one: equal neighbours in the columns that merge.

A run ends where a merged column further left ends one, so that a second level never
reaches over two first levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Run = tuple[int, int]


def find_runs(columns: Sequence[Sequence[str]]) -> list[list[Run]]:
    """Give for every cell of the merged columns, from left to right, its first and last row.

    Blank cells stand alone.
    """
    count = len(columns[0]) if columns else 0
    breaks = {0, count}
    found = []
    for column in columns:
        breaks |= {
            row
            for row in range(1, count)
            if not column[row].strip() or column[row] != column[row - 1]
        }
        runs: list[Run] = []
        for start, end in pairwise(sorted(breaks)):
            runs += [(start, end - 1)] * (end - start)
        found.append(runs)
    return found
