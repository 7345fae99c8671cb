"""README and docs say what is so: each command they show is run, each figure looked up."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from openpyxl import Workbook

import run as starter
from bench import __main__ as bench
from perfdesk import app, cli
from perfdesk.commands.context import Context
from perfdesk.forms.library import read_library
from tests.conftest import RESOURCES, ROOT
from tests.parsers import parsers

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
# The sample of each form, by the form.
SAMPLES = {"monitoring_key": "人房*.perfdesk", "post_evaluation": "两个*.perfdesk"}
# What stands for something else where a command needs it to.
WORDS = {
    "表单或项目": "self_evaluation",
    "表单文件夹": str(RESOURCES / "forms" / "monitoring" / "minhang-2023"),
    "文件夹": "各单位",
    "名单": "单位.txt",
    "FILE": "表.pdf",
    "FILE|CODE": "表.xlsx",
    "FORM": "monitoring_key",
    "…": "",
}
# A folder to be made, behind the option that names it.
MADE = {"collect --slips": "通知", "batch -o": "生成"}
# The sample has errors, a project like a file differs in nothing from it.
FOUND = {"check", "finalise", "collect", "batch -o"}


@dataclass(frozen=True)
class Shown:
    """A command as a page shows it."""

    page: str
    line: str

    @property
    def words(self) -> list[str]:
        """Give the words behind `python3 run.py`; what may be left out is left out."""
        return shlex.split(re.sub(r"\[-[^\]]*\]|\[[A-Z|]+\]", "", self.line))[2:]

    @property
    def whole(self) -> Shown:
        """Give the same with all that may be left out."""
        return replace(self, line=re.sub(r"\[(-[^\]]*|[A-Z|]+)\]", r"\1", self.line))

    def __str__(self) -> str:
        return f"{self.page}: {self.line}"


def code_lines() -> Iterator[tuple[str, str]]:
    """Give the lines of code of all pages: indented ones, and those in fences."""
    for page in PAGES:
        fenced = False
        for line in page.read_text(encoding="utf-8").splitlines():
            if line.startswith("```"):
                fenced = not fenced
            elif fenced or line.startswith("    "):
                yield page.name, line


def shown() -> list[Shown]:
    """Give the commands, each as far as it goes before it is explained."""
    found = []
    for page, line in code_lines():
        if line.strip().startswith("python3 run.py"):
            command = re.split(r" {2,}|\s#", line.strip())[0]
            found += [Shown(page, command)]
            if Shown(page, command).whole.words != Shown(page, command).words:
                found.append(Shown(page, command).whole)
    return found


OF_RUN = [each for each in shown() if each.words[:1] == ["test"] or each.words == ["check"]]
VERBS = [
    each for each in shown() if each.words and cli.is_command(each.words[0]) and each not in OF_RUN
]


def test_every_command_shown_is_tried() -> None:
    start = [each for each in shown() if not each.words]
    assert len(VERBS) > 25
    assert start and OF_RUN
    assert {*map(str, shown())} == {*map(str, (*VERBS, *OF_RUN, *start))}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with all that the commands speak of."""
    folder = tmp_path_factory.mktemp("furnished")
    project, context = sample("monitoring_key"), app.make_context(folder / "data")
    for name in ("项目.perfdesk", "旧项目1.perfdesk", "旧项目2.perfdesk", "试.perfdesk"):
        shutil.copy(project, folder / name)
    (folder / "各单位").mkdir()
    shutil.copy(project, folder / "各单位" / "一.perfdesk")
    (folder / "单位.txt").write_text("华漕镇平安建设办公室（人口工作）\n", encoding="utf-8")
    for verb, name in (("export", "表.xlsx"), ("pdf", "表.pdf")):
        assert cli.run([verb, str(project), "-o", str(folder / name)], context) == cli.DONE
    book = Workbook()
    book.active.append(["项目名称", "实施单位", "年初预算数（万元）", "全年预算数（万元）"])
    book.active.append(["道路养护", "第一管理所", 90, 92.5])
    book.save(folder / "名单.xlsx")
    return folder


