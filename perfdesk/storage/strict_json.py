"""JSON as this program reads and writes it: strict, because a lenient reader guesses."""

import json
import re
from decimal import Decimal
from typing import NoReturn

from perfdesk.storage.trouble import shown

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 64
# Thirty megabytes of [] are ten million lists: a gigabyte of memory, and fifteen seconds.
MAX_VALUES = 1_000_000

# The reach of a double. Larger exponents are no figures, and cost memory once one computes.
_MAX_EXPONENT = 308

# A whole string, closed or not (an unclosed one must not be tried again from each
# quotation mark in it: that is quadratic), or one bracket.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_quote = json.JSONEncoder(ensure_ascii=False).encode


class UnreadableJson(ValueError):
    """Say in one Chinese sentence why a text is not acceptable JSON.

    `line` and `column` count from 1; they are None where the place is not known.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def loads(source: str | bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> object:
    """Read JSON, or raise UnreadableJson.

    Whole numbers become int, others Decimal; there is never a float. Refused: anything
    but UTF-8 (a byte order mark is tolerated), repeated keys, NaN and infinities, numbers
    beyond a double's reach, halves of surrogate pairs, texts too large, too deep, or of
    more than MAX_VALUES values.
    """
    text = _decode(source, max_bytes)
    if not text.strip("\0 \t\r\n"):  # zeros: what a power cut leaves of an unsynced file
        raise UnreadableJson("文件是空的，里面没有内容。")
    if sum(map(text.count, ",[{")) > MAX_VALUES:
        raise UnreadableJson("文件里的数据太多，不像本程序的文件。请核对是否选错了文件。")
    _check_depth(text, max_depth)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_decimal,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        raise _broken(error) from error
    # Only an escape can bring half a pair into text that came through UTF-8.
    if re.search(r"\\u[dD][89a-fA-F]", text):
        _refuse_surrogates(value)
    return value


def dumps(value: object) -> str:
    """Write JSON for people and for version control: two spaces, keys in their order, a newline.

    Takes what `loads` gives, and tuples. A Decimal is written as a number with the digits
    it has, so that unknown parts of a file pass through unchanged. A float, a
    key that is no text, or half a surrogate pair is the caller's mistake and raises.
    """
    out: list[str] = []
    _write(value, "\n", out)
    text = "".join(out) + "\n"
    text.encode("utf-8")  # raises on half a surrogate pair
    return text


def _decode(source: str | bytes, max_bytes: int) -> str:
    if len(source) > max_bytes:
        limit = _size(max_bytes)
        message = f"文件太大（超过 {limit}），不像本程序的文件。请核对是否选错了文件。"
        raise UnreadableJson(message)
    try:
        if isinstance(source, bytes):
            return source.decode("utf-8-sig")
        source.encode("utf-8")
    except UnicodeDecodeError as error:
        line = bytes(error.object[: error.start]).count(b"\n") + 1
        message = f"第 {line} 行不是 UTF-8 文字，可能不是本程序的文件。"
        raise UnreadableJson(message, line) from error
    except UnicodeEncodeError as error:
        line = error.object[: error.start].count("\n") + 1
        raise UnreadableJson(f"第 {line} 行有残缺的字符。", line) from error
    return source.removeprefix("\ufeff")


def _size(count: int) -> str:
    return f"{count // 2**20} MB" if count >= 2**20 else f"{count} 字节"


def _check_depth(text: str, max_depth: int) -> None:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        first = text[match.start()]
        if first in "[{":
            depth += 1
            if depth > max_depth:
                line = text.count("\n", 0, match.start()) + 1
                message = f"第 {line} 行括号嵌套超过 {max_depth} 层，不像本程序的文件。"
                raise UnreadableJson(message, line)
        elif first != '"':
            depth -= 1


def _broken(error: json.JSONDecodeError) -> UnreadableJson:
    line, column = error.lineno, error.colno
    end = len(error.doc.rstrip())
    if error.pos < end and not error.msg.startswith("Unterminated string"):
        message = f"第 {line} 行第 {column} 列不合 JSON 格式，内容可能已损坏或被别的程序改过。"
        return UnreadableJson(message, line, column)
    line = error.doc.count("\n", 0, end) + 1
    column = end - error.doc.rfind("\n", 0, end)
    message = f"内容到第 {line} 行第 {column} 列就中断了，可能没有保存或复制完整。"
    return UnreadableJson(message, line, column)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise UnreadableJson(f"“{shown(key)}”在同一处写了两次，无法判断以哪个为准。")
            seen.add(key)
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadableJson(f"含有不是数的数值“{name}”。")


def _integer(digits: str) -> int:
    if len(digits) > _MAX_EXPONENT:
        raise UnreadableJson(f"数值“{shown(digits)}”太大。")
    return int(digits)


def _decimal(digits: str) -> Decimal:
    value = Decimal(digits)
    if abs(value.adjusted()) > _MAX_EXPONENT or len(digits) > 2 * _MAX_EXPONENT:
        raise UnreadableJson(f"数值“{shown(digits)}”太大或太小。")
    return value


def _refuse_surrogates(value: object) -> None:
    match value:
        case str():
            if _SURROGATE.search(value):
                raise UnreadableJson(f"“{shown(value)}”中有残缺的字符。")
        case dict():
            for key, item in value.items():
                _refuse_surrogates(key)
                _refuse_surrogates(item)
        case list():
            for item in value:
                _refuse_surrogates(item)


def _write(value: object, newline: str, out: list[str]) -> None:
    inner = newline + "  "
    match value:
        case str():
            out.append(_quote(value))
        case None:
            out.append("null")
        case bool():
            out.append("true" if value else "false")
        case int():
            out.append(str(value))
        case Decimal() if value.is_finite():
            out.append(str(value))
        case dict():
            lead = "{"
            for key, item in value.items():
                if not isinstance(key, str):
                    raise TypeError(f"a JSON key must be text, not {key!r}")
                out.append(f"{lead}{inner}{_quote(key)}: ")
                _write(item, inner, out)
                lead = ","
            out.append(newline + "}" if value else "{}")
        case list() | tuple():
            lead = "["
            for item in value:
                out.append(lead + inner)
                _write(item, inner, out)
                lead = ","
            out.append(newline + "]" if value else "[]")
        case _:
            raise TypeError(f"{value!r} cannot be written as JSON")
