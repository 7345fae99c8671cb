"""Make `.venv`, or mend it: one start at a time, and never left half done unnoticed."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from bootstrap import NotReadyError, say
from bootstrap.commands import Log, call
from bootstrap.install import install
from bootstrap.progress import Progress
from bootstrap.reasons import reason
from bootstrap.stamp import installed, is_ready, packages_in, python_in, read, write
from bootstrap.system import install_hint, venv_package


def prepare(venv: Path, requirements: Path) -> None:
    """Make the environment ready, unless another start does so first."""
    (venv / "perfdesk").mkdir(parents=True, exist_ok=True)
    with (venv / "perfdesk" / "lock").open("a") as lock:
        wait_for(lock)
        os.set_inheritable(lock.fileno(), True)  # to the installer
        if not is_ready(venv, requirements):
            make(venv, requirements)


def make(venv: Path, requirements: Path) -> None:
    """Install the requirements, into a fresh environment unless the present one is sound."""
    unfinished = venv / "perfdesk" / "unfinished"
    sound = not unfinished.exists() and works(python_in(venv)) and not has_losses(venv)
    say("正在准备运行环境（只需一次，要下载约 100 MB，一般一两分钟）……")
    unfinished.touch()
    if not sound:
        empty(venv)
        create(venv)
    log = Log(venv / "perfdesk" / "log.txt")
    if not install(python_in(venv), requirements, log):
        if sound:
            unfinished.unlink()  # an installer that fails leaves what was there
        if requirements.stem == "develop":
            say(log.text)
        raise NotReadyError(f"{reason(log.text, requirements, os.environ)}。详情见 {log.path}")
    # Not left to the installers: they heed PYTHONDONTWRITEBYTECODE, and our modules count too.
    ours = [str(venv.parent / "perfdesk"), str(Path(__file__).parent)]
    compile_all = ["-m", "compileall", "-qq", "-j", "0", str(packages_in(venv)), *ours]
    call([str(python_in(venv)), *compile_all], log, Progress("正在编译"))
    write(venv, requirements)
    unfinished.unlink()
    say("运行环境已就绪。")


def works(python: Path) -> bool:
    """Tell whether this is a running Python of our own version."""
    code = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        return subprocess.run([str(python), "-c", code], capture_output=True).returncode == 0
    except OSError:
        return False


def has_losses(venv: Path) -> bool:
    """Tell whether something once installed is gone; an installer may think it still there."""
    kinds = [kind for kind in ("program", "develop") if (venv / "perfdesk" / kind).exists()]
    return any(not read(venv, kind)[1] <= installed(venv) for kind in kinds)


def empty(venv: Path) -> None:
    """Remove everything but our notes, which say `unfinished` until the end."""
    for kind in ("program", "develop"):
        (venv / "perfdesk" / kind).unlink(missing_ok=True)
    for child in venv.iterdir():
        if child.is_symlink() or not child.is_dir():
            child.unlink()
        elif child.name != "perfdesk":
            shutil.rmtree(child)


def create(venv: Path) -> None:
    """Make an environment without pip: Debian's Python can do this much without python3-venv."""
    try:
        from venv import EnvBuilder
    except ImportError:
        raise NotReadyError(
            f"这个 Python 不完整，缺少 venv。请先运行 {install_hint([venv_package()])}"
        ) from None
    EnvBuilder(with_pip=False, symlinks=sys.platform != "win32").create(venv)


def wait_for(lock: IO[str]) -> None:
    """Hold the lock until the file is closed or this process ends, however it ends."""
    said = False
    while not take(lock):
        if not said:
            say("另一处正在准备运行环境，请稍候……")
            said = True
        time.sleep(0.3)


def take(lock: IO[str]) -> bool:
    """Try to take the lock."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
