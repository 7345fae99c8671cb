"""Type into the real window until killed: one key of an argument's letters after the other.

Run by test_journeys.py. Writes each letter to standard output once the window has it.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from perfdesk import app as program
from perfdesk.models.refs import Ref
from tests import patience


def main(project: str, field: str, letters: str) -> None:
    """Open a project, put the cursor into a field, type, and be killed in the middle."""
    app, window = program.make_window()
    window.show()
    window.opening.open(Path(project))
    _wait(app, lambda: window.project is not None)
    project_view = window.project
    assert project_view is not None
    project_view.bridge.go_to.emit(Ref(field))
    _wait(app, lambda: isinstance(app.focusWidget(), QLineEdit))
    for letter in letters:
        QTest.keyClicks(app.focusWidget(), letter)
    print(project_view.session.document.text(Ref(field)), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def _wait(app: QApplication, done: Callable[[], bool]) -> None:
    end = time.monotonic() + patience.SECONDS
    while not done() and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])
