"""How much a finding weighs, and where it comes from: all that a mark beside a field needs."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error keeps a print a draft; nothing blocks typing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def word(self) -> str:
        return {"error": "错误", "warning": "警告", "note": "提示"}[self.value]


class Origin(StrEnum):
    """Where a finding comes from."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    UNMET = "unmet"
