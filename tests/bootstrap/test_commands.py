"""A command is heard to its end, and ends with whoever waits for it."""

import sys
import threading
import time

import pytest

from bootstrap import commands
from bootstrap.commands import Log, call
from tests.patience import wait_until

# Starts a second process, as pip does, and both write into a folder until somebody ends them.
BUSY = """
import subprocess, sys, time
folder, is_first = sys.argv[1], len(sys.argv) == 2
if is_first:
    subprocess.Popen([sys.executable, __file__, folder, "second"])
while True:
    open(f"{folder}/{'first' if is_first else 'second'}", "a").write("x")
    time.sleep(0.01)
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are POSIX")


@pytest.fixture
def busy(tmp_path):
    """Give the command of a busy installer, and the files that it writes."""
    (tmp_path / "busy.py").write_text(BUSY)
    written = tmp_path / "written"
    written.mkdir()
    command = [sys.executable, str(tmp_path / "busy.py"), str(written)]
    return command, [written / "first", written / "second"]


def python(code):
    return [sys.executable, "-c", code]


def test_what_a_command_says_is_kept_and_its_end_told(tmp_path):
    log = Log(tmp_path / "log")
    assert call(python("print('好'); import sys; print('坏', file=sys.stderr)"), log)
    assert not call(python("import sys; sys.exit(2)"), log)
    assert not call([str(tmp_path / "none")], log)
    assert "好\n坏\n" in log.text
    assert (tmp_path / "log").read_text("utf-8") == log.text


def test_on_a_full_disk_the_log_is_kept_in_memory(tmp_path):
    log = Log(tmp_path / "log")
    log.path = tmp_path / "no folder" / "log"
    assert call(python("print('No space left on device')"), log)
    assert "No space left" in log.text


def test_a_long_command_is_spoken_of(tmp_path, monkeypatch):
    heard, gate = [], tmp_path / "gate"
    monkeypatch.setattr(commands, "SOON", 0.01)
    monkeypatch.setattr(commands, "say", lambda text: (heard.append(text), gate.touch()))
    wait = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.01)"
    assert call(python(wait), Log())
    assert "正在准备……已用 0 秒" in heard[0]


@pytest.fixture
def interrupted(monkeypatch):
    """Give a list of files; once they are there, Ctrl+C is pressed."""
    awaited = []

    def interrupt(_):
        if all(file.exists() for file in awaited):
            raise KeyboardInterrupt

    monkeypatch.setattr(commands, "SOON", 0.01)
    monkeypatch.setattr(commands, "say", interrupt)
    return awaited


@posix
def test_a_command_ends_with_all_that_it_started(busy, interrupted):
    command, files = busy
    interrupted += files
    with pytest.raises(KeyboardInterrupt):
        call(command, Log())
    sizes = [file.stat().st_size for file in files]
    time.sleep(0.2)
    assert [file.stat().st_size for file in files] == sizes
    assert commands.under_way == []


def test_what_must_not_be_cut_short_goes_on_to_its_end(tmp_path, interrupted, monkeypatch):
    begun, gate, done = (tmp_path / name for name in ("begun", "gate", "done"))
    interrupted += [begun]
    say = commands.say

    def say_and_open(text):
        try:
            say(text)
        except KeyboardInterrupt:
            gate.touch()
            monkeypatch.setattr(commands, "say", lambda _: None)
            raise

    monkeypatch.setattr(commands, "say", say_and_open)
    code = (
        "import os, pathlib, time\n"
        f"pathlib.Path({str(begun)!r}).touch()\n"
        f"while not os.path.exists({str(gate)!r}): time.sleep(0.01)\n"
        f"time.sleep(0.2); pathlib.Path({str(done)!r}).touch()"
    )
    with pytest.raises(KeyboardInterrupt):
        call(python(code), Log(), unbroken=True)
    assert done.exists()


@posix
def test_nobody_judges_a_command_that_was_ended_with_everything(busy):
    command, files = busy
    judged = []
    caller = threading.Thread(target=lambda: judged.append(call(command, Log())))
    caller.start()
    wait_until(lambda: all(file.exists() for file in files))
    with commands.turn:
        commands.end(commands.under_way[0])
        caller.join(0.5)
        assert judged == []
    caller.join()
    assert judged == [False]
