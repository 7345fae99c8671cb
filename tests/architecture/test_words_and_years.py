"""Law 1: fields, labels, points, thresholds and years live in resources/, not in the code."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

from tests.architecture.tree import HOUSE
from tests.conftest import RESOURCES

# Words of the forms that the code may know, each with its reason.
ALLOWED = {
    "指标体系": "what a field of the kind `framework` chooses, said to the author of an edition",
}
SHORTEST = 3


def official_words() -> dict[str, str]:
    """Give every label, choice and level name of the editions, with where it stands."""
    found: dict[str, str] = {}

    def collect(value: object, where: str) -> None:
        match value:
            case dict():
                for key, inner in value.items():
                    # The name of a field is an identifier, that of a level stands on paper.
                    spoken = key == "name" and not str(inner).isascii()
                    if spoken or key in ("label", "choices", "headings", "level2", "title"):
                        keep(inner, where)
                    elif key not in ("check", "basis", "parameters", "carry"):
                        collect(inner, where)
            case list():
                for inner in value:
                    collect(inner, where)

    def keep(value: object, where: str) -> None:
        match value:
            case str() if len(value) >= SHORTEST:
                found[value] = where
            case list():
                for inner in value:
                    keep(inner, where)
            case dict():
                for inner in value.values():
                    keep(inner, where)

    for path in sorted(RESOURCES.glob("forms/*/*/form.toml")):
        collect(tomllib.loads(path.read_text(encoding="utf-8")), path.parent.name)
    return found


def literals() -> Iterator[tuple[str, int, str]]:
    """Give every string and every figure of the code; docstrings and comments explain freely."""
    for name, module in HOUSE.items():
        documented = {
            id(node.body[0].value)
            for node in module.nodes
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in module.nodes:
            if isinstance(node, ast.Constant) and id(node) not in documented:
                yield name, node.lineno, str(node.value)


LITERALS = tuple(literals())


def test_no_official_word_stands_in_the_code() -> None:
    words = official_words()
    assert len(words) > 100
    found = [
        (word, f"perfdesk.{name} line {line}: “{word}” of {words[word]}")
        for name, line, text in LITERALS
        for word in words
        if word in text
    ]
    assert [where for word, where in found if word not in ALLOWED] == []
    assert {word for word, _ in found} == ALLOWED.keys(), "an exception nobody needs"


def test_no_form_or_edition_is_named_in_the_code() -> None:
    folders = [path.parent for path in RESOURCES.glob("forms/*/*/form.toml")]
    names = {folder.name for folder in folders} | {folder.parent.name for folder in folders}
    assert names
    wrong = [
        f"perfdesk.{name} line {line}: {text}"
        for name, line, text in LITERALS
        if any(re.search(rf"\b{known}\b", text) for known in names)
    ]
    assert wrong == []


def test_no_year_stands_in_the_code() -> None:
    # Years in examples of how to write a date or a cell are help, not rules; they stand in
    # sentences that say 例如. A round figure or a power of two is a limit, not a year.
    wrong = [
        f"perfdesk.{name} line {line}: {text}"
        for name, line, text in LITERALS
        if re.search(r"(?<![0-9A-Za-z])20[1-3][0-9](?![0-9A-Za-z])", text) and "例如" not in text
    ]
    assert wrong == []
