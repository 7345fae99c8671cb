"""See to what the wheels cannot bring: system libraries and Debian's split-off packages."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from ctypes import CDLL
from pathlib import Path

from bootstrap import say
from bootstrap.commands import Log, call
from bootstrap.progress import Progress
from bootstrap.reasons import of_system

# What Qt loads from the system, and the Debian package that has it; proved in a bare tree.
QT_ALWAYS = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
QT_ON_SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libcups.so.2": "libcups2",  # without it Qt's print dialog knows no printer
}
QT_LIBRARIES = QT_ALWAYS | QT_ON_SCREEN
# Where nothing answers, apt would wait for half a minute, several times over.
APT_LIMITS = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15"]
APT_LIMITS += ["-o", "Acquire::https::Timeout=15"]


def provide_qt(remember: Path) -> None:
    """Install the libraries that Qt lacks where that is ours to do, else name the command.

    Only a complete set is remembered; whatever lacks is looked for again at every start.
    """
    absent = missing(QT_LIBRARIES, CDLL)
    if absent and add_packages([QT_LIBRARIES[name] for name in absent]):
        absent = missing(QT_LIBRARIES, CDLL)
    if not absent:
        # Where somebody else keeps the program, only they can note it down.
        with suppress(OSError):
            remember.touch()
    if needed := of_use(absent):
        say(f"系统缺少 {'、'.join(needed)}，窗口可能打不开。请先运行：\n    {remedy(needed)}")


def of_use(absent: list[str]) -> list[str]:
    """List what is of use here: without a display much is not."""
    return [name for name in absent if name in QT_ALWAYS or has_display(os.environ)]


def has_display(variables: Mapping[str, str]) -> bool:
    """Tell whether a window could be shown."""
    return bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def missing(libraries: Iterable[str], load: Callable[[str], object]) -> list[str]:
    """List the libraries that do not load."""
    absent = []
    for name in libraries:
        try:
            load(name)
        except OSError:
            absent.append(name)
    return absent


def remedy(libraries: list[str], which: Callable[[str], str | None] = shutil.which) -> str:
    """Name the command that installs libraries on this system."""
    if which("dnf") and not which("apt-get"):
        # rpm packages are found by the libraries they provide.
        wide = "()(64bit)" if sys.maxsize > 2**32 else ""
        return "sudo dnf install " + " ".join(f"'{name}{wide}'" for name in libraries)
    return install_hint([QT_LIBRARIES[name] for name in libraries])


def install_hint(packages: list[str]) -> str:
    """Name the command that installs Debian packages."""
    return "sudo apt-get install " + " ".join(packages)


def all_lacking() -> list[str]:
    """List the Debian packages for a Python that can install nothing, and for Qt, all at once."""
    absent = of_use(missing(QT_LIBRARIES, CDLL)) if sys.platform == "linux" else []
    return [venv_package(), *(QT_LIBRARIES[name] for name in absent)]


def venv_package() -> str:
    """Name the Debian package with what this Python lacks to install anything."""
    return "python{}.{}-venv".format(*sys.version_info)


def add_packages(packages: list[str]) -> bool:
    """Install Debian packages where that is ours to do: as root, where apt-get is.

    Nothing cuts that short: a system half installed is worse than a start that ends late.
    """
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"正在安装系统软件包 {' '.join(packages)}……")
    wait = ["-o", "DPkg::Lock::Timeout=300", *APT_LIMITS]
    log, progress = Log(), Progress("正在安装系统软件包")
    call(["apt-get", "-q", *wait, "update"], log, progress, unbroken=True)
    # Without lists there is nothing to install; that one source of several fails is no matter.
    done = has_answer(log.text) and call(
        ["apt-get", "-q", *wait, "install", "-y", "--no-install-recommends", *packages],
        log,
        progress,
        unbroken=True,
    )
    if not done:
        say(f"系统软件包没有装上：{of_system(log.text)}。")
    return done


def has_answer(said: str) -> bool:
    """Tell whether any of apt's sources answered."""
    return any(line.startswith(("Get:", "Hit:")) for line in said.splitlines())
