"""Show how a list would be read: what each column is, and what becomes of the first project."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from perfdesk.cli.exit_codes import DONE, REFUSED
from perfdesk.cli.messages import print_json, say, visible
from perfdesk.commands.context import Context
from perfdesk.models.refs import cell_name

if TYPE_CHECKING:
    from perfdesk.commands.batch.plan import Plan
    from perfdesk.commands.batch.preview import Preview
    from perfdesk.exchange.lists.join import Listed

MOST_SAID = 20


def show_plan(options: argparse.Namespace, context: Context, plan: Plan) -> int:
    """Print the columns and the first project; nothing is written. 2 where a column is missing."""
    from perfdesk.commands.batch.preview import preview

    listed = plan.read()
    first = preview(context, plan, listed, 0) if listed.projects and not plan.trouble else None
    if options.json:
        print_json(_plain(plan, listed, first))
    else:
        _print(plan, listed, first)
    if plan.trouble:
        say(f"{plan.trouble}请用 --save-map 另存对应，改好后用 --map 读入。")
        return REFUSED
    return DONE


def _columns(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "sheet": plan.lists[place].sheet,
            "heading": column.heading,
            "at": proposal.target.path if proposal.target else "",
            "label": proposal.target.label if proposal.target else "",
            "how": proposal.how.value,
            "unit": plan.unit_of(column),
            "samples": list(plan.samples(place, column)),
        }
        for place, column, proposal in plan.columns
    ]


def _plain(plan: Plan, listed: Listed, first: Preview | None) -> dict[str, Any]:
    return {
        "form": plan.edition.key,
        "head_row": plan.lists[0].head_row,
        "columns": _columns(plan),
        "sheets_not_read": list(plan.others),
        "projects": len(listed.projects),
        "returned": [
            {"place": each.place, "name": each.name, "reasons": [f.reason for f in each.faults]}
            for each in listed.projects
            if each.faults
        ]
        + [{"place": e.place, "name": "", "reasons": [e.fault.reason]} for e in listed.orphans],
        "skipped": [
            {"place": each.place, "text": each.text, "reason": each.reason}
            for each in listed.skipped
        ],
        "first": first and _first(listed, first),
    }


def _first(listed: Listed, first: Preview) -> dict[str, Any]:
    document = listed.projects[0].incoming.document
    return {
        "place": first.place,
        "name": first.name,
        "cells": [
            {
                "at": cell_name(each.at, document),
                "label": each.label,
                "text": each.text,
                "where": each.place.address,
            }
            for each in first.cells
        ],
        "errors": first.form.errors,
        "warnings": first.form.warnings,
        "stated_otherwise": list(first.stated),
        "doubts": list(first.doubts),
        "unused": list(first.unused),
    }


def _print(plan: Plan, listed: Listed, first: Preview | None) -> None:
    from perfdesk.commands.batch.report import column_lines

    bad = sum(bool(each.faults) for each in listed.projects) + len(listed.orphans)
    head = f"名单“{plan.name}”：表头到第 {plan.lists[0].head_row} 行"
    print(visible(f"{head}，{len(listed.projects)} 个项目，其中 {bad} 处要退回。"))
    for line in column_lines(plan):
        told = f"（{line.told}）" if line.told else ""
        print(visible(f"{line.heading}\t→ {line.label or '（不用）'}{told}\t{line.how}"))
        if line.samples:
            print(visible(f"        {line.samples}"))
    for each in listed.skipped[:MOST_SAID]:
        say(f"略过 {each.place}：{each.reason}：{each.text}")
    if len(listed.skipped) > MOST_SAID:
        say(f"略过的还有 {len(listed.skipped) - MOST_SAID} 行，加上 --json 可以看到全部。")
    if plan.others:
        say(f"没有读的工作表：{'、'.join(plan.others)}。要读请用 --sheet 指明。")
    if first is None:
        return
    print(visible(f"\n第一个项目（{first.place}）：{first.name}"))
    for cell in first.cells:
        print(visible(f"  {cell.label}：{cell.text}"))
    for words in (*first.faults, *first.stated, *first.doubts):
        print(visible(f"  请核对：{words}"))
    if first.unused:
        print(visible(f"  没有采用：{'；'.join(first.unused)}"))
    print(f"  错误 {first.form.errors}，警告 {first.form.warnings}")
