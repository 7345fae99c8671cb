"""The careful reader's books: what they name is found, and nothing else is called wrong."""

from __future__ import annotations

import pytest

from scripts import make_mistakes
from scripts.make_mistakes import BOOKS, PAGE, SAMPLES, Tally, loud

TALLIES = [make_mistakes.tally(book) for book in sorted(BOOKS.glob("*.toml"))]
every_sample = pytest.mark.parametrize("tally", TALLIES, ids=lambda each: str(each.name))


def test_every_sample_has_a_book() -> None:
    assert {each.name for each in TALLIES} == {path.stem for path in SAMPLES.glob("*.perfdesk")}


@every_sample
def test_what_the_book_says_is_found_is_found(tally: Tally) -> None:
    assert tally.not_found == ()


@every_sample
def test_every_error_and_warning_is_a_mistake_in_the_book(tally: Tally) -> None:
    assert tally.false_alarms == ()


@every_sample
def test_the_corrected_copy_has_no_error_and_no_warning(tally: Tally) -> None:
    assert [tally.corrected[each].message for each in loud(tally.corrected)] == []


@every_sample
def test_a_mended_mistake_is_found_no_more(tally: Tally) -> None:
    assert sorted(tally.listed & set(tally.corrected)) == []


def test_the_page_is_current() -> None:
    """Run scripts/make_mistakes.py when this fails."""
    assert PAGE.read_text(encoding="utf-8") == make_mistakes.page(TALLIES)
