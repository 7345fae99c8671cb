"""Bad input: one clear Chinese sentence, and nothing lost, half applied or overwritten."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfdesk import cli
from perfdesk.app import make_context
from perfdesk.commands.codes import coded
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.intake import read_excel
from perfdesk.commands.output import draw_paper
from perfdesk.commands.projects import new_project, open_project, save_project
from perfdesk.commands.workbooks import write_excel
from perfdesk.exchange.incoming.differences import same_data
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.storage.project_file import write_project
from tests import patience
from tests.conftest import RESOURCES, ROOT
from tests.contracts.paper_texts import copied, squeezed

pytestmark = pytest.mark.usefixtures("shared_worker")

SAMPLES = RESOURCES / "samples"
SAMPLE = (SAMPLES / "人房共管服务项目.perfdesk").read_bytes()
SENTENCE = re.compile(r"[\u4e00-\u9fff]")


def one_sentence(text: str) -> None:
    lines = text.splitlines()
    assert len(lines) == 1, text
    assert SENTENCE.search(text)
    assert text.rstrip().endswith("。")
    assert not re.search(r"Traceback|Error|Errno|Exception|[\x00-\x08\x1b\u202a-\u202e]", text)


def pair(**more: object) -> bytes:
    return json.dumps({"format": "perfdesk", "version": 1, **more}).encode()


BAD = {
    "不是 JSON.perfdesk": b"hello",
    "空.perfdesk": b"",
    "断了.perfdesk": SAMPLE[: len(SAMPLE) // 2],
    "重复.perfdesk": SAMPLE.replace(b'"version": 1,', b'"version": 1,\n  "version": 1,'),
    "NaN.perfdesk": pair()[:-1] + b', "documents": [NaN]}',
    "类型.perfdesk": SAMPLE.replace(b'"900000.00"', b"900000.00"),
    "没有的表.perfdesk": SAMPLE.replace(b"minhang-2024", b"minhang-2999"),
    "更新.perfdesk": SAMPLE.replace(b'"version": 1', b'"version": 99'),
    "很大.perfdesk": b" " * (33 * 2**20),
    "很深.perfdesk": b"[" * 50_000,
    "工作簿.perfdesk": b"PK\x03\x04" + b"\0" * 100,
    "别的编码.perfdesk": "项目".encode("gb18030"),
    "名字\x1b[31m\u202e.perfdesk": b"x",
}


@pytest.mark.parametrize("name", BAD, ids=lambda name: name.partition(".")[0].strip("\x1b\u202e"))
@pytest.mark.parametrize("verb", ["check", "show", "set", "pdf", "export", "import"])
def test_a_bad_file_gets_one_sentence_and_stays_as_it_is(
    name: str, verb: str, context: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / name, tmp_path / "出"
    path.write_bytes(BAD[name])
    more = {
        "set": ["town_name=x"],
        "pdf": ["-o", f"{out}.pdf"],
        "export": ["-o", f"{out}.xlsx"],
        "import": ["-o", f"{out}.perfdesk"],
    }
    assert cli.run([verb, str(path), *more.get(verb, [])], context) == cli.REFUSED
    said = capsys.readouterr()
    assert said.out == ""
    one_sentence(said.err)
    assert path.read_bytes() == BAD[name]
    assert list(tmp_path.iterdir()) == [path]


def no_file(folder: Path) -> Path:
    return folder / "没有.perfdesk"


def a_folder(folder: Path) -> Path:
    (folder / "夹.perfdesk").mkdir()
    return folder / "夹.perfdesk"


def a_file_as_folder(folder: Path) -> Path:
    (folder / "甲").write_bytes(b"")
    return folder / "甲" / "乙.perfdesk"


def a_long_name(folder: Path) -> Path:
    return folder / ("长" * 300)


def a_pipe(folder: Path) -> Path:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(folder / "管.perfdesk")
    return folder / "管.perfdesk"


def no_permission(folder: Path) -> Path:
    path = folder / "锁.perfdesk"
    path.write_bytes(SAMPLE)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever may read everything cannot be refused")
    return path


def a_loop(folder: Path) -> Path:
    path = folder / "环.perfdesk"
    path.symlink_to(path)
    return path


PLACES = [no_file, a_folder, a_file_as_folder, a_long_name, a_pipe, no_permission, a_loop]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("verb", ["check", "set", "import"])
def test_what_is_no_file_to_read_gets_one_sentence(
    place: Callable[[Path], Path],
    verb: str,
    context: Context,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = place(tmp_path)
    more = {"set": ["town_name=x"], "import": ["-o", str(tmp_path / "出.perfdesk")]}
    assert cli.run([verb, str(path), *more.get(verb, [])], context) == cli.REFUSED
    one_sentence(capsys.readouterr().err)


@pytest.mark.parametrize("place", [a_folder, a_file_as_folder, a_long_name, a_loop])
@pytest.mark.parametrize("verb", ["new", "set", "pdf", "export", "import"])
def test_what_is_no_place_to_write_gets_one_sentence(
    place: Callable[[Path], Path],
    verb: str,
    context: Context,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source, out = tmp_path / "源.perfdesk", place(tmp_path)
    source.write_bytes(SAMPLE)
    book = tmp_path / "源.xlsx"
    if verb == "import":
        assert cli.run(["export", str(source), "-o", str(book)], context) == cli.DONE
        capsys.readouterr()
    suffix = {"pdf": ".pdf", "export": ".xlsx"}.get(verb, ".perfdesk")
    if place is not a_long_name:
        out = out.rename(out.with_suffix(suffix)) if place is a_folder else out
        out = out if place is a_folder else out.with_suffix(suffix)
        if place is a_loop and suffix != ".perfdesk":
            out.symlink_to(out)
    else:
        out = out.with_name(out.name + suffix)
    first = {
        "new": ["monitoring_key"],
        "set": [str(source), "town_name=x"],
        "import": [str(book)],
    }.get(verb, [str(source)])
    assert cli.run([verb, *first, "-o", str(out)], context) == cli.REFUSED
    said = capsys.readouterr().err.splitlines()
    # A draft is announced before the place turns out to be none.
    one_sentence(said[-1])
    assert source.read_bytes() == SAMPLE


CLOSED = {
    "forms": (cli.DONE, []),
    "check": (cli.FOUND, [SAMPLES / "人房共管服务项目.perfdesk"]),
    "learn": (cli.REFUSED, [SAMPLES / "人房共管服务项目.perfdesk"]),
    "collect": (cli.REFUSED, [SAMPLES, "-o", "汇总.xlsx"]),
}


@pytest.mark.parametrize("verb", CLOSED)
def test_a_home_that_cannot_be_entered_stops_only_what_needs_it(
    verb: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # A name longer than any system has: nobody enters there, not even who may do everything.
    context = make_context(tmp_path / ("长" * 100))
    monkeypatch.chdir(tmp_path)
    code, more = CLOSED[verb]
    assert cli.run([verb, *map(str, more)], context) == code
    if code == cli.REFUSED:
        said = capsys.readouterr().err
        for line in said.splitlines():
            one_sentence(line)
        assert list(tmp_path.iterdir()) == []


def test_a_stranger_to_python_sees_no_traceback(tmp_path: Path) -> None:
    for name in ("断了.perfdesk", "没有的表.perfdesk", "重复.perfdesk"):
        path = tmp_path / name
        path.write_bytes(BAD[name])
        environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "check", str(path)],
            capture_output=True,
            env=environment,
            timeout=patience.SECONDS,
            check=False,
        )
        assert (done.returncode, done.stdout) == (cli.REFUSED, b"")
        one_sentence(done.stderr.decode())
        assert path.read_bytes() == BAD[name]


# --- text is text everywhere ----------------------------------------------------------------------

ODD = (
    "<b>粗</b><img src=x>",
    "甲&乙&amp;",
    "=1+1",
    "+1-1",
    "@SUM(A1)",
    "{name}{expected}{0}{x!r}",
    "%s%d%(a)s",
    "\\n\\u202e",
    "甲\x00\x01\x07\x1b[31m乙",
    "甲\u202e乙\u200b\ufeff",
    "甲\u2028乙\u0085丙",
    "甲\r乙\r\n丙\n",
    "\t甲\t",
    "_x000D_",
    "'甲",
    '"甲","乙"',
    "\U0010fffd\ue000",
    "𠮷喆㙍",
    "e\u0301",
    "☑☐",
)


def everywhere(edition: Edition, sound: Document, texts: Sequence[str]) -> Document:
    """Fill every cell with one of the texts in turn."""
    document, turn = sound.copy(), cycle(texts)
    for at, _ in list(document.entries()):
        if edition.field(at).kind is not Kind.FRAMEWORK:
            document.put(at, next(turn))
    return document


@pytest.mark.parametrize("start", range(0, len(ODD), 5))
def test_any_text_in_any_cell_goes_through_everything(
    start: int,
    context: Context,
    edition: Edition,
    sound: Document,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened = new_project(edition)
    made = everywhere(edition, sound, ODD[start:] + ODD[:start])
    opened.document.cells.update(made.cells)
    opened.document.tables.update(made.tables)
    path, book = tmp_path / "项目.perfdesk", tmp_path / "表.xlsx"
    save_project(context, opened.project, path, None)
    assert open_project(context, path).document == made
    assert cli.run(["check", str(path)], context) == cli.FOUND
    assert cli.run(["check", str(path), "--json"], context) == cli.FOUND
    assert cli.run(["show", str(path), "--json"], context) == cli.DONE
    assert cli.run(["pdf", str(path), "-o", str(tmp_path / "表.pdf")], context) == cli.DONE
    assert cli.run(["export", str(path), "-o", str(book)], context) == cli.DONE
    back = tmp_path / "回.perfdesk"
    assert cli.run(["import", str(book), "-o", str(back)], context) == cli.DONE
    capsys.readouterr()
    assert path.read_bytes() == write_project(coded(context, opened.project))
    assert text_cells(edition, open_project(context, back).document) == {
        at: plain(each) for at, each in text_cells(edition, made).items() if plain(each)
    }


def text_cells(edition: Edition, document: Document) -> dict[Ref, str]:
    return {
        at: plain(text)
        for at, text in document.entries()
        if edition.field(at).kind in (Kind.TEXT, Kind.LONG_TEXT)
    }


def plain(text: str) -> str:
    """Take out what a workbook cannot hold: XML knows no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\t\n" or c >= " ").strip()


