"""Take an untrusted file in: read it in a separate process, compare, make one edit of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.editions import find_edition, key_of
from perfdesk.commands.intake_reading import NotRead, ReadRequest, read_apart
from perfdesk.commands.stated_results import stated_otherwise
from perfdesk.models.document import Document
from perfdesk.models.edits import Batch
from perfdesk.models.form import Edition
from perfdesk.storage.trouble import shown

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.differences import Difference
    from perfdesk.exchange.incoming.incoming import Incoming


def read_excel(
    context: Context, path: Path, form: str = "", cancelled: Callable[[], bool] = lambda: False
) -> tuple[Edition, Incoming]:
    """Read the only form of a workbook from outside, or the one that is named."""
    found = read_excels(context, path, form, cancelled)
    if len(found) > 1:
        known = "、".join(edition.key for edition, _ in found)
        raise Refusal(f"“{path.name}”里有几张表：{known}。请用 --form 指明一张。")
    return found[0]


def read_excels(
    context: Context,
    path: Path,
    form: str = "",
    cancelled: Callable[[], bool] = lambda: False,
    preferred: Collection[str] = (),
) -> tuple[tuple[Edition, Incoming], ...]:
    """Read all forms of a file from outside, in a process of its own.

    It may be a workbook of any kind, a Word document or text. With `form`, only forms of that
    name count, and what is known by its words alone is read as that form. Of editions that fit
    alike one of the `preferred` is taken: those that the project has.
    """
    request = ReadRequest(form, preferred, path=path)
    return _forms_of(context, path.name, form, lambda: read_apart(context, request, cancelled))


def read_pasted(
    context: Context, text: str, form: str = "", preferred: Collection[str] = ()
) -> tuple[tuple[Edition, Incoming], ...]:
    """Read all forms of a text that was copied from a scan, a web page or a table."""
    from perfdesk.exchange.incoming.incoming import PASTED

    request = ReadRequest(form, preferred, text=text)
    return _forms_of(context, PASTED, form, lambda: read_apart(context, request))


def _forms_of(
    context: Context, name: str, form: str, read: Callable[[], tuple[Incoming, ...]]
) -> tuple[tuple[Edition, Incoming], ...]:
    try:
        found = read()
    except NotRead as error:
        raise Refusal(f"“{shown(name)}”：{error}") from error
    wanted = [each for each in found if form in ("", key_of(each.document), each.document.form)]
    if not wanted:
        keys = "、".join(f"“{key_of(each.document)}”" for each in found)
        raise Refusal(f"“{shown(name)}”是表单{keys}，不是“{form}”。没有导入任何内容。")
    forms = tuple((find_edition(context, key_of(each.document)), each) for each in wanted)
    for edition, incoming in forms:
        incoming.notes.extend(stated_otherwise(edition, incoming))
    return forms


def write_returned_rows(name: str, found: Sequence[Incoming]) -> bytes:
    """Make the workbook in which the rows of a file that failed come back with their reasons."""
    from perfdesk.exchange.books.returned_rows import write_returned

    sheets = [sheet for incoming in found for sheet in incoming.returned]
    return write_returned(f"没有读入的行：{name}", sheets)


def as_incoming(context: Context, document: Document) -> tuple[Edition, Incoming]:
    """Take a whole document from elsewhere as something to compare and take in."""
    from perfdesk.exchange.incoming.incoming import Incoming

    return find_edition(context, key_of(document)), Incoming(document)


def compare(edition: Edition, document: Document, incoming: Incoming) -> tuple[Difference, ...]:
    """List what a workbook would change in a document; refuses a workbook of another form."""
    from perfdesk.exchange.incoming.differences import differences

    theirs = incoming.document
    if key_of(theirs) != edition.key:
        raise Refusal(
            f"工作簿是另一种表（{key_of(theirs)}），当前打开的是“{edition.title}”。"
            "请新建或打开对应的项目后再导入，没有导入任何内容。"
        )
    return differences(edition, document, theirs, incoming.unread)


def import_edit(
    edition: Edition,
    document: Document,
    incoming: Incoming,
    chosen: Sequence[Difference] | None = None,
) -> Batch:
    """Make the one edit that brings a workbook's entries in, or only the chosen ones."""
    from perfdesk.exchange.incoming.differences import as_edit

    return as_edit(edition, document, incoming.document, chosen, incoming.unread)
