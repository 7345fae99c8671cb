"""The verb `import`: bring a file or pasted text from outside into a project."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfdesk.cli.exit_codes import DONE, FOUND
from perfdesk.cli.messages import print_json, saved, say, visible
from perfdesk.cli.verb import Verb, takes_form, takes_json, takes_out
from perfdesk.commands.carriers import is_carrier, read_carrier
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.intake import (
    as_incoming,
    compare,
    import_edit,
    read_excels,
    read_pasted,
    write_returned_rows,
)
from perfdesk.commands.projects import (
    conform,
    new_project,
    open_project,
    save_project,
)
from perfdesk.models.document import Project, place_of
from perfdesk.models.form import Edition
from perfdesk.models.refs import cell_name
from perfdesk.models.values import shorten
from perfdesk.storage.atomic import write_output

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.incoming import Incoming


# More than these are a page of something else.
MOST_STRANGE = 12


def _declare(command: ArgumentParser) -> None:
    words = "要导入的文件；- 表示从标准输入读粘贴的文字"
    command.add_argument("file", type=Path, metavar="文件", help=words)
    takes_form(command, "只接受这种表单；认不出的文件按这种表单读")
    words = "把没读入的行连同原因写进这个 Excel 文件"
    command.add_argument("--failed", type=Path, default=None, metavar="文件.xlsx", help=words)
    command.add_argument("--apply", action="store_true", help="项目已存在时，把差异写进去")
    takes_out(command, "项目文件")
    takes_json(command)


def _import(options: Namespace, context: Context) -> int:
    """Make a new project of what a file holds, or list what it would change in one, or do that."""
    if options.failed and options.failed.suffix.lower() != ".xlsx":
        raise Refusal(f"“{options.failed.name}”的扩展名应为 .xlsx。")
    project, incoming = _read(options, context)
    if options.failed:
        _send_back(options, [one for _, one in incoming])
    notes = [
        {"where": note.where, "message": note.message}
        for _, each in incoming
        for note in each.notes
    ]
    told = _Told(options, incoming, notes)
    if not _is_there(options.out):
        code = saved(save_project(context, project, options.out, None), options.out)
        return told.all([], code)
    opened = [open_project(context, options.out, edition.key) for edition, _ in incoming]
    first = opened[0]
    listed = []
    for each, (edition, theirs) in zip(opened, incoming, strict=True):
        ours = first.project.documents[place_of(each.project, each.document)]
        conform(edition, ours)
        found = compare(edition, ours, theirs)
        listed += [{"label": d.label, "before": d.before, "after": d.after} for d in found]
        import_edit(edition, ours, theirs).apply(ours)
    if not listed:
        return told.no_difference()
    if not options.apply:
        return told.all(listed, FOUND)
    outcome = save_project(context, first.project, options.out, first.digest)
    return told.all(listed, saved(outcome, options.out))


def _send_back(options: Namespace, found: Sequence[Incoming]) -> None:
    """Write the rows that failed, if any, to where they are wanted."""
    from perfdesk.exchange.incoming.incoming import PASTED

    count = sum(len(sheet.rows) for one in found for sheet in one.returned)
    if not count:
        say("没有要退回的行。")
        return
    name = PASTED if str(options.file) == "-" else options.file.name
    data = write_returned_rows(name, found)
    say(f"有 {count} 行没有完整读入，连同原因另存。")
    saved(write_output(options.failed, data), options.failed)


def _read(
    options: Namespace, context: Context
) -> tuple[Project, Sequence[tuple[Edition, Incoming]]]:
    if str(options.file) == "-":
        return _project_of(read_pasted(context, sys.stdin.read(), options.form))
    if is_carrier(options.file):
        project, note = read_carrier(context, options.file, options.form)
        if note:
            say(note)
        return project, [as_incoming(context, each) for each in project.documents]
    return _project_of(read_excels(context, options.file, options.form))


def _project_of(
    found: Sequence[tuple[Edition, Incoming]],
) -> tuple[Project, Sequence[tuple[Edition, Incoming]]]:
    """Make one project of all forms of a file."""
    project = Project([])
    for edition, incoming in found:
        document = new_project(edition).document
        document.cells.update(incoming.document.cells)
        document.tables.update(incoming.document.tables)
        project.documents.append(document)
    if len(found) > 1:
        titles = "、".join(edition.short_title for edition, _ in found)
        say(f"文件里有 {len(found)} 张表：{titles}。")
    return project, found


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True  # opening it will say what is the matter


@dataclass(frozen=True, slots=True)
class _Told:
    """What was asked, and what was read."""

    options: Namespace
    incoming: Sequence[tuple[Edition, Incoming]]
    notes: list[dict[str, Any]]

    def all(self, differences: list[dict[str, str]], code: int) -> int:
        """Tell what was understood, what was not, and what differs."""
        strange = [
            {"text": each.text, "where": each.place.address}
            for _, one in self.incoming
            for each in one.strange
        ]
        if self.options.json:
            print_json(
                {
                    "understood": self._understood(),
                    "not_understood": strange,
                    "notes": self.notes,
                    "differences": differences,
                }
            )
            return code
        for note in self.notes:
            say(f"{note['where']}：{note['message']}")
        for each in strange[:MOST_STRANGE]:
            say(f"没有读入（{each['where']}）：{shorten(each['text'])}")
        if len(strange) > MOST_STRANGE:
            say(f"另有 {len(strange) - MOST_STRANGE} 处文字没有读入，加上 --json 可以看到全部。")
        for each in differences:
            before, after = each["before"] or "（空）", each["after"] or "（空）"
            print(visible(f"{each['label']}：{before} → {after}"))
        if differences and code == FOUND:
            say(f"有 {len(differences)} 处不同，还没有写入。确认无误后加上 --apply 再运行一次。")
        return code

    def no_difference(self) -> int:
        """Tell that the project says all that the file says."""
        code = self.all([], DONE)
        say(f"“{self.options.out}”与文件里读到的内容一致，没有要写入的。")
        return code

    def _understood(self) -> list[dict[str, str]]:
        return [
            {
                "form": edition.key,
                "at": cell_name(each.at, one.document),
                "label": each.label,
                "text": each.text,
                "where": each.place.address,
            }
            for edition, one in self.incoming
            for each in one.understood
        ]


IMPORT = Verb(
    "import", "从 Excel、Word、粘贴的文字、本程序的 PDF 或扫描的数据页导入", _declare, _import
)
