"""Lint an edition's folder: say in which file, table and key it must be mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perfdesk.forms.catalogue import year_of
from perfdesk.forms.load import read_edition, read_examples
from perfdesk.forms.load_report import FILE, load_report
from perfdesk.forms.prove import can_be_tried, example_faults, placed_faults, strange_cells
from perfdesk.forms.prove_report import prove_report
from perfdesk.forms.reader import Noted

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VARIANT = "variant-"


@dataclass(frozen=True, slots=True)
class Linted:
    """The faults of a folder; none when it is whole.

    Examples are not tried on a form of which something is missing or makes no sense.
    """

    faults: tuple[str, ...]
    examples_tried: bool = True


def lint(folder: Path) -> Linted:
    """Find all faults of an edition's folder, whatever else is wrong in it.

    A form with a key that is missing or wrong is proved as far as it was read; paper and report
    wait until they can be read.
    """
    # Under its full name, so that the folder's own name can be compared with what is inside.
    folder = folder.absolute()
    if elsewhere := _no_edition(folder):
        return Linted((elsewhere,), examples_tried=False)
    read, tried = read_edition(folder), read_examples(folder)
    noted = Noted()
    report = load_report(folder, noted)
    faults = [*read.faults, *name_faults(folder.name), *tried.noted.faults, *noted.faults]
    edition = read.edition
    if not edition.sections:
        # Where form.toml cannot be read there is nothing to hold the rest against.
        return Linted(tuple(faults), examples_tried=False)

    def place(file: str, fault: str) -> str:
        return f"{folder.name}/{file}：{fault}"

    faults += [
        place(file, fault)
        for file, fault in placed_faults(edition)
        if file != "layout.toml" or not read.layout.is_hollow
    ]
    is_sound = not (read.form.is_hollow or tried.noted.is_hollow) and can_be_tried(edition)
    prove = example_faults if is_sound else strange_cells
    if not read.form.is_hollow:
        found = prove(edition, tried.sound, tried.examples)
        faults += [place("examples", each) for each in found]
    if report is not None and not noted.is_hollow:
        faults += [place(FILE, each) for each in prove_report(edition, report)]
    return Linted(tuple(dict.fromkeys(faults)), is_sound)


def name_faults(name: str) -> Iterator[str]:
    """Say what is wrong with the name of an edition."""
    if _NAME.fullmatch(name) is None:
        yield f"{name}：版本名只能用小写字母、数字和“-”"
    if not year_of(name) and not name.startswith(_VARIANT):
        yield (
            f"{name}：版本名应以“-”和四位年份结尾；只写表单名时按年份取最新的一版。"
            f"与某一年的版本并存的变体以 {_VARIANT} 开头，不写年份"
        )


def _no_edition(folder: Path) -> str:
    """Say that a folder holds no edition, and where there are some; blank where it holds one."""
    if not folder.is_dir():
        return f"{folder}：没有这个文件夹"
    names = ("form.toml", "layout.toml", "examples")
    if any((folder / each).exists() for each in names):
        return ""
    below = sorted(path.parent for path in folder.glob("**/form.toml"))
    if not below:
        return f"{folder}：里面没有 form.toml，不是一个版本的文件夹"
    some = "、".join(str(each.relative_to(folder)) for each in below[:3])
    more = "等" if len(below) > 3 else ""
    return f"{folder}：里面没有 form.toml，版本在它下面：{some}{more}。请写到版本的那一层"
