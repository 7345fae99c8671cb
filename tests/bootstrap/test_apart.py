"""Whoever kills a start ends its installer too, and the next start waits until that has ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import stamp
from perfdesk.storage.process import mark_of
from tests.conftest import ROOT
from tests.patience import SECONDS, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals")

# An installer that another process works for, as with pip; both fill the environment until they
# are ended, but that one goes alone that finds `quick` beside it.
UV = """#!{python}
import os, sys, time
from pathlib import Path
here = Path(__file__).parent
packages = Path({packages!r})
if (here / "quick").exists():
    (packages / "thing.py").write_text("x = 1")
    sys.exit()
(here / "cwd").write_text(os.getcwd())
parent = os.getppid()
if os.fork() == 0:
    (here / "second").write_text(str(os.getpid()))
else:
    (here / "first").write_text(f"{{os.getpid()}} {{parent}}")
n = 0
while True:
    folder = packages / f"{{os.getpid()}}-{{n}}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "file").touch()
    n += 1
"""
START = """
from pathlib import Path
from bootstrap.apart import prepare_apart
import sys
sys.exit(not prepare_apart(Path(sys.argv[1]), Path(sys.argv[2])))
"""


class Machine:
    """A machine with an installer of ours, and a program to be started on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / ".venv"
        self.requirements = folder / "program.txt"
        self.requirements.write_text("thing==1\n")
        self.bin = folder / "bin"
        self.bin.mkdir()
        packages = str(stamp.packages_in(self.venv))
        (self.bin / "uv").write_text(UV.format(python=sys.executable, packages=packages))
        (self.bin / "uv").chmod(0o755)

    def start(self) -> "subprocess.Popen[str]":
        variables = {k: v for k, v in os.environ.items() if k != "PIP_NO_INDEX"}
        variables |= {"PATH": f"{self.bin}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            [sys.executable, "-c", START, str(self.venv), str(self.requirements)],
            cwd=self.folder,
            env=variables,
            stderr=subprocess.PIPE,
            text=True,
        )

    def installers(self) -> list[int]:
        """Give the installer's two processes, once both are there."""
        files = [self.bin / "first", self.bin / "second"]
        wait_until(lambda: all(file.exists() and file.read_text() for file in files))
        return [int(file.read_text().split()[0]) for file in files]

    def is_made(self) -> bool:
        """Start again with an installer that is quick, and tell whether all is well."""
        (self.bin / "quick").touch()
        again = self.start()
        _, said = again.communicate(timeout=SECONDS)
        assert again.returncode == 0, said
        return stamp.is_ready(self.venv, self.requirements)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
def test_the_installer_ends_with_the_start_that_wanted_it(machine, name):
    start = machine.start()
    installers = machine.installers()
    start.send_signal(getattr(signal, name))
    start.communicate(timeout=SECONDS)
    wait_until(lambda: not any(map(mark_of, installers)))
    assert machine.is_made()


def test_the_next_start_begins_when_the_installer_of_the_last_has_ended(machine):
    start = machine.start()
    installers = machine.installers()
    start.kill()
    assert machine.is_made()
    assert not any(map(mark_of, installers))
    start.communicate(timeout=SECONDS)
    left = [each for each in stamp.packages_in(machine.venv).iterdir() if "-" in each.name]
    assert left == []


def test_a_killed_installer_is_not_taken_for_one_that_failed(machine):
    assert machine.is_made()
    (machine.bin / "quick").unlink()
    machine.requirements.write_text("thing==2\n")
    start = machine.start()
    installers = machine.installers()
    start.kill()
    _, said = start.communicate(timeout=SECONDS)
    assert "没有装好" not in said
    assert (machine.venv / "perfdesk" / "unfinished").exists()
    wait_until(lambda: not any(map(mark_of, installers)))


def test_an_installer_that_lost_everybody_keeps_the_next_start_waiting(machine):
    start = machine.start()
    installers = machine.installers()
    apart = int((machine.bin / "first").read_text().split()[1])
    os.kill(apart, signal.SIGKILL)
    _, said = start.communicate(timeout=SECONDS)
    assert "再运行一次" in said
    assert start.returncode == 1
    assert all(map(mark_of, installers))
    again = machine.start()
    assert again.stderr
    assert "另一处正在准备" in again.stderr.readline()
    for each in installers:
        os.kill(each, signal.SIGKILL)
    again.kill()
    again.communicate(timeout=SECONDS)
    assert machine.is_made()


def test_the_installer_works_where_the_person_stands(machine):
    start = machine.start()
    machine.installers()
    start.kill()
    start.communicate(timeout=SECONDS)
    assert (machine.bin / "cwd").read_text() == str(machine.folder)
