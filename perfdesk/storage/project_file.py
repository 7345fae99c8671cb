"""Read and write a project file: what was entered, as UTF-8 JSON, and nothing computed.

    {"format": "perfdesk", "version": 1, "documents": [
        {"form": …, "edition": …, "cells": {name: text},
         "tables": {name: [{"id": …, "cells": {name: text}}]},
         "answers": [{"code": …, "field": …, "reason": …, "about": …}],
         "final": {"code": …, "at": …},
         "prints": [{"code": …, "at": …, "pages": …, "how": …, "draft": …}]}]}

Answers stand in the document, or in the row that they belong to.

Keys this version does not know are kept and written back. docs/project-file.md says more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from perfdesk.models.answers import Answer, Answers, answers_from_json, answers_to_json
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.finalised import (
    Final,
    Print,
    final_from_json,
    final_to_json,
    print_from_json,
    print_to_json,
)
from perfdesk.storage.strict_json import UnreadableJson, dumps, loads
from perfdesk.storage.trouble import shown

FORMAT, VERSION = "perfdesk", 1
_MOST_ROWS, _MOST_FORMS, _LONGEST_NAME = 5_000, 100, 100
_HALF = re.compile("[\ud800-\udfff]")


class UnreadableProject(ValueError):
    """A file that is no project of ours; `str()` is the Chinese sentence, with what to do."""


def write_project(project: Project) -> bytes:
    """Write a project; the same project gives the same bytes."""
    documents = [_document_to_json(document) for document in project.documents]
    data = {"format": FORMAT, "version": VERSION, "documents": documents, **project.extra}
    return dumps(data).encode("utf-8")


def read_project(data: bytes) -> Project:
    """Read a project; raises UnreadableProject for anything else, and reads no half of it."""
    try:
        content = loads(data)
    except UnreadableJson as error:
        raise UnreadableProject(f"这个文件打不开：{error}请找回备份，或请发来的人重发。") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise UnreadableProject("这不是绩效填报台的项目文件。请选择扩展名为 .perfdesk 的文件。")
    version = content.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _damaged("没有写明文件格式的版本")
    if version > VERSION:
        raise UnreadableProject(
            f"这个文件由更新版的绩效填报台保存（格式 {version}，本程序认识到 {VERSION}）。"
            "请先升级程序再打开，文件没有改动。"
        )
    documents = content.get("documents")
    if not isinstance(documents, list) or not documents:
        raise _damaged("里面没有表单")
    if len(documents) > _MOST_FORMS:
        raise _damaged(f"表单超过 {_MOST_FORMS} 张")
    known = {"format", "version", "documents"}
    extra = {key: value for key, value in content.items() if key not in known}
    return Project([_document(each, place) for place, each in enumerate(documents, 1)], extra)


def _document_to_json(document: Document) -> dict[str, Any]:
    tables = {
        name: [
            {"id": row.id, "cells": _filled(row.cells), **_answered(row.answers), **row.extra}
            for row in rows
        ]
        for name, rows in document.tables.items()
        if rows
    }
    head = {"form": document.form, "edition": document.edition}
    body = {"cells": _filled(document.cells), "tables": tables, **_answered(document.answers)}
    return {**head, **body, **_finalised(document), **document.extra}


def _finalised(document: Document) -> dict[str, Any]:
    """Give 定稿 and the printed copies under their keys; what there is not has none."""
    found: dict[str, Any] = {}
    if document.final is not None:
        found["final"] = final_to_json(document.final)
    if document.prints:
        found["prints"] = [print_to_json(each) for each in document.prints]
    return found


def _answered(answers: Answers) -> dict[str, Any]:
    """Give the answers under their key, which a form without any does not have."""
    whole = {
        key: Answer(_HALF.sub("\ufffd", each.reason), _HALF.sub("\ufffd", each.about), each.extra)
        for key, each in answers.items()
        if each.reason.strip()
    }
    return {"answers": answers_to_json(whole)} if whole else {}


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    """Leave out blank cells, and replace halves of surrogate pairs.

    Blanks are not read back, so written they would seem to get lost. A clipboard may bring
    half a pair, and no file in UTF-8 can hold one.
    """
    return {name: _HALF.sub("\ufffd", text) for name, text in cells.items() if text}


def _document(data: object, place: int) -> Document:
    where = f"第 {place} 张表单"
    if not isinstance(data, dict):
        raise _damaged(f"{where}不是一张表")
    form, edition = data.get("form"), data.get("edition")
    if not isinstance(form, str) or not isinstance(edition, str):
        raise _damaged(f"{where}没有写明是哪一种表")
    for name in (form, edition):
        # It is part of paths and of messages, here and wherever the project goes.
        if "/" in name or not name.isprintable() or len(name) > _LONGEST_NAME:
            raise _damaged(f"{where}的表名“{shown(name)}”不是表名")
    tables = data.get("tables", {})
    if not isinstance(tables, dict):
        raise _damaged(f"{where}的 tables 不是一张表")
    rows = {name: _rows(value, f"{where}的“{shown(name)}”") for name, value in tables.items()}
    known = {"form", "edition", "cells", "tables", "answers", "final", "prints"}
    extra = {key: value for key, value in data.items() if key not in known}
    cells = _cells(data.get("cells", {}), where)
    used = {name: each for name, each in rows.items() if each}
    final, prints = _final(data, where), _prints(data, where)
    return Document(form, edition, cells, used, extra, _answers(data, where), final, prints)


def _rows(data: object, where: str) -> list[Row]:
    if not isinstance(data, list) or len(data) > _MOST_ROWS:
        raise _damaged(f"{where}不是表格，或超过 {_MOST_ROWS} 行")
    rows: list[Row] = []
    seen: set[str] = set()
    for place, each in enumerate(data, 1):
        here = f"{where}第 {place} 行"
        if not isinstance(each, dict):
            raise _damaged(f"{here}不是一行")
        row_id = each.get("id")
        if not isinstance(row_id, str) or not row_id or row_id in seen:
            raise _damaged(f"{here}没有编号，或与别的行重号")
        seen.add(row_id)
        known = {"id", "cells", "answers"}
        extra = {key: value for key, value in each.items() if key not in known}
        cells, answers = _cells(each.get("cells", {}), here), _answers(each, here)
        rows.append(Row(row_id, cells, extra, answers))
    return rows


def _cells(data: object, where: str) -> dict[str, str]:
    if not isinstance(data, dict):
        raise _damaged(f"{where}的 cells 不是一张表")
    for name, text in data.items():
        if not isinstance(text, str):
            raise _damaged(f"{where}的“{shown(name)}”应为文字（加引号），现为{_kind(text)}")
    return _filled(data)


def _kind(value: object) -> str:
    match value:
        case None | bool():
            return "空值或真假值"
        case list() | dict():
            return "一组内容"
        case _:
            return f" {shown(str(value))}"


def _answers(data: Mapping[str, object], where: str) -> Answers:
    try:
        return answers_from_json(data.get("answers", []))
    except (KeyError, TypeError):
        raise _damaged(f"{where}的说明（answers）缺少内容、不是文字，或有重复") from None


def _final(data: Mapping[str, object], where: str) -> Final | None:
    try:
        return final_from_json(data["final"]) if "final" in data else None
    except (KeyError, TypeError, ValueError):
        raise _damaged(f"{where}的定稿（final）缺少校验码，或时间写得不对") from None


def _prints(data: Mapping[str, object], where: str) -> tuple[Print, ...]:
    held = data.get("prints", [])
    if not isinstance(held, list):
        raise _damaged(f"{where}的打印记录（prints）不是列表")
    try:
        return tuple(map(print_from_json, held))
    except (KeyError, TypeError, ValueError):
        raise _damaged(f"{where}的打印记录（prints）缺少内容，或写得不对") from None


def _damaged(what: str) -> UnreadableProject:
    return UnreadableProject(
        f"项目文件内容有误：{what}。文件没有改动，请找回备份或请发来的人重发。"
    )
