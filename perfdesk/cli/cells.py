"""The verbs `show` and `set`: the cells of a form by their names."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from perfdesk.cli.exit_codes import DONE
from perfdesk.cli.messages import print_json, save_back, tell_note, visible
from perfdesk.cli.verb import Verb, takes_form, takes_json, takes_place, takes_project
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm, judged
from perfdesk.commands.projects import cell_edit, open_project
from perfdesk.models.document import Document
from perfdesk.models.form import Edition, Table
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.refs import Ref, cell_name
from perfdesk.models.values import Value, parse


def _declare_show(command: ArgumentParser) -> None:
    takes_project(command)
    takes_form(command)
    takes_json(command)


def _show(options: Namespace, context: Context) -> int:
    opened = open_project(context, options.file, options.form)
    tell_note(opened)
    form = judged(context, opened)
    rows = [_plain(form, at) for at in _all_cells(opened.edition, opened.document)]
    if options.json:
        print_json(rows)
        return DONE
    for row in rows:
        computed = row["computed"]
        explained = f"    = {computed['figures'] or computed['rule']}" if computed else ""
        text = row["text"].replace("\n", "\n        ")
        print(visible(f"{row['at']}\t{row['label']}\t{text}{explained}"))
    return DONE


def _all_cells(edition: Edition, document: Document) -> list[Ref]:
    """Name every cell of a form in the order of the form."""
    refs: list[Ref] = []
    for part in edition.sections:
        if isinstance(part, Table):
            rows = document.row_ids(part.name)
            refs += [Ref(each.name, part.name, row) for row in rows for each in part.columns]
        else:
            refs += [Ref(each.name) for each in part.fields]
    return refs


def _plain(form: JudgedForm, at: Ref) -> dict[str, Any]:
    field = form.edition.field(at)
    computed = form.evaluation.computed.get(at)
    text = computed.text if computed else form.document.text(at)
    value = computed.value if computed else parse(field.kind, text, field.unit).value
    how = None
    if computed:
        how = {"rule": computed.rule, "figures": computed.figures, "basis": computed.basis}
    return {
        "at": cell_name(at, form.document),
        "label": field.label,
        "text": text,
        "value": _value(value),
        "computed": how,
    }


def _value(value: Value) -> str | None:
    if isinstance(value, IndicatorValue):
        return value.text
    return None if value is None else str(value)


def _declare_set(command: ArgumentParser) -> None:
    takes_project(command)
    words = "格子的名字和要填的内容，例如 town_name=某某镇；名字见 show"
    command.add_argument("cells", nargs="+", metavar="名字=内容", help=words)
    takes_form(command)
    takes_place(command)


def _set(options: Namespace, context: Context) -> int:
    opened = open_project(context, options.file, options.form)
    for each in options.cells:
        name, sign, text = each.partition("=")
        if not sign:
            raise Refusal(f"“{each}”里没有等号。请写成 名字=内容，例如 town_name=某某镇。")
        cell_edit(opened.edition, opened.document, name, text).apply(opened.document)
    return save_back(options, context, opened)


SHOW = Verb("show", "列出每一格的名字、内容和算法", _declare_show, _show)
SET = Verb("set", "填写格子：名字=内容", _declare_set, _set)
