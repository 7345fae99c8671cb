"""The office's own indicators: whole or not at all, and never in the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.library import KnownIndicator
from perfdesk.storage import own_library
from perfdesk.storage.atomic import NotSaved, Saved

ONE = KnownIndicator("甲<b>", "本单位", "数量", value="≥__个", evidence="取自：乙", is_own=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "用户" / "library.json"


def save(path: Path, *indicators: KnownIndicator) -> None:
    _, outcome = own_library.change(path, lambda _: indicators)
    assert isinstance(outcome, Saved)


@given(st.lists(st.builds(KnownIndicator, *[TEXT] * 7, st.just(True)), max_size=4))
def test_what_is_saved_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, indicators: list[KnownIndicator]
) -> None:
    path = tmp_path_factory.mktemp("own") / "library.json"
    kept = [each for each in indicators if each.name.strip()]
    save(path, *kept)
    assert own_library.load(path).indicators == tuple(kept)


def test_a_first_start_has_none_and_says_nothing(path: Path) -> None:
    assert own_library.load(path) == own_library.OwnLibrary()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": 1}', b"\xff", b"\0" * 40])
def test_a_broken_file_is_moved_aside_and_said(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    read = own_library.load(path)
    assert read.indicators == () and "已损坏" in read.note
    assert path.with_suffix(".broken").read_bytes() == data and not path.exists()
    save(path, ONE)
    assert own_library.load(path).indicators == (ONE,)


def test_what_is_sound_in_a_broken_file_goes_on(path: Path) -> None:
    save(path, ONE)
    value = json.loads(path.read_bytes())
    value["indicators"].append({"name": 3})
    path.write_text(json.dumps(value), encoding="utf-8")
    assert own_library.load(path).indicators == (ONE,)
    assert own_library.load(path) == own_library.OwnLibrary((ONE,))


def test_a_newer_versions_file_is_neither_read_nor_touched(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"format": 2, "indicators": {}}', encoding="utf-8")
    assert "升级" in own_library.load(path).note
    _, outcome = own_library.change(path, lambda _: (ONE,))
    assert isinstance(outcome, NotSaved) and "升级" in outcome.message
    assert "2" in path.read_text(encoding="utf-8")


def test_a_folder_in_its_place_is_said_and_left(path: Path) -> None:
    path.mkdir(parents=True)
    assert own_library.load(path).note
    present, outcome = own_library.change(path, lambda _: (ONE,))
    assert isinstance(outcome, NotSaved) and present == () and path.is_dir()


def test_a_save_that_fails_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(path, ONE)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    present, outcome = own_library.change(path, lambda _: ())
    assert isinstance(outcome, NotSaved) and present == (ONE,)
    assert path.read_bytes() == before
