"""What several verbs have behind them: the project, one of its forms, where to write, JSON."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

_ONE_FORM = "项目里有几张表单时指明一张"


def takes_project(*commands: ArgumentParser, several: bool = False) -> None:
    """Let a project follow, or one or more."""
    for command in commands:
        name, number = ("files", "+") if several else ("file", None)
        words = "项目文件，或本程序输出的 PDF" + ("；可以有几个" if several else "")
        command.add_argument(name, nargs=number, type=Path, metavar="项目", help=words)


def takes_form(*commands: ArgumentParser, words: str = _ONE_FORM) -> None:
    """Let one form of a project be named."""
    for command in commands:
        command.add_argument("--form", default="", metavar="表单", help=words)


def takes_out(command: ArgumentParser, words: str, *, needed: bool = True) -> None:
    """Let it be said where to write."""
    command.add_argument("-o", dest="out", type=Path, required=needed, metavar="文件", help=words)


def takes_place(*commands: ArgumentParser) -> None:
    """Let a changed project be saved elsewhere."""
    for command in commands:
        takes_out(command, "另存为（不写则改原文件）", needed=False)


def takes_all(*commands: ArgumentParser, words: str = "项目的全部表单，写进一个工作簿") -> None:
    """Let all forms of a project be meant."""
    for command in commands:
        command.add_argument("--all", action="store_true", help=words)


def takes_json(*commands: ArgumentParser) -> None:
    """Let the result be given to a script."""
    for command in commands:
        command.add_argument("--json", action="store_true", help="结果按 JSON 输出，供脚本使用")
