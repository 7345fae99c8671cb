"""The words of the command line: which verbs there are, and what may stand behind each."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk import __version__
from perfdesk.cli import verbs
from perfdesk.cli.arguments import (
    takes_all,
    takes_form,
    takes_json,
    takes_out,
    takes_place,
    takes_project,
)
from perfdesk.cli.batching import declare_batch, make_files
from perfdesk.cli.collecting import collect_folder, declare
from perfdesk.cli.exit_codes import DONE, REFUSED
from perfdesk.cli.linting import lint_folders
from perfdesk.cli.telling import say
from perfdesk.cli.words import Parser, called
from perfdesk.commands.context import Context, Refusal

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
    codes = "退出码：0 办成了；1 查出了错误、不同或毛病；2 读不了、不能办，或命令写得不对。"
    parser = Parser(prog=called(), description="绩效填报台", epilog=codes)
    parser.add_argument("--version", action="version", version=__version__, help="显示版本")
    found = parser.add_subparsers(required=True, metavar="命令")

    def verb(name: str, run: Run, words: str) -> argparse.ArgumentParser:
        added = found.add_parser(name, help=words, description=words)
        added.set_defaults(run=run)
        return added

    forms = verb("forms", verbs.forms, "列出所有表单")
    new = verb("new", verbs.new, "新建项目")
    new.add_argument("form", metavar="表单", help="表单，或 表单/版本")
    takes_out(new, "项目文件")
    check = verb("check", verbs.check, "检查项目，列出发现")
    takes_project(check, several=True)
    show = verb("show", verbs.show, "列出每一格的名字、内容和算法")
    put = verb("set", verbs.put, "填写格子：名字=内容")
    pdf = verb("pdf", verbs.pdf, "输出 PDF")
    pdf.add_argument("--blank", action="store_true", help="空白表，供手工填写")
    words = "附一页二维码，扫描后可以还原填报数据"
    pdf.add_argument("--data-page", action="store_true", help=words)
    takes_all(pdf, words="项目里的全部表单，合成一个 PDF")
    export = verb("export", verbs.export, "输出 Excel，或 Word 报告")
    takes_project(show, put, pdf, export)
    takes_form(check, show, put, pdf, export)
    words = "格子的名字和要填的内容，例如 town_name=某某镇；名字见 show"
    put.add_argument("cells", nargs="+", metavar="名字=内容", help=words)
    takes_place(put)
    takes_out(pdf, "PDF 文件")
    takes_out(export, "xlsx 或 docx 文件")
    template = verb(
        "template", verbs.template, "输出填报模板：没有本程序的电脑用 Excel 填写，再导入"
    )
    template.add_argument("file", type=Path, metavar="表单或项目", help="表单，或项目文件")
    takes_form(template)
    takes_all(export, template)
    takes_out(template, "xlsx 文件")
    carry = verb("carry", verbs.carry_on, "从上一阶段的表单开始下一阶段")
    takes_project(carry)
    carry.add_argument("form", metavar="表单", help="要开始的表单，或 表单/版本")
    # A project of several forms is refused with the word --form, so that is understood too.
    words = "项目里有几张表单时指明来源"
    carry.add_argument("--from", "--form", dest="start", default="", metavar="表单", help=words)
    takes_out(carry, "项目文件")
    takes_project(
        verb("learn", verbs.learn, "把项目中的指标收入本单位的指标库，不记数值"), several=True
    )
    take = verb("import", verbs.take, "从 Excel、Word、粘贴的文字、本程序的 PDF 或扫描的数据页导入")
    words = "要导入的文件；- 表示从标准输入读粘贴的文字"
    take.add_argument("file", type=Path, metavar="文件", help=words)
    takes_form(take, words="只接受这种表单；认不出的文件按这种表单读")
    words = "把没读入的行连同原因写进这个 Excel 文件"
    take.add_argument("--failed", type=Path, default=None, metavar="文件.xlsx", help=words)
    take.add_argument("--apply", action="store_true", help="项目已存在时，把差异写进去")
    takes_out(take, "项目文件")
    said = verb("answer", verbs.answer, "说明一处问题为什么保留：名字=说明，不写说明则取消")
    fixed = verb("finalise", verbs.finalise, "定稿：没有错误时固定数据，打印件不再带“草稿”")
    listed = verb("checklist", verbs.checklist, "输出差错说明单：每处问题、应为多少、依据和说明")
    takes_project(said, fixed, listed)
    takes_form(said, fixed, listed)
    words = "格子的名字和说明，例如 executed=尾款12月支付；名字见 check"
    said.add_argument("words", metavar="名字=说明", help=words)
    words = "一格有几处问题时指明一处：check --json 里的 code"
    said.add_argument("--code", default="", metavar="代号", help=words)
    fixed.add_argument("--undo", action="store_true", help="取消定稿")
    takes_place(said, fixed)
    takes_out(listed, "pdf 或 xlsx 文件")
    held = verb("verify", verbs.verify, "核验：文件与文件、文件与校验码是不是同一份数据")
    held.add_argument("file", metavar="文件", help="PDF、Excel、项目文件、扫描件或照片")
    words = "再来一份，或页脚的校验码；不写则只看文件自己是否相符"
    held.add_argument("other", nargs="?", metavar="文件或校验码", help=words)
    takes_form(held, words="只核对这种表单")
    takes_json(forms, check, show, take, held)
    words = "收集汇总：一个文件夹的项目、Excel 和 PDF，写成一个工作簿"
    declare(verb("collect", collect_folder, words))
    words = "成批生成：名单里一行一个项目，各生成项目文件、PDF 和 Excel"
    declare_batch(verb("batch", make_files, words))
    prove = verb("lint", lint_folders, "检查表单版本的文件夹，列出每一处毛病")
    words = "一个版本的文件夹，里面有 form.toml；可以有几个"
    prove.add_argument("folders", nargs="+", type=Path, metavar="文件夹", help=words)
    return parser
