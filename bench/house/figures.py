"""The figures of the house: each is a name, a list of what was counted or a number, and a goal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.house import shape
from bench.house.imports import circles, imports, knows
from bench.house.source import House, Module

MOST_IN_A_FOLDER = 25
MOST_PARAMETERS = 7
MOST_WAYS = 20
_FEWER_LINES = 2_500
# What the window reaches through the use cases, not by itself.
_BEHIND = ("forms", "exchange", "storage")


@dataclass(frozen=True, slots=True)
class Count:
    """One line of the table: `most` is what it may be, None where nothing is asked.

    `which` names what was counted, where that can be named.
    """

    what: str
    value: int
    most: int | None = None
    which: Sequence[str] = ()


def counts(house: House, before: House | None = None) -> list[Count]:
    """Count everything; `before` sets the goal where it is one relative to it."""
    lines = sum(each.lines for each in house.values())
    longest = max(house.values(), key=lambda each: each.lines)
    fullest, most = max(shape.folders(house).items(), key=lambda each: each[1])
    fewer = None
    if before is not None:
        fewer = sum(each.lines for each in before.values()) - _FEWER_LINES
    return [
        Count("模块", len(house)),
        Count("行", lines, fewer),
        Count("模块行数的中位数", round(median(each.lines for each in house.values()))),
        Count("最长的模块（行）", longest.lines, which=[longest.name]),
        Count("最满的文件夹（模块）", most, MOST_IN_A_FOLDER, [fullest]),
        _named("导入的环", rings(house), 0),
        _named("一个包里重名的类", twins(house), 0),
        _named(f"参数多于 {MOST_PARAMETERS} 个的函数", too_many_parameters(house), 0),
        _named(f"复杂度高于 {MOST_WAYS} 的函数", too_many_ways(house), 0),
        _named("rules/ 里的模块缓存", caches(house, "rules")),
        _named("只转手的一行方法", _each(house, shape.handed_on)),
        _named("只转手的类", _each(house, shape.layers), 0),
        _named("协议里再说一遍的方法", _each(house, shape.promised)),
        _named(f"窗口直接导入 {'、'.join(_BEHIND)}", reached_by_the_window(house)),
    ]


def rings(house: House) -> list[str]:
    """Name the circles of imports, deferred and typing-only ones included."""
    return [" ↔ ".join(each) for each in circles(knows(imports(house), house))]


def twins(house: House) -> list[str]:
    """Name the classes that share their name with another one of their package."""
    return [f"{name}: {', '.join(where)}" for name, where in shape.borne_twice(house).items()]


def too_many_parameters(house: House) -> list[str]:
    """Name the functions that take more than a reader can hold in mind."""
    return [
        f"{module.name}.{name} {len(shape.parameters(function))}"
        for module in house.values()
        for name, function in module.functions
        if len(shape.parameters(function)) > MOST_PARAMETERS
    ]


def too_many_ways(house: House) -> list[str]:
    """Name the functions with more ways through them than tests can walk."""
    return [
        f"{module.name}.{name} {shape.complexity(function)}"
        for module in house.values()
        for name, function in module.functions
        if shape.complexity(function) > MOST_WAYS
    ]


def caches(house: House, package: str) -> list[str]:
    """Name the caches that belong to a module of a package and not to what a user has open."""
    inside = {name: each for name, each in house.items() if f"{name}.".startswith(f"{package}.")}
    return _each(inside, shape.caches)


def reached_by_the_window(house: House) -> list[str]:
    """Name the lines where the window imports what lies behind the use cases."""
    return sorted(
        {
            f"{each.importer}:{each.line} {each.imported}"
            for each in imports(house)
            if each.importer.partition(".")[0] == "ui"
            and (each.inner or "").partition(".")[0] in _BEHIND
        }
    )


def _named(what: str, which: Sequence[str], most: int | None = None) -> Count:
    return Count(what, len(which), most, which)


def _each(house: House, names: Callable[[Module], Iterable[str]]) -> list[str]:
    return [f"{module.name}.{name}" for module in house.values() for name in names(module)]
