"""What the columns of a list are, as a small file to hand on: read and written from a menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton

from perfdesk.ui.batch.template import write_beside
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.file_names import file_name, last_folder, remember_folder
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.plain import caption, tip

if TYPE_CHECKING:
    from perfdesk.commands.batch.plan import Plan
    from perfdesk.ui.program import Program

_TOLD = "各列对应表单的什么栏目，程序自己记得。给别的电脑或单位用，可以另存成文件，在那里读入"


class MappingButton(QToolButton):
    """Hand on what the columns of the present plan are; `taken` brings a plan read from a file."""

    taken = Signal(object)

    def __init__(
        self, program: Program, jobs: Jobs, strip: MessageStrip, plan: Callable[[], Plan | None]
    ) -> None:
        super().__init__()
        self._program, self._jobs, self._strip, self._plan = program, jobs, strip, plan
        self.setText(caption("对应表"))
        self.setToolTip(tip(_TOLD))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(caption("读入对应表…")).triggered.connect(lambda _=False: self.browse())
        menu.addAction(caption("另存对应表…")).triggered.connect(lambda _=False: self.save())
        self.setMenu(menu)

    def browse(self) -> None:
        """Ask for a mapping, and read the list by it."""
        plan, program = self._plan(), self._program
        path = ask_path.to_open(self, "读入对应表", str(last_folder(program)), ask_path.MAPPINGS)
        if plan is None or path is None:
            return
        remember_folder(program, path)
        self._jobs.run(
            f"正在读“{path.name}”",
            lambda: program.use_mapping(plan, path),
            self.taken.emit,
            lambda error: self._strip.failed("读对应表", error),
        )

    def save(self) -> None:
        """Ask for a file, and write what the columns are."""
        plan, program = self._plan(), self._program
        if plan is None:
            return
        place = last_folder(program) / f"{file_name(Path(plan.name).stem)} 对应表.json"
        path = ask_path.to_save(self, "另存对应表", place, ask_path.MAPPINGS, "json")
        if path is not None:
            said = f"已写入“{path.name}”，在别的电脑上可以从这里读入。"
            write_beside(
                program, self._jobs, self._strip, path, lambda: program.write_mapping(plan), said
            )
