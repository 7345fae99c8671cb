"""A document that tries every cell of an edition with what people, and not only they, type."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition, Field
from perfdesk.models.values import Kind

ROWS = 60
LINES = (
    "甲办公室",
    '引“号”和"号"',
    "=1+1",
    "'撇在前",
    "  前有空白",
    "全角ＡＢＣ１２３，（）",
    "笑😀与𠀀𡃁字",
    "R&D <b>粗</b>",
    "@SUM(A1)",
    "-3天",
    "+86",
    "0012",
    "1e5",
    "3/4",
)
# Words of the form itself: without names of ours nobody can tell them from labels.
LABELS = ("合计", "项目名称")
# The escape that workbooks have for what XML cannot hold: LibreOffice turns it into its meaning.
ESCAPES = ("_x0041_", "_x000D_")
SENTENCES = (
    "按照要求，2、预算安排已经落实；1、存在问题：无。",
    "第一行\n2、改进措施写在第二行\n\n最后一行",
    "“长”" + "字" * 900 + "。",
    *LINES,
)
VALUES = ("≥98%", "16667张", "及时", "=100.00(%)", "12月底前", "≤5.00(%)", "0", "3～5次", "-2℃")
FIGURES = {
    Kind.AMOUNT: ("123456789012.34", "0", "0.01", "-7.50", "12,345.67", "900000000000000"),
    Kind.PERCENT: ("0%", "99.99%", "100%", "0.01%", "-12.5%", "150%"),
    Kind.POINTS: ("0", "10", "9.37", "0.5"),
    Kind.NUMBER: ("0", "2024", "9999.99"),
    Kind.DATE: ("1900-03-01", "9999-12-31", "2024-02-29", "2024年08月31日"),
    Kind.MONTH: ("2023-1月", "2024-12月"),
}


def adversarial(
    edition: Edition, *, escapes: bool = True, labels: bool = True, rows: int = ROWS
) -> Document:
    """Fill every cell that is entered; choices get each of their values in turn."""
    made = Document(edition.form, edition.edition)
    texts = _Texts((*(ESCAPES if escapes else ()), *(LABELS if labels else ())))
    for table, field in edition.walk():
        if table or field.is_computed:
            continue
        made.cells[field.name] = texts.of(edition, field)
    for table in edition.tables.values():
        ids = [row.name for row in table.rows] or [f"r{n}" for n in range(1, rows + 1)]
        made.tables[table.name] = [
            Row(
                each,
                {
                    column.name: texts.of(edition, column)
                    for column in table.columns
                    if not column.is_computed and column.exists_in(each)
                },
            )
            for each in ids
        ]
    return made


class _Texts:
    def __init__(self, more: tuple[str, ...]) -> None:
        self._lines = cycle((*LINES, *more))
        self._sentences = cycle((*SENTENCES, *more))
        self._values = cycle(VALUES)
        self._figures = {kind: cycle(texts) for kind, texts in FIGURES.items()}
        self._choices: dict[str, Iterator[str]] = {}

    def of(self, edition: Edition, field: Field) -> str:
        if field.choices:
            return next(self._choices.setdefault(field.name, cycle(field.choices)))
        if field.kind is Kind.FRAMEWORK:
            return edition.frameworks[-1].name
        if field.kind in self._figures:
            return next(self._figures[field.kind])
        if field.kind is Kind.INDICATOR_VALUE:
            return next(self._values)
        return next(self._sentences if field.kind is Kind.LONG_TEXT else self._lines)
