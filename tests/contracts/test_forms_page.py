"""docs/forms.md explains every function that a formula may call and every key of a form."""

from __future__ import annotations

import re
from typing import Any

import pytest

from perfdesk.exchange.docx.template import STYLE_OF
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_edition, load_examples
from perfdesk.forms.load_report import load_report
from perfdesk.forms.reader import Reader
from perfdesk.rules.formula.functions import FUNCTIONS
from tests.conftest import ROOT

FORMS = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
SIGNATURE = re.compile(r"`([a-z_]+)\(([^`]*)\)`( ○)?")


def section(title: str) -> str:
    """Give the part of docs/forms.md below a heading, down to the next of its level."""
    [part] = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", FORMS, re.M | re.S)
    return str(part)


def signatures() -> list[tuple[str, str, bool]]:
    """Give the functions that the tables list: name, arguments, whether blanks count."""
    lines = [line for line in section("form.toml").splitlines() if line.startswith("| `")]
    found = [each for line in lines for each in SIGNATURE.findall(line.split(" | ")[0])]
    return [(name, arguments, bool(ring)) for name, arguments, ring in found]


def test_every_function_of_formulas_is_explained_once() -> None:
    assert sorted(name for name, *_ in signatures()) == sorted(FUNCTIONS)


@pytest.mark.parametrize(("name", "arguments", "ring"), signatures())
def test_a_function_takes_what_its_line_says(name: str, arguments: str, ring: bool) -> None:
    function = FUNCTIONS[name]
    needed = re.sub(r"\[.*?\]", "", arguments).replace("…", "")
    optional = "".join(re.findall(r"\[(.*?)\]", arguments))
    assert needed.count(",") + 1 == function.least
    if "…" in arguments:
        assert function.most > function.least
    else:
        assert function.least + optional.count(",") == function.most
    assert ring == function.takes_blank


@pytest.fixture(scope="module")
def keys(catalogue: Catalogue) -> dict[str, set[str]]:
    """Read all editions, and note by file which keys are asked for, whether there or not."""
    asked: dict[str, set[str]] = {}
    patched = pytest.MonkeyPatch()
    value, has, named = Reader._value, Reader.has, Reader.named_tables

    def file_of(reader: Reader) -> set[str]:
        folder, _, name = reader.where.partition(" › ")[0].rpartition("/")
        return asked.setdefault("examples" if folder == "examples" else name, set())

    def reading(reader: Reader, key: str, *more: Any) -> Any:
        file_of(reader).add(key)
        return value(reader, key, *more)

    def having(reader: Reader, key: str) -> bool:
        file_of(reader).add(key)
        return has(reader, key)

    def naming(reader: Reader, key: str) -> Any:
        file_of(reader).add(key)
        return named(reader, key)

    with patched.context() as patch:
        patch.setattr(Reader, "_value", reading)
        patch.setattr(Reader, "has", having)
        patch.setattr(Reader, "named_tables", naming)
        for key in catalogue:
            folder = catalogue.folder(key)
            load_edition(folder)
            load_examples(folder)
            load_report(folder)
    return asked


@pytest.mark.parametrize("file", ["form.toml", "layout.toml", "report.toml", "examples"])
def test_every_key_of_a_form_is_explained(keys: dict[str, set[str]], file: str) -> None:
    part = section(file)
    code = re.findall(r"```.*?```|`[^`]*`", part, re.S)
    words = set(re.findall(r"[a-z_0-9]+", " ".join(code)))
    assert len(keys[file]) > 5
    assert keys[file] - words == set()


def test_every_look_of_a_report_is_named() -> None:
    part = section("report.toml")
    assert [look for look in STYLE_OF if f"`{look}`" not in part] == []
