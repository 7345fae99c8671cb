"""Bring forms out together: one job for the printer, or one PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from perfdesk.models.file_name import safe_name
from perfdesk.storage.atomic import NotSaved, Outcome, Saved
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.file_names import last_folder, remember_folder
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.program import Program

if TYPE_CHECKING:
    from perfdesk.commands.form import JudgedForm
    from perfdesk.commands.output import Paper
    from perfdesk.models.finalised import How

# Called beside the window.
Make = Callable[[], "JudgedForm"]
# Hears what became of each form on paper, how many pages went out in all, and in which way.
Out = Callable[[Sequence["Paper"], int, "How"], None]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where forms leave the window; `name` is what they are together called."""

    window: QWidget
    program: Program
    jobs: Jobs
    strip: MessageStrip
    name: str

    def print_out(self, made: Sequence[Make], out: Out) -> None:
        """Ask for a printer and print the forms one after the other."""
        from perfdesk.ui.paper.print_job import ask_printer, send

        printer = ask_printer(self.window, self.name)
        if printer is None:
            return

        def done(drawn: tuple[bytes, tuple[Paper, ...]]) -> None:
            pdf, papers = drawn
            send(
                self.window,
                pdf,
                printer,
                self.strip,
                self.name,
                lambda sent: out(papers, sent, "print"),
            )

        self.jobs.run(
            "正在排版",
            lambda: self._draw(made),
            done,
            lambda error: self.strip.failed("打印", error),
        )

    def save(self, made: Sequence[Make], out: Out) -> None:
        """Ask for a file and write all forms there."""
        place = last_folder(self.program) / f"{safe_name(self.name)}.pdf"
        path = ask_path.to_save(self.window, "保存为 PDF", place, ask_path.PAPERS, "pdf")
        if path is None:
            return
        remember_folder(self.program, path)

        def done(result: tuple[Outcome, tuple[Paper, ...]]) -> None:
            outcome, papers = result
            if isinstance(outcome, NotSaved):
                self.strip.trouble(outcome.message)
                return
            if isinstance(outcome, Saved):
                self.strip.say(f"已写入“{path.name}”。")
            else:
                self.strip.warn(outcome.message)
            out(papers, sum(len(each.pages) for each in papers), "pdf")

        self.jobs.run(
            "正在保存为 PDF",
            lambda: self._write(path, made),
            done,
            lambda error: self.strip.failed("保存为 PDF", error),
        )

    def _write(self, path: Path, made: Sequence[Make]) -> tuple[Outcome, tuple[Paper, ...]]:
        pdf, papers = self._draw(made)
        return self.program.write(path, pdf), papers

    def _draw(self, made: Sequence[Make]) -> tuple[bytes, tuple[Paper, ...]]:
        return self.program.papers([make() for make in made])
