"""Evaluation of the real edition: what it finds, in what order, and that nothing stops it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document
from perfdesk.models.finding import Evaluation, Origin, Severity
from perfdesk.models.form import Check, Edition, Field, Section, Table
from perfdesk.models.layout import Layout
from perfdesk.models.refs import Ref, cell_name
from perfdesk.models.sheet import Page
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.compiled import EditionError
from perfdesk.rules.evaluate.engine import evaluate
from tests.conftest import RESOURCES

CATALOGUE = Catalogue([RESOURCES / "forms"])
EDITION = CATALOGUE.find("monitoring_key")
SOUND = load_examples(CATALOGUE.folder(EDITION.key))[0]


def found(**texts: str) -> Evaluation:
    """Evaluate the sound copy with some cells changed; __ stands for a dot."""
    return evaluate(EDITION, document_of(EDITION, SOUND | texts))


def codes(evaluation: Evaluation, at: str = "") -> list[str]:
    return [each.code for each in evaluation.findings if not at or each.at.field == at]


def test_a_blank_form_only_misses_what_it_misses() -> None:
    evaluation = evaluate(EDITION, Document(EDITION.form, EDITION.edition))
    assert evaluation.findings
    assert {each.origin for each in evaluation.findings} == {Origin.MISSING}
    assert all(each.value is None and each.text == "" for each in evaluation.computed.values())


def test_the_sound_copy_has_its_figures_computed_and_named() -> None:
    rate = found().computed[Ref("execution_rate")]
    assert (rate.text, rate.value) == ("99.22%", Decimal("99.22"))
    assert rate.rule == "预算执行数 ÷ 当年预算数"
    assert rate.figures == "893,000.00 ÷ 900,000.00"


def test_findings_come_in_the_order_of_the_form() -> None:
    evaluation = evaluate(
        EDITION,
        document_of(
            EDITION,
            SOUND
            | {
                "indicators[2].deviation": "",
                "indicators[1].deviation": "-3元",
                "indicators[1].level2": "数量指标",
                "indicators[2].level1": "",
                "town_name": "",
                "measures": "",
                "executed": "很多",
            },
        ),
    )
    order = {(table, field.name): place for place, (table, field) in enumerate(EDITION.walk())}
    document = document_of(EDITION, SOUND)
    keys = []
    for each in evaluation.findings:
        place = order[each.at.table, each.at.field]
        start = min((n for (table, _), n in order.items() if table == each.at.table), default=0)
        row = document.place(each.at.table, each.at.row) if each.at.table else 0
        keys.append((start if each.at.table else place, row, place))
    assert keys == sorted(keys)
    assert len({each.at.table for each in evaluation.findings}) > 1


def test_a_text_that_cannot_be_read_is_kept_and_said_and_silent_elsewhere() -> None:
    evaluation = found(executed="大约八十九万")
    assert codes(evaluation, "executed") == ["unreadable"]
    finding = next(each for each in evaluation.findings if each.code == "unreadable")
    assert (finding.origin, finding.severity) == (Origin.UNREADABLE, Severity.ERROR)
    assert finding.actual == "大约八十九万"
    assert "大约八十九万" in finding.message
    # No check speaks of a figure that is not there, and none is computed from it.
    assert evaluation.computed[Ref("execution_rate")].text == ""
    assert set(codes(evaluation)) == {"unreadable"}


@pytest.mark.parametrize("executed", ["0", "893000"])
def test_a_division_by_zero_is_blank_and_said(executed: str) -> None:
    evaluation = found(current_budget="0", executed=executed)
    assert evaluation.computed[Ref("execution_rate")].value is None
    finding = next(each for each in evaluation.findings if each.code == "division_by_zero")
    assert finding.at == Ref("execution_rate")
    assert "预算执行数 ÷ 当年预算数" in finding.message


def test_a_choice_outside_the_list_is_said_with_the_list() -> None:
    finding = next(each for each in found(recurring="大概").findings if each.code == "unreadable")
    assert "是、否" in finding.message
    assert "unreadable" not in codes(found(key_reason="上级要求"))


def test_counts_and_limits_in_messages_are_plain_and_money_is_money() -> None:
    evaluation = found(**{"indicators[4].name": "居民区治理网格", "reviewed_budget": "90"})
    messages = {each.code: each.message for each in evaluation.findings}
    assert "出现了 2 次" in messages["indicator_twice"]
    assert "相差 9 倍" in messages["lost_digit"]
    assert "当年预算数 900,000.00 元" in messages["lost_digit"]


def test_what_a_finding_offers_to_fill_in_puts_it_right() -> None:
    texts = {"adjusted_budget": "890000", "indicators[3].deviation": "无偏差"}
    document = document_of(EDITION, SOUND | texts)
    offered = [each for each in evaluate(EDITION, document).findings if each.fill]
    assert {each.code for each in offered} == {"adjusted_total", "deviation_stated"}
    for each in offered:
        document.put(each.at, each.fill)
    # Seven thousand apart, the words of 2、预算安排 agree again too.
    assert codes(evaluate(EDITION, document)) == ["rate_base", "readings_differ"]


def test_a_row_of_blanks_asks_for_nothing() -> None:
    document = document_of(EDITION, SOUND)
    before = evaluate(EDITION, document)
    for place, text in ((9, ""), (10, " \u3000")):
        row = document_of(EDITION, {f"indicators[{place}].name": text}).tables["indicators"][-1]
        document.tables["indicators"].append(row.copy(f"r{place}"))
    assert evaluate(EDITION, document) == before


NEARLY_RIGHT = (
    *("0", "-0", "0元", "999999999999999", "0.01", "0.00000001", "999999999999999亿元"),
    *("100%", "≥90%", "2024-08-31", "9999年12月31日", "12月底", "每季度一次", "是", "{name}"),
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.,-+≥≤%万亿元年月日张个居已将调减执行率后无偏差（）{}<>&= \n", max_size=40),
    st.sampled_from(NEARLY_RIGHT),
    st.just("1" * 3000),
)
CELLS = [Ref(field.name, table, "r2" if table else "") for table, field in EDITION.walk()]
ENTRIES = st.dictionaries(st.sampled_from(CELLS), TEXTS, min_size=1, max_size=12)


@settings(max_examples=150)
@given(ENTRIES)
def test_no_text_in_any_cell_stops_an_evaluation_or_changes_the_document(
    entries: dict[Ref, str],
) -> None:
    document = document_of(EDITION, SOUND)
    for at, text in entries.items():
        document.put(at, text)
    before = document.copy()
    evaluation = evaluate(EDITION, document)
    assert document == before
    assert evaluate(EDITION, document) == evaluation
    for each in evaluation.findings:
        EDITION.field(each.at)
        assert each.message
        assert "\n" not in each.message
    for at in evaluation.computed:
        assert EDITION.field(at).is_computed


def test_everything_at_once_does_not_stop_it_either() -> None:
    for text in (
        "{expected}",
        "0",
        "-1",
        "≥0%",
        "<b>&</b>",
        "=1+1",
        "\x07\u202e",
        "9" * 3000,
        "𠮷",
    ):
        document = document_of(EDITION, SOUND)
        for at in CELLS:
            document.put(at, text)
        evaluate(EDITION, document)


def test_a_message_never_opens_what_a_person_typed() -> None:
    for text in ("{expected}", "{name}", "{label}{actual}", "{0}", "%s", "{x!r:>{y}}"):
        evaluation = found(**{"indicators[3].name": text, "indicators[3].deviation": "无偏差"})
        finding = next(each for each in evaluation.findings if each.code == "deviation_stated")
        assert f"“{text}”应完成 16667张" in finding.message


# --- a small edition, for what the real one does not do -----------------------------------------


def small(*fields: Field, checks: tuple[Check, ...] = (), table: tuple[Field, ...] = ()) -> Edition:
    sections: tuple[Section | Table, ...] = (Section("s", "一", "页", fields),)
    if table:
        sections += (Table("items", "表", "页", table, table[0].name),)
    layout = Layout(Page(210, 297, 1, 1, 1, 1), {}, ())
    return Edition(
        form="small",
        edition="one",
        title="小表",
        short_title="小表",
        tabs=("页",),
        sections=sections,
        checks=checks,
        layout=layout,
    )


def amount(name: str, calculation: str = "") -> Field:
    return Field(name, name, Kind.AMOUNT, unit="元", calculation=calculation)


def test_calculations_wait_for_what_they_read_through_a_table() -> None:
    edition = small(
        amount("double", "whole * 2"),
        amount("whole", "sum(items.product)"),
        table=(amount("price"), amount("number"), amount("product", "price * number")),
    )
    document = document_of(
        edition, {"items[1].price": "2", "items[1].number": "3", "items[2].price": "5"}
    )
    computed = evaluate(edition, document).computed
    assert {cell_name(at, document): each.text for at, each in computed.items()} == {
        "items[1].product": "6.00",
        "items[2].product": "",
        "whole": "6.00",
        "double": "12.00",
    }


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (small(amount("a", "b"), amount("b", "a")), "互相等待"),
        (small(amount("a", "a + 1")), "a → a"),
        (small(amount("a", "b")), "b"),
        (small(amount("a", "__import__('os')")), "a 的 calculation"),
        (small(amount("a"), checks=(Check("c", Severity.ERROR, "b", "True", ""),)), "检查 c"),
        (small(amount("a"), checks=(Check("c", Severity.ERROR, "a", "x", ""),)), "holds"),
        (small(amount("a"), checks=(Check("c", Severity.ERROR, "a", "True", "{x}"),)), "{x}"),
        (small(replace(amount("a"), required="x")), "required"),
    ],
)
def test_an_edition_that_does_not_compile_names_the_place(edition: Edition, words: str) -> None:
    with pytest.raises(EditionError) as refused:
        evaluate(edition, Document("small", "one"))
    assert words in str(refused.value)


def test_a_check_of_blanks_is_silent_and_one_that_does_not_hold_speaks() -> None:
    check = Check(
        "c", Severity.WARNING, "a", "a <= b", "{label}：{a}，应为 {expected}", expected="b + 0"
    )
    edition = small(amount("a"), amount("b"), checks=(check,))
    for texts in ({}, {"a": "2"}, {"b": "2"}, {"a": "2", "b": "2"}):
        assert evaluate(edition, document_of(edition, texts)).findings == ()
    finding = evaluate(edition, document_of(edition, {"a": "2", "b": "1"})).findings[0]
    assert finding.message == "a：2.00，应为 1.00"
    assert (finding.expected, finding.fill, finding.actual) == ("1.00", "", "2.00")
