"""An answer quiets what it was given to, as long as that says the same, and never an error."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.models.answers import Answer
from perfdesk.models.document import Document
from perfdesk.models.finding import Evaluation, Finding, Origin, Severity, said_at_cells
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.rules.evaluate.answered import with_answers
from perfdesk.rules.evaluate.engine import evaluate

AT = Ref("spent")


def finding(severity: Severity, message: str = "执行数 9 大于预算数 8。") -> Finding:
    return Finding("overspent", severity, Origin.UNMET, AT, "执行数", message)


def answered(*findings: Finding, about: str = "") -> Evaluation:
    document = Document("form", "edition")
    answer = Answer("追加了预算", about or said_at_cells(findings)["overspent", AT])
    document.put_answer("overspent", AT, answer)
    return Evaluation({}, with_answers(document, findings))


def test_an_answered_warning_or_note_is_quiet_and_counted_apart() -> None:
    for severity in (Severity.WARNING, Severity.NOTE):
        evaluation = answered(finding(severity))
        assert evaluation.findings[0].is_quiet
        assert (evaluation.count(severity), evaluation.answered) == (0, 1)


def test_an_answered_error_stays_an_error_and_carries_the_reason() -> None:
    evaluation = answered(finding(Severity.ERROR))
    assert evaluation.findings[0].answer == "追加了预算"
    assert not evaluation.findings[0].is_quiet
    assert evaluation.has_errors
    assert (evaluation.count(Severity.ERROR), evaluation.answered) == (1, 0)


def test_an_answer_to_other_figures_is_only_offered_again() -> None:
    evaluation = answered(finding(Severity.WARNING), about="执行数 10 大于预算数 8。")
    assert not evaluation.findings[0].is_quiet
    assert evaluation.findings[0].old_answer == "追加了预算"
    assert (evaluation.count(Severity.WARNING), evaluation.answered) == (1, 0)


def test_what_one_check_says_twice_of_a_cell_is_answered_once() -> None:
    two = finding(Severity.WARNING), finding(Severity.WARNING, "执行数 9 大于另一表的预算数 7。")
    assert answered(*two).answered == 2
    assert answered(*two, about=two[0].message).answered == 0


def test_other_cells_and_other_checks_are_not_answered() -> None:
    one = finding(Severity.WARNING)
    others = replace(one, at=Ref("spent", "items", "r1")), replace(one, code="other")
    evaluation = answered(one, *others)
    assert [each.is_quiet for each in evaluation.findings] == [True, False, False]


def test_the_engine_marks_what_it_finds_and_speaks_again_when_the_figure_is_another(
    edition: Edition, sound: Document
) -> None:
    def found() -> tuple[Finding, ...]:
        return tuple(each for each in evaluate(edition, sound).findings if each.at == at)

    at = Ref("executed")
    sound.put(at, "很多")
    [said] = found()
    sound.put_answer(said.code, said.at, Answer("账未结", said.message))
    assert found() == (replace(said, answer="账未结"),)
    sound.put(at, "很少")
    [other] = found()
    assert (other.answer, other.old_answer) == ("", "账未结")
    sound.put(at, "很多")
    assert found() == (replace(said, answer="账未结"),)