def test_markup_is_on_paper_as_it_was_typed(
    context: Context, edition: Edition, sound: Document
) -> None:
    typed = "<b>粗</b>&amp;{x}%s=1+1"
    document = everywhere(edition, sound, [typed])
    evaluation = judge(context, edition, document)
    pages = copied(draw_paper(context, JudgedForm(edition, document, evaluation)).pdf)
    assert "".join(pages).count(squeezed(typed)) >= 10


def test_messages_are_one_line_and_open_nothing(
    context: Context, edition: Edition, sound: Document
) -> None:
    for text in ODD:
        evaluation = judge(context, edition, everywhere(edition, sound, [text]))
        for each in evaluation.findings:
            assert "\n" not in each.message
            assert "\r" not in each.message
            if "{name}" in text:
                assert "{expected}" in each.message or "{name}" not in each.message


@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(max_size=60), st.text(max_size=12))
def test_texts_of_any_characters_are_printed(
    context: Context, edition: Edition, sound: Document, one: str, other: str
) -> None:
    document = everywhere(edition, sound, (one, other))
    evaluation = judge(context, edition, document)
    assert draw_paper(context, JudgedForm(edition, document, evaluation)).pages


def test_a_cut_workbook_is_refused(
    context: Context, edition: Edition, sound: Document, tmp_path: Path
) -> None:
    data = write_excel(context, JudgedForm(edition, sound, judge(context, edition, sound)))
    whole = tmp_path / "全.xlsx"
    whole.write_bytes(data)
    assert same_data(edition, sound, read_excel(context, whole)[1].document)
    for share in (0.2, 0.9):
        cut = tmp_path / f"断{share}.xlsx"
        cut.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(Refusal) as refused:
            read_excel(context, cut)
        one_sentence(str(refused.value))
