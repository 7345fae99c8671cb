"""One start, in a process of its own: open a window, wait for its first paint, tell, and go.

    python -m bench.first_paint bare|furnished|page|project [FILE]

`furnished` is a bare window with what no program can do without: a style, a menu, a
toolbar, Chinese words, and the namespace `Qt`, whose enums take PySide6 longest. `page`
and `project` run main.py as a person does; only the event loop is cut short.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QToolBar, QWidget

_MAIN = Path(__file__).resolve().parent.parent / "main.py"
_loop = QApplication.exec


class _Watch(QObject):
    """Wait for the paint of a window; of its project where one is to be opened."""

    def __init__(self, window: QWidget, project: bool) -> None:
        super().__init__(window)
        self._project = project
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        desk = getattr(watched, "desk", None)
        if self._project and desk is not None:
            self._project = False
            watched.removeEventFilter(self)
            desk.workspace.installEventFilter(self)
        elif not self._project and event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            modules = sorted({name.partition(".")[0] for name in sys.modules})
            # The children are painted after this; the loop comes back when all are.
            QTimer.singleShot(0, lambda: _tell(modules))
        return False


def _tell(modules: list[str]) -> None:
    told: dict[str, object] = {"painted": time.monotonic_ns(), "modules": modules}
    told["cpu"] = time.process_time()
    for line in Path("/proc/self/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "VmHWM"):
            told[name] = int(value.split()[0]) * 1024
    print(json.dumps(told), flush=True)
    os._exit(0)


def _watch_and_run(project: bool) -> int:
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow))
    _Watch(window, project)
    return _loop()


def _bare(furnished: bool) -> None:
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QLabel("PerfDesk"))
    if furnished:
        from PySide6.QtCore import Qt

        app.setStyle(app.style().objectName())
        window.menuBar().addMenu("文件").addAction("打开")
        window.addToolBar(Qt.ToolBarArea.TopToolBarArea, QToolBar("工具栏"))
        window.setCentralWidget(QLabel("绩效填报台"))
    window.resize(1280, 800)
    window.show()
    app.exec()


if __name__ == "__main__":
    kind, files = sys.argv[1], sys.argv[2:]
    QApplication.exec = lambda *_: _watch_and_run(kind == "project")  # type: ignore[method-assign]
    if kind in ("bare", "furnished"):
        _bare(kind == "furnished")
    else:
        sys.argv = [str(_MAIN), *files]
        runpy.run_path(str(_MAIN), run_name="__main__")
