"""Carry the session's changes into Qt, and keep which findings a clerk has asked for.

Widgets talk to the bridge alone: edits go down through `apply`, changes come up through
its signals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from perfdesk.commands.form import JudgedForm
from perfdesk.commands.submission import answer_edit
from perfdesk.models.edits import Batch, Edit, SetCell
from perfdesk.models.finding import Finding, Severity
from perfdesk.models.refs import Ref
from perfdesk.session import Change, Session

_WEIGHTS = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class Bridge(QObject):
    """One session as Qt sees it.

    `changed` comes after every change of the document, with a `Change`; `findings_changed`
    whenever the findings to be shown differ, also because a cell was visited.
    `go_to` asks whoever shows a cell to bring it up and put the cursor there; `go_to_new`
    the same for the empty last row of a table. `here` tells where the cursor has come to.
    """

    changed = Signal(object)
    findings_changed = Signal()
    go_to = Signal(object)
    go_to_new = Signal(object)
    here = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._visited: set[Ref] = set()
        self._all_checked = False
        self._shown: tuple[Finding, ...] = ()
        self._by_cell: dict[Ref, tuple[Finding, ...]] = {}
        self._sort_out()
        session.listen(self._on_change)

    def snapshot(self) -> JudgedForm:
        """Give the form as it stands, for work beside the window: a copy that nobody changes."""
        session = self.session
        return JudgedForm(session.edition, session.document.copy(), session.evaluation)

    def apply(self, edit: Edit) -> bool:
        """Hand an edit to the session; False where it changes nothing."""
        return self.session.apply(edit)

    def set_text(self, at: Ref, text: str) -> bool:
        """Put a text into a cell; False where it stands there already."""
        return self.apply(SetCell(at, text))

    def fill(self, finding: Finding) -> bool:
        """Put the figure a finding expects into its cell."""
        self.session.seal()
        return bool(finding.fill) and self.set_text(finding.at, finding.fill)

    def fill_all(self, findings: Sequence[Finding]) -> bool:
        """Put in the figures that several findings expect, as one step."""
        self.session.seal()
        return self.apply(Batch(tuple(SetCell(each.at, each.fill) for each in findings)))

    def answer(self, finding: Finding, reason: str) -> bool:
        """Answer a finding with a reason; a blank one takes the answer back.

        False where it has gone meanwhile: there is nothing to answer.
        """
        key = finding.code, finding.at
        if all((each.code, each.at) != key for each in self.session.evaluation.findings):
            return False
        self.session.seal()
        return self.apply(answer_edit(self.session.evaluation, finding, reason))

    def alike(self, finding: Finding) -> tuple[Finding, ...]:
        """Give the shown findings of the same check whose figure is known, this one among them."""
        return tuple(
            each
            for each in self._shown
            if each.code == finding.code and each.fill and not each.is_quiet
        )

    def visit(self, at: Ref) -> None:
        """Note that a clerk has left a cell, so that its findings may show."""
        if at not in self._visited:
            self._visited.add(at)
            self._sort_out()
            self.findings_changed.emit()

    def check_all(self) -> None:
        """Show every finding from now on, visited or not."""
        self._all_checked = True
        self._sort_out()
        self.findings_changed.emit()

    @property
    def all_checked(self) -> bool:
        return self._all_checked

    @property
    def shown(self) -> tuple[Finding, ...]:
        """Give the findings to be shown, in the order of the form, those answered too."""
        return self._shown

    def at(self, ref: Ref) -> tuple[Finding, ...]:
        """Give the findings to be shown at a cell, the heaviest first; none that was settled."""
        return self._by_cell.get(ref, ())

    def counts(self, tab: str = "") -> dict[Severity, int]:
        """Count the shown findings that stand, by severity, on one tab where it is named."""
        edition = self.session.edition
        counts = dict.fromkeys(_WEIGHTS, 0)
        for finding in self._shown:
            if not finding.is_quiet and (not tab or edition.tab_of(finding.at) == tab):
                counts[finding.severity] += 1
        return counts

    def answered(self, tab: str = "") -> int:
        """Count the shown findings that an answer has settled, on one tab where it is named."""
        edition = self.session.edition
        return sum(
            each.is_quiet and (not tab or edition.tab_of(each.at) == tab) for each in self._shown
        )

    def _on_change(self, change: Change) -> None:
        self._sort_out()
        self.changed.emit(change)
        self.findings_changed.emit()

    def _sort_out(self) -> None:
        findings = self.session.evaluation.findings
        if not self._all_checked:
            findings = tuple(each for each in findings if each.at in self._visited)
        self._shown = findings
        by_cell: dict[Ref, list[Finding]] = defaultdict(list)
        for finding in findings:
            if not finding.is_quiet:
                by_cell[finding.at].append(finding)
        self._by_cell = {
            ref: tuple(sorted(group, key=lambda each: _WEIGHTS.index(each.severity)))
            for ref, group in by_cell.items()
        }
