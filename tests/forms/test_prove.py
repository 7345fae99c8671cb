"""An edition says which of its cells a summary over many forms shows, and says nothing wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.lint import lint
from tests.conftest import RESOURCES

FORM, EDITION = "self_evaluation", "variant-20-80"


def test_every_edition_says_whose_it_is_and_when_and_how_much(catalogue: Catalogue) -> None:
    for key in catalogue:
        summary = catalogue[key].summary
        assert summary.unit and summary.project and summary.period and summary.budget, key


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "implementing_unit"', 'unit = "nobody"', "没有名为“nobody”的栏目"),
        ('unit = "implementing_unit"', 'unti = "implementing_unit"', "不认识的键"),
        ('unit = "implementing_unit"', 'unit = ["implementing_unit", 3]', "应为一列文字"),
        ('budget = "funds.total', 'budget = "funds.none', "或不是固定行的格"),
        ('budget = "funds.total.annual_budget"', 'budget = "year"', "“year”应是金额"),
        ('score = "total_score"', 'score = "grade"', "“grade”应是数"),
    ],
)
def test_a_wrong_cell_is_a_fault(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / FORM / EDITION
    shutil.copytree(RESOURCES / "forms" / FORM / EDITION, folder)
    path = folder / "form.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = lint(folder).faults
    assert len(found) == 1 and said in found[0] and "summary" in found[0]
