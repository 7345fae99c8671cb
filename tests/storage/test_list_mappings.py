"""What columns are is remembered for the same headings, and handed on as a small file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.list_mapping import ListMapping
from perfdesk.storage import list_mappings
from perfdesk.storage.atomic import NotSaved
from perfdesk.storage.list_mappings import NoMapping, as_file, from_json, load, read_file, remember
from perfdesk.storage.made_files import MadeFiles
from perfdesk.storage.strict_json import loads

ONE = ListMapping("表/版", (("项目名称", "project_name"), ("备注", "")), "万元")
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.dictionaries(WORDS, WORDS, max_size=6), st.sampled_from(["", "元", "万元"]))
def test_a_mapping_survives_its_file(columns: dict[str, str], unit: str) -> None:
    mapping = ListMapping("表/版", tuple(columns.items()), unit)
    assert from_json(loads(as_file(mapping))) == mapping


def test_the_same_headings_in_another_order_replace_what_was_remembered(tmp_path: Path) -> None:
    place = tmp_path / "里" / "list-mappings.json"
    other = ListMapping("别/版", ONE.columns)
    again = ListMapping("表/版", (("备注", "remarks"), ("项目名称", "project_name")))
    for each in (ONE, other, again):
        remember(place, each)
    assert load(place) == (again, other)


def test_no_more_than_some_are_kept(tmp_path: Path) -> None:
    place = tmp_path / "list-mappings.json"
    for number in range(list_mappings.MOST_KEPT + 3):
        remember(place, ListMapping("表/版", ((str(number), ""),)))
    kept = load(place)
    assert len(kept) == list_mappings.MOST_KEPT
    assert kept[0].columns == ((str(list_mappings.MOST_KEPT + 2), ""),)


def test_a_broken_file_is_moved_aside(tmp_path: Path) -> None:
    place = tmp_path / "list-mappings.json"
    place.write_text("{", encoding="utf-8")
    assert load(place) == ()
    assert place.with_suffix(".broken").exists()
    assert not isinstance(remember(place, ONE), NotSaved)
    assert load(place) == (ONE,)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[1]",
        '{"format": 2, "form": "a", "unit": "", "columns": []}',
        '{"format": 1, "form": "a", "unit": "角", "columns": []}',
        '{"format": 1, "form": "a", "unit": "", "columns": [{"heading": "甲"}]}',
        '{"format": 1, "form": "a", "unit": "", "columns": '
        '[{"heading": "甲", "at": "x"}, {"heading": "甲", "at": "y"}]}',
        "不是",
    ],
)
def test_what_is_no_mapping_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "对应.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NoMapping, match=r"[一-龥]"):
        read_file(path)


def test_files_are_ours_only_as_they_were_made(tmp_path: Path) -> None:
    folder = tmp_path / "出"
    folder.mkdir()
    made = MadeFiles(tmp_path, folder)
    (folder / "甲.pdf").write_bytes(b"1")
    present = made.present("甲.pdf")
    assert present is not None and not made.is_as_made("甲.pdf", present)
    made.note("甲.pdf", present)
    made.keep()
    again = MadeFiles(tmp_path, folder)
    assert again.is_as_made("甲.pdf", present)
    (folder / "甲.pdf").write_bytes(b"2")
    changed = again.present("甲.pdf")
    assert changed is not None and not again.is_as_made("甲.pdf", changed)
    assert not MadeFiles(tmp_path, tmp_path).is_as_made("甲.pdf", present)


def test_a_lost_or_broken_record_makes_every_file_a_stranger(tmp_path: Path) -> None:
    made = MadeFiles(tmp_path, tmp_path)
    made.note("甲.pdf", "a")
    made.keep()
    [record] = (tmp_path / "batch").glob("*.json")
    record.write_text('{"format": 1, "files": {"甲.pdf": 3}}', encoding="utf-8")
    assert not MadeFiles(tmp_path, tmp_path).is_as_made("甲.pdf", "a")
