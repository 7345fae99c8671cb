"""The verbs of the command line: call a command, say what came of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from perfdesk.cli.exit_codes import DONE, FOUND, REFUSED
from perfdesk.cli.report import all_cells, cell_of, print_findings, report, visible
from perfdesk.cli.telling import print_json, save_back, saved, say, tell_note
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import find_edition, why_unfit
from perfdesk.commands.form import blank_form, judged
from perfdesk.commands.forms import carry
from perfdesk.commands.output import draw_papers
from perfdesk.commands.projects import (
    cell_edit,
    new_project,
    open_forms,
    open_project,
    save_project,
    write_output,
)


def forms(options: argparse.Namespace, context: Context) -> int:
    """List all editions; 1 where one has a fault."""
    rows, code = [], DONE
    for key in context.catalogue:
        try:
            each = find_edition(context, key)
        except Refusal as refusal:
            say(str(refusal))
            code = FOUND
            continue
        rows.append({"form": each.form, "edition": each.edition, "title": each.title})
    for folder, root in context.catalogue.misplaced():
        say(
            f"“{folder}”没有读入：版本应放在 {root} 之下两层，"
            "先是表单的文件夹，里面是版本的文件夹。"
        )
        code = FOUND
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            print(f"{row['form']}/{row['edition']}\t{row['title']}")
    return code


def new(options: argparse.Namespace, context: Context) -> int:
    """Begin a project."""
    opened = new_project(find_edition(context, options.form))
    return saved(save_project(context, opened.project, options.out, None), options.out)


def check(options: argparse.Namespace, context: Context) -> int:
    """List the findings; 0 no error, 1 errors, 2 what could not be read."""
    code = DONE
    for path in options.files:
        try:
            opened = _forms_asked(context, path, options.form)
        except Refusal as refusal:
            say(str(refusal))
            code = REFUSED
            continue
        tell_note(opened[0])
        if not options.form and len(opened) < len(opened[0].project.documents):
            for document in opened[0].project.documents:
                if why := why_unfit(context, document):
                    say(f"“{path}”里有一张表没有检查：{why}")
            code = REFUSED
        for each in opened:
            form = judged(context, each)
            if options.json:
                print_json(report(path, form))
            else:
                print_findings(path, form)
            if form.evaluation.has_errors:
                code = max(code, FOUND)
    return code


def _forms_asked(context: Context, path: Path, form: str) -> Sequence[Opened]:
    if form:
        return [open_project(context, path, form)]
    return open_forms(context, path)


def show(options: argparse.Namespace, context: Context) -> int:
    """List every cell."""
    opened = open_project(context, options.file, options.form)
    tell_note(opened)
    form = judged(context, opened)
    rows = [cell_of(form, at) for at in all_cells(opened.edition, opened.document)]
    if options.json:
        print_json(rows)
        return DONE
    for row in rows:
        computed = row["computed"]
        explained = f"    = {computed['figures'] or computed['rule']}" if computed else ""
        text = row["text"].replace("\n", "\n        ")
        print(visible(f"{row['at']}\t{row['label']}\t{text}{explained}"))
    return DONE


def put(options: argparse.Namespace, context: Context) -> int:
    """Fill cells in."""
    opened = open_project(context, options.file, options.form)
    for each in options.cells:
        name, sign, text = each.partition("=")
        if not sign:
            raise Refusal(f"“{each}”里没有等号。请写成 名字=内容，例如 town_name=某某镇。")
        cell_edit(opened.edition, opened.document, name, text).apply(opened.document)
    return save_back(options, context, opened)


def answer(options: argparse.Namespace, context: Context) -> int:
    """Say why a finding stays."""
    from perfdesk.cli import submission

    opened = open_project(context, options.file, options.form)
    submission.answer(opened, context, options.words, options.code)
    return save_back(options, context, opened)


def checklist(options: argparse.Namespace, context: Context) -> int:
    """Write the findings as a list to be handed on."""
    from perfdesk.cli import submission

    opened = open_project(context, options.file, options.form)
    data = submission.checklist(opened, context, options.out)
    return saved(write_output(options.out, data), options.out)


def carry_on(options: argparse.Namespace, context: Context) -> int:
    """Begin the next stage from this one."""
    opened = open_project(context, options.file, options.start)
    added, taken = carry(context, opened, options.form)
    for each in taken:
        print(f"{each.source} → {each.label}：{each.text}")
    same = options.out.resolve() == options.file.resolve()
    expected = opened.digest if same else None
    return saved(save_project(context, added.project, options.out, expected), options.out)


def learn(options: argparse.Namespace, context: Context) -> int:
    """Keep a project's indicators in the office's library."""
    from perfdesk.cli import learn

    return DONE if learn.learn(options.files, context, say) else REFUSED


def finalise(options: argparse.Namespace, context: Context) -> int:
    """Fix the data where no error stands; 1 where one does."""
    from perfdesk.cli import paper

    opened = open_project(context, options.file, options.form)
    tell_note(opened)
    done = paper.finalise(opened, context, undo=options.undo)
    if not done:
        return FOUND
    # Only now: a form is finalised when its file is written.
    code = save_back(options, context, opened)
    say(done)
    return code


def pdf(options: argparse.Namespace, context: Context) -> int:
    """Draw a form, or all of a project, as PDF."""
    from perfdesk.cli.paper import tell_draft

    if options.out.suffix.lower() != ".pdf":
        raise Refusal(f"“{options.out.name}”的扩展名应为 .pdf。")
    if options.all and options.form:
        raise Refusal("--all 是项目里的全部表单，不能再用 --form 指明一张。")
    if options.all:
        opened = open_forms(context, options.file)
    else:
        opened = (open_project(context, options.file, options.form),)
    tell_note(opened[0])
    forms = [(blank_form if options.blank else judged)(context, each) for each in opened]
    pdf, papers = draw_papers(context, forms, data_page=options.data_page)
    for each, paper in zip(forms, papers, strict=True):
        tell_draft(each, paper.code, context)
    return saved(write_output(options.out, pdf), options.out)


def export(options: argparse.Namespace, context: Context) -> int:
    """Bring a form out as a workbook or its report."""
    from perfdesk.cli.exporting import export_file

    return export_file(options, context)


def template(options: argparse.Namespace, context: Context) -> int:
    """Make a workbook to be filled in by hand."""
    from perfdesk.cli.exporting import make_template

    return make_template(options, context)


def take(options: argparse.Namespace, context: Context) -> int:
    """Bring a file from outside into a project."""
    from perfdesk.cli.importing import import_file

    return import_file(options, context)


def verify(options: argparse.Namespace, context: Context) -> int:
    """Tell whether two files, or a file and a code, hold the same data."""
    from perfdesk.cli import verifying

    return verifying.verify(options, context)
