"""Look for garbage while the window waits, not while it answers a key.

A look at everything takes some 30 milliseconds once a large form is open, two frames. Between
two keys nobody sees it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QMetaObject

# So often the interpreter never gets to look at everything by itself.
_NEVER = 1_000_000
# Looks at the young since the last look at everything: the interpreter's own measure.
_DUE = 10


def tidy_when_idle(is_busy: Callable[[], bool]) -> QMetaObject.Connection:
    """Leave the look at everything to the moments before this thread's event loop waits.

    While work beside the window `is_busy`, it makes much that is looked at, and takes the
    processor from the look: the window would stand still for 0.2 seconds. It then waits.
    """
    leave_to_idle()
    about_to_block = QAbstractEventDispatcher.instance().aboutToBlock
    return about_to_block.connect(lambda: None if is_busy() else tidy())


def leave_to_idle() -> None:
    """Keep the interpreter from looking at everything when it likes."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)


def tidy() -> None:
    """Look at everything where it is due."""
    if gc.get_count()[2] >= _DUE:
        gc.collect()
