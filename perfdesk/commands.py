"""Use cases of the program: new, open, save, print, export, import; no Qt, no dialogs.

Whatever cannot be done is a `Refusal` that says in Chinese why, and what to do instead.
Reportlab, fonts and the workbook parts are imported when first used: a window must be
on the screen before them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.forms.agreement import disagreements
from perfdesk.forms.carry import NothingToCarry, Taken, carry_over
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.edits import Batch, Edit, InsertRow, SetCell
from perfdesk.models.finding import Evaluation, Finding
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref, split_cell_name
from perfdesk.rules.engine import evaluate, in_order
from perfdesk.rules.program import EditionError, compiled
from perfdesk.storage import atomic, history
from perfdesk.storage.project_file import UnreadableProject, read_project, write_project
from perfdesk.storage.reading import read
from perfdesk.storage.trouble import CannotRead

if TYPE_CHECKING:
    from perfdesk.exchange.differences import Difference
    from perfdesk.exchange.xlsx_read import Incoming
    from perfdesk.paper.fonts import Faces
    from perfdesk.paper.typeset import TypesetPage

PROJECT_SUFFIX = ".perfdesk"


class Refusal(Exception):
    """Say in Chinese why something cannot be done, and what to do; `str()` is the sentence."""


@dataclass(frozen=True)
class Office:
    """What the commands work with: editions, fonts, samples, and where to keep things.

    `data` is the user's own folder for journals and earlier saves.
    """

    catalogue: Catalogue
    fonts: Path
    samples: Path
    data: Path
    now: Callable[[], datetime]

    @cached_property
    def faces(self) -> Faces:
        """Give the faces, read when first asked for."""
        from perfdesk.paper.fonts import load_faces

        return load_faces(self.fonts)


@dataclass(frozen=True, slots=True)
class Opened:
    """A project as opened; `path` and `digest` are None where no file of the user's holds it."""

    project: Project
    document: Document
    edition: Edition
    path: Path | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A form on paper: the PDF, and its pages with the place of every cell."""

    pdf: bytes
    pages: tuple[TypesetPage, ...]


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


def blank(opened: Opened) -> Document:
    """Make an empty form like the opened one: only the framework stays, it words the headings."""
    document, name = opened.document, opened.edition.framework_field
    kept = {name: document.cells[name]} if name in document.cells else {}
    return Document(document.form, document.edition, kept)


def find_edition(office: Office, name: str) -> Edition:
    """Find an edition by `form` or `form/edition`."""
    try:
        edition = office.catalogue.find(name)
        compiled(edition)
    except KeyError:
        known = "、".join(office.catalogue)
        raise Refusal(f"没有名为“{name}”的表单。本程序有：{known}。") from None
    except (FormFault, EditionError) as fault:
        raise Refusal(f"表单“{name}”的定义有误：{fault}。") from fault
    return edition


def open_project(office: Office, path: Path, form: str = "") -> Opened:
    """Open a project file at its only form, or at the one that is named."""
    project, digest = _read_project(path)
    keys = [_key(each) for each in project.documents]
    found = [
        place
        for place, each in enumerate(project.documents)
        if form in ("", each.form, keys[place])
    ]
    if not found:
        raise Refusal(f"这个项目里没有表单“{form}”，有：{'、'.join(keys)}。")
    if len(found) > 1:
        known = "、".join(keys[place] for place in found)
        raise Refusal(f"这个项目里有几张表单：{known}。请用 --form 指明一张。")
    return _opened(office, project, project.documents[found[0]], path, digest)


def open_forms(office: Office, path: Path) -> tuple[Opened, ...]:
    """Open a project file with its forms, in their order; they share one project.

    Forms this program does not have are kept in the file and left out here; a file with
    no others is refused.
    """
    project, digest = _read_project(path)
    known = [each for each in project.documents if _key(each) in office.catalogue]
    return tuple(
        _opened(office, project, each, path, digest) for each in known or project.documents
    )


def _read_project(path: Path) -> tuple[Project, str]:
    try:
        loaded = read(path)
        return read_project(loaded.data), loaded.digest
    except CannotRead as error:
        raise Refusal(str(error)) from error
    except UnreadableProject as error:
        raise Refusal(f"“{path.name}”：{error}") from error


def _opened(
    office: Office, project: Project, document: Document, path: Path, digest: str
) -> Opened:
    key = _key(document)
    if key not in office.catalogue:
        raise Refusal(
            f"“{path.name}”用的是表单“{key}”，本程序没有。请升级程序，"
            "或把这个版本的表单文件夹放到用户表单目录。文件没有改动。"
        )
    edition = find_edition(office, key)
    conform(edition, document)
    return Opened(project, document, edition, path, digest)


def open_sample(office: Office, path: Path) -> Opened:
    """Open a sample as a new project, so that saving never touches the sample."""
    return replace(open_forms(office, path)[0], path=None, digest=None)


def _key(document: Document) -> str:
    return f"{document.form}/{document.edition}"


def save_project(
    office: Office, project: Project, path: Path, expected: str | None
) -> atomic.Outcome:
    """Save over the content with that digest, or as a new file for None; see `atomic.write`.

    What is written is read back and compared before the file is touched.
    """
    try:
        data = write_project(project)
        again = write_project(read_project(data))
    except (UnreadableProject, UnicodeEncodeError) as error:
        raise Refusal(
            "这个项目写不成文件：有残缺的字符，或表格超过 5000 行、全文超过 32 MB。"
            "请改正后再保存，原来的文件没有改动。"
        ) from error
    if again != data:
        raise AssertionError("a project does not survive its own file format")

    def keep(old: bytes) -> atomic.Outcome:
        return history.keep(office.data / "history", path, old, at=office.now())

    return atomic.write(
        path, data, expected_hash=expected, keep=keep, guard=office.data / "saving.lock"
    )


def write_output(path: Path, data: bytes) -> atomic.Outcome:
    """Put a PDF or workbook in place whole, over whatever file is there."""
    return atomic.write_output(path, data)


def sample_projects(office: Office) -> tuple[tuple[str, Path], ...]:
    """List the samples by the project's name; one that cannot be read is left out."""
    found = []
    for path in sorted(office.samples.glob(f"*{PROJECT_SUFFIX}")):
        with suppress(CannotRead, UnreadableProject):
            project = read_project(read(path).data)
            found.append((project.documents[0].text(Ref("project_name")) or path.stem, path))
    return tuple(found)


