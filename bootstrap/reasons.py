"""Say why a set-up failed and what to do, to a person who reads no English."""

import errno
import re
import sys
from collections.abc import Mapping
from pathlib import Path

NO_SPACE = "磁盘空间不足，运行环境没有装好。请腾出约 1 GB 空间后再运行一次"
NO_NETWORK = (
    "连不上网络，无法下载运行所需的组件。请接通网络后再运行一次；"
    "网络很慢时，先设置环境变量 PIP_DEFAULT_TIMEOUT=180。\n"
    "这台电脑不能上网时，见 README.md“没有网络的电脑”："
    "在系统和 Python 版本（{python}）都相同、能上网的电脑上运行\n"
    "    python3 -m pip download --only-binary :all: -r {file} -d wheels\n"
    "把 wheels 文件夹拷来，设置环境变量 PIP_NO_INDEX=1 和 PIP_FIND_LINKS=wheels文件夹的路径，再运行"
)
NETWORK = (
    "Failed to establish a new connection",
    "NewConnectionError",
    "ConnectTimeoutError",
    "name resolution",
    "Temporary failure resolving",
    "dns error",
    "error sending request",
    "Connection refused",
    "Could not connect",
    "Unable to connect",
    "timed out",
    "ProxyError",
    "network was disabled",
)
# What installers say, and the sentence for it. Pip adds "No matching distribution" to a network
# that is down, so the network is looked for first. Systems may speak Chinese, their numbers do not.
REASONS = (
    (
        ("No space left on device", "os error 28", "not enough space on the disk", "WinError 112"),
        NO_SPACE,
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
    (NETWORK, NO_NETWORK),
)
UNMATCHED = ("No matching distribution", "No solution found", "no wheels", "no usable wheels")
PYTHON = "{}.{}".format(*sys.version_info)
OFF = ("", "0", "false", "no", "off", "f", "n")


def reason(said: str, requirements: Path, variables: Mapping[str, str]) -> str:
    """Say in one sentence why an install failed, from what the installers said, and what to do."""
    for signs, sentence in REASONS:
        if any(sign in said for sign in signs):
            return sentence.format(python=PYTHON, file=f"requirements/{requirements.name}")
    if any(sign in said for sign in UNMATCHED):
        return no_match(said, variables)
    return "运行环境没有装好。请再运行一次；仍不行时删除 .venv 文件夹再试"


def of_system(said: str) -> str:
    """Say why packages of the system were not installed."""
    if any(sign in said for sign in NETWORK):
        return "连不上网络。请接通网络后再运行一次"
    errors = [line for line in said.splitlines() if line.startswith("E: ")]
    return f"apt-get 报告“{errors[-1][3:]}”" if errors else "apt-get 没有说明原因"


def is_offline(variables: Mapping[str, str]) -> bool:
    """Tell whether the person wants wheels from a folder alone."""
    return variables.get("PIP_NO_INDEX", "").lower() not in OFF


def no_match(said: str, variables: Mapping[str, str]) -> str:
    """Say where a component was looked for in vain."""
    found = re.search(r"No matching distribution found for ([\w.-]+)==(\S+)", said)
    component = f" {found[1]} {found[2]}" if found else "组件"
    if not is_offline(variables):
        return (
            f"软件源里没有适合这台电脑（系统、Python {PYTHON}）的{component}。"
            "请换一个软件源后再运行一次"
        )
    named = variables.get("PIP_FIND_LINKS", "")
    if not named:
        return (
            "设置了 PIP_NO_INDEX，却没有用 PIP_FIND_LINKS 指明放安装包的文件夹。请设置后再运行一次"
        )
    # Pip takes blanks for the ends of names, and an address for what it is.
    absent = [each for each in named.split() if "://" not in each and not Path(each).exists()]
    if absent:
        return (
            f"没有“{absent[0]}”这个文件夹（环境变量 PIP_FIND_LINKS 写着“{named}”）。"
            "请写明放安装包的文件夹的完整路径，路径里不能有空格"
        )
    return (
        f"文件夹“{named}”里没有适合这台电脑（系统、Python {PYTHON}）的{component}。"
        "请在系统和 Python 版本都相同的电脑上重新下载，整个拷来"
    )


def of_disk(trouble: OSError, root: Path) -> str:
    """Say why the environment cannot be written beside the program, and what to do."""
    place = trouble.filename or root
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return NO_SPACE
    if sys.platform == "win32" and trouble.errno == errno.EACCES:
        return (
            f"不能写入“{place}”。请关闭正在运行的绩效填报台再试；仍不行时，"
            "把整个程序文件夹复制到自己的文件夹（例如“文档”）里再运行"
        )
    if trouble.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"不能写入“{place}”，运行环境要放在程序所在的文件夹里。"
            "请把整个程序文件夹复制到自己的主目录里，在那里运行"
        )
    return (
        f"无法读写“{place}”（系统错误 {trouble.errno}）。"
        "请检查磁盘，或把整个程序文件夹复制到别处再运行"
    )
