"""The composition root: the only place that knows where anything lies."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from perfdesk.commands import Office
from perfdesk.forms.catalogue import Catalogue

_RESOURCES = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent)) / "resources"
_VERBS = {"forms", "new", "check", "show", "set", "pdf", "export", "import", "demo"}


def main(arguments: Sequence[str]) -> int:
    """Start the command line for a verb, the window otherwise, and give the exit code."""
    office = _office()
    if arguments and (arguments[0] in _VERBS or arguments[0].startswith("-")):
        from perfdesk import cli

        return cli.run(arguments, office)
    return 0


def _office() -> Office:
    import platformdirs

    data = Path(platformdirs.user_data_dir("perfdesk", appauthor=False))
    return Office(
        catalogue=Catalogue([_RESOURCES / "forms", data / "forms"]),
        fonts=_RESOURCES / "fonts",
        samples=_RESOURCES / "samples",
        data=data,
        now=lambda: datetime.now().astimezone(),
    )


def has_display() -> bool:
    """Tell whether a window can be shown."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
