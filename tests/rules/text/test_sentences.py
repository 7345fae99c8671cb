"""A long text is cut without loss, and a key in it costs the reading of one sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.rules.text.sentences import Passage, first_in, in_lines, in_sentences, sentences

TEXTS = st.text("甲乙丙。！\n１", max_size=12)


@given(st.text())
def test_sentences_lose_nothing(text: str) -> None:
    assert len("".join(sentences(text))) == len(text)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_a_text_that_takes_the_place_of_another_is_read_as_if_alone(texts: list[str]) -> None:
    passage = Passage("")
    for text in texts:
        passage = Passage(text, passage)
        assert in_sentences(passage, str.upper) == in_sentences(text, str.upper)
        assert in_lines(passage, len) == [len(each) for each in text.split("\n")]


def test_a_key_reads_one_sentence_again() -> None:
    asked: list[str] = []

    def read(sentence: str) -> str:
        asked.append(sentence)
        return ""

    text = "".join(f"子项目{number}支出{number}万元。" for number in range(400))
    passage = Passage(text)
    in_sentences(passage, read)
    assert len(asked) == 400
    in_sentences(Passage(text.replace("子项目7支出7万元", "子项目7支出17万元"), passage), read)
    assert asked[400:] == ["子项目7支出17万元。"]


def test_a_text_that_nobody_read_hands_on_what_it_was_given() -> None:
    asked: list[str] = []
    first = Passage("甲。乙。")
    in_sentences(first, asked.append)
    unread = Passage("甲。丙。", first)
    in_sentences(Passage("甲。丁。", unread), asked.append)
    assert asked == ["甲。", "乙。", "丁。"]


def test_the_first_thing_found_stands_for_the_text() -> None:
    assert first_in("甲。乙乙。丙丙。", lambda each: each if len(each) > 2 else None) == "乙乙。"
    assert first_in("", str.strip) is None


def test_full_width_digits_are_made_plain() -> None:
    assert list(sentences("支出１２．５万元。")) == ["支出12.5万元。"]
