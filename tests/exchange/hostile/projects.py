"""Project files that strangers send: JSON that lies, overflows, or asks for what is not there."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator

from tests.exchange.hostile.form import OTHER, READ, Stranger
from tests.exchange.hostile.paper import project

HUGE = "不像本程序的文件"


def files() -> Iterator[Stranger]:
    """Give all of them."""
    for name, make, expect in _files():
        yield Stranger(f"项目 {name}.perfdesk", make, expect)


def changed(old: bytes, new: bytes) -> bytes:
    data = project()
    assert old in data, old
    return data.replace(old, new, 1)


def edited(change) -> bytes:  # type: ignore[no-untyped-def]
    """Change the project as data; what the change returns takes its place."""
    data = json.loads(project())
    made = change(data, data["documents"][0])
    return json.dumps(data if made is None else made).encode()


def _files():  # type: ignore[no-untyped-def]
    whole = project()

    def cells(value: object) -> bytes:
        return edited(
            lambda _, one: (
                one["cells"].update(value) if isinstance(value, dict) else one.update(cells=value)
            )
        )

    def rows(value: object) -> bytes:
        return edited(lambda _, one: one["tables"].update(indicators=value))

    def one(**more: object) -> bytes:
        return edited(lambda _, document: document.update(more))

    def top(**more: object) -> bytes:
        return edited(lambda data, _: data.update(more))

    def copies(count: int) -> bytes:
        return edited(lambda data, document: data.update(documents=[document] * count))

    row = {"id": "r", "cells": {"name": "甲"}}
    types = [None, True, 5, 1.5, "x", [], {}]
    yield ("好的", lambda: whole, READ)
    yield ("有BOM", lambda: b"\xef\xbb\xbf" + whole, READ)
    yield ("空的", lambda: b"", "空的")
    yield ("全是零", lambda: bytes(5_000), "空的")
    yield ("全是空白", lambda: b" " * 9_000_000, "空的")
    yield ("断在一半", lambda: whole[: len(whole) // 2], "中断")
    yield ("少了末尾", lambda: whole.rstrip()[:-1], "中断")
    yield ("后有数据", lambda: whole + b"x", "不合 JSON")
    yield ("两份连着", lambda: whole * 2, "不合 JSON")
    yield ("压缩过", lambda: gzip.compress(whole), "UTF-8")
    yield ("压缩过的流", lambda: zlib.compress(whole), "UTF-8")
    yield ("国标码", lambda: whole.decode().encode("gb18030"), "UTF-8")
    yield ("UTF-16", lambda: whole.decode().encode("utf-16"), "UTF-8")
    yield ("夹着坏字节", lambda: changed(b'"cells"', b'"\xff\xfe"'), "UTF-8")
    yield ("夹着空字符", lambda: changed(b'"cells"', b'"ce\0lls"'), "不合 JSON")
    yield ("四十兆", lambda: whole + b" " * 40_000_000, "太大")
    yield ("三十兆的字", lambda: cells({"project_name": "x" * 30_000_000}), READ_OR_HUGE)
    yield ("三十兆的空列表", lambda: b'{"a":[' + b"[]," * 10_000_000 + b"[]]}", HUGE)
    yield ("三十兆的空对象", lambda: b'{"a":[' + b"{}," * 10_000_000 + b"{}]}", HUGE)
    yield ("三十兆的短字", lambda: b'{"a":[' + '"字",'.encode() * 5_000_000 + b"0]}", HUGE)
    yield ("三十兆的小数", lambda: b'{"a":[' + b"1.5," * 7_000_000 + b"0]}", HUGE)
    yield (
        "三十兆的键",
        lambda: b"{" + b",".join(b'"%x":0' % n for n in range(2_500_000)) + b"}",
        HUGE,
    )
    yield ("列表十万层", lambda: b"[" * 100_000 + b"]" * 100_000, "嵌套超过")
    yield ("对象十万层", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "嵌套超过")
    yield ("嵌套一百层", lambda: top(more=json.loads("[" * 100 + "]" * 100)), "嵌套超过")
    yield ("嵌套五十层", lambda: top(more=json.loads("[" * 50 + "]" * 50)), READ)
    yield ("引号不闭合", lambda: b'{"a": "' + b"\\" * 999_999, "中断|不合 JSON")
    yield ("引号两百万个", lambda: b'"' * 2_000_001, "不合 JSON|中断|不像本程序的文件")
    yield ("键重复", lambda: changed(b'"version"', b'"version": 1, "version"'), "写了两次")
    yield (
        "格重复",
        lambda: changed(b'"cells": {', b'"cells": {"project_name": "x", "project_name": "y",'),
        "写了两次",
    )
    yield ("NaN", lambda: changed(b'"version": 1', b'"version": NaN'), "不是数")
    yield ("无穷", lambda: top(more=float("inf")), "不是数")
    yield ("一千次方", lambda: changed(b'"version": 1', b'"version": 1, "x": 1e999'), "太大")
    yield (
        "负一千次方",
        lambda: changed(b'"version": 1', b'"version": 1, "x": 1e-99999'),
        "太大或太小",
    )
    yield (
        "三百万位",
        lambda: changed(b'"version": 1', b'"version": 1, "x": ' + b"9" * 3_000_000),
        "太大",
    )
    yield ("半个字符", lambda: changed(b'"cells": {', b'"cells": {"x": "\\ud800",'), "残缺")
    yield ("半个字符的键", lambda: changed(b'"cells": {', b'"cells": {"\\udfff": "x",'), "残缺")
    yield ("控制字符", lambda: cells({"project_name": "".join(map(chr, range(32)))}), OTHER)
    yield ("不是对象", lambda: b"[]", "不是绩效填报台的项目文件")
    yield ("只是一个字", lambda: b'"perfdesk"', "不是绩效填报台的项目文件")
    yield ("别的格式", lambda: top(format="other"), "不是绩效填报台的项目文件")
    yield ("格式不是字", lambda: top(format=["perfdesk"]), "不是绩效填报台的项目文件")
    for place, version in enumerate((None, True, "1", 0, -1, [], 1.5)):
        yield (f"版本 {place}", lambda version=version: top(version=version), "版本")
    yield ("将来的版本", lambda: top(version=2), "更新版")
    yield ("很将来的版本", lambda: top(version=10**200), "更新版")
    for place, value in enumerate(types):
        yield (f"表单 {place}", lambda value=value: top(documents=value), "没有表单")
        yield (
            f"一张表单 {place}",
            lambda value=value: top(documents=[value]),
            "不是一张表|没有写明",
        )
        if value != {}:
            yield (f"格子 {place}", lambda value=value: one(cells=value), "cells 不是一张表")
            yield (f"表 {place}", lambda value=value: one(tables=value), "tables 不是一张表")
        if value != []:
            yield (f"行 {place}", lambda value=value: rows(value), "不是表格")
            yield (f"说明 {place}", lambda value=value: one(answers=value), "answers")
            yield (f"打印 {place}", lambda value=value: one(prints=value), "prints")
        if value != "x":
            yield (f"文字 {place}", lambda value=value: cells({"project_name": value}), "应为文字")
        yield (f"定稿 {place}", lambda value=value: one(final=value), "final")
        yield (f"一行 {place}", lambda value=value: rows([value]), "不是一行|没有编号")
    yield ("表名极长", lambda: one(form="x" * 100_000), "不是表名")
    yield ("没有的版本", lambda: one(edition="mof-2999"), f"本程序没有|{OTHER}")
    yield ("版本是路径", lambda: one(edition="../../../../etc"), "不是表名")
    yield ("表是路径", lambda: one(form="..", edition=".."), f"本程序没有|{OTHER}")
    yield ("表是绝对路径", lambda: one(form="/etc", edition="passwd"), "不是表名")
    yield ("版本带换行", lambda: one(edition="a\n\x1b[31mb\u202e"), "不是表名")
    yield ("行号重复", lambda: rows([row, row]), "重号")
    yield ("行号是空", lambda: rows([{"id": ""}]), "没有编号")
    yield ("行五千零一", lambda: rows([{"id": str(n)} for n in range(5_001)]), "超过 5000 行")
    yield (
        "行五千",
        lambda: rows([{"id": str(n), "cells": {"level1": "产出指标"}} for n in range(5_000)]),
        OTHER,
    )
    yield ("不认识的格", lambda: cells({"no_such_field": "x", "../..": "y"}), f"{OTHER}|{READ}")
    yield (
        "不认识的表",
        lambda: edited(lambda _, one_: one_["tables"].update({"no_such": [row]})),
        f"{OTHER}|{READ}",
    )
    yield ("同一张表三百份", lambda: copies(300), "表单超过")
    yield ("同一张表两份", lambda: copies(2), f"几张表单|{READ}")
    yield ("是表格", lambda: b"PK\x03\x04" + bytes(900), "UTF-8|不合 JSON")
    yield ("是网页", lambda: b"<html></html>", "不合 JSON")
    yield ("是文字", lambda: "你好".encode(), "不合 JSON")


READ_OR_HUGE = f"{OTHER}|{HUGE}"
