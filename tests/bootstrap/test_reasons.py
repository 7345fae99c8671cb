"""Whatever stops a set-up becomes a Chinese sentence that says what to do."""

import errno
import re
from pathlib import Path

import pytest

from bootstrap import reasons

PROGRAM = Path("requirements/program.txt")
UNMATCHED = "ERROR: No matching distribution found for lxml==6.1.3"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (f"NewConnectionError(...)\n{UNMATCHED}", "接通网络"),
        (f"ConnectTimeoutError(..., 'timed out. (connect timeout=15)')\n{UNMATCHED}", "接通网络"),
        ("cause: dns error\n", "接通网络"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] ...\nNo matching distribution", "安全证书"),
        ("OSError: [Errno 28] No space left on device", "磁盘空间不足"),
        ("OSError: [WinError 112] 磁盘空间不足。", "腾出约 1 GB"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM ...", "与清单不符"),
        (UNMATCHED, "没有适合这台电脑"),
        ("Segmentation fault", "删除 .venv"),
    ],
)
def test_what_installers_say_becomes_a_sentence(said, sentence):
    assert sentence in reasons.reason(said, PROGRAM, {})


@pytest.mark.parametrize("kind", ["program", "develop"])
def test_without_network_the_way_out_names_what_is_to_be_fetched(kind):
    said = reasons.reason("NewConnectionError", Path(f"requirements/{kind}.txt"), {})
    assert f"-r requirements/{kind}.txt -d wheels" in said
    assert "PIP_NO_INDEX=1" in said and "PIP_FIND_LINKS" in said
    assert f"（{reasons.PYTHON}）" in said


def offline(folder):
    return reasons.reason(UNMATCHED, PROGRAM, {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": folder})


def test_a_folder_of_wheels_that_is_not_there_is_named(tmp_path):
    assert f"没有“{tmp_path / 'wheel'}”这个文件夹" in offline(str(tmp_path / "wheel"))


def test_a_blank_in_the_name_of_the_folder_is_found_out(tmp_path):
    (tmp_path / "U 盘").mkdir()
    said = offline(str(tmp_path / "U 盘"))
    assert f"没有“{tmp_path / 'U'}”这个文件夹" in said and "空格" in said


def test_wheels_of_another_machine_are_named_with_their_folder(tmp_path):
    said = offline(str(tmp_path))
    assert f"文件夹“{tmp_path}”里没有" in said
    assert "lxml 6.1.3" in said and f"Python {reasons.PYTHON}" in said


def test_a_folder_of_wheels_that_nobody_named_is_asked_for():
    assert "PIP_FIND_LINKS" in reasons.reason(UNMATCHED, PROGRAM, {"PIP_NO_INDEX": "true"})
    assert "软件源" in reasons.reason(UNMATCHED, PROGRAM, {"PIP_NO_INDEX": "0"})


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_where_nothing_can_be_written_a_copy_elsewhere_is_advised(number, monkeypatch):
    monkeypatch.setattr(reasons.sys, "platform", "linux")
    said = reasons.of_disk(OSError(number, "denied", "/opt/perfdesk/.venv"), Path("/opt/perfdesk"))
    assert said.startswith("不能写入“/opt/perfdesk/.venv”")
    assert "复制到自己的主目录" in said


def test_on_windows_a_running_program_may_be_why(monkeypatch):
    monkeypatch.setattr(reasons.sys, "platform", "win32")
    assert "关闭正在运行的绩效填报台" in reasons.of_disk(PermissionError(13, "x", "P"), Path("R"))


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EIO, errno.ENOLCK])
def test_no_word_of_the_system_stands_in_the_sentence(number):
    said = reasons.of_disk(OSError(number, "denied by the system"), Path("程序"))
    assert not re.search(r"[A-Za-z]{3}", said)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("W: ... Temporary failure resolving 'deb'\nE: Unable to locate package x", "接通网络"),
        ("E: You don't have enough free space", "apt-get 报告“You don't have enough free space”"),
        ("", "没有说明"),
    ],
)
def test_why_the_system_took_no_package_is_said(said, sentence):
    assert sentence in reasons.of_system(said)
