"""Read a list of projects in a separate process, propose what its columns are, and remember it.

plan = open_list(context, path, form)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.batch.plan import Plan
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.editions import find_edition
from perfdesk.models.form import Edition
from perfdesk.models.list_mapping import ListMapping
from perfdesk.storage import list_mappings
from perfdesk.storage.atomic import NotSaved
from perfdesk.storage.trouble import CannotRead

if TYPE_CHECKING:
    from perfdesk.exchange.lists.grid import FoundList
    from perfdesk.exchange.lists.proposal import Proposal
    from perfdesk.exchange.lists.targets import Target
    from perfdesk.exchange.parse.grid import WorkbookGrid


def open_list(
    context: Context,
    path: Path,
    form: str,
    *,
    sheet: str = "",
    head: int = 0,
    cancelled: Callable[[], bool] = lambda: False,
) -> Plan:
    """Read a list from a file of any kind, and propose what its columns are.

    `head` is the row in which its head ends; 0 to look for it.
    """
    from perfdesk.exchange.incoming.incoming import PASTED
    from perfdesk.exchange.reading import read_grid_apart
    from perfdesk.exchange.untrusted.refusal import Refused

    edition = find_edition(context, form)
    try:
        grid = read_grid_apart(path, cancelled)
        # A text file has no sheet of its own to name places by.
        sheets = tuple(replace(s, title=path.stem) if s.title == PASTED else s for s in grid.sheets)
        return _planned(context, edition, path.name, replace(grid, sheets=sheets), sheet, head)
    except Refused as error:
        raise Refusal(f"“{path.name}”：{error.message}") from error


def paste_list(context: Context, text: str, form: str, *, head: int = 0) -> Plan:
    """Read a list that was copied from a workbook, or is CSV."""
    from perfdesk.exchange.incoming.incoming import PASTED
    from perfdesk.exchange.reading import read_pasted_apart
    from perfdesk.exchange.untrusted.refusal import Refused

    edition = find_edition(context, form)
    try:
        return _planned(context, edition, PASTED, read_pasted_apart(text), "", head)
    except Refused as error:
        raise Refusal(f"“{PASTED}”：{error.message}") from error


def _planned(
    context: Context, edition: Edition, name: str, grid: WorkbookGrid, sheet: str, head: int
) -> Plan:
    from perfdesk.exchange.labels.margin import without_margin
    from perfdesk.exchange.lists.grid import find_lists
    from perfdesk.exchange.lists.proposal import propose
    from perfdesk.exchange.lists.targets import row_targets, targets_of, vocabulary

    lists = find_lists(without_margin(grid), vocabulary(edition), sheet, head)
    titles = tuple(each.sheet for each in lists)
    if sheet and sheet not in titles:
        there = f"有：{'、'.join(titles)}" if titles else "一张名单也没有"
        raise Refusal(f"“{name}”里没有名为“{sheet}”的工作表名单，{there}。")
    if not lists:
        raise Refusal(
            f"“{name}”里没有找到名单。名单要有一行表头，下面一行一个项目。"
            "请核对文件，或另存一份空名单（命令行用 --template）来填。"
        )
    known = list_mappings.load(_place(context))

    def proposed(each: FoundList, targets: Sequence[Target]) -> tuple[Proposal, ...]:
        headings = [column.key for column in each.columns]
        return propose(edition, each.columns, targets, _remembered(known, edition.key, headings))

    whole = targets_of(edition)
    both = [(each, proposed(each, whole)) for each in lists]
    main = max(both, key=lambda one: (one[0].sheet == sheet, *_fitness(edition, *one)))
    of_rows = row_targets(edition)
    more = [(each, proposed(each, of_rows)) for each, _ in both if each is not main[0]]
    used = [main, *(one for one in more if _is_of_rows(edition, one[1]))]
    read = [found.sheet for found, _ in used]
    plan = Plan(
        edition,
        name,
        tuple(found for found, _ in used),
        tuple(proposals for _, proposals in used),
        others=tuple(title for title in titles if title not in read),
        sheets=titles,
    )
    units = (m.unit for m in known if m.form == edition.key and plan.mapping.headings <= m.headings)
    return replace(plan, unit=next(units, ""))


def _fitness(
    edition: Edition, found: FoundList, proposals: Sequence[Proposal]
) -> tuple[int, int, int]:
    """Say how much a sheet is the list of the projects: it has their names, and other columns."""
    from perfdesk.exchange.lists.targets import project_target

    targets = [each.target for each in proposals if each.target]
    of_project = [target for target in targets if not target.is_of_rows]
    return int(project_target(edition) in targets), len(of_project), len(found.rows)


def _is_of_rows(edition: Edition, proposals: Sequence[Proposal]) -> bool:
    """Tell whether a sheet has more rows of the projects, such as their indicators."""
    from perfdesk.exchange.lists.targets import project_target

    targets = [each.target for each in proposals if each.target]
    return project_target(edition) in targets and len(targets) > 2


def _remembered(
    known: Sequence[ListMapping], form: str, headings: Sequence[str]
) -> Mapping[str, str]:
    """Give what the list with just these headings was read as; else what single ones were."""
    wanted = frozenset(headings)
    mine = [each for each in known if each.form == form]
    whole = [each for each in mine if wanted <= each.headings]
    found: dict[str, str] = {}
    for each in [*whole[:1], *mine]:
        for heading, path in each.columns:
            # A column that was not used there may well be used here.
            if heading in wanted and (path or each in whole[:1]):
                found.setdefault(heading, path)
    return found


def use_mapping(plan: Plan, path: Path) -> Plan:
    """Read the columns as a mapping file says; columns it does not name stay as proposed."""
    try:
        mapping = list_mappings.read_file(path)
    except CannotRead as error:
        raise Refusal(str(error)) from error
    except list_mappings.NoMapping as error:
        raise Refusal(f"“{path.name}”：{error}") from error
    if mapping.form != plan.edition.key:
        raise Refusal(
            f"“{path.name}”是表单“{mapping.form}”的对应表，这里用的是“{plan.edition.key}”。"
        )
    chosen = dict(mapping.columns)
    for place, column, _ in plan.columns:
        if column.key in chosen:
            plan = plan.with_column(place, column.place, chosen[column.key])
    return plan.with_unit(mapping.unit or plan.unit)


def write_mapping(plan: Plan) -> bytes:
    """Write the mapping of a plan as a small file that another office can use."""
    return list_mappings.as_file(plan.mapping)


def list_template(context: Context, form: str) -> bytes:
    """Write an empty list of a form, which maps itself."""
    from perfdesk.exchange.lists.template import write_list_template

    return write_list_template(find_edition(context, form))


def remember(context: Context, plan: Plan) -> str:
    """Remember what the columns are; says in Chinese why that failed, blank where it did not."""
    outcome = list_mappings.remember(_place(context), plan.mapping)
    return outcome.message if isinstance(outcome, NotSaved) else ""


def _place(context: Context) -> Path:
    return context.data / "list-mappings.json"
