"""Earlier contents come back, as they were, and do not pile up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from perfdesk.storage import history
from perfdesk.storage.atomic import NotSaved, Saved
from perfdesk.storage.trouble import CannotRead

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def _keep(folder: Path, project: Path, *contents: bytes, most: int = 30) -> None:
    for number, data in enumerate(contents):
        at = START + timedelta(minutes=number)
        assert isinstance(history.keep(folder, project, data, at=at, most=most), Saved)


def test_copies_come_back_newest_first_with_time_and_content(tmp_path: Path) -> None:
    project = tmp_path / "a.perfdesk"
    _keep(tmp_path / "kept", project, b"one", b"two", b"one")
    copies = history.copies(tmp_path / "kept", project)
    assert [history.content(copy) for copy in copies] == [b"one", b"two", b"one"]
    assert [copy.at for copy in copies] == [START + timedelta(minutes=n) for n in (2, 1, 0)]
    assert [copy.size for copy in copies] == [3, 3, 3]


def test_the_same_content_twice_running_is_one_copy(tmp_path: Path) -> None:
    _keep(tmp_path, tmp_path / "a", b"one", b"one")
    assert len(history.copies(tmp_path, tmp_path / "a")) == 1


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    _keep(tmp_path, tmp_path / "a", *(b"%d" % n for n in range(6)), most=3)
    kept = [history.content(copy) for copy in history.copies(tmp_path, tmp_path / "a")]
    assert kept == [b"5", b"4", b"3"]


def test_projects_do_not_mix_and_a_link_is_the_same_project(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).touch()
        _keep(tmp_path / "kept", tmp_path / name, name.encode())
    (tmp_path / "link").symlink_to("a")
    for name, content in (("a", b"a"), ("b", b"b"), ("link", b"a")):
        (copy,) = history.copies(tmp_path / "kept", tmp_path / name)
        assert history.content(copy) == content


def test_a_damaged_copy_is_refused_and_kept_anew(tmp_path: Path) -> None:
    _keep(tmp_path, tmp_path / "a", b"one")
    (copy,) = history.copies(tmp_path, tmp_path / "a")
    copy.path.write_bytes(b"two")
    with pytest.raises(CannotRead, match="已损坏"):
        history.content(copy)
    later = START + timedelta(hours=1)
    history.keep(tmp_path, tmp_path / "a", b"one", at=later)
    assert history.content(history.copies(tmp_path, tmp_path / "a")[0]) == b"one"


def test_a_folder_that_cannot_be_made_is_told_and_lists_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    outcome = history.keep(tmp_path / "file", tmp_path / "a", b"one", at=START)
    assert isinstance(outcome, NotSaved)
    assert history.copies(tmp_path / "file", tmp_path / "a") == ()


def test_strangers_in_the_folder_are_neither_listed_nor_pruned(tmp_path: Path) -> None:
    _keep(tmp_path, tmp_path / "a", b"one")
    place = history.copies(tmp_path, tmp_path / "a")[0].path.parent
    (place / "笔记.txt").touch()
    assert history.prune(tmp_path, tmp_path / "a", most=0) == 1
    assert {path.name for path in place.iterdir()} == {"path.txt", "笔记.txt"}
