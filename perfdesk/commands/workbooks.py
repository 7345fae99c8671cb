"""Bring forms out as workbooks: one, all of a project, or as a template to be filled in.

Openpyxl and the fonts are imported when first used: a window must be on the screen before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm
from perfdesk.commands.output import sheet_of
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.layout import LayoutBand

if TYPE_CHECKING:
    from perfdesk.exchange.xlsx.write import Form

# What a template has room for beyond what is filled in: indicators, and lines of other tables.
_SPARE_INDICATORS, _SPARE_LINES = 20, 12


def write_excel(context: Context, form: JudgedForm) -> bytes:
    return write_excels(context, [form])


def write_excels(context: Context, forms: Sequence[JudgedForm]) -> bytes:
    """Write several forms into one workbook, each on its own sheet."""
    return _write(context, forms, template=False)


def write_template(context: Context, forms: Sequence[JudgedForm]) -> bytes:
    """Write forms as a workbook to be filled in where this program does not run.

    What is filled in already stands in it. It carries no check code: its data will change.
    """
    roomy = [
        replace(each, edition=_roomy(each.edition, each.document), blank=True) for each in forms
    ]
    return _write(context, roomy, template=True)


def _write(context: Context, forms: Sequence[JudgedForm], *, template: bool) -> bytes:
    from perfdesk.exchange.xlsx.write import Unwritable, write_forms

    try:
        return write_forms([_form(context, each) for each in forms], template=template)
    except Unwritable as error:
        raise Refusal(error.message) from error


def _form(context: Context, form: JudgedForm) -> Form:
    from perfdesk.exchange.xlsx.write import Form
    from perfdesk.paper.typeset import heights_by_band

    edition, document, sheet = form.edition, form.document, sheet_of(form)
    heights, *tighter = heights_by_band(sheet, context.faces)
    framework = edition.framework(document.cells.get(edition.framework_field, ""))
    return Form(sheet, heights, edition, framework, tighter)


def _roomy(edition: Edition, document: Document) -> Edition:
    """Give an edition whose paper has room for more rows than are filled in."""
    bands = tuple(_with_room(edition, document, band) for band in edition.layout.bands)
    return replace(edition, layout=replace(edition.layout, bands=bands))


def _with_room(edition: Edition, document: Document, band: LayoutBand) -> LayoutBand:
    grows = [row.repeat for row in band.rows if row.repeat and not edition.tables[row.repeat].rows]
    if not grows:
        return band
    used = max(sum(row.is_used for row in document.rows(table)) for table in grows)
    spare = _SPARE_INDICATORS if edition.framework_table in grows else _SPARE_LINES
    return replace(band, only_with="", least_rows=max(band.least_rows, used + spare))
