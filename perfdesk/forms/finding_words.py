"""Say in words what a check of an edition looks at and would say, for a page people read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfdesk.models.form import Check, Edition, Example
from perfdesk.models.refs import Ref
from perfdesk.rules.evaluate.explain import spell

_SLOT = re.compile(r"\{([^{}]+)\}")
_AT = re.compile(r"([a-z0-9_]+)(?:\[\]|\.([a-z0-9_]+))\.([a-z0-9_]+)")
_MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class CheckDescription:
    """One finding as the page shows it; checks of one code are one.

    `trips` and `passes` are titles of examples, blank where there is none.
    """

    code: str
    severity: str
    says: str
    where: str
    basis: str
    trips: str
    passes: str
    covers: tuple[str, ...]


def describe_checks(edition: Edition, examples: Sequence[Example]) -> tuple[CheckDescription, ...]:
    """Describe all checks of an edition, in its order."""
    by_code: dict[str, list[Check]] = {}
    for check in edition.checks:
        by_code.setdefault(check.code, []).append(check)
    return tuple(_description(edition, checks, examples) for checks in by_code.values())


def _description(
    edition: Edition, checks: list[Check], examples: Sequence[Example]
) -> CheckDescription:
    first = checks[0]
    bases = (each.basis + ("（以原文件为准）" if each.verify else "") for each in checks)
    trips = [each for each in examples if first.code in each.found]
    passes = [each for each in examples if first.code in each.silent]
    return CheckDescription(
        first.code,
        first.severity.word,
        " 或者：".join(_once(_in_words(edition, each) for each in checks)),
        _places(_once(place(edition, each.at) for each in checks)),
        "；".join(_once(bases)),
        min(trips, key=lambda each: len(each.found)).title if trips else "",
        # One that finds nothing else, and that changes a cell, says most.
        min(passes, key=_muddle).title if passes else "",
        tuple(_once(number for each in checks for number in each.covers)),
    )


def _muddle(example: Example) -> tuple[bool, bool, int]:
    return bool(example.found), not example.given, len(example.silent)


def place(edition: Edition, at: str) -> str:
    """Name the cells a check notes what it finds in, by their official labels."""
    match = _AT.fullmatch(at)
    if match is None:
        return edition.label(Ref(at), {})
    table, row, column = match.groups(default="")
    label = edition.label(Ref(column, table, row), {})
    return label if row else f"{edition.tables[table].label}·{label}"


def _places(places: list[str]) -> str:
    more = f"等 {len(places)} 处" if len(places) > _MOST_PLACES else ""
    return "、".join(places[:_MOST_PLACES]) + more


def _in_words(edition: Edition, check: Check) -> str:
    def slot(match: re.Match[str]) -> str:
        return _slot(edition, check, match[1].strip())

    return _SLOT.sub(slot, check.message)


def _slot(edition: Edition, check: Check, slot: str) -> str:
    """Write a slot of a message: a parameter's value, or in brackets what stands there."""
    field = check.at.rpartition(".")[2]
    table = match[1] if (match := _AT.fullmatch(check.at)) else ""
    known = {"expected": "应为的数", "actual": "所填的内容", "label": "栏目名", field: "所填的内容"}
    if slot in known:
        return f"〔{known[slot]}〕"

    def name(owner: str, wanted: str) -> str:
        if owner == "parameter":
            return next(each.value for each in edition.parameters if each.name == wanted)
        owner, _, row = owner.partition(".")
        if not owner and wanted not in edition.fields:
            owner = table
            if wanted not in {each.name for each in edition.tables[owner].columns}:
                return "行名"
            return edition.label(Ref(wanted, owner), {})
        return edition.label(Ref(wanted, owner, row), {})

    tree = ast.parse(slot, mode="eval").body
    words = spell(tree, name)
    is_parameter = slot.startswith("parameter.") and slot.removeprefix("parameter.").isidentifier()
    return words if is_parameter else f"〔{words or '…'}〕"


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
