"""The columns of a summary over many forms (收集汇总), in the order of the workbook.

The lines that they are got of are those of summary_lines.py.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter

from perfdesk.models.collected import READING
from perfdesk.models.columns import Column, Shape
from perfdesk.models.severity import Severity
from perfdesk.models.summary_lines import ProblemLine

LINK, WORD, COUNT, TALLY = Shape.LINK, Shape.WORD, Shape.COUNT, Shape.TALLY
MONEY, PERCENT, POINTS = Shape.MONEY, Shape.PERCENT, Shape.POINTS


def _level(line: ProblemLine) -> Severity:
    level = line.finding.level
    # What a workbook left unclear wants a look, as a warning does.
    return Severity.WARNING if level == READING else Severity(level)


UNITS = (
    Column("单位", 26, get=attrgetter("unit"), shown=13),
    Column("表", 19, WORD, attrgetter("title"), 8),
    Column("份数", 6, COUNT, attrgetter("count"), 3.5),
    Column("预算（元）", 15, MONEY, attrgetter("budget"), 8.5),
    Column("执行（元）", 15, MONEY, attrgetter("execution"), 8.5),
    Column("执行比例", 9, PERCENT, attrgetter("rate"), 5),
    Column("平均分", 8, POINTS, attrgetter("score"), 4.5),
    Column("错误", 6, TALLY, attrgetter("errors"), 3.5, Severity.ERROR),
    Column("警告", 6, TALLY, attrgetter("warnings"), 3.5, Severity.WARNING),
    Column("已定稿", 7, TALLY, attrgetter("final"), 3.5),
    Column("备注", 22, get=attrgetter("remark"), shown=18),
)
FORMS = (
    Column("序号", 5, Shape.PLACE),
    Column("单位", 15, get=attrgetter("unit"), shown=14),
    Column("项目", 19, get=attrgetter("project"), shown=15),
    Column("表", 11, WORD, attrgetter("title"), 8),
    Column("年度或时段", 11, WORD, attrgetter("period"), 10),
    Column("预算（元）", 14, MONEY, attrgetter("budget"), 8),
    Column("执行（元）", 14, MONEY, attrgetter("execution"), 8),
    Column("执行比例", 9, PERCENT, attrgetter("rate"), 5),
    Column("分数", 7, POINTS, attrgetter("score"), 4),
    Column("等级", 5, WORD, attrgetter("grade"), 3),
    Column("结论", 14, get=attrgetter("conclusion"), shown=9),
    Column("错误", 5, TALLY, attrgetter("errors"), 3.5, Severity.ERROR),
    Column("警告", 5, TALLY, attrgetter("warnings"), 3.5, Severity.WARNING),
    Column("提示", 5, TALLY, attrgetter("notes")),
    Column("已说明", 6, TALLY, attrgetter("answered")),
    Column("定稿", 7, WORD, attrgetter("standing"), 5),
    Column("校验码", 15, WORD, attrgetter("code")),
    Column("备注", 14, get=attrgetter("remark"), shown=9),
    Column("文件", 26, LINK, attrgetter("path"), 24, printed=False),
)
PROBLEMS = (
    Column("单位", 14, get=attrgetter("form.unit"), shown=12),
    Column("项目", 16, get=attrgetter("form.project"), shown=10),
    Column("表", 10, WORD, attrgetter("form.title"), 8),
    Column("级别", 6, WORD, attrgetter("finding.word"), 6, _level),
    Column("位置", 17, get=attrgetter("finding.place"), shown=14),
    Column(
        *("单元格", 7, LINK, attrgetter("finding.cell"), 4),
        target=attrgetter("form.path", "finding.cell", "finding.sheet"),
    ),
    Column("发现的问题", 40, get=attrgetter("finding.message"), shown=28),
    Column("现填", 14, get=attrgetter("finding.actual"), shown=9),
    Column("应为", 13, get=attrgetter("finding.expected"), shown=9),
    Column("依据", 16, get=attrgetter("finding.basis"), shown=14),
    Column("说明（答复）", 12, get=attrgetter("finding.answer"), shown=9),
    Column("工作表", 14, get=attrgetter("finding.sheet"), printed=False),
    Column("文件", 26, LINK, attrgetter("form.path"), 24, printed=False),
)
INDICATORS = (
    # The columns of the forms themselves stand before the last.
    Column("单位", 14, get=attrgetter("form.unit")),
    Column("项目", 16, get=attrgetter("form.project")),
    Column("表", 10, WORD, attrgetter("form.title")),
    Column("年度或时段", 11, WORD, attrgetter("form.period")),
    Column("文件", 26, LINK, attrgetter("form.path"), printed=False),
)
CLASHES = (
    Column("种类", 8, WORD, attrgetter("what"), 6),
    Column("单位", 14, get=attrgetter("unit"), shown=14),
    Column("项目", 16, get=attrgetter("project"), shown=14),
    Column("栏目", 15, get=attrgetter("label"), shown=10),
    Column("甲表", 10, WORD, lambda line: line.titles[0]),
    Column("甲的内容", 18, get=lambda line: line.texts[0], shown=12),
    Column("乙表", 10, WORD, lambda line: line.titles[1]),
    Column("乙的内容", 18, get=lambda line: line.texts[1], shown=12),
    Column("说明", 26, get=attrgetter("message"), shown=20),
    Column("甲文件", 16, LINK, lambda line: line.paths[0], 20),
    Column("乙文件", 16, LINK, lambda line: line.paths[1], 20),
)
UNREAD = (
    Column("文件", 40, LINK, itemgetter(0), 26),
    Column("原因", 70, get=itemgetter(1), shown=36),
)
EXPECTED = (
    Column("单位", 34, get=attrgetter("unit"), shown=22),
    Column("情况", 12, WORD, attrgetter("what"), 8),
    Column("说明", 70, get=attrgetter("remark"), shown=36),
)
