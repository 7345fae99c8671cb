"""A sheet written as a Typst document: the same grid, texts, faces and rules, for comparison."""

from __future__ import annotations

from perfdesk.models.sheet import Band, Sheet, SheetCell, Span, Style

_FACES = {
    "song": '("PerfDesk Serif",)',
    "hei": '("PerfDesk Sans", "PerfDesk Serif")',
    "hei_bold": '("PerfDesk Sans", "PerfDesk Serif")',
}
_ALIGN = {"middle": "horizon", "top": "top", "bottom": "bottom"}
_SIDES = {"t": "top", "b": "bottom", "l": "left", "r": "right"}


def source(sheet: Sheet) -> str:
    """Write a sheet as Typst source; Typst breaks its lines and pages."""
    page = sheet.page
    margins = ", ".join(
        f"{side}: {getattr(page, side)}mm" for side in ("top", "bottom", "left", "right")
    )
    return "\n".join(
        [
            f"#set page(width: {page.width}mm, height: {page.height}mm, margin: ({margins}),",
            '  footer: context align(center, text(size: 9pt, font: ("PerfDesk Serif",))[',
            "    第 #counter(page).display() 页 共 #counter(page).final().at(0) 页]))",
            '#set text(lang: "zh", region: "cn")',
            "#set block(spacing: 0mm)",
            "#set par(spacing: 0.35em, leading: 0.35em)",
            *map(_table, sheet.bands),
        ]
    )


def _table(band: Band) -> str:
    columns = ", ".join(f"{width}mm" for width in band.columns)
    heads = next((n for n, row in enumerate(band.rows) if not row.head), len(band.rows))
    cells = [_cell(cell, band) for cell in band.cells if cell.row >= heads]
    head = [_cell(cell, band) for cell in band.cells if cell.row < heads]
    parts = [f"columns: ({columns},)", "stroke: none"]
    if head:
        parts.append(f"table.header({', '.join(head)})")
    whole = f"#block(breakable: {'false' if band.whole else 'true'})"
    return f"{whole}[#table({', '.join([*parts, *cells])})]"


def _cell(cell: SheetCell, band: Band) -> str:
    style = cell.style
    sides = ", ".join(f"{_SIDES[side]}: 0.5pt" for side in cell.borders)
    align = style.align if style.align != "justify" else "left"
    least = band.rows[cell.row].height - 2 * style.padding if cell.rows == 1 else 0
    # A box without width gives the row its least height.
    strut = f"#box(height: {max(least, 0)}mm, width: 0mm)" if not cell.text else ""
    return (
        f"table.cell(x: {cell.column}, y: {cell.row}, colspan: {cell.columns}, "
        f"rowspan: {cell.rows}, align: {align} + {_ALIGN[style.vertical]}, "
        f"inset: {style.padding}mm, stroke: ({sides or 'rest: none'}))"
        f"[{_paragraphs(style)}{strut}{''.join(_text(span, style) for span in cell.spans)}]"
    )


def _paragraphs(style: Style) -> str:
    justify = "true" if style.align == "justify" else "false"
    indent = f"first-line-indent: (amount: {style.indent}em, all: true), " if style.indent else ""
    return f"#set par({indent}justify: {justify}, leading: {style.leading - 1}em);"


def _text(span: Span, style: Style) -> str:
    role = span.role or style.role
    weight = "bold" if role == "hei_bold" else "regular"
    text = span.text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'#text(font: {_FACES[role]}, weight: "{weight}", size: {style.size}pt, "{text}")'
