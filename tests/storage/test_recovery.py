"""As much of a journal comes back as is sound, wherever it was cut or damaged."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfdesk.storage import process, recovery
from perfdesk.storage.journal_file import Base, JournalFile, decode, encode

BASE = Base("", None, "{}", datetime(2026, 3, 1, 9, tzinfo=UTC))
records = st.lists(
    st.dictionaries(st.text(max_size=5), st.text(max_size=9) | st.integers() | st.none()),
    max_size=6,
)


def _written(folder: Path, edits: list[dict[str, object]]) -> Path:
    file = JournalFile(folder, BASE, [])
    file.extend([encode(record) for record in edits])
    file.close()
    return file.path


# The machine may be busy; how long an example takes is not what is tested.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(edits=records)
def test_a_journal_cut_anywhere_gives_the_records_before_the_cut(
    edits: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = _written(tmp_path_factory.getbasetemp() / "cut", edits)
    data = path.read_bytes()
    path.unlink()
    # A line is whole from its last bracket on, the line break adds nothing.
    ends = [at for at, byte in enumerate(data) if byte == ord("\n")]
    assert len(ends) == len(edits) + 1
    for cut in range(len(data) + 1):
        found, rest = decode(data[:cut])
        whole = sum(end <= cut for end in ends)
        assert found[1:] == edits[: max(0, whole - 1)]
        assert bool(found) == bool(whole)
        assert rest == max(0, cut - (ends[whole - 1] + 1 if whole else 0))


@unhurried
@given(edits=records.filter(bool), data=st.data())
def test_a_damaged_byte_never_brings_back_what_was_not_typed(
    edits: list[dict[str, object]],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = _written(tmp_path_factory.getbasetemp() / "damaged", edits)
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path.unlink()
    found, _ = decode(bytes(content))
    assert found[1:] == edits[: len(found[1:])]


def test_a_line_that_is_missing_or_moved_stops_the_reading(tmp_path: Path) -> None:
    data = _written(tmp_path, [{"n": n} for n in range(4)]).read_bytes()
    head, a, b, c, d = data.splitlines(keepends=True)
    for wrong, sound in (([head, b, c, d], 0), ([head, a, c, b, d], 1), ([head, a, a, b], 1)):
        found, _ = decode(b"".join(wrong))
        assert len(found) - 1 == sound


def test_a_damaged_middle_is_told_and_a_torn_end_is_not(tmp_path: Path) -> None:
    path = _written(tmp_path, [{"n": n} for n in range(5)])
    sound = path.read_bytes()
    for content, count, says in (
        (sound[:-3], 4, ""),
        (sound + b"\0" * 4096, 5, ""),
        (sound.replace(b'{"n":2}', b'{"n":7}'), 2, "前 2 步完好，其后约 3 步已损坏"),
    ):
        path.write_bytes(content)
        found = recovery.read(path)
        assert found
        assert (len(found.records), says in found.damage) == (count, True)
        assert bool(found.damage) == bool(says)


def test_a_file_without_a_sound_head_is_no_journal(tmp_path: Path) -> None:
    path = tmp_path / "x.journal"
    for content in (b"", b"\0" * 100, b"{}", b"12345678 {}\n"):
        path.write_bytes(content)
        assert recovery.read(path) is None
    assert recovery.pending(tmp_path) == ()


def test_empty_leftovers_go_after_a_day_and_strangers_stay(tmp_path: Path) -> None:
    (tmp_path / "1-a.journal").touch()
    (tmp_path / "notes.txt").touch()
    recovery.pending(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    recovery.pending(tmp_path, now=(tmp_path / "1-a.journal").stat().st_mtime + 90_000)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_latest_comes_first_and_discarding_removes_it(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        path = _written(tmp_path, [{"n": number}])
        os.utime(path, (number, number))
    found = recovery.pending(tmp_path)
    assert [one.records[0]["n"] for one in found] == [3, 2, 1]
    recovery.discard(found[0])
    recovery.discard(found[0])
    assert [one.records[0]["n"] for one in recovery.pending(tmp_path)] == [2, 1]


def test_where_files_cannot_be_held_the_living_are_known_by_their_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "try_hold", lambda _: None)
    _written(tmp_path, [{"n": 1}])
    assert recovery.pending(tmp_path) == ()
    monkeypatch.setattr(process, "mark_of", lambda _: None)
    assert len(recovery.pending(tmp_path)) == 1


def test_a_journal_killed_in_the_making_leaves_the_one_it_replaces(tmp_path: Path) -> None:
    old = _written(tmp_path, [{"n": 1}, {"n": 2}])
    new = JournalFile(tmp_path, BASE, [encode({"n": 1}), encode({"n": 2})], [old.name])
    new.close()
    whole = new.path.read_bytes()
    for cut in range(len(whole) - 1):
        new.path.write_bytes(whole[:cut])
        assert [one.path for one in recovery.pending(tmp_path)] == [old]
    new.path.write_bytes(whole)
    assert [one.path for one in recovery.pending(tmp_path)] == [new.path]
    assert not old.exists()


def test_a_folder_that_is_not_there_has_nothing_pending(tmp_path: Path) -> None:
    assert recovery.pending(tmp_path / "none") == ()
