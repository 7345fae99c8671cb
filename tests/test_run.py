"""The way in: it speaks to old Pythons, needs nothing installed, and its pins are whole."""

import ast
import errno
import re
import runpy
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent
SOURCE = ROOT / "run.py"


def test_python_3_6_can_read_the_way_in():
    ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 6))


def test_nothing_but_os_and_sys_is_touched_before_the_version_is_checked():
    docstring, *body = ast.parse(SOURCE.read_text("utf-8")).body
    before = body[: next(i for i, node in enumerate(body) if isinstance(node, ast.If))]
    assert ast.get_docstring(ast.Module([docstring], []))
    assert [ast.unparse(node) for node in before] == ["import os", "import sys"]


def test_an_older_python_is_told_so_in_two_languages(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 10, "final", 0))
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(SOURCE), run_name="__main__")
    assert "需要 Python 3.11 或更新的版本，现在用的是 3.8" in str(stopped.value)
    assert "needs Python 3.11 or newer; this is 3.8" in str(stopped.value)


def test_the_way_in_imports_the_standard_library_only():
    allowed = sys.stdlib_module_names | {"bootstrap"}
    for file in (SOURCE, *(ROOT / "bootstrap").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert {name.partition(".")[0] for name in names} <= allowed, file


def pins(kind):
    text = (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    return {entry.split()[0]: entry for entry in entries if entry.strip()}


@pytest.mark.parametrize("kind", ["program", "develop"])
def test_every_requirement_is_pinned_and_hashed_and_names_no_address(kind):
    for name, entry in pins(kind).items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", name), name
        assert "--hash=sha256:" in entry, name
        assert "://" not in entry and "index" not in entry, name


def test_tests_run_on_the_versions_that_the_program_ships_with():
    assert pins("program").items() <= pins("develop").items()


def test_arguments_and_exit_code_pass_through(monkeypatch):
    handed = []
    monkeypatch.setattr(run, "is_ready", lambda *_: True)
    monkeypatch.setattr(run.sys, "platform", "win32")
    monkeypatch.setattr(run, "hand_over", lambda command: handed.extend(command) or 2)
    assert run.main(["check", "甲 乙.perfdesk", "--json"]) == 2
    assert handed[1:] == [str(ROOT / "main.py"), "check", "甲 乙.perfdesk", "--json"]


def test_a_machine_that_cannot_be_made_ready_gets_one_sentence(monkeypatch, capsys):
    def refuse(*_):
        raise run.NotReadyError("连不上网络")

    monkeypatch.setattr(run, "is_ready", refuse)
    assert run.main([]) == run.NOT_READY
    assert capsys.readouterr() == ("", "连不上网络。\n")


def test_where_nothing_can_be_written_the_advice_is_to_copy(monkeypatch, capsys):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied", "/opt/perfdesk/.venv")

    monkeypatch.setattr(run, "is_ready", refuse)
    assert run.main([]) == run.NOT_READY
    said = capsys.readouterr().err
    assert "复制到自己的" in said
    assert "denied" not in said


TESTS = ["pytest", "-n", "auto"]


@pytest.mark.parametrize(
    ("arguments", "tools"),
    [
        ([], ["ruff", "mypy", *TESTS]),
        (["-k", "paper"], ["ruff", "mypy", *TESTS, "-k", "paper"]),
        (["tests/cli", "-x"], [*TESTS, "tests/cli", "-x"]),
        (["tests/test_run.py::pins"], [*TESTS, "tests/test_run.py::pins"]),
    ],
)
def test_tests_that_are_named_run_alone(arguments, tools):
    chosen = run.tools_for(["test", *arguments])
    assert [
        word for tool in chosen for word in (tool if tool[0] == "pytest" else tool[:1])
    ] == tools


def test_check_alone_is_for_the_code_and_with_a_file_for_the_form(monkeypatch):
    ran, handed = [], []
    monkeypatch.setattr(run, "is_ready", lambda *_: True)
    monkeypatch.setattr(run.sys, "platform", "win32")
    monkeypatch.setattr(run, "hand_over", lambda command: handed.extend(command[2:]) or 0)
    monkeypatch.setattr(run, "run_tools", lambda _, tools: ran.extend(tools) or 0)
    assert run.main(["check"]) == run.main(["check", "甲.perfdesk"]) == 0
    assert ran == [["ruff", "check"], ["mypy"], ["pytest", "tests/architecture"]]
    assert handed == ["check", "甲.perfdesk"]


def test_every_tool_runs_and_any_failure_counts(monkeypatch, tmp_path):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    ran = []

    class Done:
        def __init__(self, returncode):
            self.returncode = returncode

    def pretend(command, **_):
        ran.append(command[2])
        return Done(1 if command[2] == "mypy" else 0)

    monkeypatch.setattr("subprocess.run", pretend)
    assert run.run_tools(tmp_path / "python", run.tools_for(["test", "-k", "paper"])) == 1
    assert ran == ["ruff", "mypy", "pytest"]
