"""Bring forms out together: one job for the printer, or one PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from perfdesk.commands.form import JudgedForm
from perfdesk.commands.output import Paper, draw_papers
from perfdesk.models.file_name import safe_name
from perfdesk.models.finalised import How
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.services import Services

# Called beside the window.
Make = Callable[[], JudgedForm]
# Hears what became of each form on paper, how many pages went out in all, and in which way.
Out = Callable[[Sequence[Paper], int, How], None]
Drawn = tuple[bytes, tuple[Paper, ...]]


@dataclass(frozen=True, slots=True)
class PaperOutput:
    """Where forms leave the window; `name` is what they are together called."""

    services: Services
    name: str

    def print_out(self, forms: Sequence[Make], out: Out) -> None:
        """Ask for a printer and print the forms one after the other."""
        from perfdesk.ui.paper.print_job import ask_printer, send

        printer = ask_printer(self.services.window, self.name)
        if printer is None:
            return

        def done(drawn: Drawn) -> None:
            pdf, papers = drawn
            send(self.services, pdf, printer, self.name, lambda sent: out(papers, sent, "print"))

        self.services.run("正在排版", lambda: self._draw(forms), done, failed="打印")

    def save(self, forms: Sequence[Make], out: Out) -> None:
        """Ask for a file and write all forms there."""
        services, drawn = self.services, list[Paper]()
        place = services.last_folder / f"{safe_name(self.name)}.pdf"
        path = ask_path.to_save(services.window, "保存为 PDF", place, ask_path.PAPERS, "pdf")
        if path is None:
            return

        def make() -> bytes:
            pdf, papers = self._draw(forms)
            drawn.extend(papers)
            return pdf

        services.write(
            path,
            make,
            doing="保存为 PDF",
            message=f"已写入“{path.name}”。",
            then=lambda: out(drawn, sum(len(each.pages) for each in drawn), "pdf"),
        )

    def _draw(self, forms: Sequence[Make]) -> Drawn:
        return draw_papers(self.services.context, [make() for make in forms])
