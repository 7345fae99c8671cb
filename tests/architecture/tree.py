"""The house as the tests of this folder see it: its modules, its imports, and its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.house.imports import imports
from bench.house.source import read_house
from tests.conftest import ROOT

HOUSE = read_house(ROOT)
IMPORTS = imports(HOUSE)
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def table(head: str) -> Iterator[list[str]]:
    """Give the rows of the page's table whose first column has this head, cell by cell."""
    found = re.search(rf"^\| {head} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found, f"docs/architecture.md has no table that begins with “{head}”"
    for line in found[1].splitlines():
        yield [cell.strip() for cell in line.strip("|").split("|")]


def names(cell: str) -> list[str]:
    """Give what stands in backticks, without the endings that tell a folder from a file."""
    return [each.removesuffix("/").removesuffix(".py") for each in re.findall("`([^`]+)`", cell)]
