"""Bring forms in from outside: from a file of whatever kind, or from the clipboard.

All forms that were read are brought, one after the other, each shown before it is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from perfdesk.commands.context import Opened
from perfdesk.commands.editions import find_edition
from perfdesk.commands.intake import (
    compare,
    import_edit,
    read_excels,
    read_pasted,
    write_returned_rows,
)
from perfdesk.commands.projects import new_project
from perfdesk.models.file_name import safe_name
from perfdesk.models.form import Edition
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.drop import one_file
from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.services import Services
from perfdesk.ui.window import import_dialog
from perfdesk.ui.window.host import Host

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.differences import Difference
    from perfdesk.exchange.incoming.incoming import Incoming
    from perfdesk.ui.project.project_view import ProjectView
    from perfdesk.ui.window.import_dialog import ImportDialog

    Found = Sequence[tuple[Edition, Incoming]]

PASTED = "剪贴板"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A form for a new project, and what the clerk wants in it."""

    opened: Opened
    edition: Edition
    incoming: Incoming
    chosen: Sequence[Difference]


class Importing:
    """Import for a window."""

    def __init__(self, services: Services, host: Host) -> None:
        self._services, self._host = services, host
        self._messages = services.messages
        self._asking: ImportDialog | None = None
        self._message = ""

    def actions(self) -> dict[str, Callable[[], object]]:
        return {"import_excel": self.browse, "import_pasted": self.paste}

    def browse(self) -> None:
        """Ask for a file and import it."""
        folder, window = self._services.preferences.current.last_folder, self._services.window
        path = ask_path.to_open(window, "从 Excel、Word 导入", folder, ask_path.WORKBOOKS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Import a file into the open project, or into a new one of the forms it holds."""
        context, keys = self._services.context, self._keys()
        self._run(path.name, lambda: read_excels(context, path, preferred=keys))

    def paste(self) -> None:
        """Import the table on the clipboard, or the file that was copied there."""
        mime = QGuiApplication.clipboard().mimeData()
        path = one_file(mime)
        if path is not None:
            self.read(path)
            return
        text = mime.text()
        if text.strip():
            context, keys = self._services.context, self._keys()
            self._run(PASTED, lambda: read_pasted(context, text, preferred=keys))
        elif mime.hasImage():
            self._messages.warn(
                "剪贴板里是图片，没有文字。请先把图片识别成文字，选中整张表并复制，再从剪贴板导入。"
            )
        else:
            self._messages.warn(
                "剪贴板里没有文字。请先在 Excel、Word 或网页里选中整张表并复制，再从剪贴板导入。"
            )

    def _keys(self) -> tuple[str, ...]:
        """Name the forms that are open: of two that fit a file alike it is one of these."""
        project = self._host.project
        return tuple(form.key for form in project.forms.forms) if project else ()

    def _run(self, name: str, work: Callable[[], Found]) -> None:
        self._services.jobs.run(
            f"正在读取{PASTED}" if name == PASTED else f"正在读取“{name}”",
            work,
            lambda found: self.bring_in(name, found),
            self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self._messages.failed("导入", error)
        self._message = self._messages.text

    def bring_in(self, name: str, found: Found) -> None:
        """Bring in all forms of a file; the name is what the clerk knows it by."""
        finish_typing()
        # What was said of the file before is over; what others said is not.
        if self._message and self._messages.text == self._message:
            self._messages.clear()
        project = self._host.project
        if project is None:
            self._begin(name, found)
        else:
            self._add_to(project, name, found)

    def _begin(self, name: str, found: Found) -> None:
        """Make a project; what comes from a workbook of ours needs no look at every cell."""
        wanted, notes = list[_Chosen](), ""
        for place, (edition, incoming) in enumerate(found):
            opened = self._empty(edition)
            chosen: Sequence[Difference] | None
            chosen = compare(edition, opened.document, incoming)
            if incoming.understood or incoming.strange:
                chosen = self._ask(name, _source(name, place, found), edition, incoming, chosen)
            else:
                notes += "".join(f"\n{note.where}：{note.message}" for note in incoming.notes)
            if chosen is not None:
                wanted.append(_Chosen(opened, edition, incoming, chosen))
        if not wanted:
            self._messages.say("没有导入任何内容。")
            return
        first = wanted[0].opened
        first.project.documents.extend(each.opened.document for each in wanted[1:])
        self._host.show_project(first)
        project: ProjectView | None = self._host.project
        if project is None:
            return
        for form, each in zip(project.forms.forms, wanted, strict=True):
            if each.chosen:
                document = form.session.document
                form.bridge.apply(import_edit(each.edition, document, each.incoming, each.chosen))
        self._message = f"已从{_quoted(name)}导入，请核对后保存。{notes}"
        self._messages.warn(self._message)

    def _empty(self, edition: Edition) -> Opened:
        return new_project(find_edition(self._services.context, edition.key))

    def _add_to(self, project: ProjectView, name: str, found: Found) -> None:
        """Bring each form to its like in the project, or add it there, as one step of its own."""
        lines, forms = [], project.forms
        for place, (edition, incoming) in enumerate(found):
            title, form = edition.short_title, forms.find(edition.key)
            if form is not None:
                forms.show(form)
            document = form.session.document if form else self._empty(edition).document
            differences = compare(edition, document, incoming)
            if not (differences or incoming.strange or incoming.notes):
                lines.append(f"“{title}”与现在的相同，没有要导入的")
                continue
            source = _source(name, place, found)
            chosen = self._ask(name, source, edition, incoming, differences, is_new=form is None)
            if chosen is None:
                lines.append(f"“{title}”没有导入")
                continue
            edit = import_edit(edition, document, incoming, chosen)
            if form is None:
                forms.add(edition.key, edit)
            else:
                form.session.seal()
                form.session.apply(edit)
            lines.append(f"“{title}”已导入 {len(chosen)} 处，可以一次撤销")
        self._messages.say("；".join(lines) + "。")

    def _ask(
        self,
        name: str,
        source: str,
        edition: Edition,
        incoming: Incoming,
        differences: Sequence[Difference],
        *,
        is_new: bool = False,
    ) -> Sequence[Difference] | None:
        """Show what was read; None where the clerk does not want it."""
        dialog = import_dialog.ImportDialog(
            source,
            edition,
            incoming,
            differences,
            self._services.window,
            is_new=is_new,
            send_back=lambda asking: self._send_back(asking, name, incoming),
        )
        self._asking = dialog
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        self._asking = None
        chosen = dialog.chosen() if accepted else None
        dialog.deleteLater()
        return chosen

    def _send_back(self, dialog: ImportDialog, name: str, incoming: Incoming) -> None:
        """Write the rows that failed into a workbook, beside; the dialog stays open."""
        services = self._services
        place = services.last_folder / f"{safe_name(f'{Path(name).stem} 没读入的行')}.xlsx"
        path = ask_path.to_save(dialog, "另存没读入的行", place, ask_path.NEW_WORKBOOK, "xlsx")
        if path is None:
            return

        def report(message: str) -> None:
            # The clerk may have closed the dialog meanwhile.
            (dialog.show_note if self._asking is dialog else self._messages.say)(message)

        services.write(
            path,
            lambda: write_returned_rows(name, [incoming]),
            doing="另存没读入的行",
            message=f"没读入的行已写入“{path.name}”，可以发回改正后再导入。",
            report=report,
        )


def _quoted(name: str) -> str:
    return name if name == PASTED else f"“{name}”"


def _source(name: str, place: int, found: Found) -> str:
    of = f"（共 {len(found)} 张表，第 {place + 1} 张）" if len(found) > 1 else ""
    return _quoted(name) + of
