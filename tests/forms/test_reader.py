"""A table becomes the value that its dataclass describes, and nothing of it is passed over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pytest

from perfdesk.forms.reader import FormFault, Noted, Reader, given, many


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Part:
    name: str


@dataclass(frozen=True)
class Whole:
    title: str
    words: tuple[str, ...]
    names: dict[str, str]
    size: float = 1.5
    times: int = 2
    flag: bool = False
    side: Side = Side.LEFT
    parts: tuple[Part, ...] = ()


def reader(**data: object) -> Reader:
    return Reader(data, "a.toml")


def test_what_is_not_said_is_as_the_dataclass_has_it() -> None:
    assert reader(title="t").make(Whole) == Whole("t", (), {})


def test_what_is_said_is_read_by_the_type_of_its_field() -> None:
    said = reader(
        title="t",
        words=["a", "b"],
        names={"x": "y"},
        size=2,
        times=3,
        flag=True,
        side="right",
        parts=[{"name": "p"}, {"name": "q"}],
    )
    whole = Whole("t", ("a", "b"), {"x": "y"}, 2, 3, True, Side.RIGHT, (Part("p"), Part("q")))
    assert said.make(Whole) == whole


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({}, "a.toml › title：缺少"),
        ({"title": 1}, "a.toml › title：应为文字"),
        ({"title": "t", "words": "a"}, "a.toml › words：应为一列文字"),
        ({"title": "t", "names": {"x": 1}}, "a.toml › names：应为一张文字表"),
        ({"title": "t", "size": "1"}, "a.toml › size：应为数字"),
        ({"title": "t", "times": 1.5}, "a.toml › times：应为整数"),
        ({"title": "t", "times": float("nan")}, "a.toml › times：应为整数"),
        ({"title": "t", "times": True}, "a.toml › times：应为整数"),
        ({"title": "t", "flag": 1}, "a.toml › flag：应为 true 或 false"),
        ({"title": "t", "side": "up"}, "a.toml › side：“up”不认识，可用：left、right"),
        ({"title": "t", "parts": [{}]}, "a.toml › parts[1] › name：缺少"),
        ({"title": "t", "titel": "t"}, "a.toml › titel：不认识的键"),
    ],
)
def test_a_slip_is_named_with_its_place(data: dict[str, object], fault: str) -> None:
    with pytest.raises(FormFault) as raised:
        reader(**data).make(Whole)
    assert str(raised.value) == fault


def test_the_faults_of_all_parts_are_told_together() -> None:
    with pytest.raises(FormFault) as raised:
        reader(title="t", parts=[{"name": 1}, {"name": "q"}, {}]).make(Whole)
    assert len(raised.value.faults) == 2


def test_all_faults_of_one_table_are_told_and_each_key_once() -> None:
    with pytest.raises(FormFault) as raised:
        reader(titel="t", x=1, size="1", parts=[3, {"name": "p", "y": 2}]).make(Whole)
    assert raised.value.faults == (
        "a.toml › title：缺少",
        "a.toml › size：应为数字",
        "a.toml › parts[1]：应为一张表",
        "a.toml › parts[p] › y：不认识的键",
        "a.toml › titel：不认识的键",
        "a.toml › x：不认识的键",
    )


def test_what_was_noted_stands_in_and_reading_goes_on() -> None:
    noted = Noted()
    made = Reader({"title": 3, "size": 2}, "a.toml", noted).make(Whole)
    assert made == Whole("", (), {}, size=2)
    assert noted == Noted(["a.toml › title：应为文字"], is_hollow=True)


def test_a_key_too_many_leaves_the_rest_as_it_was_meant() -> None:
    noted = Noted()
    assert Reader({"title": "t", "x": 1}, "a.toml", noted).make(Whole) == Whole("t", (), {})
    assert noted == Noted(["a.toml › x：不认识的键"], is_hollow=False)


def test_a_special_field_has_another_key_a_reader_or_a_value() -> None:
    said = reader(head="t", part=[{"word": "p"}])
    parts = many("part", lambda each: each.make(Part, name="word"))
    made = said.make(Whole, title="head", parts=parts, times=given(7))
    assert made == Whole("t", (), {}, times=7, parts=(Part("p"),))


def test_a_special_field_that_the_dataclass_has_not_is_a_slip_of_ours() -> None:
    with pytest.raises(TypeError):
        reader(title="t").make(Whole, titel="head")
