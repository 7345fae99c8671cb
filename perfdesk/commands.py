"""Use cases of the program: new, open, save, print, export, import; no Qt, no dialogs.

Whatever cannot be done is a `Refusal` that says in Chinese why, and what to do instead.
Reportlab, fonts and the workbook parts are imported when first used: a window must be
on the screen before them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.edits import Batch, Edit, InsertRow, SetCell
from perfdesk.models.finding import Evaluation
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
    """Open a project file, at the document of a form where one is named."""
    try:
        loaded = read(path)
        project = read_project(loaded.data)
    except CannotRead as error:
        raise Refusal(str(error)) from error
    except UnreadableProject as error:
        raise Refusal(f"“{path.name}”：{error}") from error
    document = _choose(project, form)
    key = f"{document.form}/{document.edition}"
    if key not in office.catalogue:
        raise Refusal(
            f"“{path.name}”用的是表单“{key}”，本程序没有。请升级程序，"
            "或把这个版本的表单文件夹放到用户表单目录。文件没有改动。"
        )
    edition = find_edition(office, key)
    conform(edition, document)
    return Opened(project, document, edition, path, loaded.digest)


def open_sample(office: Office, path: Path) -> Opened:
    """Open a sample as a new project, so that saving never touches the sample."""
    return replace(open_project(office, path), path=None, digest=None)


def _choose(project: Project, form: str) -> Document:
    found = [each for each in project.documents if form in ("", each.form, _key(each))]
    if not found:
        known = "、".join(_key(each) for each in project.documents)
        raise Refusal(f"这个项目里没有表单“{form}”，有：{known}。")
    if len(found) > 1:
        known = "、".join(_key(each) for each in found)
        raise Refusal(f"这个项目里有几张表单：{known}。请用 --form 指明一张。")
    return found[0]


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
    """List the samples by the project's name."""
    found = []
    for path in sorted(office.samples.glob(f"*{PROJECT_SUFFIX}")):
        opened = open_project(office, path)
        found.append((opened.document.text(Ref("project_name")) or path.stem, path))
    return tuple(found)


def judge(office: Office, edition: Edition, document: Document) -> Evaluation:
    """Evaluate a document, and look for characters that cannot be printed."""
    from perfdesk.paper.legible import illegible

    found = evaluate(edition, document)
    more = tuple(illegible(edition, document, office.faces))
    if not more:
        return found
    return replace(found, findings=in_order(edition, document, (*found.findings, *more)))


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
