"""Kill, and fail, every system call of one save in turn, and judge what is left on the disk."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests import patience
from tests.storage import saving_child as child

# Calls that change the disk or on whose answer the outcome rests. A kill at any other call
# leaves what the next of these leaves.
CALLS = (
    "openat", "read", "write", "fsync", "close", "fchmod", "fchown", "rename", "link", "unlink",
    "newfstatat", "mkdir", "flock", "faccessat2", "access", "exit_group",
)  # fmt: skip
ERRORS = {
    "write": ("ENOSPC", "EIO"),
    "fsync": ("EIO", "ENOSPC"),
    "openat": ("EACCES", "ENOSPC", "EIO"),
    "rename": ("EACCES", "EIO"),
    "link": ("EPERM", "EIO"),
    "unlink": ("EACCES",),
    "close": ("EIO",),
    "read": ("EIO",),
    "newfstatat": ("EIO",),
    "mkdir": ("ENOSPC",),
    "fchmod": ("EPERM",),
    "fchown": ("EPERM",),
    "flock": ("ENOLCK", "EAGAIN"),
    "faccessat2": ("EACCES",),
    "access": ("EACCES",),
}


@dataclass(frozen=True)
class Fault:
    """What is done to which call: `error=EIO` or `signal=KILL`, once or from then on."""

    call: str
    nth: int
    deed: str
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.deed} at {self.call} {self.nth}{' and after' if self.lasting else ''}"


def why_not(folder: Path) -> str:
    """Tell why faults cannot be injected here; empty when they can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    try:
        with Saver(folder) as saver:
            code, _ = saver.run("truncating", Fault("write", 1, "signal=KILL"))
    except NotTraced as error:
        return f"strace may not attach here: {error}"
    return "" if code == -9 else f"strace injects nothing here (the save ended with {code})"


class NotTraced(Exception):
    """strace could not attach; the text is its own."""


class Saver:
    """Processes that save under strace, one after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._children = subprocess.Popen(
            [sys.executable, "-I", "-S", child.__file__],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> "Saver":
        return self

    def __exit__(self, *_: object) -> None:
        self._children.communicate(timeout=patience.SECONDS)

    def faults_of(self, way: str) -> list[Fault]:
        """Save undisturbed and list every fault that can be done to it."""
        code, trace = self.run(way, None)
        assert code == child.SAVED, f"{way} does not even save: {code}\n{trace}"
        seen: Counter[str] = Counter()
        begun = False
        found = []
        for line in trace.splitlines():
            call = _call(line)
            seen[call] += 1
            if child.MARKER in line:
                begun = True
            elif begun and call in CALLS:
                nth = seen[call]
                if call != "newfstatat":
                    found.append(Fault(call, nth, "signal=KILL"))
                errors = ERRORS.get(call, ())
                found += [Fault(call, nth, f"error={error}") for error in errors]
                if call not in ("newfstatat", "access", "read"):
                    found += [Fault(call, nth, f"error={error}", True) for error in errors[:1]]
        return found

    def violations(self, way: str, faults: list[Fault]) -> list[str]:
        """Do each fault to a save and tell every broken promise."""
        found = []
        for fault in (None, *faults):
            code, trace = self.run(way, fault)
            if wrong := judge(way, self._folder, fault, code, trace):
                found.append(f"{way}, {fault or 'undisturbed'}: {wrong}")
        return found

    def run(self, way: str, fault: Fault | None) -> tuple[int, str]:
        """Save once on a fresh disk; returns the exit code and the calls made."""
        shutil.rmtree(self._folder, ignore_errors=True)
        target = self._folder / "user" / "project.perfdesk"
        target.parent.mkdir(parents=True)
        if way != "real-new":
            target.write_bytes(child.OLD)
        assert self._children.stdin and self._children.stdout
        print(way, self._folder, file=self._children.stdin, flush=True)
        pid = int(self._children.stdout.readline())
        inject = []
        if fault is not None:
            when = f"{fault.nth}{'+' if fault.lasting else ''}"
            inject = ["-e", f"inject={fault.call}:{fault.deed}:when={when}"]
        trace = self._folder / "trace"
        with subprocess.Popen(
            ["strace", "-p", str(pid), "-y", "-s", "300", "-o", str(trace),
             "-e", f"trace={','.join(f'?{call}' for call in CALLS)}", *inject],
            stderr=subprocess.PIPE, text=True,
        ) as tracer:  # fmt: skip
            assert tracer.stderr
            attached = tracer.stderr.readline()
            os.kill(pid, signal.SIGUSR1)
            code = int(self._children.stdout.readline())
        if "attached" not in attached:
            raise NotTraced(attached.strip())
        return code, trace.read_text("utf-8", "replace")


def judge(way: str, folder: Path, fault: Fault | None, code: int, trace: str) -> str:
    """Tell which promise a save has broken; empty when none."""
    after = trace.partition(child.MARKER)[2]
    deed = fault.deed if fault else ""
    if deed.startswith("error") and "(INJECTED)" not in after:
        return f"the fault was not done: {trace[-300:]}"
    target = folder / "user" / "project.perfdesk"
    old = None if way == "real-new" else child.OLD
    found = target.read_bytes() if target.exists() else None
    if found not in (old, child.NEW):
        return f"neither old nor new, but {len(found or b'')} bytes"
    match code:
        case -9 if deed == "signal=KILL":
            return ""
        case child.SAVED | child.SAVED_WITH_NOTE:
            if found != child.NEW:
                return "said saved, is old"
            if code == child.SAVED and way == "real" and not _kept(folder):
                return "said saved, kept nothing"
            return _not_durable(after, target)
        case child.NOT_SAVED:
            return "" if found == old else "said not saved, is new"
        case child.NOT_CONFIRMED:
            return "" if found == child.NEW else "said it is there, is old"
    return f"ended with {code}"


def _kept(folder: Path) -> bool:
    return any(path.read_bytes() == child.OLD for path in folder.glob("local/*/*.perfdesk"))


def _not_durable(trace: str, target: Path) -> str:
    """Find in the calls that what was renamed had been synced, and its folder after."""
    moved = f', "{target}"'
    lines = trace.splitlines()
    at = next(
        (i for i in reversed(range(len(lines)))
         if _call(lines[i]) in ("rename", "link") and moved in lines[i] and _good(lines[i])),
        None,
    )  # fmt: skip
    if at is None:
        return "said saved without a rename"
    source = re.findall(r'"([^"]*)"', lines[at])[0]
    syncs = [line for line in lines[:at] if _call(line) == "fsync" and f"<{source}>" in line]
    if not syncs or not all(map(_good, syncs)):
        return "said saved, content not synced"
    folder = [line for line in lines[at:] if f"<{target.parent}>" in line]
    if not any(_call(line) == "fsync" and _good(line) for line in folder):
        return "said saved, folder not synced"
    return ""


def _call(line: str) -> str:
    return re.sub(r"^\d+ +", "", line).partition("(")[0]


def _good(line: str) -> bool:
    return line.rstrip().endswith("= 0")
