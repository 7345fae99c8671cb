"""The house of docs/architecture.md: who may import whom, and where words and years live."""

from __future__ import annotations

import ast
import re
import socket
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from perfdesk import cli
from perfdesk.commands import Context
from tests.conftest import RESOURCES, ROOT

CODE = ROOT / "perfdesk"

FLOORS = {
    "models": 0,
    "rules": 1,
    "storage": 1,
    "paper": 1,
    "exchange": 2,
    "forms": 2,
    "session": 2,
    "commands": 3,
    "leftovers": 4,
    "outgoing": 4,
    "receiving": 4,
    "batching": 4,
    "desktop": 5,
    "cli": 6,
    "ui": 6,
    "demonstration": 7,
    "app": 8,
}
OWNERS = {
    "reportlab": ("paper",),
    "fontTools": ("paper",),
    "openpyxl": ("exchange",),
    "python_calamine": ("exchange",),
    "docx": ("exchange",),
    "PySide6": ("ui", "app"),
    "pypdfium2": ("ui.paper", "exchange"),
    "segno": ("paper",),
    "zxingcpp": ("exchange",),
    "PIL": ("exchange",),
    "rfc8785": ("storage",),
    "platformdirs": ("app",),
}
# The network, and whatever would reach it.
FORBIDDEN = {"socket", "ssl", "urllib", "http", "ftplib", "smtplib", "xmlrpc", "requests", "httpx"}
MOST_LINES = 320


@dataclass(frozen=True)
class Import:
    importer: str
    imported: str
    line: int

    def __str__(self) -> str:
        return f"perfdesk.{self.importer} line {self.line} imports {self.imported}"


