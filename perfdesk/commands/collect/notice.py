"""From whom the slips that go back to the units come, and until when an answer is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from perfdesk.commands.context import Refusal
from perfdesk.models.values import Kind, parse


@dataclass(frozen=True, slots=True)
class Notice:
    """Who sends the slips, and the day until which an answer is wanted; blank to be written in."""

    sender: str = ""
    due: date | None = None


def notice_of(sender: str, due: str) -> Notice:
    """Take both as a person wrote them; raises Refusal for a date that cannot be read."""
    day = parse(Kind.DATE, due).value
    if due.strip() and not isinstance(day, date):
        raise Refusal(f"截止日期“{due.strip()}”看不懂，请用数字写成“年-月-日”。")
    return Notice(sender.strip(), day if isinstance(day, date) else None)
