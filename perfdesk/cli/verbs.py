"""The verbs of the command line: take the words apart, call a command, say what came of it."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk import __version__
from perfdesk.cli import DONE, FOUND, REFUSED
from perfdesk.cli.batching import declare_batch, make_files
from perfdesk.cli.collecting import collect_folder, declare
from perfdesk.cli.linting import lint_folders
from perfdesk.cli.report import all_cells, cell_of, print_findings, report, visible
from perfdesk.cli.telling import print_json, save_back, saved, say, tell_note
from perfdesk.cli.words import Parser
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

Run = Callable[[argparse.Namespace, Context], int]


def run(arguments: Sequence[str], context: Context) -> int:
    """Run one command and give its exit code; never a traceback for what a user can cause."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console of a narrower code page shows an escape instead of failing.
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options, context)
        sys.stdout.flush()
        return code
    except Refusal as refusal:
        say(str(refusal))
        return REFUSED
    except BrokenPipeError:
        # The reader (`| head -1`) has had enough; Python must not flush to it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="perfdesk", description="绩效填报台")
    parser.add_argument("--version", action="version", version=__version__, help="显示版本")
    verbs = parser.add_subparsers(required=True, metavar="命令")

    def verb(name: str, run: Run, words: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=words, description=words)
        added.set_defaults(run=run)
        return added

    def output(command: argparse.ArgumentParser, words: str, needed: bool = True) -> None:
        command.add_argument("-o", dest="out", type=Path, required=needed, help=words)

    forms = verb("forms", _forms, "列出所有表单")
    forms.add_argument("--json", action="store_true")
    new = verb("new", _new, "新建项目")
    new.add_argument("form", help="表单，或 表单/版本")
    output(new, "项目文件")
    check = verb("check", _check, "检查项目，列出发现")
    check.add_argument("files", nargs="+", type=Path)
    show = verb("show", _show, "列出每一格的名字、内容和算法")
    put = verb("set", _set, "填写格子：名字=内容")
    pdf = verb("pdf", _pdf, "输出 PDF")
    pdf.add_argument("--blank", action="store_true", help="空白表，供手工填写")
    words = "附一页二维码，扫描后可以还原填报数据"
    pdf.add_argument("--data-page", action="store_true", help=words)
    pdf.add_argument("--all", action="store_true", help="项目里的全部表单，合成一个 PDF")
    export = verb("export", _export, "输出 Excel，或 Word 报告")
    for command in (show, put, pdf, export):
        command.add_argument("file", type=Path)
    for command in (check, show, put, pdf, export):
        command.add_argument("--form", default="", help="项目里有几张表单时指明一张")
    for command in (check, show):
        command.add_argument("--json", action="store_true")
    put.add_argument("cells", nargs="+", metavar="名字=内容")
    output(put, "另存为（不写则改原文件）", needed=False)
    output(pdf, "PDF 文件")
    output(export, "xlsx 或 docx 文件")
    export.add_argument("--all", action="store_true", help="项目的全部表单，写进一个工作簿")
    template = verb("template", _template, "输出填报模板：没有本程序的电脑用 Excel 填写，再导入")
    template.add_argument("file", type=Path, help="表单，或项目文件")
    template.add_argument("--form", default="", help="项目里有几张表单时指明一张")
    template.add_argument("--all", action="store_true", help="项目的全部表单，写进一个工作簿")
    output(template, "xlsx 文件")
    carry = verb("carry", _carry, "从上一阶段的表单开始下一阶段")
    carry.add_argument("file", type=Path)
    carry.add_argument("form", help="要开始的表单，或 表单/版本")
    # A project of several forms is refused with the word --form, so that is understood too.
    words = "项目里有几张表单时指明来源"
    carry.add_argument("--from", "--form", dest="start", default="", help=words)
    output(carry, "项目文件")
    taught = verb("learn", _learn, "把项目中的指标收入本单位的指标库，不记数值")
    taught.add_argument("files", nargs="+", type=Path)
    take = verb("import", _import, "从 Excel、Word、粘贴的文字、本程序的 PDF 或扫描的数据页导入")
    take.add_argument("file", type=Path, help="文件；- 表示从标准输入读粘贴的文字")
    take.add_argument("--form", default="", help="只接受这种表单；认不出的文件按这种表单读")
    words = "把没读入的行连同原因写进这个 Excel 文件"
    take.add_argument("--failed", type=Path, default=None, metavar="FILE.xlsx", help=words)
    take.add_argument("--apply", action="store_true", help="项目已存在时，把差异写进去")
    take.add_argument("--json", action="store_true")
    output(take, "项目文件")
    said = verb("answer", _answer, "说明一处问题为什么保留：名字=说明，不写说明则取消")
    said.add_argument("file", type=Path)
    said.add_argument("words", metavar="名字=说明")
    said.add_argument("--code", default="", help="一格有几处问题时指明一处")
    output(said, "另存为（不写则改原文件）", needed=False)
    fixed = verb("finalise", _finalise, "定稿：没有错误时固定数据，打印件不再带“草稿”")
    fixed.add_argument("file", type=Path)
    fixed.add_argument("--undo", action="store_true", help="取消定稿")
    output(fixed, "另存为（不写则改原文件）", needed=False)
    listed = verb("checklist", _checklist, "输出差错说明单：每处问题、应为多少、依据和说明")
    listed.add_argument("file", type=Path)
    output(listed, "pdf 或 xlsx 文件")
    for command in (said, fixed, listed):
        command.add_argument("--form", default="", help="项目里有几张表单时指明一张")
    held = verb("verify", _verify, "核验：文件与文件、文件与校验码是不是同一份数据")
    held.add_argument("file", metavar="文件", help="PDF、Excel、项目文件、扫描件或照片")
    words = "再来一份，或页脚的校验码；不写则只看文件自己是否相符"
    held.add_argument("other", nargs="?", metavar="文件或校验码", help=words)
    held.add_argument("--form", default="", help="只核对这种表单")
    held.add_argument("--json", action="store_true")
    words = "收集汇总：一个文件夹的项目、Excel 和 PDF，写成一个工作簿"
    declare(verb("collect", collect_folder, words))
    words = "成批生成：名单里一行一个项目，各生成项目文件、PDF 和 Excel"
    declare_batch(verb("batch", make_files, words))
    prove = verb("lint", lint_folders, "检查表单版本的文件夹，列出每一处毛病")
    prove.add_argument("folders", nargs="+", type=Path, metavar="文件夹")
    return parser


