"""The command line over the commands: what scripts and batch users hold on to.

Results go to stdout, messages to stderr.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfdesk.cli.exit_codes import DONE, FOUND, REFUSED

if TYPE_CHECKING:
    from perfdesk.commands.context import Context

__all__ = ["DONE", "FOUND", "REFUSED", "is_command", "run"]

# Known before any of them is imported: the window starts without the command line.
VERB_NAMES = frozenset(
    (
        *("forms", "new", "check", "answer", "checklist", "finalise", "show", "set", "pdf"),
        *("export", "template", "import", "carry", "learn", "lint", "verify", "collect", "batch"),
    )
)


def is_command(word: str) -> bool:
    """Tell whether the first word given on the command line is meant for it, not for the window."""
    return word.startswith("-") or word in VERB_NAMES


def run(arguments: Sequence[str], context: Context) -> int:
    """Run one command and give its exit code; never a traceback for what a user can cause."""
    from perfdesk.cli import command_line

    return command_line.run(arguments, context)
