"""The verb `batch`: results on stdout, messages on stderr, and an exit code that scripts know."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from perfdesk import cli
from perfdesk.commands.context import Context
from tests.lists import HEAD, ROWS, put

pytestmark = pytest.mark.usefixtures("shared_worker")

FORM = "self_evaluation"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return put(tmp_path, [HEAD, *ROWS, ("合计", None, None, 102.5)])


def test_without_a_folder_it_shows_and_writes_nothing(
    context: Context, path: Path, capsys: Capture
) -> None:
    assert cli.run(["batch", str(path), FORM], context) == cli.DONE
    said = capsys.readouterr()
    assert "年初预算（万元）\t→ 年度资金总额·年初预算数（万元换算为元）" in said.out
    assert "  年度资金总额·年初预算数：900000.00" in said.out
    assert "合计行" in said.err
    assert list(path.parent.iterdir()) == [path]
    assert not list(context.data.iterdir())


def test_it_makes_files_and_tells_scripts_of_each(
    context: Context, path: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "出"
    arguments = ["batch", str(path), FORM, "-o", str(out), "--json", "--only", "project,pdf"]
    # The list leaves most of the form unfilled, which the form finds fault with.
    assert cli.run(arguments, context) == cli.FOUND
    said = capsys.readouterr()
    plain = json.loads(said.out)
    assert [each["name"] for each in plain["made"]] == ["道路养护", "绿化养护"]
    assert [f["name"] for f in plain["made"][0]["files"]] == ["道路养护.perfdesk", "道路养护.pdf"]
    assert plain["made"][0]["errors"] > 0 and plain["skipped"][0]["reason"] == "合计行"
    assert Path(plain["report"]).is_file() and plain["returned_rows"] == ""
    assert "2 个项目" in said.err


def test_a_mapping_can_be_saved_changed_and_used(
    context: Context, path: Path, tmp_path: Path, capsys: Capture
) -> None:
    mapping = tmp_path / "对应.json"
    assert cli.run(["batch", str(path), FORM, "--save-map", str(mapping)], context) == cli.DONE
    plain = json.loads(mapping.read_text(encoding="utf-8"))
    next(each for each in plain["columns"] if each["heading"] == "备注")["at"] = "expected_goal"
    mapping.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    capsys.readouterr()
    arguments = ["batch", str(path), FORM, "--map", str(mapping), "--show", "--json"]
    assert cli.run([*arguments, "--set", "year=2024"], context) == cli.DONE
    shown = json.loads(capsys.readouterr().out)
    assert shown["columns"][-1]["at"] == "expected_goal"
    assert {"at": "expected_goal", "label": "预期目标", "text": "甲", "where": "清单 G2"} in (
        shown["first"]["cells"]
    )


def test_an_empty_list_is_written(context: Context, tmp_path: Path) -> None:
    out = tmp_path / "空.xlsx"
    assert cli.run(["batch", "--template", FORM, "-o", str(out)], context) == cli.DONE
    assert out.is_file()


def test_a_list_may_come_from_the_clipboard(
    context: Context, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("项目名称,年初预算,备注\n甲,3万元,\n乙,4,\n丙,5,好\n")
    )
    assert cli.run(["batch", "-", FORM, "--unit", "万元", "--json"], context) == cli.DONE
    shown = json.loads(capsys.readouterr().out)
    assert shown["projects"] == 3
    assert shown["first"]["cells"][1]["text"] == "3万元"


@pytest.mark.parametrize(
    "arguments",
    [
        ["名单.xlsx"],
        ["没有.xlsx", FORM],
        ["名单.xlsx", "没有这种表"],
        ["名单.xlsx", FORM, "-o", "出", "--only", "word"],
        ["名单.xlsx", FORM, "-o", "名单.xlsx"],
        ["名单.xlsx", FORM, "--set", "year"],
        ["名单.xlsx", FORM, "--map", "没有.json"],
        ["--template", FORM],
    ],
)
def test_what_cannot_be_done_is_refused_in_chinese(
    context: Context,
    path: Path,
    arguments: list[str],
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(path.parent)
    assert cli.run(["batch", *arguments], context) == cli.REFUSED
    said = capsys.readouterr()
    assert said.out == "" and said.err.strip()
    assert not (path.parent / "出").exists()


def test_a_list_without_names_shows_its_columns_and_says_what_is_missing(
    context: Context, tmp_path: Path, capsys: Capture
) -> None:
    path = put(tmp_path, [("编号", "年初预算"), ("A", 3)])
    assert cli.run(["batch", str(path), FORM, "--show"], context) == cli.REFUSED
    said = capsys.readouterr()
    assert "编号" in said.out and "项目名称" in said.err


def test_the_head_that_was_taken_is_said_and_can_be_named(
    context: Context, tmp_path: Path, capsys: Capture
) -> None:
    path = put(tmp_path, [HEAD, *ROWS, ("事项", "项目名称"), (1, "乙")])
    assert cli.run(["batch", str(path), FORM], context) == cli.DONE
    assert "表头到第 1 行" in capsys.readouterr().out
    arguments = ["batch", str(path), FORM, "--head", "4", "--json"]
    assert cli.run(arguments, context) == cli.DONE
    plain = json.loads(capsys.readouterr().out)
    assert (plain["head_row"], plain["projects"], plain["first"]["name"]) == (4, 1, "乙")
    assert cli.run(["batch", str(path), FORM, "--head", "40"], context) == cli.REFUSED
    assert "第 40 行是空的" in capsys.readouterr().err
