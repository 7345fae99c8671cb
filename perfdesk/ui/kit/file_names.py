"""Propose where a file is to be written, and under which name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from perfdesk.models.file_name import safe_name as file_name
from perfdesk.ui.program import Program

__all__ = ["file_name", "last_folder", "remember_folder"]


def last_folder(program: Program) -> Path:
    """Give the folder that was written to last, else the user's own."""
    last = program.preferences.last_folder
    return Path(last) if last and Path(last).is_dir() else Path.home()


def remember_folder(program: Program, path: Path) -> None:
    """Propose the folder of a file the next time."""
    program.remember(replace(program.preferences, last_folder=str(path.parent)))
