"""Hand the form on the screen over as a file: PDF, workbook, report, list of findings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context
from perfdesk.commands.finalising import why_draft
from perfdesk.commands.form import JudgedForm
from perfdesk.commands.output import Paper, draw_paper, write_word
from perfdesk.commands.submission import draw_list, list_findings, write_list
from perfdesk.commands.workbooks import write_excel, write_excels, write_template
from perfdesk.models.file_name import safe_name
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.services import Services
from perfdesk.ui.opened.open_forms import OpenForms
from perfdesk.ui.project.project_files import ProjectFiles

Make = Callable[[Context, JudgedForm], bytes]
_TEMPLATE, _FINDINGS = "填报模板", "差错说明单"


class Exports:
    """Write copies of the form on the screen where the clerk says."""

    def __init__(self, services: Services, files: ProjectFiles, forms: OpenForms) -> None:
        self._services, self._files, self._forms = services, files, forms

    def actions(self) -> dict[str, Callable[[], object]]:
        return {
            "export_excel": self.excel,
            "export_all": self.all_excel,
            "export_template": self.template,
            "export_word": self.word,
            "export_pdf": self.pdf,
        }

    def pdf(self) -> None:
        """Ask for a file and write the paper there; the copy is noted."""
        form, drawn = self._forms.current, list[Paper]()

        def make(context: Context, judged: JudgedForm) -> bytes:
            drawn.append(draw_paper(context, judged))
            return drawn[0].pdf

        def note() -> None:
            self._forms.note_print(form, drawn[0], len(drawn[0].pages), "pdf")

        self._export("保存为 PDF", make, ask_path.PAPERS, "pdf", then=note)

    def excel(self) -> None:
        self._export("导出 Excel", write_excel)

    def all_excel(self) -> None:
        """Ask for a file and write all forms of the project there, as one workbook."""
        path = self._ask_path("导出全部表单", whole=True)
        if path is not None:
            context = self._services.context
            forms = [each.bridge.snapshot() for each in self._forms.forms]
            make, message = lambda: write_excels(context, forms), f"已写入“{path.name}”。"
            self._services.write(path, make, doing="导出全部表单", message=message)

    def template(self) -> None:
        """Ask for a file and write the template of the form there."""

        def make(context: Context, form: JudgedForm) -> bytes:
            return write_template(context, [form])

        self._export(f"导出{_TEMPLATE}", make, of=_TEMPLATE)

    def word(self) -> None:
        self._export("导出 Word 报告", write_word, ask_path.REPORTS, "docx")

    def findings_pdf(self) -> None:
        """Ask for a file and write the list of what was found there."""

        def make(context: Context, form: JudgedForm) -> bytes:
            return draw_list(context, list_findings(form))

        self._export(f"保存{_FINDINGS}", make, ask_path.PAPERS, "pdf", of=_FINDINGS)

    def findings_excel(self) -> None:
        """Ask for a file and write the list of what was found there as a workbook."""

        def make(context: Context, form: JudgedForm) -> bytes:
            return write_list(context, list_findings(form))

        self._export(f"导出{_FINDINGS}", make, of=_FINDINGS)

    def print_findings(self) -> None:
        """Ask for a printer and print the list of what was found there."""
        from perfdesk.ui.paper.print_job import ask_printer, send

        finish_typing()
        services = self._services
        printer = ask_printer(services.window, f"{self._files.title} {_FINDINGS}")
        if printer is None:
            return
        form = self._forms.current.bridge.snapshot()
        services.run(
            f"正在准备{_FINDINGS}",
            lambda: draw_list(services.context, list_findings(form)),
            lambda pdf: send(services, pdf, printer, _FINDINGS),
            failed="打印",
        )

    def _export(
        self,
        title: str,
        make: Make,
        kinds: str = ask_path.NEW_WORKBOOK,
        suffix: str = "xlsx",
        *,
        of: str = "",
        then: Callable[[], None] = lambda: None,
    ) -> None:
        path = self._ask_path(title, kinds, suffix, of=of)
        if path is None:
            return
        context, form = self._services.context, self._forms.current.bridge.snapshot()
        # Only the form is marked as a draft, not the list of what is wrong with it.
        code = code_of(form.edition, form.document)
        why = "" if of else why_draft(form, code, context.now())
        draft = f"（草稿：{why.rstrip('。')}）" if why else ""
        message = f"已写入“{path.name}”{draft}。"
        self._services.write(
            path, lambda: make(context, form), doing=title, message=message, then=then
        )

    def _ask_path(
        self,
        title: str,
        kinds: str = ask_path.NEW_WORKBOOK,
        suffix: str = "xlsx",
        *,
        of: str = "",
        whole: bool = False,
    ) -> Path | None:
        finish_typing()
        services, files = self._services, self._files
        folder = files.path.parent if files.path else services.last_folder
        several = len(self._forms.forms) > 1 and not whole
        name = f"{files.title} {self._forms.current.title}" if several else files.title
        name = f"{name} {of}" if of else name
        place = folder / f"{safe_name(name)}.{suffix}"
        return ask_path.to_save(services.window, title, place, kinds, suffix)
