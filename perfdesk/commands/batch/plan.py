"""A list of projects and how it is to be read: which sheet, and what each column is.

plan = open_list(context, path, form)
plan = plan.with_column(0, 3, "project_name")
projects, skipped = plan.read()
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from perfdesk.commands.context import Refusal
from perfdesk.commands.projects import new_project
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.list_mapping import MONEY_UNITS, ListMapping
from perfdesk.models.refs import ref_of
from perfdesk.models.values import Kind

if TYPE_CHECKING:
    from perfdesk.exchange.lists.grid import FoundList, ListColumn
    from perfdesk.exchange.lists.join import Listed
    from perfdesk.exchange.lists.proposal import Proposal
    from perfdesk.exchange.lists.targets import Target
    from perfdesk.exchange.lists.uses import ListReading

_SAMPLES = 3


@dataclass(frozen=True)
class Plan:
    """How a list is read; changing a column makes another plan.

    `lists` are the lists that are read, the one of the projects first, those with more rows of
    them behind it; `proposals` go with their columns. `constants` (path and text) stand in every
    project where the list says nothing. `others` are the sheets left out.
    """

    edition: Edition
    name: str
    lists: tuple[FoundList, ...]
    proposals: tuple[tuple[Proposal, ...], ...]
    unit: str = ""
    constants: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    @cached_property
    def targets(self) -> Sequence[Target]:
        """Give everything that a column may be."""
        from perfdesk.exchange.lists.targets import targets_of

        return targets_of(self.edition)

    def offered(self, place: int) -> Sequence[Target]:
        """Give what a column of a list may be: behind the first, only rows of the projects."""
        from perfdesk.exchange.lists.targets import row_targets

        return row_targets(self.edition) if place else self.targets

    @property
    def columns(self) -> tuple[tuple[int, ListColumn, Proposal], ...]:
        """Give every column with the place of its list and what it is taken for."""
        return tuple(
            (place, column, proposal)
            for place, (found, proposals) in enumerate(zip(self.lists, self.proposals, strict=True))
            for column, proposal in zip(found.columns, proposals, strict=True)
        )

    def samples(self, place: int, column: ListColumn) -> tuple[str, ...]:
        """Give the first texts of a column."""
        cells = (row.cells.get(column.place) for row in self.lists[place].rows)
        texts = (cell.content.as_typed for cell in cells if cell and cell.text.strip())
        return tuple(text for _, text in zip(range(_SAMPLES), texts, strict=False))

    def unit_of(self, column: ListColumn) -> str:
        """Tell in which unit bare amounts of a column are: as the list says, else as chosen."""
        return column.unit or self.unit

    def units(self, found: FoundList) -> dict[int, str]:
        """Give the units of the columns of a list that are read as amounts."""
        proposals = self.proposals[self.lists.index(found)]
        return {
            column.place: unit
            for column, proposal in zip(found.columns, proposals, strict=True)
            if proposal.target is not None and proposal.target.field.kind is Kind.AMOUNT
            if (unit := self.unit_of(column))
        }

    def with_column(self, place: int, column: int, path: str) -> Plan:
        """Take a column (by its place in the sheet) for something else, or for nothing.

        Within a list each cell is of one column: another one loses it.
        """
        from perfdesk.exchange.lists.proposal import How, Proposal

        target = next((each for each in self.offered(place) if each.path == path), None)
        if path and target is None:
            raise Refusal(
                f"表单里没有“{path}”这一格。名字可以从另存的对应表（命令行 --save-map）里看到。"
            )
        chosen = []
        for each, proposal in zip(self.lists[place].columns, self.proposals[place], strict=True):
            if each.place == column:
                chosen.append(Proposal(target, How.CHOSEN))
            elif target is not None and proposal.target is target:
                chosen.append(Proposal(None, How.UNKNOWN))
            else:
                chosen.append(proposal)
        whole = [*self.proposals]
        whole[place] = tuple(chosen)
        return replace(self, proposals=tuple(whole))

    def with_constant(self, path: str, text: str) -> Plan:
        """Enter a text in every project of which the list says nothing there; blank for none."""
        target = next((each for each in self.targets if each.path == path), None)
        if target is None or target.is_of_rows:
            raise Refusal(f"表单里没有“{path}”这一格，或者它不是每个项目只有一格。")
        if target.field.is_computed:
            raise Refusal(f"“{target.label}”由程序计算，不能填写。")
        others = tuple(each for each in self.constants if each[0] != path)
        added = ((path, text),) if text.strip() else ()
        return replace(self, constants=(*others, *added))

    def with_unit(self, unit: str) -> Plan:
        """Say in which unit amounts are where the list says none."""
        if unit not in ("", *MONEY_UNITS):
            raise Refusal(f"金额单位只能是 {' 或 '.join(MONEY_UNITS)}，不能是“{unit}”。")
        return replace(self, unit=unit)

    @property
    def mapping(self) -> ListMapping:
        """Give it as it is remembered and handed on."""
        columns: dict[str, str] = {}
        for _, column, proposal in self.columns:
            path = proposal.target.path if proposal.target else ""
            columns[column.key] = columns.get(column.key) or path
        return ListMapping(self.edition.key, tuple(columns.items()), self.unit)

    @property
    def trouble(self) -> str:
        """Say what is missing before anything can be made of the list; blank for nothing."""
        from perfdesk.exchange.lists.targets import project_target

        wanted = project_target(self.edition)
        targets = {each.target for each in self.proposals[0] if each.target}
        if wanted is not None and wanted not in targets:
            return f"还没有指明哪一列是“{wanted.label}”。"
        return "" if targets else "还没有一列对应到表单里的栏目。"

    def read(self) -> Listed:
        """Read the projects as the plan says."""
        from perfdesk.exchange.lists.join import read_lists

        readings = [
            self._reading(found, proposals)
            for found, proposals in zip(self.lists, self.proposals, strict=True)
        ]
        return read_lists(list(zip(self.lists, readings, strict=True)))

    def _reading(self, found: FoundList, proposals: Sequence[Proposal]) -> ListReading:
        from perfdesk.exchange.labels.derive_anchors import anchors_of
        from perfdesk.exchange.lists.targets import project_target
        from perfdesk.exchange.lists.uses import ListReading, Use

        # In the order of the form: whatever the order of the columns, the projects are the same.
        used = sorted(
            (self.targets.index(proposal.target), column.place, self.unit_of(column))
            for column, proposal in zip(found.columns, proposals, strict=True)
            if proposal.target is not None
        )
        uses = {place: Use(self.targets[at], unit) for at, place, unit in used}
        named, anchors = project_target(self.edition), anchors_of(self.edition)
        return ListReading(
            self.edition,
            uses,
            named.at if named else None,
            self._fresh,
            anchors.totals,
            anchors.fixed,
        )

    def _fresh(self) -> Document:
        document = new_project(self.edition).document
        for path, text in self.constants:
            document.put(ref_of(path), text)
        return document
