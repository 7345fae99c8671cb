"""What the verbs finalise and pdf do: fix a form's data, and say which paper is a draft."""

from __future__ import annotations

from perfdesk.cli.report import visible
from perfdesk.cli.telling import say
from perfdesk.commands import finalising
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.finalising import warnings_left, why_draft
from perfdesk.commands.form import JudgedForm, judged
from perfdesk.models.edits import SetFinal
from perfdesk.models.finding import Severity
from perfdesk.models.refs import cell_name


def finalise(opened: Opened, context: Context, *, undo: bool) -> str:
    """Finalise a form, or open it again, and give what to say once that is saved.

    Blank where errors are left; these are listed.
    """
    edition, document = opened.edition, opened.document
    if undo and document.final is None:
        raise Refusal(f"“{edition.short_title}”没有定稿，不用取消。")
    if undo:
        SetFinal(None).apply(document)
        return f"“{edition.short_title}”已取消定稿，打印件又带“草稿”字样。"
    form = judged(context, opened)
    errors = [each for each in form.evaluation.findings if each.severity is Severity.ERROR]
    if errors:
        say(f"“{edition.short_title}”还有 {len(errors)} 处错误，改正后才能定稿：")
        for each in errors:
            print(visible(f"{cell_name(each.at, document)}\t{each.message}"))
        return ""
    edit = finalising.finalise(context, form)
    edit.apply(document)
    code = edit.final.code if edit.final else ""
    left = warnings_left(form.evaluation)
    return f"“{edition.short_title}”已定稿，校验码 {code}。{left}"


def tell_draft(form: JudgedForm, code: str, context: Context) -> None:
    """Say why a form comes out as a draft, and what ends that; nothing where it is none."""
    if why := why_draft(form, code, context.now()):
        how = "用 check 可以列出。" if form.evaluation.has_errors else "用 finalise 可以定稿。"
        say(f"“{form.edition.short_title}”{why}输出的是“草稿”，{how}")
