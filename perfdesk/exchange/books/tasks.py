"""The first sheet of the summary workbook: what is missing, what is wrong, and where to look."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from perfdesk.exchange.books.links import Link
from perfdesk.exchange.books.list_sheet import ListSheet
from perfdesk.models.collected import FINAL, CollectedForm
from perfdesk.models.columns import Column, Shape
from perfdesk.models.summary_lines import (
    DIFFERENT,
    MAYBE,
    MISSING,
    SAME,
    STAGES,
    STRANGE,
    UNREAD,
    ClashLine,
)

TASK_COLUMNS = (
    Column("要处理的事", 16),
    Column("数量", 9, Shape.WORD),
    Column("怎么办", 62),
    Column("看哪里", 14, Shape.LINK),
)
_MOST_NAMED = 12
_OF_UNITS = {
    MISSING: "没有收到，请催报。",
    UNREAD: "交来的文件没有读成，请看原因，让单位重交。",
    MAYBE: "收到的单位名称写法不同，请核对是不是同一单位。",
    STRANGE: "不在名单里，请看是不是名称写法不同。",
}
_NOTHING = "没有要处理的事：表都读出来了，没有错误和警告，没有重复和冲突，都已定稿。"


@dataclass(slots=True)
class Tasks:
    """What was listed, counted; copies count only as copies."""

    errors: int = 0
    warnings: int = 0
    with_errors: int = 0
    with_warnings: int = 0
    not_final: int = 0
    without_unit: int = 0
    by_words: int = 0
    unread: int = 0
    of_units: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    clashes: Counter[str] = field(default_factory=Counter)
    in_two_versions: set[str] = field(default_factory=set)

    def add_form(self, form: CollectedForm) -> None:
        """Count a form that is no copy."""
        self.errors += form.errors
        self.warnings += form.warnings
        self.with_errors += form.errors > 0
        self.with_warnings += form.warnings > 0
        self.not_final += form.standing != FINAL
        self.without_unit += not form.unit.strip()
        self.by_words += form.by_words

    def add_clash(self, line: ClashLine) -> None:
        """Count two forms that are the same or contradict each other."""
        self.clashes[line.what] += 1
        if line.what == DIFFERENT:
            self.in_two_versions.update(line.paths)

    def write_to(self, page: ListSheet) -> None:
        """List what is to be done, the most urgent first."""
        lines = list(self._lines())
        for what, count, how, sheet in lines:
            page.append((what, count, how, Link(sheet, "", f"'{sheet}'!A1")))
        if not lines:
            page.append(("", "", _NOTHING, ""))

    def _lines(self) -> Iterator[tuple[str, str, str, str]]:
        for what, how in _OF_UNITS.items():
            if units := self.of_units.get(what):
                more = "等" if len(units) > _MOST_NAMED else ""
                named = f"{'、'.join(units[:_MOST_NAMED])}{more}"
                yield what, f"{len(units)} 个", f"{named}：{how}", "未交单位"
        if self.unread:
            how = "读不出，或不是要收的表。里面可能有没收到的表，请逐个核对。"
            yield "未识别文件", f"{self.unread} 处", how, "未识别文件"
        if self.errors:
            how = f"在 {self.with_errors} 张表里。改正后才能定稿，请退回单位修改。"
            yield "错误", f"{self.errors} 处", how, "问题清单"
        if self.in_two_versions:
            how = "同一项目的同一张表交了内容不同的两份，合计里都算了。请问清哪一份有效。"
            yield DIFFERENT, f"{len(self.in_two_versions)} 份", how, "重复与冲突"
        if self.clashes[STAGES]:
            how = "同一项目前后两张表的数字或名称对不上，请单位核对。"
            yield STAGES, f"{self.clashes[STAGES]} 处", how, "重复与冲突"
        if self.warnings:
            how = f"在 {self.with_warnings} 张表里。请单位核对：有误的改正，无误的写明理由。"
            yield "警告", f"{self.warnings} 处", how, "问题清单"
        if self.without_unit:
            how = "表上没有写单位，合计时归不到单位名下。"
            yield "没填单位", f"{self.without_unit} 张", how, "汇总"
        if self.by_words:
            how = "不是本程序做的文件，是按栏目名称读的，请核对读入的数字。"
            yield "按栏目名称识别", f"{self.by_words} 张", how, "汇总"
        if self.not_final:
            yield "没有定稿", f"{self.not_final} 张", "数字还可能改动。", "汇总"
        if self.clashes[SAME]:
            how = "内容完全相同，合计中只算一份，不用处理。"
            yield SAME, f"{self.clashes[SAME]} 张", how, "重复与冲突"
