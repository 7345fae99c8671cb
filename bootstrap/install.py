"""Install pinned and hashed requirements with whatever installer the machine has.

Indexes and mirrors come from the machine (PIP_* and UV_* variables, pip.conf, uv.toml); no
address is written here.
"""

import importlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import IO, NamedTuple

from bootstrap import NotReadyError, say
from bootstrap.system import add_packages, install_hint, venv_package


class Way(NamedTuple):
    """A way to install: commands of which each must succeed."""

    name: str
    commands: list[list[str]]


def install(python: Path, requirements: Path, log: IO[str]) -> bool:
    """Install into the environment of this Python, by one way after another."""
    candidates = ways_here(python, requirements)
    if not candidates and add_packages([venv_package()]):
        candidates = ways_here(python, requirements)
    if not candidates:
        command = install_hint([venv_package()])
        raise NotReadyError(f"这个 Python 没有 pip，无法安装组件。请先运行 {command} ，再运行一次")
    for way in candidates:
        say(f"用 {way.name} 安装……")
        if all(call(command, log) for command in way.commands):
            return True
    return False


def ways_here(python: Path, requirements: Path) -> list[Way]:
    """List the ways that this machine offers."""
    importlib.invalidate_caches()
    return ways(
        str(python),
        str(requirements),
        uv=shutil.which("uv"),
        ensurepip=find_spec("ensurepip") is not None,
        pip=find_spec("pip") is not None,
    )


def ways(
    python: str, requirements: str, *, uv: str | None, ensurepip: bool, pip: bool
) -> list[Way]:
    """List the ways to install, best first.

    Pip stands behind uv, because only pip reads pip.conf, where many offices name their mirror.
    """
    what = ["--require-hashes", "--only-binary", ":all:", "-r", requirements]
    by_pip = ["install", "--no-input", "--no-compile", "--disable-pip-version-check", *what]
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


def call(command: list[str], log: IO[str]) -> bool:
    """Run a command into the log, and tell whether it succeeded."""
    print("$", *command, file=log, flush=True)
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, check=False
        )
    except OSError as trouble:
        print(trouble, file=log, flush=True)
        return False
    return done.returncode == 0


# What installers say, and the sentence for it. Pip adds "No matching distribution" to a network
# that is down, so the network is looked for first.
REASONS = (
    (
        ("No space left on device", "os error 28", "not enough space on the disk"),
        "磁盘空间不足，运行环境没有装好。请腾出约 1 GB 空间后再运行一次",
    ),
    (
        ("DO NOT MATCH THE HASHES", "Hash mismatch"),
        "下载到的组件与清单不符，已拒绝安装。请换一个网络或软件源后再运行一次",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "invalid peer certificate"),
        "无法核实网络的安全证书，没有下载。请换一个网络；单位网络有自己的证书时，"
        "请网管给出证书文件，把它的位置写进环境变量 PIP_CERT 后再运行一次",
    ),
    (
        (
            "Failed to establish a new connection",
            "NewConnectionError",
            "name resolution",
            "dns error",
            "error sending request",
            "Connection refused",
            "timed out",
            "ProxyError",
            "network was disabled",
        ),
        "连不上网络，无法下载运行所需的组件。请接通网络后再运行一次；这台电脑不能上网时，"
        "在系统相同的电脑上运行 pip download -r requirements/program.txt -d 文件夹，把文件夹拷来，"
        "设置环境变量 PIP_NO_INDEX=1 和 PIP_FIND_LINKS=文件夹 后再运行",
    ),
    (
        ("No matching distribution", "No solution found", "no wheels", "no usable wheels"),
        "软件源里没有适合这台电脑（系统、Python 版本）的组件。请换一个软件源后再运行一次",
    ),
)


def reason(log: str) -> str:
    """Say in one sentence why an install failed, and what to do."""
    for signs, sentence in REASONS:
        if any(sign in log for sign in signs):
            return sentence
    return "运行环境没有装好。请再运行一次；仍不行时删除 .venv 文件夹再试"
