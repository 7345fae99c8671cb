"""Paper and pictures of its pages, made in one thread beside the window.

Only the newest request counts: what a later one has overtaken is dropped, before it
starts and also half done.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from perfdesk.commands.form import JudgedForm
from perfdesk.commands.output import Paper
from perfdesk.ui.paper.pdf import PdfPages

Render = Callable[[JudgedForm], Paper]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture asked for: a page counted from 0, and how many dots to the millimetre."""

    page: int
    dots: float


@dataclass(frozen=True, slots=True)
class ReadyPaper:
    """Paper that was made, and its pages' sizes in millimetres."""

    paper: Paper
    sizes: list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was asked for."""

    wanted: Wanted
    image: QImage


class Renderer(QObject):
    """Make paper and draw its pages, one request at a time, the newest first.

    `paper_ready` brings a ReadyPaper, `picture_ready` a Picture, in the window's thread. It is
    no child of a widget: Qt would wait for the thread while holding the lock that the thread
    needs to end.
    """

    paper_ready = Signal(object)
    picture_ready = Signal(object)
    failed = Signal(object)

    def __init__(self, render: Render) -> None:
        super().__init__()
        self._render = render
        self._news = threading.Condition()
        self._to_make: JudgedForm | None = None
        self._to_draw: tuple[Wanted, ...] = ()
        self._stopped = False
        self._pages: PdfPages | None = None
        self._thread: threading.Thread | None = None

    def make(self, form: JudgedForm) -> None:
        """Make the paper of a form that nobody else changes."""
        with self._news:
            self._to_make, self._to_draw = form, ()
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
                    self._make(to_make)
                elif wanted:
                    self._draw(wanted)
            except Exception as error:
                if self._stopped:
                    break
                logging.getLogger(__name__).exception("the preview could not be drawn")
                with suppress(RuntimeError):  # the window has gone meanwhile
                    self.failed.emit(error)
        if self._pages:
            self._pages.close()

    def _make(self, form: JudgedForm) -> None:
        paper = self._render(form)
        pages = PdfPages(paper.pdf)
        if self._pages:
            self._pages.close()
        self._pages = pages
        if not self._overtaken():
            self.paper_ready.emit(ReadyPaper(paper, pages.sizes))

    def _draw(self, wanted: Wanted) -> None:
        if self._pages and wanted.page < len(self._pages.sizes):
            image = self._pages.draw(wanted.page, wanted.dots)
            if not self._overtaken():
                self.picture_ready.emit(Picture(wanted, image))

    def _overtaken(self) -> bool:
        with self._news:
            return self._stopped or self._to_make is not None
