"""Make, open, change and save projects."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from perfdesk.commands.carriers import is_carrier, read_carrier
from perfdesk.commands.codes import check_codes, coded
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import find_edition, key_of, why_unfit
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.edits import Batch, Edit, InsertRow, SetCell
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref, split_cell_name
from perfdesk.storage import atomic, history
from perfdesk.storage.project_file import UnreadableProject, read_project, write_project
from perfdesk.storage.reading import read
from perfdesk.storage.trouble import CannotRead, shown

PROJECT_SUFFIX = ".perfdesk"
_TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".docx")


def new_project(edition: Edition) -> Opened:
    """Begin a project with one empty form."""
    document = Document(edition.form, edition.edition)
    conform(edition, document)
    return Opened(Project([document]), document, edition)


def conform(edition: Edition, document: Document) -> None:
    """Give a document the fixed rows of its form, in their order; what it holds is kept."""
    for table in edition.tables.values():
        if table.rows:
            held = {row.id: row for row in document.rows(table.name)}
            fixed = [held.pop(each.name, Row(each.name)) for each in table.rows]
            document.tables[table.name] = [*fixed, *held.values()]


def open_project(context: Context, path: Path, form: str = "") -> Opened:
    """Open a project file, or a PDF of ours, at its only form or at the one that is named."""
    file = _read_project(context, path)
    project = file.project
    keys = [key_of(each) for each in project.documents]
    found = [
        place
        for place, each in enumerate(project.documents)
        if form in ("", each.form, keys[place])
    ]
    if not found:
        raise Refusal(f"这个项目里没有表单“{form}”，有：{'、'.join(dict.fromkeys(keys))}。")
    if len(found) > 1:
        known = "、".join(dict.fromkeys(keys[place] for place in found))
        raise Refusal(f"这个项目里有几张表单：{known}。请用 --form 指明一张。")
    return _opened(context, file, project.documents[found[0]], path)


def open_forms(context: Context, path: Path) -> tuple[Opened, ...]:
    """Open a project file, or a PDF of ours, with its forms in their order; they share one project.

    Forms this program does not have, or whose edition has a fault, are kept in the file and
    left out here (`why_unfit` says why); a file with no others is refused.
    """
    file = _read_project(context, path)
    forms = file.project.documents
    known = [each for each in forms if not why_unfit(context, each)]
    return tuple(_opened(context, file, each, path) for each in known or forms)


@dataclass(frozen=True, slots=True)
class _File:
    """What a file held; one that only carries a project is never saved over, and has no path."""

    project: Project
    note: str
    path: Path | None = None
    digest: str | None = None


def _read_project(context: Context, path: Path) -> _File:
    if is_carrier(path):
        project, note = read_carrier(context, path)
        return _File(project, "".join((note, *check_codes(context, project))))
    try:
        loaded = read(path)
        project = read_project(loaded.data)
        return _File(project, "".join(check_codes(context, project)), path, loaded.digest)
    except CannotRead as error:
        raise Refusal(str(error)) from error
    except UnreadableProject as error:
        if path.suffix.casefold() in _TABLES:
            raise Refusal(
                f"“{shown(path.name)}”是表格或 Word 文件，不是项目文件。"
                "请先导入（import）成项目，再打开。"
            ) from error
        raise Refusal(f"“{shown(path.name)}”：{error}") from error


def _opened(context: Context, file: _File, document: Document, path: Path) -> Opened:
    key = key_of(document)
    if key not in context.catalogue:
        raise Refusal(
            f"“{shown(path.name)}”用的是表单“{key}”，本程序没有。请升级程序，"
            "或把这个版本的表单文件夹放到用户表单目录。文件没有改动。"
        )
    edition = find_edition(context, key)
    conform(edition, document)
    return Opened(file.project, document, edition, file.path, file.digest, file.note)


def is_sample(context: Context, path: Path) -> bool:
    """Tell whether a file belongs to the samples, also where a link leads there."""
    return os.path.realpath(path.parent) == os.path.realpath(context.samples)


def open_sample(context: Context, path: Path) -> Opened:
    """Open a sample as a new project, so that saving never touches the sample."""
    return replace(open_forms(context, path)[0], path=None, digest=None)


def open_first(context: Context, path: Path) -> Opened:
    """Open a project at its first form; a sample becomes a new project."""
    if is_sample(context, path):
        return open_sample(context, path)
    return open_forms(context, path)[0]


def save_project(
    context: Context, project: Project, path: Path, expected: str | None
) -> atomic.Outcome:
    """Save over the content with that digest, or as a new file for None; see `atomic.write`.

    What is written is read back and compared before the file is touched. The samples are for
    everyone on the machine, and are never written over by whatever road.
    """
    if is_sample(context, path):
        raise Refusal(f"“{shown(path.name)}”是示例项目，不能改写。请另存到自己的文件夹。")
    if is_carrier(path):
        raise Refusal(
            f"“{shown(path.name)}”不是项目文件，不能改写。请另存为 {PROJECT_SUFFIX} 文件。"
        )
    try:
        data = write_project(coded(context, project))
        again = write_project(read_project(data))
    except (UnreadableProject, UnicodeEncodeError) as error:
        raise Refusal(
            "这个项目写不成文件：有残缺的字符，或表格超过 5000 行、全文超过 32 MB。"
            "请改正后再保存，原来的文件没有改动。"
        ) from error
    if again != data:
        raise AssertionError("a project does not survive its own file format")

    def keep(old: bytes) -> atomic.Outcome:
        return history.keep(context.data / "history", path, old, at=context.now())

    return atomic.write(
        path, data, expected_hash=expected, keep=keep, guard=context.data / "saving.lock"
    )


def save_over(context: Context, project: Project, path: Path) -> atomic.Outcome:
    """Save over whatever file is there, as the clerk has agreed; it is kept in the history."""
    try:
        present: str | None = read(path).digest
    except CannotRead:
        present = None
    return save_project(context, project, path, present)


def sample_projects(context: Context) -> tuple[tuple[str, Path], ...]:
    """List the samples by the project's name; one that cannot be read is left out."""
    found = []
    for path in sorted(context.samples.glob(f"*{PROJECT_SUFFIX}")):
        with suppress(CannotRead, UnreadableProject):
            project = read_project(read(path).data)
            found.append((project.documents[0].text(Ref("project_name")) or path.stem, path))
    return tuple(found)


def cell_edit(edition: Edition, document: Document, name: str, text: str) -> Edit:
    """Make the edit that puts a text into a cell named as `indicators[2].actual_value`.

    Rows up to the named one are made where the table is shorter.
    """
    try:
        table, place, field = split_cell_name(name)
        known = edition.tables[table].column(field) if table else edition.fields[field]
    except (ValueError, KeyError):
        raise Refusal(f"表单里没有“{name}”这一格。用 show 可以列出所有格的名字。") from None
    if known.is_computed:
        raise Refusal(f"“{known.label}”由程序计算，不能填写。")
    if not table:
        return SetCell(Ref(field), text)
    ids = document.row_ids(table)
    if place <= len(ids):
        return SetCell(Ref(field, table, ids[place - 1]), text)
    if place > len(ids) + 500:
        raise Refusal(f"“{name}”离表尾太远，现有 {len(ids)} 行。")
    grown, edits = document.copy(), []
    for at in range(len(ids), place):
        edit = InsertRow(table, at, Row(grown.new_row_id(table)))
        edit.apply(grown)
        edits.append(edit)
    return Batch((*edits, SetCell(Ref(field, table, grown.row_ids(table)[-1]), text)))
