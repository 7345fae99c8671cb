"""The first paint waits for nothing that only a form, paper or workbooks need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import json, sys
from PySide6.QtWidgets import QApplication
import perfdesk.ui.kit.chinese, perfdesk.ui.window.main_window
print(json.dumps(sorted(sys.modules)))
"""


def test_the_window_is_imported_without_what_only_an_open_project_needs():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))
    heavy = {
        "reportlab", "openpyxl", "pypdfium2", "PySide6.QtPrintSupport",
        "perfdesk.commands", "perfdesk.session", "perfdesk.rules", "perfdesk.forms",
        "perfdesk.paper", "perfdesk.exchange", "perfdesk.storage", "perfdesk.models.form",
        "perfdesk.ui.project.project_view", "perfdesk.ui.form.page", "perfdesk.ui.grid.view",
        "perfdesk.ui.paper.panel", "perfdesk.ui.window.dialogs",
    }  # fmt: skip
    assert loaded & heavy == set()
    assert "perfdesk.ui.window.main_window" in loaded
