"""What is read is what was written, and what is doubtful is refused in words."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfdesk.storage.strict_json import UnreadableJson, dumps, loads

texts = st.text(st.characters(exclude_categories=["Cs"]))
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**300), 10**300) | decimals | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=30,
)


# The machine may be busy; how long an example takes is not what is tested.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(values)
def test_what_is_written_is_read_back(value: object) -> None:
    text = dumps(value)
    assert loads(text) == value
    assert loads(text.encode("utf-8")) == value
    assert dumps(loads(text)) == text
    assert text.endswith("\n")


@unhurried
@given(values)
def test_any_json_reader_reads_what_is_written(value: object) -> None:
    assert json.loads(dumps(value), parse_float=Decimal) == value


@unhurried
@given(st.binary() | texts | st.text('[]{}",:\\u0d8e+-.1 '))
def test_whatever_comes_is_read_or_refused_in_one_sentence(source: bytes | str) -> None:
    try:
        loads(source)
    except UnreadableJson as error:
        assert str(error).endswith("。")
        assert "\n" not in str(error)


def test_the_layout_is_for_people_and_the_order_kept() -> None:
    assert dumps({"乙": [1, {}], "甲": {"a": "“"}, "空": []}) == (
        '{\n  "乙": [\n    1,\n    {}\n  ],\n  "甲": {\n    "a": "“"\n  },\n  "空": []\n}\n'
    )


def test_numbers_keep_their_digits_and_are_never_floats() -> None:
    assert repr(loads("[1.50, 1, 1e2, 0.1]")) == (
        "[Decimal('1.50'), 1, Decimal('1E+2'), Decimal('0.1')]"
    )
    assert dumps([Decimal("1.50")]) == "[\n  1.50\n]\n"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('{"a": {"项目": 1, "b": 2, "项目": 3}}', "“项目”在同一处写了两次"),
        ("NaN", "NaN"),
        ('{"a": -Infinity}', "Infinity"),
        ("[1e999]", "1e999"),
        ("1e-999", "1e-999"),
        ("1" * 5000, "太大"),
        ('"\\ud800"', "残缺的字符"),
        ('{"\\uDFFF": 1}', "残缺的字符"),
        ('["\ud800"]', "残缺的字符"),
        ("[" * 65 + "]" * 65, "超过 64 层"),
        ("[" * 1_000_000, "超过 64 层"),
        ('{"a":\n' * 1_000_000, "超过 64 层"),
        ('"' + '\\"' * 1_000_000, "中断"),
        ('{"a": 1', "第 1 行第 8 列就中断了"),
        ('{"a": 1,\n "b" 2}', "第 2 行第 6 列"),
        ('{"a": "x\ty"}', "第 1 行第 9 列"),
        ("{} {}", "第 1 行第 4 列"),
        ("", "空的"),
        (b"\0" * 4096, "空的"),
        (b"{\n\xd6\xd0}", "第 2 行不是 UTF-8"),
        ("{}".encode("utf-16"), "不是 UTF-8"),
        (b"PK\x03\x04", "第 1 列"),
    ],
)
def test_what_is_doubtful_is_refused(source: str | bytes, says: str) -> None:
    with pytest.raises(UnreadableJson, match=says):
        loads(source)


def test_the_place_of_a_mistake_is_known_to_the_program() -> None:
    with pytest.raises(UnreadableJson) as caught:
        loads('{\n  "a": 01\n}')
    assert (caught.value.line, caught.value.column) == (2, 9)


def test_a_text_larger_than_agreed_is_not_parsed() -> None:
    assert loads("[1]", max_bytes=3) == [1]
    with pytest.raises(UnreadableJson, match="太大"):
        loads("[1] ", max_bytes=3)


def test_depth_counts_brackets_and_not_those_in_texts() -> None:
    deep = "[" * 64 + '"[[[\\"{{{"' + "]" * 64
    loads(deep)
    assert loads("[[[[]], [[]]]]", max_depth=4) == [[[[]], [[]]]]


def test_a_byte_order_mark_is_tolerated() -> None:
    assert loads(b"\xef\xbb\xbf{}") == {}
    assert loads("\ufeff{}") == {}


@pytest.mark.parametrize("value", [1.5, {1: 2}, Decimal("NaN"), b"x", {"a": object()}])
def test_what_is_no_json_is_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        dumps(value)


def test_half_a_surrogate_pair_is_not_written() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        dumps({"a": "\ud83d"})
