"""The command line: its words, its JSON, its exit codes, and the consoles it meets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from perfdesk import __version__, cli
from perfdesk.commands.context import Context
from perfdesk.storage.project_file import read_project
from tests import patience
from tests.conftest import RESOURCES, ROOT

pytestmark = pytest.mark.usefixtures("shared_worker")

SAMPLE = next(
    path for path in sorted((RESOURCES / "samples").glob("*.perfdesk")) if "人房" in path.stem
)


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(context: Context, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> Said:
        code = cli.run([str(each) for each in arguments], context)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "项目.perfdesk"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def cells(path: Path) -> dict[str, str]:
    return read_project(path.read_bytes()).documents[0].cells


def test_forms_lists_every_edition(run: Run, context: Context) -> None:
    plain, listed = run("forms"), run("forms", "--json")
    assert (plain.code, plain.err) == (cli.DONE, "")
    assert len(plain.out.splitlines()) == len(context.catalogue)
    assert [f"{each['form']}/{each['edition']}" for each in listed.json] == list(context.catalogue)
    assert all(each.keys() == {"form", "edition", "title"} for each in listed.json)


def test_new_makes_a_project_and_never_writes_over_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "新.perfdesk"
    for name in ("monitoring_key", "monitoring_key/minhang-2024"):
        path.unlink(missing_ok=True)
        said = run("new", name, "-o", path)
        assert (said.code, said.out) == (cli.DONE, "")
        assert "新.perfdesk" in said.err
        assert cells(path) == {}
    assert run("set", path, "town_name=已填").code == cli.DONE
    before = path.read_bytes()
    again = run("new", "monitoring_key", "-o", path)
    assert again.code == cli.REFUSED
    assert path.read_bytes() == before
    missing = run("new", "没有这种表", "-o", tmp_path / "x.perfdesk")
    assert (missing.code, (tmp_path / "x.perfdesk").exists()) == (cli.REFUSED, False)
    assert "monitoring_key/minhang-2024" in missing.err


def test_check_tells_by_its_exit_code(run: Run, project: Path, tmp_path: Path) -> None:
    assert run("check", project).code == cli.FOUND
    right = sound_project(run, tmp_path)
    assert run("check", right).code == cli.DONE
    bad = tmp_path / "坏.perfdesk"
    bad.write_text("{")
    assert run("check", bad).code == cli.REFUSED
    both = run("check", bad, project, right)
    assert both.code == cli.REFUSED, "what could not be read weighs most"
    assert str(project) in both.out, "the other files are checked all the same"


def sound_project(run: Run, folder: Path) -> Path:
    from perfdesk.forms.load import load_examples

    path = folder / "正确.perfdesk"
    edition = RESOURCES / "forms" / "monitoring_key" / "minhang-2024"
    sound, _ = load_examples(edition)
    assert run("new", "monitoring_key", "-o", path).code == cli.DONE
    assert run("set", path, *(f"{at}={text}" for at, text in sound.items())).code == cli.DONE
    return path


def test_check_as_json_has_the_shape_that_scripts_hold_on_to(run: Run, project: Path) -> None:
    report = run("check", project, "--json").json
    assert list(report) == ["file", "form", "edition", "findings", "summary"]
    assert report["file"] == str(project)
    assert (report["form"], report["edition"]) == ("monitoring_key", "minhang-2024")
    shape = [
        *("code", "severity", "origin", "at", "label", "message", "expected", "actual"),
        *("basis", "answer", "old_answer"),
    ]
    for each in report["findings"]:
        assert list(each) == shape
        assert all(isinstance(text, str) for text in each.values())
        assert each["severity"] in ("error", "warning", "note")
        assert each["origin"] in ("missing", "unreadable", "unmet")
    counted = {
        severity: sum(each["severity"] == severity for each in report["findings"])
        for severity in ("error", "warning", "note")
    }
    assert report["summary"] == {**counted, "answered": 0, "final": None}
    stated = next(each for each in report["findings"] if each["code"] == "deviation_stated")
    assert stated["at"] == "indicators[3].deviation"
    assert stated["expected"] == "+3333张（+20.00%）"
    assert stated["actual"] == "无偏差"


def test_several_files_give_an_object_each(run: Run, project: Path) -> None:
    text, found = run("check", project, project, "--json").out, []
    while text.strip():
        value, end = json.JSONDecoder().raw_decode(text)
        found.append(value)
        text = text[end:].lstrip()
    assert len(found) == 2
    assert found[0] == found[1]


def test_show_lists_every_cell_with_what_it_holds(run: Run, project: Path) -> None:
    said = run("show", project, "--json")
    assert said.code == cli.DONE
    rows = {each["at"]: each for each in said.json}
    assert len(rows) == len(said.json)
    assert all(list(each) == ["at", "label", "text", "value", "computed"] for each in said.json)
    assert rows["executed"] == {
        "at": "executed",
        "label": "预算执行数",
        "text": "893000.00",
        "value": "893000.00",
        "computed": None,
    }
    assert rows["execution_rate"]["value"] == "99.22"
    assert rows["execution_rate"]["computed"] == {
        "rule": "预算执行数 ÷ 当年预算数",
        "figures": "893,000.00 ÷ 900,000.00",
        "basis": "闵行区财政项目支出绩效运行监控（跟踪评价）（重点）表样及表头注解",
    }
    assert rows["town_name"]["text"] == ""
    assert rows["town_name"]["value"] is None
    assert rows["indicators[8].name"]["text"] == "使用人满意度"
    plain = run("show", project).out
    assert "execution_rate\t预算执行进度\t99.22%    = 893,000.00 ÷ 900,000.00\n" in plain


def test_set_changes_named_cells_and_nothing_else(run: Run, project: Path, tmp_path: Path) -> None:
    said = run("set", project, "town_name=闵行区华漕镇", "indicators[3].deviation=a=b=c")
    assert said.code == cli.DONE
    rows = {each["at"]: each["text"] for each in run("show", project, "--json").json}
    assert rows["town_name"] == "闵行区华漕镇"
    assert rows["indicators[3].deviation"] == "a=b=c"
    assert run("set", project, "town_name=", "indicators[3].deviation=无偏差").code == cli.DONE
    written, sample = (read_project(path.read_bytes()) for path in (project, SAMPLE))
    assert written.documents[0].extra.pop("check_code")
    assert written == sample
    other, before = tmp_path / "另存.perfdesk", project.read_bytes()
    assert run("set", project, "town_name=华漕", "-o", other).code == cli.DONE
    assert project.read_bytes() == before
    assert cells(other)["town_name"] == "华漕"


def test_set_beyond_the_end_of_a_table_makes_the_rows_between(run: Run, project: Path) -> None:
    said = run("set", project, "indicators[11].name=新指标", "indicators[10].name=前一行")
    assert said.code == cli.DONE
    rows = {each["at"]: each["text"] for each in run("show", project, "--json").json}
    assert rows["indicators[9].name"] == ""
    assert rows["indicators[10].name"] == "前一行"
    assert rows["indicators[11].name"] == "新指标"
    far = run("set", project, "indicators[99999].name=远")
    assert far.code == cli.REFUSED


@pytest.mark.parametrize(
    "cell",
    [
        *("town_name", "no_such=x", "execution_rate=99", "=x", "", "indicators[1]=x"),
        *("indicators[0].name=x", "indicators.name=x", "indicators[-1].name=x"),
        "indicators[1].no_such=x",
    ],
)
def test_set_refuses_what_is_no_cell_and_changes_nothing(
    run: Run, project: Path, cell: str
) -> None:
    said = run("set", project, "town_name=已改", cell)
    assert (said.code, said.out) == (cli.REFUSED, "")
    assert len(said.err.splitlines()) == 1
    assert project.read_bytes() == SAMPLE.read_bytes()


def test_half_a_character_does_not_stop_a_save(run: Run, project: Path) -> None:
    said = run("set", project, "town_name=\udce4半")
    assert said.code == cli.DONE
    assert cells(project)["town_name"] == "\ufffd半"


def test_pdf_twice_is_the_same_file_and_a_draft_says_so(
    run: Run, project: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "一.pdf", tmp_path / "二.pdf"
    said = run("pdf", project, "-o", one)
    assert said.code == cli.DONE
    assert "草稿" in said.err
    assert run("pdf", project, "-o", other).code == cli.DONE
    assert one.read_bytes() == other.read_bytes()
    assert one.read_bytes().startswith(b"%PDF-")
    blank = run("pdf", project, "--blank", "-o", other)
    assert "草稿" not in blank.err
    assert other.read_bytes() != one.read_bytes()


def test_an_output_is_never_written_over_a_project(run: Run, project: Path) -> None:
    for verb in ("pdf", "export"):
        assert run(verb, project, "-o", project).code == cli.REFUSED
    assert project.read_bytes() == SAMPLE.read_bytes()


def test_a_workbook_makes_a_new_project(run: Run, project: Path, tmp_path: Path) -> None:
    book, made = tmp_path / "表.xlsx", tmp_path / "新.perfdesk"
    assert run("export", project, "-o", book).code == cli.DONE
    said = run("import", book, "-o", made, "--json")
    assert said.code == cli.DONE
    assert said.json["notes"] == said.json["differences"] == []
    assert said.json["not_understood"] == []
    same = run("import", book, "-o", project)
    assert same.code == cli.DONE and "项目.perfdesk”与文件里读到的内容一致" in same.err
    again = tmp_path / "再.xlsx"
    assert run("export", made, "-o", again).code == cli.DONE
    assert again.read_bytes() == book.read_bytes()


def test_all_forms_of_a_project_go_out_in_one_workbook_and_come_back(
    run: Run, project: Path, tmp_path: Path
) -> None:
    two, book, made = tmp_path / "两张.perfdesk", tmp_path / "全部.xlsx", tmp_path / "新.perfdesk"
    assert run("carry", project, "self_evaluation", "-o", two).code == cli.DONE
    assert run("export", two, "--all", "-o", book).code == cli.DONE
    assert run("import", book, "-o", two).code == cli.DONE, "nothing differs"
    assert run("import", book, "-o", made).code == cli.DONE
    assert len(commands_of(made)) == 2
    assert run("export", two, "--all", "-o", tmp_path / "报告.docx").code == cli.REFUSED


def commands_of(path: Path) -> list[str]:
    documents = json.loads(path.read_text(encoding="utf-8"))["documents"]
    return [each["form"] for each in documents]


def test_a_template_is_made_of_a_form_or_a_project(run: Run, project: Path, tmp_path: Path) -> None:
    book, made = tmp_path / "模板.xlsx", tmp_path / "新.perfdesk"
    assert run("template", "self_evaluation", "-o", book).code == cli.DONE
    assert run("import", book, "-o", made).code == cli.DONE
    assert run("template", project, "-o", book).code == cli.DONE
    assert run("import", book, "-o", project).code == cli.DONE, "nothing differs"
    assert run("template", "nothing", "-o", book).code == cli.REFUSED
    assert run("template", project, "-o", tmp_path / "模板.docx").code == cli.REFUSED


def test_a_changed_workbook_shows_what_differs_before_anything_is_applied(
    run: Run, project: Path, tmp_path: Path
) -> None:
    book, other = tmp_path / "表.xlsx", tmp_path / "改.perfdesk"
    changed = ("town_name=闵行区华漕镇", "executed=89.00万元", "indicators[9].name=新指标")
    assert run("set", project, *changed, "-o", other).code == cli.DONE
    assert run("export", other, "-o", book).code == cli.DONE
    shown = run("import", book, "-o", project)
    assert shown.code == cli.FOUND
    assert "街镇名称：（空） → 闵行区华漕镇" in shown.out
    assert "预算执行数：893,000.00 → 890,000.00" in shown.out
    assert "新指标" in shown.out
    assert "--apply" in shown.err
    assert project.read_bytes() == SAMPLE.read_bytes()
    listed = run("import", book, "-o", project, "--json")
    assert listed.code == cli.FOUND
    assert len(listed.json["differences"]) == 3
    assert all(list(each) == ["label", "before", "after"] for each in listed.json["differences"])
    assert project.read_bytes() == SAMPLE.read_bytes()
    applied = run("import", book, "-o", project, "--apply")
    assert applied.code == cli.DONE
    assert cells(project)["town_name"] == "闵行区华漕镇"
    assert run("import", book, "-o", project).code == cli.DONE, "nothing differs any more"


def test_import_refuses_another_form_and_touches_nothing(
    run: Run, project: Path, tmp_path: Path
) -> None:
    book, made = tmp_path / "表.xlsx", tmp_path / "新.perfdesk"
    assert run("export", project, "-o", book).code == cli.DONE
    for arguments in (("--form", "self_evaluation"), ("--form", "monitoring_key/other")):
        assert run("import", book, *arguments, "-o", made).code == cli.REFUSED
    assert not made.exists()
    assert run("import", project, "-o", made).code == cli.REFUSED, "a project is no workbook"
    assert not made.exists()


def test_rows_that_failed_are_written_where_they_are_wanted(run: Run, tmp_path: Path) -> None:
    table, sent = tmp_path / "表.txt", tmp_path / "退回.xlsx"
    head = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    table.write_text(head + "产出指标\t数量指标\t巡查次数\t24次\t24次\t十分\t9\n", "utf-8")
    read = ("import", table, "--form", "self_evaluation/shanghai-2024")
    said = run(*read, "-o", tmp_path / "新.perfdesk", "--failed", sent)
    assert said.code == cli.DONE
    assert "1 行没有完整读入" in said.err and "退回.xlsx" in said.err
    [reason, _, *texts] = [cell.value for cell in load_workbook(sent).worksheets[0][4]]
    assert "十分" in reason and texts[2:] == ["巡查次数", "24次", "24次", "十分", "9"]
    sent.unlink()
    table.write_text(table.read_text("utf-8").replace("十分", "10"), "utf-8")
    said = run(*read, "-o", tmp_path / "又.perfdesk", "--failed", sent)
    assert "没有要退回的行" in said.err and not sent.exists()
    refused = run(*read, "-o", tmp_path / "再.perfdesk", "--failed", tmp_path / "退回.doc")
    assert refused.code == cli.REFUSED and not (tmp_path / "再.perfdesk").exists()


def test_help_and_version(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in ((["--help"], "import"), (["--version"], __version__)):
        with pytest.raises(SystemExit) as ended:
            run(*arguments)
        assert ended.value.code == 0
        assert words in capsys.readouterr().out


def test_an_unknown_word_is_a_wrong_use(run: Run) -> None:
    for arguments in ([], ["unknown"], ["check"], ["pdf", "x"], ["check", "x", "--unknown"]):
        with pytest.raises(SystemExit) as ended:
            run(*arguments)
        assert ended.value.code == 2


# --- as a process, at the consoles that there are -----------------------------------------------


def started(folder: Path, *arguments: object, **variables: str) -> subprocess.Popen[bytes]:
    kept = ("PATH", "SYSTEMROOT", "TEMP", "HOME", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"XDG_DATA_HOME": str(folder), "LOCALAPPDATA": str(folder), **variables}
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=folder,
    )


CONSOLES = {
    "a plain locale": {"LC_ALL": "C"},
    "a plain locale without UTF-8 mode": {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
    "the Chinese code page": {"PYTHONIOENCODING": "gbk"},
    "an old American one": {"PYTHONIOENCODING": "cp437"},
}


@pytest.mark.parametrize("console", CONSOLES)
def test_every_console_gets_its_answer(
    console: str, project: Path, tmp_path: Path, run: Run
) -> None:
    run("set", project, "town_name=喆𠮷é☑\u202e<b>", "executed=☑")
    variables = CONSOLES[console]
    encoding = variables.get("PYTHONIOENCODING", "utf-8")
    plain = started(tmp_path, "check", project, **variables)
    out, err = plain.communicate(timeout=patience.SECONDS)
    assert (plain.returncode, err) == (cli.FOUND, b"")
    assert b"unreadable" not in out
    assert out
    listed = started(tmp_path, "show", project, "--json", **variables)
    out, err = listed.communicate(timeout=patience.SECONDS)
    assert (listed.returncode, err) == (cli.DONE, b"")
    rows = {each["at"]: each["text"] for each in json.loads(out.decode(encoding))}
    assert rows["town_name"] == "喆𠮷é☑\u202e<b>"


def test_a_reader_that_has_had_enough_is_no_error(project: Path, tmp_path: Path) -> None:
    process = started(tmp_path, "show", project)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=patience.SECONDS) == cli.DONE
    assert err == b""
