"""What the columns of a list are, as a small file to hand on: read and written from a menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton

from perfdesk.commands.batch.plan import Plan
from perfdesk.commands.batch.read_list import use_mapping, write_mapping
from perfdesk.models.file_name import safe_name
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.plain import caption, tip
from perfdesk.ui.kit.services import Services

_HINT = "各列对应表单的什么栏目，程序自己记得。给别的电脑或单位用，可以另存成文件，在那里读入"


class MappingButton(QToolButton):
    """Hand on what the columns of the present plan are; `read` brings a plan read from a file."""

    read = Signal(object)

    def __init__(self, services: Services, plan: Callable[[], Plan | None]) -> None:
        super().__init__()
        self._services, self._plan = services, plan
        self.setText(caption("对应表"))
        self.setToolTip(tip(_HINT))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(caption("读入对应表…")).triggered.connect(lambda _=False: self.browse())
        menu.addAction(caption("另存对应表…")).triggered.connect(lambda _=False: self.save())
        self.setMenu(menu)

    def browse(self) -> None:
        """Ask for a mapping, and read the list by it."""
        plan, services = self._plan(), self._services
        path = ask_path.to_open(self, "读入对应表", str(services.last_folder), ask_path.MAPPINGS)
        if plan is None or path is None:
            return
        services.remember_folder(path)
        services.run(
            f"正在读“{path.name}”",
            lambda: use_mapping(plan, path),
            self.read.emit,
            failed="读对应表",
        )

    def save(self) -> None:
        """Ask for a file, and write what the columns are."""
        plan, services = self._plan(), self._services
        if plan is None:
            return
        place = services.last_folder / f"{safe_name(Path(plan.name).stem)} 对应表.json"
        path = ask_path.to_save(self, "另存对应表", place, ask_path.MAPPINGS, "json")
        if path is not None:
            message = f"已写入“{path.name}”，在别的电脑上可以从这里读入。"
            services.write(path, lambda: write_mapping(plan), message=message)
