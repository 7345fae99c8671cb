"""What a save does to the file, and what it says where it cannot."""

import errno
import os
import stat
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

import pytest

from perfdesk.storage import atomic
from perfdesk.storage.atomic import NotConfirmed, NotSaved, Saved, write, write_output
from perfdesk.storage.reading import digest, read
from perfdesk.storage.trouble import Cause

OLD, NEW = "旧内容".encode() * 500, "新内容".encode() * 700


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "路灯维护.perfdesk"
    path.write_bytes(OLD)
    return path


def _refused(outcome: atomic.Outcome, cause: Cause, says: str) -> None:
    assert isinstance(outcome, NotSaved), outcome
    assert outcome.cause is cause
    assert says in outcome.message
    assert any("CJK" in unicodedata.name(c, "") for c in outcome.message)


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, pipes and links are POSIX")


def test_a_save_gives_the_digest_that_the_next_save_expects(file: Path) -> None:
    first = write(file, NEW, expected_hash=read(file).digest)
    assert first == Saved(digest(NEW))
    assert write(file, OLD, expected_hash=first.digest) == Saved(digest(OLD))
    assert file.read_bytes() == OLD
    assert _names(file.parent) == [file.name]


def test_a_file_changed_by_someone_else_is_not_overwritten(file: Path) -> None:
    loaded = read(file).digest
    file.write_bytes("别人的".encode())
    _refused(write(file, NEW, expected_hash=loaded), Cause.CHANGED, "已被别人改过")
    assert file.read_text("utf-8") == "别人的"


def test_a_change_that_keeps_time_and_size_is_seen(file: Path) -> None:
    loaded, status = read(file).digest, file.stat()
    file.write_bytes(OLD[::-1])
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    _refused(write(file, NEW, expected_hash=loaded), Cause.CHANGED, "已被别人改过")


def test_a_new_file_does_not_replace_one_that_is_there(file: Path) -> None:
    _refused(write(file, NEW, expected_hash=None), Cause.EXISTS, "已经有同名文件")
    assert file.read_bytes() == OLD


def test_a_deleted_file_does_not_come_back(file: Path) -> None:
    file.unlink()
    _refused(write(file, NEW, expected_hash=digest(OLD)), Cause.GONE, "另存为")
    assert not file.exists()


def test_a_save_that_arrived_unnoticed_can_be_repeated(file: Path) -> None:
    file.write_bytes(NEW)
    assert write(file, NEW, expected_hash=digest(OLD)) == Saved(digest(NEW))


