"""Bring forms in from outside: from a file of whatever kind, or from the clipboard.

All forms that were read are brought, one after the other, each shown before it is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from perfdesk.models.file_name import safe_name
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.file_names import last_folder, remember_folder
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.settling import settle

if TYPE_CHECKING:
    from perfdesk.commands.context import Opened
    from perfdesk.exchange.incoming.differences import Difference
    from perfdesk.exchange.incoming.incoming import Incoming
    from perfdesk.models.form import Edition
    from perfdesk.storage.atomic import Outcome
    from perfdesk.ui.program import Program
    from perfdesk.ui.project.project_view import Desk
    from perfdesk.ui.window.import_dialog import ImportDialog
    from perfdesk.ui.window.opening import Host

    Found = Sequence[tuple[Edition, Incoming]]

PASTED = "剪贴板"


@dataclass(frozen=True, slots=True)
class _Taken:
    """A form for a new project, and what the clerk takes into it."""

    opened: Opened
    edition: Edition
    incoming: Incoming
    chosen: Sequence[Difference]


class Importing:
    """Import for a window."""

    def __init__(
        self, host: Host, window: QWidget, program: Program, jobs: Jobs, strip: MessageStrip
    ) -> None:
        self._host, self._window = host, window
        self._program, self._jobs, self._strip = program, jobs, strip
        self._asking: ImportDialog | None = None
        self._said = ""

    def browse(self) -> None:
        """Ask for a file and import it."""
        folder = self._program.preferences.last_folder
        path = ask_path.to_open(self._window, "从 Excel、Word 导入", folder, ask_path.WORKBOOKS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Import a file into the open project, or into a new one of the forms it holds."""
        keys = self._keys()
        self._run(path.name, lambda: self._program.read_workbook(path, keys))

    def paste(self) -> None:
        """Import the table on the clipboard, or the file that was copied there."""
        mime = QGuiApplication.clipboard().mimeData()
        path = one_file(mime)
        if path is not None:
            self.read(path)
            return
        text = mime.text()
        if text.strip():
            keys = self._keys()
            self._run(PASTED, lambda: self._program.read_pasted(text, keys))
        elif mime.hasImage():
            self._strip.warn(
                "剪贴板里是图片，没有文字。请先把图片识别成文字，选中整张表并复制，再从剪贴板导入。"
            )
        else:
            self._strip.warn(
                "剪贴板里没有文字。请先在 Excel、Word 或网页里选中整张表并复制，再从剪贴板导入。"
            )

    def _keys(self) -> tuple[str, ...]:
        """Name the forms that are open: of two that fit a file alike it is one of these."""
        desk = self._host.desk
        return tuple(form.key for form in desk.forms.forms) if desk else ()

    def _run(self, name: str, work: Callable[[], Found]) -> None:
        self._jobs.run(
            f"正在读取{PASTED}" if name == PASTED else f"正在读取“{name}”",
            work,
            lambda found: self.take(name, found),
            self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self._strip.failed("导入", error)
        self._said = self._strip.text

    def take(self, name: str, found: Found) -> None:
        """Take in all forms of a file; the name is what the clerk knows it by."""
        settle()
        # What was said of the file before is over; what others said is not.
        if self._said and self._strip.text == self._said:
            self._strip.clear()
        desk = self._host.desk
        if desk is None:
            self._begin(name, found)
        else:
            self._bring(desk, name, found)

    def _begin(self, name: str, found: Found) -> None:
        """Make a project; what comes from a workbook of ours needs no look at every cell."""
        program, taken, notes = self._program, [], ""
        for place, (edition, incoming) in enumerate(found):
            opened = program.create(edition.key)
            chosen: Sequence[Difference] | None
            chosen = program.differences(edition, opened.document, incoming)
            if incoming.understood or incoming.strange:
                chosen = self._ask(name, _source(name, place, found), edition, incoming, chosen)
            else:
                notes += "".join(f"\n{note.where}：{note.message}" for note in incoming.notes)
            if chosen is not None:
                taken.append(_Taken(opened, edition, incoming, chosen))
        if not taken:
            self._strip.say("没有导入任何内容。")
            return
        first = taken[0].opened
        first.project.documents.extend(each.opened.document for each in taken[1:])
        self._host.show_project(first)
        desk: Desk | None = self._host.desk
        if desk is None:
            return
        for form, each in zip(desk.forms.forms, taken, strict=True):
            if each.chosen:
                document = form.session.document
                edit = program.take_in(each.edition, document, each.incoming, each.chosen)
                form.bridge.apply(edit)
        self._said = f"已从{_quoted(name)}导入，请核对后保存。{notes}"
        self._strip.warn(self._said)

    def _bring(self, desk: Desk, name: str, found: Found) -> None:
        """Bring each form to its like in the project, or add it there, as one step of its own."""
        program, told = self._program, []
        for place, (edition, incoming) in enumerate(found):
            title, form = edition.short_title, desk.forms.find(edition.key)
            if form is not None:
                desk.forms.show(form)
            document = form.session.document if form else program.create(edition.key).document
            differences = program.differences(edition, document, incoming)
            if not (differences or incoming.strange or incoming.notes):
                told.append(f"“{title}”与现在的相同，没有要导入的")
                continue
            source = _source(name, place, found)
            chosen = self._ask(name, source, edition, incoming, differences, is_new=form is None)
            if chosen is None:
                told.append(f"“{title}”没有导入")
                continue
            edit = program.take_in(edition, document, incoming, chosen)
            if form is None:
                desk.forms.add(edition.key, edit)
            else:
                form.session.seal()
                form.session.apply(edit)
            told.append(f"“{title}”已导入 {len(chosen)} 处，可以一次撤销")
        self._strip.say("；".join(told) + "。")

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
        from perfdesk.ui.window.import_dialog import ImportDialog

        dialog = ImportDialog(
            source,
            edition,
            incoming,
            differences,
            self._window,
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
        program, strip = self._program, self._strip
        place = last_folder(program) / f"{safe_name(f'{Path(name).stem} 没读入的行')}.xlsx"
        path = ask_path.to_save(dialog, "另存没读入的行", place, ask_path.NEW_WORKBOOK, "xlsx")
        if path is None:
            return
        remember_folder(program, path)

        def tell(message: str) -> None:
            # The clerk may have closed the dialog meanwhile.
            told = dialog.tell if self._asking is dialog else strip.say
            told(message)

        def done(outcome: Outcome) -> None:
            # Not above: this module is there before the first paint.
            from perfdesk.storage.atomic import Saved

            if isinstance(outcome, Saved):
                tell(f"没读入的行已写入“{path.name}”，可以发回改正后再导入。")
            else:
                tell(outcome.message)

        self._jobs.run(
            "正在另存没读入的行",
            lambda: program.write(path, program.returned_rows(name, incoming)),
            done,
            lambda error: strip.failed("另存没读入的行", error),
        )


def one_file(mime: QMimeData) -> Path | None:
    """Give the one file that is dragged, dropped or copied; None for anything else."""
    urls = mime.urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        return Path(urls[0].toLocalFile())
    return None


def _quoted(name: str) -> str:
    return name if name == PASTED else f"“{name}”"


def _source(name: str, place: int, found: Found) -> str:
    of = f"（共 {len(found)} 张表，第 {place + 1} 张）" if len(found) > 1 else ""
    return _quoted(name) + of
