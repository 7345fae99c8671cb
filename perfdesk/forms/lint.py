"""Lint an edition's folder: say in which file, table and key it must be mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from perfdesk.forms.load import load_edition, load_examples, load_layout
from perfdesk.forms.load_report import FILE, load_report
from perfdesk.forms.prove import placed_faults
from perfdesk.forms.prove_report import prove_report
from perfdesk.forms.reader import FormFault

Read = TypeVar("Read")


def lint(folder: Path) -> tuple[str, ...]:
    """List the faults of an edition's folder; empty when it is whole.

    What the files say is looked at together only when each of them can be read.
    """
    # Under its full name, so that the folder's own name can be compared with what is inside.
    folder = folder.absolute()
    faults: list[str] = []
    edition = _read(load_edition, folder, faults)
    if edition is None:
        _read(load_layout, folder, faults)
    examples = _read(load_examples, folder, faults)
    if edition is not None and examples is not None:
        place = folder.name
        faults += [f"{place}/{file}：{each}" for file, each in placed_faults(edition, *examples)]
    report = _read(load_report, folder, faults)
    if edition is not None and report is not None:
        faults += [f"{folder.name}/{FILE}：{each}" for each in prove_report(edition, report)]
    return tuple(dict.fromkeys(faults))


def _read(load: Callable[[Path], Read], folder: Path, faults: list[str]) -> Read | None:
    try:
        return load(folder)
    except FormFault as fault:
        faults += fault.faults
        return None
