from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.paper.data_blocks import GROUP, Incomplete, cut, is_block, join

TEXTS = [
    "甲",
    '{"format": "perfdesk"}',
    "".join(random.Random(1).choices("预算执行绩效目标0123456789喆𠮷", k=16_000)),
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_blocks_bring_the_text_back_in_any_order(text: str) -> None:
    blocks = [block for group in cut(text.encode()) for block in group]
    random.Random(3).shuffle(blocks)
    assert join(blocks) == [text.encode()]
    assert join(blocks * 2) == [text.encode()]


@pytest.mark.parametrize("text", TEXTS)
def test_any_one_block_of_a_group_may_be_missing(text: str) -> None:
    groups = cut(text.encode())
    for at, group in enumerate(groups):
        for gone in range(len(group)):
            rest = [
                b
                for n, each in enumerate(groups)
                for k, b in enumerate(each)
                if (n, k) != (at, gone)
            ]
            assert join(rest) == [text.encode()]


def test_two_missing_of_a_group_are_named() -> None:
    groups = cut(TEXTS[2].encode())
    assert len(groups) > 1
    with pytest.raises(Incomplete) as lack:
        join([*groups[0][2:], *(block for group in groups[1:] for block in group)])
    assert lack.value.missing == (1, 2)


def test_a_page_holds_a_group_and_a_code_a_block() -> None:
    for group in cut(TEXTS[2].encode()):
        assert len(group) <= GROUP + 1
        assert all(is_block(block) and len(block) <= 666 for block in group)  # of a 20-M code


def test_several_texts_are_kept_apart() -> None:
    one, other = (cut(text.encode()) for text in TEXTS[:2])
    blocks = [block for group in (*other, *one) for block in group]
    assert sorted(join(blocks)) == sorted(text.encode() for text in TEXTS[:2])


@given(st.binary(max_size=60))
def test_what_is_no_block_is_left_out_or_refused(content: bytes) -> None:
    assert join([content]) == []
    good = cut(b"text")[0]
    with suppress(ValueError):
        assert join([good[0][:20] + content, *good[1:]]) in ([b"text"], [])


@pytest.mark.parametrize("place", range(20, 30))
def test_a_changed_byte_is_found(place: int) -> None:
    block = bytearray(cut(TEXTS[1].encode())[0][0])
    block[place] ^= 1
    with pytest.raises(ValueError, match="not of one whole"):
        join([bytes(block)])
