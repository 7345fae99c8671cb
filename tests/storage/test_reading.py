"""A file is read whole, or refused in one sentence that says what to do."""

import errno
import os
import sys
from pathlib import Path

import pytest

from perfdesk.storage.reading import digest, read
from perfdesk.storage.trouble import CannotRead, Cause, explain, shown


def test_content_and_its_name_come_together(tmp_path: Path) -> None:
    path = tmp_path / "表"
    path.write_bytes(b"x" * 3_000_000)
    loaded = read(path)
    assert (len(loaded.data), loaded.digest) == (3_000_000, digest(b"x" * 3_000_000))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are POSIX")
def test_what_is_no_file_is_refused_and_never_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, cause, says in [
        (tmp_path, Cause.FOLDER, "文件夹"),
        (tmp_path / "pipe", Cause.FOLDER, "设备"),
        (Path("/dev/zero"), Cause.FOLDER, "设备"),
        (tmp_path / "没有", Cause.GONE, "不存在"),
        (tmp_path / "a\0", Cause.NAME, "不允许的字符"),
    ]:
        with pytest.raises(CannotRead, match=says) as caught:
            read(path)
        assert caught.value.cause is cause
        assert str(caught.value).startswith("无法打开“")


def test_a_file_larger_than_agreed_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read(tmp_path / "a", max_bytes=5).data == b"12345"
    with pytest.raises(CannotRead, match="太大"):
        read(tmp_path / "a", max_bytes=4)


class _Windows(OSError):
    def __init__(self, number: int) -> None:
        super().__init__(errno.EINVAL, "windows")
        self.winerror = number


@pytest.mark.parametrize("action", ["保存", "打开"])
def test_every_error_of_every_system_has_a_sentence(action: str, tmp_path: Path) -> None:
    errors = [OSError(number, "text") for number in errno.errorcode]
    errors += [_Windows(number) for number in range(1, 1300)]
    for error in [*errors, OSError("no number"), ValueError("name")]:
        trouble = explain(error, tmp_path / "表", action)
        assert trouble.message.startswith(f"无法{action}“表”：")
        assert trouble.message.endswith("。")
        assert "text" not in trouble.message
        assert "None" not in trouble.message


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OSError(errno.ENOSPC, ""), Cause.FULL),
        (OSError(errno.EDQUOT, ""), Cause.FULL),
        (OSError(errno.EROFS, ""), Cause.READ_ONLY),
        (OSError(errno.EACCES, ""), Cause.DENIED),
        (OSError(errno.ESTALE, ""), Cause.UNREACHABLE),
        (OSError(errno.EIO, ""), Cause.DAMAGED),
        (_Windows(53), Cause.UNREACHABLE),
        (_Windows(32), Cause.BUSY),
        (_Windows(123), Cause.NAME),
    ],
)
def test_causes_are_told_apart(error: OSError, cause: Cause, tmp_path: Path) -> None:
    assert explain(error, tmp_path / "表").cause is cause


def test_a_strangers_text_stays_one_short_visible_line() -> None:
    assert shown("路灯\n\u202e<b>\0") == "路灯□□<b>□"
    assert len(shown("长" * 500)) == 40
