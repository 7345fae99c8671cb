"""A parser of command lines that speaks Chinese, also when the words are wrong."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

_KNOWN = (
    ("the following arguments are required: ", "还缺："),
    ("unrecognized arguments: ", "不认识："),
    ("expected at least one argument", "后面要写内容"),
    ("expected one argument", "后面要写一项"),
    ("argument ", ""),
)


class Parser(argparse.ArgumentParser):
    """Take a command line apart; what it says is Chinese, and a wrong one ends with 2."""

    def __init__(self, **more: Any) -> None:
        super().__init__(add_help=False, **more)
        self._positionals.title, self._optionals.title = "要写的", "可选的"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where to read on."""
        if "invalid choice" in message:
            message = "没有这个命令。"
        for english, chinese in _KNOWN:
            message = message.replace(english, chinese)
        print(f"命令写得不对：{message}\n{self.format_usage()}", end="", file=sys.stderr)
        print(f"完整的说明：{self.prog} --help", file=sys.stderr)
        raise SystemExit(2)

    def format_usage(self) -> str:
        """Give the short usage."""
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        """Give the whole help."""
        return super().format_help().replace("usage: ", "用法：", 1)
