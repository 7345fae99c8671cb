"""The verbs `export` and `template`: forms as workbooks, and the report as Word."""

from __future__ import annotations

import argparse

from perfdesk.cli.paper import tell_draft
from perfdesk.cli.telling import saved, tell_note
from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import find_edition
from perfdesk.commands.form import judged
from perfdesk.commands.output import write_word
from perfdesk.commands.projects import new_project, open_forms, open_project, write_output
from perfdesk.commands.workbooks import write_excels, write_template


def export_file(options: argparse.Namespace, context: Context) -> int:
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
        tell_draft(each, code_of(each.edition, each.document), context)
    return saved(write_output(options.out, data), options.out)


def make_template(options: argparse.Namespace, context: Context) -> int:
    """Make a workbook to be filled in by hand, of an empty form or of those of a project."""
    if options.out.suffix.lower() != ".xlsx":
        raise Refusal(f"“{options.out.name}”的扩展名应为 .xlsx。")
    if options.file.is_file():
        opened = _forms_asked(options, context)
    else:
        opened = [new_project(find_edition(context, str(options.file)))]
    data = write_template(context, [judged(context, each) for each in opened])
    return saved(write_output(options.out, data), options.out)


def _forms_asked(options: argparse.Namespace, context: Context) -> list[Opened]:
    if options.all:
        opened = list(open_forms(context, options.file))
    else:
        opened = [open_project(context, options.file, options.form)]
    tell_note(opened[0])
    return opened
