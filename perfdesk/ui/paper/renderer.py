"""Paper and pictures of its pages, made in one thread beside the window.

Only the newest request counts: what a later one has overtaken is dropped, before it
starts and also half done.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from perfdesk.models.document import Document
from perfdesk.models.finding import Evaluation
from perfdesk.models.sheet import SheetCell
from perfdesk.ui.paper.pdf import PdfPages


class Piece(Protocol):
    """A rectangle on a page, in millimetres from its top left corner."""

    @property
    def cell(self) -> SheetCell: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


class PaperPage(Protocol):
    """A page as its pieces."""

    @property
    def pieces(self) -> Sequence[Piece]: ...


class Paper(Protocol):
    """A document on paper: the PDF as it prints, and what stands where on its pages."""

    @property
    def pdf(self) -> bytes: ...
    @property
    def pages(self) -> Sequence[PaperPage]: ...


Render = Callable[[Document, Evaluation], Paper]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture asked for: a page counted from 0, and how many dots to the millimetre."""

    page: int
    dots: float


@dataclass(frozen=True, slots=True)
class Made:
    """Paper that was made, and its pages' sizes in millimetres."""

    paper: Paper
    sizes: list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was asked for."""

    wanted: Wanted
    image: QImage


class Told(QObject):
    """What the thread tells the window's: `made` with Made, `drawn` with Picture."""

    made = Signal(object)
    drawn = Signal(object)
    failed = Signal(object)


class Mill:
    """Make paper and draw its pages, one request at a time, the newest first.

    It is no child of a widget: Qt would wait for the thread while holding the lock that
    the thread needs to end.
    """

    def __init__(self, render: Render) -> None:
        self.told = Told()
        self._render = render
        self._news = threading.Condition()
        self._to_make: tuple[Document, Evaluation] | None = None
        self._to_draw: tuple[Wanted, ...] = ()
        self._stopped = False
        self._pages: PdfPages | None = None
        self._thread: threading.Thread | None = None

    def make(self, document: Document, evaluation: Evaluation) -> None:
        """Make the paper of a document that nobody else changes."""
        with self._news:
            self._to_make, self._to_draw = (document, evaluation), ()
            self._news.notify()
        self._start()

    def draw(self, wanted: tuple[Wanted, ...]) -> None:
        """Draw pages of the newest paper, in this order, instead of those asked for before."""
        with self._news:
            self._to_draw = wanted
            self._news.notify()
        self._start()

    def _start(self) -> None:
        if self._thread is None and not self._stopped:
            self._thread = threading.Thread(target=self._run, name="preview", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread; what is under way is finished and dropped."""
        with self._news:
            self._stopped = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._stopped or self._to_make or self._to_draw)
                if self._stopped:
                    break
                to_make, self._to_make = self._to_make, None
                wanted = None
                if not to_make:
                    wanted, *rest = self._to_draw
                    self._to_draw = tuple(rest)
            try:
                if to_make:
                    self._make(*to_make)
                elif wanted:
                    self._draw(wanted)
            except Exception as error:
                if self._stopped:
                    break
                logging.getLogger(__name__).exception("the preview could not be drawn")
                with suppress(RuntimeError):  # the window has gone meanwhile
                    self.told.failed.emit(error)
        if self._pages:
            self._pages.close()

    def _make(self, document: Document, evaluation: Evaluation) -> None:
        paper = self._render(document, evaluation)
        pages = PdfPages(paper.pdf)
        if self._pages:
            self._pages.close()
        self._pages = pages
        if not self._overtaken():
            self.told.made.emit(Made(paper, pages.sizes))

    def _draw(self, wanted: Wanted) -> None:
        if self._pages and wanted.page < len(self._pages.sizes):
            image = self._pages.draw(wanted.page, wanted.dots)
            if not self._overtaken():
                self.told.drawn.emit(Picture(wanted, image))

    def _overtaken(self) -> bool:
        with self._news:
            return self._stopped or self._to_make is not None
