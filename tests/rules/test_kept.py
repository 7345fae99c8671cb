"""What was read in a sequence goes on to the next one, and is what reading it anew gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.rules.kept import Kept, once, read_each

WORDS = tuple("甲乙丙丁")
SEQUENCES = st.lists(st.lists(st.sampled_from(WORDS), max_size=8), min_size=1, max_size=5)


@given(SEQUENCES)
def test_what_is_handed_on_is_what_reading_anew_gives(sequences: list[list[str]]) -> None:
    kept = Kept(sequences[0])
    kept.each(ord)
    for items in sequences[1:]:
        kept = kept.followed_by(items)
        assert list(kept) == items
        assert kept.each(ord) == [ord(each) for each in items]


def test_only_the_items_that_changed_are_read() -> None:
    asked: list[str] = []

    def read(item: str) -> str:
        asked.append(item)
        return item * 2

    one, two, three, four = WORDS
    kept = Kept([one, two, three])
    assert kept.each(read) == ["甲甲", "乙乙", "丙丙"]
    assert kept.followed_by([one, four, three]).each(read) == ["甲甲", "丁丁", "丙丙"]
    assert kept.followed_by([one, two, two, three]).each(read) == ["甲甲", "乙乙", "乙乙", "丙丙"]
    assert asked == ["甲", "乙", "丙", "丁", "乙"]


def test_a_whole_is_worked_out_once_and_goes_with_its_value() -> None:
    asked: list[object] = []

    def work(value: Kept[str]) -> int:
        asked.append(value)
        return len(value)

    kept = Kept("甲乙")
    assert (once(kept, work), once(kept, work), asked) == (2, 2, [kept])
    assert once(kept.followed_by("甲乙丙"), work) == 3


def test_what_keeps_nothing_is_read_all_the_same() -> None:
    assert read_each(["甲", "乙"], ord) == [ord("甲"), ord("乙")]
    assert once("甲", ord) == ord("甲")


def test_sequences_of_equal_items_are_two() -> None:
    assert Kept("甲") != Kept("甲")