def test_someone_who_saves_while_we_write_is_not_overwritten(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_beside = atomic.written_beside

    def slow(target: Path, data: bytes) -> Path:
        file.write_bytes("别人的".encode())
        return written_beside(target, data)

    monkeypatch.setattr(atomic, "written_beside", slow)
    _refused(write(file, NEW, expected_hash=digest(OLD)), Cause.CHANGED, "已被别人改过")
    assert file.read_text("utf-8") == "别人的"
    assert _names(file.parent) == [file.name]


def test_someone_who_saves_right_after_us_leaves_both_contents(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "sync_folder", lambda _: file.write_bytes("别人的".encode()))
    outcome = write(file, NEW, expected_hash=digest(OLD))
    _refused(outcome, Cause.CHANGED, "您的内容已另存为")
    ours, theirs = sorted(file.parent.iterdir(), key=lambda path: path.read_bytes() != NEW)
    assert ours.name in outcome.message
    assert (ours.read_bytes(), theirs.read_text("utf-8")) == (NEW, "别人的")


@posix
def test_the_mode_is_kept_and_a_new_file_has_the_usual_one(file: Path) -> None:
    file.chmod(0o640)
    write(file, NEW, expected_hash=digest(OLD))
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    usual, ours = file.with_name("usual"), file.with_name("ours")
    usual.touch()
    write(ours, NEW, expected_hash=None)
    assert ours.stat().st_mode == usual.stat().st_mode


def test_a_read_only_file_is_not_replaced(file: Path) -> None:
    file.chmod(0o444)
    _refused(write(file, NEW, expected_hash=digest(OLD)), Cause.DENIED, "只读")
    _refused(write_output(file, NEW), Cause.DENIED, "只读")
    assert file.read_bytes() == OLD


@posix
def test_a_symbolic_link_is_followed(file: Path) -> None:
    link = file.with_name("快捷方式")
    link.symlink_to(file.name)
    assert isinstance(write(link, NEW, expected_hash=digest(OLD)), Saved)
    assert link.is_symlink()
    assert file.read_bytes() == NEW


def test_the_old_content_is_handed_on_before_it_is_replaced(file: Path) -> None:
    seen = []

    def keep(old: bytes) -> atomic.Outcome:
        seen.append((old, file.read_bytes()))
        return Saved(digest(old))

    write(file, NEW, expected_hash=digest(OLD), keep=keep)
    assert seen == [(OLD, OLD)]


def test_a_history_that_fails_does_not_stop_the_save_and_is_told(file: Path) -> None:
    full = NotSaved(Cause.FULL, "磁盘已满。")
    outcome = write(file, NEW, expected_hash=digest(OLD), keep=lambda _: full)
    assert isinstance(outcome, Saved)
    assert outcome.note == "旧版本没有留底。磁盘已满。"
    assert file.read_bytes() == NEW


def test_an_output_replaces_what_is_there_and_makes_what_is_not(tmp_path: Path) -> None:
    pdf = tmp_path / "表.pdf"
    assert write_output(pdf, OLD) == Saved(digest(OLD))
    assert write_output(pdf, NEW) == Saved(digest(NEW))
    assert pdf.read_bytes() == NEW


PROC = Path("/proc")


@posix
@pytest.mark.parametrize("save", [write_output, lambda p, d: write(p, d, expected_hash=None)])
def test_what_is_no_place_for_a_file_is_refused_in_words(save, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "plain").touch()
    for path, cause, says in [
        (tmp_path, Cause.FOLDER, "文件夹"),
        (tmp_path / "pipe", Cause.FOLDER, "设备"),
        (tmp_path / "没有" / "表", Cause.GONE, "不存在"),
        (tmp_path / "plain" / "表", Cause.GONE, "不存在"),
        (tmp_path / ("长" * 86), Cause.NAME, "太长"),
        (tmp_path / "a\0b", Cause.NAME, "不允许的字符"),
        (tmp_path / "\ud800", Cause.NAME, "不允许的字符"),
        (tmp_path / "loop", Cause.OTHER, "编号"),
        *([(PROC / "version", Cause.DENIED, "只读")] if PROC.is_mount() else []),
    ]:
        _refused(save(path, NEW), cause, says)


def test_the_longest_name_that_the_disk_allows_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 85)
    assert write(path, OLD, expected_hash=None) == Saved(digest(OLD))
    assert write(path, NEW, expected_hash=digest(OLD)) == Saved(digest(NEW))


def test_a_share_that_hangs_up_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OSError(errno.ESTALE, "Stale file handle")

    monkeypatch.setattr(os, "fsync", gone)
    _refused(write(file, NEW, expected_hash=digest(OLD)), Cause.UNREACHABLE, "网络盘")
    assert file.read_bytes() == OLD


class _HeldOnWindows(PermissionError):
    winerror = 32


def test_a_file_held_for_a_moment_on_windows_is_waited_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    replace = Path.replace

    def held_twice(self: Path, target: Path) -> Path:
        if len(pauses) < 2:
            raise _HeldOnWindows(errno.EACCES, "held")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held_twice)
    monkeypatch.setattr(atomic.time, "sleep", pauses.append)
    assert write(file, NEW, expected_hash=digest(OLD)) == Saved(digest(NEW))


