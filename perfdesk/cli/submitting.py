"""The verbs before a form is handed in: `answer`, `checklist`, `finalise`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from perfdesk.cli.exit_codes import FOUND
from perfdesk.cli.messages import save_back, saved, say, tell_note, visible
from perfdesk.cli.verb import Verb, takes_form, takes_out, takes_place, takes_project
from perfdesk.commands import finalising, submission
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.finalising import warnings_left
from perfdesk.commands.form import judged
from perfdesk.commands.projects import open_project
from perfdesk.models.edits import SetFinal
from perfdesk.models.finding import Severity
from perfdesk.models.refs import cell_name
from perfdesk.storage.atomic import write_output


def _declare_answer(command: ArgumentParser) -> None:
    takes_project(command)
    words = "格子的名字和说明，例如 executed=尾款12月支付；名字见 check"
    command.add_argument("words", metavar="名字=说明", help=words)
    takes_form(command)
    words = "一格有几处问题时指明一处：check --json 里的 code"
    command.add_argument("--code", default="", metavar="代号", help=words)
    takes_place(command)


def _answer(options: Namespace, context: Context) -> int:
    """Answer the finding that `AT=reason` names; no reason takes the answer back."""
    opened = open_project(context, options.file, options.form)
    at, sign, reason = options.words.partition("=")
    if not sign:
        raise Refusal(
            f"“{options.words}”里没有等号。请写成 名字=说明，例如 executed=12月追加预算。"
        )
    evaluation = judged(context, opened).evaluation
    finding = submission.find_to_answer(evaluation, opened.document, at, options.code)
    submission.answer_edit(evaluation, finding, reason).apply(opened.document)
    return save_back(options, context, opened)


def _declare_checklist(command: ArgumentParser) -> None:
    takes_project(command)
    takes_form(command)
    takes_out(command, "pdf 或 xlsx 文件")


def _checklist(options: Namespace, context: Context) -> int:
    """Bring the list of findings out as PDF or workbook, as the name of the file asks."""
    opened = open_project(context, options.file, options.form)
    kinds = {".pdf": submission.draw_list, ".xlsx": submission.write_list}
    write = kinds.get(options.out.suffix.lower())
    if write is None:
        raise Refusal(f"“{options.out.name}”的扩展名应为 .pdf 或 .xlsx。")
    data = write(context, submission.list_findings(judged(context, opened)))
    return saved(write_output(options.out, data), options.out)


def _declare_finalise(command: ArgumentParser) -> None:
    takes_project(command)
    takes_form(command)
    command.add_argument("--undo", action="store_true", help="取消定稿")
    takes_place(command)


def _finalise(options: Namespace, context: Context) -> int:
    """Fix the data where no error stands; 1 where one does."""
    opened = open_project(context, options.file, options.form)
    tell_note(opened)
    done = _open_again(opened) if options.undo else _fix(opened, context)
    if not done:
        return FOUND
    # Only now: a form is finalised when its file is written.
    code = save_back(options, context, opened)
    say(done)
    return code


def _open_again(opened: Opened) -> str:
    title = opened.edition.short_title
    if opened.document.final is None:
        raise Refusal(f"“{title}”没有定稿，不用取消。")
    SetFinal(None).apply(opened.document)
    return f"“{title}”已取消定稿，打印件又带“草稿”字样。"


def _fix(opened: Opened, context: Context) -> str:
    """Finalise a form, and give what to say once that is saved; list its errors if it has any."""
    title, document = opened.edition.short_title, opened.document
    form = judged(context, opened)
    errors = [each for each in form.evaluation.findings if each.severity is Severity.ERROR]
    if errors:
        say(f"“{title}”还有 {len(errors)} 处错误，改正后才能定稿：")
        for each in errors:
            print(visible(f"{cell_name(each.at, document)}\t{each.message}"))
        return ""
    edit = finalising.finalise(context, form)
    edit.apply(document)
    code = edit.final.code if edit.final else ""
    return f"“{title}”已定稿，校验码 {code}。{warnings_left(form.evaluation)}"


ANSWER = Verb(
    "answer", "说明一处问题为什么保留：名字=说明，不写说明则取消", _declare_answer, _answer
)
CHECKLIST = Verb(
    "checklist", "输出差错说明单：每处问题、应为多少、依据和说明", _declare_checklist, _checklist
)
FINALISE = Verb(
    "finalise", "定稿：没有错误时固定数据，打印件不再带“草稿”", _declare_finalise, _finalise
)
