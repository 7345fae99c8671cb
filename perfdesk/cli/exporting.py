"""The verbs `pdf`, `export` and `template`: forms as PDF, as workbooks, as a Word report."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from perfdesk.cli.messages import saved, say, tell_note
from perfdesk.cli.verb import Verb, takes_all, takes_form, takes_out, takes_project
from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import find_edition
from perfdesk.commands.finalising import why_draft
from perfdesk.commands.form import JudgedForm, blank_form, judged
from perfdesk.commands.output import draw_papers, write_word
from perfdesk.commands.projects import new_project, open_forms, open_project
from perfdesk.commands.workbooks import write_excels, write_template
from perfdesk.storage.atomic import write_output


def _declare_pdf(command: ArgumentParser) -> None:
    takes_project(command)
    takes_form(command)
    takes_all(command, "项目里的全部表单，合成一个 PDF")
    command.add_argument("--blank", action="store_true", help="空白表，供手工填写")
    words = "附一页二维码，扫描后可以还原填报数据"
    command.add_argument("--data-page", action="store_true", help=words)
    takes_out(command, "PDF 文件")


def _pdf(options: Namespace, context: Context) -> int:
    if options.out.suffix.lower() != ".pdf":
        raise Refusal(f"“{options.out.name}”的扩展名应为 .pdf。")
    if options.all and options.form:
        raise Refusal("--all 是项目里的全部表单，不能再用 --form 指明一张。")
    make = blank_form if options.blank else judged
    forms = [make(context, each) for each in _forms_asked(options, context)]
    pdf, papers = draw_papers(context, forms, data_page=options.data_page)
    for each, paper in zip(forms, papers, strict=True):
        _tell_draft(each, paper.code, context)
    return saved(write_output(options.out, pdf), options.out)


def _declare_export(command: ArgumentParser) -> None:
    takes_project(command)
    takes_form(command)
    takes_all(command)
    takes_out(command, "xlsx 或 docx 文件")


def _export(options: Namespace, context: Context) -> int:
    """Bring a form out as a workbook or as its report, or all forms as one workbook."""
    suffix = options.out.suffix.lower()
    if suffix not in (".xlsx", ".docx"):
        raise Refusal(f"“{options.out.name}”的扩展名应为 .xlsx 或 .docx。")
    if options.all and suffix == ".docx":
        raise Refusal("--all 把各张表写进一个工作簿，请把输出文件的扩展名写成 .xlsx。")
    if options.all and options.form:
        raise Refusal("--all 和 --form 不能一起用。")
    forms = [judged(context, each) for each in _forms_asked(options, context)]
    data = write_word(context, *forms) if suffix == ".docx" else write_excels(context, forms)
    for each in forms:
        _tell_draft(each, code_of(each.edition, each.document), context)
    return saved(write_output(options.out, data), options.out)


def _declare_template(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="表单或项目", help="表单，或项目文件")
    takes_form(command)
    takes_all(command)
    takes_out(command, "xlsx 文件")


def _template(options: Namespace, context: Context) -> int:
    """Make a workbook to be filled in by hand, of an empty form or of those of a project."""
    if options.out.suffix.lower() != ".xlsx":
        raise Refusal(f"“{options.out.name}”的扩展名应为 .xlsx。")
    if options.file.is_file():
        opened = _forms_asked(options, context)
    else:
        opened = [new_project(find_edition(context, str(options.file)))]
    data = write_template(context, [judged(context, each) for each in opened])
    return saved(write_output(options.out, data), options.out)


def _forms_asked(options: Namespace, context: Context) -> list[Opened]:
    if options.all:
        opened = list(open_forms(context, options.file))
    else:
        opened = [open_project(context, options.file, options.form)]
    tell_note(opened[0])
    return opened


def _tell_draft(form: JudgedForm, code: str, context: Context) -> None:
    """Say why a form comes out as a draft, and what ends that; nothing where it is none."""
    if why := why_draft(form, code, context.now()):
        how = "用 check 可以列出。" if form.evaluation.has_errors else "用 finalise 可以定稿。"
        say(f"“{form.edition.short_title}”{why}输出的是“草稿”，{how}")


PDF = Verb("pdf", "输出 PDF", _declare_pdf, _pdf)
EXPORT = Verb("export", "输出 Excel，或 Word 报告", _declare_export, _export)
TEMPLATE = Verb(
    "template",
    "输出填报模板：没有本程序的电脑用 Excel 填写，再导入",
    _declare_template,
    _template,
)
