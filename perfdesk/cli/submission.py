"""The verbs answer and checklist: what is done about findings before a form is handed in."""

from __future__ import annotations

from pathlib import Path

from perfdesk.commands import submission
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.form import judged


def answer(opened: Opened, context: Context, words: str, code: str) -> None:
    """Answer the finding that `AT=reason` names; no reason takes the answer back."""
    at, sign, reason = words.partition("=")
    if not sign:
        raise Refusal(f"“{words}”里没有等号。请写成 名字=说明，例如 executed=12月追加预算。")
    evaluation = judged(context, opened).evaluation
    finding = submission.find_to_answer(evaluation, opened.document, at, code)
    submission.answer_edit(evaluation, finding, reason).apply(opened.document)


def checklist(opened: Opened, context: Context, out: Path) -> bytes:
    """Bring the list of findings out as PDF or workbook, as the name of the file asks."""
    write = {".pdf": submission.draw_list, ".xlsx": submission.write_list}.get(out.suffix.lower())
    if write is None:
        raise Refusal(f"“{out.name}”的扩展名应为 .pdf 或 .xlsx。")
    return write(context, submission.list_findings(judged(context, opened)))
