"""Put calculations in an order in which each finds its inputs ready."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

Node = tuple[str, str]


class CircularError(ValueError):
    """Calculations that wait for each other; the message names them in order."""


def order(reads: Mapping[Node, frozenset[Node]]) -> tuple[Node, ...]:
    """Order computed cells after what they read.

    Nodes are (table, field); cells that are entered, not computed, are passed over.
    """
    sorter = TopologicalSorter({node: inputs & reads.keys() for node, inputs in reads.items()})
    try:
        return tuple(sorter.static_order())
    except CycleError as error:
        names = (f"{table}.{field}" if table else field for table, field in error.args[1])
        raise CircularError("计算互相等待：" + " → ".join(names)) from error
