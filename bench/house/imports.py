"""Who imports whom, and in which circles; deferred imports and those for types count too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.house.source import PACKAGE, House, Module


@dataclass(frozen=True, slots=True)
class Import:
    """One name that a module takes from elsewhere.

    `importer` is named below the package, `imported` in full, as a module wherever it is one.
    """

    importer: str
    imported: str
    line: int

    @property
    def inner(self) -> str | None:
        """Give what is imported below the package; None for what comes from outside."""
        top, _, below = self.imported.partition(".")
        return below if top == PACKAGE else None

    def __str__(self) -> str:
        return f"{PACKAGE}.{self.importer} line {self.line} imports {self.imported}"


def imports(house: House) -> tuple[Import, ...]:
    """Give every import anywhere in a module."""
    return tuple(each for module in house.values() for each in _imports(module, house))


def knows(found: tuple[Import, ...], house: House) -> Mapping[str, frozenset[str]]:
    """Give for every module those of the house that it imports."""
    known: dict[str, set[str]] = {name: set() for name in house}
    for each in found:
        if each.inner is not None and each.inner != each.importer:
            known[each.importer].add(each.inner)
    return {name: frozenset(others) for name, others in known.items()}


def grouped(graph: Mapping[str, frozenset[str]], depth: int) -> Mapping[str, frozenset[str]]:
    """Join modules by the first parts of their names: 1 gives packages, 2 the rooms inside."""
    known: dict[str, set[str]] = {}
    for name, others in graph.items():
        here = _first(name, depth)
        known.setdefault(here, set()).update(_first(other, depth) for other in others)
    return {name: frozenset(others - {name, ""}) for name, others in known.items() if name}


def circles(graph: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """Give each set of modules that reach one another (Tarjan), in the order of their names."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        open_.append(name)
        for other in sorted(graph.get(name, ())):
            if other not in order:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in open_:
                lowest[name] = min(lowest[name], order[other])
        if lowest[name] == order[name]:
            start = open_.index(name)
            circle, open_[start:] = open_[start:], []
            if len(circle) > 1:
                found.append(tuple(sorted(circle)))

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return sorted(found)


def _first(name: str, depth: int) -> str:
    return ".".join(name.split(".")[:depth])


def _imports(module: Module, house: House) -> Iterator[Import]:
    for node in module.nodes:
        if isinstance(node, ast.Import):
            yield from (Import(module.name, alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name} line {node.lineno}: name the module in full"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_module = whole.removeprefix(f"{PACKAGE}.") in house
                taken = whole if is_module else node.module or ""
                yield Import(module.name, taken, node.lineno)