def test_a_file_held_for_ever_on_windows_is_given_up_and_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(self: Path, target: Path) -> Path:
        raise _HeldOnWindows(errno.EACCES, "held")

    pauses: list[float] = []
    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(atomic.time, "sleep", pauses.append)
    _refused(write(file, NEW, expected_hash=digest(OLD)), Cause.BUSY, "占用")
    assert sum(pauses) < 3
    assert _names(file.parent) == [file.name]


def test_a_rename_whose_answer_was_lost_is_a_save(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def answer_lost(self: Path, target: Path) -> Path:
        replace(self, target)
        raise OSError(errno.EIO, "lost")

    monkeypatch.setattr(Path, "replace", answer_lost)
    assert write(file, NEW, expected_hash=digest(OLD)) == Saved(digest(NEW))


def test_a_folder_that_cannot_be_synced_is_the_third_outcome(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "sync")

    monkeypatch.setattr(atomic, "sync_folder", fail)
    outcome = write(file, NEW, expected_hash=digest(OLD))
    assert isinstance(outcome, NotConfirmed)
    assert (outcome.digest, file.read_bytes()) == (digest(NEW), NEW)
    assert "再保存一次" in outcome.message


def test_a_disk_without_hard_links_can_still_have_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", unknown)
    path = tmp_path / "新"
    assert write(path, NEW, expected_hash=None) == Saved(digest(NEW))
    assert _names(tmp_path) == ["新"]


def test_of_writers_who_take_turns_exactly_one_wins(file: Path, tmp_path: Path) -> None:
    guard = tmp_path / "local" / "guard"
    loaded = read(file).digest
    outcomes: dict[bytes, atomic.Outcome] = {}
    start = threading.Barrier(4)

    def save(data: bytes) -> None:
        start.wait()
        outcomes[data] = write(file, data, expected_hash=loaded, guard=guard)

    contents = [bytes([65 + i]) * 100_000 for i in range(4)]
    threads = [threading.Thread(target=save, args=(data,)) for data in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    saved = [data for data, outcome in outcomes.items() if isinstance(outcome, Saved)]
    assert saved == [file.read_bytes()]
    for data, outcome in outcomes.items():
        if data not in saved:
            _refused(outcome, Cause.CHANGED, "已被别人改过")


def test_writers_who_do_not_take_turns_never_mix_their_contents(tmp_path: Path) -> None:
    path = tmp_path / "表.pdf"
    contents = [bytes([65 + i]) * 200_000 for i in range(3)]
    threads = [
        threading.Thread(target=lambda d=data: [write_output(path, d) for _ in range(15)])
        for data in contents
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert not path.exists() or path.read_bytes() in contents
    assert path.read_bytes() in contents


_FULL = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from perfdesk.storage import atomic, reading
path = Path(sys.argv[2], "p")
first = atomic.write(path, b"o" * 20_000, expected_hash=None)
assert isinstance(first, atomic.Saved), first
outcome = atomic.write(path, b"n" * 60_000, expected_hash=first.digest)
assert isinstance(outcome, atomic.NotSaved) and outcome.cause == "full", outcome
assert "磁盘空间已满" in outcome.message
assert path.read_bytes() == b"o" * 20_000
assert [one.name for one in path.parent.iterdir()] == ["p"]
assert isinstance(atomic.write(path, b"n" * 20_000, expected_hash=first.digest), atomic.Saved)
"""


@pytest.mark.outside
def test_a_full_disk_keeps_the_old_file_and_says_so(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    mount = "mount -t tmpfs -o size=64k tiny"
    tried = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f"{mount} {tmp_path}"], capture_output=True, check=False
    ) if Path("/usr/bin/unshare").exists() else None  # fmt: skip
    if tried is None or tried.returncode:
        pytest.skip("no tiny disk can be mounted here (unshare and user namespaces)")
    command = f'{mount} "$3" && exec "$0" -c "$1" "$2" "$3"'
    ran = subprocess.run(
        ["unshare", "-rm", "sh", "-c", command, sys.executable, _FULL, root, str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
