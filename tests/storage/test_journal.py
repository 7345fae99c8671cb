"""Every edit comes back after a kill, and a full disk neither stops nor loses any."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from perfdesk.storage import journal_file, recovery
from perfdesk.storage.journal import Journal
from perfdesk.storage.journal_file import Base
from tests.patience import wait_until

BASE = Base("/表/路灯.perfdesk", "abc", '{"项目": "路灯"}\n', datetime(2026, 3, 1, 9, tzinfo=UTC))


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def journal(tmp_path: Path, told: list[str]) -> Iterator[Journal]:
    made = Journal(tmp_path / "journals", BASE, on_trouble=told.append)
    yield made
    made.discard()


def _texts(journal: Journal) -> list[object]:
    assert journal.path
    found = recovery.read(journal.path)
    assert found
    assert found.damage == ""
    return [record["text"] for record in found.records]


def test_a_record_is_on_file_when_append_returns(journal: Journal) -> None:
    for text in ("甲", "乙\n“丙”", "\ud83d", ""):
        journal.append({"text": text, "at": None})
        assert _texts(journal)[-1] == text
    assert journal.path
    assert recovery.read(journal.path).base == BASE  # type: ignore[union-attr]


def test_a_discarded_journal_leaves_nothing_and_a_closed_one_waits(
    tmp_path: Path, told: list[str]
) -> None:
    for end in ("discard", "close"):
        journal = Journal(tmp_path, BASE, on_trouble=told.append)
        journal.append({"text": end})
        getattr(journal, end)()
    (left,) = recovery.pending(tmp_path)
    assert left.records == ({"text": "close"},)
    assert told == []


def test_after_a_save_only_what_was_typed_since_remains(journal: Journal) -> None:
    journal.append({"text": "saved"})
    mark = journal.mark()
    journal.append({"text": "typed while saving"})
    before = journal.path
    after_save = Base(BASE.project, "def", "saved", BASE.at)
    journal.rebase(after_save, mark)
    journal.append({"text": "typed later"})
    assert _texts(journal) == ["typed while saving", "typed later"]
    assert journal.path
    assert recovery.read(journal.path).base == after_save  # type: ignore[union-attr]
    assert before
    assert before.exists(), "until the new one is on the disk"
    journal.sync()
    assert not before.exists()


class _Disk:
    """A disk whose calls can be made to fail, some after doing half."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failing: set[str] = set()
        for name in ("open", "write", "fsync", "ftruncate"):
            monkeypatch.setattr(os, name, self._wrap(name, getattr(os, name)))

    def _wrap(self, name, real):  # type: ignore[no-untyped-def]
        def call(fd, *args):  # type: ignore[no-untyped-def]
            if name not in self.failing:
                return real(fd, *args)
            if name == "write" and len(args[0]) > 2:
                return real(fd, bytes(args[0])[: len(args[0]) // 2])
            raise OSError(errno.ENOSPC, "full")

        return call


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> _Disk:
    return _Disk(monkeypatch)


@pytest.mark.parametrize("failing", [{"write"}, {"write", "ftruncate"}, {"write", "open"}])
def test_edits_typed_on_a_full_disk_are_written_when_there_is_room(
    failing: set[str], journal: Journal, disk: _Disk, told: list[str]
) -> None:
    journal.append({"text": "before"})
    disk.failing = failing
    for number in range(3):
        journal.append({"text": f"full {number}"})
    assert len(told) == 1
    assert "磁盘已满" in told[0]
    disk.failing = set()
    journal.append({"text": "after"})
    assert _texts(journal) == ["before", "full 0", "full 1", "full 2", "after"]


def test_edits_before_trouble_stay_readable_in_the_midst_of_it(
    journal: Journal, disk: _Disk
) -> None:
    journal.append({"text": "before"})
    disk.failing = {"write", "ftruncate"}
    journal.append({"text": "torn"})
    assert _texts(journal) == ["before"]
    disk.failing = set()


def test_a_failed_sync_is_answered_with_a_fresh_file_and_told_once(
    journal: Journal, disk: _Disk, told: list[str]
) -> None:
    journal.append({"text": "one"})
    before = journal.path
    disk.failing = {"fsync"}
    journal.sync()
    journal.sync()
    disk.failing = set()
    journal.append({"text": "two"})
    assert journal.path != before
    assert _texts(journal) == ["one", "two"]
    assert len(told) == 1
    journal.sync()
    disk.failing = {"fsync"}
    journal.sync()
    assert len(told) == 2, "another spell of trouble is told again"
    disk.failing = set()


def test_a_save_on_a_full_disk_leaves_the_old_journal_whole(
    journal: Journal, disk: _Disk, told: list[str]
) -> None:
    journal.append({"text": "one"})
    disk.failing = {"write"}
    journal.rebase(Base("", None, "x", BASE.at), journal.mark())
    disk.failing = set()
    journal.append({"text": "two"})
    assert _texts(journal) == ["one", "two"]
    assert len(told) == 1


def test_a_folder_that_cannot_be_made_does_not_stop_typing(tmp_path: Path, told: list[str]) -> None:
    folder = tmp_path / "folder"
    folder.touch()
    journal = Journal(folder, BASE, on_trouble=told.append)
    journal.append({"text": "one"})
    assert (journal.path, len(told)) == (None, 1)
    folder.unlink()
    journal.append({"text": "two"})
    assert _texts(journal) == ["one", "two"]
    journal.discard()


def test_the_disk_is_asked_without_the_typist(
    tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfdesk.storage.journal.SYNC_EVERY", 0.01)
    synced = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.fstat(fd).st_size))
    journal = Journal(tmp_path, BASE, on_trouble=told.append)
    journal.append({"text": "one"})
    assert journal.path
    size = journal.path.stat().st_size
    wait_until(lambda: size in synced)
    journal.discard()


_TYPIST = """
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from perfdesk.storage.journal import Journal
from perfdesk.storage.journal_file import Base
base = Base("", None, "{}", datetime(2026, 1, 1, tzinfo=UTC))
journal = Journal(Path(sys.argv[2]), base, on_trouble=print)
for number in range(10**9):
    journal.append({"n": number})
    if number % 500 == 499:
        journal.rebase(base, journal.mark() - 100)
    os.write(1, b"%d\\n" % number)
"""


@pytest.mark.parametrize("keys", [1, 77, 499, 1234])
def test_every_acknowledged_edit_comes_back_after_a_kill(keys: int, tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", _TYPIST, root, str(tmp_path)], stdout=subprocess.PIPE
    ) as typist:
        assert typist.stdout
        for _ in range(keys):
            typist.stdout.readline()
        assert recovery.pending(tmp_path) == (), "the journal of a living program is its own"
        typist.send_signal(signal.SIGKILL)
        acknowledged = keys + len(typist.stdout.read().split(b"\n")) - 1
    found = recovery.pending(tmp_path)
    numbers = [record["n"] for record in found[0].records]
    assert all(one.damage == "" for one in found)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))  # type: ignore[operator,arg-type]
    assert numbers[-1] >= acknowledged - 1  # type: ignore[operator]
    if acknowledged > 500:
        assert numbers[0] != 0, "the journal began anew"


def test_the_head_is_written_after_the_file_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []

    def hold(fd: int) -> bool:
        sizes.append(os.fstat(fd).st_size)
        return True

    monkeypatch.setattr(journal_file.process, "try_hold", hold)
    journal_file.JournalFile(tmp_path, BASE, []).remove()
    assert sizes == [0]
