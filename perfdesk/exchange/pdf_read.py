"""Read what an untrusted PDF or picture carries: attached projects, QR codes.

Nothing is parsed in this process: the file is read in a separate one with limits, and what comes
back is still untrusted text.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from perfdesk.exchange.untrusted import pool
from perfdesk.exchange.untrusted.refusal import BLOATED, BROKEN, TIMED_OUT, Cancelled, Refused
from perfdesk.paper.data_blocks import Incomplete, join
from perfdesk.paper.page_mark import PageMark, read_page_mark

MAX_FILE = 32 * 1024 * 1024
# Both are asked of one file, and a person waits for both.
_LIMITS = pool.Limits(seconds=2)
# A scan of many pages is rendered page by page, and each that is done earns time for the next.
_LONG = pool.Limits(seconds=3, longest=45)
_SPOILT = "文件不完整或已损坏，读不出来。请向对方重新索取。"
_TOO_MUCH = "文件内容过大，不像一张绩效表的打印件。请只留下要读的几页再试。"
_SLOW = "读取这个文件用时过长，已经停止。请只留下要读的几页，或另存为 PNG、JPG 再试。"
_LOCKED = "PDF 有密码。请用 PDF 阅读器去掉密码后再试。"
_NO_PDF = "这不是 PDF 文件，扩展名写错了。请核对文件。"
_NO_PICTURE = "这不是 PNG 或 JPG 图片。请把扫描件另存为 PNG、JPG 或 PDF 再试。"
_Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class FoundCodes:
    """What the QR codes on paper say: of which page they are, and whole texts of data pages.

    `trouble` says in Chinese which part of a data page could not be read; blank for none.
    """

    marks: tuple[PageMark, ...] = ()
    texts: tuple[bytes, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """The attachments of a PDF that may be projects, and the check codes its pages print."""

    texts: tuple[bytes, ...]
    codes: tuple[str, ...]


def attached_data(data: bytes, cancelled: _Cancelled = lambda: False) -> Attached:
    """Read what a PDF carries; each attachment counts once. Raises `Refused`."""
    _check_is_pdf(data)
    answer = cast(dict[str, Any], _ask("attached", data, _LIMITS, cancelled))
    if answer.get("locked"):
        raise Refused(_LOCKED)
    texts = dict.fromkeys(b64decode(each) for each in answer["attached"])
    return Attached(tuple(texts), tuple(answer["codes"]))


def find_codes(data: bytes, *, is_pdf: bool, cancelled: _Cancelled = lambda: False) -> FoundCodes:
    """Read our QR codes from the pages of a PDF, or from a picture (PNG, JPG) of some.

    Raises `Refused`.
    """
    if is_pdf:
        _check_is_pdf(data)
    elif not data[:1024].lstrip().startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")):
        raise Refused(_NO_PICTURE)
    answer = cast(list[str], _ask("codes", data, _LONG, cancelled))
    contents = [b64decode(each) for each in answer]
    texts = (content.decode("ascii", "replace") for content in contents)
    marks = tuple(dict.fromkeys(mark for text in texts if (mark := read_page_mark(text))))
    try:
        return FoundCodes(marks, tuple(join(contents)))
    except Incomplete as lack:
        places = "、".join(str(place) for place in lack.missing[:12])
        trouble = (
            f"数据页共 {lack.count} 个二维码，第 {places} 个没有读出来。"
            "请用 300 dpi 重新扫描，保持页面平整，再试一次。"
        )
    except ValueError:
        trouble = "数据页的二维码读出来对不上。请重新扫描，再试一次。"
    return FoundCodes(marks, (), trouble)


def _check_is_pdf(data: bytes) -> None:
    if not data[:1024].lstrip().startswith(b"%PDF"):
        raise Refused(_NO_PDF)


def _ask(question: str, data: bytes, limits: pool.Limits, cancelled: _Cancelled) -> object:
    from perfdesk.exchange.parse import pdf

    try:
        return pool.read_one(getattr(pdf, question), data, limits, cancelled)
    except Cancelled:
        raise
    except Refused as error:
        # The pool's own words are about workbooks.
        words = {BROKEN: _SPOILT, BLOATED: _TOO_MUCH, TIMED_OUT: _SLOW}.get(error.message, _SPOILT)
        raise Refused(words, error.detail) from error
