"""The first paint waits for nothing that only paper, workbooks or an open project need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.ui.window_sample import make_window
app = QApplication([])
window = make_window(app, Path(sys.argv[1]))
window.show()
app.processEvents()
print(json.dumps(sorted(sys.modules)))
"""


def test_the_start_page_is_painted_before_anything_heavy_is_imported(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = set(json.loads(done.stdout))
    heavy = {
        "reportlab", "openpyxl", "pypdfium2", "perfdesk.paper.fonts", "perfdesk.exchange.gate",
        "perfdesk.ui.desk", "perfdesk.ui.form_page", "perfdesk.ui.grid_view",
        "perfdesk.ui.preview", "perfdesk.ui.dialogs", "PySide6.QtPrintSupport",
    }  # fmt: skip
    assert loaded & heavy == set()
    assert "perfdesk.ui.main_window" in loaded
