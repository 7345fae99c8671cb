"""What the command line says of itself and of a wrong line: Chinese, whole, in columns."""

from __future__ import annotations

import re
import unicodedata

import pytest

from perfdesk import cli
from perfdesk.commands.context import Context
from tests.parsers import parsers


def test_what_is_no_verb_may_be_a_file_for_the_window() -> None:
    assert parsers().keys() == cli.VERB_NAMES
    assert cli.is_command("--help") and not cli.is_command("表.perfdesk")


@pytest.mark.parametrize("verb", parsers())
def test_every_argument_is_explained_and_named_in_chinese(verb: str) -> None:
    for action in parsers()[verb]._actions:
        assert action.help, f"{action.dest}: no help"
        if action.nargs != 0:
            named = str(action.metavar).removesuffix(".xlsx")
            assert re.fullmatch("[\u4e00-\u9fff=]+", named), f"{action.dest}: {named}"


@pytest.mark.parametrize("verb", parsers())
def test_what_explains_stands_in_one_column(verb: str) -> None:
    _, _, entries = parsers()[verb].format_help().partition("\n\n")
    explained = [
        match
        for line in entries.splitlines()
        if (match := re.fullmatch(r"(  .*?\S {2,})\S.*", line))
    ]
    assert len(explained) == len(parsers()[verb]._actions)
    assert len({width(match[1]) for match in explained}) == 1


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("check", "还缺：项目"),
        ("no_such_verb", "没有 'no_such_verb' 这个命令"),
        ("pdf a -o b --what", "不认识：--what"),
        ("check a --form", "--form: 后面要写一项"),
        ("check a --json=3", "后面不写内容"),
        ("batch a b --unit 亿", "不能写 '亿'，可以写 "),
        ("batch a b --s", "不只一个：--show"),
        ("collect a -o b --jobs x", "应写整数，不能写 'x'"),
    ],
)
def test_a_wrong_command_line_is_answered_in_chinese(
    context: Context, capsys: pytest.CaptureFixture[str], wrong: str, words: str
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.run(wrong.split(), context)
    first, *usage = capsys.readouterr().err.splitlines()
    assert left.value.code == cli.REFUSED
    assert first.startswith("命令写得不对：") and words in first
    assert not re.search("argument|invalid|required|expected|option|ambiguous|choose", first)
    assert usage[0].startswith("用法：python3 run.py")
    assert usage[-1].startswith("完整的说明：python3 run.py")