@pytest.fixture
def desk(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in such a folder."""
    desk = tmp_path / "desk"
    shutil.copytree(furnished, desk)
    monkeypatch.chdir(desk)
    return desk


def sample(form: str) -> Path:
    return next((RESOURCES / "samples").glob(SAMPLES[form]))


def asked(words: list[str]) -> list[str]:
    """Put in what the words of a page stand for."""
    given = []
    for place, word in enumerate(words):
        option = words[place - 1] if place else ""
        made = MADE.get(f"{words[0]} {option}") if word == "文件夹" else None
        word = made or WORDS.get(word, word)
        # Next year's edition is the reader's to make.
        word = word.replace("shanghai-2025", "shanghai-2024")
        given.append(re.sub("^resources/", f"{RESOURCES}/", word))
    return [word for word in given if word]


def prepare(words: list[str], context: Context, desk: Path) -> None:
    """Bring about what a command comes after."""
    target = desk / words[words.index("-o") + 1] if "-o" in words else None
    if words[0] == "new" and target is not None:
        target.unlink()
    if words[0] == "answer":
        # Nothing is to be answered before something is found there.
        name = words[2].partition("=")[0]
        assert cli.run(["set", words[1], f"{name}=95万元"], context) == cli.DONE
    if target is not None and target.suffix == ".docx":
        shutil.copy(sample("post_evaluation"), desk / words[1])


def documented() -> dict[str, set[int]]:
    """Read from README which commands give 1; all may give 0 and 2."""
    text = PAGES[0].read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z]+)` \| ([^|]+) \| [^|]*\|$", text, re.M)
    return {verb: {0, 1, 2} if said.strip() != "没有" else {0, 2} for verb, said in rows}


@pytest.mark.parametrize("each", VERBS, ids=str)
def test_a_command_ends_as_the_page_says(
    each: Shown, desk: Path, context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    words = asked(each.words)
    prepare(words, context, desk)
    capsys.readouterr()
    verb = f"{words[0]} -o" if words[0] == "batch" and "-o" in words else words[0]
    wanted = cli.FOUND if verb in FOUND and "--template" not in words else cli.DONE
    try:
        code = cli.run(words, context)
    except SystemExit as left:
        code = int(left.code or 0)
    said = capsys.readouterr()
    assert code == wanted, said.err
    assert code in documented().get(words[0], {0, 2})
    if "-o" in words:
        assert (desk / words[words.index("-o") + 1]).exists()


def test_the_page_names_all_commands_that_give_1() -> None:
    assert documented().keys() <= parsers().keys()
    assert {verb.partition(" ")[0] for verb in FOUND} <= documented().keys()


@pytest.mark.parametrize("each", OF_RUN, ids=str)
def test_what_run_takes_for_itself_names_what_is_there(each: Shown) -> None:
    tools = starter.tools_for(each.words)
    assert tools[-1][0] == "pytest"
    for word in each.words[1:]:
        assert word.startswith("-") or (ROOT / word.partition("::")[0]).exists()


def test_a_file_alone_is_checked_where_there_is_no_display(
    desk: Path, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "`python3 run.py 我的项目.perfdesk` 就是 `check`" in PAGES[0].read_text(encoding="utf-8")
    monkeypatch.setattr(app, "has_display", lambda: False)
    monkeypatch.setattr(app, "make_context", lambda: context)
    assert app.main(["项目.perfdesk"]) == cli.FOUND
    assert app.main(["没有.perfdesk"]) == cli.REFUSED


def test_every_option_shown_is_one_of_the_commands() -> None:
    actions = [each for parser in parsers().values() for each in parser._actions]
    known = {option for each in actions for option in each.option_strings}
    for page, line in code_lines():
        if "run.py test" in line:
            continue  # pytest has its own
        if re.search(r"python3 run\.py| {20,}", line) and "pip" not in line:
            for option in re.findall(r"--[a-z][a-z-]+", line):
                assert option in known, (page, option)


@pytest.mark.parametrize(
    "line", [line.strip() for _, line in code_lines() if ".venv/bin/python" in line]
)
def test_a_tool_shown_is_there(line: str) -> None:
    command = shlex.split(re.split(r" {2,}|\s#", line)[0])
    if command[1] == "-m":
        assert importlib.util.find_spec(command[2]), command[2]
        if command[2] == "bench":
            assert set(command[3:]) <= {*bench._NAMES, "house"}
    else:
        assert (ROOT / command[1]).is_file(), command[1]


def test_figures_that_readme_counts_are_those_of_the_program() -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    library = read_library(RESOURCES / "library")
    assert f"{len(library.topics)} 类、{len(library.indicators)} 条" in text
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    assert f"{len(library.topics)} 个主题、{len(library.indicators)} 条" in page
