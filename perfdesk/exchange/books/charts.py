"""The sheet of the summary workbook that shows how rates and scores are spread, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList

from perfdesk.exchange.books.list_sheet import HEAD_ROW, ListSheet
from perfdesk.models.columns import Column, Shape
from perfdesk.models.summary_lines import Spread

_WIDTH, _HEIGHT = 17.0, 8.5  # centimetres
# What a chart takes of the sheet: rows, and the last of its columns.
_ROWS, _LAST = 19, "N"


def add_charts(
    book: Workbook, name: str, title: str, subtitle: str, spreads: Sequence[Spread]
) -> None:
    """Write the classes of each figure as a small table, and a bar chart beside it."""
    columns = (
        Column("分布", 22, Shape.WORD),
        Column("区间", 18, Shape.WORD),
        Column("表数", 10, Shape.COUNT),
    )
    sheet = ListSheet(book, name, title, subtitle, columns)
    first = HEAD_ROW + 1
    for place, spread in enumerate(spreads):
        for label, count in spread.classes:
            sheet.append((spread.title, label, count))
        last = HEAD_ROW + sheet.rows
        sheet.page.add_chart(
            _chart(sheet.page, spread, first, last), f"E{HEAD_ROW + place * _ROWS}"
        )
        first = last + 1
    sheet.close()
    # The bars stand beside the figures, and are printed with them.
    end = HEAD_ROW + max(sheet.rows, len(spreads) * _ROWS)
    sheet.page.print_area = f"A1:{_LAST}{end}"


def _chart(page: Any, spread: Spread, first: int, last: int) -> Any:
    chart: Any = BarChart()
    chart.type, chart.style, chart.legend = "col", 10, None
    chart.title = f"{spread.title}（共 {spread.total} 张表）"
    chart.width, chart.height, chart.gapWidth = _WIDTH, _HEIGHT, 40
    chart.add_data(Reference(page, min_col=3, min_row=first, max_row=last))
    chart.set_categories(Reference(page, min_col=2, min_row=first, max_row=last))
    series = chart.series[0]
    series.graphicalProperties.solidFill = "4F81BD"
    # Bars are told from paper in black and white, too.
    series.graphicalProperties.line.solidFill = "000000"
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, other, False)
    # Excel of 2021 and later hides an axis of which nothing is said.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.title, chart.y_axis.title = f"{spread.title}的区间", "表数（张）"
    chart.y_axis.majorGridlines = None
    chart.y_axis.numFmt = "0"
    return chart
