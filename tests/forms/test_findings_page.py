"""The page of findings is what the editions say, and leaves nothing out."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.finding_words import describe_checks, place
from perfdesk.forms.findings_page import FindingsGuide, findings_page, load_guide, uncovered
from perfdesk.forms.load import load_examples
from perfdesk.models.form import Edition, Example
from tests.conftest import RESOURCES, ROOT

Shown = list[tuple[Edition, tuple[Example, ...]]]

_BUILT = re.compile(r"""(?<![A-Za-z])(?:_?[fF]inding)\(\s*"([a-z_]+)",""")


@pytest.fixture(scope="module")
def guide() -> FindingsGuide:
    return load_guide(RESOURCES / "findings.toml")


@pytest.fixture(scope="module")
def shown() -> Shown:
    catalogue = Catalogue([RESOURCES / "forms"])
    return [(catalogue[key], load_examples(catalogue.folder(key))[1]) for key in catalogue]


def test_the_page_is_current(guide: FindingsGuide, shown: Shown) -> None:
    """Where this fails: python scripts/make_findings.py."""
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert page == findings_page(guide, shown)


def test_the_script_writes_the_same_page(guide: FindingsGuide, shown: Shown) -> None:
    command = "import make_findings; print(make_findings.made(), end='')"
    made = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", command],
        cwd=ROOT / "scripts",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert made.stdout == findings_page(guide, shown)


def test_every_check_says_what_where_why_and_shows_both_sides(shown: Shown) -> None:
    for edition, examples in shown:
        found = describe_checks(edition, examples)
        assert {each.code for each in found} == {each.code for each in edition.checks}
        for each in found:
            assert all((each.says, each.where, each.basis, each.trips, each.passes)), each.code
            assert "{" not in each.says
            assert each.says.endswith("。")


def test_what_the_program_finds_of_itself_is_listed(guide: FindingsGuide) -> None:
    in_code = {
        code
        for path in (ROOT / "perfdesk").rglob("*.py")
        for code in _BUILT.findall(path.read_text(encoding="utf-8"))
    }
    assert {each.code for each in guide.built_in} == in_code


def test_everything_looked_for_is_numbered_once(guide: FindingsGuide, shown: Shown) -> None:
    numbers = [look.number for look in guide.looked]
    assert numbers == [f"V{number:02}" for number in range(1, 31)]
    used = {number for edition, _ in shown for check in edition.checks for number in check.covers}
    used |= {
        number for edition, _ in shown for _, field in edition.walk() for number in field.covers
    }
    assert used <= set(numbers)


def test_every_form_covers_each_number_or_says_why_not(guide: FindingsGuide, shown: Shown) -> None:
    assert {edition.key: list(uncovered(guide, edition)) for edition, _ in shown} == {
        edition.key: [] for edition, _ in shown
    }


def test_a_reason_for_what_is_covered_would_be_a_lie(guide: FindingsGuide, shown: Shown) -> None:
    bare = replace(guide, looked=tuple(replace(each, without={}) for each in guide.looked))
    missing = {
        (edition.form, number) for edition, _ in shown for number in uncovered(bare, edition)
    }
    said = {(form, look.number) for look in guide.looked for form in look.without}
    assert said == missing


def test_a_place_is_named_as_on_the_form(shown: Shown) -> None:
    edition = next(each for each, _ in shown if each.key == "self_evaluation/shanghai-2024")
    assert place(edition, "actual_account") == "实际完成情况"
    assert place(edition, "indicators[].score") == "绩效指标·得分"
    assert place(edition, "funds.total.annual_budget") == "年度资金总额·全年预算数"


def test_a_cell_of_the_page_cannot_break_its_row(guide: FindingsGuide) -> None:
    odd = replace(guide.built_in[0], says="甲|乙\n丙<b>")
    page = findings_page(replace(guide, built_in=(odd,)), [])
    assert "| 甲\\|乙 丙&lt;b> |" in page
