"""Cut a long text into sentences or lines, each of which is read once.

Typing changes one sentence of a text; what was read in the others goes on to the next text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from perfdesk.rules.kept import Keeping, Kept

Result = TypeVar("Result")

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]?|[。！？!?\n]")
_PLAIN = str.maketrans("０１２３４５６７８９．％﹪\u3000\u00a0￥", "0123456789.%%  ¥")


class Piece(str, Keeping):
    """A sentence or a line, which keeps what was read in it."""


class Passage(str):
    """A long text that keeps its sentences and lines; `before` is the text it takes the place of.

    Nothing of the text is lost in them; the full-width digits of sentences are made plain.
    """

    _cut: dict[str, _Pieces]
    _before: dict[str, _Pieces]

    def __new__(cls, text: str, before: object = None) -> Passage:
        made = super().__new__(cls, text)
        made._cut, made._before = {}, {}
        if isinstance(before, Passage):
            # A text that nobody has read hands on what it was given.
            made._before = {**before._before, **before._cut}
        return made

    @property
    def sentences(self) -> Kept[Piece]:
        """Give the sentences."""
        return self._pieces("sentences", _SENTENCE.findall, _plain)

    @property
    def lines(self) -> Kept[Piece]:
        """Give the lines."""
        return self._pieces("lines", _split_lines, Piece)

    def _pieces(
        self, what: str, cut: Callable[[str], list[str]], make: Callable[[str], Piece]
    ) -> Kept[Piece]:
        if what not in self._cut:
            pieces, before = cut(self), self._before.pop(what, None)
            if before is None:
                self._cut[what] = pieces, Kept(map(make, pieces))
            else:
                known = dict(zip(*before, strict=True))
                new = [known[each] if each in known else make(each) for each in pieces]
                self._cut[what] = pieces, before[1].followed_by(new)
        return self._cut[what][1]


_Pieces = tuple[list[str], Kept[Piece]]


def _plain(sentence: str) -> Piece:
    return Piece(sentence.translate(_PLAIN))


def _split_lines(text: str) -> list[str]:
    return text.split("\n")


def sentences(text: str) -> Kept[Piece]:
    """Give the sentences of any text."""
    return _passage(text).sentences


def in_sentences(text: str, read: Callable[..., Result], *given: Hashable) -> Sequence[Result]:
    """Read a text sentence by sentence; `given` is what `read` takes beside the sentence."""
    return _passage(text).sentences.each(read, *given)


def in_lines(text: str, read: Callable[..., Result]) -> Sequence[Result]:
    """Read a text line by line."""
    return _passage(text).lines.each(read)


def first_in(text: str, read: Callable[..., Result | None], *given: Hashable) -> Result | None:
    """Give the first thing that is found in a sentence of a text."""
    return next(filter(None, in_sentences(text, read, *given)), None)


def _passage(text: str) -> Passage:
    return text if isinstance(text, Passage) else Passage(text)
