"""Preferences come back, and a broken file never keeps the program from starting."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfdesk.storage.atomic import NotSaved, Saved
from perfdesk.storage.preferences import Preferences, Recent, load, save, update
from perfdesk.storage.strict_json import dumps

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
FULL = Preferences(
    recent=(Recent("/表/a.perfdesk", "路灯", AT),),
    geometry="AdnQywADAAA=",
    font_size=14,
    theme="dark",
    last_folder="/表",
    paper_face="/字体/仿宋.ttc#1",
)


def test_preferences_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "preferences.json"
    assert isinstance(save(path, FULL), Saved)
    assert load(path) == FULL


def test_a_first_start_has_the_defaults_and_leaves_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "none.json") == Preferences()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("broken", [b"", b"{", b"[1]", b"\xff", b'{"a":1,"a":2}', b"0" * 2**21])
def test_a_broken_file_is_moved_aside(broken: bytes, tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    path.write_bytes(broken)
    assert load(path) == Preferences()
    assert not path.exists()
    assert (tmp_path / "preferences.broken").read_bytes() == broken


_anything = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


# The machine may be busy; how long an example takes is not what is tested.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(field=st.sampled_from(sorted(asdict(FULL))), value=_anything)
def test_one_senseless_field_costs_no_other(
    field: str, value: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "senseless.json"
    record = asdict(FULL)
    record["recent"] = [{"path": "/表/a.perfdesk", "title": "路灯", "at": AT.isoformat()}]
    path.write_text(dumps(record | {field: value}), "utf-8")
    loaded = asdict(load(path))
    expected = asdict(FULL)
    del loaded[field], expected[field]
    assert loaded == expected


def test_recent_files_are_twelve_each_once_the_latest_first() -> None:
    preferences = Preferences()
    for number in range(15):
        preferences = preferences.with_recent(Path(f"/{number}"), "", AT)
    preferences = preferences.with_recent(Path("/10"), "again", AT)
    paths = [recent.path for recent in preferences.recent]
    assert paths[:3] == ["/10", "/14", "/13"]
    assert len(paths) == len(set(paths)) == 12
    assert "/14" not in [one.path for one in preferences.without_recent(Path("/14")).recent]


def test_two_windows_do_not_undo_each_other(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    update(path, lambda now: now.with_recent(Path("/a"), "甲", AT))
    update(path, lambda now: now.with_recent(Path("/b"), "乙", AT))
    assert [one.title for one in load(path).recent] == ["乙", "甲"]


def test_a_place_that_cannot_be_written_is_told_and_does_not_crash(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert isinstance(save(tmp_path / "file" / "p.json", FULL), NotSaved)
    assert update(tmp_path / "file" / "p.json", lambda _: FULL) == FULL
