"""The careful reader's books: what they name is found, and nothing else is called wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from scripts import make_mistakes
from scripts.make_mistakes import BOOKS, PAGE, SAMPLES, Tally, loud

PATHS = sorted(BOOKS.glob("*.toml"))


@cache
def tally_of(book: Path) -> Tally:
    return make_mistakes.tally(book)


@pytest.fixture(params=PATHS, ids=lambda book: str(book.stem))
def tally(request: pytest.FixtureRequest) -> Tally:
    return tally_of(request.param)


def test_every_sample_has_a_book() -> None:
    assert {book.stem for book in PATHS} == {path.stem for path in SAMPLES.glob("*.perfdesk")}


def test_what_the_book_says_is_found_is_found(tally: Tally) -> None:
    assert tally.not_found == ()


def test_every_error_and_warning_is_a_mistake_in_the_book(tally: Tally) -> None:
    assert tally.false_alarms == ()


def test_the_corrected_copy_has_no_error_and_no_warning(tally: Tally) -> None:
    assert [tally.corrected[each].message for each in loud(tally.corrected)] == []


def test_a_mended_mistake_is_found_no_more(tally: Tally) -> None:
    assert sorted(tally.listed & set(tally.corrected)) == []


def test_the_page_is_current() -> None:
    """Run scripts/make_mistakes.py when this fails."""
    assert PAGE.read_text(encoding="utf-8") == make_mistakes.page(
        [tally_of(book) for book in PATHS]
    )
