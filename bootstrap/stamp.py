"""Know an environment that is ready, at the cost of reading one file.

Its folder `perfdesk` holds our notes: a stamp for each requirements file that was installed,
`unfinished` while an install runs, `qt` once all its libraries were found, the lock, the log.
"""

import os
import sys
from pathlib import Path


def venv_of(root: Path) -> Path:
    """Name the environment of this Python: `.venv`, or `.venv-3.13` beside another Python's.

    What a Python left that is gone, as after an upgrade of the system, is made anew.
    """
    venv = root / ".venv"
    ours = f"3.{sys.version_info[1]}"
    try:
        lines = (venv / "pyvenv.cfg").read_text("utf-8").splitlines()
        known = dict(line.split(" = ", 1) for line in lines)
        if known["version"].startswith(f"{ours}.") or not Path(known["executable"]).exists():
            return venv
    except (OSError, ValueError, KeyError):
        return venv
    return root / f".venv-{ours}"


def is_ready(venv: Path, requirements: Path) -> bool:
    """Tell whether the environment was made whole, from these requirements, and is still there."""
    try:
        made_from, names = read(venv, requirements.stem)
        return (
            made_from == key(requirements.read_bytes())
            and names <= installed(venv)
            and python_in(venv).exists()
            and not (venv / "perfdesk" / "unfinished").exists()
        )
    except FileNotFoundError:
        return False


def key(requirements: bytes) -> bytes:
    """Describe what an environment is made from.

    The text itself and no digest of it: comparing costs less than importing hashlib.
    """
    if sys.platform == "win32":
        machine = os.environ.get("PROCESSOR_ARCHITECTURE", "")
    else:
        machine = os.uname().machine
    python = sys.implementation.cache_tag or sys.version
    return "\n".join((python, sys.platform, machine, "")).encode() + requirements


def write(venv: Path, requirements: Path) -> None:
    """Record that the requirements are installed, and under what names, to notice a loss."""
    names = "\n".join(sorted(installed(venv) - {"__pycache__"}))
    stamp = key(requirements.read_bytes()) + b"\0" + names.encode()
    (venv / "perfdesk" / requirements.stem).write_bytes(stamp)


def read(venv: Path, kind: str) -> tuple[bytes, set[str]]:
    """Return what was installed, and the names it left in the environment."""
    made_from, _, names = (venv / "perfdesk" / kind).read_bytes().partition(b"\0")
    return made_from, set(names.decode().split("\n"))


def installed(venv: Path) -> set[str]:
    """List what lies among the installed packages."""
    return {entry.name for entry in os.scandir(packages_in(venv))}


def python_in(venv: Path) -> Path:
    """Name the environment's Python."""
    return venv / "Scripts" / "python.exe" if sys.platform == "win32" else venv / "bin" / "python"


def packages_in(venv: Path) -> Path:
    """Name the environment's folder of packages."""
    if sys.platform == "win32":
        return venv / "Lib" / "site-packages"
    return venv / "lib" / f"python3.{sys.version_info[1]}" / "site-packages"
