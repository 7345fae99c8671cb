"""A name that a person typed becomes one that every system takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.file_name import numbered, safe_name


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("道路养护/保洁:2024?", "道路养护_保洁_2024_"),
        ("  项目. . ", "项目"),
        ("CON", "CON_"),
        ("com1.备份", "com1.备份_"),
        ("控制", "控制"),
        ("行\n二", "行_二"),
        ("...", "未命名"),
        ("", "未命名"),
    ],
)
def test_what_no_system_takes_is_taken_out(typed: str, made: str) -> None:
    assert safe_name(typed) == made


@given(st.text(max_size=400))
def test_every_name_is_short_and_ends_in_no_dot_or_blank(typed: str) -> None:
    made = safe_name(typed.encode("utf-8", "replace").decode())
    assert 0 < len(made.encode()) <= 181
    assert made == made.strip(" .") and not set('\\/:*?"<>|\n\0') & set(made)


def test_equal_names_are_numbered_whatever_their_case() -> None:
    used: dict[str, int] = {}
    assert [numbered(each, used) for each in ("a", "A", "a", "a-2", "b")] == [
        *("a", "A-2", "a-3", "a-2-2", "b")
    ]
