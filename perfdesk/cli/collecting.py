"""The verb `collect`: a folder of forms into one summary workbook, with progress, until Ctrl+C."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.cli.exit_codes import DONE, FOUND, REFUSED
from perfdesk.cli.messages import print_json, say
from perfdesk.cli.progress import show_progress, stoppable
from perfdesk.cli.verb import Verb, takes_json, takes_out
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.watch import Watch

if TYPE_CHECKING:
    from perfdesk.commands.collect.notice import Notice
    from perfdesk.commands.collect.run import Report

_MOST_SAID = 20


def _declare(command: ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="文件夹", help="放着各单位文件的文件夹")
    takes_out(command, "汇总工作簿 .xlsx")
    takes_json(command)
    words = "同时读几个文件（不写则按处理器）"
    command.add_argument("--jobs", type=int, default=0, metavar="个数", help=words)
    command.add_argument("--again", action="store_true", help="全部重读，不用上次读过的结果")
    words = "把退回修改通知（每个单位一份 PDF 和 Excel）写到这个文件夹"
    command.add_argument("--slips", type=Path, metavar="文件夹", help=words)
    words = "退回修改通知的发文单位（不写则留空，用手填）"
    command.add_argument("--from", dest="sender", default="", metavar="单位", help=words)
    words = "退回修改通知的截止日期，写成 年-月-日（不写则留空，用手填）"
    command.add_argument("--due", default="", metavar="日期", help=words)
    words = "应交单位的名单：文本、Excel 的一列或另一年的汇总，列出未交单位"
    command.add_argument("--expect", type=Path, metavar="文件", help=words)


def _collect(options: Namespace, context: Context) -> int:
    """Collect a folder; 0 all fine, 1 files unread or errors found, 2 nothing or stopped."""
    from perfdesk.commands.collect.expected import read_expected
    from perfdesk.commands.collect.run import Collection, collect

    collection = Collection(
        options.folder,
        options.out,
        again=options.again,
        slips=options.slips,
        notice=_notice(options),
        expected=read_expected(options.expect) if options.expect else (),
        jobs=options.jobs,
    )
    with stoppable() as stop:
        report = collect(context, collection, Watch(show_progress("未识别"), stop.is_set))
    if options.json:
        plain = asdict(report)
        plain["slips_folder"] = str(options.slips) if options.slips else ""
        plain["out"], plain["unread"] = str(report.out), [list(each) for each in report.unread]
        print_json(plain)
    _tell(report)
    if not report.is_whole or not report.forms:
        return REFUSED
    return FOUND if report.unread or report.errors or report.missing else DONE


def _notice(options: Namespace) -> Notice:
    from perfdesk.commands.collect.notice import notice_of

    if (options.sender or options.due) and not options.slips:
        raise Refusal(
            "--from 和 --due 写在退回修改通知上，请同时用 --slips 指定通知写到哪个文件夹。"
        )
    return notice_of(options.sender, options.due)


def _tell(report: Report) -> None:
    if not report.is_whole:
        say(
            f"已停止，没有写出汇总。读过的 {report.read_now} 个文件已记住，"
            "再运行一次会接着读，不会重读。"
        )
        return
    for path, reason in report.unread[:_MOST_SAID]:
        say(f"未识别：{path}：{reason}")
    if len(report.unread) > _MOST_SAID:
        say(f"未识别的还有 {len(report.unread) - _MOST_SAID} 处，见汇总的“未识别文件”。")
    if not report.forms:
        say(f"{report.files} 个文件里没有一张能读的表，没有写出汇总。")
        return
    say(
        f"{report.files} 个文件（新读 {report.read_now} 个）：{report.forms} 张表，"
        f"{report.units} 个单位，{report.problems} 处问题（其中错误 {report.errors} 处），"
        f"重复 {report.repeated} 张，冲突 {report.clashing} 张，未识别 {len(report.unread)} 处。"
    )
    if report.expected:
        say(_expected(report))
    if report.slips:
        say(f"退回修改通知：{report.slips} 份，在 {report.slips_folder}")
    say(f"已写入 {report.out}")
    if report.message:
        say(report.message)


def _expected(report: Report) -> str:
    """Say who is missing, by name as far as that can be read at a glance."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for each in report.missing:
        by_kind[each.what].append(each.unit)
    told = [f"应交 {report.expected} 个单位"]
    for what, units in by_kind.items():
        more = "等" if len(units) > _MOST_SAID else ""
        told.append(f"{what} {len(units)} 个（{'、'.join(units[:_MOST_SAID])}{more}）")
    return "，".join(told if by_kind else [*told, "都交了"]) + "。"


COLLECT = Verb(
    "collect", "收集汇总：一个文件夹的项目、Excel 和 PDF，写成一个工作簿", _declare, _collect
)
