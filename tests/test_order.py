"""The random order of the tests: the same for a number, and file by file."""

from __future__ import annotations

from itertools import groupby
from types import SimpleNamespace

from tests.conftest import pytest_collection_modifyitems

ITEMS = [SimpleNamespace(path=path, name=f"{path}{n}") for path in "abcde" for n in range(9)]


def ordered(seed: int | None) -> list[str]:
    items = list(ITEMS)
    pytest_collection_modifyitems(SimpleNamespace(option=SimpleNamespace(seed=seed)), items)
    return [each.name for each in items]


def test_a_number_gives_the_same_order_again_and_another_one_another() -> None:
    assert ordered(7) == ordered(7) != ordered(8)
    assert sorted(ordered(7)) == sorted(ordered(None)) != ordered(7)


def test_the_tests_of_a_file_stay_together_though_shuffled() -> None:
    names = ordered(7)
    assert len(list(groupby(names, key=lambda name: name[0]))) == len("abcde")
    assert [name for name in names if name[0] == "a"] != [f"a{n}" for n in range(9)]


def test_without_a_number_nothing_moves() -> None:
    assert ordered(None) == [each.name for each in ITEMS]
