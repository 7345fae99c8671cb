"""Name a document's data by a short code (校验码) that can be read aloud.

    check_code(edition, document)    7K3F-9QX2-MD4T

Equal data give equal codes, whoever entered them and however: a code says that two copies hold
the same, never who made them. What counts as equal is said in models/entries.py, how a code is
written and read in models/check_code.py.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from perfdesk.models.check_code import LENGTH, written
from perfdesk.models.document import Document
from perfdesk.models.entries import plain_entries
from perfdesk.models.form import Edition

_HALF = re.compile("[\ud800-\udfff]")


def check_code(edition: Edition, document: Document) -> str:
    number = int.from_bytes(hashlib.sha256(canonical_form(edition, document)).digest())
    return written(number >> 256 - 5 * (LENGTH - 1))


def canonical_form(edition: Edition, document: Document) -> bytes:
    """Give the bytes that the code stands for: the entries as JSON by RFC 8785."""
    import rfc8785

    return rfc8785.dumps(_whole(plain_entries(edition, document)))


def _whole(value: Any) -> Any:
    """Replace halves of surrogate pairs as a project file does, which holds none."""
    match value:
        case str():
            return _HALF.sub("\ufffd", value)
        case dict():
            return {key: _whole(item) for key, item in value.items()}
        case list():
            return [_whole(item) for item in value]
    return value
