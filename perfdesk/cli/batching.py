"""The verb `batch`: of a list with one project in each row, files for each, with a report."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfdesk.cli.batch_show import MOST_SAID, show_plan
from perfdesk.cli.exit_codes import DONE, FOUND, REFUSED
from perfdesk.cli.messages import print_json, saved, say
from perfdesk.cli.progress import show_progress, stoppable
from perfdesk.cli.verb import Verb, takes_json
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.watch import Watch
from perfdesk.models.list_mapping import MONEY_UNITS
from perfdesk.models.values import shorten
from perfdesk.storage.atomic import write_output

if TYPE_CHECKING:
    from perfdesk.commands.batch.plan import Plan
    from perfdesk.commands.batch.report import BatchReport


def _declare(command: ArgumentParser) -> None:
    def add(name: str, words: str, **more: Any) -> None:
        command.add_argument(name, help=words, **more)

    add(
        "list",
        "名单：xlsx、xls、et、ods、csv、txt；- 从标准输入读粘贴的文字",
        metavar="名单",
        nargs="?",
    )
    add("form", "表单，或 表单/版本", metavar="表单", nargs="?")
    words = "放生成文件的文件夹；不写则只看各列对应什么"
    add("-o", words, dest="out", type=Path, metavar="文件夹")
    add("--show", "只看各列对应什么、第一个项目读成什么，不写文件", action="store_true")
    add("--sheet", "名单所在的工作表", default="", metavar="工作表")
    words = "表头在第几行结束，认错时写；工作表不止一张时连同 --sheet"
    add("--head", words, type=int, default=0, metavar="行")
    add("--map", "按这个文件对应各列", dest="mapping", type=Path, metavar="文件")
    add("--save-map", "把各列的对应另存，可以改，也可以给别的单位用", type=Path, metavar="文件")
    words = "名单没有写明单位的金额按 元 或 万元 读"
    add("--unit", words, default="", choices=MONEY_UNITS, metavar="元或万元")
    words = "名单里没有、每个项目都一样的内容，可以写几次"
    add("--set", words, dest="constants", action="append", default=[], metavar="名字=内容")
    add("--only", "只要其中几种，用逗号隔开：project,pdf,xlsx", default="", metavar="种类")
    add("--print", "另把全部表合成一个 PDF，供打印", dest="printed", action="store_true")
    add("--again", "重新生成上次生成而没有人改过的文件", action="store_true")
    add("--template", "另存这种表单的空名单（-o 名单.xlsx）", default="", metavar="表单")
    takes_json(command)


def _batch(options: Namespace, context: Context) -> int:
    """Make the files; 0 all made, 1 rows returned, files kept or errors found, 2 nothing made."""
    if options.template:
        return _template(options, context)
    if not options.list or not options.form:
        raise Refusal("请写明名单和表单，例如 batch 名单.xlsx 表单 -o 文件夹。forms 列出所有表单。")
    plan = _plan(options, context)
    if options.save_map:
        from perfdesk.commands.batch.read_list import write_mapping

        saved(write_output(options.save_map, write_mapping(plan)), options.save_map)
    if options.show or options.out is None:
        return show_plan(options, context, plan)
    return _make(options, context, plan)


def _plan(options: Namespace, context: Context) -> Plan:
    from perfdesk.commands.batch.read_list import open_list, paste_list, use_mapping

    if options.list == "-":
        plan = paste_list(context, sys.stdin.read(), options.form, head=options.head)
    else:
        path, more = Path(options.list), {"sheet": options.sheet, "head": options.head}
        plan = open_list(context, path, options.form, **more)
    if options.mapping:
        plan = use_mapping(plan, options.mapping)
    for each in options.constants:
        name, sign, text = each.partition("=")
        if not sign:
            raise Refusal(f"“{each}”里没有等号。请写成 名字=内容，例如 year=2024。")
        plan = plan.with_constant(name, text)
    return plan.with_unit(options.unit) if options.unit else plan


def _template(options: Namespace, context: Context) -> int:
    from perfdesk.commands.batch.read_list import list_template

    if options.out is None or options.out.suffix.lower() != ".xlsx":
        raise Refusal("请用 -o 写明空名单的文件名，扩展名为 .xlsx。")
    data = list_template(context, options.template)
    return saved(write_output(options.out, data), options.out)


def _make(options: Namespace, context: Context, plan: Plan) -> int:
    from perfdesk.commands.batch.read_list import remember
    from perfdesk.commands.batch.run import Batch, make_batch

    kinds = _kinds(options.only)
    with stoppable() as stop:
        batch = Batch(plan, options.out, kinds, options.again, options.printed)
        report = make_batch(context, batch, Watch(show_progress("退回"), stop.is_set))
    if trouble := remember(context, plan):
        say(trouble)
    if options.json:
        print_json(_plain(report))
    _tell(plan, report)
    if not report.is_whole or not report.made:
        return REFUSED
    return FOUND if report.returned or report.kept or report.errors else DONE


def _kinds(only: str) -> tuple[str, ...]:
    from perfdesk.commands.batch.project import KINDS

    wanted = tuple(each.strip() for each in only.split(",") if each.strip())
    for each in wanted:
        if each not in KINDS:
            raise Refusal(f"--only 后面只能写 {'、'.join(KINDS)}，不能写“{each}”。")
    return wanted or KINDS


def _tell(plan: Plan, report: BatchReport) -> None:
    from perfdesk.commands.batch.report import state, summed_up

    if not report.is_whole:
        why = report.message or "已停止。"
        say(f"{why}已生成 {len(report.made)} 个项目的文件，再运行一次会接着做，不会重做。")
        return
    if plan.others:
        say(f"没有读的工作表：{'、'.join(plan.others)}。要读请用 --sheet 指明。")
    for returned in report.returned[:MOST_SAID]:
        name = f"“{shorten(returned.name)}”" if returned.name else ""
        say(f"退回：{returned.place}{name}：{''.join(returned.reasons)}")
    for made in [each for each in report.made if each.is_kept][:MOST_SAID]:
        say(f"“{shorten(made.name)}”：{state(made)}")
    say(summed_up(report))
    for words, path in (
        ("退回的行，改好后可以直接再生成", report.returned_rows),
        ("全部打印", report.printed),
        ("报告", report.report),
    ):
        if path is not None:
            say(f"{words}：{path}")
    if report.message:
        say(report.message)


def _plain(report: BatchReport) -> dict[str, Any]:
    paths = ("folder", "report", "returned_rows", "printed")
    return {
        **{name: str(getattr(report, name) or "") for name in paths},
        "is_whole": report.is_whole,
        "made": [
            {
                "place": each.place,
                "name": each.name,
                "files": [
                    {"kind": f.kind, "name": f.name, "wrote": f.wrote.value, "words": f.words}
                    for f in each.files
                ],
                "code": each.form.code,
                "errors": each.form.errors,
                "warnings": each.form.warnings,
                "notes": each.form.notes,
                "stated_otherwise": list(each.stated),
                "doubts": list(each.doubts),
                "unused": list(each.unused),
            }
            for each in report.made
        ],
        "returned": [
            {"place": each.place, "name": each.name, "reasons": list(each.reasons)}
            for each in report.returned
        ],
        "skipped": [
            {"place": each.place, "text": each.text, "reason": each.reason}
            for each in report.skipped
        ],
    }


BATCH = Verb(
    "batch", "成批生成：名单里一行一个项目，各生成项目文件、PDF 和 Excel", _declare, _batch
)
