"""The pages that lead through the house name what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import make_architecture
from tests.architecture.tree import HOUSE, PLAN
from tests.conftest import RESOURCES, ROOT

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
# A path begins with a folder of ours; perfdesk/ itself may be left out.
TOPS = {each.name for each in (ROOT, ROOT / "perfdesk") for each in each.iterdir() if each.is_dir()}
PATH = re.compile(
    r"(?<![\w~/.<-])([\w.][\w.-]*(?:/[\w.-]+)*(?:\.(?:py|md|toml|svg|txt|in)|/))(?![\w<*{])"
)


def paths(page: Path) -> Iterator[str]:
    """Give every path in backticks or in a link of a page."""
    text = page.read_text(encoding="utf-8")
    for said in re.findall(r"`([^`\n]+)`|\]\(([^)#]+)\)", text):
        for path in PATH.findall(" ".join(said)):
            if path.partition("/")[0] in TOPS:
                yield path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    roots = (ROOT, ROOT / "perfdesk", page.parent)
    lost = [path for path in paths(page) if not any((root / path).exists() for root in roots)]
    assert lost == []


def test_every_name_that_a_change_touches_stands_in_a_file_beside_it() -> None:
    page = ROOT / "docs" / "changing.md"
    rows = re.findall(
        r"^\|[^|]*\|([^|]*)\|[^|]*\|$", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    for cell in rows:
        files = [ROOT / "perfdesk" / path for path in re.findall(r"`([\w/]+\.py)`", cell)]
        sources = [path.read_text(encoding="utf-8") for path in files if path.exists()]
        for name in re.findall(r"`(\w+)`", cell):
            assert any(re.search(rf"\b{name}\b", source) for source in sources), (cell, name)


def test_every_word_of_the_page_of_words_stands_in_the_code_or_in_an_edition() -> None:
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`(\w+)`", page))
    sources = [module.source for module in HOUSE.values()]
    sources += [path.read_text("utf-8") for path in RESOURCES.glob("forms/**/*.toml")]
    known = {word for source in sources for word in re.findall(r"\w+", source)}
    assert words - known == set()


def test_the_drawing_is_made_from_the_imports_as_they_are() -> None:
    """Where this fails: python scripts/make_architecture.py."""
    drawn = make_architecture.drawing(HOUSE, PLAN)
    assert make_architecture.DRAWING.read_text(encoding="utf-8") == drawn