def judge(
    office: Office,
    edition: Edition,
    document: Document,
    project: Project | None = None,
    *,
    glyphs: bool = True,
) -> Evaluation:
    """Evaluate a document, also beside the other forms of its project.

    `glyphs` looks for characters that cannot be printed, which needs the fonts.
    """
    found = evaluate(edition, document)
    more: list[Finding] = []
    if project is not None and len(project.documents) > 1:
        others = [
            (office.catalogue[_key(each)], each)
            for each in project.documents
            if each is not document and _key(each) in office.catalogue
        ]
        more += disagreements((edition, document), others)
    if glyphs:
        from perfdesk.paper.legible import illegible

        more += illegible(edition, document, office.faces)
    if not more:
        return found
    return replace(found, findings=in_order(edition, document, (*found.findings, *more)))


def forms_of(office: Office, opened: Opened) -> tuple[Opened, ...]:
    """Give all forms of an opened project, in their order."""
    return tuple(
        replace(opened, document=each, edition=find_edition(office, _key(each)))
        for each in opened.project.documents
        if _key(each) in office.catalogue
    )


def add_form(office: Office, opened: Opened, form: str) -> Opened:
    """Add an empty form to a project."""
    edition = find_edition(office, form)
    if any(_key(each) == edition.key for each in opened.project.documents):
        raise Refusal(f"这个项目里已经有“{edition.title}”。")
    added = new_project(edition).document
    opened.project.documents.append(added)
    return replace(opened, document=added, edition=edition)


def carry(office: Office, opened: Opened, form: str) -> tuple[Opened, tuple[Taken, ...]]:
    """Add a form of a later stage to a project, started from the opened one.

    Gives the new form as opened, and what was taken over. The project is changed.
    """
    edition = find_edition(office, form)
    fresh = new_project(edition).document
    try:
        edit, taken = carry_over(opened.edition, opened.document, edition, fresh)
    except NothingToCarry as error:
        raise Refusal(str(error)) from error
    added = add_form(office, opened, form)
    edit.apply(added.document)
    return added, taken


def draw_paper(
    office: Office,
    edition: Edition,
    document: Document,
    evaluation: Evaluation,
    *,
    blank: bool = False,
) -> Paper:
    """Draw the form as PDF; a blank one is no draft, whatever is missing in it."""
    from perfdesk.paper.pdf import draw
    from perfdesk.paper.plan import lay_out
    from perfdesk.paper.typeset import typeset

    sheet = lay_out(edition, document, evaluation, draft=False if blank else None)
    pages = typeset(sheet, office.faces)
    return Paper(draw(pages, sheet, office.faces), pages)


def write_excel(
    office: Office, edition: Edition, document: Document, evaluation: Evaluation
) -> bytes:
    """Write the form as a workbook."""
    from perfdesk.exchange.xlsx_write import Unwritable, write_workbook
    from perfdesk.paper.plan import lay_out
    from perfdesk.paper.typeset import row_heights

    sheet = lay_out(edition, document, evaluation)
    heights = {band.name: row_heights(band, office.faces) for band in sheet.bands}
    try:
        return write_workbook(sheet, heights)
    except Unwritable as error:
        raise Refusal(error.message) from error


def read_excel(
    office: Office, path: Path, form: str = "", cancelled: Callable[[], bool] = lambda: False
) -> tuple[Edition, Incoming]:
    """Read a workbook from outside, in a process of its own."""
    from perfdesk.exchange.refusal import Refused
    from perfdesk.exchange.xlsx_grid import read_grid
    from perfdesk.exchange.xlsx_read import NotOurForm, read_workbook

    try:
        incoming = read_workbook(read_grid(path, cancelled=cancelled), office.catalogue)
    except Refused as error:
        raise Refusal(f"“{path.name}”：{error.message}") from error
    except NotOurForm as error:
        raise Refusal(f"“{path.name}”：{error}") from error
    key = _key(incoming.document)
    if form and form not in (key, incoming.document.form):
        raise Refusal(f"“{path.name}”是表单“{key}”，不是“{form}”。没有导入任何内容。")
    return find_edition(office, key), incoming


def compare(edition: Edition, document: Document, incoming: Incoming) -> tuple[Difference, ...]:
    """List what a workbook would change in a document; refuses a workbook of another form."""
    from perfdesk.exchange.differences import differences

    theirs = incoming.document
    if _key(theirs) != edition.key:
        raise Refusal(
            f"工作簿是另一种表（{_key(theirs)}），当前打开的是“{edition.title}”。"
            "请新建或打开对应的项目后再导入，没有导入任何内容。"
        )
    return differences(edition, document, theirs, incoming.unread)


def take_in(
    edition: Edition,
    document: Document,
    incoming: Incoming,
    chosen: Sequence[Difference] | None = None,
) -> Batch:
    """Make the one edit that brings a workbook's entries in, or only the chosen ones."""
    from perfdesk.exchange.differences import as_edit

    return as_edit(edition, document, incoming.document, chosen, incoming.unread)


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
