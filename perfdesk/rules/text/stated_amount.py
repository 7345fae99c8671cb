"""Give an amount that a text states of something for which the form has no cell."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.rules.text.figures import Sort
from perfdesk.rules.text.linking import said_of


def amount_said(text: str, words: str) -> Decimal | None:
    """Give the first amount in 元 that a text surely says of a word: 申报 60.00 万元."""
    for sentence in said_of(text, words, Sort.AMOUNT):
        for link in sentence:
            if link.strong and link.figure.is_plain:
                return link.figure.number
    return None