def modules() -> dict[str, Path]:
    """Give every module by its name below perfdesk; the package itself is blank."""
    found = {}
    for path in sorted(CODE.rglob("*.py")):
        parts = path.relative_to(CODE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imports() -> Iterator[Import]:
    """Give every import anywhere in a module: deferred ones and those for types count too."""
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (Import(name, alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name} line {node.lineno}: name the module in full"
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    is_module = whole.removeprefix("perfdesk.") in MODULES
                    yield Import(name, whole if is_module else node.module or "", node.lineno)


IMPORTS = tuple(imports())


def room(module: str) -> str:
    return module.partition(".")[0]


def test_every_module_stands_on_a_floor() -> None:
    assert {room(name) for name in MODULES if name} == FLOORS.keys()


def test_imports_go_down_and_neighbours_do_not_know_each_other() -> None:
    wrong = []
    for each in IMPORTS:
        if not each.imported.startswith("perfdesk") or not each.importer:
            continue
        inner = each.imported.removeprefix("perfdesk").lstrip(".")
        here, there = room(each.importer), room(inner)
        if there and here != there and FLOORS[there] >= FLOORS[here]:
            wrong.append(str(each))
    assert wrong == []


def test_the_way_in_and_the_environment_are_outside() -> None:
    wrong = [str(each) for each in IMPORTS if room(each.imported) in ("bootstrap", "run", "main")]
    assert wrong == []


def test_each_outside_library_is_known_to_its_own_floor_only() -> None:
    wrong = []
    for each in IMPORTS:
        owners = OWNERS.get(room(each.imported))
        if owners and not any(f"{each.importer}.".startswith(owner) for owner in owners):
            wrong.append(str(each))
    assert wrong == []


def test_the_ground_floor_needs_the_standard_library_only() -> None:
    wrong = [
        str(each)
        for each in IMPORTS
        if room(each.importer) == "models"
        and room(each.imported) not in (*sys.stdlib_module_names, "perfdesk")
    ]
    assert wrong == []


def test_nothing_knows_the_network() -> None:
    wrong = [str(each) for each in IMPORTS if room(each.imported) in FORBIDDEN]
    # The lock of a shared folder says on which machine it was taken; that asks no network.
    assert wrong == [each for each in wrong if "storage.process" in each and "socket" in each]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short_and_opens_with_a_sentence(name: str) -> None:
    source = MODULES[name].read_text(encoding="utf-8")
    assert len(source.splitlines()) < MOST_LINES
    if not TREES[name].body:
        return  # an empty __init__.py
    sentence = ast.get_docstring(TREES[name])
    assert sentence
    assert sentence.split("\n\n")[0].rstrip().endswith((".", ":")), sentence


# --- law 1: fields, labels, points, thresholds and years live in resources/ ----------------

# Words of the forms that the code may know, each with its reason.
ALLOWED = {
    "指标体系": "what a field of the kind `framework` chooses, said to the author of an edition",
}
SHORTEST = 3


def official_words() -> dict[str, str]:
    """Give every label, choice and level name of the editions, with where it stands."""
    found: dict[str, str] = {}

    def collect(value: object, where: str) -> None:
        match value:
            case dict():
                for key, inner in value.items():
                    # The name of a field is an identifier, that of a level stands on paper.
                    spoken = key == "name" and not str(inner).isascii()
                    if spoken or key in ("label", "choices", "headings", "level2", "title"):
                        keep(inner, where)
                    elif key not in ("check", "basis", "parameters", "carry"):
                        collect(inner, where)
            case list():
                for inner in value:
                    collect(inner, where)

    def keep(value: object, where: str) -> None:
        match value:
            case str() if len(value) >= SHORTEST:
                found[value] = where
            case list():
                for inner in value:
                    keep(inner, where)
            case dict():
                for inner in value.values():
                    keep(inner, where)

    for path in sorted(RESOURCES.glob("forms/*/*/form.toml")):
        collect(tomllib.loads(path.read_text(encoding="utf-8")), path.parent.name)
    return found


def literals() -> Iterator[tuple[str, int, str]]:
    """Give every string and every figure of the code; docstrings and comments explain freely."""
    for name, tree in TREES.items():
        documented = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in documented:
                yield name, node.lineno, str(node.value)


LITERALS = tuple(literals())


def test_no_official_word_stands_in_the_code() -> None:
    words = official_words()
    assert len(words) > 100
    found = [
        (word, f"perfdesk.{name} line {line}: “{word}” of {words[word]}")
        for name, line, text in LITERALS
        for word in words
        if word in text
    ]
    assert [where for word, where in found if word not in ALLOWED] == []
    assert {word for word, _ in found} == ALLOWED.keys(), "an exception nobody needs"


def test_no_form_or_edition_is_named_in_the_code() -> None:
    folders = [path.parent for path in RESOURCES.glob("forms/*/*/form.toml")]
    names = {folder.name for folder in folders} | {folder.parent.name for folder in folders}
    assert names
    wrong = [
        f"perfdesk.{name} line {line}: {text}"
        for name, line, text in LITERALS
        if any(re.search(rf"\b{known}\b", text) for known in names)
    ]
    assert wrong == []


def test_no_year_stands_in_the_code() -> None:
    # Years in examples of how to write a date or a cell are help, not rules; they stand in
    # sentences that say 例如. A round figure or a power of two is a limit, not a year.
    wrong = [
        f"perfdesk.{name} line {line}: {text}"
        for name, line, text in LITERALS
        if re.search(r"(?<![0-9A-Za-z])20[1-3][0-9](?![0-9A-Za-z])", text) and "例如" not in text
    ]
    assert wrong == []


# --- and it works without a network ----------------------------------------------------------


def test_the_main_job_is_done_with_the_network_denied(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Denied(socket.socket):
        def __init__(self, *arguments: object, **more: object) -> None:
            raise AssertionError("something asked for the network")

    monkeypatch.setattr(socket, "socket", Denied)
    monkeypatch.setattr(socket, "create_connection", Denied)
    monkeypatch.setattr(socket, "getaddrinfo", Denied)
    sample = next(iter(sorted(context.samples.glob("*.perfdesk"))))
    book, project = tmp_path / "表.xlsx", tmp_path / "新.perfdesk"
    assert cli.run(["check", str(sample)], context) in (cli.DONE, cli.FOUND)
    assert cli.run(["pdf", str(sample), "-o", str(tmp_path / "表.pdf")], context) == cli.DONE
    assert cli.run(["export", str(sample), "-o", str(book)], context) == cli.DONE
    assert cli.run(["import", str(book), "-o", str(project)], context) == cli.DONE
    assert {each.suffix for each in tmp_path.iterdir()} == {".pdf", ".xlsx", ".perfdesk"}
