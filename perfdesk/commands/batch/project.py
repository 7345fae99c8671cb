"""Make of one row of a list a project, judged, with its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.batch.files import OutFolder, Wrote
from perfdesk.commands.codes import coded
from perfdesk.commands.collect.sum_up import sum_up
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.output import draw_paper
from perfdesk.commands.projects import PROJECT_SUFFIX, save_project
from perfdesk.commands.stated_results import stated_otherwise
from perfdesk.commands.workbooks import write_excel
from perfdesk.models.collected import CollectedForm
from perfdesk.models.document import Project
from perfdesk.models.file_name import numbered, safe_name
from perfdesk.models.form import Edition
from perfdesk.models.refs import ref_of
from perfdesk.storage.atomic import Outcome
from perfdesk.storage.project_file import UnreadableProject, write_project

if TYPE_CHECKING:
    from perfdesk.exchange.lists.read import ListedProject

PROJECT, PDF, EXCEL = "project", "pdf", "xlsx"
KINDS = (PROJECT, PDF, EXCEL)
SUFFIXES = {PROJECT: PROJECT_SUFFIX, PDF: ".pdf", EXCEL: ".xlsx"}


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of a project: which kind, its name in the folder, and what became of it."""

    kind: str
    name: str
    wrote: Wrote
    words: str = ""


@dataclass(frozen=True, slots=True)
class MadeProject:
    """A project of the list as it was made.

    `stated` says what the list has otherwise than it is computed, `doubts` what to look at in
    what was read, `unused` what was not.
    """

    place: str
    name: str
    form: CollectedForm
    files: tuple[MadeFile, ...]
    stated: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Tell whether a file was there that is not this one, and stayed."""
        return any(each.wrote is Wrote.KEPT for each in self.files)


def judge_row(
    context: Context, edition: Edition, listed: ListedProject
) -> tuple[JudgedForm, tuple[str, ...]]:
    """Judge what a row says, and hold what it states against what is computed."""
    document = listed.incoming.document
    stated = stated_otherwise(edition, listed.incoming)
    words = tuple(f"{note.where}{note.message}" for note in stated)
    return JudgedForm(edition, document, judge(context, edition, document)), words


def make_project(
    context: Context,
    edition: Edition,
    listed: ListedProject,
    stem: str,
    out: OutFolder,
    kinds: Collection[str],
) -> MadeProject:
    """Write the files of one project; raises Refusal where nothing can be made of the row."""
    project = Project([listed.incoming.document])
    try:
        data = write_project(coded(context, project))
    except (UnreadableProject, UnicodeEncodeError) as error:
        raise Refusal("有残缺的字符，或内容太多，写不成项目文件。请改正后再生成。") from error
    form, stated = judge_row(context, edition, listed)
    is_same = out.is_same_data(stem, data)
    files: list[MadeFile] = []

    def save(path: Path, _: bytes, present: str | None) -> Outcome:
        return save_project(context, project, path, present)

    makers = {
        PROJECT: lambda: data,
        PDF: lambda: draw_paper(context, form).pdf,
        EXCEL: lambda: write_excel(context, form),
    }
    for kind in KINDS:
        if kind not in kinds:
            continue
        name = f"{stem}{SUFFIXES[kind]}"
        saver = save if kind == PROJECT else None
        wrote, words = out.put(name, makers[kind], is_same=is_same, save=saver)
        files.append(MadeFile(kind, name, wrote, words))
        if kind == PROJECT and wrote is Wrote.KEPT:
            # Paper of these entries beside a project of others would contradict it.
            break
    if not any(each.wrote is Wrote.KEPT for each in files):
        out.note_data(stem, data)
    return MadeProject(
        listed.place,
        listed.name,
        sum_up(form),
        tuple(files),
        stated,
        tuple(f"{note.where}{note.message}" for note in listed.incoming.notes),
        tuple(each.text for each in listed.incoming.strange),
    )


def stems(
    edition: Edition, projects: Sequence[ListedProject], reserved: Collection[str]
) -> list[str]:
    """Name the files of each project: by its name, with the unit where two are called alike."""
    names = [safe_name(each.name, f"第{each.rows[0].number}行") for each in projects]
    counts = Counter(name.casefold() for name in names)
    used = {name.casefold(): 1 for name in reserved}
    found = []
    for name, project in zip(names, projects, strict=True):
        unit = _unit(edition, project) if counts[name.casefold()] > 1 else ""
        found.append(numbered(safe_name(f"{name}（{unit}）") if unit else name, used))
    return found


def _unit(edition: Edition, project: ListedProject) -> str:
    document = project.incoming.document
    texts = (document.text(ref_of(path)).strip() for path in edition.summary.unit)
    return next((text for text in texts if text), "")
