"""Editions are read strictly: a slip of the pen is a fault with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_edition, load_examples
from perfdesk.forms.prove import document_of, prove
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from tests.conftest import RESOURCES

FORM, EDITION = "monitoring_key", "minhang-2024"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the real edition, to be spoiled."""
    copy = tmp_path / FORM / EDITION
    shutil.copytree(RESOURCES / "forms" / FORM / EDITION, copy)
    return copy


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> tuple[str, ...]:
    return prove(load_edition(folder), *load_examples(folder))


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("form.toml", 'name = "town_name"', 'name = "town_name"\nnme = "x"', "town_name"),
        ("form.toml", 'name = "town_name"', 'name = "TownName"', "TownName"),
        ("form.toml", 'label = "街镇名称"', "", "label：缺少"),
        ("form.toml", 'label = "街镇名称"', "label = 5", "label：应为文字"),
        ("form.toml", 'type = "text"', 'type = "txt"', "indicator_value"),
        ("form.toml", 'severity = "error"', 'severity = "fatal"', "warning"),
        ("form.toml", 'choices = ["是", "否"]', "choices = [1]", "choices"),
        ("form.toml", "open_choices = true", 'open_choices = "yes"', "open_choices"),
        ("form.toml", 'type = "text"', 'type = "text"\nappearance = "bar"', "百分比"),
        ("form.toml", 'appearance = "bar"', 'appearance = "pie"', "appearance"),
        ("form.toml", 'label = "街镇名称"', 'label = "街镇名称"\nbasis = "x"', "只有程序计算"),
        ("form.toml", 'covers = ["V', 'covers = ["W', "V08"),
        ("form.toml", 'label = "街镇名称"', 'label = "街镇名称"\ncovers = ["V01"]', "covers"),
        ("form.toml", 'tabs = ["基本信息"', 'tabs = [["基本信息"]', "tabs"),
        ("form.toml", "[[basis]]", "[basis]", "TOML"),
        ("form.toml", 'form = "monitoring_key"', 'form = "other"', "文件夹名"),
        ("layout.toml", "width = 210", 'width = "210"', "width"),
        ("layout.toml", "width = 210", "width = 210\ndepth = 1", "depth"),
        ("layout.toml", 'style = "title"', 'style = "no_such"', "no_such"),
        ("layout.toml", "with_next = true", "with_nxt = true", "with_nxt"),
        ("layout.toml", "whole = true", "whole = 1", "whole"),
    ],
)
def test_a_slip_is_refused_with_its_place(
    folder: Path, name: str, old: str, new: str, words: str
) -> None:
    spoil(folder, name, old, new)
    with pytest.raises(FormFault) as fault:
        load_edition(folder)
    assert words in str(fault.value)


