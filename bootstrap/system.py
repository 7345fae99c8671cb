"""See to what the wheels cannot bring: system libraries and Debian's split-off packages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from ctypes import CDLL
from pathlib import Path

from bootstrap import say

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


def provide_qt(remember: Path) -> None:
    """Install the libraries that Qt lacks where that is ours to do, else name the command.

    Only a complete set is remembered; whatever lacks is looked for again at every start.
    """
    absent = missing(QT_LIBRARIES, CDLL)
    if absent and add_packages([QT_LIBRARIES[name] for name in absent]):
        absent = missing(QT_LIBRARIES, CDLL)
    if not absent:
        remember.touch()
    needed = [name for name in absent if name in QT_ALWAYS or has_display(os.environ)]
    if needed:
        say(f"系统缺少 {'、'.join(needed)}，窗口可能打不开。请先运行：\n    {remedy(needed)}")


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


def venv_package() -> str:
    """Name the Debian package with what this Python lacks to install anything."""
    return "python{}.{}-venv".format(*sys.version_info)


def add_packages(packages: list[str]) -> bool:
    """Install Debian packages where that is ours to do: as root, where apt-get is."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"正在安装系统软件包 {' '.join(packages)}……")
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *wait, *packages]):
        done = subprocess.run(
            ["apt-get", "-q", *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"),
        )
    if done.returncode:
        say(done.stderr.strip())
    return done.returncode == 0
