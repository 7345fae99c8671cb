"""定稿: fix a form's data by their check code, tie the printed copies to it, tell when it breaks.

The tie holds while the code of the data as they stand is that of 定稿. Nothing is locked: who
edits on breaks the tie, sees it, and mends it by undoing or by finalising anew.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm
from perfdesk.models.document import Document
from perfdesk.models.edits import SetFinal
from perfdesk.models.finalised import Final
from perfdesk.models.finding import Evaluation, Severity


class Standing(Enum):
    """How a document stands to its 定稿."""

    OPEN = "open"
    HOLDS = "holds"
    BROKEN = "broken"


def standing(document: Document, code: str) -> Standing:
    """Tell how a document stands, by the code of its data (`code_of`)."""
    if document.final is None:
        return Standing.OPEN
    return Standing.HOLDS if document.final.code == code else Standing.BROKEN


def is_draft(document: Document, evaluation: Evaluation, code: str) -> bool:
    """Tell whether paper of a document bears 草稿: unless it is finalised, unchanged and right."""
    return evaluation.has_errors or standing(document, code) is not Standing.HOLDS


def finalise(context: Context, form: JudgedForm) -> SetFinal:
    """Make the edit that finalises a form; errors refuse it, warnings do not."""
    title, code = form.edition.short_title, code_of(form.edition, form.document)
    if not code:
        raise Refusal(f"“{title}”还没有填写，不能定稿。")
    if errors := form.evaluation.count(Severity.ERROR):
        raise Refusal(f"“{title}”还有 {errors} 处错误，改正后才能定稿。")
    return SetFinal(Final(code, to_the_minute(context.now())))


def warnings_left(evaluation: Evaluation) -> str:
    """Say how many warnings nobody has answered; blank for none."""
    left = evaluation.count(Severity.WARNING)
    return f"还有 {left} 条警告未说明。" if left else ""


def copies_of_final(document: Document) -> int:
    """Count the copies printed of 定稿, drafts of the same data left out."""
    final = document.final
    return sum(
        final is not None and each.code == final.code and not each.draft for each in document.prints
    )


def why_broken(document: Document, now: datetime) -> str:
    """Say that the data are no longer those of 定稿, naming it so that its paper is found."""
    final = document.final
    if final is None:
        return ""
    copies = copies_of_final(document)
    printed = f"，已打印 {copies} 份" if copies else ""
    when = f" {moment(final.at, now)} " if final.at else ""
    return f"当前数据与{when}定稿（校验码 {final.code}{printed}）不一致。"


def why_draft(form: JudgedForm, code: str, now: datetime) -> str:
    """Say why paper of a form with this code bears 草稿; blank where it does not."""
    if form.blank or not is_draft(form.document, form.evaluation, code):
        return ""
    if errors := form.evaluation.count(Severity.ERROR):
        return f"还有 {errors} 处错误。"
    return why_broken(form.document, now) or "还没有定稿。"


def moment(at: str, now: datetime) -> str:
    """Give a time as people say it: 11月21日 14:02, with its year where that is another."""
    if not at:
        return ""
    when = datetime.fromisoformat(at)
    year = f"{when.year}年" if when.year != now.year else ""
    return f"{year}{when.month}月{when.day}日 {when:%H:%M}"


def to_the_minute(now: datetime) -> str:
    """Write a time as files keep it."""
    return now.isoformat(timespec="minutes")
