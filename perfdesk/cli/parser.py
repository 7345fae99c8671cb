"""A parser of command lines that speaks Chinese, also when the words are wrong."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any, NoReturn

# What argparse says from Python 3.11 to 3.14, and the words for it.
_KNOWN = (
    (r"argument 命令: invalid choice: (\S+).*", r"没有 \1 这个命令。"),
    (r"invalid choice: (\S+) \(choose from (.+)\)", r"不能写 \1，可以写 \2"),
    (r"invalid int value: (\S+)", r"应写整数，不能写 \1"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 不只一个：\2，请写全"),
    (r"ignored explicit argument (\S+)", r"后面不写内容，不能写 \1"),
    (r"the following arguments are required: ", "还缺："),
    (r"unrecognized arguments: ", "不认识："),
    (r"expected at least one argument", "后面要写内容"),
    (r"expected one argument", "后面要写一项"),
    (r"argument ", ""),
)
# An entry of the help, and a line that goes on explaining the one above.
_ENTRY, _MORE = re.compile(r"( {2,4}\S.*?) {2,}(\S.*)"), re.compile(r" {5,}(\S.*)")
_BEGUN_BELOW = re.compile(r"^( {2,4}\S+)\n {5,}(?=\S)", re.MULTILINE)
_GAP, _WIDEST = 2, 60


def called() -> str:
    """Name the program as a person calls it: in a copy of the source by way of run.py."""
    name = Path(sys.argv[0]).stem
    return name if name.casefold().startswith("perfdesk") else "python3 run.py"


class Parser(argparse.ArgumentParser):
    """Take a command line apart; what it says is Chinese, and a wrong one ends with 2."""

    def __init__(self, **more: Any) -> None:
        super().__init__(add_help=False, formatter_class=_on_one_line, **more)
        # From 3.14 on help is coloured, and colours would be counted into the columns.
        self.color = False
        self._positionals.title, self._optionals.title = "要写的", "可选的"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where to read on."""
        for english, chinese in _KNOWN:
            message = re.sub(english, chinese, message)
        print(f"命令写得不对：{message}\n{self.format_usage()}", end="", file=sys.stderr)
        print(f"完整的说明：{self.prog} --help", file=sys.stderr)
        raise SystemExit(2)

    def format_usage(self) -> str:
        """Give the short usage."""
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        """Give the whole help, what explains in one column."""
        usage, blank, rest = super().format_help().partition("\n\n")
        return usage.replace("usage: ", "用法：", 1) + blank + _in_one_column(rest)


def _on_one_line(prog: str) -> argparse.HelpFormatter:
    """Make a formatter that begins no explanation on a line of its own."""
    return argparse.HelpFormatter(prog, max_help_position=_WIDEST)


def _in_one_column(text: str) -> str:
    """Put the explanations below each other: argparse takes 文 to be as wide as a letter."""
    lines = _BEGUN_BELOW.sub(r"\1  ", text).split("\n")
    entries = [match for line in lines if (match := _ENTRY.fullmatch(line))]
    column = max((_width(match[1]) for match in entries), default=0) + _GAP
    for place, line in enumerate(lines):
        if match := _ENTRY.fullmatch(line):
            lines[place] = match[1] + " " * (column - _width(match[1])) + match[2]
        elif match := _MORE.fullmatch(line):
            lines[place] = " " * column + match[1]
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
