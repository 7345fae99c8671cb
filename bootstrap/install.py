"""Install pinned and hashed requirements with whatever installer the machine has.

Indexes and mirrors come from the machine (PIP_* and UV_* variables, pip.conf, uv.toml); no
address is written here.
"""

import importlib
import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from bootstrap import NotReadyError, say
from bootstrap.commands import Log, call
from bootstrap.progress import Progress
from bootstrap.reasons import is_offline
from bootstrap.system import add_packages, all_lacking, install_hint, venv_package


class Way(NamedTuple):
    """A way to install: commands of which each must succeed."""

    name: str
    commands: list[list[str]]


def install(python: Path, requirements: Path, log: Log) -> bool:
    """Install into the environment of this Python, by one way after another."""
    candidates = ways_here(python, requirements)
    if not candidates and add_packages([venv_package()]):
        candidates = ways_here(python, requirements)
    if not candidates:
        command = install_hint(all_lacking())
        raise NotReadyError(f"这个 Python 没有 pip，无法安装组件。请先运行 {command} ，再运行一次")
    pins = re.findall(r"(?m)^[\w.-]+==", requirements.read_text("utf-8"))
    for way in candidates:
        say(f"用 {way.name} 安装……")
        if follow(way, log, len(pins)):
            return True
    return False


def follow(way: Way, log: Log, total: int) -> bool:
    """Run the commands of a way; the last one does it."""
    *before, last = way.commands
    if not all(call(each, log, Progress("正在取出 pip")) for each in before):
        return False
    return call(last, log, Progress("正在等软件源回答", total))


def ways_here(python: Path, requirements: Path) -> list[Way]:
    """List the ways that this machine offers."""
    importlib.invalidate_caches()
    return ways(
        str(python),
        str(requirements),
        # Uv heeds no PIP_ variable: where they name a folder of wheels, it would seek a network.
        uv=None if is_offline(os.environ) else shutil.which("uv"),
        ensurepip=find_spec("ensurepip") is not None,
        pip=find_spec("pip") is not None,
        options=[*limits(os.environ), *counting()],
    )


def ways(
    python: str,
    requirements: str,
    *,
    uv: str | None,
    ensurepip: bool,
    pip: bool,
    options: Sequence[str] = (),
) -> list[Way]:
    """List the ways to install, best first; `options` are for pip.

    Pip stands behind uv, because only pip reads pip.conf, where many offices name their mirror.
    """
    what = ["--require-hashes", "--only-binary", ":all:", "-r", requirements]
    by_pip = ["install", "--no-input", "--no-compile", "--disable-pip-version-check", *options]
    by_pip += what
    listed = []
    if uv:
        listed.append(Way("uv", [[uv, "pip", "install", "--python", python, *what]]))
    if ensurepip:
        fetch = [python, "-m", "ensurepip"]
        listed.append(Way("pip", [fetch, [python, "-m", "pip", *by_pip]]))
    elif pip:
        # Debian splits ensurepip off into python3-venv; its own pip can reach into the environment.
        listed.append(Way("pip", [[sys.executable, "-m", "pip", "--python", python, *by_pip]]))
    return listed


def limits(variables: Mapping[str, str]) -> list[str]:
    """Bound how long pip waits for an answer: 45 seconds in all where nothing answers.

    A variable is the machine's own choice and stands; a configuration file may hold the hour
    and a half that is copied from page to page.
    """
    bounds = []
    if not {"PIP_TIMEOUT", "PIP_DEFAULT_TIMEOUT"} & variables.keys():
        bounds += ["--timeout", "15"]
    if "PIP_RETRIES" not in variables:
        bounds += ["--retries", "2"]
    return bounds


def counting() -> list[str]:
    """Have pip count bytes as they come, where it can."""
    try:
        from ensurepip import version as bundled

        known = bundled()
    except ImportError:
        known = version("pip") if find_spec("pip") else "0.0"
    major, minor = known.split(".")[:2]
    return ["--progress-bar", "raw"] if (int(major), int(minor)) >= (24, 1) else []
