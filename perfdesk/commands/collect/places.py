"""Where a summary goes when nobody says: beside the folder, not among what is read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

SLIPS = "退回修改通知"
_SUMMARY = "汇总"


def summary_of(folder: Path) -> Path:
    """Name the workbook for a folder; inside it where it is the top of a drive."""
    if not folder.name:
        return folder / f"{_SUMMARY}.xlsx"
    return folder.parent / f"{folder.name}-{_SUMMARY}.xlsx"


def slips_of(summary: Path) -> Path:
    """Name the folder for the slips, beside a summary."""
    return summary.with_name(f"{summary.stem.removesuffix(f'-{_SUMMARY}')}-{SLIPS}")


def written_at(path: Path) -> datetime | None:
    """Tell when the file that stands there was written; None where there is none."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
    except OSError:
        return None
