"""The Qt binding itself: a void call must not lose a reference to None.

PySide6 6.12.0 does on Python 3.10 and 3.11, and a real window then aborts after some 5,000
calls. From Python 3.12 None is immortal, so only 3.11 can tell.
"""

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel


def test_twenty_thousand_void_calls_lose_no_reference_to_none(qtbot):
    label, thing = QLabel(), QObject()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    # Counted after each thousand: a bad binding fails here before it aborts the whole run.
    for _ in range(10):
        for _ in range(500):
            label.setText("绩效")
            label.setEnabled(True)
            thing.setObjectName("x")
            label.update()
        assert sys.getrefcount(None) > before - 500