@pytest.mark.parametrize(
    ("old", "new"), [('title = "', 'titel = "'), ('found = ["rate_base"]', 'found = "rate_base"')]
)
def test_a_slip_in_an_example_is_refused(folder: Path, old: str, new: str) -> None:
    spoil(folder, "examples/checks.toml", old, new)
    with pytest.raises(FormFault):
        load_examples(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("form.toml", "percent(executed, current_budget)", "percent(executed)", "参数个数"),
        ("form.toml", "percent(executed, current_budget)", "percent(executed, x)", "x"),
        ("form.toml", 'current_budget)"\nbasis = "', 'current_budget)"\nbasis = "x', "[[basis]]"),
        ("form.toml", "percent(executed, current_budget)", "execution_rate", "互相等待"),
        ("form.toml", "parameter.red_light", "parameter.no_such", "no_such"),
        ("form.toml", 'name = "key_reason"', 'name = "project_name"', "2 次"),
        ("form.toml", 'tab = "绩效指标"', 'tab = "别处"', "别处"),
        ("form.toml", 'title_column = "name"', 'title_column = "nme"', "nme"),
        ("form.toml", 'at = "period_end"', 'at = "period_nd"', "period_nd"),
        ("form.toml", 'holds = "period_start <= period_end"', 'holds = "True"', "period_order"),
        ("form.toml", 'code = "overspent"', 'code = "spent_over"', "overspent"),
        ("layout.toml", "columns = [62, 62, 62]", "columns = [62, 62, 60]", "毫米"),
        ("layout.toml", "bottom = 25", "bottom = 9", "下边距 9 毫米"),
        ("layout.toml", "tighten = 0.85", "tighten = 0.5", "tighten"),
        ("layout.toml", "least_size = 7.5", "least_size = 5", "least_size"),
        ("layout.toml", 'field = "background"', 'field = "work"', "background"),
        ("layout.toml", 'option = "确定能完成"', 'option = "能完成"', "能完成"),
        ("layout.toml", 'field = "budget_likelihood"', 'field = "no_such"', "no_such"),
        ("layout.toml", "{fill_date}", "{fill_dat}", "fill_dat"),
        ("layout.toml", "{town_name}", "", "town_name"),
        ("layout.toml", "span = 9,", "span = 8,", "列"),
        ("layout.toml", 'repeat = "indicators"', 'repeat = "indicator"', "indicator"),
        ("layout.toml", 'label = "budget_unit"', 'label = "budget_unt"', "budget_unt"),
        ("examples/sound.toml", 'town_name = "闵行区华漕镇"', 'town_name = ""', "missing"),
        ("examples/sound.toml", 'executed = "893000.00"', 'executed = "1"', "executed_in_words"),
        ("examples/checks.toml", '"99.22%"', '"99.23%"', "99.23%"),
        ("examples/checks.toml", "indicators[3].deviation", "indicators[3].", "格的名字"),
    ],
)
def test_a_fault_of_the_whole_is_proved(
    folder: Path, name: str, old: str, new: str, words: str
) -> None:
    spoil(folder, name, old, new)
    found = faults(folder)
    assert found
    assert any(words in each for each in found), found


def test_a_check_without_both_examples_is_a_fault(folder: Path) -> None:
    for path in set((folder / "examples").glob("*.toml")) - {folder / "examples" / "sound.toml"}:
        path.unlink()
    found = faults(folder)
    checks = {each.code for each in load_edition(folder).checks}
    assert {f"检查 {code} 没有触发它的示例" for code in checks} <= set(found)
    assert {f"检查 {code} 没有通过它的示例" for code in checks} <= set(found)


def test_the_newest_edition_answers_for_its_form(folder: Path) -> None:
    older = folder.parent / "minhang-2019"
    shutil.copytree(folder, older)
    spoil(older, "form.toml", 'edition = "minhang-2024"', 'edition = "minhang-2019"')
    catalogue = Catalogue([folder.parent.parent])
    assert len(catalogue) == 2
    assert catalogue.find(FORM).edition == "minhang-2024"
    assert catalogue.find(f"{FORM}/minhang-2019").edition == "minhang-2019"
    assert catalogue.folder(f"{FORM}/minhang-2019") == older
    for name in ("nothing", f"{FORM}/minhang-2099", "", "/"):
        with pytest.raises(KeyError):
            catalogue.find(name)


def test_an_edition_is_read_once_and_when_asked_for(folder: Path) -> None:
    catalogue = Catalogue([folder.parent.parent])
    assert catalogue[f"{FORM}/{EDITION}"] is catalogue[f"{FORM}/{EDITION}"]
    broken = folder.parent / "broken-2030"
    broken.mkdir()
    (broken / "form.toml").write_text("=")
    again = Catalogue([folder.parent.parent])
    assert f"{FORM}/broken-2030" in again
    assert again[f"{FORM}/{EDITION}"].edition == EDITION
    with pytest.raises(FormFault):
        again.find(FORM)


def test_texts_by_name_make_a_document_with_the_rows_they_name(edition: Edition) -> None:
    document = document_of(edition, {"town_name": "镇", "indicators[3].name": "丙"})
    assert isinstance(document, Document)
    assert document.row_ids("indicators") == ["r1", "r2", "r3"]
    assert document.text(Ref("name", "indicators", "r3")) == "丙"
