"""The verbs `export` and `template`: forms as workbooks, and the report as Word."""

from __future__ import annotations

import argparse

from perfdesk import commands
from perfdesk.cli.paper import tell_draft
from perfdesk.cli.telling import saved, tell_note
from perfdesk.commands import Asked, Office, Opened, Refusal


def export_file(options: argparse.Namespace, office: Office) -> int:
    """Bring a form out as a workbook or as its report, or all forms as one workbook."""
    suffix = options.out.suffix.lower()
    if suffix not in (".xlsx", ".docx"):
        raise Refusal(f"“{options.out.name}”的扩展名应为 .xlsx 或 .docx。")
    if options.all and suffix == ".docx":
        raise Refusal("--all 把各张表写进一个工作簿，请把输出文件的扩展名写成 .xlsx。")
    if options.all and options.form:
        raise Refusal("--all 和 --form 不能一起用。")
    opened = _forms_asked(options, office)
    asked = [_asked(each, office) for each in opened]
    if suffix == ".docx":
        [one] = asked
        data = commands.write_word(office, one.edition, one.document, one.evaluation)
    else:
        data = commands.write_excels(office, asked)
    for each in asked:
        tell_draft(each, commands.code_of(each.edition, each.document), office)
    return saved(commands.write_output(options.out, data), options.out)


def make_template(options: argparse.Namespace, office: Office) -> int:
    """Make a workbook to be filled in by hand, of an empty form or of those of a project."""
    if options.out.suffix.lower() != ".xlsx":
        raise Refusal(f"“{options.out.name}”的扩展名应为 .xlsx。")
    if options.file.is_file():
        opened = _forms_asked(options, office)
    else:
        opened = [commands.new_project(commands.find_edition(office, str(options.file)))]
    data = commands.write_template(office, [_asked(each, office) for each in opened])
    return saved(commands.write_output(options.out, data), options.out)


def _forms_asked(options: argparse.Namespace, office: Office) -> list[Opened]:
    if options.all:
        opened = list(commands.open_forms(office, options.file))
    else:
        opened = [commands.open_project(office, options.file, options.form)]
    tell_note(opened[0])
    return opened


def _asked(opened: Opened, office: Office) -> Asked:
    evaluation = commands.judge(office, opened.edition, opened.document, opened.project)
    return Asked(opened.edition, opened.document, evaluation)
