"""One verb of the command line, and what several verbs have behind them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perfdesk.commands.context import Context

_ONE_FORM = "项目里有几张表单时指明一张"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: what it does in words, what may stand behind it, and what does it.

    `run` gives the exit code; a Refusal that it raises is said, and ends with REFUSED.
    """

    name: str
    words: str
    declare: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Context], int]


def takes_project(command: ArgumentParser) -> None:
    """Let a project follow."""
    words = "项目文件，或本程序输出的 PDF"
    command.add_argument("file", type=Path, metavar="项目", help=words)


def takes_projects(command: ArgumentParser) -> None:
    """Let one or more projects follow."""
    words = "项目文件，或本程序输出的 PDF；可以有几个"
    command.add_argument("files", nargs="+", type=Path, metavar="项目", help=words)


def takes_form(command: ArgumentParser, words: str = _ONE_FORM) -> None:
    """Let one form of a project be named."""
    command.add_argument("--form", default="", metavar="表单", help=words)


def takes_out(command: ArgumentParser, words: str, *, needed: bool = True) -> None:
    """Let it be said where to write."""
    command.add_argument("-o", dest="out", type=Path, required=needed, metavar="文件", help=words)


def takes_place(command: ArgumentParser) -> None:
    """Let a changed project be saved elsewhere."""
    takes_out(command, "另存为（不写则改原文件）", needed=False)


def takes_all(command: ArgumentParser, words: str = "项目的全部表单，写进一个工作簿") -> None:
    """Let all forms of a project be meant."""
    command.add_argument("--all", action="store_true", help=words)


def takes_json(command: ArgumentParser) -> None:
    """Let the result be given to a script."""
    command.add_argument("--json", action="store_true", help="结果按 JSON 输出，供脚本使用")