def _forms(options: argparse.Namespace, context: Context) -> int:
    rows, code = [], DONE
    for key in context.catalogue:
        try:
            each = find_edition(context, key)
        except Refusal as refusal:
            say(str(refusal))
            code = FOUND
            continue
        rows.append({"form": each.form, "edition": each.edition, "title": each.title})
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            print(f"{row['form']}/{row['edition']}\t{row['title']}")
    return code


def _new(options: argparse.Namespace, context: Context) -> int:
    opened = new_project(find_edition(context, options.form))
    return saved(save_project(context, opened.project, options.out, None), options.out)


def _check(options: argparse.Namespace, context: Context) -> int:
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


def _show(options: argparse.Namespace, context: Context) -> int:
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


def _set(options: argparse.Namespace, context: Context) -> int:
    opened = open_project(context, options.file, options.form)
    for each in options.cells:
        name, sign, text = each.partition("=")
        if not sign:
            raise Refusal(f"“{each}”里没有等号。请写成 名字=内容，例如 town_name=某某镇。")
        cell_edit(opened.edition, opened.document, name, text).apply(opened.document)
    return save_back(options, context, opened)


def _answer(options: argparse.Namespace, context: Context) -> int:
    from perfdesk.cli.submission import answer

    opened = open_project(context, options.file, options.form)
    answer(opened, context, options.words, options.code)
    return save_back(options, context, opened)


def _checklist(options: argparse.Namespace, context: Context) -> int:
    from perfdesk.cli.submission import checklist

    opened = open_project(context, options.file, options.form)
    data = checklist(opened, context, options.out)
    return saved(write_output(options.out, data), options.out)


def _carry(options: argparse.Namespace, context: Context) -> int:
    opened = open_project(context, options.file, options.start)
    added, taken = carry(context, opened, options.form)
    for each in taken:
        print(f"{each.source} → {each.label}：{each.text}")
    same = options.out.resolve() == options.file.resolve()
    expected = opened.digest if same else None
    return saved(save_project(context, added.project, options.out, expected), options.out)


def _learn(options: argparse.Namespace, context: Context) -> int:
    from perfdesk.cli.learn import learn

    return DONE if learn(options.files, context, say) else REFUSED


def _finalise(options: argparse.Namespace, context: Context) -> int:
    from perfdesk.cli.paper import finalise

    opened = open_project(context, options.file, options.form)
    tell_note(opened)
    done = finalise(opened, context, undo=options.undo)
    if not done:
        return FOUND
    # Only now: a form is finalised when its file is written.
    code = save_back(options, context, opened)
    say(done)
    return code


def _pdf(options: argparse.Namespace, context: Context) -> int:
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


def _export(options: argparse.Namespace, context: Context) -> int:
    from perfdesk.cli.exporting import export_file

    return export_file(options, context)


def _template(options: argparse.Namespace, context: Context) -> int:
    from perfdesk.cli.exporting import make_template

    return make_template(options, context)


def _import(options: argparse.Namespace, context: Context) -> int:
    from perfdesk.cli.importing import import_file

    return import_file(options, context)


def _verify(options: argparse.Namespace, context: Context) -> int:
    from perfdesk.cli.verifying import verify

    return verify(options, context)
